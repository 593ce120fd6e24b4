/**
 * `npm run package`: dist/app and the node of npm's node-linux-<arch> become one executable, dist/vmgl.
 *
 * pkg downloads its base binary unless it finds it in its cache; we put node there ourselves, so that no network is
 * needed. The layout is what lib-es5/sea.js of pkg 6.23 looks for.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { commandLine } from './options.ts';
import { app, ensure, fail, root } from './paths.ts';

commandLine('npm run package', {});

const arch = process.arch;
const output = path.join(root, 'dist', 'vmgl');
const home = path.join(root, 'build', 'pkg-home');
const stamp = path.join(root, 'dist', 'packaged');
const base = path.join(root, 'node_modules', `node-linux-${arch}`);
const versionIn = (folder: string) =>
  (JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version;
const version = versionIn(base);
if (process.version !== `v${version}`)
  fail(`This node (${process.version}) is not the base binary (v${version}). Start the script with: npm run package.`);

ensure(process.execPath, ['scripts/build.ts', '--no-tests']);
if (upToDate()) process.stdout.write('dist/vmgl is up to date\n');
else makeExecutable();

/** Making it takes ten seconds and 240 MB of disk traffic. */
function upToDate(): boolean {
  return fs.existsSync(output) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === fingerprint();
}

function fingerprint(): string {
  const hash = createHash('sha256').update(version);
  for (const file of fs.readdirSync(app).sort())
    if (/\.cjs$|^build\.json$/.test(file)) hash.update(file).update(fs.readFileSync(path.join(app, file)));
  return hash.digest('hex');
}

function makeExecutable(): void {
  fs.rmSync(home, { recursive: true, force: true });
  const cache = path.join(home, '.pkg-cache', 'sea');
  const name = `node-v${version}-linux-${arch}`;
  const node = path.join(cache, name, 'bin', 'node');
  fs.mkdirSync(path.dirname(node), { recursive: true });
  // Stripped before the program is put into it; afterwards it would break.
  if (spawnSync('strip', ['-o', node, path.join(base, 'bin', 'node')]).status !== 0)
    fs.copyFileSync(path.join(base, 'bin', 'node'), node);
  fs.chmodSync(node, 0o755);
  for (const mark of [`${node}.ok`, path.join(cache, `${name}.tar.gz`), path.join(cache, `${name}.tar.gz.ok`)])
    fs.writeFileSync(mark, '');
  const manifest = {
    name: 'vmgl',
    version: versionIn(root),
    private: true,
    bin: 'vmgl.cjs',
    pkg: { sea: true, seaConfig: { useCodeCache: true }, assets: ['native/**/*'] },
  };
  fs.writeFileSync(path.join(app, 'package.json'), JSON.stringify(manifest));
  const pkg = createRequire(path.join(root, 'package.json')).resolve('@yao-pkg/pkg/lib-es5/bin.js');
  ensure(process.execPath, [pkg, '.', '-t', `node${version}-linux-${arch}`, '-o', output], {
    cwd: app,
    env: { ...process.env, HOME: home },
  });
  fs.rmSync(home, { recursive: true, force: true });
  fs.writeFileSync(stamp, fingerprint());
  process.stdout.write(`made dist/vmgl, ${(fs.statSync(output).size / 2 ** 20).toFixed(0)} MB\n`);
}
