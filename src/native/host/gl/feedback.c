#include "wire/feedback.h"

#include "gen/host/handlers.h"
#include "host/blob.h"
#include "host/gl/vertex_arrays.h"

/* Words that a buffer may have. Programs use thousands; the memory is only touched as far as it is filled. */
#define BUFFER_MAX (64 << 20)

struct buffer {
	uint32_t *words;
	GLsizei size;
};

struct vmgl_host_feedback {
	struct buffer feedback, selection;
	GLenum mode;
};

static struct vmgl_host_feedback *state_of(struct vmgl_host_context *ctx) {
	if (ctx->feedback == NULL) {
		ctx->feedback = calloc(1, sizeof *ctx->feedback);
		if (ctx->feedback != NULL)
			ctx->feedback->mode = GL_RENDER;
	}
	if (ctx->feedback == NULL)
		vmgl_error_set(ctx, GL_OUT_OF_MEMORY);
	return ctx->feedback;
}

void vmgl_host_feedback_finish(struct vmgl_host_context *ctx) {
	if (ctx->feedback == NULL)
		return;
	free(ctx->feedback->feedback.words);
	free(ctx->feedback->selection.words);
	free(ctx->feedback);
	ctx->feedback = NULL;
}

/* A new buffer, NULL (and a GL error) when there is none. Size 0 gets one too: the driver wants a pointer. */
static uint32_t *allocate(struct vmgl_host_context *ctx, GLsizei size, GLboolean given) {
	uint32_t *words = NULL;
	if (size < 0 || (size > 0 && !given))
		vmgl_error_set(ctx, GL_INVALID_VALUE);
	else if (size > BUFFER_MAX || (words = calloc((size_t)size + 1, sizeof *words)) == NULL)
		vmgl_error_set(ctx, GL_OUT_OF_MEMORY);
	return words;
}

/* After the driver was given `words`: which of the two it keeps is its word to say, as errors cannot be asked for
 * everywhere (host/gl/error.c). The other one goes. */
static void replace(struct vmgl_host_context *ctx, struct buffer *buffer, GLenum pname, uint32_t *words, GLsizei size) {
	void *kept = NULL;
	ctx->gl->GetPointerv(pname, &kept);
	if (kept == words) {
		free(buffer->words);
		*buffer = (struct buffer){words, size};
		return;
	}
	if (kept == buffer->words)
		free(words);
	else
		vmgl_fatal(ctx, "the driver does not say which buffer it writes to");
}

void vmgl_host_vmglFeedbackBuffer(struct vmgl_host_context *ctx, GLsizei size, GLenum type, GLboolean given) {
	struct vmgl_host_feedback *state = state_of(ctx);
	if (state == NULL)
		return;
	if (!VMGL_HAS(ctx, FeedbackBuffer) || !VMGL_HAS(ctx, GetPointerv) || !vmgl_host_outside(ctx))
		return;
	uint32_t *words = allocate(ctx, size, given);
	if (words == NULL)
		return;
	ctx->gl->FeedbackBuffer(size, type, (GLfloat *)words);
	replace(ctx, &state->feedback, GL_FEEDBACK_BUFFER_POINTER, words, size);
}

void vmgl_host_vmglSelectBuffer(struct vmgl_host_context *ctx, GLsizei size, GLboolean given) {
	struct vmgl_host_feedback *state = state_of(ctx);
	if (state == NULL)
		return;
	if (!VMGL_HAS(ctx, SelectBuffer) || !VMGL_HAS(ctx, GetPointerv) || !vmgl_host_outside(ctx))
		return;
	uint32_t *words = allocate(ctx, size, given);
	if (words == NULL)
		return;
	ctx->gl->SelectBuffer(size, words);
	replace(ctx, &state->selection, GL_SELECTION_BUFFER_POINTER, words, size);
}

/* Words of `hits` hit records: number of names, two depths, the names (OpenGL 4.6 compatibility, 23.6). A negative
 * number of hits is an overflow: the buffer is full. */
static GLsizei hit_words(const struct buffer *buffer, GLint hits) {
	if (hits < 0)
		return buffer->size;
	int64_t words = 0;
	for (GLint i = 0; i < hits && words < buffer->size; i++)
		words += 3 + (int64_t)buffer->words[words];
	return words < buffer->size ? (GLsizei)words : buffer->size;
}

void vmgl_host_vmglRenderMode(struct vmgl_host_context *ctx, GLenum mode) {
	struct vmgl_host_feedback *state = state_of(ctx);
	struct vmgl_builder builder = {0};
	struct vmgl_render_mode_reply reply = {0};
	const struct buffer *buffer = NULL;
	if (state != NULL && ctx->gl->RenderMode == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else if (state != NULL) {
		vmgl_error_begin(ctx);
		reply.result = ctx->gl->RenderMode(mode);
		reply.changed = vmgl_error_end(ctx);
		reply.previous = state->mode;
		if (reply.changed) {
			if (state->mode == GL_FEEDBACK) {
				buffer = &state->feedback;
				reply.words = (uint32_t)(reply.result < 0 || reply.result > buffer->size ? buffer->size : reply.result);
			} else if (state->mode == GL_SELECT) {
				buffer = &state->selection;
				reply.words = (uint32_t)hit_words(buffer, reply.result);
			}
			state->mode = mode;
		}
	}
	if (buffer == NULL || buffer->words == NULL)
		reply.words = 0;
	vmgl_build(&builder, &reply, sizeof reply);
	if (reply.words != 0)
		vmgl_build(&builder, buffer->words, (size_t)reply.words * sizeof *buffer->words);
	vmgl_build_reply(ctx, &builder);
}
