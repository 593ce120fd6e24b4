/* A renderer's session: streams that the stub hands over are served and answered; the session ends with its
 * guest, at once when the guest breaks the protocol, within a second when it is killed; streams wait for
 * each other's publications, and never for ever. The decoders and the driver are fakes. */
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "gen/host/decode.h"
#include "gen/host/handlers.h"
#include "host/gl/buffers.h"
#include "host/gl/vertex_arrays.h"
#include "host/platform/platform.h"
#include "host/session/session.h"
#include "wire/hello.h"
#include "wire/socket.h"
#include "wire/transport.h"

#define OP_ECHO 20
#define OP_STUCK 21

struct cmd_echo {
	uint32_t header, number;
};

bool vmgl_debug_mute(struct vmgl_host_context *ctx) {
	(void)ctx;
	return false;
}

void vmgl_debug_unmute(struct vmgl_host_context *ctx, bool muted) {
	(void)ctx;
	(void)muted;
}

static bool echo(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct cmd_echo *cmd = vmgl_read_struct(reader, sizeof(*cmd));
	if (cmd == NULL || !vmgl_read_complete(reader))
		return vmgl_fatal(ctx, "malformed");
	vmgl_reply_begin(ctx, OP_ECHO, false);
	vmgl_reply_value(ctx, (uint64_t)cmd->number << 32 | ctx->id);
	vmgl_reply_end(ctx);
	return true;
}

/* A driver that does not come back. */
static bool stuck(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	(void)reader;
	while (ctx->id != UINT32_MAX)
		pause();
	return true;
}

static bool publish(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const struct cmd_echo *cmd = vmgl_read_struct(reader, sizeof(*cmd));
	vmgl_host_vmglPublish(ctx, cmd->number, GL_FALSE);
	return true;
}

static bool wait_for(struct vmgl_host_context *ctx, struct vmgl_reader *reader) {
	const uint32_t *cmd = vmgl_read_struct(reader, 16);
	vmgl_host_vmglWait(ctx, cmd[1], cmd[2]);
	return true;
}

const vmgl_decode_fn vmgl_decode_table[VMGL_OP_COUNT] = {
	[OP_ECHO] = echo, [OP_STUCK] = stuck, [VMGL_OP_vmglPublish] = publish, [VMGL_OP_vmglWait] = wait_for};

unsigned vmgl_decode_in_place(unsigned opcode) {
	(void)opcode;
	return 0;
}

const char *vmgl_platform_renderer(void) {
	return "fake";
}
const char *vmgl_platform_vendor(void) {
	return "test";
}

const char *vmgl_platform_version(void) {
	return "1.0";
}
bool vmgl_platform_is_software(void) {
	return true;
}
bool vmgl_platform_stream_start(struct vmgl_host_context *ctx) {
	return ctx->id != 666;
}
void vmgl_platform_stream_end(struct vmgl_host_context *ctx) {
	(void)ctx;
}

/* Families' state, which there is none of. */
bool vmgl_host_outside(struct vmgl_host_context *ctx) {
	(void)ctx;
	return true;
}
void vmgl_debug_tell(struct vmgl_host_context *ctx, GLenum error) {
	(void)ctx, (void)error;
}
#define FAKE_FINISH(name)                                                                                              \
	void vmgl_host_##name##_finish(struct vmgl_host_context *ctx) {                                                    \
		(void)ctx;                                                                                                     \
	}
FAKE_FINISH(buffers)
FAKE_FINISH(debug)
FAKE_FINISH(feedback)
FAKE_FINISH(vertex)

struct world {
	int stub; /* our end of the control socket */
	struct vmgl_session session;
	struct vmgl_renderer_options options;
	pthread_t thread;
	enum vmgl_session_end end;
};

static void *run(void *argument) {
	struct world *world = argument;
	world->end = vmgl_session_run(&world->session);
	return NULL;
}

static void start(struct world *world) {
	int fds[2];
	memset(world, 0, sizeof(*world));
	CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == 0);
	world->stub = fds[0];
	CHECK(vmgl_session_init(&world->session, &world->options, fds[1]));
	CHECK(pthread_create(&world->thread, NULL, run, world) == 0);
}

static double seconds(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void finish(struct world *world, enum vmgl_session_end expected, double within) {
	double begun = seconds();
	pthread_join(world->thread, NULL);
	CHECK(seconds() - begun < within);
	CHECK_EQUAL(world->end, expected);
	close(world->stub);
	close(world->session.control_fd);
	close(world->session.wake_fd);
}

/* What the stub does: passes the socket on with the guest's hello. */
static int hand_over(struct world *world, uint32_t stream, bool shared) {
	int fds[2];
	CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0);
	uint8_t message[sizeof(struct vmgl_handover) + VMGL_HELLO_MAX];
	struct vmgl_hello hello = {.magic = {'V', 'M', 'G', 'L'}, .version = 1, .pid = 4711};
	hello.flags = shared ? 0 : VMGL_HELLO_SOCKET;
	size_t at = sizeof(struct vmgl_handover) + sizeof(hello);
	for (int i = 0; i < 4; i++)
		vmgl_hello_put(message, sizeof(message), &at, i == 1 ? "te\nst" : "", i == 1 ? 5 : 0);
	hello.size = (uint32_t)(at - sizeof(struct vmgl_handover));
	struct vmgl_handover handover = {
		.kind = VMGL_HANDOVER_STREAM, .stream = stream, .cookie = {9, 8, 7}, .hello_bytes = hello.size};
	memcpy(message, &handover, sizeof(handover));
	memcpy(message + sizeof(handover), &hello, sizeof(hello));
	CHECK(vmgl_socket_write_fd(world->stub, message, at, fds[1]));
	close(fds[1]);
	return fds[0];
}

/* The guest's part of the greeting. */
static struct vmgl_transport *open_stream(struct world *world, uint32_t id, bool shared, struct vmgl_stream *stream) {
	int fd = hand_over(world, id, shared), memory_fd;
	uint8_t buffer[VMGL_HELLO_MAX];
	struct vmgl_hello_reply reply;
	CHECK(vmgl_socket_read_fd(fd, buffer, sizeof(buffer), &memory_fd) >= sizeof(reply));
	memcpy(&reply, buffer, sizeof(reply));
	CHECK(reply.cookie[0] == 9 && reply.cookie[1] == 8);
	struct vmgl_shared memory;
	if (shared)
		CHECK(vmgl_shared_attach(&memory, memory_fd, reply.command_bytes, reply.reply_bytes));
	struct vmgl_transport *transport = vmgl_transport_create(fd, shared ? &memory : NULL);
	vmgl_stream_attach(stream, transport);
	return transport;
}

static void check_echo(struct vmgl_stream *stream, uint32_t id, uint32_t number) {
	struct cmd_echo *cmd = vmgl_stream_command(stream, OP_ECHO, sizeof(*cmd));
	cmd->number = number;
	const struct vmgl_reply_header *reply = vmgl_stream_reply(stream, OP_ECHO);
	CHECK(reply != NULL);
	uint64_t value;
	memcpy(&value, reply + 1, sizeof(value));
	CHECK_EQUAL(value, (uint64_t)number << 32 | id);
}

static void ordinary(bool shared) {
	struct world world;
	struct vmgl_stream streams[3];
	struct vmgl_transport *transports[3];
	start(&world);
	for (uint32_t i = 0; i < 3; i++)
		transports[i] = open_stream(&world, i * 5, shared, &streams[i]);
	for (uint32_t round = 0; round < 100; round++)
		for (uint32_t i = 0; i < 3; i++)
			check_echo(&streams[i], i * 5, round);
	/* The same id again, and another session's cookie, are refused. */
	int fd = hand_over(&world, 5, shared);
	uint8_t byte;
	CHECK_EQUAL(vmgl_socket_read(fd, &byte, 1), 0);
	close(fd);
	/* The stub may die: sessions go on. */
	shutdown(world.stub, SHUT_RDWR);
	check_echo(&streams[1], 5, 7);
	for (int i = 2; i >= 0; i--)
		vmgl_transport_destroy(transports[i]);
	finish(&world, VMGL_SESSION_DONE, 1);
}

/* Streams whose rings would take more than a quarter of the memory get none. */
static void limited(void) {
	struct world world;
	int fds[3];
	start(&world);
	world.options.max_memory = UINT64_C(8) * (VMGL_COMMAND_RING_BYTES + VMGL_REPLY_RING_BYTES);
	for (uint32_t i = 0; i < 3; i++) {
		struct vmgl_hello_reply reply;
		uint8_t buffer[VMGL_HELLO_MAX];
		int memory;
		fds[i] = hand_over(&world, i, true);
		CHECK(vmgl_socket_read_fd(fds[i], buffer, sizeof(buffer), &memory) >= sizeof(reply));
		memcpy(&reply, buffer, sizeof(reply));
		CHECK_EQUAL(reply.transport, i < 2 ? VMGL_TRANSPORT_SHARED : VMGL_TRANSPORT_SOCKET);
		CHECK((memory >= 0) == (i < 2));
		close(memory);
	}
	for (int i = 2; i >= 0; i--)
		close(fds[i]);
	finish(&world, VMGL_SESSION_DONE, 2);
}

/* A guest that is killed leaves streams in every state. */
static void killed(void) {
	struct world world;
	struct vmgl_stream streams[2];
	start(&world);
	struct vmgl_transport *control = open_stream(&world, 0, true, &streams[0]);
	struct vmgl_transport *context = open_stream(&world, 1, true, &streams[1]);
	struct cmd_echo *cmd = vmgl_stream_command(&streams[1], OP_STUCK, sizeof(*cmd));
	cmd->number = 0;
	vmgl_stream_flush(&streams[1]);
	vmgl_transport_destroy(context);
	vmgl_transport_destroy(control);
	finish(&world, VMGL_SESSION_STUCK, 1);
	/* The stuck thread is beyond help; the renderer would now _exit(). */
}

static void hostile(void) {
	struct world world;
	struct vmgl_stream streams[2];
	start(&world);
	struct vmgl_transport *control = open_stream(&world, 0, true, &streams[0]);
	struct vmgl_transport *context = open_stream(&world, 1, false, &streams[1]);
	vmgl_stream_command(&streams[1], 9999, 8);
	vmgl_stream_flush(&streams[1]);
	finish(&world, VMGL_SESSION_FAULT, 1);
	CHECK(vmgl_stream_reply(&streams[0], OP_ECHO) == NULL);
	vmgl_transport_destroy(context);
	vmgl_transport_destroy(control);
	/* A stream without a context. */
	start(&world);
	control = open_stream(&world, 0, true, &streams[0]);
	close(hand_over(&world, 666, true));
	finish(&world, VMGL_SESSION_FAULT, 1);
	vmgl_transport_destroy(control);
}

/* A stub that goes away before there was a guest takes the renderer with it. */
static void unused(void) {
	struct world world;
	start(&world);
	shutdown(world.stub, SHUT_RDWR);
	finish(&world, VMGL_SESSION_DONE, 1);
}

static void send_wait(struct vmgl_stream *stream, uint32_t other, uint32_t sequence) {
	uint32_t *cmd = vmgl_stream_command(stream, VMGL_OP_vmglWait, 16);
	cmd[1] = other;
	cmd[2] = sequence;
	vmgl_stream_flush(stream);
}

struct publisher {
	struct vmgl_stream *stream;
	uint32_t sequence;
};

static void *publish_later(void *argument) {
	struct publisher *publisher = argument;
	nanosleep(&(struct timespec){.tv_nsec = 30000000}, NULL);
	struct cmd_echo *cmd = vmgl_stream_command(publisher->stream, VMGL_OP_vmglPublish, sizeof(*cmd));
	cmd->number = publisher->sequence;
	vmgl_stream_flush(publisher->stream);
	return NULL;
}

static void order(void) {
	struct world world;
	struct vmgl_stream streams[3];
	struct vmgl_transport *transports[3];
	start(&world);
	for (uint32_t i = 0; i < 3; i++)
		transports[i] = open_stream(&world, i, true, &streams[i]);
	/* Before it was published: the stream waits. Afterwards: it does not. */
	struct publisher publisher = {.stream = &streams[1], .sequence = 5};
	pthread_t thread;
	double begun = seconds();
	send_wait(&streams[2], 1, 5);
	CHECK(pthread_create(&thread, NULL, publish_later, &publisher) == 0);
	check_echo(&streams[2], 2, 1);
	CHECK(seconds() - begun >= 0.025);
	CHECK(seconds() - begun < 1);
	pthread_join(thread, NULL);
	begun = seconds();
	send_wait(&streams[2], 1, 4);
	send_wait(&streams[2], 2, 1000); /* itself */
	send_wait(&streams[2], 77, 1);   /* nobody */
	check_echo(&streams[2], 2, 2);
	CHECK(seconds() - begun < 0.5);
	/* A publication that never comes: the other stream is idle, so it is not under way. */
	begun = seconds();
	send_wait(&streams[2], 1, 6);
	check_echo(&streams[2], 2, 3);
	CHECK(seconds() - begun < 1);
	/* The other one ends while it is waited for. */
	begun = seconds();
	send_wait(&streams[2], 1, 7);
	vmgl_transport_destroy(transports[1]);
	check_echo(&streams[2], 2, 4);
	CHECK(seconds() - begun < 1);
	vmgl_transport_destroy(transports[2]);
	vmgl_transport_destroy(transports[0]);
	finish(&world, VMGL_SESSION_DONE, 1);
}

int main(void) {
	ordinary(true);
	ordinary(false);
	unused();
	hostile();
	order();
	limited();
	killed();
	return 0;
}
