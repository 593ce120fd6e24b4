/* Which library a program gets by each name, linked and opened. With an argument, names without a version are left out:
 * where a program has an RPATH of the old style, no variable goes before it. */
#include <EGL/egl.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void where(const char *name, void *function) {
	Dl_info info = {0};
	const char *slash = function && dladdr(function, &info) ? strrchr(info.dli_fname, '/') : NULL;
	printf("%s: %s\n", name, slash ? slash + 1 : "not found");
}

int main(int argc, char **argv) {
	(void)argv;
	static const struct {
		const char *library, *function;
	} names[] = {
		{"libEGL.so.1", "eglGetDisplay"},
		{"libEGL.so.1", "eglGetProcAddress"},
		{"libGLESv2.so.2", "glDrawArrays"},
		{"libGLESv1_CM.so.1", "glColor4x"},
		{"libGL.so.1", "glXMakeCurrent"},
		{"libGLX.so.0", "glXMakeCurrent"},
		{"libOpenGL.so.0", "glDrawArrays"},
		/* What programs try first that were built with the headers. */
		{"libEGL.so", "eglGetDisplay"},
		{"libGLESv2.so", "glDrawArrays"},
		{"libGL.so", "glXMakeCurrent"},
	};
	where("linked", (void *)eglGetDisplay);
	for (size_t i = 0; i < sizeof names / sizeof *names - (argc > 1 ? 3 : 0); i++) {
		void *library = dlopen(names[i].library, RTLD_NOW | RTLD_LOCAL);
		where(names[i].library, library ? dlsym(library, names[i].function) : NULL);
	}
	where("eglGetProcAddress", (void *)eglGetProcAddress("glClear"));
	printf("client: %d\n", strstr(eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS), "EGL_EXT_platform_base") != NULL);
	return 0;
}
