/** Stubs announced on root windows: what may be there, who may see it, and X servers that do not behave. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { places } from '../../src/net/discover.ts';
import { formatEndpoint, parseEndpoint } from '../../src/net/endpoint.ts';
import { announce, parseAnnouncement, readAnnouncement } from '../../src/x11/announcement.ts';
import { cookieFor } from '../../src/x11/authority.ts';
import { connectX } from '../../src/x11/connection.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-x11-'));
const authority = path.join(folder, 'Xauthority');
const env = { XAUTHORITY: authority, HOME: folder };
let server: ChildProcess;
let display = '';

/** An X server that lets nobody in without the cookie. */
before(async () => {
  addCookie(':77', '00112233445566778899aabbccddeeff');
  server = spawn('Xvfb', ['-displayfd', '3', '-auth', authority, '-noreset', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve) =>
    (server.stdio[3] as Readable).once('data', (text) => resolve(String(text).trim())),
  );
  display = `:${number}`;
});
after(() => {
  server.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

function addCookie(name: string, cookie: string): void {
  execFileSync('xauth', ['-q', '-f', authority, 'add', name, '.', cookie]);
}

test('what is no endpoint, or not for eyes, is left out', () => {
  const text = 'gpuhost:7000\0\0nonsense\0unix:/a\nb\0tcp://[::1]:7001\0http://x:1\0';
  assert.deepEqual(parseAnnouncement(Buffer.from(text)).map(formatEndpoint), [
    'tcp://gpuhost:7000',
    'tcp://[::1]:7001',
  ]);
  assert.deepEqual(parseAnnouncement(Buffer.alloc(0)), []);
  assert.equal(parseAnnouncement(Buffer.from('a:1\0'.repeat(100))).length, 8);
  assert.deepEqual(parseAnnouncement(Buffer.from('a'.repeat(4000))), []);
});

test('a display without the cookie tells nothing; with it, what was announced, in order', async () => {
  assert.deepEqual(await readAnnouncement(display, env, 5000), []);
  await assert.rejects(connectX(display, { env, timeout: 5000 }), /Authorization required|closed the connection/i);
  addCookie(display, '00112233445566778899aabbccddeeff');
  assert.deepEqual(await readAnnouncement(display, env, 5000), []);
  const endpoints = ['gpuhost:7000', 'unix:/run/vmgl/stub-7000.sock'].map((text) => parseEndpoint(text, 'the test'));
  const connection = await connectX(display, { env, timeout: 5000 });
  await announce(connection, endpoints);
  connection.close();
  assert.deepEqual(await readAnnouncement(display, env, 5000), endpoints);

  const asked = await places(undefined, { ...env, DISPLAY: display, SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' });
  const found = asked.map(({ endpoint, from, named }) => [formatEndpoint(endpoint), from, named]);
  assert.deepEqual(found.slice(0, 2), [
    ['tcp://gpuhost:7000', `_VMGL_STUB of ${display}`, false],
    ['unix:/run/vmgl/stub-7000.sock', `_VMGL_STUB of ${display}`, false],
  ]);
  assert.deepEqual(found.at(-1), ['tcp://10.0.0.1:7000', 'SSH_CONNECTION', false]);
  // A stub that a person names is not looked for.
  assert.equal((await places(undefined, { ...env, DISPLAY: display, GLSTUB: 'b:2' })).length, 1);
});

test('as xprop writes it', async () => {
  const set = ['-display', display, '-root', '-f', '_VMGL_STUB', '8s', '-set', '_VMGL_STUB', 'gpuhost:7002'];
  execFileSync('xprop', set, { env: { ...process.env, ...env } });
  assert.deepEqual((await readAnnouncement(display, env, 5000)).map(formatEndpoint), ['tcp://gpuhost:7002']);
  const number = ['-display', display, '-root', '-f', '_VMGL_STUB', '32c', '-set', '_VMGL_STUB', '7000'];
  execFileSync('xprop', number, { env: { ...process.env, ...env } });
  assert.deepEqual(await readAnnouncement(display, env, 5000), []);
});

for (const [what, behaviour] of [
  ['says nothing', () => {}],
  ['hangs up', (socket: net.Socket) => socket.end()],
  ['talks nonsense', (socket: net.Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(10))],
] as const)
  test(`an X server that ${what} holds nobody up`, async (t) => {
    const listener = net.createServer((socket) => {
      socket.on('error', () => {});
      behaviour(socket);
    });
    t.after(() => listener.close());
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as net.AddressInfo;
    assert.deepEqual(await readAnnouncement(`127.0.0.1:${port - 6000}`, env, 300), []);
  });

test('no X server, and no display', async () => {
  assert.deepEqual(await readAnnouncement('127.0.0.1:59000', env, 1000), []);
  assert.deepEqual(await readAnnouncement('nonsense', env, 1000), []);
});

test('cookies of other machines, and of files that are not what they should be', () => {
  addCookie('10.1.2.3:5', 'aa'.repeat(16));
  const counted = (bytes: Buffer) => Buffer.concat([Buffer.from([0, bytes.length]), bytes]);
  const six = [
    Buffer.from('20010db8000000000000000000000007', 'hex'),
    '5',
    'MIT-MAGIC-COOKIE-1',
    Buffer.alloc(16, 0xbb),
  ];
  const entry = [Buffer.from([0, 6]), ...six.map((field) => counted(Buffer.from(field as Buffer)))];
  fs.appendFileSync(authority, Buffer.concat(entry));
  const hex = (host: string | undefined, number: number, file = authority) =>
    Buffer.from(cookieFor(file, host, number).data, 'latin1').toString('hex');
  assert.equal(hex('10.1.2.3', 5), 'aa'.repeat(16));
  assert.equal(hex('2001:db8::7', 5), 'bb'.repeat(16));
  assert.equal(hex('10.1.2.3', 6), '');
  // ssh puts its display's cookie under this machine's name.
  assert.equal(hex('127.0.0.1', 77), '00112233445566778899aabbccddeeff');
  const cut = path.join(folder, 'cut');
  fs.writeFileSync(cut, fs.readFileSync(authority).subarray(0, 11));
  assert.equal(hex(undefined, 77, cut), '');
  assert.equal(hex(undefined, 77, folder), '');
  assert.equal(hex(undefined, 77, '/nonexistent'), '');
});
