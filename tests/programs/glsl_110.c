/* GLSL 1.10 in the style of 2004: built-in attributes and uniforms, varyings, ARB_shader_objects next to
 * GL 2.0, attribute binding, info logs, attached shaders, source read back. */
#include <string.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static const char vertex[] =
	"attribute vec2 wave; varying vec3 normal; uniform float time;\n"
	"void main() { vec4 p = gl_Vertex; p.x += wave.x * sin(time * 3.0 + p.y * wave.y);\n"
	"normal = gl_NormalMatrix * gl_Normal; gl_FrontColor = gl_Color;\n"
	"gl_TexCoord[0] = gl_TextureMatrix[0] * gl_MultiTexCoord0; gl_Position = gl_ModelViewProjectionMatrix * p; }\n";
static const char fragment[] =
	"varying vec3 normal; uniform sampler2D image; uniform vec3 tints[3]; uniform mat2 turn; uniform bool flip; "
	"uniform ivec2 cell;\n"
	"void main() { vec2 st = turn * gl_TexCoord[0].st; vec4 c = texture2D(image, st + vec2(cell) * 0.125);\n"
	"if (flip) c = c.bgra; gl_FragColor = vec4(c.rgb * tints[1] + tints[2] * abs(normal.x), 1.0) * gl_Color; }\n";

static void draw(void) {
	glClear(GL_COLOR_BUFFER_BIT);
	glBegin(GL_TRIANGLE_STRIP);
	for (int i = 0; i < 10; i++) {
		float x = -0.9f + 0.2f * (float)(i / 2), y = i & 1 ? 0.8f : -0.8f;
		glColor3f(1, 0.5f + 0.05f * (float)i, 1);
		glNormal3f((float)(i % 3) * 0.4f, 0, 1);
		glVertexAttrib2f(5, 0.1f * (float)(i & 1), 2);
		glMultiTexCoord2f(GL_TEXTURE0, x, y);
		glVertex2f(x * 1.5f + 0.3f, y);
	}
	glEnd();
}

int main(void) {
	window_open_compat();
	GLuint vs = glCreateShader(GL_VERTEX_SHADER), fs = glCreateShader(GL_FRAGMENT_SHADER);
	/* Source in pieces, with and without lengths. */
	const char *pieces[] = {"#version 110\n junk", vertex, "// no end"};
	const GLint lengths[] = {13, -1, 5};
	glShaderSource(vs, 3, pieces, lengths);
	glShaderSource(fs, 1, (const char *[]){fragment}, NULL);
	glCompileShader(vs);
	glCompileShader(fs);
	GLint value;
	glGetShaderiv(vs, GL_COMPILE_STATUS, &value);
	report("vertex shader: %d", value);
	glGetShaderiv(vs, GL_SHADER_SOURCE_LENGTH, &value);
	report("source length: %d", value);
	char source[1024];
	GLsizei length = -1;
	memset(source, 'x', sizeof(source));
	glGetShaderSource(vs, sizeof(source), &length, source);
	report("source: length %d, strlen %zu", length, strlen(source));
	report_bytes("source", source, sizeof(source));
	memset(source, 'x', sizeof(source));
	glGetShaderSource(vs, 20, &length, source);
	report("first 20: %d \"%s\"", length, source);
	report_bytes("source", source, 40);
	glGetShaderSource(vs, 0, &length, source);
	report("of 0: %d", length);

	GLuint program = glCreateProgram();
	glAttachShader(program, vs);
	glAttachShader(program, fs);
	glBindAttribLocation(program, 5, "wave");
	glLinkProgram(program);
	glGetProgramiv(program, GL_LINK_STATUS, &value);
	report("linked: %d", value);
	GLuint attached[4] = {9, 9, 9, 9};
	glGetAttachedShaders(program, 4, &length, attached);
	report("attached: %d, first %s, second %s, third %u", length, attached[0] == vs || attached[1] == vs ? "ours" : "?",
		   attached[1] == fs || attached[0] == fs ? "ours" : "?", attached[2]);
	glDeleteShader(vs);
	glGetShaderiv(vs, GL_DELETE_STATUS, &value);
	report("deleted while attached: %d, still a shader: %d", value, glIsShader(vs));
	report("program is a shader: %d, shader is a program: %d", glIsShader(program), glIsProgram(fs));
	report("wave at %d, missing at %d, built in at %d", glGetAttribLocation(program, "wave"),
		   glGetAttribLocation(program, "nothing"), glGetAttribLocation(program, "gl_Vertex"));
	glUseProgram(program);
	glUniform1f(glGetUniformLocation(program, "time"), 0.4f);
	glUniform3fv(glGetUniformLocation(program, "tints"), 3,
				 (const GLfloat[]){1, 0, 0, 0.8f, 0.9f, 1, 0.2f, 0.3f, 0.1f});
	glUniformMatrix2fv(glGetUniformLocation(program, "turn"), 1, GL_TRUE, (const GLfloat[]){0.6f, 0.8f, -0.8f, 0.6f});
	glUniform2i(glGetUniformLocation(program, "cell"), 1, 2);
	glUniform1i(glGetUniformLocation(program, "image"), 0);
	report("tints[2] and tints: %d apart",
		   glGetUniformLocation(program, "tints[2]") - glGetUniformLocation(program, "tints[0]"));
	report("no uniform: %d, built in: %d", glGetUniformLocation(program, "nothing"),
		   glGetUniformLocation(program, "gl_NormalMatrix"));
	GLubyte texels[8 * 8 * 4];
	for (int i = 0; i < 256; i++)
		texels[i] = (GLubyte)(i * 37);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 8, 8, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
	glRotatef(10, 0, 0, 1);
	draw();
	report_pixels("first");
	glUniform1f(glGetUniformLocation(program, "flip"), 1);
	glUniform3f(glGetUniformLocation(program, "tints[1]"), 1, 0.2f, 0.4f);
	draw();
	report_pixels("changed uniforms");
	GLfloat floats[9];
	glGetUniformfv(program, glGetUniformLocation(program, "tints[1]"), floats);
	report_floats("tints[1]", 3, floats);
	glGetUniformfv(program, glGetUniformLocation(program, "turn"), floats);
	report_floats("turn", 4, floats);
	GLint ints[2];
	glGetUniformiv(program, glGetUniformLocation(program, "cell"), ints);
	report_ints("cell", 2, ints);
	STEP(glUniform1f(100000, 1));
	STEP(glUniform1f(-1, 1));
	STEP(glUniform2f(glGetUniformLocation(program, "time"), 1, 2));
	STEP(glUniform1i(glGetUniformLocation(program, "time"), 2));
	STEP(glUniform3fv(glGetUniformLocation(program, "tints[1]"), 20, (const GLfloat[60]){0.5f}));
	report_error("uniforms");

	/* A relink under the running program takes effect at once, with new locations and values of 0. */
	glBindAttribLocation(program, 7, "wave");
	glLinkProgram(program);
	report("wave after the relink at %d", glGetAttribLocation(program, "wave"));
	glGetUniformfv(program, glGetUniformLocation(program, "time"), floats);
	report_floats("time after the relink", 1, floats);
	glUniform3fv(glGetUniformLocation(program, "tints"), 3,
				 (const GLfloat[]){1, 0, 0, 0.8f, 0.9f, 1, 0.2f, 0.3f, 0.1f});
	/* A failing relink leaves the running executable alone. */
	GLuint broken = glCreateShader(GL_FRAGMENT_SHADER);
	glShaderSource(broken, 1, (const char *[]){"void main() { gl_FragColor = undefined_name; }"}, NULL);
	glCompileShader(broken);
	glGetShaderiv(broken, GL_COMPILE_STATUS, &value);
	report("broken shader: %d", value);
	char log[512];
	memset(log, 0, sizeof(log));
	glGetShaderInfoLog(broken, sizeof(log), &length, log);
	report("log of %d: %s", length, log);
	glGetShaderiv(broken, GL_INFO_LOG_LENGTH, &value);
	report("log length: %d", value);
	glDetachShader(program, fs);
	glAttachShader(program, broken);
	STEP(glAttachShader(program, broken));
	glLinkProgram(program);
	glGetProgramiv(program, GL_LINK_STATUS, &value);
	report("linked: %d", value);
	draw();
	report_pixels("after the failed link");
	STEP(glUseProgram(program));
	glUseProgram(0);
	STEP(glUseProgram(program));
	STEP(glUseProgram(vs));
	STEP(glUseProgram(98765));
	glDeleteProgram(program);

	/* The old extension: one handle type for both, its own error names. */
	GLhandleARB object = glCreateProgramObjectARB(), part = glCreateShaderObjectARB(GL_VERTEX_SHADER_ARB);
	glShaderSourceARB(
		part, 1,
		(const char *[]){"void main() { gl_Position = ftransform(); gl_FrontColor = vec4(0.2, 0.7, 0.3, 1.0); }"},
		NULL);
	glCompileShaderARB(part);
	glAttachObjectARB(object, part);
	glDeleteObjectARB(part);
	glLinkProgramARB(object);
	glGetObjectParameterivARB(object, GL_OBJECT_LINK_STATUS_ARB, &value);
	report("linked: %d", value);
	glGetObjectParameterivARB(part, GL_OBJECT_DELETE_STATUS_ARB, &value);
	report("part deleted: %d", value);
	glUseProgramObjectARB(object);
	report("handle is ours: %d", glGetHandleARB(GL_PROGRAM_OBJECT_ARB) == object);
	glLoadIdentity();
	draw();
	report_pixels("ARB_shader_objects");
	glUseProgramObjectARB(0);
	glDeleteObjectARB(object);
	report_error("end");
	return window_finish();
}
