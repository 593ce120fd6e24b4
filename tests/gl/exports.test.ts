/** The guest library exports the GL functions that are carried, GLX, EGL, and nothing else: no symbol of ours can collide. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const library = join(root, 'build/native/src/native/guest/libvmgl.so');
const list = join(root, 'dist/gen/guest/exports.txt');

test('exported symbols', {
  skip: existsSync(library) ? false : 'The library is not built; run `npm run build`.',
}, () => {
  const { stdout } = spawnSync('nm', ['-D', '--defined-only', '--format=posix', library], { encoding: 'utf8' });
  const symbols = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(/[ @]/)[0]!);
  // vmgl_guest_library is how the renderer recognises this library, so as not to take it for the driver;
  // vmgl_glvnd_*_main are what the vendor libraries for glvnd call.
  const platform = /^(glX[A-Z]|egl[A-Z]|vmgl_guest_library$|vmgl_glvnd_(glx|egl)_main$)/;
  assert.deepEqual(
    symbols.filter((name) => !platform.test(name)).sort(),
    readFileSync(list, 'utf8').trim().split('\n').sort(),
    'New symbols are exported, or some are gone. If that is meant, change this test.',
  );
});
