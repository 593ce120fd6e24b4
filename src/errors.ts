/**
 * Something that the person who typed the command can mend: one line, no stack. `exitCode` is 2 for a
 * wrong command line or environment, 1 otherwise; `vmgl run` uses 125 to 127, as env(1) and timeout(1) do.
 */
export class UserError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }

  /** The built program consists of several files (scripts/build.ts), each with a class like this of its own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'UserError';
  }
}

export function usageError(message: string): UserError {
  return new UserError(message, 2);
}

/** What cannot happen, with the value that it happened to. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** The reason in an exception, for putting into a sentence of ours. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? (message ?? String(error)) : (texts[code] ?? code);
}

const texts: Record<string, string> = {
  EACCES: 'permission denied',
  EADDRINUSE: 'the address is in use',
  EADDRNOTAVAIL: 'no such local address',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'host unreachable',
  EISDIR: 'it is a directory',
  ENETUNREACH: 'network unreachable',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'not a directory',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'the name could not be looked up',
  EPERM: 'not permitted',
  EROFS: 'read-only file system',
  ETIMEDOUT: 'timed out',
};
