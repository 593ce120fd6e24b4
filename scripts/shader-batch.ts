/**
 * Piglit's shader runners play many files in one process (`-report-subtests`), which spares most of the time that a test
 * takes: a process, a context, a session of the stub. This finds what can be played so, and reads what was said.
 */
import * as path from 'node:path';

/** The file that a shader runner plays when `command` is its test; undefined for any other test. */
export function shaderFile(command: string[]): string | undefined {
  const [program = '', file, ...options] = command;
  const isRunner = path.basename(program).startsWith('shader_runner');
  return isRunner && options.join(' ') === '-auto -fbo' ? file : undefined;
}

/** One command for files that are played by the same program. */
export function batchCommand(program: string, files: string[]): string[] {
  return [program, ...files, '-auto', '-fbo', '-report-subtests'];
}

/** Cuts `tests` into batches of one program each, of at most `size`, and the rest, each alone. */
export function batches<T extends { command: string[] }>(tests: T[], size: number): T[][] {
  const open = new Map<string, T[]>();
  const all: T[][] = [];
  for (const test of tests) {
    const program = size > 1 && shaderFile(test.command) !== undefined ? test.command[0]! : undefined;
    const batch = program === undefined ? undefined : open.get(program);
    if (batch !== undefined && batch.length < size) {
      batch.push(test);
      continue;
    }
    const begun = [test];
    all.push(begun);
    if (program !== undefined) open.set(program, begun);
  }
  return all;
}

/**
 * What a shader runner said of each file of a batch, by number; undefined where it ended before it said something.
 * `begun` files were begun at least, even if the last one ended the process: the rest has not been played.
 */
export function readBatch(stdout: string, stderr: string): { results: (string | undefined)[]; begun: number } {
  const results: (string | undefined)[] = [];
  for (const line of stdout.split('\n')) {
    if (line.startsWith('PIGLIT TEST:')) results.push(undefined);
    if (!line.startsWith('PIGLIT:') || results.length === 0) continue;
    try {
      const { result, subtest } = JSON.parse(line.slice(7)) as { result?: string; subtest?: Record<string, string> };
      // The one result without a name is the last word of a test that ends the process.
      results[results.length - 1] = result ?? Object.values(subtest ?? {})[0];
    } catch {
      // It ended in the middle of the line.
    }
  }
  // Stdout waits in a buffer, which goes with the process when that crashes; stderr does not.
  const begun = Math.max(results.length, stderr.split('\n').filter((line) => line.startsWith('PIGLIT TEST:')).length);
  while (results.length < begun) results.push(undefined);
  return { results, begun };
}
