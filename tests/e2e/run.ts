/**
 * `npm run e2e`: the programs in the fast subset of combinations, with a line for each. `--all`: in every combination.
 * `--combination direct+shm`, and words for programs, choose some.
 */
import { choice, commandLine, wholeNumber } from '../../scripts/options.ts';
import { allJobs, allPrograms, fastJobs, Matrix } from './matrix.ts';
import { cleanUp, combinationName, combinations } from './support.ts';

const { values, positionals } = commandLine('npm run e2e -- [--all] [--combination NAME]... [--jobs N] [PROGRAM...]', {
  options: {
    all: { type: 'boolean' },
    combination: { type: 'string', multiple: true },
    jobs: { type: 'string', default: '2' },
  },
  allowPositionals: true,
});
const programs = choice('program', positionals, allPrograms());
const names = choice('combination', values.combination ?? [], combinations.map(combinationName));
const wide = values.all || values.combination !== undefined || positionals.length > 0;
const jobs = (wide ? allJobs() : fastJobs()).filter(
  (job) => programs.includes(job.program) && names.includes(combinationName(job)),
);
const matrix = await Matrix.create(wholeNumber('--jobs', values.jobs));
const count = { same: 0, different: 0, skipped: 0 };
await Promise.all(
  jobs.map(async (job) => {
    const outcome = await matrix.run(job);
    count[outcome.status]++;
    const line = `${outcome.status.padEnd(9)} ${combinationName(job).padEnd(14)} ${job.program} (${outcome.ms.toFixed(0)} ms)`;
    process.stdout.write(`${line}\n${outcome.text === '' ? '' : `${outcome.text.replaceAll(/^/gm, '    ')}\n`}`);
  }),
);
process.stdout.write(`${count.same} the same, ${count.different} different, ${count.skipped} skipped\n`);
cleanUp();
process.exit(count.different === 0 ? 0 : 1);
