/**
 * gen/tests/random_calls.c: for every command one function that calls it with random arguments, for tests/random. What
 * needs more than its arguments to be a defined call (draws, vertex arrays, lists) is written by hand there.
 */
import type { Command, Kind, Model, Param } from '../model/model.ts';
import { sizeUses } from '../model/size.ts';
import { banner, isFloat, type Lines, layout } from './c.ts';

interface Group {
  /** Of versions of OpenGL, then of extensions; a value only once. */
  core: string[];
  others: string[];
}

/** Blending with the second colour of a fragment: what draws is undefined where no program gives one. */
const secondColours = new Set(['GL_SRC1_COLOR', 'GL_SRC1_ALPHA', 'GL_ONE_MINUS_SRC1_COLOR', 'GL_ONE_MINUS_SRC1_ALPHA']);

/** What a command can be called with blindly. */
function callable({ params, returns, flavour, executes, trusted }: Command): boolean {
  return (
    flavour !== 'unsupported' &&
    !executes &&
    !trusted &&
    !returns.endsWith('*') &&
    returns !== 'GLsync' &&
    params.every(({ kind }) => !['sync', 'offset', 'blob', 'stuck'].includes(kind.kind))
  );
}

function groupsOf({ registry }: Model): Map<string, Group> {
  const core = new Set(
    registry.features.filter(({ api }) => api === 'gl').flatMap(({ changes }) => changes.flatMap(({ enums }) => enums)),
  );
  const extended = new Set(
    registry.extensions
      .filter(({ apis }) => apis.includes('gl'))
      .flatMap(({ changes }) => changes.flatMap(({ enums }) => enums)),
  );
  const groups = new Map<string, { core: Map<number, string>; others: Map<number, string> }>();
  for (const { name, value, groups: names } of registry.enums)
    for (const group of secondColours.has(name) ? [] : names) {
      const found = groups.get(group) ?? { core: new Map(), others: new Map() };
      groups.set(group, found);
      if (core.has(name)) found.core.set(Number(value), value);
      else if (extended.has(name)) found.others.set(Number(value), value);
    }
  return new Map(
    [...groups].map(([name, { core, others }]): [string, Group] => [
      name,
      { core: [...core.values()], others: [...others].flatMap(([key, value]) => (core.has(key) ? [] : [value])) },
    ]),
  );
}

/** Mesa (22.3) writes a byte of the name in these where there is no room for one. */
const needsRoom = /^glGetActive(Uniform|UniformName|Attrib)(ARB)?$/;

/** Mesa (22.3) crashes where the count of these is negative. */
const needsCount = /^glBindImageTextures$/;

const scalarCalls: [RegExp, string][] = [
  [/^(width|height|depth|w|h|xsize|ysize)$/, 'draw_extent()'],
  [/^(level|levels|numlevels|base|max)$/i, 'draw_int(0, 3)'],
  [/^border$/, '(one_in(30) ? 1 : 0)'],
  [/buf_?size|maxcount|maxlength|length|datasize|imagesize/i, 'draw_room()'],
  [/samples/, 'draw_int(0, 4)'],
  [
    /^(count|n|size|number|nbuffers|groupsSize|counterSize|num\w*|\w*order|\w*Count)$/,
    'draw_int(one_in(20) ? -1 : 0, 4)',
  ],
  [/^mapsize$/, 'draw_int(-1, 300)'],
  [/^(name|string)?len$/, 'draw_int(0, 4)'],
  [/stride/, '(4 * draw_int(0, 16))'],
  [/location/, 'draw_int(-1, 6)'],
];

/** A C expression for a value of the parameter of the command. */
function value(command: string, param: Param, group: string | undefined, groups: Map<string, Group>): string {
  const { kind, name, type } = param;
  if (kind.kind === 'name') return `(${type})draw_name(${classConstant(kind)})`;
  if (type === 'GLenum' && (group === 'TextureUnit' || name === 'texunit')) return 'draw_unit_enum()';
  if (group === 'ProgramTarget') return 'draw_program_target()';
  if (/^GL(enum|int)$/.test(type) && group !== undefined && groups.has(group))
    return `(${type})draw_enum(group_${group}, CORE_${group}, COUNT(group_${group}))`;
  if (type === 'GLenum') return 'draw_any_enum()';
  if (type === 'GLbitfield')
    return group !== undefined && groups.has(group) ? `draw_bits(group_${group}, COUNT(group_${group}))` : 'draw()';
  if (type === 'GLboolean') return '(GLboolean)one_in(2)';
  if (isFloat(type)) return `(${type})draw_float()`;
  if (/^GL(intptr|sizeiptr)/.test(type)) return `(${type})draw_offset()`;
  if (/64/.test(type)) return `(${type})draw_int(0, 3)`;
  if (/fixed|clampx/.test(type)) return `(${type})(draw_float() * 65536)`;
  if (type === 'GLuint' && /^num/.test(name)) return 'draw_below(5)';
  if (name === 'bufSize' && needsRoom.test(command)) return `(${type})(1 + draw_room())`;
  if (name === 'count' && needsCount.test(command)) return `(${type})draw_int(0, 4)`;
  const known = scalarCalls.find(([pattern]) => pattern.test(name));
  if (known) return `(${type})${known[1]}`;
  if (type === 'GLuint') return 'draw_index()';
  return /^GL(u?byte|u?short|half)/.test(type) ? `(${type})draw()` : `(${type})draw_number()`;
}

/** Whether the command reads or writes as much memory as the parameter says. */
const measures = (params: Param[], name: string): boolean =>
  params.some(({ kind }) => kind.kind === 'array' && kind.size !== 'text' && sizeUses(kind.size).values.includes(name));

const classConstant = (kind: { class: string }): string => `NAMES_${kind.class.replaceAll('-', '_').toUpperCase()}`;

/** A C expression for what a pointer points at. */
function memory(kind: Kind, type: string, alone: boolean, index: number): string {
  // Several arrays are NULL together, or not at all.
  const maybe = (text: string) =>
    alone && (kind.kind === 'array' || kind.kind === 'image') && kind.nullable ? `one_in(8) ? NULL : ${text}` : text;
  if (kind.kind === 'image') return maybe(kind.direction === 'unpack' ? 'draw_noise()' : `room(${index})`);
  if (kind.kind !== 'array') throw new Error(`Assertion failed: ${kind.kind} is no pointer`);
  if (kind.direction !== 'in') return maybe(`room(${index})`);
  if (kind.class) return maybe(`draw_names(${classConstant({ class: kind.class })})`);
  if (kind.size === 'text' || /char/i.test(kind.element)) return maybe(`(${type})(uintptr_t)draw_text()`);
  if (kind.element === 'GLenum') return maybe('draw_enums()');
  if (/half/.test(kind.element)) return maybe('draw_halves()');
  if (kind.scalar.float && kind.scalar.bytes === 8) return maybe('draw_doubles()');
  if (kind.scalar.float) return maybe('draw_floats()');
  if (kind.scalar.bytes === 8) return maybe('draw_longs()');
  if (kind.scalar.bytes === 4 && kind.element !== 'void') return maybe('draw_integers()');
  return maybe('draw_noise()');
}

const format = (type: string): string => (isFloat(type) ? '%g' : /enum|bitfield/.test(type) ? '0x%llx' : '%lld');
const printed = ({ name, type }: { name: string; type: string }): string =>
  isFloat(type) ? `(double)${name}_` : `(long long)${name}_`;

function maker(command: Command, groups: Map<string, Group>): Lines {
  const { params, returns } = command;
  const body: Lines = [];
  const plain: Param[] = [];
  const outputs: number[] = [];
  const alone = params.filter(({ kind }) => kind.kind === 'array' || kind.kind === 'image').length === 1;
  for (const [index, param] of params.entries()) {
    const { kind, type, name } = param;
    const group = command.registry.params[index]?.group;
    if (kind.kind === 'scalar' || kind.kind === 'name') {
      const drawn = value(command.name, param, group, groups);
      if (/draw(_number|_index)?\(\)$/.test(drawn) && measures(params, name))
        throw new Error(`Assertion failed: ${name} of ${command.name} says how long memory is, and may be anything`);
      body.push(`${type} ${name}_ = ${drawn};`);
      plain.push(param);
    } else {
      body.push(
        `${type}${type.endsWith('*') ? '' : ' '}${name}_ = (${type})(uintptr_t)(${memory(kind, type, alone, index)});`,
      );
      if (kind.kind === 'array' ? kind.direction !== 'in' : kind.kind === 'image' && kind.direction === 'pack')
        outputs.push(index);
    }
  }
  const words = plain.map(({ name, type }) => `${name} ${format(type)}`).join(', ');
  body.push(`say("%s: ${words}", name${plain.map((param) => `, ${printed(param)}`).join('')});`);
  const types = params.map(({ type }) => type).join(', ') || 'void';
  const call = `((${returns}(*)(${types}))call)(${params.map(({ name }) => `${name}_`).join(', ')})`;
  if (returns === 'void') body.push(`${call};`);
  else body.push(`${returns} result = ${call};`, 'record("result", &result, sizeof(result));');
  for (const index of outputs) body.push(`record_room(name, ${index});`);
  return [`static void make_${command.name}(void (*call)(void), const char *name) {`, body, '}'];
}

export function emitRandomCalls(model: Model): string {
  const { registry } = model;
  const commands = model.commands.filter(callable);
  const groups = groupsOf(model);
  const used = new Set(
    commands.flatMap((command) => command.registry.params.flatMap(({ group }) => (group ? [group] : []))),
  );
  for (const [name, { core, others }] of groups)
    if (!used.has(name) || core.length + others.length === 0) groups.delete(name);
  const carried = new Set(
    model.extensions.filter(({ reason, trusted }) => !reason && !trusted).map(({ name }) => name),
  );
  const versions = new Map<string, number>();
  const extensions = new Map<string, string[]>();
  for (const { api, version, changes } of registry.features)
    if (api === 'gl')
      for (const { remove, commands } of changes)
        for (const name of remove ? [] : commands) versions.set(name, Math.min(version, versions.get(name) ?? version));
  for (const { name: extension, apis, changes } of registry.extensions)
    if (apis.includes('gl') && carried.has(extension))
      for (const { remove, api, commands } of changes)
        for (const name of remove || (api !== undefined && api !== 'gl') ? [] : commands)
          extensions.set(name, [...(extensions.get(name) ?? []), extension]);
  const entries = commands.flatMap((command) =>
    [command.registry, ...command.aliases].flatMap(({ name }) =>
      versions.has(name) || extensions.has(name)
        ? [
            `{"${name}", make_${command.name}, ${versions.get(name) ?? 0}, "${(extensions.get(name) ?? []).join(' ')}"},`,
          ]
        : [],
    ),
  );
  const made = new Set(entries.map((entry) => /make_(\w+)/.exec(entry)?.[1]));
  return `${banner}
#include "calls_any.h"

${[...groups]
  .map(([name, { core, others }]) =>
    layout([
      `#define CORE_${name} ${core.length}`,
      `__attribute__((unused)) static const GLenum group_${name}[] = {${[...core, ...others].join(', ')}};`,
    ]),
  )
  .join('')}
${commands
  .filter(({ name }) => made.has(name))
  .map((command) => layout(maker(command, groups)))
  .join('\n')}
const struct any_call any_calls[] = {
${entries.map((entry) => `\t${entry}\n`).join('')}};
const size_t any_call_count = COUNT(any_calls);

const GLenum any_enums[] = {${[
    ...new Set(
      registry.features
        .filter(({ api }) => api === 'gl')
        .flatMap(({ changes }) => changes.flatMap(({ enums }) => enums)),
    ),
  ]
    .map((name) => registry.enums.find((one) => one.name === name)!.value)
    .filter((text) => Number(text) >= 0 && Number(text) < 0x10000)
    .join(', ')}};
const size_t any_enum_count = COUNT(any_enums);
`;
}
