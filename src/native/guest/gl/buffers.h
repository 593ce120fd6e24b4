/* Buffer objects: what is bound where, and what is known of each buffer of a share group.
 *
 * Locking: bindings belong to the context. Records belong to the share group and are only touched
 * under its lock; a pointer to one does not outlive the lock. */
#ifndef VMGL_GUEST_BUFFERS_H
#define VMGL_GUEST_BUFFERS_H

#include "guest/context.h"
#include "wire/map.h"

/* Targets in the order of their binding in struct vmgl_buffer_state. */
enum vmgl_buffer_target {
	VMGL_BUFFER_ARRAY,
	VMGL_BUFFER_ELEMENT_ARRAY, /* lives in the vertex array object */
	VMGL_BUFFER_PIXEL_PACK,
	VMGL_BUFFER_PIXEL_UNPACK,
	VMGL_BUFFER_COPY_READ,
	VMGL_BUFFER_COPY_WRITE,
	VMGL_BUFFER_UNIFORM,
	VMGL_BUFFER_SHADER_STORAGE,
	VMGL_BUFFER_ATOMIC_COUNTER,
	VMGL_BUFFER_TRANSFORM_FEEDBACK,
	VMGL_BUFFER_TEXTURE,
	VMGL_BUFFER_DRAW_INDIRECT,
	VMGL_BUFFER_DISPATCH_INDIRECT,
	VMGL_BUFFER_QUERY,
	VMGL_BUFFER_PARAMETER,
	VMGL_BUFFER_TARGETS,
};

struct vmgl_buffer_state {
	GLuint bound[VMGL_BUFFER_TARGETS];
	bool checked[VMGL_BUFFER_TARGETS]; /* the host's GL has this target */
	bool absent[VMGL_BUFFER_TARGETS];  /* it has not: binding fails */
	bool indexed[VMGL_BUFFER_TARGETS]; /* buffers were bound to indices of this target */
	bool unknown[VMGL_BUFFER_TARGETS]; /* whether `bound` is still bound only the driver knows */
};

/* A map, and the memory behind it. */
struct vmgl_buffer_map {
	GLbitfield access;
	GLint64 offset, length;
	uint32_t refreshed; /* what `foreign` was when a persistent map last got the buffer's content */
	uint8_t *twin;      /* what the renderer has of a map whose changes are found by comparing; NULL else */
	bool tracked;       /* the kernel knows which pages of the shadow were written: guest/gl/dirty_pages.h */
};

struct vmgl_buffer {
	GLuint name;
	bool exists;  /* the driver has an object of that name; else it may have none: the name was generated, not used */
	GLint64 size; /* -1: not known for certain, ask */
	GLenum usage;
	GLbitfield storage; /* flags of an immutable buffer, else those that maps may ask of any buffer */
	GLenum map_access;  /* GL_BUFFER_ACCESS */
	bool immutable;
	bool gpu_written; /* was bound where the GPU or another call writes: content is never known */
	bool textured;    /* is, or was, the store of a buffer texture */
	bool mapped;
	struct vmgl_buffer_map map;
	uint8_t *shadow; /* `shadow_size` bytes as the application sees them through maps; NULL: none yet */
	GLint64 shadow_size;
	GLint64 known_from, known_to; /* bytes whose content equals (or may equal) the shadow's */
	uint32_t version;             /* counts changes of the content that the guest knows of */
	uint32_t foreign;             /* counts those that did not come through a map */
	uint8_t *indices;             /* a copy for draws with client vertices, of version `indices_version` */
	GLint64 indices_offset, indices_bytes;
	uint32_t indices_version;
	struct vmgl_buffer *next_live; /* persistent maps */
};

struct vmgl_buffer_table {
	struct vmgl_map buffers;
	struct vmgl_buffer *live; /* buffers with a persistent map */
	bool image_writes;        /* textures were bound as images that shaders may write to */
};

/* When the last context of a group is gone. NULL-safe. */
void vmgl_buffer_table_free(struct vmgl_buffer_table *table);

/* The shadow's number of a target, or -1. */
int vmgl_buffer_target(GLenum target);

/* The record of a buffer; NULL when nothing is known of it. Lock held. */
struct vmgl_buffer *vmgl_buffer_find(struct vmgl_context *ctx, GLuint name);
/* The same, made when it is new. NULL for 0 and when out of memory. Lock held. */
struct vmgl_buffer *vmgl_buffer_record(struct vmgl_context *ctx, GLuint name);
/* Whether there is a buffer of the name, asking the renderer if it must. Lock held. */
bool vmgl_buffer_exists(struct vmgl_context *ctx, GLuint name);
/* A call by name of EXT_direct_state_access whose own message makes no buffer of it: that comes first. */
void vmgl_buffer_used_by_name(struct vmgl_context *ctx, GLuint name);
/* The buffer's size, asking the renderer if it must; -1 when there is none. Lock held. */
GLint64 vmgl_buffer_size(struct vmgl_context *ctx, struct vmgl_buffer *buffer, GLenum target);

/* The pixel that a buffer or texture is cleared to. What has no size is refused by the driver, whatever `data` points
 * at: NULL then. */
const void *vmgl_clear_pixel(GLenum format, GLenum type, const void *data);

/* Calls that the GPU may write through name a buffer (glBindBufferBase and the like; guest/gl/texture_buffers.c). */
void vmgl_buffer_gpu_writes(struct vmgl_context *ctx, GLuint name);

/* Bytes [offset, offset + size) of a buffer in guest memory, valid until the next call; NULL when they
 * cannot be had. For indices and indirect parameters of draws with client vertices. */
const void *vmgl_buffer_content(struct vmgl_context *ctx, GLuint name, GLint64 offset, GLint64 size);

/* The same where the guest has them already; asks nobody. */
const void *vmgl_buffer_known(struct vmgl_context *ctx, GLuint name, GLint64 offset, GLint64 size);

/* glGet of buffer bindings. false: not one, or one that only the driver knows. */
bool vmgl_buffers_get(struct vmgl_context *ctx, GLenum pname, GLint64 *value);

/* A buffer is about to be deleted or to get new storage: its map ends (guest/gl/maps.c). Lock held. */
void vmgl_map_end(struct vmgl_context *ctx, struct vmgl_buffer *buffer);
/* Frees the shadow. Lock held, or the group gone. */
void vmgl_map_free_memory(struct vmgl_buffer *buffer);

/* The decisions that maps rest on; exported for their tests. `size` is the buffer's, -1 unknown. */
bool vmgl_map_allowed(const struct vmgl_buffer *buffer, GLint64 size, GLint64 offset, GLint64 length,
					  GLbitfield access);
bool vmgl_map_wants_content(const struct vmgl_buffer *buffer, GLint64 offset, GLint64 length, GLbitfield access);
bool vmgl_map_difference(const uint8_t *a, const uint8_t *b, GLint64 length, GLint64 *from, GLint64 *to);

/* What the GPU wrote so far becomes visible through persistent maps for reading: after glFinish, a
 * successful glClientWaitSync, and a glGetSynciv that says signalled (guest/gl/maps.c). */
void vmgl_maps_refresh(struct vmgl_context *ctx);

#endif
