/* GL errors that the driver and the renderer raise, in the order in which the guest may ask for them; and
 * replies and fatal errors of one stream. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "gen/opcodes.h"
#include "host/context.h"
#include "host/gl/vertex_arrays.h"
#include "host/session/session.h"
#include "host/session/stream_end.h"

/* A driver keeps a flag per error kind at most; one that reports errors for ever has lost its context. */
#define DRIVER_ERRORS_MAX 16

GLenum vmgl_error_take(struct vmgl_host_context *ctx) {
	GLenum first = GL_NO_ERROR;
	if (ctx->gl == NULL || ctx->gl->GetError == NULL)
		return first;
	for (int i = 0; i < DRIVER_ERRORS_MAX; i++) {
		GLenum error = ctx->gl->GetError();
		if (error == GL_NO_ERROR)
			break;
		if (first == GL_NO_ERROR)
			first = error;
	}
	if (ctx->pending_error == GL_NO_ERROR)
		ctx->pending_error = first;
	return first;
}

/* In a list that is executed too, Mesa (22.3) takes what follows a glEnd for the inside of it as soon as it sets an
 * attribute: glGetError then raises an error that is there after glEndList. Questions do not. Whether one failed there
 * shows in its answer: it is still what it was before. */
static GLenum take_for_ourselves(struct vmgl_host_context *ctx) {
	return ctx->unaskable ? GL_NO_ERROR : vmgl_error_take(ctx);
}

void vmgl_error_begin(struct vmgl_host_context *ctx) {
	take_for_ourselves(ctx);
	ctx->raised = false;
}

/* What no question is answered with; an answer may be shorter. */
static const unsigned char unanswered[4] = {0xa5, 0x3c, 0x96, 0xd7};

void vmgl_error_watch(struct vmgl_host_context *ctx, void *answer, uint64_t bytes) {
	const unsigned at = ctx->watched.count;
	if (bytes == 0 || at == sizeof(ctx->watched.bytes))
		return;
	ctx->watched.bytes[at] = bytes < sizeof(unanswered) ? (unsigned char)bytes : sizeof(unanswered);
	ctx->watched.answers[at] = memcpy(answer, unanswered, ctx->watched.bytes[at]);
	ctx->watched.count++;
}

static bool answered(const struct vmgl_host_context *ctx) {
	bool answered = ctx->watched.count == 0;
	for (unsigned i = 0; i < ctx->watched.count; i++)
		answered |= memcmp(ctx->watched.answers[i], unanswered, ctx->watched.bytes[i]) != 0;
	return answered;
}

bool vmgl_error_end(struct vmgl_host_context *ctx) {
	if (ctx->unaskable)
		return answered(ctx) && !ctx->raised;
	/* Between glBegin and glEnd every query fails, and so does the question whether it did. */
	return vmgl_error_take(ctx) == GL_NO_ERROR && !ctx->raised && (ctx->vertex == NULL || vmgl_host_outside(ctx));
}

bool vmgl_error_forget(struct vmgl_host_context *ctx) {
	int errors = 0;
	if (ctx->unaskable)
		return true;
	/* A lost context never stops reporting them. */
	while (errors < DRIVER_ERRORS_MAX && ctx->gl->GetError() != GL_NO_ERROR)
		errors++;
	return errors == 0;
}

/* Has the driver raise the error, which keeps its place among those that cannot be asked for now. */
static bool raised_by_driver(struct vmgl_host_context *ctx, GLenum error) {
	switch (error) {
	case GL_INVALID_ENUM:
		ctx->gl->PixelStorei(GL_NONE, 0);
		return true;
	case GL_INVALID_VALUE:
		ctx->gl->PixelStorei(GL_PACK_ALIGNMENT, 0);
		return true;
	case GL_STACK_UNDERFLOW: /* the driver's stack of client attributes is empty: the guest keeps it */
		ctx->gl->PopClientAttrib();
		return true;
	default:
		return false;
	}
}

void vmgl_error_set(struct vmgl_host_context *ctx, GLenum error) {
	ctx->raised = true;
	if (ctx->unaskable && raised_by_driver(ctx, error))
		return;
	take_for_ourselves(ctx);
	if (ctx->pending_error == GL_NO_ERROR)
		ctx->pending_error = error;
	vmgl_debug_tell(ctx, error);
}

bool vmgl_fatal(struct vmgl_host_context *ctx, const char *format, ...) {
	if (ctx->fatal)
		return false;
	ctx->fatal = true;
	char message[256], line[400];
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	snprintf(line, sizeof(line), "stream %u: %s: %s", (unsigned)ctx->id, vmgl_opcode_name(ctx->opcode), message);
	vmgl_session_report(ctx->session, line);
	return false;
}

void *vmgl_scratch(struct vmgl_host_context *ctx, uint64_t bytes) {
	void *memory = vmgl_stream_end_scratch(ctx->stream, bytes);
	if (memory == NULL)
		vmgl_fatal(ctx, "%llu bytes of memory are more than one command may use", (unsigned long long)bytes);
	return memory;
}

void vmgl_reply_begin(struct vmgl_host_context *ctx, uint32_t opcode, bool failed) {
	uint32_t flags = failed ? VMGL_REPLY_FAILED : 0;
	ctx->watched.count = 0;
	if (atomic_load_explicit(&ctx->debug_messages, memory_order_relaxed))
		flags |= VMGL_REPLY_DEBUG_MESSAGES;
	vmgl_stream_end_reply_begin(ctx->stream, opcode, flags);
}

void vmgl_reply_value(struct vmgl_host_context *ctx, uint64_t value) {
	vmgl_stream_end_reply_bytes(ctx->stream, &value, sizeof(value));
}

void vmgl_reply_array(struct vmgl_host_context *ctx, const void *data, uint64_t bytes) {
	static const uint8_t zeros[8];
	struct vmgl_reply_array header = {.bytes = bytes};
	vmgl_stream_end_reply_bytes(ctx->stream, &header, sizeof(header));
	vmgl_stream_end_reply_bytes(ctx->stream, data, bytes);
	vmgl_stream_end_reply_bytes(ctx->stream, zeros, VMGL_PAD8(bytes) - bytes);
}

void vmgl_reply_end(struct vmgl_host_context *ctx) {
	vmgl_stream_end_reply_send(ctx->stream);
}

void vmgl_reply_ack(struct vmgl_host_context *ctx, uint32_t opcode) {
	vmgl_stream_end_reply_begin(ctx->stream, opcode, VMGL_REPLY_ACK);
	vmgl_stream_end_reply_send(ctx->stream);
}
