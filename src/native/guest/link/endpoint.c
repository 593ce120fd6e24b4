#include "guest/link/endpoint.h"

#include <sys/socket.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/vm_sockets.h>
#include <netdb.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "wire/clock.h"

static bool parse_unsigned(const char *text, size_t length, unsigned long long max, unsigned long long *value) {
	if (length == 0 || length > 10)
		return false;
	*value = 0;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*value = *value * 10 + (unsigned)(text[i] - '0');
	}
	return *value <= max;
}

static bool bad(const char *text, const char *why, char *error, size_t error_size) {
	snprintf(error, error_size,
			 "The endpoint (%s) %s. Give host:port, tcp://host:port, tcp://[v6]:port, unix:/path or vsock:CID:port.",
			 text, why);
	return false;
}

static bool parse_vsock(const char *text, struct vmgl_endpoint *endpoint, char *error, size_t error_size) {
	const char *rest = text + strlen("vsock:");
	const char *colon = strchr(rest, ':');
	unsigned long long cid, port;
	if (colon == NULL || !parse_unsigned(rest, (size_t)(colon - rest), UINT32_MAX, &cid) ||
		!parse_unsigned(colon + 1, strlen(colon + 1), UINT32_MAX, &port))
		return bad(text, "does not name a CID and a port", error, error_size);
	endpoint->kind = VMGL_ENDPOINT_VSOCK;
	endpoint->cid = (unsigned)cid;
	endpoint->vsock_port = (unsigned)port;
	return true;
}

bool vmgl_endpoint_parse(const char *text, struct vmgl_endpoint *endpoint, char *error, size_t error_size) {
	*endpoint = (struct vmgl_endpoint){.kind = VMGL_ENDPOINT_TCP};
	if (strncmp(text, "unix:", 5) == 0) {
		const char *path = text + 5;
		if (strncmp(path, "///", 3) == 0)
			path += 2;
		if (path[0] != '/')
			return bad(text, "names a path that does not start with \"/\"", error, error_size);
		/* sun_path holds 108 bytes, the terminating zero included (unix(7)). */
		if (strlen(path) > 107)
			return bad(text, "names a path longer than the 107 bytes that a unix socket can have", error, error_size);
		endpoint->kind = VMGL_ENDPOINT_UNIX;
		strcpy(endpoint->host, path);
		return true;
	}
	if (strncmp(text, "vsock:", 6) == 0)
		return parse_vsock(text, endpoint, error, error_size);
	const char *address = text;
	const char *scheme = strstr(text, "://");
	if (scheme != NULL) {
		if (scheme - text != 3 || strncasecmp(text, "tcp", 3) != 0)
			return bad(text, "has an unknown scheme", error, error_size);
		address = scheme + 3;
	}
	const char *host = address, *host_end, *port;
	if (address[0] == '[') {
		host++;
		host_end = strchr(host, ']');
		if (host_end == NULL)
			return bad(text, "is malformed", error, error_size);
		if ((size_t)(host_end - host) != strspn(host, "0123456789abcdefABCDEF:.%") && strchr(host, '%') == NULL)
			return bad(text, "has no IPv6 address in its brackets", error, error_size);
		if (host_end[1] != ':')
			return bad(text, host_end[1] == '\0' ? "has no port" : "is malformed", error, error_size);
		port = host_end + 2;
	} else {
		host_end = strchr(host, ':');
		if (host_end == NULL)
			return bad(text, "has no port", error, error_size);
		port = host_end + 1;
		if (strchr(port, ':') != NULL)
			return bad(text, "has more than one \":\" (put an IPv6 address into brackets)", error, error_size);
	}
	unsigned long long number;
	if (!parse_unsigned(port, strlen(port), 65535, &number) || number == 0)
		return bad(text, "has no port from 1 to 65535", error, error_size);
	size_t length = (size_t)(host_end - host);
	if (length == 0 || length >= sizeof(endpoint->host) || strcspn(host, " \t/@") < length)
		return bad(text, "has no host", error, error_size);
	memcpy(endpoint->host, host, length);
	snprintf(endpoint->port, sizeof(endpoint->port), "%llu", number);
	return true;
}

/* A connected, blocking socket or -1 and errno. */
static int connect_one(const struct sockaddr *address, socklen_t size, int64_t deadline) {
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	int error = connect(fd, address, size) == 0 ? 0 : errno;
	/* EAGAIN: the backlog of a unix socket is full; there is nothing to poll for. */
	while (error == EAGAIN && vmgl_now_ms() < deadline) {
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
		error = connect(fd, address, size) == 0 ? 0 : errno;
	}
	if (error == EINPROGRESS || error == EINTR) {
		struct pollfd poll_fd = {.fd = fd, .events = POLLOUT};
		int ready;
		do {
			int64_t left = deadline - vmgl_now_ms();
			ready = poll(&poll_fd, 1, left > 0 ? (int)left : 0);
		} while (ready < 0 && errno == EINTR);
		socklen_t error_size = sizeof(error);
		if (ready == 0)
			error = ETIMEDOUT;
		else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &error_size) != 0)
			error = errno;
	}
	if (error == 0) {
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
		return fd;
	}
	close(fd);
	errno = error;
	return -1;
}

int vmgl_endpoint_connect(const struct vmgl_endpoint *endpoint, const char *text, int timeout_ms, char *error,
						  size_t error_size) {
	int64_t deadline = vmgl_now_ms() + timeout_ms;
	int fd = -1;
	if (endpoint->kind == VMGL_ENDPOINT_UNIX) {
		struct sockaddr_un address = {.sun_family = AF_UNIX};
		memcpy(address.sun_path, endpoint->host, strlen(endpoint->host) + 1);
		fd = connect_one((const struct sockaddr *)&address, sizeof(address), deadline);
	} else if (endpoint->kind == VMGL_ENDPOINT_VSOCK) {
		struct sockaddr_vm address = {
			.svm_family = AF_VSOCK, .svm_cid = endpoint->cid, .svm_port = endpoint->vsock_port};
		fd = connect_one((const struct sockaddr *)&address, sizeof(address), deadline);
	} else {
		struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV}, *found = NULL;
		int failed = getaddrinfo(endpoint->host, endpoint->port, &hints, &found);
		if (failed != 0) {
			snprintf(error, error_size, "The host of the endpoint (%s) cannot be found: %s. Check its name.", text,
					 failed == EAI_SYSTEM ? strerror(errno) : gai_strerror(failed));
			return -1;
		}
		for (struct addrinfo *one = found; one != NULL && fd < 0; one = one->ai_next)
			fd = connect_one(one->ai_addr, one->ai_addrlen, deadline);
		int saved = errno;
		freeaddrinfo(found);
		errno = saved;
	}
	if (fd < 0)
		snprintf(
			error, error_size,
			"No stub answers at %s (%s). Start one there with `vmgl stub`, or check the address (VMGL_STUB, GLSTUB).",
			text, strerror(errno));
	return fd;
}
