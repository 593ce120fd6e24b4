/** The greeting: the only part of the wire that TypeScript reads. Layouts: docs/wire-format.md. */
import { assert } from '../errors.ts';

export const wireVersion = 1;
const helloMin = 72;
export const helloMax = 4096;
const replyMin = 68;
export const cookieBytes = 16;
const magic = Buffer.from('VMGL');

export const kinds = { newSession: 0, joinSession: 1, status: 2 } as const;
/** A flag: no shared memory, please. */
export const helloSocketOnly = 1;

export const statuses = {
  ok: 0,
  versions: 1,
  token: 2,
  tooMany: 3,
  noSession: 4,
  noRenderer: 5,
  refused: 6,
} as const;

export interface Hello {
  version: number;
  kind: number;
  protocol: bigint;
  cookie: Buffer;
  stream: number;
  flags: number;
  pid: number;
  features: number;
  token: Buffer;
  program: string;
  guestVersion: string;
  display: string;
}

export interface Reply {
  version: number;
  status: number;
  protocol: bigint;
  cookie: Buffer;
  message: string;
  hostVersion: string;
  endpoint: string;
}

/**
 * The size that a hello announces, once its first eight bytes are there; undefined before. A string
 * says why these are not the first bytes of a hello.
 */
export function helloSize(start: Buffer): number | string | undefined {
  const seen = Math.min(start.length, magic.length);
  if (!start.subarray(0, seen).equals(magic.subarray(0, seen))) return 'it does not start with a vmgl hello';
  if (start.length < 8) return undefined;
  const size = start.readUInt32LE(4);
  if (size < helloMin || size > helloMax)
    return `it announces a hello of ${size} bytes, which is not from ${helloMin} to ${helloMax}`;
  return size;
}

/** The hello, or why the bytes (as many as helloSize said) are none. */
export function parseHello(bytes: Buffer): Hello | string {
  const size = helloSize(bytes);
  if (typeof size === 'string') return size;
  if (size !== bytes.length) return `its hello has ${bytes.length} bytes where ${size} were announced`;
  const strings = readStrings(bytes, 56, 4);
  if (typeof strings === 'string') return `its hello is malformed: ${strings}`;
  const [token, program, guestVersion, display] = strings;
  assert(token && program && guestVersion && display, 'four strings were read');
  return {
    version: bytes.readUInt32LE(8),
    kind: bytes.readUInt32LE(12),
    protocol: bytes.readBigUInt64LE(16),
    cookie: bytes.subarray(24, 24 + cookieBytes),
    stream: bytes.readUInt32LE(40),
    flags: bytes.readUInt32LE(44),
    pid: bytes.readUInt32LE(48),
    features: bytes.readUInt32LE(52),
    token,
    program: printable(program),
    guestVersion: printable(guestVersion),
    display: printable(display),
  };
}

export function formatHello(hello: Hello): Buffer {
  const fixed = Buffer.alloc(56);
  magic.copy(fixed);
  fixed.writeUInt32LE(hello.version, 8);
  fixed.writeUInt32LE(hello.kind, 12);
  fixed.writeBigUInt64LE(hello.protocol, 16);
  hello.cookie.copy(fixed, 24, 0, cookieBytes);
  fixed.writeUInt32LE(hello.stream, 40);
  fixed.writeUInt32LE(hello.flags, 44);
  fixed.writeUInt32LE(hello.pid, 48);
  fixed.writeUInt32LE(hello.features, 52);
  return withSize([fixed, hello.token, hello.program, hello.guestVersion, hello.display]);
}

export function formatReply(reply: Reply): Buffer {
  const fixed = Buffer.alloc(56);
  magic.copy(fixed);
  fixed.writeUInt32LE(reply.version, 8);
  fixed.writeUInt32LE(reply.status, 12);
  fixed.writeBigUInt64LE(reply.protocol, 16);
  reply.cookie.copy(fixed, 24, 0, cookieBytes);
  return withSize([fixed, reply.message, reply.hostVersion, reply.endpoint]);
}

export function parseReply(bytes: Buffer): Reply | string {
  if (bytes.length < replyMin || !bytes.subarray(0, 4).equals(magic)) return 'it does not answer as a vmgl stub';
  const size = bytes.readUInt32LE(4);
  if (size < replyMin || size > 4096 || size !== bytes.length) return `its reply has a wrong size (${size})`;
  const strings = readStrings(bytes, 56, 3);
  if (typeof strings === 'string') return `its reply is malformed: ${strings}`;
  const [message, hostVersion, endpoint] = strings;
  assert(message && hostVersion && endpoint, 'three strings were read');
  return {
    version: bytes.readUInt32LE(8),
    status: bytes.readUInt32LE(12),
    protocol: bytes.readBigUInt64LE(16),
    cookie: bytes.subarray(24, 24 + cookieBytes),
    message: printable(message),
    hostVersion: printable(hostVersion),
    endpoint: printable(endpoint),
  };
}

function withSize(parts: [Buffer, ...(Buffer | string)[]]): Buffer {
  const [fixed, ...strings] = parts;
  const pieces = [fixed];
  for (const one of strings) {
    const bytes = typeof one === 'string' ? Buffer.from(one) : one;
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    pieces.push(length, bytes);
  }
  const whole = Buffer.concat(pieces);
  whole.writeUInt32LE(whole.length, 4);
  return whole;
}

function readStrings(bytes: Buffer, start: number, count: number): Buffer[] | string {
  const strings: Buffer[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (bytes.length - at < 4) return `string ${i + 1} of ${count} is missing`;
    const length = bytes.readUInt32LE(at);
    at += 4;
    if (length > bytes.length - at) return `string ${i + 1} of ${count} is longer (${length}) than what is left`;
    strings.push(bytes.subarray(at, at + length));
    at += length;
  }
  if (at !== bytes.length) return `${bytes.length - at} bytes follow the last string`;
  return strings;
}

/** What a peer says goes into logs and terminals: no control characters, and not without end. */
export function printable(said: Buffer | string): string {
  return said
    .toString()
    .slice(0, 1024)
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}
