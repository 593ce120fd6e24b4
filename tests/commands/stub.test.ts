/** `vmgl stub` and `vmgl status` as processes; the protocol itself is tested in tests/net. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { alive, freePort, sandbox, until } from './support.ts';

test('it listens, tells its status, is found by run, and ends cleanly at SIGTERM', async (t) => {
  const { start, run, folder } = sandbox(t);
  const port = await freePort();
  const stub = start(['stub', '--port', String(port)]);
  await until(() => stub.said().includes('Set GLSTUB'), 'the stub to listen');
  assert.match(stub.said(), new RegExp(`^Set GLSTUB var in guest to point to port ${port}$`, 'm'));
  assert.equal(fs.readFileSync(`/proc/${stub.pid}/comm`, 'utf8'), 'vmgl\n', 'its name in ps and top');
  await until(() => /renders on Fake GPU/.test(stub.said()), 'the warm renderer');
  const socket = path.join(folder, `run/vmgl/stub-${port}.sock`);
  assert.equal(fs.statSync(socket).mode & 0o077, 0, 'nobody else may connect');
  for (const args of [[], ['--stub', `127.0.0.1:${port}`]]) {
    const status = await run(['status', '--json', ...args]);
    assert.equal(status.code, 0, status.stderr);
    const told = JSON.parse(status.stdout) as {
      driver: { renderer: string };
      endpoints: string[];
      sessions: unknown[];
    };
    assert.equal(told.driver.renderer, 'Fake GPU');
    assert.deepEqual(told.endpoints, [`unix:${socket}`, `tcp://127.0.0.1:${port}`]);
  }
  assert.match((await run(['status'])).stdout, /GPU +Fake GPU .*software, not a GPU/);
  const program = await run(['run', 'sh', '-c', 'echo $VMGL_STUB']);
  assert.equal(program.stdout, `unix:${socket}\n`);
  assert.match(program.stderr, /^vmgl: renders on unix:.*: Fake GPU, which is software, not a GPU$/m);
  assert.equal((await run(['run', '--quiet', 'true'])).stderr, '');
  stub.kill('SIGTERM');
  const end = await stub.result;
  assert.deepEqual([end.code, end.signal], [0, null]);
  assert.ok(!fs.existsSync(socket));
});

test('without a stub, status says so and how to get one', async (t) => {
  const { run } = sandbox(t);
  const result = await run(['status']);
  assert.equal(result.code, 1);
  assert.match(result.stderr, /No stub answers.*vmgl stub/);
});

test('--daemon returns when the stub listens, and logs where VMGL’s README says', async (t) => {
  const { run, folder } = sandbox(t);
  const port = await freePort();
  const result = await run(['stub', '--daemon', '--port', String(port)]);
  assert.equal(result.code, 0, result.stderr);
  const pid = Number(/pid (\d+)/.exec(result.stdout)?.[1]);
  t.after(() => alive(pid) && process.kill(pid, 'SIGKILL'));
  assert.match(result.stdout, new RegExp(`^Set GLSTUB var in guest to point to port ${port}$`, 'm'));
  assert.match(
    fs.readFileSync(path.join(folder, '.stub-daemon.log'), 'utf8'),
    new RegExp(`^Set GLSTUB var in guest to point to port ${port}$`, 'm'),
  );
  assert.equal((await run(['status'], { VMGL_STUB: `127.0.0.1:${port}` })).code, 0);
  const second = await run(['stub', '--daemon', '--port', String(port)]);
  assert.equal(second.code, 1);
  assert.match(second.stderr, /The stub did not start: A stub listens on unix:/);
  process.kill(pid, 'SIGTERM');
  await until(() => !alive(pid), 'the daemon to end');
  assert.match(fs.readFileSync(path.join(folder, '.stub-daemon.log'), 'utf8'), /SIGTERM: ends/);
});

test('what cannot work is refused before it listens', async (t) => {
  const { run, folder } = sandbox(t);
  fs.writeFileSync(path.join(folder, 'short'), 'abc\n');
  for (const [args, code, message] of [
    [['--listen', '0.0.0.0:7999'], 1, /can be reached from other machines and there is no token/],
    [['--listen', '[::]:7999'], 1, /no token/],
    [['--listen', 'vsock:1:2'], 2, /vsock/],
    [['--listen', '127.0.0.1:7999', '--port', '1'], 2, /Both --listen and --port/],
    [['--port', '70000'], 2, /\(70000\) of --port/],
    [['--display', 'zero'], 2, /\(zero\) of --display is not an X display/],
    [['--display', ':0', '--headless'], 2, /both given/],
    [['--max-memory', '12'], 2, /\(12\) of --max-memory is not a size/],
    [['--max-sessions', '0'], 2, /\(0\) of --max-sessions/],
    [['--token-file', 'missing'], 1, /The token file \(missing\) of --token-file cannot be read: no such file/],
    [['--token-file', 'short'], 1, /has 3 bytes/],
    [['--log', '/nonexistent/log'], 1, /The log file \(\/nonexistent\/log\) cannot be written/],
    [
      ['--listen', '192.0.2.1:7999', '--no-auth'],
      1,
      /cannot listen on tcp:\/\/192\.0\.2\.1:7999: no such local address/,
    ],
  ] as const) {
    const result = await run(['stub', ...args]);
    assert.equal(result.code, code, `${args.join(' ')}: ${result.stderr}`);
    assert.match(result.stderr, message);
  }
});
