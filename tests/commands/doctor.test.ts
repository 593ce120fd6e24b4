/** `vmgl doctor`: one finding for each check, whatever the machine is like, and a cure for what is bad. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../src/doctor.ts';
import { sandbox } from './support.ts';

test('every line says what was found, and what is bad says what to do', async (t) => {
  const { run } = sandbox(t);
  const { code, stdout, stderr } = await run(['doctor', '--json'], { DISPLAY: ':987' });
  assert.equal(stderr, '');
  const findings = JSON.parse(stdout) as Finding[];
  const state = Object.fromEntries(findings.map((one) => [one.what, one.state]));
  assert.deepEqual(
    [state.vmgl, state.libraries, state['GL without display'], state.stub],
    ['ok', 'ok', 'note', 'note'],
  );
  assert.equal(state['X display'], 'bad', 'the display does not exist');
  assert.equal(code, 1, 'because of the display');
  for (const { what, state, found, cure } of findings) {
    assert.ok(found.length > 0, what);
    if (state === 'bad') assert.ok(cure, what);
  }
  const driver = findings.find((one) => one.what === 'GL without display');
  assert.match(driver?.found ?? '', /Fake GPU .*software/, 'software is never silent');
});

test('a driver that does not load, and a stub that is not there, are bad', async (t) => {
  const { run } = sandbox(t);
  const { code, stdout } = await run(['doctor', '--stub', '127.0.0.1:1'], { VMGL_TEST_MODE: 'fail' });
  assert.equal(code, 1);
  assert.match(stdout, /^!! {2}GL without display +there is no driver$/m);
  assert.match(stdout, /^!! {2}stub +tcp:\/\/127\.0\.0\.1:1 \(from --stub\): connection refused$/m);
});
