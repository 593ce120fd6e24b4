#include "wire/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire/clock.h"
#include "wire/readable.h"

/* Waits for a non-blocking socket that somebody else made so. false on an error of the poll itself. */
static bool wait_ready(int fd, short events) {
	struct pollfd poll_fd = {.fd = fd, .events = events};
	return poll(&poll_fd, 1, -1) >= 0 || errno == EINTR;
}

static ssize_t send_message(int fd, struct msghdr *message) {
	for (;;) {
		ssize_t sent = sendmsg(fd, message, MSG_NOSIGNAL);
		if (sent >= 0)
			return sent;
		if (errno == EAGAIN) {
			if (!wait_ready(fd, POLLOUT))
				return -1;
		} else if (errno != EINTR) {
			return -1;
		}
	}
}

/* Memory that the kernel cannot read (wire/readable.h). */
static ssize_t send_unreadable(int fd, const struct iovec *part) {
	static uint8_t zeros[VMGL_READABLE_STEP];
	struct iovec piece = {.iov_base = part->iov_base, .iov_len = vmgl_readable_step(part->iov_base, part->iov_len)};
	struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
	ssize_t sent = send_message(fd, &message);
	if (sent >= 0 || errno != EFAULT)
		return sent;
	piece.iov_base = zeros;
	return send_message(fd, &message);
}

bool vmgl_socket_write(int fd, struct iovec *parts, int count) {
	while (count > 0) {
		if (parts[0].iov_len == 0) {
			parts++;
			count--;
			continue;
		}
		struct msghdr message = {.msg_iov = parts, .msg_iovlen = (size_t)count};
		ssize_t sent = send_message(fd, &message);
		if (sent < 0 && errno == EFAULT)
			sent = send_unreadable(fd, &parts[0]);
		if (sent < 0)
			return false;
		size_t left = (size_t)sent;
		while (count > 0 && left >= parts[0].iov_len) {
			left -= parts[0].iov_len;
			parts++;
			count--;
		}
		if (count > 0) {
			parts[0].iov_base = (uint8_t *)parts[0].iov_base + left;
			parts[0].iov_len -= left;
		}
	}
	return true;
}

bool vmgl_socket_write_bytes(int fd, const void *data, size_t bytes) {
	struct iovec part = {.iov_base = (void *)(uintptr_t)data, .iov_len = bytes};
	return vmgl_socket_write(fd, &part, 1);
}

size_t vmgl_socket_read(int fd, void *data, size_t max) {
	for (;;) {
		ssize_t got = recv(fd, data, max, 0);
		if (got >= 0)
			return (size_t)got;
		if (errno == EAGAIN) {
			if (!wait_ready(fd, POLLIN))
				return 0;
		} else if (errno != EINTR) {
			return 0;
		}
	}
}

bool vmgl_socket_read_exactly(int fd, void *data, size_t bytes) {
	for (size_t done = 0; done < bytes;) {
		size_t got = vmgl_socket_read(fd, (uint8_t *)data + done, bytes - done);
		if (got == 0)
			return false;
		done += got;
	}
	return true;
}

size_t vmgl_socket_read_fd(int fd, void *data, size_t max, int *passed) {
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec part = {.iov_base = data, .iov_len = max};
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
	*passed = -1;
	ssize_t got;
	while ((got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC)) < 0) {
		if (errno == EAGAIN ? !wait_ready(fd, POLLIN) : errno != EINTR)
			return 0;
	}
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
		header->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(passed, CMSG_DATA(header), sizeof(int));
	return (size_t)got;
}

bool vmgl_socket_write_fd(int fd, const void *data, size_t bytes, int passed) {
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	memset(&control, 0, sizeof(control));
	struct iovec part = {.iov_base = (void *)(uintptr_t)data, .iov_len = bytes};
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &passed, sizeof(int));
	ssize_t sent = send_message(fd, &message);
	return sent > 0 && vmgl_socket_write_bytes(fd, (const uint8_t *)data + sent, bytes - (size_t)sent);
}

bool vmgl_socket_readable(int fd, int64_t deadline_ms) {
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	int ready;
	do {
		int64_t left = deadline_ms - vmgl_now_ms();
		ready = poll(&poll_fd, 1, left > 0 ? (int)left : 0);
	} while (ready < 0 && errno == EINTR);
	return ready != 0;
}

bool vmgl_socket_gone(int fd) {
	uint8_t byte;
	ssize_t got;
	while ((got = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT)) < 0 && errno == EINTR)
		;
	return got == 0 || (got < 0 && errno != EAGAIN);
}

void vmgl_socket_tune(int fd) {
	int flags = fcntl(fd, F_GETFL);
	if (flags >= 0 && (flags & O_NONBLOCK) != 0)
		fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	/* A writer that fills the buffer sleeps until three quarters of it were read: with the usual 208 KiB, writer and
	 * reader of an upload take turns instead of working at the same time. The system's net.core.wmem_max may allow
	 * less. TCP finds its own size, and would stop doing so. */
	int domain = 0, buffer = 1 << 20;
	socklen_t size = sizeof(domain);
	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof(buffer));
	/* These fail on unix sockets, which need none of it. A peer whose machine vanished is noticed after
	 * 25 seconds; while it owes acknowledgements, when TCP gives up (some minutes). */
	int on = 1, idle = 10, interval = 5, probes = 3;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
}
