/** What the tests of the X extension stand on: Xorg with the dummy driver and our module, and clients of it. */
import * as assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import type { TestContext } from 'node:test';
import type { Callback, XError } from 'x11';
import { answer, connectX, type XConnection } from '../../src/x11/connection.ts';
import { errorName, openExtension, type WindowExtension, type WindowReport } from '../../src/x11/extension.ts';
import { collect, root, until } from '../support.ts';

export const module = path.join(root, 'dist/app/native/libvmglext.so');
/** Where the build puts watch.c and deny.c. */
export const programs = path.join(root, 'build/native/tests/xserver');
export const screenWidth = 640;
export const screenHeight = 480;

export interface Xorg {
  /** ":N" */
  display: string;
  /** What it wrote into its log. */
  log(): string;
  /** Undefined while it runs. */
  ended(): { code: number | null; signal: NodeJS.Signals | null } | undefined;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface XorgOptions {
  /** Files for the extensions' folder of its modules, by name; our module when left out. */
  modules?: Record<string, Buffer>;
  /** Names for `Load`; ours when left out. */
  load?: string[];
  /** Its whole configuration; ours, with `load`, when left out. */
  configuration?: Buffer;
  /** More words of its command line. */
  args?: string[];
}

/**
 * Displays to choose from. Not -displayfd: a server that found its number that way has no lock file, and another one
 * that ends at the same number takes the new one's socket with it.
 */
const displays = { first: 270, count: 10 };

/**
 * Starts Xorg on a free display; it ends with the test, and leaves nothing. VMGL_TEST_XORG may be other words for it:
 * "valgrind --log-file=/tmp/valgrind.%p /usr/lib/xorg/Xorg".
 */
export async function startXorg(t: TestContext, options: XorgOptions = {}): Promise<Xorg> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-xserver-'));
  const extensions = path.join(folder, 'modules/extensions');
  fs.mkdirSync(extensions, { recursive: true });
  fs.mkdirSync(path.join(folder, 'conf.d'));
  fs.writeFileSync(path.join(folder, 'conf.d/empty.conf'), ''); // a folder without any is taken for none
  for (const [name, bytes] of Object.entries(options.modules ?? { 'libvmglext.so': fs.readFileSync(module) }))
    fs.writeFileSync(path.join(extensions, name), bytes);
  const config = path.join(folder, 'xorg.conf');
  fs.writeFileSync(config, options.configuration ?? configuration(options.load ?? ['vmglext']));
  const log = path.join(folder, 'Xorg.log');
  const words = [
    ...['-config', config, '-configdir', path.join(folder, 'conf.d'), '-logfile', log],
    ...['-modulepath', `${path.dirname(extensions)},/usr/lib/xorg/modules`, '-nolisten', 'tcp', '-novtswitch'],
    ...(options.args ?? ['-noreset']),
  ];
  let server: Launched | undefined;
  t.after(async () => {
    const timer = setTimeout(() => server?.process.kill('SIGKILL'), 20_000);
    await server?.stop('SIGTERM');
    clearTimeout(timer);
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const begin = Math.floor(Math.random() * displays.count);
  for (let attempt = 0; attempt < 5 * displays.count; attempt++) {
    const number = displays.first + ((begin + attempt) % displays.count);
    server = launch(number, words);
    if (await server.ready()) {
      const { ended, stop } = server;
      return { display: `:${number}`, ended, stop, log: () => fs.readFileSync(log, 'utf8') };
    }
    const taken = /server is already active|server isn't already running/i.test(server.said());
    if (!taken) throw new Error(`Xorg ended before it was ready (it needs root):\n${server.said()}`);
    if (attempt >= displays.count) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`All displays are taken (:${displays.first} and ${displays.count - 1} more).`);
}

interface Launched extends Pick<Xorg, 'ended'> {
  process: ChildProcess;
  said(): string;
  /** False when it ended instead. */
  ready(): Promise<boolean>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

function launch(number: number, words: string[]): Launched {
  const [program = '', ...before] = (process.env.VMGL_TEST_XORG ?? 'Xorg').split(' ');
  const child = spawn(program, [...before, `:${number}`, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let ended: ReturnType<Xorg['ended']>;
  const stderr = collect(child.stderr);
  let failure = '';
  const end = new Promise<void>((resolve) => {
    child.on('error', (error) => (failure = error.message));
    child.on('close', (code, signal) => {
      ended = { code, signal };
      resolve();
    });
  });
  const lock = `/tmp/.X${number}-lock`;
  const socket = `/tmp/.X11-unix/X${number}`;
  const isOurs = () => fs.existsSync(lock) && Number(fs.readFileSync(lock, 'utf8')) === child.pid;
  return {
    process: child,
    said: () => stderr() + failure,
    ended: () => ended,
    ready: async () => {
      await until(async () => ended !== undefined || (isOurs() && (await accepts(socket))), 'Xorg to start', 60_000);
      return ended === undefined;
    },
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await end;
      if (!isOurs()) return;
      // A killed server leaves its lock and socket.
      fs.rmSync(socket, { force: true });
      fs.rmSync(lock);
    },
  };
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = net.createConnection(socket);
    const answer = (yes: boolean) => {
      connection.destroy();
      resolve(yes);
    };
    connection.on('connect', () => answer(true)).on('error', () => answer(false));
  });
}

function configuration(load: string[]): string {
  return `Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Module"
${load.map((name) => `  Load "${name}"\n`).join('')}EndSection
Section "Device"
  Identifier "dummy"
  Driver "dummy"
EndSection
Section "Screen"
  Identifier "screen"
  Device "dummy"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "${screenWidth}x${screenHeight}"
    Virtual ${screenWidth} ${screenHeight}
  EndSubSection
EndSection
`;
}

export interface Client extends XConnection {
  /** The answer of a request of npm's x11: `ask((done) => client.QueryTree(root, done))`. */
  ask<T>(request: (done: Callback<T>) => void): Promise<T>;
  /** Resolves when the server has done everything that was asked of it. */
  settle(): Promise<void>;
  /** A mapped window of this client. */
  window(options: NewWindow): number;
}

export interface NewWindow {
  at: [x: number, y: number, width: number, height: number];
  parent?: number;
  border?: number;
  pixel?: number;
  map?: boolean;
  inputOnly?: boolean;
}

/** A client of the server; its connection ends with the test. An X error that nobody waits for fails the test. */
export async function openClient(t: TestContext, display: string): Promise<Client> {
  const connection = await connectX(display, { env: process.env, timeout: 10_000 });
  connection.keep();
  const { client } = connection;
  const errors: string[] = [];
  client.on('error', (error: Partial<XError>) => {
    if (error.majorOpcode !== undefined)
      errors.push(`${errorName(error as XError)} from request ${error.majorOpcode}.${error.minorOpcode}`);
  });
  t.after(() => {
    connection.close();
    assert.deepEqual(errors, []);
  });
  const ask: Client['ask'] = (request) => answer(connection, request);
  return {
    ...connection,
    ask,
    settle: async () => {
      await ask((done) => client.GetInputFocus(done));
    },
    window: ({ at, parent = connection.root, border = 0, pixel = 0, map = true, inputOnly = false }) => {
      const id = client.AllocID();
      const values: Record<string, number> = inputOnly ? {} : { backgroundPixel: pixel, borderPixel: 0xffffff };
      client.CreateWindow(id, parent, ...at, border, 0, inputOnly ? 2 : 1, 0, values);
      if (map) client.MapWindow(id);
      return id;
    },
  };
}

export interface Watcher extends Client {
  extension: WindowExtension;
  /** All reports that came, oldest first. */
  reports: WindowReport[];
  /** After everything that the server has done: the newest report about a window. */
  newest(window: number): Promise<WindowReport>;
  /** The same, as the reports that came since the last call of this or of `newest`. */
  fresh(): Promise<WindowReport[]>;
}

/** A client that uses the extension. */
export async function openWatcher(t: TestContext, display: string): Promise<Watcher> {
  const client = await openClient(t, display);
  const reports: WindowReport[] = [];
  const extension = await openExtension(client, (report) => reports.push(report));
  if (!extension) throw new Error('The server has no extension VMGL.');
  let seen = 0;
  const fresh = async () => {
    // Twice, for acknowledgements that had to reach the server first.
    await extension.sync();
    await extension.sync();
    const found = reports.slice(seen);
    seen = reports.length;
    return found;
  };
  return {
    ...client,
    extension,
    reports,
    fresh,
    newest: async (window) => {
      await fresh();
      const found = reports.findLast((report) => report.window === window);
      if (!found) throw new Error(`There is no report about the window 0x${window.toString(16)}.`);
      return found;
    },
  };
}
