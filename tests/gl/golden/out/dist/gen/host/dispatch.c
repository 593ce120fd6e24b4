/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/host/dispatch.h"

#include <string.h>

/* The names of each member of struct vmgl_gl in turn, the last one followed by an empty one. */
static const struct {
	const char *names;
	bool needs_trust;
} functions[] = {
	{"glBindAttribLocation\0", false},
	{"glBindBuffer\0glBindBufferARB\0", false},
	{"glBindBuffersRange\0", false},
	{"glBufferSubData\0", false},
	{"glCreateShader\0", false},
	{"glDebugMessageCallback\0", false},
	{"glDeleteBuffers\0", false},
	{"glDrawArrays\0", false},
	{"glFinish\0", false},
	{"glGenBuffers\0", false},
	{"glGetAttachedShaders\0", false},
	{"glGetIntegerv\0", false},
	{"glGetShaderInfoLog\0", false},
	{"glGetTextureHandleARB\0", true},
	{"glIsEnabled\0", false},
	{"glReadPixels\0", false},
	{"glTexParameterfv\0", false},
	{"glTexSubImage2D\0", false},
	{"glUniform4fv\0", false},
	{"glVertex2f\0", false},
	{"glVertex2fv\0", false},
	{"glWaitSync\0", false},
};
enum { COUNT = sizeof functions / sizeof *functions };

_Static_assert(sizeof(struct vmgl_gl) == COUNT * sizeof(void (*)(void)), "one row per member");

static const char *const trusted_extensions[] = {
	"GL_ARB_bindless_texture",
	NULL,
};

void vmgl_gl_load(struct vmgl_gl *gl, bool trust, void *(*get_proc)(const char *name)) {
	for (size_t i = 0; i < COUNT; i++) {
		void *proc = NULL;
		if (trust || !functions[i].needs_trust)
			for (const char *name = functions[i].names; !proc && *name; name += strlen(name) + 1)
				proc = get_proc(name);
		memcpy((char *)gl + i * sizeof proc, &proc, sizeof proc);
	}
}

bool vmgl_extension_needs_trust(const char *name) {
	for (const char *const *one = trusted_extensions; *one; one++)
		if (strcmp(name, *one) == 0)
			return true;
	return false;
}
