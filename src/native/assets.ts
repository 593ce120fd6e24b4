/**
 * Where the native files are. The packaged executable carries them and unpacks them once into a cache
 * directory named after their content; a tree that was only built uses dist/app/native as it is.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { reason, UserError } from '../errors.ts';

interface Build {
  /** Hash of all native files. */
  id: string;
  version: string;
  /** VMGL_PROTOCOL_HASH of the generator, in hexadecimal. */
  protocol: string;
  /** Bytes of each native file, by its path below native/. */
  natives: Record<string, number>;
}

/** Replaced by scripts/build.ts in the bundle; absent when src/ runs as it is. */
declare const VMGL_BUILD: Build | undefined;

export const packaged = 'pkg' in process;

const bundled = typeof VMGL_BUILD !== 'undefined';
const root = path.resolve(import.meta.dirname, '../..');
const builtDirectory = bundled ? path.join(import.meta.dirname, 'native') : path.join(root, 'dist/app/native');

let buildOfTree: Build | undefined;
export function build(): Build {
  if (typeof VMGL_BUILD !== 'undefined') return VMGL_BUILD;
  buildOfTree ??= JSON.parse(fs.readFileSync(path.join(root, 'dist/app/build.json'), 'utf8')) as Build;
  return buildOfTree;
}

let directory: string | undefined;
/** The directory that holds the native files, as real files that can be mapped and executed. */
export function nativeDirectory(env: NodeJS.ProcessEnv = process.env): string {
  directory ??= packaged ? (installedDirectory() ?? unpack(env)) : builtDirectory;
  return directory;
}

/** Bytes of a native file, without a place for it on the disk. */
export function nativeFile(name: string): string {
  return path.join(builtDirectory, name);
}

/** What `vmgl install` put beside this executable: PREFIX/lib/vmgl. Undefined unless it is whole and of this build. */
function installedDirectory(): string | undefined {
  const executable = fs.realpathSync(process.execPath);
  const candidate = path.join(path.dirname(executable), '../lib/vmgl');
  try {
    const { id } = JSON.parse(fs.readFileSync(path.join(candidate, 'build.json'), 'utf8')) as Partial<Build>;
    if (id !== build().id || !preloadable(candidate)) return undefined;
    const info = fs.statSync(candidate);
    // Whoever may change the executable may change its libraries, and nobody else.
    if ((info.uid !== 0 && info.uid !== fs.statSync(executable).uid) || (info.mode & 0o022) !== 0) return undefined;
    for (const [name, size] of Object.entries(build().natives))
      if (fs.statSync(path.join(candidate, name)).size !== size) return undefined;
    return candidate;
  } catch {
    return undefined;
  }
}

export function nativePath(name: string): string {
  const found = path.join(nativeDirectory(), name);
  if (!fs.existsSync(found)) throw new UserError(`The file (${found}) is missing. Build vmgl again: npm run build.`);
  return found;
}

export function hasNative(name: string): boolean {
  return name in build().natives;
}

/** Puts the files into the first directory that takes them and lets them be executed. */
function unpack(env: NodeJS.ProcessEnv): string {
  const refused: string[] = [];
  for (const base of cacheDirectories(env)) {
    const target = path.join(base, build().id);
    try {
      unpackInto(base, target);
      return target;
    } catch (error) {
      refused.push(`${base}: ${reason(error)}`);
    }
  }
  throw new UserError(
    `No directory can hold vmgl's libraries (${refused.join('; ')}). ` +
      'Set VMGL_CACHE_DIR to a directory on a file system that has 64 MB to spare and is not mounted noexec.',
    125,
  );
}

function cacheDirectories(env: NodeJS.ProcessEnv): string[] {
  if (env.VMGL_CACHE_DIR) return [path.resolve(env.VMGL_CACHE_DIR)];
  const uid = process.getuid?.() ?? 0;
  const cache = env.XDG_CACHE_HOME || (env.HOME ? path.join(env.HOME, '.cache') : undefined);
  return [
    // mkdir below /proc never returns in Node, and no one keeps a cache there.
    ...(cache && path.isAbsolute(cache) && !cache.startsWith('/proc') ? [path.join(cache, 'vmgl')] : []),
    path.join(os.tmpdir(), `vmgl-${uid}`),
    ...(env.XDG_RUNTIME_DIR ? [path.join(env.XDG_RUNTIME_DIR, 'vmgl', 'cache')] : []),
    path.join('/dev/shm', `vmgl-${uid}`),
  ];
}

function unpackInto(base: string, target: string): void {
  if (!preloadable(target)) throw new Error('its name has a character that LD_PRELOAD cannot carry');
  const { natives } = build();
  const complete = (name: string) =>
    fs.statSync(path.join(target, name), { throwIfNoEntry: false })?.size === natives[name];
  if (!fs.existsSync(target)) {
    fs.mkdirSync(target, { recursive: true, mode: 0o700 });
    removeOldBuilds(base, target);
  }
  checkOwner(base);
  checkOwner(target);
  for (const name of Object.keys(natives)) {
    if (complete(name)) continue;
    const file = path.join(target, name);
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const temporary = `${file}.${process.pid}`;
    try {
      fs.writeFileSync(temporary, fs.readFileSync(path.join(builtDirectory, name)), { mode: 0o700 });
      fs.renameSync(temporary, file);
    } catch (error) {
      fs.rmSync(temporary, { force: true });
      throw error;
    }
  }
  linkLibraryNames(target, Object.keys(natives));
  // access(2) says EACCES for a file that may not be executed because of its mount, root or not.
  try {
    fs.accessSync(path.join(target, 'koffi.node'), fs.constants.X_OK);
  } catch {
    throw new Error('mounted noexec');
  }
}

/** LD_PRELOAD separates its words by spaces and colons, and knows no quotes. */
export function preloadable(directory: string): boolean {
  return !/[\s:;$]/.test(directory);
}

/** Libraries are loaded from there: nobody else may have put them there. */
function checkOwner(folder: string): void {
  const info = fs.lstatSync(folder);
  if (!info.isDirectory()) throw new Error('not a directory');
  const uid = process.getuid?.() ?? 0;
  if (info.uid !== uid || (info.mode & 0o022) !== 0) throw new Error(`not only this user (uid ${uid}) can write there`);
}

/**
 * The dynamic linker replaces `$LIB` in LD_PRELOAD by its own library directory, so that one value serves
 * 64-bit and 32-bit programs: lib/x86_64-linux-gnu and lib/i386-linux-gnu on Debian, lib64 elsewhere, and lib32 for
 * the 32-bit linker that Debian's libc6-i386 brings.
 */
export function linkLibraryNames(target: string, natives: Iterable<string>): void {
  for (const [link, to] of [...libraryLinks, ...unversionedLinks(natives)]) {
    const at = path.join(target, link);
    if (!fs.existsSync(path.join(target, path.dirname(link), to)) || fs.lstatSync(at, { throwIfNoEntry: false }))
      continue;
    fs.symlinkSync(to, at);
  }
}

/** Links below the native directory, and the folders that they lead to. */
export const libraryLinks: [string, string][] = [
  ['lib64', `lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`],
  ['lib32', 'lib/i386-linux-gnu'],
];

/** `libEGL.so` beside each `libEGL.so.1`: programs that open libraries themselves try the name without a version first. */
export function unversionedLinks(natives: Iterable<string>): [string, string][] {
  return [...natives].flatMap((name): [string, string][] => {
    const [, link] = /^(lib\/[^/]+\/lib[^/]+\.so)\.\d+$/.exec(name) ?? [];
    return link === undefined ? [] : [[link, path.basename(name)]];
  });
}

/** Builds that nobody started for a month go. */
function removeOldBuilds(base: string, keep: string): void {
  for (const name of fs.readdirSync(base)) {
    const other = path.join(base, name);
    if (other === keep || !/^[0-9a-f]{16}$/.test(name)) continue;
    const { atimeMs, mtimeMs } =
      fs.statSync(path.join(other, 'koffi.node'), { throwIfNoEntry: false }) ?? fs.statSync(other);
    if (Date.now() - Math.max(atimeMs, mtimeMs) > 30 * 24 * 3600 * 1000)
      fs.rmSync(other, { recursive: true, force: true });
  }
}
