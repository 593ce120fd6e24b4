import { Command } from 'clipanion';
import { build } from '../native/assets.ts';
import { BaseCommand, toggle } from './base.ts';

export class VersionCommand extends BaseCommand {
  static override paths = [['version']];
  static override usage = Command.Usage({
    category: 'Both sides',
    description: 'print the version, the protocol and the build',
    details: 'Guest and host can talk when their protocols are the same.',
  });

  json = toggle('json');

  async execute(): Promise<void> {
    const { version, protocol, id } = build();
    if (this.setting('json', this.json))
      this.print(JSON.stringify({ version, protocol, build: id, node: process.versions.node }));
    else this.print(`vmgl ${version} (protocol ${protocol}, build ${id})`);
  }
}
