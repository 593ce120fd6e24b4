/* Fences made in one thread and awaited in others; waits on the host; their states and errors; many of them. */
#include <pthread.h>

#include "support/report.h"
#include "support/window.h"

#define ROUNDS 40

static GLXContext contexts[2];
static GLXPbuffer surfaces[2];
static GLuint buffer, copy;
static GLsync forward, backward;
static pthread_barrier_t barrier;
static unsigned wrong[2];

/* Writes a number, fences it, and reads what the other made of it after waiting for its fence. */
static void *producer(void *unused) {
	glXMakeContextCurrent(window.display, surfaces[0], surfaces[0], contexts[0]);
	for (GLuint round = 0; round < ROUNDS; round++) {
		GLuint values[256];
		for (GLuint i = 0; i < 256; i++)
			values[i] = round * 1000 + i;
		glBindBuffer(GL_COPY_WRITE_BUFFER, buffer);
		glBufferSubData(GL_COPY_WRITE_BUFFER, 0, sizeof(values), values);
		forward = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
		glFlush();
		pthread_barrier_wait(&barrier); /* the fence exists */
		pthread_barrier_wait(&barrier); /* so does the answer's */
		GLenum status = glClientWaitSync(backward, GL_SYNC_FLUSH_COMMANDS_BIT, 10000000000ull);
		if (status != GL_ALREADY_SIGNALED && status != GL_CONDITION_SATISFIED)
			wrong[0]++;
		glBindBuffer(GL_COPY_READ_BUFFER, copy);
		glGetBufferSubData(GL_COPY_READ_BUFFER, 0, sizeof(values), values);
		for (GLuint i = 0; i < 256; i++)
			wrong[0] += values[i] != round * 1000 + i;
		glDeleteSync(backward);
		pthread_barrier_wait(&barrier);
	}
	glXMakeContextCurrent(window.display, None, None, NULL);
	return unused;
}

static void *consumer(void *unused) {
	glXMakeContextCurrent(window.display, surfaces[1], surfaces[1], contexts[1]);
	for (GLuint round = 0; round < ROUNDS; round++) {
		pthread_barrier_wait(&barrier);
		wrong[1] += !glIsSync(forward);
		if (round & 1) {
			glWaitSync(forward, 0, GL_TIMEOUT_IGNORED);
		} else {
			GLenum status = glClientWaitSync(forward, 0, 10000000000ull);
			wrong[1] += status != GL_ALREADY_SIGNALED && status != GL_CONDITION_SATISFIED;
		}
		glBindBuffer(GL_COPY_READ_BUFFER, buffer);
		glBindBuffer(GL_COPY_WRITE_BUFFER, copy);
		glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_COPY_WRITE_BUFFER, 0, 0, 1024);
		backward = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
		glFlush();
		glDeleteSync(forward);
		pthread_barrier_wait(&barrier);
		pthread_barrier_wait(&barrier);
	}
	glXMakeContextCurrent(window.display, None, None, NULL);
	return unused;
}

int main(void) {
	window_open_compat();
	window_require("GL_ARB_sync");
	GLsync sync = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
	static const GLenum pnames[] = {GL_OBJECT_TYPE, GL_SYNC_CONDITION, GL_SYNC_FLAGS};
	GLint value;
	GLsizei length;
	for (int i = 0; i < 3; i++) {
		glGetSynciv(sync, pnames[i], 1, &length, &value);
		report("0x%x: 0x%x (%d)", pnames[i], value, length);
	}
	glFinish();
	glGetSynciv(sync, GL_SYNC_STATUS, 1, NULL, &value);
	report("after finish: 0x%x", value);
	report("wait: 0x%x", glClientWaitSync(sync, 0, 0));
	report("is a sync: %d, NULL: %d, invented: %d", glIsSync(sync), glIsSync(NULL), glIsSync((GLsync)&value));
	STEP(glDeleteSync((GLsync)&value));
	STEP(glDeleteSync(NULL));
	STEP(glWaitSync(sync, 0, 5));
	STEP(glWaitSync(sync, 1, GL_TIMEOUT_IGNORED));
	report("wait failed: 0x%x", glClientWaitSync(sync, 0x100, 0));
	report_error("flags");
	STEP(glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 1));
	STEP(glFenceSync(GL_TEXTURE_2D, 0));
	STEP(glGetSynciv(sync, GL_TEXTURE_2D, 1, &length, &value));
	STEP(glGetSynciv(sync, GL_SYNC_STATUS, 0, &length, &value));
	STEP(glDeleteSync(sync));
	report("deleted: %d", glIsSync(sync));
	GLsync many[200];
	for (int i = 0; i < 200; i++)
		many[i] = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
	unsigned failed = 0;
	for (int i = 199; i >= 0; i--) {
		GLenum status = glClientWaitSync(many[i], GL_SYNC_FLUSH_COMMANDS_BIT, 5000000000ull);
		failed += status != GL_ALREADY_SIGNALED && status != GL_CONDITION_SATISFIED;
		glDeleteSync(many[i]);
	}
	report("of 200 failed: %u", failed);

	glGenBuffers(1, &buffer);
	glGenBuffers(1, &copy);
	GLuint names[] = {buffer, copy};
	for (int i = 0; i < 2; i++) {
		glBindBuffer(GL_COPY_WRITE_BUFFER, names[i]);
		glBufferData(GL_COPY_WRITE_BUFFER, 1024, NULL, GL_DYNAMIC_COPY);
	}
	glFinish();
	pthread_barrier_init(&barrier, NULL, 2);
	for (int i = 0; i < 2; i++) {
		contexts[i] = window_new_context(window.context);
		int attributes[] = {GLX_PBUFFER_WIDTH, 8, GLX_PBUFFER_HEIGHT, 8, None}, count = 0;
		int wanted[] = {GLX_DRAWABLE_TYPE, GLX_PBUFFER_BIT | GLX_WINDOW_BIT, GLX_DOUBLEBUFFER, True, None};
		GLXFBConfig *configs = glXChooseFBConfig(window.display, DefaultScreen(window.display), wanted, &count);
		surfaces[i] = glXCreatePbuffer(window.display, window.config, attributes);
		XFree(configs);
	}
	pthread_t threads[2];
	pthread_create(&threads[0], NULL, producer, NULL);
	pthread_create(&threads[1], NULL, consumer, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	report("wrong in the producer: %u, in the consumer: %u", wrong[0], wrong[1]);
	GLuint last[4];
	glBindBuffer(GL_COPY_READ_BUFFER, copy);
	glGetBufferSubData(GL_COPY_READ_BUFFER, 0, 16, last);
	report_uints("last", 4, last);
	for (int i = 0; i < 2; i++) {
		glXDestroyContext(window.display, contexts[i]);
		glXDestroyPbuffer(window.display, surfaces[i]);
	}
	report_error("end");
	return window_finish();
}
