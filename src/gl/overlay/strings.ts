/** Strings, and what else a context says of itself once (`native/wire/context_info.h`). */
import type { Overlay, WireCommands } from './types.ts';

export const strings: Overlay = {
  glGetString: {
    reason: 'version and extensions are those of the host that vmgl carries; the pointer must stay valid',
    flavour: 'local',
  },
  glGetStringi: { reason: 'as glGetString', flavour: 'local' },
};

export const stringsWire: WireCommands = {
  vmglContextInfo: {
    reason: 'strings, extensions and integer constants of the context, in one reply',
    scope: 'context',
    returns: 'void',
    params: [{ name: 'info', type: 'void *', direction: 'out', blob: true }],
  },
  vmglGetString: {
    reason: 'a string that changes while the program runs (GL_PROGRAM_ERROR_STRING_ARB)',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'name', type: 'GLenum' },
      { name: 'text', type: 'void *', direction: 'out', blob: true },
    ],
  },
};
