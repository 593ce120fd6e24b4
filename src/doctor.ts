/** What `vmgl doctor` looks at. Every check gives one finding, and none ends the others. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { reason } from './errors.ts';
import { build, hasNative, nativeDirectory, nativePath } from './native/assets.ts';
import { discover, places } from './net/discover.ts';
import { formatEndpoint, socketDirectories } from './net/endpoint.ts';
import { readToken } from './net/token.ts';
import { findInPath } from './program.ts';

export interface Finding {
  what: string;
  state: 'ok' | 'note' | 'bad';
  found: string;
  /** What to do. */
  cure?: string;
}

interface Question {
  env: NodeJS.ProcessEnv;
  stub: string | undefined;
  tokenFile: string | undefined;
}

type Check = (question: Question) => Omit<Finding, 'what'> | Promise<Omit<Finding, 'what'>>;

const checks: [string, Check][] = [
  ['vmgl', () => ({ state: 'ok', found: `${build().version}, protocol ${build().protocol}, build ${build().id}` })],
  ['installation', installation],
  ['libraries', libraries],
  ['32-bit programs', thirtyTwoBit],
  ['X display', xDisplay],
  ['GL on the display', ({ env }) => driver(env.DISPLAY ? ['--display', env.DISPLAY] : undefined, env)],
  ['GL without display', ({ env }) => driver(['--headless'], env)],
  ['GPU devices', devices],
  ['shared memory', sharedMemory],
  ['socket directory', socketDirectory],
  ['stub', stub],
  ['vmgl demo', demo],
];

export async function diagnose(question: Question): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [what, check] of checks) {
    try {
      findings.push({ what, ...(await check(question)) });
    } catch (error) {
      findings.push({ what, state: 'bad', found: reason(error) });
    }
  }
  return findings;
}

function libraries({ env }: Question): Omit<Finding, 'what'> {
  const directory = nativeDirectory(env);
  const missing = Object.keys(build().natives).filter((name) => !fs.existsSync(path.join(directory, name)));
  if (missing.length === 0) return { state: 'ok', found: directory };
  return {
    state: 'bad',
    found: `${directory} lacks ${missing.join(', ')}`,
    cure: 'Remove the directory, or build again: npm run build.',
  };
}

async function installation(): Promise<Omit<Finding, 'what'>> {
  const { installed } = await import('./install/state.ts');
  const here = installed();
  if (!here) return { state: 'ok', found: 'none: this vmgl runs from where it is' };
  const { prefix, sides, unfinished, systemWide, inFront } = here;
  const found = `${sides.join(' and ')} in ${prefix}${systemWide ? ', for all GL programs' : ''}`;
  if (unfinished.length > 0)
    return {
      state: 'bad',
      found: `${found}; the ${unfinished.join(' and the ')} was not finished`,
      cure: `Repeat it: vmgl install --${unfinished[0]}`,
    };
  if (inFront === undefined) return { state: 'ok', found };
  return {
    state: 'bad',
    found: `${found}; but the dynamic linker finds ${inFront} first`,
    cure: 'Run ldconfig as root. If that does not help, look for what sorts before 00-vmgl.conf in /etc/ld.so.conf.d.',
  };
}

function thirtyTwoBit(): Omit<Finding, 'what'> {
  if (process.arch !== 'x64') return { state: 'note', found: 'not on this processor' };
  if (hasNative('lib/i386-linux-gnu/libGL.so.1')) return { state: 'ok', found: 'supported' };
  return {
    state: 'note',
    found: 'not supported by this build',
    cure: 'Install gcc-multilib and build vmgl again, if you need them.',
  };
}

async function xDisplay({ env }: Question): Promise<Omit<Finding, 'what'>> {
  if (!env.DISPLAY) {
    const { lackOfForwarding } = await import('./x11/forwarding.ts');
    const cure = 'Programs that open windows need it; renderers do not.';
    return { state: 'note', ...(lackOfForwarding(env) ?? { found: 'DISPLAY is not set', cure }) };
  }
  const { openScreen } = await import('./native/x11.ts');
  const screen = openScreen(env.DISPLAY);
  if (!screen)
    return {
      state: 'bad',
      found: `${env.DISPLAY} cannot be opened`,
      cure: 'Is the X server running, and does XAUTHORITY name the file with its cookie? After sudo or su it often does not.',
    };
  screen.close();
  return { state: 'ok', found: env.DISPLAY };
}

/** Starts a renderer and asks it. */
async function driver(flags: string[] | undefined, env: NodeJS.ProcessEnv): Promise<Omit<Finding, 'what'>> {
  if (flags === undefined) return { state: 'note', found: 'there is no display' };
  const { startRenderer } = await import('./net/renderer.ts');
  const quiet = fs.openSync('/dev/null', 'w');
  const renderer = startRenderer({
    command: [env.VMGL_TEST_RENDERER ?? nativePath('vmgl-renderer'), ...flags],
    env,
    stderr: quiet,
  });
  fs.closeSync(quiet);
  try {
    const told = await renderer.ready;
    const found = `${told.renderer} (${told.vendor}, ${told.version})`;
    if (!told.software) return { state: 'ok', found };
    return {
      state: 'note',
      found: `${found}, software`,
      cure: 'It works, slowly. For a GPU, install its driver, or give the --gpu or --display that has one.',
    };
  } catch (error) {
    const cure = flags.includes('--headless')
      ? 'Install libegl1 and the driver of your GPU (Mesa: libgl1-mesa-dri).'
      : 'Install libgl1 and the driver of your GPU (Mesa: libglx-mesa0, libgl1-mesa-dri).';
    return { state: 'bad', found: reason(error), cure };
  } finally {
    renderer.release();
    await renderer.ended;
  }
}

function devices(): Omit<Finding, 'what'> {
  const names = ['/dev/dri', '/dev'].flatMap((folder) =>
    (fs.existsSync(folder) ? fs.readdirSync(folder) : [])
      .filter((name) => /^(renderD\d+|nvidia\d+)$/.test(name))
      .map((name) => path.join(folder, name)),
  );
  if (names.length === 0)
    return {
      state: 'note',
      found: 'none: rendering here is in software',
      cure: 'On the guest side of vmgl that is as it should be.',
    };
  const closed = names.filter((name) => !accessible(name, fs.constants.R_OK | fs.constants.W_OK));
  if (closed.length === 0) return { state: 'ok', found: names.join(', ') };
  return {
    state: 'bad',
    found: `no permission for ${closed.join(', ')}`,
    cure: 'Add yourself to the groups video and render, and log in again.',
  };
}

function sharedMemory(): Omit<Finding, 'what'> {
  const info = fs.statfsSync('/dev/shm');
  const free = (info.bavail * info.bsize) / 2 ** 20;
  const found = `${free.toFixed(0)} MB free in /dev/shm`;
  // MIT-SHM segments of frames; command rings are memfds, which count against memory only.
  return free >= 64
    ? { state: 'ok', found }
    : { state: 'note', found, cure: 'Containers often give 64 MB: start yours with a larger one (--shm-size).' };
}

function socketDirectory({ env }: Question): Omit<Finding, 'what'> {
  const [directory = ''] = socketDirectories(env, process.getuid?.() ?? 0);
  let existing = directory;
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  if (accessible(existing, fs.constants.W_OK)) return { state: 'ok', found: directory };
  return {
    state: 'bad',
    found: `${directory} cannot be made: ${existing} is not writable`,
    cure: 'Set XDG_RUNTIME_DIR to a directory of yours, or give `vmgl stub --listen`.',
  };
}

async function stub({ env, stub: given, tokenFile }: Question): Promise<Omit<Finding, 'what'>> {
  const candidates = await places(given, env);
  const { answer, failures } = await discover(candidates, {
    version: build().version,
    token: readToken(tokenFile, env),
  });
  if (answer) {
    const { version, protocol, driver: told, sessions, maxSessions } = answer.status;
    const found = `${formatEndpoint(answer.endpoint)} (from ${answer.from}): ${told?.renderer ?? 'GPU not known yet'}, ${sessions.length} of ${maxSessions} sessions`;
    if (protocol === build().protocol) return { state: 'ok', found };
    return {
      state: 'bad',
      found: `${found}, vmgl ${version} with another protocol`,
      cure: 'Install the same build of vmgl on both sides.',
    };
  }
  const tried = failures
    .map(({ place, why }) => `${formatEndpoint(place.endpoint)} (from ${place.from}): ${why}`)
    .join('; ');
  if (failures.some(({ place }) => place.named))
    return { state: 'bad', found: tried, cure: 'Start `vmgl stub` there, or name none.' };
  return { state: 'note', found: tried || 'none found', cure: '`vmgl run` will start a private one on this machine.' };
}

function demo({ env }: Question): Omit<Finding, 'what'> {
  const missing = [
    ['Xvfb', 'xvfb'],
    ['glxgears', 'mesa-utils'],
  ].filter(([program = '']) => !findInPath(program, env));
  if (missing.length === 0) return { state: 'ok', found: 'Xvfb and glxgears are installed' };
  return {
    state: 'note',
    found: `needs ${missing.map(([program]) => program).join(' and ')}`,
    cure: `apt-get install ${missing.map(([, name]) => name).join(' ')}`,
  };
}

function accessible(file: string, mode: number): boolean {
  try {
    fs.accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
