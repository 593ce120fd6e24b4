/* Sizes that both sides compute from a command's arguments: the guest to know what to send, the
 * renderer to check it. One definition, so that they cannot differ. Every function is total:
 * unknown enums and negative or overflowing sizes have a defined answer, below. */
#ifndef VMGL_WIRE_SIZES_H
#define VMGL_WIRE_SIZES_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes of a tight image (rows without padding; GL_BITMAP rows are whole bytes). VMGL_IMAGE_UNKNOWN for
 * an unknown format/type pair, a negative dimension, or a size above VMGL_COMMAND_MAX; 0 when a
 * dimension is 0. OpenGL 4.6 tables 8.2, 8.3, 8.5 and every extension's formats. */
#define VMGL_IMAGE_UNKNOWN UINT64_MAX
uint64_t vmgl_size_image(int64_t width, int64_t height, int64_t depth, uint32_t format, uint32_t type);

/* Bytes of one pixel group of format/type (4 for GL_RGBA/GL_UNSIGNED_BYTE), 0 when unknown or GL_BITMAP. */
uint32_t vmgl_size_pixel(uint32_t format, uint32_t type);
/* Whether GL may take pixels of the pair: a packed type wants a format of as many components (OpenGL 4.6 core,
 * table 8.5). False is certain of calls by the specification, not of what drivers take beyond it. True for all other
 * types. */
bool vmgl_size_agrees(uint32_t format, uint32_t type);
/* Bytes of one element of `type` for byte swapping and alignment (packed types: the whole word); 0 unknown. */
uint32_t vmgl_size_component(uint32_t type);
/* Bytes of a GL data type: GL_FLOAT 4, GL_DOUBLE 8, GL_2_BYTES 2 ...; 0 when unknown. */
uint32_t vmgl_size_type(uint32_t type);

#endif
