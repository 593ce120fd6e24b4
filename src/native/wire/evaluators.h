/* Values per control point of an evaluator map (OpenGL 4.6 compatibility profile, table 21.1), for the
 * guest that packs the points and for the renderer that checks them. */
#ifndef VMGL_WIRE_EVALUATORS_H
#define VMGL_WIRE_EVALUATORS_H

#include <stdint.h>

/* 0 when `target` is no evaluator. */
static inline int vmgl_map_components(uint32_t target) {
	/* GL_MAP1_* and GL_MAP2_* name the same nine things, 0x20 apart. */
	static const int8_t components[9] = {4, 1, 3, 1, 2, 3, 4, 3, 4};
	if (target >= 0x0d90 && target <= 0x0d98)
		return components[target - 0x0d90];
	if (target >= 0x0db0 && target <= 0x0db8)
		return components[target - 0x0db0];
	if (target >= 0x8660 && target <= 0x867f) /* GL_MAP{1,2}_VERTEX_ATTRIB0..15_4_NV */
		return 4;
	return 0;
}

/* 1 or 2; only of a target with components. */
static inline int vmgl_map_dimensions(uint32_t target) {
	return (target >= 0x0db0 && target <= 0x0db8) || (target >= 0x8670 && target <= 0x867f) ? 2 : 1;
}

/* More than any driver's GL_MAX_EVAL_ORDER: above it the points are not looked at. */
#define VMGL_MAP_ORDER_MAX 64

/* The type of value that vmglGetMap returns. */
enum vmgl_map_kind { VMGL_MAP_FLOAT, VMGL_MAP_DOUBLE, VMGL_MAP_INT };

#endif
