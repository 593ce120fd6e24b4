/** A desktop: an X server that speaks VNC, and the session in it. Whatever ends first ends the other, and nothing stays. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { reason, UserError } from '../errors.ts';
import type { Endpoint } from '../net/endpoint.ts';
import { findInPath } from '../program.ts';
import { announce } from '../x11/announcement.ts';
import type { XConnection } from '../x11/connection.ts';
import { chooseDisplay, takenBy, vncPortOf } from './display-number.ts';
import { type Exit, ProcessGroup, pause } from './process-group.ts';
import { Cookie, type Password, passwordFile } from './secrets.ts';
import { choosesSecurity, findServer, portOf, type Server, type ServerKind } from './servers.ts';
import { defaultLog, XServer } from './x-server.ts';

export interface DesktopOptions {
  display: number | 'auto';
  server: ServerKind | 'auto';
  width: number;
  height: number;
  depth: number;
  localhost: boolean;
  passwordFile: string | undefined;
  log: string | undefined;
  /** To announce on the root window. */
  stubs: Endpoint[];
  /** Words; none for the person's ~/.vnc/xstartup, or an xterm. */
  session: string[];
  /** Where its output goes: a file descriptor. */
  sessionOutput: number;
  /** What the session has beside the environment of vmgl and DISPLAY. */
  sessionEnv: NodeJS.ProcessEnv;
  serverOptions: string[];
  env: NodeJS.ProcessEnv;
}

export interface Desktop {
  display: number;
  vncPort: number;
  server: Server;
  serverPid: number;
  password: Password | undefined;
  log: string;
  session: string[];
  /** Resolves when the session or the X server has ended. */
  ended: Promise<{ what: 'session' | 'server'; exit: Exit }>;
  /** Why the X server ended, if it did. */
  lastWords(): string;
  /** Ends what still runs, and removes what was made. */
  close(): Promise<void>;
}

/** How long programs may take to end before they are killed. */
const sessionEndMs = 2_000;
/** For what ends by itself when the session does, but has left its process group: a private stub and its renderer would
 * otherwise complain about the X server. */
const settleMs = 300;

export async function startDesktop(options: DesktopOptions): Promise<Desktop> {
  const { env, serverOptions } = options;
  const server = findServer(options.server, env);
  const session = sessionCommand(options.session, env);
  const portFor = (display: number) => portOf(serverOptions) ?? vncPortOf(display);
  let display = await chooseDisplay(options.display, portFor);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-xvnc-'));
  const cookie = new Cookie(path.join(folder, 'Xauthority'), env);
  const forget = () => {
    cookie.remove();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const password = choosesSecurity(serverOptions) ? undefined : passwordFile(options.passwordFile, env);
    for (;;) {
      const vncPort = portFor(display);
      cookie.install(display);
      const log = options.log ?? defaultLog(display, env);
      const command = server.command({
        ...options,
        display,
        vncPort,
        title: `${os.hostname()}:${display}`,
        passwordFile: password?.file,
        authority: cookie.authority,
        folder,
        options: serverOptions,
      });
      const x = new XServer({ command, display, vncPort, authority: cookie.authority, log, env });
      try {
        const connection = await x.ready();
        if (options.stubs.length > 0) await announce(connection, options.stubs);
        // Held open: some X servers forget their root window's properties when their last client goes.
        connection.keep();
        return { display, vncPort, server, password, log, ...run(session, x, connection, forget, display, options) };
      } catch (error) {
        await x.end();
        cookie.remove();
        // With :auto, somebody else may have been quicker.
        if (options.display !== 'auto' || !x.process.exit || !(await takenBy(display, vncPort)))
          throw new UserError(`${server.name} does not start: ${reason(error)}. Its log is ${log}.`);
        display = await chooseDisplay('auto', portFor, display + 1);
      }
    }
  } catch (error) {
    forget();
    throw error;
  }
}

/** Starts the session on a server that is ready. */
function run(
  words: string[],
  x: XServer,
  connection: XConnection,
  forget: () => void,
  display: number,
  { env, sessionEnv, sessionOutput }: DesktopOptions,
) {
  const session = new ProcessGroup(words, 'HUP', [sessionOutput, 2], { ...env, ...sessionEnv, DISPLAY: `:${display}` });
  return {
    serverPid: x.process.pid,
    session: words,
    ended: whatEnds(session, x.process),
    lastWords: () => x.lastWords(),
    close: async () => {
      await session.end(sessionEndMs);
      if (!x.process.exit) await pause(settleMs);
      connection.close();
      await x.end();
      forget();
    },
  };
}

async function whatEnds(
  session: ProcessGroup,
  server: ProcessGroup,
): Promise<{ what: 'session' | 'server'; exit: Exit }> {
  const exit = await Promise.race([session.ended, server.ended]);
  // Programs that lose their X server end at once; that it ended first may be heard second.
  if (!server.exit && exit.code !== 0) await Promise.race([server.ended, pause(settleMs)]);
  return server.exit ? { what: 'server', exit: server.exit } : { what: 'session', exit };
}

/** The command given, else ~/.vnc/xstartup, else an xterm. */
function sessionCommand(given: string[], env: NodeJS.ProcessEnv): string[] {
  const [program = '', ...args] = given;
  if (given.length > 0) {
    const file = findInPath(program, env);
    if (!file) throw new UserError(`The program of the session (${program}) was not found. Check its name.`);
    return [file, ...args];
  }
  const script = path.join(env.HOME || os.homedir(), '.vnc', 'xstartup');
  if (fs.existsSync(script)) {
    if (findInPath(script, env)) return [script];
    throw new UserError(`The session (${script}) is not executable. Make it so: chmod +x ${script}.`);
  }
  const xterm = findInPath('xterm', env);
  if (xterm) return [xterm];
  throw new UserError(
    `There is nothing to run on the desktop: no program was given, ${script} does not exist, and xterm is not installed ` +
      '(Debian package xterm).',
  );
}
