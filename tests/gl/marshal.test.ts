/** Compiles the C of the goldens with marshal.c, warnings as errors and sanitizers on, and runs it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { generate } from '../../src/gl/generate.ts';
import { goldenDir, smallInputs } from './small.ts';

const root = join(import.meta.dirname, '../..');
const out = join(goldenDir, 'out/dist');
const compiler = ['gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);

test('client to server in memory', { skip: compiler ? false : 'There is no C compiler; install gcc.' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vmgl-marshal-'));
  try {
    // The random calls belong to tests/random, with which the build compiles them.
    const sources = [...generate(smallInputs()).files.keys()].filter(
      (path) => path.endsWith('.c') && !path.endsWith('/random_calls.c'),
    );
    const program = join(folder, 'marshal');
    const compile = spawnSync(
      compiler!,
      [
        '-std=c11',
        '-D_GNU_SOURCE',
        '-g',
        '-Wall',
        '-Wextra',
        '-Wshadow',
        '-Werror',
        '-fvisibility=hidden',
        '-fsanitize=address,undefined',
        '-fno-sanitize-recover=all',
        '-fno-strict-aliasing',
        `-I${out}`,
        `-I${join(root, 'src/native')}`,
        ...sources.map((path) => join(goldenDir, 'out', path)),
        join(root, 'src/native/guest/procedures.c'),
        join(import.meta.dirname, 'marshal.c'),
        '-o',
        program,
      ],
      { encoding: 'utf8' },
    );
    assert.equal(compile.stderr, '');
    const run = spawnSync(program, { encoding: 'utf8' });
    assert.equal(run.stderr, '');
    assert.equal(run.stdout, 'ok\n');
    assert.equal(run.status, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
