/* GLX itself: what its gets say, making current and not, errors that X reports, resizing, threads taking over. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <string.h>

#include "support/report.h"
#include "support/window.h"

static int x_error;

static int on_error(Display *display, XErrorEvent *event) {
	(void)display;
	x_error = event->error_code ? 1 : 0;
	return 0;
}

int main(void) {
	window_open_compat();
	int major = 0, minor = 0, value = -1;
	report("GLX: %d", glXQueryVersion(window.display, &major, &minor));
	report("version %d.%d", major, minor >= 4 ? 4 : minor);
	report("extension: %d", glXQueryExtension(window.display, NULL, NULL));
	report("direct: %d", glXIsDirect(window.display, window.context));
	report("display is ours: %d", glXGetCurrentDisplay() == window.display);
	report("context is ours: %d", glXGetCurrentContext() == window.context);
	static const struct {
		const char *name;
		int attribute;
	} attributes[] = {{"RED_SIZE", GLX_RED_SIZE},
					  {"DEPTH_SIZE", GLX_DEPTH_SIZE},
					  {"STENCIL_SIZE", GLX_STENCIL_SIZE},
					  {"DOUBLEBUFFER", GLX_DOUBLEBUFFER},
					  {"STEREO", GLX_STEREO},
					  {"LEVEL", GLX_LEVEL},
					  {"RENDER_TYPE", GLX_RENDER_TYPE},
					  {"X_RENDERABLE", GLX_X_RENDERABLE},
					  {"X_VISUAL_TYPE", GLX_X_VISUAL_TYPE},
					  {"SAMPLES", GLX_SAMPLES},
					  {"CONFIG_CAVEAT", GLX_CONFIG_CAVEAT},
					  {"TRANSPARENT_TYPE", GLX_TRANSPARENT_TYPE}};
	for (unsigned i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
		int result = glXGetFBConfigAttrib(window.display, window.config, attributes[i].attribute, &value);
		report("%s: %d (%d)", attributes[i].name, value, result);
	}
	report("bad attribute: %d", glXGetFBConfigAttrib(window.display, window.config, 0xdead, &value));
	XVisualInfo *visual = glXGetVisualFromFBConfig(window.display, window.config);
	report("visual: depth %d, GL %d", visual->depth, (glXGetConfig(window.display, visual, GLX_USE_GL, &value), value));
	glXGetConfig(window.display, visual, GLX_RGBA, &value);
	report("rgba: %d", value);
	glXQueryContext(window.display, window.context, GLX_RENDER_TYPE, &value);
	report("render type of the context: 0x%x", value);
	glXQueryContext(window.display, window.context, GLX_SCREEN, &value);
	report("screen: %d", value);
	XVisualInfo *chosen =
		glXChooseVisual(window.display, DefaultScreen(window.display),
						(int[]){GLX_RGBA, GLX_DOUBLEBUFFER, GLX_RED_SIZE, 1, GLX_DEPTH_SIZE, 1, None});
	report("chosen visual: %s", chosen ? "one" : "none");
	report("impossible visual: %s",
		   glXChooseVisual(window.display, DefaultScreen(window.display), (int[]){GLX_RGBA, GLX_DEPTH_SIZE, 1000, None})
			   ? "one"
			   : "none");
	int count = -1;
	report("impossible configuration: %s", glXChooseFBConfig(window.display, DefaultScreen(window.display),
															 (const int[]){GLX_RED_SIZE, 100, None}, &count)
											   ? "one"
											   : "none");
	report("function: %d, unknown function: %d", glXGetProcAddress((const GLubyte *)"glTexImage2D") != NULL,
		   glXGetProcAddress((const GLubyte *)"glXSwapBuffers") != NULL);
	static const char *const extensions[] = {"GLX_ARB_create_context", "GLX_ARB_create_context_profile",
											 "GLX_ARB_get_proc_address"};
	const char *list = glXQueryExtensionsString(window.display, DefaultScreen(window.display));
	for (int i = 0; i < 3; i++)
		report("%s: %d", extensions[i], strstr(list, extensions[i]) != NULL);

	/* A context of the old call, made current by the old call. */
	GLXContext old = glXCreateContext(window.display, visual, window.context, True);
	report("old context: %d", old != NULL && glXMakeCurrent(window.display, window.window, old));
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	glClearColor(0, 0.5f, 0.5f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels("old context");
	GLXContext copied = glXCreateContext(window.display, visual, NULL, True);
	glXMakeCurrent(window.display, None, NULL);
	report("none: %d %d", glXGetCurrentContext() == NULL, glXGetCurrentDrawable() == None);
	/* GL without a context does nothing. */
	report("error without a context: %d", glGetError() == GL_NO_ERROR);
	glClear(GL_COLOR_BUFFER_BIT);
	report("version without a context: %s", glGetString(GL_VERSION) ? "some" : "NULL");
	glXDestroyContext(window.display, copied);
	/* A context that is destroyed while it is current lives until it is not. */
	glXMakeCurrent(window.display, window.window, old);
	glXDestroyContext(window.display, old);
	glClearColor(0.5f, 0, 0.5f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels("destroyed but current");
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);

	/* Versions that do not exist and attributes that are wrong are X errors and NULL. */
	XErrorHandler handler = XSetErrorHandler(on_error);
	PFNGLXCREATECONTEXTATTRIBSARBPROC create =
		(PFNGLXCREATECONTEXTATTRIBSARBPROC)glXGetProcAddressARB((const GLubyte *)"glXCreateContextAttribsARB");
	static const int wrong[][9] = {
		{GLX_CONTEXT_MAJOR_VERSION_ARB, 9, GLX_CONTEXT_MINOR_VERSION_ARB, 9, None},
		{GLX_CONTEXT_MAJOR_VERSION_ARB, 3, GLX_CONTEXT_MINOR_VERSION_ARB, 7, None},
		{0xdead, 1, None},
		{GLX_CONTEXT_MAJOR_VERSION_ARB, 3, GLX_CONTEXT_MINOR_VERSION_ARB, 2, GLX_CONTEXT_PROFILE_MASK_ARB, 0, None}};
	for (int i = 0; i < 4; i++) {
		x_error = 0;
		GLXContext context = create(window.display, window.config, NULL, True, wrong[i]);
		XSync(window.display, False);
		report("wrong attributes: %s, X error %d", context ? "a context" : "NULL", x_error);
		if (context)
			glXDestroyContext(window.display, context);
	}
	XSetErrorHandler(handler);
	static const int versions[][3] = {{1, 0, 0},
									  {2, 1, 0},
									  {3, 0, 0},
									  {3, 1, 0},
									  {3, 2, GLX_CONTEXT_CORE_PROFILE_BIT_ARB},
									  {3, 2, GLX_CONTEXT_COMPATIBILITY_PROFILE_BIT_ARB},
									  {4, 5, GLX_CONTEXT_CORE_PROFILE_BIT_ARB}};
	for (int i = 0; i < 7; i++) {
		GLXContext context = create(
			window.display, window.config, NULL, True,
			(const int[]){GLX_CONTEXT_MAJOR_VERSION_ARB, versions[i][0], GLX_CONTEXT_MINOR_VERSION_ARB, versions[i][1],
						  versions[i][2] ? GLX_CONTEXT_PROFILE_MASK_ARB : None, versions[i][2], None});
		if (!context) {
			report("%d.%d: none", versions[i][0], versions[i][1]);
			continue;
		}
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, context);
		char version[4] = "";
		strncpy(version, (const char *)glGetString(GL_VERSION), 3);
		GLint numbers[3] = {-1, -1, -1};
		glGetIntegerv(GL_MAJOR_VERSION, &numbers[0]);
		glGetIntegerv(GL_MINOR_VERSION, &numbers[1]);
		glGetIntegerv(GL_CONTEXT_PROFILE_MASK, &numbers[2]);
		while (glGetError())
			;
		report("%d.%d: \"%s\", %d.%d, profile %d, GLSL \"%.4s\"", versions[i][0], versions[i][1], version, numbers[0],
			   numbers[1], numbers[2], (const char *)glGetString(GL_SHADING_LANGUAGE_VERSION));
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
		glXDestroyContext(window.display, context);
	}

	/* The window grows: the viewport stays, the framebuffer follows. */
	XResizeWindow(window.display, window.window, 200, 160);
	XSync(window.display, False);
	glXWaitX();
	glXSwapBuffers(window.display, window.drawable);
	glFinish();
	unsigned width = 0;
	glXQueryDrawable(window.display, window.drawable, GLX_WIDTH, &width);
	report("width %u", width);
	glViewport(0, 0, 200, 160);
	glClearColor(0.2f, 0.3f, 0.4f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glColor3f(1, 1, 0);
	glRectf(-0.9f, -0.9f, 0.9f, 0.9f);
	report_pixels_of("grown", 200, 160);
	XResizeWindow(window.display, window.window, WINDOW_SIZE, WINDOW_SIZE);
	XSync(window.display, False);
	glXWaitX();
	glXSwapBuffers(window.display, window.drawable);
	glFinish();
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	glClear(GL_COLOR_BUFFER_BIT);
	glRectf(-0.5f, -0.5f, 0.5f, 0.5f);
	window_show("after resizing");
	/* Many swaps in a row, then one picture: no frame is lost or stale. */
	for (int i = 0; i < 30; i++) {
		glClearColor((float)i / 30, 0.5f, 1 - (float)i / 30, 1);
		glClear(GL_COLOR_BUFFER_BIT);
		glXSwapBuffers(window.display, window.drawable);
	}
	glClear(GL_COLOR_BUFFER_BIT);
	glRectf(-0.2f, -0.7f, 0.7f, 0.2f);
	XFree(visual);
	return window_finish();
}
