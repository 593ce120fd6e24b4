/* Pbuffers and pixmaps: drawn into, read back, seen by X; what glXQueryDrawable says; two drawables of one
 * context; draw and read drawables that differ. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include "support/report.h"
#include "support/window.h"

static void query(const char *name, GLXDrawable drawable, int attribute) {
	unsigned value = 12345;
	glXQueryDrawable(window.display, drawable, attribute, &value);
	report("%s: %u", name, value);
}

static void scene(float shade) {
	glViewport(0, 0, 64, 48);
	glClearColor(shade, 0.25f, 0.5f, 1);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glBegin(GL_TRIANGLES);
	glColor3f(1, 0, 0), glVertex2f(-0.8f, -0.8f), glColor3f(0, 1, 0), glVertex2f(0.8f, -0.8f), glColor3f(0, 0, 1),
		glVertex2f(0, 0.8f);
	glEnd();
}

int main(void) {
	window_open_compat();
	const int wanted[] = {
		GLX_DRAWABLE_TYPE, GLX_PBUFFER_BIT, GLX_RENDER_TYPE, GLX_RGBA_BIT, GLX_RED_SIZE, 8, GLX_DEPTH_SIZE, 16, None};
	int count = 0;
	GLXFBConfig *configs = glXChooseFBConfig(window.display, DefaultScreen(window.display), wanted, &count);
	report("configurations for pbuffers: %s", count > 0 ? "some" : "none");
	if (configs)
		XFree(configs);
	GLXPbuffer pbuffer = glXCreatePbuffer(
		window.display, window.config,
		(const int[]){GLX_PBUFFER_WIDTH, 64, GLX_PBUFFER_HEIGHT, 48, GLX_PRESERVED_CONTENTS, True, None});
	query("width", pbuffer, GLX_WIDTH);
	query("height", pbuffer, GLX_HEIGHT);
	query("preserved", pbuffer, GLX_PRESERVED_CONTENTS);
	report("current: %d", glXMakeContextCurrent(window.display, pbuffer, pbuffer, window.context));
	report("draw and read are ours: %d %d", glXGetCurrentDrawable() == pbuffer, glXGetCurrentReadDrawable() == pbuffer);
	scene(0.75f);
	report_pixels_of("pbuffer", 64, 48);
	glXSwapBuffers(window.display, pbuffer);
	report_error("swap of a pbuffer");
	GLint box[4];
	glGetIntegerv(GL_MAX_VIEWPORT_DIMS, box);
	GETN(GL_VIEWPORT, 4);

	/* Draw into the window, read from the pbuffer. */
	glXMakeContextCurrent(window.display, pbuffer, pbuffer, window.context);
	scene(0.5f);
	report("current: %d", glXMakeContextCurrent(window.display, window.drawable, pbuffer, window.context));
	report_pixels_of("read drawable", 64, 48);
	glClear(GL_COLOR_BUFFER_BIT);
	glMatrixMode(GL_MODELVIEW);
	glRasterPos2f(-0.5f, -0.5f);
	glCopyPixels(0, 0, 64, 48, GL_COLOR);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	report_pixels("copied into the window");
	/* A second context on the pbuffer sees what the first drew. */
	GLXContext second = window_new_context(window.context);
	glXMakeContextCurrent(window.display, pbuffer, pbuffer, second);
	report_pixels_of("second context", 64, 48);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glXDestroyContext(window.display, second);
	glXDestroyPbuffer(window.display, pbuffer);

	/* Pixmaps: single buffered, X sees the picture after glFinish and glXWaitGL. */
	const int for_pixmaps[] = {GLX_DRAWABLE_TYPE,
							   GLX_PIXMAP_BIT,
							   GLX_RENDER_TYPE,
							   GLX_RGBA_BIT,
							   GLX_RED_SIZE,
							   8,
							   GLX_DOUBLEBUFFER,
							   False,
							   GLX_DEPTH_SIZE,
							   16,
							   GLX_X_RENDERABLE,
							   True,
							   None};
	configs = glXChooseFBConfig(window.display, DefaultScreen(window.display), for_pixmaps, &count);
	GLXFBConfig config = NULL;
	for (int i = 0; i < count && !config; i++) {
		XVisualInfo *info = glXGetVisualFromFBConfig(window.display, configs[i]);
		if (info && info->depth == 24)
			config = configs[i];
		if (info)
			XFree(info);
	}
	report("configuration for pixmaps: %s", config ? "one" : "none");
	if (config) {
		Pixmap pixmap = XCreatePixmap(window.display, window.window, 64, 48, 24);
		GLXPixmap drawable = glXCreatePixmap(window.display, config, pixmap, NULL);
		GLXContext context = glXCreateNewContext(window.display, config, GLX_RGBA_TYPE, window.context, True);
		query("width", drawable, GLX_WIDTH);
		query("height", drawable, GLX_HEIGHT);
		report("current: %d", glXMakeContextCurrent(window.display, drawable, drawable, context));
		scene(0.25f);
		glFinish();
		glXWaitGL();
		report_pixels_of("pixmap", 64, 48);
		XImage *image = XGetImage(window.display, pixmap, 0, 0, 64, 48, AllPlanes, ZPixmap);
		unsigned char seen[64 * 48 * 3], *byte = seen;
		for (int y = 0; image && y < 48; y++)
			for (int x = 0; x < 64; x++) {
				unsigned long pixel = XGetPixel(image, x, y);
				*byte++ = (unsigned char)(pixel >> 16), *byte++ = (unsigned char)(pixel >> 8),
				*byte++ = (unsigned char)pixel;
			}
		report_bytes("seen by X", seen, sizeof(seen));
		if (image)
			XDestroyImage(image);
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
		glXDestroyContext(window.display, context);
		glXDestroyPixmap(window.display, drawable);
		XFreePixmap(window.display, pixmap);
	}
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	query("window width", window.drawable, GLX_WIDTH);
	query("window height", window.drawable, GLX_HEIGHT);
	report_error("end");
	return window_finish();
}
