/** The part of npm's x11 (which has no types) that vmgl uses. */
declare module 'x11' {
  import type { EventEmitter } from 'node:events';
  import type { Duplex } from 'node:stream';

  export interface Property {
    type: number;
    format: number;
    data: Buffer;
    bytesAfter: number;
  }

  type Callback<T> = (error: Error | null | undefined, result: T) => void;

  export interface Client extends EventEmitter {
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
