/**
 * Writes what src/gl generates: `npm run generate [-- --registry FILE]`. Only files whose text changed are written, and
 * listed. A mistake of the overlay, or a core command that cannot be carried, is an error, and nothing is written.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GeneratorError } from '../src/gl/errors.ts';
import { type Generated, generate } from '../src/gl/generate.ts';
import { knowledge } from '../src/gl/overlay/index.ts';
import { commandLine } from './options.ts';
import { fail, root } from './paths.ts';

const { registry } = commandLine('npm run generate -- [--registry FILE]', {
  options: { registry: { type: 'string', default: '/usr/share/khronos-api/gl.xml' } },
}).values;
if (!existsSync(registry))
  fail(`There is no registry (${registry}). Install Debian's khronos-api, or give --registry FILE.`, 2);
const { files, model } = generated();
const missing = model.commands.filter((command) => command.core && command.flavour === 'unsupported');
for (const { name, registry: place, reason } of missing)
  console.error(`${registry}:${place.line}: error: ${name}: ${reason}`);
if (missing.length > 0) fail(`${missing.length} core commands are not carried.`);
for (const [path, text] of files) {
  const target = join(root, path);
  if (read(target) === text) continue;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  console.log(path);
}

/** A mistake of registry or overlay names its line or file. */
function generated(): Generated {
  try {
    return generate({
      xml: readFileSync(registry, 'utf8'),
      file: registry,
      ...knowledge,
      lock: read(join(root, 'src/gl/opcodes.lock')),
    });
  } catch (error) {
    if (!(error instanceof GeneratorError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
