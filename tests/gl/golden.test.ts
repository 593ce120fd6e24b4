/** Every file that the generator writes, whole, for a registry of one command per kind. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generate } from '../../src/gl/generate.ts';
import { goldenDir, smallInputs } from './small.ts';

const out = join(goldenDir, 'out');
const { files } = generate(smallInputs());

test('the goldens are exactly the generated files', () => {
  const committed = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1));
  assert.deepEqual(committed.sort(), [...files.keys()].sort());
});

for (const [path, text] of files)
  test(`golden ${path}`, () => {
    assert.equal(text, readFileSync(join(out, path), 'utf8'), 'If the change is meant, run `npm run golden`.');
  });

test('the same input gives the same output', () => {
  assert.deepEqual(generate(smallInputs()).files, files);
});
