/* A reply that is put together piece by piece. Out of memory, and replies above the limit, make it empty,
 * which the guest takes for "ask call by call". */
#ifndef VMGL_HOST_BLOB_H
#define VMGL_HOST_BLOB_H

#include <stdlib.h>
#include <string.h>

#include "host/context.h"

struct vmgl_builder {
	uint8_t *bytes;
	size_t count, capacity;
	bool failed;
};

/* The largest feedback buffer that the renderer allocates, and some. */
#define VMGL_BUILDER_MAX ((size_t)320 << 20)

/* Appends `count` bytes, padded to a multiple of 4 with zeros. */
static inline void vmgl_build(struct vmgl_builder *builder, const void *data, size_t count) {
	if (builder->failed || count > VMGL_BUILDER_MAX - builder->count) {
		builder->failed = true;
		return;
	}
	size_t needed = builder->count + ((count + 3) & ~(size_t)3);
	if (needed > builder->capacity) {
		size_t capacity = builder->capacity == 0 ? 1024 : builder->capacity;
		while (capacity < needed)
			capacity *= 2;
		uint8_t *bytes = realloc(builder->bytes, capacity);
		if (bytes == NULL) {
			builder->failed = true;
			return;
		}
		builder->bytes = bytes;
		builder->capacity = capacity;
	}
	memset(builder->bytes + builder->count, 0, needed - builder->count);
	if (count != 0)
		memcpy(builder->bytes + builder->count, data, count);
	builder->count = needed;
}

/* A word with the length, then the text, padded. */
static inline void vmgl_build_text(struct vmgl_builder *builder, const char *text, size_t count) {
	uint32_t bytes = (uint32_t)count;
	vmgl_build(builder, &bytes, sizeof bytes);
	vmgl_build(builder, text, count);
}

/* Replies what was built as one array, and frees it. */
static inline void vmgl_build_reply(struct vmgl_host_context *ctx, struct vmgl_builder *builder) {
	vmgl_reply_array(ctx, builder->bytes, builder->failed ? 0 : builder->count);
	free(builder->bytes);
	*builder = (struct vmgl_builder){0};
}

#endif
