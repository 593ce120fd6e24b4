/* Programs of GLSL, with what went wrong in the report. */
#ifndef PROGRAMS_SHADER_H
#define PROGRAMS_SHADER_H

#include "gl.h"

GLuint shader_make(GLenum stage, const char *source);
/* Links the shaders (up to a 0) and deletes them. Reports the link status. */
GLuint shader_link(const char *name, const GLuint *shaders);
GLuint shader_program(const char *name, const char *vertex, const char *fragment);

#endif
