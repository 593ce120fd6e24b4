/* The renderer's one session: the guest process it serves, its streams, and what they share. host/main.c
 * warms the platform up (host/platform/platform.h), then runs the session: a thread per stream. */
#ifndef VMGL_HOST_SESSION_H
#define VMGL_HOST_SESSION_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "host/context.h"
#include "host/log.h" /* vmgl_log() */

struct vmgl_renderer_options {
	const char *display;     /* X display to render on; NULL: EGL without a display */
	const char *gpu;         /* number, UUID or path; NULL: the first */
	const char *driver_path; /* directory with the system's GL libraries (CR_SYSTEM_GL_PATH), or NULL */
	uint64_t max_memory;     /* bytes that the renderer may use; 0: no limit */
};

struct vmgl_session_stream; /* host/session/session.c */

struct vmgl_session {
	const struct vmgl_renderer_options *options;
	int control_fd;
	int wake_fd;            /* eventfd: a stream ended, or the session became fatal */
	pthread_mutex_t lock;   /* guards what follows */
	pthread_cond_t changed; /* a stream published, or ended */
	struct vmgl_session_stream *streams;
	bool fatal; /* a stream broke the protocol */
	bool greeted;
	uint8_t cookie[16];
	char program[64]; /* the guest's, for logs */
	uint32_t pid;
};

enum vmgl_session_end {
	VMGL_SESSION_DONE,  /* the guest is gone, and all is executed */
	VMGL_SESSION_FAULT, /* the guest broke the protocol */
	VMGL_SESSION_STUCK, /* a stream does not end, in the driver most likely: only _exit() helps */
};

bool vmgl_session_init(struct vmgl_session *session, const struct vmgl_renderer_options *options, int control_fd);

/* Serves the streams that arrive on the control socket until the session is over. */
enum vmgl_session_end vmgl_session_run(struct vmgl_session *session);

/* Ends the session, and tells the stub's log why. From any thread. */
void vmgl_session_report(struct vmgl_session *session, const char *message);

/* Before there is a session: the driver works, or does not. */
void vmgl_session_report_ready(int control_fd);
void vmgl_session_report_failed(int control_fd, const char *message);

/* The guest is gone, or the session failed: nobody waits for what a stream is doing. */
bool vmgl_session_over(struct vmgl_session *session);

/* Order between streams (host/session/order.c). A wait for a stream that has ended is over at once; false: given
 * up after ten seconds. */
void vmgl_session_publish(struct vmgl_session *session, uint32_t stream, uint32_t sequence);
bool vmgl_session_wait(struct vmgl_session *session, uint32_t stream, uint32_t sequence);

#endif
