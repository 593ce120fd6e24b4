/** The rows of `vmgl bench`: each a ratio of two things measured in the same run (design, section 10). */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { runGears, startDisplay, throughVmgl } from './measure.ts';

export interface Row {
  name: string;
  vmgl: number;
  native: number;
  unit: string;
  /** vmgl / native. */
  ratio: number;
  /** What the design wants: `at least 0.9`, or of the vmgl figure itself. */
  reach: string;
  reached: boolean;
}

export interface BenchOptions {
  env: NodeJS.ProcessEnv;
  seconds: number;
  /** Also what takes minutes. */
  full: boolean;
  progress: (line: string) => void;
}

type Measure = (options: BenchOptions) => Promise<Row[]>;

const noop = { GALLIUM_NOOP: '1' };

export async function bench(options: BenchOptions): Promise<Row[]> {
  const display = await startDisplay(1024, 768);
  const { VMGL_STUB: _, GLSTUB: __, WAYLAND_DISPLAY: ___, ...rest } = options.env;
  const measured: BenchOptions = { ...options, env: { ...rest, DISPLAY: display.name } };
  const rows: Row[] = [];
  try {
    for (const measure of [startUp, gears, ...(options.full ? [openarena] : [])])
      rows.push(...(await measure(measured)));
  } finally {
    display.stop();
  }
  return rows;
}

const gears: Measure = async ({ env, seconds, progress }) => {
  const rows: Row[] = [];
  for (const [what, driver, least] of [
    ['no-op driver', noop, 0.9],
    ['default driver', {}, 0.9],
  ] as const) {
    progress(`glxgears, ${what}`);
    const command = ['glxgears', '-info'];
    const native = await runGears(command, { env: { ...env, ...driver }, seconds });
    const vmgl = await runGears(throughVmgl(command, ['--stub', 'private']), { env: { ...env, ...driver }, seconds });
    rows.push(atLeast(`glxgears, ${what}`, vmgl.framesPerSecond, native.framesPerSecond, 'frames/s', least));
    if (vmgl.stats)
      rows.push(atMost(`glxgears, ${what}, round trips`, vmgl.stats.roundTripsPerFrame, 0, 'per frame', 1));
  }
  return rows;
};

/** What vmgl adds to the start of a program: launcher alone, and up to the first answer of GL. */
const startUp: Measure = async ({ env, progress }) => {
  progress('start-up');
  const median = (command: string[]) => {
    const times = Array.from({ length: 9 }, () => {
      const [program = '', ...args] = command;
      const begun = performance.now();
      spawnSync(program, args, { env, stdio: 'ignore' });
      return performance.now() - begun;
    });
    return times.sort((a, b) => a - b)[4] ?? Number.NaN;
  };
  return (['true', 'glxinfo'] as const).map((program) => {
    const native = median([program]);
    const vmgl = median(throughVmgl([program], ['--stub', 'private']));
    const row = atMost(`start-up of ${program}`, vmgl, native, 'ms', native + 100);
    return { ...row, reach: '100 ms more at most' };
  });
};

/** The timedemo that Debian's package carries: 3398 frames. */
const openarena: Measure = async ({ env, progress }) => {
  if (spawnSync('openarena', ['--version'], { stdio: 'ignore' }).error) {
    progress('OpenArena is not installed (package openarena)');
    return [];
  }
  const rows: Row[] = [];
  for (const [what, driver, least] of [
    ['no-op driver', noop, 1],
    ['default driver', {}, 0.95],
  ] as const) {
    progress(`OpenArena, ${what}`);
    const native = await timedemo(['openarena'], { ...env, ...driver });
    const vmgl = await timedemo(throughVmgl(['openarena'], ['--stub', 'private']), { ...env, ...driver });
    rows.push(atLeast(`OpenArena, ${what}`, vmgl, native, 'frames/s', least));
  }
  return rows;
};

const timedemoSettings = Object.entries({
  r_fullscreen: '0',
  r_mode: '-1',
  r_customwidth: '640',
  r_customheight: '480',
  com_legacyprotocol: '71',
  com_protocol: '71',
  s_initsound: '0',
  timedemo: '1',
  bench: 'demo demo088-test1; set nextdemo quit',
}).flatMap(([name, value]) => ['+set', name, value]);

async function timedemo(command: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-bench-'));
  const [program = '', ...args] = command;
  const child = spawn(program, [...args, '+set', 'fs_homepath', home, ...timedemoSettings, '+vstr', 'bench'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    const patience = setTimeout(() => child.kill('SIGKILL'), 15 * 60 * 1000);
    await new Promise<void>((resolve) => child.once('close', () => resolve()));
    clearTimeout(patience);
    return Number(/frames [\d.]+ seconds ([\d.]+) fps/.exec(said)?.[1] ?? Number.NaN);
  } finally {
    child.kill('SIGKILL');
    fs.rmSync(home, { recursive: true, force: true });
  }
}

function atLeast(name: string, vmgl: number, native: number, unit: string, least: number): Row {
  const ratio = vmgl / native;
  return { name, vmgl, native, unit, ratio, reach: `${least} of native`, reached: ratio >= least };
}

function atMost(name: string, vmgl: number, native: number, unit: string, most: number): Row {
  return { name, vmgl, native, unit, ratio: vmgl / native, reach: `${most} at most`, reached: vmgl <= most };
}
