/* Debug messages on the wire: each is this header and its text without terminator, padded to 4. */
#ifndef VMGL_WIRE_DEBUG_H
#define VMGL_WIRE_DEBUG_H

#include <stdint.h>

struct vmgl_debug_message {
	uint32_t source, type, id, severity;
	uint32_t bytes; /* of the text */
};

/* Longer labels, markers and messages than any driver takes (GL_MAX_DEBUG_MESSAGE_LENGTH, GL_MAX_LABEL_LENGTH). */
#define VMGL_DEBUG_TEXT_MAX (1 << 20)

#endif
