import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'clipanion';
import { reason, UserError } from '../errors.ts';
import type { Picture } from '../png.ts';
import { BaseCommand, option } from './base.ts';

/** glxgears shows some hundred shades; an empty window one. */
const fewestColors = 16;

export class DemoCommand extends BaseCommand {
  static override paths = [['demo']];
  static override usage = Command.Usage({
    category: 'Both sides',
    description: 'show that it works: glxgears through vmgl and natively, with a picture',
    details: `
      Needs nothing prepared: starts a virtual display, runs glxgears through vmgl with a private stub, takes a picture of its window, then runs it natively, and compares.
    `,
    examples: [['Try it', '$0 demo']],
  });

  seconds = option('seconds');
  output = option('output');

  async execute(): Promise<number> {
    const seconds = this.setting('seconds', this.seconds) ?? 5;
    const file = path.resolve(this.setting('output', this.output) ?? 'vmgl-demo.png');
    const { nativeEnvironment, runGears, startDisplay, throughVmgl } = await import('../measure.ts');
    const { countColors, encodePng } = await import('../png.ts');
    const { openScreen } = await import('../native/x11.ts');
    const display = await startDisplay();
    try {
      // Neither a stub of the user's nor a display of theirs: the demo is the same everywhere.
      const { VMGL_STUB: _, GLSTUB: __, WAYLAND_DISPLAY: ___, ...rest } = this.context.env;
      const env = { ...rest, DISPLAY: display.name };
      let picture: Picture | undefined;
      const takePicture = () => {
        const screen = openScreen(display.name);
        picture = screen?.picture();
        screen?.close();
      };
      this.print(`glxgears for ${seconds} seconds through vmgl, then natively, on virtual display ${display.name}`);
      const gears = ['glxgears', '-info'];
      const vmgl = await runGears(throughVmgl(gears, ['--stub', 'private']), { env, seconds, meanwhile: takePicture });
      const native = await runGears(gears, { env: nativeEnvironment(env), seconds });
      this.print(`renderer      ${vmgl.renderer}`);
      this.print(`version       ${vmgl.version}`);
      this.print(`through vmgl  ${vmgl.framesPerSecond.toFixed(1)} frames per second`);
      if (vmgl.stats) this.print(`              ${vmgl.stats.roundTripsPerFrame.toFixed(2)} round trips per frame`);
      this.print(`native        ${native.framesPerSecond.toFixed(1)} frames per second (${native.renderer})`);
      this.print(`ratio         ${(vmgl.framesPerSecond / native.framesPerSecond).toFixed(2)}`);
      if (!/^VMGL /.test(vmgl.renderer))
        throw new UserError(`The program did not use vmgl: its renderer is ${vmgl.renderer}. ${vmgl.said.trim()}`);
      if (picture === undefined) throw new UserError('The window of glxgears could not be read.');
      this.save(file, encodePng(picture));
      this.print(`picture       ${file} (${picture.width}x${picture.height})`);
      const colors = countColors(picture);
      if (colors < fewestColors)
        throw new UserError(
          `The picture has ${colors} colours where glxgears draws hundreds: nothing reached the window.`,
        );
      return 0;
    } finally {
      display.stop();
    }
  }

  private save(file: string, bytes: Buffer): void {
    try {
      fs.writeFileSync(file, bytes);
    } catch (error) {
      throw new UserError(`The picture (${file}) cannot be written: ${reason(error)}. Give --output.`);
    }
  }
}
