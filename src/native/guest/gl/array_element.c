/* glArrayElement. Between glBegin and glEnd, where it is used, no array can be set up in the renderer: elements
 * of application memory become the immediate-mode calls that they stand for (OpenGL 4.6 compatibility, section
 * 10.3.6); arrays that are all in buffers were enabled at glBegin, and the driver takes the element itself. */
#include <math.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/buffers.h"
#include "guest/gl/lists.h"
#include "guest/gl/vertex_arrays.h"

void vmgl_guest_glBegin(struct vmgl_context *ctx, GLenum mode) {
	vmgl_arrays_send(ctx);
	if (vmgl_arrays_client(ctx->vertex->vao)) {
		/* glArrayElement below needs it, and nobody can be asked then. */
		GLuint restart;
		vmgl_restart_index(ctx, GL_UNSIGNED_INT, &restart);
	}
	vmgl_enc_glBegin(ctx, mode);
	if (ctx->api == VMGL_API_GL_COMPAT && mode <= GL_PATCHES && vmgl_list_compiling(ctx) != GL_COMPILE)
		ctx->lists->in_begin = true;
}

static double half_to_double(uint16_t half) {
	int exponent = half >> 10 & 31;
	double mantissa = half & 1023;
	double value = exponent == 0    ? ldexp(mantissa, -24)
				   : exponent == 31 ? (half & 1023 ? NAN : INFINITY)
									: ldexp(1024 + mantissa, exponent - 25);
	return half & 0x8000 ? -value : value;
}

/* Signed values normalise as OpenGL 4.2 and later define it: the two most negative ones are both -1. */
static double signed_normalized(double value, double largest) {
	double result = value / largest;
	return result < -1 ? -1 : result;
}

static double component(GLenum type, bool normalized, const uint8_t *at) {
	union {
		int8_t b;
		uint8_t ub;
		int16_t s;
		uint16_t us;
		int32_t i;
		uint32_t ui;
		float f;
		double d;
	} u;
	memcpy(&u, at, vmgl_array_element_bytes(1, type));
	switch (type) {
	case GL_BYTE:
		return normalized ? signed_normalized(u.b, INT8_MAX) : u.b;
	case GL_UNSIGNED_BYTE:
		return normalized ? u.ub / (double)UINT8_MAX : u.ub;
	case GL_SHORT:
		return normalized ? signed_normalized(u.s, INT16_MAX) : u.s;
	case GL_UNSIGNED_SHORT:
		return normalized ? u.us / (double)UINT16_MAX : u.us;
	case GL_INT:
		return normalized ? signed_normalized(u.i, INT32_MAX) : u.i;
	case GL_UNSIGNED_INT:
		return normalized ? u.ui / (double)UINT32_MAX : u.ui;
	case GL_FLOAT:
		return (double)u.f;
	case GL_DOUBLE:
		return u.d;
	case GL_FIXED:
		return u.i / 65536.0;
	default:
		return half_to_double(u.us);
	}
}

static void packed(GLenum type, bool normalized, const uint8_t *at, double v[4]) {
	uint32_t word;
	memcpy(&word, at, 4);
	for (int c = 0; c < 4; c++) {
		int bits = c < 3 ? 10 : 2;
		uint32_t raw = word >> (10 * c) & ((1u << bits) - 1);
		if (type == GL_UNSIGNED_INT_2_10_10_10_REV)
			v[c] = normalized ? raw / (double)((1u << bits) - 1) : raw;
		else {
			int32_t value = (int32_t)(raw << (32 - bits)) >> (32 - bits);
			v[c] = normalized ? signed_normalized(value, (1 << (bits - 1)) - 1) : value;
		}
	}
}

/* Up to four components as doubles, with the usual (0, 0, 0, 1) for missing ones. */
static void element(const struct vmgl_array_format *array, bool normalized, const uint8_t *at, double v[4]) {
	unsigned size = array->size == GL_BGRA ? 4 : array->size;
	v[0] = v[1] = v[2] = 0;
	v[3] = 1;
	if (array->type == GL_INT_2_10_10_10_REV || array->type == GL_UNSIGNED_INT_2_10_10_10_REV)
		packed(array->type, normalized, at, v);
	else
		for (unsigned c = 0; c < size; c++)
			v[c] = component(array->type, normalized, at + c * vmgl_array_element_bytes(1, array->type));
	if (array->size == GL_BGRA) {
		double red = v[2];
		v[2] = v[0];
		v[0] = red;
	}
}

static void integers(const struct vmgl_array_format *array, const uint8_t *at, GLint v[4]) {
	v[0] = v[1] = v[2] = 0;
	v[3] = 1;
	for (unsigned c = 0; c < array->size && c < 4; c++) {
		double value = component(array->type, false, at + c * vmgl_array_element_bytes(1, array->type));
		v[c] = value > INT32_MAX ? (GLint)(GLuint)value : (GLint)value;
	}
}

static void generic(const struct vmgl_array_format *array, GLuint index, const uint8_t *at) {
	if (array->flags & VMGL_ARRAY_INTEGER) {
		GLint v[4];
		integers(array, at, v);
		if (array->type == GL_UNSIGNED_BYTE || array->type == GL_UNSIGNED_SHORT || array->type == GL_UNSIGNED_INT)
			glVertexAttribI4ui(index, (GLuint)v[0], (GLuint)v[1], (GLuint)v[2], (GLuint)v[3]);
		else
			glVertexAttribI4i(index, v[0], v[1], v[2], v[3]);
		return;
	}
	double v[4];
	element(array, array->flags & VMGL_ARRAY_NORMALIZED, at, v);
	if (array->flags & VMGL_ARRAY_LONG)
		glVertexAttribL4d(index, v[0], v[1], v[2], v[3]);
	else
		glVertexAttrib4d(index, v[0], v[1], v[2], v[3]);
}

static void fixed(const struct vmgl_array_format *array, unsigned slot, const uint8_t *at) {
	double v[4];
	if (slot == VMGL_ARRAY_COLOR && array->type == GL_UNSIGNED_BYTE && array->size == 4) {
		glColor4ub(at[0], at[1], at[2], at[3]); /* the driver's own table of normalised bytes */
		return;
	}
	element(array, slot == VMGL_ARRAY_COLOR || slot == VMGL_ARRAY_SECONDARY_COLOR || slot == VMGL_ARRAY_NORMAL, at, v);
	switch (slot) {
	case VMGL_ARRAY_VERTEX:
		glVertex4d(v[0], v[1], v[2], v[3]);
		return;
	case VMGL_ARRAY_NORMAL:
		glNormal3d(v[0], v[1], v[2]);
		return;
	case VMGL_ARRAY_COLOR:
		glColor4d(v[0], v[1], v[2], v[3]);
		return;
	case VMGL_ARRAY_INDEX:
		glIndexd(v[0]);
		return;
	case VMGL_ARRAY_EDGE_FLAG:
		glEdgeFlag(v[0] != 0);
		return;
	case VMGL_ARRAY_FOG_COORD:
		glFogCoordd(v[0]);
		return;
	case VMGL_ARRAY_SECONDARY_COLOR:
		glSecondaryColor3d(v[0], v[1], v[2]);
		return;
	default:
		glMultiTexCoord4d(GL_TEXTURE0 + slot - VMGL_ARRAY_TEXCOORD, v[0], v[1], v[2], v[3]);
	}
}

static void array_element(struct vmgl_context *ctx, unsigned slot, GLint i) {
	const struct vmgl_vao *vao = ctx->vertex->vao;
	const struct vmgl_array_format *array = &vao->arrays[slot];
	unsigned binding = vao->sources.binding[slot];
	GLuint buffer = vao->sources.buffer[binding];
	/* An instanced array stays at its first element. */
	GLint64 at = (GLint64)(vao->sources.divisor[binding] ? 0 : i) * vao->bindings[binding].stride;
	const uint8_t *data;
	if (!buffer)
		data = (const uint8_t *)array->pointer + at;
	else /* only known when the guest has the content already: between glBegin and glEnd nobody can be asked */
		data =
			vmgl_buffer_known(ctx, buffer, vao->bindings[binding].offset + array->relative_offset + at, array->bytes);
	if (!data)
		return;
	if (slot >= VMGL_ARRAY_GENERIC)
		generic(array, slot - VMGL_ARRAY_GENERIC, data);
	else
		fixed(array, slot, data);
}

void vmgl_guest_glArrayElement(struct vmgl_context *ctx, GLint i) {
	const struct vmgl_vao *vao = ctx->vertex->vao;
	if (!vmgl_arrays_client(vao)) {
		vmgl_arrays_send(ctx);
		vmgl_enc_glArrayElement(ctx, i);
		return;
	}
	/* The restart index is no element (NV_primitive_restart; the fixed index is for glDrawElements alone). */
	if (ctx->vertex->restart.on && (GLuint)i == ctx->vertex->restart.index) {
		glPrimitiveRestartNV();
		return;
	}
	uint64_t enabled = vmgl_arrays_enabled(vao);
	/* What provokes the vertex comes last, and generic attribute 0 is the position. */
	uint64_t positions = VMGL_ARRAY_BIT(VMGL_ARRAY_VERTEX) | VMGL_ARRAY_BIT(VMGL_ARRAY_GENERIC);
	for (uint64_t left = enabled & ~positions; left; left &= left - 1)
		array_element(ctx, (unsigned)__builtin_ctzll(left), i);
	if (enabled & VMGL_ARRAY_BIT(VMGL_ARRAY_GENERIC))
		array_element(ctx, VMGL_ARRAY_GENERIC, i);
	else if (enabled & VMGL_ARRAY_BIT(VMGL_ARRAY_VERTEX))
		array_element(ctx, VMGL_ARRAY_VERTEX, i);
}
