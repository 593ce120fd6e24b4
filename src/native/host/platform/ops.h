/* What a window system has to provide; implemented by glx.c, egl.c and egl_x11.c, used by drawable.c
 * and present.c only. */
#ifndef VMGL_HOST_PLATFORM_OPS_H
#define VMGL_HOST_PLATFORM_OPS_H

#include "host/platform/platform.h"

struct vmgl_host_drawable;
struct vmgl_platform_context;

/* Attributes of a context, decoded from the wire. */
struct vmgl_context_attributes {
	bool es, core, lose_on_reset, no_error, release_none;
	bool versioned;  /* a version was asked for */
	bool attributes; /* anything was asked for: not plain glXCreateNewContext */
	unsigned major, minor;
	uint32_t flags;
	uint32_t render_type; /* GLX_RENDER_TYPE; 0: GLX_RGBA_TYPE */
};

struct vmgl_platform_ops {
	void (*close)(struct vmgl_platform *platform);
	/* Whether `window` on this display carries the proof (design D8). NULL: there are no windows. */
	bool (*proof)(struct vmgl_platform *platform, uint32_t window, const char *proof);
	/* All configurations of a screen in `*configs`, which are the platform's and stay as long as it does; their
	 * number. Not from two threads at once. */
	unsigned (*configs)(struct vmgl_platform *platform, unsigned screen, const struct vmgl_config **configs);
	enum vmgl_status (*context_create)(struct vmgl_platform *platform, struct vmgl_platform_context *context,
									   const struct vmgl_platform_context *share,
									   const struct vmgl_context_attributes *attributes);
	void (*context_destroy)(struct vmgl_platform *platform, struct vmgl_platform_context *context);
	/* On the context's thread. NULL drawables: current without any that the guest could see. */
	enum vmgl_status (*make_current)(struct vmgl_platform *platform, struct vmgl_platform_context *context,
									 struct vmgl_host_drawable *draw, struct vmgl_host_drawable *read);
	void (*release)(struct vmgl_platform *platform);
	/* Creates what is behind the drawable, and corrects its size. */
	enum vmgl_status (*drawable_create)(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable);
	void (*drawable_destroy)(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable);
	/* Gives the drawable a new size; contents may be lost. The context is current to it, or about to be made
	 * so; true when it must be made current again. */
	bool (*drawable_resize)(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, unsigned width,
							unsigned height);
	void (*swap)(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable);
	void (*swap_interval)(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, int interval);
	void (*copy_sub_buffer)(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable, int x, int y, int width,
							int height);
	/* GLX_MESA_query_renderer: the number of values, or of characters of `text` for the attributes that are strings;
	 * 0 when there is no such attribute. NULL without VMGL_CAN_QUERY_RENDERER. */
	unsigned (*query_renderer)(struct vmgl_platform *platform, unsigned screen, unsigned renderer, unsigned attribute,
							   GLuint values[4], const char **text);
	/* EGL images of the context's driver objects: 0 and `*image`, or an error of EGL. NULL without VMGL_CAN_IMAGES. */
	unsigned (*image_create)(struct vmgl_platform *platform, struct vmgl_platform_context *context, unsigned target,
							 GLuint object, GLint level, GLint zoffset, bool preserved, void **image);
	void (*image_destroy)(struct vmgl_platform *platform, void *image);
	/* Images of `count` renderbuffers of a share group, for a context of another one, which is current before and
	 * after. NULL, or false: that cannot be. */
	bool (*export_renderbuffers)(struct vmgl_platform *platform, const struct vmgl_host_group *group,
								 struct vmgl_platform_context *current, const GLuint *names, int count, void **images);
	/* EGL_SWAP_BEHAVIOR of a window: whether its back buffer outlives a swap; false when it is refused. NULL: nothing
	 * has VMGL_CONFIG_PRESERVES. */
	bool (*preserve)(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, bool preserve);
	/* EGL_EXT_buffer_age of what is current. NULL without VMGL_CAN_BUFFER_AGE. */
	int (*buffer_age)(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable);
	/* EGL_MESA_query_driver, to be freed; NULL when there is none. NULL without VMGL_CAN_QUERY_DRIVER. */
	char *(*driver_text)(struct vmgl_platform *platform, enum vmgl_driver_text which);
	/* EXT_texture_from_pixmap of a direct pixmap, whose context is current. NULL without VMGL_CAN_BIND_PIXMAP. */
	void (*bind_tex_image)(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, int buffer, bool bind);
	/* Everything drawn so far is visible to the X server's other clients. */
	void (*wait)(struct vmgl_platform *platform);
};

struct vmgl_platform {
	const struct vmgl_platform_ops *ops;
	struct vmgl_gl gl;
	uint32_t capabilities; /* enum vmgl_display_capability */
	bool emulated;         /* framebuffer 0 is an FBO of ours: host/platform/default_framebuffer.h */
	char *name;            /* of the X display; NULL for EGL */
	/* GLX: what EGL guests get instead, opened when the first one comes: with windows, and without. */
	struct vmgl_platform *egl[2];
	bool egl_tried[2];
	void *data;
};

/* Both open a platform, or return NULL with one sentence in `error`. */
struct vmgl_platform *vmgl_platform_glx_open(const char *display, const char *driver_path, char *error,
											 size_t error_bytes);
struct vmgl_platform *vmgl_platform_egl_open(const char *gpu, const char *driver_path, char *error, size_t error_bytes);
/* The same of an EGLDisplay that is initialized; it is terminated on failure, or with the platform. */
struct vmgl_platform *vmgl_platform_egl_open_display(void *display, char *error, size_t error_bytes);
/* EGL on the X connection of a GLX platform: with surfaces of the application's windows, or with a default framebuffer
 * of ours. */
struct vmgl_platform *vmgl_platform_egl_x11_open(struct vmgl_platform *glx, const char *driver_path, bool windows,
												 char *error, size_t error_bytes);

/* ---- glx.c, for egl_x11.c ---- */

/* Xlib's Display. */
void *vmgl_glx_display(const struct vmgl_platform *platform);
bool vmgl_glx_has_one_screen(const struct vmgl_platform *platform);

/* Whether a list of extensions, which may be NULL, has `word`. */
bool vmgl_has_word(const char *list, const char *word);

/* Opens a library of the system's GL in `directory` (or wherever the loader finds it), never vmgl's own. */
void *vmgl_platform_library(const char *directory, const char *const *names, char *error, size_t error_bytes);

#endif
