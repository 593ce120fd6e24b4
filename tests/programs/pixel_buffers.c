/* Pixel buffer objects: uploads and read backs whose pointer is an offset, with the whole pixel-store
 * state in force on the host, and changes between buffer and client memory from call to call. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

static GLubyte noise[16384];

static void unpack(GLint alignment, GLint row, GLint pixels, GLint rows) {
	glPixelStorei(GL_UNPACK_ALIGNMENT, alignment);
	glPixelStorei(GL_UNPACK_ROW_LENGTH, row);
	glPixelStorei(GL_UNPACK_SKIP_PIXELS, pixels);
	glPixelStorei(GL_UNPACK_SKIP_ROWS, rows);
}

static void texture(const char *name) {
	GLubyte back[16 * 16 * 4];
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, back);
	report_bytes(name, back, sizeof(back));
	report_error(name);
}

int main(void) {
	window_open_compat();
	uint32_t state = 11;
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (GLubyte)report_noise(&state);
	GLuint buffers[2];
	glGenBuffers(2, buffers);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffers[0]);
	glBufferData(GL_PIXEL_UNPACK_BUFFER, sizeof(noise), noise, GL_STREAM_DRAW);

	unpack(4, 0, 0, 0);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 16, 16, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL); /* offset 0, not "no data" */
	texture("offset 0");
	unpack(2, 21, 3, 2);
	glTexSubImage2D(GL_TEXTURE_2D, 0, 2, 2, 9, 9, GL_RGB, GL_UNSIGNED_BYTE, (void *)100);
	texture("skips");
	glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
	/* Same call, same numbers, once from memory and once from the buffer. */
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
	glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 5, 5, GL_RGB, GL_UNSIGNED_BYTE, noise + 100);
	texture("memory");
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffers[0]);
	glTexSubImage2D(GL_TEXTURE_2D, 0, 8, 8, 5, 5, GL_RGB, GL_UNSIGNED_BYTE, (void *)100);
	texture("buffer");
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 16, 16, GL_RGBA, GL_UNSIGNED_BYTE, (void *)16000));
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 4, 4, GL_RGBA, GL_UNSIGNED_SHORT, (void *)1));
	texture("after errors");
	unpack(4, 0, 0, 0);

	/* Bitmaps, pixels, stipple, pixel maps from the buffer. */
	glOrtho(0, WINDOW_SIZE, 0, WINDOW_SIZE, -1, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glRasterPos2i(4, 4);
	glBitmap(30, 20, 0, 0, 40, 0, (void *)64);
	glDrawPixels(20, 20, GL_RGBA, GL_UNSIGNED_BYTE, (void *)256);
	glEnable(GL_POLYGON_STIPPLE);
	glPolygonStipple((void *)512);
	glRecti(4, 60, 120, 120);
	glDisable(GL_POLYGON_STIPPLE);
	GLfloat map[8] = {0, 0.3f, 0.9f, 0.1f, 1, 0.5f, 0.6f, 0.2f};
	glBufferSubData(GL_PIXEL_UNPACK_BUFFER, 8192, sizeof(map), map);
	glPixelMapfv(GL_PIXEL_MAP_I_TO_R, 8, (void *)8192);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
	memset(map, 0, sizeof(map));
	glGetPixelMapfv(GL_PIXEL_MAP_I_TO_R, map);
	report_floats("map", 8, map);
	report_pixels("bitmap, pixels, stipple");
	report_error("drawing");

	/* Read back into a buffer. */
	glBindBuffer(GL_PIXEL_PACK_BUFFER, buffers[1]);
	glBufferData(GL_PIXEL_PACK_BUFFER, 65536, NULL, GL_STREAM_READ);
	glClearBufferData(GL_PIXEL_PACK_BUFFER, GL_R8UI, GL_RED_INTEGER, GL_UNSIGNED_BYTE, (const GLubyte[]){0x77});
	glPixelStorei(GL_PACK_ROW_LENGTH, 70);
	glPixelStorei(GL_PACK_SKIP_ROWS, 3);
	glPixelStorei(GL_PACK_ALIGNMENT, 8);
	glReadPixels(0, 0, 60, 60, GL_RGB, GL_UNSIGNED_BYTE, (void *)8);
	glReadPixels(0, 50, 30, 30, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV, (void *)30000);
	glPixelStorei(GL_PACK_ROW_LENGTH, 0);
	glPixelStorei(GL_PACK_SKIP_ROWS, 0);
	glPixelStorei(GL_PACK_ALIGNMENT, 4);
	glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, (void *)50000);
	GLubyte *mapped = glMapBuffer(GL_PIXEL_PACK_BUFFER, GL_READ_ONLY);
	if (mapped)
		report_bytes("packed", mapped, 65536);
	report("unmap: %d", glUnmapBuffer(GL_PIXEL_PACK_BUFFER));
	STEP(glReadPixels(0, 0, 128, 128, GL_RGBA, GL_UNSIGNED_BYTE, (void *)1024));
	static GLubyte back[65536];
	glGetBufferSubData(GL_PIXEL_PACK_BUFFER, 0, sizeof(back), back);
	report_bytes("sub data", back, sizeof(back));
	/* The read buffer as source of a texture: never leaves the host. */
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffers[1]);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 16, 16, 0, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV, (void *)30000);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
	texture("read, then uploaded");
	glMapBufferRange(GL_PIXEL_UNPACK_BUFFER, 0, 1, GL_MAP_READ_BIT);
	report_error("map of nothing");
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffers[1]);
	glMapBuffer(GL_PIXEL_UNPACK_BUFFER, GL_READ_ONLY);
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 2, 2, GL_RGBA, GL_UNSIGNED_BYTE, NULL));
	glUnmapBuffer(GL_PIXEL_UNPACK_BUFFER);
	glDeleteBuffers(2, buffers);
	GET(GL_PIXEL_UNPACK_BUFFER_BINDING);
	GET(GL_PIXEL_PACK_BUFFER_BINDING);
	return window_finish();
}
