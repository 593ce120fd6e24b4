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

/* What every draw does first. `plain`: no array in application memory. */
static inline bool plain(const struct vmgl_context *ctx) {
	return __builtin_expect(vmgl_arrays_client(ctx->vertex->vao) == 0, 1);
}

static inline void prepare(struct vmgl_context *ctx) {
	vmgl_maps_commit(ctx);
	vmgl_order(ctx);
	vmgl_arrays_send(ctx);
}

static void send_region(struct vmgl_stream *stream, const struct vmgl_draw_region *region) {
	const uint8_t *from = region->address + region->first * region->stride;
	if (region->travel_stride == region->stride) {
		vmgl_stream_array(stream, from, (size_t)vmgl_region_bytes(region));
		return;
	}
	static const uint8_t zeros[8];
	const uint32_t gap = region->travel_stride - region->span; /* below 4 */
	for (uint64_t i = 0; i < region->count; i++, from += region->stride) {
		vmgl_stream_piece(stream, from, region->span);
		if (i + 1 < region->count)
			vmgl_stream_piece(stream, zeros, gap);
	}
	vmgl_stream_pieces_end(stream, (size_t)vmgl_region_bytes(region));
}

/* Where the client arrays that are enabled have these vertices. false: too much for memory, said as a GL error. */
static bool lay_out(struct vmgl_context *ctx, uint64_t first, uint64_t vertices, GLsizei instances,
					GLuint base_instance, struct vmgl_draw_layout *layout) {
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
	if (vmgl_draw_lay_out(sources, count, first, vertices, (uint32_t)instances, base_instance, layout))
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
		send_region(stream, &layout->region[i]);
}

/* A draw that reads application memory. */
static __attribute__((noinline)) void draw_client(struct vmgl_context *ctx, struct draw draw) {
	struct vmgl_vao *vao = ctx->vertex->vao;
	struct vmgl_draw_layout layout;
	layout.regions = layout.arrays = 0;
	layout.data_bytes = 0;
	const uint32_t index_bytes = vmgl_index_bytes(draw.type);
	uint64_t first = 0, vertices = 0;

	/* Wrong calls go on without data, for the driver to raise the error; empty ones too. */
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
				return; /* beyond the end of the buffer: undefined, nothing is drawn */
		} else if (!draw.indices) {
			/* Native GL would crash, unless it finds another error first (in a display list, for one): zeros stand in.
			 */
			static uint32_t zeros[16384];
			if (draw.count > (GLsizei)(sizeof zeros / sizeof *zeros))
				return;
			draw.indices = zeros;
		}
		GLuint restart = 0, lowest, highest;
		bool has_restart = vmgl_restart_index(ctx, draw.type, &restart);
		if (vmgl_index_range(draw.indices, (size_t)draw.count, draw.type, has_restart, restart, &lowest, &highest)) {
			GLint64 from = (GLint64)lowest + draw.base_vertex;
			if (from < 0 || (GLint64)highest + draw.base_vertex > INT32_MAX)
				return; /* no vertex has such a number */
			first = (uint64_t)from;
			vertices = (uint64_t)highest - lowest + 1;
		}
	}

	if (vertices && !lay_out(ctx, first, vertices, draw.instances, draw.base_instance, &layout))
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
};

struct vertex_range {
	GLint64 lowest, highest; /* lowest > highest: none yet */
	uint64_t used;           /* vertices, or indices, of all draws */
};

static void range_add(struct vertex_range *range, GLint64 lowest, GLint64 highest) {
	range->lowest = lowest < range->lowest ? lowest : range->lowest;
	range->highest = highest > range->highest ? highest : range->highest;
}

/* Copies the indices of all draws one after the other, and looks at the vertices that they name. NULL: there is no
 * memory for them, or some are where nothing can be read. */
static uint8_t *gather_indices(struct vmgl_context *ctx, const struct multi_draw *multi, uint64_t bytes, GLint *starts,
							   struct vertex_range *range) {
	const GLuint buffer = ctx->vertex->vao->element_buffer;
	const uint32_t index_bytes = vmgl_index_bytes(multi->type);
	uint8_t *all = malloc((size_t)bytes + 1);
	size_t at = 0;
	GLuint restart = 0, lowest, highest;
	bool has_restart = vmgl_restart_index(ctx, multi->type, &restart);
	for (GLsizei i = 0; all && i < multi->draws; i++) {
		const size_t size = (size_t)multi->counts[i] * index_bytes;
		starts[i] = (GLint)at;
		if (!size)
			continue;
		const void *from =
			buffer ? vmgl_buffer_content(ctx, buffer, (GLintptr)multi->indices[i], (GLint64)size) : multi->indices[i];
		if (!from) {
			free(all);
			return NULL;
		}
		memcpy(all + at, from, size);
		if (vmgl_index_range(all + at, (size_t)multi->counts[i], multi->type, has_restart, restart, &lowest,
							 &highest)) {
			const GLint base = multi->base_vertices ? multi->base_vertices[i] : 0;
			range_add(range, (GLint64)lowest + base, (GLint64)highest + base);
		}
		at += size;
	}
	return all;
}

static void send_multi(struct vmgl_context *ctx, const struct multi_draw *multi, const GLint *starts,
					   const uint8_t *indices, uint64_t index_bytes, const struct vertex_range *range,
					   const struct vmgl_draw_layout *layout) {
	const size_t fixed = sizeof(struct vmgl_cmd_vmglMultiDrawClient);
	const uint64_t list_bytes = (uint64_t)multi->draws * 4, array_bytes = layout->arrays * sizeof layout->array[0];
	const uint64_t total = fixed + (multi->base_vertices ? 3 : 2) * VMGL_PAD8(list_bytes) + array_bytes +
						   VMGL_PAD8(index_bytes) + layout->data_bytes;
	if (total > VMGL_ARRAY_MAX) {
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return;
	}
	vmgl_maps_commit(ctx);
	vmgl_order(ctx);
	const uint64_t enabled = vmgl_arrays_enabled(ctx->vertex->vao);
	const bool reads = range->lowest <= range->highest;
	struct vmgl_stream *stream = &ctx->stream;
	struct vmgl_cmd_vmglMultiDrawClient *cmd = vmgl_stream_begin(stream, VMGL_OP_vmglMultiDrawClient, fixed, total);
	cmd->mode = multi->mode;
	cmd->type = multi->type;
	cmd->drawcount = multi->draws;
	cmd->first = reads ? (int32_t)range->lowest : 0;
	cmd->vertices = reads ? (uint32_t)(range->highest - range->lowest + 1) : 0;
	cmd->enabled = enabled;
	cmd->arrayWords = (uint32_t)(array_bytes / 4);
	cmd->indexBytes = (uint32_t)index_bytes;
	cmd->dataBytes = (uint32_t)layout->data_bytes;
	cmd->counts_bytes = cmd->starts_bytes = (uint32_t)list_bytes;
	cmd->basevertices_bytes = multi->base_vertices ? (uint32_t)list_bytes : VMGL_NULL_ARRAY;
	cmd->arrays_bytes = (uint32_t)array_bytes;
	cmd->indices_bytes = indices ? (uint32_t)index_bytes : VMGL_NULL_ARRAY;
	cmd->data_bytes = layout->arrays ? (uint32_t)layout->data_bytes : VMGL_NULL_ARRAY;
	vmgl_stream_array(stream, multi->counts, (size_t)list_bytes);
	vmgl_stream_array(stream, starts, (size_t)list_bytes);
	if (multi->base_vertices)
		vmgl_stream_array(stream, multi->base_vertices, (size_t)list_bytes);
	vmgl_stream_array(stream, layout->array, (size_t)array_bytes);
	if (indices)
		vmgl_stream_array(stream, indices, (size_t)index_bytes);
	for (unsigned i = 0; i < layout->regions; i++)
		send_region(stream, &layout->region[i]);
	ctx->vertex->vao->sent = enabled;
}

/* In one command, so that gl_DrawID counts. false: better each draw for itself, because it is wrong in a way that
 * single draws find, or because the vertices in between would be most of what travels. */
static __attribute__((noinline)) bool multi_draw_client(struct vmgl_context *ctx, const struct multi_draw *multi) {
	const uint32_t index_bytes = vmgl_index_bytes(multi->type);
	if (multi->draws <= 0 || (multi->type && !index_bytes))
		return multi->draws == 0;
	struct vertex_range range = {.lowest = INT64_MAX, .highest = INT64_MIN};
	for (GLsizei i = 0; i < multi->draws; i++) {
		range.used += (uint64_t)multi->counts[i];
		if (multi->type || !multi->counts[i])
			continue;
		if (multi->firsts[i] < 0)
			return false;
		range_add(&range, multi->firsts[i], (GLint64)multi->firsts[i] + multi->counts[i] - 1);
	}
	const uint64_t bytes = range.used * index_bytes;
	if (bytes > INT32_MAX)
		return false;
	GLint few[64], *starts = multi->draws > 64 ? malloc((size_t)multi->draws * sizeof *starts) : few;
	uint8_t *indices = NULL;
	if (starts && multi->type)
		indices = gather_indices(ctx, multi, bytes, starts, &range);
	else if (starts)
		memcpy(starts, multi->firsts, (size_t)multi->draws * sizeof *starts);
	struct vmgl_draw_layout layout;
	layout.regions = layout.arrays = 0;
	layout.data_bytes = 0;
	const bool reads = range.lowest <= range.highest;
	const uint64_t vertices = reads ? (uint64_t)(range.highest - range.lowest + 1) : 0;
	bool done = starts && (indices || !multi->type) &&
				(!reads || (range.lowest >= 0 && range.highest <= INT32_MAX && vertices <= 4 * range.used + 65536));
	if (done && (!reads || lay_out(ctx, (uint64_t)range.lowest, vertices, 1, 0, &layout)))
		send_multi(ctx, multi, starts, indices, bytes, &range, &layout);
	free(indices);
	if (starts != few)
		free(starts);
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
 * each draw for itself, as instances from application memory have no such call, and lists compile none. */
static bool in_one(struct vmgl_context *ctx, GLenum mode, GLenum type, const uint8_t *at, GLsizei draws,
				   GLsizei stride) {
	const size_t words = type ? 5 : 4;
	if (draws < 2 || ctx->api != VMGL_API_GL_COMPAT || vmgl_list_compiling(ctx))
		return false;
	GLuint *all = malloc((size_t)draws * words * 4);
	const void **indices = malloc((size_t)draws * sizeof *indices);
	GLsizei *lists = malloc((size_t)draws * 2 * sizeof *lists), *counts = lists, *starts = lists + draws;
	bool done = all && indices && lists, single = true;
	for (GLsizei i = 0; done && i < draws; i++) {
		GLuint *p = memcpy(all + (size_t)i * words, at + (size_t)i * (size_t)stride, words * 4);
		single &= p[1] <= 1 && (p[1] == 0 || p[words - 1] == 0) && p[0] <= INT32_MAX && (type || p[2] <= INT32_MAX);
		counts[i] = p[1] ? (GLsizei)p[0] : 0;
		starts[i] = (GLint)p[type ? 3 : 2];
		indices[i] = (const void *)((uintptr_t)p[2] * vmgl_index_bytes(type));
	}
	if (done && plain(ctx) && !ctx->buffers->bound[VMGL_BUFFER_DRAW_INDIRECT]) {
		prepare(ctx);
		vmgl_enc_vmglMultiDrawIndirect(ctx, mode, type, draws, (GLuint)(draws * (GLsizei)words), all);
	} else if (done && single && type) {
		vmgl_guest_glMultiDrawElementsBaseVertex(ctx, mode, counts, type, indices, draws, starts);
	} else if (done && single) {
		vmgl_guest_glMultiDrawArrays(ctx, mode, starts, counts, draws);
	} else {
		done = false;
	}
	free(all);
	free(indices);
	free(lists);
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
