/* What is easily overlooked when calls are taken apart and put together again: one multi draw stays one draw, wrong
 * names are found before their arguments are read, writes from shaders reach maps. */
#include <string.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

/* Coloured by the number of the draw within its call. */
static void multi_draws(void) {
	if (!window_has("GL_ARB_shader_draw_parameters")) {
		report("no GL_ARB_shader_draw_parameters");
		return;
	}
	GLuint program = shader_program("draw id",
									"#version 330 compatibility\n"
									"#extension GL_ARB_shader_draw_parameters : require\n"
									"layout(location = 0) in vec2 at;\n"
									"flat out vec3 colour;\n"
									"void main() {\n"
									"  int id = gl_DrawIDARB;\n"
									"  colour = vec3(id & 1, (id >> 1) & 1, 1 - 0.2 * id) + 0.01 * gl_BaseVertexARB;\n"
									"  gl_Position = vec4(at, 0, 1);\n"
									"}\n",
									"#version 330 compatibility\n"
									"flat in vec3 colour;\n"
									"out vec4 result;\n"
									"void main() { result = vec4(colour, 1); }\n");
	glUseProgram(program);
	GLfloat at[40][2];
	for (int i = 0; i < 40; i++) {
		at[i][0] = -0.95f + 0.19f * (float)(i / 4) + (i % 4 == 1 || i % 4 == 2 ? 0.15f : 0);
		at[i][1] = -0.9f + (i % 4 >= 2 ? 1.5f : 0) + 0.02f * (float)i;
	}
	glEnableVertexAttribArray(0);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, at);
	static const GLint first[] = {8, 0, 4, 36, 20};
	static const GLsizei count[] = {4, 4, 0, 4, 4};
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glMultiDrawArrays(GL_QUADS, first, count, 5));
	report_pixels("arrays");
	static const GLushort one[] = {0, 1, 2, 3}, two[] = {12, 13, 14, 15, 16, 17, 18, 19}, three[] = {39, 38, 37, 36};
	const void *const indices[] = {one, two, three};
	static const GLsizei counts[] = {4, 8, 4};
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glMultiDrawElements(GL_QUADS, counts, GL_UNSIGNED_SHORT, indices, 3));
	report_pixels("elements");
	static const GLint base[] = {8, 4, -12};
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glMultiDrawElementsBaseVertex(GL_QUADS, counts, GL_UNSIGNED_SHORT, indices, 3, base));
	report_pixels("with base vertices");
	/* Vertices in memory, indices in a buffer; then the other way round. */
	GLuint buffers[2];
	glGenBuffers(2, buffers);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[0]);
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof(two), two, GL_STATIC_DRAW);
	const void *const offsets[] = {(const void *)8, (const void *)0};
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glMultiDrawElements(GL_QUADS, (const GLsizei[]){4, 4}, GL_UNSIGNED_SHORT, offsets, 2));
	report_pixels("indices in a buffer");
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[1]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(at), at, GL_STATIC_DRAW);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, NULL);
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glMultiDrawElements(GL_QUADS, counts, GL_UNSIGNED_SHORT, indices, 3));
	report_pixels("vertices in a buffer");
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, NULL);
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	STEP(glMultiDrawArrays(0xdead, first, count, 5));
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, at);
	STEP(glMultiDrawArrays(0xdead, first, count, 5));
	STEP(glMultiDrawArrays(GL_QUADS, first, count, -1));
	STEP(glMultiDrawArrays(GL_QUADS, first, count, 0));
	STEP(glMultiDrawArrays(GL_QUADS, first, (const GLsizei[]){4, -1}, 2));
	STEP(glMultiDrawElements(GL_QUADS, counts, GL_FLOAT, indices, 3));
	STEP(glMultiDrawElements(GL_QUADS, counts, GL_UNSIGNED_SHORT, indices, -1));
	STEP(glMultiDrawElements(GL_QUADS, (const GLsizei[]){4, -1}, GL_UNSIGNED_SHORT, indices, 2));
	glDisableVertexAttribArray(0);
	glDeleteBuffers(2, buffers);
	glUseProgram(0);
	glDeleteProgram(program);
}

/* Fixed function arrays, with primitives that restart. */
static void multi_draws_fixed(void) {
	GLfloat at[24][5];
	for (int i = 0; i < 24; i++) {
		at[i][0] = -0.9f + 0.15f * (float)(i / 2);
		at[i][1] = i % 2 ? 0.8f : -0.7f + 0.04f * (float)i;
		at[i][2] = (float)i / 24;
		at[i][3] = 1 - (float)i / 24;
		at[i][4] = 0.5f;
	}
	glEnableClientState(GL_VERTEX_ARRAY);
	glEnableClientState(GL_COLOR_ARRAY);
	glVertexPointer(2, GL_FLOAT, sizeof(*at), at);
	glColorPointer(3, GL_FLOAT, sizeof(*at), at[0] + 2);
	static const GLubyte one[] = {0, 1, 2, 3, 255, 6, 7, 8, 9}, two[] = {12, 13, 14, 15}, three[] = {255, 255};
	const void *const indices[] = {two, one, three};
	glEnable(GL_PRIMITIVE_RESTART);
	glPrimitiveRestartIndex(255);
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glMultiDrawElements(GL_TRIANGLE_STRIP, (const GLsizei[]){4, 9, 2}, GL_UNSIGNED_BYTE, indices, 3));
	report_pixels("restarting");
	glDisable(GL_PRIMITIVE_RESTART);
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glMultiDrawArrays(GL_TRIANGLE_STRIP, (const GLint[]){18, 2}, (const GLsizei[]){6, 9}, 2));
	report_pixels("fixed function");
	GLuint list = glGenLists(1);
	glNewList(list, GL_COMPILE);
	glMultiDrawArrays(GL_TRIANGLE_STRIP, (const GLint[]){18, 2}, (const GLsizei[]){6, 9}, 2);
	glMultiDrawElements(GL_TRIANGLE_STRIP, (const GLsizei[]){4}, GL_UNSIGNED_BYTE, indices, 1);
	glEndList();
	glDisableClientState(GL_VERTEX_ARRAY);
	glDisableClientState(GL_COLOR_ARRAY);
	glClear(GL_COLOR_BUFFER_BIT);
	glCallList(list);
	report_pixels("from a list");
	glDeleteLists(list, 1);
	report_error("multi draws");
}

/* Names are looked at before what they are to get. */
static void wrong_names(void) {
	static const char *const nowhere[] = {(const char *)8, (const char *)16};
	GLuint program = glCreateProgram();
	STEP(glShaderSource(0, 2, nowhere, NULL));
	STEP(glShaderSource(4711, 2, nowhere, NULL));
	STEP(glShaderSource(program, 2, nowhere, NULL));
	STEP(glShaderSource(4711, -1, nowhere, NULL));
	GLuint shader = glCreateShader(GL_VERTEX_SHADER);
	STEP(glShaderSource(shader, -1, nowhere, NULL));
	STEP(glShaderSource(shader, 0, nowhere, NULL));
	glDeleteShader(shader);
	STEP(glShaderSource(shader, 2, nowhere, NULL));
	glDeleteProgram(program);
	if (glNamedBufferDataEXT) {
		STEP(glNamedBufferDataEXT(0, 4, "abc", GL_STATIC_DRAW));
		/* A name that nobody generated, and one that is gone, get an object. */
		for (int i = 0; i < 2; i++) {
			static const GLuint name = 7000;
			char back[4] = "";
			STEP(glNamedBufferDataEXT(name, 4, "abc", GL_STATIC_DRAW));
			glBindBuffer(GL_COPY_READ_BUFFER, name);
			STEP(glGetBufferSubData(GL_COPY_READ_BUFFER, 0, 4, back));
			report_text("content", back);
			glDeleteBuffers(1, &name);
		}
		STEP(glNamedBufferSubDataEXT(0, 0, 4, "abc"));
		/* Questions do that as well. */
		void *pointer = &pointer;
		GLint size = -1;
		STEP(glGetNamedBufferPointervEXT(7001, GL_BUFFER_MAP_POINTER, &pointer));
		STEP(glGetNamedBufferParameterivEXT(7002, GL_BUFFER_SIZE, &size));
		report("pointer %d, size %d, buffers %d and %d", pointer != NULL, size, glIsBuffer(7001), glIsBuffer(7002));
		STEP(glGetNamedBufferPointervEXT(0, GL_BUFFER_MAP_POINTER, &pointer));
		glDeleteBuffers(2, (const GLuint[]){7001, 7002});
	}
}

/* Layers of a cube map array, in and out of it. */
static void cube_map_arrays(void) {
	if (!glGetTextureSubImage || !window_has("GL_ARB_texture_cube_map_array")) {
		report("no cube map arrays");
		return;
	}
	GLuint texture;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_CUBE_MAP_ARRAY, texture);
	static GLubyte texels[12][8][8][4];
	for (unsigned i = 0; i < sizeof(texels); i++)
		((GLubyte *)texels)[i] = (GLubyte)(i * 7 + i / 256);
	glTexImage3D(GL_TEXTURE_CUBE_MAP_ARRAY, 0, GL_RGBA8, 8, 8, 12, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
	static GLubyte back[12 * 8 * 8 * 4];
	static const GLint regions[][6] = {{0, 0, 0, 8, 8, 12}, {0, 0, 6, 8, 8, 6},  {2, 3, 5, 4, 4, 2},
									   {0, 0, 11, 8, 8, 1}, {0, 0, 11, 8, 8, 2}, {0, 0, 12, 8, 8, 0}};
	for (unsigned i = 0; i < sizeof(regions) / sizeof(*regions); i++) {
		const GLint *r = regions[i];
		memset(back, 0, sizeof(back));
		STEP(glGetTextureSubImage(texture, 0, r[0], r[1], r[2], r[3], r[4], r[5], GL_RGBA, GL_UNSIGNED_BYTE,
								  (GLsizei)sizeof(back), back));
		report_bytes("layers", back, sizeof(back));
	}
	memset(back, 0, sizeof(back));
	STEP(glGetTextureImage(texture, 0, GL_RGBA, GL_UNSIGNED_BYTE, (GLsizei)sizeof(back), back));
	report_bytes("all", back, sizeof(back));
	STEP(glGetTextureSubImage(texture, 0, 0, 0, 0, 8, 8, 12, GL_RGBA, GL_UNSIGNED_BYTE, 100, back));
	glDeleteTextures(1, &texture);
}

/* A shader writes through the image of a buffer texture; a map shows it. */
static void buffer_images(void) {
	if (!glBindImageTexture || !glDispatchCompute) {
		report("no images");
		return;
	}
	GLuint shader = shader_make(GL_COMPUTE_SHADER, "#version 430\n"
												   "layout(local_size_x = 1) in;\n"
												   "layout(r32ui) uniform uimageBuffer data;\n"
												   "uniform uint add;\n"
												   "void main() {\n"
												   "  int i = int(gl_GlobalInvocationID.x);\n"
												   "  imageStore(data, i, uvec4(i * 3) + add);\n"
												   "}\n");
	GLuint program = shader_link("image", (const GLuint[]){shader, 0}), buffer, texture;
	glUseProgram(program);
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glBufferData(GL_ARRAY_BUFFER, 64, NULL, GL_DYNAMIC_COPY);
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_BUFFER, texture);
	glTexBuffer(GL_TEXTURE_BUFFER, GL_R32UI, buffer);
	for (GLuint round = 0; round < 3; round++) {
		/* What the program writes itself is known; then it is not any more. */
		GLuint *map = glMapBufferRange(GL_ARRAY_BUFFER, 0, 64, GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT);
		for (GLuint i = 0; map && i < 16; i++)
			map[i] = 1000 + i;
		glUnmapBuffer(GL_ARRAY_BUFFER);
		if (round == 0)
			glBindImageTexture(0, texture, 0, GL_FALSE, 0, GL_WRITE_ONLY, GL_R32UI);
		glUniform1ui(glGetUniformLocation(program, "add"), round);
		glDispatchCompute(8, 1, 1);
		glMemoryBarrier(GL_ALL_BARRIER_BITS);
		map = glMapBufferRange(GL_ARRAY_BUFFER, 0, 64, GL_MAP_READ_BIT);
		if (map)
			report_uints("written", 16, map);
		glUnmapBuffer(GL_ARRAY_BUFFER);
	}
	report_error("buffer images");
	glDeleteTextures(1, &texture);
	glDeleteBuffers(1, &buffer);
	glUseProgram(0);
	glDeleteProgram(program);
}

int main(void) {
	window_open_compat();
	multi_draws();
	multi_draws_fixed();
	wrong_names();
	cube_map_arrays();
	buffer_images();
	glClear(GL_COLOR_BUFFER_BIT);
	return window_finish();
}
