#include "host/platform/platform.h"

#include <dlfcn.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/gl/names.h"
#include "host/platform/default_framebuffer.h"
#include "host/platform/egl_image.h"
#include "host/platform/tables.h"

struct vmgl_tables vmgl_tables = {.lock = PTHREAD_MUTEX_INITIALIZER};

static char warm_renderer[256] = "unknown", warm_vendor[256] = "unknown", warm_version[256] = "unknown";

bool vmgl_has_word(const char *list, const char *word) {
	size_t length = strlen(word);
	for (const char *at = list; at && (at = strstr(at, word)) != NULL; at += length)
		if ((at == list || at[-1] == ' ') && (at[length] == 0 || at[length] == ' '))
			return true;
	return false;
}

/* Ours exports this, the system's does not: dlopen may find vmgl's own libGL when LD_LIBRARY_PATH or LD_PRELOAD of
 * a guest reached the renderer, and it would then send its calls to itself. */
static bool is_vmgl(void *library) {
	return dlsym(library, "vmgl_guest_library") != NULL;
}

/* A directory of a driver made for glvnd holds libGLX_<vendor>.so.0 and no libGL. Loaded by path, and named, it is what
 * the system's libGLX gets; for libEGL it is enough to be loaded, as its name is in glvnd's egl_vendor.d. */
static bool load_vendor(const char *directory, const char *front) {
	char pattern[4096];
	glob_t found;
	bool loaded = false;
	if ((size_t)snprintf(pattern, sizeof pattern, "%s/lib%s_*.so.0", directory, front) >= sizeof pattern ||
		glob(pattern, 0, NULL, &found) != 0)
		return false;
	for (size_t i = 0; i < found.gl_pathc && !loaded; i++) {
		char vendor[64];
		const char *name = strrchr(found.gl_pathv[i], '/') + 1 + strlen("lib") + strlen(front) + 1;
		snprintf(vendor, sizeof vendor, "%.*s", (int)(strlen(name) - strlen(".so.0")), name);
		loaded = strcmp(vendor, "indirect") != 0 && dlopen(found.gl_pathv[i], RTLD_NOW | RTLD_GLOBAL);
		if (loaded && strcmp(front, "GLX") == 0)
			setenv("__GLX_VENDOR_LIBRARY_NAME", vendor, 1);
	}
	globfree(&found);
	return loaded;
}

void *vmgl_platform_library(const char *directory, const char *const *names, char *error, size_t error_bytes) {
	static const char *const system_directories[] = {
#if defined(__x86_64__)
		"/usr/lib/x86_64-linux-gnu",
		"/lib/x86_64-linux-gnu",
#elif defined(__aarch64__)
		"/usr/lib/aarch64-linux-gnu",
		"/lib/aarch64-linux-gnu",
#elif defined(__i386__)
		"/usr/lib/i386-linux-gnu",
#endif
		"/usr/lib64",
		"/usr/lib",
	};
	char reason[256] = "no such library";
	char path[4096];
	for (const char *const *name = names; directory && *name; name++) {
		snprintf(path, sizeof path, "%s/%s", directory, *name);
		void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
		if (library && !is_vmgl(library))
			return library;
		if (library)
			dlclose(library);
	}
	if (directory && !load_vendor(directory, strcmp(names[0], "libEGL.so.1") == 0 ? "EGL" : "GLX"))
		fprintf(stderr, "vmgl-renderer: warning: CR_SYSTEM_GL_PATH (%s) has no %s. Using the system's OpenGL.\n",
				directory, names[0]);
	for (const char *const *name = names; *name; name++) {
		void *library = dlopen(*name, RTLD_NOW | RTLD_LOCAL);
		if (library && !is_vmgl(library))
			return library;
		if (library) {
			dlclose(library);
			snprintf(reason, sizeof reason, "only vmgl's own guest library was found");
		} else {
			snprintf(reason, sizeof reason, "%s", dlerror());
		}
		for (size_t i = 0; i < sizeof system_directories / sizeof *system_directories; i++) {
			snprintf(path, sizeof path, "%s/%s", system_directories[i], *name);
			library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
			if (library && !is_vmgl(library))
				return library;
			if (library)
				dlclose(library);
		}
	}
	snprintf(error, error_bytes, "%s cannot be loaded (%s)", names[0], reason);
	return NULL;
}

bool vmgl_platform_warm(struct vmgl_platform *platform, char *renderer, size_t renderer_bytes, char *version,
						size_t version_bytes, char *error, size_t error_bytes) {
	const struct vmgl_config *configs;
	unsigned count = platform->ops->configs(platform, 0, &configs);
	const struct vmgl_config *config = NULL;
	for (unsigned i = 0; i < count && !config; i++)
		if (configs[i].double_buffered && configs[i].depth && (configs[i].render_type & 1) && !configs[i].samples)
			config = &configs[i];
	if (!config && count)
		config = configs;
	struct vmgl_platform_context context = {.platform = platform};
	struct vmgl_context_attributes attributes = {0};
	enum vmgl_status status = VMGL_STATUS_BAD_CONFIG;
	if (config) {
		context.config = config->id;
		status = platform->ops->context_create(platform, &context, NULL, &attributes);
	}
	if (status != VMGL_STATUS_OK) {
		snprintf(error, error_bytes, "the driver makes no OpenGL context (status %d)", (int)status);
		return false;
	}
	status = platform->ops->make_current(platform, &context, NULL, NULL);
	if (status == VMGL_STATUS_OK) {
		const struct vmgl_gl *gl = &platform->gl;
		const GLubyte *renderer_string = gl->GetString(GL_RENDERER), *version_string = gl->GetString(GL_VERSION);
		if (renderer_string)
			snprintf(renderer, renderer_bytes, "%s", (const char *)renderer_string);
		if (version_string && version)
			snprintf(version, version_bytes, "%s", (const char *)version_string);
		const GLubyte *vendor = gl->GetString(GL_VENDOR);
		if (vendor && version)
			snprintf(warm_vendor, sizeof warm_vendor, "%s", (const char *)vendor);
		if (gl->Finish)
			gl->Finish();
		platform->ops->release(platform);
	} else {
		snprintf(error, error_bytes, "the driver's context cannot be made current (status %d)", (int)status);
	}
	platform->ops->context_destroy(platform, &context);
	return status == VMGL_STATUS_OK;
}

bool vmgl_platform_start(const struct vmgl_platform_options *options, char *error, size_t error_bytes) {
	vmgl_tables.trust = options->trust;
	struct vmgl_platform *platform =
		options->display ? vmgl_platform_glx_open(options->display, options->driver_path, error, error_bytes)
						 : vmgl_platform_egl_open(options->gpu, options->driver_path, error, error_bytes);
	if (!platform)
		return false;
	vmgl_tables.driver_path = options->driver_path;
	if (!vmgl_platform_warm(platform, warm_renderer, sizeof warm_renderer, warm_version, sizeof warm_version, error,
							error_bytes)) {
		platform->ops->close(platform);
		return false;
	}
	vmgl_tables.primary = platform;
	return true;
}

const char *vmgl_platform_renderer(void) {
	return warm_renderer;
}

const char *vmgl_platform_vendor(void) {
	return warm_vendor;
}

const char *vmgl_platform_version(void) {
	return warm_version;
}

bool vmgl_platform_trusts(void) {
	return vmgl_tables.trust;
}

bool vmgl_platform_is_software(void) {
	return strstr(warm_renderer, "llvmpipe") || strstr(warm_renderer, "softpipe") ||
		   strstr(warm_renderer, "Software Rasterizer") || strstr(warm_renderer, "SWR");
}

struct vmgl_platform_context *vmgl_table_context(uint32_t id) {
	for (struct vmgl_platform_context *context = vmgl_tables.contexts; context; context = context->next)
		if (context->id == id)
			return context;
	return NULL;
}

struct vmgl_host_drawable *vmgl_table_drawable(uint32_t id) {
	for (struct vmgl_host_drawable *drawable = vmgl_tables.drawables; id && drawable; drawable = drawable->next)
		if (drawable->id == id)
			return drawable;
	return NULL;
}

struct vmgl_host_drawable *vmgl_drawable_ref(uint32_t id) {
	pthread_mutex_lock(&vmgl_tables.lock);
	struct vmgl_host_drawable *drawable = vmgl_table_drawable(id);
	if (drawable)
		drawable->references++;
	pthread_mutex_unlock(&vmgl_tables.lock);
	return drawable;
}

void vmgl_drawable_unref(struct vmgl_host_drawable *drawable) {
	if (!drawable)
		return;
	pthread_mutex_lock(&vmgl_tables.lock);
	bool last = --drawable->references == 0;
	if (last) {
		struct vmgl_host_drawable **link = &vmgl_tables.drawables;
		while (*link != drawable)
			link = &(*link)->next;
		*link = drawable->next;
		vmgl_tables.drawable_count--;
	}
	pthread_mutex_unlock(&vmgl_tables.lock);
	if (last) {
		drawable->platform->ops->drawable_destroy(drawable->platform, drawable);
		free(drawable->contents.pixels[0]);
		free(drawable->contents.pixels[1]);
		free(drawable->sent.pixels);
		pthread_mutex_destroy(&drawable->frames);
		free(drawable);
	}
}

void vmgl_platform_context_destroy(struct vmgl_platform_context *context) {
	pthread_mutex_lock(&vmgl_tables.lock);
	struct vmgl_platform_context **link = &vmgl_tables.contexts;
	while (*link && *link != context)
		link = &(*link)->next;
	if (*link) {
		*link = context->next;
		vmgl_tables.context_count--;
	}
	pthread_mutex_unlock(&vmgl_tables.lock);
	context->platform->ops->context_destroy(context->platform, context);
	vmgl_surface_context_gone(context->group);
	vmgl_host_group_unref(context->group);
	free(context->frame);
	free(context);
}

/* "4.5 (Core Profile) Mesa …", "OpenGL ES 3.2 …": 45 and 32. */
static int parse_version(const char *text) {
	while (text && *text && (*text < '0' || *text > '9'))
		text++;
	int major = 0, minor = 0;
	if (!text || sscanf(text, "%d.%d", &major, &minor) != 2)
		return 10;
	return major * 10 + minor;
}

bool vmgl_platform_stream_start(struct vmgl_host_context *ctx) {
	pthread_mutex_lock(&vmgl_tables.lock);
	struct vmgl_platform_context *context = vmgl_table_context(ctx->id);
	bool free_to_open = context && !context->opened;
	if (free_to_open)
		context->opened = true;
	pthread_mutex_unlock(&vmgl_tables.lock);
	if (!free_to_open)
		return false;
	struct vmgl_platform *platform = context->platform;
	ctx->platform = context;
	ctx->gl = &platform->gl;
	ctx->es = context->es;
	ctx->group = context->group;
	if (platform->ops->make_current(platform, context, NULL, NULL) != VMGL_STATUS_OK) {
		vmgl_platform_stream_end(ctx);
		return false;
	}
	ctx->version = parse_version((const char *)platform->gl.GetString(GL_VERSION));
	if (!ctx->es && ctx->version >= 32) {
		/* The driver's word, not the guest's wish: a driver without compatibility profiles may give core. */
		GLint profile = 0;
		platform->gl.GetIntegerv(GL_CONTEXT_PROFILE_MASK, &profile);
		context->core = profile & GL_CONTEXT_CORE_PROFILE_BIT;
	}
	ctx->compat = !context->core;
	return true;
}

void vmgl_platform_stream_end(struct vmgl_host_context *ctx) {
	struct vmgl_platform_context *context = ctx->platform;
	if (!context)
		return;
	struct vmgl_host_drawable *draw = ctx->draw, *read = ctx->read;
	ctx->draw = ctx->read = NULL;
	if (context->platform->emulated)
		vmgl_default_framebuffer_destroy(context);
	context->platform->ops->release(context->platform);
	vmgl_drawable_unref(draw);
	vmgl_drawable_unref(read);
	ctx->group = NULL;
	ctx->platform = NULL;
	vmgl_platform_context_destroy(context);
}

void vmgl_platform_stop(void) {
	vmgl_egl_images_destroy();
	while (vmgl_tables.contexts)
		vmgl_platform_context_destroy(vmgl_tables.contexts);
	while (vmgl_tables.drawables) {
		vmgl_tables.drawables->references = 1;
		vmgl_drawable_unref(vmgl_tables.drawables);
	}
	for (int i = 0; i < VMGL_DISPLAYS_MAX; i++) {
		if (vmgl_tables.others[i])
			vmgl_tables.others[i]->ops->close(vmgl_tables.others[i]);
		vmgl_tables.others[i] = NULL;
	}
	memset(vmgl_tables.displays, 0, sizeof vmgl_tables.displays);
	if (vmgl_tables.primary)
		vmgl_tables.primary->ops->close(vmgl_tables.primary);
	vmgl_tables.primary = NULL;
}
