/* Contexts that share nothing, current in two threads at the same time, with one window: each sees what the other drew
 * to its buffers. They take turns, and flush before they hand over. Depth is left out: drivers differ in whether it is
 * the window's or the context's. */
#include <pthread.h>
#include <semaphore.h>

#include "support/report.h"
#include "support/window.h"

static GLXContext stranger;
static sem_t ours, theirs;

static void rectangle(float red, float green, float blue, int x, int y, int width, int height) {
	glEnable(GL_SCISSOR_TEST);
	glScissor(x, y, width, height);
	glClearColor(red, green, blue, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glDisable(GL_SCISSOR_TEST);
}

static void hand_over(sem_t *to, sem_t *from) {
	glFinish();
	sem_post(to);
	if (from)
		sem_wait(from);
}

static void *other(void *unused) {
	sem_wait(&theirs);
	report("stranger: %d", glXMakeContextCurrent(window.display, window.drawable, window.drawable, stranger));
	/* Names are the group's own: these must not be mistaken for what the window has in the other one. */
	GLuint renderbuffers[8], framebuffer;
	glGenRenderbuffers(8, renderbuffers);
	glGenFramebuffers(1, &framebuffer);
	for (int i = 0; i < 8; i++) {
		glBindRenderbuffer(GL_RENDERBUFFER, renderbuffers[i]);
		glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, 16, 16);
	}
	report_pixels("the stranger sees the first's picture");
	rectangle(1, 0, 0, 0, 0, WINDOW_SIZE / 2, WINDOW_SIZE / 3);
	report_pixels("and draws onto it");
	hand_over(&ours, &theirs);
	report_pixels("the stranger sees the first's addition");
	rectangle(0.25f, 0.5f, 1, 10, 90, 30, 30);
	hand_over(&ours, &theirs);
	/* A frame was shown; what is drawn now is for the next one. */
	glClearColor(0.75f, 0.75f, 0.25f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	hand_over(&ours, &theirs);
	glXMakeContextCurrent(window.display, None, None, NULL);
	sem_post(&ours);
	return unused;
}

/* Shows frames of a window that the other context only reads. */
static void *swapper(void *unused) {
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, stranger);
	glClearColor(1, 0, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glXSwapBuffers(window.display, window.drawable);
	glClearColor(0, 1, 0.5f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	hand_over(&ours, &theirs);
	glXMakeContextCurrent(window.display, None, None, NULL);
	return unused;
}

static void read_only(void) {
	pthread_t thread;
	GLXPbuffer pbuffer = glXCreatePbuffer(window.display, window.config,
										  (const int[]){GLX_PBUFFER_WIDTH, 32, GLX_PBUFFER_HEIGHT, 32, None});
	report("two drawables: %d", glXMakeContextCurrent(window.display, pbuffer, window.drawable, window.context));
	report_pixels("what is read, before");
	pthread_create(&thread, NULL, swapper, NULL);
	sem_wait(&ours);
	report_pixels("what is read, a frame later");
	sem_post(&theirs);
	pthread_join(thread, NULL);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glXDestroyPbuffer(window.display, pbuffer);
}

int main(void) {
	window_open_compat();
	sem_init(&ours, 0, 0);
	sem_init(&theirs, 0, 0);
	stranger = window_new_context(NULL);
	pthread_t thread;
	pthread_create(&thread, NULL, other, NULL);
	glClearColor(0, 0, 0.5f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	rectangle(0, 1, 0, 20, 20, 70, 70);
	hand_over(&theirs, &ours);
	report_pixels("the first sees what the stranger drew");
	rectangle(1, 1, 0, 60, 60, 50, 50);
	hand_over(&theirs, &ours);
	report_pixels("the first sees both");
	glXSwapBuffers(window.display, window.drawable);
	hand_over(&theirs, &ours);
	report_pixels("the next frame is the stranger's");
	rectangle(0, 0.5f, 0.5f, 5, 5, 40, 20);
	window_show("drawn by both");
	hand_over(&theirs, &ours);
	pthread_join(thread, NULL);
	read_only();
	glXDestroyContext(window.display, stranger);
	rectangle(1, 1, 1, 40, 40, 20, 20);
	return window_finish();
}
