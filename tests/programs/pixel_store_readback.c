/* Every pack mode for everything that is written to client memory. What lies between the rows must stay
 * as it was, byte for byte. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/report.h"
#include "support/window.h"

static void store(const GLint *s) {
	static const GLenum names[] = {GL_PACK_ALIGNMENT, GL_PACK_ROW_LENGTH,  GL_PACK_IMAGE_HEIGHT, GL_PACK_SKIP_PIXELS,
								   GL_PACK_SKIP_ROWS, GL_PACK_SKIP_IMAGES, GL_PACK_SWAP_BYTES,   GL_PACK_LSB_FIRST};
	for (int i = 0; i < 8; i++)
		glPixelStorei(names[i], s[i]);
}

static const GLint stores[][8] = {{4, 0, 0, 0, 0, 0, 0, 0},  {1, 0, 0, 0, 0, 0, 0, 0},  {8, 0, 0, 0, 0, 0, 1, 0},
								  {2, 43, 0, 0, 0, 0, 0, 0}, {1, 50, 0, 3, 2, 0, 1, 0}, {4, 33, 0, 5, 1, 0, 0, 1}};
static GLubyte memory[65536];

static void scene(void) {
	glClearColor(0.2f, 0.4f, 0.6f, 0.8f);
	glClearDepth(0.75);
	glClearStencil(0x35);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT | GL_STENCIL_BUFFER_BIT);
	glEnable(GL_DEPTH_TEST);
	glEnable(GL_STENCIL_TEST);
	glStencilOp(GL_KEEP, GL_INCR, GL_REPLACE);
	glStencilFunc(GL_ALWAYS, 7, 0xff);
	for (int i = 0; i < 9; i++) {
		glColor4f(0.1f * (float)i, 1 - 0.1f * (float)i, (float)(i & 1), 0.1f * (float)i);
		glBegin(GL_TRIANGLES);
		glVertex3f(-1 + 0.15f * (float)i, -1, 0.1f * (float)i - 0.5f), glVertex3f(1, -0.9f + 0.2f * (float)i, 0),
			glVertex3f(-0.8f, 0.9f, 0.9f - 0.2f * (float)i);
		glEnd();
	}
	glDisable(GL_DEPTH_TEST);
	glDisable(GL_STENCIL_TEST);
}

static void framebuffer(void) {
	static const struct {
		const char *name;
		GLenum format, type;
	} kinds[] = {{"rgb ubyte", GL_RGB, GL_UNSIGNED_BYTE},
				 {"rgba ubyte", GL_RGBA, GL_UNSIGNED_BYTE},
				 {"bgra 8888 rev", GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV},
				 {"rgba 8888", GL_RGBA, GL_UNSIGNED_INT_8_8_8_8},
				 {"rgb 565", GL_RGB, GL_UNSIGNED_SHORT_5_6_5},
				 {"rgb 332", GL_RGB, GL_UNSIGNED_BYTE_3_3_2},
				 {"rgba ushort", GL_RGBA, GL_UNSIGNED_SHORT},
				 {"rgba float", GL_RGBA, GL_FLOAT},
				 {"rgb half", GL_RGB, GL_HALF_FLOAT},
				 {"red byte", GL_RED, GL_BYTE},
				 {"blue int", GL_BLUE, GL_INT},
				 {"luminance", GL_LUMINANCE, GL_UNSIGNED_BYTE},
				 {"luminance alpha", GL_LUMINANCE_ALPHA, GL_SHORT},
				 {"alpha", GL_ALPHA, GL_UNSIGNED_BYTE},
				 {"depth float", GL_DEPTH_COMPONENT, GL_FLOAT},
				 {"depth ushort", GL_DEPTH_COMPONENT, GL_UNSIGNED_SHORT},
				 {"depth uint", GL_DEPTH_COMPONENT, GL_UNSIGNED_INT},
				 {"stencil ubyte", GL_STENCIL_INDEX, GL_UNSIGNED_BYTE},
				 {"stencil int", GL_STENCIL_INDEX, GL_INT},
				 {"depth stencil", GL_DEPTH_STENCIL, GL_UNSIGNED_INT_24_8}};
	/* (10 bits from 8: Mesa rounds by the order of colours in its framebuffer.) */
	for (unsigned k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
		for (int s = 0; s < 6; s++) {
			/* Mesa rounds depth another way when it swaps bytes itself. */
			if (kinds[k].format == GL_DEPTH_COMPONENT && kinds[k].type == GL_UNSIGNED_INT && stores[s][6])
				continue;
			memset(memory, 0xa5, sizeof(memory));
			store(stores[s]);
			glReadPixels(11 + s, 9, 31, 23, kinds[k].format, kinds[k].type, memory + 16);
			report_bytes(kinds[k].name, memory, sizeof(memory) / 2);
			report_error("read");
		}
	/* Partly and wholly outside the window: those pixels are undefined, but the rest is not, and
	 * nothing else is written. */
	store(stores[1]);
	memset(memory, 0xa5, sizeof(memory));
	glReadPixels(-4, -4, 8, 8, GL_RGBA, GL_UNSIGNED_BYTE, memory);
	for (int y = 0; y < 4; y++)
		memset(memory + y * 32, 0, 32);
	for (int y = 4; y < 8; y++)
		memset(memory + y * 32, 0, 16);
	report_bytes("partly outside", memory, 1024);
	glReadPixels(0, 0, 0, 8, GL_RGBA, GL_UNSIGNED_BYTE, memory);
	report_error("empty");
	memset(memory, 0xa5, 64);
	STEP(glReadPixels(0, 0, -1, 1, GL_RGBA, GL_UNSIGNED_BYTE, memory));
	STEP(glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_SHORT_5_6_5, memory));
	STEP(glReadPixels(0, 0, 1, 1, GL_TEXTURE_2D, GL_UNSIGNED_BYTE, memory));
	report_bytes("untouched after errors", memory, 64);
	if (glReadnPixels) {
		STEP(glReadnPixels(0, 0, 4, 4, GL_RGBA, GL_UNSIGNED_BYTE, 63, memory));
		report_bytes("untouched, too small", memory, 64);
		STEP(glReadnPixels(0, 0, 4, 4, GL_RGBA, GL_UNSIGNED_BYTE, 64, memory));
		report_bytes("just enough", memory, 64);
	}
}

static void textures(void) {
	GLubyte noise[8 * 8 * 8 * 4];
	uint32_t state = 5;
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (GLubyte)report_noise(&state);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 8, 8, 0, GL_RGBA, GL_UNSIGNED_BYTE, noise);
	glTexImage3D(GL_TEXTURE_3D, 0, GL_RGBA8, 8, 4, 3, 0, GL_RGBA, GL_UNSIGNED_BYTE, noise);
	glTexImage1D(GL_TEXTURE_1D, 0, GL_RGB8, 16, 0, GL_RGBA, GL_UNSIGNED_BYTE, noise);
	for (int face = 0; face < 6; face++)
		glTexImage2D(GL_TEXTURE_CUBE_MAP_POSITIVE_X + (GLenum)face, 0, GL_RGBA8, 4, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE,
					 noise + face * 64);
	static const GLint sets[][8] = {
		{4, 0, 0, 0, 0, 0, 0, 0}, {1, 0, 0, 0, 0, 0, 0, 0}, {2, 20, 7, 3, 2, 0, 0, 0}, {8, 17, 5, 1, 1, 2, 1, 0}};
	static const GLenum targets[] = {GL_TEXTURE_1D, GL_TEXTURE_2D, GL_TEXTURE_3D, GL_TEXTURE_CUBE_MAP_NEGATIVE_Y};
	static const char *const names[] = {"1D", "2D", "3D", "cube face"};
	for (int s = 0; s < 4; s++)
		for (int t = 0; t < 4; t++) {
			store(sets[s]);
			memset(memory, 0x5a, sizeof(memory));
			glGetTexImage(targets[t], 0, GL_RGB, GL_UNSIGNED_BYTE, memory + 8);
			report_bytes(names[t], memory, sizeof(memory) / 4);
			memset(memory, 0x5a, sizeof(memory));
			glGetTexImage(targets[t], 0, GL_BGRA, GL_UNSIGNED_SHORT_4_4_4_4, memory + 8);
			report_bytes(names[t], memory, sizeof(memory) / 4);
			report_error(names[t]);
		}
	store(stores[0]);
	memset(memory, 0x5a, sizeof(memory));
	STEP(glGetTexImage(GL_TEXTURE_2D, 5, GL_RGB, GL_UNSIGNED_BYTE, memory));
	STEP(glGetTexImage(GL_TEXTURE_2D, -1, GL_RGB, GL_UNSIGNED_BYTE, memory));
	report_bytes("untouched", memory, 64);
}

/* Reads that name the texture and not its target, which decides what the pixel store means. */
static void named_textures(void) {
	if (!glGetTextureSubImage || !glGetTextureImage || !glGetCompressedTextureSubImage)
		return;
	static const GLenum targets[] = {GL_TEXTURE_1D,        GL_TEXTURE_1D_ARRAY,      GL_TEXTURE_2D,
									 GL_TEXTURE_3D,        GL_TEXTURE_2D_ARRAY,      GL_TEXTURE_CUBE_MAP,
									 GL_TEXTURE_RECTANGLE, GL_TEXTURE_CUBE_MAP_ARRAY};
	static const char *const names[] = {"1D", "1D array", "2D", "3D", "2D array", "cube", "rectangle", "cube array"};
	static const GLint pack[8] = {2, 20, 7, 3, 2, 1, 0, 0};
	static const GLint tight[8] = {4, 0, 0, 0, 0, 0, 0, 0};
	GLubyte noise[12 * 8 * 8 * 4];
	uint32_t state = 9;
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (GLubyte)report_noise(&state);
	for (int t = 0; t < 8; t++) {
		GLuint texture;
		glGenTextures(1, &texture);
		STEP(glGetTextureSubImage(texture, 0, 0, 0, 0, 1, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, 64, memory));
		glBindTexture(targets[t], texture);
		const int height = t == 0 ? 1 : 8, depth = t == 3 || t == 4 ? 5 : t == 5 ? 6 : t == 7 ? 12 : 1;
		if (t == 0)
			glTexStorage1D(targets[t], 2, GL_RGBA8, 8);
		else if (t == 3 || t == 4 || t == 7)
			glTexStorage3D(targets[t], 2, GL_RGBA8, 8, height, depth);
		else
			glTexStorage2D(targets[t], t == 6 ? 1 : 2, GL_RGBA8, 8, height);
		glBindTexture(targets[t], 0);
		if (t == 0)
			glTextureSubImage1D(texture, 0, 0, 8, GL_RGBA, GL_UNSIGNED_BYTE, noise);
		else if (depth > 1)
			glTextureSubImage3D(texture, 0, 0, 0, 0, 8, height, depth, GL_RGBA, GL_UNSIGNED_BYTE, noise);
		else
			glTextureSubImage2D(texture, 0, 0, 0, 8, height, GL_RGBA, GL_UNSIGNED_BYTE, noise);
		report_error(names[t]);
		store(pack);
		/* Mesa takes the rows of 1D arrays for images, and faces of cubes for images of their own. */
		if (t == 1)
			glPixelStorei(GL_PACK_IMAGE_HEIGHT, 0);
		if (t == 5)
			glPixelStorei(GL_PACK_SKIP_IMAGES, 0);
		memset(memory, 0x5a, sizeof(memory));
		glGetTextureSubImage(texture, 0, 1, t == 0 ? 0 : 1, depth > 1 ? 2 : 0, 5, t == 0 ? 1 : 4, depth > 1 ? 3 : 1,
							 GL_RGB, GL_UNSIGNED_BYTE, sizeof(memory), memory);
		report_bytes("part", memory, sizeof(memory) / 4);
		memset(memory, 0x5a, sizeof(memory));
		glGetTextureImage(texture, 0, GL_RGBA, GL_UNSIGNED_BYTE, sizeof(memory), memory);
		report_bytes("whole", memory, sizeof(memory) / 4);
		report_error("read");
		GLint bound = -1;
		glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
		report("2D binding: %s", bound ? "changed" : "none");
		glDeleteTextures(1, &texture);
	}
	/* Four layers of 8 by 8, as blocks of 16 bytes. */
	GLuint texture;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D_ARRAY, texture);
	store(tight);
	glCompressedTexImage3D(GL_TEXTURE_2D_ARRAY, 0, GL_COMPRESSED_RGBA_S3TC_DXT5_EXT, 8, 8, 4, 0, 256, noise);
	memset(memory, 0x5a, sizeof(memory));
	glGetCompressedTextureSubImage(texture, 0, 4, 0, 1, 4, 8, 2, 1024, memory);
	report_bytes("blocks", memory, 256);
	glPixelStorei(GL_PACK_COMPRESSED_BLOCK_WIDTH, 4);
	glPixelStorei(GL_PACK_COMPRESSED_BLOCK_HEIGHT, 4);
	glPixelStorei(GL_PACK_COMPRESSED_BLOCK_DEPTH, 1);
	glPixelStorei(GL_PACK_COMPRESSED_BLOCK_SIZE, 16);
	store((const GLint[]){4, 16, 12, 4, 4, 1, 0, 0});
	memset(memory, 0x5a, sizeof(memory));
	glGetCompressedTextureSubImage(texture, 0, 4, 0, 1, 4, 8, 2, 4096, memory);
	report_bytes("blocks apart", memory, 2048);
	glPixelStorei(GL_PACK_COMPRESSED_BLOCK_DEPTH, 0);
	memset(memory, 0x5a, sizeof(memory));
	glGetCompressedTextureSubImage(texture, 0, 4, 0, 1, 4, 8, 2, 4096, memory);
	report_bytes("blocks without depth", memory, 2048);
	report_error("blocks");
	glPixelStorei(GL_PACK_COMPRESSED_BLOCK_SIZE, 0);
	glDeleteTextures(1, &texture);
}

static void edge(void) {
	long page = sysconf(_SC_PAGESIZE);
	GLubyte *pages = mmap(NULL, (size_t)page * 2, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pages == MAP_FAILED)
		return;
	mprotect(pages + page, (size_t)page, PROT_NONE);
	store((const GLint[]){4, 11, 0, 0, 0, 0, 0, 0});
	glReadPixels(20, 20, 7, 5, GL_RGB, GL_UNSIGNED_BYTE, pages + page - (36 * 4 + 21));
	report_bytes("up to the edge", pages + page - 200, 200);
	munmap(pages, (size_t)page * 2);
}

int main(void) {
	window_open((struct window_request){.depth = 24, .stencil = 8, .alpha = 8});
	scene();
	framebuffer();
	textures();
	named_textures();
	edge();
	store(stores[4]);
	GLubyte stipple[512];
	memset(stipple, 0x11, sizeof(stipple));
	glGetPolygonStipple(stipple);
	report_bytes("stipple with skips", stipple, sizeof(stipple));
	store(stores[0]);
	report_pixels("end");
	return window_finish();
}
