/* The buffers of a drawable that has no window system surface (EGL without a display): renderbuffers, in each share
 * group that draws to it. default_framebuffer.c attaches them to framebuffers. */
#ifndef VMGL_HOST_SURFACE_H
#define VMGL_HOST_SURFACE_H

#include "host/platform/drawable.h"

/* The driver's own entry points, without those that stand in for framebuffer 0. */
extern struct vmgl_gl vmgl_raw_gl;

struct vmgl_surface_format {
	unsigned red, green, blue, alpha, depth, stencil, samples;
	bool double_buffered;
	bool srgb;        /* OpenGL encodes while FRAMEBUFFER_SRGB is enabled */
	bool color_space; /* EGL_GL_COLORSPACE_SRGB: so it does, and OpenGL ES always */
};

/* The drawable's images as one share group knows them. They are renderbuffers. Groups share the colours, by EGL images,
 * where the driver can do that of them: not of several samples per pixel. */
struct vmgl_image_set {
	struct vmgl_host_group *group; /* referenced */
	unsigned storage;              /* of the surface, when these were made */
	GLuint color[2];               /* with one buffer, the first; the surface's `exchanged` says which is the back */
	GLuint depth_stencil;
	struct vmgl_image_set *next;
};

struct vmgl_surface {
	pthread_mutex_t lock;
	struct vmgl_surface_format format;
	struct vmgl_image_set *sets;
	unsigned width, height;
	unsigned storage;    /* counts the sizes that it had */
	unsigned users;      /* contexts that have it current */
	bool preserve;       /* swaps copy instead of exchanging */
	bool exchanged;      /* the back buffer is the second image */
	unsigned generation; /* counts changes of which image is what */
};

struct vmgl_surface *vmgl_surface_create(const struct vmgl_surface_format *format);
void vmgl_surface_destroy(struct vmgl_surface *surface);
/* EGL_SWAP_BEHAVIOR: from now on a swap leaves the back buffer as it is, or does not. */
void vmgl_surface_preserve(struct vmgl_surface *surface, bool preserve);

/* Makes sure that the surface has images of the drawable's size in the context's group. What is new holds whatever the
 * memory held: bits of GL_COLOR_BUFFER_BIT, GL_DEPTH_BUFFER_BIT. The surface is locked, the context current. */
GLbitfield vmgl_surface_realize(struct vmgl_host_drawable *drawable, struct vmgl_platform_context *context);
/* The group's images, NULL when there are none. The surface is locked. */
struct vmgl_image_set *vmgl_surface_images(const struct vmgl_surface *surface, const struct vmgl_host_group *group);
/* Deletes images of surfaces that are gone. A context of `group` is current. */
void vmgl_surface_collect_garbage(const struct vmgl_host_group *group);
/* A context of the group is in no table any more: what only the group's contexts could delete went with the last one.
 */
void vmgl_surface_context_gone(const struct vmgl_host_group *group);

/* Formats of renderbuffers, and the call that gives one storage. */
GLenum vmgl_surface_color_format(const struct vmgl_surface_format *format, bool es);
GLenum vmgl_surface_depth_format(const struct vmgl_surface_format *format);
void vmgl_surface_storage(GLuint name, unsigned samples, GLenum format, unsigned width, unsigned height);

#endif
