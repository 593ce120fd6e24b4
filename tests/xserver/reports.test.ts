/** The extension's reports about windows that change, each from a real Xorg. */
import * as assert from 'node:assert/strict';
import { test } from 'node:test';
import { openClient, openWatcher, startXorg } from './support.ts';

test('the server has the extension, and reports a window to who watches it', async (t) => {
  const xorg = await startXorg(t);
  const owner = await openClient(t, xorg.display);
  const watcher = await openWatcher(t, xorg.display);
  assert.deepEqual(watcher.extension.version, { major: 1, minor: 0 });
  const window = owner.window({ at: [10, 20, 100, 50], border: 3 });
  await owner.settle();
  await watcher.extension.watch(window);
  const { serial, ...report } = await watcher.newest(window);
  assert.ok(serial > 0);
  assert.deepEqual(report, {
    window,
    destroyed: false,
    mapped: true,
    viewable: true,
    redirected: false,
    simplified: false,
    visibility: 'unobscured',
    x: 13,
    y: 23,
    width: 100,
    height: 50,
    border: 3,
    root: owner.root,
    parent: owner.root,
    above: 0,
    toplevel: window,
    toplevelAbove: 0,
    rectangles: [{ x: 0, y: 0, width: 100, height: 50 }],
  });
});
