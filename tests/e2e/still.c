/* One picture that is the same at every run, in a window at 0,0 that stays until the program is killed: what a look
 * from outside, through a VNC viewer or a forwarded display, must show. "ready" on stdout once it has been drawn. */
#include <stdio.h>
#include <stdlib.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <GL/gl.h>
#include <GL/glx.h>

#define SIZE 200

static void draw(void) {
	GLubyte checks[8][8][3];
	for (int y = 0; y < 8; y++)
		for (int x = 0; x < 8; x++)
			for (int c = 0; c < 3; c++)
				checks[y][x][c] = (GLubyte)((x ^ y) & 1 ? 40 + 25 * c : 32 * x + 16 * c);
	GLuint texture;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB, 8, 8, 0, GL_RGB, GL_UNSIGNED_BYTE, checks);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
	glClearColor(0.1f, 0.3f, 0.6f, 1);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glEnable(GL_DEPTH_TEST);
	glEnable(GL_TEXTURE_2D);
	glTexEnvi(GL_TEXTURE_ENV, GL_TEXTURE_ENV_MODE, GL_REPLACE);
	glBegin(GL_QUADS);
	for (int i = 0; i < 4; i++) {
		float x = i == 1 || i == 2, y = i >= 2;
		glTexCoord2f(x, y);
		glVertex3f(x * 1.4f - 0.9f, y * 1.2f - 0.8f, x * 0.5f);
	}
	glEnd();
	glDisable(GL_TEXTURE_2D);
	glBegin(GL_TRIANGLES);
	glColor3f(1, 0, 0);
	glVertex3f(-0.5f, -0.6f, 0.1f);
	glColor3f(0, 1, 0);
	glVertex3f(0.9f, -0.3f, 0.3f);
	glColor3f(1, 1, 0);
	glVertex3f(0.1f, 0.9f, 0.2f);
	glEnd();
	glDeleteTextures(1, &texture);
}

int main(void) {
	setvbuf(stdout, NULL, _IOLBF, 0);
	Display *display = XOpenDisplay(NULL);
	if (!display) {
		fprintf(stderr, "cannot open the display\n");
		return 3;
	}
	int attributes[] = {GLX_RGBA, GLX_DOUBLEBUFFER, GLX_RED_SIZE, 8, GLX_DEPTH_SIZE, 16, None};
	XVisualInfo *visual = glXChooseVisual(display, DefaultScreen(display), attributes);
	if (!visual) {
		fprintf(stderr, "no visual\n");
		return 4;
	}
	Window root = RootWindow(display, visual->screen);
	XSetWindowAttributes set = {.colormap = XCreateColormap(display, root, visual->visual, AllocNone),
								.event_mask = ExposureMask};
	Window window = XCreateWindow(display, root, 0, 0, SIZE, SIZE, 0, visual->depth, InputOutput, visual->visual,
								  CWColormap | CWBorderPixel | CWEventMask, &set);
	GLXContext context = glXCreateContext(display, visual, NULL, True);
	if (!context) {
		fprintf(stderr, "no context\n");
		return 5;
	}
	XMapWindow(display, window);
	for (int ready = 0;;) {
		XEvent event;
		XNextEvent(display, &event);
		if (event.type != Expose || event.xexpose.count > 0)
			continue;
		glXMakeCurrent(display, window, context);
		draw();
		glXSwapBuffers(display, window);
		glFinish();
		if (!ready++)
			printf("ready\n");
	}
}
