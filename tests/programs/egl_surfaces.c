/* What surfaces can be asked for: sRGB (EGL_KHR_gl_colorspace) in OpenGL ES and in OpenGL, a back buffer that outlives
 * swaps (EGL_SWAP_BEHAVIOR), and the driver behind them (EGL_MESA_query_driver). */
#include "support/egl.h"

#include <GLES2/gl2ext.h>
#include <stdlib.h>
#include <string.h>

static EGLint value(EGLSurface surface, EGLint attribute) {
	EGLint result = -1;
	eglQuerySurface(egl.display, surface, attribute, &result);
	return result;
}

static void fill(float grey, int x, int y, int size) {
	glEnable(GL_SCISSOR_TEST);
	glScissor(x, y, size, size);
	glClearColor(grey, grey / 2, 1 - grey, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glDisable(GL_SCISSOR_TEST);
}

static void pattern(void) {
	glClearColor(0.1f, 0.2f, 0.6f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	for (int i = 0; i < 8; i++)
		fill((float)i / 7, 8 * i, 4 * i, 24);
}

static EGLSurface window(Window native, EGLint color_space) {
	const EGLint attributes[] = {EGL_GL_COLORSPACE, color_space, EGL_NONE};
	EGLSurface surface = eglCreateWindowSurface(egl.display, egl.config, native, attributes);
	report("window in 0x%x: %d %s", color_space, surface != EGL_NO_SURFACE, egl_error());
	return surface;
}

static EGLSurface pbuffer(EGLint color_space) {
	const EGLint attributes[] = {EGL_GL_COLORSPACE, color_space, EGL_WIDTH, 64, EGL_HEIGHT, 64, EGL_NONE};
	EGLSurface surface = eglCreatePbufferSurface(egl.display, egl.config, attributes);
	report("pbuffer in 0x%x: %d %s", color_space, surface != EGL_NO_SURFACE, egl_error());
	return surface;
}

/* A window and a pbuffer of the colour space, drawn to by the context. */
static void color_space(EGLContext context, EGLint wanted, bool encode) {
	Window before = egl.window, native = egl_window(egl.config, 256, WINDOW_SIZE);
	EGLSurface surface = window(native, wanted), buffer = pbuffer(wanted), first = egl.surface;
	report("color space 0x%x, pbuffer's 0x%x", value(surface, EGL_GL_COLORSPACE), value(buffer, EGL_GL_COLORSPACE));
	EGL_STEP(eglMakeCurrent(egl.display, surface, surface, context));
	if (encode)
		STEP(glEnable(GL_FRAMEBUFFER_SRGB_EXT));
	pattern();
	report_pixels_of("window", WINDOW_SIZE, WINDOW_SIZE);
	egl.window = native;
	egl.surface = surface;
	egl_show("window", WINDOW_SIZE, WINDOW_SIZE);
	EGL_STEP(eglMakeCurrent(egl.display, buffer, buffer, context));
	pattern();
	report_pixels_of("pbuffer", 64, 64);
	if (encode)
		glDisable(GL_FRAMEBUFFER_SRGB_EXT);
	egl.window = before;
	egl.surface = first;
	EGL_STEP(eglMakeCurrent(egl.display, first, first, egl.context));
	eglDestroySurface(egl.display, surface);
	eglDestroySurface(egl.display, buffer);
	XDestroyWindow(egl.x11, native);
}

static void preserved(void) {
	EGLint type = 0;
	eglGetConfigAttrib(egl.display, egl.config, EGL_SURFACE_TYPE, &type);
	if (!(type & EGL_SWAP_BEHAVIOR_PRESERVED_BIT)) {
		EGL_STEP(eglSurfaceAttrib(egl.display, egl.surface, EGL_SWAP_BEHAVIOR, EGL_BUFFER_PRESERVED));
		return;
	}
	EGL_STEP(eglSurfaceAttrib(egl.display, egl.surface, EGL_SWAP_BEHAVIOR, EGL_BUFFER_PRESERVED));
	report("swap behavior 0x%x", value(egl.surface, EGL_SWAP_BEHAVIOR));
	pattern();
	for (int frame = 0; frame < 4; frame++) {
		fill(0.25f * (float)frame, 20 * frame, 60, 16);
		egl_show("on top of the last frame", WINDOW_SIZE, WINDOW_SIZE);
	}
	report_pixels_of("all frames", WINDOW_SIZE, WINDOW_SIZE);
	EGL_STEP(eglSurfaceAttrib(egl.display, egl.surface, EGL_SWAP_BEHAVIOR, EGL_BUFFER_DESTROYED));
	report("swap behavior 0x%x", value(egl.surface, EGL_SWAP_BEHAVIOR));
	pattern();
	egl_show("a new frame", WINDOW_SIZE, WINDOW_SIZE);
}

static void driver(void) {
	char *(*config_of)(EGLDisplay) = (char *(*)(EGLDisplay))eglGetProcAddress("eglGetDisplayDriverConfig");
	const char *(*name_of)(EGLDisplay) = (const char *(*)(EGLDisplay))eglGetProcAddress("eglGetDisplayDriverName");
	if (!strstr(eglQueryString(egl.display, EGL_EXTENSIONS), "EGL_MESA_query_driver") || !config_of || !name_of)
		return;
	const char *name = name_of(egl.display);
	report("driver %s: %s", name ? name : "unknown", egl_error());
	char *config = config_of(egl.display);
	report("its settings are XML: %d, %s", config && strstr(config, "<driinfo>") != NULL, egl_error());
	free(config);
	EGL_STEP(name_of(EGL_NO_DISPLAY));
	EGL_STEP(config_of(EGL_NO_DISPLAY));
}

int main(void) {
	egl_open(EGL_OPENGL_ES_API, 2, 0);
	driver();
	report("color space at first 0x%x", value(egl.surface, EGL_GL_COLORSPACE));
	if (!strstr(eglQueryString(egl.display, EGL_EXTENSIONS), "EGL_KHR_gl_colorspace"))
		report_skip("no sRGB surfaces");
	color_space(egl.context, EGL_GL_COLORSPACE_LINEAR, false);
	color_space(egl.context, EGL_GL_COLORSPACE_SRGB, false);
	pbuffer(0x1234);
	eglBindAPI(EGL_OPENGL_API);
	EGLContext desktop = egl_context(egl.config, EGL_NO_CONTEXT, EGL_OPENGL_API, 3, 0);
	color_space(desktop, EGL_GL_COLORSPACE_LINEAR, false);
	/* Mesa encodes what is linear while FRAMEBUFFER_SRGB is enabled, which EGL does not know of: left out. */
	color_space(desktop, EGL_GL_COLORSPACE_SRGB, false);
	color_space(desktop, EGL_GL_COLORSPACE_SRGB, true);
	eglDestroyContext(egl.display, desktop);
	eglBindAPI(EGL_OPENGL_ES_API);
	preserved();
	pattern();
	return egl_finish();
}
