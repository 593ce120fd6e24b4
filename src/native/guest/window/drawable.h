/* A drawable of GLX or EGL: an application's window or pixmap, or a pbuffer. GLX finds it by its XID in its display.
 * Locking: the table has one lock; a drawable is reference-counted, by the table and by each context
 * that has it current, so that destroying one that is current is legal, as GLX says. */
#ifndef VMGL_GUEST_DRAWABLE_H
#define VMGL_GUEST_DRAWABLE_H

#include <stdatomic.h>

#include "guest/window/display.h"

struct vmgl_drawable {
	struct vmgl_display *display;
	uint32_t id; /* the renderer's number of it */
	XID xid;     /* what the application calls it: GLXDrawable; None for EGL */
	XID x11;     /* the X window or pixmap behind it; 0 for pbuffers */
	enum vmgl_drawable_kind kind;
	const struct vmgl_fbconfig *config; /* the one it was created with or first bound with */
	bool implicit;                      /* a plain window in glXMakeCurrent, not glXCreateWindow */
	uint32_t flags;                     /* enum vmgl_drawable_flags */
	bool largest;
	unsigned width, height;
	unsigned long event_mask;
	int swap_interval;
	atomic_uint references;
	struct vmgl_context *last;    /* the context that last had it current; only compared and synchronised with */
	struct vmgl_present *present; /* guest/window/present.c: images for readback */
	void *frontend;               /* of EGL: its struct vmgl_egl_surface, freed with this */
	struct vmgl_drawable *next;
};

#endif
