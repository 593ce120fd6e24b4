/**
 * Network namespaces that stand for machines: a guest and a host with a cable between them, and on request a laptop with a
 * cable to the guest. Ports of their own, and addresses.
 */
import { spawnSync } from 'node:child_process';
import { alive } from './support.ts';

export interface Machine {
  address: string;
  namespace: string;
  /** The words that run a command there. The files, and with them X sockets, are this machine's. */
  on(command: string[]): string[];
}

export interface Network {
  host: Machine;
  guest: Machine;
  /** The guest's address on its cable to the laptop ends in 2 as well. */
  laptop: Machine;
  remove(): void;
}

export const networksPossible = process.getuid?.() === 0 && spawnSync('ip', ['netns', 'list']).status === 0;

/** `name` tells the networks of different tests apart; 8 characters at most. `laptop` is the subnet of its cable. */
export function makeNetwork(name: string, subnet: string, laptop?: string): Network {
  const machine = (side: string, address: string): Machine => {
    const namespace = `vmgl-${name}-${process.pid}-${side}`;
    return { address, namespace, on: (command) => ['ip', 'netns', 'exec', namespace, ...command] };
  };
  const network: Network = {
    host: machine('host', `${subnet}.1`),
    guest: machine('guest', `${subnet}.2`),
    laptop: machine('laptop', `${laptop}.3`),
    remove: () => {
      for (const { namespace } of [network.host, network.guest, network.laptop])
        spawnSync('ip', ['netns', 'delete', namespace]);
    },
  };
  removeLeftovers();
  const cable = (a: Machine, b: Machine, addressOfB: string, device: string) => {
    const ends = [
      [a, a.address, `${device}-a`],
      [b, addressOfB, `${device}-b`],
    ] as const;
    const [[, , nameA], [, , nameB]] = ends;
    ip(...['link', 'add', nameA, 'netns', a.namespace, 'type', 'veth', 'peer', 'name', nameB, 'netns', b.namespace]);
    for (const [{ namespace }, address, end] of ends) {
      ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', end);
      ip('-n', namespace, 'link', 'set', end, 'up');
    }
  };
  try {
    for (const { namespace } of [network.host, network.guest, ...(laptop ? [network.laptop] : [])]) {
      ip('netns', 'add', namespace);
      ip('-n', namespace, 'link', 'set', 'lo', 'up');
    }
    cable(network.host, network.guest, network.guest.address, name);
    if (laptop) cable(network.laptop, network.guest, `${laptop}.2`, `${name}-l`);
  } catch (error) {
    network.remove();
    throw error;
  }
  return network;
}

/** Of tests that were killed. Others may run at the same time. */
function removeLeftovers(): void {
  const { stdout } = spawnSync('ip', ['netns', 'list'], { encoding: 'utf8' });
  for (const [, namespace = '', pid = ''] of stdout.matchAll(/^(vmgl-\w+-(\d+)-(?:host|guest|laptop))\b/gm))
    if (!alive(Number(pid))) spawnSync('ip', ['netns', 'delete', namespace]);
}

function ip(...words: string[]): void {
  const { status, stderr } = spawnSync('ip', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr}`);
}
