/* Reads of images: the driver is asked how large the image is, writes it tight into memory of that size, and the
 * image goes back. Another context may change a texture in between, so the driver is told the size, or writes to a
 * buffer of it where it has no call that takes one. */
#include <string.h>

#include "gen/host/handlers.h"
#include "host/context.h"
#include "wire/command.h"
#include "wire/image_read.h"
#include "wire/sizes.h"

/* Room that every answer has, also of images that are empty or whose size is not known. */
#define ROOM 256

/* Rows that a packed reply starts with. */
#define HEAD sizeof(struct vmgl_image_reply)

struct read {
	enum vmgl_image_call call;
	GLuint object; /* the driver's texture, or a texture unit */
	GLenum target;
	GLint level;
	const GLint *region;
	GLenum format, type;
};

static void level_parameter(struct vmgl_host_context *ctx, const struct read *read, GLenum pname, GLint *value) {
	const struct vmgl_gl *gl = ctx->gl;
	*value = 0;
	switch (read->call) {
	case VMGL_READ_TEX_IMAGE:
	case VMGL_READ_COMPRESSED_TEX_IMAGE:
		if (gl->GetTexLevelParameteriv)
			gl->GetTexLevelParameteriv(read->target, read->level, pname, value);
		break;
	case VMGL_READ_TEXTURE_IMAGE:
	case VMGL_READ_TEXTURE_SUB_IMAGE:
	case VMGL_READ_COMPRESSED_TEXTURE_IMAGE:
	case VMGL_READ_COMPRESSED_TEXTURE_SUB_IMAGE:
		if (gl->GetTextureLevelParameteriv)
			gl->GetTextureLevelParameteriv(read->object, read->level, pname, value);
		break;
	case VMGL_READ_TEXTURE_IMAGE_EXT:
	case VMGL_READ_COMPRESSED_TEXTURE_IMAGE_EXT:
		if (gl->GetTextureLevelParameterivEXT)
			gl->GetTextureLevelParameterivEXT(read->object, read->target, read->level, pname, value);
		break;
	case VMGL_READ_MULTI_TEX_IMAGE_EXT:
	case VMGL_READ_COMPRESSED_MULTI_TEX_IMAGE_EXT:
		if (gl->GetMultiTexLevelParameterivEXT)
			gl->GetMultiTexLevelParameterivEXT(read->object, read->target, read->level, pname, value);
		break;
	default:
		break;
	}
	if (*value < 0)
		*value = 0;
}

static bool has_region(const struct read *read) {
	return read->call == VMGL_READ_TEXTURE_SUB_IMAGE || read->call == VMGL_READ_COMPRESSED_TEXTURE_SUB_IMAGE;
}

/* The target of a texture where the driver does not say it: the one that it can be bound to. */
static GLenum probe_target(struct vmgl_host_context *ctx, GLuint texture) {
	static const struct {
		GLenum target, binding;
	} all[] = {
		{GL_TEXTURE_2D, GL_TEXTURE_BINDING_2D},
		{GL_TEXTURE_3D, GL_TEXTURE_BINDING_3D},
		{GL_TEXTURE_CUBE_MAP, GL_TEXTURE_BINDING_CUBE_MAP},
		{GL_TEXTURE_2D_ARRAY, GL_TEXTURE_BINDING_2D_ARRAY},
		{GL_TEXTURE_CUBE_MAP_ARRAY, GL_TEXTURE_BINDING_CUBE_MAP_ARRAY},
		{GL_TEXTURE_1D, GL_TEXTURE_BINDING_1D},
		{GL_TEXTURE_1D_ARRAY, GL_TEXTURE_BINDING_1D_ARRAY},
		{GL_TEXTURE_RECTANGLE, GL_TEXTURE_BINDING_RECTANGLE},
	};
	const struct vmgl_gl *gl = ctx->gl;
	/* One that was never bound has no target, and binding would give it one. */
	if (!texture || !gl->IsTexture || !gl->IsTexture(texture))
		return 0;
	const bool muted = vmgl_debug_mute(ctx);
	GLenum target = 0;
	vmgl_error_forget(ctx);
	for (size_t i = 0; !target && i < sizeof all / sizeof *all; i++) {
		GLint bound = 0;
		gl->GetIntegerv(all[i].binding, &bound);
		gl->BindTexture(all[i].target, texture);
		if (!vmgl_error_forget(ctx))
			continue;
		gl->BindTexture(all[i].target, (GLuint)bound);
		target = all[i].target;
	}
	vmgl_debug_unmute(ctx, muted);
	return target;
}

/* The target of the texture, also for the calls that do not name it. */
static GLenum texture_target(struct vmgl_host_context *ctx, const struct read *read) {
	GLint target = (GLint)read->target;
	switch (read->call) {
	case VMGL_READ_TEXTURE_IMAGE:
	case VMGL_READ_TEXTURE_SUB_IMAGE:
	case VMGL_READ_COMPRESSED_TEXTURE_IMAGE:
	case VMGL_READ_COMPRESSED_TEXTURE_SUB_IMAGE:
		target = 0;
		if (ctx->gl->GetTextureParameteriv)
			ctx->gl->GetTextureParameteriv(read->object, GL_TEXTURE_TARGET, &target);
		/* Mesa knows GL_TEXTURE_TARGET in the core profile only. */
		if (!target)
			target = (GLint)probe_target(ctx, read->object);
		break;
	default:
		break;
	}
	return (GLenum)target;
}

static int dimensions_of(GLenum target) {
	switch (target) {
	case GL_TEXTURE_1D:
		return 1;
	case GL_TEXTURE_3D:
	case GL_TEXTURE_2D_ARRAY:
	case GL_TEXTURE_CUBE_MAP_ARRAY:
	case GL_TEXTURE_CUBE_MAP: /* as a whole, its faces are layers */
		return 3;
	default:
		return 2;
	}
}

/* Width, height, depth and dimensions of what the call reads from a texture. */
static void texture_size(struct vmgl_host_context *ctx, const struct read *read, struct vmgl_image_reply *head) {
	GLenum target = texture_target(ctx, read);
	head->dimensions = dimensions_of(target);
	if (has_region(read)) {
		head->width = read->region[3];
		head->height = read->region[4];
		head->depth = read->region[5];
		return;
	}
	level_parameter(ctx, read, GL_TEXTURE_WIDTH, &head->width);
	level_parameter(ctx, read, GL_TEXTURE_HEIGHT, &head->height);
	level_parameter(ctx, read, GL_TEXTURE_DEPTH, &head->depth);
	if (target == GL_TEXTURE_CUBE_MAP)
		head->depth = 6;
}

static void table_size(struct vmgl_host_context *ctx, const struct read *read, struct vmgl_image_reply *head) {
	const struct vmgl_gl *gl = ctx->gl;
	head->height = head->depth = head->dimensions = 1;
	switch (read->call) {
	case VMGL_READ_COLOR_TABLE:
		if (gl->GetColorTableParameteriv)
			gl->GetColorTableParameteriv(read->target, GL_COLOR_TABLE_WIDTH, &head->width);
		break;
	case VMGL_READ_CONVOLUTION_FILTER:
	case VMGL_READ_SEPARABLE_FILTER:
		if (gl->GetConvolutionParameteriv) {
			gl->GetConvolutionParameteriv(read->target, GL_CONVOLUTION_WIDTH, &head->width);
			if (read->target != GL_CONVOLUTION_1D) {
				head->dimensions = 2;
				gl->GetConvolutionParameteriv(read->target, GL_CONVOLUTION_HEIGHT, &head->height);
			}
		}
		break;
	case VMGL_READ_HISTOGRAM:
		if (gl->GetHistogramParameteriv)
			gl->GetHistogramParameteriv(read->target, GL_HISTOGRAM_WIDTH, &head->width);
		break;
	default:
		head->width = 2; /* GL_MINMAX: least and greatest */
		break;
	}
}

static bool is_compressed(const struct read *read) {
	return read->call >= VMGL_READ_COMPRESSED_TEX_IMAGE && read->call <= VMGL_READ_COMPRESSED_TEXTURE_SUB_IMAGE;
}

static uint64_t blocks(uint64_t size, GLint block) {
	return block > 0 ? (size + (uint64_t)block - 1) / (uint64_t)block : size;
}

/* Bytes of a compressed level, or of the region; 0 when it is not compressed (GL raises the error then). */
static uint64_t compressed_bytes(struct vmgl_host_context *ctx, const struct read *read,
								 const struct vmgl_image_reply *head) {
	GLint compressed, size, format, width, height, depth;
	level_parameter(ctx, read, GL_TEXTURE_COMPRESSED, &compressed);
	if (!compressed)
		return 0;
	level_parameter(ctx, read, GL_TEXTURE_COMPRESSED_IMAGE_SIZE, &size);
	GLenum target = texture_target(ctx, read);
	if (!has_region(read))
		return (uint64_t)size * (target == GL_TEXTURE_CUBE_MAP ? 6 : 1);
	if (head->width < 0 || head->height < 0 || head->depth < 0)
		return 0;
	GLint block_width = 4, block_height = 4;
	level_parameter(ctx, read, GL_TEXTURE_INTERNAL_FORMAT, &format);
	level_parameter(ctx, read, GL_TEXTURE_WIDTH, &width);
	level_parameter(ctx, read, GL_TEXTURE_HEIGHT, &height);
	level_parameter(ctx, read, GL_TEXTURE_DEPTH, &depth);
	if (ctx->gl->GetInternalformativ) {
		ctx->gl->GetInternalformativ(target, (GLenum)format, GL_TEXTURE_COMPRESSED_BLOCK_WIDTH, 1, &block_width);
		ctx->gl->GetInternalformativ(target, (GLenum)format, GL_TEXTURE_COMPRESSED_BLOCK_HEIGHT, 1, &block_height);
	}
	uint64_t count = blocks((uint64_t)width, block_width) * blocks((uint64_t)height, block_height) * (uint64_t)depth;
	if (count == 0 || blocks((uint64_t)head->width, block_width) > count ||
		blocks((uint64_t)head->height, block_height) > count || head->depth > 65536)
		return 0;
	return blocks((uint64_t)head->width, block_width) * blocks((uint64_t)head->height, block_height) *
		   (uint64_t)head->depth * ((uint64_t)size / count);
}

/* glGetnTexImageARB and its like. That glGetProcAddress has them says nothing: glvnd has every name, and Mesa 22 has
 * OpenGL 4.5 without glGetnTexImage, which then does nothing and raises no error. The extension is a promise. */
static bool has_sized_reads(struct vmgl_host_context *ctx) {
	const struct vmgl_gl *gl = ctx->gl;
	if (ctx->pixels.sized_reads)
		return ctx->pixels.sized_reads > 0;
	bool found = false;
	GLint count = 0;
	if (ctx->version >= 30 && gl->GetStringi)
		gl->GetIntegerv(GL_NUM_EXTENSIONS, &count);
	for (GLint i = 0; i < count && !found; i++) {
		const GLubyte *name = gl->GetStringi(GL_EXTENSIONS, (GLuint)i);
		found = name && strcmp((const char *)name, "GL_ARB_robustness") == 0;
	}
	ctx->pixels.sized_reads = found && gl->GetnTexImageARB && gl->GetnCompressedTexImageARB ? 1 : -1;
	return ctx->pixels.sized_reads > 0;
}

/* Makes the call; `room` is what there is at `to`, or the application's bufSize with an offset (negative: none). False
 * when the driver has no such call. */
static bool call(struct vmgl_host_context *ctx, const struct read *read, int64_t room, void *to, void *second) {
	const struct vmgl_gl *gl = ctx->gl;
	GLsizei limit = room < 0 || room > INT32_MAX ? INT32_MAX : (GLsizei)room;
	const GLint *region = read->region;
	switch (read->call) {
	case VMGL_READ_TEX_IMAGE:
		if (room >= 0 && has_sized_reads(ctx))
			gl->GetnTexImageARB(read->target, read->level, read->format, read->type, limit, to);
		else if (gl->GetTexImage)
			gl->GetTexImage(read->target, read->level, read->format, read->type, to);
		else
			return false;
		return true;
	case VMGL_READ_TEXTURE_IMAGE:
		if (!gl->GetTextureImage)
			return false;
		gl->GetTextureImage(read->object, read->level, read->format, read->type, limit, to);
		return true;
	case VMGL_READ_TEXTURE_IMAGE_EXT:
		if (!gl->GetTextureImageEXT)
			return false;
		gl->GetTextureImageEXT(read->object, read->target, read->level, read->format, read->type, to);
		return true;
	case VMGL_READ_MULTI_TEX_IMAGE_EXT:
		if (!gl->GetMultiTexImageEXT)
			return false;
		gl->GetMultiTexImageEXT(read->object, read->target, read->level, read->format, read->type, to);
		return true;
	case VMGL_READ_TEXTURE_SUB_IMAGE:
		if (!gl->GetTextureSubImage)
			return false;
		gl->GetTextureSubImage(read->object, read->level, region[0], region[1], region[2], region[3], region[4],
							   region[5], read->format, read->type, limit, to);
		return true;
	case VMGL_READ_COMPRESSED_TEX_IMAGE:
		if (room >= 0 && has_sized_reads(ctx))
			gl->GetnCompressedTexImageARB(read->target, read->level, limit, to);
		else if (gl->GetCompressedTexImage)
			gl->GetCompressedTexImage(read->target, read->level, to);
		else
			return false;
		return true;
	case VMGL_READ_COMPRESSED_TEXTURE_IMAGE:
		if (!gl->GetCompressedTextureImage)
			return false;
		gl->GetCompressedTextureImage(read->object, read->level, limit, to);
		return true;
	case VMGL_READ_COMPRESSED_TEXTURE_IMAGE_EXT:
		if (!gl->GetCompressedTextureImageEXT)
			return false;
		gl->GetCompressedTextureImageEXT(read->object, read->target, read->level, to);
		return true;
	case VMGL_READ_COMPRESSED_MULTI_TEX_IMAGE_EXT:
		if (!gl->GetCompressedMultiTexImageEXT)
			return false;
		gl->GetCompressedMultiTexImageEXT(read->object, read->target, read->level, to);
		return true;
	case VMGL_READ_COMPRESSED_TEXTURE_SUB_IMAGE:
		if (!gl->GetCompressedTextureSubImage)
			return false;
		gl->GetCompressedTextureSubImage(read->object, read->level, region[0], region[1], region[2], region[3],
										 region[4], region[5], limit, to);
		return true;
	case VMGL_READ_COLOR_TABLE:
		if (!gl->GetColorTable)
			return false;
		gl->GetColorTable(read->target, read->format, read->type, to);
		return true;
	case VMGL_READ_CONVOLUTION_FILTER:
		if (!gl->GetConvolutionFilter)
			return false;
		gl->GetConvolutionFilter(read->target, read->format, read->type, to);
		return true;
	case VMGL_READ_SEPARABLE_FILTER:
		if (!gl->GetSeparableFilter)
			return false;
		gl->GetSeparableFilter(read->target, read->format, read->type, to, second, NULL);
		return true;
	case VMGL_READ_HISTOGRAM:
		if (!gl->GetHistogram)
			return false;
		gl->GetHistogram(read->target, read->level != 0, read->format, read->type, to);
		return true;
	case VMGL_READ_MINMAX:
		if (!gl->GetMinmax)
			return false;
		gl->GetMinmax(read->target, read->level != 0, read->format, read->type, to);
		return true;
	case VMGL_READ_PIXEL_MAP:
		if (read->type == GL_FLOAT && gl->GetPixelMapfv)
			gl->GetPixelMapfv(read->target, to);
		else if (read->type == GL_UNSIGNED_INT && gl->GetPixelMapuiv)
			gl->GetPixelMapuiv(read->target, to);
		else if (read->type == GL_UNSIGNED_SHORT && gl->GetPixelMapusv)
			gl->GetPixelMapusv(read->target, to);
		else
			return false;
		return true;
	case VMGL_READ_COUNT:
		break;
	}
	return false;
}

/* Does call() tell the driver how much room there is? */
static bool is_limited(struct vmgl_host_context *ctx, const struct read *read) {
	switch (read->call) {
	case VMGL_READ_TEX_IMAGE:
	case VMGL_READ_COMPRESSED_TEX_IMAGE:
		return has_sized_reads(ctx);
	case VMGL_READ_TEXTURE_IMAGE:
	case VMGL_READ_TEXTURE_SUB_IMAGE:
	case VMGL_READ_COMPRESSED_TEXTURE_IMAGE:
	case VMGL_READ_COMPRESSED_TEXTURE_SUB_IMAGE:
		return true;
	default:
		return false;
	}
}

/* Images of textures, which are shared; tables and maps belong to the context. */
static bool is_of_texture(const struct read *read) {
	return read->call < VMGL_READ_COLOR_TABLE;
}

/* The call, by way of a buffer, whose end no driver writes beyond. No pack buffer is bound. */
static bool call_through_buffer(struct vmgl_host_context *ctx, const struct read *read, uint64_t size, void *to) {
	const struct vmgl_gl *gl = ctx->gl;
	GLuint buffer = 0;
	gl->GenBuffers(1, &buffer);
	gl->BindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
	gl->BufferData(GL_PIXEL_PACK_BUFFER, (GLsizeiptr)(size + ROOM), NULL, GL_STREAM_READ);
	bool made = call(ctx, read, -1, NULL, NULL);
	if (made && size)
		gl->GetBufferSubData(GL_PIXEL_PACK_BUFFER, 0, (GLsizeiptr)size, to);
	gl->BindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	gl->DeleteBuffers(1, &buffer);
	return made;
}

/* Size of what the call writes, in *head. UNKNOWN when the guest's format and type have none. */
static uint64_t measure(struct vmgl_host_context *ctx, const struct read *read, struct vmgl_image_reply *head) {
	if (read->call == VMGL_READ_PIXEL_MAP) {
		/* The sizes are numbered as the maps are. */
		if (read->target >= GL_PIXEL_MAP_I_TO_I && read->target <= GL_PIXEL_MAP_A_TO_A)
			ctx->gl->GetIntegerv(read->target - GL_PIXEL_MAP_I_TO_I + GL_PIXEL_MAP_I_TO_I_SIZE, &head->width);
		if (head->width < 0 || head->width > 1 << 20)
			head->width = 0;
		return (uint64_t)head->width * vmgl_size_type(read->type);
	}
	if (read->call >= VMGL_READ_COLOR_TABLE)
		table_size(ctx, read, head);
	else
		texture_size(ctx, read, head);
	if (is_compressed(read))
		return compressed_bytes(ctx, read, head);
	if (read->call != VMGL_READ_SEPARABLE_FILTER)
		return vmgl_size_image(head->width, head->height, head->depth, read->format, read->type);
	uint64_t row = vmgl_size_image(head->width, 1, 1, read->format, read->type);
	uint64_t column = vmgl_size_image(head->height, 1, 1, read->format, read->type);
	return row == VMGL_IMAGE_UNKNOWN || column == VMGL_IMAGE_UNKNOWN ? VMGL_IMAGE_UNKNOWN : VMGL_PAD8(row) + column;
}

static bool names_texture(GLuint image_call) {
	switch (image_call) {
	case VMGL_READ_TEXTURE_IMAGE:
	case VMGL_READ_TEXTURE_IMAGE_EXT:
	case VMGL_READ_TEXTURE_SUB_IMAGE:
	case VMGL_READ_COMPRESSED_TEXTURE_IMAGE:
	case VMGL_READ_COMPRESSED_TEXTURE_IMAGE_EXT:
	case VMGL_READ_COMPRESSED_TEXTURE_SUB_IMAGE:
		return true;
	default:
		return false;
	}
}

static GLuint driver_object(struct vmgl_host_context *ctx, GLuint image_call, GLuint object) {
	return names_texture(image_call) ? vmgl_name(ctx, VMGL_CLASS_TEXTURE, object) : object;
}

/* The reply, or NULL when the call failed. */
static struct vmgl_image_reply *read_image(struct vmgl_host_context *ctx, const struct read *read, uint64_t *bytes) {
	const struct vmgl_gl *gl = ctx->gl;
	struct vmgl_image_reply head = {0};
	uint64_t size = measure(ctx, read, &head);
	/* Errors of our questions are not the application's: the call itself raises those that are. */
	vmgl_error_forget(ctx);
	if (size == VMGL_IMAGE_UNKNOWN && !is_limited(ctx, read)) {
		vmgl_error_set(ctx, GL_INVALID_ENUM);
		return NULL;
	}
	/* Of an image without a size nothing is to be written: with no room, the driver says what is wrong. */
	uint64_t room = size == VMGL_IMAGE_UNKNOWN ? 0 : size;
	uint8_t *memory = vmgl_scratch(ctx, HEAD + room + ROOM);
	if (!memory)
		return NULL;
	uint64_t row = VMGL_PAD8(vmgl_size_image(head.width, 1, 1, read->format, read->type));
	uint8_t *second = read->call == VMGL_READ_SEPARABLE_FILTER ? memory + HEAD + row : NULL;
	vmgl_pack_data(ctx);
	/* Buffers for pixels came with OpenGL 2.1. */
	bool buffered = is_of_texture(read) && !is_limited(ctx, read) && ctx->version >= 21 && gl->GetBufferSubData;
	bool made = buffered ? call_through_buffer(ctx, read, room, memory + HEAD)
						 : call(ctx, read, (int64_t)room, memory + HEAD, second);
	if (!made)
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
	bool failed = !vmgl_error_end(ctx);
	vmgl_pixels_done(ctx);
	if (!made || failed)
		return NULL;
	head.bytes = room;
	memcpy(memory, &head, sizeof head);
	*bytes = HEAD + room;
	return (struct vmgl_image_reply *)(void *)memory;
}

void vmgl_host_vmglReadImage(struct vmgl_host_context *ctx, GLuint image_call, GLuint object, GLenum target,
							 GLint level, const GLint *region, size_t region_bytes, GLenum format, GLenum type) {
	(void)region_bytes;
	const struct read read = {
		(enum vmgl_image_call)image_call, driver_object(ctx, image_call, object), target, level, region, format, type};
	struct vmgl_image_reply *reply = NULL;
	uint64_t bytes = 0;
	vmgl_error_begin(ctx);
	if (image_call < VMGL_READ_COUNT)
		reply = read_image(ctx, &read, &bytes);
	if (!ctx->fatal)
		vmgl_reply_array(ctx, reply, reply ? bytes : 0);
}

void vmgl_host_vmglReadImageOffset(struct vmgl_host_context *ctx, GLuint image_call, GLuint object, GLenum target,
								   GLint level, const GLint *region, size_t region_bytes, GLenum format, GLenum type,
								   GLint limit, GLint64 offset, GLint64 second) {
	(void)region_bytes;
	const struct read read = {
		(enum vmgl_image_call)image_call, driver_object(ctx, image_call, object), target, level, region, format, type};
	if (image_call >= VMGL_READ_COUNT || !vmgl_pack_offset(ctx))
		return;
	if (!call(ctx, &read, limit, (void *)(uintptr_t)offset, (void *)(uintptr_t)second))
		vmgl_error_set(ctx, GL_INVALID_OPERATION);
}

void vmgl_host_glReadPixels(struct vmgl_host_context *ctx, GLint x, GLint y, GLsizei width, GLsizei height,
							GLenum format, GLenum type, void *pixels, size_t bytes) {
	uint8_t nothing[ROOM];
	/* Without a size there is nothing to write to: an empty rectangle still finds every error of the arguments. */
	if (!pixels && width > 0 && height > 0)
		width = height = 0;
	(void)bytes;
	ctx->gl->ReadPixels(x, y, width, height, format, type, pixels ? pixels : nothing);
}

void vmgl_host_glReadPixels_offset(struct vmgl_host_context *ctx, GLint x, GLint y, GLsizei width, GLsizei height,
								   GLenum format, GLenum type, uint64_t pixels) {
	ctx->gl->ReadPixels(x, y, width, height, format, type, (void *)(uintptr_t)pixels);
}
