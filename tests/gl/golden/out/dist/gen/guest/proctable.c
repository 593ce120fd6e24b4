/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/guest/proctable.h"

#include <stdlib.h>
#include <string.h>

struct entry {
	const char *name;
	void (*proc)(void);
};

#define ENTRY(name) {#name, (void (*)(void))name}
static const struct entry entries[] = {
	ENTRY(glBindAttribLocation),
	ENTRY(glBindBuffer),
	ENTRY(glBindBufferARB),
	ENTRY(glBindBuffersRange),
	ENTRY(glBufferSubData),
	ENTRY(glCreateShader),
	ENTRY(glDeleteBuffers),
	ENTRY(glDrawArrays),
	ENTRY(glFinish),
	ENTRY(glGenBuffers),
	ENTRY(glGetAttachedShaders),
	ENTRY(glGetIntegerv),
	ENTRY(glGetShaderInfoLog),
	ENTRY(glGetTextureHandleARB),
	ENTRY(glIsEnabled),
	ENTRY(glReadPixels),
	ENTRY(glTexParameterfv),
	ENTRY(glTexSubImage2D),
	ENTRY(glUniform4fv),
	ENTRY(glVertex2f),
	ENTRY(glVertex2fv),
	ENTRY(glWaitSync),
	{NULL, NULL}, /* keeps the table from being empty; never searched */
};
#undef ENTRY

static const char *const extensions[] = {
	"GL_ARB_bindless_texture",
	"GL_ARB_vertex_buffer_object",
	"GL_MESA_texture_signed_rgba",
	NULL,
};

static int compare_entry(const void *name, const void *entry) {
	return strcmp(name, ((const struct entry *)entry)->name);
}

static int compare_name(const void *name, const void *other) {
	return strcmp(name, *(const char *const *)other);
}

void (*vmgl_gl_proc(const char *name))(void) {
	const struct entry *entry = bsearch(name, entries, sizeof entries / sizeof *entries - 1, sizeof *entries, compare_entry);
	return entry ? entry->proc : NULL;
}

bool vmgl_extension_marshalled(const char *name) {
	return bsearch(name, extensions, sizeof extensions / sizeof *extensions - 1, sizeof *extensions, compare_name) != NULL;
}

int vmgl_marshalled_version(enum vmgl_api api) {
	switch (api) {
	case VMGL_API_GL_COMPAT:
		return 20;
	case VMGL_API_GL_CORE:
		return 20;
	case VMGL_API_GLES1:
		return 0;
	case VMGL_API_GLES2:
		return 0;
	}
	return 0;
}
