/** Where the build puts things, stated once for every script. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
export const meson = path.join(root, 'build', 'native');
export const meson32 = path.join(root, 'build', 'native32');
export const app = path.join(root, 'dist', 'app');

// The tools of this tree first: node, biome, tsc.
const env = { ...process.env, PATH: `${path.join(root, 'node_modules/.bin')}:${process.env.PATH}` };

/** Runs a tool with our stdio; ends the script with its name, and with what mends it, when it fails. */
export function ensure(
  command: string,
  args: string[],
  how: { fix?: string; cwd?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const result = spawnSync(command, args, { stdio: 'inherit', cwd: how.cwd ?? root, env: { ...env, ...how.env } });
  if (result.error && (result.error as NodeJS.ErrnoException).code === 'ENOENT')
    fail(`The tool (${command}) is not installed. As root, scripts/setup.sh build run test installs what is missing.`);
  if (result.status === 0) return;
  const line = [path.basename(command), ...args].join(' ');
  const shown = line.length > 100 ? `${line.slice(0, 100)}…` : line;
  fail(
    `${shown} failed (${result.signal ?? `exit code ${result.status}`}).${how.fix ? ` To mend it: ${how.fix}` : ''}`,
  );
}

/** Runs a tool and returns its stdout, or undefined when it cannot run or fails. */
export function capture(command: string, args: string[]): string | undefined {
  const result = spawnSync(command, args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return result.status === 0 ? result.stdout : undefined;
}

export function fail(message: string, code = 1): never {
  process.stderr.write(`vmgl: error: ${message}\n`);
  process.exit(code);
}
