/* Draws from application memory: which vertices a draw uses (index scans, primitive restart), which bytes that are
 * (interleaving, gaps, instancing), and where arrays take their data from. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "gen/gl.h"
#include "guest/gl/client_draw.h"
#include "wire/arrays.h"

static uint32_t index_at(const uint8_t *indices, GLenum type, size_t i) {
	uint32_t value = 0;
	memcpy(&value, indices + i * vmgl_index_bytes(type), vmgl_index_bytes(type));
	return value;
}

/* Every length around the vector widths, every alignment, with and without restart, against the plain loop. */
static void scans(void) {
	static uint8_t memory[4 * 300 + 8];
	const GLenum types[] = {GL_UNSIGNED_BYTE, GL_UNSIGNED_SHORT, GL_UNSIGNED_INT};
	srand(7);
	for (unsigned t = 0; t < 3; t++)
		for (size_t count = 0; count < 260; count += count < 70 ? 1 : 37)
			for (unsigned shift = 0; shift < 4; shift++)
				for (unsigned restarts = 0; restarts < 3; restarts++) {
					uint8_t *indices = memory + shift;
					const uint32_t restart = restarts == 2 ? 3 : UINT32_MAX >> (32 - 8 * vmgl_index_bytes(types[t]));
					for (size_t i = 0; i < count; i++) {
						uint32_t value = rand() % 5 == 0 ? restart : (uint32_t)rand();
						memcpy(indices + i * vmgl_index_bytes(types[t]), &value, vmgl_index_bytes(types[t]));
					}
					uint32_t low = UINT32_MAX, high = 0, lowest, highest;
					bool any = false;
					for (size_t i = 0; i < count; i++) {
						uint32_t value = index_at(indices, types[t], i);
						if (restarts && value == restart)
							continue;
						any = true;
						low = value < low ? value : low;
						high = value > high ? value : high;
					}
					CHECK(vmgl_index_range(indices, count, types[t], restarts, restart, &lowest, &highest) == any);
					if (any)
						CHECK(lowest == low && highest == high);
				}
	uint32_t lowest, highest;
	const uint16_t only_restart[] = {0xffff, 0xffff};
	CHECK(!vmgl_index_range(only_restart, 2, GL_UNSIGNED_SHORT, true, 0xffff, &lowest, &highest));
	/* A restart index that the type cannot hold restarts nothing. */
	CHECK(vmgl_index_range(only_restart, 2, GL_UNSIGNED_SHORT, true, 0xffffffff, &lowest, &highest) &&
		  lowest == 0xffff);
	CHECK(!vmgl_index_range(only_restart, 2, GL_FLOAT, false, 0, &lowest, &highest));
}

static void element_sizes(void) {
	CHECK(vmgl_array_element_bytes(3, GL_FLOAT) == 12);
	CHECK(vmgl_array_element_bytes(GL_BGRA, GL_UNSIGNED_BYTE) == 4);
	CHECK(vmgl_array_element_bytes(4, GL_DOUBLE) == 32);
	CHECK(vmgl_array_element_bytes(4, GL_INT_2_10_10_10_REV) == 4);
	CHECK(vmgl_array_element_bytes(2, GL_HALF_FLOAT) == 4);
	CHECK(vmgl_array_element_bytes(5, GL_FLOAT) == 0);
	CHECK(vmgl_array_element_bytes(0, GL_FLOAT) == 0);
	CHECK(vmgl_array_element_bytes(3, GL_RGBA) == 0);
}

static struct vmgl_draw_source source(unsigned slot, const void *address, uint32_t stride, uint32_t bytes,
									  uint32_t divisor) {
	return (struct vmgl_draw_source){
		.address = address, .stride = stride, .bytes = bytes, .divisor = divisor, .array = {.slot = (uint8_t)slot}};
}

static const struct vmgl_client_array *find(const struct vmgl_draw_layout *layout, unsigned slot) {
	for (unsigned i = 0; i < layout->arrays; i++)
		if (layout->array[i].slot == slot)
			return &layout->array[i];
	return NULL;
}

static bool lay_out(struct vmgl_draw_source *sources, unsigned count, uint64_t first, uint64_t vertices,
					uint32_t instances, uint32_t base_instance, struct vmgl_draw_layout *layout) {
	const uint32_t of_draw[] = {instances, base_instance};
	const struct vmgl_draw_extent extent = {.first = first, .count = vertices, .instances = of_draw, .draws = 1};
	return vmgl_draw_lay_out(sources, count, &extent, layout);
}

/* position, color and texture coordinates of one struct travel as one stretch, whatever the order of the calls. */
static void interleaved(void) {
	static const uint8_t memory[1024];
	struct vmgl_draw_source sources[] = {
		source(8, memory + 16, 24, 8, 0),
		source(0, memory, 24, 12, 0),
		source(2, memory + 12, 24, 4, 0),
	};
	struct vmgl_draw_layout layout;
	CHECK(lay_out(sources, 3, 5, 10, 1, 0, &layout));
	CHECK(layout.regions == 1 && layout.arrays == 3);
	const struct vmgl_draw_region *region = &layout.region[0];
	CHECK(region->address == memory && region->stride == 24 && region->travel_stride == 24 && region->span == 24);
	CHECK(region->first == 5 && region->count == 10);
	CHECK(vmgl_region_bytes(region) == 240 && layout.data_bytes == 240);
	CHECK(find(&layout, 0)->offset == 0 && find(&layout, 2)->offset == 12 && find(&layout, 8)->offset == 16);
	CHECK(find(&layout, 8)->stride == 24);
}

static void separate(void) {
	static const float positions[300], colors[400];
	struct vmgl_draw_source sources[] = {source(0, positions, 12, 12, 0), source(2, colors, 16, 16, 0)};
	struct vmgl_draw_layout layout;
	CHECK(lay_out(sources, 2, 0, 3, 1, 0, &layout));
	CHECK(layout.regions == 2);
	CHECK(layout.data_bytes == 40 + 48); /* 36 bytes padded to 8 */
	CHECK(find(&layout, 0)->offset % 8 == 0 && find(&layout, 2)->offset % 8 == 0);
}

/* The same stride, but a whole array apart: two stretches. An element that reaches into the next one is not part of
 * the struct either. */
static void same_stride_apart(void) {
	static const uint8_t memory[4096];
	struct vmgl_draw_source sources[] = {source(0, memory, 16, 16, 0), source(1, memory + 1600, 16, 16, 0)};
	struct vmgl_draw_layout layout;
	CHECK(lay_out(sources, 2, 0, 100, 1, 0, &layout) && layout.regions == 2);
	struct vmgl_draw_source overlap[] = {source(0, memory, 16, 12, 0), source(1, memory + 8, 16, 12, 0)};
	CHECK(lay_out(overlap, 2, 0, 100, 1, 0, &layout) && layout.regions == 2);
}

/* Two elements that are the same bytes (position also used as texture coordinates) travel once. */
static void shared_bytes(void) {
	static const uint8_t memory[4096];
	struct vmgl_draw_source sources[] = {source(0, memory, 12, 12, 0), source(8, memory, 12, 8, 0)};
	struct vmgl_draw_layout layout;
	CHECK(lay_out(sources, 2, 0, 10, 1, 0, &layout));
	CHECK(layout.regions == 1 && layout.data_bytes == 120 && layout.region[0].span == 12);
}

/* Little used of a wide struct: elements are picked out, and the last one is not read beyond its end. */
static void sparse(void) {
	static const uint8_t memory[8192];
	struct vmgl_draw_source sources[] = {source(0, memory, 64, 12, 0)};
	struct vmgl_draw_layout layout;
	CHECK(lay_out(sources, 1, 2, 4, 1, 0, &layout));
	CHECK(layout.region[0].travel_stride == 12 && vmgl_region_bytes(&layout.region[0]) == 48);
	CHECK(find(&layout, 0)->stride == 12);
	struct vmgl_draw_source dense[] = {source(0, memory, 16, 12, 0)};
	CHECK(lay_out(dense, 1, 0, 4, 1, 0, &layout));
	CHECK(layout.region[0].travel_stride == 16 && vmgl_region_bytes(&layout.region[0]) == 60);
	struct vmgl_draw_source bytes[] = {source(4, memory, 8, 1, 0)};
	CHECK(lay_out(bytes, 1, 0, 4, 1, 0, &layout));
	CHECK(layout.region[0].travel_stride == 4 && vmgl_region_bytes(&layout.region[0]) == 13);
}

static void instanced(void) {
	static const uint8_t memory[8192];
	struct vmgl_draw_source sources[] = {source(32, memory, 12, 12, 0), source(33, memory + 4096, 16, 16, 3)};
	struct vmgl_draw_layout layout;
	CHECK(lay_out(sources, 2, 0, 6, 7, 2, &layout));
	CHECK(layout.regions == 2);
	CHECK(layout.region[1].first == 2 && layout.region[1].count == 3); /* instances 0-2, 3-5, 6; from element 2 on */
	struct vmgl_draw_source forever[] = {source(33, memory, 16, 16, UINT32_MAX)};
	CHECK(lay_out(forever, 1, 0, 6, 100, 0, &layout) && layout.region[0].count == 1);
}

/* Several draws: no element is read that none of them needs. */
static void instances_of_several(void) {
	static const uint32_t draws[] = {5, 10, 0, 3, 7, 2, 1, 0};
	uint64_t first, count;
	vmgl_instance_range(draws, 3, 1, &first, &count);
	CHECK(first == 2 && count == 13);
	vmgl_instance_range(draws, 3, 4, &first, &count);
	CHECK(first == 2 && count == 10); /* elements 10 and 11, and 2 and 3 */
	vmgl_instance_range(draws, 4, 100, &first, &count);
	CHECK(first == 0 && count == 11);
	vmgl_instance_range(draws + 2, 1, 1, &first, &count);
	CHECK(first == 0 && count == 0);
	static const uint32_t last[] = {UINT32_MAX, UINT32_MAX};
	vmgl_instance_range(last, 1, 1, &first, &count);
	CHECK(first == UINT32_MAX && count == UINT32_MAX);
}

/* Of several ranges the elements travel without gaps. */
static void ranges(void) {
	static const uint8_t memory[8192];
	struct vmgl_draw_source sources[] = {source(0, memory, 16, 13, 0), source(1, memory + 4096, 16, 12, 1)};
	struct vmgl_draw_layout layout;
	const struct vmgl_draw_extent extent = {
		.count = 6, .ranges = true, .instances = (const uint32_t[]){3, 0}, .draws = 1};
	CHECK(vmgl_draw_lay_out(sources, 2, &extent, &layout) && layout.regions == 2);
	CHECK(find(&layout, 0)->stride == 16 && find(&layout, 1)->stride == 16);
	CHECK(vmgl_region_bytes(&layout.region[0]) == 5 * 16 + 13 && layout.region[1].count == 3);
	struct vmgl_draw_source wide[] = {source(0, memory, 20, 12, 0)};
	CHECK(vmgl_draw_lay_out(wide, 1, &extent, &layout) && layout.region[0].travel_stride == 12);
}

static void too_much(void) {
	static const uint8_t memory[16];
	struct vmgl_draw_source sources[] = {source(0, memory, 2048, 16, 0)};
	struct vmgl_draw_layout layout;
	CHECK(!lay_out(sources, 1, 0, UINT32_MAX, 1, 0, &layout));
}

/* Which arrays have a buffer, through every way in which that can change. */
static void sources_of_arrays(void) {
	struct vmgl_array_sources sources;
	vmgl_sources_init(&sources);
	CHECK(sources.bufferless == UINT64_MAX);
	vmgl_sources_pointer(&sources, 33, 7);
	CHECK(sources.bufferless == ~VMGL_ARRAY_BIT(33));
	vmgl_sources_binding(&sources, 34, 33);
	CHECK(sources.bufferless == ~(VMGL_ARRAY_BIT(33) | VMGL_ARRAY_BIT(34)));
	vmgl_sources_buffer(&sources, 33, 0);
	CHECK(sources.bufferless == UINT64_MAX);
	vmgl_sources_buffer(&sources, 33, 8);
	vmgl_sources_pointer(&sources, 34, 0);
	CHECK(sources.binding[34] == 34 && sources.bufferless == ~VMGL_ARRAY_BIT(33));
	vmgl_sources_pointer(&sources, 0, 8);
	vmgl_sources_deleted(&sources, 8);
	CHECK(sources.bufferless == UINT64_MAX && sources.buffer[0] == 0);
}

int main(void) {
	scans();
	element_sizes();
	interleaved();
	separate();
	same_stride_apart();
	shared_bytes();
	sparse();
	instanced();
	instances_of_several();
	ranges();
	too_much();
	sources_of_arrays();
	return 0;
}
