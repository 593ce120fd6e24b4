/* GLX drawables by their XID. */
#include "guest/window/drawable.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "guest/link/connection.h"
#include "guest/window/present.h"
#include "guest/window/window_system.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct vmgl_drawable *drawables; /* of all displays */
static uint32_t last_id;

static void after_fork(void) {
	pthread_mutex_init(&lock, NULL);
}

__attribute__((constructor)) static void register_fork_handler(void) {
	pthread_atfork(NULL, NULL, after_fork);
}

void vmgl_drawable_ref(struct vmgl_drawable *drawable) {
	if (drawable)
		atomic_fetch_add(&drawable->references, 1);
}

void vmgl_drawable_unref(struct vmgl_drawable *drawable) {
	if (!drawable || atomic_fetch_sub(&drawable->references, 1) != 1)
		return;
	struct vmgl_display *display = drawable->display;
	if (!display->dead) {
		struct vmgl_stream *control = vmgl_control_lock(display->connection);
		vmgl_enc_vmglDrawableDestroy(control, drawable->id);
		vmgl_stream_flush(control);
		vmgl_control_unlock(display->connection);
	}
	vmgl_present_free(drawable);
	free(drawable->frontend);
	free(drawable);
}

struct vmgl_drawable *vmgl_drawable_find(struct vmgl_display *display, XID xid) {
	pthread_mutex_lock(&lock);
	struct vmgl_drawable *drawable = drawables;
	while (drawable && (drawable->xid != xid || drawable->display != display))
		drawable = drawable->next;
	vmgl_drawable_ref(drawable);
	pthread_mutex_unlock(&lock);
	return drawable;
}

bool vmgl_drawable_remove(struct vmgl_display *display, XID xid) {
	pthread_mutex_lock(&lock);
	struct vmgl_drawable **link = &drawables;
	while (*link && ((*link)->xid != xid || (*link)->display != display))
		link = &(*link)->next;
	struct vmgl_drawable *drawable = *link;
	if (drawable)
		*link = drawable->next;
	pthread_mutex_unlock(&lock);
	vmgl_drawable_unref(drawable);
	return drawable != NULL;
}

void vmgl_drawables_forget(struct vmgl_display *display) {
	for (;;) {
		pthread_mutex_lock(&lock);
		struct vmgl_drawable **link = &drawables;
		while (*link && (*link)->display != display)
			link = &(*link)->next;
		struct vmgl_drawable *drawable = *link;
		if (drawable)
			*link = drawable->next;
		pthread_mutex_unlock(&lock);
		if (!drawable)
			return;
		vmgl_drawable_unref(drawable);
	}
}

static bool geometry(Display *x11, XID xid, unsigned *width, unsigned *height, unsigned *depth) {
	Window root;
	int x, y;
	unsigned border;
	struct vmgl_trap trap;
	vmgl_trap_begin(x11, &trap);
	bool found = XGetGeometry(x11, xid, &root, &x, &y, width, height, &border, depth);
	vmgl_trap_end(x11, &trap);
	return found;
}

struct vmgl_x_drawable vmgl_x_look(Display *x11, XID xid) {
	struct vmgl_x_drawable found = {.kind = VMGL_X_NOTHING};
	XWindowAttributes attributes;
	struct vmgl_trap trap;
	vmgl_trap_begin(x11, &trap);
	bool window = xid != None && XGetWindowAttributes(x11, xid, &attributes);
	vmgl_trap_end(x11, &trap);
	if (window) {
		found.kind = attributes.class == InputOnly ? VMGL_X_INPUT_ONLY : VMGL_X_WINDOW;
		found.width = (unsigned)attributes.width;
		found.height = (unsigned)attributes.height;
		found.depth = (unsigned)attributes.depth;
		found.screen = XScreenNumberOfScreen(attributes.screen);
		found.visual = attributes.visual;
	} else if (xid != None && geometry(x11, xid, &found.width, &found.height, &found.depth)) {
		found.kind = VMGL_X_PIXMAP;
	}
	return found;
}

bool vmgl_drawable_measure(struct vmgl_drawable *drawable) {
	unsigned width, height, depth;
	if (drawable->kind == VMGL_DRAWABLE_PBUFFER)
		return true;
	if (!drawable->display->x11 || !geometry(drawable->display->x11, drawable->x11, &width, &height, &depth))
		return false;
	drawable->width = width;
	drawable->height = height;
	return true;
}

struct vmgl_drawable *vmgl_drawable_create(struct vmgl_display *display, enum vmgl_drawable_kind kind, XID xid, XID x11,
										   const struct vmgl_fbconfig *config, unsigned width, unsigned height,
										   uint32_t flags, enum vmgl_status *status) {
	/* The renderer's X connection must find what the application's connection has just created. */
	if (x11 && display->presentation == VMGL_PRESENT_DIRECT)
		XSync(display->x11, False);
	struct vmgl_drawable *drawable = calloc(1, sizeof *drawable);
	if (!drawable) {
		*status = VMGL_STATUS_BAD_ALLOC;
		return NULL;
	}
	drawable->display = display;
	drawable->xid = xid;
	drawable->x11 = x11;
	drawable->kind = kind;
	drawable->config = config;
	drawable->flags = flags;
	atomic_init(&drawable->references, 1);
	GLuint size[2] = {width, height};
	struct vmgl_stream *control = vmgl_control_lock(display->connection);
	drawable->id = ++last_id;
	*status = vmgl_enc_vmglDrawableCreate(control, display->id, (GLuint)config->screen, drawable->id, kind,
										  config->config.id, (GLuint)x11, width, height, flags, size);
	bool lost = control->lost;
	vmgl_control_unlock(display->connection);
	if (lost || *status != VMGL_STATUS_OK) {
		if (lost)
			*status = VMGL_STATUS_OK; /* reported already; an X error would end the program */
		free(drawable);
		return NULL;
	}
	drawable->width = size[0];
	drawable->height = size[1];
	if (xid == None)
		return drawable;
	pthread_mutex_lock(&lock);
	drawable->next = drawables;
	drawables = drawable;
	pthread_mutex_unlock(&lock);
	return drawable;
}

struct vmgl_drawable *vmgl_drawable_for(struct vmgl_display *display, XID xid, const struct vmgl_fbconfig *config,
										enum vmgl_status *status) {
	struct vmgl_drawable *drawable = vmgl_drawable_find(display, xid);
	if (drawable)
		return drawable;
	struct vmgl_x_drawable x = vmgl_x_look(display->x11, xid);
	if (x.kind == VMGL_X_NOTHING || x.kind == VMGL_X_PIXMAP) {
		*status = VMGL_STATUS_BAD_DRAWABLE;
		return NULL;
	}
	if (!config && x.visual)
		config = vmgl_visuals_config(display, x.screen, XVisualIDFromVisual((Visual *)x.visual));
	if (!config || x.kind == VMGL_X_INPUT_ONLY) {
		*status = VMGL_STATUS_BAD_MATCH;
		return NULL;
	}
	drawable = vmgl_drawable_create(display, VMGL_DRAWABLE_WINDOW, xid, xid, config, x.width, x.height, 0, status);
	if (drawable)
		drawable->implicit = true;
	vmgl_drawable_ref(drawable);
	return drawable;
}
