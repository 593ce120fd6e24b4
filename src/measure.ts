/** Running OpenGL programs on a virtual display and counting their frames: for `vmgl demo` and `vmgl bench`. */
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { reason, UserError } from './errors.ts';
import { selfCommand } from './native/self.ts';

export interface VirtualDisplay {
  name: string;
  stop(): void;
}

/** An X server that does not start in this time is not coming. */
const displayPatience = 30_000;
/** Of what a program says on stderr: its last words count, and drivers can be talkative. */
const lastWords = 1 << 16;

/** Xvfb on a free display number. */
export async function startDisplay(width = 800, height = 600): Promise<VirtualDisplay> {
  const child = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  child.stderr?.on('data', (chunk) => (said = (said + chunk).slice(-lastWords)));
  const number = await new Promise<string>((resolve, reject) => {
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new UserError(`The virtual display (Xvfb) was not ready after ${displayPatience / 1000} seconds.`));
    }, displayPatience);
    child.once('close', () => clearTimeout(patience));
    child.once('error', (error) =>
      reject(
        new UserError(`The virtual display (Xvfb) cannot be started: ${reason(error)}. Install the package xvfb.`),
      ),
    );
    child.once('exit', () =>
      reject(new UserError(`The virtual display (Xvfb) ended at once: ${said.trim().split('\n').at(-1) ?? ''}`)),
    );
    (child.stdio[3] as NodeJS.ReadableStream).once('data', (chunk) => {
      clearTimeout(patience);
      resolve(String(chunk).trim());
    });
  });
  return { name: `:${number}`, stop: () => child.kill('SIGTERM') };
}

/** The words that start a program through this very vmgl. */
export function throughVmgl(program: string[], flags: string[] = []): string[] {
  return [...selfCommand(), 'run', '--quiet', ...flags, '--', ...program];
}

/** What the guest library counted: struct vmgl_stats_record of src/native/guest/link/stats.h. */
export interface Stats {
  frames: number;
  seconds: number;
  roundTripsPerFrame: number;
}

export function readStats(file: string): Stats | undefined {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch {
    return undefined;
  }
  if (bytes.length < 48 || bytes.toString('latin1', 0, 7) !== 'VMGLST1') return undefined;
  const [frames = 0, roundTrips = 0, firstRoundTrips = 0, first = 0, last = 0] = [8, 16, 24, 32, 40].map((at) =>
    Number(bytes.readBigUInt64LE(at)),
  );
  return {
    frames,
    seconds: (last - first) / 1e9,
    roundTripsPerFrame: (roundTrips - firstRoundTrips) / Math.max(1, frames - 1),
  };
}

/** The environment of programs that vmgl is compared with, also where it is installed for all programs. */
export function nativeEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, VMGL_NATIVE: '1' };
}

export interface Gears {
  framesPerSecond: number;
  renderer: string;
  version: string;
  stats: Stats | undefined;
  /** What the program and vmgl said on stderr. */
  said: string;
}

/**
 * Runs glxgears for at least `seconds` and takes the frame rate from its own lines, one every five seconds: the
 * same ruler for native and vmgl. `meanwhile` is called once, in the middle of the first five seconds.
 */
export async function runGears(
  command: string[],
  options: { env: NodeJS.ProcessEnv; seconds: number; meanwhile?: () => void },
): Promise<Gears> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-stats-'));
  const file = path.join(folder, 'stats');
  const [program = '', ...args] = command;
  const child = spawn(program, args, { env: { ...options.env, VMGL_STATS: file }, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    return { ...(await watchGears(child, options)), stats: readStats(file) };
  } finally {
    child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function watchGears(
  child: ChildProcess,
  options: { seconds: number; meanwhile?: () => void },
): Promise<Omit<Gears, 'stats'>> {
  let out = '';
  let said = '';
  child.stderr?.on('data', (chunk) => (said = (said + chunk).slice(-lastWords)));
  return new Promise((resolve, reject) => {
    const lines = () => [...out.matchAll(/^(\d+) frames in ([\d.]+) seconds/gm)];
    const fail = (why: string) =>
      reject(
        new UserError(`glxgears ${why}.${said ? ` It said: ${said.trim().split('\n').slice(-3).join(' / ')}` : ''}`),
      );
    const patience = setTimeout(() => fail('drew nothing for 30 seconds'), 30_000 + options.seconds * 1000);
    let middle: NodeJS.Timeout | undefined;
    const look = (chunk: unknown) => {
      if (out === '' && options.meanwhile) middle = setTimeout(options.meanwhile, 2500);
      out += chunk;
      const done = lines();
      const seconds = done.reduce((sum, line) => sum + Number(line[2]), 0);
      if (done.length === 0 || seconds < options.seconds - 0.5) return;
      clearTimeout(patience);
      const frames = done.reduce((sum, line) => sum + Number(line[1]), 0);
      resolve({
        framesPerSecond: frames / seconds,
        renderer: /^GL_RENDERER\s+= (.*)$/m.exec(out)?.[1] ?? '?',
        version: /^GL_VERSION\s+= (.*)$/m.exec(out)?.[1] ?? '?',
        said,
      });
    };
    child.stdout?.on('data', look);
    child.once('error', (error) => {
      clearTimeout(patience);
      reject(new UserError(`glxgears cannot be started: ${reason(error)}. Install the package mesa-utils.`));
    });
    child.once('exit', (code, signal) => {
      clearTimeout(patience);
      clearTimeout(middle);
      fail(`ended early (${signal ?? `exit code ${code}`})`);
    });
  });
}
