import { Command } from 'clipanion';
import { diagnose, type Finding } from '../doctor.ts';
import { BaseCommand, option, toggle } from './base.ts';

const marks = { ok: 'ok', note: '--', bad: '!!' } as const;

export class DoctorCommand extends BaseCommand {
  static override paths = [['doctor']];
  static override usage = Command.Usage({
    category: 'Both sides',
    description: 'look for what could keep vmgl from working here',
    details: `
      Each line is \`ok\`, \`--\` for what only some uses need, or \`!!\` for what does not work, with what to do about it. Exit code 1 when there is a \`!!\`.
    `,
    examples: [
      ['This machine', '$0 doctor'],
      ['A stub of another machine too', '$0 doctor --stub gpuhost:7000'],
    ],
  });

  stub = option('stub');
  tokenFile = option('tokenFile');
  json = toggle('json');

  async execute(): Promise<number> {
    const findings = await diagnose({ env: this.context.env, stub: this.stub, tokenFile: this.tokenFile });
    if (this.setting('json', this.json)) this.print(JSON.stringify(findings, null, 2));
    else await this.show(findings);
    return findings.some((one) => one.state === 'bad') ? 1 : 0;
  }

  private async show(findings: Finding[]): Promise<void> {
    const { Chalk } = await import('chalk');
    const terminal = 'isTTY' in this.context.stdout && this.context.stdout.isTTY === true && !this.context.env.NO_COLOR;
    const chalk = new Chalk({ level: terminal ? 1 : 0 });
    const paint = { ok: chalk.green, note: chalk.yellow, bad: chalk.red };
    const width = Math.max(...findings.map((one) => one.what.length));
    for (const { state, what, found, cure } of findings) {
      this.print(`${paint[state](marks[state])}  ${what.padEnd(width)}  ${found}`);
      if (cure !== undefined) this.print(`${' '.repeat(width + 6)}${cure}`);
    }
  }
}
