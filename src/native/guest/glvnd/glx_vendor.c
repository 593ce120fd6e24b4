/* libGLX_<name>.so.0, as glvnd's libGLX opens it for an X server whose GLX vendor is <name>. `vmgl install --guest
 * --system-wide` puts one for every vendor before the system's own: where a stub answers, libvmgl.so serves; otherwise
 * the library of that name which is the system's own does, as if this one were not there. */
#include <glvnd/libglxabi.h>

#include <stdlib.h>

#include "guest/glvnd/vendor.h"

#define SONAME "libGLX_" VMGL_GLVND_NAME ".so.0"

static __PFNGLXMAINPROC main_of(const char *path) {
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL); /* stays loaded: glvnd keeps its functions */
	__PFNGLXMAINPROC main = library ? (__PFNGLXMAINPROC)dlsym(library, __GLX_MAIN_PROTO_NAME) : NULL;
	return main == __glx_Main ? NULL : main;
}

/* Looked for by path: by its name the dynamic linker would find this library again. */
static __PFNGLXMAINPROC native_main(const __GLXapiExports *exports) {
	/* Vendors are where libGLX.so.0 is; the other directories are those of NVIDIA's installer. */
	static const char *const directories[] = {sizeof(void *) == 8 ? "/usr/lib64" : "/usr/lib32", "/usr/lib", "/lib"};
	char path[4096];
	const char *chosen = getauxval(AT_SECURE) ? NULL : getenv("CR_SYSTEM_GL_PATH");
	__PFNGLXMAINPROC main = NULL;
	if (chosen && *chosen && (size_t)snprintf(path, sizeof path, "%s/" SONAME, chosen) < sizeof path)
		main = main_of(path);
	if (chosen && *chosen && !main)
		fprintf(stderr, "vmgl: warning: CR_SYSTEM_GL_PATH (%s) has no " SONAME ". Using the system's.\n", chosen);
	if (!main && vmgl_vendor_beside((const void *)exports->getDynDispatch, SONAME, path, sizeof path))
		main = main_of(path);
	for (size_t i = 0; !main && i < sizeof directories / sizeof *directories; i++) {
		snprintf(path, sizeof path, "%s/" SONAME, directories[i]);
		main = main_of(path);
	}
	return main;
}

__attribute__((visibility("default"))) Bool __glx_Main(uint32_t version, const __GLXapiExports *exports,
													   __GLXvendorInfo *vendor, __GLXapiImports *imports) {
	__PFNGLXMAINPROC main = (__PFNGLXMAINPROC)vmgl_vendor_main((const void *)__glx_Main, "vmgl_glvnd_glx_main");
	if (main && main(version, exports, vendor, imports))
		return True;
	main = native_main(exports);
	return main && main(version, exports, vendor, imports);
}
