/** Spellings of C that the emitters share. */
import type { Command, Message, Param } from '../model/model.ts';
import { scalarType } from '../model/types.ts';

export const banner = '/* Generated from gl.xml by `npm run generate`; do not edit. */';

export type Lines = (string | Lines)[];

/** Nested lines become indented ones. */
export function layout(lines: Lines, depth = 0): string {
  return lines
    .map((line) => (typeof line === 'string' ? `${line && '\t'.repeat(depth)}${line}\n` : layout(line, depth + 1)))
    .join('');
}

/** `const GLfloat *` and `v` to `const GLfloat *v`. */
export const declare = (type: string, name: string): string =>
  type.endsWith('*') ? `${type}${name}` : `${type} ${name}`;

export const parameters = (params: readonly { type: string; name: string }[], first?: string): string => {
  const all = [...(first ? [first] : []), ...params.map(({ type, name }) => declare(type, name))];
  return all.length ? all.join(', ') : 'void';
};

export const prototype = (command: {
  name: string;
  returns: string;
  params: readonly { type: string; name: string }[];
}): string => `${declare(command.returns, command.name)}(${parameters(command.params)})`;

/** Member of struct vmgl_gl. */
export const member = (command: Command): string => command.name.slice(2);

export const opcode = (message: Message): string => `VMGL_OP_${message.name}`;
export const struct = (message: Message): string => `struct vmgl_cmd_${message.name}`;

export const isFloat = (type: string): boolean => scalarType(type)?.float ?? false;

/** C type of an argument in handlers and encoders. */
export function handlerType(param: Param): string {
  if (param.kind.kind === 'offset') return 'uint64_t';
  if (param.kind.kind === 'array' && param.kind.direction === 'in') return `const ${param.kind.element} *`;
  return param.type;
}

/** Splits into `parts` runs of about equal length, so that a build can compile them side by side. */
export function chunks<T>(list: readonly T[], parts: number): T[][] {
  return Array.from({ length: parts }, (_, index) =>
    list.slice(Math.floor((index * list.length) / parts), Math.floor(((index + 1) * list.length) / parts)),
  );
}

export const guard = (path: string, body: string): string => {
  const name = `VMGL_${path.replace(/\W/g, '_').toUpperCase()}`;
  return `${banner}\n#ifndef ${name}\n#define ${name}\n\n${body}\n#endif\n`;
};
