/**
 * Draws. Where everything is in buffers they are plain commands; else vmglDrawClient carries the draw, its
 * indices and exactly the vertices that it uses, in one piece; vmglMultiDrawClient those of a glMultiDraw call.
 */
import type { CommandOverlay, Overlay, WireCommands } from './types.ts';

function each(names: string, entry: CommandOverlay): Overlay {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, entry]),
  );
}

export const draws: Overlay = {
  ...each(
    `glDrawArrays glDrawArraysInstanced glDrawArraysInstancedBaseInstance glMultiDrawArrays
     glDrawTransformFeedback glDrawTransformFeedbackInstanced glDrawTransformFeedbackStream
     glDrawTransformFeedbackStreamInstanced`,
    {
      reason: 'vertices may be in application memory; the renderer draws only from arrays that have a buffer',
      flavour: 'custom',
      host: 'custom',
      executes: true,
    },
  ),
  ...each(
    `glDrawElements glDrawRangeElements glDrawElementsBaseVertex glDrawRangeElementsBaseVertex glDrawElementsInstanced
     glDrawElementsInstancedBaseVertex glDrawElementsInstancedBaseInstance glDrawElementsInstancedBaseVertexBaseInstance
     glMultiDrawElements glMultiDrawElementsBaseVertex`,
    { reason: 'indices and vertices may be in application memory; travel as vmglDraw commands', flavour: 'local' },
  ),
  ...each(
    `glDrawArraysIndirect glDrawElementsIndirect glMultiDrawArraysIndirect glMultiDrawElementsIndirect
     glMultiDrawArraysIndirectCount glMultiDrawElementsIndirectCount`,
    {
      reason: 'parameters in application memory are read by the guest; else they travel as vmglDrawIndirect',
      flavour: 'local',
    },
  ),
  ...each('glMultiModeDrawArraysIBM glMultiModeDrawElementsIBM', {
    reason: 'a draw for each mode, which is all that the extension promises',
    flavour: 'local',
  }),
  ...each(
    `glDrawElementArrayAPPLE glDrawRangeElementArrayAPPLE
     glMultiDrawElementArrayAPPLE glMultiDrawRangeElementArrayAPPLE glDrawElementArrayATI glDrawRangeElementArrayATI`,
    { reason: 'a vendor extension that no driver in use offers', flavour: 'unsupported' },
  ),
  ...each(
    `glMultiDrawArraysIndirectBindlessNV glMultiDrawElementsIndirectBindlessNV glMultiDrawArraysIndirectBindlessCountNV
     glMultiDrawElementsIndirectBindlessCountNV glDrawCommandsNV glDrawCommandsAddressNV glDrawCommandsStatesNV
     glDrawCommandsStatesAddressNV glListDrawCommandsStatesClientNV glCallCommandListNV`,
    { reason: 'raw GPU addresses let a program read what is not its own', flavour: 'unsupported' },
  ),
};

export const drawsWire: WireCommands = {
  vmglDrawElements: {
    reason: 'glDrawElements with the indices in a buffer',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'mode', type: 'GLenum' },
      { name: 'count', type: 'GLsizei' },
      { name: 'type', type: 'GLenum' },
      { name: 'offset', type: 'GLuint64' },
    ],
  },
  vmglDrawElementsMore: {
    reason:
      'the other glDrawElements calls with the indices in a buffer; `kind` is enum vmgl_draw_kind of wire/arrays.h',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'kind', type: 'GLuint' },
      { name: 'mode', type: 'GLenum' },
      { name: 'start', type: 'GLuint' },
      { name: 'end', type: 'GLuint' },
      { name: 'count', type: 'GLsizei' },
      { name: 'type', type: 'GLenum' },
      { name: 'offset', type: 'GLuint64' },
      { name: 'instances', type: 'GLsizei' },
      { name: 'basevertex', type: 'GLint' },
      { name: 'baseinstance', type: 'GLuint' },
    ],
  },
  vmglMultiDrawElements: {
    reason: 'glMultiDrawElements(BaseVertex) with the indices in a buffer; one call, so that gl_DrawID stays right',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'mode', type: 'GLenum' },
      { name: 'type', type: 'GLenum' },
      { name: 'drawcount', type: 'GLsizei' },
      { name: 'counts', type: 'const GLsizei *', length: 'drawcount' },
      { name: 'offsets', type: 'const GLuint64 *', length: 'drawcount' },
      { name: 'basevertices', type: 'const GLint *', length: 'drawcount', nullable: true },
    ],
  },
  vmglDrawIndirect: {
    reason: 'every indirect draw whose parameters are in a buffer; `kind` is enum vmgl_indirect_kind of wire/arrays.h',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'kind', type: 'GLuint' },
      { name: 'mode', type: 'GLenum' },
      { name: 'type', type: 'GLenum' },
      { name: 'offset', type: 'GLuint64' },
      { name: 'drawcount', type: 'GLsizei' },
      { name: 'stride', type: 'GLsizei' },
      { name: 'countOffset', type: 'GLint64' },
    ],
  },
  vmglMultiDrawIndirect: {
    reason:
      'an indirect multi draw with its parameters in application memory, and all else in buffers: tight, `words` in ' +
      'all; type 0 draws without indices',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'mode', type: 'GLenum' },
      { name: 'type', type: 'GLenum' },
      { name: 'drawcount', type: 'GLsizei' },
      { name: 'words', type: 'GLuint' },
      { name: 'parameters', type: 'const GLuint *', length: 'words' },
    ],
  },
  vmglDrawClient: {
    reason:
      'a draw with vertices or indices in application memory. `arrays`: struct vmgl_client_array of wire/arrays.h. ' +
      '`first` is the lowest vertex that `data` holds, `vertices` their number; type 0 draws without indices; ' +
      '`instanced` tells the calls apart where only their errors differ',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'mode', type: 'GLenum' },
      { name: 'count', type: 'GLsizei' },
      { name: 'type', type: 'GLenum' },
      { name: 'instanced', type: 'GLuint' },
      { name: 'instances', type: 'GLsizei' },
      { name: 'basevertex', type: 'GLint' },
      { name: 'baseinstance', type: 'GLuint' },
      { name: 'first', type: 'GLint' },
      { name: 'vertices', type: 'GLuint' },
      { name: 'enabled', type: 'GLuint64' },
      { name: 'arrayWords', type: 'GLuint' },
      { name: 'indexBytes', type: 'GLuint' },
      { name: 'dataBytes', type: 'GLuint' },
      { name: 'arrays', type: 'const GLuint *', length: 'arrayWords' },
      { name: 'indices', type: 'const GLubyte *', length: 'indexBytes', nullable: true },
      { name: 'data', type: 'const GLubyte *', length: 'dataBytes', nullable: true },
    ],
  },
  vmglMultiDrawClient: {
    reason:
      'a glMultiDraw call with vertices or indices in application memory: one call, so that gl_DrawID stays right. ' +
      '`starts` are first vertices, or with a type other than 0 offsets into `indices`; `data` holds the vertices of ' +
      'all draws from the lowest to the highest, or of `ranges` (first and number) between them; `perDraw` has the ' +
      'instances and the base instance of each draw of an indirect call; the rest as for vmglDrawClient',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'mode', type: 'GLenum' },
      { name: 'type', type: 'GLenum' },
      { name: 'drawcount', type: 'GLsizei' },
      { name: 'first', type: 'GLint' },
      { name: 'vertices', type: 'GLuint' },
      { name: 'enabled', type: 'GLuint64' },
      { name: 'rangeWords', type: 'GLuint' },
      { name: 'arrayWords', type: 'GLuint' },
      { name: 'indexBytes', type: 'GLuint' },
      { name: 'dataBytes', type: 'GLuint' },
      { name: 'counts', type: 'const GLsizei *', length: 'drawcount' },
      { name: 'starts', type: 'const GLint *', length: 'drawcount' },
      { name: 'basevertices', type: 'const GLint *', length: 'drawcount', nullable: true },
      { name: 'perDraw', type: 'const GLuint *', length: '2 * drawcount', nullable: true },
      { name: 'ranges', type: 'const GLuint *', length: 'rangeWords', nullable: true },
      { name: 'arrays', type: 'const GLuint *', length: 'arrayWords' },
      { name: 'indices', type: 'const GLubyte *', length: 'indexBytes', nullable: true },
      { name: 'data', type: 'const GLubyte *', length: 'dataBytes', nullable: true },
    ],
  },
};
