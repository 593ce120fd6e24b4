#include "host/session/scratch.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES (256u * 1024)

struct vmgl_scratch_block {
	struct vmgl_scratch_block *next;
	size_t size, used;
	_Alignas(16) uint8_t bytes[];
};

static struct vmgl_scratch_block *add_block(struct vmgl_scratch_arena *arena, size_t bytes) {
	size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
	/* calloc: large blocks come zeroed from the kernel, for nothing. */
	struct vmgl_scratch_block *block = calloc(1, sizeof(*block) + size);
	if (block == NULL)
		return NULL;
	block->size = size;
	block->next = arena->blocks;
	arena->blocks = block;
	return block;
}

void *vmgl_scratch_take(struct vmgl_scratch_arena *arena, uint64_t bytes) {
	if (bytes > arena->limit || arena->limit - bytes < arena->used)
		return NULL;
	size_t padded = ((size_t)bytes + 15) & ~(size_t)15;
	struct vmgl_scratch_block *block = arena->blocks;
	if (block == NULL || block->size - block->used < padded)
		block = add_block(arena, padded);
	if (block == NULL)
		return NULL;
	void *result = block->bytes + block->used;
	block->used += padded;
	arena->used += padded;
	return result;
}

bool vmgl_scratch_owns(const struct vmgl_scratch_arena *arena, const void *data) {
	for (const struct vmgl_scratch_block *block = arena->blocks; block != NULL; block = block->next)
		if ((uintptr_t)data - (uintptr_t)block->bytes < block->used)
			return true;
	return false;
}

void vmgl_scratch_reset(struct vmgl_scratch_arena *arena) {
	if (arena->used == 0)
		return;
	struct vmgl_scratch_block *kept = NULL;
	for (struct vmgl_scratch_block *block = arena->blocks, *next; block != NULL; block = next) {
		next = block->next;
		if (kept == NULL && block->size == BLOCK_BYTES)
			kept = block;
		else
			free(block);
	}
	if (kept != NULL) {
		memset(kept->bytes, 0, kept->used);
		kept->used = 0;
		kept->next = NULL;
	}
	arena->blocks = kept;
	arena->used = 0;
}

void vmgl_scratch_free(struct vmgl_scratch_arena *arena) {
	for (struct vmgl_scratch_block *block = arena->blocks, *next; block != NULL; block = next) {
		next = block->next;
		free(block);
	}
	*arena = (struct vmgl_scratch_arena){0};
}
