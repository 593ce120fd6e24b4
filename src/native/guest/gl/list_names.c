#include "guest/gl/list_names.h"

#include <stdlib.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

struct vmgl_lists {
	struct range *ranges; /* ascending, with a gap after each */
	size_t count, capacity;
};

struct vmgl_lists *vmgl_list_names_create(void) {
	return calloc(1, sizeof(struct vmgl_lists));
}

void vmgl_list_names_destroy(struct vmgl_lists *lists) {
	if (lists == NULL)
		return;
	free(lists->ranges);
	free(lists);
}

/* The first range that ends at `name` or later; lists->count when there is none. */
static size_t range_at(const struct vmgl_lists *lists, uint32_t name) {
	size_t low = 0, high = lists->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (lists->ranges[middle].last < name)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool insert(struct vmgl_lists *lists, size_t at, struct range range) {
	if (lists->count == lists->capacity) {
		size_t capacity = lists->capacity == 0 ? 16 : lists->capacity * 2;
		struct range *ranges = realloc(lists->ranges, capacity * sizeof *ranges);
		if (ranges == NULL)
			return false;
		lists->ranges = ranges;
		lists->capacity = capacity;
	}
	memmove(&lists->ranges[at + 1], &lists->ranges[at], (lists->count - at) * sizeof *lists->ranges);
	lists->ranges[at] = range;
	lists->count++;
	return true;
}

static void erase(struct vmgl_lists *lists, size_t at, size_t count) {
	memmove(&lists->ranges[at], &lists->ranges[at + count], (lists->count - at - count) * sizeof *lists->ranges);
	lists->count -= count;
}

/* Adds a range that is free, merging it with its neighbours; `at` is where it belongs. */
static bool add(struct vmgl_lists *lists, size_t at, struct range range) {
	bool joins_left = at > 0 && lists->ranges[at - 1].last + 1 == range.first;
	bool joins_right = at < lists->count && range.last + 1 == lists->ranges[at].first;
	if (joins_left && joins_right) {
		lists->ranges[at - 1].last = lists->ranges[at].last;
		erase(lists, at, 1);
	} else if (joins_left) {
		lists->ranges[at - 1].last = range.last;
	} else if (joins_right) {
		lists->ranges[at].first = range.first;
	} else {
		return insert(lists, at, range);
	}
	return true;
}

uint32_t vmgl_lists_take(struct vmgl_lists *lists, uint32_t count) {
	uint32_t first = 1;
	size_t at = 0;
	while (at < lists->count && lists->ranges[at].first - first < count) {
		if (lists->ranges[at].last == UINT32_MAX)
			return 0;
		first = lists->ranges[at].last + 1;
		at++;
	}
	if (count == 0 || UINT32_MAX - first < count - 1)
		return 0;
	return add(lists, at, (struct range){first, first + count - 1}) ? first : 0;
}

bool vmgl_lists_has(const struct vmgl_lists *lists, uint32_t name) {
	size_t at = range_at(lists, name);
	return name != 0 && at < lists->count && lists->ranges[at].first <= name;
}

void vmgl_lists_use(struct vmgl_lists *lists, uint32_t name) {
	if (name != 0 && !vmgl_lists_has(lists, name))
		add(lists, range_at(lists, name), (struct range){name, name});
}

void vmgl_lists_release(struct vmgl_lists *lists, uint32_t first, uint32_t count) {
	if (count == 0)
		return;
	uint32_t last = UINT32_MAX - first < count - 1 ? UINT32_MAX : first + count - 1;
	size_t at = range_at(lists, first);
	while (at < lists->count && lists->ranges[at].first <= last) {
		struct range old = lists->ranges[at];
		if (old.first < first && old.last > last) {
			/* Out of memory leaves the second half unused, which at worst takes its names again. */
			lists->ranges[at].last = first - 1;
			insert(lists, at + 1, (struct range){last + 1, old.last});
			return;
		}
		if (old.first < first) {
			lists->ranges[at].last = first - 1;
			at++;
		} else if (old.last > last) {
			lists->ranges[at].first = last + 1;
			return;
		} else {
			erase(lists, at, 1);
		}
	}
}
