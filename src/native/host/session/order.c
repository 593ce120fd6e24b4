/* Order between the streams of a share group (docs/wire-format.md): what streams have published, and
 * waiting for it. */
#include <errno.h>
#include <time.h>

#include "gen/host/handlers.h"
#include "host/gl/vertex_arrays.h"
#include "host/session/session.h"

/* Between glBegin and glEnd there is nothing to flush, and glFlush would be an error. */
void vmgl_host_vmglPublish(struct vmgl_host_context *ctx, GLuint sequence, GLboolean flush) {
	if (flush && ctx->gl->Flush && vmgl_host_outside(ctx))
		ctx->gl->Flush();
	vmgl_session_publish(ctx->session, ctx->id, sequence);
}

void vmgl_host_vmglWait(struct vmgl_host_context *ctx, GLuint stream, GLuint sequence) {
	if (stream == ctx->id)
		return; /* its own past */
	if (!vmgl_session_wait(ctx->session, stream, sequence))
		vmgl_log("stream %u gave up waiting for stream %u (publication %u)", (unsigned)ctx->id, (unsigned)stream,
				 (unsigned)sequence);
}
