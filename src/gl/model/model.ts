/** The model: what the passes know about every command, and what the emitters print. Plain data. */
import type { Flavour, NameClass } from '../overlay/types.ts';
import type { Registry, RegistryCommand } from '../registry/registry.ts';
import type { Size } from './size.ts';
import type { ScalarType } from './types.ts';

/** How an argument travels. */
export type Kind =
  | { kind: 'scalar'; scalar: ScalarType }
  | { kind: 'name'; class: NameClass }
  | { kind: 'sync' }
  | ArrayKind
  | ImageKind
  /** An offset into the buffer that is bound to `target`. */
  | { kind: 'offset'; target: string }
  /** As many bytes as the renderer's handler replies. */
  | { kind: 'blob' }
  /** Cannot travel: a pointer that nobody sized, a callback, a pointer to pointers. */
  | { kind: 'stuck'; reason: string };

export interface ArrayKind {
  kind: 'array';
  direction: 'in' | 'out' | 'inout';
  /** C type of an element, `void` for bytes. */
  element: string;
  scalar: ScalarType;
  size: Size | 'text';
  nullable: boolean;
  class?: NameClass;
  /** The parameter whose enum decides the size (`pname()`), if one does. */
  pname?: string;
  written?: Size;
  /** No more of them count than the uniform at `location` has. */
  uniform: boolean;
  /** May stay in shared memory while the driver copies it. */
  inPlace: boolean;
  /** Present when the pointer is an offset while a buffer is bound to this target. */
  buffer?: string;
}

export interface ImageKind {
  kind: 'image';
  direction: 'unpack' | 'pack';
  dimensions: 1 | 2 | 3;
  width: Size;
  height: Size;
  depth: Size;
  format: string;
  type: string;
  /** The parameter that holds the texture target: nothing is read for a proxy target. */
  target?: string;
  /** NULL allocates without filling. */
  nullable: boolean;
  buffer?: string;
}

export interface Param {
  name: string;
  /** The C type, `const GLfloat *`. */
  type: string;
  line: number;
  kind: Kind;
}

/** What a command does with object names beyond using them. */
export interface Names {
  action: 'bind' | 'gen' | 'create' | 'delete';
  class: NameClass;
  /** The parameter that holds the name or names; absent for `create`. */
  param?: string;
  /** Number of names in the array; absent for a single name. */
  count?: Size;
}

/** One alias group of the registry. */
export interface Command {
  name: string;
  registry: RegistryCommand;
  aliases: RegistryCommand[];
  returns: string;
  params: Param[];
  flavour: Flavour;
  /** Why it is `unsupported`. */
  reason?: string;
  hostCustom: boolean;
  /** The overlay wants an answer even where nothing comes back. */
  waits: boolean;
  names?: Names;
  executes: boolean;
  /** Gives a texture or renderbuffer its storage. */
  givesStorage: boolean;
  /** What the guest remembers of the driver's state and this changes; whether it knows how. */
  changes: { states: string[]; follows: boolean; expires: boolean };
  /** Only extensions have it that need the stub's trust. */
  trusted: boolean;
  /** Part of a core version of GL or GLES. */
  core: boolean;
  /** The command that this one equals with its array taken apart: glVertex3f for glVertex3fv. */
  spreads?: Command;
  messages: Message[];
}

/** What has an opcode: a command's data form, its offset form, or a wire command. */
export interface Message {
  name: string;
  variant: 'data' | 'offset' | 'wire';
  command?: Command;
  params: Param[];
  returns: string;
  sync: boolean;
  scope: 'session' | 'context' | 'any';
  hostCustom: boolean;
  names?: Names;
  executes: boolean;
  opcode: number;
}

export interface Pnames {
  counts: Record<string, number>;
  classes: Record<string, NameClass>;
}

export interface ExtensionSupport {
  name: string;
  apis: string[];
  /** Why it is not advertised. */
  reason?: string;
  /** Why only guests get it that the stub trusts. */
  trusted?: string;
}

export interface Model {
  registry: Registry;
  commands: Command[];
  messages: Message[];
  opcodes: Map<string, number>;
  opcodeCount: number;
  extensions: ExtensionSupport[];
  /** Highest core version, 10 * major + minor, all of whose commands are carried; 0 for none. */
  versions: { compat: number; core: number; gles1: number; gles2: number };
  pnames: Pnames;
}

export const hasReturn = (message: { returns: string }): boolean => message.returns !== 'void';

export const isInput = (kind: Kind): kind is ArrayKind | ImageKind =>
  (kind.kind === 'array' && kind.direction !== 'out') || (kind.kind === 'image' && kind.direction === 'unpack');

export const isOutput = (kind: Kind): boolean =>
  (kind.kind === 'array' && kind.direction !== 'in') ||
  (kind.kind === 'image' && kind.direction === 'pack') ||
  kind.kind === 'blob';

export const classConstant = (name: NameClass): string => `VMGL_CLASS_${name.toUpperCase().replaceAll('-', '_')}`;

const perContext: NameClass[] = ['framebuffer', 'vertex-array', 'query', 'pipeline', 'transform-feedback'];
export const isShared = (name: NameClass): boolean => !perContext.includes(name);

const usedFirst: NameClass[] = ['buffer', 'texture', 'renderbuffer', 'framebuffer', 'arb-program', 'query'];
/** Whether using a name that was never generated makes an object, in compatibility profiles and GLES. */
export const createdByUse = (name: NameClass): boolean => usedFirst.includes(name);

/**
 * Text whose length is a parameter: where that is negative (or, in some extensions, 0), GL looks for a terminator. The
 * guest does so itself, and the renderer hands drivers terminated text whatever the length says.
 */
export const countedText = (kind: Kind): string | undefined =>
  kind.kind === 'array' &&
  kind.direction === 'in' &&
  /^(GLchar|GLcharARB|char)$/.test(kind.element) &&
  kind.size !== 'text' &&
  kind.size.kind === 'param'
    ? kind.size.name
    : undefined;
