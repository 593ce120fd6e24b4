/**
 * Buffer objects. The guest shadows bindings (they decide what a pointer argument means) and, per share
 * group, each buffer's size, flags and map (`native/guest/gl/buffers.c`, `maps.c`).
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

const data: CommandOverlay = {
  reason: 'size and flags are shadowed; a mapped buffer is unmapped; above 256 MiB the data travels in pieces',
  flavour: 'custom',
  host: 'custom',
  params: { data: { length: 'size', nullable: true } },
};

const subData: CommandOverlay = {
  reason: 'what the guest knows of the content ends; above 256 MiB the data travels in pieces',
  flavour: 'custom',
  params: { data: { length: 'size', nullable: true, inPlace: true } },
};

const clear: CommandOverlay = {
  reason: 'one pixel of application memory (NULL clears to zero), never from an unpack buffer',
  flavour: 'custom',
  params: { data: { length: 'image(1, 1, 1, format, type)', nullable: true } },
};

const parameter: CommandOverlay = {
  reason: 'answered from the shadow where it is certain',
  flavour: 'custom',
  params: { params: { length: '1' } },
};

const copy: CommandOverlay = { reason: 'what the guest knows of the content ends', flavour: 'custom' };

const read: CommandOverlay = {
  reason: 'writes through coherent maps must arrive first',
  flavour: 'custom',
  params: { data: { length: 'size' } },
};

/** EXT_direct_state_access: the first use of a name makes the buffer. */
const usedFirst = (entry: CommandOverlay): CommandOverlay => ({
  ...entry,
  reason: `the first use of a name makes the buffer; ${entry.reason}`,
  names: 'bind',
});

export const buffers: Overlay = {
  glCreateBuffers: { reason: 'the guest knows which names have a buffer', flavour: 'custom' },
  glIsBuffer: { reason: 'the guest asks, too: of names that were generated', flavour: 'custom' },
  glBindBuffer: {
    reason: 'the binding is shadowed on both sides',
    flavour: 'custom',
    host: 'custom',
    names: 'bind',
  },
  ...each('glBindBufferBase glBindBufferRange', {
    reason: 'also changes the generic binding, which is shadowed',
    flavour: 'custom',
    names: 'bind',
  }),
  glBindBuffersBase: {
    reason: 'a NULL list unbinds; the renderer may write to these buffers',
    flavour: 'custom',
    params: { buffers: { length: 'count', nullable: true } },
  },
  glBindBuffersRange: {
    reason: 'a NULL list unbinds; the renderer may write to these buffers',
    flavour: 'custom',
    params: {
      buffers: { length: 'count', nullable: true },
      offsets: { length: 'count', nullable: true },
      sizes: { length: 'count', nullable: true },
    },
  },
  ...each('glTransformFeedbackBufferBase glTransformFeedbackBufferRange glBindBufferOffsetEXT', {
    reason: 'the renderer may write to the buffer',
    flavour: 'custom',
  }),
  glDeleteBuffers: { reason: 'travels as vmglDeleteBuffers; unbinds and unmaps on both sides', flavour: 'local' },
  ...each('glBufferData glNamedBufferData glBufferStorage glNamedBufferStorage', data),
  ...each('glNamedBufferDataEXT glNamedBufferStorageEXT', usedFirst(data)),
  ...each('glBufferSubData glNamedBufferSubData', subData),
  glNamedBufferSubDataEXT: usedFirst(subData),
  ...each('glCopyBufferSubData glCopyNamedBufferSubData', copy),
  glNamedCopyBufferSubDataEXT: usedFirst(copy),
  ...each('glClearBufferData glClearBufferSubData glClearNamedBufferData glClearNamedBufferSubData', clear),
  ...each('glClearNamedBufferDataEXT glClearNamedBufferSubDataEXT', usedFirst(clear)),
  ...each('glInvalidateBufferData glInvalidateBufferSubData', {
    reason: 'a later map needs no old content',
    flavour: 'custom',
  }),
  ...each('glGetBufferSubData glGetNamedBufferSubData', read),
  glGetNamedBufferSubDataEXT: usedFirst(read),
  ...each(
    `glGetBufferParameteriv glGetBufferParameteri64v glGetNamedBufferParameteriv glGetNamedBufferParameteri64v`,
    parameter,
  ),
  glGetNamedBufferParameterivEXT: usedFirst(parameter),
  ...each(
    `glGetBufferPointerv glGetNamedBufferPointerv glGetNamedBufferPointervEXT
     glMapBuffer glMapBufferRange glMapNamedBuffer glMapNamedBufferEXT glMapNamedBufferRange glMapNamedBufferRangeEXT
     glUnmapBuffer glUnmapNamedBuffer glUnmapNamedBufferEXT
     glFlushMappedBufferRange glFlushMappedNamedBufferRange glFlushMappedNamedBufferRangeEXT`,
    {
      reason: 'the application maps memory of the guest; the content travels as vmglBuffer commands',
      flavour: 'local',
    },
  ),
  glMemoryBarrier: {
    reason: 'CLIENT_MAPPED_BUFFER_BARRIER_BIT publishes writes through persistent maps',
    flavour: 'custom',
  },

  ...each(
    `glMakeBufferResidentNV glMakeBufferNonResidentNV glIsBufferResidentNV glMakeNamedBufferResidentNV
     glMakeNamedBufferNonResidentNV glIsNamedBufferResidentNV glGetBufferParameterui64vNV
     glGetNamedBufferParameterui64vNV`,
    { reason: 'raw GPU addresses let a program read what is not its own', flavour: 'unsupported' },
  ),
  ...each('glBufferStorageExternalEXT glNamedBufferStorageExternalEXT', {
    reason: 'imports memory of the machine that the program runs on',
    flavour: 'unsupported',
  }),
  ...each(
    `glNewObjectBufferATI glUpdateObjectBufferATI glMapObjectBufferATI glUnmapObjectBufferATI glFreeObjectBufferATI
     glIsObjectBufferATI glGetObjectBufferfvATI glGetObjectBufferivATI glExtGetBufferPointervQCOM glBufferParameteriAPPLE`,
    { reason: 'buffers of a vendor extension that no driver in use offers', flavour: 'unsupported' },
  ),
};

export const buffersWire: WireCommands = {
  vmglDeleteBuffers: {
    reason: 'glDeleteBuffers; the renderer drops maps and bindings first',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'n', type: 'GLsizei' },
      { name: 'buffers', type: 'const GLuint *', length: 'n' },
    ],
  },
  vmglBufferMap: {
    reason:
      'a map that needs no content: the renderer maps too, so that the buffer counts as mapped. `target` 0: by name',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'target', type: 'GLenum' },
      { name: 'buffer', type: 'GLuint', class: 'none' },
      { name: 'offset', type: 'GLint64' },
      { name: 'length', type: 'GLint64' },
      { name: 'access', type: 'GLbitfield' },
    ],
  },
  vmglBufferMapContent: {
    reason:
      'a map whose content the application may see, or one that may fail; `wanted` bytes of content from `offset` on ' +
      "come back. `whole` is for glMapBuffer: the range is the renderer's to find",
    scope: 'context',
    returns: 'GLboolean',
    params: [
      { name: 'target', type: 'GLenum' },
      { name: 'buffer', type: 'GLuint', class: 'none' },
      { name: 'offset', type: 'GLint64' },
      { name: 'length', type: 'GLint64' },
      { name: 'access', type: 'GLbitfield' },
      { name: 'wanted', type: 'GLint64' },
      { name: 'content', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglBufferUnmap: {
    reason: 'glUnmapBuffer; the result is taken to be GL_TRUE',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'target', type: 'GLenum' },
      { name: 'buffer', type: 'GLuint', class: 'none' },
    ],
  },
  vmglBufferWrite: {
    reason: 'bytes that the application wrote through a map; `flush` for glFlushMappedBufferRange',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'buffer', type: 'GLuint', class: 'none' },
      { name: 'offset', type: 'GLint64' },
      { name: 'size', type: 'GLuint' },
      { name: 'flush', type: 'GLuint' },
      { name: 'data', type: 'const GLubyte *', length: 'size' },
    ],
  },
  vmglBufferRead: {
    reason: 'content of a buffer for the guest: a persistent map after a fence, indices of a draw with client vertices',
    scope: 'context',
    returns: 'GLboolean',
    params: [
      { name: 'buffer', type: 'GLuint', class: 'none' },
      { name: 'offset', type: 'GLint64' },
      { name: 'size', type: 'GLint64' },
      { name: 'content', type: 'void *', direction: 'out', blob: true },
    ],
  },
};
