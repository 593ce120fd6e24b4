/** What an executable file is, as far as `vmgl run` must know. */
import * as fs from 'node:fs';
import * as path from 'node:path';

export interface Program {
  /** 64 or 32 for ELF files, undefined for scripts. */
  bits?: 32 | 64;
  /** The ELF machine number when the processor family is not ours. */
  foreign?: number;
  isStatic: boolean;
  setId: boolean;
}

const machines = { x64: { 64: 62, 32: 3 }, arm64: { 64: 183, 32: 40 } } as const;
const interpreterHeader = 3; // PT_INTERP

export function inspect(file: string): Program {
  const info = fs.statSync(file);
  const setId = (info.mode & 0o6000) !== 0 && process.getuid?.() !== 0;
  const start = Buffer.alloc(4096);
  let length = 0;
  try {
    const fd = fs.openSync(file, 'r');
    length = fs.readSync(fd, start, 0, start.length, 0);
    fs.closeSync(fd);
  } catch {
    return { isStatic: false, setId }; // Executable but not readable: nothing can be said.
  }
  if (length < 64 || start.toString('latin1', 0, 4) !== '\u007fELF') return { isStatic: false, setId };
  const bits = start[4] === 1 ? 32 : 64;
  const machine = start.readUInt16LE(18);
  const ours: Partial<Record<32 | 64, number>> = machines[process.arch as keyof typeof machines] ?? {};
  return {
    bits,
    ...(ours[bits] === machine ? {} : { foreign: machine }),
    isStatic: !hasInterpreter(start, length, bits),
    setId,
  };
}

/** The file that a shell would execute for this name; undefined when there is none. */
export function findInPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const candidates = name.includes('/')
    ? [name]
    : (env.PATH ?? '').split(':').map((one) => path.join(one || '.', name));
  return candidates.find((file) => {
    try {
      fs.accessSync(file, fs.constants.X_OK);
      return fs.statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

function hasInterpreter(start: Buffer, length: number, bits: 32 | 64): boolean {
  const table = bits === 64 ? Number(start.readBigUInt64LE(32)) : start.readUInt32LE(28);
  const size = start.readUInt16LE(bits === 64 ? 54 : 42);
  const count = start.readUInt16LE(bits === 64 ? 56 : 44);
  for (let i = 0; i < count; i++) {
    const at = table + i * size;
    if (at + 4 > length) return true; // Headers elsewhere in the file: an unusual linker, so assume nothing.
    if (start.readUInt32LE(at) === interpreterHeader) return true;
  }
  return false;
}
