import { Command } from 'clipanion';
import { aboutEdit, category, XorgEditCommand } from './base.ts';

export class XorgEnableExtCommand extends XorgEditCommand {
  static override paths = [['xorg', 'enable-ext']];
  static override usage = Command.Usage({
    category,
    description: 'load the extension of vmgl in Xorg',
    details: aboutEdit(
      'Adds `Load "vmglext"` to Section "Module". With the extension an X server tells where its windows are and which of their parts can be seen; `vmgl install --guest --xorg` installs it.',
    ),
    examples: [
      ['Enable it', '$0 xorg enable-ext'],
      ['See what would be changed', '$0 xorg enable-ext --dry-run'],
      ['In another file', '$0 xorg enable-ext --config my-xorg.conf'],
    ],
  });

  protected readonly edit = 'enable-ext';
}
