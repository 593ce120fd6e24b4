#include "window.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include "report.h"

struct window window;

static int quiet_x_error(Display *display, XErrorEvent *event) {
	(void)display;
	(void)event;
	return 0;
}

static GLXContext create_context(GLXContext share) {
	const struct window_request *request = &window.request;
	if (request->major == 0)
		return glXCreateNewContext(window.display, window.config, GLX_RGBA_TYPE, share, True);
	PFNGLXCREATECONTEXTATTRIBSARBPROC create =
		(PFNGLXCREATECONTEXTATTRIBSARBPROC)glXGetProcAddressARB((const GLubyte *)"glXCreateContextAttribsARB");
	if (!create)
		report_skip("no glXCreateContextAttribsARB");
	int attributes[] = {GLX_CONTEXT_MAJOR_VERSION_ARB,
						request->major,
						GLX_CONTEXT_MINOR_VERSION_ARB,
						request->minor,
						GLX_CONTEXT_FLAGS_ARB,
						request->flags,
						request->profile ? GLX_CONTEXT_PROFILE_MASK_ARB : None,
						request->profile,
						None};
	return create(window.display, window.config, share, True, attributes);
}

GLXContext window_new_context(GLXContext share) {
	return create_context(share);
}

static GLXFBConfig choose_config(const struct window_request *request) {
	int attributes[] = {GLX_DOUBLEBUFFER,
						True,
						GLX_RENDER_TYPE,
						GLX_RGBA_BIT,
						GLX_DRAWABLE_TYPE,
						GLX_WINDOW_BIT,
						GLX_X_RENDERABLE,
						True,
						GLX_RED_SIZE,
						8,
						GLX_GREEN_SIZE,
						8,
						GLX_BLUE_SIZE,
						8,
						GLX_ALPHA_SIZE,
						request->alpha,
						GLX_DEPTH_SIZE,
						request->depth,
						GLX_STENCIL_SIZE,
						request->stencil,
						GLX_ACCUM_RED_SIZE,
						request->accum,
						GLX_SAMPLES,
						request->samples,
						GLX_SAMPLE_BUFFERS,
						request->samples != 0,
						None};
	int count = 0;
	GLXFBConfig *configs = glXChooseFBConfig(window.display, DefaultScreen(window.display), attributes, &count),
				chosen = NULL;
	/* Depth 24 only, so that the picture in the window holds 8 bits of each colour. */
	for (int i = 0; i < count && !chosen; i++) {
		XVisualInfo *info = glXGetVisualFromFBConfig(window.display, configs[i]);
		if (info && info->depth == 24)
			chosen = configs[i];
		if (info)
			XFree(info);
	}
	if (configs)
		XFree(configs);
	return chosen;
}

void window_open(struct window_request request) {
	window.request = request;
	XInitThreads();
	window.display = XOpenDisplay(NULL);
	if (!window.display)
		report_skip("cannot open the display (%s)", getenv("DISPLAY") ? getenv("DISPLAY") : "");
	window.config = choose_config(&request);
	if (!window.config)
		report_skip("no such framebuffer configuration");
	XVisualInfo *visual = glXGetVisualFromFBConfig(window.display, window.config);
	Window root = RootWindow(window.display, visual->screen);
	XSetWindowAttributes attributes = {
		.colormap = XCreateColormap(window.display, root, visual->visual, AllocNone),
		.event_mask = ExposureMask | StructureNotifyMask,
		.override_redirect = True, /* exactly this size, exactly there */
	};
	window.window =
		XCreateWindow(window.display, root, 0, 0, WINDOW_SIZE, WINDOW_SIZE, 0, visual->depth, InputOutput,
					  visual->visual, CWColormap | CWEventMask | CWOverrideRedirect | CWBorderPixel, &attributes);
	XFree(visual);
	XMapRaised(window.display, window.window);
	XEvent event;
	do
		XWindowEvent(window.display, window.window, StructureNotifyMask, &event);
	while (event.type != MapNotify);
	XErrorHandler handler = XSetErrorHandler(quiet_x_error);
	window.context = create_context(NULL);
	XSync(window.display, False);
	XSetErrorHandler(handler);
	if (!window.context)
		report_skip("no context of version %d.%d", request.major, request.minor);
	window.drawable = window.window;
	if (!glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context)) {
		report("glXMakeContextCurrent failed");
		exit(1);
	}
	gl_resolve();
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
}

void window_open_compat(void) {
	window_open((struct window_request){.depth = 24, .stencil = 8});
}

void window_open_core(int major, int minor) {
	window_open((struct window_request){
		.major = major, .minor = minor, .profile = GLX_CONTEXT_CORE_PROFILE_BIT_ARB, .depth = 24, .stencil = 8});
}

bool window_has(const char *extension) {
	GLint count = 0;
	if (glGetStringi) {
		glGetIntegerv(GL_NUM_EXTENSIONS, &count);
		for (GLint i = 0; i < count; i++) {
			const char *name = (const char *)glGetStringi(GL_EXTENSIONS, (GLuint)i);
			if (name && strcmp(name, extension) == 0)
				return true;
		}
	}
	return false;
}

void window_require(const char *extension) {
	if (!window_has(extension))
		report_skip("no %s", extension);
}

/* The window's picture as tight RGB, bottom row first. */
static void window_picture(unsigned char *rgb) {
	XImage *image = XGetImage(window.display, window.window, 0, 0, WINDOW_SIZE, WINDOW_SIZE, AllPlanes, ZPixmap);
	if (!image) {
		memset(rgb, 0, WINDOW_SIZE * WINDOW_SIZE * 3);
		return;
	}
	for (int y = 0; y < WINDOW_SIZE; y++)
		for (int x = 0; x < WINDOW_SIZE; x++) {
			unsigned long pixel = XGetPixel(image, x, WINDOW_SIZE - 1 - y);
			*rgb++ = (unsigned char)(pixel >> 16);
			*rgb++ = (unsigned char)(pixel >> 8);
			*rgb++ = (unsigned char)pixel;
		}
	XDestroyImage(image);
}

void window_show(const char *step) {
	static unsigned char back[WINDOW_SIZE * WINDOW_SIZE * 3], front[WINDOW_SIZE * WINDOW_SIZE * 3];
	if (glBindFramebuffer)
		glBindFramebuffer(GL_FRAMEBUFFER, 0);
	if (glBindBuffer)
		glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	glReadBuffer(GL_BACK);
	static const struct {
		GLenum pname;
		GLint value;
	} store[] = {{GL_PACK_ALIGNMENT, 1},   {GL_PACK_ROW_LENGTH, 0}, {GL_PACK_SKIP_ROWS, 0},
				 {GL_PACK_SKIP_PIXELS, 0}, {GL_PACK_SWAP_BYTES, 0}, {GL_PACK_LSB_FIRST, 0}};
	for (size_t i = 0; i < sizeof(store) / sizeof(*store); i++)
		glPixelStorei(store[i].pname, store[i].value);
	while (glGetError() != GL_NO_ERROR)
		;
	glReadPixels(0, 0, WINDOW_SIZE, WINDOW_SIZE, GL_RGB, GL_UNSIGNED_BYTE, back);
	report_error("window_show");
	glXSwapBuffers(window.display, window.drawable);
	glFinish();
	XSync(window.display, False);
	/* A frame may be presented a moment after the swap (pipelined read back), but must arrive. */
	struct timespec pause = {0, 10 * 1000 * 1000};
	for (int i = 0; i < 300; i++) {
		window_picture(front);
		if (memcmp(front, back, sizeof(front)) == 0)
			break;
		nanosleep(&pause, NULL);
	}
	bool same = memcmp(front, back, sizeof(front)) == 0;
	report("%s: back buffer %016" PRIx64 ", window %016" PRIx64 ", %s", step, report_hash(back, sizeof(back)),
		   report_hash(front, sizeof(front)), same ? "same" : "different");
}

int window_finish(void) {
	window_show("window");
	glXMakeContextCurrent(window.display, None, None, NULL);
	glXDestroyContext(window.display, window.context);
	XDestroyWindow(window.display, window.window);
	XCloseDisplay(window.display);
	report("done");
	return 0;
}
