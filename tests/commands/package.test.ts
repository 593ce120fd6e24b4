/** The one executable: it carries its libraries, and finds a place for them or says why not. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { sandbox } from './support.ts';

const vmgl = path.resolve(import.meta.dirname, '../../dist/vmgl');
const skip = fs.existsSync(vmgl) ? false : 'dist/vmgl was not made (npm run package)';
const { id, natives } = skip
  ? { id: '', natives: {} }
  : (JSON.parse(fs.readFileSync(path.resolve(vmgl, '../app/build.json'), 'utf8')) as {
      id: string;
      natives: Record<string, number>;
    });

const showPreload = ['run', '--native', 'true'];

function run(args: string[], env: NodeJS.ProcessEnv) {
  return spawnSync(vmgl, args, { env, encoding: 'utf8' });
}

test('it unpacks once, privately, and then uses what is there', { skip }, (t) => {
  const { env, folder } = sandbox(t);
  assert.equal(run(showPreload, env).status, 0);
  const cache = path.join(folder, '.cache/vmgl', id);
  assert.equal(fs.statSync(cache).mode & 0o777, 0o700);
  for (const [name, size] of Object.entries(natives))
    assert.equal(fs.statSync(path.join(cache, name)).size, size, name);
  const before = fs.statSync(path.join(cache, 'koffi.node')).ino;
  fs.truncateSync(path.join(cache, 'vmgl-exec'), 10);
  assert.equal(run(showPreload, env).status, 0, 'a damaged file is replaced');
  assert.equal(fs.statSync(path.join(cache, 'koffi.node')).ino, before, 'the others stay');
});

test('children do not inherit what the packager needs', { skip }, (t) => {
  const { env } = sandbox(t);
  const { stdout } = run(['run', '--native', 'env'], env);
  assert.doesNotMatch(stdout, /^(PKG_|NODE_)/m);
});

test('a cache that nobody may write to is passed over', {
  skip: skip || (process.getuid?.() === 0 && 'root may write everywhere'),
}, (t) => {
  const { env, folder } = sandbox(t);
  fs.mkdirSync(path.join(folder, 'closed'), { mode: 0o500 });
  assert.equal(run(showPreload, { ...env, XDG_CACHE_HOME: path.join(folder, 'closed'), TMPDIR: folder }).status, 0);
  assert.ok(fs.existsSync(path.join(folder, `vmgl-${process.getuid?.()}`)));
});

test('a cache that others can write to is not trusted', { skip }, (t) => {
  const { env, folder } = sandbox(t);
  fs.mkdirSync(path.join(folder, 'cache'));
  fs.chmodSync(path.join(folder, 'cache'), 0o777);
  const { status, stderr } = run(showPreload, { ...env, VMGL_CACHE_DIR: path.join(folder, 'cache') });
  assert.equal(status, 125);
  assert.match(stderr, /No directory can hold vmgl's libraries \(.*not only this user/);
});

test('a cache whose name LD_PRELOAD cannot carry is passed over', { skip }, (t) => {
  const { env, folder } = sandbox(t);
  const { status, stderr } = run(showPreload, { ...env, XDG_CACHE_HOME: path.join(folder, 'a b'), TMPDIR: folder });
  assert.equal(status, 0, stderr);
  assert.ok(fs.existsSync(path.join(folder, `vmgl-${process.getuid?.()}`, id)));
});

const mountable = !skip && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
for (const [what, options, why] of [
  ['is mounted noexec', 'noexec', /mounted noexec/],
  ['is full', 'size=1m', /no space left on the device/],
] as const)
  test(`a cache that ${what} is passed over, or named`, { skip: skip || (!mountable && 'mounts need root') }, (t) => {
    const { env, folder } = sandbox(t);
    const place = path.join(folder, 'place');
    fs.mkdirSync(place, { mode: 0o700 });
    const inside = (variables: NodeJS.ProcessEnv) =>
      spawnSync(
        'unshare',
        [
          '-m',
          'sh',
          '-c',
          `mount -t tmpfs -o ${options},mode=700 tmpfs ${place} && exec ${vmgl} ${showPreload.join(' ')}`,
        ],
        {
          env: { ...env, TMPDIR: folder, ...variables },
          encoding: 'utf8',
        },
      );
    const elsewhere = inside({ XDG_CACHE_HOME: place });
    assert.equal(elsewhere.status, 0, elsewhere.stderr);
    assert.ok(fs.existsSync(path.join(folder, `vmgl-${process.getuid?.()}`, id)));
    const named = inside({ VMGL_CACHE_DIR: place });
    assert.equal(named.status, 125);
    assert.match(named.stderr, why);
    assert.match(named.stderr, /Set VMGL_CACHE_DIR/);
  });

test('it needs nothing of the machine but the C and C++ libraries', { skip }, () => {
  const needed = execFileSync('objdump', ['-p', vmgl], { encoding: 'utf8' }).matchAll(/NEEDED\s+(\S+)/g);
  for (const [, name = ''] of needed)
    assert.match(name, /^(libc|libm|libdl|libpthread|libgcc_s|libstdc\+\+|ld-linux-[\w-]+)\.so\.\d$/);
});
