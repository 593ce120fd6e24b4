/* The pixel store state of a context. The driver's own is tight except while it works on pixels that are in
 * a buffer (host/gl/pixels.c), so that nothing here travels with an ordinary upload. */
#ifndef VMGL_GUEST_PIXELS_H
#define VMGL_GUEST_PIXELS_H

#include "guest/context.h"
#include "guest/gl/pixel_rows.h"
#include "wire/pixel_store.h"

enum vmgl_pixel_direction { VMGL_UNPACK, VMGL_PACK };

/* GL_MAX_CLIENT_ATTRIB_STACK_DEPTH: the least that GL asks for, and what Mesa has. */
#define VMGL_CLIENT_ATTRIB_DEPTH 16

struct vmgl_client_attrib {
	GLbitfield mask;
	struct vmgl_pixel_store store[2];
	GLuint buffer[2]; /* pixel buffer bindings are part of the group (OpenGL 4.6 compatibility, table 23.25) */
};

struct vmgl_pixel_state {
	struct vmgl_pixel_store store[2]; /* by enum vmgl_pixel_direction */
	struct vmgl_pixel_store sent[2];  /* what the renderer was told for buffer-sourced calls */
	uint8_t *scratch;                 /* rows on their way into a large command */
	size_t scratch_bytes;
	unsigned attrib_depth; /* guest/gl/client_attrib.c */
	struct vmgl_client_attrib attrib[VMGL_CLIENT_ATTRIB_DEPTH];
};

extern const struct vmgl_pixel_store vmgl_pixel_store_default;

/* The value of a pixel store parameter, when `pname` is one that this context has. */
bool vmgl_pixel_store_get(struct vmgl_context *ctx, GLenum pname, GLint *value);

/* False when GL would not look at the image: there is none, its target is a proxy, or it is larger than any texture. */
bool vmgl_image_wanted(struct vmgl_context *ctx, const struct vmgl_image *image, const void *pixels);

/* Bytes from the application's pointer to the end of the image under the pack state; for bufSize checks. */
uint64_t vmgl_image_end(const struct vmgl_context *ctx, const struct vmgl_image *image);

#endif
