/** docs/guide.md, as typed: its blocks marked host and guest are run on two machines of a test network. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import { type Computer, startComputer, startSshd } from './computers.ts';
import { makeNetwork, type Network, networksPossible } from './network.ts';
import { alive, cleanUp, type Result, root, startXvfb, temporaryFolder, until, vmgl } from './support.ts';

const limit = { skip: networksPossible ? false : 'network namespaces need root', timeout: 120_000 };

interface Block {
  machine: 'host' | 'guest';
  commands: string[];
}

/** The blocks of each section. */
function readGuide(): Map<string, Block[]> {
  const sections = new Map<string, Block[]>();
  for (const section of fs.readFileSync(path.join(root, 'docs/guide.md'), 'utf8').split(/^## /m).slice(1)) {
    const blocks = [...section.matchAll(/^```sh (host|guest)\n(.*?)\n```$/gms)];
    const title = section.split('\n', 1)[0] ?? '';
    sections.set(
      title,
      blocks.map(([, machine = '', text = '']) => ({
        machine: machine as Block['machine'],
        commands: text.split('\n'),
      })),
    );
  }
  return sections;
}

const guide = readGuide();
let network: Network;
let computers: Record<Block['machine'], Computer>;
/** Comes first in PATH. */
let bin: string;
before(async () => {
  if (limit.skip) return;
  network = makeNetwork('guide', '10.206.8');
  const [host, guest] = await Promise.all([
    startComputer(network.host, 'gpuhost'),
    startComputer(network.guest, 'guest'),
  ]);
  computers = { host, guest };
  for (const one of [host, guest]) assert.equal((await startXvfb({ on: one.on })).display, ':0');
  bin = temporaryFolder();
  fs.symlinkSync(vmgl, path.join(bin, 'vmgl'));
  const environment = { SetEnv: `PATH=${bin}:${process.env.PATH} LIBGL_ALWAYS_SOFTWARE=1 VMGL_DEBUG=1` };
  const ssh = (await startSshd(guest, environment)).words(['-o', `HostName=${guest.address}`], '');
  const script = (name: string, text: string) =>
    fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}`, { mode: 0o755 });
  // Gears that say which GPU turns them, and stop.
  script('glxgears', 'timeout 2 /usr/bin/glxgears -info || true\n');
  script('scp', `exec cp "$1" ${guest.home}/\n`);
  script('ssh', `exec /usr/bin/${ssh.slice(0, -1).join(' ')} "$@"\n`);
  script('docker', containerScript);
});
after(() => {
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

/** One block of the guide in one shell. */
function type({ machine, commands }: Block): Promise<Result> {
  // The machines have one /tmp, and in it the locks of all X servers.
  const text = commands.join('\n').replaceAll('gpuhost', network.host.address).replace('xvnc :1', 'xvnc :auto');
  const env = { DISPLAY: ':0', PATH: `${bin}:${process.env.PATH}` };
  return computers[machine].start(['sh', '-ec', text], env).result;
}

async function endStubs(said: string): Promise<void> {
  for (const [, pid] of said.matchAll(/runs in the background \(pid (\d+)\)/g)) {
    process.kill(Number(pid), 'SIGTERM');
    await until(() => !alive(Number(pid)), 'the stub to end');
  }
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
    let [stdout, stderr] = ['', ''];
    try {
      for (const block of blocks) {
        const said = await type(block);
        stdout += said.stdout;
        stderr += said.stderr;
        assert.equal(said.code, 0, stdout + stderr);
      }
      assert.match(stdout, /^GL_RENDERER += VMGL \(/m, stderr);
      assert.match(stderr, renders);
      assert.doesNotMatch(stderr, /error/);
    } finally {
      await endStubs(stdout);
    }
  });
