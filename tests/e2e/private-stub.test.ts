/** `vmgl run` with a stub of its own, and `vmgl demo`, with the real renderer. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { readStats, startDisplay, type VirtualDisplay } from '../../src/measure.ts';
import { sandbox, until } from '../commands/support.ts';

const limit = { timeout: 120_000 };

let display: VirtualDisplay;
before(async () => {
  display = await startDisplay();
});
after(() => display.stop());

/** SysV segments that this process has made: frames for MIT-SHM. Rings are memfds, which end with their processes. */
function segments(creator: number | undefined): number {
  const lines = fs.readFileSync('/proc/sysvipc/shm', 'utf8').split('\n');
  return lines.filter((line) => line.trim().split(/\s+/)[4] === String(creator)).length;
}

/** Every process that can be seen. */
function processes(): { pid: number; parent: number; args: string[] }[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      return [{ pid: Number(name), parent, args: fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0') }];
    } catch {
      return []; // Not a process, or it has just ended.
    }
  });
}

for (const present of ['direct', 'readback'])
  test(
    `a program killed (${present}): its stub and its renderer are gone, and no socket and no shared memory stays`,
    limit,
    async (t) => {
      const { start, folder } = sandbox(t);
      const stats = path.join(folder, 'stats');
      const gears = start(['run', '--stub', 'private', '--present', present, 'glxgears'], {
        DISPLAY: display.name,
        VMGL_STATS: stats,
        VMGL_TEST_RENDERER: undefined,
      });
      await until(() => (readStats(stats)?.frames ?? 0) > 5 || gears.exitCode !== null, 'glxgears to draw');
      assert.equal(gears.exitCode, null, gears.said());
      // The renderer is a child of the stub.
      const mine = () => {
        const all = processes();
        const stub = all.find((one) => one.args.join(' ').includes(`--private-for ${gears.pid}`));
        return stub === undefined ? [] : [stub, ...all.filter((one) => one.parent === stub.pid)];
      };
      assert.equal(mine().length, 2);
      gears.kill('SIGKILL');
      await until(() => mine().length === 0, 'the stub to end');
      assert.deepEqual(fs.readdirSync(path.join(folder, 'run/vmgl')), []);
      await until(() => segments(gears.pid) === 0, 'the shared memory to be freed');
    },
  );

test('a program finds no children that it did not start', limit, async (t) => {
  const { start } = sandbox(t);
  const program = start(['run', '--stub', 'private', 'sh', '-c', 'echo started; sleep 20; true'], {
    VMGL_TEST_RENDERER: undefined,
  });
  await until(() => /renders on this machine/.test(program.said()), 'the private stub to work');
  const children = processes().filter((one) => one.parent === program.pid);
  assert.deepEqual(
    children.map((one) => one.args[0]),
    ['sleep'],
  );
});

test('a renderer that cannot render says why', limit, async (t) => {
  const { run } = sandbox(t);
  const { stderr } = await run(['run', '--stub', 'private', 'glxgears'], {
    DISPLAY: display.name,
    VMGL_DISPLAY: ':987',
    VMGL_TEST_RENDERER: undefined,
  });
  assert.match(stderr, /:987/);
});

test('vmgl demo shows gears, and writes a picture of them', limit, async (t) => {
  const { run, folder } = sandbox(t);
  const { code, stdout, stderr } = await run(['demo'], { VMGL_TEST_RENDERER: undefined });
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /^renderer +VMGL \(/m);
  assert.match(stdout, /^through vmgl +[\d.]+ frames per second$/m);
  assert.match(stdout, /^ +\d+\.\d\d round trips per frame$/m);
  assert.match(stdout, /^native +[\d.]+ frames per second/m);
  const picture = fs.readFileSync(path.join(folder, 'vmgl-demo.png'));
  assert.equal(picture.toString('latin1', 1, 4), 'PNG');
  assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [300, 300]);
});
