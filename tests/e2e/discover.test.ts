/** A stub announced on the root window is found by `vmgl run` and by the guest library alone, with real renderers. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { parseEndpoint } from '../../src/net/endpoint.ts';
import { announce } from '../../src/x11/announcement.ts';
import { connectX } from '../../src/x11/connection.ts';
import { cleanEnvironment, cleanUp, run, type Stub, startStub, startXvfb, temporaryFolder, vmgl } from './support.ts';

const native = path.resolve(import.meta.dirname, '../../dist/app/native');
let env: NodeJS.ProcessEnv;
let stub: Stub;
before(async () => {
  const { display } = await startXvfb();
  stub = await startStub(undefined);
  env = cleanEnvironment({ DISPLAY: display, XDG_RUNTIME_DIR: temporaryFolder() });
});
after(cleanUp);

async function announceStubs(...endpoints: string[]): Promise<void> {
  const connection = await connectX(env.DISPLAY ?? '', { env, timeout: 5000 });
  await announce(
    connection,
    endpoints.map((text) => parseEndpoint(text, 'the test')),
  );
  connection.close();
}

/** The guest library as every program of an installed guest finds it: no launcher, no VMGL_STUB. */
const bare = (more: NodeJS.ProcessEnv = {}) =>
  run(['glxinfo', '-B'], {
    ...env,
    LD_LIBRARY_PATH: `${native}/$LIB`,
    LD_PRELOAD: `${native}/$LIB/libGL.so.1`,
    ...more,
  });

test('the first stub of the root window that answers is used, launcher or not', async () => {
  await announceStubs('127.0.0.1:1', stub.tcp);
  const launched = await run([vmgl, 'run', 'glxinfo', '-B'], env);
  assert.match(launched.stdout, /OpenGL renderer string: VMGL \(/, launched.stderr);
  assert.match(launched.stderr, new RegExp(`renders on ${stub.tcp} \\(from _VMGL_STUB of ${env.DISPLAY}\\)`));
  const alone = await bare();
  assert.match(alone.stdout, /OpenGL renderer string: VMGL \(/, alone.stderr);
});

test('what a person names wins over the root window; nothing announced, nothing found', async () => {
  await announceStubs(stub.tcp);
  const named = await bare({ GLSTUB: '127.0.0.1:1' });
  assert.match(named.stderr, /vmgl: error: No stub answers at 127\.0\.0\.1:1/);
  await announceStubs('127.0.0.1:1');
  const none = await bare();
  assert.match(
    none.stderr,
    /vmgl: error: There is no stub to render on \(GLSTUB is not set; _VMGL_STUB: No stub answers/,
  );
});
