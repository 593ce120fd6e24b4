/** The shared secret of TCP stubs. */
import * as fs from 'node:fs';
import { reason, UserError } from '../errors.ts';
import { find } from '../settings.ts';

/** The token of --token-file, VMGL_TOKEN or VMGL_TOKEN_FILE, in this order. */
export function readToken(given: string | undefined, env: NodeJS.ProcessEnv): Buffer | undefined {
  const direct = given === undefined ? find('token', undefined, env) : undefined;
  if (direct) return check(Buffer.from(direct.value), direct.from);
  const file = find('tokenFile', given, env);
  if (!file) return undefined;
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file.value);
  } catch (error) {
    throw new UserError(`The token file (${file.value}) of ${file.from} cannot be read: ${reason(error)}.`);
  }
  const end = bytes.indexOf('\n');
  return check(end < 0 ? bytes : bytes.subarray(0, end), `the token file (${file.value})`);
}

function check(token: Buffer, from: string): Buffer {
  const trimmed = Buffer.from(token.toString('latin1').trim(), 'latin1');
  if (trimmed.length < 8 || trimmed.length > 1024)
    throw new UserError(
      `The token in ${from} has ${trimmed.length} bytes. Give 8 to 1024, for example: openssl rand -hex 16.`,
    );
  return trimmed;
}
