import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

test('every accepted difference has a reason, and is there once', () => {
  const text = fs.readFileSync(path.join(import.meta.dirname, 'expected.json'), 'utf8');
  const { differences } = JSON.parse(text) as { differences: { reason: string; tests: string[] }[] };
  for (const { reason, tests } of differences) {
    assert.match(reason, /^[A-Z].{20,}\.$/);
    assert.ok(tests.length > 0, reason);
    for (const name of tests) assert.match(name, /^[^@*]+@[^*]*\*?$/);
  }
  const names = differences.flatMap(({ tests }) => tests);
  assert.deepEqual(names, [...new Set(names)]);
});
