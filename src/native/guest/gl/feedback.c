#include "guest/gl/feedback.h"

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/lists.h"
#include "wire/feedback.h"

void vmgl_feedback_init(struct vmgl_feedback *feedback) {
	*feedback = (struct vmgl_feedback){.mode = GL_RENDER};
}

void *vmgl_feedback_pointer(const struct vmgl_context *ctx) {
	return ctx->lists->feedback.feedback;
}

void *vmgl_selection_pointer(const struct vmgl_context *ctx) {
	return ctx->lists->feedback.selection;
}

/* OpenGL 4.6 compatibility profile, sections 23.6 and 23.7. A buffer that GL refuses is not remembered. */

void vmgl_guest_glFeedbackBuffer(struct vmgl_context *ctx, GLsizei size, GLenum type, GLfloat *buffer) {
	struct vmgl_feedback *state = &ctx->lists->feedback;
	bool valid = size >= 0 && (buffer != NULL || size == 0) && type >= GL_2D && type <= GL_4D_COLOR_TEXTURE &&
				 state->mode != GL_FEEDBACK && ctx->api == VMGL_API_GL_COMPAT;
	if (valid) {
		state->feedback = buffer;
		state->feedback_size = size;
	}
	vmgl_enc_vmglFeedbackBuffer(ctx, size, type, buffer != NULL);
}

void vmgl_guest_glSelectBuffer(struct vmgl_context *ctx, GLsizei size, GLuint *buffer) {
	struct vmgl_feedback *state = &ctx->lists->feedback;
	bool valid =
		size >= 0 && (buffer != NULL || size == 0) && state->mode != GL_SELECT && ctx->api == VMGL_API_GL_COMPAT;
	if (valid) {
		state->selection = buffer;
		state->selection_size = size;
	}
	vmgl_enc_vmglSelectBuffer(ctx, size, buffer != NULL);
}

GLint vmgl_guest_glRenderMode(struct vmgl_context *ctx, GLenum mode) {
	struct vmgl_feedback *state = &ctx->lists->feedback;
	struct vmgl_blob blob;
	struct vmgl_render_mode_reply reply;
	if (!vmgl_enc_vmglRenderMode(ctx, mode, &blob) || blob.bytes < sizeof reply)
		return 0;
	memcpy(&reply, blob.data, sizeof reply);
	if (reply.changed)
		state->mode = mode;
	const uint8_t *words = (const uint8_t *)blob.data + sizeof reply;
	if (reply.words > (blob.bytes - sizeof reply) / 4)
		return reply.result;
	if (reply.previous == GL_FEEDBACK && reply.words <= (uint32_t)state->feedback_size && reply.words != 0)
		memcpy(state->feedback, words, (size_t)reply.words * 4);
	if (reply.previous == GL_SELECT && reply.words <= (uint32_t)state->selection_size && reply.words != 0)
		memcpy(state->selection, words, (size_t)reply.words * 4);
	return reply.result;
}

/* GL_OES_fixed_point has it of OpenGL 1.3, whose feedback no OpenGL ES has. */
void vmgl_guest_glFeedbackBufferxOES(struct vmgl_context *ctx, GLsizei size, GLenum type, const GLfixed *buffer) {
	(void)size, (void)type, (void)buffer;
	vmgl_error(ctx, GL_INVALID_OPERATION);
}
