/**
 * What goes wrong with the other end, with real renderers: kills at every place, refusals, garbage in the command
 * stream, displays that are not there. Faults of the command line and of the handshake alone: tests/commands, tests/net.
 */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { parseEndpoint } from '../../src/net/endpoint.ts';
import { helloSocketOnly, kinds, statuses } from '../../src/net/hello.ts';
import { greet } from '../net/support.ts';
import {
  alive,
  cleanEnvironment,
  cleanUp,
  combinationName,
  combinations,
  programFolder,
  type Running,
  rendererOf,
  run,
  type Stub,
  sessions,
  start,
  startStub,
  startXvfb,
  temporaryFolder,
  throughVmgl,
  until,
  vmgl,
} from './support.ts';

const endless = path.resolve(programFolder, '../e2e/endless');

function frames(program: Running): number {
  return Number([...program.said().matchAll(/^frame (\d+)$/gm)].at(-1)?.[1] ?? 0);
}

async function goesOn(program: Running): Promise<void> {
  const before = frames(program);
  await until(() => frames(program) > before + 20, 'more frames');
}

function messages(program: Running): string[] {
  return program
    .said()
    .split('\n')
    .filter((line) => line.startsWith('vmgl: '));
}

function sharedMemory(): string[] {
  return fs.readdirSync('/dev/shm').filter((name) => name.includes('vmgl'));
}

describe('faults', async () => {
  let display = '';
  let direct: Stub;
  let headless: Stub;
  before(async () => {
    display = (await startXvfb()).display;
    direct = await startStub(display);
    headless = await startStub(undefined);
  });
  after(cleanUp);
  const begun: Running[] = [];
  afterEach(() => {
    for (const program of begun.splice(0)) program.kill('SIGKILL');
  });
  const begin = async (prefix: string[], ...args: string[]): Promise<Running> => {
    const program = start(
      [...prefix, endless, ...(args.length > 0 ? args : ['30'])],
      cleanEnvironment({ DISPLAY: display }),
    );
    begun.push(program);
    await until(() => {
      assert.equal(program.exitCode, null, program.said());
      return program.said().includes('ready');
    }, 'the first frame');
    return program;
  };

  for (const combination of combinations.filter((one) =>
    ['direct+shm', 'readback+tcp'].includes(combinationName(one)),
  )) {
    const name = combinationName(combination);
    const stubOf = () => (combination.present === 'direct' ? direct : headless);

    test(`a renderer that is killed: lost context, one message, others go on (${name})`, async () => {
      const prefix = throughVmgl(stubOf(), combination);
      const [victim, other] = await Promise.all([begin(prefix), begin(prefix)]);
      process.kill(await rendererOf(stubOf(), victim), 'SIGKILL');
      await until(() => messages(victim).length > 0, 'a message');
      await goesOn(victim);
      await goesOn(other);
      assert.equal(messages(victim).length, 1, victim.said());
      assert.deepEqual(messages(other), []);
      // Mesa has no such contexts with GLX on Xvfb.
      const robust = victim.said().includes('robust');
      assert.ok(robust || combination.present === 'direct', victim.said());
      if (robust) await until(() => victim.said().includes('lost'), 'the program to learn that its context is lost');
      for (const program of [victim, other]) {
        program.kill('SIGTERM');
        await program.result;
      }
      const next = await begin(prefix);
      next.kill('SIGTERM');
      await next.result;
    });

    test(`a program that is killed in mid-command: its renderer is gone within a second (${name})`, async () => {
      const program = await begin(throughVmgl(stubOf(), combination), '30', 'uploads');
      const renderer = await rendererOf(stubOf(), program);
      await goesOnAtAll(program);
      program.kill('SIGKILL');
      await program.result;
      await until(() => !alive(renderer), 'the end of the renderer', 1000);
      assert.deepEqual(sharedMemory(), []);
      assert.deepEqual(await sessions(stubOf()), []);
    });
  }

  for (const signal of ['SIGTERM', 'SIGKILL'] as const)
    test(`a stub that ends by ${signal} while a program renders`, async () => {
      const stub = await startStub(display);
      const program = await begin(throughVmgl(stub, { present: 'direct', transport: 'shm' }));
      const renderer = await rendererOf(stub, program);
      stub.process.kill(signal);
      // Not its result: the renderer has the same stderr, and goes on.
      await until(() => stub.process.exitCode !== null || stub.process.signalCode !== null, 'the end of the stub');
      await goesOn(program);
      assert.ok(messages(program).length <= 1, program.said());
      program.kill('SIGTERM');
      assert.equal((await program.result).signal, 'SIGTERM');
      await until(() => !alive(renderer), 'the end of the renderer', 2000);
      assert.deepEqual(sharedMemory(), []);
    });

  test('an X server that ends while a renderer draws on it: lost context, and one line on either side', async () => {
    const server = await startXvfb();
    const stub = await startStub(server.display);
    const prefix = throughVmgl(stub, { present: 'direct', transport: 'shm' });
    const program = start([...prefix, endless, '30'], cleanEnvironment({ DISPLAY: server.display }));
    begun.push(program);
    await until(() => program.said().includes('ready'), 'the first frame');
    server.process.kill('SIGTERM');
    await until(() => messages(program).length > 0, 'a message');
    await goesOn(program);
    assert.equal(messages(program).length, 1, program.said());
    if (program.said().includes('robust'))
      await until(() => program.said().includes('lost'), 'the program to learn that its context is lost');
    await until(() => stub.process.said().includes('exit code'), 'the stub to tell of it');
    assert.match(
      stub.process.said(),
      /^vmgl-renderer: endless\[\d+\]: the X server of display :\d+ closed the connection/m,
    );
    assert.doesNotMatch(stub.process.said(), /X connection|XIO/);
    program.kill('SIGTERM');
    await program.result;
    await stub.stop();
  });

  test('a stub that refuses: too many sessions, and a place becomes free', async () => {
    const stub = await startStub(display, ['--max-sessions', '1']);
    const prefix = throughVmgl(stub, { present: 'direct', transport: 'unix' });
    const first = await begin(prefix);
    const second = await run([...prefix, endless, '1'], cleanEnvironment({ DISPLAY: display }));
    assert.match(second.stderr, /vmgl: .*too many sessions|vmgl: .*sessions/i, second.stderr);
    await goesOn(first);
    first.kill('SIGTERM');
    await first.result;
    // Its renderer needs a moment to end, and the stub to hear of it.
    let third = second;
    for (const end = Date.now() + 10_000; third.code !== 0 && Date.now() < end; )
      third = await run([...prefix, endless, '1'], cleanEnvironment({ DISPLAY: display }));
    assert.equal(third.code, 0, third.stderr);
    await stub.stop();
  });

  test('a stub that refuses: the wrong token', async () => {
    const file = path.join(temporaryFolder(), 'token');
    fs.writeFileSync(file, 'correct-horse-battery\n', { mode: 0o600 });
    const stub = await startStub(display, ['--token-file', file]);
    const words = [...throughVmgl(stub, { present: 'direct', transport: 'tcp' }), endless, '1'];
    const env = cleanEnvironment({ DISPLAY: display });
    const wrong = await run(words, { ...env, VMGL_TOKEN: 'another-secret-altogether' });
    assert.equal(wrong.code, 125, wrong.stderr);
    assert.match(wrong.stderr, /token/);
    const none = await run(words, env);
    assert.equal(none.code, 125, none.stderr);
    const right = await run(words, { ...env, VMGL_TOKEN: 'correct-horse-battery' });
    assert.equal(right.code, 0, right.stderr);
    await stub.stop();
  });

  test('garbage in the command stream ends that session, and no other', async () => {
    const program = await begin(throughVmgl(headless, { present: 'readback', transport: 'tcp' }));
    const status = await run([vmgl, 'version', '--json'], cleanEnvironment());
    const { protocol } = JSON.parse(status.stdout) as { protocol: string };
    for (const kind of ['tcp', 'unix'] as const) {
      const { reply, socket } = await greet(parseEndpoint(headless[kind], 'test'), {
        kind: kinds.newSession,
        protocol: BigInt(protocol.startsWith('0x') ? protocol : `0x${protocol}`),
        flags: helloSocketOnly, // all commands come through the socket
      });
      assert.equal(reply?.status, statuses.ok);
      const closed = new Promise((resolve) => socket.on('close', resolve).on('error', () => {}));
      socket.write(Buffer.alloc(4096, 0xff));
      socket.resume();
      await closed;
    }
    await goesOn(program);
    assert.deepEqual(messages(program), []);
    program.kill('SIGTERM');
    await program.result;
  });

  test('an X display that cannot be opened', async () => {
    // The stub goes on: the display may come later. Programs are told why they cannot be served.
    const stub = await startStub(':9876');
    await until(() => /no rendering: the X display \(:9876\) cannot be opened/.test(stub.process.said()), 'the reason');
    const refused = await run(
      [...throughVmgl(stub, { present: 'direct', transport: 'shm' }), endless, '1'],
      cleanEnvironment({ DISPLAY: display }),
    );
    // The program's own answer to a GL that has no visuals.
    assert.equal(refused.code, 4, refused.stderr);
    assert.match(refused.stderr, /^vmgl: error: .*:9876.*$/m);
    await stub.stop();
    const program = await run(
      [...throughVmgl(headless, { present: 'readback', transport: 'shm' }), endless, '1'],
      cleanEnvironment({ DISPLAY: ':9876' }),
    );
    assert.equal(program.code, 3, program.stderr);
    assert.equal(program.stderr, 'cannot open the display\n');
  });

  test('a program without GL leaves no session behind', async () => {
    const result = await run(
      [...throughVmgl(headless, { present: 'readback', transport: 'shm' }), 'true'],
      cleanEnvironment({ DISPLAY: display }),
    );
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.deepEqual(await sessions(headless), []);
  });
});

/** Uploading programs are slow: any frame after the first will do. */
async function goesOnAtAll(program: Running): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(program.exitCode, null, program.said());
}
