/**
 * "James' setup" of VMGL's README, from the first command to the last, with today's parts: on the host Xorg with the
 * extension, x11vnc and glstub; from the host ssh into the guest with X forwarding, and there glxgears; from a laptop ssh
 * into the guest, and there a VNC viewer that looks at the host. The gears turn on the laptop, and it has the keyboard.
 */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, test } from 'node:test';
import type { Picture } from '../../src/png.ts';
import { type Computer, startComputer, startSshd } from './computers.ts';
import { makeNetwork, type Network, networksPossible } from './network.ts';
import { cleanUp, root, startXvfb, temporaryFolder, until, vmgl } from './support.ts';

const limit = { skip: networksPossible ? false : 'network namespaces need root', timeout: 180_000 };
let network: Network | undefined;
after(() => {
  cleanUp();
  network?.remove();
});

/** A screen without hardware, as README's VMGL/config/xorg/xorg.conf has one for a GPU without a monitor. */
const headlessScreen = `Section "ServerFlags"
    Option "AutoAddDevices" "false"
    Option "AutoAddGPU" "false"
EndSection
Section "Device"
    Identifier "Card0"
    Driver "dummy"
EndSection
Section "Monitor"
    Identifier "Monitor0"
    HorizSync 5.0-1000.0
    VertRefresh 5.0-200.0
    Modeline "640x480" 23.86 640 656 720 800 480 481 484 497
EndSection
Section "Screen"
    Identifier "Screen0"
    Device "Card0"
    Monitor "Monitor0"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Modes "640x480"
    EndSubSection
EndSection
`;

/** How many pixels are clearly red, green and blue: glxgears has one gear of each. */
function gears({ rgb }: Picture): [number, number, number] {
  const count: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < rgb.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(at, at + 3);
    if (red > 80 && green < red / 2 && blue < red / 2) count[0]++;
    if (green > 80 && red < green / 2 && blue < green / 2) count[1]++;
    if (blue > 80 && red < blue / 2 && green < blue / 2) count[2]++;
  }
  return count;
}

test("James' setup", limit, async () => {
  network = makeNetwork('james', '10.206.12', '10.206.13');
  const [host, guest, laptop] = (await Promise.all(
    (['host', 'guest', 'laptop'] as const).map((side) => startComputer(network![side], `vmgl-${side}`)),
  )) as [Computer, Computer, Computer];
  const ssh = await startSshd(guest);

  // Host, 1: Xorg, with the extension enabled.
  const folder = temporaryFolder();
  const config = path.join(folder, 'xorg.conf');
  fs.writeFileSync(config, headlessScreen);
  const enabled = await host.start([vmgl, 'xorg', 'enable-ext', '--config', config]).result;
  assert.equal(enabled.code, 0, enabled.stderr);
  const authority = path.join(host.home, '.Xauthority');
  await host.start(['xauth', '-q', '-f', authority, 'add', ':0', '.', '0123456789abcdef0123456789abcdef']).result;
  const noDropIns = path.join(folder, 'conf.d');
  fs.mkdirSync(noDropIns);
  fs.writeFileSync(path.join(noDropIns, 'none.conf'), '');
  const typed = ['-core', ':0', '-seat', 'seat0', '-auth', authority, '-nolisten', 'tcp', 'vt7', '-novtswitch'];
  // Files of all three machines are this one's, locks of X servers among them.
  const here = ['-nolock', '-configdir', noDropIns, '-logfile', path.join(folder, 'Xorg.log')];
  const modules = ['-modulepath', `${path.join(root, 'dist/app/native')},/usr/lib/xorg/modules`];
  const xorg = host.start(['Xorg', ...typed, '-config', config, ...here, ...modules]);
  const onHost = { DISPLAY: ':0', XAUTHORITY: authority };
  const status = async () => {
    assert.equal(xorg.exitCode, null, xorg.said());
    return (await host.start([vmgl, 'xorg', 'status', '--json', '--config', config], onHost).result).stdout;
  };
  await until(async () => /"extension": *true/.test(await status()), 'Xorg to have the extension', 30_000);

  // Host, 2: x11vnc.
  const x11vnc = host.start(['x11vnc', '-display', ':0', '-forever', '-shared'], onHost);
  await until(() => x11vnc.said().includes('PORT=5900'), 'x11vnc to listen', 30_000);

  // Host, 3: glstub, with a driver directory of 2016.
  fs.symlinkSync(vmgl, path.join(folder, 'glstub'));
  const glstub = host.start([path.join(folder, 'glstub')], { ...onHost, CR_SYSTEM_GL_PATH: '/usr/lib/nvidia-361' });
  await until(() => glstub.said().includes('renders on'), 'glstub');

  // Guest, 1 and 2: ssh from the host with DISPLAY=:0, and glxgears. The dynamic linker finds our libGL, as it does where
  // vmgl is installed. It still says GLSTUB nowhere.
  const installed = `LD_LIBRARY_PATH='${root}/dist/app/native/$LIB'`;
  const command = `${installed} IS_GLSTUB_DAEMON=yes CR_SYSTEM_GL_PATH=/usr/lib/x86_64-linux-gnu/mesa glxgears`;
  const glxgears = host.start([...ssh.words(['-X'], guest.address), command], onHost);
  await until(() => {
    assert.equal(glxgears.exitCode, null, glxgears.said());
    return glstub.said().includes('started: glxgears');
  }, 'a session of glxgears');
  assert.match(glstub.said(), /started: glxgears .* from 10\.206\.12\.2:/);

  // The thin client: from the laptop into the guest, and there vncviewer to the host.
  const { display } = await startXvfb({ on: laptop.on });
  const onLaptop = { DISPLAY: display };
  const guestFromLaptop = network.laptop.address.replace(/\.3$/, '.2');
  const viewer = ['xtigervncviewer', '-Shared', '-RemoteResize=0', '-NoJPEG', '-MenuKey=', '-AlertOnFatalError=0'];
  const vncviewer = laptop.start(
    [...ssh.words(['-X'], guestFromLaptop), [...viewer, `${host.address}:0`].join(' ')],
    onLaptop,
  );
  let seen: Picture | undefined;
  const looksRight = async () => {
    assert.equal(vncviewer.exitCode, null, vncviewer.said());
    seen = await laptop.picture(onLaptop);
    return seen?.width === 640 && gears(seen).every((pixels) => pixels > 500);
  };
  await until(looksRight, 'gears on the laptop', 60_000);
  const first = seen!;
  await until(async () => (await looksRight()) && !seen!.rgb.equals(first.rgb), 'the gears to move', 30_000);
  assert.doesNotMatch(glxgears.said(), /vmgl: (error|warning: The renderer)/);

  // Keys go the same way back: Escape ends glxgears.
  const click = ['mousemove', '100', '100', 'click', '1', 'sleep', '0.3'];
  const keys = ['xdotool', 'search', '--name', 'TigerVNC', 'windowfocus', ...click, 'key', 'Escape'];
  await until(
    async () => {
      await laptop.start(keys, onLaptop).result;
      return glxgears.exitCode !== null;
    },
    'Escape to end glxgears',
    30_000,
  );
  assert.equal((await glxgears.result).code, 0, glxgears.said());
});
