/** Errors. The guest's own take their place between the commands of the stream, so that their order is kept. */
import type { Overlay, WireCommands } from './types.ts';

export const errors: Overlay = {
  glGetError: {
    reason: 'a lost connection is an error too; errors of the guest and of vmgl come before later ones of the driver',
    flavour: 'custom',
    host: 'custom',
  },
};

export const errorsWire: WireCommands = {
  vmglSetError: {
    reason: 'an error that the guest found: recorded unless an earlier one is pending',
    scope: 'context',
    returns: 'void',
    params: [{ name: 'error', type: 'GLenum' }],
  },
  vmglTakeErrors: {
    reason: "the first error of the driver's since the last question; glGetError will still report it",
    scope: 'context',
    returns: 'GLenum',
    params: [],
  },
};
