import * as os from 'node:os';
import * as path from 'node:path';
import { Command, Option } from 'clipanion';
import { UserError, usageError } from '../errors.ts';
import { build } from '../native/assets.ts';
import { discover, places } from '../net/discover.ts';
import { describeDriver } from '../net/driver.ts';
import { type Endpoint, formatEndpoint } from '../net/endpoint.ts';
import { readToken } from '../net/token.ts';
import { leadingFlags } from '../settings.ts';
import type { Desktop } from '../xvnc/desktop.ts';
import { BaseCommand, endSignal, option, toggle } from './base.ts';

const xvncSettings = [
  'server',
  'geometry',
  'depth',
  'stub',
  'tokenFile',
  'passwordFile',
  'localhost',
  'log',
  'quiet',
  'json',
] as const;

// This file is options and words for people; what a desktop is, is in src/xvnc.
export class XvncCommand extends BaseCommand {
  static override paths = [['xvnc']];
  static override usage = Command.Usage({
    category: 'Guest',
    description: 'start an X server with VNC whose programs find the stub',
    details: `
      \`vmgl xvnc [OPTIONS] :N [PROGRAM [ARGUMENTS]] [-- SERVER OPTIONS]\`

      Starts an X server that VNC viewers can connect to, and in it the program given, or \`~/.vnc/xstartup\`, or an xterm. When the program ends, so does the X server; SIGTERM and Ctrl-C end both.

      The display is \`:N\`, or \`:auto\` for the first free one from :1 on. Words after \`--\` go to the X server. For Xorg, those with a \`=\` are options of its VNC module (\`SecurityTypes=None\`).

      The stub of \`--stub\`, or the one that \`vmgl run\` would find now, is announced on the root window, so that programs on this display use it without further ado.

      Viewers need the password of \`~/.vnc/passwd\`. If there is none, one is made and printed.
    `,
    examples: [
      ['A desktop with a terminal', '$0 xvnc :1'],
      ['One program, on the GPU of another machine', '$0 xvnc :auto --stub gpuhost:7000 vmgl run glxgears'],
      ['For viewers that come through ssh -L 5901:localhost:5901', '$0 xvnc :1 --localhost'],
      ['With options of the X server', '$0 xvnc :1 --geometry 1920x1080 -- -AlwaysShared'],
    ],
  });

  server = option('server');
  geometry = option('geometry');
  depth = option('depth');
  stub = option('stub');
  tokenFile = option('tokenFile');
  passwordFile = option('passwordFile');
  localhost = toggle('localhost');
  log = option('log');
  quiet = toggle('quiet');
  json = toggle('json');
  display = Option.String({ name: 'display' });
  rest = Option.Proxy({ name: 'PROGRAM [ARGUMENT…] [-- SERVER OPTION…]' });

  async execute(): Promise<number> {
    const { session, serverOptions } = this.words();
    const { env } = this.context;
    const quiet = this.setting('quiet', this.quiet) ?? false;
    const { width, height } = this.setting('geometry', this.geometry) ?? { width: 1280, height: 800 };
    const tokenFile = this.setting('tokenFile', this.tokenFile);
    const options = {
      display: parseDisplay(this.display),
      server: this.setting('server', this.server) ?? 'auto',
      width,
      height,
      depth: Number(this.setting('depth', this.depth) ?? 24),
      localhost: this.setting('localhost', this.localhost) ?? false,
      passwordFile: this.setting('passwordFile', this.passwordFile),
      log: this.setting('log', this.log),
      session,
      sessionOutput: this.setting('json', this.json) ? 2 : 1,
      sessionEnv: tokenFile === undefined ? {} : { VMGL_TOKEN_FILE: path.resolve(tokenFile) },
      serverOptions,
      env,
    };
    // Before anything starts: until it is over, a signal ends what was started.
    const signal = endSignal();
    const stubs = await this.findStubs(quiet);
    const { startDesktop } = await import('../xvnc/desktop.ts');
    const desktop = await startDesktop({ ...options, stubs });
    this.tell(desktop, stubs, options.localhost);
    const end = await Promise.race([desktop.ended, signal.then((name) => ({ what: 'signal' as const, name }))]);
    const why = end.what === 'server' ? desktop.lastWords() : '';
    await desktop.close();
    if (end.what === 'server')
      throw new UserError(
        `The X server (${desktop.server.name}, display :${desktop.display}) is gone: ${why}. Its log is ${desktop.log}.`,
      );
    if (end.what === 'signal' || end.exit.code === 0) return 0;
    const how = end.exit.error ?? (end.exit.signal ? `by ${end.exit.signal}` : `with exit code ${end.exit.code}`);
    throw new UserError(`The session (${desktop.session.join(' ')}) ended ${how}.`);
  }

  /** Flags may follow the display; then the program of the session, then `--` and the words for the X server. */
  private words(): { session: string[]; serverOptions: string[] } {
    const found = leadingFlags(this.rest, xvncSettings);
    if (!found) {
      const word = this.rest.find((one) => one.startsWith('-'));
      throw usageError(
        `The option (${word}) is unknown, or its value is missing. Options of the X server come after \`--\`. vmgl xvnc --help says what there is.`,
      );
    }
    Object.assign(this, found.flags);
    const split = found.rest.indexOf('--');
    if (split < 0) return { session: found.rest, serverOptions: [] };
    return { session: found.rest.slice(0, split), serverOptions: found.rest.slice(split + 1) };
  }

  /** The stub to announce: the one named, whether it answers or not, else the first that answers. */
  private async findStubs(quiet: boolean): Promise<Endpoint[]> {
    const { env } = this.context;
    const candidates = await places(this.stub, env);
    if (candidates.length === 0 && this.setting('stub', this.stub) === 'private') return [];
    const token = readToken(this.tokenFile, env);
    const { answer, failures } = await discover(candidates, { version: build().version, token });
    if (answer) {
      const gpu = answer.status.driver ? describeDriver(answer.status.driver) : 'its GPU is not known yet';
      if (!quiet) this.note(`programs render on ${formatEndpoint(answer.endpoint)} (from ${answer.from}): ${gpu}`);
      return [answer.endpoint];
    }
    const named = failures.find((one) => one.place.named);
    this.note(
      named
        ? `warning: the stub at ${formatEndpoint(named.place.endpoint)} (from ${named.place.from}) does not serve now: ${named.why}. Until it does, programs render on this machine.`
        : 'warning: no stub answers, so programs render on this machine. Start `vmgl stub` on the machine with the GPU, and name it with --stub.',
    );
    return named ? [named.place.endpoint] : [];
  }

  private tell(desktop: Desktop, stubs: Endpoint[], localhost: boolean): void {
    const { display, vncPort, server, serverPid, password, log } = desktop;
    const host = localhost ? 'localhost' : os.hostname();
    const announced = stubs.map((one) => formatEndpoint(one));
    if (this.setting('json', this.json)) {
      const { file: passwordFile, made: newPassword } = password ?? {};
      const told = {
        display: `:${display}`,
        host,
        vncPort,
        server: server.kind,
        serverPid,
        passwordFile,
        newPassword,
        log,
      };
      this.print(JSON.stringify({ ...told, stubs: announced }));
      return;
    }
    // Viewers take a number of three digits for a port.
    const viewer = display < 100 && vncPort === 5900 + display ? `${host}:${display}` : `${host}::${vncPort}`;
    this.print(`desktop   :${display}, ${server.name}, log in ${log}`);
    this.print(`connect   vncviewer ${viewer}   (TCP port ${vncPort})`);
    if (password?.made) this.print(`password  ${password.made}   (new; kept in ${password.file})`);
    if (announced.length > 0) this.print(`stub      ${announced.join(', ')}`);
  }
}

function parseDisplay(text: string): number | 'auto' {
  if (text === ':auto') return 'auto';
  const number = Number(/^:(\d{1,4})$/.exec(text)?.[1] ?? Number.NaN);
  if (number <= 9999) return number;
  throw usageError(`The display (${text}) is not one. Give :N, for example :1, or :auto.`);
}
