/* The client attribute stack (OpenGL 4.6 compatibility profile, section 21.6): all of it is state of the guest. */
#include "gen/guest/handlers.h"
#include "guest/gl/pixels.h"
#include "guest/gl/vertex_arrays.h"

static const GLenum pixel_targets[2] = {[VMGL_UNPACK] = GL_PIXEL_UNPACK_BUFFER, [VMGL_PACK] = GL_PIXEL_PACK_BUFFER};

void vmgl_guest_glPushClientAttrib(struct vmgl_context *ctx, GLbitfield mask) {
	struct vmgl_pixel_state *pixels = ctx->pixels;
	if (ctx->api != VMGL_API_GL_COMPAT) {
		vmgl_error(ctx, GL_INVALID_OPERATION);
		return;
	}
	if (pixels->attrib_depth == VMGL_CLIENT_ATTRIB_DEPTH) {
		vmgl_error(ctx, GL_STACK_OVERFLOW);
		return;
	}
	struct vmgl_client_attrib *entry = &pixels->attrib[pixels->attrib_depth];
	if ((mask & GL_CLIENT_VERTEX_ARRAY_BIT) && !vmgl_vertex_push(ctx)) {
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return;
	}
	entry->mask = mask;
	for (int i = 0; i < 2; i++) {
		entry->store[i] = pixels->store[i];
		entry->buffer[i] = vmgl_buffer_binding(ctx, pixel_targets[i]);
	}
	pixels->attrib_depth++;
}

/* Binds a pixel buffer again, or none when it was deleted meanwhile: its name may be another object's by now. */
static void rebind(struct vmgl_context *ctx, GLenum target, GLuint buffer) {
	if (buffer == vmgl_buffer_binding(ctx, target))
		return;
	vmgl_guest_glBindBuffer(ctx, target, buffer && vmgl_names_known(ctx, VMGL_CLASS_BUFFER, buffer) ? buffer : 0);
}

void vmgl_guest_glPopClientAttrib(struct vmgl_context *ctx) {
	struct vmgl_pixel_state *pixels = ctx->pixels;
	if (ctx->api != VMGL_API_GL_COMPAT) {
		vmgl_error(ctx, GL_INVALID_OPERATION);
		return;
	}
	if (pixels->attrib_depth == 0) {
		vmgl_error(ctx, GL_STACK_UNDERFLOW);
		return;
	}
	const struct vmgl_client_attrib *entry = &pixels->attrib[--pixels->attrib_depth];
	if (entry->mask & GL_CLIENT_PIXEL_STORE_BIT)
		for (int i = 0; i < 2; i++) {
			pixels->store[i] = entry->store[i];
			rebind(ctx, pixel_targets[i], entry->buffer[i]);
		}
	if (entry->mask & GL_CLIENT_VERTEX_ARRAY_BIT)
		vmgl_vertex_pop(ctx);
}

void vmgl_guest_glClientAttribDefaultEXT(struct vmgl_context *ctx, GLbitfield mask) {
	if (mask & GL_CLIENT_PIXEL_STORE_BIT)
		for (int i = 0; i < 2; i++) {
			ctx->pixels->store[i] = vmgl_pixel_store_default;
			rebind(ctx, pixel_targets[i], 0);
		}
	if (mask & GL_CLIENT_VERTEX_ARRAY_BIT)
		vmgl_vertex_default(ctx);
}

void vmgl_guest_glPushClientAttribDefaultEXT(struct vmgl_context *ctx, GLbitfield mask) {
	unsigned depth = ctx->pixels->attrib_depth;
	vmgl_guest_glPushClientAttrib(ctx, mask);
	if (ctx->pixels->attrib_depth != depth)
		vmgl_guest_glClientAttribDefaultEXT(ctx, mask);
}
