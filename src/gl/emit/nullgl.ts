/**
 * gen/nullgl.h and .c: a GL that draws nothing and touches every byte that it is promised: reads inputs, writes
 * outputs. Under a sanitizer it finds every call that hands the driver less than its arguments say.
 */
import type { ArrayKind, Command, ImageKind, Model, Param } from '../model/model.ts';
import { type Size, sizeToC } from '../model/size.ts';
import { banner, declare, guard, type Lines, layout, parameters } from './c.ts';

/** Calls whose answer decides what the caller does next. */
const answers: Record<string, string> = {
  glBindBuffer: 'bind(target, buffer);',
  glCheckFramebufferStatus: 'return GL_FRAMEBUFFER_COMPLETE;',
  glCheckNamedFramebufferStatus: 'return GL_FRAMEBUFFER_COMPLETE;',
  glClientWaitSync: 'return GL_ALREADY_SIGNALED;',
  glGetString: 'return (const GLubyte *)(name == GL_VERSION ? "4.5 null" : "null");',
  glGetStringi: 'return (const GLubyte *)"GL_null";',
  glGetIntegerv: 'integer(pname, data);',
  glGetProgramiv: '*params = pname == GL_LINK_STATUS;',
  glGetShaderiv: '*params = pname == GL_COMPILE_STATUS;',
  glMapBufferRange: 'return map(length);',
  glMapNamedBufferRange: 'return map(length);',
  glMapNamedBufferRangeEXT: 'return map(length);',
  glUnmapBuffer: 'return GL_TRUE;',
  glUnmapNamedBuffer: 'return GL_TRUE;',
  glUnmapNamedBufferEXT: 'return GL_TRUE;',
};

function touch(command: Command, param: Param): Lines {
  const { kind, name } = param;
  if (kind.kind !== 'array' && kind.kind !== 'image') return [];
  if (kind.kind === 'array' && kind.size === 'text') return [`if (${name})`, [`reads(${name}, strlen(${name}) + 1);`]];
  const kinds = new Map(command.params.map((other) => [other.name, other.kind]));
  const read = (other: string) => (kinds.get(other)?.kind === 'stuck' ? '0' : other);
  const size = (value: Size) => sizeToC(value, read, (other) => `(${other} ? (int64_t)*${other} : 0)`);
  const bytes = kind.kind === 'array' ? arrayBytes(kind, size) : imageBytes(kind, size);
  const writes =
    (kind.kind === 'array' && (kind.direction !== 'in' || command.names?.action === 'gen')) ||
    (kind.kind === 'image' && kind.direction === 'pack');
  const action =
    command.names?.action === 'gen' && command.names.param === name ? 'generates' : writes ? 'writes' : 'reads';
  const line = `${action}(${name}, ${bytes});`;
  return kind.buffer ? [`if (!bound(${kind.buffer}))`, [line]] : [line];
}

function arrayBytes({ size, scalar }: ArrayKind, compile: (size: Size) => string): string {
  return size === 'text'
    ? '0'
    : `vmgl_size_bytes(${compile(size)}, ${scalar.pointerSized ? 'sizeof(GLintptr)' : scalar.bytes})`;
}

function imageBytes({ width, height, depth, format, type }: ImageKind, compile: (size: Size) => string): string {
  return `vmgl_size_image(${compile(width)}, ${compile(height)}, ${compile(depth)}, ${format}, ${type})`;
}

function body(command: Command): Lines {
  const { registry, names } = command;
  const lines: Lines = [
    ...command.params.map(({ name }) => `(void)${name};`),
    ...command.params.flatMap((param) => touch(command, param)),
  ];
  const answer = answers[registry.name];
  if (answer) lines.push(answer);
  else if (names?.action === 'create')
    lines.push(names.class === 'sync' ? 'return (GLsync)(uintptr_t)++last_name;' : 'return ++last_name;');
  else if (registry.returns !== 'void') lines.push('return 0;');
  return lines;
}

export function emitNullGlHeader(): string {
  return guard(
    'gen/nullgl.h',
    `/* The entry point of a GL function that only touches its arguments; NULL for names that are not GL's. The answer
 * to glGetError is always GL_NO_ERROR. One thread at a time. */
void *vmgl_nullgl_proc(const char *name);
`,
  );
}

export function emitNullGl({ commands }: Model): string {
  const functions = commands.map((command) =>
    layout([
      `static ${declare(command.registry.returns, `null_${command.name}`)}(${parameters(command.registry.params)}) {`,
      body(command),
      '}',
    ]),
  );
  const rows = commands
    .flatMap((command) => [command.registry, ...command.aliases].map(({ name }) => ({ name, main: command.name })))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${banner}
#include "gen/nullgl.h"

#include <stdlib.h>
#include <string.h>

#include "gen/gl.h"
#include "gen/pnames.h"
#include "wire/size_ops.h"

static GLuint last_name;
static volatile unsigned sum;
static GLuint bindings[0x10000];

__attribute__((unused)) static void reads(const void *data, uint64_t bytes) {
	for (uint64_t i = 0; data && bytes <= VMGL_COMMAND_MAX && i < bytes; i++)
		sum += ((const unsigned char *)data)[i];
}

__attribute__((unused)) static void writes(void *data, uint64_t bytes) {
	if (data && bytes <= VMGL_COMMAND_MAX)
		memset(data, 0, (size_t)bytes);
}

__attribute__((unused)) static void generates(GLuint *names, uint64_t bytes) {
	for (uint64_t i = 0; names && bytes <= VMGL_COMMAND_MAX && i < bytes / 4; i++)
		names[i] = ++last_name;
}

__attribute__((unused)) static void bind(GLenum target, GLuint buffer) {
	bindings[target & 0xffff] = buffer;
}

__attribute__((unused)) static bool bound(GLenum target) {
	return bindings[target & 0xffff] != 0;
}

__attribute__((unused)) static void *map(GLsizeiptr length) {
	static void *memory;
	free(memory);
	memory = length >= 0 && (uint64_t)length <= VMGL_COMMAND_MAX ? calloc(1, (size_t)length + 1) : NULL;
	return memory;
}

__attribute__((unused)) static void integer(GLenum pname, GLint *data) {
	switch (pname) {
	case GL_MAJOR_VERSION:
		*data = 4;
		break;
	case GL_MINOR_VERSION:
		*data = 5;
		break;
	case GL_PIXEL_UNPACK_BUFFER_BINDING:
		*data = (GLint)bindings[GL_PIXEL_UNPACK_BUFFER];
		break;
	case GL_PIXEL_PACK_BUFFER_BINDING:
		*data = (GLint)bindings[GL_PIXEL_PACK_BUFFER];
		break;
	case GL_MAX_VERTEX_ATTRIBS:
	case GL_MAX_TEXTURE_COORDS:
	case GL_MAX_COMBINED_TEXTURE_IMAGE_UNITS:
		*data = 16;
		break;
	default:
		break;
	}
}

${functions.join('\n')}
struct entry {
	const char *name;
	void (*proc)(void);
};

#define ENTRY(name, proc) {#name, (void (*)(void))null_##proc}
static const struct entry entries[] = {
${rows.map(({ name, main }) => `\tENTRY(${name}, ${main}),`).join('\n')}
};
#undef ENTRY

static int compare(const void *name, const void *entry) {
	return strcmp(name, ((const struct entry *)entry)->name);
}

void *vmgl_nullgl_proc(const char *name) {
	const struct entry *entry = bsearch(name, entries, sizeof entries / sizeof *entries, sizeof *entries, compare);
	void *proc = NULL;
	if (entry)
		memcpy(&proc, &entry->proc, sizeof proc);
	return proc;
}
`;
}
