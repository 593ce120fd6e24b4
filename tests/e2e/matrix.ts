/**
 * The programs of tests/programs, natively and through vmgl: the reports must be the same, byte for byte. Several run at
 * the same time, each on an X server of its own, because a window that another one covers has no picture.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  type Combination,
  cleanEnvironment,
  combinationName,
  combinations,
  difference,
  programFolder,
  type Result,
  run,
  type Stub,
  skipCode,
  startStub,
  startXvfb,
  throughVmgl,
} from './support.ts';

export interface Job extends Combination {
  program: string;
}

export interface Outcome {
  status: 'same' | 'different' | 'skipped';
  /** Why it was skipped, or what differs. */
  text: string;
  ms: number;
}

export function allPrograms(): string[] {
  const sources = path.resolve(import.meta.dirname, '../programs');
  return fs
    .readdirSync(sources)
    .filter((name) => name.endsWith('.c'))
    .map((name) => name.slice(0, -2))
    .sort();
}

/** What other combinations can break beyond the two that everything runs in: order, bulk data, round trips, threads. */
const everywhere = ['immediate', 'client_arrays', 'buffer_maps', 'pixel_buffers', 'shared_contexts', 'offscreen'];

/** The fast subset: all programs through the fastest path and through the one that needs least. */
export function fastJobs(): Job[] {
  return combinations.flatMap((combination) =>
    allPrograms()
      .filter(
        (program) =>
          ['direct+shm', 'readback+tcp'].includes(combinationName(combination)) || everywhere.includes(program),
      )
      .map((program) => ({ program, ...combination })),
  );
}

export function allJobs(): Job[] {
  return combinations.flatMap((combination) => allPrograms().map((program) => ({ program, ...combination })));
}

/** What a headless renderer does not have; anything else that vmgl lacks and native has is a difference. */
const notHeadless: Record<string, string> = {
  accumulation: 'EGL has no accumulation buffers, and the renderer does not emulate them (docs/decisions.md)',
  query_renderer: 'EGL does not say these things of a GPU',
};

interface Lane {
  display: string;
  direct: Stub | undefined;
}

/** X servers and stubs, used again by every program. */
export class Matrix {
  readonly #free: Lane[];
  readonly #waiting: ((lane: Lane) => void)[] = [];
  readonly #native = new Map<string, Promise<Result>>();
  #headless: Promise<Stub> | undefined;

  constructor(displays: string[]) {
    this.#free = displays.map((display) => ({ display, direct: undefined }));
  }

  static async create(width: number): Promise<Matrix> {
    const servers = await Promise.all(Array.from({ length: width }, startXvfb));
    return new Matrix(servers.map(({ display }) => display));
  }

  async run(job: Job): Promise<Outcome> {
    const lane = this.#free.pop() ?? (await new Promise<Lane>((resolve) => this.#waiting.push(resolve)));
    try {
      return await this.#compare(job, lane);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(lane);
      else this.#free.push(lane);
    }
  }

  async #compare(job: Job, lane: Lane): Promise<Outcome> {
    const binary = path.join(programFolder, job.program);
    if (!fs.existsSync(binary)) throw new Error(`The program (${binary}) is not built. Run npm run build.`);
    const env = cleanEnvironment({ DISPLAY: lane.display });
    let running = this.#native.get(job.program);
    if (!running) {
      running = run([binary], env);
      this.#native.set(job.program, running);
    }
    const native = await running;
    if (native.code === skipCode) return { status: 'skipped', text: native.stdout.trim(), ms: 0 };
    if (native.code !== 0)
      return { status: 'different', text: `It fails natively: ${describe(native)}\n${native.stderr}`, ms: native.ms };
    const stub = await this.#stub(job, lane);
    const remote = await run([...throughVmgl(stub, job), binary], env);
    const said = remote.stderr.trim();
    const absent = job.present === 'readback' ? notHeadless[job.program] : undefined;
    if (remote.code === skipCode && absent !== undefined && said === '')
      return { status: 'skipped', text: absent, ms: remote.ms };
    if (remote.code === 0 && remote.stdout === native.stdout && said === '')
      return { status: 'same', text: '', ms: remote.ms };
    const parts = [];
    if (remote.code !== 0) parts.push(describe(remote));
    if (said !== '') parts.push(`stderr: ${said.split('\n').slice(0, 20).join('\n')}`);
    if (remote.stdout !== native.stdout) parts.push(difference(native.stdout, remote.stdout));
    return { status: 'different', text: parts.join('\n'), ms: remote.ms };
  }

  async #stub(job: Job, lane: Lane): Promise<Stub> {
    if (job.present === 'readback') {
      this.#headless ??= startStub(undefined);
      return this.#headless;
    }
    lane.direct ??= await startStub(lane.display);
    return lane.direct;
  }
}

function describe(result: Result): string {
  if (result.timedOut) return 'It did not end in time.';
  return result.signal ? `It was ended by ${result.signal}.` : `It ended with exit code ${result.code}.`;
}
