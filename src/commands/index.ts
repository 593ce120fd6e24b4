/** The commands, and running one of them. */
import { Builtins, Cli, type Command } from 'clipanion';
import { usageError } from '../errors.ts';
import { build } from '../native/assets.ts';
import { type Setting, settings } from '../settings.ts';
import type { Context } from './base.ts';
import { BenchCommand } from './bench.ts';
import { DemoCommand } from './demo.ts';
import { DoctorCommand } from './doctor.ts';
import { RunCommand } from './run.ts';
import { StatusCommand } from './status.ts';
import { StubCommand } from './stub.ts';
import { VersionCommand } from './version.ts';

const commands = [BenchCommand, DemoCommand, DoctorCommand, RunCommand, StatusCommand, StubCommand, VersionCommand];

export async function runCommand(words: string[], more: Partial<Context> = {}): Promise<number> {
  const context: Context = { ...Cli.defaultContext, env: process.env, cwd: process.cwd(), failures: [], ...more };
  const cli = new VmglCli({
    binaryLabel: 'vmgl',
    binaryName: 'vmgl',
    binaryVersion: build().version,
    enableColors: 'isTTY' in context.stdout && context.stdout.isTTY === true && !context.env.NO_COLOR,
  });
  for (const command of [...commands, Builtins.HelpCommand, Builtins.VersionCommand]) cli.register(command);
  const code = await cli.run(parse(cli, words.length === 0 ? ['--help'] : words, context), context);
  if (context.failures.length > 0) throw context.failures[0];
  return code;
}

/** clipanion calls every option's value `#0`; the table of settings has names for them. */
class VmglCli extends Cli<Context> {
  override usage(...args: Parameters<Cli<Context>['usage']>): string {
    return super
      .usage(...args)
      .replace(
        /^( +)((?:\x1b\[\d+m)?)(--[\w-]+)( #0)? *((?:\x1b\[\d+m)?) {4}/gm,
        (_, indent, bold, flag, value, plain) => {
          const shown = value ? `${flag} ${valueName(flag)}` : flag;
          return `${indent}${bold}${shown.padEnd(23)}${plain}  `;
        },
      )
      .replace(/(--[\w-]+) #0/g, (_, flag: string) => `${flag} ${valueName(flag)}`);
  }
}

function valueName(flag: string): string {
  return Object.values(settings as Record<string, Setting>).find((one) => one.flag === flag)?.value ?? 'VALUE';
}

/** clipanion's own run() would print errors to stdout, in its own words. */
function parse(cli: VmglCli, words: string[], context: Context): Command<Context> {
  try {
    return cli.process(words, context);
  } catch (error) {
    const [first = ''] = (error as Error).message.trim().split('\n');
    const command = words.find((word) => !word.startsWith('-')) ?? '';
    if (/^Command not found/.test(first))
      throw usageError(`The command (${words.join(' ')}) is unknown. vmgl --help lists all commands.`);
    throw usageError(`${first.replace(/\.$/, '')}. vmgl ${command}${command ? ' ' : ''}--help says what it takes.`);
  }
}
