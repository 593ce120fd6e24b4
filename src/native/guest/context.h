/* One GL context as its application's process knows it, and what contexts share.
 *
 * `vmgl_current` is the calling thread's current context. It is never NULL: with no context current
 * it is &vmgl_no_context, whose stream is lost, so that generated entry points need no branch.
 * Each field group belongs to one family file, named beside it; only that file writes it. */
#ifndef VMGL_GUEST_CONTEXT_H
#define VMGL_GUEST_CONTEXT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gen/gl.h" /* GL types, enums and prototypes, generated from the registry */
#include "wire/classes.h"
#include "wire/stream.h"

enum vmgl_api { VMGL_API_GL_COMPAT, VMGL_API_GL_CORE, VMGL_API_GLES1, VMGL_API_GLES2 };

struct vmgl_names;         /* guest/gl/names.h: which names of one class are in use */
struct vmgl_vertex_state;  /* guest/gl/vertex_arrays.h: VAOs, client arrays */
struct vmgl_buffer_state;  /* guest/gl/buffers.h: bindings by target */
struct vmgl_buffer_table;  /* guest/gl/buffers.h: size, usage and maps of each buffer of a share group */
struct vmgl_pixel_state;   /* guest/gl/pixels.h: pixel store */
struct vmgl_program_table; /* guest/gl/programs.h: what linking a program told us */
struct vmgl_query_state;   /* guest/gl/queries.h */
struct vmgl_list_state;    /* guest/gl/lists.h */
struct vmgl_debug_state;   /* guest/gl/debug.h */
struct vmgl_get_state;     /* guest/gl/get.h: constants fetched once */
struct vmgl_drawable;      /* guest/window/drawable.h */
struct vmgl_order;         /* guest/gl/order.c: what was published, by which stream */
struct vmgl_display;       /* guest/window/display.h: one X display or EGL display, and its session */

/* What the contexts of one share group have in common. Reference-counted by its contexts. */
struct vmgl_share_group {
	pthread_mutex_t lock; /* guards everything below but the counters */
	unsigned contexts;
	/* Counts the points at which one context's commands must become visible to the others (flush,
	 * fence, generating and deleting names, MakeCurrent). Only moves while the group has
	 * more than one context. See guest/gl/order.h. */
	atomic_uint published;
	atomic_uint expired; /* counts what makes names useless that could be bound: deletion first of all */
	struct vmgl_order *order;
	struct vmgl_names *names[VMGL_CLASS_SHARED_END];
	struct vmgl_buffer_table *buffers;
	struct vmgl_program_table *programs;
};

/* Names of each class that are certainly in use, by their lowest bits. */
#define VMGL_NAMES_MARKED 8

struct vmgl_context {
	struct vmgl_stream stream; /* first: `&ctx->stream == ctx` is what the hot path relies on */
	uint32_t id;               /* also the stream's id within its session */
	bool none;                 /* this is vmgl_no_context */
	uint32_t remembers;        /* states that were asked for: one bit for each enum vmgl_remembered */
	bool settles;              /* calls end with a round trip for their debug messages; guest/gl/debug.c */
	enum vmgl_api api;
	int version; /* 10 * major + minor, as the host's context reports */
	const char *renderer, *vendor, *version_string, *shading_language; /* as GL reports them; owned */
	struct vmgl_display *display;
	struct vmgl_share_group *group;
	unsigned seen;         /* last value of group->published that this stream waits for; guest/gl/order.c */
	unsigned publications; /* what this stream published so far; guest/gl/order.c */
	struct vmgl_names *names[VMGL_CLASS_COUNT]; /* [class < SHARED_END] point into the group */
	struct {
		unsigned expired; /* the group's counter when these names were seen; guest/gl/names.c */
		GLuint names[VMGL_CLASS_COUNT][VMGL_NAMES_MARKED];
	} marked;
	struct vmgl_vertex_state *vertex;
	struct vmgl_buffer_state *buffers;
	struct vmgl_pixel_state *pixels;
	struct vmgl_query_state *queries;
	struct vmgl_list_state *lists;
	struct vmgl_debug_state *debug;
	struct vmgl_get_state *get;
	struct vmgl_drawable *draw, *read; /* current drawables, NULL when the context is not current */
	void *platform;                    /* its struct __GLXcontextRec: guest/window/window_system.h */
};

extern struct vmgl_context vmgl_no_context;
extern __thread struct vmgl_context *vmgl_current __attribute__((tls_model("initial-exec")));

/* Raises `error` in program order: the renderer records it unless an earlier error is pending, as
 * if the driver had found it (guest/gl/error.c). Use where the guest alone can see that a call is wrong. */
void vmgl_error(struct vmgl_context *ctx, GLenum error);

/* Waits, in the renderer, for what other contexts of the group published. Called by generated
 * encoders of commands that name objects, and by draws; costs one load while nothing was published. */
void vmgl_order_wait(struct vmgl_context *ctx);
static inline void vmgl_order(struct vmgl_context *ctx) {
	if (__builtin_expect(atomic_load_explicit(&ctx->group->published, memory_order_acquire) != ctx->seen, 0))
		vmgl_order_wait(ctx);
}
/* Publishes what this context did so far to the other contexts of its group; flushes when there are any. */
void vmgl_order_publish(struct vmgl_context *ctx);
/* The same after a texture or a renderbuffer got its storage; nothing while the context is alone. */
void vmgl_order_publish_storage(struct vmgl_context *ctx);
/* The same where GL flushes: other contexts do not see what the driver still keeps to itself. */
void vmgl_order_publish_flushed(struct vmgl_context *ctx);
/* Before a swap, for which others need not wait. Alone, the swap's own flush will do. */
void vmgl_order_publish_swap(struct vmgl_context *ctx);

/* Takes `count` unused names of `class` (guest/gl/names.c). Written to `names`. */
void vmgl_names_take(struct vmgl_context *ctx, enum vmgl_class class, GLsizei count, GLuint *names);
/* Marks a name that the application chose itself, so that it is never handed out. */
void vmgl_names_use(struct vmgl_context *ctx, enum vmgl_class class, GLuint name);
void vmgl_names_release(struct vmgl_context *ctx, enum vmgl_class class, GLsizei count, const GLuint *names);
/* For a name that was taken, and that the driver made nothing of: it may be taken again, as if it had not been. */
void vmgl_names_give_back(struct vmgl_context *ctx, enum vmgl_class class, GLuint name);
bool vmgl_names_known(struct vmgl_context *ctx, enum vmgl_class class, GLuint name);

/* Each family's init allocates its state in a fresh context, and finish frees it (NULL-safe); what belongs to the
 * group is freed with that.
 * guest/context.c calls all of them, in the order below. false means out of memory. */
bool vmgl_names_init(struct vmgl_context *ctx);
void vmgl_names_finish(struct vmgl_context *ctx);
bool vmgl_pixels_init(struct vmgl_context *ctx);
void vmgl_pixels_finish(struct vmgl_context *ctx);
bool vmgl_buffers_init(struct vmgl_context *ctx);
void vmgl_buffers_finish(struct vmgl_context *ctx);
bool vmgl_vertex_init(struct vmgl_context *ctx);
void vmgl_vertex_finish(struct vmgl_context *ctx);
bool vmgl_programs_init(struct vmgl_context *ctx);
bool vmgl_queries_init(struct vmgl_context *ctx);
void vmgl_queries_finish(struct vmgl_context *ctx);
bool vmgl_lists_init(struct vmgl_context *ctx);
void vmgl_lists_finish(struct vmgl_context *ctx);
bool vmgl_debug_init(struct vmgl_context *ctx);
void vmgl_debug_finish(struct vmgl_context *ctx);
bool vmgl_get_init(struct vmgl_context *ctx);
void vmgl_get_finish(struct vmgl_context *ctx);

/* Is a buffer bound to `target` (GL_PIXEL_UNPACK_BUFFER, GL_ELEMENT_ARRAY_BUFFER, ...) in the guest's
 * view? Decides between the data and the offset form of a pointer argument (guest/gl/buffers.c). */
bool vmgl_buffer_bound(const struct vmgl_context *ctx, GLenum target);
GLuint vmgl_buffer_binding(const struct vmgl_context *ctx, GLenum target);

/* Image arguments (guest/gl/pixels.c). An image in application memory, described by the call's own
 * arguments and the context's pixel store state. */
struct vmgl_image {
	GLsizei width, height, depth;
	GLenum format, type;
	int dimensions; /* 1, 2 or 3: which pixel store parameters apply */
	GLenum target;  /* of a texture call, else 0: GL reads nothing for a proxy target */
};
/* Bytes of the image when its rows are tight (what travels), or VMGL_NULL_ARRAY when nothing can
 * travel: `pixels` is NULL, format or type unknown, a size negative or absurd. GL then sees a NULL
 * pointer and raises the error that it would have raised. Sizes over 4 GiB raise GL_OUT_OF_MEMORY. */
uint32_t vmgl_image_bytes(struct vmgl_context *ctx, const struct vmgl_image *image, const void *pixels);
/* Appends the image to the command being written, tight rows, following the unpack state. */
void vmgl_image_send(struct vmgl_context *ctx, const struct vmgl_image *image, const void *pixels, uint32_t bytes);
/* Scatters `bytes` tight bytes of a reply into application memory, following the pack state; bytes
 * in the gaps stay untouched. */
void vmgl_image_receive(struct vmgl_context *ctx, const struct vmgl_image *image, const void *tight, size_t bytes,
						void *pixels);
/* Sends the pack or unpack state to the renderer if it differs from what was last sent: before a call
 * whose pixels are in a bound buffer. */
void vmgl_pixel_store_send(struct vmgl_context *ctx, bool pack);

/* Commits writes through persistent coherent maps; called before draws, dispatches, copies, fences and
 * flushes. One load while nothing is mapped so (guest/gl/maps.c). */
void vmgl_maps_commit(struct vmgl_context *ctx);

#endif
