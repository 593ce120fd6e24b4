/**
 * The grammar of xorg.conf, as Xorg's own scanner reads it (xorg.conf(5), and tests/xorg/xorg.test.ts, which asks a
 * real Xorg): a stream of words, strings and numbers, in which line ends mean nothing but the end of a comment or of a
 * string. Names ignore case, blanks and underscores. Only positions are kept, so that an edit changes nothing else.
 *
 * Texts are latin1 strings: one character per byte, whatever the file's encoding.
 */
import { UserError } from '../errors.ts';

export interface Token {
  kind: 'word' | 'string' | 'number' | 'comma' | 'dash';
  /** Without the quotes. */
  text: string;
  start: number;
  end: number;
}

/** A keyword with its arguments, or a whole SubSection. */
export interface Entry {
  /** As nameKey() gives it: `load`, `disable`, `option`, `subsection`. */
  keyword: string;
  arguments: Token[];
  /** The Options of a SubSection. */
  entries: Entry[];
  start: number;
  end: number;
}

export interface Section {
  /** As nameKey() gives it: `module`, `serverflags`. */
  name: string;
  entries: Entry[];
  start: number;
  /** Where the word EndSection begins and ends. */
  close: number;
  end: number;
}

const sectionNames = new Set(
  `files serverflags module extensions inputdevice inputclass outputclass device videoadaptor monitor modes screen
   serverlayout dri vendor pointer`.split(/\s+/),
);

/** The sections whose entries matter here; of the others only the end is looked for. */
const readSections = new Set(['module', 'serverflags', 'serverlayout']);

/** What each keyword of the sections that are edited takes. */
const grammar: Record<string, Record<string, RegExp>> = {
  module: { load: /^string$/, loaddriver: /^string$/, disable: /^string$/, subsection: /^string$/ },
  serverflags: {
    option: /^string( string)?$/,
    dontzap: /^$/,
    dontzoom: /^$/,
    disablevidmodeextension: /^$/,
    allownonlocalxvidtune: /^$/,
    disablemodindev: /^$/,
    allownonlocalmodindev: /^$/,
    allowmouseopenfail: /^$/,
    blanktime: /^number$/,
    standbytime: /^number$/,
    suspendtime: /^number$/,
    offtime: /^number$/,
    defaultserverlayout: /^string$/,
  },
};

/** Equal for names that Xorg takes for the same. */
export function nameKey(name: string): string {
  return name.replace(/[_ \t]/g, '').toLowerCase();
}

/** The name of a module, as Xorg makes it canonical before it looks for the file. */
export function moduleKey(name: string): string {
  return nameKey(name).replace(/^lib/, '').replace(/\.so$/, '');
}

/** A UserError that names `file` and the line when the text is not what Xorg would read. */
export function parse(text: string, file: string): Section[] {
  const scan = new Scanner(text, file);
  const zero = text.indexOf('\0');
  if (zero >= 0) throw scan.wrong({ start: zero }, 'a zero byte: this is no text file, or one in UTF-16');
  const sections: Section[] = [];
  for (let token = scan.next(); token !== undefined; token = scan.next()) {
    if (token.kind !== 'word' || nameKey(token.text) !== 'section')
      throw scan.wrong(token, `${shown(token)} stands outside of a Section`);
    sections.push(readSection(scan, token));
  }
  return sections;
}

function readSection(scan: Scanner, opening: Token): Section {
  const title = scan.next();
  if (title?.kind !== 'string') throw scan.wrong(title ?? opening, 'Section is not followed by a name in quotes');
  const name = nameKey(title.text);
  if (!sectionNames.has(name)) throw scan.wrong(title, `"${title.text}" is not the name of a Section`);
  const inside = `Section "${title.text}"`;
  const section: Section = { name, entries: [], start: opening.start, close: -1, end: -1 };
  const keep = readSections.has(name);
  let entry: Entry | undefined;
  let sub: Entry | undefined;
  const finish = () => {
    if (entry) check(scan, name, sub !== undefined && entry !== sub, entry, inside);
    entry = undefined;
  };
  for (let token = scan.next(); token !== undefined; token = scan.next()) {
    if (token.kind !== 'word') {
      if (entry) {
        entry.end = token.end;
        if (keep) entry.arguments.push(token);
      } else if (keep) throw scan.wrong(token, `${shown(token)} stands where ${inside} takes a keyword`);
      continue;
    }
    const keyword = nameKey(token.text);
    if (keyword === 'endsection') {
      finish();
      if (sub) throw scan.wrong(token, `${inside} ends within a SubSection that began in line ${scan.line(sub.start)}`);
      return Object.assign(section, { close: token.start, end: token.end });
    }
    if (keyword === 'section')
      throw scan.wrong(token, `a Section begins within ${inside}, which began in line ${scan.line(opening.start)}`);
    finish();
    if (keyword === 'endsubsection') {
      if (!sub) throw scan.wrong(token, 'EndSubSection without a SubSection');
      sub.end = token.end;
      sub = undefined;
      continue;
    }
    entry = { keyword, arguments: [], entries: [], start: token.start, end: token.end };
    if (keyword === 'subsection') {
      if (sub) throw scan.wrong(token, 'a SubSection begins within another one');
      sub = entry;
      if (keep) section.entries.push(entry);
    } else if (keep) (sub ?? section).entries.push(entry);
  }
  throw scan.wrong(opening, `${inside} has no EndSection`);
}

function check(scan: Scanner, section: string, nested: boolean, entry: Entry, inside: string): void {
  const keywords = nested && section === 'module' ? { option: /^string( string)?$/ } : grammar[section];
  if (!keywords) return;
  const word = scan.text.slice(entry.start).split(/[\s#]/, 1)[0];
  const wanted = (keywords as Record<string, RegExp>)[entry.keyword];
  if (!wanted) throw scan.wrong(entry, `${inside} has no keyword ${word}`);
  if (wanted.test(entry.arguments.map((one) => one.kind).join(' '))) return;
  throw scan.wrong(
    entry,
    `${word} is not followed by ${wanted.source.includes('number') ? 'a number' : quoted(wanted)}`,
  );
}

function quoted(wanted: RegExp): string {
  if (wanted.source === '^$') return 'another keyword: it takes no value';
  return wanted.source.includes('?') ? 'one or two strings in quotes' : 'one string in quotes';
}

function shown(token: Token): string {
  const text = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text;
  return token.kind === 'string' ? `"${text}"` : text;
}

// A string ends with its line if it is not closed, and a word goes on to the next blank: Xorg's rules.
const tokens =
  /[ \t\r\n]+|#[^\r\n]*|(?<string>"[^"\r\n]*"?)|(?<number>0[xX][0-9a-fA-F.xX]*|[0-9][0-9.xX]*)|(?<comma>,(?![A-Za-z]))|(?<dash>-(?![A-Za-z]))|(?<word>[^ \t\r\n#]+)/y;

class Scanner {
  readonly text: string;
  private readonly file: string;
  private at = 0;
  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
  }

  next(): Token | undefined {
    while (this.at < this.text.length) {
      const start = this.at;
      tokens.lastIndex = start;
      const found = tokens.exec(this.text);
      if (!found) throw new Error(`Assertion failed: Every character starts a token (${this.text[start]})`);
      this.at = tokens.lastIndex;
      const { string, number, comma, dash, word } = found.groups as Record<string, string | undefined>;
      const end = this.at;
      if (string !== undefined) return { kind: 'string', text: string.slice(1).replace(/"$/, ''), start, end };
      if (word !== undefined) return { kind: 'word', text: word, start, end };
      if (number !== undefined) return { kind: 'number', text: number, start, end };
      if (comma !== undefined) return { kind: 'comma', text: comma, start, end };
      if (dash !== undefined) return { kind: 'dash', text: dash, start, end };
    }
    return undefined;
  }

  line(offset: number): number {
    return lineOf(this.text, offset);
  }

  wrong(where: { start: number }, what: string): UserError {
    const text = what.replace(/[^\x20-\x7e\u2026]/g, '?');
    const hint = this.text.startsWith('\xef\xbb\xbf')
      ? ' (the file begins with a byte order mark, which Xorg does not take)'
      : '';
    return new UserError(
      `${this.file}:${this.line(where.start)}: ${text}${hint}. Xorg would not start with this file; nothing was changed. Mend it first.`,
    );
  }
}

export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
