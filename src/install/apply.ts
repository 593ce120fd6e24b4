/**
 * Puts a layout on the disk and takes it away again. Every file appears whole (written beside, then renamed), and the
 * manifest is written before the first of them, so that an installation that was cut off can be repeated or removed.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { reason, UserError } from '../errors.ts';
import { type Item, linkerConfig } from './layout.ts';
import {
  type Entry,
  type Identity,
  identityOf,
  linkIdentity,
  type Manifest,
  manifestPath,
  manifestText,
  readManifest,
  type Side,
  sides,
  textIdentity,
} from './manifest.ts';

export interface Step {
  /** `left`: not as vmgl wrote it, so it stays as it is. `shared`: the other side needs it. */
  action: 'add' | 'replace' | 'remove' | 'left' | 'shared';
  path: string;
}

export interface Outcome {
  steps: Step[];
  /** Sides that an installation brought to this build because they share files with the one that was asked for. */
  also: Side[];
}

export interface Place {
  destdir: string;
  prefix: string;
}

export interface Installation extends Place {
  side: Side;
  version: string;
  build: string;
  /** The layout of a side; the choices that were made when it was installed may be had from `before`. */
  items(side: Side, before: Manifest | undefined): { items: Item[]; systemWide: boolean; xorg: boolean };
  dryRun: boolean;
}

interface Planned {
  side: Side;
  systemWide: boolean;
  xorg: boolean;
  items: Item[];
}

export function install(installation: Installation): Outcome {
  const { destdir, prefix, side } = installation;
  const before = manifests(installation);
  // Both sides run one executable: an upgrade of one is an upgrade of the other.
  const planned: Planned[] = sides
    .filter((one) => one === side || before.has(one))
    .map((one) => ({ side: one, ...installation.items(one, before.get(one)) }));
  const known = entriesOf([...before.values()]);
  const items = new Map(planned.flatMap(({ items }) => items.map((item) => [item.path, item] as const)));

  const steps: Step[] = [];
  const foreign: string[] = [];
  const wanted = new Map<string, Identity>();
  for (const [name, item] of items) {
    const found = identityOf(destdir + name);
    const identity = identityOfItem(item);
    wanted.set(name, identity);
    const ours = known.get(name);
    if (found === identity) continue;
    if (found === undefined) steps.push({ action: 'add', path: name });
    else if (ours && (ours.is.includes(found) || !item.config)) steps.push({ action: 'replace', path: name });
    else if (item.config) steps.push({ action: 'left', path: name });
    else foreign.push(name);
  }
  if (foreign.length > 0) throw refusal(destdir, foreign);
  for (const [name, entry] of known) if (!items.has(name)) steps.push(removal(destdir, entry));

  for (const { action, path: name } of steps)
    if (action !== 'left') checkWritable(path.dirname(destdir + name), destdir + prefix);
  const also = planned.map((one) => one.side).filter((one) => one !== side);
  const current = planned.every(({ side: one, items, systemWide, xorg }) => {
    const manifest = before.get(one);
    return (
      manifest?.complete &&
      manifest.entries.length === items.length &&
      manifest.systemWide === systemWide &&
      manifest.xorg === xorg
    );
  });
  if (installation.dryRun || (current && steps.length === 0)) return { steps, also };

  const directories = missingDirectories(
    destdir,
    [...items.keys(), ...planned.map((one) => manifestPath(prefix, one.side))],
    [...before.values()].flatMap((one) => one.directories),
  );
  const left = new Set(steps.filter((one) => one.action === 'left').map((one) => one.path));
  try {
    for (const directory of directories.toMake) makeDirectory(destdir + directory);
    sweep(destdir, [...known.keys(), ...items.keys()]);
    for (const complete of [false, true]) {
      if (complete) carryOut(destdir, steps, items);
      for (const one of planned) {
        const entries: Entry[] = one.items.map(({ path: name }) => {
          const old = known.get(name)?.is ?? [];
          const now = left.has(name) ? old : [wanted.get(name) ?? ''];
          return { path: name, is: complete ? now : [...new Set([...now, ...old])] };
        });
        // Until all is done, what is to be removed is still ours.
        if (!complete && one.side === side)
          for (const [name, entry] of known) if (!items.has(name)) entries.push(entry);
        put(destdir + manifestPath(prefix, one.side), {
          content: {
            text: manifestText({
              side: one.side,
              version: installation.version,
              build: installation.build,
              complete,
              systemWide: one.systemWide,
              xorg: one.xorg,
              entries,
              directories: directories.ours.filter((directory) => isAbove(directory, one.items, prefix)),
            }),
          },
          mode: 0o644,
        });
      }
    }
    if (steps.some(({ path: name }) => name === linkerConfig)) refreshLinker(destdir);
    removeDirectories(
      destdir,
      directories.ours.filter((one) => !planned.some(({ items }) => isAbove(one, items, prefix))),
    );
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `The installation was cut off: ${reason(error)}${fileOf(error)}. When that is mended, repeat it, or take it ` +
        `away with: vmgl uninstall --${side} --prefix ${prefix}`,
    );
  }
  return { steps, also };
}

export interface Removal extends Place {
  side: Side;
  dryRun: boolean;
}

export function uninstall({ destdir, prefix, side, dryRun }: Removal): Outcome {
  const all = manifests({ destdir, prefix });
  const manifest = all.get(side);
  if (!manifest) {
    const there = [...all.keys()].map((one) => `--${one}`);
    throw new UserError(
      `There is no manifest of the ${side} (${destdir}${manifestPath(prefix, side)}), so nothing of it can be removed. ` +
        (there.length > 0
          ? `What is installed there can be removed with ${there.join(' and ')}.`
          : 'Give the --prefix that it was installed to.'),
    );
  }
  const other = [...all.values()].filter((one) => one !== manifest);
  const needed = new Set(other.flatMap((one) => one.entries.map((entry) => entry.path)));
  const steps: Step[] = manifest.entries.map((entry) =>
    needed.has(entry.path) ? { action: 'shared', path: entry.path } : removal(destdir, entry),
  );
  for (const { action, path: name } of steps)
    if (action === 'remove') checkWritable(path.dirname(destdir + name), destdir + prefix);
  checkWritable(path.dirname(destdir + manifestPath(prefix, side)), destdir + prefix);
  const gone = steps.filter(({ action, path: name }) => action !== 'remove' || identityOf(destdir + name));
  if (dryRun) return { steps: gone, also: [] };
  try {
    sweep(
      destdir,
      manifest.entries.map((entry) => entry.path),
    );
    // The dynamic linker must not be left with libraries that are gone.
    const [linker, rest] = [steps.filter(isLinkerConfig), steps.filter((step) => !isLinkerConfig(step))];
    carryOut(destdir, linker, new Map());
    if (linker.some(({ action }) => action === 'remove')) refreshLinker(destdir);
    carryOut(destdir, rest, new Map());
    fs.rmSync(destdir + manifestPath(prefix, side), { force: true });
    const kept = new Set(other.flatMap((one) => one.directories));
    removeDirectories(
      destdir,
      manifest.directories.filter((one) => !kept.has(one)),
    );
  } catch (error) {
    throw new UserError(`Not all could be removed: ${reason(error)}${fileOf(error)}. When that is mended, repeat it.`);
  }
  return { steps: gone, also: [] };
}

export function manifests({ destdir, prefix }: Place): Map<Side, Manifest> {
  const found = new Map<Side, Manifest>();
  for (const side of sides) {
    const manifest = readManifest(destdir, prefix, side);
    if (manifest) found.set(side, manifest);
  }
  return found;
}

function isLinkerConfig({ path: name }: Step): boolean {
  return name === linkerConfig;
}

/** What any manifest says of a path. */
function entriesOf(all: Manifest[]): Map<string, Entry> {
  const found = new Map<string, Entry>();
  for (const entry of all.flatMap((one) => one.entries)) {
    const is = [...new Set([...(found.get(entry.path)?.is ?? []), ...entry.is])];
    found.set(entry.path, { ...entry, is });
  }
  return found;
}

function removal(destdir: string, { path: name, is }: Entry): Step {
  const found = identityOf(destdir + name);
  return { action: found === undefined || is.includes(found) ? 'remove' : 'left', path: name };
}

const hashes = new Map<string, Identity>();
function identityOfItem({ content }: Item): Identity {
  if ('link' in content) return linkIdentity(content.link);
  if ('text' in content) return textIdentity(content.text);
  const known = hashes.get(content.file) ?? textIdentity(fs.readFileSync(content.file));
  hashes.set(content.file, known);
  return known;
}

function refusal(destdir: string, foreign: string[]): UserError {
  const shown = foreign.slice(0, 4).map((name) => destdir + name);
  const more = foreign.length > shown.length ? ` and ${foreign.length - shown.length} more` : '';
  return new UserError(
    `There are files that vmgl did not install (${shown.join(', ')}${more}). ` +
      'Move them away, or give another --prefix; nothing was changed.',
  );
}

/** Also for directories that are still to be made: then the nearest one that exists counts. */
function checkWritable(directory: string, prefix: string): void {
  let existing = directory;
  while (!fs.existsSync(existing) && existing !== path.dirname(existing)) existing = path.dirname(existing);
  try {
    if (!fs.statSync(existing).isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
    fs.accessSync(existing, fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    const mine = existing.startsWith(`${prefix}/`) || prefix.startsWith(existing) ? ' or give another --prefix' : '';
    throw new UserError(
      `The directory (${existing}) cannot be written to: ${reason(error)}. Do it as root${mine}; nothing was changed.`,
    );
  }
}

interface Directories {
  toMake: string[];
  /** Those, and the ones that an earlier installation made; outermost first. */
  ours: string[];
}

function missingDirectories(destdir: string, files: string[], before: string[]): Directories {
  const missing = new Set<string>();
  for (const file of files)
    for (let at = path.dirname(file); at !== '/' && !fs.existsSync(destdir + at); at = path.dirname(at))
      missing.add(at);
  const byDepth = (names: Iterable<string>) =>
    [...new Set(names)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return { toMake: byDepth(missing), ours: byDepth([...missing, ...before]) };
}

function isAbove(directory: string, items: Item[], prefix: string): boolean {
  return [...items.map((item) => item.path), manifestPath(prefix, 'guest')].some((file) =>
    file.startsWith(`${directory}/`),
  );
}

function makeDirectory(directory: string): void {
  fs.mkdirSync(directory, { recursive: true });
  // Whatever the umask says: others are to use it, and none but the owner to write.
  fs.chmodSync(directory, 0o755);
}

function carryOut(destdir: string, steps: Step[], items: Map<string, Item>): void {
  for (const { action, path: name } of steps) {
    const item = items.get(name);
    if (action === 'remove') fs.rmSync(destdir + name, { force: true });
    else if (item && (action === 'add' || action === 'replace')) put(destdir + name, item);
  }
}

function put(file: string, { content, mode }: Omit<Item, 'path'>): void {
  whole(file, (temporary) => {
    if ('link' in content) {
      fs.symlinkSync(content.link, temporary);
      return;
    }
    if ('text' in content) {
      fs.writeFileSync(temporary, content.text);
      fs.chmodSync(temporary, mode);
      return;
    }
    // The packaged executable's own files can be read, but not copied by the kernel.
    try {
      fs.copyFileSync(content.file, temporary, fs.constants.COPYFILE_FICLONE);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      fs.writeFileSync(temporary, fs.readFileSync(content.file));
    }
    fs.chmodSync(temporary, mode);
  });
}

function unfinished(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.vmgl-new`);
}

/** What an installation that was killed was writing. */
function sweep(destdir: string, files: string[]): void {
  for (const file of files) fs.rmSync(unfinished(destdir + file), { force: true });
}

/** Lets `make` make a file, and gives it its name when it is whole. A program that runs the old one keeps it. */
function whole(file: string, make: (temporary: string) => void): void {
  const temporary = unfinished(file);
  try {
    fs.rmSync(temporary, { force: true });
    make(temporary);
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

/** Innermost first; those that hold something else stay. */
function removeDirectories(destdir: string, directories: string[]): void {
  for (const directory of [...directories].sort((a, b) => b.length - a.length))
    try {
      fs.rmdirSync(destdir + directory);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
}

/** Another root's cache is made there. */
function refreshLinker(destdir: string): void {
  if (destdir !== '') return;
  const { error, status, stderr } = spawnSync('ldconfig', [], { encoding: 'utf8', env: { PATH: '/usr/sbin:/sbin' } });
  if (error || status !== 0)
    throw new UserError(`ldconfig has failed (${error ? reason(error) : stderr.trim()}). Run it by hand, as root.`);
}

function fileOf(error: unknown): string {
  const { path: file, dest } = error as NodeJS.ErrnoException & { dest?: string };
  return file === undefined ? '' : ` (${dest ?? file})`;
}
