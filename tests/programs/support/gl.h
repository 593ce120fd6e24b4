/* GL for the programs: what libGL must export by the Linux ABI (1.3) is linked, everything newer comes
 * from glXGetProcAddress. entry_points.inc lists what the programs use of it: update_entry_points.sh writes it. */
#ifndef PROGRAMS_GL_H
#define PROGRAMS_GL_H

#include <GL/gl.h>
#include <GL/glext.h>
#include <GL/glx.h>
#include <GL/glxext.h>

/* Hidden: an exported variable would stand in front of libGL's function of the same name. */
#define ENTRY_POINT(type, name) extern type name __attribute__((visibility("hidden")));
#include "entry_points.inc"
#undef ENTRY_POINT

void gl_resolve(void);

#endif
