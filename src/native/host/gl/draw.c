/* Draws in the renderer: every one of them first sees to it that the driver reads arrays only from buffers, or
 * from data that came with the draw and was checked against the indices. */
#include <stdlib.h>
#include <string.h>

#include "gen/host/handlers.h"
#include "host/gl/buffers.h"
#include "host/gl/vertex_arrays.h"

#define HAS(function)                                                                                                  \
	if (!VMGL_HAS(ctx, function))                                                                                      \
		return;

void vmgl_host_glDrawArrays(struct vmgl_host_context *ctx, GLenum mode, GLint first, GLsizei count) {
	if (vmgl_host_arrays_ready(ctx, 0))
		ctx->gl->DrawArrays(mode, first, count);
}

void vmgl_host_glDrawArraysInstanced(struct vmgl_host_context *ctx, GLenum mode, GLint first, GLsizei count,
									 GLsizei instances) {
	if (VMGL_HAS(ctx, DrawArraysInstanced) && vmgl_host_arrays_ready(ctx, 0))
		ctx->gl->DrawArraysInstanced(mode, first, count, instances);
}

void vmgl_host_glDrawArraysInstancedBaseInstance(struct vmgl_host_context *ctx, GLenum mode, GLint first, GLsizei count,
												 GLsizei instances, GLuint base_instance) {
	if (VMGL_HAS(ctx, DrawArraysInstancedBaseInstance) && vmgl_host_arrays_ready(ctx, 0))
		ctx->gl->DrawArraysInstancedBaseInstance(mode, first, count, instances, base_instance);
}

void vmgl_host_glMultiDrawArrays(struct vmgl_host_context *ctx, GLenum mode, const GLint *first, size_t first_bytes,
								 const GLsizei *count, size_t count_bytes, GLsizei draws) {
	(void)first_bytes, (void)count_bytes;
	if (VMGL_HAS(ctx, MultiDrawArrays) && vmgl_host_arrays_ready(ctx, 0))
		ctx->gl->MultiDrawArrays(mode, first, count, draws);
}

void vmgl_host_glDrawTransformFeedback(struct vmgl_host_context *ctx, GLenum mode, GLuint id) {
	if (VMGL_HAS(ctx, DrawTransformFeedback) && vmgl_host_arrays_ready(ctx, 0))
		ctx->gl->DrawTransformFeedback(mode, id);
}

void vmgl_host_glDrawTransformFeedbackInstanced(struct vmgl_host_context *ctx, GLenum mode, GLuint id,
												GLsizei instances) {
	if (VMGL_HAS(ctx, DrawTransformFeedbackInstanced) && vmgl_host_arrays_ready(ctx, 0))
		ctx->gl->DrawTransformFeedbackInstanced(mode, id, instances);
}

void vmgl_host_glDrawTransformFeedbackStream(struct vmgl_host_context *ctx, GLenum mode, GLuint id, GLuint stream) {
	if (VMGL_HAS(ctx, DrawTransformFeedbackStream) && vmgl_host_arrays_ready(ctx, 0))
		ctx->gl->DrawTransformFeedbackStream(mode, id, stream);
}

void vmgl_host_glDrawTransformFeedbackStreamInstanced(struct vmgl_host_context *ctx, GLenum mode, GLuint id,
													  GLuint stream, GLsizei instances) {
	if (VMGL_HAS(ctx, DrawTransformFeedbackStreamInstanced) && vmgl_host_arrays_ready(ctx, 0))
		ctx->gl->DrawTransformFeedbackStreamInstanced(mode, id, stream, instances);
}

/* An offset must stay an offset: without a buffer the driver would take it for an address. */
static bool needs(struct vmgl_host_context *ctx, GLenum target) {
	if (__builtin_expect(vmgl_host_buffer_bound(ctx, target), 1))
		return true;
	vmgl_error_set(ctx, GL_INVALID_OPERATION);
	return false;
}

void vmgl_host_vmglDrawElements(struct vmgl_host_context *ctx, GLenum mode, GLsizei count, GLenum type,
								GLuint64 offset) {
	if (needs(ctx, GL_ELEMENT_ARRAY_BUFFER) && vmgl_host_arrays_ready(ctx, 0))
		ctx->gl->DrawElements(mode, count, type, (const void *)(uintptr_t)offset);
}

struct elements {
	GLenum mode, type;
	GLsizei count, instances;
	const void *indices;
	GLuint start, end; /* of the ranged kinds */
	GLint base_vertex;
	GLuint base_instance;
};

static void draw_elements(struct vmgl_host_context *ctx, GLuint kind, const struct elements *draw) {
	const struct vmgl_gl *gl = ctx->gl;
	switch (kind) {
	case VMGL_DRAW_RANGE:
		HAS(DrawRangeElements);
		gl->DrawRangeElements(draw->mode, draw->start, draw->end, draw->count, draw->type, draw->indices);
		return;
	case VMGL_DRAW_BASE_VERTEX:
		HAS(DrawElementsBaseVertex);
		gl->DrawElementsBaseVertex(draw->mode, draw->count, draw->type, draw->indices, draw->base_vertex);
		return;
	case VMGL_DRAW_RANGE_BASE_VERTEX:
		HAS(DrawRangeElementsBaseVertex);
		gl->DrawRangeElementsBaseVertex(draw->mode, draw->start, draw->end, draw->count, draw->type, draw->indices,
										draw->base_vertex);
		return;
	case VMGL_DRAW_INSTANCED:
		HAS(DrawElementsInstanced);
		gl->DrawElementsInstanced(draw->mode, draw->count, draw->type, draw->indices, draw->instances);
		return;
	case VMGL_DRAW_INSTANCED_BASE_VERTEX:
		HAS(DrawElementsInstancedBaseVertex);
		gl->DrawElementsInstancedBaseVertex(draw->mode, draw->count, draw->type, draw->indices, draw->instances,
											draw->base_vertex);
		return;
	case VMGL_DRAW_INSTANCED_BASE_INSTANCE:
		HAS(DrawElementsInstancedBaseInstance);
		gl->DrawElementsInstancedBaseInstance(draw->mode, draw->count, draw->type, draw->indices, draw->instances,
											  draw->base_instance);
		return;
	case VMGL_DRAW_INSTANCED_BASE_VERTEX_BASE_INSTANCE:
		HAS(DrawElementsInstancedBaseVertexBaseInstance);
		gl->DrawElementsInstancedBaseVertexBaseInstance(draw->mode, draw->count, draw->type, draw->indices,
														draw->instances, draw->base_vertex, draw->base_instance);
		return;
	default:
		vmgl_fatal(ctx, "unknown kind of draw (%u)", kind);
	}
}

void vmgl_host_vmglDrawElementsMore(struct vmgl_host_context *ctx, GLuint kind, GLenum mode, GLuint start, GLuint end,
									GLsizei count, GLenum type, GLuint64 offset, GLsizei instances, GLint base_vertex,
									GLuint base_instance) {
	if (!needs(ctx, GL_ELEMENT_ARRAY_BUFFER) || !vmgl_host_arrays_ready(ctx, 0))
		return;
	const struct elements draw = {.mode = mode,
								  .type = type,
								  .count = count,
								  .instances = instances,
								  .indices = (const void *)(uintptr_t)offset,
								  .start = start,
								  .end = end,
								  .base_vertex = base_vertex,
								  .base_instance = base_instance};
	draw_elements(ctx, kind, &draw);
}

void vmgl_host_vmglMultiDrawElements(struct vmgl_host_context *ctx, GLenum mode, GLenum type, GLsizei draws,
									 const GLsizei *counts, size_t counts_bytes, const GLuint64 *offsets,
									 size_t offsets_bytes, const GLint *base_vertices, size_t base_vertices_bytes) {
	(void)counts_bytes, (void)offsets_bytes, (void)base_vertices_bytes;
	if (draws < 0) {
		vmgl_error_set(ctx, GL_INVALID_VALUE);
		return;
	}
	if (!needs(ctx, GL_ELEMENT_ARRAY_BUFFER) || !vmgl_host_arrays_ready(ctx, 0))
		return;
	const void **indices = vmgl_scratch(ctx, (uint64_t)draws * sizeof *indices + 1);
	if (!indices)
		return;
	for (GLsizei i = 0; i < draws; i++)
		indices[i] = (const void *)(uintptr_t)offsets[i];
	if (base_vertices) {
		HAS(MultiDrawElementsBaseVertex);
		ctx->gl->MultiDrawElementsBaseVertex(mode, counts, type, indices, draws, base_vertices);
	} else {
		HAS(MultiDrawElements);
		ctx->gl->MultiDrawElements(mode, counts, type, indices, draws);
	}
}

void vmgl_host_vmglDrawIndirect(struct vmgl_host_context *ctx, GLuint kind, GLenum mode, GLenum type, GLuint64 offset,
								GLsizei draws, GLsizei stride, GLint64 count_offset) {
	const void *parameters = (const void *)(uintptr_t)offset;
	const struct vmgl_gl *gl = ctx->gl;
	bool indexed = kind == VMGL_INDIRECT_ELEMENTS || kind == VMGL_INDIRECT_MULTI_ELEMENTS ||
				   kind == VMGL_INDIRECT_MULTI_ELEMENTS_COUNT;
	bool counted = kind == VMGL_INDIRECT_MULTI_ARRAYS_COUNT || kind == VMGL_INDIRECT_MULTI_ELEMENTS_COUNT;
	if (!needs(ctx, GL_DRAW_INDIRECT_BUFFER) || (indexed && !needs(ctx, GL_ELEMENT_ARRAY_BUFFER)) ||
		(counted && !needs(ctx, GL_PARAMETER_BUFFER)) || !vmgl_host_arrays_ready(ctx, 0))
		return;
	switch (kind) {
	case VMGL_INDIRECT_ARRAYS:
		HAS(DrawArraysIndirect);
		gl->DrawArraysIndirect(mode, parameters);
		return;
	case VMGL_INDIRECT_ELEMENTS:
		HAS(DrawElementsIndirect);
		gl->DrawElementsIndirect(mode, type, parameters);
		return;
	case VMGL_INDIRECT_MULTI_ARRAYS:
		HAS(MultiDrawArraysIndirect);
		gl->MultiDrawArraysIndirect(mode, parameters, draws, stride);
		return;
	case VMGL_INDIRECT_MULTI_ELEMENTS:
		HAS(MultiDrawElementsIndirect);
		gl->MultiDrawElementsIndirect(mode, type, parameters, draws, stride);
		return;
	case VMGL_INDIRECT_MULTI_ARRAYS_COUNT:
		HAS(MultiDrawArraysIndirectCount);
		gl->MultiDrawArraysIndirectCount(mode, parameters, (GLintptr)count_offset, draws, stride);
		return;
	case VMGL_INDIRECT_MULTI_ELEMENTS_COUNT:
		HAS(MultiDrawElementsIndirectCount);
		gl->MultiDrawElementsIndirectCount(mode, type, parameters, (GLintptr)count_offset, draws, stride);
		return;
	default:
		vmgl_fatal(ctx, "unknown kind of indirect draw (%u)", kind);
	}
}

void vmgl_host_vmglMultiDrawIndirect(struct vmgl_host_context *ctx, GLenum mode, GLenum type, GLsizei draws,
									 GLuint words, const GLuint *parameters, size_t parameters_bytes) {
	(void)words;
	if (draws <= 0 || parameters_bytes / (type ? 20 : 16) < (size_t)draws) {
		vmgl_fatal(ctx, "%zu bytes are no parameters of %d draws", parameters_bytes, draws);
		return;
	}
	/* Only the compatibility profile takes them from memory, and only without a buffer. */
	if (!ctx->compat || vmgl_host_buffer_bound(ctx, GL_DRAW_INDIRECT_BUFFER)) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return;
	}
	if ((type && !needs(ctx, GL_ELEMENT_ARRAY_BUFFER)) || !vmgl_host_arrays_ready(ctx, 0))
		return;
	if (type) {
		HAS(MultiDrawElementsIndirect);
		ctx->gl->MultiDrawElementsIndirect(mode, type, parameters, draws, 0);
	} else {
		HAS(MultiDrawArraysIndirect);
		ctx->gl->MultiDrawArraysIndirect(mode, parameters, draws, 0);
	}
}

/* Draws from application memory. */

/* Is there an index that restarts primitives in the driver? */
static bool restart(struct vmgl_host_context *ctx, GLenum type, GLuint *index) {
	const struct vmgl_gl *gl = ctx->gl;
	if (ctx->version >= (ctx->es ? 30 : 43) && gl->IsEnabled(GL_PRIMITIVE_RESTART_FIXED_INDEX)) {
		*index = (GLuint)(((uint64_t)1 << (8 * vmgl_index_bytes(type))) - 1);
		return true;
	}
	if (ctx->es || ctx->version < 31 || !gl->IsEnabled(GL_PRIMITIVE_RESTART))
		return false;
	GLint value = 0;
	gl->GetIntegerv(GL_PRIMITIVE_RESTART_INDEX, &value);
	*index = (GLuint)value;
	return true;
}

enum checked { OUT_OF_RANGE, IN_RANGE, IN_RANGE_WITH_RESTART };

/* Are all indices of vertices that the command brought? */
static enum checked check_indices(struct vmgl_host_context *ctx, const void *indices, GLsizei count, GLenum type,
								  GLint base_vertex, uint32_t first, uint32_t vertices, GLuint *lowest,
								  GLuint *highest) {
	int64_t from = (int64_t)first - base_vertex, to = from + vertices;
	vmgl_index_range(indices, (size_t)count, type, false, 0, lowest, highest);
	if (*lowest >= from && *highest < to)
		return IN_RANGE;
	GLuint index;
	if (!restart(ctx, type, &index))
		return OUT_OF_RANGE;
	if (!vmgl_index_range(indices, (size_t)count, type, true, index, lowest, highest))
		return IN_RANGE_WITH_RESTART;
	return *lowest >= from && *highest < to ? IN_RANGE_WITH_RESTART : OUT_OF_RANGE;
}

static void draw_arrays(struct vmgl_host_context *ctx, GLuint call, GLenum mode, GLint first, GLsizei count,
						GLsizei instances, GLuint base_instance) {
	const struct vmgl_gl *gl = ctx->gl;
	if (call == 0)
		gl->DrawArrays(mode, first, count);
	else if (call == VMGL_CALL_INSTANCED) {
		HAS(DrawArraysInstanced);
		gl->DrawArraysInstanced(mode, first, count, instances);
	} else {
		HAS(DrawArraysInstancedBaseInstance);
		gl->DrawArraysInstancedBaseInstance(mode, first, count, instances, base_instance);
	}
}

/* The call that the guest made, so that its errors are the driver's. Its range is nobody's promise: the one that was
 * found while checking serves instead, and spares the driver its own scan. */
static void draw_client_elements(struct vmgl_host_context *ctx, GLuint call, bool ranged, const struct elements *draw) {
	if (call == 0 || call == VMGL_DRAW_RANGE + 1u) {
		if (ranged && ctx->gl->DrawRangeElements && (!ctx->es || ctx->version >= 30))
			draw_elements(ctx, VMGL_DRAW_RANGE, draw);
		else
			ctx->gl->DrawElements(draw->mode, draw->count, draw->type, draw->indices);
		return;
	}
	draw_elements(ctx, call == VMGL_DRAW_RANGE_BASE_VERTEX + 1u ? VMGL_DRAW_BASE_VERTEX : call - 1, draw);
}

/* Mesa's no-op driver (GALLIUM_NOOP=1; 22.3 at least) takes arrays in memory for buffer objects of its own, and
 * counts references in what it finds at their address, from another thread, later. Programs survive that: their
 * arrays stay where they are. Memory of a command does not. As that driver looks at no data, it gets the offsets
 * into some buffer instead. */
static GLuint stand_in(struct vmgl_host_context *ctx) {
	struct vmgl_host_vertex *vertex = ctx->vertex;
	if (!vertex->stand_in) {
		ctx->gl->GenBuffers(1, &vertex->stand_in);
		ctx->gl->BindBuffer(GL_ARRAY_BUFFER, vertex->stand_in);
		ctx->gl->BufferData(GL_ARRAY_BUFFER, 65536, NULL, GL_STATIC_DRAW);
	}
	return vertex->stand_in;
}

/* What a client draw brings, and how much of it. */
struct provision {
	const struct vmgl_client_array *arrays;
	size_t array_count;
	uint64_t enabled;
	bool draws; /* vertices are read at all */
	uint32_t first, vertices;
	const GLuint *instances; /* of each draw: their number, and the base instance */
	size_t draw_count;
	const GLubyte *data;
	size_t data_bytes;
	const GLuint *ranges; /* of vertices, first and number, where there are several; else NULL */
	size_t range_count;
	GLubyte *spread; /* memory for vertices at their distance; see spread_memory() */
};

/* Drivers multiply numbers of vertices and strides in 32 bits, with a sign (Mesa 22.3): what lies further from vertex 0
 * they would read elsewhere. */
#define OFFSET_MAX ((uint64_t)INT32_MAX)

static uint64_t vertices_in_data(const struct provision *with) {
	uint64_t vertices = with->ranges ? 0 : with->vertices;
	for (size_t i = 0; i < with->range_count; i++)
		vertices += with->ranges[2 * i + 1];
	return vertices;
}

/* Vertices of several ranges travel without what is between them, which drivers want to be there: with->spread becomes
 * zeroed memory for all of it, to be freed. Of what is never written or read, the system makes no memory. */
static bool spread_memory(struct vmgl_host_context *ctx, struct provision *with) {
	const uint32_t *divisors = ctx->vertex->vao->sources.divisor;
	uint64_t bytes = 0;
	for (size_t i = 0; with->ranges && i < with->array_count; i++) {
		const struct vmgl_client_array *array = &with->arrays[i];
		if (array->slot < VMGL_ARRAY_COUNT && !divisors[array->slot])
			bytes += vmgl_spread_bytes(vmgl_array_element_bytes(array->size, array->type)) * (uint64_t)with->vertices;
	}
	if (bytes > VMGL_SPREAD_MAX)
		return vmgl_fatal(ctx, "vertices are %llu bytes apart", (unsigned long long)bytes);
	if (!bytes || (with->spread = calloc(1, (size_t)bytes)))
		return true;
	vmgl_error_set(ctx, GL_OUT_OF_MEMORY);
	return false;
}

/* Lays out an array that was checked from `to` on. */
static void spread(const struct provision *with, const struct vmgl_client_array *array, uint32_t bytes, GLubyte *to) {
	const GLubyte *from = with->data + array->offset;
	for (size_t i = 0; i < with->range_count; i++) {
		GLubyte *at = to + (size_t)(with->ranges[2 * i] - with->first) * vmgl_spread_bytes(bytes);
		for (uint32_t left = with->ranges[2 * i + 1]; left; left--) {
			memcpy(at, from, bytes);
			at += vmgl_spread_bytes(bytes);
			from += array->stride;
		}
	}
}

/* Points the driver's arrays to what came with the draw. false: there is nothing to draw from. */
static bool provide(struct vmgl_host_context *ctx, const struct provision *with) {
	struct vmgl_host_vertex *vertex = ctx->vertex;
	const GLuint array_buffer = with->array_count ? vmgl_host_buffer_name(ctx, GL_ARRAY_BUFFER) : 0;
	const GLuint instead = __builtin_expect(vertex->noop, 0) && with->array_count ? stand_in(ctx) : 0;
	if (array_buffer != instead)
		ctx->gl->BindBuffer(GL_ARRAY_BUFFER, instead);
	const uint64_t vertices = vertices_in_data(with);
	GLubyte *room = with->spread;
	uint64_t provided = 0;
	bool refused = false;
	struct vmgl_host_vao *vao = vertex->vao;
	for (size_t i = 0; i < with->array_count; i++) {
		const struct vmgl_client_array *array = &with->arrays[i];
		const uint64_t bytes = vmgl_array_element_bytes(array->size, array->type);
		if (array->slot >= VMGL_ARRAY_COUNT || !(vertex->valid >> array->slot & 1) || !bytes || !array->stride ||
			array->stride > INT32_MAX) {
			vmgl_fatal(ctx, "array %u of %u components of type 0x%x cannot be", array->slot, array->size, array->type);
			break;
		}
		const uint32_t divisor = vao->sources.divisor[array->slot];
		uint64_t base = with->first, elements = vertices;
		if (divisor)
			vmgl_instance_range(with->instances, with->draw_count, divisor, &base, &elements);
		if (!with->draws || !elements)
			continue;
		const bool apart = with->ranges && !divisor;
		const uint32_t stride = apart ? vmgl_spread_bytes((uint32_t)bytes) : array->stride;
		if ((base + (apart ? with->vertices : elements)) * stride > OFFSET_MAX) {
			vmgl_error_set(ctx, GL_OUT_OF_MEMORY);
			refused = true;
			break;
		}
		/* The first test keeps the product of the second one small. */
		if (elements > with->data_bytes || array->offset + (elements - 1) * array->stride + bytes > with->data_bytes) {
			vmgl_fatal(ctx, "array %u needs more than the %zu bytes that came", array->slot, with->data_bytes);
			break;
		}
		const GLubyte *from = with->data + array->offset;
		if (apart) {
			spread(with, array, (uint32_t)bytes, room);
			from = room;
			room += (size_t)stride * with->vertices;
		}
		/* Numbers of vertices stay what they were; what lies before the first one is never looked at. */
		const uintptr_t pointer = instead ? array->offset : (uintptr_t)from - (uintptr_t)(base * stride);
		vmgl_host_array_pointer(ctx, array->slot, array->size, array->type, array->flags, (GLsizei)stride,
								(const void *)pointer);
		vmgl_sources_pointer(&vao->sources, array->slot, 0);
		provided |= VMGL_ARRAY_BIT(array->slot);
	}
	if (array_buffer != instead)
		ctx->gl->BindBuffer(GL_ARRAY_BUFFER, array_buffer);
	if (ctx->fatal || refused)
		return false;
	vao->wanted = with->enabled & vertex->valid;
	return vmgl_host_arrays_ready(ctx, provided);
}

void vmgl_host_vmglDrawClient(struct vmgl_host_context *ctx, GLenum mode, GLsizei count, GLenum type, GLuint call,
							  GLsizei instances, GLint base_vertex, GLuint base_instance, GLint first, GLuint vertices,
							  GLuint64 enabled, GLuint array_words, GLuint index_count, GLuint data_count,
							  const GLuint *words, size_t arrays_bytes, const GLubyte *indices, size_t indices_bytes,
							  const GLubyte *data, size_t data_bytes) {
	(void)array_words, (void)index_count, (void)data_count;
	static const GLuint64 nothing;
	const struct vmgl_client_array *arrays = (const void *)words;
	const size_t array_count = arrays_bytes / sizeof *arrays;
	const uint32_t index_size = vmgl_index_bytes(type);
	if (!vmgl_host_outside(ctx))
		return;
	if (arrays_bytes % sizeof *arrays || array_count > VMGL_ARRAY_COUNT) {
		vmgl_fatal(ctx, "%zu bytes are no list of arrays", arrays_bytes);
		return;
	}

	/* What was checked must be what is drawn. */
	const GLuint kind = call - 1;
	const bool based =
		type && call &&
		(kind == VMGL_DRAW_BASE_VERTEX || kind == VMGL_DRAW_RANGE_BASE_VERTEX ||
		 kind == VMGL_DRAW_INSTANCED_BASE_VERTEX || kind == VMGL_DRAW_INSTANCED_BASE_VERTEX_BASE_INSTANCE);
	const bool instance_based = type ? call && (kind == VMGL_DRAW_INSTANCED_BASE_INSTANCE ||
												kind == VMGL_DRAW_INSTANCED_BASE_VERTEX_BASE_INSTANCE)
									 : call > VMGL_CALL_INSTANCED;
	if ((base_vertex && !based) || (base_instance && !instance_based)) {
		vmgl_fatal(ctx, "a draw of kind %u has no base vertex %d or no base instance %u", call, base_vertex,
				   base_instance);
		return;
	}

	/* A draw that brings nothing is there for its error, or draws nothing. */
	const bool draws = count > 0 && instances > 0 && (type == 0 || index_size);
	if (draws && type ? indices_bytes < (uint64_t)count * index_size
					  : draws && array_count && vertices < (uint32_t)count) {
		vmgl_fatal(ctx, "a draw of %d vertices does not bring them", count);
		return;
	}
	GLuint lowest = 1, highest = 0;
	enum checked checked = IN_RANGE_WITH_RESTART;
	if (draws && type && array_count) {
		checked = check_indices(ctx, indices, count, type, base_vertex, (uint32_t)first, vertices, &lowest, &highest);
		if (checked == OUT_OF_RANGE) {
			vmgl_error_set(ctx, GL_INVALID_OPERATION);
			return;
		}
	}

	const struct provision with = {
		.arrays = arrays,
		.array_count = array_count,
		.enabled = enabled,
		.draws = draws,
		.first = (uint32_t)first,
		.vertices = vertices,
		.instances = (const GLuint[]){(GLuint)instances, base_instance},
		.draw_count = 1,
		.data = data,
		.data_bytes = data_bytes,
	};
	if (!provide(ctx, &with))
		return;
	if (type == 0) {
		draw_arrays(ctx, call, mode, first, count, instances, base_instance);
		return;
	}
	const GLuint element_buffer = vmgl_host_buffer_name(ctx, GL_ELEMENT_ARRAY_BUFFER);
	if (element_buffer)
		ctx->gl->BindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	/* Where no indices came none are read, whatever the call makes of the number of instances. */
	const struct elements draw = {.mode = mode,
								  .type = type,
								  .count = draws || count < 0 ? count : 0,
								  .instances = instances,
								  .indices = draws ? (const void *)indices : &nothing,
								  .start = lowest,
								  .end = highest,
								  .base_vertex = base_vertex,
								  .base_instance = base_instance};
	draw_client_elements(ctx, call, draws && checked == IN_RANGE, &draw);
	if (element_buffer)
		ctx->gl->BindBuffer(GL_ELEMENT_ARRAY_BUFFER, element_buffer);
}

/* Does each draw stay within what came? A fatal error, or the GL error of an index out of range, is raised if not. */
static bool check_multi(struct vmgl_host_context *ctx, GLenum type, GLsizei draws, const GLsizei *counts,
						const GLint *starts, const GLint *base_vertices, GLint first, GLuint vertices, bool has_arrays,
						const GLubyte *indices, size_t indices_bytes) {
	const uint32_t index_size = vmgl_index_bytes(type);
	for (GLsizei i = 0; i < draws; i++) {
		if (counts[i] < 0 || starts[i] < 0) {
			vmgl_fatal(ctx, "a draw of %d vertices from %d on", counts[i], starts[i]);
			return false;
		}
		if (counts[i] == 0)
			continue;
		const uint64_t start = (uint32_t)starts[i], count = (uint32_t)counts[i];
		if (type ? !index_size || !indices || start % index_size || start + count * index_size > indices_bytes
				 : has_arrays && (first < 0 || start < (uint32_t)first || start + count > (uint64_t)first + vertices)) {
			vmgl_fatal(ctx, "a draw of %d vertices does not bring them", counts[i]);
			return false;
		}
		GLuint lowest, highest;
		if (type && has_arrays &&
			check_indices(ctx, indices + start, counts[i], type, base_vertices ? base_vertices[i] : 0, (uint32_t)first,
						  vertices, &lowest, &highest) == OUT_OF_RANGE) {
			vmgl_error_set(ctx, GL_INVALID_OPERATION);
			return false;
		}
	}
	return true;
}

/* Are the ranges among the vertices from `first` on? */
static bool check_ranges(struct vmgl_host_context *ctx, const GLuint *ranges, size_t bytes, GLint first,
						 GLuint vertices) {
	if (bytes % (2 * sizeof *ranges))
		return vmgl_fatal(ctx, "%zu bytes are no ranges of vertices", bytes);
	for (size_t i = 0; i < bytes / sizeof *ranges; i += 2)
		if (first < 0 || ranges[i] < (GLuint)first ||
			(uint64_t)ranges[i] + ranges[i + 1] > (uint64_t)(GLuint)first + vertices)
			return vmgl_fatal(ctx, "vertices from %u on are not among those that are drawn", ranges[i]);
	return true;
}

/* What vmglMultiDrawClient draws, checked. */
struct multi_draw {
	GLenum mode, type;
	GLsizei draws;
	const GLsizei *counts;
	const GLint *starts, *base_vertices;
	const GLuint *per_draw;
	const GLubyte *indices;
	size_t indices_bytes;
};

static void draw_multi_elements(struct vmgl_host_context *ctx, const struct multi_draw *multi) {
	const void **pointers = vmgl_scratch(ctx, (uint64_t)multi->draws * sizeof *pointers + 1);
	if (!pointers)
		return;
	static const GLuint64 nothing;
	for (GLsizei i = 0; i < multi->draws; i++)
		pointers[i] = multi->indices ? (const void *)(multi->indices + multi->starts[i]) : (const void *)&nothing;
	const GLuint element_buffer = vmgl_host_buffer_name(ctx, GL_ELEMENT_ARRAY_BUFFER);
	if (element_buffer)
		ctx->gl->BindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	if (multi->base_vertices && VMGL_HAS(ctx, MultiDrawElementsBaseVertex))
		ctx->gl->MultiDrawElementsBaseVertex(multi->mode, multi->counts, multi->type, pointers, multi->draws,
											 multi->base_vertices);
	else if (!multi->base_vertices && VMGL_HAS(ctx, MultiDrawElements))
		ctx->gl->MultiDrawElements(multi->mode, multi->counts, multi->type, pointers, multi->draws);
	if (element_buffer)
		ctx->gl->BindBuffer(GL_ELEMENT_ARRAY_BUFFER, element_buffer);
}

/* An indirect call. Indirect draws take their indices from a buffer only: it gets those that were checked. */
static void draw_multi_indirect(struct vmgl_host_context *ctx, const struct multi_draw *multi) {
	const struct vmgl_gl *gl = ctx->gl;
	const uint32_t index_size = vmgl_index_bytes(multi->type);
	const size_t words = multi->type ? 5 : 4;
	if (!ctx->compat || (multi->type && !index_size) || !gl->MultiDrawArraysIndirect ||
		!gl->MultiDrawElementsIndirect) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return;
	}
	GLuint *parameters = vmgl_scratch(ctx, (uint64_t)multi->draws * words * sizeof *parameters + 1);
	if (!parameters)
		return;
	for (GLsizei i = 0; i < multi->draws; i++) {
		GLuint *p = parameters + (size_t)i * words;
		p[0] = (GLuint)multi->counts[i];
		p[1] = multi->per_draw[2 * i];
		p[2] = (GLuint)multi->starts[i] / (multi->type ? index_size : 1);
		if (multi->type)
			p[3] = multi->base_vertices ? (GLuint)multi->base_vertices[i] : 0;
		p[words - 1] = multi->per_draw[2 * i + 1];
	}
	const GLuint parameter_buffer = vmgl_host_buffer_name(ctx, GL_DRAW_INDIRECT_BUFFER);
	if (parameter_buffer)
		gl->BindBuffer(GL_DRAW_INDIRECT_BUFFER, 0);
	if (!multi->type)
		gl->MultiDrawArraysIndirect(multi->mode, parameters, multi->draws, 0);
	else {
		const GLuint element_buffer = vmgl_host_buffer_name(ctx, GL_ELEMENT_ARRAY_BUFFER);
		GLuint checked;
		gl->GenBuffers(1, &checked);
		gl->BindBuffer(GL_ELEMENT_ARRAY_BUFFER, checked);
		gl->BufferData(GL_ELEMENT_ARRAY_BUFFER, (GLsizeiptr)multi->indices_bytes, multi->indices, GL_STREAM_DRAW);
		gl->MultiDrawElementsIndirect(multi->mode, multi->type, parameters, multi->draws, 0);
		gl->BindBuffer(GL_ELEMENT_ARRAY_BUFFER, element_buffer);
		gl->DeleteBuffers(1, &checked);
	}
	if (parameter_buffer)
		gl->BindBuffer(GL_DRAW_INDIRECT_BUFFER, parameter_buffer);
}

void vmgl_host_vmglMultiDrawClient(struct vmgl_host_context *ctx, GLenum mode, GLenum type, GLsizei draws, GLint first,
								   GLuint vertices, GLuint64 enabled, GLuint range_words, GLuint array_words,
								   GLuint index_count, GLuint data_count, const GLsizei *counts, size_t counts_bytes,
								   const GLint *starts, size_t starts_bytes, const GLint *base_vertices,
								   size_t base_vertices_bytes, const GLuint *per_draw, size_t per_draw_bytes,
								   const GLuint *ranges, size_t ranges_bytes, const GLuint *words, size_t arrays_bytes,
								   const GLubyte *indices, size_t indices_bytes, const GLubyte *data,
								   size_t data_bytes) {
	(void)range_words, (void)array_words, (void)index_count, (void)data_count, (void)counts_bytes, (void)starts_bytes;
	(void)base_vertices_bytes, (void)per_draw_bytes;
	const struct vmgl_client_array *arrays = (const void *)words;
	const size_t array_count = arrays_bytes / sizeof *arrays;
	if (!vmgl_host_outside(ctx) || draws < 0)
		return;
	if (arrays_bytes % sizeof *arrays || array_count > VMGL_ARRAY_COUNT) {
		vmgl_fatal(ctx, "%zu bytes are no list of arrays", arrays_bytes);
		return;
	}
	if (!check_multi(ctx, type, draws, counts, starts, base_vertices, first, vertices, array_count != 0, indices,
					 indices_bytes) ||
		(ranges && !check_ranges(ctx, ranges, ranges_bytes, first, vertices)))
		return;
	static const GLuint once[] = {1, 0};
	struct provision with = {
		.arrays = arrays,
		.array_count = array_count,
		.enabled = enabled,
		.draws = vertices != 0,
		.first = (uint32_t)first,
		.vertices = vertices,
		.instances = per_draw ? per_draw : once,
		.draw_count = per_draw ? (size_t)draws : 1,
		.data = data,
		.data_bytes = data_bytes,
		.ranges = ranges,
		.range_count = ranges_bytes / (2 * sizeof *ranges),
	};
	if (!spread_memory(ctx, &with))
		return;
	const struct multi_draw multi = {mode,          type,     draws,   counts,       starts,
									 base_vertices, per_draw, indices, indices_bytes};
	if (provide(ctx, &with)) {
		if (per_draw)
			draw_multi_indirect(ctx, &multi);
		else if (type)
			draw_multi_elements(ctx, &multi);
		else if (VMGL_HAS(ctx, MultiDrawArrays))
			ctx->gl->MultiDrawArrays(mode, starts, counts, draws);
	}
	free(with.spread);
}
