/* Arrays of strings: lengths given, negative, or not at all; strings that end where their memory ends; shaders in
 * pieces; the other calls that take such arrays. */
#include <string.h>

#include "support/edge.h"
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static const char text[] = "#version 130\nout vec4 c; /* in pieces */ void main() { c = vec4(0, 1, 0.5, 1); }\n";

/* Without a NUL, at the end of what can be read. */
static const char *unended(const char *from, size_t length) {
	char *memory = edge_memory(length);
	memcpy(memory, from, length);
	return memory;
}

static void source(const char *step, GLuint shader) {
	GLchar back[512];
	GLsizei length = -1;
	GLint total = -1, ok = -1;
	memset(back, '#', sizeof(back));
	glGetShaderSource(shader, sizeof(back), &length, back);
	glGetShaderiv(shader, GL_SHADER_SOURCE_LENGTH, &total);
	glCompileShader(shader);
	glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
	report("%s: length %d and %d, compiled %d", step, length, total, ok);
	report_bytes("source", back, sizeof(back));
	report_error(step);
}

int main(void) {
	window_open_compat();
	GLuint shader = glCreateShader(GL_FRAGMENT_SHADER);
	const GLsizei all = (GLsizei)strlen(text);
	glShaderSource(shader, 1, (const char *[]){text}, NULL);
	source("one", shader);
	glShaderSource(shader, 1, (const char *[]){text}, (const GLint[]){-1});
	source("negative length", shader);
	glShaderSource(shader, 1, (const char *[]){unended(text, (size_t)all)}, (const GLint[]){all});
	source("not ended", shader);
	const char *pieces[80];
	GLint lengths[80];
	for (int i = 0; i < 80; i++) {
		/* Some with a length, some with an end; all of them at the edge. */
		bool ended = i % 3 == 0;
		char *piece = edge_memory(ended ? 2 : 1);
		piece[0] = i < all ? text[i] : ' ';
		pieces[i] = piece, lengths[i] = ended ? -1 - i : 1;
	}
	report("pieces are enough: %d", all <= 84);
	const char *tail = all > 80 ? text + 80 : "";
	const char *with_tail[81];
	GLint tail_lengths[81];
	memcpy(with_tail, pieces, sizeof(pieces));
	memcpy(tail_lengths, lengths, sizeof(lengths));
	with_tail[80] = tail, tail_lengths[80] = -1;
	glShaderSource(shader, 81, with_tail, tail_lengths);
	source("81 pieces", shader);
	/* What was handed over is copied: the program's memory is its own again. */
	char mutable[sizeof(text)];
	memcpy(mutable, text, sizeof(text));
	glShaderSource(shader, 1, (const char *[]){mutable}, NULL);
	memset(mutable, '!', sizeof(mutable) - 1);
	source("changed afterwards", shader);
	glShaderSource(shader, 3, (const char *[]){"", text, ""}, (const GLint[]){0, all, 0});
	source("with empty ones", shader);
	static char large[300000];
	memset(large, ' ', sizeof(large));
	memcpy(large, text, (size_t)all);
	glShaderSource(shader, 1, (const char *[]){unended(large, sizeof(large))}, (const GLint[]){sizeof(large)});
	GLint length = -1;
	glGetShaderiv(shader, GL_SHADER_SOURCE_LENGTH, &length);
	report("large: %d", length);
	glCompileShader(shader);

	report("-- varyings");
	GLuint program = glCreateProgram();
	glAttachShader(program, shader_make(GL_VERTEX_SHADER,
										"#version 130\nout vec4 one; out vec2 another; out float x;\n"
										"void main() { one = vec4(1); another = vec2(2); x = 3.0; gl_Position = "
										"gl_Vertex; }"));
	glAttachShader(program, shader);
	char names[3][16] = {"another", "x", "one"};
	glTransformFeedbackVaryings(program, 3, (const char *[]){names[0], names[1], names[2]}, GL_INTERLEAVED_ATTRIBS);
	memset(names, '?', sizeof(names));
	glLinkProgram(program);
	GLint count = -1;
	glGetProgramiv(program, GL_TRANSFORM_FEEDBACK_VARYINGS, &count);
	for (GLuint i = 0; (GLint)i < count; i++) {
		char name[9];
		GLsizei size, written;
		GLenum type;
		memset(name, '#', sizeof(name));
		glGetTransformFeedbackVarying(program, i, 5, &written, &size, &type, name);
		report("%s (%d), then '%c'", name, written, name[5]);
	}
	STEP(glTransformFeedbackVaryings(program, -1, NULL, GL_INTERLEAVED_ATTRIBS));
	STEP(glTransformFeedbackVaryings(program, 0, NULL, GL_SEPARATE_ATTRIBS));
	STEP(glTransformFeedbackVaryings(program, 1, (const char *[]){"x"}, 0xdead));

	report("-- uniforms");
	GLuint block = shader_program("block",
								  "#version 130\n#extension GL_ARB_uniform_buffer_object : require\nlayout(std140) "
								  "uniform B { vec4 first, second; };\n"
								  "uniform vec4 third; void main() { gl_Position = first + second + third; }",
								  "#version 130\nout vec4 c; void main() { c = vec4(1); }");
	GLuint indices[6] = {7, 7, 7, 7, 7, 7};
	char *edged = edge_memory(6);
	memcpy(edged, "third", 6);
	glGetUniformIndices(block, 5, (const char *[]){"second", "", edged, "nothing", "first"}, indices);
	report("found: %d %d %d %d %d, untouched: %u", indices[0] != GL_INVALID_INDEX, indices[1] != GL_INVALID_INDEX,
		   indices[2] != GL_INVALID_INDEX, indices[3] != GL_INVALID_INDEX, indices[4] != GL_INVALID_INDEX, indices[5]);
	STEP(glGetUniformIndices(block, -1, NULL, indices));
	STEP(glGetUniformIndices(block, 0, NULL, indices));
	STEP(glGetUniformIndices(0, 1, (const char *[]){"first"}, indices));

	if (window_has("GL_ARB_separate_shader_objects")) {
		report("-- programs of one shader");
		static const char *const parts[] = {"#version 130\nout vec4 c;", " uniform float y;\n",
											"void main() { c = vec4(y); }"};
		GLuint separate = glCreateShaderProgramv(GL_FRAGMENT_SHADER, 3, parts);
		GLint linked = -1;
		glGetProgramiv(separate, GL_LINK_STATUS, &linked);
		report("made: %d, linked %d, y is there: %d", separate != 0, linked, glGetUniformLocation(separate, "y") >= 0);
		report("refused: %u", glCreateShaderProgramv(GL_FRAGMENT_SHADER, -1, parts));
		report_error("refused");
		report("refused: %u", glCreateShaderProgramv(0xdead, 3, parts));
		report_error("refused");
		GLuint broken = glCreateShaderProgramv(GL_FRAGMENT_SHADER, 1, (const char *[]){"broken"});
		glGetProgramiv(broken, GL_LINK_STATUS, &linked);
		report("broken: %d, linked %d", broken != 0, linked);
	}
	report_error("end");
	return window_finish();
}
