/** gen/host/decode.h and decode_<n>.c: checks a command to its last byte, then calls the driver or a handler. */
import type { NameClass } from '../overlay/types.ts';
import {
  type ArrayKind,
  classConstant,
  countedText,
  createdByUse,
  hasReturn,
  type ImageKind,
  isInput,
  isOutput,
  type Message,
  type Model,
  type Param,
} from '../model/model.ts';
import { type Size, sizeToC, sizeUses } from '../model/size.ts';
import {
  banner,
  chunks,
  declare,
  guard,
  handlerType,
  isFloat,
  type Lines,
  layout,
  member,
  opcode,
  struct,
} from './c.ts';

const pixelTargets: Record<string, { data: string; offset: string }> = {
  GL_PIXEL_UNPACK_BUFFER: { data: 'vmgl_unpack_data(ctx);', offset: 'vmgl_unpack_offset(ctx)' },
  GL_PIXEL_PACK_BUFFER: { data: 'vmgl_pack_data(ctx);', offset: 'vmgl_pack_offset(ctx)' },
};

type ArrayParam = Param & { kind: ArrayKind };
type ImageParam = Param & { kind: ImageKind };

const isArray = (param: Param): param is ArrayParam => param.kind.kind === 'array';
const isImage = (param: Param): param is ImageParam => param.kind.kind === 'image';

/** Whether a name argument stays the guest's: the handler, or the code below, is about the name itself. */
const keepsName = (message: Message, param: Param): boolean => {
  const { names } = message;
  return (
    names?.param === param.name &&
    names.action !== 'bind' &&
    (names.action === 'gen' || message.hostCustom || names.action === 'delete')
  );
};

/**
 * Any command may make an object of a name: those of EXT_direct_state_access should, and Mesa (22.3) does in others that
 * bind it for a moment, glClearNamedFramebuffer*. A name that stands for all unknown ones must not be given to these.
 */
const mayCreate = ({ name }: Message, kind: { class: NameClass }): boolean =>
  createdByUse(kind.class) && !/^gl(Is|Delete)[A-Z]/.test(name);

function scalarValue(message: Message, param: Param): string {
  const { kind, name } = param;
  if (kind.kind === 'sync') return `vmgl_sync_object(ctx, cmd->${name})`;
  if (kind.kind === 'name') {
    if (message.names?.action === 'delete' && message.hostCustom && message.names.param === name) return `cmd->${name}`;
    return `${mayCreate(message, kind) ? 'vmgl_name_bind' : 'vmgl_name'}(ctx, ${classConstant(kind.class)}, cmd->${name})`;
  }
  return `cmd->${name}`;
}

const decoderPrototype = ({ name }: Message) =>
  `bool vmgl_dec_${name}(struct vmgl_host_context *ctx, struct vmgl_reader *reader)`;

class Decoder {
  message: Message;
  lines: Lines = [];

  constructor(message: Message) {
    this.message = message;
  }

  size(size: Size): string {
    const outputs = new Set(
      this.message.params.filter((param) => isArray(param) && param.kind.direction === 'out').map(({ name }) => name),
    );
    return sizeToC(
      size,
      (name) => `cmd->${name}`,
      (name) => {
        const param = this.message.params.find((other) => other.name === name) as ArrayParam;
        // Outputs are the renderer's own memory, and were written by then.
        return outputs.has(name)
          ? `(int64_t)*${name}`
          : `(cmd->${name}_bytes != VMGL_NULL_ARRAY && cmd->${name}_bytes >= ${param.kind.scalar.bytes} ? (int64_t)*${name} : 0)`;
      },
    );
  }

  expected(param: ArrayParam): string {
    const { size, scalar } = param.kind;
    if (size === 'text') throw new Error('Assertion failed: texts have no expected size');
    return size.kind === 'number'
      ? String(Math.max(0, size.value) * scalar.bytes)
      : `vmgl_size_bytes(${this.size(size)}, ${scalar.bytes})`;
  }

  imageArguments({ kind }: ImageParam): string {
    const enumOf = (name: string) => (name.startsWith('GL_') ? name : `cmd->${name}`);
    return [
      this.size(kind.width),
      this.size(kind.height),
      this.size(kind.depth),
      enumOf(kind.format),
      enumOf(kind.type),
    ].join(', ');
  }

  build(): string {
    const { message, lines } = this;
    const { params, sync } = message;
    const readsArrays = params.filter(
      (param) =>
        (isArray(param) && param.kind.direction !== 'out') || (isImage(param) && param.kind.direction === 'unpack'),
    );
    lines.push(`const ${struct(message)} *cmd = vmgl_read_struct(reader, sizeof *cmd);`);
    const scope =
      message.scope === 'context' ? ' || ctx->control' : message.scope === 'session' ? ' || !ctx->control' : '';
    if (readsArrays.length) {
      lines.push(`if (!cmd${scope})`, ['return vmgl_malformed(ctx);'], 'bool intact = true;');
      for (const param of readsArrays) this.read(param);
      lines.push('if (!intact || !vmgl_read_complete(reader))', ['return vmgl_malformed(ctx);']);
    } else lines.push(`if (!cmd || !vmgl_read_complete(reader)${scope})`, ['return vmgl_malformed(ctx);']);
    for (const param of params) this.check(param);
    this.demandDriver();
    for (const param of params) this.demandBuffer(param);
    for (const param of params) this.prepare(param);
    const { names } = message;
    if (!message.hostCustom && names?.action === 'gen') this.generate();
    else if (!message.hostCustom && names?.action === 'create') this.create();
    else if (sync) this.callAndReply();
    else {
      this.pixels('data');
      lines.push(`${this.call()};`);
      this.pixels('done');
      this.forgetNames();
      lines.push(message.hostCustom ? 'return !ctx->fatal;' : 'return true;');
    }
    return layout([`${decoderPrototype(message)} {`, lines, '}']);
  }

  /** Takes an input array off the command; its length is checked when all of them are there. */
  read(param: Param) {
    const { name } = param;
    const type =
      isArray(param) && param.kind.direction === 'in'
        ? `const ${param.kind.element} *`
        : handlerType(param).replace(/^(?!const )/, 'const ');
    const inout = isArray(param) && param.kind.direction === 'inout';
    this.lines.push(`${declare(type, inout ? `${name}_in` : name)} = vmgl_input(reader, cmd->${name}_bytes, &intact);`);
  }

  check(param: Param) {
    const { lines } = this;
    const { name } = param;
    if (isImage(param)) {
      lines.push(`const uint64_t ${name}_expected = vmgl_size_image(${this.imageArguments(param)});`);
      // Without a size nothing travels, and the driver raises the error that the application would have seen.
      lines.push(`if (cmd->${name}_bytes != VMGL_NULL_ARRAY && cmd->${name}_bytes != ${name}_expected)`, [
        `return vmgl_bad_array(ctx, "${name}", cmd->${name}_bytes, ${name}_expected);`,
      ]);
    } else if (isArray(param)) {
      const { kind } = param;
      if (kind.size === 'text') {
        lines.push(`if (!vmgl_text_fits(ctx, "${name}", ${name}, cmd->${name}_bytes, ${kind.nullable}))`, [
          'return false;',
        ]);
      } else if (kind.direction === 'out') {
        lines.push(`const uint64_t ${name}_expected = ${this.expected(param)};`);
        lines.push(`if (!vmgl_array_fits(ctx, "${name}", cmd->${name}_bytes, ${name}_expected, true))`, [
          'return false;',
        ]);
      } else {
        lines.push(
          `if (!vmgl_array_fits(ctx, "${name}", cmd->${name}_bytes, ${this.expected(param)}, ${kind.nullable}))`,
          ['return false;'],
        );
      }
    }
  }

  demandDriver() {
    const { message, lines } = this;
    if (message.hostCustom) return;
    lines.push(`if (!ctx->gl->${member(message.command!)})`, [
      `return vmgl_invalid_operation(ctx, ${opcode(message)}, ${message.sync});`,
    ]);
  }

  /** A pointer is an offset exactly when a buffer is bound: the renderer's own view decides. */
  demandBuffer({ kind }: Param) {
    const { message, lines } = this;
    const target =
      kind.kind === 'offset' ? kind.target : kind.kind === 'array' || kind.kind === 'image' ? kind.buffer : undefined;
    if (!target) return;
    const pixel = pixelTargets[target];
    if (kind.kind === 'offset' && pixel)
      lines.push(`if (!${pixel.offset})`, [`return vmgl_refuse(ctx, ${opcode(message)}, ${message.sync});`]);
    else if (!pixel)
      lines.push(`if (${kind.kind === 'offset' ? '!' : ''}vmgl_host_buffer_bound(ctx, ${target}))`, [
        `return vmgl_invalid_operation(ctx, ${opcode(message)}, ${message.sync});`,
      ]);
  }

  prepare(param: Param) {
    const { lines, message } = this;
    const { name } = param;
    if (isImage(param)) {
      const { direction, nullable } = param.kind;
      if (direction === 'pack')
        lines.push(
          `${declare(param.type, name)} = NULL;`,
          `if (cmd->${name}_bytes != VMGL_NULL_ARRAY) {`,
          [`${name} = vmgl_output(ctx, ${name}_expected, 8);`, `if (!${name})`, ['return false;']],
          '}',
        );
      if (!message.hostCustom && !nullable)
        lines.push(`if (!${name} && vmgl_image_needed(${this.imageArguments(param)}))`, [
          `return vmgl_invalid_operation(ctx, ${opcode(message)}, ${message.sync});`,
        ]);
      return;
    }
    if (!isArray(param)) return;
    const { kind } = param;
    const room = kind.pname
      ? `${kind.direction === 'out' ? 'VMGL_PNAME_OUTPUT_ROOM' : 'VMGL_PNAME_ROOM'} * ${kind.scalar.bytes}`
      : kind.size !== 'text' && kind.size.kind === 'number'
        ? '8'
        : '64';
    if (kind.direction === 'out') {
      // Outputs that others are measured by are always written.
      const measures = message.params.some(
        (other) => isArray(other) && other.kind.written && sizeUses(other.kind.written).derefs.includes(name),
      );
      if (kind.nullable && !measures)
        lines.push(
          `${declare(param.type, name)} = cmd->${name}_bytes == VMGL_NULL_ARRAY ? NULL : vmgl_answer(ctx, ${name}_expected, ${room});`,
          `if (!${name} && cmd->${name}_bytes != VMGL_NULL_ARRAY)`,
          ['return false;'],
        );
      else
        lines.push(`${declare(param.type, name)} = vmgl_answer(ctx, ${name}_expected, ${room});`, `if (!${name})`, [
          'return false;',
        ]);
    } else if (kind.direction === 'inout') {
      lines.push(
        `${declare(param.type, name)} = vmgl_input_copied(ctx, ${name}_in, ${name}_in ? cmd->${name}_bytes : 0);`,
        `if (!${name})`,
        ['return false;'],
      );
    } else if (kind.pname) {
      lines.push(
        `if (${name}) {`,
        [`${name} = vmgl_input_padded(ctx, ${name}, cmd->${name}_bytes, ${room});`, `if (!${name})`, ['return false;']],
        '}',
      );
    }
    if (countedText(kind)) {
      const copy: Lines = [
        `${name} = vmgl_input_terminated(ctx, ${name}, ${name} ? cmd->${name}_bytes : 0);`,
        `if (!${name})`,
        ['return false;'],
      ];
      lines.push(...(kind.nullable ? [`if (${name}) {`, copy, '}'] : copy));
    }
    if (kind.direction !== 'out' && kind.class && !keepsName(message, param) && kind.scalar.bytes === 4)
      lines.push(
        `if (${name}) {`,
        [
          `${name} = vmgl_names_translate(ctx, ${classConstant(kind.class)}, (GLsizei)(cmd->${name}_bytes / 4), ${name});`,
          `if (!${name})`,
          ['return false;'],
        ],
        '}',
      );
  }

  argument(param: Param): string[] {
    const { message } = this;
    const { kind, name } = param;
    if (message.hostCustom) {
      if (kind.kind === 'blob') return [];
      if (kind.kind === 'image')
        return [
          name,
          kind.direction === 'pack' ? `${name} ? (size_t)${name}_expected : 0` : `${name} ? cmd->${name}_bytes : 0`,
        ];
      if (kind.kind === 'array')
        return [
          name,
          kind.direction === 'out'
            ? `(size_t)${name}_expected`
            : `${name}${kind.direction === 'inout' ? '_in' : ''} ? cmd->${name}_bytes : 0`,
        ];
      return [scalarValue(message, param)];
    }
    if (kind.kind === 'offset') return [`(${param.type})(uintptr_t)cmd->${name}`];
    if (kind.kind === 'array' && message.names?.action === 'delete' && message.names.param === name)
      return [
        `${name} ? vmgl_names_translate(ctx, ${classConstant(kind.class!)}, (GLsizei)(cmd->${name}_bytes / 4), ${name}) : NULL`,
      ];
    if (kind.kind === 'array' && kind.direction === 'in' && !param.type.startsWith('const '))
      return [`(${param.type})(uintptr_t)${name}`];
    if (kind.kind === 'array' || kind.kind === 'image') return [name];
    return [scalarValue(message, param)];
  }

  call(replace: Record<string, string> = {}): string {
    const { message } = this;
    const params = message.hostCustom
      ? message.params
      : message.params.filter(({ name }) => message.names?.action !== 'create' || name !== 'result');
    const args = params.flatMap((param) => replace[param.name] ?? this.argument(param));
    return message.hostCustom
      ? `vmgl_host_${message.name}(${['ctx', ...args].join(', ')})`
      : `ctx->gl->${member(message.command!)}(${args.join(', ')})`;
  }

  pixels(step: 'data' | 'done') {
    for (const { kind } of this.message.params) {
      const buffer = kind.kind === 'array' ? kind.buffer : undefined;
      const target =
        kind.kind === 'image'
          ? kind.direction === 'unpack'
            ? 'GL_PIXEL_UNPACK_BUFFER'
            : 'GL_PIXEL_PACK_BUFFER'
          : buffer;
      const pixel = target && pixelTargets[target];
      if (pixel) this.lines.push(step === 'data' ? pixel.data : 'vmgl_pixels_done(ctx);');
    }
  }

  forgetNames() {
    const { message, lines } = this;
    const { names } = message;
    if (names?.action !== 'delete' || message.hostCustom) return;
    if (names.count)
      lines.push(`if (${names.param})`, [
        `vmgl_names_remove(ctx, ${classConstant(names.class)}, (GLsizei)(cmd->${names.param}_bytes / 4), ${names.param});`,
      ]);
    else lines.push(`vmgl_names_remove(ctx, ${classConstant(names.class)}, 1, &cmd->${names.param});`);
  }

  generate() {
    const { message, lines } = this;
    const { names } = message;
    const array = names!.param!;
    lines.push(`const GLsizei ${array}_count = ${array} ? (GLsizei)(cmd->${array}_bytes / 4) : 0;`);
    lines.push(`GLuint *${array}_fresh = vmgl_output(ctx, (uint64_t)${array}_count * 4, 8);`);
    lines.push(`if (!${array}_fresh)`, ['return false;'], `${this.call({ [array]: `${array}_fresh` })};`);
    // Zero when the driver raised an error and made nothing.
    lines.push(`if (${array}_count == 0 || ${array}_fresh[0] == 0)`, ['return true;']);
    lines.push(`return vmgl_names_add(ctx, ${classConstant(names!.class)}, ${array}_count, ${array}, ${array}_fresh);`);
  }

  create() {
    const { message, lines } = this;
    lines.push(`const GLuint result_fresh = ${this.call()};`, 'if (!result_fresh)', ['return true;']);
    lines.push(`return vmgl_names_add(ctx, ${classConstant(message.names!.class)}, 1, &cmd->result, &result_fresh);`);
  }

  callAndReply() {
    const { message, lines } = this;
    const op = opcode(message);
    const blobs = message.params.some(({ kind }) => kind.kind === 'blob');
    // Wire commands may run without a context, and say in what they return whether they worked.
    const brackets = message.variant !== 'wire' && !blobs;
    if (blobs) lines.push(`vmgl_reply_begin(ctx, ${op}, false);`);
    if (brackets) lines.push('vmgl_error_begin(ctx);');
    this.pixels('data');
    lines.push(
      hasReturn(message) ? `const ${declare(message.returns, 'returned')} = ${this.call()};` : `${this.call()};`,
    );
    if (brackets) lines.push('const bool failed = !vmgl_error_end(ctx);');
    this.pixels('done');
    if (message.hostCustom) lines.push('if (ctx->fatal)', ['return false;']);
    this.forgetNames();
    const value: Lines = hasReturn(message)
      ? [
          isFloat(message.returns)
            ? 'vmgl_reply_value(ctx, vmgl_reply_double(returned));'
            : 'vmgl_reply_value(ctx, (uint64_t)returned);',
        ]
      : [];
    const outputs = message.params
      .filter(({ kind }) => isOutput(kind) && kind.kind !== 'blob')
      .flatMap((param) => this.reply(param));
    if (blobs) lines.push(...outputs, ...value);
    else {
      // What a driver returns with an error is part of its answer: glGetUniformLocation's -1.
      lines.push(`vmgl_reply_begin(ctx, ${op}, ${brackets ? 'failed' : 'false'});`, ...value);
      if (brackets && outputs.length)
        lines.push(...(outputs.length > 1 ? ['if (!failed) {', outputs, '}'] : ['if (!failed)', outputs]));
      else lines.push(...outputs);
    }
    lines.push('vmgl_reply_end(ctx);', 'return true;');
  }

  reply(param: Param): Lines {
    const { name } = param;
    const present = `cmd->${name}_bytes != VMGL_NULL_ARRAY`;
    if (isImage(param)) return [`vmgl_reply_array(ctx, ${name}, ${name} ? ${name}_expected : 0);`];
    if (!isArray(param)) return [];
    const { kind } = param;
    const lines: Lines = [];
    const { element } = kind;
    const whole =
      kind.direction === 'inout' ? `(${name}_in ? cmd->${name}_bytes : 0)` : `(${present} ? ${name}_expected : 0)`;
    const text = kind.direction === 'out' && /^GLchar(ARB)?$/.test(element);
    lines.push(`uint64_t ${name}_written = ${whole};`);
    if (text) lines.push(`${name}_written = vmgl_written_text(${name}, ${name}_written);`);
    if (kind.written) {
      const limit = `vmgl_size_bytes(${this.size(kind.written)}, ${kind.scalar.bytes})`;
      lines.push(`${name}_written = vmgl_least(${name}_written, ${limit});`);
    }
    const count = `${name}_written / ${kind.scalar.bytes}`;
    if (kind.class && kind.scalar.bytes === 4)
      lines.push(`for (uint64_t i = 0; i < ${count}; i++)`, [
        `${name}[i] = (${element})vmgl_name_reverse(ctx, ${classConstant(kind.class)}, (GLuint)${name}[i]);`,
      ]);
    else if (kind.pname && kind.direction === 'out' && element !== 'void') {
      lines.push(
        `const int ${name}_class = vmgl_pname_class(cmd->${kind.pname});`,
        `for (uint64_t i = 0; ${name}_class >= 0 && i < ${count}; i++)`,
        [`${name}[i] = (${element})vmgl_name_reverse(ctx, (enum vmgl_class)${name}_class, (GLuint)${name}[i]);`],
      );
    }
    lines.push(`vmgl_reply_array(ctx, ${name}, ${name}_written);`);
    return lines;
  }
}

export const decoder = (message: Message): string => new Decoder(message).build();

export function emitDecodeHeader(): string {
  return guard(
    'gen/host/decode.h',
    `#include "gen/opcodes.h"
#include "host/context.h"

/* Decodes and executes the command that the reader is at; its header is part of its struct. False when the session
 * ends. A reply with blobs holds these first, then the other outputs, then the return value. */
typedef bool (*vmgl_decode_fn)(struct vmgl_host_context *ctx, struct vmgl_reader *reader);

/* NULL for opcodes without a command. */
extern const vmgl_decode_fn vmgl_decode_table[VMGL_OP_COUNT];

/* How much of the command comes before an array that the guest may change while it is decoded; 0 where none may be. */
unsigned vmgl_decode_in_place(unsigned opcode);

/* Where a command may come from; decoders check it themselves as well. */
enum vmgl_decode_scope {
	VMGL_SCOPE_NONE,
	VMGL_SCOPE_SESSION,
	VMGL_SCOPE_CONTEXT,
	VMGL_SCOPE_ANY
};
extern const uint8_t vmgl_decode_scopes[VMGL_OP_COUNT];
`,
  );
}

export function emitDecoders({ messages }: Model, parts: number): string[] {
  return chunks(messages, parts).map(
    (part) => `${banner}
#include "gen/host/decoders.h"

#include "gen/commands.h"
#include "gen/host/handlers.h"
#include "host/decode_support.h"

${part.map(decoder).join('\n')}`,
  );
}

export function emitDecoderPrototypes({ messages }: Model): string {
  return guard(
    'gen/host/decoders.h',
    `#include "gen/host/decode.h"

${messages.map((message) => `${decoderPrototype(message)};`).join('\n')}
`,
  );
}

/** Commands whose only array, the last one, may stay in shared memory. */
function decodedInPlace(messages: readonly Message[]): Message[] {
  return messages.filter((message) => {
    const inputs = message.params.filter(({ kind }) => isInput(kind));
    const marked = inputs.some(({ kind }) => kind.kind === 'array' && kind.inPlace);
    if (marked && (inputs.length > 1 || message.hostCustom))
      throw new Error(`Assertion failed: ${message.name} has more than one array, or a handler that may look at it`);
    return marked;
  });
}

export function emitDecodeTable({ messages }: Model): string {
  return `${banner}
#include "gen/host/decoders.h"

#include "gen/commands.h"

const vmgl_decode_fn vmgl_decode_table[VMGL_OP_COUNT] = {
${messages.map((message) => `\t[${opcode(message)}] = vmgl_dec_${message.name},`).join('\n')}
};

unsigned vmgl_decode_in_place(unsigned opcode) {
	switch (opcode) {
${decodedInPlace(messages)
  .map((message) => `\tcase ${opcode(message)}:\n\t\treturn sizeof(${struct(message)});`)
  .join('\n')}
	default:
		return 0;
	}
}

const uint8_t vmgl_decode_scopes[VMGL_OP_COUNT] = {
${messages.map((message) => `\t[${opcode(message)}] = VMGL_SCOPE_${message.scope.toUpperCase()},`).join('\n')}
};
`;
}
