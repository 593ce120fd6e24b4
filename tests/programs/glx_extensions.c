/* GLX extensions that need no program of their own: contexts without a configuration, context ids, reading from
 * another drawable, parts of a buffer. */
#include <string.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include "support/report.h"
#include "support/window.h"

static bool has(const char *extension) {
	const char *list = glXQueryExtensionsString(window.display, DefaultScreen(window.display));
	size_t length = strlen(extension);
	for (const char *at = list; (at = strstr(at, extension)) != NULL; at += length)
		if ((at == list || at[-1] == ' ') && (at[length] == 0 || at[length] == ' '))
			return true;
	return false;
}

static void *function(const char *name) {
	void (*address)(void) = glXGetProcAddressARB((const GLubyte *)name);
	void *result;
	memcpy(&result, &address, sizeof(result));
	return result;
}

static void scene(float red) {
	glClearColor(red, 0.25f, 0.5f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glColor3f(1, 1 - red, 0);
	glRectf(-0.5f, -0.7f, 0.3f, 0.6f);
}

/* One context for windows and pbuffers of any configuration. */
static void without_configuration(void) {
	PFNGLXCREATECONTEXTATTRIBSARBPROC create = function("glXCreateContextAttribsARB");
	if (!has("GLX_EXT_no_config_context")) {
		report("no GLX_EXT_no_config_context");
		return;
	}
	const int screen[] = {GLX_SCREEN, DefaultScreen(window.display), None};
	GLXContext context = create(window.display, NULL, NULL, True, screen);
	report("context: %d", context != NULL);
	int value = 77;
	report("configuration: %d", glXQueryContext(window.display, context, GLX_FBCONFIG_ID, &value));
	report("configuration: %d", value);
	report("current: %d", glXMakeCurrent(window.display, window.window, context));
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	scene(0.75f);
	report_pixels("the window, without a configuration");
	glXMakeCurrent(window.display, None, NULL);
	glXDestroyContext(window.display, context);
	/* Another window, that GLX never met, and an ES context. */
	XVisualInfo *visual = glXGetVisualFromFBConfig(window.display, window.config);
	XSetWindowAttributes attributes = {
		.colormap = XCreateColormap(window.display, DefaultRootWindow(window.display), visual->visual, AllocNone)};
	Window other = XCreateWindow(window.display, DefaultRootWindow(window.display), 200, 0, 64, 64, 0, visual->depth,
								 InputOutput, visual->visual, CWColormap | CWBorderPixel, &attributes);
	XFree(visual);
	const int es[] = {
		GLX_SCREEN, DefaultScreen(window.display), GLX_CONTEXT_MAJOR_VERSION_ARB,   3,   GLX_CONTEXT_MINOR_VERSION_ARB,
		0,          GLX_CONTEXT_PROFILE_MASK_ARB,  GLX_CONTEXT_ES2_PROFILE_BIT_EXT, None};
	context = create(window.display, NULL, NULL, True, es);
	report("ES context: %d", context != NULL && glXMakeCurrent(window.display, other, context));
	report("ES: %.12s", (const char *)glGetString(GL_VERSION));
	glClearColor(0, 1, 0.5f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	unsigned char pixel[4];
	glReadPixels(3, 3, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel);
	report("pixel: %d %d %d %d", pixel[0], pixel[1], pixel[2], pixel[3]);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glXDestroyContext(window.display, context);
	XDestroyWindow(window.display, other);
}

static void identities(void) {
	PFNGLXGETCONTEXTIDEXTPROC id_of = function("glXGetContextIDEXT");
	GLXContext shared = window_new_context(window.context), alone = window_new_context(NULL);
	int value = 77;
	report("ids: %d", id_of(shared) != None && id_of(shared) != id_of(alone));
	glXQueryContext(window.display, shared, GLX_FBCONFIG_ID, &value);
	int config = 0;
	glXGetFBConfigAttrib(window.display, window.config, GLX_FBCONFIG_ID, &config);
	report("configuration is the window's: %d", value == config);
	value = 77;
	report("render type: %d", glXQueryContext(window.display, shared, GLX_RENDER_TYPE, &value));
	report("render type: 0x%x", value);
	PFNGLXIMPORTCONTEXTEXTPROC import = function("glXImportContextEXT");
	report("import: %d", import(window.display, id_of(shared)) != NULL);
	glXDestroyContext(window.display, shared);
	glXDestroyContext(window.display, alone);
}

static void reading_elsewhere(void) {
	const int size[] = {
		GLX_PBUFFER_WIDTH, WINDOW_SIZE, GLX_PBUFFER_HEIGHT, WINDOW_SIZE, GLX_PRESERVED_CONTENTS, True, None};
	GLXPbuffer pbuffer = glXCreatePbuffer(window.display, window.config, size);
	glXMakeContextCurrent(window.display, pbuffer, pbuffer, window.context);
	glDrawBuffer(GL_BACK);
	glReadBuffer(GL_BACK);
	scene(0.25f);
	report_pixels("pbuffer");
	PFNGLXMAKECURRENTREADSGIPROC make_current = function("glXMakeCurrentReadSGI");
	PFNGLXGETCURRENTREADDRAWABLESGIPROC reads = function("glXGetCurrentReadDrawableSGI");
	report("reading from the pbuffer: %d", make_current(window.display, window.drawable, pbuffer, window.context));
	report("read drawable: %d", reads() == pbuffer); /* glvnd's library errs about the other one */
	scene(1);
	report_pixels("read from the pbuffer");
	glCopyPixels(0, 0, WINDOW_SIZE / 2, WINDOW_SIZE, GL_COLOR);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glReadBuffer(GL_BACK);
	report_pixels("the window");
	glXDestroyPbuffer(window.display, pbuffer);
}

static void parts(void) {
	PFNGLXCOPYSUBBUFFERMESAPROC copy = function("glXCopySubBufferMESA");
	if (!has("GLX_MESA_copy_sub_buffer") || !copy) {
		report("no GLX_MESA_copy_sub_buffer");
		return;
	}
	scene(0);
	window_show("whole");
	scene(0.5f);
	copy(window.display, window.drawable, 16, 24, 40, 32);
	glFinish();
	XSync(window.display, False);
	XImage *image = XGetImage(window.display, window.window, 0, 0, WINDOW_SIZE, WINDOW_SIZE, AllPlanes, ZPixmap);
	static uint32_t pixels[WINDOW_SIZE * WINDOW_SIZE]; /* without the byte that nobody defines */
	for (int i = 0; i < WINDOW_SIZE * WINDOW_SIZE; i++)
		pixels[i] = (uint32_t)XGetPixel(image, i % WINDOW_SIZE, i / WINDOW_SIZE) & 0xffffff;
	report_bytes("a part", pixels, sizeof(pixels));
	XDestroyImage(image);
}

int main(void) {
	window_open_compat();
	without_configuration();
	identities();
	reading_elsewhere();
	parts();
	scene(0.3f);
	return window_finish();
}
