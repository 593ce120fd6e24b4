/** What answers need not be a stub, or not a good one: nothing of it breaks a terminal or the program that asked. */
import assert from 'node:assert/strict';
import * as net from 'node:net';
import { type TestContext, test } from 'node:test';
import { askStatus } from '../../src/net/ask.ts';
import { cookieBytes, formatReply, statuses, wireVersion } from '../../src/net/hello.ts';
import type { StubStatus } from '../../src/net/stub.ts';

/** Asks something that greets as a stub does, and then says `text`. */
async function ask(t: TestContext, text: string): Promise<StubStatus | string> {
  const cookie = Buffer.alloc(cookieBytes);
  const reply = { version: wireVersion, status: statuses.ok, protocol: 0n, cookie };
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(text));
  const answer = [formatReply({ ...reply, message: '', hostVersion: '1', endpoint: '' }), length, Buffer.from(text)];
  const server = net.createServer((socket) => socket.on('error', () => {}).end(Buffer.concat(answer)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as net.AddressInfo;
  return askStatus({ kind: 'tcp', host: '127.0.0.1', port }, { version: '1', token: undefined, timeout: 5000 });
}

const status = { sessions: [], endpoints: [], maxSessions: 1, driver: null, fault: null };

test('a status is read', async (t) => {
  assert.deepEqual(await ask(t, JSON.stringify(status)), status);
});

test('control characters in it become question marks, as in the greeting', async (t) => {
  const driver = { renderer: 'GPU\u001b[2J', vendor: 'a\nb', version: '\u009b1m', software: false };
  const told = await ask(t, JSON.stringify({ ...status, driver }));
  assert.ok(typeof told === 'object');
  assert.deepEqual(told.driver, { renderer: 'GPU?[2J', vendor: 'a?b', version: '?1m', software: false });
});

for (const text of ['', '{', 'null', '17', '{}', '{"sessions": 1, "endpoints": []}', '{"sessions": []}'])
  test(`not a status: ${text || 'nothing'}`, async (t) => {
    assert.equal(await ask(t, text), 'its answer is no status of a stub');
  });
