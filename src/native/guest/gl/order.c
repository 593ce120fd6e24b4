#include "guest/gl/order.h"

#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "guest/context.h"
#include "guest/gl/names.h"

/* Streams that have left are remembered for a while: what they did last may still be under way. */
#define ENDED_KEPT 64

/* What one stream published last. */
struct publication {
	uint32_t stream;
	uint32_t sequence; /* of that stream; 0: nothing yet */
	unsigned stamp;    /* group->published at that time */
	bool ended;
};

struct vmgl_order {
	struct publication *publications;
	unsigned count, capacity, ended;
};

struct vmgl_share_group *vmgl_group_create(void) {
	struct vmgl_share_group *group = calloc(1, sizeof(*group));
	if (group == NULL)
		return NULL;
	pthread_mutex_init(&group->lock, NULL);
	atomic_init(&group->published, 1);
	group->order = calloc(1, sizeof(*group->order));
	bool complete = group->order != NULL;
	for (int class = 0; class < VMGL_CLASS_SHARED_END; class ++)
		complete &= (group->names[class] = vmgl_names_create()) != NULL;
	if (complete)
		return group;
	vmgl_group_destroy(group);
	return NULL;
}

void vmgl_group_destroy(struct vmgl_share_group *group) {
	for (int class = 0; class < VMGL_CLASS_SHARED_END; class ++)
		vmgl_names_destroy(group->names[class]);
	if (group->order != NULL)
		free(group->order->publications);
	free(group->order);
	pthread_mutex_destroy(&group->lock);
	free(group);
}

static struct publication *find(struct vmgl_order *order, uint32_t stream) {
	for (unsigned i = 0; i < order->count; i++)
		if (order->publications[i].stream == stream)
			return &order->publications[i];
	return NULL;
}

/* NULL when out of memory: the order is lost then, nothing else. */
static struct publication *add(struct vmgl_order *order, uint32_t stream) {
	if (order->count == order->capacity) {
		unsigned capacity = order->capacity == 0 ? 8 : order->capacity * 2;
		struct publication *grown = realloc(order->publications, capacity * sizeof(*grown));
		if (grown == NULL)
			return NULL;
		order->publications = grown;
		order->capacity = capacity;
	}
	struct publication *added = &order->publications[order->count++];
	*added = (struct publication){.stream = stream};
	return added;
}

void vmgl_group_join(struct vmgl_share_group *group, struct vmgl_context *ctx) {
	/* The usual way to share: the creating thread has the other context current, and has used it. */
	if (vmgl_current->group == group && !vmgl_current->none) {
		vmgl_order_publish(vmgl_current);
		vmgl_stream_flush(&vmgl_current->stream);
	}
	pthread_mutex_lock(&group->lock);
	group->contexts++;
	ctx->group = group;
	ctx->publications = 0;
	/* Before everything that was ever published: the first command that looks waits for all of it, and for what is
	 * published until then (so not as far back as differences of stamps reach). */
	ctx->seen = atomic_load_explicit(&group->published, memory_order_relaxed) - 0x3fffffffu;
	if (group->contexts == 1)
		ctx->seen = atomic_load_explicit(&group->published, memory_order_relaxed);
	memcpy(ctx->names, group->names, sizeof(group->names));
	add(group->order, ctx->id);
	pthread_mutex_unlock(&group->lock);
}

bool vmgl_group_leave(struct vmgl_context *ctx) {
	struct vmgl_share_group *group = ctx->group;
	vmgl_order_publish(ctx);
	pthread_mutex_lock(&group->lock);
	struct vmgl_order *order = group->order;
	struct publication *own = find(order, ctx->id);
	if (own != NULL) {
		/* One that never comes: who waits for it waits for the stream's end, and for that of what only its context
		 * used (a deleted program). */
		own->sequence++;
		own->ended = true;
		order->ended++;
	}
	for (unsigned i = 0; order->ended > ENDED_KEPT && i < order->count; i++) {
		if (!order->publications[i].ended)
			continue;
		order->count--;
		order->ended--;
		memmove(&order->publications[i], &order->publications[i + 1],
				(order->count - i) * sizeof(*order->publications));
		i--;
	}
	bool last = --group->contexts == 0;
	ctx->group = NULL;
	memset(ctx->names, 0, sizeof(group->names));
	pthread_mutex_unlock(&group->lock);
	return last;
}

static bool alone_in(struct vmgl_share_group *group) {
	pthread_mutex_lock(&group->lock);
	bool alone = group->contexts <= 1;
	pthread_mutex_unlock(&group->lock);
	return alone;
}

static void publish(struct vmgl_context *ctx, bool flush) {
	if (ctx->none || ctx->stream.lost)
		return;
	struct vmgl_share_group *group = ctx->group;
	/* The command comes first: a wait for it that another thread sends is then later in time. A context that
	 * is alone leaves its marks without a flush; who joins the group later finds them. */
	uint32_t sequence = ++ctx->publications;
	vmgl_enc_vmglPublish(ctx, sequence, flush);
	bool alone = alone_in(group);
	if (!alone)
		vmgl_stream_flush(&ctx->stream);
	pthread_mutex_lock(&group->lock);
	struct publication *own = find(group->order, ctx->id);
	if (own != NULL) {
		own->sequence = sequence;
		own->stamp = atomic_load_explicit(&group->published, memory_order_relaxed);
		if (!alone) {
			bool up_to_date = own->stamp == ctx->seen;
			atomic_store_explicit(&group->published, ++own->stamp, memory_order_release);
			if (up_to_date)
				ctx->seen = own->stamp; /* its own news */
		}
	}
	pthread_mutex_unlock(&group->lock);
}

void vmgl_order_publish(struct vmgl_context *ctx) {
	publish(ctx, false);
}

void vmgl_order_publish_flushed(struct vmgl_context *ctx) {
	publish(ctx, true);
}

void vmgl_order_publish_swap(struct vmgl_context *ctx) {
	publish(ctx, !alone_in(ctx->group));
}

void vmgl_order_publish_storage(struct vmgl_context *ctx) {
	if (!ctx->none && !alone_in(ctx->group))
		publish(ctx, false);
}

void vmgl_order_wait(struct vmgl_context *ctx) {
	struct vmgl_share_group *group = ctx->group;
	if (ctx->none) /* nothing of it is ever executed, and threads share it */
		return;
	pthread_mutex_lock(&group->lock);
	unsigned published = atomic_load_explicit(&group->published, memory_order_relaxed);
	for (unsigned i = 0; i < group->order->count; i++) {
		const struct publication *one = &group->order->publications[i];
		if (one->stream != ctx->id && one->sequence != 0 && (int)(one->stamp - ctx->seen) > 0)
			vmgl_enc_vmglWait(ctx, one->stream, one->sequence);
	}
	ctx->seen = published;
	pthread_mutex_unlock(&group->lock);
}
