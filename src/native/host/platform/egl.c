/* EGL without a display: for hosts without an X server. A device is chosen by number, UUID or path, or the first
 * hardware one is taken; Mesa's surfaceless platform is the fallback. Contexts have no surface, framebuffer 0 is
 * ours (default_framebuffer.c), and so is the list of configurations. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/platform/default_framebuffer.h"
#include "host/platform/egl_driver.h"
#include "host/platform/tables.h"

/* Values of GL/glx.h, which this file does without. */
enum {
	GLX_RGBA_BIT_VALUE = 1,
	GLX_ALL_DRAWABLES = 7, /* window, pixmap, pbuffer */
	GLX_NONE_VALUE = 0x8000,
	X_TRUE_COLOR = 4,
};

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
	const char *client = vmgl_egl.QueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
	PFNEGLGETPLATFORMDISPLAYEXTPROC get_display = vmgl_egl.GetPlatformDisplay;
	PFNEGLQUERYDEVICESEXTPROC query_devices = (PFNEGLQUERYDEVICESEXTPROC)vmgl_egl.GetProcAddress("eglQueryDevicesEXT");
	PFNEGLQUERYDEVICESTRINGEXTPROC query_string =
		(PFNEGLQUERYDEVICESTRINGEXTPROC)vmgl_egl.GetProcAddress("eglQueryDeviceStringEXT");
	PFNEGLQUERYDEVICEBINARYEXTPROC query_binary =
		(PFNEGLQUERYDEVICEBINARYEXTPROC)vmgl_egl.GetProcAddress("eglQueryDeviceBinaryEXT");
	EGLDeviceEXT devices[32];
	EGLint count = 0;
	bool platform_device = vmgl_has_word(client, "EGL_EXT_platform_device") && get_display;
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
			if (vmgl_has_word(extensions, "EGL_MESA_device_software") != (software == 1))
				continue;
			if (gpu) {
				const char *path = vmgl_has_word(extensions, "EGL_EXT_device_drm")
									   ? query_string(devices[i], EGL_DRM_DEVICE_FILE_EXT)
									   : NULL;
				const char *node = vmgl_has_word(extensions, "EGL_EXT_device_drm_render_node")
									   ? query_string(devices[i], EGL_DRM_RENDER_NODE_FILE_EXT)
									   : NULL;
				unsigned char uuid[16];
				EGLint uuid_bytes = 0;
				bool matches = (is_number(gpu) && atoi(gpu) == i) || (path && strcmp(path, gpu) == 0) ||
							   (node && strcmp(node, gpu) == 0);
				if (!matches && vmgl_has_word(extensions, "EGL_EXT_device_persistent_id") && query_binary &&
					query_binary(devices[i], EGL_DEVICE_UUID_EXT, sizeof uuid, uuid, &uuid_bytes) && uuid_bytes == 16)
					matches = is_uuid(gpu, uuid);
				if (!matches)
					continue;
			}
			EGLDisplay display = get_display(EGL_PLATFORM_DEVICE_EXT, devices[i], NULL);
			EGLint major, minor;
			if (display != EGL_NO_DISPLAY && vmgl_egl.Initialize(display, &major, &minor))
				return display;
		}
	}
	if (gpu) {
		snprintf(error, error_bytes, "there is no usable GPU (%s) among the driver's %d EGL devices", gpu, (int)count);
		return EGL_NO_DISPLAY;
	}
	if (get_display && vmgl_has_word(client, "EGL_MESA_platform_surfaceless")) {
		EGLDisplay display = get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, NULL);
		EGLint major, minor;
		if (display != EGL_NO_DISPLAY && vmgl_egl.Initialize(display, &major, &minor))
			return display;
	}
	snprintf(error, error_bytes, "the driver opens neither an EGL device nor EGL without a display");
	return EGL_NO_DISPLAY;
}

/* ---- Configurations ---- */

static void add_config(struct vmgl_egl_data *egl, const unsigned rgba[4], unsigned depth, unsigned stencil,
					   unsigned samples, bool double_buffered) {
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
		.egl = VMGL_CONFIG_PRESERVES | (rgba[0] == 8 ? VMGL_CONFIG_COLOR_SPACE : 0u),
	};
}

static bool make_configs(struct vmgl_egl_data *egl) {
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

/* ---- Contexts ---- */

/* A driver configuration, where contexts or the little surface need one. */
static EGLConfig driver_config(const struct vmgl_egl_data *egl, bool es, unsigned major) {
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
	vmgl_egl.ChooseConfig(egl->display, attributes, &config, 1, &count);
	return count ? config : NULL;
}

static enum vmgl_status egl_context_create(struct vmgl_platform *platform, struct vmgl_platform_context *context,
										   const struct vmgl_platform_context *share,
										   const struct vmgl_context_attributes *attributes) {
	struct vmgl_egl_data *egl = platform->data;
	if (context->config > egl->config_count)
		return VMGL_STATUS_BAD_VALUE;
	EGLConfig config = egl->no_config ? EGL_NO_CONFIG_KHR : driver_config(egl, attributes->es, attributes->major);
	if (!config && !egl->no_config)
		return VMGL_STATUS_BAD_CONFIG;
	enum vmgl_status status = vmgl_egl_context_create(platform, context, config, share, attributes);
	if (status != VMGL_STATUS_OK)
		return status;
	if (!egl->surfaceless) {
		const EGLint size[] = {EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
		EGLConfig surface_config = config ? config : driver_config(egl, attributes->es, attributes->major);
		EGLSurface surface = vmgl_egl.CreatePbufferSurface(egl->display, surface_config, size);
		if (surface == EGL_NO_SURFACE) {
			vmgl_egl.DestroyContext(egl->display, context->handle);
			return VMGL_STATUS_BAD_ALLOC;
		}
		context->dummy = (unsigned long)surface;
	}
	return VMGL_STATUS_OK;
}

static void egl_context_destroy(struct vmgl_platform *platform, struct vmgl_platform_context *context) {
	struct vmgl_egl_data *egl = platform->data;
	vmgl_egl.DestroyContext(egl->display, context->handle);
	if (context->dummy)
		vmgl_egl.DestroySurface(egl->display, (EGLSurface)context->dummy);
}

static bool make_current(const struct vmgl_egl_data *egl, const struct vmgl_platform_context *context) {
	EGLSurface surface = context->dummy ? (EGLSurface)context->dummy : EGL_NO_SURFACE;
	/* The API is a property of the thread. */
	vmgl_egl.BindAPI(context->es ? EGL_OPENGL_ES_API : EGL_OPENGL_API);
	return vmgl_egl.MakeCurrent(egl->display, surface, surface, context->handle);
}

static enum vmgl_status egl_make_current(struct vmgl_platform *platform, struct vmgl_platform_context *context,
										 struct vmgl_host_drawable *draw, struct vmgl_host_drawable *read) {
	struct vmgl_egl_data *egl = platform->data;
	if (!make_current(egl, context))
		return vmgl_egl.GetError() == EGL_BAD_ALLOC ? VMGL_STATUS_BAD_ALLOC : VMGL_STATUS_BAD_CONTEXT;
	/* The warm-up context has no share group, and needs no framebuffer. */
	if (context->group && !vmgl_default_framebuffer_bind(context, draw, read))
		return VMGL_STATUS_BAD_ALLOC;
	return VMGL_STATUS_OK;
}

static void egl_release(struct vmgl_platform *platform) {
	struct vmgl_egl_data *egl = platform->data;
	vmgl_default_framebuffer_leave();
	vmgl_egl.MakeCurrent(egl->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
	vmgl_egl.ReleaseThread();
}

/* EGL images of renderbuffers of a group, for a context of another one, which is current before and after. The group's
 * own contexts may be busy in their threads; one more that shares with them, and is only for this, is not. */
static bool egl_export(struct vmgl_platform *platform, const struct vmgl_host_group *group,
					   struct vmgl_platform_context *current, const GLuint *names, int count, void **images) {
	struct vmgl_egl_data *egl = platform->data;
	struct vmgl_platform_context helper = {.platform = platform};
	bool created = false;
	if (!(platform->capabilities & VMGL_CAN_IMAGES))
		return false;
	/* The lock is held throughout: the sharing context must not end meanwhile. */
	pthread_mutex_lock(&vmgl_tables.lock);
	const struct vmgl_platform_context *member = vmgl_tables.contexts;
	while (member && (member->group != group || member->platform != platform))
		member = member->next;
	if (member) {
		const struct vmgl_context_attributes attributes = {
			.es = member->es, .versioned = member->es, .major = member->es ? 2 : 1};
		helper.es = member->es;
		helper.config = member->config;
		created = egl_context_create(platform, &helper, member, &attributes) == VMGL_STATUS_OK;
	}
	pthread_mutex_unlock(&vmgl_tables.lock);
	if (!created)
		return false;
	int made = 0;
	if (make_current(egl, &helper))
		while (made < count && vmgl_egl_image_create(platform, &helper, EGL_GL_RENDERBUFFER_KHR, names[made], 0, 0,
													 false, &images[made]) == 0)
			made++;
	make_current(egl, current);
	egl_context_destroy(platform, &helper);
	for (int i = 0; made < count && i < made; i++)
		vmgl_egl_image_destroy(platform, images[i]);
	return made == count;
}

/* ---- Drawables ---- */

static enum vmgl_status egl_drawable_create(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	struct vmgl_egl_data *egl = platform->data;
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
		.color_space = (drawable->flags & VMGL_DRAWABLE_SRGB) && (config->egl & VMGL_CONFIG_COLOR_SPACE),
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

static bool egl_preserve(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, bool preserve) {
	(void)platform;
	vmgl_surface_preserve(drawable->surface, preserve);
	return true;
}

static void egl_wait(struct vmgl_platform *platform) {
	(void)platform;
}

static void egl_close(struct vmgl_platform *platform) {
	struct vmgl_egl_data *egl = platform->data;
	if (egl->display != EGL_NO_DISPLAY)
		vmgl_egl.Terminate(egl->display);
	free(egl->configs);
	free(egl);
	free(platform);
}

static const struct vmgl_platform_ops egl_ops = {
	.close = egl_close,
	.configs = vmgl_egl_configs,
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
	.preserve = egl_preserve,
	.export_renderbuffers = egl_export,
	.image_create = vmgl_egl_image_create,
	.image_destroy = vmgl_egl_image_destroy,
	.driver_text = vmgl_egl_driver_text,
	.wait = egl_wait,
};

struct vmgl_platform *vmgl_platform_egl_open_display(void *display, char *error, size_t error_bytes) {
	struct vmgl_platform *platform = calloc(1, sizeof *platform);
	struct vmgl_egl_data *egl = calloc(1, sizeof *egl);
	if (!platform || !egl || !make_configs(egl)) {
		free(platform);
		free(egl);
		vmgl_egl.Terminate(display);
		snprintf(error, error_bytes, "out of memory");
		return NULL;
	}
	platform->ops = &egl_ops;
	platform->data = egl;
	platform->emulated = true;
	egl->display = display;
	if (!vmgl_egl_describe(platform)) {
		snprintf(error, error_bytes, "the driver's EGL makes no desktop OpenGL contexts");
		egl_close(platform);
		return NULL;
	}
	platform->capabilities |= VMGL_CAN_NO_CONFIG | VMGL_CAN_SRGB | VMGL_CAN_COLOR_SPACE | VMGL_CAN_COPY_SUB_BUFFER;
	vmgl_gl_load(&platform->gl, vmgl_tables.trust, vmgl_egl_proc);
	vmgl_default_framebuffer_install(&platform->gl);
	return platform;
}

struct vmgl_platform *vmgl_platform_egl_open(const char *gpu, const char *driver_path, char *error,
											 size_t error_bytes) {
	if (!vmgl_egl_load(driver_path, error, error_bytes))
		return NULL;
	EGLDisplay display = open_device(gpu, error, error_bytes);
	return display != EGL_NO_DISPLAY ? vmgl_platform_egl_open_display(display, error, error_bytes) : NULL;
}
