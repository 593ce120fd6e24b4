/** Guest and host in roots and networks of their own: install, use without a launcher, upgrade, remove without a trace. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { cleanEnvironment, root, run, skipCode } from './support.ts';

const skip = fs.existsSync(path.join(root, 'dist/vmgl')) ? false : 'dist/vmgl was not made (npm run package)';

test('scripts/install-roots.sh', { skip, timeout: 300_000 }, async (t) => {
  const { code, stdout, stderr } = await run(
    [path.join(root, 'scripts/install-roots.sh')],
    cleanEnvironment(),
    280_000,
  );
  if (code === skipCode) return t.skip(stderr.trim());
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /^install-roots: passed$/m);
  // An assertion that is cut out of the script must be missed here.
  assert.equal(stdout.match(/^install-roots: ok: /gm)?.length, 17, stdout);
});
