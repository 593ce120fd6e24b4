/** Asking a stub for its status: `vmgl status`, and `vmgl run` before it says which GPU it chose. */
import * as net from 'node:net';
import { reason } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { cookieBytes, formatHello, kinds, parseReply, printable, statuses, wireVersion } from './hello.ts';
import type { StubStatus } from './stub.ts';

export interface Question {
  version: string;
  token: Buffer | undefined;
  /** Until its answer is here, in milliseconds. */
  timeout: number;
  /** Until the connection stands, where that is to be shorter. */
  connectTimeout?: number;
}

/** The status, or one sentence on why there is none. */
export function askStatus(endpoint: Endpoint, question: Question): Promise<StubStatus | string> {
  return new Promise((resolve) => {
    const where = endpoint.kind === 'unix' ? { path: endpoint.path } : { host: endpoint.host, port: endpoint.port };
    const socket = net.connect(where);
    const finish = (result: StubStatus | string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const late = () => finish('it did not answer in time');
    let timer = setTimeout(late, question.connectTimeout ?? question.timeout);
    let bytes: Buffer = Buffer.alloc(0);
    socket.on('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(late, question.timeout);
      socket.write(
        formatHello({
          version: wireVersion,
          kind: kinds.status,
          protocol: 0n,
          cookie: Buffer.alloc(cookieBytes),
          stream: 0,
          flags: 0,
          pid: process.pid,
          features: 0,
          token: question.token ?? Buffer.alloc(0),
          program: 'vmgl',
          guestVersion: question.version,
          display: '',
        }),
      );
    });
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length > 1024 * 1024) finish('it does not answer as a vmgl stub');
    });
    socket.on('error', (error) => finish(reason(error)));
    socket.on('close', () => finish(readStatus(bytes)));
  });
}

function readStatus(bytes: Buffer): StubStatus | string {
  if (bytes.length === 0) return 'it closed the connection without an answer';
  const reply = parseReply(bytes.subarray(0, bytes.length >= 8 ? bytes.readUInt32LE(4) : 0));
  if (typeof reply === 'string') return reply;
  if (reply.status !== statuses.ok) return reply.message;
  const size = bytes.readUInt32LE(4);
  if (bytes.length < size + 4 || bytes.length !== size + 4 + bytes.readUInt32LE(size))
    return 'its answer is incomplete';
  try {
    const status = JSON.parse(bytes.subarray(size + 4).toString(), (_, value) =>
      typeof value === 'string' ? printable(value) : value,
    ) as StubStatus;
    if (Array.isArray(status.sessions) && Array.isArray(status.endpoints)) return status;
  } catch {
    // Not JSON, or not an object.
  }
  return 'its answer is no status of a stub';
}
