#include "guest/link/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gen/opcodes.h"
#include "guest/link/endpoint.h"
#include "wire/clock.h"
#include "wire/diagnose.h"
#include "wire/hello.h"
#include "wire/socket.h"
#include "wire/transport.h"

#define CONNECT_MS 5000

/* A stub that has no renderer ready starts one, which loads a driver. */
#define REPLY_MS 30000

/* Of what answers at a place where only perhaps a stub is. */
#define PROBE_REPLY_MS 5000

#define LINGER_MS 300

struct vmgl_connection {
	char *endpoint;
	char *next_endpoint; /* where later streams connect to; NULL: the same */
	uint8_t cookie[VMGL_COOKIE_BYTES];
	const char *transport;
	int connect_ms, reply_ms;
	atomic_bool lost;
	atomic_uint last_id;
	pthread_mutex_t lock; /* of the control stream */
	struct vmgl_stream control;
};

/* One open stream, in the list that fork needs. */
struct link {
	struct link *next;
	struct vmgl_connection *connection;
	struct vmgl_stream *stream;
	struct vmgl_transport *transport;
};

static pthread_mutex_t links_lock = PTHREAD_MUTEX_INITIALIZER;
static struct link *links;

/* The parent owns the connections: what a child wrote would tear its streams. The rings are not even mapped in
 * a child (MADV_DONTFORK). Its copies of the sockets go, or the renderer would outlive the parent. */
static void forked_child(void) {
	for (struct link *link = links; link != NULL; link = link->next) {
		struct vmgl_transport *transport = link->transport;
		vmgl_stream_lose(link->stream, NULL);
		atomic_store(&link->connection->lost, true);
		pthread_mutex_init(&link->connection->lock, NULL); /* its holder may have stayed behind */
		close(transport->fd);
		transport->fd = -1;
		if (transport->shared) {
			munmap(transport->memory.control, VMGL_SHARED_CONTROL_BYTES);
			transport->memory = (struct vmgl_shared){.fd = -1};
		}
	}
	pthread_mutex_unlock(&links_lock);
}

static void forking(void) {
	pthread_mutex_lock(&links_lock);
}

static void forked_parent(void) {
	pthread_mutex_unlock(&links_lock);
}

static void watch_forks(void) {
	static atomic_bool watching;
	if (!atomic_exchange(&watching, true))
		pthread_atfork(forking, forked_parent, forked_child);
}

/* A program sees the end of its renderer once, however many streams it had. */
static void stream_lost(void *data, const char *reason) {
	static atomic_bool said;
	struct link *link = data;
	atomic_store(&link->connection->lost, true);
	vmgl_diagnose("a stream to %s ended: %s", link->connection->endpoint, reason);
	if (!atomic_exchange(&said, true))
		fprintf(
			stderr,
			"vmgl: error: the renderer at %s is gone (%s). GL calls do nothing from here on; restart the program.\n",
			link->connection->endpoint, reason);
}

/* The token of VMGL_TOKEN, or the first line of VMGL_TOKEN_FILE; empty when there is none. */
static bool read_token(char *token, size_t size, char *error, size_t error_size) {
	const char *given = getenv("VMGL_TOKEN"), *path = getenv("VMGL_TOKEN_FILE");
	token[0] = '\0';
	if (given != NULL && given[0] != '\0') {
		snprintf(token, size, "%s", given);
	} else if (path != NULL && path[0] != '\0') {
		FILE *file = fopen(path, "re");
		if (file == NULL) {
			snprintf(error, error_size, "The token file (%s) of VMGL_TOKEN_FILE cannot be read: %s.", path,
					 strerror(errno));
			return false;
		}
		if (fgets(token, (int)size, file) == NULL)
			token[0] = '\0';
		fclose(file);
	}
	size_t start = strspn(token, " \t\r\n"), length = strlen(token);
	while (length > start && strchr(" \t\r\n", token[length - 1]) != NULL)
		length--;
	memmove(token, token + start, length - start);
	token[length - start] = '\0';
	return true;
}

enum wanted { WANT_ANY, WANT_SHARED, WANT_SOCKET };

static bool read_wanted(enum wanted *wanted, char *error, size_t error_size) {
	const char *value = getenv("VMGL_TRANSPORT");
	*wanted = WANT_ANY;
	if (value == NULL || value[0] == '\0' || strcmp(value, "auto") == 0)
		return true;
	*wanted = strcmp(value, "socket") == 0 ? WANT_SOCKET : WANT_SHARED;
	if (*wanted == WANT_SOCKET || strcmp(value, "shm") == 0)
		return true;
	snprintf(error, error_size, "The transport (%s) of VMGL_TRANSPORT is unknown. Use auto, shm or socket.", value);
	return false;
}

static size_t write_hello(uint8_t *buffer, size_t size, const struct vmgl_connection *connection, uint32_t stream,
						  const char *token, enum wanted wanted) {
	const char *display = getenv("DISPLAY");
	struct vmgl_hello hello = {
		.magic = {'V', 'M', 'G', 'L'},
		.version = VMGL_WIRE_VERSION,
		.kind = stream == 0 ? VMGL_HELLO_NEW : VMGL_HELLO_JOIN,
		.hash = VMGL_PROTOCOL_HASH,
		.stream = stream,
		.flags = wanted == WANT_SOCKET ? VMGL_HELLO_SOCKET : 0,
		.pid = (uint32_t)getpid(),
	};
	memcpy(hello.cookie, connection->cookie, sizeof(hello.cookie));
	size_t at = sizeof(hello);
	const char *program = program_invocation_short_name;
	vmgl_hello_put(buffer, size, &at, token, strlen(token));
	vmgl_hello_put(buffer, size, &at, program, strnlen(program, 255));
	vmgl_hello_put(buffer, size, &at, VMGL_VERSION, strlen(VMGL_VERSION));
	vmgl_hello_put(buffer, size, &at, display == NULL ? "" : display, display == NULL ? 0 : strnlen(display, 255));
	hello.size = (uint32_t)at;
	memcpy(buffer, &hello, sizeof(hello));
	return at;
}

/* Reads exactly `bytes` before the deadline; with a descriptor on the first read when `passed` is given. */
static bool read_until(int fd, void *data, size_t bytes, int *passed, int64_t deadline) {
	for (size_t done = 0; done < bytes;) {
		if (vmgl_now_ms() >= deadline || !vmgl_socket_readable(fd, deadline)) {
			errno = ETIMEDOUT;
			return false;
		}
		size_t got = passed != NULL ? vmgl_socket_read_fd(fd, (uint8_t *)data + done, bytes - done, passed)
									: vmgl_socket_read(fd, (uint8_t *)data + done, bytes - done);
		if (got == 0) {
			errno = ECONNRESET;
			return false;
		}
		passed = NULL;
		done += got;
	}
	return true;
}

static const char *status_text(uint32_t status) {
	switch (status) {
	case VMGL_HELLO_STATUS_VERSION:
		return "guest and host have different versions of vmgl";
	case VMGL_HELLO_STATUS_TOKEN:
		return "the token is missing or wrong (VMGL_TOKEN, VMGL_TOKEN_FILE)";
	case VMGL_HELLO_STATUS_SESSIONS:
		return "it has as many sessions as it allows";
	case VMGL_HELLO_STATUS_UNKNOWN_SESSION:
		return "it does not know this session";
	case VMGL_HELLO_STATUS_NO_RENDERER:
		return "it cannot start a renderer";
	default:
		return "it gives no reason";
	}
}

/* Takes the reply apart. On success *shared_fd is the memory of the stream, or -1. */
static bool read_reply(int fd, const char *endpoint, int reply_ms, struct vmgl_hello_reply *reply, char *next,
					   size_t next_size, int *shared_fd, char *error, size_t error_size) {
	uint8_t buffer[VMGL_HELLO_MAX];
	char message[1024], version[64];
	int64_t deadline = vmgl_now_ms() + reply_ms;
	size_t at = sizeof(*reply);
	*shared_fd = -1;
	if (!read_until(fd, buffer, sizeof(*reply), shared_fd, deadline)) {
		snprintf(error, error_size, "The stub at %s %s. Look into its log.", endpoint,
				 errno == ETIMEDOUT ? "does not answer the greeting" : "closed the connection");
		return false;
	}
	memcpy(reply, buffer, sizeof(*reply));
	if (memcmp(reply->magic, "VMGL", 4) != 0 || reply->size < sizeof(*reply) + 12 || reply->size > sizeof(buffer) ||
		!read_until(fd, buffer + at, reply->size - at, NULL, deadline) ||
		!vmgl_hello_get(buffer, reply->size, &at, message, sizeof(message)) ||
		!vmgl_hello_get(buffer, reply->size, &at, version, sizeof(version)) ||
		!vmgl_hello_get(buffer, reply->size, &at, next, next_size)) {
		snprintf(error, error_size, "What answers at %s is not a vmgl stub. Check the address.", endpoint);
		return false;
	}
	if (reply->status != VMGL_HELLO_STATUS_OK) {
		bool stop = message[0] == '\0' || message[strlen(message) - 1] != '.';
		snprintf(error, error_size, "The stub at %s refuses: %s%s", endpoint,
				 message[0] == '\0' ? status_text(reply->status) : message, stop ? "." : "");
		return false;
	}
	if (reply->version != VMGL_WIRE_VERSION || reply->hash != VMGL_PROTOCOL_HASH) {
		snprintf(error, error_size, "Guest (%s) and host (%s) have different versions of vmgl. Update the older one.",
				 VMGL_VERSION, version);
		return false;
	}
	return true;
}

static void close_if_open(int fd) {
	if (fd >= 0)
		close(fd);
}

/* Connects, greets, and attaches `stream`. */
static bool open_stream(struct vmgl_connection *connection, uint32_t id, struct vmgl_stream *stream, char *error,
						size_t error_size) {
	const char *text = connection->next_endpoint != NULL ? connection->next_endpoint : connection->endpoint;
	struct vmgl_endpoint endpoint;
	uint8_t hello[VMGL_HELLO_MAX];
	struct vmgl_hello_reply reply;
	char token[1100], next[300];
	int shared_fd = -1;
	enum wanted wanted;

	if (!read_wanted(&wanted, error, error_size) || !vmgl_endpoint_parse(text, &endpoint, error, error_size) ||
		!read_token(token, sizeof(token), error, error_size))
		return false;
	int fd = vmgl_endpoint_connect(&endpoint, text, connection->connect_ms, error, error_size);
	if (fd < 0)
		return false;
	vmgl_socket_tune(fd);
	size_t size = write_hello(hello, sizeof(hello), connection, id, token, wanted);
	if (!vmgl_socket_write_bytes(fd, hello, size)) {
		snprintf(error, error_size, "The stub at %s closed the connection. Look into its log.", text);
		close(fd);
		return false;
	}
	if (!read_reply(fd, text, connection->reply_ms, &reply, next, sizeof(next), &shared_fd, error, error_size)) {
		close_if_open(shared_fd);
		close(fd);
		return false;
	}
	struct vmgl_shared memory;
	bool shared = reply.transport == VMGL_TRANSPORT_SHARED;
	if (wanted == WANT_SHARED && !shared) {
		snprintf(
			error, error_size,
			"The stub at %s offers no shared memory, which VMGL_TRANSPORT (shm) asks for. Use a unix: endpoint on this "
			"machine, or leave VMGL_TRANSPORT out.",
			text);
		close_if_open(shared_fd);
		close(fd);
		return false;
	}
	if (shared && (shared_fd < 0 || reply.control_bytes != VMGL_SHARED_CONTROL_BYTES ||
				   !vmgl_shared_attach(&memory, shared_fd, reply.command_bytes, reply.reply_bytes))) {
		snprintf(error, error_size,
				 "The shared memory of the stub at %s cannot be used (%s). Set VMGL_TRANSPORT=socket to do without.",
				 text, shared_fd < 0 ? "none came" : strerror(errno));
		if (shared_fd >= 0 && reply.control_bytes != VMGL_SHARED_CONTROL_BYTES)
			close(shared_fd);
		close(fd);
		return false;
	}
	if (!shared)
		close_if_open(shared_fd);
	struct vmgl_transport *transport = vmgl_transport_create(fd, shared ? &memory : NULL);
	struct link *link = malloc(sizeof(*link));
	if (transport == NULL || link == NULL) {
		snprintf(error, error_size, "There is no memory for a stream to %s.", text);
		if (transport != NULL)
			vmgl_transport_destroy(transport);
		else {
			if (shared)
				vmgl_shared_destroy(&memory);
			close(fd);
		}
		free(link);
		return false;
	}
	if (id == 0) {
		memcpy(connection->cookie, reply.cookie, sizeof(connection->cookie));
		connection->next_endpoint = next[0] == '\0' ? NULL : strdup(next);
		connection->transport = shared                                 ? "shared memory"
								: endpoint.kind == VMGL_ENDPOINT_UNIX  ? "unix socket"
								: endpoint.kind == VMGL_ENDPOINT_VSOCK ? "vsock"
																	   : "TCP";
		vmgl_diagnose("connected to %s (%s)", text, connection->transport);
	}
	transport->lost = stream_lost;
	transport->lost_data = link;
	*link = (struct link){.connection = connection, .stream = stream, .transport = transport};
	vmgl_stream_attach(stream, transport);
	pthread_mutex_lock(&links_lock);
	link->next = links;
	links = link;
	pthread_mutex_unlock(&links_lock);
	return true;
}

static struct vmgl_connection *connect_to(const char *endpoint, int connect_ms, int reply_ms, char *error,
										  size_t error_size) {
	watch_forks();
	struct vmgl_connection *connection = calloc(1, sizeof(*connection));
	if (connection == NULL || (connection->endpoint = strdup(endpoint)) == NULL) {
		snprintf(error, error_size, "There is no memory for a connection to %s.", endpoint);
		free(connection);
		return NULL;
	}
	pthread_mutex_init(&connection->lock, NULL);
	connection->connect_ms = connect_ms;
	connection->reply_ms = reply_ms;
	if (!open_stream(connection, 0, &connection->control, error, error_size)) {
		free(connection->endpoint);
		free(connection);
		return NULL;
	}
	/* It is a stub: its later streams get all the time that a stub may need. */
	connection->connect_ms = CONNECT_MS;
	connection->reply_ms = REPLY_MS;
	return connection;
}

struct vmgl_connection *vmgl_connect(const char *endpoint, char *error, size_t error_size) {
	return connect_to(endpoint, CONNECT_MS, REPLY_MS, error, error_size);
}

struct vmgl_connection *vmgl_connect_within(const char *endpoint, int connect_ms, char *error, size_t error_size) {
	return connect_to(endpoint, connect_ms, PROBE_REPLY_MS, error, error_size);
}

void vmgl_disconnect(struct vmgl_connection *connection) {
	if (connection == NULL)
		return;
	vmgl_stream_close(&connection->control);
	pthread_mutex_destroy(&connection->lock);
	free(connection->endpoint);
	free(connection->next_endpoint);
	free(connection);
}

const char *vmgl_connection_endpoint(const struct vmgl_connection *connection) {
	return connection->endpoint;
}

const char *vmgl_connection_transport(const struct vmgl_connection *connection) {
	return connection->transport;
}

bool vmgl_connection_lost(const struct vmgl_connection *connection) {
	return atomic_load(&connection->lost);
}

struct vmgl_stream *vmgl_control_lock(struct vmgl_connection *connection) {
	pthread_mutex_lock(&connection->lock);
	return &connection->control;
}

void vmgl_control_unlock(struct vmgl_connection *connection) {
	pthread_mutex_unlock(&connection->lock);
}

uint32_t vmgl_stream_id(struct vmgl_connection *connection) {
	return atomic_fetch_add(&connection->last_id, 1) + 1;
}

bool vmgl_stream_open(struct vmgl_connection *connection, uint32_t id, struct vmgl_stream *stream, char *error,
					  size_t error_size) {
	if (!vmgl_connection_lost(connection) && open_stream(connection, id, stream, error, error_size))
		return true;
	if (vmgl_connection_lost(connection))
		snprintf(error, error_size, "The renderer at %s is gone.", connection->endpoint);
	vmgl_stream_init_lost(stream);
	return false;
}

/* Closing a TCP socket with unread bytes (acknowledgements) resets the connection, and the commands that the
 * renderer did not read yet are lost with it. So the renderer closes first, as long as that takes no time. */
static void linger(int fd) {
	uint8_t ignored[256];
	const int64_t deadline = vmgl_now_ms() + LINGER_MS;
	shutdown(fd, SHUT_WR);
	while (vmgl_now_ms() < deadline && vmgl_socket_readable(fd, deadline))
		if (vmgl_socket_read(fd, ignored, sizeof(ignored)) == 0)
			break;
}

void vmgl_stream_close(struct vmgl_stream *stream) {
	struct vmgl_transport *transport = stream->transport;
	if (transport != NULL) {
		vmgl_stream_flush(stream);
		if (!transport->shared && !stream->lost)
			linger(transport->fd);
		pthread_mutex_lock(&links_lock);
		for (struct link **at = &links; *at != NULL; at = &(*at)->next) {
			if ((*at)->transport == transport) {
				struct link *link = *at;
				*at = link->next;
				free(link);
				break;
			}
		}
		pthread_mutex_unlock(&links_lock);
		vmgl_transport_destroy(transport);
	}
	vmgl_stream_init_lost(stream);
}

uint64_t vmgl_stream_round_trips(const struct vmgl_stream *stream) {
	return stream->transport == NULL ? 0 : stream->transport->round_trips;
}
