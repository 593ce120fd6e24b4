/* The accumulation buffer. */
#include "support/report.h"
#include "support/window.h"

int main(void) {
	window_open((struct window_request){.depth = 16, .accum = 8});
	GET(GL_ACCUM_RED_BITS);
	glClearAccum(0.1f, 0, 0.2f, 0);
	glClear(GL_ACCUM_BUFFER_BIT);
	for (int i = 0; i < 5; i++) {
		glClear(GL_COLOR_BUFFER_BIT);
		glColor3f(1, 0.2f * (float)i, 0.5f);
		glRectf(-0.9f + 0.2f * (float)i, -0.8f, 0.1f + 0.2f * (float)i, 0.7f);
		glAccum(i == 0 ? GL_ACCUM : GL_ACCUM, 0.2f);
	}
	glAccum(GL_RETURN, 1);
	report_pixels("blurred");
	glAccum(GL_MULT, 0.5f);
	glAccum(GL_ADD, 0.25f);
	glAccum(GL_RETURN, 1);
	report_pixels("half and a quarter");
	glAccum(GL_LOAD, 1);
	glEnable(GL_SCISSOR_TEST);
	glScissor(20, 20, 50, 50);
	glAccum(GL_RETURN, 2);
	report_pixels("scissored");
	STEP(glAccum(GL_FLOAT, 1));
	GLfloat clear[4];
	glGetFloatv(GL_ACCUM_CLEAR_VALUE, clear);
	report_floats("clear value", 4, clear);
	return window_finish();
}
