/* One stream of a session, as the renderer runs it: a decoder, and the real GL context that its
 * commands go to. Each stream has a thread of its own; a session's control stream has no context.
 *
 * Decoders (generated, and host/gl/<family>.c) get a struct vmgl_host_context and nothing else. */
#ifndef VMGL_HOST_CONTEXT_H
#define VMGL_HOST_CONTEXT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gen/gl.h"
#include "gen/host/dispatch.h" /* struct vmgl_gl: the driver's entry points, NULL where it has none */
#include "host/session/reader.h"
#include "wire/classes.h"
#include "wire/pixel_store.h"

struct vmgl_session;          /* host/session/session.h: one guest process */
struct vmgl_host_group;       /* host/gl/names.h: object names of one share group */
struct vmgl_host_drawable;    /* host/platform/drawable.h */
struct vmgl_platform_context; /* host/platform/platform.h: the GLX or EGL context */
struct vmgl_host_buffers;     /* host/gl/buffers.c */
struct vmgl_host_vertex;      /* host/gl/vertex_arrays.c */
struct vmgl_host_debug;       /* host/gl/debug.c */
struct vmgl_host_feedback;    /* host/gl/feedback.c */
struct vmgl_host_names;       /* host/gl/names.c: the classes that are not shared */

struct vmgl_host_context {
	const struct vmgl_gl *gl; /* never NULL on a context's stream */
	struct vmgl_session *session;
	uint32_t id;
	bool control; /* the session's control stream: only commands of scope `session` */
	bool fatal;   /* the peer broke the protocol; the session ends. Sticky; set by vmgl_fatal() */
	bool compat;  /* compatibility profile (or GLES): binding a name creates the object */
	bool es;
	int version;                /* 10 * major + minor */
	uint32_t opcode;            /* of the command being decoded, for messages */
	atomic_bool debug_messages; /* host/gl/debug.c: messages wait; replies tell the guest (VMGL_REPLY_DEBUG_MESSAGES) */
	GLenum pending_error;       /* first error not yet reported to the guest, or GL_NO_ERROR */
	bool raised;                /* vmgl_error_set() was called since vmgl_error_begin() */
	bool unpack_tight, pack_tight;         /* the driver's pixel store is the tight one (host/gl/pixels.c) */
	struct {                               /* host/gl/pixels.c; [0] is unpack, [1] is pack */
		struct vmgl_pixel_store driver[2]; /* what the driver has; alignment 0: still GL's default */
		struct vmgl_pixel_store wanted[2]; /* what the guest set for calls into buffers; as `driver` */
		GLuint unbound[2];                 /* the driver's buffer that a data call had to unbind */
		int8_t sized_reads;                /* host/gl/images.c: ARB_robustness, 1 has it, -1 has it not, 0 not asked */
	} pixels;
	struct vmgl_host_group *group;
	struct vmgl_host_names *names;
	struct vmgl_host_drawable *draw, *read;
	struct vmgl_platform_context *platform;
	struct vmgl_host_buffers *buffers;
	struct vmgl_host_vertex *vertex;
	struct vmgl_host_debug *debug;
	bool compiles;      /* a list is being compiled, unless glNewList was within a primitive */
	bool list_executes; /* a list is being compiled with GL_COMPILE_AND_EXECUTE */
	bool unaskable;     /* asking for errors now would raise one; host/gl/error.c */
	struct {
		unsigned count;
		const void *answers[4];
		unsigned char bytes[4];
	} watched; /* while unaskable, by one question */
	struct vmgl_host_feedback *feedback;
	struct vmgl_stream_end *stream; /* host/session/stream_end.h: where commands come from and replies go */
};

/* At the end of a stream: before its context is released, and after. */
void vmgl_host_debug_finish(struct vmgl_host_context *ctx);
void vmgl_host_feedback_finish(struct vmgl_host_context *ctx);

/* Around the renderer's own questions, whose errors are forgotten: their debug messages are none of the program's. */
bool vmgl_debug_mute(struct vmgl_host_context *ctx);
void vmgl_debug_unmute(struct vmgl_host_context *ctx, bool muted);
/* An error that the driver did not find gets its debug message, if the program listens to such. The driver's own errors
 * must have been asked for before; see error.c. */
void vmgl_debug_tell(struct vmgl_host_context *ctx, GLenum error);

/* Ends the session: logs "opcode-name: message" once, sets ctx->fatal. Returns false for tail use. */
bool vmgl_fatal(struct vmgl_host_context *ctx, const char *message, ...) __attribute__((format(printf, 2, 3)));

/* Memory for the command being decoded, zeroed, freed when it is done. NULL (and fatal) above the
 * session's limit. */
void *vmgl_scratch(struct vmgl_host_context *ctx, uint64_t bytes);

/* Moves the driver's errors to pending_error, where glGetError finds them; returns the first of them. */
GLenum vmgl_error_take(struct vmgl_host_context *ctx);
/* Brackets the driver call of a synchronous command, to learn whether it raised an error: begin moves an
 * error that was already there to pending_error; end does the same and returns true when the call
 * itself raised none (host/gl/error.c). */
void vmgl_error_begin(struct vmgl_host_context *ctx);
bool vmgl_error_end(struct vmgl_host_context *ctx);
/* Where asking for errors is an error (ctx->unaskable): marks memory that the next driver call answers in, so that
 * vmgl_error_end() sees whether it did. `bytes` of it are answers. */
void vmgl_error_watch(struct vmgl_host_context *ctx, void *answer, uint64_t bytes);
/* Forgets the errors of calls that the guest did not make, after vmgl_error_begin(). True when there were none. */
bool vmgl_error_forget(struct vmgl_host_context *ctx);
/* Records `error` as if the driver had raised it now: kept only when no earlier one is pending. */
void vmgl_error_set(struct vmgl_host_context *ctx, GLenum error);

/* Replies. begin starts one (failed: no outputs follow), value adds the 8-byte return value, array an
 * output array, end sends it. */
void vmgl_reply_begin(struct vmgl_host_context *ctx, uint32_t opcode, bool failed);
void vmgl_reply_value(struct vmgl_host_context *ctx, uint64_t value);
void vmgl_reply_array(struct vmgl_host_context *ctx, const void *data, uint64_t bytes);
void vmgl_reply_end(struct vmgl_host_context *ctx);
/* Tells the guest that the asynchronous command `opcode` was executed: a whole reply with VMGL_REPLY_ACK, sent at once.
 */
void vmgl_reply_ack(struct vmgl_host_context *ctx, uint32_t opcode);

/* Object names (host/gl/names.c). All take and give the guest's names at the left, the driver's at the
 * right. */
/* For a name that is used: 0 stays 0; unknown names become one that the driver does not know either. */
GLuint vmgl_name(struct vmgl_host_context *ctx, enum vmgl_class class, GLuint name);
/* For a name that the call may make an object of, if the driver wants to: unknown names get one of the driver's that is
 * nobody's. As vmgl_name() in core profiles, and for classes whose names must have been generated. */
GLuint vmgl_name_bind(struct vmgl_host_context *ctx, enum vmgl_class class, GLuint name);
/* The guest's name of a driver's name, for replies (0 when it has none). */
GLuint vmgl_name_reverse(struct vmgl_host_context *ctx, enum vmgl_class class, GLuint driver_name);
/* Translates an array into scratch. */
const GLuint *vmgl_names_translate(struct vmgl_host_context *ctx, enum vmgl_class class, GLsizei count,
								   const GLuint *names);
/* After the driver generated `count` objects for the guest's `names`. */
bool vmgl_names_add(struct vmgl_host_context *ctx, enum vmgl_class class, GLsizei count, const GLuint *names,
					const GLuint *driver_names);
/* After (or before) the driver deleted them. */
void vmgl_names_remove(struct vmgl_host_context *ctx, enum vmgl_class class, GLsizei count, const GLuint *names);
/* GLsync objects travel as 32-bit names. */
GLsync vmgl_sync_object(struct vmgl_host_context *ctx, GLuint name);

/* Pixel store: before a call whose pixels travel with it / come from a bound buffer (host/gl/pixels.c). */
void vmgl_unpack_data(struct vmgl_host_context *ctx);   /* tight state, no PIXEL_UNPACK_BUFFER bound */
bool vmgl_unpack_offset(struct vmgl_host_context *ctx); /* false (and GL error) when no buffer is bound */
void vmgl_pack_data(struct vmgl_host_context *ctx);
bool vmgl_pack_offset(struct vmgl_host_context *ctx);
/* After a data call: what had to be unbound is bound again. */
void vmgl_pixels_done(struct vmgl_host_context *ctx);
/* True when the driver has a buffer bound to `target`; asks it at most once per change. */
bool vmgl_host_buffer_bound(struct vmgl_host_context *ctx, GLenum target);

#endif
