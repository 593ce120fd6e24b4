#include "host/session/session.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "gen/host/decode.h"
#include "gen/opcodes.h"
#include "host/gl/buffers.h"
#include "host/gl/names.h"
#include "host/gl/vertex_arrays.h"
#include "host/platform/platform.h"
#include "host/session/stream_end.h"
#include "wire/diagnose.h"
#include "wire/hello.h"
#include "wire/ring.h"
#include "wire/socket.h"

/* What streams may still execute of their rings after the guest is gone: its picture is complete, and the
 * renderer is away within a second. */
#define GRACE_MS 700

#define STREAMS_MAX 1024

/* Longer than any wait that makes sense, short enough that a program recovers. */
#define WAIT_SECONDS 10

/* A publication that a wait is about was written before the wait was. A stream that has nothing to read for so
 * long has not got it: the guest was alone in its group at the time, and did not flush (guest/gl/order.c). Longer than
 * what a network may keep under way, as the streams are connections of their own; short enough for a program that
 * makes its second context. */
#define IDLE_MS 250

struct vmgl_session_stream {
	struct vmgl_session_stream *next;
	struct vmgl_session *session;
	uint32_t id;
	pthread_t thread;
	struct vmgl_stream_end *end; /* NULL once the stream has ended */
	bool ended;
	uint32_t published;
};

static uint64_t now_ms(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

static void poke(struct vmgl_session *session) {
	uint64_t one = 1;
	while (write(session->wake_fd, &one, sizeof(one)) < 0 && errno == EINTR)
		;
}

static void put_string(uint8_t *buffer, size_t size, size_t *at, const char *text) {
	vmgl_hello_put(buffer, size, at, text, strlen(text));
}

static void report(int fd, uint32_t kind, const char *message) {
	uint8_t buffer[1024];
	size_t at = sizeof(kind);
	memcpy(buffer, &kind, sizeof(kind));
	put_string(buffer, sizeof(buffer), &at, message);
	if (at <= sizeof(buffer))
		send(fd, buffer, at, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void vmgl_session_report(struct vmgl_session *session, const char *message) {
	pthread_mutex_lock(&session->lock);
	bool first = !session->fatal;
	session->fatal = true;
	pthread_mutex_unlock(&session->lock);
	if (!first)
		return;
	vmgl_log("%s", message);
	report(session->control_fd, VMGL_REPORT_FAULT, message);
	poke(session);
}

void vmgl_session_report_failed(int control_fd, const char *message) {
	report(control_fd, VMGL_REPORT_FAILED, message);
}

void vmgl_session_report_ready(int control_fd) {
	uint8_t buffer[2048];
	uint32_t words[2] = {VMGL_REPORT_READY, vmgl_platform_is_software()};
	size_t at = sizeof(words);
	memcpy(buffer, words, sizeof(words));
	put_string(buffer, sizeof(buffer), &at, vmgl_platform_renderer());
	put_string(buffer, sizeof(buffer), &at, vmgl_platform_vendor());
	put_string(buffer, sizeof(buffer), &at, vmgl_platform_version());
	if (at <= sizeof(buffer))
		send(control_fd, buffer, at, MSG_NOSIGNAL);
}

/* Sequence numbers wrap. */
static bool reached(uint32_t published, uint32_t sequence) {
	return (int32_t)(published - sequence) >= 0;
}

static struct vmgl_session_stream *find_stream(struct vmgl_session *session, uint32_t id) {
	for (struct vmgl_session_stream *stream = session->streams; stream != NULL; stream = stream->next)
		if (stream->id == id)
			return stream;
	return NULL;
}

void vmgl_session_publish(struct vmgl_session *session, uint32_t id, uint32_t sequence) {
	pthread_mutex_lock(&session->lock);
	struct vmgl_session_stream *stream = find_stream(session, id);
	if (stream != NULL)
		stream->published = sequence;
	pthread_cond_broadcast(&session->changed);
	pthread_mutex_unlock(&session->lock);
}

bool vmgl_session_over(struct vmgl_session *session) {
	pthread_mutex_lock(&session->lock);
	const struct vmgl_session_stream *control = find_stream(session, 0);
	bool over = session->fatal || control == NULL || control->ended;
	pthread_mutex_unlock(&session->lock);
	return over;
}

bool vmgl_session_wait(struct vmgl_session *session, uint32_t id, uint32_t sequence) {
	uint64_t deadline = now_ms() + WAIT_SECONDS * 1000, idle_since = 0;
	unsigned activity = 0;
	bool done = false;
	pthread_mutex_lock(&session->lock);
	for (;;) {
		/* One that is not there any more has executed everything. */
		const struct vmgl_session_stream *stream = find_stream(session, id);
		done = stream == NULL || stream->ended || reached(stream->published, sequence) || session->fatal;
		uint64_t now = now_ms();
		if (done || now >= deadline)
			break;
		unsigned seen = vmgl_stream_end_activity(stream->end);
		if (seen % 2 == 0 || seen != activity || idle_since == 0)
			idle_since = now;
		else if (now - idle_since >= IDLE_MS) {
			done = true;
			break;
		}
		activity = seen;
		struct timespec until = {.tv_sec = (time_t)((now + IDLE_MS) / 1000),
								 .tv_nsec = (long)((now + IDLE_MS) % 1000) * 1000000};
		pthread_cond_timedwait(&session->changed, &session->lock, &until);
	}
	pthread_mutex_unlock(&session->lock);
	return done;
}

static void decode(struct vmgl_host_context *ctx) {
	struct vmgl_reader reader;
	while (!ctx->fatal && vmgl_stream_end_next(ctx->stream, &reader)) {
		uint32_t header;
		memcpy(&header, reader.at, sizeof(header));
		size_t bytes = (size_t)(reader.end - reader.at);
		uint32_t opcode = VMGL_HEADER_OPCODE(header);
		ctx->opcode = opcode;
		if (opcode >= VMGL_OP_COUNT || vmgl_decode_table[opcode] == NULL) {
			vmgl_fatal(ctx, "there is no command %u", (unsigned)opcode);
			return;
		}
		if (!vmgl_decode_table[opcode](ctx, &reader))
			vmgl_fatal(ctx, "malformed command of %zu bytes", bytes);
	}
	const char *error = vmgl_stream_end_error(ctx->stream);
	if (error != NULL)
		vmgl_fatal(ctx, "%s", error);
}

static void *run_stream(void *argument) {
	struct vmgl_session_stream *stream = argument;
	struct vmgl_session *session = stream->session;
	static const struct vmgl_gl no_gl;
	struct vmgl_host_context ctx = {
		.gl = &no_gl,
		.session = session,
		.id = stream->id,
		.control = stream->id == 0,
		.stream = stream->end,
	};
	char name[16];
	snprintf(name, sizeof(name), "stream %u", (unsigned)stream->id % 100000);
	pthread_setname_np(pthread_self(), name);
	if (ctx.control) {
		if (vmgl_stream_end_greet(stream->end, session->cookie, VMGL_VERSION))
			decode(&ctx);
	} else if ((ctx.names = vmgl_host_names_create()) == NULL || !vmgl_platform_stream_start(&ctx)) {
		vmgl_fatal(&ctx, "the stream has no context");
	} else {
		if (vmgl_stream_end_greet(stream->end, session->cookie, VMGL_VERSION))
			decode(&ctx);
		vmgl_host_debug_finish(&ctx);
		vmgl_host_vertex_finish(&ctx);
		vmgl_host_buffers_finish(&ctx);
		vmgl_platform_stream_end(&ctx);
		vmgl_host_feedback_finish(&ctx);
	}
	vmgl_host_names_destroy(ctx.names);

	pthread_mutex_lock(&session->lock);
	struct vmgl_stream_end *end = stream->end;
	stream->end = NULL;
	stream->ended = true;
	pthread_cond_broadcast(&session->changed);
	pthread_mutex_unlock(&session->lock);
	vmgl_stream_end_destroy(end);
	poke(session);
	return NULL;
}

static bool is_unix(int fd) {
	int domain = 0;
	socklen_t size = sizeof(domain);
	return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX;
}

/* Rings are not private memory, which is what the limit of main.c counts: those beyond a quarter of it are not made,
 * and their streams use the socket. */
static bool may_share(const struct vmgl_session *session, unsigned streams) {
	const uint64_t limit = session->options->max_memory, ring = VMGL_COMMAND_RING_BYTES + VMGL_REPLY_RING_BYTES;
	return limit == 0 || streams * ring <= limit / 4;
}

/* Takes one connection over from the stub. */
static void accept_stream(struct vmgl_session *session, const uint8_t *message, size_t bytes, int fd) {
	struct vmgl_handover handover;
	struct vmgl_hello hello;
	if (bytes < sizeof(handover) + sizeof(hello)) {
		vmgl_log("a message of the stub is too short (%zu bytes)", bytes);
		close(fd);
		return;
	}
	memcpy(&handover, message, sizeof(handover));
	memcpy(&hello, message + sizeof(handover), sizeof(hello));
	if (!session->greeted) {
		session->greeted = true;
		session->pid = hello.pid;
		memcpy(session->cookie, handover.cookie, sizeof(session->cookie));
		size_t at = sizeof(handover) + sizeof(hello);
		char token[2];
		if (vmgl_hello_get(message, bytes, &at, token, sizeof(token)) &&
			vmgl_hello_get(message, bytes, &at, session->program, sizeof(session->program)))
			vmgl_log_client(session->program, hello.pid);
	}
	unsigned count = 0;
	bool taken = memcmp(session->cookie, handover.cookie, sizeof(session->cookie)) != 0;
	pthread_mutex_lock(&session->lock);
	for (struct vmgl_session_stream *other = session->streams; other != NULL; other = other->next) {
		taken |= other->id == handover.stream;
		count++;
	}
	pthread_mutex_unlock(&session->lock);
	struct vmgl_session_stream *stream = NULL;
	if (taken || count >= STREAMS_MAX || (stream = calloc(1, sizeof(*stream))) == NULL) {
		vmgl_log("stream %u is refused: %s", (unsigned)handover.stream, taken ? "there is one already" : "too many");
		close(fd);
		return;
	}
	stream->session = session;
	stream->id = handover.stream;
	const bool shared = is_unix(fd) && (hello.flags & VMGL_HELLO_SOCKET) == 0 && may_share(session, count + 1);
	stream->end = vmgl_stream_end_create(fd, shared, session->options->max_memory, vmgl_decode_in_place);
	if (stream->end == NULL) {
		free(stream);
		return;
	}
	pthread_mutex_lock(&session->lock);
	stream->next = session->streams;
	session->streams = stream;
	pthread_mutex_unlock(&session->lock);
	vmgl_diagnose("stream %u of %s (pid %u) over %s", (unsigned)stream->id, session->program, (unsigned)session->pid,
				  shared        ? "shared memory"
				  : is_unix(fd) ? "a unix socket"
								: "TCP");
	if (pthread_create(&stream->thread, NULL, run_stream, stream) != 0) {
		vmgl_log("stream %u has no thread", (unsigned)stream->id);
		pthread_mutex_lock(&session->lock);
		session->streams = stream->next;
		pthread_mutex_unlock(&session->lock);
		vmgl_stream_end_destroy(stream->end);
		free(stream);
	}
}

/* Joins what has ended; true while any stream runs. *control: whether one of them is the control stream. */
static bool reap(struct vmgl_session *session, bool *control) {
	struct vmgl_session_stream *ended = NULL;
	*control = false;
	pthread_mutex_lock(&session->lock);
	for (struct vmgl_session_stream **at = &session->streams; *at != NULL;) {
		struct vmgl_session_stream *stream = *at;
		if (stream->ended) {
			*at = stream->next;
			stream->next = ended;
			ended = stream;
		} else {
			*control |= stream->id == 0;
			at = &stream->next;
		}
	}
	bool running = session->streams != NULL;
	pthread_mutex_unlock(&session->lock);
	while (ended != NULL) {
		struct vmgl_session_stream *next = ended->next;
		pthread_join(ended->thread, NULL);
		free(ended);
		ended = next;
	}
	return running;
}

static void stop_all(struct vmgl_session *session) {
	pthread_mutex_lock(&session->lock);
	for (struct vmgl_session_stream *stream = session->streams; stream != NULL; stream = stream->next)
		if (stream->end != NULL)
			vmgl_stream_end_stop(stream->end);
	pthread_cond_broadcast(&session->changed);
	pthread_mutex_unlock(&session->lock);
}

bool vmgl_session_init(struct vmgl_session *session, const struct vmgl_renderer_options *options, int control_fd) {
	*session = (struct vmgl_session){.options = options, .control_fd = control_fd};
	session->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_mutex_init(&session->lock, NULL);
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&session->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	return session->wake_fd >= 0;
}

enum vmgl_session_end vmgl_session_run(struct vmgl_session *session) {
	uint8_t message[sizeof(struct vmgl_handover) + VMGL_HELLO_MAX];
	bool stub = true, started = false, had_control = false;
	uint64_t deadline = 0;
	for (;;) {
		bool control;
		bool running = reap(session, &control);
		had_control |= control;
		pthread_mutex_lock(&session->lock);
		bool fatal = session->fatal;
		pthread_mutex_unlock(&session->lock);
		if (!running && (started || !stub))
			return fatal ? VMGL_SESSION_FAULT : VMGL_SESSION_DONE;
		if (deadline == 0 && (fatal || (had_control && !control))) {
			deadline = now_ms() + GRACE_MS;
			if (fatal)
				stop_all(session);
		}
		int timeout = -1;
		if (deadline != 0) {
			uint64_t now = now_ms();
			if (now >= deadline)
				return VMGL_SESSION_STUCK;
			timeout = (int)(deadline - now);
		}
		struct pollfd fds[2] = {{.fd = session->wake_fd, .events = POLLIN},
								{.fd = stub ? session->control_fd : -1, .events = POLLIN}};
		if (poll(fds, 2, timeout) < 0 && errno != EINTR)
			return VMGL_SESSION_FAULT;
		if ((fds[0].revents & POLLIN) != 0) {
			uint64_t pokes;
			if (read(session->wake_fd, &pokes, sizeof(pokes)) < 0 && errno != EAGAIN && errno != EINTR)
				return VMGL_SESSION_FAULT;
		}
		if (fds[1].revents != 0) {
			int fd;
			size_t got = vmgl_socket_read_fd(session->control_fd, message, sizeof(message), &fd);
			if (got == 0) {
				stub = false;
			} else if (fd >= 0) {
				started = true;
				accept_stream(session, message, got, fd);
			}
		}
	}
}
