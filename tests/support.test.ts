/** What a process says is kept whole while it is little, and in part when it floods its tests. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { cleanEnvironment, run } from './e2e/support.ts';
import { collect } from './support.ts';

test('of much, the beginning and the end are kept', async () => {
  const said = (chunks: string[]) => {
    const stream = new PassThrough();
    const text = collect(stream, 10);
    for (const chunk of chunks) stream.write(chunk);
    return new Promise((resolve) => stream.on('end', () => resolve(text())).end());
  };
  assert.equal(await said(['abc', 'defghi', 'j']), 'abcdefghij');
  assert.equal(await said(['abcdefghijklmnopqrstuvwxyz']), 'abcde\n[16 characters are left out]\nvwxyz');
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const [, missing = '', end = ''] =
    /^abcde\n\[(\d+) characters are left out\]\n(\w+)$/.exec((await said(letters)) as string) ?? [];
  assert.ok(letters.join('').endsWith(end) && end.length <= 10);
  assert.equal(5 + Number(missing) + end.length, 26);
});

test('a program that floods stderr does not fill the memory', async () => {
  const script = 'echo first >&2; yes | head -c 20000000 >&2; echo last >&2; echo report';
  const { code, stdout, stderr } = await run(['sh', '-c', script], cleanEnvironment());
  assert.deepEqual([code, stdout], [0, 'report\n']);
  assert.match(stderr, /^first\n/);
  assert.match(stderr, /\nlast\n$/);
  assert.ok(stderr.length < 2 << 20);
});
