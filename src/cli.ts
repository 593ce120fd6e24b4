/** Where it starts. What a program waits for is launched straight from here; everything else goes through clipanion. */
import * as fs from 'node:fs';
import { UserError } from './errors.ts';
import { calledAs } from './called-as.ts';
import { checkEnvironment } from './settings.ts';

async function main(words: string[]): Promise<number> {
  try {
    nameProcess();
    checkEnvironment(process.env);
    const old = calledAs(process.argv0, words);
    if (old) {
      const { runOldName } = await import('./old-names.ts');
      return await runOldName(old.name, old.words, process.env);
    }
    if (words[0] === 'run') {
      const { launch, parseRun } = await import('./launch.ts');
      const run = parseRun(words.slice(1));
      if (run) return await launch(run, process.env);
    }
    if (words[0] === 'private-stub') {
      const { servePrivately } = await import('./private-stub.ts');
      return await servePrivately(words.slice(1), process.env);
    }
    const { runCommand } = await import('./commands/index.ts');
    return await runCommand(words);
  } catch (error) {
    if (error instanceof UserError) {
      process.stderr.write(`vmgl: error: ${error.message}\n`);
      return error.exitCode;
    }
    if ((error as NodeJS.ErrnoException).syscall === 'uv_cwd') {
      process.stderr.write(
        'vmgl: error: The current directory was removed. Change to another one, or give whole paths.\n',
      );
      return 1;
    }
    process.stderr.write(`vmgl: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  }
}

/** Node calls its thread MainThread: pgrep, top and the journal would not know whose it is. */
function nameProcess(): void {
  try {
    fs.writeFileSync('/proc/self/comm', 'vmgl');
  } catch {
    // A system without /proc; the name is a courtesy.
  }
}

// Not process.exit(): what was written to a pipe must still arrive.
main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
