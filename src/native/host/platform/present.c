/* Frames: swaps of the application's own windows, and frames that travel back to it (design D8). */
#include <stdlib.h>
#include <string.h>

#include "gen/host/handlers.h"
#include "gen/opcodes.h"
#include "host/platform/default_framebuffer.h"
#include "host/platform/tables.h"

/* The drawable to present: nearly always what the context draws to. Without a reference: the control stream may
 * drop a drawable, but not one that is current. */
static struct vmgl_host_drawable *current_drawable(struct vmgl_host_context *ctx, GLuint id) {
	return ctx->draw && ctx->draw->id == id ? ctx->draw : NULL;
}

void vmgl_host_vmglSwapBuffers(struct vmgl_host_context *ctx, GLuint id) {
	struct vmgl_host_drawable *drawable = current_drawable(ctx, id);
	if (drawable)
		drawable->platform->ops->swap(ctx, drawable);
	vmgl_reply_ack(ctx, VMGL_OP_vmglSwapBuffers);
}

/* The state that changes what glReadPixels returns, and that the guest may have set to anything. */
struct read_state {
	GLint framebuffer, buffer;
	bool attributes;
};

static bool has_pixel_transfer(struct vmgl_host_context *ctx) {
	static const struct {
		GLenum pname;
		GLfloat value;
	} defaults[] = {
		{GL_MAP_COLOR, 0}, {GL_RED_SCALE, 1},  {GL_GREEN_SCALE, 1}, {GL_BLUE_SCALE, 1}, {GL_ALPHA_SCALE, 1},
		{GL_RED_BIAS, 0},  {GL_GREEN_BIAS, 0}, {GL_BLUE_BIAS, 0},   {GL_ALPHA_BIAS, 0},
	};
	for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
		GLfloat value = defaults[i].value;
		ctx->gl->GetFloatv(defaults[i].pname, &value);
		if (value != defaults[i].value)
			return true;
	}
	return false;
}

/* OpenGL ES 2 has one framebuffer binding and no read buffer. */
static bool has_read_buffer(const struct vmgl_host_context *ctx) {
	return !ctx->es || ctx->version >= 30;
}

/* Pixel transfer as GL starts with it; true when glPopAttrib() must follow. */
static bool push_pixel_transfer(struct vmgl_host_context *ctx) {
	static const GLenum scales[] = {GL_RED_SCALE, GL_GREEN_SCALE, GL_BLUE_SCALE, GL_ALPHA_SCALE};
	static const GLenum biases[] = {GL_RED_BIAS, GL_GREEN_BIAS, GL_BLUE_BIAS, GL_ALPHA_BIAS};
	const struct vmgl_gl *gl = ctx->gl;
	if (ctx->es || ctx->platform->core || !has_pixel_transfer(ctx))
		return false;
	gl->PushAttrib(GL_PIXEL_MODE_BIT);
	gl->PixelTransferi(GL_MAP_COLOR, GL_FALSE);
	for (int i = 0; i < 4; i++) {
		gl->PixelTransferf(scales[i], 1);
		gl->PixelTransferf(biases[i], 0);
	}
	return true;
}

static bool read_begin(struct vmgl_host_context *ctx, struct read_state *state, bool front) {
	const struct vmgl_gl *gl = ctx->gl;
	*state = (struct read_state){0};
	state->attributes = push_pixel_transfer(ctx);
	if (ctx->platform->platform->emulated)
		return vmgl_default_framebuffer_read_begin(ctx->platform, front);
	if (gl->BindFramebuffer) {
		gl->GetIntegerv(has_read_buffer(ctx) ? GL_READ_FRAMEBUFFER_BINDING : GL_FRAMEBUFFER_BINDING,
						&state->framebuffer);
		if (state->framebuffer)
			gl->BindFramebuffer(has_read_buffer(ctx) ? GL_READ_FRAMEBUFFER : GL_FRAMEBUFFER, 0);
	}
	if (has_read_buffer(ctx)) {
		gl->GetIntegerv(GL_READ_BUFFER, &state->buffer);
		gl->ReadBuffer(front && !ctx->es ? GL_FRONT : GL_BACK);
	}
	return true;
}

static void read_end(struct vmgl_host_context *ctx, const struct read_state *state, bool begun) {
	const struct vmgl_gl *gl = ctx->gl;
	if (ctx->platform->platform->emulated) {
		if (begun)
			vmgl_default_framebuffer_read_end(ctx->platform);
	} else {
		if (has_read_buffer(ctx))
			gl->ReadBuffer((GLenum)state->buffer);
		if (state->framebuffer)
			gl->BindFramebuffer(has_read_buffer(ctx) ? GL_READ_FRAMEBUFFER : GL_FRAMEBUFFER,
								(GLuint)state->framebuffer);
	}
	if (state->attributes)
		gl->PopAttrib();
}

/* Reads the whole drawable into context->frame; `size` stays 0 when that fails, and while a display list is compiled,
 * of which the state that is set for it would become part. */
static void read_frame(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable, bool front, GLuint *size) {
	if (ctx->compiles)
		return;
	struct vmgl_platform_context *context = ctx->platform;
	struct vmgl_platform *platform = context->platform;
	const unsigned width = drawable->width, height = drawable->height;
	uint64_t bytes = (uint64_t)width * height * VMGL_FRAME_PIXEL_BYTES;
	if (bytes > context->frame_bytes) {
		void *grown = realloc(context->frame, bytes);
		if (!grown)
			return;
		context->frame = grown;
		context->frame_bytes = bytes;
	}
	bool rebound = ctx->read != drawable && !platform->emulated &&
				   platform->ops->make_current(platform, context, drawable, drawable) == VMGL_STATUS_OK;
	GLenum format = ctx->es ? GL_RGBA : GL_BGRA, type = ctx->es ? GL_UNSIGNED_BYTE : GL_UNSIGNED_INT_8_8_8_8_REV;
	vmgl_error_begin(ctx);
	vmgl_pack_data(ctx);
	struct read_state state;
	bool begun = read_begin(ctx, &state, front);
	/* With the emulation, this is one sample per pixel of an FBO that is not the guest's framebuffer 0. */
	if (begun)
		ctx->gl->ReadPixels(0, 0, (GLsizei)width, (GLsizei)height, format, type, context->frame);
	read_end(ctx, &state, begun);
	vmgl_pixels_done(ctx);
	vmgl_error_forget(ctx);
	if (rebound)
		platform->ops->make_current(platform, context, ctx->draw, ctx->read);
	size[VMGL_FRAME_WIDTH] = width;
	size[VMGL_FRAME_HEIGHT] = height;
	size[VMGL_FRAME_ORDER] = ctx->es ? VMGL_FRAME_RGBA : VMGL_FRAME_BGRA;
}

static struct vmgl_contents exchange_contents(struct vmgl_host_drawable *drawable, struct vmgl_contents contents) {
	pthread_mutex_lock(&drawable->frames);
	struct vmgl_contents before = drawable->contents;
	drawable->contents = contents;
	pthread_mutex_unlock(&drawable->frames);
	return before;
}

static void free_contents(struct vmgl_contents contents) {
	free(contents.pixels[0]);
	free(contents.pixels[1]);
}

void vmgl_contents_save(struct vmgl_host_context *ctx) {
	struct vmgl_host_drawable *drawable = ctx->draw;
	struct vmgl_contents contents = {0};
	if (!drawable)
		return;
	for (int front = 0; front < 2; front++) {
		GLuint size[VMGL_FRAME_INFO_COUNT] = {0};
		read_frame(ctx, drawable, front, size);
		size_t bytes = (size_t)size[VMGL_FRAME_WIDTH] * size[VMGL_FRAME_HEIGHT] * VMGL_FRAME_PIXEL_BYTES;
		/* Between the two, another stream may have resized the drawable. */
		if (front && (size[VMGL_FRAME_WIDTH] != contents.width || size[VMGL_FRAME_HEIGHT] != contents.height))
			break;
		contents.pixels[front] = bytes ? malloc(bytes) : NULL;
		if (!contents.pixels[front])
			break;
		memcpy(contents.pixels[front], ctx->platform->frame, bytes);
		contents.width = size[VMGL_FRAME_WIDTH];
		contents.height = size[VMGL_FRAME_HEIGHT];
		contents.order = size[VMGL_FRAME_ORDER];
	}
	free_contents(exchange_contents(drawable, contents));
}

void vmgl_contents_restore(struct vmgl_host_context *ctx) {
	const struct vmgl_gl *gl = ctx->gl;
	struct vmgl_host_drawable *drawable = ctx->draw;
	const struct vmgl_contents contents = exchange_contents(drawable, (struct vmgl_contents){0});
	if (!contents.pixels[0])
		return;
	bool rgba = contents.order == VMGL_FRAME_RGBA;
	bool writes = has_read_buffer(ctx) && contents.width == drawable->width && contents.height == drawable->height &&
				  (rgba || !ctx->es);
	GLint bound = 0;
	GLuint texture;
	vmgl_error_begin(ctx);
	vmgl_unpack_data(ctx);
	bool attributes = writes && push_pixel_transfer(ctx);
	gl->GetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
	gl->GenTextures(1, &texture);
	for (int front = 0; writes && front < 2; front++) {
		if (!contents.pixels[front])
			continue;
		gl->BindTexture(GL_TEXTURE_2D, texture);
		gl->TexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, (GLsizei)contents.width, (GLsizei)contents.height, 0,
					   rgba ? GL_RGBA : GL_BGRA, rgba ? GL_UNSIGNED_BYTE : GL_UNSIGNED_INT_8_8_8_8_REV,
					   contents.pixels[front]);
		gl->BindTexture(GL_TEXTURE_2D, (GLuint)bound);
		vmgl_default_framebuffer_write(ctx->platform, texture, front);
	}
	gl->DeleteTextures(1, &texture);
	if (attributes)
		gl->PopAttrib();
	vmgl_pixels_done(ctx);
	vmgl_error_forget(ctx);
	free_contents(contents);
}

/* The application's window changed its size: so does what stands for it, between two frames only. */
static void follow_size(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable, GLuint width,
						GLuint height) {
	if (drawable->kind == VMGL_DRAWABLE_PBUFFER || drawable->direct || !vmgl_drawable_size_fits(width, height) ||
		width == 0 || height == 0 || (width == drawable->width && height == drawable->height))
		return;
	struct vmgl_platform *platform = drawable->platform;
	if (!platform->ops->drawable_resize(platform, drawable, width, height))
		return;
	platform->ops->make_current(platform, ctx->platform, ctx->draw, ctx->read);
}

static void reply_frame_blob(struct vmgl_host_context *ctx, const GLuint *size) {
	uint64_t bytes = (uint64_t)size[VMGL_FRAME_WIDTH] * size[VMGL_FRAME_HEIGHT] * VMGL_FRAME_PIXEL_BYTES;
	vmgl_reply_array(ctx, bytes ? ctx->platform->frame : NULL, bytes);
}

/* Sends what is in context->frame, without the rows at both ends that the guest has already: it holds the frame with
 * the number `held`. */
static void reply_changes(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable, GLuint held,
						  GLuint *size) {
	struct vmgl_platform_context *context = ctx->platform;
	size_t row = (size_t)size[VMGL_FRAME_WIDTH] * VMGL_FRAME_PIXEL_BYTES;
	size_t first = 0, end = size[VMGL_FRAME_HEIGHT];
	pthread_mutex_lock(&drawable->frames);
	const uint8_t *now = context->frame, *before = drawable->sent.pixels;
	if (held != 0 && held == drawable->sent.number && drawable->sent.width == size[VMGL_FRAME_WIDTH] &&
		drawable->sent.height == size[VMGL_FRAME_HEIGHT] && drawable->sent.order == size[VMGL_FRAME_ORDER]) {
		while (first < end && memcmp(now + first * row, before + first * row, row) == 0)
			first++;
		while (end > first && memcmp(now + (end - 1) * row, before + (end - 1) * row, row) == 0)
			end--;
	}
	vmgl_reply_array(ctx, now + first * row, (end - first) * row);
	/* The two exchange their memory. */
	void *pixels = drawable->sent.pixels;
	size_t bytes = drawable->sent.bytes;
	drawable->sent.pixels = context->frame;
	drawable->sent.bytes = context->frame_bytes;
	context->frame = pixels;
	context->frame_bytes = bytes;
	drawable->sent.width = size[VMGL_FRAME_WIDTH];
	drawable->sent.height = size[VMGL_FRAME_HEIGHT];
	drawable->sent.order = size[VMGL_FRAME_ORDER];
	if (++drawable->sent.number == 0)
		drawable->sent.number = 1;
	size[VMGL_FRAME_FIRST] = (GLuint)first;
	size[VMGL_FRAME_NUMBER] = drawable->sent.number;
	pthread_mutex_unlock(&drawable->frames);
}

void vmgl_host_vmglSwapReadback(struct vmgl_host_context *ctx, GLuint id, GLuint width, GLuint height, GLuint held,
								GLuint *size, size_t size_bytes) {
	(void)size_bytes;
	struct vmgl_host_drawable *drawable = current_drawable(ctx, id);
	if (drawable)
		read_frame(ctx, drawable, false, size);
	if (size[VMGL_FRAME_WIDTH] != 0 && size[VMGL_FRAME_HEIGHT] != 0)
		reply_changes(ctx, drawable, held, size);
	else
		vmgl_reply_array(ctx, NULL, 0);
	if (!drawable)
		return;
	drawable->platform->ops->swap(ctx, drawable);
	follow_size(ctx, drawable, width, height);
}

void vmgl_host_vmglFrontReadback(struct vmgl_host_context *ctx, GLuint id, GLuint front, GLuint width, GLuint height,
								 GLuint *size, size_t size_bytes) {
	(void)size_bytes;
	struct vmgl_host_drawable *drawable = current_drawable(ctx, id);
	if (drawable)
		read_frame(ctx, drawable, front != 0, size);
	reply_frame_blob(ctx, size);
	if (drawable)
		follow_size(ctx, drawable, width, height);
}

void vmgl_host_vmglCopySubBuffer(struct vmgl_host_context *ctx, GLuint id, GLint x, GLint y, GLint width,
								 GLint height) {
	struct vmgl_host_drawable *drawable = current_drawable(ctx, id);
	if (drawable)
		drawable->platform->ops->copy_sub_buffer(ctx, drawable, x, y, width, height);
}

void vmgl_host_vmglSwapInterval(struct vmgl_host_context *ctx, GLuint id, GLint interval) {
	struct vmgl_host_drawable *drawable = current_drawable(ctx, id);
	if (drawable && drawable->direct)
		drawable->platform->ops->swap_interval(drawable->platform, drawable, interval);
}

GLuint vmgl_host_vmglPreserve(struct vmgl_host_context *ctx, GLuint id, GLuint preserve) {
	(void)ctx;
	struct vmgl_host_drawable *drawable = vmgl_drawable_ref(id);
	bool done = drawable && drawable->platform->ops->preserve &&
				drawable->platform->ops->preserve(drawable->platform, drawable, preserve != 0);
	vmgl_drawable_unref(drawable);
	return done ? VMGL_STATUS_OK : VMGL_STATUS_BAD_MATCH;
}

GLint vmgl_host_vmglBufferAge(struct vmgl_host_context *ctx, GLuint id) {
	struct vmgl_host_drawable *drawable = current_drawable(ctx, id);
	const struct vmgl_platform_ops *ops = drawable ? drawable->platform->ops : NULL;
	return ops && ops->buffer_age ? ops->buffer_age(drawable->platform, drawable) : 0;
}

GLuint vmgl_host_vmglBindTexImage(struct vmgl_host_context *ctx, GLuint id, GLuint format) {
	struct vmgl_platform_context *context = ctx->platform;
	if (!context || (format != GL_RGB && format != GL_RGBA))
		return VMGL_STATUS_BAD_VALUE;
	struct vmgl_platform *platform = context->platform;
	struct vmgl_host_drawable *drawable = vmgl_drawable_ref(id);
	enum vmgl_status status = VMGL_STATUS_OK;
	bool rebound = drawable && (ctx->draw != drawable || ctx->read != drawable);
	if (!drawable || drawable->platform != platform)
		status = VMGL_STATUS_BAD_DRAWABLE;
	else if (rebound)
		status = platform->ops->make_current(platform, context, drawable, drawable);
	if (status == VMGL_STATUS_OK) {
		struct vmgl_host_drawable *draw = ctx->draw;
		ctx->draw = drawable;
		vmgl_contents_restore(ctx);
		vmgl_error_begin(ctx);
		struct read_state state;
		bool begun = read_begin(ctx, &state, false);
		if (begun)
			ctx->gl->CopyTexImage2D(GL_TEXTURE_2D, 0, format, 0, 0, (GLsizei)drawable->width, (GLsizei)drawable->height,
									0);
		read_end(ctx, &state, begun);
		vmgl_error_forget(ctx);
		ctx->draw = draw;
	}
	if (rebound)
		platform->ops->make_current(platform, context, ctx->draw, ctx->read);
	vmgl_drawable_unref(drawable);
	return status;
}

void vmgl_host_vmglBindPixmap(struct vmgl_host_context *ctx, GLuint id, GLuint buffer, GLuint bind) {
	struct vmgl_host_drawable *drawable = vmgl_drawable_ref(id);
	if (drawable && ctx->platform && drawable->platform == ctx->platform->platform &&
		drawable->kind == VMGL_DRAWABLE_PIXMAP && drawable->direct &&
		(drawable->flags & (VMGL_DRAWABLE_RGB | VMGL_DRAWABLE_RGBA)) && drawable->platform->ops->bind_tex_image)
		drawable->platform->ops->bind_tex_image(drawable->platform, drawable, (int)buffer, bind != 0);
	vmgl_drawable_unref(drawable);
}

void vmgl_host_vmglTexImagePixels(struct vmgl_host_context *ctx, GLuint flags, GLuint width, GLuint height,
								  GLuint bytes, const GLubyte *pixels, size_t pixels_bytes) {
	(void)bytes;
	const struct vmgl_gl *gl = ctx->gl;
	bool rgba = flags & VMGL_DRAWABLE_RGBA;
	/* One dimension is the first row, so there must be one. */
	if (!ctx->platform || !pixels || width > VMGL_DRAWABLE_SIZE_MAX || height > VMGL_DRAWABLE_SIZE_MAX ||
		((flags & VMGL_DRAWABLE_1D) && height == 0) || (uint64_t)width * height * (rgba ? 4 : 3) != pixels_bytes)
		return;
	GLenum format = rgba ? GL_RGBA : GL_RGB;
	vmgl_error_begin(ctx);
	vmgl_unpack_data(ctx);
	bool attributes = push_pixel_transfer(ctx);
	if (!(flags & VMGL_DRAWABLE_1D))
		gl->TexImage2D(flags & VMGL_DRAWABLE_2D ? GL_TEXTURE_2D : GL_TEXTURE_RECTANGLE, 0, (GLint)format,
					   (GLsizei)width, (GLsizei)height, 0, format, GL_UNSIGNED_BYTE, pixels);
	else if (gl->TexImage1D)
		gl->TexImage1D(GL_TEXTURE_1D, 0, (GLint)format, (GLsizei)width, 0, format, GL_UNSIGNED_BYTE, pixels);
	if (attributes)
		gl->PopAttrib();
	vmgl_pixels_done(ctx);
	vmgl_error_forget(ctx);
}

GLuint vmgl_host_vmglWaitGL(struct vmgl_host_context *ctx, GLuint reserved) {
	(void)reserved;
	if (!ctx->platform)
		return 0;
	if (ctx->gl->Finish)
		ctx->gl->Finish();
	ctx->platform->platform->ops->wait(ctx->platform->platform);
	return 1;
}
