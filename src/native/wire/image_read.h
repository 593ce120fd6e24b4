/* Reads of images whose size is state of the host: the `call` of vmglReadImage and vmglReadImageOffset, and the
 * head of the former's reply. `region` is x, y, z, width, height, depth of the calls that have one. */
#ifndef VMGL_WIRE_IMAGE_READ_H
#define VMGL_WIRE_IMAGE_READ_H

#include <stdint.h>

enum vmgl_image_call {
	VMGL_READ_TEX_IMAGE,            /* target, level */
	VMGL_READ_TEXTURE_IMAGE,        /* object: texture */
	VMGL_READ_TEXTURE_IMAGE_EXT,    /* object: texture, target */
	VMGL_READ_MULTI_TEX_IMAGE_EXT,  /* object: texture unit, target */
	VMGL_READ_TEXTURE_SUB_IMAGE,    /* object: texture, region */
	VMGL_READ_COMPRESSED_TEX_IMAGE, /* and so on, without format and type */
	VMGL_READ_COMPRESSED_TEXTURE_IMAGE,
	VMGL_READ_COMPRESSED_TEXTURE_IMAGE_EXT,
	VMGL_READ_COMPRESSED_MULTI_TEX_IMAGE_EXT,
	VMGL_READ_COMPRESSED_TEXTURE_SUB_IMAGE,
	VMGL_READ_COLOR_TABLE,
	VMGL_READ_CONVOLUTION_FILTER,
	VMGL_READ_SEPARABLE_FILTER, /* the row, padded to 8 bytes, then the column */
	VMGL_READ_HISTOGRAM,        /* level: reset */
	VMGL_READ_MINMAX,
	VMGL_READ_PIXEL_MAP, /* target: map; type: GL_FLOAT, GL_UNSIGNED_INT or GL_UNSIGNED_SHORT */
	VMGL_READ_COUNT
};

struct vmgl_image_reply {
	int32_t width, height, depth; /* of the image that follows */
	int32_t dimensions;           /* 1 to 3: which pixel store parameters apply */
	uint64_t bytes;               /* of what follows */
};

#endif
