/** What `vmgl xorg` writes, and what it takes for malformed, asked of a real Xorg (with the dummy driver, as root). */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { moduleName } from '../../src/xorg/edit.ts';
import { makeChanges, planEdit } from '../../src/xorg/index.ts';
import { parse } from '../../src/xorg/parse.ts';
import { sandbox, until, vmgl } from '../commands/support.ts';
import { startXorg } from '../xserver/support.ts';

const confFolder = path.join(import.meta.dirname, 'conf');
const limit = { timeout: 120_000 };

/** A screen without hardware; the Layout keeps a virtual machine's devices out. */
const screen = `Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
EndSection
Section "Screen"
  Identifier "screen"
  Device "device"
EndSection
Section "Device"
  Identifier "device"
  Driver "dummy"
EndSection
`;

function vmglXorg(folder: string, env: NodeJS.ProcessEnv, ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(vmgl, ['xorg', ...words], { cwd: folder, env, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

test('Xorg takes what enable-ext writes, and has the extension; without it, it has not', limit, async (t) => {
  const { folder, env } = sandbox(t);
  const file = path.join(folder, 'xorg.conf');
  const status = (display: string) =>
    JSON.parse(vmglXorg(folder, { ...env, DISPLAY: display }, 'status', '--json', '--config', file).stdout) as {
      server: { why: string | null; extension: boolean; version: string | null };
      extension: { line: number } | null;
      vidmodeDisabled: { value: boolean } | null;
    };
  fs.writeFileSync(file, `${screen}Section "Module"\n  Load "dbe"\nEndSection\n`);
  assert.equal(vmglXorg(folder, env, 'enable-ext', '--config', file).code, 0);
  assert.equal(vmglXorg(folder, env, 'deny-vidmode', '--config', file).code, 0);
  const enabled = await startXorg(t, { configuration: fs.readFileSync(file) });
  const found = status(enabled.display);
  assert.equal(found.server.extension, true, enabled.log());
  assert.equal(found.server.version, '1.0');
  assert.equal(found.extension?.line, 17);
  assert.equal(found.vidmodeDisabled?.value, true);
  assert.match(enabled.log(), /\(\*\*\) Option "DisableVidModeExtension" "yes"/);
  await enabled.stop();
  assert.equal(vmglXorg(folder, env, 'disable-ext', '--config', file).code, 0);
  assert.equal(vmglXorg(folder, env, 'allow-vidmode', '--config', file).code, 0);
  const disabled = await startXorg(t, { configuration: fs.readFileSync(file) });
  assert.equal(status(disabled.display).server.extension, false);
  const log = path.join(folder, `.local/share/xorg/Xorg.${disabled.display.slice(1)}.log`);
  fs.mkdirSync(path.dirname(log), { recursive: true });
  fs.writeFileSync(log, '[    12.345] (EE) Failed to load module "vmglext" (module does not exist, 0)\n');
  assert.equal(
    status(disabled.display).server.why,
    `${log} says (EE) Failed to load module "vmglext" (module does not exist, 0)`,
  );
  assert.match(disabled.log(), /\(\*\*\) Option "AllowNonLocalXvidtune" "yes"/);
});

test(
  'Xorg loads it from a drop-in, beside a main file, and from a section that repeats a package’s',
  limit,
  async (t) => {
    const { folder, env } = sandbox(t);
    const root = path.join(folder, 'root');
    const write = (name: string, text: string) => {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), text);
    };
    /** Xorg has the system's directory compiled in, so here all files go into one, in the order in which it reads them. */
    const loaded = async () => {
      const together = path.join(folder, 'together.conf');
      const order = JSON.parse(vmglXorg(folder, { ...env, VMGL_TEST_ROOT: root }, 'status', '--json').stdout) as {
        files: string[];
      };
      fs.writeFileSync(together, [screen, ...order.files.map((one) => fs.readFileSync(one, 'latin1'))].join('\n'));
      const log = await runXorg(folder, together, (text) => text.includes('LoadModule: "dummy"'));
      return [...log.matchAll(/LoadModule: "(\w+)"/g)].map((one) => one[1]);
    };
    const enable = () => {
      const result = vmglXorg(folder, { ...env, VMGL_TEST_ROOT: root }, 'enable-ext');
      assert.equal(result.code, 0, result.stderr);
    };
    enable();
    assert.ok(fs.existsSync(path.join(root, 'etc/X11/xorg.conf.d/50-vmgl.conf')));
    assert.ok((await loaded()).includes(moduleName));
    fs.rmSync(root, { recursive: true });
    write('usr/share/X11/xorg.conf.d/10-vendor.conf', 'Section "Module"\n  Load "dbe"\nEndSection\n');
    write('etc/X11/xorg.conf', '# mine\n');
    enable();
    const modules = await loaded();
    assert.ok(modules.includes(moduleName) && modules.includes('dbe'), modules.join());
  },
);

/** Runs Xorg until `enough` of its log, or its end, and returns the log. */
async function runXorg(folder: string, config: string, enough: (log: string) => boolean): Promise<string> {
  const log = path.join(folder, 'Xorg.log');
  const empty = path.join(folder, 'conf.d');
  fs.mkdirSync(empty, { recursive: true });
  fs.rmSync(log, { force: true });
  const words = [
    '-displayfd',
    '3',
    '-config',
    config,
    '-configdir',
    empty,
    '-logfile',
    log,
    '-nolisten',
    'tcp',
    '-noreset',
  ];
  const child = spawn('Xorg', words, { stdio: ['ignore', 'ignore', 'ignore', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const read = () => (fs.existsSync(log) ? fs.readFileSync(log, 'latin1') : '');
  await until(() => child.exitCode !== null || enough(read()), 'Xorg to read its configuration');
  child.kill();
  await ended;
  return read();
}

/** Does Xorg's parser take the file? It is asked with a driver that does not exist, so that it ends by itself. */
async function isTaken(folder: string, text: string): Promise<boolean> {
  const config = path.join(folder, 'asked.conf');
  fs.writeFileSync(config, text, 'latin1');
  const log = await runXorg(folder, config, (one) => /ModulePath set to|Problem parsing/.test(one));
  const refused = /Problem parsing the config file|Parse error/.test(log);
  assert.ok(refused || log.includes('ModulePath set to'), log);
  return !refused;
}

test('every file of tests/xorg/conf is one that Xorg takes, before and after the edits', limit, async (t) => {
  const { folder } = sandbox(t);
  for (const name of fs.readdirSync(confFolder)) {
    const file = path.join(folder, name);
    fs.copyFileSync(path.join(confFolder, name), file);
    assert.ok(await isTaken(folder, fs.readFileSync(file, 'latin1')), name);
    for (const edit of ['enable-ext', 'allow-vidmode'] as const)
      makeChanges(planEdit(edit, { env: { VMGL_TEST_ROOT: folder }, uid: 0, config: file }));
    assert.ok(await isTaken(folder, fs.readFileSync(file, 'latin1')), `${name}, edited`);
  }
});

test('what we take for malformed, so does Xorg', limit, async (t) => {
  const { folder } = sandbox(t);
  for (const text of [
    'Load "glx"\n',
    'Section Module\nEndSection\n',
    'Section "Modul"\nEndSection\n',
    'Section "Keyboard"\nEndSection\n',
    'Section "Module"\n Load "glx"\n',
    'Section "Module"\n Load glx\nEndSection\n',
    'Section "Module"\n Lod "glx"\nEndSection\n',
    'Section "Module"\n Load"glx"\nEndSection\n',
    'Section "Module"\n Load "glx"EndSection',
    'Section "Module"\n "glx"\nEndSection\n',
    'Section "Module"\n SubSection "x"\nEndSection\n',
    'Section "Module"\n SubSection "x"\n Load "a"\n EndSubSection\nEndSection\n',
    'Section "Module"\n Load "never closed\nEndSection\n',
    'Section "Module"\n Load "a" "b"\nEndSection\n',
    'Section "ServerFlags"\n BlankTime "5"\nEndSection\n',
    'Section "ServerFlags"\n BlankTime 5Option "a"\nEndSection\n',
    'Section "ServerFlags"\n Option "a" "b" "c"\nEndSection\n',
    'Section "ServerFlags"\n DontZap "yes"\nEndSection\n',
    'Section "Mod_ule" # x\n LOAD\n "a" DIS_ABLE "b"\nEND_SECTION',
    'EndSection\n',
    '\xef\xbb\xbfSection "Module"\nEndSection\n',
    '',
  ]) {
    let ours = true;
    try {
      parse(text, 'asked');
    } catch {
      ours = false;
    }
    assert.equal(ours, await isTaken(folder, text), JSON.stringify(text));
  }
});
