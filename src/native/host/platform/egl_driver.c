#include "host/platform/egl_driver.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/platform/drawable.h"

struct vmgl_egl vmgl_egl;

static void *libegl, *libgl; /* libgl: where eglGetProcAddress does not know core functions */

void *vmgl_egl_proc(const char *name) {
	void (*function)(void) = vmgl_egl.GetProcAddress(name);
	void *result;
	memcpy(&result, &function, sizeof result);
	return result || !libgl ? result : dlsym(libgl, name);
}

bool vmgl_egl_load(const char *driver_path, char *error, size_t error_bytes) {
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
		void *symbol = dlsym(library, "egl" #name);                                                                    \
		memcpy(&vmgl_egl.name, &symbol, sizeof symbol);                                                                \
		if (!symbol)                                                                                                   \
			missing = "egl" #name;                                                                                     \
	} while (0);
#define RESOLVE(result, name, arguments) RESOLVE_NAME(name)
	VMGL_EGL_FUNCTIONS(RESOLVE)
	RESOLVE_NAME(GetProcAddress)
#undef RESOLVE
#undef RESOLVE_NAME
	if (missing) {
		snprintf(error, error_bytes, "the system's libEGL.so.1 lacks %s", missing);
		return false;
	}
#define OPTIONAL(name, symbol)                                                                                         \
	do {                                                                                                               \
		void (*function)(void) = vmgl_egl.GetProcAddress(symbol);                                                      \
		memcpy(&vmgl_egl.name, &function, sizeof function);                                                            \
	} while (0)
	OPTIONAL(GetPlatformDisplay, "eglGetPlatformDisplayEXT");
	OPTIONAL(CreateImage, "eglCreateImageKHR");
	OPTIONAL(DestroyImage, "eglDestroyImageKHR");
	OPTIONAL(GetDisplayDriverConfig, "eglGetDisplayDriverConfig");
	OPTIONAL(GetDisplayDriverName, "eglGetDisplayDriverName");
#undef OPTIONAL
	char ignored[256];
	libgl = vmgl_platform_library(NULL, gl_names, ignored, sizeof ignored);
	libegl = library;
	return true;
}

bool vmgl_egl_describe(struct vmgl_platform *platform) {
	struct vmgl_egl_data *egl = platform->data;
	const char *extensions = vmgl_egl.QueryString(egl->display, EGL_EXTENSIONS);
	if (!vmgl_has_word(extensions, "EGL_KHR_create_context") || !vmgl_egl.BindAPI(EGL_OPENGL_API))
		return false;
	const struct {
		const char *extension;
		uint32_t capability;
		bool there;
	} capabilities[] = {
		{"EGL_EXT_create_context_robustness", VMGL_CAN_ROBUSTNESS, true},
		{"EGL_KHR_create_context_no_error", VMGL_CAN_NO_ERROR, true},
		{"EGL_KHR_context_flush_control", VMGL_CAN_FLUSH_CONTROL, true},
		{"EGL_MESA_query_driver", VMGL_CAN_QUERY_DRIVER,
		 vmgl_egl.GetDisplayDriverConfig && vmgl_egl.GetDisplayDriverName},
	};
	egl->surfaceless = vmgl_has_word(extensions, "EGL_KHR_surfaceless_context");
	egl->no_config = vmgl_has_word(extensions, "EGL_KHR_no_config_context") && egl->surfaceless;
	platform->capabilities = VMGL_CAN_CREATE_CONTEXT | VMGL_CAN_SURFACELESS | VMGL_CAN_SWAP_CONTROL;
	if (vmgl_egl.BindAPI(EGL_OPENGL_ES_API))
		platform->capabilities |= VMGL_CAN_GLES;
	for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++)
		if (capabilities[i].there && vmgl_has_word(extensions, capabilities[i].extension))
			platform->capabilities |= capabilities[i].capability;
	if (vmgl_has_word(extensions, "EGL_KHR_image_base") && vmgl_has_word(extensions, "EGL_KHR_gl_texture_2D_image") &&
		vmgl_has_word(extensions, "EGL_KHR_gl_renderbuffer_image") && vmgl_egl.CreateImage && vmgl_egl.DestroyImage)
		platform->capabilities |= VMGL_CAN_IMAGES;
	return true;
}

unsigned vmgl_egl_configs(struct vmgl_platform *platform, unsigned screen, const struct vmgl_config **configs) {
	(void)screen;
	const struct vmgl_egl_data *egl = platform->data;
	*configs = egl->configs;
	return egl->config_count;
}

/* ---- Contexts ---- */

enum vmgl_status vmgl_egl_status(void) {
	switch (vmgl_egl.GetError()) {
	case EGL_BAD_ALLOC:
		return VMGL_STATUS_BAD_ALLOC;
	case EGL_BAD_ATTRIBUTE:
		return VMGL_STATUS_BAD_VALUE;
	case EGL_BAD_NATIVE_WINDOW:
	case EGL_BAD_NATIVE_PIXMAP:
	case EGL_BAD_SURFACE:
		return VMGL_STATUS_BAD_DRAWABLE;
	default:
		return VMGL_STATUS_BAD_CONFIG;
	}
}

static EGLContext create(struct vmgl_platform *platform, EGLConfig config, const struct vmgl_platform_context *share,
						 const struct vmgl_context_attributes *attributes) {
	struct vmgl_egl_data *egl = platform->data;
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
	if (attributes->release_none && (platform->capabilities & VMGL_CAN_FLUSH_CONTROL)) {
		list[n++] = EGL_CONTEXT_RELEASE_BEHAVIOR_KHR;
		list[n++] = EGL_CONTEXT_RELEASE_BEHAVIOR_NONE_KHR;
	}
	list[n] = EGL_NONE;
	return vmgl_egl.CreateContext(egl->display, config, share ? share->handle : EGL_NO_CONTEXT, list);
}

enum vmgl_status vmgl_egl_context_create(struct vmgl_platform *platform, struct vmgl_platform_context *context,
										 EGLConfig config, const struct vmgl_platform_context *share,
										 const struct vmgl_context_attributes *attributes) {
	if (share && share->es != attributes->es)
		return VMGL_STATUS_BAD_MATCH;
	if (!vmgl_egl.BindAPI(attributes->es ? EGL_OPENGL_ES_API : EGL_OPENGL_API))
		return VMGL_STATUS_BAD_PROFILE;
	/* GLX gives compatibility for 3.1 where it can, EGL's drivers do not. */
	struct vmgl_context_attributes tried = *attributes;
	bool plain_31 = !tried.es && tried.major == 3 && tried.minor == 1 && !(tried.flags & 2);
	if (plain_31)
		tried.minor = 2;
	context->handle = create(platform, config, share, &tried);
	if (context->handle == EGL_NO_CONTEXT && plain_31)
		context->handle = create(platform, config, share, attributes);
	return context->handle != EGL_NO_CONTEXT ? VMGL_STATUS_OK : vmgl_egl_status();
}

/* ---- Images ---- */

unsigned vmgl_egl_image_create(struct vmgl_platform *platform, struct vmgl_platform_context *context, unsigned target,
							   GLuint object, GLint level, GLint zoffset, bool preserved, void **image) {
	struct vmgl_egl_data *egl = platform->data;
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
		vmgl_egl.CreateImage(egl->display, context->handle, target, (EGLClientBuffer)(uintptr_t)object, list);
	if (made == EGL_NO_IMAGE_KHR)
		return (unsigned)vmgl_egl.GetError();
	*image = made;
	return 0;
}

void vmgl_egl_image_destroy(struct vmgl_platform *platform, void *image) {
	struct vmgl_egl_data *egl = platform->data;
	vmgl_egl.DestroyImage(egl->display, image);
}

/* ---- EGL_MESA_query_driver ---- */

char *vmgl_egl_driver_text(struct vmgl_platform *platform, enum vmgl_driver_text which) {
	const struct vmgl_egl_data *egl = platform->data;
	if (which == VMGL_DRIVER_CONFIG)
		return vmgl_egl.GetDisplayDriverConfig(egl->display);
	const char *name = vmgl_egl.GetDisplayDriverName(egl->display);
	return name ? strdup(name) : NULL;
}
