#include "wire/map.h"

#include <stdlib.h>

enum slot_state { SLOT_EMPTY, SLOT_USED, SLOT_DELETED };

struct vmgl_map_slot {
	uint32_t key;
	uint32_t state;
	uintptr_t value;
};

static size_t slot_of(uint32_t key, size_t capacity) {
	/* Fibonacci hashing: names come in runs, which the multiplication spreads. */
	return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (capacity - 1);
}

static struct vmgl_map_slot *find(const struct vmgl_map *map, uint32_t key) {
	if (map->capacity == 0)
		return NULL;
	for (size_t i = slot_of(key, map->capacity);; i = (i + 1) & (map->capacity - 1)) {
		struct vmgl_map_slot *slot = &map->slots[i];
		if (slot->state == SLOT_EMPTY)
			return NULL;
		if (slot->state == SLOT_USED && slot->key == key)
			return slot;
	}
}

/* Puts a key that is not there into slots that have room. */
static void insert(struct vmgl_map *map, uint32_t key, uintptr_t value) {
	size_t i = slot_of(key, map->capacity);
	while (map->slots[i].state == SLOT_USED)
		i = (i + 1) & (map->capacity - 1);
	map->filled += map->slots[i].state == SLOT_EMPTY;
	map->count++;
	map->slots[i] = (struct vmgl_map_slot){.key = key, .state = SLOT_USED, .value = value};
}

/* Keeps a quarter of the slots empty, so that probing ends. */
static bool make_room(struct vmgl_map *map) {
	if (map->filled + 1 <= map->capacity / 4 * 3)
		return true;
	size_t capacity = map->capacity == 0 ? 16 : map->capacity;
	if (map->count + 1 > capacity / 2)
		capacity *= 2; /* otherwise only the deleted ones have to go */
	struct vmgl_map grown = {.slots = calloc(capacity, sizeof(*grown.slots)), .capacity = capacity};
	if (grown.slots == NULL)
		return false;
	for (size_t i = 0; i < map->capacity; i++)
		if (map->slots[i].state == SLOT_USED)
			insert(&grown, map->slots[i].key, map->slots[i].value);
	free(map->slots);
	*map = grown;
	return true;
}

uintptr_t *vmgl_map_find(const struct vmgl_map *map, uint32_t key) {
	struct vmgl_map_slot *slot = find(map, key);
	return slot == NULL ? NULL : &slot->value;
}

bool vmgl_map_put(struct vmgl_map *map, uint32_t key, uintptr_t value) {
	struct vmgl_map_slot *slot = find(map, key);
	if (slot != NULL) {
		slot->value = value;
		return true;
	}
	if (!make_room(map))
		return false;
	insert(map, key, value);
	return true;
}

bool vmgl_map_remove(struct vmgl_map *map, uint32_t key) {
	struct vmgl_map_slot *slot = find(map, key);
	if (slot == NULL)
		return false;
	slot->state = SLOT_DELETED;
	map->count--;
	return true;
}

void vmgl_map_each(const struct vmgl_map *map, void (*visit)(uintptr_t value)) {
	for (size_t i = 0; i < map->capacity; i++)
		if (map->slots[i].state == SLOT_USED)
			visit(map->slots[i].value);
}

void vmgl_map_free(struct vmgl_map *map) {
	free(map->slots);
	*map = (struct vmgl_map){0};
}
