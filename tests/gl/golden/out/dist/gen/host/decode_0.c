/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/host/decoders.h"

#include "gen/commands.h"
#include "gen/host/handlers.h"
#include "host/decode_support.h"

bool vmgl_dec_glBindAttribLocation(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glBindAttribLocation *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || ctx->control)
		return vmgl_malformed(ctx);
	bool intact = true;
	const GLchar *name = vmgl_input(reader, cmd->name_bytes, &intact);
	if (!intact || !vmgl_read_complete(reader))
		return vmgl_malformed(ctx);
	if (!vmgl_text_fits(ctx, "name", name, cmd->name_bytes, false))
		return false;
	if (!ctx->gl->BindAttribLocation)
		return vmgl_invalid_operation(ctx, VMGL_OP_glBindAttribLocation, false);
	ctx->gl->BindAttribLocation(vmgl_name(ctx, VMGL_CLASS_PROGRAM, cmd->program), cmd->index, name);
	return true;
}

bool vmgl_dec_glBindBuffer(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glBindBuffer *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	if (!ctx->gl->BindBuffer)
		return vmgl_invalid_operation(ctx, VMGL_OP_glBindBuffer, false);
	ctx->gl->BindBuffer(cmd->target, vmgl_name_bind(ctx, VMGL_CLASS_BUFFER, cmd->buffer));
	return true;
}

bool vmgl_dec_glBindBuffersRange(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glBindBuffersRange *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || ctx->control)
		return vmgl_malformed(ctx);
	bool intact = true;
	const GLuint *buffers = vmgl_input(reader, cmd->buffers_bytes, &intact);
	const GLintptr *offsets = vmgl_input(reader, cmd->offsets_bytes, &intact);
	if (!intact || !vmgl_read_complete(reader))
		return vmgl_malformed(ctx);
	if (!vmgl_array_fits(ctx, "buffers", cmd->buffers_bytes, vmgl_size_bytes(cmd->count, 4), true))
		return false;
	if (!vmgl_array_fits(ctx, "offsets", cmd->offsets_bytes, vmgl_size_bytes(cmd->count, 8), true))
		return false;
	if (!ctx->gl->BindBuffersRange)
		return vmgl_invalid_operation(ctx, VMGL_OP_glBindBuffersRange, false);
	if (buffers) {
		buffers = vmgl_names_translate(ctx, VMGL_CLASS_BUFFER, (GLsizei)(cmd->buffers_bytes / 4), buffers);
		if (!buffers)
			return false;
	}
	ctx->gl->BindBuffersRange(cmd->target, cmd->first, cmd->count, buffers, offsets);
	return true;
}

bool vmgl_dec_glBufferSubData(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glBufferSubData *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || ctx->control)
		return vmgl_malformed(ctx);
	bool intact = true;
	const void *data = vmgl_input(reader, cmd->data_bytes, &intact);
	if (!intact || !vmgl_read_complete(reader))
		return vmgl_malformed(ctx);
	if (!vmgl_array_fits(ctx, "data", cmd->data_bytes, vmgl_size_bytes(cmd->size, 1), false))
		return false;
	if (!ctx->gl->BufferSubData)
		return vmgl_invalid_operation(ctx, VMGL_OP_glBufferSubData, false);
	ctx->gl->BufferSubData(cmd->target, cmd->offset, cmd->size, data);
	return true;
}

bool vmgl_dec_glCreateShader(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glCreateShader *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	if (!ctx->gl->CreateShader)
		return vmgl_invalid_operation(ctx, VMGL_OP_glCreateShader, false);
	const GLuint result_fresh = ctx->gl->CreateShader(cmd->type);
	if (!result_fresh)
		return true;
	return vmgl_names_add(ctx, VMGL_CLASS_PROGRAM, 1, &cmd->result, &result_fresh);
}

bool vmgl_dec_glDeleteBuffers(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glDeleteBuffers *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || ctx->control)
		return vmgl_malformed(ctx);
	bool intact = true;
	const GLuint *buffers = vmgl_input(reader, cmd->buffers_bytes, &intact);
	if (!intact || !vmgl_read_complete(reader))
		return vmgl_malformed(ctx);
	if (!vmgl_array_fits(ctx, "buffers", cmd->buffers_bytes, vmgl_size_bytes(cmd->n, 4), false))
		return false;
	if (!ctx->gl->DeleteBuffers)
		return vmgl_invalid_operation(ctx, VMGL_OP_glDeleteBuffers, false);
	ctx->gl->DeleteBuffers(cmd->n, buffers ? vmgl_names_translate(ctx, VMGL_CLASS_BUFFER, (GLsizei)(cmd->buffers_bytes / 4), buffers) : NULL);
	if (buffers)
		vmgl_names_remove(ctx, VMGL_CLASS_BUFFER, (GLsizei)(cmd->buffers_bytes / 4), buffers);
	return true;
}

bool vmgl_dec_glDrawArrays(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glDrawArrays *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	vmgl_host_glDrawArrays(ctx, cmd->mode, cmd->first, cmd->count);
	return !ctx->fatal;
}

bool vmgl_dec_glFinish(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glFinish *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	if (!ctx->gl->Finish)
		return vmgl_invalid_operation(ctx, VMGL_OP_glFinish, true);
	vmgl_error_begin(ctx);
	ctx->gl->Finish();
	const bool failed = !vmgl_error_end(ctx);
	vmgl_reply_begin(ctx, VMGL_OP_glFinish, failed);
	vmgl_reply_end(ctx);
	return true;
}

bool vmgl_dec_glGenBuffers(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glGenBuffers *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || ctx->control)
		return vmgl_malformed(ctx);
	bool intact = true;
	const GLuint *buffers = vmgl_input(reader, cmd->buffers_bytes, &intact);
	if (!intact || !vmgl_read_complete(reader))
		return vmgl_malformed(ctx);
	if (!vmgl_array_fits(ctx, "buffers", cmd->buffers_bytes, vmgl_size_bytes(cmd->n, 4), false))
		return false;
	if (!ctx->gl->GenBuffers)
		return vmgl_invalid_operation(ctx, VMGL_OP_glGenBuffers, false);
	const GLsizei buffers_count = buffers ? (GLsizei)(cmd->buffers_bytes / 4) : 0;
	GLuint *buffers_fresh = vmgl_output(ctx, (uint64_t)buffers_count * 4, 8);
	if (!buffers_fresh)
		return false;
	ctx->gl->GenBuffers(cmd->n, buffers_fresh);
	if (buffers_count == 0 || buffers_fresh[0] == 0)
		return true;
	return vmgl_names_add(ctx, VMGL_CLASS_BUFFER, buffers_count, buffers, buffers_fresh);
}

bool vmgl_dec_glGetAttachedShaders(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glGetAttachedShaders *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	const uint64_t count_expected = 4;
	if (!vmgl_array_fits(ctx, "count", cmd->count_bytes, count_expected, true))
		return false;
	const uint64_t shaders_expected = vmgl_size_bytes(cmd->maxCount, 4);
	if (!vmgl_array_fits(ctx, "shaders", cmd->shaders_bytes, shaders_expected, true))
		return false;
	if (!ctx->gl->GetAttachedShaders)
		return vmgl_invalid_operation(ctx, VMGL_OP_glGetAttachedShaders, true);
	GLsizei *count = vmgl_answer(ctx, count_expected, 8);
	if (!count)
		return false;
	GLuint *shaders = vmgl_answer(ctx, shaders_expected, 64);
	if (!shaders)
		return false;
	vmgl_error_begin(ctx);
	ctx->gl->GetAttachedShaders(vmgl_name(ctx, VMGL_CLASS_PROGRAM, cmd->program), cmd->maxCount, count, shaders);
	const bool failed = !vmgl_error_end(ctx);
	vmgl_reply_begin(ctx, VMGL_OP_glGetAttachedShaders, failed);
	if (!failed) {
		uint64_t count_written = (cmd->count_bytes != VMGL_NULL_ARRAY ? count_expected : 0);
		vmgl_reply_array(ctx, count, count_written);
		uint64_t shaders_written = (cmd->shaders_bytes != VMGL_NULL_ARRAY ? shaders_expected : 0);
		shaders_written = vmgl_least(shaders_written, vmgl_size_bytes((int64_t)*count, 4));
		for (uint64_t i = 0; i < shaders_written / 4; i++)
			shaders[i] = (GLuint)vmgl_name_reverse(ctx, VMGL_CLASS_PROGRAM, (GLuint)shaders[i]);
		vmgl_reply_array(ctx, shaders, shaders_written);
	}
	vmgl_reply_end(ctx);
	return true;
}

bool vmgl_dec_glGetIntegerv(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glGetIntegerv *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	const uint64_t data_expected = vmgl_size_bytes(vmgl_pname_count(cmd->pname), 4);
	if (!vmgl_array_fits(ctx, "data", cmd->data_bytes, data_expected, true))
		return false;
	if (!ctx->gl->GetIntegerv)
		return vmgl_invalid_operation(ctx, VMGL_OP_glGetIntegerv, true);
	GLint *data = vmgl_answer(ctx, data_expected, VMGL_PNAME_OUTPUT_ROOM * 4);
	if (!data)
		return false;
	vmgl_error_begin(ctx);
	ctx->gl->GetIntegerv(cmd->pname, data);
	const bool failed = !vmgl_error_end(ctx);
	vmgl_reply_begin(ctx, VMGL_OP_glGetIntegerv, failed);
	if (!failed) {
		uint64_t data_written = (cmd->data_bytes != VMGL_NULL_ARRAY ? data_expected : 0);
		const int data_class = vmgl_pname_class(cmd->pname);
		for (uint64_t i = 0; data_class >= 0 && i < data_written / 4; i++)
			data[i] = (GLint)vmgl_name_reverse(ctx, (enum vmgl_class)data_class, (GLuint)data[i]);
		vmgl_reply_array(ctx, data, data_written);
	}
	vmgl_reply_end(ctx);
	return true;
}

bool vmgl_dec_glGetShaderInfoLog(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glGetShaderInfoLog *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	const uint64_t length_expected = 4;
	if (!vmgl_array_fits(ctx, "length", cmd->length_bytes, length_expected, true))
		return false;
	const uint64_t infoLog_expected = vmgl_size_bytes(cmd->bufSize, 1);
	if (!vmgl_array_fits(ctx, "infoLog", cmd->infoLog_bytes, infoLog_expected, true))
		return false;
	if (!ctx->gl->GetShaderInfoLog)
		return vmgl_invalid_operation(ctx, VMGL_OP_glGetShaderInfoLog, true);
	GLsizei *length = vmgl_answer(ctx, length_expected, 8);
	if (!length)
		return false;
	GLchar *infoLog = vmgl_answer(ctx, infoLog_expected, 64);
	if (!infoLog)
		return false;
	vmgl_error_begin(ctx);
	ctx->gl->GetShaderInfoLog(vmgl_name(ctx, VMGL_CLASS_PROGRAM, cmd->shader), cmd->bufSize, length, infoLog);
	const bool failed = !vmgl_error_end(ctx);
	vmgl_reply_begin(ctx, VMGL_OP_glGetShaderInfoLog, failed);
	if (!failed) {
		uint64_t length_written = (cmd->length_bytes != VMGL_NULL_ARRAY ? length_expected : 0);
		vmgl_reply_array(ctx, length, length_written);
		uint64_t infoLog_written = (cmd->infoLog_bytes != VMGL_NULL_ARRAY ? infoLog_expected : 0);
		infoLog_written = vmgl_written_text(infoLog, infoLog_written);
		vmgl_reply_array(ctx, infoLog, infoLog_written);
	}
	vmgl_reply_end(ctx);
	return true;
}

bool vmgl_dec_glGetTextureHandleARB(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glGetTextureHandleARB *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	if (!ctx->gl->GetTextureHandleARB)
		return vmgl_invalid_operation(ctx, VMGL_OP_glGetTextureHandleARB, true);
	vmgl_error_begin(ctx);
	const GLuint64 returned = ctx->gl->GetTextureHandleARB(vmgl_name_bind(ctx, VMGL_CLASS_TEXTURE, cmd->texture));
	const bool failed = !vmgl_error_end(ctx);
	vmgl_reply_begin(ctx, VMGL_OP_glGetTextureHandleARB, failed);
	vmgl_reply_value(ctx, (uint64_t)returned);
	vmgl_reply_end(ctx);
	return true;
}

bool vmgl_dec_glReadPixels(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glReadPixels *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	const uint64_t pixels_expected = vmgl_size_image(cmd->width, cmd->height, 1, cmd->format, cmd->type);
	if (cmd->pixels_bytes != VMGL_NULL_ARRAY && cmd->pixels_bytes != pixels_expected)
		return vmgl_bad_array(ctx, "pixels", cmd->pixels_bytes, pixels_expected);
	if (!ctx->gl->ReadPixels)
		return vmgl_invalid_operation(ctx, VMGL_OP_glReadPixels, true);
	void *pixels = NULL;
	if (cmd->pixels_bytes != VMGL_NULL_ARRAY) {
		pixels = vmgl_output(ctx, pixels_expected, 8);
		if (!pixels)
			return false;
	}
	if (!pixels && vmgl_image_needed(cmd->width, cmd->height, 1, cmd->format, cmd->type))
		return vmgl_invalid_operation(ctx, VMGL_OP_glReadPixels, true);
	vmgl_error_begin(ctx);
	vmgl_pack_data(ctx);
	ctx->gl->ReadPixels(cmd->x, cmd->y, cmd->width, cmd->height, cmd->format, cmd->type, pixels);
	const bool failed = !vmgl_error_end(ctx);
	vmgl_pixels_done(ctx);
	vmgl_reply_begin(ctx, VMGL_OP_glReadPixels, failed);
	if (!failed)
		vmgl_reply_array(ctx, pixels, pixels ? pixels_expected : 0);
	vmgl_reply_end(ctx);
	return true;
}

bool vmgl_dec_glReadPixels_offset(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glReadPixels_offset *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	if (!ctx->gl->ReadPixels)
		return vmgl_invalid_operation(ctx, VMGL_OP_glReadPixels_offset, false);
	if (!vmgl_pack_offset(ctx))
		return vmgl_refuse(ctx, VMGL_OP_glReadPixels_offset, false);
	ctx->gl->ReadPixels(cmd->x, cmd->y, cmd->width, cmd->height, cmd->format, cmd->type, (void *)(uintptr_t)cmd->pixels);
	return true;
}

bool vmgl_dec_glTexParameterfv(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glTexParameterfv *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || ctx->control)
		return vmgl_malformed(ctx);
	bool intact = true;
	const GLfloat *params = vmgl_input(reader, cmd->params_bytes, &intact);
	if (!intact || !vmgl_read_complete(reader))
		return vmgl_malformed(ctx);
	if (!vmgl_array_fits(ctx, "params", cmd->params_bytes, vmgl_size_bytes(vmgl_pname_count(cmd->pname), 4), false))
		return false;
	if (!ctx->gl->TexParameterfv)
		return vmgl_invalid_operation(ctx, VMGL_OP_glTexParameterfv, false);
	if (params) {
		params = vmgl_input_padded(ctx, params, cmd->params_bytes, VMGL_PNAME_ROOM * 4);
		if (!params)
			return false;
	}
	ctx->gl->TexParameterfv(cmd->target, cmd->pname, params);
	return true;
}

bool vmgl_dec_glTexSubImage2D(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glTexSubImage2D *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || ctx->control)
		return vmgl_malformed(ctx);
	bool intact = true;
	const void *pixels = vmgl_input(reader, cmd->pixels_bytes, &intact);
	if (!intact || !vmgl_read_complete(reader))
		return vmgl_malformed(ctx);
	const uint64_t pixels_expected = vmgl_size_image(cmd->width, cmd->height, 1, cmd->format, cmd->type);
	if (cmd->pixels_bytes != VMGL_NULL_ARRAY && cmd->pixels_bytes != pixels_expected)
		return vmgl_bad_array(ctx, "pixels", cmd->pixels_bytes, pixels_expected);
	if (!ctx->gl->TexSubImage2D)
		return vmgl_invalid_operation(ctx, VMGL_OP_glTexSubImage2D, false);
	vmgl_unpack_data(ctx);
	ctx->gl->TexSubImage2D(cmd->target, cmd->level, cmd->xoffset, cmd->yoffset, cmd->width, cmd->height, cmd->format, cmd->type, pixels);
	vmgl_pixels_done(ctx);
	return true;
}

bool vmgl_dec_glTexSubImage2D_offset(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glTexSubImage2D_offset *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	if (!ctx->gl->TexSubImage2D)
		return vmgl_invalid_operation(ctx, VMGL_OP_glTexSubImage2D_offset, false);
	if (!vmgl_unpack_offset(ctx))
		return vmgl_refuse(ctx, VMGL_OP_glTexSubImage2D_offset, false);
	ctx->gl->TexSubImage2D(cmd->target, cmd->level, cmd->xoffset, cmd->yoffset, cmd->width, cmd->height, cmd->format, cmd->type, (const void *)(uintptr_t)cmd->pixels);
	return true;
}

bool vmgl_dec_glUniform4fv(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glUniform4fv *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || ctx->control)
		return vmgl_malformed(ctx);
	bool intact = true;
	const GLfloat *value = vmgl_input(reader, cmd->value_bytes, &intact);
	if (!intact || !vmgl_read_complete(reader))
		return vmgl_malformed(ctx);
	if (!vmgl_array_fits(ctx, "value", cmd->value_bytes, vmgl_size_bytes(vmgl_size_mul(cmd->count, 4), 4), false))
		return false;
	if (!ctx->gl->Uniform4fv)
		return vmgl_invalid_operation(ctx, VMGL_OP_glUniform4fv, false);
	ctx->gl->Uniform4fv(cmd->location, cmd->count, value);
	return true;
}

bool vmgl_dec_glVertex2f(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glVertex2f *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	if (!ctx->gl->Vertex2f)
		return vmgl_invalid_operation(ctx, VMGL_OP_glVertex2f, false);
	ctx->gl->Vertex2f(cmd->x, cmd->y);
	return true;
}

bool vmgl_dec_glWaitSync(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_glWaitSync *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	if (!ctx->gl->WaitSync)
		return vmgl_invalid_operation(ctx, VMGL_OP_glWaitSync, false);
	ctx->gl->WaitSync(vmgl_sync_object(ctx, cmd->sync), cmd->flags, cmd->timeout);
	return true;
}

bool vmgl_dec_vmglOpen(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_vmglOpen *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !ctx->control)
		return vmgl_malformed(ctx);
	bool intact = true;
	const char *name = vmgl_input(reader, cmd->name_bytes, &intact);
	const uint32_t *modes = vmgl_input(reader, cmd->modes_bytes, &intact);
	if (!intact || !vmgl_read_complete(reader))
		return vmgl_malformed(ctx);
	if (!vmgl_text_fits(ctx, "name", name, cmd->name_bytes, true))
		return false;
	if (!vmgl_array_fits(ctx, "modes", cmd->modes_bytes, vmgl_size_bytes(cmd->count, 4), false))
		return false;
	const uint32_t returned = vmgl_host_vmglOpen(ctx, name, name ? cmd->name_bytes : 0, modes, modes ? cmd->modes_bytes : 0, cmd->count);
	if (ctx->fatal)
		return false;
	vmgl_reply_begin(ctx, VMGL_OP_vmglOpen, false);
	vmgl_reply_value(ctx, (uint64_t)returned);
	vmgl_reply_end(ctx);
	return true;
}

bool vmgl_dec_vmglProgram(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct vmgl_cmd_vmglProgram *cmd = vmgl_read_struct(reader, sizeof *cmd);
	if (!cmd || !vmgl_read_complete(reader) || ctx->control)
		return vmgl_malformed(ctx);
	vmgl_reply_begin(ctx, VMGL_OP_vmglProgram, false);
	const bool returned = vmgl_host_vmglProgram(ctx, vmgl_name(ctx, VMGL_CLASS_PROGRAM, cmd->program));
	if (ctx->fatal)
		return false;
	vmgl_reply_value(ctx, (uint64_t)returned);
	vmgl_reply_end(ctx);
	return true;
}
