#include "guest/gl/pixel_rows.h"

#include <string.h>

#include "wire/readable.h"
#include "wire/sizes.h"

static uint64_t round_up(uint64_t value, uint64_t to) {
	return (value + to - 1) / to * to;
}

/* The pixel store state may put an image anywhere: what is no number any more stays the largest. */
static uint64_t times(uint64_t a, uint64_t b) {
	uint64_t product;
	return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

static uint64_t plus(uint64_t a, uint64_t b) {
	uint64_t sum;
	return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
}

void vmgl_rows_of(const struct vmgl_pixel_store *store, const struct vmgl_image *image, struct vmgl_rows *rows) {
	uint64_t length = store->row_length > 0 ? (uint64_t)store->row_length : (uint64_t)image->width;
	uint64_t skip;
	*rows = (struct vmgl_rows){.swap = 1, .rows = (uint64_t)image->height, .images = (uint64_t)image->depth};
	if (image->type == GL_BITMAP) {
		rows->bits = (uint32_t)image->width;
		rows->shift = (uint32_t)store->skip_pixels % 8;
		rows->lsb_first = store->lsb_first;
		rows->row_bytes = ((uint64_t)image->width + 7) / 8;
		rows->stride = (length + 7) / 8;
		skip = (uint64_t)store->skip_pixels / 8;
	} else {
		uint64_t pixel = vmgl_size_pixel(image->format, image->type);
		if (store->swap_bytes)
			rows->swap = vmgl_size_component(image->type);
		rows->row_bytes = (uint64_t)image->width * pixel;
		rows->stride = length * pixel;
		skip = (uint64_t)store->skip_pixels * pixel;
	}
	rows->stride = round_up(rows->stride, (uint64_t)store->alignment);
	/* IMAGE_HEIGHT and SKIP_IMAGES are of three-dimensional images only (OpenGL 4.6 compatibility, 8.4.4.1). */
	bool volume = image->dimensions == 3;
	rows->image_stride =
		times(rows->stride, volume && store->image_height > 0 ? (uint64_t)store->image_height : rows->rows);
	rows->invert = store->invert;
	rows->offset = plus(skip, times((uint64_t)store->skip_rows, rows->stride));
	if (volume)
		rows->offset = plus(rows->offset, times((uint64_t)store->skip_images, rows->image_stride));
}

void vmgl_rows_of_compressed(const struct vmgl_pixel_store *store, const struct vmgl_image *image, uint64_t bytes,
							 struct vmgl_rows *rows) {
	*rows = (struct vmgl_rows){
		.swap = 1, .row_bytes = bytes, .stride = bytes, .image_stride = bytes, .rows = 1, .images = 1};
	/* Width and size of a block make rows count, its height images, its depth what is skipped of them (OpenGL 4.6,
	 * section 8.7). Without the height the rows of all images follow each other. */
	const uint64_t size = (uint64_t)store->block_size, bw = (uint64_t)store->block_width;
	const uint64_t bh = image->dimensions > 1 ? (uint64_t)store->block_height : 0;
	const uint64_t bd = image->dimensions > 2 && bh ? (uint64_t)store->block_depth : 0;
	const uint64_t row_bytes = bw ? ((uint64_t)image->width + bw - 1) / bw * size : 0;
	/* Otherwise the state describes another format; GL refuses the call by its imageSize. */
	if (!row_bytes || bytes % row_bytes)
		return;
	const uint64_t all = bytes / row_bytes, row_count = bh ? ((uint64_t)image->height + bh - 1) / bh : all;
	if (!row_count || all % row_count || (image->dimensions < 3 && all != row_count) ||
		(bd && all / row_count != ((uint64_t)image->depth + bd - 1) / bd))
		return;
	const uint64_t length = store->row_length > 0 ? (uint64_t)store->row_length : (uint64_t)image->width;
	const uint64_t height =
		image->dimensions > 2 && store->image_height > 0 ? (uint64_t)store->image_height : (uint64_t)image->height;
	rows->row_bytes = row_bytes;
	rows->rows = row_count;
	rows->images = all / row_count;
	rows->stride = (length + bw - 1) / bw * size;
	rows->image_stride = times(bh ? (height + bh - 1) / bh : row_count, rows->stride);
	rows->offset = (uint64_t)store->skip_pixels / bw * size;
	if (bh)
		rows->offset = plus(rows->offset, times((uint64_t)store->skip_rows / bh, rows->stride));
	if (bd)
		rows->offset = plus(rows->offset, times((uint64_t)store->skip_images / bd, rows->image_stride));
}

/* Bytes of a row in application memory. */
static uint64_t row_length(const struct vmgl_rows *rows) {
	return rows->bits ? ((uint64_t)rows->bits + rows->shift + 7) / 8 : rows->row_bytes;
}

uint64_t vmgl_rows_end(const struct vmgl_rows *rows) {
	if (rows->rows == 0 || rows->images == 0 || rows->row_bytes == 0)
		return 0;
	const uint64_t images = plus(rows->offset, times(rows->images - 1, rows->image_stride));
	return plus(plus(images, times(rows->rows - 1, rows->stride)), row_length(rows));
}

bool vmgl_rows_mapped(const struct vmgl_rows *rows, const void *pixels) {
	const uint64_t end = vmgl_rows_end(rows);
	return end <= UINTPTR_MAX - (uintptr_t)pixels &&
		   vmgl_readable((const uint8_t *)pixels + rows->offset, (size_t)(end - rows->offset));
}

bool vmgl_rows_tight(const struct vmgl_rows *rows) {
	if (rows->swap > 1 || rows->lsb_first || rows->shift || rows->invert)
		return false;
	return (rows->rows <= 1 || rows->stride == rows->row_bytes) &&
		   (rows->images <= 1 || rows->image_stride == rows->rows * rows->row_bytes);
}

static uint64_t row_offset(const struct vmgl_rows *rows, uint64_t row) {
	uint64_t image = row / rows->rows, in_image = row % rows->rows;
	if (rows->invert)
		in_image = rows->rows - 1 - in_image;
	return plus(plus(rows->offset, times(image, rows->image_stride)), times(in_image, rows->stride));
}

static void swap_copy(uint8_t *to, const uint8_t *from, uint64_t bytes, uint32_t element) {
	/* The application's memory may have any alignment. */
	if (element == 2) {
		for (uint64_t i = 0; i + 2 <= bytes; i += 2) {
			uint16_t v;
			memcpy(&v, from + i, 2);
			v = __builtin_bswap16(v);
			memcpy(to + i, &v, 2);
		}
	} else {
		for (uint64_t i = 0; i + 4 <= bytes; i += 4) {
			uint32_t v;
			memcpy(&v, from + i, 4);
			v = __builtin_bswap32(v);
			memcpy(to + i, &v, 4);
		}
	}
}

static void copy(uint8_t *to, const uint8_t *from, uint64_t bytes, uint32_t element) {
	if (element > 1)
		swap_copy(to, from, bytes, element);
	else
		memcpy(to, from, bytes);
}

static uint8_t reverse_bits(uint8_t v) {
	v = (uint8_t)((v & 0xf0) >> 4 | (v & 0x0f) << 4);
	v = (uint8_t)((v & 0xcc) >> 2 | (v & 0x33) << 2);
	return (uint8_t)((v & 0xaa) >> 1 | (v & 0x55) << 1);
}

static void gather_bits(const struct vmgl_rows *rows, const uint8_t *from, uint8_t *to) {
	uint32_t source_bytes = (rows->bits + rows->shift + 7) / 8;
	for (uint32_t i = 0; i < rows->row_bytes; i++) {
		unsigned pair = from[i];
		unsigned next = rows->shift && i + 1 < source_bytes ? from[i + 1] : 0;
		if (rows->lsb_first) {
			pair = reverse_bits((uint8_t)pair);
			next = reverse_bits((uint8_t)next);
		}
		to[i] = (uint8_t)(pair << rows->shift | next >> (8 - rows->shift));
	}
}

static void scatter_bits(const struct vmgl_rows *rows, const uint8_t *from, uint8_t *to) {
	if (!rows->shift) {
		for (uint32_t i = 0; i < rows->row_bytes; i++)
			to[i] = rows->lsb_first ? reverse_bits(from[i]) : from[i];
		return;
	}
	/* Drivers write the other bits of the first and the last byte as well, as zeros; not where the next row begins. */
	uint32_t bytes = (rows->bits + rows->shift + 7) / 8;
	if (bytes <= rows->stride)
		memset(to, 0, bytes);
	for (uint32_t bit = 0; bit < rows->bits; bit++) {
		uint32_t at = bit + rows->shift;
		uint8_t mask = (uint8_t)(rows->lsb_first ? 1u << at % 8 : 0x80u >> at % 8);
		if (from[bit / 8] & 0x80u >> bit % 8)
			to[at / 8] |= mask;
		else
			to[at / 8] &= (uint8_t)~mask;
	}
}

void vmgl_rows_gather(const struct vmgl_rows *rows, uint64_t first, uint64_t count, const void *pixels, void *tight) {
	uint8_t *to = tight;
	for (uint64_t row = first; row < first + count; row++, to += rows->row_bytes) {
		const uint8_t *from = (const uint8_t *)pixels + row_offset(rows, row);
		if (rows->bits && (rows->lsb_first || rows->shift))
			gather_bits(rows, from, to);
		else
			copy(to, from, rows->row_bytes, rows->swap);
	}
}

void vmgl_rows_gather_present(const struct vmgl_rows *rows, uint64_t first, uint64_t count, const void *pixels,
							  void *tight, bool *missing) {
	uint8_t *to = tight;
	for (uint64_t row = first; row < first + count; row++, to += rows->row_bytes) {
		const uint64_t at = row_offset(rows, row), length = row_length(rows);
		*missing |= plus(at, length) > UINTPTR_MAX - (uintptr_t)pixels ||
					!vmgl_readable_pages((const uint8_t *)pixels + at, (size_t)length);
		if (*missing)
			memset(to, 0, (size_t)rows->row_bytes);
		else
			vmgl_rows_gather(rows, row, 1, pixels, to);
	}
}

void vmgl_rows_scatter(const struct vmgl_rows *rows, uint64_t first, uint64_t count, const void *tight, void *pixels) {
	const uint8_t *from = tight;
	for (uint64_t row = first; row < first + count; row++, from += rows->row_bytes) {
		uint8_t *to = (uint8_t *)pixels + row_offset(rows, row);
		if (rows->bits && (rows->lsb_first || rows->shift))
			scatter_bits(rows, from, to);
		else
			copy(to, from, rows->row_bytes, rows->swap);
	}
}
