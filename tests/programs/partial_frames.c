/* Frames that differ from the one before in some rows, in none, and in all: each must be whole in the window. */
#include "support/report.h"
#include "support/window.h"

static void fill(int x, int y, int width, int height, float red, float green, float blue) {
	glEnable(GL_SCISSOR_TEST);
	glScissor(x, y, width, height);
	glClearColor(red, green, blue, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glDisable(GL_SCISSOR_TEST);
}

/* A back buffer is undefined after a swap. */
static void background(void) {
	for (int y = 0; y < WINDOW_SIZE; y += 16)
		fill(0, y, WINDOW_SIZE, 16, (float)y / WINDOW_SIZE, 1 - (float)y / WINDOW_SIZE, 0.5f);
}

int main(void) {
	window_open_compat();
	background();
	window_show("the first frame");
	background();
	window_show("the same again");
	background();
	fill(10, 5, 20, 7, 1, 1, 1);
	window_show("near the bottom");
	background();
	fill(60, 110, 50, 10, 1, 0, 0);
	window_show("near the top, the bottom as it was");
	background();
	fill(0, 0, 1, 1, 0, 0, 1);
	window_show("one corner");
	background();
	fill(WINDOW_SIZE - 1, WINDOW_SIZE - 1, 1, 1, 0, 0, 1);
	window_show("the other corner");

	/* What the window shows is not the last swap's frame any more. */
	glDrawBuffer(GL_FRONT);
	fill(30, 60, 60, 40, 0, 0, 0);
	glFinish();
	glDrawBuffer(GL_BACK);
	background();
	fill(WINDOW_SIZE - 1, WINDOW_SIZE - 1, 1, 1, 0, 0, 1);
	window_show("over the front buffer");
	background();
	window_show("after it");

	/* Somebody else paints over the window: the next frame, though the same, covers that. */
	GC gc = XCreateGC(window.display, window.window, 0, NULL);
	XSetForeground(window.display, gc, 0x123456);
	XFillRectangle(window.display, window.window, gc, 0, 0, 80, 90);
	XFreeGC(window.display, gc);
	XSync(window.display, False);
	background();
	window_show("the same over what X drew");

	GLXContext other = window_new_context(NULL);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, other);
	background();
	fill(30, 30, 60, 60, 1, 1, 0);
	window_show("of another context");
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	background();
	fill(30, 50, 60, 60, 1, 0, 1);
	window_show("of the first one again");
	glXDestroyContext(window.display, other);
	background();
	return window_finish();
}
