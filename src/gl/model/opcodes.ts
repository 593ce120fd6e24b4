/**
 * Opcodes are append-only: a name keeps its number for ever, and the number of a command that is gone is never
 * given to another one. src/gl/opcodes.lock holds one `number name` per line, in ascending order.
 */
import { failAt } from '../errors.ts';

/** Below are the opcodes of the wire itself (native/wire/command.h). */
const FIRST_OPCODE = 16;

export function assignOpcodes(
  names: readonly string[],
  lock: string,
): { opcodes: Map<string, number>; count: number; lock: string } {
  const opcodes = new Map<string, number>();
  let next = FIRST_OPCODE;
  for (const [index, text] of lock.split('\n').entries()) {
    if (!text.trim()) continue;
    const match =
      /^(\d+) (\w+)$/.exec(text) ?? failAt('opcodes.lock', index + 1, `The line (${text}) is not a number and a name.`);
    const [number, name] = [Number(match[1]), match[2]!];
    if (number !== next)
      failAt(
        'opcodes.lock',
        index + 1,
        `The number (${number}) should be (${next}); lines are never removed or reordered.`,
      );
    if (opcodes.has(name))
      failAt('opcodes.lock', index + 1, `The command (${name}) already has the number (${opcodes.get(name)}).`);
    opcodes.set(name, next++);
  }
  for (const name of names) if (!opcodes.has(name)) opcodes.set(name, next++);
  if (next > 0xffff) throw new Error(`Assertion failed: ${next} opcodes do not fit 16 bits`);
  return { opcodes, count: next, lock: [...opcodes].map(([name, number]) => `${number} ${name}\n`).join('') };
}
