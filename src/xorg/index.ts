/** What `vmgl xorg` does: reads the files that Xorg reads, edits them, and tells what they say. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { UserError } from '../errors.ts';
import {
  all,
  allowVidmode,
  type Configuration,
  type ConfFile,
  denyVidmode,
  disableExtension,
  effective,
  enableExtension,
  loads,
  moduleName,
  optionInForce,
  vidmodeOptions,
} from './edit.ts';
import { lineOf, moduleKey } from './parse.ts';
import { type SearchOptions, sameFile, searchFiles } from './search.ts';
import { readConf, writeConf } from './write.ts';

export const edits = {
  'enable-ext': enableExtension,
  'disable-ext': disableExtension,
  'allow-vidmode': allowVidmode,
  'deny-vidmode': denyVidmode,
} as const;

export type EditName = keyof typeof edits;

export interface Change {
  path: string;
  /** As bytes in a latin1 string. undefined: there is no such file. */
  before: string | undefined;
  after: string | undefined;
  /** The backup, once the change was made. */
  backup?: string | undefined;
}

interface Loaded {
  configuration: Configuration;
  before: Map<ConfFile, string | undefined>;
  dropIn: string;
}

function load(options: SearchOptions): Loaded {
  const { config } = options;
  if (config !== undefined && readConf(config) === undefined)
    throw new UserError(`The file (${config}) of --config does not exist.`);
  const { places, dropIn } = searchFiles(options);
  const files = places.map(
    ({ path, role }): ConfFile => ({
      path,
      text: readConf(path),
      editable: config === undefined ? role !== 'system' : sameFile(path, config),
    }),
  );
  let target =
    config === undefined
      ? files.find((_, i) => places[i]?.role === 'main')
      : files.find((one) => sameFile(one.path, config));
  target ??= files.find((one) => one.path === dropIn);
  if (!target) {
    target = { path: dropIn, text: undefined, editable: true };
    // Xorg reads a directory in the order of the names, and the main file, which is not there, last.
    const after = places.findIndex((one) => one.role === 'directory' && one.path > dropIn);
    files.splice(after < 0 ? files.length : after, 0, target);
  }
  return { configuration: { files, target }, before: new Map(files.map((one) => [one, one.text])), dropIn };
}

/** Edits in memory, and returns what has to be written; nothing is written yet. */
export function planEdit(edit: EditName, options: SearchOptions): Change[] {
  const { configuration, before, dropIn } = load(options);
  edits[edit](configuration);
  return [...before]
    .filter(([file, text]) => file.text !== text)
    .map(([file, text]) => ({
      path: file.path,
      before: text,
      after: file.text === '' && file.path === dropIn ? undefined : file.text,
    }));
}

export function makeChanges(changes: Change[]): Change[] {
  return changes.map((one) => ({ ...one, backup: writeConf(one.path, one.before, one.after) }));
}

/** What patch(1) takes. Bytes in a latin1 string. */
export function unifiedDiff({ path, before, after }: Change): string {
  const names = [before === undefined ? '/dev/null' : path, after === undefined ? '/dev/null' : path] as const;
  return createTwoFilesPatch(...names, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

/** A place in a file, for people: `path:line`. */
interface Where {
  file: string;
  line: number;
}

export interface XorgStatus {
  /** In the order in which Xorg reads them. */
  files: string[];
  /** Where the extension is loaded, if it is. */
  extension: Where | null;
  allowNonLocal: ({ value: boolean } & Where) | null;
  vidmodeDisabled: ({ value: boolean } & Where) | null;
  /** What a person who looks at the files could misread. */
  notes: string[];
}

export function readStatus(options: SearchOptions): XorgStatus {
  const { configuration } = load(options);
  const files = configuration.files.filter((one) => one.text !== undefined);
  const where = (file: ConfFile, at: number): Where => ({ file: file.path, line: lineOf(file.text ?? '', at) });
  const option = (name: string) => {
    const found = optionInForce(configuration, name);
    return found ? { value: found.value, ...where(found.file, found.entry.start) } : null;
  };
  const used = effective(configuration, 'module');
  const entry = used && loads(used.section)[0];
  const notes: string[] = [];
  for (const { file, section } of all(configuration, 'module')) {
    const ignored = section.start !== used?.section.start || file !== used.file;
    const line = (at: number) => `${file.path}:${lineOf(file.text ?? '', at)}`;
    for (const one of loads(section))
      if (ignored && used)
        notes.push(
          `${line(one.start)} loads ${moduleName} in a Section "Module" that Xorg ignores: it uses only the last one, ${used.file.path}:${lineOf(used.file.text ?? '', used.section.start)}`,
        );
    for (const one of section.entries)
      if (!ignored && one.keyword === 'disable' && moduleKey(one.arguments[0]?.text ?? '') === moduleName)
        notes.push(`${line(one.start)} (Disable) is of no effect: it is for modules that Xorg loads by itself`);
  }
  if (!entry)
    for (const file of files)
      for (const found of (file.text ?? '').matchAll(/^[ \t]*#[# \t]*load[ \t]+"vmglext"/gim))
        notes.push(`${file.path}:${lineOf(file.text ?? '', found.index)} is a comment`);
  return {
    files: files.map((one) => one.path),
    extension: entry ? where(used.file, entry.start) : null,
    allowNonLocal: option(vidmodeOptions.allow),
    vidmodeDisabled: option(vidmodeOptions.deny),
    notes,
  };
}
