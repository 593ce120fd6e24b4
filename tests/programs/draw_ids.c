/* gl_DrawID counts the draws of one indirect multi draw, wherever its vertices and parameters are. */
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
	glUseProgram(0);
	return window_finish();
}
