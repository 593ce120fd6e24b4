#include "wire/evaluators.h"

#include "gen/host/handlers.h"

/* Sees that the points are what the driver will read; else raises what it would have raised. */
static bool usable(struct vmgl_host_context *ctx, GLenum target, int dimensions, GLint components, GLint order,
				   const void *points) {
	int expected = vmgl_map_components(target);
	if (expected == 0 || vmgl_map_dimensions(target) != dimensions)
		vmgl_error_set(ctx, GL_INVALID_ENUM);
	else if (points == NULL || components != expected || order < 1 || order > VMGL_MAP_ORDER_MAX)
		vmgl_error_set(ctx, GL_INVALID_VALUE);
	else
		return true;
	return false;
}

#define MAP(suffix, type)                                                                                              \
	void vmgl_host_vmglMap1##suffix(struct vmgl_host_context *ctx, GLenum target, type u1, type u2, GLint components,  \
									GLint order, const type *points, size_t points_bytes) {                            \
		(void)points_bytes;                                                                                            \
		if (ctx->gl->Map1##suffix == NULL)                                                                             \
			vmgl_error_set(ctx, GL_INVALID_OPERATION);                                                                 \
		else if (usable(ctx, target, 1, components, order, points))                                                    \
			ctx->gl->Map1##suffix(target, u1, u2, components, order, points);                                          \
	}                                                                                                                  \
	void vmgl_host_vmglMap2##suffix(struct vmgl_host_context *ctx, GLenum target, type u1, type u2, GLint components,  \
									GLint uorder, type v1, type v2, GLint vorder, const type *points,                  \
									size_t points_bytes) {                                                             \
		(void)points_bytes;                                                                                            \
		if (ctx->gl->Map2##suffix == NULL)                                                                             \
			vmgl_error_set(ctx, GL_INVALID_OPERATION);                                                                 \
		else if (usable(ctx, target, 2, components, uorder, points) &&                                                 \
				 usable(ctx, target, 2, components, vorder, points))                                                   \
			ctx->gl->Map2##suffix(target, u1, u2, components *vorder, uorder, v1, v2, components, vorder, points);     \
	}
MAP(f, GLfloat)
MAP(d, GLdouble)
#undef MAP

void vmgl_host_vmglGetMap(struct vmgl_host_context *ctx, GLenum target, GLenum query, GLuint kind, GLsizei bufSize) {
	const struct vmgl_gl *gl = ctx->gl;
	bool there = gl->GetMapiv != NULL && gl->GetMapfv != NULL && gl->GetMapdv != NULL && kind <= VMGL_MAP_INT;
	if (!there || bufSize < 0) {
		vmgl_error_set(ctx, there ? GL_INVALID_VALUE : GL_INVALID_OPERATION);
		vmgl_reply_array(ctx, NULL, 0);
		return;
	}
	/* An unknown target or query is the driver's to refuse; the room below is for that. */
	uint64_t count = 0, size = kind == VMGL_MAP_DOUBLE ? 8 : 4;
	int components = vmgl_map_components(target), dimensions = vmgl_map_dimensions(target);
	vmgl_error_begin(ctx);
	if (components != 0 && query == GL_COEFF) {
		GLint orders[16] = {0};
		gl->GetMapiv(target, GL_ORDER, orders);
		count = (uint64_t)components;
		for (int i = 0; i < dimensions; i++)
			count *= orders[i] < 0 || orders[i] > 1024 ? 0 : (uint64_t)orders[i];
	} else if (components != 0) {
		count = query == GL_ORDER ? (uint64_t)dimensions : query == GL_DOMAIN ? (uint64_t)dimensions * 2 : 0;
	}
	void *values = vmgl_scratch(ctx, count * size + 1024);
	if (values == NULL)
		return;
	/* ARB_robustness: a buffer that is too small is an error, and nothing is written. */
	bool fits = (uint64_t)bufSize >= count * size;
	if (!fits)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else if (kind == VMGL_MAP_FLOAT)
		gl->GetMapfv(target, query, values);
	else if (kind == VMGL_MAP_DOUBLE)
		gl->GetMapdv(target, query, values);
	else
		gl->GetMapiv(target, query, values);
	bool done = vmgl_error_end(ctx) && fits;
	vmgl_reply_array(ctx, values, done ? count * size : 0);
}
