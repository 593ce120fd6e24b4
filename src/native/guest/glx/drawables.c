/* GLX drawables and their frames: windows, pixmaps, pbuffers; swapping, copying, waiting. */
#include "guest/glx/glx.h"

#include <X11/Xutil.h>

#include "gen/guest/encode.h"
#include "guest/gl/debug.h"
#include "guest/glx/xfont.h"
#include "guest/link/connection.h"
#include "guest/window/present.h"

/* ---- Drawables ---- */

static GLXDrawable register_drawable(struct vmgl_display *display, enum vmgl_drawable_kind kind,
									 const struct vmgl_fbconfig *config, XID x11_id, unsigned width, unsigned height,
									 uint32_t flags, int minor) {
	XID xid = vmgl_display_xid(display->x11);
	enum vmgl_status status = VMGL_STATUS_BAD_ALLOC;
	if (!vmgl_drawable_create(display, kind, xid, x11_id, config, width, height, flags, &status)) {
		vmgl_glx_status_error(display, status, minor, x11_id);
		return None;
	}
	return xid;
}

/* Takes a drawable of one kind, or of any, out of the display: a GLXDestroy of another kind is an error. */
static void destroy_drawable(Display *x11, XID xid, enum vmgl_drawable_kind kind, int error, int minor) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return;
	struct vmgl_drawable *drawable = vmgl_drawable_find(display, xid);
	/* A GLXWindow ends with its window; destroying it after that is an error, says the X server's GLX. A plain window
	 * never was one. */
	bool gone = drawable && kind == VMGL_DRAWABLE_WINDOW && drawable->kind == kind && !vmgl_drawable_measure(drawable);
	bool fits = drawable && drawable->kind == kind && !drawable->implicit;
	if (fits)
		vmgl_drawable_remove(display, xid);
	vmgl_drawable_unref(drawable);
	if (!fits || gone)
		vmgl_glx_error(display, error, minor, xid);
}

/* GLX's window and configuration fit when their pixels do; alpha may differ. */
static bool same_pixels(struct vmgl_display *display, const struct vmgl_fbconfig *config, const Visual *visual) {
	XVisualInfo template = {.visualid = config->visual};
	int count = 0;
	XVisualInfo *found = config->visual ? XGetVisualInfo(display->x11, VisualIDMask, &template, &count) : NULL;
	bool same = found && visual && found->class == visual->class && found->red_mask == visual->red_mask &&
				found->green_mask == visual->green_mask && found->blue_mask == visual->blue_mask;
	if (found)
		XFree(found);
	return same;
}

GLXWindow glXCreateWindow(Display *x11, GLXFBConfig fbconfig, Window window, const int *attributes) {
	(void)attributes;
	const int minor = VMGL_X_CREATE_WINDOW;
	struct vmgl_display *display = vmgl_display_get(x11);
	const struct vmgl_fbconfig *config = (const struct vmgl_fbconfig *)fbconfig;
	if (!display)
		return None;
	if (!config) {
		vmgl_glx_error(display, VMGL_GLX_BAD_FBCONFIG, minor, 0);
		return None;
	}
	struct vmgl_x_drawable x = vmgl_x_look(x11, window);
	if (x.kind == VMGL_X_NOTHING || x.kind == VMGL_X_PIXMAP) {
		vmgl_glx_x_error(display, BadWindow, minor, window);
		return None;
	}
	if (x.kind == VMGL_X_INPUT_ONLY || !same_pixels(display, config, x.visual)) {
		vmgl_glx_x_error(display, BadMatch, minor, window);
		return None;
	}
	return register_drawable(display, VMGL_DRAWABLE_WINDOW, config, window, x.width, x.height, 0, minor);
}

void glXDestroyWindow(Display *x11, GLXWindow window) {
	destroy_drawable(x11, window, VMGL_DRAWABLE_WINDOW, VMGL_GLX_BAD_WINDOW, VMGL_X_DESTROY_WINDOW);
}

/* What EXT_texture_from_pixmap's attributes ask for. */
static uint32_t texture_flags(const int *attributes, const struct vmgl_x_drawable *x) {
	uint32_t format = 0, target = 0, mipmaps = 0;
	for (const int *at = attributes; at && at[0] != None; at += 2) {
		switch (at[0]) {
		case GLX_TEXTURE_FORMAT_EXT:
			format = at[1] == GLX_TEXTURE_FORMAT_RGB_EXT    ? VMGL_DRAWABLE_RGB
					 : at[1] == GLX_TEXTURE_FORMAT_RGBA_EXT ? VMGL_DRAWABLE_RGBA
															: 0;
			break;
		case GLX_TEXTURE_TARGET_EXT:
			target = at[1] == GLX_TEXTURE_1D_EXT          ? VMGL_DRAWABLE_1D
					 : at[1] == GLX_TEXTURE_2D_EXT        ? VMGL_DRAWABLE_2D
					 : at[1] == GLX_TEXTURE_RECTANGLE_EXT ? VMGL_DRAWABLE_RECTANGLE
														  : 0;
			break;
		case GLX_MIPMAP_TEXTURE_EXT:
			mipmaps = at[1] ? VMGL_DRAWABLE_MIPMAPS : 0;
			break;
		}
	}
	if (!format)
		return 0;
	if (!target) /* the driver's choice; every GL that is left has any size for 2D */
		target = x->height == 1 ? VMGL_DRAWABLE_1D : VMGL_DRAWABLE_2D;
	return format | target | mipmaps;
}

static GLXPixmap create_pixmap(struct vmgl_display *display, const struct vmgl_fbconfig *config, Pixmap pixmap,
							   const int *attributes, int minor) {
	struct vmgl_x_drawable x = vmgl_x_look(display->x11, pixmap);
	if (x.kind != VMGL_X_PIXMAP) {
		vmgl_glx_x_error(display, x.kind == VMGL_X_NOTHING ? BadDrawable : BadPixmap, minor, pixmap);
		return None;
	}
	if (!config->visual || (int)x.depth != config->visual_depth) {
		vmgl_glx_x_error(display, BadMatch, minor, pixmap);
		return None;
	}
	return register_drawable(display, VMGL_DRAWABLE_PIXMAP, config, pixmap, x.width, x.height,
							 texture_flags(attributes, &x), minor);
}

GLXPixmap glXCreatePixmap(Display *x11, GLXFBConfig fbconfig, Pixmap pixmap, const int *attributes) {
	struct vmgl_display *display = vmgl_display_get(x11);
	const struct vmgl_fbconfig *config = (const struct vmgl_fbconfig *)fbconfig;
	if (!display)
		return None;
	if (!config) {
		vmgl_glx_error(display, VMGL_GLX_BAD_FBCONFIG, VMGL_X_CREATE_PIXMAP, 0);
		return None;
	}
	return create_pixmap(display, config, pixmap, attributes, VMGL_X_CREATE_PIXMAP);
}

void glXDestroyPixmap(Display *x11, GLXPixmap pixmap) {
	destroy_drawable(x11, pixmap, VMGL_DRAWABLE_PIXMAP, VMGL_GLX_BAD_PIXMAP, VMGL_X_DESTROY_PIXMAP);
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
	return create_pixmap(display, config, pixmap, NULL, VMGL_X_CREATE_GLX_PIXMAP);
}

GLXPixmap glXCreateGLXPixmapWithConfigSGIX(Display *x11, GLXFBConfigSGIX config, Pixmap pixmap) {
	return glXCreatePixmap(x11, config, pixmap, NULL);
}

void glXDestroyGLXPixmap(Display *x11, GLXPixmap pixmap) {
	destroy_drawable(x11, pixmap, VMGL_DRAWABLE_PIXMAP, VMGL_GLX_BAD_PIXMAP, VMGL_X_DESTROY_GLX_PIXMAP);
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
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return None;
	if (!config) {
		vmgl_glx_error(display, VMGL_GLX_BAD_FBCONFIG, VMGL_X_CREATE_PBUFFER, 0);
		return None;
	}
	if (!(config->config.drawable_type & GLX_PBUFFER_BIT)) {
		vmgl_glx_x_error(display, BadMatch, VMGL_X_CREATE_PBUFFER, 0);
		return None;
	}
	return register_drawable(display, VMGL_DRAWABLE_PBUFFER, config, None, width, height,
							 preserved ? VMGL_DRAWABLE_PRESERVED : 0, VMGL_X_CREATE_PBUFFER);
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
	destroy_drawable(x11, pbuffer, VMGL_DRAWABLE_PBUFFER, VMGL_GLX_BAD_PBUFFER, VMGL_X_DESTROY_PBUFFER);
}

void glXDestroyGLXPbufferSGIX(Display *x11, GLXPbufferSGIX pbuffer) {
	glXDestroyPbuffer(x11, pbuffer);
}

static unsigned texture_attribute(const struct vmgl_drawable *drawable, int attribute) {
	uint32_t flags = drawable->flags;
	switch (attribute) {
	case GLX_TEXTURE_FORMAT_EXT:
		return flags & VMGL_DRAWABLE_RGB    ? GLX_TEXTURE_FORMAT_RGB_EXT
			   : flags & VMGL_DRAWABLE_RGBA ? GLX_TEXTURE_FORMAT_RGBA_EXT
											: GLX_TEXTURE_FORMAT_NONE_EXT;
	case GLX_TEXTURE_TARGET_EXT:
		return flags & VMGL_DRAWABLE_1D          ? GLX_TEXTURE_1D_EXT
			   : flags & VMGL_DRAWABLE_2D        ? GLX_TEXTURE_2D_EXT
			   : flags & VMGL_DRAWABLE_RECTANGLE ? GLX_TEXTURE_RECTANGLE_EXT
												 : 0;
	default:
		return (flags & VMGL_DRAWABLE_MIPMAPS) != 0;
	}
}

void glXQueryDrawable(Display *x11, GLXDrawable xid, int attribute, unsigned *value) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return;
	struct vmgl_drawable *drawable = vmgl_drawable_find(display, xid);
	if (!drawable) {
		/* A plain window that was never current has a size, but nothing else. */
		struct vmgl_x_drawable x = vmgl_x_look(x11, xid);
		if (x.kind == VMGL_X_NOTHING || x.kind == VMGL_X_PIXMAP)
			vmgl_glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_GET_DRAWABLE_ATTRIBUTES, xid);
		else
			*value = attribute == GLX_WIDTH ? x.width : attribute == GLX_HEIGHT ? x.height : 0;
		return;
	}
	switch (attribute) {
	case GLX_WIDTH:
	case GLX_HEIGHT:
		if (drawable->kind == VMGL_DRAWABLE_PBUFFER) {
			*value = attribute == GLX_WIDTH ? drawable->width : drawable->height;
		} else {
			/* Not what the renderer has: that follows between frames. */
			struct vmgl_x_drawable x = vmgl_x_look(x11, drawable->x11);
			if (x.kind == VMGL_X_NOTHING)
				vmgl_glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_GET_DRAWABLE_ATTRIBUTES, xid);
			else
				*value = attribute == GLX_WIDTH ? x.width : x.height;
		}
		break;
	case GLX_PRESERVED_CONTENTS:
		*value = (drawable->flags & VMGL_DRAWABLE_PRESERVED) != 0;
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
	case GLX_SCREEN:
		*value = (unsigned)drawable->config->screen;
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
	case GLX_TEXTURE_FORMAT_EXT:
	case GLX_TEXTURE_TARGET_EXT:
	case GLX_MIPMAP_TEXTURE_EXT:
		*value = texture_attribute(drawable, attribute);
		break;
	default: /* includes GLX_Y_INVERTED_EXT */
		*value = 0;
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
		vmgl_glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_CHANGE_DRAWABLE_ATTRIBUTES, xid);
	vmgl_drawable_unref(drawable);
}

void glXGetSelectedEvent(Display *x11, GLXDrawable xid, unsigned long *mask) {
	struct vmgl_display *display = vmgl_display_get(x11);
	struct vmgl_drawable *drawable = display ? vmgl_drawable_find(display, xid) : NULL;
	if (drawable)
		*mask = drawable->event_mask;
	else
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
		enum vmgl_x_kind kind = vmgl_x_look(x11, xid).kind;
		if (kind == VMGL_X_NOTHING || kind == VMGL_X_PIXMAP)
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
