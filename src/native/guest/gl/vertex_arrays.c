#include "guest/gl/vertex_arrays.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/buffers.h"
#include "guest/gl/get.h"
#include "guest/gl/lists.h"

/* What the gl*Pointer calls accept, one bit per type (OpenGL 4.6 compatibility, table 10.3). */
enum {
	T_BYTE = 1 << 0,
	T_UBYTE = 1 << 1,
	T_SHORT = 1 << 2,
	T_USHORT = 1 << 3,
	T_INT = 1 << 4,
	T_UINT = 1 << 5,
	T_FLOAT = 1 << 6,
	T_DOUBLE = 1 << 7,
	T_HALF = 1 << 8,
	T_FIXED = 1 << 9,
	T_PACKED = 1 << 10, /* both 2_10_10_10_REV */
	T_PACKED_FLOAT = 1 << 11,
	T_INTEGERS = T_BYTE | T_UBYTE | T_SHORT | T_USHORT | T_INT | T_UINT,
	T_REALS = T_FLOAT | T_DOUBLE | T_HALF,
};
#define ALLOW_BGRA 8 /* added to the largest size */

struct rule {
	uint16_t types, types_es;
	uint8_t smallest, largest;
};

static const struct rule rules[] = {
	[VMGL_ARRAY_VERTEX] = {T_SHORT | T_INT | T_REALS | T_PACKED, T_BYTE | T_SHORT | T_FLOAT | T_FIXED, 2, 4},
	[VMGL_ARRAY_NORMAL] = {T_BYTE | T_SHORT | T_INT | T_REALS | T_PACKED, T_BYTE | T_SHORT | T_FLOAT | T_FIXED, 3, 3},
	[VMGL_ARRAY_COLOR] = {T_INTEGERS | T_REALS | T_PACKED, T_UBYTE | T_FLOAT | T_FIXED, 3, 4 | ALLOW_BGRA},
	[VMGL_ARRAY_INDEX] = {T_UBYTE | T_SHORT | T_INT | T_FLOAT | T_DOUBLE, 0, 1, 1},
	[VMGL_ARRAY_EDGE_FLAG] = {T_UBYTE, 0, 1, 1},
	[VMGL_ARRAY_FOG_COORD] = {T_REALS, 0, 1, 1},
	[VMGL_ARRAY_SECONDARY_COLOR] = {T_INTEGERS | T_REALS | T_PACKED, 0, 3, 4 | ALLOW_BGRA},
	[VMGL_ARRAY_POINT_SIZE] = {0, T_FLOAT | T_FIXED, 1, 1},
	[VMGL_ARRAY_TEXCOORD] = {T_SHORT | T_INT | T_REALS | T_PACKED, T_BYTE | T_SHORT | T_FLOAT | T_FIXED, 1, 4},
};
static const struct rule generic_rule = {T_INTEGERS | T_REALS | T_FIXED | T_PACKED | T_PACKED_FLOAT,
										 T_INTEGERS | T_FLOAT | T_HALF | T_FIXED | T_PACKED, 1, 4 | ALLOW_BGRA};
static const struct rule integer_rule = {T_INTEGERS, T_INTEGERS, 1, 4};
static const struct rule long_rule = {T_DOUBLE, 0, 1, 4};

static unsigned type_bit(GLenum type) {
	switch (type) {
	case GL_BYTE:
	case GL_UNSIGNED_BYTE:
	case GL_SHORT:
	case GL_UNSIGNED_SHORT:
	case GL_INT:
	case GL_UNSIGNED_INT:
	case GL_FLOAT:
		return 1u << (type - GL_BYTE);
	case GL_DOUBLE:
		return T_DOUBLE;
	case GL_HALF_FLOAT:
	case GL_HALF_FLOAT_OES:
		return T_HALF;
	case GL_FIXED:
		return T_FIXED;
	case GL_INT_2_10_10_10_REV:
	case GL_UNSIGNED_INT_2_10_10_10_REV:
		return T_PACKED;
	case GL_UNSIGNED_INT_10F_11F_11F_REV:
		return T_PACKED_FLOAT;
	default:
		return 0;
	}
}

static bool is_es(const struct vmgl_context *ctx) {
	return ctx->api == VMGL_API_GLES1 || ctx->api == VMGL_API_GLES2;
}

static unsigned generic_limit(struct vmgl_context *ctx) {
	struct vmgl_vertex_state *state = ctx->vertex;
	if (!state->generic_limit) {
		GLint limit = vmgl_limit(ctx, GL_MAX_VERTEX_ATTRIBS);
		state->generic_limit = limit < 1                            ? 16
							   : limit > (GLint)VMGL_GENERIC_ARRAYS ? VMGL_GENERIC_ARRAYS
																	: (unsigned)limit;
	}
	return state->generic_limit;
}

static unsigned texture_limit(struct vmgl_context *ctx) {
	struct vmgl_vertex_state *state = ctx->vertex;
	if (!state->texture_limit) {
		GLint limit = vmgl_limit(ctx, GL_MAX_TEXTURE_COORDS);
		if (limit < 1)
			limit = vmgl_limit(ctx, GL_MAX_TEXTURE_UNITS);
		state->texture_limit = limit < 1                             ? 1
							   : limit > (GLint)VMGL_TEXCOORD_ARRAYS ? VMGL_TEXCOORD_ARRAYS
																	 : (unsigned)limit;
	}
	return state->texture_limit;
}

/* Binding points of ARB_vertex_attrib_binding; more than we have slots for are not offered to anybody. */
static bool binding_ok(struct vmgl_context *ctx, GLuint index) {
	GLint limit = vmgl_limit(ctx, GL_MAX_VERTEX_ATTRIB_BINDINGS);
	return index < VMGL_GENERIC_ARRAYS && index < (GLuint)(limit < 16 ? 16 : limit);
}

static void vao_init(struct vmgl_vao *vao, GLuint name) {
	*vao = (struct vmgl_vao){.name = name};
	vmgl_sources_init(&vao->sources);
	for (unsigned slot = 0; slot < VMGL_ARRAY_COUNT; slot++) {
		bool one = slot == VMGL_ARRAY_INDEX || slot == VMGL_ARRAY_EDGE_FLAG || slot == VMGL_ARRAY_FOG_COORD ||
				   slot == VMGL_ARRAY_POINT_SIZE;
		bool three = slot == VMGL_ARRAY_NORMAL || slot == VMGL_ARRAY_SECONDARY_COLOR;
		struct vmgl_array_format *array = &vao->arrays[slot];
		array->type = slot == VMGL_ARRAY_EDGE_FLAG ? GL_UNSIGNED_BYTE : GL_FLOAT;
		array->size = one ? 1 : three ? 3 : 4;
		array->bytes = (uint8_t)vmgl_array_element_bytes(array->size, array->type);
		vao->bindings[slot].stride = array->bytes;
	}
}

bool vmgl_vertex_init(struct vmgl_context *ctx) {
	ctx->vertex = calloc(1, sizeof *ctx->vertex);
	if (!ctx->vertex)
		return false;
	vao_init(&ctx->vertex->zero, 0);
	ctx->vertex->vao = &ctx->vertex->zero;
	return true;
}

static void free_value(uintptr_t value) {
	free((void *)value);
}

void vmgl_vertex_finish(struct vmgl_context *ctx) {
	struct vmgl_vertex_state *state = ctx->vertex;
	if (!state)
		return;
	vmgl_map_each(&state->vaos, free_value);
	vmgl_map_free(&state->vaos);
	for (unsigned i = 0; i < VMGL_VERTEX_STACK_DEPTH; i++)
		free(state->stack[i]);
	free(state);
	ctx->vertex = NULL;
}

static struct vmgl_vao *vao_existing(struct vmgl_context *ctx, GLuint name) {
	if (ctx->vertex->vao->name == name)
		return ctx->vertex->vao;
	const uintptr_t *found = vmgl_map_find(&ctx->vertex->vaos, name);
	return found ? (struct vmgl_vao *)*found : NULL;
}

static struct vmgl_vao *vao_new(struct vmgl_context *ctx, GLuint name) {
	struct vmgl_vao *vao = malloc(sizeof *vao);
	if (!vao)
		return NULL;
	vao_init(vao, name);
	if (!vmgl_map_put(&ctx->vertex->vaos, name, (uintptr_t)vao)) {
		free(vao);
		return NULL;
	}
	return vao;
}

struct vmgl_vao *vmgl_vao_named(struct vmgl_context *ctx, GLuint name, bool ext) {
	if (name == 0)
		return ctx->api == VMGL_API_GL_CORE ? NULL : &ctx->vertex->zero;
	struct vmgl_vao *vao = vao_existing(ctx, name);
	if (!vao && ext && vmgl_names_known(ctx, VMGL_CLASS_VERTEX_ARRAY, name))
		vao = vao_new(ctx, name);
	return vao;
}

void vmgl_guest_glBindVertexArray(struct vmgl_context *ctx, GLuint name) {
	struct vmgl_vertex_state *state = ctx->vertex;
	if (name == state->vao->name)
		return;
	struct vmgl_vao *vao = name == 0 ? &state->zero : vao_existing(ctx, name);
	if (!vao && vmgl_names_known(ctx, VMGL_CLASS_VERTEX_ARRAY, name))
		vao = vao_new(ctx, name);
	vmgl_enc_glBindVertexArray(ctx, name);
	if (vao)
		state->vao = vao;
}

void vmgl_guest_glCreateVertexArrays(struct vmgl_context *ctx, GLsizei n, GLuint *arrays) {
	if (n < 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	if (!arrays)
		return;
	vmgl_names_take(ctx, VMGL_CLASS_VERTEX_ARRAY, n, arrays);
	vmgl_enc_glCreateVertexArrays(ctx, n, arrays);
	for (GLsizei i = 0; i < n; i++)
		vao_new(ctx, arrays[i]);
}

void vmgl_guest_glDeleteVertexArrays(struct vmgl_context *ctx, GLsizei n, const GLuint *arrays) {
	struct vmgl_vertex_state *state = ctx->vertex;
	if (n < 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	if (!arrays)
		return;
	for (GLsizei i = 0; i < n; i++) {
		const uintptr_t *found = arrays[i] ? vmgl_map_find(&state->vaos, arrays[i]) : NULL;
		if (!found)
			continue;
		struct vmgl_vao *vao = (struct vmgl_vao *)*found;
		if (vao == state->vao)
			state->vao = &state->zero;
		vmgl_map_remove(&state->vaos, arrays[i]);
		free(vao);
	}
	vmgl_enc_vmglDeleteVertexArrays(ctx, n, arrays);
	vmgl_names_release(ctx, VMGL_CLASS_VERTEX_ARRAY, n, arrays);
}

GLboolean vmgl_guest_glIsVertexArray(struct vmgl_context *ctx, GLuint array) {
	return array && vmgl_map_find(&ctx->vertex->vaos, array) ? GL_TRUE : GL_FALSE;
}

/* Calls of the fixed-function pipeline are errors where there is none. */
static bool has_fixed(struct vmgl_context *ctx) {
	if (__builtin_expect(ctx->api == VMGL_API_GL_CORE || ctx->api == VMGL_API_GLES2, 0)) {
		vmgl_error(ctx, GL_INVALID_OPERATION);
		return false;
	}
	return true;
}

/* Enables. */

int vmgl_array_slot(const struct vmgl_context *ctx, GLenum array, unsigned unit) {
	if (ctx->api == VMGL_API_GL_CORE || ctx->api == VMGL_API_GLES2)
		return -1;
	switch (array) {
	case GL_VERTEX_ARRAY:
		return VMGL_ARRAY_VERTEX;
	case GL_NORMAL_ARRAY:
		return VMGL_ARRAY_NORMAL;
	case GL_COLOR_ARRAY:
		return VMGL_ARRAY_COLOR;
	case GL_TEXTURE_COORD_ARRAY:
		return (int)(VMGL_ARRAY_TEXCOORD + unit);
	case GL_POINT_SIZE_ARRAY_OES:
		return ctx->api == VMGL_API_GLES1 ? VMGL_ARRAY_POINT_SIZE : -1;
	default:
		break;
	}
	if (ctx->api == VMGL_API_GLES1)
		return -1;
	switch (array) {
	case GL_INDEX_ARRAY:
		return VMGL_ARRAY_INDEX;
	case GL_EDGE_FLAG_ARRAY:
		return VMGL_ARRAY_EDGE_FLAG;
	case GL_FOG_COORD_ARRAY:
		return VMGL_ARRAY_FOG_COORD;
	case GL_SECONDARY_COLOR_ARRAY:
		return VMGL_ARRAY_SECONDARY_COLOR;
	default:
		return -1;
	}
}

static void enable_slot(struct vmgl_vao *vao, unsigned slot, bool enable) {
	if (enable)
		vao->enabled |= VMGL_ARRAY_BIT(slot);
	else
		vao->enabled &= ~VMGL_ARRAY_BIT(slot);
}

static void client_state(struct vmgl_context *ctx, struct vmgl_vao *vao, GLenum array, unsigned unit, bool enable) {
	vmgl_check_begin(ctx);
	if (!has_fixed(ctx))
		return;
	if (array == GL_PRIMITIVE_RESTART_NV && !is_es(ctx)) {
		vmgl_restart_client_state(ctx, enable);
		return;
	}
	int slot = vmgl_array_slot(ctx, array, unit);
	if (slot < 0)
		vmgl_error(ctx, GL_INVALID_ENUM);
	else
		enable_slot(vao, (unsigned)slot, enable);
}

void vmgl_guest_glEnableClientState(struct vmgl_context *ctx, GLenum array) {
	client_state(ctx, ctx->vertex->vao, array, ctx->vertex->client_texture, true);
}

void vmgl_guest_glDisableClientState(struct vmgl_context *ctx, GLenum array) {
	client_state(ctx, ctx->vertex->vao, array, ctx->vertex->client_texture, false);
}

bool vmgl_arrays_enable(struct vmgl_context *ctx, GLenum array, bool enable) {
	const int slot = vmgl_array_slot(ctx, array, ctx->vertex->client_texture);
	if (slot >= 0)
		enable_slot(ctx->vertex->vao, (unsigned)slot, enable);
	return slot >= 0;
}

static void client_state_indexed(struct vmgl_context *ctx, GLenum array, GLuint index, bool enable) {
	if (array != GL_TEXTURE_COORD_ARRAY)
		vmgl_error(ctx, GL_INVALID_ENUM);
	else if (index >= texture_limit(ctx))
		vmgl_error(ctx, GL_INVALID_VALUE);
	else
		client_state(ctx, ctx->vertex->vao, array, index, enable);
}

void vmgl_guest_glEnableClientStateiEXT(struct vmgl_context *ctx, GLenum array, GLuint index) {
	client_state_indexed(ctx, array, index, true);
}

void vmgl_guest_glDisableClientStateiEXT(struct vmgl_context *ctx, GLenum array, GLuint index) {
	client_state_indexed(ctx, array, index, false);
}

void vmgl_guest_glClientActiveTexture(struct vmgl_context *ctx, GLenum texture) {
	if (!has_fixed(ctx))
		return;
	if (texture < GL_TEXTURE0 || texture - GL_TEXTURE0 >= texture_limit(ctx))
		vmgl_error(ctx, GL_INVALID_ENUM);
	else
		ctx->vertex->client_texture = texture - GL_TEXTURE0;
}

/* In the core profile there is no default vertex array object to change. */
static bool vao_ok(struct vmgl_context *ctx) {
	if (__builtin_expect(ctx->api == VMGL_API_GL_CORE && ctx->vertex->vao->name == 0, 0)) {
		vmgl_error(ctx, GL_INVALID_OPERATION);
		return false;
	}
	return true;
}

static void attribute_enable(struct vmgl_context *ctx, struct vmgl_vao *vao, GLuint index, bool enable) {
	if (index >= generic_limit(ctx))
		vmgl_error(ctx, GL_INVALID_VALUE);
	else
		enable_slot(vao, VMGL_ARRAY_GENERIC + index, enable);
}

/* Also of the default object of a core profile, where drivers do not mind. */
void vmgl_guest_glEnableVertexAttribArray(struct vmgl_context *ctx, GLuint index) {
	attribute_enable(ctx, ctx->vertex->vao, index, true);
}

void vmgl_guest_glDisableVertexAttribArray(struct vmgl_context *ctx, GLuint index) {
	attribute_enable(ctx, ctx->vertex->vao, index, false);
}

static void attribute_enable_named(struct vmgl_context *ctx, GLuint name, bool ext, GLuint index, bool enable) {
	struct vmgl_vao *vao = vmgl_vao_named(ctx, name, ext);
	if (!vao)
		vmgl_error(ctx, GL_INVALID_OPERATION);
	else
		attribute_enable(ctx, vao, index, enable);
}

void vmgl_guest_glEnableVertexArrayAttrib(struct vmgl_context *ctx, GLuint vaobj, GLuint index) {
	attribute_enable_named(ctx, vaobj, false, index, true);
}

void vmgl_guest_glDisableVertexArrayAttrib(struct vmgl_context *ctx, GLuint vaobj, GLuint index) {
	attribute_enable_named(ctx, vaobj, false, index, false);
}

void vmgl_guest_glEnableVertexArrayAttribEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint index) {
	attribute_enable_named(ctx, vaobj, true, index, true);
}

void vmgl_guest_glDisableVertexArrayAttribEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint index) {
	attribute_enable_named(ctx, vaobj, true, index, false);
}

/* GL_TEXTUREi stands for the texture coordinates of unit i (EXT_direct_state_access). */
static void client_state_named(struct vmgl_context *ctx, GLuint name, GLenum array, bool enable) {
	struct vmgl_vao *vao = vmgl_vao_named(ctx, name, true);
	if (!vao)
		vmgl_error(ctx, GL_INVALID_OPERATION);
	else if (array >= GL_TEXTURE0 && array - GL_TEXTURE0 < texture_limit(ctx))
		client_state(ctx, vao, GL_TEXTURE_COORD_ARRAY, array - GL_TEXTURE0, enable);
	else
		client_state(ctx, vao, array, ctx->vertex->client_texture, enable);
}

void vmgl_guest_glEnableVertexArrayEXT(struct vmgl_context *ctx, GLuint vaobj, GLenum array) {
	client_state_named(ctx, vaobj, array, true);
}

void vmgl_guest_glDisableVertexArrayEXT(struct vmgl_context *ctx, GLuint vaobj, GLenum array) {
	client_state_named(ctx, vaobj, array, false);
}

void vmgl_arrays_send(struct vmgl_context *ctx) {
	struct vmgl_vao *vao = ctx->vertex->vao;
	uint64_t enabled = vmgl_arrays_enabled(vao);
	if (enabled == vao->sent)
		return;
	vmgl_enc_vmglArrayEnables(ctx, enabled);
	vao->sent = enabled;
}

/* Pointers. */

static void store_pointer(struct vmgl_vao *vao, unsigned slot, GLint size, GLenum type, unsigned flags, GLsizei stride,
						  GLuint buffer, const void *pointer) {
	uint32_t bytes = vmgl_array_element_bytes((uint32_t)size, type);
	uint64_t bit = VMGL_ARRAY_BIT(slot);
	vao->arrays[slot] = (struct vmgl_array_format){
		.pointer = pointer,
		.type = type,
		.user_stride = stride,
		.size = (uint16_t)size,
		.flags = (uint8_t)flags,
		.bytes = (uint8_t)bytes,
	};
	vao->bindings[slot] = (struct vmgl_vertex_binding){(GLintptr)pointer, stride ? stride : (GLsizei)bytes};
	vmgl_sources_pointer(&vao->sources, slot, buffer);
	if (!buffer && pointer)
		vao->client |= bit;
	else
		vao->client &= ~bit;
	if (!buffer && slot >= VMGL_ARRAY_GENERIC)
		vao->unsent |= bit;
	else
		vao->unsent &= ~bit;
}

/* What is wrong with a format, in the order in which Mesa looks; GL_NO_ERROR when nothing is. */
static GLenum format_error(struct vmgl_context *ctx, const struct rule *rule, GLint size, GLenum type, unsigned flags) {
	unsigned bit = type_bit(type);
	if (!(bit & (is_es(ctx) ? rule->types_es : rule->types)))
		return GL_INVALID_ENUM;
	if (size == GL_BGRA && (rule->largest & ALLOW_BGRA) && !is_es(ctx)) {
		if (!(bit & (T_UBYTE | T_PACKED)) || (rule == &generic_rule && !(flags & VMGL_ARRAY_NORMALIZED)))
			return GL_INVALID_OPERATION;
		return GL_NO_ERROR;
	}
	if (size < rule->smallest || size > (rule->largest & ~ALLOW_BGRA))
		return GL_INVALID_VALUE;
	if (((bit & T_PACKED) && size != 4 && rule != &rules[VMGL_ARRAY_NORMAL]) || ((bit & T_PACKED_FLOAT) && size != 3))
		return GL_INVALID_OPERATION;
	return GL_NO_ERROR;
}

static GLenum pointer_error(struct vmgl_context *ctx, const struct rule *rule, GLint size, GLenum type, unsigned flags,
							GLsizei stride, bool misplaced) {
	if (stride < 0)
		return GL_INVALID_VALUE;
	if (stride > 2048 && ctx->version >= 44 && !is_es(ctx) && stride > vmgl_limit(ctx, GL_MAX_VERTEX_ATTRIB_STRIDE))
		return GL_INVALID_VALUE;
	if (misplaced)
		return GL_INVALID_OPERATION;
	return format_error(ctx, rule, size, type, flags);
}

static void set_pointer(struct vmgl_context *ctx, unsigned slot, const struct rule *rule, GLint size, GLenum type,
						unsigned flags, GLsizei stride, const void *pointer) {
	vmgl_check_begin(ctx);
	if (slot < VMGL_ARRAY_GENERIC ? !has_fixed(ctx) : !vao_ok(ctx))
		return;
	struct vmgl_vao *vao = ctx->vertex->vao;
	GLuint buffer = ctx->buffers->bound[VMGL_BUFFER_ARRAY];
	/* Application memory belongs to the default object (OpenGL 4.6 core, section 10.3.9). */
	GLenum error = pointer_error(ctx, rule, size, type, flags, stride, !buffer && pointer && vao->name);
	if (__builtin_expect(error != GL_NO_ERROR, 0)) {
		vmgl_error(ctx, error);
		return;
	}
	store_pointer(vao, slot, size, type, flags, stride, buffer, pointer);
	if (buffer)
		vmgl_enc_vmglArrayPointer(ctx, slot, size, type, flags, stride, (uintptr_t)pointer);
}

#define FIXED(slot, size, type, stride, pointer) set_pointer(ctx, slot, &rules[slot], size, type, 0, stride, pointer)

void vmgl_guest_glVertexPointer(struct vmgl_context *ctx, GLint size, GLenum type, GLsizei stride,
								const void *pointer) {
	FIXED(VMGL_ARRAY_VERTEX, size, type, stride, pointer);
}

void vmgl_guest_glNormalPointer(struct vmgl_context *ctx, GLenum type, GLsizei stride, const void *pointer) {
	FIXED(VMGL_ARRAY_NORMAL, 3, type, stride, pointer);
}

void vmgl_guest_glColorPointer(struct vmgl_context *ctx, GLint size, GLenum type, GLsizei stride, const void *pointer) {
	FIXED(VMGL_ARRAY_COLOR, size, type, stride, pointer);
}

void vmgl_guest_glIndexPointer(struct vmgl_context *ctx, GLenum type, GLsizei stride, const void *pointer) {
	FIXED(VMGL_ARRAY_INDEX, 1, type, stride, pointer);
}

void vmgl_guest_glEdgeFlagPointer(struct vmgl_context *ctx, GLsizei stride, const void *pointer) {
	FIXED(VMGL_ARRAY_EDGE_FLAG, 1, GL_UNSIGNED_BYTE, stride, pointer);
}

void vmgl_guest_glFogCoordPointer(struct vmgl_context *ctx, GLenum type, GLsizei stride, const void *pointer) {
	FIXED(VMGL_ARRAY_FOG_COORD, 1, type, stride, pointer);
}

void vmgl_guest_glSecondaryColorPointer(struct vmgl_context *ctx, GLint size, GLenum type, GLsizei stride,
										const void *pointer) {
	FIXED(VMGL_ARRAY_SECONDARY_COLOR, size, type, stride, pointer);
}

void vmgl_guest_glPointSizePointerOES(struct vmgl_context *ctx, GLenum type, GLsizei stride, const void *pointer) {
	FIXED(VMGL_ARRAY_POINT_SIZE, 1, type, stride, pointer);
}

static void texcoord_pointer(struct vmgl_context *ctx, unsigned unit, GLint size, GLenum type, GLsizei stride,
							 const void *pointer) {
	set_pointer(ctx, VMGL_ARRAY_TEXCOORD + unit, &rules[VMGL_ARRAY_TEXCOORD], size, type, 0, stride, pointer);
}

void vmgl_guest_glTexCoordPointer(struct vmgl_context *ctx, GLint size, GLenum type, GLsizei stride,
								  const void *pointer) {
	texcoord_pointer(ctx, ctx->vertex->client_texture, size, type, stride, pointer);
}

void vmgl_guest_glMultiTexCoordPointerEXT(struct vmgl_context *ctx, GLenum texunit, GLint size, GLenum type,
										  GLsizei stride, const void *pointer) {
	if (texunit < GL_TEXTURE0 || texunit - GL_TEXTURE0 >= texture_limit(ctx))
		vmgl_error(ctx, GL_INVALID_OPERATION);
	else
		texcoord_pointer(ctx, texunit - GL_TEXTURE0, size, type, stride, pointer);
}

/* EXT_vertex_array: `count` was never needed by anybody. */
void vmgl_guest_glVertexPointerEXT(struct vmgl_context *ctx, GLint size, GLenum type, GLsizei stride, GLsizei count,
								   const void *pointer) {
	(void)count;
	vmgl_guest_glVertexPointer(ctx, size, type, stride, pointer);
}

void vmgl_guest_glNormalPointerEXT(struct vmgl_context *ctx, GLenum type, GLsizei stride, GLsizei count,
								   const void *pointer) {
	(void)count;
	vmgl_guest_glNormalPointer(ctx, type, stride, pointer);
}

void vmgl_guest_glColorPointerEXT(struct vmgl_context *ctx, GLint size, GLenum type, GLsizei stride, GLsizei count,
								  const void *pointer) {
	(void)count;
	vmgl_guest_glColorPointer(ctx, size, type, stride, pointer);
}

void vmgl_guest_glIndexPointerEXT(struct vmgl_context *ctx, GLenum type, GLsizei stride, GLsizei count,
								  const void *pointer) {
	(void)count;
	vmgl_guest_glIndexPointer(ctx, type, stride, pointer);
}

void vmgl_guest_glEdgeFlagPointerEXT(struct vmgl_context *ctx, GLsizei stride, GLsizei count,
									 const GLboolean *pointer) {
	(void)count;
	vmgl_guest_glEdgeFlagPointer(ctx, stride, pointer);
}

void vmgl_guest_glTexCoordPointerEXT(struct vmgl_context *ctx, GLint size, GLenum type, GLsizei stride, GLsizei count,
									 const void *pointer) {
	(void)count;
	vmgl_guest_glTexCoordPointer(ctx, size, type, stride, pointer);
}

static void attribute_pointer(struct vmgl_context *ctx, GLuint index, const struct rule *rule, GLint size, GLenum type,
							  unsigned flags, GLsizei stride, const void *pointer) {
	if (index >= generic_limit(ctx))
		vmgl_error(ctx, GL_INVALID_VALUE);
	else
		set_pointer(ctx, VMGL_ARRAY_GENERIC + index, rule, size, type, flags, stride, pointer);
}

void vmgl_guest_glVertexAttribPointer(struct vmgl_context *ctx, GLuint index, GLint size, GLenum type,
									  GLboolean normalized, GLsizei stride, const void *pointer) {
	attribute_pointer(ctx, index, &generic_rule, size, type, normalized ? VMGL_ARRAY_NORMALIZED : 0, stride, pointer);
}

void vmgl_guest_glVertexAttribIPointer(struct vmgl_context *ctx, GLuint index, GLint size, GLenum type, GLsizei stride,
									   const void *pointer) {
	attribute_pointer(ctx, index, &integer_rule, size, type, VMGL_ARRAY_INTEGER, stride, pointer);
}

void vmgl_guest_glVertexAttribLPointer(struct vmgl_context *ctx, GLuint index, GLint size, GLenum type, GLsizei stride,
									   const void *pointer) {
	attribute_pointer(ctx, index, &long_rule, size, type, VMGL_ARRAY_LONG, stride, pointer);
}

void vmgl_guest_glInterleavedArrays(struct vmgl_context *ctx, GLenum format, GLsizei stride, const void *pointer) {
	vmgl_check_begin(ctx);
	if (!has_fixed(ctx))
		return;
	/* OpenGL 4.6 compatibility, table 10.6; offsets in floats (a 4-byte color is as long as one). */
	static const struct {
		uint8_t texcoords, colors, color_bytes, normals, vertices; /* components */
		uint8_t color_at, normal_at, vertex_at, stride;
	} formats[] = {
		[GL_V2F - GL_V2F] = {0, 0, 0, 0, 2, 0, 0, 0, 2},
		[GL_V3F - GL_V2F] = {0, 0, 0, 0, 3, 0, 0, 0, 3},
		[GL_C4UB_V2F - GL_V2F] = {0, 0, 4, 0, 2, 0, 0, 1, 3},
		[GL_C4UB_V3F - GL_V2F] = {0, 0, 4, 0, 3, 0, 0, 1, 4},
		[GL_C3F_V3F - GL_V2F] = {0, 3, 0, 0, 3, 0, 0, 3, 6},
		[GL_N3F_V3F - GL_V2F] = {0, 0, 0, 3, 3, 0, 0, 3, 6},
		[GL_C4F_N3F_V3F - GL_V2F] = {0, 4, 0, 3, 3, 0, 4, 7, 10},
		[GL_T2F_V3F - GL_V2F] = {2, 0, 0, 0, 3, 0, 0, 2, 5},
		[GL_T4F_V4F - GL_V2F] = {4, 0, 0, 0, 4, 0, 0, 4, 8},
		[GL_T2F_C4UB_V3F - GL_V2F] = {2, 0, 4, 0, 3, 2, 0, 3, 6},
		[GL_T2F_C3F_V3F - GL_V2F] = {2, 3, 0, 0, 3, 2, 0, 5, 8},
		[GL_T2F_N3F_V3F - GL_V2F] = {2, 0, 0, 3, 3, 0, 2, 5, 8},
		[GL_T2F_C4F_N3F_V3F - GL_V2F] = {2, 4, 0, 3, 3, 2, 6, 9, 12},
		[GL_T4F_C4F_N3F_V4F - GL_V2F] = {4, 4, 0, 3, 4, 4, 8, 11, 15},
	};
	if (stride < 0) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	if (format < GL_V2F || format > GL_T4F_C4F_N3F_V4F) {
		vmgl_error(ctx, GL_INVALID_ENUM);
		return;
	}
	if (!vao_ok(ctx))
		return;
	const unsigned f = format - GL_V2F, unit = ctx->vertex->client_texture;
	struct vmgl_vao *vao = ctx->vertex->vao;
	GLsizei step = stride ? stride : 4 * formats[f].stride;
	const GLubyte *at = pointer;
	static const uint8_t others[] = {VMGL_ARRAY_EDGE_FLAG, VMGL_ARRAY_INDEX, VMGL_ARRAY_SECONDARY_COLOR,
									 VMGL_ARRAY_FOG_COORD};
	for (unsigned i = 0; i < sizeof others; i++)
		enable_slot(vao, others[i], false);
	enable_slot(vao, VMGL_ARRAY_TEXCOORD + unit, formats[f].texcoords);
	if (formats[f].texcoords)
		texcoord_pointer(ctx, unit, formats[f].texcoords, GL_FLOAT, step, at);
	enable_slot(vao, VMGL_ARRAY_COLOR, formats[f].colors || formats[f].color_bytes);
	if (formats[f].color_bytes)
		FIXED(VMGL_ARRAY_COLOR, 4, GL_UNSIGNED_BYTE, step, at + 4 * formats[f].color_at);
	else if (formats[f].colors)
		FIXED(VMGL_ARRAY_COLOR, formats[f].colors, GL_FLOAT, step, at + 4 * formats[f].color_at);
	enable_slot(vao, VMGL_ARRAY_NORMAL, formats[f].normals);
	if (formats[f].normals)
		FIXED(VMGL_ARRAY_NORMAL, 3, GL_FLOAT, step, at + 4 * formats[f].normal_at);
	enable_slot(vao, VMGL_ARRAY_VERTEX, true);
	FIXED(VMGL_ARRAY_VERTEX, formats[f].vertices, GL_FLOAT, step, at + 4 * formats[f].vertex_at);
}

void vmgl_guest_glLockArraysEXT(struct vmgl_context *ctx, GLint first, GLsizei count) {
	if (!has_fixed(ctx))
		return;
	struct vmgl_vertex_state *state = ctx->vertex;
	if (first < 0 || count <= 0)
		vmgl_error(ctx, GL_INVALID_VALUE);
	else if (state->lock_count)
		vmgl_error(ctx, GL_INVALID_OPERATION);
	else {
		state->lock_first = first;
		state->lock_count = count;
	}
}

void vmgl_guest_glUnlockArraysEXT(struct vmgl_context *ctx) {
	if (!has_fixed(ctx))
		return;
	if (!ctx->vertex->lock_count)
		vmgl_error(ctx, GL_INVALID_OPERATION);
	ctx->vertex->lock_first = 0;
	ctx->vertex->lock_count = 0;
}

/* ARB_vertex_attrib_binding. Calls that are wrong reach the renderer all the same, which raises the error; they
 * do not change the shadow. */

/* The renderer has not heard of the formats of arrays in application memory: now it must. */
static void send_formats(struct vmgl_context *ctx) {
	struct vmgl_vao *vao = ctx->vertex->vao;
	for (uint64_t left = vao->unsent; left; left &= left - 1) {
		unsigned slot = (unsigned)__builtin_ctzll(left);
		GLuint index = slot - VMGL_ARRAY_GENERIC;
		const struct vmgl_array_format *array = &vao->arrays[slot];
		if (array->flags & VMGL_ARRAY_INTEGER)
			vmgl_enc_glVertexAttribIFormat(ctx, index, array->size, array->type, 0);
		else if (array->flags & VMGL_ARRAY_LONG)
			vmgl_enc_glVertexAttribLFormat(ctx, index, array->size, array->type, 0);
		else
			vmgl_enc_glVertexAttribFormat(ctx, index, array->size, array->type, array->flags & VMGL_ARRAY_NORMALIZED,
										  0);
		vmgl_enc_glVertexAttribBinding(ctx, index, index);
	}
	vao->unsent = 0;
}

static void store_format(struct vmgl_context *ctx, struct vmgl_vao *vao, GLuint index, const struct rule *rule,
						 GLint size, GLenum type, unsigned flags, GLuint relative_offset) {
	GLint limit = vmgl_limit(ctx, GL_MAX_VERTEX_ATTRIB_RELATIVE_OFFSET);
	if (!vao || index >= generic_limit(ctx) || relative_offset > (GLuint)(limit < 2047 ? 2047 : limit) ||
		(ctx->api == VMGL_API_GL_CORE && vao == &ctx->vertex->zero) ||
		format_error(ctx, rule, size, type, flags) != GL_NO_ERROR)
		return;
	struct vmgl_array_format *array = &vao->arrays[VMGL_ARRAY_GENERIC + index];
	array->size = (uint16_t)size;
	array->type = type;
	array->flags = (uint8_t)flags;
	array->relative_offset = relative_offset;
	array->bytes = (uint8_t)vmgl_array_element_bytes((uint32_t)size, type);
	if (relative_offset)
		vao->client &= ~VMGL_ARRAY_BIT(VMGL_ARRAY_GENERIC + index);
}

static void store_binding(struct vmgl_context *ctx, struct vmgl_vao *vao, GLuint index, GLuint binding) {
	if (!vao || index >= generic_limit(ctx) || !binding_ok(ctx, binding) ||
		(ctx->api == VMGL_API_GL_CORE && vao == &ctx->vertex->zero))
		return;
	vmgl_sources_binding(&vao->sources, VMGL_ARRAY_GENERIC + index, VMGL_ARRAY_GENERIC + binding);
	/* Application memory is only read through the pointer that a gl*Pointer call gave to this very array. */
	if (index != binding)
		vao->client &= ~VMGL_ARRAY_BIT(VMGL_ARRAY_GENERIC + index);
}

static void store_divisor(struct vmgl_context *ctx, struct vmgl_vao *vao, GLuint binding, GLuint divisor) {
	if (vao && binding_ok(ctx, binding) && !(ctx->api == VMGL_API_GL_CORE && vao == &ctx->vertex->zero))
		vao->sources.divisor[VMGL_ARRAY_GENERIC + binding] = divisor;
}

static void store_buffer(struct vmgl_context *ctx, struct vmgl_vao *vao, GLuint binding, GLuint buffer, GLintptr offset,
						 GLsizei stride) {
	if (!vao || !binding_ok(ctx, binding) || offset < 0 || stride < 0 ||
		(buffer && !vmgl_names_known(ctx, VMGL_CLASS_BUFFER, buffer)) ||
		(ctx->api == VMGL_API_GL_CORE && vao == &ctx->vertex->zero))
		return;
	GLint limit = vmgl_limit(ctx, GL_MAX_VERTEX_ATTRIB_STRIDE);
	if (limit > 0 && stride > limit)
		return;
	unsigned slot = VMGL_ARRAY_GENERIC + binding;
	vmgl_sources_buffer(&vao->sources, slot, buffer);
	vao->bindings[slot] = (struct vmgl_vertex_binding){offset, stride};
	vao->client &= ~vao->sources.users[slot];
}

void vmgl_guest_glVertexAttribFormat(struct vmgl_context *ctx, GLuint index, GLint size, GLenum type,
									 GLboolean normalized, GLuint relative_offset) {
	send_formats(ctx);
	store_format(ctx, ctx->vertex->vao, index, &generic_rule, size, type, normalized ? VMGL_ARRAY_NORMALIZED : 0,
				 relative_offset);
	vmgl_enc_glVertexAttribFormat(ctx, index, size, type, normalized, relative_offset);
}

void vmgl_guest_glVertexAttribIFormat(struct vmgl_context *ctx, GLuint index, GLint size, GLenum type,
									  GLuint relative_offset) {
	send_formats(ctx);
	store_format(ctx, ctx->vertex->vao, index, &integer_rule, size, type, VMGL_ARRAY_INTEGER, relative_offset);
	vmgl_enc_glVertexAttribIFormat(ctx, index, size, type, relative_offset);
}

void vmgl_guest_glVertexAttribLFormat(struct vmgl_context *ctx, GLuint index, GLint size, GLenum type,
									  GLuint relative_offset) {
	send_formats(ctx);
	store_format(ctx, ctx->vertex->vao, index, &long_rule, size, type, VMGL_ARRAY_LONG, relative_offset);
	vmgl_enc_glVertexAttribLFormat(ctx, index, size, type, relative_offset);
}

void vmgl_guest_glVertexAttribBinding(struct vmgl_context *ctx, GLuint index, GLuint binding) {
	send_formats(ctx);
	store_binding(ctx, ctx->vertex->vao, index, binding);
	vmgl_enc_glVertexAttribBinding(ctx, index, binding);
}

void vmgl_guest_glVertexBindingDivisor(struct vmgl_context *ctx, GLuint binding, GLuint divisor) {
	store_divisor(ctx, ctx->vertex->vao, binding, divisor);
	vmgl_enc_glVertexBindingDivisor(ctx, binding, divisor);
}

/* Also gives the array its own binding (OpenGL 4.6 core, section 10.3.4). */
void vmgl_guest_glVertexAttribDivisor(struct vmgl_context *ctx, GLuint index, GLuint divisor) {
	if (index < generic_limit(ctx)) {
		store_binding(ctx, ctx->vertex->vao, index, index);
		store_divisor(ctx, ctx->vertex->vao, index, divisor);
	}
	vmgl_enc_glVertexAttribDivisor(ctx, index, divisor);
}

void vmgl_guest_glBindVertexBuffer(struct vmgl_context *ctx, GLuint binding, GLuint buffer, GLintptr offset,
								   GLsizei stride) {
	send_formats(ctx);
	store_buffer(ctx, ctx->vertex->vao, binding, buffer, offset, stride);
	vmgl_enc_glBindVertexBuffer(ctx, binding, buffer, offset, stride);
}

static void store_buffers(struct vmgl_context *ctx, struct vmgl_vao *vao, GLuint first, GLsizei count,
						  const GLuint *buffers, const GLintptr *offsets, const GLsizei *strides) {
	if (count < 0 || !binding_ok(ctx, first) || (count && !binding_ok(ctx, first + (GLuint)count - 1)))
		return;
	for (GLsizei i = 0; i < count; i++) {
		if (!buffers)
			store_buffer(ctx, vao, first + (GLuint)i, 0, 0, 16);
		else if (offsets && strides)
			store_buffer(ctx, vao, first + (GLuint)i, buffers[i], offsets[i], strides[i]);
	}
}

void vmgl_guest_glBindVertexBuffers(struct vmgl_context *ctx, GLuint first, GLsizei count, const GLuint *buffers,
									const GLintptr *offsets, const GLsizei *strides) {
	send_formats(ctx);
	store_buffers(ctx, ctx->vertex->vao, first, count, buffers, offsets, strides);
	vmgl_enc_glBindVertexBuffers(ctx, first, count, buffers, buffers ? offsets : NULL, buffers ? strides : NULL);
}

/* The same by name: ARB_direct_state_access, and EXT_direct_state_access (`ext`). */

static void send_formats_of(struct vmgl_context *ctx, const struct vmgl_vao *vao) {
	if (vao == ctx->vertex->vao)
		send_formats(ctx);
}

#define NORMALIZED_FORMAT(name, ext)                                                                                   \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint vaobj, GLuint index, GLint size, GLenum type,              \
						   GLboolean normalized, GLuint relative_offset) {                                             \
		struct vmgl_vao *vao = vmgl_vao_named(ctx, vaobj, ext);                                                        \
		send_formats_of(ctx, vao);                                                                                     \
		store_format(ctx, vao, index, &generic_rule, size, type, normalized ? VMGL_ARRAY_NORMALIZED : 0,               \
					 relative_offset);                                                                                 \
		vmgl_enc_##name(ctx, vaobj, index, size, type, normalized, relative_offset);                                   \
	}
#define FORMAT(name, ext, rule, flags)                                                                                 \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint vaobj, GLuint index, GLint size, GLenum type,              \
						   GLuint relative_offset) {                                                                   \
		struct vmgl_vao *vao = vmgl_vao_named(ctx, vaobj, ext);                                                        \
		send_formats_of(ctx, vao);                                                                                     \
		store_format(ctx, vao, index, &rule, size, type, flags, relative_offset);                                      \
		vmgl_enc_##name(ctx, vaobj, index, size, type, relative_offset);                                               \
	}
#define BINDING(name, ext)                                                                                             \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint vaobj, GLuint index, GLuint binding) {                     \
		struct vmgl_vao *vao = vmgl_vao_named(ctx, vaobj, ext);                                                        \
		send_formats_of(ctx, vao);                                                                                     \
		store_binding(ctx, vao, index, binding);                                                                       \
		vmgl_enc_##name(ctx, vaobj, index, binding);                                                                   \
	}
#define DIVISOR(name, ext)                                                                                             \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint vaobj, GLuint binding, GLuint divisor) {                   \
		store_divisor(ctx, vmgl_vao_named(ctx, vaobj, ext), binding, divisor);                                         \
		vmgl_enc_##name(ctx, vaobj, binding, divisor);                                                                 \
	}
#define BUFFER(name, ext)                                                                                              \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint vaobj, GLuint binding, GLuint buffer, GLintptr offset,     \
						   GLsizei stride) {                                                                           \
		struct vmgl_vao *vao = vmgl_vao_named(ctx, vaobj, ext);                                                        \
		send_formats_of(ctx, vao);                                                                                     \
		store_buffer(ctx, vao, binding, buffer, offset, stride);                                                       \
		vmgl_enc_##name(ctx, vaobj, binding, buffer, offset, stride);                                                  \
	}
NORMALIZED_FORMAT(glVertexArrayAttribFormat, false)
NORMALIZED_FORMAT(glVertexArrayVertexAttribFormatEXT, true)
FORMAT(glVertexArrayAttribIFormat, false, integer_rule, VMGL_ARRAY_INTEGER)
FORMAT(glVertexArrayVertexAttribIFormatEXT, true, integer_rule, VMGL_ARRAY_INTEGER)
FORMAT(glVertexArrayAttribLFormat, false, long_rule, VMGL_ARRAY_LONG)
FORMAT(glVertexArrayVertexAttribLFormatEXT, true, long_rule, VMGL_ARRAY_LONG)
BINDING(glVertexArrayAttribBinding, false)
BINDING(glVertexArrayVertexAttribBindingEXT, true)
DIVISOR(glVertexArrayBindingDivisor, false)
DIVISOR(glVertexArrayVertexBindingDivisorEXT, true)
BUFFER(glVertexArrayVertexBuffer, false)
BUFFER(glVertexArrayBindVertexBufferEXT, true)
#undef NORMALIZED_FORMAT
#undef FORMAT
#undef BINDING
#undef DIVISOR
#undef BUFFER

void vmgl_guest_glVertexArrayVertexBuffers(struct vmgl_context *ctx, GLuint vaobj, GLuint first, GLsizei count,
										   const GLuint *buffers, const GLintptr *offsets, const GLsizei *strides) {
	struct vmgl_vao *vao = vmgl_vao_named(ctx, vaobj, false);
	send_formats_of(ctx, vao);
	store_buffers(ctx, vao, first, count, buffers, offsets, strides);
	vmgl_enc_glVertexArrayVertexBuffers(ctx, vaobj, first, count, buffers, buffers ? offsets : NULL,
										buffers ? strides : NULL);
}

void vmgl_guest_glVertexArrayElementBuffer(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer) {
	struct vmgl_vao *vao = vmgl_vao_named(ctx, vaobj, false);
	if (vao && (!buffer || vmgl_names_known(ctx, VMGL_CLASS_BUFFER, buffer)))
		vao->element_buffer = buffer;
	vmgl_enc_glVertexArrayElementBuffer(ctx, vaobj, buffer);
}

void vmgl_guest_glVertexArrayVertexAttribDivisorEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint index,
													GLuint divisor) {
	struct vmgl_vao *vao = vmgl_vao_named(ctx, vaobj, true);
	if (index < generic_limit(ctx)) {
		store_binding(ctx, vao, index, index);
		store_divisor(ctx, vao, index, divisor);
	}
	vmgl_enc_glVertexArrayVertexAttribDivisorEXT(ctx, vaobj, index, divisor);
}

/* A gl*Pointer call with everything given. True when the renderer has to hear of it: there is a buffer, or the
 * call is wrong in a way that the renderer will find. */
static bool offset_ext(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, unsigned slot, const struct rule *rule,
					   GLint size, GLenum type, unsigned flags, GLsizei stride, GLintptr offset) {
	struct vmgl_vao *vao = vmgl_vao_named(ctx, vaobj, true);
	if (!vao || offset < 0 || (buffer && !vmgl_names_known(ctx, VMGL_CLASS_BUFFER, buffer)) ||
		pointer_error(ctx, rule, size, type, flags, stride, !buffer && offset && vaobj) != GL_NO_ERROR)
		return true;
	store_pointer(vao, slot, size, type, flags, stride, buffer, (const void *)offset);
	return buffer != 0;
}

#define OFFSET_EXT(slot, size, type) offset_ext(ctx, vaobj, buffer, slot, &rules[slot], size, type, 0, stride, offset)

void vmgl_guest_glVertexArrayVertexOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLint size,
											 GLenum type, GLsizei stride, GLintptr offset) {
	if (OFFSET_EXT(VMGL_ARRAY_VERTEX, size, type))
		vmgl_enc_glVertexArrayVertexOffsetEXT(ctx, vaobj, buffer, size, type, stride, offset);
}

void vmgl_guest_glVertexArrayColorOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLint size,
											GLenum type, GLsizei stride, GLintptr offset) {
	if (OFFSET_EXT(VMGL_ARRAY_COLOR, size, type))
		vmgl_enc_glVertexArrayColorOffsetEXT(ctx, vaobj, buffer, size, type, stride, offset);
}

void vmgl_guest_glVertexArrayEdgeFlagOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLsizei stride,
											   GLintptr offset) {
	if (OFFSET_EXT(VMGL_ARRAY_EDGE_FLAG, 1, GL_UNSIGNED_BYTE))
		vmgl_enc_glVertexArrayEdgeFlagOffsetEXT(ctx, vaobj, buffer, stride, offset);
}

void vmgl_guest_glVertexArrayIndexOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLenum type,
											GLsizei stride, GLintptr offset) {
	if (OFFSET_EXT(VMGL_ARRAY_INDEX, 1, type))
		vmgl_enc_glVertexArrayIndexOffsetEXT(ctx, vaobj, buffer, type, stride, offset);
}

void vmgl_guest_glVertexArrayNormalOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLenum type,
											 GLsizei stride, GLintptr offset) {
	if (OFFSET_EXT(VMGL_ARRAY_NORMAL, 3, type))
		vmgl_enc_glVertexArrayNormalOffsetEXT(ctx, vaobj, buffer, type, stride, offset);
}

void vmgl_guest_glVertexArrayFogCoordOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLenum type,
											   GLsizei stride, GLintptr offset) {
	if (OFFSET_EXT(VMGL_ARRAY_FOG_COORD, 1, type))
		vmgl_enc_glVertexArrayFogCoordOffsetEXT(ctx, vaobj, buffer, type, stride, offset);
}

void vmgl_guest_glVertexArraySecondaryColorOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLint size,
													 GLenum type, GLsizei stride, GLintptr offset) {
	if (OFFSET_EXT(VMGL_ARRAY_SECONDARY_COLOR, size, type))
		vmgl_enc_glVertexArraySecondaryColorOffsetEXT(ctx, vaobj, buffer, size, type, stride, offset);
}

/* The renderer has no client active texture of its own: the unit always travels. */
static void texcoord_offset_ext(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, unsigned unit, GLint size,
								GLenum type, GLsizei stride, GLintptr offset) {
	if (unit >= texture_limit(ctx) || offset_ext(ctx, vaobj, buffer, VMGL_ARRAY_TEXCOORD + unit,
												 &rules[VMGL_ARRAY_TEXCOORD], size, type, 0, stride, offset))
		vmgl_enc_glVertexArrayMultiTexCoordOffsetEXT(ctx, vaobj, buffer, GL_TEXTURE0 + unit, size, type, stride,
													 offset);
}

void vmgl_guest_glVertexArrayTexCoordOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLint size,
											   GLenum type, GLsizei stride, GLintptr offset) {
	texcoord_offset_ext(ctx, vaobj, buffer, ctx->vertex->client_texture, size, type, stride, offset);
}

void vmgl_guest_glVertexArrayMultiTexCoordOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer,
													GLenum texunit, GLint size, GLenum type, GLsizei stride,
													GLintptr offset) {
	texcoord_offset_ext(ctx, vaobj, buffer, texunit - GL_TEXTURE0, size, type, stride, offset);
}

void vmgl_guest_glVertexArrayVertexAttribOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLuint index,
												   GLint size, GLenum type, GLboolean normalized, GLsizei stride,
												   GLintptr offset) {
	if (index >= generic_limit(ctx) || offset_ext(ctx, vaobj, buffer, VMGL_ARRAY_GENERIC + index, &generic_rule, size,
												  type, normalized ? VMGL_ARRAY_NORMALIZED : 0, stride, offset))
		vmgl_enc_glVertexArrayVertexAttribOffsetEXT(ctx, vaobj, buffer, index, size, type, normalized, stride, offset);
}

void vmgl_guest_glVertexArrayVertexAttribIOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLuint index,
													GLint size, GLenum type, GLsizei stride, GLintptr offset) {
	if (index >= generic_limit(ctx) || offset_ext(ctx, vaobj, buffer, VMGL_ARRAY_GENERIC + index, &integer_rule, size,
												  type, VMGL_ARRAY_INTEGER, stride, offset))
		vmgl_enc_glVertexArrayVertexAttribIOffsetEXT(ctx, vaobj, buffer, index, size, type, stride, offset);
}

void vmgl_guest_glVertexArrayVertexAttribLOffsetEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint buffer, GLuint index,
													GLint size, GLenum type, GLsizei stride, GLintptr offset) {
	if (index >= generic_limit(ctx) || offset_ext(ctx, vaobj, buffer, VMGL_ARRAY_GENERIC + index, &long_rule, size,
												  type, VMGL_ARRAY_LONG, stride, offset))
		vmgl_enc_glVertexArrayVertexAttribLOffsetEXT(ctx, vaobj, buffer, index, size, type, stride, offset);
}

/* A deleted buffer leaves the bound object. What is left of the pointer is an offset into nothing, not an
 * address: the array supplies nothing from now on. */
void vmgl_vertex_buffer_deleted(struct vmgl_context *ctx, GLuint buffer) {
	struct vmgl_vao *vao = ctx->vertex->vao;
	vmgl_sources_deleted(&vao->sources, buffer);
	if (vao->element_buffer == buffer)
		vao->element_buffer = 0;
}

/* The client attribute stack. */

bool vmgl_vertex_push(struct vmgl_context *ctx) {
	struct vmgl_vertex_state *state = ctx->vertex;
	if (state->depth >= VMGL_VERTEX_STACK_DEPTH)
		return false;
	struct vmgl_vertex_saved *saved = state->stack[state->depth];
	if (!saved && !(saved = state->stack[state->depth] = malloc(sizeof *saved)))
		return false;
	saved->vao = *state->vao;
	saved->array_buffer = ctx->buffers->bound[VMGL_BUFFER_ARRAY];
	saved->client_texture = state->client_texture;
	state->depth++;
	return true;
}

/* A buffer that was deleted since the push: Mesa makes it anew under its name, without its data. */
static void revive(struct vmgl_context *ctx, GLuint buffer) {
	if (buffer == 0 || vmgl_names_known(ctx, VMGL_CLASS_BUFFER, buffer))
		return;
	GLuint bound = ctx->buffers->bound[VMGL_BUFFER_ARRAY];
	vmgl_guest_glBindBuffer(ctx, GL_ARRAY_BUFFER, buffer);
	vmgl_guest_glBindBuffer(ctx, GL_ARRAY_BUFFER, bound);
}

/* Makes the bound object equal `want`, telling the renderer of arrays in buffers. */
static void restore(struct vmgl_context *ctx, const struct vmgl_vao *want) {
	struct vmgl_vao *vao = ctx->vertex->vao;
	GLuint bound = ctx->buffers->bound[VMGL_BUFFER_ARRAY];
	for (unsigned slot = 0; slot < VMGL_ARRAY_COUNT; slot++) {
		const struct vmgl_array_format *from = &want->arrays[slot];
		struct vmgl_array_format *to = &vao->arrays[slot];
		GLuint buffer = want->sources.buffer[slot];
		bool own = want->sources.binding[slot] == slot && vao->sources.binding[slot] == slot && !from->relative_offset;
		revive(ctx, buffer);
		bool same = own && to->pointer == from->pointer && to->type == from->type && to->size == from->size &&
					to->flags == from->flags && to->user_stride == from->user_stride &&
					vao->sources.buffer[slot] == buffer && vao->bindings[slot].offset == want->bindings[slot].offset;
		GLuint index = slot - VMGL_ARRAY_GENERIC;
		if (!same && own) {
			if (buffer) {
				if (bound != buffer)
					vmgl_enc_glBindBuffer(ctx, GL_ARRAY_BUFFER, bound = buffer);
				vmgl_enc_vmglArrayPointer(ctx, slot, from->size, from->type, from->flags, from->user_stride,
										  (uintptr_t)from->pointer);
			}
			store_pointer(vao, slot, from->size, from->type, from->flags, from->user_stride, buffer, from->pointer);
		} else if (!same && slot >= VMGL_ARRAY_GENERIC) {
			if (from->flags & VMGL_ARRAY_INTEGER)
				vmgl_guest_glVertexAttribIFormat(ctx, index, from->size, from->type, from->relative_offset);
			else if (from->flags & VMGL_ARRAY_LONG)
				vmgl_guest_glVertexAttribLFormat(ctx, index, from->size, from->type, from->relative_offset);
			else
				vmgl_guest_glVertexAttribFormat(ctx, index, from->size, from->type, from->flags & VMGL_ARRAY_NORMALIZED,
												from->relative_offset);
			vmgl_guest_glVertexAttribBinding(ctx, index, want->sources.binding[slot] - VMGL_ARRAY_GENERIC);
			vmgl_guest_glBindVertexBuffer(ctx, index, buffer, want->bindings[slot].offset, want->bindings[slot].stride);
		}
		if (vao->sources.divisor[slot] != want->sources.divisor[slot]) {
			vao->sources.divisor[slot] = want->sources.divisor[slot];
			if (ctx->version >= (is_es(ctx) ? 31 : 43))
				vmgl_enc_glVertexBindingDivisor(ctx, index, want->sources.divisor[slot]);
			else
				vmgl_enc_glVertexAttribDivisor(ctx, index, want->sources.divisor[slot]);
		}
	}
	vao->enabled = want->enabled;
	if (vao->element_buffer != want->element_buffer) {
		revive(ctx, want->element_buffer);
		vao->element_buffer = want->element_buffer;
		vmgl_enc_glBindBuffer(ctx, GL_ELEMENT_ARRAY_BUFFER, want->element_buffer);
	}
	if (bound != ctx->buffers->bound[VMGL_BUFFER_ARRAY])
		vmgl_enc_glBindBuffer(ctx, GL_ARRAY_BUFFER, ctx->buffers->bound[VMGL_BUFFER_ARRAY]);
}

void vmgl_vertex_pop(struct vmgl_context *ctx) {
	struct vmgl_vertex_state *state = ctx->vertex;
	if (state->depth == 0)
		return;
	const struct vmgl_vertex_saved *saved = state->stack[--state->depth];
	if (saved->vao.name == 0 || vmgl_map_find(&state->vaos, saved->vao.name)) {
		vmgl_guest_glBindVertexArray(ctx, saved->vao.name);
		restore(ctx, &saved->vao);
	}
	vmgl_guest_glBindBuffer(ctx, GL_ARRAY_BUFFER, saved->array_buffer);
	state->client_texture = saved->client_texture;
}

void vmgl_vertex_default(struct vmgl_context *ctx) {
	struct vmgl_vao fresh;
	vao_init(&fresh, 0);
	vmgl_guest_glBindVertexArray(ctx, 0);
	restore(ctx, &fresh);
	vmgl_guest_glBindBuffer(ctx, GL_ARRAY_BUFFER, 0);
	ctx->vertex->client_texture = 0;
	if (ctx->vertex->lock_count)
		vmgl_guest_glUnlockArraysEXT(ctx);
}
