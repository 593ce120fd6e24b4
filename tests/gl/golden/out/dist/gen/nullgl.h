/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_NULLGL_H
#define VMGL_GEN_NULLGL_H

/* The entry point of a GL function that only touches its arguments; NULL for names that are not GL's. The answer
 * to glGetError is always GL_NO_ERROR. One thread at a time. */
void *vmgl_nullgl_proc(const char *name);

#endif
