/**
 * Sync objects, glFlush and glFinish. A GLsync is the guest's name as a pointer; handles that no context of the
 * share group made are refused by the guest.
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

export const sync: Overlay = {
  ...each('glFenceSync glDeleteSync glClientWaitSync glWaitSync glGetSynciv', {
    reason: 'handles and states are known in the guest; travels as vmgl*Sync',
    flavour: 'local',
  }),
  glIsSync: { reason: 'the guest knows the handles', flavour: 'local' },
  glFlush: {
    reason: 'also hands the commands to the renderer and publishes them to the share group',
    flavour: 'custom',
  },
  glFinish: { reason: 'waits; travels as vmglFinish', flavour: 'local' },
  ...each('glCreateSyncFromCLeventARB glImportSyncEXT', {
    reason: 'imports an object of the machine that the program runs on',
    flavour: 'unsupported',
  }),
};

export const syncWire: WireCommands = {
  vmglFenceSync: {
    reason: 'glFenceSync; the guest chooses the name',
    scope: 'context',
    returns: 'void',
    params: [{ name: 'sync', type: 'GLuint' }],
  },
  vmglDeleteSync: {
    reason: 'glDeleteSync; the name ends',
    scope: 'context',
    returns: 'void',
    params: [{ name: 'sync', type: 'GLuint' }],
  },
  vmglClientWaitSync: {
    reason: 'glClientWaitSync; waits in the renderer',
    scope: 'context',
    returns: 'GLenum',
    params: [
      { name: 'sync', type: 'GLuint' },
      { name: 'flags', type: 'GLbitfield' },
      { name: 'timeout', type: 'GLuint64' },
    ],
  },
  vmglWaitSync: {
    reason: 'glWaitSync, whose other arguments can only be 0 and GL_TIMEOUT_IGNORED',
    scope: 'context',
    returns: 'void',
    params: [{ name: 'sync', type: 'GLuint' }],
  },
  vmglGetSyncStatus: {
    reason: 'glGetSynciv of GL_SYNC_STATUS; the rest never changes',
    scope: 'context',
    returns: 'GLenum',
    params: [{ name: 'sync', type: 'GLuint' }],
  },
  vmglFinish: {
    reason: 'glFinish, answered when it is done',
    scope: 'context',
    returns: 'GLboolean',
    params: [],
  },
  vmglSyncLabel: {
    reason: 'glObjectPtrLabel, which names sync objects by their pointer',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'sync', type: 'GLuint' },
      { name: 'length', type: 'GLsizei' },
      { name: 'label', type: 'const GLchar *', length: 'length', nullable: true },
    ],
  },
  vmglGetSyncLabel: {
    reason: 'glGetObjectPtrLabel',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'sync', type: 'GLuint' },
      { name: 'bufSize', type: 'GLsizei' },
      { name: 'length', type: 'GLsizei *', length: '1' },
      { name: 'label', type: 'GLchar *', length: 'bufSize', nullable: true },
    ],
  },
};
