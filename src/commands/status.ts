import { Command } from 'clipanion';
import { UserError } from '../errors.ts';
import { build } from '../native/assets.ts';
import { discover, places } from '../net/discover.ts';
import { formatEndpoint } from '../net/endpoint.ts';
import type { StubStatus } from '../net/stub.ts';
import { readToken } from '../net/token.ts';
import { BaseCommand, option, toggle } from './base.ts';

export class StatusCommand extends BaseCommand {
  static override paths = [['status']];
  static override usage = Command.Usage({
    category: 'Both sides',
    description: 'show a stub, its GPU and its sessions',
    details: 'The stub is the one that `vmgl run` would use, or the one of `--stub`. Exit code 1 when there is none.',
    examples: [
      ['The stub of this machine', '$0 status'],
      ['Every second, that of another one', '$0 status --watch --stub gpuhost:7000'],
    ],
  });

  stub = option('stub');
  tokenFile = option('tokenFile');
  json = toggle('json');
  watch = toggle('watch');

  async execute(): Promise<number> {
    const watch = this.setting('watch', this.watch) ?? false;
    const json = this.setting('json', this.json) ?? false;
    for (;;) {
      const { endpoint, status } = await this.ask();
      this.print(json ? JSON.stringify({ endpoint, ...status }) : describe(endpoint, status));
      if (!watch) return 0;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  private async ask() {
    const { env } = this.context;
    const candidates = await places(this.stub, env);
    const { answer, failures } = await discover(candidates, {
      version: build().version,
      token: readToken(this.tokenFile, env),
    });
    if (answer) return { endpoint: formatEndpoint(answer.endpoint), status: answer.status };
    const tried = failures.map(({ place, why }) => `${formatEndpoint(place.endpoint)}: ${why}`).join('; ');
    throw new UserError(`No stub answers${tried ? ` (${tried})` : ''}. Start one with \`vmgl stub\`, or give --stub.`);
  }
}

function describe(endpoint: string, status: StubStatus): string {
  const { driver, fault, sessions } = status;
  const gpu = driver
    ? `${driver.renderer} (${driver.vendor}, ${driver.version})${driver.software ? ', software, not a GPU' : ''}`
    : fault
      ? `none: ${fault}`
      : 'not known yet';
  const lines = [
    `stub      ${endpoint}, vmgl ${status.version}, pid ${status.pid}, since ${status.started}`,
    `listens   ${status.endpoints.join(', ')}`,
    `GPU       ${gpu}`,
    `sessions  ${sessions.length} of ${status.maxSessions}`,
  ];
  for (const one of sessions)
    lines.push(
      `  ${one.id}  ${one.program} (pid ${one.pid}) from ${one.from}${one.display ? `, display ${one.display}` : ''}, ` +
        `renderer ${one.rendererPid ?? '-'}, ${one.streams} streams, since ${one.started}`,
    );
  return lines.join('\n');
}
