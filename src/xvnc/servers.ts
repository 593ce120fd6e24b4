/** The X servers that speak VNC: which of them are here, and what each is told. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError, usageError } from '../errors.ts';
import { hasNative, nativeDirectory } from '../native/assets.ts';
import { findInPath } from '../program.ts';
import { xorgConfig } from './xorg-config.ts';

const serverKinds = ['xvnc', 'tightvnc', 'xorg'] as const;
export type ServerKind = (typeof serverKinds)[number];

/** What a desktop wants of its X server. */
export interface Wanted {
  display: number;
  width: number;
  height: number;
  depth: number;
  /** What viewers show as the name of the desktop. */
  title: string;
  vncPort: number;
  localhost: boolean;
  /** undefined: the person's own options say how viewers prove themselves. */
  passwordFile: string | undefined;
  /** The file with the cookie that X clients must present. */
  authority: string;
  /** A directory for configuration files, removed with the desktop. */
  folder: string;
  /** The words after `--`. */
  options: string[];
}

export interface Server {
  kind: ServerKind;
  name: string;
  program: string;
  command(wanted: Wanted): string[];
}

/** Where Debian and most others have Xorg's program and modules. */
const xorgFolder = '/usr/lib/xorg';
const xorgModules = `${xorgFolder}/modules`;

interface Parts {
  name: string;
  /** What it is made of, each with the Debian package that has it. */
  parts: [found: string | undefined, what: string, debian: string][];
}

/**
 * The server of a kind. `auto` prefers Xorg where all its parts are installed (nothing else needs its dummy driver, and it
 * has vmgl's extension), then TigerVNC's Xvnc, then TightVNC's.
 */
export function findServer(wanted: ServerKind | 'auto', env: NodeJS.ProcessEnv): Server {
  const order: readonly ServerKind[] = wanted === 'auto' ? ['xorg', 'xvnc', 'tightvnc'] : [wanted];
  const missing: string[] = [];
  for (const kind of order) {
    const { name, parts } = partsOf(kind, env);
    const lacking = parts.filter(([found]) => found === undefined);
    // Without vmgl's extension it has nothing that Xvnc lacks.
    const complete = lacking.length === 0 && (wanted !== 'auto' || kind !== 'xorg' || hasNative(extension));
    if (complete) return server(kind, name, parts[0]?.[0] ?? '');
    const packages = lacking.map(([, , debian]) => debian);
    if (lacking.length > 0 && wanted !== 'auto')
      throw new UserError(
        `${name} is not complete: ${lacking.map(([, what]) => what).join(', ')} is missing. ` +
          `Install the Debian package${packages.length > 1 ? 's' : ''} ${packages.join(' ')}.`,
      );
    if (kind !== 'xorg') missing.push(...packages);
  }
  throw new UserError(
    `No X server with VNC is installed. Install one of the Debian packages ${missing.join(', ')}; or ` +
      'xserver-xorg-core, xserver-xorg-video-dummy and tigervnc-xorg-extension together.',
  );
}

const extension = 'libvmglext.so';

function partsOf(kind: ServerKind, env: NodeJS.ProcessEnv): Parts {
  const existing = (file: string) => (fs.existsSync(file) ? file : undefined);
  const isTight = (file: string) => /tight/i.test(path.basename(fs.realpathSync(file)));
  const xvnc = findInPath('Xvnc', env);
  switch (kind) {
    case 'xvnc': {
      const program = findInPath('Xtigervnc', env) ?? (xvnc && !isTight(xvnc) ? xvnc : undefined);
      return { name: "TigerVNC's Xvnc", parts: [[program, 'Xtigervnc', 'tigervnc-standalone-server']] };
    }
    case 'tightvnc': {
      const program = findInPath('Xtightvnc', env) ?? (xvnc && isTight(xvnc) ? xvnc : undefined);
      return { name: "TightVNC's Xvnc", parts: [[program, 'Xtightvnc', 'tightvncserver']] };
    }
    case 'xorg':
      return {
        name: 'Xorg with VNC',
        parts: [
          // Not /usr/bin/Xorg: its wrapper lets only people at the console in, and the dummy driver needs no console.
          [existing(`${xorgFolder}/Xorg`) ?? findInPath('Xorg', env), 'Xorg', 'xserver-xorg-core'],
          [existing(`${xorgModules}/drivers/dummy_drv.so`), 'its dummy driver', 'xserver-xorg-video-dummy'],
          [existing(`${xorgModules}/extensions/libvnc.so`), "TigerVNC's module", 'tigervnc-xorg-extension'],
        ],
      };
  }
}

function server(kind: ServerKind, name: string, program: string): Server {
  const commands = { xvnc: tigerCommand, tightvnc: tightCommand, xorg: xorgCommand };
  return { kind, name, program, command: (wanted) => [program, ...commands[kind](wanted)] };
}

/** The person's options come last: with all these servers the last one counts. */
function tigerCommand(wanted: Wanted): string[] {
  return [
    ...common(wanted),
    ...['-geometry', `${wanted.width}x${wanted.height}`, '-depth', String(wanted.depth), '-noreset'],
    ...['-rfbport', String(wanted.vncPort), '-desktop', wanted.title],
    ...(wanted.passwordFile === undefined ? [] : ['-PasswordFile', wanted.passwordFile]),
    ...(wanted.localhost ? ['-localhost'] : []),
    ...wanted.options,
  ];
}

function tightCommand(wanted: Wanted): string[] {
  return [
    ...common(wanted),
    ...['-geometry', `${wanted.width}x${wanted.height}`, '-depth', String(wanted.depth)],
    ...['-rfbport', String(wanted.vncPort), '-desktop', wanted.title],
    ...(wanted.passwordFile === undefined ? [] : ['-rfbauth', wanted.passwordFile]),
    ...(wanted.localhost ? ['-localhost'] : []),
    ...wanted.options,
  ];
}

/** Xorg takes the options of its VNC module from its configuration alone: of the person's words, those with a "=". */
function xorgCommand(wanted: Wanted): string[] {
  const module: [string, string][] = [
    ['rfbport', String(wanted.vncPort)],
    ['desktop', wanted.title],
    ...(wanted.passwordFile === undefined ? [] : [['PasswordFile', wanted.passwordFile] as [string, string]]),
    ...(wanted.localhost ? [['localhost', '1'] as [string, string]] : []),
  ];
  const words: string[] = [];
  for (const word of wanted.options) {
    const parts = /^-{0,2}([A-Za-z]\w*)=(.*)$/s.exec(word);
    if (!parts) {
      words.push(word);
      continue;
    }
    const [, name = '', value = ''] = parts;
    if (/["\n]/.test(value))
      throw usageError(`The option (${word}) has a character that Xorg's configuration cannot carry.`);
    const old = module.findIndex(([other]) => other.toLowerCase() === name.toLowerCase());
    if (old >= 0) module.splice(old, 1);
    module.push([name, value]);
  }
  const config = path.join(wanted.folder, 'xorg.conf');
  // This machine's own drop-ins are about its own screens.
  const noDropIns = path.join(wanted.folder, 'xorg.conf.d');
  fs.mkdirSync(noDropIns, { recursive: true });
  fs.writeFileSync(path.join(noDropIns, 'none.conf'), ''); // Xorg takes an empty folder for none
  const modules = hasNative(extension) ? { path: nativeDirectory(), names: ['vmglext'] } : undefined;
  fs.writeFileSync(
    config,
    xorgConfig({ ...wanted, modulePath: [...(modules ? [modules.path] : []), xorgModules], modules, options: module }),
  );
  return [
    ...common(wanted),
    ...['-config', config, '-configdir', noDropIns, '-logfile', path.join(wanted.folder, 'Xorg.log'), '-noreset'],
    ...words,
  ];
}

function common({ display, authority }: Wanted): string[] {
  return [`:${display}`, '-auth', authority, '-nolisten', 'tcp'];
}

/** Does the person say how viewers prove themselves, or that they need not? */
export function choosesSecurity(options: string[]): boolean {
  return options.some((word) => /^-{0,2}(SecurityTypes|PasswordFile|passwd|rfbauth)(=|$)/i.test(word));
}

/** The port that viewers connect to, if the options say it. */
export function portOf(options: string[]): number | undefined {
  for (const [i, word] of options.entries()) {
    const parts = /^-{0,2}rfbport(?:=(.*))?$/i.exec(word);
    const text = parts && (parts[1] ?? options[i + 1] ?? '');
    if (text && /^\d+$/.test(text)) return Number(text);
  }
  return undefined;
}
