#include "guest/gl/lists.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/enables.h"
#include "guest/gl/list_names.h"
#include "guest/gl/programs.h"

bool vmgl_lists_init(struct vmgl_context *ctx) {
	ctx->lists = calloc(1, sizeof *ctx->lists);
	if (ctx->lists != NULL)
		vmgl_feedback_init(&ctx->lists->feedback);
	return ctx->lists != NULL;
}

void vmgl_lists_finish(struct vmgl_context *ctx) {
	free(ctx->lists);
	ctx->lists = NULL;
}

static struct vmgl_lists *lock(struct vmgl_context *ctx) {
	pthread_mutex_lock(&ctx->group->programs->lock);
	return ctx->group->programs->lists;
}

static void unlock(struct vmgl_context *ctx) {
	pthread_mutex_unlock(&ctx->group->programs->lock);
}

/* Core profiles have no display lists, and their drivers raise this for each of these calls. */
static bool refused(struct vmgl_context *ctx) {
	if (ctx->api == VMGL_API_GL_COMPAT)
		return false;
	vmgl_error(ctx, GL_INVALID_OPERATION);
	return true;
}

void vmgl_raise_in_begin(struct vmgl_context *ctx) {
	vmgl_enc_glDeleteLists(ctx, 0, 0); /* does nothing, but is not allowed there either */
}

void vmgl_guest_glEnd(struct vmgl_context *ctx) {
	ctx->lists->in_begin = false;
	vmgl_enc_glEnd(ctx);
}

/* Nothing is sent: to the driver a name without a list is as good as one with an empty list, and glIsList,
 * the only call that tells them apart, is answered here. */
GLuint vmgl_guest_glGenLists(struct vmgl_context *ctx, GLsizei range) {
	if (refused(ctx))
		return 0;
	vmgl_check_begin(ctx);
	if (range < 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return 0;
	}
	if (range == 0)
		return 0;
	GLuint first = vmgl_lists_take(lock(ctx), (GLuint)range);
	unlock(ctx);
	return first;
}

GLboolean vmgl_guest_glIsList(struct vmgl_context *ctx, GLuint list) {
	if (refused(ctx))
		return GL_FALSE;
	vmgl_check_begin(ctx);
	bool known = vmgl_lists_has(lock(ctx), list);
	unlock(ctx);
	return known;
}

void vmgl_guest_glDeleteLists(struct vmgl_context *ctx, GLuint list, GLsizei range) {
	if (refused(ctx))
		return;
	if (range > 0) {
		vmgl_lists_release(lock(ctx), list, (GLuint)range);
		unlock(ctx);
	}
	vmgl_enc_glDeleteLists(ctx, list, range); /* a negative range is the driver's to refuse */
	vmgl_order_publish(ctx);
}

void vmgl_guest_glNewList(struct vmgl_context *ctx, GLuint list, GLenum mode) {
	vmgl_enables_list(ctx);
	bool valid = list != 0 && (mode == GL_COMPILE || mode == GL_COMPILE_AND_EXECUTE);
	if (ctx->api == VMGL_API_GL_COMPAT && valid && ctx->lists->compiling == 0 && !ctx->lists->in_begin) {
		ctx->lists->compiling = list;
		ctx->lists->mode = mode;
	}
	vmgl_enc_glNewList(ctx, list, mode);
}

void vmgl_guest_glEndList(struct vmgl_context *ctx) {
	vmgl_enables_list(ctx);
	if (ctx->lists->compiling != 0) {
		vmgl_lists_use(lock(ctx), ctx->lists->compiling);
		unlock(ctx);
		ctx->lists->compiling = 0;
	}
	vmgl_enc_glEndList(ctx);
}
