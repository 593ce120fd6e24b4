/** docs/guide.md, as typed: its blocks marked host and guest are run between two network namespaces. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { makeNetwork, type Network, networksPossible } from './network.ts';
import {
  alive,
  cleanEnvironment,
  cleanUp,
  type Running,
  root,
  start,
  startXvfb,
  temporaryFolder,
  until,
  vmgl,
} from './support.ts';

const limit = { skip: networksPossible ? false : 'network namespaces need root', timeout: 120_000 };

/** Sections, and for each its blocks with their machines. */
function readGuide(): Map<string, { machine: string; commands: string[] }[]> {
  const sections = new Map<string, { machine: string; commands: string[] }[]>();
  for (const section of fs.readFileSync(path.join(root, 'docs/guide.md'), 'utf8').split(/^## /m).slice(1)) {
    const blocks = [...section.matchAll(/^```sh (\w+)\n(.*?)\n```$/gms)];
    const title = section.split('\n', 1)[0] ?? '';
    sections.set(
      title,
      blocks.map(([, machine = '', text = '']) => ({ machine, commands: text.split('\n') })),
    );
  }
  return sections;
}

const guide = readGuide();
let network: Network;
let display: string;
let folder: string;
let bin: string;
let sshd: Running | undefined;
let madeForSshd: string | undefined;
before(async () => {
  if (limit.skip) return;
  network = makeNetwork('guide', '10.206.8');
  ({ display } = await startXvfb());
  folder = temporaryFolder();
  bin = path.join(folder, 'bin');
  fs.mkdirSync(bin);
  fs.symlinkSync(vmgl, path.join(bin, 'vmgl'));
  const script = (name: string, text: string) =>
    fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}`, { mode: 0o755 });
  // Gears that say which GPU turns them, and stop.
  script('glxgears', 'timeout 2 /usr/bin/glxgears -info || true\n');
  script('scp', `cp "$1" ${folder}/guest/\n`);
  script('docker', containerScript);
  script('ssh', `exec /usr/bin/ssh -F ${folder}/ssh_config "$@"\n`);
  await startSshd();
});
after(async () => {
  sshd?.kill();
  await sshd?.result;
  if (madeForSshd) fs.rmdirSync(madeForSshd);
  cleanUp();
  network?.remove();
});

/** A container, as far as it matters to vmgl: no network, and nothing of the host's /run but what -v puts there. */
const containerScript = `set -e
while [ "$1" != IMAGE ]; do
  case $1 in -v) [ "\${2%%:*}" = "\${2#*:}" ] || mounts="$mounts mkdir -p \${2#*:}; mount --bind $2;" ;; esac
  shift
done
shift
mounts=$(echo "$mounts" | sed 's/\\(--bind [^:]*\\):/\\1 /g')
exec unshare -mn sh -ec "mount -t tmpfs tmpfs /run; $mounts unset XDG_RUNTIME_DIR; "'exec "$@"' sh "$@"
`;

/** In the guest, on its port 22, with keys and files of its own. */
async function startSshd(): Promise<void> {
  for (const name of ['host_key', 'user_key'])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(folder, name)]);
  madeForSshd = fs.mkdirSync('/run/sshd', { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'sshd_config'),
    `HostKey ${folder}/host_key
AuthorizedKeysFile ${folder}/user_key.pub
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
X11Forwarding yes
SetEnv PATH=${bin}:${process.env.PATH} XAUTHORITY=${folder}/guest-cookies LIBGL_ALWAYS_SOFTWARE=1 VMGL_DEBUG=1
`,
  );
  fs.writeFileSync(
    path.join(folder, 'ssh_config'),
    `Host guest
  HostName ${network.guest.address}
  IdentityFile ${folder}/user_key
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
`,
  );
  sshd = start(
    network.guest.on(['/usr/sbin/sshd', '-D', '-e', '-f', path.join(folder, 'sshd_config')]),
    cleanEnvironment(),
    86_400_000,
  );
  await until(() => sshd?.said().includes('Server listening'), 'sshd to listen');
}

interface Said {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** One block of the guide in one shell. What it started in the background ends afterwards. */
async function type(machine: 'host' | 'guest', commands: string[]): Promise<Said> {
  const home = path.join(folder, machine);
  fs.mkdirSync(path.join(home, 'run'), { recursive: true, mode: 0o700 });
  const env = cleanEnvironment({
    HOME: home,
    XDG_RUNTIME_DIR: path.join(home, 'run'),
    DISPLAY: display,
    PATH: `${bin}:${process.env.PATH}`,
  });
  // Display numbers are this machine's.
  const text = commands.join('\n').replaceAll('gpuhost', network.host.address).replace('xvnc :1', 'xvnc :auto');
  return start(network[machine].on(['sh', '-ec', text]), env).result;
}

async function endStubs(said: Said): Promise<void> {
  for (const [, pid] of said.stdout.matchAll(/runs in the background \(pid (\d+)\)/g)) {
    process.kill(Number(pid), 'SIGTERM');
    await until(() => !alive(Number(pid)), 'the stub to end');
  }
  fs.rmSync(path.join(folder, 'host'), { recursive: true, force: true });
  fs.rmSync(path.join(folder, 'guest'), { recursive: true, force: true });
}

test('no way takes more than five commands', () => {
  assert.ok([...guide.values()].filter((blocks) => blocks.length > 0).length >= 6);
  for (const [title, blocks] of guide) assert.ok(blocks.flatMap((one) => one.commands).length <= 5, title);
});

const unixSocket = /renders on unix:\/.*\/vmgl\/stub-7000\.sock \(from /;
for (const [title, renders] of [
  ['One machine', unixSocket],
  ['A virtual machine and its host', /renders on tcp:\/\/10\.206\.8\.1:7000 \(from VMGL_STUB\)/],
  ['A container', /renders on unix:\/run\/vmgl\/stub-7000\.sock \(from \/run\/vmgl\)/],
  ['Over ssh', /renders on tcp:\/\/localhost:7000 \(from --stub\)(?:.|\n)*display localhost:10\.0: direct$/m],
  [
    'X forwarding',
    /renders on tcp:\/\/10\.206\.8\.1:7000 \(from SSH_CONNECTION\)(?:.|\n)*display localhost:10\.0: direct$/m,
  ],
  ['A desktop for VNC', /renders on tcp:\/\/10\.206\.8\.1:7000 \(from _VMGL_STUB of :\d+\)/],
  ['A host without a display', unixSocket],
  ['A private stub', /renders on this machine, no stub was found/],
] as const)
  test(`${title}: the commands of the guide turn gears`, limit, async () => {
    const blocks = guide.get(title) ?? [];
    assert.ok(blocks.length > 0);
    let all: Said = { code: 0, stdout: '', stderr: '' };
    fs.mkdirSync(path.join(folder, 'guest'), { recursive: true });
    try {
      for (const { machine, commands } of blocks) {
        const said = await type(machine as 'host' | 'guest', commands);
        all = { code: said.code, stdout: all.stdout + said.stdout, stderr: all.stderr + said.stderr };
      }
      assert.equal(all.code, 0, all.stdout + all.stderr);
      assert.match(all.stdout, /^GL_RENDERER += VMGL \(/m, all.stderr);
      assert.match(all.stderr, renders);
      assert.doesNotMatch(all.stderr, /error/);
    } finally {
      await endStubs(all);
    }
  });
