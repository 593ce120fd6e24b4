/* glXGetProcAddress: of GLX and of all of GL and GLES. */
#include "guest/glx/glx.h"

#include <string.h>

#include "gen/guest/proctable.h"
#include "guest/procedures.h"

static const struct vmgl_procedure procedures[] = {
	VMGL_PROCEDURE(glXBindTexImageEXT),
	VMGL_PROCEDURE(glXChooseFBConfig),
	VMGL_PROCEDURE(glXChooseFBConfigSGIX),
	VMGL_PROCEDURE(glXChooseVisual),
	VMGL_PROCEDURE(glXCopyContext),
	VMGL_PROCEDURE(glXCopySubBufferMESA),
	VMGL_PROCEDURE(glXCreateContext),
	VMGL_PROCEDURE(glXCreateContextAttribsARB),
	VMGL_PROCEDURE(glXCreateContextWithConfigSGIX),
	VMGL_PROCEDURE(glXCreateGLXPbufferSGIX),
	VMGL_PROCEDURE(glXCreateGLXPixmap),
	VMGL_PROCEDURE(glXCreateGLXPixmapWithConfigSGIX),
	VMGL_PROCEDURE(glXCreateNewContext),
	VMGL_PROCEDURE(glXCreatePbuffer),
	VMGL_PROCEDURE(glXCreatePixmap),
	VMGL_PROCEDURE(glXCreateWindow),
	VMGL_PROCEDURE(glXDestroyContext),
	VMGL_PROCEDURE(glXDestroyGLXPbufferSGIX),
	VMGL_PROCEDURE(glXDestroyGLXPixmap),
	VMGL_PROCEDURE(glXDestroyPbuffer),
	VMGL_PROCEDURE(glXDestroyPixmap),
	VMGL_PROCEDURE(glXDestroyWindow),
	VMGL_PROCEDURE(glXFreeContextEXT),
	VMGL_PROCEDURE(glXGetClientString),
	VMGL_PROCEDURE(glXGetConfig),
	VMGL_PROCEDURE(glXGetContextIDEXT),
	VMGL_PROCEDURE(glXGetCurrentContext),
	VMGL_PROCEDURE(glXGetCurrentDisplay),
	VMGL_PROCEDURE(glXGetCurrentDisplayEXT),
	VMGL_PROCEDURE(glXGetCurrentDrawable),
	VMGL_PROCEDURE(glXGetCurrentReadDrawable),
	VMGL_PROCEDURE(glXGetCurrentReadDrawableSGI),
	VMGL_PROCEDURE(glXGetFBConfigAttrib),
	VMGL_PROCEDURE(glXGetFBConfigAttribSGIX),
	VMGL_PROCEDURE(glXGetFBConfigFromVisualSGIX),
	VMGL_PROCEDURE(glXGetFBConfigs),
	VMGL_PROCEDURE(glXGetProcAddress),
	VMGL_PROCEDURE(glXGetProcAddressARB),
	VMGL_PROCEDURE(glXGetSelectedEvent),
	VMGL_PROCEDURE(glXGetSelectedEventSGIX),
	VMGL_PROCEDURE(glXGetSwapIntervalMESA),
	VMGL_PROCEDURE(glXGetVisualFromFBConfig),
	VMGL_PROCEDURE(glXGetVisualFromFBConfigSGIX),
	VMGL_PROCEDURE(glXImportContextEXT),
	VMGL_PROCEDURE(glXIsDirect),
	VMGL_PROCEDURE(glXMakeContextCurrent),
	VMGL_PROCEDURE(glXMakeCurrent),
	VMGL_PROCEDURE(glXMakeCurrentReadSGI),
	VMGL_PROCEDURE(glXQueryContext),
	VMGL_PROCEDURE(glXQueryContextInfoEXT),
	VMGL_PROCEDURE(glXQueryCurrentRendererIntegerMESA),
	VMGL_PROCEDURE(glXQueryCurrentRendererStringMESA),
	VMGL_PROCEDURE(glXQueryDrawable),
	VMGL_PROCEDURE(glXQueryExtension),
	VMGL_PROCEDURE(glXQueryExtensionsString),
	VMGL_PROCEDURE(glXQueryGLXPbufferSGIX),
	VMGL_PROCEDURE(glXQueryRendererIntegerMESA),
	VMGL_PROCEDURE(glXQueryRendererStringMESA),
	VMGL_PROCEDURE(glXQueryServerString),
	VMGL_PROCEDURE(glXQueryVersion),
	VMGL_PROCEDURE(glXReleaseTexImageEXT),
	VMGL_PROCEDURE(glXSelectEvent),
	VMGL_PROCEDURE(glXSelectEventSGIX),
	VMGL_PROCEDURE(glXSwapBuffers),
	VMGL_PROCEDURE(glXSwapIntervalEXT),
	VMGL_PROCEDURE(glXSwapIntervalMESA),
	VMGL_PROCEDURE(glXSwapIntervalSGI),
	VMGL_PROCEDURE(glXUseXFont),
	VMGL_PROCEDURE(glXWaitGL),
	VMGL_PROCEDURE(glXWaitX),
};

__GLXextFuncPtr glXGetProcAddressARB(const GLubyte *bytes) {
	const char *name = (const char *)bytes;
	if (!name)
		return NULL;
	if (strncmp(name, "glX", 3) != 0)
		return vmgl_gl_proc(name);
	return vmgl_find_procedure(procedures, sizeof procedures / sizeof *procedures, name);
}

void (*glXGetProcAddress(const GLubyte *name))(void) {
	return glXGetProcAddressARB(name);
}
