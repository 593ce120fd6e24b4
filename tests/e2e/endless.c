/* Draws frames until it is killed or its time is over: what the fault tests break. Lines on stdout:
 *   ready            the first frame is in the window
 *   frame N          every 20 frames
 *   robust           the context reports resets
 *   lost             glGetGraphicsResetStatus says that the context is gone; it goes on all the same
 *   ends after N     after the number of seconds that the first argument gives
 * The second argument, "uploads", makes every frame send 8 MiB of texture, so that a kill hits the middle of a command.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <GL/gl.h>
#include <GL/glext.h>
#include <GL/glx.h>

static double seconds(void) {
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* A context that tells when it is lost, where the system has such. */
static GLXContext robust_context(Display *display, XVisualInfo *visual) {
	const char *extensions = glXQueryExtensionsString(display, visual->screen);
	if (!extensions || !strstr(extensions, "GLX_ARB_create_context_robustness"))
		return NULL;
	int wanted[] = {GLX_X_RENDERABLE, True, GLX_DOUBLEBUFFER, True, GLX_RED_SIZE, 8, None}, count = 0;
	GLXFBConfig *configs = glXChooseFBConfig(display, visual->screen, wanted, &count), config = NULL;
	for (int i = 0; i < count && !config; i++) {
		int id = 0;
		glXGetFBConfigAttrib(display, configs[i], GLX_VISUAL_ID, &id);
		if (id == (int)visual->visualid)
			config = configs[i];
	}
	XFree(configs);
	PFNGLXCREATECONTEXTATTRIBSARBPROC create =
		(PFNGLXCREATECONTEXTATTRIBSARBPROC)glXGetProcAddressARB((const GLubyte *)"glXCreateContextAttribsARB");
	static const int attributes[] = {GLX_CONTEXT_RESET_NOTIFICATION_STRATEGY_ARB, GLX_LOSE_CONTEXT_ON_RESET_ARB, None};
	return config && create ? create(display, config, NULL, True, attributes) : NULL;
}

int main(int argc, char **argv) {
	double limit = argc > 1 ? atof(argv[1]) : 60;
	int uploads = argc > 2 && strcmp(argv[2], "uploads") == 0;
	setvbuf(stdout, NULL, _IOLBF, 0);
	Display *display = XOpenDisplay(NULL);
	if (!display) {
		fprintf(stderr, "cannot open the display\n");
		return 3;
	}
	int attributes[] = {GLX_RGBA, GLX_DOUBLEBUFFER, GLX_RED_SIZE, 8, None};
	XVisualInfo *visual = glXChooseVisual(display, DefaultScreen(display), attributes);
	if (!visual) {
		fprintf(stderr, "no visual\n");
		return 4;
	}
	Window root = RootWindow(display, visual->screen);
	XSetWindowAttributes set = {.colormap = XCreateColormap(display, root, visual->visual, AllocNone)};
	Window window = XCreateWindow(display, root, 0, 0, 200, 200, 0, visual->depth, InputOutput, visual->visual,
								  CWColormap | CWBorderPixel, &set);
	XMapWindow(display, window);
	GLXContext context = robust_context(display, visual);
	if (context)
		printf("robust\n");
	else
		context = glXCreateContext(display, visual, NULL, True);
	if (!context || !glXMakeCurrent(display, window, context)) {
		fprintf(stderr, "no context\n");
		return 5;
	}
	PFNGLGETGRAPHICSRESETSTATUSARBPROC reset_status =
		(PFNGLGETGRAPHICSRESETSTATUSARBPROC)glXGetProcAddressARB((const GLubyte *)"glGetGraphicsResetStatusARB");
	static unsigned char texels[1024 * 2048 * 4];
	double end = seconds() + limit;
	unsigned frame = 0;
	int lost = 0;
	while (seconds() < end) {
		glClearColor((float)(frame % 50) / 50, 0.5f, 0.2f, 1);
		glClear(GL_COLOR_BUFFER_BIT);
		if (uploads)
			glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 2048, 1024, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
		glRectf(-0.5f, -0.5f, 0.5f, 0.5f);
		glXSwapBuffers(display, window);
		(void)glGetError();
		if (reset_status && !lost && reset_status() != GL_NO_ERROR) {
			lost = 1;
			printf("lost\n");
		}
		if (frame++ == 0) {
			glFinish();
			printf("ready\n");
		}
		if (frame % 20 == 0)
			printf("frame %u\n", frame);
		struct timespec pause = {0, 5 * 1000 * 1000};
		nanosleep(&pause, NULL);
	}
	printf("ends after %u\n", frame);
	return 0;
}
