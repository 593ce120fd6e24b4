/**
 * What an installation consists of, as data: the layout of VMGL 2006 (bin/, lib/vmgl/, libGL.so links, an entry of
 * ld.so.conf.d) with what today's systems need. Nothing here touches the disk.
 */
import * as path from 'node:path';
import { libraryLinks, unversionedLinks } from '../native/assets.ts';
import { libraryDirectory, type Side } from './manifest.ts';
import { systemUnit, userUnit } from './units.ts';

export interface Item {
  path: string;
  content: { file: string } | { text: string } | { link: string };
  /** Of files. */
  mode: number;
  /** People edit it: what differs from what vmgl wrote stays. */
  config?: boolean;
}

export interface Payload {
  /** The one executable. */
  executable: string;
  /** Each native file: its name below lib/vmgl, and where it is to be had. */
  natives: { name: string; file: string }[];
  buildText: string;
}

export interface Options {
  prefix: string;
  /** Installs for all users. */
  asRoot: boolean;
  systemWide: boolean;
  /** Xorg's directory of extension modules; undefined without --xorg. */
  xorgModules?: string | undefined;
  /** Where systemd looks for the units of this user. */
  userUnits: string;
}

/** Sorts after no other file of ld.so.conf.d: of two libraries of one name the first one counts. */
export const linkerConfig = '/etc/ld.so.conf.d/00-vmgl.conf';
const eglVendors = '/etc/glvnd/egl_vendor.d';

export function layout(side: Side, payload: Payload, options: Options): Item[] {
  return [...common(payload, options), ...(side === 'guest' ? guest(payload, options) : host(options))];
}

/** Both sides: the executable, and its libraries where it looks for them before it unpacks its own. */
function common({ executable, natives, buildText }: Payload, { prefix }: Options): Item[] {
  const library = libraryDirectory(prefix);
  return [
    { path: path.join(prefix, 'bin/vmgl'), content: { file: executable }, mode: 0o755 },
    { path: path.join(library, 'build.json'), content: { text: buildText }, mode: 0o644 },
    ...natives.map(({ name, file }) => ({ path: path.join(library, name), content: { file }, mode: 0o755 })),
    ...libraryLinks
      .filter(([, folder]) => natives.some(({ name }) => name.startsWith(`${folder}/`)))
      .map(([link, folder]) => ({ path: path.join(library, link), content: { link: folder }, mode: 0 })),
    ...unversionedLinks(natives.map(({ name }) => name)).map(([link, to]) => ({
      path: path.join(library, link),
      content: { link: to },
      mode: 0,
    })),
  ];
}

function guest({ natives }: Payload, options: Options): Item[] {
  const library = libraryDirectory(options.prefix);
  const items: Item[] = [];
  // LD_LIBRARY_PATH=PREFIX/lib/vmgl works as it did.
  for (const { name } of natives) {
    if (!/^lib\/(x86_64|aarch64)-linux-gnu\/lib[^/]+\.so/.test(name)) continue;
    const base = path.basename(name);
    items.push({ path: path.join(library, base), content: { link: name }, mode: 0 });
    const short = base.replace(/\.so\..*$/, '.so');
    if (short !== base) items.push({ path: path.join(library, short), content: { link: base }, mode: 0 });
    if (base === 'libGL.so.1')
      items.push({ path: path.join(library, 'libGL.so.1.2'), content: { link: base }, mode: 0 });
  }
  if (options.systemWide) items.push(...systemWide(natives, library));
  if (options.xorgModules !== undefined) {
    const file = natives.find(({ name }) => name === 'libvmglext.so')?.file;
    if (file === undefined) throw new Error('Assertion failed: libvmglext.so is in the package');
    items.push({ path: path.join(options.xorgModules, 'libvmglext.so'), content: { file }, mode: 0o644 });
  }
  return items;
}

function systemWide(natives: Payload['natives'], library: string): Item[] {
  const vendors = natives.filter(({ name }) => /\/glvnd\/lib(GLX|EGL)_/.test(name));
  const folders = [...new Set(vendors.map(({ name }) => path.join(library, path.dirname(name))))];
  const lines = [
    '# Written by `vmgl install --guest --system-wide`: GL programs find vmgl in front of the native GL,',
    '# which serves when no stub answers.',
    ...folders,
  ];
  const items: Item[] = [{ path: linkerConfig, content: { text: `${lines.join('\n')}\n` }, mode: 0o644 }];
  if (vendors.some(({ name }) => /\/libEGL_vmgl\.so\.0$/.test(name))) {
    const icd = { file_format_version: '1.0.0', ICD: { library_path: 'libEGL_vmgl.so.0' } };
    items.push({
      path: path.join(eglVendors, '10_vmgl.json'),
      content: { text: `${JSON.stringify(icd, null, 2)}\n` },
      mode: 0o644,
    });
  }
  return items;
}

function host({ prefix, asRoot, userUnits }: Options): Item[] {
  const vmgl = path.join(prefix, 'bin/vmgl');
  const units: Item[] = [
    { path: path.join(userUnits, 'vmgl-stub.service'), content: { text: userUnit(vmgl) }, mode: 0o644, config: true },
  ];
  if (asRoot)
    units.push({
      path: '/etc/systemd/system/vmgl-stub.service',
      content: { text: systemUnit(vmgl) },
      mode: 0o644,
      config: true,
    });
  return [
    ...['glstub', 'stub-daemon'].map((name) => ({
      path: path.join(prefix, 'bin', name),
      content: { link: 'vmgl' },
      mode: 0,
    })),
    ...units,
  ];
}
