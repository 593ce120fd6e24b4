/**
 * The stub: listens, greets, checks, and gives each connection to the renderer of its session. It never
 * reads a byte of a command stream.
 */
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { reason, UserError } from '../errors.ts';
import { shim } from '../native/binding.ts';
import type { Driver } from './driver.ts';
import { type Endpoint, formatEndpoint, isLoopback } from './endpoint.ts';
import {
  cookieBytes,
  formatReply,
  type Hello,
  helloMax,
  helloSize,
  kinds,
  parseHello,
  statuses,
  wireVersion,
} from './hello.ts';
import type { Log } from './log.ts';
import { adoptRenderer, type Renderer, startRenderer } from './renderer.ts';

export interface StubOptions {
  listen: Endpoint[];
  /** For a private stub: the descriptor of a socket that listens on the one unix endpoint already, and the first renderer. */
  inherited?: { listener: number; control: number; rendererPid: number };
  /** The vmgl version and opcode table hash of this side. */
  version: string;
  protocol: bigint;
  token: Buffer | undefined;
  /** Allows TCP from other machines without a token. */
  noAuth: boolean;
  maxSessions: number;
  renderer: { command: string[]; env: NodeJS.ProcessEnv };
  /** Keep a renderer waiting for the next session. */
  keepWarm: boolean;
  log: Log;
  /** Leave out the lines about sessions that start and end in the ordinary way. */
  quiet?: boolean;
  /** Called when a renderer has told its driver, the first time. */
  onDriver?: (driver: Driver) => void;
  /** Called whenever the last session has ended. */
  onIdle?: () => void;
  /** For tests: milliseconds that a hello may take. */
  helloTimeout?: number;
}

export interface Stub {
  status(): StubStatus;
  /** The endpoints as bound: with their ports, where port 0 was asked for. */
  endpoints: string[];
  sessions(): number;
  close(): Promise<void>;
}

export interface StubStatus {
  version: string;
  protocol: string;
  pid: number;
  started: string;
  endpoints: string[];
  driver: Driver | null;
  /** Why no renderer could be started the last time, if so. */
  fault: string | null;
  maxSessions: number;
  sessions: SessionStatus[];
}

export interface SessionStatus {
  id: number;
  program: string;
  pid: number;
  from: string;
  display: string;
  started: string;
  streams: number;
  rendererPid: number | null;
}

interface Session extends SessionStatus {
  cookie: Buffer;
  renderer: Renderer;
}

interface Listener {
  server: net.Server;
  name: string;
  kind: 'tcp' | 'unix';
  needsToken: boolean;
  /** A socket file of ours, to remove at the end. */
  path?: string;
}

/** A whole hello fits into one packet; five seconds are for bad lines. */
const helloTimeout = 5000;
/** Connections that have not finished their hello. Above it the oldest goes: whoever floods us waits for nobody. */
const greetingMax = 128;
/**
 * Which X authority file there is. A renderer's sandbox knows the file that was there when it started; xauth, and so
 * every login by ssh -X, puts a new one in its place.
 */
function authorityFile(env: NodeJS.ProcessEnv): string | undefined {
  const file = env.XAUTHORITY || (env.HOME && path.join(env.HOME, '.Xauthority'));
  const info = file ? fs.statSync(file, { throwIfNoEntry: false }) : undefined;
  return info && `${info.dev}:${info.ino}`;
}

/** The next warm renderer starts this long after a session did, so as not to compete with the program's own start. */
const warmDelay = 500;

export async function startStub(options: StubOptions): Promise<Stub> {
  const { log } = options;
  const sessions = new Map<string, Session>();
  const greeting = new Set<() => void>();
  const started = new Date().toISOString();
  const listeners: Listener[] = [];
  let nextId = 1;
  let warm: Renderer | undefined;
  let warmAuthority: string | undefined;
  let warmTimer: NodeJS.Timeout | undefined;
  let driver: Driver | undefined;
  let fault: string | undefined;
  let closing = false;

  const startOne = () => watch(startRenderer({ ...options.renderer, stderr: log.fd }));
  const watch = (renderer: Renderer): Renderer => {
    renderer.ready.then(
      (told) => {
        if (!driver) options.onDriver?.(told);
        driver = told;
        fault = undefined;
      },
      (error: Error) => {
        if (!closing && fault !== error.message) log(`no rendering: ${error.message}`);
        fault = error.message;
      },
    );
    renderer.ended.then(() => {
      if (warm === renderer) warm = undefined;
    });
    return renderer;
  };
  const warmUp = () => {
    if (closing || warm || sessions.size >= options.maxSessions) return;
    warmAuthority = authorityFile(options.renderer.env);
    warm = startOne();
  };
  const takeRenderer = (): Renderer => {
    if (warm && warmAuthority !== authorityFile(options.renderer.env)) {
      warm.release();
      warm = undefined;
    }
    const renderer = warm ?? startOne();
    warm = undefined;
    clearTimeout(warmTimer);
    if (options.keepWarm) warmTimer = setTimeout(warmUp, warmDelay);
    return renderer;
  };

  const answer = (socket: net.Socket, status: number, message: string, more = Buffer.alloc(0)) => {
    const reply = formatReply({
      version: wireVersion,
      status,
      protocol: options.protocol,
      cookie: Buffer.alloc(cookieBytes),
      message,
      hostVersion: options.version,
      endpoint: '',
    });
    socket.end(Buffer.concat([reply, more]));
    // end() waits for the peer to read; one that never does is not waited for.
    setTimeout(() => socket.destroy(), 2000).unref();
  };

  const status = (): StubStatus => ({
    version: options.version,
    protocol: options.protocol.toString(16).padStart(16, '0'),
    pid: process.pid,
    started,
    endpoints: listeners.map((one) => one.name),
    driver: driver ?? null,
    fault: fault ?? null,
    maxSessions: options.maxSessions,
    sessions: [...sessions.values()].map(({ cookie: _, renderer: __, ...shown }) => shown),
  });

  const decide = async (socket: net.Socket, listener: Listener, bytes: Buffer): Promise<void> => {
    const from = peerName(socket, listener);
    const hello = parseHello(bytes);
    if (typeof hello === 'string') return drop(socket, from, hello);
    const refuse = (code: number, message: string, why: string) => {
      log(`refused ${hello.program || 'a guest'} (pid ${hello.pid}) from ${from}: ${why}`);
      answer(socket, code, message);
    };
    if (listener.needsToken && !tokenMatches(options.token, hello.token))
      return refuse(
        statuses.token,
        hello.token.length === 0
          ? 'The stub wants a token. Set VMGL_TOKEN_FILE or VMGL_TOKEN to the one that the stub was started with.'
          : 'The token is not the one that the stub was started with. Check VMGL_TOKEN_FILE or VMGL_TOKEN.',
        hello.token.length === 0 ? 'no token' : 'wrong token',
      );
    if (hello.kind === kinds.status) {
      const text = Buffer.from(JSON.stringify(status()));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      return answer(socket, statuses.ok, '', Buffer.concat([length, text]));
    }
    if (hello.version !== wireVersion || hello.protocol !== options.protocol)
      return refuse(
        statuses.versions,
        versionMessage(hello, options),
        `vmgl ${hello.guestVersion} speaks another protocol`,
      );
    if (hello.kind === kinds.joinSession) {
      const session = sessions.get(hello.cookie.toString('hex'));
      if (!session) return refuse(statuses.noSession, 'The session has ended on the host.', 'its session has ended');
      await give(socket, session, hello, bytes);
      session.streams++;
      return;
    }
    if (hello.kind !== kinds.newSession)
      return refuse(
        statuses.refused,
        `The stub does not know this kind of greeting (${hello.kind}).`,
        `kind ${hello.kind}`,
      );
    if (sessions.size >= options.maxSessions)
      return refuse(
        statuses.tooMany,
        `The stub serves ${sessions.size} programs already, as many as it may. Start it with a higher --max-sessions.`,
        `there are ${sessions.size} sessions already`,
      );
    await open(socket, from, hello, bytes, refuse);
  };

  const open = async (
    socket: net.Socket,
    from: string,
    hello: Hello,
    bytes: Buffer,
    refuse: (code: number, message: string, why: string) => void,
  ): Promise<void> => {
    const renderer = takeRenderer();
    const session: Session = {
      id: nextId++,
      program: hello.program || '?',
      pid: hello.pid,
      from,
      display: hello.display,
      started: new Date().toISOString(),
      streams: 1,
      rendererPid: renderer.pid ?? null,
      cookie: randomCookie(),
      renderer,
    };
    const key = session.cookie.toString('hex');
    const begun = performance.now();
    sessions.set(key, session);
    renderer.ended.then((end) => {
      const why = closing ? undefined : end; // SIGTERM was ours then
      sessions.delete(key);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      if (why !== undefined || !options.quiet)
        log(
          `session ${session.id} ended: ${session.program} (pid ${session.pid}) after ${seconds} s${why ? `: renderer ${session.rendererPid ?? ''}: ${why}` : ''}`,
        );
      if (sessions.size === 0) options.onIdle?.();
    });
    try {
      await renderer.ready;
      await give(socket, session, hello, bytes);
    } catch (error) {
      renderer.release();
      return refuse(statuses.noRenderer, `The host cannot render: ${reason(error)}.`, `no renderer: ${reason(error)}`);
    }
    if (!options.quiet)
      log(
        `session ${session.id} started: ${session.program} (pid ${session.pid}) from ${from}` +
          `${session.display ? `, display ${session.display}` : ''}, renderer ${session.rendererPid}`,
      );
  };

  const give = async (socket: net.Socket, session: Session, hello: Hello, bytes: Buffer) => {
    const fd = descriptorOf(socket);
    if (fd === undefined) throw new Error('the guest has gone');
    if (!(socket.remoteAddress === undefined)) {
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 15_000);
    }
    await session.renderer.give(session.cookie, hello.stream, bytes, fd);
    // Closes our copy only: destroy() does not shut the connection down.
    socket.destroy();
  };

  const drop = (socket: net.Socket, from: string, why: string) => {
    log(`closed a connection from ${from}: ${why}`);
    socket.destroy();
  };

  const greet = (socket: net.Socket, listener: Listener) => {
    const from = peerName(socket, listener);
    let bytes: Buffer = Buffer.alloc(0);
    const stop = (why?: string) => {
      clearTimeout(timer);
      greeting.delete(evict);
      socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('close');
      socket.pause();
      if (why !== undefined) drop(socket, from, why);
    };
    const evict = () => stop('too many connections wait for their greeting');
    const limit = options.helloTimeout ?? helloTimeout;
    const timer = setTimeout(
      () => stop(`no whole hello within ${limit / 1000} seconds (${bytes.length} bytes came)`),
      limit,
    );
    socket.on('error', () => socket.destroy());
    if (greeting.size >= greetingMax) greeting.values().next().value?.();
    greeting.add(evict);
    if (listener.kind === 'unix') {
      const uid = shim().peerUid(descriptorOf(socket) ?? -1);
      if (uid !== process.getuid?.()) return stop(`it belongs to another user (uid ${uid})`);
    }
    socket.on('end', () => stop(`it left before its hello was complete (${bytes.length} bytes came)`));
    socket.on('close', () => stop(`it left before its hello was complete (${bytes.length} bytes came)`));
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      const size = helloSize(bytes);
      if (typeof size === 'string') return stop(size);
      if (bytes.length > (size ?? helloMax)) return stop('bytes follow its hello before the reply');
      if (size === undefined || bytes.length < size) return;
      stop();
      decide(socket, listener, bytes).catch((error: unknown) => drop(socket, from, reason(error)));
    });
  };

  try {
    for (const endpoint of options.listen) {
      if (endpoint.kind === 'tcp' && !isLoopback(endpoint.host) && !options.token && !options.noAuth)
        throw new UserError(
          `The endpoint (${formatEndpoint(endpoint)}) can be reached from other machines and there is no token. ` +
            'Give --token-file (or VMGL_TOKEN), or --no-auth if everyone who reaches the port may use the GPU.',
        );
    }
    for (const endpoint of options.listen) listeners.push(await listen(endpoint, options, greet));
  } catch (error) {
    closeListeners(listeners);
    throw error;
  }
  if (options.inherited) warmAuthority = authorityFile(options.renderer.env);
  if (options.inherited) warm = watch(adoptRenderer(options.inherited.control, options.inherited.rendererPid));
  else if (options.keepWarm) warmUp();

  return {
    status,
    endpoints: listeners.map((one) => one.name),
    sessions: () => sessions.size,
    close: async () => {
      closing = true;
      clearTimeout(warmTimer);
      for (const one of [...greeting]) one();
      closeListeners(listeners);
      const all = [...sessions.values()].map((one) => one.renderer);
      if (warm) all.push(warm);
      for (const renderer of all) renderer.kill('SIGTERM');
      const patience = setTimeout(() => {
        for (const renderer of all) renderer.kill('SIGKILL');
      }, 1000);
      await Promise.all(all.map((renderer) => renderer.ended));
      clearTimeout(patience);
    },
  };
}

async function listen(
  endpoint: Endpoint,
  options: StubOptions,
  greet: (socket: net.Socket, listener: Listener) => void,
): Promise<Listener> {
  const server = net.createServer();
  const listener: Listener = { server, name: '', kind: endpoint.kind === 'tcp' ? 'tcp' : 'unix', needsToken: false };
  server.on('connection', (socket) => greet(socket, listener));
  if (endpoint.kind === 'unix' && options.inherited !== undefined) {
    await listening(server, { fd: options.inherited.listener });
    listener.name = formatEndpoint(endpoint);
    listener.path = endpoint.path;
  } else if (endpoint.kind === 'unix') {
    fs.mkdirSync(path.dirname(endpoint.path), { recursive: true, mode: 0o700 });
    await removeStale(endpoint.path);
    const before = process.umask(0o077);
    try {
      await listening(server, { path: endpoint.path });
    } catch (error) {
      throw new UserError(`The stub cannot listen on ${formatEndpoint(endpoint)}: ${reason(error)}.`);
    } finally {
      process.umask(before);
    }
    listener.name = formatEndpoint(endpoint);
    listener.path = endpoint.path;
  } else {
    listener.needsToken = options.token !== undefined;
    try {
      await listening(server, { host: endpoint.host, port: endpoint.port });
    } catch (error) {
      const hint =
        (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
          ? ' Is a stub running already (vmgl status)? Give another port.'
          : '';
      throw new UserError(`The stub cannot listen on ${formatEndpoint(endpoint)}: ${reason(error)}.${hint}`);
    }
    listener.name = formatEndpoint({ ...endpoint, port: (server.address() as net.AddressInfo).port });
  }
  return listener;
}

function listening(server: net.Server, where: net.ListenOptions | { fd: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => resolve());
  });
}

/** A socket file whose stub was killed is removed; one that answers is left alone. */
async function removeStale(file: string): Promise<void> {
  if (!fs.lstatSync(file, { throwIfNoEntry: false })?.isSocket()) return;
  const alive = await new Promise<boolean>((resolve) => {
    const probe = net.connect({ path: file });
    probe
      .once('connect', () => resolve(true))
      .once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
    probe.once('connect', () => probe.destroy());
  });
  if (alive)
    throw new UserError(`A stub listens on unix:${file} already (vmgl status). Give another --port or --listen.`);
  fs.rmSync(file, { force: true });
}

function closeListeners(listeners: Listener[]): void {
  for (const { server, path: file } of listeners) {
    server.close();
    if (file) fs.rmSync(file, { force: true });
  }
}

function peerName(socket: net.Socket, listener: Listener): string {
  if (listener.kind === 'unix') return 'this machine';
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'a peer that has gone';
  return `${address.includes(':') ? `[${address}]` : address}:${socket.remotePort ?? ''}`;
}

/** Node has no public way to the descriptor of a socket. */
function descriptorOf(socket: net.Socket): number | undefined {
  const fd = (socket as unknown as { _handle: { fd: number } | null })._handle?.fd;
  return fd !== undefined && fd >= 0 ? fd : undefined;
}

/** Compares without telling by its time where the first difference is. */
function tokenMatches(expected: Buffer | undefined, given: Buffer): boolean {
  if (!expected || given.length !== expected.length) return false;
  let different = 0;
  for (const [i, byte] of expected.entries()) different |= byte ^ (given[i] ?? 0);
  return different === 0;
}

/** node:crypto would cost five milliseconds of every private stub's start. */
function randomCookie(): Buffer {
  const cookie = Buffer.alloc(cookieBytes);
  const source = fs.openSync('/dev/urandom', 'r');
  fs.readSync(source, cookie);
  fs.closeSync(source);
  return cookie;
}

function versionMessage(hello: Hello, options: StubOptions): string {
  const order = compareVersions(hello.guestVersion, options.version);
  const cure =
    order < 0
      ? 'Update vmgl on the guest.'
      : order > 0
        ? 'Update vmgl on the host.'
        : 'They were built from different sources: install the same build on both sides.';
  return `The guest runs vmgl ${hello.guestVersion} (protocol ${hex(hello.protocol)}), the host vmgl ${options.version} (protocol ${hex(options.protocol)}), and they cannot talk. ${cure}`;
}

function hex(hash: bigint): string {
  return hash.toString(16).padStart(16, '0');
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((one) => one.split(/[.+-]/).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] || 0) - (right?.[i] || 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}
