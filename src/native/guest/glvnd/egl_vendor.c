/* libEGL_vmgl.so.0, as glvnd's libEGL opens it for the vendor file that `vmgl install --guest --system-wide` writes. It
 * is the first vendor that is asked for a display; where it has none, libEGL asks the system's own. */
#include <glvnd/libeglabi.h>

#include "guest/glvnd/vendor.h"

__attribute__((visibility("default"))) EGLBoolean __egl_Main(uint32_t version, const __EGLapiExports *exports,
															 __EGLvendorInfo *vendor, __EGLapiImports *imports) {
	__PFNEGLMAINPROC main = (__PFNEGLMAINPROC)vmgl_vendor_main((const void *)__egl_Main, "vmgl_glvnd_egl_main");
	return main ? main(version, exports, vendor, imports) : EGL_FALSE;
}
