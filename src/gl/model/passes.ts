/**
 * From the registry and the overlay to the model, one decision per pass; buildModel() lists them in order.
 * A pass that finds a contradiction throws; what merely cannot be carried becomes `unsupported`, with a reason.
 */
import { failAt, failIn } from '../errors.ts';
import type {
  CommandOverlay,
  ExtensionPolicy,
  RememberedState,
  NameClass,
  Overlay,
  ParamOverlay,
  WireCommand,
  WireCommands,
} from '../overlay/types.ts';
import type { Registry, RegistryCommand, RegistryParam } from '../registry/registry.ts';
import {
  type ArrayKind,
  type Command,
  hasReturn,
  type ImageKind,
  isOutput,
  type Kind,
  type Message,
  type Model,
  type Names,
  type Param,
  type Pnames,
} from './model.ts';
import { assignOpcodes } from './opcodes.ts';
import { parseSize, pnameOf, type Size } from './size.ts';
import { markExtensions, markVersions } from './support.ts';
import { pointerType, scalarType } from './types.ts';

export interface OverlayFile {
  /** `textures` for overlay/textures.ts. */
  name: string;
  commands: Overlay;
  wire: WireCommands;
}

export interface Inputs {
  registry: Registry;
  /** Aliases that the registry does not know, by their names; null: what it calls one is none. */
  aliases: Record<string, string | null>;
  overlays: OverlayFile[];
  pnames: Pnames;
  policy: ExtensionPolicy;
  remembered: RememberedState;
  /** Text of src/gl/opcodes.lock. */
  lock: string;
}

export function buildModel(inputs: Inputs): { model: Model; lock: string } {
  const { registry, overlays } = inputs;
  correctAliases(registry, inputs.aliases);
  const entries = indexOverlays(overlays, registry);
  const commands = groupAliases(registry);
  for (const command of commands) {
    const entry = entries.get(command.name);
    decideParams(command, registry, entry);
    decideFlavour(command, entry);
    decideNames(command, entry);
    refuseStuck(command, entry);
  }
  markCore(commands, registry);
  decideAccess(commands, registry, inputs.policy);
  findSpreads(commands, entries);
  decideChanges(commands, inputs.remembered);
  for (const command of commands) command.messages = messagesOf(command);
  const messages = commands.flatMap((command) => command.messages);
  for (const file of overlays)
    for (const [name, wire] of Object.entries(file.wire)) messages.push(wireMessage(name, wire, file.name));
  messages.sort((a, b) => (a.name < b.name ? -1 : 1));
  const { opcodes, count, lock } = assignOpcodes(
    messages.map(({ name }) => name),
    inputs.lock,
  );
  for (const message of messages) message.opcode = opcodes.get(message.name)!;
  const extensions = markExtensions(registry, commands, inputs.policy);
  const versions = markVersions(registry, commands);
  const { pnames } = inputs;
  checkPnames(registry, pnames);
  return { model: { registry, commands, messages, opcodes, opcodeCount: count, extensions, versions, pnames }, lock };
}

function correctAliases(registry: Registry, aliases: Record<string, string | null>) {
  for (const [name, alias] of Object.entries(aliases)) {
    const command = registry.commands.get(name);
    // A registry without the one has no use for it; the tests' have few commands.
    if (!command || (alias !== null && !registry.commands.has(alias))) continue;
    if (alias === null) {
      if (!command.alias) failIn('aliases', name, 'The registry does not say that it is an alias.');
      command.alias = undefined;
      continue;
    }
    if (command.alias) failIn('aliases', name, `The registry says already that it is an alias of (${command.alias}).`);
    command.alias = alias;
  }
}

interface Entry {
  file: string;
  overlay: CommandOverlay;
}

function indexOverlays(files: OverlayFile[], registry: Registry): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const wires = new Map<string, string>();
  for (const { name: file, commands, wire } of files) {
    for (const [name, overlay] of Object.entries(commands)) {
      const command = registry.commands.get(name) ?? failIn(file, name, 'The registry has no such command.');
      if (command.alias)
        failIn(file, name, `The command is an alias; describe (${canonicalName(registry, command)}) instead.`);
      const other = entries.get(name);
      if (other) failIn(file, name, `The command is also described in overlay/${other.file}.ts.`);
      if (!overlay.reason) failIn(file, name, 'The entry gives no reason.');
      if (Object.keys(overlay).length === 1) failIn(file, name, 'The entry changes nothing.');
      for (const param of Object.keys(overlay.params ?? {}))
        if (!command.params.some((known) => known.name === param))
          failIn(
            file,
            name,
            `There is no parameter (${param}); there are (${command.params.map((p) => p.name).join(', ')}).`,
          );
      entries.set(name, { file, overlay });
    }
    for (const name of Object.keys(wire)) {
      if (registry.commands.has(name)) failIn(file, name, 'A wire command cannot have the name of a GL command.');
      const other = wires.get(name);
      if (other) failIn(file, name, `The wire command is also declared in overlay/${other}.ts.`);
      wires.set(name, file);
    }
  }
  return entries;
}

function canonicalName(registry: Registry, command: RegistryCommand): string {
  const seen = new Set<string>();
  let at = command;
  while (at.alias) {
    if (seen.has(at.name))
      failAt(registry.file, command.line, `${command.name} is an alias of itself, by way of (${at.alias}).`);
    seen.add(at.name);
    at = registry.commands.get(at.alias)!;
  }
  return at.name;
}

/** Commands that make an object of a texture's or renderbuffer's name. Those on images of EGL do so, too. */
const storage =
  /^gl(Copy|Compressed)?(Multi)?Tex(ture)?(Image|Storage)[123]D|^glTexture(View|Buffer)|^glTexBuffer|^gl(Named)?RenderbufferStorage|^glEGLImageTarget/;

/** One Command per alias group; what the registry says of a parameter in any of its spellings counts. */
function groupAliases(registry: Registry): Command[] {
  const groups = new Map<string, RegistryCommand[]>();
  for (const command of registry.commands.values()) {
    const name = canonicalName(registry, command);
    const group = groups.get(name) ?? [];
    if (command.name === name) group.unshift(command);
    else group.push(command);
    groups.set(name, group);
  }
  return [...groups.values()]
    .map(([first, ...aliases]): Command => {
      for (const alias of aliases)
        if (alias.params.length !== first!.params.length)
          failAt(
            registry.file,
            alias.line,
            `${alias.name} takes ${alias.params.length} arguments, its alias ${first!.name} ${first!.params.length}.`,
          );
      return {
        name: first!.name,
        registry: first!,
        aliases,
        returns: first!.returns,
        params: [],
        flavour: 'async',
        hostCustom: false,
        waits: false,
        executes: false,
        givesStorage: storage.test(first!.name),
        changes: { states: [], follows: false, expires: false },
        trusted: false,
        core: false,
        messages: [],
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const registryClasses: Record<string, NameClass> = {
  buffer: 'buffer',
  texture: 'texture',
  renderbuffer: 'renderbuffer',
  sampler: 'sampler',
  program: 'program',
  shader: 'program',
  sync: 'sync',
  'display list': 'list',
  framebuffer: 'framebuffer',
  'vertex array': 'vertex-array',
  query: 'query',
  'program pipeline': 'pipeline',
  'transform feedback': 'transform-feedback',
};

function nameClass(given: string | undefined, overlay: ParamOverlay | undefined): NameClass | undefined {
  if (overlay?.class) return overlay.class === 'none' ? undefined : overlay.class;
  return given === undefined ? undefined : registryClasses[given];
}

function decideParams(command: Command, registry: Registry, entry: Entry | undefined) {
  const names = command.registry.params.map((param) => param.name);
  command.params = command.registry.params.map((param, index): Param => {
    const spellings = [param, ...command.aliases.map((alias) => alias.params[index]!)];
    const overlay = entry?.overlay.params?.[param.name];
    const fail = (message: string): never =>
      entry && overlay
        ? failIn(entry.file, command.name, `${message} (parameter ${param.name})`)
        : failAt(registry.file, param.line, `${message} (parameter ${param.name} of ${command.name})`);
    return {
      name: param.name,
      type: param.type,
      line: param.line,
      kind: kindOf(param.type, spellings, names, overlay, fail),
    };
  });
}

/** The registry's `len` attributes are element counts; COMPSIZE(pname) means the pname table. */
function registrySize(spellings: readonly Pick<RegistryParam, 'len'>[], names: readonly string[]): Size | undefined {
  for (const { len } of spellings) {
    if (len === undefined) continue;
    const byPname = /^COMPSIZE\((?:\w+,)?pname\)$/.test(len) ? 'pname(pname)' : len;
    if (byPname.startsWith('COMPSIZE')) continue;
    try {
      return parseSize(byPname, names);
    } catch {
      // Some lengths name parameters of another spelling of the command; the overlay has to say then.
    }
  }
  return undefined;
}

function kindOf(
  type: string,
  spellings: readonly Pick<RegistryParam, 'len' | 'class'>[],
  names: readonly string[],
  overlay: ParamOverlay | undefined,
  fail: (message: string) => never,
): Kind {
  const objectClass = nameClass(spellings.find((spelling) => spelling.class)?.class, overlay);
  const size = (text: string): Size => {
    try {
      return parseSize(text, names);
    } catch (error) {
      return fail((error as Error).message);
    }
  };
  if (type === 'GLsync') return { kind: 'sync' };
  const scalar = scalarType(type);
  if (scalar) {
    if (overlay && Object.keys(overlay).some((key) => key !== 'class'))
      fail('A value has neither length nor direction.');
    return objectClass && scalar.bytes === 4 ? { kind: 'name', class: objectClass } : { kind: 'scalar', scalar };
  }
  const pointer = pointerType(type);
  if (!pointer) return { kind: 'stuck', reason: `${type} cannot travel` };
  if (overlay?.blob) return { kind: 'blob' };
  if (overlay?.image) {
    const { image } = overlay;
    if (image.target && !names.includes(image.target)) fail(`(${image.target}) is not a parameter.`);
    for (const name of [image.format, image.type, ...(image.target ? [image.target] : [])])
      if (!names.includes(name) && !/^GL_[A-Z0-9_]+$/.test(name)) fail(`(${name}) is neither a parameter nor an enum.`);
    const kind: ImageKind = {
      kind: 'image',
      direction: image.direction,
      dimensions: image.depth ? 3 : image.height ? 2 : 1,
      width: size(image.width),
      height: size(image.height ?? '1'),
      depth: size(image.depth ?? '1'),
      format: image.format,
      type: image.type,
      target: image.target,
      nullable: overlay.nullable ?? image.target !== undefined,
      buffer: overlay.offset,
    };
    return kind;
  }
  if (overlay?.offset && overlay.length === undefined && !registrySize(spellings, names))
    return { kind: 'offset', target: overlay.offset };
  const bytes = pointer.target === 'void' || pointer.target === 'GLvoid';
  const element = bytes ? { wire: 'uint8_t', bytes: 1 as const, signed: false } : scalarType(pointer.target);
  if (!element) return { kind: 'stuck', reason: `${type} cannot travel` };
  const elements = overlay?.text
    ? ('text' as const)
    : overlay?.length !== undefined
      ? size(overlay.length)
      : registrySize(spellings, names);
  if (elements === undefined)
    return { kind: 'stuck', reason: `nobody says how much ${type.replace(/ \*$/, '')} data it points at` };
  const direction = overlay?.direction ?? (pointer.constant ? 'in' : 'out');
  if (element.pointerSized && direction !== 'in')
    return { kind: 'stuck', reason: `${type} outputs cannot be narrowed for 32-bit guests` };
  const kind: ArrayKind = {
    kind: 'array',
    direction,
    element: bytes ? 'void' : pointer.target,
    scalar: element,
    size: elements,
    nullable: overlay?.nullable ?? false,
    class: objectClass,
    buffer: overlay?.offset,
    pname: elements === 'text' ? undefined : pnameOf(elements),
    written: overlay?.written === undefined ? undefined : size(overlay.written),
    uniform: overlay?.uniform ?? false,
    inPlace: overlay?.inPlace ?? false,
  };
  if (kind.uniform && !(direction === 'in' && names.includes('location') && names.includes('count')))
    fail('Only an input of a command with a location and a count is a uniform.');
  if (kind.inPlace && !(direction === 'in' && bytes))
    fail('Only bytes that a command takes may stay in shared memory.');
  if (kind.written && direction !== 'out') fail('Only an output can be written in part.');
  return kind;
}

function decideFlavour(command: Command, entry: Entry | undefined) {
  const given = entry?.overlay;
  command.hostCustom = given?.host === 'custom';
  command.executes = given?.executes ?? false;
  const answers = hasReturn(command) || command.params.some((param) => isOutput(param.kind));
  command.waits = given?.flavour === 'sync';
  command.flavour = given?.flavour ?? (answers ? 'sync' : 'async');
  if (given?.flavour === 'unsupported') command.reason = given.reason;
  if (entry && command.hostCustom && (given?.flavour === 'local' || given?.flavour === 'unsupported'))
    failIn(entry.file, command.name, `A command that is ${given.flavour} has no host side.`);
}

function decideChanges(commands: Command[], { rules, expiring }: RememberedState) {
  for (const { state, follows, changes } of rules)
    for (const name of follows)
      if (!commands.some((command) => command.name === name))
        failIn('states', state, `The registry has no command (${name}), or it is an alias.`);
      else if (!changes.test(name)) failIn('states', state, `The pattern does not match (${name}), which is followed.`);
  for (const command of commands) {
    const names = [command.name, ...command.aliases.map(({ name }) => name)];
    const changing = rules.filter(({ changes }) => names.some((name) => changes.test(name)));
    const following = changing.filter(({ follows }) => follows.includes(command.name));
    if (following.length && following.length !== changing.length)
      failIn('states', command.name, 'A command is followed in all states that it changes, or in none.');
    command.changes = {
      states: changing.map(({ state }) => state),
      follows: following.length > 0,
      expires: names.some((name) => expiring.test(name)),
    };
  }
}

/** glGen*, glCreate*, glDelete* by their names and the classes of their arguments; the overlay for the rest. */
function decideNames(command: Command, entry: Entry | undefined) {
  const given = entry?.overlay.names;
  const fail = (message: string): never => failIn(entry!.file, command.name, message);
  const returnClass = entry?.overlay.returnClass ?? registryClasses[command.registry.returnClass ?? ''];
  const arrays = command.params.filter((param) => param.kind.kind === 'array' && param.kind.class);
  const scalars = command.params.filter((param) => param.kind.kind === 'name' || param.kind.kind === 'sync');
  const output = arrays.find((param) => (param.kind as ArrayKind).direction === 'out');
  const input = arrays.find((param) => (param.kind as ArrayKind).direction === 'in');
  const verb =
    given ??
    (/^gl(Gen|Create)[A-Z]/.test(command.name)
      ? output
        ? 'gen'
        : returnClass
          ? 'create'
          : undefined
      : /^glDelete[A-Z]/.test(command.name) && (input || scalars.length === 1)
        ? 'delete'
        : undefined);
  if (!verb || verb === 'use') return;
  const named = (param: Param): Names => {
    const { kind } = param;
    if (kind.kind === 'array') {
      if (kind.size === 'text') throw new Error(`Assertion failed: ${command.name} has text for names`);
      return { action: verb, class: kind.class!, param: param.name, count: kind.size };
    }
    return { action: verb, class: kind.kind === 'name' ? kind.class : 'sync', param: param.name };
  };
  if (verb === 'create') {
    command.names = {
      action: 'create',
      class: returnClass ?? fail('The class of the created object is not known (returnClass).'),
    };
  } else {
    const param = verb === 'gen' ? output : verb === 'delete' ? (input ?? scalars[0]) : scalars[0];
    command.names = named(param ?? fail(`There is no parameter whose names it could ${verb}.`));
    if (verb === 'gen') {
      // The guest hands the names out, so they travel to the host.
      const kind = param!.kind as ArrayKind;
      param!.kind = { ...kind, direction: 'in' };
    }
  }
  // Nothing comes back then.
  if (
    (verb === 'gen' || verb === 'create') &&
    command.flavour === 'sync' &&
    !entry?.overlay.flavour &&
    !command.params.some((param) => isOutput(param.kind))
  )
    command.flavour = 'async';
}

/** Commands with an argument that cannot travel are not supported, unless the guest answers alone. */
function refuseStuck(command: Command, entry: Entry | undefined) {
  if (command.flavour === 'local' || command.flavour === 'unsupported') return;
  const reasons = command.params.flatMap(({ name, kind }) =>
    kind.kind === 'stuck' ? [`${name}: ${kind.reason}`] : [],
  );
  if (hasReturn(command) && !scalarType(command.returns) && command.names?.action !== 'create')
    reasons.push(`returns ${command.returns}, which cannot travel`);
  if (command.names?.class === 'sync' && !command.hostCustom) reasons.push('sync objects need a handler on the host');
  if (!reasons.length) return;
  if (entry && command.flavour === 'custom')
    failIn(
      entry.file,
      command.name,
      `A custom command's arguments must be sized (${reasons.join('; ')}). Size them, or make it local and give it a wire command.`,
    );
  command.flavour = 'unsupported';
  command.reason = reasons.join('; ');
}

function markCore(commands: Command[], registry: Registry) {
  const core = new Set(
    registry.features
      .filter(({ api }) => api !== 'glsc2')
      .flatMap(({ changes }) => changes.flatMap((change) => (change.remove ? [] : change.commands))),
  );
  for (const command of commands)
    command.core = [command.registry, ...command.aliases].some(({ name }) => core.has(name));
}

/**
 * What only extensions have that are not advertised, or that nothing has at all, is not exported either; what only
 * extensions have that need the stub's trust, is not there without it.
 */
function decideAccess(commands: Command[], registry: Registry, { excluded, trusted }: ExtensionPolicy) {
  const providers = new Map<string, string[]>();
  for (const { name, changes } of [...registry.features.filter(({ api }) => api !== 'glsc2'), ...registry.extensions])
    for (const change of changes)
      for (const command of change.remove ? [] : change.commands)
        providers.set(command, [...(providers.get(command) ?? []), name]);
  for (const command of commands) {
    const names = [command.registry, ...command.aliases].flatMap(({ name }) => providers.get(name) ?? []);
    command.trusted = names.length > 0 && names.every((name) => trusted[name]);
    if (command.flavour === 'unsupported' || names.some((name) => !excluded[name])) continue;
    Object.assign(command, {
      flavour: 'unsupported',
      reason: names[0] ? `of ${names[0]}: ${excluded[names[0]]}` : 'no version and no extension has it',
    });
  }
}

/** glVertex3fv(v) is glVertex3f(v[0], v[1], v[2]): one opcode less, and nothing to check on the host. */
function findSpreads(commands: Command[], entries: Map<string, Entry>) {
  const byName = new Map(commands.map((command) => [command.name, command]));
  for (const command of commands) {
    const vector = byName.get(command.registry.vector ?? '');
    if (
      !vector ||
      vector.spreads ||
      command.flavour !== 'async' ||
      vector.flavour !== 'async' ||
      entries.has(vector.name)
    )
      continue;
    const leading = vector.params.length - 1;
    const array = vector.params[leading]?.kind;
    if (array?.kind !== 'array' || array.size === 'text' || array.size.kind !== 'number') continue;
    const spread = command.params.slice(leading);
    const same = vector.params.slice(0, -1).every((param, index) => param.type === command.params[index]!.type);
    if (same && spread.length === array.size.value && spread.every((param) => param.type === array.element))
      vector.spreads = command;
  }
}

function messagesOf(command: Command): Message[] {
  if (command.flavour === 'local' || command.flavour === 'unsupported' || command.spreads) return [];
  const { name, params, returns, hostCustom, names, executes } = command;
  const created = names?.action === 'create';
  const base = { command, hostCustom, names, executes, scope: 'context' as const, opcode: 0 };
  const sync = (list: Param[]) =>
    command.waits || (!created && returns !== 'void') || list.some((param) => isOutput(param.kind));
  const result: Param[] = created
    ? [
        {
          name: 'result',
          type: 'GLuint',
          line: command.registry.line,
          kind: { kind: 'scalar', scalar: scalarType('GLuint')! },
        },
      ]
    : [];
  const carried = [...params, ...result];
  const messages: Message[] = [
    { ...base, name, variant: 'data', params: carried, returns: created ? 'void' : returns, sync: sync(params) },
  ];
  if (params.some(({ kind }) => (kind.kind === 'array' || kind.kind === 'image') && kind.buffer)) {
    const offsets = carried.map((param): Param => {
      const { kind } = param;
      const target = kind.kind === 'array' || kind.kind === 'image' ? kind.buffer : undefined;
      return target ? { ...param, kind: { kind: 'offset', target } } : param;
    });
    messages.push({
      ...base,
      name: `${name}_offset`,
      variant: 'offset',
      params: offsets,
      returns: created ? 'void' : returns,
      sync: sync(offsets),
    });
  }
  return messages;
}

function wireMessage(name: string, wire: WireCommand, file: string): Message {
  if (!wire.reason) failIn(file, name, 'The entry gives no reason.');
  const names = wire.params.map((param) => param.name);
  const params = wire.params.map((param): Param => {
    const fail = (message: string): never => failIn(file, name, `${message} (parameter ${param.name})`);
    const { name: paramName, type, ...overlay } = param;
    const kind = kindOf(type, [{}], names, overlay, fail);
    if (kind.kind === 'stuck') fail(`${kind.reason}.`);
    if (kind.kind === 'image' && wire.scope !== 'context') fail('Images need a context.');
    if (kind.kind === 'array' && kind.buffer) fail('Wire commands have no offset form.');
    return { name: paramName, type, line: 0, kind };
  });
  if (hasReturn({ returns: wire.returns }) && !scalarType(wire.returns))
    failIn(file, name, `The return type (${wire.returns}) cannot travel.`);
  if (wire.scope === 'session' && params.some(({ kind }) => kind.kind === 'name' || kind.kind === 'sync'))
    failIn(file, name, 'The control stream has no object names.');
  return {
    name,
    variant: 'wire',
    params,
    returns: wire.returns,
    scope: wire.scope,
    hostCustom: true,
    executes: false,
    opcode: 0,
    sync: hasReturn(wire) || params.some((param) => isOutput(param.kind)),
  };
}

function checkPnames(registry: Registry, pnames: Pnames) {
  const values = new Map(registry.enums.map((entry) => [entry.name, BigInt(entry.value)]));
  for (const table of [pnames.counts, pnames.classes] as Record<string, unknown>[]) {
    const seen = new Map<bigint, string>();
    for (const [name, what] of Object.entries(table)) {
      const value = values.get(name) ?? failIn('pnames', name, 'The registry has no such enum.');
      const other = seen.get(value);
      if (other && table[other] !== what)
        failIn('pnames', name, `The value is also that of ${other}, which has (${table[other]}), not (${what}).`);
      seen.set(value, name);
    }
  }
}
