/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_GUEST_ENCODE_H
#define VMGL_GEN_GUEST_ENCODE_H

#include "guest/encode_support.h"

/* Encoders of custom and wire commands, and of the form of a command whose pointer is an offset into a buffer.
 * Those that wait return what the driver returned, false where it returns nothing and raised an error, and 0 or
 * false when the stream is lost; outputs are left alone after an error. An encoder of a creating or generating command gets names that were taken before; one
 * of a deleting command releases them. vmgl_order() and vmgl_maps_commit() are called where they are due. */
void vmgl_enc_glBindBuffer(struct vmgl_context *ctx, GLenum target, GLuint buffer);
bool vmgl_enc_glGetIntegerv(struct vmgl_context *ctx, GLenum pname, GLint *data);
void vmgl_enc_glReadPixels_offset(struct vmgl_context *ctx, GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, uint64_t pixels);
void vmgl_enc_glTexSubImage2D_offset(struct vmgl_context *ctx, GLenum target, GLint level, GLint xoffset, GLint yoffset, GLsizei width, GLsizei height, GLenum format, GLenum type, uint64_t pixels);
uint32_t vmgl_enc_vmglOpen(struct vmgl_stream *stream, const char *name, const uint32_t *modes, uint32_t count);
bool vmgl_enc_vmglProgram(struct vmgl_context *ctx, GLuint program, struct vmgl_blob *info);

#endif
