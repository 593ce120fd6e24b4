/* Programs that are linked again: other locations, a link that fails, values that start again; array elements by name;
 * locations that are asked for while a program is still being made. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static const char vertex[] =
	"#version 130\nin vec2 at; in vec2 other; void main() { gl_Position = vec4(at + other, 0, 1); }";

static void attach(GLuint program, const char *fragment) {
	GLuint attached[2];
	GLsizei count = 0;
	glGetAttachedShaders(program, 2, &count, attached);
	for (GLsizei i = 0; i < count; i++)
		glDetachShader(program, attached[i]);
	GLuint shaders[] = {glCreateShader(GL_VERTEX_SHADER), glCreateShader(GL_FRAGMENT_SHADER)};
	const char *sources[] = {vertex, fragment};
	for (int i = 0; i < 2; i++) {
		glShaderSource(shaders[i], 1, &sources[i], NULL);
		glCompileShader(shaders[i]);
		glAttachShader(program, shaders[i]);
		glDeleteShader(shaders[i]);
	}
	glLinkProgram(program);
}

static void value(GLuint program, const char *name) {
	GLfloat values[4] = {-9, -9, -9, -9};
	GLint at = glGetUniformLocation(program, name);
	if (at >= 0)
		glGetUniformfv(program, at, values);
	report("%s: %s, %g %g", name, at >= 0 ? "there" : "not there", (double)values[0], (double)values[1]);
}

static void linked(const char *step, GLuint program) {
	GLint status = -1, active = -1;
	glGetProgramiv(program, GL_LINK_STATUS, &status);
	glGetProgramiv(program, GL_ACTIVE_UNIFORMS, &active);
	report("-- %s: linked %d, uniforms %d", step, status, active);
	report_error(step);
}

static void draw(const char *step) {
	glClear(GL_COLOR_BUFFER_BIT);
	glRectf(-0.5f, -0.5f, 0.5f, 0.5f);
	report_pixels(step);
}

int main(void) {
	window_open_compat();
	GLuint program = glCreateProgram();
	glBindAttribLocation(program, 0, "at");
	glBindAttribLocation(program, 5, "other");
	/* Nothing of this was waited for: the location is the program's all the same. */
	attach(program, "#version 130\nuniform vec4 tint; out vec4 c; void main() { c = tint; }");
	GLint tint = glGetUniformLocation(program, "tint");
	glUseProgram(program);
	glUniform4f(tint, 1, 0, 0, 1);
	draw("red");
	linked("first", program);
	report("attributes: %d %d", glGetAttribLocation(program, "at"), glGetAttribLocation(program, "other"));
	value(program, "tint");

	/* The same program, other uniforms, attributes elsewhere. */
	glBindAttribLocation(program, 7, "other");
	attach(program, "#version 130\nuniform vec2 a[3]; uniform vec4 unused; uniform float tint, zero; out vec4 c;\n"
					"void main() { c = vec4(a[0].x + a[1].y, a[2].x + tint, zero, 1); }");
	linked("again", program);
	report("attributes: %d %d", glGetAttribLocation(program, "at"), glGetAttribLocation(program, "other"));
	static const char *const names[] = {"tint", "zero", "a",     "a[0]",   "a[1]", "a[2]",
										"a[3]", "a[",   "a[01]", "unused", ""};
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		value(program, names[i]);
	report("a is a[0]: %d, elements in a row: %d",
		   glGetUniformLocation(program, "a") == glGetUniformLocation(program, "a[0]"),
		   glGetUniformLocation(program, "a[2]") - glGetUniformLocation(program, "a"));
	glUniform2fv(glGetUniformLocation(program, "a[1]"), 2, (const GLfloat[]){0.1f, 0.2f, 0.3f, 0.4f});
	glUniform1f(glGetUniformLocation(program, "tint"), 0.5f);
	STEP(glUniform2fv(glGetUniformLocation(program, "a[1]"), 9, (const GLfloat[18]){0.6f, 0.7f}));
	STEP(glUniform1f(-1, 3));
	STEP(glUniform2f(glGetUniformLocation(program, "tint"), 3, 3));
	draw("other uniforms");
	for (unsigned i = 0; i < 7; i++)
		value(program, names[i]);

	/* A link that fails leaves the executable that is in use, and its values. */
	attach(program, "#version 130\nout vec4 c; vec4 nowhere(); void main() { c = nowhere(); }");
	GLint status = -1, length = 0;
	glGetProgramiv(program, GL_LINK_STATUS, &status);
	glGetProgramiv(program, GL_INFO_LOG_LENGTH, &length);
	report("-- fails: %d, a log: %d", status, length > 1);
	draw("still the one before");
	STEP(glUseProgram(program));
	draw("in use all the same");
	STEP(glGetUniformLocation(program, "tint"));
	attach(program, "#version 130\nuniform vec4 tint; out vec4 c; void main() { c = tint + vec4(0, 0, 0.5, 0); }");
	linked("repaired", program);
	value(program, "tint");
	draw("starts from zero");

	/* One program is in use, another gets its values. */
	GLuint second = glCreateProgram();
	attach(second, "#version 130\nuniform float x; uniform vec4 tint; out vec4 c; void main() { c = tint * x; }");
	if (glProgramUniform4f) {
		glProgramUniform4f(second, glGetUniformLocation(second, "tint"), 0, 1, 1, 1);
		glProgramUniform1f(second, glGetUniformLocation(second, "x"), 0.5f);
	}
	glUniform4f(glGetUniformLocation(program, "tint"), 0.25f, 0, 0, 1);
	value(program, "tint");
	value(second, "tint");
	value(second, "x");
	draw("the first");
	glUseProgram(second);
	draw("the second");

	/* Locations that the source gives. */
	if (window_has("GL_ARB_explicit_uniform_location")) {
		GLuint fixed = shader_program(
			"fixed",
			"#version 330 compatibility\n#extension GL_ARB_explicit_uniform_location : require\nlayout(location = 11) "
			"uniform vec2 shift; void main() { gl_Position = gl_Vertex + vec4(shift, 0, 0); }",
			"#version 330 compatibility\n#extension GL_ARB_explicit_uniform_location : require\nlayout(location = 40) "
			"uniform vec4 tint[2]; out vec4 c; void main() { c = tint[0] + tint[1]; }");
		glUseProgram(fixed);
		glUniform2f(11, 0.3f, 0.2f);
		glUniform4f(41, 0, 0.75f, 0.25f, 1);
		report("at: %d %d", glGetUniformLocation(fixed, "shift"), glGetUniformLocation(fixed, "tint[1]"));
		draw("fixed locations");
		STEP(glUniform1f(12, 1));
	}
	report_error("end");
	glUseProgram(0);
	return window_finish();
}
