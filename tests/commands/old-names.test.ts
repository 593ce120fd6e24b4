/** The programs of VMGL 2006: vmgl acts by the name that it is called, with the flags of old. GL: tests/e2e/old-names. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { type TestContext, test } from 'node:test';
import { calledAs } from '../../src/called-as.ts';
import { places } from '../../src/net/discover.ts';
import { alive, freePort, sandbox, until, vmgl } from './support.ts';

const packaged = path.resolve(import.meta.dirname, '../../dist/vmgl');
const executables = [vmgl, ...(fs.existsSync(packaged) ? [packaged] : [])];

/** A folder in PATH with the links that `vmgl install --host` makes. */
function links(t: TestContext, executable = vmgl) {
  const { folder, env } = sandbox(t);
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin);
  fs.symlinkSync(executable, path.join(bin, 'vmgl'));
  for (const name of ['glstub', 'stub-daemon']) fs.symlinkSync('vmgl', path.join(bin, name));
  const all = { ...env, PATH: `${bin}:${env.PATH}` };
  const run = (program: string, args: string[], more: NodeJS.ProcessEnv = {}) =>
    spawnSync(program, args, { cwd: folder, env: { ...all, ...more }, encoding: 'utf8', timeout: 60_000 });
  return { folder, env: all, bin, run };
}

test('the name counts, not the folder, and only these names', () => {
  assert.deepEqual(calledAs('/usr/local/bin/glstub', ['-port', '1']), { name: 'glstub', words: ['-port', '1'] });
  assert.deepEqual(calledAs('stub-daemon', []), { name: 'stub-daemon', words: [] });
  assert.deepEqual(calledAs('node', ['glstub', '-h']), { name: 'glstub', words: ['-h'] });
  for (const name of ['vmgl', '/opt/glstub/vmgl', 'glstub2', 'sr_daemon'])
    assert.equal(calledAs(name, ['run']), undefined);
});

for (const executable of executables)
  test(`${path.relative('.', executable)} through links: -help of either program`, (t) => {
    const { run, bin } = links(t, executable);
    for (const program of ['glstub', path.join(bin, 'glstub')])
      for (const flag of ['-help', '-h', '--help']) {
        const { status, stdout } = run(program, [flag]);
        assert.equal(status, 0);
        assert.match(stdout, /^glstub \[-port N\] \[-help\]\n/);
      }
    assert.match(run('stub-daemon', ['-h']).stdout, /^stub-daemon \[-p N\] \[-help\]\n/);
    assert.match(run('vmgl', ['version']).stdout, /^vmgl \d/);
  });

test('flags that are wrong are named, and those of the old viewer refused', (t) => {
  const { run } = links(t);
  for (const [program, args, code, message] of [
    ['glstub', ['-port', '0'], 2, /The value \(0\) of -port is not a whole number from 1 to 65535/],
    ['glstub', ['-p', 'x'], 2, /\(x\) of -p /],
    ['glstub', ['-port'], 2, /The flag \(-port\) has no value/],
    ['glstub', ['-x'], 2, /-x/],
    ['glstub', ['-v', '4194305'], 2, /Need to specify -v AND -q/],
    ['glstub', ['-q', '7003'], 2, /Need to specify -v AND -q/],
    ['glstub', ['-v', '4194305', '-q', '7003'], 1, /does not draw into the window of VMGL's viewer \(-v and -q\)/],
    ['stub-daemon', ['-v', '4194305'], 1, /\(-viewerwin\)/],
    ['stub-daemon', ['-viewer', '4194305', '-p', '7001'], 1, /\(-viewerwin\)/],
    ['stub-daemon', ['-p', '7001', '--listen', '127.0.0.1:7001'], 2, /Both -port and addresses/],
  ] as const) {
    const { status, stderr } = run(program, [...args]);
    assert.equal(status, code, stderr);
    assert.match(stderr, message);
  }
});

test('glstub serves every interface on its port, says the line of old, and warns', async (t) => {
  const { start, run } = sandbox(t);
  const port = await freePort();
  const stub = start(['glstub', '-port', String(port)]);
  await until(() => stub.said().includes('Set GLSTUB'), 'glstub to listen');
  assert.match(
    stub.said(),
    new RegExp(`^vmgl: warning: glstub serves everyone who reaches port ${port}, as it did`, 'm'),
  );
  assert.match(stub.said(), new RegExp(`^Set GLSTUB var in guest to point to port ${port}$`, 'm'));
  const { endpoints } = JSON.parse((await run(['status', '--json'])).stdout) as { endpoints: string[] };
  assert.match(endpoints[0] ?? '', new RegExp(`^unix:.*/stub-${port}\\.sock$`));
  assert.match(endpoints[1] ?? '', new RegExp(`^tcp://(\\[::\\]|0\\.0\\.0\\.0):${port}$`));
  const other = await run(['status', '--stub', `127.0.0.1:${port}`]);
  assert.equal(other.code, 0, 'without a token');
  stub.kill('SIGTERM');
  assert.equal((await stub.result).code, 0);
});

test('with a token, or with addresses of its own, glstub has nothing to warn of', async (t) => {
  const { start, run, folder } = sandbox(t);
  const port = await freePort();
  fs.writeFileSync(path.join(folder, 'token'), 'a long enough secret\n');
  for (const [args, env, reached] of [
    [['-port', String(port)], { VMGL_TOKEN_FILE: 'token' }, false],
    [['-port', String(port), '--token-file', 'token'], {}, false],
    [[], { VMGL_LISTEN: `127.0.0.1:${port}` }, true],
    [['--listen', `127.0.0.1:${port}`], {}, true],
  ] as const) {
    const stub = start(['glstub', ...args], env);
    await until(() => stub.said().includes('Set GLSTUB'), 'glstub to listen');
    assert.doesNotMatch(stub.said(), /warning/);
    const asked = await run(['status', '--stub', `127.0.0.1:${port}`]);
    assert.equal(asked.code === 0, reached, asked.stderr);
    stub.kill('SIGTERM');
    await stub.result;
  }
});

test('stub-daemon goes to the background and logs to ~/.stub-daemon.log, with the line of old', async (t) => {
  const { run, folder } = links(t);
  const port = await freePort();
  const { status, stdout, stderr } = run('stub-daemon', ['-p', String(port)]);
  const pid = Number(/pid (\d+)/.exec(stdout)?.[1]);
  t.after(() => alive(pid) && process.kill(pid, 'SIGKILL'));
  assert.equal(status, 0, stderr);
  const line = new RegExp(`^Set GLSTUB var in guest to point to port ${port}$`, 'm');
  assert.match(stdout, line);
  assert.match(fs.readFileSync(path.join(folder, '.stub-daemon.log'), 'utf8'), line);
  assert.equal(run('vmgl', ['status'], { GLSTUB: `127.0.0.1:${port}` }).status, 0);
  process.kill(pid, 'SIGTERM');
  await until(() => !alive(pid), 'the daemon to end');
});

test('a port that is taken is a clear error, for both', async (t) => {
  const { run, folder } = links(t);
  const other = net.createServer();
  await new Promise<void>((resolve) => other.listen(0, resolve));
  t.after(() => other.close());
  const { port } = other.address() as net.AddressInfo;
  const taken = new RegExp(
    `The stub cannot listen on tcp://[^ ]*:${port}: the address is in use\\. .*Give another port`,
  );
  for (const program of ['glstub', 'stub-daemon']) {
    const { status, stderr } = run(program, ['-port', String(port)]);
    assert.equal(status, 1);
    assert.match(stderr, taken);
    assert.deepEqual(
      fs.existsSync(path.join(folder, 'run/vmgl')) ? fs.readdirSync(path.join(folder, 'run/vmgl')) : [],
      [],
    );
  }
});

test('the stub is looked for on the machine that ssh came from', async () => {
  const found = async (env: NodeJS.ProcessEnv) =>
    (await places(undefined, { XDG_RUNTIME_DIR: '/nonexistent', ...env }))
      .filter(({ endpoint }) => endpoint.kind === 'tcp')
      .map(({ endpoint, from, named }) => [endpoint.kind === 'tcp' && endpoint.host, from, named]);
  assert.deepEqual(await found({ SSH_CONNECTION: '10.0.0.1 40000 10.0.0.2 22' }), [
    ['10.0.0.1', 'SSH_CONNECTION', false],
  ]);
  assert.deepEqual(await found({ SSH_CLIENT: 'fe80::1%eth0 40000 22' }), [['fe80::1%eth0', 'SSH_CLIENT', false]]);
  assert.deepEqual(await found({ SSH_CONNECTION: '::1 1 ::1 22', SSH_CLIENT: '10.0.0.1 1 22' }), [
    ['::1', 'SSH_CONNECTION', false],
  ]);
  assert.deepEqual(await found({ SSH_CONNECTION: 'UNKNOWN 65535 UNKNOWN 65535' }), []);
  assert.deepEqual(await found({ SSH_CLIENT: '10.0.0.1 1 22', GLSTUB: 'gpuhost:7000' }), [['gpuhost', 'GLSTUB', true]]);
});

test('vmgl run --native takes the driver of CR_SYSTEM_GL_PATH, and does without one that is gone', async (t) => {
  const { run, folder } = sandbox(t);
  const show = ['run', '--native', 'sh', '-c', 'echo "[$LD_LIBRARY_PATH]"'];
  assert.equal((await run(show)).stdout, '[]\n');
  assert.equal(
    (await run(show, { CR_SYSTEM_GL_PATH: folder, LD_LIBRARY_PATH: '/mine' })).stdout,
    `[${folder}:/mine]\n`,
  );
  const gone = await run(show, { CR_SYSTEM_GL_PATH: '/usr/lib/nvidia-361' });
  assert.deepEqual([gone.code, gone.stdout], [0, '[]\n']);
  assert.match(gone.stderr, /^vmgl: warning: CR_SYSTEM_GL_PATH \(\/usr\/lib\/nvidia-361\) is not a directory\./);
});
