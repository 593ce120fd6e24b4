/* Generated from gl.xml by `npm run generate`; do not edit. */
/* The system's GL/gl.h and GL/glext.h are not needed with this, and are kept out. */
#ifndef VMGL_GEN_GL_H
#define VMGL_GEN_GL_H
#ifndef __gl_h_
#define __gl_h_ 1
#define __GL_H__ 1
#define __gl_glext_h_ 1
#define __gles2_gl2_h_ 1
#endif

#include <stdint.h>

#ifndef APIENTRY
#define APIENTRY
#endif
#ifndef APIENTRYP
#define APIENTRYP APIENTRY *
#endif
#ifndef GLAPI
#define GLAPI extern
#endif

typedef unsigned int GLenum;
typedef unsigned char GLboolean;
typedef unsigned int GLbitfield;
typedef void GLvoid;
typedef signed char GLbyte;
typedef unsigned char GLubyte;
typedef short GLshort;
typedef unsigned short GLushort;
typedef int GLint;
typedef unsigned int GLuint;
typedef int GLclampx;
typedef int GLfixed;
typedef int GLsizei;
typedef float GLfloat;
typedef float GLclampf;
typedef double GLdouble;
typedef double GLclampd;
typedef char GLchar;
typedef char GLcharARB;
typedef unsigned int GLhandleARB;
typedef unsigned short GLhalf;
typedef unsigned short GLhalfARB;
typedef unsigned short GLhalfNV;
typedef intptr_t GLintptr;
typedef intptr_t GLintptrARB;
typedef intptr_t GLsizeiptr;
typedef intptr_t GLsizeiptrARB;
typedef int64_t GLint64;
typedef int64_t GLint64EXT;
typedef uint64_t GLuint64;
typedef uint64_t GLuint64EXT;
typedef struct __GLsync *GLsync;
typedef void *GLeglClientBufferEXT;
typedef void *GLeglImageOES;
typedef intptr_t GLvdpauSurfaceNV;
struct _cl_context;
struct _cl_event;
typedef void (*GLDEBUGPROC)(GLenum source, GLenum type, GLuint id, GLenum severity, GLsizei length,
                            const GLchar *message, const void *userParam);
typedef GLDEBUGPROC GLDEBUGPROCARB;
typedef GLDEBUGPROC GLDEBUGPROCKHR;
typedef void (*GLDEBUGPROCAMD)(GLuint id, GLenum category, GLenum severity, GLsizei length, const GLchar *message,
                               void *userParam);
typedef void (*GLVULKANPROCNV)(void);

#define GL_NO_ERROR 0
#define GL_INVALID_ENUM 0x0500
#define GL_INVALID_OPERATION 0x0502
#define GL_OUT_OF_MEMORY 0x0505
#define GL_TEXTURE_2D 0x0DE1
#define GL_UNSIGNED_BYTE 0x1401
#define GL_RGBA 0x1908
#define GL_BITMAP 0x1A00
#define GL_MAJOR_VERSION 0x821B
#define GL_MINOR_VERSION 0x821C
#define GL_PIXEL_PACK_BUFFER_BINDING 0x88ED
#define GL_PIXEL_UNPACK_BUFFER_BINDING 0x88EF
#define GL_MAX_VERTEX_ATTRIBS 0x8869
#define GL_MAX_TEXTURE_COORDS 0x8871
#define GL_MAX_COMBINED_TEXTURE_IMAGE_UNITS 0x8B4D
#define GL_ACCUM_CLEAR_VALUE 0x0B80
#define GL_TEXTURE_BORDER_COLOR 0x1004
#define GL_TEXTURE_BINDING_2D 0x8069
#define GL_PIXEL_UNPACK_BUFFER 0x88EC
#define GL_PIXEL_PACK_BUFFER 0x88EB
#define GL_TIMEOUT_IGNORED 0xFFFFFFFFFFFFFFFFull

void glBindAttribLocation(GLuint program, GLuint index, const GLchar *name);
void glBindBuffer(GLenum target, GLuint buffer);
void glBindBufferARB(GLenum target, GLuint buffer);
void glBindBuffersRange(GLenum target, GLuint first, GLsizei count, const GLuint *buffers, const GLintptr *offsets);
void glBufferSubData(GLenum target, GLintptr offset, GLsizeiptr size, const void *data);
GLuint glCreateShader(GLenum type);
void glDebugMessageCallback(GLDEBUGPROC callback, const void *userParam);
void glDeleteBuffers(GLsizei n, const GLuint *buffers);
void glDrawArrays(GLenum mode, GLint first, GLsizei count);
void glFinish(void);
void glGenBuffers(GLsizei n, GLuint *buffers);
void glGetAttachedShaders(GLuint program, GLsizei maxCount, GLsizei *count, GLuint *shaders);
void glGetIntegerv(GLenum pname, GLint *data);
void glGetShaderInfoLog(GLuint shader, GLsizei bufSize, GLsizei *length, GLchar *infoLog);
GLuint64 glGetTextureHandleARB(GLuint texture);
GLboolean glIsEnabled(GLenum cap);
void glReadPixels(GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, void *pixels);
void glTexParameterfv(GLenum target, GLenum pname, const GLfloat *params);
void glTexSubImage2D(GLenum target, GLint level, GLint xoffset, GLint yoffset, GLsizei width, GLsizei height, GLenum format, GLenum type, const void *pixels);
void glUniform4fv(GLint location, GLsizei count, const GLfloat *value);
void glVertex2f(GLfloat x, GLfloat y);
void glVertex2fv(const GLfloat *v);
void glWaitSync(GLsync sync, GLbitfield flags, GLuint64 timeout);

#endif
