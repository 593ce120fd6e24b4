#include "wire/ring.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/memfd.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "wire/socket.h"

_Static_assert(sizeof(struct vmgl_ring_control) == VMGL_SHARED_REPLY_CONTROL, "the layout is wire format");
_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "positions are shared between processes");

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

static bool valid_size(uint32_t bytes) {
	return bytes >= VMGL_RING_MIN && bytes <= VMGL_RING_MAX && (bytes & (bytes - 1)) == 0;
}

/* The same bytes twice in a row: whatever starts in the first copy is contiguous. */
static uint8_t *map_twice(int fd, off_t offset, size_t bytes) {
	uint8_t *base = mmap(NULL, 2 * bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (base == MAP_FAILED)
		return NULL;
	for (int copy = 0; copy < 2; copy++) {
		if (mmap(base + copy * bytes, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, offset) ==
			MAP_FAILED) {
			munmap(base, 2 * bytes);
			return NULL;
		}
	}
	/* A forked child has no business in its parent's streams. */
	madvise(base, 2 * bytes, MADV_DONTFORK);
	return base;
}

static bool map_all(struct vmgl_shared *shared, uint32_t command_bytes, uint32_t reply_bytes) {
	void *control = mmap(NULL, VMGL_SHARED_CONTROL_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, shared->fd, 0);
	if (control == MAP_FAILED)
		return false;
	shared->control = control;
	shared->command = (struct vmgl_ring){
		.control = control,
		.base = map_twice(shared->fd, VMGL_SHARED_CONTROL_BYTES, command_bytes),
		.size = command_bytes,
	};
	shared->reply = (struct vmgl_ring){
		.control = (void *)((uint8_t *)control + VMGL_SHARED_REPLY_CONTROL),
		.base = map_twice(shared->fd, (off_t)VMGL_SHARED_CONTROL_BYTES + command_bytes, reply_bytes),
		.size = reply_bytes,
	};
	return shared->command.base != NULL && shared->reply.base != NULL;
}

bool vmgl_shared_create(struct vmgl_shared *shared, uint32_t command_bytes, uint32_t reply_bytes) {
	*shared = (struct vmgl_shared){.fd = -1};
	if (!valid_size(command_bytes) || !valid_size(reply_bytes)) {
		errno = EINVAL;
		return false;
	}
	shared->fd = memfd_create("vmgl", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	off_t total = (off_t)VMGL_SHARED_CONTROL_BYTES + command_bytes + reply_bytes;
	if (shared->fd < 0 || ftruncate(shared->fd, total) != 0 || fcntl(shared->fd, F_ADD_SEALS, SEALS) != 0 ||
		!map_all(shared, command_bytes, reply_bytes)) {
		int error = errno;
		vmgl_shared_destroy(shared);
		errno = error;
		return false;
	}
	return true;
}

bool vmgl_shared_attach(struct vmgl_shared *shared, int fd, uint32_t command_bytes, uint32_t reply_bytes) {
	*shared = (struct vmgl_shared){.fd = fd};
	int seals = fcntl(fd, F_GET_SEALS); /* -1: not even a memfd */
	off_t total = (off_t)VMGL_SHARED_CONTROL_BYTES + command_bytes + reply_bytes;
	if (!valid_size(command_bytes) || !valid_size(reply_bytes) || seals < 0 || (seals & SEALS) != SEALS ||
		lseek(fd, 0, SEEK_END) < total) {
		vmgl_shared_destroy(shared);
		errno = EINVAL;
		return false;
	}
	if (!map_all(shared, command_bytes, reply_bytes)) {
		int error = errno;
		vmgl_shared_destroy(shared);
		errno = error;
		return false;
	}
	return true;
}

void vmgl_shared_destroy(struct vmgl_shared *shared) {
	if (shared->command.base != NULL)
		munmap(shared->command.base, 2 * shared->command.size);
	if (shared->reply.base != NULL)
		munmap(shared->reply.base, 2 * shared->reply.size);
	if (shared->control != NULL)
		munmap(shared->control, VMGL_SHARED_CONTROL_BYTES);
	if (shared->fd >= 0)
		close(shared->fd);
	*shared = (struct vmgl_shared){.fd = -1};
}

/* A wake-up costs some 5 us of both sides and the sleeper's cache; a spin costs the CPU that somebody else may
 * need, the peer's driver threads first of all. So a wait spins for as long as the last ones would have needed:
 * a spin that was in vain halves the next one, down to none; one that was not makes it twice what it took. Every
 * 32nd wait tries the whole 30 us, or short answers (glFinish of little work) would not be found again. With one
 * CPU the peer cannot run while we spin. */
#define SPIN_NS 30000u
#define SPIN_MIN_NS 500u
#define PROBE_WAITS 32u

static bool may_spin(void) {
	static _Atomic int cached; /* 0 unknown, 1 no, 2 yes */
	int answer = atomic_load_explicit(&cached, memory_order_relaxed);
	if (answer == 0) {
		cpu_set_t set;
		answer = sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) == 1 ? 1 : 2;
		atomic_store_explicit(&cached, answer, memory_order_relaxed);
	}
	return answer == 2;
}

static uint64_t now_ns(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("isb");
#endif
}

static void futex_wait(_Atomic uint32_t *word) {
	/* The kernel's own layout of a timespec: glibc's differs on 32-bit machines with a 64-bit time_t. */
	struct {
		long seconds, nanoseconds;
	} timeout = {.nanoseconds = 100000000};
	syscall(SYS_futex, word, FUTEX_WAIT, 1, &timeout, NULL, 0);
}

static void wake(_Atomic uint32_t *word) {
	if (atomic_load_explicit(word, memory_order_relaxed) != 0 && atomic_exchange(word, 0) != 0)
		syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

uint64_t vmgl_ring_space(struct vmgl_ring *ring) {
	ring->theirs = atomic_load_explicit(&ring->control->head, memory_order_acquire);
	uint64_t filled = ring->mine - ring->theirs;
	if (filled > ring->size)
		ring->broken = true;
	return ring->broken ? 0 : ring->size - filled;
}

uint64_t vmgl_ring_filled(struct vmgl_ring *ring) {
	ring->theirs = atomic_load_explicit(&ring->control->tail, memory_order_acquire);
	uint64_t filled = ring->theirs - ring->mine;
	if (filled > ring->size)
		ring->broken = true;
	return ring->broken ? 0 : filled;
}

void vmgl_ring_publish(struct vmgl_ring *ring, uint64_t bytes) {
	ring->mine += bytes;
	atomic_store_explicit(&ring->control->tail, ring->mine, memory_order_release);
	/* Against the reader's store of its sleep word: one of the two sees the other's. */
	atomic_thread_fence(memory_order_seq_cst);
	wake(&ring->control->reader_sleeps);
}

void vmgl_ring_consume(struct vmgl_ring *ring, uint64_t bytes) {
	ring->mine += bytes;
	atomic_store_explicit(&ring->control->head, ring->mine, memory_order_release);
	/* A writer that found the ring full is woken when half of it is free: waking it for every few bytes
	 * would have both sides change places all the time. The reader always gets there, as it only ever
	 * sleeps on an empty ring. */
	atomic_thread_fence(memory_order_seq_cst);
	if (atomic_load_explicit(&ring->control->writer_sleeps, memory_order_relaxed) != 0 &&
		atomic_load_explicit(&ring->control->tail, memory_order_relaxed) - ring->mine <= ring->size / 2)
		wake(&ring->control->writer_sleeps);
}

void vmgl_shared_interrupt(struct vmgl_shared *shared) {
	struct vmgl_ring *rings[] = {&shared->command, &shared->reply};
	for (int i = 0; i < 2; i++) {
		wake(&rings[i]->control->reader_sleeps);
		wake(&rings[i]->control->writer_sleeps);
	}
}

static uint64_t wait_for(struct vmgl_ring *ring, uint64_t bytes, uint64_t (*look)(struct vmgl_ring *),
						 _Atomic uint32_t *word) {
	uint64_t found = look(ring);
	if (found >= bytes || ring->broken)
		return found;
	uint32_t budget = ++ring->waits % PROBE_WAITS == 1 ? SPIN_NS : ring->spin_ns;
	if (budget != 0 && may_spin()) {
		uint64_t begun = now_ns(), spent = 0;
		do {
			for (int i = 0; i < 16; i++) {
				relax();
				found = look(ring);
				if (found >= bytes || ring->broken) {
					/* The clock is not read once more: whoever waited is in a hurry now. */
					uint64_t wanted = 2 * spent + SPIN_MIN_NS;
					if (wanted > ring->spin_ns)
						ring->spin_ns = wanted < SPIN_NS ? (uint32_t)wanted : SPIN_NS;
					return found;
				}
			}
			spent = now_ns() - begun;
		} while (spent < budget);
		ring->spin_ns = ring->spin_ns < 2 * SPIN_MIN_NS ? 0 : ring->spin_ns / 2;
	}
	atomic_store(word, 1);
	found = look(ring);
	/* A peer that closes looks at the word after it has closed: this order misses nothing. */
	if (found < bytes && !ring->broken && !vmgl_socket_gone(ring->socket)) {
		futex_wait(word);
		found = look(ring);
	}
	atomic_store_explicit(word, 0, memory_order_relaxed);
	return found;
}

uint64_t vmgl_ring_wait_space(struct vmgl_ring *ring, uint64_t bytes) {
	return wait_for(ring, bytes, vmgl_ring_space, &ring->control->writer_sleeps);
}

uint64_t vmgl_ring_wait_filled(struct vmgl_ring *ring, uint64_t bytes) {
	return wait_for(ring, bytes, vmgl_ring_filled, &ring->control->reader_sleeps);
}
