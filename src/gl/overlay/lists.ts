/** Display lists. Their names are the same in the guest and in the driver, and are given out by the guest. */
import type { Overlay, WireCommands } from './types.ts';

export const lists: Overlay = {
  glGenLists: {
    reason: 'the guest gives the names out; the driver needs to know them only when they have a list',
    flavour: 'local',
  },
  glIsList: { reason: 'the guest knows the names', flavour: 'local' },
  glDeleteLists: { reason: 'the names are free again', flavour: 'custom' },
  glNewList: {
    reason: 'the guest knows whether a list is being compiled; the renderer has its arrays in order before',
    flavour: 'custom',
    host: 'custom',
  },
  glEnd: {
    reason:
      'calls that only the guest sees are errors between glBegin and glEnd; the renderer notes that it is outside',
    flavour: 'custom',
    host: 'custom',
  },
  glEndList: {
    reason: 'the guest knows whether a list is being compiled, and its name is used from now on; the renderer does too',
    flavour: 'custom',
    host: 'custom',
  },
  glCallList: {
    reason: 'the list may draw and enable; the renderer notes that it may hold a glBegin without its glEnd',
    flavour: 'custom',
    host: 'custom',
    executes: true,
  },
  glCallLists: {
    reason: 'the size of a name depends on the type; else as glCallList',
    flavour: 'custom',
    host: 'custom',
    executes: true,
    params: { lists: { length: 'n * type(type)' } },
  },
};

export const listsWire: WireCommands = {};
