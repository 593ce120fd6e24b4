#include "guest/gl/client_draw.h"

static void sort(struct vmgl_draw_source *sources, unsigned count) {
	for (unsigned i = 1; i < count; i++) {
		struct vmgl_draw_source moved = sources[i];
		unsigned at = i;
		for (; at > 0 && sources[at - 1].address > moved.address; at--)
			sources[at] = sources[at - 1];
		sources[at] = moved;
	}
}

bool vmgl_draw_lay_out(struct vmgl_draw_source *sources, unsigned source_count, const struct vmgl_draw_extent *extent,
					   struct vmgl_draw_layout *layout) {
	sort(sources, source_count);
	layout->regions = layout->arrays = 0;
	layout->data_bytes = 0;
	for (unsigned i = 0; i < source_count; i++) {
		const struct vmgl_draw_source *source = &sources[i];
		struct vmgl_draw_region *region = layout->regions ? &layout->region[layout->regions - 1] : NULL;
		/* Arrays of one stride that lie within one stride of each other are elements of one struct. */
		uint64_t distance = region ? (uint64_t)(source->address - region->address) : 0;
		if (!region || region->stride != source->stride || region->divisor != source->divisor ||
			distance + source->bytes > source->stride) {
			region = &layout->region[layout->regions++];
			*region = (struct vmgl_draw_region){
				.address = source->address,
				.stride = source->stride,
				.divisor = source->divisor,
			};
			distance = 0;
		}
		if (distance + source->bytes > region->span)
			region->span = (uint32_t)distance + source->bytes;
		struct vmgl_client_array *array = &layout->array[layout->arrays++];
		*array = source->array;
		array->stride = layout->regions - 1; /* for now: which region it is in */
		array->offset = (uint32_t)distance;
	}
	for (unsigned i = 0; i < layout->regions; i++) {
		struct vmgl_draw_region *region = &layout->region[i];
		region->first = extent->first;
		region->count = extent->count;
		if (region->divisor)
			vmgl_instance_range(extent->instances, extent->draws, region->divisor, &region->first, &region->count);
		/* Elements of which little is used, or that are of several ranges, are picked out; otherwise one copy is faster
		 * than many. */
		uint32_t tight = (region->span + 3) & ~3u;
		bool picked =
			region->stride == 0 || (uint64_t)tight * 2 <= region->stride || (extent->ranges && !region->divisor);
		region->travel_stride = picked ? tight : region->stride;
		region->offset = layout->data_bytes;
		region->size = VMGL_PAD8(vmgl_region_bytes(region));
		layout->data_bytes += region->size;
		if (layout->data_bytes > UINT32_MAX || region->count > UINT32_MAX)
			return false;
	}
	for (unsigned i = 0; i < layout->arrays; i++) {
		const struct vmgl_draw_region *region = &layout->region[layout->array[i].stride];
		layout->array[i].stride = region->travel_stride;
		layout->array[i].offset += (uint32_t)region->offset;
	}
	return true;
}
