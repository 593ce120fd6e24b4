/* The renderer's window system: where real GL contexts and drawables come from. Two of them exist: GLX on an
 * X display (glx.c), and EGL without any display (egl.c), whose default framebuffer
 * is an FBO of ours (default_framebuffer.c).
 *
 * A renderer process serves one session. It has a primary platform, opened and warmed before its guest
 * arrives, and opens another one only when the guest's own X display turns out to be reachable and to be a
 * different one. Contexts are created on the control stream's thread, and are then used on their own
 * stream's thread only. Names of displays, contexts and drawables are the guest's numbers. */
#ifndef VMGL_HOST_PLATFORM_H
#define VMGL_HOST_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/context.h"
#include "wire/platform.h"

struct vmgl_platform;

struct vmgl_platform_options {
	const char *display;     /* X display to render on; NULL: EGL without a display */
	const char *gpu;         /* EGL device: index, UUID or device path; NULL: the first that works */
	bool trust;              /* the guest may have what only trusted guests get */
	const char *driver_path; /* directory with libGL.so.1 or libEGL.so.1 (CR_SYSTEM_GL_PATH); NULL: the system's */
};

/* ---- for main.c ----
 * All strings must outlive the process's use of the platform. Call before any thread exists. */

/* Opens the primary platform and makes a context once, so that the driver, its shader compiler and its files
 * are loaded before the sandbox closes. On failure `error` holds one sentence for the log. */
bool vmgl_platform_start(const struct vmgl_platform_options *options, char *error, size_t error_bytes);
/* What the warm context said: GL_RENDERER and GL_VERSION of the primary platform. Never NULL. */
const char *vmgl_platform_renderer(void);
const char *vmgl_platform_vendor(void);
const char *vmgl_platform_version(void);
/* What vmgl_platform_options said. */
bool vmgl_platform_trusts(void);
/* Whether GL runs on the processor (llvmpipe, softpipe, swrast): never silent (design D6). */
bool vmgl_platform_is_software(void);
/* After every stream of the session ended: destroys contexts and drawables and closes all displays. */
void vmgl_platform_stop(void);

/* ---- for session.c ---- */

/* On a new context stream's thread, before its first command: finds the context that vmglContextCreate made for
 * ctx->id, makes it current (without the guest's drawables yet) and fills ctx->gl, es, compat, version, group and
 * platform. false when the guest never created it, or its stream is open already. */
bool vmgl_platform_stream_start(struct vmgl_host_context *ctx);
/* On the same thread, when the stream ends: releases and destroys the context. */
void vmgl_platform_stream_end(struct vmgl_host_context *ctx);

#endif
