/* Calls that the driver refuses leave nothing behind, and raise its error. */
#include <sys/mman.h>

#include "support/window.h"

static void textures(void) {
	window_require("GL_EXT_direct_state_access");
	/* A new name comes with a call that makes no texture of it: the name stays nobody's. */
	STEP(glTextureParameteriEXT(101, GL_TEXTURE_BUFFER_DATA_STORE_BINDING, GL_TEXTURE_WRAP_S, GL_REPEAT));
	report("texture %d", glIsTexture(101));
	STEP(glBindTexture(GL_RGBA, 102));
	report("texture %d", glIsTexture(102));
	GLint value = 77;
	STEP(glGetTextureParameteriv(102, GL_TEXTURE_WRAP_S, &value));
	report("value %d", value);
	/* In a list the object is made when the list is called. */
	glNewList(1, GL_COMPILE);
	glBindTexture(GL_TEXTURE_2D, 103);
	glEndList();
	report("texture %d", glIsTexture(103));
	glCallList(1);
	report("texture %d", glIsTexture(103));
	STEP(glTextureParameteriEXT(104, GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_REPEAT));
	report("texture %d", glIsTexture(104));
}

static void clears(void) {
	const GLubyte pixel[16] = {1, 2, 3};
	glBindBuffer(GL_ARRAY_BUFFER, 1);
	glBufferData(GL_ARRAY_BUFFER, 64, NULL, GL_STATIC_DRAW);
	STEP(glClearBufferData(GL_ARRAY_BUFFER, GL_R8, GL_UNSIGNED_INT, GL_UNSIGNED_BYTE, pixel));
	STEP(glClearBufferSubData(GL_ARRAY_BUFFER, GL_R8, 0, 16, GL_RED, GL_RGBA, pixel));
	STEP(glClearNamedBufferDataEXT(1, GL_RGBA, GL_RED, GL_UNSIGNED_BYTE, pixel));
	STEP(glClearBufferData(GL_ARRAY_BUFFER, GL_R8, GL_RED, GL_UNSIGNED_BYTE, pixel));
	GLubyte back[4] = {0};
	glGetBufferSubData(GL_ARRAY_BUFFER, 60, 4, back);
	report_bytes("cleared", back, sizeof(back));
}

/* Pixels that GL does not look at, as it refuses the call, need not be anywhere. */
static void uploads(void) {
	enum { ROOM = 1 << 16 };
	GLubyte *nowhere = mmap(NULL, ROOM, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), back[16] = {0};
	munmap(nowhere, ROOM);
	GLubyte *page = mmap(NULL, 1 << 25, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	mprotect(page + ROOM, (1 << 25) - ROOM, PROT_NONE);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 8, 8, 0, GL_RGBA, GL_UNSIGNED_BYTE, page);
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 4, 4, 0, GL_RGBA, GL_UNSIGNED_SHORT_5_6_5, nowhere));
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 64, 64, 0, GL_BGR, GL_UNSIGNED_INT_8_8_8_8, nowhere));
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 4, 4, GL_RGBA, GL_UNSIGNED_INT_24_8, nowhere));
	STEP(glDrawPixels(4, 4, GL_RGB, GL_UNSIGNED_SHORT_4_4_4_4, nowhere));
	/* Nor where the pixel store state puts them. */
	glPixelStorei(GL_UNPACK_ROW_LENGTH, 100000);
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 6, 0, 8, 8, GL_RGBA, GL_UNSIGNED_BYTE, page));
	glPixelStorei(GL_UNPACK_SKIP_ROWS, 0x7fffffff);
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 6, 0, 8, 1, GL_RGBA, GL_UNSIGNED_BYTE, page));
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, 0x1234, 40, 40, 0, GL_RGBA, GL_UNSIGNED_BYTE, page));
	glPixelStorei(GL_UNPACK_IMAGE_HEIGHT, 0x7fffffff);
	glPixelStorei(GL_UNPACK_SKIP_IMAGES, 0x7fffffff);
	STEP(glTexImage3D(GL_TEXTURE_2D, 0, GL_RGBA8, 4, 4, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE, page));
	glPixelStorei(GL_UNPACK_COMPRESSED_BLOCK_WIDTH, 4);
	glPixelStorei(GL_UNPACK_COMPRESSED_BLOCK_HEIGHT, 4);
	glPixelStorei(GL_UNPACK_COMPRESSED_BLOCK_SIZE, 8);
	STEP(glCompressedTexImage2D(GL_TEXTURE_3D, 0, GL_COMPRESSED_RGB_S3TC_DXT1_EXT, 8, 8, 0, 32, page));
	/* What GL takes is read whole, though nothing is mapped between its rows. */
	glPixelStorei(GL_UNPACK_SKIP_ROWS, 0);
	glPixelStorei(GL_UNPACK_ROW_LENGTH, 1 << 19);
	GLubyte *rows = mmap(NULL, (1 << 21) + ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(rows + ROOM, (1 << 21) - ROOM);
	for (int i = 0; i < 8; i++)
		rows[i] = (GLubyte)(i + 1), rows[(1 << 21) + i] = (GLubyte)(i + 11);
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 2, 2, 0, GL_RGBA, GL_UNSIGNED_BYTE, rows));
	glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, back);
	report_bytes("rows apart", back, sizeof(back));
}

int main(void) {
	window_open_compat();
	textures();
	clears();
	uploads();
	return window_finish();
}
