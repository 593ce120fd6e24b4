/** Two network namespaces, a guest and a host, with a cable between them: ports of their own, and addresses. */
import { spawnSync } from 'node:child_process';

export interface Machine {
  address: string;
  /** The words that run a command there. The files, and with them X sockets, are this machine's. */
  on(command: string[]): string[];
}

export interface Network {
  host: Machine;
  guest: Machine;
  remove(): void;
}

export const networksPossible = process.getuid?.() === 0 && spawnSync('ip', ['netns', 'list']).status === 0;

/** `name` tells the networks of different tests apart; 8 characters at most. */
export function makeNetwork(name: string, subnet: string): Network {
  const namespace = (side: string) => `vmgl-${name}-${side}`;
  const machine = (side: string, number: number): Machine => ({
    address: `${subnet}.${number}`,
    on: (command) => ['ip', 'netns', 'exec', namespace(side), ...command],
  });
  const network: Network = {
    host: machine('host', 1),
    guest: machine('guest', 2),
    remove: () => {
      for (const side of ['host', 'guest']) spawnSync('ip', ['netns', 'delete', namespace(side)]);
    },
  };
  network.remove(); // of a test that was killed
  try {
    for (const side of ['host', 'guest']) ip('netns', 'add', namespace(side));
    const cable = ['link', 'add', `${name}-h`, 'netns', namespace('host'), 'type', 'veth'];
    ip(...cable, 'peer', 'name', `${name}-g`, 'netns', namespace('guest'));
    for (const [side, { address }] of [['host', network.host] as const, ['guest', network.guest] as const]) {
      const inside = ['-n', namespace(side)];
      ip(...inside, 'address', 'add', `${address}/24`, 'dev', `${name}-${side[0]}`);
      for (const device of ['lo', `${name}-${side[0]}`]) ip(...inside, 'link', 'set', device, 'up');
    }
  } catch (error) {
    network.remove();
    throw error;
  }
  return network;
}

function ip(...words: string[]): void {
  const { status, stderr } = spawnSync('ip', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr}`);
}
