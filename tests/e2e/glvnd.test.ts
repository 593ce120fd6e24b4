/**
 * GLX and EGL behind glvnd: programs that no launcher started, and that have glvnd's own libGL and libEGL. The vendor
 * libraries come in front of the system's by variables here, by the dynamic linker's cache and a file of EGL vendors
 * after `vmgl install --system-wide`.
 */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import {
  cleanEnvironment,
  cleanUp,
  difference,
  programFolder,
  root,
  run,
  type Stub,
  startStub,
  startXvfb,
  temporaryFolder,
  vmgl,
  type XServer,
} from './support.ts';

const folder = `lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/glvnd`;
const vendors = path.resolve(import.meta.dirname, '../../dist/app/native', folder);

let screen: XServer;
let eglVendors: string;
let stub: Stub;
before(async () => {
  screen = await startXvfb();
  stub = await startStub(undefined);
  const ours = path.join(temporaryFolder(), '10_vmgl.json');
  const icd = { file_format_version: '1.0.0', ICD: { library_path: path.join(vendors, 'libEGL_vmgl.so.0') } };
  fs.writeFileSync(ours, JSON.stringify(icd));
  const system = '/usr/share/glvnd/egl_vendor.d';
  const others = fs.readdirSync(system).sort();
  eglVendors = [ours, ...others.map((name) => path.join(system, name))].join(':');
});
after(async () => {
  await stub.stop();
  cleanUp();
});

const environment = (more: NodeJS.ProcessEnv = {}) =>
  cleanEnvironment({
    DISPLAY: screen.display,
    LD_LIBRARY_PATH: vendors,
    __EGL_VENDOR_LIBRARY_FILENAMES: eglVendors,
    XDG_RUNTIME_DIR: '/nonexistent',
    ...more,
  });
const renderer = (text: string) => /^OpenGL renderer string: (.*)$/m.exec(text)?.[1] ?? text;

test('a program that only has GLSTUB renders on the stub', async () => {
  for (const variables of [
    { GLSTUB: stub.tcp.replace('tcp://', '') },
    { VMGL_STUB: stub.unix },
    { GLSTUB: stub.unix, __GLX_VENDOR_LIBRARY_NAME: 'vmgl' },
    { GLSTUB: stub.unix, __GLX_VENDOR_LIBRARY_NAME: 'nvidia' },
    { GLSTUB: stub.unix, __GLX_VENDOR_LIBRARY_NAME: 'unheard-of' },
  ]) {
    const { stdout, stderr } = await run(['glxinfo', '-B'], environment(variables));
    assert.match(renderer(stdout), /^VMGL \(/, JSON.stringify(variables));
    assert.equal(stderr, '');
  }
});

test('a program that has nothing finds the stub that its X server announces', async () => {
  const set = ['-f', '_VMGL_STUB', '8u', '-set', '_VMGL_STUB', stub.unix];
  await run(['xprop', '-root', ...set], environment());
  const { stdout, stderr } = await run(['glxinfo', '-B'], environment());
  await run(['xprop', '-root', '-remove', '_VMGL_STUB'], environment());
  assert.match(renderer(stdout), /^VMGL \(/);
  assert.equal(stderr, '');
});

test('native GL serves where no stub answers, and one line says so', async () => {
  for (const [variables, line] of [
    [{}, /^vmgl: There is no stub .* This machine's own OpenGL is used\.\n$/],
    [{ GLSTUB: '127.0.0.1:1' }, /^vmgl: No stub answers at 127\.0\.0\.1:1 .* This machine's own OpenGL is used\.\n$/],
    [{ GLSTUB: 'nonsense' }, /^vmgl: .*nonsense.* This machine's own OpenGL is used\.\n$/],
    [{ VMGL_QUIET: '1' }, /^$/],
  ] as const) {
    const { code, stdout, stderr } = await run(['glxinfo', '-B'], environment(variables));
    assert.equal(code, 0);
    assert.match(renderer(stdout), /llvmpipe/);
    assert.doesNotMatch(renderer(stdout), /VMGL/);
    assert.match(stderr, line);
  }
});

test('VMGL_NATIVE and `vmgl run --native` mean native GL', async () => {
  const env = environment({ GLSTUB: stub.unix });
  for (const [command, more] of [
    [['glxinfo', '-B'], { VMGL_NATIVE: 'yes' }],
    [[vmgl, 'run', '--native', 'glxinfo', '-B'], {}],
  ] as const) {
    const { stdout, stderr } = await run([...command], { ...env, ...more });
    assert.match(renderer(stdout), /^llvmpipe/);
    assert.equal(stderr, '');
  }
});

test('a stub whose driver would be vmgl itself renders with the native driver', async () => {
  const own = await startStub(screen.display, [], { LD_LIBRARY_PATH: vendors, GLSTUB: stub.unix });
  try {
    const { stdout } = await run(['glxinfo', '-B'], environment({ GLSTUB: own.unix }));
    assert.match(renderer(stdout), /^VMGL \(llvmpipe/);
  } finally {
    await own.stop();
  }
});

// Windows, pbuffers, fonts, images, syncs, threads, errors: everything that passes through glvnd's tables.
const glx = ['glx_calls', 'offscreen', 'window_events', 'x_fonts', 'immediate', 'shared_contexts', 'uniforms'];
const egl = [
  'egl_configs',
  'egl_debug',
  'egl_errors',
  'egl_images',
  'egl_platforms',
  'egl_surfaces',
  'egl_sync',
  'egl_threads',
  'es2_draw',
];
for (const program of [...glx, ...egl])
  test(`${program} is the same as natively`, { timeout: 120_000 }, async (t) => {
    const file = path.join(programFolder, program);
    const native = await run([file], environment({ VMGL_NATIVE: '1' }));
    const ours = await run([file], environment({ GLSTUB: stub.unix, VMGL_PRESENT: 'readback' }));
    if (native.code === 77) return t.skip(native.stdout);
    assert.equal(ours.stdout, native.stdout, difference(native.stdout, ours.stdout));
    assert.deepEqual([ours.code, ours.stderr], [native.code, '']);
    assert.match(stub.process.said(), new RegExp(`started: ${program} `), 'it was the stub');
  });

test('native EGL serves where no stub answers, and one line says so', async () => {
  const file = path.join(programFolder, 'es2_draw');
  const native = await run([file], environment({ VMGL_NATIVE: '1' }));
  const { stdout, stderr } = await run([file], environment());
  assert.equal(stdout, native.stdout);
  assert.match(stderr, /^vmgl: There is no stub .* This machine's own OpenGL is used\.\n$/);
});

test('functions of GLX extensions are the same as without glvnd', { timeout: 120_000 }, async () => {
  const file = path.join(root, 'build/native/tests/e2e/glx_extensions');
  const how = { GLSTUB: stub.unix, VMGL_PRESENT: 'readback' };
  const launched = await run([vmgl, 'run', '--quiet', file], cleanEnvironment({ DISPLAY: screen.display, ...how }));
  assert.equal(launched.code, 0, launched.stdout + launched.stderr);
  const { stdout, stderr, code } = await run([file], environment(how));
  assert.equal(stdout, launched.stdout, difference(launched.stdout, stdout));
  assert.deepEqual([code, stderr], [0, '']);
});
