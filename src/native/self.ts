/** Starting this very program again, packaged or not. */
import { packaged } from './assets.ts';

/** The words that start it. */
export function selfCommand(): string[] {
  const script = process.argv[1];
  return [process.execPath, ...(packaged || script === undefined ? [] : [script])];
}
