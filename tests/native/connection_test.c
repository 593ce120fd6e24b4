/* Reaching a stub: every spelling of an endpoint, and a sentence that names the value for every way in which
 * it can fail; the greeting, over each transport; and what fork and a dying renderer leave of a connection. */
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "guest/link/connection.h"
#include "guest/link/discover.h"
#include "guest/link/endpoint.h"
#include "host/session/stream_end.h"
#include "wire/hello.h"
#include "wire/socket.h"

#define OP_ECHO 20

static void endpoints(void) {
	static const struct {
		const char *text, *host, *port;
		enum vmgl_endpoint_kind kind;
	} good[] = {
		{"localhost:7000", "localhost", "7000", VMGL_ENDPOINT_TCP},
		{"tcp://10.0.0.1:1", "10.0.0.1", "1", VMGL_ENDPOINT_TCP},
		{"TCP://host.example:65535", "host.example", "65535", VMGL_ENDPOINT_TCP},
		{"tcp://[::1]:7000", "::1", "7000", VMGL_ENDPOINT_TCP},
		{"[fe80::1%eth0]:7000", "fe80::1%eth0", "7000", VMGL_ENDPOINT_TCP},
		{"unix:/run/vmgl/stub-7000.sock", "/run/vmgl/stub-7000.sock", "", VMGL_ENDPOINT_UNIX},
		{"unix:///run/x", "/run/x", "", VMGL_ENDPOINT_UNIX},
		{"vsock:2:7000", "", "", VMGL_ENDPOINT_VSOCK},
	};
	static const char *const bad[] = {
		"",
		"localhost",
		"localhost:",
		":7000",
		"tcp://",
		"tcp://host",
		"host:0",
		"host:65536",
		"host:port",
		"host:7000x",
		"host:-1",
		"::1:7000",
		"[::1]",
		"[::1]7000",
		"[::1:7000",
		"[zz]:7000",
		"http://host:80",
		"unix:",
		"unix:relative",
		"vsock:",
		"vsock:2",
		"vsock:x:1",
		"vsock:2:",
		"ho st:7000",
		"user@host:7000",
		"host:7000/path",
		"unix:/"
		"1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
	};
	struct vmgl_endpoint endpoint;
	char error[512];
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		CHECK(vmgl_endpoint_parse(good[i].text, &endpoint, error, sizeof(error)));
		CHECK_EQUAL(endpoint.kind, good[i].kind);
		CHECK(strcmp(endpoint.host, good[i].host) == 0 && strcmp(endpoint.port, good[i].port) == 0);
	}
	CHECK_EQUAL(endpoint.cid, 2);
	CHECK_EQUAL(endpoint.vsock_port, 7000);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		error[0] = '\0';
		CHECK(!vmgl_endpoint_parse(bad[i], &endpoint, error, sizeof(error)));
		CHECK(strstr(error, bad[i]) != NULL && strstr(error, "unix:/path") != NULL);
	}
}

static bool is_place(const struct vmgl_place *place, const char *endpoint, const char *from, bool named) {
	if (strcmp(place->endpoint, endpoint) == 0 && strcmp(place->from, from) == 0 && place->named == named)
		return true;
	fprintf(stderr, "found %s from %s\n", place->endpoint, place->from);
	return false;
}

static void places_in_order(void) {
	char directory[] = "/tmp/vmgl-connection-XXXXXX", path[512];
	struct vmgl_place places[VMGL_PLACES_MAX];
	CHECK(mkdtemp(directory) != NULL);
	unsetenv("VMGL_STUB");
	unsetenv("GLSTUB");
	unsetenv("SSH_CONNECTION");
	unsetenv("SSH_CLIENT");
	setenv("XDG_RUNTIME_DIR", directory, 1);
	size_t others = vmgl_places(NULL, 0, places); /* in /run/vmgl */
	CHECK(others <= 1);
	snprintf(path, sizeof(path),
			 "mkdir -p %s/vmgl; cd %s/vmgl; touch stub-7001.sock stub-7000.sock stub-.sock stub-7.sock.old other",
			 directory, directory);
	CHECK(system(path) == 0);
	setenv("SSH_CONNECTION", "fe80::1%eth0 40000 fe80::2 22", 1);
	/* Not endpoints, or not for eyes: skipped. No zero byte at the end, none in an empty list, too long. */
	static const char announced[] = "gpuhost:7000\0\0nonsense\0unix:/a\nb\0tcp://[::1]:7001";
	CHECK_EQUAL(vmgl_places(announced, sizeof(announced) - 1, places), 4 + others);
	CHECK(is_place(&places[0], "gpuhost:7000", "_VMGL_STUB", false));
	CHECK(is_place(&places[1], "tcp://[::1]:7001", "_VMGL_STUB", false));
	snprintf(path, sizeof(path), "unix:%s/vmgl/stub-7000.sock", directory);
	CHECK(is_place(&places[2], path, "XDG_RUNTIME_DIR", false));
	CHECK(is_place(&places[3 + others], "tcp://[fe80::1%eth0]:7000", "SSH_CONNECTION", false));
	CHECK_EQUAL(vmgl_places("", 0, places), 2 + others);
	char many[VMGL_ANNOUNCEMENT_MAX];
	for (size_t i = 0; i + 4 <= sizeof(many); i += 4)
		memcpy(many + i, "a:1", 4);
	CHECK_EQUAL(vmgl_places(many, sizeof(many), places), 8 + 2 + others);
	memset(many, 'a', sizeof(many));
	CHECK_EQUAL(vmgl_places(many, sizeof(many), places), 2 + others);
	setenv("SSH_CONNECTION", "10.0.0.1 40000 10.0.0.2 22", 1);
	CHECK_EQUAL(vmgl_places(NULL, 0, places), 2 + others);
	CHECK(is_place(&places[1 + others], "tcp://10.0.0.1:7000", "SSH_CONNECTION", false));
	unsetenv("SSH_CONNECTION");
	setenv("SSH_CLIENT", "10.0.0.3 40000 22", 1);
	CHECK_EQUAL(vmgl_places(NULL, 0, places), 2 + others);
	CHECK(is_place(&places[1 + others], "tcp://10.0.0.3:7000", "SSH_CLIENT", false));
	unsetenv("SSH_CLIENT");
	setenv("GLSTUB", "b:2", 1);
	CHECK_EQUAL(vmgl_places(announced, sizeof(announced), places), 1);
	CHECK(is_place(&places[0], "b:2", "GLSTUB", true));
	setenv("VMGL_STUB", "a:1", 1);
	CHECK_EQUAL(vmgl_places(announced, sizeof(announced), places), 1);
	CHECK(is_place(&places[0], "a:1", "VMGL_STUB", true));
	unsetenv("VMGL_STUB");
	unsetenv("GLSTUB");
	snprintf(path, sizeof(path), "rm -r %s", directory);
	CHECK(system(path) == 0);
}

/* ---- a stub of sorts ---- */

enum behaviour { SERVE, REFUSE, WRONG_VERSION, GARBAGE, HANG_UP, DIE };

struct stub {
	int listener;
	enum behaviour behaviour;
	const char *message;
	struct vmgl_hello hello; /* the last one */
	char strings[4][256];
};

static unsigned nothing_in_place(unsigned opcode) {
	(void)opcode;
	return 0;
}

static void *serve(void *argument) {
	struct vmgl_stream_end *end = argument;
	struct vmgl_reader command;
	while (vmgl_stream_end_next(end, &command)) {
		vmgl_stream_end_reply_begin(end, OP_ECHO, 0);
		vmgl_stream_end_reply_bytes(end, command.at + 8, 8);
		CHECK(vmgl_stream_end_reply_send(end));
	}
	vmgl_stream_end_destroy(end);
	return NULL;
}

static void answer(int fd, uint32_t status, uint64_t hash, const char *message) {
	uint8_t buffer[VMGL_HELLO_MAX];
	struct vmgl_hello_reply reply = {
		.magic = {'V', 'M', 'G', 'L'}, .version = VMGL_WIRE_VERSION, .status = status, .hash = hash};
	size_t at = sizeof(reply);
	vmgl_hello_put(buffer, sizeof(buffer), &at, message, strlen(message));
	vmgl_hello_put(buffer, sizeof(buffer), &at, "9.9.9", 5);
	vmgl_hello_put(buffer, sizeof(buffer), &at, "", 0);
	reply.size = (uint32_t)at;
	memcpy(buffer, &reply, sizeof(reply));
	/* In two pieces: replies do not always come whole. */
	CHECK(vmgl_socket_write_bytes(fd, buffer, 10));
	CHECK(vmgl_socket_write_bytes(fd, buffer + 10, at - 10));
}

static void *run_stub(void *argument) {
	struct stub *stub = argument;
	for (int fd; (fd = accept(stub->listener, NULL, NULL)) >= 0;) {
		uint8_t buffer[VMGL_HELLO_MAX];
		CHECK(vmgl_socket_read_exactly(fd, buffer, sizeof(stub->hello)));
		memcpy(&stub->hello, buffer, sizeof(stub->hello));
		size_t at = sizeof(stub->hello);
		CHECK(stub->hello.size >= 72 && stub->hello.size <= VMGL_HELLO_MAX);
		CHECK(vmgl_socket_read_exactly(fd, buffer + at, stub->hello.size - at));
		for (int i = 0; i < 4; i++)
			CHECK(vmgl_hello_get(buffer, stub->hello.size, &at, stub->strings[i], sizeof(stub->strings[i])));
		CHECK_EQUAL(at, stub->hello.size);
		pthread_t thread;
		struct vmgl_stream_end *end;
		struct sockaddr_storage address;
		socklen_t size = sizeof(address);
		static const uint8_t cookie[16] = {42};
		static const char garbage[64] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
		getsockname(fd, (struct sockaddr *)&address, &size);
		bool shared = address.ss_family == AF_UNIX && (stub->hello.flags & VMGL_HELLO_SOCKET) == 0;
		switch (stub->behaviour) {
		case SERVE:
		case DIE:
			end = vmgl_stream_end_create(fd, shared, 0, nothing_in_place);
			CHECK(vmgl_stream_end_greet(end, cookie, "1.2.3"));
			if (stub->behaviour == DIE) {
				vmgl_stream_end_destroy(end);
			} else {
				CHECK(pthread_create(&thread, NULL, serve, end) == 0);
				pthread_detach(thread);
			}
			continue;
		case REFUSE:
			answer(fd, VMGL_HELLO_STATUS_TOKEN, stub->hello.hash, stub->message);
			break;
		case WRONG_VERSION:
			answer(fd, VMGL_HELLO_STATUS_OK, stub->hello.hash + 1, "");
			break;
		case GARBAGE:
			CHECK(vmgl_socket_write_bytes(fd, garbage, sizeof(garbage)));
			break;
		case HANG_UP:
			break;
		}
		close(fd);
	}
	return NULL;
}

static int listen_unix(const char *path) {
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	strcpy(address.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 5) == 0);
	return fd;
}

static int listen_tcp(char *endpoint, size_t size) {
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 5) == 0);
	getsockname(fd, (struct sockaddr *)&address, &length);
	snprintf(endpoint, size, "tcp://127.0.0.1:%u", (unsigned)ntohs(address.sin_port));
	return fd;
}

static bool echoes(struct vmgl_stream *stream, uint64_t value) {
	uint8_t *command = vmgl_stream_command(stream, OP_ECHO, 16);
	memcpy(command + 8, &value, 8);
	const struct vmgl_reply_header *reply = vmgl_stream_reply(stream, OP_ECHO);
	return reply != NULL && reply->bytes == 24 && memcmp(reply + 1, &value, 8) == 0;
}

static void serving(struct stub *stub, const char *endpoint, const char *transport) {
	char error[512];
	stub->behaviour = SERVE;
	setenv("VMGL_TOKEN", "a secret", 1);
	struct vmgl_connection *connection = vmgl_connect(endpoint, error, sizeof(error));
	if (connection == NULL)
		fprintf(stderr, "%s\n", error);
	CHECK(connection != NULL);
	CHECK(strcmp(vmgl_connection_transport(connection), transport) == 0);
	CHECK_EQUAL(stub->hello.kind, VMGL_HELLO_NEW);
	CHECK_EQUAL(stub->hello.pid, getpid());
	CHECK(strcmp(stub->strings[0], "a secret") == 0 && strcmp(stub->strings[1], "connection_test") == 0);
	struct vmgl_stream *control = vmgl_control_lock(connection);
	CHECK(echoes(control, 17));
	vmgl_control_unlock(connection);
	struct vmgl_stream stream;
	CHECK(vmgl_stream_open(connection, vmgl_stream_id(connection), &stream, error, sizeof(error)));
	CHECK_EQUAL(stub->hello.kind, VMGL_HELLO_JOIN);
	CHECK_EQUAL(stub->hello.stream, 1);
	CHECK_EQUAL(stub->hello.cookie[0], 42);
	for (uint64_t i = 0; i < 1000; i++)
		CHECK(echoes(&stream, i));
	CHECK_EQUAL(vmgl_stream_round_trips(&stream), 1000);

	/* A child has no streams, quietly; its parent keeps them. */
	pid_t child = fork();
	if (child == 0) {
		bool silent = stream.lost && vmgl_connection_lost(connection) && !echoes(&stream, 5);
		vmgl_stream_close(&stream);
		vmgl_disconnect(connection);
		/* It may connect for itself. */
		connection = vmgl_connect(endpoint, error, sizeof(error));
		_exit(silent && connection != NULL && echoes(vmgl_control_lock(connection), 3) ? 0 : 1);
	}
	int status;
	CHECK(waitpid(child, &status, 0) == child && status == 0);
	CHECK(echoes(&stream, 6));
	CHECK(!vmgl_connection_lost(connection));
	vmgl_stream_close(&stream);
	CHECK(!echoes(&stream, 1)); /* harmless */
	vmgl_stream_close(&stream);
	vmgl_disconnect(connection);
}

static void refused(struct stub *stub, const char *endpoint, enum behaviour behaviour, const char *message,
					const char *expected) {
	char error[512] = "";
	stub->behaviour = behaviour;
	stub->message = message;
	CHECK(vmgl_connect(endpoint, error, sizeof(error)) == NULL);
	if (strstr(error, expected) == NULL)
		fprintf(stderr, "found: %s\nexpected: %s\n", error, expected);
	CHECK(strstr(error, expected) != NULL);
	CHECK(behaviour == WRONG_VERSION || strstr(error, endpoint) != NULL);
	CHECK(error[strlen(error) - 1] == '.');
}

int main(void) {
	endpoints();
	places_in_order();
	char directory[] = "/tmp/vmgl-connection-XXXXXX", path[128], unix_endpoint[160], tcp_endpoint[64], error[512];
	CHECK(mkdtemp(directory) != NULL);
	snprintf(path, sizeof(path), "%s/stub", directory);
	snprintf(unix_endpoint, sizeof(unix_endpoint), "unix:%s", path);
	static struct stub stubs[2];
	stubs[0].listener = listen_unix(path);
	stubs[1].listener = listen_tcp(tcp_endpoint, sizeof(tcp_endpoint));
	pthread_t threads[2];
	for (int i = 0; i < 2; i++)
		CHECK(pthread_create(&threads[i], NULL, run_stub, &stubs[i]) == 0);

	serving(&stubs[0], unix_endpoint, "shared memory");
	serving(&stubs[1], tcp_endpoint, "TCP");
	setenv("VMGL_TRANSPORT", "socket", 1);
	serving(&stubs[0], unix_endpoint, "unix socket");
	setenv("VMGL_TRANSPORT", "shm", 1);
	serving(&stubs[0], unix_endpoint, "shared memory");
	refused(&stubs[1], tcp_endpoint, SERVE, "", "no shared memory");
	setenv("VMGL_TRANSPORT", "pigeon", 1);
	CHECK(vmgl_connect(tcp_endpoint, error, sizeof(error)) == NULL && strstr(error, "pigeon") != NULL);
	unsetenv("VMGL_TRANSPORT");

	/* The token's file: the first line, without its end. */
	snprintf(path, sizeof(path), "%s/token", directory);
	FILE *file = fopen(path, "w");
	fputs("from a file \nsecond line\n", file);
	fclose(file);
	unsetenv("VMGL_TOKEN");
	setenv("VMGL_TOKEN_FILE", path, 1);
	struct vmgl_connection *connection = vmgl_connect(tcp_endpoint, error, sizeof(error));
	CHECK(connection != NULL && strcmp(stubs[1].strings[0], "from a file") == 0);
	vmgl_disconnect(connection);
	unlink(path);
	CHECK(vmgl_connect(tcp_endpoint, error, sizeof(error)) == NULL && strstr(error, path) != NULL);
	unsetenv("VMGL_TOKEN_FILE");

	for (int i = 0; i < 2; i++) {
		const char *endpoint = i == 0 ? unix_endpoint : tcp_endpoint;
		refused(&stubs[i], endpoint, REFUSE, "The token is wrong. Ask.", "refuses: The token is wrong. Ask.");
		refused(&stubs[i], endpoint, REFUSE, "", "token is missing or wrong");
		refused(&stubs[i], endpoint, WRONG_VERSION, "", "host (9.9.9)");
		refused(&stubs[i], endpoint, GARBAGE, "", "is not a vmgl stub");
		refused(&stubs[i], endpoint, HANG_UP, "", "closed the connection");
	}

	/* Of several places the first that serves is taken. */
	stubs[0].behaviour = REFUSE;
	stubs[1].behaviour = SERVE;
	char announced[256];
	int bytes = snprintf(announced, sizeof(announced), "127.0.0.1:1%c%s%c%s", 0, unix_endpoint, 0, tcp_endpoint);
	connection = vmgl_discover(announced, (size_t)bytes, error, sizeof(error));
	CHECK(connection != NULL && strcmp(vmgl_connection_endpoint(connection), tcp_endpoint) == 0);
	vmgl_disconnect(connection);
	setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
	struct vmgl_place places[VMGL_PLACES_MAX];
	CHECK(vmgl_places(NULL, 0, places) > 0 || vmgl_discover("127.0.0.1:1", 11, error, sizeof(error)) == NULL);
	CHECK(vmgl_places(NULL, 0, places) > 0 ||
		  strstr(error, "GLSTUB is not set; _VMGL_STUB: No stub answers at 127.0.0.1:1") != NULL);

	/* The renderer dies: lost, with one line on stderr (checked by eye of the log, and by the end-to-end tests). */
	stubs[0].behaviour = DIE;
	connection = vmgl_connect(unix_endpoint, error, sizeof(error));
	CHECK(connection != NULL);
	CHECK(!echoes(vmgl_control_lock(connection), 1));
	vmgl_control_unlock(connection);
	CHECK(vmgl_connection_lost(connection));
	struct vmgl_stream stream;
	CHECK(!vmgl_stream_open(connection, 1, &stream, error, sizeof(error)));
	CHECK(stream.lost && strstr(error, "gone") != NULL);
	CHECK(!echoes(&stream, 1));
	vmgl_stream_close(&stream);
	vmgl_disconnect(connection);

	/* Nobody there. */
	for (int i = 0; i < 2; i++) {
		shutdown(stubs[i].listener, SHUT_RDWR);
		pthread_join(threads[i], NULL);
		close(stubs[i].listener);
	}
	CHECK(vmgl_connect(tcp_endpoint, error, sizeof(error)) == NULL);
	CHECK(strstr(error, tcp_endpoint) != NULL && strstr(error, "vmgl stub") != NULL);
	CHECK(vmgl_connect(unix_endpoint, error, sizeof(error)) == NULL);
	CHECK(vmgl_connect("unix:/nonexistent/socket", error, sizeof(error)) == NULL);
	CHECK(strstr(error, "/nonexistent/socket") != NULL);
	CHECK(vmgl_connect("no.such.host.invalid:7000", error, sizeof(error)) == NULL);
	CHECK(strstr(error, "cannot be found") != NULL);
	CHECK(vmgl_connect("nonsense", error, sizeof(error)) == NULL);
	snprintf(path, sizeof(path), "rm -r %s", directory);
	CHECK(system(path) == 0);
	return 0;
}
