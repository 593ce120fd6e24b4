/* What a guest's stream writes to: the shared rings, or a batch that a socket takes. Internal to wire/;
 * guest/link/connection.c makes them after the greeting, tests make them over socket pairs. */
#ifndef VMGL_WIRE_TRANSPORT_H
#define VMGL_WIRE_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/ring.h"
#include "wire/stream.h"

/* Private batch of a socket stream: large enough that system calls do not count, small enough that the
 * renderer has something to do while the next one fills. */
#define VMGL_BATCH_BYTES (64u * 1024)

struct vmgl_transport {
	int fd;
	bool shared;
	struct vmgl_shared memory;
	uint8_t *start;      /* first byte of the stream that was not handed over yet */
	uint8_t *batch;      /* sockets: VMGL_BATCH_BYTES of private memory */
	uint64_t large_left; /* bytes still to come of the large command being written */
	uint8_t *reply;      /* the reply last given out, when it is not in `input`; grows */
	size_t reply_capacity;
	uint8_t *input; /* sockets: VMGL_BATCH_BYTES of private memory, read ahead */
	size_t input_at, input_end;
	uint64_t round_trips;
	/* Called once when the peer is found gone, by the thread that uses the stream. */
	void (*lost)(void *data, const char *reason);
	void *lost_data;
};

/* Takes over `fd`, and `*memory` unless NULL. NULL when out of memory. */
struct vmgl_transport *vmgl_transport_create(int fd, const struct vmgl_shared *memory);
void vmgl_transport_destroy(struct vmgl_transport *transport);

/* Starts writing to the transport. */
void vmgl_stream_attach(struct vmgl_stream *stream, struct vmgl_transport *transport);

/* The stream writes nowhere from here on. Tells transport->lost unless `reason` is NULL. */
void vmgl_stream_lose(struct vmgl_stream *stream, const char *reason);

#endif
