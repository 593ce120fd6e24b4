/**
 * `vmgl private-stub SOCKET [--quiet] --private-for PID --renderer PID`: the stub of one run, on this machine.
 * Started by vmgl-exec (src/native/shim/exec.c), which has made the socket (descriptor 3) and started the first
 * renderer (its control socket is descriptor 4). Descriptor 5 is the program's stderr; 2 is not, because Node makes
 * a pipe there non-blocking, for everyone who has it. Not for people, and not a clipanion command: the program waits
 * for it.
 */
import * as fs from 'node:fs';
import { Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { UserError } from './errors.ts';
import { build } from './native/assets.ts';
import { shim } from './native/binding.ts';
import { describeDriver } from './net/driver.ts';
import { openLog } from './net/log.ts';
import { rendererCommand } from './net/renderer-command.ts';
import { startStub } from './net/stub.ts';

const listenerFd = 3;
const controlFd = 4;
const linesFd = 5;

export async function servePrivately(words: string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    await serve(words, env);
    return 0;
  } catch (error) {
    const what = error instanceof UserError ? error.message : `${error instanceof Error ? error.stack : error}`;
    say(`vmgl: error: The private stub has failed: ${what}\n`);
    return 1;
  }
}

async function serve(words: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { quiet: { type: 'boolean' }, 'private-for': { type: 'string' }, renderer: { type: 'string' } },
  });
  const over = Promise.withResolvers<void>();
  let programEnded = false;
  const log = openLog(linesFd);
  const stub = await startStub({
    listen: [{ kind: 'unix', path: positionals[0] ?? '' }],
    inherited: { listener: listenerFd, control: controlFd, rendererPid: Number(values.renderer) },
    version: build().version,
    protocol: BigInt(`0x${build().protocol}`),
    token: undefined,
    noAuth: false,
    maxSessions: 64,
    keepWarm: false,
    renderer: { command: rendererCommand(env), env },
    quiet: true,
    log,
    onDriver: (driver) => {
      if (!values.quiet) say(`vmgl: renders on this machine, no stub was found: ${describeDriver(driver)}\n`);
    },
    onIdle: () => programEnded && over.resolve(),
  });
  const watch = shim().watchProcess(Number(values['private-for']));
  if (watch >= 0) {
    const end = new Socket({ fd: watch, readable: true });
    end
      .on('error', () => end.destroy())
      .on('close', () => {
        programEnded = true;
        if (stub.sessions() === 0) over.resolve();
      });
    end.resume();
  } else over.resolve(); // A quick program: it has ended already.
  // The stub ends with its program, and Ctrl-C is for that; only SIGTERM is for the stub.
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});
  process.on('SIGTERM', () => over.resolve());
  await over.promise;
  await stub.close();
}

function say(line: string): void {
  try {
    fs.writeSync(linesFd, line);
  } catch {
    // Nobody listens any more.
  }
}
