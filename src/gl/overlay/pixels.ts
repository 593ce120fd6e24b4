/** Pixel store state, and the images that are not textures: pixel rectangles, bitmaps, tables of ARB_imaging. */
import type { CommandOverlay, Overlay, ParamOverlay, WireCommands } from './types.ts';

function each(names: string, entry: CommandOverlay): Overlay {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, entry]),
  );
}

const follows = 'the image follows the pixel store state';

function unpack(width: string, height?: string, more: Partial<NonNullable<ParamOverlay['image']>> = {}): ParamOverlay {
  return {
    image: { direction: 'unpack', width, ...(height ? { height } : {}), format: 'format', type: 'type', ...more },
    nullable: true, // as in textures.ts
    offset: 'GL_PIXEL_UNPACK_BUFFER',
  };
}

const bits = { format: 'GL_COLOR_INDEX', type: 'GL_BITMAP' };

const read: CommandOverlay = {
  reason: 'only the host knows the size: travels as vmglReadImage, or vmglReadImageOffset into a buffer',
  flavour: 'local',
};

const map: CommandOverlay = {
  reason: 'an offset into the unpack buffer when there is one',
  params: { values: { length: 'mapsize', offset: 'GL_PIXEL_UNPACK_BUFFER' } },
};

export const pixels: Overlay = {
  ...each('glPixelStorei glPixelStoref glPixelStorex', {
    reason: "rows are arranged by the guest; the host's state is constant",
    flavour: 'local',
  }),
  ...each('glPushClientAttrib glPopClientAttrib glClientAttribDefaultEXT glPushClientAttribDefaultEXT', {
    reason: 'a stack of state that the guest keeps',
    flavour: 'local',
  }),

  glDrawPixels: { reason: follows, params: { pixels: unpack('width', 'height') } },
  glBitmap: { reason: follows, params: { bitmap: unpack('width', 'height', bits) } },
  glBitmapxOES: { reason: follows, params: { bitmap: unpack('width', 'height', bits) } },
  glPolygonStipple: { reason: follows, params: { mask: unpack('32', '32', bits) } },
  glGetPolygonStipple: {
    reason: follows,
    flavour: 'custom',
    params: {
      mask: { image: { direction: 'pack', width: '32', height: '32', ...bits }, offset: 'GL_PIXEL_PACK_BUFFER' },
    },
  },
  glReadPixels: {
    reason: 'follows the pixel store state; without a size the host must not write',
    flavour: 'custom',
    host: 'custom',
    params: {
      pixels: {
        image: { direction: 'pack', width: 'width', height: 'height', format: 'format', type: 'type' },
        offset: 'GL_PIXEL_PACK_BUFFER',
      },
    },
  },
  ...each('glReadnPixels glGetnPolygonStipple', {
    reason: 'as the call without bufSize, which the guest checks against its pixel store state',
    flavour: 'local',
  }),

  glPixelMapfv: map,
  glPixelMapuiv: map,
  glPixelMapusv: map,
  ...each(
    'glGetPixelMapfv glGetPixelMapuiv glGetPixelMapusv glGetnPixelMapfv glGetnPixelMapuiv glGetnPixelMapusv',
    read,
  ),

  glColorTable: { reason: follows, params: { table: unpack('width', undefined, { target: 'target' }) } },
  glColorSubTable: { reason: follows, params: { data: unpack('count') } },
  glConvolutionFilter1D: { reason: follows, params: { image: unpack('width') } },
  glConvolutionFilter2D: { reason: follows, params: { image: unpack('width', 'height') } },
  glSeparableFilter2D: { reason: follows, params: { row: unpack('width'), column: unpack('height') } },
  ...each(
    `glGetColorTable glGetnColorTable glGetConvolutionFilter glGetnConvolutionFilter glGetHistogram glGetnHistogram
     glGetMinmax glGetnMinmax glGetSeparableFilter glGetnSeparableFilter`,
    read,
  ),
  ...each('glGetColorTableSGI glGetConvolutionFilterEXT glGetHistogramEXT glGetMinmaxEXT glGetSeparableFilterEXT', {
    reason: 'forerunners of ARB_imaging, which has the same calls',
    flavour: 'unsupported',
  }),
  glPixelDataRangeNV: { reason: "the host cannot read the application's memory later", flavour: 'unsupported' },
};

export const pixelsWire: WireCommands = {
  vmglPixelStore: {
    reason: 'the pack or unpack state that the next calls with a pixel buffer need (wire/pixel_store.h)',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'pack', type: 'GLuint' },
      { name: 'values', type: 'const GLint *', length: '13' },
    ],
  },
};
