/* The attribute stacks: glPushClientAttrib over arrays and pixel store, glPushAttrib over the server's state. */
#include "support/report.h"
#include "support/window.h"

static void arrays(const char *when) {
	GLint size, type, stride, buffer;
	void *pointer;
	glGetIntegerv(GL_VERTEX_ARRAY_SIZE, &size);
	glGetIntegerv(GL_VERTEX_ARRAY_TYPE, &type);
	glGetIntegerv(GL_VERTEX_ARRAY_STRIDE, &stride);
	glGetIntegerv(GL_ARRAY_BUFFER_BINDING, &buffer);
	glGetPointerv(GL_VERTEX_ARRAY_POINTER, &pointer);
	report("%s: vertex array %d, size %d, type 0x%x, stride %d, pointer %s, buffer %s, colour array %d", when,
		   glIsEnabled(GL_VERTEX_ARRAY), size, type, stride, pointer ? "set" : "NULL", buffer ? "bound" : "0",
		   glIsEnabled(GL_COLOR_ARRAY));
}

int main(void) {
	window_open_compat();
	const GLfloat one[] = {-0.9f, -0.9f, 0, -0.9f, 0, 0}, two[] = {0.9f, 0.9f, 0, 0, 0.9f, 0, 0, 0, 0};
	const GLubyte colors[] = {255, 0, 0, 0, 255, 0, 0, 0, 255};
	arrays("start");
	glVertexPointer(2, GL_FLOAT, 0, one);
	glEnableClientState(GL_VERTEX_ARRAY);
	glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
	glPixelStorei(GL_PACK_ROW_LENGTH, 17);
	glPushClientAttrib(GL_CLIENT_ALL_ATTRIB_BITS);
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glBufferData(GL_ARRAY_BUFFER, sizeof(two), two, GL_STATIC_DRAW);
	glVertexPointer(3, GL_FLOAT, 12, NULL);
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glColorPointer(3, GL_UNSIGNED_BYTE, 0, colors);
	glEnableClientState(GL_COLOR_ARRAY);
	glClientActiveTexture(GL_TEXTURE2);
	glPixelStorei(GL_UNPACK_ALIGNMENT, 8);
	glPixelStorei(GL_PACK_ROW_LENGTH, 99);
	arrays("pushed and changed");
	glDrawArrays(GL_TRIANGLES, 0, 3);
	glPushClientAttrib(GL_CLIENT_PIXEL_STORE_BIT);
	glPixelStorei(GL_UNPACK_ALIGNMENT, 2);
	GET(GL_CLIENT_ATTRIB_STACK_DEPTH);
	glPopClientAttrib();
	GET(GL_UNPACK_ALIGNMENT);
	glPopClientAttrib();
	GET(GL_UNPACK_ALIGNMENT);
	GET(GL_PACK_ROW_LENGTH);
	GET(GL_CLIENT_ACTIVE_TEXTURE);
	GET(GL_CLIENT_ATTRIB_STACK_DEPTH);
	arrays("popped");
	glColor3f(1, 1, 0);
	glDrawArrays(GL_TRIANGLES, 0, 3);
	glPixelStorei(GL_PACK_ROW_LENGTH, 0);
	report_pixels("drawn with both");

	glColor3f(0.2f, 0.4f, 0.6f);
	glEnable(GL_BLEND);
	glPushAttrib(GL_ALL_ATTRIB_BITS);
	GET(GL_ATTRIB_STACK_DEPTH);
	glDisable(GL_BLEND);
	glColor3f(1, 0, 0);
	glViewport(3, 4, 50, 60);
	glScissor(1, 2, 3, 4);
	glEnable(GL_SCISSOR_TEST);
	glClearColor(1, 1, 1, 1);
	glDepthFunc(GL_GREATER);
	glMatrixMode(GL_TEXTURE);
	glActiveTexture(GL_TEXTURE1);
	GLuint texture;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glListBase(77);
	glDrawBuffer(GL_FRONT);
	glPopAttrib();
	GLfloat color[4];
	glGetFloatv(GL_CURRENT_COLOR, color);
	report_floats("colour", 4, color);
	GETN(GL_VIEWPORT, 4);
	GETN(GL_SCISSOR_BOX, 4);
	GET(GL_SCISSOR_TEST);
	GET(GL_BLEND);
	GET(GL_DEPTH_FUNC);
	GET(GL_MATRIX_MODE);
	GET(GL_ACTIVE_TEXTURE);
	GET(GL_LIST_BASE);
	GET(GL_DRAW_BUFFER);
	GET(GL_TEXTURE_BINDING_2D);
	glGetFloatv(GL_COLOR_CLEAR_VALUE, color);
	report_floats("clear colour", 4, color);
	glRectf(0.1f, -0.9f, 0.9f, -0.1f);
	report_pixels("restored");
	report_error("end");
	/* A buffer deleted while its binding is on the stack. */
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glVertexPointer(3, GL_FLOAT, 0, NULL);
	glPushClientAttrib(GL_CLIENT_VERTEX_ARRAY_BIT);
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glVertexPointer(2, GL_FLOAT, 0, one);
	glPopClientAttrib();
	GLint bound;
	glGetIntegerv(GL_VERTEX_ARRAY_BUFFER_BINDING, &bound);
	report("binding is ours: %d", bound == (GLint)buffer);
	glDrawArrays(GL_TRIANGLES, 0, 3);
	report_pixels("from the popped binding");
	return window_finish();
}
