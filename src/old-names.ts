/**
 * The host programs of VMGL 2006, by the names and with the flags that they had: `glstub` and `stub-daemon` are
 * `vmgl stub` and `vmgl stub --daemon`, on port 7000 of every interface and without a token, as their README uses them.
 * docs/coming-from-vmgl-2006.md.
 */
import * as os from 'node:os';
import * as path from 'node:path';
import type { OldName } from './called-as.ts';
import { UserError, usageError } from './errors.ts';
import { defaultPort, socketDirectories, socketName } from './net/endpoint.ts';
import { find, settings } from './settings.ts';

export async function runOldName(name: OldName, words: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const said = readFlags(name, words);
  if (said.help) {
    process.stdout.write(help[name]);
    return 0;
  }
  const command = stubCommand(name, said, env);
  const { readToken } = await import('./net/token.ts');
  if (command.open !== undefined && !given(said.others, '--token-file') && !readToken(undefined, env))
    process.stderr.write(
      `vmgl: warning: ${name} serves everyone who reaches port ${command.open}, as it did in VMGL. ` +
        'Keep the port behind a firewall, or set VMGL_TOKEN_FILE on both sides.\n',
    );
  const { runCommand } = await import('./commands/index.ts');
  return runCommand(command.words, { env: command.env });
}

interface Said {
  help: boolean;
  port: number | undefined;
  /** Flags of `vmgl stub`, as typed. */
  others: string[];
}

/** Each flag may be cut short, and may have a second dash, as its programs took them. */
function readFlags(name: OldName, words: string[]): Said {
  const said: Said = { help: false, port: undefined, others: [] };
  const seen = new Set<string>();
  const known = name === 'glstub' ? ['port', 'v', 'q', 'help'] : ['port', 'viewerwin', 'help'];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const [, dashes = '', short = ''] = /^(--?)([a-z]+)$/.exec(word) ?? [];
    const flag = known.find((one) => (dashes === '--' ? one === short : one.startsWith(short)) && short !== '');
    if (flag === undefined) {
      said.others.push(word);
      continue;
    }
    seen.add(flag);
    if (flag === 'help') said.help = true;
    else {
      const value = words[++i];
      if (value === undefined) throw usageError(`The flag (${word}) has no value. ${name} -help says what it takes.`);
      if (flag === 'port') said.port = settings.port.parse(value, word);
    }
  }
  if (said.help) return said;
  if (seen.has('v') !== seen.has('q'))
    throw usageError('Need to specify -v AND -q. Leave both out: vmgl finds the window by itself.');
  if (seen.has('v') || seen.has('viewerwin'))
    throw new UserError(
      `vmgl does not draw into the window of VMGL's viewer (${seen.has('v') ? '-v and -q' : '-viewerwin'}). ` +
        'Leave the flag out: programs in a VNC desktop get their pictures read back into their windows.',
    );
  return said;
}

function given(words: string[], flag: string): boolean {
  return words.some((word) => word === flag || word.startsWith(`${flag}=`));
}

interface StubCommand {
  words: string[];
  env: NodeJS.ProcessEnv;
  /** The port that is served on every interface, if one is. */
  open?: number;
}

function stubCommand(name: OldName, { port: said, others }: Said, env: NodeJS.ProcessEnv): StubCommand {
  const daemon = name === 'stub-daemon' ? ['--daemon'] : [];
  // Someone who names addresses means those.
  if (env.VMGL_LISTEN || given(others, '--listen')) {
    if (said !== undefined) throw usageError('Both -port and addresses to listen on were given. Give one of them.');
    return { words: ['stub', ...daemon, ...others], env };
  }
  const port = said ?? find('port', undefined, env)?.value ?? defaultPort;
  const [directory = '/run/vmgl'] = socketDirectories(env, process.getuid?.() ?? 0);
  const listen = [`unix:${path.join(directory, socketName(port))}`, `${everyInterface()}:${port}`];
  const words = ['stub', ...daemon, ...listen.flatMap((one) => ['--listen', one]), '--no-auth', ...others];
  return { words, env: { ...env, VMGL_PORT: undefined }, open: port };
}

/** Of both families, where there are two. */
function everyInterface(): string {
  const all = Object.values(os.networkInterfaces()).flat();
  return all.some((one) => one?.family === 'IPv6') ? '[::]' : '0.0.0.0';
}

const help: Record<OldName, string> = {
  glstub: `glstub [-port N] [-help]

The stub of VMGL, now a name of \`vmgl stub\`. Serves the programs of other machines on port 7000, or N, and draws on
$DISPLAY. Guests need GLSTUB=HOST:PORT. Unlike VMGL's it serves any number of programs, one after the other or at once,
whether IS_GLSTUB_DAEMON is set there or not.

  -port N    the port (default 7000)
  -v, -q     VMGL's viewer used them; they are an error now
  -help      this text

Flags of \`vmgl stub\` may follow (vmgl stub --help), for example --token-file FILE.
`,
  'stub-daemon': `stub-daemon [-p N] [-help]

The daemon of VMGL, now a name of \`vmgl stub --daemon\`. Goes to the background, serves the programs of other machines on
port 7000, or N, draws on $DISPLAY, and logs to ~/.stub-daemon.log. Guests need GLSTUB=HOST:PORT. End it with SIGTERM.

  -p, -port N            the port (default 7000)
  -v, -viewerwin WINDOW  VMGL's viewer used it; it is an error now
  -h, -help              this text

Flags of \`vmgl stub\` may follow (vmgl stub --help), for example --token-file FILE.
`,
};
