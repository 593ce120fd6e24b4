/** Command lines of the scripts. Asked for help, and told something wrong, each answers with a line of usage. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { fail } from './paths.ts';

/** What parseArgs() makes of the command line. `usage` is the command with its options, in one line. */
export function commandLine<T extends ParseArgsConfig>(usage: string, config: T): ReturnType<typeof parseArgs<T>> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(`usage: ${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    const [what = ''] = (error as Error).message.split(/\. |\n/);
    return fail(`${what.replace(/\.$/, '')}. usage: ${usage}`, 2);
  }
}

/** The whole number of an option, `least` or more. */
export function wholeNumber(option: string, text: string, least = 1): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least)
    fail(`${option} (${text}) is not a whole number from ${least} up.`, 2);
  return number;
}

/** The words, each of which must be one of `known`, or all of these when there are none. */
export function choice(what: string, words: string[], known: string[]): string[] {
  for (const word of words)
    if (!known.includes(word)) fail(`The ${what} (${word}) is unknown. There are ${known.join(', ')}.`, 2);
  return words.length > 0 ? words : known;
}
