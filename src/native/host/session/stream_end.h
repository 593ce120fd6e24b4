/* The reading end of one command stream, and the writing end of its replies, in the renderer. Used by
 * the stream's own thread only, but for vmgl_stream_end_stop(). */
#ifndef VMGL_HOST_STREAM_END_H
#define VMGL_HOST_STREAM_END_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/session/reader.h"

struct vmgl_stream_end;

/* Takes the connection over. With `shared`, its memory is created here. Scratch memory and commands above
 * `max_memory` (0: VMGL_COMMAND_MAX) are refused. `in_place` says of an opcode how many bytes of its command come
 * before the array that may stay in shared memory; 0: none may. NULL, with a line in the log, when it cannot be. */
struct vmgl_stream_end *vmgl_stream_end_create(int fd, bool shared, uint64_t max_memory,
											   unsigned (*in_place)(unsigned opcode));
void vmgl_stream_end_destroy(struct vmgl_stream_end *end);

/* Says ok to the guest, and how to go on (docs/wire-format.md, "Reply"). */
bool vmgl_stream_end_greet(struct vmgl_stream_end *end, const uint8_t *cookie, const char *version);

/* The next command (at least 8 bytes of it are the renderer's own), valid until the next call. False when the guest
 * closed the stream; vmgl_stream_end_error() then says whether it broke the protocol (else NULL). */
bool vmgl_stream_end_next(struct vmgl_stream_end *end, struct vmgl_reader *command);
const char *vmgl_stream_end_error(const struct vmgl_stream_end *end);

/* Makes vmgl_stream_end_next() return NULL soon, even when it waits. From any thread: the session is over. */
void vmgl_stream_end_stop(struct vmgl_stream_end *end);

/* A number that changes whenever bytes arrive; odd while the stream waits for some. From any thread. */
unsigned vmgl_stream_end_activity(const struct vmgl_stream_end *end);

/* Memory that lives until vmgl_stream_end_next(); zeroed, aligned to 16; NULL above the limit. */
void *vmgl_stream_end_scratch(struct vmgl_stream_end *end, uint64_t bytes);

/* One reply, piece by piece. Scratch memory is sent from where it is; everything else is copied at once. */
void vmgl_stream_end_reply_begin(struct vmgl_stream_end *end, uint32_t opcode, uint32_t flags);
void vmgl_stream_end_reply_bytes(struct vmgl_stream_end *end, const void *data, uint64_t bytes);
bool vmgl_stream_end_reply_send(struct vmgl_stream_end *end);

#endif
