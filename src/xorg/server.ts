/** Does the X server that runs have the extension, and if not, what did it log about it? */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { reason } from '../errors.ts';
import { connectX, parseDisplay } from '../x11/connection.ts';
import { openExtension } from '../x11/extension.ts';
import { moduleName } from './edit.ts';

export interface ServerStatus {
  /** $DISPLAY; null where it is not set. */
  display: string | null;
  /** null: it could not be asked, or has a version that is not for us. */
  extension: boolean | null;
  /** The extension's ("1.0"); null without it. */
  version: string | null;
  /** Why it could not be asked, or why it does not have the extension, if that is known. */
  why: string | null;
}

const patience = 5000;

export async function askServer(env: NodeJS.ProcessEnv): Promise<ServerStatus> {
  const display = env.DISPLAY || null;
  const unknown = { display, extension: null, version: null };
  if (display === null) return { ...unknown, why: null };
  try {
    const connection = await connectX(display, { env, timeout: patience });
    try {
      const found = await openExtension(connection, () => {});
      if (!found) return { display, extension: false, version: null, why: logged(display, env) ?? null };
      return { display, extension: true, version: `${found.version.major}.${found.version.minor}`, why: null };
    } finally {
      connection.close();
    }
  } catch (error) {
    return { ...unknown, why: reason(error) };
  }
}

/** What the log of a local Xorg says last about the module. */
function logged(display: string, env: NodeJS.ProcessEnv): string | undefined {
  const parsed = parseDisplay(display);
  if (!parsed || parsed.host !== undefined) return undefined;
  const name = `Xorg.${parsed.number}.log`;
  const logs = ['/var/log', ...(env.HOME ? [path.join(env.HOME, '.local/share/xorg')] : [])];
  for (const log of logs.map((one) => path.join(one, name))) {
    let text: string;
    try {
      text = fs.readFileSync(log, 'latin1');
    } catch {
      continue;
    }
    const line = text.split('\n').findLast((one) => one.includes(moduleName) && /\((EE|WW)\)/.test(one));
    if (line) return `${log} says ${line.replace(/^\[[ \d.]*\] /, '').trim()}`;
  }
  return undefined;
}
