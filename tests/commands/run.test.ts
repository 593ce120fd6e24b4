/** `vmgl run`: becomes the program, and says clearly why when it cannot. No GL here: see tests/e2e. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { test } from 'node:test';
import { alive, sandbox, until } from './support.ts';

test('the exit code, the signal, the arguments and the process are the program’s own', async (t) => {
  const { run } = sandbox(t);
  assert.equal((await run(['run', '--native', 'sh', '-c', 'exit 7'])).code, 7);
  assert.equal((await run(['run', '--native', 'sh', '-c', 'kill -TERM $$'])).signal, 'SIGTERM');
  assert.equal((await run(['run', '--native', '--', 'printf', '%s|', '--stub', 'a b', ''])).stdout, '--stub|a b||');
  assert.equal((await run(['run', '--native', 'sh', '-c', 'echo $0', '--json'])).stdout, '--json\n');
});

test('signals are as a shell would have left them, and descriptors too', async (t) => {
  const { run, folder } = sandbox(t);
  const { stdout } = await run([
    'run',
    'sh',
    '-c',
    // Late enough for the private stub, which has the same stderr, to have spoken.
    'sleep 1; grep SigIgn /proc/self/status; ls /proc/self/fd | sort -n | tr "\\n" " "; grep flags /proc/self/fdinfo/1 /proc/self/fdinfo/2',
  ]);
  assert.match(stdout, /SigIgn:\t0+\n/);
  assert.match(stdout, /^0 1 2 3 /m);
  const native = execFileSync('sh', ['-c', 'grep flags /proc/self/fdinfo/1 | cat'], { cwd: folder, encoding: 'utf8' });
  const nonblocking = (text: string) =>
    [...text.matchAll(/flags:\s+(\d+)/g)].map((found) => Number.parseInt(found[1] ?? '', 8) & 0o4000);
  for (const flag of nonblocking(native + stdout)) assert.equal(flag, 0);
});

test('the program finds the guest libraries, and what the person preloads stays', async (t) => {
  const { run } = sandbox(t);
  const show = 'echo "$LD_PRELOAD|$LD_LIBRARY_PATH|$VMGL_STUB|$VMGL_PRESENT|$VMGL_FPS"';
  const { stdout } = await run(['run', '--present', 'readback', '--fps=30', 'sh', '-c', show], {
    LD_LIBRARY_PATH: '/mine',
    LD_PRELOAD: '',
  });
  const [preload, libraries, stub, present, fps] = stdout.trim().split('|');
  const preloaded = (preload ?? '').split(':');
  for (const file of preloaded) assert.match(file, /^\/.*\/\$LIB\/lib\w+\.so\.\d$/);
  assert.deepEqual(
    preloaded.map((file) => path.basename(file)),
    ['libGL.so.1', 'libEGL.so.1', 'libGLESv2.so.2', 'libGLESv1_CM.so.1', 'libGLX.so.0', 'libOpenGL.so.0'],
  );
  assert.match(libraries ?? '', /^\/.*\/\$LIB:\/mine$/);
  assert.match(stub ?? '', /^unix:\/.*\/run\/vmgl\/run-\d+\.sock$/);
  assert.deepEqual([present, fps], ['readback', '30']);
  const native = await run(['run', '--native', 'sh', '-c', 'echo "[$LD_PRELOAD]"']);
  assert.equal(native.stdout, '[]\n');
});

for (const [what, args, code, message] of [
  ['does not exist', ['nonexistent'], 127, /The program \(nonexistent\) was not found in PATH/],
  ['does not exist, by path', ['./nonexistent'], 127, /The program \(\.\/nonexistent\) was not found\./],
  [
    'is not executable',
    ['./text'],
    126,
    /The program \(\.\/text\) cannot be executed: it \(\.\/text\) is not marked as executable/,
  ],
  ['is a directory', ['/'], 126, /it \(\/\) is a directory/],
  ['is for another processor', ['./foreign'], 126, /another processor \(ELF machine 243\)/],
  ['lacks its interpreter', ['./orphan'], 127, /cannot be executed: No such file or directory/],
] as const)
  test(`a program that ${what}: exit code ${code}`, async (t) => {
    const { run, folder } = sandbox(t);
    fs.writeFileSync(path.join(folder, 'text'), 'echo hello\n');
    const elf = fs.readFileSync('/bin/sh');
    elf.writeUInt16LE(243, 18);
    fs.writeFileSync(path.join(folder, 'foreign'), elf, { mode: 0o755 });
    fs.writeFileSync(path.join(folder, 'orphan'), '#!/nonexistent/interpreter\n', { mode: 0o755 });
    const result = await run(['run', ...args]);
    assert.equal(result.code, code, result.stderr);
    assert.match(result.stderr, message);
    assert.equal(result.stdout, '');
  });

test('a script without an interpreter line runs as in a shell', async (t) => {
  const { run, folder } = sandbox(t);
  fs.writeFileSync(path.join(folder, 'script'), 'echo hello\n', { mode: 0o755 });
  assert.equal((await run(['run', '--quiet', './script'])).stdout, 'hello\n');
});

test('settings that are wrong are named', async (t) => {
  const { run } = sandbox(t);
  for (const [args, env, message] of [
    [['--fps', '0', 'true'], {}, /The value \(0\) of --fps/],
    [['--present=sideways', 'true'], {}, /The value \(sideways\) of --present/],
    [['--bogus', 'true'], {}, /--bogus/],
    [[], {}, /vmgl run --help/],
    [['true'], { VMGL_FPS: 'many' }, /The value \(many\) of VMGL_FPS/],
    [['true'], { VMGL_STUBB: 'x' }, /\(VMGL_STUBB\) is unknown\. Did you mean VMGL_STUB\?/],
    [['true'], { GLSTUB: 'gpuhost' }, /The endpoint \(gpuhost\) of GLSTUB has no port/],
    [['true'], { VMGL_STUB: 'http://gpuhost:1' }, /of VMGL_STUB has an unknown scheme \(http\)/],
  ] as const) {
    const result = await run(['run', ...args], env);
    assert.equal(result.code, 2, result.stderr);
    assert.match(result.stderr, message);
  }
});

test('a stub that was named and is not there is an error, not a reason to go elsewhere', async (t) => {
  const { run } = sandbox(t);
  const result = await run(['run', '--stub', '127.0.0.1:1', 'true']);
  assert.equal(result.code, 125);
  assert.match(result.stderr, /The stub at tcp:\/\/127\.0\.0\.1:1 \(from --stub\) cannot be used: connection refused/);
  const gone = await run(['run', 'true'], { GLSTUB: '127.0.0.1:1' });
  assert.match(gone.stderr, /\(from GLSTUB\) cannot be used/);
});

test('something else at the endpoint is said to be so', async (t) => {
  const { run } = sandbox(t);
  const other = net.createServer((socket) =>
    socket.end('SSH-2.0-OpenSSH_9.2 and more so that it is long enough to be looked at, if at all\r\n'),
  );
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  t.after(() => other.close());
  const result = await run(['run', 'true'], { VMGL_STUB: `127.0.0.1:${(other.address() as net.AddressInfo).port}` });
  assert.equal(result.code, 125);
  assert.match(result.stderr, /does not answer as a vmgl stub/);
});

test('a private stub serves this run, and lives as long as the program', async (t) => {
  const { start, folder } = sandbox(t);
  const running = start(['run', 'sh', '-c', 'echo $VMGL_STUB; exec sleep 60']);
  await until(() => running.said().includes('.sock'), 'the program to start');
  const socket = /unix:(\S+)/.exec(running.said())?.[1] ?? '';
  assert.ok(fs.statSync(socket).isSocket());
  assert.equal(fs.statSync(socket).mode & 0o077, 0, 'nobody else may connect');
  const stub = await findStub(String(running.pid));
  running.kill('SIGKILL');
  await running.result;
  await until(() => !alive(stub), 'the private stub to end');
  assert.deepEqual(fs.readdirSync(path.join(folder, 'run/vmgl')), []);
});

/** The pid of the private stub of a program. */
async function findStub(program: string): Promise<number> {
  let found = 0;
  await until(() => {
    for (const name of fs.readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const words = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        if (words.includes('--private-for') && words.includes(program)) found = Number(name);
      } catch {
        // It has just ended.
      }
    }
    return found !== 0;
  }, 'the private stub');
  return found;
}
