/* What a command and a reply look like on the wire. The whole format: docs/wire-format.md.
 *
 * A command is a header word, the struct that `npm run generate` writes for it (natural alignment,
 * explicit padding, fixed-width little-endian fields), then its arrays in parameter order, each
 * padded to 8 bytes. A reply is a vmgl_reply_header, the return value (8 bytes, when there is
 * one), then each output array as a vmgl_reply_array and its bytes, padded to 8. */
#ifndef VMGL_WIRE_COMMAND_H
#define VMGL_WIRE_COMMAND_H

#include <stdint.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "vmgl's wire format is little-endian, and so must the machine be"
#endif

#define VMGL_PAD8(bytes) (((bytes) + 7u) & ~(uint64_t)7)

/* Opcode in the low half, size in units of 8 bytes (header included) in the high half. */
#define VMGL_COMMAND_HEADER(opcode, bytes) ((uint32_t)(opcode) | (uint32_t)((bytes) >> 3) << 16)
#define VMGL_HEADER_OPCODE(header) ((header)&0xffffu)
#define VMGL_HEADER_BYTES(header) ((size_t)((header) >> 16) << 3)

/* Largest command written in one piece. Larger ones are announced by VMGL_OP_large and streamed, so
 * that neither side needs a ring or a batch as large as the largest texture. */
#define VMGL_INLINE_MAX (32u * 1024)

/* Largest command that a renderer accepts at all (it must be held in one piece to be decoded). */
#define VMGL_COMMAND_MAX (1024ull * 1024 * 1024)

/* The byte count of an array argument that is a NULL pointer. */
#define VMGL_NULL_ARRAY 0xffffffffu

/* 64-bit wire fields, aligned to 8 on every ABI (i386 would align them to 4). */
typedef uint64_t vmgl_u64 __attribute__((aligned(8)));
typedef int64_t vmgl_i64 __attribute__((aligned(8)));
typedef double vmgl_f64 __attribute__((aligned(8)));

/* Opcodes of the wire itself; those of GL commands come from the generator and start at 16. */
enum {
	VMGL_OP_invalid = 0,
	VMGL_OP_large = 1, /* struct vmgl_cmd_large: the next command is `bytes` long, whatever its header says */
};

struct vmgl_cmd_large {
	uint32_t header;
	uint32_t reserved;
	vmgl_u64 bytes;
};

enum vmgl_reply_flags {
	VMGL_REPLY_FAILED = 1 << 0, /* GL raised an error: outputs are absent (the return value is not), the caller's memory
								   stays as it was */
	VMGL_REPLY_DEBUG_MESSAGES = 1 << 1, /* debug messages wait to be fetched */
	VMGL_REPLY_ACK = 1 << 2,            /* answers no question: an asynchronous command was executed (a swap) */
};

struct vmgl_reply_header {
	vmgl_u64 bytes;  /* of the whole reply, this header included; a multiple of 8 */
	uint32_t opcode; /* of the command that it answers */
	uint32_t flags;  /* enum vmgl_reply_flags */
};

struct vmgl_reply_array {
	vmgl_u64 bytes; /* of the array that follows, before padding */
};

#endif
