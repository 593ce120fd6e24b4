/** Installing and removing: what is written, what is never touched, and that every interruption can be mended. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type TestContext, test } from 'node:test';
import { install, type Step, uninstall } from '../../src/install/apply.ts';
import type { Item } from '../../src/install/layout.ts';
import { manifestPath, readManifest, type Side } from '../../src/install/manifest.ts';

const prefix = '/usr/local';

interface Root {
  destdir: string;
  /** Everything below it, directories with a slash at their end; with `contents`, files with what is in them. */
  tree(contents?: boolean): string[];
  write(name: string, text: string): void;
  read(name: string): string;
  install(side: Side, items?: Partial<Record<Side, Item[]>>, more?: { dryRun?: boolean; build?: string }): Step[];
  uninstall(side: Side, dryRun?: boolean): Step[];
}

const text = (name: string, content: string, more: Partial<Item> = {}): Item => ({
  path: name,
  content: { text: content },
  mode: 0o644,
  ...more,
});
const link = (name: string, target: string): Item => ({ path: name, content: { link: target }, mode: 0 });

/** Two sides that share two files, as vmgl's do. */
function sample(version = '1'): Record<Side, Item[]> {
  const shared = [
    text(`${prefix}/bin/vmgl`, `executable ${version}`, { mode: 0o755 }),
    text(`${prefix}/lib/vmgl/lib/a.so`, `library ${version}`),
  ];
  return {
    guest: [...shared, link(`${prefix}/lib/vmgl/libGL.so`, 'lib/a.so')],
    host: [
      ...shared,
      link(`${prefix}/bin/glstub`, 'vmgl'),
      text('/etc/systemd/system/s.service', `unit ${version}`, { config: true }),
    ],
  };
}

function root(t: TestContext): Root {
  const destdir = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-install-'));
  t.after(() => fs.rmSync(destdir, { recursive: true, force: true }));
  fs.mkdirSync(`${destdir}/etc`);
  return {
    destdir,
    tree: (contents = false) =>
      fs
        .readdirSync(destdir, { recursive: true, encoding: 'utf8' })
        .map((name) => {
          const info = fs.lstatSync(path.join(destdir, name));
          if (info.isDirectory()) return `${name}/`;
          if (info.isSymbolicLink()) return `${name} -> ${fs.readlinkSync(path.join(destdir, name))}`;
          return contents ? `${name}: ${fs.readFileSync(path.join(destdir, name), 'utf8')}` : name;
        })
        .sort(),
    write: (name, content) => {
      fs.mkdirSync(path.dirname(destdir + name), { recursive: true });
      fs.rmSync(destdir + name, { force: true });
      fs.writeFileSync(destdir + name, content);
    },
    read: (name) => fs.readFileSync(destdir + name, 'utf8'),
    install: (side, items = {}, { dryRun = false, build = '1' } = {}) => {
      const all = { ...sample(), ...items };
      return install({
        destdir,
        prefix,
        side,
        version: '0',
        build,
        dryRun,
        items: (one) => ({ items: all[one], systemWide: false, xorg: false }),
      }).steps;
    },
    uninstall: (side, dryRun = false) => uninstall({ destdir, prefix, side, dryRun }).steps,
  };
}

const actions = (steps: Step[]) => steps.map((one) => `${one.action} ${one.path}`).sort();

test('what is installed is there, whole and executable, and uninstalling leaves nothing', (t) => {
  const { install, uninstall, tree, destdir } = root(t);
  const before = tree(true);
  assert.equal(install('guest').length, 3);
  assert.equal(fs.statSync(`${destdir}${prefix}/bin/vmgl`).mode & 0o777, 0o755);
  assert.equal(fs.readFileSync(`${destdir}${prefix}/lib/vmgl/libGL.so`, 'utf8'), 'library 1');
  assert.equal(readManifest(destdir, prefix, 'guest')?.complete, true);
  uninstall('guest');
  assert.deepEqual(tree(true), before);
});

test('a second installation changes nothing, not even a date', (t) => {
  const { install, destdir } = root(t);
  install('guest');
  const file = `${destdir}${manifestPath(prefix, 'guest')}`;
  const { ino } = fs.statSync(file);
  assert.deepEqual(install('guest'), []);
  assert.equal(fs.statSync(file).ino, ino);
});

test('guest and host in one place: each leaves what the other needs, whichever goes first', (t) => {
  for (const [first, second] of [
    ['guest', 'host'],
    ['host', 'guest'],
  ] as const) {
    const { install, uninstall, tree } = root(t);
    const before = tree(true);
    install('guest');
    const guestOnly = tree(true);
    install('host');
    const steps = actions(uninstall(first));
    assert.ok(steps.includes(`shared ${prefix}/bin/vmgl`));
    assert.ok(tree().includes('usr/local/bin/vmgl'));
    if (first === 'host') assert.deepEqual(tree(true), guestOnly);
    uninstall(second);
    assert.deepEqual(tree(true), before);
  }
});

test('an upgrade replaces in place, takes the other side along, and removes what is no more', (t) => {
  const { install, uninstall, tree, read } = root(t);
  const before = tree(true);
  const old = sample();
  old.guest.push(text(`${prefix}/lib/vmgl/old/part`, 'of an old version'));
  install('guest', old);
  install('host', old);
  const steps = actions(install('guest', sample('2'), { build: '2' }));
  assert.ok(steps.includes(`replace ${prefix}/bin/vmgl`));
  assert.ok(steps.includes(`remove ${prefix}/lib/vmgl/old/part`));
  assert.equal(read('/etc/systemd/system/s.service'), 'unit 2', 'the host side is of the same build');
  assert.ok(!tree().includes('usr/local/lib/vmgl/old/'), 'nor is its directory left');
  uninstall('host');
  uninstall('guest');
  assert.deepEqual(tree(true), before);
});

test('what vmgl did not install is never overwritten, and nothing else is written then', (t) => {
  for (const [name, make] of [
    ['a file', (file: string) => fs.writeFileSync(file, 'mine')],
    ['a directory', (file: string) => fs.mkdirSync(file)],
    ['a link', (file: string) => fs.symlinkSync('/elsewhere', file)],
    ['a dangling name', (file: string) => fs.symlinkSync('vmgl-old', file)],
  ] as const) {
    const { install, tree, destdir } = root(t);
    fs.mkdirSync(`${destdir}${prefix}/bin`, { recursive: true });
    make(`${destdir}${prefix}/bin/vmgl`);
    const before = tree(true);
    assert.throws(() => install('guest'), /files that vmgl did not install \(.*bin\/vmgl\).*nothing was changed/, name);
    assert.deepEqual(tree(true), before);
  }
});

test('the same file, put there by hand, is taken over', (t) => {
  const { install, write, uninstall, tree } = root(t);
  write(`${prefix}/bin/vmgl`, 'executable 1');
  assert.ok(!actions(install('guest')).includes(`add ${prefix}/bin/vmgl`));
  uninstall('guest');
  assert.ok(!tree().includes('usr/local/bin/vmgl'));
});

test('a unit that was edited stays: at an upgrade, at the end, and for the next installation', (t) => {
  const { install, uninstall, write, read } = root(t);
  const unit = '/etc/systemd/system/s.service';
  install('host');
  write(unit, 'unit 1, edited');
  assert.deepEqual(actions(install('host', sample('2'), { build: '2' })), [
    `left ${unit}`,
    `replace ${prefix}/bin/vmgl`,
    `replace ${prefix}/lib/vmgl/lib/a.so`,
  ]);
  assert.ok(actions(uninstall('host')).includes(`left ${unit}`));
  assert.ok(actions(install('host')).includes(`left ${unit}`));
  uninstall('host');
  assert.equal(read(unit), 'unit 1, edited');
});

test('a damaged library is mended by an installation, and left by a removal', (t) => {
  const { install, uninstall, write, read } = root(t);
  const library = `${prefix}/lib/vmgl/lib/a.so`;
  install('guest');
  write(library, 'broken');
  assert.deepEqual(actions(install('guest')), [`replace ${library}`]);
  assert.equal(read(library), 'library 1');
  write(library, "somebody else's");
  assert.ok(actions(uninstall('guest')).includes(`left ${library}`));
  assert.equal(read(library), "somebody else's");
});

test('a directory that others use too stays, with what is in it', (t) => {
  const { install, uninstall, write, tree } = root(t);
  install('host');
  write(`${prefix}/lib/vmgl/notes`, 'mine');
  write('/etc/systemd/system/other.service', 'mine');
  uninstall('host');
  assert.deepEqual(
    tree().filter((name) => !name.endsWith('/')),
    ['etc/systemd/system/other.service', 'usr/local/lib/vmgl/notes'],
  );
});

/** No file system takes it: stands for the disk that is full. */
const unwritable = link(`${prefix}/lib/vmgl/link`, 'x'.repeat(5000));

test('an installation that was cut off can be repeated, or removed', (t) => {
  for (const mend of ['repeat', 'remove'] as const) {
    const { install, uninstall, tree, destdir, write } = root(t);
    const before = tree(true);
    const all = sample();
    assert.throws(
      () => install('guest', { guest: [...all.guest, unwritable] }),
      /cut off: .*(repeat it|take it away with: vmgl uninstall --guest)/,
    );
    assert.equal(readManifest(destdir, prefix, 'guest')?.complete, false);
    // Killed while it wrote: a part of a file under the name of unfinished ones.
    write(`${prefix}/bin/.vmgl.vmgl-new`, 'exec');
    if (mend === 'repeat') {
      install('guest');
      assert.equal(readManifest(destdir, prefix, 'guest')?.complete, true);
      assert.ok(!tree().some((name) => name.includes('vmgl-new')));
    }
    uninstall('guest');
    assert.deepEqual(tree(true), before);
  }
});

test('an upgrade that was cut off knows both the old and the new files as its own', (t) => {
  const { install, uninstall, tree } = root(t);
  const before = tree(true);
  install('guest', { guest: [...sample().guest, text(`${prefix}/lib/vmgl/gone`, '')] });
  assert.throws(() => install('guest', { guest: [...sample('2').guest, unwritable] }, { build: '2' }), /cut off/);
  assert.deepEqual(
    uninstall('guest').filter((one) => one.action === 'left'),
    [],
  );
  assert.deepEqual(tree(true), before);
});

test('a dry run writes nothing and tells the same', (t) => {
  const { install, uninstall, tree } = root(t);
  const before = tree(true);
  const told = install('host', {}, { dryRun: true });
  assert.deepEqual(tree(true), before);
  assert.deepEqual(install('host'), told);
  const there = tree(true);
  assert.deepEqual(
    actions(uninstall('host', true)),
    actions(told).map((line) => line.replace('add', 'remove')),
  );
  assert.deepEqual(tree(true), there);
});

test('no manifest, no removal; the other side is named', (t) => {
  const { install, uninstall } = root(t);
  assert.throws(() => uninstall('guest'), /no manifest of the guest .*Give the --prefix/);
  install('host');
  assert.throws(() => uninstall('guest'), /no manifest of the guest .*removed with --host/);
});

test('a manifest is not believed blindly', (t) => {
  const { install, uninstall, write, read } = root(t);
  install('guest');
  const file = manifestPath(prefix, 'guest');
  const good = JSON.parse(read(file)) as Record<string, unknown>;
  for (const [content, why] of [
    ['{', /damaged/],
    ['{}', /a part is missing/],
    [JSON.stringify({ ...good, entries: [{ path: 'relative', is: [] }] }), /not a plain one/],
    [JSON.stringify({ ...good, entries: [{ path: '/usr/../etc/passwd', is: [] }] }), /not a plain one/],
    [JSON.stringify({ ...good, directories: ['/etc/'] }), /not a plain one/],
  ] as const) {
    write(file, content);
    assert.throws(() => uninstall('guest'), why);
    assert.throws(() => install('guest'), why);
  }
});

test("root does not believe another user's manifest", {
  skip: process.getuid?.() === 0 ? false : 'needs root',
}, (t) => {
  const { install, uninstall, destdir } = root(t);
  install('guest');
  fs.chownSync(destdir + manifestPath(prefix, 'guest'), 65534, 65534);
  assert.throws(() => uninstall('guest'), /belongs to another user \(uid 65534\)/);
  assert.throws(() => install('guest'), /belongs to another user/);
});
