/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_HOST_DISPATCH_H
#define VMGL_GEN_HOST_DISPATCH_H

#include <stdbool.h>

#include "gen/gl.h"

/* NULL where the driver has none of a function's names. */
struct vmgl_gl {
	void (*BindAttribLocation)(GLuint program, GLuint index, const GLchar *name);
	void (*BindBuffer)(GLenum target, GLuint buffer);
	void (*BindBuffersRange)(GLenum target, GLuint first, GLsizei count, const GLuint *buffers, const GLintptr *offsets);
	void (*BufferSubData)(GLenum target, GLintptr offset, GLsizeiptr size, const void *data);
	GLuint (*CreateShader)(GLenum type);
	void (*DebugMessageCallback)(GLDEBUGPROC callback, const void *userParam);
	void (*DeleteBuffers)(GLsizei n, const GLuint *buffers);
	void (*DrawArrays)(GLenum mode, GLint first, GLsizei count);
	void (*Finish)(void);
	void (*GenBuffers)(GLsizei n, GLuint *buffers);
	void (*GetAttachedShaders)(GLuint program, GLsizei maxCount, GLsizei *count, GLuint *shaders);
	void (*GetIntegerv)(GLenum pname, GLint *data);
	void (*GetShaderInfoLog)(GLuint shader, GLsizei bufSize, GLsizei *length, GLchar *infoLog);
	GLuint64 (*GetTextureHandleARB)(GLuint texture);
	GLboolean (*IsEnabled)(GLenum cap);
	void (*ReadPixels)(GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, void *pixels);
	void (*TexParameterfv)(GLenum target, GLenum pname, const GLfloat *params);
	void (*TexSubImage2D)(GLenum target, GLint level, GLint xoffset, GLint yoffset, GLsizei width, GLsizei height, GLenum format, GLenum type, const void *pixels);
	void (*Uniform4fv)(GLint location, GLsizei count, const GLfloat *value);
	void (*Vertex2f)(GLfloat x, GLfloat y);
	void (*Vertex2fv)(const GLfloat *v);
	void (*WaitSync)(GLsync sync, GLbitfield flags, GLuint64 timeout);
};

/* Asks for every function by its own name, then by its aliases in the registry's order. Without trust the driver
 * has none of the functions that only trusted guests may call. */
void vmgl_gl_load(struct vmgl_gl *gl, bool trust, void *(*get_proc)(const char *name));

/* Whether only trusted guests may know that the driver has this extension. */
bool vmgl_extension_needs_trust(const char *name);

#endif
