/** glGet: what the guest knows, constants that it keeps, and everything else with its length from the pname table. */
import type { CommandOverlay, Overlay, WireCommands } from './types.ts';

function each(names: string, entry: CommandOverlay): Overlay {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, entry]),
  );
}

const get: CommandOverlay = {
  reason: 'state of the guest and constants are answered without asking; some would overrun the room of a decoder',
  flavour: 'custom',
  host: 'custom',
  params: { data: { length: 'pname(pname)' } },
};

const indexed: CommandOverlay = {
  reason: "vertex array state is the guest's; the length depends on the enum, here called target",
  flavour: 'custom',
  params: { data: { length: 'pname(target)' } },
};

function sized(param: string, length: string): CommandOverlay {
  return { reason: 'the registry gives no length', params: { [param]: { length } } };
}

export const gets: Overlay = {
  ...each('glGetBooleanv glGetIntegerv glGetInteger64v glGetFloatv glGetDoublev', get),
  glGetFixedv: { ...get, params: { params: { length: 'pname(pname)' } } },
  ...each('glGetBooleani_v glGetIntegeri_v glGetInteger64i_v glGetFloati_v glGetDoublei_v glGetIntegeri_vEXT', indexed),
  glGetUnsignedBytei_vEXT: {
    reason: 'the length depends on the enum, here called target',
    params: { data: { length: 'pname(target)' } },
  },
  ...each('glEnablei glDisablei', {
    reason: 'the guest remembers capabilities that were asked for',
    flavour: 'custom',
  }),
  ...each('glIsEnabled glIsEnabledi', { reason: 'client arrays are state of the guest', flavour: 'custom' }),
  glGetNamedRenderbufferParameteriv: sized('params', 'pname(pname)'),
  glGetTransformFeedbackiv: sized('param', 'pname(pname)'),
  glGetTransformFeedbacki_v: sized('param', 'pname(pname)'),
  glGetTransformFeedbacki64_v: sized('param', 'pname(pname)'),
  glGetIntegerui64vNV: { reason: 'raw GPU addresses', flavour: 'unsupported' },
};

export const getsWire: WireCommands = {
  vmglGetList: {
    reason: 'integers whose number is state of the host (GL_COMPRESSED_TEXTURE_FORMATS and its like)',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'pname', type: 'GLenum' },
      { name: 'values', type: 'void *', direction: 'out', blob: true },
    ],
  },
};
