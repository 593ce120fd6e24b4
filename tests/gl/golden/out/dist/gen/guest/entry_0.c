/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/guest/encode.h"

#include "gen/commands.h"
#include "gen/guest/handlers.h"
#include "gen/opcodes.h"
#include "gen/pnames.h"
#include "guest/gl/remembered.h"

#define VMGL_EXPORT __attribute__((visibility("default")))

VMGL_EXPORT void glBindAttribLocation(GLuint program, GLuint index, const GLchar *name) {
	struct vmgl_context *ctx = vmgl_current;
	if (!name)
		return;
	const uint64_t name_bytes = strlen(name) + 1;
	if (!vmgl_array_ok(ctx, "", name_bytes))
		return;
	vmgl_order(ctx);
	struct vmgl_cmd_glBindAttribLocation *cmd = vmgl_stream_begin(&ctx->stream, VMGL_OP_glBindAttribLocation, sizeof *cmd, sizeof *cmd + VMGL_PAD8(name_bytes));
	cmd->program = program;
	cmd->index = index;
	cmd->name_bytes = (uint32_t)name_bytes;
	vmgl_stream_array(&ctx->stream, name, (size_t)name_bytes);
	vmgl_settle(ctx);
}

VMGL_EXPORT void glBindBuffer(GLenum target, GLuint buffer) {
	struct vmgl_context *ctx = vmgl_current;
	if (ctx->none)
		return;
	vmgl_guest_glBindBuffer(ctx, target, buffer);
	vmgl_settle(ctx);
}

VMGL_EXPORT __attribute__((alias("glBindBuffer"))) void glBindBufferARB(GLenum target, GLuint buffer);

VMGL_EXPORT void glBindBuffersRange(GLenum target, GLuint first, GLsizei count, const GLuint *buffers, const GLintptr *offsets) {
	struct vmgl_context *ctx = vmgl_current;
	const uint64_t buffers_bytes = buffers ? vmgl_size_bytes(count, 4) : 0;
	if (!vmgl_array_ok(ctx, buffers, buffers_bytes))
		return;
	const uint64_t offsets_bytes = offsets ? vmgl_size_bytes(count, 8) : 0;
	if (!vmgl_array_ok(ctx, offsets, offsets_bytes))
		return;
	vmgl_order(ctx);
	struct vmgl_cmd_glBindBuffersRange *cmd = vmgl_stream_begin(&ctx->stream, VMGL_OP_glBindBuffersRange, sizeof *cmd, sizeof *cmd + VMGL_PAD8(buffers_bytes) + VMGL_PAD8(offsets_bytes));
	cmd->target = target;
	cmd->first = first;
	cmd->count = count;
	cmd->buffers_bytes = buffers ? (uint32_t)buffers_bytes : VMGL_NULL_ARRAY;
	cmd->offsets_bytes = offsets ? (uint32_t)offsets_bytes : VMGL_NULL_ARRAY;
	vmgl_stream_array(&ctx->stream, buffers, (size_t)buffers_bytes);
	vmgl_stream_pointers(&ctx->stream, offsets, (size_t)offsets_bytes);
	vmgl_settle(ctx);
}

VMGL_EXPORT void glBufferSubData(GLenum target, GLintptr offset, GLsizeiptr size, const void *data) {
	struct vmgl_context *ctx = vmgl_current;
	const uint64_t data_bytes = vmgl_size_bytes(size, 1);
	if (!vmgl_array_ok(ctx, data, data_bytes))
		return;
	struct vmgl_cmd_glBufferSubData *cmd = vmgl_stream_begin(&ctx->stream, VMGL_OP_glBufferSubData, sizeof *cmd, sizeof *cmd + VMGL_PAD8(data_bytes));
	cmd->target = target;
	cmd->offset = offset;
	cmd->size = size;
	cmd->data_bytes = (uint32_t)data_bytes;
	vmgl_stream_array(&ctx->stream, data, (size_t)data_bytes);
	vmgl_settle(ctx);
}

VMGL_EXPORT GLuint glCreateShader(GLenum type) {
	struct vmgl_context *ctx = vmgl_current;
	if (ctx->none)
		return 0;
	GLuint result = 0;
	vmgl_names_take(ctx, VMGL_CLASS_PROGRAM, 1, &result);
	struct vmgl_cmd_glCreateShader *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glCreateShader, sizeof *cmd);
	cmd->type = type;
	cmd->result = result;
	vmgl_order_publish(ctx);
	vmgl_settle(ctx);
	return result;
}

VMGL_EXPORT void glDeleteBuffers(GLsizei n, const GLuint *buffers) {
	struct vmgl_context *ctx = vmgl_current;
	const uint64_t buffers_bytes = vmgl_size_bytes(n, 4);
	if (!vmgl_array_ok(ctx, buffers, buffers_bytes))
		return;
	vmgl_order(ctx);
	struct vmgl_cmd_glDeleteBuffers *cmd = vmgl_stream_begin(&ctx->stream, VMGL_OP_glDeleteBuffers, sizeof *cmd, sizeof *cmd + VMGL_PAD8(buffers_bytes));
	cmd->n = n;
	cmd->buffers_bytes = (uint32_t)buffers_bytes;
	vmgl_stream_array(&ctx->stream, buffers, (size_t)buffers_bytes);
	vmgl_names_release(ctx, VMGL_CLASS_BUFFER, (GLsizei)(n), buffers);
	vmgl_order_publish(ctx);
	vmgl_remembered_expire(ctx);
	vmgl_settle(ctx);
}

VMGL_EXPORT void glDrawArrays(GLenum mode, GLint first, GLsizei count) {
	struct vmgl_context *ctx = vmgl_current;
	vmgl_maps_commit(ctx);
	vmgl_order(ctx);
	struct vmgl_cmd_glDrawArrays *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glDrawArrays, sizeof *cmd);
	cmd->mode = mode;
	cmd->first = first;
	cmd->count = count;
	vmgl_settle(ctx);
}

VMGL_EXPORT void glFinish(void) {
	struct vmgl_context *ctx = vmgl_current;
	vmgl_stream_command(&ctx->stream, VMGL_OP_glFinish, sizeof(struct vmgl_cmd_glFinish));
	struct vmgl_answer answer;
	vmgl_answer_wait(&ctx->stream, VMGL_OP_glFinish, &answer);
	vmgl_answer_done(ctx, &answer);
}

VMGL_EXPORT void glGenBuffers(GLsizei n, GLuint *buffers) {
	struct vmgl_context *ctx = vmgl_current;
	if (ctx->none)
		return;
	if (buffers)
		vmgl_names_take(ctx, VMGL_CLASS_BUFFER, (GLsizei)n, buffers);
	const uint64_t buffers_bytes = vmgl_size_bytes(n, 4);
	if (!vmgl_array_ok(ctx, buffers, buffers_bytes))
		return;
	vmgl_order(ctx);
	struct vmgl_cmd_glGenBuffers *cmd = vmgl_stream_begin(&ctx->stream, VMGL_OP_glGenBuffers, sizeof *cmd, sizeof *cmd + VMGL_PAD8(buffers_bytes));
	cmd->n = n;
	cmd->buffers_bytes = (uint32_t)buffers_bytes;
	vmgl_stream_array(&ctx->stream, buffers, (size_t)buffers_bytes);
	vmgl_order_publish(ctx);
	vmgl_settle(ctx);
}

VMGL_EXPORT void glGetAttachedShaders(GLuint program, GLsizei maxCount, GLsizei *count, GLuint *shaders) {
	struct vmgl_context *ctx = vmgl_current;
	if (maxCount > VMGL_OUTPUT_LIMIT)
		maxCount = VMGL_OUTPUT_LIMIT;
	const uint64_t shaders_bytes = vmgl_size_bytes(maxCount, 4);
	if (!vmgl_array_ok(ctx, "", shaders_bytes))
		return;
	vmgl_order(ctx);
	struct vmgl_cmd_glGetAttachedShaders *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glGetAttachedShaders, sizeof *cmd);
	cmd->program = program;
	cmd->maxCount = maxCount;
	cmd->count_bytes = count ? 4 : VMGL_NULL_ARRAY;
	cmd->shaders_bytes = shaders ? (uint32_t)shaders_bytes : VMGL_NULL_ARRAY;
	struct vmgl_answer answer;
	if (vmgl_answer_wait(&ctx->stream, VMGL_OP_glGetAttachedShaders, &answer)) {
		vmgl_answer_copy(&answer, count, 4);
		vmgl_answer_copy(&answer, shaders, shaders_bytes);
	}
	vmgl_answer_done(ctx, &answer);
}

VMGL_EXPORT void glGetIntegerv(GLenum pname, GLint *data) {
	struct vmgl_context *ctx = vmgl_current;
	if (ctx->none)
		return;
	vmgl_guest_glGetIntegerv(ctx, pname, data);
	vmgl_settle(ctx);
}

VMGL_EXPORT void glGetShaderInfoLog(GLuint shader, GLsizei bufSize, GLsizei *length, GLchar *infoLog) {
	struct vmgl_context *ctx = vmgl_current;
	if (bufSize > VMGL_OUTPUT_LIMIT)
		bufSize = VMGL_OUTPUT_LIMIT;
	const uint64_t infoLog_bytes = vmgl_size_bytes(bufSize, 1);
	if (!vmgl_array_ok(ctx, "", infoLog_bytes))
		return;
	vmgl_order(ctx);
	struct vmgl_cmd_glGetShaderInfoLog *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glGetShaderInfoLog, sizeof *cmd);
	cmd->shader = shader;
	cmd->bufSize = bufSize;
	cmd->length_bytes = length ? 4 : VMGL_NULL_ARRAY;
	cmd->infoLog_bytes = infoLog ? (uint32_t)infoLog_bytes : VMGL_NULL_ARRAY;
	struct vmgl_answer answer;
	if (vmgl_answer_wait(&ctx->stream, VMGL_OP_glGetShaderInfoLog, &answer)) {
		vmgl_answer_copy(&answer, length, 4);
		vmgl_answer_copy(&answer, infoLog, infoLog_bytes);
	}
	vmgl_answer_done(ctx, &answer);
}

VMGL_EXPORT GLuint64 glGetTextureHandleARB(GLuint texture) {
	struct vmgl_context *ctx = vmgl_current;
	vmgl_order(ctx);
	struct vmgl_cmd_glGetTextureHandleARB *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glGetTextureHandleARB, sizeof *cmd);
	cmd->texture = texture;
	struct vmgl_answer answer;
	vmgl_answer_wait(&ctx->stream, VMGL_OP_glGetTextureHandleARB, &answer);
	GLuint64 returned = (GLuint64)vmgl_answer_value(&answer);
	vmgl_answer_done(ctx, &answer);
	return returned;
}

VMGL_EXPORT GLboolean glIsEnabled(GLenum cap) {
	struct vmgl_context *ctx = vmgl_current;
	if (ctx->none)
		return 0;
	GLboolean returned = vmgl_guest_glIsEnabled(ctx, cap);
	vmgl_settle(ctx);
	return returned;
}

VMGL_EXPORT void glReadPixels(GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, void *pixels) {
	struct vmgl_context *ctx = vmgl_current;
	if (vmgl_buffer_bound(ctx, GL_PIXEL_PACK_BUFFER)) {
		vmgl_enc_glReadPixels_offset(ctx, x, y, width, height, format, type, (uintptr_t)pixels);
		vmgl_settle(ctx);
		return;
	}
	const struct vmgl_image pixels_image = {.width = width, .height = height, .depth = 1, .format = format, .type = type, .dimensions = 2};
	const uint32_t pixels_bytes = vmgl_image_bytes(ctx, &pixels_image, pixels);
	struct vmgl_cmd_glReadPixels *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glReadPixels, sizeof *cmd);
	cmd->x = x;
	cmd->y = y;
	cmd->width = width;
	cmd->height = height;
	cmd->format = format;
	cmd->type = type;
	cmd->pixels_bytes = pixels_bytes;
	struct vmgl_answer answer;
	if (vmgl_answer_wait(&ctx->stream, VMGL_OP_glReadPixels, &answer)) {
		const struct vmgl_blob pixels_tight = vmgl_answer_blob(&answer);
		if (pixels_tight.bytes)
			vmgl_image_receive(ctx, &pixels_image, pixels_tight.data, pixels_tight.bytes, pixels);
	}
	vmgl_answer_done(ctx, &answer);
}

VMGL_EXPORT void glTexParameterfv(GLenum target, GLenum pname, const GLfloat *params) {
	struct vmgl_context *ctx = vmgl_current;
	const uint64_t params_bytes = vmgl_size_bytes(vmgl_pname_count(pname), 4);
	if (!vmgl_array_ok(ctx, params, params_bytes))
		return;
	struct vmgl_cmd_glTexParameterfv *cmd = vmgl_stream_begin(&ctx->stream, VMGL_OP_glTexParameterfv, sizeof *cmd, sizeof *cmd + VMGL_PAD8(params_bytes));
	cmd->target = target;
	cmd->pname = pname;
	cmd->params_bytes = (uint32_t)params_bytes;
	vmgl_stream_array(&ctx->stream, params, (size_t)params_bytes);
	vmgl_settle(ctx);
}

VMGL_EXPORT void glTexSubImage2D(GLenum target, GLint level, GLint xoffset, GLint yoffset, GLsizei width, GLsizei height, GLenum format, GLenum type, const void *pixels) {
	struct vmgl_context *ctx = vmgl_current;
	if (vmgl_buffer_bound(ctx, GL_PIXEL_UNPACK_BUFFER)) {
		vmgl_enc_glTexSubImage2D_offset(ctx, target, level, xoffset, yoffset, width, height, format, type, (uintptr_t)pixels);
		vmgl_settle(ctx);
		return;
	}
	const struct vmgl_image pixels_image = {.width = width, .height = height, .depth = 1, .format = format, .type = type, .dimensions = 2, .target = target};
	const uint32_t pixels_bytes = vmgl_image_bytes(ctx, &pixels_image, pixels);
	struct vmgl_cmd_glTexSubImage2D *cmd = vmgl_stream_begin(&ctx->stream, VMGL_OP_glTexSubImage2D, sizeof *cmd, sizeof *cmd + (pixels_bytes == VMGL_NULL_ARRAY ? 0 : VMGL_PAD8((uint64_t)pixels_bytes)));
	cmd->target = target;
	cmd->level = level;
	cmd->xoffset = xoffset;
	cmd->yoffset = yoffset;
	cmd->width = width;
	cmd->height = height;
	cmd->format = format;
	cmd->type = type;
	cmd->pixels_bytes = pixels_bytes;
	if (pixels_bytes != VMGL_NULL_ARRAY)
		vmgl_image_send(ctx, &pixels_image, pixels, pixels_bytes);
	vmgl_settle(ctx);
}

VMGL_EXPORT void glUniform4fv(GLint location, GLsizei count, const GLfloat *value) {
	struct vmgl_context *ctx = vmgl_current;
	if (__builtin_expect(vmgl_size_bytes(vmgl_size_mul(count, 4), 4) > VMGL_UNIFORM_DOUBT, 0))
		value = vmgl_uniform_values(ctx, 0, location, value, &count);
	const uint64_t value_bytes = vmgl_size_bytes(vmgl_size_mul(count, 4), 4);
	if (!vmgl_array_ok(ctx, value, value_bytes))
		return;
	struct vmgl_cmd_glUniform4fv *cmd = vmgl_stream_begin(&ctx->stream, VMGL_OP_glUniform4fv, sizeof *cmd, sizeof *cmd + VMGL_PAD8(value_bytes));
	cmd->location = location;
	cmd->count = count;
	cmd->value_bytes = (uint32_t)value_bytes;
	vmgl_stream_array(&ctx->stream, value, (size_t)value_bytes);
	if (__builtin_expect(ctx->remembers & (VMGL_REMEMBERS(PROGRAM) | VMGL_REMEMBERS(VIEWPORT)), 0))
		vmgl_remembered_forget(ctx, VMGL_REMEMBERS(PROGRAM) | VMGL_REMEMBERS(VIEWPORT));
	vmgl_settle(ctx);
}

static inline void send_glVertex2f(GLfloat x, GLfloat y) {
	struct vmgl_context *ctx = vmgl_current;
	struct vmgl_cmd_glVertex2f *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glVertex2f, sizeof *cmd);
	cmd->x = x;
	cmd->y = y;
	if (__builtin_expect(ctx->remembers & VMGL_REMEMBERS(VIEWPORT), 0))
		vmgl_remembered_forget(ctx, VMGL_REMEMBERS(VIEWPORT));
	vmgl_settle(ctx);
}

VMGL_EXPORT void glVertex2f(GLfloat x, GLfloat y) {
	send_glVertex2f(x, y);
}

VMGL_EXPORT void glVertex2fv(const GLfloat *v) {
	if (v)
		send_glVertex2f(v[0], v[1]);
}

VMGL_EXPORT void glWaitSync(GLsync sync, GLbitfield flags, GLuint64 timeout) {
	struct vmgl_context *ctx = vmgl_current;
	vmgl_order(ctx);
	struct vmgl_cmd_glWaitSync *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glWaitSync, sizeof *cmd);
	cmd->sync = (uint32_t)(uintptr_t)sync;
	cmd->flags = flags;
	cmd->timeout = timeout;
	vmgl_settle(ctx);
}
