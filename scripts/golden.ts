/** Rewrites tests/gl/golden/out from what the generator makes of tests/gl/golden/small.xml: `npm run golden`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generate } from '../src/gl/generate.ts';
import { goldenDir, smallInputs } from '../tests/gl/small.ts';
import { commandLine } from './options.ts';

commandLine('npm run golden', {});

rmSync(join(goldenDir, 'out'), { recursive: true, force: true });
for (const [path, text] of generate(smallInputs()).files) {
  const target = join(goldenDir, 'out', path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
