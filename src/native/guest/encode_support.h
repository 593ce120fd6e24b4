/* What generated encoders share: checks of array arguments before they are sent, and bounded reading
 * of replies. Nothing here blocks but vmgl_answer_wait(). */
#ifndef VMGL_GUEST_ENCODE_SUPPORT_H
#define VMGL_GUEST_ENCODE_SUPPORT_H

#include "guest/context.h"
#include "wire/size_ops.h"

/* Bytes of a reply, as the renderer's handler sent them; valid until the next synchronous call on the stream. */
struct vmgl_blob {
	const void *data;
	size_t bytes;
};

/* Largest output that the application's own bufSize can ask for. Programs pass INT_MAX for "no limit";
 * the renderer would have to clear that much memory first, and no GL answer is that long. */
#define VMGL_OUTPUT_LIMIT (1 << 24)

/* Bytes that one array may have: some room of VMGL_COMMAND_MAX is left for the command around it. */
#define VMGL_ARRAY_MAX (VMGL_COMMAND_MAX - 65536)

/* Bytes of uniform values that no program sends by mistake: what there really is is asked about above it. */
#define VMGL_UNIFORM_DOUBT 16384
/* guest/gl/programs.c: which of *count values for the uniform at `location` of `program` (0: the one in use) are to be
 * sent so that GL does the same: lowers *count to those that the uniform has, and returns them. Where GL would look
 * at none of them, because the call is an error or is ignored, others that are as good. Waits for the renderer. */
const void *vmgl_uniform_values(struct vmgl_context *ctx, GLuint program, GLint location, const void *values,
								GLsizei *count);

/* guest/gl/debug.c: fetches and delivers the debug messages that wait in the renderer. */
void vmgl_debug_fetch(struct vmgl_context *ctx);
/* guest/gl/debug.c: the same at the end of an entry point, where no lock is held. */
void vmgl_debug_settle(struct vmgl_context *ctx);

/* The end of an entry point. */
static inline void vmgl_settle(struct vmgl_context *ctx) {
	if (__builtin_expect(ctx->settles, 0))
		vmgl_debug_settle(ctx);
}

/* False when the call must not be made: an input that GL would read is NULL, where a native driver would
 * crash, or it is larger than any command (then GL_OUT_OF_MEMORY is raised). ctx is NULL on the control stream. */
static inline bool vmgl_array_ok(struct vmgl_context *ctx, const void *data, uint64_t bytes) {
	if (__builtin_expect(bytes > VMGL_ARRAY_MAX, 0)) {
		if (ctx)
			vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return false;
	}
	return data || !bytes;
}

/* Arrays of GLintptr are 64 bits wide on the wire. `bytes` counts wire bytes. */
static inline void vmgl_stream_pointers(struct vmgl_stream *stream, const GLintptr *data, size_t bytes) {
	if (sizeof *data == 8) {
		vmgl_stream_array(stream, data, bytes);
		return;
	}
	for (size_t i = 0; i < bytes / 8; i++) {
		int64_t wide = data[i];
		vmgl_stream_array(stream, &wide, sizeof wide);
	}
}

/* A name that the application bound may be one that it invented (compatibility profile, GLES): it must
 * not be handed out later. */
static inline void vmgl_names_bound(struct vmgl_context *ctx, enum vmgl_class class, GLuint name) {
	if (name && ctx->api != VMGL_API_GL_CORE && !ctx->none)
		vmgl_names_use(ctx, class, name);
}

struct vmgl_answer {
	const uint8_t *at;
	const uint8_t *end;
	uint32_t flags;
};

/* Waits for the reply. False when the call failed in the renderer or the stream is lost: there are no outputs. */
static inline bool vmgl_answer_wait(struct vmgl_stream *stream, uint32_t opcode, struct vmgl_answer *answer) {
	const struct vmgl_reply_header *header = vmgl_stream_reply(stream, opcode);
	stream->failed = !header || header->bytes < sizeof *header || (header->flags & VMGL_REPLY_FAILED);
	if (!header || header->bytes < sizeof *header) {
		*answer = (struct vmgl_answer){0};
		return false;
	}
	answer->at = (const uint8_t *)(header + 1);
	answer->end = (const uint8_t *)header + header->bytes;
	answer->flags = header->flags;
	return !stream->failed;
}

static inline uint64_t vmgl_answer_value(struct vmgl_answer *answer) {
	uint64_t value;
	if ((size_t)(answer->end - answer->at) < sizeof value)
		return 0;
	memcpy(&value, answer->at, sizeof value);
	answer->at += sizeof value;
	return value;
}

static inline double vmgl_answer_double(struct vmgl_answer *answer) {
	uint64_t bits = vmgl_answer_value(answer);
	double value;
	memcpy(&value, &bits, sizeof value);
	return value;
}

/* The next output array; empty when the reply does not hold what it announces. */
static inline struct vmgl_blob vmgl_answer_blob(struct vmgl_answer *answer) {
	uint64_t bytes = vmgl_answer_value(answer);
	if (bytes > (uint64_t)(answer->end - answer->at))
		return (struct vmgl_blob){0};
	struct vmgl_blob blob = {answer->at, (size_t)bytes};
	uint64_t padded = VMGL_PAD8(bytes);
	answer->at = padded > (uint64_t)(answer->end - answer->at) ? answer->end : answer->at + padded;
	return blob;
}

/* Copies the next output array to the application's memory, which has room for `room` bytes and may be NULL. */
static inline void vmgl_answer_copy(struct vmgl_answer *answer, void *to, uint64_t room) {
	struct vmgl_blob blob = vmgl_answer_blob(answer);
	if (to && blob.bytes)
		memcpy(to, blob.data, blob.bytes < room ? blob.bytes : (size_t)room);
}

/* To be called when the outputs were copied: delivering debug messages uses the stream again. */
static inline void vmgl_answer_done(struct vmgl_context *ctx, const struct vmgl_answer *answer) {
	if (__builtin_expect(answer->flags & VMGL_REPLY_DEBUG_MESSAGES, 0)) {
		bool failed = ctx->stream.failed;
		vmgl_debug_fetch(ctx);
		ctx->stream.failed = failed;
	}
}

#endif
