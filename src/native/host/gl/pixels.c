/* The driver's pixel store state: tight while images travel in commands, the guest's own while they are in a buffer.
 * It decides how much memory the driver reads and writes, so what was set is also read back: between glBegin and
 * glEnd nothing can be set, and nothing must be taken for set. */
#include <string.h>

#include "gen/host/handlers.h"
#include "host/context.h"

static const struct vmgl_pixel_store default_store = {.alignment = 4}, tight_store = {.alignment = 1};

/* In the order of struct vmgl_pixel_store. */
static const GLenum pnames[2][VMGL_PIXEL_STORE_COUNT] = {
	{GL_UNPACK_SWAP_BYTES, GL_UNPACK_LSB_FIRST, GL_UNPACK_ROW_LENGTH, GL_UNPACK_IMAGE_HEIGHT, GL_UNPACK_SKIP_ROWS,
	 GL_UNPACK_SKIP_PIXELS, GL_UNPACK_SKIP_IMAGES, GL_UNPACK_ALIGNMENT, GL_UNPACK_COMPRESSED_BLOCK_WIDTH,
	 GL_UNPACK_COMPRESSED_BLOCK_HEIGHT, GL_UNPACK_COMPRESSED_BLOCK_DEPTH, GL_UNPACK_COMPRESSED_BLOCK_SIZE, 0},
	{GL_PACK_SWAP_BYTES, GL_PACK_LSB_FIRST, GL_PACK_ROW_LENGTH, GL_PACK_IMAGE_HEIGHT, GL_PACK_SKIP_ROWS,
	 GL_PACK_SKIP_PIXELS, GL_PACK_SKIP_IMAGES, GL_PACK_ALIGNMENT, GL_PACK_COMPRESSED_BLOCK_WIDTH,
	 GL_PACK_COMPRESSED_BLOCK_HEIGHT, GL_PACK_COMPRESSED_BLOCK_DEPTH, GL_PACK_COMPRESSED_BLOCK_SIZE,
	 GL_PACK_INVERT_MESA},
};

/* Makes the driver's state `store`, touching only what differs: older versions lack parameters that are then 0 on both
 * sides. False when the driver did not take it. */
static bool apply(struct vmgl_host_context *ctx, bool pack, const struct vmgl_pixel_store *store) {
	struct vmgl_pixel_store *driver = &ctx->pixels.driver[pack];
	if (driver->alignment == 0)
		*driver = default_store;
	int32_t have[VMGL_PIXEL_STORE_COUNT], want[VMGL_PIXEL_STORE_COUNT];
	memcpy(have, driver, sizeof have);
	memcpy(want, store, sizeof want);
	bool taken = true;
	for (int i = 0; i < VMGL_PIXEL_STORE_COUNT; i++) {
		GLenum pname = pnames[pack][i];
		if (have[i] == want[i] || pname == 0)
			continue;
		if (pname == GL_PACK_INVERT_MESA && ctx->es)
			pname = GL_PACK_REVERSE_ROW_ORDER_ANGLE;
		GLint value = -1;
		ctx->gl->PixelStorei(pname, want[i]);
		ctx->gl->GetIntegerv(pname, &value);
		if (value == want[i])
			have[i] = value;
		else
			taken = false;
	}
	memcpy(driver, have, sizeof have);
	return taken;
}

static void data(struct vmgl_host_context *ctx, bool pack, bool *tight) {
	if (!*tight)
		*tight = apply(ctx, pack, &tight_store);
	GLenum target = pack ? GL_PIXEL_PACK_BUFFER : GL_PIXEL_UNPACK_BUFFER;
	/* The guest sends data when it knows of no buffer; should it be wrong, our pointer must not become an offset. */
	if (ctx->pixels.unbound[pack] == 0 && vmgl_host_buffer_bound(ctx, target)) {
		GLint buffer = 0;
		ctx->gl->GetIntegerv(pack ? GL_PIXEL_PACK_BUFFER_BINDING : GL_PIXEL_UNPACK_BUFFER_BINDING, &buffer);
		ctx->pixels.unbound[pack] = (GLuint)buffer;
		if (buffer)
			ctx->gl->BindBuffer(target, 0);
	}
}

static bool offset(struct vmgl_host_context *ctx, bool pack, bool *tight) {
	if (!vmgl_host_buffer_bound(ctx, pack ? GL_PIXEL_PACK_BUFFER : GL_PIXEL_UNPACK_BUFFER)) {
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
		return false;
	}
	const struct vmgl_pixel_store *wanted = &ctx->pixels.wanted[pack];
	*tight = false;
	return apply(ctx, pack, wanted->alignment ? wanted : &default_store);
}

void vmgl_unpack_data(struct vmgl_host_context *ctx) {
	data(ctx, false, &ctx->unpack_tight);
}

bool vmgl_unpack_offset(struct vmgl_host_context *ctx) {
	return offset(ctx, false, &ctx->unpack_tight);
}

void vmgl_pack_data(struct vmgl_host_context *ctx) {
	data(ctx, true, &ctx->pack_tight);
}

bool vmgl_pack_offset(struct vmgl_host_context *ctx) {
	return offset(ctx, true, &ctx->pack_tight);
}

void vmgl_pixels_done(struct vmgl_host_context *ctx) {
	static const GLenum targets[2] = {GL_PIXEL_UNPACK_BUFFER, GL_PIXEL_PACK_BUFFER};
	for (int i = 0; i < 2; i++) {
		if (ctx->pixels.unbound[i] == 0)
			continue;
		ctx->gl->BindBuffer(targets[i], ctx->pixels.unbound[i]);
		ctx->pixels.unbound[i] = 0;
	}
}

void vmgl_host_vmglPixelStore(struct vmgl_host_context *ctx, GLuint pack, const GLint *values, size_t bytes) {
	if (values && bytes == sizeof ctx->pixels.wanted[0])
		memcpy(&ctx->pixels.wanted[pack != 0], values, bytes);
}
