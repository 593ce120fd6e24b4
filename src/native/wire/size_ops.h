/* Arithmetic of generated size expressions (src/gl/model/size.ts). int64_t in, int64_t out; a result
 * that does not fit is VMGL_SIZE_ABSURD, and stays so through every further operation. */
#ifndef VMGL_WIRE_SIZE_OPS_H
#define VMGL_WIRE_SIZE_OPS_H

#include <stdbool.h>
#include <stdint.h>

#include "wire/command.h"
#include "wire/sizes.h"

#define VMGL_SIZE_ABSURD INT64_MAX

static inline int64_t vmgl_size_add(int64_t a, int64_t b) {
	int64_t sum;
	if (a == VMGL_SIZE_ABSURD || b == VMGL_SIZE_ABSURD || __builtin_add_overflow(a, b, &sum))
		return VMGL_SIZE_ABSURD;
	return sum;
}

static inline int64_t vmgl_size_sub(int64_t a, int64_t b) {
	int64_t difference;
	if (a == VMGL_SIZE_ABSURD || b == VMGL_SIZE_ABSURD || __builtin_sub_overflow(a, b, &difference))
		return VMGL_SIZE_ABSURD;
	return difference;
}

/* Negative factors are counts that GL will refuse: they make the product 0, also when both are negative. */
static inline int64_t vmgl_size_mul(int64_t a, int64_t b) {
	int64_t product;
	if (a <= 0 || b <= 0)
		return 0;
	if (a == VMGL_SIZE_ABSURD || b == VMGL_SIZE_ABSURD || __builtin_mul_overflow(a, b, &product))
		return VMGL_SIZE_ABSURD;
	return product;
}

static inline int64_t vmgl_size_div(int64_t a, int64_t b) {
	if (a == VMGL_SIZE_ABSURD || b == VMGL_SIZE_ABSURD)
		return VMGL_SIZE_ABSURD;
	return a <= 0 || b <= 0 ? 0 : a / b;
}

static inline int64_t vmgl_size_max(int64_t a, int64_t b) {
	return a > b ? a : b;
}

static inline int64_t vmgl_size_min(int64_t a, int64_t b) {
	return a < b ? a : b;
}

static inline int64_t vmgl_size_of_image(int64_t width, int64_t height, int64_t depth, int64_t format, int64_t type) {
	uint64_t bytes = vmgl_size_image(width, height, depth, (uint32_t)format, (uint32_t)type);
	return bytes > INT64_MAX ? VMGL_SIZE_ABSURD : (int64_t)bytes;
}

/* Bytes of `elements` elements of `unit` bytes: 0 when negative, UINT64_MAX when no command can hold them. */
static inline uint64_t vmgl_size_bytes(int64_t elements, uint32_t unit) {
	if (elements <= 0)
		return 0;
	return (uint64_t)elements > VMGL_COMMAND_MAX / unit ? UINT64_MAX : (uint64_t)elements * unit;
}

#endif
