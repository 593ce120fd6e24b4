/** A connection to an X server, with npm's `x11`. */
import { type Client, createClient, type Display, type XError } from 'x11';
import { reason, UserError } from '../errors.ts';

export interface Connection {
  readonly client: Client;
  readonly display: Display;
  /** Rejects when the server closes the connection, and never resolves. */
  readonly lost: Promise<never>;
  close(): void;
}

/**
 * Connects to the X server `name` (":1", "host:1"). Errors that belong to no request of ours come as the client's
 * 'error' events; they are ignored unless someone listens.
 */
export async function connect(name: string, auth?: { name: string; data: string }): Promise<Connection> {
  let failed = (_error: Error): void => {};
  const lost = new Promise<never>((_, reject) => {
    failed = reject;
  });
  lost.catch(() => {}); // whoever waits for something learns of it; nobody has to
  const gone = () => failed(new UserError(`The X server (${name}) closed the connection.`));
  const display = await new Promise<Display>((resolve, reject) => {
    const refuse = (error: unknown) =>
      reject(new UserError(`There is no connection to the X server (${name}): ${reason(error)}.`));
    try {
      const client = createClient({ display: name, shm: false, ...(auth ? { auth } : {}) }, (error, found) =>
        error ? refuse(error) : resolve(found),
      );
      client.on('error', refuse); // without a listener an X error would end the process
      client.on('end', gone);
    } catch (error) {
      refuse(error);
    }
  });
  const { client } = display;
  client.stream.on('close', gone);
  return {
    client,
    display,
    lost,
    close: () => client.stream.destroy(),
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
