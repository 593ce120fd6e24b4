/** The pictures of `vmgl demo`, decoded again by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, inflateSync } from 'node:zlib';
import { countColors, encodePng } from '../../src/png.ts';

test('a picture survives', () => {
  const picture = { width: 3, height: 2, rgb: Buffer.from(Array.from({ length: 18 }, (_, i) => i * 14)) };
  const bytes = encodePng(picture);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    assert.equal(bytes.readUInt32BE(at + 8 + length), crc32(body));
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += 12 + length;
  }
  assert.deepEqual([...chunks.keys()], ['IHDR', 'IDAT', 'IEND']);
  assert.deepEqual([...(chunks.get('IHDR') ?? [])], [0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  assert.deepEqual(Buffer.concat([rows.subarray(1, 10), rows.subarray(11, 20)]), picture.rgb);
  assert.equal(countColors(picture), 6);
});
