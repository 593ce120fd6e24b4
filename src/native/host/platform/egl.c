/* EGL without a display: for hosts without an X server. A device is chosen by number, UUID or path, or the first
 * hardware one is taken; Mesa's surfaceless platform is the fallback. Contexts have no surface, framebuffer 0 is
 * ours (default_framebuffer.c), and so is the list of configurations. */
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/platform/default_framebuffer.h"
#include "host/platform/tables.h"

/* Values of GL/glx.h, which this file does without. */
enum {
	GLX_RGBA_BIT_VALUE = 1,
	GLX_ALL_DRAWABLES = 7, /* window, pixmap, pbuffer */
	GLX_NONE_VALUE = 0x8000,
	X_TRUE_COLOR = 4,
};

#define EGL_FUNCTIONS(F)                                                                                               \
	F(EGLint, eglGetError, (void))                                                                                     \
	F(EGLBoolean, eglInitialize, (EGLDisplay, EGLint *, EGLint *))                                                     \
	F(EGLBoolean, eglTerminate, (EGLDisplay))                                                                          \
	F(const char *, eglQueryString, (EGLDisplay, EGLint))                                                              \
	F(EGLBoolean, eglBindAPI, (EGLenum))                                                                               \
	F(EGLBoolean, eglChooseConfig, (EGLDisplay, const EGLint *, EGLConfig *, EGLint, EGLint *))                        \
	F(EGLContext, eglCreateContext, (EGLDisplay, EGLConfig, EGLContext, const EGLint *))                               \
	F(EGLBoolean, eglDestroyContext, (EGLDisplay, EGLContext))                                                         \
	F(EGLSurface, eglCreatePbufferSurface, (EGLDisplay, EGLConfig, const EGLint *))                                    \
	F(EGLBoolean, eglDestroySurface, (EGLDisplay, EGLSurface))                                                         \
	F(EGLBoolean, eglMakeCurrent, (EGLDisplay, EGLSurface, EGLSurface, EGLContext))                                    \
	F(EGLBoolean, eglReleaseThread, (void))
#define DECLARE(result, name, arguments) static result(*p_##name) arguments;
EGL_FUNCTIONS(DECLARE)
#undef DECLARE
static void (*(*p_eglGetProcAddress)(const char *))(void);
static PFNEGLCREATEIMAGEKHRPROC p_eglCreateImageKHR;
static PFNEGLDESTROYIMAGEKHRPROC p_eglDestroyImageKHR;
static void *libegl, *libgl; /* libgl: where eglGetProcAddress does not know core functions */

struct egl_data {
	EGLDisplay display;
	bool surfaceless, no_config;
	struct vmgl_config *configs;
	unsigned config_count;
};

static bool has_word(const char *list, const char *word) {
	size_t length = strlen(word);
	for (const char *at = list; at && (at = strstr(at, word)) != NULL; at += length)
		if ((at == list || at[-1] == ' ') && (at[length] == 0 || at[length] == ' '))
			return true;
	return false;
}

static void *get_proc(const char *name) {
	void (*function)(void) = p_eglGetProcAddress(name);
	void *result;
	memcpy(&result, &function, sizeof result);
	return result || !libgl ? result : dlsym(libgl, name);
}

static bool load(const char *driver_path, char *error, size_t error_bytes) {
	if (libegl)
		return true;
	static const char *const egl_names[] = {"libEGL.so.1", NULL};
	static const char *const gl_names[] = {"libOpenGL.so.0", "libGL.so.1", NULL};
	void *library = vmgl_platform_library(driver_path, egl_names, error, error_bytes);
	if (!library)
		return false;
	const char *missing = NULL;
#define RESOLVE_NAME(name)                                                                                             \
	do {                                                                                                               \
		void *symbol = dlsym(library, #name);                                                                          \
		memcpy(&p_##name, &symbol, sizeof symbol);                                                                     \
		if (!symbol)                                                                                                   \
			missing = #name;                                                                                           \
	} while (0);
#define RESOLVE(result, name, arguments) RESOLVE_NAME(name)
	EGL_FUNCTIONS(RESOLVE)
	RESOLVE_NAME(eglGetProcAddress)
#undef RESOLVE
#undef RESOLVE_NAME
	if (missing) {
		snprintf(error, error_bytes, "the system's libEGL.so.1 lacks %s", missing);
		return false;
	}
	char ignored[256];
	libgl = vmgl_platform_library(NULL, gl_names, ignored, sizeof ignored);
	libegl = library;
	return true;
}

/* ---- The device ---- */

static bool is_number(const char *text) {
	return *text && strspn(text, "0123456789") == strlen(text);
}

/* "GPU-5d5c…" or plain hexadecimal digits with or without dashes, as nvidia-smi -L prints them. */
static bool is_uuid(const char *text, const unsigned char *uuid) {
	if (strncmp(text, "GPU-", 4) == 0)
		text += 4;
	for (int i = 0; i < 16; i++) {
		unsigned byte;
		while (*text == '-')
			text++;
		if (strlen(text) < 2 || sscanf(text, "%2x", &byte) != 1 || byte != uuid[i])
			return false;
		text += 2;
	}
	return *text == 0;
}

static EGLDisplay open_device(const char *gpu, char *error, size_t error_bytes) {
	const char *client = p_eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
	PFNEGLGETPLATFORMDISPLAYEXTPROC get_display =
		(PFNEGLGETPLATFORMDISPLAYEXTPROC)p_eglGetProcAddress("eglGetPlatformDisplayEXT");
	PFNEGLQUERYDEVICESEXTPROC query_devices = (PFNEGLQUERYDEVICESEXTPROC)p_eglGetProcAddress("eglQueryDevicesEXT");
	PFNEGLQUERYDEVICESTRINGEXTPROC query_string =
		(PFNEGLQUERYDEVICESTRINGEXTPROC)p_eglGetProcAddress("eglQueryDeviceStringEXT");
	PFNEGLQUERYDEVICEBINARYEXTPROC query_binary =
		(PFNEGLQUERYDEVICEBINARYEXTPROC)p_eglGetProcAddress("eglQueryDeviceBinaryEXT");
	EGLDeviceEXT devices[32];
	EGLint count = 0;
	bool platform_device = has_word(client, "EGL_EXT_platform_device") && get_display;
	if (platform_device && query_devices)
		query_devices(32, devices, &count);
	if (gpu && !platform_device) {
		snprintf(error, error_bytes, "the GPU (%s) cannot be chosen: the driver has no EGL devices", gpu);
		return EGL_NO_DISPLAY;
	}
	/* Hardware before software, in the driver's order. */
	for (int software = 0; software < 2; software++) {
		for (EGLint i = 0; i < count; i++) {
			const char *extensions = query_string ? query_string(devices[i], EGL_EXTENSIONS) : NULL;
			if (has_word(extensions, "EGL_MESA_device_software") != (software == 1))
				continue;
			if (gpu) {
				const char *path = has_word(extensions, "EGL_EXT_device_drm")
									   ? query_string(devices[i], EGL_DRM_DEVICE_FILE_EXT)
									   : NULL;
				const char *node = has_word(extensions, "EGL_EXT_device_drm_render_node")
									   ? query_string(devices[i], EGL_DRM_RENDER_NODE_FILE_EXT)
									   : NULL;
				unsigned char uuid[16];
				EGLint uuid_bytes = 0;
				bool matches = (is_number(gpu) && atoi(gpu) == i) || (path && strcmp(path, gpu) == 0) ||
							   (node && strcmp(node, gpu) == 0);
				if (!matches && has_word(extensions, "EGL_EXT_device_persistent_id") && query_binary &&
					query_binary(devices[i], EGL_DEVICE_UUID_EXT, sizeof uuid, uuid, &uuid_bytes) && uuid_bytes == 16)
					matches = is_uuid(gpu, uuid);
				if (!matches)
					continue;
			}
			EGLDisplay display = get_display(EGL_PLATFORM_DEVICE_EXT, devices[i], NULL);
			EGLint major, minor;
			if (display != EGL_NO_DISPLAY && p_eglInitialize(display, &major, &minor))
				return display;
		}
	}
	if (gpu) {
		snprintf(error, error_bytes, "there is no usable GPU (%s) among the driver's %d EGL devices", gpu, (int)count);
		return EGL_NO_DISPLAY;
	}
	if (get_display && has_word(client, "EGL_MESA_platform_surfaceless")) {
		EGLDisplay display = get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, NULL);
		EGLint major, minor;
		if (display != EGL_NO_DISPLAY && p_eglInitialize(display, &major, &minor))
			return display;
	}
	snprintf(error, error_bytes, "the driver opens neither an EGL device nor EGL without a display");
	return EGL_NO_DISPLAY;
}

/* ---- Configurations ---- */

static void add_config(struct egl_data *egl, const unsigned rgba[4], unsigned depth, unsigned stencil, unsigned samples,
					   bool double_buffered) {
	struct vmgl_config *config = &egl->configs[egl->config_count++];
	*config = (struct vmgl_config){
		.id = egl->config_count,
		.visual_class = X_TRUE_COLOR,
		.caveat = GLX_NONE_VALUE,
		.render_type = GLX_RGBA_BIT_VALUE,
		.drawable_type = GLX_ALL_DRAWABLES,
		.x_renderable = 1,
		.double_buffered = double_buffered,
		.buffer_size = rgba[0] + rgba[1] + rgba[2] + rgba[3],
		.red = rgba[0],
		.green = rgba[1],
		.blue = rgba[2],
		.alpha = rgba[3],
		.depth = depth,
		.stencil = stencil,
		.sample_buffers = samples ? 1 : 0,
		.samples = samples,
		.srgb = rgba[0] == 8 && rgba[3] == 8,
		.transparent_type = GLX_NONE_VALUE,
		.max_pbuffer_width = 8192,
		.max_pbuffer_height = 8192,
		.max_pbuffer_pixels = 8192 * 8192,
	};
}

static bool make_configs(struct egl_data *egl) {
	static const unsigned colors[][4] = {{8, 8, 8, 8}, {8, 8, 8, 0}, {10, 10, 10, 2}, {5, 6, 5, 0}};
	static const unsigned depths[][2] = {{24, 8}, {24, 0}, {16, 0}, {0, 0}};
	/* Four samples are in every GL 3.0; more is a framebuffer object's affair. */
	static const unsigned samples[] = {0, 4};
	egl->configs = calloc(4 * 4 * 2 * 2, sizeof *egl->configs);
	for (int s = 0; egl->configs && s < 2; s++)
		for (int c = 0; c < 4; c++)
			for (int d = 0; d < 4; d++)
				for (int single = 0; single < 2; single++)
					if (samples[s] == 0 || (c < 2 && d != 2))
						add_config(egl, colors[c], depths[d][0], depths[d][1], samples[s], !single);
	return egl->configs != NULL;
}

static unsigned egl_configs(struct vmgl_platform *platform, unsigned screen, const struct vmgl_config **configs) {
	(void)screen;
	const struct egl_data *egl = platform->data;
	*configs = egl->configs;
	return egl->config_count;
}

/* ---- Contexts ---- */

/* A driver configuration, where contexts or the little surface need one. */
static EGLConfig driver_config(const struct egl_data *egl, bool es, unsigned major) {
	const EGLint attributes[] = {
		EGL_SURFACE_TYPE,
		egl->surfaceless ? 0 : EGL_PBUFFER_BIT,
		EGL_RENDERABLE_TYPE,
		!es          ? EGL_OPENGL_BIT
		: major >= 3 ? EGL_OPENGL_ES3_BIT_KHR
		: major == 2 ? EGL_OPENGL_ES2_BIT
					 : EGL_OPENGL_ES_BIT,
		EGL_RED_SIZE,
		8,
		EGL_NONE,
	};
	EGLConfig config = NULL;
	EGLint count = 0;
	p_eglChooseConfig(egl->display, attributes, &config, 1, &count);
	return count ? config : NULL;
}

static enum vmgl_status status_of_error(void) {
	switch (p_eglGetError()) {
	case EGL_BAD_ALLOC:
		return VMGL_STATUS_BAD_ALLOC;
	case EGL_BAD_ATTRIBUTE:
		return VMGL_STATUS_BAD_VALUE;
	case EGL_BAD_CONTEXT:
	case EGL_BAD_MATCH:
		return VMGL_STATUS_BAD_CONFIG;
	default:
		return VMGL_STATUS_BAD_CONFIG;
	}
}

static EGLContext create(struct vmgl_platform *platform, EGLConfig config, const struct vmgl_platform_context *share,
						 const struct vmgl_context_attributes *attributes) {
	struct egl_data *egl = platform->data;
	EGLint list[24];
	int n = 0;
	if (attributes->versioned || attributes->es) {
		list[n++] = EGL_CONTEXT_MAJOR_VERSION_KHR;
		list[n++] = (EGLint)attributes->major;
		list[n++] = EGL_CONTEXT_MINOR_VERSION_KHR;
		list[n++] = (EGLint)attributes->minor;
	}
	/* Versions below 3.2 have no profiles; asking for one would be an error. */
	if (!attributes->es && (attributes->major > 3 || (attributes->major == 3 && attributes->minor >= 2))) {
		list[n++] = EGL_CONTEXT_OPENGL_PROFILE_MASK_KHR;
		list[n++] = attributes->core ? EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT_KHR
									 : EGL_CONTEXT_OPENGL_COMPATIBILITY_PROFILE_BIT_KHR;
	}
	if (attributes->flags) {
		/* The bits are those of GLX. */
		list[n++] = EGL_CONTEXT_FLAGS_KHR;
		list[n++] = (EGLint)attributes->flags;
	}
	if (attributes->lose_on_reset && (platform->capabilities & VMGL_CAN_ROBUSTNESS)) {
		list[n++] = attributes->es ? EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY_EXT
								   : EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY_KHR;
		list[n++] = EGL_LOSE_CONTEXT_ON_RESET_KHR;
	}
	if (attributes->no_error && (platform->capabilities & VMGL_CAN_NO_ERROR)) {
		list[n++] = EGL_CONTEXT_OPENGL_NO_ERROR_KHR;
		list[n++] = EGL_TRUE;
	}
	list[n] = EGL_NONE;
	return p_eglCreateContext(egl->display, config, share ? share->handle : EGL_NO_CONTEXT, list);
}

static enum vmgl_status egl_context_create(struct vmgl_platform *platform, struct vmgl_platform_context *context,
										   const struct vmgl_platform_context *share,
										   const struct vmgl_context_attributes *attributes) {
	struct egl_data *egl = platform->data;
	if (context->config > egl->config_count)
		return VMGL_STATUS_BAD_VALUE;
	if (share && share->es != attributes->es)
		return VMGL_STATUS_BAD_MATCH;
	if (!p_eglBindAPI(attributes->es ? EGL_OPENGL_ES_API : EGL_OPENGL_API))
		return VMGL_STATUS_BAD_PROFILE;
	EGLConfig config = egl->no_config ? EGL_NO_CONFIG_KHR : driver_config(egl, attributes->es, attributes->major);
	if (!config && !egl->no_config)
		return VMGL_STATUS_BAD_CONFIG;
	/* GLX gives compatibility for 3.1 where it can, EGL's drivers do not. */
	struct vmgl_context_attributes tried = *attributes;
	bool plain_31 = !tried.es && tried.major == 3 && tried.minor == 1 && !(tried.flags & 2);
	if (plain_31)
		tried.minor = 2;
	context->handle = create(platform, config, share, &tried);
	if (context->handle == EGL_NO_CONTEXT && plain_31)
		context->handle = create(platform, config, share, attributes);
	if (context->handle == EGL_NO_CONTEXT)
		return status_of_error();
	if (!egl->surfaceless) {
		const EGLint size[] = {EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
		EGLConfig surface_config = config ? config : driver_config(egl, attributes->es, attributes->major);
		EGLSurface surface = p_eglCreatePbufferSurface(egl->display, surface_config, size);
		if (surface == EGL_NO_SURFACE) {
			p_eglDestroyContext(egl->display, context->handle);
			return VMGL_STATUS_BAD_ALLOC;
		}
		context->dummy = (unsigned long)surface;
	}
	return VMGL_STATUS_OK;
}

static void egl_context_destroy(struct vmgl_platform *platform, struct vmgl_platform_context *context) {
	struct egl_data *egl = platform->data;
	p_eglDestroyContext(egl->display, context->handle);
	if (context->dummy)
		p_eglDestroySurface(egl->display, (EGLSurface)context->dummy);
}

static enum vmgl_status egl_make_current(struct vmgl_platform *platform, struct vmgl_platform_context *context,
										 struct vmgl_host_drawable *draw, struct vmgl_host_drawable *read) {
	struct egl_data *egl = platform->data;
	EGLSurface surface = context->dummy ? (EGLSurface)context->dummy : EGL_NO_SURFACE;
	/* The API is a property of the thread. */
	p_eglBindAPI(context->es ? EGL_OPENGL_ES_API : EGL_OPENGL_API);
	if (!p_eglMakeCurrent(egl->display, surface, surface, context->handle))
		return p_eglGetError() == EGL_BAD_ALLOC ? VMGL_STATUS_BAD_ALLOC : VMGL_STATUS_BAD_CONTEXT;
	/* The warm-up context has no share group, and needs no framebuffer. */
	if (context->group && !vmgl_default_framebuffer_bind(context, draw, read))
		return VMGL_STATUS_BAD_ALLOC;
	return VMGL_STATUS_OK;
}

static void egl_release(struct vmgl_platform *platform) {
	struct egl_data *egl = platform->data;
	vmgl_default_framebuffer_leave();
	p_eglMakeCurrent(egl->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
	p_eglReleaseThread();
}

/* ---- Drawables ---- */

static enum vmgl_status egl_drawable_create(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	struct egl_data *egl = platform->data;
	if (drawable->config < 1 || drawable->config > egl->config_count)
		return VMGL_STATUS_BAD_VALUE;
	const struct vmgl_config *config = &egl->configs[drawable->config - 1];
	const struct vmgl_surface_format format = {
		.red = config->red,
		.green = config->green,
		.blue = config->blue,
		.alpha = config->alpha,
		.depth = config->depth,
		.stencil = config->stencil,
		.samples = config->samples,
		.double_buffered = config->double_buffered,
		.srgb = config->srgb,
	};
	drawable->surface = vmgl_surface_create(&format);
	return drawable->surface ? VMGL_STATUS_OK : VMGL_STATUS_BAD_ALLOC;
}

static void egl_drawable_destroy(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	(void)platform;
	vmgl_surface_destroy(drawable->surface);
}

static bool egl_drawable_resize(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, unsigned width,
								unsigned height) {
	(void)platform;
	drawable->width = width;
	drawable->height = height;
	return true;
}

static void egl_swap(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable) {
	(void)drawable;
	vmgl_default_framebuffer_swap(ctx->platform);
}

static void egl_swap_interval(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, int interval) {
	(void)platform, (void)drawable, (void)interval;
}

static void egl_copy_sub_buffer(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable, int x, int y,
								int width, int height) {
	(void)drawable;
	vmgl_default_framebuffer_copy(ctx->platform, x, y, width, height);
}

/* ---- Images ---- */

static unsigned egl_image_create(struct vmgl_platform *platform, struct vmgl_platform_context *context, unsigned target,
								 GLuint object, GLint level, GLint zoffset, bool preserved, void **image) {
	struct egl_data *egl = platform->data;
	EGLint list[8];
	int n = 0;
	if (target != EGL_GL_RENDERBUFFER_KHR) {
		list[n++] = EGL_GL_TEXTURE_LEVEL_KHR;
		list[n++] = level;
	}
	if (target == EGL_GL_TEXTURE_3D_KHR) {
		list[n++] = EGL_GL_TEXTURE_ZOFFSET_KHR;
		list[n++] = zoffset;
	}
	if (preserved) {
		list[n++] = EGL_IMAGE_PRESERVED_KHR;
		list[n++] = EGL_TRUE;
	}
	list[n] = EGL_NONE;
	EGLImageKHR made =
		p_eglCreateImageKHR(egl->display, context->handle, target, (EGLClientBuffer)(uintptr_t)object, list);
	if (made == EGL_NO_IMAGE_KHR)
		return (unsigned)p_eglGetError();
	*image = made;
	return 0;
}

static void egl_image_destroy(struct vmgl_platform *platform, void *image) {
	struct egl_data *egl = platform->data;
	p_eglDestroyImageKHR(egl->display, image);
}

static void egl_wait(struct vmgl_platform *platform) {
	(void)platform;
}

static void egl_close(struct vmgl_platform *platform) {
	struct egl_data *egl = platform->data;
	if (egl->display != EGL_NO_DISPLAY)
		p_eglTerminate(egl->display);
	free(egl->configs);
	free(egl);
	free(platform);
}

static const struct vmgl_platform_ops egl_ops = {
	.close = egl_close,
	.configs = egl_configs,
	.context_create = egl_context_create,
	.context_destroy = egl_context_destroy,
	.make_current = egl_make_current,
	.release = egl_release,
	.drawable_create = egl_drawable_create,
	.drawable_destroy = egl_drawable_destroy,
	.drawable_resize = egl_drawable_resize,
	.swap = egl_swap,
	.swap_interval = egl_swap_interval,
	.copy_sub_buffer = egl_copy_sub_buffer,
	.image_create = egl_image_create,
	.image_destroy = egl_image_destroy,
	.wait = egl_wait,
};

struct vmgl_platform *vmgl_platform_egl_open(const char *gpu, const char *driver_path, char *error,
											 size_t error_bytes) {
	if (!load(driver_path, error, error_bytes))
		return NULL;
	EGLDisplay display = open_device(gpu, error, error_bytes);
	if (display == EGL_NO_DISPLAY)
		return NULL;
	struct vmgl_platform *platform = calloc(1, sizeof *platform);
	struct egl_data *egl = calloc(1, sizeof *egl);
	if (!platform || !egl || !make_configs(egl)) {
		free(platform);
		free(egl);
		p_eglTerminate(display);
		snprintf(error, error_bytes, "out of memory");
		return NULL;
	}
	platform->ops = &egl_ops;
	platform->data = egl;
	platform->emulated = true;
	egl->display = display;
	const char *extensions = p_eglQueryString(display, EGL_EXTENSIONS);
	if (!has_word(extensions, "EGL_KHR_create_context") || !p_eglBindAPI(EGL_OPENGL_API)) {
		snprintf(error, error_bytes, "the driver's EGL makes no desktop OpenGL contexts");
		egl_close(platform);
		return NULL;
	}
	egl->surfaceless = has_word(extensions, "EGL_KHR_surfaceless_context");
	egl->no_config = has_word(extensions, "EGL_KHR_no_config_context") && egl->surfaceless;
	platform->capabilities = VMGL_CAN_CREATE_CONTEXT | VMGL_CAN_NO_CONFIG | VMGL_CAN_SURFACELESS | VMGL_CAN_SRGB |
							 VMGL_CAN_COPY_SUB_BUFFER | VMGL_CAN_SWAP_CONTROL;
	if (p_eglBindAPI(EGL_OPENGL_ES_API))
		platform->capabilities |= VMGL_CAN_GLES;
	if (has_word(extensions, "EGL_EXT_create_context_robustness"))
		platform->capabilities |= VMGL_CAN_ROBUSTNESS;
	if (has_word(extensions, "EGL_KHR_create_context_no_error"))
		platform->capabilities |= VMGL_CAN_NO_ERROR;
	if (has_word(extensions, "EGL_KHR_image_base") && has_word(extensions, "EGL_KHR_gl_texture_2D_image") &&
		has_word(extensions, "EGL_KHR_gl_renderbuffer_image")) {
		p_eglCreateImageKHR = (PFNEGLCREATEIMAGEKHRPROC)p_eglGetProcAddress("eglCreateImageKHR");
		p_eglDestroyImageKHR = (PFNEGLDESTROYIMAGEKHRPROC)p_eglGetProcAddress("eglDestroyImageKHR");
		if (p_eglCreateImageKHR && p_eglDestroyImageKHR)
			platform->capabilities |= VMGL_CAN_IMAGES;
	}
	vmgl_gl_load(&platform->gl, vmgl_tables.trust, get_proc);
	vmgl_default_framebuffer_install(&platform->gl);
	return platform;
}
