#include <time.h>

#include "gen/host/handlers.h"
#include "host/gl/names.h"
#include "host/session/session.h"

/* How long the driver waits at a time: a session that ends must not wait for a fence. */
#define SLICE_NANOSECONDS UINT64_C(50000000)

static uint64_t now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

void vmgl_host_vmglFenceSync(struct vmgl_host_context *ctx, GLuint sync) {
	GLsync object = ctx->gl->FenceSync == NULL ? NULL : ctx->gl->FenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
	if (ctx->gl->FenceSync == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	if (object == NULL)
		return;
	if (vmgl_sync_object(ctx, sync) != NULL || !vmgl_sync_add(ctx, sync, object))
		vmgl_fatal(ctx, "sync name %u is in use", sync);
}

void vmgl_host_vmglDeleteSync(struct vmgl_host_context *ctx, GLuint sync) {
	GLsync object = vmgl_sync_object(ctx, sync);
	if (object == NULL)
		return; /* the driver made none: the guest has the error already */
	vmgl_sync_remove(ctx, sync);
	ctx->gl->DeleteSync(object);
}

/* The guest's name, or NULL and the error that a bad handle has. */
static GLsync known(struct vmgl_host_context *ctx, GLuint name) {
	GLsync object = vmgl_sync_object(ctx, name);
	if (object == NULL)
		vmgl_error_set(ctx, GL_INVALID_VALUE);
	return object;
}

GLenum vmgl_host_vmglClientWaitSync(struct vmgl_host_context *ctx, GLuint sync, GLbitfield flags, GLuint64 timeout) {
	GLsync object = known(ctx, sync);
	if (object == NULL)
		return GL_WAIT_FAILED;
	uint64_t start = now(), end = timeout > UINT64_MAX - start ? UINT64_MAX : start + timeout, at = start;
	for (;;) {
		uint64_t left = end > at ? end - at : 0;
		GLenum result = ctx->gl->ClientWaitSync(object, flags, left < SLICE_NANOSECONDS ? left : SLICE_NANOSECONDS);
		/* Signalled in a later slice is what one long wait calls satisfied. */
		if (result == GL_ALREADY_SIGNALED && at != start)
			return GL_CONDITION_SATISFIED;
		if (result != GL_TIMEOUT_EXPIRED || left <= SLICE_NANOSECONDS)
			return result;
		at = now();
		if (vmgl_session_over(ctx->session))
			return GL_WAIT_FAILED;
	}
}

void vmgl_host_vmglWaitSync(struct vmgl_host_context *ctx, GLuint sync) {
	GLsync object = known(ctx, sync);
	if (object != NULL)
		ctx->gl->WaitSync(object, 0, GL_TIMEOUT_IGNORED);
}

GLenum vmgl_host_vmglGetSyncStatus(struct vmgl_host_context *ctx, GLuint sync) {
	GLsync object = known(ctx, sync);
	GLint status = GL_SIGNALED;
	if (object != NULL)
		ctx->gl->GetSynciv(object, GL_SYNC_STATUS, 1, NULL, &status);
	return (GLenum)status;
}

GLboolean vmgl_host_vmglFinish(struct vmgl_host_context *ctx) {
	if (ctx->gl->Finish != NULL)
		ctx->gl->Finish();
	return GL_TRUE;
}

void vmgl_host_vmglSyncLabel(struct vmgl_host_context *ctx, GLuint sync, GLsizei length, const GLchar *label,
							 size_t label_bytes) {
	(void)label_bytes;
	GLsync object = known(ctx, sync);
	if (object == NULL)
		return;
	if (ctx->gl->ObjectPtrLabel == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else
		ctx->gl->ObjectPtrLabel(object, label == NULL ? 0 : length, label);
}

void vmgl_host_vmglGetSyncLabel(struct vmgl_host_context *ctx, GLuint sync, GLsizei bufSize, GLsizei *length,
								size_t length_bytes, GLchar *label, size_t label_bytes) {
	(void)length_bytes;
	(void)label_bytes;
	GLsync object = known(ctx, sync);
	if (object == NULL)
		return;
	if (ctx->gl->GetObjectPtrLabel == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else
		ctx->gl->GetObjectPtrLabel(object, bufSize, length, label);
}
