/* GLSL 3.30 in a core profile: nothing of the compatibility profile works, layouts, geometry shaders,
 * vertex array objects, uniform blocks, instanced arrays, primitive restart, dual source blending. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

int main(void) {
	window_open_core(3, 3);
	GET(GL_CONTEXT_PROFILE_MASK);
	GET(GL_CONTEXT_FLAGS);
	GLuint program = shader_link(
		"geometry",
		(GLuint[]){
			shader_make(GL_VERTEX_SHADER,
						"#version 330\nlayout(location = 0) in vec2 at; layout(location = 2) in vec3 tint; out vec3 "
						"color; out float size;\n"
						"layout(std140) uniform Scene { vec4 offset; mat4 turn; float sizes[4]; } scene;\n"
						"void main() { color = tint; size = scene.sizes[gl_VertexID & 3]; gl_Position = scene.turn * "
						"vec4(at, 0, 1) + scene.offset; }"),
			shader_make(
				GL_GEOMETRY_SHADER,
				"#version 330\nlayout(points) in; layout(triangle_strip, max_vertices = 8) out; in vec3 color[]; in "
				"float size[]; flat out vec3 tint; out vec2 st;\n"
				"void main() { for (int i = 0; i < 4; i++) { tint = color[0]; st = vec2(i & 1, i >> 1); gl_Position = "
				"gl_in[0].gl_Position + vec4((st - 0.5) * size[0], 0, 0); EmitVertex(); } EndPrimitive(); }"),
			shader_make(GL_FRAGMENT_SHADER, "#version 330\nflat in vec3 tint; in vec2 st; layout(location = 0, index = "
											"0) out vec4 result; layout(location = 0, index = 1) out vec4 factor;\n"
											"void main() { result = vec4(tint * st.x, 1); factor = vec4(st.yyy, 1); }"),
			0});
	GLuint vertex_array, buffers[2];
	STEP(glDrawArrays(GL_POINTS, 0, 1));
	glGenVertexArrays(1, &vertex_array);
	report("vertex array before binding: %d", glIsVertexArray(vertex_array));
	glBindVertexArray(vertex_array);
	report("vertex array after binding: %d", glIsVertexArray(vertex_array));
	glGenBuffers(2, buffers);
	GLfloat data[9][5];
	for (int i = 0; i < 9; i++) {
		data[i][0] = -0.6f + 0.6f * (float)(i % 3), data[i][1] = -0.6f + 0.6f * (float)(i / 3);
		data[i][2] = 1 - 0.1f * (float)i, data[i][3] = 0.1f * (float)i, data[i][4] = i & 1 ? 1 : 0.3f;
	}
	glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(data), data, GL_STATIC_DRAW);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 20, NULL);
	glVertexAttribPointer(2, 3, GL_FLOAT, GL_FALSE, 20, (void *)8);
	glEnableVertexAttribArray(0);
	glEnableVertexAttribArray(2);
	GLfloat block[4 + 16 + 16] = {0.05f, -0.05f, 0, 0,    0.9f, 0.2f, 0, 0,    -0.2f, 0.9f, 0, 0,    0, 0, 1, 0,   0,
								  0,     0,      1, 0.5f, 0,    0,    0, 0.4f, 0,     0,    0, 0.3f, 0, 0, 0, 0.6f};
	glBindBuffer(GL_UNIFORM_BUFFER, buffers[1]);
	glBufferData(GL_UNIFORM_BUFFER, sizeof(block), block, GL_STATIC_DRAW);
	glBindBufferBase(GL_UNIFORM_BUFFER, 3, buffers[1]);
	glUniformBlockBinding(program, glGetUniformBlockIndex(program, "Scene"), 3);
	glUseProgram(program);
	glClearColor(0.1f, 0.2f, 0.3f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glEnable(GL_BLEND);
	glBlendFunc(GL_ONE, GL_SRC1_COLOR);
	glDrawArrays(GL_POINTS, 0, 9);
	report_pixels("points to quads, dual source blending");
	GLint value;
	glGetIntegeri_v(GL_UNIFORM_BUFFER_BINDING, 3, &value);
	report("uniform buffer at 3 is ours: %d", value == (GLint)buffers[1]);
	GLint64 size;
	glGetInteger64i_v(GL_UNIFORM_BUFFER_SIZE, 3, &size);
	report("size at 3: %lld", (long long)size);
	glDisable(GL_BLEND);

	/* What a core profile does not have. */
	STEP(glDrawArrays(GL_QUADS, 0, 4));
	STEP(glEnable(GL_LIGHTING));
	STEP(glEnableClientState(GL_VERTEX_ARRAY));
	STEP(glBegin(GL_TRIANGLES));
	STEP(glNewList(1, GL_COMPILE));
	STEP(glBindTexture(GL_TEXTURE_2D, 12345));
	STEP(glBindBuffer(GL_ARRAY_BUFFER, 12345));
	STEP(glBindVertexArray(12345));
	STEP(glBindFramebuffer(GL_FRAMEBUFFER, 12345));
	STEP(glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, 0, data));
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	STEP(glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, 0, data));
	GET(GL_MAX_TEXTURE_UNITS);
	report_text("GL_EXTENSIONS", (const char *)glGetString(GL_EXTENSIONS));
	report_error("GL_EXTENSIONS");
	STEP(glLineWidth(0));
	STEP(glPushAttrib(GL_ALL_ATTRIB_BITS));
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_LUMINANCE, 4, 4, 0, GL_LUMINANCE, GL_UNSIGNED_BYTE, NULL));
	/* The vertex array keeps a deleted buffer alive. */
	glDeleteBuffers(1, &buffers[0]);
	glGetVertexAttribiv(0, GL_VERTEX_ATTRIB_ARRAY_BUFFER_BINDING, &value);
	report("binding after delete: %s", value ? "some" : "0");
	glBindVertexArray(0);
	glDeleteVertexArrays(1, &vertex_array);
	report("is a vertex array: %d", glIsVertexArray(vertex_array));
	report_error("end");
	return window_finish();
}
