/**
 * Runs the tests: `npm test`, or `node scripts/test.ts [--no-build] [PART...]` with parts of
 *   ts      node:test, every *.test.ts below tests: generator, network, commands, end to end
 *   native  meson's tests: tests/native
 * End-to-end tests bring their own virtual displays.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { choice, commandLine } from './options.ts';
import { ensure, meson, root } from './paths.ts';

const { values, positionals } = commandLine('npm test -- [--no-build] [native] [ts]', {
  options: { 'no-build': { type: 'boolean' } },
  allowPositionals: true,
});
const parts = choice('part', positionals, ['native', 'ts']);

// A test must not find the user's own stub, nor be told about one.
for (const name of Object.keys(process.env))
  if (name.startsWith('VMGL_') || name === 'GLSTUB') delete process.env[name];

if (!values['no-build']) {
  ensure('node', ['scripts/build.ts']);
  ensure('node', ['scripts/package.ts']); // some tests are about how it unpacks itself
}
if (parts.includes('native'))
  ensure('meson', ['test', '-C', meson, '--no-rebuild', '--print-errorlogs', '--timeout-multiplier', '4']);
if (parts.includes('ts')) {
  const files = fs
    .readdirSync(path.join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join('tests', name))
    .sort();
  ensure('node', ['--test', '--test-timeout=600000', '--test-concurrency=2', ...files]);
}
process.stdout.write('all tests passed\n');
