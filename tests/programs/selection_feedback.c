/* Selection and feedback: hit records and tokens, value for value, and their overflow. */
#include "support/report.h"
#include "support/window.h"

static void objects(void) {
	for (GLuint i = 0; i < 6; i++) {
		glLoadName(i + 10);
		float x = -0.9f + 0.3f * (float)i, z = -0.8f + 0.3f * (float)i;
		glBegin(GL_TRIANGLES);
		glVertex3f(x, -0.5f, z), glVertex3f(x + 0.25f, -0.5f, z), glVertex3f(x, 0.5f, z + 0.1f);
		glEnd();
		if (i == 3) {
			glPushName(77);
			glPushName(88);
			glBegin(GL_POINTS);
			glVertex3f(x, 0.2f, 0.4f);
			glEnd();
			glPopName();
			glPopName();
		}
	}
}

static GLint select_region(GLuint *buffer, GLsizei size, float x, float y, float side) {
	for (int i = 0; i < 64; i++)
		buffer[i] = 0xdeadbeef;
	glSelectBuffer(size, buffer);
	GLint was = glRenderMode(GL_SELECT);
	report("entering: %d", was);
	GET(GL_RENDER_MODE);
	glInitNames();
	glPushName(0);
	glMatrixMode(GL_PROJECTION);
	glPushMatrix();
	glLoadIdentity();
	glScalef(2 / side, 2 / side, 1);
	glTranslatef(-x, -y, 0);
	glMatrixMode(GL_MODELVIEW);
	objects();
	GET(GL_NAME_STACK_DEPTH);
	glMatrixMode(GL_PROJECTION);
	glPopMatrix();
	glMatrixMode(GL_MODELVIEW);
	return glRenderMode(GL_RENDER);
}

int main(void) {
	window_open_compat();
	GLuint hits[64];
	report("hits: %d", select_region(hits, 64, 0, 0, 2));
	report_uints("records", 64, hits);
	report("hits: %d", select_region(hits, 64, 0.05f, 0.2f, 0.2f));
	report_uints("records", 24, hits);
	report("hits: %d", select_region(hits, 9, 0, 0, 2));
	report_uints("overflow", 12, hits);
	report("no hits: %d", select_region(hits, 64, 5, 5, 0.1f));
	STEP(glPopName());
	STEP(glPushName(1));
	STEP(glSelectBuffer(-1, hits));
	GET(GL_MAX_NAME_STACK_DEPTH);
	GET(GL_SELECTION_BUFFER_SIZE);
	/* Errors while selecting. */
	glSelectBuffer(64, hits);
	glRenderMode(GL_SELECT);
	STEP(glSelectBuffer(64, hits));
	STEP(glPopName());
	STEP(glLoadName(3));
	for (int i = 0; i < 70; i++)
		glPushName((GLuint)i);
	report_error("too many names");
	report("leaving: %d", glRenderMode(GL_RENDER));

	GLfloat feedback[256];
	static const GLenum types[] = {GL_2D, GL_3D, GL_3D_COLOR, GL_3D_COLOR_TEXTURE, GL_4D_COLOR_TEXTURE};
	for (int t = 0; t < 5; t++) {
		for (int i = 0; i < 256; i++)
			feedback[i] = -999;
		glFeedbackBuffer(256, types[t], feedback);
		glRenderMode(GL_FEEDBACK);
		glColor4f(0.25f, 0.5f, 0.75f, 1);
		glPassThrough(42);
		glBegin(GL_TRIANGLES);
		glTexCoord3f(0.1f, 0.2f, 0.3f), glVertex3f(-0.5f, -0.5f, 0), glVertex3f(0.5f, -0.5f, 0.5f), glVertex3f(2, 3, 0);
		glEnd();
		glBegin(GL_LINE_LOOP);
		glVertex2f(0, 0), glVertex2f(0.5f, 0), glVertex2f(0.5f, 0.5f);
		glEnd();
		glPassThrough(43.5f);
		glRasterPos2f(0.1f, 0.1f);
		glBitmap(4, 4, 0, 0, 8, 0, (const GLubyte[16]){1});
		glDrawPixels(1, 1, GL_RGB, GL_FLOAT, feedback);
		GLint count = glRenderMode(GL_RENDER);
		report("values: %d", count);
		report_floats("feedback", count > 0 ? count + 1 : 1, feedback);
	}
	glFeedbackBuffer(8, GL_3D, feedback);
	glRenderMode(GL_FEEDBACK);
	glBegin(GL_POINTS);
	for (int i = 0; i < 5; i++)
		glVertex2f(0.1f * (float)i, 0);
	glEnd();
	report("overflow: %d", glRenderMode(GL_RENDER));
	report_floats("feedback", 8, feedback);
	/* From a display list. */
	GLuint list = glGenLists(1);
	glNewList(list, GL_COMPILE);
	glPassThrough(7);
	glBegin(GL_POINTS);
	glVertex2f(0, 0);
	glEnd();
	glEndList();
	glFeedbackBuffer(64, GL_2D, feedback);
	glRenderMode(GL_FEEDBACK);
	glCallList(list);
	report("from a list: %d", glRenderMode(GL_RENDER));
	report_floats("feedback", 6, feedback);
	STEP(glRenderMode(GL_TEXTURE_2D));
	STEP(glFeedbackBuffer(8, GL_TEXTURE_2D, feedback));
	STEP(glFeedbackBuffer(-1, GL_2D, feedback));
	glColor3f(1, 1, 1);
	objects();
	report_pixels("rendered");
	return window_finish();
}
