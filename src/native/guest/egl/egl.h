/* What the EGL files share. EGL is a thin frontend of the contexts, drawables and configurations of window_system.h:
 * it checks handles and attributes, and reports errors per thread.
 *
 *   display.c   displays, devices, client extensions, strings       thread.c  errors, bound API, KHR_debug
 *   config.c    configurations                                      sync.c    fence and reusable syncs
 *   context.c   contexts, making them current, waits                image.c   images and their GL targets
 *   surface.c   surfaces, swaps, textures of pbuffers               proc.c    eglGetProcAddress
 *
 * Handles are pointers to the structs below, found in their display's list before they are believed. One lock
 * (vmgl_egl_lock) guards displays and their lists. A context's and a surface's memory belongs to its core object, which
 * lives on while it is current. */
#ifndef VMGL_GUEST_EGL_H
#define VMGL_GUEST_EGL_H

#include "gen/gl.h"

#pragma GCC visibility push(default)
#define EGL_EGLEXT_PROTOTYPES
#include <EGL/egl.h>
#include <EGL/eglext.h>
#pragma GCC visibility pop

#include "guest/window/window_system.h"

struct vmgl_egl_display;

struct vmgl_egl_config {
	EGLint id;
	/* What windows, pbuffers and contexts are made with: double-buffered, where the host has such. */
	const struct vmgl_fbconfig *twin;
	const struct vmgl_fbconfig *single; /* what pixmaps are made with; may be the same */
	EGLint surface_type;
};

struct vmgl_egl_context {
	struct __GLXcontextRec *core;
	struct vmgl_egl_display *display;
	const struct vmgl_egl_config *config; /* NULL: EGL_NO_CONFIG_KHR */
	EGLenum api;
	EGLint major, priority;
	bool lose_on_reset, no_error;
	void *label; /* EGL_KHR_debug */
	struct vmgl_egl_context *next;
};

struct vmgl_egl_surface {
	struct vmgl_drawable *core;
	struct vmgl_egl_display *display;
	const struct vmgl_egl_config *config;
	EGLint type;          /* EGL_WINDOW_BIT, EGL_PBUFFER_BIT or EGL_PIXMAP_BIT */
	EGLint width, height; /* of a pbuffer, as asked for */
	EGLint render_buffer, swap_behavior, multisample_resolve, color_space;
	/* Swaps since the back buffer held nothing: of a window whose frames travel back, for EGL_EXT_buffer_age. */
	unsigned frames;
	const struct vmgl_share_group *drawn_by; /* only compared */
	EGLint texture_format, texture_target, mipmap_texture, mipmap_level;
	bool largest;
	/* eglBindTexImage: what the pbuffer is bound to. The group is only compared. */
	bool bound;
	GLuint texture, texture_components;
	const struct vmgl_share_group *texture_group;
	void *label; /* EGL_KHR_debug */
	struct vmgl_egl_surface *next;
};

struct vmgl_egl_sync;  /* sync.c */
struct vmgl_egl_image; /* image.c */

struct vmgl_egl_display {
	EGLenum platform;     /* EGL_PLATFORM_X11_EXT, _XCB_EXT, _SURFACELESS_MESA or _DEVICE_EXT */
	void *native;         /* as the application gave it */
	EGLint wanted_screen; /* -1: the default one */
	bool initialized;
	Display *x11; /* NULL: without X, or not initialized */
	bool own_x11; /* we opened it */
	int screen;
	struct vmgl_display *core;
	const struct vmgl_display *configs_of; /* the core display that `configs` are of */
	struct vmgl_egl_config *configs;
	EGLint config_count;
	char extensions[2048];
	char *driver_name; /* EGL_MESA_query_driver; NULL until it was asked for */
	void *label;
	struct vmgl_egl_context *contexts;
	struct vmgl_egl_surface *surfaces;
	struct vmgl_egl_sync *syncs;
	struct vmgl_egl_image *images;
	struct vmgl_egl_display *next;
};

extern pthread_mutex_t vmgl_egl_lock;

/* ---- thread.c ---- */

/* The calling thread's rendering API: EGL_OPENGL_ES_API or EGL_OPENGL_API. */
EGLenum vmgl_egl_api(void);
/* Sets the thread's error. Every entry point ends with one of these; `function` is its name, for EGL_KHR_debug. */
EGLBoolean vmgl_egl_fail(EGLint error, const char *function);
EGLBoolean vmgl_egl_succeed(void);
#define VMGL_EGL_FAIL(error) vmgl_egl_fail(error, __func__)
/* The label of the object that the call is about (EGL_KHR_debug), for the message of an error; the display's, until a
 * function that is about another object says so. */
void vmgl_egl_about(void *label);
/* The error that a status of the renderer is. `bad_drawable` is what a window or pixmap that is gone means. */
EGLint vmgl_egl_error_of(enum vmgl_status status, EGLint bad_drawable);

/* ---- display.c ---- */

/* The initialized display behind a handle; NULL with the error set. Takes the lock, and keeps it when it succeeds. */
struct vmgl_egl_display *vmgl_egl_enter(EGLDisplay dpy, const char *function);
void vmgl_egl_leave(void);
/* The same without keeping the lock: for what only reads what never changes while a display is initialized. */
struct vmgl_egl_display *vmgl_egl_look(EGLDisplay dpy, const char *function);
/* The display of an uninitialized or initialized handle; NULL for none. With the lock held. */
struct vmgl_egl_display *vmgl_egl_display(EGLDisplay dpy);

/* XCB: what the application has asked the X server for on its connection is done, so that ours finds it done. With
 * the lock held. */
void vmgl_egl_settle(const struct vmgl_egl_display *display);

/* ---- config.c ---- */

/* Fills display->configs. false: out of memory. */
bool vmgl_egl_configs_load(struct vmgl_egl_display *display);
/* NULL when `config` is none of the display's. */
const struct vmgl_egl_config *vmgl_egl_config(const struct vmgl_egl_display *display, EGLConfig config);
/* The framebuffer configuration to make a window surface of this window with; NULL when its visual does not fit. */
const struct vmgl_fbconfig *vmgl_egl_config_for_visual(const struct vmgl_egl_display *display,
													   const struct vmgl_egl_config *config, const Visual *visual,
													   int depth);

/* ---- context.c ---- */

/* With the lock held: the context behind a handle, or NULL. */
struct vmgl_egl_context *vmgl_egl_context(const struct vmgl_egl_display *display, EGLContext context);
/* The calling thread's current EGL context, or NULL. */
struct vmgl_egl_context *vmgl_egl_current(void);
/* Ends all contexts of a display; those that are current when they are let go. With the lock held. */
void vmgl_egl_contexts_end(struct vmgl_egl_display *display);
/* A context of the share group of `core`, usable by the calling thread until it is returned: the thread's own, `core`
 * when it is idle, or one that exists for this. NULL: out of memory, or the renderer is gone. */
struct vmgl_context *vmgl_egl_borrow(struct vmgl_egl_display *display, struct __GLXcontextRec *core);
void vmgl_egl_return(struct vmgl_context *ctx);

/* ---- surface.c ---- */

struct vmgl_egl_surface *vmgl_egl_surface(const struct vmgl_egl_display *display, EGLSurface surface);
void vmgl_egl_surfaces_end(struct vmgl_egl_display *display);
/* The drawable, which the caller holds, is drawn to no more: a texture that it is bound to gets its new contents. */
void vmgl_egl_surface_left(struct vmgl_drawable *drawable);

/* ---- sync.c, image.c ---- */

void vmgl_egl_syncs_end(struct vmgl_egl_display *display);
void vmgl_egl_images_end(struct vmgl_egl_display *display);
/* With the lock held: where the label of an object is; NULL when it is none of the display's. */
void **vmgl_egl_sync_label(const struct vmgl_egl_display *display, EGLSync sync);
void **vmgl_egl_image_label(const struct vmgl_egl_display *display, EGLImage image);

#endif
