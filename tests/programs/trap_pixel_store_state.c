/* Pixel store state that is set while it has no effect, and has one later: before a buffer is bound, while a list is
 * compiled, under glPushClientAttrib, in another context; and images whose sizes lie at the edges of numbers and
 * memory. */
#include <string.h>

#include "support/edge.h"
#include "support/report.h"
#include "support/window.h"

static GLubyte noise[8192];

static void texture(const char *name, int texels) {
	GLubyte back[32 * 32 * 4];
	memset(back, 0x5a, sizeof(back));
	glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, back);
	report_bytes(name, back, (size_t)texels * 4);
	report_error(name);
}

static void unpack(GLint row, GLint pixels, GLint rows) {
	glPixelStorei(GL_UNPACK_ROW_LENGTH, row);
	glPixelStorei(GL_UNPACK_SKIP_PIXELS, pixels);
	glPixelStorei(GL_UNPACK_SKIP_ROWS, rows);
}

static void upload(const char *name, const void *from) {
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 8, 8, 0, GL_RGBA, GL_UNSIGNED_BYTE, from);
	texture(name, 64);
}

int main(void) {
	window_open_compat();
	uint32_t seed = 77;
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (GLubyte)report_noise(&seed);
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffer);
	glBufferData(GL_PIXEL_UNPACK_BUFFER, sizeof(noise), noise, GL_STATIC_DRAW);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);

	report("-- set before the buffer is bound");
	unpack(13, 2, 1);
	upload("memory", noise);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffer);
	upload("buffer", (void *)16);
	glPushClientAttrib(GL_CLIENT_PIXEL_STORE_BIT);
	unpack(20, 5, 0);
	upload("pushed", (void *)16);
	glPopClientAttrib();
	upload("popped", (void *)16);
	GET(GL_UNPACK_ROW_LENGTH);
	GET(GL_PIXEL_UNPACK_BUFFER_BINDING);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
	upload("memory again", noise);

	report("-- in lists");
	GLuint list = glGenLists(2);
	glNewList(list, GL_COMPILE);
	unpack(9, 1, 0); /* at once; the image is read with it, and the list forgets it */
	glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 8, 8, GL_RGBA, GL_UNSIGNED_BYTE, noise + 100);
	unpack(0, 0, 0);
	glEndList();
	unpack(30, 3, 3);
	glCallList(list);
	texture("called", 64);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffer);
	glCallList(list);
	texture("called with a buffer bound", 64);
	upload("after the list", (void *)0);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
	unpack(0, 0, 0);

	report("-- another context has its own");
	GLXContext second = window_new_context(window.context);
	unpack(11, 0, 2);
	glFinish();
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, second);
	GET(GL_UNPACK_ROW_LENGTH);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffer);
	upload("there", (void *)0);
	unpack(17, 1, 0);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	GET(GL_UNPACK_ROW_LENGTH);
	upload("here", noise);
	glXDestroyContext(window.display, second);
	unpack(0, 0, 0);

	report("-- written");
	/* The gaps between rows are the program's; so is everything before and after. */
	GLubyte *out = edge_memory(4 * 40 * 7 + 4 * 8 + 4 * 3);
	glPixelStorei(GL_PACK_ROW_LENGTH, 40);
	glPixelStorei(GL_PACK_SKIP_PIXELS, 3);
	glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, out);
	report_bytes("with gaps", out, 4 * 40 * 7 + 4 * 8 + 4 * 3);
	glPushClientAttrib(GL_CLIENT_PIXEL_STORE_BIT);
	glPixelStorei(GL_PACK_SKIP_PIXELS, 0);
	glPixelStorei(GL_PACK_ROW_LENGTH, 0);
	GLubyte *tight = edge_memory(256);
	glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, tight);
	report_bytes("tight", tight, 256);
	glPopClientAttrib();
	GET(GL_PACK_SKIP_PIXELS);
	glPixelStorei(GL_PACK_ROW_LENGTH, 0);
	glPixelStorei(GL_PACK_SKIP_PIXELS, 0);

	report("-- sizes");
	/* (With still larger ones Mesa 22.3 overruns its own stack.) */
	const GLint huge = 1 << 17;
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, huge, huge, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL));
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, -1, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE, noise));
	STEP(glReadPixels(0, 0, -5, huge, GL_RGBA, GL_UNSIGNED_BYTE, noise));
	/* Bits, not bytes; 8 bytes a pixel of which 3 mean nothing; 3 of a block of 4. */
	glOrtho(0, WINDOW_SIZE, 0, WINDOW_SIZE, -1, 1);
	glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
	GLubyte *bits = edge_memory(3 * 9);
	memset(bits, 0xc5, 27);
	glClear(GL_COLOR_BUFFER_BIT);
	glRasterPos2i(5, 5);
	glBitmap(17, 9, 0, 0, 0, 0, bits);
	report_pixels("bits");
	GLubyte *depths = edge_memory(8 * 6);
	for (int i = 0; i < 6; i++) {
		memcpy(depths + 8 * i, &(GLfloat){0.125f * (float)i}, 4);
		depths[8 * i + 4] = (GLubyte)(i * 9);
	}
	glTexImage2D(GL_TEXTURE_2D, 0, GL_DEPTH32F_STENCIL8, 3, 2, 0, GL_DEPTH_STENCIL, GL_FLOAT_32_UNSIGNED_INT_24_8_REV,
				 depths);
	GLubyte *back = edge_memory(8 * 6);
	glGetTexImage(GL_TEXTURE_2D, 0, GL_DEPTH_STENCIL, GL_FLOAT_32_UNSIGNED_INT_24_8_REV, back);
	for (int i = 0; i < 6; i++) {
		GLfloat depth;
		memcpy(&depth, back + 8 * i, 4);
		report("%g %d", (double)depth, back[8 * i + 4]);
	}
	report_error("depth and stencil");
	if (window_has("GL_ARB_texture_compression_rgtc")) {
		/* What imageSize says is what is read; what it should be is GL's affair. */
		GLubyte *blocks = edge_memory(32);
		memcpy(blocks, noise, 32);
		STEP(glCompressedTexImage2D(GL_TEXTURE_2D, 0, GL_COMPRESSED_RED_RGTC1, 7, 5, 0, 32, blocks));
		texture("blocks", 35);
		STEP(glCompressedTexImage2D(GL_TEXTURE_2D, 0, GL_COMPRESSED_RED_RGTC1, 7, 5, 0, 31, blocks));
		STEP(glCompressedTexImage2D(GL_TEXTURE_2D, 0, GL_COMPRESSED_RED_RGTC1, 64, 64, 0, 32, blocks));
		STEP(glCompressedTexImage2D(GL_TEXTURE_2D, 0, GL_COMPRESSED_RED_RGTC1, 7, 5, 0, -1, blocks));
		STEP(glCompressedTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 4, 4, GL_COMPRESSED_RED_RGTC1, 32, blocks));
	}
	return window_finish();
}
