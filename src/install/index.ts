/** `vmgl install` and `vmgl uninstall`, from what was asked for to what was done. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { UserError, usageError } from '../errors.ts';
import { build, hasNative, nativeFile, packaged } from '../native/assets.ts';
import { find } from '../settings.ts';
import { install, manifests, type Outcome, uninstall } from './apply.ts';
import { layout, linkerConfig, type Payload } from './layout.ts';
import type { Manifest, Side } from './manifest.ts';
import { libraryDirectory } from './manifest.ts';
import { ownPrefix } from './state.ts';
import { checkAbi, xorgExtensions } from './xorg-module.ts';

export interface Request {
  side: Side;
  prefix?: string | undefined;
  /** Undefined: as at the last installation, else not. */
  systemWide?: boolean | undefined;
  xorg?: boolean | undefined;
  dryRun: boolean;
  env: NodeJS.ProcessEnv;
}

export interface Report extends Outcome {
  side: Side;
  prefix: string;
  destdir: string;
  /** What is for the person to do now. */
  hints: string[];
}

export function runInstall(request: Request): Report {
  const place = placeOf(request);
  const { destdir, prefix } = place;
  const asRoot = process.getuid?.() === 0;
  const choices = (side: Side, before: Manifest | undefined) => ({
    systemWide:
      side === 'guest' && ((side === request.side ? request.systemWide : undefined) ?? before?.systemWide ?? false),
    xorg: side === 'guest' && ((side === request.side ? request.xorg : undefined) ?? before?.xorg ?? false),
  });
  const mine = choices(request.side, manifests(place).get(request.side));
  if (request.side === 'host' && (request.systemWide || request.xorg))
    throw usageError(`${request.xorg ? '--xorg' : '--system-wide'} is about guests. Give --guest, or leave it out.`);
  if (!asRoot && destdir === '' && (mine.systemWide || mine.xorg))
    throw new UserError(
      `${mine.systemWide ? '--system-wide' : '--xorg'} changes the whole system (${mine.systemWide ? linkerConfig : "Xorg's modules"}). Run it as root.`,
    );
  if (mine.systemWide && destdir === '') checkTrusted(prefix);
  const payload = payloadOf();
  if (mine.xorg && !hasNative('libvmglext.so'))
    throw new UserError(
      "This vmgl was built without Xorg's headers and has no libvmglext.so. Install xserver-xorg-dev and build it again.",
    );
  const { version, id } = build();
  const outcome = install({
    ...place,
    side: request.side,
    version,
    build: id,
    dryRun: request.dryRun,
    items: (side, before) => {
      const { systemWide, xorg } = choices(side, before);
      const xorgModules = xorg ? xorgExtensions(destdir) : undefined;
      if (xorgModules !== undefined) checkAbi(nativeFile('libvmglext.so'), destdir + xorgModules);
      const options = { prefix, asRoot: asRoot || destdir !== '', systemWide, xorgModules };
      return {
        items: layout(side, payload, { ...options, userUnits: userUnits(request.env, options.asRoot) }),
        systemWide,
        xorg,
      };
    },
  });
  return { ...outcome, ...place, side: request.side, hints: installHints(request, place, mine) };
}

export function runUninstall(request: Request): Report {
  const place = placeOf(request);
  const outcome = uninstall({ ...place, side: request.side, dryRun: request.dryRun });
  const hints = enabledUnits(place.destdir, request.env).map(
    (command) => `the stub's unit is still enabled: ${command}`,
  );
  const last = manifests(place).size === 0;
  // The cache is of this system's users, whatever becomes of another root.
  if (last && !request.dryRun && place.destdir === '') removeCache(request.env);
  return { ...outcome, ...place, side: request.side, hints: request.side === 'host' ? hints : [] };
}

/** The prefix of a flag, of a variable, of VMGL's variables, of the running executable, or the usual one. */
function placeOf({ prefix, env }: Request): { destdir: string; prefix: string } {
  const destdir = env.DESTDIR ? path.resolve(env.DESTDIR).replace(/\/$/, '') : '';
  const given =
    find('prefix', prefix, env)?.value || env.INSTALLPATH || env.VMGLPATH || ownPrefix(destdir) || usualPrefix(env);
  const absolute = path.resolve(given);
  if (/[\s:;$"'\\]/.test(absolute))
    throw usageError(
      `The prefix (${absolute}) has a character that the dynamic linker's configuration cannot carry. Choose another one.`,
    );
  return { destdir, prefix: absolute === '/' ? '' : absolute };
}

function usualPrefix(env: NodeJS.ProcessEnv): string {
  if (process.getuid?.() === 0) return '/usr/local';
  if (!env.HOME) throw new UserError('There is no HOME to install to (~/.local). Give --prefix.');
  return path.join(env.HOME, '.local');
}

/** systemd.unit(5): where the user manager of everyone, or of this user, looks. */
function userUnits(env: NodeJS.ProcessEnv, asRoot: boolean): string {
  if (asRoot) return '/etc/systemd/user';
  const data =
    env.XDG_DATA_HOME && path.isAbsolute(env.XDG_DATA_HOME)
      ? env.XDG_DATA_HOME
      : path.join(env.HOME || os.homedir(), '.local/share');
  return path.join(data, 'systemd/user');
}

function payloadOf(): Payload {
  if (!packaged)
    throw new UserError(
      'This vmgl runs from its build tree, and only the one executable can install itself. ' +
        'Make it with `npm run package`, then: dist/vmgl install',
    );
  const { natives } = build();
  return {
    executable: process.execPath,
    natives: Object.keys(natives).map((name) => ({ name, file: nativeFile(name) })),
    buildText: `${JSON.stringify(build(), null, 2)}\n`,
  };
}

/** Programs of every user, root's too, will load libraries from there. */
function checkTrusted(prefix: string): void {
  for (let at = libraryDirectory(prefix); ; at = path.dirname(at)) {
    const info = fs.statSync(at, { throwIfNoEntry: false });
    const open = info && (info.mode & 0o002) !== 0 && (info.mode & 0o1000) === 0;
    if (info && (info.uid !== 0 || open))
      throw new UserError(
        `The directory (${at}) ${open ? 'can be written to by everyone' : `belongs to another user (uid ${info.uid})`}, ` +
          'and --system-wide lets the programs of all users load libraries from it. Give another --prefix.',
      );
    if (at === '/') return;
  }
}

function installHints(
  request: Request,
  { destdir, prefix }: { destdir: string; prefix: string },
  mine: { systemWide: boolean; xorg: boolean },
): string[] {
  const bin = path.join(prefix, 'bin');
  const hints: string[] = [];
  if (!(request.env.PATH ?? '').split(':').includes(bin)) hints.push(`${bin} is not in your PATH`);
  if (destdir !== '' && mine.systemWide) hints.push('on the installed system, run once: ldconfig');
  if (request.side === 'host') {
    hints.push('to serve from now on: systemctl --user enable --now vmgl-stub');
    if (process.getuid?.() === 0 || destdir !== '')
      hints.push('to serve from boot on, without a display: systemctl enable --now vmgl-stub');
  } else if (mine.systemWide)
    hints.push('every GL program now uses the stub that GLSTUB names, and native GL where none answers');
  else hints.push('now try: vmgl run glxgears');
  if (mine.xorg) hints.push('to have Xorg load the extension: vmgl xorg enable-ext');
  return hints;
}

/** What still starts the stub: the links that `systemctl enable` made. */
function enabledUnits(destdir: string, env: NodeJS.ProcessEnv): string[] {
  const own = env.XDG_CONFIG_HOME || path.join(env.HOME || os.homedir(), '.config');
  const links: [folder: string, command: string][] = [
    [`${destdir}/etc/systemd/system/multi-user.target.wants`, 'systemctl disable --now vmgl-stub'],
    [`${destdir}/etc/systemd/user/default.target.wants`, 'systemctl --global disable vmgl-stub'],
  ];
  if (destdir === '')
    links.push([`${own}/systemd/user/default.target.wants`, 'systemctl --user disable --now vmgl-stub']);
  return links
    .filter(([folder]) => fs.lstatSync(path.join(folder, 'vmgl-stub.service'), { throwIfNoEntry: false }))
    .map(([, command]) => command);
}

/** What executables of before, or from elsewhere, unpacked for this user. */
function removeCache(env: NodeJS.ProcessEnv): void {
  const cache = env.XDG_CACHE_HOME || (env.HOME ? path.join(env.HOME, '.cache') : undefined);
  if (cache && path.isAbsolute(cache)) fs.rmSync(path.join(cache, 'vmgl'), { recursive: true, force: true });
}
