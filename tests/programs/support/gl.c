#include "gl.h"

#include <stdio.h>
#include <stdlib.h>

#define ENTRY_POINT(type, name) type name;
#include "entry_points.inc"
#undef ENTRY_POINT

static __GLXextFuncPtr resolve(const char *name) {
	__GLXextFuncPtr function = glXGetProcAddressARB((const GLubyte *)name);
	/* NULL is legitimate where the extension is not advertised; the programs check for that first. */
	return function;
}

void gl_resolve(void) {
#define ENTRY_POINT(type, name) name = (type)resolve(#name);
#include "entry_points.inc"
#undef ENTRY_POINT
}
