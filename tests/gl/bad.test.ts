/** Registries and overlays with one mistake each: the message names the line, or the file and the entry. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { GeneratorError } from '../../src/gl/errors.ts';
import { type GeneratorInputs, generate } from '../../src/gl/generate.ts';
import type { Overlay, StateRule, WireCommands } from '../../src/gl/overlay/types.ts';
import { smallInputs } from './small.ts';

const bad = join(import.meta.dirname, 'bad');
const none = {
  aliases: {},
  overlays: [],
  pnames: { counts: {}, classes: {} },
  policy: { excluded: {}, trusted: {}, unlisted: {}, conditional: {} },
  remembered: { rules: [], expiring: /^$/ },
  lock: '',
};

function fails(inputs: GeneratorInputs, message: string) {
  assert.throws(
    () => generate(inputs),
    (error: Error) => {
      assert.ok(error instanceof GeneratorError, error.stack);
      assert.equal(error.message, message);
      return true;
    },
  );
}

for (const file of readdirSync(bad))
  test(`registry with a mistake: ${file}`, () => {
    const xml = readFileSync(join(bad, file), 'utf8');
    const expected = /<!-- (bad\.xml:.*) -->\n$/.exec(xml)?.[1];
    assert.ok(expected, 'the last line says what is expected');
    fails({ ...none, xml: xml.replace(/<!-- bad.*\n$/, ''), file: 'bad.xml' }, expected);
  });

function withOverlay(commands: Overlay, wire: WireCommands = {}): GeneratorInputs {
  const inputs = smallInputs();
  return { ...inputs, overlays: [...inputs.overlays, { name: 'more', commands, wire }] };
}

const overlays: [string, Overlay, string][] = [
  [
    'no such command',
    { glNothing: { reason: 'r', flavour: 'sync' } },
    'glNothing: error: The registry has no such command.',
  ],
  [
    'alias',
    { glBindBufferARB: { reason: 'r', flavour: 'sync' } },
    'glBindBufferARB: error: The command is an alias; describe (glBindBuffer) instead.',
  ],
  [
    'two files',
    { glFinish: { reason: 'r', flavour: 'sync' } },
    'glFinish: error: The command is also described in overlay/small.ts.',
  ],
  ['no reason', { glVertex2f: { reason: '', flavour: 'sync' } }, 'glVertex2f: error: The entry gives no reason.'],
  ['nothing', { glVertex2f: { reason: 'r' } }, 'glVertex2f: error: The entry changes nothing.'],
  [
    'no such parameter',
    { glVertex2f: { reason: 'r', params: { z: { class: 'none' } } } },
    'glVertex2f: error: There is no parameter (z); there are (x, y).',
  ],
  [
    'size with an unknown name',
    { glBufferSubData: { reason: 'r', params: { data: { length: 'bytes' } } } },
    'glBufferSubData: error: The size (bytes) names (bytes), which is not a parameter. (parameter data)',
  ],
  [
    'length of a value',
    { glVertex2f: { reason: 'r', params: { x: { length: '1' } } } },
    'glVertex2f: error: A value has neither length nor direction. (parameter x)',
  ],
  [
    'custom, but not sized',
    { glDebugMessageCallback: { reason: 'r', flavour: 'custom' } },
    "glDebugMessageCallback: error: A custom command's arguments must be sized (callback: GLDEBUGPROC cannot travel; " +
      'userParam: nobody says how much const void data it points at). Size them, or make it local and give it a wire command.',
  ],
  [
    'local with a host side',
    { glVertex2f: { reason: 'r', flavour: 'local', host: 'custom' } },
    'glVertex2f: error: A command that is local has no host side.',
  ],
  [
    'creates an unknown class',
    { glVertex2f: { reason: 'r', names: 'create' } },
    'glVertex2f: error: The class of the created object is not known (returnClass).',
  ],
  [
    'deletes nothing',
    { glVertex2f: { reason: 'r', names: 'delete' } },
    'glVertex2f: error: There is no parameter whose names it could delete.',
  ],
];
for (const [what, overlay, message] of overlays)
  test(`overlay with a mistake: ${what}`, () => fails(withOverlay(overlay), `overlay/more.ts: ${message}`));

const wires: [string, WireCommands, string][] = [
  [
    'name of GL',
    { glFinish: { reason: 'r', scope: 'any', returns: 'void', params: [] } },
    'glFinish: error: A wire command cannot have the name of a GL command.',
  ],
  [
    'two files',
    { vmglOpen: { reason: 'r', scope: 'any', returns: 'void', params: [] } },
    'vmglOpen: error: The wire command is also declared in overlay/small.ts.',
  ],
  [
    'unsized',
    { vmglA: { reason: 'r', scope: 'any', returns: 'void', params: [{ name: 'p', type: 'const float *' }] } },
    'vmglA: error: nobody says how much const float data it points at. (parameter p)',
  ],
  [
    'returns a pointer',
    { vmglA: { reason: 'r', scope: 'any', returns: 'void *', params: [] } },
    'vmglA: error: The return type (void *) cannot travel.',
  ],
  [
    'names on the control stream',
    {
      vmglA: {
        reason: 'r',
        scope: 'session',
        returns: 'void',
        params: [{ name: 'b', type: 'GLuint', class: 'buffer' }],
      },
    },
    'vmglA: error: The control stream has no object names.',
  ],
];
for (const [what, wire, message] of wires)
  test(`wire command with a mistake: ${what}`, () => fails(withOverlay({}, wire), `overlay/more.ts: ${message}`));

const pnames: [string, Record<string, number>, string][] = [
  ['no such enum', { GL_NOTHING: 4 }, 'GL_NOTHING: error: The registry has no such enum.'],
];
for (const [what, counts, message] of pnames)
  test(`pname table with a mistake: ${what}`, () =>
    fails({ ...smallInputs(), pnames: { counts, classes: {} } }, `overlay/pnames.ts: ${message}`));

const locks: [string, string, string][] = [
  [
    'a gap',
    '16 glFinish\n18 glVertex2f\n',
    '2: error: The number (18) should be (17); lines are never removed or reordered.',
  ],
  ['a name twice', '16 glFinish\n17 glFinish\n', '2: error: The command (glFinish) already has the number (16).'],
  ['garbage', '16 glFinish\nglVertex2f\n', '2: error: The line (glVertex2f) is not a number and a name.'],
];
for (const [what, lock, message] of locks)
  test(`opcodes.lock with a mistake: ${what}`, () => fails({ ...smallInputs(), lock }, `opcodes.lock:${message}`));

const rules: [string, StateRule[], string][] = [
  [
    'no such command',
    [{ state: 'NOTHING', follows: ['glNothing'], changes: /^glNothing/ }],
    'NOTHING: error: The registry has no command (glNothing), or it is an alias.',
  ],
  [
    'followed and not followed',
    [
      { state: 'ONE', follows: ['glVertex2f'], changes: /^glVertex/ },
      { state: 'TWO', follows: [], changes: /^glVertex2f$/ },
    ],
    'glVertex2f: error: A command is followed in all states that it changes, or in none.',
  ],
  [
    'a followed command that the pattern leaves out',
    [{ state: 'ONE', follows: ['glVertex2f'], changes: /^glNormal/ }],
    'ONE: error: The pattern does not match (glVertex2f), which is followed.',
  ],
];
for (const [what, list, message] of rules)
  test(`remembered state with a mistake: ${what}`, () =>
    fails({ ...smallInputs(), remembered: { rules: list, expiring: /^$/ } }, `overlay/states.ts: ${message}`));

test('an alias that the registry knows', () =>
  fails(
    { ...smallInputs(), aliases: { glBindBufferARB: 'glVertex2f' } },
    'overlay/aliases.ts: glBindBufferARB: error: The registry says already that it is an alias of (glBindBuffer).',
  ));

test('an alias that is none to the registry either', () =>
  fails(
    { ...smallInputs(), aliases: { glBindBuffer: null } },
    'overlay/aliases.ts: glBindBuffer: error: The registry does not say that it is an alias.',
  ));
