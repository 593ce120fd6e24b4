import { Command } from 'clipanion';
import { aboutEdit, category, XorgEditCommand } from './base.ts';

export class XorgDenyVidmodeCommand extends XorgEditCommand {
  static override paths = [['xorg', 'deny-vidmode']];
  static override usage = Command.Usage({
    category,
    description: 'let no program change the video mode of Xorg',
    details: aboutEdit(
      'Sets `Option "DisableVidModeExtension" "yes"` in Section "ServerFlags", and takes away what `vmgl xorg allow-vidmode` has added.',
    ),
    examples: [
      ['Deny it', '$0 xorg deny-vidmode'],
      ['See what would be changed', '$0 xorg deny-vidmode --dry-run'],
      ['In another file', '$0 xorg deny-vidmode --config my-xorg.conf'],
    ],
  });

  protected readonly edit = 'deny-vidmode';
}
