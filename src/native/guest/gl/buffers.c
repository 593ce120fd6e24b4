#include "guest/gl/buffers.h"

#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/get.h"
#include "guest/gl/vertex_arrays.h"

/* Data above this travels in pieces, so that neither side holds a second copy of a huge buffer. */
#define PIECE ((GLsizeiptr)256 << 20)

/* An update of a buffer that is known to be valid travels in pieces of this size: the driver copies one while the
 * next is on its way, and all of them stay in the caches. As one command, 64 MiB took twice as long. */
#define STREAMED_PIECE ((GLsizeiptr)256 << 10)

/* Allocations of this size may well fail in the driver, and only it knows: the guest then asks for the size. */
#define UNCERTAIN_SIZE ((GLsizeiptr)256 << 20)

static const struct {
	GLenum target, binding;
	uint8_t since, since_es; /* versions that have the target; 0 in every one, 255 in none */
	bool written;            /* the GPU or a later call writes to what is bound here */
} targets[VMGL_BUFFER_TARGETS] = {
	[VMGL_BUFFER_ARRAY] = {GL_ARRAY_BUFFER, GL_ARRAY_BUFFER_BINDING, 0, 0, false},
	[VMGL_BUFFER_ELEMENT_ARRAY] = {GL_ELEMENT_ARRAY_BUFFER, GL_ELEMENT_ARRAY_BUFFER_BINDING, 0, 0, false},
	[VMGL_BUFFER_PIXEL_PACK] = {GL_PIXEL_PACK_BUFFER, GL_PIXEL_PACK_BUFFER_BINDING, 21, 30, true},
	[VMGL_BUFFER_PIXEL_UNPACK] = {GL_PIXEL_UNPACK_BUFFER, GL_PIXEL_UNPACK_BUFFER_BINDING, 21, 30, false},
	[VMGL_BUFFER_COPY_READ] = {GL_COPY_READ_BUFFER, GL_COPY_READ_BUFFER_BINDING, 31, 30, false},
	[VMGL_BUFFER_COPY_WRITE] = {GL_COPY_WRITE_BUFFER, GL_COPY_WRITE_BUFFER_BINDING, 31, 30, false},
	[VMGL_BUFFER_UNIFORM] = {GL_UNIFORM_BUFFER, GL_UNIFORM_BUFFER_BINDING, 31, 30, false},
	[VMGL_BUFFER_SHADER_STORAGE] = {GL_SHADER_STORAGE_BUFFER, GL_SHADER_STORAGE_BUFFER_BINDING, 43, 31, true},
	[VMGL_BUFFER_ATOMIC_COUNTER] = {GL_ATOMIC_COUNTER_BUFFER, GL_ATOMIC_COUNTER_BUFFER_BINDING, 42, 31, true},
	[VMGL_BUFFER_TRANSFORM_FEEDBACK] = {GL_TRANSFORM_FEEDBACK_BUFFER, GL_TRANSFORM_FEEDBACK_BUFFER_BINDING, 30, 30,
										true},
	[VMGL_BUFFER_TEXTURE] = {GL_TEXTURE_BUFFER, GL_TEXTURE_BUFFER_BINDING, 31, 32, true},
	[VMGL_BUFFER_DRAW_INDIRECT] = {GL_DRAW_INDIRECT_BUFFER, GL_DRAW_INDIRECT_BUFFER_BINDING, 40, 31, false},
	[VMGL_BUFFER_DISPATCH_INDIRECT] = {GL_DISPATCH_INDIRECT_BUFFER, GL_DISPATCH_INDIRECT_BUFFER_BINDING, 43, 31, false},
	[VMGL_BUFFER_QUERY] = {GL_QUERY_BUFFER, GL_QUERY_BUFFER_BINDING, 44, 255, true},
	[VMGL_BUFFER_PARAMETER] = {GL_PARAMETER_BUFFER, GL_PARAMETER_BUFFER_BINDING, 46, 255, false},
};

int vmgl_buffer_target(GLenum target) {
	for (int i = 0; i < VMGL_BUFFER_TARGETS; i++)
		if (targets[i].target == target)
			return i;
	return -1;
}

static GLuint *binding_of(struct vmgl_context *ctx, int index) {
	return index == VMGL_BUFFER_ELEMENT_ARRAY ? &ctx->vertex->vao->element_buffer : &ctx->buffers->bound[index];
}

GLuint vmgl_buffer_binding(const struct vmgl_context *ctx, GLenum target) {
	struct vmgl_context *asking = (struct vmgl_context *)(uintptr_t)ctx;
	struct vmgl_buffer_state *state = ctx->buffers;
	int index = vmgl_buffer_target(target);
	GLint name;
	if (index < 0 || !state)
		return 0;
	if (state->unknown[index] && vmgl_enc_glGetIntegerv(asking, targets[index].binding, &name)) {
		state->bound[index] = (GLuint)name;
		state->unknown[index] = false;
	}
	return *binding_of(asking, index);
}

bool vmgl_buffer_bound(const struct vmgl_context *ctx, GLenum target) {
	return vmgl_buffer_binding(ctx, target) != 0;
}

bool vmgl_buffers_get(struct vmgl_context *ctx, GLenum pname, GLint64 *value) {
	for (int i = 0; i < VMGL_BUFFER_TARGETS; i++) {
		if (targets[i].binding != pname)
			continue;
		if (ctx->buffers->unknown[i])
			return false;
		*value = *binding_of(ctx, i);
		return true;
	}
	return false;
}

bool vmgl_buffers_init(struct vmgl_context *ctx) {
	ctx->buffers = calloc(1, sizeof *ctx->buffers);
	if (!ctx->buffers)
		return false;
	pthread_mutex_lock(&ctx->group->lock);
	if (!ctx->group->buffers)
		ctx->group->buffers = calloc(1, sizeof *ctx->group->buffers);
	pthread_mutex_unlock(&ctx->group->lock);
	return ctx->group->buffers != NULL;
}

void vmgl_buffers_finish(struct vmgl_context *ctx) {
	free(ctx->buffers);
	ctx->buffers = NULL;
}

static void free_record(uintptr_t value) {
	struct vmgl_buffer *buffer = (struct vmgl_buffer *)value;
	vmgl_map_free_memory(buffer);
	free(buffer->indices);
	free(buffer);
}

void vmgl_buffer_table_free(struct vmgl_buffer_table *table) {
	if (!table)
		return;
	vmgl_map_each(&table->buffers, free_record);
	vmgl_map_free(&table->buffers);
	free(table);
}

struct vmgl_buffer *vmgl_buffer_find(struct vmgl_context *ctx, GLuint name) {
	const uintptr_t *found = vmgl_map_find(&ctx->group->buffers->buffers, name);
	return found ? (struct vmgl_buffer *)*found : NULL;
}

struct vmgl_buffer *vmgl_buffer_record(struct vmgl_context *ctx, GLuint name) {
	struct vmgl_buffer *buffer = vmgl_buffer_find(ctx, name);
	if (buffer || !name)
		return buffer;
	buffer = calloc(1, sizeof *buffer);
	if (!buffer)
		return NULL;
	buffer->name = name;
	buffer->usage = GL_STATIC_DRAW;
	buffer->map_access = GL_READ_WRITE;
	buffer->storage = GL_MAP_READ_BIT | GL_MAP_WRITE_BIT | GL_DYNAMIC_STORAGE_BIT;
	if (!vmgl_map_put(&ctx->group->buffers->buffers, name, (uintptr_t)buffer)) {
		free(buffer);
		return NULL;
	}
	return buffer;
}

bool vmgl_buffer_exists(struct vmgl_context *ctx, GLuint name) {
	struct vmgl_buffer *buffer = vmgl_buffer_find(ctx, name);
	if (buffer && buffer->exists)
		return true;
	if (!vmgl_names_known(ctx, VMGL_CLASS_BUFFER, name) || !vmgl_enc_glIsBuffer(ctx, name))
		return false;
	buffer = vmgl_buffer_record(ctx, name);
	if (buffer)
		buffer->exists = true;
	return true;
}

/* The content changed: `offset` and `size` of what did, size -1 for all of it. Lock held. */
static void changed(struct vmgl_buffer *buffer, GLint64 offset, GLint64 size) {
	buffer->version++;
	buffer->foreign++;
	GLint64 end = size < 0 || size > INT64_MAX - offset ? INT64_MAX : offset + size;
	if (offset >= buffer->known_to || end <= buffer->known_from)
		return;
	/* The larger of the two pieces that are left. */
	if (offset - buffer->known_from >= buffer->known_to - end)
		buffer->known_to = offset;
	else
		buffer->known_from = end;
	if (buffer->known_to <= buffer->known_from)
		buffer->known_from = buffer->known_to = 0;
}

/* The same, with the new content at hand: what the application sees through a map stays right. */
static void written(struct vmgl_buffer *buffer, GLint64 offset, GLint64 size, const void *data) {
	bool keep = offset >= buffer->known_from && size <= buffer->known_to - offset && size <= 65536;
	if (buffer->shadow && data && size <= buffer->shadow_size - offset && (keep || buffer->mapped)) {
		memcpy(buffer->shadow + offset, data, (size_t)size);
		if (buffer->map.twin) {
			GLint64 from = offset > buffer->map.offset ? offset : buffer->map.offset;
			GLint64 map_end = buffer->map.offset + buffer->map.length, end = offset + size;
			if (end > map_end)
				end = map_end;
			if (from < end)
				memcpy(buffer->map.twin + (from - buffer->map.offset), buffer->shadow + from, (size_t)(end - from));
		}
		buffer->version++;
		if (keep)
			return;
	}
	changed(buffer, offset, size);
}

GLint64 vmgl_buffer_size(struct vmgl_context *ctx, struct vmgl_buffer *buffer, GLenum target) {
	if (buffer->size >= 0)
		return buffer->size;
	GLint64 size = -1;
	bool es2 = ctx->api == VMGL_API_GLES1 || (ctx->api == VMGL_API_GLES2 && ctx->version < 30);
	if (target && es2) {
		GLint narrow = -1;
		vmgl_enc_glGetBufferParameteriv(ctx, target, GL_BUFFER_SIZE, &narrow);
		size = narrow;
	} else if (target)
		vmgl_enc_glGetBufferParameteri64v(ctx, target, GL_BUFFER_SIZE, &size);
	else
		vmgl_enc_glGetNamedBufferParameteri64v(ctx, buffer->name, GL_BUFFER_SIZE, &size);
	buffer->size = size;
	return size;
}

static void lock(struct vmgl_context *ctx) {
	pthread_mutex_lock(&ctx->group->lock);
}

static void unlock(struct vmgl_context *ctx) {
	pthread_mutex_unlock(&ctx->group->lock);
}

void vmgl_buffer_gpu_writes(struct vmgl_context *ctx, GLuint name) {
	if (!name)
		return;
	lock(ctx);
	struct vmgl_buffer *buffer = vmgl_buffer_record(ctx, name);
	if (buffer) {
		buffer->gpu_written = true;
		buffer->version++;
	}
	unlock(ctx);
}

/* Bindings. */

/* Whether binding `name` succeeds, as far as the name goes: the core profile wants names from glGenBuffers. */
static bool name_ok(struct vmgl_context *ctx, GLuint name) {
	return name == 0 || ctx->api != VMGL_API_GL_CORE || vmgl_names_known(ctx, VMGL_CLASS_BUFFER, name);
}

/* Does the renderer's GL have this target? Asked at most once, after a buffer was bound to it. */
static bool target_exists(struct vmgl_context *ctx, int index) {
	struct vmgl_buffer_state *state = ctx->buffers;
	if (state->checked[index])
		return !state->absent[index];
	bool es = ctx->api == VMGL_API_GLES1 || ctx->api == VMGL_API_GLES2;
	int since = es ? targets[index].since_es : targets[index].since;
	if (ctx->version < since) {
		GLint bound = 0;
		vmgl_enc_glGetIntegerv(ctx, targets[index].binding, &bound);
		state->absent[index] = bound == 0;
	}
	state->checked[index] = true;
	return !state->absent[index];
}

static void bound(struct vmgl_context *ctx, GLenum target, GLuint name) {
	int index = vmgl_buffer_target(target);
	if (index < 0 || !name_ok(ctx, name) || (name && !target_exists(ctx, index)))
		return;
	*binding_of(ctx, index) = name;
	ctx->buffers->unknown[index] = false;
	if (targets[index].written)
		vmgl_buffer_gpu_writes(ctx, name);
}

void vmgl_guest_glBindBuffer(struct vmgl_context *ctx, GLenum target, GLuint buffer) {
	vmgl_enc_glBindBuffer(ctx, target, buffer);
	if (target == GL_ARRAY_BUFFER && name_ok(ctx, buffer))
		ctx->buffers->bound[VMGL_BUFFER_ARRAY] = buffer;
	else
		bound(ctx, target, buffer);
}

/* The number of indexed binding points of a target; 0: none. */
static GLuint index_limit(struct vmgl_context *ctx, GLenum target) {
	switch (target) {
	case GL_UNIFORM_BUFFER:
		return (GLuint)vmgl_limit(ctx, GL_MAX_UNIFORM_BUFFER_BINDINGS);
	case GL_SHADER_STORAGE_BUFFER:
		return (GLuint)vmgl_limit(ctx, GL_MAX_SHADER_STORAGE_BUFFER_BINDINGS);
	case GL_ATOMIC_COUNTER_BUFFER:
		return (GLuint)vmgl_limit(ctx, GL_MAX_ATOMIC_COUNTER_BUFFER_BINDINGS);
	case GL_TRANSFORM_FEEDBACK_BUFFER: {
		GLint limit = vmgl_limit(ctx, GL_MAX_TRANSFORM_FEEDBACK_BUFFERS);
		return (GLuint)(limit > 0 ? limit : vmgl_limit(ctx, GL_MAX_TRANSFORM_FEEDBACK_SEPARATE_ATTRIBS));
	}
	default:
		return 0;
	}
}

/* A buffer may be bound to an index of the target now, or to one of an object that can become current. */
static void bound_to_index(struct vmgl_context *ctx, GLenum target) {
	int index = vmgl_buffer_target(target);
	if (index >= 0)
		ctx->buffers->indexed[index] = true;
}

void vmgl_guest_glBindBufferBase(struct vmgl_context *ctx, GLenum target, GLuint index, GLuint buffer) {
	vmgl_enc_glBindBufferBase(ctx, target, index, buffer);
	if (index < index_limit(ctx, target)) {
		bound(ctx, target, buffer);
		bound_to_index(ctx, target);
	}
}

void vmgl_guest_glBindBufferRange(struct vmgl_context *ctx, GLenum target, GLuint index, GLuint buffer, GLintptr offset,
								  GLsizeiptr size) {
	vmgl_enc_glBindBufferRange(ctx, target, index, buffer, offset, size);
	GLintptr alignment = 4;
	if (target == GL_UNIFORM_BUFFER)
		alignment = vmgl_limit(ctx, GL_UNIFORM_BUFFER_OFFSET_ALIGNMENT);
	else if (target == GL_SHADER_STORAGE_BUFFER)
		alignment = vmgl_limit(ctx, GL_SHADER_STORAGE_BUFFER_OFFSET_ALIGNMENT);
	const bool aligned = alignment <= 0 || offset % alignment == 0;
	if ((buffer == 0 || (offset >= 0 && size > 0 && aligned)) && index < index_limit(ctx, target)) {
		/* Mesa (22.3) refuses to unbind with a wrong offset, which OpenGL 4.6 core, section 6.1.1, allows. */
		if (aligned)
			bound(ctx, target, buffer);
		else
			ctx->buffers->unknown[vmgl_buffer_target(target)] = true;
		bound_to_index(ctx, target);
	}
}

static void bound_many(struct vmgl_context *ctx, GLenum target, GLsizei count, const GLuint *buffers) {
	int index = vmgl_buffer_target(target);
	bound_to_index(ctx, target);
	for (GLsizei i = 0; buffers && index >= 0 && targets[index].written && i < count; i++)
		vmgl_buffer_gpu_writes(ctx, buffers[i]);
}

void vmgl_guest_glBindBuffersBase(struct vmgl_context *ctx, GLenum target, GLuint first, GLsizei count,
								  const GLuint *buffers) {
	vmgl_enc_glBindBuffersBase(ctx, target, first, count, buffers);
	bound_many(ctx, target, count, buffers);
}

void vmgl_guest_glBindBuffersRange(struct vmgl_context *ctx, GLenum target, GLuint first, GLsizei count,
								   const GLuint *buffers, const GLintptr *offsets, const GLsizeiptr *sizes) {
	vmgl_enc_glBindBuffersRange(ctx, target, first, count, buffers, buffers ? offsets : NULL, buffers ? sizes : NULL);
	bound_many(ctx, target, count, buffers);
}

void vmgl_guest_glBindBufferOffsetEXT(struct vmgl_context *ctx, GLenum target, GLuint index, GLuint buffer,
									  GLintptr offset) {
	/* Of what drivers refuse, specifications say little, and nobody calls this in a hurry. */
	vmgl_enc_glBindBufferOffsetEXT(ctx, target, index, buffer, offset);
	ctx->buffers->unknown[VMGL_BUFFER_TRANSFORM_FEEDBACK] = true;
	bound_to_index(ctx, GL_TRANSFORM_FEEDBACK_BUFFER);
	vmgl_buffer_gpu_writes(ctx, buffer);
}

/* Buffers of an object that may not be bound: the generic binding stays as it is. */
void vmgl_guest_glTransformFeedbackBufferBase(struct vmgl_context *ctx, GLuint xfb, GLuint index, GLuint buffer) {
	vmgl_enc_glTransformFeedbackBufferBase(ctx, xfb, index, buffer);
	bound_to_index(ctx, GL_TRANSFORM_FEEDBACK_BUFFER);
	vmgl_buffer_gpu_writes(ctx, buffer);
}

void vmgl_guest_glTransformFeedbackBufferRange(struct vmgl_context *ctx, GLuint xfb, GLuint index, GLuint buffer,
											   GLintptr offset, GLsizeiptr size) {
	vmgl_enc_glTransformFeedbackBufferRange(ctx, xfb, index, buffer, offset, size);
	bound_to_index(ctx, GL_TRANSFORM_FEEDBACK_BUFFER);
	vmgl_buffer_gpu_writes(ctx, buffer);
}

void vmgl_guest_glDeleteBuffers(struct vmgl_context *ctx, GLsizei n, const GLuint *buffers) {
	if (n < 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	if (!buffers)
		return;
	lock(ctx);
	for (GLsizei i = 0; i < n; i++) {
		GLuint name = buffers[i];
		if (!name)
			continue;
		for (int target = 0; target < VMGL_BUFFER_TARGETS; target++)
			if (ctx->buffers->bound[target] == name)
				ctx->buffers->bound[target] = 0;
		vmgl_vertex_buffer_deleted(ctx, name);
		struct vmgl_buffer *buffer = vmgl_buffer_find(ctx, name);
		if (!buffer)
			continue;
		vmgl_map_end(ctx, buffer);
		vmgl_map_remove(&ctx->group->buffers->buffers, name);
		free_record((uintptr_t)buffer);
	}
	unlock(ctx);
	/* Where one of them was bound to an index, Mesa (22.3) unbinds whatever is bound to the target itself; OpenGL 4.6
	 * core, section 5.1.2, does not say so. */
	for (int target = 0; target < VMGL_BUFFER_TARGETS; target++)
		if (ctx->buffers->indexed[target] && ctx->buffers->bound[target])
			ctx->buffers->unknown[target] = true;
	vmgl_enc_vmglDeleteBuffers(ctx, n, buffers);
	vmgl_names_release(ctx, VMGL_CLASS_BUFFER, n, buffers);
	vmgl_order_publish(ctx);
}

/* Storage. */

static bool usage_ok(GLenum usage) {
	return usage == GL_STREAM_DRAW || usage == GL_STREAM_READ || usage == GL_STREAM_COPY || usage == GL_STATIC_DRAW ||
		   usage == GL_STATIC_READ || usage == GL_STATIC_COPY || usage == GL_DYNAMIC_DRAW || usage == GL_DYNAMIC_READ ||
		   usage == GL_DYNAMIC_COPY;
}

/* A buffer got new storage: one that is bound, or that the call made, unless `doubtful`. */
static void stored(struct vmgl_context *ctx, GLuint name, bool doubtful, GLsizeiptr size, const void *data,
				   GLenum usage, bool immutable, GLbitfield flags) {
	lock(ctx);
	struct vmgl_buffer *buffer = doubtful && !vmgl_buffer_exists(ctx, name) ? NULL : vmgl_buffer_record(ctx, name);
	if (buffer)
		buffer->exists = true;
	if (buffer && !buffer->immutable) {
		vmgl_map_end(ctx, buffer);
		if (buffer->shadow && (buffer->shadow_size != size || immutable))
			vmgl_map_free_memory(buffer);
		buffer->size = size >= UNCERTAIN_SIZE ? -1 : size;
		buffer->usage = usage;
		buffer->immutable = immutable;
		if (immutable)
			buffer->storage = flags;
		changed(buffer, 0, -1);
		/* Content that is undefined may as well be what the shadow holds. */
		if (!data && !buffer->gpu_written) {
			buffer->known_from = 0;
			buffer->known_to = size;
		}
	}
	unlock(ctx);
}

void vmgl_guest_glCreateBuffers(struct vmgl_context *ctx, GLsizei n, GLuint *buffers) {
	if (ctx->none)
		return;
	if (buffers)
		vmgl_names_take(ctx, VMGL_CLASS_BUFFER, n, buffers);
	vmgl_enc_glCreateBuffers(ctx, n, buffers);
	lock(ctx);
	for (GLsizei i = 0; buffers && i < n; i++) {
		struct vmgl_buffer *buffer = vmgl_buffer_record(ctx, buffers[i]);
		if (buffer)
			buffer->exists = true;
	}
	unlock(ctx);
}

GLboolean vmgl_guest_glIsBuffer(struct vmgl_context *ctx, GLuint buffer) {
	return vmgl_enc_glIsBuffer(ctx, buffer);
}

/* Calls come in threes: for the buffer that is bound to a target, and by name, of ARB_ and EXT_direct_state_access.
 * `at` is the target or the name, `buffer` the buffer. */
#define BUFFER_DATA(name, buffer, doubtful, sub_data)                                                                  \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint at, GLsizeiptr size, const void *data, GLenum usage) {     \
		const bool pieces = data && size > PIECE;                                                                      \
		vmgl_enc_##name(ctx, at, size, pieces ? NULL : data, usage);                                                   \
		if (size >= 0 && usage_ok(usage))                                                                              \
			stored(ctx, buffer, doubtful, size, data, usage, false, 0);                                                \
		if (pieces)                                                                                                    \
			sub_data(ctx, at, 0, size, data);                                                                          \
	}
BUFFER_DATA(glBufferData, vmgl_buffer_binding(ctx, at), false, vmgl_guest_glBufferSubData)
BUFFER_DATA(glNamedBufferData, at, true, vmgl_guest_glNamedBufferSubData)
BUFFER_DATA(glNamedBufferDataEXT, at, false, vmgl_guest_glNamedBufferSubDataEXT)
#undef BUFFER_DATA

/* How a buffer is asked for a parameter: by target, or by name. False: the driver refused. */
typedef bool (*parameter_query)(struct vmgl_context *ctx, GLuint at, GLenum pname, GLint *value);

/* Whether glBufferStorage did what it was asked for (OpenGL 4.6 core, section 6.2). Whether there is sparse storage
 * (GL_ARB_sparse_buffer) the driver knows. */
static bool storage_made(struct vmgl_context *ctx, GLuint at, GLsizeiptr size, GLbitfield flags, parameter_query ask) {
	const GLbitfield known = GL_MAP_READ_BIT | GL_MAP_WRITE_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT |
							 GL_DYNAMIC_STORAGE_BIT | GL_CLIENT_STORAGE_BIT | GL_SPARSE_STORAGE_BIT_ARB;
	GLint made = (GLint)flags;
	if (size <= 0 || (flags & ~known) ||
		((flags & GL_MAP_PERSISTENT_BIT) && !(flags & (GL_MAP_READ_BIT | GL_MAP_WRITE_BIT))) ||
		((flags & GL_MAP_COHERENT_BIT) && !(flags & GL_MAP_PERSISTENT_BIT)))
		return false;
	if (flags & GL_SPARSE_STORAGE_BIT_ARB)
		ask(ctx, at, GL_BUFFER_STORAGE_FLAGS, &made);
	return made == (GLint)flags;
}

/* Immutable storage takes its data with the call that makes it: above PIECE there is no other way to fill it
 * when it is not GL_DYNAMIC_STORAGE_BIT. */
#define BUFFER_STORAGE(name, buffer, doubtful, sub_data, ask)                                                          \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint at, GLsizeiptr size, const void *data, GLbitfield flags) { \
		const bool pieces = data && size > PIECE && (flags & GL_DYNAMIC_STORAGE_BIT);                                  \
		vmgl_enc_##name(ctx, at, size, pieces ? NULL : data, flags);                                                   \
		if (storage_made(ctx, at, size, flags, ask))                                                                   \
			stored(ctx, buffer, doubtful, size, data, GL_DYNAMIC_DRAW, true, flags);                                   \
		if (pieces)                                                                                                    \
			sub_data(ctx, at, 0, size, data);                                                                          \
	}
BUFFER_STORAGE(glBufferStorage, vmgl_buffer_binding(ctx, at), false, vmgl_guest_glBufferSubData,
			   vmgl_enc_glGetBufferParameteriv)
BUFFER_STORAGE(glNamedBufferStorage, at, true, vmgl_guest_glNamedBufferSubData, vmgl_enc_glGetNamedBufferParameteriv)
BUFFER_STORAGE(glNamedBufferStorageEXT, at, false, vmgl_guest_glNamedBufferSubDataEXT,
			   vmgl_enc_glGetNamedBufferParameterivEXT)
#undef BUFFER_STORAGE

static void note_written(struct vmgl_context *ctx, GLuint name, GLintptr offset, GLsizeiptr size, const void *data) {
	lock(ctx);
	struct vmgl_buffer *buffer = vmgl_buffer_find(ctx, name);
	if (buffer && offset >= 0 && size > 0)
		written(buffer, offset, size, data);
	unlock(ctx);
}

/* In what pieces an update may travel. One that GL refuses must do so as a whole, and change nothing. */
static GLsizeiptr piece_of(struct vmgl_context *ctx, GLuint name, GLintptr offset, GLsizeiptr size) {
	if (size <= STREAMED_PIECE || name == 0 || offset < 0)
		return PIECE;
	lock(ctx);
	const struct vmgl_buffer *buffer = vmgl_buffer_find(ctx, name);
	bool valid = buffer && buffer->size >= size && offset <= buffer->size - size && !buffer->mapped &&
				 (!buffer->immutable || (buffer->storage & GL_DYNAMIC_STORAGE_BIT));
	unlock(ctx);
	return valid ? STREAMED_PIECE : PIECE;
}

#define BUFFER_SUB_DATA(name, buffer)                                                                                  \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint at, GLintptr offset, GLsizeiptr size, const void *data) {  \
		const GLuint to = buffer;                                                                                      \
		const GLsizeiptr piece = data ? piece_of(ctx, to, offset, size) : PIECE;                                       \
		note_written(ctx, to, offset, size, data);                                                                     \
		for (; size > piece; offset += piece, size -= piece, data = (const uint8_t *)data + piece)                     \
			vmgl_enc_##name(ctx, at, offset, piece, data);                                                             \
		vmgl_enc_##name(ctx, at, offset, size, data);                                                                  \
	}
BUFFER_SUB_DATA(glBufferSubData, vmgl_buffer_binding(ctx, at))
BUFFER_SUB_DATA(glNamedBufferSubData, at)
BUFFER_SUB_DATA(glNamedBufferSubDataEXT, at)
#undef BUFFER_SUB_DATA

#define COPY_BUFFER(name, buffer)                                                                                      \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint from, GLuint to, GLintptr read_offset,                     \
						   GLintptr write_offset, GLsizeiptr size) {                                                   \
		vmgl_maps_commit(ctx);                                                                                         \
		note_written(ctx, buffer, write_offset, size, NULL);                                                           \
		vmgl_enc_##name(ctx, from, to, read_offset, write_offset, size);                                               \
	}
COPY_BUFFER(glCopyBufferSubData, vmgl_buffer_binding(ctx, to))
COPY_BUFFER(glCopyNamedBufferSubData, to)
COPY_BUFFER(glNamedCopyBufferSubDataEXT, to)
#undef COPY_BUFFER

const void *vmgl_clear_pixel(GLenum format, GLenum type, const void *data) {
	return vmgl_size_image(1, 1, 1, format, type) == UINT64_MAX ? NULL : data;
}

static void note_cleared(struct vmgl_context *ctx, GLuint name) {
	vmgl_maps_commit(ctx);
	lock(ctx);
	struct vmgl_buffer *buffer = vmgl_buffer_find(ctx, name);
	if (buffer)
		changed(buffer, 0, -1);
	unlock(ctx);
}

#define CLEAR_BUFFER(name, suffix, buffer)                                                                             \
	void vmgl_guest_##name##Data##suffix(struct vmgl_context *ctx, GLuint at, GLenum internalformat, GLenum format,    \
										 GLenum type, const void *data) {                                              \
		note_cleared(ctx, buffer);                                                                                     \
		vmgl_enc_##name##Data##suffix(ctx, at, internalformat, format, type, vmgl_clear_pixel(format, type, data));    \
	}                                                                                                                  \
	void vmgl_guest_##name##SubData##suffix(struct vmgl_context *ctx, GLuint at, GLenum internalformat,                \
											GLintptr offset, GLsizeiptr size, GLenum format, GLenum type,              \
											const void *data) {                                                        \
		note_cleared(ctx, buffer);                                                                                     \
		vmgl_enc_##name##SubData##suffix(ctx, at, internalformat, offset, size, format, type,                          \
										 vmgl_clear_pixel(format, type, data));                                        \
	}
CLEAR_BUFFER(glClearBuffer, , vmgl_buffer_binding(ctx, at))
CLEAR_BUFFER(glClearNamedBuffer, , at)
CLEAR_BUFFER(glClearNamedBuffer, EXT, at)
#undef CLEAR_BUFFER

void vmgl_guest_glInvalidateBufferData(struct vmgl_context *ctx, GLuint name) {
	lock(ctx);
	struct vmgl_buffer *buffer = vmgl_buffer_find(ctx, name);
	if (buffer && !buffer->gpu_written && buffer->size >= 0 && !buffer->mapped) {
		buffer->version++;
		buffer->known_from = 0;
		buffer->known_to = buffer->size;
	}
	unlock(ctx);
	vmgl_enc_glInvalidateBufferData(ctx, name);
}

void vmgl_guest_glInvalidateBufferSubData(struct vmgl_context *ctx, GLuint buffer, GLintptr offset, GLsizeiptr length) {
	note_written(ctx, buffer, offset, length, NULL);
	vmgl_enc_glInvalidateBufferSubData(ctx, buffer, offset, length);
}

/* Reading. */

/* Encoders limit an output to VMGL_OUTPUT_LIMIT bytes, so that longer reads are taken apart; whether the whole
 * of one is legal has to be known first. */
static bool read_fits(struct vmgl_context *ctx, GLenum target, GLuint name, GLintptr offset, GLsizeiptr size) {
	if (size <= VMGL_OUTPUT_LIMIT)
		return true;
	lock(ctx);
	struct vmgl_buffer *buffer = vmgl_buffer_record(ctx, name);
	GLint64 room = buffer ? vmgl_buffer_size(ctx, buffer, target) : 0;
	unlock(ctx);
	if (offset >= 0 && size <= room - offset)
		return true;
	vmgl_error(ctx, buffer ? GL_INVALID_VALUE : GL_INVALID_OPERATION);
	return false;
}

#define READ_BUFFER(name, target, buffer)                                                                              \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint at, GLintptr offset, GLsizeiptr size, void *data) {        \
		const GLsizeiptr piece = VMGL_OUTPUT_LIMIT;                                                                    \
		vmgl_maps_commit(ctx);                                                                                         \
		if (!read_fits(ctx, target, buffer, offset, size))                                                             \
			return;                                                                                                    \
		for (; size > piece; offset += piece, size -= piece, data = (uint8_t *)data + piece)                           \
			vmgl_enc_##name(ctx, at, offset, piece, data);                                                             \
		vmgl_enc_##name(ctx, at, offset, size, data);                                                                  \
	}
READ_BUFFER(glGetBufferSubData, at, vmgl_buffer_binding(ctx, at))
READ_BUFFER(glGetNamedBufferSubData, 0, at)
READ_BUFFER(glGetNamedBufferSubDataEXT, 0, at)
#undef READ_BUFFER

static const void *known(const struct vmgl_buffer *buffer, GLint64 offset, GLint64 size) {
	if (buffer->gpu_written || offset < 0)
		return NULL;
	if (buffer->shadow && offset >= buffer->known_from && size <= buffer->known_to - offset)
		return buffer->shadow + offset;
	if (buffer->indices && buffer->indices_version == buffer->version && offset >= buffer->indices_offset &&
		size <= buffer->indices_bytes - (offset - buffer->indices_offset))
		return buffer->indices + (offset - buffer->indices_offset);
	return NULL;
}

const void *vmgl_buffer_known(struct vmgl_context *ctx, GLuint name, GLint64 offset, GLint64 size) {
	lock(ctx);
	const struct vmgl_buffer *buffer = vmgl_buffer_find(ctx, name);
	const void *content = buffer ? known(buffer, offset, size) : NULL;
	unlock(ctx);
	return content;
}

const void *vmgl_buffer_content(struct vmgl_context *ctx, GLuint name, GLint64 offset, GLint64 size) {
	vmgl_maps_commit(ctx);
	lock(ctx);
	struct vmgl_buffer *buffer = vmgl_buffer_record(ctx, name);
	if (!buffer || offset < 0 || size <= 0) {
		unlock(ctx);
		return NULL;
	}
	const void *content = known(buffer, offset, size);
	struct vmgl_blob blob;
	if (!content && vmgl_enc_vmglBufferRead(ctx, name, offset, size, &blob) && blob.bytes == (uint64_t)size) {
		uint8_t *copy = realloc(buffer->indices, (size_t)size);
		if (copy) {
			content = memcpy(copy, blob.data, (size_t)size);
			buffer->indices = copy;
			buffer->indices_offset = offset;
			buffer->indices_bytes = size;
			buffer->indices_version = buffer->version;
		}
	}
	unlock(ctx);
	return content;
}

/* Parameters. False: only the renderer can answer (or raise the error). */
static bool parameter(struct vmgl_context *ctx, GLenum target, GLuint name, GLenum pname, GLint64 *value) {
	if ((target && vmgl_buffer_target(target) < 0) || !name)
		return false;
	lock(ctx);
	const struct vmgl_buffer *buffer = target || vmgl_buffer_exists(ctx, name) ? vmgl_buffer_find(ctx, name) : NULL;
	bool answered = buffer != NULL;
	if (buffer) {
		switch (pname) {
		case GL_BUFFER_SIZE:
			answered = buffer->size >= 0;
			*value = buffer->size;
			break;
		case GL_BUFFER_USAGE:
			*value = buffer->usage;
			break;
		case GL_BUFFER_MAPPED:
			*value = buffer->mapped;
			break;
		case GL_BUFFER_MAP_OFFSET:
			*value = buffer->mapped ? buffer->map.offset : 0;
			break;
		case GL_BUFFER_MAP_LENGTH:
			*value = buffer->mapped ? buffer->map.length : 0;
			break;
		default:
			answered = false;
		}
	}
	unlock(ctx);
	return answered;
}

#define GET_PARAMETER(name, type, narrow, target, buffer)                                                              \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint at, GLenum pname, type *params) {                          \
		GLint64 value;                                                                                                 \
		if (params && parameter(ctx, target, buffer, pname, &value))                                                   \
			*params = narrow(value);                                                                                   \
		else                                                                                                           \
			vmgl_enc_##name(ctx, at, pname, params);                                                                   \
	}
#define AS_INT(value) (value > INT32_MAX ? INT32_MAX : (GLint)value)
#define AS_IT_IS(value) value
GET_PARAMETER(glGetBufferParameteriv, GLint, AS_INT, at, vmgl_buffer_binding(ctx, at))
GET_PARAMETER(glGetBufferParameteri64v, GLint64, AS_IT_IS, at, vmgl_buffer_binding(ctx, at))
GET_PARAMETER(glGetNamedBufferParameteriv, GLint, AS_INT, 0, at)
GET_PARAMETER(glGetNamedBufferParameteri64v, GLint64, AS_IT_IS, 0, at)
GET_PARAMETER(glGetNamedBufferParameterivEXT, GLint, AS_INT, 0, at)

void vmgl_buffer_used_by_name(struct vmgl_context *ctx, GLuint name) {
	GLint mapped;
	lock(ctx);
	if (name && !vmgl_buffer_exists(ctx, name))
		vmgl_enc_glGetNamedBufferParameterivEXT(ctx, name, GL_BUFFER_MAPPED, &mapped);
	unlock(ctx);
}
