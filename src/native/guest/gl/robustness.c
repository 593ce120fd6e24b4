/* glGetGraphicsResetStatus: programs ask once per frame, and a round trip per frame is too much to learn that
 * nothing happened; the renderer is asked every other second at most, and always while it reports a reset. */
#include <time.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/debug.h"

GLenum vmgl_guest_glGetGraphicsResetStatus(struct vmgl_context *ctx) {
	struct vmgl_debug_state *state = ctx->debug;
	if (!ctx->stream.lost && state->reset_strategy == 0) {
		state->reset_strategy = vmgl_enc_vmglResetStrategy(ctx);
	} else if (!ctx->stream.lost && state->reset_status == GL_NO_ERROR) {
		struct timespec now;
		clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
		if (now.tv_sec - state->reset_asked.tv_sec < 2)
			return GL_NO_ERROR;
		state->reset_asked = now;
	}
	if (!ctx->stream.lost)
		state->reset_status = vmgl_enc_vmglResetStatus(ctx);
	/* A context that was created without notification never reports (KHR_robustness); one that was lost before
	 * its first question reports, which no program that asks can mind. */
	if (ctx->stream.lost)
		return state->reset_strategy == GL_NO_RESET_NOTIFICATION ? GL_NO_ERROR : GL_UNKNOWN_CONTEXT_RESET;
	return state->reset_status;
}
