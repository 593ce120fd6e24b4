/* See sizes.h. Numbers of enums instead of gen/gl.h's names where several registries name them differently;
 * each line says which extension it is from. */
#include "wire/sizes.h"

#include "gen/gl.h"
#include "wire/command.h"

/* Components of one pixel of `format`, 0 when unknown. GL_DEPTH_STENCIL, GL_YCBCR_MESA and the 4:2:2 formats of APPLE
 * only come with packed types, whose size says it all; they count as 1 so that they are known. */
static uint32_t components(uint32_t format) {
	switch (format) {
	case GL_RED:
	case GL_GREEN:
	case GL_BLUE:
	case GL_ALPHA:
	case GL_RED_INTEGER:
	case GL_GREEN_INTEGER:
	case GL_BLUE_INTEGER:
	case GL_ALPHA_INTEGER:
	case GL_LUMINANCE:
	case GL_LUMINANCE_INTEGER_EXT:
	case GL_SLUMINANCE: /* NV_sRGB_formats */
	case GL_INTENSITY:
	case GL_COLOR_INDEX:
	case GL_STENCIL_INDEX:
	case GL_DEPTH_COMPONENT:
		return 1;
	case GL_RG:
	case GL_RG_INTEGER:
	case GL_LUMINANCE_ALPHA:
	case GL_LUMINANCE_ALPHA_INTEGER_EXT:
	case GL_SLUMINANCE_ALPHA:
	case GL_422_EXT:
	case GL_422_REV_EXT:
	case GL_422_AVERAGE_EXT:
	case GL_422_REV_AVERAGE_EXT:
	case GL_YCRCB_422_SGIX:
	case GL_HILO_NV:
	case GL_DSDT_NV:
	case GL_DUDV_ATI:
		return 2;
	case GL_RGB:
	case GL_BGR:
	case GL_RGB_INTEGER:
	case GL_BGR_INTEGER:
	case GL_SRGB: /* EXT_sRGB of OpenGL ES */
	case GL_YCRCB_444_SGIX:
	case GL_DSDT_MAG_NV:
		return 3;
	case GL_RGBA:
	case GL_BGRA:
	case GL_RGBA_INTEGER:
	case GL_BGRA_INTEGER:
	case GL_SRGB_ALPHA:
	case GL_ABGR_EXT:
	case GL_CMYK_EXT:
	case GL_DSDT_MAG_VIB_NV:
		return 4;
	case GL_CMYKA_EXT:
		return 5;
	default:
		return 0;
	}
}

static bool packed_only(uint32_t format) {
	return format == GL_DEPTH_STENCIL || format == GL_YCBCR_MESA || format == GL_YCBCR_422_APPLE ||
		   format == GL_RGB_422_APPLE;
}

/* Bytes of a pixel of a packed type, whatever its format; 0 when the type is not packed. */
static uint32_t packed(uint32_t type) {
	switch (type) {
	case GL_UNSIGNED_BYTE_3_3_2:
	case GL_UNSIGNED_BYTE_2_3_3_REV:
		return 1;
	case GL_UNSIGNED_SHORT_5_6_5:
	case GL_UNSIGNED_SHORT_5_6_5_REV:
	case GL_UNSIGNED_SHORT_4_4_4_4:
	case GL_UNSIGNED_SHORT_4_4_4_4_REV:
	case GL_UNSIGNED_SHORT_5_5_5_1:
	case GL_UNSIGNED_SHORT_1_5_5_5_REV:
	case GL_UNSIGNED_SHORT_8_8_APPLE: /* also MESA */
	case GL_UNSIGNED_SHORT_8_8_REV_APPLE:
	case GL_UNSIGNED_SHORT_15_1_MESA:
	case GL_UNSIGNED_SHORT_1_15_REV_MESA:
		return 2;
	case GL_UNSIGNED_INT_8_8_8_8:
	case GL_UNSIGNED_INT_8_8_8_8_REV:
	case GL_UNSIGNED_INT_10_10_10_2:
	case GL_UNSIGNED_INT_2_10_10_10_REV:
	case GL_UNSIGNED_INT_24_8:
	case GL_UNSIGNED_INT_8_24_REV_MESA:
	case GL_UNSIGNED_INT_10F_11F_11F_REV:
	case GL_UNSIGNED_INT_5_9_9_9_REV:
	case GL_UNSIGNED_INT_S8_S8_8_8_NV:
	case GL_UNSIGNED_INT_8_8_S8_S8_REV_NV:
		return 4;
	case GL_FLOAT_32_UNSIGNED_INT_24_8_REV:
		return 8;
	default:
		return 0;
	}
}

/* Bytes of a component of an unpacked pixel type; 0 for everything else. */
static uint32_t plain(uint32_t type) {
	switch (type) {
	case GL_UNSIGNED_BYTE:
	case GL_BYTE:
		return 1;
	case GL_UNSIGNED_SHORT:
	case GL_SHORT:
	case GL_HALF_FLOAT:
	case GL_HALF_FLOAT_OES:
		return 2;
	case GL_UNSIGNED_INT:
	case GL_INT:
	case GL_FLOAT:
		return 4;
	default:
		return 0;
	}
}

uint32_t vmgl_size_component(uint32_t type) {
	if (type == GL_BITMAP)
		return 1;
	if (type == GL_FLOAT_32_UNSIGNED_INT_24_8_REV)
		return 4; /* two words of their own (OpenGL 4.6, table 8.5) */
	uint32_t bytes = plain(type);
	return bytes ? bytes : packed(type);
}

uint32_t vmgl_size_pixel(uint32_t format, uint32_t type) {
	uint32_t bytes = packed(type);
	if (bytes)
		return components(format) || packed_only(format) ? bytes : 0;
	return plain(type) * components(format);
}

bool vmgl_size_agrees(uint32_t format, uint32_t type) {
	switch (type) {
	case GL_UNSIGNED_BYTE_3_3_2:
	case GL_UNSIGNED_BYTE_2_3_3_REV:
	case GL_UNSIGNED_SHORT_5_6_5:
	case GL_UNSIGNED_SHORT_5_6_5_REV:
	case GL_UNSIGNED_INT_10F_11F_11F_REV:
	case GL_UNSIGNED_INT_5_9_9_9_REV:
		return components(format) == 3;
	case GL_UNSIGNED_INT_2_10_10_10_REV: /* 3: EXT_texture_type_2_10_10_10_REV */
		return components(format) == 3 || components(format) == 4;
	case GL_UNSIGNED_SHORT_4_4_4_4:
	case GL_UNSIGNED_SHORT_4_4_4_4_REV:
	case GL_UNSIGNED_SHORT_5_5_5_1:
	case GL_UNSIGNED_SHORT_1_5_5_5_REV:
	case GL_UNSIGNED_INT_8_8_8_8:
	case GL_UNSIGNED_INT_8_8_8_8_REV:
	case GL_UNSIGNED_INT_10_10_10_2:
	case GL_UNSIGNED_INT_S8_S8_8_8_NV:
	case GL_UNSIGNED_INT_8_8_S8_S8_REV_NV:
		return components(format) == 4;
	default:
		return !packed(type) || packed_only(format) || format == GL_DEPTH_COMPONENT; /* the last: NV_read_depth */
	}
}

uint64_t vmgl_size_image(int64_t width, int64_t height, int64_t depth, uint32_t format, uint32_t type) {
	uint64_t row;
	if (width < 0 || height < 0 || depth < 0)
		return VMGL_IMAGE_UNKNOWN;
	if (type == GL_BITMAP) {
		if (format != GL_COLOR_INDEX && format != GL_STENCIL_INDEX)
			return VMGL_IMAGE_UNKNOWN;
		row = ((uint64_t)width + 7) / 8;
	} else {
		uint32_t pixel = vmgl_size_pixel(format, type);
		if (pixel == 0 || __builtin_mul_overflow((uint64_t)width, pixel, &row))
			return VMGL_IMAGE_UNKNOWN;
	}
	uint64_t image, total;
	if (width == 0 || height == 0 || depth == 0)
		return 0;
	if (__builtin_mul_overflow(row, (uint64_t)height, &image) || __builtin_mul_overflow(image, (uint64_t)depth, &total))
		return VMGL_IMAGE_UNKNOWN;
	return total <= VMGL_COMMAND_MAX ? total : VMGL_IMAGE_UNKNOWN;
}

uint32_t vmgl_size_type(uint32_t type) {
	switch (type) {
	case GL_2_BYTES:
		return 2;
	case GL_3_BYTES:
		return 3;
	case GL_4_BYTES:
	case GL_FIXED:
	case GL_INT_2_10_10_10_REV:
		return 4;
	case GL_DOUBLE:
	case GL_INT64_ARB:
	case GL_UNSIGNED_INT64_ARB:
		return 8;
	case GL_BITMAP:
		return 0;
	default:
		return vmgl_size_component(type);
	}
}
