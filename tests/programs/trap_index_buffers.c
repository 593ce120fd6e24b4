/* Vertices in memory of the application, with indices that only the GPU knows: how much of the memory a draw needs is
 * nowhere in the calls. The memory has unreadable pages around what the indices name, and nothing else may be read. */
#include <string.h>

#include "support/edge.h"
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

#define FIRST 600
#define VERTICES 24

struct vertex {
	GLfloat at[2];
	GLubyte tint[4];
};

static GLuint plain, buffer, spare;

static void place(struct vertex *v) {
	for (int i = 0; i < VERTICES; i++) {
		v[i].at[0] = -0.9f + 0.22f * (float)(i / 3) + (i % 3 == 1 ? 0.2f : 0);
		v[i].at[1] = i % 3 == 2 ? 0.9f : -0.9f + 0.05f * (float)i;
		memcpy(v[i].tint, (const GLubyte[]){(GLubyte)(i * 10), (GLubyte)(255 - i * 9), (GLubyte)(i % 3 * 100), 255}, 4);
	}
}

static void arrays(const void *first, const void *tint) {
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(struct vertex), first);
	glVertexAttribPointer(1, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(struct vertex), tint);
}

static void draw(const char *step, GLsizei count, GLenum type) {
	glUseProgram(plain);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawElements(GL_TRIANGLES, count, type, NULL);
	report_pixels(step);
	report_error(step);
	/* What the application knows of the buffer from now on is wrong as soon as the GPU writes again. */
	static const GLuint known[] = {FIRST, FIRST + 1, FIRST + 2, FIRST, FIRST + 1, FIRST + 2};
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof(known), known, GL_DYNAMIC_DRAW);
	/* Drawn with them, and so looked at. */
	glDrawElements(GL_TRIANGLES, 6, GL_UNSIGNED_INT, NULL);
}

int main(void) {
	window_open_compat();
	window_require("GL_ARB_shader_storage_buffer_object");
	plain = shader_program("plain",
						   "#version 430\nlayout(location = 0) in vec2 at; layout(location = 1) in vec4 tint; out vec4 "
						   "color; void main() { color = tint; gl_Position = vec4(at, 0, 1); }",
						   "#version 430\nin vec4 color; out vec4 result; void main() { result = color; }");
	GLuint writer =
		shader_link("writer", (GLuint[]){shader_make(GL_COMPUTE_SHADER,
													 "#version 430\nlayout(local_size_x = 6) in;\n"
													 "layout(std430, binding = 0) buffer Out { uint index[]; };\n"
													 "void main() { uint i = gl_LocalInvocationID.x; index[i] = "
													 "600u + 12u + i; }"),
										 0});
	GLuint feedback = glCreateProgram();
	glAttachShader(
		feedback,
		shader_make(GL_VERTEX_SHADER,
					"#version 430\nflat out uint index; void main() { index = 600u + 18u + uint(gl_VertexID); "
					"gl_Position = vec4(0); }"));
	glTransformFeedbackVaryings(feedback, 1, (const char *const[]){"index"}, GL_INTERLEAVED_ATTRIBS);
	glLinkProgram(feedback);

	struct vertex *ends = edge_memory(sizeof(struct vertex) * VERTICES);
	struct vertex *starts = edge_memory_start(sizeof(struct vertex) * VERTICES);
	place(ends);
	place(starts);
	glEnableVertexAttribArray(0);
	glEnableVertexAttribArray(1);
	glGenBuffers(1, &buffer);
	glGenBuffers(1, &spare);
	for (int side = 0; side < 2; side++) {
		struct vertex *v = side ? starts : ends;
		report("-- %s", side ? "nothing before" : "nothing after");
		/* Vertex 0 would be far outside: only the indices say that it is never read. */
		uintptr_t zero = (uintptr_t)v - FIRST * sizeof(*v);
		arrays((const void *)zero, (const void *)(zero + 8));
		glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffer);
		draw("nothing yet", 0, GL_UNSIGNED_INT);

		static const GLuint copied[] = {FIRST + 3, FIRST + 4, FIRST + 5, FIRST + 21, FIRST + 22, FIRST + 23};
		glBindBuffer(GL_COPY_READ_BUFFER, spare);
		glBufferData(GL_COPY_READ_BUFFER, sizeof(copied), copied, GL_STATIC_COPY);
		glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_ELEMENT_ARRAY_BUFFER, 0, 0, sizeof(copied));
		draw("indices were copied", 6, GL_UNSIGNED_INT);

		glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, buffer);
		glUseProgram(writer);
		glDispatchCompute(1, 1, 1);
		glMemoryBarrier(GL_ELEMENT_ARRAY_BARRIER_BIT);
		draw("written by a compute shader", 6, GL_UNSIGNED_INT);

		glUseProgram(feedback);
		glDisableVertexAttribArray(0);
		glDisableVertexAttribArray(1);
		glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
		glBindBufferBase(GL_TRANSFORM_FEEDBACK_BUFFER, 0, buffer);
		glEnable(GL_RASTERIZER_DISCARD);
		glBeginTransformFeedback(GL_POINTS);
		glDrawArrays(GL_POINTS, 0, 6);
		glEndTransformFeedback();
		glDisable(GL_RASTERIZER_DISCARD);
		glBindBufferBase(GL_TRANSFORM_FEEDBACK_BUFFER, 0, 0);
		glEnableVertexAttribArray(0);
		glEnableVertexAttribArray(1);
		glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffer);
		draw("captured", 6, GL_UNSIGNED_INT);

		glClearBufferData(GL_ELEMENT_ARRAY_BUFFER, GL_R32UI, GL_RED_INTEGER, GL_UNSIGNED_INT,
						  (const GLuint[]){FIRST + 23});
		draw("cleared", 6, GL_UNSIGNED_INT);

		/* Pixels as indices: bytes 9, 10, 11 and 18, 19, 20. */
		glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
		glEnable(GL_SCISSOR_TEST);
		for (int i = 0; i < 6; i++) {
			glScissor(i, 0, 1, 1);
			glClearColor((float)(i < 3 ? 9 + i : 15 + i) / 255, 0, 0, 1);
			glClear(GL_COLOR_BUFFER_BIT);
		}
		glDisable(GL_SCISSOR_TEST);
		glClearColor(0, 0, 0, 1);
		glReadPixels(0, 0, 6, 1, GL_RED, GL_UNSIGNED_BYTE, NULL);
		glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
		arrays(v, v->tint);
		glUseProgram(plain);
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawElements(GL_TRIANGLES, 6, GL_UNSIGNED_BYTE, NULL);
		report_pixels("pixels as indices");
		report_error("pixels as indices");
	}
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);

	report("-- ranges");
	arrays(ends, ends->tint);
	glUseProgram(plain);
	/* The index that restarts is no vertex, nor does the range of DrawRangeElements say what is read. */
	static const GLuint restarting[] = {0, 1, 2, 0xffffffffu, 21, 22, 23};
	glEnable(GL_PRIMITIVE_RESTART);
	glPrimitiveRestartIndex(0xffffffffu);
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glDrawElements(GL_TRIANGLE_STRIP, 7, GL_UNSIGNED_INT, restarting));
	report_pixels("restart");
	glDisable(GL_PRIMITIVE_RESTART);
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glDrawElementsBaseVertex(GL_TRIANGLES, 3, GL_UNSIGNED_BYTE, (const GLubyte[]){250, 251, 252}, -229));
	report_pixels("negative base vertex");
	/* One element for all instances, one instance with a base far away: a count rounded up, and added to. */
	GLfloat *one = edge_memory(8), *sixth = (GLfloat *)edge_memory(8) - 10;
	one[0] = 0.1f, one[1] = 0.2f;
	sixth[10] = -0.3f, sixth[11] = 0.1f;
	GLuint moving = shader_program(
		"moving",
		"#version 430\nlayout(location = 0) in vec2 at; layout(location = 1) in vec4 tint; layout(location = 2) in "
		"vec2 "
		"shift; out vec4 color; void main() { color = tint; gl_Position = vec4(at * 0.5 + shift * float(1 + "
		"gl_InstanceID), 0, 1); }",
		"#version 430\nin vec4 color; out vec4 result; void main() { result = color; }");
	glUseProgram(moving);
	glEnableVertexAttribArray(2);
	glVertexAttribPointer(2, 2, GL_FLOAT, GL_FALSE, 0, one);
	glVertexAttribDivisor(2, 0xffffffffu);
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glDrawArraysInstanced(GL_TRIANGLES, 3, 9, 3));
	report_pixels("largest divisor");
	glVertexAttribPointer(2, 2, GL_FLOAT, GL_FALSE, 0, sixth);
	glVertexAttribDivisor(2, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glDrawArraysInstancedBaseInstance(GL_TRIANGLES, 0, 24, 1, 5));
	report_pixels("base instance");
	glVertexAttribDivisor(2, 3);
	glVertexAttribPointer(2, 2, GL_FLOAT, GL_FALSE, 0, one);
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glDrawElementsInstanced(GL_TRIANGLES, 3, GL_UNSIGNED_BYTE, (const GLubyte[]){12, 13, 14}, 3));
	report_pixels("divisor 3");
	return window_finish();
}
