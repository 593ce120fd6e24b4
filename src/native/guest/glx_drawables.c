/* GLX drawables and their frames: windows, pixmaps, pbuffers; swapping, copying, waiting. */
#include "guest/glx.h"

#include <X11/Xutil.h>

#include "gen/guest/encode.h"
#include "guest/connection.h"
#include "guest/debug.h"
#include "guest/present.h"
#include "guest/xfont.h"

/* ---- Drawables ---- */

static GLXDrawable create_drawable(Display *x11, enum vmgl_drawable_kind kind, const struct vmgl_fbconfig *config,
								   XID x11_id, unsigned width, unsigned height, bool preserved, int minor) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return None;
	if (!config) {
		vmgl_glx_error(display, VMGL_GLX_BAD_FBCONFIG, minor, 0);
		return None;
	}
	if (kind != VMGL_DRAWABLE_PBUFFER) {
		Window root;
		int x, y;
		unsigned border, depth;
		/* A bad id is the application's error, reported as the X server reports it. */
		if (!XGetGeometry(x11, x11_id, &root, &x, &y, &width, &height, &border, &depth))
			return None;
		if (!config->visual || (int)depth != config->visual_depth) {
			vmgl_glx_x_error(display, BadMatch, minor, x11_id);
			return None;
		}
	}
	XID xid = vmgl_display_xid(x11);
	enum vmgl_status status = VMGL_STATUS_BAD_ALLOC;
	if (!vmgl_drawable_create(display, kind, xid, x11_id, config, width, height, preserved, &status)) {
		vmgl_glx_status_error(display, status, minor, x11_id);
		return None;
	}
	return xid;
}

static void destroy_drawable(Display *x11, XID xid, int error, int minor) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (display && !vmgl_drawable_remove(display, xid))
		vmgl_glx_error(display, error, minor, xid);
}

GLXWindow glXCreateWindow(Display *x11, GLXFBConfig config, Window window, const int *attributes) {
	(void)attributes;
	return create_drawable(x11, VMGL_DRAWABLE_WINDOW, (struct vmgl_fbconfig *)config, window, 0, 0, false,
						   VMGL_X_CREATE_WINDOW);
}

void glXDestroyWindow(Display *x11, GLXWindow window) {
	/* A GLXWindow ends with its window; destroying it after that is an error, says the X server's GLX. */
	struct vmgl_display *display = vmgl_display_get(x11);
	struct vmgl_drawable *drawable = display ? vmgl_drawable_find(display, window) : NULL;
	if (drawable && drawable->kind == VMGL_DRAWABLE_WINDOW && !vmgl_drawable_measure(drawable)) {
		vmgl_drawable_remove(display, window);
		vmgl_glx_error(display, VMGL_GLX_BAD_WINDOW, VMGL_X_DESTROY_WINDOW, window);
		vmgl_drawable_unref(drawable);
		return;
	}
	vmgl_drawable_unref(drawable);
	destroy_drawable(x11, window, VMGL_GLX_BAD_WINDOW, VMGL_X_DESTROY_WINDOW);
}

GLXPixmap glXCreatePixmap(Display *x11, GLXFBConfig config, Pixmap pixmap, const int *attributes) {
	(void)attributes;
	return create_drawable(x11, VMGL_DRAWABLE_PIXMAP, (struct vmgl_fbconfig *)config, pixmap, 0, 0, false,
						   VMGL_X_CREATE_PIXMAP);
}

void glXDestroyPixmap(Display *x11, GLXPixmap pixmap) {
	destroy_drawable(x11, pixmap, VMGL_GLX_BAD_PIXMAP, VMGL_X_DESTROY_PIXMAP);
}

GLXPixmap glXCreateGLXPixmap(Display *x11, XVisualInfo *visual, Pixmap pixmap) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return None;
	struct vmgl_fbconfig *config = visual ? vmgl_visuals_config(display, visual->screen, visual->visualid) : NULL;
	if (!config) {
		vmgl_glx_x_error(display, BadValue, VMGL_X_CREATE_GLX_PIXMAP, visual ? visual->visualid : 0);
		return None;
	}
	return create_drawable(x11, VMGL_DRAWABLE_PIXMAP, config, pixmap, 0, 0, false, VMGL_X_CREATE_GLX_PIXMAP);
}

GLXPixmap glXCreateGLXPixmapWithConfigSGIX(Display *x11, GLXFBConfigSGIX config, Pixmap pixmap) {
	return glXCreatePixmap(x11, config, pixmap, NULL);
}

void glXDestroyGLXPixmap(Display *x11, GLXPixmap pixmap) {
	destroy_drawable(x11, pixmap, VMGL_GLX_BAD_PIXMAP, VMGL_X_DESTROY_GLX_PIXMAP);
}

static GLXPbuffer create_pbuffer(Display *x11, GLXFBConfig fbconfig, unsigned width, unsigned height, bool largest,
								 bool preserved) {
	struct vmgl_fbconfig *config = (struct vmgl_fbconfig *)fbconfig;
	if (config && largest) {
		if (width > config->config.max_pbuffer_width)
			width = config->config.max_pbuffer_width;
		if (height > config->config.max_pbuffer_height)
			height = config->config.max_pbuffer_height;
	}
	if (config && !(config->config.drawable_type & GLX_PBUFFER_BIT)) {
		vmgl_glx_x_error(vmgl_display_get(x11), BadMatch, VMGL_X_CREATE_PBUFFER, 0);
		return None;
	}
	return create_drawable(x11, VMGL_DRAWABLE_PBUFFER, config, None, width, height, preserved, VMGL_X_CREATE_PBUFFER);
}

GLXPbuffer glXCreatePbuffer(Display *x11, GLXFBConfig config, const int *attributes) {
	unsigned width = 0, height = 0;
	bool largest = false, preserved = false;
	for (const int *at = attributes; at && at[0] != None; at += 2) {
		switch (at[0]) {
		case GLX_PBUFFER_WIDTH:
			width = (unsigned)at[1];
			break;
		case GLX_PBUFFER_HEIGHT:
			height = (unsigned)at[1];
			break;
		case GLX_LARGEST_PBUFFER:
			largest = at[1];
			break;
		case GLX_PRESERVED_CONTENTS:
			preserved = at[1];
			break;
		}
	}
	return create_pbuffer(x11, config, width, height, largest, preserved);
}

GLXPbufferSGIX glXCreateGLXPbufferSGIX(Display *x11, GLXFBConfigSGIX config, unsigned width, unsigned height,
									   int *attributes) {
	bool largest = false, preserved = false;
	for (const int *at = attributes; at && at[0] != None; at += 2) {
		largest = at[0] == GLX_LARGEST_PBUFFER_SGIX ? at[1] : largest;
		preserved = at[0] == GLX_PRESERVED_CONTENTS_SGIX ? at[1] : preserved;
	}
	return create_pbuffer(x11, config, width, height, largest, preserved);
}

void glXDestroyPbuffer(Display *x11, GLXPbuffer pbuffer) {
	destroy_drawable(x11, pbuffer, VMGL_GLX_BAD_PBUFFER, VMGL_X_DESTROY_PBUFFER);
}

void glXDestroyGLXPbufferSGIX(Display *x11, GLXPbufferSGIX pbuffer) {
	glXDestroyPbuffer(x11, pbuffer);
}

void glXQueryDrawable(Display *x11, GLXDrawable xid, int attribute, unsigned *value) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return;
	struct vmgl_drawable *drawable = vmgl_drawable_find(display, xid);
	if (!drawable) {
		/* A plain window that was never current has a size, but nothing else. */
		Window root;
		int x, y;
		unsigned width, height, border, depth;
		if (attribute != GLX_WIDTH && attribute != GLX_HEIGHT) {
			vmgl_glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_GET_DRAWABLE_ATTRIBUTES, xid);
		} else if (XGetGeometry(x11, xid, &root, &x, &y, &width, &height, &border, &depth)) {
			*value = attribute == GLX_WIDTH ? width : height;
		}
		return;
	}
	switch (attribute) {
	case GLX_WIDTH:
	case GLX_HEIGHT:
		if (drawable->kind == VMGL_DRAWABLE_PBUFFER) {
			*value = attribute == GLX_WIDTH ? drawable->width : drawable->height;
		} else {
			Window root;
			int x, y;
			unsigned width = 0, height = 0, border, depth;
			XGetGeometry(x11, drawable->x11, &root, &x, &y, &width, &height, &border, &depth);
			*value = attribute == GLX_WIDTH ? width : height;
		}
		break;
	case GLX_PRESERVED_CONTENTS:
		*value = drawable->preserved;
		break;
	case GLX_LARGEST_PBUFFER:
		*value = drawable->largest;
		break;
	case GLX_FBCONFIG_ID:
		*value = (unsigned)drawable->config->fbconfig_id;
		break;
	case GLX_EVENT_MASK:
		*value = (unsigned)drawable->event_mask;
		break;
	case GLX_SWAP_INTERVAL_EXT:
		*value = (unsigned)(drawable->swap_interval < 0 ? -drawable->swap_interval : drawable->swap_interval);
		break;
	case GLX_MAX_SWAP_INTERVAL_EXT:
		*value = 1000;
		break;
	case GLX_LATE_SWAPS_TEAR_EXT:
		*value = drawable->swap_interval < 0;
		break;
	case GLX_DRAWABLE_TYPE:
		*value = drawable->kind == VMGL_DRAWABLE_WINDOW   ? GLX_WINDOW_BIT
				 : drawable->kind == VMGL_DRAWABLE_PIXMAP ? GLX_PIXMAP_BIT
														  : GLX_PBUFFER_BIT;
		break;
	default:
		vmgl_glx_x_error(display, BadValue, VMGL_X_GET_DRAWABLE_ATTRIBUTES, (XID)attribute);
	}
	vmgl_drawable_unref(drawable);
}

void glXQueryGLXPbufferSGIX(Display *x11, GLXPbufferSGIX pbuffer, int attribute, unsigned *value) {
	glXQueryDrawable(x11, pbuffer, attribute, value);
}

/* Pbuffers are never clobbered, so the events that one may select never come. */
void glXSelectEvent(Display *x11, GLXDrawable xid, unsigned long mask) {
	struct vmgl_display *display = vmgl_display_get(x11);
	struct vmgl_drawable *drawable = display ? vmgl_drawable_find(display, xid) : NULL;
	if (drawable)
		drawable->event_mask = mask;
	else
		vmgl_glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_GET_DRAWABLE_ATTRIBUTES, xid);
	vmgl_drawable_unref(drawable);
}

void glXGetSelectedEvent(Display *x11, GLXDrawable xid, unsigned long *mask) {
	struct vmgl_display *display = vmgl_display_get(x11);
	struct vmgl_drawable *drawable = display ? vmgl_drawable_find(display, xid) : NULL;
	*mask = drawable ? drawable->event_mask : 0;
	if (!drawable)
		vmgl_glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_GET_DRAWABLE_ATTRIBUTES, xid);
	vmgl_drawable_unref(drawable);
}

void glXSelectEventSGIX(Display *x11, GLXDrawable xid, unsigned long mask) {
	glXSelectEvent(x11, xid, mask);
}

void glXGetSelectedEventSGIX(Display *x11, GLXDrawable xid, unsigned long *mask) {
	glXGetSelectedEvent(x11, xid, mask);
}

/* ---- Frames ---- */

void glXSwapBuffers(Display *x11, GLXDrawable xid) {
	struct vmgl_context *ctx = vmgl_current;
	struct vmgl_drawable *drawable = ctx->draw;
	if (drawable && drawable->xid == xid && drawable->display->x11 == x11) {
		if (drawable->config->config.double_buffered)
			vmgl_present_swap(ctx, drawable);
		else
			vmgl_present_front(ctx);
		vmgl_debug_poll(ctx);
		return;
	}
	/* Swapping what is current elsewhere, or nowhere: through the context that drew to it, if that is idle. */
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return;
	drawable = vmgl_drawable_find(display, xid);
	if (!drawable) {
		Window root;
		int x, y;
		unsigned width, height, border, depth;
		struct vmgl_trap trap;
		vmgl_trap_begin(x11, &trap);
		bool window = XGetGeometry(x11, xid, &root, &x, &y, &width, &height, &border, &depth);
		vmgl_trap_end(x11, &trap);
		if (!window)
			vmgl_glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_SWAP_BUFFERS, xid);
		return;
	}
	struct __GLXcontextRec *last =
		drawable->config->config.double_buffered ? vmgl_context_take_idle(drawable->last) : NULL;
	if (last) {
		if (last->host_draw == drawable)
			vmgl_present_swap(&last->gl, drawable);
		vmgl_context_put_idle(last);
	}
	vmgl_drawable_unref(drawable);
}

void glXCopySubBufferMESA(Display *x11, GLXDrawable xid, int x, int y, int width, int height) {
	struct vmgl_drawable *drawable = vmgl_current->draw;
	if (!drawable || drawable->xid != xid || drawable->display->x11 != x11 ||
		!drawable->config->config.double_buffered || width <= 0 || height <= 0)
		return;
	vmgl_present_copy(vmgl_current, drawable, x, y, width, height);
}

void glXWaitGL(void) {
	struct vmgl_context *ctx = vmgl_current;
	if (ctx->none)
		return;
	vmgl_maps_commit(ctx);
	vmgl_enc_vmglWaitGL(ctx, 0);
	vmgl_present_front(ctx);
}

void glXWaitX(void) {
	struct vmgl_context *ctx = vmgl_current;
	if (!ctx->none && ctx->display->x11)
		XSync(ctx->display->x11, False);
}

void glXUseXFont(Font font, int first, int count, int list_base) {
	if (vmgl_current->none || !vmgl_current->display->x11)
		return;
	if (!vmgl_use_x_font(vmgl_current->display->x11, font, first, count, list_base))
		vmgl_glx_x_error(vmgl_current->display, BadFont, VMGL_X_USE_X_FONT, font);
}

static void swap_interval(struct vmgl_context *ctx, struct vmgl_drawable *drawable, int interval) {
	drawable->swap_interval = interval;
	vmgl_enc_vmglSwapInterval(ctx, drawable->id, interval);
}

void glXSwapIntervalEXT(Display *x11, GLXDrawable xid, int interval) {
	struct vmgl_context *ctx = vmgl_current;
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return;
	if (interval < 0 && !(display->capabilities & VMGL_CAN_SWAP_TEAR)) {
		vmgl_glx_x_error(display, BadValue, 0, (XID)interval);
		return;
	}
	struct vmgl_drawable *drawable = vmgl_drawable_find(display, xid);
	if (drawable && drawable == ctx->draw)
		swap_interval(ctx, drawable, interval);
	else if (drawable)
		drawable->swap_interval = interval;
	else
		vmgl_glx_x_error(display, BadWindow, 0, xid);
	vmgl_drawable_unref(drawable);
}

int glXSwapIntervalSGI(int interval) {
	struct vmgl_context *ctx = vmgl_current;
	if (ctx->none)
		return GLX_BAD_CONTEXT;
	if (interval <= 0)
		return GLX_BAD_VALUE;
	if (ctx->draw)
		swap_interval(ctx, ctx->draw, interval);
	return 0;
}

int glXSwapIntervalMESA(unsigned interval) {
	struct vmgl_context *ctx = vmgl_current;
	if (ctx->none)
		return GLX_BAD_CONTEXT;
	if (interval > 0x7fffffff)
		return GLX_BAD_VALUE;
	if (ctx->draw)
		swap_interval(ctx, ctx->draw, (int)interval);
	return 0;
}

int glXGetSwapIntervalMESA(void) {
	return vmgl_current->draw ? vmgl_current->draw->swap_interval : 0;
}
