/* glGet. In this order: state that the guest keeps, constants that came with the context's strings, constants
 * that were asked for before, and the renderer. */
#include "guest/gl/get.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "gen/pnames.h"
#include "guest/gl/buffers.h"
#include "guest/gl/pixels.h"
#include "guest/gl/vertex_arrays.h"

enum vmgl_get_call { GET_BOOLEAN, GET_INTEGER, GET_INTEGER64, GET_FLOAT, GET_DOUBLE, GET_FIXED };

bool vmgl_get_init(struct vmgl_context *ctx) {
	ctx->get = calloc(1, sizeof *ctx->get);
	return ctx->get != NULL;
}

void vmgl_get_finish(struct vmgl_context *ctx) {
	if (!ctx->get)
		return;
	vmgl_strings_finish(&ctx->get->strings);
	free(ctx->get->limits);
	free(ctx->get);
	ctx->get = NULL;
}

static const struct vmgl_limit_entry *find_limit(const struct vmgl_get_state *get, GLenum pname) {
	unsigned low = 0, high = get->limit_count;
	while (low < high) {
		unsigned middle = (low + high) / 2;
		if (get->limits[middle].pname < pname)
			low = middle + 1;
		else
			high = middle;
	}
	return low < get->limit_count && get->limits[low].pname == pname ? &get->limits[low] : NULL;
}

/* Calls that bind parts of buffers ask for the same two or three each time. */
GLint vmgl_limit(struct vmgl_context *ctx, GLenum pname) {
	struct vmgl_limit_entry *recent = &ctx->get->recent[pname % VMGL_RECENT_LIMITS];
	if (recent->pname == pname)
		return recent->value;
	if (!vmgl_strings_fetch(ctx))
		return 0;
	const struct vmgl_limit_entry *limit = find_limit(ctx->get, pname);
	*recent = (struct vmgl_limit_entry){pname, limit ? limit->value : 0};
	return recent->value;
}

/* Constants that are no single 32-bit integer. */
static bool constant(GLenum pname) {
	switch (pname) {
	case GL_ALIASED_LINE_WIDTH_RANGE:
	case GL_ALIASED_POINT_SIZE_RANGE:
	case GL_FRAGMENT_INTERPOLATION_OFFSET_BITS:
	case GL_MAX_ELEMENT_INDEX:
	case GL_MAX_FRAGMENT_INTERPOLATION_OFFSET:
	case GL_MAX_SERVER_WAIT_TIMEOUT:
	case GL_MAX_SHADER_STORAGE_BLOCK_SIZE:
	case GL_MAX_TEXTURE_LOD_BIAS:
	case GL_MAX_TEXTURE_MAX_ANISOTROPY:
	case GL_MAX_VIEWPORT_DIMS:
	case GL_MIN_FRAGMENT_INTERPOLATION_OFFSET:
	case GL_SMOOTH_LINE_WIDTH_GRANULARITY:
	case GL_SMOOTH_LINE_WIDTH_RANGE:
	case GL_SMOOTH_POINT_SIZE_GRANULARITY:
	case GL_SMOOTH_POINT_SIZE_RANGE:
	case GL_VIEWPORT_BOUNDS_RANGE:
		return true;
	default:
		return false;
	}
}

static const size_t element_bytes[] = {sizeof(GLboolean), sizeof(GLint),    sizeof(GLint64),
									   sizeof(GLfloat),   sizeof(GLdouble), sizeof(GLfixed)};

/* Stores an integer as the call's type (OpenGL 4.6, section 2.2.2). */
static void store(enum vmgl_get_call call, void *data, unsigned index, GLint64 value) {
	switch (call) {
	case GET_BOOLEAN:
		((GLboolean *)data)[index] = value != 0;
		break;
	case GET_INTEGER:
		((GLint *)data)[index] = value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : (GLint)value;
		break;
	case GET_INTEGER64:
		((GLint64 *)data)[index] = value;
		break;
	case GET_FLOAT:
		((GLfloat *)data)[index] = (GLfloat)value;
		break;
	case GET_DOUBLE:
		((GLdouble *)data)[index] = (GLdouble)value;
		break;
	case GET_FIXED:
		((GLfixed *)data)[index] = (GLfixed)((uint32_t)value << 16);
		break;
	}
}

static bool ask(struct vmgl_context *ctx, enum vmgl_get_call call, GLenum pname, void *data) {
	switch (call) {
	case GET_BOOLEAN:
		return vmgl_enc_glGetBooleanv(ctx, pname, data);
	case GET_INTEGER:
		return vmgl_enc_glGetIntegerv(ctx, pname, data);
	case GET_INTEGER64:
		return vmgl_enc_glGetInteger64v(ctx, pname, data);
	case GET_FLOAT:
		return vmgl_enc_glGetFloatv(ctx, pname, data);
	case GET_DOUBLE:
		return vmgl_enc_glGetDoublev(ctx, pname, data);
	case GET_FIXED:
		return vmgl_enc_glGetFixedv(ctx, pname, data);
	}
	return false;
}

static bool get_constant(struct vmgl_context *ctx, enum vmgl_get_call call, GLenum pname, void *data) {
	struct vmgl_constant *table = ctx->get->constants, *slot = NULL;
	unsigned start = (pname * 2654435761u ^ (unsigned)call * 40503u) % VMGL_CONSTANTS;
	for (unsigned i = 0; i < VMGL_CONSTANTS; i++) {
		struct vmgl_constant *at = &table[(start + i) % VMGL_CONSTANTS];
		if (at->pname == pname && at->call == call) {
			memcpy(data, &at->value, at->count * element_bytes[call]);
			return true;
		}
		if (at->pname == 0) {
			slot = at;
			break;
		}
	}
	unsigned count = vmgl_pname_count(pname);
	if (!slot || count > 4)
		return false;
	struct vmgl_constant fresh = {.pname = pname, .call = (uint8_t)call, .count = (uint8_t)count};
	if (!ask(ctx, call, pname, &fresh.value))
		return true; /* an error, which the renderer keeps; `data` stays as it was */
	*slot = fresh;
	memcpy(data, &fresh.value, count * element_bytes[call]);
	return true;
}

/* Values in the driver's number of them. */
static void get_list(struct vmgl_context *ctx, enum vmgl_get_call call, GLenum pname, void *data) {
	struct vmgl_blob blob;
	if (!vmgl_enc_vmglGetList(ctx, pname, &blob))
		return;
	for (unsigned i = 0; i < blob.bytes / sizeof(GLint); i++) {
		GLint value;
		memcpy(&value, (const uint8_t *)blob.data + i * sizeof value, sizeof value);
		store(call, data, i, value);
	}
}

/* Integers that the guest knows. Returns how many. */
static int local(struct vmgl_context *ctx, enum vmgl_get_call call, GLenum pname, GLint64 *values) {
	GLint value;
	int count;
	switch (pname) {
	case GL_NUM_EXTENSIONS:
	case GL_NUM_SHADING_LANGUAGE_VERSIONS:
	case GL_NUM_SPIR_V_EXTENSIONS:
	case GL_MAJOR_VERSION:
	case GL_MINOR_VERSION: {
		if (!vmgl_strings_fetch(ctx))
			return -1;
		const struct vmgl_strings *strings = &ctx->get->strings;
		/* The context may be older than the question. */
		int since = pname == GL_NUM_SPIR_V_EXTENSIONS ? 46 : pname == GL_NUM_SHADING_LANGUAGE_VERSIONS ? 43 : 30;
		if (ctx->version < since && !(since == 46 && vmgl_extension_advertised(ctx, "GL_ARB_spirv_extensions")))
			return 0;
		values[0] = pname == GL_NUM_EXTENSIONS                  ? strings->extension_count
					: pname == GL_NUM_SHADING_LANGUAGE_VERSIONS ? strings->shading_language_count
					: pname == GL_NUM_SPIR_V_EXTENSIONS         ? strings->spirv_extension_count
					: pname == GL_MAJOR_VERSION                 ? (unsigned)ctx->version / 10
																: (unsigned)ctx->version % 10;
		return 1;
	}
	case GL_CLIENT_ATTRIB_STACK_DEPTH:
	case GL_MAX_CLIENT_ATTRIB_STACK_DEPTH:
		if (ctx->api != VMGL_API_GL_COMPAT)
			return 0;
		values[0] = pname == GL_CLIENT_ATTRIB_STACK_DEPTH ? ctx->pixels->attrib_depth : VMGL_CLIENT_ATTRIB_DEPTH;
		return 1;
	}
	bool on;
	if (vmgl_enables_get(ctx, pname, &on)) {
		values[0] = on;
		return 1;
	}
	count = vmgl_remembered_get(ctx, pname, call == GET_INTEGER, values);
	if (count)
		return count;
	if (vmgl_pixel_store_get(ctx, pname, &value)) {
		values[0] = value;
		return 1;
	}
	if (vmgl_buffers_get(ctx, pname, values))
		return 1;
	if (vmgl_vertex_get(ctx, pname, values, &count))
		return count;
	const struct vmgl_limit_entry *limit = vmgl_strings_fetch(ctx) ? find_limit(ctx->get, pname) : NULL;
	if (!limit)
		return 0;
	values[0] = limit->value;
	return 1;
}

static void get(struct vmgl_context *ctx, enum vmgl_get_call call, GLenum pname, void *data) {
	GLint64 values[4];
	if (!data || ctx->stream.lost)
		return;
	int count = local(ctx, call, pname, values);
	for (int i = 0; i < count; i++)
		store(call, data, (unsigned)i, values[i]);
	if (count)
		return;
	switch (pname) {
	case GL_COMPRESSED_TEXTURE_FORMATS:
	case GL_PROGRAM_BINARY_FORMATS:
	case GL_SHADER_BINARY_FORMATS:
		get_list(ctx, call, pname, data);
		return;
	}
	if (constant(pname) && get_constant(ctx, call, pname, data))
		return;
	if (!ask(ctx, call, pname, data))
		return;
	if (call == GET_INTEGER)
		vmgl_remembered_learn(ctx, pname, data);
	else if (call == GET_BOOLEAN)
		vmgl_remembered_learn_mask(ctx, pname, data);
}

void vmgl_guest_glGetBooleanv(struct vmgl_context *ctx, GLenum pname, GLboolean *data) {
	get(ctx, GET_BOOLEAN, pname, data);
}

void vmgl_guest_glGetIntegerv(struct vmgl_context *ctx, GLenum pname, GLint *data) {
	get(ctx, GET_INTEGER, pname, data);
}

void vmgl_guest_glGetInteger64v(struct vmgl_context *ctx, GLenum pname, GLint64 *data) {
	get(ctx, GET_INTEGER64, pname, data);
}

void vmgl_guest_glGetFloatv(struct vmgl_context *ctx, GLenum pname, GLfloat *data) {
	get(ctx, GET_FLOAT, pname, data);
}

void vmgl_guest_glGetDoublev(struct vmgl_context *ctx, GLenum pname, GLdouble *data) {
	get(ctx, GET_DOUBLE, pname, data);
}

void vmgl_guest_glGetFixedv(struct vmgl_context *ctx, GLenum pname, GLfixed *params) {
	get(ctx, GET_FIXED, pname, params);
}

/* True when `pname` is indexed state of the guest; an error is then already raised, or *data written. */
static bool get_indexed(struct vmgl_context *ctx, enum vmgl_get_call call, GLenum pname, GLuint index, void *data) {
	/* A value that no state has tells whether the index was in range. */
	GLint64 value = INT64_MIN;
	if (!data || ctx->stream.lost)
		return true;
	if (!vmgl_vertex_get_indexed(ctx, pname, index, &value))
		return false;
	if (value != INT64_MIN)
		store(call, data, 0, value);
	return true;
}

#define GET_INDEXED(name, call, type)                                                                                  \
	void vmgl_guest_##name(struct vmgl_context *ctx, GLenum target, GLuint index, type *data) {                        \
		if (!get_indexed(ctx, call, target, index, data))                                                              \
			vmgl_enc_##name(ctx, target, index, data);                                                                 \
	}
GET_INDEXED(glGetBooleani_v, GET_BOOLEAN, GLboolean)
GET_INDEXED(glGetIntegeri_v, GET_INTEGER, GLint)
GET_INDEXED(glGetIntegeri_vEXT, GET_INTEGER, GLint)
GET_INDEXED(glGetInteger64i_v, GET_INTEGER64, GLint64)
GET_INDEXED(glGetFloati_v, GET_FLOAT, GLfloat)
GET_INDEXED(glGetDoublei_v, GET_DOUBLE, GLdouble)
#undef GET_INDEXED

GLboolean vmgl_guest_glIsEnabled(struct vmgl_context *ctx, GLenum cap) {
	GLint64 values[4];
	int count;
	bool on;
	if (vmgl_enables_get(ctx, cap, &on))
		return on;
	if (vmgl_vertex_get(ctx, cap, values, &count))
		return count && values[0];
	on = vmgl_enc_glIsEnabled(ctx, cap);
	if (!ctx->stream.failed)
		vmgl_enables_learn(ctx, cap, on);
	return on;
}

GLboolean vmgl_guest_glIsEnabledi(struct vmgl_context *ctx, GLenum target, GLuint index) {
	GLint64 value = 0;
	if (vmgl_vertex_get_indexed(ctx, target, index, &value))
		return value != 0;
	return vmgl_enc_glIsEnabledi(ctx, target, index);
}
