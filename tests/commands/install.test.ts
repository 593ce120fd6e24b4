/** `vmgl install` and `vmgl uninstall` by the one executable. What they write is in tests/install; this is the command. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type TestContext, test } from 'node:test';
import { vmgl as builtTree } from './support.ts';

const vmgl = path.resolve(import.meta.dirname, '../../dist/vmgl');
const skip = fs.existsSync(vmgl) ? false : 'dist/vmgl was not made (npm run package)';
const isRoot = process.getuid?.() === 0;
const asRoot = skip || (!isRoot && 'needs root');
const mountable = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
const nobody = 65534;

interface Place {
  folder: string;
  env: NodeJS.ProcessEnv;
  run(
    args: string[],
    env?: NodeJS.ProcessEnv,
    program?: string,
  ): { status: number | null; stdout: string; stderr: string };
  tree(): string[];
}

/** A root directory of its own, as DESTDIR, and a home. */
function place(t: TestContext): Place {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-install-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  for (const name of ['root', 'home']) fs.mkdirSync(path.join(folder, name));
  const env = {
    PATH: process.env.PATH,
    HOME: path.join(folder, 'home'),
    DESTDIR: path.join(folder, 'root'),
    LANG: 'C.UTF-8',
  };
  return {
    folder,
    env,
    run: (args, more = {}, program = vmgl) =>
      spawnSync(program, args, { cwd: folder, env: { ...env, ...more }, encoding: 'utf8' }),
    tree: () => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort(),
  };
}

const message = (why: RegExp) => new RegExp(`^vmgl: error: .*${why.source}.*\n$`);

test('both sides, used from where they are, and gone without a trace', { skip }, (t) => {
  const { run, tree, folder } = place(t);
  const before = tree();
  const prefix = path.join(folder, 'root/usr/local');
  const guest = run(['install', '--guest', '--system-wide', '--json']);
  assert.equal(guest.status, 0, guest.stderr);
  const told = JSON.parse(guest.stdout) as {
    steps: { action: string; path: string }[];
    prefix: string;
    hints: string[];
  };
  assert.equal(told.prefix, '/usr/local');
  assert.ok(told.hints.some((hint) => hint.includes('ldconfig')));
  for (const { path: name } of told.steps) assert.ok(fs.lstatSync(path.join(folder, 'root', name)), name);
  const host = run(['install', '--host']);
  assert.equal(host.status, 0, host.stderr);
  assert.match(host.stderr, /systemctl --user enable --now vmgl-stub/);
  assert.equal(fs.readlinkSync(path.join(prefix, 'bin/glstub')), 'vmgl');
  assert.equal(fs.readlinkSync(path.join(prefix, 'bin/stub-daemon')), 'vmgl');

  const installed = path.join(prefix, 'bin/vmgl');
  const { stdout } = run(['run', '--stub', 'unix:/nonexistent', 'sh', '-c', 'exit 3'], {}, installed);
  assert.equal(stdout, '');
  const preloaded = run(['run', '--native', 'sh', '-c', 'readlink /proc/$PPID/exe'], {}, installed);
  assert.equal(preloaded.status, 0, preloaded.stderr);
  assert.ok(!fs.existsSync(path.join(folder, 'home/.cache')), 'nothing is unpacked where lib/vmgl has it');
  const linked = execFileSync('ldd', ['/usr/bin/glxinfo'], {
    env: { ...process.env, LD_LIBRARY_PATH: path.join(prefix, 'lib/vmgl') },
    encoding: 'utf8',
  });
  assert.ok(linked.includes(`libGL.so.1 => ${prefix}/lib/vmgl/libGL.so.1`), linked);
  assert.ok(linked.includes(`libvmgl.so => ${prefix}/lib/vmgl/libvmgl.so`), linked);

  assert.match(run(['install', '--guest'], {}, installed).stdout, /nothing had to be changed/, '--system-wide is kept');
  assert.equal(run(['uninstall', '--guest'], {}, installed).status, 0);
  assert.ok(!fs.existsSync(path.join(folder, 'root/etc/ld.so.conf.d')));
  const cache = path.join(folder, 'home/.cache');
  fs.mkdirSync(path.join(cache, 'vmgl'), { recursive: true });
  assert.equal(run(['uninstall', '--host'], {}, installed).status, 0);
  assert.ok(fs.existsSync(path.join(cache, 'vmgl')), 'the cache is not of the other root');
  fs.rmSync(cache, { recursive: true });
  assert.deepEqual(tree(), before);
});

test('what a library of lib/vmgl lacks is taken from the executable', { skip }, (t) => {
  const { run, folder } = place(t);
  run(['install', '--guest']);
  const installed = path.join(folder, 'root/usr/local/bin/vmgl');
  const library = path.join(folder, 'root/usr/local/lib/vmgl');
  for (const harm of [
    () => fs.truncateSync(path.join(library, 'vmgl-exec'), 10),
    () => fs.chmodSync(library, 0o777),
    () => fs.writeFileSync(path.join(library, 'build.json'), '{'),
  ]) {
    run(['install', '--guest']);
    fs.chmodSync(library, 0o755);
    fs.rmSync(path.join(folder, 'home/.cache'), { recursive: true, force: true });
    harm();
    const { status, stderr } = run(['run', '--native', 'true'], {}, installed);
    assert.equal(status, 0, stderr);
    assert.ok(fs.existsSync(path.join(folder, 'home/.cache/vmgl')));
  }
});

test('a dry run says each file and writes none', { skip }, (t) => {
  const { run, tree } = place(t);
  const before = tree();
  const { stdout, stderr } = run(['install', '--host', '--dry-run']);
  assert.match(stdout, /^add {2}.*\/root\/usr\/local\/bin\/vmgl$/m);
  assert.match(stderr, /\d+ files would be changed; nothing was done/);
  assert.deepEqual(tree(), before);
  const piped = spawnSync('sh', ['-c', `${vmgl} install --host --dry-run | true`], { encoding: 'utf8' });
  assert.doesNotMatch(piped.stderr, /Error/);
});

test('the prefix: flag, VMGL_PREFIX, INSTALLPATH, VMGLPATH, its own, the usual one', { skip }, (t) => {
  const { run, folder } = place(t);
  const prefixOf = (args: string[], env: NodeJS.ProcessEnv, program?: string) =>
    (JSON.parse(run(['install', '--guest', '--dry-run', '--json', ...args], env, program).stdout) as { prefix: string })
      .prefix;
  const all = { VMGL_PREFIX: '/b', INSTALLPATH: '/c/', VMGLPATH: '/d' };
  assert.equal(prefixOf(['--prefix', '/a/x/../y'], all), '/a/y');
  assert.equal(prefixOf([], all), '/b');
  assert.equal(prefixOf([], { ...all, VMGL_PREFIX: '' }), '/c');
  assert.equal(prefixOf([], { VMGLPATH: '/d' }), '/d');
  assert.equal(prefixOf(['--prefix', 'here'], {}), path.join(folder, 'here'));
  assert.equal(prefixOf([], {}), isRoot ? '/usr/local' : path.join(folder, 'home/.local'));
});

test('asked for too little, too much, or by a build tree', { skip }, (t) => {
  const { run } = place(t);
  for (const [args, status, why, program] of [
    [['install'], 2, /Neither --guest nor --host/],
    [['install', '--guest', '--host'], 2, /Both --guest and --host/],
    [['install', '--host', '--system-wide'], 2, /--system-wide is about guests/],
    [['install', '--guest', '--prefix', '/a b'], 2, /has a character that the dynamic linker/],
    [['uninstall', '--guest'], 1, /no manifest of the guest/],
    [['install', '--guest'], 1, /runs from its build tree.*npm run package/, builtTree],
  ] as const) {
    const { status: found, stdout, stderr } = run([...args], {}, program);
    assert.deepEqual([found, stdout], [status, ''], args.join(' '));
    assert.match(stderr, message(why));
  }
  // A flag for one side wins over a variable for the other.
  assert.match(run(['uninstall', '--host'], { VMGL_GUEST: '1' }).stderr, message(/no manifest of the host/));
});

test("somebody else's files", { skip }, (t) => {
  const { run, tree, folder } = place(t);
  fs.mkdirSync(path.join(folder, 'root/usr/local/bin'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'root/usr/local/bin/glstub'), 'VMGL of 2006');
  const before = tree();
  const { status, stderr } = run(['install', '--host']);
  assert.equal(status, 1);
  assert.match(stderr, message(/did not install \(.*\/bin\/glstub\)/));
  assert.deepEqual(tree(), before);
});

test('without root: ~/.local, and nothing for the whole system', { skip: asRoot }, (t) => {
  const { folder } = place(t);
  const home = path.join(folder, 'home');
  const executable = path.join(folder, 'vmgl');
  fs.copyFileSync(vmgl, executable);
  fs.chmodSync(folder, 0o755);
  fs.chownSync(home, nobody, nobody);
  const run = (...args: string[]) =>
    spawnSync('setpriv', ['--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups', executable, ...args], {
      cwd: '/',
      env: { PATH: process.env.PATH, HOME: home },
      encoding: 'utf8',
    });
  const host = run('install', '--host');
  assert.equal(host.status, 0, host.stderr);
  assert.match(host.stderr, /\.local\/bin is not in your PATH/);
  assert.doesNotMatch(host.stderr, /: systemctl enable/);
  assert.ok(fs.existsSync(path.join(home, '.local/share/systemd/user/vmgl-stub.service')));
  for (const flag of ['--system-wide', '--xorg'])
    assert.match(run('install', '--guest', flag).stderr, message(/changes the whole system.*Run it as root/));
  assert.match(
    run('install', '--guest', '--prefix', '/usr').stderr,
    message(
      /The directory \(\/usr(\/\w+)?\) cannot be written to: permission denied.*another --prefix; nothing was changed/,
    ),
  );
  fs.mkdirSync(path.join(home, '.cache/vmgl/0123456789abcdef'), { recursive: true });
  spawnSync('chown', ['-R', `${nobody}`, path.join(home, '.cache')]);
  assert.equal(run('uninstall', '--host').status, 0);
  assert.deepEqual(fs.readdirSync(path.join(home, '.cache')), [], 'what was unpacked goes too');
  fs.rmdirSync(path.join(home, '.cache'));
  assert.deepEqual(fs.readdirSync(home), []);
});

test('a read-only and a full file system', { skip: asRoot || (!mountable && 'mounts need root') }, (t) => {
  const { folder, env } = place(t);
  const script = (options: string, rest: string) =>
    spawnSync(
      'unshare',
      ['-m', 'sh', '-c', `mount -t tmpfs -o ${options} tmpfs ${folder}/root && cd ${folder} && ${rest}`],
      {
        env,
        encoding: 'utf8',
      },
    );
  assert.match(script('ro', `${vmgl} install --guest`).stderr, message(/cannot be written to: read-only file system/));
  const full = script(
    'size=116m',
    `${vmgl} install --guest; mount -o remount,size=400m ${folder}/root; ` +
      `${vmgl} install --guest && ${vmgl} uninstall --guest && find root`,
  );
  assert.match(full.stderr, /^vmgl: error: The installation was cut off: no space left on the device/);
  assert.equal(full.status, 0, full.stderr);
  assert.match(full.stdout, /installed the guest.*removed the guest.*\nroot\n$/s);
});

test('a place where others can put libraries is no place for --system-wide', { skip: asRoot }, (t) => {
  const { run, folder, env } = place(t);
  const open = path.join(folder, 'open');
  fs.mkdirSync(open);
  fs.chmodSync(open, 0o777);
  const { stderr } = run(['install', '--guest', '--system-wide', '--prefix', open, '--dry-run'], {
    ...env,
    DESTDIR: '',
  });
  assert.match(stderr, message(/can be written to by everyone.*Give another --prefix/));
});

const extensions = 'usr/lib/xorg/modules/extensions';
test("--xorg: into the server's own directory, if the server has the ABI", { skip: asRoot }, (t) => {
  const { run, folder } = place(t);
  assert.match(run(['install', '--guest', '--xorg']).stderr, message(/No Xorg is installed.*xserver-xorg-core/));
  const target = path.join(folder, 'root', extensions);
  fs.mkdirSync(target, { recursive: true });
  fs.copyFileSync(`/${extensions}/libglx.so`, path.join(target, 'libglx.so'));
  assert.equal(run(['install', '--guest', '--xorg']).status, 0);
  assert.ok(fs.existsSync(path.join(target, 'libvmglext.so')));
  assert.equal(run(['install', '--guest', '--no-xorg']).status, 0);
  assert.deepEqual(fs.readdirSync(target), ['libglx.so']);
  // XF86ModuleVersionInfo: 24 bytes after the mark is the ABI.
  const module = fs.readFileSync(path.join(target, 'libglx.so'));
  const at = module.indexOf(Buffer.from('c5fd23ef3a02dc10', 'hex'));
  module.writeUInt16LE(99, at + 26);
  fs.writeFileSync(path.join(target, 'libglx.so'), module);
  assert.match(
    run(['install', '--guest', '--xorg']).stderr,
    message(/extension ABI 99\.\d+, and libvmglext\.so was built/),
  );
});

test('systemd accepts the units', { skip }, (t) => {
  const { run, folder } = place(t);
  assert.equal(run(['install', '--host']).status, 0);
  const verify = (...args: string[]) =>
    spawnSync('systemd-analyze', ['verify', '--man=no', ...args], { encoding: 'utf8' })
      // The executable is below DESTDIR.
      .stderr.split('\n')
      .filter((line) => line.includes('vmgl-stub') && !line.includes('is not executable'));
  assert.deepEqual(verify(path.join(folder, 'root/etc/systemd/system/vmgl-stub.service')), []);
  assert.deepEqual(verify('--user', path.join(folder, 'root/etc/systemd/user/vmgl-stub.service')), []);
});
