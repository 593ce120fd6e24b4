/** Some of piglit's tests natively and through vmgl: what passes natively passes through vmgl. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type TestContext, test } from 'node:test';
import { root } from '../support.ts';

/** `least`: a selection that this piglit does not know, or a driver on which everything fails, proves nothing. */
function conform(t: TestContext, words: string[], least: { ran: number; passNatively: number }): void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vmgl-piglit-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'scripts/conformance.ts'), ...words, '--transport', 'unix', '--results', folder],
    { encoding: 'utf8', maxBuffer: 2 ** 26, timeout: 500_000 },
  );
  const said = `${stdout}${stderr}`;
  assert.equal(status, 0, said);
  assert.ok(Number(/: (\d+) of \d+ tests ran/.exec(said)?.[1]) >= least.ran, said);
  assert.ok(Number(/^natively: +(\d+) pass/m.exec(said)?.[1]) >= least.passNatively, said);
}

test('programs: ci-list.txt', (t) =>
  conform(t, ['--list', path.join(import.meta.dirname, 'ci-list.txt')], { ran: 600, passNatively: 550 }));

test('shaders: every 50th', (t) =>
  conform(t, ['--profile', 'quick_shader', '--sample', '50', '--batch', '50'], { ran: 400, passNatively: 350 }));

test('shaders: GLES', (t) => {
  const gles = ['^spec@glsl-es-', '^spec@oes_', '^spec@ext_shader_framebuffer_fetch'].flatMap((name) => ['-t', name]);
  conform(t, ['--profile', 'quick_shader', '--batch', '50', ...gles], { ran: 100, passNatively: 40 });
});
