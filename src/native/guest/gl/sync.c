#include "guest/gl/sync.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/buffers.h"
#include "guest/gl/debug.h"
#include "guest/gl/programs.h"
#include "guest/window/present.h"
#include "wire/map.h"

enum state { UNSIGNALED = 1, SIGNALED };

struct vmgl_syncs {
	struct vmgl_map states; /* name to enum state */
};

struct vmgl_syncs *vmgl_syncs_create(void) {
	return calloc(1, sizeof(struct vmgl_syncs));
}

void vmgl_syncs_destroy(struct vmgl_syncs *syncs) {
	if (syncs == NULL)
		return;
	vmgl_map_free(&syncs->states);
	free(syncs);
}

static GLuint name_of(GLsync sync) {
	return (uintptr_t)sync <= UINT32_MAX ? (GLuint)(uintptr_t)sync : 0;
}

/* 0 for what is no sync object. */
static int state_of(struct vmgl_context *ctx, GLsync sync) {
	struct vmgl_program_table *table = ctx->group->programs;
	pthread_mutex_lock(&table->lock);
	const uintptr_t *found = vmgl_map_find(&table->syncs->states, name_of(sync));
	int state = found == NULL ? 0 : (int)*found;
	pthread_mutex_unlock(&table->lock);
	return state;
}

static void mark_signaled(struct vmgl_context *ctx, GLsync sync) {
	struct vmgl_program_table *table = ctx->group->programs;
	pthread_mutex_lock(&table->lock);
	uintptr_t *found = vmgl_map_find(&table->syncs->states, name_of(sync));
	if (found != NULL)
		*found = SIGNALED;
	pthread_mutex_unlock(&table->lock);
}

GLsync vmgl_guest_glFenceSync(struct vmgl_context *ctx, GLenum condition, GLbitfield flags) {
	if (condition != GL_SYNC_GPU_COMMANDS_COMPLETE || flags != 0) {
		vmgl_error(ctx, condition != GL_SYNC_GPU_COMMANDS_COMPLETE ? GL_INVALID_ENUM : GL_INVALID_VALUE);
		return NULL;
	}
	GLuint name;
	vmgl_names_take(ctx, VMGL_CLASS_SYNC, 1, &name);
	struct vmgl_program_table *table = ctx->group->programs;
	pthread_mutex_lock(&table->lock);
	bool known = vmgl_map_put(&table->syncs->states, name, ctx->stream.lost ? SIGNALED : UNSIGNALED);
	pthread_mutex_unlock(&table->lock);
	if (!known) {
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return NULL;
	}
	vmgl_maps_commit(ctx);
	vmgl_enc_vmglFenceSync(ctx, name);
	vmgl_order_publish(ctx);
	return (GLsync)(uintptr_t)name;
}

GLboolean vmgl_guest_glIsSync(struct vmgl_context *ctx, GLsync sync) {
	return state_of(ctx, sync) != 0;
}

void vmgl_guest_glDeleteSync(struct vmgl_context *ctx, GLsync sync) {
	if (sync == NULL)
		return;
	struct vmgl_program_table *table = ctx->group->programs;
	GLuint name = name_of(sync);
	pthread_mutex_lock(&table->lock);
	bool known = vmgl_map_remove(&table->syncs->states, name);
	pthread_mutex_unlock(&table->lock);
	if (!known) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	vmgl_names_release(ctx, VMGL_CLASS_SYNC, 1, &name);
	vmgl_order(ctx); /* another context's glWaitSync comes first */
	vmgl_enc_vmglDeleteSync(ctx, name);
}

GLenum vmgl_guest_glClientWaitSync(struct vmgl_context *ctx, GLsync sync, GLbitfield flags, GLuint64 timeout) {
	int state = state_of(ctx, sync);
	if (state == 0 || (flags & ~(GLbitfield)GL_SYNC_FLUSH_COMMANDS_BIT) != 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return GL_WAIT_FAILED;
	}
	/* GPU results were refreshed when the signal was first seen. */
	if (state == SIGNALED)
		return GL_ALREADY_SIGNALED;
	vmgl_order(ctx);
	GLenum result = vmgl_enc_vmglClientWaitSync(ctx, name_of(sync), flags, timeout);
	if (result == 0)
		return GL_WAIT_FAILED; /* the connection is gone */
	if (result == GL_ALREADY_SIGNALED || result == GL_CONDITION_SATISFIED) {
		mark_signaled(ctx, sync);
		vmgl_maps_refresh(ctx);
	}
	return result;
}

void vmgl_guest_glWaitSync(struct vmgl_context *ctx, GLsync sync, GLbitfield flags, GLuint64 timeout) {
	if (state_of(ctx, sync) == 0 || flags != 0 || timeout != GL_TIMEOUT_IGNORED) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	vmgl_order(ctx);
	vmgl_enc_vmglWaitSync(ctx, name_of(sync));
	/* Another context may delete the object next. */
	vmgl_order_publish(ctx);
}

void vmgl_guest_glGetSynciv(struct vmgl_context *ctx, GLsync sync, GLenum pname, GLsizei count, GLsizei *length,
							GLint *values) {
	int state = state_of(ctx, sync);
	if (state == 0 || count < 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	GLint value;
	switch (pname) {
	case GL_OBJECT_TYPE:
		value = GL_SYNC_FENCE;
		break;
	case GL_SYNC_CONDITION:
		value = GL_SYNC_GPU_COMMANDS_COMPLETE;
		break;
	case GL_SYNC_FLAGS:
		value = 0;
		break;
	case GL_SYNC_STATUS:
		value = GL_SIGNALED;
		if (state != SIGNALED) {
			vmgl_order(ctx);
			/* A lost connection signals everything, so that no program waits for ever (KHR_robustness). */
			if (vmgl_enc_vmglGetSyncStatus(ctx, name_of(sync)) == GL_UNSIGNALED) {
				value = GL_UNSIGNALED;
			} else {
				mark_signaled(ctx, sync);
				vmgl_maps_refresh(ctx);
			}
		}
		break;
	default:
		vmgl_error(ctx, GL_INVALID_ENUM);
		return;
	}
	if (count > 0 && values != NULL)
		values[0] = value;
	if (length != NULL)
		*length = count > 0 ? 1 : 0;
}

void vmgl_guest_glFlush(struct vmgl_context *ctx) {
	vmgl_maps_commit(ctx);
	vmgl_enc_glFlush(ctx);
	vmgl_order_publish(ctx);
	vmgl_stream_flush(&ctx->stream);
	vmgl_present_front(ctx);
	vmgl_debug_poll(ctx);
}

void vmgl_guest_glFinish(struct vmgl_context *ctx) {
	vmgl_maps_commit(ctx);
	/* Nothing is published: what another context could wait for has been executed when this returns. */
	vmgl_enc_vmglFinish(ctx);
	vmgl_present_front(ctx);
	vmgl_maps_refresh(ctx);
}

/* --- Labels of sync objects, which KHR_debug names by their pointer -------------------------------- */

void vmgl_guest_glObjectPtrLabel(struct vmgl_context *ctx, const void *ptr, GLsizei length, const GLchar *label) {
	if (state_of(ctx, (GLsync)(uintptr_t)ptr) == 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	GLsizei bytes = vmgl_debug_text_bytes(ctx, length, label);
	if (bytes < 0)
		return;
	vmgl_order(ctx);
	vmgl_enc_vmglSyncLabel(ctx, name_of((GLsync)(uintptr_t)ptr), bytes, label);
}

void vmgl_guest_glGetObjectPtrLabel(struct vmgl_context *ctx, const void *ptr, GLsizei bufSize, GLsizei *length,
									GLchar *label) {
	if (state_of(ctx, (GLsync)(uintptr_t)ptr) == 0 || bufSize < 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	vmgl_order(ctx);
	vmgl_enc_vmglGetSyncLabel(ctx, name_of((GLsync)(uintptr_t)ptr), bufSize, length, label);
}
