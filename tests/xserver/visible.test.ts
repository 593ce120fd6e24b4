/**
 * The visible regions that the extension reports are what a screenshot shows. Windows of random places, borders, shapes
 * and families each have a colour of their own; after every few changes the screen that follows from the reports alone
 * must be the server's. VMGL_TEST_SEED repeats a run.
 */
import * as assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Client, openClient, openWatcher, screenHeight, screenWidth, startXorg, type Watcher } from './support.ts';

const borderPixel = 0xffffff;
const rootPixel = 0;
const rounds = 60;

test('visible regions are what a screenshot shows', async (t) => {
  const display = (await startXorg(t)).display;
  await compareRandomLayouts(t, await openClient(t, display), await openWatcher(t, display), false);
});

test('visible regions are what a screenshot shows, with windows that Composite redirects', async (t) => {
  const display = (await startXorg(t)).display;
  const manager = await openClient(t, display);
  const composite = await manager.ask<Composite>((done) => manager.client.require('composite', done));
  composite.RedirectSubwindows(manager.root, composite.Redirect.Automatic);
  await manager.settle();
  await compareRandomLayouts(t, await openClient(t, display), await openWatcher(t, display), true);
});

interface Composite {
  Redirect: { Automatic: number };
  RedirectSubwindows(window: number, update: number): void;
}

interface Shape {
  Rectangles(operation: number, kind: number, window: number, x: number, y: number, list: number[][], order: 0): void;
}

async function compareRandomLayouts(t: TestContext, owner: Client, watcher: Watcher, redirected: boolean) {
  const seed = Number(process.env.VMGL_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`VMGL_TEST_SEED=${seed}`);
  const random = randomNumbers(seed);
  const shape = await owner.ask<Shape>((done) => owner.client.require('shape', done));
  // Xorg leaves old pixels between the clip shape and the bounding shape of a redirected window, where its border belongs.
  const kinds = redirected ? 1 : 2;
  const layout = new Map<number, { parent: number; pixel: number }>();
  await watcher.extension.watch(owner.root);
  let obscured = 0;
  let many = 0;
  for (let round = 0; round < rounds; round++) {
    for (let change = random(6); change >= 0; change--) changeSomething(owner, shape, kinds, layout, random);
    await owner.settle();
    for (const window of layout.keys())
      if (!watcher.reports.some((report) => report.window === window)) await watcher.extension.watch(window);
    await watcher.fresh();
    const newest = new Map(watcher.reports.map((report) => [report.window, report]));
    const expected = new Uint32Array(screenWidth * screenHeight).fill(borderPixel);
    for (const [window, pixel] of [[owner.root, rootPixel] as const, ...pixels(layout)]) {
      const report = newest.get(window);
      assert.ok(report && !report.destroyed);
      // Composite redirects what is viewable.
      if (window !== owner.root && report.viewable) assert.equal(report.redirected, redirected);
      if (report.visibility === 'partially-obscured') obscured++;
      if (report.rectangles.length > 20) many++;
      for (const { x, y, width, height } of report.rectangles) {
        assert.ok(x >= 0 && y >= 0 && x + width <= report.width && y + height <= report.height);
        for (let row = report.y + y; row < report.y + y + height; row++) {
          const at = row * screenWidth + report.x + x;
          assert.ok(
            expected.subarray(at, at + width).every((before) => before === borderPixel),
            'regions overlap',
          );
          expected.fill(pixel, at, at + width);
        }
      }
    }
    const shown = await screenshot(owner);
    const wrong = shown.findIndex((pixel, at) => pixel !== expected[at]);
    if (wrong >= 0) {
      const [x, y] = [wrong % screenWidth, Math.floor(wrong / screenWidth)];
      const [is, says] = [shown, expected].map((pixels) => pixels[wrong]!.toString(16));
      assert.fail(`round ${round}: the pixel at ${x},${y} is ${is}, and the reports say ${says}`);
    }
  }
  assert.ok(obscured > rounds && many > rounds / 4, `too easy: ${obscured} obscured, ${many} of many rectangles`);
}

function* pixels(layout: Map<number, { pixel: number }>): Iterable<[number, number]> {
  for (const [window, { pixel }] of layout) yield [window, pixel];
}

/** One request by one client, of those that change what is seen. */
function changeSomething(
  { client, root, window }: Client,
  shape: Shape,
  kinds: number,
  layout: Map<number, { parent: number; pixel: number }>,
  random: (below: number) => number,
): void {
  const all = [...layout.keys()];
  const one = all[random(all.length)];
  const place = () => [random(screenWidth) - 60, random(screenHeight) - 60] as const;
  const size = () => [1 + random(300), 1 + random(250)] as const;
  const parentFor = (child?: number) => {
    const candidates = all.filter((other) => !isInside(layout, other, child));
    return random(2) === 0 || candidates.length === 0 ? root : candidates[random(candidates.length)]!;
  };
  if (one === undefined || (all.length < 25 && random(3) === 0)) {
    const parent = parentFor();
    const pixel = 0x010203 * (layout.size + 1) + random(0x1000) * 0x100;
    const taken = new Set([...layout.values()].map((other) => other.pixel)).has(pixel);
    if (taken || pixel >= borderPixel) return;
    const made = window({ at: [...place(), ...size()], parent, pixel, border: random(3) === 0 ? random(12) : 0 });
    layout.set(made, { parent, pixel });
    return;
  }
  const changes = [
    () => client.MoveWindow(one, ...place()),
    () => client.MoveWindow(one, ...place()),
    () => client.ResizeWindow(one, ...size()),
    () => client.RaiseWindow(one),
    () => client.LowerWindow(one),
    () => client.UnmapWindow(one),
    () => client.MapWindow(one),
    () => client.MapWindow(one),
    () => {
      const parent = parentFor(one);
      layout.get(one)!.parent = parent;
      client.ReparentWindow(one, parent, ...place());
    },
    () => client.ConfigureWindow(one, { borderWidth: random(12) }),
    () => shape.Rectangles(0, random(kinds), one, 0, 0, rectangles(random), 0),
    () => {
      // Only a window without children, so that the layout needs no walk.
      if (![...layout.values()].some(({ parent }) => parent === one) && layout.delete(one)) client.DestroyWindow(one);
    },
  ];
  changes[random(changes.length)]!();
}

function rectangles(random: (below: number) => number): number[][] {
  return Array.from({ length: 1 + random(30) }, () => [
    random(250) - 10,
    random(200) - 10,
    1 + random(120),
    1 + random(60),
  ]);
}

function isInside(layout: Map<number, { parent: number }>, window: number, ancestor: number | undefined): boolean {
  for (let at: number | undefined = window; at !== undefined; at = layout.get(at)?.parent)
    if (at === ancestor) return true;
  return false;
}

/** The pixels of the root window with all windows in it, without the byte that no screen shows. */
async function screenshot({ client, root, ask }: Client): Promise<Uint32Array> {
  const zPixmap = 2;
  const { data } = await ask<{ data: Buffer }>((done) =>
    client.GetImage(zPixmap, root, 0, 0, screenWidth, screenHeight, 0xffffffff, done),
  );
  return Uint32Array.from({ length: screenWidth * screenHeight }, (_, at) => data.readUInt32LE(at * 4) & 0xffffff);
}

/** mulberry32: whole numbers from 0 to below `below`, the same for the same seed. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
