/** gen/tests/samples.h and .c: one valid encoding of every command, for tests that then break it. */
import { type ArrayKind, type ImageKind, isInput, type Message, type Model, type Param } from '../model/model.ts';
import { type Size, sizeToC } from '../model/size.ts';
import { banner, guard, type Lines, layout, opcode, struct } from './c.ts';

/** Every count is 2; enums are ones that the size functions know. */
function value(message: Message, param: Param): string | undefined {
  const { kind, name } = param;
  if (kind.kind === 'name' || kind.kind === 'sync') return '1';
  if (kind.kind === 'offset') return '16';
  if (kind.kind !== 'scalar') return undefined;
  if (
    param.type === 'GLenum' &&
    message.params.some(({ kind: other }) => other.kind === 'image' && other.format === name)
  )
    return 'GL_RGBA';
  if (name === 'format') return 'GL_RGBA';
  if (name === 'type') return 'GL_UNSIGNED_BYTE';
  if (name === 'pname') return 'GL_TEXTURE_BORDER_COLOR';
  if (name === 'target') return 'GL_TEXTURE_2D';
  if (param.type === 'GLenum') return 'GL_TEXTURE_2D';
  return name === 'result' ? '77' : '2';
}

function body(message: Message): Lines {
  const lines: Lines = [`${struct(message)} *cmd = at;`, `size_t bytes = sizeof *cmd;`];
  for (const param of message.params) {
    const text = value(message, param);
    if (text) lines.push(`cmd->${param.name} = ${text};`);
  }
  // Arrays of integers hold ones, so that is what deref() finds.
  const size = (expression: Size) =>
    sizeToC(
      expression,
      (name) => `cmd->${name}`,
      () => '1',
    );
  for (const param of message.params) {
    const { kind, name } = param;
    if (kind.kind !== 'array' && kind.kind !== 'image') continue;
    const bytes = kind.kind === 'image' ? image(kind, size) : kind.size === 'text' ? '2' : array(kind, size);
    lines.push(`cmd->${name}_bytes = (uint32_t)(${bytes});`);
    if (!isInput(kind)) continue;
    const fill = kind.kind === 'array' && kind.size !== 'text' && !kind.scalar.float ? `, ${kind.scalar.bytes}` : ', 0';
    lines.push(
      kind.kind === 'array' && kind.size === 'text'
        ? `bytes += text(cmd, bytes, capacity);`
        : `bytes += fill(cmd, bytes, capacity, cmd->${name}_bytes${fill});`,
    );
  }
  lines.push(`cmd->header = VMGL_COMMAND_HEADER(${opcode(message)}, bytes);`, 'return bytes;');
  return lines;
}

const array = ({ size, scalar }: ArrayKind, compile: (size: Size) => string) =>
  `vmgl_size_bytes(${compile(size as Size)}, ${scalar.bytes})`;

const image = ({ width, height, depth, format, type }: ImageKind, compile: (size: Size) => string) => {
  const enumOf = (name: string) => (name.startsWith('GL_') ? name : `cmd->${name}`);
  return `vmgl_size_image(${compile(width)}, ${compile(height)}, ${compile(depth)}, ${enumOf(format)}, ${enumOf(type)})`;
};

export function emitSamplesHeader(): string {
  return guard(
    'gen/tests/samples.h',
    `#include <stddef.h>
#include <stdint.h>

/* Writes one valid command of this opcode to zeroed memory, aligned to 8 bytes; returns its size, 0 when there is no
 * such command or it needs more than \`capacity\` bytes (64 KiB are enough for all of them). */
size_t vmgl_sample(uint32_t opcode, void *at, size_t capacity);
`,
  );
}

export function emitSamples({ messages }: Model): string {
  return `${banner}
#include "gen/tests/samples.h"

#include <stdbool.h>
#include <string.h>

#include "gen/commands.h"
#include "gen/gl.h"
#include "gen/opcodes.h"
#include "gen/pnames.h"
#include "wire/size_ops.h"

__attribute__((unused)) static size_t fill(void *at, size_t offset, size_t capacity, uint32_t bytes, unsigned unit) {
	size_t padded = (size_t)VMGL_PAD8((uint64_t)bytes);
	for (size_t i = 0; unit && offset + padded <= capacity && i < bytes; i += unit)
		((uint8_t *)at)[offset + i] = 1;
	return padded;
}

__attribute__((unused)) static size_t text(void *at, size_t offset, size_t capacity) {
	if (offset + 8 <= capacity)
		memcpy((uint8_t *)at + offset, "a", 2);
	return 8;
}

${messages.map((message) => layout([`static size_t sample_${message.name}(void *at, size_t capacity) {`, ['(void)capacity;'], body(message), '}'])).join('\n')}
static size_t (*const samples[VMGL_OP_COUNT])(void *at, size_t capacity) = {
${messages.map((message) => `\t[${opcode(message)}] = sample_${message.name},`).join('\n')}
};

size_t vmgl_sample(uint32_t opcode, void *at, size_t capacity) {
	if (opcode >= VMGL_OP_COUNT || !samples[opcode] || capacity < 1024)
		return 0;
	size_t bytes = samples[opcode](at, capacity);
	return bytes <= capacity ? bytes : 0;
}
`;
}
