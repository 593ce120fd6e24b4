/* vmgl-bench-bare TRANSPORT: what a transport of this machine (shm, unix or tcp) can do without vmgl on top: a
 * ping-pong between two processes, and moving 64 MiB (shm: a memcpy). The ruler for vmgl-bench-gl; prints the same kind
 * of lines. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/clock.h"
#include "wire/ring.h"
#include "wire/socket.h"

#define MOVED_BYTES (64 << 20)
/* A glFinish, and its reply. */
#define PING_BYTES 8
#define PONG_BYTES 24

static void die(const char *what) {
	perror(what);
	exit(1);
}

static bool move(int fd, char *data, size_t bytes, bool out) {
	while (bytes > 0) {
		ssize_t moved = out ? send(fd, data, bytes, MSG_NOSIGNAL) : recv(fd, data, bytes, 0);
		if (moved <= 0)
			return false;
		data += moved;
		bytes -= (size_t)moved;
	}
	return true;
}

static void socket_pings(int fd, int count) {
	char ping[PONG_BYTES] = {0};
	for (int i = 0; i < count; i++)
		if (!move(fd, ping, PING_BYTES, true) || !move(fd, ping, PONG_BYTES, false))
			die("ping");
}

static void tcp_pair(int *pair) {
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	pair[0] = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 1) != 0 ||
		getsockname(listener, (struct sockaddr *)&address, &size) != 0 ||
		connect(pair[0], (struct sockaddr *)&address, size) != 0 || (pair[1] = accept(listener, NULL, NULL)) < 0)
		die("TCP");
	for (int i = 0; i < 2; i++)
		setsockopt(pair[i], IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
	close(listener);
}

/* A child that answers pings on `fd`, or just reads when `sink`: then one byte for every MOVED_BYTES. */
static pid_t start_echo(int fd, int other, bool sink, char *memory) {
	pid_t child = fork();
	if (child != 0)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close(other);
	while (move(fd, memory, sink ? MOVED_BYTES : PING_BYTES, false) && move(fd, memory, sink ? 1 : PONG_BYTES, true))
		;
	_exit(0);
}

static void send_all(int fd, char *data) {
	char done;
	if (!move(fd, data, MOVED_BYTES, true) || !move(fd, &done, 1, false))
		die("send");
}

static void measure_socket(int *pair, char *data, char *other) {
	pid_t echo = start_echo(pair[1], pair[0], false, other);
	socket_pings(pair[0], 200);
	printf("ping_ns %.0f\n", BENCH_BEST(400, 50, socket_pings(pair[0], 50)));
	kill(echo, SIGKILL);
	waitpid(echo, NULL, 0);
	echo = start_echo(pair[1], pair[0], true, other);
	send_all(pair[0], data);
	printf("move_gbs %.2f\n", MOVED_BYTES / BENCH_BEST(5, 1, send_all(pair[0], data)));
	kill(echo, SIGKILL);
	waitpid(echo, NULL, 0);
}

static void ring_move(struct vmgl_ring *ring, void *data, size_t bytes, bool out) {
	while ((out ? vmgl_ring_wait_space(ring, bytes) : vmgl_ring_wait_filled(ring, bytes)) < bytes)
		if (vmgl_socket_gone(ring->socket))
			die("ping");
	if (out) {
		memcpy(vmgl_ring_at(ring, ring->mine), data, bytes);
		vmgl_ring_publish(ring, bytes);
	} else {
		memcpy(data, vmgl_ring_at(ring, ring->mine), bytes);
		vmgl_ring_consume(ring, bytes);
	}
}

static void ring_pings(struct vmgl_shared *shared, int count) {
	char ping[PONG_BYTES] = {0};
	for (int i = 0; i < count; i++) {
		ring_move(&shared->command, ping, PING_BYTES, true);
		ring_move(&shared->reply, ping, PONG_BYTES, false);
	}
}

static void measure_ring(void) {
	struct vmgl_shared shared;
	int pair[2];
	if (!vmgl_shared_create(&shared, VMGL_COMMAND_RING_BYTES, VMGL_REPLY_RING_BYTES) ||
		socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		die("shared memory");
	pid_t echo = fork();
	if (echo == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* The rings themselves are not mapped in a forked child. */
		struct vmgl_shared own;
		if (!vmgl_shared_attach(&own, dup(shared.fd), VMGL_COMMAND_RING_BYTES, VMGL_REPLY_RING_BYTES))
			die("shared memory");
		own.command.socket = own.reply.socket = pair[1];
		for (char ping[PONG_BYTES];;) {
			ring_move(&own.command, ping, PING_BYTES, false);
			ring_move(&own.reply, ping, PONG_BYTES, true);
		}
	}
	close(pair[1]);
	shared.command.socket = shared.reply.socket = pair[0];
	ring_pings(&shared, 200);
	printf("ping_ns %.0f\n", BENCH_BEST(400, 50, ring_pings(&shared, 50)));
	kill(echo, SIGKILL);
	waitpid(echo, NULL, 0);
}

int main(int argc, char **argv) {
	const char *transport = argc == 2 ? argv[1] : "";
	char *data = malloc(MOVED_BYTES), *other = malloc(MOVED_BYTES);
	if (data == NULL || other == NULL)
		die("memory");
	memset(data, 7, MOVED_BYTES);
	memset(other, 8, MOVED_BYTES);
	setvbuf(stdout, NULL, _IONBF, 0); /* or the children inherit what is buffered */
	int pair[2];
	if (strcmp(transport, "shm") == 0) {
		printf("move_gbs %.2f\n", MOVED_BYTES / BENCH_BEST(5, 1, memcpy(other, data, MOVED_BYTES)));
		measure_ring();
	} else if (strcmp(transport, "unix") == 0) {
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
			die("socketpair");
		measure_socket(pair, data, other);
	} else if (strcmp(transport, "tcp") == 0) {
		tcp_pair(pair);
		measure_socket(pair, data, other);
	} else {
		fprintf(stderr, "vmgl-bench-bare: shm, unix or tcp\n");
		return 2;
	}
	free(data);
	free(other);
	return 0;
}
