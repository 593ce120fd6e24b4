import { Command } from 'clipanion';
import { usageError } from '../errors.ts';
import type { Report } from '../install/index.ts';
import type { Side } from '../install/manifest.ts';
import { BaseCommand, option, toggle } from './base.ts';

/** What `install` and `uninstall` have in common. */
abstract class InstallationCommand extends BaseCommand {
  guest = toggle('guest');
  host = toggle('host');
  prefix = option('prefix');
  dryRun = toggle('dryRun');
  json = toggle('json');

  protected side(): Side {
    // A flag for one side wins over a variable for the other.
    const flags = this.guest !== undefined || this.host !== undefined;
    const guest = (flags ? this.guest : this.setting('guest')) ?? false;
    const host = (flags ? this.host : this.setting('host')) ?? false;
    if (guest === host)
      throw usageError(
        `${guest ? 'Both --guest and --host were given' : 'Neither --guest nor --host was given'}. ` +
          'Give --guest where programs run, --host where the GPU is; for both, one after the other.',
      );
    return guest ? 'guest' : 'host';
  }

  protected request() {
    return {
      side: this.side(),
      prefix: this.prefix,
      dryRun: this.setting('dryRun', this.dryRun) ?? false,
      env: this.context.env,
    };
  }

  protected show(report: Report, dryRun: boolean, done: string): void {
    const { steps, also, side, prefix, destdir, hints } = report;
    if (this.setting('json', this.json)) {
      this.print(JSON.stringify({ side, prefix, destdir, dryRun, also, steps, hints }, null, 2));
      return;
    }
    for (const { action, path } of steps) {
      if (dryRun)
        this.print(`${action === 'left' ? 'leave' : action === 'shared' ? 'keep' : action}  ${destdir}${path}`);
      else if (action === 'left') this.note(`left ${destdir}${path} as it is: that is not what vmgl wrote there`);
    }
    for (const other of steps.length > 0 ? also : [])
      this.note(`the ${other} side is in the same place and ${dryRun ? 'would go' : 'went'} along`);
    const count = steps.filter(({ action }) => action !== 'left' && action !== 'shared').length;
    if (dryRun)
      this.note(count === 0 ? 'nothing would be changed' : `${count} files would be changed; nothing was done`);
    else this.print(`${done} ${destdir}${prefix}${count === 0 ? ': nothing had to be changed' : ` (${count} files)`}`);
    if (!dryRun) for (const hint of hints) this.note(hint);
  }
}

export class InstallCommand extends InstallationCommand {
  static override paths = [['install']];
  static override usage = Command.Usage({
    category: 'Both sides',
    description: 'install vmgl for a guest or a host',
    details: `
      This one executable carries everything that it installs. It goes to \`PREFIX/bin/vmgl\`, its libraries to \`PREFIX/lib/vmgl\`. The prefix is \`/usr/local\` for root and \`~/.local\` otherwise; \`INSTALLPATH\` and \`VMGLPATH\` name another one, as for VMGL.

      \`--guest\` is for the machine where programs run. With \`--system-wide\` every GL program uses vmgl without \`vmgl run\`: it renders on the stub that \`GLSTUB\` names or that is found, and with native GL when none answers. With \`--xorg\` the X server gets the extension module \`libvmglext.so\`; \`vmgl xorg enable-ext\` loads it.

      \`--host\` is for the machine with the GPU: adds \`glstub\`, \`stub-daemon\` and systemd units for the stub. Units are never enabled or started; it says the command.

      Doing it again upgrades in place, and keeps \`--system-wide\` and \`--xorg\` unless \`--no-system-wide\` or \`--no-xorg\` is given. Files that vmgl did not install are never overwritten, and units that you have changed stay as they are. \`DESTDIR\` installs below another root, for packages.
    `,
    examples: [
      ['Where programs run', '$0 install --guest'],
      ['For all programs, without a launcher', '$0 install --guest --system-wide'],
      ['Where the GPU is', '$0 install --host'],
      ['What would be done', '$0 install --host --dry-run'],
    ],
  });

  systemWide = toggle('systemWide');
  xorg = toggle('xorg');

  async execute(): Promise<number> {
    const { runInstall } = await import('../install/index.ts');
    const request = {
      ...this.request(),
      systemWide: this.setting('systemWide', this.systemWide),
      xorg: this.setting('xorg', this.xorg),
    };
    this.show(runInstall(request), request.dryRun, `installed the ${request.side} in`);
    return 0;
  }
}

export class UninstallCommand extends InstallationCommand {
  static override paths = [['uninstall']];
  static override usage = Command.Usage({
    category: 'Both sides',
    description: 'remove what `vmgl install` installed',
    details: `
      Removes exactly what the manifest (\`PREFIX/lib/vmgl/manifest-guest.json\` or \`manifest-host.json\`) lists. What the other side still needs stays, and so do files that were changed since; they are named.
    `,
    examples: [
      ['The guest side', '$0 uninstall --guest'],
      ['What would be removed', '$0 uninstall --host --dry-run'],
    ],
  });

  async execute(): Promise<number> {
    const { runUninstall } = await import('../install/index.ts');
    const request = this.request();
    this.show(runUninstall(request), request.dryRun, `removed the ${request.side} from`);
    return 0;
  }
}
