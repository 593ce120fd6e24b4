/** What a person sees: TigerVNC's viewer on a display of its own, and pictures of its window. Lossless. */
import * as fs from 'node:fs';
import { openScreen } from '../../src/native/x11.ts';
import { encodePng, type Picture } from '../../src/png.ts';
import { cleanEnvironment, type Running, run, start, startXvfb, temporaryFolder, until } from './support.ts';

export interface Viewer {
  process: Running;
  /** The whole desktop; undefined while the viewer has not shown it. */
  picture(): Picture | undefined;
}

export const password = 'e2e-test';

/** A password file for VNC servers and viewers. */
export async function makePasswordFile(): Promise<string> {
  const file = `${temporaryFolder()}/passwd`;
  const made = await run(
    ['sh', '-c', `umask 077; printf '%s\\n' ${password} | vncpasswd -f >${file}`],
    cleanEnvironment(),
  );
  if (made.code !== 0) throw new Error(made.stderr);
  return file;
}

/** `words` are what `vncviewer` is given to connect to; `prefix` runs it somewhere else. */
export async function watchDesktop(
  target: string,
  passwordFile: string | undefined,
  { display, prefix = [] }: { display?: string; prefix?: string[] } = {},
): Promise<Viewer> {
  const shown = display ?? (await startXvfb()).display;
  const viewer = start(
    [
      ...prefix,
      ...['xtigervncviewer', '-PreferredEncoding=Raw', '-AutoSelect=0', '-FullColor', '-RemoteResize=0', '-ViewOnly'],
      ...['-NoJPEG', '-MenuKey=', '-ReconnectOnError=0', '-AlertOnFatalError=0', '-Shared'],
      ...(passwordFile === undefined ? [] : [`-PasswordFile=${passwordFile}`]),
      target,
    ],
    cleanEnvironment({ DISPLAY: shown, HOME: temporaryFolder() }),
    600_000,
  );
  return { process: viewer, picture: () => pictureOf(shown) };
}

/** The largest window on a display. */
function pictureOf(display: string): Picture | undefined {
  const screen = openScreen(display);
  const picture = screen?.picture();
  screen?.close();
  return picture;
}

/** The upper left part of a picture. */
export function cut(picture: Picture, width: number, height: number): Buffer | undefined {
  if (picture.width < width || picture.height < height) return undefined;
  const rows = Array.from({ length: height }, (_, y) =>
    picture.rgb.subarray(y * picture.width * 3, (y * picture.width + width) * 3),
  );
  return Buffer.concat(rows);
}

/** Waits until the upper left part of what `look` shows is the expected picture. A last look stays in PROGRAMS_DUMP. */
export async function shows(
  look: () => Picture | undefined | Promise<Picture | undefined>,
  expected: Picture,
  what: string,
): Promise<void> {
  let picture: Picture | undefined;
  const same = async () => {
    picture = await look();
    return picture && cut(picture, expected.width, expected.height)?.equals(expected.rgb);
  };
  await until(same, what, 30_000).catch((error) => {
    if (process.env.PROGRAMS_DUMP && picture)
      fs.writeFileSync(`${process.env.PROGRAMS_DUMP}/seen.png`, encodePng(picture));
    throw new Error(
      `${error.message} (${picture ? `${picture.width}x${picture.height}, not the same` : 'nothing to see'})`,
    );
  });
}

/** What the program of tests/e2e/still.c shows natively. */
export async function nativeStill(still: string): Promise<Picture> {
  const { display } = await startXvfb();
  const program = start([still], cleanEnvironment({ DISPLAY: display }));
  await until(() => program.said().includes('ready'), 'the native picture');
  const picture = pictureOf(display);
  program.kill('SIGKILL');
  await program.result;
  if (!picture || new Set(picture.rgb).size < 20) throw new Error('The native picture is not there.');
  return picture;
}
