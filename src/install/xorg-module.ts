/** Xorg's directory of modules, and whether the server there would load ours. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { reason, UserError } from '../errors.ts';

/** Of the servers of Debian, Fedora, Arch; the headers' own word comes first. */
const usual = ['/usr/lib/xorg/modules', '/usr/lib64/xorg/modules'];

/** Where extension modules go. `destdir` is the root of the system that is installed to. */
export function xorgExtensions(destdir: string): string {
  const { stdout } = spawnSync('pkg-config', ['--variable=moduledir', 'xorg-server'], { encoding: 'utf8' });
  const told = stdout?.trim() ? [stdout.trim()] : [];
  const found = [...told, ...usual].find((one) => fs.existsSync(path.join(destdir + one, 'extensions')));
  if (found === undefined)
    throw new UserError(
      `No Xorg is installed (there is none of ${usual.map((one) => destdir + one).join(', ')}). ` +
        'Install it (Debian: xserver-xorg-core), or leave --xorg out.',
    );
  return path.join(found, 'extensions');
}

interface Abi {
  major: number;
  minor: number;
}

/** Throws when the server's ABI for extensions is not the one that `module` was built for. */
export function checkAbi(module: string, directory: string): void {
  const ours = abiOf(module);
  if (!ours) throw new Error(`Assertion failed: ${module} is an Xorg module`);
  const server = serverAbi(directory);
  if (!server || (server.major === ours.major && ours.minor <= server.minor)) return;
  throw new UserError(
    `The Xorg of ${directory} has extension ABI ${server.major}.${server.minor}, and libvmglext.so was built for ` +
      `${ours.major}.${ours.minor}: it would not load it. Build vmgl on this system, or leave --xorg out.`,
  );
}

/** A module that comes with the server says which ABI it has. */
function serverAbi(directory: string): Abi | undefined {
  for (const name of fs.readdirSync(directory).sort()) {
    if (!name.endsWith('.so') || name === 'libvmglext.so') continue;
    try {
      const found = abiOf(path.join(directory, name));
      if (found) return found;
    } catch (error) {
      throw new UserError(`The module (${path.join(directory, name)}) cannot be read: ${reason(error)}.`);
    }
  }
  return undefined; // The server compares for itself when it loads ours.
}

/** XF86ModuleVersionInfo of xf86Module.h, found by the two numbers in it that are there to be found by. */
function abiOf(file: string): Abi | undefined {
  const bytes = fs.readFileSync(file);
  const mark = Buffer.from([0xc5, 0xfd, 0x23, 0xef, 0x3a, 0x02, 0xdc, 0x10]);
  const at = bytes.indexOf(mark);
  const offset = 24; // of abiversion, where pointers have 64 bits
  if (at < 0 || at + offset + 4 > bytes.length) return undefined;
  const version = bytes.readUInt32LE(at + offset);
  return { major: version >>> 16, minor: version & 0xffff };
}
