/* What the vendor libraries of GLX and EGL share: the way to libvmgl.so. They need nothing but the C library to load,
 * so that a broken libvmgl.so leaves a program its native GL. */
#ifndef VMGL_GUEST_GLVND_VENDOR_H
#define VMGL_GUEST_GLVND_VENDOR_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>

#include "guest/setting.h"

/* "/directory/name" of the file that holds `address`; false when it cannot be told or does not fit. */
static inline bool vmgl_vendor_beside(const void *address, const char *name, char *path, size_t size) {
	Dl_info info;
	if (!dladdr(address, &info) || !info.dli_fname)
		return false;
	const char *slash = strrchr(info.dli_fname, '/');
	int directory = slash ? (int)(slash - info.dli_fname) : 1;
	return (size_t)snprintf(path, size, "%.*s/%s", directory, slash ? info.dli_fname : ".", name) < size;
}

/* The function of libvmgl.so that glvnd's main function `self` hands over to; NULL where native GL is to serve. A
 * program that gains rights when it starts is one of them: its stub would be named by its caller. */
static inline void *vmgl_vendor_main(const void *self, const char *name) {
	char path[4096];
	if (vmgl_setting("VMGL_NATIVE") || getauxval(AT_SECURE) ||
		!vmgl_vendor_beside(self, "../libvmgl.so", path, sizeof path))
		return NULL;
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!library)
		fprintf(stderr, "vmgl: warning: The guest library cannot be loaded (%s). Install vmgl again.\n", dlerror());
	return library ? dlsym(library, name) : NULL;
}

#endif
