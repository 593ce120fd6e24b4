/* eglGetProcAddress: of EGL and of all of GL and GLES (EGL_KHR_get_all_proc_addresses). */
#include "guest/egl.h"

#include <stdlib.h>
#include <string.h>

#include "gen/guest/proctable.h"

struct procedure {
	const char *name;
	void (*address)(void);
};

/* Sorted by name, as strcmp does. */
#define PROC(name)                                                                                                     \
	{ #name, (void (*)(void))name }
static const struct procedure procedures[] = {
	PROC(eglBindAPI),
	PROC(eglBindTexImage),
	PROC(eglChooseConfig),
	PROC(eglClientWaitSync),
	PROC(eglClientWaitSyncKHR),
	PROC(eglCopyBuffers),
	PROC(eglCreateContext),
	PROC(eglCreateImage),
	PROC(eglCreateImageKHR),
	PROC(eglCreatePbufferFromClientBuffer),
	PROC(eglCreatePbufferSurface),
	PROC(eglCreatePixmapSurface),
	PROC(eglCreatePlatformPixmapSurface),
	PROC(eglCreatePlatformPixmapSurfaceEXT),
	PROC(eglCreatePlatformWindowSurface),
	PROC(eglCreatePlatformWindowSurfaceEXT),
	PROC(eglCreateSync),
	PROC(eglCreateSyncKHR),
	PROC(eglCreateWindowSurface),
	PROC(eglDebugMessageControlKHR),
	PROC(eglDestroyContext),
	PROC(eglDestroyImage),
	PROC(eglDestroyImageKHR),
	PROC(eglDestroySurface),
	PROC(eglDestroySync),
	PROC(eglDestroySyncKHR),
	PROC(eglGetConfigAttrib),
	PROC(eglGetConfigs),
	PROC(eglGetCurrentContext),
	PROC(eglGetCurrentDisplay),
	PROC(eglGetCurrentSurface),
	PROC(eglGetDisplay),
	PROC(eglGetError),
	PROC(eglGetPlatformDisplay),
	PROC(eglGetPlatformDisplayEXT),
	PROC(eglGetProcAddress),
	PROC(eglGetSyncAttrib),
	PROC(eglGetSyncAttribKHR),
	PROC(eglInitialize),
	PROC(eglLabelObjectKHR),
	PROC(eglMakeCurrent),
	PROC(eglQueryAPI),
	PROC(eglQueryContext),
	PROC(eglQueryDebugKHR),
	PROC(eglQueryDeviceAttribEXT),
	PROC(eglQueryDeviceStringEXT),
	PROC(eglQueryDevicesEXT),
	PROC(eglQueryDisplayAttribEXT),
	PROC(eglQueryString),
	PROC(eglQuerySurface),
	PROC(eglReleaseTexImage),
	PROC(eglReleaseThread),
	PROC(eglSetDamageRegionKHR),
	PROC(eglSignalSyncKHR),
	PROC(eglSurfaceAttrib),
	PROC(eglSwapBuffers),
	PROC(eglSwapBuffersWithDamageEXT),
	PROC(eglSwapBuffersWithDamageKHR),
	PROC(eglSwapInterval),
	PROC(eglTerminate),
	PROC(eglWaitClient),
	PROC(eglWaitGL),
	PROC(eglWaitNative),
	PROC(eglWaitSync),
	PROC(eglWaitSyncKHR),
};
#undef PROC

static int compare_name(const void *name, const void *procedure) {
	return strcmp(name, ((const struct procedure *)procedure)->name);
}

__eglMustCastToProperFunctionPointerType eglGetProcAddress(const char *name) {
	vmgl_egl_succeed();
	if (!name)
		return NULL;
	if (strncmp(name, "egl", 3) != 0)
		return vmgl_gl_proc(name);
	const struct procedure *procedure =
		bsearch(name, procedures, sizeof procedures / sizeof *procedures, sizeof *procedures, compare_name);
	return procedure ? procedure->address : NULL;
}
