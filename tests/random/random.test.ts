/** Random sequences of GL calls end the same natively and through vmgl. `npm run random` plays more of them. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { cleanUp, startStub, startXvfb } from '../e2e/support.ts';
import { environment, RandomCalls } from './compare.ts';

/** Sequences to compare: of every way through vmgl one, if the driver is steady in all. */
const wanted = 4;
/** A few of the first sequences are not steady in Mesa (22.3). */
const most = 12;

test('random calls give the same errors, values and pictures', async (t) => {
  after(cleanUp);
  const { display } = await startXvfb();
  const stub = await startStub(display, [], environment);
  const random = new RandomCalls(display, stub);
  let played = 0;
  for (let seed = 1; played < wanted && seed <= most; seed++) {
    const { status, text } = await random.compare(seed, 1000);
    if (status === 'unsteady') t.diagnostic(`seed ${seed} was not compared: ${text}`);
    else played++;
    assert.notEqual(status, 'different', text);
  }
  assert.equal(played, wanted, 'most sequences could not be compared');
  await stub.stop();
});
