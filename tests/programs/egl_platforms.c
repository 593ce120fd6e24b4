/* Displays without windows: the surfaceless platform and the device platform, contexts without surfaces, client
 * extensions, the ways to the same display. */
#include "support/egl.h"

#include <stdlib.h>
#include <string.h>
#include <xcb/xcb.h>

static bool word(const char *list, const char *name) {
	size_t length = strlen(name);
	for (const char *at = list; at && (at = strstr(at, name)) != NULL; at += length)
		if ((at == list || at[-1] == ' ') && (at[length] == 0 || at[length] == ' '))
			return true;
	return false;
}

static void surfaceless(const char *name, EGLDisplay display) {
	egl.display = display;
	report("%s: %d", name, eglInitialize(display, NULL, NULL));
	static const char *const extensions[] = {
		"EGL_KHR_create_context", "EGL_KHR_surfaceless_context", "EGL_KHR_no_config_context",      "EGL_KHR_fence_sync",
		"EGL_KHR_wait_sync",      "EGL_KHR_reusable_sync",       "EGL_KHR_get_all_proc_addresses",
	};
	for (int i = 0; i < 7; i++)
		report("%s: %d", extensions[i], word(eglQueryString(display, EGL_EXTENSIONS), extensions[i]));
	report_text("apis", strstr(eglQueryString(display, EGL_CLIENT_APIS), "OpenGL_ES") ? "with GLES" : "without");
	EGLint count = -1;
	eglChooseConfig(display, (const EGLint[]){EGL_SURFACE_TYPE, EGL_WINDOW_BIT, EGL_NONE}, NULL, 0, &count);
	report("window configurations: %d", count);
	EGLConfig config = egl_config(EGL_PBUFFER_BIT, EGL_OPENGL_ES_API, 2);
	EGL_STEP(eglCreateWindowSurface(display, config, 1, NULL));
	EGL_STEP(eglCreatePixmapSurface(display, config, 1, NULL));
	EGL_STEP(eglCreateWindowSurface(display, NULL, 1, NULL));
	EGLContext context = egl_context(EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, EGL_OPENGL_ES_API, 3, 0);
	EGL_STEP(eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context));
	report("current: %d %d", eglGetCurrentContext() == context, eglGetCurrentSurface(EGL_DRAW) == EGL_NO_SURFACE);
	report_integer("viewport", GL_VIEWPORT, 4);
	report("framebuffer 0: 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	STEP(glClear(GL_COLOR_BUFFER_BIT));
	GLuint texture, framebuffer;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, 40, 20);
	glGenFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
	glClearColor(0.2f, 0.4f, 0.6f, 0.8f);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels_of("framebuffer object", 40, 20);
	EGLint value = 0;
	eglQueryContext(display, context, EGL_RENDER_BUFFER, &value);
	report("render buffer 0x%x", value);
	const EGLint size[] = {EGL_WIDTH, 24, EGL_HEIGHT, 24, EGL_NONE};
	EGLSurface pbuffer = eglCreatePbufferSurface(display, config, size);
	EGL_STEP(eglMakeCurrent(display, pbuffer, pbuffer, context));
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	glClearColor(0.9f, 0.1f, 0.5f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels_of("pbuffer", 24, 24);
	EGL_STEP(eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT));
	EGL_STEP(eglDestroySurface(display, pbuffer));
	EGL_STEP(eglDestroyContext(display, context));
	EGL_STEP(eglTerminate(display));
}

/* A connection of XCB alone. */
static void xcb(void) {
	int number = 0;
	xcb_connection_t *connection = xcb_connect(NULL, &number);
	const EGLAttrib screen[] = {EGL_PLATFORM_XCB_SCREEN_EXT, number, EGL_NONE};
	EGLDisplay display = eglGetPlatformDisplay(EGL_PLATFORM_XCB_EXT, connection, screen);
	report("xcb: %d", eglInitialize(display, NULL, NULL));
	egl.display = display;
	EGLConfig config = egl_config(EGL_WINDOW_BIT, EGL_OPENGL_ES_API, 2);
	xcb_screen_t *root = xcb_setup_roots_iterator(xcb_get_setup(connection)).data;
	xcb_window_t window = xcb_generate_id(connection);
	xcb_create_window(connection, XCB_COPY_FROM_PARENT, window, root->root, 0, 0, 40, 30, 0,
					  XCB_WINDOW_CLASS_INPUT_OUTPUT, root->root_visual, 0, NULL);
	/* Not flushed: EGL has the connection. */
	EGLSurface surface = eglCreatePlatformWindowSurface(display, config, &window, NULL);
	EGLContext context = egl_context(config, EGL_NO_CONTEXT, EGL_OPENGL_ES_API, 2, 0);
	EGL_STEP(eglMakeCurrent(display, surface, surface, context));
	report_integer("viewport", GL_VIEWPORT, 4);
	glClearColor(0.5f, 0.75f, 0.25f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels_of("a window of xcb", 40, 30);
	EGL_STEP(eglSwapBuffers(display, surface));
	EGL_STEP(eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT));
	EGL_STEP(eglTerminate(display));
	xcb_disconnect(connection);
}

int main(void) {
	static const char *const client[] = {
		"EGL_EXT_client_extensions",     "EGL_EXT_platform_base",
		"EGL_EXT_platform_x11",          "EGL_KHR_platform_x11",
		"EGL_EXT_platform_device",       "EGL_EXT_device_base",
		"EGL_EXT_device_enumeration",    "EGL_EXT_device_query",
		"EGL_MESA_platform_surfaceless", "EGL_KHR_client_get_all_proc_addresses",
		"EGL_EXT_platform_xcb",
	};
	const char *list = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
	for (int i = 0; i < 11; i++)
		report("%s: %d", client[i], word(list, client[i]));
	PFNEGLGETPLATFORMDISPLAYEXTPROC get =
		(PFNEGLGETPLATFORMDISPLAYEXTPROC)eglGetProcAddress("eglGetPlatformDisplayEXT");
	PFNEGLQUERYDEVICESEXTPROC query = (PFNEGLQUERYDEVICESEXTPROC)eglGetProcAddress("eglQueryDevicesEXT");
	EGLDisplay display = eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, NULL);
	report("the same: %d", display == get(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, NULL));
	surfaceless("surfaceless", display);
	EGL_STEP(eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, (void *)&display, NULL));
	EGLDeviceEXT devices[8];
	EGLint count = 0;
	EGL_STEP(query(8, devices, &count));
	report("some device: %d", count > 0);
	EGL_STEP(query(0, devices, &count));
	EGL_STEP(query(8, devices, NULL));
	surfaceless("device", get(EGL_PLATFORM_DEVICE_EXT, devices[0], NULL));
	/* Called by their addresses, GL functions of all kinds are there. */
	report("addresses: %d %d", eglGetProcAddress("glClear") != NULL, eglGetProcAddress("glDispatchCompute") != NULL);
	Display *x11 = XOpenDisplay(NULL);
	const EGLAttrib screen[] = {EGL_PLATFORM_X11_SCREEN_EXT, 0, EGL_NONE};
	display = eglGetPlatformDisplay(EGL_PLATFORM_X11_EXT, x11, screen);
	report("a screen: %d", eglInitialize(display, NULL, NULL));
	EGL_STEP(eglGetPlatformDisplay(EGL_PLATFORM_X11_EXT, x11, (const EGLAttrib[]){0x1234, 0, EGL_NONE}));
	EGL_STEP(eglTerminate(display));
	display = eglGetDisplay(EGL_DEFAULT_DISPLAY);
	report("default: %d", eglInitialize(display, NULL, NULL));
	EGLConfig config = NULL;
	eglChooseConfig(display, (const EGLint[]){EGL_SURFACE_TYPE, EGL_WINDOW_BIT, EGL_NONE}, &config, 1, &count);
	report("has windows: %d", count > 0);
	Window window = XCreateSimpleWindow(x11, DefaultRootWindow(x11), 0, 0, 16, 16, 0, 0, 0);
	XSync(x11, False);
	EGLSurface surface = eglCreatePlatformWindowSurface(display, config, &window, NULL);
	report("platform window surface: %d %s", surface != EGL_NO_SURFACE, egl_error());
	EGL_STEP(eglTerminate(display));
	XCloseDisplay(x11);
	xcb();
	return 0;
}
