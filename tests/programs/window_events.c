/* What the owner of a window does to it while GL draws there: resizing, unmapping, destroying; several windows and
 * contexts that share nothing; front buffers and pixmaps. Not compared: X errors about windows that are gone, of which
 * native drivers raise some. */
#include <GL/glx.h>
#include <X11/Xutil.h>
#include <stdlib.h>

#include "support/report.h"

static Display *display;

static int ignore_error(Display *x11, XErrorEvent *event) {
	(void)x11, (void)event;
	return 0;
}

static unsigned long pixel(Drawable drawable, int x, int y) {
	XImage *image = XGetImage(display, drawable, x, y, 1, 1, AllPlanes, ZPixmap);
	if (!image)
		return 0xdead;
	unsigned long value = XGetPixel(image, 0, 0) & 0xffffff;
	XDestroyImage(image);
	return value;
}

static Window make_window(const XVisualInfo *visual, int x, int width, int height) {
	Window root = RootWindow(display, visual->screen);
	XSetWindowAttributes attributes = {
		.colormap = XCreateColormap(display, root, visual->visual, AllocNone),
		.override_redirect = True,
	};
	Window window = XCreateWindow(display, root, x, 0, (unsigned)width, (unsigned)height, 0, visual->depth, InputOutput,
								  visual->visual, CWColormap | CWBorderPixel | CWOverrideRedirect, &attributes);
	XMapWindow(display, window);
	return window;
}

static void clear(float red, float green, float blue) {
	glClearColor(red, green, blue, 1);
	glClear(GL_COLOR_BUFFER_BIT);
}

static void frame(Window window, float red, float green, float blue) {
	clear(red, green, blue);
	glXSwapBuffers(display, window);
}

static void settle(void) {
	glFinish();
	glXWaitGL();
	XSync(display, False);
}

static void size_of(const char *name, GLXDrawable drawable) {
	unsigned width = 0, height = 0;
	glXQueryDrawable(display, drawable, GLX_WIDTH, &width);
	glXQueryDrawable(display, drawable, GLX_HEIGHT, &height);
	report("%s: %u x %u", name, width, height);
}

int main(void) {
	display = XOpenDisplay(NULL);
	if (!display)
		report_skip("no display");
	int wanted[] = {GLX_RGBA, GLX_DOUBLEBUFFER, GLX_DEPTH_SIZE, 16, None};
	XVisualInfo *visual = glXChooseVisual(display, DefaultScreen(display), wanted);
	if (!visual)
		report_skip("no visual");
	XSetErrorHandler(ignore_error);
	GLXContext context = glXCreateContext(display, visual, NULL, True);
	Window window = make_window(visual, 0, 100, 80);
	report("current: %d", glXMakeCurrent(display, window, context));
	GETN(GL_VIEWPORT, 4);
	GETN(GL_SCISSOR_BOX, 4);
	frame(window, 1, 0, 0);
	settle();
	report("drawn: %06lx", pixel(window, 50, 40));

	XResizeWindow(display, window, 200, 160);
	XSync(display, False);
	for (int i = 0; i < 3; i++)
		frame(window, 0, 1, 0);
	settle();
	report("larger: %06lx %06lx", pixel(window, 10, 10), pixel(window, 190, 150));
	GETN(GL_VIEWPORT, 4);
	size_of("larger", window);
	XResizeWindow(display, window, 60, 40);
	XSync(display, False);
	for (int i = 0; i < 3; i++)
		frame(window, 0, 1, 1);
	settle();
	report("smaller: %06lx", pixel(window, 55, 35));
	size_of("smaller", window);

	XUnmapWindow(display, window);
	XSync(display, False);
	frame(window, 0, 0, 1);
	settle();
	XMapWindow(display, window);
	XSync(display, False);
	frame(window, 1, 1, 0);
	settle();
	report("mapped again: %06lx", pixel(window, 30, 20));

	Window second = make_window(visual, 300, 64, 64);
	report("second window: %d", glXMakeCurrent(display, second, context));
	frame(second, 1, 0.5f, 0);
	settle();
	report("both: %06lx %06lx", pixel(second, 5, 5), pixel(window, 30, 20));
	XDestroyWindow(display, second);
	XSync(display, False);
	for (int i = 0; i < 5; i++)
		frame(second, 1, 0, 1);
	glFinish();
	while (glGetError() != GL_NO_ERROR)
		;
	report("back: %d", glXMakeCurrent(display, window, context));
	frame(window, 0, 1, 1);
	settle();
	report("the other one lives: %06lx", pixel(window, 30, 20));

	glDrawBuffer(GL_FRONT);
	clear(1, 0.5f, 0);
	glFlush();
	settle();
	report("front: %06lx", pixel(window, 30, 20));
	GET(GL_DRAW_BUFFER);
	glDrawBuffer(GL_BACK);
	frame(window, 0, 0.5f, 1);
	settle();
	report("back again: %06lx", pixel(window, 30, 20));

	/* Contexts that share nothing draw to one window, one after the other. */
	GLXContext others[3];
	for (int i = 0; i < 3; i++) {
		others[i] = glXCreateContext(display, visual, NULL, True);
		glXMakeCurrent(display, window, others[i]);
		glEnable(GL_SCISSOR_TEST);
		glScissor(20 * i, 0, 20, 40);
		clear((float)(i == 0), (float)(i == 1), (float)(i == 2));
	}
	glXSwapBuffers(display, window);
	settle();
	report("three contexts: %06lx %06lx %06lx", pixel(window, 10, 20), pixel(window, 30, 20), pixel(window, 50, 20));
	for (int i = 0; i < 3; i++)
		glXDestroyContext(display, others[i]); /* one of them current */

	report("again: %d", glXMakeCurrent(display, window, context));
	Pixmap pixmap = XCreatePixmap(display, window, 50, 40, (unsigned)visual->depth);
	GLXPixmap drawable = glXCreateGLXPixmap(display, visual, pixmap);
	report("pixmap: %d", glXMakeCurrent(display, drawable, context));
	glDrawBuffer(GL_FRONT);
	clear(0, 0, 1);
	settle();
	report("in the pixmap: %06lx", pixel(pixmap, 5, 5));
	size_of("pixmap", drawable);
	report("none: %d", glXMakeCurrent(display, None, NULL));
	glXDestroyGLXPixmap(display, drawable);
	XFreePixmap(display, pixmap);

	report("context without a drawable: %d", glXMakeCurrent(display, window, NULL));
	glXDestroyContext(display, context);
	XCloseDisplay(display);
	report("done");
	return 0;
}
