#include "guest/gl/queries.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "wire/queries.h"

struct vmgl_query_result {
	unsigned known; /* bit per enum vmgl_query_kind */
	uint64_t values[VMGL_QUERY_KIND_COUNT];
};

bool vmgl_queries_init(struct vmgl_context *ctx) {
	ctx->queries = calloc(1, sizeof *ctx->queries);
	return ctx->queries != NULL;
}

static void release(uintptr_t result) {
	free((void *)result);
}

void vmgl_queries_finish(struct vmgl_context *ctx) {
	if (ctx->queries == NULL)
		return;
	vmgl_map_each(&ctx->queries->results, release);
	vmgl_map_free(&ctx->queries->results);
	free(ctx->queries);
	ctx->queries = NULL;
}

static struct vmgl_query_result *find(const struct vmgl_context *ctx, GLuint id) {
	uintptr_t *found = vmgl_map_find(&ctx->queries->results, id);
	return found == NULL ? NULL : (struct vmgl_query_result *)*found;
}

static void forget(struct vmgl_context *ctx, GLuint id) {
	struct vmgl_query_result *result = find(ctx, id);
	if (result == NULL)
		return;
	vmgl_map_remove(&ctx->queries->results, id);
	free(result);
}

static void keep(struct vmgl_context *ctx, GLuint id, enum vmgl_query_kind kind, uint64_t value) {
	struct vmgl_query_result *result = find(ctx, id);
	if (result == NULL) {
		result = calloc(1, sizeof *result);
		if (result == NULL || !vmgl_map_put(&ctx->queries->results, id, (uintptr_t)result)) {
			free(result);
			return;
		}
	}
	result->known |= 1u << kind;
	result->values[kind] = value;
}

void vmgl_guest_glBeginQuery(struct vmgl_context *ctx, GLenum target, GLuint id) {
	forget(ctx, id);
	vmgl_enc_glBeginQuery(ctx, target, id);
}

void vmgl_guest_glBeginQueryIndexed(struct vmgl_context *ctx, GLenum target, GLuint index, GLuint id) {
	forget(ctx, id);
	vmgl_enc_glBeginQueryIndexed(ctx, target, index, id);
}

void vmgl_guest_glQueryCounter(struct vmgl_context *ctx, GLuint id, GLenum target) {
	forget(ctx, id);
	vmgl_enc_glQueryCounter(ctx, id, target);
}

void vmgl_guest_glDeleteQueries(struct vmgl_context *ctx, GLsizei n, const GLuint *ids) {
	for (GLsizei i = 0; i < n && ids != NULL; i++)
		forget(ctx, ids[i]);
	vmgl_enc_glDeleteQueries(ctx, n, ids);
}

/* False: nothing is to be written. */
static bool get(struct vmgl_context *ctx, GLuint id, GLenum pname, enum vmgl_query_kind kind, uint64_t *value) {
	const struct vmgl_query_result *known = find(ctx, id);
	if (known != NULL && pname == GL_QUERY_RESULT_AVAILABLE) {
		*value = GL_TRUE;
		return true;
	}
	if (known != NULL && (known->known >> kind & 1) && (pname == GL_QUERY_RESULT || pname == GL_QUERY_RESULT_NO_WAIT)) {
		*value = known->values[kind];
		return true;
	}
	struct vmgl_blob blob;
	struct vmgl_query_reply reply;
	if (!vmgl_enc_vmglGetQueryObject(ctx, id, pname, kind, &blob) || blob.bytes != sizeof reply) {
		/* Nobody may wait forever for a context that is gone (KHR_robustness). */
		*value = GL_TRUE;
		return ctx->stream.lost && pname == GL_QUERY_RESULT_AVAILABLE;
	}
	memcpy(&reply, blob.data, sizeof reply);
	if (reply.final)
		keep(ctx, id, kind, reply.result);
	*value = reply.value;
	return reply.written != 0;
}

#define GET_QUERY_OBJECT(suffix, type, kind)                                                                           \
	void vmgl_guest_glGetQueryObject##suffix(struct vmgl_context *ctx, GLuint id, GLenum pname, type *params) {        \
		if (vmgl_buffer_bound(ctx, GL_QUERY_BUFFER)) {                                                                 \
			vmgl_enc_glGetQueryObject##suffix##_offset(ctx, id, pname, (uintptr_t)params);                             \
			return;                                                                                                    \
		}                                                                                                              \
		uint64_t value;                                                                                                \
		if (params != NULL && get(ctx, id, pname, kind, &value))                                                       \
			*params = (type)value;                                                                                     \
	}
GET_QUERY_OBJECT(iv, GLint, VMGL_QUERY_INT)
GET_QUERY_OBJECT(uiv, GLuint, VMGL_QUERY_UINT)
GET_QUERY_OBJECT(i64v, GLint64, VMGL_QUERY_INT64)
GET_QUERY_OBJECT(ui64v, GLuint64, VMGL_QUERY_UINT64)
#undef GET_QUERY_OBJECT

/* AMD_performance_monitor. */
void vmgl_guest_glGetPerfMonitorCounterInfoAMD(struct vmgl_context *ctx, GLuint group, GLuint counter, GLenum pname,
											   void *data) {
	struct vmgl_blob blob;
	if (vmgl_enc_vmglPerfMonitorCounterInfo(ctx, group, counter, pname, &blob) && data != NULL)
		memcpy(data, blob.data, blob.bytes);
}
