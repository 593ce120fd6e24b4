/* Errors: the driver's are kept by the driver until they are asked for, the guest's own take their place in the
 * stream between the commands, so that glGetError sees both in the order in which they happened. */
#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/get.h"
#include "guest/gl/lists.h"

void vmgl_error(struct vmgl_context *ctx, GLenum error) {
	if (ctx->none)
		return;
	/* There the call itself is the error, whatever else is wrong with it. */
	if (ctx->lists != NULL && ctx->lists->in_begin)
		vmgl_raise_in_begin(ctx);
	else
		vmgl_enc_vmglSetError(ctx, error);
}

GLenum vmgl_guest_glGetError(struct vmgl_context *ctx) {
	if (!ctx->stream.lost) {
		GLenum error = vmgl_enc_glGetError(ctx);
		if (!ctx->stream.lost)
			return error;
	}
	/* Once, so that programs that ask until there is no error do come to an end (KHR_robustness). */
	if (ctx->get->lost_reported)
		return GL_NO_ERROR;
	ctx->get->lost_reported = true;
	return GL_CONTEXT_LOST;
}
