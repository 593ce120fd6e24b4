/** Runs the built command line in a temporary folder, as a person would. */
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { TestContext } from 'node:test';

import { fakeRenderer } from '../net/support.ts';
import { collect, vmgl } from '../support.ts';

export { farDisplay, freePort, socketIdentity } from '../e2e/support.ts';
export { alive, until, vmgl } from '../support.ts';

export interface Result {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Sandbox {
  folder: string;
  env: NodeJS.ProcessEnv;
  run(args: string[], more?: NodeJS.ProcessEnv): Promise<Result>;
  start(args: string[], more?: NodeJS.ProcessEnv): ChildProcess & { result: Promise<Result>; said: () => string };
}

/** A folder that is home, runtime directory and working directory; what was started in it ends with the test. */
export function sandbox(t: TestContext): Sandbox {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-cli-'));
  fs.mkdirSync(path.join(folder, 'run'), { mode: 0o700 });
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: folder,
    XDG_RUNTIME_DIR: path.join(folder, 'run'),
    VMGL_TEST_RENDERER: fakeRenderer,
    LANG: 'C.UTF-8',
  };
  const children: ChildProcess[] = [];
  t.after(() => {
    for (const child of children) child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const start: Sandbox['start'] = (args, more = {}) => {
    const child = spawn(vmgl, args, { cwd: folder, env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    const result = new Promise<Result>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code, signal, stdout: stdout(), stderr: stderr() }));
    });
    return Object.assign(child, { result, said: () => stdout() + stderr() });
  };
  return { folder, env, start, run: (args, more) => start(args, more).result };
}
