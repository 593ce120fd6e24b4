/** The extension and the life of its server: generations, sudden ends, other ABIs; and the C client through it. */
import * as assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type TestContext, test } from 'node:test';
import { openExtension, type WindowReport } from '../../src/x11/extension.ts';
import { module, openClient, openWatcher, programs, startXorg } from './support.ts';
import { until } from '../support.ts';

interface WatchProgram {
  process: ChildProcess;
  reports(): WindowReport[];
  result: Promise<{ code: number | null; stderr: string }>;
}

/** tests/xserver/watch.c */
function startWatch(t: TestContext, display: string, limit: number, windows: number[]): WatchProgram {
  const child = spawn(path.join(programs, 'vmgl-watch'), [display, limit, ...windows].map(String));
  t.after(() => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return {
    process: child,
    reports: () =>
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as WindowReport),
    result: new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr }))),
  };
}

const unserialed = ({ serial: _, ...report }: WindowReport) => report;

test('the client in C reads what the client in TypeScript reads', async (t) => {
  const { display } = await startXorg(t);
  const owner = await openClient(t, display);
  const watcher = await openWatcher(t, display);
  const shape = await owner.ask<Shape>((done) => owner.client.require('shape', done));
  const frame = owner.window({ at: [20, 30, 300, 300], border: 2 });
  const window = owner.window({ at: [-10, 5, 200, 200], parent: frame });
  const over = owner.window({ at: [60, 60, 50, 50], map: false });
  await owner.settle();
  await watcher.extension.watch(window, 30);
  const watch = startWatch(t, display, 30, [window]);
  const agree = async (what: string) => {
    const expected = await watcher.newest(window);
    await until(
      () => {
        const found = watch.reports().at(-1);
        return found !== undefined && JSON.stringify(unserialed(found)) === JSON.stringify(unserialed(expected));
      },
      `${what}: ${JSON.stringify(expected)}, not ${JSON.stringify(watch.reports().at(-1))}`,
    );
  };
  await agree('the first report');
  owner.client.MapWindow(over);
  await owner.settle();
  await agree('an obscured window');
  assert.ok(watch.reports().at(-1)!.rectangles.length > 2);
  const checks = Array.from({ length: 40 }, (_, at) => [at * 5, (at % 2) * 50, 5, 50]);
  shape.Rectangles(0, 0, window, 0, 0, checks, 0);
  await owner.settle();
  await agree('a simplified region');
  assert.equal(watch.reports().at(-1)!.simplified, true);
  // More reports than may be ahead: it acknowledges them.
  for (let x = 0; x < 20; x++) {
    owner.client.MoveWindow(frame, x, -x);
    await owner.settle();
    await agree('a moved window');
  }
  owner.client.UnmapWindow(frame);
  await owner.settle();
  await agree('an iconified window');
  owner.client.DestroyWindow(frame);
  await owner.settle();
  assert.deepEqual(await watch.result, { code: 0, stderr: '' });
  assert.equal(watch.reports().at(-1)!.destroyed, true);
});

interface Shape {
  Rectangles(operation: number, kind: number, window: number, x: number, y: number, list: number[][], order: 0): void;
}

test('the client in C says why there are no reports', async (t) => {
  const { display, stop } = await startXorg(t);
  const refused = async (where: string, limit: number, window: number, text: RegExp) => {
    const { code, stderr } = await startWatch(t, where, limit, [window]).result;
    assert.equal(code, 1);
    assert.match(stderr, text);
  };
  await refused(display, 10, 4711, /BadWindow/);
  await refused(display, 0, (await openClient(t, display)).root, /BadValue/);
  await refused(':4711', 10, 1, /no connection to the X server/);
  await refused('display', 10, 1, /name is wrong/);
  await stop();
  const without = await startXorg(t, { load: [] });
  await refused(without.display, 10, 1, /does not have the extension VMGL/);
  assert.equal(await openExtension(await openClient(t, without.display), () => {}), undefined);
});

for (const signal of ['SIGTERM', 'SIGKILL'] as const)
  test(`clients that wait learn of the server's end (${signal})`, async (t) => {
    const xorg = await startXorg(t);
    const owner = await openClient(t, xorg.display);
    const window = owner.window({ at: [0, 0, 10, 10] });
    await owner.settle();
    const watcher = await openWatcher(t, xorg.display);
    await watcher.extension.watch(window);
    const watch = startWatch(t, xorg.display, 10, [owner.root]);
    await until(() => watch.reports().length > 0, 'the first report');
    await xorg.stop(signal);
    assert.deepEqual(await watch.result, { code: 3, stderr: '' });
    await assert.rejects(watcher.extension.lost, /closed the connection/);
    await assert.rejects(watcher.extension.sync(), /closed the connection/);
    assert.deepEqual(xorg.ended(), signal === 'SIGKILL' ? { code: null, signal } : { code: 0, signal: null });
  });

test('each generation of the server has the extension anew', async (t) => {
  const xorg = await startXorg(t, { args: [] });
  const ready = () => xorg.log().split('VMGL: extension 1.0 is ready').length - 1;
  for (let generation = 1; generation <= 4; generation++) {
    await until(() => ready() === generation, `generation ${generation}`);
    const watcher = await openWatcher(t, xorg.display);
    const window = watcher.window({ at: [generation, 0, 100, 100] });
    watcher.window({ at: [0, 0, 50, 200] });
    await watcher.extension.watch(window);
    await watcher.extension.watch(watcher.root);
    const { x, visibility } = await watcher.newest(window);
    assert.deepEqual([x, visibility], [generation, 'partially-obscured']);
    watcher.client.MoveWindow(window, 50, 0);
    assert.equal((await watcher.newest(window)).visibility, 'unobscured');
    watcher.close(); // the last client: the server starts again
  }
  await until(() => ready() === 5, 'the last generation');
  assert.equal(xorg.ended(), undefined);
  // Without D-Bus, Xorg 21.1.7 frees something twice when it ends after a second generation, and hangs; with or without us.
  await xorg.stop('SIGKILL');
});

test('loaded twice, it is there once', async (t) => {
  const xorg = await startXorg(t, { load: ['vmglext', 'vmglext'] });
  const watcher = await openWatcher(t, xorg.display);
  await watcher.extension.sync();
  assert.equal(xorg.log().split('VMGL: extension 1.0 is ready').length, 2);
});

/** The module as a build for another ABI would say it is: XF86ModuleVersionInfo, after its two magic numbers. */
function moduleOfAbi(version: (found: number) => number): Buffer {
  const bytes = fs.readFileSync(module);
  const magic = Buffer.alloc(8);
  magic.writeUInt32LE(0xef23fdc5, 0);
  magic.writeUInt32LE(0x10dc023a, 4);
  const at = bytes.indexOf(magic) + 24;
  assert.ok(at > 24);
  bytes.writeUInt32LE(version(bytes.readUInt32LE(at)), at);
  return bytes;
}

for (const [what, version] of [
  ['newer', (found: number) => found + 0x10000],
  ['older', (found: number) => found - 0x10000],
  ['slightly newer', (found: number) => found + 1],
] as const)
  for (const args of [[], ['-ignoreABI']])
    test(`a server refuses the module for a ${what} ABI and goes on ${args.join(' ')}`, async (t) => {
      const modules = { 'libvmglext.so': moduleOfAbi(version) };
      const xorg = await startXorg(t, { modules, args: ['-noreset', ...args] });
      assert.equal(await openExtension(await openClient(t, xorg.display), () => {}), undefined);
      const log = xorg.log();
      const ours = /\(EE\) vmglext: not loaded: built for extension ABI (\d+)\.(\d+), this server has (\d+)\.(\d+)/;
      assert.match(log, args.length > 0 ? ours : /module ABI m\w+ version \(\d+\) .*the server's version \(\d+\)/);
      assert.match(log, /\(EE\) Failed to load module "vmglext"/);
    });
