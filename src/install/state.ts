/** What of vmgl is installed around the executable that runs, for `vmgl doctor`. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { packaged } from '../native/assets.ts';
import { libraryDirectory, type Manifest, readManifest, type Side, sides } from './manifest.ts';

export interface Installed {
  prefix: string;
  sides: Side[];
  /** Sides whose installation was cut off. */
  unfinished: Side[];
  systemWide: boolean;
  /** With --system-wide: a library that programs find in place of vmgl's. */
  inFront?: string | undefined;
}

/** The prefix of the running executable, as seen from `destdir`; undefined when it was not installed there. */
export function ownPrefix(destdir: string): string | undefined {
  const directory = path.dirname(path.dirname(fs.realpathSync(process.execPath)));
  if (!packaged || !directory.startsWith(`${destdir}/`)) return undefined;
  const prefix = directory.slice(destdir.length);
  return sides.some((side) => readManifest(destdir, prefix, side)) ? prefix : undefined;
}

export function installed(): Installed | undefined {
  const prefix = ownPrefix('');
  if (prefix === undefined) return undefined;
  const all = sides.map((side) => readManifest('', prefix, side)).filter((one): one is Manifest => one !== undefined);
  const systemWide = all.some((one) => one.systemWide);
  return {
    prefix,
    sides: all.map((one) => one.side),
    unfinished: all.filter((one) => !one.complete).map((one) => one.side),
    systemWide,
    inFront: systemWide ? otherVendor(libraryDirectory(prefix)) : undefined,
  };
}

/** The dynamic linker takes the first one of a name. */
function otherVendor(library: string): string | undefined {
  const { stdout } = spawnSync('ldconfig', ['-p'], { encoding: 'utf8', env: { PATH: '/usr/sbin:/sbin' } });
  const machine = process.arch === 'arm64' ? 'AArch64' : 'x86-64';
  const first = new Map<string, string>();
  for (const [, name = '', flags = '', file = ''] of (stdout ?? '').matchAll(
    /^\s*(libGLX_\w+\.so\.0) \((.*?)\) => (.*)$/gm,
  ))
    if (flags.includes(machine) && !first.has(name)) first.set(name, file);
  const mesa = first.get('libGLX_mesa.so.0');
  return mesa?.startsWith(`${library}/`) ? undefined : (mesa ?? 'nothing');
}
