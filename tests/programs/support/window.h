/* One double-buffered window with a GL context, and what a program needs to end in a comparable way.
 * Programs of tests/programs draw, report what they read back on stdout, and return window_finish().
 * They must print the same bytes natively and through vmgl. */
#ifndef PROGRAMS_WINDOW_H
#define PROGRAMS_WINDOW_H

#include <stdbool.h>

#include "gl.h"
#include "report.h"

struct window_request {
	int major, minor; /* 0.0: glXCreateNewContext, the newest compatibility context there is */
	int profile;      /* GLX_CONTEXT_*_PROFILE_BIT_ARB; 0 for none */
	int flags;        /* GLX_CONTEXT_*_BIT_ARB */
	int depth, stencil, accum, samples, alpha;
};

struct window {
	Display *display;
	Window window;
	GLXWindow drawable;
	GLXFBConfig config;
	GLXContext context;
	struct window_request request;
};

extern struct window window;

/* Opens the window, makes its context current and resolves the entry points. Exits with 77 and the
 * reason where the display or the driver cannot give it. */
void window_open(struct window_request request);
void window_open_compat(void);
void window_open_core(int major, int minor);

/* A context like the window's that shares objects with it (or with nothing). Not made current. */
GLXContext window_new_context(GLXContext share);

/* Exits with 77 unless the current context has the extension. */
bool window_has(const char *extension);
void window_require(const char *extension);

/* Swaps, compares the picture in the X window with the back buffer before the swap, reports both. */
void window_show(const char *step);
/* window_show(), destroys everything, returns the exit status. */
int window_finish(void);

#endif
