/* X errors that GLX calls with wrong arguments raise, as the program's error handler sees them. */
#include <string.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include "support/report.h"
#include "support/window.h"

#define BAD_ID 0xbadbad
#define ANY 0xa11a11 /* of new contexts: what the X server happens to have there */

static int error_base, major_opcode;
static int errors;
static XErrorEvent first;

static int on_error(Display *display, XErrorEvent *event) {
	(void)display;
	if (errors++ == 0)
		first = *event;
	return 0;
}

static const char *error_name(int code) {
	static const char *const core[] = {"Success",   "BadRequest", "BadValue", "BadWindow",   "BadPixmap",
									   "BadAtom",   "BadCursor",  "BadFont",  "BadMatch",    "BadDrawable",
									   "BadAccess", "BadAlloc",   "BadColor", "BadGContext", "BadIDChoice",
									   "BadName",   "BadLength",  "BadImpl"};
	static const char *const glx[] = {"GLXBadContext",       "GLXBadContextState", "GLXBadDrawable",
									  "GLXBadPixmap",        "GLXBadContextTag",   "GLXBadCurrentWindow",
									  "GLXBadRenderRequest", "GLXBadLargeRequest", "GLXUnsupportedPrivateRequest",
									  "GLXBadFBConfig",      "GLXBadPbuffer",      "GLXBadCurrentDrawable",
									  "GLXBadWindow",        "GLXBadProfileARB"};
	if (code >= error_base && code < error_base + 14)
		return glx[code - error_base];
	return code < 18 ? core[code] : "another";
}

/* What the last call raised. `about`: the resource that the call was given. */
static void raised(const char *call, XID about) {
	XSync(window.display, False);
	if (errors == 0)
		report("%s: no error", call);
	else
		report("%s: %s, type %d, request %s.%d, resource %s", call, error_name(first.error_code), first.type,
			   first.request_code == major_opcode ? "GLX" : "X", first.minor_code,
			   about == ANY                ? "any"
			   : first.resourceid == about ? "as given"
										   : "another");
	errors = 0;
}
#define TRY(call, about) ((void)(call), raised(#call, about))

static GLXFBConfig config_with(int attribute, int value, int depth) {
	int count = 0;
	GLXFBConfig *configs = glXGetFBConfigs(window.display, DefaultScreen(window.display), &count), found = NULL;
	for (int i = 0; i < count && !found; i++) {
		int actual = -1, renders = 0;
		glXGetFBConfigAttrib(window.display, configs[i], attribute, &actual);
		glXGetFBConfigAttrib(window.display, configs[i], GLX_RENDER_TYPE, &renders);
		XVisualInfo *visual = glXGetVisualFromFBConfig(window.display, configs[i]);
		if (actual == value && (renders & GLX_RGBA_BIT) && (visual ? visual->depth : 0) == depth)
			found = configs[i];
		if (visual)
			XFree(visual);
	}
	XFree(configs);
	return found;
}

static Window new_window(GLXFBConfig config) {
	XVisualInfo *visual = glXGetVisualFromFBConfig(window.display, config);
	Window root = RootWindow(window.display, visual->screen);
	XSetWindowAttributes attributes = {.colormap = XCreateColormap(window.display, root, visual->visual, AllocNone)};
	Window made = XCreateWindow(window.display, root, 0, 0, 16, 16, 0, visual->depth, InputOutput, visual->visual,
								CWColormap | CWBorderPixel, &attributes);
	XFree(visual);
	return made;
}

static void creating_contexts(void) {
	Display *display = window.display;
	GLXFBConfig config = window.config;
	XVisualInfo *visual = glXGetVisualFromFBConfig(display, config);
	XVisualInfo wrong = *visual;
	wrong.visualid = BAD_ID;
	TRY(glXCreateContext(display, &wrong, NULL, True), BAD_ID);
	XFree(visual);
	TRY(glXCreateNewContext(display, NULL, GLX_RGBA_TYPE, NULL, True), 0);
	TRY(glXCreateNewContext(display, config, GLX_COLOR_INDEX_TYPE, NULL, True), GLX_COLOR_INDEX_TYPE);
	TRY(glXCreateNewContext(display, config, 0xbad, NULL, True), 0xbad);
	PFNGLXCREATECONTEXTATTRIBSARBPROC create =
		(PFNGLXCREATECONTEXTATTRIBSARBPROC)glXGetProcAddressARB((const GLubyte *)"glXCreateContextAttribsARB");
	TRY(create(display, NULL, NULL, True, NULL), 0);
	static const struct {
		const char *name;
		int list[11];
	} wishes[] = {
		{"version 0.9", {GLX_CONTEXT_MAJOR_VERSION_ARB, 0, GLX_CONTEXT_MINOR_VERSION_ARB, 9}},
		{"version 1.6", {GLX_CONTEXT_MAJOR_VERSION_ARB, 1, GLX_CONTEXT_MINOR_VERSION_ARB, 6}},
		{"version 2.2", {GLX_CONTEXT_MAJOR_VERSION_ARB, 2, GLX_CONTEXT_MINOR_VERSION_ARB, 2}},
		{"version 3.4", {GLX_CONTEXT_MAJOR_VERSION_ARB, 3, GLX_CONTEXT_MINOR_VERSION_ARB, 4}},
		{"version 4.7", {GLX_CONTEXT_MAJOR_VERSION_ARB, 4, GLX_CONTEXT_MINOR_VERSION_ARB, 7}},
		{"version 5.0", {GLX_CONTEXT_MAJOR_VERSION_ARB, 5, GLX_CONTEXT_MINOR_VERSION_ARB, 0}},
		{"version -1", {GLX_CONTEXT_MAJOR_VERSION_ARB, -1, GLX_CONTEXT_MINOR_VERSION_ARB, 0}},
		{"version 2.-1", {GLX_CONTEXT_MAJOR_VERSION_ARB, 2, GLX_CONTEXT_MINOR_VERSION_ARB, -1}},
		{"forward compatible 2.1",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 2, GLX_CONTEXT_MINOR_VERSION_ARB, 1, GLX_CONTEXT_FLAGS_ARB,
		  GLX_CONTEXT_FORWARD_COMPATIBLE_BIT_ARB}},
		{"flags 0x100", {GLX_CONTEXT_FLAGS_ARB, 0x100}},
		{"profile 0",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 3, GLX_CONTEXT_MINOR_VERSION_ARB, 2, GLX_CONTEXT_PROFILE_MASK_ARB, 0}},
		{"profile core and compatibility",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 3, GLX_CONTEXT_MINOR_VERSION_ARB, 2, GLX_CONTEXT_PROFILE_MASK_ARB, 3}},
		{"profile 0x80, 3.1",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 3, GLX_CONTEXT_MINOR_VERSION_ARB, 1, GLX_CONTEXT_PROFILE_MASK_ARB, 0x80}},
		{"profile 0x80, 3.2",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 3, GLX_CONTEXT_MINOR_VERSION_ARB, 2, GLX_CONTEXT_PROFILE_MASK_ARB, 0x80}},
		{"ES 3.7",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 3, GLX_CONTEXT_MINOR_VERSION_ARB, 7, GLX_CONTEXT_PROFILE_MASK_ARB,
		  GLX_CONTEXT_ES2_PROFILE_BIT_EXT}},
		{"ES 2.1",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 2, GLX_CONTEXT_MINOR_VERSION_ARB, 1, GLX_CONTEXT_PROFILE_MASK_ARB,
		  GLX_CONTEXT_ES2_PROFILE_BIT_EXT}},
		{"ES 1.2",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 1, GLX_CONTEXT_MINOR_VERSION_ARB, 2, GLX_CONTEXT_PROFILE_MASK_ARB,
		  GLX_CONTEXT_ES2_PROFILE_BIT_EXT}},
		{"ES 4.0",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 4, GLX_CONTEXT_MINOR_VERSION_ARB, 0, GLX_CONTEXT_PROFILE_MASK_ARB,
		  GLX_CONTEXT_ES2_PROFILE_BIT_EXT}},
		{"ES and core",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 2, GLX_CONTEXT_MINOR_VERSION_ARB, 0, GLX_CONTEXT_PROFILE_MASK_ARB,
		  GLX_CONTEXT_ES2_PROFILE_BIT_EXT | GLX_CONTEXT_CORE_PROFILE_BIT_ARB}},
		{"render type colour index", {GLX_RENDER_TYPE, GLX_COLOR_INDEX_TYPE}},
		{"render type colour index, 3.0",
		 {GLX_CONTEXT_MAJOR_VERSION_ARB, 3, GLX_CONTEXT_MINOR_VERSION_ARB, 0, GLX_RENDER_TYPE, GLX_COLOR_INDEX_TYPE}},
		{"render type 0xbad", {GLX_RENDER_TYPE, 0xbad}},
		{"reset strategy 0xbad", {GLX_CONTEXT_RESET_NOTIFICATION_STRATEGY_ARB, 0xbad}},
		{"release behaviour 0xbad", {GLX_CONTEXT_RELEASE_BEHAVIOR_ARB, 0xbad}},
		{"no error and debug",
		 {GLX_CONTEXT_OPENGL_NO_ERROR_ARB, True, GLX_CONTEXT_FLAGS_ARB, GLX_CONTEXT_DEBUG_BIT_ARB}},
		{"no error and robust",
		 {GLX_CONTEXT_OPENGL_NO_ERROR_ARB, True, GLX_CONTEXT_FLAGS_ARB, GLX_CONTEXT_ROBUST_ACCESS_BIT_ARB}},
		{"attribute 0xdead", {0xdead, 1}},
	};
	for (unsigned i = 0; i < sizeof(wishes) / sizeof(*wishes); i++) {
		GLXContext context = create(display, config, NULL, True, wishes[i].list);
		char text[64] = "attributes: ";
		raised(strcat(strcat(text, wishes[i].name), context ? " (a context)" : " (none)"), ANY);
		if (context)
			glXDestroyContext(display, context);
	}
	GLXContext robust =
		create(display, config, NULL, True,
			   (const int[]){GLX_CONTEXT_RESET_NOTIFICATION_STRATEGY_ARB, GLX_LOSE_CONTEXT_ON_RESET_ARB, None});
	if (robust) {
		TRY(create(display, config, robust, True, NULL), ANY);
		glXDestroyContext(display, robust);
	}
}

static void making_current(void) {
	Display *display = window.display;
	GLXContext context = window.context;
	GLXDrawable drawable = window.drawable;
	glXMakeCurrent(display, None, NULL);
	TRY(glXMakeCurrent(display, drawable, NULL), drawable);
	TRY(glXMakeContextCurrent(display, drawable, None, NULL), drawable);
	TRY(glXMakeContextCurrent(display, drawable, None, context), drawable);
	TRY(glXMakeContextCurrent(display, None, drawable, context), drawable);
	/* Mesa's software driver finds out about windows that are none by the errors of what it does with them, or not at
	 * all: no comparison. */
	glXMakeContextCurrent(display, drawable, drawable, context);
}

static void drawables(void) {
	Display *display = window.display;
	GLXFBConfig config = window.config;
	unsigned value = 77;
	TRY(glXCreateWindow(display, NULL, window.window, NULL), 0);
	TRY(glXCreateWindow(display, config, BAD_ID, NULL), BAD_ID);
	Pixmap pixmap = XCreatePixmap(display, window.window, 8, 8, 24);
	TRY(glXCreateWindow(display, config, pixmap, NULL), pixmap);
	GLXFBConfig translucent = config_with(GLX_DOUBLEBUFFER, True, 32);
	Window other = translucent ? new_window(translucent) : None;
	if (other) {
		GLXWindow made = glXCreateWindow(display, config, other, NULL);
		raised("a GLXWindow of another depth", other);
		glXDestroyWindow(display, made);
	}
	Window mine = new_window(config);
	GLXWindow made = glXCreateWindow(display, config, mine, NULL);
	raised("a GLXWindow", mine);
	TRY(glXQueryDrawable(display, made, GLX_WIDTH, &value), made);
	report("width: %u", value);
	TRY(glXDestroyWindow(display, made), made);
	TRY(glXDestroyWindow(display, made), made);
	TRY(glXDestroyWindow(display, BAD_ID), BAD_ID);

	TRY(glXCreatePixmap(display, NULL, pixmap, NULL), 0);
	TRY(glXCreatePixmap(display, config, BAD_ID, NULL), BAD_ID);
	TRY(glXCreatePixmap(display, config, mine, NULL), mine);
	TRY(glXDestroyPixmap(display, BAD_ID), BAD_ID);
	TRY(glXDestroyGLXPixmap(display, BAD_ID), BAD_ID);
	XVisualInfo *visual = glXGetVisualFromFBConfig(display, config);
	TRY(glXCreateGLXPixmap(display, visual, BAD_ID), BAD_ID);
	XFree(visual);

	TRY(glXCreatePbuffer(display, NULL, NULL), 0);
	TRY(glXDestroyPbuffer(display, BAD_ID), BAD_ID);
	const int size[] = {GLX_PBUFFER_WIDTH, 16, GLX_PBUFFER_HEIGHT, 16, None};
	GLXPbuffer pbuffer = glXCreatePbuffer(display, config, size);
	raised("a pbuffer", 0);
	TRY(glXQueryDrawable(display, pbuffer, GLX_WIDTH, &value), pbuffer);
	TRY(glXDestroyWindow(display, pbuffer), pbuffer);
	TRY(glXDestroyPixmap(display, pbuffer), pbuffer);
	TRY(glXDestroyPbuffer(display, pbuffer), pbuffer);
	TRY(glXDestroyPbuffer(display, pbuffer), pbuffer);
	const int none[] = {GLX_PBUFFER_WIDTH, 0, GLX_PBUFFER_HEIGHT, 0, None};
	pbuffer = glXCreatePbuffer(display, config, none);
	raised("a pbuffer without pixels", 0);
	if (pbuffer)
		glXDestroyPbuffer(display, pbuffer);

	value = 77;
	TRY(glXQueryDrawable(display, BAD_ID, GLX_WIDTH, &value), BAD_ID);
	TRY(glXQueryDrawable(display, BAD_ID, GLX_FBCONFIG_ID, &value), BAD_ID);
	TRY(glXQueryDrawable(display, None, GLX_WIDTH, &value), None);
	TRY(glXQueryDrawable(display, pixmap, GLX_WIDTH, &value), pixmap);
	report("value: %u", value);
	TRY(glXQueryDrawable(display, mine, GLX_HEIGHT, &value), mine);
	report("value: %u", value);
	value = 77;
	TRY(glXQueryDrawable(display, mine, GLX_FBCONFIG_ID, &value), mine);
	report("value: %u", value);
	value = 77;
	TRY(glXQueryDrawable(display, mine, 0xdead, &value), mine);
	report("value: %u", value);
	unsigned long mask = 77;
	TRY(glXSelectEvent(display, BAD_ID, GLX_PBUFFER_CLOBBER_MASK), BAD_ID);
	TRY(glXGetSelectedEvent(display, BAD_ID, &mask), BAD_ID);
	report("mask: %lu", mask);
	TRY(glXSwapBuffers(display, BAD_ID), BAD_ID);
	TRY(glXSwapBuffers(display, None), None);
	TRY(glXSwapBuffers(display, pixmap), pixmap);
	XFreePixmap(display, pixmap);
	XDestroyWindow(display, mine);
	if (other)
		XDestroyWindow(display, other);
}

static void the_rest(void) {
	Display *display = window.display;
	GLXContext second = window_new_context(NULL), third = window_new_context(NULL);
	TRY(glXCopyContext(display, second, third, GL_ALL_ATTRIB_BITS), ANY);
	TRY(glXCopyContext(display, second, window.context, GL_ALL_ATTRIB_BITS), ANY);
	TRY(glXCopyContext(display, second, second, GL_ALL_ATTRIB_BITS), ANY);
	glXDestroyContext(display, second);
	glXDestroyContext(display, third);
	TRY(glXDestroyContext(display, NULL), 0);
	glXMakeCurrent(display, None, NULL);
	TRY(glXUseXFont(BAD_ID, 0, 1, 1), BAD_ID);
	TRY(glXWaitGL(), 0);
	TRY(glXWaitX(), 0);
	int number = 77;
	report("query: %d", glXQueryContext(display, window.context, 0xdead, &number));
	raised("glXQueryContext", 0);
	report("attribute: %d", glXGetFBConfigAttrib(display, window.config, 0xdead, &number));
	raised("glXGetFBConfigAttrib", 0);
	XVisualInfo *visual = glXGetVisualFromFBConfig(display, window.config);
	report("config: %d", glXGetConfig(display, visual, 0xdead, &number));
	visual->visualid = BAD_ID;
	report("config: %d", glXGetConfig(display, visual, GLX_RGBA, &number));
	report("config: %d", glXGetConfig(display, visual, GLX_USE_GL, &number));
	report("uses GL: %d", number);
	XFree(visual);
	glXMakeContextCurrent(display, window.drawable, window.drawable, window.context);
}

int main(void) {
	window_open_compat();
	int unused;
	glXQueryExtension(window.display, &error_base, &unused);
	XQueryExtension(window.display, "GLX", &major_opcode, &unused, &unused);
	XSetErrorHandler(on_error);
	creating_contexts();
	making_current();
	drawables();
	the_rest();
	glClear(GL_COLOR_BUFFER_BIT);
	return window_finish();
}
