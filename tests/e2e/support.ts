/** What end-to-end tests stand on: virtual displays, stubs, and programs run natively and through vmgl. */
import assert from 'node:assert/strict';
import { type ChildProcess, type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Readable } from 'node:stream';
import { takenBy, vncPortOf } from '../../src/xvnc/display-number.ts';
import { collect, root, until, vmgl } from '../support.ts';

export { alive, root, until, vmgl } from '../support.ts';

export const programFolder = process.env.E2E_PROGRAMS ?? path.join(root, 'build/native/tests/programs');

/** The same programs for 32-bit processors: those of tests/programs/i386. */
export const programFolder32 = path.join(root, 'build/native32/tests/programs/i386');

/** Where 32-bit programs find libX11: nothing to say, a folder of scripts/setup.sh, or undefined without it. */
export function libraries32(): string | undefined {
  if (fs.existsSync('/usr/lib/i386-linux-gnu/libX11.so.6')) return '';
  const folder = path.join(root, 'build/i386/usr/lib/i386-linux-gnu');
  return fs.existsSync(path.join(folder, 'libX11.so.6')) ? folder : undefined;
}

/** 77: this cannot be tested here (tests/programs, meson and automake agree on it). */
export const skipCode = 77;

export interface Result {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  ms: number;
}

export type Running = ChildProcessByStdio<null, Readable, Readable> & { result: Promise<Result>; said: () => string };

/** The environment without anything that a developer's shell says about vmgl or GL drivers. */
export function cleanEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const name of ['PATH', 'HOME', 'LANG', 'TMPDIR', 'PROGRAMS_DUMP', 'XDG_CACHE_HOME', 'VMGL_TEST_RENDERER'])
    if (process.env[name] !== undefined) env[name] = process.env[name];
  return { ...env, LIBGL_ALWAYS_SOFTWARE: '1', ...more };
}

/** The longest report of a program: of random calls, megabytes. */
const reportMax = 1 << 28;

export function start(command: string[], env: NodeJS.ProcessEnv, timeout = 60_000): Running {
  const [program = '', ...args] = command;
  const begun = performance.now();
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout = collect(child.stdout, reportMax);
  const stderr = collect(child.stderr);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, timeout);
  const result = new Promise<Result>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout: stdout(), stderr: stderr(), timedOut, ms: performance.now() - begun });
    });
  });
  return Object.assign(child, { result, said: () => stdout() + stderr() });
}

export function run(command: string[], env: NodeJS.ProcessEnv, timeout?: number): Promise<Result> {
  return start(command, env, timeout).result;
}

let lastDisplay = 100 + (process.pid % 300) * 30;

/**
 * A display number that no X server started with -displayfd comes to: those take the lowest, with no look at locks, and
 * from TightVNC's server, which has no abstract socket, they would take it away.
 */
export async function farDisplay(): Promise<string> {
  do lastDisplay++;
  while (await takenBy(lastDisplay, vncPortOf(lastDisplay)));
  return `:${lastDisplay}`;
}

/** What tells the socket of one X server from that of the next with the same number. Undefined when there is none. */
export function socketIdentity(display: number): string | undefined {
  const info = fs.statSync(`/tmp/.X11-unix/X${display}`, { throwIfNoEntry: false });
  return info && `${info.ino} ${info.birthtimeMs}`;
}

/** Everything that must end with the tests. */
const cleanups: (() => void)[] = [];
let registered = false;

export function atEnd(cleanup: () => void): void {
  cleanups.push(cleanup);
  if (registered) return;
  registered = true;
  process.on('exit', cleanUp);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      process.exit(130);
    });
}

export function cleanUp(): void {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
}

export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-e2e-'));
  atEnd(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A TCP port that is free on every interface. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface XServer {
  display: string;
  process: ChildProcess;
}

/** `on` gives the words that start it somewhere else; `args` are more for Xvfb. */
export async function startXvfb({
  on = (command: string[]) => command,
  args = ['-nolisten', 'tcp'],
} = {}): Promise<XServer> {
  const command = ['Xvfb', '-displayfd', '3', '-screen', '0', '1024x768x24', '-noreset', ...args];
  const [program = '', ...words] = on(command);
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  atEnd(() => child.kill('SIGKILL'));
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    (child.stdio[3] as Readable).on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.trim());
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error('Xvfb ended before it was ready.')));
  });
  return { display: `:${number}`, process: child };
}

export interface Stub {
  unix: string;
  tcp: string;
  process: Running;
  stop(): Promise<void>;
}

/** A stub on a unix socket and a TCP port, rendering on `display`, or with EGL. */
export async function startStub(display: string | undefined, args: string[] = [], env = {}): Promise<Stub> {
  const folder = temporaryFolder();
  const port = await freePort();
  const socket = path.join(folder, 'stub.sock');
  const where = display === undefined ? ['--headless'] : ['--display', display];
  const listen = ['--listen', `unix:${socket}`, '--listen', `127.0.0.1:${port}`];
  const child = start([vmgl, 'stub', ...listen, ...where, ...args], cleanEnvironment(env), 86_400_000);
  atEnd(() => child.kill('SIGTERM'));
  let ended: Result | undefined;
  child.result.then((result) => {
    ended = result;
  });
  await until(() => {
    if (ended) throw new Error(`The stub ended: ${ended.stderr}`);
    return child.said().includes('Set GLSTUB');
  }, 'the stub to listen');
  return {
    unix: `unix:${socket}`,
    tcp: `tcp://127.0.0.1:${port}`,
    process: child,
    stop: async () => {
      child.kill('SIGTERM');
      await child.result;
    },
  };
}

export type Present = 'direct' | 'readback';
export type Transport = 'shm' | 'unix' | 'tcp';
export interface Combination {
  present: Present;
  transport: Transport;
}

export const combinations: Combination[] = (['direct', 'readback'] as const).flatMap((present) =>
  (['shm', 'unix', 'tcp'] as const).map((transport) => ({ present, transport })),
);

export function combinationName({ present, transport }: Combination): string {
  return `${present}+${transport}`;
}

/** The words before a program's own that run it through vmgl. */
export function throughVmgl(stub: Stub, { present, transport }: Combination): string[] {
  const endpoint = transport === 'tcp' ? stub.tcp : stub.unix;
  const how = transport === 'shm' ? 'shm' : 'socket';
  return [vmgl, 'run', '--quiet', '--stub', endpoint, '--present', present, '--transport', how];
}

/** What two texts differ in, for people. */
export function difference(expected: string, found: string): string {
  const folder = temporaryFolder();
  const files = ['native', 'vmgl'].map((name) => path.join(folder, name));
  fs.writeFileSync(files[0] ?? '', expected);
  fs.writeFileSync(files[1] ?? '', found);
  const text = spawnSync('diff', ['-U1', '--label', 'native', '--label', 'vmgl', ...files], {
    encoding: 'utf8',
  }).stdout;
  const lines = text.split('\n');
  const shown = lines.slice(0, 40).join('\n');
  return lines.length > 40 ? `${shown}\n… ${lines.length - 40} more lines` : shown;
}

/** The stub's sessions, as `vmgl status` tells them. */
export async function sessions(stub: Stub): Promise<{ pid: number; rendererPid: number }[]> {
  const status = await run([vmgl, 'status', '--json', '--stub', stub.unix], cleanEnvironment());
  assert.equal(status.code, 0, status.stderr);
  return (JSON.parse(status.stdout) as { sessions: { pid: number; rendererPid: number }[] }).sessions;
}

/** The renderer of a program, found by the program's pid: `vmgl run` becomes the program. */
export async function rendererOf(stub: Stub, program: Running): Promise<number> {
  const session = (await sessions(stub)).find((one) => one.pid === program.pid);
  assert.ok(session, 'the stub does not know the program');
  return session.rendererPid;
}
