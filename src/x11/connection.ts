/** Connections to X servers, with a time limit and without Xlib: an X server that hangs must not hang vmgl. */
import * as net from 'node:net';
import { type Client, createClient, type Display } from 'x11';
import { reason } from '../errors.ts';
import { authorityFile, cookieFor } from './authority.ts';

export interface XConnection {
  display: Display;
  client: Client;
  /** The root window of the screen that the display's name says. */
  root: number;
  /** From here on without a time limit. */
  keep(): void;
  close(): void;
}

interface Options {
  env: NodeJS.ProcessEnv;
  /** For connecting and for everything afterwards until keep(), in milliseconds; then the connection is closed. */
  timeout: number;
}

/** `host:N.S`, `unix:N`, `:N`; undefined for what is not the name of a display. */
export function parseDisplay(name: string): { host: string | undefined; number: number; screen: number } | undefined {
  const parts = /^(?:(?:tcp|inet6?|unix)\/)?(.*?):(\d{1,5})(?:\.(\d{1,3}))?$/.exec(name);
  if (!parts) return undefined;
  const host = parts[1] === '' || parts[1] === 'unix' ? undefined : parts[1]?.replace(/^\[(.*)\]$/, '$1');
  return { host, number: Number(parts[2]), screen: Number(parts[3] ?? 0) };
}

/** Rejects with an Error whose message is the reason alone ("connection refused"). */
export async function connectX(name: string, { env, timeout }: Options): Promise<XConnection> {
  const parsed = parseDisplay(name);
  if (!parsed) throw new Error('not the name of an X display');
  const { host, number, screen } = parsed;
  const stream = net.connect(
    host === undefined ? { path: `/tmp/.X11-unix/X${number}` } : { host, port: 6000 + number },
  );
  const timer = setTimeout(() => stream.destroy(new Error('it did not answer in time')), timeout);
  stream.once('close', () => clearTimeout(timer));
  try {
    await new Promise<void>((resolve, reject) => stream.once('connect', resolve).once('error', reject));
    const auth = cookieFor(authorityFile(env), host === undefined ? undefined : stream.remoteAddress, number);
    const display = await new Promise<Display>((resolve, reject) => {
      stream.once('error', reject).once('close', () => reject(new Error('it closed the connection')));
      const client = createClient({ display: name, stream, auth, disableBigRequests: true }, (error, display) =>
        error ? reject(error) : resolve(display),
      );
      client.on('error', reject);
    });
    const root = display.screen[screen]?.root;
    if (root === undefined) throw new Error(`it has no screen ${screen}`);
    return { display, client: display.client, root, keep: () => clearTimeout(timer), close: () => stream.destroy() };
  } catch (error) {
    stream.destroy();
    throw new Error(explain(error));
  }
}

function explain(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  // A server that refuses may be gone before it has heard us out.
  if (code === 'EPIPE' || code === 'ECONNRESET') return 'it closed the connection';
  return reason(error)
    .replace(/^X server connection failed: /, '')
    .replaceAll('\0', '')
    .trim();
}

/** The answer to a request of npm's x11, rejected when the connection ends before it came. */
export function answer<T>(
  connection: XConnection,
  request: (callback: (error: Error | null | undefined, result: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('it closed the connection'));
    connection.client.once('end', gone);
    connection.client.once('error', reject);
    request((error, result) => {
      connection.client.off('end', gone).off('error', reject);
      if (error) reject(error);
      else resolve(result);
    });
  });
}
