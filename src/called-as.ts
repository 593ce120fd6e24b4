/** Which program is meant: vmgl acts by the name that it was called. Every start of vmgl comes through here. */
import * as path from 'node:path';

const oldNames = ['glstub', 'stub-daemon'] as const;
export type OldName = (typeof oldNames)[number];

/**
 * The program of VMGL 2006 that argv[0] names, or the first word after `vmgl` (what dist/bin/vmgl makes of its own name),
 * with the words that follow it.
 */
export function calledAs(argv0: string, words: string[]): { name: OldName; words: string[] } | undefined {
  const name = oldNames.find((one) => one === path.basename(argv0));
  if (name) return { name, words };
  const first = oldNames.find((one) => one === words[0]);
  return first && { name: first, words: words.slice(1) };
}
