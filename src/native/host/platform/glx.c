/* GLX on an X display. libX11 and libGL are loaded when the first display is opened, so that the renderer runs on
 * hosts without them. Windows and pixmaps may belong to the application, that is, to another client: whatever its
 * owner does to them arrives here as X errors, which are ordinary events. */
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gen/gl.h"
#include <GL/glx.h>

#include "host/platform/drawable.h"
#include "host/platform/tables.h"
#include "host/session/session.h"

#define VMGL_GLX_ERROR_BAD_FBCONFIG 9
#define VMGL_GLX_ERROR_BAD_PROFILE 13

/* What we use of libX11 and libGL. */
#define X_FUNCTIONS(F)                                                                                                 \
	F(Status, XInitThreads, (void))                                                                                    \
	F(Display *, XOpenDisplay, (const char *))                                                                         \
	F(int, XCloseDisplay, (Display *))                                                                                 \
	F(XErrorHandler, XSetErrorHandler, (XErrorHandler))                                                                \
	F(XIOErrorHandler, XSetIOErrorHandler, (XIOErrorHandler))                                                          \
	F(char *, XDisplayString, (Display *))                                                                             \
	F(Atom, XInternAtom, (Display *, const char *, Bool))                                                              \
	F(int, XGetWindowProperty,                                                                                         \
	  (Display *, Window, Atom, long, long, Bool, Atom, Atom *, int *, unsigned long *, unsigned long *,               \
	   unsigned char **))                                                                                              \
	F(int, XFree, (void *))                                                                                            \
	F(int, XSync, (Display *, Bool))                                                                                   \
	F(Status, XGetGeometry,                                                                                            \
	  (Display *, Drawable, Window *, int *, int *, unsigned *, unsigned *, unsigned *, unsigned *))                   \
	F(int, XScreenCount, (Display *))
#define GLX_FUNCTIONS(F)                                                                                               \
	F(Bool, glXQueryExtension, (Display *, int *, int *))                                                              \
	F(Bool, glXQueryVersion, (Display *, int *, int *))                                                                \
	F(const char *, glXQueryExtensionsString, (Display *, int))                                                        \
	F(GLXFBConfig *, glXGetFBConfigs, (Display *, int, int *))                                                         \
	F(int, glXGetFBConfigAttrib, (Display *, GLXFBConfig, int, int *))                                                 \
	F(XVisualInfo *, glXGetVisualFromFBConfig, (Display *, GLXFBConfig))                                               \
	F(GLXContext, glXCreateNewContext, (Display *, GLXFBConfig, int, GLXContext, Bool))                                \
	F(void, glXDestroyContext, (Display *, GLXContext))                                                                \
	F(Bool, glXMakeContextCurrent, (Display *, GLXDrawable, GLXDrawable, GLXContext))                                  \
	F(GLXWindow, glXCreateWindow, (Display *, GLXFBConfig, Window, const int *))                                       \
	F(void, glXDestroyWindow, (Display *, GLXWindow))                                                                  \
	F(GLXPixmap, glXCreatePixmap, (Display *, GLXFBConfig, Pixmap, const int *))                                       \
	F(void, glXDestroyPixmap, (Display *, GLXPixmap))                                                                  \
	F(GLXPbuffer, glXCreatePbuffer, (Display *, GLXFBConfig, const int *))                                             \
	F(void, glXDestroyPbuffer, (Display *, GLXPbuffer))                                                                \
	F(void, glXQueryDrawable, (Display *, GLXDrawable, int, unsigned *))                                               \
	F(void, glXSwapBuffers, (Display *, GLXDrawable))                                                                  \
	F(void, glXWaitGL, (void))

#define DECLARE(result, name, arguments) static result(*p_##name) arguments;
X_FUNCTIONS(DECLARE)
GLX_FUNCTIONS(DECLARE)
#undef DECLARE
static void (*(*p_glXGetProcAddressARB)(const GLubyte *))(void);
static GLXContext (*p_glXCreateContextAttribsARB)(Display *, GLXFBConfig, GLXContext, Bool, const int *);
static Bool (*p_glXQueryRendererIntegerMESA)(Display *, int, int, int, unsigned *);
static const char *(*p_glXQueryRendererStringMESA)(Display *, int, int, int);
static void (*p_glXSwapIntervalEXT)(Display *, GLXDrawable, int);
static int (*p_glXSwapIntervalMESA)(unsigned);
static void (*p_glXBindTexImageEXT)(Display *, GLXDrawable, int, const int *);
static void (*p_glXReleaseTexImageEXT)(Display *, GLXDrawable, int);
static void (*p_glXCopySubBufferMESA)(Display *, GLXDrawable, int, int, int, int);

struct glx_data {
	Display *display;
	int screen_count;
	/* By screen; a vmgl_config's id is its index plus one. */
	GLXFBConfig **configs;
	struct vmgl_config **described; /* NULL until somebody asked */
	int *config_counts;
	int error_base;
};

/* The last X error, of whichever thread: only ever asked right after a request whose failure is expected. */
static atomic_int last_error;

static int on_error(Display *display, XErrorEvent *event) {
	(void)display;
	atomic_store(&last_error, event->error_code);
	return 0;
}

/* Xlib's own handler says it in its words and ends the process. Nothing can go on: drivers read replies that never
 * came. The guest sees a lost context. */
static int on_io_error(Display *display) {
	vmgl_log("the X server of display %s closed the connection; this session ends", p_XDisplayString(display));
	_exit(1);
}

static void *get_proc(const char *name) {
	void (*function)(void) = p_glXGetProcAddressARB((const GLubyte *)name);
	void *result;
	memcpy(&result, &function, sizeof result);
	return result;
}

static bool load(const char *driver_path, char *error, size_t error_bytes) {
	static bool loaded;
	if (loaded)
		return true;
	static const char *const x_names[] = {"libX11.so.6", NULL};
	static const char *const gl_names[] = {"libGL.so.1", "libGLX.so.0", NULL};
	void *x11 = dlopen(x_names[0], RTLD_NOW | RTLD_GLOBAL);
	if (!x11) {
		snprintf(error, error_bytes, "libX11.so.6 cannot be loaded (%s)", dlerror());
		return false;
	}
	void *libgl = vmgl_platform_library(driver_path, gl_names, error, error_bytes);
	if (!libgl)
		return false;
	const char *missing = NULL;
#define RESOLVE(library, name)                                                                                         \
	do {                                                                                                               \
		void *symbol = dlsym(library, #name);                                                                          \
		memcpy(&p_##name, &symbol, sizeof symbol);                                                                     \
		if (!symbol)                                                                                                   \
			missing = #name;                                                                                           \
	} while (0);
#define RESOLVE_X(result, name, arguments) RESOLVE(x11, name)
#define RESOLVE_GLX(result, name, arguments) RESOLVE(libgl, name)
	X_FUNCTIONS(RESOLVE_X)
	GLX_FUNCTIONS(RESOLVE_GLX)
	RESOLVE(libgl, glXGetProcAddressARB)
#undef RESOLVE_X
#undef RESOLVE_GLX
#undef RESOLVE
	if (missing) {
		snprintf(error, error_bytes, "the system's GL library lacks %s", missing);
		return false;
	}
#define OPTIONAL(name)                                                                                                 \
	do {                                                                                                               \
		void (*function)(void) = p_glXGetProcAddressARB((const GLubyte *)#name);                                       \
		memcpy(&p_##name, &function, sizeof function);                                                                 \
	} while (0)
	OPTIONAL(glXCreateContextAttribsARB);
	OPTIONAL(glXQueryRendererIntegerMESA);
	OPTIONAL(glXQueryRendererStringMESA);
	OPTIONAL(glXSwapIntervalEXT);
	OPTIONAL(glXSwapIntervalMESA);
	OPTIONAL(glXCopySubBufferMESA);
	OPTIONAL(glXBindTexImageEXT);
	OPTIONAL(glXReleaseTexImageEXT);
#undef OPTIONAL
	p_XInitThreads();
	p_XSetErrorHandler(on_error);
	p_XSetIOErrorHandler(on_io_error);
	loaded = true;
	return true;
}

static void glx_close(struct vmgl_platform *platform) {
	struct glx_data *glx = platform->data;
	for (int i = 0; glx->configs && i < glx->screen_count; i++)
		if (glx->configs[i])
			p_XFree(glx->configs[i]);
	for (int i = 0; glx->described && i < glx->screen_count; i++)
		free(glx->described[i]);
	for (int i = 0; i < 2; i++)
		if (platform->egl[i])
			platform->egl[i]->ops->close(platform->egl[i]);
	if (glx->display)
		p_XCloseDisplay(glx->display);
	free(glx->configs);
	free(glx->described);
	free(glx->config_counts);
	free(glx);
	free(platform->name);
	free(platform);
}

void *vmgl_glx_display(const struct vmgl_platform *platform) {
	const struct glx_data *glx = platform->data;
	return glx->display;
}

bool vmgl_glx_has_one_screen(const struct vmgl_platform *platform) {
	const struct glx_data *glx = platform->data;
	return glx->screen_count == 1;
}

static bool glx_proof(struct vmgl_platform *platform, uint32_t window, const char *proof) {
	struct glx_data *glx = platform->data;
	Atom property = p_XInternAtom(glx->display, "_VMGL_PROOF", True), type;
	if (property == None)
		return false;
	int format;
	unsigned long items, left;
	unsigned char *value = NULL;
	bool found = p_XGetWindowProperty(glx->display, window, property, 0, 64, False, XA_STRING, &type, &format, &items,
									  &left, &value) == Success &&
				 type == XA_STRING && format == 8 && items == strlen(proof) && memcmp(value, proof, items) == 0;
	if (value)
		p_XFree(value);
	return found;
}

static GLXFBConfig config_of(const struct glx_data *glx, unsigned screen, uint32_t id) {
	if (screen >= (unsigned)glx->screen_count || id < 1 || id > (unsigned)glx->config_counts[screen])
		return NULL;
	return glx->configs[screen][id - 1];
}

/* What pixmaps of the configuration can be bound as. */
static uint32_t describe_texture(const struct glx_data *glx, GLXFBConfig source) {
	const struct {
		int attribute;
		uint32_t flag;
	} textures[] = {{GLX_BIND_TO_TEXTURE_RGB_EXT, VMGL_DRAWABLE_RGB},
					{GLX_BIND_TO_TEXTURE_RGBA_EXT, VMGL_DRAWABLE_RGBA},
					{GLX_BIND_TO_MIPMAP_TEXTURE_EXT, VMGL_DRAWABLE_MIPMAPS}};
	uint32_t flags = 0;
	int value = 0;
	for (size_t i = 0; i < sizeof textures / sizeof *textures; i++)
		if (p_glXGetFBConfigAttrib(glx->display, source, textures[i].attribute, &value) == Success && value == True)
			flags |= textures[i].flag;
	if (p_glXGetFBConfigAttrib(glx->display, source, GLX_BIND_TO_TEXTURE_TARGETS_EXT, &value) == Success)
		flags |= (value & GLX_TEXTURE_1D_BIT_EXT ? VMGL_DRAWABLE_1D : 0u) |
				 (value & GLX_TEXTURE_2D_BIT_EXT ? VMGL_DRAWABLE_2D : 0u) |
				 (value & GLX_TEXTURE_RECTANGLE_BIT_EXT ? VMGL_DRAWABLE_RECTANGLE : 0u);
	return flags;
}

/* Mesa looks for the configuration in a list each time: with 840 of them, every attribute costs most of a
 * microsecond. So nothing is asked that follows from the rest: `opaque` (or NULL) is another configuration without
 * transparency, and has whatever the driver puts in place of a transparent colour. Attributes that the driver does
 * not know stay 0. */
static void describe(const struct glx_data *glx, GLXFBConfig source, struct vmgl_config *config,
					 const struct vmgl_config *opaque) {
	enum condition { ALWAYS, TRANSPARENT, ACCUMULATES, SAMPLED };
	const struct {
		int attribute;
		uint32_t *value;
		enum condition when;
	} fields[] = {
		{GLX_FBCONFIG_ID, &config->fbconfig_id, ALWAYS},
		{GLX_VISUAL_ID, &config->visual_id, ALWAYS},
		{GLX_CONFIG_CAVEAT, &config->caveat, ALWAYS},
		{GLX_LEVEL, &config->level, ALWAYS},
		{GLX_RENDER_TYPE, &config->render_type, ALWAYS},
		{GLX_DRAWABLE_TYPE, &config->drawable_type, ALWAYS},
		{GLX_X_RENDERABLE, &config->x_renderable, ALWAYS},
		{GLX_DOUBLEBUFFER, &config->double_buffered, ALWAYS},
		{GLX_STEREO, &config->stereo, ALWAYS},
		{GLX_AUX_BUFFERS, &config->aux_buffers, ALWAYS},
		{GLX_BUFFER_SIZE, &config->buffer_size, ALWAYS},
		{GLX_RED_SIZE, &config->red, ALWAYS},
		{GLX_GREEN_SIZE, &config->green, ALWAYS},
		{GLX_BLUE_SIZE, &config->blue, ALWAYS},
		{GLX_ALPHA_SIZE, &config->alpha, ALWAYS},
		{GLX_DEPTH_SIZE, &config->depth, ALWAYS},
		{GLX_STENCIL_SIZE, &config->stencil, ALWAYS},
		{GLX_ACCUM_RED_SIZE, &config->accum_red, ALWAYS},
		{GLX_ACCUM_GREEN_SIZE, &config->accum_green, ACCUMULATES},
		{GLX_ACCUM_BLUE_SIZE, &config->accum_blue, ACCUMULATES},
		{GLX_ACCUM_ALPHA_SIZE, &config->accum_alpha, ACCUMULATES},
		{GLX_SAMPLE_BUFFERS, &config->sample_buffers, ALWAYS},
		{GLX_SAMPLES, &config->samples, SAMPLED},
		{GLX_FRAMEBUFFER_SRGB_CAPABLE_ARB, &config->srgb, ALWAYS},
		{GLX_TRANSPARENT_TYPE, &config->transparent_type, ALWAYS},
		{GLX_TRANSPARENT_INDEX_VALUE, &config->transparent_index, TRANSPARENT},
		{GLX_TRANSPARENT_RED_VALUE, &config->transparent_red, TRANSPARENT},
		{GLX_TRANSPARENT_GREEN_VALUE, &config->transparent_green, TRANSPARENT},
		{GLX_TRANSPARENT_BLUE_VALUE, &config->transparent_blue, TRANSPARENT},
		{GLX_TRANSPARENT_ALPHA_VALUE, &config->transparent_alpha, TRANSPARENT},
		{GLX_MAX_PBUFFER_WIDTH, &config->max_pbuffer_width, ALWAYS},
		{GLX_MAX_PBUFFER_HEIGHT, &config->max_pbuffer_height, ALWAYS},
		{GLX_MAX_PBUFFER_PIXELS, &config->max_pbuffer_pixels, ALWAYS},
		{GLX_SWAP_METHOD_OML, &config->swap_method, ALWAYS},
		{GLX_VISUAL_SELECT_GROUP_SGIX, &config->visual_select_group, ALWAYS},
	};
	for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
		int value = 0;
		bool told = fields[f].when == ALWAYS ||
					(fields[f].when == TRANSPARENT && (config->transparent_type != GLX_NONE || !opaque)) ||
					(fields[f].when == ACCUMULATES && config->accum_red != 0) ||
					(fields[f].when == SAMPLED && config->sample_buffers != 0);
		if (told && p_glXGetFBConfigAttrib(glx->display, source, fields[f].attribute, &value) == Success)
			*fields[f].value = (uint32_t)value;
	}
	if (opaque && config->transparent_type == GLX_NONE) {
		config->transparent_index = opaque->transparent_index;
		config->transparent_red = opaque->transparent_red;
		config->transparent_green = opaque->transparent_green;
		config->transparent_blue = opaque->transparent_blue;
		config->transparent_alpha = opaque->transparent_alpha;
	}
	if (config->visual_id && (config->drawable_type & GLX_PIXMAP_BIT))
		config->texture = describe_texture(glx, source);
	XVisualInfo *visual = config->visual_id ? p_glXGetVisualFromFBConfig(glx->display, source) : NULL;
	if (visual) {
		config->visual_class = (uint32_t)visual->class;
		config->visual_depth = (uint32_t)visual->depth;
		p_XFree(visual);
	}
}

static unsigned glx_configs(struct vmgl_platform *platform, unsigned screen, const struct vmgl_config **out) {
	struct glx_data *glx = platform->data;
	*out = NULL;
	if (screen >= (unsigned)glx->screen_count)
		return 0;
	unsigned count = (unsigned)glx->config_counts[screen];
	struct vmgl_config *described = glx->described[screen];
	if (!described) {
		described = calloc(count ? count : 1, sizeof *described);
		if (!described)
			return 0;
		const struct vmgl_config *opaque = NULL;
		for (unsigned i = 0; i < count; i++) {
			described[i].id = i + 1;
			describe(glx, glx->configs[screen][i], &described[i], opaque);
			if (described[i].transparent_type == GLX_NONE)
				opaque = &described[i];
		}
		glx->described[screen] = described;
	}
	*out = described;
	return count;
}

static enum vmgl_status status_of_error(const struct glx_data *glx) {
	int code = atomic_exchange(&last_error, 0);
	if (code == glx->error_base + VMGL_GLX_ERROR_BAD_FBCONFIG)
		return VMGL_STATUS_BAD_CONFIG;
	if (code == glx->error_base + VMGL_GLX_ERROR_BAD_PROFILE)
		return VMGL_STATUS_BAD_PROFILE;
	switch (code) {
	case BadValue:
		return VMGL_STATUS_BAD_VALUE;
	case BadMatch:
		return VMGL_STATUS_BAD_MATCH;
	case BadAlloc:
		return VMGL_STATUS_BAD_ALLOC;
	default:
		return VMGL_STATUS_BAD_CONFIG;
	}
}

static enum vmgl_status glx_context_create(struct vmgl_platform *platform, struct vmgl_platform_context *context,
										   const struct vmgl_platform_context *share,
										   const struct vmgl_context_attributes *attributes) {
	struct glx_data *glx = platform->data;
	bool no_config = context->config == 0 && (platform->capabilities & VMGL_CAN_NO_CONFIG);
	GLXFBConfig config = config_of(glx, context->screen, context->config ? context->config : 1);
	if (!config)
		return VMGL_STATUS_BAD_VALUE;
	GLXContext sharing = share ? share->handle : NULL;
	int render_type = attributes->render_type ? (int)attributes->render_type : GLX_RGBA_TYPE;
	atomic_store(&last_error, 0);
	if (!p_glXCreateContextAttribsARB || (!attributes->attributes && !no_config)) {
		if (attributes->es || attributes->core)
			return VMGL_STATUS_BAD_PROFILE;
		context->handle = p_glXCreateNewContext(glx->display, config, render_type, sharing, True);
	} else {
		int list[32], n = 0;
		if (no_config) {
			config = NULL;
			list[n++] = GLX_SCREEN;
			list[n++] = (int)context->screen;
		}
		if (attributes->versioned || attributes->es) {
			list[n++] = GLX_CONTEXT_MAJOR_VERSION_ARB;
			list[n++] = (int)attributes->major;
			list[n++] = GLX_CONTEXT_MINOR_VERSION_ARB;
			list[n++] = (int)attributes->minor;
		}
		list[n++] = GLX_CONTEXT_PROFILE_MASK_ARB;
		list[n++] = attributes->es     ? GLX_CONTEXT_ES2_PROFILE_BIT_EXT
					: attributes->core ? GLX_CONTEXT_CORE_PROFILE_BIT_ARB
									   : GLX_CONTEXT_COMPATIBILITY_PROFILE_BIT_ARB;
		if (attributes->flags) {
			list[n++] = GLX_CONTEXT_FLAGS_ARB;
			list[n++] = (int)attributes->flags;
		}
		if (attributes->lose_on_reset && (platform->capabilities & VMGL_CAN_ROBUSTNESS)) {
			list[n++] = GLX_CONTEXT_RESET_NOTIFICATION_STRATEGY_ARB;
			list[n++] = GLX_LOSE_CONTEXT_ON_RESET_ARB;
		}
		if (attributes->no_error && (platform->capabilities & VMGL_CAN_NO_ERROR)) {
			list[n++] = GLX_CONTEXT_OPENGL_NO_ERROR_ARB;
			list[n++] = True;
		}
		if (attributes->release_none && (platform->capabilities & VMGL_CAN_FLUSH_CONTROL)) {
			list[n++] = GLX_CONTEXT_RELEASE_BEHAVIOR_ARB;
			list[n++] = GLX_CONTEXT_RELEASE_BEHAVIOR_NONE_ARB;
		}
		if (attributes->render_type) {
			list[n++] = GLX_RENDER_TYPE;
			list[n++] = render_type;
		}
		list[n] = None;
		context->handle = p_glXCreateContextAttribsARB(glx->display, config, sharing, True, list);
	}
	if (!context->handle) {
		p_XSync(glx->display, False);
		return status_of_error(glx);
	}
	return VMGL_STATUS_OK;
}

static void glx_context_destroy(struct vmgl_platform *platform, struct vmgl_platform_context *context) {
	struct glx_data *glx = platform->data;
	if (context->handle)
		p_glXDestroyContext(glx->display, context->handle);
	if (context->dummy)
		p_glXDestroyPbuffer(glx->display, context->dummy);
}

static struct vmgl_gl raw; /* the driver's own entry points */
/* The thread's current context and what it draws to, when that is a pbuffer. */
static __thread struct vmgl_platform_context *off_screen;
static __thread const struct vmgl_host_drawable *off_screen_drawable;

static enum vmgl_status glx_make_current(struct vmgl_platform *platform, struct vmgl_platform_context *context,
										 struct vmgl_host_drawable *draw, struct vmgl_host_drawable *read) {
	struct glx_data *glx = platform->data;
	/* Without drawables, as GL knows it: contexts since 3.0, where the driver lets them. A dummy for the others. */
	if (!draw && !read && !context->needs_dummy) {
		atomic_store(&last_error, 0);
		if (p_glXMakeContextCurrent(glx->display, None, None, context->handle)) {
			off_screen = NULL;
			return VMGL_STATUS_OK;
		}
		p_XSync(glx->display, False);
		context->needs_dummy = true;
	}
	if ((!draw || !read) && !context->dummy) {
		const int size[] = {GLX_PBUFFER_WIDTH, 1, GLX_PBUFFER_HEIGHT, 1, None};
		GLXFBConfig config = config_of(glx, context->screen, context->config ? context->config : 1);
		context->dummy = p_glXCreatePbuffer(glx->display, config, size);
		if (!context->dummy)
			return VMGL_STATUS_BAD_ALLOC;
	}
	/* The driver reports a window that is gone or does not fit as an X error, late: ask at once. */
	atomic_store(&last_error, 0);
	Bool made = p_glXMakeContextCurrent(glx->display, draw ? draw->glx : context->dummy,
										read ? read->glx : context->dummy, context->handle);
	if (!made) {
		p_XSync(glx->display, False);
		int code = atomic_load(&last_error);
		return code == BadMatch   ? VMGL_STATUS_BAD_MATCH
			   : code == BadAlloc ? VMGL_STATUS_BAD_ALLOC
								  : VMGL_STATUS_BAD_DRAWABLE;
	}
	if (draw && !context->bound && !context->config && !context->es && raw.DrawBuffer) {
		/* A context without a configuration takes its buffers from its first drawable; the driver thinks that this was
		 * our dummy. */
		int twice = True;
		GLXFBConfig config = config_of(glx, draw->screen, draw->config);
		if (config)
			p_glXGetFBConfigAttrib(glx->display, config, GLX_DOUBLEBUFFER, &twice);
		raw.DrawBuffer(twice ? GL_BACK : GL_FRONT);
		raw.ReadBuffer(twice ? GL_BACK : GL_FRONT);
	}
	off_screen = draw && draw == read && !draw->direct ? context : NULL;
	off_screen_drawable = draw;
	return VMGL_STATUS_OK;
}

static void glx_release(struct vmgl_platform *platform) {
	struct glx_data *glx = platform->data;
	off_screen = NULL;
	p_glXMakeContextCurrent(glx->display, None, None, NULL);
}

static bool create_pbuffer(struct glx_data *glx, struct vmgl_host_drawable *drawable) {
	GLXFBConfig config = config_of(glx, drawable->screen, drawable->config);
	if (!config)
		return false;
	const int size[] = {
		GLX_PBUFFER_WIDTH,
		(int)(drawable->width ? drawable->width : 1),
		GLX_PBUFFER_HEIGHT,
		(int)(drawable->height ? drawable->height : 1),
		GLX_PRESERVED_CONTENTS,
		True,
		None,
	};
	drawable->glx = p_glXCreatePbuffer(glx->display, config, size);
	drawable->glx_owned = drawable->glx != 0;
	return drawable->glx_owned;
}

static enum vmgl_status glx_drawable_create(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	struct glx_data *glx = platform->data;
	GLXFBConfig config = config_of(glx, drawable->screen, drawable->config);
	if (!config)
		return VMGL_STATUS_BAD_VALUE;
	atomic_store(&last_error, 0);
	if (drawable->direct && drawable->kind == VMGL_DRAWABLE_WINDOW) {
		Window root;
		int x, y;
		unsigned width, height, border, depth;
		if (!p_XGetGeometry(glx->display, drawable->xid, &root, &x, &y, &width, &height, &border, &depth))
			return VMGL_STATUS_BAD_DRAWABLE;
		drawable->width = width;
		drawable->height = height;
		/* A GLXWindow keeps its buffers while no context has it current, a plain window need not (Mesa's does not).
		 * A driver that allows one GLXWindow per window refuses when the owner has one of its own. */
		drawable->glx = p_glXCreateWindow(glx->display, config, drawable->xid, NULL);
		p_XSync(glx->display, False);
		drawable->glx_owned = drawable->glx && atomic_exchange(&last_error, 0) == 0;
		if (!drawable->glx_owned)
			drawable->glx = drawable->xid;
		return VMGL_STATUS_OK;
	}
	if (drawable->direct && drawable->kind == VMGL_DRAWABLE_PIXMAP) {
		const int attributes[] = {
			GLX_TEXTURE_FORMAT_EXT,
			drawable->flags & VMGL_DRAWABLE_RGBA ? GLX_TEXTURE_FORMAT_RGBA_EXT : GLX_TEXTURE_FORMAT_RGB_EXT,
			GLX_TEXTURE_TARGET_EXT,
			drawable->flags & VMGL_DRAWABLE_1D   ? GLX_TEXTURE_1D_EXT
			: drawable->flags & VMGL_DRAWABLE_2D ? GLX_TEXTURE_2D_EXT
												 : GLX_TEXTURE_RECTANGLE_EXT,
			GLX_MIPMAP_TEXTURE_EXT,
			(drawable->flags & VMGL_DRAWABLE_MIPMAPS) != 0,
			None,
		};
		bool texture = drawable->flags & (VMGL_DRAWABLE_RGB | VMGL_DRAWABLE_RGBA);
		drawable->glx = p_glXCreatePixmap(glx->display, config, drawable->xid, texture ? attributes : NULL);
		p_XSync(glx->display, False);
		int code = atomic_load(&last_error);
		if (!drawable->glx || code)
			return code == BadMatch ? VMGL_STATUS_BAD_MATCH : VMGL_STATUS_BAD_DRAWABLE;
		drawable->glx_owned = true;
		return VMGL_STATUS_OK;
	}
	if (!create_pbuffer(glx, drawable))
		return VMGL_STATUS_BAD_ALLOC;
	p_XSync(glx->display, False);
	return atomic_load(&last_error) ? VMGL_STATUS_BAD_ALLOC : VMGL_STATUS_OK;
}

static void glx_drawable_destroy(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	struct glx_data *glx = platform->data;
	if (!drawable->glx_owned)
		return;
	if (drawable->kind == VMGL_DRAWABLE_WINDOW && drawable->direct)
		p_glXDestroyWindow(glx->display, drawable->glx);
	else if (drawable->direct)
		p_glXDestroyPixmap(glx->display, drawable->glx);
	else
		p_glXDestroyPbuffer(glx->display, drawable->glx);
}

/* A pbuffer that stands for a window of the application gets a successor of the new size. */
static bool glx_drawable_resize(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, unsigned width,
								unsigned height) {
	struct glx_data *glx = platform->data;
	unsigned long old = drawable->glx;
	unsigned old_width = drawable->width, old_height = drawable->height;
	drawable->width = width;
	drawable->height = height;
	if (!create_pbuffer(glx, drawable)) {
		drawable->glx = old;
		drawable->glx_owned = true;
		drawable->width = old_width;
		drawable->height = old_height;
		return false;
	}
	/* GLX keeps it alive until no context has it current any more. */
	p_glXDestroyPbuffer(glx->display, old);
	return true;
}

/* ---- Swapping pbuffers ----
 *
 * Nobody sees a pbuffer's front buffer but a guest that reads from it, or draws to it. Mesa's software drivers do not
 * even update it when they swap (X errors instead), so we copy, and only for contexts that ever named the front buffer.
 */

static void copy_to_front(void) {
	GLint draw = 0, read = 0, read_buffer = 0, draw_buffers[8], most = 1;
	if (!raw.BlitFramebuffer || !raw.BindFramebuffer)
		return;
	raw.GetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &draw);
	raw.GetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read);
	raw.BindFramebuffer(GL_FRAMEBUFFER, 0);
	raw.GetIntegerv(GL_READ_BUFFER, &read_buffer);
	raw.GetIntegerv(GL_MAX_DRAW_BUFFERS, &most);
	most = most > 8 ? 8 : most;
	for (GLint i = 0; i < most; i++)
		raw.GetIntegerv(GL_DRAW_BUFFER0 + (GLenum)i, &draw_buffers[i]);
	GLboolean scissor = raw.IsEnabled(GL_SCISSOR_TEST);
	raw.Disable(GL_SCISSOR_TEST);
	raw.ReadBuffer(GL_BACK);
	raw.DrawBuffer(GL_FRONT);
	GLint width = (GLint)off_screen_drawable->width, height = (GLint)off_screen_drawable->height;
	raw.BlitFramebuffer(0, 0, width, height, 0, 0, width, height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
	raw.ReadBuffer((GLenum)read_buffer);
	if (most > 1 && draw_buffers[1] != GL_NONE)
		raw.DrawBuffers(most, (const GLenum *)draw_buffers);
	else
		raw.DrawBuffer((GLenum)draw_buffers[0]);
	if (scissor)
		raw.Enable(GL_SCISSOR_TEST);
	raw.BindFramebuffer(GL_DRAW_FRAMEBUFFER, (GLuint)draw);
	raw.BindFramebuffer(GL_READ_FRAMEBUFFER, (GLuint)read);
}

static void front_named(GLenum buffer) {
	if (!off_screen || off_screen->es || off_screen->front_used ||
		(buffer != GL_FRONT && buffer != GL_FRONT_LEFT && buffer != GL_FRONT_AND_BACK && buffer != GL_LEFT))
		return;
	off_screen->front_used = true;
	if (off_screen->swapped)
		copy_to_front();
}

static void read_buffer_wrapper(GLenum buffer) {
	front_named(buffer);
	raw.ReadBuffer(buffer);
}

static void draw_buffer_wrapper(GLenum buffer) {
	front_named(buffer);
	raw.DrawBuffer(buffer);
}

static void draw_buffers_wrapper(GLsizei count, const GLenum *buffers) {
	for (GLsizei i = 0; i < count; i++)
		front_named(buffers[i]);
	raw.DrawBuffers(count, buffers);
}

static void glx_swap(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable) {
	struct glx_data *glx = drawable->platform->data;
	if (drawable->direct) {
		p_glXSwapBuffers(glx->display, drawable->glx);
		return;
	}
	ctx->platform->swapped = true;
	if (ctx->platform->front_used && off_screen && !ctx->es)
		copy_to_front();
	ctx->gl->Flush();
}

static void glx_swap_interval(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, int interval) {
	struct glx_data *glx = platform->data;
	if (p_glXSwapIntervalEXT && drawable->direct)
		p_glXSwapIntervalEXT(glx->display, drawable->glx, interval);
	else if (p_glXSwapIntervalMESA && drawable->direct)
		p_glXSwapIntervalMESA(interval < 0 ? (unsigned)-interval : (unsigned)interval);
}

static void glx_copy_sub_buffer(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable, int x, int y,
								int width, int height) {
	(void)ctx;
	struct glx_data *glx = drawable->platform->data;
	if (p_glXCopySubBufferMESA)
		p_glXCopySubBufferMESA(glx->display, drawable->glx, x, y, width, height);
}

static unsigned glx_query_renderer(struct vmgl_platform *platform, unsigned screen, unsigned renderer,
								   unsigned attribute, GLuint values[4], const char **text) {
	struct glx_data *glx = platform->data;
	if (screen >= (unsigned)glx->screen_count || !p_glXQueryRendererIntegerMESA || !p_glXQueryRendererStringMESA)
		return 0;
	if (attribute == GLX_RENDERER_VENDOR_ID_MESA || attribute == GLX_RENDERER_DEVICE_ID_MESA) {
		*text = p_glXQueryRendererStringMESA(glx->display, (int)screen, (int)renderer, (int)attribute);
	}
	if (!p_glXQueryRendererIntegerMESA(glx->display, (int)screen, (int)renderer, (int)attribute, values))
		return 0;
	switch (attribute) {
	case GLX_RENDERER_VERSION_MESA:
		return 3;
	case GLX_RENDERER_OPENGL_CORE_PROFILE_VERSION_MESA:
	case GLX_RENDERER_OPENGL_COMPATIBILITY_PROFILE_VERSION_MESA:
	case GLX_RENDERER_OPENGL_ES_PROFILE_VERSION_MESA:
	case GLX_RENDERER_OPENGL_ES2_PROFILE_VERSION_MESA:
		return 2;
	default:
		return 1;
	}
}

static void glx_bind_tex_image(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, int buffer,
							   bool bind) {
	struct glx_data *glx = platform->data;
	if (!drawable->glx_owned)
		return;
	if (bind)
		p_glXBindTexImageEXT(glx->display, drawable->glx, buffer, NULL);
	else
		p_glXReleaseTexImageEXT(glx->display, drawable->glx, buffer);
}

static void glx_wait(struct vmgl_platform *platform) {
	struct glx_data *glx = platform->data;
	p_glXWaitGL();
	p_XSync(glx->display, False);
}

static const struct vmgl_platform_ops glx_ops = {
	.close = glx_close,
	.proof = glx_proof,
	.configs = glx_configs,
	.context_create = glx_context_create,
	.context_destroy = glx_context_destroy,
	.make_current = glx_make_current,
	.release = glx_release,
	.drawable_create = glx_drawable_create,
	.drawable_destroy = glx_drawable_destroy,
	.drawable_resize = glx_drawable_resize,
	.swap = glx_swap,
	.swap_interval = glx_swap_interval,
	.copy_sub_buffer = glx_copy_sub_buffer,
	.query_renderer = glx_query_renderer,
	.bind_tex_image = glx_bind_tex_image,
	.wait = glx_wait,
};

struct vmgl_platform *vmgl_platform_glx_open(const char *display, const char *driver_path, char *error,
											 size_t error_bytes) {
	if (!load(driver_path, error, error_bytes))
		return NULL;
	struct vmgl_platform *platform = calloc(1, sizeof *platform);
	struct glx_data *glx = calloc(1, sizeof *glx);
	if (!platform || !glx) {
		free(platform);
		free(glx);
		snprintf(error, error_bytes, "out of memory");
		return NULL;
	}
	platform->ops = &glx_ops;
	platform->data = glx;
	platform->name = strdup(display);
	glx->display = p_XOpenDisplay(display);
	if (!glx->display) {
		snprintf(error, error_bytes, "the X display (%s) cannot be opened", display);
		goto fail;
	}
	int event_base, major, minor;
	if (!p_glXQueryExtension(glx->display, &glx->error_base, &event_base) ||
		!p_glXQueryVersion(glx->display, &major, &minor) || major < 1 || (major == 1 && minor < 3)) {
		snprintf(error, error_bytes, "the X display (%s) has no GLX 1.3", display);
		goto fail;
	}
	glx->screen_count = p_XScreenCount(glx->display);
	glx->configs = calloc((size_t)glx->screen_count, sizeof *glx->configs);
	glx->described = calloc((size_t)glx->screen_count, sizeof *glx->described);
	glx->config_counts = calloc((size_t)glx->screen_count, sizeof *glx->config_counts);
	if (!glx->configs || !glx->described || !glx->config_counts) {
		snprintf(error, error_bytes, "out of memory");
		goto fail;
	}
	for (int i = 0; i < glx->screen_count; i++)
		glx->configs[i] = p_glXGetFBConfigs(glx->display, i, &glx->config_counts[i]);
	if (!glx->configs[0]) {
		snprintf(error, error_bytes, "the X display (%s) has no framebuffer configurations", display);
		goto fail;
	}
	vmgl_gl_load(&platform->gl, vmgl_tables.trust, get_proc);
	raw = platform->gl;
	platform->gl.ReadBuffer = read_buffer_wrapper;
	platform->gl.DrawBuffer = draw_buffer_wrapper;
	platform->gl.DrawBuffers = draw_buffers_wrapper;
	const char *extensions = p_glXQueryExtensionsString(glx->display, 0);
	const struct {
		const char *extension;
		uint32_t capability;
	} capabilities[] = {
		{"GLX_ARB_create_context_profile", VMGL_CAN_CREATE_CONTEXT},
		{"GLX_EXT_create_context_es2_profile", VMGL_CAN_GLES},
		{"GLX_ARB_create_context_robustness", VMGL_CAN_ROBUSTNESS},
		{"GLX_ARB_create_context_no_error", VMGL_CAN_NO_ERROR},
		{"GLX_MESA_query_renderer", VMGL_CAN_QUERY_RENDERER},
		{"GLX_EXT_swap_control_tear", VMGL_CAN_SWAP_TEAR},
		{"GLX_MESA_copy_sub_buffer", VMGL_CAN_COPY_SUB_BUFFER},
		{"GLX_ARB_framebuffer_sRGB", VMGL_CAN_SRGB},
		{"GLX_EXT_framebuffer_sRGB", VMGL_CAN_SRGB},
		{"GLX_ARB_fbconfig_float", VMGL_CAN_FLOAT},
		{"GLX_ARB_context_flush_control", VMGL_CAN_FLUSH_CONTROL},
		{"GLX_EXT_fbconfig_packed_float", VMGL_CAN_PACKED_FLOAT},
		{"GLX_EXT_no_config_context", VMGL_CAN_NO_CONFIG},
	};
	for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++)
		if (vmgl_has_word(extensions, capabilities[i].extension))
			platform->capabilities |= capabilities[i].capability;
	if (vmgl_has_word(extensions, "GLX_EXT_texture_from_pixmap") && p_glXBindTexImageEXT && p_glXReleaseTexImageEXT)
		platform->capabilities |= VMGL_CAN_BIND_PIXMAP;
	/* Where the driver cannot wait for the screen, intervals are kept and have no effect, as on a driver whose
	 * settings turn vertical synchronisation off. */
	platform->capabilities |= VMGL_CAN_SURFACELESS | VMGL_CAN_SWAP_CONTROL;
	return platform;
fail:
	glx_close(platform);
	return NULL;
}
