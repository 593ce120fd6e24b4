/** What README.md and docs/ point to is there: files and headings, scripts, flags, variables, messages of the programs. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { type Setting, settings } from '../../src/settings.ts';
import { root } from '../support.ts';

const pages = ['README.md', 'CHANGELOG.md', ...fs.globSync('docs/*.md', { cwd: root })];
const read = (page: string) => fs.readFileSync(path.join(root, page), 'utf8');
/** The build writes it, and it is long. */
const written = 'docs/coverage.md';

/** As the places where people read these pages make anchors of headings. */
function anchors(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

for (const page of pages.filter((one) => one !== written))
  test(page, () => {
    const text = read(page);
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [file = '', anchor] = target.split('#');
      const to = file === '' ? page : path.join(path.dirname(page), file);
      if (to !== written) assert.ok(fs.existsSync(path.join(root, to)), `${target} does not exist`);
      if (anchor !== undefined) assert.ok(anchors(to).includes(anchor), `${target} is no heading`);
    }
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, script = ''] of text.matchAll(/\bnpm run ([\w-]+)/g))
      assert.ok(script in scripts, `npm run ${script}`);
    const variables = (Object.values(settings) as Setting[]).map(({ env }) => env);
    for (const [variable] of text.matchAll(/\bVMGL_(?!TEST_|OP_|STUB\b)[A-Z][A-Z_]*[A-Z]\b/g))
      assert.ok(variables.includes(variable) || isInSources(variable), `${variable} is read by nothing`);
    for (const [, file = ''] of text.matchAll(/`((?:src|tests|scripts|docs)\/[\w./-]+\.\w+)`/g))
      assert.ok(file === written || fs.existsSync(path.join(root, file)), `${file} does not exist`);
  });

const sources = fs
  .globSync(['src/**/*.ts', 'src/native/**/*.[ch]'], { cwd: root })
  .map((file) => read(file))
  .join('\n');

function isInSources(text: string): boolean {
  return sources.includes(text);
}

test('the messages of the README are those of the programs', () => {
  const [, table = ''] = read('README.md').split('## When it does not work');
  const messages = [...table.matchAll(/^\| `(.*?)`/gm)].map(([, message = '']) => message);
  assert.ok(messages.length >= 8);
  for (const message of messages)
    for (const part of message.split('…').map((one) => one.trim()))
      assert.ok(isInSources(part), `"${part}" of "${message}" is said by nothing`);
});
