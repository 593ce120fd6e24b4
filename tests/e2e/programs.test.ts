/** Our own GL programs give the same pixels and values natively and through vmgl. `npm run e2e -- --all` runs more. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { fastJobs, Matrix } from './matrix.ts';
import { cleanUp, combinationName } from './support.ts';

const width = 2;

describe('programs', { concurrency: width }, async () => {
  const matrix = Matrix.create(width);
  after(cleanUp);
  for (const job of fastJobs())
    test(`${job.program} ${combinationName(job)}`, async (t) => {
      const outcome = await (await matrix).run(job);
      if (outcome.status === 'skipped') t.skip(outcome.text);
      assert.notEqual(outcome.status, 'different', outcome.text);
    });
});
