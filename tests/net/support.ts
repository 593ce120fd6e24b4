/** Guests and stubs for the tests of the network. */
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import type { TestContext } from 'node:test';
import { type Endpoint, parseEndpoint } from '../../src/net/endpoint.ts';
import {
  cookieBytes,
  formatHello,
  type Hello,
  kinds,
  parseReply,
  type Reply,
  wireVersion,
} from '../../src/net/hello.ts';
import { type Stub, type StubOptions, startStub } from '../../src/net/stub.ts';

export const protocol = 0x1234n;
export const fakeRenderer = path.join(import.meta.dirname, 'fake-renderer.py');

export function hello(fields: Partial<Hello> = {}): Hello {
  return {
    version: wireVersion,
    kind: kinds.newSession,
    protocol,
    cookie: Buffer.alloc(cookieBytes),
    stream: 0,
    flags: 0,
    pid: 42,
    features: 0,
    token: Buffer.alloc(0),
    program: 'testprogram',
    guestVersion: '1.2.3',
    display: ':9',
    ...fields,
  };
}

export function temporaryFolder(t: TestContext): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-test-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestStub {
  stub: Stub;
  lines: string[];
  unix: Endpoint;
  tcp: Endpoint;
}

/** A stub on a unix socket and a free port, with the fake renderer. */
export async function testStub(t: TestContext, options: Partial<StubOptions> = {}, mode = ''): Promise<TestStub> {
  const lines: string[] = [];
  const socket = path.join(temporaryFolder(t), 'stub.sock');
  const stub = await startStub({
    listen: [
      { kind: 'unix', path: socket },
      { kind: 'tcp', host: '127.0.0.1', port: 0 },
    ],
    version: '1.2.3',
    protocol,
    token: undefined,
    noAuth: false,
    maxSessions: 4,
    keepWarm: false,
    renderer: { command: [fakeRenderer], env: { ...process.env, VMGL_TEST_MODE: mode } },
    log: Object.assign((line: string) => lines.push(line), { fd: 2 }),
    ...options,
  });
  t.after(() => stub.close());
  const bound = (kind: string) => parseEndpoint(stub.endpoints.find((one) => one.startsWith(kind)) ?? 'none:1', 'test');
  return { stub, lines, unix: bound('unix:'), tcp: bound('tcp:') };
}

export function connect(endpoint: Endpoint): net.Socket {
  const socket = net.connect(
    endpoint.kind === 'unix' ? { path: endpoint.path } : { host: endpoint.host, port: endpoint.port },
  );
  socket.on('error', () => {});
  return socket;
}

/** Sends a hello; resolves with the reply, or undefined when the stub closed without one. */
export async function greet(
  endpoint: Endpoint,
  fields: Partial<Hello> = {},
): Promise<{ socket: net.Socket; reply: Reply | undefined }> {
  const socket = connect(endpoint);
  socket.write(formatHello(hello(fields)));
  const bytes = await take(socket, (seen) => seen.length >= 8 && seen.length >= seen.readUInt32LE(4));
  const reply = bytes.length === 0 ? undefined : parseReply(bytes.subarray(0, bytes.readUInt32LE(4)));
  if (typeof reply === 'string') throw new Error(reply);
  return { socket, reply };
}

/** Reads until `enough`, or until the other side closes. */
export function take(socket: net.Socket, enough: (bytes: Buffer) => boolean): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  return new Promise((resolve) => {
    const finish = () => {
      socket.off('data', data).off('close', finish);
      resolve(bytes);
    };
    const data = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (enough(bytes)) finish();
    };
    socket.on('data', data).on('close', finish);
  });
}
