/** 32-bit programs against the 64-bit renderer: they must print what the 64-bit ones print natively. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, describe, test } from 'node:test';
import {
  cleanEnvironment,
  cleanUp,
  difference,
  libraries32,
  programFolder,
  programFolder32,
  run,
  startStub,
  startXvfb,
  throughVmgl,
} from './support.ts';

const programs = fs.existsSync(programFolder32)
  ? fs
      .readdirSync(programFolder32, { withFileTypes: true })
      .filter((entry) => entry.isFile() && fs.existsSync(path.join(programFolder, entry.name)))
      .map((entry) => entry.name)
  : [];
const libraries = libraries32();
const skip =
  programs.length === 0
    ? 'no 32-bit programs are built (gcc-multilib)'
    : libraries === undefined && 'no 32-bit libX11 (scripts/setup.sh test fetches it)';

describe('32-bit programs', { skip }, async () => {
  if (skip) return;
  after(cleanUp);
  const { display } = await startXvfb();
  const direct = await startStub(display);
  const env = cleanEnvironment({ DISPLAY: display });
  for (const program of programs)
    test(program, async () => {
      const native = await run([path.join(programFolder, program)], env);
      const remote = await run(
        [...throughVmgl(direct, { present: 'direct', transport: 'shm' }), path.join(programFolder32, program)],
        libraries ? { ...env, LD_LIBRARY_PATH: libraries } : env,
      );
      assert.equal(remote.stderr, '');
      assert.ok(remote.stdout === native.stdout, difference(native.stdout, remote.stdout));
      assert.equal(remote.code, native.code);
    });
});
