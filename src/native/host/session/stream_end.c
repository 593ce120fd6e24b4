#include "host/session/stream_end.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gen/opcodes.h"
#include "host/log.h"
#include "host/session/scratch.h"
#include "wire/command.h"
#include "wire/hello.h"
#include "wire/ring.h"
#include "wire/socket.h"

/* What is copied out of the ring (or read from the socket) at once: fits the nearest caches. */
#define INPUT_BYTES (64u * 1024)

/* What is read at once from a socket behind a large command: often the next one comes, and what `input` holds of it has
 * to be copied once more. Nothing at all is read ahead of the ring then: arrays are to stay there. */
#define INPUT_AFTER_LARGE 256u

/* Arrays up to this part of the ring are left there for the decoder; the guest fills the rest of it meanwhile. */
#define IN_PLACE_SHARE 4

/* A large command's memory up to this size is kept for the next one: faulting in fresh pages costs as much
 * as the copy. */
#define LARGE_KEPT (64u * 1024 * 1024)

/* Arrays below this are copied into the reply, as one more part of it costs more. */
#define REPLY_COPY_BYTES 4096

struct reply_part {
	const void *data; /* NULL: the next bytes of `reply` */
	size_t bytes;
};

#define REPLY_PARTS 32

struct vmgl_stream_end {
	const uint8_t *at, *limit; /* commands not yet given out, in `input` */
	int fd;
	bool shared;
	bool ended;
	bool after_large; /* the last command was a large one */
	const char *error;
	atomic_bool stop;
	atomic_uint activity;
	struct vmgl_shared memory;
	uint64_t max_memory;
	unsigned (*in_place)(unsigned opcode);
	size_t lent; /* bytes of the ring that the decoder looks at */
	struct vmgl_scratch_arena scratch;
	uint8_t *large;
	size_t large_capacity;
	uint8_t *reply; /* header, values and small arrays of the reply being made */
	size_t reply_used, reply_capacity;
	struct reply_part parts[REPLY_PARTS];
	unsigned part_count;
	uint64_t reply_bytes;
	bool reply_failed;
	_Alignas(16) uint8_t input[INPUT_BYTES + VMGL_INLINE_MAX];
};

struct vmgl_stream_end *vmgl_stream_end_create(int fd, bool shared, uint64_t max_memory,
											   unsigned (*in_place)(unsigned opcode)) {
	struct vmgl_stream_end *end = aligned_alloc(64, (sizeof(*end) + 63) & ~(size_t)63);
	if (end == NULL) {
		close(fd);
		return NULL;
	}
	memset(end, 0, offsetof(struct vmgl_stream_end, input));
	end->fd = fd;
	end->at = end->limit = end->input;
	end->max_memory = max_memory == 0 || max_memory > VMGL_COMMAND_MAX ? VMGL_COMMAND_MAX : max_memory;
	end->scratch.limit = end->max_memory;
	end->in_place = in_place;
	vmgl_socket_tune(fd);
	if (shared && !vmgl_shared_create(&end->memory, VMGL_COMMAND_RING_BYTES, VMGL_REPLY_RING_BYTES)) {
		/* Commands travel through the socket then; slower, but all works. */
		vmgl_log("shared memory cannot be created (%s); the stream uses its socket", strerror(errno));
		shared = false;
	}
	end->shared = shared;
	end->memory.command.socket = end->memory.reply.socket = fd;
	return end;
}

void vmgl_stream_end_destroy(struct vmgl_stream_end *end) {
	if (end == NULL)
		return;
	close(end->fd);
	if (end->shared) {
		vmgl_shared_interrupt(&end->memory);
		vmgl_shared_destroy(&end->memory);
	}
	vmgl_scratch_free(&end->scratch);
	if (end->large != NULL)
		munmap(end->large, end->large_capacity);
	free(end->reply);
	free(end);
}

bool vmgl_stream_end_greet(struct vmgl_stream_end *end, const uint8_t *cookie, const char *version) {
	uint8_t buffer[VMGL_HELLO_MAX];
	struct vmgl_hello_reply reply = {
		.magic = {'V', 'M', 'G', 'L'},
		.version = VMGL_WIRE_VERSION,
		.status = VMGL_HELLO_STATUS_OK,
		.hash = VMGL_PROTOCOL_HASH,
		.transport = end->shared ? VMGL_TRANSPORT_SHARED : VMGL_TRANSPORT_SOCKET,
		.control_bytes = end->shared ? VMGL_SHARED_CONTROL_BYTES : 0,
		.command_bytes = end->shared ? (uint32_t)end->memory.command.size : 0,
		.reply_bytes = end->shared ? (uint32_t)end->memory.reply.size : 0,
	};
	memcpy(reply.cookie, cookie, sizeof(reply.cookie));
	size_t size = sizeof(reply);
	vmgl_hello_put(buffer, sizeof(buffer), &size, "", 0);
	vmgl_hello_put(buffer, sizeof(buffer), &size, version, strlen(version));
	vmgl_hello_put(buffer, sizeof(buffer), &size, "", 0);
	reply.size = (uint32_t)size;
	memcpy(buffer, &reply, sizeof(reply));
	if (!end->shared)
		return vmgl_socket_write_bytes(end->fd, buffer, size);
	bool sent = vmgl_socket_write_fd(end->fd, buffer, size, end->memory.fd);
	/* The mapping is all that is needed from here on. */
	close(end->memory.fd);
	end->memory.fd = -1;
	return sent;
}

const char *vmgl_stream_end_error(const struct vmgl_stream_end *end) {
	return end->error;
}

void vmgl_stream_end_stop(struct vmgl_stream_end *end) {
	atomic_store(&end->stop, true);
	shutdown(end->fd, SHUT_RDWR);
	if (end->shared)
		vmgl_shared_interrupt(&end->memory);
}

static bool over(struct vmgl_stream_end *end, const char *error) {
	end->ended = true;
	if (end->error == NULL && !atomic_load(&end->stop))
		end->error = error;
	return false;
}

/* Something came that the stream's thread has not looked at: on a busy machine it may not run for long. */
static bool arrived(const struct vmgl_stream_end *end) {
	if (end->shared) {
		const struct vmgl_ring_control *control = end->memory.command.control;
		return atomic_load_explicit(&control->tail, memory_order_acquire) !=
			   atomic_load_explicit(&control->head, memory_order_acquire);
	}
	int bytes = 0;
	return ioctl(end->fd, FIONREAD, &bytes) == 0 && bytes > 0;
}

unsigned vmgl_stream_end_activity(const struct vmgl_stream_end *end) {
	unsigned activity = atomic_load_explicit(&end->activity, memory_order_relaxed);
	return activity % 2 != 0 && arrived(end) ? activity - 1 : activity;
}

static void count_activity(struct vmgl_stream_end *end) {
	atomic_store_explicit(&end->activity, end->activity + 1, memory_order_relaxed);
}

/* Waits until the ring holds `bytes`, and returns how much it holds; 0 when the stream is over. A guest that is killed
 * in the middle of a command is an ordinary end. */
static uint64_t wait_for_ring(struct vmgl_stream_end *end, size_t bytes) {
	struct vmgl_ring *ring = &end->memory.command;
	for (;;) {
		uint64_t filled = vmgl_ring_filled(ring);
		if (filled < bytes) {
			/* Odd for as long as there is not enough, however often the wait is begun again. */
			if (end->activity % 2 == 0)
				count_activity(end);
			filled = vmgl_ring_wait_filled(ring, bytes);
		}
		if (filled < bytes) {
			/* The guest's last words may have come between the look at the ring and that at the socket. */
			bool gone = atomic_load(&end->stop) || vmgl_socket_gone(end->fd);
			if (gone)
				filled = vmgl_ring_filled(ring);
			if (ring->broken || (gone && filled < bytes)) {
				over(end, ring->broken ? "the ring's position is impossible" : NULL);
				return 0;
			}
			if (filled < bytes)
				continue;
		}
		if (end->activity % 2 != 0)
			count_activity(end);
		return filled;
	}
}

/* Reads between one byte and `max` of the stream; 0 when it is over. */
static size_t read_some(struct vmgl_stream_end *end, void *to, size_t max) {
	if (!end->shared) {
		count_activity(end);
		size_t got = vmgl_socket_read(end->fd, to, max);
		count_activity(end);
		if (got == 0)
			over(end, NULL);
		return got;
	}
	uint64_t filled = wait_for_ring(end, 1);
	if (filled == 0)
		return 0;
	struct vmgl_ring *ring = &end->memory.command;
	size_t part = filled < max ? (size_t)filled : max;
	memcpy(to, vmgl_ring_at(ring, ring->mine), part);
	vmgl_ring_consume(ring, part);
	return part;
}

/* Has `bytes` of the stream in input, from `at` on. At most VMGL_INLINE_MAX. */
static bool fill(struct vmgl_stream_end *end, size_t bytes) {
	size_t have = (size_t)(end->limit - end->at);
	if (have >= bytes)
		return true;
	memmove(end->input, end->at, have);
	end->at = end->input;
	while (have < bytes) {
		size_t most = !end->after_large ? INPUT_BYTES : end->shared ? bytes - have : INPUT_AFTER_LARGE;
		size_t got = read_some(end, end->input + have, most);
		if (got == 0) {
			end->limit = end->at;
			return false;
		}
		have += got;
	}
	end->limit = end->input + have;
	return true;
}

/* Memory for a large command. mmap, so that the size that is kept can be given back to the system. */
static bool large_memory(struct vmgl_stream_end *end, size_t bytes) {
	if (bytes <= end->large_capacity)
		return true;
	if (end->large != NULL)
		munmap(end->large, end->large_capacity);
	end->large_capacity = 0;
	/* Rounded up, so that a series of growing textures does not map anew each time. */
	size_t capacity = (size_t)1 << (64 - __builtin_clzll((unsigned long long)bytes - 1));
	end->large = mmap(NULL, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (end->large == MAP_FAILED) {
		end->large = NULL;
		return over(end, "there is no memory for a command of this size");
	}
	madvise(end->large, capacity, MADV_HUGEPAGE);
	end->large_capacity = capacity;
	return true;
}

/* The command at the stream's position, `size` bytes of which `fixed` come before its array, with the array where it
 * is. Only when nothing of the array was read yet. */
static bool next_in_place(struct vmgl_stream_end *end, size_t fixed, size_t size, struct vmgl_reader *command) {
	if (!fill(end, fixed) || wait_for_ring(end, size - fixed) == 0)
		return false;
	struct vmgl_ring *ring = &end->memory.command;
	end->lent = size - fixed;
	*command = (struct vmgl_reader){
		.at = end->at, .end = end->at + fixed, .shared = vmgl_ring_at(ring, ring->mine), .shared_bytes = end->lent};
	end->at += fixed;
	return true;
}

static bool next_large(struct vmgl_stream_end *end, struct vmgl_reader *command) {
	struct vmgl_cmd_large prefix;
	if (!fill(end, sizeof(prefix)))
		return false;
	memcpy(&prefix, end->at, sizeof(prefix));
	end->at += sizeof(prefix);
	if (VMGL_HEADER_BYTES(prefix.header) != sizeof(prefix) || prefix.reserved != 0 || prefix.bytes % 8 != 0 ||
		prefix.bytes <= VMGL_INLINE_MAX || prefix.bytes > end->max_memory)
		return over(end, "a command is larger than allowed");
	size_t size = (size_t)prefix.bytes;
	end->after_large = true;
	if (end->shared && size <= end->memory.command.size / IN_PLACE_SHARE) {
		uint32_t header;
		if (!fill(end, 8))
			return false;
		memcpy(&header, end->at, sizeof(header));
		size_t fixed = end->in_place(VMGL_HEADER_OPCODE(header));
		if (fixed != 0 && (size_t)(end->limit - end->at) <= fixed)
			return next_in_place(end, fixed, size, command);
	}
	if (!large_memory(end, size))
		return false;
	size_t have = (size_t)(end->limit - end->at);
	if (have > size)
		have = size;
	memcpy(end->large, end->at, have);
	end->at += have;
	while (have < size) {
		size_t got = read_some(end, end->large + have, size - have);
		if (got == 0)
			return false;
		have += got;
	}
	*command = (struct vmgl_reader){.at = end->large, .end = end->large + size};
	return true;
}

static void take(struct vmgl_stream_end *end, size_t size, struct vmgl_reader *command) {
	*command = (struct vmgl_reader){.at = end->at, .end = end->at + size};
	end->at += size;
}

/* Whatever is not the next small command of those that are in `input` already. */
static bool next_slowly(struct vmgl_stream_end *end, struct vmgl_reader *command) {
	vmgl_scratch_reset(&end->scratch);
	if (end->lent != 0) {
		vmgl_ring_consume(&end->memory.command, end->lent);
		end->lent = 0;
	}
	if (end->large_capacity > LARGE_KEPT) {
		munmap(end->large, end->large_capacity);
		end->large = NULL;
		end->large_capacity = 0;
	}
	if (end->ended || atomic_load_explicit(&end->stop, memory_order_relaxed) || !fill(end, 8))
		return false;
	uint32_t header;
	memcpy(&header, end->at, sizeof(header));
	if (VMGL_HEADER_OPCODE(header) == VMGL_OP_large)
		return next_large(end, command);
	end->after_large = false;
	size_t size = VMGL_HEADER_BYTES(header);
	if (size == 0 || size > VMGL_INLINE_MAX)
		return over(end, "a command's size is impossible");
	if (!fill(end, size))
		return false;
	take(end, size, command);
	return true;
}

bool vmgl_stream_end_next(struct vmgl_stream_end *end, struct vmgl_reader *command) {
	size_t have = (size_t)(end->limit - end->at);
	if (__builtin_expect(have >= 8 && end->scratch.used == 0 && end->lent == 0, 1)) {
		uint32_t header;
		memcpy(&header, end->at, sizeof(header));
		size_t size = VMGL_HEADER_BYTES(header);
		/* What does not fit in any way, is large or malformed, is looked at again. */
		if (__builtin_expect(size - 1 < VMGL_INLINE_MAX && size <= have && VMGL_HEADER_OPCODE(header) != VMGL_OP_large,
							 1)) {
			take(end, size, command);
			return true;
		}
	}
	return next_slowly(end, command);
}

void *vmgl_stream_end_scratch(struct vmgl_stream_end *end, uint64_t bytes) {
	return vmgl_scratch_take(&end->scratch, bytes);
}

/* Appends to the reply's own memory. */
static void reply_copy(struct vmgl_stream_end *end, const void *data, size_t bytes) {
	if (end->reply_capacity - end->reply_used < bytes) {
		size_t capacity = (end->reply_used + bytes) * 2;
		uint8_t *grown = realloc(end->reply, capacity);
		if (grown == NULL) {
			end->reply_failed = true;
			return;
		}
		end->reply = grown;
		end->reply_capacity = capacity;
	}
	memcpy(end->reply + end->reply_used, data, bytes);
	end->reply_used += bytes;
	end->reply_bytes += bytes;
	if (end->part_count == 0 || end->parts[end->part_count - 1].data != NULL)
		end->parts[end->part_count++] = (struct reply_part){0};
	end->parts[end->part_count - 1].bytes += bytes;
}

void vmgl_stream_end_reply_begin(struct vmgl_stream_end *end, uint32_t opcode, uint32_t flags) {
	struct vmgl_reply_header header = {.opcode = opcode, .flags = flags};
	end->reply_used = 0;
	end->reply_bytes = 0;
	end->part_count = 0;
	end->reply_failed = false;
	reply_copy(end, &header, sizeof(header));
}

void vmgl_stream_end_reply_bytes(struct vmgl_stream_end *end, const void *data, uint64_t bytes) {
	if (bytes > VMGL_COMMAND_MAX || end->reply_failed) {
		end->reply_failed = true;
		return;
	}
	/* Two parts per array, and the padding goes into the next one. */
	if (bytes < REPLY_COPY_BYTES || end->part_count + 2 > REPLY_PARTS || !vmgl_scratch_owns(&end->scratch, data)) {
		reply_copy(end, data, (size_t)bytes);
		return;
	}
	end->parts[end->part_count++] = (struct reply_part){.data = data, .bytes = (size_t)bytes};
	end->reply_bytes += bytes;
}

static bool send_to_ring(struct vmgl_stream_end *end, const uint8_t *data, size_t bytes) {
	struct vmgl_ring *ring = &end->memory.reply;
	while (bytes > 0) {
		size_t least = bytes < INPUT_BYTES ? bytes : INPUT_BYTES;
		uint64_t space = ring->size - (ring->mine - ring->theirs);
		if (space < least && (space = vmgl_ring_space(ring)) < least)
			space = vmgl_ring_wait_space(ring, least);
		if (space < least) {
			if (atomic_load(&end->stop) || ring->broken || vmgl_socket_gone(end->fd))
				return over(end, ring->broken ? "the ring's position is impossible" : NULL);
			continue;
		}
		memcpy(vmgl_ring_at(ring, ring->mine), data, least);
		vmgl_ring_publish(ring, least);
		data += least;
		bytes -= least;
	}
	return true;
}

bool vmgl_stream_end_reply_send(struct vmgl_stream_end *end) {
	if (end->reply_failed)
		return over(end, "there is no memory for a reply");
	struct vmgl_reply_header header;
	memcpy(&header, end->reply, sizeof(header));
	header.bytes = end->reply_bytes;
	memcpy(end->reply, &header, sizeof(header));
	struct iovec parts[REPLY_PARTS];
	size_t own = 0;
	for (unsigned i = 0; i < end->part_count; i++) {
		const struct reply_part *part = &end->parts[i];
		parts[i].iov_base = part->data != NULL ? (void *)(uintptr_t)part->data : end->reply + own;
		parts[i].iov_len = part->bytes;
		own += part->data != NULL ? 0 : part->bytes;
	}
	if (!end->shared)
		return vmgl_socket_write(end->fd, parts, (int)end->part_count) || over(end, NULL);
	for (unsigned i = 0; i < end->part_count; i++)
		if (!send_to_ring(end, parts[i].iov_base, parts[i].iov_len))
			return false;
	return true;
}
