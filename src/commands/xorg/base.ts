/** What the commands of `vmgl xorg` share. What is edited, and how, is in src/xorg. */
import * as path from 'node:path';
import type { Change, EditName } from '../../xorg/index.ts';
import type { SearchOptions } from '../../xorg/search.ts';
import { BaseCommand, option, toggle } from '../base.ts';

export const category = 'Xorg';

export const aboutFiles =
  'Without `--config` the files are those that Xorg reads: `/usr/share/X11/xorg.conf.d` (never changed), `/etc/X11/xorg.conf.d`, and the first `xorg.conf` of its search path (man xorg.conf). Of several sections with one name Xorg uses only the last, and that one is edited. Where there is no main file, the drop-in `/etc/X11/xorg.conf.d/50-vmgl.conf` is written.';

const aboutEdits =
  'Every other byte of the file stays as it is. A backup (`.vmgl-backup`) lies beside it until it is again what it was. Xorg reads its configuration when it starts, so start it again.';

export abstract class XorgCommand extends BaseCommand {
  config = option('config');
  json = toggle('json');

  protected search(): SearchOptions {
    const given = this.setting('config', this.config);
    const { env } = this.context;
    return { env, uid: process.getuid?.() ?? 0, config: given === undefined ? undefined : path.resolve(given) };
  }
}

export abstract class XorgEditCommand extends XorgCommand {
  dryRun = toggle('dryRun');

  protected abstract readonly edit: EditName;

  async execute(): Promise<number> {
    const { makeChanges, planEdit, unifiedDiff } = await import('../../xorg/index.ts');
    const dryRun = this.setting('dryRun', this.dryRun) ?? false;
    const planned = planEdit(this.edit, this.search());
    const changes = dryRun ? planned : makeChanges(planned);
    if (this.setting('json', this.json))
      this.print(JSON.stringify({ dryRun, changes: changes.map((one) => ({ ...told(one), diff: unifiedDiff(one) })) }));
    else if (dryRun) for (const one of changes) this.context.stdout.write(Buffer.from(unifiedDiff(one), 'latin1'));
    else this.report(changes);
    return 0;
  }

  private report(changes: Change[]): void {
    if (changes.length === 0) this.print('nothing to do: it is set so already');
    for (const { file, what, backup } of changes.map(told))
      this.print(`${what} ${file}${backup === null ? '' : ` (as it was: ${backup})`}`);
    if (changes.length > 0) this.print('Xorg reads it when it starts the next time');
  }
}

function told({ path: file, before, after, backup }: Change) {
  const what = after === undefined ? 'removed' : before === undefined ? 'created' : 'changed';
  return { file, what, backup: backup ?? null };
}

export function aboutEdit(what: string): string {
  return `\n      ${what}\n\n      ${aboutFiles}\n\n      ${aboutEdits}\n    `;
}
