/* Where the rows of an image lie in application memory, and moving them to and from the tight form that
 * travels: no padding, the machine's byte order, bitmaps most significant bit first. Only the functions that are about
 * what is mapped ask the system anything. */
#ifndef VMGL_GUEST_PIXEL_ROWS_H
#define VMGL_GUEST_PIXEL_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/context.h"
#include "wire/pixel_store.h"

struct vmgl_rows {
	uint64_t offset;       /* from the application's pointer to the first row */
	uint64_t row_bytes;    /* of one tight row */
	uint64_t stride;       /* between rows in application memory */
	uint64_t image_stride; /* between images (3D) in application memory */
	uint64_t rows, images;
	uint32_t swap;  /* bytes of the elements to be byte-swapped, 1 for none */
	uint32_t bits;  /* bitmaps: width of a row in bits, else 0 */
	uint32_t shift; /* bitmaps: bits to skip in the first byte */
	bool lsb_first; /* bitmaps */
	bool invert;    /* rows of each image are in reverse order */
};

/* The layout of `image`, which must have a known tight size. */
void vmgl_rows_of(const struct vmgl_pixel_store *store, const struct vmgl_image *image, struct vmgl_rows *rows);
/* The layout of a compressed image, as far as the COMPRESSED_BLOCK_* state describes one; else tight. */
void vmgl_rows_of_compressed(const struct vmgl_pixel_store *store, const struct vmgl_image *image, uint64_t bytes,
							 struct vmgl_rows *rows);
/* The bytes from the application's pointer to the end of the last row; UINT64_MAX when no number says how many. */
uint64_t vmgl_rows_end(const struct vmgl_rows *rows);
/* Whether the memory from the first row to the last is mapped (wire/readable.h). */
bool vmgl_rows_mapped(const struct vmgl_rows *rows, const void *pixels);
/* True when the image in memory, from `offset` on, is byte for byte what travels. */
bool vmgl_rows_tight(const struct vmgl_rows *rows);
/* Copies rows first..first+count-1, counted through all images, between the two forms. */
void vmgl_rows_gather(const struct vmgl_rows *rows, uint64_t first, uint64_t count, const void *pixels, void *tight);
/* Gathers what need not be there, or only the rows and nothing between them: slower, and zeros from the first row on
 * that cannot be read. That is then noted in *missing, false at first, for the calls that follow. */
void vmgl_rows_gather_present(const struct vmgl_rows *rows, uint64_t first, uint64_t count, const void *pixels,
							  void *tight, bool *missing);
void vmgl_rows_scatter(const struct vmgl_rows *rows, uint64_t first, uint64_t count, const void *tight, void *pixels);

#endif
