/* What GL is here, as glGetString tells it: the host's strings, its version capped at what vmgl carries, and
 * those of its extensions that vmgl carries. */
#ifndef VMGL_GUEST_STRINGS_H
#define VMGL_GUEST_STRINGS_H

#include "guest/context.h"

struct vmgl_strings {
	bool fetched;
	char *text; /* the renderer's reply; the host's strings point into it */
	char *renderer, *version;
	char *extensions; /* joined by spaces, for glGetString */
	const char **extension, **shading_language, **spirv_extension;
	unsigned extension_count, shading_language_count, spirv_extension_count;
	char *other; /* the last answer to a string that changes, such as GL_PROGRAM_ERROR_STRING_ARB */
};

/* Asks the renderer once per context and fills ctx->renderer, vendor, version_string, shading_language,
 * version and the constants of guest/gl/get.h. Called when the context is first made current, and by whoever needs
 * an answer before. Returns false when the connection is lost (what is filled stays empty). */
bool vmgl_strings_fetch(struct vmgl_context *ctx);
void vmgl_strings_finish(struct vmgl_strings *strings);

/* Asks for the strings when that was not done yet. */
bool vmgl_extension_advertised(struct vmgl_context *ctx, const char *name);

#endif
