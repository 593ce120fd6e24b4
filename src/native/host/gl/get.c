/* Queries that are more than a driver call: errors, strings and constants of a context, glGet. */
#include <stdlib.h>
#include <string.h>

#include "gen/host/dispatch.h"
#include "gen/host/handlers.h"
#include "host/context.h"
#include "host/platform/platform.h"
#include "wire/context_info.h"

/* Longest list that glGet is asked for; drivers have a few hundred compressed formats at most. */
#define LIST_MAX 4096

GLenum vmgl_host_glGetError(struct vmgl_host_context *ctx) {
	vmgl_error_take(ctx); /* an error that was there before the driver's counts first */
	GLenum error = ctx->pending_error;
	ctx->pending_error = GL_NO_ERROR;
	return error;
}

void vmgl_host_vmglSetError(struct vmgl_host_context *ctx, GLenum error) {
	if (error != GL_NO_ERROR)
		vmgl_error_set(ctx, error);
}

GLenum vmgl_host_vmglTakeErrors(struct vmgl_host_context *ctx) {
	return vmgl_error_take(ctx);
}

/* An integer that the driver may not know, and that is not -1. */
static bool ask(struct vmgl_host_context *ctx, GLenum pname, GLint *value) {
	*value = -1;
	ctx->gl->GetIntegerv(pname, value);
	if (ctx->unaskable ? *value != -1 : ctx->gl->GetError() == GL_NO_ERROR)
		return true;
	vmgl_error_forget(ctx);
	*value = 0;
	return false;
}

static const char *string(struct vmgl_host_context *ctx, GLenum name) {
	const GLubyte *text = ctx->gl->GetString ? ctx->gl->GetString(name) : NULL;
	return text ? (const char *)text : "";
}

static int parse_version(const char *version) {
	const char *number = strpbrk(version, "0123456789");
	if (!number)
		return 0;
	char *rest;
	long major = strtol(number, &rest, 10);
	return (int)major * 10 + (*rest == '.' && rest[1] >= '0' && rest[1] <= '9' ? rest[1] - '0' : 0);
}

/* A buffer that is first measured (`bytes` NULL), then filled. */
struct writer {
	char *bytes;
	size_t used;
};

static void put(struct writer *writer, const void *data, size_t bytes) {
	if (writer->bytes)
		memcpy(writer->bytes + writer->used, data, bytes);
	writer->used += bytes;
}

static void put_string(struct writer *writer, const char *text) {
	put(writer, text, strlen(text) + 1);
}

/* 1, or 0 for an extension that this guest is not to know of. */
static uint32_t put_extension(struct writer *writer, const char *name) {
	if (!vmgl_platform_trusts() && vmgl_extension_needs_trust(name))
		return 0;
	put_string(writer, name);
	return 1;
}

static uint32_t put_indexed(struct vmgl_host_context *ctx, struct writer *writer, GLenum name, GLenum count_name) {
	GLint count;
	uint32_t written = 0;
	if (!ctx->gl->GetStringi || !ask(ctx, count_name, &count) || count < 0)
		return 0;
	for (GLint i = 0; i < count; i++) {
		const GLubyte *text = ctx->gl->GetStringi(name, (GLuint)i);
		written += put_extension(writer, text ? (const char *)text : "");
	}
	return written;
}

/* Contexts before 3.0 have one string of extensions, which is taken apart. */
static uint32_t put_extensions(struct vmgl_host_context *ctx, struct writer *writer, int version) {
	if (version >= 30)
		return put_indexed(ctx, writer, GL_EXTENSIONS, GL_NUM_EXTENSIONS);
	uint32_t count = 0;
	for (const char *at = string(ctx, GL_EXTENSIONS); *at;) {
		char name[128];
		size_t length = strcspn(at, " ");
		if (length && length < sizeof name) {
			memcpy(name, at, length);
			name[length] = 0;
			count += put_extension(writer, name);
		}
		at += length + strspn(at + length, " ");
	}
	return count;
}

static void put_info(struct vmgl_host_context *ctx, struct writer *writer) {
	static const GLenum limits[] = {
#define PNAME(name) name,
		VMGL_CONTEXT_LIMITS(PNAME)
#undef PNAME
	};
	const char *version = string(ctx, GL_VERSION);
	struct vmgl_context_info info = {.version = parse_version(version)};
	put(writer, &info, sizeof info);
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		struct vmgl_context_limit limit = {limits[i], 0};
		if (!ask(ctx, limits[i], &limit.value))
			continue;
		put(writer, &limit, sizeof limit);
		info.limits++;
	}
	put_string(writer, string(ctx, GL_VENDOR));
	put_string(writer, string(ctx, GL_RENDERER));
	put_string(writer, version);
	put_string(writer, string(ctx, GL_SHADING_LANGUAGE_VERSION));
	info.extensions = put_extensions(ctx, writer, info.version);
	if (info.version >= 43 && !ctx->es)
		info.shading_languages =
			put_indexed(ctx, writer, GL_SHADING_LANGUAGE_VERSION, GL_NUM_SHADING_LANGUAGE_VERSIONS);
	info.spirv_extensions = put_indexed(ctx, writer, GL_SPIR_V_EXTENSIONS, GL_NUM_SPIR_V_EXTENSIONS);
	if (writer->bytes)
		memcpy(writer->bytes, &info, sizeof info);
}

void vmgl_host_vmglContextInfo(struct vmgl_host_context *ctx) {
	vmgl_error_begin(ctx);
	const bool muted = vmgl_debug_mute(ctx);
	struct writer writer = {0};
	put_info(ctx, &writer);
	writer.bytes = vmgl_scratch(ctx, writer.used);
	if (!writer.bytes)
		return;
	writer.used = 0;
	put_info(ctx, &writer);
	vmgl_debug_unmute(ctx, muted);
	vmgl_error_forget(ctx);
	vmgl_reply_array(ctx, writer.bytes, writer.used);
}

void vmgl_host_vmglGetString(struct vmgl_host_context *ctx, GLenum name) {
	const char *text = name == GL_PROGRAM_ERROR_STRING_ARB ? string(ctx, name) : "";
	vmgl_reply_array(ctx, text, strlen(text));
}

static GLenum list_length(GLenum pname) {
	switch (pname) {
	case GL_COMPRESSED_TEXTURE_FORMATS:
		return GL_NUM_COMPRESSED_TEXTURE_FORMATS;
	case GL_PROGRAM_BINARY_FORMATS:
		return GL_NUM_PROGRAM_BINARY_FORMATS;
	case GL_SHADER_BINARY_FORMATS:
		return GL_NUM_SHADER_BINARY_FORMATS;
	default:
		return 0;
	}
}

void vmgl_host_vmglGetList(struct vmgl_host_context *ctx, GLenum pname) {
	GLint count = 0;
	GLint *values = NULL;
	vmgl_error_begin(ctx);
	if (!list_length(pname)) {
		vmgl_error_set(ctx, GL_INVALID_ENUM);
		vmgl_reply_array(ctx, NULL, 0);
		return;
	}
	/* Where the length is not to be had, the question for the list raises the error. */
	ask(ctx, list_length(pname), &count);
	values = vmgl_scratch(ctx, LIST_MAX * sizeof *values);
	if (!values)
		return;
	if (count < 0 || count > LIST_MAX)
		count = 0;
	else
		ctx->gl->GetIntegerv(pname, values);
	vmgl_reply_array(ctx, values, (uint64_t)count * sizeof *values);
}

/* The driver's own answer would overrun what a generated decoder has room for. */
static bool refused(struct vmgl_host_context *ctx, GLenum pname) {
	if (list_length(pname)) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return true;
	}
	switch (pname) {
	case GL_DEVICE_UUID_EXT:
	case GL_DRIVER_UUID_EXT:
	case GL_DEVICE_LUID_EXT:
	case GL_DEVICE_NODE_MASK_EXT:
		/* Of EXT_memory_object, which is not advertised. Mesa's software drivers crash on some of them. */
		vmgl_error_set(ctx, GL_INVALID_ENUM);
		return true;
	}
	return false;
}

#define GET(name, type)                                                                                                \
	void vmgl_host_gl##name(struct vmgl_host_context *ctx, GLenum pname, type *data, size_t bytes) {                   \
		(void)bytes;                                                                                                   \
		if (refused(ctx, pname))                                                                                       \
			return;                                                                                                    \
		if (ctx->gl->name)                                                                                             \
			ctx->gl->name(pname, data);                                                                                \
		else                                                                                                           \
			vmgl_error_set(ctx, GL_INVALID_OPERATION);                                                                 \
	}

GET(GetBooleanv, GLboolean)
GET(GetIntegerv, GLint)
GET(GetInteger64v, GLint64)
GET(GetFloatv, GLfloat)
GET(GetDoublev, GLdouble)
GET(GetFixedv, GLfixed)
