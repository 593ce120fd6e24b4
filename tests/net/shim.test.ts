/** The shim's threads, which no one waits for, may run while their process ends. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { test } from 'node:test';
import { root } from '../support.ts';

test('a relay that is busy does not break the end of the process', () => {
  // koffi closes the library before the process is gone; a thread whose code was taken away crashed now and then.
  const script = `
    import { spawn } from 'node:child_process';
    import { shim } from ${JSON.stringify(path.join(root, 'src/native/binding.ts'))};
    const [ends, { seqpacketPair, relay }] = [new Int32Array(2), shim()];
    seqpacketPair(ends);
    const from = relay(ends[0]);
    const writer = spawn('sh', ['-c', 'while echo message; do :; done'], { stdio: ['ignore', ends[1], 'ignore'] });
    const reader = spawn('cat', { stdio: [from, 'pipe', 'ignore'] });
    reader.stdout.once('data', () => {
      // Nothing to wait for is left: the process ends as the stub does, not by exit().
      for (const one of [writer, reader]) one.unref();
      reader.stdout.destroy();
    });`;
  for (let i = 0; i < 3; i++) {
    const { status, signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    assert.deepEqual([status, signal], [0, null], stderr);
  }
});
