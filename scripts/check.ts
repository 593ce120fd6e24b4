/**
 * `npm run check`: format, lint, types, generate, build, test; or the steps that are named. Every failing step names
 * its fix. `--fix` makes the format step write instead of compare.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { capture, ensure, root } from './paths.ts';

const { values, positionals } = parseArgs({ options: { fix: { type: 'boolean' } }, allowPositionals: true });
const shellScripts = ['install.sh', 'scripts/install-roots.sh', 'scripts/setup.sh', 'scripts/test.sh', '.ci/run'];

const steps: Record<string, () => void> = {
  format: () => {
    ensure('biome', ['format', ...(values.fix ? ['--write'] : []), '.'], { fix: 'npm run format' });
    ensure('clang-format', [...(values.fix ? ['-i'] : ['--dry-run', '-Werror']), ...cFiles()], {
      fix: 'npm run format',
    });
  },
  lint: () => {
    ensure('biome', ['lint', '--error-on-warnings', '.'], { fix: 'biome lint --write .' });
    if (capture('shellcheck', ['--version']) !== undefined) ensure('shellcheck', shellScripts);
  },
  types: () => ensure('tsc', ['-p', '.']),
  generate: () => ensure('node', ['scripts/generate.ts']),
  build: () => {
    ensure('node', ['scripts/build.ts']);
    ensure('node', ['scripts/package.ts']);
  },
  test: () => ensure('node', ['scripts/test.ts', '--no-build']),
};

for (const name of positionals.length > 0 ? positionals : Object.keys(steps)) {
  const step = steps[name];
  if (!step) throw new Error(`The step (${name}) is unknown; there are ${Object.keys(steps).join(', ')}.`);
  process.stdout.write(`== ${name}\n`);
  step();
}

function cFiles(): string[] {
  return ['src/native', 'tests', 'scripts'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[ch]$/.test(name) && !/(^|\/)golden\//.test(name)) // those are generated
      .map((name) => path.join(folder, name)),
  );
}
