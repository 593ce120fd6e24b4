/* Buffer bindings and maps in the renderer. */
#ifndef VMGL_HOST_BUFFERS_H
#define VMGL_HOST_BUFFERS_H

#include "host/context.h"

/* The driver's name of the buffer that the driver has bound to `target`, 0 for none. Asked at most once
 * per possible change for the targets that decide what a pointer means. */
GLuint vmgl_host_buffer_name(struct vmgl_host_context *ctx, GLenum target);

/* Before the context goes; it need not be current. */
void vmgl_host_buffers_finish(struct vmgl_host_context *ctx);

#endif
