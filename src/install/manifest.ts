/**
 * What `vmgl install` wrote, so that it can be taken away, and told from what others wrote. One manifest for each side,
 * PREFIX/lib/vmgl/manifest-SIDE.json. Paths are those of the installed system, without DESTDIR.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as t from 'typanion';
import { reason, UserError } from '../errors.ts';

export const sides = ['guest', 'host'] as const;
export type Side = (typeof sides)[number];

/** What is at a path: `sha256:…` of a file, `-> target` of a link. */
export type Identity = string;

export interface Entry {
  path: string;
  /** More than one while an installation is under way: what was there, and what is to be. */
  is: Identity[];
}

export interface Manifest {
  side: Side;
  version: string;
  /** Of the natives: src/native/assets.ts. */
  build: string;
  /** False from the first write of an installation to its last. */
  complete: boolean;
  systemWide: boolean;
  xorg: boolean;
  entries: Entry[];
  /** Directories that were not there before vmgl. */
  directories: string[];
}

const isManifest = t.isObject(
  {
    side: t.isEnum(sides),
    version: t.isString(),
    build: t.isString(),
    complete: t.isBoolean(),
    systemWide: t.isBoolean(),
    xorg: t.isBoolean(),
    entries: t.isArray(t.isObject({ path: t.isString(), is: t.isArray(t.isString()) })),
    directories: t.isArray(t.isString()),
  },
  { extra: t.isUnknown() },
);

export function libraryDirectory(prefix: string): string {
  return path.join(prefix, 'lib/vmgl');
}

export function manifestPath(prefix: string, side: Side): string {
  return path.join(libraryDirectory(prefix), `manifest-${side}.json`);
}

/** Undefined where that side was not installed. Throws for a file that is no manifest. */
export function readManifest(destdir: string, prefix: string, side: Side): Manifest | undefined {
  const file = destdir + manifestPath(prefix, side);
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new UserError(`The manifest (${file}) cannot be read: ${reason(error)}.`);
  }
  // It decides what root removes.
  const { uid } = fs.statSync(file);
  if (process.getuid?.() === 0 && uid !== 0)
    throw new UserError(`The manifest (${file}) belongs to another user (uid ${uid}). Do this as that user.`);
  const fault = (what: string) =>
    new UserError(
      `The manifest (${file}) is damaged: ${what}. Remove it, and what it is about (${libraryDirectory(prefix)}, ` +
        `${path.join(prefix, 'bin/vmgl')}), then install again.`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fault((error as Error).message);
  }
  if (!isManifest(value)) throw fault('a part is missing or of the wrong kind');
  for (const name of [...value.entries.map((one) => one.path), ...value.directories])
    if (path.resolve(name) !== name) throw fault(`the path (${name}) is not a plain one`);
  return value;
}

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

export function identityOf(file: string): Identity | undefined {
  const info = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!info) return undefined;
  if (info.isSymbolicLink()) return linkIdentity(fs.readlinkSync(file));
  if (!info.isFile()) return info.isDirectory() ? 'a directory' : 'no file';
  return textIdentity(fs.readFileSync(file));
}

export function textIdentity(content: string | Uint8Array): Identity {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

export function linkIdentity(target: string): Identity {
  return `-> ${target}`;
}
