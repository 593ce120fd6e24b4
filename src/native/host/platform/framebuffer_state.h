/* The state behind framebuffer 0 of contexts without a window system surface, which default_framebuffer.c keeps and
 * default_framebuffer_calls.c shows to the guest. */
#ifndef VMGL_HOST_FRAMEBUFFER_STATE_H
#define VMGL_HOST_FRAMEBUFFER_STATE_H

#include "host/platform/default_framebuffer.h"

#define MAX_DRAW_BUFFERS 8

struct vmgl_default_framebuffer {
	struct vmgl_platform_context *context;
	bool es, es2, double_buffered;
	bool flip;            /* FBOs can have their first row at the top, as windows do */
	GLuint fbo, read_fbo; /* read_fbo only while another drawable is read than drawn to */
	struct vmgl_host_drawable *draw, *read;
	unsigned draw_generation, read_generation;
	bool draw_default, read_default; /* the guest has framebuffer 0 bound for drawing, reading */
	bool read_separate;
	GLenum logical[MAX_DRAW_BUFFERS]; /* what the guest said to glDrawBuffer(s), while it says more than the FBO */
	GLsizei logical_count;
	GLenum logical_read;
	/* Resolving: a framebuffer with one sample per pixel. */
	GLuint resolve_fbo, resolve_color, resolve_depth;
	unsigned resolve_width, resolve_height;
	GLenum raised; /* an error that GL would raise here and the driver does not */
	/* Saved by read_begin. */
	GLint saved_read, saved_buffer;
	bool saved_default;
};

/* Of the context that is current on this thread; NULL without one. */
extern __thread struct vmgl_default_framebuffer *vmgl_fb;

static inline GLenum vmgl_fb_draw_target(const struct vmgl_default_framebuffer *fb) {
	return fb->es2 ? GL_FRAMEBUFFER : GL_DRAW_FRAMEBUFFER;
}

static inline GLenum vmgl_fb_read_target(const struct vmgl_default_framebuffer *fb) {
	return fb->es2 ? GL_FRAMEBUFFER : GL_READ_FRAMEBUFFER;
}

static inline GLuint vmgl_fb_read_name(const struct vmgl_default_framebuffer *fb) {
	return fb->read_separate ? fb->read_fbo : fb->fbo;
}

/* What the guest has bound for drawing and reading, to come back to. */
void vmgl_fb_bindings(const struct vmgl_default_framebuffer *fb, GLint *draw, GLint *read);
void vmgl_fb_bind_back(const struct vmgl_default_framebuffer *fb, GLint draw, GLint read);
/* Another context may have exchanged or replaced the images since: looked at whenever framebuffer 0 is bound. */
void vmgl_fb_follow(struct vmgl_default_framebuffer *fb);
/* Resolves `source`, an FBO of ours with several samples per pixel, and binds the result for reading. */
void vmgl_fb_resolve(struct vmgl_default_framebuffer *fb, const struct vmgl_host_drawable *drawable, GLuint source);

#endif
