/** `vmgl xvnc`: what it makes, what it says when something is missing or taken, and that nothing stays. Pictures: tests/e2e. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { type TestContext, test } from 'node:test';
import { findInPath } from '../../src/program.ts';
import { lockOwner } from '../../src/xvnc/display-number.ts';
import { xorgConfig } from '../../src/xvnc/xorg-config.ts';
import { alive, farDisplay, type Sandbox, sandbox, socketIdentity, until, vmgl } from './support.ts';

const limit = { timeout: 60_000 };
const size = ['--geometry', '320x240'];

interface Told {
  display: string;
  vncPort: number;
  server: string;
  serverPid: number;
  passwordFile?: string;
  newPassword?: string;
  log: string;
  stubs: string[];
}

interface Desktop extends Told {
  process: ReturnType<Sandbox['start']>;
  number: number;
  socket: string | undefined;
}

/** A desktop that is ready; SIGTERM at the end of the test, for the sandbox would kill it. */
async function begin(t: TestContext, box: Sandbox, words: string[], more: NodeJS.ProcessEnv = {}): Promise<Desktop> {
  const process = box.start(['xvnc', ...words.slice(0, 1), '--json', ...words.slice(1)], more);
  t.after(async () => {
    process.kill('SIGTERM');
    await process.result;
  });
  let line: string | undefined;
  await until(() => {
    line = process
      .said()
      .split('\n')
      .find((one) => one.startsWith('{'));
    assert.equal(process.exitCode, null, process.said());
    return line !== undefined;
  }, 'the desktop');
  const told = JSON.parse(line ?? '{}') as Told;
  const number = Number(told.display.slice(1));
  return { ...told, process, number, socket: socketIdentity(number) };
}

/** Nothing of the desktop is there any more. */
function assertGone(box: Sandbox, desktop: Desktop, pids: number[] = []): void {
  for (const pid of [desktop.serverPid, ...pids]) assert.ok(!alive(pid), `process ${pid} is still there`);
  assert.notEqual(lockOwner(desktop.number), desktop.serverPid, 'the lock is still there');
  const { socket } = desktop;
  assert.ok(socket !== undefined && socket !== socketIdentity(desktop.number), 'the socket is still there');
  assert.equal(cookies(box), '');
  const folders = fs.readdirSync(box.folder).filter((name) => name.startsWith('vmgl-xvnc-'));
  assert.deepEqual(folders, []);
}

function cookies(box: Sandbox): string {
  return execFileSync('xauth', ['list'], { env: { ...process.env, ...box.env }, encoding: 'utf8' });
}

/** A sandbox whose temporary files are in its own folder. */
function ownFolder(t: TestContext): Sandbox {
  const box = sandbox(t);
  box.env.TMPDIR = box.folder;
  return box;
}

/** What the session wrote: a line. Its shell makes the file before it writes. */
async function written(box: Sandbox, name: string): Promise<string> {
  const file = path.join(box.folder, name);
  const read = () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
  await until(() => read().endsWith('\n'), 'the session');
  return read();
}

/** A PATH with these programs only. */
function only(box: Sandbox, ...names: string[]): string {
  const folder = fs.mkdtempSync(path.join(box.folder, 'bin-'));
  for (const name of names) fs.symlinkSync(findInPath(name, process.env) ?? name, path.join(folder, name));
  return folder;
}

for (const server of ['xvnc', 'tightvnc', 'xorg'])
  test(
    `${server}: the session has the display, its cookie and the token’s file; its end ends all`,
    limit,
    async (t) => {
      const box = ownFolder(t);
      fs.writeFileSync(path.join(box.folder, 'token'), 'a secret token\n');
      const script =
        'xprop -root _VMGL_STUB >props; xdpyinfo >info; echo "$DISPLAY $VMGL_TOKEN_FILE" >env; until [ -e go ]; do sleep 0.1; done';
      const named = ['--stub', '127.0.0.1:7999', '--token-file', 'token'];
      const desktop = await begin(t, box, [
        await farDisplay(),
        ...size,
        '--server',
        server,
        ...named,
        'sh',
        '-c',
        script,
      ]);
      const env = await written(box, 'env');
      const read = (name: string) => fs.readFileSync(path.join(box.folder, name), 'utf8');
      assert.equal(read('props'), '_VMGL_STUB(UTF8_STRING) = "tcp://127.0.0.1:7999"\n', desktop.process.said());
      assert.match(read('info'), /dimensions: +320x240 pixels/);
      assert.match(read('info'), /depth of root window: +24 planes/);
      assert.equal(env, `${desktop.display} ${box.folder}/token\n`);
      assert.match(
        desktop.process.said(),
        /vmgl: warning: the stub at tcp:\/\/127\.0\.0\.1:7999 \(from --stub\) does not serve now: connection refused/,
      );
      assert.equal(desktop.server, server);
      assert.equal(desktop.newPassword?.length, 8);
      assert.equal(fs.statSync(path.join(box.folder, '.vnc/passwd')).mode & 0o777, 0o600);
      assert.equal(fs.statSync(path.join(box.folder, '.vnc/passwd')).size, 8);
      // Without the cookie nobody gets in.
      const stranger = { ...process.env, DISPLAY: desktop.display, XAUTHORITY: '/nonexistent' };
      assert.throws(() => execFileSync('xdpyinfo', { env: stranger, stdio: 'pipe' }), /unable to open display/);
      fs.writeFileSync(path.join(box.folder, 'go'), '');
      const { code, stderr } = await desktop.process.result;
      assert.equal(code, 0, stderr);
      assertGone(box, desktop);
    },
  );

test('SIGTERM and Ctrl-C end a session that does not want to end, and its children', limit, async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const box = ownFolder(t);
    const script = 'trap "" TERM HUP INT; sleep 1000 & echo $$ $! >pids; while :; do sleep 1; done';
    const desktop = await begin(t, box, [await farDisplay(), ...size, '--stub', 'private', 'sh', '-c', script]);
    const pids = await written(box, 'pids');
    desktop.process.kill(signal);
    const { code, stderr } = await desktop.process.result;
    assert.deepEqual([code, stderr], [0, '']);
    assertGone(box, desktop, pids.trim().split(' ').map(Number));
  }
});

for (const server of ['xvnc', 'tightvnc', 'xorg'])
  test(`${server} needs no root`, limit, async (t) => {
    const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
    if (process.getuid?.() !== 0)
      return t.skip('only root can become another user; the other tests are without root then');
    if (spawnSync('setpriv', [...nobody, 'test', '-x', vmgl]).status !== 0)
      return t.skip(`nobody cannot reach ${vmgl}`);
    const box = ownFolder(t);
    fs.chownSync(box.folder, 65534, 65534);
    const words = ['xvnc', await farDisplay(), ...size, '--server', server, '--stub', 'private', 'xdpyinfo'];
    const { status, stdout, stderr } = spawnSync('setpriv', [...nobody, vmgl, ...words], {
      cwd: box.folder,
      env: { ...box.env, XDG_RUNTIME_DIR: undefined },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /dimensions: +320x240 pixels/);
  });

for (const server of ['xvnc', 'xorg'])
  test(`${server}: an X server killed while programs run is an error, and nothing stays`, limit, async (t) => {
    const box = ownFolder(t);
    const script = 'echo $$ >pid; exec xev';
    const desktop = await begin(t, box, [
      await farDisplay(),
      ...size,
      '--server',
      server,
      '--stub',
      'private',
      'sh',
      '-c',
      script,
    ]);
    await written(box, 'pid');
    process.kill(desktop.serverPid, 'SIGKILL');
    const { code, stderr } = await desktop.process.result;
    assert.equal(code, 1);
    assert.match(
      stderr,
      /vmgl: error: The X server \(.*, display :\d+\) is gone: it was ended by SIGKILL\. Its log is /,
    );
    assertGone(box, desktop, [Number(fs.readFileSync(path.join(box.folder, 'pid'), 'utf8'))]);
  });

test('vmgl itself killed: the X server and the session end all the same', limit, async (t) => {
  const box = ownFolder(t);
  const desktop = await begin(t, box, [
    await farDisplay(),
    ...size,
    '--stub',
    'private',
    'sh',
    '-c',
    'echo $$ >pid; exec sleep 1000',
  ]);
  const session = Number(await written(box, 'pid'));
  desktop.process.kill('SIGKILL');
  await until(() => !alive(desktop.serverPid) && !alive(session), 'both to end');
  assert.notEqual(lockOwner(desktop.number), desktop.serverPid);
});

test('a display that is taken; :auto takes another; so do two at once', limit, async (t) => {
  const box = ownFolder(t);
  const words = [...size, '--stub', 'private', 'sleep', '1000'];
  const [one, two] = await Promise.all([
    begin(t, box, [':auto', ...words]),
    begin(t, ownFolder(t), [':auto', ...words]),
  ]);
  assert.notEqual(one.display, two.display);
  const again = await box.run(['xvnc', one.display, ...words]);
  assert.equal(again.code, 1);
  assert.match(
    again.stderr,
    new RegExp(
      `vmgl: error: Display ${one.display} is taken: the X server with pid ${one.serverPid} has it .*:auto\\.\\n$`,
    ),
  );
  assert.ok(alive(one.serverPid));
});

test('the port for viewers is taken, or named', limit, async (t) => {
  const box = ownFolder(t);
  const free = Number((await farDisplay()).slice(1));
  const listener = net.createServer();
  t.after(() => listener.close());
  await new Promise<void>((resolve) => listener.listen(5900 + free, '0.0.0.0', resolve));
  const taken = await box.run(['xvnc', `:${free}`, ...size, '--stub', 'private', 'true']);
  assert.match(
    taken.stderr,
    new RegExp(`Display :${free} is taken: something listens on its port for viewers \\(${5900 + free}\\)`),
  );
  for (const [server, option] of [
    ['xvnc', '-rfbport=7897'],
    ['xorg', 'rfbport=7897'],
  ] as const) {
    const desktop = await begin(t, box, [
      `:${free}`,
      ...size,
      '--server',
      server,
      '--stub',
      'private',
      'sleep',
      '9',
      '--',
      option,
    ]);
    assert.equal(desktop.vncPort, 7897);
    desktop.process.kill('SIGTERM');
    assert.equal((await desktop.process.result).code, 0);
  }
});

/** The addresses, as the kernel writes them, on which this machine listens at a port. */
function listening(port: number): string[] {
  const lines = ['tcp', 'tcp6'].flatMap((name) => fs.readFileSync(`/proc/net/${name}`, 'utf8').split('\n'));
  const listen = '0A';
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => state === listen && Number.parseInt(local.split(':')[1] ?? '', 16) === port)
    .map(([, local = '']) => local.split(':')[0] ?? '');
}

for (const server of ['xvnc', 'tightvnc', 'xorg'])
  test(`${server}: --localhost lets no other machine in, and X never listens on the network`, limit, async (t) => {
    const box = ownFolder(t);
    const words = [...size, '--server', server, '--stub', 'private'];
    const local = await begin(t, box, [await farDisplay(), ...words, '--localhost', 'sleep', '1000']);
    const loopback = ['0100007F', '00000000000000000000000001000000'];
    assert.ok(listening(local.vncPort).length > 0);
    for (const address of listening(local.vncPort)) assert.ok(loopback.includes(address), address);
    assert.deepEqual(listening(6000 + local.number), []);
    const open = await begin(t, ownFolder(t), [await farDisplay(), ...words, 'sleep', '1000']);
    assert.ok(listening(open.vncPort).some((address) => /^0+$/.test(address)));
  });

test('without words: ~/.vnc/xstartup; a password that is there stays', limit, async (t) => {
  const box = ownFolder(t);
  fs.mkdirSync(path.join(box.folder, '.vnc'));
  fs.writeFileSync(path.join(box.folder, '.vnc/passwd'), '12345678');
  const script = path.join(box.folder, '.vnc/xstartup');
  fs.writeFileSync(script, '#!/bin/sh\necho "$DISPLAY" >started\n');
  const refused = await box.run(['xvnc', ':auto', ...size]);
  assert.match(refused.stderr, /vmgl: error: The session \(.*xstartup\) is not executable\. Make it so: chmod \+x/);
  fs.chmodSync(script, 0o755);
  const { code, stdout, stderr } = await box.run(['xvnc', ':auto', ...size]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^desktop +:\d+, .*\nconnect +vncviewer \S+ +\(TCP port \d+\)\n$/);
  assert.match(stderr, /vmgl: warning: no stub answers, so programs render on this machine\. Start `vmgl stub`/);
  assert.match(fs.readFileSync(path.join(box.folder, 'started'), 'utf8'), /^:\d+\n$/);
  assert.equal(fs.readFileSync(path.join(box.folder, '.vnc/passwd'), 'utf8'), '12345678');
});

test('what is missing is named, with its Debian package', limit, async (t) => {
  const needed = ['sh', 'sleep', 'true'];
  const words = [...size, '--stub', 'private', 'true'];
  const fails = async (names: string[], args: string[], message: RegExp) => {
    const box = ownFolder(t);
    const { code, stderr } = await box.run(['xvnc', ':auto', ...args], { PATH: only(box, ...needed, ...names) });
    assert.equal(code, 1, stderr);
    assert.match(stderr, message);
    assert.equal(stderr.split('\n').length, 2, stderr);
    assert.deepEqual(
      fs.readdirSync(box.folder).filter((name) => name.startsWith('vmgl-')),
      [],
    );
  };
  await fails([], ['--server', 'xvnc', ...words], /Install the Debian package tigervnc-standalone-server\./);
  await fails([], ['--server', 'tightvnc', ...words], /Install the Debian package tightvncserver\./);
  await fails(['Xtigervnc', 'vncpasswd'], ['--server', 'xvnc', ...words], /Install the Debian package xauth\./);
  await fails(
    ['Xtigervnc', 'xauth'],
    ['--server', 'xvnc', ...words],
    /no program that makes one \(vncpasswd\).*tigervnc-tools/,
  );
  await fails(
    ['Xtigervnc'],
    ['--server', 'xvnc', '--stub', 'private'],
    /There is nothing to run.*\(Debian package xterm\)/,
  );
});

test('an X server that does not start says why', limit, async (t) => {
  const box = ownFolder(t);
  for (const server of ['xvnc', 'tightvnc', 'xorg']) {
    const { code, stderr } = await box.run([
      'xvnc',
      ':auto',
      ...size,
      '--server',
      server,
      '--stub',
      'private',
      'true',
      '--',
      '-nonsense',
    ]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^vmgl: error: .* does not start: it ended with exit code 1 \(.*-nonsense.*\)\. Its log is \/.*\.log\.\n$/,
    );
  }
  assert.equal(cookies(box), '');
  assert.deepEqual(
    fs.readdirSync(box.folder).filter((name) => name.startsWith('vmgl-')),
    [],
  );
});

for (const [args, code, message] of [
  [[], 2, /Not enough positional arguments/],
  [['1'], 2, /The display \(1\) is not one\. Give :N, for example :1, or :auto\./],
  [[':auto', '--geometry', '10x10'], 2, /The value \(10x10\) of --geometry is not a size from 64x64/],
  [[':auto', '--depth', '8'], 2, /The value \(8\) of --depth is unknown. Give one of: 16, 24/],
  [
    [':auto', '-geometry', '1x1'],
    2,
    /The option \(-geometry\) is unknown, or its value is missing\. Options of the X server come after `--`/,
  ],
  [[':auto', '--stub', 'private', 'nonexistent'], 1, /The program of the session \(nonexistent\) was not found/],
  [
    [':auto', '--stub', 'private', '--log', '/nonexistent/log', 'true'],
    1,
    /The log file \(\/nonexistent\/log\) cannot be written/,
  ],
  [[':auto', '--stub', 'private', 'false'], 1, /The session \(.*\/false\) ended with exit code 1\./],
] as const)
  test(`vmgl xvnc ${args.join(' ')}`, limit, async (t) => {
    const result = await ownFolder(t).run(['xvnc', ...args]);
    assert.equal(result.code, code);
    assert.match(result.stderr, message);
  });

test('every size has a mode that the dummy driver takes', () => {
  for (const [width, height] of [
    [64, 64],
    [1280, 800],
    [3840, 2160],
    [16384, 16384],
  ] as const) {
    const config = xorgConfig({ width, height, depth: 24, modulePath: ['/m'], modules: undefined, options: [] });
    const clock = Number(/Modeline "\S+" (\S+)/.exec(config)?.[1]);
    assert.ok(clock > 11 && clock < 300, `${width}x${height}: ${clock} MHz`);
  }
});
