/**
 * The native boundary, and the only importer of koffi: flat tables of JavaScript name to C signature.
 * Imported lazily, because loading koffi takes some milliseconds that `vmgl run` does not need.
 */
import koffi from 'koffi';
import { reason, UserError } from '../errors.ts';
import { nativePath } from './assets.ts';

function makeShim() {
  const library = koffi.load(nativePath('libvmgl_shim.so'));
  return {
    seqpacketPair: library.func('int vmgl_shim_seqpacket_pair(_Out_ int32_t *fds)') as (fds: Int32Array) => number,
    send: library.func('int vmgl_shim_send(int socket, const void *data, size_t bytes, int fd)') as (
      socket: number,
      data: Uint8Array,
      bytes: number,
      fd: number,
    ) => number,
    relay: library.func('int vmgl_shim_relay(int seqpacket_socket)') as (socket: number) => number,
    watchProcess: library.func('int vmgl_shim_watch_process(int pid)') as (pid: number) => number,
    reap: library.func('int vmgl_shim_reap(int pid)') as (pid: number) => number,
    peerUid: library.func('int64_t vmgl_shim_peer_uid(int socket)') as (socket: number) => number,
  };
}

export type Shim = ReturnType<typeof makeShim>;

let loaded: Shim | undefined;
export function shim(): Shim {
  loaded ??= makeShim();
  return loaded;
}

/** Unwraps a result of the shim: >= 0, or -errno. */
export function checked(result: number, what: string): number {
  if (result < 0) throw new UserError(`${what} failed: ${reason({ code: errorName(-result) })}.`);
  return result;
}

export function errorName(errno: number): string {
  for (const [name, number] of Object.entries(koffi.os.errno)) if (number === errno) return name;
  return `errno ${errno}`;
}

function makeXlib() {
  let library: ReturnType<typeof koffi.load>;
  try {
    library = koffi.load('libX11.so.6');
  } catch {
    throw new UserError('The X client library (libX11.so.6) is not installed. Install the package libx11-6.');
  }
  const imageType = koffi.struct('XImage', {
    width: 'int',
    height: 'int',
    xoffset: 'int',
    format: 'int',
    data: 'void *',
    byte_order: 'int',
    bitmap_unit: 'int',
    bitmap_bit_order: 'int',
    bitmap_pad: 'int',
    depth: 'int',
    bytes_per_line: 'int',
    bits_per_pixel: 'int',
    red_mask: 'unsigned long',
    green_mask: 'unsigned long',
    blue_mask: 'unsigned long',
  });
  koffi.struct('XWindowAttributes', {
    x: 'int',
    y: 'int',
    width: 'int',
    height: 'int',
    border_width: 'int',
    depth: 'int',
    visual: 'void *',
    root: 'unsigned long',
    class: 'int',
    bit_gravity: 'int',
    win_gravity: 'int',
    backing_store: 'int',
    backing_planes: 'unsigned long',
    backing_pixel: 'unsigned long',
    save_under: 'int',
    colormap: 'unsigned long',
    map_installed: 'int',
    map_state: 'int',
    all_event_masks: 'long',
    your_event_mask: 'long',
    do_not_propagate_mask: 'long',
    override_redirect: 'int',
    screen: 'void *',
  });
  const queryTree = library.func(
    'int XQueryTree(void *display, unsigned long window, _Out_ unsigned long *root, _Out_ unsigned long *parent, _Out_ void **children, _Out_ unsigned int *count)',
  );
  const getAttributes = library.func(
    'int XGetWindowAttributes(void *display, unsigned long window, _Out_ XWindowAttributes *to)',
  );
  const free = library.func('int XFree(void *data)');
  return {
    openDisplay: library.func('void *XOpenDisplay(const char *name)') as (name: string) => unknown,
    closeDisplay: library.func('int XCloseDisplay(void *display)') as (display: unknown) => number,
    defaultRootWindow: library.func('unsigned long XDefaultRootWindow(void *display)') as (display: unknown) => number,
    children: (display: unknown, window: number): number[] => {
      const [list, count] = [[null] as unknown[], [0]];
      if (queryTree(display, window, [0], [0], list, count) === 0 || list[0] === null) return [];
      const windows = koffi.decode(list[0], koffi.array('unsigned long', count[0] ?? 0)) as ArrayLike<number | bigint>;
      free(list[0]);
      return Array.from(windows, Number);
    },
    attributes: (display: unknown, window: number) => {
      const to = {} as { width: number; height: number; map_state: number };
      if (getAttributes(display, window, to) === 0) return { width: 0, height: 0, map_state: 0 };
      return to;
    },
    getImage: library.func(
      'void *XGetImage(void *display, unsigned long drawable, int x, int y, unsigned int width, unsigned int height, unsigned long planes, int format)',
    ) as (
      display: unknown,
      drawable: number,
      x: number,
      y: number,
      width: number,
      height: number,
      planes: number,
      format: number,
    ) => unknown,
    describe: (image: unknown) =>
      koffi.decode(image, imageType) as {
        data: unknown;
        bytes_per_line: number;
        bits_per_pixel: number;
        red_mask: number;
        green_mask: number;
        blue_mask: number;
      },
    /** A copy: the memory is Xlib's. */
    bytes: (data: unknown, length: number): Buffer => Buffer.from(new Uint8Array(koffi.view(data, length))),
    destroyImage: library.func('int XDestroyImage(void *image)') as (image: unknown) => number,
  };
}

let loadedXlib: ReturnType<typeof makeXlib> | undefined;
export function xlib() {
  loadedXlib ??= makeXlib();
  return loadedXlib;
}
