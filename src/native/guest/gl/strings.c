#include "guest/gl/strings.h"

#include <stdio.h>
#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "gen/guest/proctable.h"
#include "guest/gl/get.h"
#include "guest/gl/lists.h"
#include "guest/window/display.h"
#include "wire/context_info.h"

/* The next string of the reply; "" past its end. */
static const char *next_string(char **at, const char *end) {
	if (*at >= end)
		return "";
	const char *string = *at;
	*at += strlen(string) + 1;
	return string;
}

/* The host's version with its number lowered to `version`: what follows the number names the driver. */
static char *capped_version(const char *host, int host_version, int version) {
	const char *number = strpbrk(host, "0123456789");
	if (!number || version >= host_version)
		return strdup(host);
	const char *rest = number + strspn(number, "0123456789.");
	size_t size = strlen(host) + 8;
	char *result = malloc(size);
	if (result)
		snprintf(result, size, "%.*s%d.%d%s", (int)(number - host), host, version / 10, version % 10, rest);
	return result;
}

static bool take_strings(const char ***list, unsigned *count, unsigned wanted, char **at, const char *end) {
	*list = calloc((size_t)wanted + 1, sizeof **list);
	if (!*list)
		return false;
	for (unsigned i = 0; i < wanted && *at < end; i++)
		(*list)[(*count)++] = next_string(at, end);
	return true;
}

/* EGL images exist on hosts that render with EGL; drivers list the extensions with GLX as well. */
static bool of_images(const char *name) {
	return strncmp(name, "GL_OES_EGL_image", strlen("GL_OES_EGL_image")) == 0;
}

static bool take_extensions(struct vmgl_context *ctx, unsigned wanted, char **at, const char *end) {
	struct vmgl_strings *strings = &ctx->get->strings;
	const bool images = ctx->display->capabilities & VMGL_CAN_IMAGES;
	size_t joined = 1;
	strings->extension = calloc((size_t)wanted + 1, sizeof *strings->extension);
	if (!strings->extension)
		return false;
	for (unsigned i = 0; i < wanted && *at < end; i++) {
		const char *name = next_string(at, end);
		if (!vmgl_extension_marshalled(name) || (!images && of_images(name)))
			continue;
		strings->extension[strings->extension_count++] = name;
		joined += strlen(name) + 1;
	}
	char *to = strings->extensions = malloc(joined);
	if (!to)
		return false;
	for (unsigned i = 0; i < strings->extension_count; i++)
		to += sprintf(to, "%s%s", i ? " " : "", strings->extension[i]);
	*to = 0;
	return true;
}

static bool parse(struct vmgl_context *ctx, size_t bytes) {
	struct vmgl_strings *strings = &ctx->get->strings;
	struct vmgl_context_info info;
	if (bytes < sizeof info)
		return false;
	memcpy(&info, strings->text, sizeof info);
	char *at = strings->text + sizeof info;
	const char *end = strings->text + bytes;
	/* A count larger than the reply could hold is nonsense. */
	if (info.limits > bytes / sizeof(struct vmgl_context_limit) || info.extensions > bytes ||
		info.shading_languages > bytes || info.spirv_extensions > bytes)
		return false;
	if ((size_t)(end - at) < info.limits * sizeof(struct vmgl_context_limit))
		return false;
	ctx->get->limits = calloc((size_t)info.limits + 1, sizeof *ctx->get->limits);
	if (!ctx->get->limits)
		return false;
	for (unsigned i = 0; i < info.limits; i++, at += sizeof(struct vmgl_context_limit)) {
		struct vmgl_context_limit limit;
		memcpy(&limit, at, sizeof limit);
		/* The renderer sends them in the order of the list; kept sorted for the search. */
		unsigned place = ctx->get->limit_count++;
		for (; place > 0 && ctx->get->limits[place - 1].pname > limit.pname; place--)
			ctx->get->limits[place] = ctx->get->limits[place - 1];
		ctx->get->limits[place] = (struct vmgl_limit_entry){limit.pname, limit.value};
	}
	const char *vendor = next_string(&at, end), *renderer = next_string(&at, end);
	const char *version = next_string(&at, end), *shading_language = next_string(&at, end);
	int cap = vmgl_marshalled_version(ctx->api);
	ctx->version = info.version < cap ? info.version : cap;
	strings->version = capped_version(version, info.version, ctx->version);
	size_t size = strlen(renderer) + 8;
	strings->renderer = malloc(size);
	if (!strings->version || !strings->renderer)
		return false;
	snprintf(strings->renderer, size, "VMGL (%s)", renderer);
	ctx->vendor = vendor;
	ctx->renderer = strings->renderer;
	ctx->version_string = strings->version;
	ctx->shading_language = shading_language;
	return take_extensions(ctx, info.extensions, &at, end) &&
		   take_strings(&strings->shading_language, &strings->shading_language_count, info.shading_languages, &at,
						end) &&
		   take_strings(&strings->spirv_extension, &strings->spirv_extension_count, info.spirv_extensions, &at, end);
}

bool vmgl_strings_fetch(struct vmgl_context *ctx) {
	if (!ctx->get)
		return false;
	struct vmgl_strings *strings = &ctx->get->strings;
	if (strings->fetched)
		return ctx->version_string != NULL;
	struct vmgl_blob blob;
	if (!vmgl_enc_vmglContextInfo(ctx, &blob))
		return false;
	strings->fetched = true;
	/* One byte more, so that the last string ends whatever the host sent. */
	strings->text = malloc(blob.bytes + 1);
	if (!strings->text)
		return false;
	memcpy(strings->text, blob.data, blob.bytes);
	strings->text[blob.bytes] = 0;
	if (parse(ctx, blob.bytes))
		return true;
	ctx->vendor = ctx->renderer = ctx->version_string = ctx->shading_language = NULL;
	return false;
}

void vmgl_strings_finish(struct vmgl_strings *strings) {
	free(strings->text);
	free(strings->renderer);
	free(strings->version);
	free(strings->extensions);
	free(strings->extension);
	free(strings->shading_language);
	free(strings->spirv_extension);
	free(strings->other);
	*strings = (struct vmgl_strings){0};
}

bool vmgl_extension_advertised(struct vmgl_context *ctx, const char *name) {
	if (!vmgl_strings_fetch(ctx))
		return false;
	const struct vmgl_strings *strings = &ctx->get->strings;
	for (unsigned i = 0; i < strings->extension_count; i++)
		if (strcmp(strings->extension[i], name) == 0)
			return true;
	return false;
}

/* A string that the host's driver changes while it runs. */
static const GLubyte *changing_string(struct vmgl_context *ctx, GLenum name) {
	struct vmgl_strings *strings = &ctx->get->strings;
	struct vmgl_blob blob;
	if (!vmgl_enc_vmglGetString(ctx, name, &blob))
		return NULL;
	char *copy = malloc(blob.bytes + 1);
	if (!copy)
		return NULL;
	memcpy(copy, blob.data, blob.bytes);
	copy[blob.bytes] = 0;
	free(strings->other);
	strings->other = copy;
	return (const GLubyte *)copy;
}

const GLubyte *vmgl_guest_glGetString(struct vmgl_context *ctx, GLenum name) {
	vmgl_check_begin(ctx);
	if (name == GL_PROGRAM_ERROR_STRING_ARB)
		return changing_string(ctx, name);
	if (!vmgl_strings_fetch(ctx))
		return NULL;
	switch (name) {
	case GL_VENDOR:
		return (const GLubyte *)ctx->vendor;
	case GL_RENDERER:
		return (const GLubyte *)ctx->renderer;
	case GL_VERSION:
		return (const GLubyte *)ctx->version_string;
	case GL_SHADING_LANGUAGE_VERSION:
		if (*ctx->shading_language)
			return (const GLubyte *)ctx->shading_language;
		break;
	case GL_EXTENSIONS:
		/* Core profiles have the indexed form only (OpenGL 4.6 core, section 22.2). */
		if (ctx->api != VMGL_API_GL_CORE)
			return (const GLubyte *)ctx->get->strings.extensions;
		break;
	}
	vmgl_error(ctx, GL_INVALID_ENUM);
	return NULL;
}

const GLubyte *vmgl_guest_glGetStringi(struct vmgl_context *ctx, GLenum name, GLuint index) {
	if (!vmgl_strings_fetch(ctx))
		return NULL;
	const struct vmgl_strings *strings = &ctx->get->strings;
	const char **list;
	unsigned count;
	switch (name) {
	case GL_EXTENSIONS:
		list = strings->extension;
		count = strings->extension_count;
		break;
	case GL_SHADING_LANGUAGE_VERSION:
		list = strings->shading_language;
		count = strings->shading_language_count;
		break;
	case GL_SPIR_V_EXTENSIONS:
		list = strings->spirv_extension;
		count = strings->spirv_extension_count;
		break;
	default:
		vmgl_error(ctx, GL_INVALID_ENUM);
		return NULL;
	}
	if (index >= count) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return NULL;
	}
	return (const GLubyte *)list[index];
}
