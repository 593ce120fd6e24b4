/* libGLX_<name>.so.0, as glvnd's libGLX opens it for an X server whose GLX vendor is <name>. `vmgl install --guest
 * --system-wide` puts one for every vendor before the system's own: where a stub answers, libvmgl.so serves; otherwise
 * the library of that name which is the system's own does, as if this one were not there.
 *
 * Nothing but the C library is needed to load it, so that a broken libvmgl.so leaves a program its native GL. */
#include <glvnd/libglxabi.h>

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include "guest/setting.h"

#define SONAME "libGLX_" VMGL_GLVND_NAME ".so.0"

/* "/directory/name" of the file that holds `address`; false when it cannot be told or does not fit. */
static bool beside(const void *address, const char *name, char *path, size_t size) {
	Dl_info info;
	if (!dladdr(address, &info) || !info.dli_fname)
		return false;
	const char *slash = strrchr(info.dli_fname, '/');
	int directory = slash ? (int)(slash - info.dli_fname) : 1;
	return (size_t)snprintf(path, size, "%.*s/%s", directory, slash ? info.dli_fname : ".", name) < size;
}

/* libvmgl.so is not used by programs that gain rights when they start: its stub is named by their caller. */
static bool vmgl_serves(uint32_t version, const __GLXapiExports *exports, __GLXvendorInfo *vendor,
						__GLXapiImports *imports) {
	if (vmgl_setting("VMGL_NATIVE") || getauxval(AT_SECURE))
		return false;
	char path[4096];
	if (!beside((const void *)__glx_Main, "../libvmgl.so", path, sizeof path))
		return false;
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!library) {
		fprintf(stderr, "vmgl: warning: The guest library cannot be loaded (%s). Install vmgl again.\n", dlerror());
		return false;
	}
	__PFNGLXMAINPROC main = (__PFNGLXMAINPROC)dlsym(library, "vmgl_glvnd_glx_main");
	return main && main(version, exports, vendor, imports);
}

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
	if (!main && beside((const void *)exports->getDynDispatch, SONAME, path, sizeof path))
		main = main_of(path);
	for (size_t i = 0; !main && i < sizeof directories / sizeof *directories; i++) {
		snprintf(path, sizeof path, "%s/" SONAME, directories[i]);
		main = main_of(path);
	}
	return main;
}

__attribute__((visibility("default"))) Bool __glx_Main(uint32_t version, const __GLXapiExports *exports,
													   __GLXvendorInfo *vendor, __GLXapiImports *imports) {
	if (vmgl_serves(version, exports, vendor, imports))
		return True;
	__PFNGLXMAINPROC main = native_main(exports);
	return main && main(version, exports, vendor, imports);
}
