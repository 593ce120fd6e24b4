import type { Overlay, WireCommands } from './types.ts';

/**
 * Displays, configurations, contexts, drawables and presentation: what GLX and EGL need of the renderer. Numbers
 * in them are those of `native/wire/platform.h`. Handlers: host/platform/drawable.c and host/platform/present.c.
 */
export const platformWire: WireCommands = {
  vmglDisplayOpen: {
    reason: 'Chooses the presentation: with the proof property on `window`, the renderer may draw into it directly.',
    scope: 'session',
    returns: 'GLuint',
    params: [
      { name: 'display', type: 'GLuint' },
      { name: 'flags', type: 'GLuint' },
      { name: 'window', type: 'GLuint' },
      { name: 'screen', type: 'GLuint' },
      { name: 'name', type: 'const char *', text: true },
      { name: 'proof', type: 'const char *', text: true },
      { name: 'info', type: 'GLuint *', length: '8' },
    ],
  },
  vmglDisplayConfigs: {
    reason: 'Every framebuffer configuration of a screen at once; choosing is local from then on.',
    scope: 'session',
    returns: 'void',
    params: [
      { name: 'display', type: 'GLuint' },
      { name: 'screen', type: 'GLuint' },
      { name: 'configs', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglQueryRenderer: {
    reason: 'GLX_MESA_query_renderer: what the host says of its GPU. Returns the number of values; strings are `text`.',
    scope: 'session',
    returns: 'GLuint',
    params: [
      { name: 'display', type: 'GLuint' },
      { name: 'screen', type: 'GLuint' },
      { name: 'renderer', type: 'GLuint' },
      { name: 'attribute', type: 'GLuint' },
      { name: 'values', type: 'GLuint *', length: '4' },
      { name: 'text', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglDriverText: {
    reason: 'EGL_MESA_query_driver: name and settings of the driver that renders.',
    scope: 'session',
    returns: 'void',
    params: [
      { name: 'display', type: 'GLuint' },
      { name: 'which', type: 'GLuint' },
      { name: 'text', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglContextCreate: {
    reason: 'Makes the driver context whose stream is opened next; the stream id names it.',
    scope: 'session',
    returns: 'GLuint',
    params: [
      { name: 'display', type: 'GLuint' },
      { name: 'screen', type: 'GLuint' },
      { name: 'id', type: 'GLuint' },
      { name: 'config', type: 'GLuint' },
      { name: 'share', type: 'GLuint' },
      { name: 'count', type: 'GLuint' },
      { name: 'attribs', type: 'const GLuint *', length: 'count' },
    ],
  },
  vmglContextAbandon: {
    reason: 'A created context whose stream could not be opened goes away.',
    scope: 'session',
    returns: 'void',
    params: [{ name: 'id', type: 'GLuint' }],
  },
  vmglDrawableCreate: {
    reason: 'A window, pixmap or pbuffer that contexts can then be made current to; answers the real size.',
    scope: 'session',
    returns: 'GLuint',
    params: [
      { name: 'display', type: 'GLuint' },
      { name: 'screen', type: 'GLuint' },
      { name: 'id', type: 'GLuint' },
      { name: 'kind', type: 'GLuint' },
      { name: 'config', type: 'GLuint' },
      { name: 'xid', type: 'GLuint' },
      { name: 'width', type: 'GLuint' },
      { name: 'height', type: 'GLuint' },
      { name: 'flags', type: 'GLuint' },
      { name: 'size', type: 'GLuint *', length: '2' },
    ],
  },
  vmglDrawableDestroy: {
    reason: 'The drawable goes away when the last context that has it current lets it go.',
    scope: 'session',
    returns: 'void',
    params: [{ name: 'id', type: 'GLuint' }],
  },
  vmglMakeCurrent: {
    reason:
      'Binds drawables to the context of this stream, at the size that the guest sees. 0 and 0 releases them; draw_width 1 then says that a context which shares nothing with this one goes on in the same drawable.',
    scope: 'context',
    returns: 'GLuint',
    params: [
      { name: 'draw', type: 'GLuint' },
      { name: 'read', type: 'GLuint' },
      { name: 'draw_width', type: 'GLuint' },
      { name: 'draw_height', type: 'GLuint' },
      { name: 'read_width', type: 'GLuint' },
      { name: 'read_height', type: 'GLuint' },
    ],
  },
  vmglSwapBuffers: {
    reason: 'A frame is done, direct presentation. Acknowledged when executed: the guest limits frames in flight.',
    scope: 'context',
    returns: 'void',
    params: [{ name: 'drawable', type: 'GLuint' }],
  },
  vmglSwapReadback: {
    reason:
      'A frame is done, readback: the rows that differ from the frame that the guest holds travel back, tight, 4 bytes per pixel. Then the buffers resize.',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'drawable', type: 'GLuint' },
      { name: 'width', type: 'GLuint' },
      { name: 'height', type: 'GLuint' },
      { name: 'held', type: 'GLuint' },
      { name: 'size', type: 'GLuint *', length: '6' },
      { name: 'frame', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglFrontReadback: {
    reason:
      'Readback of what glFlush, glFinish or glXWaitGL must make visible of a front buffer (or, front 0, of the back one).',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'drawable', type: 'GLuint' },
      { name: 'front', type: 'GLuint' },
      { name: 'width', type: 'GLuint' },
      { name: 'height', type: 'GLuint' },
      { name: 'size', type: 'GLuint *', length: '6' },
      { name: 'frame', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglCopySubBuffer: {
    reason: 'GLX_MESA_copy_sub_buffer: a part of the back buffer becomes visible.',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'drawable', type: 'GLuint' },
      { name: 'x', type: 'GLint' },
      { name: 'y', type: 'GLint' },
      { name: 'width', type: 'GLint' },
      { name: 'height', type: 'GLint' },
    ],
  },
  vmglSwapInterval: {
    reason:
      'Vertical synchronisation of direct presentation; the driver waits, and swap credits carry it to the guest.',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'drawable', type: 'GLuint' },
      { name: 'interval', type: 'GLint' },
    ],
  },
  vmglPreserve: {
    reason: 'EGL_SWAP_BEHAVIOR: whether the back buffer of a window outlives its swaps. An enum vmgl_status.',
    scope: 'session',
    returns: 'GLuint',
    params: [
      { name: 'drawable', type: 'GLuint' },
      { name: 'preserve', type: 'GLuint' },
    ],
  },
  vmglBufferAge: {
    reason: 'EGL_EXT_buffer_age of the window that the context draws to, where the driver tells.',
    scope: 'context',
    returns: 'GLint',
    params: [{ name: 'drawable', type: 'GLuint' }],
  },
  vmglBindTexImage: {
    reason: 'eglBindTexImage: the pbuffer becomes level 0 of the bound 2D texture, in `format` (GL_RGB or GL_RGBA).',
    scope: 'context',
    returns: 'GLuint',
    params: [
      { name: 'drawable', type: 'GLuint' },
      { name: 'format', type: 'GLuint' },
    ],
  },
  vmglImageCreate: {
    reason:
      'eglCreateImage of a texture or renderbuffer of this context; the guest chooses the id. 0, or an error of EGL.',
    scope: 'context',
    returns: 'GLuint',
    params: [
      { name: 'id', type: 'GLuint' },
      { name: 'target', type: 'GLuint' },
      { name: 'object', type: 'GLuint' },
      { name: 'level', type: 'GLint' },
      { name: 'zoffset', type: 'GLint' },
      { name: 'preserved', type: 'GLuint' },
    ],
  },
  vmglImageTarget: {
    reason: 'glEGLImageTarget*OES. Answered, so that the image may be destroyed on any stream afterwards.',
    scope: 'context',
    returns: 'GLuint',
    params: [
      { name: 'renderbuffer', type: 'GLuint' },
      { name: 'target', type: 'GLenum' },
      { name: 'id', type: 'GLuint' },
    ],
  },
  vmglImageStorage: {
    reason:
      'glEGLImageTargetTex(ture)StorageEXT; the texture is what `target` has bound, or, with target 0, `texture`. `wrong` says that attributes were given, of which there are none.',
    scope: 'context',
    returns: 'GLuint',
    params: [
      { name: 'target', type: 'GLenum' },
      { name: 'texture', type: 'GLuint' },
      { name: 'id', type: 'GLuint' },
      { name: 'wrong', type: 'GLuint' },
    ],
  },
  vmglImageDestroy: {
    reason: 'eglDestroyImage: what was made from the image stays.',
    scope: 'session',
    returns: 'void',
    params: [{ name: 'id', type: 'GLuint' }],
  },
  vmglBindPixmap: {
    reason: 'GLX_EXT_texture_from_pixmap of a pixmap that the driver has: becomes, or ceases to be, the bound texture.',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'drawable', type: 'GLuint' },
      { name: 'buffer', type: 'GLuint' },
      { name: 'bind', type: 'GLuint' },
    ],
  },
  vmglTexImagePixels: {
    reason:
      "The same for a pixmap of the guest's X server: its pixels become level 0 of the bound texture. `flags` are the drawable's: target and format; tight rows of 3 or 4 bytes per pixel.",
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'flags', type: 'GLuint' },
      { name: 'width', type: 'GLuint' },
      { name: 'height', type: 'GLuint' },
      { name: 'bytes', type: 'GLuint' },
      { name: 'pixels', type: 'const GLubyte *', length: 'bytes' },
    ],
  },
  vmglWaitGL: {
    reason: 'glXWaitGL: answered when the X server has executed what GL drew.',
    scope: 'context',
    returns: 'GLuint',
    params: [{ name: 'reserved', type: 'GLuint' }],
  },
};

const drawBuffers = {
  reason: 'With readback, the guest shows at glFlush what was drawn to a front buffer, so it must know of it.',
  flavour: 'custom' as const,
};

const image = {
  reason: 'An EGL image is a handle of the guest; travels as vmglImageTarget.',
  flavour: 'local' as const,
};

const imageStorage = {
  reason: 'An EGL image is a handle of the guest; travels as vmglImageStorage.',
  flavour: 'local' as const,
};

export const platform: Overlay = {
  glDrawBuffer: drawBuffers,
  glDrawBuffers: drawBuffers,
  glEGLImageTargetTexture2DOES: image,
  glEGLImageTargetRenderbufferStorageOES: image,
  glEGLImageTargetTexStorageEXT: imageStorage,
  glEGLImageTargetTextureStorageEXT: imageStorage,
};
