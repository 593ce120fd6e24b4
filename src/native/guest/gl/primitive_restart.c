#include "guest/gl/primitive_restart.h"

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/lists.h"
#include "guest/gl/vertex_arrays.h"

void vmgl_restart_enable(struct vmgl_context *ctx, GLenum cap, bool enable) {
	struct vmgl_restart *restart = &ctx->vertex->restart;
	restart->used |= enable;
	if (vmgl_list_compiling(ctx))
		restart->listed = true;
	else if (cap == GL_PRIMITIVE_RESTART)
		restart->on = enable;
	else
		restart->fixed = enable;
}

/* The same state as GL_PRIMITIVE_RESTART wherever both exist, but as client state it is set at once. */
void vmgl_restart_client_state(struct vmgl_context *ctx, bool enable) {
	ctx->vertex->restart.used |= enable;
	ctx->vertex->restart.on = enable;
	vmgl_enc_vmglPrimitiveRestart(ctx, enable);
}

/* No display list takes the index (OpenGL 4.6 compatibility, section 21.4). */
void vmgl_guest_glPrimitiveRestartIndex(struct vmgl_context *ctx, GLuint index) {
	ctx->vertex->restart.index = index;
	vmgl_enc_glPrimitiveRestartIndex(ctx, index);
}

void vmgl_guest_glPrimitiveRestartIndexNV(struct vmgl_context *ctx, GLuint index) {
	ctx->vertex->restart.index = index;
	vmgl_enc_glPrimitiveRestartIndexNV(ctx, index);
}

bool vmgl_restart_index(struct vmgl_context *ctx, GLenum type, GLuint *index) {
	struct vmgl_restart *restart = &ctx->vertex->restart;
	if (__builtin_expect(!restart->used, 1))
		return false;
	if (restart->unknown || restart->listed) {
		const bool es = ctx->api == VMGL_API_GLES1 || ctx->api == VMGL_API_GLES2;
		restart->unknown = false;
		if (!es && ctx->version >= 31) {
			GLint value = 0;
			restart->on = vmgl_enc_glIsEnabled(ctx, GL_PRIMITIVE_RESTART);
			vmgl_enc_glGetIntegerv(ctx, GL_PRIMITIVE_RESTART_INDEX, &value);
			restart->index = (GLuint)value;
		}
		if (ctx->version >= (es ? 30 : 43))
			restart->fixed = vmgl_enc_glIsEnabled(ctx, GL_PRIMITIVE_RESTART_FIXED_INDEX);
	}
	*index = restart->fixed ? (GLuint)(((uint64_t)1 << (8 * vmgl_index_bytes(type))) - 1) : restart->index;
	return restart->fixed || restart->on;
}
