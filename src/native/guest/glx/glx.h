/* What the GLX files share: GLX itself, its error codes and request numbers. */
#ifndef VMGL_GUEST_GLX_H
#define VMGL_GUEST_GLX_H

/* First: it keeps GL/glx.h from including the system's GL/gl.h. */
#include "gen/gl.h"

#pragma GCC visibility push(default)
#define GLX_GLXEXT_PROTOTYPES
#include <GL/glx.h>
#pragma GCC visibility pop

#include "guest/window/window_system.h"

/* Error codes of GLX, relative to its error base (GL/glxproto.h). */
enum {
	VMGL_GLX_BAD_CONTEXT = 0,
	VMGL_GLX_BAD_CONTEXT_STATE = 1,
	VMGL_GLX_BAD_DRAWABLE = 2,
	VMGL_GLX_BAD_PIXMAP = 3,
	VMGL_GLX_BAD_CONTEXT_TAG = 4,
	VMGL_GLX_BAD_CURRENT_WINDOW = 5,
	VMGL_GLX_BAD_RENDER_REQUEST = 6,
	VMGL_GLX_BAD_LARGE_REQUEST = 7,
	VMGL_GLX_UNSUPPORTED_PRIVATE_REQUEST = 8,
	VMGL_GLX_BAD_FBCONFIG = 9,
	VMGL_GLX_BAD_PBUFFER = 10,
	VMGL_GLX_BAD_CURRENT_DRAWABLE = 11,
	VMGL_GLX_BAD_WINDOW = 12,
	VMGL_GLX_BAD_PROFILE_ARB = 13,
	VMGL_GLX_ERRORS = 14,
};

/* Request numbers, for the minor code of errors (GL/glxproto.h). */
enum {
	VMGL_X_CREATE_CONTEXT = 3,
	VMGL_X_DESTROY_CONTEXT = 4,
	VMGL_X_MAKE_CURRENT = 5,
	VMGL_X_IS_DIRECT = 6,
	VMGL_X_COPY_CONTEXT = 10,
	VMGL_X_SWAP_BUFFERS = 11,
	VMGL_X_USE_X_FONT = 12,
	VMGL_X_CREATE_GLX_PIXMAP = 13,
	VMGL_X_DESTROY_GLX_PIXMAP = 15,
	VMGL_X_VENDOR_PRIVATE = 16,
	VMGL_X_CREATE_PIXMAP = 22,
	VMGL_X_DESTROY_PIXMAP = 23,
	VMGL_X_CREATE_NEW_CONTEXT = 24,
	VMGL_X_QUERY_CONTEXT = 25,
	VMGL_X_MAKE_CONTEXT_CURRENT = 26,
	VMGL_X_CREATE_PBUFFER = 27,
	VMGL_X_DESTROY_PBUFFER = 28,
	VMGL_X_GET_DRAWABLE_ATTRIBUTES = 29,
	VMGL_X_CHANGE_DRAWABLE_ATTRIBUTES = 30,
	VMGL_X_CREATE_WINDOW = 31,
	VMGL_X_DESTROY_WINDOW = 32,
	VMGL_X_CREATE_CONTEXT_ATTRIBS = 34,
};

/* The extensions of a screen, by what its host can (VMGL_CAN_...): the caller's to free, NULL without memory. */
char *vmgl_glx_extensions(uint32_t capabilities);

/* ---- errors.c: what the application's error handler sees. Nothing for a display that is closed. ---- */

/* An error of GLX itself (VMGL_GLX_BAD_...), about `resource`, by request `minor`. */
void vmgl_glx_error(struct vmgl_display *display, int code, int minor, XID resource);
/* One of X itself (BadMatch ...). */
void vmgl_glx_x_error(struct vmgl_display *display, int code, int minor, XID resource);
/* What the renderer answered; nothing for VMGL_STATUS_OK. */
void vmgl_glx_status_error(struct vmgl_display *display, enum vmgl_status status, int minor, XID resource);

#endif
