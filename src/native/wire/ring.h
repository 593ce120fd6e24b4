/* Shared memory between one guest and one renderer: two rings (commands, replies) in a memfd. The layout and the
 * protocol are in docs/wire-format.md, "Shared memory". */
#ifndef VMGL_WIRE_RING_H
#define VMGL_WIRE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Positions and sleep words on cache lines of their own: a store of one side must not invalidate what the
 * other side polls. */
struct vmgl_ring_control {
	_Alignas(64) _Atomic uint64_t tail;
	_Alignas(64) _Atomic uint64_t head;
	_Alignas(64) _Atomic uint32_t reader_sleeps;
	_Alignas(64) _Atomic uint32_t writer_sleeps;
};

#define VMGL_SHARED_REPLY_CONTROL 256
#define VMGL_SHARED_CONTROL_BYTES 8192

/* Ring sizes that a renderer offers. Commands: deep enough to let a guest run a frame ahead, small enough to
 * stay in the caches while it circulates. Replies: read at once by a guest that waits for them. */
#define VMGL_COMMAND_RING_BYTES (2u * 1024 * 1024)
#define VMGL_REPLY_RING_BYTES (1024u * 1024)

#define VMGL_RING_MIN (64u * 1024)
#define VMGL_RING_MAX (64u * 1024 * 1024)

/* One side's view of one ring. */
struct vmgl_ring {
	struct vmgl_ring_control *control;
	uint8_t *base; /* mapped twice, back to back */
	uint64_t size;
	uint64_t mine;    /* own position: tail of the writer, head of the reader */
	uint64_t theirs;  /* the peer's position when last looked at */
	bool broken;      /* the peer's position was impossible */
	uint32_t spin_ns; /* how long the next wait spins; ring.c adapts it */
	uint32_t waits;
	int socket; /* its hang-up ends every wait; set by the owner of the ring */
};

struct vmgl_shared {
	int fd;
	void *control; /* VMGL_SHARED_CONTROL_BYTES */
	struct vmgl_ring command, reply;
};

/* Creates and maps (renderer). false and errno on failure. */
bool vmgl_shared_create(struct vmgl_shared *shared, uint32_t command_bytes, uint32_t reply_bytes);
/* Maps what the peer created, and takes `fd` over; checks that it has the size and is sealed. */
bool vmgl_shared_attach(struct vmgl_shared *shared, int fd, uint32_t command_bytes, uint32_t reply_bytes);
void vmgl_shared_destroy(struct vmgl_shared *shared);

static inline uint8_t *vmgl_ring_at(const struct vmgl_ring *ring, uint64_t position) {
	return ring->base + (position & (ring->size - 1));
}

/* Writer: free bytes; reader: filled bytes. 0 when the peer is broken. */
uint64_t vmgl_ring_space(struct vmgl_ring *ring);
uint64_t vmgl_ring_filled(struct vmgl_ring *ring);

/* Moves the own position by `bytes`, and wakes the peer if it sleeps for that. */
void vmgl_ring_publish(struct vmgl_ring *ring, uint64_t bytes);
void vmgl_ring_consume(struct vmgl_ring *ring, uint64_t bytes);

/* Waits until `bytes` are free (or filled), first spinning, then asleep for at most 100 ms. Returns how many
 * there are, which is fewer than `bytes` when the time was over or the socket has hung up: the caller then looks
 * after the peer. */
uint64_t vmgl_ring_wait_space(struct vmgl_ring *ring, uint64_t bytes);
uint64_t vmgl_ring_wait_filled(struct vmgl_ring *ring, uint64_t bytes);

/* Wakes whoever sleeps on either ring: there is something else to look at than data (the socket is closed). */
void vmgl_shared_interrupt(struct vmgl_shared *shared);

#endif
