import { Command } from 'clipanion';
import { aboutEdit, category, XorgEditCommand } from './base.ts';

export class XorgDisableExtCommand extends XorgEditCommand {
  static override paths = [['xorg', 'disable-ext']];
  static override usage = Command.Usage({
    category,
    description: 'do not load the extension of vmgl in Xorg',
    details: aboutEdit(
      'Takes away what `vmgl xorg enable-ext` has added. A `Load "vmglext"` that someone else has written becomes a comment.',
    ),
    examples: [
      ['Disable it', '$0 xorg disable-ext'],
      ['See what would be changed', '$0 xorg disable-ext --dry-run'],
      ['In another file', '$0 xorg disable-ext --config my-xorg.conf'],
    ],
  });

  protected readonly edit = 'disable-ext';
}
