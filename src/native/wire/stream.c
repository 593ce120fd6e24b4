#include "wire/stream.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "wire/readable.h"
#include "wire/socket.h"
#include "wire/transport.h"

/* How much is written before the renderer hears of it: less, and both sides fight for the cache line of
 * the position; more, and the renderer starts late. */
#define PUBLISH_BYTES (8u * 1024)

/* A large array goes through the ring in pieces of this size, so that both sides copy at the same time. */
#define PIECE_BYTES (64u * 1024)

/* Below this, copying is cheaper than a system call of its own. */
#define DIRECT_BYTES (8u * 1024)

/* Largest reply that a guest takes: an image of the largest command, and its header. */
#define REPLY_MAX (VMGL_COMMAND_MAX + 4096)

/* Where lost streams write. Threads without a context share one lost stream, and so this memory; `cur`
 * never passes `end`, because arrays are dropped (a lost stream is always in large mode) and every
 * writer checks the room of the position that it has read itself. */
static _Alignas(8) uint8_t scratch[VMGL_INLINE_MAX];

/* Of all streams of the process, closed ones too. */
static atomic_ullong total_round_trips;

uint64_t vmgl_stream_total_round_trips(void) {
	return atomic_load_explicit(&total_round_trips, memory_order_relaxed);
}

static void write_nowhere(struct vmgl_stream *stream) {
	stream->cur = scratch;
	stream->end = scratch + sizeof(scratch);
	stream->large = true;
	stream->lost = true;
}

void vmgl_stream_init_lost(struct vmgl_stream *stream) {
	*stream = (struct vmgl_stream){0};
	write_nowhere(stream);
}

void vmgl_stream_lose(struct vmgl_stream *stream, const char *reason) {
	if (stream->lost)
		return;
	write_nowhere(stream);
	struct vmgl_transport *transport = stream->transport;
	if (reason != NULL && transport != NULL && transport->lost != NULL)
		transport->lost(transport->lost_data, reason);
}

/* Hands over what was written, then opens a window of at least `least` bytes (a multiple of 8, unless in the
 * middle of a large array) and at most `most`, as far as there is room. */
static void open_window(struct vmgl_stream *stream, size_t least, size_t most) {
	struct vmgl_transport *transport = stream->transport;
	size_t written = (size_t)(stream->cur - transport->start);
	if (!transport->shared) {
		if (written != 0 && !vmgl_socket_write_bytes(transport->fd, transport->start, written)) {
			vmgl_stream_lose(stream, "the connection is closed");
			return;
		}
		/* Commands start at multiples of 8 in memory: what is left of a large one keeps its phase. */
		transport->start = transport->batch + (-transport->large_left & 7);
		stream->cur = transport->start;
		stream->end = transport->batch + VMGL_BATCH_BYTES;
		return;
	}
	struct vmgl_ring *ring = &transport->memory.command;
	if (written != 0)
		vmgl_ring_publish(ring, written);
	uint64_t space = ring->size - (ring->mine - ring->theirs);
	if (space < most)
		space = vmgl_ring_space(ring);
	while (space < least) {
		space = vmgl_ring_wait_space(ring, least);
		if (space < least) {
			bool gone = vmgl_socket_gone(transport->fd);
			if (ring->broken || gone) {
				vmgl_stream_lose(stream, gone ? "the connection is closed" : "it broke the protocol");
				return;
			}
		}
	}
	transport->start = vmgl_ring_at(ring, ring->mine);
	stream->cur = transport->start;
	stream->end = transport->start + (space < most ? space : most);
}

void vmgl_stream_attach(struct vmgl_stream *stream, struct vmgl_transport *transport) {
	*stream = (struct vmgl_stream){.transport = transport};
	transport->start = transport->shared ? transport->memory.command.base : transport->batch;
	stream->cur = transport->start;
	open_window(stream, 0, PUBLISH_BYTES);
}

uint8_t *vmgl_stream_room(struct vmgl_stream *stream, size_t bytes) {
	if (!stream->lost)
		open_window(stream, bytes, bytes > PUBLISH_BYTES ? bytes : PUBLISH_BYTES);
	return stream->lost ? scratch : stream->cur;
}

void *vmgl_stream_begin_large(struct vmgl_stream *stream, uint32_t opcode, size_t fixed, uint64_t total) {
	if (stream->lost)
		return scratch;
	struct vmgl_cmd_large *prefix = vmgl_stream_command(stream, VMGL_OP_large, sizeof(*prefix));
	prefix->reserved = 0;
	prefix->bytes = total;
	void *command = vmgl_stream_command(stream, opcode, fixed);
	*(uint32_t *)command = VMGL_COMMAND_HEADER(opcode, 0);
	if (stream->lost)
		return scratch;
	stream->transport->large_left = total - fixed;
	stream->large = total != fixed;
	return command;
}

/* Memory that is not there in part, as wire/readable.h says. */
static void piece_with_gaps(struct vmgl_stream *stream, const uint8_t *from, size_t bytes) {
	static const uint8_t zeros[VMGL_READABLE_STEP];
	while (bytes > 0) {
		size_t part = vmgl_readable_step(from, bytes);
		vmgl_stream_piece_large(stream, vmgl_readable_pages(from, part) ? from : zeros, part);
		from += part;
		bytes -= part;
	}
}

void vmgl_stream_piece_large(struct vmgl_stream *stream, const void *data, size_t bytes) {
	if (stream->lost)
		return;
	struct vmgl_transport *transport = stream->transport;
	if (bytes > transport->large_left) {
		vmgl_stream_lose(stream, "a command was longer than announced");
		return;
	}
	const uint8_t *from = data;
	/* A socket finds out by itself. */
	if (transport->shared && bytes >= DIRECT_BYTES && !vmgl_readable(data, bytes)) {
		piece_with_gaps(stream, from, bytes);
		return;
	}
	if (!transport->shared && bytes >= DIRECT_BYTES) {
		struct iovec parts[2] = {
			{.iov_base = transport->start, .iov_len = (size_t)(stream->cur - transport->start)},
			{.iov_base = (void *)(uintptr_t)from, .iov_len = bytes},
		};
		transport->large_left -= bytes;
		if (!vmgl_socket_write(transport->fd, parts, 2)) {
			vmgl_stream_lose(stream, "the connection is closed");
			return;
		}
		stream->cur = transport->start;
		open_window(stream, 0, 0);
	} else {
		while (bytes > 0) {
			size_t room = (size_t)(stream->end - stream->cur);
			if (room == 0) {
				size_t most = bytes < PIECE_BYTES ? bytes : PIECE_BYTES;
				open_window(stream, most, most);
				if (stream->lost)
					return;
				continue;
			}
			size_t part = bytes < room ? bytes : room;
			memcpy(stream->cur, from, part);
			stream->cur += part;
			transport->large_left -= part;
			from += part;
			bytes -= part;
		}
	}
	stream->large = transport->large_left != 0;
}

void vmgl_stream_append_large(struct vmgl_stream *stream, const void *data, size_t bytes) {
	static const uint8_t zeros[8];
	vmgl_stream_piece_large(stream, data, bytes);
	size_t padding = (size_t)(VMGL_PAD8(bytes) - bytes);
	if (padding != 0)
		vmgl_stream_piece_large(stream, zeros, padding);
}

void vmgl_stream_flush(struct vmgl_stream *stream) {
	if (stream->lost)
		return;
	struct vmgl_transport *transport = stream->transport;
	size_t written = (size_t)(stream->cur - transport->start);
	if (written == 0)
		return;
	if (transport->shared) {
		vmgl_ring_publish(&transport->memory.command, written);
		transport->start = stream->cur;
	} else {
		open_window(stream, 0, 0);
	}
}

/* The private memory for a reply of `bytes`; NULL (and lost) when there is none. */
static uint8_t *reply_memory(struct vmgl_stream *stream, uint64_t bytes) {
	struct vmgl_transport *transport = stream->transport;
	if (bytes > transport->reply_capacity) {
		free(transport->reply);
		size_t capacity = bytes < 64 * 1024 ? 64 * 1024 : (size_t)bytes;
		transport->reply = malloc(capacity);
		transport->reply_capacity = transport->reply == NULL ? 0 : capacity;
	}
	if (transport->reply == NULL)
		vmgl_stream_lose(stream, "its answer does not fit into memory");
	return transport->reply;
}

static bool check_header(struct vmgl_stream *stream, const struct vmgl_reply_header *header) {
	if (header->bytes >= sizeof(*header) && header->bytes <= REPLY_MAX && header->bytes % 8 == 0)
		return true;
	vmgl_stream_lose(stream, "it broke the protocol");
	return false;
}

/* Waits until the reply ring holds `least` bytes; 0 when the stream is lost. */
static uint64_t wait_reply(struct vmgl_stream *stream, uint64_t least) {
	struct vmgl_transport *transport = stream->transport;
	struct vmgl_ring *ring = &transport->memory.reply;
	for (;;) {
		uint64_t filled = vmgl_ring_wait_filled(ring, least);
		if (filled >= least)
			return filled;
		/* What it wrote before it went away still counts. */
		bool gone = vmgl_socket_gone(transport->fd);
		if (gone && !ring->broken && vmgl_ring_filled(ring) >= least)
			return vmgl_ring_filled(ring);
		if (ring->broken || gone) {
			vmgl_stream_lose(stream, gone ? "the connection is closed" : "it broke the protocol");
			return 0;
		}
	}
}

static const struct vmgl_reply_header *next_from_ring(struct vmgl_stream *stream) {
	struct vmgl_ring *ring = &stream->transport->memory.reply;
	struct vmgl_reply_header header;
	if (wait_reply(stream, sizeof(header)) == 0)
		return NULL;
	memcpy(&header, vmgl_ring_at(ring, ring->mine), sizeof(header));
	if (!check_header(stream, &header))
		return NULL;
	uint8_t *memory = reply_memory(stream, header.bytes);
	if (memory == NULL)
		return NULL;
	for (uint64_t done = 0; done < header.bytes;) {
		uint64_t part = wait_reply(stream, 1); /* arrays are published apart from their padding */
		if (part == 0)
			return NULL;
		if (part > header.bytes - done)
			part = header.bytes - done;
		if (part > PIECE_BYTES)
			part = PIECE_BYTES;
		memcpy(memory + done, vmgl_ring_at(ring, ring->mine), part);
		vmgl_ring_consume(ring, part);
		done += part;
	}
	memcpy(memory, &header, sizeof(header)); /* the one that was checked */
	return (const void *)memory;
}

/* Has `least` bytes of the socket in transport->input, contiguous. */
static bool fill_input(struct vmgl_stream *stream, size_t least) {
	struct vmgl_transport *transport = stream->transport;
	if (transport->input_end - transport->input_at >= least)
		return true;
	memmove(transport->input, transport->input + transport->input_at, transport->input_end - transport->input_at);
	transport->input_end -= transport->input_at;
	transport->input_at = 0;
	while (transport->input_end < least) {
		size_t got = vmgl_socket_read(transport->fd, transport->input + transport->input_end,
									  VMGL_BATCH_BYTES - transport->input_end);
		if (got == 0) {
			vmgl_stream_lose(stream, "the connection is closed");
			return false;
		}
		transport->input_end += got;
	}
	return true;
}

static const struct vmgl_reply_header *next_from_socket(struct vmgl_stream *stream) {
	struct vmgl_transport *transport = stream->transport;
	struct vmgl_reply_header header;
	if (!fill_input(stream, sizeof(header)))
		return NULL;
	memcpy(&header, transport->input + transport->input_at, sizeof(header));
	if (!check_header(stream, &header))
		return NULL;
	if (header.bytes <= VMGL_BATCH_BYTES) {
		if (!fill_input(stream, (size_t)header.bytes))
			return NULL;
		const void *reply = transport->input + transport->input_at;
		transport->input_at += (size_t)header.bytes;
		return reply;
	}
	uint8_t *memory = reply_memory(stream, header.bytes);
	if (memory == NULL)
		return NULL;
	size_t have = transport->input_end - transport->input_at; /* less than the reply, which is larger than `input` */
	memcpy(memory, transport->input + transport->input_at, have);
	transport->input_at = transport->input_end = 0;
	if (!vmgl_socket_read_exactly(transport->fd, memory + have, (size_t)header.bytes - have)) {
		vmgl_stream_lose(stream, "the connection is closed");
		return NULL;
	}
	return (const void *)memory;
}

static const struct vmgl_reply_header *next_reply(struct vmgl_stream *stream) {
	return stream->transport->shared ? next_from_ring(stream) : next_from_socket(stream);
}

const struct vmgl_reply_header *vmgl_stream_reply(struct vmgl_stream *stream, uint32_t opcode) {
	vmgl_stream_flush(stream);
	if (stream->lost)
		return NULL;
	stream->transport->round_trips++;
	atomic_fetch_add_explicit(&total_round_trips, 1, memory_order_relaxed);
	for (;;) {
		const struct vmgl_reply_header *reply = next_reply(stream);
		if (reply == NULL)
			return NULL;
		if ((reply->flags & VMGL_REPLY_ACK) != 0) {
			stream->acks++;
			continue;
		}
		if (reply->opcode == opcode)
			return reply;
		vmgl_stream_lose(stream, "it broke the protocol");
		return NULL;
	}
}

bool vmgl_stream_acks(struct vmgl_stream *stream, uint32_t count) {
	if (!stream->lost && (int32_t)(stream->acks - count) < 0)
		vmgl_stream_flush(stream);
	while (!stream->lost && (int32_t)(stream->acks - count) < 0) {
		const struct vmgl_reply_header *reply = next_reply(stream);
		if (reply == NULL)
			return false;
		if ((reply->flags & VMGL_REPLY_ACK) == 0) {
			vmgl_stream_lose(stream, "it broke the protocol");
			return false;
		}
		stream->acks++;
	}
	return !stream->lost;
}
