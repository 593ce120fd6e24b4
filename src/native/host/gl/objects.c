/* Calls that name objects of a kind which another argument, or another query, decides. */
#include "gen/host/handlers.h"

static GLuint image_name(struct vmgl_host_context *ctx, GLuint name, GLenum target) {
	return vmgl_name(ctx, target == GL_RENDERBUFFER ? VMGL_CLASS_RENDERBUFFER : VMGL_CLASS_TEXTURE, name);
}

void vmgl_host_glCopyImageSubData(struct vmgl_host_context *ctx, GLuint source, GLenum source_target,
								  GLint source_level, GLint source_x, GLint source_y, GLint source_z, GLuint target,
								  GLenum target_target, GLint target_level, GLint target_x, GLint target_y,
								  GLint target_z, GLsizei width, GLsizei height, GLsizei depth) {
	if (!ctx->gl->CopyImageSubData) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return;
	}
	ctx->gl->CopyImageSubData(image_name(ctx, source, source_target), source_target, source_level, source_x, source_y,
							  source_z, image_name(ctx, target, target_target), target_target, target_level, target_x,
							  target_y, target_z, width, height, depth);
}

void vmgl_host_glCopyImageSubDataNV(struct vmgl_host_context *ctx, GLuint source, GLenum source_target,
									GLint source_level, GLint source_x, GLint source_y, GLint source_z, GLuint target,
									GLenum target_target, GLint target_level, GLint target_x, GLint target_y,
									GLint target_z, GLsizei width, GLsizei height, GLsizei depth) {
	if (!ctx->gl->CopyImageSubDataNV) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return;
	}
	ctx->gl->CopyImageSubDataNV(image_name(ctx, source, source_target), source_target, source_level, source_x, source_y,
								source_z, image_name(ctx, target, target_target), target_target, target_level, target_x,
								target_y, target_z, width, height, depth);
}

typedef void (*attachment_query)(struct vmgl_host_context *ctx, GLuint framebuffer, GLenum attachment, GLenum pname,
								 GLint *params);

/* The name that the driver returned is translated by the type of the attachment (OpenGL 4.6, table 23.40). */
static void get_attachment(struct vmgl_host_context *ctx, attachment_query query, GLuint framebuffer, GLenum attachment,
						   GLenum pname, GLint *params) {
	query(ctx, framebuffer, attachment, pname, params);
	if (pname != GL_FRAMEBUFFER_ATTACHMENT_OBJECT_NAME || *params == 0)
		return;
	GLint type = GL_NONE;
	query(ctx, framebuffer, attachment, GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE, &type);
	enum vmgl_class class = type == GL_RENDERBUFFER ? VMGL_CLASS_RENDERBUFFER : VMGL_CLASS_TEXTURE;
	*params = (GLint)vmgl_name_reverse(ctx, class, (GLuint)*params);
}

/* `framebuffer` stands for the target here: both are an unsigned number before the attachment. */
static void query_bound(struct vmgl_host_context *ctx, GLuint target, GLenum attachment, GLenum pname, GLint *params) {
	if (ctx->gl->GetFramebufferAttachmentParameteriv)
		ctx->gl->GetFramebufferAttachmentParameteriv(target, attachment, pname, params);
	else
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
}

static void query_bound_oes(struct vmgl_host_context *ctx, GLuint target, GLenum attachment, GLenum pname,
							GLint *params) {
	if (ctx->gl->GetFramebufferAttachmentParameterivOES)
		ctx->gl->GetFramebufferAttachmentParameterivOES(target, attachment, pname, params);
	else
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
}

static void query_named(struct vmgl_host_context *ctx, GLuint framebuffer, GLenum attachment, GLenum pname,
						GLint *params) {
	if (ctx->gl->GetNamedFramebufferAttachmentParameteriv)
		ctx->gl->GetNamedFramebufferAttachmentParameteriv(framebuffer, attachment, pname, params);
	else
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
}

static void query_named_ext(struct vmgl_host_context *ctx, GLuint framebuffer, GLenum attachment, GLenum pname,
							GLint *params) {
	if (ctx->gl->GetNamedFramebufferAttachmentParameterivEXT)
		ctx->gl->GetNamedFramebufferAttachmentParameterivEXT(framebuffer, attachment, pname, params);
	else
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
}

void vmgl_host_glGetFramebufferAttachmentParameteriv(struct vmgl_host_context *ctx, GLenum target, GLenum attachment,
													 GLenum pname, GLint *params, size_t params_bytes) {
	(void)params_bytes;
	get_attachment(ctx, query_bound, target, attachment, pname, params);
}

void vmgl_host_glGetFramebufferAttachmentParameterivOES(struct vmgl_host_context *ctx, GLenum target, GLenum attachment,
														GLenum pname, GLint *params, size_t params_bytes) {
	(void)params_bytes;
	get_attachment(ctx, query_bound_oes, target, attachment, pname, params);
}

void vmgl_host_glGetNamedFramebufferAttachmentParameteriv(struct vmgl_host_context *ctx, GLuint framebuffer,
														  GLenum attachment, GLenum pname, GLint *params,
														  size_t params_bytes) {
	(void)params_bytes;
	get_attachment(ctx, query_named, framebuffer, attachment, pname, params);
}

void vmgl_host_glGetNamedFramebufferAttachmentParameterivEXT(struct vmgl_host_context *ctx, GLuint framebuffer,
															 GLenum attachment, GLenum pname, GLint *params,
															 size_t params_bytes) {
	(void)params_bytes;
	get_attachment(ctx, query_named_ext, framebuffer, attachment, pname, params);
}
