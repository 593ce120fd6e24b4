/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_COMMANDS_H
#define VMGL_GEN_COMMANDS_H

#include "wire/command.h"

struct vmgl_cmd_glBindAttribLocation {
	uint32_t header;
	uint32_t program;
	uint32_t index;
	uint32_t name_bytes;
};
_Static_assert(sizeof(struct vmgl_cmd_glBindAttribLocation) == 16, "wire layout of glBindAttribLocation");

struct vmgl_cmd_glBindBuffer {
	uint32_t header;
	uint32_t target;
	uint32_t buffer;
	uint8_t padding[4];
};
_Static_assert(sizeof(struct vmgl_cmd_glBindBuffer) == 16, "wire layout of glBindBuffer");

struct vmgl_cmd_glBindBuffersRange {
	uint32_t header;
	uint32_t target;
	uint32_t first;
	int32_t count;
	uint32_t buffers_bytes;
	uint32_t offsets_bytes;
};
_Static_assert(sizeof(struct vmgl_cmd_glBindBuffersRange) == 24, "wire layout of glBindBuffersRange");

struct vmgl_cmd_glBufferSubData {
	uint32_t header;
	uint32_t target;
	uint32_t data_bytes;
	uint8_t padding[4];
	vmgl_i64 offset;
	vmgl_i64 size;
};
_Static_assert(sizeof(struct vmgl_cmd_glBufferSubData) == 32, "wire layout of glBufferSubData");

struct vmgl_cmd_glCreateShader {
	uint32_t header;
	uint32_t type;
	uint32_t result;
	uint8_t padding[4];
};
_Static_assert(sizeof(struct vmgl_cmd_glCreateShader) == 16, "wire layout of glCreateShader");

struct vmgl_cmd_glDeleteBuffers {
	uint32_t header;
	int32_t n;
	uint32_t buffers_bytes;
	uint8_t padding[4];
};
_Static_assert(sizeof(struct vmgl_cmd_glDeleteBuffers) == 16, "wire layout of glDeleteBuffers");

struct vmgl_cmd_glDrawArrays {
	uint32_t header;
	uint32_t mode;
	int32_t first;
	int32_t count;
};
_Static_assert(sizeof(struct vmgl_cmd_glDrawArrays) == 16, "wire layout of glDrawArrays");

struct vmgl_cmd_glFinish {
	uint32_t header;
	uint8_t padding[4];
};
_Static_assert(sizeof(struct vmgl_cmd_glFinish) == 8, "wire layout of glFinish");

struct vmgl_cmd_glGenBuffers {
	uint32_t header;
	int32_t n;
	uint32_t buffers_bytes;
	uint8_t padding[4];
};
_Static_assert(sizeof(struct vmgl_cmd_glGenBuffers) == 16, "wire layout of glGenBuffers");

struct vmgl_cmd_glGetAttachedShaders {
	uint32_t header;
	uint32_t program;
	int32_t maxCount;
	uint32_t count_bytes;
	uint32_t shaders_bytes;
	uint8_t padding[4];
};
_Static_assert(sizeof(struct vmgl_cmd_glGetAttachedShaders) == 24, "wire layout of glGetAttachedShaders");

struct vmgl_cmd_glGetIntegerv {
	uint32_t header;
	uint32_t pname;
	uint32_t data_bytes;
	uint8_t padding[4];
};
_Static_assert(sizeof(struct vmgl_cmd_glGetIntegerv) == 16, "wire layout of glGetIntegerv");

struct vmgl_cmd_glGetShaderInfoLog {
	uint32_t header;
	uint32_t shader;
	int32_t bufSize;
	uint32_t length_bytes;
	uint32_t infoLog_bytes;
	uint8_t padding[4];
};
_Static_assert(sizeof(struct vmgl_cmd_glGetShaderInfoLog) == 24, "wire layout of glGetShaderInfoLog");

struct vmgl_cmd_glGetTextureHandleARB {
	uint32_t header;
	uint32_t texture;
};
_Static_assert(sizeof(struct vmgl_cmd_glGetTextureHandleARB) == 8, "wire layout of glGetTextureHandleARB");

struct vmgl_cmd_glReadPixels {
	uint32_t header;
	int32_t x;
	int32_t y;
	int32_t width;
	int32_t height;
	uint32_t format;
	uint32_t type;
	uint32_t pixels_bytes;
};
_Static_assert(sizeof(struct vmgl_cmd_glReadPixels) == 32, "wire layout of glReadPixels");

struct vmgl_cmd_glReadPixels_offset {
	uint32_t header;
	int32_t x;
	int32_t y;
	int32_t width;
	int32_t height;
	uint32_t format;
	uint32_t type;
	uint8_t padding[4];
	vmgl_u64 pixels;
};
_Static_assert(sizeof(struct vmgl_cmd_glReadPixels_offset) == 40, "wire layout of glReadPixels_offset");

struct vmgl_cmd_glTexParameterfv {
	uint32_t header;
	uint32_t target;
	uint32_t pname;
	uint32_t params_bytes;
};
_Static_assert(sizeof(struct vmgl_cmd_glTexParameterfv) == 16, "wire layout of glTexParameterfv");

struct vmgl_cmd_glTexSubImage2D {
	uint32_t header;
	uint32_t target;
	int32_t level;
	int32_t xoffset;
	int32_t yoffset;
	int32_t width;
	int32_t height;
	uint32_t format;
	uint32_t type;
	uint32_t pixels_bytes;
};
_Static_assert(sizeof(struct vmgl_cmd_glTexSubImage2D) == 40, "wire layout of glTexSubImage2D");

struct vmgl_cmd_glTexSubImage2D_offset {
	uint32_t header;
	uint32_t target;
	int32_t level;
	int32_t xoffset;
	int32_t yoffset;
	int32_t width;
	int32_t height;
	uint32_t format;
	uint32_t type;
	uint8_t padding[4];
	vmgl_u64 pixels;
};
_Static_assert(sizeof(struct vmgl_cmd_glTexSubImage2D_offset) == 48, "wire layout of glTexSubImage2D_offset");

struct vmgl_cmd_glUniform4fv {
	uint32_t header;
	int32_t location;
	int32_t count;
	uint32_t value_bytes;
};
_Static_assert(sizeof(struct vmgl_cmd_glUniform4fv) == 16, "wire layout of glUniform4fv");

struct vmgl_cmd_glVertex2f {
	uint32_t header;
	float x;
	float y;
	uint8_t padding[4];
};
_Static_assert(sizeof(struct vmgl_cmd_glVertex2f) == 16, "wire layout of glVertex2f");

struct vmgl_cmd_glWaitSync {
	uint32_t header;
	uint32_t sync;
	uint32_t flags;
	uint8_t padding[4];
	vmgl_u64 timeout;
};
_Static_assert(sizeof(struct vmgl_cmd_glWaitSync) == 24, "wire layout of glWaitSync");

struct vmgl_cmd_vmglOpen {
	uint32_t header;
	uint32_t name_bytes;
	uint32_t modes_bytes;
	uint32_t count;
};
_Static_assert(sizeof(struct vmgl_cmd_vmglOpen) == 16, "wire layout of vmglOpen");

struct vmgl_cmd_vmglProgram {
	uint32_t header;
	uint32_t program;
};
_Static_assert(sizeof(struct vmgl_cmd_vmglProgram) == 8, "wire layout of vmglProgram");

#endif
