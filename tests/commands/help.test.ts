/** Help texts, and that flags, variables and docs/environment.md are one list. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { environmentPage } from '../../scripts/environment.ts';
import { type Setting, settings } from '../../src/settings.ts';
import { sandbox, vmgl } from './support.ts';
import { root } from '../support.ts';

const commands = ['bench', 'demo', 'doctor', 'install', 'run', 'status', 'stub', 'uninstall', 'version', 'xvnc'];

test('vmgl alone lists every command', async (t) => {
  const { run } = sandbox(t);
  for (const args of [[], ['--help'], ['-h']]) {
    const { code, stdout, stderr } = await run(args);
    assert.deepEqual([code, stderr], [0, '']);
    for (const command of commands) assert.match(stdout, new RegExp(`^ +vmgl ${command}\\b`, 'm'));
  }
});

test('every command explains its flags, with names for their values and without escapes in a pipe', async (t) => {
  const { run } = sandbox(t);
  for (const command of commands) {
    const { code, stdout } = await run([command, '--help']);
    assert.equal(code, 0);
    assert.doesNotMatch(stdout, /\x1b|#0/);
    for (const one of Object.values(settings) as Setting[])
      if (one.flag && one.readers.includes(command))
        assert.ok(
          stdout.includes(`${one.flag}${one.value ? ` ${one.value}` : ''}`),
          `${command} --help has ${one.flag}`,
        );
  }
});

test('every flag has a variable, and the other way round', () => {
  for (const one of Object.values(settings) as Setting[])
    if (one.flag) assert.equal(one.env, `VMGL_${one.flag.slice(2).replaceAll('-', '_').toUpperCase()}`);
});

test('unknown commands and flags are usage errors', async (t) => {
  const { run } = sandbox(t);
  for (const args of [['bogus'], ['status', '--bogus'], ['stub', '--port'], ['version', 'more']]) {
    const { code, stdout, stderr } = await run(args);
    assert.deepEqual([code, stdout], [2, ''], args.join(' '));
    assert.match(stderr, /^vmgl: error: .*--help/);
  }
});

test('the version is printed for people and for programs', async (t) => {
  const { run } = sandbox(t);
  assert.match((await run(['version'])).stdout, /^vmgl \d+\.\d+\.\d+ \(protocol [0-9a-f]+, build [0-9a-f]+\)\n$/);
  assert.match((await run(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
  const told = JSON.parse((await run(['version', '--json'])).stdout) as Record<string, string>;
  assert.deepEqual(Object.keys(told), ['version', 'protocol', 'build', 'node']);
});

test('a removed directory is one only to commands that use it', (t) => {
  const { folder, env } = sandbox(t);
  const run = (...args: string[]) => {
    const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"';
    return spawnSync('sh', ['-c', script, 'sh', vmgl, ...args], { cwd: folder, env, encoding: 'utf8' });
  };
  assert.match(run('version').stdout, /^vmgl \d/);
  assert.equal(run('run', '--native', 'true').status, 0);
  const relative = run('demo', '--output', 'picture.png');
  assert.equal(relative.status, 1);
  assert.match(relative.stderr, /^vmgl: error: The current directory was removed\..*\n$/m);
  assert.doesNotMatch(relative.stderr, /^ +at /m);
});

test('docs/environment.md is what the table of settings says (mend: node scripts/environment.ts)', () => {
  assert.equal(fs.readFileSync(path.join(root, 'docs/environment.md'), 'utf8'), environmentPage());
});

test('the native side reads no variable that the table does not have', () => {
  const known = new Set((Object.values(settings) as Setting[]).map((one) => one.env));
  for (const name of fs.readdirSync(path.join(root, 'src/native'), { recursive: true, encoding: 'utf8' })) {
    if (!/\.[ch]$/.test(name)) continue;
    const source = fs.readFileSync(path.join(root, 'src/native', name), 'utf8');
    for (const [, variable = ''] of source.matchAll(/"(VMGL_[A-Z_]+)"/g))
      assert.ok(
        known.has(variable) || variable.startsWith('VMGL_TEST_'),
        `${name} reads ${variable}: add it to src/settings.ts`,
      );
  }
});
