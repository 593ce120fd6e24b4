/**
 * Every flag and every environment variable, stated once: the commands take their options from here,
 * docs/environment.md is printed from here, and a VMGL_ variable that is not here is an error.
 */
import { usageError } from './errors.ts';
import { parseEndpoint } from './net/endpoint.ts';

export interface Setting<T = unknown> {
  flag?: string;
  /** The name without a flag, for what only the environment can say. */
  env?: string;
  /** What to write after the flag in help texts; absent for booleans. */
  value?: string;
  /** The flag may be given several times; the variable holds a list separated by commas. */
  repeated?: boolean;
  description: string;
  /** `from` is the flag or variable that the text came from. */
  parse: (text: string, from: string) => T;
  /** Where it counts: commands, or parts of the C side that read the variable themselves. */
  readers: string[];
}

const text = (value: string) => value;

function boolean(value: string, from: string): boolean {
  if (/^(1|yes|true|on)$/i.test(value)) return true;
  if (/^(0|no|false|off|)$/i.test(value)) return false;
  throw usageError(`The value (${value}) of ${from} is neither yes nor no. Give 1 or 0.`);
}

function integer(least: number, most: number) {
  return (value: string, from: string): number => {
    const number = Number(value);
    if (!/^[0-9]+$/.test(value) || number < least || number > most)
      throw usageError(`The value (${value}) of ${from} is not a whole number from ${least} to ${most}.`);
    return number;
  };
}

function choice<const T extends string>(...values: T[]) {
  return (value: string, from: string): T => {
    if (!(values as string[]).includes(value))
      throw usageError(`The value (${value}) of ${from} is unknown. Give one of: ${values.join(', ')}.`);
    return value as T;
  };
}

/** Bytes: `512M`, `2G`, `1073741824`. */
function size(value: string, from: string): number {
  const parts = /^([0-9]+(?:\.[0-9]+)?)([KMGT]?)(?:i?B)?$/i.exec(value);
  const bytes = Number(parts?.[1]) * 1024 ** ' KMGT'.indexOf((parts?.[2] || ' ').toUpperCase());
  if (!parts || bytes < 1024 * 1024)
    throw usageError(`The value (${value}) of ${from} is not a size of at least 1M. Give for example 512M or 4G.`);
  return Math.round(bytes);
}

function display(value: string, from: string): string {
  if (!/^[^\s:]*:[0-9]+(\.[0-9]+)?$/.test(value))
    throw usageError(`The value (${value}) of ${from} is not an X display. Give for example :0.`);
  return value;
}

/** `1280x800`, within what VNC and X can say. */
function geometry(value: string, from: string): { width: number; height: number } {
  const parts = /^(\d{1,5})x(\d{1,5})$/.exec(value);
  const [width, height] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!parts || Math.min(width, height) < 64 || Math.max(width, height) > 16384)
    throw usageError(
      `The value (${value}) of ${from} is not a size from 64x64 to 16384x16384. Give for example 1280x800.`,
    );
  return { width, height };
}

function setting<T>(value: Setting<T>): Setting<T> {
  return value;
}

export const settings = {
  stub: setting({
    flag: '--stub',
    env: 'VMGL_STUB',
    value: 'ENDPOINT',
    description:
      'the stub to render on: host:port, tcp://host:port, tcp://[v6]:port, unix:/path, or private for one of this run alone',
    parse: (value: string, from: string) => (value === 'private' ? value : parseEndpoint(value, from)),
    readers: ['run', 'status', 'doctor', 'xvnc', 'guest'],
  }),
  present: setting({
    flag: '--present',
    env: 'VMGL_PRESENT',
    value: 'HOW',
    description: 'how frames reach the window: auto, direct (the renderer draws into it) or readback',
    parse: choice('auto', 'direct', 'readback'),
    readers: ['run', 'guest'],
  }),
  transport: setting({
    flag: '--transport',
    env: 'VMGL_TRANSPORT',
    value: 'HOW',
    description: 'how commands travel once connected: auto, shm (shared memory, needs a unix endpoint) or socket',
    parse: choice('auto', 'shm', 'socket'),
    readers: ['run', 'guest'],
  }),
  native: setting({
    flag: '--native',
    env: 'VMGL_NATIVE',
    description: "use this machine's own OpenGL instead of a stub",
    parse: boolean,
    readers: ['run', 'guest'],
  }),
  stats: setting({
    flag: '--stats',
    env: 'VMGL_STATS',
    description: 'print frames per second and round trips per frame to stderr when the program ends by itself',
    parse: text,
    readers: ['run', 'guest'],
  }),
  fps: setting({
    flag: '--fps',
    env: 'VMGL_FPS',
    value: 'N',
    description: 'let the program draw at most this many frames per second',
    parse: integer(1, 1000),
    readers: ['run', 'guest'],
  }),
  quiet: setting({
    flag: '--quiet',
    env: 'VMGL_QUIET',
    description: 'say only what is wrong: not which stub and GPU were chosen, not which sessions start and end',
    parse: boolean,
    readers: ['run', 'stub', 'xvnc', 'guest'],
  }),
  listen: setting({
    flag: '--listen',
    env: 'VMGL_LISTEN',
    value: 'ENDPOINT',
    repeated: true,
    description: 'an endpoint to listen on, instead of the default ones; may be given several times',
    parse: parseEndpoint,
    readers: ['stub'],
  }),
  port: setting({
    flag: '--port',
    env: 'VMGL_PORT',
    value: 'N',
    description: 'the TCP port on loopback, and the number in the name of the unix socket (default 7000)',
    parse: integer(1, 65535),
    readers: ['stub'],
  }),
  display: setting({
    flag: '--display',
    env: 'VMGL_DISPLAY',
    value: ':N',
    description: 'the X display to render on (default $DISPLAY if it has OpenGL, or no display at all)',
    parse: display,
    readers: ['stub'],
  }),
  headless: setting({
    flag: '--headless',
    env: 'VMGL_HEADLESS',
    description: 'render with EGL and no X display, even where $DISPLAY is set',
    parse: boolean,
    readers: ['stub'],
  }),
  gpu: setting({
    flag: '--gpu',
    env: 'VMGL_GPU',
    value: 'GPU',
    description: 'the GPU to render on, by number, UUID or device path; implies --headless',
    parse: text,
    readers: ['stub'],
  }),
  daemon: setting({
    flag: '--daemon',
    env: 'VMGL_DAEMON',
    description: 'go to the background once everything listens, and log to ~/.stub-daemon.log',
    parse: boolean,
    readers: ['stub'],
  }),
  log: setting({
    flag: '--log',
    env: 'VMGL_LOG',
    value: 'FILE',
    description: 'append log lines to this file instead of stderr (xvnc: instead of ~/.vnc/HOST:N.log)',
    parse: text,
    readers: ['stub', 'xvnc'],
  }),
  tokenFile: setting({
    flag: '--token-file',
    env: 'VMGL_TOKEN_FILE',
    value: 'FILE',
    description: 'a file whose first line is the secret that TCP guests must present',
    parse: text,
    readers: ['run', 'stub', 'status', 'doctor', 'xvnc'],
  }),
  token: setting({
    env: 'VMGL_TOKEN',
    value: 'SECRET',
    description: 'the secret itself; a file keeps it out of process listings',
    parse: text,
    readers: ['run', 'stub', 'status', 'doctor', 'guest'],
  }),
  noAuth: setting({
    flag: '--no-auth',
    env: 'VMGL_NO_AUTH',
    description: 'serve TCP guests of other machines without a token: anyone who reaches the port can use the GPU',
    parse: boolean,
    readers: ['stub'],
  }),
  maxSessions: setting({
    flag: '--max-sessions',
    env: 'VMGL_MAX_SESSIONS',
    value: 'N',
    description: 'programs that may render at the same time (default 64)',
    parse: integer(1, 10000),
    readers: ['stub'],
  }),
  maxMemory: setting({
    flag: '--max-memory',
    env: 'VMGL_MAX_MEMORY',
    value: 'SIZE',
    description: 'memory that one renderer may use, for example 2G (default: no limit)',
    parse: size,
    readers: ['stub'],
  }),
  sandbox: setting({
    flag: '--sandbox',
    env: 'VMGL_SANDBOX',
    value: 'HOW',
    description: 'on (default): renderers reach no files, processes or network but what drivers need; off',
    parse: boolean,
    readers: ['stub'],
  }),
  trustGuests: setting({
    flag: '--trust-guests',
    env: 'VMGL_TRUST_GUESTS',
    description:
      'offer what lets a program name objects of the driver by number (bindless textures); only for programs that you trust with the GPU',
    parse: boolean,
    readers: ['stub'],
  }),
  server: setting({
    flag: '--server',
    env: 'VMGL_SERVER',
    value: 'KIND',
    description:
      "the X server: auto, xvnc (TigerVNC's), tightvnc, or xorg (with the dummy driver and TigerVNC's module)",
    parse: choice('auto', 'xvnc', 'tightvnc', 'xorg'),
    readers: ['xvnc'],
  }),
  geometry: setting({
    flag: '--geometry',
    env: 'VMGL_GEOMETRY',
    value: 'WIDTHxHEIGHT',
    description: 'the size of the desktop (default 1280x800)',
    parse: geometry,
    readers: ['xvnc'],
  }),
  depth: setting({
    flag: '--depth',
    env: 'VMGL_DEPTH',
    value: 'BITS',
    description: 'bits per pixel of the desktop: 16 or 24 (default 24)',
    parse: choice('16', '24'),
    readers: ['xvnc'],
  }),
  passwordFile: setting({
    flag: '--password-file',
    env: 'VMGL_PASSWORD_FILE',
    value: 'FILE',
    description:
      'the password that VNC viewers must know, as vncpasswd writes it (default ~/.vnc/passwd, made if missing)',
    parse: text,
    readers: ['xvnc'],
  }),
  localhost: setting({
    flag: '--localhost',
    env: 'VMGL_LOCALHOST',
    description: 'let viewers of this machine in, and no others: for tunnels',
    parse: boolean,
    readers: ['xvnc'],
  }),
  json: setting({
    flag: '--json',
    env: 'VMGL_JSON',
    description: 'print JSON',
    parse: boolean,
    readers: ['status', 'doctor', 'bench', 'version', 'install', 'uninstall', 'xorg', 'xvnc'],
  }),
  dryRun: setting({
    flag: '--dry-run',
    env: 'VMGL_DRY_RUN',
    description: 'change nothing; print what would be changed',
    parse: boolean,
    readers: ['install', 'uninstall', 'xorg'],
  }),
  config: setting({
    flag: '--config',
    env: 'VMGL_CONFIG',
    value: 'FILE',
    description: 'the configuration file of Xorg, instead of those that it would find',
    parse: text,
    readers: ['xorg'],
  }),
  watch: setting({
    flag: '--watch',
    env: 'VMGL_WATCH',
    description: 'print again every second until interrupted',
    parse: boolean,
    readers: ['status'],
  }),
  guest: setting({
    flag: '--guest',
    env: 'VMGL_GUEST',
    description: 'the side where programs run',
    parse: boolean,
    readers: ['install', 'uninstall'],
  }),
  host: setting({
    flag: '--host',
    env: 'VMGL_HOST',
    description: 'the side where the GPU is',
    parse: boolean,
    readers: ['install', 'uninstall'],
  }),
  prefix: setting({
    flag: '--prefix',
    env: 'VMGL_PREFIX',
    value: 'DIRECTORY',
    description: 'where bin/ and lib/ are (default /usr/local for root, ~/.local otherwise)',
    parse: text,
    readers: ['install', 'uninstall'],
  }),
  systemWide: setting({
    flag: '--system-wide',
    env: 'VMGL_SYSTEM_WIDE',
    description: 'let every GL program use vmgl, without a launcher; needs root',
    parse: boolean,
    readers: ['install'],
  }),
  xorg: setting({
    flag: '--xorg',
    env: 'VMGL_XORG',
    description: "put the X extension into Xorg's module directory; needs root",
    parse: boolean,
    readers: ['install'],
  }),
  seconds: setting({
    flag: '--seconds',
    env: 'VMGL_SECONDS',
    value: 'N',
    description: 'how long each measurement takes at least (default 5)',
    parse: integer(1, 600),
    readers: ['demo', 'bench'],
  }),
  full: setting({
    flag: '--full',
    env: 'VMGL_FULL',
    description: 'also measure what takes minutes',
    parse: boolean,
    readers: ['bench'],
  }),
  output: setting({
    flag: '--output',
    env: 'VMGL_OUTPUT',
    value: 'FILE',
    description: 'where to write the picture (default vmgl-demo.png)',
    parse: text,
    readers: ['demo'],
  }),
  debug: setting({
    env: 'VMGL_DEBUG',
    description: 'write lines about connections, streams and presentation to stderr; CR_DEBUG does the same',
    parse: boolean,
    readers: ['guest', 'renderer'],
  }),
  debugFile: setting({
    env: 'VMGL_DEBUG_FILE',
    value: 'FILE',
    description: 'append those lines to this file, in which %p is the process id; CR_DEBUG_FILE does the same',
    parse: text,
    readers: ['guest', 'renderer'],
  }),
  cacheDirectory: setting({
    env: 'VMGL_CACHE_DIR',
    value: 'DIRECTORY',
    description: 'where vmgl unpacks its libraries (default $XDG_CACHE_HOME/vmgl, ~/.cache/vmgl)',
    parse: text,
    readers: ['run', 'stub', 'demo', 'doctor', 'bench'],
  }),
};

export type SettingName = keyof typeof settings;
export type SettingValue<N extends SettingName> = ReturnType<(typeof settings)[N]['parse']>;

/** Where a value came from, for messages, and the value. */
export interface Found<T> {
  value: T;
  from: string;
}

/** The flag if it was given, else the variable if it is set and not empty, else undefined. */
export function find<N extends SettingName>(
  name: N,
  given: string | boolean | undefined,
  env: NodeJS.ProcessEnv,
): Found<SettingValue<N>> | undefined {
  const { flag, env: variable, parse } = settings[name] as Setting<SettingValue<N>>;
  if (given !== undefined && flag !== undefined) return { value: parse(String(given), flag), from: flag };
  const fromEnv = variable === undefined ? undefined : env[variable];
  if (variable === undefined || fromEnv === undefined || fromEnv === '') return undefined;
  return { value: parse(fromEnv, variable), from: variable };
}

/** The same for settings that may be given several times. */
export function findAll<N extends SettingName>(name: N, given: string[] | undefined, env: NodeJS.ProcessEnv) {
  const { flag, env: variable, parse } = settings[name] as Setting<SettingValue<N>>;
  if (given !== undefined && given.length > 0) return given.map((one) => parse(one, flag ?? name));
  const list = variable === undefined ? undefined : env[variable];
  return list ? list.split(',').map((one) => parse(one.trim(), variable ?? name)) : undefined;
}

/** Throws for a VMGL_ variable that nobody reads: a misspelt setting must not be silently ignored. */
export function checkEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('VMGL_') || name.startsWith('VMGL_TEST_') || known.has(name)) continue;
    const close = [...known].find((other) => distance(other, name) <= 2);
    throw usageError(
      `The environment variable (${name}) is unknown.${close ? ` Did you mean ${close}?` : ''} docs/environment.md lists all.`,
    );
  }
}

const known = new Set(Object.values(settings).map((one) => one.env));

/** Levenshtein distance, for suggesting the name that was meant. */
function distance(a = '', b = ''): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * The flags at the start of `words`, among `names`, and the words after them. Undefined when there is another flag, or one
 * whose value is missing: then clipanion has a look, for its help and its error messages.
 */
export function leadingFlags<N extends SettingName>(words: string[], names: readonly N[]) {
  const flags: Partial<Record<N, string | boolean>> = {};
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-') || word === '--') return { flags, rest: words.slice(i) };
    const [name, inline] = word.split(/=(.*)/s, 2) as [string, string | undefined];
    const key = names.find((one) => (settings[one] as Setting).flag === name);
    if (key === undefined) return undefined;
    if ((settings[key] as Setting).value === undefined) {
      if (inline !== undefined) return undefined;
      flags[key] = true;
    } else {
      const value = inline ?? words[++i];
      if (value === undefined) return undefined;
      flags[key] = value;
    }
  }
  return { flags, rest: [] };
}
