/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_HOST_DECODERS_H
#define VMGL_GEN_HOST_DECODERS_H

#include "gen/host/decode.h"

bool vmgl_dec_glBindAttribLocation(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glBindBuffer(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glBindBuffersRange(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glBufferSubData(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glCreateShader(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glDeleteBuffers(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glDrawArrays(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glFinish(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glGenBuffers(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glGetAttachedShaders(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glGetIntegerv(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glGetShaderInfoLog(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glGetTextureHandleARB(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glReadPixels(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glReadPixels_offset(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glTexParameterfv(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glTexSubImage2D(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glTexSubImage2D_offset(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glUniform4fv(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glVertex2f(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_glWaitSync(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_vmglOpen(struct vmgl_host_context *ctx, struct vmgl_reader *reader);
bool vmgl_dec_vmglProgram(struct vmgl_host_context *ctx, struct vmgl_reader *reader);

#endif
