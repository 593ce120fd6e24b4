#include "wire/debug.h"

#include <pthread.h>
#include <stdio.h>

#include "gen/host/handlers.h"
#include "gen/opcodes.h"
#include "host/blob.h"
#include "host/gl/vertex_arrays.h"

/* Messages that wait for a guest that does not fetch them: the rest is dropped, and counted. */
#define WAITING_MAX ((size_t)1 << 18)

struct vmgl_host_debug {
	pthread_mutex_t lock; /* drivers may call from threads of their own */
	struct vmgl_builder waiting;
	unsigned dropped;
	bool collecting;
	struct vmgl_host_context *ctx;
};

/* The text of the message that vmgl_debug_tell() makes the driver send, on the thread that does. */
static _Thread_local const char *instead;

/* With the lock held. The text travels with a terminator, which the guest needs room for. */
static void add(struct vmgl_builder *builder, struct vmgl_debug_message message, const char *text) {
	static const char zeros[4];
	vmgl_build(builder, &message, sizeof message);
	vmgl_build(builder, text, message.bytes);
	if (message.bytes % 4 == 0)
		vmgl_build(builder, zeros, sizeof zeros);
}

static void APIENTRY collect(GLenum source, GLenum type, GLuint id, GLenum severity, GLsizei length,
							 const GLchar *message, const void *user) {
	struct vmgl_host_debug *debug = (struct vmgl_host_debug *)(uintptr_t)user;
	if (instead != NULL) {
		message = instead;
		length = -1;
	}
	size_t bytes = length < 0 ? strlen(message) : (size_t)length;
	struct vmgl_debug_message header = {source, type, id, severity, (uint32_t)bytes};
	pthread_mutex_lock(&debug->lock);
	if (bytes > VMGL_DEBUG_TEXT_MAX || debug->waiting.count + bytes > WAITING_MAX)
		debug->dropped++;
	else
		add(&debug->waiting, header, message);
	pthread_mutex_unlock(&debug->lock);
	atomic_store_explicit(&debug->ctx->debug_messages, true, memory_order_relaxed);
}

static void set_callback(struct vmgl_host_context *ctx, GLDEBUGPROC callback, const void *user) {
	if (ctx->gl->DebugMessageCallback != NULL)
		ctx->gl->DebugMessageCallback(callback, user);
}

void vmgl_host_debug_finish(struct vmgl_host_context *ctx) {
	if (ctx->debug == NULL)
		return;
	set_callback(ctx, NULL, NULL);
	pthread_mutex_destroy(&ctx->debug->lock);
	free(ctx->debug->waiting.bytes);
	free(ctx->debug);
	ctx->debug = NULL;
}

bool vmgl_debug_mute(struct vmgl_host_context *ctx) {
	bool on =
		ctx->gl->DebugMessageCallback != NULL && ctx->gl->IsEnabled != NULL && ctx->gl->IsEnabled(GL_DEBUG_OUTPUT);
	if (on)
		ctx->gl->Disable(GL_DEBUG_OUTPUT);
	return on;
}

void vmgl_debug_unmute(struct vmgl_host_context *ctx, bool muted) {
	if (muted)
		ctx->gl->Enable(GL_DEBUG_OUTPUT);
}

void vmgl_debug_tell(struct vmgl_host_context *ctx, GLenum error) {
	struct vmgl_host_debug *debug = ctx->debug;
	if (debug == NULL || !debug->collecting || !vmgl_host_outside(ctx))
		return;
	char text[96];
	const char *name = error == GL_INVALID_ENUM        ? "GL_INVALID_ENUM"
					   : error == GL_INVALID_VALUE     ? "GL_INVALID_VALUE"
					   : error == GL_INVALID_OPERATION ? "GL_INVALID_OPERATION"
					   : error == GL_STACK_OVERFLOW    ? "GL_STACK_OVERFLOW"
					   : error == GL_STACK_UNDERFLOW   ? "GL_STACK_UNDERFLOW"
					   : error == GL_OUT_OF_MEMORY     ? "GL_OUT_OF_MEMORY"
													   : "GL error";
	if (ctx->opcode == VMGL_OP_vmglSetError)
		snprintf(text, sizeof text, "%s: vmgl refused the call before it reached the driver", name);
	else
		snprintf(text, sizeof text, "%s in %s", name, vmgl_opcode_name(ctx->opcode));
	/* No list takes a question. The driver knows whether the program wants to hear of its errors. */
	GLint nothing;
	instead = text;
	ctx->gl->GetIntegerv(0xffffffffu, &nothing);
	instead = NULL;
	vmgl_error_forget(ctx);
}

void vmgl_host_vmglDebugCollect(struct vmgl_host_context *ctx, GLboolean enabled) {
	if (ctx->gl->DebugMessageCallback == NULL) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return;
	}
	if (!enabled) {
		if (ctx->debug != NULL)
			ctx->debug->collecting = false;
		set_callback(ctx, NULL, NULL);
		return;
	}
	if (ctx->debug == NULL) {
		ctx->debug = calloc(1, sizeof *ctx->debug);
		if (ctx->debug == NULL) {
			vmgl_error_set(ctx, GL_OUT_OF_MEMORY);
			return;
		}
		pthread_mutex_init(&ctx->debug->lock, NULL);
		ctx->debug->ctx = ctx;
	}
	ctx->debug->collecting = true;
	set_callback(ctx, collect, ctx->debug);
}

void vmgl_host_vmglDebugFetch(struct vmgl_host_context *ctx) {
	struct vmgl_builder waiting = {0};
	atomic_store_explicit(&ctx->debug_messages, false, memory_order_relaxed);
	if (ctx->debug != NULL) {
		pthread_mutex_lock(&ctx->debug->lock);
		waiting = ctx->debug->waiting;
		ctx->debug->waiting = (struct vmgl_builder){0};
		unsigned dropped = ctx->debug->dropped;
		ctx->debug->dropped = 0;
		pthread_mutex_unlock(&ctx->debug->lock);
		if (dropped != 0) {
			char text[80];
			int bytes = snprintf(text, sizeof text, "vmgl: %u debug messages were dropped: too many at once.", dropped);
			add(&waiting,
				(struct vmgl_debug_message){GL_DEBUG_SOURCE_THIRD_PARTY, GL_DEBUG_TYPE_OTHER, 0,
											GL_DEBUG_SEVERITY_NOTIFICATION, (uint32_t)bytes},
				text);
		}
	}
	vmgl_build_reply(ctx, &waiting);
}

void vmgl_host_vmglDebugLog(struct vmgl_host_context *ctx, GLuint count, GLsizei bufSize) {
	struct vmgl_builder messages = {0};
	/* Drivers keep few messages (GL_MAX_DEBUG_LOGGED_MESSAGES); a larger count is a program's "all". */
	if (count > 1024)
		count = 1024;
	if (bufSize > VMGL_DEBUG_TEXT_MAX)
		bufSize = VMGL_DEBUG_TEXT_MAX;
	if (ctx->gl->GetDebugMessageLog == NULL) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		vmgl_reply_array(ctx, NULL, 0);
		return;
	}
	struct vmgl_debug_message *headers = calloc((size_t)count + 1, sizeof *headers);
	GLenum *words = calloc(((size_t)count + 1) * 5, sizeof *words);
	GLchar *texts = bufSize < 0 ? NULL : calloc(1, (size_t)bufSize + 1);
	if (headers != NULL && words != NULL && (bufSize < 0 || texts != NULL)) {
		GLenum *sources = words, *types = words + count, *ids = words + 2 * (size_t)count,
			   *severities = words + 3 * (size_t)count;
		GLsizei *lengths = (GLsizei *)(words + 4 * (size_t)count);
		GLuint given = ctx->gl->GetDebugMessageLog(count, bufSize < 0 ? 0 : bufSize, sources, types, ids, severities,
												   lengths, texts);
		size_t at = 0, room = bufSize < 0 ? 0 : (size_t)bufSize;
		for (GLuint i = 0; i < given && i < count; i++) {
			/* Lengths count the terminator. */
			size_t bytes = lengths[i] > 0 ? (size_t)lengths[i] - 1 : 0;
			if (texts != NULL && bytes > room - at)
				break;
			/* The texts are not wanted, but their lengths are. */
			struct vmgl_debug_message message = {sources[i], types[i], ids[i], severities[i], (uint32_t)bytes};
			if (texts != NULL) {
				add(&messages, message, texts + at);
				at += bytes + 1 < room - at ? bytes + 1 : room - at;
			} else {
				char *blank = calloc(1, bytes + 1);
				if (blank != NULL)
					add(&messages, message, blank);
				free(blank);
			}
		}
	}
	free(headers);
	free(words);
	free(texts);
	vmgl_build_reply(ctx, &messages);
}

/* --- Labels -------------------------------------------------------------------------------------------- */

/* The driver's name of what `identifier` and the guest's name say. Unknown identifiers are the driver's to refuse. */
static GLuint labelled(struct vmgl_host_context *ctx, GLenum identifier, GLuint name) {
	switch (identifier) {
	case GL_BUFFER:
	case GL_BUFFER_OBJECT_EXT:
		return vmgl_name(ctx, VMGL_CLASS_BUFFER, name);
	case GL_SHADER:
	case GL_PROGRAM:
	case GL_SHADER_OBJECT_EXT:
	case GL_PROGRAM_OBJECT_EXT:
		return vmgl_name(ctx, VMGL_CLASS_PROGRAM, name);
	case GL_VERTEX_ARRAY:
	case GL_VERTEX_ARRAY_OBJECT_EXT:
		return vmgl_name(ctx, VMGL_CLASS_VERTEX_ARRAY, name);
	case GL_QUERY:
	case GL_QUERY_OBJECT_EXT:
		return vmgl_name(ctx, VMGL_CLASS_QUERY, name);
	case GL_PROGRAM_PIPELINE:
	case GL_PROGRAM_PIPELINE_OBJECT_EXT:
		return vmgl_name(ctx, VMGL_CLASS_PIPELINE, name);
	case GL_TRANSFORM_FEEDBACK:
		return vmgl_name(ctx, VMGL_CLASS_TRANSFORM_FEEDBACK, name);
	case GL_SAMPLER:
		return vmgl_name(ctx, VMGL_CLASS_SAMPLER, name);
	case GL_TEXTURE:
		return vmgl_name(ctx, VMGL_CLASS_TEXTURE, name);
	case GL_RENDERBUFFER:
		return vmgl_name(ctx, VMGL_CLASS_RENDERBUFFER, name);
	case GL_FRAMEBUFFER:
		return vmgl_name(ctx, VMGL_CLASS_FRAMEBUFFER, name);
	default: /* display lists have the same names on both sides */
		return name;
	}
}

void vmgl_host_glObjectLabel(struct vmgl_host_context *ctx, GLenum identifier, GLuint name, GLsizei length,
							 const GLchar *label, size_t label_bytes) {
	(void)label_bytes;
	if (ctx->gl->ObjectLabel == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else
		ctx->gl->ObjectLabel(identifier, labelled(ctx, identifier, name), label == NULL ? 0 : length, label);
}

void vmgl_host_glGetObjectLabel(struct vmgl_host_context *ctx, GLenum identifier, GLuint name, GLsizei bufSize,
								GLsizei *length, size_t length_bytes, GLchar *label, size_t label_bytes) {
	(void)length_bytes;
	(void)label_bytes;
	if (ctx->gl->GetObjectLabel == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else
		ctx->gl->GetObjectLabel(identifier, labelled(ctx, identifier, name), bufSize, length, label);
}

void vmgl_host_glLabelObjectEXT(struct vmgl_host_context *ctx, GLenum type, GLuint object, GLsizei length,
								const GLchar *label, size_t label_bytes) {
	(void)label_bytes;
	/* Length 0 would say "terminated" again. */
	static const GLchar empty[1];
	if (ctx->gl->LabelObjectEXT == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else
		ctx->gl->LabelObjectEXT(type, labelled(ctx, type, object), label == NULL ? 0 : length,
								label != NULL && length == 0 ? empty : label);
}

void vmgl_host_glGetObjectLabelEXT(struct vmgl_host_context *ctx, GLenum type, GLuint object, GLsizei bufSize,
								   GLsizei *length, size_t length_bytes, GLchar *label, size_t label_bytes) {
	(void)length_bytes;
	(void)label_bytes;
	if (ctx->gl->GetObjectLabelEXT == NULL)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	else
		ctx->gl->GetObjectLabelEXT(type, labelled(ctx, type, object), bufSize, length, label);
}

/* --- Robustness -------------------------------------------------------------------------------------------- */

GLenum vmgl_host_vmglResetStrategy(struct vmgl_host_context *ctx) {
	const struct vmgl_gl *gl = ctx->gl;
	if (gl->GetGraphicsResetStatus == NULL || gl->GetIntegerv == NULL)
		return 0;
	GLint strategy = 0;
	vmgl_error_begin(ctx);
	GLenum pending = ctx->pending_error;
	gl->GetIntegerv(GL_RESET_NOTIFICATION_STRATEGY, &strategy);
	/* A driver without robustness does not know the question, which the program did not ask. */
	if (!vmgl_error_end(ctx))
		strategy = 0;
	ctx->pending_error = pending;
	return (GLenum)strategy;
}

GLenum vmgl_host_vmglResetStatus(struct vmgl_host_context *ctx) {
	if (ctx->gl->GetGraphicsResetStatus != NULL)
		return ctx->gl->GetGraphicsResetStatus();
	vmgl_error_set(ctx, GL_INVALID_OPERATION);
	return GL_NO_ERROR;
}
