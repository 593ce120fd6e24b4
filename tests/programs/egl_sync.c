/* Sync objects: fences waited for in the same thread, in one without a context, in one of another share group;
 * reusable syncs between threads; attributes and errors. */
#include "support/egl.h"

#include <pthread.h>

static EGLSync fence, reusable;
static PFNEGLSIGNALSYNCKHRPROC signal_sync;

static void attributes(const char *name, EGLSync sync) {
	static const EGLint names[] = {EGL_SYNC_TYPE, EGL_SYNC_CONDITION, 0x1234};
	for (int i = 0; i < 3; i++) {
		EGLAttrib value = 0;
		EGLBoolean done = eglGetSyncAttrib(egl.display, sync, names[i], &value);
		report("%s 0x%x: %d 0x%x %s", name, names[i], done, (unsigned)value, egl_error());
	}
}

static void *without_context(void *unused) {
	report("waiting without a context: 0x%x", eglClientWaitSync(egl.display, fence, 0, EGL_FOREVER));
	EGLAttrib status = 0;
	eglGetSyncAttrib(egl.display, fence, EGL_SYNC_STATUS, &status);
	report("status 0x%x", (unsigned)status);
	EGL_STEP(eglWaitSync(egl.display, fence, 0));
	EGL_STEP(eglCreateSync(egl.display, EGL_SYNC_FENCE, NULL));
	return unused;
}

static void *elsewhere(void *unused) {
	EGLContext context = egl_context(egl.config, EGL_NO_CONTEXT, EGL_OPENGL_ES_API, 2, 0);
	EGL_STEP(eglMakeCurrent(egl.display, EGL_NO_SURFACE, EGL_NO_SURFACE, context));
	EGL_STEP(eglWaitSync(egl.display, fence, 0));
	report("waiting in another group: 0x%x", eglClientWaitSync(egl.display, fence, 0, EGL_FOREVER));
	eglReleaseThread();
	eglDestroyContext(egl.display, context);
	return unused;
}

static void *signaller(void *unused) {
	signal_sync(egl.display, reusable, EGL_SIGNALED);
	return unused;
}

int main(void) {
	egl_open(EGL_OPENGL_ES_API, 2, 0);
	signal_sync = (PFNEGLSIGNALSYNCKHRPROC)eglGetProcAddress("eglSignalSyncKHR");
	pthread_t thread;
	for (int i = 0; i < 3; i++) {
		glClearColor(0.1f * (float)i, 0.5f, 0.5f, 1);
		glClear(GL_COLOR_BUFFER_BIT);
		fence = eglCreateSync(egl.display, EGL_SYNC_FENCE, NULL);
		if (i == 0)
			attributes("fence", fence);
		if (i == 0)
			report("waiting here: 0x%x",
				   eglClientWaitSync(egl.display, fence, EGL_SYNC_FLUSH_COMMANDS_BIT, EGL_FOREVER));
		glFlush();
		pthread_create(&thread, NULL, i == 2 ? elsewhere : without_context, NULL);
		pthread_join(thread, NULL);
		EGL_STEP(eglWaitSync(egl.display, fence, 0));
		EGL_STEP(eglDestroySync(egl.display, fence));
	}
	report_pixels("after the fences");
	reusable = eglCreateSync(egl.display, EGL_SYNC_REUSABLE_KHR, NULL);
	attributes("reusable", reusable);
	report("nobody signals: 0x%x", eglClientWaitSync(egl.display, reusable, 0, 1000000));
	pthread_create(&thread, NULL, signaller, NULL);
	report("somebody signals: 0x%x", eglClientWaitSync(egl.display, reusable, 0, EGL_FOREVER));
	pthread_join(thread, NULL);
	EGLAttrib status = 0;
	eglGetSyncAttrib(egl.display, reusable, EGL_SYNC_STATUS, &status);
	report("status 0x%x", (unsigned)status);
	EGL_STEP(signal_sync(egl.display, reusable, EGL_UNSIGNALED));
	report("unsignalled: 0x%x", eglClientWaitSync(egl.display, reusable, 0, 0));
	EGL_STEP(signal_sync(egl.display, reusable, 0x1234));
	EGL_STEP(eglDestroySync(egl.display, reusable));
	EGL_STEP(eglDestroySync(egl.display, reusable));
	report("no sync: 0x%x %s", eglClientWaitSync(egl.display, reusable, 0, 0), egl_error());
	EGL_STEP(eglCreateSync(egl.display, 0x1234, NULL));
	fence = eglCreateSync(egl.display, EGL_SYNC_FENCE, NULL);
	EGL_STEP(signal_sync(egl.display, fence, EGL_SIGNALED));
	return egl_finish(); /* with a sync left */
}
