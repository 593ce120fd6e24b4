#include "host/gl/names.h"

#include <stdlib.h>
#include <string.h>

#include "host/gl/vertex_arrays.h"
#include "host/session/stream_end.h"
#include "wire/map.h"

/* The guest hands names out in ascending order, so nearly all of them are found in chunks, which are read
 * without a lock. Chunks never go before their table does. Names above are the application's own. */
#define CHUNK_NAMES 4096u
#define CHUNKS 1024u

/* Names that a call may have made objects of; more are looked at before the next one is added. */
#define UNSETTLED_MAX 256u

/* Deleted names that the driver still has a use for, and how many of them are looked at when another one comes. */
#define LINGERING_MAX 256u
#define LINGERING_LOOKS 8u

/* Driver's names of deleted objects whose way back is kept. */
#define DEAD_MAX 65536u

struct table {
	pthread_mutex_t lock; /* for everything but reading the chunks */
	_Atomic(_Atomic uintptr_t *) chunks[CHUNKS];
	struct vmgl_map sparse;  /* guest name -> driver's, above the chunks */
	struct vmgl_map reverse; /* driver's name -> guest's; deleted ones stay until the driver reuses the name */
	unsigned count;
	enum { REUSE_UNKNOWN, REUSES, NEVER_REUSES } reuse; /* whether the driver generates deleted names again */
	unsigned unsettled_count;
	GLuint unsettled[UNSETTLED_MAX]; /* the guest's names */
	unsigned lingering_next;
	struct {
		GLuint name, driver_name;
	} lingering[LINGERING_MAX];
};

struct vmgl_host_group {
	atomic_uint references;
	struct table tables[VMGL_CLASS_SHARED_END];
};

struct vmgl_host_names {
	struct table tables[VMGL_CLASS_COUNT - VMGL_CLASS_SHARED_END];
};

static void table_init(struct table *table) {
	pthread_mutex_init(&table->lock, NULL);
}

static void table_finish(struct table *table) {
	for (unsigned i = 0; i < CHUNKS; i++)
		free((void *)atomic_load_explicit(&table->chunks[i], memory_order_relaxed));
	vmgl_map_free(&table->sparse);
	vmgl_map_free(&table->reverse);
	pthread_mutex_destroy(&table->lock);
}

struct vmgl_host_group *vmgl_host_group_create(void) {
	struct vmgl_host_group *group = calloc(1, sizeof(*group));
	if (group == NULL)
		return NULL;
	atomic_init(&group->references, 1);
	for (int i = 0; i < VMGL_CLASS_SHARED_END; i++)
		table_init(&group->tables[i]);
	return group;
}

struct vmgl_host_group *vmgl_host_group_ref(struct vmgl_host_group *group) {
	atomic_fetch_add(&group->references, 1);
	return group;
}

void vmgl_host_group_unref(struct vmgl_host_group *group) {
	if (group == NULL || atomic_fetch_sub(&group->references, 1) != 1)
		return;
	for (int i = 0; i < VMGL_CLASS_SHARED_END; i++)
		table_finish(&group->tables[i]);
	free(group);
}

struct vmgl_host_names *vmgl_host_names_create(void) {
	struct vmgl_host_names *names = calloc(1, sizeof(*names));
	if (names == NULL)
		return NULL;
	for (int i = 0; i < VMGL_CLASS_COUNT - VMGL_CLASS_SHARED_END; i++)
		table_init(&names->tables[i]);
	return names;
}

void vmgl_host_names_destroy(struct vmgl_host_names *names) {
	if (names == NULL)
		return;
	for (int i = 0; i < VMGL_CLASS_COUNT - VMGL_CLASS_SHARED_END; i++)
		table_finish(&names->tables[i]);
	free(names);
}

static struct table *table_of(struct vmgl_host_context *ctx, enum vmgl_class class) {
	return class < VMGL_CLASS_SHARED_END ? &ctx->group->tables[class]
										 : &ctx->names->tables[class - VMGL_CLASS_SHARED_END];
}

/* 0: unknown. */
static uintptr_t look_up(struct table *table, GLuint name) {
	if (name < CHUNKS * CHUNK_NAMES) {
		_Atomic uintptr_t *chunk = atomic_load_explicit(&table->chunks[name / CHUNK_NAMES], memory_order_acquire);
		return chunk == NULL ? 0 : atomic_load_explicit(&chunk[name % CHUNK_NAMES], memory_order_acquire);
	}
	pthread_mutex_lock(&table->lock);
	const uintptr_t *found = vmgl_map_find(&table->sparse, name);
	uintptr_t value = found == NULL ? 0 : *found;
	pthread_mutex_unlock(&table->lock);
	return value;
}

/* With the lock held. `value` 0 removes. */
static bool store(struct table *table, GLuint name, uintptr_t value) {
	if (name >= CHUNKS * CHUNK_NAMES) {
		if (value != 0)
			return vmgl_map_put(&table->sparse, name, value);
		vmgl_map_remove(&table->sparse, name);
		return true;
	}
	_Atomic uintptr_t *chunk = atomic_load_explicit(&table->chunks[name / CHUNK_NAMES], memory_order_relaxed);
	if (chunk == NULL) {
		if (value == 0)
			return true;
		chunk = calloc(CHUNK_NAMES, sizeof(*chunk));
		if (chunk == NULL)
			return false;
		atomic_store_explicit(&table->chunks[name / CHUNK_NAMES], chunk, memory_order_release);
	}
	atomic_store_explicit(&chunk[name % CHUNK_NAMES], value, memory_order_release);
	return true;
}

static uintptr_t look_up_locked(struct table *table, GLuint name) {
	if (name < CHUNKS * CHUNK_NAMES)
		return look_up(table, name);
	const uintptr_t *found = vmgl_map_find(&table->sparse, name);
	return found == NULL ? 0 : *found;
}

static void forget(struct table *table, GLuint name) {
	if (look_up_locked(table, name) == 0)
		return;
	store(table, name, 0);
	table->count--;
}

/* With the lock held. */
static bool add(struct table *table, GLuint name, uintptr_t value) {
	if (look_up_locked(table, name) == 0) {
		if (table->count >= VMGL_NAMES_MAX)
			return false;
		table->count++;
	}
	return store(table, name, value);
}

/* With the lock held: add(), and the way back. */
static bool add_object(struct table *table, GLuint name, GLuint driver_name) {
	/* The driver gives a name again: whoever had it before is gone by now. */
	const uintptr_t *before = vmgl_map_find(&table->reverse, driver_name);
	if (before != NULL && *before != name && look_up_locked(table, (GLuint)*before) == driver_name)
		forget(table, (GLuint)*before);
	return add(table, name, driver_name) && vmgl_map_put(&table->reverse, driver_name, name);
}

GLuint vmgl_name(struct vmgl_host_context *ctx, enum vmgl_class class, GLuint name) {
	if (name == 0 || class == VMGL_CLASS_LIST)
		return name;
	GLuint found = (GLuint)look_up(table_of(ctx, class), name);
	return found == 0 ? VMGL_NAME_UNKNOWN : found;
}

/* The classes of which the first use of a name makes an object. Names of samplers, vertex arrays, pipelines and
 * transform feedbacks must have been generated (OpenGL 4.6 compatibility profile), those of shaders and programs are
 * the driver's. */
#define CREATED_BY_USE(EACH)                                                                                           \
	EACH(BUFFER, GenBuffers, IsBuffer, DeleteBuffers)                                                                  \
	EACH(TEXTURE, GenTextures, IsTexture, DeleteTextures)                                                              \
	EACH(RENDERBUFFER, GenRenderbuffers, IsRenderbuffer, DeleteRenderbuffers)                                          \
	EACH(FRAMEBUFFER, GenFramebuffers, IsFramebuffer, DeleteFramebuffers)                                              \
	EACH(ARB_PROGRAM, GenProgramsARB, IsProgramARB, DeleteProgramsARB)                                                 \
	EACH(QUERY, GenQueries, IsQuery, DeleteQueries)

static bool use_creates(enum vmgl_class class) {
	switch (class) {
#define EACH(name, gen, is, del) case VMGL_CLASS_##name:
		CREATED_BY_USE(EACH)
#undef EACH
		return true;
	default:
		return false;
	}
}

/* Of such a class; 0 where the driver does not have it. */
static GLuint generate(const struct vmgl_gl *gl, enum vmgl_class class) {
	GLuint name = 0;
	switch (class) {
#define EACH(name_, gen, is, del)                                                                                      \
	case VMGL_CLASS_##name_:                                                                                           \
		if (gl->gen != NULL)                                                                                           \
			gl->gen(1, &name);                                                                                         \
		break;
		CREATED_BY_USE(EACH)
#undef EACH
	default:
		break;
	}
	return name;
}

static bool is_object(const struct vmgl_gl *gl, enum vmgl_class class, GLuint driver_name) {
	switch (class) {
#define EACH(name, gen, is, del)                                                                                       \
	case VMGL_CLASS_##name:                                                                                            \
		return gl->is(driver_name);
		CREATED_BY_USE(EACH)
#undef EACH
	default:
		return true;
	}
}

static void delete_object(const struct vmgl_gl *gl, enum vmgl_class class, GLuint driver_name) {
	switch (class) {
#define EACH(name, gen, is, del)                                                                                       \
	case VMGL_CLASS_##name:                                                                                            \
		gl->del(1, &driver_name);                                                                                      \
		break;
		CREATED_BY_USE(EACH)
#undef EACH
	default:
		break;
	}
}

/* With the lock held: a name of the driver for one that the application made up. It is nobody's, as the application's
 * is, so that the driver decides which calls make an object of it: a driver that has used a name up never generates it
 * again. Where it does, the name stays generated, or it would be given to somebody else in between. */
static GLuint nobodys_name(const struct vmgl_gl *gl, enum vmgl_class class, struct table *table) {
	GLuint name = generate(gl, class);
	if (name != 0 && table->reuse == REUSE_UNKNOWN) {
		GLuint before = name;
		delete_object(gl, class, before);
		name = generate(gl, class);
		table->reuse = name > before ? NEVER_REUSES : REUSES;
	}
	if (name != 0 && table->reuse == NEVER_REUSES)
		delete_object(gl, class, name);
	return name;
}

/* With the lock held: forgets the names that calls were refused with. Programs that go on using names that they have
 * deleted would fill the table. */
static void settle(const struct vmgl_gl *gl, enum vmgl_class class, struct table *table) {
	for (unsigned i = 0; i < table->unsettled_count; i++) {
		GLuint driver_name = (GLuint)look_up_locked(table, table->unsettled[i]);
		if (driver_name == 0 || is_object(gl, class, driver_name))
			continue;
		if (table->reuse == REUSES)
			delete_object(gl, class, driver_name);
		forget(table, table->unsettled[i]);
		vmgl_map_remove(&table->reverse, driver_name);
	}
	table->unsettled_count = 0;
}

GLuint vmgl_name_bind(struct vmgl_host_context *ctx, enum vmgl_class class, GLuint name) {
	if (name == 0 || class == VMGL_CLASS_LIST)
		return name;
	struct table *table = table_of(ctx, class);
	GLuint found = (GLuint)look_up(table, name);
	if (__builtin_expect(found != 0, 1))
		return found;
	/* Between glBegin and glEnd every call that takes names is refused. */
	if ((!ctx->compat && !ctx->es) || !use_creates(class) || !vmgl_host_outside(ctx))
		return VMGL_NAME_UNKNOWN;
	bool stored = true;
	/* Locked across the driver's calls: two contexts may use the same new name at once. */
	pthread_mutex_lock(&table->lock);
	found = (GLuint)look_up_locked(table, name);
	if (found == 0 && (found = nobodys_name(ctx->gl, class, table)) != 0) {
		stored = add_object(table, name, found);
		/* What is compiled makes the object when the list is called. */
		if (stored && !ctx->compiles) {
			if (table->unsettled_count == UNSETTLED_MAX)
				settle(ctx->gl, class, table);
			table->unsettled[table->unsettled_count++] = name;
		}
	}
	pthread_mutex_unlock(&table->lock);
	if (!stored)
		vmgl_fatal(ctx, "too many objects (the limit is %u)", VMGL_NAMES_MAX);
	return found == 0 ? VMGL_NAME_UNKNOWN : found;
}

GLuint vmgl_name_reverse(struct vmgl_host_context *ctx, enum vmgl_class class, GLuint driver_name) {
	if (driver_name == 0 || class == VMGL_CLASS_LIST)
		return driver_name;
	struct table *table = table_of(ctx, class);
	pthread_mutex_lock(&table->lock);
	const uintptr_t *found = vmgl_map_find(&table->reverse, driver_name);
	GLuint name = found == NULL ? 0 : (GLuint)*found;
	pthread_mutex_unlock(&table->lock);
	return name;
}

const GLuint *vmgl_names_translate(struct vmgl_host_context *ctx, enum vmgl_class class, GLsizei count,
								   const GLuint *names) {
	if (count <= 0 || names == NULL)
		return names;
	GLuint *translated = vmgl_scratch(ctx, (uint64_t)count * sizeof(GLuint));
	if (translated == NULL)
		return NULL;
	for (GLsizei i = 0; i < count; i++)
		translated[i] = vmgl_name(ctx, class, names[i]);
	return translated;
}

bool vmgl_names_add(struct vmgl_host_context *ctx, enum vmgl_class class, GLsizei count, const GLuint *names,
					const GLuint *driver_names) {
	struct table *table = table_of(ctx, class);
	bool added = true;
	pthread_mutex_lock(&table->lock);
	for (GLsizei i = 0; i < count && added; i++)
		if (names[i] != 0 && driver_names[i] != 0) /* 0: the driver refused */
			added = add_object(table, names[i], driver_names[i]);
	pthread_mutex_unlock(&table->lock);
	return added || vmgl_fatal(ctx, "too many objects (the limit is %u)", VMGL_NAMES_MAX);
}

/* Names that the driver still has a use for after they were deleted. Shaders that are attached and programs that are in
 * use live on under theirs (OpenGL 4.6, 7.1 and 7.3): glDetachShader after glDeleteShader is common. A texture that an
 * attribute stack remembers may be bound again by glPopAttrib, with a new object if need be. Mesa (22.3) does not
 * delete programs of ARB_vertex_program that a call made with a target that is none. */
static bool lives_on(const struct vmgl_host_context *ctx, enum vmgl_class class, GLuint driver_name) {
	if (class == VMGL_CLASS_TEXTURE && ctx->compat && !ctx->es) {
		GLint depth = 0;
		ctx->gl->GetIntegerv(GL_ATTRIB_STACK_DEPTH, &depth);
		return depth > 0;
	}
	if (class == VMGL_CLASS_ARB_PROGRAM)
		return ctx->gl->IsProgramARB != NULL && ctx->gl->IsProgramARB(driver_name);
	if (class != VMGL_CLASS_PROGRAM || ctx->gl->IsShader == NULL || ctx->gl->IsProgram == NULL)
		return false;
	return ctx->gl->IsShader(driver_name) || ctx->gl->IsProgram(driver_name);
}

/* With the lock held: remembers a name that lives on, in the place of one that does not any more, which is forgotten. A
 * program that deletes its shaders when it is linked would otherwise leave them in the table for ever. */
static void linger(struct vmgl_host_context *ctx, enum vmgl_class class, struct table *table, GLuint name,
				   GLuint driver_name) {
	for (unsigned i = 0; i < LINGERING_LOOKS; i++) {
		unsigned slot = table->lingering_next++ % LINGERING_MAX;
		const GLuint old = table->lingering[slot].name, old_driver = table->lingering[slot].driver_name;
		/* It may have been deleted in earnest, or used anew. */
		if (old != 0 && look_up_locked(table, old) == old_driver) {
			if ((class == VMGL_CLASS_TEXTURE && is_object(ctx->gl, class, old_driver)) ||
				lives_on(ctx, class, old_driver))
				continue;
			forget(table, old);
		}
		table->lingering[slot].name = name;
		table->lingering[slot].driver_name = driver_name;
		return;
	}
}

void vmgl_names_remove(struct vmgl_host_context *ctx, enum vmgl_class class, GLsizei count, const GLuint *names) {
	if (class == VMGL_CLASS_LIST)
		return;
	struct table *table = table_of(ctx, class);
	for (GLsizei i = 0; i < count; i++) {
		GLuint driver_name = names[i] == 0 ? 0 : (GLuint)look_up(table, names[i]);
		if (driver_name == 0)
			continue;
		const bool lives = lives_on(ctx, class, driver_name);
		pthread_mutex_lock(&table->lock);
		if (lives)
			linger(ctx, class, table, names[i], driver_name);
		else
			forget(table, names[i]);
		/* The way back stays: a deleted texture may still be attached to a framebuffer that is asked for
		 * its name. Not of all of them, as some drivers never reuse names. */
		if (!lives && table->reverse.count > table->count + DEAD_MAX)
			vmgl_map_remove(&table->reverse, driver_name);
		pthread_mutex_unlock(&table->lock);
	}
}

GLsync vmgl_sync_object(struct vmgl_host_context *ctx, GLuint name) {
	return name == 0 ? NULL : (GLsync)look_up(table_of(ctx, VMGL_CLASS_SYNC), name);
}

bool vmgl_sync_add(struct vmgl_host_context *ctx, GLuint name, GLsync sync) {
	if (name == 0 || sync == NULL)
		return true;
	struct table *table = table_of(ctx, VMGL_CLASS_SYNC);
	pthread_mutex_lock(&table->lock);
	bool added = add(table, name, (uintptr_t)sync);
	pthread_mutex_unlock(&table->lock);
	return added || vmgl_fatal(ctx, "too many sync objects (the limit is %u)", VMGL_NAMES_MAX);
}

void vmgl_sync_remove(struct vmgl_host_context *ctx, GLuint name) {
	struct table *table = table_of(ctx, VMGL_CLASS_SYNC);
	pthread_mutex_lock(&table->lock);
	forget(table, name);
	pthread_mutex_unlock(&table->lock);
}
