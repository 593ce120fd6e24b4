/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/host/dispatch.h"

#include <string.h>

/* The names of each member of struct vmgl_gl in turn, the last one followed by an empty one. */
static const char *const names[] = {
	"glBindAttribLocation\0",
	"glBindBuffer\0glBindBufferARB\0",
	"glBindBuffersRange\0",
	"glBufferSubData\0",
	"glCreateShader\0",
	"glDebugMessageCallback\0",
	"glDeleteBuffers\0",
	"glDrawArrays\0",
	"glFinish\0",
	"glGenBuffers\0",
	"glGetAttachedShaders\0",
	"glGetIntegerv\0",
	"glGetShaderInfoLog\0",
	"glIsEnabled\0",
	"glReadPixels\0",
	"glTexParameterfv\0",
	"glTexSubImage2D\0",
	"glVertex2f\0",
	"glVertex2fv\0",
	"glWaitSync\0",
};

_Static_assert(sizeof(struct vmgl_gl) == sizeof names / sizeof *names * sizeof(void (*)(void)), "one row per member");

void vmgl_gl_load(struct vmgl_gl *gl, void *(*get_proc)(const char *name)) {
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		void *proc = NULL;
		for (const char *name = names[i]; !proc && *name; name += strlen(name) + 1)
			proc = get_proc(name);
		memcpy((char *)gl + i * sizeof proc, &proc, sizeof proc);
	}
}
