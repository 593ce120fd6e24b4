#include "shader.h"

#include "report.h"

GLuint shader_make(GLenum stage, const char *source) {
	GLuint shader = glCreateShader(stage);
	glShaderSource(shader, 1, &source, NULL);
	glCompileShader(shader);
	GLint ok = 0;
	glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
	if (!ok) {
		char log[2048] = "";
		glGetShaderInfoLog(shader, sizeof(log), NULL, log);
		report("shader 0x%x does not compile: %s", stage, log);
	}
	return shader;
}

GLuint shader_link(const char *name, const GLuint *shaders) {
	GLuint program = glCreateProgram();
	for (int i = 0; shaders[i]; i++)
		glAttachShader(program, shaders[i]);
	glLinkProgram(program);
	for (int i = 0; shaders[i]; i++) {
		glDetachShader(program, shaders[i]);
		glDeleteShader(shaders[i]);
	}
	GLint ok = 0;
	glGetProgramiv(program, GL_LINK_STATUS, &ok);
	report("program %s: %s", name, ok ? "linked" : "not linked");
	if (!ok) {
		char log[2048] = "";
		glGetProgramInfoLog(program, sizeof(log), NULL, log);
		report_text("log", log);
	}
	return program;
}

GLuint shader_program(const char *name, const char *vertex, const char *fragment) {
	return shader_link(name,
					   (GLuint[]){shader_make(GL_VERTEX_SHADER, vertex), shader_make(GL_FRAGMENT_SHADER, fragment), 0});
}
