/* Vertex arrays in the renderer. The driver must never read through a pointer that a guest chose, nor
 * through one into a command that is gone: an array is enabled in the driver only while it has a buffer, or
 * while a draw runs that brought its data along. What the guest enabled is remembered beside it. */
#ifndef VMGL_HOST_VERTEX_ARRAYS_H
#define VMGL_HOST_VERTEX_ARRAYS_H

#include "host/context.h"
#include "wire/arrays.h"
#include "wire/map.h"

struct vmgl_host_vao {
	GLuint name;                       /* the driver's */
	uint64_t wanted;                   /* enabled by the guest */
	uint64_t enabled;                  /* enabled in the driver */
	struct vmgl_array_sources sources; /* buffers by the driver's names */
	bool element_known;
	GLuint element_buffer; /* the driver's name, when known */
};

struct vmgl_host_vertex {
	struct vmgl_host_vao *vao; /* bound; never NULL */
	struct vmgl_host_vao zero;
	struct vmgl_map vaos;
	uint64_t valid;          /* slots that this context's GL has */
	unsigned client_texture; /* the driver's client active texture unit */
	bool maybe_inside;       /* between glBegin and glEnd, perhaps */
	GLuint stand_in;         /* a buffer for data that the driver must not be shown: see host/gl/draw.c; 0: none */
	bool noop;               /* Mesa's no-op driver */
};

/* The driver has this function; otherwise GL_INVALID_OPERATION: a guest calls only what was advertised, unless
 * it is hostile. */
#define VMGL_HAS(ctx, function) ((ctx)->gl->function || (vmgl_error_set(ctx, GL_INVALID_OPERATION), false))

/* This context's state, made at first use; NULL when the session is over. */
struct vmgl_host_vertex *vmgl_host_vertex(struct vmgl_host_context *ctx);
/* Before the context goes; it need not be current. */
void vmgl_host_vertex_finish(struct vmgl_host_context *ctx);

/* Between glBegin and glEnd the driver refuses the calls that our books are about. False means that it does;
 * GL_INVALID_OPERATION was raised, and the command is to be dropped. */
bool vmgl_host_outside(struct vmgl_host_context *ctx);
/* Makes the driver's enables right for a draw that brings the data of the arrays `provided`. False: no draw. */
bool vmgl_host_arrays_fix(struct vmgl_host_context *ctx, uint64_t provided);
static inline bool vmgl_host_arrays_ready(struct vmgl_host_context *ctx, uint64_t provided) {
	const struct vmgl_host_vertex *vertex = ctx->vertex;
	if (__builtin_expect(vertex != NULL, 1) &&
		__builtin_expect((vertex->vao->wanted & (~vertex->vao->sources.bufferless | provided)) == vertex->vao->enabled,
						 1))
		return true;
	return vmgl_host_arrays_fix(ctx, provided);
}

/* The driver's gl*Pointer call of a slot. The slot is valid. */
void vmgl_host_array_pointer(struct vmgl_host_context *ctx, unsigned slot, GLint size, GLenum type, unsigned flags,
							 GLsizei stride, const void *pointer);

/* The driver deleted these buffers (its names). */
void vmgl_host_vertex_buffers_deleted(struct vmgl_host_context *ctx, GLsizei count, const GLuint *buffers);

#endif
