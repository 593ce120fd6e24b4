/** Endpoints: `host:port`, `tcp://host:port`, `tcp://[v6]:port`, `unix:/path`, `vsock:CID:port`. */
import { usageError } from '../errors.ts';

export const defaultPort = 7000;

export type Endpoint = { kind: 'tcp'; host: string; port: number } | { kind: 'unix'; path: string };

/** `from` names where the text came from (`--stub`, `GLSTUB`), for the error message. */
export function parseEndpoint(text: string, from: string): Endpoint {
  const wrong = (what: string) =>
    usageError(
      `The endpoint (${text}) of ${from} ${what}. Give host:port, tcp://host:port, tcp://[v6]:port or unix:/path.`,
    );
  if (text.startsWith('unix:')) {
    const path = text.slice('unix:'.length).replace(/^\/\/(?=\/)/, '');
    if (!path.startsWith('/')) throw wrong('names a path that does not start with "/"');
    // sun_path holds 108 bytes, the terminating zero included (unix(7)).
    if (Buffer.byteLength(path) > 107)
      throw wrong('names a path longer than the 107 bytes that a unix socket can have');
    return { kind: 'unix', path };
  }
  if (text.startsWith('vsock:')) throw wrong('is a vsock endpoint, which this version cannot use');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  if (scheme && scheme[1]?.toLowerCase() !== 'tcp') throw wrong(`has an unknown scheme (${scheme[1]})`);
  const address = text.slice(scheme?.[0].length ?? 0);
  const parts = /^(?:\[([^\]]*)\]|([^:]*)):([^:]*)$/.exec(address);
  if (!parts) {
    if (/^\[[^\]]*\]$/.test(address) || !address.includes(':')) throw wrong('has no port');
    throw wrong(address.includes('[') ? 'is malformed' : 'has more than one ":" (put an IPv6 address into brackets)');
  }
  const host = parts[1] ?? parts[2] ?? '';
  if (parts[1] !== undefined && !/^[0-9a-f:.]+(%[\w.-]+)?$/i.test(host))
    throw wrong(`has no IPv6 address in its brackets`);
  if (host === '' || /[\s/@]/.test(host)) throw wrong('has no host');
  return {
    kind: 'tcp',
    host,
    port: parsePort(parts[3] ?? '', () => wrong(`has no port from 1 to 65535 (${parts[3]})`)),
  };
}

function parsePort(text: string, error: () => Error): number {
  const port = Number(text);
  if (!/^[0-9]+$/.test(text) || port < 1 || port > 65535) throw error();
  return port;
}

/** The inverse of parseEndpoint, in the spelling that the guest library takes. */
export function formatEndpoint(endpoint: Endpoint): string {
  if (endpoint.kind === 'unix') return `unix:${endpoint.path}`;
  return endpoint.host.includes(':')
    ? `tcp://[${endpoint.host}]:${endpoint.port}`
    : `tcp://${endpoint.host}:${endpoint.port}`;
}

/** Can only this machine reach it? Decides whether a stub may listen there without a token. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^::ffff:/i, '');
  return address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
}

/** Directories where stubs of this user put their sockets, the preferred one first. */
export function socketDirectories(env: NodeJS.ProcessEnv, uid: number): string[] {
  const own = env.XDG_RUNTIME_DIR ? [`${env.XDG_RUNTIME_DIR}/vmgl`] : uid === 0 ? [] : [`/run/user/${uid}/vmgl`];
  return [...own, '/run/vmgl'];
}

export function socketName(port: number): string {
  return `stub-${port}.sock`;
}
