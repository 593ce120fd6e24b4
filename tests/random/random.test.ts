/** Random sequences of GL calls end the same natively and through vmgl. `npm run random` plays more of them. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { cleanUp, startStub, startXvfb } from '../e2e/support.ts';
import { environment, RandomCalls } from './compare.ts';

/** Of every way through vmgl one. */
const seeds = [1, 2, 4, 7];

test('random calls give the same errors, values and pictures', async (t) => {
  after(cleanUp);
  const { display } = await startXvfb();
  const stub = await startStub(display, [], environment);
  const random = new RandomCalls(display, stub);
  let played = 0;
  for (const seed of seeds) {
    const { status, text } = await random.compare(seed, 1000);
    if (status === 'unsteady') t.diagnostic(`seed ${seed} was not compared: ${text}`);
    else played++;
    assert.notEqual(status, 'different', text);
  }
  assert.ok(played > seeds.length / 2, 'most sequences could not be compared');
  await stub.stop();
});
