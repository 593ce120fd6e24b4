/** The part of npm's x11 (which has no types) that vmgl uses. Requests answer through callbacks, events come as 'event'. */
declare module 'x11' {
  import type { EventEmitter } from 'node:events';
  import type { Duplex } from 'node:stream';

  export interface Property {
    type: number;
    format: number;
    data: Buffer;
    bytesAfter: number;
  }

  export interface Extension {
    present: number;
    majorOpcode: number;
  }

  /** An X error: `error` is the core protocol's code, `badParam` the resource or value. */
  export interface XError extends Error {
    error: number;
    badParam: number;
    majorOpcode: number;
    minorOpcode: number;
  }

  /** Returning true says that an error was dealt with; otherwise the client emits 'error'. */
  type Callback<T> = (error: Error | null | undefined, result: T) => unknown;

  export interface Client extends EventEmitter {
    /** Of the last request; counted up before each request that is put together by hand. */
    seq_num: number;
    /** How the reply to a request is read, null where only errors answer; and who gets it. */
    replies: Record<number, [((body: Buffer) => unknown) | null, Callback<never>]>;
    pack_stream: { put(request: Buffer): void; submit(expectsReply?: boolean): boolean };
    /** Readers of GenericEvents, by major opcode; `body` begins at byte 8 of the event. */
    geEventParsers: Record<
      number,
      (type: number, sequence: number, extra: number, code: number, body: Buffer) => object
    >;
    stream: Duplex;
    AllocID(): number;
    // biome-ignore lint/suspicious/noExplicitAny: each extension is an object of its own
    require(name: string, callback: Callback<any>): void;
    QueryExtension(name: string, callback: Callback<Extension>): void;
    InternAtom(onlyIfExists: boolean, name: string, callback: Callback<number>): void;
    ChangeProperty(mode: number, window: number, name: number, type: number, format: number, data: Buffer): void;
    GetProperty(
      remove: number,
      window: number,
      name: number,
      type: number,
      offset: number,
      length: number,
      callback: Callback<Property>,
    ): void;
    GetInputFocus(callback: Callback<unknown>): void;
    CreateWindow(
      id: number,
      parent: number,
      x: number,
      y: number,
      width: number,
      height: number,
      border: number,
      depth: number,
      windowClass: number,
      visual: number,
      values: Record<string, number>,
    ): void;
    DestroyWindow(window: number): void;
    MapWindow(window: number): void;
    UnmapWindow(window: number): void;
    MoveWindow(window: number, x: number, y: number): void;
    ResizeWindow(window: number, width: number, height: number): void;
    ConfigureWindow(window: number, values: Record<string, number>): void;
    ReparentWindow(window: number, parent: number, x: number, y: number): void;
    RaiseWindow(window: number): void;
    LowerWindow(window: number): void;
    CreatePixmap(id: number, drawable: number, depth: number, width: number, height: number): void;
    SetCloseDownMode(mode: number): void;
    GetImage(
      format: number,
      drawable: number,
      x: number,
      y: number,
      width: number,
      height: number,
      planes: number,
      callback: Callback<{ data: Buffer }>,
    ): void;
    sync(callback: (error: Error | null) => void): void;
  }

  export interface Display {
    client: Client;
    screen: { root: number; pixel_width: number; pixel_height: number; root_depth: number }[];
    vendor: string;
  }

  export function createClient(
    options: {
      display: string;
      stream: Duplex;
      auth: { name: string; data: string };
      disableBigRequests?: boolean;
    },
    callback: Callback<Display>,
  ): Client;
}
