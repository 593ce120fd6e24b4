/** The rows of `vmgl bench`: each a ratio of two things measured in the same run (design, section 10). */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { reason, UserError } from './errors.ts';
import { nativeEnvironment, runGears, startDisplay, throughVmgl } from './measure.ts';
import { build, nativePath } from './native/assets.ts';
import { openLog } from './net/log.ts';
import { rendererCommand } from './net/renderer-command.ts';

export interface Row {
  name: string;
  vmgl: number;
  native: number;
  unit: string;
  /** vmgl / native. Native is the program without vmgl, or the bare transport. */
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
  const measured: BenchOptions = {
    ...options,
    // Debian's games are outside the path of root.
    env: { ...rest, DISPLAY: display.name, PATH: `${rest.PATH}:/usr/games` },
  };
  const rows: Row[] = [];
  try {
    for (const measure of [calls, startUp, gears, ...(options.full ? [openarena] : [])])
      rows.push(...(await measure(measured)));
  } finally {
    display.stop();
  }
  return rows;
}

const gears: Measure = async (options) => {
  const { env, seconds, progress } = options;
  const rows: Row[] = [];
  let ours = Number.NaN;
  for (const [what, driver, least] of [
    ['no-op driver', noop, 0.9],
    ['default driver', {}, 0.9],
  ] as const) {
    progress(`glxgears, ${what}`);
    const command = ['glxgears', '-info'];
    const native = await runGears(command, { env: nativeEnvironment({ ...env, ...driver }), seconds });
    const vmgl = await runGears(throughVmgl(command, ['--stub', 'private']), { env: { ...env, ...driver }, seconds });
    rows.push(atLeast(`glxgears, ${what}`, vmgl.framesPerSecond, native.framesPerSecond, 'frames/s', least));
    if (vmgl.stats)
      rows.push(atMost(`glxgears, ${what}, round trips`, vmgl.stats.roundTripsPerFrame, 0, 'per frame', 1));
    ours = vmgl.framesPerSecond;
  }
  const virgl = await throughVirgl(options, async (virglEnv) => {
    progress('glxgears, virgl');
    return (await runGears(['glxgears', '-info'], { env: virglEnv, seconds })).framesPerSecond;
  });
  if (virgl !== undefined) rows.push(aboveVirgl('glxgears', ours, virgl));
  return rows;
};

/** How often each of the single calls is measured: vmgl and its ruler in turns, as the machine changes meanwhile. */
const rounds = 3;

/** Single calls, against what the same transports do without vmgl on top. */
const calls: Measure = async ({ env, progress }) => {
  const { startStub } = await import('./net/stub.ts');
  const stub = await startStub({
    listen: [{ kind: 'tcp', host: '127.0.0.1', port: 0 }],
    version: build().version,
    protocol: BigInt(`0x${build().protocol}`),
    token: undefined,
    noAuth: false,
    maxSessions: 4,
    keepWarm: false,
    renderer: { command: rendererCommand(env), env },
    log: openLog(2),
    quiet: true,
  });
  try {
    const program = nativePath('vmgl-bench-gl');
    const transports = [
      ['shm', 'shared memory', ['--stub', 'private']],
      ['unix', 'unix socket', ['--stub', 'private', '--transport', 'socket']],
      ['tcp', 'TCP loopback', ['--stub', stub.endpoints[0] ?? '']],
    ] as const;
    const bare: Partial<Record<string, Figures>> = {};
    const vmgl: Partial<Record<string, Figures>> = {};
    let native: Figures | undefined;
    for (let round = 1; round <= rounds; round++) {
      progress(`single calls, round ${round} of ${rounds}`);
      for (const [key, , flags] of transports) {
        bare[key] = best(bare[key], await figures([nativePath('vmgl-bench-bare'), key], env));
        vmgl[key] = best(vmgl[key], await figures(throughVmgl([program], [...flags]), env));
      }
      native = best(native, await figures([program], nativeEnvironment(env)));
    }
    const rows: Row[] = [];
    for (const [key, name] of transports) {
      const [ruler, ours] = [bare[key], vmgl[key]];
      if (!ruler || !ours || !native) throw new Error('Assertion failed: no round was measured');
      if (rows.length === 0) rows.push(atMost('glColor4f, encoding alone', ours.encode_ns, native.encode_ns, 'ns', 10));
      // The renderer calls the driver's glFinish between ping and pong.
      const least = ruler.ping_ns + native.finish_ns;
      rows.push({
        ...atMost(`glFinish, ${name}`, ours.finish_ns, least, 'ns', 1.3 * least),
        reach: '1.3 of a bare ping-pong and the driver',
      });
      rows.push({
        ...atLeast(`glBufferSubData 64 MiB, ${name}`, ours.upload_gbs, ruler.move_gbs, 'GB/s', 0.8),
        reach: `0.8 of ${key === 'shm' ? 'memcpy' : 'a bare socket'}`,
      });
    }
    return rows;
  } finally {
    await stub.close();
  }
};

/** Of each figure the better one: what disturbs a measurement only ever makes it worse. */
function best(a: Figures | undefined, b: Figures): Figures {
  if (!a) return b;
  const better = (name: keyof Figures) => (name.endsWith('_ns') ? Math.min : Math.max)(a[name], b[name]);
  return Object.fromEntries((Object.keys(b) as (keyof Figures)[]).map((name) => [name, better(name)])) as Figures;
}

/** The lines of vmgl-bench-gl and vmgl-bench-bare: a name and a number each. */
async function figures(command: string[], env: NodeJS.ProcessEnv): Promise<Figures> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const patience = setTimeout(() => child.kill('SIGKILL'), 120_000);
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  clearTimeout(patience);
  if (code !== 0) throw new UserError(`${path.basename(command.at(-1) ?? '')} failed (${code}).`);
  return Object.fromEntries(
    [...said.matchAll(/^(\w+) ([\d.]+)$/gm)].map(([, name, value]) => [name, Number(value)]),
  ) as Figures;
}

type Figures = Record<'encode_ns' | 'call_ns' | 'finish_ns' | 'upload_gbs' | 'ping_ns' | 'move_gbs', number>;

/** What vmgl adds to the start of a program: launcher alone, and up to the first answer of GL. */
const startUp: Measure = async ({ env, progress }) => {
  progress('start-up');
  const median = async (command: string[], environment: NodeJS.ProcessEnv) => {
    const [program = '', ...args] = command;
    const times: number[] = [];
    for (let i = 0; i < 9; i++) {
      const begun = performance.now();
      spawnSync(program, args, { env: environment, stdio: 'ignore' });
      times.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 300)); // The private stub of this one ends meanwhile.
    }
    return times.sort((a, b) => a - b)[4] ?? Number.NaN;
  };
  const rows: Row[] = [];
  for (const program of [['true'], ['glxinfo', '-B']]) {
    const native = await median(program, nativeEnvironment(env));
    const vmgl = await median(throughVmgl(program, ['--stub', 'private']), env);
    const row = atMost(`start-up of ${program.join(' ')}`, vmgl, native, 'ms', native + 100);
    rows.push({ ...row, reach: '100 ms more at most' });
  }
  return rows;
};

/** The timedemo that Debian's package carries: 3398 frames. */
const openarena: Measure = async (options) => {
  const { env, progress } = options;
  if (!installed('openarena', env)) {
    progress('OpenArena is not installed (package openarena)');
    return [];
  }
  // What was measured before is not lost for it.
  const play = (command: string[], how: NodeJS.ProcessEnv) =>
    timedemo(command, how).catch((error: unknown) => {
      progress(reason(error));
      return Number.NaN;
    });
  const rows: Row[] = [];
  let ours = Number.NaN;
  for (const [what, driver, least] of [
    ['no-op driver', noop, 1],
    ['default driver', {}, 0.95],
  ] as const) {
    progress(`OpenArena, ${what}`);
    const native = await play(['openarena'], nativeEnvironment({ ...env, ...driver }));
    const vmgl = await play(throughVmgl(['openarena'], ['--stub', 'private']), { ...env, ...driver });
    rows.push(atLeast(`OpenArena, ${what}`, vmgl, native, 'frames/s', least));
    ours = vmgl;
  }
  const virgl = await throughVirgl(options, (virglEnv) => {
    progress('OpenArena, virgl');
    return timedemo(['openarena'], virglEnv);
  });
  if (virgl !== undefined) rows.push(aboveVirgl('OpenArena', ours, virgl));
  return rows;
};

/**
 * Measures something through virgl, the other way to carry OpenGL to another process: its test server on the same
 * driver, and Mesa's virpipe in the program. Undefined where virgl is not installed (package virgl-server).
 */
async function throughVirgl(
  { env, progress }: BenchOptions,
  measure: (env: NodeJS.ProcessEnv) => Promise<number>,
): Promise<number | undefined> {
  if (!installed('virgl_test_server', env)) return undefined;
  // Its own place: Mesa 22.3 loses the connection over a socket at any other.
  const socket = '/tmp/.virgl_test';
  const server = spawn('virgl_test_server', ['--use-egl-surfaceless'], { env, stdio: 'ignore' });
  try {
    for (let i = 0; i < 50 && !fs.existsSync(socket); i++) await new Promise((resolve) => setTimeout(resolve, 100));
    return await measure({ ...env, GALLIUM_DRIVER: 'virpipe' });
  } catch (error) {
    progress(`virgl could not be measured: ${reason(error)}`);
    return undefined;
  } finally {
    server.kill('SIGTERM');
  }
}

function installed(program: string, env: NodeJS.ProcessEnv): boolean {
  return (env.PATH ?? '').split(':').some((folder) => folder && fs.existsSync(path.join(folder, program)));
}

// The renderer is named, as ioquake3's default (opengl2) wants more memory than it gives itself, and then waits in a menu.
const timedemoSettings = Object.entries({
  cl_renderer: 'opengl1',
  com_hunkMegs: '512',
  com_maxfps: '0',
  r_swapInterval: '0',
  r_fullscreen: '0',
  r_mode: '-1',
  r_customwidth: '640',
  r_customheight: '480',
  com_legacyprotocol: '71',
  com_protocol: '71',
  s_initsound: '0',
  timedemo: '1',
}).flatMap(([name, value]) => ['+set', name, value]);

// In this order: `nextdemo` is what follows the demo that plays.
const timedemoStart = ['+demo', 'demo088-test1', '+set', 'nextdemo', 'quit'];

async function timedemo(command: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-bench-'));
  const [program = '', ...args] = command;
  let patience: NodeJS.Timeout | undefined;
  const child = spawn(program, [...args, '+set', 'fs_homepath', home, ...timedemoSettings, ...timedemoStart], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    let said = '';
    return await new Promise<number>((resolve, reject) => {
      patience = setTimeout(() => reject(new UserError('OpenArena did not end within 15 minutes.')), 15 * 60 * 1000);
      child.once('error', (error) => reject(new UserError(`OpenArena cannot be started: ${reason(error)}.`)));
      child.once('close', () =>
        reject(new UserError(`OpenArena ended without a result: ${said.trim().split('\n').at(-1) ?? ''}`)),
      );
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          said = (said + chunk).slice(-65536);
          const fps = /frames [\d.]+ seconds ([\d.]+) fps/.exec(said)?.[1];
          if (fps !== undefined) resolve(Number(fps));
        });
    });
  } finally {
    clearTimeout(patience);
    child.kill('SIGKILL');
    fs.rmSync(home, { recursive: true, force: true });
  }
}

function atLeast(name: string, vmgl: number, native: number, unit: string, least: number): Row {
  const ratio = vmgl / native;
  return { name, vmgl, native, unit, ratio, reach: `${least} of native`, reached: ratio >= least };
}

/** `native` of this row is virgl's figure on the same driver. */
function aboveVirgl(what: string, vmgl: number, virgl: number): Row {
  const ratio = vmgl / virgl;
  return {
    name: `${what}, against virgl`,
    vmgl,
    native: virgl,
    unit: 'frames/s',
    ratio,
    reach: 'above virgl',
    reached: ratio > 1,
  };
}

function atMost(name: string, vmgl: number, native: number, unit: string, most: number): Row {
  return { name, vmgl, native, unit, ratio: vmgl / native, reach: `${most} at most`, reached: vmgl <= most };
}
