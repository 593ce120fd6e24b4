/* What GLX and EGL share in the guest: contexts, drawables, configurations and X errors. Neither's headers are here:
 * the two are thin frontends that check arguments, translate attributes and report errors in their own ways.
 *
 * Locking: context.c and drawable.c guard their lists themselves; a context belongs to the thread that has it current.
 */
#ifndef VMGL_GUEST_WINDOW_SYSTEM_H
#define VMGL_GUEST_WINDOW_SYSTEM_H

#include <stdatomic.h>

#include "guest/window/display.h"
#include "guest/window/drawable.h"

#define VMGL_RENDER_TYPE_RGBA 0x8014 /* GLX_RGBA_TYPE */

/* The window system's side of a vmgl_context. Named as GLX wants it: a GLXContext needs no cast. */
struct __GLXcontextRec {
	struct vmgl_context gl;
	const struct vmgl_fbconfig *config; /* NULL with EXT_no_config_context */
	void *frontend;                     /* of EGL: its struct vmgl_egl_context, freed with this; NULL for GLX */
	int screen;
	XID xid;                                     /* GLX_CONTEXT id as error messages name it */
	uint32_t share_id;                           /* of the context given as share list */
	XID share_xid;                               /* the same as GLX names it */
	int render_type;                             /* GLX_RENDER_TYPE */
	atomic_bool taken;                           /* current in a thread */
	bool destroyed;                              /* glXDestroyContext came while it was current */
	bool had_drawable;                           /* was current with a drawable before */
	bool release_none, reset, no_error;          /* as asked for at creation */
	struct vmgl_drawable *host_draw, *host_read; /* what the renderer has it current to; referenced */
	/* Whether something was drawn to the front buffer of a double-buffered drawable: present.c. */
	enum { VMGL_FRONT_NOT, VMGL_FRONT_DRAWN, VMGL_FRONT_ENDS } front;
	uint32_t swaps;               /* sent, modulo 2^32; compared with stream.acks */
	struct __GLXcontextRec *next; /* all contexts of the process */
};

static inline struct __GLXcontextRec *vmgl_glx_context(struct vmgl_context *ctx) {
	return ctx->platform;
}

/* ---- context.c ---- */

/* What an application asked for; see enum vmgl_context_attribute. */
struct vmgl_context_request {
	uint32_t attribs[24];
	unsigned count;
	enum vmgl_api api;
};
/* Creates the context in the renderer and opens its stream. NULL with `*status` otherwise. */
struct __GLXcontextRec *vmgl_context_create(struct vmgl_display *display, int screen,
											const struct vmgl_fbconfig *config, struct __GLXcontextRec *share,
											const struct vmgl_context_request *request, enum vmgl_status *status);
/* Ends a context: now, or when the thread that has it current lets it go. */
void vmgl_context_destroy(struct __GLXcontextRec *context);
/* Makes the calling thread's current context `context` with drawables (all NULL: none). Nothing changed unless the
 * result is VMGL_BIND_OK. */
enum vmgl_bind_result {
	VMGL_BIND_OK,
	VMGL_BIND_IN_USE,
	VMGL_BIND_BAD_DRAWABLE,
	VMGL_BIND_BAD_MATCH,
	VMGL_BIND_BAD_ALLOC
};
enum vmgl_bind_result vmgl_context_bind(struct __GLXcontextRec *context, struct vmgl_drawable *draw,
										struct vmgl_drawable *read);
/* The context, if it exists and no thread has it current: this thread may then use its stream until put. NULL
 * otherwise. */
struct __GLXcontextRec *vmgl_context_take_idle(const struct vmgl_context *ctx);
void vmgl_context_put_idle(struct __GLXcontextRec *context);
/* True when `context` is a GLXContext that exists. */
bool vmgl_context_exists(const struct __GLXcontextRec *context);
/* Waits until the renderer has executed what the last context other than `ctx`, if nobody uses it now, drew to the
 * drawable (which may be NULL); that context lets it go in the renderer. */
void vmgl_drawable_settle(struct vmgl_drawable *drawable, const struct vmgl_context *ctx);
/* Whether a GLXContext of this id exists on the display. */
bool vmgl_context_by_xid(const struct vmgl_display *display, XID xid);
/* Whether another thread has a context current that draws to, or reads from, the drawable. */
bool vmgl_drawable_in_use(const struct vmgl_drawable *drawable);

/* ---- drawable.c ---- */

/* What the X server knows under an id. Its errors do not reach the application. */
enum vmgl_x_kind { VMGL_X_NOTHING, VMGL_X_WINDOW, VMGL_X_INPUT_ONLY, VMGL_X_PIXMAP };
struct vmgl_x_drawable {
	enum vmgl_x_kind kind;
	unsigned width, height, depth;
	int screen;           /* of windows */
	const Visual *visual; /* of windows */
};
struct vmgl_x_drawable vmgl_x_look(Display *x11, XID xid);

/* The drawable with a reference, or NULL. */
struct vmgl_drawable *vmgl_drawable_find(struct vmgl_display *display, XID xid);
/* The same; a window that GLX never met gets a drawable of `config`, or of its visual's when that is NULL. */
struct vmgl_drawable *vmgl_drawable_for(struct vmgl_display *display, XID xid, const struct vmgl_fbconfig *config,
										enum vmgl_status *status);
/* A new one under the id `xid`, with one reference for the table and none for the caller. With the id None it is in no
 * table, and the reference is the caller's. `flags`: enum vmgl_drawable_flags. */
struct vmgl_drawable *vmgl_drawable_create(struct vmgl_display *display, enum vmgl_drawable_kind kind, XID xid, XID x11,
										   const struct vmgl_fbconfig *config, unsigned width, unsigned height,
										   uint32_t flags, enum vmgl_status *status);
void vmgl_drawable_ref(struct vmgl_drawable *drawable);
void vmgl_drawable_unref(struct vmgl_drawable *drawable);
/* Takes it out of the table; false when it is not there. */
bool vmgl_drawable_remove(struct vmgl_display *display, XID xid);
/* Everything of a display that closes. */
void vmgl_drawables_forget(struct vmgl_display *display);
/* Asks the X server for the size of a window; false when it is gone. The drawable's size is updated. */
bool vmgl_drawable_measure(struct vmgl_drawable *drawable);

/* ---- visuals.c ---- */

/* Fetches the configurations of all screens and matches them to the X server's visuals. */
bool vmgl_visuals_load(struct vmgl_display *display);
struct vmgl_fbconfig *vmgl_visuals_config(struct vmgl_display *display, int screen, VisualID visual);

/* ---- display.c ---- */

/* X requests between begin and end that fail do not reach the application's error handler. end waits for the X
 * server and returns the number of errors. */
struct vmgl_trap {
	void *state[12];
};
void vmgl_trap_begin(Display *x11, struct vmgl_trap *trap);
int vmgl_trap_end(Display *x11, struct vmgl_trap *trap);

#endif
