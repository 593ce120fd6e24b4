/* Buffer maps. The application writes into memory of the guest, the shadow; the renderer has a real map of the
 * same range, so that everything a mapped buffer may not do fails as it would natively. What was written
 * travels at unmap, at an explicit flush, or, for persistent maps, when the GL could next look at it. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/buffers.h"
#include "guest/gl/dirty_pages.h"

/* Shadows above this are given back at unmap: below, keeping one saves fetching the content for the next map. */
#define KEEP_SHADOW ((GLint64)16 << 20)
/* A map whose old content counts and that is larger than this travels as what changed in it: comparing costs
 * less than sending only for programs that map much and write little, which do so with large buffers. */
#define COMPARE_FROM ((GLint64)1 << 20)
/* The kernel's record of written pages costs a page fault for each page and commit point; comparing a map of this size
 * costs more than asking for the record does. */
#define TRACK_FROM ((GLint64)256 << 10)
#define WRITE_PIECE ((GLint64)128 << 20)
#define MMAP_FROM 65536

static void lock(struct vmgl_context *ctx) {
	pthread_mutex_lock(&ctx->group->lock);
}

static void unlock(struct vmgl_context *ctx) {
	pthread_mutex_unlock(&ctx->group->lock);
}

/* Zeroed, aligned to 64 bytes (MIN_MAP_BUFFER_ALIGNMENT). */
static uint8_t *memory_new(GLint64 size) {
	if ((uint64_t)size > SIZE_MAX / 2)
		return NULL;
	if (size >= MMAP_FROM) {
		void *memory = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		return memory == MAP_FAILED ? NULL : memory;
	}
	size_t rounded = ((size_t)size + 63) & ~(size_t)63;
	uint8_t *memory = aligned_alloc(64, rounded ? rounded : 64);
	if (memory)
		memset(memory, 0, rounded ? rounded : 64);
	return memory;
}

static void memory_free(uint8_t *memory, GLint64 size) {
	if (memory && size >= MMAP_FROM)
		munmap(memory, (size_t)size);
	else
		free(memory);
}

static void twin_free(struct vmgl_buffer *buffer) {
	memory_free(buffer->map.twin, buffer->map.length);
	buffer->map.twin = NULL;
}

void vmgl_map_free_memory(struct vmgl_buffer *buffer) {
	twin_free(buffer);
	memory_free(buffer->shadow, buffer->shadow_size);
	buffer->shadow = NULL;
	buffer->shadow_size = 0;
	buffer->known_from = buffer->known_to = 0;
}

static void live_remove(struct vmgl_context *ctx, struct vmgl_buffer *buffer) {
	for (struct vmgl_buffer **at = &ctx->group->buffers->live; *at; at = &(*at)->next_live) {
		if (*at != buffer)
			continue;
		__atomic_store_n(at, buffer->next_live, __ATOMIC_RELAXED);
		buffer->next_live = NULL;
		return;
	}
}

void vmgl_map_end(struct vmgl_context *ctx, struct vmgl_buffer *buffer) {
	if (!buffer->mapped)
		return;
	live_remove(ctx, buffer);
	if (buffer->map.tracked)
		vmgl_dirty_forget(buffer->shadow, (size_t)buffer->shadow_size);
	buffer->map.tracked = false;
	twin_free(buffer);
	buffer->mapped = false;
	buffer->map_access = GL_READ_WRITE;
	buffer->version++;
	if (buffer->shadow_size > KEEP_SHADOW)
		vmgl_map_free_memory(buffer);
}

static void send(struct vmgl_context *ctx, struct vmgl_buffer *buffer, GLint64 offset, GLint64 size, bool flush) {
	buffer->version++;
	for (; size > 0; offset += WRITE_PIECE, size -= WRITE_PIECE) {
		GLint64 piece = size < WRITE_PIECE ? size : WRITE_PIECE;
		vmgl_enc_vmglBufferWrite(ctx, buffer->name, offset, (GLuint)piece, flush, buffer->shadow + offset);
	}
}

/* Finds the first stretch of bytes that differ at or after *from, by pages and then by the 64 bytes that a
 * write usually fills. Returns false when there is none; *to is its end. Exported for its test. */
bool vmgl_map_difference(const uint8_t *a, const uint8_t *b, GLint64 length, GLint64 *from, GLint64 *to) {
	enum { PAGE = 4096, LINE = 64 };
	GLint64 at = *from;
	while (at < length) {
		GLint64 bytes = PAGE - at % PAGE < length - at ? PAGE - at % PAGE : length - at;
		if (memcmp(a + at, b + at, (size_t)bytes) != 0)
			break;
		at += bytes;
	}
	if (at >= length)
		return false;
	for (GLint64 line = at - at % LINE; at < length; line += LINE, at = line) {
		GLint64 bytes = line + LINE < length ? line + LINE - at : length - at;
		if (memcmp(a + at, b + at, (size_t)bytes) != 0)
			break;
	}
	*from = at;
	/* Lines that are equal end the stretch when there are enough of them to pay for another command. */
	GLint64 equal = 0;
	while (at < length && equal < 4 * LINE) {
		GLint64 bytes = LINE - at % LINE < length - at ? LINE - at % LINE : length - at;
		equal = memcmp(a + at, b + at, (size_t)bytes) == 0 ? equal + bytes : 0;
		at += bytes;
	}
	*to = at - equal;
	return true;
}

/* Sends what changed between `from` and `end` of a map with a twin. */
static void send_changes_in(struct vmgl_context *ctx, struct vmgl_buffer *buffer, GLint64 from, GLint64 end) {
	const struct vmgl_buffer_map *map = &buffer->map;
	const uint8_t *now = buffer->shadow + map->offset;
	for (GLint64 to; vmgl_map_difference(now, map->twin, end, &from, &to); from = to) {
		/* Copied first: another thread may write on while we look, and what is then missed here is found next time. */
		memcpy(map->twin + from, now + from, (size_t)(to - from));
		buffer->version++;
		for (GLint64 at = from; at < to; at += WRITE_PIECE) {
			GLint64 piece = to - at < WRITE_PIECE ? to - at : WRITE_PIECE;
			vmgl_enc_vmglBufferWrite(ctx, buffer->name, map->offset + at, (GLuint)piece, 0, map->twin + at);
		}
	}
}

/* Sends what changed in a map with a twin: looks at the pages that were written, where there is a record of them. */
static void send_changes(struct vmgl_context *ctx, struct vmgl_buffer *buffer) {
	struct vmgl_buffer_map *map = &buffer->map;
	uintptr_t cursor = (uintptr_t)buffer->shadow;
	const uintptr_t start = cursor + (uintptr_t)map->offset, end = start + (uintptr_t)map->length;
	while (map->tracked && cursor < end) {
		struct vmgl_dirty_range ranges[64];
		int count = vmgl_dirty_take(&cursor, end, ranges, 64);
		if (count < 0)
			map->tracked = false; /* and what was taken already is equal by now */
		for (int i = 0; i < count; i++) {
			uintptr_t from = ranges[i].start > start ? ranges[i].start : start;
			uintptr_t to = ranges[i].end < end ? ranges[i].end : end;
			if (from < to)
				send_changes_in(ctx, buffer, (GLint64)(from - start), (GLint64)(to - start));
		}
	}
	if (!map->tracked)
		send_changes_in(ctx, buffer, 0, map->length);
}

/* Maps that nobody flushes are compared: coherent ones always, others at a barrier. */
static void commit(struct vmgl_context *ctx, bool barrier) {
	lock(ctx);
	for (struct vmgl_buffer *buffer = ctx->group->buffers->live; buffer; buffer = buffer->next_live)
		if ((buffer->map.access & GL_MAP_WRITE_BIT) && ((buffer->map.access & GL_MAP_COHERENT_BIT) ||
														(barrier && !(buffer->map.access & GL_MAP_FLUSH_EXPLICIT_BIT))))
			send_changes(ctx, buffer);
	unlock(ctx);
}

static bool live(const struct vmgl_context *ctx) {
	const struct vmgl_buffer_table *table = ctx->group ? ctx->group->buffers : NULL;
	return table && __atomic_load_n(&table->live, __ATOMIC_RELAXED);
}

void vmgl_maps_commit(struct vmgl_context *ctx) {
	if (__builtin_expect(live(ctx), 0))
		commit(ctx, false);
}

void vmgl_guest_glMemoryBarrier(struct vmgl_context *ctx, GLbitfield barriers) {
	if (live(ctx))
		commit(ctx, barriers & GL_CLIENT_MAPPED_BUFFER_BARRIER_BIT);
	vmgl_enc_glMemoryBarrier(ctx, barriers);
}

void vmgl_maps_refresh(struct vmgl_context *ctx) {
	if (__builtin_expect(!live(ctx), 1))
		return;
	lock(ctx);
	for (struct vmgl_buffer *buffer = ctx->group->buffers->live; buffer; buffer = buffer->next_live) {
		struct vmgl_buffer_map *map = &buffer->map;
		/* Reading through a map for writing is undefined, works everywhere, and is done: where it costs little. */
		if (map->refreshed == buffer->foreign && !((map->access & GL_MAP_READ_BIT) && buffer->gpu_written))
			continue;
		if ((map->access & GL_MAP_WRITE_BIT) && (map->access & GL_MAP_COHERENT_BIT))
			send_changes(ctx, buffer);
		struct vmgl_blob blob;
		if (!vmgl_enc_vmglBufferRead(ctx, buffer->name, map->offset, map->length, &blob) ||
			blob.bytes != (uint64_t)map->length)
			continue;
		/* Only what the GPU changed is copied: the application may be writing elsewhere meanwhile. */
		uint8_t *now = buffer->shadow + map->offset;
		for (GLint64 from = 0, to; vmgl_map_difference(blob.data, map->twin, map->length, &from, &to); from = to) {
			memcpy(map->twin + from, (const uint8_t *)blob.data + from, (size_t)(to - from));
			memcpy(now + from, map->twin + from, (size_t)(to - from));
		}
		map->refreshed = buffer->foreign;
	}
	unlock(ctx);
}

/* The rules of glMapBufferRange (OpenGL 4.6 core, section 6.3) that the guest can check. Anything else goes to
 * the renderer, whose driver raises the error. */
bool vmgl_map_allowed(const struct vmgl_buffer *buffer, GLint64 size, GLint64 offset, GLint64 length,
					  GLbitfield access) {
	const GLbitfield known = GL_MAP_READ_BIT | GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_RANGE_BIT |
							 GL_MAP_INVALIDATE_BUFFER_BIT | GL_MAP_FLUSH_EXPLICIT_BIT | GL_MAP_UNSYNCHRONIZED_BIT |
							 GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
	const GLbitfield needed = GL_MAP_READ_BIT | GL_MAP_WRITE_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
	if (offset < 0 || length <= 0 || size < 0 || length > size - offset || buffer->mapped || (access & ~known))
		return false;
	if (!(access & (GL_MAP_READ_BIT | GL_MAP_WRITE_BIT)) || (access & needed & ~buffer->storage))
		return false;
	if ((access & GL_MAP_READ_BIT) &&
		(access & (GL_MAP_INVALIDATE_RANGE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT | GL_MAP_UNSYNCHRONIZED_BIT)))
		return false;
	return !(access & GL_MAP_FLUSH_EXPLICIT_BIT) || (access & GL_MAP_WRITE_BIT);
}

/* Does the application get to see, or to keep, content that the shadow has not got? */
bool vmgl_map_wants_content(const struct vmgl_buffer *buffer, GLint64 offset, GLint64 length, GLbitfield access) {
	if (access & (GL_MAP_INVALIDATE_RANGE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT))
		return false;
	if (!(access & GL_MAP_READ_BIT) && (access & GL_MAP_FLUSH_EXPLICIT_BIT) && (access & GL_MAP_UNSYNCHRONIZED_BIT))
		return false; /* only what is flushed travels, and that was written */
	return buffer->gpu_written || !buffer->shadow || offset < buffer->known_from || offset + length > buffer->known_to;
}

static bool shadow_make(struct vmgl_buffer *buffer, GLint64 size) {
	if (buffer->shadow && buffer->shadow_size == size)
		return true;
	GLint64 from = buffer->shadow ? 0 : buffer->known_from, to = buffer->shadow ? 0 : buffer->known_to;
	vmgl_map_free_memory(buffer);
	buffer->shadow = memory_new(size);
	if (!buffer->shadow)
		return false;
	buffer->shadow_size = size;
	buffer->known_from = from; /* undefined content: zeros will do */
	buffer->known_to = to;
	return true;
}

static void known_add(struct vmgl_buffer *buffer, GLint64 from, GLint64 to) {
	if (from <= buffer->known_to && to >= buffer->known_from) {
		buffer->known_from = from < buffer->known_from ? from : buffer->known_from;
		buffer->known_to = to > buffer->known_to ? to : buffer->known_to;
	} else {
		buffer->known_from = from;
		buffer->known_to = to;
	}
}

static void *map_refused(struct vmgl_context *ctx, GLenum target, GLuint name, GLint64 offset, GLint64 length,
						 GLbitfield access) {
	struct vmgl_blob blob;
	if (vmgl_enc_vmglBufferMapContent(ctx, target, name, offset, length, access, 0, &blob)) {
		/* The driver allows what the guest does not understand: better no map than a wrong one. */
		vmgl_enc_vmglBufferUnmap(ctx, target, name);
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
	}
	return NULL;
}

/* `target` 0: by name. */
static void *map_range(struct vmgl_context *ctx, GLenum target, GLuint name, GLint64 offset, GLint64 length,
					   GLbitfield access, GLenum access_enum) {
	if (!name || (!target && !vmgl_names_known(ctx, VMGL_CLASS_BUFFER, name)))
		return map_refused(ctx, target, name, offset, length, access);
	vmgl_maps_commit(ctx);
	lock(ctx);
	struct vmgl_buffer *buffer = vmgl_buffer_record(ctx, name);
	GLint64 size = buffer ? vmgl_buffer_size(ctx, buffer, target) : 0;
	if (buffer && access_enum)
		length = size; /* glMapBuffer */
	if (!buffer || !vmgl_map_allowed(buffer, size, offset, length, access)) {
		unlock(ctx);
		return map_refused(ctx, target, name, offset, length, access);
	}
	if (!shadow_make(buffer, size)) {
		unlock(ctx);
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return NULL;
	}
	if (vmgl_map_wants_content(buffer, offset, length, access)) {
		struct vmgl_blob blob;
		if (!vmgl_enc_vmglBufferMapContent(ctx, target, name, offset, length, access, length, &blob) ||
			blob.bytes != (uint64_t)length) {
			unlock(ctx);
			return NULL;
		}
		memcpy(buffer->shadow + offset, blob.data, (size_t)length);
		known_add(buffer, offset, offset + length);
	} else
		vmgl_enc_vmglBufferMap(ctx, target, name, offset, length, access);
	if (access & GL_MAP_INVALIDATE_BUFFER_BIT) {
		buffer->known_from = 0;
		buffer->known_to = size;
	}
	buffer->mapped = true;
	buffer->map =
		(struct vmgl_buffer_map){.access = access, .offset = offset, .length = length, .refreshed = buffer->foreign};
	buffer->map_access = access_enum                                                           ? access_enum
						 : (access & (GL_MAP_READ_BIT | GL_MAP_WRITE_BIT)) == GL_MAP_READ_BIT  ? GL_READ_ONLY
						 : (access & (GL_MAP_READ_BIT | GL_MAP_WRITE_BIT)) == GL_MAP_WRITE_BIT ? GL_WRITE_ONLY
																							   : GL_READ_WRITE;
	bool invalidated = access & (GL_MAP_INVALIDATE_RANGE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT);
	bool compared =
		(access & GL_MAP_WRITE_BIT) && !(access & GL_MAP_FLUSH_EXPLICIT_BIT) && !invalidated && length >= COMPARE_FROM;
	if ((access & GL_MAP_PERSISTENT_BIT) || compared) {
		buffer->map.twin = memory_new(length);
		if (buffer->map.twin && !(invalidated && (access & GL_MAP_PERSISTENT_BIT)))
			memcpy(buffer->map.twin, buffer->shadow + offset, (size_t)length);
		else if (buffer->map.twin)
			memset(buffer->shadow + offset, 0, (size_t)length);
	}
	if (access & GL_MAP_PERSISTENT_BIT) {
		if (!buffer->map.twin) {
			buffer->mapped = false;
			unlock(ctx);
			vmgl_enc_vmglBufferUnmap(ctx, target, name);
			vmgl_error(ctx, GL_OUT_OF_MEMORY);
			return NULL;
		}
		if ((access & GL_MAP_WRITE_BIT) && length >= TRACK_FROM)
			buffer->map.tracked = vmgl_dirty_track(buffer->shadow, (size_t)buffer->shadow_size);
		buffer->next_live = ctx->group->buffers->live;
		__atomic_store_n(&ctx->group->buffers->live, buffer, __ATOMIC_RELAXED);
	}
	void *pointer = buffer->shadow + offset;
	unlock(ctx);
	return pointer;
}

static bool access_bits(struct vmgl_context *ctx, GLenum access, GLbitfield *bits) {
	switch (access) {
	case GL_READ_ONLY:
		*bits = GL_MAP_READ_BIT;
		return true;
	case GL_WRITE_ONLY:
		*bits = GL_MAP_WRITE_BIT;
		return true;
	case GL_READ_WRITE:
		*bits = GL_MAP_READ_BIT | GL_MAP_WRITE_BIT;
		return true;
	default:
		vmgl_error(ctx, GL_INVALID_ENUM);
		return false;
	}
}

void *vmgl_guest_glMapBuffer(struct vmgl_context *ctx, GLenum target, GLenum access) {
	GLbitfield bits;
	if (!access_bits(ctx, access, &bits))
		return NULL;
	return map_range(ctx, target, vmgl_buffer_binding(ctx, target), 0, 0, bits, access);
}

void *vmgl_guest_glMapNamedBuffer(struct vmgl_context *ctx, GLuint buffer, GLenum access) {
	GLbitfield bits;
	return access_bits(ctx, access, &bits) ? map_range(ctx, 0, buffer, 0, 0, bits, access) : NULL;
}

void *vmgl_guest_glMapNamedBufferEXT(struct vmgl_context *ctx, GLuint buffer, GLenum access) {
	vmgl_buffer_used_by_name(ctx, buffer);
	return vmgl_guest_glMapNamedBuffer(ctx, buffer, access);
}

void *vmgl_guest_glMapBufferRange(struct vmgl_context *ctx, GLenum target, GLintptr offset, GLsizeiptr length,
								  GLbitfield access) {
	return map_range(ctx, target, vmgl_buffer_binding(ctx, target), offset, length, access, 0);
}

void *vmgl_guest_glMapNamedBufferRange(struct vmgl_context *ctx, GLuint buffer, GLintptr offset, GLsizeiptr length,
									   GLbitfield access) {
	return map_range(ctx, 0, buffer, offset, length, access, 0);
}

void *vmgl_guest_glMapNamedBufferRangeEXT(struct vmgl_context *ctx, GLuint buffer, GLintptr offset, GLsizeiptr length,
										  GLbitfield access) {
	vmgl_buffer_used_by_name(ctx, buffer);
	return map_range(ctx, 0, buffer, offset, length, access, 0);
}

/* The buffer that a call by target or name is about; NULL after raising the error. Takes the lock. */
static struct vmgl_buffer *mapped_buffer(struct vmgl_context *ctx, GLenum target, GLuint name) {
	if (target && vmgl_buffer_target(target) < 0) {
		vmgl_error(ctx, GL_INVALID_ENUM);
		return NULL;
	}
	lock(ctx);
	struct vmgl_buffer *buffer = vmgl_buffer_find(ctx, name);
	if (buffer && buffer->mapped)
		return buffer;
	unlock(ctx);
	vmgl_error(ctx, GL_INVALID_OPERATION);
	return NULL;
}

static GLboolean unmap(struct vmgl_context *ctx, GLenum target, GLuint name) {
	struct vmgl_buffer *buffer = mapped_buffer(ctx, target, name);
	if (!buffer)
		return GL_FALSE;
	const struct vmgl_buffer_map *map = &buffer->map;
	if ((map->access & GL_MAP_WRITE_BIT) && !(map->access & GL_MAP_FLUSH_EXPLICIT_BIT)) {
		if (map->twin)
			send_changes(ctx, buffer);
		else
			send(ctx, buffer, map->offset, map->length, false);
	}
	if (map->access & GL_MAP_WRITE_BIT)
		known_add(buffer, map->offset, map->offset + map->length);
	vmgl_enc_vmglBufferUnmap(ctx, target, name);
	vmgl_map_end(ctx, buffer);
	unlock(ctx);
	return GL_TRUE;
}

GLboolean vmgl_guest_glUnmapBuffer(struct vmgl_context *ctx, GLenum target) {
	return unmap(ctx, target, vmgl_buffer_binding(ctx, target));
}

GLboolean vmgl_guest_glUnmapNamedBuffer(struct vmgl_context *ctx, GLuint buffer) {
	return unmap(ctx, 0, buffer);
}

GLboolean vmgl_guest_glUnmapNamedBufferEXT(struct vmgl_context *ctx, GLuint buffer) {
	return unmap(ctx, 0, buffer);
}

static void flush_range(struct vmgl_context *ctx, GLenum target, GLuint name, GLintptr offset, GLsizeiptr length) {
	if (offset < 0 || length < 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	struct vmgl_buffer *buffer = mapped_buffer(ctx, target, name);
	if (!buffer)
		return;
	const struct vmgl_buffer_map *map = &buffer->map;
	GLenum error = GL_NO_ERROR;
	if (!(map->access & GL_MAP_FLUSH_EXPLICIT_BIT))
		error = GL_INVALID_OPERATION;
	else if (length > map->length - offset)
		error = GL_INVALID_VALUE;
	else {
		send(ctx, buffer, map->offset + offset, length, true);
		if (map->twin)
			memcpy(map->twin + offset, buffer->shadow + map->offset + offset, (size_t)length);
	}
	unlock(ctx);
	if (error != GL_NO_ERROR)
		vmgl_error(ctx, error);
}

void vmgl_guest_glFlushMappedBufferRange(struct vmgl_context *ctx, GLenum target, GLintptr offset, GLsizeiptr length) {
	flush_range(ctx, target, vmgl_buffer_binding(ctx, target), offset, length);
}

void vmgl_guest_glFlushMappedNamedBufferRange(struct vmgl_context *ctx, GLuint buffer, GLintptr offset,
											  GLsizeiptr length) {
	flush_range(ctx, 0, buffer, offset, length);
}

void vmgl_guest_glFlushMappedNamedBufferRangeEXT(struct vmgl_context *ctx, GLuint buffer, GLintptr offset,
												 GLsizeiptr length) {
	flush_range(ctx, 0, buffer, offset, length);
}

static void get_pointer(struct vmgl_context *ctx, GLenum target, GLuint name, GLenum pname, void **params) {
	if (pname != GL_BUFFER_MAP_POINTER || (target && vmgl_buffer_target(target) < 0)) {
		vmgl_error(ctx, GL_INVALID_ENUM);
		return;
	}
	if (!name || (!target && !vmgl_names_known(ctx, VMGL_CLASS_BUFFER, name))) {
		vmgl_error(ctx, GL_INVALID_OPERATION);
		return;
	}
	lock(ctx);
	const struct vmgl_buffer *buffer = vmgl_buffer_find(ctx, name);
	if (params)
		*params = buffer && buffer->mapped ? buffer->shadow + buffer->map.offset : NULL;
	unlock(ctx);
}

void vmgl_guest_glGetBufferPointerv(struct vmgl_context *ctx, GLenum target, GLenum pname, void **params) {
	get_pointer(ctx, target, vmgl_buffer_binding(ctx, target), pname, params);
}

void vmgl_guest_glGetNamedBufferPointerv(struct vmgl_context *ctx, GLuint buffer, GLenum pname, void **params) {
	get_pointer(ctx, 0, buffer, pname, params);
}

void vmgl_guest_glGetNamedBufferPointervEXT(struct vmgl_context *ctx, GLuint buffer, GLenum pname, void **params) {
	if (pname == GL_BUFFER_MAP_POINTER)
		vmgl_buffer_used_by_name(ctx, buffer);
	get_pointer(ctx, 0, buffer, pname, params);
}
