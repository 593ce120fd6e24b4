/* The default framebuffer of contexts that have no window system surface (EGL without a display): an FBO per
 * context, with the drawable's renderbuffers (surface.h) as back and front buffer. GL code must not see
 * the difference (OpenGL 4.6 compatibility, 9.1): every driver entry point that can name framebuffer 0 or one of its
 * buffers is replaced, in the platform's table, by one that translates. Decoders know nothing of it. */
#ifndef VMGL_HOST_DEFAULT_FRAMEBUFFER_H
#define VMGL_HOST_DEFAULT_FRAMEBUFFER_H

#include "host/platform/surface.h"

/* Replaces the entry points of `gl`. Once per process. */
void vmgl_default_framebuffer_install(struct vmgl_gl *gl);

/* The context is current in the driver, on its thread: framebuffer 0 becomes the drawables (NULL: there is none, as
 * GL says of a context without a surface). Also after a drawable was resized. */
bool vmgl_default_framebuffer_bind(struct vmgl_platform_context *context, struct vmgl_host_drawable *draw,
								   struct vmgl_host_drawable *read);
/* The calling thread has no context any more. */
void vmgl_default_framebuffer_leave(void);
void vmgl_default_framebuffer_destroy(struct vmgl_platform_context *context);

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
