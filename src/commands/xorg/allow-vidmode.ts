import { Command } from 'clipanion';
import { aboutEdit, category, XorgEditCommand } from './base.ts';

export class XorgAllowVidmodeCommand extends XorgEditCommand {
  static override paths = [['xorg', 'allow-vidmode']];
  static override usage = Command.Usage({
    category,
    description: 'let forwarded programs change the video mode of Xorg',
    details: aboutEdit(
      'Sets `Option "AllowNonLocalXvidtune" "yes"` in Section "ServerFlags", and unsets `DisableVidModeExtension`. Games that want a video mode or a gamma ramp of their own need it when they come over X forwarding.',
    ),
    examples: [
      ['Allow it', '$0 xorg allow-vidmode'],
      ['See what would be changed', '$0 xorg allow-vidmode --dry-run'],
      ['In another file', '$0 xorg allow-vidmode --config my-xorg.conf'],
    ],
  });

  protected readonly edit = 'allow-vidmode';
}
