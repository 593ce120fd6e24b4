/** Log lines of the stub: one line per event, with the time in front. */
import * as fs from 'node:fs';

export interface Log {
  (line: string): void;
  /** Where lines go; renderers get it as their stderr. */
  fd: number;
}

export function openLog(fd: number): Log {
  const log = (line: string) => {
    try {
      fs.writeSync(fd, `${new Date().toISOString()} ${line}\n`);
    } catch {
      // A terminal that was closed or a full disk must not end the sessions.
    }
  };
  return Object.assign(log, { fd });
}
