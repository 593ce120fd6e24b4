/** One X server with VNC, from its start to the last of its files. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { reason, UserError } from '../errors.ts';
import { connectX, type XConnection } from '../x11/connection.ts';
import { answers, removeLeftovers, socketFile } from './display-number.ts';
import { pause, ProcessGroup } from './process-group.ts';

const readyMs = 30_000;
const endMs = 5_000;

interface Start {
  command: string[];
  display: number;
  vncPort: number;
  /** The file with the cookie. */
  authority: string;
  log: string;
  env: NodeJS.ProcessEnv;
}

export class XServer {
  readonly process: ProcessGroup;
  private readonly start: Start;
  private readonly logBegin: number;

  constructor(start: Start) {
    this.start = start;
    const { log, command, env } = start;
    let fd: number;
    try {
      fd = fs.openSync(log, 'a', 0o600);
    } catch (error) {
      throw new UserError(`The log file (${log}) cannot be written: ${reason(error)}.`);
    }
    this.logBegin = fs.fstatSync(fd).size;
    this.process = new ProcessGroup(command, 'TERM', [fd, fd], env);
    fs.closeSync(fd);
  }

  /** A connection to it, once it takes X clients and VNC viewers. Throws the reason why it does not. */
  async ready(): Promise<XConnection> {
    const { display, vncPort, authority, env } = this.start;
    let why = 'it takes no clients';
    for (const end = Date.now() + readyMs; Date.now() < end; await pause(50)) {
      if (this.process.exit) throw new Error(this.lastWords());
      if (!fs.existsSync(socketFile(display))) continue;
      if (!(await answers({ host: '127.0.0.1', port: vncPort }))) {
        why = `nothing listens on its port for viewers (${vncPort})`;
        continue;
      }
      try {
        return await connectX(`:${display}`, { env: { ...env, XAUTHORITY: authority }, timeout: 10_000 });
      } catch (error) {
        why = reason(error);
      }
    }
    throw new Error(why);
  }

  /** Ends it, and removes what it left if it was killed. */
  async end(): Promise<void> {
    await this.process.end(endMs);
    removeLeftovers(this.start.display, this.process.pid);
  }

  /** The line of the log that most likely says why it ended. */
  lastWords(): string {
    const { exit } = this.process;
    if (exit?.error) return exit.error;
    const lines = fs.readFileSync(this.start.log).subarray(this.logBegin).toString().split('\n');
    const telling = lines
      .map((line) => line.replace(/^\[[\s\d.]+\]\s*|^\((EE|WW)\)\s*/g, '').trim())
      .filter((line) => /error|fail|cannot|unrecogni[sz]ed|already|invalid|unable|not found/i.test(line))
      .filter(
        (line) => !/terminated|log file|not implemented|Failed to load module|module does not exist|dbus/.test(line),
      );
    const option = lines.find((line) => /unrecogni[sz]ed option/i.test(line))?.trim();
    if (option !== undefined) telling.push(option); // the whole usage text follows it
    const how = exit?.signal ? `it was ended by ${exit.signal}` : `it ended with exit code ${exit?.code}`;
    return telling.length > 0 ? `${how} (${telling.at(-1)?.replace(/[.!]+$/, '')})` : how;
  }
}

/** Where vncserver(1) puts it too. */
export function defaultLog(display: number, env: NodeJS.ProcessEnv): string {
  const folder = path.join(env.HOME || os.homedir(), '.vnc');
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UserError(`The directory for the log (${folder}) cannot be made: ${reason(error)}. Give --log.`);
  }
  return path.join(folder, `${os.hostname()}:${display}.log`);
}
