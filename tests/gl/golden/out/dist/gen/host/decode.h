/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_HOST_DECODE_H
#define VMGL_GEN_HOST_DECODE_H

#include "gen/opcodes.h"
#include "host/context.h"

/* Decodes and executes the command that the reader is at; its header is part of its struct. False when the session
 * ends. A reply with blobs holds these first, then the other outputs, then the return value. */
typedef bool (*vmgl_decode_fn)(struct vmgl_host_context *ctx, struct vmgl_reader *reader);

/* NULL for opcodes without a command. */
extern const vmgl_decode_fn vmgl_decode_table[VMGL_OP_COUNT];

/* How much of the command comes before an array that the guest may change while it is decoded; 0 where none may be. */
unsigned vmgl_decode_in_place(unsigned opcode);

/* Where a command may come from; decoders check it themselves as well. */
enum vmgl_decode_scope {
	VMGL_SCOPE_NONE,
	VMGL_SCOPE_SESSION,
	VMGL_SCOPE_CONTEXT,
	VMGL_SCOPE_ANY
};
extern const uint8_t vmgl_decode_scopes[VMGL_OP_COUNT];

#endif
