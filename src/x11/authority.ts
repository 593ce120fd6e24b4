/**
 * The cookies of X displays. npm's x11 can look for them too, but it prints to stderr when it finds none, and throws
 * where nobody can catch when the file may not be read.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export interface Cookie {
  name: string;
  /** Bytes, as latin1. */
  data: string;
}

const families = { internet: 0, internet6: 6, local: 256, wild: 65535 };

/** The file in which X clients look for cookies. */
export function authorityFile(env: NodeJS.ProcessEnv): string {
  return env.XAUTHORITY || path.join(env.HOME || os.homedir(), '.Xauthority');
}

/**
 * The cookie for a display; an empty one, which a server without access control takes, when the file has none or cannot
 * be read. `host` is the numeric address of the X server for TCP, undefined for this machine.
 */
export function cookieFor(file: string, host: string | undefined, number: number): Cookie {
  const none = { name: '', data: '' };
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch {
    return none;
  }
  const local = host === undefined || host === '127.0.0.1' || host === '::1';
  const address = local ? os.hostname() : host;
  for (const entry of entries(bytes)) {
    const here =
      entry.family === families.wild ||
      (local && entry.family === families.local && entry.address.toString() === address) ||
      (!local && entry.family === families.internet && entry.address.join('.') === address) ||
      (!local && entry.family === families.internet6 && expandedIPv6(address) === entry.address.toString('hex'));
    if (here && entry.name === 'MIT-MAGIC-COOKIE-1' && (entry.number === '' || entry.number === String(number)))
      return { name: entry.name, data: entry.data.toString('latin1') };
  }
  return none;
}

/** Entries as libXau writes them: a family, then four counted strings. Ends at the first that is cut off. */
function* entries(bytes: Buffer) {
  for (let at = 0; at + 2 <= bytes.length; ) {
    const family = bytes.readUInt16BE(at);
    at += 2;
    const fields: Buffer[] = [];
    for (let i = 0; i < 4; i++) {
      if (at + 2 > bytes.length) return;
      const end = at + 2 + bytes.readUInt16BE(at);
      if (end > bytes.length) return;
      fields.push(bytes.subarray(at + 2, end));
      at = end;
    }
    const [address, number, name, data] = fields as [Buffer, Buffer, Buffer, Buffer];
    yield { family, address, number: number.toString('latin1'), name: name.toString('latin1'), data };
  }
}

/** The 16 bytes of an IPv6 address, in hexadecimal. */
function expandedIPv6(address: string): string {
  const [head = '', tail] = address.replace(/%.*/, '').split('::');
  const words = (text: string) => (text === '' ? [] : text.split(':'));
  const [left, right] = [words(head), words(tail ?? '')];
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...(tail === undefined ? [] : zeros), ...right].map((word) => word.padStart(4, '0')).join('');
}
