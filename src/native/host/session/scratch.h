/* Memory for one command: taken in pieces, given back all at once. */
#ifndef VMGL_HOST_SCRATCH_H
#define VMGL_HOST_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vmgl_scratch_block;

/* Zeroed is empty. Not thread-safe. */
struct vmgl_scratch_arena {
	struct vmgl_scratch_block *blocks; /* the current one first */
	uint64_t used;                     /* bytes given out since the last reset */
	uint64_t limit;
};

/* Zeroed, aligned to 16; NULL above the limit or when out of memory. Zero bytes are valid. */
void *vmgl_scratch_take(struct vmgl_scratch_arena *arena, uint64_t bytes);
bool vmgl_scratch_owns(const struct vmgl_scratch_arena *arena, const void *data);
/* Everything taken becomes invalid. Keeps one block of ordinary size for the next command. */
void vmgl_scratch_reset(struct vmgl_scratch_arena *arena);
void vmgl_scratch_free(struct vmgl_scratch_arena *arena);

#endif
