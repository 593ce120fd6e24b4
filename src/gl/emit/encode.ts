/**
 * The sending half of a message: checks, struct, arrays, and the reply. Used by the entry points, which encode in
 * place, and by gen/guest/encode_<n>.c, whose functions families call.
 */
import {
  type ArrayKind,
  classConstant,
  countedText,
  hasReturn,
  type ImageKind,
  isOutput,
  isShared,
  type Message,
  type Model,
  type Param,
} from '../model/model.ts';
import { type Size, sizeToC } from '../model/size.ts';
import {
  banner,
  chunks,
  declare,
  guard,
  handlerType,
  isFloat,
  type Lines,
  layout,
  opcode,
  parameters,
  struct,
} from './c.ts';

type ArrayParam = Param & { kind: ArrayKind };

const arrays = (message: Message) => message.params.filter((param): param is ArrayParam => param.kind.kind === 'array');

const derefAs = (message: Message, name: string): string => {
  const kind = message.params.find((param) => param.name === name)?.kind;
  if (kind?.kind !== 'array') throw new Error(`Assertion failed: deref(${name}) of ${message.name} is not an array`);
  return `(${name} ? (int64_t)*${name} : 0)`;
};

const sizeText = (message: Message, size: Size) =>
  sizeToC(
    size,
    (name) => name,
    (name) => derefAs(message, name),
  );

/** `16`, or a call that computes it. */
function arrayBytes(message: Message, param: ArrayParam): string {
  const { name, kind } = param;
  if (kind.size === 'text') return `strlen(${name}) + 1`;
  if (kind.size.kind === 'number') return String(Math.max(0, kind.size.value) * kind.scalar.bytes);
  return `vmgl_size_bytes(${sizeText(message, kind.size)}, ${kind.scalar.bytes})`;
}

/** Constant-sized arrays that cannot be NULL need no variable. */
const constantBytes = (param: ArrayParam): number | undefined =>
  param.kind.size !== 'text' && param.kind.size.kind === 'number'
    ? Math.max(0, param.kind.size.value) * param.kind.scalar.bytes
    : undefined;

const imageName = (param: Param) => `${param.name}_image`;

function declareImage(message: Message, param: Param & { kind: ImageKind }): string {
  const { kind } = param;
  const value = (size: Size) => sizeText(message, size);
  const fields = [
    `.width = ${value(kind.width)}`,
    `.height = ${value(kind.height)}`,
    `.depth = ${value(kind.depth)}`,
    `.format = ${kind.format}`,
    `.type = ${kind.type}`,
    `.dimensions = ${kind.dimensions}`,
    ...(kind.target ? [`.target = ${kind.target}`] : []),
  ];
  return `const struct vmgl_image ${imageName(param)} = {${fields.join(', ')}};`;
}

export interface Spelling {
  /** C expression of the stream. */
  stream: string;
  /** Whether there is a `ctx`. */
  context: boolean;
  /** How the function ends early: `return;`, `return 0;` */
  fail: string;
  /** `value` returns the message's value, `success` whether it was answered, `none` nothing. */
  result: 'value' | 'success' | 'none';
}

/** An output whose room the application states as a parameter of its own: programs pass INT_MAX for "no limit". */
const roomNames = ['bufSize', 'maxLength', 'maxCount', 'count'];

function limitOutputs(message: Message): Lines {
  return arrays(message).flatMap(({ kind }): Lines => {
    if (kind.direction !== 'out' || kind.size === 'text' || kind.size.kind !== 'param') return [];
    const { name } = kind.size;
    if (!roomNames.includes(name)) return [];
    return [`if (${name} > VMGL_OUTPUT_LIMIT)`, [`${name} = VMGL_OUTPUT_LIMIT;`]];
  });
}

function limitUniforms(message: Message): Lines {
  const program = message.params.some(({ name }) => name === 'program') ? 'program' : '0';
  return arrays(message).flatMap((param): Lines => {
    if (!param.kind.uniform) return [];
    const doubtful = `${arrayBytes(message, param)} > VMGL_UNIFORM_DOUBT`;
    const ask = `${param.name} = vmgl_uniform_values(ctx, ${program}, location, ${param.name}, &count);`;
    return [`if (__builtin_expect(${doubtful}, 0))`, [ask]];
  });
}

function countText(message: Message): Lines {
  return message.params.flatMap(({ kind, name }): Lines => {
    const length = countedText(kind);
    const signed = message.params.find((param) => param.name === length)?.kind;
    if (!length || signed?.kind !== 'scalar' || !signed.scalar.signed) return [];
    return [`if (${length} < 0 && ${name})`, [`${length} = (GLsizei)strlen(${name});`]];
  });
}

export function encodeBody(message: Message, spelling: Spelling): Lines {
  const { context, stream, fail } = spelling;
  const ctx = context ? 'ctx' : 'NULL';
  const lines: Lines = [];
  const { names } = message;

  lines.push(...limitOutputs(message), ...limitUniforms(message), ...countText(message));
  const inputs: string[] = [];
  for (const param of message.params) {
    const { kind, name } = param;
    if (kind.kind === 'image') {
      lines.push(declareImage(message, param as Param & { kind: ImageKind }));
      lines.push(`const uint32_t ${name}_bytes = vmgl_image_bytes(ctx, &${imageName(param)}, ${name});`);
      if (kind.direction === 'unpack')
        inputs.push(`(${name}_bytes == VMGL_NULL_ARRAY ? 0 : VMGL_PAD8((uint64_t)${name}_bytes))`);
    } else if (kind.kind === 'array') {
      const array = param as ArrayParam;
      const bytes = arrayBytes(message, array);
      const constant = constantBytes(array);
      if (kind.direction === 'out') {
        if (constant === undefined) {
          lines.push(`const uint64_t ${name}_bytes = ${bytes};`);
          lines.push(`if (!vmgl_array_ok(${ctx}, "", ${name}_bytes))`, [fail]);
        }
      } else if (kind.size === 'text') {
        if (!kind.nullable) lines.push(`if (!${name})`, [fail]);
        lines.push(`const uint64_t ${name}_bytes = ${kind.nullable ? `${name} ? ${bytes} : 0` : bytes};`);
        lines.push(`if (!vmgl_array_ok(${ctx}, "", ${name}_bytes))`, [fail]);
        inputs.push(`VMGL_PAD8(${name}_bytes)`);
      } else if (constant !== undefined && !kind.nullable) {
        if (constant) lines.push(`if (!${name})`, [fail]);
        inputs.push(String((constant + 7) & ~7));
      } else {
        lines.push(`const uint64_t ${name}_bytes = ${kind.nullable ? `${name} ? ${bytes} : 0` : bytes};`);
        lines.push(`if (!vmgl_array_ok(${ctx}, ${name}, ${name}_bytes))`, [fail]);
        inputs.push(`VMGL_PAD8(${name}_bytes)`);
      }
    }
  }

  if (context) {
    const usesShared = message.params.some(
      ({ kind }) =>
        (kind.kind === 'name' && isShared(kind.class)) ||
        kind.kind === 'sync' ||
        (kind.kind === 'array' && kind.class && isShared(kind.class)),
    );
    // An offset form reads its data from a buffer.
    if (message.executes || message.variant === 'offset') lines.push('vmgl_maps_commit(ctx);');
    if (message.executes || usesShared) lines.push('vmgl_order(ctx);');
    for (const { kind } of message.params)
      if (kind.kind === 'offset' && /^GL_PIXEL_(UN)?PACK_BUFFER$/.test(kind.target))
        lines.push(`vmgl_pixel_store_send(ctx, ${kind.target === 'GL_PIXEL_PACK_BUFFER'});`);
    if (names?.action === 'bind') lines.push(`vmgl_names_bound(ctx, ${classConstant(names.class)}, ${names.param});`);
  }

  const stored = storedFields(message);
  const size = stored.length ? 'sizeof *cmd' : `sizeof(${struct(message)})`;
  const start = inputs.length
    ? `vmgl_stream_begin(${stream}, ${opcode(message)}, ${size}, ${[size, ...inputs].join(' + ')})`
    : `vmgl_stream_command(${stream}, ${opcode(message)}, ${size})`;
  lines.push(stored.length ? `${struct(message)} *cmd = ${start};` : `${start};`);
  for (const [field, value] of stored) lines.push(`cmd->${field} = ${value};`);
  for (const param of message.params) lines.push(...sendArray(param, stream));

  if (names?.action === 'delete' && context) {
    const pointer = names.count
      ? names.param!
      : names.class === 'sync'
        ? `&(GLuint){(GLuint)(uintptr_t)${names.param}}`
        : `&${names.param}`;
    const count = names.count ? sizeText(message, names.count) : '1';
    lines.push(
      `vmgl_names_release(ctx, ${classConstant(names.class)}, (GLsizei)${count === '1' ? '1' : `(${count})`}, ${pointer});`,
    );
  }
  if (names && names.action !== 'bind' && context && isShared(names.class)) lines.push('vmgl_order_publish(ctx);');
  // Drivers make objects at once: programs show them to other threads without a flush.
  if (message.command?.givesStorage) lines.push('vmgl_order_publish_storage(ctx);');
  if (message.sync) lines.push(...receive(message, spelling));
  return lines;
}

function storedFields(message: Message): [string, string][] {
  return message.params.flatMap((param): [string, string][] => {
    const { kind, name } = param;
    switch (kind.kind) {
      case 'sync':
        return [[name, `(uint32_t)(uintptr_t)${name}`]];
      case 'offset':
        return [[name, name]];
      case 'image':
        return [[`${name}_bytes`, `${name}_bytes`]];
      case 'array': {
        const constant = constantBytes(param as ArrayParam);
        const bytes =
          constant !== undefined && (!kind.nullable || kind.direction === 'out')
            ? String(constant)
            : `(uint32_t)${name}_bytes`;
        return [
          [`${name}_bytes`, kind.nullable || kind.direction === 'out' ? `${name} ? ${bytes} : VMGL_NULL_ARRAY` : bytes],
        ];
      }
      case 'blob':
        return [];
      default:
        return [[name, name]];
    }
  });
}

function sendArray(param: Param, stream: string): Lines {
  const { kind, name } = param;
  if (kind.kind === 'image' && kind.direction === 'unpack')
    return [
      `if (${name}_bytes != VMGL_NULL_ARRAY)`,
      [`vmgl_image_send(ctx, &${imageName(param)}, ${name}, ${name}_bytes);`],
    ];
  if (kind.kind !== 'array' || kind.direction === 'out') return [];
  const constant = kind.nullable ? undefined : constantBytes(param as ArrayParam);
  const bytes = constant ?? `(size_t)${name}_bytes`;
  return [`${kind.scalar.pointerSized ? 'vmgl_stream_pointers' : 'vmgl_stream_array'}(${stream}, ${name}, ${bytes});`];
}

function receive(message: Message, spelling: Spelling): Lines {
  const { returns } = message;
  const blobs = message.params.filter(({ kind }) => kind.kind === 'blob');
  const value: Lines = hasReturn(message)
    ? [
        isFloat(returns)
          ? `returned = (${returns})vmgl_answer_double(&answer);`
          : `returned = (${returns})vmgl_answer_value(&answer);`,
      ]
    : [];
  const outputs: Lines = message.params
    .filter(({ kind }) => isOutput(kind) && kind.kind !== 'blob')
    .flatMap((param): Lines => {
      const { kind, name } = param;
      if (kind.kind === 'image')
        return [
          `const struct vmgl_blob ${name}_tight = vmgl_answer_blob(&answer);`,
          `if (${name}_tight.bytes)`,
          [`vmgl_image_receive(ctx, &${imageName(param)}, ${name}_tight.data, ${name}_tight.bytes, ${name});`],
        ];
      return [`vmgl_answer_copy(&answer, ${name}, ${constantBytes(param as ArrayParam) ?? `${name}_bytes`});`];
    });
  const taken: Lines = blobs.map(({ name }) => `*${name} = vmgl_answer_blob(&answer);`);
  const inside = [...(blobs.length ? [...taken, ...outputs, ...value] : [...value, ...outputs])];
  const wait = `vmgl_answer_wait(${spelling.stream}, ${opcode(message)}, &answer)`;
  // Delivering messages would use the stream, and with it end the life of the blobs.
  const done: Lines = spelling.context && !blobs.length ? ['vmgl_answer_done(ctx, &answer);'] : [];
  const clear: Lines = blobs.map(({ name }) => `*${name} = (struct vmgl_blob){0};`);
  const body: Lines =
    inside.length > 1 ? [`if (ANSWERED) {`, inside, '}'] : inside.length ? ['if (ANSWERED)', inside] : [];
  if (spelling.result === 'success') {
    return [
      ...clear,
      'struct vmgl_answer answer;',
      `const bool answered = ${wait};`,
      ...body.map((line) => (typeof line === 'string' ? line.replace('ANSWERED', 'answered') : line)),
      ...done,
      'return answered;',
    ];
  }
  if (hasReturn(message) && !blobs.length) {
    // The value comes with errors too, the outputs do not.
    const guarded: Lines =
      outputs.length > 1 ? ['if (answered) {', outputs, '}'] : outputs.length ? ['if (answered)', outputs] : [];
    return [
      'struct vmgl_answer answer;',
      outputs.length ? `const bool answered = ${wait};` : `${wait};`,
      `${declare(returns, 'returned')} = ${(value[0] as string).replace('returned = ', '')}`,
      ...guarded,
      ...done,
      ...(spelling.result === 'value' ? ['return returned;'] : []),
    ];
  }
  const declared: Lines = hasReturn(message) ? [`${declare(returns, 'returned')} = 0;`] : [];
  return [
    ...clear,
    'struct vmgl_answer answer;',
    ...declared,
    ...(body.length
      ? body.map((line) => (typeof line === 'string' ? line.replace('ANSWERED', wait) : line))
      : [`${wait};`]),
    ...done,
    ...(spelling.result === 'value' && hasReturn(message) ? ['return returned;'] : []),
  ];
}

function encoderReturns(message: Message): string {
  return hasReturn(message) ? message.returns : message.sync ? 'bool' : 'void';
}

const takesStream = (message: Message) => message.scope !== 'context';

function encoderPrototype(message: Message): string {
  const first = takesStream(message) ? 'struct vmgl_stream *stream' : 'struct vmgl_context *ctx';
  const params = message.params.map((param) => ({
    name: param.name,
    type: param.kind.kind === 'blob' ? 'struct vmgl_blob *' : handlerType(param),
  }));
  return `${declare(encoderReturns(message), `vmgl_enc_${message.name}`)}(${parameters(params, first)})`;
}

export function encoder(message: Message): string {
  const returns = encoderReturns(message);
  const body = encodeBody(message, {
    stream: takesStream(message) ? 'stream' : '&ctx->stream',
    context: !takesStream(message),
    fail: returns === 'void' ? 'return;' : returns === 'bool' && !hasReturn(message) ? 'return false;' : 'return 0;',
    result: hasReturn(message) ? 'value' : message.sync ? 'success' : 'none',
  });
  return layout([`${encoderPrototype(message)} {`, body, '}']);
}

/** Messages whose encoder is a function: what families call, and the rarer offset forms. */
const hasEncoder = (message: Message): boolean => message.variant !== 'data' || message.command?.flavour === 'custom';

export function emitEncodeHeader({ messages }: Model): string {
  return guard(
    'gen/guest/encode.h',
    `#include "guest/encode_support.h"

/* Encoders of custom and wire commands, and of the form of a command whose pointer is an offset into a buffer.
 * Those that wait return what the driver returned, false where it returns nothing and raised an error, and 0 or
 * false when the stream is lost; outputs are left alone after an error. An encoder of a creating or generating command gets names that were taken before; one
 * of a deleting command releases them. vmgl_order() and vmgl_maps_commit() are called where they are due. */
${messages
  .filter(hasEncoder)
  .map((message) => `${encoderPrototype(message)};`)
  .join('\n')}
`,
  );
}

export function emitEncoders({ messages }: Model, parts: number): string[] {
  return chunks(messages.filter(hasEncoder), parts).map(
    (part) => `${banner}
#include "gen/guest/encode.h"

#include "gen/commands.h"
#include "gen/opcodes.h"
#include "gen/pnames.h"

${part.map(encoder).join('\n')}`,
  );
}
