/** What gl.xml says, as plain data. Nothing is decided here. */
import { failAt } from '../errors.ts';
import { type Element, elements, parseXml, textOf } from './xml.ts';

export interface RegistryParam {
  name: string;
  /** The C type, `const GLfloat *`. */
  type: string;
  group?: string;
  class?: string;
  len?: string;
  line: number;
}

export interface RegistryCommand {
  name: string;
  returns: string;
  returnClass?: string;
  params: RegistryParam[];
  alias?: string;
  /** The command that takes this one's last arguments as one array: glVertex3fv for glVertex3f. */
  vector?: string;
  line: number;
}

export interface RegistryEnum {
  name: string;
  value: string;
  type?: string;
  api?: string;
  /** Of the enums that parameters of one kind take. */
  groups: string[];
  line: number;
}

/** `<require>` and `<remove>`: what a version or an extension adds to, or takes from, an API. */
export interface Change {
  remove: boolean;
  api?: string;
  profile?: string;
  commands: string[];
  enums: string[];
}

export interface Feature {
  name: string;
  api: string;
  version: number; // 10 * major + minor
  changes: Change[];
}

export interface Extension {
  name: string;
  apis: string[];
  changes: Change[];
}

export interface Registry {
  file: string;
  commands: Map<string, RegistryCommand>;
  enums: RegistryEnum[];
  features: Feature[];
  extensions: Extension[];
}

export function parseRegistry(text: string, file: string): Registry {
  const root = parseXml(text, file);
  if (root.name !== 'registry') failAt(file, root.line, `The root element is <${root.name}>, not <registry>.`);
  const registry: Registry = { file, commands: new Map(), enums: [], features: [], extensions: [] };
  for (const section of elements(root)) {
    if (section.name === 'commands') for (const command of elements(section, 'command')) addCommand(registry, command);
    if (section.name === 'enums')
      for (const value of elements(section, 'enum')) registry.enums.push(parseEnum(file, value));
    if (section.name === 'feature') registry.features.push(parseFeature(file, section));
    if (section.name === 'extensions')
      for (const extension of elements(section, 'extension')) registry.extensions.push(parseExtension(file, extension));
  }
  checkReferences(registry, root);
  return registry;
}

function required(file: string, element: Element, attribute: string): string {
  return (
    element.attributes[attribute] ?? failAt(file, element.line, `<${element.name}> has no attribute "${attribute}".`)
  );
}

/** `const <ptype>GLfloat</ptype> *<name>v</name>` to a C type and a name. */
function parseDeclaration(file: string, element: Element): { name: string; type: string } {
  const [name, ...rest] = elements(element, 'name');
  if (!name || rest.length) failAt(file, element.line, `<${element.name}> needs exactly one <name>.`);
  const type = textOf({ ...element, children: element.children.filter((child) => child !== name) });
  if (!type) failAt(file, element.line, `<${element.name}> has no type.`);
  return {
    name: textOf(name),
    type: type
      .replace(/ ?\* ?/g, '*')
      .replace(/(\w)\*/g, '$1 *')
      .replace(/\*const\*/, '*const *'),
  };
}

function addCommand(registry: Registry, element: Element) {
  const { file } = registry;
  const proto = elements(element, 'proto')[0] ?? failAt(file, element.line, '<command> has no <proto>.');
  const { name, type } = parseDeclaration(file, proto);
  const previous = registry.commands.get(name);
  if (previous) failAt(file, element.line, `The command (${name}) is already declared in line ${previous.line}.`);
  const params = elements(element, 'param').map((param): RegistryParam => {
    const { group, class: objectClass, len } = param.attributes;
    return { ...parseDeclaration(file, param), group, class: objectClass, len, line: param.line };
  });
  for (const [index, param] of params.entries())
    if (params.findIndex((other) => other.name === param.name) !== index)
      failAt(file, param.line, `The command (${name}) has two parameters called (${param.name}).`);
  const alias = elements(element, 'alias')[0];
  const vector = elements(element, 'vecequiv')[0];
  registry.commands.set(name, {
    name,
    returns: type,
    returnClass: proto.attributes.class,
    params,
    line: proto.line,
    alias: alias && required(file, alias, 'name'),
    vector: vector && required(file, vector, 'name'),
  });
}

function parseEnum(file: string, element: Element): RegistryEnum {
  const value = required(file, element, 'value');
  const name = required(file, element, 'name');
  if (!/^(-?\d+|0[xX][\da-fA-F]+)$/.test(value))
    failAt(file, element.line, `The value (${value}) of ${name} is not a number.`);
  const { type, api, group } = element.attributes;
  return { name, value, type, api, groups: group?.split(',') ?? [], line: element.line };
}

function parseChanges(element: Element): Change[] {
  return elements(element)
    .filter(({ name }) => name === 'require' || name === 'remove')
    .map((change) => ({
      remove: change.name === 'remove',
      api: change.attributes.api,
      profile: change.attributes.profile,
      commands: elements(change, 'command').map((command) => command.attributes.name ?? ''),
      enums: elements(change, 'enum').map((value) => value.attributes.name ?? ''),
    }));
}

function parseFeature(file: string, element: Element): Feature {
  const number = required(file, element, 'number');
  if (!/^\d\.\d$/.test(number)) failAt(file, element.line, `The version (${number}) is not of the form 4.6.`);
  return {
    name: required(file, element, 'name'),
    api: required(file, element, 'api'),
    version: Number(number[0]) * 10 + Number(number[2]),
    changes: parseChanges(element),
  };
}

function parseExtension(file: string, element: Element): Extension {
  return {
    name: required(file, element, 'name'),
    apis: required(file, element, 'supported').split('|'),
    changes: parseChanges(element),
  };
}

function checkReferences(registry: Registry, root: Element) {
  const { file, commands } = registry;
  for (const command of commands.values())
    if (command.alias && !commands.has(command.alias))
      failAt(file, command.line, `${command.name} is an alias of (${command.alias}), which is not a command.`);
  const sections = elements(root).flatMap((section) =>
    section.name === 'feature' ? [section] : section.name === 'extensions' ? elements(section) : [],
  );
  for (const section of sections)
    for (const change of elements(section))
      for (const reference of elements(change, 'command'))
        if (!commands.has(required(file, reference, 'name')))
          failAt(
            file,
            reference.line,
            `${section.attributes.name} names (${reference.attributes.name}), which is not a command.`,
          );
}
