import type { Overlay, WireCommands } from './types.ts';

/** Order between the streams of a share group: docs/wire-format.md, "Order between streams". */
export const sessionWire: WireCommands = {
  vmglPublish: {
    reason:
      'Marks the point up to which the commands of this stream must be visible to its share group; `flush` where GL flushes them.',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'sequence', type: 'GLuint' },
      { name: 'flush', type: 'GLboolean' },
    ],
  },
  vmglWait: {
    reason: 'Holds this stream until another one has executed a publication, or has ended.',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'stream', type: 'GLuint' },
      { name: 'sequence', type: 'GLuint' },
    ],
  },
};

export const session: Overlay = {};
