#include "host/gl/buffers.h"

#include <stdlib.h>
#include <string.h>

#include "gen/host/handlers.h"
#include "host/gl/vertex_arrays.h"

/* Targets whose binding decides whether a pointer is one. ELEMENT_ARRAY_BUFFER is one too; it belongs to the
 * vertex array object. */
static const struct {
	GLenum target, pname;
} watched[] = {
	{GL_ARRAY_BUFFER, GL_ARRAY_BUFFER_BINDING},
	{GL_PIXEL_PACK_BUFFER, GL_PIXEL_PACK_BUFFER_BINDING},
	{GL_PIXEL_UNPACK_BUFFER, GL_PIXEL_UNPACK_BUFFER_BINDING},
	{GL_DRAW_INDIRECT_BUFFER, GL_DRAW_INDIRECT_BUFFER_BINDING},
	{GL_DISPATCH_INDIRECT_BUFFER, GL_DISPATCH_INDIRECT_BUFFER_BINDING},
	{GL_QUERY_BUFFER, GL_QUERY_BUFFER_BINDING},
	{GL_PARAMETER_BUFFER, GL_PARAMETER_BUFFER_BINDING},
};
#define WATCHED (sizeof watched / sizeof watched[0])

/* A buffer that the driver has mapped for a guest. */
struct map {
	GLuint name, driver_name;
	uint8_t *pointer; /* of byte `offset` */
	GLint64 offset, length;
	GLbitfield access;
	struct map *next;
};

/* The maps of one share group: any of its contexts may write through them, and each may end them. */
struct group {
	struct vmgl_host_group *key;
	unsigned contexts;
	struct map *maps;
	struct group *next;
};

struct vmgl_host_buffers {
	bool unknown[WATCHED]; /* the driver must be asked */
	GLuint bound[WATCHED];
	struct group *group;
};

/* One lock for all: it is held while a map is written through, ended, or its buffer loses its storage. */
static pthread_mutex_t map_lock = PTHREAD_MUTEX_INITIALIZER;
static struct group *groups;

static struct vmgl_host_buffers *state(struct vmgl_host_context *ctx) {
	if (ctx->buffers)
		return ctx->buffers;
	struct vmgl_host_buffers *buffers = calloc(1, sizeof *buffers);
	pthread_mutex_lock(&map_lock);
	struct group *group = groups;
	while (group && group->key != ctx->group)
		group = group->next;
	if (!group && (group = calloc(1, sizeof *group))) {
		*group = (struct group){.key = ctx->group, .next = groups};
		groups = group;
	}
	if (group && buffers)
		group->contexts++;
	pthread_mutex_unlock(&map_lock);
	if (!group || !buffers) {
		free(buffers);
		vmgl_fatal(ctx, "out of memory");
		return NULL;
	}
	buffers->group = group;
	return ctx->buffers = buffers;
}

void vmgl_host_buffers_finish(struct vmgl_host_context *ctx) {
	if (!ctx->buffers)
		return;
	pthread_mutex_lock(&map_lock);
	struct group *group = ctx->buffers->group;
	if (--group->contexts == 0) {
		while (group->maps) {
			struct map *map = group->maps;
			group->maps = map->next;
			free(map);
		}
		struct group **at = &groups;
		while (*at != group)
			at = &(*at)->next;
		*at = group->next;
		free(group);
	}
	pthread_mutex_unlock(&map_lock);
	free(ctx->buffers);
	ctx->buffers = NULL;
}

/* Bindings. */

static GLuint ask(struct vmgl_host_context *ctx, GLenum pname) {
	GLint bound = 0;
	ctx->gl->GetIntegerv(pname, &bound);
	return (GLuint)bound;
}

static GLenum binding_pname(GLenum target) {
	switch (target) {
	case GL_COPY_READ_BUFFER:
		return GL_COPY_READ_BUFFER_BINDING;
	case GL_COPY_WRITE_BUFFER:
		return GL_COPY_WRITE_BUFFER_BINDING;
	case GL_UNIFORM_BUFFER:
		return GL_UNIFORM_BUFFER_BINDING;
	case GL_SHADER_STORAGE_BUFFER:
		return GL_SHADER_STORAGE_BUFFER_BINDING;
	case GL_ATOMIC_COUNTER_BUFFER:
		return GL_ATOMIC_COUNTER_BUFFER_BINDING;
	case GL_TRANSFORM_FEEDBACK_BUFFER:
		return GL_TRANSFORM_FEEDBACK_BUFFER_BINDING;
	case GL_TEXTURE_BUFFER:
		return GL_TEXTURE_BUFFER_BINDING;
	default:
		return 0;
	}
}

GLuint vmgl_host_buffer_name(struct vmgl_host_context *ctx, GLenum target) {
	if (target == GL_ELEMENT_ARRAY_BUFFER) {
		struct vmgl_host_vertex *vertex = vmgl_host_vertex(ctx);
		if (!vertex)
			return 0;
		struct vmgl_host_vao *vao = vertex->vao;
		if (!vao->element_known) {
			if (!vmgl_host_outside(ctx))
				return 0;
			vao->element_buffer = ask(ctx, GL_ELEMENT_ARRAY_BUFFER_BINDING);
			vao->element_known = true;
		}
		return vao->element_buffer;
	}
	struct vmgl_host_buffers *buffers = state(ctx);
	if (!buffers)
		return 0;
	for (unsigned i = 0; i < WATCHED; i++) {
		if (watched[i].target != target)
			continue;
		if (buffers->unknown[i]) {
			if (!vmgl_host_outside(ctx))
				return 0;
			buffers->bound[i] = ask(ctx, watched[i].pname);
			buffers->unknown[i] = false;
		}
		return buffers->bound[i];
	}
	GLenum pname = binding_pname(target);
	return pname ? ask(ctx, pname) : 0;
}

bool vmgl_host_buffer_bound(struct vmgl_host_context *ctx, GLenum target) {
	return vmgl_host_buffer_name(ctx, target) != 0;
}

void vmgl_host_glBindBuffer(struct vmgl_host_context *ctx, GLenum target, GLuint buffer) {
	struct vmgl_host_buffers *buffers = state(ctx);
	if (!buffers)
		return;
	if (target == GL_EXTERNAL_VIRTUAL_MEMORY_BUFFER_AMD) {
		/* Memory behind such a buffer is the caller's own, and would be the renderer's. */
		vmgl_error_set(ctx, GL_INVALID_ENUM);
		return;
	}
	if (!VMGL_HAS(ctx, BindBuffer))
		return;
	ctx->gl->BindBuffer(target, buffer);
	if (target == GL_ELEMENT_ARRAY_BUFFER) {
		if (vmgl_host_vertex(ctx))
			ctx->vertex->vao->element_known = false;
		return;
	}
	for (unsigned i = 0; i < WATCHED; i++)
		if (watched[i].target == target)
			buffers->unknown[i] = true;
}

/* Maps. The lock is held. */

static struct map *find(struct vmgl_host_buffers *buffers, GLuint name) {
	struct map *map = buffers->group->maps;
	while (map && map->name != name)
		map = map->next;
	return map;
}

static void drop(struct vmgl_host_buffers *buffers, GLuint driver_name) {
	for (struct map **at = &buffers->group->maps; *at;) {
		struct map *map = *at;
		if (map->driver_name == driver_name) {
			*at = map->next;
			free(map);
		} else
			at = &map->next;
	}
}

void vmgl_host_vmglDeleteBuffers(struct vmgl_host_context *ctx, GLsizei n, const GLuint *names, size_t names_bytes) {
	(void)names_bytes;
	struct vmgl_host_buffers *buffers = state(ctx);
	if (!buffers || n <= 0 || !ctx->gl->DeleteBuffers || !vmgl_host_outside(ctx))
		return;
	const GLuint *driver_names = vmgl_names_translate(ctx, VMGL_CLASS_BUFFER, n, names);
	if (!driver_names)
		return;
	pthread_mutex_lock(&map_lock);
	for (GLsizei i = 0; i < n && buffers->group->maps; i++)
		drop(buffers, driver_names[i]);
	ctx->gl->DeleteBuffers(n, driver_names);
	pthread_mutex_unlock(&map_lock);
	vmgl_host_vertex_buffers_deleted(ctx, n, driver_names);
	for (unsigned t = 0; t < WATCHED; t++)
		for (GLsizei i = 0; i < n; i++)
			if (buffers->bound[t] && buffers->bound[t] == driver_names[i])
				buffers->unknown[t] = true;
	vmgl_names_remove(ctx, VMGL_CLASS_BUFFER, n, names);
}

/* Of other targets nobody could tell which buffer is bound, and thus whose map ends. */
static bool is_known(GLenum target) {
	for (unsigned i = 0; i < WATCHED; i++)
		if (watched[i].target == target)
			return true;
	return target == GL_ELEMENT_ARRAY_BUFFER || binding_pname(target) != 0;
}

/* New storage ends a map, when the driver grants it: nobody may be writing through the map meanwhile. `target` 0: the
 * call names the buffer. */
static bool storage_begin(struct vmgl_host_context *ctx, GLenum target) {
	if (target && !is_known(target)) {
		vmgl_error_set(ctx, GL_INVALID_ENUM);
		return false;
	}
	if (!state(ctx))
		return false;
	pthread_mutex_lock(&map_lock);
	return true;
}

static void storage_end(struct vmgl_host_context *ctx, GLenum target, GLuint driver_name) {
	struct map *map = ctx->buffers->group->maps;
	if (map && target)
		driver_name = vmgl_host_buffer_name(ctx, target);
	while (map && map->driver_name != driver_name)
		map = map->next;
	if (map) {
		GLint mapped = 0;
		if (target)
			ctx->gl->GetBufferParameteriv(target, GL_BUFFER_MAPPED, &mapped);
		else if (ctx->gl->GetNamedBufferParameteriv)
			ctx->gl->GetNamedBufferParameteriv(driver_name, GL_BUFFER_MAPPED, &mapped);
		if (!mapped)
			drop(ctx->buffers, driver_name);
	}
	pthread_mutex_unlock(&map_lock);
}

void vmgl_host_glBufferData(struct vmgl_host_context *ctx, GLenum target, GLsizeiptr size, const void *data,
							size_t data_bytes, GLenum usage) {
	(void)data_bytes;
	if (!VMGL_HAS(ctx, BufferData) || !storage_begin(ctx, target))
		return;
	ctx->gl->BufferData(target, size, data, usage);
	storage_end(ctx, target, 0);
}

void vmgl_host_glNamedBufferData(struct vmgl_host_context *ctx, GLuint buffer, GLsizeiptr size, const void *data,
								 size_t data_bytes, GLenum usage) {
	(void)data_bytes;
	if (!VMGL_HAS(ctx, NamedBufferData) || !storage_begin(ctx, 0))
		return;
	ctx->gl->NamedBufferData(buffer, size, data, usage);
	storage_end(ctx, 0, buffer);
}

void vmgl_host_glNamedBufferDataEXT(struct vmgl_host_context *ctx, GLuint buffer, GLsizeiptr size, const void *data,
									size_t data_bytes, GLenum usage) {
	(void)data_bytes;
	if (!VMGL_HAS(ctx, NamedBufferDataEXT) || !storage_begin(ctx, 0))
		return;
	ctx->gl->NamedBufferDataEXT(buffer, size, data, usage);
	storage_end(ctx, 0, buffer);
}

void vmgl_host_glBufferStorage(struct vmgl_host_context *ctx, GLenum target, GLsizeiptr size, const void *data,
							   size_t data_bytes, GLbitfield flags) {
	(void)data_bytes;
	if (!VMGL_HAS(ctx, BufferStorage) || !storage_begin(ctx, target))
		return;
	ctx->gl->BufferStorage(target, size, data, flags);
	storage_end(ctx, target, 0);
}

void vmgl_host_glNamedBufferStorage(struct vmgl_host_context *ctx, GLuint buffer, GLsizeiptr size, const void *data,
									size_t data_bytes, GLbitfield flags) {
	(void)data_bytes;
	if (!VMGL_HAS(ctx, NamedBufferStorage) || !storage_begin(ctx, 0))
		return;
	ctx->gl->NamedBufferStorage(buffer, size, data, flags);
	storage_end(ctx, 0, buffer);
}

void vmgl_host_glNamedBufferStorageEXT(struct vmgl_host_context *ctx, GLuint buffer, GLsizeiptr size, const void *data,
									   size_t data_bytes, GLbitfield flags) {
	(void)data_bytes;
	if (!VMGL_HAS(ctx, NamedBufferStorageEXT) || !storage_begin(ctx, 0))
		return;
	ctx->gl->NamedBufferStorageEXT(buffer, size, data, flags);
	storage_end(ctx, 0, buffer);
}

/* Without direct state access a buffer is bound to work on it. Returns the target, and what was bound there. */
static GLenum borrow(struct vmgl_host_context *ctx, GLuint driver_name, GLuint *before) {
	bool copies = ctx->version >= (ctx->es ? 30 : 31);
	GLenum target = copies ? GL_COPY_WRITE_BUFFER : GL_ARRAY_BUFFER;
	*before = vmgl_host_buffer_name(ctx, target);
	ctx->gl->BindBuffer(target, driver_name);
	return target;
}

/* OpenGL ES reads buffers by mapping them. One that is mapped, or has no storage for it, is copied to one that is not.
 */
static bool read_through_copy(struct vmgl_host_context *ctx, GLuint driver_name, GLint64 offset, GLint64 size,
							  void *to) {
	const struct vmgl_gl *gl = ctx->gl;
	if (ctx->version < 30 || !gl->CopyBufferSubData)
		return false;
	GLuint source_before = vmgl_host_buffer_name(ctx, GL_COPY_READ_BUFFER), copy = 0;
	GLuint copy_before = vmgl_host_buffer_name(ctx, GL_COPY_WRITE_BUFFER);
	gl->GenBuffers(1, &copy);
	gl->BindBuffer(GL_COPY_READ_BUFFER, driver_name);
	gl->BindBuffer(GL_COPY_WRITE_BUFFER, copy);
	gl->BufferData(GL_COPY_WRITE_BUFFER, (GLsizeiptr)size, NULL, GL_STREAM_READ);
	gl->CopyBufferSubData(GL_COPY_READ_BUFFER, GL_COPY_WRITE_BUFFER, (GLintptr)offset, 0, (GLsizeiptr)size);
	const void *from = gl->MapBufferRange(GL_COPY_WRITE_BUFFER, 0, (GLsizeiptr)size, GL_MAP_READ_BIT);
	if (from) {
		memcpy(to, from, (size_t)size);
		gl->UnmapBuffer(GL_COPY_WRITE_BUFFER);
	}
	gl->BindBuffer(GL_COPY_READ_BUFFER, source_before);
	gl->BindBuffer(GL_COPY_WRITE_BUFFER, copy_before);
	gl->DeleteBuffers(1, &copy);
	return from != NULL;
}

/* Reads [offset, offset + size) of a buffer. The caller has checked the range; errors are swallowed. */
static bool read_content(struct vmgl_host_context *ctx, GLuint driver_name, GLint64 offset, GLint64 size, void *to) {
	const struct vmgl_gl *gl = ctx->gl;
	bool done = true;
	/* Loaders give addresses for calls that contexts of GLES do not have. */
	if (gl->GetNamedBufferSubData && !ctx->es) {
		gl->GetNamedBufferSubData(driver_name, (GLintptr)offset, (GLsizeiptr)size, to);
	} else {
		GLuint before;
		GLenum target = borrow(ctx, driver_name, &before);
		if (gl->GetBufferSubData && !ctx->es)
			gl->GetBufferSubData(target, (GLintptr)offset, (GLsizeiptr)size, to);
		else {
			void *from = gl->MapBufferRange
							 ? gl->MapBufferRange(target, (GLintptr)offset, (GLsizeiptr)size, GL_MAP_READ_BIT)
							 : NULL;
			done = from != NULL;
			if (from) {
				memcpy(to, from, (size_t)size);
				gl->UnmapBuffer(target);
			}
		}
		gl->BindBuffer(target, before);
		if (!done) {
			vmgl_error_forget(ctx);
			vmgl_error_begin(ctx);
			done = read_through_copy(ctx, driver_name, offset, size, to);
		}
	}
	return done && vmgl_error_forget(ctx);
}

static GLint64 buffer_size(struct vmgl_host_context *ctx, GLuint driver_name) {
	const struct vmgl_gl *gl = ctx->gl;
	GLint64 size = 0;
	if (gl->GetNamedBufferParameteri64v && !ctx->es)
		gl->GetNamedBufferParameteri64v(driver_name, GL_BUFFER_SIZE, &size);
	else {
		GLuint before;
		GLenum target = borrow(ctx, driver_name, &before);
		GLint narrow = 0;
		if (gl->GetBufferParameteri64v && ctx->version >= (ctx->es ? 30 : 32))
			gl->GetBufferParameteri64v(target, GL_BUFFER_SIZE, &size);
		else {
			gl->GetBufferParameteriv(target, GL_BUFFER_SIZE, &narrow);
			size = narrow;
		}
		gl->BindBuffer(target, before);
	}
	return size;
}

/* Replies `size` bytes of content, or none. */
static bool reply_content(struct vmgl_host_context *ctx, GLuint driver_name, GLint64 offset, GLint64 size) {
	/* The guest asks for what it has room for; nothing it says may make us read beyond the buffer. */
	vmgl_error_begin(ctx);
	bool fits = driver_name && offset >= 0 && size > 0 && size <= (GLint64)VMGL_COMMAND_MAX &&
				size <= buffer_size(ctx, driver_name) - offset;
	void *content = fits ? vmgl_scratch(ctx, (uint64_t)size) : NULL;
	bool read = content && read_content(ctx, driver_name, offset, size, content);
	if (!read)
		vmgl_error_forget(ctx);
	if (!ctx->fatal)
		vmgl_reply_array(ctx, read ? content : NULL, read ? (uint64_t)size : 0);
	return read;
}

GLboolean vmgl_host_vmglBufferRead(struct vmgl_host_context *ctx, GLuint name, GLint64 offset, GLint64 size) {
	if (!vmgl_host_outside(ctx)) {
		if (!ctx->fatal)
			vmgl_reply_array(ctx, NULL, 0);
		return GL_FALSE;
	}
	return reply_content(ctx, vmgl_name(ctx, VMGL_CLASS_BUFFER, name), offset, size);
}

/* Maps in the driver, and remembers it. */
static bool map_buffer(struct vmgl_host_context *ctx, GLenum target, GLuint name, GLint64 offset, GLint64 length,
					   GLbitfield access) {
	const struct vmgl_gl *gl = ctx->gl;
	struct vmgl_host_buffers *buffers = state(ctx);
	if (!buffers)
		return false;
	GLuint driver_name = vmgl_name(ctx, VMGL_CLASS_BUFFER, name);
	/* What the guest takes to be bound is what it will write to. Nothing, in both eyes, is the driver's to refuse. */
	if (target && (!is_known(target) || vmgl_host_buffer_name(ctx, target) != driver_name)) {
		vmgl_error_set(ctx, is_known(target) ? GL_INVALID_OPERATION : GL_INVALID_ENUM);
		return false;
	}
	struct map *map = malloc(sizeof *map);
	if (!map) {
		vmgl_fatal(ctx, "out of memory");
		return false;
	}
	void *pointer = NULL;
	pthread_mutex_lock(&map_lock);
	if (target && gl->MapBufferRange)
		pointer = gl->MapBufferRange(target, (GLintptr)offset, (GLsizeiptr)length, access);
	else if (target && gl->MapBuffer) {
		/* OpenGL 1.5 to 2.1: whole buffers only, which is what the guest then asks for. */
		bool reads = access & GL_MAP_READ_BIT, writes = access & GL_MAP_WRITE_BIT;
		pointer = offset == 0 ? gl->MapBuffer(target, reads && writes ? GL_READ_WRITE
													  : reads         ? GL_READ_ONLY
																	  : GL_WRITE_ONLY)
							  : NULL;
	} else if (!target && gl->MapNamedBufferRange)
		pointer = gl->MapNamedBufferRange(driver_name, (GLintptr)offset, (GLsizeiptr)length, access);
	else
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	if (pointer) {
		*map = (struct map){name, driver_name, pointer, offset, length, access, buffers->group->maps};
		buffers->group->maps = map;
	} else
		free(map);
	pthread_mutex_unlock(&map_lock);
	return pointer != NULL;
}

void vmgl_host_vmglBufferMap(struct vmgl_host_context *ctx, GLenum target, GLuint name, GLint64 offset, GLint64 length,
							 GLbitfield access) {
	map_buffer(ctx, target, name, offset, length, access);
}

GLboolean vmgl_host_vmglBufferMapContent(struct vmgl_host_context *ctx, GLenum target, GLuint name, GLint64 offset,
										 GLint64 length, GLbitfield access, GLint64 wanted) {
	bool outside = wanted > 0 && vmgl_host_outside(ctx);
	/* Before the map: afterwards, content can only be read through a map for reading. */
	if (wanted > 0 && outside) {
		if (!reply_content(ctx, vmgl_name(ctx, VMGL_CLASS_BUFFER, name), offset, wanted)) {
			if (!ctx->fatal)
				map_buffer(ctx, target, name, offset, length, access); /* for its error */
			return GL_FALSE;
		}
	} else if (!ctx->fatal)
		vmgl_reply_array(ctx, NULL, 0);
	return !ctx->fatal && map_buffer(ctx, target, name, offset, length, access);
}

void vmgl_host_vmglBufferUnmap(struct vmgl_host_context *ctx, GLenum target, GLuint name) {
	const struct vmgl_gl *gl = ctx->gl;
	struct vmgl_host_buffers *buffers = state(ctx);
	if (!buffers)
		return;
	GLuint driver_name = vmgl_name(ctx, VMGL_CLASS_BUFFER, name);
	if (target && vmgl_host_buffer_name(ctx, target) != driver_name) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return;
	}
	pthread_mutex_lock(&map_lock);
	drop(buffers, driver_name);
	if (target && gl->UnmapBuffer)
		gl->UnmapBuffer(target);
	else if (!target && gl->UnmapNamedBuffer)
		gl->UnmapNamedBuffer(driver_name);
	else
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	pthread_mutex_unlock(&map_lock);
}

void vmgl_host_vmglBufferWrite(struct vmgl_host_context *ctx, GLuint name, GLint64 offset, GLuint size, GLuint flush,
							   const GLubyte *data, size_t data_bytes) {
	(void)data_bytes;
	const struct vmgl_gl *gl = ctx->gl;
	struct vmgl_host_buffers *buffers = state(ctx);
	if (!buffers)
		return;
	pthread_mutex_lock(&map_lock);
	const struct map *map = find(buffers, name);
	/* No map: the driver refused it, and has said so. */
	if (map && (map->access & GL_MAP_WRITE_BIT) && offset >= map->offset &&
		(GLint64)size <= map->length - (offset - map->offset)) {
		GLint64 at = offset - map->offset;
		memcpy(map->pointer + at, data, size);
		if (flush && (map->access & GL_MAP_FLUSH_EXPLICIT_BIT)) {
			if (gl->FlushMappedNamedBufferRange)
				gl->FlushMappedNamedBufferRange(map->driver_name, (GLintptr)at, (GLsizeiptr)size);
			else if (gl->FlushMappedBufferRange) {
				GLuint before;
				GLenum target = borrow(ctx, map->driver_name, &before);
				gl->FlushMappedBufferRange(target, (GLintptr)at, (GLsizeiptr)size);
				gl->BindBuffer(target, before);
			}
		}
	}
	pthread_mutex_unlock(&map_lock);
}
