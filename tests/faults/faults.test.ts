/** What happens when something dies in the middle, with the real renderer, on a virtual display. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { startDisplay, type VirtualDisplay } from '../../src/measure.ts';
import type { StubStatus } from '../../src/net/stub.ts';
import { alive, type Sandbox, sandbox, until } from '../commands/support.ts';

let display: VirtualDisplay;
before(async () => {
  display = await startDisplay();
});
after(() => display.stop());

function env(): NodeJS.ProcessEnv {
  return { DISPLAY: display.name, VMGL_TEST_RENDERER: undefined, LP_NUM_THREADS: '1' };
}

/** A stub on a unix socket in the sandbox. */
async function startStub({ start, folder }: Sandbox, more: NodeJS.ProcessEnv = {}) {
  const endpoint = `unix:${path.join(folder, 's')}`;
  const stub = start(['stub', '--listen', endpoint], { ...env(), ...more });
  await until(() => stub.said().includes('renders on '), 'the stub and its warm renderer');
  return { stub, endpoint };
}

async function status({ run }: Sandbox, endpoint: string): Promise<StubStatus> {
  return JSON.parse((await run(['status', '--json', '--stub', endpoint])).stdout) as StubStatus;
}

/** glxgears, once it draws. */
async function startGears(box: Sandbox, flags: string[], more: NodeJS.ProcessEnv = {}) {
  const stats = path.join(box.folder, `stats-${Math.random()}`);
  const gears = box.start(['run', ...flags, 'glxgears'], { ...env(), VMGL_STATS: stats, ...more });
  const frames = () =>
    fs.existsSync(stats) && fs.statSync(stats).size >= 16 ? Number(fs.readFileSync(stats).readBigUInt64LE(8)) : 0;
  await until(() => frames() > 5 || gears.exitCode !== null, 'glxgears to draw');
  assert.equal(gears.exitCode, null, gears.said());
  return { gears, frames };
}

const sharedMemory = () =>
  fs.readdirSync('/dev/shm').length + execFileSync('ipcs', ['-m'], { encoding: 'utf8' }).split('\n').length;

test('a renderer killed while rendering: its program goes on with a lost context and one message, others do not notice', async (t) => {
  const box = sandbox(t);
  const { endpoint, stub } = await startStub(box);
  const victim = await startGears(box, ['--stub', endpoint]);
  const other = await startGears(box, ['--stub', endpoint]);
  const session = (await status(box, endpoint)).sessions.find((one) => one.pid === victim.gears.pid);
  process.kill(session?.rendererPid ?? 0, 'SIGKILL');
  await until(() => /killed by SIGKILL/.test(stub.said()), 'the stub to log it');
  await until(() => /vmgl: error/.test(victim.gears.said()), 'the message');
  const drawn = other.frames();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(victim.gears.exitCode, null, 'the program goes on');
  assert.equal(victim.gears.said().match(/vmgl: error/g)?.length, 1, victim.gears.said());
  assert.ok(other.frames() > drawn, 'the other goes on drawing');
  assert.doesNotMatch(other.gears.said(), /error/);
});

test('a stub killed: programs that render go on', async (t) => {
  const box = sandbox(t);
  const { endpoint, stub } = await startStub(box);
  const { frames, gears } = await startGears(box, ['--stub', endpoint]);
  stub.kill('SIGKILL');
  await stub.result;
  const drawn = frames();
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.ok(frames() > drawn, gears.said());
});

for (const transport of ['shm', 'socket'])
  test(`a program killed in mid-command over ${transport}: its renderer is gone within a second, and no shared memory stays`, async (t) => {
    const box = sandbox(t);
    const { endpoint } = await startStub(box);
    const before = sharedMemory();
    for (const present of ['direct', 'readback']) {
      const { gears } = await startGears(box, ['--stub', endpoint, '--transport', transport, '--present', present]);
      const [session] = (await status(box, endpoint)).sessions;
      gears.kill('SIGKILL');
      await gears.result;
      const killed = Date.now();
      await until(() => !alive(session?.rendererPid ?? 0), 'the renderer to end');
      assert.ok(Date.now() - killed < 1000);
      await until(() => sharedMemory() <= before, 'the shared memory to be freed');
    }
  });

test('a program of a private stub killed: stub and renderer are gone', async (t) => {
  const box = sandbox(t);
  const { gears } = await startGears(box, ['--stub', 'private']);
  const mine = () =>
    execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(`--private-for ${gears.pid}`));
  assert.equal(mine().length, 1);
  gears.kill('SIGKILL');
  await gears.result;
  await until(() => mine().length === 0, 'the stub to end');
  assert.deepEqual(fs.readdirSync(path.join(box.folder, 'run/vmgl')), []);
});

test('a display that cannot be opened is the program’s own error', async (t) => {
  const { run } = sandbox(t);
  const { code, stderr, stdout } = await run(['run', '--stub', 'private', 'glxgears'], { ...env(), DISPLAY: ':987' });
  assert.equal(code, 1);
  assert.match(stderr + stdout, /couldn't open display/);
});

test('a renderer that cannot render says why to the guest', async (t) => {
  const box = sandbox(t);
  const { stub, endpoint } = {
    stub: box.start(['stub', '--listen', `unix:${box.folder}/s`, '--display', ':987'], env()),
    endpoint: `unix:${box.folder}/s`,
  };
  await until(() => /no rendering: /.test(stub.said()), 'the stub to say it');
  const gears = box.start(['run', '--stub', endpoint, 'glxgears'], env());
  await until(() => /:987/.test(gears.said()), 'the message');
});

test('a guest without a token is told so', async (t) => {
  const box = sandbox(t);
  const token = path.join(box.folder, 'token');
  fs.writeFileSync(token, 'correct horse battery\n', { mode: 0o600 });
  const stub = box.start(['stub', '--listen', '127.0.0.1:7931', '--token-file', token], env());
  await until(() => stub.said().includes('renders on '), 'the stub');
  const refused = await box.run(['run', '--stub', '127.0.0.1:7931', 'true'], env());
  assert.equal(refused.code, 125);
  assert.match(refused.stderr, /wants a token/);
  const { gears } = await startGears(box, ['--stub', '127.0.0.1:7931', '--token-file', token]);
  gears.kill('SIGTERM');
});
