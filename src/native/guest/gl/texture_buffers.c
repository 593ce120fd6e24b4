/* Buffer textures. Shaders write to their buffers only through images: from the first image on that may be written to,
 * what such buffers hold is nobody's knowledge. */
#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/buffers.h"

static void is_textured(struct vmgl_context *ctx, GLuint name) {
	if (!name)
		return;
	pthread_mutex_lock(&ctx->group->lock);
	struct vmgl_buffer *buffer = vmgl_buffer_record(ctx, name);
	if (buffer)
		buffer->textured = true;
	bool written = ctx->group->buffers->image_writes;
	pthread_mutex_unlock(&ctx->group->lock);
	if (written)
		vmgl_buffer_gpu_writes(ctx, name);
}

static void written(uintptr_t value) {
	struct vmgl_buffer *buffer = (struct vmgl_buffer *)value;
	if (!buffer->textured)
		return;
	buffer->gpu_written = true;
	buffer->version++;
}

static void images_write(struct vmgl_context *ctx) {
	struct vmgl_buffer_table *table = ctx->group->buffers;
	pthread_mutex_lock(&ctx->group->lock);
	if (!table->image_writes)
		vmgl_map_each(&table->buffers, written);
	table->image_writes = true;
	pthread_mutex_unlock(&ctx->group->lock);
}

void vmgl_guest_glBindImageTexture(struct vmgl_context *ctx, GLuint unit, GLuint texture, GLint level,
								   GLboolean layered, GLint layer, GLenum access, GLenum format) {
	if (access != GL_READ_ONLY)
		images_write(ctx);
	vmgl_enc_glBindImageTexture(ctx, unit, texture, level, layered, layer, access, format);
}

void vmgl_guest_glBindImageTextureEXT(struct vmgl_context *ctx, GLuint index, GLuint texture, GLint level,
									  GLboolean layered, GLint layer, GLenum access, GLint format) {
	if (access != GL_READ_ONLY)
		images_write(ctx);
	vmgl_enc_glBindImageTextureEXT(ctx, index, texture, level, layered, layer, access, format);
}

void vmgl_guest_glBindImageTextures(struct vmgl_context *ctx, GLuint first, GLsizei count, const GLuint *textures) {
	images_write(ctx); /* they are bound for reading and writing */
	vmgl_enc_glBindImageTextures(ctx, first, count, textures);
}

void vmgl_guest_glTexBuffer(struct vmgl_context *ctx, GLenum target, GLenum internalformat, GLuint buffer) {
	is_textured(ctx, buffer);
	vmgl_enc_glTexBuffer(ctx, target, internalformat, buffer);
}

void vmgl_guest_glTexBufferRange(struct vmgl_context *ctx, GLenum target, GLenum internalformat, GLuint buffer,
								 GLintptr offset, GLsizeiptr size) {
	is_textured(ctx, buffer);
	vmgl_enc_glTexBufferRange(ctx, target, internalformat, buffer, offset, size);
}

void vmgl_guest_glTextureBuffer(struct vmgl_context *ctx, GLuint texture, GLenum internalformat, GLuint buffer) {
	is_textured(ctx, buffer);
	vmgl_enc_glTextureBuffer(ctx, texture, internalformat, buffer);
}

void vmgl_guest_glTextureBufferRange(struct vmgl_context *ctx, GLuint texture, GLenum internalformat, GLuint buffer,
									 GLintptr offset, GLsizeiptr size) {
	is_textured(ctx, buffer);
	vmgl_enc_glTextureBufferRange(ctx, texture, internalformat, buffer, offset, size);
}

void vmgl_guest_glTextureBufferEXT(struct vmgl_context *ctx, GLuint texture, GLenum target, GLenum internalformat,
								   GLuint buffer) {
	is_textured(ctx, buffer);
	vmgl_enc_glTextureBufferEXT(ctx, texture, target, internalformat, buffer);
}

void vmgl_guest_glTextureBufferRangeEXT(struct vmgl_context *ctx, GLuint texture, GLenum target, GLenum internalformat,
										GLuint buffer, GLintptr offset, GLsizeiptr size) {
	is_textured(ctx, buffer);
	vmgl_enc_glTextureBufferRangeEXT(ctx, texture, target, internalformat, buffer, offset, size);
}

void vmgl_guest_glMultiTexBufferEXT(struct vmgl_context *ctx, GLenum texunit, GLenum target, GLenum internalformat,
									GLuint buffer) {
	is_textured(ctx, buffer);
	vmgl_enc_glMultiTexBufferEXT(ctx, texunit, target, internalformat, buffer);
}
