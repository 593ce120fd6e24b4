/**
 * The README of VMGL 2006 as typed: glstub and stub-daemon on port 7000 of a host, programs of a guest that know its
 * address from GLSTUB, or from ssh, with IS_GLSTUB_DAEMON and without. No launcher: the guest's libGL is ours.
 */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { readStats } from '../../src/measure.ts';
import { openScreen } from '../../src/native/x11.ts';
import { countColors } from '../../src/png.ts';
import { makeNetwork, type Network, networksPossible } from './network.ts';
import {
  cleanEnvironment,
  cleanUp,
  difference,
  programFolder,
  root,
  run,
  start,
  startXvfb,
  temporaryFolder,
  until,
  vmgl,
} from './support.ts';

const skip = networksPossible ? false : 'network namespaces need root';
const limit = { skip, timeout: 120_000 };
const guestLibraries = path.join(root, 'dist/app/native/$LIB');

let network: Network;
let display: string;
let home: string;
let bin: string;
before(async () => {
  if (skip) return;
  network = makeNetwork('old', '10.206.7');
  ({ display } = await startXvfb());
  home = temporaryFolder();
  bin = temporaryFolder();
  for (const name of ['glstub', 'stub-daemon']) fs.symlinkSync(vmgl, path.join(bin, name));
});
after(() => {
  cleanUp();
  network?.remove();
});

const environment = (more: NodeJS.ProcessEnv) => cleanEnvironment({ DISPLAY: display, ...more });

/** On the host, until `stop`. Resolves when it listens. */
async function startHost(program: string, more: NodeJS.ProcessEnv = {}) {
  const log = path.join(home, '.stub-daemon.log');
  fs.rmSync(log, { force: true });
  const env = environment({ HOME: home, XDG_RUNTIME_DIR: path.join(home, 'run'), ...more });
  const stub = start(network.host.on([path.join(bin, program)]), env, 86_400_000);
  const daemon = program === 'stub-daemon';
  if (daemon) await stub.result;
  const said = () => (daemon ? fs.readFileSync(log, 'utf8') : stub.said());
  await until(() => said().includes('Set GLSTUB var in guest to point to port 7000\n'), `${program} to listen`);
  // `ip netns exec` becomes the program.
  const pid = daemon ? Number(/pid (\d+)/.exec(stub.said())?.[1]) : (stub.pid ?? 0);
  const stop = async () => {
    process.kill(pid, 'SIGTERM');
    await until(() => said().includes('SIGTERM: ends'), `${program} to end`);
    if (!daemon) await stub.result;
  };
  return { said, stop, pid };
}

/** A program of the guest, as the dynamic linker of an installed guest starts it. */
const onGuest = (command: string[], more: NodeJS.ProcessEnv) =>
  start(
    network.guest.on(command),
    environment({ XDG_RUNTIME_DIR: path.join(home, 'of the guest'), LD_LIBRARY_PATH: guestLibraries, ...more }),
  );

/** glxgears draws, and its window shows gears. */
async function gearsTurn(more: NodeJS.ProcessEnv): Promise<void> {
  const stats = path.join(home, 'stats');
  fs.rmSync(stats, { force: true });
  const gears = onGuest(['glxgears', '-info'], { VMGL_STATS: stats, ...more });
  try {
    await until(() => (readStats(stats)?.frames ?? 0) > 5 || gears.exitCode !== null, 'glxgears to draw', 30_000);
    assert.equal(gears.exitCode, null, gears.said());
    const screen = openScreen(display);
    const picture = screen?.picture();
    screen?.close();
    assert.ok(picture && countColors(picture) > 16, 'the window shows gears');
  } finally {
    gears.kill('SIGKILL');
    await gears.result;
  }
}

for (const program of ['glstub', 'stub-daemon'])
  test(`${program}, and guests that set IS_GLSTUB_DAEMON, or do not`, limit, async () => {
    const host = await startHost(program);
    try {
      const GLSTUB = `${network.host.address}:7000`;
      await gearsTurn({ GLSTUB, IS_GLSTUB_DAEMON: 'yes' });
      await gearsTurn({ GLSTUB });
      assert.match(host.said(), /session 2 started: glxgears .* from 10\.206\.7\.2:/, 'one stub serves both');
      const file = path.join(programFolder, 'immediate');
      const native = await run([file], environment({}));
      const ours = await onGuest([file], { GLSTUB }).result;
      assert.equal(ours.stdout, native.stdout, difference(native.stdout, ours.stdout));
      assert.deepEqual([ours.code, ours.stderr], [native.code, native.stderr]);
    } finally {
      await host.stop();
    }
  });

test('without GLSTUB, the stub is on the machine that ssh came from', limit, async () => {
  const host = await startHost('glstub');
  const peers = { SSH_CONNECTION: `${network.host.address} 40000 ${network.guest.address} 22` };
  try {
    await gearsTurn(peers);
    await gearsTurn({ SSH_CLIENT: `${network.host.address} 40000 22`, IS_GLSTUB_DAEMON: 'yes' });
    const launched = await onGuest([vmgl, 'run', 'glxinfo', '-B'], peers).result;
    assert.match(launched.stdout, /OpenGL renderer string: VMGL \(/);
    assert.match(launched.stderr, /^vmgl: renders on tcp:\/\/10\.206\.7\.1:7000 \(from SSH_CONNECTION\)/m);
  } finally {
    await host.stop();
  }
});

test('CR_SYSTEM_GL_PATH of a driver that is gone is a warning, on either side', limit, async () => {
  const host = await startHost('glstub', { CR_SYSTEM_GL_PATH: '/usr/lib/nvidia-361' });
  try {
    const GLSTUB = `${network.host.address}:7000`;
    await gearsTurn({ GLSTUB, CR_SYSTEM_GL_PATH: '/usr/lib/x86_64-linux-gnu/mesa' });
    assert.match(
      host.said(),
      /warning: CR_SYSTEM_GL_PATH \(\/usr\/lib\/nvidia-361\) has no libGL\.so\.1\. Using the system's/,
    );
  } finally {
    await host.stop();
  }
  // The guest's own renderer, and its native fallback behind glvnd.
  const gone = { CR_SYSTEM_GL_PATH: '/usr/lib/x86_64-linux-gnu/mesa' };
  const own = await onGuest([vmgl, 'run', '--stub', 'private', 'glxinfo', '-B'], gone).result;
  assert.match(own.stdout, /OpenGL renderer string: VMGL \(/);
  assert.match(own.stderr, /warning: CR_SYSTEM_GL_PATH \(.*\/mesa\) has no libGL\.so\.1/);
  const behind = { LD_LIBRARY_PATH: path.join(root, 'dist/app/native/$LIB/glvnd'), ...gone };
  const native = await onGuest(['glxinfo', '-B'], behind).result;
  assert.match(native.stdout, /OpenGL renderer string: llvmpipe/);
  assert.match(native.stderr, /warning: CR_SYSTEM_GL_PATH \(.*\/mesa\) has no libGLX_mesa\.so\.0/);
});

test('CR_SYSTEM_GL_PATH of a driver made for glvnd is used', limit, async () => {
  const driver = temporaryFolder();
  const [system = ''] = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].filter((one) => fs.existsSync(one));
  fs.copyFileSync(path.join(system, 'libGLX_mesa.so.0'), path.join(driver, 'libGLX_other.so.0'));
  const host = await startHost('glstub', { CR_SYSTEM_GL_PATH: driver });
  try {
    await gearsTurn({ GLSTUB: `${network.host.address}:7000` });
    assert.doesNotMatch(host.said(), /CR_SYSTEM_GL_PATH/);
    const maps = await until(() => rendererOf(host.pid), 'the next renderer');
    assert.ok(maps.includes(path.join(driver, 'libGLX_other.so.0')), maps);
  } finally {
    await host.stop();
  }
});

/** What the renderer that waits for the next session has mapped, once it has loaded its driver. */
function rendererOf(stub: number): string | undefined {
  for (const name of fs.readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      if (!fs.readFileSync(`/proc/${name}/status`, 'utf8').includes(`\nPPid:\t${stub}\n`)) continue;
      const maps = fs.readFileSync(`/proc/${name}/maps`, 'utf8');
      if (maps.includes('swrast_dri.so')) return maps;
    } catch {
      // It has just ended.
    }
  }
  return undefined;
}

test('CR_DEBUG writes debug lines on both sides, CR_DEBUG_FILE into a file', limit, async () => {
  const files = temporaryFolder();
  const host = await startHost('glstub', { CR_DEBUG: '1' });
  try {
    const GLSTUB = `${network.host.address}:7000`;
    const quiet = await onGuest(['glxinfo', '-B'], { GLSTUB }).result;
    assert.equal(quiet.stderr, '');
    const loud = await onGuest(['glxinfo', '-B'], { GLSTUB, CR_DEBUG: 'yes' }).result;
    assert.match(loud.stderr, /vmgl: debug: \[\d+\] connected to 10\.206\.7\.1:7000 \(TCP\)$/m);
    assert.match(loud.stderr, /vmgl: debug: \[\d+\] display :\d+: direct$/m);
    const filed = await onGuest(['glxinfo', '-B'], { GLSTUB, CR_DEBUG_FILE: path.join(files, 'guest.%p') }).result;
    assert.equal(filed.stderr, '');
    const [name = ''] = fs.readdirSync(files);
    assert.match(name, /^guest\.\d+$/);
    assert.match(fs.readFileSync(path.join(files, name), 'utf8'), /connected to 10\.206\.7\.1:7000/);
    assert.match(host.said(), /vmgl: debug: \[\d+\] ready: llvmpipe/);
    assert.match(host.said(), /vmgl: debug: \[\d+\] stream 0 of glxinfo \(pid \d+\) over TCP$/m);
    const nowhere = await onGuest(['glxinfo', '-B'], { GLSTUB, CR_DEBUG_FILE: '/nonexistent/file' }).result;
    assert.match(
      nowhere.stderr,
      /warning: The file \(\/nonexistent\/file\) of VMGL_DEBUG_FILE or CR_DEBUG_FILE cannot be written/,
    );
    assert.match(nowhere.stdout, /OpenGL renderer string: VMGL \(/);
  } finally {
    await host.stop();
  }
});
