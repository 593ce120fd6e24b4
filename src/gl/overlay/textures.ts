/**
 * Texture images. Uploads travel with tight rows; reads whose size only the texture knows travel as vmglReadImage
 * (`native/guest/gl/images.c`, `native/host/gl/images.c`).
 */
import type { CommandOverlay, Overlay, ParamOverlay, WireCommands } from './types.ts';

type Dimensions = 1 | 2 | 3;

function each(names: string, entry: CommandOverlay): Overlay {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, entry]),
  );
}

/** `TexImage` with 2 is glTexImage2D; `target` where the call can name a proxy. */
function image(dimensions: Dimensions, target?: string): ParamOverlay {
  return {
    image: {
      direction: 'unpack',
      width: 'width',
      ...(dimensions > 1 ? { height: 'height' } : {}),
      ...(dimensions > 2 ? { depth: 'depth' } : {}),
      format: 'format',
      type: 'type',
      ...(target ? { target } : {}),
    },
    // What NULL means where it has no meaning is the driver's affair, once it has found nothing else to complain of.
    nullable: true,
    offset: 'GL_PIXEL_UNPACK_BUFFER',
  };
}

function upload(dimensions: Dimensions, target?: string, extra: Partial<CommandOverlay> = {}): CommandOverlay {
  return { reason: 'the image follows the pixel store state', params: { pixels: image(dimensions, target) }, ...extra };
}

/** Large images go in slices of rows or of whole images. */
function slices(dimensions: Dimensions, target?: string, extra: Partial<CommandOverlay> = {}): CommandOverlay {
  return upload(dimensions, target, { flavour: 'custom', ...extra });
}

const bind = { names: 'bind' as const };

function compressed(data: string, extra: Partial<CommandOverlay> = {}): CommandOverlay {
  return {
    reason: 'the blocks follow the pixel store state when it describes them; a proxy reads nothing',
    flavour: 'custom',
    params: { [data]: { length: 'imageSize', nullable: true, offset: 'GL_PIXEL_UNPACK_BUFFER' } },
    ...extra,
  };
}

const read: CommandOverlay = {
  reason: 'only the host knows the size of the image: travels as vmglReadImage, or vmglReadImageOffset into a buffer',
  flavour: 'local',
};

/** NULL clears to zero. Neither pixel store state nor unpack buffer has a say (OpenGL 4.6, section 8.21). */
const clear: CommandOverlay = {
  reason: 'one pixel of application memory, or NULL for zeros; the guest sends none that has no size',
  flavour: 'custom',
  params: { data: { length: 'image(1, 1, 1, format, type)', nullable: true } },
};

export const textures: Overlay = {
  ...each('glBindTexture glBindMultiTextureEXT', {
    reason: 'compatibility profiles take names that were never generated',
    ...bind,
  }),
  ...each('glAreTexturesResident glAreTexturesResidentEXT', {
    reason: 'the answer of each texture is written only where one is not resident',
    flavour: 'custom',
  }),

  glTexImage1D: upload(1, 'target'),
  glTexImage2D: slices(2, 'target'),
  glTexImage3D: slices(3, 'target'),
  glTexImage3DOES: upload(3, 'target'),
  glTexSubImage1D: upload(1),
  glTexSubImage2D: slices(2),
  glTexSubImage3D: slices(3),
  glTexSubImage3DOES: upload(3),
  glTextureSubImage1D: upload(1),
  glTextureSubImage2D: slices(2),
  glTextureSubImage3D: slices(3),
  // EXT_direct_state_access: a name's first use creates the texture.
  glTextureImage1DEXT: upload(1, 'target', bind),
  glTextureImage2DEXT: slices(2, 'target', bind),
  glTextureImage3DEXT: slices(3, 'target', bind),
  glTextureSubImage1DEXT: upload(1, undefined, bind),
  glTextureSubImage2DEXT: slices(2, undefined, bind),
  glTextureSubImage3DEXT: slices(3, undefined, bind),
  glMultiTexImage1DEXT: upload(1, 'target'),
  glMultiTexImage2DEXT: slices(2, 'target'),
  glMultiTexImage3DEXT: slices(3, 'target'),
  glMultiTexSubImage1DEXT: upload(1),
  glMultiTexSubImage2DEXT: slices(2),
  glMultiTexSubImage3DEXT: slices(3),
  ...each(
    `glTextureParameterfEXT glTextureParameterfvEXT glTextureParameteriEXT glTextureParameterivEXT
     glTextureParameterIivEXT glTextureParameterIuivEXT glCopyTextureImage1DEXT glCopyTextureImage2DEXT
     glCopyTextureSubImage1DEXT glCopyTextureSubImage2DEXT glCopyTextureSubImage3DEXT glGenerateTextureMipmapEXT
     glTextureRenderbufferEXT glTextureStorage1DEXT glTextureStorage2DEXT
     glTextureStorage3DEXT glTextureStorage2DMultisampleEXT glTextureStorage3DMultisampleEXT glTexturePageCommitmentEXT`,
    { reason: 'the first use of a name creates the texture', ...bind },
  ),
  ...each('glTexImage4DSGIS glTexSubImage4DSGIS', {
    reason: 'four-dimensional textures, which no driver in use offers',
    flavour: 'unsupported',
  }),

  ...each(
    `glCompressedTexImage1D glCompressedTexImage2D glCompressedTexImage3D glCompressedTexSubImage1D
     glCompressedTexSubImage2D glCompressedTexSubImage3D glCompressedTextureSubImage1D glCompressedTextureSubImage2D
     glCompressedTextureSubImage3D glCompressedTexImage3DOES glCompressedTexSubImage3DOES`,
    compressed('data'),
  ),
  ...each(
    `glCompressedTextureImage1DEXT glCompressedTextureImage2DEXT glCompressedTextureImage3DEXT
     glCompressedTextureSubImage1DEXT glCompressedTextureSubImage2DEXT glCompressedTextureSubImage3DEXT`,
    compressed('bits', bind),
  ),
  ...each(
    `glCompressedMultiTexImage1DEXT glCompressedMultiTexImage2DEXT glCompressedMultiTexImage3DEXT
     glCompressedMultiTexSubImage1DEXT glCompressedMultiTexSubImage2DEXT glCompressedMultiTexSubImage3DEXT`,
    compressed('bits'),
  ),

  ...each(
    `glGetTexImage glGetnTexImage glGetnTexImageARB glGetTextureImage glGetTextureImageEXT glGetMultiTexImageEXT
     glGetTextureSubImage glGetCompressedTexImage glGetnCompressedTexImage glGetnCompressedTexImageARB
     glGetCompressedTextureImage glGetCompressedTextureImageEXT glGetCompressedMultiTexImageEXT
     glGetCompressedTextureSubImage`,
    read,
  ),

  glBindTextures: { reason: 'a NULL list unbinds', params: { textures: { length: 'count', nullable: true } } },
  ...each('glBindImageTexture glBindImageTextureEXT', {
    reason: 'shaders may write to the buffer of a buffer texture from then on',
    flavour: 'custom',
  }),
  glBindImageTextures: {
    reason: 'a NULL list unbinds; shaders may write to the buffer of a buffer texture from then on',
    flavour: 'custom',
    params: { textures: { length: 'count', nullable: true } },
  },
  ...each('glTexBuffer glTexBufferRange glTextureBuffer glTextureBufferRange glMultiTexBufferEXT', {
    reason: 'shaders may write to this buffer once its texture is bound as an image',
    flavour: 'custom',
  }),
  ...each('glTextureBufferEXT glTextureBufferRangeEXT', {
    reason: 'the first use of a name creates the texture; shaders may write to this buffer',
    flavour: 'custom',
    ...bind,
  }),
  glBindSamplers: { reason: 'a NULL list unbinds', params: { samplers: { length: 'count', nullable: true } } },

  glClearTexImage: clear,
  glClearTexSubImage: clear,

  glGetTextureParameterIiv: { reason: 'the registry gives no length', params: { params: { length: 'pname(pname)' } } },
  glGetTextureParameterIuiv: { reason: 'the registry gives no length', params: { params: { length: 'pname(pname)' } } },
  glGetTextureParameterfv: { reason: 'the registry gives no length', params: { params: { length: 'pname(pname)' } } },
  glGetTextureParameteriv: { reason: 'the registry gives no length', params: { params: { length: 'pname(pname)' } } },
  ...each(
    'glGetTexLevelParameterfv glGetTexLevelParameteriv glGetTexLevelParameterxvOES glGetTextureLevelParameterfv ' +
      'glGetTextureLevelParameteriv glGetTextureLevelParameterfvEXT glGetTextureLevelParameterivEXT ' +
      'glGetMultiTexLevelParameterfvEXT glGetMultiTexLevelParameterivEXT',
    {
      reason: 'one value each, also for names that parameters of textures have (OpenGL 4.6 core, table 8.24)',
      params: { params: { length: '1' } },
    },
  ),
  glTextureParameterIiv: { reason: 'the registry gives no length', params: { params: { length: 'pname(pname)' } } },
  glTextureParameterIuiv: { reason: 'the registry gives no length', params: { params: { length: 'pname(pname)' } } },
  glTextureParameterfv: { reason: 'the registry gives no length', params: { param: { length: 'pname(pname)' } } },
  glTextureParameteriv: { reason: 'the registry gives no length', params: { param: { length: 'pname(pname)' } } },

  glTextureRangeAPPLE: { reason: "the host cannot read the application's memory later", flavour: 'unsupported' },
  glGetTexParameterPointervAPPLE: {
    reason: 'returns application pointers of APPLE_texture_range',
    flavour: 'unsupported',
  },
};

export const texturesWire: WireCommands = {
  vmglReadImage: {
    reason:
      'every read of an image whose size is state of the host; `call` is enum vmgl_image_call of wire/image_read.h',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'call', type: 'GLuint' },
      { name: 'object', type: 'GLuint', class: 'none' },
      { name: 'target', type: 'GLenum' },
      { name: 'level', type: 'GLint' },
      { name: 'region', type: 'const GLint *', length: '6' },
      { name: 'format', type: 'GLenum' },
      { name: 'type', type: 'GLenum' },
      { name: 'image', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglReadImageOffset: {
    reason: 'the same into the buffer bound to GL_PIXEL_PACK_BUFFER; nothing is waited for. `limit` is bufSize, or -1',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'call', type: 'GLuint' },
      { name: 'object', type: 'GLuint', class: 'none' },
      { name: 'target', type: 'GLenum' },
      { name: 'level', type: 'GLint' },
      { name: 'region', type: 'const GLint *', length: '6' },
      { name: 'format', type: 'GLenum' },
      { name: 'type', type: 'GLenum' },
      { name: 'limit', type: 'GLint' },
      { name: 'offset', type: 'GLint64' },
      { name: 'second', type: 'GLint64' },
    ],
  },
};
