#include "guest/gl/debug.h"

#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/lists.h"
#include "wire/debug.h"

bool vmgl_debug_init(struct vmgl_context *ctx) {
	ctx->debug = calloc(1, sizeof *ctx->debug);
	return ctx->debug != NULL;
}

void vmgl_debug_finish(struct vmgl_context *ctx) {
	free(ctx->debug);
	ctx->debug = NULL;
}

void *vmgl_debug_callback(const struct vmgl_context *ctx) {
	/* ISO C has no conversion from a function pointer to void *; POSIX has. */
	union {
		GLDEBUGPROC function;
		void *pointer;
	} callback = {.function = ctx->debug->callback};
	return callback.pointer;
}

void *vmgl_debug_user_param(const struct vmgl_context *ctx) {
	return (void *)(uintptr_t)ctx->debug->user_param;
}

void vmgl_guest_glDebugMessageCallback(struct vmgl_context *ctx, GLDEBUGPROC callback, const void *userParam) {
	ctx->debug->user_param = userParam;
	if ((callback == NULL) != (ctx->debug->callback == NULL))
		vmgl_enc_vmglDebugCollect(ctx, callback != NULL);
	ctx->debug->callback = callback;
	ctx->settles = callback != NULL && ctx->debug->synchronous;
}

void vmgl_debug_synchronous(struct vmgl_context *ctx, bool on) {
	struct vmgl_debug_state *state = ctx->debug;
	if (on) {
		state->synchronous = true;
		state->listed |= vmgl_list_compiling(ctx) != 0;
	} else if (!state->listed && vmgl_list_compiling(ctx) != GL_COMPILE && !ctx->lists->in_begin) {
		state->synchronous = false;
	}
	ctx->settles = state->callback != NULL && state->synchronous;
}

void vmgl_debug_fetch(struct vmgl_context *ctx) {
	/* A family that asks the renderer under the group's lock must not meet itself in the callback's GL calls. The
	 * messages stay where they are, and the next reply tells of them again. */
	if (pthread_mutex_trylock(&ctx->group->lock) != 0)
		return;
	pthread_mutex_unlock(&ctx->group->lock);
	vmgl_debug_settle(ctx);
}

void vmgl_debug_settle(struct vmgl_context *ctx) {
	struct vmgl_debug_state *state = ctx->debug;
	if (state->delivering || state->callback == NULL)
		return;
	state->delivering = true;
	struct vmgl_blob blob;
	/* A callback that causes messages itself gets these too, but not without end. */
	for (int round = 0; round < 16 && vmgl_enc_vmglDebugFetch(ctx, &blob) && blob.bytes != 0; round++) {
		uint8_t *bytes = malloc(blob.bytes); /* the callback may use the stream */
		if (bytes == NULL)
			break;
		size_t left = blob.bytes, at = 0;
		memcpy(bytes, blob.data, left);
		struct vmgl_debug_message message;
		while (left - at >= sizeof message) {
			memcpy(&message, bytes + at, sizeof message);
			at += sizeof message;
			/* The text is followed by its terminator or its padding. */
			if (message.bytes >= left - at)
				break;
			char *text = (char *)bytes + at;
			text[message.bytes] = '\0';
			if (state->callback != NULL)
				state->callback(message.source, message.type, message.id, message.severity, (GLsizei)message.bytes,
								text, state->user_param);
			at += (message.bytes + 4) & ~(size_t)3;
		}
		free(bytes);
	}
	state->delivering = false;
}

GLsizei vmgl_debug_text_bytes(struct vmgl_context *ctx, GLsizei length, const GLchar *text) {
	if (text == NULL)
		return 0;
	size_t bytes = length < 0 ? strlen(text) : (size_t)length;
	if (bytes <= VMGL_DEBUG_TEXT_MAX)
		return (GLsizei)bytes;
	vmgl_error(ctx, GL_INVALID_VALUE);
	return -1;
}

void vmgl_guest_glDebugMessageInsert(struct vmgl_context *ctx, GLenum source, GLenum type, GLuint id, GLenum severity,
									 GLsizei length, const GLchar *buf) {
	GLsizei bytes = vmgl_debug_text_bytes(ctx, length, buf);
	if (bytes < 0)
		return;
	vmgl_enc_glDebugMessageInsert(ctx, source, type, id, severity, bytes, buf);
	vmgl_debug_poll(ctx);
}

void vmgl_guest_glPushDebugGroup(struct vmgl_context *ctx, GLenum source, GLuint id, GLsizei length,
								 const GLchar *message) {
	GLsizei bytes = vmgl_debug_text_bytes(ctx, length, message);
	if (bytes < 0)
		return;
	vmgl_enc_glPushDebugGroup(ctx, source, id, bytes, message);
	vmgl_debug_poll(ctx);
}

void vmgl_guest_glPopDebugGroup(struct vmgl_context *ctx) {
	vmgl_enc_glPopDebugGroup(ctx);
	vmgl_debug_poll(ctx);
}

GLuint vmgl_guest_glGetDebugMessageLog(struct vmgl_context *ctx, GLuint count, GLsizei bufSize, GLenum *sources,
									   GLenum *types, GLuint *ids, GLenum *severities, GLsizei *lengths,
									   GLchar *messageLog) {
	if (messageLog != NULL && bufSize < 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return 0;
	}
	struct vmgl_blob blob;
	/* Without a place for the text any number of messages fits. */
	if (!vmgl_enc_vmglDebugLog(ctx, count, messageLog == NULL ? -1 : bufSize, &blob))
		return 0;
	const uint8_t *bytes = blob.data;
	size_t at = 0, written = 0;
	GLuint given = 0;
	struct vmgl_debug_message message;
	while (given < count && blob.bytes - at >= sizeof message) {
		memcpy(&message, bytes + at, sizeof message);
		at += sizeof message;
		if (message.bytes >= blob.bytes - at)
			break;
		if (messageLog != NULL) {
			if (message.bytes >= (size_t)bufSize - written)
				break;
			memcpy(messageLog + written, bytes + at, message.bytes);
			messageLog[written + message.bytes] = '\0';
			written += message.bytes + 1;
		}
		if (sources != NULL)
			sources[given] = message.source;
		if (types != NULL)
			types[given] = message.type;
		if (ids != NULL)
			ids[given] = message.id;
		if (severities != NULL)
			severities[given] = message.severity;
		if (lengths != NULL)
			lengths[given] = (GLsizei)message.bytes + 1;
		at += (message.bytes + 4) & ~(size_t)3;
		given++;
	}
	return given;
}

/* EXT_debug_label, EXT_debug_marker and GREMEDY_string_marker: there 0 says that the text is terminated. */

static GLsizei marker_bytes(struct vmgl_context *ctx, GLsizei length, const GLchar *text) {
	if (length >= 0)
		return vmgl_debug_text_bytes(ctx, length == 0 ? -1 : length, text);
	vmgl_error(ctx, GL_INVALID_VALUE);
	return -1;
}

#define LABEL(name, bytes_of)                                                                                          \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLenum type, GLuint object, GLsizei length,                       \
						   const GLchar *label) {                                                                      \
		GLsizei bytes = bytes_of(ctx, length, label);                                                                  \
		if (bytes < 0)                                                                                                 \
			return;                                                                                                    \
		vmgl_order(ctx);                                                                                               \
		vmgl_enc_##name(ctx, type, object, bytes, label);                                                              \
	}
#define GET_LABEL(name)                                                                                                \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLenum type, GLuint object, GLsizei bufSize, GLsizei *length,     \
						   GLchar *label) {                                                                            \
		if (bufSize < 0) {                                                                                             \
			vmgl_error(ctx, GL_INVALID_VALUE);                                                                         \
			return;                                                                                                    \
		}                                                                                                              \
		vmgl_order(ctx);                                                                                               \
		vmgl_enc_##name(ctx, type, object, bufSize, length, label);                                                    \
	}
LABEL(glObjectLabel, vmgl_debug_text_bytes)
LABEL(glLabelObjectEXT, marker_bytes)
GET_LABEL(glGetObjectLabel)
GET_LABEL(glGetObjectLabelEXT)
#undef LABEL
#undef GET_LABEL

void vmgl_guest_glInsertEventMarkerEXT(struct vmgl_context *ctx, GLsizei length, const GLchar *marker) {
	GLsizei bytes = marker_bytes(ctx, length, marker);
	if (bytes >= 0 && marker != NULL)
		vmgl_enc_glInsertEventMarkerEXT(ctx, bytes, marker);
}

void vmgl_guest_glPushGroupMarkerEXT(struct vmgl_context *ctx, GLsizei length, const GLchar *marker) {
	GLsizei bytes = marker_bytes(ctx, length, marker);
	if (bytes >= 0)
		vmgl_enc_glPushGroupMarkerEXT(ctx, bytes, marker == NULL ? "" : marker);
}

void vmgl_guest_glStringMarkerGREMEDY(struct vmgl_context *ctx, GLsizei len, const void *string) {
	GLsizei bytes = string == NULL ? -1 : vmgl_debug_text_bytes(ctx, len <= 0 ? -1 : len, string);
	if (bytes >= 0)
		vmgl_enc_glStringMarkerGREMEDY(ctx, bytes, string);
}
