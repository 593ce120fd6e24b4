/* GLX_EXT_texture_from_pixmap: what X draws into a pixmap is a texture, again after X drew more. */
#include <string.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include "support/report.h"
#include "support/window.h"

#define WIDTH 40
#define HEIGHT 24

static PFNGLXBINDTEXIMAGEEXTPROC bind_image;
static PFNGLXRELEASETEXIMAGEEXTPROC release_image;

static GLXFBConfig config_of_depth(int depth, int format) {
	int count = 0;
	const int wish[] = {GLX_DRAWABLE_TYPE,
						GLX_PIXMAP_BIT,
						GLX_RENDER_TYPE,
						GLX_RGBA_BIT,
						GLX_RED_SIZE,
						8,
						GLX_GREEN_SIZE,
						8,
						GLX_BLUE_SIZE,
						8,
						format,
						True,
						None};
	GLXFBConfig *configs = glXChooseFBConfig(window.display, DefaultScreen(window.display), wish, &count), found = NULL;
	for (int i = 0; i < count && !found; i++) {
		XVisualInfo *visual = glXGetVisualFromFBConfig(window.display, configs[i]);
		if (visual && visual->depth == depth)
			found = configs[i];
		if (visual)
			XFree(visual);
	}
	if (configs)
		XFree(configs);
	return found;
}

static void draw_x(Pixmap pixmap, int depth, int round) {
	GC gc = XCreateGC(window.display, pixmap, 0, NULL);
	static const unsigned long colours[] = {0xffff0000, 0x8000ff00, 0x400000ff, 0xff808040};
	for (int i = 0; i < 4; i++) {
		XSetForeground(window.display, gc, colours[(i + round) % 4] & (depth == 32 ? 0xffffffff : 0xffffff));
		XFillRectangle(window.display, pixmap, gc, i % 2 * WIDTH / 2, i / 2 * HEIGHT / 2, WIDTH, HEIGHT);
	}
	XSetForeground(window.display, gc, 0xffffffff);
	XDrawLine(window.display, pixmap, gc, 0, round, WIDTH - 1, HEIGHT - 1);
	XFreeGC(window.display, gc);
	XSync(window.display, False);
}

static void quad(float s, float t) {
	glBegin(GL_QUADS);
	glTexCoord2f(0, t);
	glVertex2f(-0.8f, -0.8f);
	glTexCoord2f(s, t);
	glVertex2f(0.8f, -0.8f);
	glTexCoord2f(s, 0);
	glVertex2f(0.8f, 0.8f);
	glTexCoord2f(0, 0);
	glVertex2f(-0.8f, 0.8f);
	glEnd();
}

static void query(GLXPixmap pixmap, int attribute, const char *name) {
	unsigned value = 77;
	glXQueryDrawable(window.display, pixmap, attribute, &value);
	report("%s: 0x%x", name, value);
}

static void pixmap_as(int depth, int format, int glx_target, GLenum target) {
	GLXFBConfig config = config_of_depth(depth, format == GLX_TEXTURE_FORMAT_RGBA_EXT ? GLX_BIND_TO_TEXTURE_RGBA_EXT
																					  : GLX_BIND_TO_TEXTURE_RGB_EXT);
	if (!config) {
		report("no configuration of depth %d", depth);
		return;
	}
	int targets = 0;
	glXGetFBConfigAttrib(window.display, config, GLX_BIND_TO_TEXTURE_TARGETS_EXT, &targets);
	report("depth %d, targets 0x%x", depth, targets);
	Pixmap pixmap = XCreatePixmap(window.display, window.window, WIDTH, HEIGHT, (unsigned)depth);
	draw_x(pixmap, depth, 0);
	const int attributes[] = {GLX_TEXTURE_FORMAT_EXT, format, GLX_TEXTURE_TARGET_EXT, glx_target, None};
	GLXPixmap drawable = glXCreatePixmap(window.display, config, pixmap, attributes);
	/* Mesa answers nonsense about the texture of it. */
	query(drawable, GLX_WIDTH, "width");
	GLuint texture;
	glGenTextures(1, &texture);
	glBindTexture(target, texture);
	glTexParameteri(target, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glTexParameteri(target, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glEnable(target);
	/* None of this may have a say in it. */
	glPixelStorei(GL_UNPACK_ROW_LENGTH, 7);
	glPixelStorei(GL_UNPACK_SKIP_PIXELS, 2);
	glPixelTransferf(GL_RED_SCALE, 0.5f);
	float s = target == GL_TEXTURE_RECTANGLE ? WIDTH : 1, t = target == GL_TEXTURE_RECTANGLE ? HEIGHT : 1;
	for (int round = 0; round < 3; round++) {
		bind_image(window.display, drawable, GLX_FRONT_LEFT_EXT, NULL);
		glClear(GL_COLOR_BUFFER_BIT);
		quad(s, t);
		glPixelTransferf(GL_RED_SCALE, 1);
		report_pixels("bound");
		if (round == 0) {
			GLint size[2];
			glGetTexLevelParameteriv(target, 0, GL_TEXTURE_WIDTH, &size[0]);
			glGetTexLevelParameteriv(target, 0, GL_TEXTURE_HEIGHT, &size[1]);
			report_ints("size", 2, size);
		}
		glPixelTransferf(GL_RED_SCALE, 0.5f);
		release_image(window.display, drawable, GLX_FRONT_LEFT_EXT);
		draw_x(pixmap, depth, round + 1);
	}
	glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
	glPixelStorei(GL_UNPACK_SKIP_PIXELS, 0);
	glPixelTransferf(GL_RED_SCALE, 1);
	glDisable(target);
	glDeleteTextures(1, &texture);
	report_error("textures");
	glXDestroyPixmap(window.display, drawable);
	XFreePixmap(window.display, pixmap);
}

int main(void) {
	window_open_compat();
	bind_image = (PFNGLXBINDTEXIMAGEEXTPROC)glXGetProcAddressARB((const GLubyte *)"glXBindTexImageEXT");
	release_image = (PFNGLXRELEASETEXIMAGEEXTPROC)glXGetProcAddressARB((const GLubyte *)"glXReleaseTexImageEXT");
	const char *extensions = glXQueryExtensionsString(window.display, DefaultScreen(window.display));
	if (!strstr(extensions, "GLX_EXT_texture_from_pixmap") || !bind_image || !release_image)
		report_skip("no GLX_EXT_texture_from_pixmap");
	glClearColor(0.1f, 0.2f, 0.3f, 1);
	pixmap_as(24, GLX_TEXTURE_FORMAT_RGB_EXT, GLX_TEXTURE_2D_EXT, GL_TEXTURE_2D);
	pixmap_as(24, GLX_TEXTURE_FORMAT_RGB_EXT, GLX_TEXTURE_RECTANGLE_EXT, GL_TEXTURE_RECTANGLE);
	glEnable(GL_BLEND);
	glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
	pixmap_as(32, GLX_TEXTURE_FORMAT_RGBA_EXT, GLX_TEXTURE_2D_EXT, GL_TEXTURE_2D);
	pixmap_as(32, GLX_TEXTURE_FORMAT_RGB_EXT, GLX_TEXTURE_2D_EXT, GL_TEXTURE_2D);
	glDisable(GL_BLEND);
	return window_finish();
}
