/** EGL: what native programs cannot be compared for, and which library programs get. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import {
  cleanEnvironment,
  cleanUp,
  difference,
  programFolder,
  run,
  type Stub,
  startStub,
  startXvfb,
  throughVmgl,
  type XServer,
} from './support.ts';

const folder = path.resolve(import.meta.dirname, '../../build/native/tests/e2e');
const limit = { timeout: 120_000 };

let server: XServer;
let direct: Stub;
let headless: Stub;
before(async () => {
  server = await startXvfb();
  [direct, headless] = await Promise.all([startStub(server.display), startStub(undefined)]);
});
after(async () => {
  await Promise.all([direct.stop(), headless.stop()]);
  cleanUp();
});

for (const present of ['direct', 'readback'] as const)
  test(`EGL beyond what Mesa's software driver does, ${present}`, limit, async () => {
    const stub = present === 'direct' ? direct : headless;
    const program = [...throughVmgl(stub, { present, transport: 'shm' }), path.join(folder, 'egl_beyond')];
    const { code, stdout, stderr } = await run(program, cleanEnvironment({ DISPLAY: server.display }));
    assert.equal(stderr, '');
    assert.equal(code, 0, stdout);
    const says = (line: string) => assert.ok(stdout.split('\n').includes(line), `${line}\n\nis not in:\n${stdout}`);
    says('eglBindTexImage(egl.display, pbuffer, EGL_BACK_BUFFER): ok');
    says('eglBindTexImage(egl.display, pbuffer, EGL_BACK_BUFFER): BAD_ACCESS');
    says('texture, below: 0 255 0');
    says('texture, above: 255 0 0');
    says('texture, drawn to: 0 255 0');
    says('eglReleaseTexImage(egl.display, pbuffer, EGL_BACK_BUFFER): ok');
    says('eglCopyBuffers(egl.display, surface, copied): ok');
    // With direct presentation the driver draws into pixmaps itself, or, as this one, does not.
    if (present === 'readback') says('pixmap: 00ff00, its copy: 00ff00');
    says('age 0');
    // Mesa's software driver does not tell ages of its windows, and says so.
    says(present === 'readback' ? 'age after two frames 2, told 1' : 'age after two frames 0, told 0');
    if (present === 'readback') says('two frames old: 255 0 0');
    says(present === 'readback' ? 'age when preserved 1' : 'age when preserved 0');
    says('age of another size 0');
    says('region(egl.display, egl.surface, rectangle, 1): ok');
    says('swap(egl.display, egl.surface, rectangle, 1): ok');
    says('swap(egl.display, egl.surface, rectangle, -1): BAD_PARAMETER');
    says('done');
  });

test('on a display with two screens GLX serves EGL guests', limit, async () => {
  const two = await startXvfb({ args: ['-nolisten', 'tcp', '-screen', '1', '640x480x24'] });
  const stub = await startStub(two.display);
  try {
    for (const name of ['egl_windows', 'egl_pbuffers', 'egl_opengl', 'es2_draw', 'es3_draw']) {
      const program = path.join(programFolder, name);
      const env = cleanEnvironment({ DISPLAY: two.display });
      const native = await run([program], env);
      const ours = await run([...throughVmgl(stub, { present: 'direct', transport: 'shm' }), program], env);
      assert.equal(ours.stdout, native.stdout, `${name}: ${difference(native.stdout, ours.stdout)}`);
      assert.deepEqual([ours.code, ours.stderr], [0, '']);
    }
    const images = [
      ...throughVmgl(stub, { present: 'direct', transport: 'shm' }),
      path.join(programFolder, 'egl_images'),
    ];
    assert.equal((await run(images, cleanEnvironment({ DISPLAY: two.display }))).stdout, 'skip: no EGL images\n');
  } finally {
    await stub.stop();
  }
});

for (const { name, words, count } of [
  { name: 'a program', words: ['egl_dlopen'], count: 12 },
  { name: 'a program with an RPATH', words: ['egl_dlopen_rpath', 'versioned'], count: 9 },
])
  test(`every name of a GL library is the guest library to ${name}`, limit, async () => {
    const [program = '', ...args] = words;
    const through = throughVmgl(headless, { present: 'readback', transport: 'shm' });
    const command = [...through, path.join(folder, program), ...args];
    const { code, stdout, stderr } = await run(command, cleanEnvironment({ DISPLAY: server.display }));
    assert.equal(stderr, '');
    assert.equal(code, 0);
    const lines = stdout.trim().split('\n');
    assert.equal(lines.pop(), 'client: 1');
    assert.equal(lines.length, count);
    for (const line of lines) assert.match(line, /: libvmgl\.so$/);
  });

test('without an X display EGL has none either, and the default display has no windows', limit, async () => {
  const program = [...throughVmgl(headless, { present: 'readback', transport: 'shm' }), 'es2_info'];
  const { stdout, stderr } = await run(program, cleanEnvironment());
  assert.match(stdout + stderr, /couldn't open display/);
  const info = await run(
    [...throughVmgl(headless, { present: 'readback', transport: 'shm' }), 'eglinfo', '-B', '-p', 'surfaceless'],
    cleanEnvironment(),
  );
  assert.match(info.stdout, /EGL vendor string: VMGL/);
});
