/* EGL sync objects. A fence is a GL sync object of the share group of the context that made it; whoever asks for it
 * without a context of that group does so through one that is idle, or that exists for this (context.c). Reusable
 * syncs never leave the process. */
#include "guest/egl/egl.h"

#include <stdlib.h>
#include <time.h>

#include "gen/guest/encode.h"

struct vmgl_egl_sync {
	EGLenum type;
	struct vmgl_egl_display *display;
	bool signaled, destroyed;
	void *label;    /* EGL_KHR_debug */
	unsigned users; /* calls that are at work on it; the last one frees it */
	pthread_cond_t changed;
	GLsync fence; /* NULL once it is known to be signaled */
	struct __GLXcontextRec *context;
	struct vmgl_share_group *group;
	struct vmgl_egl_sync *next;
};

static struct vmgl_egl_sync *find(const struct vmgl_egl_display *display, EGLSync handle) {
	struct vmgl_egl_sync *sync = display->syncs;
	while (sync && sync != handle)
		sync = sync->next;
	return sync;
}

/* A context that can ask for the fence, with the lock held before and after; NULL when the whole share group is gone,
 * and with it everything that the fence could wait for. */
static struct vmgl_context *context_of(struct vmgl_egl_sync *sync) {
	if (vmgl_current->group == sync->group)
		return vmgl_current;
	for (struct vmgl_egl_context *context = sync->display->contexts; context; context = context->next)
		if (context->core->gl.group == sync->group)
			return vmgl_egl_borrow(sync->display, context->core);
	return NULL;
}

/* Waits for a fence at most `timeout` ns. The lock is held, and let go meanwhile. */
static EGLint wait_for_fence(struct vmgl_egl_sync *sync, EGLTime timeout) {
	struct vmgl_context *ctx = context_of(sync);
	if (!ctx) {
		sync->signaled = true;
		return EGL_CONDITION_SATISFIED_KHR;
	}
	GLsync fence = sync->fence;
	struct vmgl_context *mine = vmgl_current;
	vmgl_egl_leave();
	/* Generated and handwritten entry points take the current context: this is one for the moment. */
	vmgl_current = ctx;
	GLenum result = glClientWaitSync(fence, GL_SYNC_FLUSH_COMMANDS_BIT, timeout);
	bool lost = ctx->stream.lost;
	vmgl_current = mine;
	pthread_mutex_lock(&vmgl_egl_lock);
	vmgl_egl_return(ctx);
	if (result == GL_ALREADY_SIGNALED || result == GL_CONDITION_SATISFIED || lost)
		sync->signaled = true;
	return sync->signaled ? EGL_CONDITION_SATISFIED_KHR : EGL_TIMEOUT_EXPIRED_KHR;
}

static void free_sync(struct vmgl_egl_sync *sync) {
	struct vmgl_context *ctx = sync->fence ? context_of(sync) : NULL;
	if (ctx) {
		struct vmgl_context *mine = vmgl_current;
		vmgl_current = ctx;
		glDeleteSync(sync->fence);
		vmgl_current = mine;
		vmgl_egl_return(ctx);
	}
	pthread_cond_destroy(&sync->changed);
	free(sync);
}

/* With the lock held. */
static void done_with(struct vmgl_egl_sync *sync) {
	if (--sync->users == 0 && sync->destroyed)
		free_sync(sync);
}

static void destroy(struct vmgl_egl_sync *sync) {
	struct vmgl_egl_sync **link = &sync->display->syncs;
	while (*link != sync)
		link = &(*link)->next;
	*link = sync->next;
	/* Those who wait for a reusable sync that goes are let go. */
	sync->destroyed = true;
	if (sync->type == EGL_SYNC_REUSABLE_KHR)
		sync->signaled = true;
	pthread_cond_broadcast(&sync->changed);
	if (sync->users == 0)
		free_sync(sync);
}

/* Whether the context's version has sync objects; where not, the fence waits at once. */
static bool has_fences(const struct vmgl_context *ctx) {
	return ctx->api == VMGL_API_GLES1 ? false : ctx->api == VMGL_API_GLES2 ? ctx->version >= 30 : ctx->version >= 32;
}

static EGLSync create(EGLDisplay dpy, EGLenum type, bool empty, bool core, const char *function) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, function);
	if (!display)
		return EGL_NO_SYNC;
	struct vmgl_egl_context *context = vmgl_egl_current();
	EGLint error = EGL_SUCCESS;
	if (type != EGL_SYNC_FENCE_KHR && type != EGL_SYNC_REUSABLE_KHR)
		error = core ? EGL_BAD_PARAMETER : EGL_BAD_ATTRIBUTE; /* EGL 1.5 differs from KHR_fence_sync */
	else if (!empty)
		error = EGL_BAD_ATTRIBUTE;
	else if (type == EGL_SYNC_FENCE_KHR && (!context || context->display != display))
		error = EGL_BAD_MATCH;
	struct vmgl_egl_sync *sync = error == EGL_SUCCESS ? calloc(1, sizeof *sync) : NULL;
	if (sync) {
		sync->type = type;
		sync->display = display;
		pthread_cond_init(&sync->changed, NULL);
		if (type == EGL_SYNC_FENCE_KHR) {
			sync->context = context->core;
			sync->group = context->core->gl.group;
			if (has_fences(vmgl_current))
				sync->fence = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
			else
				glFinish();
			sync->signaled = sync->fence == NULL;
			/* Other threads wait for it, with contexts that may not exist yet. */
			vmgl_stream_flush(&vmgl_current->stream);
		}
		sync->next = display->syncs;
		display->syncs = sync;
	}
	vmgl_egl_leave();
	if (sync)
		vmgl_egl_succeed();
	else
		vmgl_egl_fail(error == EGL_SUCCESS ? EGL_BAD_ALLOC : error, function);
	return sync;
}

EGLSync eglCreateSync(EGLDisplay dpy, EGLenum type, const EGLAttrib *attributes) {
	return create(dpy, type, !attributes || attributes[0] == EGL_NONE, true, __func__);
}

EGLSyncKHR eglCreateSyncKHR(EGLDisplay dpy, EGLenum type, const EGLint *attributes) {
	return create(dpy, type, !attributes || attributes[0] == EGL_NONE, false, __func__);
}

EGLBoolean eglDestroySync(EGLDisplay dpy, EGLSync handle) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_sync *sync = find(display, handle);
	vmgl_egl_about(sync ? sync->label : NULL);
	if (sync)
		destroy(sync);
	vmgl_egl_leave();
	return sync ? vmgl_egl_succeed() : VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
}

EGLBoolean eglDestroySyncKHR(EGLDisplay dpy, EGLSyncKHR sync) {
	return eglDestroySync(dpy, sync);
}

void **vmgl_egl_sync_label(const struct vmgl_egl_display *display, EGLSync handle) {
	struct vmgl_egl_sync *sync = find(display, handle);
	return sync ? &sync->label : NULL;
}

void vmgl_egl_syncs_end(struct vmgl_egl_display *display) {
	while (display->syncs)
		destroy(display->syncs);
}

static EGLTime now(clockid_t clock) {
	struct timespec time;
	clock_gettime(clock, &time);
	return (EGLTime)time.tv_sec * 1000000000u + (EGLTime)time.tv_nsec;
}

/* Waits until a reusable sync is signaled. With the lock held. An hour at a time: what is for ever is no date to a
 * 32-bit program, and the clock that conditions go by may be set. */
static EGLint wait_for_signal(struct vmgl_egl_sync *sync, EGLTime timeout) {
	const EGLTime begun = now(CLOCK_MONOTONIC), hour = 3600ull * 1000000000u;
	for (EGLTime waited = 0; !sync->signaled && waited < timeout; waited = now(CLOCK_MONOTONIC) - begun) {
		const EGLTime left = timeout - waited, until = now(CLOCK_REALTIME) + (left < hour ? left : hour);
		const struct timespec date = {.tv_sec = (time_t)(until / 1000000000u), .tv_nsec = (long)(until % 1000000000u)};
		pthread_cond_timedwait(&sync->changed, &vmgl_egl_lock, &date);
	}
	return sync->signaled ? EGL_CONDITION_SATISFIED_KHR : EGL_TIMEOUT_EXPIRED_KHR;
}

EGLint eglClientWaitSync(EGLDisplay dpy, EGLSync handle, EGLint flags, EGLTime timeout) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_sync *sync = find(display, handle);
	vmgl_egl_about(sync ? sync->label : NULL);
	if (!sync) {
		vmgl_egl_leave();
		return (EGLint)VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	}
	sync->users++;
	EGLint result = EGL_CONDITION_SATISFIED_KHR;
	if (!sync->signaled && sync->type == EGL_SYNC_REUSABLE_KHR) {
		if ((flags & EGL_SYNC_FLUSH_COMMANDS_BIT_KHR) && vmgl_egl_current()) {
			vmgl_egl_leave();
			glFlush();
			pthread_mutex_lock(&vmgl_egl_lock);
		}
		result = wait_for_signal(sync, timeout);
	} else if (!sync->signaled) {
		result = wait_for_fence(sync, timeout);
	}
	done_with(sync);
	vmgl_egl_leave();
	vmgl_egl_succeed();
	return result;
}

EGLint eglClientWaitSyncKHR(EGLDisplay dpy, EGLSyncKHR sync, EGLint flags, EGLTimeKHR timeout) {
	return eglClientWaitSync(dpy, sync, flags, timeout);
}

static EGLBoolean server_wait(EGLDisplay dpy, EGLSync handle, EGLint flags, const char *function) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, function);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_sync *sync = find(display, handle);
	vmgl_egl_about(sync ? sync->label : NULL);
	EGLint error = !vmgl_egl_current() ? EGL_BAD_MATCH : !sync || flags != 0 ? EGL_BAD_PARAMETER : EGL_SUCCESS;
	if (error == EGL_SUCCESS && !sync->signaled) {
		sync->users++;
		if (sync->type == EGL_SYNC_REUSABLE_KHR)
			wait_for_signal(sync, EGL_FOREVER_KHR);
		else if (vmgl_current->group == sync->group)
			glWaitSync(sync->fence, 0, GL_TIMEOUT_IGNORED);
		else /* another share group's fence: waiting here is as good, and only slower */
			wait_for_fence(sync, EGL_FOREVER_KHR);
		done_with(sync);
	}
	vmgl_egl_leave();
	return error == EGL_SUCCESS ? vmgl_egl_succeed() : vmgl_egl_fail(error, function);
}

EGLBoolean eglWaitSync(EGLDisplay dpy, EGLSync sync, EGLint flags) {
	return server_wait(dpy, sync, flags, __func__);
}

EGLint eglWaitSyncKHR(EGLDisplay dpy, EGLSyncKHR sync, EGLint flags) {
	return (EGLint)server_wait(dpy, sync, flags, __func__);
}

EGLBoolean eglSignalSyncKHR(EGLDisplay dpy, EGLSyncKHR handle, EGLenum mode) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_sync *sync = find(display, handle);
	vmgl_egl_about(sync ? sync->label : NULL);
	EGLint error = !sync                                                             ? EGL_BAD_PARAMETER
				   : sync->type != EGL_SYNC_REUSABLE_KHR                             ? EGL_BAD_MATCH
				   : mode != (EGLenum)EGL_SIGNALED_KHR && mode != EGL_UNSIGNALED_KHR ? EGL_BAD_ATTRIBUTE
																					 : EGL_SUCCESS;
	if (error == EGL_SUCCESS) {
		sync->signaled = mode == EGL_SIGNALED_KHR;
		pthread_cond_broadcast(&sync->changed);
	}
	vmgl_egl_leave();
	return error == EGL_SUCCESS ? vmgl_egl_succeed() : VMGL_EGL_FAIL(error);
}

/* EGL_SUCCESS or the error. */
static EGLint sync_attribute(EGLDisplay dpy, EGLSync handle, EGLint attribute, EGLAttrib *value, const char *function) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, function);
	if (!display)
		return -1; /* said already */
	struct vmgl_egl_sync *sync = find(display, handle);
	vmgl_egl_about(sync ? sync->label : NULL);
	EGLint error = sync ? EGL_SUCCESS : EGL_BAD_PARAMETER;
	if (sync)
		switch (attribute) {
		case EGL_SYNC_TYPE_KHR:
			*value = sync->type;
			break;
		case EGL_SYNC_STATUS_KHR:
			sync->users++;
			if (!sync->signaled && sync->type == EGL_SYNC_FENCE_KHR)
				wait_for_fence(sync, 0);
			*value = sync->signaled ? EGL_SIGNALED_KHR : EGL_UNSIGNALED_KHR;
			done_with(sync);
			break;
		case EGL_SYNC_CONDITION_KHR:
			if (sync->type == EGL_SYNC_FENCE_KHR)
				*value = EGL_SYNC_PRIOR_COMMANDS_COMPLETE_KHR;
			else
				error = EGL_BAD_ATTRIBUTE;
			break;
		default:
			error = EGL_BAD_ATTRIBUTE;
		}
	vmgl_egl_leave();
	return error;
}

EGLBoolean eglGetSyncAttrib(EGLDisplay dpy, EGLSync sync, EGLint attribute, EGLAttrib *value) {
	if (!value)
		return VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	EGLint error = sync_attribute(dpy, sync, attribute, value, __func__);
	return error == EGL_SUCCESS ? vmgl_egl_succeed() : error < 0 ? EGL_FALSE : VMGL_EGL_FAIL(error);
}

EGLBoolean eglGetSyncAttribKHR(EGLDisplay dpy, EGLSyncKHR sync, EGLint attribute, EGLint *value) {
	if (!value)
		return VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	EGLAttrib wide = *value;
	EGLint error = sync_attribute(dpy, sync, attribute, &wide, __func__);
	*value = (EGLint)wide;
	return error == EGL_SUCCESS ? vmgl_egl_succeed() : error < 0 ? EGL_FALSE : VMGL_EGL_FAIL(error);
}
