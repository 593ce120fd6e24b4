/* A drawable of the guest in the renderer, and the context that one stream has. Reference-counted under the
 * platform's lock: the guest's own reference, and one for each context that has it current. */
#ifndef VMGL_HOST_DRAWABLE_H
#define VMGL_HOST_DRAWABLE_H

#include "host/platform/ops.h"

struct vmgl_surface; /* host/platform/surface.h: the buffers of a drawable that only exists in an FBO */

struct vmgl_host_drawable {
	struct vmgl_platform *platform;
	uint32_t id; /* the guest's number of it; 0 once the guest let it go */
	enum vmgl_drawable_kind kind;
	bool direct;    /* it is the application's own window or pixmap */
	uint32_t flags; /* enum vmgl_drawable_flags */
	unsigned screen;
	uint32_t config;
	uint32_t xid;                 /* direct: the application's window or pixmap */
	unsigned long glx;            /* GLX: the drawable that contexts are made current to */
	bool glx_owned;               /* ... and that we created */
	void *egl;                    /* EGL with windows: the EGLSurface */
	struct vmgl_surface *surface; /* EGL without */
	/* Several streams may have the drawable current at once: guards `contents` and `sent` (host/platform/present.c). */
	pthread_mutex_t frames;
	/* EGL without windows: back and front on their way from one share group to another, as frames travel. */
	struct vmgl_contents {
		void *pixels[2];
		unsigned width, height;
		enum vmgl_frame_order order;
	} contents;
	/* The frame that the last swap sent to the guest. */
	struct {
		void *pixels;
		size_t bytes; /* of memory, which may be more than the frame's */
		unsigned width, height;
		GLuint order, number;
	} sent;
	/* Any stream may change them at any time: whoever computes with them asks once. */
	_Atomic unsigned width, height;
	unsigned references;
	struct vmgl_host_drawable *next;
};

struct vmgl_default_framebuffer;

struct vmgl_platform_context {
	struct vmgl_platform *platform;
	uint32_t id; /* stream id */
	bool opened; /* its stream exists */
	bool bound;  /* it was current with a drawable once: the viewport has its initial value */
	bool es;
	bool core;
	unsigned screen;
	uint32_t config;
	struct vmgl_host_group *group;
	void *handle;                                 /* GLXContext or EGLContext */
	bool front_used;                              /* GLX, off screen: the guest looked at, or drew to, a front buffer */
	bool swapped;                                 /* ... and a swap since then has not reached it yet */
	bool needs_dummy;                             /* GLX: the driver does not make it current without a drawable */
	unsigned long dummy;                          /* what it is current to while the guest has no drawable for it */
	struct vmgl_default_framebuffer *framebuffer; /* EGL: framebuffer 0 */
	void *frame;                                  /* where frames are read to for readback; grows */
	size_t frame_bytes;
	struct vmgl_platform_context *next;
};

#endif
