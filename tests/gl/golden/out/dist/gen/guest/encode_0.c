/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/guest/encode.h"

#include "gen/commands.h"
#include "gen/opcodes.h"
#include "gen/pnames.h"

void vmgl_enc_glBindBuffer(struct vmgl_context *ctx, GLenum target, GLuint buffer) {
	vmgl_order(ctx);
	vmgl_names_bound(ctx, VMGL_CLASS_BUFFER, buffer);
	struct vmgl_cmd_glBindBuffer *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glBindBuffer, sizeof *cmd);
	cmd->target = target;
	cmd->buffer = buffer;
}

bool vmgl_enc_glGetIntegerv(struct vmgl_context *ctx, GLenum pname, GLint *data) {
	const uint64_t data_bytes = vmgl_size_bytes(vmgl_pname_count(pname), 4);
	if (!vmgl_array_ok(ctx, "", data_bytes))
		return false;
	struct vmgl_cmd_glGetIntegerv *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glGetIntegerv, sizeof *cmd);
	cmd->pname = pname;
	cmd->data_bytes = data ? (uint32_t)data_bytes : VMGL_NULL_ARRAY;
	struct vmgl_answer answer;
	const bool answered = vmgl_answer_wait(&ctx->stream, VMGL_OP_glGetIntegerv, &answer);
	if (answered)
		vmgl_answer_copy(&answer, data, data_bytes);
	vmgl_answer_done(ctx, &answer);
	return answered;
}

void vmgl_enc_glReadPixels_offset(struct vmgl_context *ctx, GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, uint64_t pixels) {
	vmgl_maps_commit(ctx);
	vmgl_pixel_store_send(ctx, true);
	struct vmgl_cmd_glReadPixels_offset *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glReadPixels_offset, sizeof *cmd);
	cmd->x = x;
	cmd->y = y;
	cmd->width = width;
	cmd->height = height;
	cmd->format = format;
	cmd->type = type;
	cmd->pixels = pixels;
}

void vmgl_enc_glTexSubImage2D_offset(struct vmgl_context *ctx, GLenum target, GLint level, GLint xoffset, GLint yoffset, GLsizei width, GLsizei height, GLenum format, GLenum type, uint64_t pixels) {
	vmgl_maps_commit(ctx);
	vmgl_pixel_store_send(ctx, false);
	struct vmgl_cmd_glTexSubImage2D_offset *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_glTexSubImage2D_offset, sizeof *cmd);
	cmd->target = target;
	cmd->level = level;
	cmd->xoffset = xoffset;
	cmd->yoffset = yoffset;
	cmd->width = width;
	cmd->height = height;
	cmd->format = format;
	cmd->type = type;
	cmd->pixels = pixels;
}

uint32_t vmgl_enc_vmglOpen(struct vmgl_stream *stream, const char *name, const uint32_t *modes, uint32_t count) {
	const uint64_t name_bytes = name ? strlen(name) + 1 : 0;
	if (!vmgl_array_ok(NULL, "", name_bytes))
		return 0;
	const uint64_t modes_bytes = vmgl_size_bytes(count, 4);
	if (!vmgl_array_ok(NULL, modes, modes_bytes))
		return 0;
	struct vmgl_cmd_vmglOpen *cmd = vmgl_stream_begin(stream, VMGL_OP_vmglOpen, sizeof *cmd, sizeof *cmd + VMGL_PAD8(name_bytes) + VMGL_PAD8(modes_bytes));
	cmd->name_bytes = name ? (uint32_t)name_bytes : VMGL_NULL_ARRAY;
	cmd->modes_bytes = (uint32_t)modes_bytes;
	cmd->count = count;
	vmgl_stream_array(stream, name, (size_t)name_bytes);
	vmgl_stream_array(stream, modes, (size_t)modes_bytes);
	struct vmgl_answer answer;
	vmgl_answer_wait(stream, VMGL_OP_vmglOpen, &answer);
	uint32_t returned = (uint32_t)vmgl_answer_value(&answer);
	return returned;
}

bool vmgl_enc_vmglProgram(struct vmgl_context *ctx, GLuint program, struct vmgl_blob *info) {
	vmgl_order(ctx);
	struct vmgl_cmd_vmglProgram *cmd = vmgl_stream_command(&ctx->stream, VMGL_OP_vmglProgram, sizeof *cmd);
	cmd->program = program;
	*info = (struct vmgl_blob){0};
	struct vmgl_answer answer;
	bool returned = 0;
	if (vmgl_answer_wait(&ctx->stream, VMGL_OP_vmglProgram, &answer)) {
		*info = vmgl_answer_blob(&answer);
		returned = (bool)vmgl_answer_value(&answer);
	}
	return returned;
}
