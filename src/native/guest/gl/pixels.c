#include "guest/gl/pixels.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/get.h"
#include "guest/gl/lists.h"
#include "wire/sizes.h"

/* Rows of a large image that is not tight in memory pass through a scratch area: as small as keeps it in the
 * second-level cache, as large as makes the calls per chunk irrelevant. */
#define CHUNK_BYTES (64u * 1024)

/* Smaller images need no scratch area, also as one of several arrays of a large command. */
#define SMALL_BYTES (8u * 1024)

/* Rows that reach so much further than what they hold may be where no memory is, in a call that GL refuses. Rows of a
 * window, or glyphs in their atlas, are not that far apart. */
#define FAR_BYTES(bytes) (((uint64_t)16 * (bytes)) + (2u << 20))

const struct vmgl_pixel_store vmgl_pixel_store_default = {.alignment = 4};

bool vmgl_pixels_init(struct vmgl_context *ctx) {
	struct vmgl_pixel_state *state = calloc(1, sizeof *state);
	if (!state)
		return false;
	for (int i = 0; i < 2; i++)
		state->store[i] = state->sent[i] = vmgl_pixel_store_default;
	ctx->pixels = state;
	return true;
}

void vmgl_pixels_finish(struct vmgl_context *ctx) {
	if (ctx->pixels)
		free(ctx->pixels->scratch);
	free(ctx->pixels);
	ctx->pixels = NULL;
}

enum kind { KIND_BOOLEAN, KIND_LENGTH, KIND_ALIGNMENT };

static bool version_3(struct vmgl_context *ctx) {
	return vmgl_strings_fetch(ctx) && ctx->version >= 30;
}

/* Where `pname` is kept, or NULL when this context has no such parameter. */
static GLint *parameter(struct vmgl_context *ctx, GLenum pname, enum kind *kind) {
	struct vmgl_pixel_store *pack = &ctx->pixels->store[VMGL_PACK], *unpack = &ctx->pixels->store[VMGL_UNPACK];
	bool es = ctx->api == VMGL_API_GLES1 || ctx->api == VMGL_API_GLES2;
	*kind = KIND_ALIGNMENT;
	switch (pname) {
	case GL_PACK_ALIGNMENT:
		return &pack->alignment;
	case GL_UNPACK_ALIGNMENT:
		return &unpack->alignment;
	}
	*kind = KIND_LENGTH;
	if (ctx->api == VMGL_API_GLES1)
		return NULL;
	switch (pname) { /* OpenGL ES 3, and 2 with EXT_unpack_subimage and NV_pack_subimage */
	case GL_PACK_ROW_LENGTH:
		return &pack->row_length;
	case GL_PACK_SKIP_ROWS:
		return &pack->skip_rows;
	case GL_PACK_SKIP_PIXELS:
		return &pack->skip_pixels;
	case GL_UNPACK_ROW_LENGTH:
		return &unpack->row_length;
	case GL_UNPACK_SKIP_ROWS:
		return &unpack->skip_rows;
	case GL_UNPACK_SKIP_PIXELS:
		return &unpack->skip_pixels;
	case GL_UNPACK_IMAGE_HEIGHT:
		return es && !version_3(ctx) ? NULL : &unpack->image_height;
	case GL_UNPACK_SKIP_IMAGES:
		return es && !version_3(ctx) ? NULL : &unpack->skip_images;
	case GL_PACK_REVERSE_ROW_ORDER_ANGLE:
		*kind = KIND_BOOLEAN;
		return vmgl_extension_advertised(ctx, "GL_ANGLE_pack_reverse_row_order") ? &pack->invert : NULL;
	}
	if (es)
		return NULL;
	switch (pname) {
	case GL_PACK_IMAGE_HEIGHT:
		return &pack->image_height;
	case GL_PACK_SKIP_IMAGES:
		return &pack->skip_images;
	case GL_PACK_COMPRESSED_BLOCK_WIDTH:
		return &pack->block_width;
	case GL_PACK_COMPRESSED_BLOCK_HEIGHT:
		return &pack->block_height;
	case GL_PACK_COMPRESSED_BLOCK_DEPTH:
		return &pack->block_depth;
	case GL_PACK_COMPRESSED_BLOCK_SIZE:
		return &pack->block_size;
	case GL_UNPACK_COMPRESSED_BLOCK_WIDTH:
		return &unpack->block_width;
	case GL_UNPACK_COMPRESSED_BLOCK_HEIGHT:
		return &unpack->block_height;
	case GL_UNPACK_COMPRESSED_BLOCK_DEPTH:
		return &unpack->block_depth;
	case GL_UNPACK_COMPRESSED_BLOCK_SIZE:
		return &unpack->block_size;
	}
	*kind = KIND_BOOLEAN;
	switch (pname) {
	case GL_PACK_SWAP_BYTES:
		return &pack->swap_bytes;
	case GL_PACK_LSB_FIRST:
		return &pack->lsb_first;
	case GL_UNPACK_SWAP_BYTES:
		return &unpack->swap_bytes;
	case GL_UNPACK_LSB_FIRST:
		return &unpack->lsb_first;
	case GL_PACK_INVERT_MESA:
		return vmgl_extension_advertised(ctx, "GL_MESA_pack_invert") ? &pack->invert : NULL;
	}
	return NULL;
}

void vmgl_guest_glPixelStorei(struct vmgl_context *ctx, GLenum pname, GLint param) {
	enum kind kind;
	GLint *value = parameter(ctx, pname, &kind);
	vmgl_check_begin(ctx);
	if (!value) {
		vmgl_error(ctx, GL_INVALID_ENUM);
		return;
	}
	if (kind == KIND_BOOLEAN) {
		*value = param != 0;
		return;
	}
	bool valid = kind == KIND_LENGTH ? param >= 0 : param == 1 || param == 2 || param == 4 || param == 8;
	if (!valid) {
		vmgl_error(ctx, GL_INVALID_VALUE);
		return;
	}
	*value = param;
}

void vmgl_guest_glPixelStoref(struct vmgl_context *ctx, GLenum pname, GLfloat param) {
	enum kind kind;
	if (parameter(ctx, pname, &kind) && kind == KIND_BOOLEAN)
		vmgl_guest_glPixelStorei(ctx, pname, param != 0.0f);
	else if (param >= 2147483648.0f ||
			 !(param >= -2147483648.0f)) /* what no integer can be is too large or no number */
		vmgl_guest_glPixelStorei(ctx, pname, -1);
	else
		vmgl_guest_glPixelStorei(ctx, pname, (GLint)(param < 0 ? param - 0.5f : param + 0.5f));
}

/* OES_fixed_point: every parameter is an integer in 16.16. */
void vmgl_guest_glPixelStorex(struct vmgl_context *ctx, GLenum pname, GLfixed param) {
	vmgl_guest_glPixelStoref(ctx, pname, (GLfloat)param / 65536.0f);
}

bool vmgl_pixel_store_get(struct vmgl_context *ctx, GLenum pname, GLint *result) {
	enum kind kind;
	const GLint *value = parameter(ctx, pname, &kind);
	if (value)
		*result = *value;
	return value != NULL;
}

static bool proxy(GLenum target) {
	switch (target) {
	case GL_PROXY_TEXTURE_1D:
	case GL_PROXY_TEXTURE_2D:
	case GL_PROXY_TEXTURE_3D:
	case GL_PROXY_TEXTURE_RECTANGLE:
	case GL_PROXY_TEXTURE_CUBE_MAP:
	case GL_PROXY_TEXTURE_1D_ARRAY:
	case GL_PROXY_TEXTURE_2D_ARRAY:
	case GL_PROXY_TEXTURE_CUBE_MAP_ARRAY:
	case GL_PROXY_COLOR_TABLE:
	case GL_PROXY_POST_CONVOLUTION_COLOR_TABLE:
	case GL_PROXY_POST_COLOR_MATRIX_COLOR_TABLE:
		return true;
	default:
		return false;
	}
}

/* Larger than any texture of the host: GL refuses the call without looking at the pixels, of which there may be
 * fewer than the size says. Asks for the limits only when a size is beyond what old hardware has. */
static bool beyond_limits(struct vmgl_context *ctx, const struct vmgl_image *image) {
	GLsizei largest = image->width > image->height ? image->width : image->height;
	if (image->depth > largest)
		largest = image->depth;
	if (largest <= 2048 || !image->target)
		return false;
	GLint limit = vmgl_limit(ctx, GL_MAX_TEXTURE_SIZE);
	if (image->dimensions > 1 && vmgl_limit(ctx, GL_MAX_ARRAY_TEXTURE_LAYERS) > limit)
		limit = vmgl_limit(ctx, GL_MAX_ARRAY_TEXTURE_LAYERS);
	return limit > 0 && largest > limit + 2; /* a border counts */
}

bool vmgl_image_wanted(struct vmgl_context *ctx, const struct vmgl_image *image, const void *pixels) {
	return pixels && ctx->pixels && !proxy(image->target) && !beyond_limits(ctx, image);
}

uint32_t vmgl_image_bytes(struct vmgl_context *ctx, const struct vmgl_image *image, const void *pixels) {
	if (!vmgl_image_wanted(ctx, image, pixels))
		return VMGL_NULL_ARRAY;
	uint64_t bytes = vmgl_size_image(image->width, image->height, image->depth, image->format, image->type);
	if (bytes == VMGL_IMAGE_UNKNOWN || bytes > VMGL_ARRAY_MAX) {
		if (image->width > 0 && image->height > 0 && image->depth > 0 &&
			vmgl_size_image(1, 1, 1, image->format, image->type) != VMGL_IMAGE_UNKNOWN)
			vmgl_error(ctx, GL_OUT_OF_MEMORY);
		return VMGL_NULL_ARRAY;
	}
	if (bytes > SMALL_BYTES) {
		/* The command cannot be taken back once it is begun, so its scratch is found now. */
		struct vmgl_rows rows;
		vmgl_rows_of(&ctx->pixels->store[VMGL_UNPACK], image, &rows);
		/* Eight rows are a multiple of 8 bytes, which every chunk but the last must be. */
		size_t needed = rows.row_bytes * 8 > CHUNK_BYTES ? (size_t)rows.row_bytes * 8 : CHUNK_BYTES;
		if (!vmgl_rows_tight(&rows) && ctx->pixels->scratch_bytes < needed) {
			uint8_t *scratch = realloc(ctx->pixels->scratch, needed);
			if (!scratch) {
				vmgl_error(ctx, GL_OUT_OF_MEMORY);
				return VMGL_NULL_ARRAY;
			}
			ctx->pixels->scratch = scratch;
			ctx->pixels->scratch_bytes = needed;
		}
	}
	return (uint32_t)bytes;
}

/* Whether GL is likely to refuse the call before it looks at the pixels, which then need not be anywhere. */
static bool doubtful(const struct vmgl_image *image, const struct vmgl_rows *rows, uint32_t bytes) {
	return vmgl_rows_end(rows) > FAR_BYTES(bytes) || !vmgl_size_agrees(image->format, image->type);
}

void vmgl_image_send(struct vmgl_context *ctx, const struct vmgl_image *image, const void *pixels, uint32_t bytes) {
	if (bytes == VMGL_NULL_ARRAY || bytes == 0)
		return;
	struct vmgl_rows rows;
	struct vmgl_stream *stream = &ctx->stream;
	vmgl_rows_of(&ctx->pixels->store[VMGL_UNPACK], image, &rows);
	const bool tight = vmgl_rows_tight(&rows), in_chunks = stream->large && bytes > SMALL_BYTES;
	bool there = true, missing = false;
	/* The stream looks after large arrays itself. */
	if (!(tight && in_chunks))
		there = !doubtful(image, &rows, bytes) && (!in_chunks || vmgl_rows_mapped(&rows, pixels));
	if (tight && there) {
		vmgl_stream_array(stream, (const uint8_t *)pixels + rows.offset, bytes);
		return;
	}
	uint64_t total = rows.rows * rows.images;
	if (stream->lost)
		return;
	if (!in_chunks) {
		uint8_t small[SMALL_BYTES], *to = stream->large ? small : stream->cur;
		if (there)
			vmgl_rows_gather(&rows, 0, total, pixels, to);
		else
			vmgl_rows_gather_present(&rows, 0, total, pixels, to, &missing);
		if (stream->large)
			vmgl_stream_append_large(stream, small, bytes);
		else
			stream->cur += VMGL_PAD8(bytes);
		return;
	}
	uint64_t chunk = ctx->pixels->scratch_bytes / rows.row_bytes / 8 * 8;
	for (uint64_t row = 0; row < total; row += chunk) {
		uint64_t count = total - row < chunk ? total - row : chunk;
		if (there)
			vmgl_rows_gather(&rows, row, count, pixels, ctx->pixels->scratch);
		else
			vmgl_rows_gather_present(&rows, row, count, pixels, ctx->pixels->scratch, &missing);
		vmgl_stream_append_large(stream, ctx->pixels->scratch, (size_t)(count * rows.row_bytes));
	}
}

void vmgl_image_receive(struct vmgl_context *ctx, const struct vmgl_image *image, const void *tight, size_t bytes,
						void *pixels) {
	uint64_t expected = vmgl_size_image(image->width, image->height, image->depth, image->format, image->type);
	if (!pixels || !tight || expected == 0 || expected == VMGL_IMAGE_UNKNOWN || bytes < expected)
		return;
	struct vmgl_rows rows;
	vmgl_rows_of(&ctx->pixels->store[VMGL_PACK], image, &rows);
	if (vmgl_rows_tight(&rows))
		memcpy((uint8_t *)pixels + rows.offset, tight, (size_t)expected);
	else
		vmgl_rows_scatter(&rows, 0, rows.rows * rows.images, tight, pixels);
}

uint64_t vmgl_image_end(const struct vmgl_context *ctx, const struct vmgl_image *image) {
	struct vmgl_rows rows;
	vmgl_rows_of(&ctx->pixels->store[VMGL_PACK], image, &rows);
	return vmgl_rows_end(&rows);
}

void vmgl_pixel_store_send(struct vmgl_context *ctx, bool pack) {
	if (!ctx->pixels)
		return;
	vmgl_maps_commit(ctx); /* the pixel buffer may be mapped persistently */
	const struct vmgl_pixel_store *store = &ctx->pixels->store[pack];
	struct vmgl_pixel_store *sent = &ctx->pixels->sent[pack];
	if (memcmp(store, sent, sizeof *store) == 0)
		return;
	*sent = *store;
	vmgl_enc_vmglPixelStore(ctx, pack, (const GLint *)store);
}
