/** Framebuffer and renderbuffer objects (`native/host/gl/objects.c`). */
import type { CommandOverlay, Overlay } from './types.ts';

function each(names: string, entry: CommandOverlay): Overlay {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, entry]),
  );
}

function sized(param: string, length: string, reason = 'the registry gives no length'): CommandOverlay {
  return { reason, params: { [param]: { length } } };
}

const attachment: CommandOverlay = {
  reason: 'GL_FRAMEBUFFER_ATTACHMENT_OBJECT_NAME is the name of a texture or of a renderbuffer, as another query says',
  host: 'custom',
  params: { params: { length: 'pname(pname)' } },
};

// Four values for a colour buffer, one for depth or stencil (OpenGL 4.6, section 17.4.3.1).
const clearValue = sized('value', 'pname(buffer)', 'the length depends on the kind of buffer');

export const framebuffers: Overlay = {
  ...each(
    `glBindFramebuffer glBindFramebufferEXT glBindFramebufferOES
     glBindRenderbuffer glBindRenderbufferEXT glBindRenderbufferOES`,
    { reason: 'compatibility profiles and EXT_framebuffer_object take names that were never generated', names: 'bind' },
  ),
  ...each(
    `glCheckNamedFramebufferStatusEXT glFramebufferDrawBufferEXT glFramebufferDrawBuffersEXT glFramebufferReadBufferEXT
     glNamedFramebufferParameteriEXT glNamedFramebufferRenderbufferEXT glNamedFramebufferTexture1DEXT
     glNamedFramebufferTexture2DEXT glNamedFramebufferTexture3DEXT glNamedFramebufferTextureEXT
     glNamedFramebufferTextureFaceEXT glNamedFramebufferTextureLayerEXT glNamedRenderbufferStorageEXT
     glNamedRenderbufferStorageMultisampleCoverageEXT glNamedRenderbufferStorageMultisampleEXT`,
    { reason: 'EXT_direct_state_access: the first use of a name creates the object', names: 'bind' },
  ),
  glGetFramebufferAttachmentParameteriv: attachment,
  glGetFramebufferAttachmentParameterivOES: attachment,
  glGetNamedFramebufferAttachmentParameteriv: attachment,
  glGetNamedFramebufferAttachmentParameterivEXT: attachment,
  glGetNamedFramebufferParameteriv: sized('param', 'pname(pname)'),
  glClearBufferfv: clearValue,
  glClearBufferiv: clearValue,
  glClearBufferuiv: clearValue,
  glClearNamedFramebufferfv: clearValue,
  glClearNamedFramebufferiv: clearValue,
  glClearNamedFramebufferuiv: clearValue,
  glInvalidateNamedFramebufferData: sized('attachments', 'numAttachments'),
  glInvalidateNamedFramebufferSubData: sized('attachments', 'numAttachments'),
  glNamedFramebufferDrawBuffers: sized('bufs', 'n'),
};
