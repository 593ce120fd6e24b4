/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_HOST_HANDLERS_H
#define VMGL_GEN_HOST_HANDLERS_H

#include "host/context.h"

/* Handlers of commands that are more than a driver call. Arguments are checked: arrays have exactly the bytes
 * that the size expression gives (NULL with 0 bytes where NULL is allowed), texts are terminated. Object names
 * are the driver's, except those that a gen, create or delete command is about: these are the guest's. Outputs
 * are zeroed memory; all of it travels back. A handler of a command with blobs calls vmgl_reply_array() once
 * for each of them, in order. */
void vmgl_host_glDrawArrays(struct vmgl_host_context *ctx, GLenum mode, GLint first, GLsizei count);
uint32_t vmgl_host_vmglOpen(struct vmgl_host_context *ctx, const char *name, size_t name_bytes, const uint32_t *modes, size_t modes_bytes, uint32_t count);
bool vmgl_host_vmglProgram(struct vmgl_host_context *ctx, GLuint program);

#endif
