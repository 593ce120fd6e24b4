/* What one context does is seen by another after nothing more than glFlush, or after making another context current;
 * and X and GL draw to one window in the order that glXWaitX and glXWaitGL say. No glFinish, no fence: the other thread
 * is told by means that GL knows nothing of. Objects are there without even a flush. */
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

#include <X11/Xutil.h>

#include "support/report.h"
#include "support/window.h"

#define ROUNDS 60

static GLXContext second;
static GLXPbuffer pbuffer;
static sem_t made, seen;
static GLuint name, buffer;

static void *maker(void *unused) {
	glXMakeContextCurrent(window.display, pbuffer, pbuffer, second);
	for (int round = 0; round < ROUNDS; round++) {
		static GLubyte texels[64 * 64 * 4];
		memset(texels, round * 4, sizeof(texels));
		/* A new object each time: its name has to be there as well. */
		glGenTextures(1, &name);
		glBindTexture(GL_TEXTURE_2D, name);
		for (int i = 0; i < 20; i++)
			glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 64, 64, 0, GL_RGBA, GL_UNSIGNED_BYTE, i == 19 ? texels : NULL);
		glBindBuffer(GL_ARRAY_BUFFER, buffer);
		glBufferData(GL_ARRAY_BUFFER, sizeof(texels), texels, GL_STREAM_COPY);
		glFlush();
		sem_post(&made);
		sem_wait(&seen);
	}
	glXMakeContextCurrent(window.display, None, None, NULL);
	return unused;
}

static void threads(void) {
	sem_init(&made, 0, 0);
	sem_init(&seen, 0, 0);
	pthread_t thread;
	pthread_create(&thread, NULL, maker, NULL);
	unsigned wrong = 0, missing = 0;
	for (int round = 0; round < ROUNDS; round++) {
		static GLubyte back[64 * 64 * 4];
		sem_wait(&made);
		GLubyte expected = (GLubyte)(round * 4);
		if (round & 1) {
			missing += !glIsTexture(name);
			glBindTexture(GL_TEXTURE_2D, name);
			glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, back);
		} else {
			glBindBuffer(GL_COPY_READ_BUFFER, buffer);
			glGetBufferSubData(GL_COPY_READ_BUFFER, 0, sizeof(back), back);
		}
		for (size_t i = 0; i < sizeof(back); i++)
			wrong += back[i] != expected;
		glDeleteTextures(1, &name);
		sem_post(&seen);
	}
	pthread_join(thread, NULL);
	report("after glFlush: %u bytes wrong, %u names missing", wrong, missing);
	report_error("threads");
}

static void *storer(void *unused) {
	glXMakeContextCurrent(window.display, pbuffer, pbuffer, second);
	for (int round = 0; round < ROUNDS; round++) {
		GLubyte texel[4] = {(GLubyte)round, 1, 2, 3};
		if (round % 3 == 0) {
			glGenRenderbuffers(1, &name);
			glBindRenderbuffer(GL_RENDERBUFFER, name);
			glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, 1, 1);
		} else {
			glGenTextures(1, &name);
			glBindTexture(GL_TEXTURE_2D, name);
			if (round % 3 == 1)
				glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 1, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, texel);
			else
				glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, 1, 1);
		}
		sem_post(&made);
		sem_wait(&seen);
	}
	glXMakeContextCurrent(window.display, None, None, NULL);
	return unused;
}

/* GL promises nothing without a flush, but drivers make objects at once, and programs (WebKitGTK) count on it. */
static void attached(void) {
	GLuint framebuffer;
	glGenFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	pthread_t thread;
	pthread_create(&thread, NULL, storer, NULL);
	unsigned incomplete = 0, wrong = 0, errors = 0;
	for (int round = 0; round < ROUNDS; round++) {
		sem_wait(&made);
		if (round % 3 == 0)
			glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, name);
		else
			glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, name, 0);
		errors += glGetError() != GL_NO_ERROR;
		incomplete += glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE;
		GLubyte texel[4];
		glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, texel);
		wrong += round % 3 == 1 && texel[0] != round;
		if (round % 3 == 0)
			glDeleteRenderbuffers(1, &name);
		else
			glDeleteTextures(1, &name);
		sem_post(&seen);
	}
	pthread_join(thread, NULL);
	glDeleteFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	report("attached without a flush: %u errors, %u incomplete, %u wrong", errors, incomplete, wrong);
	report_error("attached");
}

static void one_thread(void) {
	unsigned wrong = 0;
	for (int round = 0; round < ROUNDS; round++) {
		GLuint texture;
		GLubyte texel[4] = {(GLubyte)round, 1, 2, 3}, back[4] = {0};
		glXMakeContextCurrent(window.display, pbuffer, pbuffer, second);
		glGenTextures(1, &texture);
		glBindTexture(GL_TEXTURE_2D, texture);
		glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 1, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, texel);
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
		glBindTexture(GL_TEXTURE_2D, texture);
		glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, back);
		wrong += memcmp(texel, back, 4) != 0;
		glDeleteTextures(1, &texture);
	}
	report("after making another context current: %u wrong", wrong);
	/* Making current what is current changes nothing, and forgets nothing. */
	glEnable(GL_SCISSOR_TEST);
	glScissor(10, 20, 30, 40);
	glViewport(1, 2, 100, 90);
	glPixelStorei(GL_PACK_ALIGNMENT, 2);
	for (int i = 0; i < 300; i++) {
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
		glClearColor(0.5f, (float)i / 300, 0, 1);
		glClear(GL_COLOR_BUFFER_BIT);
	}
	GETN(GL_SCISSOR_BOX, 4);
	GETN(GL_VIEWPORT, 4);
	GET(GL_PACK_ALIGNMENT);
	glPixelStorei(GL_PACK_ALIGNMENT, 4);
	report_pixels("made current again and again");
	/* Another drawable gives no new viewport: only the first one does. */
	glXMakeContextCurrent(window.display, pbuffer, pbuffer, window.context);
	GETN(GL_VIEWPORT, 4);
	GETN(GL_SCISSOR_BOX, 4);
	glXMakeContextCurrent(window.display, window.drawable, pbuffer, window.context);
	report("drawn to the window, read from the pbuffer: %d",
		   glXGetCurrentDrawable() == window.drawable && glXGetCurrentReadDrawable() == pbuffer);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glDisable(GL_SCISSOR_TEST);
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	report_error("one thread");
}

static GLuint target; /* a texture that one context draws into and the other one shows */

static GLuint framebuffer_of_target(void) {
	GLuint framebuffer;
	glGenFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target, 0);
	return framebuffer;
}

static void draw_into_target(int round) {
	glClearColor((float)round / 255, 0, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glColor3ub(0, (GLubyte)round, 255);
	glRectf(-1, -1, 0, 1);
}

/* What the last draw_into_target() left there is not what it should: 1. */
static unsigned target_is_wrong(int round) {
	glBindTexture(GL_TEXTURE_2D, target);
	glEnable(GL_TEXTURE_2D);
	glColor3f(1, 1, 1);
	glBegin(GL_QUADS);
	for (int i = 0; i < 4; i++) {
		GLint x = i == 1 || i == 2, y = i >= 2;
		glTexCoord2i(x, y);
		glVertex2i(2 * x - 1, 2 * y - 1);
	}
	glEnd();
	glDisable(GL_TEXTURE_2D);
	GLubyte left[4], right[4];
	glReadPixels(1, 1, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, left);
	glReadPixels(14, 14, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, right);
	return left[0] != 0 || left[1] != round || left[2] != 255 || right[0] != round || right[1] != 0;
}

static void *drawer(void *unused) {
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	GLuint framebuffer = framebuffer_of_target();
	for (int round = 0; round < ROUNDS; round++) {
		draw_into_target(round);
		glXSwapBuffers(window.display, window.drawable);
		sem_post(&made);
		sem_wait(&seen);
	}
	glDeleteFramebuffers(1, &framebuffer);
	glXMakeContextCurrent(window.display, None, None, NULL);
	return unused;
}

/* Drawing is what drivers keep to themselves until they are told to flush; of uploads they make no secret. */
static void drawn(void) {
	glGenTextures(1, &target);
	glBindTexture(GL_TEXTURE_2D, target);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 64, 64, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	glViewport(0, 0, 16, 16);
	glXMakeContextCurrent(window.display, pbuffer, pbuffer, second);
	GLuint framebuffer = framebuffer_of_target();
	glViewport(0, 0, 64, 64);
	unsigned wrong = 0;
	for (int round = 0; round < ROUNDS; round++) {
		draw_into_target(round);
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
		wrong += target_is_wrong(round);
		glXMakeContextCurrent(window.display, pbuffer, pbuffer, second);
	}
	report("drawn before another context was made current: %u wrong", wrong);
	glDeleteFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	glViewport(0, 0, 16, 16);
	pthread_t thread;
	pthread_create(&thread, NULL, drawer, NULL);
	wrong = 0;
	for (int round = 0; round < ROUNDS; round++) {
		sem_wait(&made);
		wrong += target_is_wrong(round);
		sem_post(&seen);
	}
	pthread_join(thread, NULL);
	report("drawn before a swap: %u wrong", wrong);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glDeleteTextures(1, &target);
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	report_error("drawn");
}

static void with_x(void) {
	GC gc = XCreateGC(window.display, window.window, 0, NULL);
	unsigned wrong[2] = {0, 0};
	for (int round = 0; round < 20; round++) {
		/* X paints over GL's frame. */
		glClearColor(0, 0, 1, 1);
		glClear(GL_COLOR_BUFFER_BIT);
		glXSwapBuffers(window.display, window.drawable);
		glXWaitGL();
		XSetForeground(window.display, gc, 0xff8000);
		XFillRectangle(window.display, window.window, gc, 0, 0, WINDOW_SIZE / 2, WINDOW_SIZE);
		XImage *image = XGetImage(window.display, window.window, 0, 5, WINDOW_SIZE, 1, AllPlanes, ZPixmap);
		wrong[0] += (XGetPixel(image, 5, 0) & 0xffffff) != 0xff8000;
		wrong[0] += (XGetPixel(image, WINDOW_SIZE - 5, 0) & 0xffffff) != 0x0000ff;
		XDestroyImage(image);
		/* GL paints over X's. */
		XSetForeground(window.display, gc, 0xffffff);
		XFillRectangle(window.display, window.window, gc, 0, 0, WINDOW_SIZE, WINDOW_SIZE);
		glXWaitX();
		glClearColor(0, 1, 0, 1);
		glClear(GL_COLOR_BUFFER_BIT);
		glXSwapBuffers(window.display, window.drawable);
		glXWaitGL();
		image = XGetImage(window.display, window.window, 0, 5, WINDOW_SIZE, 1, AllPlanes, ZPixmap);
		wrong[1] += (XGetPixel(image, 5, 0) & 0xffffff) != 0x00ff00;
		XDestroyImage(image);
	}
	report("X over GL: %u wrong, GL over X: %u wrong", wrong[0], wrong[1]);
	XFreeGC(window.display, gc);
}

int main(void) {
	window_open_compat();
	second = window_new_context(window.context);
	pbuffer = glXCreatePbuffer(window.display, window.config,
							   (const int[]){GLX_PBUFFER_WIDTH, 16, GLX_PBUFFER_HEIGHT, 16, None});
	glGenBuffers(1, &buffer);
	glFlush();
	threads();
	attached();
	one_thread();
	drawn();
	with_x();
	/* Destroyed while it is current, with work that was not flushed: the work is done. */
	glXMakeContextCurrent(window.display, pbuffer, pbuffer, second);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glBufferData(GL_ARRAY_BUFFER, 4, "last", GL_STATIC_DRAW);
	glXDestroyContext(window.display, second);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	GLubyte last[4] = {0};
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glGetBufferSubData(GL_ARRAY_BUFFER, 0, 4, last);
	report("before its end: %.4s", (const char *)last);
	glXDestroyPbuffer(window.display, pbuffer);
	glClear(GL_COLOR_BUFFER_BIT);
	return window_finish();
}
