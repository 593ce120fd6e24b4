#include "egl.h"

#include <X11/Xutil.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct egl egl;

const char *egl_error(void) {
	static const char *const names[] = {
		"ok",
		"NOT_INITIALIZED",
		"BAD_ACCESS",
		"BAD_ALLOC",
		"BAD_ATTRIBUTE",
		"BAD_CONFIG",
		"BAD_CONTEXT",
		"BAD_CURRENT",
		"BAD_DISPLAY",
		"BAD_MATCH",
		"BAD_NATIVE_PIXMAP",
		"BAD_NATIVE_WINDOW",
		"BAD_PARAMETER",
		"BAD_SURFACE",
		"CONTEXT_LOST",
	};
	EGLint error = eglGetError();
	return error >= EGL_SUCCESS && error <= EGL_CONTEXT_LOST ? names[error - EGL_SUCCESS] : "another error";
}

void egl_open_display(void) {
	XInitThreads();
	egl.x11 = XOpenDisplay(NULL);
	if (!egl.x11)
		report_skip("cannot open the display");
	egl.display = eglGetDisplay((EGLNativeDisplayType)egl.x11);
	if (!eglInitialize(egl.display, NULL, NULL))
		report_skip("cannot initialize EGL");
}

EGLConfig egl_config(EGLint type, EGLenum api, EGLint major) {
	const EGLint attributes[] = {
		EGL_SURFACE_TYPE,
		type,
		EGL_RENDERABLE_TYPE,
		api == EGL_OPENGL_API ? EGL_OPENGL_BIT
		: major == 1          ? EGL_OPENGL_ES_BIT
		: major == 2          ? EGL_OPENGL_ES2_BIT
							  : EGL_OPENGL_ES3_BIT,
		EGL_RED_SIZE,
		8,
		EGL_GREEN_SIZE,
		8,
		EGL_BLUE_SIZE,
		8,
		EGL_DEPTH_SIZE,
		24,
		EGL_STENCIL_SIZE,
		8,
		EGL_NONE,
	};
	EGLConfig config = NULL;
	EGLint count = 0;
	if (!eglChooseConfig(egl.display, attributes, &config, 1, &count) || count == 0)
		report_skip("no such configuration");
	return config;
}

EGLContext egl_context(EGLConfig config, EGLContext share, EGLenum api, EGLint major, EGLint minor) {
	const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION, major, EGL_CONTEXT_MINOR_VERSION, minor, EGL_NONE};
	eglBindAPI(api);
	return eglCreateContext(egl.display, config, share, attributes);
}

Window egl_window(EGLConfig config, int x, int size) {
	EGLint id = 0;
	eglGetConfigAttrib(egl.display, config, EGL_NATIVE_VISUAL_ID, &id);
	XVisualInfo wanted = {.visualid = (VisualID)id};
	int count = 0;
	XVisualInfo *visual = XGetVisualInfo(egl.x11, VisualIDMask, &wanted, &count);
	if (!visual)
		report_skip("the configuration has no visual");
	Window root = RootWindow(egl.x11, visual->screen);
	XSetWindowAttributes attributes = {
		.colormap = XCreateColormap(egl.x11, root, visual->visual, AllocNone),
		.event_mask = ExposureMask | StructureNotifyMask,
		.override_redirect = True, /* exactly this size, exactly there */
	};
	Window window =
		XCreateWindow(egl.x11, root, x, 0, (unsigned)size, (unsigned)size, 0, visual->depth, InputOutput,
					  visual->visual, CWColormap | CWEventMask | CWOverrideRedirect | CWBorderPixel, &attributes);
	XFree(visual);
	XMapRaised(egl.x11, window);
	XEvent event;
	do
		XWindowEvent(egl.x11, window, StructureNotifyMask, &event);
	while (event.type != MapNotify);
	return window;
}

void egl_open(EGLenum api, EGLint major, EGLint minor) {
	egl_open_display();
	egl.config = egl_config(EGL_WINDOW_BIT, api, major);
	egl.window = egl_window(egl.config, 0, WINDOW_SIZE);
	egl.context = egl_context(egl.config, EGL_NO_CONTEXT, api, major, minor);
	if (egl.context == EGL_NO_CONTEXT)
		report_skip("no context of version %d.%d", major, minor);
	egl.surface = eglCreateWindowSurface(egl.display, egl.config, egl.window, NULL);
	if (egl.surface == EGL_NO_SURFACE || !eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context)) {
		report("no current context: %s", egl_error());
		exit(1);
	}
}

/* The window's picture as tight RGBA, bottom row first. */
static void window_picture(unsigned char *rgba, int width, int height) {
	XImage *image = XGetImage(egl.x11, egl.window, 0, 0, (unsigned)width, (unsigned)height, AllPlanes, ZPixmap);
	if (!image)
		return;
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++, rgba += 4) {
			unsigned long pixel = XGetPixel(image, x, height - 1 - y);
			rgba[0] = (unsigned char)(pixel >> 16);
			rgba[1] = (unsigned char)(pixel >> 8);
			rgba[2] = (unsigned char)pixel;
			rgba[3] = 255;
		}
	XDestroyImage(image);
}

void egl_show(const char *step, int width, int height) {
	size_t bytes = (size_t)width * (size_t)height * 4;
	unsigned char *back = calloc(1, bytes), *front = calloc(1, bytes);
	while (glGetError() != GL_NO_ERROR)
		;
	glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, back);
	for (size_t i = 3; i < bytes; i += 4)
		back[i] = 255;
	report_error(step);
	if (!eglSwapBuffers(egl.display, egl.surface))
		report("%s: swap: %s", step, egl_error());
	glFinish();
	XSync(egl.x11, False);
	/* A frame may be presented a moment after the swap, but must arrive. */
	const struct timespec pause = {0, 10 * 1000 * 1000};
	for (int i = 0; i < 300; i++) {
		window_picture(front, width, height);
		if (memcmp(front, back, bytes) == 0)
			break;
		nanosleep(&pause, NULL);
	}
	report("%s: back buffer %016" PRIx64 ", window %016" PRIx64 ", %s", step, report_hash(back, bytes),
		   report_hash(front, bytes), memcmp(front, back, bytes) == 0 ? "same" : "different");
	free(back);
	free(front);
}

int egl_finish(void) {
	if (egl.window)
		egl_show("window", WINDOW_SIZE, WINDOW_SIZE);
	EGL_STEP(eglMakeCurrent(egl.display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT));
	EGL_STEP(eglDestroyContext(egl.display, egl.context));
	EGL_STEP(eglDestroySurface(egl.display, egl.surface));
	EGL_STEP(eglTerminate(egl.display));
	EGL_STEP(eglReleaseThread());
	if (egl.window)
		XDestroyWindow(egl.x11, egl.window);
	if (egl.x11)
		XCloseDisplay(egl.x11);
	report("done");
	return 0;
}
