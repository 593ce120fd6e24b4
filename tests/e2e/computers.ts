/**
 * Machines of a test network with files of their own where it matters for X and ssh: X sockets, /run, root's home, a name.
 * As in a virtual machine, a program of the guest sees neither the host's X server nor its stub but through the network.
 */
import { execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Picture } from '../../src/png.ts';
import type { Machine } from './network.ts';
import { atEnd, cleanEnvironment, type Running, run, start, temporaryFolder, until } from './support.ts';

export interface Computer {
  address: string;
  /** root's, there; the same path here. */
  home: string;
  on(command: string[]): string[];
  /** Starts a command there, in an environment that has this HOME and no display. */
  start(command: string[], env?: NodeJS.ProcessEnv): Running;
  /** What the largest window of an X display there shows. */
  picture(env: NodeJS.ProcessEnv): Promise<Picture | undefined>;
}

export async function startComputer(machine: Machine, name: string): Promise<Computer> {
  const home = temporaryFolder();
  const passwd = path.join(home, 'passwd');
  fs.writeFileSync(
    passwd,
    fs.readFileSync('/etc/passwd', 'utf8').replace(/^root:.*$/m, `root:x:0:0:root:${home}:/bin/sh`),
  );
  fs.mkdirSync('/tmp/.X11-unix', { recursive: true });
  const script = `
    set -e
    mount -t tmpfs -o mode=1777 tmpfs /tmp/.X11-unix
    mount -t tmpfs -o mode=755 tmpfs /run
    mkdir -m 755 /run/sshd
    mount --bind ${passwd} /etc/passwd
    hostname ${name}
    echo up
    exec sleep 86400`;
  const [program = '', ...words] = machine.on(['unshare', '--mount', '--uts', 'sh', '-c', script]);
  const holder = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  atEnd(() => endAllOf(holder.pid ?? 0));
  let up = false;
  holder.stdout.on('data', () => {
    up = true;
  });
  await until(() => {
    if (holder.exitCode !== null) throw new Error('The namespaces of a test machine could not be made.');
    return up;
  }, `the machine ${name}`);
  const on = (command: string[]) => ['nsenter', '-t', String(holder.pid), '-n', '-m', '-u', '--', ...command];
  const environment = (more: NodeJS.ProcessEnv) =>
    cleanEnvironment({ HOME: home, XDG_RUNTIME_DIR: path.join(home, 'run'), ...more });
  return {
    address: machine.address,
    home,
    on,
    start: (command, env = {}) => start(on(command), environment(env), 600_000),
    picture: async (env) => {
      const file = path.join(home, 'picture');
      fs.rmSync(file, { force: true });
      const script = path.join(import.meta.dirname, 'take-picture.ts');
      await run(on([process.execPath, script, file]), environment(env), 60_000);
      if (!fs.existsSync(file)) return undefined;
      const bytes = fs.readFileSync(file);
      return { width: bytes.readUInt32LE(0), height: bytes.readUInt32LE(4), rgb: bytes.subarray(8) };
    },
  };
}

/** Everything in the network of a process; what ssh has started outlives ssh. The network may have lost its name by now. */
function endAllOf(holder: number): void {
  const network = (pid: number | string) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/ns/net`);
    } catch {
      return undefined; // It has just ended.
    }
  };
  const theirs = network(holder);
  if (theirs === undefined || theirs === network('self')) return;
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && network(name) === theirs)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
}

/** An sshd there, and what the others need to come in as root. */
export async function startSshd(computer: Computer, more: Record<string, string> = {}): Promise<Ssh> {
  const folder = temporaryFolder();
  for (const key of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', key, '-f', path.join(folder, key)]);
  const port = more.Port ?? '22';
  const settings = {
    ListenAddress: '0.0.0.0',
    HostKey: path.join(folder, 'host'),
    AuthorizedKeysFile: path.join(folder, 'user.pub'),
    StrictModes: 'no',
    PidFile: 'none',
    UsePAM: 'no',
    PasswordAuthentication: 'no',
    PermitRootLogin: 'prohibit-password',
    X11Forwarding: 'yes',
    AddressFamily: 'inet',
    LogLevel: 'ERROR',
    ...more,
    Port: port,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  fs.writeFileSync(path.join(folder, 'sshd_config'), lines.join(''));
  const sshd = computer.start(['/usr/sbin/sshd', '-D', '-e', '-f', path.join(folder, 'sshd_config')]);
  const key = fs.readFileSync(path.join(folder, 'host.pub'), 'utf8');
  fs.writeFileSync(path.join(folder, 'known_hosts'), `* ${key}`);
  const config = {
    IdentityFile: path.join(folder, 'user'),
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: path.join(folder, 'known_hosts'),
    Port: port,
    User: 'root',
    BatchMode: 'yes',
  };
  const clientFile = path.join(folder, 'ssh_config');
  fs.writeFileSync(
    clientFile,
    Object.entries(config)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  );
  const tries = async () =>
    (await run(computer.on(['ssh', '-F', clientFile, '127.0.0.1', 'true']), cleanEnvironment())).code;
  for (const end = Date.now() + 20_000; (await tries()) !== 0; ) {
    if (sshd.exitCode !== null || Date.now() > end) throw new Error(`sshd does not serve: ${sshd.said()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { words: (flags, address) => ['ssh', '-F', clientFile, ...flags, address] };
}

export interface Ssh {
  /** The start of an ssh command; the remote one comes after it, as one word for the shell there. */
  words(flags: string[], address: string): string[];
}
