/* Uploads of large images to textures. Above SLICE_BYTES an image travels in slices, each of which the renderer hands
 * to the driver while the next one is on its way: the size of a command is limited, and so is the memory of a renderer.
 * GL does all of an upload or nothing; so the slices are sent only once the driver has accepted what could be wrong. */
#include <limits.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/lists.h"
#include "guest/gl/pixels.h"
#include "wire/sizes.h"

#define SLICE_BYTES (UINT64_C(64) << 20)

enum family { TEX, TEXTURE, TEXTURE_EXT, MULTI_TEX };

/* A call that uploads to a part of a texture; those that specify the whole of it become one. */
struct upload {
	enum family family;
	GLuint object; /* texture or texture unit, where the call names one */
	GLint level, x, y, z;
	struct vmgl_image image; /* with the target of the call */
	const void *pixels;
};

static void send(struct vmgl_context *ctx, const struct upload *u, GLint y, GLint z, GLsizei height, GLsizei depth,
				 const void *pixels) {
	const GLenum target = u->image.target, format = u->image.format, type = u->image.type;
	const GLsizei width = u->image.width;
	const bool flat = u->image.dimensions == 2;
	switch (u->family) {
	case TEX:
		if (flat)
			vmgl_enc_glTexSubImage2D(ctx, target, u->level, u->x, y, width, height, format, type, pixels);
		else
			vmgl_enc_glTexSubImage3D(ctx, target, u->level, u->x, y, z, width, height, depth, format, type, pixels);
		break;
	case TEXTURE:
		if (flat)
			vmgl_enc_glTextureSubImage2D(ctx, u->object, u->level, u->x, y, width, height, format, type, pixels);
		else
			vmgl_enc_glTextureSubImage3D(ctx, u->object, u->level, u->x, y, z, width, height, depth, format, type,
										 pixels);
		break;
	case TEXTURE_EXT:
		if (flat)
			vmgl_enc_glTextureSubImage2DEXT(ctx, u->object, target, u->level, u->x, y, width, height, format, type,
											pixels);
		else
			vmgl_enc_glTextureSubImage3DEXT(ctx, u->object, target, u->level, u->x, y, z, width, height, depth, format,
											type, pixels);
		break;
	case MULTI_TEX:
		if (flat)
			vmgl_enc_glMultiTexSubImage2DEXT(ctx, u->object, target, u->level, u->x, y, width, height, format, type,
											 pixels);
		else
			vmgl_enc_glMultiTexSubImage3DEXT(ctx, u->object, target, u->level, u->x, y, z, width, height, depth, format,
											 type, pixels);
		break;
	}
}

/* Whether the upload goes in slices. What is compiled into a list is one command, as what GL thinks of it is not known
 * before the list is called; negative offsets are left to the driver. */
static bool sliced(struct vmgl_context *ctx, const struct upload *u) {
	const struct vmgl_image *image = &u->image;
	const uint64_t row = vmgl_size_image(image->width, 1, 1, image->format, image->type);
	if (row == VMGL_IMAGE_UNKNOWN || row == 0 || image->height <= 0 || image->depth <= 0 ||
		(uint64_t)image->height * (uint64_t)image->depth <= SLICE_BYTES / row)
		return false;
	return vmgl_image_wanted(ctx, image, u->pixels) && !ctx->stream.lost && !ctx->lists->in_begin &&
		   !vmgl_list_compiling(ctx) && u->y <= INT_MAX - image->height && u->z <= INT_MAX - image->depth;
}

/* The first error since the last question, which stays to be asked for. */
static bool failed(struct vmgl_context *ctx) {
	return vmgl_enc_vmglTakeErrors(ctx) != GL_NO_ERROR;
}

static void send_slices(struct vmgl_context *ctx, const struct upload *u) {
	const struct vmgl_image *image = &u->image;
	struct vmgl_pixel_store *store = &ctx->pixels->store[VMGL_UNPACK];
	struct vmgl_rows rows;
	vmgl_rows_of(store, image, &rows);
	const uint64_t bytes = rows.row_bytes * rows.rows;
	const GLsizei depth = bytes <= SLICE_BYTES ? (GLsizei)(SLICE_BYTES / bytes) : 1;
	const GLsizei height = bytes <= SLICE_BYTES ? image->height : (GLsizei)(SLICE_BYTES / rows.row_bytes);
	const uint8_t *begin = (const uint8_t *)u->pixels + (uint64_t)store->skip_rows * rows.stride;
	if (image->dimensions == 3)
		begin += (uint64_t)store->skip_images * rows.image_stride;
	const struct vmgl_pixel_store saved = *store;
	store->skip_rows = store->skip_images = 0;
	const uint64_t in_image = ((uint64_t)image->height + (uint64_t)height - 1) / (uint64_t)height;
	const uint64_t count = ((uint64_t)image->depth + (uint64_t)depth - 1) / (uint64_t)depth * in_image;
	failed(ctx);
	for (uint64_t i = 0; i < count; i++) {
		/* The last one first: what is wrong with the upload, also that it reaches too far, is wrong with that one. */
		const uint64_t slice = i == 0 ? count - 1 : i - 1;
		const GLsizei y = (GLsizei)(slice % in_image) * height, z = (GLsizei)(slice / in_image) * depth;
		const GLsizei rest = image->height - y, images = image->depth - z;
		send(ctx, u, u->y + y, u->z + z, rest < height ? rest : height, images < depth ? images : depth,
			 begin + (uint64_t)z * rows.image_stride + (uint64_t)y * rows.stride);
		if (i == 0 && failed(ctx))
			break;
	}
	*store = saved;
}

/* One handler per call. `params` and `args` are those in front of the level; `object` is what `family` names with. */
#define UNPACK(...) __VA_ARGS__
#define IMAGE(name, family_, params, args, object_, size_params, size_args, depth_, dimensions_)                       \
	void vmgl_guest_##name(struct vmgl_context *ctx, UNPACK params GLint level, GLint internalformat,                  \
						   UNPACK size_params, GLint border, GLenum format, GLenum type, const void *pixels) {         \
		if (vmgl_buffer_bound(ctx, GL_PIXEL_UNPACK_BUFFER)) {                                                          \
			vmgl_enc_##name##_offset(ctx, UNPACK args level, internalformat, UNPACK size_args, border, format, type,   \
									 (uintptr_t)pixels);                                                               \
			return;                                                                                                    \
		}                                                                                                              \
		const struct vmgl_image image = {width, height, depth_, format, type, dimensions_, target};                    \
		const struct upload upload = {family_, object_, level, -border, -border, (dimensions_) == 3 ? -border : 0,     \
									  image,   pixels};                                                                \
		if (!sliced(ctx, &upload)) {                                                                                   \
			vmgl_enc_##name(ctx, UNPACK args level, internalformat, UNPACK size_args, border, format, type, pixels);   \
			return;                                                                                                    \
		}                                                                                                              \
		failed(ctx);                                                                                                   \
		vmgl_enc_##name(ctx, UNPACK args level, internalformat, UNPACK size_args, border, format, type, NULL);         \
		if (!failed(ctx))                                                                                              \
			send_slices(ctx, &upload);                                                                                 \
	}

#define SUB(name, family_, params, args, object_, target_, at_params, at_args, y_, z_, depth_, dimensions_)            \
	void vmgl_guest_##name(struct vmgl_context *ctx, UNPACK params GLint level, UNPACK at_params, GLenum format,       \
						   GLenum type, const void *pixels) {                                                          \
		if (vmgl_buffer_bound(ctx, GL_PIXEL_UNPACK_BUFFER)) {                                                          \
			vmgl_enc_##name##_offset(ctx, UNPACK args level, UNPACK at_args, format, type, (uintptr_t)pixels);         \
			return;                                                                                                    \
		}                                                                                                              \
		const struct vmgl_image image = {width, height, depth_, format, type, dimensions_, target_};                   \
		const struct upload upload = {family_, object_, level, x, y_, z_, image, pixels};                              \
		if ((y_) >= 0 && (z_) >= 0 && sliced(ctx, &upload))                                                            \
			send_slices(ctx, &upload);                                                                                 \
		else                                                                                                           \
			vmgl_enc_##name(ctx, UNPACK args level, UNPACK at_args, format, type, pixels);                             \
	}

/* clang-format off */
#define IMAGE2(name, family, params, args, object) \
	IMAGE(name, family, (UNPACK params GLenum target,), (UNPACK args target,), object, \
	      (GLsizei width, GLsizei height), (width, height), 1, 2)
#define IMAGE3(name, family, params, args, object) \
	IMAGE(name, family, (UNPACK params GLenum target,), (UNPACK args target,), object, \
	      (GLsizei width, GLsizei height, GLsizei depth), (width, height, depth), depth, 3)
#define SUB2(name, family, params, args, object, target) \
	SUB(name, family, params, args, object, target, (GLint x, GLint y, GLsizei width, GLsizei height), \
	    (x, y, width, height), y, 0, 1, 2)
#define SUB3(name, family, params, args, object, target) \
	SUB(name, family, params, args, object, target, \
	    (GLint x, GLint y, GLint z, GLsizei width, GLsizei height, GLsizei depth), \
	    (x, y, z, width, height, depth), y, z, depth, 3)

IMAGE2(glTexImage2D, TEX, (), (), 0)
IMAGE3(glTexImage3D, TEX, (), (), 0)
IMAGE2(glTextureImage2DEXT, TEXTURE_EXT, (GLuint texture,), (texture,), texture)
IMAGE3(glTextureImage3DEXT, TEXTURE_EXT, (GLuint texture,), (texture,), texture)
IMAGE2(glMultiTexImage2DEXT, MULTI_TEX, (GLenum unit,), (unit,), unit)
IMAGE3(glMultiTexImage3DEXT, MULTI_TEX, (GLenum unit,), (unit,), unit)
SUB2(glTexSubImage2D, TEX, (GLenum target,), (target,), 0, target)
SUB3(glTexSubImage3D, TEX, (GLenum target,), (target,), 0, target)
SUB2(glTextureSubImage2D, TEXTURE, (GLuint texture,), (texture,), texture, 0)
SUB3(glTextureSubImage3D, TEXTURE, (GLuint texture,), (texture,), texture, 0)
SUB2(glTextureSubImage2DEXT, TEXTURE_EXT, (GLuint texture, GLenum target,), (texture, target,), texture, target)
SUB3(glTextureSubImage3DEXT, TEXTURE_EXT, (GLuint texture, GLenum target,), (texture, target,), texture, target)
SUB2(glMultiTexSubImage2DEXT, MULTI_TEX, (GLenum unit, GLenum target,), (unit, target,), unit, target)
SUB3(glMultiTexSubImage3DEXT, MULTI_TEX, (GLenum unit, GLenum target,), (unit, target,), unit, target)
/* clang-format on */
