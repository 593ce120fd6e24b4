/* Which bytes of application memory a draw reads, and how they travel. Pure arithmetic, apart from GL and
 * streams, so that it can be tested alone. */
#ifndef VMGL_GUEST_CLIENT_DRAW_H
#define VMGL_GUEST_CLIENT_DRAW_H

#include "wire/arrays.h"
#include "wire/command.h"

/* One array as its pointer call described it. */
struct vmgl_draw_source {
	const uint8_t *address;
	uint32_t stride, bytes; /* of one element */
	uint32_t divisor;
	struct vmgl_client_array array; /* stride and offset are filled in by the layout */
};

/* A stretch of memory that travels in one piece: one array, or several that are interleaved. */
struct vmgl_draw_region {
	const uint8_t *address; /* of element 0 */
	uint32_t stride;        /* in application memory */
	uint32_t span;          /* bytes of an element that are used */
	uint32_t travel_stride; /* on the wire; smaller than `stride` when elements are picked out */
	uint32_t divisor;
	uint64_t first, count; /* elements */
	uint64_t offset, size; /* in the command's data; size is padded to 8 */
};

struct vmgl_draw_layout {
	unsigned regions, arrays;
	uint64_t data_bytes;
	struct vmgl_draw_region region[VMGL_ARRAY_COUNT];
	struct vmgl_client_array array[VMGL_ARRAY_COUNT];
};

/* What draws read. */
struct vmgl_draw_extent {
	uint64_t first, count;     /* vertices from `first` on; of several ranges, their number in all */
	bool ranges;               /* several */
	const uint32_t *instances; /* of each draw: their number, and the base instance (vmgl_instance_range()) */
	size_t draws;
};

/* Sorts `sources` by address and lays out what is read of them. False when that is more than fits into 4 GiB. */
bool vmgl_draw_lay_out(struct vmgl_draw_source *sources, unsigned source_count, const struct vmgl_draw_extent *extent,
					   struct vmgl_draw_layout *layout);

/* Bytes of the region that are read in one piece (elements that are not picked out). */
static inline uint64_t vmgl_region_bytes(const struct vmgl_draw_region *region) {
	return region->count ? (region->count - 1) * region->travel_stride + region->span : 0;
}

#endif
