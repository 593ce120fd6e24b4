/** Lengths that the registry leaves out or gets wrong, of core commands that belong to no family of their own. */
import type { CommandOverlay, Overlay } from './types.ts';

function sized(lengths: Record<string, string>, reason = 'the registry gives no length'): CommandOverlay {
  return { reason, params: Object.fromEntries(Object.entries(lengths).map(([param, length]) => [param, { length }])) };
}

// Fewer values than there is room for may be written; the program's own then stay (OpenGL 4.6, section 22.3).
const partly: CommandOverlay = {
  reason: 'how many values are written only the driver knows',
  params: { params: { direction: 'inout' } },
};

export const sizesCore: Overlay = {
  glGetInternalformativ: partly,
  glGetInternalformati64v: partly,
  glViewportArrayv: sized({ v: 'count * 4' }),
  glScissorArrayv: sized({ v: 'count * 4' }),
  glDepthRangeArrayv: sized({ v: 'count * 2' }),
  glBeginConditionalRender: {
    reason: 'the registry does not say what the name is',
    params: { id: { class: 'query' } },
  },
  glCopyImageSubData: {
    reason: 'a name is that of a renderbuffer or of a texture, as its target says',
    host: 'custom',
  },
};
