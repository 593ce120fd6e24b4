/** A program on a desktop of `vmgl xvnc`, seen by a real VNC viewer, looks as it does natively. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Picture } from '../../src/png.ts';
import { lockOwner } from '../../src/xvnc/display-number.ts';
import {
  alive,
  cleanEnvironment,
  cleanUp,
  farDisplay,
  programFolder,
  type Running,
  run,
  type Stub,
  socketIdentity,
  start,
  startStub,
  temporaryFolder,
  until,
  vmgl,
} from './support.ts';
import { makePasswordFile, nativeStill, shows, watchDesktop } from './vnc.ts';

const limit = { timeout: 120_000 };
const still = path.resolve(programFolder, '../e2e/still');
let expected: Picture;
let stub: Stub;
let passwordFile: string;
before(async () => {
  expected = await nativeStill(still);
  stub = await startStub(undefined);
  passwordFile = await makePasswordFile();
});
after(cleanUp);
const begun: Running[] = [];
afterEach(() => {
  for (const one of begun.splice(0)) one.kill('SIGTERM');
});

interface Told {
  display: string;
  vncPort: number;
  serverPid: number;
  stubs: string[];
}

for (const [server, present, where] of [
  ['xvnc', 'auto', 'announced'],
  ['xorg', 'auto', 'announced'],
  ['tightvnc', 'auto', 'announced'],
  ['xorg', 'direct', 'private'], // on the desktop's own X server
  ['tightvnc', 'auto', 'private'], // which has no GLX: the renderer does without it
] as const)
  test(`--server ${server}, --present ${present}, ${where} stub`, limit, async () => {
    const env = cleanEnvironment({ HOME: temporaryFolder(), XDG_RUNTIME_DIR: temporaryFolder() });
    const which = where === 'private' ? 'private' : stub.tcp;
    const size = ['--geometry', '640x480'];
    const words = ['--server', server, '--stub', which, ...size, '--password-file', passwordFile, '--json'];
    const session = [vmgl, 'run', '--present', present, still];
    const desktop = start([vmgl, 'xvnc', await farDisplay(), ...words, ...session], env);
    begun.push(desktop);
    await until(() => desktop.exitCode !== null || desktop.said().includes('ready\n'), 'the program to draw', 30_000);
    assert.equal(desktop.exitCode, null, desktop.said());
    const told = JSON.parse(
      desktop
        .said()
        .split('\n')
        .find((line) => line.startsWith('{')) ?? '{}',
    ) as Told;
    assert.deepEqual(told.stubs, where === 'private' ? [] : [stub.tcp]);
    const from = where === 'private' ? 'this machine' : `${stub.tcp} \\(from _VMGL_STUB of ${told.display}\\)`;
    assert.match(desktop.said(), new RegExp(`renders on ${from}`));

    const number = Number(told.display.slice(1));
    const socket = socketIdentity(number);
    const viewer = await watchDesktop(`localhost::${told.vncPort}`, passwordFile);
    begun.push(viewer.process);
    await shows(viewer.picture, expected, 'the viewer to show the native picture');

    desktop.kill('SIGTERM');
    const end = await desktop.result;
    assert.equal(end.code, 0, end.stderr);
    assert.notEqual(socketIdentity(number), socket, 'the socket is still there');
    assert.notEqual(lockOwner(number), told.serverPid, 'the lock is still there');
    assert.ok(!alive(told.serverPid));
    assert.equal((await run(['xauth', 'list'], env)).stdout, '');
    await viewer.process.result;
  });
