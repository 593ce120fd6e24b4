/* Every unpack mode for every kind of image that is read from client memory: row length, image height,
 * skips, alignment, swapped bytes, least significant bit first; memory outside is never looked at. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/report.h"
#include "support/window.h"

static void store(GLint alignment, GLint row, GLint height, GLint skip_pixels, GLint skip_rows, GLint skip_images,
				  GLint swap, GLint lsb) {
	glPixelStorei(GL_UNPACK_ALIGNMENT, alignment);
	glPixelStorei(GL_UNPACK_ROW_LENGTH, row);
	glPixelStorei(GL_UNPACK_IMAGE_HEIGHT, height);
	glPixelStorei(GL_UNPACK_SKIP_PIXELS, skip_pixels);
	glPixelStorei(GL_UNPACK_SKIP_ROWS, skip_rows);
	glPixelStorei(GL_UNPACK_SKIP_IMAGES, skip_images);
	glPixelStorei(GL_UNPACK_SWAP_BYTES, swap);
	glPixelStorei(GL_UNPACK_LSB_FIRST, lsb);
}

static GLubyte noise[65536];

static void texture_back(const char *name, GLenum target, int texels) {
	static GLfloat back[64 * 64 * 4];
	memset(back, 0, sizeof(back));
	glGetTexImage(target, 0, GL_RGBA, GL_FLOAT, back);
	for (int i = 0; i < texels * 4; i++)
		if (back[i] != back[i])
			back[i] = 99; /* one NaN for all */
	report_bytes(name, back, (size_t)texels * 16);
	report_error(name);
}

static void textures(void) {
	static const struct {
		const char *name;
		GLenum format, type;
		GLint internal;
	} kinds[] = {
		{"rgb ubyte", GL_RGB, GL_UNSIGNED_BYTE, GL_RGBA8},
		{"rgba ubyte", GL_RGBA, GL_UNSIGNED_BYTE, GL_RGBA8},
		{"bgra 8888 rev", GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV, GL_RGBA8},
		{"rgba 8888", GL_RGBA, GL_UNSIGNED_INT_8_8_8_8, GL_RGBA8},
		{"rgb 565", GL_RGB, GL_UNSIGNED_SHORT_5_6_5, GL_RGBA8},
		{"bgra 1555 rev", GL_BGRA, GL_UNSIGNED_SHORT_1_5_5_5_REV, GL_RGBA8},
		{"rgba 4444", GL_RGBA, GL_UNSIGNED_SHORT_4_4_4_4, GL_RGBA8},
		{"rgb 332", GL_RGB, GL_UNSIGNED_BYTE_3_3_2, GL_RGBA8},
		{"rgba 1010102", GL_RGBA, GL_UNSIGNED_INT_2_10_10_10_REV, GL_RGB10_A2},
		{"luminance alpha short", GL_LUMINANCE_ALPHA, GL_SHORT, GL_RGBA16},
		{"red ushort", GL_RED, GL_UNSIGNED_SHORT, GL_RGBA16},
		{"rg uint", GL_RG, GL_UNSIGNED_INT, GL_RGBA16},
		{"rgba half", GL_RGBA, GL_HALF_FLOAT, GL_RGBA16F},
		{"rgb float", GL_RGB, GL_FLOAT, GL_RGBA16F},
		{"rgb 9995", GL_RGB, GL_UNSIGNED_INT_5_9_9_9_REV, GL_RGB9_E5},
		{"rgb 10f11f11f", GL_RGB, GL_UNSIGNED_INT_10F_11F_11F_REV, GL_R11F_G11F_B10F},
		{"alpha byte", GL_ALPHA, GL_BYTE, GL_ALPHA8},
	};
	for (unsigned k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		report("-- %s", kinds[k].name);
		static const GLint stores[][8] = {
			{4, 0, 0, 0, 0, 0, 0, 0},  {1, 0, 0, 0, 0, 0, 0, 0}, {8, 0, 0, 0, 0, 0, 0, 0},  {2, 19, 0, 0, 0, 0, 0, 0},
			{1, 17, 0, 3, 2, 0, 0, 0}, {4, 0, 0, 0, 0, 0, 1, 0}, {4, 14, 0, 0, 0, 0, 1, 1}, {4, 5, 0, 0, 0, 0, 0, 0}};
		for (int s = 0; s < 8; s++) {
			store(stores[s][0], stores[s][1], stores[s][2], stores[s][3], stores[s][4], stores[s][5], stores[s][6],
				  stores[s][7]);
			glTexImage2D(GL_TEXTURE_2D, 0, kinds[k].internal, 7, 5, 0, kinds[k].format, kinds[k].type, noise + 64);
			glTexSubImage2D(GL_TEXTURE_2D, 0, 2, 1, 3, 4, kinds[k].format, kinds[k].type, noise + 2048);
			texture_back("2D", GL_TEXTURE_2D, 35);
		}
	}
	report("-- 1D and 3D");
	store(2, 9, 4, 1, 1, 1, 0, 0);
	glTexImage1D(GL_TEXTURE_1D, 0, GL_RGBA8, 8, 0, GL_RGB, GL_UNSIGNED_BYTE, noise);
	glTexSubImage1D(GL_TEXTURE_1D, 0, 3, 4, GL_BGR, GL_UNSIGNED_BYTE, noise + 900);
	texture_back("1D", GL_TEXTURE_1D, 8);
	glTexImage3D(GL_TEXTURE_3D, 0, GL_RGBA8, 6, 3, 4, 0, GL_RGB, GL_UNSIGNED_BYTE, noise);
	texture_back("3D", GL_TEXTURE_3D, 72);
	glTexSubImage3D(GL_TEXTURE_3D, 0, 1, 1, 1, 5, 2, 3, GL_RGBA, GL_UNSIGNED_SHORT, noise + 1000);
	texture_back("3D sub", GL_TEXTURE_3D, 72);
	store(4, 0, 7, 0, 0, 2, 0, 0);
	glTexImage3D(GL_TEXTURE_2D_ARRAY, 0, GL_RGBA16, 4, 4, 3, 0, GL_RGBA, GL_UNSIGNED_SHORT, noise);
	texture_back("array", GL_TEXTURE_2D_ARRAY, 48);
	/* Swapped without skips: with both, Mesa 22.3 reads memory that it never wrote. */
	store(4, 0, 0, 0, 0, 0, 1, 0);
	glTexImage3D(GL_TEXTURE_2D_ARRAY, 0, GL_RGBA16, 4, 4, 3, 0, GL_RGBA, GL_UNSIGNED_SHORT, noise);
	texture_back("array swapped", GL_TEXTURE_2D_ARRAY, 48);
}

static void pixels(void) {
	glLoadIdentity();
	glOrtho(0, WINDOW_SIZE, 0, WINDOW_SIZE, -1, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	static const GLint stores[][8] = {{4, 0, 0, 0, 0, 0, 0, 0},
									  {1, 0, 0, 0, 0, 0, 0, 1},
									  {1, 40, 0, 3, 1, 0, 0, 0},
									  {2, 45, 0, 9, 2, 0, 0, 1},
									  {8, 77, 0, 13, 0, 0, 1, 1}};
	glColor3f(1, 1, 0.3f);
	for (int s = 0; s < 5; s++) {
		store(stores[s][0], stores[s][1], stores[s][2], stores[s][3], stores[s][4], stores[s][5], stores[s][6],
			  stores[s][7]);
		glRasterPos2i(3 + 40 * (s % 3), 5 + 30 * (s / 3));
		glBitmap(29, 21, 1, 2, 31, 0, noise + 100);
		glBitmap(3, 9, 0, 0, 5, 5, noise + 7);
		glBitmap(0, 0, 0, 0, -20, 3, NULL);
		glBitmap(8, 8, 0, 0, 0, 0, noise);
	}
	report_pixels("Bitmap");
	GLfloat at[4];
	glGetFloatv(GL_CURRENT_RASTER_POSITION, at);
	report_floats("raster position", 4, at);

	static const struct {
		GLenum format, type;
	} kinds[] = {{GL_RGB, GL_UNSIGNED_BYTE},       {GL_RGBA, GL_UNSIGNED_SHORT},
				 {GL_LUMINANCE, GL_UNSIGNED_BYTE}, {GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV},
				 {GL_COLOR_INDEX, GL_BITMAP},      {GL_COLOR_INDEX, GL_UNSIGNED_BYTE},
				 {GL_GREEN, GL_UNSIGNED_INT}};
	glPixelMapfv(GL_PIXEL_MAP_I_TO_R, 4, (const GLfloat[]){0, 1, 0.5f, 0.25f});
	glPixelMapusv(GL_PIXEL_MAP_I_TO_G, 2, (const GLushort[]){9000, 60000});
	glPixelMapuiv(GL_PIXEL_MAP_I_TO_B, 8, (const GLuint[]){0, 1u << 31, 1u << 30, ~0u, 5, 6, 7, 1u << 29});
	static const GLint images[][8] = {{4, 0, 0, 0, 0, 0, 0, 0},
									  {1, 0, 0, 0, 0, 0, 0, 1},
									  {1, 40, 0, 3, 1, 0, 0, 0},
									  {2, 45, 0, 9, 2, 0, 0, 1},
									  {8, 0, 0, 0, 0, 0, 1, 1}};
	for (int s = 0; s < 5; s++) {
		store(images[s][0], images[s][1], images[s][2], images[s][3], images[s][4], images[s][5], images[s][6],
			  images[s][7]);
		glClear(GL_COLOR_BUFFER_BIT);
		for (int k = 0; k < 7; k++) {
			if (kinds[k].format == GL_COLOR_INDEX && s != 1)
				continue; /* Mesa 22.3 draws indices wrongly unless their rows are tight and nothing is skipped */
			glRasterPos2i(2 + 42 * (k % 3), 3 + 40 * (k / 3));
			glDrawPixels(33, 26, kinds[k].format, kinds[k].type, noise + 128);
		}
		report_pixels("DrawPixels");
	}
	for (int s = 0; s < 5; s++) {
		store(stores[s][0], stores[s][1], stores[s][2], stores[s][3] & ~7, stores[s][4], stores[s][5], stores[s][6],
			  stores[s][7]);
		/* (Skips that are no multiples of 8 make Mesa 22.3 write past its copy of the pattern.) */
		glPolygonStipple(noise + 300);
		glEnable(GL_POLYGON_STIPPLE);
		glClear(GL_COLOR_BUFFER_BIT);
		glRecti(1, 1, 127, 127);
		report_pixels("PolygonStipple");
		GLubyte pattern[128];
		glGetPolygonStipple(pattern);
		report_bytes("pattern", pattern, 128);
		glDisable(GL_POLYGON_STIPPLE);
	}
	store(4, 0, 0, 0, 0, 0, 0, 0);
	GLfloat map[8];
	glGetPixelMapfv(GL_PIXEL_MAP_I_TO_B, map);
	report_floats("map", 8, map);
	glPixelTransferf(GL_RED_SCALE, 0.5f);
	glPixelTransferf(GL_GREEN_BIAS, 0.3f);
	glPixelTransferi(GL_MAP_COLOR, 0);
	glPixelZoom(1.5f, -2);
	glClear(GL_COLOR_BUFFER_BIT);
	glRasterPos2i(10, 120);
	glDrawPixels(30, 30, GL_RGBA, GL_UNSIGNED_BYTE, noise);
	glRasterPos2i(70, 60);
	glCopyPixels(0, 60, 30, 20, GL_COLOR);
	report_pixels("zoom, transfer, copy");
	glPixelTransferf(GL_RED_SCALE, 1);
	glPixelTransferf(GL_GREEN_BIAS, 0);
	report_error("pixels");
}

/* An image that ends exactly where the mapping ends: one byte too many read is a crash. */
static void at_the_edge(void) {
	long page = sysconf(_SC_PAGESIZE);
	GLubyte *memory = mmap(NULL, (size_t)page * 2, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return;
	mprotect(memory + page, (size_t)page, PROT_NONE);
	memcpy(memory, noise, (size_t)page);
	/* 5 rows of 7 RGB texels with row length 11, alignment 4: the last row ends without its padding. */
	size_t stride = 36, bytes = stride * 4 + 21;
	store(4, 11, 0, 0, 0, 0, 0, 0);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 7, 5, 0, GL_RGB, GL_UNSIGNED_BYTE, memory + page - bytes);
	texture_back("up to the edge", GL_TEXTURE_2D, 35);
	store(4, 11, 9, 2, 3, 1, 0, 0);
	bytes = stride * (9 + 3) + 6 + stride * 9 + stride * 4 + 21;
	glTexImage3D(GL_TEXTURE_3D, 0, GL_RGBA8, 7, 5, 2, 0, GL_RGB, GL_UNSIGNED_BYTE, memory + page - bytes);
	texture_back("3D up to the edge", GL_TEXTURE_3D, 70);
	store(1, 0, 0, 0, 0, 0, 0, 0);
	glBitmap(9, 3, 0, 0, 0, 0, memory + page - 6);
	store(4, 0, 0, 0, 0, 0, 0, 0);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 8, 8, 0, GL_RGB, GL_UNSIGNED_BYTE, NULL);
	report_error("edge");
	munmap(memory, (size_t)page * 2);
}

int main(void) {
	window_open_compat();
	uint32_t state = 1;
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (GLubyte)report_noise(&state);
	textures();
	pixels();
	at_the_edge();
	STEP(glPixelStorei(GL_UNPACK_ALIGNMENT, 3));
	STEP(glPixelStorei(GL_UNPACK_ROW_LENGTH, -1));
	STEP(glPixelStorei(GL_PACK_SKIP_ROWS, -1));
	STEP(glPixelStoref(GL_UNPACK_SKIP_PIXELS, 2.6f));
	GET(GL_UNPACK_ALIGNMENT);
	GET(GL_UNPACK_ROW_LENGTH);
	GET(GL_UNPACK_SKIP_PIXELS);
	STEP(glPixelStorei(GL_TEXTURE_2D, 1));
	return window_finish();
}
