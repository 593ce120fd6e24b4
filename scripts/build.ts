/**
 * `npm run build`: generate -> C (meson) -> bundle, into dist/. Only what changed is done again.
 *
 *   dist/gen/         generated C (scripts/generate.ts)
 *   dist/app/         vmgl.cjs, its parts, and native/: what scripts/package.ts turns into one executable
 *   dist/bin/vmgl     runs dist/app with the node of this tree
 *
 * `--no-native` leaves the C alone: for work on the TypeScript. `--no-tests` compiles only what gets into the package.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { linkLibraryNames } from '../src/native/assets.ts';
import { commandLine, wholeNumber } from './options.ts';
import { app, capture, ensure, fail, meson, meson32, root } from './paths.ts';

const { values: flags } = commandLine('npm run build -- [--no-native] [--no-tests] [--jobs N]', {
  options: { 'no-native': { type: 'boolean' }, 'no-tests': { type: 'boolean' }, jobs: { type: 'string' } },
});
const jobs = flags.jobs === undefined ? Math.min(2, navigator.hardwareConcurrency) : wholeNumber('--jobs', flags.jobs);
const guestFolder = `lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
const started = performance.now();

/**
 * What is imported late (`await import()`) and is large or not needed by every start has a file of its own: reading
 * all of it would cost `vmgl run` 10 ms. A module that two of them use is in both.
 */
const parts = {
  vmgl: 'src/cli.ts',
  commands: 'src/commands/index.ts',
  'private-stub': 'src/private-stub.ts',
  discover: 'src/net/discover.ts',
  announcement: 'src/x11/announcement.ts',
};

ensure(process.execPath, ['scripts/generate.ts']);
if (!flags['no-native']) buildNative();
const natives = collectNatives();
await bundle(natives);
writeLauncher();
process.stdout.write(`built dist/app in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);

function buildNative(): void {
  compile(meson, []);
  // 32-bit programs need a 32-bit guest library. Built wherever the compiler can (gcc-multilib).
  if (capture('gcc', ['-m32', '-E', '-include', 'stdio.h', '-x', 'c', '/dev/null']) !== undefined)
    compile(meson32, ['--cross-file', 'scripts/i386.ini', '-Dguest_only=true']);
  else process.stdout.write('gcc -m32 does not work (gcc-multilib is missing): no 32-bit guest library is built\n');
}

function compile(directory: string, options: string[]): void {
  if (!fs.existsSync(path.join(directory, 'build.ninja')))
    ensure('meson', ['setup', directory, '--buildtype=debugoptimized', ...options]);
  const targets = flags['no-tests'] ? installedFiles(directory).map((file) => path.relative(directory, file)) : [];
  ensure('ninja', ['-C', directory, `-j${jobs}`, ...targets]);
}

/** The build outputs that meson marks for installation; not the links (libGL.so) that it would make then. */
function installedFiles(directory: string): string[] {
  const installed = JSON.parse(capture('meson', ['introspect', directory, '--installed']) ?? '{}') as object;
  return Object.keys(installed).filter((file) => file.startsWith(`${directory}/`));
}

/** Copies what meson marks for installation to dist/app/native, and koffi's own library beside it. */
function collectNatives(): Map<string, string> {
  const found = new Map<string, string>();
  // The folders that the dynamic linker puts in place of $LIB (src/native/assets.ts).
  for (const [directory, libraries] of [
    [meson, guestFolder],
    [meson32, 'lib/i386-linux-gnu'],
  ] as const) {
    if (!fs.existsSync(path.join(directory, 'build.ninja'))) continue;
    for (const built of installedFiles(directory)) {
      const name = path.basename(built);
      const isGuest = /^lib(vmgl|GL|GLX|OpenGL|EGL|GLESv1_CM|GLESv2)\.so/.test(name);
      const isVendor = /^lib(EGL|GLX)_\w+\.so/.test(name);
      if (isVendor) found.set(`${libraries}/glvnd/${name}`, built);
      else if (isGuest || directory === meson) found.set(isGuest ? `${libraries}/${name}` : name, built);
    }
  }
  if (!flags['no-native'] && !found.has(`${guestFolder}/libvmgl.so`))
    fail('The C build made no guest library (libvmgl.so).');
  const arch = process.arch;
  found.set('koffi.node', path.join(root, `node_modules/@koromix/koffi-linux-${arch}/linux_${arch}/koffi.node`));
  const target = path.join(app, 'native');
  for (const [name, from] of found) {
    if (!fs.existsSync(from)) continue;
    const to = path.join(target, name);
    fs.mkdirSync(path.dirname(to), { recursive: true });
    // Debug information stays in build/; it would double the executable. Running programs keep the file they have.
    if (capture('strip', ['-g', '-o', `${to}.new`, from]) === undefined) fs.copyFileSync(from, `${to}.new`);
    fs.renameSync(`${to}.new`, to);
  }
  // What an earlier build left; readdir goes through the links to folders.
  for (const name of fs.readdirSync(target, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(target, name);
    if (!fs.existsSync(file)) continue;
    const real = path.relative(target, fs.realpathSync(file));
    if (!found.has(real) && !fs.statSync(file).isDirectory()) fs.rmSync(file);
  }
  linkLibraryNames(target, found.keys());
  return new Map([...found].filter(([name]) => fs.existsSync(path.join(target, name))).sort());
}

/** CommonJS: what pkg takes, and what starts fastest. */
async function bundle(natives: Map<string, string>): Promise<void> {
  const hash = createHash('sha256');
  const sizes: Record<string, number> = {};
  for (const name of natives.keys()) {
    const bytes = fs.readFileSync(path.join(app, 'native', name));
    hash.update(name).update(bytes);
    sizes[name] = bytes.length;
  }
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const generated = path.join(root, 'dist', 'gen', 'opcodes.h');
  const opcodes = fs.existsSync(generated) ? fs.readFileSync(generated, 'utf8') : '';
  const protocol = /VMGL_PROTOCOL_HASH\s+(?:UINT64_C\()?0x([0-9a-f]{1,16})/i.exec(opcodes)?.[1];
  if (protocol === undefined) fail('dist/gen/opcodes.h does not define VMGL_PROTOCOL_HASH.');
  const build = { id: hash.digest('hex').slice(0, 16), version, protocol, natives: sizes };
  fs.writeFileSync(path.join(app, 'build.json'), JSON.stringify(build, null, 2));
  const arch = process.arch;
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: Object.entries(parts).map(([out, source]) => ({ in: source, out })),
    outdir: app,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    // require() instead, for our own parts: the loader of ES modules takes longer, and is not there under pkg.
    supported: { 'dynamic-import': false },
    define: {
      VMGL_BUILD: JSON.stringify(build),
      'import.meta.dirname': '__dirname',
    },
    // koffi's ES module looks for its library beside import.meta.url, which a bundle does not have.
    alias: { koffi: path.join(root, 'node_modules/koffi/index.cjs') },
    plugins: [partsOfTheirOwn(), koffiFromNatives(arch), coreOfX11()],
  });
  if (result.errors.length > 0) fail('The bundle could not be made.');
}

function partsOfTheirOwn(): esbuild.Plugin {
  const files = new Map(Object.entries(parts).map(([out, source]) => [path.join(root, source), `./${out}.cjs`]));
  return {
    name: 'parts-of-their-own',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path: imported, resolveDir }) => {
        const part = kind === 'dynamic-import' ? files.get(path.resolve(resolveDir, imported)) : undefined;
        return part === undefined ? undefined : { path: part, external: true };
      });
    },
  };
}

/** koffi looks for its library in one package per platform; ours is the one file in native/. */
function koffiFromNatives(arch: string): esbuild.Plugin {
  return {
    name: 'koffi-from-natives',
    setup(build) {
      build.onResolve({ filter: /^@koromix\/koffi-/ }, (args) => ({
        path: args.path === `@koromix/koffi-linux-${arch}` ? path.join(root, 'src/native/koffi.ts') : args.path,
        ...(args.path === `@koromix/koffi-linux-${arch}` ? {} : { namespace: 'absent' }),
      }));
      build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = null' }));
    },
  };
}

/** npm's x11 has an X server, a table of all keys and GLX in it, three quarters of its size: every start would read them. */
function coreOfX11(): esbuild.Plugin {
  return {
    name: 'core-of-x11',
    setup(build) {
      build.onResolve({ filter: /^\.\/(keysyms|xserver|ext\/.*)$/ }, (args) =>
        /node_modules\/x11\/lib$/.test(args.resolveDir) ? { path: args.path, namespace: 'absent' } : undefined,
      );
    },
  };
}

function writeLauncher(): void {
  const launcher = path.join(root, 'dist', 'bin', 'vmgl');
  fs.mkdirSync(path.dirname(launcher), { recursive: true });
  // A shell script cannot hand its own name on as argv[0].
  const script = `#!/bin/sh
case $0 in */glstub | */stub-daemon) set -- "\${0##*/}" "$@" ;; esac
exec "${root}/node_modules/.bin/node" "${path.join(app, 'vmgl.cjs')}" "$@"
`;
  fs.writeFileSync(launcher, script, { mode: 0o755 });
}
