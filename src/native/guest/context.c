/* Contexts: creating and ending them, and making them current. What GL state a context has is its families' affair. */
#include "guest/context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "guest/gl/buffers.h"
#include "guest/gl/order.h"
#include "guest/gl/programs.h"
#include "guest/gl/remembered.h"
#include "guest/gl/strings.h"
#include "guest/link/connection.h"
#include "guest/window/present.h"
#include "guest/window/window_system.h"

struct vmgl_context vmgl_no_context;
__thread struct vmgl_context *vmgl_current __attribute__((tls_model("initial-exec"))) = &vmgl_no_context;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct __GLXcontextRec *contexts;
static pthread_key_t thread_key; /* has a value in threads with a current context */

static void after_fork(void) {
	pthread_mutex_init(&lock, NULL);
}

/* A thread that ends with a current context lets it go, so that others can take it. */
static void thread_ends(void *value) {
	(void)value;
	if (!vmgl_current->none)
		vmgl_context_bind(NULL, NULL, NULL);
}

/* GL calls without a context must be harmless: the stream of vmgl_no_context takes and forgets them. */
__attribute__((constructor)) static void start(void) {
	static struct vmgl_share_group no_group = {.lock = PTHREAD_MUTEX_INITIALIZER};
	vmgl_stream_init_lost(&vmgl_no_context.stream);
	vmgl_no_context.none = true;
	vmgl_no_context.group = &no_group;
	pthread_key_create(&thread_key, thread_ends);
	pthread_atfork(NULL, NULL, after_fork);
}

bool vmgl_context_exists(const struct __GLXcontextRec *context) {
	pthread_mutex_lock(&lock);
	const struct __GLXcontextRec *at = contexts;
	while (at && (at != context || at->frontend))
		at = at->next;
	pthread_mutex_unlock(&lock);
	return at != NULL;
}

bool vmgl_context_by_xid(const struct vmgl_display *display, XID xid) {
	pthread_mutex_lock(&lock);
	const struct __GLXcontextRec *at = contexts;
	while (at && (at->xid != xid || at->gl.display != display || at->frontend))
		at = at->next;
	pthread_mutex_unlock(&lock);
	return at != NULL;
}

bool vmgl_drawable_in_use(const struct vmgl_drawable *drawable) {
	pthread_mutex_lock(&lock);
	const struct __GLXcontextRec *at = contexts;
	while (at && (&at->gl == vmgl_current || (at->gl.draw != drawable && at->gl.read != drawable)))
		at = at->next;
	pthread_mutex_unlock(&lock);
	return at != NULL;
}

static void finish_families(struct vmgl_context *ctx) {
	vmgl_get_finish(ctx);
	vmgl_debug_finish(ctx);
	vmgl_lists_finish(ctx);
	vmgl_queries_finish(ctx);
	vmgl_vertex_finish(ctx);
	vmgl_buffers_finish(ctx);
	vmgl_pixels_finish(ctx);
	vmgl_names_finish(ctx);
}

static bool init_families(struct vmgl_context *ctx) {
	return vmgl_names_init(ctx) && vmgl_pixels_init(ctx) && vmgl_buffers_init(ctx) && vmgl_vertex_init(ctx) &&
		   vmgl_programs_init(ctx) && vmgl_queries_init(ctx) && vmgl_lists_init(ctx) && vmgl_debug_init(ctx) &&
		   vmgl_get_init(ctx);
}

/* The renderer lets go of the context's drawables; the answer comes when everything before was executed. `keep`: a
 * context of another share group may go on in the drawable. */
static void release_in_renderer(struct __GLXcontextRec *context, bool keep) {
	if (vmgl_enc_vmglMakeCurrent(&context->gl, 0, 0, keep, 0, 0, 0) != VMGL_STATUS_OK)
		return;
	vmgl_drawable_unref(context->host_draw);
	vmgl_drawable_unref(context->host_read);
	context->host_draw = context->host_read = NULL;
}

/* Frees everything. Not current anywhere, and destroyed by the application. */
static void end(struct __GLXcontextRec *context) {
	pthread_mutex_lock(&lock);
	struct __GLXcontextRec **link = &contexts;
	while (*link && *link != context)
		link = &(*link)->next;
	if (*link)
		*link = context->next;
	pthread_mutex_unlock(&lock);
	struct vmgl_context *ctx = &context->gl;
	/* What it drew stays where it drew it. */
	if (context->host_draw && context->host_draw->last == ctx && atomic_load(&context->host_draw->references) > 1 &&
		ctx->display->presentation == VMGL_PRESENT_READBACK)
		release_in_renderer(context, true);
	if (ctx->group) {
		struct vmgl_share_group *group = ctx->group;
		bool last = vmgl_group_leave(ctx);
		finish_families(ctx);
		if (last) {
			vmgl_program_table_free(group->programs);
			vmgl_buffer_table_free(group->buffers);
			vmgl_group_destroy(group);
		}
	}
	vmgl_stream_close(&ctx->stream);
	vmgl_drawable_unref(context->host_draw);
	vmgl_drawable_unref(context->host_read);
	free(context->frontend);
	free(context);
}

struct __GLXcontextRec *vmgl_context_create(struct vmgl_display *display, int screen,
											const struct vmgl_fbconfig *config, struct __GLXcontextRec *share,
											const struct vmgl_context_request *request, enum vmgl_status *status) {
	*status = VMGL_STATUS_BAD_ALLOC;
	struct __GLXcontextRec *context = calloc(1, sizeof *context);
	if (!context)
		return NULL;
	struct vmgl_context *ctx = &context->gl;
	vmgl_stream_init_lost(&ctx->stream);
	context->config = config;
	context->screen = screen;
	context->share_id = share ? share->gl.id : 0;
	context->render_type = VMGL_RENDER_TYPE_RGBA;
	ctx->platform = context;
	ctx->display = display;
	ctx->api = request->api;
	ctx->id = vmgl_stream_id(display->connection);

	struct vmgl_stream *control = vmgl_control_lock(display->connection);
	*status = vmgl_enc_vmglContextCreate(control, display->id, (GLuint)screen, ctx->id, config ? config->config.id : 0,
										 context->share_id, request->count, request->attribs);
	bool lost = control->lost;
	vmgl_control_unlock(display->connection);
	if (lost || *status != VMGL_STATUS_OK) {
		/* A renderer that went away has been reported; an X error would end the program. */
		if (lost)
			*status = VMGL_STATUS_OK;
		free(context);
		return NULL;
	}
	char error[512];
	if (!vmgl_stream_open(display->connection, ctx->id, &ctx->stream, error, sizeof error)) {
		fprintf(stderr, "vmgl: error: %s\n", error);
		control = vmgl_control_lock(display->connection);
		vmgl_enc_vmglContextAbandon(control, ctx->id);
		vmgl_stream_flush(control);
		vmgl_control_unlock(display->connection);
		*status = VMGL_STATUS_BAD_ALLOC;
		free(context);
		return NULL;
	}
	struct vmgl_share_group *group = share ? share->gl.group : vmgl_group_create();
	if (group)
		vmgl_group_join(group, ctx);
	if (!group || !init_families(ctx)) {
		*status = VMGL_STATUS_BAD_ALLOC;
		end(context);
		return NULL;
	}
	pthread_mutex_lock(&lock);
	context->next = contexts;
	contexts = context;
	pthread_mutex_unlock(&lock);
	return context;
}

void vmgl_context_destroy(struct __GLXcontextRec *context) {
	pthread_mutex_lock(&lock);
	/* GLX 1.4, 3.3.7: a context that is current to any thread ends when it is let go. */
	bool now = !atomic_load(&context->taken);
	context->destroyed = true;
	pthread_mutex_unlock(&lock);
	if (now)
		end(context);
}

/* The calling thread's context is current no more. GLX 1.4, 3.3.7: its commands are flushed. */
static void let_go(struct vmgl_context *ctx) {
	struct __GLXcontextRec *context = vmgl_glx_context(ctx);
	vmgl_maps_commit(ctx);
	vmgl_present_front(ctx);
	if (!context->release_none) {
		vmgl_order_publish_flushed(ctx);
		vmgl_stream_flush(&ctx->stream);
	}
	vmgl_drawable_unref(ctx->draw);
	vmgl_drawable_unref(ctx->read);
	ctx->draw = ctx->read = NULL;
	vmgl_current = &vmgl_no_context;
	vmgl_context_put_idle(context);
}

struct __GLXcontextRec *vmgl_context_take_idle(const struct vmgl_context *ctx) {
	pthread_mutex_lock(&lock);
	struct __GLXcontextRec *context = contexts;
	while (context && &context->gl != ctx)
		context = context->next;
	if (context && atomic_exchange(&context->taken, true))
		context = NULL;
	pthread_mutex_unlock(&lock);
	return context;
}

void vmgl_context_put_idle(struct __GLXcontextRec *context) {
	pthread_mutex_lock(&lock);
	atomic_store(&context->taken, false);
	bool ends = context->destroyed;
	pthread_mutex_unlock(&lock);
	if (ends)
		end(context);
}

/* Contexts run in parallel in the renderer. When another one drew to this drawable before and is idle now, or is the
 * one that this thread is about to let go, its commands must be executed before ours, whether they share objects or
 * not. */
void vmgl_drawable_settle(struct vmgl_drawable *drawable, const struct vmgl_context *ctx) {
	if (!drawable || !drawable->last || drawable->last == ctx)
		return;
	if (drawable->last == vmgl_current) {
		struct __GLXcontextRec *previous = vmgl_glx_context(vmgl_current);
		vmgl_maps_commit(vmgl_current);
		vmgl_present_front(vmgl_current);
		if (previous->host_draw == drawable || previous->host_read == drawable)
			release_in_renderer(previous, previous->gl.group != ctx->group);
		return;
	}
	struct __GLXcontextRec *last = vmgl_context_take_idle(drawable->last);
	if (!last)
		return;
	if (last->host_draw == drawable || last->host_read == drawable)
		release_in_renderer(last, last->gl.group != ctx->group);
	vmgl_context_put_idle(last);
}

/* Binding another context failed after vmgl_drawable_settle(): the current one goes on with its drawables. */
static void restore_in_renderer(struct vmgl_context *ctx) {
	struct __GLXcontextRec *context = ctx->none ? NULL : vmgl_glx_context(ctx);
	if (!context || context->host_draw == ctx->draw)
		return;
	struct vmgl_drawable *draw = ctx->draw, *read = ctx->read;
	if (vmgl_enc_vmglMakeCurrent(ctx, draw ? draw->id : 0, read ? read->id : 0, draw ? draw->width : 0,
								 draw ? draw->height : 0, read ? read->width : 0,
								 read ? read->height : 0) == VMGL_STATUS_OK) {
		vmgl_drawable_ref(context->host_draw = draw);
		vmgl_drawable_ref(context->host_read = read);
	}
}

enum vmgl_bind_result vmgl_context_bind(struct __GLXcontextRec *context, struct vmgl_drawable *draw,
										struct vmgl_drawable *read) {
	struct vmgl_context *previous = vmgl_current;
	if (!context) {
		if (!previous->none)
			let_go(previous);
		return VMGL_BIND_OK;
	}
	struct vmgl_context *ctx = &context->gl;
	if (ctx == previous && ctx->draw == draw && ctx->read == read)
		return VMGL_BIND_OK;
	if (ctx != previous && atomic_exchange(&context->taken, true))
		return VMGL_BIND_IN_USE;

	vmgl_drawable_settle(draw, ctx);
	if (read != draw)
		vmgl_drawable_settle(read, ctx);
	bool follows = ctx->display->presentation == VMGL_PRESENT_READBACK;
	bool measured = true;
	unsigned width = draw ? draw->width : 0, height = draw ? draw->height : 0;
	if (follows && draw)
		measured = vmgl_drawable_measure(draw);
	if (follows && read && read != draw)
		measured = vmgl_drawable_measure(read) && measured;
	bool resized = draw && (draw->width != width || draw->height != height);
	/* Otherwise the renderer still has it where it was last: switching between contexts costs it nothing. */
	if (context->host_draw != draw || context->host_read != read || resized || !measured) {
		if (ctx == previous)
			vmgl_present_front(ctx);
		GLuint status = measured ? vmgl_enc_vmglMakeCurrent(ctx, draw ? draw->id : 0, read ? read->id : 0,
															draw ? draw->width : 0, draw ? draw->height : 0,
															read ? read->width : 0, read ? read->height : 0)
								 : VMGL_STATUS_BAD_DRAWABLE;
		/* A lost context can still be made current: its calls then do nothing (ARB_robustness). */
		if (status != VMGL_STATUS_OK && !ctx->stream.lost) {
			if (ctx != previous) {
				restore_in_renderer(previous);
				vmgl_context_put_idle(context);
			}
			return status == VMGL_STATUS_BAD_MATCH   ? VMGL_BIND_BAD_MATCH
				   : status == VMGL_STATUS_BAD_ALLOC ? VMGL_BIND_BAD_ALLOC
													 : VMGL_BIND_BAD_DRAWABLE;
		}
		vmgl_drawable_ref(draw);
		vmgl_drawable_ref(read);
		vmgl_drawable_unref(context->host_draw);
		vmgl_drawable_unref(context->host_read);
		context->host_draw = draw;
		context->host_read = read;
	}
	vmgl_drawable_ref(draw);
	vmgl_drawable_ref(read);
	if (ctx == previous) {
		vmgl_drawable_unref(ctx->draw);
		vmgl_drawable_unref(ctx->read);
	} else if (!previous->none) {
		let_go(previous);
	}
	ctx->draw = draw;
	ctx->read = read;
	if (draw) {
		draw->last = ctx;
		/* The first drawable sets them (OpenGL 4.6, 13.8.1 and 14.9.2). */
		if (!context->had_drawable)
			vmgl_remembered_forget(ctx, VMGL_REMEMBERS(VIEWPORT) | VMGL_REMEMBERS(SCISSOR));
		context->had_drawable = true;
	}
	if (read)
		read->last = ctx;
	vmgl_current = ctx;
	pthread_setspecific(thread_key, ctx);
	if (!ctx->version && vmgl_strings_fetch(ctx) && (ctx->api == VMGL_API_GL_COMPAT || ctx->api == VMGL_API_GL_CORE) &&
		ctx->version >= 32) {
		GLint profile = 0;
		glGetIntegerv(GL_CONTEXT_PROFILE_MASK, &profile);
		ctx->api = profile & GL_CONTEXT_CORE_PROFILE_BIT ? VMGL_API_GL_CORE : VMGL_API_GL_COMPAT;
	}
	return VMGL_BIND_OK;
}
