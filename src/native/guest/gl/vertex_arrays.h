/* Vertex array objects as the application sees them. The guest holds all of their state: what is in
 * application memory only it can read, and enables change too often to travel one by one. The renderer
 * hears of arrays in buffers as they are set, and of enables with the next draw.
 *
 * Locking: none. Vertex array objects are not shared between contexts. */
#ifndef VMGL_GUEST_VERTEX_ARRAYS_H
#define VMGL_GUEST_VERTEX_ARRAYS_H

#include "guest/context.h"
#include "guest/gl/primitive_restart.h"
#include "wire/arrays.h"
#include "wire/map.h"

struct vmgl_array_format {
	const void *pointer; /* as set by gl*Pointer: an address, or an offset into the binding's buffer */
	GLenum type;
	GLsizei user_stride; /* as set: 0 is tight */
	GLuint relative_offset;
	uint16_t size; /* 1 to 4, or GL_BGRA */
	uint8_t flags; /* enum vmgl_array_flags */
	uint8_t bytes; /* of one element */
};

struct vmgl_vertex_binding {
	GLintptr offset;
	GLsizei stride; /* effective */
};

struct vmgl_vao {
	GLuint name;
	uint64_t enabled;
	uint64_t sent;   /* what the renderer takes to be enabled */
	uint64_t client; /* arrays with an address in application memory */
	uint64_t unsent; /* generic arrays whose format and binding the renderer has not heard of */
	struct vmgl_array_sources sources;
	GLuint element_buffer;
	struct vmgl_array_format arrays[VMGL_ARRAY_COUNT];
	struct vmgl_vertex_binding bindings[VMGL_ARRAY_COUNT];
};

#define VMGL_VERTEX_STACK_DEPTH 16

struct vmgl_vertex_saved {
	struct vmgl_vao vao;
	GLuint array_buffer;
	unsigned client_texture;
};

struct vmgl_vertex_state {
	struct vmgl_vao *vao; /* bound; never NULL */
	struct vmgl_vao zero; /* the default object */
	struct vmgl_map vaos;
	unsigned client_texture;
	unsigned generic_limit, texture_limit; /* MAX_VERTEX_ATTRIBS, MAX_TEXTURE_COORDS; 0: not asked yet */
	GLint lock_first;
	GLsizei lock_count;
	struct vmgl_restart restart;
	unsigned depth;
	struct vmgl_vertex_saved *stack[VMGL_VERTEX_STACK_DEPTH];
};

/* Arrays that a draw has to read from application memory, and those that are enabled at all as far as
 * the renderer is concerned: an array with neither an address nor a buffer supplies nothing. */
static inline uint64_t vmgl_arrays_client(const struct vmgl_vao *vao) {
	return vao->enabled & vao->client;
}
static inline uint64_t vmgl_arrays_enabled(const struct vmgl_vao *vao) {
	return vao->enabled & (vao->client | ~vao->sources.bufferless);
}
/* The object that a direct state access call names; NULL when the call is an error, which the renderer will
 * find where the call reaches it. Generated names exist for EXT_direct_state_access. */
struct vmgl_vao *vmgl_vao_named(struct vmgl_context *ctx, GLuint name, bool ext);

/* Tells the renderer which arrays are enabled, where it does not know: before a draw without client arrays. */
void vmgl_arrays_send(struct vmgl_context *ctx);

/* glEnable or glDisable of an array: Mesa takes them for glEnableClientState and glDisableClientState, and programs
 * were written that do it. false: this context has no such array. */
bool vmgl_arrays_enable(struct vmgl_context *ctx, GLenum array, bool enable);

/* glGet and glIsEnabled of array state. `values` has room for 4. false: not array state. */
bool vmgl_vertex_get(struct vmgl_context *ctx, GLenum pname, GLint64 *values, int *count);
/* glGet*i_v of GL_VERTEX_BINDING_*, and indexed client state. false: not array state; an index out of range
 * raises GL_INVALID_VALUE and leaves *value alone. */
bool vmgl_vertex_get_indexed(struct vmgl_context *ctx, GLenum pname, GLuint index, GLint64 *value);

/* glPushClientAttrib and glPopClientAttrib of GL_CLIENT_VERTEX_ARRAY_BIT, and its defaults
 * (glClientAttribDefaultEXT). The caller has checked the depth. Push is false when out of memory. */
bool vmgl_vertex_push(struct vmgl_context *ctx);
void vmgl_vertex_pop(struct vmgl_context *ctx);
void vmgl_vertex_default(struct vmgl_context *ctx);

/* A deleted buffer leaves the bound vertex array object (guest/gl/buffers.c). */
void vmgl_vertex_buffer_deleted(struct vmgl_context *ctx, GLuint buffer);

/* The array of a client state enum (GL_VERTEX_ARRAY, ...), texture coordinates for `unit`; -1: none. */
int vmgl_array_slot(const struct vmgl_context *ctx, GLenum array, unsigned unit);

#endif
