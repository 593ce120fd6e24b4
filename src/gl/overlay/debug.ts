/** Debug output, labels and markers; and the reset status of robust contexts. */
import type { CommandOverlay, Overlay, WireCommands } from './types.ts';

function each(names: string, entry: CommandOverlay): Overlay {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, entry]),
  );
}

export const debug: Overlay = {
  glDebugMessageCallback: {
    reason: 'the callback stays in the guest; the renderer collects while there is one',
    flavour: 'local',
  },
  glDebugMessageControl: { reason: 'no list means all messages', params: { ids: { length: 'count', nullable: true } } },
  glDebugMessageInsert: {
    reason: 'negative lengths say that the text is terminated',
    flavour: 'custom',
    params: { buf: { length: 'length' } },
  },
  glPushDebugGroup: {
    reason: 'negative lengths say that the text is terminated',
    flavour: 'custom',
    params: { message: { length: 'length' } },
  },
  glPopDebugGroup: { reason: 'its message is delivered at once', flavour: 'custom' },
  glGetDebugMessageLog: { reason: 'messages are split up in the guest; travels as vmglDebugLog', flavour: 'local' },
  glObjectLabel: {
    reason: 'negative lengths say that the text is terminated; the identifier says what kind of name it is',
    flavour: 'custom',
    host: 'custom',
    params: { label: { length: 'length', nullable: true } },
  },
  glGetObjectLabel: {
    reason: 'the identifier says what kind of name it is; no label asks for the length',
    flavour: 'custom',
    host: 'custom',
    params: { label: { length: 'bufSize', nullable: true } },
  },
  ...each('glObjectPtrLabel glGetObjectPtrLabel', {
    reason: 'the pointer is a sync object; travels as vmgl*SyncLabel',
    flavour: 'local',
  }),
  glLabelObjectEXT: {
    reason: 'length 0 says that the text is terminated; the type says what kind of name it is',
    flavour: 'custom',
    host: 'custom',
    params: { label: { length: 'length', nullable: true } },
  },
  glGetObjectLabelEXT: {
    reason: 'the type says what kind of name it is; no label asks for the length',
    flavour: 'custom',
    host: 'custom',
    params: { label: { length: 'bufSize', nullable: true } },
  },
  glInsertEventMarkerEXT: {
    reason: 'length 0 says that the text is terminated',
    flavour: 'custom',
    params: { marker: { length: 'length' } },
  },
  glPushGroupMarkerEXT: {
    reason: 'length 0 says that the text is terminated',
    flavour: 'custom',
    params: { marker: { length: 'length' } },
  },
  glStringMarkerGREMEDY: {
    reason: 'length 0 says that the text is terminated',
    flavour: 'custom',
    params: { string: { length: 'len' } },
  },
  ...each('glDebugMessageCallbackAMD glDebugMessageEnableAMD glDebugMessageInsertAMD glGetDebugMessageLogAMD', {
    reason: 'the older AMD_debug_output; drivers that have it have KHR_debug too',
    flavour: 'unsupported',
  }),
  glGetGraphicsResetStatus: {
    reason: 'a lost connection is a reset; the driver is asked every other second at most',
    flavour: 'local',
  },
};

export const debugWire: WireCommands = {
  vmglDebugCollect: {
    reason: 'the application has (or no longer has) a debug callback',
    scope: 'context',
    returns: 'void',
    params: [{ name: 'enabled', type: 'GLboolean' }],
  },
  vmglDebugFetch: {
    reason: 'the messages that wait for the callback',
    scope: 'context',
    returns: 'void',
    params: [{ name: 'messages', type: 'void *', direction: 'out', blob: true }],
  },
  vmglDebugLog: {
    reason: 'glGetDebugMessageLog; bufSize is negative when the texts are not wanted',
    scope: 'context',
    returns: 'void',
    params: [
      { name: 'count', type: 'GLuint' },
      { name: 'bufSize', type: 'GLsizei' },
      { name: 'messages', type: 'void *', direction: 'out', blob: true },
    ],
  },
  vmglResetStrategy: {
    reason: 'GL_RESET_NOTIFICATION_STRATEGY of the context, 0 when it has none',
    scope: 'context',
    returns: 'GLenum',
    params: [],
  },
  vmglResetStatus: {
    reason: 'glGetGraphicsResetStatus of the driver',
    scope: 'context',
    returns: 'GLenum',
    params: [],
  },
};
