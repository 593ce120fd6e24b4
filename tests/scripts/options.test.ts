/** Every script says what it takes, when asked and when told something else, in a line each and without doing anything. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { root } from '../support.ts';

const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const ofNpm = Object.values(scripts).flatMap((command) => command.match(/[\w/]+\.(ts|sh)/)?.[0] ?? []);
const ofShell = fs.globSync('scripts/*.sh', { cwd: root });
const all = [...new Set([...ofNpm, ...ofShell, 'scripts/environment.ts', 'install.sh'])].sort();

function run(script: string, ...words: string[]) {
  const program = script.endsWith('.ts') ? process.execPath : 'sh';
  return spawnSync(program, [script, ...words], { cwd: root, encoding: 'utf8', timeout: 60_000 });
}

for (const script of all)
  test(script, () => {
    const help = run(script, '--help');
    assert.deepEqual([help.status, help.stderr], [0, '']);
    assert.match(help.stdout, /^usage: .+\n/);
    if (script === 'scripts/test.sh') return; // hands its words on, when everything is set up
    const { status, stderr } = run(script, '--bogus');
    assert.equal(status, 2);
    assert.match(stderr, /^vmgl: error: .*--bogus.* (usage: .*|--help .*)\n$/);
    assert.doesNotMatch(stderr, /^ +at /m);
  });

test('install.sh goes where the variables say, as vmgl install does', () => {
  const where = (variables: Record<string, string>) => {
    const env = { PATH: process.env.PATH, HOME: '/bogus/home', ...variables };
    const { status, stderr } = spawnSync('sh', ['install.sh', '--uninstall'], { cwd: root, env, encoding: 'utf8' });
    assert.equal(status, 1);
    return /^vmgl: error: There is no vmgl in (\S+)\. Give/.exec(stderr)?.[1];
  };
  assert.equal(where({ VMGLPATH: '/bogus/c' }), '/bogus/c');
  assert.equal(where({ VMGLPATH: '/bogus/c', INSTALLPATH: '/bogus/b' }), '/bogus/b');
  assert.equal(where({ INSTALLPATH: '/bogus/b', VMGL_PREFIX: '/bogus/a' }), '/bogus/a');
  assert.equal(where({ VMGL_PREFIX: '/bogus/a', DESTDIR: '/bogus/root' }), '/bogus/root/bogus/a');
});

test('numbers and names are looked at', () => {
  for (const words of [
    ['scripts/build.ts', '--jobs', 'two'],
    ['scripts/check.ts', 'bogus'],
    ['scripts/test.ts', 'bogus'],
    ['scripts/random.ts', '--calls', '1e'],
    ['scripts/conformance.ts', '--test', '('],
    ['scripts/conformance.ts', '--list', '/bogus'],
    ['tests/e2e/run.ts', '--jobs', '0'],
    ['tests/e2e/run.ts', '--combination', 'bogus'],
    ['tests/e2e/run.ts', 'bogus'],
  ]) {
    const { status, stderr } = run(...(words as [string, ...string[]]));
    assert.equal(status, 2, words.join(' '));
    assert.match(stderr, /^vmgl: error: .*\.\n$/);
  }
});
