/**
 * Commands that are others by another name, where the registry does not say so: to a program there is no difference,
 * and what reaches the renderer is the same.
 */
function withSuffix(suffix: string, names: string): [string, string | null][] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [`${name}${suffix}`, name]);
}

/** null: the registry says so, but it is not. */
export const aliases: Record<string, string | null> = Object.fromEntries<string | null>([
  // ARB_robustness, which OpenGL 4.5 took over. The renderer tells the two names of glGetnTexImage apart
  // (host/gl/images.c).
  ...withSuffix(
    'ARB',
    `glGetGraphicsResetStatus glGetnColorTable glGetnConvolutionFilter glGetnHistogram
     glGetnMapdv glGetnMapfv glGetnMapiv glGetnMinmax glGetnPixelMapfv glGetnPixelMapuiv glGetnPixelMapusv
     glGetnPolygonStipple glGetnSeparableFilter glGetnUniformdv glGetnUniformfv glGetnUniformiv
     glGetnUniformuiv`,
  ),
  // EXT_direct_state_access has two names each.
  ['glDisableClientStateIndexedEXT', 'glDisableClientStateiEXT'],
  ['glEnableClientStateIndexedEXT', 'glEnableClientStateiEXT'],
  ['glGetPointerIndexedvEXT', 'glGetPointeri_vEXT'],
  // These make a buffer of a name that has none, where the calls of ARB_direct_state_access raise an error.
  ['glNamedBufferStorageEXT', null],
  ['glNamedBufferSubDataEXT', null],
]);
