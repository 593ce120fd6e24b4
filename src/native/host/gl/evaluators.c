#include "wire/evaluators.h"

#include "gen/host/handlers.h"
#include "host/gl/vertex_arrays.h"

/* Orders as the driver gets them: it refuses those at both ends. */
#define ORDER_BAD (VMGL_MAP_ORDER_MAX + 1)

static GLint order_for_driver(GLint order) {
	return order < 0 ? -1 : order < ORDER_BAD ? order : ORDER_BAD;
}

/* Stands in for points that did not come, because something about them is wrong: the driver is to find what. A display
 * list has them copied before. */
static const GLdouble no_points[ORDER_BAD * ORDER_BAD * 4];

static bool orderly(GLint order) {
	return order >= 1 && order <= VMGL_MAP_ORDER_MAX;
}

/* The distance of two points; `came` says whether there are all that the driver will look at. */
static GLint stride_for_driver(GLenum target, int dimensions, GLint stride, bool *came) {
	const int components = vmgl_map_components(target);
	*came = *came && components != 0 && stride == components && vmgl_map_dimensions(target) == dimensions;
	return stride == components ? stride : 0;
}

#define MAP(suffix, type)                                                                                              \
	void vmgl_host_vmglMap1##suffix(struct vmgl_host_context *ctx, GLenum target, type u1, type u2, GLint stride,      \
									GLint order, const type *points, size_t points_bytes) {                            \
		(void)points_bytes;                                                                                            \
		bool came = points != NULL && orderly(order);                                                                  \
		stride = stride_for_driver(target, 1, stride, &came);                                                          \
		if (VMGL_HAS(ctx, Map1##suffix))                                                                               \
			ctx->gl->Map1##suffix(target, u1, u2, stride, order_for_driver(order),                                     \
								  came ? points : (const type *)no_points);                                            \
	}                                                                                                                  \
	void vmgl_host_vmglMap2##suffix(struct vmgl_host_context *ctx, GLenum target, type u1, type u2, GLint stride,      \
									GLint uorder, type v1, type v2, GLint vorder, const type *points,                  \
									size_t points_bytes) {                                                             \
		(void)points_bytes;                                                                                            \
		bool came = points != NULL && orderly(uorder) && orderly(vorder);                                              \
		stride = stride_for_driver(target, 2, stride, &came);                                                          \
		const GLint rows = order_for_driver(vorder);                                                                   \
		if (VMGL_HAS(ctx, Map2##suffix))                                                                               \
			ctx->gl->Map2##suffix(target, u1, u2, rows < 1 ? stride : stride * rows, order_for_driver(uorder), v1, v2, \
								  stride, rows, came ? points : (const type *)no_points);                              \
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
