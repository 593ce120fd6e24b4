import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'clipanion';
import { reason, UserError, usageError } from '../errors.ts';
import { build } from '../native/assets.ts';
import { selfCommand } from '../native/self.ts';
import { defaultPort, type Endpoint, socketDirectories, socketName } from '../net/endpoint.ts';
import { rendererCommand } from '../net/renderer-command.ts';
import type { StubOptions } from '../net/stub.ts';
import { BaseCommand, endSignal, list, option, toggle } from './base.ts';

export class StubCommand extends BaseCommand {
  static override paths = [['stub']];
  static override usage = Command.Usage({
    category: 'Host',
    description: 'serve this machine’s GPU to guests',
    details: `
      Listens for guests and starts one renderer process for each program. Ends at SIGTERM or Ctrl-C, and its renderers with it.

      Without \`--listen\` it listens on a unix socket in \`$XDG_RUNTIME_DIR/vmgl\` (\`/run/vmgl\` for root) and on TCP port 7000 of the loopback interface. Programs of the same user can use the unix socket.

      An endpoint that other machines can reach needs a token: \`--token-file\` or \`VMGL_TOKEN\`, the same on both sides. \`--no-auth\` does without.

      The renderers draw on \`--display\`, or \`$DISPLAY\`; without either, or with \`--headless\`, they use EGL and need no X server.
    `,
    examples: [
      ['Serve programs of this machine', '$0 stub'],
      ['Serve other machines', '$0 stub --listen 0.0.0.0:7000 --token-file ~/.vmgl-token'],
      ['In the background, headless', '$0 stub --daemon --headless'],
    ],
  });

  listen = list('listen');
  port = option('port');
  display = option('display');
  headless = toggle('headless');
  gpu = option('gpu');
  daemon = toggle('daemon');
  log = option('log');
  tokenFile = option('tokenFile');
  auth = toggle('noAuth');
  maxSessions = option('maxSessions');
  maxMemory = option('maxMemory');
  sandbox = option('sandbox');
  trustGuests = toggle('trustGuests');
  quiet = toggle('quiet');

  async execute(): Promise<number> {
    const options = await this.options();
    if (this.setting('daemon', this.daemon)) return this.goToBackground();
    return this.serve(options);
  }

  /** Everything is checked here, before a daemon leaves the terminal that shows the errors. */
  private async options(): Promise<Omit<StubOptions, 'log'>> {
    const { env } = this.context;
    const { readToken } = await import('../net/token.ts');
    return {
      listen: this.endpoints(),
      version: build().version,
      protocol: BigInt(`0x${build().protocol}`),
      token: readToken(this.tokenFile, env),
      noAuth: this.setting('noAuth', this.auth) ?? false,
      maxSessions: this.setting('maxSessions', this.maxSessions) ?? 64,
      keepWarm: true,
      quiet: this.setting('quiet', this.quiet) ?? false,
      renderer: { command: rendererCommand(env, this), env },
    };
  }

  private endpoints(): Endpoint[] {
    const given = this.settingList('listen', this.listen);
    const port = this.setting('port', this.port);
    if (given && port !== undefined)
      throw usageError('Both --listen and --port were given. Put the port into the endpoint.');
    if (given) return given;
    const [directory = '/run/vmgl'] = socketDirectories(this.context.env, process.getuid?.() ?? 0);
    return [
      { kind: 'unix', path: path.join(directory, socketName(port ?? defaultPort)) },
      { kind: 'tcp', host: '127.0.0.1', port: port ?? defaultPort },
    ];
  }

  private logFile(): string | undefined {
    return this.setting('log', this.log);
  }

  private async serve(options: Omit<StubOptions, 'log'>): Promise<number> {
    const { openLog } = await import('../net/log.ts');
    const file = this.logFile();
    const log = openLog(file === undefined ? 2 : openForAppending(file));
    const { startStub } = await import('../net/stub.ts');
    const stub = await startStub({
      ...options,
      log,
      onDriver: (driver) =>
        log(`renders on ${driver.renderer} (${driver.version})${driver.software ? ', in software' : ''}`),
    });
    for (const endpoint of stub.endpoints) log(`listens on ${endpoint}`);
    for (const endpoint of stub.endpoints) {
      const port = /^tcp:.*:(\d+)$/.exec(endpoint)?.[1];
      // The line that VMGL's README tells people to look for.
      if (port) fs.writeSync(log.fd, `Set GLSTUB var in guest to point to port ${port}\n`);
    }
    process.send?.('listening');
    process.disconnect?.();
    const signal = await endSignal();
    log(`${signal}: ends`);
    await stub.close();
    return 0;
  }

  private async goToBackground(): Promise<number> {
    const { HOME } = this.context.env;
    const file = this.logFile() ?? (HOME ? path.join(HOME, '.stub-daemon.log') : undefined);
    if (file === undefined)
      throw new UserError('There is no HOME to put the log (~/.stub-daemon.log) into. Give --log.');
    const log = openForAppending(file);
    const [program = '', ...words] = [...selfCommand(), ...this.context.words.filter((word) => word !== '--daemon')];
    const started = fs.fstatSync(log).size;
    const child = spawn(program, words, {
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...this.context.env, VMGL_DAEMON: '0' },
    });
    const failed = await new Promise<boolean>((resolve) => {
      child.once('message', () => resolve(false));
      child.once('exit', () => resolve(true));
      child.once('error', () => resolve(true));
    });
    if (failed) {
      const said = fs.readFileSync(file).subarray(started).toString().trim();
      throw new UserError(
        `The stub did not start: ${/^vmgl: (?:internal )?error: (.*)/m.exec(said)?.[1] ?? `see ${file}`}`,
      );
    }
    child.disconnect();
    child.unref();
    this.print(`vmgl stub runs in the background (pid ${child.pid}), log in ${file}`);
    for (const line of fs.readFileSync(file).subarray(started).toString().split('\n'))
      if (line.startsWith('Set GLSTUB')) this.print(line);
    return 0;
  }
}

function openForAppending(file: string): number {
  try {
    return fs.openSync(file, 'a', 0o600);
  } catch (error) {
    throw new UserError(`The log file (${file}) cannot be written: ${reason(error)}.`);
  }
}
