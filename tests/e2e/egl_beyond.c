/* What Mesa's software EGL does not do itself, so that nothing can be compared: textures of pbuffers and pixmaps of X,
 * a surface with damage, the age of a buffer. Prints values that only one answer is right for (egl.test.ts). */
#include <X11/Xutil.h>
#include <stdio.h>
#include <string.h>

#include "support/egl.h"

static const unsigned red[] = {255, 0, 0}, green[] = {0, 255, 0};

static void clear(const unsigned *color) {
	glClearColor((float)color[0] / 255, (float)color[1] / 255, (float)color[2] / 255, 1);
	glClear(GL_COLOR_BUFFER_BIT);
}

static void pixel(const char *name, int x, int y) {
	GLubyte rgba[4] = {0};
	glReadPixels(x, y, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
	report("%s: %d %d %d", name, rgba[0], rgba[1], rgba[2]);
}

static void texture_of_pbuffer(void) {
	const EGLint attributes[] = {
		EGL_WIDTH,      16,      EGL_HEIGHT, 16, EGL_TEXTURE_FORMAT, EGL_TEXTURE_RGB, EGL_TEXTURE_TARGET,
		EGL_TEXTURE_2D, EGL_NONE};
	EGLSurface pbuffer = eglCreatePbufferSurface(egl.display, egl.config, attributes);
	eglMakeCurrent(egl.display, pbuffer, pbuffer, egl.context);
	clear(red);
	glEnable(GL_SCISSOR_TEST);
	glScissor(0, 0, 16, 8);
	clear(green);
	glDisable(GL_SCISSOR_TEST);
	eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context);
	GLuint texture, framebuffer;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	EGL_STEP(eglBindTexImage(egl.display, pbuffer, EGL_BACK_BUFFER));
	EGL_STEP(eglBindTexImage(egl.display, pbuffer, EGL_BACK_BUFFER));
	glGenFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
	pixel("texture, below", 3, 3);
	pixel("texture, above", 3, 12);
	/* Drawing to what is bound: undefined by EGL, and yet what programs do. */
	eglMakeCurrent(egl.display, pbuffer, pbuffer, egl.context);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	clear(green);
	eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	pixel("texture, drawn to", 3, 12);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	EGL_STEP(eglReleaseTexImage(egl.display, pbuffer, EGL_BACK_BUFFER));
	EGL_STEP(eglDestroySurface(egl.display, pbuffer));
	STEP(glFlush());
}

static void pixmap(void) {
	Pixmap drawn = XCreatePixmap(egl.x11, egl.window, 16, 16, 24),
		   copied = XCreatePixmap(egl.x11, egl.window, 16, 16, 24);
	EGLSurface surface = eglCreatePixmapSurface(egl.display, egl.config, drawn, NULL);
	eglMakeCurrent(egl.display, surface, surface, egl.context);
	clear(green);
	eglWaitClient();
	EGL_STEP(eglCopyBuffers(egl.display, surface, copied));
	XImage *image = XGetImage(egl.x11, drawn, 0, 0, 16, 16, AllPlanes, ZPixmap);
	XImage *copy = XGetImage(egl.x11, copied, 0, 0, 16, 16, AllPlanes, ZPixmap);
	report("pixmap: %06lx, its copy: %06lx", XGetPixel(image, 5, 5) & 0xffffff, XGetPixel(copy, 5, 5) & 0xffffff);
	XDestroyImage(image);
	XDestroyImage(copy);
	eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context);
	eglDestroySurface(egl.display, surface);
}

static void damage(void) {
	PFNEGLSWAPBUFFERSWITHDAMAGEKHRPROC swap =
		(PFNEGLSWAPBUFFERSWITHDAMAGEKHRPROC)eglGetProcAddress("eglSwapBuffersWithDamageKHR");
	PFNEGLSETDAMAGEREGIONKHRPROC region = (PFNEGLSETDAMAGEREGIONKHRPROC)eglGetProcAddress("eglSetDamageRegionKHR");
	EGLint rectangle[] = {0, 0, 8, 8}, age = -1;
	EGL_STEP(eglQuerySurface(egl.display, egl.surface, EGL_BUFFER_AGE_KHR, &age));
	report("age %d", age);
	EGL_STEP(region(egl.display, egl.surface, rectangle, 1));
	clear(red);
	EGL_STEP(swap(egl.display, egl.surface, rectangle, 1));
	EGL_STEP(swap(egl.display, egl.surface, NULL, 0));
	EGL_STEP(swap(egl.display, egl.surface, rectangle, -1));
	eglQuerySurface(egl.display, egl.surface, EGL_BUFFER_AGE_KHR, &age);
	report("age after two frames %d, told %d", age,
		   strstr(eglQueryString(egl.display, EGL_EXTENSIONS), "EGL_EXT_buffer_age") != NULL);
	/* What the buffer holds is what it held then. */
	clear(red);
	eglSwapBuffers(egl.display, egl.surface);
	clear(green);
	eglSwapBuffers(egl.display, egl.surface);
	pixel("two frames old", 4, 4);
	eglSurfaceAttrib(egl.display, egl.surface, EGL_SWAP_BEHAVIOR, EGL_BUFFER_PRESERVED);
	eglSwapBuffers(egl.display, egl.surface);
	eglQuerySurface(egl.display, egl.surface, EGL_BUFFER_AGE_KHR, &age);
	report("age when preserved %d", age);
	XResizeWindow(egl.x11, egl.window, 96, 96);
	XSync(egl.x11, False);
	eglSwapBuffers(egl.display, egl.surface);
	eglQuerySurface(egl.display, egl.surface, EGL_BUFFER_AGE_KHR, &age);
	report("age of another size %d", age);
	XResizeWindow(egl.x11, egl.window, WINDOW_SIZE, WINDOW_SIZE);
	XSync(egl.x11, False);
	eglSwapBuffers(egl.display, egl.surface);
}

int main(void) {
	egl_open(EGL_OPENGL_ES_API, 2, 0);
	texture_of_pbuffer();
	pixmap();
	damage();
	clear(green);
	return egl_finish();
}
