/** docs/traps.md names programs and tests that exist; no trap is without one; every program made for a trap is named. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/traps.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const names = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

test('all traps are listed', () => assert.equal(rows.length, 26));

for (const [subject, , handled = '', guards = ''] of rows)
  test(`trap: ${subject}`, () => {
    const guarding = names(guards);
    assert.notEqual(guarding.length, 0, 'no test guards it');
    for (const name of guarding) {
      const file = name.includes('/') ? name : `tests/programs/${name}.c`;
      assert.ok(existsSync(join(root, file)), `${file} does not exist`);
    }
    for (const name of names(handled).filter((one) => /\.(c|ts)$/.test(one))) {
      const file = name.startsWith('src/') ? name : `src/native/${name}`;
      assert.ok(existsSync(join(root, file)), `${file} does not exist`);
    }
  });

test('every program made for a trap is named', () => {
  const programs = readdirSync(join(root, 'tests/programs'))
    .filter((name) => /^trap_.*\.c$/.test(name))
    .map((name) => name.slice(0, -2));
  const named = rows.flatMap(([, , , guards = '']) => names(guards));
  assert.deepEqual(
    programs.filter((name) => !named.includes(name)),
    [],
  );
});
