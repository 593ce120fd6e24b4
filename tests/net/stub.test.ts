/** The stub over real sockets, with a renderer that only greets and echoes. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { test } from 'node:test';
import { askStatus } from '../../src/net/ask.ts';
import { formatHello, kinds, statuses } from '../../src/net/hello.ts';
import { startStub } from '../../src/net/stub.ts';
import { connect, greet, hello, take, testStub } from './support.ts';
import { until } from '../support.ts';

for (const kind of ['unix', 'tcp'] as const)
  test(`a session over ${kind}: greeted, served, joined, ended`, async (t) => {
    const { stub, lines, ...endpoints } = await testStub(t);
    const endpoint = endpoints[kind];
    const first = await greet(endpoint);
    assert.equal(first.reply?.status, statuses.ok);
    first.socket.write('hello?');
    assert.equal((await take(first.socket, (bytes) => bytes.length >= 6)).toString(), 'hello?');
    const second = await greet(endpoint, {
      kind: kinds.joinSession,
      cookie: first.reply?.cookie ?? Buffer.alloc(16),
      stream: 1,
    });
    assert.equal(second.reply?.status, statuses.ok);
    const [session] = stub.status().sessions;
    assert.deepEqual(
      [session?.program, session?.pid, session?.streams, session?.display],
      ['testprogram', 42, 2, ':9'],
    );
    first.socket.destroy();
    second.socket.destroy();
    await until(() => stub.sessions() === 0, 'the session to end');
    assert.equal(lines.filter((line) => /^session 1 started: testprogram \(pid 42\)/.test(line)).length, 1);
    assert.equal(
      lines.filter((line) => /^session 1 ended: testprogram \(pid 42\) after [\d.]+ s$/.test(line)).length,
      1,
    );
    const again = await greet(endpoint);
    assert.equal(again.reply?.status, statuses.ok, 'it serves the next guest');
    again.socket.destroy();
  });

test('a hello that trickles in is read', async (t) => {
  const { unix } = await testStub(t);
  const socket = connect(unix);
  for (const byte of formatHello(hello())) {
    socket.write(Buffer.from([byte]));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const bytes = await take(socket, (seen) => seen.length >= 68);
  assert.equal(bytes.toString('latin1', 0, 4), 'VMGL');
  socket.destroy();
});

test('a slow loris and a silent connection are closed with one line each, and others are served meanwhile', async (t) => {
  const { lines, tcp } = await testStub(t, { helloTimeout: 300 });
  const silent = connect(tcp);
  const loris = connect(tcp);
  const drip = setInterval(() => loris.write('V'.slice(0, 1)), 1000);
  loris.write('VMGL');
  const closed = Promise.all([silent, loris].map((socket) => take(socket, () => false)));
  const { reply, socket } = await greet(tcp);
  assert.equal(reply?.status, statuses.ok);
  for (const bytes of await closed) assert.equal(bytes.length, 0);
  clearInterval(drip);
  socket.destroy();
  assert.equal(lines.filter((line) => /no whole hello within 0.3 seconds \(0 bytes came\)/.test(line)).length, 1);
  assert.equal(lines.filter((line) => /no whole hello within 0.3 seconds \(4 bytes came\)/.test(line)).length, 1);
});

for (const [what, bytes, why] of [
  ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /does not start with a vmgl hello/],
  ['a hello of 4 GiB', Buffer.from('VMGL\xff\xff\xff\xff', 'latin1'), /announces a hello of 4294967295 bytes/],
  ['bytes after the hello', Buffer.concat([formatHello(hello()), Buffer.from('x')]), /bytes follow its hello/],
] as const)
  test(`${what} is closed with one line`, async (t) => {
    const { lines, tcp } = await testStub(t);
    const socket = connect(tcp);
    socket.write(bytes);
    assert.equal((await take(socket, () => false)).length, 0);
    assert.equal(lines.filter((line) => why.test(line)).length, 1);
    assert.equal(lines.length, 1);
  });

test('a guest that leaves in mid-hello is one line', async (t) => {
  const { lines, tcp } = await testStub(t);
  const socket = connect(tcp);
  socket.write(formatHello(hello()).subarray(0, 20), () => socket.destroy());
  await until(() => lines.length > 0, 'the line');
  assert.match(
    lines.join('\n'),
    /^closed a connection from 127.0.0.1:\d+: it left before its hello was complete \(20 bytes came\)$/,
  );
});

test('a flood of silent connections loses its oldest ones, and a guest still gets in', async (t) => {
  const { tcp, lines } = await testStub(t);
  const flood = Array.from({ length: 200 }, () => connect(tcp));
  await until(() => lines.length >= 72, 'the oldest to be closed');
  const { reply, socket } = await greet(tcp);
  assert.equal(reply?.status, statuses.ok);
  for (const one of [...flood, socket]) one.destroy();
});

test('the token is checked on TCP and not needed on the unix socket', async (t) => {
  const { tcp, unix, lines } = await testStub(t, { token: Buffer.from('open sesame') });
  const none = await greet(tcp);
  assert.equal(none.reply?.status, statuses.token);
  assert.match(none.reply?.message ?? '', /wants a token/);
  const wrong = await greet(tcp, { token: Buffer.from('open sesamE') });
  assert.equal(wrong.reply?.status, statuses.token);
  assert.match(wrong.reply?.message ?? '', /not the one/);
  assert.ok(!lines.join().includes('sesam'), 'tokens are not logged');
  const right = await greet(tcp, { token: Buffer.from('open sesame') });
  assert.equal(right.reply?.status, statuses.ok);
  right.socket.destroy();
  const local = await greet(unix);
  assert.equal(local.reply?.status, statuses.ok);
  local.socket.destroy();
  assert.match(String(await askStatus(tcp, { version: '1.2.3', token: undefined, timeout: 1000 })), /wants a token/);
});

test('an endpoint that others can reach needs a token or --no-auth', async (t) => {
  const open = { listen: [{ kind: 'tcp', host: '0.0.0.0', port: 0 } as const] };
  await assert.rejects(testStub(t, open), /can be reached from other machines and there is no token/);
  const { stub } = await testStub(t, { ...open, noAuth: true });
  assert.match(stub.endpoints[0] ?? '', /^tcp:\/\/0\.0\.0\.0:\d+$/);
});

test('more sessions than allowed are refused, and a place becomes free', async (t) => {
  const { stub, unix } = await testStub(t, { maxSessions: 1 });
  const first = await greet(unix);
  const second = await greet(unix);
  assert.equal(second.reply?.status, statuses.tooMany);
  assert.match(second.reply?.message ?? '', /serves 1 programs already/);
  first.socket.destroy();
  await until(() => stub.sessions() === 0, 'the first to end');
  const third = await greet(unix);
  assert.equal(third.reply?.status, statuses.ok);
  third.socket.destroy();
});

for (const [guestVersion, cure] of [
  ['1.2.2', /Update vmgl on the guest/],
  ['1.10.0', /Update vmgl on the host/],
  ['1.2.3', /the same build on both sides/],
] as const)
  test(`another protocol of version ${guestVersion} is told both versions and what to do`, async (t) => {
    const { unix } = await testStub(t);
    const { reply } = await greet(unix, { protocol: 0x9999n, guestVersion });
    assert.equal(reply?.status, statuses.versions);
    assert.equal(reply?.protocol, 0x1234n);
    assert.match(reply?.message ?? '', cure);
    assert.ok(reply?.message.includes(guestVersion) && reply.message.includes('0000000000001234'));
  });

test('an unknown cookie and an unknown kind are refused', async (t) => {
  const { unix } = await testStub(t);
  assert.equal((await greet(unix, { kind: kinds.joinSession, stream: 1 })).reply?.status, statuses.noSession);
  assert.equal((await greet(unix, { kind: 77 })).reply?.status, statuses.refused);
});

for (const [mode, why] of [
  ['fail', /there is no driver/],
  ['exit', /exit code 3/],
] as const)
  test(`a renderer that cannot render (${mode}) is told to the guest, and the stub stays`, async (t) => {
    const { stub, unix } = await testStub(t, {}, mode);
    for (let i = 0; i < 2; i++) {
      const { reply } = await greet(unix);
      assert.equal(reply?.status, statuses.noRenderer);
      assert.match(reply?.message ?? '', why);
    }
    await until(() => stub.sessions() === 0, 'the sessions to be gone');
    assert.match(stub.status().fault ?? '', why);
  });

test('a renderer that does not exist is told to the guest', async (t) => {
  const { unix } = await testStub(t, { renderer: { command: ['/nonexistent/renderer'], env: {} } });
  const { reply } = await greet(unix);
  assert.match(reply?.message ?? '', /nonexistent\/renderer cannot be started: no such file/);
});

test('a renderer that is killed ends its session with the reason, and no other', async (t) => {
  const { stub, unix, lines } = await testStub(t);
  const victim = await greet(unix);
  const other = await greet(unix, { program: 'other' });
  process.kill(stub.status().sessions[0]?.rendererPid ?? 0, 'SIGKILL');
  assert.equal((await take(victim.socket, () => false)).length, 0);
  await until(() => stub.sessions() === 1, 'the session to end');
  assert.match(lines.join('\n'), /session 1 ended: testprogram .*killed by SIGKILL/);
  other.socket.write('still there');
  assert.equal((await take(other.socket, (bytes) => bytes.length >= 11)).toString(), 'still there');
  other.socket.destroy();
});

test('a fault that the renderer reports is in the log', async (t) => {
  const { stub, unix, lines } = await testStub(t, {}, 'fault');
  const { socket } = await greet(unix);
  socket.write('x');
  await until(() => stub.sessions() === 0, 'the session to end');
  assert.match(lines.join('\n'), /session 1 ended: .*glFoo: it is broken/);
});

test('a warm renderer waits, and the next one after it', async (t) => {
  const { stub, unix } = await testStub(t, { keepWarm: true });
  await until(() => stub.status().driver !== null, 'the warm renderer');
  assert.equal(stub.status().driver?.renderer, 'Fake GPU');
  assert.equal(stub.sessions(), 0);
  const { reply, socket } = await greet(unix);
  assert.equal(reply?.status, statuses.ok);
  socket.destroy();
});

test('status is answered whatever the protocol of who asks', async (t) => {
  const { unix, tcp } = await testStub(t);
  const { socket } = await greet(unix);
  for (const endpoint of [unix, tcp]) {
    const status = await askStatus(endpoint, { version: '0.0.1', token: undefined, timeout: 1000 });
    assert.ok(typeof status !== 'string', String(status));
    assert.deepEqual([status.sessions.length, status.driver?.software, status.endpoints.length], [1, true, 2]);
  }
  socket.destroy();
});

test('closing ends renderers, removes the socket, and a stale socket is taken over', async (t) => {
  const { stub, unix } = await testStub(t);
  const { socket } = await greet(unix);
  const pid = stub.status().sessions[0]?.rendererPid ?? 0;
  await stub.close();
  assert.throws(() => process.kill(pid, 0), /ESRCH/);
  assert.ok(unix.kind === 'unix' && !fs.existsSync(unix.path));
  socket.destroy();
});

test('a second stub on the same socket is refused, and the first keeps it', async (t) => {
  const { unix, tcp } = await testStub(t);
  for (const endpoint of [unix, tcp])
    await assert.rejects(
      startStub({
        listen: [endpoint],
        version: '1',
        protocol: 1n,
        token: undefined,
        noAuth: false,
        maxSessions: 1,
        keepWarm: false,
        renderer: { command: ['true'], env: {} },
        log: Object.assign(() => {}, { fd: 2 }),
      }),
      /already|in use/,
    );
  const { reply, socket } = await greet(unix);
  assert.equal(reply?.status, statuses.ok);
  socket.destroy();
});
