/* Evaluators (OpenGL 4.6 compatibility profile, section 21.1). Control points travel tight; the strides
 * and the gaps between points stay in the guest. */
#include "wire/evaluators.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/context.h"

/* The stride that points have on their way; 0 where the application's, or no points at all, are an error. */
static GLint travel_stride(GLenum target, GLint stride, const void *points) {
	int components = vmgl_map_components(target);
	return points != NULL && stride >= components ? components : 0;
}

/* Whether the points can be looked at. If not, they travel as NULL and the driver raises the error. */
static bool readable(GLenum target, int dimensions, GLint stride, GLint order, const void *points) {
	return vmgl_map_components(target) != 0 && vmgl_map_dimensions(target) == dimensions &&
		   travel_stride(target, stride, points) != 0 && order >= 1 && order <= VMGL_MAP_ORDER_MAX;
}

#define MAP(suffix, type)                                                                                              \
	void vmgl_guest_glMap1##suffix(struct vmgl_context *ctx, GLenum target, type u1, type u2, GLint stride,            \
								   GLint order, const type *points) {                                                  \
		int components = vmgl_map_components(target);                                                                  \
		type packed[VMGL_MAP_ORDER_MAX * 4];                                                                           \
		bool usable = readable(target, 1, stride, order, points);                                                      \
		for (GLint i = 0; usable && i < order; i++)                                                                    \
			for (int k = 0; k < components; k++)                                                                       \
				packed[i * components + k] = points[(ptrdiff_t)i * stride + k];                                        \
		vmgl_enc_vmglMap1##suffix(ctx, target, u1, u2, travel_stride(target, stride, points), order,                   \
								  usable ? packed : NULL);                                                             \
	}                                                                                                                  \
	void vmgl_guest_glMap2##suffix(struct vmgl_context *ctx, GLenum target, type u1, type u2, GLint ustride,           \
								   GLint uorder, type v1, type v2, GLint vstride, GLint vorder, const type *points) {  \
		int components = vmgl_map_components(target);                                                                  \
		bool usable = readable(target, 2, ustride, uorder, points) && readable(target, 2, vstride, vorder, points);    \
		type *packed = usable ? malloc((size_t)(components * uorder * vorder) * sizeof *packed) : NULL;                \
		type *at = packed;                                                                                             \
		for (GLint i = 0; packed != NULL && i < uorder; i++)                                                           \
			for (GLint j = 0; j < vorder; j++)                                                                         \
				for (int k = 0; k < components; k++)                                                                   \
					*at++ = points[(ptrdiff_t)i * ustride + (ptrdiff_t)j * vstride + k];                               \
		GLint stride = travel_stride(target, ustride < vstride ? ustride : vstride, points);                           \
		vmgl_enc_vmglMap2##suffix(ctx, target, u1, u2, stride, uorder, v1, v2, vorder, packed);                        \
		free(packed);                                                                                                  \
	}
MAP(f, GLfloat)
MAP(d, GLdouble)
#undef MAP

static void get_map(struct vmgl_context *ctx, GLenum target, GLenum query, enum vmgl_map_kind kind, GLsizei bufSize,
					void *v) {
	struct vmgl_blob blob;
	if (vmgl_enc_vmglGetMap(ctx, target, query, kind, bufSize, &blob) && v != NULL)
		memcpy(v, blob.data, blob.bytes);
}

void vmgl_guest_glGetMapfv(struct vmgl_context *ctx, GLenum target, GLenum query, GLfloat *v) {
	get_map(ctx, target, query, VMGL_MAP_FLOAT, INT32_MAX, v);
}

void vmgl_guest_glGetMapdv(struct vmgl_context *ctx, GLenum target, GLenum query, GLdouble *v) {
	get_map(ctx, target, query, VMGL_MAP_DOUBLE, INT32_MAX, v);
}

void vmgl_guest_glGetMapiv(struct vmgl_context *ctx, GLenum target, GLenum query, GLint *v) {
	get_map(ctx, target, query, VMGL_MAP_INT, INT32_MAX, v);
}

void vmgl_guest_glGetnMapfv(struct vmgl_context *ctx, GLenum target, GLenum query, GLsizei bufSize, GLfloat *v) {
	get_map(ctx, target, query, VMGL_MAP_FLOAT, bufSize, v);
}

void vmgl_guest_glGetnMapdv(struct vmgl_context *ctx, GLenum target, GLenum query, GLsizei bufSize, GLdouble *v) {
	get_map(ctx, target, query, VMGL_MAP_DOUBLE, bufSize, v);
}

void vmgl_guest_glGetnMapiv(struct vmgl_context *ctx, GLenum target, GLenum query, GLsizei bufSize, GLint *v) {
	get_map(ctx, target, query, VMGL_MAP_INT, bufSize, v);
}

/* GL_OES_fixed_point has it of OpenGL 1.3, whose evaluators no OpenGL ES has. */
void vmgl_guest_glGetMapxvOES(struct vmgl_context *ctx, GLenum target, GLenum query, GLfixed *v) {
	(void)target, (void)query, (void)v;
	vmgl_error(ctx, GL_INVALID_OPERATION);
}
