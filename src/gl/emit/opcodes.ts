/** gen/opcodes.h and .c: numbers, names and the hash that guest and host compare in their hello. */
import type { Model } from '../model/model.ts';
import { banner, guard } from './c.ts';
import { fields } from './commands.ts';

/** FNV-1a over everything that both sides must agree on: numbers, fields, array sizes, what is answered. */
function protocolHash(model: Model): bigint {
  const text = model.messages
    .map((message) =>
      [
        message.opcode,
        message.name,
        message.scope,
        message.sync,
        message.returns,
        ...fields(message).map(({ type, name }) => `${type} ${name}`),
        JSON.stringify(message.params.map(({ kind }) => kind)),
      ].join(' '),
    )
    .concat(JSON.stringify(model.pnames))
    .join('\n');
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}

export function emitOpcodesHeader(model: Model): string {
  const lines = [...model.opcodes].map(([name, number]) => `\tVMGL_OP_${name} = ${number},`);
  return guard(
    'gen/opcodes.h',
    `#include "wire/command.h"

/* Opcodes are for ever (src/gl/opcodes.lock); those of commands that are gone have no decoder. */
enum {
${lines.join('\n')}
\tVMGL_OP_COUNT = ${model.opcodeCount}
};

/* Differs whenever guest and host would misunderstand each other. */
#define VMGL_PROTOCOL_HASH 0x${protocolHash(model).toString(16).padStart(16, '0')}ull

/* "glBindBuffer"; "unknown" for numbers without a command. Never NULL. */
const char *vmgl_opcode_name(unsigned opcode);
`,
  );
}

export function emitOpcodesSource(model: Model): string {
  return `${banner}
#include "gen/opcodes.h"

static const char *const names[VMGL_OP_COUNT] = {
\t[VMGL_OP_large] = "large",
${[...model.opcodes.keys()].map((name) => `\t[VMGL_OP_${name}] = "${name}",`).join('\n')}
};

const char *vmgl_opcode_name(unsigned opcode) {
	return opcode < VMGL_OP_COUNT && names[opcode] ? names[opcode] : "unknown";
}
`;
}
