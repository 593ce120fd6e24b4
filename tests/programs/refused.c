/* Calls that the driver refuses leave nothing behind, and raise its error. */
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

int main(void) {
	window_open_compat();
	textures();
	clears();
	return window_finish();
}
