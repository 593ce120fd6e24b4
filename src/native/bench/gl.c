/* vmgl-bench-gl: an ordinary GLX program that measures single calls. `vmgl bench` runs it through vmgl and reads
 * its lines: a name and a number. */
#define GL_GLEXT_PROTOTYPES
#include <GL/gl.h>
#include <GL/glext.h>
#include <GL/glx.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/clock.h"

#define UPLOAD_BYTES (64 << 20)

static void colors(int count) {
	for (int i = 0; i < count; i++)
		glColor4f(0.1f, 0.2f, 0.3f, 0.4f);
}

static void finishes(int count) {
	for (int i = 0; i < count; i++)
		glFinish();
}

static void uploads(const void *data, int count) {
	for (int i = 0; i < count; i++)
		glBufferSubData(GL_ARRAY_BUFFER, 0, UPLOAD_BYTES, data);
	glFinish();
}

int main(void) {
	/* Without a context there is nobody to send to: what is left of a call is its encoding. */
	printf("encode_ns %.2f\n", BENCH_BEST(5, 2e6, colors(2000000)));

	Display *display = XOpenDisplay(NULL);
	if (display == NULL) {
		fprintf(stderr, "vmgl-bench-gl: there is no display\n");
		return 1;
	}
	int attributes[] = {GLX_RGBA, GLX_DOUBLEBUFFER, GLX_RED_SIZE, 8, None};
	XVisualInfo *visual = glXChooseVisual(display, DefaultScreen(display), attributes);
	if (visual == NULL) {
		fprintf(stderr, "vmgl-bench-gl: there is no visual\n");
		return 1;
	}
	Window root = DefaultRootWindow(display);
	XSetWindowAttributes window_attributes = {.colormap = XCreateColormap(display, root, visual->visual, AllocNone)};
	Window window = XCreateWindow(display, root, 0, 0, 64, 64, 0, visual->depth, InputOutput, visual->visual,
								  CWColormap, &window_attributes);
	XMapWindow(display, window);
	GLXContext context = glXCreateContext(display, visual, NULL, True);
	if (context == NULL || !glXMakeCurrent(display, window, context)) {
		fprintf(stderr, "vmgl-bench-gl: there is no context\n");
		return 1;
	}
	printf("call_ns %.2f\n", BENCH_BEST(5, 1e6, (colors(1000000), glFinish())));
	finishes(200);
	printf("finish_ns %.0f\n", BENCH_BEST(400, 50, finishes(50)));

	void *data = malloc(UPLOAD_BYTES);
	if (data == NULL)
		return 1;
	memset(data, 7, UPLOAD_BYTES);
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glBufferData(GL_ARRAY_BUFFER, UPLOAD_BYTES, NULL, GL_DYNAMIC_DRAW);
	uploads(data, 1);
	printf("upload_gbs %.2f\n", UPLOAD_BYTES / BENCH_BEST(5, 2, uploads(data, 2)));
	free(data);
	return 0;
}
