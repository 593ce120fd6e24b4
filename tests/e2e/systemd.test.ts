/**
 * The units that `vmgl install --host` writes, under a systemd that is the first process of a root of its own: a layer
 * over this machine's, in namespaces and control groups of its own.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { collect, root, until } from '../support.ts';
import { atEnd, cleanEnvironment, cleanUp, programFolder, type Result, run, startXvfb } from './support.ts';

const executable = path.join(root, 'dist/vmgl');
const skip =
  process.getuid?.() !== 0
    ? 'needs root'
    : fs.existsSync(executable)
      ? false
      : 'dist/vmgl was not made (npm run package)';

/** $1: a folder to work in. $2: the executable. $3: the test programs. Ends as systemd, whose root has nothing enabled. */
const boot = `
set -eu
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/overlay" "$1/root"
root=$1/root
mount -t overlay overlay "$root" -o "lowerdir=/,upperdir=$1/upper,workdir=$1/overlay"
mkdir -p "$root/usr/local" "$root/etc/systemd/system" "$root/etc/systemd/user" "$root/programs"
for place in usr/local etc/systemd/system etc/systemd/user; do mount -t tmpfs -o mode=755 tmpfs "$root/$place"; done
mount -t tmpfs -o mode=700 tmpfs "$root/root"
: >"$root/vmgl"
mount --bind "$2" "$root/vmgl"
mount --bind "$3" "$root/programs"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys" # the kernel's settings are this machine's
for place in tmp run; do mount -t tmpfs -o mode=1777 tmpfs "$root/$place"; done
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/shm"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
mount -t sysfs -o ro sysfs "$root/sys"
if [ -e /sys/fs/cgroup/cgroup.procs ]; then
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
else
  mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
  mkdir "$root/sys/fs/cgroup/systemd" "$root/sys/fs/cgroup/unified"
  mount -t cgroup -o none,name=systemd,xattr cgroup "$root/sys/fs/cgroup/systemd"
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup/unified"
fi
cd "$root"
pivot_root . mnt
umount -l /mnt
exec env -i container=vmgl PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=basic.target`;

/** Runs a command there. */
let inside: (command: string[], env?: NodeJS.ProcessEnv) => Promise<Result>;
/** The words before one. */
let enter: string[];
let impossible = '';

before(async () => {
  if (skip) return;
  const groups = controlGroups().map((group) => path.join(group, `vmgl-systemd-${process.pid}`));
  const work = fs.mkdtempSync('/var/tmp/vmgl-systemd-');
  atEnd(() => fs.rmdirSync(work));
  try {
    for (const group of groups) {
      fs.mkdirSync(group);
      atEnd(() => removeGroup(group));
    }
  } catch (error) {
    impossible = `no control groups of one's own (${(error as Error).message})`;
    return;
  }
  const own = groups.map((group) => `echo $$ >${group}/cgroup.procs && `).join('');
  const namespaces = '--mount --pid --ipc --net --uts --cgroup';
  const script = `${own}exec unshare ${namespaces} --fork --kill-child sh -c "$@"`;
  const child = spawn('sh', ['-c', script, 'sh', boot, 'boot', work, executable, programFolder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = collect(child.stderr);
  atEnd(() => child.kill('SIGKILL'));
  const first = await until(
    () => {
      if (child.exitCode !== null) return -1;
      const [pid] = children(child.pid);
      return pid !== undefined && fs.readFileSync(`/proc/${pid}/comm`, 'utf8') === 'systemd\n' && pid;
    },
    'systemd to start',
    60_000,
  );
  if (first === -1) {
    impossible = said().trim();
    return;
  }
  enter = ['nsenter', '--target', `${first}`, '--all'];
  const env = cleanEnvironment({ PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' });
  inside = (command, more = {}) => run([...enter, ...command], { ...env, ...more });
  const booted = async () => (await inside(['systemctl', 'is-active', 'basic.target'])).code === 0;
  await until(booted, 'basic.target', 60_000);
  const installed = await inside(['/vmgl', 'install', '--host']);
  assert.equal(installed.code, 0, installed.stderr);
  assert.match(installed.stderr, /systemctl enable --now vmgl-stub$/m);
  await systemctl('daemon-reload');
});

after(cleanUp);

/** Where this process may make groups that systemd uses. */
function controlGroups(): string[] {
  const own = fs.readFileSync('/proc/self/cgroup', 'utf8');
  const unified = /^0::(.*)$/m.exec(own)?.[1] ?? '/';
  if (fs.existsSync('/sys/fs/cgroup/cgroup.procs')) return [path.join('/sys/fs/cgroup', unified)];
  const named = /^\d+:name=systemd:(.*)$/m.exec(own)?.[1] ?? '/';
  return [path.join('/sys/fs/cgroup/systemd', named), path.join('/sys/fs/cgroup/unified', unified)];
}

/** Its processes end a little after the first of them was killed. */
function removeGroup(group: string): void {
  for (const entry of fs.readdirSync(group, { withFileTypes: true }))
    if (entry.isDirectory()) removeGroup(path.join(group, entry.name));
  for (const end = Date.now() + 10_000; ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50))
    try {
      fs.rmdirSync(group);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || Date.now() > end) throw error;
    }
}

function children(pid: number | undefined): number[] {
  try {
    return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

async function systemctl(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await inside(['systemctl', ...words]);
  assert.equal(code, 0, `systemctl ${words.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** The stub that answers, once it knows its driver. */
async function status(env: NodeJS.ProcessEnv): Promise<{ pid: number; endpoints: string[]; driver: unknown }> {
  return until(async () => {
    const { code, stdout } = await inside(['vmgl', 'status', '--json'], env);
    const told = code === 0 ? (JSON.parse(stdout) as { pid: number; endpoints: string[]; driver: unknown }) : undefined;
    return told?.driver ? told : undefined;
  }, 'the stub to answer');
}

function possible(t: TestContext): boolean {
  if (impossible !== '') t.skip(impossible);
  return impossible === '';
}

test('the unit of the system serves as a user without rights, and is started again when it fails', {
  skip,
}, async (t) => {
  if (!possible(t)) return;
  await systemctl('enable', '--now', 'vmgl-stub');
  const guest = { GLSTUB: 'localhost:7000' };
  const { pid } = await status(guest);
  assert.equal(await systemctl('show', '--property=MainPID', '--value', 'vmgl-stub'), `${pid}`);
  const owner = (await inside(['stat', '-c', '%u', `/proc/${pid}`])).stdout.trim();
  assert.match(owner, /^6\d{4}$/, 'a user that systemd made up');
  const { display } = await startXvfb({ on: (command) => [...enter, ...command] });
  const native = await inside(['/programs/immediate'], { DISPLAY: display });
  const remote = await inside(['vmgl', 'run', '--quiet', '/programs/immediate'], { ...guest, DISPLAY: display });
  assert.deepEqual([remote.code, remote.stderr, remote.stdout], [0, '', native.stdout]);
  const journal = async () => (await inside(['journalctl', '--unit=vmgl-stub'])).stdout;
  await until(async () => /session 1 ended: immediate /.test(await journal()), 'the end of the session in the journal');
  assert.doesNotMatch(await journal(), /sandbox|vmgl-renderer/, "the unit's limits leave the renderer's sandbox whole");

  await systemctl('kill', '--signal=KILL', 'vmgl-stub');
  await until(async () => (await status(guest)).pid !== pid, 'the stub to be started again');

  await inside([
    'sh',
    '-c',
    'printf "VMGL_LISTEN=127.0.0.1:7001\\nVMGL_TOKEN=sesame-open-now\\n" >/etc/default/vmgl-stub',
  ]);
  await systemctl('restart', 'vmgl-stub');
  const told = await status({ GLSTUB: 'localhost:7001', VMGL_TOKEN: 'sesame-open-now' });
  assert.deepEqual(told.endpoints, ['tcp://127.0.0.1:7001']);
  const stranger = await inside(['vmgl', 'status'], { GLSTUB: 'localhost:7001' });
  assert.match(stranger.stderr, /^vmgl: error: .*token/);

  await systemctl('stop', 'vmgl-stub');
  assert.equal(await systemctl('show', '--property=Result', '--value', 'vmgl-stub'), 'success');
  assert.doesNotMatch((await inside(['sh', '-c', 'cat /proc/[0-9]*/comm'])).stdout, /vmgl/);
});

test('the unit of users serves its user', { skip }, async (t) => {
  if (!possible(t)) return;
  await systemctl('start', 'user@0');
  const user = { XDG_RUNTIME_DIR: '/run/user/0' };
  const enabled = await inside(['systemctl', '--user', 'enable', '--now', 'vmgl-stub'], user);
  assert.equal(enabled.code, 0, enabled.stderr);
  const { pid, endpoints } = await status(user);
  assert.deepEqual(endpoints, ['unix:/run/user/0/vmgl/stub-7000.sock', 'tcp://127.0.0.1:7000']);
  assert.equal((await inside(['systemctl', '--user', 'stop', 'vmgl-stub'], user)).code, 0);
  assert.equal((await inside(['test', '-e', `/proc/${pid}`])).code, 1);
  assert.equal((await inside(['test', '-e', '/run/user/0/vmgl/stub-7000.sock'])).code, 1);
});

test('what is still enabled when the units go is said, with the commands that end it', { skip }, async (t) => {
  if (!possible(t)) return;
  const user = { XDG_RUNTIME_DIR: '/run/user/0' };
  await systemctl('enable', 'vmgl-stub');
  assert.equal((await inside(['systemctl', '--user', 'enable', '--now', 'vmgl-stub'], user)).code, 0);
  const { pid } = await status(user);
  const { code, stderr } = await inside(['vmgl', 'uninstall', '--host'], user);
  assert.equal(code, 0, stderr);
  const commands = [...stderr.matchAll(/still enabled: (.*)$/gm)].map(([, command = '']) => command);
  assert.equal(commands.length, 2, stderr);
  for (const command of commands) await inside(['sh', '-c', command], user);
  assert.equal((await inside(['test', '-e', `/proc/${pid}`])).code, 1, 'the stub was stopped');
  const links = await inside(['find', '/etc/systemd', '/root/.config/systemd', '-name', 'vmgl-stub*']);
  assert.equal(links.stdout, '');
});
