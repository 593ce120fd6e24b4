/**
 * Which files Xorg reads, and in which order: those of the system's directory, those of the administrator's, and then
 * the one main file (xorg.conf(5), "DESCRIPTION"; `strings Xorg` has the templates).
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { reason, UserError } from '../errors.ts';

export interface Place {
  path: string;
  /** `system` belongs to packages: it is read, never changed. */
  role: 'system' | 'directory' | 'main';
}

export interface Search {
  /** In the order in which Xorg reads them: of several Sections of one name it uses the last. */
  places: Place[];
  /** Where a drop-in of ours goes. */
  dropIn: string;
}

export interface SearchOptions {
  env: NodeJS.ProcessEnv;
  uid: number;
  /** The file of --config: it takes the place of the main file. */
  config?: string | undefined;
}

const dropInName = '50-vmgl.conf';

export function searchFiles({ env, uid, config }: SearchOptions): Search {
  /** Tests have a root directory of their own. */
  const under = (name: string) => (env.VMGL_TEST_ROOT ? path.join(env.VMGL_TEST_ROOT, name) : name);
  const directory = under('/etc/X11/xorg.conf.d');
  const places: Place[] = [
    ...listDirectory(under('/usr/share/X11/xorg.conf.d'), 'system'),
    ...listDirectory(directory, 'directory'),
  ];
  const main =
    config ??
    mainFiles(env.XORGCONFIG, uid)
      .map(under)
      .find((one) => fs.existsSync(one));
  // A file of a directory that Xorg reads anyway keeps its place in the order.
  if (main !== undefined && !places.some((one) => sameFile(one.path, main))) places.push({ path: main, role: 'main' });
  return { places, dropIn: path.join(directory, dropInName) };
}

export function sameFile(a: string, b: string): boolean {
  try {
    return fs.realpathSync(a) === fs.realpathSync(b);
  } catch {
    return path.resolve(a) === path.resolve(b);
  }
}

/** Where a main file may be, the preferred place first. Xorg started by root trusts $XORGCONFIG more. */
function mainFiles(named: string | undefined, uid: number): string[] {
  const host = os.hostname();
  const safe = named !== undefined && !path.isAbsolute(named) && !named.split('/').includes('..');
  return [
    ...(named && uid === 0 ? [path.resolve(named)] : []),
    ...(named && (safe || uid === 0) && !path.isAbsolute(named) ? [`/etc/X11/${named}`, `/usr/etc/X11/${named}`] : []),
    '/etc/X11/xorg.conf',
    '/etc/xorg.conf',
    `/usr/etc/X11/xorg.conf.${host}`,
    '/usr/etc/X11/xorg.conf',
    `/usr/lib/X11/xorg.conf.${host}`,
    '/usr/lib/X11/xorg.conf',
  ];
}

/** Xorg takes what ends in .conf and is not hidden, in the order of the C locale. */
function listDirectory(directory: string, role: Place['role']): Place[] {
  let names: string[];
  try {
    names = fs.readdirSync(directory, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new UserError(`The directory (${directory}) cannot be read: ${reason(error)}.`);
  }
  return names
    .filter((name) => /^[^.].*\.conf$/s.test(name))
    .sort()
    .map((name) => ({ path: path.join(directory, Buffer.from(name, 'latin1').toString()), role }));
}
