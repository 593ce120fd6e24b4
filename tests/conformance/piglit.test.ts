/** The tests of ci-list.txt, piglit's, natively and through vmgl: what passes natively passes through vmgl. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');

test('piglit', (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-piglit-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const list = path.join(import.meta.dirname, 'ci-list.txt');
  const words = ['--list', list, '--transport', 'unix', '--results', folder];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'scripts/conformance.ts'), ...words],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  const said = `${stdout}${stderr}`;
  assert.equal(status, 0, said);
  // A list that this piglit does not know, or a driver on which everything fails, proves nothing.
  assert.ok(Number(/: (\d+) of \d+ tests ran/.exec(said)?.[1]) >= 600, said);
  assert.ok(Number(/^natively: +(\d+) pass/m.exec(said)?.[1]) >= 550, said);
});
