/* The default framebuffer of contexts that have no window system surface (EGL without a display): an FBO per
 * context, with renderbuffers for the back and the front buffer that belong to the drawable. GL code must not see
 * the difference (OpenGL 4.6 compatibility, 9.1): every driver entry point that can name framebuffer 0 or one of its
 * buffers is replaced, in the platform's table, by one that translates. Decoders know nothing of it. */
#ifndef VMGL_HOST_DEFAULT_FRAMEBUFFER_H
#define VMGL_HOST_DEFAULT_FRAMEBUFFER_H

#include "host/platform/drawable.h"

struct vmgl_surface_format {
	unsigned red, green, blue, alpha, depth, stencil, samples;
	bool double_buffered;
	bool srgb;        /* OpenGL encodes while FRAMEBUFFER_SRGB is enabled */
	bool color_space; /* EGL_GL_COLORSPACE_SRGB: so it does, and OpenGL ES always */
};

struct vmgl_surface *vmgl_surface_create(const struct vmgl_surface_format *format);
void vmgl_surface_destroy(struct vmgl_surface *surface);
/* EGL_SWAP_BEHAVIOR: from now on a swap leaves the back buffer as it is, or does not. */
void vmgl_surface_preserve(struct vmgl_surface *surface, bool preserve);

/* Replaces the entry points of `gl`. Once per process. */
void vmgl_default_framebuffer_install(struct vmgl_gl *gl);

/* The context is current in the driver, on its thread: framebuffer 0 becomes the drawables (NULL: there is none, as
 * GL says of a context without a surface). Also after a drawable was resized. */
bool vmgl_default_framebuffer_bind(struct vmgl_platform_context *context, struct vmgl_host_drawable *draw,
								   struct vmgl_host_drawable *read);
/* The calling thread has no context any more. */
void vmgl_default_framebuffer_leave(void);
void vmgl_default_framebuffer_destroy(struct vmgl_platform_context *context);
/* A context of the group is in no table any more: what only the group's contexts could delete went with the last one.
 */
void vmgl_default_framebuffer_context_gone(const struct vmgl_host_group *group);

/* Exchanges front and back of the drawable that the context draws to. */
void vmgl_default_framebuffer_swap(struct vmgl_platform_context *context);
/* Copies a part of the back buffer to the front buffer. */
void vmgl_default_framebuffer_copy(struct vmgl_platform_context *context, int x, int y, int width, int height);

/* Fills the back (front) buffer with a texture of its size. */
void vmgl_default_framebuffer_write(struct vmgl_platform_context *context, GLuint texture, bool front);

/* Binds, for reading, what the context draws to: one sample per pixel, the wanted buffer as read buffer. end()
 * restores the guest's state. false: there is no drawable. */
bool vmgl_default_framebuffer_read_begin(struct vmgl_platform_context *context, bool front);
void vmgl_default_framebuffer_read_end(struct vmgl_platform_context *context);

#endif
