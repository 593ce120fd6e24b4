import { Command } from 'clipanion';
import type { Row } from '../bench.ts';
import { BaseCommand, option, toggle } from './base.ts';

export class BenchCommand extends BaseCommand {
  static override paths = [['bench']];
  static override usage = Command.Usage({
    category: 'Both sides',
    description: 'measure vmgl against native OpenGL',
    details: `
      Runs on a virtual display and with private stubs, so that everything is on this machine. What the figures should reach stands beside them. \`--full\` adds OpenArena's timedemo, where that is installed.
    `,
    examples: [['A table', '$0 bench']],
  });

  json = toggle('json');
  seconds = option('seconds');
  full = toggle('full');

  async execute(): Promise<number> {
    const { bench } = await import('../bench.ts');
    const rows = await bench({
      env: this.context.env,
      seconds: this.setting('seconds', this.seconds) ?? 5,
      full: this.setting('full', this.full) ?? false,
      progress: (line) => this.note(line),
    });
    if (this.setting('json', this.json)) this.print(JSON.stringify(rows, null, 2));
    else for (const line of table(rows)) this.print(line);
    return 0;
  }
}

function table(rows: Row[]): string[] {
  const cells = [
    ['what', 'vmgl', 'native', 'ratio', 'reach', ''],
    ...rows.map(({ name, vmgl, native, unit, ratio, reach, reached }) => [
      name,
      `${figure(vmgl)} ${unit}`,
      `${figure(native)} ${unit}`,
      Number.isFinite(ratio) ? ratio.toFixed(2) : '-',
      reach,
      reached ? 'ok' : 'missed',
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
