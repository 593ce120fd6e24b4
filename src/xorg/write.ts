/** Putting a changed configuration file in place: a backup beside it, then one rename. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { reason, UserError } from '../errors.ts';

const backupSuffix = '.vmgl-backup';

/** The bytes of a file as a latin1 string; undefined when there is none. */
export function readConf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UserError(`The file (${file}) cannot be read: ${reason(error)}.${asRoot(error)}`);
  }
}

/**
 * Writes `text` to `file`, or removes the file when it is undefined. Follows links, keeps mode and owner. The backup
 * holds the file as it was before the first edit; a file that is again as its backup loses that.
 * Returns the path of the backup, if there is one.
 */
export function writeConf(file: string, before: string | undefined, text: string | undefined): string | undefined {
  try {
    const real = fs.existsSync(file) ? fs.realpathSync(file) : file;
    if (text === undefined) {
      fs.rmSync(real);
      return undefined;
    }
    const info = fs.statSync(real, { throwIfNoEntry: false });
    // Whoever made a file read-only meant it, also where the directory would let us replace it.
    if (info) fs.accessSync(real, fs.constants.W_OK);
    else fs.mkdirSync(path.dirname(real), { recursive: true });
    const backup = `${real}${backupSuffix}`;
    if (before !== undefined && !isEdited(before)) replaceFile(backup, before, info);
    replaceFile(real, text, info);
    if (!fs.existsSync(backup)) return undefined;
    if (fs.readFileSync(backup, 'latin1') !== text) return backup;
    fs.rmSync(backup);
    return undefined;
  } catch (error) {
    throw new UserError(`The file (${file}) cannot be changed: ${reason(error)}. It is as it was.${asRoot(error)}`);
  }
}

/** Does it hold an edit of ours? Then the backup is older, and the one to keep. */
function isEdited(text: string): boolean {
  return text.includes('# vmgl xorg');
}

function replaceFile(file: string, text: string, like: fs.Stats | undefined): void {
  const temporary = `${file}.${process.pid}`;
  const descriptor = fs.openSync(temporary, 'wx', 0o600);
  try {
    fs.writeFileSync(descriptor, text, 'latin1');
    if (like && (like.uid !== process.getuid?.() || like.gid !== process.getgid?.()))
      fs.fchownSync(descriptor, like.uid, like.gid);
    fs.fchmodSync(descriptor, like ? like.mode & 0o7777 : 0o644);
    fs.fsyncSync(descriptor);
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}

function asRoot(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return (code === 'EACCES' || code === 'EPERM') && process.getuid?.() !== 0 ? ' Do it as root.' : '';
}
