/* EGL on an X display that a GLX platform has open, for guests that use EGL there: surfaces are the driver's own, made
 * of the application's windows and pixmaps, so that what EGL promises of them is the driver's promise. It borrows the X
 * connection, and ends before the GLX platform does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/platform/drawable.h"
#include "host/platform/egl_driver.h"
#include "host/platform/tables.h"

/* Values of GL/glx.h, which this file does without. */
enum {
	GLX_RGBA_BIT_VALUE = 1,
	GLX_FLOAT_BIT_VALUE = 4,
	GLX_WINDOW_BIT_VALUE = 1,
	GLX_PIXMAP_BIT_VALUE = 2,
	GLX_PBUFFER_BIT_VALUE = 4,
	GLX_NONE_VALUE = 0x8000,
	GLX_SLOW_VALUE = 0x8001,
	GLX_NON_CONFORMANT_VALUE = 0x800D,
	GLX_TRANSPARENT_RGB_VALUE = 0x8008,
};

struct egl_x11_data {
	struct vmgl_egl_data egl;
	struct vmgl_platform *glx; /* whose connection it is */
	EGLConfig *driver_configs; /* by the guest's number of them, less one */
	bool can_color_space;
};

/* ---- Configurations ---- */

static void describe(const struct egl_x11_data *data, EGLConfig source, struct vmgl_config *config) {
	EGLDisplay display = data->egl.display;
	const struct {
		EGLint attribute;
		uint32_t *value;
	} fields[] = {
		{EGL_NATIVE_VISUAL_ID, &config->visual_id},
		{EGL_LEVEL, &config->level},
		{EGL_NATIVE_RENDERABLE, &config->x_renderable},
		{EGL_BUFFER_SIZE, &config->buffer_size},
		{EGL_RED_SIZE, &config->red},
		{EGL_GREEN_SIZE, &config->green},
		{EGL_BLUE_SIZE, &config->blue},
		{EGL_ALPHA_SIZE, &config->alpha},
		{EGL_DEPTH_SIZE, &config->depth},
		{EGL_STENCIL_SIZE, &config->stencil},
		{EGL_SAMPLE_BUFFERS, &config->sample_buffers},
		{EGL_SAMPLES, &config->samples},
		{EGL_TRANSPARENT_RED_VALUE, &config->transparent_red},
		{EGL_TRANSPARENT_GREEN_VALUE, &config->transparent_green},
		{EGL_TRANSPARENT_BLUE_VALUE, &config->transparent_blue},
		{EGL_MAX_PBUFFER_WIDTH, &config->max_pbuffer_width},
		{EGL_MAX_PBUFFER_HEIGHT, &config->max_pbuffer_height},
		{EGL_MAX_PBUFFER_PIXELS, &config->max_pbuffer_pixels},
	};
	EGLint value = 0;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (vmgl_egl.GetConfigAttrib(display, source, fields[i].attribute, &value))
			*fields[i].value = (uint32_t)value;
	value = EGL_NONE;
	vmgl_egl.GetConfigAttrib(display, source, EGL_CONFIG_CAVEAT, &value);
	config->caveat = value == EGL_SLOW_CONFIG             ? GLX_SLOW_VALUE
					 : value == EGL_NON_CONFORMANT_CONFIG ? GLX_NON_CONFORMANT_VALUE
														  : GLX_NONE_VALUE;
	value = EGL_NONE;
	vmgl_egl.GetConfigAttrib(display, source, EGL_TRANSPARENT_TYPE, &value);
	config->transparent_type = value == EGL_TRANSPARENT_RGB ? GLX_TRANSPARENT_RGB_VALUE : GLX_NONE_VALUE;
	value = 0;
	vmgl_egl.GetConfigAttrib(display, source, EGL_SURFACE_TYPE, &value);
	config->drawable_type = (value & EGL_WINDOW_BIT ? GLX_WINDOW_BIT_VALUE : 0u) |
							(value & EGL_PIXMAP_BIT ? GLX_PIXMAP_BIT_VALUE : 0u) |
							(value & EGL_PBUFFER_BIT ? GLX_PBUFFER_BIT_VALUE : 0u);
	config->egl = (value & EGL_SWAP_BEHAVIOR_PRESERVED_BIT ? VMGL_CONFIG_PRESERVES : 0u) |
				  (data->can_color_space && config->red == 8 ? VMGL_CONFIG_COLOR_SPACE : 0u);
	value = EGL_COLOR_COMPONENT_TYPE_FIXED_EXT;
	vmgl_egl.GetConfigAttrib(display, source, EGL_COLOR_COMPONENT_TYPE_EXT, &value);
	config->render_type = value == EGL_COLOR_COMPONENT_TYPE_FLOAT_EXT ? GLX_FLOAT_BIT_VALUE : GLX_RGBA_BIT_VALUE;
	config->double_buffered = 1;
}

static bool load_configs(struct egl_x11_data *data) {
	EGLDisplay display = data->egl.display;
	EGLint count = 0;
	if (!vmgl_egl.GetConfigs(display, NULL, 0, &count) || count < 1)
		return false;
	data->driver_configs = calloc((size_t)count, sizeof(EGLConfig));
	data->egl.configs = calloc((size_t)count, sizeof *data->egl.configs);
	if (!data->driver_configs || !data->egl.configs ||
		!vmgl_egl.GetConfigs(display, data->driver_configs, count, &count))
		return false;
	data->egl.config_count = (unsigned)count;
	for (EGLint i = 0; i < count; i++) {
		data->egl.configs[i].id = (uint32_t)i + 1;
		describe(data, data->driver_configs[i], &data->egl.configs[i]);
	}
	return true;
}

static EGLConfig config_of(const struct egl_x11_data *data, uint32_t id) {
	return id >= 1 && id <= data->egl.config_count ? data->driver_configs[id - 1] : NULL;
}

/* ---- Contexts ---- */

static enum vmgl_status x11_context_create(struct vmgl_platform *platform, struct vmgl_platform_context *context,
										   const struct vmgl_platform_context *share,
										   const struct vmgl_context_attributes *attributes) {
	const struct egl_x11_data *data = platform->data;
	EGLConfig config = config_of(data, context->config);
	if (!config && (context->config != 0 || !data->egl.no_config))
		return VMGL_STATUS_BAD_VALUE;
	return vmgl_egl_context_create(platform, context, config ? config : EGL_NO_CONFIG_KHR, share, attributes);
}

static void x11_context_destroy(struct vmgl_platform *platform, struct vmgl_platform_context *context) {
	const struct egl_x11_data *data = platform->data;
	vmgl_egl.DestroyContext(data->egl.display, context->handle);
	if (context->dummy)
		vmgl_egl.DestroySurface(data->egl.display, (EGLSurface)context->dummy);
}

static enum vmgl_status x11_make_current(struct vmgl_platform *platform, struct vmgl_platform_context *context,
										 struct vmgl_host_drawable *draw, struct vmgl_host_drawable *read) {
	const struct egl_x11_data *data = platform->data;
	EGLSurface draw_surface = draw ? draw->egl : EGL_NO_SURFACE, read_surface = read ? read->egl : EGL_NO_SURFACE;
	if ((!draw || !read) && !data->egl.surfaceless) {
		const EGLint size[] = {EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
		if (!context->dummy)
			context->dummy = (unsigned long)vmgl_egl.CreatePbufferSurface(
				data->egl.display, config_of(data, context->config ? context->config : 1), size);
		if (!context->dummy)
			return VMGL_STATUS_BAD_ALLOC;
		draw_surface = draw ? draw_surface : (EGLSurface)context->dummy;
		read_surface = read ? read_surface : (EGLSurface)context->dummy;
	}
	/* The API is a property of the thread. */
	vmgl_egl.BindAPI(context->es ? EGL_OPENGL_ES_API : EGL_OPENGL_API);
	if (vmgl_egl.MakeCurrent(data->egl.display, draw_surface, read_surface, context->handle))
		return VMGL_STATUS_OK;
	EGLint error = vmgl_egl.GetError();
	return error == EGL_BAD_MATCH   ? VMGL_STATUS_BAD_MATCH
		   : error == EGL_BAD_ALLOC ? VMGL_STATUS_BAD_ALLOC
									: VMGL_STATUS_BAD_DRAWABLE;
}

static void x11_release(struct vmgl_platform *platform) {
	const struct egl_x11_data *data = platform->data;
	vmgl_egl.MakeCurrent(data->egl.display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
	vmgl_egl.ReleaseThread();
}

/* ---- Drawables ---- */

static enum vmgl_status x11_drawable_create(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	const struct egl_x11_data *data = platform->data;
	EGLDisplay display = data->egl.display;
	EGLConfig config = config_of(data, drawable->config);
	if (!config)
		return VMGL_STATUS_BAD_VALUE;
	EGLint list[8];
	int n = 0;
	if (drawable->flags & VMGL_DRAWABLE_SRGB) {
		if (!data->can_color_space)
			return VMGL_STATUS_BAD_MATCH;
		list[n++] = EGL_GL_COLORSPACE_KHR;
		list[n++] = EGL_GL_COLORSPACE_SRGB_KHR;
	}
	if (drawable->kind == VMGL_DRAWABLE_PBUFFER) {
		list[n++] = EGL_WIDTH;
		list[n++] = (EGLint)(drawable->width ? drawable->width : 1);
		list[n++] = EGL_HEIGHT;
		list[n++] = (EGLint)(drawable->height ? drawable->height : 1);
	}
	list[n] = EGL_NONE;
	drawable->egl =
		drawable->kind == VMGL_DRAWABLE_WINDOW   ? vmgl_egl.CreateWindowSurface(display, config, drawable->xid, list)
		: drawable->kind == VMGL_DRAWABLE_PIXMAP ? vmgl_egl.CreatePixmapSurface(display, config, drawable->xid, list)
												 : vmgl_egl.CreatePbufferSurface(display, config, list);
	if (drawable->egl == EGL_NO_SURFACE) {
		enum vmgl_status status = vmgl_egl_status();
		return status == VMGL_STATUS_BAD_CONFIG ? VMGL_STATUS_BAD_MATCH : status;
	}
	EGLint width = 0, height = 0;
	if (vmgl_egl.QuerySurface(display, drawable->egl, EGL_WIDTH, &width) &&
		vmgl_egl.QuerySurface(display, drawable->egl, EGL_HEIGHT, &height) && width > 0 && height > 0) {
		drawable->width = (unsigned)width;
		drawable->height = (unsigned)height;
	}
	return VMGL_STATUS_OK;
}

static void x11_drawable_destroy(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	const struct egl_x11_data *data = platform->data;
	if (drawable->egl)
		vmgl_egl.DestroySurface(data->egl.display, drawable->egl);
}

/* Windows are the application's, whose size the driver follows; pbuffers keep theirs. */
static bool x11_drawable_resize(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, unsigned width,
								unsigned height) {
	(void)platform, (void)drawable, (void)width, (void)height;
	return false;
}

static void x11_swap(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable) {
	(void)ctx;
	const struct egl_x11_data *data = drawable->platform->data;
	vmgl_egl.SwapBuffers(data->egl.display, drawable->egl);
}

static void x11_swap_interval(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, int interval) {
	(void)drawable;
	const struct egl_x11_data *data = platform->data;
	vmgl_egl.SwapInterval(data->egl.display, interval);
}

/* GLX alone has it. */
static void x11_copy_sub_buffer(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable, int x, int y,
								int width, int height) {
	(void)ctx, (void)drawable, (void)x, (void)y, (void)width, (void)height;
}

static bool x11_preserve(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, bool preserve) {
	const struct egl_x11_data *data = platform->data;
	return vmgl_egl.SurfaceAttrib(data->egl.display, drawable->egl, EGL_SWAP_BEHAVIOR,
								  preserve ? EGL_BUFFER_PRESERVED : EGL_BUFFER_DESTROYED);
}

static int x11_buffer_age(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	const struct egl_x11_data *data = platform->data;
	EGLint age = 0;
	if (!vmgl_egl.QuerySurface(data->egl.display, drawable->egl, EGL_BUFFER_AGE_EXT, &age))
		age = 0;
	return age;
}

static void x11_wait(struct vmgl_platform *platform) {
	const struct egl_x11_data *data = platform->data;
	vmgl_egl.WaitClient();
	data->glx->ops->wait(data->glx);
}

static void x11_close(struct vmgl_platform *platform) {
	struct egl_x11_data *data = platform->data;
	vmgl_egl.Terminate(data->egl.display);
	free(data->driver_configs);
	free(data->egl.configs);
	free(data);
	free(platform);
}

static const struct vmgl_platform_ops x11_ops = {
	.close = x11_close,
	.configs = vmgl_egl_configs,
	.context_create = x11_context_create,
	.context_destroy = x11_context_destroy,
	.make_current = x11_make_current,
	.release = x11_release,
	.drawable_create = x11_drawable_create,
	.drawable_destroy = x11_drawable_destroy,
	.drawable_resize = x11_drawable_resize,
	.swap = x11_swap,
	.swap_interval = x11_swap_interval,
	.copy_sub_buffer = x11_copy_sub_buffer,
	.image_create = vmgl_egl_image_create,
	.image_destroy = vmgl_egl_image_destroy,
	.preserve = x11_preserve,
	.buffer_age = x11_buffer_age,
	.driver_text = vmgl_egl_driver_text,
	.wait = x11_wait,
};

/* The driver's EGL on the connection of `glx`. NULL: it has none there, and `error` says why. */
static EGLDisplay open_display(struct vmgl_platform *glx, const char *driver_path, char *error, size_t error_bytes) {
	if (!vmgl_egl_load(driver_path, error, error_bytes))
		return EGL_NO_DISPLAY;
	const char *client = vmgl_egl.QueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
	bool known = vmgl_has_word(client, "EGL_EXT_platform_x11") || vmgl_has_word(client, "EGL_KHR_platform_x11");
	EGLint major, minor;
	EGLDisplay display = known && vmgl_egl.GetPlatformDisplay
							 ? vmgl_egl.GetPlatformDisplay(EGL_PLATFORM_X11_EXT, vmgl_glx_display(glx), NULL)
							 : EGL_NO_DISPLAY;
	if (display != EGL_NO_DISPLAY && vmgl_egl.Initialize(display, &major, &minor))
		return display;
	snprintf(error, error_bytes, "the driver's EGL does not work on the X display (%s)", glx->name);
	return EGL_NO_DISPLAY;
}

struct vmgl_platform *vmgl_platform_egl_x11_open(struct vmgl_platform *glx, const char *driver_path, bool windows,
												 char *error, size_t error_bytes) {
	EGLDisplay display = open_display(glx, driver_path, error, error_bytes);
	if (display == EGL_NO_DISPLAY)
		return NULL;
	if (!windows)
		return vmgl_platform_egl_open_display(display, error, error_bytes);
	struct vmgl_platform *platform = calloc(1, sizeof *platform);
	struct egl_x11_data *data = calloc(1, sizeof *data);
	if (!platform || !data) {
		free(platform);
		free(data);
		snprintf(error, error_bytes, "out of memory");
		return NULL;
	}
	const char *extensions = vmgl_egl.QueryString(display, EGL_EXTENSIONS);
	platform->ops = &x11_ops;
	platform->data = data;
	data->egl.display = display;
	data->glx = glx;
	data->can_color_space = vmgl_has_word(extensions, "EGL_KHR_gl_colorspace");
	if (!vmgl_egl_describe(platform) || !load_configs(data)) {
		snprintf(error, error_bytes, "the driver's EGL makes no desktop OpenGL contexts on the X display (%s)",
				 glx->name);
		x11_close(platform);
		return NULL;
	}
	if (data->egl.no_config)
		platform->capabilities |= VMGL_CAN_NO_CONFIG;
	if (data->can_color_space)
		platform->capabilities |= VMGL_CAN_COLOR_SPACE;
	if (vmgl_has_word(extensions, "EGL_EXT_buffer_age"))
		platform->capabilities |= VMGL_CAN_BUFFER_AGE;
	vmgl_gl_load(&platform->gl, vmgl_tables.trust, vmgl_egl_proc);
	return platform;
}
