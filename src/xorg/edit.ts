/**
 * The edits of `vmgl xorg`, on texts in memory. What is added is marked, in whole lines where the file's layout lets it,
 * so that taking it away again leaves every byte as it was.
 *
 * Of several Sections with the same name Xorg uses only the last, over all files that it reads. That one is edited;
 * where none is there a new one is written, and where it belongs to a package, a new one that repeats its entries.
 */
import { UserError } from '../errors.ts';
import { type Entry, lineOf, moduleKey, nameKey, parse, type Section } from './parse.ts';

export interface ConfFile {
  path: string;
  /** undefined: there is no such file (yet, or any more). */
  text: string | undefined;
  /** May it be changed? */
  editable: boolean;
}

export interface Configuration {
  /** In the order in which Xorg reads them. */
  files: ConfFile[];
  /** The file that takes a new Section; one of `files`. */
  target: ConfFile;
}

export const moduleName = 'vmglext';
export const vidmodeOptions = { allow: 'AllowNonLocalXvidtune', deny: 'DisableVidModeExtension' } as const;

const titles = { module: 'Module', serverflags: 'ServerFlags' } as const;
type Title = keyof typeof titles;

/** Marks a line of ours. */
const mark = '# vmgl xorg';
const marked = /[ \t]+# vmgl xorg[ \t]*(?=\r|\n|$)/y;
/** Marks a Section of ours, in the line before it. */
const blockMark = '# vmgl xorg: this section was added, and goes with its entry';
const carriedMark =
  '# vmgl xorg: this section was added, and goes with its last entry; Xorg uses only the last section, so it repeats ';

export interface Found {
  file: ConfFile;
  section: Section;
}

const parsed = new WeakMap<ConfFile, { text: string; sections: Section[] }>();

/** Files may have megabytes, and every step asks. */
function sectionsOf(file: ConfFile): Section[] {
  const text = file.text ?? '';
  const known = parsed.get(file);
  if (known?.text === text) return known.sections;
  const sections = parse(text, file.path);
  parsed.set(file, { text, sections });
  return sections;
}

/** The one Section of this name that Xorg uses. */
export function effective({ files }: Configuration, name: string): Found | undefined {
  for (const file of files.toReversed()) {
    const section = sectionsOf(file).findLast((one) => one.name === name);
    if (section) return { file, section };
  }
  return undefined;
}

/** Every Section of this name. */
export function all({ files }: Configuration, name: string): Found[] {
  return files.flatMap((file) =>
    sectionsOf(file)
      .filter((one) => one.name === name)
      .map((section) => ({ file, section })),
  );
}

export function loads(section: Section): Entry[] {
  return section.entries.filter(
    ({ keyword, arguments: [name] }) =>
      (keyword === 'load' || keyword === 'subsection') && name && moduleKey(name.text) === moduleName,
  );
}

export function enableExtension(configuration: Configuration): void {
  const found = effective(configuration, 'module');
  if (found && loads(found.section).length > 0) return;
  addEntry(configuration, 'module', `Load "${moduleName}"`);
}

export function disableExtension(configuration: Configuration): void {
  for (const { file } of all(configuration, 'module'))
    removeMarked(configuration, file, 'module', (entry) => entry.keyword === 'load' && moduleOf(entry) === moduleName);
  for (;;) {
    const found = effective(configuration, 'module');
    const entry = found && loads(found.section)[0];
    if (!found || !entry) return;
    requireEditable(found, entry);
    commentOut(found.file, entry);
  }
}

export function allowVidmode(configuration: Configuration): void {
  unsetOurs(configuration, vidmodeOptions.deny);
  setOption(configuration, vidmodeOptions.deny, false);
  setOption(configuration, vidmodeOptions.allow, true);
}

export function denyVidmode(configuration: Configuration): void {
  unsetOurs(configuration, vidmodeOptions.allow);
  setOption(configuration, vidmodeOptions.deny, true);
}

function moduleOf(entry: Entry): string {
  return moduleKey(entry.arguments[0]?.text ?? '');
}

/* ---- Options ---- */

export interface OptionValue {
  value: boolean;
  file: ConfFile;
  section: Section;
  entry: Entry;
  /** The name was `No…`: the opposite is written there. */
  negated: boolean;
}

/** What a boolean server option is set to: the active ServerLayout wins over ServerFlags, a plain name over `No…`. */
export function optionInForce(configuration: Configuration, name: string): OptionValue | undefined {
  const flags = effective(configuration, 'serverflags');
  const layout = activeLayout(configuration, flags?.section);
  for (const negated of [false, true])
    for (const found of [layout, flags]) {
      const entry = found && optionEntry(found.section, negated ? `no${name}` : name);
      const value = entry && truth(entry.keyword === 'option' ? entry.arguments[1]?.text : undefined);
      if (found && entry && value !== undefined) return { value: value !== negated, ...found, entry, negated };
    }
  return undefined;
}

/** Of several Options of one name the first counts; the keywords of XFree86 replace what stood before them. */
function optionEntry(section: Section, name: string): Entry | undefined {
  let found: Entry | undefined;
  for (const entry of section.entries) {
    if (entry.keyword === nameKey(name)) found = entry;
    else if (entry.keyword === 'option' && nameKey(entry.arguments[0]?.text ?? '') === nameKey(name)) found ??= entry;
  }
  return found;
}

function truth(text = ''): boolean | undefined {
  if (/^(|1|on|true|yes)$/.test(nameKey(text))) return true;
  return /^(0|off|false|no)$/.test(nameKey(text)) ? false : undefined;
}

/** The first ServerLayout, or the one that DefaultServerLayout names. */
function activeLayout(configuration: Configuration, flags: Section | undefined): Found | undefined {
  const layouts = all(configuration, 'serverlayout');
  const wanted = flags && optionEntry(flags, 'DefaultServerLayout');
  const name = wanted && (wanted.keyword === 'option' ? wanted.arguments[1] : wanted.arguments[0])?.text;
  if (name === undefined) return layouts[0];
  return layouts.find(({ section }) =>
    section.entries.some(
      (entry) => entry.keyword === 'identifier' && nameKey(entry.arguments[0]?.text ?? '') === nameKey(name),
    ),
  );
}

/** Both options are off where nothing sets them. */
function setOption(configuration: Configuration, name: string, wanted: boolean): void {
  for (;;) {
    const found = optionInForce(configuration, name);
    if ((found?.value ?? false) === wanted) return;
    if (!found) {
      const flags = effective(configuration, 'serverflags');
      const unreadable = flags && optionEntry(flags.section, name);
      if (flags && unreadable) rewrite(flags, unreadable, wanted);
      else addEntry(configuration, 'serverflags', `Option "${name}" "yes"`);
    } else rewrite(found, found.entry, wanted !== found.negated);
  }
}

/** Gives an entry another value, in place. */
function rewrite(found: Found, entry: Entry, value: boolean): void {
  requireEditable(found, entry);
  const { file } = found;
  const [name, old] = entry.arguments;
  const text = value ? 'yes' : 'no';
  if (entry.keyword !== 'option' || !name) commentOut(file, entry);
  else if (old) replace(file, old.start, old.end, `"${text}"`);
  else replace(file, name.end, name.end, ` "${text}"`);
}

function unsetOurs(configuration: Configuration, name: string): void {
  for (const { file } of all(configuration, 'serverflags'))
    removeMarked(
      configuration,
      file,
      'serverflags',
      (entry) => entry.keyword === 'option' && nameKey(entry.arguments[0]?.text ?? '') === nameKey(name),
    );
}

/* ---- Adding ---- */

function addEntry(configuration: Configuration, title: Title, entry: string): void {
  const found = effective(configuration, title);
  const { target, files } = configuration;
  if (found?.file.editable) insertEntry(found.file, found.section, entry);
  else if (found && files.indexOf(found.file) > files.indexOf(target))
    throw new UserError(
      `The Section "${titles[title]}" of ${found.file.path} is the one that Xorg uses, as it reads this file after ${target.path}. ` +
        'Leave --config out, or name that file.',
    );
  else appendSection(target, title, entry, found);
}

/** Before EndSection: in a line of its own, unless EndSection shares its line with other words. */
function insertEntry(file: ConfFile, section: Section, entry: string): void {
  const text = file.text ?? '';
  const line = lineStart(text, section.close);
  if (/[^ \t]/.test(text.slice(line, section.close))) {
    replace(file, section.close, section.close, `${entry} `);
    return;
  }
  const last = section.entries.at(-1);
  const indent =
    last && firstOnLine(text, last) ? blanksBefore(text, last.start) : `${text.slice(line, section.close)}    `;
  replace(file, line, line, `${indent}${entry}  ${mark}${lineEnd(text)}`);
}

/** At the end of the file, after an empty line. */
function appendSection(file: ConfFile, title: Title, entry: string, carried: Found | undefined): void {
  const text = file.text ?? '';
  const end = lineEnd(text);
  const section = blockLines(titles[title], carried).toSpliced(-1, 0, `    ${entry}  ${mark}`);
  const lines = [carried ? `${carriedMark}${carried.file.path}` : blockMark, ...section];
  const whole = text === '' || /[\r\n]$/.test(text);
  const before = text === '' ? '' : whole ? end : end + end;
  file.text = `${text}${before}${lines.join(end)}${whole ? end : ''}`;
}

function blockLines(title: string, carried: Found | undefined): string[] {
  const copied = carried ? [body(carried).replace(/^[ \t]*\r?\n|\r?\n[ \t]*$/g, '')] : [];
  return [`Section "${title}"`, ...copied, 'EndSection'];
}

/** What stands between the name of a Section and its EndSection. */
function body({ file, section }: Found): string {
  const title = /\s*"[^"\r\n]*"?/y;
  title.lastIndex = section.start + 'Section'.length;
  title.exec(file.text ?? '');
  return (file.text ?? '').slice(title.lastIndex || section.start, section.close);
}

/* ---- Taking away ---- */

/** Removes the lines of ours whose entry `is` accepts, and Sections of ours that are empty then. */
function removeMarked(configuration: Configuration, file: ConfFile, title: Title, is: (entry: Entry) => boolean): void {
  if (!file.editable) return;
  for (;;) {
    const section = sectionsOf(file).find(
      (one) => one.name === title && one.entries.some((entry) => is(entry) && markEnd(file.text ?? '', entry)),
    );
    const entry = section?.entries.find((one) => is(one) && markEnd(file.text ?? '', one));
    if (!section || !entry) return;
    const text = file.text ?? '';
    if (ourBlock(configuration, file, section, entry)) removeBlock(file, section);
    else replace(file, lineStart(text, entry.start), afterLine(text, markEnd(text, entry) ?? entry.end), '');
  }
}

/** Where the mark behind an entry ends; undefined when the line is not ours, or no longer ours alone. */
function markEnd(text: string, entry: Entry): number | undefined {
  if (!firstOnLine(text, entry)) return undefined;
  marked.lastIndex = entry.end;
  return marked.test(text) ? marked.lastIndex : undefined;
}

/** Is it a Section that we have added, with nothing of anyone else's in it? */
function ourBlock(configuration: Configuration, file: ConfFile, section: Section, entry: Entry): boolean {
  const text = file.text ?? '';
  const before = previousLine(text, section.start);
  const comment = before ? text.slice(before.start, before.end) : '';
  const rest =
    text.slice(section.start, lineStart(text, entry.start)) + text.slice(afterLine(text, entry.end), section.end);
  const title = titles[section.name as Title];
  if (comment === blockMark) return rest === blockLines(title, undefined).join(lineEnd(text));
  if (!comment.startsWith(carriedMark)) return false;
  const source = configuration.files.find((one) => one.path === comment.slice(carriedMark.length));
  const original = source && sectionsOf(source).findLast((one) => one.name === section.name);
  if (!source || !original) return false;
  return rest === blockLines(title, { file: source, section: original }).join(lineEnd(text));
}

/** With its comment, and with the line ends that appendSection() put before it. */
function removeBlock(file: ConfFile, section: Section): void {
  const text = file.text ?? '';
  const after = afterLine(text, section.end);
  const closed = after > section.end;
  let start = previousLine(text, section.start)?.start ?? 0;
  for (let ends = closed ? 1 : 2; ends > 0; ends--) {
    const end = /\r?\n$|\r$/.exec(text.slice(Math.max(0, start - 2), start));
    start -= end?.[0].length ?? 0;
  }
  const rest = text.slice(after);
  file.text = start > 0 ? text.slice(0, start) + rest : rest.replace(/^(\r?\n|\r)(?=# vmgl xorg: )/, '');
}

/** An entry of the user's: kept as a comment where it has its lines for itself, cut out where it has not. */
function commentOut(file: ConfFile, entry: Entry): void {
  const text = file.text ?? '';
  const rest = /[ \t]*(#[^\r\n]*)?(?=\r|\n|$)/y;
  rest.lastIndex = entry.end;
  if (firstOnLine(text, entry) && rest.test(text)) {
    const lines = text.slice(entry.start, entry.end).replace(/((?:\r?\n|\r)[ \t]*)(?=[^\s#])/g, '$1#');
    replace(file, entry.start, entry.end, `#${lines}`);
    return;
  }
  const blanks = /[ \t]*/y;
  blanks.lastIndex = entry.end;
  blanks.exec(text);
  // Two words that were apart must not come together.
  const apart = /[\s"]$/.test(text.slice(0, entry.start)) || entry.start === 0 ? '' : ' ';
  replace(file, entry.start, blanks.lastIndex, apart);
}

function requireEditable({ file }: Found, entry: Entry): void {
  if (file.editable) return;
  throw new UserError(
    `${file.path}:${lineOf(file.text ?? '', entry.start)} sets it, and vmgl does not change this file. ` +
      'Give --config with that file if it is yours to change.',
  );
}

/* ---- Text ---- */

function replace(file: ConfFile, start: number, end: number, by: string): void {
  const text = file.text ?? '';
  file.text = text.slice(0, start) + by + text.slice(end);
}

/** The start of the line that holds `at`. Xorg ends comments at a carriage return, too. */
function lineStart(text: string, at: number): number {
  return at <= 0 ? 0 : Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
}

/** The start of the next line, or the end of the text. */
function afterLine(text: string, at: number): number {
  const end = /[^\r\n]*(\r?\n|\r)?/y;
  end.lastIndex = at;
  end.exec(text);
  return Math.max(at, end.lastIndex);
}

/** The line before the one that holds `at`, without its end. */
function previousLine(text: string, at: number): { start: number; end: number } | undefined {
  const next = lineStart(text, at);
  if (next === 0) return undefined;
  const end = next - (text.slice(next - 2, next) === '\r\n' ? 2 : 1);
  return { start: lineStart(text, end), end };
}

function blanksBefore(text: string, at: number): string {
  return text.slice(lineStart(text, at), at);
}

function firstOnLine(text: string, entry: Entry): boolean {
  return !/[^ \t]/.test(blanksBefore(text, entry.start));
}

/** How the lines of this file end. */
function lineEnd(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
