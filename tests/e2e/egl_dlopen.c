/* Which library a program gets by each name, linked (with the system's directory as its RPATH) and opened. */
#include <EGL/egl.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void where(const char *name, void *function) {
	Dl_info info = {0};
	const char *slash = function && dladdr(function, &info) ? strrchr(info.dli_fname, '/') : NULL;
	printf("%s: %s\n", name, slash ? slash + 1 : "not found");
}

int main(void) {
	static const struct {
		const char *library, *function;
	} names[] = {
		{"libEGL.so.1", "eglGetDisplay"},   {"libEGL.so.1", "eglGetProcAddress"}, {"libGLESv2.so.2", "glDrawArrays"},
		{"libGLESv1_CM.so.1", "glColor4x"}, {"libGL.so.1", "glXMakeCurrent"},     {"libGLX.so.0", "glXMakeCurrent"},
		{"libOpenGL.so.0", "glDrawArrays"},
	};
	where("linked", (void *)eglGetDisplay);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		void *library = dlopen(names[i].library, RTLD_NOW | RTLD_LOCAL);
		where(names[i].library, library ? dlsym(library, names[i].function) : NULL);
	}
	where("eglGetProcAddress", (void *)eglGetProcAddress("glClear"));
	printf("client: %d\n", strstr(eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS), "EGL_EXT_platform_base") != NULL);
	return 0;
}
