/** An X client that says every byte itself, in either byte order: for what no library would send. */
import * as net from 'node:net';
import type { TestContext } from 'node:test';
import { until } from '../support.ts';

export interface Packet {
  kind: 'error' | 'reply' | 'event';
  /** The error's code, or the event's type. */
  code: number;
  bytes: Buffer;
  u16(at: number): number;
  u32(at: number): number;
}

export interface RawClient {
  /** Everything that came and was not taken yet. */
  packets: Packet[];
  /** Sends a request: words are 32 bits each, after the opcodes and the length, which `length` may falsify. */
  send(opcode: number, minor: number, words: number[], length?: number): void;
  /** The next packet of this kind, once it has come; packets before it are dropped. */
  take(kind: Packet['kind']): Promise<Packet>;
  /** Resolves when the server has answered everything so far. */
  settle(): Promise<void>;
  /** The extension's major opcode; 0 when this client does not have it. */
  opcode(name: string): Promise<number>;
  pause(): void;
  resume(): void;
  destroy(): void;
}

/** Connects to ":N"; `order` is the byte order that it speaks. */
export async function openRawClient(t: TestContext, display: string, order: 'little' | 'big'): Promise<RawClient> {
  const little = order === 'little';
  const socket = net.createConnection(`/tmp/.X11-unix/X${display.slice(1)}`);
  t.after(() => socket.destroy());
  let unread = Buffer.alloc(0);
  let ready = false;
  const packets: Packet[] = [];
  const u16 = (bytes: Buffer, at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const takeBytes = (count: number) => {
    const taken = unread.subarray(0, count);
    unread = unread.subarray(count);
    return taken;
  };
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    if (!ready) {
      if (unread.length < 8 || unread.length < 8 + u16(unread, 6) * 4) return;
      if (takeBytes(8 + u16(unread, 6) * 4)[0] !== 1) throw new Error('The X server refuses the connection.');
      ready = true;
    }
    while (unread.length >= 32) {
      const type = unread[0]! & 0x7f;
      const length = 32 + (type === 1 || type === 35 ? u32(unread, 4) * 4 : 0);
      if (unread.length < length) return;
      const bytes = takeBytes(length);
      const kind = type === 0 ? 'error' : type === 1 ? 'reply' : 'event';
      const code = type === 0 ? bytes[1]! : type;
      packets.push({ kind, code, bytes, u16: (at) => u16(bytes, at), u32: (at) => u32(bytes, at) });
    }
  });
  const setup = Buffer.alloc(12);
  setup[0] = (little ? 'l' : 'B').charCodeAt(0);
  if (little) setup.writeUInt16LE(11, 2);
  else setup.writeUInt16BE(11, 2);
  socket.write(setup);
  await until(() => ready, 'the connection to be set up');

  const write = (opcode: number, minor: number, body: Buffer, length?: number) => {
    const head = Buffer.from([opcode, minor, 0, 0]);
    const units = length ?? 1 + body.length / 4;
    if (little) head.writeUInt16LE(units, 2);
    else head.writeUInt16BE(units, 2);
    socket.write(Buffer.concat([head, body]));
  };
  const send: RawClient['send'] = (opcode, minor, words, length) => {
    const body = Buffer.alloc(words.length * 4);
    words.forEach((word, at) => {
      if (little) body.writeUInt32LE(word >>> 0, at * 4);
      else body.writeUInt32BE(word >>> 0, at * 4);
    });
    write(opcode, minor, body, length);
  };
  const take: RawClient['take'] = async (kind) => {
    let found: Packet | undefined;
    await until(() => {
      while (packets.length > 0 && found === undefined) {
        const packet = packets.shift()!;
        if (packet.kind === kind) found = packet;
      }
      return found !== undefined;
    }, `${kind} from the X server`);
    return found!;
  };
  return {
    packets,
    send,
    take,
    settle: async () => {
      const getInputFocus = 43;
      send(getInputFocus, 0, []);
      await until(() => packets.some(({ kind }) => kind === 'reply'), 'an answer from the X server');
      packets.splice(
        packets.findIndex(({ kind }) => kind === 'reply'),
        1,
      );
    },
    opcode: async (name) => {
      const queryExtension = 98;
      const body = Buffer.alloc(4 + Math.ceil(name.length / 4) * 4);
      if (little) body.writeUInt16LE(name.length, 0);
      else body.writeUInt16BE(name.length, 0);
      body.write(name, 4, 'latin1');
      write(queryExtension, 0, body);
      return (await take('reply')).bytes[9]!;
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    destroy: () => socket.destroy(),
  };
}
