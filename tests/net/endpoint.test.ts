import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatEndpoint, isLoopback, parseEndpoint } from '../../src/net/endpoint.ts';

const good: [string, string][] = [
  ['gpuhost:7000', 'tcp://gpuhost:7000'],
  ['tcp://gpuhost:7001', 'tcp://gpuhost:7001'],
  ['10.0.0.1:1', 'tcp://10.0.0.1:1'],
  ['tcp://[::1]:65535', 'tcp://[::1]:65535'],
  ['[fe80::1%eth0]:7000', 'tcp://[fe80::1%eth0]:7000'],
  ['unix:/run/vmgl/stub-7000.sock', 'unix:/run/vmgl/stub-7000.sock'],
  ['unix:///tmp/s', 'unix:/tmp/s'],
];
for (const [text, canonical] of good)
  test(`${text} is an endpoint`, () => {
    const endpoint = parseEndpoint(text, '--stub');
    assert.equal(formatEndpoint(endpoint), canonical);
    assert.deepEqual(parseEndpoint(canonical, '--stub'), endpoint);
  });

const bad: [string, RegExp][] = [
  ['', /has no port/],
  ['gpuhost', /has no port/],
  ['gpuhost:', /no port from 1 to 65535/],
  ['gpuhost:0', /no port from 1 to 65535/],
  ['gpuhost:65536', /no port from 1 to 65535/],
  ['gpuhost:7000x', /no port from 1 to 65535/],
  ['gpuhost:-1', /no port from 1 to 65535/],
  [':7000', /has no host/],
  ['a b:7000', /has no host/],
  ['::1:7000', /more than one ":"/],
  ['[::1]', /has no port/],
  ['[host]:7000', /no IPv6 address/],
  ['[::1:7000', /malformed|more than one/],
  ['http://gpuhost:7000', /unknown scheme \(http\)/],
  ['unix:relative', /does not start with "\/"/],
  [`unix:/${'x'.repeat(107)}`, /longer than the 107 bytes/],
  ['vsock:3:7000', /vsock/],
];
for (const [text, message] of bad)
  test(`${JSON.stringify(text.slice(0, 40))} is refused`, () => {
    assert.throws(
      () => parseEndpoint(text, 'GLSTUB'),
      (error: Error & { exitCode?: number }) => {
        assert.match(error.message, message);
        assert.match(error.message, /GLSTUB/);
        assert.equal(error.exitCode, 2);
        return true;
      },
    );
  });

test('only addresses of this machine are loopback', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])
    assert.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org', '128.0.0.1'])
    assert.ok(!isLoopback(host), host);
});
