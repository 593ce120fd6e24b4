/* Calls with images that are more than "send the rows": reads whose size the host knows, compressed images, and
 * those with a bufSize. Plain uploads are generated; how rows travel is in pixels.c. */
#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/buffers.h"
#include "guest/gl/pixels.h"
#include "wire/image_read.h"
#include "wire/sizes.h"

struct read {
	enum vmgl_image_call call;
	GLuint object;
	GLenum target;
	GLint level;
	GLint region[6];
	GLenum format, type;
	int64_t limit; /* bufSize, -1 for none */
};

static void read_into_buffer(struct vmgl_context *ctx, const struct read *read, const void *pixels,
							 const void *second) {
	vmgl_pixel_store_send(ctx, true);
	vmgl_enc_vmglReadImageOffset(ctx, read->call, read->object, read->target, read->level, read->region, read->format,
								 read->type, (GLint)read->limit, (GLint64)(uintptr_t)pixels,
								 (GLint64)(uintptr_t)second);
}

/* The reply's head and the tight image behind it. false when the call failed; the renderer keeps the error. */
static bool ask(struct vmgl_context *ctx, const struct read *read, struct vmgl_image_reply *head,
				const uint8_t **data) {
	struct vmgl_blob blob;
	if (!vmgl_enc_vmglReadImage(ctx, read->call, read->object, read->target, read->level, read->region, read->format,
								read->type, &blob) ||
		blob.bytes < sizeof *head)
		return false;
	memcpy(head, blob.data, sizeof *head);
	*data = (const uint8_t *)blob.data + sizeof *head;
	return head->bytes <= blob.bytes - sizeof *head && head->width >= 0 && head->height >= 0 && head->depth >= 0;
}

static void read_image(struct vmgl_context *ctx, const struct read *read, void *pixels) {
	if (vmgl_buffer_bound(ctx, GL_PIXEL_PACK_BUFFER)) {
		read_into_buffer(ctx, read, pixels, NULL);
		return;
	}
	struct vmgl_image_reply head;
	const uint8_t *data;
	if (!ask(ctx, read, &head, &data))
		return;
	const struct vmgl_image image = {head.width, head.height, head.depth, read->format, read->type, head.dimensions, 0};
	if (vmgl_size_image(head.width, head.height, head.depth, read->format, read->type) != head.bytes)
		return;
	if (read->limit >= 0 && vmgl_image_end(ctx, &image) > (uint64_t)read->limit) {
		vmgl_error(ctx, GL_INVALID_OPERATION);
		return;
	}
	vmgl_image_receive(ctx, &image, data, head.bytes, pixels);
}

static void read_compressed(struct vmgl_context *ctx, const struct read *read, void *pixels) {
	if (vmgl_buffer_bound(ctx, GL_PIXEL_PACK_BUFFER)) {
		read_into_buffer(ctx, read, pixels, NULL);
		return;
	}
	struct vmgl_image_reply head;
	const uint8_t *data;
	if (!ask(ctx, read, &head, &data))
		return;
	const struct vmgl_image image = {head.width, head.height, head.depth, 0, 0, head.dimensions, 0};
	struct vmgl_rows rows;
	vmgl_rows_of_compressed(&ctx->pixels->store[VMGL_PACK], &image, head.bytes, &rows);
	if (read->limit >= 0 && vmgl_rows_end(&rows) > (uint64_t)read->limit) {
		vmgl_error(ctx, GL_INVALID_OPERATION);
		return;
	}
	if (pixels && head.bytes)
		vmgl_rows_scatter(&rows, 0, rows.rows * rows.images, data, pixels);
}

/* bufSize is checked by GL before anything else happens with it: a negative one is an error of its own. */
static bool limit_ok(struct vmgl_context *ctx, GLsizei limit) {
	if (limit < 0)
		vmgl_error(ctx, GL_INVALID_VALUE);
	return limit >= 0;
}

void vmgl_guest_glGetTexImage(struct vmgl_context *ctx, GLenum target, GLint level, GLenum format, GLenum type,
							  void *pixels) {
	read_image(
		ctx,
		&(struct read){
			.call = VMGL_READ_TEX_IMAGE, .target = target, .level = level, .format = format, .type = type, .limit = -1},
		pixels);
}

void vmgl_guest_glGetnTexImage(struct vmgl_context *ctx, GLenum target, GLint level, GLenum format, GLenum type,
							   GLsizei limit, void *pixels) {
	if (limit_ok(ctx, limit))
		read_image(ctx,
				   &(struct read){.call = VMGL_READ_TEX_IMAGE,
								  .target = target,
								  .level = level,
								  .format = format,
								  .type = type,
								  .limit = limit},
				   pixels);
}

void vmgl_guest_glGetnTexImageARB(struct vmgl_context *ctx, GLenum target, GLint level, GLenum format, GLenum type,
								  GLsizei limit, void *pixels) {
	vmgl_guest_glGetnTexImage(ctx, target, level, format, type, limit, pixels);
}

void vmgl_guest_glGetTextureImage(struct vmgl_context *ctx, GLuint texture, GLint level, GLenum format, GLenum type,
								  GLsizei limit, void *pixels) {
	if (limit_ok(ctx, limit))
		read_image(ctx,
				   &(struct read){.call = VMGL_READ_TEXTURE_IMAGE,
								  .object = texture,
								  .level = level,
								  .format = format,
								  .type = type,
								  .limit = limit},
				   pixels);
}

void vmgl_guest_glGetTextureImageEXT(struct vmgl_context *ctx, GLuint texture, GLenum target, GLint level,
									 GLenum format, GLenum type, void *pixels) {
	read_image(ctx,
			   &(struct read){.call = VMGL_READ_TEXTURE_IMAGE_EXT,
							  .object = texture,
							  .target = target,
							  .level = level,
							  .format = format,
							  .type = type,
							  .limit = -1},
			   pixels);
}

void vmgl_guest_glGetMultiTexImageEXT(struct vmgl_context *ctx, GLenum unit, GLenum target, GLint level, GLenum format,
									  GLenum type, void *pixels) {
	read_image(ctx,
			   &(struct read){.call = VMGL_READ_MULTI_TEX_IMAGE_EXT,
							  .object = unit,
							  .target = target,
							  .level = level,
							  .format = format,
							  .type = type,
							  .limit = -1},
			   pixels);
}

void vmgl_guest_glGetTextureSubImage(struct vmgl_context *ctx, GLuint texture, GLint level, GLint x, GLint y, GLint z,
									 GLsizei width, GLsizei height, GLsizei depth, GLenum format, GLenum type,
									 GLsizei limit, void *pixels) {
	if (limit_ok(ctx, limit))
		read_image(ctx,
				   &(struct read){.call = VMGL_READ_TEXTURE_SUB_IMAGE,
								  .object = texture,
								  .level = level,
								  .region = {x, y, z, width, height, depth},
								  .format = format,
								  .type = type,
								  .limit = limit},
				   pixels);
}

void vmgl_guest_glGetCompressedTexImage(struct vmgl_context *ctx, GLenum target, GLint level, void *pixels) {
	read_compressed(
		ctx, &(struct read){.call = VMGL_READ_COMPRESSED_TEX_IMAGE, .target = target, .level = level, .limit = -1},
		pixels);
}

void vmgl_guest_glGetnCompressedTexImage(struct vmgl_context *ctx, GLenum target, GLint level, GLsizei limit,
										 void *pixels) {
	if (limit_ok(ctx, limit))
		read_compressed(
			ctx,
			&(struct read){.call = VMGL_READ_COMPRESSED_TEX_IMAGE, .target = target, .level = level, .limit = limit},
			pixels);
}

void vmgl_guest_glGetnCompressedTexImageARB(struct vmgl_context *ctx, GLenum target, GLint level, GLsizei limit,
											void *pixels) {
	vmgl_guest_glGetnCompressedTexImage(ctx, target, level, limit, pixels);
}

void vmgl_guest_glGetCompressedTextureImage(struct vmgl_context *ctx, GLuint texture, GLint level, GLsizei limit,
											void *pixels) {
	if (limit_ok(ctx, limit))
		read_compressed(
			ctx,
			&(struct read){
				.call = VMGL_READ_COMPRESSED_TEXTURE_IMAGE, .object = texture, .level = level, .limit = limit},
			pixels);
}

void vmgl_guest_glGetCompressedTextureImageEXT(struct vmgl_context *ctx, GLuint texture, GLenum target, GLint level,
											   void *pixels) {
	read_compressed(ctx,
					&(struct read){.call = VMGL_READ_COMPRESSED_TEXTURE_IMAGE_EXT,
								   .object = texture,
								   .target = target,
								   .level = level,
								   .limit = -1},
					pixels);
}

void vmgl_guest_glGetCompressedMultiTexImageEXT(struct vmgl_context *ctx, GLenum unit, GLenum target, GLint level,
												void *pixels) {
	read_compressed(ctx,
					&(struct read){.call = VMGL_READ_COMPRESSED_MULTI_TEX_IMAGE_EXT,
								   .object = unit,
								   .target = target,
								   .level = level,
								   .limit = -1},
					pixels);
}

void vmgl_guest_glGetCompressedTextureSubImage(struct vmgl_context *ctx, GLuint texture, GLint level, GLint x, GLint y,
											   GLint z, GLsizei width, GLsizei height, GLsizei depth, GLsizei limit,
											   void *pixels) {
	if (limit_ok(ctx, limit))
		read_compressed(ctx,
						&(struct read){.call = VMGL_READ_COMPRESSED_TEXTURE_SUB_IMAGE,
									   .object = texture,
									   .level = level,
									   .region = {x, y, z, width, height, depth},
									   .limit = limit},
						pixels);
}

/* Tables of ARB_imaging. GL tests nothing of bufSize but that everything fits (ARB_robustness). */

static void read_table(struct vmgl_context *ctx, enum vmgl_image_call call, GLenum target, GLboolean reset,
					   GLenum format, GLenum type, int64_t limit, void *pixels) {
	read_image(
		ctx,
		&(struct read){.call = call, .target = target, .level = reset, .format = format, .type = type, .limit = limit},
		pixels);
}

void vmgl_guest_glGetColorTable(struct vmgl_context *ctx, GLenum target, GLenum format, GLenum type, void *table) {
	read_table(ctx, VMGL_READ_COLOR_TABLE, target, 0, format, type, -1, table);
}

void vmgl_guest_glGetnColorTable(struct vmgl_context *ctx, GLenum target, GLenum format, GLenum type, GLsizei limit,
								 void *table) {
	if (limit_ok(ctx, limit))
		read_table(ctx, VMGL_READ_COLOR_TABLE, target, 0, format, type, limit, table);
}

void vmgl_guest_glGetConvolutionFilter(struct vmgl_context *ctx, GLenum target, GLenum format, GLenum type,
									   void *image) {
	read_table(ctx, VMGL_READ_CONVOLUTION_FILTER, target, 0, format, type, -1, image);
}

void vmgl_guest_glGetnConvolutionFilter(struct vmgl_context *ctx, GLenum target, GLenum format, GLenum type,
										GLsizei limit, void *image) {
	if (limit_ok(ctx, limit))
		read_table(ctx, VMGL_READ_CONVOLUTION_FILTER, target, 0, format, type, limit, image);
}

void vmgl_guest_glGetHistogram(struct vmgl_context *ctx, GLenum target, GLboolean reset, GLenum format, GLenum type,
							   void *values) {
	read_table(ctx, VMGL_READ_HISTOGRAM, target, reset, format, type, -1, values);
}

void vmgl_guest_glGetnHistogram(struct vmgl_context *ctx, GLenum target, GLboolean reset, GLenum format, GLenum type,
								GLsizei limit, void *values) {
	if (limit_ok(ctx, limit))
		read_table(ctx, VMGL_READ_HISTOGRAM, target, reset, format, type, limit, values);
}

void vmgl_guest_glGetMinmax(struct vmgl_context *ctx, GLenum target, GLboolean reset, GLenum format, GLenum type,
							void *values) {
	read_table(ctx, VMGL_READ_MINMAX, target, reset, format, type, -1, values);
}

void vmgl_guest_glGetnMinmax(struct vmgl_context *ctx, GLenum target, GLboolean reset, GLenum format, GLenum type,
							 GLsizei limit, void *values) {
	if (limit_ok(ctx, limit))
		read_table(ctx, VMGL_READ_MINMAX, target, reset, format, type, limit, values);
}

static void read_separable(struct vmgl_context *ctx, GLenum target, GLenum format, GLenum type, int64_t row_limit,
						   void *row, int64_t column_limit, void *column) {
	const struct read read = {
		.call = VMGL_READ_SEPARABLE_FILTER, .target = target, .format = format, .type = type, .limit = -1};
	if (vmgl_buffer_bound(ctx, GL_PIXEL_PACK_BUFFER)) {
		read_into_buffer(ctx, &read, row, column);
		return;
	}
	struct vmgl_image_reply head;
	const uint8_t *data;
	if (!ask(ctx, &read, &head, &data))
		return;
	const struct vmgl_image rows = {head.width, 1, 1, format, type, 1, 0},
							columns = {head.height, 1, 1, format, type, 1, 0};
	uint64_t row_bytes = vmgl_size_image(head.width, 1, 1, format, type);
	uint64_t column_bytes = vmgl_size_image(head.height, 1, 1, format, type);
	if (row_bytes == VMGL_IMAGE_UNKNOWN || column_bytes == VMGL_IMAGE_UNKNOWN ||
		VMGL_PAD8(row_bytes) + column_bytes != head.bytes)
		return;
	if ((row_limit >= 0 && vmgl_image_end(ctx, &rows) > (uint64_t)row_limit) ||
		(column_limit >= 0 && vmgl_image_end(ctx, &columns) > (uint64_t)column_limit)) {
		vmgl_error(ctx, GL_INVALID_OPERATION);
		return;
	}
	vmgl_image_receive(ctx, &rows, data, row_bytes, row);
	vmgl_image_receive(ctx, &columns, data + VMGL_PAD8(row_bytes), column_bytes, column);
}

/* `span` of these calls was never given a meaning. */
void vmgl_guest_glGetSeparableFilter(struct vmgl_context *ctx, GLenum target, GLenum format, GLenum type, void *row,
									 void *column, void *span) {
	(void)span;
	read_separable(ctx, target, format, type, -1, row, -1, column);
}

void vmgl_guest_glGetnSeparableFilter(struct vmgl_context *ctx, GLenum target, GLenum format, GLenum type,
									  GLsizei row_limit, void *row, GLsizei column_limit, void *column, void *span) {
	(void)span;
	if (limit_ok(ctx, row_limit) && limit_ok(ctx, column_limit))
		read_separable(ctx, target, format, type, row_limit, row, column_limit, column);
}

/* Pixel maps are arrays, not images: no pixel store parameter applies (OpenGL 4.6 compatibility, 8.4.3). */

static void read_map(struct vmgl_context *ctx, GLenum map, GLenum type, int64_t limit, void *values) {
	const struct read read = {.call = VMGL_READ_PIXEL_MAP, .target = map, .type = type, .limit = limit};
	if (vmgl_buffer_bound(ctx, GL_PIXEL_PACK_BUFFER)) {
		read_into_buffer(ctx, &read, values, NULL);
		return;
	}
	struct vmgl_image_reply head;
	const uint8_t *data;
	if (!ask(ctx, &read, &head, &data))
		return;
	if (limit >= 0 && head.bytes > (uint64_t)limit)
		vmgl_error(ctx, GL_INVALID_OPERATION);
	else if (values)
		memcpy(values, data, head.bytes);
}

#define PIXEL_MAP(suffix, ctype, type)                                                                                 \
	void vmgl_guest_glGetPixelMap##suffix(struct vmgl_context *ctx, GLenum map, ctype *values) {                       \
		read_map(ctx, map, type, -1, values);                                                                          \
	}                                                                                                                  \
	void vmgl_guest_glGetnPixelMap##suffix(struct vmgl_context *ctx, GLenum map, GLsizei limit, ctype *values) {       \
		if (limit_ok(ctx, limit))                                                                                      \
			read_map(ctx, map, type, limit, values);                                                                   \
	}

PIXEL_MAP(fv, GLfloat, GL_FLOAT)
PIXEL_MAP(uiv, GLuint, GL_UNSIGNED_INT)
PIXEL_MAP(usv, GLushort, GL_UNSIGNED_SHORT)

/* Reads of a size that the call itself says. */

void vmgl_guest_glReadPixels(struct vmgl_context *ctx, GLint x, GLint y, GLsizei width, GLsizei height, GLenum format,
							 GLenum type, void *pixels) {
	if (vmgl_buffer_bound(ctx, GL_PIXEL_PACK_BUFFER))
		vmgl_enc_glReadPixels_offset(ctx, x, y, width, height, format, type, (uintptr_t)pixels);
	else
		vmgl_enc_glReadPixels(ctx, x, y, width, height, format, type, pixels);
}

/* False when `image` ends behind `limit` bytes; for a size that is not known GL finds another error. */
static bool fits(struct vmgl_context *ctx, const struct vmgl_image *image, GLsizei limit) {
	if (vmgl_size_image(image->width, image->height, image->depth, image->format, image->type) == VMGL_IMAGE_UNKNOWN ||
		vmgl_image_end(ctx, image) <= (uint64_t)(limit < 0 ? 0 : limit))
		return true;
	vmgl_error(ctx, GL_INVALID_OPERATION);
	return false;
}

void vmgl_guest_glReadnPixels(struct vmgl_context *ctx, GLint x, GLint y, GLsizei width, GLsizei height, GLenum format,
							  GLenum type, GLsizei limit, void *pixels) {
	const struct vmgl_image image = {width, height, 1, format, type, 2, 0};
	if (vmgl_buffer_bound(ctx, GL_PIXEL_PACK_BUFFER) || fits(ctx, &image, limit))
		vmgl_guest_glReadPixels(ctx, x, y, width, height, format, type, pixels);
}

void vmgl_guest_glGetPolygonStipple(struct vmgl_context *ctx, GLubyte *mask) {
	if (vmgl_buffer_bound(ctx, GL_PIXEL_PACK_BUFFER))
		vmgl_enc_glGetPolygonStipple_offset(ctx, (uintptr_t)mask);
	else
		vmgl_enc_glGetPolygonStipple(ctx, mask);
}

void vmgl_guest_glGetnPolygonStipple(struct vmgl_context *ctx, GLsizei limit, GLubyte *mask) {
	const struct vmgl_image image = {32, 32, 1, GL_COLOR_INDEX, GL_BITMAP, 2, 0};
	if (vmgl_buffer_bound(ctx, GL_PIXEL_PACK_BUFFER) || fits(ctx, &image, limit))
		vmgl_guest_glGetPolygonStipple(ctx, mask);
}

/* Compressed uploads. */

/* The blocks, tight: the application's own memory, or a copy in *copy when the pixel store state has gaps. */
static const void *blocks(struct vmgl_context *ctx, GLenum target, int dimensions, GLsizei width, GLsizei height,
						  GLsizei depth, GLsizei bytes, const void *data, void **copy) {
	*copy = NULL;
	switch (target) {
	case GL_PROXY_TEXTURE_1D:
	case GL_PROXY_TEXTURE_2D:
	case GL_PROXY_TEXTURE_3D:
	case GL_PROXY_TEXTURE_CUBE_MAP:
	case GL_PROXY_TEXTURE_1D_ARRAY:
	case GL_PROXY_TEXTURE_2D_ARRAY:
	case GL_PROXY_TEXTURE_CUBE_MAP_ARRAY:
		return NULL;
	}
	if (!data || bytes <= 0 || width < 0 || height < 0 || depth < 0)
		return data;
	const struct vmgl_image image = {width, height, depth, 0, 0, dimensions, 0};
	struct vmgl_rows rows;
	vmgl_rows_of_compressed(&ctx->pixels->store[VMGL_UNPACK], &image, (uint64_t)bytes, &rows);
	if (rows.offset == 0 && vmgl_rows_tight(&rows))
		return data;
	*copy = malloc((size_t)bytes);
	bool missing = false;
	if (*copy)
		vmgl_rows_gather_present(&rows, 0, rows.rows * rows.images, data, *copy, &missing);
	else
		vmgl_error(ctx, GL_OUT_OF_MEMORY);
	return *copy;
}

/* One handler per call; they differ in the arguments before the size. `params` and `args` are those in front of the
 * data, `target` is what may be a proxy. */
#define UNPACK(...) __VA_ARGS__
#define COMPRESSED(name, params, args, target, dimensions, width, height, depth)                                       \
	void vmgl_guest_##name(struct vmgl_context *ctx, UNPACK params, GLsizei size, const void *data) {                  \
		void *copy;                                                                                                    \
		if (vmgl_buffer_bound(ctx, GL_PIXEL_UNPACK_BUFFER)) {                                                          \
			vmgl_enc_##name##_offset(ctx, UNPACK args, size, (uintptr_t)data);                                         \
			return;                                                                                                    \
		}                                                                                                              \
		const void *tight = blocks(ctx, target, dimensions, width, height, depth, size, data, &copy);                  \
		vmgl_enc_##name(ctx, UNPACK args, size, tight);                                                                \
		free(copy);                                                                                                    \
	}

/* clang-format off */
#define IMAGE1(name, first, second) \
	COMPRESSED(name, (UNPACK first GLenum target, GLint level, GLenum format, GLsizei width, GLint border), \
	           (UNPACK second target, level, format, width, border), target, 1, width, 1, 1)
#define IMAGE2(name, first, second) \
	COMPRESSED(name, (UNPACK first GLenum target, GLint level, GLenum format, GLsizei width, GLsizei height, \
	                  GLint border), \
	           (UNPACK second target, level, format, width, height, border), target, 2, width, height, 1)
#define IMAGE3(name, first, second) \
	COMPRESSED(name, (UNPACK first GLenum target, GLint level, GLenum format, GLsizei width, GLsizei height, \
	                  GLsizei depth, GLint border), \
	           (UNPACK second target, level, format, width, height, depth, border), target, 3, width, height, depth)
#define SUB1(name, first, second) \
	COMPRESSED(name, (UNPACK first GLint level, GLint x, GLsizei width, GLenum format), \
	           (UNPACK second level, x, width, format), 0, 1, width, 1, 1)
#define SUB2(name, first, second) \
	COMPRESSED(name, (UNPACK first GLint level, GLint x, GLint y, GLsizei width, GLsizei height, GLenum format), \
	           (UNPACK second level, x, y, width, height, format), 0, 2, width, height, 1)
#define SUB3(name, first, second) \
	COMPRESSED(name, (UNPACK first GLint level, GLint x, GLint y, GLint z, GLsizei width, GLsizei height, \
	                  GLsizei depth, GLenum format), \
	           (UNPACK second level, x, y, z, width, height, depth, format), 0, 3, width, height, depth)

IMAGE1(glCompressedTexImage1D, (), ())
IMAGE2(glCompressedTexImage2D, (), ())
IMAGE3(glCompressedTexImage3D, (), ())
IMAGE3(glCompressedTexImage3DOES, (), ())
SUB1(glCompressedTexSubImage1D, (GLenum target,), (target,))
SUB2(glCompressedTexSubImage2D, (GLenum target,), (target,))
SUB3(glCompressedTexSubImage3D, (GLenum target,), (target,))
SUB3(glCompressedTexSubImage3DOES, (GLenum target,), (target,))
SUB1(glCompressedTextureSubImage1D, (GLuint texture,), (texture,))
SUB2(glCompressedTextureSubImage2D, (GLuint texture,), (texture,))
SUB3(glCompressedTextureSubImage3D, (GLuint texture,), (texture,))
IMAGE1(glCompressedTextureImage1DEXT, (GLuint texture,), (texture,))
IMAGE2(glCompressedTextureImage2DEXT, (GLuint texture,), (texture,))
IMAGE3(glCompressedTextureImage3DEXT, (GLuint texture,), (texture,))
SUB1(glCompressedTextureSubImage1DEXT, (GLuint texture, GLenum target,), (texture, target,))
SUB2(glCompressedTextureSubImage2DEXT, (GLuint texture, GLenum target,), (texture, target,))
SUB3(glCompressedTextureSubImage3DEXT, (GLuint texture, GLenum target,), (texture, target,))
IMAGE1(glCompressedMultiTexImage1DEXT, (GLenum unit,), (unit,))
IMAGE2(glCompressedMultiTexImage2DEXT, (GLenum unit,), (unit,))
IMAGE3(glCompressedMultiTexImage3DEXT, (GLenum unit,), (unit,))
SUB1(glCompressedMultiTexSubImage1DEXT, (GLenum unit, GLenum target,), (unit, target,))
SUB2(glCompressedMultiTexSubImage2DEXT, (GLenum unit, GLenum target,), (unit, target,))
SUB3(glCompressedMultiTexSubImage3DEXT, (GLenum unit, GLenum target,), (unit, target,))
/* clang-format on */

/* Clears. */

void vmgl_guest_glClearTexImage(struct vmgl_context *ctx, GLuint texture, GLint level, GLenum format, GLenum type,
								const void *data) {
	vmgl_enc_glClearTexImage(ctx, texture, level, format, type, vmgl_clear_pixel(format, type, data));
}

void vmgl_guest_glClearTexSubImage(struct vmgl_context *ctx, GLuint texture, GLint level, GLint x, GLint y, GLint z,
								   GLsizei width, GLsizei height, GLsizei depth, GLenum format, GLenum type,
								   const void *data) {
	vmgl_enc_glClearTexSubImage(ctx, texture, level, x, y, z, width, height, depth, format, type,
								vmgl_clear_pixel(format, type, data));
}
