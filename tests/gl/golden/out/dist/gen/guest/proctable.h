/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_GUEST_PROCTABLE_H
#define VMGL_GEN_GUEST_PROCTABLE_H

#include "guest/context.h"

/* The entry point of a GL function that is carried, NULL for every other name. */
void (*vmgl_gl_proc(const char *name))(void);

/* Whether every call of the extension is carried and nothing about it needs memory or handles of the client. */
bool vmgl_extension_marshalled(const char *name);

/* The highest version, 10 * major + minor, all of whose calls are carried; 0 for none. */
int vmgl_marshalled_version(enum vmgl_api api);

#endif
