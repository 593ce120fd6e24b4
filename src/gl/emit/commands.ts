/** gen/commands.h: the struct of every command, laid out without hidden padding. */
import type { Message, Model } from '../model/model.ts';
import { guard, struct } from './c.ts';

export interface Field {
  name: string;
  type: string;
  bytes: number;
}

function field(param: Message['params'][number]): Field | undefined {
  const { kind, name } = param;
  switch (kind.kind) {
    case 'scalar':
      return { name, type: kind.scalar.wire, bytes: kind.scalar.bytes };
    case 'name':
    case 'sync':
      return { name, type: 'uint32_t', bytes: 4 };
    case 'array':
    case 'image':
      return { name: `${name}_bytes`, type: 'uint32_t', bytes: 4 };
    case 'offset':
      return { name, type: 'vmgl_u64', bytes: 8 };
    case 'blob':
      return undefined;
    case 'stuck':
      throw new Error(`Assertion failed: ${name} is stuck but has an opcode`);
  }
}

/**
 * The fields in the order in which they lie: 4, 2, 1 bytes, then those of 8, so that there is at most one gap, before
 * the 8-byte ones, and every field is aligned.
 */
export function fields(message: Message): Field[] {
  const all = message.params.flatMap((param) => field(param) ?? []);
  const laid: Field[] = [{ name: 'header', type: 'uint32_t', bytes: 4 }];
  for (const size of [4, 2, 1]) laid.push(...all.filter(({ bytes }) => bytes === size));
  const used = laid.reduce((sum, { bytes }) => sum + bytes, 0);
  const gap = -used & 7;
  if (gap) laid.push({ name: `padding[${gap}]`, type: 'uint8_t', bytes: gap });
  laid.push(...all.filter(({ bytes }) => bytes === 8));
  return laid;
}

export const structBytes = (message: Message): number => fields(message).reduce((sum, { bytes }) => sum + bytes, 0);

export function emitCommands({ messages }: Model): string {
  const structs = messages.map(
    (message) => `${struct(message)} {
${fields(message)
  .map(({ type, name }) => `\t${type} ${name};`)
  .join('\n')}
};
_Static_assert(sizeof(${struct(message)}) == ${structBytes(message)}, "wire layout of ${message.name}");
`,
  );
  return guard(
    'gen/commands.h',
    `#include "wire/command.h"

${structs.join('\n')}`,
  );
}
