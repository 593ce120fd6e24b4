/**
 * X forwarding: programs of a guest whose windows are on the host's X server, through a real sshd, trusted and not, and
 * through plain DISPLAY=host:N. The host's renderer draws into them; what is in the window is the native picture.
 */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Picture } from '../../src/png.ts';
import { type Computer, type Ssh, startComputer, startSshd } from './computers.ts';
import { makeNetwork, type Network, networksPossible } from './network.ts';
import { cleanUp, programFolder, type Running, root, startXvfb, until, vmgl } from './support.ts';
import { nativeStill, shows } from './vnc.ts';

const still = path.resolve(programFolder, '../e2e/still');
const guestLibraries = path.join(root, 'dist/app/native');
const limit = { skip: networksPossible ? false : 'network namespaces need root', timeout: 120_000 };

/** `ssh -X` as its makers ship it; Debian's ssh takes -X for -Y. */
const untrusted = ['-X', '-o', 'ForwardX11Trusted=no'];

describe('X forwarding', limit, () => {
  let network: Network;
  let host: Computer;
  let guest: Computer;
  let ssh: Ssh;
  let expected: Picture;
  /** Of the host's own display, which lets nobody in without its cookie. */
  let onHost: NodeJS.ProcessEnv;
  let stub: Running;
  const begun: Running[] = [];

  before(async () => {
    expected = await nativeStill(still);
    network = makeNetwork('fwd', '10.206.11');
    [host, guest] = await Promise.all([
      startComputer(network.host, 'vmgl-host'),
      startComputer(network.guest, 'vmgl-guest'),
    ]);
    const authority = path.join(host.home, '.Xauthority');
    const cookie = '0123456789abcdef0123456789abcdef';
    for (const name of [':0', `${host.address}:0`])
      await host.start(['xauth', '-q', '-f', authority, 'add', name, '.', cookie]).result;
    const { display } = await startXvfb({ on: host.on, args: ['-listen', 'tcp', '-auth', authority] });
    assert.equal(display, ':0');
    onHost = { DISPLAY: ':0', XAUTHORITY: authority };
    stub = host.start([vmgl, 'stub', '--listen', '0.0.0.0:7000', '--no-auth'], onHost);
    ssh = await startSshd(guest);
    await until(() => stub.said().includes('renders on'), 'the stub');
  });
  after(() => {
    cleanUp();
    network?.remove();
  });
  afterEach(async () => {
    for (const program of begun.splice(0)) {
      program.kill('SIGTERM');
      await program.result;
    }
  });

  /** From the host into the guest, with a command for the guest's shell. */
  function overSsh(flags: string[], command: string): Running {
    const program = host.start([...ssh.words(flags, guest.address), command], onHost);
    begun.push(program);
    return program;
  }

  async function drawsNatively(program: Running): Promise<void> {
    await until(
      () => {
        assert.equal(program.exitCode, null, program.said());
        return program.said().includes('ready\n');
      },
      'the program to draw',
      30_000,
    );
    await shows(() => host.picture(onHost), expected, 'the native picture on the host');
  }

  for (const [name, flags] of [
    ['ssh -Y (trusted)', ['-Y']],
    ['ssh -X (untrusted)', untrusted],
  ] as const) {
    for (const present of flags === untrusted ? ['direct', 'auto', 'readback'] : ['direct'])
      test(`${name}, --present ${present}, the stub found at the other end of ssh`, limit, async () => {
        const program = overSsh([...flags], `${vmgl} run --present ${present} ${still}`);
        await drawsNatively(program);
        assert.match(program.said(), /renders on tcp:\/\/10\.206\.11\.1:7000 \(from SSH_CONNECTION\)/);
        assert.doesNotMatch(program.said(), /warning/);
      });

    test(`${name}, the guest library alone`, limit, async () => {
      const env = `LD_LIBRARY_PATH='${guestLibraries}/$LIB' LD_PRELOAD='${guestLibraries}/$LIB/libGL.so.1'`;
      const program = overSsh([...flags], `${env} VMGL_PRESENT=direct ${still}`);
      await drawsNatively(program);
      assert.equal(program.said(), 'ready\n');
    });
  }

  for (const present of ['direct', 'readback'])
    test(`DISPLAY=host:N, --present ${present}`, limit, async () => {
      const env = { DISPLAY: `${host.address}:0`, XAUTHORITY: onHost.XAUTHORITY, GLSTUB: `${host.address}:7000` };
      const program = guest.start([vmgl, 'run', '--present', present, still], env);
      begun.push(program);
      await drawsNatively(program);
      assert.doesNotMatch(program.said(), /warning/);
    });

  test('untrusted clients have no GLX of the X server', limit, async () => {
    const hasGlx = async (flags: string[]) => {
      const { stdout } = await overSsh(flags, 'xdpyinfo').result;
      assert.match(stdout, /number of extensions/);
      return /^ +GLX$/m.test(stdout);
    };
    assert.deepEqual([await hasGlx(['-Y']), await hasGlx(untrusted)], [true, false]);
  });

  test('a stub announced on the forwarded display is found, trusted or not', limit, async () => {
    const set = ['xprop', '-root', '-f', '_VMGL_STUB', '8u', '-set', '_VMGL_STUB', `tcp://${host.address}:7000`];
    await host.start(set, onHost).result;
    const trusted = await overSsh(['-Y'], `${vmgl} run glxinfo -B`).result;
    assert.match(trusted.stderr, /renders on tcp:\/\/10\.206\.11\.1:7000 \(from _VMGL_STUB of localhost:10\.0\)/);
    const stranger = await overSsh(untrusted, `${vmgl} run glxinfo -B`).result;
    assert.match(stranger.stderr, /renders on tcp:\/\/10\.206\.11\.1:7000 \(from _VMGL_STUB of localhost:\d+\.0\)/);
    await host.start(['xprop', '-root', '-remove', '_VMGL_STUB'], onHost).result;
  });

  test('sshd without xauth: run and doctor say what is missing', limit, async () => {
    const bare = await startSshd(guest, { Port: '2222', XAuthLocation: '/nonexistent/xauth' });
    const there = (command: string) => host.start([...bare.words(['-X'], guest.address), command], onHost).result;
    const program = await there(`${vmgl} run ${still}`);
    assert.equal(program.code, 3);
    assert.match(
      program.stderr,
      /vmgl: warning: DISPLAY is not set: this ssh session has no X display\. Connect with ssh -X\. .*xauth.*X11Forwarding yes/,
    );
    const doctor = await there(`${vmgl} doctor --json`);
    const finding = (JSON.parse(doctor.stdout) as { what: string; found: string; cure: string }[]).find(
      (one) => one.what === 'X display',
    );
    assert.match(
      `${finding?.found} ${finding?.cure}`,
      /this ssh session has no X display Connect with ssh -X\. .*xauth/,
    );
  });
});
