/* Instanced draws: divisors, base instance, base vertex, from buffers and from client memory. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static const GLfloat corners[] = {-0.08f, -0.08f, 0.08f, -0.08f, -0.08f, 0.08f, 0.08f, 0.08f};
static const GLubyte order[] = {0, 1, 2, 2, 1, 3};

int main(void) {
	window_open_compat();
	GLuint program =
		shader_program("instances",
					   "#version 140\nin vec2 at; in vec2 shift; in vec3 tint; out vec3 color; uniform float spread;\n"
					   "void main() { color = tint * (1.0 - 0.04 * float(gl_InstanceID)); gl_Position = vec4(at + "
					   "shift + vec2(0, float(gl_InstanceID) * spread), 0, 1); }",
					   "#version 140\nin vec3 color; out vec4 result; void main() { result = vec4(color, 1); }");
	glUseProgram(program);
	GLuint at = (GLuint)glGetAttribLocation(program, "at"), shift = (GLuint)glGetAttribLocation(program, "shift"),
		   tint = (GLuint)glGetAttribLocation(program, "tint");
	glUniform1f(glGetUniformLocation(program, "spread"), 0.01f);
	GLfloat shifts[20][2];
	GLubyte tints[32][4];
	for (int i = 0; i < 20; i++)
		shifts[i][0] = -0.8f + 0.4f * (float)(i % 5), shifts[i][1] = -0.8f + 0.4f * (float)(i / 5);
	for (int i = 0; i < 32; i++)
		tints[i][0] = (GLubyte)(255 - 8 * i), tints[i][1] = (GLubyte)(7 * i), tints[i][2] = (GLubyte)(i & 1 ? 200 : 30),
		tints[i][3] = 0;
	GLuint buffers[4];
	glGenBuffers(4, buffers);
	const void *data[] = {corners, shifts, tints, order};
	const GLsizeiptr sizes[] = {sizeof(corners), sizeof(shifts), sizeof(tints), sizeof(order)};
	for (int i = 0; i < 4; i++) {
		glBindBuffer(GL_COPY_WRITE_BUFFER, buffers[i]);
		glBufferData(GL_COPY_WRITE_BUFFER, sizes[i], data[i], GL_STATIC_DRAW);
	}
	glEnableVertexAttribArray(at);
	glEnableVertexAttribArray(shift);
	glEnableVertexAttribArray(tint);
	glVertexAttribDivisor(shift, 1);
	glVertexAttribDivisor(tint, 3);
	/* 0: all in buffers; 1: all in client memory; 2: corners in a buffer; 3: shifts in a buffer. */
	for (int mix = 0; mix < 4; mix++) {
		glBindBuffer(GL_ARRAY_BUFFER, mix == 0 || mix == 2 ? buffers[0] : 0);
		glVertexAttribPointer(at, 2, GL_FLOAT, GL_FALSE, 0, mix == 0 || mix == 2 ? NULL : corners);
		glBindBuffer(GL_ARRAY_BUFFER, mix == 0 || mix == 3 ? buffers[1] : 0);
		glVertexAttribPointer(shift, 2, GL_FLOAT, GL_FALSE, 0, mix == 0 || mix == 3 ? NULL : shifts);
		glBindBuffer(GL_ARRAY_BUFFER, mix == 0 ? buffers[2] : 0);
		glVertexAttribPointer(tint, 3, GL_UNSIGNED_BYTE, GL_TRUE, 4, mix == 0 ? NULL : tints);
		glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, mix & 1 ? 0 : buffers[3]);
		const void *indices = mix & 1 ? order : NULL;
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, 20);
		report_pixels("DrawArraysInstanced");
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawElementsInstanced(GL_TRIANGLES, 6, GL_UNSIGNED_BYTE, indices, 7);
		report_pixels("DrawElementsInstanced");
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawArraysInstancedBaseInstance(GL_TRIANGLE_STRIP, 0, 3, 9, 6);
		report_pixels("base instance");
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawElementsInstancedBaseInstance(GL_TRIANGLES, 3, GL_UNSIGNED_BYTE, indices, 5, 11);
		glDrawElementsInstancedBaseVertex(GL_TRIANGLES, 3, GL_UNSIGNED_BYTE, indices, 4, 1);
		glDrawElementsInstancedBaseVertexBaseInstance(GL_TRIANGLES, 3, GL_UNSIGNED_BYTE, indices, 3, 1, 17);
		report_pixels("base vertex and base instance");
		report_error("draws");
	}
	glVertexAttribDivisor(tint, 0xffffffffu);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, 20);
	report_pixels("huge divisor");
	GLint value;
	glGetVertexAttribiv(shift, GL_VERTEX_ATTRIB_ARRAY_DIVISOR, &value);
	report("divisor %d", value);
	STEP(glDrawArraysInstanced(GL_TRIANGLES, 0, 3, -1));
	STEP(glDrawArraysInstanced(GL_TRIANGLES, -1, 3, 1));
	STEP(glDrawArraysInstanced(GL_TRIANGLES, 0, 3, 0));
	report_pixels("after");
	return window_finish();
}
