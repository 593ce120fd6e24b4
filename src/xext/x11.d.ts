/** What we use of npm's `x11`, which brings no types. Requests answer through callbacks, events come as 'event'. */
declare module 'x11' {
  import type { EventEmitter } from 'node:events';
  import type { Duplex } from 'node:stream';

  /** An X error: `error` is the core protocol's code, `badParam` the resource or value. */
  export interface XError extends Error {
    error: number;
    badParam: number;
    majorOpcode: number;
    minorOpcode: number;
  }

  /** Returning true says that an error was dealt with; otherwise the client emits 'error'. */
  export type Callback<T> = (error: XError | null | undefined, result: T) => unknown;

  export interface Extension {
    present: number;
    majorOpcode: number;
  }

  export interface Image {
    depth: number;
    data: Buffer;
  }

  export interface Tree {
    root: number;
    parent: number;
    children: number[];
  }

  export interface Client extends EventEmitter {
    /** Of the last request; counted up before each request that is put together by hand. */
    seq_num: number;
    /** How the answer to a request is read, and who gets it; no reader for a request that is only answered by errors. */
    replies: Record<number, [((body: Buffer, detail: number) => unknown) | null, Callback<never>]>;
    pack_stream: { put(request: Buffer): void; submit(expectsReply?: boolean): boolean; flush(): void };
    /** Readers of GenericEvents, by major opcode; `body` begins at byte 8 of the event. */
    geEventParsers: Record<
      number,
      (type: number, sequence: number, extra: number, code: number, body: Buffer) => object
    >;
    stream: Duplex;
    AllocID(): number;
    terminate(): void;
    // biome-ignore lint/suspicious/noExplicitAny: each extension is an object of its own
    require(name: string, callback: Callback<any>): void;
    QueryExtension(name: string, callback: Callback<Extension>): void;
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
    QueryTree(window: number, callback: Callback<Tree>): void;
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
      callback: Callback<Image>,
    ): void;
  }

  export interface Display {
    client: Client;
    screen: { root: number; root_visual: number; root_depth: number; pixel_width: number; pixel_height: number }[];
  }

  export interface Options {
    display: string;
    /** false: an ordinary socket, without descriptor passing. */
    shm?: boolean;
    auth?: { name: string; data: string };
  }

  export function createClient(
    options: Options,
    ready: (error: Error | null | undefined, display: Display) => void,
  ): Client;
}
