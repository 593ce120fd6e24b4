/* vmgl-bench-bare: what the transports of this machine can do without vmgl on top: a ping-pong between two processes,
 * and moving 64 MiB. The ruler for vmgl-bench-gl; prints the same kind of lines. */
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

#define MOVED_BYTES (64 << 20)
#define PING_BYTES 16 /* about a glFinish and its reply */

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
	char ping[PING_BYTES] = {0};
	for (int i = 0; i < count; i++)
		if (!move(fd, ping, sizeof(ping), true) || !move(fd, ping, sizeof(ping), false))
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
	size_t bytes = sink ? MOVED_BYTES : PING_BYTES;
	while (move(fd, memory, bytes, false) && move(fd, memory, sink ? 1 : bytes, true))
		;
	_exit(0);
}

static void send_all(int fd, char *data) {
	char done;
	if (!move(fd, data, MOVED_BYTES, true) || !move(fd, &done, 1, false))
		die("send");
}

static void measure_socket(const char *name, int *pair, char *data, char *other) {
	pid_t echo = start_echo(pair[1], pair[0], false, other);
	socket_pings(pair[0], 200);
	printf("%s_ping_ns %.0f\n", name, BENCH_BEST(7, 1000, socket_pings(pair[0], 1000)));
	kill(echo, SIGKILL);
	waitpid(echo, NULL, 0);
	echo = start_echo(pair[1], pair[0], true, other);
	send_all(pair[0], data);
	printf("%s_gbs %.2f\n", name, MOVED_BYTES / BENCH_BEST(5, 1, send_all(pair[0], data)));
	kill(echo, SIGKILL);
	waitpid(echo, NULL, 0);
}

static void ring_move(struct vmgl_ring *ring, bool out) {
	while ((out ? vmgl_ring_wait_space(ring, PING_BYTES) : vmgl_ring_wait_filled(ring, PING_BYTES)) < PING_BYTES)
		;
	if (out)
		vmgl_ring_publish(ring, PING_BYTES);
	else
		vmgl_ring_consume(ring, PING_BYTES);
}

static void ring_pings(struct vmgl_shared *shared, int count) {
	for (int i = 0; i < count; i++) {
		ring_move(&shared->command, true);
		ring_move(&shared->reply, false);
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
		shared.command.socket = shared.reply.socket = pair[1];
		for (;;) {
			ring_move(&shared.command, false);
			ring_move(&shared.reply, true);
		}
	}
	shared.command.socket = shared.reply.socket = pair[0];
	ring_pings(&shared, 200);
	printf("shm_ping_ns %.0f\n", BENCH_BEST(7, 1000, ring_pings(&shared, 1000)));
	kill(echo, SIGKILL);
	waitpid(echo, NULL, 0);
}

int main(void) {
	char *data = malloc(MOVED_BYTES), *other = malloc(MOVED_BYTES);
	if (data == NULL || other == NULL)
		die("memory");
	memset(data, 7, MOVED_BYTES);
	memset(other, 8, MOVED_BYTES);
	printf("memcpy_gbs %.2f\n", MOVED_BYTES / BENCH_BEST(5, 1, memcpy(other, data, MOVED_BYTES)));
	fflush(stdout); /* before the children inherit what is buffered */
	measure_ring();
	fflush(stdout);
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		die("socketpair");
	measure_socket("unix", pair, data, other);
	fflush(stdout);
	tcp_pair(pair);
	measure_socket("tcp", pair, data, other);
	free(data);
	free(other);
	return 0;
}
