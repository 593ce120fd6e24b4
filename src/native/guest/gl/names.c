#include "guest/gl/names.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "guest/context.h"
#include "guest/gl/remembered.h"
#include "wire/map.h"

struct vmgl_names {
	pthread_mutex_t lock;
	uint32_t next;
	struct vmgl_map known;
};

struct vmgl_names *vmgl_names_create(void) {
	struct vmgl_names *names = calloc(1, sizeof(*names));
	if (names == NULL)
		return NULL;
	pthread_mutex_init(&names->lock, NULL);
	names->next = 1;
	return names;
}

void vmgl_names_destroy(struct vmgl_names *names) {
	if (names == NULL)
		return;
	vmgl_map_free(&names->known);
	pthread_mutex_destroy(&names->lock);
	free(names);
}

/* The next name that nobody knows, with the lock held. */
static uint32_t take(struct vmgl_names *names) {
	while (names->next == 0 || vmgl_map_find(&names->known, names->next) != NULL)
		names->next++;
	uint32_t name = names->next++;
	/* Out of memory: the name is not known then, and merely cannot be skipped later. */
	vmgl_map_put(&names->known, name, 1);
	return name;
}

void vmgl_names_take(struct vmgl_context *ctx, enum vmgl_class class, GLsizei count, GLuint *names) {
	struct vmgl_names *table = ctx->names[class];
	if (table == NULL || count <= 0)
		return;
	pthread_mutex_lock(&table->lock);
	for (GLsizei i = 0; i < count; i++)
		names[i] = take(table);
	pthread_mutex_unlock(&table->lock);
}

/* Programs bind the same few names again and again: where nothing was deleted since, they need no lock. Where it is
 * said that `name` is known. */
static GLuint *mark(struct vmgl_context *ctx, enum vmgl_class class, GLuint name) {
	const unsigned expired = atomic_load_explicit(&ctx->group->expired, memory_order_relaxed);
	if (ctx->marked.expired != expired) {
		memset(&ctx->marked, 0, sizeof ctx->marked);
		ctx->marked.expired = expired;
	}
	return &ctx->marked.names[class][name % VMGL_NAMES_MARKED];
}

void vmgl_names_use(struct vmgl_context *ctx, enum vmgl_class class, GLuint name) {
	struct vmgl_names *table = ctx->names[class];
	if (table == NULL || name == 0)
		return;
	GLuint *marked = mark(ctx, class, name);
	if (*marked == name)
		return;
	pthread_mutex_lock(&table->lock);
	vmgl_map_put(&table->known, name, 1);
	pthread_mutex_unlock(&table->lock);
	*marked = name;
}

void vmgl_names_release(struct vmgl_context *ctx, enum vmgl_class class, GLsizei count, const GLuint *names) {
	struct vmgl_names *table = ctx->names[class];
	if (table == NULL || count <= 0 || names == NULL)
		return;
	pthread_mutex_lock(&table->lock);
	for (GLsizei i = 0; i < count; i++)
		vmgl_map_remove(&table->known, names[i]);
	pthread_mutex_unlock(&table->lock);
	vmgl_remembered_expire(ctx);
}

void vmgl_names_give_back(struct vmgl_context *ctx, enum vmgl_class class, GLuint name) {
	struct vmgl_names *table = ctx->names[class];
	if (table == NULL)
		return;
	pthread_mutex_lock(&table->lock);
	vmgl_map_remove(&table->known, name);
	if (table->next == name + 1)
		table->next = name;
	pthread_mutex_unlock(&table->lock);
	vmgl_remembered_expire(ctx);
}

bool vmgl_names_known(struct vmgl_context *ctx, enum vmgl_class class, GLuint name) {
	struct vmgl_names *table = ctx->names[class];
	if (table == NULL || name == 0)
		return false;
	GLuint *marked = mark(ctx, class, name);
	if (*marked == name)
		return true;
	pthread_mutex_lock(&table->lock);
	bool known = vmgl_map_find(&table->known, name) != NULL;
	pthread_mutex_unlock(&table->lock);
	if (known)
		*marked = name;
	return known;
}

bool vmgl_names_init(struct vmgl_context *ctx) {
	for (int class = VMGL_CLASS_SHARED_END; class < VMGL_CLASS_COUNT; class ++)
		if ((ctx->names[class] = vmgl_names_create()) == NULL)
			return false;
	return true;
}

void vmgl_names_finish(struct vmgl_context *ctx) {
	for (int class = VMGL_CLASS_SHARED_END; class < VMGL_CLASS_COUNT; class ++) {
		vmgl_names_destroy(ctx->names[class]);
		ctx->names[class] = NULL;
	}
}
