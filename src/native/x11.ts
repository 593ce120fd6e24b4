/** The little of Xlib that `vmgl demo` and `vmgl doctor` need: is there a display, and what does a window show. */
import type { Picture } from '../png.ts';
import { xlib } from './binding.ts';

const viewable = 2; // IsViewable
const zPixmap = 2;
const allPlanes = 0xffffffff;

export interface Screen {
  /** The contents of the largest window that some program has put on the root window; undefined when there is none. */
  picture(): Picture | undefined;
  close(): void;
}

/** Undefined when there is no such display, or it lets nobody in. */
export function openScreen(display: string): Screen | undefined {
  const x = xlib();
  const connection = x.openDisplay(display);
  if (connection === null) return undefined;
  return {
    picture: () => {
      const best = largestWindow(connection);
      return best && readWindow(connection, best);
    },
    close: () => x.closeDisplay(connection),
  };
}

interface Found {
  window: number;
  width: number;
  height: number;
}

function largestWindow(connection: unknown): Found | undefined {
  const x = xlib();
  let best: Found | undefined;
  for (const window of x.children(connection, x.defaultRootWindow(connection))) {
    const { map_state, width, height } = x.attributes(connection, window);
    if (map_state === viewable && width * height > (best ? best.width * best.height : 0))
      best = { window, width, height };
  }
  return best;
}

function readWindow(connection: unknown, { window, width, height }: Found): Picture | undefined {
  const x = xlib();
  const image = x.getImage(connection, window, 0, 0, width, height, allPlanes, zPixmap);
  if (image === null) return undefined;
  const { bytes_per_line, bits_per_pixel, data, red_mask, green_mask, blue_mask } = x.describe(image);
  const pixels = x.bytes(data, bytes_per_line * height);
  const rgb = Buffer.alloc(width * height * 3);
  const channels = [red_mask, green_mask, blue_mask].map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { shift, most: mask >>> shift, mask };
  });
  const step = bits_per_pixel / 8;
  for (let y = 0, to = 0; y < height; y++)
    for (let px = 0; px < width; px++) {
      const pixel =
        step === 4
          ? pixels.readUInt32LE(y * bytes_per_line + px * 4)
          : pixels.readUInt16LE(y * bytes_per_line + px * 2);
      for (const { shift, most, mask } of channels)
        rgb[to++] = most === 0 ? 0 : Math.round((((pixel & mask) >>> shift) * 255) / most);
    }
  x.destroyImage(image);
  return { width, height, rgb };
}
