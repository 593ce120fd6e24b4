/* Debug output (KHR_debug, ARB_debug_output). The application's callback stays here; the renderer collects
 * the driver's messages while there is one, says in its replies that some wait, and the guest fetches and
 * delivers them on the thread that has the context current, from within a GL call.
 *
 * Messages arrive in order, on the right thread, at the end of the next call that waits for the renderer or flushes;
 * those of the debug calls themselves (insert, push, pop) at their own end. With GL_DEBUG_OUTPUT_SYNCHRONOUS every
 * entry point ends with a round trip, so that each message arrives before the call that caused it returns. */
#ifndef VMGL_GUEST_DEBUG_H
#define VMGL_GUEST_DEBUG_H

#include <time.h>

#include "guest/encode_support.h"

struct vmgl_debug_state {
	GLDEBUGPROC callback;
	const void *user_param;
	bool synchronous; /* GL_DEBUG_OUTPUT_SYNCHRONOUS is enabled, or may be */
	bool listed;      /* a display list may enable it at any time */
	bool delivering;  /* a callback that makes GL calls is not interrupted by the next message */
	/* guest/gl/robustness.c */
	GLenum reset_strategy; /* 0: not asked yet */
	GLenum reset_status;   /* what the renderer said last */
	struct timespec reset_asked;
};

/* What glGetPointerv returns for GL_DEBUG_CALLBACK_FUNCTION and GL_DEBUG_CALLBACK_USER_PARAM. */
void *vmgl_debug_callback(const struct vmgl_context *ctx);
void *vmgl_debug_user_param(const struct vmgl_context *ctx);

/* Bytes of a label or message as KHR_debug has them: a negative length says that the text is terminated. -1, and an
 * error: longer than any driver takes. */
GLsizei vmgl_debug_text_bytes(struct vmgl_context *ctx, GLsizei length, const GLchar *text);

/* glEnable or glDisable of GL_DEBUG_OUTPUT_SYNCHRONOUS. */
void vmgl_debug_synchronous(struct vmgl_context *ctx, bool on);

/* At a flush or swap, which does not wait otherwise: asks only when the application has a callback. */
static inline void vmgl_debug_poll(struct vmgl_context *ctx) {
	if (ctx->debug != NULL && ctx->debug->callback != NULL)
		vmgl_debug_fetch(ctx);
}

#endif
