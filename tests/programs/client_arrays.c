/* Client-side vertex arrays: the application's memory is read at the draw, never earlier or later, with
 * every type, stride and array of fixed function; client-side indices of every type. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

struct vertex {
	GLubyte color[4];
	GLfloat at[3];
	GLshort texture[2];
};

static void grid(struct vertex *vertices, int side) {
	for (int y = 0; y < side; y++)
		for (int x = 0; x < side; x++) {
			struct vertex *v = &vertices[y * side + x];
			v->color[0] = (GLubyte)(x * 40), v->color[1] = (GLubyte)(y * 40), v->color[2] = (GLubyte)(200 - x * y),
			v->color[3] = 255;
			v->at[0] = -0.9f + 1.8f * (float)x / (float)(side - 1);
			v->at[1] = -0.9f + 1.8f * (float)y / (float)(side - 1);
			v->at[2] = 0;
			v->texture[0] = (GLshort)x, v->texture[1] = (GLshort)y;
		}
}

static void draws(void) {
	struct vertex vertices[36];
	grid(vertices, 6);
	glEnableClientState(GL_VERTEX_ARRAY);
	glEnableClientState(GL_COLOR_ARRAY);
	glVertexPointer(3, GL_FLOAT, sizeof(struct vertex), vertices[0].at);
	glColorPointer(4, GL_UNSIGNED_BYTE, sizeof(struct vertex), vertices[0].color);
	glClear(GL_COLOR_BUFFER_BIT);
	glPointSize(4);
	glDrawArrays(GL_POINTS, 3, 30);
	report_pixels("DrawArrays from 3");

	glClear(GL_COLOR_BUFFER_BIT);
	const GLubyte bytes[] = {0, 1, 7, 6, 14, 15, 21, 20};
	const GLushort shorts[] = {2, 3, 9, 3, 9, 10, 35, 34, 29};
	const GLuint ints[] = {30, 31, 24, 25, 18, 19};
	glDrawElements(GL_QUADS, 8, GL_UNSIGNED_BYTE, bytes);
	glDrawElements(GL_TRIANGLES, 9, GL_UNSIGNED_SHORT, shorts);
	glDrawElements(GL_TRIANGLE_STRIP, 6, GL_UNSIGNED_INT, ints);
	report_pixels("DrawElements");

	/* The same memory with other content: an array is read when the draw is called. */
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawElements(GL_QUADS, 8, GL_UNSIGNED_BYTE, bytes);
	for (int i = 0; i < 36; i++)
		vertices[i].at[0] = -vertices[i].at[0], vertices[i].color[0] = 255;
	glDrawElements(GL_QUADS, 8, GL_UNSIGNED_BYTE, bytes);
	memset(vertices, 0, sizeof(vertices));
	report_pixels("changed between draws");

	grid(vertices, 6);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawRangeElements(GL_QUADS, 0, 21, 8, GL_UNSIGNED_BYTE, bytes);
	/* A range that lies about the indices: drivers read by the indices all the same. */
	glDrawRangeElements(GL_TRIANGLES, 2, 35, 9, GL_UNSIGNED_SHORT, shorts);
	report_pixels("DrawRangeElements");

	glClear(GL_COLOR_BUFFER_BIT);
	glMultiDrawArrays(GL_TRIANGLE_STRIP, (const GLint[]){0, 6, 12}, (const GLsizei[]){4, 5, 0}, 3);
	glMultiDrawElements(GL_TRIANGLES, (const GLsizei[]){3, 6}, GL_UNSIGNED_SHORT,
						(const void *const[]){shorts, shorts + 3}, 2);
	report_pixels("MultiDraw");
	report_error("MultiDraw");

	glClear(GL_COLOR_BUFFER_BIT);
	glBegin(GL_TRIANGLES);
	for (int i = 0; i < 9; i++)
		glArrayElement(shorts[i]);
	glColor3f(1, 1, 1);
	glVertex2f(-0.9f, 0.9f), glVertex2f(-0.7f, 0.9f);
	glArrayElement(14);
	glEnd();
	report_pixels("ArrayElement");
	GLfloat current[4];
	glGetFloatv(GL_CURRENT_COLOR, current);
	report_floats("current colour after ArrayElement", 4, current);

	if (glDrawElementsBaseVertex) {
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawElementsBaseVertex(GL_QUADS, 8, GL_UNSIGNED_BYTE, bytes, 14);
		glDrawRangeElementsBaseVertex(GL_QUADS, 0, 7, 4, GL_UNSIGNED_BYTE, bytes, 2);
		glMultiDrawElementsBaseVertex(GL_TRIANGLES, (const GLsizei[]){3, 3}, GL_UNSIGNED_BYTE,
									  (const void *const[]){bytes, bytes + 2}, 2, (const GLint[]){4, 20});
		report_pixels("base vertex");
		report_error("base vertex");
	}
	if (glMultiModeDrawArraysIBM && glMultiModeDrawElementsIBM) {
		const GLenum modes[] = {GL_TRIANGLES, GL_POINTS, GL_QUADS, GL_POINTS, GL_LINES};
		glClear(GL_COLOR_BUFFER_BIT);
		glMultiModeDrawArraysIBM(modes, (const GLint[]){0, 6, 12}, (const GLsizei[]){3, 8, -1}, 3, 2 * sizeof(GLenum));
		glMultiModeDrawElementsIBM(modes, (const GLsizei[]){3, 2}, GL_UNSIGNED_SHORT,
								   (const void *const[]){shorts + 6, shorts}, 2, sizeof(GLenum));
		report_pixels("modes of their own");
		report_error("modes of their own");
	}
	/* Restart as client state is set while a list is compiled, and is in none. */
	if (glPrimitiveRestartIndexNV && glPrimitiveRestartNV) {
		const GLuint elements[] = {0, 1, 6, 7, 3, 22, 23, 28, 29};
		GLuint lists = glGenLists(3);
		glNewList(lists, GL_COMPILE);
		glEnableClientState(GL_PRIMITIVE_RESTART_NV);
		glPrimitiveRestartIndexNV(3);
		glDrawElements(GL_TRIANGLE_STRIP, 9, GL_UNSIGNED_INT, elements);
		glEndList();
		report("restart: %d", glIsEnabled(GL_PRIMITIVE_RESTART_NV));
		glNewList(lists + 1, GL_COMPILE);
		glBegin(GL_TRIANGLE_STRIP);
		glDisableClientState(GL_PRIMITIVE_RESTART_NV);
		for (int i = 0; i < 9; i++) {
			if (i == 5)
				glEnableClientState(GL_PRIMITIVE_RESTART_NV), glArrayElement(3);
			glArrayElement(elements[i]);
		}
		glEnd();
		glEndList();
		glNewList(lists + 2, GL_COMPILE);
		glBegin(GL_TRIANGLE_STRIP);
		for (int i = 0; i < 9; i++)
			i == 4 ? glPrimitiveRestartNV() : glArrayElement(elements[i]);
		glEnd();
		glEndList();
		glDisableClientState(GL_PRIMITIVE_RESTART_NV);
		glPrimitiveRestartIndexNV(0);
		for (GLuint i = 0; i < 3; i++) {
			glClear(GL_COLOR_BUFFER_BIT);
			glCallList(lists + i);
			report_pixels("restart in a list");
		}
		report("restart: %d", glIsEnabled(GL_PRIMITIVE_RESTART_NV));
		report_error("restart in a list");
	}
	/* Primitive restart: the restart index is no vertex, although it is the largest number. */
	glEnable(GL_PRIMITIVE_RESTART);
	glPrimitiveRestartIndex(0xffff);
	glClear(GL_COLOR_BUFFER_BIT);
	const GLushort restart[] = {0, 1, 6, 7, 0xffff, 22, 23, 28, 29};
	glDrawElements(GL_TRIANGLE_STRIP, 9, GL_UNSIGNED_SHORT, restart);
	report_pixels("primitive restart");
	glClear(GL_COLOR_BUFFER_BIT);
	glBegin(GL_TRIANGLE_STRIP);
	for (int i = 0; i < 9; i++)
		glArrayElement(restart[i]);
	glEnd();
	report_pixels("primitive restart by ArrayElement");
	report_error("primitive restart by ArrayElement");
	glDisable(GL_PRIMITIVE_RESTART);
	glDisableClientState(GL_COLOR_ARRAY);
}

/* Two components of each type at the same places, sum of pixels per type. */
static void types(void) {
	static const struct {
		GLenum type;
		const char *name;
	} all[] = {
		{GL_SHORT, "short"}, {GL_INT, "int"}, {GL_FLOAT, "float"}, {GL_DOUBLE, "double"}, {GL_HALF_FLOAT, "half"}};
	static const GLshort at[8] = {-100, -90, 90, -80, 100, 100, -60, 70};
	static const GLushort half[8] = {0xd640, 0xd5a0, 0x55a0, 0xd500, 0x5640, 0x5640, 0xd380, 0x5460};
	GLubyte buffer[8 * 8 + 64];
	glLoadIdentity();
	glScalef(1 / 128.0f, 1 / 128.0f, 1);
	for (int t = 0; t < 5; t++)
		for (int stride = 0; stride < 2; stride++) {
			GLubyte *to = buffer + 8 * stride;
			int size = t == 0 || t == 4 ? 2 : t == 3 ? 8 : 4, step = stride ? 2 * size + 8 : 2 * size;
			for (int i = 0; i < 8; i++) {
				GLubyte *p = to + i / 2 * step + i % 2 * size;
				GLint integer = at[i];
				GLfloat single = at[i];
				GLdouble twice = at[i];
				memcpy(p,
					   t == 0   ? (const void *)&at[i]
					   : t == 1 ? (const void *)&integer
					   : t == 2 ? (const void *)&single
					   : t == 3 ? (const void *)&twice
								: &half[i],
					   (size_t)size);
			}
			glVertexPointer(2, all[t].type, stride ? step : 0, to);
			glClear(GL_COLOR_BUFFER_BIT);
			glColor3f(0.2f * (float)t, 1, 0.5f);
			glDrawArrays(GL_QUADS, 0, 4);
			report_pixels(all[t].name);
		}
	static const struct {
		GLenum type;
		const char *name;
		int size;
	} colors[] = {{GL_BYTE, "colour byte", 1},   {GL_UNSIGNED_BYTE, "colour ubyte", 1},
				  {GL_SHORT, "colour short", 2}, {GL_UNSIGNED_SHORT, "colour ushort", 2},
				  {GL_INT, "colour int", 4},     {GL_UNSIGNED_INT, "colour uint", 4}};
	GLubyte noise[64];
	uint32_t state = 7;
	for (int i = 0; i < 64; i++)
		noise[i] = (GLubyte)report_noise(&state);
	const GLfloat quad[] = {-100, -100, 100, -100, 100, 100, -100, 100};
	glVertexPointer(2, GL_FLOAT, 0, quad);
	glEnableClientState(GL_COLOR_ARRAY);
	for (int t = 0; t < 6; t++) {
		glColorPointer(3 + (t & 1), colors[t].type, 0, noise);
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawArrays(GL_QUADS, 0, 4);
		report_pixels(colors[t].name);
	}
	glDisableClientState(GL_COLOR_ARRAY);
	glLoadIdentity();
}

static void all_arrays(void) {
	static const GLenum formats[] = {
		GL_V2F,         GL_V3F,         GL_C4UB_V2F,        GL_C4UB_V3F,       GL_C3F_V3F,
		GL_N3F_V3F,     GL_C4F_N3F_V3F, GL_T2F_V3F,         GL_T4F_V4F,        GL_T2F_C4UB_V3F,
		GL_T2F_C3F_V3F, GL_T2F_N3F_V3F, GL_T2F_C4F_N3F_V3F, GL_T4F_C4F_N3F_V4F};
	static const int sizes[] = {8, 12, 12, 16, 24, 24, 40, 20, 32, 24, 32, 32, 48, 60};
	GLfloat data[3 * 15];
	for (int f = 0; f < 14; f++) {
		int floats = sizes[f] / 4, position = f == 0 || f == 2 ? 2 : f == 8 || f == 13 ? 4 : 3;
		for (int v = 0; v < 3; v++) {
			for (int i = 0; i < floats; i++)
				data[v * floats + i] = 0.1f + 0.05f * (float)(i + v);
			GLfloat *p = data + v * floats + floats - position;
			p[0] = v == 1 ? 0.9f : -0.9f, p[1] = v == 2 ? 0.9f : -0.8f;
			if (position > 2)
				p[2] = 0;
			if (position > 3)
				p[3] = 1;
		}
		if (f == 2 || f == 3)
			for (int v = 0; v < 3; v++)
				memcpy(data + v * floats, (const GLubyte[]){200, (GLubyte)(80 * v), 30, 255}, 4);
		if (f == 9)
			for (int v = 0; v < 3; v++)
				memcpy(data + v * floats + 2, (const GLubyte[]){20, (GLubyte)(80 * v), 230, 255}, 4);
		glColor3f(0.5f, 0.6f, 0.7f);
		glClear(GL_COLOR_BUFFER_BIT);
		glInterleavedArrays(formats[f], 0, data);
		glDrawArrays(GL_TRIANGLES, 0, 3);
		char name[32] = "interleaved a";
		name[12] = (char)('a' + f);
		report_pixels(name);
		report("enabled: %d %d %d %d", glIsEnabled(GL_VERTEX_ARRAY), glIsEnabled(GL_COLOR_ARRAY),
			   glIsEnabled(GL_NORMAL_ARRAY), glIsEnabled(GL_TEXTURE_COORD_ARRAY));
	}
	glInterleavedArrays(GL_V2F, 16, data);
	GLint stride = 0, size = 0;
	void *pointer = NULL;
	glGetIntegerv(GL_VERTEX_ARRAY_STRIDE, &stride);
	glGetIntegerv(GL_VERTEX_ARRAY_SIZE, &size);
	glGetPointerv(GL_VERTEX_ARRAY_POINTER, &pointer);
	report("vertex array: stride %d, size %d, pointer %s", stride, size, pointer == data ? "ours" : "other");

	/* Texture units, normals, secondary colours, fog coordinates, edge flags together. */
	const GLfloat quad[] = {-0.9f, -0.9f, 0.9f, -0.9f, 0.9f, 0.9f, -0.9f, 0.9f};
	const GLshort st0[] = {0, 0, 1, 0, 1, 1, 0, 1};
	const GLdouble st1[] = {0, 0, 2, 0, 2, 2, 0, 2};
	const GLbyte secondary[] = {0, 0, 127, 0, 100, 0, 50, 50, 50, 100, 0, 0};
	const GLboolean edges[] = {1, 0, 1, 1};
	const GLbyte normals[] = {0, 0, 127, 0, 64, 64, 64, 0, 64, 0, 0, 127};
	const GLfloat fog[] = {0, 0.4f, 0.8f, 1};
	GLubyte texels[4 * 4];
	for (int i = 0; i < 16; i++)
		texels[i] = (GLubyte)(i * 16);
	for (int u = 0; u < 2; u++) {
		glActiveTexture(GL_TEXTURE0 + (GLenum)u);
		GLuint texture;
		glGenTextures(1, &texture);
		glBindTexture(GL_TEXTURE_2D, texture);
		glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
		glTexImage2D(GL_TEXTURE_2D, 0, GL_LUMINANCE, 4, 4, 0, GL_LUMINANCE, GL_UNSIGNED_BYTE, texels);
		glTexEnvi(GL_TEXTURE_ENV, GL_TEXTURE_ENV_MODE, u ? GL_ADD : GL_MODULATE);
		glEnable(GL_TEXTURE_2D);
		glClientActiveTexture(GL_TEXTURE0 + (GLenum)u);
		glEnableClientState(GL_TEXTURE_COORD_ARRAY);
		glTexCoordPointer(2, u ? GL_DOUBLE : GL_SHORT, 0, u ? (const void *)st1 : st0);
	}
	GET(GL_CLIENT_ACTIVE_TEXTURE);
	glEnableClientState(GL_VERTEX_ARRAY);
	glVertexPointer(2, GL_FLOAT, 0, quad);
	glEnableClientState(GL_NORMAL_ARRAY);
	glNormalPointer(GL_BYTE, 0, normals);
	glEnableClientState(GL_SECONDARY_COLOR_ARRAY);
	glSecondaryColorPointer(3, GL_BYTE, 0, secondary);
	glEnableClientState(GL_FOG_COORD_ARRAY);
	glFogCoordPointer(GL_FLOAT, 0, fog);
	glEnableClientState(GL_EDGE_FLAG_ARRAY);
	glEdgeFlagPointer(0, edges);
	glEnable(GL_COLOR_SUM);
	glEnable(GL_FOG);
	glFogi(GL_FOG_COORD_SRC, GL_FOG_COORD);
	glFogi(GL_FOG_MODE, GL_LINEAR);
	glColor3f(0.4f, 0.6f, 0.3f);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArrays(GL_QUADS, 0, 4);
	report_pixels("all arrays");
	glPolygonMode(GL_FRONT_AND_BACK, GL_LINE);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArrays(GL_QUADS, 0, 4);
	report_pixels("edge flags");
	report_error("all arrays");
}

int main(void) {
	window_open_compat();
	draws();
	types();
	all_arrays();
	/* An enabled array without memory must not be read when nothing is drawn from it. */
	glVertexPointer(2, GL_FLOAT, 0, NULL);
	glDrawArrays(GL_POINTS, 0, 0);
	report_error("nothing drawn");
	return window_finish();
}
