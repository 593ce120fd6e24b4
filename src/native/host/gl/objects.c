/* Calls that name objects of a kind which another argument, or another query, decides. */
#include "gen/host/handlers.h"
#include "host/gl/vertex_arrays.h"

static GLuint image_name(struct vmgl_host_context *ctx, GLuint name, GLenum target) {
	return vmgl_name(ctx, target == GL_RENDERBUFFER ? VMGL_CLASS_RENDERBUFFER : VMGL_CLASS_TEXTURE, name);
}

#define COPY_IMAGE(name)                                                                                               \
	void vmgl_host_gl##name(struct vmgl_host_context *ctx, GLuint source, GLenum source_target, GLint source_level,    \
							GLint source_x, GLint source_y, GLint source_z, GLuint target, GLenum target_target,       \
							GLint target_level, GLint target_x, GLint target_y, GLint target_z, GLsizei width,         \
							GLsizei height, GLsizei depth) {                                                           \
		if (VMGL_HAS(ctx, name))                                                                                       \
			ctx->gl->name(image_name(ctx, source, source_target), source_target, source_level, source_x, source_y,     \
						  source_z, image_name(ctx, target, target_target), target_target, target_level, target_x,     \
						  target_y, target_z, width, height, depth);                                                   \
	}
COPY_IMAGE(CopyImageSubData)
COPY_IMAGE(CopyImageSubDataNV)
#undef COPY_IMAGE

/* The name that the driver returned is translated by the type of the attachment (OpenGL 4.6, table 23.40). `target` is
 * a framebuffer's name in the calls that take one. */
static void get_attachment(struct vmgl_host_context *ctx, void (*get)(GLuint, GLenum, GLenum, GLint *), GLuint target,
						   GLenum attachment, GLenum pname, GLint *params) {
	get(target, attachment, pname, params);
	if (pname != GL_FRAMEBUFFER_ATTACHMENT_OBJECT_NAME || *params == 0)
		return;
	GLint type = GL_NONE;
	get(target, attachment, GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE, &type);
	enum vmgl_class class = type == GL_RENDERBUFFER ? VMGL_CLASS_RENDERBUFFER : VMGL_CLASS_TEXTURE;
	*params = (GLint)vmgl_name_reverse(ctx, class, (GLuint)*params);
}

#define GET_ATTACHMENT(name)                                                                                           \
	void vmgl_host_gl##name(struct vmgl_host_context *ctx, GLuint target, GLenum attachment, GLenum pname,             \
							GLint *params, size_t params_bytes) {                                                      \
		(void)params_bytes;                                                                                            \
		if (VMGL_HAS(ctx, name))                                                                                       \
			get_attachment(ctx, ctx->gl->name, target, attachment, pname, params);                                     \
	}
GET_ATTACHMENT(GetFramebufferAttachmentParameteriv)
GET_ATTACHMENT(GetFramebufferAttachmentParameterivOES)
GET_ATTACHMENT(GetNamedFramebufferAttachmentParameteriv)
GET_ATTACHMENT(GetNamedFramebufferAttachmentParameterivEXT)
#undef GET_ATTACHMENT
