import { Command } from 'clipanion';
import type { XorgStatus } from '../../xorg/index.ts';
import type { ServerStatus } from '../../xorg/server.ts';
import { aboutFiles, category, XorgCommand } from './base.ts';

export class XorgStatusCommand extends XorgCommand {
  static override paths = [['xorg', 'status']];
  static override usage = Command.Usage({
    category,
    description: 'show what is set for Xorg, and what the running X server has',
    details: `
      Says which of the settings of \`vmgl xorg\` are made, and in which file and line, and whether the X server of \`$DISPLAY\` has the extension.

      ${aboutFiles}
    `,
    examples: [
      ['Show it', '$0 xorg status'],
      ['For scripts', '$0 xorg status --json'],
    ],
  });

  async execute(): Promise<number> {
    const { readStatus } = await import('../../xorg/index.ts');
    const { askServer } = await import('../../xorg/server.ts');
    const status = readStatus(this.search());
    const server = await askServer(this.context.env);
    if (this.setting('json', this.json)) this.print(JSON.stringify({ ...status, server }));
    else for (const line of describe(status, server)) this.print(line);
    return 0;
  }
}

function describe({ extension, allowNonLocal, vidmodeDisabled, files, notes }: XorgStatus, server: ServerStatus) {
  const at = (where: { file: string; line: number }) => `${where.file}:${where.line}`;
  const vidmode = vidmodeDisabled?.value
    ? `nobody may change it (${at(vidmodeDisabled)})`
    : allowNonLocal?.value
      ? `forwarded programs may change it (${at(allowNonLocal)})`
      : `only programs of this machine may change it${allowNonLocal ? ` (${at(allowNonLocal)})` : ''}`;
  return [
    `extension   ${extension ? `to be loaded (${at(extension)})` : 'not to be loaded: vmgl xorg enable-ext'}`,
    `X server    ${describeServer(server)}`,
    `video mode  ${vidmode}`,
    `files       ${files.length === 0 ? 'none: Xorg runs with its defaults' : files.join('\n            ')}`,
    ...notes.map((note) => `note        ${note}`),
  ];
}

function describeServer({ display, extension, version, why }: ServerStatus): string {
  if (display === null) return 'not known: DISPLAY is not set';
  if (extension === null) return `${display} cannot be asked: ${why}`;
  return extension
    ? `${display} has the extension, version ${version}`
    : `${display} does not have the extension${why ? `: ${why}` : ''}`;
}
