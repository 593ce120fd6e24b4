/* What EGL says of bad calls, and what it answers: the driver's errors, per thread. */
#include "support/egl.h"

#include <string.h>

#define STEP_TO(result, call)                                                                                          \
	do {                                                                                                               \
		result = call;                                                                                                 \
		report("%s: %d %s", #call, result != 0, egl_error());                                                          \
	} while (0)

static void *ptr;
static EGLint value;

static void without_display(void) {
	EGLDisplay none = EGL_NO_DISPLAY, wrong = (EGLDisplay)&value;
	STEP_TO(value, eglInitialize(none, NULL, NULL));
	STEP_TO(value, eglInitialize(wrong, NULL, NULL));
	STEP_TO(value, eglTerminate(wrong));
	STEP_TO(ptr, (void *)eglQueryString(wrong, EGL_VENDOR));
	STEP_TO(ptr, (void *)eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS));
	STEP_TO(value, eglGetConfigs(wrong, NULL, 0, &value));
	STEP_TO(ptr, eglCreateContext(wrong, NULL, NULL, NULL));
	STEP_TO(value, eglMakeCurrent(wrong, NULL, NULL, NULL));
	STEP_TO(value, eglSwapBuffers(wrong, NULL));
	STEP_TO(value, eglBindAPI(EGL_OPENVG_API));
	STEP_TO(value, eglBindAPI(0x1234));
	STEP_TO(value, eglBindAPI(EGL_OPENGL_API));
	report("api 0x%x", eglQueryAPI());
	STEP_TO(value, eglReleaseThread());
	report("api 0x%x", eglQueryAPI());
	STEP_TO(value, eglWaitClient());
	STEP_TO(value, eglWaitGL());
	STEP_TO(value, eglWaitNative(EGL_CORE_NATIVE_ENGINE));
	report("current: %d %d %d", eglGetCurrentContext() == NULL, eglGetCurrentDisplay() == NULL,
		   eglGetCurrentSurface(EGL_DRAW) == NULL);
	STEP_TO(ptr, eglGetPlatformDisplay(0x1234, NULL, NULL));
	STEP_TO(ptr, (void *)eglGetProcAddress("eglGetError"));
	STEP_TO(ptr, (void *)eglGetProcAddress("eglNoSuchCall"));
}

static void uninitialized(void) {
	EGLDisplay display = eglGetDisplay((EGLNativeDisplayType)egl.x11);
	report("the same display: %d", display == eglGetDisplay((EGLNativeDisplayType)egl.x11));
	STEP_TO(ptr, (void *)eglQueryString(display, EGL_VENDOR));
	STEP_TO(value, eglGetConfigs(display, NULL, 0, &value));
	STEP_TO(ptr, eglCreateContext(display, NULL, NULL, NULL));
	STEP_TO(value, eglMakeCurrent(display, NULL, NULL, NULL));
	STEP_TO(value, eglSwapInterval(display, 1));
	STEP_TO(value, eglTerminate(display));
}

static void contexts(void) {
	EGLDisplay display = egl.display;
	EGLConfig config = egl.config;
	EGLContext context;
	eglBindAPI(EGL_OPENGL_ES_API);
#define CONTEXT(name, ...)                                                                                             \
	do {                                                                                                               \
		context = eglCreateContext(display, config, EGL_NO_CONTEXT, (const EGLint[]){__VA_ARGS__, EGL_NONE});          \
		report("context %s: %d %s", name, context != EGL_NO_CONTEXT, egl_error());                                     \
		if (context)                                                                                                   \
			eglDestroyContext(display, context);                                                                       \
	} while (0)
	CONTEXT("es 4", EGL_CONTEXT_MAJOR_VERSION, 4);
	CONTEXT("es 2.1", EGL_CONTEXT_MAJOR_VERSION, 2, EGL_CONTEXT_MINOR_VERSION, 1);
	CONTEXT("es 1.1", EGL_CONTEXT_MAJOR_VERSION, 1, EGL_CONTEXT_MINOR_VERSION, 1);
	CONTEXT("es 3.2", EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 2);
	CONTEXT("es 3.3", EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 3);
	CONTEXT("es 0", EGL_CONTEXT_MAJOR_VERSION, 0);
	CONTEXT("es profile", EGL_CONTEXT_MAJOR_VERSION, 2, EGL_CONTEXT_OPENGL_PROFILE_MASK, 1);
	CONTEXT("es debug", EGL_CONTEXT_MAJOR_VERSION, 2, EGL_CONTEXT_FLAGS_KHR, 1);
	CONTEXT("es forward", EGL_CONTEXT_MAJOR_VERSION, 2, EGL_CONTEXT_FLAGS_KHR, 2);
	CONTEXT("unknown", 0x1234, 1);
	STEP_TO(ptr, eglCreateContext(display, (EGLConfig)&value, EGL_NO_CONTEXT, NULL));
	STEP_TO(ptr, eglCreateContext(display, config, (EGLContext)&value, NULL));
	STEP_TO(value, eglDestroyContext(display, EGL_NO_CONTEXT));
	STEP_TO(value, eglDestroyContext(display, (EGLContext)&value));
	eglBindAPI(EGL_OPENGL_API);
	CONTEXT("gl 1.0", EGL_CONTEXT_MAJOR_VERSION, 1);
	CONTEXT("gl 3.4", EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 4);
	CONTEXT("gl 4.5 core", EGL_CONTEXT_MAJOR_VERSION, 4, EGL_CONTEXT_MINOR_VERSION, 5, EGL_CONTEXT_OPENGL_PROFILE_MASK,
			1);
	CONTEXT("gl 4.6", EGL_CONTEXT_MAJOR_VERSION, 4, EGL_CONTEXT_MINOR_VERSION, 6);
	CONTEXT("gl no profile", EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 2,
			EGL_CONTEXT_OPENGL_PROFILE_MASK, 0);
	CONTEXT("gl both profiles", EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 2,
			EGL_CONTEXT_OPENGL_PROFILE_MASK, 3);
	CONTEXT("gl flags", EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 2, EGL_CONTEXT_FLAGS_KHR, 0x80);
	CONTEXT("gl 1.0 forward", EGL_CONTEXT_MAJOR_VERSION, 1, EGL_CONTEXT_FLAGS_KHR, 2);
	CONTEXT("gl robust", EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 2, EGL_CONTEXT_FLAGS_KHR, 0x40);
	eglBindAPI(EGL_OPENGL_ES_API);
	STEP_TO(ptr, eglGetCurrentSurface(0x1234));
}

static void surfaces(void) {
	EGLDisplay display = egl.display;
	EGLConfig config = egl.config;
	STEP_TO(ptr, eglCreateWindowSurface(display, config, 0, NULL));
	STEP_TO(ptr, eglCreateWindowSurface(display, (EGLConfig)&value, egl.window, NULL));
	STEP_TO(ptr, eglCreateWindowSurface(display, config, egl.window, (const EGLint[]){0x1234, 1, EGL_NONE}));
	STEP_TO(ptr, eglCreateWindowSurface(display, config, egl.window, (const EGLint[]){EGL_RENDER_BUFFER, 5, EGL_NONE}));
	STEP_TO(ptr, eglCreateWindowSurface(display, config, egl.window, (const EGLint[]){EGL_WIDTH, 5, EGL_NONE}));
	STEP_TO(ptr, eglCreatePbufferSurface(display, config, (const EGLint[]){EGL_WIDTH, -5, EGL_NONE}));
	STEP_TO(ptr,
			eglCreatePbufferSurface(display, config, (const EGLint[]){EGL_RENDER_BUFFER, EGL_BACK_BUFFER, EGL_NONE}));
	STEP_TO(ptr, eglCreatePbufferSurface(display, config, (const EGLint[]){EGL_TEXTURE_FORMAT, 7, EGL_NONE}));
	STEP_TO(ptr,
			eglCreatePbufferSurface(display, config, (const EGLint[]){EGL_TEXTURE_FORMAT, EGL_TEXTURE_RGB, EGL_NONE}));
	STEP_TO(ptr, eglCreatePbufferFromClientBuffer(display, EGL_OPENVG_IMAGE, NULL, config, NULL));
	STEP_TO(value, eglDestroySurface(display, (EGLSurface)&value));
	EGLSurface surface = eglCreateWindowSurface(display, config, egl.window, NULL);
	STEP_TO(ptr, eglCreateWindowSurface(display, config, egl.window, NULL));
	STEP_TO(value, eglQuerySurface(display, surface, 0x1234, &value));
	STEP_TO(value, eglQuerySurface(display, (EGLSurface)&value, EGL_WIDTH, &value));
	value = 77;
	eglQuerySurface(display, surface, EGL_LARGEST_PBUFFER, &value);
	report("a window is no largest pbuffer: %d", value);
	STEP_TO(value, eglSurfaceAttrib(display, surface, 0x1234, 1));
	STEP_TO(value, eglSurfaceAttrib(display, surface, EGL_MULTISAMPLE_RESOLVE, EGL_MULTISAMPLE_RESOLVE_BOX));
	STEP_TO(value, eglSurfaceAttrib(display, surface, EGL_MULTISAMPLE_RESOLVE, 1));
	STEP_TO(value, eglSurfaceAttrib(display, surface, EGL_SWAP_BEHAVIOR, EGL_BUFFER_DESTROYED));
	STEP_TO(value, eglSwapBuffers(display, surface));
	STEP_TO(value, eglSwapBuffers(display, EGL_NO_SURFACE));
	STEP_TO(value, eglSwapInterval(display, 1));
	STEP_TO(value, eglBindTexImage(display, surface, EGL_BACK_BUFFER));
	STEP_TO(value, eglReleaseTexImage(display, surface, EGL_BACK_BUFFER));
	eglDestroySurface(display, surface);
	STEP_TO(value, eglQuerySurface(display, surface, EGL_WIDTH, &value));
}

static void current(void) {
	EGLDisplay display = egl.display;
	EGLContext context = egl_context(egl.config, EGL_NO_CONTEXT, EGL_OPENGL_ES_API, 2, 0);
	EGLSurface window = eglCreateWindowSurface(display, egl.config, egl.window, NULL);
	EGLSurface pbuffer =
		eglCreatePbufferSurface(display, egl.config, (const EGLint[]){EGL_WIDTH, 8, EGL_HEIGHT, 8, EGL_NONE});
	const EGLint other_config[] = {EGL_RED_SIZE, 8, EGL_DEPTH_SIZE, 0, EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_NONE};
	EGLConfig without_depth;
	EGLint count;
	eglChooseConfig(display, other_config, &without_depth, 1, &count);
	EGLSurface other =
		eglCreatePbufferSurface(display, without_depth, (const EGLint[]){EGL_WIDTH, 8, EGL_HEIGHT, 8, EGL_NONE});
	STEP_TO(value, eglMakeCurrent(display, window, EGL_NO_SURFACE, context));
	STEP_TO(value, eglMakeCurrent(display, window, window, EGL_NO_CONTEXT));
	STEP_TO(value, eglMakeCurrent(display, (EGLSurface)&value, window, context));
	STEP_TO(value, eglMakeCurrent(display, window, window, (EGLContext)&value));
	STEP_TO(value, eglMakeCurrent(display, other, other, context));
	STEP_TO(value, eglMakeCurrent(display, window, pbuffer, context));
	report("draw %d, read %d, context %d, display %d", eglGetCurrentSurface(EGL_DRAW) == window,
		   eglGetCurrentSurface(EGL_READ) == pbuffer, eglGetCurrentContext() == context,
		   eglGetCurrentDisplay() == display);
	STEP_TO(value, eglMakeCurrent(display, other, other, context));
	report("still: %d", eglGetCurrentSurface(EGL_DRAW) == window);
	STEP_TO(value, eglQueryContext(display, context, EGL_CONTEXT_CLIENT_TYPE, &value));
	static const EGLint names[] = {EGL_CONTEXT_CLIENT_TYPE, EGL_CONTEXT_CLIENT_VERSION, EGL_RENDER_BUFFER};
	for (int i = 0; i < 3; i++) {
		eglQueryContext(display, context, names[i], &value);
		report("context 0x%x: 0x%x", names[i], value);
	}
	STEP_TO(value, eglQueryContext(display, context, 0x1234, &value));
	STEP_TO(value, eglQueryContext(display, (EGLContext)&value, EGL_CONFIG_ID, &value));
	STEP_TO(value, eglSwapBuffers(display, pbuffer));
	STEP_TO(value, eglSwapInterval(display, 0));
	/* What is current goes when it is let go. */
	STEP_TO(value, eglDestroySurface(display, window));
	STEP_TO(value, eglDestroyContext(display, context));
	glClearColor(0, 1, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_error("drawing to what was destroyed");
	report("context %d", eglGetCurrentContext() == context);
	STEP_TO(value, eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT));
	STEP_TO(value, eglMakeCurrent(display, pbuffer, pbuffer, context));
	STEP_TO(value, eglDestroyContext(display, context));
	context = egl_context(egl.config, EGL_NO_CONTEXT, EGL_OPENGL_ES_API, 2, 0);
	STEP_TO(value, eglMakeCurrent(display, pbuffer, pbuffer, context));
	STEP_TO(value, eglTerminate(display));
	glClear(GL_COLOR_BUFFER_BIT);
	report_error("drawing after eglTerminate");
	STEP_TO(value, eglQueryContext(display, context, EGL_CONFIG_ID, &value));
	STEP_TO(value, eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT));
	STEP_TO(value, eglInitialize(display, NULL, NULL));
	STEP_TO(value, eglMakeCurrent(display, pbuffer, pbuffer, context));
	STEP_TO(value, eglTerminate(display));
	STEP_TO(value, eglTerminate(display));
}

int main(void) {
	without_display();
	egl.x11 = XOpenDisplay(NULL);
	if (!egl.x11)
		report_skip("cannot open the display");
	uninitialized();
	XCloseDisplay(egl.x11);
	egl_open_display();
	report("version %d", !strncmp(eglQueryString(egl.display, EGL_VERSION), "1.5", 3));
	STEP_TO(ptr, (void *)eglQueryString(egl.display, 0x1234));
	egl.config = egl_config(EGL_WINDOW_BIT | EGL_PBUFFER_BIT, EGL_OPENGL_ES_API, 2);
	egl.window = egl_window(egl.config, 0, WINDOW_SIZE);
	contexts();
	surfaces();
	current();
	return 0;
}
