/** What tests of every kind share: where things are, waiting, and what processes say. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Readable } from 'node:stream';

export const root = path.resolve(import.meta.dirname, '..');
/** VMGL_TEST_CLI may name an installed vmgl. */
export const vmgl = process.env.VMGL_TEST_CLI ?? path.join(root, 'dist/bin/vmgl');

/** Waits until `condition` gives something that is true, and returns that; fails after `ms`. */
export async function until<T>(condition: () => T | Promise<T>, what: string, ms = 20_000): Promise<NonNullable<T>> {
  for (const end = Date.now() + ms; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain for: ${what}`);
  }
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie answers too.
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * What comes out of `stream`, whenever it is asked for. Of more than `limit` characters the middle is missing: a driver
 * that floods stderr must not fill the memory of the tests.
 */
export function collect(stream: Readable, limit = 1 << 20): () => string {
  const half = Math.ceil(limit / 2);
  let begin = '';
  let end = '';
  let missing = 0;
  stream.setEncoding('utf8').on('data', (text: string) => {
    const room = half - begin.length;
    begin += text.slice(0, room);
    end += text.slice(room);
    if (end.length <= limit) return;
    missing += end.length - half;
    end = end.slice(-half);
  });
  return () => (missing === 0 ? begin + end : `${begin}\n[${missing} characters are left out]\n${end}`);
}
