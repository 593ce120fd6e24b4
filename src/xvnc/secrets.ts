/** What lets people in: the cookie of X clients and the password of VNC viewers. */
import { spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { reason, UserError } from '../errors.ts';
import { findInPath } from '../program.ts';
import { authorityFile } from '../x11/authority.ts';

/** A new cookie: in `file` for the X server, and in the person's own authority file for X clients. */
export class Cookie {
  readonly authority: string;
  private readonly env: NodeJS.ProcessEnv;
  private added: string | undefined;

  /** `file` will be made, for the X server alone. */
  constructor(file: string, env: NodeJS.ProcessEnv) {
    this.env = env;
    this.authority = file;
  }

  /** For a display number that is known now. */
  install(display: number): void {
    const cookie = crypto.randomBytes(16).toString('hex');
    fs.writeFileSync(this.authority, '', { mode: 0o600 });
    this.run(this.authority, `add :${display} . ${cookie}\n`);
    const file = authorityFile(this.env);
    if (!fs.existsSync(file)) fs.writeFileSync(file, '', { mode: 0o600 });
    this.run(file, `add :${display} . ${cookie}\n`);
    this.added = `:${display}`;
  }

  remove(): void {
    if (this.added === undefined) return;
    try {
      this.run(authorityFile(this.env), `remove ${this.added}\n`);
    } catch {
      // The entry of a display that is no more harms nobody.
    }
    this.added = undefined;
  }

  /** The command goes through stdin: words can be seen by everyone on this machine. */
  private run(file: string, command: string): void {
    const xauth = findInPath('xauth', this.env);
    if (!xauth) throw new UserError('The program xauth is not installed. Install the Debian package xauth.');
    const { status, stderr, error } = spawnSync(xauth, ['-q', '-f', file, 'source', '-'], {
      input: command,
      encoding: 'utf8',
      env: this.env,
      timeout: 30_000, // It waits for another xauth's lock on the file for up to 20 s.
    });
    if (status === 0 && !/unable|error|bad/i.test(stderr)) return;
    const why = error
      ? reason(error)
      : stderr
          .trim()
          .split('\n')
          .at(-1)
          ?.replace(/^xauth:\s*/, '') || `code ${status}`;
    throw new UserError(`xauth cannot write the cookie of the display into ${file}: ${why}.`);
  }
}

export interface Password {
  file: string;
  /** In the clear, when it was made now. */
  made: string | undefined;
}

/** The password file of this person's VNC servers; made with a new password where there is none. */
export function passwordFile(given: string | undefined, env: NodeJS.ProcessEnv): Password {
  const file = given ?? path.join(env.HOME || os.homedir(), '.vnc', 'passwd');
  if (fs.existsSync(file)) {
    try {
      fs.accessSync(file, fs.constants.R_OK);
    } catch (error) {
      throw new UserError(`The VNC password file (${file}) cannot be read: ${reason(error)}.`);
    }
    return { file, made: undefined };
  }
  const made = newPassword();
  const hidden = scramble(made, env);
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(file, hidden, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new UserError(`The VNC password file (${file}) cannot be made: ${reason(error)}.`);
  }
  return { file, made };
}

/** Eight characters are all that VNC compares; none of them looks like another. */
function newPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789';
  return Array.from({ length: 8 }, () => alphabet[crypto.randomInt(alphabet.length)]).join('');
}

/** The form in which VNC servers keep passwords. */
function scramble(password: string, env: NodeJS.ProcessEnv): Buffer {
  for (const name of ['vncpasswd', 'tigervncpasswd', 'tightvncpasswd']) {
    const tool = findInPath(name, env);
    if (!tool) continue;
    const { status, stdout } = spawnSync(tool, ['-f'], { input: `${password}\n`, timeout: 10_000, env });
    if (status === 0 && stdout.length >= 8) return stdout;
  }
  throw new UserError(
    'There is no VNC password yet, and no program that makes one (vncpasswd). Install the Debian package tigervnc-tools ' +
      'or tightvncpasswd, or put `-- -SecurityTypes None` at the end to do without a password.',
  );
}
