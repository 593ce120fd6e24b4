/**
 * Stubs announced on an X display: a property of the root window, so that every program of the session finds the stub
 * that the session is for. src/native/guest/link/discover.c reads it too.
 *
 * The property holds endpoints and nothing else. Every client of the X server can read it, and it ends up in bug reports
 * (`xprop -root`), so there is no token in it, nor the name of a file from which a client would read one and send it to
 * wherever the property says.
 */
import type { Property } from 'x11';
import { formatEndpoint, type Endpoint, parseEndpoint } from '../net/endpoint.ts';
import { answer, connectX, type XConnection } from './connection.ts';

/** Its value: endpoints as UTF-8, separated by zero bytes (as in other lists on root windows). */
export const announcementProperty = '_VMGL_STUB';
const anyType = 0;
const stringType = 31; // XA_STRING, what `xprop -f _VMGL_STUB 8s -set` writes
const mostBytes = 4096;
const mostEndpoints = 8;

/** The endpoints that the display announces; what is none is left out. None where the display cannot be asked. */
export async function readAnnouncement(display: string, env: NodeJS.ProcessEnv, timeout: number): Promise<Endpoint[]> {
  let connection: XConnection;
  try {
    connection = await connectX(display, { env, timeout });
  } catch {
    return [];
  }
  try {
    const { client, root } = connection;
    const property = await answer<number>(connection, (done) => client.InternAtom(true, announcementProperty, done));
    if (property === 0) return [];
    const { format, data } = await answer<Property>(connection, (done) =>
      client.GetProperty(0, root, property, anyType, 0, mostBytes / 4, done),
    );
    return format === 8 ? parseAnnouncement(data) : [];
  } catch {
    return []; // Clients that the X server does not trust may not look.
  } finally {
    connection.close();
  }
}

export function parseAnnouncement(data: Buffer): Endpoint[] {
  const endpoints: Endpoint[] = [];
  for (const text of data.toString().split('\0')) {
    if (text === '' || text.length >= 300 || /[\0-\x1f\x7f]/.test(text) || endpoints.length === mostEndpoints) continue;
    try {
      endpoints.push(parseEndpoint(text, announcementProperty));
    } catch {
      // Another client's idea of an endpoint is nothing to bother this one's user with.
    }
  }
  return endpoints;
}

/** Sets the property, for as long as the X server lives. */
export async function announce(connection: XConnection, endpoints: Endpoint[]): Promise<void> {
  const { client, root } = connection;
  const [property, utf8] = await Promise.all(
    [announcementProperty, 'UTF8_STRING'].map((name) =>
      answer<number>(connection, (done) => client.InternAtom(false, name, done)),
    ),
  );
  const value = Buffer.from(endpoints.map((one) => formatEndpoint(one)).join('\0'));
  client.ChangeProperty(0, root, property ?? 0, utf8 ?? stringType, 8, value);
  await answer<unknown>(connection, (done) => client.sync((error) => done(error, undefined)));
}
