/**
 * The vocabulary of the overlay: what the Khronos registry cannot say about a command.
 * One file per GL family; each entry carries its reason. A name that the registry does not have, an
 * unknown parameter, or an entry that changes nothing is an error of the generator.
 */

/** Name spaces of GL objects; `enum vmgl_class` of `native/wire/classes.h`. */
export type NameClass =
  | 'buffer'
  | 'texture'
  | 'renderbuffer'
  | 'sampler'
  | 'program'
  | 'arb-program'
  | 'sync'
  | 'list'
  | 'framebuffer'
  | 'vertex-array'
  | 'query'
  | 'pipeline'
  | 'transform-feedback';

/**
 * How a call is carried.
 * - `async`: encoded and forgotten. - `sync`: encoded, then the reply is awaited.
 * - `custom`: the entry point calls `vmgl_guest_<name>`, which may call the generated `vmgl_enc_<name>`.
 * - `local`: as custom, but there is no opcode: the guest alone answers.
 * - `unsupported`: not exported, not advertised; the reason goes into the coverage page.
 */
export type Flavour = 'async' | 'sync' | 'custom' | 'local' | 'unsupported';

/**
 * Number of elements that a pointer points at (bytes for `void`), over the command's parameters.
 * Grammar: integers, parameter names, + - * /, parentheses, and
 * `pname(p)` values that the enum p takes (pname table), `type(p)` bytes of GL data type p,
 * `image(w, h, d, format, type)` bytes of a tight image, `max(a, b)`, `min(a, b)`, `deref(p)` the value that p
 * (an input pointer to one integer) points at.
 * Negative results count as 0; overflow and anything above the command limit is refused.
 */
export type SizeExpression = string;

export interface ParamOverlay {
  length?: SizeExpression;
  /** Default: `in` for pointers to const, `out` for others. */
  direction?: 'in' | 'out' | 'inout';
  /** NULL is a meaningful value that reaches GL as NULL. Otherwise a NULL input skips the call. */
  nullable?: boolean;
  /** NUL-terminated; travels with its terminator, and the renderer checks for it. */
  text?: boolean;
  /** Object name, where the registry has no `class` attribute or a wrong one. */
  class?: NameClass | 'none';
  /** An image in application memory that follows the pixel store state. */
  image?: {
    direction: 'unpack' | 'pack';
    width: string;
    height?: string;
    depth?: string; // parameter names or integers
    format: string;
    type: string; // parameter names or enum names
    /** The texture target, where the call has one: nothing is read for a proxy target. */
    target?: string;
  };
  /**
   * The pointer is an offset when a buffer is bound to this target, and two opcodes are generated:
   * `<name>` (data) and `<name>_offset` (a 64-bit offset), which the renderer checks.
   */
  offset?:
    | 'GL_PIXEL_UNPACK_BUFFER'
    | 'GL_PIXEL_PACK_BUFFER'
    | 'GL_DRAW_INDIRECT_BUFFER'
    | 'GL_DISPATCH_INDIRECT_BUFFER'
    | 'GL_ELEMENT_ARRAY_BUFFER'
    | 'GL_ARRAY_BUFFER'
    | 'GL_QUERY_BUFFER'
    | 'GL_PARAMETER_BUFFER';
  /**
   * For custom host handlers: the reply carries as many bytes as the handler gives to
   * vmgl_reply_array(); the encoder gets a `struct vmgl_blob *` to look at them.
   */
  blob?: boolean;
  /**
   * Output arrays that GL fills only in part: how many elements it wrote, over the parameters and `deref()` of
   * other outputs. The rest of the application's array stays as it was. Text (`GLchar *`) needs none: what
   * travels back ends with its terminator.
   */
  written?: SizeExpression;
  /**
   * Values of the uniform at `location`, `count` of them. GL ignores what is beyond the uniform's end, so that more
   * than most uniforms hold are not read before the renderer was asked how many there are.
   */
  uniform?: true;
  /**
   * The array may stay in shared memory while the driver copies it, where a hostile guest can change it meanwhile: only
   * for the last array of a command, whose bytes mean nothing to the renderer.
   */
  inPlace?: true;
}

export interface CommandOverlay {
  /** Why the registry's word is not enough. Shown in the coverage page for `unsupported`. */
  reason: string;
  flavour?: Flavour;
  /** `custom`: the decoder checks everything, then calls `vmgl_host_<name>` instead of the driver. */
  host?: 'custom';
  /**
   * What the call does with object names, when the passes do not see it themselves:
   * `bind`: in compatibility profiles an unknown name gets an object. `gen`: the guest chooses names for
   * the out array. `create`: the guest chooses the returned name. `delete`: the in array's names end.
   */
  names?: 'bind' | 'gen' | 'create' | 'delete' | 'use';
  /** Class of the name that the command returns, where the registry does not say. */
  returnClass?: NameClass;
  /** Draws and dispatches: commits persistent maps and waits for the share group's order first. */
  executes?: boolean;
  params?: Record<string, ParamOverlay>;
}

export type Overlay = Record<string, CommandOverlay>;

/** A command that exists on the wire only: no API function, always `custom` on the host. */
export interface WireCommand {
  reason: string;
  /** `session`: only on the control stream. `context`: only on a context's stream. `any`: both. */
  scope: 'session' | 'context' | 'any';
  /** C type of the return value; `void` without outputs makes the command asynchronous. */
  returns: string;
  /** In order; `type` is a C type of scalars, `GLfoo`, or a pointer to them. */
  params: Array<{ name: string; type: string } & ParamOverlay>;
}

export type WireCommands = Record<string, WireCommand>;

/** One of `enum vmgl_remembered` of `guest/gl/remembered.h`, and the commands that change it. */
export interface StateRule {
  state: string;
  /** Their `vmgl_follow_<command>()` knows what they did. */
  follows: string[];
  changes: RegExp;
}

export interface RememberedState {
  rules: StateRule[];
  /** Commands after which a name that could be bound may be refused. */
  expiring: RegExp;
}

/** What overlay/extensions.ts says. */
export interface ExtensionPolicy {
  /** Extensions that are not advertised although their calls could be carried, and why. */
  excluded: Record<string, string>;
  /** Extensions that only guests get that the stub trusts, and why. */
  trusted: Record<string, string>;
  /** Extensions that the registry does not list and the APIs that they extend: without calls, unless excluded. */
  unlisted: Record<string, string[]>;
  /** Commands that an extension is whole without. */
  conditional: Record<string, string[]>;
}
