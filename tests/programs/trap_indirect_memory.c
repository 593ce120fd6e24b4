/* Indirect draws where client memory is involved on either side: commands at the edge of memory, with strides; vertices
 * in memory drawn by commands that are in a buffer, or that the GPU wrote, so that nobody in the guest knows their
 * counts. */
#include <string.h>

#include "support/edge.h"
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

struct vertex {
	GLfloat at[2];
	GLfloat tint;
};

static void draw_arrays(const char *step, const void *command) {
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArraysIndirect(GL_TRIANGLES, command);
	report_pixels(step);
	report_error(step);
}

int main(void) {
	window_open_compat();
	window_require("GL_ARB_multi_draw_indirect");
	GLuint program =
		shader_program("drawn",
					   "#version 430\nlayout(location = 0) in vec2 at; layout(location = 1) in float tint; out "
					   "vec3 color; void main() { color = vec3(tint, 1.0 - tint, 0.5); gl_Position = vec4(at + "
					   "vec2(0.3, 0.1) * float(gl_InstanceID), 0, 1); }",
					   "#version 430\nin vec3 color; out vec4 c; void main() { c = vec4(color, 1); }");
	GLuint writer = shader_link(
		"writer", (GLuint[]){shader_make(GL_COMPUTE_SHADER,
										 "#version 430\nlayout(local_size_x = 1) in;\n"
										 "layout(std430, binding = 0) buffer Out { uint words[]; };\n"
										 "void main() { words[0] = 6; words[1] = 2; words[2] = 12; words[3] = 0; }"),
							 0});
	struct vertex *v = edge_memory(sizeof(struct vertex) * 18);
	for (int i = 0; i < 18; i++) {
		v[i].at[0] = -0.9f + 0.2f * (float)(i / 3) + (i % 3 == 1 ? 0.18f : 0);
		v[i].at[1] = i % 3 == 2 ? 0.6f : -0.8f;
		v[i].tint = (float)i / 18;
	}
	glUseProgram(program);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(*v), v->at);
	glVertexAttribPointer(1, 1, GL_FLOAT, GL_FALSE, sizeof(*v), &v->tint);
	glEnableVertexAttribArray(0);
	glEnableVertexAttribArray(1);

	report("-- everything in memory");
	GLuint *command = edge_memory(16);
	memcpy(command, (const GLuint[]){6, 2, 3, 0}, 16);
	draw_arrays("vertices and command", command);
	/* Three commands 20 bytes apart: the last one has nothing behind it. */
	GLubyte *row = edge_memory(56);
	for (int i = 0; i < 3; i++)
		memcpy(row + 20 * i, (const GLuint[]){3, 1 + (GLuint)i, 3 * (GLuint)i, 0}, 16);
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glMultiDrawArraysIndirect(GL_TRIANGLES, row, 3, 20));
	report_pixels("a row of commands");

	report("-- the command is in a buffer");
	GLuint buffers[2];
	glGenBuffers(2, buffers);
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, buffers[0]);
	glBufferData(GL_DRAW_INDIRECT_BUFFER, 64, NULL, GL_DYNAMIC_DRAW);
	glBufferSubData(GL_DRAW_INDIRECT_BUFFER, 16, 16, (const GLuint[]){3, 1, 15, 0});
	draw_arrays("vertices in memory", (void *)16);
	glBufferSubData(GL_DRAW_INDIRECT_BUFFER, 0, 16, (const GLuint[]){3, 1, 0, 0});
	glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, buffers[0]);
	glUseProgram(writer);
	glDispatchCompute(1, 1, 1);
	glMemoryBarrier(GL_COMMAND_BARRIER_BIT);
	glUseProgram(program);
	draw_arrays("vertices in memory, command by a shader", (void *)0);

	report("-- vertices in a buffer, command in memory");
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, 0);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[1]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(*v) * 18, v, GL_STATIC_DRAW);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(*v), NULL);
	glVertexAttribPointer(1, 1, GL_FLOAT, GL_FALSE, sizeof(*v), (void *)8);
	memcpy(command, (const GLuint[]){9, 1, 9, 0}, 16);
	draw_arrays("command in memory", command);
	memset(command, 0xff, 16); /* read at the call */
	report_pixels("command changed after it");
	return window_finish();
}
