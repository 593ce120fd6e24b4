import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchCommand, batches, readBatch, shaderFile } from '../../scripts/shader-batch.ts';

const shader = (name: string, runner = 'shader_runner') => ({
  command: [`/piglit/bin/${runner}`, `/piglit/tests/${name}.shader_test`, '-auto', '-fbo'],
});

test('only what a shader runner plays without further options comes into batches', () => {
  assert.equal(shaderFile(shader('a').command), '/piglit/tests/a.shader_test');
  assert.equal(shaderFile(shader('a', 'shader_runner_gles3').command), '/piglit/tests/a.shader_test');
  assert.equal(shaderFile([...shader('a').command, '-glsl']), undefined);
  assert.equal(shaderFile(['/piglit/bin/fbo-blit', '-auto', '-fbo']), undefined);
  assert.equal(shaderFile([]), undefined);
});

test('a batch has one program, and no more files than it may', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => shader(name));
  const es = ['e', 'f'].map((name) => shader(name, 'shader_runner_gles3'));
  const other = { command: ['/piglit/bin/fbo-blit', '-auto'] };
  assert.deepEqual(batches([a!, es[0]!, b!, other, c!, es[1]!, d!], 3), [[a, b, c], es, [other], [d]]);
  assert.deepEqual(batches([a!, b!], 1), [[a], [b]]);
});

test('files are counted by what was said before each', () => {
  assert.deepEqual(batchCommand('/runner', ['a', 'b']), ['/runner', 'a', 'b', '-auto', '-fbo', '-report-subtests']);
  const whole = [
    'PIGLIT TEST: 1 - same',
    'PIGLIT: {"subtest": {"same" : "pass"}}',
    'PIGLIT TEST: 2 - same',
    'Probe color at (1,1)',
    'PIGLIT: {"subtest": {"same" : "fail"}}',
    '',
  ].join('\n');
  assert.deepEqual(readBatch(whole, ''), { results: ['pass', 'fail'], begun: 2 });
  // The third ends the process, as tests do that skip themselves.
  const ended = `${whole}PIGLIT TEST: 3 - third\nPIGLIT: {"result": "skip" }\n`;
  assert.deepEqual(readBatch(ended, ''), { results: ['pass', 'fail', 'skip'], begun: 3 });
});

test('a file that crashed is begun, and has no result', () => {
  const stdout = 'PIGLIT TEST: 1 - a\nPIGLIT: {"subtest": {"a" : "pass"}}\n';
  const stderr = 'PIGLIT TEST: 1 - a\nPIGLIT TEST: 2 - b\n';
  assert.deepEqual(readBatch(stdout, stderr), { results: ['pass', undefined], begun: 2 });
  assert.deepEqual(readBatch('PIGLIT TEST: 1 - a\nPIGLIT: {"subt', ''), { results: [undefined], begun: 1 });
  assert.deepEqual(readBatch('', ''), { results: [], begun: 0 });
});
