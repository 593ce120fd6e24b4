#include "shim/shim.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Longest message of the hand-over protocol (docs/wire-format.md): a hello of 4096 bytes and its prefix. */
#define MESSAGE_MAX 8192

int vmgl_shim_seqpacket_pair(int32_t *fds) {
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	fds[0] = pair[0];
	fds[1] = pair[1];
	return 0;
}

int vmgl_shim_send(int socket, const void *data, size_t bytes, int fd) {
	struct iovec part = {.iov_base = (void *)(uintptr_t)data, .iov_len = bytes};
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	if (fd >= 0) {
		memset(&control, 0, sizeof(control));
		message.msg_control = &control;
		message.msg_controllen = sizeof(control);
		struct cmsghdr *header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	}
	ssize_t sent;
	do
		sent = sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (sent < 0 && errno == EINTR);
	return sent < 0 ? -errno : 0;
}

/* Threads of ours need little stack and must not take the signals that Node handles. */
static int start_thread(void *(*run)(void *), void *argument) {
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 64 * 1024);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_t thread;
	int error = pthread_create(&thread, &attributes, run, argument);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return -error;
}

struct watch {
	int from; /* read or polled */
	int to;   /* our end of the stream that Node reads */
};

static int start_watch(void *(*run)(void *), int from) {
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	int error = -ENOMEM;
	struct watch *watch = malloc(sizeof(*watch));
	if (!watch)
		goto close_pair;
	*watch = (struct watch){.from = from, .to = pair[0]};
	error = start_thread(run, watch);
	if (error < 0)
		goto free_watch;
	return pair[1];
free_watch:
	free(watch);
close_pair:
	close(pair[0]);
	close(pair[1]);
	return error;
}

static void watch_destroy(struct watch *watch) {
	close(watch->from);
	close(watch->to);
	free(watch);
}

/* Waits until `from` is readable. false when Node closed its end, which is how a watch is given up. */
static bool wait_readable(const struct watch *watch) {
	struct pollfd polled[2] = {{.fd = watch->from, .events = POLLIN}, {.fd = watch->to, .events = POLLRDHUP}};
	while (poll(polled, 2, -1) < 0)
		if (errno != EINTR)
			return false;
	return polled[1].revents == 0;
}

static bool write_all(int fd, const void *data, size_t bytes) {
	const char *at = data;
	while (bytes > 0) {
		ssize_t written = send(fd, at, bytes, MSG_NOSIGNAL);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		at += written;
		bytes -= (size_t)written;
	}
	return true;
}

static void *relay(void *argument) {
	struct watch *watch = argument;
	struct {
		uint32_t bytes;
		char data[MESSAGE_MAX];
	} message;
	while (wait_readable(watch)) {
		ssize_t received = recv(watch->from, message.data, sizeof(message.data), 0);
		if (received < 0 && errno == EINTR)
			continue;
		if (received <= 0)
			break;
		message.bytes = (uint32_t)received;
		if (!write_all(watch->to, &message, sizeof(message.bytes) + (size_t)received))
			break;
	}
	watch_destroy(watch);
	return NULL;
}

int vmgl_shim_relay(int seqpacket_socket) {
	int own = fcntl(seqpacket_socket, F_DUPFD_CLOEXEC, 3);
	if (own < 0)
		return -errno;
	int result = start_watch(relay, own);
	if (result < 0)
		close(own);
	return result;
}

static void *watch_process(void *argument) {
	struct watch *watch = argument;
	wait_readable(watch);
	watch_destroy(watch);
	return NULL;
}

int vmgl_shim_watch_process(int pid) {
	/* glibc has pidfd_open() only since 2.36. */
	int process = (int)syscall(SYS_pidfd_open, pid, 0);
	if (process < 0)
		return -errno;
	int result = start_watch(watch_process, process);
	if (result < 0)
		close(process);
	return result;
}

int vmgl_shim_reap(int pid) {
	int status;
	if (waitpid(pid, &status, 0) < 0)
		return -errno;
	return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}

int64_t vmgl_shim_peer_uid(int socket) {
	struct ucred peer;
	socklen_t bytes = sizeof(peer);
	if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &bytes) < 0)
		return -errno;
	return peer.uid;
}
