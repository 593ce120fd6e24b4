/** The extension against clients that are wrong, slow, foreign or without rights. */
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { connectX } from '../../src/x11/connection.ts';
import { openExtension } from '../../src/x11/extension.ts';
import { openRawClient } from './raw-client.ts';
import { module, openClient, openWatcher, programs, startXorg } from './support.ts';
import { until } from '../support.ts';

const minor = { queryVersion: 0, watch: 1, unwatch: 2, acknowledge: 3, sync: 4 };
const badRequest = 1;
const badValue = 2;
const badWindow = 3;
const badLength = 16;

test('requests of wrong lengths, codes and values are errors, and change nothing', async (t) => {
  const { display } = await startXorg(t);
  const owner = await openClient(t, display);
  const window = owner.window({ at: [0, 0, 10, 10] });
  const pixmap = owner.client.AllocID();
  owner.client.CreatePixmap(pixmap, owner.root, 24, 8, 8);
  await owner.settle();
  const raw = await openRawClient(t, display, 'little');
  const opcode = await raw.opcode('VMGL');
  const error = async (code: number, words: number[]) => {
    raw.send(opcode, code, words);
    const found = await raw.take('error');
    assert.deepEqual([found.bytes[10], found.u16(8)], [opcode, code]);
    return found.code;
  };
  for (const [code, words] of [
    [minor.queryVersion, 2],
    [minor.watch, 2],
    [minor.unwatch, 1],
    [minor.acknowledge, 2],
    [minor.sync, 0],
  ] as const) {
    if (words > 0) assert.equal(await error(code, Array(words - 1).fill(window)), badLength);
    assert.equal(await error(code, Array(words + 1).fill(window)), badLength);
    assert.equal(await error(code, Array(words + 60_000).fill(window)), badLength);
  }
  for (const code of [5, 6, 128, 255]) assert.equal(await error(code, []), badRequest);
  assert.equal(await error(minor.watch, [window, 0]), badValue);
  for (const no of [0, 1, pixmap, window + 1, 0xffffffff]) assert.equal(await error(minor.watch, [no, 10]), badWindow);
  // What a client cannot know is no error.
  for (const no of [0, pixmap, window, 0xffffffff]) {
    raw.send(opcode, minor.unwatch, [no]);
    raw.send(opcode, minor.acknowledge, [no, 1]);
  }
  await raw.settle();
  assert.deepEqual(raw.packets, []);
});

test('a client of the other byte order gets the same', async (t) => {
  const { display } = await startXorg(t);
  const owner = await openClient(t, display);
  const watcher = await openWatcher(t, display);
  const window = owner.window({ at: [300, 200, 400, 100], border: 7 }); // the right part is outside
  owner.window({ at: [310, 210, 50, 30] });
  await owner.settle();
  await watcher.extension.watch(window);
  const expected = await watcher.newest(window);
  const raw = await openRawClient(t, display, 'big');
  const opcode = await raw.opcode('VMGL');
  raw.send(opcode, minor.queryVersion, [1, 0]);
  const version = await raw.take('reply');
  assert.deepEqual([version.u32(8), version.u32(12)], [1, 0]);
  raw.send(opcode, minor.watch, [window, 4096]);
  const report = await raw.take('event');
  const s16 = (at: number) => (report.u16(at) << 16) >> 16;
  const count = report.u32(52);
  assert.equal(report.code, 35);
  assert.equal(report.u32(4), 8 + 2 * count);
  assert.deepEqual(
    {
      flags: report.u16(10),
      window: report.u32(12),
      place: [s16(20), s16(22), report.u16(24), report.u16(26), report.u16(48)],
      tree: [28, 32, 36, 40, 44].map((at) => report.u32(at)),
      visibility: report.bytes[50],
      rectangles: Array.from({ length: count }, (_, at) =>
        [0, 2].map((to) => s16(64 + 8 * at + to)).concat([4, 6].map((to) => report.u16(64 + 8 * at + to))),
      ),
    },
    {
      flags: 3,
      window,
      place: [expected.x, expected.y, expected.width, expected.height, expected.border],
      tree: [expected.root, expected.parent, expected.above, expected.toplevel, expected.toplevelAbove],
      visibility: 1,
      rectangles: expected.rectangles.map(({ x, y, width, height }) => [x, y, width, height]),
    },
  );
  assert.ok(count > 2);
  raw.send(opcode, minor.watch, [window, 1]);
  assert.deepEqual((({ u16, u32 }) => [u16(10), u32(52)])(await raw.take('event')), [3 | 8, 1]);
  // More reports than may be ahead: its acknowledgements are understood.
  for (let x = 0; x < 10; x++) {
    owner.client.MoveWindow(window, x, 0);
    await owner.settle();
    raw.send(opcode, minor.sync, []);
    const moved = await raw.take('event');
    assert.equal(moved.u16(20), x + 7);
    raw.send(opcode, minor.acknowledge, [window, moved.u32(16)]);
    assert.equal((await raw.take('reply')).u32(4), 0);
  }
  raw.send(opcode, minor.unwatch, [window]);
  raw.send(opcode, minor.watch, [window], 0x1234); // the length is checked in this order, too
  raw.destroy();
  await owner.settle();
});

test('who does not acknowledge gets 4 reports, and the newest state when it does', async (t) => {
  const { display } = await startXorg(t);
  const owner = await openClient(t, display);
  const window = owner.window({ at: [0, 0, 10, 10] });
  await owner.settle();
  const raw = await openRawClient(t, display, 'little');
  const opcode = await raw.opcode('VMGL');
  const place = (at: number) => raw.packets[at]!.u16(20);
  const serial = (at: number) => raw.packets[at]!.u32(16);
  const sync = async (...acknowledged: number[]) => {
    for (const number of acknowledged) raw.send(opcode, minor.acknowledge, [window, number]);
    raw.send(opcode, minor.sync, []);
    await until(() => raw.packets.some(({ kind }) => kind === 'reply'), 'the reply to Sync');
    raw.packets.pop();
  };
  raw.send(opcode, minor.watch, [window, 10]);
  await sync();
  for (let x = 1; x <= 20; x++) {
    owner.client.MoveWindow(window, x, 0);
    await owner.settle();
    await sync();
  }
  assert.deepEqual(
    raw.packets.map((_, at) => place(at)),
    [0, 1, 2, 3],
  );
  // A serial that no report has had, or one from before this watch, acknowledges nothing that it should not.
  await sync(serial(0) - 1, serial(0) - 1000);
  assert.equal(raw.packets.length, 4);
  // The first one is room for one more, and that says the newest.
  await sync(serial(0));
  assert.deepEqual([raw.packets.length, place(4)], [5, 20]);
  owner.client.MoveWindow(window, 30, 0);
  await owner.settle();
  await sync();
  assert.equal(raw.packets.length, 5);
  await sync(serial(4));
  assert.deepEqual([raw.packets.length, place(5)], [6, 30]);
  await sync(serial(5));
  assert.equal(raw.packets.length, 6);
});

test('a client that does not read, and one that dies, harm nobody', async (t) => {
  const xorg = await startXorg(t);
  const owner = await openClient(t, xorg.display);
  const windows = Array.from({ length: 50 }, (_, at) => owner.window({ at: [at, at, 100, 100] }));
  await owner.settle();
  const watcher = await openWatcher(t, xorg.display);
  for (const window of windows) await watcher.extension.watch(window);
  for (let round = 0; round < 10; round++) {
    const raw = await openRawClient(t, xorg.display, round % 2 === 0 ? 'little' : 'big');
    const opcode = await raw.opcode('VMGL');
    raw.pause();
    for (const window of windows) raw.send(opcode, minor.watch, [window, 1000]);
    for (const window of windows) owner.client.MoveWindow(window, round, 0);
    await owner.settle();
    if (round % 3 === 0) owner.client.DestroyWindow(windows.pop()!);
    raw.destroy();
    for (const window of windows) owner.client.MoveWindow(window, round, round);
    await owner.settle();
  }
  const { x, y } = await watcher.newest(windows[0]!);
  assert.deepEqual([x, y], [9, 9]);
  // The watching client is itself the windows' owner: its windows and its watches end together, in any order.
  for (let round = 0; round < 5; round++) {
    const both = await openWatcher(t, xorg.display);
    for (let at = 0; at < 10; at++) {
      const window = both.window({ at: [at * 10, 0, 50, 50] });
      both.window({ at: [0, 0, 5, 5], parent: window });
      await both.extension.watch(window);
    }
    both.close();
  }
  await owner.settle();
  assert.equal(xorg.ended(), undefined);
});

test('a client that keeps its windows when it ends keeps no watch', async (t) => {
  const xorg = await startXorg(t);
  const owner = await openClient(t, xorg.display);
  const window = owner.window({ at: [0, 0, 10, 10] });
  await owner.settle();
  const keeper = await openWatcher(t, xorg.display);
  const retainPermanent = 1;
  keeper.client.SetCloseDownMode(retainPermanent);
  await keeper.extension.watch(window);
  keeper.close();
  const watcher = await openWatcher(t, xorg.display);
  await watcher.extension.watch(window);
  for (let x = 1; x < 10; x++) {
    owner.client.MoveWindow(window, x, 0);
    await owner.settle();
    assert.equal((await watcher.newest(window)).x, x);
  }
});

test('one client watches 1024 windows, and not more', async (t) => {
  const { display } = await startXorg(t);
  const watcher = await openWatcher(t, display);
  const windows = Array.from({ length: 1025 }, () => watcher.window({ at: [0, 0, 1, 1], map: false }));
  await Promise.all(windows.slice(0, 1024).map((window) => watcher.extension.watch(window, 1)));
  await assert.rejects(watcher.extension.watch(windows[1024]!), /BadAlloc/);
  await watcher.extension.watch(windows[0]!, 2); // one that it has
  watcher.extension.unwatch(windows[0]!);
  await watcher.extension.watch(windows[1024]!);
  watcher.client.DestroyWindow(windows[1]!);
  await watcher.extension.watch(windows[0]!);
  assert.equal(new Set(watcher.reports.map(({ window }) => window)).size, 1025);
});

test('a window at which the client may not look is BadAccess', async (t) => {
  const { display } = await startXorg(t, {
    modules: {
      'libvmglext.so': fs.readFileSync(module),
      'libvmgldeny.so': fs.readFileSync(path.join(programs, 'libvmgldeny.so')),
    },
    load: ['vmglext', 'vmgldeny'],
  });
  const owner = await openWatcher(t, display);
  const secret = owner.window({ at: [0, 0, 100, 100], border: 13 });
  const open = owner.window({ at: [0, 0, 100, 100], border: 12 });
  await owner.settle();
  const watcher = await openWatcher(t, display);
  await assert.rejects(watcher.extension.watch(secret), /BadAccess/);
  await watcher.extension.watch(open);
  await owner.extension.watch(secret);
  owner.client.MoveWindow(secret, 1, 1);
  owner.client.DestroyWindow(secret);
  await owner.settle();
  await watcher.fresh();
  assert.deepEqual(
    watcher.reports.filter(({ window }) => window === secret),
    [],
  );
});

test('an untrusted client does not have the extension', async (t) => {
  const folder = fs.mkdtempSync('/tmp/vmgl-auth-');
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => path.join(folder, name);
  const xauth = (authority: string, ...words: string[]) => {
    const env = { ...process.env, XAUTHORITY: file(authority) };
    const { status, stderr } = spawnSync('xauth', words, { encoding: 'utf8', env });
    assert.equal(status, 0, stderr);
  };
  const cookie = '0123456789abcdef0123456789abcdef';
  xauth('server', 'add', ':0', 'MIT-MAGIC-COOKIE-1', cookie);
  const { display } = await startXorg(t, { args: ['-noreset', '-auth', file('server')] });
  const open = async (authority: string) => {
    const connection = await connectX(display, { env: { XAUTHORITY: file(authority) }, timeout: 10_000 });
    t.after(() => connection.close());
    return connection;
  };
  xauth('trusted', 'add', display, 'MIT-MAGIC-COOKIE-1', cookie);
  assert.ok(await openExtension(await open('trusted'), () => {}));
  fs.copyFileSync(file('trusted'), file('untrusted'));
  xauth('untrusted', 'generate', display, '.', 'untrusted', 'timeout', '0');
  assert.notDeepEqual(fs.readFileSync(file('untrusted')), fs.readFileSync(file('trusted')));
  const untrusted = await open('untrusted');
  assert.equal(await openExtension(untrusted, () => {}), undefined);
  // Nor may it guess the opcode.
  const errors: number[] = [];
  untrusted.client.on('error', (error: { error: number }) => errors.push(error.error));
  for (let opcode = 128; opcode < 160; opcode++) {
    untrusted.client.seq_num++;
    untrusted.client.pack_stream.put(Buffer.from([opcode, minor.watch, 3, 0, 0, 0, 0, 0, 1, 0, 0, 0]));
    untrusted.client.pack_stream.submit();
  }
  await new Promise<void>((resolve) => untrusted.client.GetInputFocus(() => resolve()));
  assert.ok(errors.length >= 25, `${errors.length} errors`);
  assert.ok(!errors.includes(badWindow), 'the extension looked for the window 0');
});
