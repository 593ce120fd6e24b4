/* The pixel store state of one direction (OpenGL 4.6 compatibility, tables 8.1 and 18.1), as the guest
 * keeps it and as it travels before a call whose pixels are in a buffer: VMGL_PIXEL_STORE_COUNT
 * integers in this order. */
#ifndef VMGL_WIRE_PIXEL_STORE_H
#define VMGL_WIRE_PIXEL_STORE_H

#include <stdint.h>

struct vmgl_pixel_store {
	int32_t swap_bytes, lsb_first, row_length, image_height, skip_rows, skip_pixels, skip_images, alignment;
	int32_t block_width, block_height, block_depth, block_size; /* of compressed images */
	int32_t invert; /* GL_PACK_INVERT_MESA or GL_PACK_REVERSE_ROW_ORDER_ANGLE; always 0 for unpack */
};

#define VMGL_PIXEL_STORE_COUNT 13
_Static_assert(sizeof(struct vmgl_pixel_store) == VMGL_PIXEL_STORE_COUNT * sizeof(int32_t), "travels as an array");

#endif
