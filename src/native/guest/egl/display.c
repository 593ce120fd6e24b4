/* EGL displays: X11 (by Xlib or XCB), without a window system, and the one device; what they are called and can do. */
#include "guest/egl/egl.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "guest/link/connection.h"

pthread_mutex_t vmgl_egl_lock = PTHREAD_MUTEX_INITIALIZER;
static struct vmgl_egl_display *displays; /* they live as long as the process, as EGL says */

/* The device that the renderer uses. The handle is its address; it holds nothing. */
static char the_device;

/* The newest core version; EGL_VERSION and what eglInitialize says. */
#define EGL_MAJOR 1
#define EGL_MINOR 5

static const char client_extensions[] =
	"EGL_EXT_client_extensions EGL_EXT_device_base EGL_EXT_device_enumeration EGL_EXT_device_query "
	"EGL_EXT_platform_base EGL_EXT_platform_device EGL_EXT_platform_x11 EGL_EXT_platform_xcb "
	"EGL_KHR_client_get_all_proc_addresses EGL_KHR_debug EGL_KHR_platform_x11 EGL_MESA_platform_surfaceless";

static const struct {
	const char *name;
	uint32_t needs;                                   /* enum vmgl_display_capability */
	enum { ANYWHERE, WITH_WINDOWS, WITH_AGES } where; /* WITH_AGES: of windows whose buffers' ages are known */
} extensions[] = {
	{"EGL_EXT_buffer_age", 0, WITH_AGES},
	{"EGL_EXT_create_context_robustness", VMGL_CAN_ROBUSTNESS, ANYWHERE},
	{"EGL_EXT_pixel_format_float", 0, ANYWHERE},
	{"EGL_EXT_swap_buffers_with_damage", 0, WITH_WINDOWS},
	{"EGL_IMG_context_priority", 0, ANYWHERE},
	{"EGL_KHR_config_attribs", 0, ANYWHERE},
	{"EGL_KHR_context_flush_control", VMGL_CAN_FLUSH_CONTROL, ANYWHERE},
	{"EGL_KHR_create_context", VMGL_CAN_CREATE_CONTEXT, ANYWHERE},
	{"EGL_KHR_create_context_no_error", VMGL_CAN_NO_ERROR, ANYWHERE},
	{"EGL_KHR_fence_sync", 0, ANYWHERE},
	{"EGL_KHR_get_all_proc_addresses", 0, ANYWHERE},
	{"EGL_KHR_gl_colorspace", VMGL_CAN_COLOR_SPACE, ANYWHERE},
	{"EGL_KHR_gl_renderbuffer_image", VMGL_CAN_IMAGES, ANYWHERE},
	{"EGL_KHR_gl_texture_2D_image", VMGL_CAN_IMAGES, ANYWHERE},
	{"EGL_KHR_gl_texture_3D_image", VMGL_CAN_IMAGES, ANYWHERE},
	{"EGL_KHR_gl_texture_cubemap_image", VMGL_CAN_IMAGES, ANYWHERE},
	{"EGL_KHR_image_base", VMGL_CAN_IMAGES, ANYWHERE},
	{"EGL_KHR_no_config_context", 0, ANYWHERE},
	{"EGL_KHR_partial_update", 0, WITH_AGES},
	{"EGL_KHR_reusable_sync", 0, ANYWHERE},
	{"EGL_KHR_surfaceless_context", VMGL_CAN_SURFACELESS, ANYWHERE},
	{"EGL_KHR_swap_buffers_with_damage", 0, WITH_WINDOWS},
	{"EGL_KHR_wait_sync", 0, ANYWHERE},
	{"EGL_MESA_configless_context", 0, ANYWHERE},
	{"EGL_MESA_query_driver", VMGL_CAN_QUERY_DRIVER, ANYWHERE},
};

/* The renderer and our X connections are the parent's. The child initializes its displays anew. */
static void after_fork(void) {
	pthread_mutex_init(&vmgl_egl_lock, NULL);
	for (struct vmgl_egl_display *display = displays; display; display = display->next) {
		display->initialized = false;
		if (display->own_x11) {
			display->own_x11 = false;
			display->x11 = NULL;
		}
	}
}

__attribute__((constructor)) static void register_fork_handler(void) {
	pthread_atfork(NULL, NULL, after_fork);
}

struct vmgl_egl_display *vmgl_egl_display(EGLDisplay dpy) {
	struct vmgl_egl_display *display = displays;
	while (display && display != dpy)
		display = display->next;
	return display;
}

struct vmgl_egl_display *vmgl_egl_enter(EGLDisplay dpy, const char *function) {
	pthread_mutex_lock(&vmgl_egl_lock);
	struct vmgl_egl_display *display = vmgl_egl_display(dpy);
	vmgl_egl_about(display ? display->label : NULL);
	if (display && display->initialized)
		return display;
	pthread_mutex_unlock(&vmgl_egl_lock);
	vmgl_egl_fail(display ? EGL_NOT_INITIALIZED : EGL_BAD_DISPLAY, function);
	return NULL;
}

void vmgl_egl_leave(void) {
	pthread_mutex_unlock(&vmgl_egl_lock);
}

struct vmgl_egl_display *vmgl_egl_look(EGLDisplay dpy, const char *function) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, function);
	if (display)
		vmgl_egl_leave();
	return display;
}

/* ---- Finding displays ---- */

/* The same arguments are the same display (EGL 1.5, 3.2). */
static EGLDisplay display_for(EGLenum platform, void *native, EGLint screen) {
	pthread_mutex_lock(&vmgl_egl_lock);
	struct vmgl_egl_display *display = displays;
	while (display && (display->platform != platform || display->native != native || display->wanted_screen != screen))
		display = display->next;
	if (!display && (display = calloc(1, sizeof *display)) != NULL) {
		display->platform = platform;
		display->native = native;
		display->wanted_screen = screen;
		display->next = displays;
		displays = display;
	}
	pthread_mutex_unlock(&vmgl_egl_lock);
	return display;
}

static EGLDisplay get_platform_display(EGLenum platform, void *native, const EGLAttrib *attributes, bool wide,
									   const char *function) {
	EGLAttrib screen = -1;
	const EGLint *narrow = (const EGLint *)attributes;
	for (int i = 0; attributes; i += 2) {
		EGLAttrib name = wide ? attributes[i] : narrow[i];
		if (name == EGL_NONE)
			break;
		EGLAttrib value = wide ? attributes[i + 1] : narrow[i + 1];
		bool is_screen = (platform == EGL_PLATFORM_X11_EXT && name == EGL_PLATFORM_X11_SCREEN_EXT) ||
						 (platform == EGL_PLATFORM_XCB_EXT && name == EGL_PLATFORM_XCB_SCREEN_EXT);
		if (!is_screen) {
			vmgl_egl_fail(EGL_BAD_ATTRIBUTE, function);
			return EGL_NO_DISPLAY;
		}
		screen = value;
	}
	bool fits;
	switch (platform) {
	case EGL_PLATFORM_X11_EXT:
	case EGL_PLATFORM_XCB_EXT:
		fits = true;
		break;
	case EGL_PLATFORM_SURFACELESS_MESA:
		fits = native == EGL_DEFAULT_DISPLAY;
		break;
	case EGL_PLATFORM_DEVICE_EXT:
		fits = native == &the_device || native == EGL_DEFAULT_DISPLAY;
		break;
	default: /* Wayland, GBM and others: not there */
		fits = false;
	}
	if (!fits) {
		vmgl_egl_fail(EGL_BAD_PARAMETER, function);
		return EGL_NO_DISPLAY;
	}
	EGLDisplay display = display_for(platform, native, (EGLint)screen);
	if (display == EGL_NO_DISPLAY)
		vmgl_egl_fail(EGL_BAD_ALLOC, function);
	else
		vmgl_egl_succeed();
	return display;
}

EGLDisplay eglGetPlatformDisplay(EGLenum platform, void *native, const EGLAttrib *attributes) {
	return get_platform_display(platform, native, attributes, true, __func__);
}

EGLDisplay eglGetPlatformDisplayEXT(EGLenum platform, void *native, const EGLint *attributes) {
	return get_platform_display(platform, native, (const EGLAttrib *)attributes, false, __func__);
}

/* What a native display of unknown kind is: its first word tells (wl_display and gbm_device have a well-known
 * address there). EGL_NONE: a kind that is not there. */
static EGLenum platform_of(void *native) {
	static const struct {
		const char *name;
		EGLenum platform;
	} names[] = {
		{"x11", EGL_PLATFORM_X11_EXT},
		{"xcb", EGL_PLATFORM_XCB_EXT},
		{"surfaceless", EGL_PLATFORM_SURFACELESS_MESA},
		{"device", EGL_PLATFORM_DEVICE_EXT},
	};
	const char *wanted = getenv("EGL_PLATFORM");
	for (size_t i = 0; wanted && i < sizeof names / sizeof *names; i++)
		if (strcmp(wanted, names[i].name) == 0)
			return names[i].platform;
	if (native == EGL_DEFAULT_DISPLAY) {
		const char *display = getenv("DISPLAY");
		return display && *display ? EGL_PLATFORM_X11_EXT : EGL_PLATFORM_SURFACELESS_MESA;
	}
	if (native == &the_device)
		return EGL_PLATFORM_DEVICE_EXT;
	const void *first;
	memcpy(&first, native, sizeof first);
	const void *wayland = dlsym(RTLD_DEFAULT, "wl_display_interface");
	const void *gbm = dlsym(RTLD_DEFAULT, "gbm_create_device");
	return first && (first == wayland || first == gbm) ? EGL_NONE : EGL_PLATFORM_X11_EXT;
}

EGLDisplay eglGetDisplay(EGLNativeDisplayType native) {
	EGLenum platform = platform_of((void *)native);
	vmgl_egl_succeed();
	return platform == EGL_NONE ? EGL_NO_DISPLAY : display_for(platform, (void *)native, -1);
}

/* ---- Devices ---- */

EGLBoolean eglQueryDevicesEXT(EGLint most, EGLDeviceEXT *devices, EGLint *count) {
	if ((devices && most <= 0) || !count)
		return VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	if (devices)
		devices[0] = &the_device;
	*count = 1;
	return vmgl_egl_succeed();
}

const char *eglQueryDeviceStringEXT(EGLDeviceEXT device, EGLint name) {
	if (device != &the_device) {
		VMGL_EGL_FAIL(EGL_BAD_DEVICE_EXT);
		return NULL;
	}
	if (name != EGL_EXTENSIONS) {
		VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
		return NULL;
	}
	vmgl_egl_succeed();
	/* No DRM node and no UUID: the device is on another machine. */
	const struct vmgl_display *core = vmgl_display_headless();
	return core && (core->capabilities & VMGL_IS_SOFTWARE) ? "EGL_MESA_device_software" : "";
}

EGLBoolean eglQueryDeviceAttribEXT(EGLDeviceEXT device, EGLint attribute, EGLAttrib *value) {
	(void)attribute, (void)value;
	return VMGL_EGL_FAIL(device == &the_device ? EGL_BAD_ATTRIBUTE : EGL_BAD_DEVICE_EXT);
}

EGLBoolean eglQueryDisplayAttribEXT(EGLDisplay dpy, EGLint attribute, EGLAttrib *value) {
	if (!vmgl_egl_look(dpy, __func__))
		return EGL_FALSE;
	if (attribute != EGL_DEVICE_EXT)
		return VMGL_EGL_FAIL(EGL_BAD_ATTRIBUTE);
	*value = (EGLAttrib)&the_device;
	return vmgl_egl_succeed();
}

/* ---- The driver ---- */

/* EGL_MESA_query_driver: of the renderer's driver, which is what draws. To be freed; NULL when it says nothing. */
static char *driver_text(const struct vmgl_egl_display *display, enum vmgl_driver_text which) {
	struct vmgl_display *core = display->core;
	if (!(core->capabilities & VMGL_CAN_QUERY_DRIVER))
		return NULL;
	struct vmgl_stream *control = vmgl_control_lock(core->connection);
	struct vmgl_blob text = {0};
	vmgl_enc_vmglDriverText(control, core->id, which, &text);
	char *copy = text.bytes ? strndup(text.data, text.bytes) : NULL;
	vmgl_control_unlock(core->connection);
	return copy;
}

char *eglGetDisplayDriverConfig(EGLDisplay dpy) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return NULL;
	char *text = driver_text(display, VMGL_DRIVER_CONFIG);
	vmgl_egl_leave();
	vmgl_egl_succeed();
	return text;
}

const char *eglGetDisplayDriverName(EGLDisplay dpy) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return NULL;
	if (!display->driver_name)
		display->driver_name = driver_text(display, VMGL_DRIVER_NAME);
	vmgl_egl_leave();
	vmgl_egl_succeed();
	return display->driver_name;
}

/* ---- Initialization ---- */

static void write_extensions(struct vmgl_egl_display *display) {
	bool ages =
		display->core->presentation != VMGL_PRESENT_DIRECT || (display->core->capabilities & VMGL_CAN_BUFFER_AGE);
	display->extensions[0] = 0;
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
		if ((display->core->capabilities & extensions[i].needs) != extensions[i].needs ||
			(extensions[i].where != ANYWHERE && !display->x11) || (extensions[i].where == WITH_AGES && !ages))
			continue;
		if (display->extensions[0])
			strcat(display->extensions, " ");
		strcat(display->extensions, extensions[i].name);
	}
}

static bool initialize(struct vmgl_egl_display *display) {
	bool x11 = display->platform == EGL_PLATFORM_X11_EXT || display->platform == EGL_PLATFORM_XCB_EXT;
	if (x11 && !display->own_x11) {
		/* An XCB connection cannot be turned into Xlib's; windows have the same numbers on a connection of our own. */
		bool given = display->native && display->platform == EGL_PLATFORM_X11_EXT;
		if (!given)
			XInitThreads();
		display->x11 = given ? display->native : XOpenDisplay(NULL);
		display->own_x11 = !given && display->x11;
		if (!display->x11)
			return false;
	}
	display->core = x11 ? vmgl_display_get_egl(display->x11) : vmgl_display_headless();
	if (!display->core)
		return false;
	display->screen = display->wanted_screen >= 0 ? display->wanted_screen : x11 ? DefaultScreen(display->x11) : 0;
	if (display->screen >= display->core->screen_count || !vmgl_egl_configs_load(display))
		return false;
	write_extensions(display);
	return true;
}

void vmgl_egl_settle(const struct vmgl_egl_display *display) {
	if (display->platform != EGL_PLATFORM_XCB_EXT || !display->native)
		return;
	/* The application links libxcb, and so does libX11; we need nothing else of it. The lock guards this. */
	static void *library;
	if (!library)
		library = dlopen("libxcb.so.1", RTLD_LAZY | RTLD_NOLOAD);
	if (!library)
		return;
	struct cookie {
		unsigned sequence;
	};
	struct cookie (*ask)(void *) = NULL;
	void *(*wait)(void *, struct cookie, void *) = NULL;
	void *symbols[] = {dlsym(library, "xcb_get_input_focus"), dlsym(library, "xcb_get_input_focus_reply")};
	memcpy(&ask, &symbols[0], sizeof ask);
	memcpy(&wait, &symbols[1], sizeof wait);
	if (ask && wait)
		free(wait(display->native, ask(display->native), NULL));
}

EGLBoolean eglInitialize(EGLDisplay dpy, EGLint *major, EGLint *minor) {
	pthread_mutex_lock(&vmgl_egl_lock);
	struct vmgl_egl_display *display = vmgl_egl_display(dpy);
	/* The application closed its X display without terminating this one, and may have opened it anew. */
	if (display && display->initialized && display->core->dead)
		display->initialized = false;
	if (display && !display->initialized)
		display->initialized = initialize(display);
	bool done = display && display->initialized;
	vmgl_egl_about(display ? display->label : NULL);
	pthread_mutex_unlock(&vmgl_egl_lock);
	if (!done)
		return VMGL_EGL_FAIL(display ? EGL_NOT_INITIALIZED : EGL_BAD_DISPLAY);
	if (major)
		*major = EGL_MAJOR;
	if (minor)
		*minor = EGL_MINOR;
	return vmgl_egl_succeed();
}

/* Everything of the display goes; what is current stays until it is let go (EGL 1.5, 3.2). */
EGLBoolean eglTerminate(EGLDisplay dpy) {
	pthread_mutex_lock(&vmgl_egl_lock);
	struct vmgl_egl_display *display = vmgl_egl_display(dpy);
	if (display && display->initialized) {
		vmgl_egl_images_end(display);
		vmgl_egl_syncs_end(display);
		vmgl_egl_contexts_end(display);
		vmgl_egl_surfaces_end(display);
		display->initialized = false;
	}
	pthread_mutex_unlock(&vmgl_egl_lock);
	return display ? vmgl_egl_succeed() : VMGL_EGL_FAIL(EGL_BAD_DISPLAY);
}

const char *eglQueryString(EGLDisplay dpy, EGLint name) {
	if (dpy == EGL_NO_DISPLAY && (name == EGL_EXTENSIONS || name == EGL_VERSION)) {
		vmgl_egl_succeed();
		return name == EGL_EXTENSIONS ? client_extensions : "1.5";
	}
	struct vmgl_egl_display *display = vmgl_egl_look(dpy, __func__);
	if (!display)
		return NULL;
	vmgl_egl_succeed();
	switch (name) {
	case EGL_VENDOR:
		return "VMGL";
	case EGL_VERSION:
		return "1.5";
	case EGL_EXTENSIONS:
		return display->extensions;
	case EGL_CLIENT_APIS:
		return display->core->capabilities & VMGL_CAN_GLES ? "OpenGL OpenGL_ES" : "OpenGL";
	default:
		VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
		return NULL;
	}
}
