/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/guest/proctable.h"

#include <stdlib.h>
#include <string.h>

#include "guest/procedures.h"

static const struct vmgl_procedure procedures[] = {
	VMGL_PROCEDURE(glBindAttribLocation),
	VMGL_PROCEDURE(glBindBuffer),
	VMGL_PROCEDURE(glBindBufferARB),
	VMGL_PROCEDURE(glBindBuffersRange),
	VMGL_PROCEDURE(glBufferSubData),
	VMGL_PROCEDURE(glCreateShader),
	VMGL_PROCEDURE(glDeleteBuffers),
	VMGL_PROCEDURE(glDrawArrays),
	VMGL_PROCEDURE(glFinish),
	VMGL_PROCEDURE(glGenBuffers),
	VMGL_PROCEDURE(glGetAttachedShaders),
	VMGL_PROCEDURE(glGetIntegerv),
	VMGL_PROCEDURE(glGetShaderInfoLog),
	VMGL_PROCEDURE(glGetTextureHandleARB),
	VMGL_PROCEDURE(glIsEnabled),
	VMGL_PROCEDURE(glReadPixels),
	VMGL_PROCEDURE(glTexParameterfv),
	VMGL_PROCEDURE(glTexSubImage2D),
	VMGL_PROCEDURE(glUniform4fv),
	VMGL_PROCEDURE(glVertex2f),
	VMGL_PROCEDURE(glVertex2fv),
	VMGL_PROCEDURE(glWaitSync),
	{NULL, NULL}, /* keeps the table from being empty; never searched */
};

static const char *const extensions[] = {
	"GL_ARB_bindless_texture",
	"GL_ARB_vertex_buffer_object",
	"GL_MESA_texture_signed_rgba",
	NULL,
};

static int compare_name(const void *name, const void *other) {
	return strcmp(name, *(const char *const *)other);
}

void (*vmgl_gl_proc(const char *name))(void) {
	return vmgl_find_procedure(procedures, sizeof procedures / sizeof *procedures - 1, name);
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
