/* Calls that draw from arrays and pixels, read back, and record display lists. */
#include "random.h"

#include <string.h>

#define VERTICES 24

/* Mesa (22.3) follows glCallList in lists while it compiles, into lists that are not there and around circles. So the
 * first lists call only those before them and are never deleted; the others are not called by lists. */
#define LISTS 6
#define LOOSE_LISTS 2

static const GLenum modes[] = {GL_POINTS,         GL_LINES,        GL_LINE_STRIP, GL_TRIANGLES,
							   GL_TRIANGLE_STRIP, GL_TRIANGLE_FAN, GL_QUADS};

/* In application memory; half-open squares of noise would overflow as floats, so numbers are drawn. */
static GLfloat floats[VERTICES][16];
static GLubyte indices[64];
static GLuint wide_indices[64];

static void off(GLenum array) {
	glDisableClientState(array);
}

/* Arrays of everything, each from memory or from a buffer; all that is enabled covers all vertices. */
static void arrays(void) {
	static const GLenum types[] = {GL_FLOAT, GL_SHORT, GL_INT};
	for (int v = 0; v < VERTICES; v++)
		for (int i = 0; i < 16; i++)
			floats[v][i] = draw_float();
	off(GL_COLOR_ARRAY), off(GL_NORMAL_ARRAY), off(GL_TEXTURE_COORD_ARRAY), off(GL_EDGE_FLAG_ARRAY);
	for (GLuint i = 0; i < 3; i++)
		glDisableVertexAttribArray(i + 1);
	bool buffered = one_in(3);
	const GLubyte *base = buffered ? NULL : (const GLubyte *)floats;
	glBindBuffer(GL_ARRAY_BUFFER, buffered ? buffers[draw_below(BUFFERS)] : 0);
	say("arrays from %s", buffered ? "a buffer" : "memory");
	if (one_in(12)) {
		say("no vertex array");
		off(GL_VERTEX_ARRAY);
	} else {
		/* Noise as floats may be NaN, on which drivers need not agree with themselves: buffers hold integers. */
		GLenum type = buffered ? types[1 + draw_below(2)] : GL_FLOAT;
		GLint size = draw_int(2, 3);
		unsigned start = 16 * draw_below(2);
		say("glVertexPointer(%d, 0x%x, +%u)", size, type, start);
		glVertexPointer(size, type, sizeof(floats[0]), base + start);
		glEnableClientState(GL_VERTEX_ARRAY);
	}
	if (one_in(2)) {
		GLint size = draw_int(3, 4);
		GLsizei stride = one_in(3) ? 0 : 64;
		say("glColorPointer(%d, stride %d)", size, stride);
		glColorPointer(size, GL_UNSIGNED_BYTE, stride, base);
		glEnableClientState(GL_COLOR_ARRAY);
	}
	if (one_in(3)) {
		say("glNormalPointer");
		glNormalPointer(GL_BYTE, 64, base + 8);
		glEnableClientState(GL_NORMAL_ARRAY);
	}
	if (one_in(3)) {
		glClientActiveTexture(GL_TEXTURE0 + draw_below(2));
		say("glTexCoordPointer");
		glTexCoordPointer(2, GL_SHORT, 64, base + 12);
		glEnableClientState(GL_TEXTURE_COORD_ARRAY);
	}
	if (one_in(3)) {
		GLuint attribute = 1 + draw_below(3);
		GLint size = draw_int(1, 4);
		say("glVertexAttribPointer(%u, %d)", attribute, size);
		glVertexAttribPointer(attribute, size, GL_UNSIGNED_SHORT, (GLboolean)one_in(2), 64, base + 4);
		glEnableVertexAttribArray(attribute);
	}
}

static void draw_arrays(void) {
	GLenum mode = draw_bad(PICK(modes));
	GLint first = draw_int(0, 8); /* GL leaves undefined what a negative one draws */
	GLsizei count = draw_int(one_in(20) ? -1 : 0, VERTICES - 8);
	GLint firsts[3] = {0, 4, 2};
	GLsizei counts[3] = {draw_int(1, 6), draw_int(1, 6), draw_int(1, 6)};
	unsigned how = draw_below(4);
	if (how == 1)
		how = 2;
	arrays();
	say("draw arrays %u: 0x%x %d %d", how, mode, first, count);
	switch (how) {
	case 0:
		glDrawArraysInstanced(mode, first, count, draw_int(0, 3));
		return;
	case 1:
		say("counts %d %d %d", counts[0], counts[1], counts[2]);
		glMultiDrawArrays(mode, firsts, counts, draw_int(0, 3));
		return;
	default:
		glDrawArrays(mode, first, count);
	}
}

static void draw_elements(void) {
	GLenum mode = draw_bad(PICK(modes));
	GLsizei count = draw_int(one_in(20) ? -1 : 0, 24);
	unsigned kind = draw_below(3), how = draw_below(4);
	if (how == 2)
		how = 3;
	bool buffered = one_in(2);
	for (int i = 0; i < 64; i++)
		wide_indices[i] = indices[i] = (GLubyte)draw_below(VERTICES);
	arrays();
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffered ? buffers[BUFFERS + draw_below(BUFFERS)] : 0);
	GLenum type = buffered ? (const GLenum[]){GL_UNSIGNED_BYTE, GL_UNSIGNED_SHORT, GL_UNSIGNED_INT}[kind]
				  : kind   ? GL_UNSIGNED_INT
						   : GL_UNSIGNED_BYTE;
	const void *at = buffered ? (const GLubyte *)NULL + 1024 * kind
					 : kind   ? (const void *)wide_indices
							  : (const void *)indices;
	say("draw elements %u: 0x%x %d 0x%x", how, mode, count, type);
	switch (how) {
	case 0:
		glDrawRangeElements(mode, 0, VERTICES - 1, count, type, at);
		return;
	case 1:
		glDrawElementsInstanced(mode, count, type, at, draw_int(0, 3));
		return;
	case 2:
		glMultiDrawElements(mode, (const GLsizei[]){count / 2, draw_int(0, 3)}, type, (const void *const[]){at, at}, 2);
		return;
	default:
		glDrawElements(mode, count, draw_bad(type), at);
	}
}

static void draw_pixels(void) {
	static const struct {
		GLenum format, type;
	} kinds[] = {{GL_RGBA, GL_UNSIGNED_BYTE},          {GL_RGB, GL_UNSIGNED_BYTE},
				 {GL_LUMINANCE, GL_UNSIGNED_BYTE},     {GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV},
				 {GL_RGB, GL_UNSIGNED_SHORT_5_6_5},    {GL_DEPTH_COMPONENT, GL_UNSIGNED_SHORT},
				 {GL_STENCIL_INDEX, GL_UNSIGNED_BYTE}, {GL_ALPHA, GL_UNSIGNED_SHORT}};
	size_t kind = draw_below(COUNT(kinds));
	say("glDrawPixels 0x%x", kinds[kind].format);
	/* Other pixels each time: Mesa (22.3) keeps what it made of the last ones, whatever changed the pixel maps. No
	 * colour indices: it reads them from elsewhere once pixels are to be skipped. */
	static unsigned times;
	glDrawPixels(draw_int(one_in(20) ? -1 : 0, 30), draw_int(0, 30), draw_bad(kinds[kind].format), kinds[kind].type,
				 noise + 16 * (times++ % 4096));
}

static void copy_pixels(void) {
	int room = framebuffer_size() - 20;
	say("glCopyPixels");
	glCopyPixels(draw_int(0, room), draw_int(0, room), draw_int(0, 20), draw_int(0, 20),
				 one_in(4) ? draw_bad(GL_DEPTH) : GL_COLOR);
	glRectf(9, 9, 9, 9); /* Mesa (22.3) may lose the next draw */
}

static void read_pixels(void) {
	static const struct {
		GLenum format, type;
	} kinds[] = {
		{GL_RGBA, GL_UNSIGNED_BYTE},
		{GL_BGRA, GL_UNSIGNED_SHORT},
		{GL_RGB, GL_UNSIGNED_SHORT_5_6_5},
		{GL_LUMINANCE, GL_UNSIGNED_BYTE},
		/* As 32-bit integers Mesa (22.3) rounds, but only when bytes are swapped, which vmgl does in the guest. */
		{GL_RED, GL_FLOAT},
		{GL_DEPTH_COMPONENT, GL_FLOAT},
		{GL_RGBA, GL_FLOAT},
		{GL_STENCIL_INDEX, GL_UNSIGNED_BYTE}};
	static unsigned char pixels[1u << 18];
	size_t kind = draw_below(COUNT(kinds));
	int room = framebuffer_size() - 40;
	say("glReadPixels 0x%x 0x%x", kinds[kind].format, kinds[kind].type);
	memset(pixels, 0x5a, sizeof(pixels));
	keep_rows_apart(40);
	glReadPixels(draw_int(0, room), draw_int(0, room), draw_int(one_in(20) ? -1 : 0, 40), draw_int(0, 40),
				 draw_bad(kinds[kind].format), kinds[kind].type, pixels);
	record("glReadPixels", pixels, sizeof(pixels));
}

static void record_list(void) {
	GLuint name = 1 + draw_below(LISTS + LOOSE_LISTS);
	unsigned length = draw_below(8);
	GLenum mode = draw_bad(one_in(2) ? GL_COMPILE : GL_COMPILE_AND_EXECUTE);
	say("glNewList(%u, 0x%x)", name, mode);
	glNewList(name, mode);
	for (unsigned i = 0; i < length; i++) {
		if (one_in(4)) {
			/* Mesa (22.3) may execute the beginning of a primitive before the list goes on after its end. */
			glPassThrough(0);
			ask_something();
		} else
			make_listable_call();
	}
	if (one_in(4) && name > 1)
		glCallList(1 + draw_below(name <= LISTS ? name - 1 : LISTS));
	say("glEndList");
	glEndList();
}

static void call_list(void) {
	GLubyte names[4];
	for (int i = 0; i < 4; i++)
		names[i] = (GLubyte)draw_below(LISTS + LOOSE_LISTS + 2);
	say("glCallList(s) %u %u %u %u", names[0], names[1], names[2], names[3]);
	switch (draw_below(4)) {
	case 0:
		glListBase(draw_below(2));
		glCallLists(4, draw_bad(GL_UNSIGNED_BYTE), names);
		return;
	case 1:
		if (one_in(4))
			glDeleteLists(LISTS + 1 + draw_below(LOOSE_LISTS), 1);
		return;
	default:
		glCallList(names[0]);
	}
}

/* Without colours: in clipped polygons Mesa (22.3) computes only those that the fragments need, and returns whatever is
 * in memory for the others. */
static void feedback(void) {
	static GLfloat values[4096];
	memset(values, 0, sizeof(values));
	say("feedback");
	glFeedbackBuffer(4096, GL_3D, values);
	glRenderMode(GL_FEEDBACK);
	for (unsigned i = draw_below(4); i > 0; i--)
		make_listable_call();
	GLint count = glRenderMode(GL_RENDER);
	record("feedback", &count, sizeof(count));
	record("feedback", values, sizeof(values));
}

void make_lists(void) {
	for (GLuint name = 1; name <= LISTS; name++) {
		glNewList(name, GL_COMPILE);
		glEndList();
	}
}

static const struct call calls[] = {{draw_arrays, 6}, {draw_elements, 6}, {draw_pixels, 2}, {copy_pixels, 1},
									{read_pixels, 3}, {record_list, 3},   {call_list, 3},   {feedback, 1}};
const struct calls draw_calls = {calls, COUNT(calls)};
