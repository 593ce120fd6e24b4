/* Presentation, guest side: swaps with a bounded number of frames in flight, and frames that came back from
 * the renderer being put into the application's windows and pixmaps. */
#ifndef VMGL_GUEST_PRESENT_H
#define VMGL_GUEST_PRESENT_H

#include "guest/window/window_system.h"

/* Frames that the application may be ahead of the renderer (design D5). */
#define VMGL_SWAPS_IN_FLIGHT 2

/* glXSwapBuffers of `drawable` on the stream of `ctx`, which draws to it. */
void vmgl_present_swap(struct vmgl_context *ctx, struct vmgl_drawable *drawable);
/* A part of the back buffer becomes visible (GL's coordinates). */
void vmgl_present_copy(struct vmgl_context *ctx, struct vmgl_drawable *drawable, int x, int y, int width, int height);
/* The back buffer's contents into a pixmap of X; false when that cannot be. */
bool vmgl_present_copy_to(struct vmgl_context *ctx, struct vmgl_drawable *drawable, Pixmap pixmap);
/* Called by glFlush, glFinish, glXWaitGL and when the context is let go: with readback, what was drawn into a front
 * buffer becomes visible. One comparison otherwise. */
void vmgl_present_front(struct vmgl_context *ctx);
void vmgl_present_free(struct vmgl_drawable *drawable);

#endif
