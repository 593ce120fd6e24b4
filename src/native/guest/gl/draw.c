/* Draws. With every array in a buffer they are forwarded as they are. Arrays and indices in application
 * memory travel with the draw, in one command: the range of vertices that it uses, and nothing else. */
#include <stdlib.h>
#include <string.h>

#include "gen/commands.h"
#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "gen/opcodes.h"
#include "guest/gl/buffers.h"
#include "guest/gl/client_draw.h"
#include "guest/gl/lists.h"
#include "guest/gl/vertex_arrays.h"

struct draw {
	GLenum mode, type; /* type 0: without indices */
	GLint first;
	GLsizei count, instances;
	GLuint call; /* as `instanced` of vmglDrawClient: wire/arrays.h */
	GLint base_vertex;
	GLuint base_instance;
	const void *indices;
};

/* As it travels. */
struct vertex_range {
	uint32_t first, count;
};

/* What every draw does first. `plain`: no array in application memory. */
static inline bool plain(const struct vmgl_context *ctx) {
	return __builtin_expect(vmgl_arrays_client(ctx->vertex->vao) == 0, 1);
}

static inline void prepare(struct vmgl_context *ctx) {
	vmgl_maps_commit(ctx);
	vmgl_order(ctx);
	vmgl_arrays_send(ctx);
}

/* Elements one by one, with what makes them as long as they travel between them. */
static void send_elements(struct vmgl_stream *stream, const struct vmgl_draw_region *region, uint64_t first,
						  uint64_t count, bool last) {
	static const uint8_t zeros[8];
	const uint32_t gap = region->travel_stride - region->span; /* below 4 */
	const uint8_t *from = region->address + first * region->stride;
	for (uint64_t i = 0; i < count; i++, from += region->stride) {
		vmgl_stream_piece(stream, from, region->span);
		if (!last || i + 1 < count)
			vmgl_stream_piece(stream, zeros, gap);
	}
}

/* `ranges` of vertices, if there are several; else what the region says. */
static void send_region(struct vmgl_stream *stream, const struct vmgl_draw_region *region,
						const struct vertex_range *ranges, size_t range_count) {
	if (range_count > 1 && !region->divisor)
		for (size_t i = 0; i < range_count; i++)
			send_elements(stream, region, ranges[i].first, ranges[i].count, i + 1 == range_count);
	else if (region->travel_stride == region->stride) {
		vmgl_stream_array(stream, region->address + region->first * region->stride, (size_t)vmgl_region_bytes(region));
		return;
	} else
		send_elements(stream, region, region->first, region->count, true);
	vmgl_stream_pieces_end(stream, (size_t)vmgl_region_bytes(region));
}

/* Where the client arrays that are enabled have what is read. false: too much for memory, said as a GL error. */
static bool lay_out(struct vmgl_context *ctx, const struct vmgl_draw_extent *extent, struct vmgl_draw_layout *layout) {
	const struct vmgl_vao *vao = ctx->vertex->vao;
	struct vmgl_draw_source sources[VMGL_ARRAY_COUNT];
	unsigned count = 0;
	for (uint64_t left = vmgl_arrays_client(vao); left; left &= left - 1) {
		unsigned slot = (unsigned)__builtin_ctzll(left);
		const struct vmgl_array_format *array = &vao->arrays[slot];
		sources[count++] = (struct vmgl_draw_source){
			.address = array->pointer,
			.stride = (uint32_t)vao->bindings[slot].stride,
			.bytes = array->bytes,
			.divisor = vao->sources.divisor[slot],
			.array = {.slot = (uint8_t)slot, .flags = array->flags, .size = array->size, .type = array->type},
		};
	}
	if (vmgl_draw_lay_out(sources, count, extent, layout))
		return true;
	vmgl_error(ctx, GL_OUT_OF_MEMORY);
	return false;
}

static void send_client(struct vmgl_context *ctx, const struct draw *draw, uint64_t enabled, uint64_t first,
						uint64_t vertices, const struct vmgl_draw_layout *layout) {
	const size_t fixed = sizeof(struct vmgl_cmd_vmglDrawClient);
	uint64_t index_bytes = draw->indices ? (uint64_t)draw->count * vmgl_index_bytes(draw->type) : 0;
	const uint64_t array_bytes = layout->arrays * sizeof layout->array[0];
	const uint64_t total = fixed + array_bytes + VMGL_PAD8(index_bytes) + layout->data_bytes;
	if (total > VMGL_ARRAY_MAX) {
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return;
	}
	struct vmgl_stream *stream = &ctx->stream;
	struct vmgl_cmd_vmglDrawClient *cmd = vmgl_stream_begin(stream, VMGL_OP_vmglDrawClient, fixed, total);
	cmd->mode = draw->mode;
	cmd->count = draw->count;
	cmd->type = draw->type;
	cmd->instanced = draw->call;
	cmd->instances = draw->instances;
	cmd->basevertex = draw->base_vertex;
	cmd->baseinstance = draw->base_instance;
	cmd->first = (int32_t)(uint32_t)first;
	cmd->vertices = (uint32_t)vertices;
	cmd->arrayWords = (uint32_t)(array_bytes / 4);
	cmd->indexBytes = (uint32_t)index_bytes;
	cmd->dataBytes = (uint32_t)layout->data_bytes;
	cmd->arrays_bytes = (uint32_t)array_bytes;
	cmd->indices_bytes = draw->indices ? (uint32_t)index_bytes : VMGL_NULL_ARRAY;
	cmd->data_bytes = layout->arrays ? (uint32_t)layout->data_bytes : VMGL_NULL_ARRAY;
	cmd->enabled = enabled;
	vmgl_stream_array(stream, layout->array, array_bytes);
	if (draw->indices)
		vmgl_stream_array(stream, draw->indices, (size_t)index_bytes);
	for (unsigned i = 0; i < layout->regions; i++)
		send_region(stream, &layout->region[i], NULL, 0);
}

/* A draw that reads application memory. */
static __attribute__((noinline)) void draw_client(struct vmgl_context *ctx, struct draw draw) {
	struct vmgl_vao *vao = ctx->vertex->vao;
	struct vmgl_draw_layout layout;
	layout.regions = layout.arrays = 0;
	layout.data_bytes = 0;
	const uint32_t index_bytes = vmgl_index_bytes(draw.type);
	uint64_t first = 0, vertices = 0;

	/* Calls that are wrong, empty, or of vertices that are not there go on without data: the driver raises the errors.
	 */
	bool reads =
		draw.count > 0 && draw.instances > 0 && (draw.type == 0 || index_bytes) && (draw.type != 0 || draw.first >= 0);
	if (!reads)
		draw.indices = NULL;
	else if (draw.type == 0) {
		first = (uint64_t)draw.first;
		vertices = (uint64_t)draw.count;
	} else {
		if (vao->element_buffer) {
			draw.indices = vmgl_buffer_content(ctx, vao->element_buffer, (GLintptr)draw.indices,
											   (GLint64)draw.count * index_bytes);
			if (!draw.indices)
				draw.count = 0; /* beyond the end of the buffer: undefined, nothing is drawn */
		} else if (!draw.indices) {
			/* Native GL would crash, unless it finds another error first (in a display list, for one): zeros stand in.
			 */
			static uint32_t zeros[16384];
			if (draw.count > (GLsizei)(sizeof zeros / sizeof *zeros))
				draw.count = 0;
			draw.indices = zeros;
		}
		GLuint restart = 0, lowest, highest;
		bool has_restart = vmgl_restart_index(ctx, draw.type, &restart);
		if (vmgl_index_range(draw.indices, (size_t)draw.count, draw.type, has_restart, restart, &lowest, &highest)) {
			GLint64 from = (GLint64)lowest + draw.base_vertex;
			if (from < 0 || (GLint64)highest + draw.base_vertex > INT32_MAX)
				draw.count = 0; /* no vertex has such a number */
			else {
				first = (uint64_t)from;
				vertices = (uint64_t)highest - lowest + 1;
			}
		}
		if (!draw.count)
			draw.indices = NULL;
	}

	const struct vmgl_draw_extent extent = {
		.first = first,
		.count = vertices,
		.instances = (const uint32_t[]){(uint32_t)draw.instances, draw.base_instance},
		.draws = 1,
	};
	if (vertices && !lay_out(ctx, &extent, &layout))
		return;
	if (draw.type == 0) {
		first = (uint32_t)draw.first; /* also where it is wrong */
		vertices = reads ? vertices : 0;
	}
	vmgl_maps_commit(ctx);
	vmgl_order(ctx);
	uint64_t enabled = vmgl_arrays_enabled(vao);
	send_client(ctx, &draw, enabled, first, vertices, &layout);
	vao->sent = enabled;
}

/* Without indices. */

void vmgl_guest_glDrawArrays(struct vmgl_context *ctx, GLenum mode, GLint first, GLsizei count) {
	if (plain(ctx)) {
		vmgl_arrays_send(ctx);
		vmgl_enc_glDrawArrays(ctx, mode, first, count);
	} else
		draw_client(ctx, (struct draw){.mode = mode, .first = first, .count = count, .instances = 1});
}

void vmgl_guest_glDrawArraysInstanced(struct vmgl_context *ctx, GLenum mode, GLint first, GLsizei count,
									  GLsizei instances) {
	if (plain(ctx)) {
		vmgl_arrays_send(ctx);
		vmgl_enc_glDrawArraysInstanced(ctx, mode, first, count, instances);
	} else
		draw_client(
			ctx,
			(struct draw){
				.mode = mode, .first = first, .count = count, .call = VMGL_CALL_INSTANCED, .instances = instances});
}

void vmgl_guest_glDrawArraysInstancedBaseInstance(struct vmgl_context *ctx, GLenum mode, GLint first, GLsizei count,
												  GLsizei instances, GLuint base_instance) {
	if (plain(ctx)) {
		vmgl_arrays_send(ctx);
		vmgl_enc_glDrawArraysInstancedBaseInstance(ctx, mode, first, count, instances, base_instance);
	} else
		draw_client(ctx, (struct draw){.mode = mode,
									   .first = first,
									   .count = count,
									   .call = VMGL_CALL_BASE_INSTANCE,
									   .instances = instances,
									   .base_instance = base_instance});
}

/* A multi draw that reads application memory. */
struct multi_draw {
	GLenum mode, type; /* type 0: without indices */
	GLsizei draws;
	const GLsizei *counts; /* none is negative */
	const GLint *firsts;   /* without indices */
	const void *const *indices;
	const GLint *base_vertices; /* or NULL */
	const GLuint *per_draw;     /* of an indirect call: instances and base instance of each draw; else NULL */
};

/* What is found out about it. */
struct multi_plan {
	GLint *starts;               /* of each draw, as they travel */
	struct vertex_range *ranges; /* in order and apart, when all is known */
	size_t range_count;
	uint64_t used; /* vertices of all draws */
	uint8_t *indices;
	uint64_t index_bytes;
	bool spread; /* several ranges travel */
};

/* The vertices of a draw. false: none has such a number. */
static bool add_range(struct multi_plan *plan, GLint64 lowest, GLint64 highest) {
	if (lowest < 0 || highest > INT32_MAX)
		return false;
	const uint32_t count = (uint32_t)(highest - lowest + 1);
	plan->ranges[plan->range_count++] = (struct vertex_range){(uint32_t)lowest, count};
	plan->used += count;
	return true;
}

/* Copies the indices of all draws one after the other, and looks at the vertices that they name. false: there is no
 * memory for them, some are where nothing can be read, or name no vertex. */
static bool gather_indices(struct vmgl_context *ctx, const struct multi_draw *multi, struct multi_plan *plan) {
	const GLuint buffer = ctx->vertex->vao->element_buffer;
	const uint32_t index_bytes = vmgl_index_bytes(multi->type);
	plan->indices = malloc((size_t)plan->index_bytes + 1);
	size_t at = 0;
	GLuint restart = 0, lowest, highest;
	bool has_restart = vmgl_restart_index(ctx, multi->type, &restart);
	for (GLsizei i = 0; plan->indices && i < multi->draws; i++) {
		const size_t size = (size_t)multi->counts[i] * index_bytes;
		plan->starts[i] = (GLint)at;
		if (!size)
			continue;
		const void *from =
			buffer ? vmgl_buffer_content(ctx, buffer, (GLintptr)multi->indices[i], (GLint64)size) : multi->indices[i];
		if (!from)
			return false;
		memcpy(plan->indices + at, from, size);
		if (vmgl_index_range(plan->indices + at, (size_t)multi->counts[i], multi->type, has_restart, restart, &lowest,
							 &highest)) {
			const GLint base = multi->base_vertices ? multi->base_vertices[i] : 0;
			if (!add_range(plan, (GLint64)lowest + base, (GLint64)highest + base))
				return false;
		}
		at += size;
	}
	return plan->indices != NULL;
}

static bool gather_firsts(const struct multi_draw *multi, struct multi_plan *plan) {
	for (GLsizei i = 0; i < multi->draws; i++) {
		plan->starts[i] = multi->firsts[i];
		if (multi->counts[i] && !add_range(plan, multi->firsts[i], (GLint64)multi->firsts[i] + multi->counts[i] - 1))
			return false;
	}
	return true;
}

static int by_first(const void *a, const void *b) {
	const struct vertex_range *one = a, *other = b;
	return one->first < other->first ? -1 : one->first > other->first;
}

/* Bytes that a vertex takes where the renderer spreads ranges. */
static uint64_t spread_bytes(const struct vmgl_vao *vao) {
	uint64_t bytes = 0;
	for (uint64_t left = vmgl_arrays_client(vao); left; left &= left - 1) {
		const unsigned slot = (unsigned)__builtin_ctzll(left);
		if (!vao->sources.divisor[slot])
			bytes += vmgl_spread_bytes(vao->arrays[slot].bytes);
	}
	return bytes;
}

/* Puts the ranges in order: one from the lowest to the highest vertex, unless those between are most of it. false: the
 * renderer would need too much memory for them. */
static bool order_ranges(const struct vmgl_vao *vao, struct multi_plan *plan) {
	struct vertex_range *ranges = plan->ranges;
	if (plan->range_count < 2)
		return true;
	qsort(ranges, plan->range_count, sizeof *ranges, by_first);
	size_t last = 0;
	for (size_t i = 1; i < plan->range_count; i++) {
		const uint64_t end = (uint64_t)ranges[i].first + ranges[i].count;
		if (ranges[i].first > (uint64_t)ranges[last].first + ranges[last].count)
			ranges[++last] = ranges[i];
		else if (end > (uint64_t)ranges[last].first + ranges[last].count)
			ranges[last].count = (uint32_t)(end - ranges[last].first);
	}
	plan->range_count = last + 1;
	const uint64_t span = (uint64_t)ranges[last].first + ranges[last].count - ranges[0].first;
	const uint64_t each = spread_bytes(vao);
	plan->spread = last > 0 && each > 0 && span > 4 * plan->used + 65536;
	if (plan->spread)
		return span <= VMGL_SPREAD_MAX / each;
	ranges[0].count = (uint32_t)span;
	plan->range_count = 1;
	return true;
}

static void send_multi(struct vmgl_context *ctx, const struct multi_draw *multi, const struct multi_plan *plan,
					   const struct vmgl_draw_layout *layout) {
	const size_t fixed = sizeof(struct vmgl_cmd_vmglMultiDrawClient);
	const uint64_t list_bytes = (uint64_t)multi->draws * 4, array_bytes = layout->arrays * sizeof layout->array[0];
	const uint64_t range_bytes = plan->spread ? plan->range_count * sizeof plan->ranges[0] : 0;
	const uint64_t total = fixed + (multi->base_vertices ? 3 : 2) * VMGL_PAD8(list_bytes) +
						   (multi->per_draw ? 2 * list_bytes : 0) + range_bytes + array_bytes +
						   VMGL_PAD8(plan->index_bytes) + layout->data_bytes;
	if (total > VMGL_ARRAY_MAX) {
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return;
	}
	vmgl_maps_commit(ctx);
	vmgl_order(ctx);
	const uint64_t enabled = vmgl_arrays_enabled(ctx->vertex->vao);
	const bool reads = plan->range_count != 0;
	const struct vertex_range *first = plan->ranges, *last = reads ? &plan->ranges[plan->range_count - 1] : first;
	struct vmgl_stream *stream = &ctx->stream;
	struct vmgl_cmd_vmglMultiDrawClient *cmd = vmgl_stream_begin(stream, VMGL_OP_vmglMultiDrawClient, fixed, total);
	cmd->mode = multi->mode;
	cmd->type = multi->type;
	cmd->drawcount = multi->draws;
	cmd->first = reads ? (int32_t)first->first : 0;
	cmd->vertices = reads ? last->first + last->count - first->first : 0;
	cmd->enabled = enabled;
	cmd->rangeWords = (uint32_t)(range_bytes / 4);
	cmd->arrayWords = (uint32_t)(array_bytes / 4);
	cmd->indexBytes = (uint32_t)plan->index_bytes;
	cmd->dataBytes = (uint32_t)layout->data_bytes;
	cmd->counts_bytes = cmd->starts_bytes = (uint32_t)list_bytes;
	cmd->basevertices_bytes = multi->base_vertices ? (uint32_t)list_bytes : VMGL_NULL_ARRAY;
	cmd->perDraw_bytes = multi->per_draw ? (uint32_t)(2 * list_bytes) : VMGL_NULL_ARRAY;
	cmd->ranges_bytes = plan->spread ? (uint32_t)range_bytes : VMGL_NULL_ARRAY;
	cmd->arrays_bytes = (uint32_t)array_bytes;
	cmd->indices_bytes = plan->indices ? (uint32_t)plan->index_bytes : VMGL_NULL_ARRAY;
	cmd->data_bytes = layout->arrays ? (uint32_t)layout->data_bytes : VMGL_NULL_ARRAY;
	vmgl_stream_array(stream, multi->counts, (size_t)list_bytes);
	vmgl_stream_array(stream, plan->starts, (size_t)list_bytes);
	if (multi->base_vertices)
		vmgl_stream_array(stream, multi->base_vertices, (size_t)list_bytes);
	if (multi->per_draw)
		vmgl_stream_array(stream, multi->per_draw, (size_t)(2 * list_bytes));
	if (plan->spread)
		vmgl_stream_array(stream, plan->ranges, (size_t)range_bytes);
	vmgl_stream_array(stream, layout->array, (size_t)array_bytes);
	if (plan->indices)
		vmgl_stream_array(stream, plan->indices, (size_t)plan->index_bytes);
	for (unsigned i = 0; i < layout->regions; i++)
		send_region(stream, &layout->region[i], plan->ranges, plan->range_count);
	ctx->vertex->vao->sent = enabled;
}

/* Several draws that are none, for their errors. */
static void draw_nothing(struct vmgl_context *ctx, GLenum mode, GLenum type) {
	draw_client(ctx, (struct draw){.mode = mode, .type = type, .instances = 1});
}

/* In one command, so that gl_DrawID counts. false: better each draw for itself, because it is wrong in a way that
 * single draws find, or because its vertices are too far apart. */
static __attribute__((noinline)) bool multi_draw_client(struct vmgl_context *ctx, const struct multi_draw *multi) {
	const uint32_t index_bytes = vmgl_index_bytes(multi->type);
	if (multi->draws == 0)
		draw_nothing(ctx, multi->mode, multi->type);
	if (multi->draws <= 0 || (multi->type && !index_bytes))
		return multi->draws == 0;
	struct multi_plan plan = {0};
	for (GLsizei i = 0; i < multi->draws; i++)
		plan.index_bytes += (uint64_t)multi->counts[i] * index_bytes;
	if (plan.index_bytes > INT32_MAX)
		return false;
	GLint few_starts[32];
	struct vertex_range few_ranges[32];
	const bool few = multi->draws <= 32;
	plan.starts = few ? few_starts : malloc((size_t)multi->draws * sizeof *plan.starts);
	plan.ranges = few ? few_ranges : malloc((size_t)multi->draws * sizeof *plan.ranges);
	bool done = plan.starts && plan.ranges &&
				(multi->type ? gather_indices(ctx, multi, &plan) : gather_firsts(multi, &plan)) &&
				order_ranges(ctx->vertex->vao, &plan);
	if (done) {
		static const uint32_t once[] = {1, 0};
		struct vmgl_draw_layout layout;
		layout.regions = layout.arrays = 0;
		layout.data_bytes = 0;
		struct vmgl_draw_extent extent = {
			.ranges = plan.spread,
			.instances = multi->per_draw ? multi->per_draw : once,
			.draws = multi->per_draw ? (size_t)multi->draws : 1,
		};
		if (plan.range_count)
			extent.first = plan.ranges[0].first;
		for (size_t i = 0; i < plan.range_count; i++)
			extent.count += plan.ranges[i].count;
		if (!plan.range_count || lay_out(ctx, &extent, &layout))
			send_multi(ctx, multi, &plan, &layout);
	}
	free(plan.indices);
	if (!few) {
		free(plan.starts);
		free(plan.ranges);
	}
	return done;
}

/* A negative count anywhere makes the whole call an error. */
static bool counts_ok(struct vmgl_context *ctx, const GLsizei *counts, GLsizei draws) {
	bool ok = draws >= 0 && (counts || draws == 0);
	for (GLsizei i = 0; ok && i < draws; i++)
		ok = counts[i] >= 0;
	if (!ok)
		vmgl_error(ctx, GL_INVALID_VALUE);
	return ok;
}

void vmgl_guest_glMultiDrawArrays(struct vmgl_context *ctx, GLenum mode, const GLint *first, const GLsizei *count,
								  GLsizei draws) {
	if (plain(ctx)) {
		vmgl_arrays_send(ctx);
		vmgl_enc_glMultiDrawArrays(ctx, mode, first, count, draws);
		return;
	}
	if (!first || !counts_ok(ctx, count, draws))
		return;
	const struct multi_draw multi = {.mode = mode, .draws = draws, .counts = count, .firsts = first};
	if (multi_draw_client(ctx, &multi))
		return;
	for (GLsizei i = 0; i < draws; i++)
		draw_client(ctx, (struct draw){.mode = mode, .first = first[i], .count = count[i], .instances = 1});
}

/* How many vertices there are only the renderer knows; arrays without a buffer supply nothing. */
void vmgl_guest_glDrawTransformFeedback(struct vmgl_context *ctx, GLenum mode, GLuint id) {
	vmgl_arrays_send(ctx);
	vmgl_enc_glDrawTransformFeedback(ctx, mode, id);
}

void vmgl_guest_glDrawTransformFeedbackInstanced(struct vmgl_context *ctx, GLenum mode, GLuint id, GLsizei instances) {
	vmgl_arrays_send(ctx);
	vmgl_enc_glDrawTransformFeedbackInstanced(ctx, mode, id, instances);
}

void vmgl_guest_glDrawTransformFeedbackStream(struct vmgl_context *ctx, GLenum mode, GLuint id, GLuint stream) {
	vmgl_arrays_send(ctx);
	vmgl_enc_glDrawTransformFeedbackStream(ctx, mode, id, stream);
}

void vmgl_guest_glDrawTransformFeedbackStreamInstanced(struct vmgl_context *ctx, GLenum mode, GLuint id, GLuint stream,
													   GLsizei instances) {
	vmgl_arrays_send(ctx);
	vmgl_enc_glDrawTransformFeedbackStreamInstanced(ctx, mode, id, stream, instances);
}

/* With indices. */

/* Everything is in buffers. The core profile has no indices in application memory, but Mesa reads them there
 * all the same; what cannot be an address is for the renderer to refuse. */
static inline bool plain_elements(const struct vmgl_context *ctx, const void *indices) {
	return plain(ctx) &&
		   (ctx->vertex->vao->element_buffer || (ctx->api == VMGL_API_GL_CORE && (uintptr_t)indices < 65536));
}

void vmgl_guest_glDrawElements(struct vmgl_context *ctx, GLenum mode, GLsizei count, GLenum type, const void *indices) {
	if (plain_elements(ctx, indices)) {
		prepare(ctx);
		vmgl_enc_vmglDrawElements(ctx, mode, count, type, (uintptr_t)indices);
	} else
		draw_client(
			ctx, (struct draw){
					 .mode = mode, .type = type ? type : GL_FLOAT, .count = count, .instances = 1, .indices = indices});
}

/* The rest of the family: by kind where everything is in buffers. */
static void elements(struct vmgl_context *ctx, enum vmgl_draw_kind kind, GLenum mode, GLuint start, GLuint end,
					 GLsizei count, GLenum type, const void *indices, GLsizei instances, GLint base_vertex,
					 GLuint base_instance) {
	if (plain_elements(ctx, indices)) {
		prepare(ctx);
		vmgl_enc_vmglDrawElementsMore(ctx, kind, mode, start, end, count, type, (uintptr_t)indices, instances,
									  base_vertex, base_instance);
	} else if (end < start)
		vmgl_error(ctx, GL_INVALID_VALUE);
	else /* [start, end] is a hint, and programs get it wrong: the indices themselves are looked at */
		draw_client(ctx, (struct draw){.mode = mode,
									   .type = type ? type : GL_FLOAT,
									   .count = count,
									   .call = kind + 1u,
									   .instances = instances,
									   .base_vertex = base_vertex,
									   .base_instance = base_instance,
									   .indices = indices});
}

void vmgl_guest_glDrawRangeElements(struct vmgl_context *ctx, GLenum mode, GLuint start, GLuint end, GLsizei count,
									GLenum type, const void *indices) {
	elements(ctx, VMGL_DRAW_RANGE, mode, start, end, count, type, indices, 1, 0, 0);
}

void vmgl_guest_glDrawElementsBaseVertex(struct vmgl_context *ctx, GLenum mode, GLsizei count, GLenum type,
										 const void *indices, GLint base_vertex) {
	elements(ctx, VMGL_DRAW_BASE_VERTEX, mode, 0, 0, count, type, indices, 1, base_vertex, 0);
}

void vmgl_guest_glDrawRangeElementsBaseVertex(struct vmgl_context *ctx, GLenum mode, GLuint start, GLuint end,
											  GLsizei count, GLenum type, const void *indices, GLint base_vertex) {
	elements(ctx, VMGL_DRAW_RANGE_BASE_VERTEX, mode, start, end, count, type, indices, 1, base_vertex, 0);
}

void vmgl_guest_glDrawElementsInstanced(struct vmgl_context *ctx, GLenum mode, GLsizei count, GLenum type,
										const void *indices, GLsizei instances) {
	elements(ctx, VMGL_DRAW_INSTANCED, mode, 0, 0, count, type, indices, instances, 0, 0);
}

void vmgl_guest_glDrawElementsInstancedBaseVertex(struct vmgl_context *ctx, GLenum mode, GLsizei count, GLenum type,
												  const void *indices, GLsizei instances, GLint base_vertex) {
	elements(ctx, VMGL_DRAW_INSTANCED_BASE_VERTEX, mode, 0, 0, count, type, indices, instances, base_vertex, 0);
}

void vmgl_guest_glDrawElementsInstancedBaseInstance(struct vmgl_context *ctx, GLenum mode, GLsizei count, GLenum type,
													const void *indices, GLsizei instances, GLuint base_instance) {
	elements(ctx, VMGL_DRAW_INSTANCED_BASE_INSTANCE, mode, 0, 0, count, type, indices, instances, 0, base_instance);
}

void vmgl_guest_glDrawElementsInstancedBaseVertexBaseInstance(struct vmgl_context *ctx, GLenum mode, GLsizei count,
															  GLenum type, const void *indices, GLsizei instances,
															  GLint base_vertex, GLuint base_instance) {
	elements(ctx, VMGL_DRAW_INSTANCED_BASE_VERTEX_BASE_INSTANCE, mode, 0, 0, count, type, indices, instances,
			 base_vertex, base_instance);
}

static void multi_draw_elements(struct vmgl_context *ctx, GLenum mode, const GLsizei *counts, GLenum type,
								const void *const *indices, GLsizei draws, const GLint *base_vertices) {
	if (!counts_ok(ctx, counts, draws) || (!indices && draws))
		return;
	if (!plain_elements(ctx, draws ? indices[0] : NULL)) {
		const struct multi_draw multi = {.mode = mode,
										 .type = type ? type : GL_FLOAT,
										 .draws = draws,
										 .counts = counts,
										 .indices = indices,
										 .base_vertices = base_vertices};
		if (multi_draw_client(ctx, &multi))
			return;
		for (GLsizei i = 0; i < draws; i++)
			draw_client(ctx, (struct draw){.mode = mode,
										   .type = type ? type : GL_FLOAT,
										   .count = counts[i],
										   .call = base_vertices ? VMGL_DRAW_BASE_VERTEX + 1u : 0,
										   .instances = 1,
										   .base_vertex = base_vertices ? base_vertices[i] : 0,
										   .indices = indices[i]});
		return;
	}
	GLuint64 few[64], *offsets = few;
	if (draws > 64 && !(offsets = malloc((size_t)draws * sizeof *offsets))) {
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return;
	}
	for (GLsizei i = 0; i < draws; i++)
		offsets[i] = (uintptr_t)indices[i];
	prepare(ctx);
	vmgl_enc_vmglMultiDrawElements(ctx, mode, type, draws, counts, offsets, base_vertices);
	if (offsets != few)
		free(offsets);
}

void vmgl_guest_glMultiDrawElements(struct vmgl_context *ctx, GLenum mode, const GLsizei *count, GLenum type,
									const void *const *indices, GLsizei drawcount) {
	multi_draw_elements(ctx, mode, count, type, indices, drawcount, NULL);
}

void vmgl_guest_glMultiDrawElementsBaseVertex(struct vmgl_context *ctx, GLenum mode, const GLsizei *count, GLenum type,
											  const void *const *indices, GLsizei drawcount, const GLint *basevertex) {
	multi_draw_elements(ctx, mode, count, type, indices, drawcount, basevertex);
}

/* GL_IBM_multimode_draw_arrays: a draw for each mode; modes are `stride` bytes apart. */

static GLenum mode_at(const GLenum *modes, GLsizei index, GLint stride) {
	GLenum mode;
	memcpy(&mode, (const uint8_t *)modes + (ptrdiff_t)index * stride, sizeof mode);
	return mode;
}

void vmgl_guest_glMultiModeDrawArraysIBM(struct vmgl_context *ctx, const GLenum *mode, const GLint *first,
										 const GLsizei *count, GLsizei primcount, GLint modestride) {
	for (GLsizei i = 0; i < primcount; i++)
		if (count[i] > 0)
			vmgl_guest_glDrawArrays(ctx, mode_at(mode, i, modestride), first[i], count[i]);
}

void vmgl_guest_glMultiModeDrawElementsIBM(struct vmgl_context *ctx, const GLenum *mode, const GLsizei *count,
										   GLenum type, const void *const *indices, GLsizei primcount,
										   GLint modestride) {
	for (GLsizei i = 0; i < primcount; i++)
		if (count[i] > 0)
			vmgl_guest_glDrawElements(ctx, mode_at(mode, i, modestride), count[i], type, indices[i]);
}

/* Indirect. */

/* Draws one set of indirect parameters directly (OpenGL 4.6 core, section 10.4). */
static void lowered(struct vmgl_context *ctx, GLenum mode, GLenum type, const uint8_t *at) {
	GLuint p[5] = {0};
	memcpy(p, at, type ? 20 : 16);
	if (!type)
		vmgl_guest_glDrawArraysInstancedBaseInstance(ctx, mode, (GLint)p[2], (GLsizei)p[0], (GLsizei)p[1], p[3]);
	else
		vmgl_guest_glDrawElementsInstancedBaseVertexBaseInstance(
			ctx, mode, (GLsizei)p[0], type, (const void *)((uintptr_t)p[2] * vmgl_index_bytes(type)), (GLsizei)p[1],
			(GLint)p[3], p[4]);
}

/* Several sets of parameters, each `stride` bytes after the other, in one call, so that gl_DrawID counts. false: better
 * each draw for itself, as lists compile none. */
static bool in_one(struct vmgl_context *ctx, GLenum mode, GLenum type, const uint8_t *at, GLsizei draws,
				   GLsizei stride) {
	const size_t words = type ? 5 : 4, n = (size_t)draws;
	if (draws < 2 || ctx->api != VMGL_API_GL_COMPAT || vmgl_list_compiling(ctx))
		return false;
	const bool forwarded = plain(ctx) && !ctx->buffers->bound[VMGL_BUFFER_DRAW_INDIRECT];
	GLuint *all = malloc(n * (words + 4) * sizeof *all), *per_draw = all + n * words;
	const void **indices = malloc(n * sizeof *indices);
	GLsizei *counts = (GLsizei *)per_draw + 2 * n;
	GLint *starts = counts + n;
	bool done = all && indices;
	for (size_t i = 0; done && i < n; i++) {
		const GLuint *p = memcpy(all + i * words, at + i * (size_t)stride, words * 4);
		counts[i] = p[1] ? (GLsizei)p[0] : 0;
		starts[i] = (GLint)p[type ? 3 : 2];
		indices[i] = (const void *)((uintptr_t)p[2] * vmgl_index_bytes(type));
		per_draw[2 * i] = p[0] ? p[1] : 0;
		per_draw[2 * i + 1] = p[words - 1];
		done = forwarded || (p[0] <= INT32_MAX && (type || p[2] <= INT32_MAX));
	}
	if (done && forwarded) {
		prepare(ctx);
		vmgl_enc_vmglMultiDrawIndirect(ctx, mode, type, draws, (GLuint)(n * words), all);
	} else if (done) {
		const struct multi_draw multi = {.mode = mode,
										 .type = type,
										 .draws = draws,
										 .counts = counts,
										 .firsts = starts,
										 .indices = indices,
										 .base_vertices = type ? starts : NULL,
										 .per_draw = per_draw};
		done = multi_draw_client(ctx, &multi);
	}
	free(all);
	free(indices);
	return done;
}

/* Every indirect draw. `count_offset` is where the parameter buffer has the number of draws, -1 without one. */
static void indirect(struct vmgl_context *ctx, enum vmgl_indirect_kind kind, GLenum mode, GLenum type,
					 const void *parameters, GLsizei draws, GLsizei stride, GLintptr count_offset) {
	GLuint buffer = ctx->buffers->bound[VMGL_BUFFER_DRAW_INDIRECT];
	const GLsizei bytes = type ? 20 : 16;
	if ((buffer && plain(ctx)) || (!buffer && ctx->api != VMGL_API_GL_COMPAT)) {
		prepare(ctx);
		vmgl_enc_vmglDrawIndirect(ctx, kind, mode, type, (uintptr_t)parameters, draws, stride, count_offset);
		return;
	}
	/* As the driver would say it: the parameters are in application memory, or the vertices are. */
	GLenum error = GL_NO_ERROR;
	if (draws < 0 || stride < 0 || stride % 4)
		error = GL_INVALID_VALUE;
	else if (type && !vmgl_index_bytes(type))
		error = GL_INVALID_ENUM;
	else if (type && !ctx->vertex->vao->element_buffer)
		error = GL_INVALID_OPERATION;
	else if (buffer && (uintptr_t)parameters % 4)
		error = GL_INVALID_VALUE;
	GLuint counted = 0;
	if (error == GL_NO_ERROR && count_offset >= 0) {
		const void *count = vmgl_buffer_content(ctx, ctx->buffers->bound[VMGL_BUFFER_PARAMETER], count_offset, 4);
		if (count)
			memcpy(&counted, count, 4);
		else
			error = GL_INVALID_OPERATION;
		if (counted < (GLuint)draws)
			draws = (GLsizei)counted;
	}
	if (error != GL_NO_ERROR) {
		vmgl_error(ctx, error);
		return;
	}
	if (!stride)
		stride = bytes;
	if (!draws)
		draw_nothing(ctx, mode, type);
	if (!draws || (!buffer && !parameters))
		return;
	const size_t all = (size_t)(draws - 1) * (size_t)stride + (size_t)bytes;
	uint8_t *copy = NULL;
	const uint8_t *at = parameters;
	if (buffer) {
		const void *content = vmgl_buffer_content(ctx, buffer, (GLintptr)parameters, (GLint64)all);
		/* Copied: the draws may look into buffers themselves. */
		if (!content || !(copy = malloc(all))) {
			vmgl_error(ctx, content ? GL_OUT_OF_MEMORY : GL_INVALID_OPERATION);
			return;
		}
		at = memcpy(copy, content, all);
	}
	if (!in_one(ctx, mode, type, at, draws, stride))
		for (GLsizei i = 0; i < draws; i++, at += stride)
			lowered(ctx, mode, type, at);
	free(copy);
}

void vmgl_guest_glDrawArraysIndirect(struct vmgl_context *ctx, GLenum mode, const void *parameters) {
	indirect(ctx, VMGL_INDIRECT_ARRAYS, mode, 0, parameters, 1, 0, -1);
}

void vmgl_guest_glDrawElementsIndirect(struct vmgl_context *ctx, GLenum mode, GLenum type, const void *parameters) {
	indirect(ctx, VMGL_INDIRECT_ELEMENTS, mode, type ? type : GL_FLOAT, parameters, 1, 0, -1);
}

void vmgl_guest_glMultiDrawArraysIndirect(struct vmgl_context *ctx, GLenum mode, const void *parameters,
										  GLsizei drawcount, GLsizei stride) {
	indirect(ctx, VMGL_INDIRECT_MULTI_ARRAYS, mode, 0, parameters, drawcount, stride, -1);
}

void vmgl_guest_glMultiDrawElementsIndirect(struct vmgl_context *ctx, GLenum mode, GLenum type, const void *parameters,
											GLsizei drawcount, GLsizei stride) {
	indirect(ctx, VMGL_INDIRECT_MULTI_ELEMENTS, mode, type ? type : GL_FLOAT, parameters, drawcount, stride, -1);
}

void vmgl_guest_glMultiDrawArraysIndirectCount(struct vmgl_context *ctx, GLenum mode, const void *parameters,
											   GLintptr drawcount, GLsizei maxdrawcount, GLsizei stride) {
	indirect(ctx, VMGL_INDIRECT_MULTI_ARRAYS_COUNT, mode, 0, parameters, maxdrawcount, stride,
			 drawcount < 0 ? 1 : drawcount); /* 1: misaligned, as wrong as negative */
}

void vmgl_guest_glMultiDrawElementsIndirectCount(struct vmgl_context *ctx, GLenum mode, GLenum type,
												 const void *parameters, GLintptr drawcount, GLsizei maxdrawcount,
												 GLsizei stride) {
	indirect(ctx, VMGL_INDIRECT_MULTI_ELEMENTS_COUNT, mode, type ? type : GL_FLOAT, parameters, maxdrawcount, stride,
			 drawcount < 0 ? 1 : drawcount);
}
