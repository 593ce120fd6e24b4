/* Indirect draws: commands in a buffer, in client memory (compatibility profile), many at once, with a
 * stride, counted by a buffer, written by a shader. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

struct arrays {
	GLuint count, instances, first, base_instance;
};
struct elements {
	GLuint count, instances, first;
	GLint base_vertex;
	GLuint base_instance;
};

int main(void) {
	window_open_compat();
	window_require("GL_ARB_multi_draw_indirect");
	GLuint program = shader_program(
		"indirect",
		"#version 430\nlayout(location = 0) in vec2 at; layout(location = 1) in float kind; out vec3 color; void "
		"main() { color = vec3(kind, 1.0 - kind, float(gl_InstanceID) * 0.3 + 0.2);\n"
		"gl_Position = vec4(at * 0.2 + vec2(kind * 1.6 - 0.8, float(gl_InstanceID) * 0.5 - 0.7), 0, 1); }",
		"#version 430\nin vec3 color; out vec4 result; void main() { result = vec4(color, 1); }");
	glUseProgram(program);
	GLfloat at[24][2], kinds[16];
	for (int i = 0; i < 24; i++)
		at[i][0] = (float)(i % 4 & 1) * 2 - 1 + 0.03f * (float)i, at[i][1] = (float)(i % 4 >> 1) * 2 - 1;
	for (int i = 0; i < 16; i++)
		kinds[i] = (float)i / 15;
	const GLushort indices[] = {0, 1, 2, 2, 1, 3, 4, 5, 6, 6, 5, 7, 8, 9, 10};
	GLuint buffers[5];
	glGenBuffers(5, buffers);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(at), at, GL_STATIC_DRAW);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, NULL);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[1]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(kinds), kinds, GL_STATIC_DRAW);
	glVertexAttribPointer(1, 1, GL_FLOAT, GL_FALSE, 0, NULL);
	glVertexAttribDivisor(1, 1);
	glEnableVertexAttribArray(0);
	glEnableVertexAttribArray(1);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[2]);
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof(indices), indices, GL_STATIC_DRAW);
	struct arrays a[4] = {{4, 2, 0, 0}, {4, 1, 4, 5}, {3, 0, 8, 9}, {3, 3, 8, 12}};
	struct {
		struct elements command;
		GLuint padding[3];
	} e[3] = {{{6, 1, 0, 0, 2}, {0}}, {{6, 2, 6, 0, 7}, {0}}, {{3, 1, 0, 12, 14}, {0}}};

	static const char *const names[] = {"client memory", "buffer"};
	for (int in_buffer = 0; in_buffer < 2; in_buffer++) {
		if (in_buffer) {
			glBindBuffer(GL_DRAW_INDIRECT_BUFFER, buffers[3]);
			glBufferData(GL_DRAW_INDIRECT_BUFFER, 512, NULL, GL_STATIC_DRAW);
			glBufferSubData(GL_DRAW_INDIRECT_BUFFER, 16, sizeof(a), a);
			glBufferSubData(GL_DRAW_INDIRECT_BUFFER, 256, sizeof(e), e);
		}
		const char *from_a = in_buffer ? (const char *)16 : (const char *)a,
				   *from_e = in_buffer ? (const char *)256 : (const char *)e;
		report("-- %s", names[in_buffer]);
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawArraysIndirect(GL_TRIANGLE_STRIP, from_a + 16);
		report_pixels("DrawArraysIndirect");
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawElementsIndirect(GL_TRIANGLES, GL_UNSIGNED_SHORT, from_e + 32);
		report_pixels("DrawElementsIndirect");
		glClear(GL_COLOR_BUFFER_BIT);
		glMultiDrawArraysIndirect(GL_TRIANGLE_STRIP, from_a, 4, 0);
		report_pixels("MultiDrawArraysIndirect");
		glClear(GL_COLOR_BUFFER_BIT);
		glMultiDrawArraysIndirect(GL_TRIANGLE_STRIP, from_a, 2, 32);
		report_pixels("with a stride");
		glClear(GL_COLOR_BUFFER_BIT);
		glMultiDrawElementsIndirect(GL_TRIANGLES, GL_UNSIGNED_SHORT, from_e, 3, 32);
		report_pixels("MultiDrawElementsIndirect");
		report_error(names[in_buffer]);
	}
	STEP(glDrawArraysIndirect(GL_TRIANGLES, (void *)2));
	STEP(glDrawArraysIndirect(GL_TRIANGLES, (void *)508));
	STEP(glMultiDrawArraysIndirect(GL_TRIANGLES, NULL, -1, 0));
	STEP(glMultiDrawArraysIndirect(GL_TRIANGLES, NULL, 1, 6));
	STEP(glDrawElementsIndirect(GL_TRIANGLES, GL_FLOAT, NULL));
	if (window_has("GL_ARB_indirect_parameters")) {
		glBindBuffer(GL_PARAMETER_BUFFER_ARB, buffers[4]);
		glBufferData(GL_PARAMETER_BUFFER_ARB, 8, (const GLuint[]){1, 3}, GL_STATIC_DRAW);
		glClear(GL_COLOR_BUFFER_BIT);
		glMultiDrawArraysIndirectCountARB(GL_TRIANGLE_STRIP, (void *)16, 4, 4, 0);
		report_pixels("three of four");
		glMultiDrawElementsIndirectCountARB(GL_TRIANGLES, GL_UNSIGNED_SHORT, (void *)256, 0, 3, 32);
		report_pixels("and one");
		report_error("indirect parameters");
	}
	/* None at all have the errors of all. */
	const GLuint none[5] = {0};
	for (int incomplete = 0; incomplete < 2; incomplete++) {
		GLuint framebuffer = 0;
		if (incomplete) {
			glGenFramebuffers(1, &framebuffer);
			glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
		}
		glBindBuffer(GL_DRAW_INDIRECT_BUFFER, 0);
		for (GLenum mode = GL_TRIANGLES; mode < 0x100; mode += 0x80) {
			STEP(glMultiDrawArraysIndirect(mode, none, 0, 0));
			STEP(glMultiDrawElementsIndirect(mode, GL_UNSIGNED_SHORT, none, 0, 0));
			STEP(glDrawArrays(mode, 0, 0));
			glBindBuffer(GL_ARRAY_BUFFER, 0);
			glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, at);
			STEP(glMultiDrawArrays(mode, (const GLint[]){0}, (const GLsizei[]){0}, 0));
			STEP(glMultiDrawElements(mode, (const GLsizei[]){0}, GL_UNSIGNED_SHORT, (const void *const[]){NULL}, 0));
			STEP(glMultiDrawElements(mode, (const GLsizei[]){0}, GL_FLOAT, (const void *const[]){NULL}, 0));
			glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
			glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, NULL);
		}
		glBindBuffer(GL_DRAW_INDIRECT_BUFFER, buffers[3]);
		glBindFramebuffer(GL_FRAMEBUFFER, 0);
	}
	/* A command that a shader writes. */
	const char *source =
		"#version 430\nlayout(local_size_x = 1) in; layout(std430, binding = 0) buffer Command { uint words[]; };\n"
		"void main() { words[0] = 4u; words[1] = 3u; words[2] = 12u; words[3] = 9u; }";
	GLuint compute = shader_link("writer", (GLuint[]){shader_make(GL_COMPUTE_SHADER, source), 0});
	glUseProgram(compute);
	glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, buffers[3]);
	glDispatchCompute(1, 1, 1);
	glMemoryBarrier(GL_COMMAND_BARRIER_BIT);
	glUseProgram(program);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArraysIndirect(GL_TRIANGLE_STRIP, NULL);
	report_pixels("written by a shader");
	report_error("end");
	return window_finish();
}
