/** Programs in process groups of their own: Ctrl-C is for vmgl, which ends them in order. */
import { type ChildProcess, spawn } from 'node:child_process';
import { findInPath } from '../program.ts';
import { reason } from '../errors.ts';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why it could not even be started. */
  error?: string;
}

export class ProcessGroup {
  readonly pid: number;
  readonly ended: Promise<Exit>;
  /** Of the first process of the group, once it has ended. */
  exit: Exit | undefined;

  /** `orphaned` is the signal that the program gets when vmgl is killed and can end nothing any more. */
  constructor(command: string[], orphaned: 'TERM' | 'HUP', [stdout, stderr]: [number, number], env: NodeJS.ProcessEnv) {
    const setpriv = findInPath('setpriv', env);
    const [program = '', ...args] = [...(setpriv ? [setpriv, '--pdeathsig', orphaned, '--'] : []), ...command];
    const child: ChildProcess = spawn(program, args, { stdio: ['ignore', stdout, stderr], detached: true, env });
    this.pid = child.pid ?? 0;
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: null, signal: null, error: reason(error) }));
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    this.ended.then((exit) => {
      this.exit = exit;
    });
  }

  /** Asks all of the group to end, and kills what has not after `patience` milliseconds. */
  async end(patience: number): Promise<void> {
    if (this.pid === 0) return;
    for (const [signal, wait] of [
      ['SIGTERM', patience],
      ['SIGKILL', 5_000],
    ] as const) {
      if (!this.signal(signal)) return;
      for (const until = Date.now() + wait; Date.now() < until; await pause(20)) if (!this.signal(0)) return;
    }
  }

  /** False when nobody of the group is left. */
  private signal(signal: NodeJS.Signals | 0): boolean {
    try {
      process.kill(-this.pid, signal);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
