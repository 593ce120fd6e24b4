/** Renderer processes: starting, handing sockets over, and learning how they ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as net from 'node:net';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { reason } from '../errors.ts';
import { checked, errorName, shim } from '../native/binding.ts';
import type { Driver } from './driver.ts';

export interface RendererOptions {
  /** The program and its first arguments. */
  command: string[];
  env: NodeJS.ProcessEnv;
  stderr: number;
}

export interface Renderer {
  pid: number | undefined;
  /** Rejects with a sentence when there will be no rendering. */
  ready: Promise<Driver>;
  /** Resolves with how the process ended: undefined for an ordinary end, else the reason. */
  ended: Promise<string | undefined>;
  /** Hands a connection over. The caller closes its own copy of the descriptor afterwards. */
  give(cookie: Buffer, stream: number, hello: Buffer, fd: number): Promise<void>;
  /** Tells it to go: the control socket closes, and a renderer without streams ends by itself. */
  release(): void;
  kill(signal: NodeJS.Signals): void;
}

/** A driver that needs longer than this to load is not coming. */
const readyTimeout = 30_000;

/** How a process ended, if not in the ordinary way. */
type End = string | undefined;

export function startRenderer(options: RendererOptions): Renderer {
  const ends = new Int32Array(2);
  checked(shim().seqpacketPair(ends), 'socketpair');
  const [own = -1, theirs = -1] = ends;
  const [command = '', ...args] = options.command;
  const child = spawn(command, [...args, '--control-fd', '3'], {
    env: options.env,
    stdio: ['ignore', 'ignore', options.stderr, theirs],
  });
  fs.closeSync(theirs);
  const end = new Promise<End>((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(`${command} cannot be started: ${reason(error)}`);
    });
    child.once('exit', (code, signal) => resolve(describeEnd(code, signal)));
  });
  return supervise(own, { pid: child.pid, end, kill: (signal) => child.kill(signal) });
}

/** A child process that was started before this process became the stub: src/native/shim/exec.c. */
export function adoptRenderer(own: number, pid: number): Renderer {
  const exit = new net.Socket({ fd: checked(shim().watchProcess(pid), 'pidfd_open'), readable: true, writable: false });
  let running = true;
  const end = new Promise<End>((resolve) => {
    exit
      .on('error', () => exit.destroy())
      .on('close', () => {
        running = false;
        const status = shim().reap(pid);
        const signal = Object.entries(constants.signals).find(([, number]) => number === status - 256);
        resolve(describeEnd(status, (signal?.[0] as NodeJS.Signals | undefined) ?? null));
      });
  });
  exit.resume();
  return supervise(own, { pid, end, kill: (signal) => running && process.kill(pid, signal) });
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): End {
  return signal ? `killed by ${signal}` : code === 0 ? undefined : `exit code ${code}`;
}

interface Process {
  pid: number | undefined;
  end: Promise<End>;
  kill(signal: NodeJS.Signals): void;
}

/** Talks to a renderer over the control socket `own`. */
function supervise(own: number, child: Process): Renderer {
  const relay = new net.Socket({ fd: checked(shim().relay(own), 'relay'), readable: true, writable: false });
  let fault: string | undefined;
  let open = true;
  const ready = Promise.withResolvers<Driver>();
  const ended = Promise.withResolvers<End>();
  ready.promise.catch(() => {}); // Whoever needs the renderer waits for it too, and handles the failure there.
  const slow = setTimeout(() => {
    fault = `its driver was not loaded after ${readyTimeout / 1000} seconds`;
    child.kill('SIGKILL');
  }, readyTimeout);

  readMessages(relay, (message) => {
    const kind = message.readUInt32LE(0);
    if (kind === 1) {
      const [renderer = '', vendor = '', version = ''] = strings(message, 8);
      clearTimeout(slow);
      ready.resolve({ software: message.readUInt32LE(4) !== 0, renderer, vendor, version });
    } else fault = strings(message, 4)[0] ?? fault;
  });

  const close = () => {
    if (!open) return;
    open = false;
    fs.closeSync(own);
    relay.destroy();
  };
  child.end.then(async (how) => {
    clearTimeout(slow);
    // Its last messages may still be on their way through the relay.
    if (!relay.destroyed) {
      const patience = new AbortController();
      await Promise.race([once(relay, 'close', patience), sleep(500, undefined, patience)]).catch(() => {});
      patience.abort();
    }
    close();
    const why = fault ?? how;
    ready.reject(new Error(why ?? 'it ended before it was ready'));
    ended.resolve(why);
  });

  return {
    pid: child.pid,
    ready: ready.promise,
    ended: ended.promise,
    give: async (cookie, stream, hello, fd) => {
      const message = Buffer.alloc(32 + hello.length);
      message.writeUInt32LE(1, 0);
      message.writeUInt32LE(stream, 4);
      cookie.copy(message, 8);
      message.writeUInt32LE(hello.length, 24);
      hello.copy(message, 32);
      for (let attempt = 0; ; attempt++) {
        if (!open) throw new Error('the renderer has ended');
        const result = shim().send(own, message, message.length, fd);
        if (result >= 0) return;
        if (errorName(-result) !== 'EAGAIN' || attempt === 100)
          throw new Error(`the renderer does not take connections (${errorName(-result)})`);
        await sleep(10);
      }
    },
    release: close,
    kill: child.kill,
  };
}

/** Messages of the relay: a u32 length, then as many bytes. */
function readMessages(socket: net.Socket, take: (message: Buffer) => void): void {
  let buffered: Buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (buffered.length >= 4) {
      const bytes = buffered.readUInt32LE(0);
      if (buffered.length < 4 + bytes) break;
      if (bytes >= 8) take(buffered.subarray(4, 4 + bytes));
      buffered = buffered.subarray(4 + bytes);
    }
  });
}

function strings(message: Buffer, start: number): string[] {
  const found: string[] = [];
  for (let at = start; at + 4 <= message.length; ) {
    const bytes = message.readUInt32LE(at);
    found.push(message.subarray(at + 4, at + 4 + bytes).toString());
    at += 4 + bytes;
  }
  return found;
}
