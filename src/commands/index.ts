/** The commands, and running one of them. */
import { Builtins, Cli, type Command } from 'clipanion';
import { usageError } from '../errors.ts';
import { build } from '../native/assets.ts';
import { type Setting, settings } from '../settings.ts';
import type { Context } from './base.ts';
import { BenchCommand } from './bench.ts';
import { DemoCommand } from './demo.ts';
import { DoctorCommand } from './doctor.ts';
import { InstallCommand, UninstallCommand } from './install.ts';
import { RunCommand } from './run.ts';
import { StatusCommand } from './status.ts';
import { StubCommand } from './stub.ts';
import { VersionCommand } from './version.ts';
import { XorgAllowVidmodeCommand } from './xorg/allow-vidmode.ts';
import { XorgDenyVidmodeCommand } from './xorg/deny-vidmode.ts';
import { XorgDisableExtCommand } from './xorg/disable-ext.ts';
import { XorgEnableExtCommand } from './xorg/enable-ext.ts';
import { XorgStatusCommand } from './xorg/status.ts';
import { XvncCommand } from './xvnc.ts';

const commands = [
  BenchCommand,
  DemoCommand,
  DoctorCommand,
  InstallCommand,
  RunCommand,
  StatusCommand,
  StubCommand,
  UninstallCommand,
  VersionCommand,
  XorgAllowVidmodeCommand,
  XorgDenyVidmodeCommand,
  XorgDisableExtCommand,
  XorgEnableExtCommand,
  XorgStatusCommand,
  XvncCommand,
];

export async function runCommand(words: string[], more: Partial<Context> = {}): Promise<number> {
  // Who reads the output has seen enough: `vmgl … | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const context: Context = {
    ...Cli.defaultContext,
    env: process.env,
    words,
    failures: [],
    ...more,
  };
  const cli = new VmglCli({
    binaryLabel: 'vmgl',
    binaryName: 'vmgl',
    binaryVersion: build().version,
    enableColors: 'isTTY' in context.stdout && context.stdout.isTTY === true && !context.env.NO_COLOR,
  });
  for (const command of [...commands, Builtins.HelpCommand, Builtins.VersionCommand]) cli.register(command);
  const group = describeGroup(words);
  if (group !== undefined) {
    context.stdout.write(group);
    return 0;
  }
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

/** `vmgl xorg`, with or without --help: the commands that begin so. Undefined for anything else. */
function describeGroup(words: string[]): string | undefined {
  const [name, ...more] = words.filter((word) => word !== '--help' && word !== '-h');
  const members = commands.filter(({ paths }) =>
    paths?.some(([first, second]) => first === name && second !== undefined),
  );
  if (name === undefined || more.length > 0 || members.length === 0) return undefined;
  const lines = members.map(({ paths, usage }) => `  vmgl ${paths?.[0]?.join(' ').padEnd(22)} ${usage?.description}`);
  return `${lines.join('\n')}\n\nvmgl ${name} COMMAND --help says more.\n`;
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
