/** Where is the stub? The order of `vmgl run`, shared with `vmgl status` and `vmgl doctor`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { find } from '../settings.ts';
import { askStatus, type Question } from './ask.ts';
import { defaultPort, type Endpoint, parseEndpoint, socketDirectories } from './endpoint.ts';
import type { StubStatus } from './stub.ts';

export interface Place {
  endpoint: Endpoint;
  /** Who named it: `--stub`, `GLSTUB`, `_VMGL_STUB of :1`, `/run/vmgl`, `SSH_CONNECTION`. */
  from: string;
  /** The person named it: if it does not answer, that is an error and not a reason to look elsewhere. */
  named: boolean;
  /** How long to wait for its answer, in milliseconds. */
  patience: number;
  /** How long its connection may take, where that is shorter. */
  connectPatience?: number;
}

/** How long an X display may take to say what it announces. A forwarded one is as slow as its network. */
const displayPatience = 3000;

/** Every place where a stub may be, in the order in which they are tried. None when a private one was asked for. */
export async function places(given: string | undefined, env: NodeJS.ProcessEnv): Promise<Place[]> {
  const setting = find('stub', given, env);
  if (setting?.value === 'private') return [];
  if (setting) return [{ endpoint: setting.value, from: setting.from, named: true, patience: 5000 }];
  if (env.GLSTUB)
    return [{ endpoint: parseEndpoint(env.GLSTUB, 'GLSTUB'), from: 'GLSTUB', named: true, patience: 5000 }];
  const found: Place[] = [];
  if (env.DISPLAY) {
    // Imported here: a program whose stub was named does not wait for it.
    const { announcementProperty, readAnnouncement } = await import('../x11/announcement.ts');
    for (const endpoint of await readAnnouncement(env.DISPLAY, env, displayPatience))
      found.push({ endpoint, from: `${announcementProperty} of ${env.DISPLAY}`, named: false, patience: 1000 });
  }
  for (const directory of socketDirectories(env, process.getuid?.() ?? 0))
    for (const file of sockets(directory))
      found.push({ endpoint: { kind: 'unix', path: file }, from: directory, named: false, patience: 1000 });
  const peer = sshPeer(env);
  if (peer)
    found.push({
      endpoint: { kind: 'tcp', host: peer.address, port: defaultPort },
      from: peer.from,
      named: false,
      patience: 2000,
      // A peer that drops packets instead of refusing them must not hold up every program that is started over ssh.
      connectPatience: 300,
    });
  return found;
}

/** The machine that ssh came from. SSH_CLIENT is the older name, which some shells and su(1) leave when the other goes. */
function sshPeer(env: NodeJS.ProcessEnv): { address: string; from: string } | undefined {
  for (const from of ['SSH_CONNECTION', 'SSH_CLIENT']) {
    const address = env[from]?.split(' ')[0];
    if (address && /^[0-9a-f.:]+(%[\w.-]+)?$/i.test(address)) return { address, from };
  }
  return undefined;
}

function sockets(directory: string): string[] {
  try {
    const names = fs.readdirSync(directory).filter((name) => /^stub-[0-9]+\.sock$/.test(name));
    return names.sort().map((name) => path.join(directory, name));
  } catch {
    return []; // There is no such directory, or it is another user's.
  }
}

export interface Answer extends Place {
  status: StubStatus;
}

/** The first place that answers; what the others said is in `failures`. */
export async function discover(candidates: Place[], question: Omit<Question, 'timeout'>) {
  const failures: { place: Place; why: string }[] = [];
  for (const place of candidates) {
    const status = await askStatus(place.endpoint, {
      ...question,
      timeout: place.patience,
      ...(place.connectPatience === undefined ? {} : { connectTimeout: place.connectPatience }),
    });
    if (typeof status !== 'string') return { answer: { ...place, status } satisfies Answer, failures };
    failures.push({ place, why: status });
  }
  return { answer: undefined, failures };
}
