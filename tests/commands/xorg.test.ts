/** `vmgl xorg` on files: what it writes and how, and what it does with files that it should not touch. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type TestContext, test } from 'node:test';
import { sandbox, vmgl } from './support.ts';

const main = 'Section "Module"\n    Load "glx"\nEndSection\n';
const enabled = 'Section "Module"\n    Load "glx"\n    Load "vmglext"  # vmgl xorg\nEndSection\n';

interface Root {
  folder: string;
  path(name: string): string;
  write(name: string, text: string): string;
  read(name: string): string;
  /** Every file below the root. */
  files(): string[];
  xorg(...words: string[]): { code: number | null; stdout: string; stderr: string };
  env: NodeJS.ProcessEnv;
}

/** A root directory with what Xorg's directories have in it. */
function makeRoot(t: TestContext): Root {
  const { folder, env: clean } = sandbox(t);
  const root = path.join(folder, 'root');
  fs.mkdirSync(root);
  const env = { ...clean, VMGL_TEST_ROOT: root };
  const at = (name: string) => path.join(root, name);
  return {
    folder,
    env,
    path: at,
    write: (name, text) => {
      fs.mkdirSync(path.dirname(at(name)), { recursive: true });
      fs.writeFileSync(at(name), text, 'latin1');
      return at(name);
    },
    read: (name) => fs.readFileSync(at(name), 'latin1'),
    files: () =>
      fs
        .readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => !fs.statSync(at(name)).isDirectory())
        .sort(),
    xorg: (...words) => {
      const { status, stdout, stderr } = spawnSync(vmgl, ['xorg', ...words], { cwd: folder, env, encoding: 'latin1' });
      return { code: status, stdout, stderr };
    },
  };
}

test('enable-ext edits the main file, with a backup; disable-ext leaves nothing of it', (t) => {
  const { write, read, files, xorg, path: at } = makeRoot(t);
  write('etc/X11/xorg.conf', main);
  const first = xorg('enable-ext');
  assert.equal(first.code, 0, first.stderr);
  assert.match(
    first.stdout,
    /^changed .*\/etc\/X11\/xorg\.conf \(as it was: .*\/etc\/X11\/xorg\.conf\.vmgl-backup\)$/m,
  );
  assert.equal(read('etc/X11/xorg.conf'), enabled);
  assert.equal(read('etc/X11/xorg.conf.vmgl-backup'), main);
  assert.match(xorg('enable-ext').stdout, /nothing to do/);
  xorg('allow-vidmode');
  assert.equal(read('etc/X11/xorg.conf.vmgl-backup'), main, 'the backup is of the file before the first edit');
  fs.writeFileSync(at('etc/X11/xorg.conf'), enabled);
  assert.equal(xorg('disable-ext').code, 0);
  assert.equal(read('etc/X11/xorg.conf'), main);
  assert.deepEqual(files(), ['etc/X11/xorg.conf'], 'the backup goes when the file is what it was');
});

test('without a main file a drop-in is written, and goes again', (t) => {
  const { files, read, xorg } = makeRoot(t);
  const created = xorg('enable-ext');
  assert.equal(created.code, 0, created.stderr);
  assert.deepEqual(files(), ['etc/X11/xorg.conf.d/50-vmgl.conf']);
  assert.match(
    read('etc/X11/xorg.conf.d/50-vmgl.conf'),
    /^# vmgl xorg: .*\nSection "Module"\n {4}Load "vmglext" .*\nEndSection\n$/,
  );
  assert.match(xorg('deny-vidmode').stdout, /^changed/);
  assert.match(xorg('disable-ext').stdout, /^changed/);
  assert.doesNotMatch(read('etc/X11/xorg.conf.d/50-vmgl.conf'), /vmglext/);
  xorg('enable-ext');
  xorg('allow-vidmode');
  const status = JSON.parse(xorg('status', '--json').stdout) as Record<string, { value: boolean } | null>;
  assert.equal(status.allowNonLocal?.value, true);
  assert.equal(status.vidmodeDisabled, null);
});

test('a drop-in that only the extension needed is removed', (t) => {
  const { files, xorg } = makeRoot(t);
  xorg('enable-ext');
  assert.match(xorg('disable-ext').stdout, /^removed .*50-vmgl\.conf$/m);
  assert.deepEqual(files(), []);
});

test('files are read in the order of Xorg, and the section that counts is edited', (t) => {
  const { write, read, xorg, files, env, path: at } = makeRoot(t);
  write('usr/share/X11/xorg.conf.d/10-quirks.conf', 'Section "InputClass"\n Identifier "a"\nEndSection\n');
  write('etc/X11/xorg.conf.d/90-mine.conf', main);
  write('etc/X11/xorg.conf.d/.hidden.conf', 'nonsense');
  write('etc/X11/xorg.conf.d/README', 'nonsense');
  write('usr/lib/X11/xorg.conf', 'nonsense, and not read as there is a better one');
  write('etc/xorg.conf', '# the main file, without a Module section\n');
  const order = () =>
    (JSON.parse(xorg('status', '--json').stdout) as { files: string[] }).files.map((one) =>
      path.relative(at('.'), one),
    );
  assert.deepEqual(order(), [
    'usr/share/X11/xorg.conf.d/10-quirks.conf',
    'etc/X11/xorg.conf.d/90-mine.conf',
    'etc/xorg.conf',
  ]);
  const before = files();
  assert.equal(xorg('enable-ext').code, 0);
  assert.equal(read('etc/X11/xorg.conf.d/90-mine.conf'), enabled);
  assert.deepEqual(
    files().filter((one) => !one.endsWith('-backup')),
    before,
  );
  write('etc/X11/xorg.conf', main);
  assert.equal(order().at(-1), 'etc/X11/xorg.conf', 'the better place wins');
  const hidden = JSON.parse(xorg('status', '--json').stdout) as { extension: null; notes: string[] };
  assert.equal(hidden.extension, null);
  assert.match(hidden.notes.join('\n'), /90-mine\.conf:3 loads vmglext in a Section "Module" that Xorg ignores/);
  env.XORGCONFIG = 'other.conf';
  write('etc/X11/other.conf', '');
  assert.equal(order().at(-1), 'etc/X11/other.conf', '$XORGCONFIG wins');
});

test('status says where a setting is, and what is only a comment', (t) => {
  const { write, xorg } = makeRoot(t);
  write('etc/X11/xorg.conf', '# a\nSection "Module"\n# Load "vmglext"\nDisable "vmglext"\nEndSection\n');
  const off = xorg('status');
  assert.match(off.stdout, /^extension +not to be loaded: vmgl xorg enable-ext$/m);
  assert.match(off.stdout, /^X server +not known: DISPLAY is not set$/m);
  assert.match(off.stdout, /^note +.*xorg\.conf:3 is a comment$/m);
  assert.match(off.stdout, /^note +.*xorg\.conf:4 \(Disable\) is of no effect/m);
  xorg('enable-ext');
  xorg('deny-vidmode');
  const on = xorg('status');
  assert.match(on.stdout, /^extension +to be loaded \(.*xorg\.conf:5\)$/m);
  assert.match(on.stdout, /^video mode +nobody may change it \(.*xorg\.conf:10\)$/m);
});

test('--dry-run prints what patch takes, in bytes, and changes nothing', (t) => {
  const { write, read, files, xorg, folder } = makeRoot(t);
  const latin1 = `# B\xfcro\n${main}# \xe4\n`;
  write('etc/X11/xorg.conf', latin1);
  const planned = xorg('enable-ext', '--dry-run');
  assert.equal(planned.code, 0, planned.stderr);
  assert.deepEqual([read('etc/X11/xorg.conf'), files().length], [latin1, 1]);
  fs.writeFileSync(path.join(folder, 'copy'), latin1, 'latin1');
  const patched = spawnSync('patch', [path.join(folder, 'copy')], { input: Buffer.from(planned.stdout, 'latin1') });
  assert.equal(patched.status, 0, String(patched.stdout) + String(patched.stderr));
  xorg('enable-ext');
  assert.equal(fs.readFileSync(path.join(folder, 'copy'), 'latin1'), read('etc/X11/xorg.conf'));
  assert.equal(xorg('enable-ext', '--dry-run').stdout, '');
  const json = JSON.parse(xorg('disable-ext', '--dry-run', '--json').stdout) as {
    changes: { what: string; diff: string }[];
  };
  assert.deepEqual(
    json.changes.map((one) => one.what),
    ['changed'],
  );
  assert.match(json.changes[0]?.diff ?? '', /^- {4}Load "vmglext"/m);
});

test('--config edits that file and no other', (t) => {
  const { write, read, files, xorg, folder } = makeRoot(t);
  write('etc/X11/xorg.conf', main);
  fs.writeFileSync(path.join(folder, 'my.conf'), '# my own\n');
  assert.equal(xorg('enable-ext', '--config', 'my.conf').code, 0);
  assert.match(fs.readFileSync(path.join(folder, 'my.conf'), 'utf8'), /^# my own\n\n# vmgl.*\nSection "Module"\n/);
  assert.deepEqual([read('etc/X11/xorg.conf'), files().length], [main, 1]);
  const missing = xorg('enable-ext', '--config', 'missing.conf');
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /^vmgl: error: The file \(.*\/missing\.conf\) of --config does not exist\.$/m);
});

test('links are followed, and mode and owner stay', (t) => {
  const { write, read, files, xorg, path: at } = makeRoot(t);
  const real = write('srv/configuration', main);
  fs.chmodSync(real, 0o640);
  if (process.getuid?.() === 0) fs.chownSync(real, 1, 2);
  fs.mkdirSync(at('etc/X11'), { recursive: true });
  fs.symlinkSync('../../srv/configuration', at('etc/X11/xorg.conf'));
  const before = fs.statSync(real);
  assert.equal(xorg('enable-ext').code, 0);
  assert.ok(fs.lstatSync(at('etc/X11/xorg.conf')).isSymbolicLink());
  assert.equal(read('srv/configuration'), enabled);
  for (const one of [real, `${real}.vmgl-backup`]) {
    const { mode, uid, gid } = fs.statSync(one);
    assert.deepEqual([mode, uid, gid], [before.mode, before.uid, before.gid], one);
  }
  xorg('disable-ext');
  assert.deepEqual(files(), ['etc/X11/xorg.conf', 'srv/configuration']);
});

test('a malformed file is named with its line, and is left alone', (t) => {
  const { write, read, files, xorg } = makeRoot(t);
  const wrong = `${main}\nSection "Device"\n  Driver "x"\n`;
  write('etc/X11/xorg.conf', wrong);
  for (const command of ['enable-ext', 'disable-ext', 'allow-vidmode', 'deny-vidmode', 'status']) {
    const { code, stdout, stderr } = xorg(command);
    assert.equal(code, 1);
    assert.match(stderr, /^vmgl: error: .*\/etc\/X11\/xorg\.conf:5: Section "Device" has no EndSection\. .*\n$/);
    assert.equal(stdout, '');
  }
  assert.deepEqual([read('etc/X11/xorg.conf'), files().length], [wrong, 1]);
});

test('a huge file is edited like any other', (t) => {
  const { write, read, xorg } = makeRoot(t);
  const huge = `${'# \xfc 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789\n'.repeat(160_000)}${main}`;
  assert.ok(huge.length > 10_000_000);
  write('etc/X11/xorg.conf', huge);
  const diff = xorg('enable-ext', '--dry-run').stdout;
  assert.ok(diff.length < 1000 && diff.includes('+    Load "vmglext"'));
  assert.equal(xorg('enable-ext').code, 0);
  assert.equal(read('etc/X11/xorg.conf').length, huge.length + enabled.length - main.length);
  xorg('disable-ext');
  assert.ok(read('etc/X11/xorg.conf') === huge);
});

test('a directory, or a file in UTF-16, is not edited', (t) => {
  const { write, xorg, path: at } = makeRoot(t);
  fs.mkdirSync(at('etc/X11/xorg.conf'), { recursive: true });
  assert.match(xorg('enable-ext').stderr, /The file \(.*xorg\.conf\) cannot be read: it is a directory\./);
  fs.rmdirSync(at('etc/X11/xorg.conf'));
  write('etc/X11/xorg.conf', `\xff\xfe${[...main].map((one) => `${one}\0`).join('')}`);
  assert.match(xorg('enable-ext').stderr, /xorg\.conf:1: a zero byte/);
});

/** As another user: root may read and write everything. */
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const asNobody = process.getuid?.() === 0 && spawnSync(nobody[0]!, [...nobody.slice(1), vmgl, 'version']).status === 0;

test('a file that one may not read, or not write, is said to be so', { skip: !asNobody && 'needs root' }, (t) => {
  const { write, read, env, folder, files, path: at } = makeRoot(t);
  fs.chmodSync(folder, 0o755);
  const file = write('etc/X11/xorg.conf', main);
  const unprivileged = (command: string) =>
    spawnSync(nobody[0]!, [...nobody.slice(1), vmgl, 'xorg', command], { cwd: '/', env, encoding: 'utf8' });
  const denied = unprivileged('enable-ext');
  assert.equal(denied.status, 1);
  assert.match(
    denied.stderr,
    /^vmgl: error: The file \(.*xorg\.conf\) cannot be changed: permission denied\. It is as it was\. Do it as root\.$/m,
  );
  fs.chownSync(at('etc/X11'), 65534, 65534);
  fs.chownSync(file, 65534, 65534);
  fs.chmodSync(file, 0o444);
  assert.match(
    unprivileged('enable-ext').stderr,
    /cannot be changed: permission denied/,
    'a read-only file in an own directory',
  );
  fs.chmodSync(file, 0o200);
  for (const command of ['enable-ext', 'status'])
    assert.match(
      unprivileged(command).stderr,
      /The file \(.*xorg\.conf\) cannot be read: permission denied\. Do it as root\./,
    );
  assert.deepEqual([read('etc/X11/xorg.conf'), files()], [main, ['etc/X11/xorg.conf']]);
  fs.chmodSync(file, 0o600);
  assert.equal(unprivileged('enable-ext').status, 0);
  assert.equal(read('etc/X11/xorg.conf'), enabled);
});

const mountable = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
test('a read-only file system is said to be so', { skip: !mountable && 'mounts need root' }, (t) => {
  const { write, read, env, path: at } = makeRoot(t);
  write('etc/X11/xorg.conf', main);
  const script = `mount --bind ${at('etc')} ${at('etc')} && mount -o remount,ro,bind ${at('etc')} && exec ${vmgl} xorg enable-ext`;
  const { status, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', script], { env, encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /cannot be changed: read-only file system\. It is as it was\./);
  assert.equal(read('etc/X11/xorg.conf'), main);
});

test('a full disk leaves the file as it was, and nothing beside it', {
  skip: !mountable && 'mounts need root',
}, (t) => {
  const { folder, env, path: at } = makeRoot(t);
  const original = path.join(folder, 'original');
  fs.writeFileSync(original, `${'# 0123456789 0123456789 0123456789\n'.repeat(1200)}${main}`);
  fs.mkdirSync(at('etc/X11'), { recursive: true });
  const script = `mount -t tmpfs -o size=60k tmpfs ${at('etc/X11')} && cp ${original} ${at('etc/X11/xorg.conf')} || exit 9
    ${vmgl} xorg enable-ext; code=$?; cmp ${original} ${at('etc/X11/xorg.conf')} && ls -A ${at('etc/X11')}; exit $code`;
  const { status, stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', script], { env, encoding: 'utf8' });
  assert.equal(status, 1, stderr);
  assert.match(stderr, /cannot be changed: no space left on the device\. It is as it was\./);
  assert.equal(stdout, 'xorg.conf\n');
});

test('vmgl xorg alone says which commands there are', (t) => {
  const { xorg } = makeRoot(t);
  for (const words of [[], ['--help']]) {
    const { code, stdout } = xorg(...words);
    assert.equal(code, 0);
    for (const name of ['enable-ext', 'disable-ext', 'allow-vidmode', 'deny-vidmode', 'status'])
      assert.match(stdout, new RegExp(`^ +vmgl xorg ${name} +\\w`, 'm'));
  }
  assert.match(xorg('enable').stderr, /The command \(xorg enable\) is unknown/);
});
