/* Objects that are deleted while an attribute stack remembers that they were bound. What comes back, and under which
 * name, is the driver's affair; what the program sees of it must be the same. */
#include "support/report.h"
#include "support/window.h"

static const GLubyte red[4] = {255, 0, 0, 255}, green[4] = {0, 255, 0, 255}, blue[4] = {0, 0, 255, 255};

static void image(const GLubyte *pixel) {
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 1, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixel);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
}

static void draw(const char *step) {
	glClear(GL_COLOR_BUFFER_BIT);
	glEnable(GL_TEXTURE_2D);
	glColor3f(1, 1, 1);
	glRectf(-1, -1, 1, 1);
	glDisable(GL_TEXTURE_2D);
	report_pixels(step);
	report_error(step);
}

/* `name` is the program's own: which of them it is matters, not its number. */
static void texture(const char *step, GLuint name) {
	GLint bound = -1, wrap = -1, width = -1;
	glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
	glGetTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, &wrap);
	glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_WIDTH, &width);
	report("%s: bound %s, is a texture %d, wrap 0x%x, width %d", step,
		   (GLuint)bound == name ? "the name"
		   : bound == 0          ? "none"
								 : "another",
		   glIsTexture(name), wrap, width);
	report_error(step);
}

static void deleted_and_popped(const char *step, GLuint name, bool again) {
	report("-- %s", step);
	glBindTexture(GL_TEXTURE_2D, name);
	image(red);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
	glPushAttrib(GL_TEXTURE_BIT | GL_ENABLE_BIT);
	glDeleteTextures(1, &name);
	texture("deleted", name);
	if (again) {
		glBindTexture(GL_TEXTURE_2D, name);
		image(green);
		texture("made again", name);
		glBindTexture(GL_TEXTURE_2D, 0);
	}
	glPopAttrib();
	texture("popped", name);
	draw("popped");
	image(blue);
	glBindTexture(GL_TEXTURE_2D, 0);
	texture("unbound", name);
	glBindTexture(GL_TEXTURE_2D, name);
	texture("bound again", name);
	draw("bound again");
	GLuint fresh;
	glGenTextures(1, &fresh);
	report("a fresh name is another: %d", fresh != name);
	glDeleteTextures(1, &fresh);
	glDeleteTextures(1, &name);
	texture("deleted at last", name);
}

static void stacked(void) {
	report("-- two levels, two units");
	GLuint names[2];
	glGenTextures(2, names);
	glBindTexture(GL_TEXTURE_2D, names[0]);
	image(red);
	glActiveTexture(GL_TEXTURE1);
	glBindTexture(GL_TEXTURE_2D, names[1]);
	image(green);
	glPushAttrib(GL_TEXTURE_BIT);
	glPushAttrib(GL_ALL_ATTRIB_BITS);
	glDeleteTextures(2, names);
	glPopAttrib();
	texture("inner", names[1]);
	glDeleteTextures(2, names);
	glPopAttrib();
	texture("outer", names[1]);
	glActiveTexture(GL_TEXTURE0);
	texture("outer", names[0]);
	glDeleteTextures(2, names);
	glPopAttrib();
	report_error("one too many");
	texture("end", names[0]);
}

static void called(void) {
	report("-- popped by a list");
	GLuint name;
	glGenTextures(1, &name);
	glNewList(1, GL_COMPILE);
	glPushAttrib(GL_TEXTURE_BIT);
	glEndList();
	glNewList(2, GL_COMPILE);
	glPopAttrib();
	glEndList();
	glBindTexture(GL_TEXTURE_2D, name);
	image(red);
	glCallList(1);
	glDeleteTextures(1, &name);
	glCallList(2);
	texture("popped", name);
	image(blue);
	glBindTexture(GL_TEXTURE_2D, 0);
	glBindTexture(GL_TEXTURE_2D, name);
	texture("bound again", name);
	draw("bound again");
	glBindTexture(GL_TEXTURE_2D, 0);
}

static void arrays(void) {
	report("-- client attributes");
	static const GLfloat left[] = {-1, -1, 0, -1, -1, 1, 0, 1}, right[] = {0, -1, 1, -1, 0, 1, 1, 1};
	GLuint buffers[3];
	glGenBuffers(3, buffers);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
	glBufferData(GL_ARRAY_BUFFER, sizeof left, left, GL_STATIC_DRAW);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[1]);
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, 4, (const GLubyte[]){0, 1, 2, 3}, GL_STATIC_DRAW);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffers[2]);
	glEnableClientState(GL_VERTEX_ARRAY);
	glVertexPointer(2, GL_FLOAT, 0, NULL);
	glPushClientAttrib(GL_CLIENT_ALL_ATTRIB_BITS);
	glDeleteBuffers(3, buffers);
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glVertexPointer(2, GL_FLOAT, 0, right);
	glPopClientAttrib();
	/* A pixel buffer without a name cannot be had back from a driver. */
	const GLenum bindings[] = {GL_ARRAY_BUFFER_BINDING, GL_ELEMENT_ARRAY_BUFFER_BINDING,
							   GL_VERTEX_ARRAY_BUFFER_BINDING};
	for (int i = 0; i < 3; i++) {
		GLint bound = -1;
		glGetIntegerv(bindings[i], &bound);
		GLuint name = buffers[i % 2];
		report("0x%x: %s, a buffer: %d", bindings[i],
			   (GLuint)bound == name ? "the name"
			   : bound == 0          ? "none"
									 : "another",
			   glIsBuffer(name));
	}
	report_error("buffers");
	for (int i = 0; i < 2; i++) {
		GLint bytes = -1;
		glGetBufferParameteriv(i == 0 ? GL_ARRAY_BUFFER : GL_ELEMENT_ARRAY_BUFFER, GL_BUFFER_SIZE, &bytes);
		report("size %d", bytes);
	}
	glBufferData(GL_ARRAY_BUFFER, sizeof left, left, GL_STATIC_DRAW);
	glVertexPointer(2, GL_FLOAT, 0, NULL);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
	report_pixels("from the new one");
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
	report_error("new buffers");

	report("-- a vertex array object");
	GLuint object;
	glGenVertexArrays(1, &object);
	glBindVertexArray(object);
	glEnableClientState(GL_VERTEX_ARRAY);
	glVertexPointer(2, GL_FLOAT, 0, right);
	glPushClientAttrib(GL_CLIENT_VERTEX_ARRAY_BIT);
	glDeleteVertexArrays(1, &object);
	glBindVertexArray(0);
	glPopClientAttrib();
	GLint bound = -1;
	glGetIntegerv(GL_VERTEX_ARRAY_BINDING, &bound);
	report("vertex array: %s, an object: %d", bound == 0 ? "none" : "one", glIsVertexArray(object));
	report("enabled: %d", glIsEnabled(GL_VERTEX_ARRAY));
	report_error("vertex array");
	glBindVertexArray(0);
	glDisableClientState(GL_VERTEX_ARRAY);
}

int main(void) {
	window_open_compat();
	GLuint name;
	glGenTextures(1, &name);
	deleted_and_popped("a name of the driver's", name, false);
	deleted_and_popped("a name of the program's", 777, false);
	deleted_and_popped("made again meanwhile", 778, true);
	stacked();
	called();
	arrays();
	return window_finish();
}
