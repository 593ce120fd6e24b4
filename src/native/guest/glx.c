/* GLX 1.4 and the extensions that visuals.c lists. Contexts are in context.c, configurations in visuals.c,
 * drawables in drawable.c, frames in present.c, glXUseXFont in xfont.c. */
#include "guest/glx.h"

#include <X11/Xutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "gen/guest/proctable.h"
#include "guest/connection.h"
#include "guest/debug.h"
#include "guest/present.h"
#include "guest/xfont.h"

/* An error of GLX itself, by its number. */
static void glx_error(struct vmgl_display *display, int code, int minor, XID resource) {
	if (display && display->x11)
		vmgl_display_error(display, display->x11, display->error_base + code, minor, resource);
}

static void x_error(struct vmgl_display *display, int code, int minor, XID resource) {
	if (display && display->x11)
		vmgl_display_error(display, display->x11, code, minor, resource);
}

static void status_error(struct vmgl_display *display, enum vmgl_status status, int minor, XID resource) {
	switch (status) {
	case VMGL_STATUS_OK:
		break;
	case VMGL_STATUS_BAD_ALLOC:
		x_error(display, BadAlloc, minor, resource);
		break;
	case VMGL_STATUS_BAD_MATCH:
		x_error(display, BadMatch, minor, resource);
		break;
	case VMGL_STATUS_BAD_VALUE:
		x_error(display, BadValue, minor, resource);
		break;
	case VMGL_STATUS_BAD_CONFIG:
		glx_error(display, VMGL_GLX_BAD_FBCONFIG, minor, resource);
		break;
	case VMGL_STATUS_BAD_PROFILE:
		glx_error(display, VMGL_GLX_BAD_PROFILE_ARB, minor, resource);
		break;
	case VMGL_STATUS_BAD_DRAWABLE:
		glx_error(display, VMGL_GLX_BAD_DRAWABLE, minor, resource);
		break;
	case VMGL_STATUS_BAD_CONTEXT:
		glx_error(display, VMGL_GLX_BAD_CONTEXT, minor, resource);
		break;
	}
}

/* ---- What there is ---- */

Bool glXQueryExtension(Display *x11, int *error_base, int *event_base) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return False;
	if (error_base)
		*error_base = display->error_base;
	if (event_base)
		*event_base = display->event_base;
	return True;
}

Bool glXQueryVersion(Display *x11, int *major, int *minor) {
	if (!vmgl_display_get(x11))
		return False;
	if (major)
		*major = 1;
	if (minor)
		*minor = 4;
	return True;
}

const char *glXGetClientString(Display *x11, int name) {
	switch (name) {
	case GLX_VENDOR:
		return "VMGL";
	case GLX_VERSION:
		return "1.4";
	case GLX_EXTENSIONS:
		return glXQueryExtensionsString(x11, x11 ? DefaultScreen(x11) : 0);
	default:
		return NULL;
	}
}

const char *glXQueryServerString(Display *x11, int screen, int name) {
	return name == GLX_EXTENSIONS ? glXQueryExtensionsString(x11, screen) : glXGetClientString(x11, name);
}

/* ---- Contexts ---- */

static void request_add(struct vmgl_context_request *request, GLuint key, GLuint value) {
	request->attribs[request->count++] = key;
	request->attribs[request->count++] = value;
}

/* A context handle that the application gave; reports GLXBadContext when it is none. */
static bool check_context(struct vmgl_display *display, GLXContext context, int minor) {
	if (vmgl_context_exists(context))
		return true;
	glx_error(display, VMGL_GLX_BAD_CONTEXT, minor, 0);
	return false;
}

static GLXContext create_plain(Display *x11, struct vmgl_fbconfig *config, GLXContext share, int minor) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return NULL;
	if (share && !check_context(display, share, minor))
		return NULL;
	struct vmgl_context_request request = {.api = VMGL_API_GL_COMPAT};
	enum vmgl_status status;
	GLXContext context = vmgl_context_create(display, config->screen, config, share, &request, &status);
	if (!context)
		status_error(display, status, minor, 0);
	return context;
}

GLXContext glXCreateContext(Display *x11, XVisualInfo *visual, GLXContext share, Bool direct) {
	(void)direct;
	struct vmgl_display *display = vmgl_display_get(x11);
	struct vmgl_fbconfig *config =
		display && visual ? vmgl_visuals_config(display, visual->screen, visual->visualid) : NULL;
	if (!config) {
		x_error(display, BadValue, VMGL_X_CREATE_CONTEXT, visual ? visual->visualid : 0);
		return NULL;
	}
	return create_plain(x11, config, share, VMGL_X_CREATE_CONTEXT);
}

GLXContext glXCreateNewContext(Display *x11, GLXFBConfig config, int render_type, GLXContext share, Bool direct) {
	(void)direct;
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!config) {
		glx_error(display, VMGL_GLX_BAD_FBCONFIG, VMGL_X_CREATE_NEW_CONTEXT, 0);
		return NULL;
	}
	if (render_type != GLX_RGBA_TYPE) {
		x_error(display, render_type == GLX_COLOR_INDEX_TYPE ? BadMatch : BadValue, VMGL_X_CREATE_NEW_CONTEXT,
				(XID)render_type);
		return NULL;
	}
	return create_plain(x11, (struct vmgl_fbconfig *)config, share, VMGL_X_CREATE_NEW_CONTEXT);
}

GLXContext glXCreateContextWithConfigSGIX(Display *x11, GLXFBConfigSGIX config, int render_type, GLXContext share,
										  Bool direct) {
	return glXCreateNewContext(x11, config, render_type, share, direct);
}

/* What GLX_ARB_create_context(_profile, _robustness, _no_error) and EXT_create_context_es2_profile ask for. The
 * combinations are those of the extensions' errors sections; versions that do not exist are the driver's to refuse. */
struct wish {
	int major, minor, flags, profile, render_type, reset, release, no_error;
	bool versioned;
};

static bool exists_version(int major, int minor) {
	static const int last_minor[] = {-1, 5, 1, 3, 6};
	return major >= 1 && major <= 4 && minor >= 0 && minor <= last_minor[major];
}

/* Success, or the X error; GLX errors have `*glx` set. */
static int read_wish(const int *attributes, struct wish *wish, bool *glx) {
	*wish = (struct wish){.major = 1, .render_type = GLX_RGBA_TYPE, .profile = GLX_CONTEXT_CORE_PROFILE_BIT_ARB};
	*glx = false;
	for (const int *at = attributes; at && at[0] != None; at += 2) {
		switch (at[0]) {
		case GLX_CONTEXT_MAJOR_VERSION_ARB:
			wish->major = at[1];
			wish->versioned = true;
			break;
		case GLX_CONTEXT_MINOR_VERSION_ARB:
			wish->minor = at[1];
			wish->versioned = true;
			break;
		case GLX_CONTEXT_FLAGS_ARB:
			wish->flags = at[1];
			break;
		case GLX_CONTEXT_PROFILE_MASK_ARB:
			wish->profile = at[1];
			break;
		case GLX_RENDER_TYPE:
			wish->render_type = at[1];
			break;
		case GLX_CONTEXT_RESET_NOTIFICATION_STRATEGY_ARB:
			if (at[1] != GLX_NO_RESET_NOTIFICATION_ARB && at[1] != GLX_LOSE_CONTEXT_ON_RESET_ARB)
				return BadMatch;
			wish->reset = at[1] == GLX_LOSE_CONTEXT_ON_RESET_ARB;
			break;
		case GLX_CONTEXT_RELEASE_BEHAVIOR_ARB:
			if (at[1] != GLX_CONTEXT_RELEASE_BEHAVIOR_NONE_ARB && at[1] != GLX_CONTEXT_RELEASE_BEHAVIOR_FLUSH_ARB)
				return BadValue;
			wish->release = at[1] == GLX_CONTEXT_RELEASE_BEHAVIOR_NONE_ARB;
			break;
		case GLX_CONTEXT_OPENGL_NO_ERROR_ARB:
			wish->no_error = at[1] != 0;
			break;
		case GLX_SCREEN:
			break;
		default:
			return BadValue;
		}
	}
	if (wish->flags &
		~(GLX_CONTEXT_DEBUG_BIT_ARB | GLX_CONTEXT_FORWARD_COMPATIBLE_BIT_ARB | GLX_CONTEXT_ROBUST_ACCESS_BIT_ARB))
		return BadValue;
	if (wish->render_type != GLX_RGBA_TYPE)
		return wish->render_type == GLX_COLOR_INDEX_TYPE ? BadMatch : BadValue;
	bool es = wish->profile == GLX_CONTEXT_ES2_PROFILE_BIT_EXT;
	if (es) {
		bool exists = (wish->major == 1 && wish->minor <= 1) || (wish->major == 2 && wish->minor == 0) ||
					  (wish->major == 3 && wish->minor <= 2);
		if (!exists || wish->minor < 0) {
			*glx = true;
			return VMGL_GLX_BAD_FBCONFIG;
		}
		if (wish->flags & GLX_CONTEXT_FORWARD_COMPATIBLE_BIT_ARB)
			return BadMatch;
	} else {
		if (wish->profile != GLX_CONTEXT_CORE_PROFILE_BIT_ARB &&
			wish->profile != GLX_CONTEXT_COMPATIBILITY_PROFILE_BIT_ARB) {
			*glx = true;
			return VMGL_GLX_BAD_PROFILE_ARB;
		}
		if (!exists_version(wish->major, wish->minor))
			return BadMatch;
		if ((wish->flags & GLX_CONTEXT_FORWARD_COMPATIBLE_BIT_ARB) && wish->major < 3)
			return BadMatch;
	}
	if (wish->no_error && (wish->flags & (GLX_CONTEXT_DEBUG_BIT_ARB | GLX_CONTEXT_ROBUST_ACCESS_BIT_ARB)))
		return BadMatch;
	return Success;
}

GLXContext glXCreateContextAttribsARB(Display *x11, GLXFBConfig fbconfig, GLXContext share, Bool direct,
									  const int *attributes) {
	(void)direct;
	const int minor = VMGL_X_CREATE_CONTEXT_ATTRIBS;
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return NULL;
	struct vmgl_fbconfig *config = (struct vmgl_fbconfig *)fbconfig;
	if (!config) {
		glx_error(display, VMGL_GLX_BAD_FBCONFIG, minor, 0);
		return NULL;
	}
	if (share && !check_context(display, share, minor))
		return NULL;
	struct wish wish;
	bool glx;
	int error = read_wish(attributes, &wish, &glx);
	if (error == Success && share && (share->reset != (wish.reset != 0) || share->no_error != (wish.no_error != 0)))
		error = BadMatch; /* ARB_create_context_robustness, _no_error: sharing contexts must agree */
	if (error != Success) {
		if (glx)
			glx_error(display, error, minor, 0);
		else
			x_error(display, error, minor, 0);
		return NULL;
	}
	struct vmgl_context_request request = {.api = VMGL_API_GL_COMPAT};
	bool profile_counts = wish.major > 3 || (wish.major == 3 && wish.minor >= 2);
	if (wish.profile == GLX_CONTEXT_ES2_PROFILE_BIT_EXT) {
		request.api = wish.major == 1 ? VMGL_API_GLES1 : VMGL_API_GLES2;
		request_add(&request, VMGL_CONTEXT_API, VMGL_CONTEXT_GLES);
	} else if (profile_counts && wish.profile == GLX_CONTEXT_CORE_PROFILE_BIT_ARB) {
		request.api = VMGL_API_GL_CORE;
		request_add(&request, VMGL_CONTEXT_PROFILE, VMGL_CONTEXT_CORE);
	}
	if (wish.versioned) {
		request_add(&request, VMGL_CONTEXT_MAJOR, (GLuint)wish.major);
		request_add(&request, VMGL_CONTEXT_MINOR, (GLuint)wish.minor);
	}
	if (wish.flags)
		request_add(&request, VMGL_CONTEXT_FLAGS, (GLuint)wish.flags);
	if (wish.reset)
		request_add(&request, VMGL_CONTEXT_RESET, 1);
	if (wish.no_error)
		request_add(&request, VMGL_CONTEXT_NO_ERROR, 1);
	if (wish.release)
		request_add(&request, VMGL_CONTEXT_RELEASE_NONE, 1);
	enum vmgl_status status;
	GLXContext context = vmgl_context_create(display, config->screen, config, share, &request, &status);
	if (!context) {
		status_error(display, status, minor, 0);
		return NULL;
	}
	context->reset = wish.reset;
	context->no_error = wish.no_error;
	context->release_none = wish.release;
	return context;
}

void glXDestroyContext(Display *x11, GLXContext context) {
	if (!context)
		return;
	if (!vmgl_context_exists(context)) {
		glx_error(vmgl_display_get(x11), VMGL_GLX_BAD_CONTEXT, VMGL_X_DESTROY_CONTEXT, 0);
		return;
	}
	vmgl_context_destroy(context);
}

Bool glXIsDirect(Display *x11, GLXContext context) {
	(void)x11;
	return context && vmgl_context_exists(context);
}

int glXQueryContext(Display *x11, GLXContext context, int attribute, int *value) {
	if (!check_context(vmgl_display_get(x11), context, VMGL_X_QUERY_CONTEXT))
		return GLX_BAD_CONTEXT;
	switch (attribute) {
	case GLX_FBCONFIG_ID:
		*value = context->config ? context->config->fbconfig_id : 0;
		return Success;
	case GLX_RENDER_TYPE:
		*value = context->render_type;
		return Success;
	case GLX_SCREEN:
		*value = context->screen;
		return Success;
	case GLX_SHARE_CONTEXT_EXT:
		*value = (int)context->share_id;
		return Success;
	case GLX_VISUAL_ID:
		*value = context->config ? (int)context->config->visual : 0;
		return Success;
	default:
		return GLX_BAD_ATTRIBUTE;
	}
}

/* Copying state between two driver contexts is nothing that today's drivers do for direct contexts; they raise the
 * same error. */
void glXCopyContext(Display *x11, GLXContext source, GLXContext destination, unsigned long mask) {
	(void)mask;
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!check_context(display, source, VMGL_X_COPY_CONTEXT) ||
		!check_context(display, destination, VMGL_X_COPY_CONTEXT))
		return;
	glx_error(display, VMGL_GLX_BAD_CONTEXT, VMGL_X_COPY_CONTEXT, source->xid);
}

/* ---- Current context ---- */

static Bool make_current(Display *x11, GLXDrawable draw_id, GLXDrawable read_id, GLXContext context, int minor) {
	if (!context) {
		if (draw_id != None || read_id != None) {
			x_error(vmgl_display_get(x11), BadMatch, minor, draw_id);
			return False;
		}
		vmgl_context_bind(NULL, NULL, NULL);
		return True;
	}
	struct vmgl_context *current = vmgl_current;
	/* The common redundant call, without any lookup. */
	if (current == &context->gl && current->draw && current->read && current->draw->xid == draw_id &&
		current->read->xid == read_id && current->draw->display->x11 == x11)
		return True;
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!check_context(display, context, minor))
		return False;
	/* A display whose renderer went away still lets its contexts be current; they are lost. */
	if (!display) {
		display = context->gl.display;
		if (!display->x11)
			return False;
	}
	bool surfaceless = draw_id == None && read_id == None;
	if ((draw_id == None) != (read_id == None) || (surfaceless && !(display->capabilities & VMGL_CAN_SURFACELESS))) {
		x_error(display, BadMatch, minor, draw_id);
		return False;
	}
	struct vmgl_drawable *draw = NULL, *read = NULL;
	if (!surfaceless && !context->gl.stream.lost) {
		enum vmgl_status status = VMGL_STATUS_OK;
		draw = vmgl_drawable_for(display, draw_id, context->config, &status);
		if (draw && read_id == draw_id) {
			read = draw;
			vmgl_drawable_ref(read);
		} else if (draw) {
			read = vmgl_drawable_for(display, read_id, context->config, &status);
		}
		if (!draw || !read) {
			vmgl_drawable_unref(draw);
			if (!context->gl.stream.lost) {
				status_error(display, status, minor, draw ? read_id : draw_id);
				return False;
			}
			draw = NULL;
		}
	}
	enum vmgl_bind_result result = vmgl_context_bind(context, draw, read);
	vmgl_drawable_unref(draw);
	vmgl_drawable_unref(read);
	switch (result) {
	case VMGL_BIND_OK:
		return True;
	case VMGL_BIND_IN_USE:
		x_error(display, BadAccess, minor, context->xid);
		return False;
	case VMGL_BIND_BAD_DRAWABLE:
		/* Also what a plain window was that has been destroyed and whose id now names another one. */
		vmgl_drawable_remove(display, draw_id);
		glx_error(display, VMGL_GLX_BAD_DRAWABLE, minor, draw_id);
		return False;
	case VMGL_BIND_BAD_MATCH:
		x_error(display, BadMatch, minor, draw_id);
		return False;
	case VMGL_BIND_BAD_ALLOC:
		x_error(display, BadAlloc, minor, draw_id);
		return False;
	}
	return False;
}

Bool glXMakeCurrent(Display *x11, GLXDrawable drawable, GLXContext context) {
	return make_current(x11, drawable, drawable, context, VMGL_X_MAKE_CURRENT);
}

Bool glXMakeContextCurrent(Display *x11, GLXDrawable draw, GLXDrawable read, GLXContext context) {
	return make_current(x11, draw, read, context, VMGL_X_MAKE_CONTEXT_CURRENT);
}

Bool glXMakeCurrentReadSGI(Display *x11, GLXDrawable draw, GLXDrawable read, GLXContext context) {
	return make_current(x11, draw, read, context, VMGL_X_MAKE_CONTEXT_CURRENT);
}

GLXContext glXGetCurrentContext(void) {
	struct __GLXcontextRec *context = vmgl_current->none ? NULL : vmgl_glx_context(vmgl_current);
	return context && !context->frontend ? context : NULL; /* not EGL's */
}

GLXDrawable glXGetCurrentDrawable(void) {
	return vmgl_current->draw ? vmgl_current->draw->xid : None;
}

GLXDrawable glXGetCurrentReadDrawable(void) {
	return vmgl_current->read ? vmgl_current->read->xid : None;
}

GLXDrawable glXGetCurrentReadDrawableSGI(void) {
	return glXGetCurrentReadDrawable();
}

Display *glXGetCurrentDisplay(void) {
	return glXGetCurrentContext() ? vmgl_current->display->x11 : NULL;
}

/* ---- Drawables ---- */

static GLXDrawable create_drawable(Display *x11, enum vmgl_drawable_kind kind, const struct vmgl_fbconfig *config,
								   XID x11_id, unsigned width, unsigned height, bool preserved, int minor) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return None;
	if (!config) {
		glx_error(display, VMGL_GLX_BAD_FBCONFIG, minor, 0);
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
			x_error(display, BadMatch, minor, x11_id);
			return None;
		}
	}
	XID xid = vmgl_display_xid(x11);
	enum vmgl_status status = VMGL_STATUS_BAD_ALLOC;
	if (!vmgl_drawable_create(display, kind, xid, x11_id, config, width, height, preserved, &status)) {
		status_error(display, status, minor, x11_id);
		return None;
	}
	return xid;
}

static void destroy_drawable(Display *x11, XID xid, int error, int minor) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (display && !vmgl_drawable_remove(display, xid))
		glx_error(display, error, minor, xid);
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
		glx_error(display, VMGL_GLX_BAD_WINDOW, VMGL_X_DESTROY_WINDOW, window);
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
		x_error(display, BadValue, VMGL_X_CREATE_GLX_PIXMAP, visual ? visual->visualid : 0);
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
		x_error(vmgl_display_get(x11), BadMatch, VMGL_X_CREATE_PBUFFER, 0);
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
			glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_GET_DRAWABLE_ATTRIBUTES, xid);
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
		x_error(display, BadValue, VMGL_X_GET_DRAWABLE_ATTRIBUTES, (XID)attribute);
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
		glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_GET_DRAWABLE_ATTRIBUTES, xid);
	vmgl_drawable_unref(drawable);
}

void glXGetSelectedEvent(Display *x11, GLXDrawable xid, unsigned long *mask) {
	struct vmgl_display *display = vmgl_display_get(x11);
	struct vmgl_drawable *drawable = display ? vmgl_drawable_find(display, xid) : NULL;
	*mask = drawable ? drawable->event_mask : 0;
	if (!drawable)
		glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_GET_DRAWABLE_ATTRIBUTES, xid);
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
			glx_error(display, VMGL_GLX_BAD_DRAWABLE, VMGL_X_SWAP_BUFFERS, xid);
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
		x_error(vmgl_current->display, BadFont, VMGL_X_USE_X_FONT, font);
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
		x_error(display, BadValue, 0, (XID)interval);
		return;
	}
	struct vmgl_drawable *drawable = vmgl_drawable_find(display, xid);
	if (drawable && drawable == ctx->draw)
		swap_interval(ctx, drawable, interval);
	else if (drawable)
		drawable->swap_interval = interval;
	else
		x_error(display, BadWindow, 0, xid);
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

/* ---- GLX_MESA_query_renderer ---- */

static GLuint query_renderer(Display *x11, int screen, int renderer, int attribute, GLuint *values, char **text) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display || screen < 0 || screen >= display->screen_count || !(display->capabilities & VMGL_CAN_QUERY_RENDERER))
		return 0;
	struct vmgl_stream *control = vmgl_control_lock(display->connection);
	struct vmgl_blob blob = {0};
	GLuint count = vmgl_enc_vmglQueryRenderer(control, display->id, (GLuint)screen, (GLuint)renderer, (GLuint)attribute,
											  values, &blob);
	if (text && blob.bytes && blob.bytes < 4096)
		*text = strndup(blob.data, blob.bytes);
	vmgl_control_unlock(display->connection);
	return count;
}

Bool glXQueryRendererIntegerMESA(Display *x11, int screen, int renderer, int attribute, unsigned *value) {
	GLuint values[4];
	GLuint count = query_renderer(x11, screen, renderer, attribute, values, NULL);
	if (count > 0 && count <= 4)
		memcpy(value, values, count * sizeof *values);
	return count > 0;
}

/* The answers live as long as the process; there are two per GPU. */
const char *glXQueryRendererStringMESA(Display *x11, int screen, int renderer, int attribute) {
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static struct {
		Display *x11;
		int screen, renderer, attribute;
		char *text;
	} answers[16];
	static unsigned used;
	const char *result = NULL;
	pthread_mutex_lock(&lock);
	for (unsigned i = 0; i < used; i++)
		if (answers[i].x11 == x11 && answers[i].screen == screen && answers[i].renderer == renderer &&
			answers[i].attribute == attribute)
			result = answers[i].text;
	if (!result && used < sizeof answers / sizeof *answers) {
		GLuint values[4];
		char *text = NULL, *tagged = NULL;
		query_renderer(x11, screen, renderer, attribute, values, &text);
		if (text && attribute == GLX_RENDERER_DEVICE_ID_MESA && asprintf(&tagged, "VMGL (%s)", text) >= 0) {
			free(text);
			text = tagged;
		}
		if (text) {
			answers[used].x11 = x11;
			answers[used].screen = screen;
			answers[used].renderer = renderer;
			answers[used].attribute = attribute;
			answers[used++].text = text;
		}
		result = text;
	}
	pthread_mutex_unlock(&lock);
	return result;
}

Bool glXQueryCurrentRendererIntegerMESA(int attribute, unsigned *value) {
	struct vmgl_context *ctx = vmgl_current;
	return !ctx->none && ctx->display->x11 &&
		   glXQueryRendererIntegerMESA(ctx->display->x11, vmgl_glx_context(ctx)->screen, 0, attribute, value);
}

const char *glXQueryCurrentRendererStringMESA(int attribute) {
	struct vmgl_context *ctx = vmgl_current;
	return ctx->none || !ctx->display->x11
			   ? NULL
			   : glXQueryRendererStringMESA(ctx->display->x11, vmgl_glx_context(ctx)->screen, 0, attribute);
}

/* ---- glXGetProcAddress ---- */

struct procedure {
	const char *name;
	void (*address)(void);
};

/* Sorted by name, as strcmp does. */
#define PROC(name)                                                                                                     \
	{ #name, (void (*)(void))name }
static const struct procedure procedures[] = {
	PROC(glXChooseFBConfig),
	PROC(glXChooseFBConfigSGIX),
	PROC(glXChooseVisual),
	PROC(glXCopyContext),
	PROC(glXCopySubBufferMESA),
	PROC(glXCreateContext),
	PROC(glXCreateContextAttribsARB),
	PROC(glXCreateContextWithConfigSGIX),
	PROC(glXCreateGLXPbufferSGIX),
	PROC(glXCreateGLXPixmap),
	PROC(glXCreateGLXPixmapWithConfigSGIX),
	PROC(glXCreateNewContext),
	PROC(glXCreatePbuffer),
	PROC(glXCreatePixmap),
	PROC(glXCreateWindow),
	PROC(glXDestroyContext),
	PROC(glXDestroyGLXPbufferSGIX),
	PROC(glXDestroyGLXPixmap),
	PROC(glXDestroyPbuffer),
	PROC(glXDestroyPixmap),
	PROC(glXDestroyWindow),
	PROC(glXGetClientString),
	PROC(glXGetConfig),
	PROC(glXGetCurrentContext),
	PROC(glXGetCurrentDisplay),
	PROC(glXGetCurrentDrawable),
	PROC(glXGetCurrentReadDrawable),
	PROC(glXGetCurrentReadDrawableSGI),
	PROC(glXGetFBConfigAttrib),
	PROC(glXGetFBConfigAttribSGIX),
	PROC(glXGetFBConfigFromVisualSGIX),
	PROC(glXGetFBConfigs),
	PROC(glXGetProcAddress),
	PROC(glXGetProcAddressARB),
	PROC(glXGetSelectedEvent),
	PROC(glXGetSelectedEventSGIX),
	PROC(glXGetSwapIntervalMESA),
	PROC(glXGetVisualFromFBConfig),
	PROC(glXGetVisualFromFBConfigSGIX),
	PROC(glXIsDirect),
	PROC(glXMakeContextCurrent),
	PROC(glXMakeCurrent),
	PROC(glXMakeCurrentReadSGI),
	PROC(glXQueryContext),
	PROC(glXQueryCurrentRendererIntegerMESA),
	PROC(glXQueryCurrentRendererStringMESA),
	PROC(glXQueryDrawable),
	PROC(glXQueryExtension),
	PROC(glXQueryExtensionsString),
	PROC(glXQueryGLXPbufferSGIX),
	PROC(glXQueryRendererIntegerMESA),
	PROC(glXQueryRendererStringMESA),
	PROC(glXQueryServerString),
	PROC(glXQueryVersion),
	PROC(glXSelectEvent),
	PROC(glXSelectEventSGIX),
	PROC(glXSwapBuffers),
	PROC(glXSwapIntervalEXT),
	PROC(glXSwapIntervalMESA),
	PROC(glXSwapIntervalSGI),
	PROC(glXUseXFont),
	PROC(glXWaitGL),
	PROC(glXWaitX),
};
#undef PROC

static int compare_name(const void *name, const void *procedure) {
	return strcmp(name, ((const struct procedure *)procedure)->name);
}

__GLXextFuncPtr glXGetProcAddressARB(const GLubyte *name) {
	if (!name)
		return NULL;
	if (strncmp((const char *)name, "glX", 3) != 0)
		return vmgl_gl_proc((const char *)name);
	const struct procedure *procedure =
		bsearch(name, procedures, sizeof procedures / sizeof *procedures, sizeof *procedures, compare_name);
	return procedure ? procedure->address : NULL;
}

void (*glXGetProcAddress(const GLubyte *name))(void) {
	return glXGetProcAddressARB(name);
}
