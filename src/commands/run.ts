import { Command, Option } from 'clipanion';
import { launch } from '../launch.ts';
import { BaseCommand, option, toggle } from './base.ts';

// This file is help and error messages: a well-formed `vmgl run` is launched by src/launch.ts before clipanion loads.
export class RunCommand extends BaseCommand {
  static override paths = [['run']];
  static override usage = Command.Usage({
    category: 'Guest',
    description: 'run a program with its OpenGL on the host',
    details: `
      The program's OpenGL calls go to a stub, and its pictures come back into its window. The program keeps its process, its terminal, its signals and its exit code.

      Without \`--stub\` the stub is looked for in this order: \`VMGL_STUB\`, \`GLSTUB\`, what the X display announces (\`_VMGL_STUB\`), a socket in \`$XDG_RUNTIME_DIR/vmgl\` or \`/run/vmgl\`, port 7000 of the machine at the other end of \`$SSH_CONNECTION\`. If there is none, this run gets a private stub on this machine. One line on stderr says what was chosen.

      Exit codes of vmgl itself: 125 when it cannot do its part, 126 when the program cannot be executed, 127 when it was not found.
    `,
    examples: [
      ['Run glxgears', '$0 run glxgears'],
      ['Run it on the GPU of another machine', '$0 run --stub gpuhost:7000 --token-file ~/.vmgl-token glxgears'],
      ["Compare with this machine's own OpenGL", '$0 run --native glxgears'],
    ],
  });

  stub = option('stub');
  present = option('present');
  transport = option('transport');
  native = toggle('native');
  stats = toggle('stats');
  fps = option('fps');
  tokenFile = option('tokenFile');
  quiet = toggle('quiet');
  program = Option.String();
  args = Option.Proxy();

  async execute(): Promise<number> {
    const { stub, present, transport, native, stats, fps, tokenFile, quiet } = this;
    const given = Object.entries({ stub, present, transport, native, stats, fps, tokenFile, quiet });
    const flags = Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Record<
      string,
      string | boolean
    >;
    return launch({ flags, program: this.program, args: this.args }, this.context.env);
  }
}
