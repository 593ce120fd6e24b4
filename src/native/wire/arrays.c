#include "wire/arrays.h"

/* The scans below are loops that the compiler turns into vector code; at -O2 gcc 12 would not. */
#pragma GCC optimize("O3")

/* Values of the enums used here, so that this file needs no GL header. */
enum {
	BYTE = 0x1400,
	UNSIGNED_BYTE = 0x1401,
	SHORT = 0x1402,
	UNSIGNED_SHORT = 0x1403,
	INT = 0x1404,
	UNSIGNED_INT = 0x1405,
	FLOAT = 0x1406,
	DOUBLE = 0x140A,
	HALF_FLOAT = 0x140B,
	FIXED = 0x140C,
	HALF_FLOAT_OES = 0x8D61,
	INT_2_10_10_10_REV = 0x8D9F,
	UNSIGNED_INT_2_10_10_10_REV = 0x8368,
	UNSIGNED_INT_10F_11F_11F_REV = 0x8C3B,
	BGRA = 0x80E1,
};

uint32_t vmgl_array_element_bytes(uint32_t size, uint32_t type) {
	uint32_t components = size == BGRA ? 4 : size;
	if (components < 1 || components > 4)
		return 0;
	switch (type) {
	case BYTE:
	case UNSIGNED_BYTE:
		return components;
	case SHORT:
	case UNSIGNED_SHORT:
	case HALF_FLOAT:
	case HALF_FLOAT_OES:
		return components * 2;
	case INT:
	case UNSIGNED_INT:
	case FLOAT:
	case FIXED:
		return components * 4;
	case DOUBLE:
		return components * 8;
	case INT_2_10_10_10_REV:
	case UNSIGNED_INT_2_10_10_10_REV:
	case UNSIGNED_INT_10F_11F_11F_REV:
		return 4;
	default:
		return 0;
	}
}

void vmgl_instance_range(const uint32_t *instances, size_t draws, uint32_t divisor, uint64_t *first, uint64_t *count) {
	uint64_t lowest = UINT64_MAX, end = 0;
	for (size_t i = 0; i < draws; i++) {
		const uint64_t base = instances[2 * i + 1];
		const uint64_t elements = ((uint64_t)instances[2 * i] + divisor - 1) / divisor;
		if (!elements)
			continue;
		lowest = base < lowest ? base : lowest;
		end = base + elements > end ? base + elements : end;
	}
	*first = end ? lowest : 0;
	*count = end ? end - lowest : 0;
}

typedef uint16_t unaligned16 __attribute__((aligned(1)));
typedef uint32_t unaligned32 __attribute__((aligned(1)));

#define SCAN(name, element)                                                                                            \
	static inline __attribute__((always_inline)) void name(const element *indices, size_t count, element *lowest,      \
														   element *highest) {                                         \
		element low = (element)-1, high = 0;                                                                           \
		for (size_t i = 0; i < count; i++) {                                                                           \
			element value = indices[i];                                                                                \
			low = value < low ? value : low;                                                                           \
			high = value > high ? value : high;                                                                        \
		}                                                                                                              \
		*lowest = low;                                                                                                 \
		*highest = high;                                                                                               \
	}                                                                                                                  \
	static inline __attribute__((always_inline)) void name##_restart(                                                  \
		const element *indices, size_t count, element restart, element *lowest, element *highest) {                    \
		element low = (element)-1, high = 0;                                                                           \
		for (size_t i = 0; i < count; i++) {                                                                           \
			element value = indices[i];                                                                                \
			element for_low = value == restart ? (element)-1 : value;                                                  \
			element for_high = value == restart ? 0 : value;                                                           \
			low = for_low < low ? for_low : low;                                                                       \
			high = for_high > high ? for_high : high;                                                                  \
		}                                                                                                              \
		*lowest = low;                                                                                                 \
		*highest = high;                                                                                               \
	}
SCAN(scan8, uint8_t)
SCAN(scan16, unaligned16)
SCAN(scan32, unaligned32)
#undef SCAN

static inline __attribute__((always_inline)) void scan(const void *indices, size_t count, uint32_t type,
													   bool has_restart, uint32_t restart, uint32_t *lowest,
													   uint32_t *highest) {
	if (type == UNSIGNED_SHORT) {
		unaligned16 low, high;
		if (has_restart && restart <= UINT16_MAX)
			scan16_restart(indices, count, (uint16_t)restart, &low, &high);
		else
			scan16(indices, count, &low, &high);
		*lowest = low;
		*highest = high;
	} else if (type == UNSIGNED_INT) {
		unaligned32 low, high;
		if (has_restart)
			scan32_restart(indices, count, restart, &low, &high);
		else
			scan32(indices, count, &low, &high);
		*lowest = low;
		*highest = high;
	} else {
		uint8_t low, high;
		if (has_restart && restart <= UINT8_MAX)
			scan8_restart(indices, count, (uint8_t)restart, &low, &high);
		else
			scan8(indices, count, &low, &high);
		*lowest = low;
		*highest = high;
	}
}

#if defined(__x86_64__) || defined(__i386__)
/* Unsigned minimum and maximum of 16 and 32 bits came with SSE4.1; the baseline has neither. */
__attribute__((target("avx2"))) static void scan_avx2(const void *indices, size_t count, uint32_t type,
													  bool has_restart, uint32_t restart, uint32_t *lowest,
													  uint32_t *highest) {
	scan(indices, count, type, has_restart, restart, lowest, highest);
}
#endif

bool vmgl_index_range(const void *indices, size_t count, uint32_t type, bool has_restart, uint32_t restart,
					  uint32_t *lowest, uint32_t *highest) {
	*lowest = 1;
	*highest = 0;
	if (count == 0 || vmgl_index_bytes(type) == 0)
		return false;
#if defined(__x86_64__) || defined(__i386__)
	if (__builtin_cpu_supports("avx2"))
		scan_avx2(indices, count, type, has_restart, restart, lowest, highest);
	else
#endif
		scan(indices, count, type, has_restart, restart, lowest, highest);
	return *lowest <= *highest;
}
