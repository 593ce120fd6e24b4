/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_GUEST_HANDLERS_H
#define VMGL_GEN_GUEST_HANDLERS_H

#include "guest/context.h"

/* Entry points that a family answers or encodes itself. ctx is the current context, never vmgl_no_context. */
void vmgl_guest_glBindBuffer(struct vmgl_context *ctx, GLenum target, GLuint buffer);
void vmgl_guest_glGetIntegerv(struct vmgl_context *ctx, GLenum pname, GLint *data);
GLboolean vmgl_guest_glIsEnabled(struct vmgl_context *ctx, GLenum cap);

#endif
