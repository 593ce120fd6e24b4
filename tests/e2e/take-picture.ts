/** `node take-picture.ts FILE`: what the largest window of $DISPLAY shows, as width, height and RGB bytes. */
import * as fs from 'node:fs';
import { openScreen } from '../../src/native/x11.ts';

const [, , file = ''] = process.argv;
const picture = openScreen(process.env.DISPLAY ?? '')?.picture();
if (picture) {
  const size = Buffer.alloc(8);
  size.writeUInt32LE(picture.width, 0);
  size.writeUInt32LE(picture.height, 4);
  fs.writeFileSync(file, Buffer.concat([size, picture.rgb]));
}
