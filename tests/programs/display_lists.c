/* Display lists: compile, compile and execute, nested, called by every type of list number; what goes
 * into a list and what runs at once; client memory is read when the list is compiled. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static void square(float x, float y) {
	glBegin(GL_QUADS);
	glVertex2f(x, y), glVertex2f(x + 0.2f, y), glVertex2f(x + 0.2f, y + 0.2f), glVertex2f(x, y + 0.2f);
	glEnd();
}

static void calls(GLuint base) {
	glListBase(base);
	glClear(GL_COLOR_BUFFER_BIT);
	glPushMatrix();
	const GLbyte b[] = {0, 3, 1};
	const GLubyte ub[] = {2, 4};
	const GLshort s[] = {5, -1 + 7};
	const GLushort us[] = {7, 8};
	const GLint i[] = {9, 0};
	const GLuint ui[] = {1, 1};
	const GLfloat f[] = {2.9f, 3.1f};
	glCallLists(3, GL_BYTE, b);
	report_pixels("byte");
	glCallLists(2, GL_UNSIGNED_BYTE, ub);
	glCallLists(2, GL_SHORT, s);
	report_pixels("short");
	glCallLists(2, GL_UNSIGNED_SHORT, us);
	glCallLists(2, GL_INT, i);
	report_pixels("int");
	glCallLists(2, GL_UNSIGNED_INT, ui);
	glCallLists(2, GL_FLOAT, f);
	report_pixels("float");
	const GLubyte two[] = {0, 4, 0, 5}, three[] = {0, 0, 6}, four[] = {0, 0, 0, 7, 0, 0, 0, 8};
	glCallLists(2, GL_2_BYTES, two);
	glCallLists(1, GL_3_BYTES, three);
	glCallLists(2, GL_4_BYTES, four);
	report_pixels("bytes");
	glPopMatrix();
	glListBase(0);
	STEP(glCallLists(1, GL_DOUBLE, f));
	STEP(glCallLists(-1, GL_BYTE, b));
	STEP(glCallList(0));
	STEP(glCallList(base + 5000));
}

int main(void) {
	window_open_compat();
	GLuint base = glGenLists(10);
	report("lists are %s", base && glIsList(base) && glIsList(base + 9) ? "there" : "not there");
	for (GLuint n = 0; n < 10; n++) {
		glNewList(base + n, GL_COMPILE);
		glColor3f(0.1f * (float)n, 1 - 0.1f * (float)n, n & 1 ? 1.0f : 0.2f);
		square(-0.9f, -0.9f + 0.04f * (float)n);
		glTranslatef(0.09f, 0.02f * (float)n, 0);
		glEndList();
	}
	GET(GL_LIST_MODE);
	calls(base);

	/* Nested; compile and execute; state inside a list. */
	GLuint outer = glGenLists(2);
	glClear(GL_COLOR_BUFFER_BIT);
	glNewList(outer, GL_COMPILE_AND_EXECUTE);
	GET(GL_LIST_INDEX);
	GET(GL_LIST_MODE);
	glPushMatrix();
	glPushAttrib(GL_ENABLE_BIT | GL_CURRENT_BIT);
	glEnable(GL_SCISSOR_TEST);
	glScissor(0, 0, 100, 100);
	glCallList(base + 3);
	glListBase(base);
	glCallLists(2, GL_UNSIGNED_BYTE, "\1\2");
	glPopAttrib();
	glPopMatrix();
	glEndList();
	report("scissor: %d", glIsEnabled(GL_SCISSOR_TEST));
	report_pixels("compile and execute");
	glClear(GL_COLOR_BUFFER_BIT);
	/* Redefined inner list: the outer one sees the new content. */
	glNewList(base + 3, GL_COMPILE);
	glColor3f(1, 1, 1);
	square(0.5f, 0.5f);
	glEndList();
	glCallList(outer);
	report_pixels("inner list redefined");

	/* Client arrays, images and matrices are copied at compile time; array state runs at once. */
	GLfloat at[] = {-0.5f, -0.5f, 0.5f, -0.5f, 0.5f, 0.5f, -0.5f, 0.5f};
	GLubyte color[] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0};
	GLushort indices[] = {0, 1, 2, 3};
	GLubyte bits[8] = {0x81, 0x42, 0x24, 0x18, 0x18, 0x24, 0x42, 0x81};
	GLfloat matrix[16] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0.2f, 0.1f, 0, 1};
	GLubyte image[4 * 4 * 4];
	for (int i = 0; i < 64; i++)
		image[i] = (GLubyte)(i * 4);
	glNewList(outer + 1, GL_COMPILE);
	glVertexPointer(2, GL_FLOAT, 0, at);
	glColorPointer(3, GL_UNSIGNED_BYTE, 0, color);
	glEnableClientState(GL_VERTEX_ARRAY);
	glEnableClientState(GL_COLOR_ARRAY);
	glDrawArrays(GL_QUADS, 0, 4);
	glLoadMatrixf(matrix);
	glScalef(0.5f, 0.5f, 1);
	glDrawElements(GL_TRIANGLES, 3, GL_UNSIGNED_SHORT, indices);
	glBegin(GL_LINES);
	glArrayElement(1), glArrayElement(3);
	glEnd();
	glRasterPos2f(-0.9f, -0.9f);
	glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
	glBitmap(8, 8, 0, 0, 20, 0, bits);
	glDrawPixels(4, 4, GL_RGBA, GL_UNSIGNED_BYTE, image);
	glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
	glLoadIdentity();
	glEndList();
	GET(GL_UNPACK_ALIGNMENT);
	report("vertex array enabled by compiling: %d", glIsEnabled(GL_VERTEX_ARRAY));
	for (int i = 0; i < 8; i++)
		at[i] = 0, bits[i] = 0xff;
	for (int i = 0; i < 64; i++)
		image[i] = 1;
	for (int i = 0; i < 16; i++)
		matrix[i] = 0;
	glDisableClientState(GL_VERTEX_ARRAY);
	glDisableClientState(GL_COLOR_ARRAY);
	glClear(GL_COLOR_BUFFER_BIT);
	glCallList(outer + 1);
	report_pixels("memory changed after compiling");

	/* Textures and uniforms in lists. */
	GLuint program = shader_program(
		"in list",
		"uniform vec2 shift; void main() { gl_Position = gl_Vertex + vec4(shift, 0, 0); gl_FrontColor = gl_Color; }",
		"uniform vec4 tint; void main() { gl_FragColor = gl_Color * tint; }");
	GLint shift = glGetUniformLocation(program, "shift"), tint = glGetUniformLocation(program, "tint");
	GLuint list = glGenLists(1), texture = 0;
	glNewList(list, GL_COMPILE);
	glUseProgram(program);
	glUniform2f(shift, 0.3f, 0.1f);
	glUniform4fv(tint, 1, (const GLfloat[]){1, 0.5f, 0.25f, 1});
	glVertexAttrib4f(3, 0.3f, 0.4f, 0.5f, 1); /* aliases the colour on no driver that we know; kept for the encoder */
	glColor3f(1, 1, 1);
	square(-0.3f, -0.3f);
	glUseProgram(0);
	glGenTextures(1, &texture); /* runs now */
	glEndList();
	report("generated while compiling: %s", texture ? "a name" : "0");
	GET(GL_CURRENT_PROGRAM);
	glClear(GL_COLOR_BUFFER_BIT);
	glCallList(list);
	report_pixels("program in a list");
	glNewList(list, GL_COMPILE);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 4, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE, image);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glEnable(GL_TEXTURE_2D);
	glRectf(-1, -1, 1, 1);
	glDisable(GL_TEXTURE_2D);
	glEndList();
	image[0] = 200;
	glCallList(list);
	report_pixels("texture in a list");

	/* What is read to show the front buffer does not become part of the list, nor the other way round. */
	for (GLenum mode = GL_COMPILE; mode <= GL_COMPILE_AND_EXECUTE; mode++) {
		glDrawBuffer(GL_FRONT);
		glReadBuffer(GL_FRONT);
		glNewList(list, mode);
		glBegin(GL_TRIANGLES);
		glVertex2f(0, 0);
		glColor3f(1, 1, 0);
		glVertex2f(1, 0);
		glVertex2f(1, 1);
		glEnd();
		glFlush();
		glFinish();
		glEndList();
		report_error("shown while the list was compiled");
		GET(GL_READ_BUFFER);
		glReadBuffer(GL_BACK);
		glDrawBuffer(GL_BACK);
		glClear(GL_COLOR_BUFFER_BIT);
		glCallList(list);
		GET(GL_READ_BUFFER);
		report_pixels("shown meanwhile");
		GET(GL_DRAW_BUFFER);
		GET(GL_ATTRIB_STACK_DEPTH);
		report_error("shown meanwhile");
	}

	STEP(glNewList(0, GL_COMPILE));
	STEP(glNewList(list, GL_FLOAT));
	STEP(glEndList());
	glNewList(list, GL_COMPILE);
	STEP(glNewList(list + 1, GL_COMPILE));
	glEndList();
	report("is the replaced list a list: %d", glIsList(list));
	glDeleteLists(base, 5);
	report("after deleting five: %d %d %d", glIsList(base), glIsList(base + 4), glIsList(base + 5));
	STEP(glDeleteLists(base, -1));
	STEP(glGenLists(-1));
	/* A name that the program made up. */
	glNewList(4711, GL_COMPILE);
	square(0, 0);
	glEndList();
	report("our own name: %d", glIsList(4711));
	glColor3f(0, 1, 1);
	glCallList(4711);
	report_pixels("own name");
	/* Deep nesting ends without an error. */
	glNewList(9000, GL_COMPILE);
	glCallList(9000);
	glEndList();
	STEP(glCallList(9000));
	GET(GL_MAX_LIST_NESTING);
	return window_finish();
}
