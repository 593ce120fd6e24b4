/* Windows: frames, resizing, several surfaces, pixmaps, copies, damage, a window with the default visual. */
#include "support/egl.h"

static void fill(int width, int height, float phase) {
	glViewport(0, 0, width, height);
	glEnable(GL_SCISSOR_TEST);
	for (int i = 0; i < 4; i++) {
		glScissor(i * width / 4, i * height / 5, width / 4, height - i * height / 5);
		glClearColor(phase, 0.25f * (float)i, 1 - phase, 1);
		glClear(GL_COLOR_BUFFER_BIT);
	}
	glDisable(GL_SCISSOR_TEST);
}

static void clear(float red, float green, float blue) {
	glClearColor(red, green, blue, 1);
	glClear(GL_COLOR_BUFFER_BIT);
}

static void size(const char *step) {
	EGLint width = 0, height = 0;
	eglQuerySurface(egl.display, egl.surface, EGL_WIDTH, &width);
	eglQuerySurface(egl.display, egl.surface, EGL_HEIGHT, &height);
	report("%s: %dx%d", step, width, height);
}

int main(void) {
	egl_open(EGL_OPENGL_ES_API, 2, 0);
	report_integer("viewport", GL_VIEWPORT, 4);
	size("at first");
	EGL_STEP(eglSwapInterval(egl.display, 0));
	for (int frame = 0; frame < 3; frame++) {
		clear(0, 0, 0);
		fill(WINDOW_SIZE, WINDOW_SIZE, 0.3f * (float)frame);
		egl_show("frame", WINDOW_SIZE, WINDOW_SIZE);
	}
	XResizeWindow(egl.x11, egl.window, 200, 90);
	XSync(egl.x11, False);
	eglSwapBuffers(egl.display, egl.surface); /* the new size counts from here on */
	size("resized");
	clear(0, 0, 0);
	fill(200, 90, 0.7f);
	egl_show("resized", 200, 90);
	XResizeWindow(egl.x11, egl.window, WINDOW_SIZE, WINDOW_SIZE);
	XSync(egl.x11, False);
	eglSwapBuffers(egl.display, egl.surface);
	size("as before");
	clear(0, 0, 0);
	fill(WINDOW_SIZE, WINDOW_SIZE, 0.1f);
	egl_show("as before", WINDOW_SIZE, WINDOW_SIZE);

	/* A second window of the same context. */
	Window first = egl.window, second = egl_window(egl.config, 256, WINDOW_SIZE);
	EGLSurface other = eglCreateWindowSurface(egl.display, egl.config, second, NULL), surface = egl.surface;
	EGL_STEP(eglMakeCurrent(egl.display, other, other, egl.context));
	clear(1, 0.5f, 0.25f);
	egl.window = second;
	egl.surface = other;
	egl_show("second window", WINDOW_SIZE, WINDOW_SIZE);
	EGL_STEP(eglDestroySurface(egl.display, other));
	egl.window = first;
	egl.surface = surface;
	EGL_STEP(eglMakeCurrent(egl.display, surface, surface, egl.context));
	XDestroyWindow(egl.x11, second);

	/* A window that does not have the configuration's visual but the screen's. */
	second = XCreateSimpleWindow(egl.x11, DefaultRootWindow(egl.x11), 256, 0, WINDOW_SIZE, WINDOW_SIZE, 0, 0, 0);
	XChangeWindowAttributes(egl.x11, second, CWOverrideRedirect, &(XSetWindowAttributes){.override_redirect = True});
	XMapRaised(egl.x11, second);
	XSync(egl.x11, False);
	other = eglCreateWindowSurface(egl.display, egl.config, second, NULL);
	EGL_STEP(eglMakeCurrent(egl.display, other, other, egl.context));
	clear(0.25f, 0.5f, 1);
	egl.window = second;
	egl.surface = other;
	egl_show("default visual", WINDOW_SIZE, WINDOW_SIZE);
	egl.window = first;
	egl.surface = surface;
	EGL_STEP(eglMakeCurrent(egl.display, surface, surface, egl.context));
	eglDestroySurface(egl.display, other);
	XDestroyWindow(egl.x11, second);

	/* What X sees of a pixmap is looked at in tests/e2e/egl.test.ts: Mesa's software driver leaves it empty. */
	Pixmap pixmap = XCreatePixmap(egl.x11, first, 32, 32, 24);
	EGLSurface drawn = eglCreatePixmapSurface(egl.display, egl.config, pixmap, NULL);
	report("pixmap surface: %d", drawn != EGL_NO_SURFACE);
	EGLint value = 0;
	eglQuerySurface(egl.display, drawn, EGL_RENDER_BUFFER, &value);
	report("render buffer 0x%x", value);
	EGL_STEP(eglMakeCurrent(egl.display, drawn, drawn, egl.context));
	clear(1, 0, 0);
	glEnable(GL_SCISSOR_TEST);
	glScissor(4, 6, 8, 10);
	clear(0, 1, 0);
	glDisable(GL_SCISSOR_TEST);
	report_pixels_of("pixmap", 32, 32);
	EGL_STEP(eglWaitClient());
	EGL_STEP(eglMakeCurrent(egl.display, surface, surface, egl.context));
	EGL_STEP(eglDestroySurface(egl.display, drawn));
	XFreePixmap(egl.x11, pixmap);
	STEP(glFlush());
	EGL_STEP(eglWaitNative(EGL_CORE_NATIVE_ENGINE));
	EGL_STEP(eglWaitNative(77));
	fill(WINDOW_SIZE, WINDOW_SIZE, 0.9f);
	return egl_finish();
}
