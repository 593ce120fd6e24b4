/* Bounded reading of one command. Every access is checked; the first one that fails makes the
 * reader, and with it the session, fail for good. The command bytes are the renderer's own copy, so
 * nothing changes under the decoder's feet: but for the last array of the commands that vmgl_decode_in_place() names,
 * which may lie in memory that the guest can still write to. */
#ifndef VMGL_HOST_READER_H
#define VMGL_HOST_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/command.h"

struct vmgl_reader {
	const uint8_t *at;
	const uint8_t *end;
	const uint8_t *shared; /* behind `end`: the last array, in shared memory; NULL once it was read */
	uint64_t shared_bytes; /* a multiple of 8 */
};

/* The command's struct (its header word included), or NULL when the command is shorter. */
static inline const void *vmgl_read_struct(struct vmgl_reader *reader, size_t bytes) {
	if ((size_t)(reader->end - reader->at) < bytes)
		return NULL;
	const void *result = reader->at;
	reader->at += bytes;
	return result;
}

/* The next array of `bytes` bytes (as the command's own field says; not VMGL_NULL_ARRAY), or NULL
 * when the command does not hold that many. */
static inline const void *vmgl_read_array(struct vmgl_reader *reader, uint32_t bytes) {
	uint64_t padded = VMGL_PAD8((uint64_t)bytes);
	if (reader->shared && reader->at == reader->end && padded == reader->shared_bytes) {
		const void *result = reader->shared;
		reader->shared = NULL;
		return result;
	}
	if ((uint64_t)(reader->end - reader->at) < padded)
		return NULL;
	const void *result = reader->at;
	reader->at += padded;
	return result;
}

/* True when the command was read to its last byte; anything left over is a desynchronised peer. */
static inline bool vmgl_read_complete(const struct vmgl_reader *reader) {
	return reader->at == reader->end && !reader->shared;
}

#endif
