/* Contexts in threads: what is current elsewhere cannot be taken, one uploads while the other draws, threads that end
 * with a current context, the API and the error of each thread. */
#include "support/egl.h"
#include "support/shader.h"

#include <pthread.h>
#include <semaphore.h>

static EGLContext worker_context;
static EGLSurface pbuffer;
static sem_t ready, drawn;
static GLuint texture;

static void *take(void *unused) {
	report("api 0x%x, error %s", eglQueryAPI(), egl_error());
	EGL_STEP(eglMakeCurrent(egl.display, pbuffer, pbuffer, egl.context));
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, worker_context));
	report("current: %d", eglGetCurrentContext() != EGL_NO_CONTEXT);
	EGL_STEP(eglBindAPI(0x1234));
	eglBindAPI(0x1234); /* an error that only this thread has */
	return unused;
}

static void *upload(void *unused) {
	EGL_STEP(eglMakeCurrent(egl.display, pbuffer, pbuffer, worker_context));
	static GLubyte texels[16 * 16 * 4];
	for (int round = 0; round < 6; round++) {
		for (int i = 0; i < 16 * 16 * 4; i++)
			texels[i] = (GLubyte)((i * (round + 2)) >> (round & 3));
		glBindTexture(GL_TEXTURE_2D, texture);
		glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 16, 16, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
		glFlush();
		sem_post(&ready);
		sem_wait(&drawn);
	}
	return unused; /* without letting the context go */
}

static void *hand_over(void *unused) {
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context));
	glClearColor(0.2f, 0.6f, 0.9f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels("another thread");
	EGL_STEP(eglReleaseThread());
	report("current: %d", eglGetCurrentContext() != EGL_NO_CONTEXT);
	return unused;
}

int main(void) {
	pthread_t thread;
	sem_init(&ready, 0, 0);
	sem_init(&drawn, 0, 0);
	egl_open(EGL_OPENGL_ES_API, 2, 0);
	worker_context = egl_context(egl.config, egl.context, EGL_OPENGL_ES_API, 2, 0);
	const EGLint size[] = {EGL_WIDTH, 8, EGL_HEIGHT, 8, EGL_NONE};
	pbuffer = eglCreatePbufferSurface(egl.display, egl.config, size);
	EGL_STEP(eglBindAPI(EGL_OPENGL_API));
	pthread_create(&thread, NULL, take, NULL);
	pthread_join(thread, NULL);
	report("api 0x%x, error %s", eglQueryAPI(), egl_error());
	EGL_STEP(eglBindAPI(EGL_OPENGL_ES_API));

	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glFinish();
	GLuint program = shader_program("textured",
									"attribute vec2 at; varying vec2 place; void main() { place = at * 0.5 + 0.5;\n"
									"gl_Position = vec4(at, 0.0, 1.0); }",
									"precision mediump float; varying vec2 place; uniform sampler2D image;\n"
									"void main() { gl_FragColor = vec4(texture2D(image, place).rgb, 1.0); }");
	static const GLfloat corners[] = {-0.9f, -0.9f, 0.9f, -0.9f, -0.9f, 0.9f, 0.9f, 0.9f};
	glUseProgram(program);
	glVertexAttribPointer((GLuint)glGetAttribLocation(program, "at"), 2, GL_FLOAT, GL_FALSE, 0, corners);
	glEnableVertexAttribArray((GLuint)glGetAttribLocation(program, "at"));
	pthread_create(&thread, NULL, upload, NULL);
	for (int round = 0; round < 6; round++) {
		sem_wait(&ready);
		glBindTexture(GL_TEXTURE_2D, texture);
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
		report_pixels("round");
		sem_post(&drawn);
	}
	pthread_join(thread, NULL);
	EGL_STEP(eglMakeCurrent(egl.display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT));
	pthread_create(&thread, NULL, hand_over, NULL);
	pthread_join(thread, NULL);
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context));
	report_pixels("handed back");
	EGL_STEP(eglDestroyContext(egl.display, worker_context));
	EGL_STEP(eglDestroySurface(egl.display, pbuffer));
	return egl_finish();
}
