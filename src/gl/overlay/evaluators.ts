/** Evaluators: control points travel tight, the strides stay in the guest. */
import type { CommandOverlay, Overlay, WireCommands } from './types.ts';

function each(names: string, entry: CommandOverlay): Overlay {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, entry]),
  );
}

export const evaluators: Overlay = {
  ...each('glMap1f glMap1d glMap2f glMap2d', {
    reason: 'the size depends on target, strides and orders; travels as vmglMap*',
    flavour: 'local',
  }),
  ...each(`glGetMapfv glGetMapdv glGetMapiv glGetnMapfv glGetnMapdv glGetnMapiv`, {
    reason: 'the number of values depends on the map; travels as vmglGetMap',
    flavour: 'local',
  }),
  glGetMapxvOES: {
    reason: 'The drivers that have GL_OES_fixed_point have it in OpenGL ES 1, which has no maps: an error, as there.',
    flavour: 'local',
  },
};

function map1(type: string): WireCommands[string] {
  return {
    reason: 'glMap1 with tight points; NULL points, and stride 0, where GL refuses them',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'target', type: 'GLenum' },
      { name: 'u1', type },
      { name: 'u2', type },
      { name: 'stride', type: 'GLint' },
      { name: 'order', type: 'GLint' },
      { name: 'points', type: `const ${type} *`, length: 'stride * order', nullable: true },
    ],
  };
}

function map2(type: string): WireCommands[string] {
  return {
    reason: 'glMap2 with tight points; NULL points, and stride 0, where GL refuses them',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'target', type: 'GLenum' },
      { name: 'u1', type },
      { name: 'u2', type },
      { name: 'stride', type: 'GLint' },
      { name: 'uorder', type: 'GLint' },
      { name: 'v1', type },
      { name: 'v2', type },
      { name: 'vorder', type: 'GLint' },
      { name: 'points', type: `const ${type} *`, length: 'stride * uorder * vorder', nullable: true },
    ],
  };
}

export const evaluatorsWire: WireCommands = {
  vmglMap1f: map1('GLfloat'),
  vmglMap1d: map1('GLdouble'),
  vmglMap2f: map2('GLfloat'),
  vmglMap2d: map2('GLdouble'),
  vmglGetMap: {
    reason: 'glGetMap* and glGetnMap*; the renderer asks the driver for the order',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'target', type: 'GLenum' },
      { name: 'query', type: 'GLenum' },
      { name: 'kind', type: 'GLuint' },
      { name: 'bufSize', type: 'GLsizei' },
      { name: 'values', type: 'void *', direction: 'out', blob: true },
    ],
  },
};
