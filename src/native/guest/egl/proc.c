/* eglGetProcAddress: of EGL and of all of GL and GLES (EGL_KHR_get_all_proc_addresses). */
#include "guest/egl/egl.h"

#include <string.h>

#include "gen/guest/proctable.h"
#include "guest/procedures.h"

static const struct vmgl_procedure procedures[] = {
	VMGL_PROCEDURE(eglBindAPI),
	VMGL_PROCEDURE(eglBindTexImage),
	VMGL_PROCEDURE(eglChooseConfig),
	VMGL_PROCEDURE(eglClientWaitSync),
	VMGL_PROCEDURE(eglClientWaitSyncKHR),
	VMGL_PROCEDURE(eglCopyBuffers),
	VMGL_PROCEDURE(eglCreateContext),
	VMGL_PROCEDURE(eglCreateImage),
	VMGL_PROCEDURE(eglCreateImageKHR),
	VMGL_PROCEDURE(eglCreatePbufferFromClientBuffer),
	VMGL_PROCEDURE(eglCreatePbufferSurface),
	VMGL_PROCEDURE(eglCreatePixmapSurface),
	VMGL_PROCEDURE(eglCreatePlatformPixmapSurface),
	VMGL_PROCEDURE(eglCreatePlatformPixmapSurfaceEXT),
	VMGL_PROCEDURE(eglCreatePlatformWindowSurface),
	VMGL_PROCEDURE(eglCreatePlatformWindowSurfaceEXT),
	VMGL_PROCEDURE(eglCreateSync),
	VMGL_PROCEDURE(eglCreateSyncKHR),
	VMGL_PROCEDURE(eglCreateWindowSurface),
	VMGL_PROCEDURE(eglDebugMessageControlKHR),
	VMGL_PROCEDURE(eglDestroyContext),
	VMGL_PROCEDURE(eglDestroyImage),
	VMGL_PROCEDURE(eglDestroyImageKHR),
	VMGL_PROCEDURE(eglDestroySurface),
	VMGL_PROCEDURE(eglDestroySync),
	VMGL_PROCEDURE(eglDestroySyncKHR),
	VMGL_PROCEDURE(eglGetConfigAttrib),
	VMGL_PROCEDURE(eglGetConfigs),
	VMGL_PROCEDURE(eglGetCurrentContext),
	VMGL_PROCEDURE(eglGetCurrentDisplay),
	VMGL_PROCEDURE(eglGetCurrentSurface),
	VMGL_PROCEDURE(eglGetDisplay),
	VMGL_PROCEDURE(eglGetDisplayDriverConfig),
	VMGL_PROCEDURE(eglGetDisplayDriverName),
	VMGL_PROCEDURE(eglGetError),
	VMGL_PROCEDURE(eglGetPlatformDisplay),
	VMGL_PROCEDURE(eglGetPlatformDisplayEXT),
	VMGL_PROCEDURE(eglGetProcAddress),
	VMGL_PROCEDURE(eglGetSyncAttrib),
	VMGL_PROCEDURE(eglGetSyncAttribKHR),
	VMGL_PROCEDURE(eglInitialize),
	VMGL_PROCEDURE(eglLabelObjectKHR),
	VMGL_PROCEDURE(eglMakeCurrent),
	VMGL_PROCEDURE(eglQueryAPI),
	VMGL_PROCEDURE(eglQueryContext),
	VMGL_PROCEDURE(eglQueryDebugKHR),
	VMGL_PROCEDURE(eglQueryDeviceAttribEXT),
	VMGL_PROCEDURE(eglQueryDeviceStringEXT),
	VMGL_PROCEDURE(eglQueryDevicesEXT),
	VMGL_PROCEDURE(eglQueryDisplayAttribEXT),
	VMGL_PROCEDURE(eglQueryString),
	VMGL_PROCEDURE(eglQuerySurface),
	VMGL_PROCEDURE(eglReleaseTexImage),
	VMGL_PROCEDURE(eglReleaseThread),
	VMGL_PROCEDURE(eglSetDamageRegionKHR),
	VMGL_PROCEDURE(eglSignalSyncKHR),
	VMGL_PROCEDURE(eglSurfaceAttrib),
	VMGL_PROCEDURE(eglSwapBuffers),
	VMGL_PROCEDURE(eglSwapBuffersWithDamageEXT),
	VMGL_PROCEDURE(eglSwapBuffersWithDamageKHR),
	VMGL_PROCEDURE(eglSwapInterval),
	VMGL_PROCEDURE(eglTerminate),
	VMGL_PROCEDURE(eglWaitClient),
	VMGL_PROCEDURE(eglWaitGL),
	VMGL_PROCEDURE(eglWaitNative),
	VMGL_PROCEDURE(eglWaitSync),
	VMGL_PROCEDURE(eglWaitSyncKHR),
};

__eglMustCastToProperFunctionPointerType eglGetProcAddress(const char *name) {
	vmgl_egl_succeed();
	if (!name)
		return NULL;
	if (strncmp(name, "egl", 3) != 0)
		return vmgl_gl_proc(name);
	return vmgl_find_procedure(procedures, sizeof procedures / sizeof *procedures, name);
}
