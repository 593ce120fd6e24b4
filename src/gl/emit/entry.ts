/** gen/guest/entry_<n>.c: the exported GL functions. */
import { type Command, classConstant, hasReturn, type Model } from '../model/model.ts';
import { sizeToC } from '../model/size.ts';
import type { RegistryCommand } from '../registry/registry.ts';
import { banner, chunks, declare, type Lines, layout, parameters } from './c.ts';
import { encodeBody } from './encode.ts';

export const isExported = (command: Command): boolean => command.flavour !== 'unsupported';

const signature = (command: RegistryCommand, name = command.name) =>
  `${declare(command.returns, name)}(${parameters(command.params)})`;
const exported = (command: RegistryCommand) => `VMGL_EXPORT ${signature(command)}`;
const call = (name: string, args: string[], returns: string) =>
  `${returns === 'void' ? '' : 'return '}${name}(${args.join(', ')});`;

/** With GL_DEBUG_OUTPUT_SYNCHRONOUS the messages of a call arrive before it returns. */
const settle = 'vmgl_settle(ctx);';

/** What the guest remembers of the state that the command changes. */
function changed({ changes, name, registry }: Command): Lines {
  const { states, follows, expires } = changes;
  const mask = states.map((state) => `VMGL_REMEMBERS(${state})`).join(' | ');
  const call = follows
    ? `vmgl_follow_${name}(${['ctx', ...registry.params.map((param) => param.name)].join(', ')});`
    : `vmgl_remembered_forget(ctx, ${mask});`;
  return [
    ...(states.length
      ? [`if (__builtin_expect(ctx->remembers & ${states.length > 1 ? `(${mask})` : mask}, 0))`, [call]]
      : []),
    ...(expires ? ['vmgl_remembered_expire(ctx);'] : []),
  ];
}

function body(command: Command): Lines {
  const { registry, names, returns } = command;
  const nothing = returns === 'void' ? 'return;' : 'return 0;';
  const args = registry.params.map(({ name }) => name);
  if (command.flavour === 'local' || command.flavour === 'custom') {
    const guest = `vmgl_guest_${command.name}(${['ctx', ...args].join(', ')});`;
    return [
      'struct vmgl_context *ctx = vmgl_current;',
      'if (ctx->none)',
      [nothing],
      returns === 'void' ? guest : `${declare(returns, 'returned')} = ${guest}`,
      ...changed(command),
      settle,
      ...(returns === 'void' ? [] : ['return returned;']),
    ];
  }

  const data = command.messages.find(({ variant }) => variant === 'data')!;
  const offset = command.messages.find(({ variant }) => variant === 'offset');
  const lines: Lines = ['struct vmgl_context *ctx = vmgl_current;'];
  if (offset) {
    const buffered = command.params.flatMap(({ name, kind }) =>
      (kind.kind === 'array' || kind.kind === 'image') && kind.buffer ? [{ name, target: kind.buffer }] : [],
    );
    const values = args.map((name) => (buffered.some((param) => param.name === name) ? `(uintptr_t)${name}` : name));
    const send = `vmgl_enc_${offset.name}(${['ctx', ...values].join(', ')});`;
    const test = `if (vmgl_buffer_bound(ctx, ${buffered[0]!.target})) {`;
    lines.push(test, hasReturn(offset) ? [`return ${send}`] : [send, settle, 'return;'], '}');
  }
  if (names?.action === 'gen' || names?.action === 'create') {
    lines.push('if (ctx->none)', [nothing]);
    if (names.action === 'create')
      lines.push('GLuint result = 0;', `vmgl_names_take(ctx, ${classConstant(names.class)}, 1, &result);`);
    else
      lines.push(`if (${names.param})`, [
        `vmgl_names_take(ctx, ${classConstant(names.class)}, (GLsizei)${sizeToC(
          names.count!,
          (name) => name,
          () => '0',
        )}, ${names.param});`,
      ]);
  }
  lines.push(
    ...encodeBody(data, {
      stream: '&ctx->stream',
      context: true,
      fail: nothing,
      result: hasReturn(data) ? 'value' : 'none',
    }),
  );
  // Those that wait have met their messages.
  lines.push(...changed(command));
  if (!data.sync) lines.push(settle);
  if (names?.action === 'create')
    lines.push(names.class === 'sync' ? 'return (GLsync)(uintptr_t)result;' : 'return result;');
  return lines;
}

/** A command and those that only take its arguments from an array, in one piece so that the compiler sees both. */
function entry(command: Command, vectors: Command[]): string {
  const { registry } = command;
  const args = registry.params.map(({ name }) => name);
  const parts: string[] = [];
  if (vectors.length) {
    const helper = `send_${command.name}`;
    parts.push(layout([`static inline ${signature(registry, helper)} {`, body(command), '}']));
    parts.push(layout([`${exported(registry)} {`, [`${helper}(${args.join(', ')});`], '}']));
    for (const vector of vectors) {
      const array = vector.registry.params.at(-1)!.name;
      const leading = vector.params.length - 1;
      const values = args.map((_, index) =>
        index < leading ? vector.registry.params[index]!.name : `${array}[${index - leading}]`,
      );
      parts.push(
        layout([`${exported(vector.registry)} {`, [`if (${array})`, [`${helper}(${values.join(', ')});`]], '}']),
        ...aliases(vector),
      );
    }
  } else parts.push(layout([`${exported(registry)} {`, body(command), '}']));
  return [...parts, ...aliases(command)].join('\n');
}

function aliases({ registry, aliases: list }: Command): string[] {
  const types = (command: RegistryCommand) => [command.returns, ...command.params.map(({ type }) => type)].join();
  return list.map((alias) =>
    types(alias) === types(registry)
      ? `VMGL_EXPORT __attribute__((alias("${registry.name}"))) ${signature(alias)};\n`
      : layout([
          `${exported(alias)} {`,
          [
            call(
              registry.name,
              alias.params.map(({ name, type }, index) => {
                const wanted = registry.params[index]!.type;
                return wanted === type ? name : `(${wanted})${name}`;
              }),
              alias.returns,
            ),
          ],
          '}',
        ]),
  );
}

export function emitEntries({ commands }: Model, parts: number): string[] {
  const vectors = Map.groupBy(
    commands.filter(({ spreads }) => spreads),
    ({ spreads }) => spreads!,
  );
  const entries = commands.filter((command) => isExported(command) && !command.spreads);
  return chunks(entries, parts).map(
    (part) => `${banner}
#include "gen/guest/encode.h"

#include "gen/commands.h"
#include "gen/guest/handlers.h"
#include "gen/opcodes.h"
#include "gen/pnames.h"
#include "guest/gl/remembered.h"

#define VMGL_EXPORT __attribute__((visibility("default")))

${part.map((command) => entry(command, vectors.get(command) ?? [])).join('\n')}`,
  );
}
