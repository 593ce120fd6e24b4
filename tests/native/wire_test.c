/* Streams carry every command and reply unharmed: over sockets and shared memory, at every split of the
 * bytes, around the end of the ring, larger than the ring; and a peer that goes away, or lies, ends in a
 * lost stream and nothing worse. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "host/session/stream_end.h"
#include "wire/clock.h"
#include "wire/hello.h"
#include "wire/socket.h"
#include "wire/transport.h"

#define OP_TEST 100
#define OP_ASK 101
#define OP_SWAP 102

/* A command of a pseudo-random size and content, that both sides can make. */
struct test_command {
	uint32_t header;
	uint32_t array_bytes;
	vmgl_u64 number;
};

static uint64_t mix(uint64_t x) {
	x ^= x >> 33;
	x *= UINT64_C(0xff51afd7ed558ccd);
	x ^= x >> 33;
	return x;
}

static uint8_t byte_of(uint64_t number, size_t i) {
	return (uint8_t)(number * 7 + i * 13 + (i >> 8));
}

static void fill(uint8_t *bytes, size_t count, uint64_t number) {
	for (size_t i = 0; i < count; i++)
		bytes[i] = byte_of(number, i);
}

static bool matches(const uint8_t *bytes, size_t count, uint64_t number) {
	for (size_t i = 0; i < count; i++)
		if (bytes[i] != byte_of(number, i))
			return false;
	return true;
}

/* Mostly small, some around the inline limit, some larger than the ring. */
static size_t array_size(uint64_t number) {
	uint64_t random = mix(number);
	switch (random % 64) {
	case 0:
		return VMGL_INLINE_MAX - 64 + (random >> 8) % 128;
	case 1:
		return (random >> 8) % 300000;
	case 2:
		return number % 512 == 2 ? 5000000 + (random >> 8) % 1000 : 70000;
	default:
		return (random >> 8) % 200;
	}
}

struct pair {
	int guest_fd;
	struct vmgl_stream stream;
	struct vmgl_transport *transport;
	struct vmgl_stream_end *end;
	char lost[64];
};

static void on_lost(void *data, const char *reason) {
	snprintf(((struct pair *)data)->lost, sizeof(((struct pair *)data)->lost), "%s", reason);
}

static unsigned in_place(unsigned opcode) {
	return opcode == OP_TEST ? sizeof(struct test_command) : 0;
}

static void open_pair(struct pair *pair, bool shared) {
	int fds[2];
	memset(pair, 0, sizeof(*pair));
	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0);
	/* As the stub leaves it. */
	fcntl(fds[1], F_SETFL, O_NONBLOCK);
	pair->end = vmgl_stream_end_create(fds[1], shared, 0, in_place);
	CHECK(pair->end != NULL);
	uint8_t cookie[16] = {1, 2, 3}, buffer[VMGL_HELLO_MAX];
	CHECK(vmgl_stream_end_greet(pair->end, cookie, "0.0.0"));
	int memory_fd;
	struct vmgl_hello_reply reply;
	CHECK(vmgl_socket_read_fd(fds[0], buffer, sizeof(buffer), &memory_fd) >= sizeof(reply));
	memcpy(&reply, buffer, sizeof(reply));
	CHECK_EQUAL(reply.status, VMGL_HELLO_STATUS_OK);
	CHECK(memcmp(reply.cookie, cookie, sizeof(cookie)) == 0);
	CHECK_EQUAL(memory_fd >= 0, shared);
	struct vmgl_shared memory;
	if (shared)
		CHECK(vmgl_shared_attach(&memory, memory_fd, reply.command_bytes, reply.reply_bytes));
	pair->guest_fd = fds[0];
	pair->transport = vmgl_transport_create(fds[0], shared ? &memory : NULL);
	pair->transport->lost = on_lost;
	pair->transport->lost_data = pair;
	vmgl_stream_attach(&pair->stream, pair->transport);
}

static void write_command(struct vmgl_stream *stream, uint32_t opcode, uint64_t number, size_t bytes,
						  const uint8_t *data, bool pieces) {
	struct test_command *command =
		vmgl_stream_begin(stream, opcode, sizeof(*command), sizeof(*command) + VMGL_PAD8(bytes));
	command->array_bytes = (uint32_t)bytes;
	command->number = number;
	if (!pieces) {
		vmgl_stream_array(stream, data, bytes);
		return;
	}
	for (size_t done = 0; done < bytes;) {
		size_t part = 1 + mix(number + done) % (done % 3 == 0 ? 100 : 20000);
		if (part > bytes - done)
			part = bytes - done;
		vmgl_stream_piece(stream, data + done, part);
		done += part;
	}
	vmgl_stream_pieces_end(stream, bytes);
}

static size_t reply_size(uint64_t number) {
	return number % 97 == 0 ? 3000000 + (size_t)number % 1000 : (size_t)(mix(number) % 5000);
}

struct server {
	struct pair *pair;
	uint64_t commands, in_place;
	bool stop_at_ask;
};

/* Checks every command, answers OP_ASK, acknowledges OP_SWAP. */
static void *serve(void *argument) {
	struct server *server = argument;
	struct vmgl_stream_end *end = server->pair->end;
	struct vmgl_reader reader;
	while (vmgl_stream_end_next(end, &reader)) {
		struct test_command command;
		const void *at = vmgl_read_struct(&reader, sizeof(command));
		CHECK(at != NULL);
		memcpy(&command, at, sizeof(command));
		server->in_place += reader.shared != NULL;
		CHECK_EQUAL(command.number, server->commands);
		CHECK_EQUAL(command.array_bytes, array_size(command.number));
		const uint8_t *bytes = vmgl_read_array(&reader, command.array_bytes);
		CHECK(bytes != NULL && vmgl_read_complete(&reader));
		CHECK(matches(bytes, command.array_bytes, command.number));
		server->commands++;
		uint32_t opcode = VMGL_HEADER_OPCODE(command.header);
		if (opcode == OP_SWAP) {
			vmgl_stream_end_reply_begin(end, opcode, VMGL_REPLY_ACK);
			CHECK(vmgl_stream_end_reply_send(end));
		}
		if (opcode != OP_ASK)
			continue;
		if (server->stop_at_ask)
			break;
		size_t size = reply_size(command.number);
		uint8_t *data = command.number % 2 == 0 ? vmgl_stream_end_scratch(end, size) : malloc(size);
		fill(data, size, command.number);
		struct vmgl_reply_array array = {.bytes = size};
		static const uint8_t zeros[8];
		vmgl_stream_end_reply_begin(end, opcode, 0);
		vmgl_stream_end_reply_bytes(end, &array, sizeof(array));
		vmgl_stream_end_reply_bytes(end, data, size);
		vmgl_stream_end_reply_bytes(end, zeros, VMGL_PAD8(size) - size);
		if (command.number % 2 != 0)
			free(data); /* copied */
		CHECK(vmgl_stream_end_reply_send(end));
	}
	CHECK(vmgl_stream_end_error(end) == NULL);
	vmgl_stream_end_destroy(end);
	return NULL;
}

static void round_trip(bool shared) {
	static uint8_t data[6000000];
	struct pair pair;
	open_pair(&pair, shared);
	struct server server = {.pair = &pair};
	pthread_t thread;
	CHECK(pthread_create(&thread, NULL, serve, &server) == 0);
	uint32_t swaps = 0;
	uint64_t count = 20000;
	for (uint64_t number = 0; number < count; number++) {
		size_t bytes = array_size(number);
		fill(data, bytes, number);
		uint32_t opcode = number % 100 == 99 ? OP_ASK : number % 57 == 0 ? OP_SWAP : OP_TEST;
		write_command(&pair.stream, opcode, number, bytes, data, number % 5 == 0);
		if (opcode == OP_SWAP) {
			swaps++;
			CHECK(vmgl_stream_acks(&pair.stream, swaps - 1));
		}
		if (number % 31 == 0)
			vmgl_stream_flush(&pair.stream);
		if (opcode != OP_ASK)
			continue;
		const struct vmgl_reply_header *reply = vmgl_stream_reply(&pair.stream, OP_ASK);
		CHECK(reply != NULL);
		size_t size = reply_size(number);
		CHECK_EQUAL(reply->bytes, sizeof(*reply) + sizeof(struct vmgl_reply_array) + VMGL_PAD8(size));
		CHECK(matches((const uint8_t *)(reply + 1) + sizeof(struct vmgl_reply_array), size, number));
	}
	CHECK(vmgl_stream_acks(&pair.stream, swaps));
	CHECK(!pair.stream.lost && !pair.stream.large);
	vmgl_stream_flush(&pair.stream);
	vmgl_transport_destroy(pair.transport);
	pthread_join(thread, NULL);
	CHECK_EQUAL(server.commands, count);
	CHECK_EQUAL(server.in_place > 0, shared);
}

/* The bytes of a few commands, as a socket carries them. */
static size_t record(uint8_t *bytes, size_t max, uint64_t first, uint64_t count) {
	static uint8_t data[400000];
	struct pair pair;
	open_pair(&pair, false);
	int fds[2];
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
	int space = 4000000;
	setsockopt(fds[0], SOL_SOCKET, SO_SNDBUF, &space, sizeof(space));
	struct vmgl_transport *transport = vmgl_transport_create(fds[0], NULL);
	struct vmgl_stream stream;
	vmgl_stream_attach(&stream, transport);
	for (uint64_t number = first; number < first + count; number++) {
		fill(data, array_size(number), number);
		write_command(&stream, OP_TEST, number, array_size(number), data, false);
	}
	vmgl_stream_flush(&stream);
	vmgl_transport_destroy(transport);
	size_t total = 0;
	for (size_t got; (got = vmgl_socket_read(fds[1], bytes + total, max - total)) > 0;)
		total += got;
	close(fds[1]);
	vmgl_transport_destroy(pair.transport);
	vmgl_stream_end_destroy(pair.end);
	return total;
}

struct feeder {
	struct pair *pair;
	const uint8_t *bytes;
	size_t count, split;
};

/* Hands bytes over `split` at a time, below the stream. */
static void *feed(void *argument) {
	struct feeder *feeder = argument;
	struct vmgl_transport *transport = feeder->pair->transport;
	for (size_t done = 0; done < feeder->count;) {
		size_t part = feeder->count - done < feeder->split ? feeder->count - done : feeder->split;
		if (transport->shared) {
			struct vmgl_ring *ring = &transport->memory.command;
			while (vmgl_ring_space(ring) < part)
				vmgl_ring_wait_space(ring, part);
			memcpy(vmgl_ring_at(ring, ring->mine), feeder->bytes + done, part);
			vmgl_ring_publish(ring, part);
		} else {
			CHECK(vmgl_socket_write_bytes(transport->fd, feeder->bytes + done, part));
		}
		done += part;
	}
	vmgl_transport_destroy(transport);
	return NULL;
}

static void splits(bool shared) {
	static uint8_t bytes[2000000];
	/* Every split of small commands, then some of a mix that holds large ones. */
	size_t small = record(bytes, sizeof(bytes), 3, 12);
	for (size_t split = 1; split <= small; split++) {
		struct pair pair;
		open_pair(&pair, shared);
		struct feeder feeder = {.pair = &pair, .bytes = bytes, .count = small, .split = split};
		struct server server = {.pair = &pair, .commands = 3};
		pthread_t thread;
		CHECK(pthread_create(&thread, NULL, feed, &feeder) == 0);
		serve(&server);
		pthread_join(thread, NULL);
		CHECK_EQUAL(server.commands, 15);
	}
	size_t mixed = record(bytes, sizeof(bytes), 100, 300);
	CHECK(mixed > 100000);
	static const size_t sizes[] = {7, 61, 4095, 4096, 32767, 65536};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct pair pair;
		open_pair(&pair, shared);
		struct feeder feeder = {.pair = &pair, .bytes = bytes, .count = mixed, .split = sizes[i]};
		struct server server = {.pair = &pair, .commands = 100};
		pthread_t thread;
		CHECK(pthread_create(&thread, NULL, feed, &feeder) == 0);
		serve(&server);
		pthread_join(thread, NULL);
		CHECK_EQUAL(server.commands, 400);
	}
}

static double seconds(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The renderer is killed: while the guest waits for an answer, while the ring is full, while idle. */
static void lost_peer(bool shared) {
	static uint8_t data[VMGL_INLINE_MAX * 2];
	struct pair pair;
	open_pair(&pair, shared);
	struct server server = {.pair = &pair, .stop_at_ask = true};
	pthread_t thread;
	CHECK(pthread_create(&thread, NULL, serve, &server) == 0);
	fill(data, array_size(0), 0);
	write_command(&pair.stream, OP_ASK, 0, array_size(0), data, false);
	double start = seconds();
	CHECK(vmgl_stream_reply(&pair.stream, OP_ASK) == NULL);
	CHECK(seconds() - start < 1);
	CHECK(pair.stream.lost && pair.lost[0] != '\0');
	pthread_join(thread, NULL);
	/* Whatever the application still does has to be harmless, and fast. */
	static uint8_t huge[1000000];
	for (int i = 0; i < 100000; i++)
		write_command(&pair.stream, OP_TEST, 0, i % 1000 == 0 ? sizeof(huge) : 100, huge, i % 2 == 0);
	vmgl_stream_flush(&pair.stream);
	CHECK(vmgl_stream_reply(&pair.stream, OP_ASK) == NULL);
	CHECK(!vmgl_stream_acks(&pair.stream, 1));
	CHECK(seconds() - start < 5);
	vmgl_transport_destroy(pair.transport);

	open_pair(&pair, shared);
	vmgl_stream_end_destroy(pair.end);
	start = seconds();
	for (int i = 0; i < 100 && !pair.stream.lost; i++)
		write_command(&pair.stream, OP_TEST, 0, sizeof(huge), huge, false);
	CHECK(pair.stream.lost);
	CHECK(seconds() - start < 1);
	vmgl_transport_destroy(pair.transport);
}

/* The guest is killed in the middle of a command: the renderer's stream ends, within a second. */
static void killed_guest(bool shared) {
	static const size_t sent[] = {0, 3, 8, 20, 100, 70000};
	for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
		static uint8_t bytes[200000];
		struct pair pair;
		open_pair(&pair, shared);
		uint32_t prefix[4] = {VMGL_COMMAND_HEADER(VMGL_OP_large, 16), 0, sizeof(bytes), 0};
		memcpy(bytes, prefix, sizeof(prefix));
		pid_t child = fork();
		if (child == 0) {
			/* The child cannot use the ring's mapping (MADV_DONTFORK), so the parent writes for both. */
			pause();
			_exit(0);
		}
		if (shared) {
			struct vmgl_ring *ring = &pair.transport->memory.command;
			memcpy(vmgl_ring_at(ring, 0), bytes, sent[i]);
			vmgl_ring_publish(ring, sent[i]);
		} else {
			CHECK(vmgl_socket_write_bytes(pair.guest_fd, bytes, sent[i]));
		}
		close(pair.guest_fd);
		pair.transport->fd = -1;
		kill(child, SIGKILL); /* held the other copy of the socket */
		waitpid(child, NULL, 0);
		double start = seconds();
		struct vmgl_reader command;
		CHECK(!vmgl_stream_end_next(pair.end, &command));
		CHECK(vmgl_stream_end_error(pair.end) == NULL);
		CHECK(seconds() - start < 1);
		vmgl_stream_end_destroy(pair.end);
		vmgl_transport_destroy(pair.transport);
	}
}

/* A guest that lies about sizes and positions ends its session with an error. */
static void hostile_guest(bool shared) {
	struct {
		uint32_t words[4];
		size_t bytes;
	} cases[] = {
		{{VMGL_COMMAND_HEADER(OP_TEST, 0)}, 8},
		{{VMGL_COMMAND_HEADER(OP_TEST, VMGL_INLINE_MAX + 8)}, 8},
		{{0xffffffff}, 8},
		{{VMGL_COMMAND_HEADER(VMGL_OP_large, 16), 0, 64, 0}, 16},
		{{VMGL_COMMAND_HEADER(VMGL_OP_large, 16), 0, 0, 1}, 16},
		{{VMGL_COMMAND_HEADER(VMGL_OP_large, 16), 0, 100001, 0}, 16},
		{{VMGL_COMMAND_HEADER(VMGL_OP_large, 16), 1, 100000, 0}, 16},
		{{VMGL_COMMAND_HEADER(VMGL_OP_large, 24), 0, 100000, 0}, 16},
		{{VMGL_COMMAND_HEADER(VMGL_OP_large, 16), 0, 0xfffffff8, 0xffffffff}, 16},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pair pair;
		open_pair(&pair, shared);
		if (shared) {
			struct vmgl_ring *ring = &pair.transport->memory.command;
			memcpy(vmgl_ring_at(ring, 0), cases[i].words, cases[i].bytes);
			vmgl_ring_publish(ring, cases[i].bytes);
		} else {
			CHECK(vmgl_socket_write_bytes(pair.guest_fd, cases[i].words, cases[i].bytes));
		}
		struct vmgl_reader command;
		CHECK(!vmgl_stream_end_next(pair.end, &command));
		CHECK(vmgl_stream_end_error(pair.end) != NULL);
		CHECK(!vmgl_stream_end_next(pair.end, &command)); /* for good */
		vmgl_stream_end_destroy(pair.end);
		vmgl_transport_destroy(pair.transport);
	}
	if (!shared)
		return;
	static const uint64_t tails[] = {UINT64_MAX, VMGL_COMMAND_RING_BYTES + 1, UINT64_C(1) << 40};
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		struct pair pair;
		open_pair(&pair, true);
		atomic_store(&pair.transport->memory.command.control->tail, tails[i]);
		struct vmgl_reader command;
		CHECK(!vmgl_stream_end_next(pair.end, &command));
		CHECK(vmgl_stream_end_error(pair.end) != NULL);
		vmgl_stream_end_destroy(pair.end);
		vmgl_transport_destroy(pair.transport);
	}
}

/* A renderer that lies: wrong opcode, impossible sizes, impossible positions. */
static void hostile_host(bool shared) {
	struct vmgl_reply_header cases[] = {
		{.bytes = 16, .opcode = OP_TEST},
		{.bytes = 8, .opcode = OP_ASK},
		{.bytes = 0, .opcode = OP_ASK},
		{.bytes = 17, .opcode = OP_ASK},
		{.bytes = UINT64_MAX - 7, .opcode = OP_ASK},
		{.bytes = UINT64_C(1) << 40, .opcode = OP_ASK},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pair pair;
		open_pair(&pair, shared);
		if (shared) {
			struct vmgl_ring *ring = &pair.transport->memory.reply;
			memcpy(ring->base, &cases[i], sizeof(cases[i]));
			atomic_store(&ring->control->tail, sizeof(cases[i]));
		} else {
			int other = dup(pair.guest_fd);
			close(other);
			int fds[2];
			CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
			close(pair.transport->fd);
			pair.transport->fd = fds[0];
			CHECK(vmgl_socket_write_bytes(fds[1], &cases[i], sizeof(cases[i])));
			CHECK(vmgl_stream_reply(&pair.stream, OP_ASK) == NULL);
			close(fds[1]);
		}
		CHECK(vmgl_stream_reply(&pair.stream, OP_ASK) == NULL);
		CHECK(pair.stream.lost);
		vmgl_stream_end_destroy(pair.end);
		vmgl_transport_destroy(pair.transport);
	}
	if (!shared)
		return;
	struct pair pair;
	open_pair(&pair, true);
	atomic_store(&pair.transport->memory.reply.control->tail, UINT64_MAX);
	CHECK(vmgl_stream_reply(&pair.stream, OP_ASK) == NULL);
	vmgl_stream_end_destroy(pair.end);
	vmgl_transport_destroy(pair.transport);
	/* The command ring's head runs ahead of its tail. */
	open_pair(&pair, true);
	atomic_store(&pair.transport->memory.command.control->head, UINT64_C(1) << 40);
	static uint8_t huge[VMGL_COMMAND_RING_BYTES * 2];
	write_command(&pair.stream, OP_TEST, 0, sizeof(huge), huge, false);
	CHECK(pair.stream.lost);
	vmgl_stream_end_destroy(pair.end);
	vmgl_transport_destroy(pair.transport);
}

/* Shared memory whose size is not what was announced, or that could still shrink, is refused. */
static void bad_memory(void) {
	struct vmgl_shared shared, attached;
	CHECK(!vmgl_shared_create(&shared, 100000, VMGL_RING_MIN));
	CHECK(!vmgl_shared_create(&shared, VMGL_RING_MIN, VMGL_RING_MAX * 2));
	CHECK(vmgl_shared_create(&shared, VMGL_RING_MIN, VMGL_RING_MIN));
	CHECK(!vmgl_shared_attach(&attached, dup(shared.fd), VMGL_RING_MIN * 2, VMGL_RING_MIN));
	CHECK(vmgl_shared_attach(&attached, dup(shared.fd), VMGL_RING_MIN, VMGL_RING_MIN));
	vmgl_shared_destroy(&attached);
	vmgl_shared_destroy(&shared);
	char name[] = "/tmp/vmgl-wire-test-XXXXXX";
	int fd = mkstemp(name);
	unlink(name);
	CHECK(ftruncate(fd, VMGL_SHARED_CONTROL_BYTES + 2 * VMGL_RING_MIN) == 0);
	CHECK(!vmgl_shared_attach(&attached, fd, VMGL_RING_MIN, VMGL_RING_MIN));
}

/* A stop from another thread ends a wait at once. */
static void *stop_soon(void *end) {
	nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
	vmgl_stream_end_stop(end);
	return NULL;
}

static void stopped(bool shared) {
	struct pair pair;
	open_pair(&pair, shared);
	pthread_t thread;
	CHECK(pthread_create(&thread, NULL, stop_soon, pair.end) == 0);
	double start = seconds();
	struct vmgl_reader command;
	CHECK(!vmgl_stream_end_next(pair.end, &command));
	CHECK(vmgl_stream_end_error(pair.end) == NULL);
	CHECK(seconds() - start < 0.5);
	pthread_join(thread, NULL);
	vmgl_stream_end_destroy(pair.end);
	vmgl_transport_destroy(pair.transport);
}

static void on_alarm(int signal) {
	(void)signal;
}

/* Signals that come all the time, as a profiler's do, do not make a wait begin anew. */
static void interrupted(void) {
	int fds[2];
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
	struct sigaction action = {.sa_handler = on_alarm}, before;
	const struct itimerval often = {{.tv_usec = 20000}, {.tv_usec = 20000}}, never = {{0}, {0}};
	sigaction(SIGALRM, &action, &before);
	setitimer(ITIMER_REAL, &often, NULL);
	CHECK(!vmgl_socket_readable(fds[0], vmgl_now_ms() + 100));
	setitimer(ITIMER_REAL, &never, NULL);
	sigaction(SIGALRM, &before, NULL);
	close(fds[0]);
	close(fds[1]);
}

/* An array that is not there in part: its pages arrive as zeros, and the bytes behind it at their place. */
static void unreadable_memory(void) {
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *memory = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(memory != MAP_FAILED);
	fill(memory, 4 * page, 7);
	uint8_t *expected = malloc(4 * page), *got = malloc(4 * page);
	memcpy(expected, memory, 4 * page);
	memset(expected + page, 0, 2 * page);
	CHECK(munmap(memory + page, 2 * page) == 0);
	int fds[2];
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0);
	struct iovec parts[] = {{memory, 3}, {memory + 3, 4 * page - 6}, {memory + 4 * page - 3, 3}};
	CHECK(vmgl_socket_write(fds[0], parts, 3));
	CHECK(vmgl_socket_read_exactly(fds[1], got, 4 * page));
	CHECK(memcmp(expected, got, 4 * page) == 0);
	/* From a page that is not there on. */
	CHECK(vmgl_socket_write_bytes(fds[0], memory + page + 5, 2 * page));
	CHECK(vmgl_socket_read_exactly(fds[1], got, 2 * page));
	CHECK(memcmp(got, expected + page + 5, 2 * page) == 0);
	close(fds[0]), close(fds[1]);
	munmap(memory, page), munmap(memory + 3 * page, page);
	free(expected), free(got);
}

/* The same as an array of a command. */
static void unreadable_array(bool shared) {
	const size_t page = (size_t)sysconf(_SC_PAGESIZE), bytes = 16 * page - 10;
	uint8_t *memory = mmap(NULL, 16 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(memory != MAP_FAILED);
	fill(memory, 16 * page, 7);
	uint8_t *expected = malloc(bytes);
	memcpy(expected, memory + 5, bytes);
	memset(expected + page - 5, 0, 2 * page);
	memset(expected + 15 * page - 5, 0, page - 5);
	CHECK(munmap(memory + page, 2 * page) == 0);
	CHECK(munmap(memory + 15 * page, page) == 0);
	struct pair pair;
	open_pair(&pair, shared);
	write_command(&pair.stream, OP_TEST, 1, bytes, memory + 5, false);
	write_command(&pair.stream, OP_TEST, 2, 0, NULL, false);
	vmgl_stream_flush(&pair.stream);
	CHECK(!pair.stream.lost);
	for (uint64_t number = 1; number < 3; number++) {
		struct vmgl_reader reader;
		struct test_command command;
		CHECK(vmgl_stream_end_next(pair.end, &reader));
		const void *at = vmgl_read_struct(&reader, sizeof(command));
		CHECK(at != NULL);
		memcpy(&command, at, sizeof(command));
		CHECK_EQUAL(command.number, number);
		CHECK_EQUAL(command.array_bytes, number == 1 ? bytes : 0);
		CHECK(memcmp(vmgl_read_array(&reader, command.array_bytes), expected, command.array_bytes) == 0);
	}
	vmgl_stream_end_destroy(pair.end);
	vmgl_transport_destroy(pair.transport);
	munmap(memory, page), munmap(memory + 3 * page, 12 * page);
	free(expected);
}

int main(void) {
	unreadable_memory();
	for (int shared = 0; shared < 2; shared++) {
		unreadable_array(shared);
		round_trip(shared);
		splits(shared);
		lost_peer(shared);
		killed_guest(shared);
		hostile_guest(shared);
		hostile_host(shared);
		stopped(shared);
	}
	bad_memory();
	interrupted();
	return 0;
}
