/**
 * Traps of remoting where native GL is no measure: names that nobody has (glvnd gives a function for each), a renderer that
 * does not keep up, one that is gone.
 */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import {
  cleanEnvironment,
  cleanUp,
  combinationName,
  combinations,
  programFolder,
  type Running,
  rendererOf,
  run,
  type Stub,
  start,
  startStub,
  startXvfb,
  throughVmgl,
  until,
} from './support.ts';

const program = path.resolve(programFolder, '../e2e/unfollowed');

const swaps = (running: Running) => Number([...running.said().matchAll(/^swap (\d+)$/gm)].at(-1)?.[1] ?? 0);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('what no comparison shows', async () => {
  let display = '';
  let direct: Stub;
  let headless: Stub;
  before(async () => {
    display = (await startXvfb()).display;
    [direct, headless] = await Promise.all([startStub(display), startStub(undefined)]);
  });
  after(cleanUp);
  const begun: Running[] = [];
  afterEach(() => {
    for (const running of begun.splice(0)) running.kill('SIGKILL');
  });

  for (const combination of combinations.filter((one) =>
    ['direct+shm', 'readback+tcp'].includes(combinationName(one)),
  )) {
    const name = combinationName(combination);
    const stubOf = () => (combination.present === 'direct' ? direct : headless);
    const begin = async (what: string, line: RegExp): Promise<Running> => {
      const running = start(
        [...throughVmgl(stubOf(), combination), program, what],
        cleanEnvironment({ DISPLAY: display }),
      );
      begun.push(running);
      await until(() => {
        assert.equal(running.exitCode, null, running.said());
        return line.test(running.said());
      }, 'the program to begin');
      return running;
    };

    test(`unknown names have no function (${name})`, async () => {
      const words = [...throughVmgl(stubOf(), combination), program, 'unknown'];
      const { code, stdout } = await run(words, cleanEnvironment({ DISPLAY: display }));
      assert.equal(code, 0, stdout);
      assert.deepEqual(
        stdout.split('\n').filter((line) => line.endsWith('a function')),
        ['glTexImage2D', 'glBindBufferARB', 'glXSwapBuffers'].map((known) => `"${known}": a function`),
      );
      assert.equal(stdout.split('\n').filter((line) => line.endsWith('NULL')).length, 11, stdout);
    });

    test(`a program that never waits is no more than a few frames ahead (${name})`, async () => {
      const running = await begin('swaps', /^swap 20$/m);
      const renderer = await rendererOf(stubOf(), running);
      process.kill(renderer, 'SIGSTOP');
      try {
        // Those that were on their way, and those that it may be ahead; then none.
        await pause(300);
        const atRest = swaps(running);
        await pause(700);
        assert.ok(swaps(running) - atRest <= 1, `${swaps(running) - atRest} more frames while nobody draws them`);
      } finally {
        process.kill(renderer, 'SIGCONT');
      }
      const then = swaps(running);
      await until(() => swaps(running) > then + 20, 'more frames');
    });

    test(`nothing waits for ever for a renderer that is gone (${name})`, async () => {
      const running = await begin('lost', /^ready$/m);
      process.kill(await rendererOf(stubOf(), running), 'SIGKILL');
      const { code, stdout } = await running.result;
      assert.equal(code, 0, stdout);
      for (const line of [
        'the fence is signalled',
        'the wait is over',
        'the query is available',
        'the map is over',
        'done',
      ])
        assert.ok(stdout.split('\n').includes(line), `${line}\n\nis not in:\n${stdout}`);
    });
  }
});
