/* A surface and a context by EGL, for the programs of GLES and of EGL itself; the counterpart of window.h. Programs
 * report what they read back on stdout, and return egl_finish(). */
#ifndef PROGRAMS_EGL_H
#define PROGRAMS_EGL_H

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <X11/Xlib.h>

#include "gl.h"
#include "report.h"

struct egl {
	EGLDisplay display;
	EGLConfig config;
	EGLContext context;
	EGLSurface surface;
	Display *x11;
	Window window;
};
extern struct egl egl;

/* X11 and EGL's display on it, initialized. Exits with 77 where there is none. */
void egl_open_display(void);
/* The first configuration with 8 bits of each colour, depth 24 and stencil 8 for surfaces of `type` and the API's
 * version. */
EGLConfig egl_config(EGLint type, EGLenum api, EGLint major);
/* A context of the API and version, or EGL_NO_CONTEXT. */
EGLContext egl_context(EGLConfig config, EGLContext share, EGLenum api, EGLint major, EGLint minor);
/* A mapped window of the configuration's visual. */
Window egl_window(EGLConfig config, int x, int size);
/* All of it: a window, made current. Exits with 77 where the display or the driver cannot give it. */
void egl_open(EGLenum api, EGLint major, EGLint minor);

/* The error of the last EGL call, by name. */
const char *egl_error(void);
/* Does it and reports EGL's error. */
#define EGL_STEP(call)                                                                                                 \
	do {                                                                                                               \
		call;                                                                                                          \
		report("%s: %s", #call, egl_error());                                                                          \
	} while (0)

/* Swaps, compares the picture in the X window with the back buffer before the swap, reports both. */
void egl_show(const char *step, int width, int height);
/* egl_show(), destroys everything, returns the exit status. */
int egl_finish(void);

#endif
