/**
 * Writes what src/gl generates: `npm run generate [-- --registry PATH] [--lenient]`. Only files whose text changed are
 * written, and listed. A mistake of the overlay, or a core command that cannot be carried, is an error, and nothing is
 * written; --lenient goes on without the commands concerned, while several people write overlays.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { GeneratorError } from '../src/gl/errors.ts';
import { generate } from '../src/gl/generate.ts';
import { knowledge } from '../src/gl/overlay/index.ts';

const root = join(import.meta.dirname, '..');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      registry: { type: 'string', default: '/usr/share/khronos-api/gl.xml' },
      lenient: { type: 'boolean', default: false },
    },
  });
  if (!existsSync(values.registry)) {
    console.error(
      `vmgl: error: There is no registry (${values.registry}). Install Debian's khronos-api, or give --registry PATH.`,
    );
    return 2;
  }
  const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  let mistakes = 0;
  const report = (mistake: GeneratorError) => {
    console.error(mistake.message);
    mistakes++;
  };
  const { files, model } = generate({
    xml: readFileSync(values.registry, 'utf8'),
    file: values.registry,
    ...knowledge,
    lock: read(join(root, 'src/gl/opcodes.lock')),
    ...(values.lenient ? { report } : {}),
  });
  const missing = model.commands.filter((command) => command.core && command.flavour === 'unsupported');
  for (const { name, registry, reason } of missing)
    console.error(
      `${values.registry}:${registry.line}: ${values.lenient ? 'not carried' : 'error'}: ${name}: ${reason}`,
    );
  if (missing.length) console.error(`${missing.length} core commands are not carried.`);
  if (missing.length && !values.lenient) return 1;
  for (const [path, text] of files) {
    const target = join(root, path);
    if (read(target) === text) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    console.log(path);
  }
  return mistakes ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof GeneratorError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
