/**
 * Vertex array state. The guest holds all of it (`native/guest/gl/vertex_arrays.c`), because an array without a
 * buffer is a pointer that only the guest can follow, and because enables and pointers change before almost
 * every draw of an old program. What reaches the renderer: arrays whose data is in buffers, and, with each
 * draw, the set of enabled arrays when it changed.
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

const POINTERS = `
  glVertexPointer glNormalPointer glColorPointer glIndexPointer glEdgeFlagPointer glTexCoordPointer
  glFogCoordPointer glSecondaryColorPointer glPointSizePointerOES glMultiTexCoordPointerEXT
  glVertexPointerEXT glNormalPointerEXT glColorPointerEXT glIndexPointerEXT glEdgeFlagPointerEXT glTexCoordPointerEXT
  glVertexAttribPointer glVertexAttribIPointer glVertexAttribLPointer glInterleavedArrays`;

const LOCAL_STATE = `
  glEnableClientState glDisableClientState glEnableClientStateiEXT glDisableClientStateiEXT
  glClientActiveTexture
  glEnableVertexAttribArray glDisableVertexAttribArray glEnableVertexArrayAttrib glDisableVertexArrayAttrib
  glEnableVertexArrayAttribEXT glDisableVertexArrayAttribEXT glEnableVertexArrayEXT glDisableVertexArrayEXT
  glLockArraysEXT glUnlockArraysEXT`;

const LOCAL_GETS = `
  glGetPointerv glGetPointeri_vEXT glGetVertexAttribPointerv
  glGetVertexArrayPointervEXT glGetVertexArrayPointeri_vEXT glGetVertexArrayiv glGetVertexArrayIndexediv
  glGetVertexArrayIndexed64iv glGetVertexArrayIntegervEXT glGetVertexArrayIntegeri_vEXT glIsVertexArray`;

/** Custom in the guest (the shadow), and in the renderer too: it tracks which arrays have a buffer. */
const BINDINGS = `
  glBindVertexArray glBindVertexBuffer glVertexArrayVertexBuffer glVertexArrayBindVertexBufferEXT
  glVertexAttribBinding glVertexArrayAttribBinding glVertexArrayVertexAttribBindingEXT
  glVertexAttribDivisor glVertexBindingDivisor glVertexArrayBindingDivisor
  glVertexArrayVertexBindingDivisorEXT glVertexArrayVertexAttribDivisorEXT glVertexArrayElementBuffer
  glVertexArrayVertexOffsetEXT glVertexArrayColorOffsetEXT glVertexArrayEdgeFlagOffsetEXT
  glVertexArrayIndexOffsetEXT glVertexArrayNormalOffsetEXT glVertexArrayTexCoordOffsetEXT
  glVertexArrayMultiTexCoordOffsetEXT glVertexArrayFogCoordOffsetEXT glVertexArraySecondaryColorOffsetEXT
  glVertexArrayVertexAttribOffsetEXT glVertexArrayVertexAttribIOffsetEXT glVertexArrayVertexAttribLOffsetEXT`;

const FORMATS = `
  glVertexAttribFormat glVertexAttribIFormat glVertexAttribLFormat
  glVertexArrayAttribFormat glVertexArrayAttribIFormat glVertexArrayAttribLFormat
  glVertexArrayVertexAttribFormatEXT glVertexArrayVertexAttribIFormatEXT glVertexArrayVertexAttribLFormatEXT`;

const bufferLists: CommandOverlay = {
  reason: 'shadowed in the guest; NULL lists unbind; the renderer tracks which arrays have a buffer',
  flavour: 'custom',
  host: 'custom',
  params: {
    buffers: { length: 'count', nullable: true },
    offsets: { length: 'count', nullable: true },
    strides: { length: 'count', nullable: true },
  },
};

const currentAttribute: CommandOverlay = {
  reason: 'array state is answered by the guest; only CURRENT_VERTEX_ATTRIB asks the renderer',
  flavour: 'custom',
  params: { params: { length: '4' } },
};

export const vertexArrays: Overlay = {
  ...each(POINTERS, { reason: 'application pointers; arrays in buffers travel as vmglArrayPointer', flavour: 'local' }),
  ...each(LOCAL_STATE, { reason: 'shadowed; the next draw carries what changed (vmglArrayEnables)', flavour: 'local' }),
  ...each(LOCAL_GETS, { reason: 'answered from the shadow: the values may be application pointers', flavour: 'local' }),
  ...each(BINDINGS, {
    reason: 'shadowed in the guest, and the renderer tracks which arrays have a buffer',
    flavour: 'custom',
    host: 'custom',
  }),
  ...each(FORMATS, { reason: 'shadowed in the guest', flavour: 'custom' }),
  glBindVertexBuffers: bufferLists,
  glVertexArrayVertexBuffers: bufferLists,
  glCreateVertexArrays: {
    reason: 'names are chosen by the guest, which then knows the objects to exist',
    flavour: 'custom',
  },
  glDeleteVertexArrays: { reason: 'travels as vmglDeleteVertexArrays; both sides drop their shadow', flavour: 'local' },
  glArrayElement: {
    reason: 'arrays in application memory are expanded to immediate mode by the guest',
    flavour: 'custom',
    host: 'custom',
  },
  glPrimitiveRestartIndex: { reason: 'shadowed: restart indices are no vertices of a client array', flavour: 'custom' },
  glPrimitiveRestartIndexNV: {
    reason: 'shadowed: restart indices are no vertices of a client array',
    flavour: 'custom',
  },
  ...each('glEnable glDisable', {
    reason: 'primitive restart is shadowed; drivers let client arrays be enabled this way, behind our back',
    flavour: 'custom',
    host: 'custom',
  }),
  glPopAttrib: { reason: 'may bring back another primitive restart state', flavour: 'custom' },
  glBegin: {
    reason: 'glArrayElement may follow, and enables cannot; the renderer notes that state calls may fail until glEnd',
    flavour: 'custom',
    host: 'custom',
    executes: true,
  },

  glGetVertexAttribiv: currentAttribute,
  glGetVertexAttribfv: currentAttribute,
  glGetVertexAttribdv: currentAttribute,
  glGetVertexAttribIiv: currentAttribute,
  glGetVertexAttribIuiv: currentAttribute,
  glGetVertexAttribLdv: currentAttribute,

  ...each(
    `glVertexPointerListIBM glNormalPointerListIBM glColorPointerListIBM glIndexPointerListIBM glEdgeFlagPointerListIBM
     glTexCoordPointerListIBM glFogCoordPointerListIBM glSecondaryColorPointerListIBM
     glVertexPointervINTEL glNormalPointervINTEL glColorPointervINTEL glTexCoordPointervINTEL
     glReplacementCodePointerSUN glVariantPointerEXT glEnableVariantClientStateEXT glDisableVariantClientStateEXT
     glGetVariantPointervEXT glVertexWeightPointerEXT glTangentPointerEXT glBinormalPointerEXT glElementPointerAPPLE
     glElementPointerATI glWeightPointerARB glMatrixIndexPointerARB glWeightPointerOES glMatrixIndexPointerOES
     glVertexAttribPointerNV glVertexArrayRangeNV glFlushVertexArrayRangeNV glVertexArrayRangeAPPLE
     glFlushVertexArrayRangeAPPLE glVertexArrayParameteriAPPLE glBindVertexArrayAPPLE
     glArrayObjectATI glVariantArrayObjectATI glVertexAttribArrayObjectATI
     glGetVertexAttribArrayObjectfvATI glGetVertexAttribArrayObjectivATI`,
    { reason: 'arrays of a vendor extension that no driver in use offers', flavour: 'unsupported' },
  ),
  ...each(
    `glBufferAddressRangeNV glVertexFormatNV glNormalFormatNV glColorFormatNV glIndexFormatNV glTexCoordFormatNV
     glEdgeFlagFormatNV glSecondaryColorFormatNV glFogCoordFormatNV glVertexAttribFormatNV glVertexAttribIFormatNV
     glVertexAttribLFormatNV glGetIntegerui64i_vNV`,
    { reason: 'raw GPU addresses let a program read what is not its own', flavour: 'unsupported' },
  ),
};

export const vertexArraysWire: WireCommands = {
  vmglArrayPointer: {
    reason: 'every gl*Pointer call while a buffer is bound to ARRAY_BUFFER; `slot` is enum vmgl_array of wire/arrays.h',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'slot', type: 'GLuint' },
      { name: 'size', type: 'GLint' },
      { name: 'type', type: 'GLenum' },
      { name: 'flags', type: 'GLuint' },
      { name: 'stride', type: 'GLsizei' },
      { name: 'offset', type: 'GLuint64' },
    ],
  },
  vmglArrayEnables: {
    reason: 'the enabled arrays of the bound vertex array object, one bit per slot',
    scope: 'context',
    returns: 'void',
    params: [{ name: 'enabled', type: 'GLuint64' }],
  },
  vmglPrimitiveRestart: {
    reason: 'NV_primitive_restart as client state: unlike glEnable, no display list takes it',
    scope: 'context',
    returns: 'void',
    params: [{ name: 'enable', type: 'GLboolean' }],
  },
  vmglDeleteVertexArrays: {
    reason: 'glDeleteVertexArrays; the renderer forgets what it knew of them',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'n', type: 'GLsizei' },
      { name: 'arrays', type: 'const GLuint *', length: 'n' },
    ],
  },
};
