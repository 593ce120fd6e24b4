/* Vertex arrays as both sides number them, and the part of a vertex array object's state that says
 * where each array's data comes from. The guest uses it to know which arrays are in application
 * memory, the renderer to draw from no array that has neither a buffer nor data in the command. */
#ifndef VMGL_WIRE_ARRAYS_H
#define VMGL_WIRE_ARRAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An array's slot: its bit in every mask of arrays, and its number on the wire. */
enum vmgl_array {
	VMGL_ARRAY_VERTEX = 0,
	VMGL_ARRAY_NORMAL,
	VMGL_ARRAY_COLOR,
	VMGL_ARRAY_INDEX,
	VMGL_ARRAY_EDGE_FLAG,
	VMGL_ARRAY_FOG_COORD,
	VMGL_ARRAY_SECONDARY_COLOR,
	VMGL_ARRAY_POINT_SIZE,
	VMGL_ARRAY_TEXCOORD = 8, /* and the next 15: one per client texture unit */
	VMGL_ARRAY_GENERIC = 32, /* and the next 31 */
	VMGL_ARRAY_COUNT = 64,
};
#define VMGL_TEXCOORD_ARRAYS 16u
#define VMGL_GENERIC_ARRAYS 32u
#define VMGL_ARRAY_BIT(slot) ((uint64_t)1 << (slot))

enum vmgl_array_flags {
	VMGL_ARRAY_NORMALIZED = 1 << 0,
	VMGL_ARRAY_INTEGER = 1 << 1, /* glVertexAttribIPointer */
	VMGL_ARRAY_LONG = 1 << 2,    /* glVertexAttribLPointer */
};

/* One array of a draw from application memory, as it travels. */
struct vmgl_client_array {
	uint8_t slot;
	uint8_t flags;
	uint16_t size; /* components, or GL_BGRA */
	uint32_t type;
	uint32_t stride; /* between elements in `data`, never 0 */
	uint32_t offset; /* of the first element in `data` */
};
_Static_assert(sizeof(struct vmgl_client_array) == 16, "travels as four words");

/* Which call a vmglDrawElementsMore command stands for. A vmglDrawClient command says it in its `instanced`: 0
 * is glDrawElements, and kind + 1 the others; without indices 0 is glDrawArrays, VMGL_CALL_INSTANCED and
 * VMGL_CALL_BASE_INSTANCE are the others. */
enum vmgl_draw_kind {
	VMGL_DRAW_RANGE,                               /* glDrawRangeElements */
	VMGL_DRAW_BASE_VERTEX,                         /* glDrawElementsBaseVertex */
	VMGL_DRAW_RANGE_BASE_VERTEX,                   /* glDrawRangeElementsBaseVertex */
	VMGL_DRAW_INSTANCED,                           /* glDrawElementsInstanced */
	VMGL_DRAW_INSTANCED_BASE_VERTEX,               /* glDrawElementsInstancedBaseVertex */
	VMGL_DRAW_INSTANCED_BASE_INSTANCE,             /* glDrawElementsInstancedBaseInstance */
	VMGL_DRAW_INSTANCED_BASE_VERTEX_BASE_INSTANCE, /* glDrawElementsInstancedBaseVertexBaseInstance */
};
#define VMGL_CALL_INSTANCED 1u
#define VMGL_CALL_BASE_INSTANCE 2u

/* Which call a vmglDrawIndirect command stands for. */
enum vmgl_indirect_kind {
	VMGL_INDIRECT_ARRAYS,
	VMGL_INDIRECT_ELEMENTS,
	VMGL_INDIRECT_MULTI_ARRAYS,
	VMGL_INDIRECT_MULTI_ELEMENTS,
	VMGL_INDIRECT_MULTI_ARRAYS_COUNT,
	VMGL_INDIRECT_MULTI_ELEMENTS_COUNT,
};

/* Where arrays take their data from. Fixed-function arrays always use the binding of their own
 * number; generic array i may use the binding of any generic slot (ARB_vertex_attrib_binding). */
struct vmgl_array_sources {
	uint64_t bufferless;               /* arrays whose binding has no buffer */
	uint64_t users[VMGL_ARRAY_COUNT];  /* per binding: the arrays that use it */
	uint32_t buffer[VMGL_ARRAY_COUNT]; /* per binding */
	uint32_t divisor[VMGL_ARRAY_COUNT];
	uint8_t binding[VMGL_ARRAY_COUNT]; /* per array */
};

static inline void vmgl_sources_init(struct vmgl_array_sources *sources) {
	*sources = (struct vmgl_array_sources){.bufferless = UINT64_MAX};
	for (unsigned slot = 0; slot < VMGL_ARRAY_COUNT; slot++) {
		sources->binding[slot] = (uint8_t)slot;
		sources->users[slot] = VMGL_ARRAY_BIT(slot);
	}
}

static inline void vmgl_sources_buffer(struct vmgl_array_sources *sources, unsigned binding, uint32_t buffer) {
	sources->buffer[binding] = buffer;
	if (buffer)
		sources->bufferless &= ~sources->users[binding];
	else
		sources->bufferless |= sources->users[binding];
}

static inline void vmgl_sources_binding(struct vmgl_array_sources *sources, unsigned slot, unsigned binding) {
	sources->users[sources->binding[slot]] &= ~VMGL_ARRAY_BIT(slot);
	sources->users[binding] |= VMGL_ARRAY_BIT(slot);
	sources->binding[slot] = (uint8_t)binding;
	if (sources->buffer[binding])
		sources->bufferless &= ~VMGL_ARRAY_BIT(slot);
	else
		sources->bufferless |= VMGL_ARRAY_BIT(slot);
}

/* A gl*Pointer call: the array gets its own binding, and that binding the buffer (0: none). */
static inline void vmgl_sources_pointer(struct vmgl_array_sources *sources, unsigned slot, uint32_t buffer) {
	if (sources->binding[slot] != slot)
		vmgl_sources_binding(sources, slot, slot);
	vmgl_sources_buffer(sources, slot, buffer);
}

/* A deleted buffer leaves every binding of the bound vertex array object. */
static inline void vmgl_sources_deleted(struct vmgl_array_sources *sources, uint32_t buffer) {
	for (unsigned binding = 0; binding < VMGL_ARRAY_COUNT; binding++)
		if (sources->buffer[binding] == buffer)
			vmgl_sources_buffer(sources, binding, 0);
}

/* Bytes of one element of an array, 0 for a size or type that no array has. */
uint32_t vmgl_array_element_bytes(uint32_t size, uint32_t type);

/* The lowest and highest of `count` indices of `type`, leaving out those equal to `restart` when
 * `has_restart`. false when none is left (or the type is none). `indices` may be unaligned. */
bool vmgl_index_range(const void *indices, size_t count, uint32_t type, bool has_restart, uint32_t restart,
					  uint32_t *lowest, uint32_t *highest);

/* Which elements of an array with a divisor draws read: `instances` has each draw's number of instances and its base
 * instance, in turn. None: *count is 0. */
void vmgl_instance_range(const uint32_t *instances, size_t draws, uint32_t divisor, uint64_t *first, uint64_t *count);

/* Vertices of several ranges travel one range after the other. The renderer lays them out at their distance, in at most
 * as much memory; each element then takes vmgl_spread_bytes(). */
#define VMGL_SPREAD_MAX ((uint64_t)256 << 20)
static inline uint32_t vmgl_spread_bytes(uint32_t element_bytes) {
	return (element_bytes + 3) & ~3u;
}

/* Bytes of one index of `type`; 0 when it is no index type. */
static inline uint32_t vmgl_index_bytes(uint32_t type) {
	return type == 0x1405 ? 4 : type == 0x1403 ? 2 : type == 0x1401 ? 1 : 0; /* GL_UNSIGNED_INT, _SHORT, _BYTE */
}

#endif
