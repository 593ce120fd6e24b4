/** The command line of a renderer, from the settings of `vmgl stub` or, for a private one, the environment alone. */
import { usageError } from '../errors.ts';
import { nativePath } from '../native/assets.ts';
import { find } from '../settings.ts';

interface Given {
  display?: string | undefined;
  headless?: boolean | undefined;
  gpu?: string | undefined;
  maxMemory?: string | undefined;
  sandbox?: string | undefined;
  trustGuests?: boolean | undefined;
}

export function rendererCommand(env: NodeJS.ProcessEnv, given: Given = {}): string[] {
  const display = find('display', given.display, env)?.value;
  const gpu = find('gpu', given.gpu, env)?.value;
  const headless = find('headless', given.headless, env)?.value ?? gpu !== undefined;
  const maxMemory = find('maxMemory', given.maxMemory, env)?.value;
  const sandbox = find('sandbox', given.sandbox, env)?.value ?? true;
  const trust = find('trustGuests', given.trustGuests, env)?.value;
  if (headless && display !== undefined)
    throw usageError(`A display (${display}) and ${gpu ? 'a GPU' : '--headless'} were both given. Give one of them.`);
  return [
    env.VMGL_TEST_RENDERER ?? nativePath('vmgl-renderer'),
    ...(headless ? ['--headless'] : []),
    ...(display === undefined ? [] : ['--display', display]),
    ...(gpu === undefined ? [] : ['--gpu', gpu]),
    ...(sandbox ? [] : ['--no-sandbox']),
    ...(maxMemory === undefined ? [] : ['--max-memory', String(maxMemory)]),
    ...(trust ? ['--trust'] : []),
  ];
}
