/** Finds out which of the generated calls of a sequence its first difference needs. */
import type { Played, RandomCalls } from './compare.ts';

/** How often random_calls prints what there is to compare (CHECKPOINT in main.c). */
const checkpoint = 250;

/** The first line that differs, in its call. */
interface Difference {
  /** Of the sequence that have to be played for it, to the next checkpoint. */
  calls: number;
  /** As random_calls prints it; `picture or state` where no call shows it. */
  call: string;
  native: string;
  remote: string;
  /** Of the native output, up to it. */
  before: string[];
}

function firstDifference({ native, remote }: Played): Difference | undefined {
  const lines = native.split('\n');
  const others = remote.split('\n');
  const at = lines.findIndex((line, i) => line !== others[i]);
  if (at < 0) return undefined;
  const before = lines.slice(0, at + 1);
  const start = before.findLastIndex((line) => line.startsWith('call '));
  const call = /^\d+:/.test(lines[at] ?? '') ? 'picture or state' : (lines[start + 1] ?? '').trim();
  const number = Number(/^call (\d+)/.exec(lines[start] ?? '')?.[1] ?? 0);
  return {
    calls: checkpoint * Math.ceil((number + 1) / checkpoint),
    call,
    native: lines[at] ?? '',
    remote: others[at] ?? '',
    before,
  };
}

const generated = (line: string): string | undefined => /^ {2}(gl\w+): /.exec(line)?.[1];

/**
 * Leaves out as many calls as the difference allows, by halves, then by ever smaller parts. Returns what to print: the
 * difference and the calls that are left, in their order; or undefined when nothing differs.
 */
export async function minimise(random: RandomCalls, seed: number, calls: number): Promise<string | undefined> {
  const first = firstDifference(await random.play(seed, calls, []));
  if (!first) return undefined;
  const own = generated(`  ${first.call}`);
  const names = new Set(first.before.flatMap((line) => generated(line) ?? []));
  if (own !== undefined) names.delete(own);
  let needed = [...names];
  let skipped: string[] = [];
  let last = first;
  const differs = async (skip: string[]): Promise<boolean> => {
    const now = firstDifference(await random.play(seed, first.calls, skip));
    if (now?.call !== first.call) return false;
    last = now;
    return true;
  };
  for (let parts = 1; needed.length > 0; ) {
    const size = Math.ceil(needed.length / parts);
    let found = false;
    for (let at = 0; at < needed.length && !found; at += size) {
      const part = needed.slice(at, at + size);
      found = await differs([...skipped, ...part]);
      if (!found) continue;
      skipped = [...skipped, ...part];
      needed = needed.filter((name) => !part.includes(name));
      parts = Math.max(parts - 1, 1);
    }
    if (!found && size === 1) break;
    if (!found) parts = Math.min(parts * 2, needed.length);
  }
  const left = last.before.filter((line) => needed.includes(generated(line) ?? ''));
  return [
    `seed ${seed}: ${first.call}`,
    `- ${last.native.trim()}`,
    `+ ${last.remote.trim()}`,
    `needs ${needed.length} of ${names.size} generated calls${needed.length > 0 ? ':' : ''}`,
    ...left,
  ].join('\n');
}
