/* GL for the programs: what libGL must export by the Linux ABI (1.3) is linked, everything newer comes
 * from glXGetProcAddress. entry_points.inc lists what the programs use of it: update_entry_points.sh writes it.
 * Programs of GLES (PROGRAMS_GLES) and of GL by EGL (PROGRAMS_EGL) link all that they use. */
#ifndef PROGRAMS_GL_H
#define PROGRAMS_GL_H

#ifdef PROGRAMS_GLES
#include <GLES3/gl32.h>
#elif defined(PROGRAMS_EGL)
#define GL_GLEXT_PROTOTYPES
#include <GL/gl.h>
#include <GL/glext.h>
#else
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

#endif
