/**
 * The X extension VMGL (docs/x-extension.md): reports where windows are and what is seen of them. The server's half is
 * src/native/xserver, and src/native/xext/proto.h has the same messages for C.
 */
import type { Extension, XError } from 'x11';
import { UserError } from '../errors.ts';
import { answer, type XConnection } from './connection.ts';

const extensionName = 'VMGL';
const major = 1;
const minor = 0;

const request = { queryVersion: 0, watch: 1, unwatch: 2, acknowledge: 3, sync: 4 };
const flag = { mapped: 1, viewable: 2, redirected: 4, simplified: 8, destroyed: 16 };
const visibilities = ['unobscured', 'partially-obscured', 'fully-obscured', 'not-viewable'] as const;

/** In pixels, from the window's inner upper left corner. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowReport {
  window: number;
  /** Grows with each report of a connection, until it wraps around at 2^32. */
  serial: number;
  /** The window is gone, and this is the last report about it: nothing below means anything. */
  destroyed: boolean;
  /** The window itself; it is seen only if its ancestors are mapped, too. */
  mapped: boolean;
  /** Mapped with all its ancestors. */
  viewable: boolean;
  /** Composite keeps it, or an ancestor, off the screen; `rectangles` tells what its place in the stack leaves of it. */
  redirected: boolean;
  /** The one rectangle is the extents of a visible region that has more than the limit. */
  simplified: boolean;
  visibility: (typeof visibilities)[number];
  /** Of the inner upper left corner, from the root's. */
  x: number;
  y: number;
  /** Without the border. */
  width: number;
  height: number;
  border: number;
  root: number;
  parent: number;
  /** The sibling right beneath it; 0 for the lowest. */
  above: number;
  /** Its ancestor among the root's children, or itself. */
  toplevel: number;
  /** The sibling right beneath that one. */
  toplevelAbove: number;
  /** What is seen of the window, children and border excluded; without overlaps, from top to bottom. */
  rectangles: Rectangle[];
}

export interface WindowExtension {
  readonly version: { major: number; minor: number };
  /** Rejects when the connection ends, and never resolves. */
  readonly lost: Promise<never>;
  /**
   * Starts to report about a window; the first report has come when this resolves. Where the visible region has more
   * than `limit` rectangles, its extents are reported. Rejects with a UserError when the server refuses.
   */
  watch(window: number, limit?: number): Promise<void>;
  /** Ends the reports about a window; those that are under way still come. */
  unwatch(window: number): void;
  /** Resolves when everything that the server did before it saw this has been reported. */
  sync(): Promise<void>;
}

/**
 * Undefined when the server does not have the extension, or this client may not use it. Rejects with a UserError when
 * the two have no version in common. `report` is called for every report until the connection ends.
 */
export async function openExtension(
  connection: XConnection,
  report: (report: WindowReport) => void,
): Promise<WindowExtension | undefined> {
  const { client } = connection;
  const lost = new Promise<never>((_, reject) => {
    const gone = () => reject(new UserError('The X server closed the connection.'));
    client.once('end', gone);
    client.stream.once('close', gone);
  });
  lost.catch(() => {}); // whoever waits for something learns of it; nobody has to
  const extension = await answer<Extension>(connection, (done) => client.QueryExtension(extensionName, done));
  if (!extension.present) return undefined;
  const opcode = extension.majorOpcode;

  /** Sends a request; `read` makes the answer of its reply, from byte 8 on. */
  const send = <T>(code: number, words: number[], read?: (body: Buffer) => T): Promise<T> => {
    const bytes = Buffer.alloc(4 + 4 * words.length);
    bytes.writeUInt8(opcode, 0);
    bytes.writeUInt8(code, 1);
    bytes.writeUInt16LE(bytes.length / 4, 2);
    words.forEach((word, at) => {
      bytes.writeUInt32LE(word >>> 0, 4 + 4 * at);
    });
    client.seq_num++;
    const answer = new Promise<T>((resolve, reject) => {
      client.replies[client.seq_num] = [
        read ?? null,
        (error, result) => {
          if (error) reject(error);
          else resolve(result as T);
          return true;
        },
      ];
    });
    client.pack_stream.put(bytes);
    client.pack_stream.submit(read !== undefined);
    return Promise.race([answer, lost]);
  };
  const ignore = (answer: Promise<unknown>) => {
    answer.catch(() => {}); // the server is gone; `lost` says so to whoever waits
  };

  client.geEventParsers[opcode] = (type, _sequence, _extra, _code, body) => {
    const found = readReport(body);
    if (!found.destroyed) ignore(send(request.acknowledge, [found.window, found.serial]));
    report(found);
    return { type };
  };

  const version = await send(request.queryVersion, [major, minor], (body) => ({
    major: body.readUInt32LE(0),
    minor: body.readUInt32LE(4),
  }));
  if (version.major !== major)
    throw new UserError(
      `The X server's extension ${extensionName} has version ${version.major}.${version.minor}; this vmgl needs ${major}.x. ` +
        'Install the libvmglext.so of this vmgl there: vmgl install --guest --xorg.',
    );
  const sync = () => send(request.sync, [], () => undefined);
  return {
    version,
    lost,
    watch: async (window, limit = 4096) => {
      const watched = send(request.watch, [window, limit]);
      // The answer to the second says that the first went well, and comes after the report.
      const synced = sync();
      ignore(synced);
      try {
        await watched;
      } catch (error) {
        if (error instanceof UserError) throw error;
        throw new UserError(
          `The X server refuses to report about the window (0x${window.toString(16)}): ${errorName(error as XError)}.`,
        );
      }
      await synced;
    },
    unwatch: (window) => ignore(send(request.unwatch, [window])),
    sync,
  };
}

/** `body` is the event from byte 8 on (struct vmgl_xext_report). */
function readReport(body: Buffer): WindowReport {
  const flags = body.readUInt16LE(2);
  const has = (bit: number) => (flags & bit) !== 0;
  const count = Math.min(body.readUInt32LE(44), Math.floor((body.length - 56) / 8));
  return {
    window: body.readUInt32LE(4),
    serial: body.readUInt32LE(8),
    destroyed: has(flag.destroyed),
    mapped: has(flag.mapped),
    viewable: has(flag.viewable),
    redirected: has(flag.redirected),
    simplified: has(flag.simplified),
    visibility: visibilities[body.readUInt8(42)] ?? 'not-viewable',
    x: body.readInt16LE(12),
    y: body.readInt16LE(14),
    width: body.readUInt16LE(16),
    height: body.readUInt16LE(18),
    border: body.readUInt16LE(40),
    root: body.readUInt32LE(20),
    parent: body.readUInt32LE(24),
    above: body.readUInt32LE(28),
    toplevel: body.readUInt32LE(32),
    toplevelAbove: body.readUInt32LE(36),
    rectangles: Array.from({ length: count }, (_, at) => ({
      x: body.readInt16LE(56 + at * 8),
      y: body.readInt16LE(58 + at * 8),
      width: body.readUInt16LE(60 + at * 8),
      height: body.readUInt16LE(62 + at * 8),
    })),
  };
}

const errorNames = ['', 'BadRequest', 'BadValue', 'BadWindow', 'BadPixmap', 'BadAtom', 'BadCursor', 'BadFont'].concat(
  ['BadMatch', 'BadDrawable', 'BadAccess', 'BadAlloc', 'BadColor', 'BadGC', 'BadIDChoice', 'BadName', 'BadLength'],
  ['BadImplementation'],
);

/** The name of an X error, as the documentation of the X protocol has it. */
export function errorName(error: XError): string {
  return errorNames[error.error] ?? `X error ${error.error}`;
}
