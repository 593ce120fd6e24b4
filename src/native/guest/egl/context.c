/* EGL contexts: creating, making current, waiting. */
#include "guest/egl/egl.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "guest/gl/debug.h"
#include "guest/link/connection.h"
#include "guest/window/present.h"

struct vmgl_egl_context *vmgl_egl_context(const struct vmgl_egl_display *display, EGLContext handle) {
	struct vmgl_egl_context *context = display->contexts;
	while (context && context != handle)
		context = context->next;
	return context;
}

struct vmgl_egl_context *vmgl_egl_current(void) {
	return vmgl_current->none ? NULL : vmgl_glx_context(vmgl_current)->frontend;
}

/* ---- Creating ---- */

/* What the attributes of eglCreateContext ask for. */
struct wish {
	EGLint major, minor, flags, profile, priority;
	bool reset, no_error, release_none, robust_access;
};

/* EGL 1.5, section 3.7.1, and the extensions that display.c lists. EGL_SUCCESS or the error. */
static EGLint read_wish(struct wish *wish, EGLenum api, const EGLint *attributes) {
	bool es = api == EGL_OPENGL_ES_API;
	*wish = (struct wish){
		.major = 1, .profile = EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, .priority = EGL_CONTEXT_PRIORITY_MEDIUM_IMG};
	for (const EGLint *at = attributes; at && at[0] != EGL_NONE; at += 2) {
		EGLint value = at[1];
		switch (at[0]) {
		case EGL_CONTEXT_MAJOR_VERSION:
			wish->major = value;
			break;
		case EGL_CONTEXT_MINOR_VERSION:
			wish->minor = value;
			break;
		case EGL_CONTEXT_FLAGS_KHR:
			if (value & ~(es ? EGL_CONTEXT_OPENGL_DEBUG_BIT_KHR
							 : EGL_CONTEXT_OPENGL_DEBUG_BIT_KHR | EGL_CONTEXT_OPENGL_FORWARD_COMPATIBLE_BIT_KHR |
								   EGL_CONTEXT_OPENGL_ROBUST_ACCESS_BIT_KHR))
				return EGL_BAD_ATTRIBUTE;
			wish->flags |= value;
			break;
		case EGL_CONTEXT_OPENGL_DEBUG:
			wish->flags |= value ? EGL_CONTEXT_OPENGL_DEBUG_BIT_KHR : 0;
			break;
		case EGL_CONTEXT_OPENGL_FORWARD_COMPATIBLE:
			if (es)
				return EGL_BAD_ATTRIBUTE;
			wish->flags |= value ? EGL_CONTEXT_OPENGL_FORWARD_COMPATIBLE_BIT_KHR : 0;
			break;
		case EGL_CONTEXT_OPENGL_ROBUST_ACCESS_EXT:
		case EGL_CONTEXT_OPENGL_ROBUST_ACCESS:
			wish->robust_access = value;
			break;
		case EGL_CONTEXT_OPENGL_PROFILE_MASK:
			if (es)
				return EGL_BAD_ATTRIBUTE;
			wish->profile = value;
			break;
		case EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY:
		case EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY_EXT:
			if ((at[0] == EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY_EXT && !es) ||
				(value != EGL_NO_RESET_NOTIFICATION && value != EGL_LOSE_CONTEXT_ON_RESET))
				return EGL_BAD_ATTRIBUTE;
			wish->reset = value == EGL_LOSE_CONTEXT_ON_RESET;
			break;
		case EGL_CONTEXT_OPENGL_NO_ERROR_KHR:
			if (value != EGL_TRUE && value != EGL_FALSE)
				return EGL_BAD_ATTRIBUTE;
			wish->no_error = value;
			break;
		case EGL_CONTEXT_PRIORITY_LEVEL_IMG:
			if (value != EGL_CONTEXT_PRIORITY_HIGH_IMG && value != EGL_CONTEXT_PRIORITY_MEDIUM_IMG &&
				value != EGL_CONTEXT_PRIORITY_LOW_IMG)
				return EGL_BAD_ATTRIBUTE;
			wish->priority = value;
			break;
		case EGL_CONTEXT_RELEASE_BEHAVIOR_KHR:
			if (value != EGL_CONTEXT_RELEASE_BEHAVIOR_NONE_KHR && value != EGL_CONTEXT_RELEASE_BEHAVIOR_FLUSH_KHR)
				return EGL_BAD_ATTRIBUTE;
			wish->release_none = value == EGL_CONTEXT_RELEASE_BEHAVIOR_NONE_KHR;
			break;
		default:
			return EGL_BAD_ATTRIBUTE;
		}
	}
	static const EGLint last_minor[] = {-1, 5, 1, 3, 6}, last_es_minor[] = {-1, 1, 0, 2};
	if (wish->major < 1 || wish->minor < 0 || wish->major > (es ? 3 : 4) ||
		wish->minor > (es ? last_es_minor : last_minor)[wish->major])
		return EGL_BAD_MATCH;
	bool profiles = !es && (wish->major > 3 || (wish->major == 3 && wish->minor >= 2));
	if (profiles && wish->profile != EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT &&
		wish->profile != EGL_CONTEXT_OPENGL_COMPATIBILITY_PROFILE_BIT)
		return EGL_BAD_MATCH;
	if ((wish->flags & EGL_CONTEXT_OPENGL_FORWARD_COMPATIBLE_BIT_KHR) && wish->major < 3)
		return EGL_BAD_MATCH;
	if (wish->no_error &&
		((wish->flags & (EGL_CONTEXT_OPENGL_DEBUG_BIT_KHR | EGL_CONTEXT_OPENGL_ROBUST_ACCESS_BIT_KHR)) ||
		 wish->robust_access))
		return EGL_BAD_MATCH;
	return EGL_SUCCESS;
}

static void add(struct vmgl_context_request *request, GLuint key, EGLint value) {
	request->attribs[request->count++] = key;
	request->attribs[request->count++] = (GLuint)value;
}

static struct vmgl_context_request request_of(const struct wish *wish, EGLenum api) {
	struct vmgl_context_request request = {.api = VMGL_API_GL_COMPAT};
	EGLint major = wish->major, minor = wish->minor;
	if (api == EGL_OPENGL_ES_API) {
		request.api = major == 1 ? VMGL_API_GLES1 : VMGL_API_GLES2;
		add(&request, VMGL_CONTEXT_API, VMGL_CONTEXT_GLES);
	} else if (major == 3 && minor == 1) {
		/* What EGL's drivers give for it; GLX's give compatibility. */
		request.api = VMGL_API_GL_CORE;
		minor = 2;
		add(&request, VMGL_CONTEXT_PROFILE, VMGL_CONTEXT_CORE);
	} else if ((major > 3 || (major == 3 && minor >= 2)) && wish->profile == EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT) {
		request.api = VMGL_API_GL_CORE;
		add(&request, VMGL_CONTEXT_PROFILE, VMGL_CONTEXT_CORE);
	}
	if (api == EGL_OPENGL_ES_API || major > 1 || minor > 0) {
		add(&request, VMGL_CONTEXT_MAJOR, major);
		add(&request, VMGL_CONTEXT_MINOR, minor);
	}
	EGLint flags = wish->flags | (wish->robust_access ? EGL_CONTEXT_OPENGL_ROBUST_ACCESS_BIT_KHR : 0);
	if (flags)
		add(&request, VMGL_CONTEXT_FLAGS, flags); /* the bits are GLX's */
	if (wish->reset)
		add(&request, VMGL_CONTEXT_RESET, 1);
	if (wish->no_error)
		add(&request, VMGL_CONTEXT_NO_ERROR, 1);
	if (wish->release_none)
		add(&request, VMGL_CONTEXT_RELEASE_NONE, 1);
	return request;
}

/* For contexts without a configuration, on hosts whose contexts have one: any that is double-buffered and fits most
 * surfaces. */
static const struct vmgl_fbconfig *usual_config(const struct vmgl_egl_display *display) {
	if (display->core->capabilities & VMGL_CAN_NO_CONFIG)
		return NULL;
	for (EGLint i = 0; i < display->config_count; i++) {
		const struct vmgl_config *config = &display->configs[i].twin->config;
		if (config->double_buffered && config->red == 8 && config->alpha == 8 && config->depth == 24 &&
			config->stencil == 8 && config->samples == 0)
			return display->configs[i].twin;
	}
	return display->config_count ? display->configs[0].twin : NULL;
}

EGLContext eglCreateContext(EGLDisplay dpy, EGLConfig config_handle, EGLContext share_handle,
							const EGLint *attributes) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_NO_CONTEXT;
	EGLenum api = vmgl_egl_api();
	struct wish wish;
	EGLint error = EGL_SUCCESS;
	const struct vmgl_egl_config *config = vmgl_egl_config(display, config_handle);
	struct vmgl_egl_context *share = vmgl_egl_context(display, share_handle);
	if (!config && config_handle != EGL_NO_CONFIG_KHR)
		error = EGL_BAD_CONFIG;
	else if (!share && share_handle != EGL_NO_CONTEXT)
		error = EGL_BAD_CONTEXT;
	else if ((error = read_wish(&wish, api, attributes)) == EGL_SUCCESS) {
		if (api == EGL_OPENGL_ES_API && !(display->core->capabilities & VMGL_CAN_GLES))
			error = config ? EGL_BAD_CONFIG : EGL_BAD_MATCH;
		else if (share && share->api != api)
			error = EGL_BAD_CONTEXT;
		else if (share && (share->lose_on_reset != wish.reset || share->no_error != wish.no_error))
			error = EGL_BAD_MATCH;
	}
	struct vmgl_egl_context *context = error == EGL_SUCCESS ? calloc(1, sizeof *context) : NULL;
	if (!context) {
		vmgl_egl_leave();
		VMGL_EGL_FAIL(error == EGL_SUCCESS ? EGL_BAD_ALLOC : error);
		return EGL_NO_CONTEXT;
	}
	*context = (struct vmgl_egl_context){
		.display = display,
		.config = config,
		.api = api,
		.major = wish.major,
		.priority = wish.priority,
		.lose_on_reset = wish.reset,
		.no_error = wish.no_error,
	};
	struct vmgl_context_request request = request_of(&wish, api);
	enum vmgl_status status;
	context->core = vmgl_context_create(display->core, display->screen, config ? config->twin : usual_config(display),
										share ? share->core : NULL, &request, &status);
	if (!context->core) {
		vmgl_egl_leave();
		free(context);
		VMGL_EGL_FAIL(vmgl_egl_error_of(status, EGL_BAD_ALLOC));
		return EGL_NO_CONTEXT;
	}
	context->core->frontend = context;
	context->core->reset = wish.reset;
	context->core->no_error = wish.no_error;
	context->core->release_none = wish.release_none;
	context->next = display->contexts;
	display->contexts = context;
	vmgl_egl_leave();
	vmgl_egl_succeed();
	return context;
}

static void unlink_context(struct vmgl_egl_context *context) {
	struct vmgl_egl_context **link = &context->display->contexts;
	while (*link != context)
		link = &(*link)->next;
	*link = context->next;
	context->next = NULL;
}

/* ---- Contexts that wait for others ---- */

/* A context of a share group that no application sees: for fences and images when the group's own contexts are busy in
 * other threads, or when the calling thread has none. One per group, while the group has a context of the application;
 * guarded by the EGL lock, used by one thread at a time. */
struct helper {
	struct __GLXcontextRec *core;
	struct vmgl_share_group *group;
	pthread_mutex_t lock;
	unsigned users;
	bool orphan;
	struct helper *next;
};
static struct helper *helpers;

/* With the EGL lock held: the helpers of groups that have no context of the display's any more end. */
static void end_helper(struct helper *helper) {
	struct helper **link = &helpers;
	while (*link != helper)
		link = &(*link)->next;
	*link = helper->next;
	vmgl_context_destroy(helper->core);
	pthread_mutex_destroy(&helper->lock);
	free(helper);
}

static void check_helper(const struct vmgl_egl_display *display, const struct vmgl_share_group *group) {
	for (const struct vmgl_egl_context *context = display->contexts; context; context = context->next)
		if (context->core->gl.group == group)
			return;
	for (struct helper *helper = helpers; helper; helper = helper->next)
		if (helper->group == group) {
			helper->orphan = true;
			if (helper->users == 0)
				end_helper(helper);
			return;
		}
}

/* With the EGL lock held. */
static struct helper *helper_of(struct vmgl_egl_display *display, struct __GLXcontextRec *core) {
	for (struct helper *helper = helpers; helper; helper = helper->next)
		if (helper->group == core->gl.group && !helper->orphan)
			return helper;
	struct helper *helper = calloc(1, sizeof *helper);
	if (!helper)
		return NULL;
	struct vmgl_context_request request = {.api = core->gl.api};
	if (core->gl.api == VMGL_API_GLES1 || core->gl.api == VMGL_API_GLES2) {
		add(&request, VMGL_CONTEXT_API, VMGL_CONTEXT_GLES);
		add(&request, VMGL_CONTEXT_MAJOR, core->gl.api == VMGL_API_GLES1 ? 1 : 2);
		add(&request, VMGL_CONTEXT_MINOR, 0);
	} else if (core->gl.api == VMGL_API_GL_CORE) {
		add(&request, VMGL_CONTEXT_PROFILE, VMGL_CONTEXT_CORE);
		add(&request, VMGL_CONTEXT_MAJOR, 3);
		add(&request, VMGL_CONTEXT_MINOR, 2);
	}
	if (core->reset)
		add(&request, VMGL_CONTEXT_RESET, 1);
	if (core->no_error)
		add(&request, VMGL_CONTEXT_NO_ERROR, 1);
	enum vmgl_status status;
	helper->core = vmgl_context_create(display->core, core->screen, core->config, core, &request, &status);
	if (!helper->core) {
		free(helper);
		return NULL;
	}
	helper->core->reset = core->reset;
	helper->core->no_error = core->no_error;
	helper->group = core->gl.group;
	pthread_mutex_init(&helper->lock, NULL);
	helper->next = helpers;
	helpers = helper;
	return helper;
}

struct vmgl_context *vmgl_egl_borrow(struct vmgl_egl_display *display, struct __GLXcontextRec *core) {
	if (vmgl_current->group == core->gl.group)
		return vmgl_current;
	if (vmgl_context_take_idle(&core->gl))
		return &core->gl;
	struct helper *helper = helper_of(display, core);
	if (!helper)
		return NULL;
	helper->users++;
	/* Whoever has it needs no EGL lock to be done. */
	vmgl_egl_leave();
	pthread_mutex_lock(&helper->lock);
	pthread_mutex_lock(&vmgl_egl_lock);
	return &helper->core->gl;
}

void vmgl_egl_return(struct vmgl_context *ctx) {
	if (ctx == vmgl_current)
		return;
	for (struct helper *helper = helpers; helper; helper = helper->next)
		if (&helper->core->gl == ctx) {
			pthread_mutex_unlock(&helper->lock);
			helper->users--;
			if (helper->orphan && helper->users == 0)
				end_helper(helper);
			return;
		}
	vmgl_context_put_idle(vmgl_glx_context(ctx));
}

/* ---- Ending ---- */

EGLBoolean eglDestroyContext(EGLDisplay dpy, EGLContext handle) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_context *context = vmgl_egl_context(display, handle);
	vmgl_egl_about(context ? context->label : NULL);
	if (context) {
		struct vmgl_share_group *group = context->core->gl.group;
		unlink_context(context);
		vmgl_context_destroy(context->core);
		check_helper(display, group);
	}
	vmgl_egl_leave();
	return context ? vmgl_egl_succeed() : VMGL_EGL_FAIL(EGL_BAD_CONTEXT);
}

void vmgl_egl_contexts_end(struct vmgl_egl_display *display) {
	while (display->contexts) {
		struct vmgl_egl_context *context = display->contexts;
		struct vmgl_share_group *group = context->core->gl.group;
		unlink_context(context);
		vmgl_context_destroy(context->core);
		check_helper(display, group);
	}
}

/* ---- Current ---- */

EGLBoolean eglMakeCurrent(EGLDisplay dpy, EGLSurface draw_handle, EGLSurface read_handle, EGLContext handle) {
	struct vmgl_egl_surface *draw = NULL, *read = NULL;
	struct vmgl_egl_context *context = NULL;
	EGLint error = EGL_SUCCESS;
	pthread_mutex_lock(&vmgl_egl_lock);
	struct vmgl_egl_display *display = vmgl_egl_display(dpy);
	bool release = handle == EGL_NO_CONTEXT && draw_handle == EGL_NO_SURFACE && read_handle == EGL_NO_SURFACE;
	if (!display) {
		error = EGL_BAD_DISPLAY;
	} else if (!display->initialized) {
		/* Letting go is allowed. */
		error = release ? EGL_SUCCESS : EGL_NOT_INITIALIZED;
	} else {
		context = vmgl_egl_context(display, handle);
		vmgl_egl_about(context ? context->label : NULL);
		draw = vmgl_egl_surface(display, draw_handle);
		read = vmgl_egl_surface(display, read_handle);
		if (!context && handle != EGL_NO_CONTEXT)
			error = EGL_BAD_CONTEXT;
		else if ((!draw && draw_handle != EGL_NO_SURFACE) || (!read && read_handle != EGL_NO_SURFACE))
			error = EGL_BAD_SURFACE;
		else if ((!draw != !read) || (!context && draw))
			error = EGL_BAD_MATCH;
		else if (context && !draw && !(display->core->capabilities & VMGL_CAN_SURFACELESS))
			error = EGL_BAD_MATCH;
		else if (draw && (vmgl_drawable_in_use(draw->core) || vmgl_drawable_in_use(read->core)))
			error = EGL_BAD_ACCESS;
		else if (context && context->config && draw &&
				 (draw->config != context->config || read->config != context->config))
			error = EGL_BAD_MATCH;
	}
	if (error != EGL_SUCCESS) {
		vmgl_egl_leave();
		return VMGL_EGL_FAIL(error);
	}
	struct __GLXcontextRec *core = context ? context->core : NULL;
	struct vmgl_drawable *draw_core = draw ? draw->core : NULL, *read_core = read ? read->core : NULL;
	EGLint type = draw ? draw->type : 0;
	vmgl_drawable_ref(draw_core);
	vmgl_drawable_ref(read_core);
	vmgl_egl_leave();
	enum vmgl_bind_result result = VMGL_BIND_OK;
	if (core || vmgl_egl_current()) {
		struct vmgl_drawable *left = vmgl_current->draw;
		vmgl_drawable_ref(left);
		result = vmgl_context_bind(core, draw_core, read_core);
		if (result == VMGL_BIND_OK && left && left != draw_core)
			vmgl_egl_surface_left(left);
		vmgl_drawable_unref(left);
	}
	vmgl_drawable_unref(draw_core);
	vmgl_drawable_unref(read_core);
	switch (result) {
	case VMGL_BIND_OK:
		return vmgl_egl_succeed();
	case VMGL_BIND_IN_USE:
		return VMGL_EGL_FAIL(EGL_BAD_ACCESS);
	case VMGL_BIND_BAD_DRAWABLE:
		return VMGL_EGL_FAIL(type == EGL_PIXMAP_BIT   ? EGL_BAD_NATIVE_PIXMAP
							 : type == EGL_WINDOW_BIT ? EGL_BAD_NATIVE_WINDOW
													  : EGL_BAD_SURFACE);
	case VMGL_BIND_BAD_MATCH:
		return VMGL_EGL_FAIL(EGL_BAD_MATCH);
	case VMGL_BIND_BAD_ALLOC:
		break;
	}
	return VMGL_EGL_FAIL(EGL_BAD_ALLOC);
}

EGLContext eglGetCurrentContext(void) {
	vmgl_egl_succeed();
	return vmgl_egl_current();
}

EGLDisplay eglGetCurrentDisplay(void) {
	vmgl_egl_succeed();
	struct vmgl_egl_context *context = vmgl_egl_current();
	return context ? context->display : EGL_NO_DISPLAY;
}

EGLSurface eglGetCurrentSurface(EGLint which) {
	if (which != EGL_DRAW && which != EGL_READ) {
		VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
		return EGL_NO_SURFACE;
	}
	vmgl_egl_succeed();
	if (!vmgl_egl_current())
		return EGL_NO_SURFACE;
	struct vmgl_drawable *drawable = which == EGL_DRAW ? vmgl_current->draw : vmgl_current->read;
	return drawable ? drawable->frontend : EGL_NO_SURFACE;
}

EGLBoolean eglQueryContext(EGLDisplay dpy, EGLContext handle, EGLint attribute, EGLint *value) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	const struct vmgl_egl_context *context = vmgl_egl_context(display, handle);
	vmgl_egl_about(context ? context->label : NULL);
	EGLint error = !context ? EGL_BAD_CONTEXT : !value ? EGL_BAD_PARAMETER : EGL_SUCCESS;
	if (error == EGL_SUCCESS)
		switch (attribute) {
		case EGL_CONFIG_ID:
			*value = context->config ? context->config->id : 0;
			break;
		case EGL_CONTEXT_CLIENT_TYPE:
			*value = (EGLint)context->api;
			break;
		case EGL_CONTEXT_CLIENT_VERSION:
			*value = context->major;
			break;
		case EGL_CONTEXT_PRIORITY_LEVEL_IMG:
			*value = context->priority;
			break;
		case EGL_RENDER_BUFFER: {
			const struct vmgl_drawable *drawable = context->core->gl.draw;
			const struct vmgl_egl_surface *surface = drawable ? drawable->frontend : NULL;
			*value = !surface ? EGL_NONE : surface->type == EGL_PIXMAP_BIT ? EGL_SINGLE_BUFFER : EGL_BACK_BUFFER;
			break;
		}
		default:
			error = EGL_BAD_ATTRIBUTE;
		}
	vmgl_egl_leave();
	return error == EGL_SUCCESS ? vmgl_egl_succeed() : VMGL_EGL_FAIL(error);
}

/* ---- Waiting ---- */

EGLBoolean eglWaitClient(void) {
	struct vmgl_context *ctx = vmgl_current;
	if (!vmgl_egl_current())
		return vmgl_egl_succeed();
	vmgl_maps_commit(ctx);
	vmgl_enc_vmglWaitGL(ctx, 0);
	vmgl_present_front(ctx);
	vmgl_debug_poll(ctx);
	return vmgl_egl_succeed();
}

EGLBoolean eglWaitGL(void) {
	return eglWaitClient();
}

EGLBoolean eglWaitNative(EGLint engine) {
	if (engine != EGL_CORE_NATIVE_ENGINE)
		return VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	struct vmgl_egl_context *context = vmgl_egl_current();
	if (context && context->display->x11)
		XSync(context->display->x11, False);
	return vmgl_egl_succeed();
}
