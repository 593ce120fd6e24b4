/* Sizes of pixels and images, by which the guest sends and the renderer allows: OpenGL 4.6 compatibility tables 8.2 to
 * 8.8, and what extensions added. */
#include "wire/sizes.h"

#include "check.h"
#include "gen/gl.h"
#include "wire/command.h"

static void test_pixels(void) {
	CHECK_EQUAL(vmgl_size_pixel(GL_RGBA, GL_UNSIGNED_BYTE), 4);
	CHECK_EQUAL(vmgl_size_pixel(GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV), 4);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGB, GL_FLOAT), 12);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGB, GL_HALF_FLOAT), 6);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGB, GL_HALF_FLOAT_OES), 6);
	CHECK_EQUAL(vmgl_size_pixel(GL_RG_INTEGER, GL_SHORT), 4);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGB, GL_UNSIGNED_BYTE_3_3_2), 1);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGB, GL_UNSIGNED_SHORT_5_6_5), 2);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGB, GL_UNSIGNED_INT_10F_11F_11F_REV), 4);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGB, GL_UNSIGNED_INT_5_9_9_9_REV), 4);
	CHECK_EQUAL(vmgl_size_pixel(GL_DEPTH_STENCIL, GL_UNSIGNED_INT_24_8), 4);
	CHECK_EQUAL(vmgl_size_pixel(GL_DEPTH_STENCIL, GL_FLOAT_32_UNSIGNED_INT_24_8_REV), 8);
	CHECK_EQUAL(vmgl_size_pixel(GL_DEPTH_COMPONENT, GL_UNSIGNED_SHORT), 2);
	CHECK_EQUAL(vmgl_size_pixel(GL_STENCIL_INDEX, GL_UNSIGNED_BYTE), 1);
	CHECK_EQUAL(vmgl_size_pixel(GL_COLOR_INDEX, GL_UNSIGNED_INT), 4);
	CHECK_EQUAL(vmgl_size_pixel(GL_LUMINANCE_ALPHA, GL_UNSIGNED_BYTE), 2);
	CHECK_EQUAL(vmgl_size_pixel(GL_ABGR_EXT, GL_UNSIGNED_BYTE), 4);
	CHECK_EQUAL(vmgl_size_pixel(GL_422_EXT, GL_UNSIGNED_BYTE), 2);
	CHECK_EQUAL(vmgl_size_pixel(GL_YCBCR_MESA, GL_UNSIGNED_SHORT_8_8_MESA), 2);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGB_422_APPLE, GL_UNSIGNED_SHORT_8_8_REV_APPLE), 2);
	/* The format alone does not say how large a pixel is. */
	CHECK_EQUAL(vmgl_size_pixel(GL_DEPTH_STENCIL, GL_FLOAT), 0);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGBA, GL_BITMAP), 0);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGBA, GL_DOUBLE), 0);
	CHECK_EQUAL(vmgl_size_pixel(0x1234567, GL_UNSIGNED_BYTE), 0);
	CHECK_EQUAL(vmgl_size_pixel(0x1234567, GL_UNSIGNED_INT_8_8_8_8), 0);
	CHECK_EQUAL(vmgl_size_pixel(GL_RGBA, 0xffffffff), 0);
}

/* Packed types and formats that may come together, of all formats that have a size with the type. */
static void test_pairs(void) {
	CHECK(vmgl_size_agrees(GL_RGB, GL_UNSIGNED_BYTE_3_3_2) &&
		  vmgl_size_agrees(GL_RGB_INTEGER, GL_UNSIGNED_SHORT_5_6_5));
	CHECK(vmgl_size_agrees(GL_RGB, GL_UNSIGNED_INT_5_9_9_9_REV) && !vmgl_size_agrees(GL_RGBA, GL_UNSIGNED_SHORT_5_6_5));
	CHECK(!vmgl_size_agrees(GL_RED, GL_UNSIGNED_INT_10F_11F_11F_REV));
	CHECK(vmgl_size_agrees(GL_BGRA, GL_UNSIGNED_SHORT_1_5_5_5_REV) &&
		  vmgl_size_agrees(GL_ABGR_EXT, GL_UNSIGNED_INT_8_8_8_8));
	CHECK(vmgl_size_agrees(GL_RGB, GL_UNSIGNED_INT_2_10_10_10_REV) &&
		  vmgl_size_agrees(GL_RGBA, GL_UNSIGNED_INT_2_10_10_10_REV));
	CHECK(!vmgl_size_agrees(GL_BGR_INTEGER, GL_UNSIGNED_INT_10_10_10_2));
	CHECK(!vmgl_size_agrees(GL_DEPTH_STENCIL, GL_UNSIGNED_INT_8_8_8_8));
	CHECK(vmgl_size_agrees(GL_DEPTH_STENCIL, GL_UNSIGNED_INT_24_8) &&
		  vmgl_size_agrees(GL_YCBCR_MESA, GL_UNSIGNED_SHORT_8_8_MESA));
	CHECK(vmgl_size_agrees(GL_DEPTH_COMPONENT, GL_UNSIGNED_INT_24_8) &&
		  !vmgl_size_agrees(GL_RGBA, GL_UNSIGNED_INT_24_8));
	CHECK(!vmgl_size_agrees(GL_RGB, GL_UNSIGNED_SHORT_8_8_APPLE));
	CHECK(vmgl_size_agrees(GL_RGBA, GL_FLOAT) && vmgl_size_agrees(GL_COLOR_INDEX, GL_BITMAP));
}

static void test_images(void) {
	CHECK_EQUAL(vmgl_size_image(3, 5, 7, GL_RGB, GL_UNSIGNED_BYTE), 3 * 5 * 7 * 3);
	CHECK_EQUAL(vmgl_size_image(9, 2, 1, GL_COLOR_INDEX, GL_BITMAP), 4);
	CHECK_EQUAL(vmgl_size_image(8, 2, 1, GL_STENCIL_INDEX, GL_BITMAP), 2);
	CHECK(vmgl_size_image(8, 2, 1, GL_RGB, GL_BITMAP) == VMGL_IMAGE_UNKNOWN);
	CHECK_EQUAL(vmgl_size_image(0, 5, 7, GL_RGB, GL_UNSIGNED_BYTE), 0);
	CHECK(vmgl_size_image(0, 5, 7, GL_RGB, GL_BITMAP) == VMGL_IMAGE_UNKNOWN);
	CHECK(vmgl_size_image(-1, 5, 7, GL_RGB, GL_UNSIGNED_BYTE) == VMGL_IMAGE_UNKNOWN);
	CHECK(vmgl_size_image(0, -5, 7, GL_RGB, GL_UNSIGNED_BYTE) == VMGL_IMAGE_UNKNOWN);
	CHECK(vmgl_size_image(INT64_MAX, 1, 1, GL_RGBA, GL_FLOAT) == VMGL_IMAGE_UNKNOWN);
	CHECK(vmgl_size_image(INT32_MAX, INT32_MAX, INT32_MAX, GL_RGBA, GL_FLOAT) == VMGL_IMAGE_UNKNOWN);
	CHECK(vmgl_size_image(16384, 16384, 1, GL_RGBA, GL_FLOAT) == VMGL_IMAGE_UNKNOWN);
	CHECK_EQUAL(vmgl_size_image(16384, 16384, 1, GL_RGBA, GL_UNSIGNED_BYTE), VMGL_COMMAND_MAX);
}

static void test_types(void) {
	CHECK_EQUAL(vmgl_size_type(GL_FLOAT), 4);
	CHECK_EQUAL(vmgl_size_type(GL_DOUBLE), 8);
	CHECK_EQUAL(vmgl_size_type(GL_2_BYTES), 2);
	CHECK_EQUAL(vmgl_size_type(GL_3_BYTES), 3);
	CHECK_EQUAL(vmgl_size_type(GL_4_BYTES), 4);
	CHECK_EQUAL(vmgl_size_type(GL_FIXED), 4);
	CHECK_EQUAL(vmgl_size_type(GL_INT_2_10_10_10_REV), 4);
	CHECK_EQUAL(vmgl_size_type(GL_BITMAP), 0);
	CHECK_EQUAL(vmgl_size_type(1), 0);
	CHECK_EQUAL(vmgl_size_component(GL_FLOAT_32_UNSIGNED_INT_24_8_REV), 4);
	CHECK_EQUAL(vmgl_size_component(GL_UNSIGNED_SHORT_5_6_5), 2);
}

int main(void) {
	test_pixels();
	test_pairs();
	test_images();
	test_types();
	return 0;
}
