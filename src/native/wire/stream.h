/* The writing end of one command stream, as the guest's encoders see it.
 *
 * A stream carries the commands of one GL context (or the session's control commands) in program
 * order, and the replies to the synchronous ones. Commands are written in place: into the shared
 * ring when both sides are one machine, into a private batch that a socket takes otherwise. The
 * fast path is one comparison and one pointer bump; everything else is in stream.c.
 *
 * Threads: a stream belongs to the thread that has its context current; nothing here locks.
 * Errors: a stream whose peer is gone is `lost` for good. Writing to it stays legal (the bytes go
 * to a scratch area), and vmgl_stream_reply() returns NULL at once. See docs/wire-format.md. */
#ifndef VMGL_WIRE_STREAM_H
#define VMGL_WIRE_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "wire/command.h"

struct vmgl_transport;

struct vmgl_stream {
	uint8_t *cur;  /* where the next command goes; always 8-byte aligned */
	uint8_t *end;  /* first byte that the fast path may not touch */
	bool large;    /* the command being written is larger than VMGL_INLINE_MAX: its arrays are streamed */
	bool lost;     /* the peer is gone or broke the protocol; never becomes false again */
	bool failed;   /* the last synchronous command of the program raised an error (guest/encode_support.h) */
	uint32_t acks; /* acknowledgements received, see vmgl_stream_acks() */
	struct vmgl_transport *transport;
};

/* Makes room for `bytes` (a multiple of 8, at most VMGL_INLINE_MAX) and returns where they go.
 * Publishes what was written so far, and waits for the peer when the ring is full. Never NULL. */
uint8_t *vmgl_stream_room(struct vmgl_stream *stream, size_t bytes);

/* Starts a command with trailing arrays: `fixed` bytes of struct, `total` bytes with its arrays,
 * both multiples of 8. Above VMGL_INLINE_MAX it writes the VMGL_OP_large prefix first and switches
 * the stream to large mode until the last array is written. Returns the struct to fill in. */
void *vmgl_stream_begin_large(struct vmgl_stream *stream, uint32_t opcode, size_t fixed, uint64_t total);

/* Appends one array in large mode, padded, straight from `data` where the transport can. */
void vmgl_stream_append_large(struct vmgl_stream *stream, const void *data, size_t bytes);

/* Appends a piece of an array whose bytes come in several pieces (the rows of an image); not padded. When
 * all `total` bytes of the array were appended, vmgl_stream_pieces_end() pads it. Both work in either mode. */
static inline void vmgl_stream_piece(struct vmgl_stream *stream, const void *data, size_t bytes);
static inline void vmgl_stream_pieces_end(struct vmgl_stream *stream, size_t total);
void vmgl_stream_piece_large(struct vmgl_stream *stream, const void *data, size_t bytes);

/* Hands everything written so far to the peer and wakes it if it sleeps. Does not wait. */
void vmgl_stream_flush(struct vmgl_stream *stream);

/* Flushes, waits for the next reply and returns it: a header and its payload, valid until the next
 * call on this stream. NULL when the stream is, or becomes, lost (a reply that answers another
 * opcode than `opcode` loses the stream as well). */
const struct vmgl_reply_header *vmgl_stream_reply(struct vmgl_stream *stream, uint32_t opcode);

/* Acknowledgements: some asynchronous commands (swaps) are acknowledged when they were executed, by a reply with
 * VMGL_REPLY_ACK and no payload. vmgl_stream_reply() counts those that it meets in `acks` and goes on to the reply
 * that was asked for. This waits until `acks` has reached `count` (modulo 2^32); false when the stream is lost. */
bool vmgl_stream_acks(struct vmgl_stream *stream, uint32_t count);

/* Synchronous commands that all streams of this process have waited for. */
uint64_t vmgl_stream_total_round_trips(void);

/* Starts a fixed-size command. `bytes` is sizeof its struct, a multiple of 8. */
static inline void *vmgl_stream_command(struct vmgl_stream *stream, uint32_t opcode, size_t bytes) {
	uint8_t *at = stream->cur;
	if (__builtin_expect((size_t)(stream->end - at) < bytes, 0))
		at = vmgl_stream_room(stream, bytes);
	stream->cur = at + bytes;
	*(uint32_t *)(void *)at = VMGL_COMMAND_HEADER(opcode, bytes);
	return at;
}

/* Starts a command whose arrays follow; each is then given to vmgl_stream_array() in order. */
static inline void *vmgl_stream_begin(struct vmgl_stream *stream, uint32_t opcode, size_t fixed, uint64_t total) {
	if (__builtin_expect(total > VMGL_INLINE_MAX, 0))
		return vmgl_stream_begin_large(stream, opcode, fixed, total);
	uint8_t *at = stream->cur;
	if (__builtin_expect((size_t)(stream->end - at) < total, 0))
		at = vmgl_stream_room(stream, total);
	stream->cur = at + fixed;
	*(uint32_t *)(void *)at = VMGL_COMMAND_HEADER(opcode, total);
	return at;
}

/* Appends one array of the command that vmgl_stream_begin() started; pads it to 8 bytes. */
static inline void vmgl_stream_array(struct vmgl_stream *stream, const void *data, size_t bytes) {
	if (__builtin_expect(stream->large, 0)) {
		vmgl_stream_append_large(stream, data, bytes);
		return;
	}
	if (bytes == 0)
		return;
	memcpy(stream->cur, data, bytes);
	stream->cur += VMGL_PAD8(bytes);
}

static inline void vmgl_stream_piece(struct vmgl_stream *stream, const void *data, size_t bytes) {
	if (__builtin_expect(stream->large, 0)) {
		vmgl_stream_piece_large(stream, data, bytes);
		return;
	}
	memcpy(stream->cur, data, bytes);
	stream->cur += bytes;
}

static inline void vmgl_stream_pieces_end(struct vmgl_stream *stream, size_t total) {
	static const uint8_t zeros[8];
	vmgl_stream_piece(stream, zeros, VMGL_PAD8(total) - total);
}

#endif
