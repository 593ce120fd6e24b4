/* The guest process's connections to a renderer: where it is, the greeting, and one stream per GL
 * context. Nothing here knows GL.
 *
 * Threads: every function may be called from any thread. A stream itself belongs to one thread at a
 * time (wire/stream.h); the control stream is used between vmgl_control_lock() and _unlock().
 * Fork: a child's streams are lost from the start (the parent owns the connections); it may connect
 * anew. */
#ifndef VMGL_GUEST_CONNECTION_H
#define VMGL_GUEST_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/stream.h"

/* One session: this process on one renderer. Freed by vmgl_disconnect(). */
struct vmgl_connection;

/* Connects to `endpoint` (host:port, tcp://host:port, tcp://[v6]:port, unix:/path, vsock:CID:port) as a
 * new session, with the token of VMGL_TOKEN or VMGL_TOKEN_FILE, within five seconds. NULL on failure, with
 * one sentence in `error` that names the endpoint and what to do ("The stub at … refuses: …"), without
 * the "vmgl: error: " in front. */
struct vmgl_connection *vmgl_connect(const char *endpoint, char *error, size_t error_size);

/* The same, with less patience, for a place where perhaps no stub is: `connect_ms` until the connection stands. */
struct vmgl_connection *vmgl_connect_within(const char *endpoint, int connect_ms, char *error, size_t error_size);

/* Closes the control stream and frees the connection. Its other streams must be closed before. */
void vmgl_disconnect(struct vmgl_connection *connection);

/* The endpoint as given to vmgl_connect(), and "shared memory", "unix socket", "TCP" or "vsock". */
const char *vmgl_connection_endpoint(const struct vmgl_connection *connection);
const char *vmgl_connection_transport(const struct vmgl_connection *connection);

/* True once any of its streams was lost, or in a child of the process that connected. */
bool vmgl_connection_lost(const struct vmgl_connection *connection);

/* The session's control stream, for commands of scope `session`. Hold the lock from the first byte of
 * a command to the last look at its reply. */
struct vmgl_stream *vmgl_control_lock(struct vmgl_connection *connection);
void vmgl_control_unlock(struct vmgl_connection *connection);

/* An id that no stream of this session had before (1, 2, …). */
uint32_t vmgl_stream_id(struct vmgl_connection *connection);

/* Opens stream `id` into `*stream`, which must not move until vmgl_stream_close(). On failure the stream is
 * a lost one (safe to write to) and `error` says why. */
bool vmgl_stream_open(struct vmgl_connection *connection, uint32_t id, struct vmgl_stream *stream, char *error,
					  size_t error_size);

/* Flushes and closes. The renderer executes what was written, then ends the stream. The stream is a lost one
 * afterwards. NULL-safe on streams that were never opened (all zero). */
void vmgl_stream_close(struct vmgl_stream *stream);

/* Makes `stream` a lost one that was never opened: for vmgl_no_context. */
void vmgl_stream_init_lost(struct vmgl_stream *stream);

/* Synchronous commands that the stream has waited for: what latency multiplies. */
uint64_t vmgl_stream_round_trips(const struct vmgl_stream *stream);

#endif
