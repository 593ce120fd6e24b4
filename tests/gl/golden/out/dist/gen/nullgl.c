/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/nullgl.h"

#include <stdlib.h>
#include <string.h>

#include "gen/gl.h"
#include "gen/pnames.h"
#include "wire/size_ops.h"

static GLuint last_name;
static volatile unsigned sum;
static GLuint bindings[0x10000];

__attribute__((unused)) static void reads(const void *data, uint64_t bytes) {
	for (uint64_t i = 0; data && bytes <= VMGL_COMMAND_MAX && i < bytes; i++)
		sum += ((const unsigned char *)data)[i];
}

__attribute__((unused)) static void writes(void *data, uint64_t bytes) {
	if (data && bytes <= VMGL_COMMAND_MAX)
		memset(data, 0, (size_t)bytes);
}

__attribute__((unused)) static void generates(GLuint *names, uint64_t bytes) {
	for (uint64_t i = 0; names && bytes <= VMGL_COMMAND_MAX && i < bytes / 4; i++)
		names[i] = ++last_name;
}

__attribute__((unused)) static void bind(GLenum target, GLuint buffer) {
	bindings[target & 0xffff] = buffer;
}

__attribute__((unused)) static bool bound(GLenum target) {
	return bindings[target & 0xffff] != 0;
}

__attribute__((unused)) static void *map(GLsizeiptr length) {
	static void *memory;
	free(memory);
	memory = length >= 0 && (uint64_t)length <= VMGL_COMMAND_MAX ? calloc(1, (size_t)length + 1) : NULL;
	return memory;
}

__attribute__((unused)) static void integer(GLenum pname, GLint *data) {
	switch (pname) {
	case GL_MAJOR_VERSION:
		*data = 4;
		break;
	case GL_MINOR_VERSION:
		*data = 5;
		break;
	case GL_PIXEL_UNPACK_BUFFER_BINDING:
		*data = (GLint)bindings[GL_PIXEL_UNPACK_BUFFER];
		break;
	case GL_PIXEL_PACK_BUFFER_BINDING:
		*data = (GLint)bindings[GL_PIXEL_PACK_BUFFER];
		break;
	case GL_MAX_VERTEX_ATTRIBS:
	case GL_MAX_TEXTURE_COORDS:
	case GL_MAX_COMBINED_TEXTURE_IMAGE_UNITS:
		*data = 16;
		break;
	default:
		break;
	}
}

static void null_glBindAttribLocation(GLuint program, GLuint index, const GLchar *name) {
	(void)program;
	(void)index;
	(void)name;
	if (name)
		reads(name, strlen(name) + 1);
}

static void null_glBindBuffer(GLenum target, GLuint buffer) {
	(void)target;
	(void)buffer;
	bind(target, buffer);
}

static void null_glBindBuffersRange(GLenum target, GLuint first, GLsizei count, const GLuint *buffers, const GLintptr *offsets) {
	(void)target;
	(void)first;
	(void)count;
	(void)buffers;
	(void)offsets;
	reads(buffers, vmgl_size_bytes(count, 4));
	reads(offsets, vmgl_size_bytes(count, sizeof(GLintptr)));
}

static void null_glBufferSubData(GLenum target, GLintptr offset, GLsizeiptr size, const void *data) {
	(void)target;
	(void)offset;
	(void)size;
	(void)data;
	reads(data, vmgl_size_bytes(size, 1));
}

static GLuint null_glCreateShader(GLenum type) {
	(void)type;
	return ++last_name;
}

static void null_glDebugMessageCallback(GLDEBUGPROC callback, const void *userParam) {
	(void)callback;
	(void)userParam;
}

static void null_glDeleteBuffers(GLsizei n, const GLuint *buffers) {
	(void)n;
	(void)buffers;
	reads(buffers, vmgl_size_bytes(n, 4));
}

static void null_glDrawArrays(GLenum mode, GLint first, GLsizei count) {
	(void)mode;
	(void)first;
	(void)count;
}

static void null_glFinish(void) {
}

static void null_glGenBuffers(GLsizei n, GLuint *buffers) {
	(void)n;
	(void)buffers;
	generates(buffers, vmgl_size_bytes(n, 4));
}

static void null_glGetAttachedShaders(GLuint program, GLsizei maxCount, GLsizei *count, GLuint *shaders) {
	(void)program;
	(void)maxCount;
	(void)count;
	(void)shaders;
	writes(count, vmgl_size_bytes(1, 4));
	writes(shaders, vmgl_size_bytes(maxCount, 4));
}

static void null_glGetIntegerv(GLenum pname, GLint *data) {
	(void)pname;
	(void)data;
	writes(data, vmgl_size_bytes(vmgl_pname_count(pname), 4));
	integer(pname, data);
}

static void null_glGetShaderInfoLog(GLuint shader, GLsizei bufSize, GLsizei *length, GLchar *infoLog) {
	(void)shader;
	(void)bufSize;
	(void)length;
	(void)infoLog;
	writes(length, vmgl_size_bytes(1, 4));
	writes(infoLog, vmgl_size_bytes(bufSize, 1));
}

static GLuint64 null_glGetTextureHandleARB(GLuint texture) {
	(void)texture;
	return 0;
}

static GLboolean null_glIsEnabled(GLenum cap) {
	(void)cap;
	return 0;
}

static void null_glReadPixels(GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, void *pixels) {
	(void)x;
	(void)y;
	(void)width;
	(void)height;
	(void)format;
	(void)type;
	(void)pixels;
	if (!bound(GL_PIXEL_PACK_BUFFER))
		writes(pixels, vmgl_size_image(width, height, 1, format, type));
}

static void null_glTexParameterfv(GLenum target, GLenum pname, const GLfloat *params) {
	(void)target;
	(void)pname;
	(void)params;
	reads(params, vmgl_size_bytes(vmgl_pname_count(pname), 4));
}

static void null_glTexSubImage2D(GLenum target, GLint level, GLint xoffset, GLint yoffset, GLsizei width, GLsizei height, GLenum format, GLenum type, const void *pixels) {
	(void)target;
	(void)level;
	(void)xoffset;
	(void)yoffset;
	(void)width;
	(void)height;
	(void)format;
	(void)type;
	(void)pixels;
	if (!bound(GL_PIXEL_UNPACK_BUFFER))
		reads(pixels, vmgl_size_image(width, height, 1, format, type));
}

static void null_glUniform4fv(GLint location, GLsizei count, const GLfloat *value) {
	(void)location;
	(void)count;
	(void)value;
	reads(value, vmgl_size_bytes(vmgl_size_mul(count, 4), 4));
}

static void null_glVertex2f(GLfloat x, GLfloat y) {
	(void)x;
	(void)y;
}

static void null_glVertex2fv(const GLfloat *v) {
	(void)v;
	reads(v, vmgl_size_bytes(2, 4));
}

static void null_glWaitSync(GLsync sync, GLbitfield flags, GLuint64 timeout) {
	(void)sync;
	(void)flags;
	(void)timeout;
}

struct entry {
	const char *name;
	void (*proc)(void);
};

#define ENTRY(name, proc) {#name, (void (*)(void))null_##proc}
static const struct entry entries[] = {
	ENTRY(glBindAttribLocation, glBindAttribLocation),
	ENTRY(glBindBuffer, glBindBuffer),
	ENTRY(glBindBufferARB, glBindBuffer),
	ENTRY(glBindBuffersRange, glBindBuffersRange),
	ENTRY(glBufferSubData, glBufferSubData),
	ENTRY(glCreateShader, glCreateShader),
	ENTRY(glDebugMessageCallback, glDebugMessageCallback),
	ENTRY(glDeleteBuffers, glDeleteBuffers),
	ENTRY(glDrawArrays, glDrawArrays),
	ENTRY(glFinish, glFinish),
	ENTRY(glGenBuffers, glGenBuffers),
	ENTRY(glGetAttachedShaders, glGetAttachedShaders),
	ENTRY(glGetIntegerv, glGetIntegerv),
	ENTRY(glGetShaderInfoLog, glGetShaderInfoLog),
	ENTRY(glGetTextureHandleARB, glGetTextureHandleARB),
	ENTRY(glIsEnabled, glIsEnabled),
	ENTRY(glReadPixels, glReadPixels),
	ENTRY(glTexParameterfv, glTexParameterfv),
	ENTRY(glTexSubImage2D, glTexSubImage2D),
	ENTRY(glUniform4fv, glUniform4fv),
	ENTRY(glVertex2f, glVertex2f),
	ENTRY(glVertex2fv, glVertex2fv),
	ENTRY(glWaitSync, glWaitSync),
};
#undef ENTRY

static int compare(const void *name, const void *entry) {
	return strcmp(name, ((const struct entry *)entry)->name);
}

void *vmgl_nullgl_proc(const char *name) {
	const struct entry *entry = bsearch(name, entries, sizeof entries / sizeof *entries, sizeof *entries, compare);
	void *proc = NULL;
	if (entry)
		memcpy(&proc, &entry->proc, sizeof proc);
	return proc;
}
