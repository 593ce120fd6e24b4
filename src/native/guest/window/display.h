/* One X display of the application, and what the session's renderer offers for it. Displays are found by
 * their Display pointer, opened at the first GLX or EGL call that needs the renderer, and closed with
 * XCloseDisplay. A display whose renderer cannot be reached stays, marked `dead`: GLX is absent there.
 * EGL has displays of its own, as a host may render for it in another way than for GLX. Without X there is one whose
 * `x11` is NULL and that has pbuffers only. */
#ifndef VMGL_GUEST_DISPLAY_H
#define VMGL_GUEST_DISPLAY_H

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <stdbool.h>
#include <stdint.h>

#include "guest/context.h"
#include "wire/platform.h"

struct vmgl_connection; /* guest/link/connection.h: the session; one per process */

/* A framebuffer configuration as GLX shows it: GLXFBConfig points to one. */
struct vmgl_fbconfig {
	struct vmgl_config config;
	VisualID visual; /* on the application's X server; 0 when no visual of it fits */
	int visual_class, visual_depth;
	int screen;
	int fbconfig_id; /* GLX_FBCONFIG_ID: unique over the display's screens */
};

struct vmgl_screen {
	struct vmgl_fbconfig *configs;
	int count;
	VisualID *visuals; /* every visual of the screen, with the configuration it currently stands for */
	struct vmgl_fbconfig **visual_configs;
	int visual_count;
	char *extensions; /* glXQueryExtensionsString */
};

struct vmgl_display {
	Display *x11;
	uint32_t id; /* the renderer's number of it */
	bool egl;    /* of EGL, not of GLX */
	bool dead;   /* no renderer: behaves as a display without GLX */
	enum vmgl_presentation presentation;
	uint32_t capabilities;
	struct vmgl_connection *connection;
	int screen_count;
	struct vmgl_screen *screens;
	int error_base, event_base, major_opcode; /* of GLX, the server's where it has GLX */
	struct vmgl_display *next;
};

/* Connects this process to its stub, if it is not yet. false: it cannot, and one line on stderr says why and that the
 * machine's own OpenGL serves, unless VMGL_QUIET forbids. For callers that have another GL to fall back on.
 * `x11` is the program's display; NULL when it is not known, then $DISPLAY's is asked what it announces. */
bool vmgl_display_connect(Display *x11);

/* The display of `x11`, opened if need be; NULL when the renderer cannot be reached (said once on stderr). */
struct vmgl_display *vmgl_display_get(Display *x11);
/* The same for EGL. */
struct vmgl_display *vmgl_display_get_egl(Display *x11);
/* The display without X; NULL when the renderer cannot be reached. */
struct vmgl_display *vmgl_display_headless(void);

/* A fresh resource id of the application's connection. */
XID vmgl_display_xid(Display *x11);

/* Reports a GLX or X error about `resource` to the application's error handler. `code` is a core X error
 * code, or error_base + GLXBad... ; `minor` the GLX request that would have failed. */
void vmgl_display_error(struct vmgl_display *display, Display *x11, int code, int minor, XID resource);

#endif
