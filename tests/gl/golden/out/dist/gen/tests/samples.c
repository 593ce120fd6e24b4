/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/tests/samples.h"

#include <stdbool.h>
#include <string.h>

#include "gen/commands.h"
#include "gen/gl.h"
#include "gen/opcodes.h"
#include "gen/pnames.h"
#include "wire/size_ops.h"

__attribute__((unused)) static size_t fill(void *at, size_t offset, size_t capacity, uint32_t bytes, unsigned unit) {
	size_t padded = (size_t)VMGL_PAD8((uint64_t)bytes);
	for (size_t i = 0; unit && offset + padded <= capacity && i < bytes; i += unit)
		((uint8_t *)at)[offset + i] = 1;
	return padded;
}

__attribute__((unused)) static size_t text(void *at, size_t offset, size_t capacity) {
	if (offset + 8 <= capacity)
		memcpy((uint8_t *)at + offset, "a", 2);
	return 8;
}

static size_t sample_glBindAttribLocation(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glBindAttribLocation *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->program = 1;
	cmd->index = 2;
	cmd->name_bytes = (uint32_t)(2);
	bytes += text(cmd, bytes, capacity);
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glBindAttribLocation, bytes);
	return bytes;
}

static size_t sample_glBindBuffer(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glBindBuffer *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->target = GL_TEXTURE_2D;
	cmd->buffer = 1;
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glBindBuffer, bytes);
	return bytes;
}

static size_t sample_glBindBuffersRange(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glBindBuffersRange *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->target = GL_TEXTURE_2D;
	cmd->first = 2;
	cmd->count = 2;
	cmd->buffers_bytes = (uint32_t)(vmgl_size_bytes(cmd->count, 4));
	bytes += fill(cmd, bytes, capacity, cmd->buffers_bytes, 4);
	cmd->offsets_bytes = (uint32_t)(vmgl_size_bytes(cmd->count, 8));
	bytes += fill(cmd, bytes, capacity, cmd->offsets_bytes, 8);
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glBindBuffersRange, bytes);
	return bytes;
}

static size_t sample_glBufferSubData(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glBufferSubData *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->target = GL_TEXTURE_2D;
	cmd->offset = 2;
	cmd->size = 2;
	cmd->data_bytes = (uint32_t)(vmgl_size_bytes(cmd->size, 1));
	bytes += fill(cmd, bytes, capacity, cmd->data_bytes, 1);
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glBufferSubData, bytes);
	return bytes;
}

static size_t sample_glCreateShader(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glCreateShader *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->type = GL_UNSIGNED_BYTE;
	cmd->result = 77;
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glCreateShader, bytes);
	return bytes;
}

static size_t sample_glDeleteBuffers(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glDeleteBuffers *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->n = 2;
	cmd->buffers_bytes = (uint32_t)(vmgl_size_bytes(cmd->n, 4));
	bytes += fill(cmd, bytes, capacity, cmd->buffers_bytes, 4);
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glDeleteBuffers, bytes);
	return bytes;
}

static size_t sample_glDrawArrays(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glDrawArrays *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->mode = GL_TEXTURE_2D;
	cmd->first = 2;
	cmd->count = 2;
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glDrawArrays, bytes);
	return bytes;
}

static size_t sample_glFinish(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glFinish *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glFinish, bytes);
	return bytes;
}

static size_t sample_glGenBuffers(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glGenBuffers *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->n = 2;
	cmd->buffers_bytes = (uint32_t)(vmgl_size_bytes(cmd->n, 4));
	bytes += fill(cmd, bytes, capacity, cmd->buffers_bytes, 4);
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glGenBuffers, bytes);
	return bytes;
}

static size_t sample_glGetAttachedShaders(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glGetAttachedShaders *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->program = 1;
	cmd->maxCount = 2;
	cmd->count_bytes = (uint32_t)(vmgl_size_bytes(1, 4));
	cmd->shaders_bytes = (uint32_t)(vmgl_size_bytes(cmd->maxCount, 4));
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glGetAttachedShaders, bytes);
	return bytes;
}

static size_t sample_glGetIntegerv(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glGetIntegerv *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->pname = GL_TEXTURE_BORDER_COLOR;
	cmd->data_bytes = (uint32_t)(vmgl_size_bytes(vmgl_pname_count(cmd->pname), 4));
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glGetIntegerv, bytes);
	return bytes;
}

static size_t sample_glGetShaderInfoLog(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glGetShaderInfoLog *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->shader = 1;
	cmd->bufSize = 2;
	cmd->length_bytes = (uint32_t)(vmgl_size_bytes(1, 4));
	cmd->infoLog_bytes = (uint32_t)(vmgl_size_bytes(cmd->bufSize, 1));
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glGetShaderInfoLog, bytes);
	return bytes;
}

static size_t sample_glGetTextureHandleARB(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glGetTextureHandleARB *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->texture = 1;
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glGetTextureHandleARB, bytes);
	return bytes;
}

static size_t sample_glReadPixels(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glReadPixels *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->x = 2;
	cmd->y = 2;
	cmd->width = 2;
	cmd->height = 2;
	cmd->format = GL_RGBA;
	cmd->type = GL_UNSIGNED_BYTE;
	cmd->pixels_bytes = (uint32_t)(vmgl_size_image(cmd->width, cmd->height, 1, cmd->format, cmd->type));
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glReadPixels, bytes);
	return bytes;
}

static size_t sample_glReadPixels_offset(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glReadPixels_offset *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->x = 2;
	cmd->y = 2;
	cmd->width = 2;
	cmd->height = 2;
	cmd->format = GL_RGBA;
	cmd->type = GL_UNSIGNED_BYTE;
	cmd->pixels = 16;
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glReadPixels_offset, bytes);
	return bytes;
}

static size_t sample_glTexParameterfv(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glTexParameterfv *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->target = GL_TEXTURE_2D;
	cmd->pname = GL_TEXTURE_BORDER_COLOR;
	cmd->params_bytes = (uint32_t)(vmgl_size_bytes(vmgl_pname_count(cmd->pname), 4));
	bytes += fill(cmd, bytes, capacity, cmd->params_bytes, 0);
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glTexParameterfv, bytes);
	return bytes;
}

static size_t sample_glTexSubImage2D(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glTexSubImage2D *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->target = GL_TEXTURE_2D;
	cmd->level = 2;
	cmd->xoffset = 2;
	cmd->yoffset = 2;
	cmd->width = 2;
	cmd->height = 2;
	cmd->format = GL_RGBA;
	cmd->type = GL_UNSIGNED_BYTE;
	cmd->pixels_bytes = (uint32_t)(vmgl_size_image(cmd->width, cmd->height, 1, cmd->format, cmd->type));
	bytes += fill(cmd, bytes, capacity, cmd->pixels_bytes, 0);
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glTexSubImage2D, bytes);
	return bytes;
}

static size_t sample_glTexSubImage2D_offset(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glTexSubImage2D_offset *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->target = GL_TEXTURE_2D;
	cmd->level = 2;
	cmd->xoffset = 2;
	cmd->yoffset = 2;
	cmd->width = 2;
	cmd->height = 2;
	cmd->format = GL_RGBA;
	cmd->type = GL_UNSIGNED_BYTE;
	cmd->pixels = 16;
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glTexSubImage2D_offset, bytes);
	return bytes;
}

static size_t sample_glUniform4fv(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glUniform4fv *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->location = 2;
	cmd->count = 2;
	cmd->value_bytes = (uint32_t)(vmgl_size_bytes(vmgl_size_mul(cmd->count, 4), 4));
	bytes += fill(cmd, bytes, capacity, cmd->value_bytes, 0);
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glUniform4fv, bytes);
	return bytes;
}

static size_t sample_glVertex2f(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glVertex2f *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->x = 2;
	cmd->y = 2;
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glVertex2f, bytes);
	return bytes;
}

static size_t sample_glWaitSync(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_glWaitSync *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->sync = 1;
	cmd->flags = 2;
	cmd->timeout = 2;
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_glWaitSync, bytes);
	return bytes;
}

static size_t sample_vmglOpen(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_vmglOpen *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->count = 2;
	cmd->name_bytes = (uint32_t)(2);
	bytes += text(cmd, bytes, capacity);
	cmd->modes_bytes = (uint32_t)(vmgl_size_bytes(cmd->count, 4));
	bytes += fill(cmd, bytes, capacity, cmd->modes_bytes, 4);
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_vmglOpen, bytes);
	return bytes;
}

static size_t sample_vmglProgram(void *at, size_t capacity) {
	(void)capacity;
	struct vmgl_cmd_vmglProgram *cmd = at;
	size_t bytes = sizeof *cmd;
	cmd->program = 1;
	cmd->header = VMGL_COMMAND_HEADER(VMGL_OP_vmglProgram, bytes);
	return bytes;
}

static size_t (*const samples[VMGL_OP_COUNT])(void *at, size_t capacity) = {
	[VMGL_OP_glBindAttribLocation] = sample_glBindAttribLocation,
	[VMGL_OP_glBindBuffer] = sample_glBindBuffer,
	[VMGL_OP_glBindBuffersRange] = sample_glBindBuffersRange,
	[VMGL_OP_glBufferSubData] = sample_glBufferSubData,
	[VMGL_OP_glCreateShader] = sample_glCreateShader,
	[VMGL_OP_glDeleteBuffers] = sample_glDeleteBuffers,
	[VMGL_OP_glDrawArrays] = sample_glDrawArrays,
	[VMGL_OP_glFinish] = sample_glFinish,
	[VMGL_OP_glGenBuffers] = sample_glGenBuffers,
	[VMGL_OP_glGetAttachedShaders] = sample_glGetAttachedShaders,
	[VMGL_OP_glGetIntegerv] = sample_glGetIntegerv,
	[VMGL_OP_glGetShaderInfoLog] = sample_glGetShaderInfoLog,
	[VMGL_OP_glGetTextureHandleARB] = sample_glGetTextureHandleARB,
	[VMGL_OP_glReadPixels] = sample_glReadPixels,
	[VMGL_OP_glReadPixels_offset] = sample_glReadPixels_offset,
	[VMGL_OP_glTexParameterfv] = sample_glTexParameterfv,
	[VMGL_OP_glTexSubImage2D] = sample_glTexSubImage2D,
	[VMGL_OP_glTexSubImage2D_offset] = sample_glTexSubImage2D_offset,
	[VMGL_OP_glUniform4fv] = sample_glUniform4fv,
	[VMGL_OP_glVertex2f] = sample_glVertex2f,
	[VMGL_OP_glWaitSync] = sample_glWaitSync,
	[VMGL_OP_vmglOpen] = sample_vmglOpen,
	[VMGL_OP_vmglProgram] = sample_vmglProgram,
};

size_t vmgl_sample(uint32_t opcode, void *at, size_t capacity) {
	if (opcode >= VMGL_OP_COUNT || !samples[opcode] || capacity < 1024)
		return 0;
	size_t bytes = samples[opcode](at, capacity);
	return bytes <= capacity ? bytes : 0;
}
