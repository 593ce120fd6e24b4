/* Queries of vertex array state: everything but current values is answered here. */
#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/buffers.h"
#include "guest/gl/debug.h"
#include "guest/gl/feedback.h"
#include "guest/gl/get.h"
#include "guest/gl/lists.h"
#include "guest/gl/vertex_arrays.h"

enum field { FIELD_ENABLED, FIELD_SIZE, FIELD_TYPE, FIELD_STRIDE, FIELD_POINTER, FIELD_BUFFER, FIELD_COUNT };

static const struct {
	GLenum pname;
	uint8_t slot, field;
} fixed_pnames[] = {
	{GL_VERTEX_ARRAY_SIZE, VMGL_ARRAY_VERTEX, FIELD_SIZE},
	{GL_VERTEX_ARRAY_TYPE, VMGL_ARRAY_VERTEX, FIELD_TYPE},
	{GL_VERTEX_ARRAY_STRIDE, VMGL_ARRAY_VERTEX, FIELD_STRIDE},
	{GL_VERTEX_ARRAY_POINTER, VMGL_ARRAY_VERTEX, FIELD_POINTER},
	{GL_VERTEX_ARRAY_BUFFER_BINDING, VMGL_ARRAY_VERTEX, FIELD_BUFFER},
	{GL_VERTEX_ARRAY_COUNT_EXT, VMGL_ARRAY_VERTEX, FIELD_COUNT},
	{GL_NORMAL_ARRAY_TYPE, VMGL_ARRAY_NORMAL, FIELD_TYPE},
	{GL_NORMAL_ARRAY_STRIDE, VMGL_ARRAY_NORMAL, FIELD_STRIDE},
	{GL_NORMAL_ARRAY_POINTER, VMGL_ARRAY_NORMAL, FIELD_POINTER},
	{GL_NORMAL_ARRAY_BUFFER_BINDING, VMGL_ARRAY_NORMAL, FIELD_BUFFER},
	{GL_NORMAL_ARRAY_COUNT_EXT, VMGL_ARRAY_NORMAL, FIELD_COUNT},
	{GL_COLOR_ARRAY_SIZE, VMGL_ARRAY_COLOR, FIELD_SIZE},
	{GL_COLOR_ARRAY_TYPE, VMGL_ARRAY_COLOR, FIELD_TYPE},
	{GL_COLOR_ARRAY_STRIDE, VMGL_ARRAY_COLOR, FIELD_STRIDE},
	{GL_COLOR_ARRAY_POINTER, VMGL_ARRAY_COLOR, FIELD_POINTER},
	{GL_COLOR_ARRAY_BUFFER_BINDING, VMGL_ARRAY_COLOR, FIELD_BUFFER},
	{GL_COLOR_ARRAY_COUNT_EXT, VMGL_ARRAY_COLOR, FIELD_COUNT},
	{GL_INDEX_ARRAY_TYPE, VMGL_ARRAY_INDEX, FIELD_TYPE},
	{GL_INDEX_ARRAY_STRIDE, VMGL_ARRAY_INDEX, FIELD_STRIDE},
	{GL_INDEX_ARRAY_POINTER, VMGL_ARRAY_INDEX, FIELD_POINTER},
	{GL_INDEX_ARRAY_BUFFER_BINDING, VMGL_ARRAY_INDEX, FIELD_BUFFER},
	{GL_INDEX_ARRAY_COUNT_EXT, VMGL_ARRAY_INDEX, FIELD_COUNT},
	{GL_EDGE_FLAG_ARRAY_STRIDE, VMGL_ARRAY_EDGE_FLAG, FIELD_STRIDE},
	{GL_EDGE_FLAG_ARRAY_POINTER, VMGL_ARRAY_EDGE_FLAG, FIELD_POINTER},
	{GL_EDGE_FLAG_ARRAY_BUFFER_BINDING, VMGL_ARRAY_EDGE_FLAG, FIELD_BUFFER},
	{GL_EDGE_FLAG_ARRAY_COUNT_EXT, VMGL_ARRAY_EDGE_FLAG, FIELD_COUNT},
	{GL_FOG_COORD_ARRAY_TYPE, VMGL_ARRAY_FOG_COORD, FIELD_TYPE},
	{GL_FOG_COORD_ARRAY_STRIDE, VMGL_ARRAY_FOG_COORD, FIELD_STRIDE},
	{GL_FOG_COORD_ARRAY_POINTER, VMGL_ARRAY_FOG_COORD, FIELD_POINTER},
	{GL_FOG_COORD_ARRAY_BUFFER_BINDING, VMGL_ARRAY_FOG_COORD, FIELD_BUFFER},
	{GL_SECONDARY_COLOR_ARRAY_SIZE, VMGL_ARRAY_SECONDARY_COLOR, FIELD_SIZE},
	{GL_SECONDARY_COLOR_ARRAY_TYPE, VMGL_ARRAY_SECONDARY_COLOR, FIELD_TYPE},
	{GL_SECONDARY_COLOR_ARRAY_STRIDE, VMGL_ARRAY_SECONDARY_COLOR, FIELD_STRIDE},
	{GL_SECONDARY_COLOR_ARRAY_POINTER, VMGL_ARRAY_SECONDARY_COLOR, FIELD_POINTER},
	{GL_SECONDARY_COLOR_ARRAY_BUFFER_BINDING, VMGL_ARRAY_SECONDARY_COLOR, FIELD_BUFFER},
	{GL_POINT_SIZE_ARRAY_TYPE_OES, VMGL_ARRAY_POINT_SIZE, FIELD_TYPE},
	{GL_POINT_SIZE_ARRAY_STRIDE_OES, VMGL_ARRAY_POINT_SIZE, FIELD_STRIDE},
	{GL_POINT_SIZE_ARRAY_POINTER_OES, VMGL_ARRAY_POINT_SIZE, FIELD_POINTER},
	{GL_POINT_SIZE_ARRAY_BUFFER_BINDING_OES, VMGL_ARRAY_POINT_SIZE, FIELD_BUFFER},
	{GL_TEXTURE_COORD_ARRAY_SIZE, VMGL_ARRAY_TEXCOORD, FIELD_SIZE},
	{GL_TEXTURE_COORD_ARRAY_TYPE, VMGL_ARRAY_TEXCOORD, FIELD_TYPE},
	{GL_TEXTURE_COORD_ARRAY_STRIDE, VMGL_ARRAY_TEXCOORD, FIELD_STRIDE},
	{GL_TEXTURE_COORD_ARRAY_POINTER, VMGL_ARRAY_TEXCOORD, FIELD_POINTER},
	{GL_TEXTURE_COORD_ARRAY_BUFFER_BINDING, VMGL_ARRAY_TEXCOORD, FIELD_BUFFER},
	{GL_TEXTURE_COORD_ARRAY_COUNT_EXT, VMGL_ARRAY_TEXCOORD, FIELD_COUNT},
};

/* The slot and field of a fixed-function pname; false for others. */
static bool fixed_pname(const struct vmgl_context *ctx, GLenum pname, unsigned unit, unsigned *slot,
						enum field *field) {
	int enabled = vmgl_array_slot(ctx, pname, unit);
	if (enabled >= 0) {
		*slot = (unsigned)enabled;
		*field = FIELD_ENABLED;
		return true;
	}
	if (ctx->api == VMGL_API_GL_CORE || ctx->api == VMGL_API_GLES2)
		return false;
	for (size_t i = 0; i < sizeof fixed_pnames / sizeof fixed_pnames[0]; i++) {
		if (fixed_pnames[i].pname != pname)
			continue;
		*slot = fixed_pnames[i].slot + (fixed_pnames[i].slot == VMGL_ARRAY_TEXCOORD ? unit : 0);
		*field = (enum field)fixed_pnames[i].field;
		return true;
	}
	return false;
}

static GLint64 field_value(const struct vmgl_vao *vao, unsigned slot, enum field field) {
	const struct vmgl_array_format *array = &vao->arrays[slot];
	switch (field) {
	case FIELD_ENABLED:
		return vao->enabled >> slot & 1;
	case FIELD_SIZE:
		return array->size;
	case FIELD_TYPE:
		return array->type;
	case FIELD_STRIDE:
		return array->user_stride;
	case FIELD_BUFFER:
		return vao->sources.buffer[vao->sources.binding[slot]];
	case FIELD_POINTER: /* only of EXT_direct_state_access, which asks for integers all the same */
		return (GLint64)(intptr_t)array->pointer;
	default:
		return 0;
	}
}

bool vmgl_vertex_get(struct vmgl_context *ctx, GLenum pname, GLint64 *values, int *count) {
	const struct vmgl_vertex_state *state = ctx->vertex;
	unsigned slot;
	enum field field;
	*count = 1;
	if (fixed_pname(ctx, pname, state->client_texture, &slot, &field)) {
		if (field == FIELD_POINTER)
			return false;
		values[0] = field_value(state->vao, slot, field);
		return true;
	}
	switch (pname) {
	case GL_VERTEX_ARRAY_BINDING:
		values[0] = state->vao->name;
		return ctx->api != VMGL_API_GLES1 && (ctx->api != VMGL_API_GLES2 || ctx->version >= 30);
	case GL_CLIENT_ACTIVE_TEXTURE:
		values[0] = GL_TEXTURE0 + state->client_texture;
		return ctx->api == VMGL_API_GL_COMPAT || ctx->api == VMGL_API_GLES1;
	case GL_ARRAY_ELEMENT_LOCK_FIRST_EXT:
		values[0] = state->lock_first;
		return ctx->api == VMGL_API_GL_COMPAT;
	case GL_ARRAY_ELEMENT_LOCK_COUNT_EXT:
		values[0] = state->lock_count;
		return ctx->api == VMGL_API_GL_COMPAT;
	default:
		return false;
	}
}

bool vmgl_vertex_get_indexed(struct vmgl_context *ctx, GLenum pname, GLuint index, GLint64 *value) {
	const struct vmgl_vao *vao = ctx->vertex->vao;
	unsigned slot;
	enum field field;
	if (pname == GL_VERTEX_BINDING_BUFFER || pname == GL_VERTEX_BINDING_OFFSET || pname == GL_VERTEX_BINDING_STRIDE ||
		pname == GL_VERTEX_BINDING_DIVISOR) {
		GLint limit = vmgl_limit(ctx, GL_MAX_VERTEX_ATTRIB_BINDINGS);
		if (index >= VMGL_GENERIC_ARRAYS || (GLint)index >= limit) {
			vmgl_error(ctx, GL_INVALID_VALUE);
			return true;
		}
		slot = VMGL_ARRAY_GENERIC + index;
		*value = pname == GL_VERTEX_BINDING_BUFFER   ? (GLint64)vao->sources.buffer[slot]
				 : pname == GL_VERTEX_BINDING_OFFSET ? (GLint64)vao->bindings[slot].offset
				 : pname == GL_VERTEX_BINDING_STRIDE ? (GLint64)vao->bindings[slot].stride
													 : (GLint64)vao->sources.divisor[slot];
		return true;
	}
	if (index >= VMGL_TEXCOORD_ARRAYS || !fixed_pname(ctx, pname, index, &slot, &field) || slot < VMGL_ARRAY_TEXCOORD ||
		field == FIELD_POINTER)
		return false;
	*value = field_value(vao, slot, field);
	return true;
}

/* Generic arrays. False: not array state, the current value or an error for the renderer to answer. */
static bool attribute(struct vmgl_context *ctx, const struct vmgl_vao *vao, GLuint index, GLenum pname,
					  GLint64 *value) {
	GLint limit = vmgl_limit(ctx, GL_MAX_VERTEX_ATTRIBS);
	if (index >= VMGL_GENERIC_ARRAYS || (GLint)index >= (limit < 1 ? 16 : limit))
		return false;
	unsigned slot = VMGL_ARRAY_GENERIC + index;
	const struct vmgl_array_format *array = &vao->arrays[slot];
	switch (pname) {
	case GL_VERTEX_ATTRIB_ARRAY_ENABLED:
		*value = vao->enabled >> slot & 1;
		return true;
	case GL_VERTEX_ATTRIB_ARRAY_SIZE:
		*value = array->size;
		return true;
	case GL_VERTEX_ATTRIB_ARRAY_STRIDE:
		*value = array->user_stride;
		return true;
	case GL_VERTEX_ATTRIB_ARRAY_TYPE:
		*value = array->type;
		return true;
	case GL_VERTEX_ATTRIB_ARRAY_NORMALIZED:
		*value = (array->flags & VMGL_ARRAY_NORMALIZED) != 0;
		return true;
	case GL_VERTEX_ATTRIB_ARRAY_BUFFER_BINDING:
		*value = vao->sources.buffer[vao->sources.binding[slot]];
		return true;
	case GL_VERTEX_ATTRIB_ARRAY_INTEGER:
		*value = (array->flags & VMGL_ARRAY_INTEGER) != 0;
		return ctx->version >= 30;
	case GL_VERTEX_ATTRIB_ARRAY_LONG:
		*value = (array->flags & VMGL_ARRAY_LONG) != 0;
		return ctx->version >= 43 && ctx->api != VMGL_API_GLES2;
	case GL_VERTEX_ATTRIB_ARRAY_DIVISOR:
		*value = vao->sources.divisor[vao->sources.binding[slot]];
		return ctx->version >= (ctx->api == VMGL_API_GLES2 ? 30 : 33);
	case GL_VERTEX_ATTRIB_BINDING:
		*value = vao->sources.binding[slot] - VMGL_ARRAY_GENERIC;
		return ctx->version >= (ctx->api == VMGL_API_GLES2 ? 31 : 43);
	case GL_VERTEX_ATTRIB_RELATIVE_OFFSET:
		*value = array->relative_offset;
		return ctx->version >= (ctx->api == VMGL_API_GLES2 ? 31 : 43);
	default:
		return false;
	}
}

#define GET_ATTRIBUTE(name, type)                                                                                      \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLuint index, GLenum pname, type *params) {                       \
		GLint64 value;                                                                                                 \
		if (params && attribute(ctx, ctx->vertex->vao, index, pname, &value))                                          \
			*params = (type)value;                                                                                     \
		else                                                                                                           \
			vmgl_enc_##name(ctx, index, pname, params);                                                                \
	}
GET_ATTRIBUTE(glGetVertexAttribiv, GLint)
GET_ATTRIBUTE(glGetVertexAttribfv, GLfloat)
GET_ATTRIBUTE(glGetVertexAttribdv, GLdouble)
GET_ATTRIBUTE(glGetVertexAttribIiv, GLint)
GET_ATTRIBUTE(glGetVertexAttribIuiv, GLuint)
GET_ATTRIBUTE(glGetVertexAttribLdv, GLdouble)
#undef GET_ATTRIBUTE

/* Pointers. */

static void attribute_pointer(struct vmgl_context *ctx, const struct vmgl_vao *vao, GLuint index, GLenum pname,
							  void **pointer) {
	GLint limit = vmgl_limit(ctx, GL_MAX_VERTEX_ATTRIBS);
	if (index >= VMGL_GENERIC_ARRAYS || (GLint)index >= (limit < 1 ? 16 : limit))
		vmgl_error(ctx, GL_INVALID_VALUE);
	else if (pname != GL_VERTEX_ATTRIB_ARRAY_POINTER)
		vmgl_error(ctx, GL_INVALID_ENUM);
	else if (pointer)
		*pointer = (void *)(uintptr_t)vao->arrays[VMGL_ARRAY_GENERIC + index].pointer;
}

void vmgl_guest_glGetVertexAttribPointerv(struct vmgl_context *ctx, GLuint index, GLenum pname, void **pointer) {
	attribute_pointer(ctx, ctx->vertex->vao, index, pname, pointer);
}

static bool fixed_pointer(struct vmgl_context *ctx, const struct vmgl_vao *vao, GLenum pname, unsigned unit,
						  void **pointer) {
	unsigned slot;
	enum field field;
	if (!fixed_pname(ctx, pname, unit, &slot, &field) || field != FIELD_POINTER)
		return false;
	if (pointer)
		*pointer = (void *)(uintptr_t)vao->arrays[slot].pointer;
	return true;
}

void vmgl_guest_glGetPointerv(struct vmgl_context *ctx, GLenum pname, void **params) {
	vmgl_check_begin(ctx);
	if (fixed_pointer(ctx, ctx->vertex->vao, pname, ctx->vertex->client_texture, params))
		return;
	void *value = NULL;
	bool compat = ctx->api == VMGL_API_GL_COMPAT;
	if (compat && pname == GL_FEEDBACK_BUFFER_POINTER)
		value = vmgl_feedback_pointer(ctx);
	else if (compat && pname == GL_SELECTION_BUFFER_POINTER)
		value = vmgl_selection_pointer(ctx);
	else if (pname == GL_DEBUG_CALLBACK_FUNCTION)
		value = vmgl_debug_callback(ctx);
	else if (pname == GL_DEBUG_CALLBACK_USER_PARAM)
		value = vmgl_debug_user_param(ctx);
	else {
		vmgl_error(ctx, GL_INVALID_ENUM);
		return;
	}
	if (params)
		*params = value;
}

void vmgl_guest_glGetPointeri_vEXT(struct vmgl_context *ctx, GLenum pname, GLuint index, void **params) {
	if (pname != GL_TEXTURE_COORD_ARRAY_POINTER)
		vmgl_error(ctx, GL_INVALID_ENUM);
	else if (index >= VMGL_TEXCOORD_ARRAYS || (GLint)index >= vmgl_limit(ctx, GL_MAX_TEXTURE_COORDS))
		vmgl_error(ctx, GL_INVALID_VALUE);
	else
		fixed_pointer(ctx, ctx->vertex->vao, pname, index, params);
}

/* By name. */

static const struct vmgl_vao *named(struct vmgl_context *ctx, GLuint name, bool ext) {
	const struct vmgl_vao *vao = vmgl_vao_named(ctx, name, ext);
	if (!vao)
		vmgl_error(ctx, GL_INVALID_OPERATION);
	return vao;
}

void vmgl_guest_glGetVertexArrayiv(struct vmgl_context *ctx, GLuint vaobj, GLenum pname, GLint *param) {
	const struct vmgl_vao *vao = named(ctx, vaobj, false);
	if (!vao)
		return;
	if (pname != GL_ELEMENT_ARRAY_BUFFER_BINDING)
		vmgl_error(ctx, GL_INVALID_ENUM);
	else if (param)
		*param = (GLint)vao->element_buffer;
}

void vmgl_guest_glGetVertexArrayIndexediv(struct vmgl_context *ctx, GLuint vaobj, GLuint index, GLenum pname,
										  GLint *param) {
	const struct vmgl_vao *vao = named(ctx, vaobj, false);
	GLint64 value;
	if (!vao)
		return;
	if (index >= VMGL_GENERIC_ARRAYS || (GLint)index >= vmgl_limit(ctx, GL_MAX_VERTEX_ATTRIBS))
		vmgl_error(ctx, GL_INVALID_VALUE);
	else if (pname == GL_VERTEX_ATTRIB_ARRAY_BUFFER_BINDING || pname == GL_VERTEX_ATTRIB_BINDING ||
			 !attribute(ctx, vao, index, pname, &value))
		vmgl_error(ctx, GL_INVALID_ENUM);
	else if (param)
		*param = (GLint)value;
}

void vmgl_guest_glGetVertexArrayIndexed64iv(struct vmgl_context *ctx, GLuint vaobj, GLuint index, GLenum pname,
											GLint64 *param) {
	const struct vmgl_vao *vao = named(ctx, vaobj, false);
	if (!vao)
		return;
	if (pname != GL_VERTEX_BINDING_OFFSET)
		vmgl_error(ctx, GL_INVALID_ENUM);
	else if (index >= VMGL_GENERIC_ARRAYS || (GLint)index >= vmgl_limit(ctx, GL_MAX_VERTEX_ATTRIB_BINDINGS))
		vmgl_error(ctx, GL_INVALID_VALUE);
	else if (param)
		*param = vao->bindings[VMGL_ARRAY_GENERIC + index].offset;
}

void vmgl_guest_glGetVertexArrayIntegervEXT(struct vmgl_context *ctx, GLuint vaobj, GLenum pname, GLint *param) {
	const struct vmgl_vao *vao = named(ctx, vaobj, true);
	unsigned slot;
	enum field field;
	if (!vao)
		return;
	if (pname == GL_CLIENT_ACTIVE_TEXTURE && param)
		*param = (GLint)(GL_TEXTURE0 + ctx->vertex->client_texture);
	else if (!fixed_pname(ctx, pname, ctx->vertex->client_texture, &slot, &field))
		vmgl_error(ctx, GL_INVALID_ENUM);
	else if (param)
		*param = (GLint)field_value(vao, slot, field);
}

void vmgl_guest_glGetVertexArrayIntegeri_vEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint index, GLenum pname,
											  GLint *param) {
	const struct vmgl_vao *vao = named(ctx, vaobj, true);
	unsigned slot;
	enum field field;
	GLint64 value;
	if (!vao)
		return;
	if (attribute(ctx, vao, index, pname, &value)) {
		if (param)
			*param = (GLint)value;
	} else if (index >= VMGL_TEXCOORD_ARRAYS)
		vmgl_error(ctx, GL_INVALID_VALUE);
	else if (!fixed_pname(ctx, pname, index, &slot, &field) || slot < VMGL_ARRAY_TEXCOORD || field == FIELD_POINTER)
		vmgl_error(ctx, GL_INVALID_ENUM);
	else if (param)
		*param = (GLint)field_value(vao, slot, field);
}

void vmgl_guest_glGetVertexArrayPointervEXT(struct vmgl_context *ctx, GLuint vaobj, GLenum pname, void **param) {
	const struct vmgl_vao *vao = named(ctx, vaobj, true);
	if (vao && !fixed_pointer(ctx, vao, pname, ctx->vertex->client_texture, param))
		vmgl_error(ctx, GL_INVALID_ENUM);
}

void vmgl_guest_glGetVertexArrayPointeri_vEXT(struct vmgl_context *ctx, GLuint vaobj, GLuint index, GLenum pname,
											  void **param) {
	const struct vmgl_vao *vao = named(ctx, vaobj, true);
	if (!vao)
		return;
	if (pname == GL_VERTEX_ATTRIB_ARRAY_POINTER)
		attribute_pointer(ctx, vao, index, pname, param);
	else if (index >= VMGL_TEXCOORD_ARRAYS)
		vmgl_error(ctx, GL_INVALID_VALUE);
	else if (pname != GL_TEXTURE_COORD_ARRAY_POINTER || !fixed_pointer(ctx, vao, pname, index, param))
		vmgl_error(ctx, GL_INVALID_ENUM);
}
