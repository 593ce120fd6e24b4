/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "calls_any.h"


static void make_glBindAttribLocation(void (*call)(void), const char *name) {
	GLuint program_ = (GLuint)draw_name(NAMES_PROGRAM);
	GLuint index_ = draw_index();
	const GLchar *name_ = (const GLchar *)(uintptr_t)((const GLchar *)(uintptr_t)draw_text());
	say("%s: program %lld, index %lld", name, (long long)program_, (long long)index_);
	((void(*)(GLuint, GLuint, const GLchar *))call)(program_, index_, name_);
}

static void make_glBindBuffer(void (*call)(void), const char *name) {
	GLenum target_ = draw_any_enum();
	GLuint buffer_ = (GLuint)draw_name(NAMES_BUFFER);
	say("%s: target 0x%llx, buffer %lld", name, (long long)target_, (long long)buffer_);
	((void(*)(GLenum, GLuint))call)(target_, buffer_);
}

static void make_glBindBuffersRange(void (*call)(void), const char *name) {
	GLenum target_ = draw_any_enum();
	GLuint first_ = draw_index();
	GLsizei count_ = (GLsizei)draw_int(one_in(20) ? -1 : 0, 4);
	const GLuint *buffers_ = (const GLuint *)(uintptr_t)(draw_names(NAMES_BUFFER));
	const GLintptr *offsets_ = (const GLintptr *)(uintptr_t)(draw_longs());
	say("%s: target 0x%llx, first %lld, count %lld", name, (long long)target_, (long long)first_, (long long)count_);
	((void(*)(GLenum, GLuint, GLsizei, const GLuint *, const GLintptr *))call)(target_, first_, count_, buffers_, offsets_);
}

static void make_glBufferSubData(void (*call)(void), const char *name) {
	GLenum target_ = draw_any_enum();
	GLintptr offset_ = (GLintptr)draw_offset();
	GLsizeiptr size_ = (GLsizeiptr)draw_offset();
	const void *data_ = (const void *)(uintptr_t)(draw_noise());
	say("%s: target 0x%llx, offset %lld, size %lld", name, (long long)target_, (long long)offset_, (long long)size_);
	((void(*)(GLenum, GLintptr, GLsizeiptr, const void *))call)(target_, offset_, size_, data_);
}

static void make_glCreateShader(void (*call)(void), const char *name) {
	GLenum type_ = draw_any_enum();
	say("%s: type 0x%llx", name, (long long)type_);
	GLuint result = ((GLuint(*)(GLenum))call)(type_);
	record("result", &result, sizeof(result));
}

static void make_glDeleteBuffers(void (*call)(void), const char *name) {
	GLsizei n_ = (GLsizei)draw_int(one_in(20) ? -1 : 0, 4);
	const GLuint *buffers_ = (const GLuint *)(uintptr_t)(draw_names(NAMES_BUFFER));
	say("%s: n %lld", name, (long long)n_);
	((void(*)(GLsizei, const GLuint *))call)(n_, buffers_);
}

static void make_glFinish(void (*call)(void), const char *name) {
	say("%s: ", name);
	((void(*)(void))call)();
}

static void make_glGenBuffers(void (*call)(void), const char *name) {
	GLsizei n_ = (GLsizei)draw_int(one_in(20) ? -1 : 0, 4);
	GLuint *buffers_ = (GLuint *)(uintptr_t)(draw_names(NAMES_BUFFER));
	say("%s: n %lld", name, (long long)n_);
	((void(*)(GLsizei, GLuint *))call)(n_, buffers_);
}

static void make_glGetAttachedShaders(void (*call)(void), const char *name) {
	GLuint program_ = (GLuint)draw_name(NAMES_PROGRAM);
	GLsizei maxCount_ = (GLsizei)draw_room();
	GLsizei *count_ = (GLsizei *)(uintptr_t)(room(2));
	GLuint *shaders_ = (GLuint *)(uintptr_t)(room(3));
	say("%s: program %lld, maxCount %lld", name, (long long)program_, (long long)maxCount_);
	((void(*)(GLuint, GLsizei, GLsizei *, GLuint *))call)(program_, maxCount_, count_, shaders_);
	record_room(name, 2);
	record_room(name, 3);
}

static void make_glGetIntegerv(void (*call)(void), const char *name) {
	GLenum pname_ = draw_any_enum();
	GLint *data_ = (GLint *)(uintptr_t)(room(1));
	say("%s: pname 0x%llx", name, (long long)pname_);
	((void(*)(GLenum, GLint *))call)(pname_, data_);
	record_room(name, 1);
}

static void make_glGetShaderInfoLog(void (*call)(void), const char *name) {
	GLuint shader_ = (GLuint)draw_name(NAMES_PROGRAM);
	GLsizei bufSize_ = (GLsizei)draw_room();
	GLsizei *length_ = (GLsizei *)(uintptr_t)(room(2));
	GLchar *infoLog_ = (GLchar *)(uintptr_t)(room(3));
	say("%s: shader %lld, bufSize %lld", name, (long long)shader_, (long long)bufSize_);
	((void(*)(GLuint, GLsizei, GLsizei *, GLchar *))call)(shader_, bufSize_, length_, infoLog_);
	record_room(name, 2);
	record_room(name, 3);
}

static void make_glIsEnabled(void (*call)(void), const char *name) {
	GLenum cap_ = draw_any_enum();
	say("%s: cap 0x%llx", name, (long long)cap_);
	GLboolean result = ((GLboolean(*)(GLenum))call)(cap_);
	record("result", &result, sizeof(result));
}

static void make_glReadPixels(void (*call)(void), const char *name) {
	GLint x_ = (GLint)draw_number();
	GLint y_ = (GLint)draw_number();
	GLsizei width_ = (GLsizei)draw_extent();
	GLsizei height_ = (GLsizei)draw_extent();
	GLenum format_ = draw_any_enum();
	GLenum type_ = draw_any_enum();
	void *pixels_ = (void *)(uintptr_t)(room(6));
	say("%s: x %lld, y %lld, width %lld, height %lld, format 0x%llx, type 0x%llx", name, (long long)x_, (long long)y_, (long long)width_, (long long)height_, (long long)format_, (long long)type_);
	((void(*)(GLint, GLint, GLsizei, GLsizei, GLenum, GLenum, void *))call)(x_, y_, width_, height_, format_, type_, pixels_);
	record_room(name, 6);
}

static void make_glTexParameterfv(void (*call)(void), const char *name) {
	GLenum target_ = draw_any_enum();
	GLenum pname_ = draw_any_enum();
	const GLfloat *params_ = (const GLfloat *)(uintptr_t)(draw_floats());
	say("%s: target 0x%llx, pname 0x%llx", name, (long long)target_, (long long)pname_);
	((void(*)(GLenum, GLenum, const GLfloat *))call)(target_, pname_, params_);
}

static void make_glTexSubImage2D(void (*call)(void), const char *name) {
	GLenum target_ = draw_any_enum();
	GLint level_ = (GLint)draw_int(0, 3);
	GLint xoffset_ = (GLint)draw_number();
	GLint yoffset_ = (GLint)draw_number();
	GLsizei width_ = (GLsizei)draw_extent();
	GLsizei height_ = (GLsizei)draw_extent();
	GLenum format_ = draw_any_enum();
	GLenum type_ = draw_any_enum();
	const void *pixels_ = (const void *)(uintptr_t)(one_in(8) ? NULL : draw_noise());
	say("%s: target 0x%llx, level %lld, xoffset %lld, yoffset %lld, width %lld, height %lld, format 0x%llx, type 0x%llx", name, (long long)target_, (long long)level_, (long long)xoffset_, (long long)yoffset_, (long long)width_, (long long)height_, (long long)format_, (long long)type_);
	((void(*)(GLenum, GLint, GLint, GLint, GLsizei, GLsizei, GLenum, GLenum, const void *))call)(target_, level_, xoffset_, yoffset_, width_, height_, format_, type_, pixels_);
}

static void make_glUniform4fv(void (*call)(void), const char *name) {
	GLint location_ = (GLint)draw_int(-1, 6);
	GLsizei count_ = (GLsizei)draw_int(one_in(20) ? -1 : 0, 4);
	const GLfloat *value_ = (const GLfloat *)(uintptr_t)(draw_floats());
	say("%s: location %lld, count %lld", name, (long long)location_, (long long)count_);
	((void(*)(GLint, GLsizei, const GLfloat *))call)(location_, count_, value_);
}

static void make_glVertex2f(void (*call)(void), const char *name) {
	GLfloat x_ = (GLfloat)draw_float();
	GLfloat y_ = (GLfloat)draw_float();
	say("%s: x %g, y %g", name, (double)x_, (double)y_);
	((void(*)(GLfloat, GLfloat))call)(x_, y_);
}

static void make_glVertex2fv(void (*call)(void), const char *name) {
	const GLfloat *v_ = (const GLfloat *)(uintptr_t)(draw_floats());
	say("%s: ", name);
	((void(*)(const GLfloat *))call)(v_);
}

const struct any_call any_calls[] = {
	{"glBindAttribLocation", make_glBindAttribLocation, 20, ""},
	{"glBindBuffer", make_glBindBuffer, 20, ""},
	{"glBindBufferARB", make_glBindBuffer, 0, "GL_ARB_vertex_buffer_object"},
	{"glBindBuffersRange", make_glBindBuffersRange, 20, ""},
	{"glBufferSubData", make_glBufferSubData, 20, ""},
	{"glCreateShader", make_glCreateShader, 20, ""},
	{"glDeleteBuffers", make_glDeleteBuffers, 20, ""},
	{"glFinish", make_glFinish, 10, ""},
	{"glGenBuffers", make_glGenBuffers, 20, ""},
	{"glGetAttachedShaders", make_glGetAttachedShaders, 20, ""},
	{"glGetIntegerv", make_glGetIntegerv, 10, ""},
	{"glGetShaderInfoLog", make_glGetShaderInfoLog, 20, ""},
	{"glIsEnabled", make_glIsEnabled, 10, ""},
	{"glReadPixels", make_glReadPixels, 10, ""},
	{"glTexParameterfv", make_glTexParameterfv, 10, ""},
	{"glTexSubImage2D", make_glTexSubImage2D, 10, ""},
	{"glUniform4fv", make_glUniform4fv, 20, ""},
	{"glVertex2f", make_glVertex2f, 10, ""},
	{"glVertex2fv", make_glVertex2fv, 10, ""},
};
const size_t any_call_count = COUNT(any_calls);

const GLenum any_enums[] = {};
const size_t any_enum_count = COUNT(any_enums);
