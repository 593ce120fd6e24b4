/** The size language: what it accepts, how it is spelled in C, and that its C never overflows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSize, pnameOf, sizeToC, sizeUses } from '../../src/gl/model/size.ts';

const names = ['a', 'b', 'format', 'type', 'p'];
const c = (text: string) =>
  sizeToC(
    parseSize(text, names),
    (name) => `cmd->${name}`,
    (name) => `*${name}`,
  );

const spellings: [string, string][] = [
  ['4', '4'],
  ['2 * (3 + 4)', '14'],
  ['a', 'cmd->a'],
  ['a*1', 'cmd->a'],
  ['a*3', 'vmgl_size_mul(cmd->a, 3)'],
  ['a / 4', 'vmgl_size_div(cmd->a, 4)'],
  ['a + b * 2 - 1', 'vmgl_size_sub(vmgl_size_add(cmd->a, vmgl_size_mul(cmd->b, 2)), 1)'],
  ['pname(p)', 'vmgl_pname_count(cmd->p)'],
  ['a * type(type)', 'vmgl_size_mul(cmd->a, vmgl_size_type(cmd->type))'],
  ['min(a, max(b, 1))', 'vmgl_size_min(cmd->a, vmgl_size_max(cmd->b, 1))'],
  ['deref(p)', '*p'],
  ['image(a, b, 1, format, type)', 'vmgl_size_of_image(cmd->a, cmd->b, 1, cmd->format, cmd->type)'],
];
for (const [text, expected] of spellings) test(`size ${text}`, () => assert.equal(c(text), expected));

const mistakes: [string, RegExp][] = [
  ['', /ends too early/],
  ['a +', /ends too early/],
  ['(a', /needs \(\)\) before/],
  ['a b', /has \(b\) where its end should be/],
  ['c', /names \(c\), which is not a parameter/],
  ['max(a)', /takes 2 arguments, not 1/],
  ['pname(1)', /takes the name of a parameter/],
  ['1 / 0', /divides by zero/],
  ['COMPSIZE(a)', /names \(COMPSIZE\)/],
];
for (const [text, message] of mistakes)
  test(`mistaken size (${text})`, () => assert.throws(() => c(text), { message }));

test('what a size reads', () => {
  assert.deepEqual(sizeUses(parseSize('a * pname(p) + deref(b)', names)), { values: ['a', 'p'], derefs: ['b'] });
  assert.equal(pnameOf(parseSize('a * pname(p)', names)), 'p');
  assert.equal(pnameOf(parseSize('a * 4', names)), undefined);
});
