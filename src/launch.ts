/**
 * `vmgl run`: finds the stub, prepares the environment, and becomes the program.
 *
 * Two things keep this apart from the other commands. It must be quick, so it imports little. And it must
 * not touch process.stdin, stdout or stderr: Node would make pipes non-blocking, and the program would
 * inherit that.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError } from './errors.ts';
import { build, hasNative, nativeDirectory, nativePath, preloadable } from './native/assets.ts';
import { selfCommand } from './native/self.ts';
import { describeDriver } from './net/driver.ts';
import { formatEndpoint } from './net/endpoint.ts';
import { rendererCommand } from './net/renderer-command.ts';
import type { StubStatus } from './net/stub.ts';
import { inspect } from './program.ts';
import { find, leadingFlags, settings } from './settings.ts';

const runSettings = ['stub', 'present', 'transport', 'native', 'stats', 'fps', 'tokenFile', 'quiet'] as const;
type RunSetting = (typeof runSettings)[number];

/** What programs link to or open; each is a name for the one guest library. */
const sonames = ['libGL.so.1', 'libEGL.so.1', 'libGLESv2.so.2', 'libGLESv1_CM.so.1', 'libGLX.so.0', 'libOpenGL.so.0'];

export interface Launch {
  /** As typed; undefined where the flag was not given. */
  flags: Partial<Record<RunSetting, string | boolean>>;
  program: string;
  args: string[];
}

/**
 * The words after `vmgl run`. Undefined when there is anything but the flags above before the program:
 * then clipanion has a look, for its help and its error messages.
 */
export function parseRun(words: string[]): Launch | undefined {
  const found = leadingFlags(words, runSettings);
  const [program, ...args] = found?.rest[0] === '--' ? found.rest.slice(1) : (found?.rest ?? []);
  return found === undefined || program === undefined ? undefined : { flags: found.flags, program, args };
}

/** Becomes the program. Returns only by throwing. */
export async function launch({ flags, program, args }: Launch, env: NodeJS.ProcessEnv): Promise<never> {
  // Every value is checked before anything is started.
  for (const name of runSettings) find(name, flags[name], env);
  const file = findProgram(program, env);
  // Said in the environment too: the system itself may be set up to use a stub (`vmgl install --system-wide`).
  const native = find('native', flags.native, env)?.value;
  const words = native ? nativeWords(env) : await prepare(flags, file, env);
  process.execve?.(
    nativePath('vmgl-exec'),
    ['vmgl-exec', ...words, file, program, ...args],
    env as Record<string, string>,
  );
  throw new Error('Assertion failed: execve returned');
}

/** This machine's own OpenGL: the system's, or that of the directory that CR_SYSTEM_GL_PATH names. */
function nativeWords(env: NodeJS.ProcessEnv): string[] {
  const set = ['--set', `${settings.native.env}=1`];
  const directory = env.CR_SYSTEM_GL_PATH;
  if (!directory) return set;
  if (!fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    say(`warning: CR_SYSTEM_GL_PATH (${directory}) is not a directory. Using the system's OpenGL.`);
    return set;
  }
  const libraries = [directory, ...(env.LD_LIBRARY_PATH ? [env.LD_LIBRARY_PATH] : [])].join(':');
  return [...set, '--set', `LD_LIBRARY_PATH=${libraries}`];
}

/** What vmgl-exec (src/native/shim/exec.c) is to do before it becomes the program. */
async function prepare(flags: Launch['flags'], file: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  checkProgram(file);
  const directory = nativeDirectory(env);
  if (!preloadable(directory))
    throw new UserError(
      `The libraries are in a directory (${directory}) whose name LD_PRELOAD cannot carry. Move it.`,
      125,
    );
  const set: Record<string, string> = {
    LD_LIBRARY_PATH: [`${directory}/$LIB`, ...(env.LD_LIBRARY_PATH ? [env.LD_LIBRARY_PATH] : [])].join(':'),
    // By path and before everything: a program with an RPATH, or one that opens libEGL.so.1 itself, finds ours too.
    LD_PRELOAD: [
      ...sonames.map((name) => `${directory}/$LIB/${name}`),
      ...(env.LD_PRELOAD ? [env.LD_PRELOAD] : []),
    ].join(':'),
  };
  const tokenFile = find('tokenFile', flags.tokenFile, env);
  if (tokenFile) set.VMGL_TOKEN_FILE = path.resolve(tokenFile.value);
  if (flags.tokenFile !== undefined) set.VMGL_TOKEN = '';
  for (const name of ['present', 'transport', 'stats', 'fps'] as const)
    if (flags[name] !== undefined) set[settings[name].env ?? ''] = flags[name] === true ? '1' : String(flags[name]);
  const quiet = find('quiet', flags.quiet, env)?.value ?? false;
  const found = await findStub(flags, env, quiet);
  if (!quiet) await sayLackOfForwarding(env);
  const words = found === undefined ? privateStub(env, quiet, set) : [];
  if (found !== undefined) set.VMGL_STUB = found;
  for (const [name, value] of Object.entries(set)) words.push('--set', `${name}=${value}`);
  return words;
}

/** The endpoint of the stub to use; undefined when this run is to have its own. */
async function findStub(flags: Launch['flags'], env: NodeJS.ProcessEnv, quiet: boolean): Promise<string | undefined> {
  if (find('stub', flags.stub, env)?.value === 'private') return undefined; // Nothing of the network is needed.
  const { discover, places } = await import('./net/discover.ts');
  const candidates = await places(flags.stub as string | undefined, env);
  if (candidates.length === 0) return undefined;
  const { readToken } = await import('./net/token.ts');
  const token = readToken(flags.tokenFile as string | undefined, env);
  const { answer, failures } = await discover(candidates, { version: build().version, token });
  if (answer) {
    if (!quiet)
      say(`renders on ${formatEndpoint(answer.endpoint)} (from ${answer.from}): ${describeGpu(answer.status)}`);
    return formatEndpoint(answer.endpoint);
  }
  const named = failures.find((one) => one.place.named);
  if (!named) return undefined;
  throw new UserError(
    `The stub at ${formatEndpoint(named.place.endpoint)} (from ${named.place.from}) cannot be used: ${named.why}. ` +
      'Start one there with `vmgl stub`, or name none to render on this machine.',
    125,
  );
}

/** The program will only say that it cannot open a display. */
async function sayLackOfForwarding(env: NodeJS.ProcessEnv): Promise<void> {
  if (env.DISPLAY) return;
  const { lackOfForwarding } = await import('./x11/forwarding.ts');
  const lack = lackOfForwarding(env);
  if (lack) say(`warning: ${lack.found}. ${lack.cure}`);
}

function describeGpu({ driver, fault }: StubStatus): string {
  if (driver) return describeDriver(driver);
  return fault ? `it cannot render (${fault})` : 'its GPU is not known yet';
}

/** A stub for this one run, and its renderer. vmgl-exec starts both, so that they load while the program does. */
function privateStub(env: NodeJS.ProcessEnv, quiet: boolean, set: Record<string, string>): string[] {
  const socket = path.join(socketDirectory(env), `run-${process.pid}.sock`);
  set.VMGL_STUB = `unix:${socket}`;
  const renderer = rendererCommand(env);
  const stub = [...selfCommand(), 'private-stub', socket, ...(quiet ? ['--quiet'] : [])];
  return [
    '--private',
    socket,
    '--renderer',
    String(renderer.length),
    ...renderer,
    '--stub',
    String(stub.length),
    ...stub,
  ];
}

/** A directory of this user alone, with a name short enough for a socket. */
function socketDirectory(env: NodeJS.ProcessEnv): string {
  const uid = process.getuid?.() ?? 0;
  const candidates = [...(env.XDG_RUNTIME_DIR ? [path.join(env.XDG_RUNTIME_DIR, 'vmgl')] : []), `/tmp/vmgl-${uid}`];
  for (const directory of candidates) {
    if (directory.length > 80) continue;
    try {
      fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
      const info = fs.lstatSync(directory);
      if (!info.isDirectory() || info.uid !== uid || (info.mode & 0o022) !== 0) continue;
      fs.accessSync(directory, fs.constants.W_OK);
      return directory;
    } catch {
      // The next one.
    }
  }
  throw new UserError(
    `No directory can hold the socket of a private stub (${candidates.join(', ')}). Set XDG_RUNTIME_DIR to a directory of yours.`,
    125,
  );
}

/** PATH is searched as execvp(3) does. */
function findProgram(program: string, env: NodeJS.ProcessEnv): string {
  let refused: string | undefined;
  const candidates = program.includes('/')
    ? [program]
    : (env.PATH || '/usr/local/bin:/usr/bin:/bin').split(':').map((one) => path.join(one || '.', program));
  for (const candidate of candidates) {
    const info = fs.statSync(candidate, { throwIfNoEntry: false });
    if (!info) continue;
    try {
      if (info.isDirectory()) throw new Error('a directory');
      fs.accessSync(candidate, fs.constants.X_OK);
      // execvp() would search PATH again for a name without a slash.
      return candidate.includes('/') ? candidate : `./${candidate}`;
    } catch {
      refused ??= info.isDirectory()
        ? `it (${candidate}) is a directory`
        : `it (${candidate}) is not marked as executable`;
    }
  }
  if (refused) throw new UserError(`The program (${program}) cannot be executed: ${refused}.`, 126);
  throw new UserError(
    `The program (${program}) was not found${program.includes('/') ? '' : ' in PATH'}. Check its name, or install the package that has it.`,
    127,
  );
}

function checkProgram(file: string): void {
  const kind = inspect(file);
  if (kind.bits === 32 && !hasNative('lib/i386-linux-gnu/libGL.so.1'))
    throw new UserError(
      `The program (${file}) is a 32-bit one and this vmgl was built without the 32-bit guest library. ` +
        'Install gcc-multilib and build vmgl again, or give --native.',
      126,
    );
  if (kind.foreign)
    throw new UserError(
      `The program (${file}) is for another processor (ELF machine ${kind.foreign}); vmgl has no guest library for it. Give --native.`,
      126,
    );
  if (kind.isStatic) say(`${path.basename(file)} is statically linked: its OpenGL cannot be replaced`);
  if (kind.setId)
    say(`${path.basename(file)} changes its user or group when it starts: the system will not let vmgl into it`);
}

function say(line: string): void {
  try {
    fs.writeSync(2, `vmgl: ${line}\n`);
  } catch {
    // Nobody reads stderr.
  }
}
