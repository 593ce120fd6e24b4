/** Which X display numbers are taken, with the port on which VNC viewers expect them. */
import * as fs from 'node:fs';
import * as net from 'node:net';
import { UserError } from '../errors.ts';

export const vncPortOf = (display: number): number => 5900 + display;
const lockFile = (display: number): string => `/tmp/.X${display}-lock`;
export const socketFile = (display: number): string => `/tmp/.X11-unix/X${display}`;

/** Why the display cannot be had; undefined when it can. */
export async function takenBy(display: number, vncPort: number): Promise<string | undefined> {
  const owner = lockOwner(display);
  if (owner !== undefined && isAlive(owner)) return `the X server with pid ${owner} has it (${lockFile(display)})`;
  if (await answers({ path: socketFile(display) })) return `an X server answers at ${socketFile(display)}`;
  if (await answers({ path: `\0${socketFile(display)}` })) return `an X server answers at @${socketFile(display)}`;
  if (await isUsed(vncPort)) return `something listens on its port for viewers (${vncPort})`;
  return undefined;
}

/** The display asked for, or for `auto` the first free one from `least` on. */
export async function chooseDisplay(
  wanted: number | 'auto',
  portFor: (display: number) => number,
  least = 1,
): Promise<number> {
  if (wanted !== 'auto') {
    const taken = await takenBy(wanted, portFor(wanted));
    if (taken) throw new UserError(`Display :${wanted} is taken: ${taken}. Give another number, or :auto.`);
    return wanted;
  }
  for (let display = least; display < 100; display++) if (!(await takenBy(display, portFor(display)))) return display;
  throw new UserError('All displays from :1 to :99 are taken. Give a number above, or end some X servers.');
}

/** The process that the lock file names. */
export function lockOwner(display: number): number | undefined {
  try {
    const pid = Number(fs.readFileSync(lockFile(display), 'utf8').trim());
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Removes what an X server left that was killed: its lock and its socket, if they are its own. */
export function removeLeftovers(display: number, pid: number): void {
  if (lockOwner(display) !== pid) return;
  fs.rmSync(socketFile(display), { force: true });
  fs.rmSync(lockFile(display), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export function answers(where: { path: string } | { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect(where);
    const finish = (result: boolean) => {
      probe.destroy();
      resolve(result);
    };
    probe.setTimeout(1000, () => finish(true)); // It takes connections and does not look at them.
    probe.once('connect', () => finish(true)).once('error', () => finish(false));
  });
}

function isUsed(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(false)));
  });
}
