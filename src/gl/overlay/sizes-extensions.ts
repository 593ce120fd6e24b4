/** Lengths, classes and texts of extension commands that belong to no family of their own. */
import type { CommandOverlay, Overlay } from './types.ts';

function each(names: string, entry: CommandOverlay): Overlay {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, entry]),
  );
}

function sized(lengths: Record<string, string>, reason = 'the registry gives no length'): CommandOverlay {
  return { reason, params: Object.fromEntries(Object.entries(lengths).map(([param, length]) => [param, { length }])) };
}

export const sizesExtensions: Overlay = {
  glScissorExclusiveArrayvNV: sized({ v: 'count * 4' }),
  ...each('glDepthRangeArraydvNV glDepthRangeArrayfvNV glDepthRangeArrayfvOES', sized({ v: 'count * 2' })),
  // NV_shading_rate_image: x, y and sample number of each sample of a fragment.
  glShadingRateSampleOrderCustomNV: sized({ locations: 'pname(rate) * samples * 3' }),
  glGetCoverageModulationTableNV: sized({ v: 'bufSize' }),
  glWindowRectanglesEXT: sized({ box: 'count * 4' }),

  // ARB_sample_locations: x and y of each location.
  ...each(
    `glFramebufferSampleLocationsfvARB glFramebufferSampleLocationsfvNV
     glNamedFramebufferSampleLocationsfvARB glNamedFramebufferSampleLocationsfvNV`,
    sized({ v: 'count * 2' }),
  ),
  glNamedFramebufferSamplePositionsfvAMD: sized({ values: 'numsamples * 2' }),

  // EXT_direct_state_access, matrices of NV_path_rendering: 3x2 and 3x3.
  ...each('glMatrixLoad3x2fNV glMatrixMult3x2fNV', sized({ m: '6' })),
  ...each(
    'glMatrixLoad3x3fNV glMatrixMult3x3fNV glMatrixLoadTranspose3x3fNV glMatrixMultTranspose3x3fNV',
    sized({ m: '9' }),
  ),

  // The registry counts attributes, not values.
  glVertexAttribs2hvNV: sized({ v: '2 * n' }),
  glVertexAttribs3hvNV: sized({ v: '3 * n' }),
  glVertexAttribs4hvNV: sized({ v: '4 * n' }),

  glVertexAttribL1ui64vARB: sized({ v: '1' }),
  glGetVertexAttribLui64vARB: sized({ params: 'pname(pname)' }),
  glBeginConditionalRenderNVX: {
    reason: 'the registry does not say what the name is',
    params: { id: { class: 'query' } },
  },
  glCopyImageSubDataNV: {
    reason: 'a name is that of a renderbuffer or of a texture, as its target says',
    host: 'custom',
  },
  glCopyTextureLevelsAPPLE: {
    reason: 'the registry does not say what the names are',
    params: { destinationTexture: { class: 'texture' }, sourceTexture: { class: 'texture' } },
  },
};
