/** Every file of overlay/ is registered, and what the files say fits gl.xml. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generate } from '../../src/gl/generate.ts';
import { knowledge, overlays } from '../../src/gl/overlay/index.ts';

const folder = join(import.meta.dirname, '../../src/gl/overlay');
const shared = ['aliases.ts', 'extensions.ts', 'index.ts', 'pnames.ts', 'states.ts', 'types.ts'];

test('overlay/index.ts lists every family', () => {
  const files = readdirSync(folder).filter((file) => !shared.includes(file));
  assert.deepEqual(
    files.sort(),
    overlays.map(({ name }) => `${name}.ts`),
  );
});

test('entries give their reason in words', () => {
  for (const { name, commands, wire } of overlays)
    for (const [command, { reason }] of [...Object.entries(commands), ...Object.entries(wire)])
      assert.match(reason, /\w{3}/, `${name}: ${command}`);
});

const xml = '/usr/share/khronos-api/gl.xml';
test('the overlay fits gl.xml', { skip: existsSync(xml) ? false : `There is no ${xml}; install khronos-api.` }, () => {
  generate({ xml: readFileSync(xml, 'utf8'), file: 'gl.xml', ...knowledge, lock: '' });
});
