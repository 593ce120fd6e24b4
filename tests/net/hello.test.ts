import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatHello, formatReply, helloSize, parseHello, parseReply } from '../../src/net/hello.ts';
import { hello } from './support.ts';

test('a hello has the bytes of docs/wire-format.md', () => {
  const bytes = formatHello(
    hello({
      protocol: 0x1122334455667788n,
      stream: 7,
      flags: 1,
      pid: 0x01020304,
      token: Buffer.from('T'),
      program: 'p',
      guestVersion: 'v',
      display: '',
    }),
  );
  const expected =
    '564d474c' +
    '4b000000' +
    '01000000' +
    '00000000' +
    '8877665544332211' +
    '00'.repeat(16) +
    '07000000' +
    '01000000' +
    '04030201' +
    '00000000' +
    '01000000' +
    '54' +
    '01000000' +
    '70' +
    '01000000' +
    '76' +
    '00000000';
  assert.equal(bytes.toString('hex'), expected);
});

test('what was formatted is parsed', () => {
  const one = hello({
    token: Buffer.from([0, 255, 10]),
    program: 'glxgears',
    stream: 3,
    kind: 1,
    cookie: Buffer.alloc(16, 7),
  });
  assert.deepEqual(parseHello(formatHello(one)), one);
});

test('every prefix is incomplete, never an error and never a hello', () => {
  const bytes = formatHello(hello());
  for (let length = 0; length < 8; length++) assert.equal(helloSize(bytes.subarray(0, length)), undefined);
  for (let length = 8; length < bytes.length; length++) {
    assert.equal(helloSize(bytes.subarray(0, length)), bytes.length);
    assert.equal(typeof parseHello(bytes.subarray(0, length)), 'string');
  }
});

test('every byte overwritten gives a hello or a reason', () => {
  const bytes = formatHello(hello({ token: Buffer.from('secret') }));
  for (let at = 0; at < bytes.length; at++)
    for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
      const changed = Buffer.from(bytes);
      changed[at] = value;
      const parsed = parseHello(changed);
      assert.ok(typeof parsed === 'string' || typeof parsed.program === 'string');
    }
});

test('sizes out of bounds are refused before they are waited for', () => {
  for (const size of [0, 8, 71, 4097, 0xffffffff]) {
    const start = Buffer.from('VMGL\0\0\0\0');
    start.writeUInt32LE(size, 4);
    assert.match(String(helloSize(start)), /which is not from 72 to 4096/);
  }
  assert.match(String(helloSize(Buffer.from('GET '))), /does not start with/);
  assert.match(String(helloSize(Buffer.from('V?'))), /does not start with/);
});

test('strings must fill the hello exactly', () => {
  const bytes = formatHello(hello());
  const longer = Buffer.concat([bytes, Buffer.alloc(4)]);
  longer.writeUInt32LE(longer.length, 4);
  assert.match(String(parseHello(longer)), /4 bytes follow/);
  const greedy = Buffer.from(bytes);
  greedy.writeUInt32LE(0xfffffff0, 56);
  assert.match(String(parseHello(greedy)), /longer/);
});

test('what a guest says cannot drive a terminal', () => {
  const parsed = parseHello(formatHello(hello({ program: '\u001b[2Jx\n' })));
  assert.ok(typeof parsed !== 'string');
  assert.equal(parsed.program, '?[2Jx?');
});

test('a reply round trips', () => {
  const reply = {
    version: 1,
    status: 2,
    protocol: 5n,
    cookie: Buffer.alloc(16, 9),
    message: 'The token is wrong.',
    hostVersion: '1.0.0',
    endpoint: '',
  };
  const bytes = formatReply(reply);
  assert.deepEqual(parseReply(bytes), reply);
  for (let length = 0; length < bytes.length; length++)
    assert.equal(typeof parseReply(bytes.subarray(0, length)), 'string');
});
