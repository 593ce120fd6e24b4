/* EGL_KHR_debug: which function failed, with what, and the labels of the thread and of the object that the call was
 * about. The message's words are the driver's own. */
#include "support/egl.h"

#include <string.h>

static int labels[8];

static int number(EGLLabelKHR label) {
	for (int i = 0; i < 8; i++)
		if (label == &labels[i])
			return i;
	return label ? -2 : -1;
}

static const char *last;

static void EGLAPIENTRY heard(EGLenum error, const char *command, EGLint type, EGLLabelKHR thread, EGLLabelKHR object,
							  const char *message) {
	report("%s: error 0x%x of %s, type 0x%x, thread %d, object %d, words %d", last, error, command, (unsigned)type,
		   number(thread), number(object), message != NULL);
}

#define TRY(call)                                                                                                      \
	do {                                                                                                               \
		last = #call;                                                                                                  \
		call;                                                                                                          \
		eglGetError();                                                                                                 \
	} while (0)

int main(void) {
	egl_open(EGL_OPENGL_ES_API, 2, 0);
	if (!strstr(eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS), "EGL_KHR_debug"))
		report_skip("no EGL_KHR_debug");
	PFNEGLDEBUGMESSAGECONTROLKHRPROC control =
		(PFNEGLDEBUGMESSAGECONTROLKHRPROC)eglGetProcAddress("eglDebugMessageControlKHR");
	PFNEGLLABELOBJECTKHRPROC label = (PFNEGLLABELOBJECTKHRPROC)eglGetProcAddress("eglLabelObjectKHR");
	PFNEGLQUERYDEBUGKHRPROC query = (PFNEGLQUERYDEBUGKHRPROC)eglGetProcAddress("eglQueryDebugKHR");
	EGLSync sync = eglCreateSync(egl.display, EGL_SYNC_FENCE, NULL);
	EGLAttrib is = 0;
	EGLint value = 0;
	EGL_STEP(query(EGL_DEBUG_CALLBACK_KHR, &is));
	report("no callback: %d", is == 0);
	report("callback: 0x%x", (unsigned)control(heard, NULL));
	EGL_STEP(query(EGL_DEBUG_CALLBACK_KHR, &is));
	report("the callback: %d", is == (EGLAttrib)heard);
	EGL_STEP(query(EGL_DEBUG_MSG_WARN_KHR, &is));
	report("warnings: %d", (int)is);
	TRY(eglQuerySurface(egl.display, egl.surface, 0x1234, &value));
	report("labels: 0x%x 0x%x 0x%x 0x%x 0x%x", (unsigned)label(egl.display, EGL_OBJECT_THREAD_KHR, NULL, &labels[0]),
		   (unsigned)label(egl.display, EGL_OBJECT_DISPLAY_KHR, egl.display, &labels[1]),
		   (unsigned)label(egl.display, EGL_OBJECT_CONTEXT_KHR, egl.context, &labels[2]),
		   (unsigned)label(egl.display, EGL_OBJECT_SURFACE_KHR, egl.surface, &labels[3]),
		   (unsigned)label(egl.display, EGL_OBJECT_SYNC_KHR, sync, &labels[4]));
	EGLAttrib wide = 0;
	TRY(eglQuerySurface(egl.display, egl.surface, 0x1234, &value));
	TRY(eglQueryContext(egl.display, egl.context, 0x1234, &value));
	TRY(eglGetSyncAttrib(egl.display, sync, 0x1234, &wide));
	TRY(eglGetConfigAttrib(egl.display, egl.config, 0x1234, &value));
	TRY(eglSurfaceAttrib(egl.display, egl.surface, 0x1234, 0));
	TRY(eglQuerySurface(egl.display, EGL_NO_SURFACE, EGL_WIDTH, &value));
	TRY(eglDestroyContext(egl.display, EGL_NO_CONTEXT));
	TRY(eglDestroySurface(egl.display, EGL_NO_SURFACE));
	TRY(eglBindTexImage(egl.display, egl.surface, EGL_BACK_BUFFER));
	TRY(eglMakeCurrent(egl.display, egl.surface, EGL_NO_SURFACE, egl.context));
	TRY(eglQuerySurface(egl.display, egl.surface, EGL_WIDTH, &value));
	report("unknown object: 0x%x", (unsigned)label(egl.display, EGL_OBJECT_SURFACE_KHR, &value, &labels[5]));
	report("taken away: 0x%x", (unsigned)label(egl.display, EGL_OBJECT_SURFACE_KHR, egl.surface, NULL));
	TRY(eglQuerySurface(egl.display, egl.surface, 0x1234, &value));
	const EGLAttrib off[] = {EGL_DEBUG_MSG_ERROR_KHR, EGL_FALSE, EGL_NONE};
	report("errors off: 0x%x", (unsigned)control(heard, off));
	TRY(eglQuerySurface(egl.display, egl.surface, 0x1234, &value));
	report("callback gone: 0x%x", (unsigned)control(NULL, NULL));
	eglDestroySync(egl.display, sync);
	glClearColor(0, 0.5f, 1, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	return egl_finish();
}
