/**
 * `npm run random`: random sequences of GL calls, natively and through vmgl, for as many calls as wanted.
 *   --calls N    calls in all (default 20000)
 *   --seed N     the first sequence (default 1); each has 1000 calls, the next one the next seed
 *   --minimise   of the first sequence only: which calls its first difference needs; takes minutes
 * Prints a line for each sequence. A difference is shown from the last checkpoint on, and the exit code is 1.
 */
import { cleanUp, startStub, startXvfb } from '../tests/e2e/support.ts';
import { environment, RandomCalls } from '../tests/random/compare.ts';
import { minimise } from '../tests/random/minimise.ts';
import { commandLine, wholeNumber } from './options.ts';
import { fail } from './paths.ts';

const { values } = commandLine('npm run random -- [--calls N] [--seed N] [--minimise]', {
  options: {
    calls: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    minimise: { type: 'boolean', default: false },
  },
});
const calls = wholeNumber('--calls', values.calls);
const firstSeed = wholeNumber('--seed', values.seed);
const sequence = 1000;
const { display } = await startXvfb();
const stub = await startStub(display, [], environment);
const random = new RandomCalls(display, stub);
if (values.minimise) {
  const found = await minimise(random, firstSeed, sequence);
  await stub.stop();
  cleanUp();
  process.stdout.write(`${found ?? `seed ${firstSeed}: nothing differs`}\n`);
  process.exit(found === undefined ? 0 : 1);
}
const start = Date.now();
const count = { same: 0, different: 0, unsteady: 0 };
/** Sequences in a row that could not be compared; of a driver that is fit for this, a quarter cannot. */
let inVain = 0;
for (let seed = firstSeed; (count.same + count.different) * sequence < calls; seed++) {
  const { status, text } = await random.compare(seed, sequence);
  count[status]++;
  inVain = status === 'unsteady' ? inVain + 1 : 0;
  if (inVain === 30) fail(`The driver itself was not steady in ${inVain} sequences in a row: ${text}.`);
  process.stdout.write(`seed ${seed}: ${status}${text === '' ? '' : `\n${text}`}\n`);
}
await stub.stop();
cleanUp();
process.stdout.write(
  `${count.same * sequence} calls the same, ${count.different} sequences different; ` +
    `the driver itself was not steady in ${count.unsteady} more; ${Math.round((Date.now() - start) / 60_000)} min\n`,
);
process.exit(count.different === 0 ? 0 : 1);
