#include "wire/queries.h"

#include <string.h>

#include "gen/host/handlers.h"

static bool get(const struct vmgl_gl *gl, GLuint id, GLenum pname, GLuint kind, uint64_t *value) {
	union {
		GLint i;
		GLuint u;
		GLint64 i64;
		GLuint64 u64;
	} answer = {.u64 = 0};
	if (kind == VMGL_QUERY_INT && gl->GetQueryObjectiv != NULL) {
		gl->GetQueryObjectiv(id, pname, &answer.i);
		*value = (uint64_t)(GLint64)answer.i;
	} else if (kind == VMGL_QUERY_UINT && gl->GetQueryObjectuiv != NULL) {
		gl->GetQueryObjectuiv(id, pname, &answer.u);
		*value = answer.u;
	} else if (kind == VMGL_QUERY_INT64 && gl->GetQueryObjecti64v != NULL) {
		gl->GetQueryObjecti64v(id, pname, &answer.i64);
		*value = (uint64_t)answer.i64;
	} else if (kind == VMGL_QUERY_UINT64 && gl->GetQueryObjectui64v != NULL) {
		gl->GetQueryObjectui64v(id, pname, &answer.u64);
		*value = answer.u64;
	} else {
		return false;
	}
	return true;
}

void vmgl_host_vmglGetQueryObject(struct vmgl_host_context *ctx, GLuint id, GLenum pname, GLuint kind) {
	struct vmgl_query_reply reply = {0};
	vmgl_error_begin(ctx);
	if (vmgl_host_buffer_bound(ctx, GL_QUERY_BUFFER)) {
		/* The guest sends the offset form then; the driver would take our pointer for an offset. */
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		vmgl_reply_array(ctx, NULL, 0);
		return;
	}
	if (pname == GL_QUERY_RESULT_NO_WAIT) {
		/* Nothing is written without a result, which only its availability tells. */
		uint64_t available = 0;
		if (get(ctx->gl, id, GL_QUERY_RESULT_AVAILABLE, kind, &available) && vmgl_error_end(ctx)) {
			reply.final = available != 0;
			reply.written = reply.final && get(ctx->gl, id, GL_QUERY_RESULT, kind, &reply.value);
			reply.result = reply.value;
			vmgl_reply_array(ctx, &reply, sizeof reply);
			return;
		}
	} else if (get(ctx->gl, id, pname, kind, &reply.value) && vmgl_error_end(ctx)) {
		reply.written = 1;
		if (pname == GL_QUERY_RESULT) {
			reply.final = 1;
			reply.result = reply.value;
		} else if (pname == GL_QUERY_RESULT_AVAILABLE && reply.value != 0) {
			reply.final = get(ctx->gl, id, GL_QUERY_RESULT, kind, &reply.result);
		}
		vmgl_reply_array(ctx, &reply, sizeof reply);
		return;
	}
	if (ctx->gl->GetQueryObjectiv == NULL && ctx->gl->GetQueryObjectuiv == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	vmgl_reply_array(ctx, NULL, 0);
}

void vmgl_host_vmglPerfMonitorCounterInfo(struct vmgl_host_context *ctx, GLuint group, GLuint counter, GLenum pname) {
	const struct vmgl_gl *gl = ctx->gl;
	uint8_t data[64] = {0};
	uint64_t bytes = 0;
	vmgl_error_begin(ctx);
	if (gl->GetPerfMonitorCounterInfoAMD == NULL) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	} else {
		GLenum type = 0;
		if (pname == GL_COUNTER_RANGE_AMD)
			gl->GetPerfMonitorCounterInfoAMD(group, counter, GL_COUNTER_TYPE_AMD, &type);
		gl->GetPerfMonitorCounterInfoAMD(group, counter, pname, data);
		/* The smallest and the largest value, of the counter's own type (AMD_performance_monitor). */
		bytes = pname == GL_COUNTER_RANGE_AMD ? (type == GL_UNSIGNED_INT64_AMD ? 16 : 8) : 4;
	}
	vmgl_reply_array(ctx, data, vmgl_error_end(ctx) ? bytes : 0);
}
