/* A hash map from 32-bit keys to pointer-sized values: open addressing, linear probing. Not thread-safe.
 * A zeroed struct is an empty map. */
#ifndef VMGL_WIRE_MAP_H
#define VMGL_WIRE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vmgl_map {
	struct vmgl_map_slot *slots;
	size_t capacity; /* a power of two, or 0 */
	size_t count;    /* keys in use */
	size_t filled;   /* keys in use or deleted */
};

/* The value's address, NULL when the key is absent. Valid until the next put. */
uintptr_t *vmgl_map_find(const struct vmgl_map *map, uint32_t key);
/* Adds or replaces; false when out of memory. */
bool vmgl_map_put(struct vmgl_map *map, uint32_t key, uintptr_t value);
/* True when the key was there. */
bool vmgl_map_remove(struct vmgl_map *map, uint32_t key);
/* Calls `visit` with every value; the map must not change meanwhile. */
void vmgl_map_each(const struct vmgl_map *map, void (*visit)(uintptr_t value));
void vmgl_map_free(struct vmgl_map *map);

#endif
