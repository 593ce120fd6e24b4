/** What all commands share: the context, options that come from the table of settings, and output. */
import { type BaseContext, Command, Option } from 'clipanion';
import { find, findAll, type Setting, type SettingName, type SettingValue, settings } from '../settings.ts';

export interface Context extends BaseContext {
  env: NodeJS.ProcessEnv;
  /** The command line, without the program. */
  words: string[];
  /** What commands threw; src/cli.ts reports it. clipanion copies the context, but not this array. */
  failures: unknown[];
}

export abstract class BaseCommand extends Command<Context> {
  override async catch(error: unknown): Promise<void> {
    this.context.failures.push(error);
  }

  /** The value of a flag, else of its variable, else undefined. */
  protected setting<N extends SettingName>(name: N, given?: string | boolean): SettingValue<N> | undefined {
    return find(name, given, this.context.env)?.value;
  }

  protected settingList<N extends SettingName>(name: N, given?: string[]): SettingValue<N>[] | undefined {
    return findAll(name, given, this.context.env);
  }

  protected print(line: string): void {
    this.context.stdout.write(`${line}\n`);
  }

  /** What people want to know and scripts must not read: on stderr. */
  protected note(line: string): void {
    this.context.stderr.write(`vmgl: ${line}\n`);
  }
}

function described(name: SettingName): { flag: string; description: string } {
  const { flag, env, description } = settings[name] as Setting;
  if (flag === undefined) throw new Error(`Assertion failed: The setting (${name}) has a flag`);
  return { flag, description: env === undefined ? description : `${description} (${env})` };
}

/** An option with a value, a switch, and an option that may be repeated, as the table of settings describes them. */
export function option(name: SettingName) {
  const { flag, description } = described(name);
  return Option.String(flag, { description });
}

export function toggle(name: SettingName) {
  const { flag, description } = described(name);
  return Option.Boolean(flag, { description });
}

export function list(name: SettingName) {
  const { flag, description } = described(name);
  return Option.Array(flag, { description });
}

/** Resolves with the signal that asks a command to end; from the call on, signals do nothing else. */
export function endSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
}
