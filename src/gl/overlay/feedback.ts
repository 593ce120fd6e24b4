/** Feedback and selection: the application's buffers stay in the guest, glRenderMode brings their content. */
import type { Overlay, WireCommands } from './types.ts';

export const feedback: Overlay = {
  glFeedbackBuffer: { reason: 'GL writes to the buffer later; travels as vmglFeedbackBuffer', flavour: 'local' },
  glSelectBuffer: { reason: 'GL writes to the buffer later; travels as vmglSelectBuffer', flavour: 'local' },
  glRenderMode: { reason: 'fills the feedback or selection buffer; travels as vmglRenderMode', flavour: 'local' },
  glFeedbackBufferxOES: {
    reason:
      'The drivers that have GL_OES_fixed_point have it in OpenGL ES 1, which has no feedback: an error, as there.',
    flavour: 'local',
  },
};

export const feedbackWire: WireCommands = {
  vmglFeedbackBuffer: {
    reason: 'glFeedbackBuffer with a buffer of the renderer',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'size', type: 'GLsizei' },
      { name: 'type', type: 'GLenum' },
      { name: 'given', type: 'GLboolean' },
    ],
  },
  vmglSelectBuffer: {
    reason: 'glSelectBuffer with a buffer of the renderer',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'size', type: 'GLsizei' },
      { name: 'given', type: 'GLboolean' },
    ],
  },
  vmglRenderMode: {
    reason: 'glRenderMode, and what the mode that ends wrote to its buffer',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'mode', type: 'GLenum' },
      { name: 'reply', type: 'void *', direction: 'out', blob: true },
    ],
  },
};
