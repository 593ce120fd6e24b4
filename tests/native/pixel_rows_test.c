/* Rows in application memory against the formulas of the specification, read literally and one component at a time
 * (OpenGL 4.6 compatibility, sections 8.4.4.1, 8.4.4.2 and 18.2.4), for all kinds of pixels and pixel store states. */
#include "guest/gl/pixel_rows.h"

#include <stdint.h>
#include <sys/mman.h>

#include "check.h"
#include "gen/gl.h"
#include "wire/sizes.h"

#define MEMORY (256 * 1024)

static uint8_t memory[MEMORY], expected[MEMORY], tight[MEMORY], result[MEMORY];

static uint32_t random_state = 1;

static uint32_t random_number(void) {
	random_state = random_state * 1664525u + 1013904223u;
	return random_state >> 8;
}

static const struct {
	GLenum format, type;
	unsigned elements, bytes; /* of one group */
} kinds[] = {
	{GL_RED, GL_UNSIGNED_BYTE, 1, 1},
	{GL_LUMINANCE_ALPHA, GL_BYTE, 2, 1},
	{GL_RGB, GL_UNSIGNED_BYTE, 3, 1},
	{GL_BGRA, GL_UNSIGNED_BYTE, 4, 1},
	{GL_RED, GL_UNSIGNED_SHORT, 1, 2},
	{GL_RGB, GL_HALF_FLOAT, 3, 2},
	{GL_RGBA_INTEGER, GL_SHORT, 4, 2},
	{GL_DEPTH_COMPONENT, GL_FLOAT, 1, 4},
	{GL_RGB, GL_FLOAT, 3, 4},
	{GL_RGBA, GL_INT, 4, 4},
	{GL_RGB, GL_UNSIGNED_BYTE_3_3_2, 1, 1},
	{GL_RGB, GL_UNSIGNED_SHORT_5_6_5, 1, 2},
	{GL_RGBA, GL_UNSIGNED_INT_8_8_8_8_REV, 1, 4},
	{GL_DEPTH_STENCIL, GL_FLOAT_32_UNSIGNED_INT_24_8_REV, 2, 4},
	{GL_YCBCR_MESA, GL_UNSIGNED_SHORT_8_8_MESA, 1, 2},
};

/* k of the specification: elements from one row to the next. */
static uint64_t row_elements(uint64_t n, uint64_t l, uint64_t s, uint64_t a) {
	return s >= a ? n * l : a / s * ((s * n * l + a - 1) / a);
}

/* Offset of element `e` of pixel (x, y, z). */
static uint64_t element_offset(const struct vmgl_pixel_store *store, const struct vmgl_image *image, unsigned n,
							   unsigned s, unsigned x, unsigned y, unsigned z, unsigned e) {
	uint64_t l = store->row_length ? (uint64_t)store->row_length : (uint64_t)image->width;
	uint64_t k = row_elements(n, l, s, (uint64_t)store->alignment);
	uint64_t rows =
		image->dimensions == 3 && store->image_height ? (uint64_t)store->image_height : (uint64_t)image->height;
	uint64_t images = image->dimensions == 3 ? (uint64_t)store->skip_images : 0;
	uint64_t row = store->invert ? (uint64_t)image->height - 1 - y : y;
	return ((images + z) * rows * k + ((uint64_t)store->skip_rows + row) * k + ((uint64_t)store->skip_pixels + x) * n +
			e) *
		   s;
}

static void copy_element(uint8_t *to, const uint8_t *from, unsigned bytes, bool swap) {
	for (unsigned i = 0; i < bytes; i++)
		to[i] = from[swap ? bytes - 1 - i : i];
}

static void check_image(const struct vmgl_pixel_store *store, const struct vmgl_image *image, unsigned n, unsigned s) {
	struct vmgl_rows rows;
	vmgl_rows_of(store, image, &rows);
	uint64_t bytes = vmgl_size_image(image->width, image->height, image->depth, image->format, image->type);
	uint64_t end = 0;
	CHECK(bytes <= MEMORY && vmgl_rows_end(&rows) <= MEMORY);
	CHECK_EQUAL(bytes, (uint64_t)image->width * (uint64_t)image->height * (uint64_t)image->depth * n * s);
	for (unsigned i = 0; i < MEMORY; i++)
		memory[i] = (uint8_t)random_number();
	memcpy(result, memory, MEMORY);
	uint8_t *at = tight;
	for (unsigned z = 0; z < (unsigned)image->depth; z++)
		for (unsigned y = 0; y < (unsigned)image->height; y++)
			for (unsigned x = 0; x < (unsigned)image->width; x++)
				for (unsigned e = 0; e < n; e++, at += s) {
					uint64_t offset = element_offset(store, image, n, s, x, y, z, e);
					CHECK(offset + s <= MEMORY);
					copy_element(at, memory + offset, s, store->swap_bytes);
					if (offset + s > end)
						end = offset + s;
				}
	CHECK_EQUAL(vmgl_rows_end(&rows), end);
	memset(expected, 0, bytes);
	vmgl_rows_gather(&rows, 0, rows.rows * rows.images, memory, expected);
	CHECK(memcmp(expected, tight, bytes) == 0);
	if (vmgl_rows_tight(&rows))
		CHECK(memcmp(memory + rows.offset, tight, bytes) == 0);
	/* In two pieces, as large images travel. */
	uint64_t total = rows.rows * rows.images, half = total / 2;
	vmgl_rows_gather(&rows, 0, half, memory, expected);
	vmgl_rows_gather(&rows, half, total - half, memory, expected + half * rows.row_bytes);
	CHECK(memcmp(expected, tight, bytes) == 0);

	/* The way back, of other pixels, leaves the gaps alone. */
	for (uint64_t i = 0; i < bytes; i++)
		tight[i] = (uint8_t)random_number();
	memcpy(expected, memory, MEMORY);
	at = tight;
	for (unsigned z = 0; z < (unsigned)image->depth; z++)
		for (unsigned y = 0; y < (unsigned)image->height; y++)
			for (unsigned x = 0; x < (unsigned)image->width; x++)
				for (unsigned e = 0; e < n; e++, at += s)
					copy_element(expected + element_offset(store, image, n, s, x, y, z, e), at, s, store->swap_bytes);
	vmgl_rows_scatter(&rows, 0, total, tight, result);
	CHECK(memcmp(result, expected, MEMORY) == 0);
}

static void test_images(void) {
	static const int alignments[] = {1, 2, 4, 8};
	for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
		for (size_t a = 0; a < 4; a++)
			for (unsigned mode = 0; mode < 64; mode++) {
				struct vmgl_image image = {1 + (GLsizei)(random_number() % 9),
										   1 + (GLsizei)(random_number() % 5),
										   1 + (GLsizei)(random_number() % 3),
										   kinds[kind].format,
										   kinds[kind].type,
										   1 + (int)(mode % 3),
										   0};
				if (image.dimensions < 3)
					image.depth = 1;
				if (image.dimensions < 2)
					image.height = 1;
				struct vmgl_pixel_store store = {
					.alignment = alignments[a],
					.swap_bytes = mode & 1,
					.row_length = mode & 2 ? image.width + 3 : 0,
					.image_height = mode & 4 ? image.height + 2 : 0,
					.skip_pixels = mode & 8 ? 2 : 0,
					.skip_rows = mode & 16 ? 3 : 0,
					.skip_images = mode & 32 ? 1 : 0,
					.invert = mode % 7 == 0,
				};
				check_image(&store, &image, kinds[kind].elements, kinds[kind].bytes);
			}
}

static void test_bitmaps(void) {
	static bool bits[64 * 8];
	for (unsigned round = 0; round < 2000; round++) {
		struct vmgl_image image = {1 + (GLsizei)(random_number() % 40),
								   1 + (GLsizei)(random_number() % 6),
								   1,
								   GL_COLOR_INDEX,
								   GL_BITMAP,
								   2,
								   0};
		struct vmgl_pixel_store store = {
			.alignment = 1 << random_number() % 4,
			.lsb_first = random_number() & 1,
			.swap_bytes = random_number() & 1, /* bytes have nothing to swap */
			.row_length = random_number() & 1 ? image.width + 5 : 0,
			.skip_pixels = (int)(random_number() % 20),
			.skip_rows = (int)(random_number() % 3),
		};
		struct vmgl_rows rows;
		vmgl_rows_of(&store, &image, &rows);
		uint64_t l = store.row_length ? (uint64_t)store.row_length : (uint64_t)image.width;
		uint64_t a = (uint64_t)store.alignment, k = a * ((l + 8 * a - 1) / (8 * a));
		uint64_t row_bytes = ((uint64_t)image.width + 7) / 8;
		for (unsigned i = 0; i < 4096; i++)
			memory[i] = (uint8_t)random_number();
		memcpy(result, memory, 4096);
		memcpy(expected, memory, 4096);
		vmgl_rows_gather(&rows, 0, rows.rows, memory, tight);
		for (unsigned y = 0; y < (unsigned)image.height; y++)
			for (unsigned x = 0; x < (unsigned)image.width; x++) {
				uint64_t bit = (uint64_t)store.skip_pixels + x;
				uint64_t byte = ((uint64_t)store.skip_rows + y) * k + bit / 8;
				unsigned mask = store.lsb_first ? 1u << bit % 8 : 0x80u >> bit % 8;
				bits[y * 64 + x] = memory[byte] & mask;
				CHECK_EQUAL((tight[y * row_bytes + x / 8] & 0x80u >> x % 8) != 0, bits[y * 64 + x]);
				/* For the way back: the complement. */
				if (bits[y * 64 + x])
					expected[byte] &= (uint8_t)~mask;
				else
					expected[byte] |= (uint8_t)mask;
			}
		for (uint64_t i = 0; i < row_bytes * (uint64_t)image.height; i++)
			tight[i] = (uint8_t)~tight[i];
		vmgl_rows_scatter(&rows, 0, rows.rows, tight, result);
		for (unsigned y = 0; y < (unsigned)image.height; y++)
			for (unsigned x = 0; x < (unsigned)image.width; x++) {
				uint64_t bit = (uint64_t)store.skip_pixels + x;
				uint64_t byte = ((uint64_t)store.skip_rows + y) * k + bit / 8;
				unsigned mask = store.lsb_first ? 1u << bit % 8 : 0x80u >> bit % 8;
				CHECK_EQUAL(result[byte] & mask, expected[byte] & mask);
			}
	}
}

static void test_compressed(void) {
	struct vmgl_rows rows;
	struct vmgl_image image = {8, 8, 1, 0, 0, 2, 0};
	struct vmgl_pixel_store store = {.alignment = 4};
	vmgl_rows_of_compressed(&store, &image, 32, &rows);
	CHECK(vmgl_rows_tight(&rows) && rows.offset == 0 && vmgl_rows_end(&rows) == 32);
	/* A block format, nothing else: as it was. */
	store.block_width = store.block_height = 4;
	store.block_size = 8;
	vmgl_rows_of_compressed(&store, &image, 32, &rows);
	CHECK(vmgl_rows_tight(&rows) && vmgl_rows_end(&rows) == 32);
	/* A 2x2 block window at block (1, 1) of an image of 4 blocks per row. */
	store.row_length = 16;
	store.skip_pixels = 4;
	store.skip_rows = 4;
	for (unsigned i = 0; i < 256; i++)
		memory[i] = (uint8_t)i;
	vmgl_rows_of_compressed(&store, &image, 32, &rows);
	CHECK(!vmgl_rows_tight(&rows));
	CHECK_EQUAL(vmgl_rows_end(&rows), 32 + 8 + 32 + 16);
	vmgl_rows_gather(&rows, 0, rows.rows * rows.images, memory, tight);
	CHECK(memcmp(tight, memory + 40, 16) == 0 && memcmp(tight + 16, memory + 72, 16) == 0);
	/* Three images of 2x2 blocks, two images' height apart; the block's depth is only about skipping them. */
	struct vmgl_image volume = {8, 8, 3, 0, 0, 3, 0};
	store.image_height = 16;
	store.skip_images = 1;
	for (store.block_depth = 0; store.block_depth < 2; store.block_depth++) {
		vmgl_rows_of_compressed(&store, &volume, 96, &rows);
		CHECK_EQUAL(rows.images, 3);
		CHECK_EQUAL(rows.image_stride, 4 * 32);
		CHECK_EQUAL(rows.offset, 40 + (store.block_depth ? 128 : 0));
	}
	/* Without the block's height only rows are apart. */
	store.block_depth = store.block_height = 0;
	vmgl_rows_of_compressed(&store, &volume, 96, &rows);
	CHECK(rows.rows * rows.images == 6 && rows.stride == 32 && rows.offset == 8);
	CHECK_EQUAL(vmgl_rows_end(&rows), 8 + 5 * 32 + 16);
	store.block_height = 4;
	/* imageSize that does not match: GL will say so, nothing is read but imageSize bytes. */
	vmgl_rows_of_compressed(&store, &image, 48, &rows);
	CHECK(vmgl_rows_tight(&rows) && vmgl_rows_end(&rows) == 48);
}

/* Rows in pages of which only some are mapped. */
static void test_mapped(void) {
	enum { PAGE = 65536, ROWS = 4 };
	struct vmgl_pixel_store store = {.alignment = 1, .row_length = 2 * PAGE};
	struct vmgl_image image = {8, ROWS, 1, GL_RED, GL_UNSIGNED_BYTE, 2, 0};
	struct vmgl_rows rows;
	vmgl_rows_of(&store, &image, &rows);
	uint8_t *pages =
		mmap(NULL, 2 * ROWS * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	for (unsigned row = 0; row < ROWS; row++)
		memset(pages + 2 * row * PAGE, 1 + (int)row, 8);
	CHECK(vmgl_rows_mapped(&rows, pages));
	/* Nothing between the rows. */
	bool missing = false;
	for (unsigned row = 0; row < ROWS; row++)
		munmap(pages + (2 * row + 1) * PAGE, PAGE);
	CHECK(!vmgl_rows_mapped(&rows, pages));
	vmgl_rows_gather_present(&rows, 0, ROWS, pages, tight, &missing);
	CHECK(!missing);
	for (unsigned row = 0; row < ROWS; row++)
		CHECK(tight[8 * row] == 1 + row && tight[8 * row + 7] == 1 + row);
	/* A row may not be read: what follows it is not looked at any more, in later calls neither. */
	mprotect(pages + 4 * PAGE, PAGE, PROT_NONE);
	vmgl_rows_gather_present(&rows, 1, 2, pages, tight, &missing);
	CHECK(missing && tight[0] == 2 && tight[8] == 0 && tight[15] == 0);
	vmgl_rows_gather_present(&rows, 3, 1, pages, tight, &missing);
	CHECK(missing && tight[0] == 0);
	for (unsigned row = 0; row < ROWS; row++)
		munmap(pages + 2 * row * PAGE, PAGE);
	/* Beyond all numbers. */
	image.dimensions = 3;
	image.depth = 3;
	store.row_length = store.image_height = store.skip_images = store.skip_rows = INT32_MAX;
	vmgl_rows_of(&store, &image, &rows);
	CHECK(vmgl_rows_end(&rows) == UINT64_MAX && !vmgl_rows_mapped(&rows, memory));
	missing = false;
	vmgl_rows_gather_present(&rows, 0, 1, memory, tight, &missing);
	CHECK(missing);
}

int main(void) {
	test_images();
	test_bitmaps();
	test_compressed();
	test_mapped();
	return 0;
}
