/* What glRenderMode brings back: this, then `words` 32-bit words of feedback values or hit records. */
#ifndef VMGL_WIRE_FEEDBACK_H
#define VMGL_WIRE_FEEDBACK_H

#include <stdint.h>

struct vmgl_render_mode_reply {
	int32_t result;    /* what glRenderMode returns */
	uint32_t changed;  /* the mode is now the one asked for */
	uint32_t previous; /* the render mode until now, whose data follows */
	uint32_t words;
};

#endif
