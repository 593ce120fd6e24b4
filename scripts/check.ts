/**
 * `npm run check`: format, lint, types, generate, build, test; or the steps that are named. Every failing step names
 * its fix. `--fix` makes the format step write instead of compare.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { choice, commandLine } from './options.ts';
import { capture, ensure, root } from './paths.ts';

const { values, positionals } = commandLine('npm run check -- [--fix] [STEP...]', {
  options: { fix: { type: 'boolean' } },
  allowPositionals: true,
});
const shellScripts = ['install.sh', '.ci/run', ...fs.globSync(['scripts/*.sh', 'tests/**/*.sh'], { cwd: root })];

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

for (const name of choice('step', positionals, Object.keys(steps))) {
  process.stdout.write(`== ${name}\n`);
  steps[name]?.();
}

function cFiles(): string[] {
  return ['src/native', 'tests', 'scripts'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[ch]$/.test(name) && !/(^|\/)golden\//.test(name)) // those are generated
      .map((name) => path.join(folder, name)),
  );
}
