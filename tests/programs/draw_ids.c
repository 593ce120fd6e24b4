/* gl_DrawID counts the draws of a multi draw, wherever its vertices, indices and parameters are. */
#include <string.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static void begin(void) {
	glClear(GL_COLOR_BUFFER_BIT);
}

static GLfloat *quad(GLfloat *to, int column, int row) {
	const GLfloat left = -0.95f + 0.23f * (GLfloat)column, low = -0.9f + 0.4f * (GLfloat)row;
	const GLfloat corners[8] = {left, low, left + 0.2f, low, left + 0.2f, low + 0.3f, left, low + 0.3f};
	memcpy(to, corners, sizeof corners);
	return to + 8;
}

static void indirect(GLfloat (*at)[2]) {
	static GLuint arrays[4][5] = {{4, 1, 4, 0, 99}, {4, 1, 16, 0, 99}, {4, 0, 0, 0, 99}, {4, 1, 8, 0, 99}};
	static const GLuint elements[3][5] = {{4, 1, 0, 4, 0}, {4, 1, 4, 8, 0}, {4, 1, 0, 16, 0}};
	static const GLushort indices[] = {0, 1, 2, 3, 3, 2, 1, 0};
	for (int i = 0; i < 6; i++)
		quad(at[4 * i], i, i % 4);
	GLuint buffers[4];
	glGenBuffers(4, buffers);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[0]);
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof indices, indices, GL_STATIC_DRAW);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[1]);
	glBufferData(GL_ARRAY_BUFFER, 24 * sizeof *at, at, GL_STATIC_DRAW);
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, buffers[2]);
	glBufferData(GL_DRAW_INDIRECT_BUFFER, sizeof arrays, arrays, GL_STATIC_DRAW);
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, buffers[3]);
	glBufferData(GL_DRAW_INDIRECT_BUFFER, sizeof elements, elements, GL_STATIC_DRAW);
	for (int vertices_in_buffer = 0; vertices_in_buffer < 2; vertices_in_buffer++)
		for (int parameters_in_buffer = 0; parameters_in_buffer < 2; parameters_in_buffer++) {
			glBindBuffer(GL_ARRAY_BUFFER, vertices_in_buffer ? buffers[1] : 0);
			glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, vertices_in_buffer ? NULL : at);
			report("vertices in %s, parameters in %s", vertices_in_buffer ? "a buffer" : "memory",
				   parameters_in_buffer ? "a buffer" : "memory");
			begin();
			glBindBuffer(GL_DRAW_INDIRECT_BUFFER, parameters_in_buffer ? buffers[2] : 0);
			STEP(glMultiDrawArraysIndirect(GL_QUADS, parameters_in_buffer ? NULL : arrays, 4, sizeof *arrays));
			report_pixels("indirect arrays");
			begin();
			glBindBuffer(GL_DRAW_INDIRECT_BUFFER, parameters_in_buffer ? buffers[3] : 0);
			STEP(
				glMultiDrawElementsIndirect(GL_QUADS, GL_UNSIGNED_SHORT, parameters_in_buffer ? NULL : elements, 3, 0));
			report_pixels("indirect elements");
		}
	/* Instances too. */
	arrays[1][1] = 3;
	arrays[3][3] = 2;
	begin();
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, 0);
	STEP(glMultiDrawArraysIndirect(GL_QUADS, arrays, 4, sizeof *arrays));
	report_pixels("instances");
	glNewList(1, GL_COMPILE);
	glMultiDrawArraysIndirect(GL_QUADS, arrays, 4, sizeof *arrays);
	glEndList();
	report_error("in a list");
	STEP(glMultiDrawArraysIndirect(0xdead, arrays, 4, sizeof *arrays));
	STEP(glMultiDrawArraysIndirect(GL_QUADS, arrays, -1, sizeof *arrays));
	STEP(glMultiDrawElementsIndirect(GL_QUADS, GL_FLOAT, elements, 3, 0));
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, 0);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glDeleteBuffers(4, buffers);
}

/* Draws whose vertices lie far from each other, so that what is between them is most of the memory. */
static void far_apart(void) {
	enum { FAR = 400000 };
	static GLfloat at[3 * FAR + 16][2], shades[3 * FAR + 16];
	static const GLint firsts[] = {2 * FAR + 3, 0, FAR + 1, 2 * FAR + 7};
	static const GLsizei counts[] = {4, 4, 4, 4}, some[] = {4, 0, 4, 4};
	static const GLuint indices[][4] = {{FAR, FAR + 1, FAR + 2, FAR + 3}, {0, 1, 2, 3}, {4, 5, 6, 7}, {3, 2, 1, 0}};
	static const GLint bases[] = {FAR, 5, 3 * FAR, 2 * FAR};
	const void *const pointers[] = {indices[0], indices[1], indices[2], indices[3]};
	static const GLint starts[] = {2 * FAR + 3, 0, FAR + 1, 2 * FAR + 7, FAR, 2 * FAR, 5, 3 * FAR + 4};
	for (int i = 0; i < 8; i++) {
		quad(at[starts[i]], i, i % 4);
		for (int k = 0; k < 4; k++)
			shades[starts[i] + k] = 0.1f * (GLfloat)i;
	}
	glEnableVertexAttribArray(1);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, at);
	glVertexAttribPointer(1, 1, GL_FLOAT, GL_FALSE, 0, shades);
	begin();
	STEP(glMultiDrawArrays(GL_QUADS, firsts, counts, 4));
	report_pixels("arrays far apart");
	begin();
	STEP(glMultiDrawArrays(GL_QUADS, firsts, some, 4));
	report_pixels("one of them empty");
	begin();
	STEP(glMultiDrawElementsBaseVertex(GL_QUADS, counts, GL_UNSIGNED_INT, pointers, 4, bases));
	report_pixels("elements far apart");
	begin();
	STEP(glMultiDrawElements(GL_QUADS, counts, GL_UNSIGNED_INT, pointers, 4));
	report_pixels("without bases");
	glNewList(2, GL_COMPILE);
	glMultiDrawArrays(GL_QUADS, firsts, counts, 4);
	glEndList();
	begin();
	STEP(glCallList(2));
	report_pixels("a list of arrays far apart");
	glNewList(3, GL_COMPILE_AND_EXECUTE);
	begin();
	STEP(glMultiDrawElementsBaseVertex(GL_QUADS, counts, GL_UNSIGNED_INT, pointers, 4, bases));
	report_pixels("compiled and executed");
	glEndList();
	begin();
	STEP(glCallList(3));
	report_pixels("a list of elements far apart");
	/* Interleaved, in another order, of components that are no words, and with an index that restarts. */
	static struct {
		GLubyte shade[3], unused[6];
		GLshort at[2];
	} mixed[3 * FAR + 16];
	static const GLuint restarted[][9] = {{3, 2, 1, 0, 99, 7, 6, 5, 4},
										  {FAR + 1, FAR + 2, FAR + 3, FAR + 4, 99, FAR, FAR, FAR, FAR}};
	static const GLsizei nine[] = {9, 9};
	for (int i = 0; i < 3 * FAR + 16; i++) {
		mixed[i].shade[0] = (GLubyte)(255 * shades[i]);
		for (int c = 0; c < 2; c++)
			mixed[i].at[c] = (GLshort)(32767 * at[i][c]);
	}
	glVertexAttribPointer(1, 3, GL_UNSIGNED_BYTE, GL_TRUE, sizeof *mixed, mixed->shade);
	glVertexAttribPointer(0, 2, GL_SHORT, GL_TRUE, sizeof *mixed, mixed->at);
	begin();
	STEP(glMultiDrawArrays(GL_QUADS, firsts, counts, 4));
	report_pixels("interleaved");
	glEnable(GL_PRIMITIVE_RESTART);
	glPrimitiveRestartIndex(99);
	begin();
	STEP(glMultiDrawElements(GL_QUADS, nine, GL_UNSIGNED_INT, (const void *const[]){restarted[0], restarted[1]}, 2));
	report_pixels("restarted");
	glDisable(GL_PRIMITIVE_RESTART);
	glDisableVertexAttribArray(1);
}

/* Lists of multi draws with everything in buffers, or near each other in memory, and of indirect ones. */
static void lists(GLfloat (*at)[2]) {
	static const GLint firsts[] = {0, 8, 4, 12};
	static const GLsizei counts[] = {4, 4, 4, 4};
	static const GLushort indices[] = {0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7};
	static const GLuint arrays[3][4] = {{4, 1, 4, 0}, {4, 2, 16, 0}, {4, 1, 8, 0}};
	static const GLuint elements[3][5] = {{4, 1, 0, 4, 0}, {4, 1, 4, 8, 0}, {4, 1, 0, 16, 0}};
	GLuint buffers[2];
	glGenBuffers(2, buffers);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
	glBufferData(GL_ARRAY_BUFFER, 24 * sizeof *at, at, GL_STATIC_DRAW);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[1]);
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof indices, indices, GL_STATIC_DRAW);
	static const GLushort *const offsets[] = {NULL, (const GLushort *)8, (const GLushort *)16};
	static const GLushort *const pointers[] = {indices, indices + 4, indices + 8};
	for (int buffered = 0; buffered < 2; buffered++)
		for (int kind = 0; kind < 4; kind++) {
			glBindBuffer(GL_ARRAY_BUFFER, buffered ? buffers[0] : 0);
			glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, buffered ? NULL : at);
			glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffered || kind == 3 ? buffers[1] : 0);
			glNewList(4, GL_COMPILE);
			begin();
			if (kind == 0)
				glMultiDrawArrays(GL_QUADS, firsts, counts, 4);
			else if (kind == 1)
				glMultiDrawElements(GL_QUADS, counts, GL_UNSIGNED_SHORT,
									(const void *const *)(buffered ? offsets : pointers), 3);
			else if (kind == 2)
				glMultiDrawArraysIndirect(GL_QUADS, arrays, 3, 0);
			else
				glMultiDrawElementsIndirect(GL_QUADS, GL_UNSIGNED_SHORT, elements, 3, 0);
			glEndList();
			report_error("list");
			begin();
			STEP(glCallList(4));
			report("kind %d, %s", kind, buffered ? "buffered" : "in memory");
			report_pixels("a list");
		}
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	glDeleteBuffers(2, buffers);
}

/* Instances from application memory, some of them with arrays of their own. */
static void instances(GLfloat (*at)[2]) {
	static const GLfloat shades[] = {0.1f, 0.3f, 0.5f, 0.7f, 0.2f};
	static const GLuint arrays[4][4] = {{4, 2, 4, 0}, {4, 3, 16, 0}, {4, 1, 0, 0}, {4, 2, 8, 2}};
	static const GLuint elements[3][5] = {{4, 3, 0, 4, 0}, {4, 1, 4, 8, 0}, {4, 2, 0, 16, 2}};
	static const GLushort indices[] = {0, 1, 2, 3, 3, 2, 1, 0};
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffer);
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof indices, indices, GL_STATIC_DRAW);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, at);
	glVertexAttribPointer(1, 1, GL_FLOAT, GL_FALSE, 0, shades);
	for (GLuint divisor = 0; divisor < 3; divisor++) {
		if (divisor)
			glEnableVertexAttribArray(1);
		glVertexAttribDivisor(1, divisor);
		begin();
		STEP(glMultiDrawArraysIndirect(GL_QUADS, arrays, 4, 0));
		report_pixels("instances");
		begin();
		STEP(glMultiDrawElementsIndirect(GL_QUADS, GL_UNSIGNED_SHORT, elements, 3, 0));
		report_pixels("instances of elements");
	}
	glVertexAttribDivisor(1, 0);
	glDisableVertexAttribArray(1);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	glDeleteBuffers(1, &buffer);
}

int main(void) {
	window_open_compat();
	window_require("GL_ARB_shader_draw_parameters");
	window_require("GL_ARB_multi_draw_indirect");
	GLuint program = shader_program("draw id",
									"#version 330 compatibility\n"
									"#extension GL_ARB_shader_draw_parameters : require\n"
									"layout(location = 0) in vec2 at;\n"
									"layout(location = 1) in float shade;\n"
									"flat out vec3 colour;\n"
									"void main() {\n"
									"  int id = gl_DrawIDARB + 1;\n"
									"  colour = vec3(id & 1, (id >> 1) & 1, (id >> 2) & 1) * (1 - 0.5 * shade)\n"
									"    + float(gl_VertexID % 16) / 64;\n"
									"  gl_Position = vec4(at + vec2(0.03 * gl_InstanceID, 0), 0, 1);\n"
									"}\n",
									"#version 330 compatibility\n"
									"flat in vec3 colour;\n"
									"out vec4 result;\n"
									"void main() { result = vec4(colour, 1); }\n");
	glUseProgram(program);
	static GLfloat at[24][2];
	glEnableVertexAttribArray(0);
	indirect(at);
	far_apart();
	lists(at);
	instances(at);
	glUseProgram(0);
	return window_finish();
}
