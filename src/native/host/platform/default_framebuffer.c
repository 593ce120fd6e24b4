#include "host/platform/framebuffer_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__thread struct vmgl_default_framebuffer *vmgl_fb;

/* Mesa rasterizes windows the other way up than FBOs: interpolation and edges round differently, in the last bit. With
 * GL_MESA_framebuffer_flip_y an FBO is a window in this respect too, and pixels are the same as in one. */
static bool can_flip(void) {
	GLint count = 0;
	if (!vmgl_raw_gl.FramebufferParameteri || !vmgl_raw_gl.GetStringi)
		return false;
	vmgl_raw_gl.GetIntegerv(GL_NUM_EXTENSIONS, &count);
	for (GLint i = 0; i < count; i++) {
		const char *name = (const char *)vmgl_raw_gl.GetStringi(GL_EXTENSIONS, (GLuint)i);
		if (name && strcmp(name, "GL_MESA_framebuffer_flip_y") == 0)
			return true;
	}
	return false;
}

static void flip(const struct vmgl_default_framebuffer *fb, GLenum target) {
	if (fb->flip)
		vmgl_raw_gl.FramebufferParameteri(target, GL_FRAMEBUFFER_FLIP_Y_MESA, GL_TRUE);
}

/* Attaches the drawable's images to the FBO bound to `target`. */
static void attach(const struct vmgl_default_framebuffer *fb, GLenum target,
				   const struct vmgl_host_drawable *drawable) {
	const struct vmgl_surface *surface = drawable ? drawable->surface : NULL;
	const struct vmgl_image_set *set = surface ? vmgl_surface_images(surface, fb->context->group) : NULL;
	/* Mesa 22 locks a framebuffer and then draws what glBegin and glEnd left pending, which locks it again. */
	vmgl_raw_gl.Flush();
	flip(fb, target);
	bool front = set && surface->format.double_buffered && !fb->es;
	vmgl_raw_gl.FramebufferRenderbuffer(target, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER,
										set ? set->color[surface->exchanged] : 0);
	if (!fb->es)
		vmgl_raw_gl.FramebufferRenderbuffer(target, GL_COLOR_ATTACHMENT1, GL_RENDERBUFFER,
											front ? set->color[!surface->exchanged] : 0);
	vmgl_raw_gl.FramebufferRenderbuffer(target, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER,
										set && surface->format.depth ? set->depth_stencil : 0);
	vmgl_raw_gl.FramebufferRenderbuffer(target, GL_STENCIL_ATTACHMENT, GL_RENDERBUFFER,
										set && surface->format.stencil ? set->depth_stencil : 0);
	/* Mesa decides at its completeness test whether colours are clamped (GL_FIXED_ONLY): of a window, it always knows.
	 * Without a drawable there is nothing to test, and debug contexts would hear of it. */
	if (surface)
		vmgl_raw_gl.CheckFramebufferStatus(target);
}

void vmgl_fb_bindings(const struct vmgl_default_framebuffer *fb, GLint *draw, GLint *read) {
	vmgl_raw_gl.GetIntegerv(fb->es2 ? GL_FRAMEBUFFER_BINDING : GL_DRAW_FRAMEBUFFER_BINDING, draw);
	*read = *draw;
	if (!fb->es2)
		vmgl_raw_gl.GetIntegerv(GL_READ_FRAMEBUFFER_BINDING, read);
}

void vmgl_fb_bind_back(const struct vmgl_default_framebuffer *fb, GLint draw, GLint read) {
	vmgl_raw_gl.BindFramebuffer(vmgl_fb_draw_target(fb), (GLuint)draw);
	if (!fb->es2)
		vmgl_raw_gl.BindFramebuffer(GL_READ_FRAMEBUFFER, (GLuint)read);
}

/* New images hold whatever the memory held, perhaps another program's picture. Depth 1 is what a depth buffer has that
 * was cleared, by a context of another group, before this one goes on in the drawable. */
static void clear(const struct vmgl_default_framebuffer *fb, GLbitfield fresh) {
	if (!vmgl_raw_gl.ClearBufferfv || !vmgl_raw_gl.ClearBufferfi || fb->es2 || (!fb->es && !vmgl_raw_gl.ColorMaski))
		return;
	static const GLfloat black[4] = {0, 0, 0, 0};
	static const GLenum both[2] = {GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1};
	GLint draw_to[2] = {GL_COLOR_ATTACHMENT0, GL_NONE}, stencil = ~0, back_stencil = ~0;
	GLboolean masks[2][4], depth = GL_TRUE;
	GLsizei buffers = fb->es ? 1 : 2;
	for (GLsizei i = 0; i < buffers; i++) {
		vmgl_raw_gl.GetIntegerv(GL_DRAW_BUFFER0 + (GLenum)i, &draw_to[i]);
		if (vmgl_raw_gl.GetBooleani_v && vmgl_raw_gl.ColorMaski)
			vmgl_raw_gl.GetBooleani_v(GL_COLOR_WRITEMASK, (GLuint)i, masks[i]);
		else
			vmgl_raw_gl.GetBooleanv(GL_COLOR_WRITEMASK, masks[i]);
	}
	vmgl_raw_gl.GetBooleanv(GL_DEPTH_WRITEMASK, &depth);
	vmgl_raw_gl.GetIntegerv(GL_STENCIL_WRITEMASK, &stencil);
	vmgl_raw_gl.GetIntegerv(GL_STENCIL_BACK_WRITEMASK, &back_stencil);
	GLboolean scissor = vmgl_raw_gl.IsEnabled(GL_SCISSOR_TEST),
			  discard_all = vmgl_raw_gl.IsEnabled(GL_RASTERIZER_DISCARD);
	vmgl_raw_gl.Disable(GL_SCISSOR_TEST);
	vmgl_raw_gl.Disable(GL_RASTERIZER_DISCARD);
	vmgl_raw_gl.DepthMask(GL_TRUE);
	vmgl_raw_gl.StencilMask(~0u);
	vmgl_raw_gl.ColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
	vmgl_raw_gl.DrawBuffers(buffers, both);
	for (GLsizei i = 0; i < buffers && (fresh & GL_COLOR_BUFFER_BIT); i++)
		vmgl_raw_gl.ClearBufferfv(GL_COLOR, i, black);
	vmgl_raw_gl.ClearBufferfi(GL_DEPTH_STENCIL, 0, 1, 0);
	vmgl_raw_gl.DrawBuffers(buffers, (const GLenum *)draw_to);
	for (GLsizei i = 0; i < buffers; i++) {
		if (vmgl_raw_gl.ColorMaski)
			vmgl_raw_gl.ColorMaski((GLuint)i, masks[i][0], masks[i][1], masks[i][2], masks[i][3]);
		else
			vmgl_raw_gl.ColorMask(masks[i][0], masks[i][1], masks[i][2], masks[i][3]);
	}
	vmgl_raw_gl.DepthMask(depth);
	vmgl_raw_gl.StencilMaskSeparate(GL_FRONT, (GLuint)stencil);
	vmgl_raw_gl.StencilMaskSeparate(GL_BACK, (GLuint)back_stencil);
	if (scissor)
		vmgl_raw_gl.Enable(GL_SCISSOR_TEST);
	if (discard_all)
		vmgl_raw_gl.Enable(GL_RASTERIZER_DISCARD);
}

/* Makes `fbo` show the drawable, and leaves it bound to `target`. Whoever calls binds back what was bound. */
static void show(const struct vmgl_default_framebuffer *fb, GLenum target, GLuint fbo,
				 struct vmgl_host_drawable *drawable, unsigned *generation) {
	struct vmgl_surface *surface = drawable->surface;
	pthread_mutex_lock(&surface->lock);
	GLbitfield fresh = vmgl_surface_realize(drawable, fb->context);
	vmgl_raw_gl.BindFramebuffer(target, fbo);
	attach(fb, target, drawable);
	if (fresh && target != vmgl_fb_draw_target(fb))
		vmgl_raw_gl.BindFramebuffer(GL_DRAW_FRAMEBUFFER, fbo);
	if (fresh)
		clear(fb, fresh);
	*generation = surface->generation;
	pthread_mutex_unlock(&surface->lock);
}

/* Counts the contexts that have it current. */
static void use(struct vmgl_host_drawable *drawable, int change) {
	if (!drawable)
		return;
	pthread_mutex_lock(&drawable->surface->lock);
	drawable->surface->users += (unsigned)change;
	pthread_mutex_unlock(&drawable->surface->lock);
}

static void let_go(const struct vmgl_default_framebuffer *fb) {
	use(fb->draw, -1);
	use(fb->read_separate ? fb->read : NULL, -1);
}

bool vmgl_default_framebuffer_bind(struct vmgl_platform_context *context, struct vmgl_host_drawable *draw,
								   struct vmgl_host_drawable *read) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (!vmgl_raw_gl.BindFramebuffer || !vmgl_raw_gl.GenFramebuffers)
		return false;
	/* What the guest's own mistakes left in the error flags is for its glGetError; what happens here is not. */
	bool fresh = !fb;
	if (fresh) {
		fb = context->framebuffer = calloc(1, sizeof *fb);
		if (!fb)
			return false;
		int major = 0, minor = 0;
		const char *version = (const char *)vmgl_raw_gl.GetString(GL_VERSION);
		if (context->es && version)
			sscanf(version, "OpenGL ES %d.%d", &major, &minor);
		fb->context = context;
		fb->es = context->es;
		fb->es2 = context->es && major < 3;
		/* Before GLES 3.1 there is no glFramebufferParameteri. */
		fb->flip = (!context->es || major * 10 + minor >= 31) && can_flip();
		fb->draw_default = fb->read_default = true;
		vmgl_raw_gl.GenFramebuffers(1, &fb->fbo);
	}
	vmgl_fb = fb;
	vmgl_surface_collect_garbage(context->group);
	GLint bound_draw = (GLint)fb->fbo, bound_read = (GLint)fb->fbo;
	if (!fresh)
		vmgl_fb_bindings(fb, &bound_draw, &bound_read);
	bool separate = read != draw && read && !fb->es2;
	use(draw, 1);
	use(separate ? read : NULL, 1);
	let_go(fb);
	if (draw) {
		fb->double_buffered = draw->surface->format.double_buffered;
		show(fb, vmgl_fb_draw_target(fb), fb->fbo, draw, &fb->draw_generation);
	} else {
		vmgl_raw_gl.BindFramebuffer(vmgl_fb_draw_target(fb), fb->fbo);
		attach(fb, vmgl_fb_draw_target(fb), NULL);
	}
	if (separate) {
		if (!fb->read_fbo)
			vmgl_raw_gl.GenFramebuffers(1, &fb->read_fbo);
		show(fb, GL_READ_FRAMEBUFFER, fb->read_fbo, read, &fb->read_generation);
	}
	fb->draw = draw;
	fb->read = read;
	fb->read_separate = separate;
	vmgl_fb_bind_back(fb, fb->draw_default ? (GLint)fb->fbo : bound_draw,
					  fb->read_default ? (GLint)vmgl_fb_read_name(fb) : bound_read);
	return true;
}

void vmgl_default_framebuffer_leave(void) {
	vmgl_fb = NULL;
}

void vmgl_default_framebuffer_destroy(struct vmgl_platform_context *context) {
	if (context->framebuffer)
		let_go(context->framebuffer);
	/* Its objects end with the context. */
	free(context->framebuffer);
	context->framebuffer = NULL;
	vmgl_default_framebuffer_leave();
}

void vmgl_fb_follow(struct vmgl_default_framebuffer *fb) {
	const bool drawn = fb->draw && fb->draw->surface->generation != fb->draw_generation;
	const bool looked_at = fb->read_separate && fb->read->surface->generation != fb->read_generation;
	if (!drawn && !looked_at)
		return;
	GLint draw, read;
	vmgl_fb_bindings(fb, &draw, &read);
	if (drawn)
		show(fb, vmgl_fb_draw_target(fb), fb->fbo, fb->draw, &fb->draw_generation);
	if (looked_at)
		show(fb, GL_READ_FRAMEBUFFER, fb->read_fbo, fb->read, &fb->read_generation);
	vmgl_fb_bind_back(fb, draw, read);
}

void vmgl_default_framebuffer_swap(struct vmgl_platform_context *context) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (!fb || !fb->draw || !fb->draw->surface->format.double_buffered)
		return;
	struct vmgl_surface *surface = fb->draw->surface;
	pthread_mutex_lock(&surface->lock);
	/* Contexts that draw on would not notice an exchange. */
	if (surface->preserve || surface->users > 1) {
		pthread_mutex_unlock(&surface->lock);
		/* OpenGL ES does not see the front buffer. */
		vmgl_default_framebuffer_copy(context, 0, 0, (int)surface->width, (int)surface->height);
		return;
	}
	surface->exchanged = !surface->exchanged;
	surface->generation++;
	pthread_mutex_unlock(&surface->lock);
	vmgl_fb_follow(fb);
}

/* ---- Reading and copying ---- */

void vmgl_fb_resolve(struct vmgl_default_framebuffer *fb, const struct vmgl_host_drawable *drawable, GLuint source) {
	const struct vmgl_surface *surface = drawable->surface;
	GLint draw, read, renderbuffer = 0;
	vmgl_fb_bindings(fb, &draw, &read);
	if (!fb->resolve_fbo) {
		vmgl_raw_gl.GenFramebuffers(1, &fb->resolve_fbo);
		vmgl_raw_gl.GenRenderbuffers(1, &fb->resolve_color);
		vmgl_raw_gl.GenRenderbuffers(1, &fb->resolve_depth);
	}
	vmgl_raw_gl.BindFramebuffer(GL_DRAW_FRAMEBUFFER, fb->resolve_fbo);
	if (fb->resolve_width != surface->width || fb->resolve_height != surface->height) {
		flip(fb, GL_DRAW_FRAMEBUFFER);
		vmgl_raw_gl.GetIntegerv(GL_RENDERBUFFER_BINDING, &renderbuffer);
		vmgl_surface_storage(fb->resolve_color, 0, vmgl_surface_color_format(&surface->format, fb->es), surface->width,
							 surface->height);
		vmgl_raw_gl.FramebufferRenderbuffer(GL_DRAW_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER,
											fb->resolve_color);
		if (surface->format.depth || surface->format.stencil) {
			vmgl_surface_storage(fb->resolve_depth, 0, vmgl_surface_depth_format(&surface->format), surface->width,
								 surface->height);
			vmgl_raw_gl.FramebufferRenderbuffer(GL_DRAW_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER,
												fb->resolve_depth);
			if (surface->format.stencil)
				vmgl_raw_gl.FramebufferRenderbuffer(GL_DRAW_FRAMEBUFFER, GL_STENCIL_ATTACHMENT, GL_RENDERBUFFER,
													fb->resolve_depth);
		}
		vmgl_raw_gl.BindRenderbuffer(GL_RENDERBUFFER, (GLuint)renderbuffer);
		fb->resolve_width = surface->width;
		fb->resolve_height = surface->height;
	}
	vmgl_raw_gl.BindFramebuffer(GL_READ_FRAMEBUFFER, source);
	GLboolean scissor = vmgl_raw_gl.IsEnabled(GL_SCISSOR_TEST);
	if (scissor)
		vmgl_raw_gl.Disable(GL_SCISSOR_TEST);
	GLbitfield mask = GL_COLOR_BUFFER_BIT | (surface->format.depth ? GL_DEPTH_BUFFER_BIT : 0) |
					  (surface->format.stencil ? GL_STENCIL_BUFFER_BIT : 0);
	GLint width = (GLint)surface->width, height = (GLint)surface->height;
	vmgl_raw_gl.BlitFramebuffer(0, 0, width, height, 0, 0, width, height, mask, GL_NEAREST);
	if (scissor)
		vmgl_raw_gl.Enable(GL_SCISSOR_TEST);
	vmgl_raw_gl.BindFramebuffer(GL_DRAW_FRAMEBUFFER, (GLuint)draw);
	vmgl_raw_gl.BindFramebuffer(GL_READ_FRAMEBUFFER, fb->resolve_fbo);
}

bool vmgl_default_framebuffer_read_begin(struct vmgl_platform_context *context, bool front) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (!fb || !fb->draw)
		return false;
	GLint draw;
	vmgl_fb_bindings(fb, &draw, &fb->saved_read);
	/* Reads until read_end are not the guest's: nothing is translated. */
	fb->saved_default = fb->read_default;
	fb->read_default = false;
	vmgl_raw_gl.BindFramebuffer(vmgl_fb_read_target(fb), fb->fbo);
	if (!fb->es2) {
		vmgl_raw_gl.GetIntegerv(GL_READ_BUFFER, &fb->saved_buffer);
		vmgl_raw_gl.ReadBuffer(front && !fb->es && fb->double_buffered ? GL_COLOR_ATTACHMENT1 : GL_COLOR_ATTACHMENT0);
		if (fb->draw->surface->format.samples)
			vmgl_fb_resolve(fb, fb->draw, fb->fbo);
	}
	return true;
}

void vmgl_default_framebuffer_read_end(struct vmgl_platform_context *context) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (!fb->es2) {
		vmgl_raw_gl.BindFramebuffer(GL_READ_FRAMEBUFFER, fb->fbo);
		vmgl_raw_gl.ReadBuffer((GLenum)fb->saved_buffer);
	}
	vmgl_raw_gl.BindFramebuffer(vmgl_fb_read_target(fb), (GLuint)fb->saved_read);
	fb->read_default = fb->saved_default;
}

/* Copies a rectangle of `source`'s first (or only) attachment into one of our attachments. */
static void blit(const struct vmgl_default_framebuffer *fb, GLuint source, GLenum to, int x, int y, int width,
				 int height) {
	GLint draw, read, read_from = 0;
	vmgl_fb_bindings(fb, &draw, &read);
	vmgl_raw_gl.BindFramebuffer(GL_READ_FRAMEBUFFER, source);
	vmgl_raw_gl.BindFramebuffer(GL_DRAW_FRAMEBUFFER, fb->fbo);
	vmgl_raw_gl.GetIntegerv(GL_READ_BUFFER, &read_from);
	GLint draw_to[MAX_DRAW_BUFFERS], count = 0, most = MAX_DRAW_BUFFERS;
	vmgl_raw_gl.GetIntegerv(GL_MAX_DRAW_BUFFERS, &most);
	for (GLint i = 0; i < MAX_DRAW_BUFFERS && i < most; i++, count++)
		vmgl_raw_gl.GetIntegerv(GL_DRAW_BUFFER0 + (GLenum)i, &draw_to[i]);
	GLboolean scissor = vmgl_raw_gl.IsEnabled(GL_SCISSOR_TEST);
	GLboolean srgb = !fb->es && vmgl_raw_gl.IsEnabled(GL_FRAMEBUFFER_SRGB);
	vmgl_raw_gl.Disable(GL_SCISSOR_TEST);
	if (srgb)
		vmgl_raw_gl.Disable(GL_FRAMEBUFFER_SRGB);
	vmgl_raw_gl.ReadBuffer(GL_COLOR_ATTACHMENT0);
	vmgl_raw_gl.DrawBuffers(1, &to);
	vmgl_raw_gl.BlitFramebuffer(x, y, x + width, y + height, x, y, x + width, y + height, GL_COLOR_BUFFER_BIT,
								GL_NEAREST);
	vmgl_raw_gl.ReadBuffer((GLenum)read_from);
	vmgl_raw_gl.DrawBuffers(count, (const GLenum *)draw_to);
	if (scissor)
		vmgl_raw_gl.Enable(GL_SCISSOR_TEST);
	if (srgb)
		vmgl_raw_gl.Enable(GL_FRAMEBUFFER_SRGB);
	vmgl_fb_bind_back(fb, draw, read);
}

void vmgl_default_framebuffer_copy(struct vmgl_platform_context *context, int x, int y, int width, int height) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (fb && fb->draw && !fb->es && fb->double_buffered)
		blit(fb, fb->fbo, GL_COLOR_ATTACHMENT1, x, y, width, height);
}

void vmgl_default_framebuffer_write(struct vmgl_platform_context *context, GLuint texture, bool front) {
	struct vmgl_default_framebuffer *fb = context->framebuffer;
	if (!fb || !fb->draw || fb->es2 || (front && (fb->es || !fb->double_buffered)))
		return;
	GLuint source = 0;
	GLint read = 0;
	vmgl_raw_gl.GetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read);
	vmgl_raw_gl.GenFramebuffers(1, &source);
	vmgl_raw_gl.BindFramebuffer(GL_READ_FRAMEBUFFER, source);
	vmgl_raw_gl.FramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
	blit(fb, source, front ? GL_COLOR_ATTACHMENT1 : GL_COLOR_ATTACHMENT0, 0, 0, (int)fb->draw->width,
		 (int)fb->draw->height);
	vmgl_raw_gl.BindFramebuffer(GL_READ_FRAMEBUFFER, (GLuint)read);
	vmgl_raw_gl.DeleteFramebuffers(1, &source);
}
