/** The extension's reports about windows that change, each from a real Xorg. */
import * as assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { WindowReport } from '../../src/x11/extension.ts';
import { type Client, openClient, openWatcher, startXorg, type Watcher } from './support.ts';
import { until } from '../support.ts';

interface Scene {
  display: string;
  owner: Client;
  watcher: Watcher;
}

/** A server, one client with windows, and another that watches. */
async function scene(t: TestContext, ...args: string[]): Promise<Scene> {
  const { display } = await startXorg(t, args.length > 0 ? { args: ['-noreset', ...args] } : {});
  return { display, owner: await openClient(t, display), watcher: await openWatcher(t, display) };
}

/** Watches windows; what they report at first is taken as read. */
async function watch({ owner, watcher }: Scene, ...windows: number[]): Promise<void> {
  await owner.settle();
  for (const window of windows) await watcher.extension.watch(window);
  await watcher.fresh();
}

/** What the watcher hears about `change`. */
async function hears({ owner, watcher }: Scene, change: () => void): Promise<WindowReport[]> {
  change();
  await owner.settle();
  return watcher.fresh();
}

/** `keys` of the only report. */
function only<K extends keyof WindowReport>(reports: WindowReport[], ...keys: K[]): Pick<WindowReport, K> {
  assert.equal(reports.length, 1, `one report, not ${JSON.stringify(reports)}`);
  return Object.fromEntries(keys.map((key) => [key, reports[0]![key]])) as Pick<WindowReport, K>;
}

const whole = (width: number, height: number) => [{ x: 0, y: 0, width, height }];

test('a window is reported whole at once', async (t) => {
  const { owner, watcher } = await scene(t);
  assert.deepEqual(watcher.extension.version, { major: 1, minor: 0 });
  const window = owner.window({ at: [10, 20, 100, 50], border: 3 });
  await owner.settle();
  await watcher.extension.watch(window);
  const [report, ...more] = await watcher.fresh();
  assert.deepEqual(more, []);
  const { serial, ...rest } = report!;
  assert.ok(serial > 0);
  assert.deepEqual(rest, {
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
    rectangles: whole(100, 50),
  });
});

test('overlapping windows', async (t) => {
  const s = await scene(t);
  const { client } = s.owner;
  const under = s.owner.window({ at: [0, 0, 100, 100] });
  const over = s.owner.window({ at: [200, 200, 100, 100] });
  await watch(s, under);
  const seen = async (change: () => void) => only(await hears(s, change), 'visibility', 'rectangles');
  assert.deepEqual(await seen(() => client.MoveWindow(over, 50, 0)), {
    visibility: 'partially-obscured',
    rectangles: whole(50, 100),
  });
  assert.deepEqual(await seen(() => client.MoveWindow(over, 50, 50)), {
    visibility: 'partially-obscured',
    rectangles: [
      { x: 0, y: 0, width: 100, height: 50 },
      { x: 0, y: 50, width: 50, height: 50 },
    ],
  });
  assert.deepEqual(await seen(() => client.MoveWindow(over, 0, 0)), { visibility: 'fully-obscured', rectangles: [] });
  assert.deepEqual(await seen(() => client.LowerWindow(over)), {
    visibility: 'unobscured',
    rectangles: whole(100, 100),
  });
  assert.equal((await seen(() => client.RaiseWindow(over))).visibility, 'fully-obscured');
  assert.equal((await seen(() => client.UnmapWindow(over))).visibility, 'unobscured');
  // Partly outside the screen: nobody covers it, and not all of it is seen.
  assert.deepEqual(await seen(() => client.MoveWindow(under, -30, 0)), {
    visibility: 'partially-obscured',
    rectangles: [{ x: 30, y: 0, width: 70, height: 100 }],
  });
});

test('moving and resizing: what came together is one report, and what changes nothing is none', async (t) => {
  const s = await scene(t);
  const { client } = s.owner;
  const window = s.owner.window({ at: [0, 0, 100, 100] });
  const other = s.owner.window({ at: [300, 300, 50, 50] });
  await watch(s, window);
  const place = ['x', 'y', 'width', 'height', 'rectangles'] as const;
  const many = await hears(s, () => {
    client.stream.cork();
    for (let x = 1; x <= 40; x++) client.MoveWindow(window, x, 2 * x);
    client.stream.uncork();
  });
  // The server may be interrupted in the middle of them.
  assert.ok(many.length < 5, `${many.length} reports`);
  const { x, y, rectangles } = many.at(-1)!;
  assert.deepEqual({ x, y, rectangles }, { x: 40, y: 80, rectangles: whole(100, 100) });
  assert.deepEqual(only(await hears(s, () => client.ResizeWindow(window, 64, 32)), ...place), {
    x: 40,
    y: 80,
    width: 64,
    height: 32,
    rectangles: whole(64, 32),
  });
  const border = await hears(s, () => client.ConfigureWindow(window, { borderWidth: 5 }));
  assert.deepEqual(only(border, 'x', 'y', 'border'), { x: 45, y: 85, border: 5 });
  const nothing = await hears(s, () => {
    client.MoveWindow(window, 40, 80);
    client.MoveWindow(other, 310, 310);
    client.UnmapWindow(other);
    client.DestroyWindow(s.owner.window({ at: [400, 0, 50, 50] }));
  });
  assert.deepEqual(nothing, []);
});

test('an unmapped window is moved and reported', async (t) => {
  const s = await scene(t);
  const window = s.owner.window({ at: [5, 5, 10, 10], map: false });
  await watch(s, window);
  const moved = await hears(s, () => s.owner.client.MoveWindow(window, 7, 9));
  assert.deepEqual(only(moved, 'mapped', 'viewable', 'visibility', 'x', 'y', 'rectangles'), {
    mapped: false,
    viewable: false,
    visibility: 'not-viewable',
    x: 7,
    y: 9,
    rectangles: [],
  });
  const border = await hears(s, () => s.owner.client.ConfigureWindow(window, { borderWidth: 4 }));
  assert.deepEqual(only(border, 'border', 'x'), { border: 4, x: 11 });
});

test('unmapped windows are stacked, too', async (t) => {
  const s = await scene(t);
  const { client } = s.owner;
  const [low, middle, high] = [0, 1, 2].map((x) => s.owner.window({ at: [x, 0, 5, 5], map: false }));
  await watch(s, high!);
  const above = async (change: () => void) => only(await hears(s, change), 'above').above;
  assert.equal(await above(() => client.LowerWindow(middle!)), low);
  assert.equal(await above(() => client.LowerWindow(low!)), middle);
  assert.equal(await above(() => client.DestroyWindow(middle!)), low);
  assert.equal(await above(() => client.ReparentWindow(low!, high!, 0, 0)), 0);
});

test('shaped windows: bounding and clip shape, its own and that of another above it', async (t) => {
  const s = await scene(t);
  const shape = await s.owner.ask<Shape>((done) => s.owner.client.require('shape', done));
  const window = s.owner.window({ at: [100, 100, 100, 100] });
  await watch(s, window);
  const [bounding, clip] = [0, 1];
  const seen = async (change: () => void) => only(await hears(s, change), 'visibility', 'rectangles');
  const cross = await seen(() =>
    shape.Rectangles(
      0,
      bounding,
      window,
      0,
      0,
      [
        [40, 0, 20, 100],
        [0, 40, 100, 20],
      ],
      0,
    ),
  );
  assert.deepEqual(cross, {
    visibility: 'partially-obscured',
    rectangles: [
      { x: 40, y: 0, width: 20, height: 40 },
      { x: 0, y: 40, width: 100, height: 20 },
      { x: 40, y: 60, width: 20, height: 40 },
    ],
  });
  assert.deepEqual(await seen(() => shape.Rectangles(0, clip, window, 0, 0, [[0, 0, 100, 50]], 0)), {
    visibility: 'partially-obscured',
    rectangles: [
      { x: 40, y: 0, width: 20, height: 40 },
      { x: 0, y: 40, width: 100, height: 10 },
    ],
  });
  const over = s.owner.window({ at: [100, 100, 100, 100], map: false });
  shape.Rectangles(0, bounding, over, 0, 0, [[0, 40, 50, 60]], 0);
  assert.deepEqual(await seen(() => s.owner.client.MapWindow(over)), {
    visibility: 'partially-obscured',
    rectangles: [
      { x: 40, y: 0, width: 20, height: 40 },
      { x: 50, y: 40, width: 50, height: 10 },
    ],
  });
  assert.deepEqual((await seen(() => shape.Rectangles(0, bounding, window, 0, 0, [], 0))).visibility, 'fully-obscured');
});

interface Shape {
  Rectangles(operation: number, kind: number, window: number, x: number, y: number, list: number[][], order: 0): void;
}

test('hundreds of rectangles, and the extents for who wants fewer', async (t) => {
  const s = await scene(t);
  const shape = await s.owner.ask<Shape>((done) => s.owner.client.require('shape', done));
  const window = s.owner.window({ at: [0, 0, 400, 400], map: false });
  const holes: number[][] = [];
  for (let y = 0; y < 400; y += 10) for (let x = y % 20; x < 400; x += 20) holes.push([x, y, 10, 10]);
  assert.equal(holes.length, 800);
  shape.Rectangles(0, 0, window, 0, 0, holes, 0);
  await watch(s, window);
  const [report] = await hears(s, () => s.owner.client.MapWindow(window));
  assert.deepEqual(
    report!.rectangles.map(({ x, y, width, height }) => [x, y, width, height]),
    holes,
  );
  await s.watcher.extension.watch(window, 799);
  const keys = ['simplified', 'visibility', 'rectangles'] as const;
  assert.deepEqual(only(await s.watcher.fresh(), ...keys), {
    simplified: true,
    visibility: 'partially-obscured',
    rectangles: whole(400, 400),
  });
  await s.watcher.extension.watch(window, 800);
  const exact = only(await s.watcher.fresh(), ...keys);
  assert.deepEqual([exact.simplified, exact.rectangles.length], [false, 800]);
});

test('a reparented window', async (t) => {
  const s = await scene(t);
  const { client } = s.owner;
  const window = s.owner.window({ at: [0, 0, 100, 100] });
  const frame = s.owner.window({ at: [200, 100, 120, 80], border: 1 });
  await watch(s, window);
  const keys = ['parent', 'toplevel', 'toplevelAbove', 'above', 'x', 'y', 'rectangles'] as const;
  assert.deepEqual(only(await hears(s, () => client.ReparentWindow(window, frame, 10, 20)), ...keys), {
    parent: frame,
    toplevel: frame,
    toplevelAbove: 0,
    above: 0,
    x: 211,
    y: 121,
    rectangles: whole(100, 60), // the frame is no higher
  });
  assert.deepEqual(only(await hears(s, () => client.MoveWindow(frame, 300, 100)), 'x', 'y'), { x: 311, y: 121 });
  assert.deepEqual(only(await hears(s, () => client.ReparentWindow(window, s.owner.root, 1, 2)), ...keys), {
    parent: s.owner.root,
    toplevel: window,
    toplevelAbove: frame,
    above: frame,
    x: 1,
    y: 2,
    rectangles: whole(100, 100),
  });
});

test('an iconified window: its frame is unmapped, it is not', async (t) => {
  const s = await scene(t);
  const { client } = s.owner;
  const frame = s.owner.window({ at: [0, 0, 100, 100] });
  const window = s.owner.window({ at: [0, 20, 100, 80], parent: frame });
  await watch(s, window);
  const keys = ['mapped', 'viewable', 'visibility', 'rectangles'] as const;
  const icon = { mapped: true, viewable: false, visibility: 'not-viewable', rectangles: [] };
  const shown = { mapped: true, viewable: true, visibility: 'unobscured', rectangles: whole(100, 80) };
  assert.deepEqual(only(await hears(s, () => client.UnmapWindow(frame)), ...keys), icon);
  assert.deepEqual(only(await hears(s, () => client.MapWindow(frame)), ...keys), shown);
  const withdrawn = { ...icon, mapped: false };
  assert.deepEqual(only(await hears(s, () => client.UnmapWindow(window)), ...keys), withdrawn);
  assert.deepEqual(only(await hears(s, () => client.MapWindow(window)), ...keys), shown);
  // The window's own state changes while nothing is to be seen.
  assert.deepEqual(only(await hears(s, () => client.UnmapWindow(frame)), ...keys), icon);
  assert.deepEqual(only(await hears(s, () => client.UnmapWindow(window)), ...keys), withdrawn);
  assert.deepEqual(only(await hears(s, () => client.MapWindow(window)), ...keys), icon);
  assert.deepEqual(only(await hears(s, () => client.MapWindow(frame)), ...keys), shown);
});

test('children are cut out of their parent', async (t) => {
  const s = await scene(t);
  const window = s.owner.window({ at: [0, 0, 100, 100] });
  await watch(s, window);
  s.owner.window({ at: [0, 0, 100, 100], parent: window, inputOnly: true });
  const rectangles = [{ x: 0, y: 50, width: 100, height: 50 }];
  const change = () => void s.owner.window({ at: [0, 0, 100, 50], parent: window });
  assert.deepEqual(only(await hears(s, change), 'rectangles'), { rectangles });
});

test('stacking', async (t) => {
  const s = await scene(t);
  const { client } = s.owner;
  const [low, middle, high] = [0, 100, 200].map((x) => s.owner.window({ at: [x, 0, 50, 50] })) as [
    number,
    number,
    number,
  ];
  const child = s.owner.window({ at: [0, 0, 10, 10], parent: high });
  await watch(s, low, middle, high, child);
  const order = async (change: () => void) =>
    Object.fromEntries(
      (await hears(s, change)).map(({ window, above, toplevelAbove }) => [window, [above, toplevelAbove]]),
    );
  assert.deepEqual(await order(() => client.RaiseWindow(low)), {
    [low]: [high, high],
    [middle]: [0, 0],
  });
  assert.deepEqual(await order(() => client.LowerWindow(high)), {
    [low]: [middle, middle],
    [middle]: [high, high],
    [high]: [0, 0],
    [child]: [0, 0],
  });
  assert.deepEqual(await order(() => client.ConfigureWindow(high, { sibling: middle, stackMode: 0 })), {
    [low]: [high, high],
    [middle]: [0, 0],
    [high]: [middle, middle],
    [child]: [0, middle],
  });
  assert.deepEqual(await order(() => client.DestroyWindow(middle)), {
    [high]: [0, 0],
    [child]: [0, 0],
    [middle]: [0, 0], // its last
  });
});

test('a destroyed window: by itself, with its parent, with its client', async (t) => {
  const s = await scene(t);
  const { client } = s.owner;
  const alone = s.owner.window({ at: [0, 0, 10, 10] });
  const parent = s.owner.window({ at: [20, 0, 10, 10] });
  const child = s.owner.window({ at: [0, 0, 5, 5], parent });
  const last = s.owner.window({ at: [40, 0, 10, 10], map: false });
  await watch(s, alone, parent, child, last);
  const gone = (reports: WindowReport[]) => reports.filter(({ destroyed }) => destroyed).map(({ window }) => window);
  assert.deepEqual(gone(await hears(s, () => client.DestroyWindow(alone))), [alone]);
  assert.deepEqual(gone(await hears(s, () => client.DestroyWindow(parent))).sort(), [parent, child].sort());
  s.owner.close();
  while (!s.watcher.reports.some(({ window, destroyed }) => window === last && destroyed)) await s.watcher.fresh();
  // What is not there any more can be let go, and not watched again.
  s.watcher.extension.unwatch(alone);
  await assert.rejects(s.watcher.extension.watch(alone), /BadWindow/);
});

test('two clients watch one window, each for itself', async (t) => {
  const s = await scene(t);
  const second = await openWatcher(t, s.display);
  const window = s.owner.window({ at: [0, 0, 100, 100] });
  await watch(s, window);
  await second.extension.watch(window, 1);
  await second.fresh();
  const move = (x: number) => hears(s, () => s.owner.client.MoveWindow(window, x, 0));
  assert.equal((await move(1)).length, 1);
  assert.deepEqual(only(await second.fresh(), 'x'), { x: 1 });
  second.extension.unwatch(window);
  await second.fresh();
  assert.equal((await move(2)).length, 1);
  assert.deepEqual(await second.fresh(), []);
  await second.extension.watch(window);
  assert.deepEqual(only(await second.fresh(), 'x'), { x: 2 });
  s.watcher.extension.unwatch(window);
  await s.watcher.fresh();
  assert.deepEqual(await move(3), []);
  assert.deepEqual(only(await second.fresh(), 'x'), { x: 3 });
});

test('the root window, and a window without pixels', async (t) => {
  const s = await scene(t);
  await watch(s, s.owner.root);
  const covered = await hears(s, () => void s.owner.window({ at: [0, 0, 640, 100] }));
  assert.deepEqual(only(covered, 'parent', 'toplevel', 'width', 'height', 'rectangles'), {
    parent: 0,
    toplevel: s.owner.root,
    width: 640,
    height: 480,
    rectangles: [{ x: 0, y: 100, width: 640, height: 380 }],
  });
  const input = s.owner.window({ at: [1, 2, 30, 40], inputOnly: true });
  await watch(s, input);
  const { viewable, mapped, visibility, rectangles, width } = await s.watcher.newest(input);
  assert.deepEqual([viewable, mapped, visibility, rectangles, width], [false, true, 'not-viewable', [], 30]);
});

test('a screen that gets smaller and larger', async (t) => {
  const s = await scene(t);
  const { client, root, ask } = s.owner;
  const randr = await ask<RandR>((done) => client.require('randr', done));
  const { crtcs } = await ask<{ crtcs: number[] }>((done) => randr.GetScreenResources(root, done));
  const window = s.owner.window({ at: [300, 200, 100, 100] });
  await watch(s, window, root);
  // A screen is no smaller than the modes that are shown on it.
  for (const crtc of crtcs) await ask<unknown>((done) => randr.SetCrtcConfig(crtc, 0, 0, 0, 0, 0, 1, [], done));
  const sizes = async (width: number, height: number) => {
    const reports = await hears(s, () => randr.SetScreenSize(root, width, height, 100, 100));
    const of = (id: number) => reports.findLast((report) => report.window === id)!;
    return [of(root).width, of(root).height, of(window).rectangles];
  };
  assert.deepEqual(await sizes(350, 240), [350, 240, whole(50, 40)]);
  assert.deepEqual(await sizes(600, 400), [600, 400, whole(100, 100)]);
});

interface RandR {
  GetScreenResources(window: number, done: (error: null | undefined, result: { crtcs: number[] }) => unknown): void;
  SetCrtcConfig(
    crtc: number,
    time: 0,
    configurationTime: 0,
    x: number,
    y: number,
    mode: number,
    rotation: number,
    outputs: number[],
    done: (error: null | undefined, result: unknown) => unknown,
  ): void;
  SetScreenSize(window: number, width: number, height: number, widthInMm: number, heightInMm: number): void;
}

test('redirected windows: what their place in the stack leaves of them', async (t) => {
  const s = await scene(t);
  const manager = await openClient(t, s.display);
  const composite = await manager.ask<Composite>((done) => manager.client.require('composite', done));
  composite.RedirectSubwindows(s.owner.root, composite.Redirect.Manual);
  await manager.settle();
  const frame = s.owner.window({ at: [0, 0, 100, 100] });
  const window = s.owner.window({ at: [10, 10, 200, 50], parent: frame });
  const over = s.owner.window({ at: [300, 0, 100, 100] });
  await watch(s, window);
  const keys = ['redirected', 'visibility', 'rectangles'] as const;
  const move = (x: number) => hears(s, () => s.owner.client.MoveWindow(over, x, 0));
  const covered = (width: number) => ({ visibility: 'partially-obscured', rectangles: whole(width, 50) });
  assert.deepEqual(only(await move(50), ...keys), { redirected: true, ...covered(40) });
  // The compositing manager's own window is over everything and hides nothing.
  await manager.ask<unknown>((done) => composite.GetOverlayWindow(s.owner.root, done));
  assert.deepEqual(only(await move(80), ...keys), { redirected: true, ...covered(70) });
  manager.close();
  await until(async () => !(await s.watcher.newest(window)).redirected, 'the end of the redirection');
  assert.deepEqual(only([await s.watcher.newest(window)], ...keys), { redirected: false, ...covered(70) });
  assert.deepEqual(only(await move(50), ...keys), { redirected: false, ...covered(40) });
});

interface Composite {
  Redirect: { Automatic: number; Manual: number };
  RedirectSubwindows(window: number, update: number): void;
  GetOverlayWindow(window: number, done: (error: null | undefined, result: unknown) => unknown): void;
}
