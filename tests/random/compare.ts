/**
 * Plays random sequences of GL calls natively and through vmgl (random_calls), and compares all errors, values and
 * pictures. The same seed plays the same calls.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  type Combination,
  cleanEnvironment,
  difference,
  type Result,
  run,
  type Stub,
  temporaryFolder,
  throughVmgl,
} from '../e2e/support.ts';
import { root } from '../support.ts';

const program = path.join(root, 'build/native/tests/random/random_calls');

/** Longer than any sequence takes on a machine that does much else; some hang in Mesa (22.3). */
const timeout = 120_000;

/**
 * For the driver on both sides: fresh memory holds the same bytes, so that what Mesa leaves unset is the same too, and
 * llvmpipe draws in the thread that asks it to.
 */
export const environment = { MALLOC_PERTURB_: '85', LP_NUM_THREADS: '0' };

/** Which way a sequence takes through vmgl. */
const ways: Combination[] = [
  { present: 'direct', transport: 'shm' },
  { present: 'direct', transport: 'unix' },
  { present: 'readback', transport: 'shm' },
  { present: 'readback', transport: 'tcp' },
];

export interface Comparison {
  /** `unsteady`: the driver itself crashes, or does not do the same twice; there is nothing to compare with. */
  status: 'same' | 'different' | 'unsteady';
  /** What differs, call by call from the last checkpoint that was the same. */
  text: string;
}

/** What both sides printed. */
export interface Played {
  native: string;
  remote: string;
}

export class RandomCalls {
  readonly #stub: Stub;
  readonly #env: NodeJS.ProcessEnv;
  /** The names that can be asked for: found by the first native run, the same for all. */
  readonly #names = path.join(temporaryFolder(), 'names');

  /** `display` is the X server of the programs; `stub` renders on it. */
  constructor(display: string, stub: Stub) {
    this.#stub = stub;
    this.#env = cleanEnvironment({ ...environment, DISPLAY: display });
  }

  /** `seed` chooses the sequence, `calls` is its length. */
  async compare(seed: number, calls: number): Promise<Comparison> {
    if (!fs.existsSync(program)) throw new Error(`The program (${program}) is not built. Run npm run build.`);
    const native = await this.#native(seed, calls);
    if (native.code !== 0)
      return { status: 'unsteady', text: `the driver itself ended with ${native.signal ?? native.code}` };
    const remote = await this.#remote(seed, calls);
    if (remote.code === 0 && remote.stdout === native.stdout) return { status: 'same', text: '' };
    for (const env of [{}, { MALLOC_PERTURB_: '170' }])
      if ((await this.#native(seed, calls, [], env)).stdout !== native.stdout)
        return { status: 'unsteady', text: 'the driver does not do the same twice' };
    if (await this.#settles(seed, calls, native.stdout))
      return {
        status: 'unsteady',
        text: 'the driver does otherwise when it is flushed, and the same if after every call',
      };
    const from = lastSame(native.stdout, remote.stdout);
    const again = difference(
      (await this.#native(seed, calls, [String(from)])).stdout,
      (await this.#remote(seed, calls, [String(from)])).stdout,
    );
    return {
      status: 'different',
      text: [
        `seed ${seed}, after call ${from}: random_calls ${seed} ${calls} NAMES ${from}`,
        ...(remote.code === 0 ? [] : [`through vmgl it ended with ${remote.signal ?? remote.code}`, remote.stderr]),
        again || `played again it was the same; it had been\n${difference(native.stdout, remote.stdout)}`,
      ].join('\n'),
    };
  }

  /** Both sides with every call printed, without the generated calls that `skip` names; the others stay as they are. */
  async play(seed: number, calls: number, skip: string[]): Promise<Played> {
    const native = await this.#native(seed, calls, ['0', ...skip]);
    const remote = await this.#remote(seed, calls, ['0', ...skip]);
    return { native: native.stdout, remote: remote.stdout };
  }

  /**
   * Is the difference one of when the driver is flushed, which GL says changes nothing? So it is if the driver differs
   * from itself (`native`) when it is flushed after every call, and vmgl then does as it does.
   */
  async #settles(seed: number, calls: number, native: string): Promise<boolean> {
    const env = { RANDOM_SETTLE: '1' };
    const settled = await this.#native(seed, calls, [], env);
    if (settled.code !== 0 || settled.stdout === native) return false;
    const remote = await this.#remote(seed, calls, [], env);
    return remote.code === 0 && remote.stdout === settled.stdout;
  }

  #native(seed: number, calls: number, more: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Result> {
    return run(this.#command(seed, calls, more), { ...this.#env, ...env }, timeout);
  }

  #remote(seed: number, calls: number, more: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Result> {
    const words = throughVmgl(this.#stub, ways[seed % ways.length]!);
    return run([...words, ...this.#command(seed, calls, more)], { ...this.#env, ...env }, timeout);
  }

  #command(seed: number, calls: number, more: string[]): string[] {
    return [program, String(seed), String(calls), this.#names, ...more];
  }
}

/** The call of the last checkpoint up to which both printed the same. */
function lastSame(native: string, remote: string): number {
  const others = remote.split('\n');
  let at = 0;
  for (const [i, line] of native.split('\n').entries()) {
    if (line !== others[i]) break;
    at = Number(/^(\d+):/.exec(line)?.[1] ?? at);
  }
  return at;
}
