/* GLX 1.4 and the extensions that configs.c lists: what there is, contexts, the current one. Drawables are in
 * drawables.c, glXGetProcAddress in proc.c, glXUseXFont in xfont.c. */
#include "guest/glx/glx.h"

#include <X11/Xutil.h>
#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "gen/guest/proctable.h"
#include "guest/link/connection.h"

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
	vmgl_glx_error(display, VMGL_GLX_BAD_CONTEXT, minor, 0);
	return false;
}

/* GLX's own part of a new context. */
static GLXContext create(struct vmgl_display *display, int screen, const struct vmgl_fbconfig *config, GLXContext share,
						 int render_type, struct vmgl_context_request *request, int minor) {
	XID xid = vmgl_display_xid(display->x11);
	if (render_type != GLX_RGBA_TYPE)
		request_add(request, VMGL_CONTEXT_RENDER_TYPE, (GLuint)render_type);
	enum vmgl_status status;
	GLXContext context = vmgl_context_create(display, screen, config, share, request, &status);
	if (!context) {
		/* It is the driver's library that refuses a version, not a request. */
		vmgl_glx_status_error(display, status, status == VMGL_STATUS_BAD_CONFIG ? 0 : minor, xid);
		return NULL;
	}
	context->xid = xid;
	context->share_xid = share ? share->xid : None;
	context->render_type = render_type;
	return context;
}

static GLXContext create_plain(struct vmgl_display *display, struct vmgl_fbconfig *config, int render_type,
							   GLXContext share, int minor) {
	if (share && !check_context(display, share, minor))
		return NULL;
	struct vmgl_context_request request = {.api = VMGL_API_GL_COMPAT};
	return create(display, config->screen, config, share, render_type, &request, minor);
}

GLXContext glXCreateContext(Display *x11, XVisualInfo *visual, GLXContext share, Bool direct) {
	(void)direct;
	struct vmgl_display *display = vmgl_display_get(x11);
	struct vmgl_fbconfig *config =
		display && visual ? vmgl_visuals_config(display, visual->screen, visual->visualid) : NULL;
	if (!config) {
		vmgl_glx_x_error(display, BadValue, VMGL_X_CREATE_CONTEXT, visual ? visual->visualid : 0);
		return NULL;
	}
	return create_plain(display, config, GLX_RGBA_TYPE, share, VMGL_X_CREATE_CONTEXT);
}

/* Is it a type that contexts can have at all? Which ones a configuration has, the driver knows. */
static bool is_render_type(int type) {
	return type == GLX_RGBA_TYPE || type == GLX_RGBA_FLOAT_TYPE_ARB || type == GLX_RGBA_UNSIGNED_FLOAT_TYPE_EXT;
}

GLXContext glXCreateNewContext(Display *x11, GLXFBConfig fbconfig, int render_type, GLXContext share, Bool direct) {
	(void)direct;
	struct vmgl_display *display = vmgl_display_get(x11);
	struct vmgl_fbconfig *config = (struct vmgl_fbconfig *)fbconfig;
	if (!display)
		return NULL;
	if (!config) {
		vmgl_glx_error(display, VMGL_GLX_BAD_FBCONFIG, VMGL_X_CREATE_NEW_CONTEXT, 0);
		return NULL;
	}
	if (!is_render_type(render_type)) {
		vmgl_glx_x_error(display, BadValue, VMGL_X_CREATE_NEW_CONTEXT, 0);
		return NULL;
	}
	return create_plain(display, config, render_type, share, VMGL_X_CREATE_NEW_CONTEXT);
}

GLXContext glXCreateContextWithConfigSGIX(Display *x11, GLXFBConfigSGIX config, int render_type, GLXContext share,
										  Bool direct) {
	return glXCreateNewContext(x11, config, render_type, share, direct);
}

/* What GLX_ARB_create_context(_profile, _robustness, _no_error), ARB_context_flush_control,
 * EXT_create_context_es2_profile and EXT_no_config_context ask for. */
struct wish {
	int major, minor, flags, profile, render_type, screen;
	bool reset, release_none, no_error, versioned;
};

/* Versions that were never there. Others, of the future or of ES, are the driver's to refuse. */
static bool is_version(int major, int minor) {
	static const int last_minor[] = {-1, 5, 1, 3};
	return major >= 1 && minor >= 0 && (major > 3 || minor <= last_minor[major]);
}

/* Success, or the X error; GLX errors have `*glx` set. What wrong attributes raise, and which of them first, is what
 * Mesa's library and the X server do. */
static int read_wish(const int *attributes, struct wish *wish, bool *glx) {
	*wish = (struct wish){
		.major = 1, .render_type = GLX_RGBA_TYPE, .profile = GLX_CONTEXT_CORE_PROFILE_BIT_ARB, .screen = -1};
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
				return BadValue;
			wish->reset = at[1] == GLX_LOSE_CONTEXT_ON_RESET_ARB;
			break;
		case GLX_CONTEXT_RELEASE_BEHAVIOR_ARB:
			if (at[1] != GLX_CONTEXT_RELEASE_BEHAVIOR_NONE_ARB && at[1] != GLX_CONTEXT_RELEASE_BEHAVIOR_FLUSH_ARB)
				return BadValue;
			wish->release_none = at[1] == GLX_CONTEXT_RELEASE_BEHAVIOR_NONE_ARB;
			break;
		case GLX_CONTEXT_OPENGL_NO_ERROR_ARB:
			wish->no_error = at[1] != 0;
			break;
		case GLX_SCREEN:
			wish->screen = at[1];
			break;
		default:
			return BadValue;
		}
	}
	if (!is_render_type(wish->render_type))
		return wish->render_type == GLX_COLOR_INDEX_TYPE && wish->major >= 3 ? BadMatch : BadValue;
	if (wish->no_error && (wish->flags & (GLX_CONTEXT_DEBUG_BIT_ARB | GLX_CONTEXT_ROBUST_ACCESS_BIT_ARB)))
		return BadValue;
	if (!is_version(wish->major, wish->minor))
		return BadMatch;
	if (wish->flags &
		~(GLX_CONTEXT_DEBUG_BIT_ARB | GLX_CONTEXT_FORWARD_COMPATIBLE_BIT_ARB | GLX_CONTEXT_ROBUST_ACCESS_BIT_ARB))
		return BadValue;
	bool es = wish->profile == GLX_CONTEXT_ES2_PROFILE_BIT_EXT;
	if (!es && wish->profile != GLX_CONTEXT_CORE_PROFILE_BIT_ARB &&
		wish->profile != GLX_CONTEXT_COMPATIBILITY_PROFILE_BIT_ARB) {
		*glx = true;
		return VMGL_GLX_BAD_PROFILE_ARB;
	}
	if ((wish->flags & GLX_CONTEXT_FORWARD_COMPATIBLE_BIT_ARB) && (es || wish->major < 3))
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
	struct wish wish;
	bool glx;
	int error = read_wish(attributes, &wish, &glx);
	int screen = config ? config->screen : wish.screen;
	/* EXT_no_config_context: GLX_SCREEN stands for the configuration. */
	if (!config && (screen < 0 || screen >= display->screen_count || !(display->capabilities & VMGL_CAN_NO_CONFIG))) {
		vmgl_glx_error(display, VMGL_GLX_BAD_FBCONFIG, minor, 0);
		return NULL;
	}
	if (share && !check_context(display, share, minor))
		return NULL;
	if (error == Success && share && (share->reset != wish.reset || share->no_error != wish.no_error))
		error = BadMatch; /* ARB_create_context_robustness, _no_error: sharing contexts must agree */
	if (error != Success) {
		if (glx)
			vmgl_glx_error(display, error, minor, 0);
		else
			vmgl_glx_x_error(display, error, minor, 0);
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
	if (wish.release_none)
		request_add(&request, VMGL_CONTEXT_RELEASE_NONE, 1);
	GLXContext context = create(display, screen, config, share, wish.render_type, &request, minor);
	if (!context)
		return NULL;
	context->reset = wish.reset;
	context->no_error = wish.no_error;
	context->release_none = wish.release_none;
	return context;
}

void glXDestroyContext(Display *x11, GLXContext context) {
	if (!context)
		return;
	if (!vmgl_context_exists(context)) {
		vmgl_glx_error(vmgl_display_get(x11), VMGL_GLX_BAD_CONTEXT, VMGL_X_DESTROY_CONTEXT, 0);
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
		*value = (int)context->share_xid;
		return Success;
	case GLX_VISUAL_ID:
		*value = context->config ? (int)context->config->visual : 0;
		return Success;
	default:
		return GLX_BAD_ATTRIBUTE;
	}
}

/* ---- GLX_EXT_import_context ----
 *
 * Contexts of other processes can only be imported when the X server draws for them. Ours are direct, as everybody's
 * today, and those cannot. The functions are there, as in Mesa's library; the extension is not advertised. */

GLXContextID glXGetContextIDEXT(const GLXContext context) {
	return context && vmgl_context_exists(context) ? context->xid : None;
}

GLXContext glXImportContextEXT(Display *x11, GLXContextID id) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (display && !vmgl_context_by_xid(display, id))
		vmgl_glx_error(display, VMGL_GLX_BAD_CONTEXT, VMGL_X_IS_DIRECT, id);
	return NULL;
}

void glXFreeContextEXT(Display *x11, GLXContext context) {
	/* Nothing was imported; others are not this function's to free. */
	(void)x11, (void)context;
}

int glXQueryContextInfoEXT(Display *x11, GLXContext context, int attribute, int *value) {
	switch (attribute) {
	case GLX_SHARE_CONTEXT_EXT:
	case GLX_VISUAL_ID_EXT:
	case GLX_SCREEN_EXT:
		return glXQueryContext(x11, context, attribute, value);
	default:
		return GLX_BAD_ATTRIBUTE;
	}
}

Display *glXGetCurrentDisplayEXT(void) {
	return glXGetCurrentDisplay();
}

/* Copying state between two driver contexts is nothing that today's drivers do for direct contexts; the X server then
 * says this. */
void glXCopyContext(Display *x11, GLXContext source, GLXContext destination, unsigned long mask) {
	(void)mask;
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!check_context(display, source, VMGL_X_COPY_CONTEXT) ||
		!check_context(display, destination, VMGL_X_COPY_CONTEXT))
		return;
	vmgl_glx_x_error(display, BadMatch, VMGL_X_COPY_CONTEXT, source->xid);
}

/* ---- Current context ---- */

static Bool make_current(Display *x11, GLXDrawable draw_id, GLXDrawable read_id, GLXContext context, int minor) {
	if (!context) {
		if (draw_id != None || read_id != None) {
			vmgl_glx_x_error(vmgl_display_get(x11), BadMatch, minor, None);
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
		vmgl_glx_x_error(display, BadMatch, minor, None);
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
				vmgl_glx_status_error(display, status, minor, draw ? read_id : draw_id);
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
		vmgl_glx_x_error(display, BadAccess, minor, context->xid);
		return False;
	case VMGL_BIND_BAD_DRAWABLE:
		/* Also what a plain window was that has been destroyed and whose id now names another one. */
		vmgl_drawable_remove(display, draw_id);
		vmgl_glx_error(display, VMGL_GLX_BAD_DRAWABLE, minor, draw_id);
		return False;
	case VMGL_BIND_BAD_MATCH:
		vmgl_glx_x_error(display, BadMatch, minor, draw_id);
		return False;
	case VMGL_BIND_BAD_ALLOC:
		vmgl_glx_x_error(display, BadAlloc, minor, draw_id);
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
