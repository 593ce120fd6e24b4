/**
 * `npm run conformance [-- OPTION...]`: piglit's tests natively and through vmgl on the same driver, one right after the
 * other on the same X server, and what passes natively and not through vmgl.
 *
 *   --profile NAME      piglit's test list: quick_gl (default), quick_shader, ...
 *   -t, --test REGEX    only tests whose name matches; may be given several times
 *   --list FILE         only the tests named there, one per line; # begins a comment
 *   --sample N          only every Nth test
 *   --transport HOW     shm (default), unix or tcp
 *   --jobs N            tests at the same time; each job has an X server and a stub of its own (default 2)
 *   --batch N           so many shader tests in one process (default 1); see below
 *   --limit SECONDS     the longest that one test may take (default 60)
 *   --results DIRECTORY where results.jsonl and differences.txt go (default build/conformance/PROFILE-TRANSPORT)
 *   --random CALLS      random calls afterwards (scripts/random.ts; default 60000, some minutes, unless tests are
 *                       named or sampled; 0 for none)
 *   --resume            go on with what is there
 *   --report            only say what the results there mean
 *
 * A difference is tried again, alone, and counts when it is still there. tests/conformance/expected.json has the
 * differences that are accepted, with their reasons; any other one makes the exit code 1.
 *
 * In a batch, a test has the context of the first one, and what the others left behind. So a batch settles only the
 * tests that pass on both sides; any other one is run again, alone.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  cleanEnvironment,
  cleanUp,
  type Result,
  run,
  type Stub,
  startStub,
  startXvfb,
  type Transport,
  throughVmgl,
  vmgl,
} from '../tests/e2e/support.ts';
import { choice, commandLine, wholeNumber } from './options.ts';
import { fail, root } from './paths.ts';
import { batchCommand, batches, readBatch, shaderFile } from './shader-batch.ts';

interface Test {
  name: string;
  command: string[];
  /** It makes contexts with EGL. */
  egl: boolean;
}

type Side = 'native' | 'vmgl';
const sides: Side[] = ['native', 'vmgl'];

/** One line of results.jsonl. */
interface Outcome {
  name: string;
  side: Side;
  /** 1, or 2 where a difference is tried again. */
  attempt: number;
  /** Piglit's words: pass, fail, skip, warn; crash and timeout. */
  result: string;
  subtests: Record<string, string>;
  ms: number;
  /** It ran with others in one process, and `ms` is what each of them took. */
  batch?: true;
  /** The end of what it printed, unless it passed. */
  output?: string;
}

interface Expected {
  /** A name ending in * stands for all that begin so. */
  differences: { reason: string; tests: string[] }[];
}

const usage =
  'npm run conformance -- [--profile NAME] [--test REGEX]... [--list FILE] [--sample N] [--transport shm|unix|tcp] [--jobs N] ' +
  '[--batch N] [--limit SECONDS] [--results DIRECTORY] [--random CALLS] [--resume] [--report]';
const { values } = commandLine(usage, {
  options: {
    profile: { type: 'string', default: 'quick_gl' },
    test: { type: 'string', short: 't', multiple: true, default: [] },
    list: { type: 'string' },
    sample: { type: 'string', default: '1' },
    transport: { type: 'string', default: 'shm' },
    jobs: { type: 'string', default: '2' },
    batch: { type: 'string', default: '1' },
    limit: { type: 'string', default: '60' },
    results: { type: 'string' },
    random: { type: 'string' },
    resume: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
  },
});
const [transport] = choice('transport', [values.transport], ['shm', 'unix', 'tcp'] satisfies Transport[]) as [
  Transport,
];
const jobs = wholeNumber('--jobs', values.jobs);
const sample = wholeNumber('--sample', values.sample);
const batchSize = wholeNumber('--batch', values.batch);
const limit = wholeNumber('--limit', values.limit) * 1000;
const patterns = values.test.map(pattern);
const listed = values.list === undefined ? undefined : readList(values.list);
// Piglit's tests are one by one; random calls meet each other.
const partly = values.report || patterns.length > 0 || listed !== undefined || sample !== 1;
const randomCalls = wholeNumber('--random', values.random ?? (partly ? '0' : '60000'), 0);
const folder = path.resolve(values.results ?? path.join(root, 'build/conformance', `${values.profile}-${transport}`));
const file = path.join(folder, 'results.jsonl');

const piglit = ['/usr/lib/x86_64-linux-gnu/piglit', '/usr/lib/aarch64-linux-gnu/piglit'].find((one) =>
  fs.existsSync(path.join(one, 'framework')),
);
if (piglit === undefined) fail('Piglit is not installed. As root: apt-get install piglit');

// Tests that can do without EGL do: piglit's default, mixed_glx_egl, makes some desktop contexts with it.
const platforms = { glx: 'glx', egl: 'mixed_glx_egl' };
const guestsHaveEgl = fs.globSync(path.join(root, 'dist/app/native/lib/*/libEGL.so.1')).length > 0;
const tests = listTests();
const { chosen, leftOut } = choose(tests);
const outcomes = new Map<string, Outcome>();
if (values.resume || values.report) readResults();
else fs.rmSync(file, { force: true });
fs.mkdirSync(folder, { recursive: true });

if (!values.report) {
  if (!fs.existsSync(vmgl)) fail(`There is no vmgl (${vmgl}). npm run build makes it.`);
  await runAll();
}
process.exitCode = report();
cleanUp();
if (randomCalls > 0) {
  const words = [path.join(root, 'scripts/random.ts'), '--calls', `${randomCalls}`];
  if (spawnSync(process.execPath, words, { stdio: 'inherit' }).status !== 0) process.exitCode = 1;
}
process.exit();

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    return fail(`${(error as Error).message}.`, 2);
  }
}

/** Piglit's own idea of the profile. `piglit print-cmd` would do, but it loses the limits between arguments. */
function listTests(): Test[] {
  const script = `
import json, os, sys
sys.path.insert(0, ${JSON.stringify(piglit)})
from framework import options, profile
options.OPTIONS.env['PIGLIT_PLATFORM'] = ${JSON.stringify(platforms.egl)}
print(json.dumps([{'name': name, 'command': [str(word) for word in test.command],
        'egl': ${JSON.stringify(platforms.glx)} in (getattr(test, 'exclude_platforms', None) or [])}
    for name, test in profile.load_test_profile(sys.argv[1]).itertests()
    if ${JSON.stringify(platforms.egl)} in (getattr(test, 'require_platforms', None) or [${JSON.stringify(platforms.egl)}])]))`;
  const listed = spawnSync('python3', ['-c', script, values.profile], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (listed.status !== 0)
    fail(`Piglit cannot read its profile (${values.profile}): ${listed.stderr.trim().split('\n').at(-1)}`);
  const found = JSON.parse(listed.stdout) as Test[];
  const known = new Map<string, boolean>();
  for (const test of found) {
    const [program = ''] = test.command;
    if (!known.has(program)) {
      const code = fs.existsSync(program) ? fs.readFileSync(program, 'latin1') : '';
      known.set(program, /libpiglitutil_gles|eglInitialize|PIGLIT_PLATFORM_EGL/.test(code));
    }
    test.egl ||= known.get(program)!;
  }
  return found;
}

/** The tests to run. Without a libEGL of ours, those on EGL run on the native driver on both sides, and prove nothing. */
function choose(all: Test[]): { chosen: Test[]; leftOut: number } {
  const matching = all.filter(
    ({ name }) =>
      (listed === undefined || listed.has(name)) && (patterns.length === 0 || patterns.some((one) => one.test(name))),
  );
  const sampled = matching.filter((_, i) => i % sample === 0);
  const suitable = sampled.filter((test) => guestsHaveEgl || !test.egl);
  return { chosen: suitable, leftOut: sampled.length - suitable.length };
}

function readList(list: string): Set<string> {
  if (!fs.existsSync(list)) fail(`There is no list of tests (${list}).`, 2);
  const lines = fs.readFileSync(list, 'utf8').split('\n');
  return new Set(lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== ''));
}

function key(name: string, side: Side, attempt: number): string {
  return `${attempt} ${side} ${name}`;
}

function readResults(): void {
  if (!fs.existsSync(file)) return;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    try {
      const outcome = JSON.parse(line) as Outcome;
      outcomes.set(key(outcome.name, outcome.side, outcome.attempt), outcome);
    } catch {
      // The last line of an interrupted run.
    }
  }
  if (!values.report && fs.statSync(file).size > 0) fs.appendFileSync(file, '\n');
}

interface Worker {
  stub: Stub;
  environment: Record<Side, NodeJS.ProcessEnv>;
}

async function startWorker(): Promise<Worker> {
  const { display } = await startXvfb();
  const stub = await startStub(display, ['--quiet']);
  const env = cleanEnvironment({
    DISPLAY: display,
    PIGLIT_SOURCE_DIR: piglit,
    // Otherwise piglit.conf's or a cached list of extensions could decide what is skipped.
    PIGLIT_NO_FAST_SKIP: '1',
  });
  // What `vmgl run` would set for each test, asked once: starting Node thousands of times is slow.
  const asked = await run([...throughVmgl(stub, { present: 'direct', transport }), 'env', '-0'], env);
  if (asked.code !== 0) fail(`vmgl run failed: ${asked.stderr}`);
  const pairs = asked.stdout.split('\0').filter((pair) => pair.includes('='));
  const through = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2) as [string, string]));
  return { stub, environment: { native: env, vmgl: through } };
}

async function runAll(): Promise<void> {
  const workers: Worker[] = [];
  for (let i = 0; i < jobs; i++) workers.push(await startWorker());
  const begun = Date.now();
  let done = 0;
  let shown = 0;
  const work = async (worker: Worker, queue: Test[][], attempt: number) => {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
      if (batch.length > 1) await runBatch(batch, worker);
      for (const test of batch) {
        for (const side of sides)
          if (!outcomes.has(key(test.name, side, attempt))) keep(await runTest(test, side, attempt, worker));
        if (attempt === 1 && differs(test.name, 1)) say(describe(test.name, 1));
      }
      done += batch.length;
      if (attempt > 1 || Date.now() - shown < 10_000) continue;
      shown = Date.now();
      say(`${done} of ${chosen.length}, ${((shown - begun) / 60_000).toFixed(1)} minutes`);
    }
  };
  const queue = batches(chosen, batchSize);
  await Promise.all(workers.map((worker) => work(worker, queue, 1)));
  const again = chosen.filter(({ name }) => differs(name, 1));
  await work(workers[0]!, batches(again, 1), 2);
}

function keep(outcome: Outcome): void {
  outcomes.set(key(outcome.name, outcome.side, outcome.attempt), outcome);
  fs.appendFileSync(file, `${JSON.stringify(outcome)}\n`);
}

/** Keeps the outcomes of the tests that the batch settles. */
async function runBatch(batch: Test[], worker: Worker): Promise<void> {
  const played = new Map<Side, Map<string, Outcome>>();
  for (const side of sides) {
    const missing = batch.filter(({ name }) => !outcomes.has(key(name, side, 1)));
    played.set(side, await playBatch(missing, side, worker));
  }
  for (const { name } of batch) {
    const both = sides.map((side) => outcomes.get(key(name, side, 1)) ?? played.get(side)!.get(name));
    if (!both.every((outcome) => outcome?.result === 'pass')) continue;
    for (const outcome of both) if (!outcomes.has(key(name, outcome!.side, 1))) keep(outcome!);
  }
}

/** Plays files one after the other; a file that ends the process only delays the others. */
async function playBatch(tests: Test[], side: Side, worker: Worker): Promise<Map<string, Outcome>> {
  const played = new Map<string, Outcome>();
  for (let left = tests; left.length > 1; ) {
    const [{ command, egl } = left[0]!] = left;
    const files = left.map((test) => shaderFile(test.command)!);
    const done = await runOn(worker, side, batchCommand(command[0]!, files), egl, limit + files.length * 1000);
    const { results, begun } = readBatch(done.stdout, done.stderr);
    const ms = Math.round(done.ms / Math.max(begun, 1));
    results.forEach((result, i) => {
      const { name } = left[i]!;
      if (result !== undefined) played.set(name, { name, side, attempt: 1, result, subtests: {}, ms, batch: true });
    });
    left = left.slice(Math.max(begun, 1));
  }
  return played;
}

function runOn(worker: Worker, side: Side, command: string[], egl: boolean, longest: number): Promise<Result> {
  const { exitCode, signalCode, said } = worker.stub.process;
  if (exitCode !== null || signalCode !== null)
    fail(`The stub ended: ${said().slice(-1000)}\n--resume goes on from here.`);
  return run(command, { ...worker.environment[side], PIGLIT_PLATFORM: platforms[egl ? 'egl' : 'glx'] }, longest);
}

async function runTest({ name, command, egl }: Test, side: Side, attempt: number, worker: Worker): Promise<Outcome> {
  const missing = !fs.existsSync(command[0] ?? '');
  const done = missing ? undefined : await runOn(worker, side, command, egl, limit);
  let result = missing ? 'skip' : 'fail';
  const subtests: Record<string, string> = {};
  for (const line of done?.stdout.split('\n') ?? []) {
    if (!line.startsWith('PIGLIT:')) continue;
    try {
      const said = JSON.parse(line.slice(7)) as { result?: string; subtest?: Record<string, string> };
      if (said.result !== undefined) result = said.result;
      Object.assign(subtests, said.subtest);
    } catch {
      result = 'fail';
    }
  }
  // As piglit's framework/test/base.py judges.
  if (done?.timedOut) result = 'timeout';
  else if (done?.signal) result = 'crash';
  else if (done && done.code !== 0) result = result === 'pass' ? 'warn' : 'fail';
  const output = `${done?.stdout ?? ''}${done?.stderr ?? ''}`.slice(-4000);
  const ms = Math.round(done?.ms ?? 0);
  return { name, side, attempt, result, subtests, ms, ...(result === 'pass' ? {} : { output }) };
}

/** Whether the test, or one of its subtests, passes natively and not through vmgl. */
function differs(name: string, attempt: number): boolean {
  const native = outcomes.get(key(name, 'native', attempt));
  const through = outcomes.get(key(name, 'vmgl', attempt));
  if (!native || !through) return false;
  return (native.result === 'pass' && through.result !== 'pass') || lostSubtests(native, through).length > 0;
}

function lostSubtests(native: Outcome, through: Outcome): string[] {
  return Object.keys(native.subtests).filter(
    (name) => native.subtests[name] === 'pass' && through.subtests[name] !== 'pass',
  );
}

function describe(name: string, attempt: number): string {
  const native = outcomes.get(key(name, 'native', attempt))!;
  const through = outcomes.get(key(name, 'vmgl', attempt))!;
  const lost = lostSubtests(native, through);
  const parts =
    lost.length === 0
      ? ''
      : ` (${lost.length} subtests: ${lost.slice(0, 4).join(', ')}${lost.length > 4 ? ', …' : ''})`;
  return `${name}: ${native.result}, through vmgl ${through.result}${parts}`;
}

function report(): number {
  const ran = chosen.filter(({ name }) => outcomes.has(key(name, 'native', 1)) && outcomes.has(key(name, 'vmgl', 1)));
  const count = (side: Side): string => {
    const found: Record<string, number> = {};
    for (const { name } of ran) {
      const { result } = outcomes.get(key(name, side, 1))!;
      found[result] = (found[result] ?? 0) + 1;
    }
    const words = Object.entries(found).sort(([, a], [, b]) => b - a);
    return words.map(([word, number]) => `${number} ${word}`).join(', ');
  };
  const passes = (name: string) => outcomes.get(key(name, 'native', 1))!.result === 'pass';
  const passing = ran.filter(({ name }) => passes(name)).length;
  const first = ran.map(({ name }) => name).filter((name) => differs(name, 1));
  const lasting = first.filter((name) => !outcomes.has(key(name, 'vmgl', 2)) || differs(name, 2));
  const lost = lasting.filter(passes).length;
  const unstable = first.filter((name) => !lasting.includes(name));
  const expected = JSON.parse(fs.readFileSync(path.join(root, 'tests/conformance/expected.json'), 'utf8')) as Expected;
  const covers = (pattern: string, name: string) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  const reasonOf = (name: string) =>
    ['crash', 'timeout'].includes(outcomes.get(key(name, 'vmgl', 1))!.result)
      ? undefined // never accepted
      : expected.differences.find(({ tests }) => tests.some((pattern) => covers(pattern, name)))?.reason;
  const surprising = lasting.filter((name) => reasonOf(name) === undefined);
  const accepted = lasting.filter((name) => reasonOf(name) !== undefined);
  const mended = expected.differences
    .flatMap((one) => one.tests)
    .filter((name) => ran.some((test) => test.name === name) && !first.includes(name));

  const part = sample === 1 ? '' : `, a sample: every ${sample}th of ${tests.length}`;
  const lines = [
    `${values.profile} over ${transport}: ${ran.length} of ${chosen.length} tests ran${part} (${leftOut} left out: they use EGL)`,
    `natively:     ${count('native')}`,
    `through vmgl: ${count('vmgl')}`,
    `${lasting.length} differ, ${accepted.length} of them accepted; ${unstable.length} more differed once only`,
    `${((100 * (passing - lost)) / Math.max(passing, 1)).toFixed(2)} % of the ${passing} that pass natively pass through vmgl`,
    ...section('Not accepted:', surprising, (name) => describe(name, 1)),
    ...expected.differences.flatMap(({ reason }) =>
      section(
        `Accepted: ${reason}`,
        accepted.filter((name) => reasonOf(name) === reason),
        (name) => describe(name, 1),
      ),
    ),
    ...section('Differed once only:', unstable, (name) => describe(name, 1)),
    ...section('In expected.json, but the same now:', mended, (name) => name),
  ];
  const text = `${lines.join('\n')}\n`;
  fs.writeFileSync(path.join(folder, 'differences.txt'), text);
  process.stdout.write(text);
  return surprising.length === 0 ? 0 : 1;
}

function section(title: string, names: string[], line: (name: string) => string): string[] {
  return names.length === 0 ? [] : ['', title, ...names.map((name) => `  ${line(name)}`)];
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
