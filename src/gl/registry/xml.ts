/**
 * A reader for the XML that the Khronos registries use: elements, attributes, text, comments, the five named
 * entities and character references. No DTD, no CDATA, no name spaces. Every element knows its line, so that
 * a complaint about what it says can point at it.
 */
import { failAt } from '../errors.ts';

export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
  line: number;
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function parseXml(text: string, file: string): Element {
  const token =
    /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/([\w.-]+)\s*>|<([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy;
  const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
  const open: Element[] = [];
  let root: Element | undefined;
  let line = 1;

  const decode = (raw: string) =>
    raw.replace(/&(#x[\da-fA-F]+|#\d+|\w+);/g, (_, name: string) => {
      if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
      if (name.startsWith('#')) return String.fromCodePoint(Number.parseInt(name.slice(1), 10));
      return entities[name] ?? failAt(file, line, `The entity (&${name};) is not one that XML defines.`);
    });

  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (!match) failAt(file, line, `Markup (${source.slice(at, at + 20).split('\n')[0]}) cannot be read.`);
    const [whole, closes, opens, attributes, empty] = match;
    const parent = open.at(-1);
    if (closes !== undefined) {
      if (parent?.name !== closes)
        failAt(file, line, `</${closes}> closes ${parent ? `<${parent.name}> of line ${parent.line}` : 'nothing'}.`);
      open.pop();
    } else if (opens !== undefined) {
      const element: Element = { name: opens, attributes: {}, children: [], line };
      for (const [, name, double, single] of attributes!.matchAll(attribute)) {
        if (name! in element.attributes) failAt(file, line, `<${opens}> has two attributes called (${name}).`);
        element.attributes[name!] = decode(double ?? single!);
      }
      if (parent) parent.children.push(element);
      else if (root) failAt(file, line, `<${opens}> stands outside the root element.`);
      else root = element;
      if (!empty) open.push(element);
    } else if (!whole.startsWith('<')) {
      if (parent) parent.children.push(decode(whole));
      else if (whole.trim()) failAt(file, line, `Text (${whole.trim().slice(0, 20)}) stands outside the root element.`);
    }
    for (let i = whole.indexOf('\n'); i >= 0; i = whole.indexOf('\n', i + 1)) line++;
  }
  const unclosed = open.at(-1);
  if (unclosed) failAt(file, unclosed.line, `<${unclosed.name}> is never closed.`);
  return root ?? failAt(file, line, 'There is no root element.');
}

export function elements(parent: Element, name?: string): Element[] {
  return parent.children.filter((child) => typeof child !== 'string').filter((child) => !name || child.name === name);
}

/** The text of an element and of what it contains, white space made single. */
export function textOf(element: Element): string {
  const raw = (child: Element | string): string =>
    typeof child === 'string' ? child : child.children.map(raw).join(' ');
  return raw(element).replace(/\s+/g, ' ').trim();
}
