/* Images of more than 64 MiB, which travel in slices: rows and images with gaps, errors that must leave everything as
 * it was, errors that waited before; and uploads that GL refuses, of memory that is not there. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "support/report.h"
#include "support/window.h"

/* Textures with a byte in each texel, from pixels of 16 bytes: what is read back is small. */
#define WIDTH 2048
#define HEIGHT 2100
#define PIXEL (4 * sizeof(float))

static unsigned char *back;

/* Black with a mark in every row, so that a row at another place is seen. */
static float *marked(size_t width, size_t rows) {
	float *memory = mmap(NULL, width * rows * PIXEL, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		report_skip("no memory");
	for (size_t row = 0; row < rows; row++)
		memory[(row * width + row * 31 % width) * 4] = (float)(row % 251 + 1) / 255.0f;
	return memory;
}

static void content(const char *step, GLenum target, size_t bytes) {
	memset(back, 0xaa, bytes);
	glGetTexImage(target, 0, GL_RED, GL_UNSIGNED_BYTE, back);
	report_bytes(step, back, bytes);
	report_error(step);
}

static void flat(const char *name) {
	content(name, GL_TEXTURE_2D, (size_t)WIDTH * HEIGHT);
}

static void two_dimensions(void) {
	float *tight = marked(WIDTH, HEIGHT);
	const int length = WIDTH + 16;
	float *wide = marked((size_t)length, HEIGHT + 4);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, WIDTH, HEIGHT, 0, GL_RGBA, GL_FLOAT, tight);
	flat("whole");
	glPixelStorei(GL_UNPACK_ROW_LENGTH, length);
	glPixelStorei(GL_UNPACK_SKIP_PIXELS, 3);
	glPixelStorei(GL_UNPACK_SKIP_ROWS, 2);
	glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 4, WIDTH, HEIGHT - 4, GL_RGBA, GL_FLOAT, wide);
	flat("part with gaps");
	report_integer("skipped rows", GL_UNPACK_SKIP_ROWS, 1);

	/* All or nothing. */
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 5, WIDTH, HEIGHT - 4, GL_RGBA, GL_FLOAT, wide));
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 0, -1, WIDTH, HEIGHT - 4, GL_RGBA, GL_FLOAT, wide));
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 1, 0, WIDTH, HEIGHT - 4, GL_RGBA, GL_FLOAT, wide));
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, WIDTH, HEIGHT - 4, GL_RGBA_INTEGER, GL_FLOAT, wide));
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 3, 0, 0, WIDTH, HEIGHT - 4, GL_RGBA, GL_FLOAT, wide));
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_R8UI, WIDTH, HEIGHT - 4, 0, GL_RGBA, GL_FLOAT, wide));
	STEP(glTexImage2D(GL_TEXTURE_2D, -1, GL_R8, WIDTH, HEIGHT - 4, 0, GL_RGBA, GL_FLOAT, wide));
	STEP(glTexImage2D(GL_TEXTURE_3D, 0, GL_R8, WIDTH, HEIGHT - 4, 0, GL_RGBA, GL_FLOAT, wide));
	flat("after errors");

	/* What was wrong before does not stop it. */
	glEnable(GL_TEXTURE_BORDER_COLOR);
	glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 2, WIDTH, HEIGHT - 4, GL_RGBA, GL_FLOAT, wide);
	report_error("an error waited");
	flat("in spite of it");
	glTexImage2D(GL_PROXY_TEXTURE_2D, 0, GL_R8, WIDTH, HEIGHT, 0, GL_RGBA, GL_FLOAT, wide);
	GLint width;
	glGetTexLevelParameteriv(GL_PROXY_TEXTURE_2D, 0, GL_TEXTURE_WIDTH, &width);
	report("proxy %d", width);

	glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
	glPixelStorei(GL_UNPACK_SKIP_PIXELS, 0);
	glPixelStorei(GL_UNPACK_SKIP_ROWS, 0);
	if (glTextureImage2DEXT && glMultiTexImage2DEXT) {
		GLuint texture;
		glGenTextures(1, &texture);
		glTextureImage2DEXT(texture, GL_TEXTURE_2D, 0, GL_R8, WIDTH, HEIGHT, 0, GL_RGBA, GL_FLOAT, wide);
		glTextureSubImage2DEXT(texture, GL_TEXTURE_2D, 0, 0, 1, WIDTH, HEIGHT - 1, GL_RGBA, GL_FLOAT, tight);
		flat("of the other name");
		glBindTexture(GL_TEXTURE_2D, texture);
		flat("by name");
		glMultiTexImage2DEXT(GL_TEXTURE0, GL_TEXTURE_2D, 0, GL_R8, WIDTH, HEIGHT, 0, GL_RGBA, GL_FLOAT, tight);
		glMultiTexSubImage2DEXT(GL_TEXTURE0, GL_TEXTURE_2D, 0, 0, 2, WIDTH, HEIGHT - 2, GL_RGBA, GL_FLOAT, wide);
		flat("by unit");
		glTextureSubImage2D(texture, 0, 0, 3, WIDTH, HEIGHT - 3, GL_RGBA, GL_FLOAT, tight);
		flat("by name alone");
		glDeleteTextures(1, &texture);
	}
	munmap(tight, (size_t)WIDTH * HEIGHT * PIXEL);
	munmap(wide, (size_t)length * (HEIGHT + 4) * PIXEL);
}

static void three_dimensions(void) {
	enum { SIDE = 128, LAYERS = 270, IMAGE = 132 };
	float *volume = marked(SIDE, IMAGE * (LAYERS + 1));
	glPixelStorei(GL_UNPACK_IMAGE_HEIGHT, IMAGE);
	glPixelStorei(GL_UNPACK_SKIP_IMAGES, 1);
	glTexImage3D(GL_TEXTURE_3D, 0, GL_R8, SIDE, SIDE, LAYERS, 0, GL_RGBA, GL_FLOAT, volume);
	content("images", GL_TEXTURE_3D, (size_t)SIDE * SIDE * LAYERS);
	glPixelStorei(GL_UNPACK_SKIP_IMAGES, 0);
	glTexSubImage3D(GL_TEXTURE_3D, 0, 0, 0, 2, SIDE, SIDE, LAYERS - 2, GL_RGBA, GL_FLOAT, volume);
	content("part of the images", GL_TEXTURE_3D, (size_t)SIDE * SIDE * LAYERS);
	STEP(glTexSubImage3D(GL_TEXTURE_3D, 0, 0, 0, 3, SIDE, SIDE, LAYERS - 2, GL_RGBA, GL_FLOAT, volume));
	content("after an error", GL_TEXTURE_3D, (size_t)SIDE * SIDE * LAYERS);
	glPixelStorei(GL_UNPACK_IMAGE_HEIGHT, 0);
	/* Layers that are large themselves. */
	float *layers = marked(WIDTH, HEIGHT * 2);
	glTexImage3D(GL_TEXTURE_2D_ARRAY, 0, GL_R8, WIDTH, HEIGHT, 2, 0, GL_RGBA, GL_FLOAT, layers);
	content("layers", GL_TEXTURE_2D_ARRAY, (size_t)WIDTH * HEIGHT * 2);
	munmap(volume, (size_t)SIDE * IMAGE * (LAYERS + 1) * PIXEL);
	munmap(layers, (size_t)WIDTH * HEIGHT * 2 * PIXEL);
}

static void refused(void) {
	enum { SIDE = 512 };
	const size_t bytes = SIDE * SIDE * PIXEL;
	float *gone = marked(SIDE, SIDE);
	munmap(gone, bytes);
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 7, 0, 0, SIDE, SIDE, GL_RGBA, GL_FLOAT, gone));
	STEP(glTexImage2D(GL_TEXTURE_2D, -1, GL_RGBA8, SIDE, SIDE, 0, GL_RGBA, GL_FLOAT, gone));
	glPixelStorei(GL_UNPACK_ROW_LENGTH, SIDE);
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 7, 0, 0, SIDE - 1, SIDE, GL_RGBA, GL_FLOAT, gone));
	glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glBufferData(GL_ARRAY_BUFFER, 16, NULL, GL_STATIC_DRAW);
	STEP(glBufferSubData(GL_ARRAY_BUFFER, 0, (GLsizeiptr)bytes, gone));
	STEP(glBufferData(GL_ARRAY_BUFFER, (GLsizeiptr)bytes, gone, GL_RED));
	glDeleteBuffers(1, &buffer);
}

int main(void) {
	window_open_compat();
	GLint most;
	glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
	if (most < HEIGHT)
		report_skip("textures are too small");
	back = malloc((size_t)WIDTH * HEIGHT * 2);
	if (!back)
		report_skip("no memory");
	refused();
	two_dimensions();
	three_dimensions();
	free(back);
	return window_finish();
}
