/* What generated decoders share: every check of a command's arrays, scratch memory for outputs, and the
 * replies of calls that were not made. */
#ifndef VMGL_HOST_DECODE_SUPPORT_H
#define VMGL_HOST_DECODE_SUPPORT_H

#include <inttypes.h>
#include <string.h>

#include "gen/opcodes.h"
#include "gen/pnames.h"
#include "host/context.h"
#include "wire/size_ops.h"

/* Elements that an array sized by a pname always has room for: drivers know pnames that our table does
 * not. The longest that the registry describes are matrices of 16. */
#define VMGL_PNAME_ROOM 64

/* The same for outputs: lists whose length is state of the driver (formats, indices of a block's uniforms)
 * are fetched by commands of their own, but a hostile guest need not do so. */
#define VMGL_PNAME_OUTPUT_ROOM 4096

__attribute__((cold, noinline, unused)) static bool vmgl_malformed(struct vmgl_host_context *ctx) {
	return vmgl_fatal(ctx, ctx->control ? "command does not belong on the control stream, or is malformed"
										: "command is truncated, too long, or does not belong on this stream");
}

__attribute__((cold, noinline, unused)) static bool vmgl_bad_array(struct vmgl_host_context *ctx, const char *name,
																   uint32_t bytes, uint64_t expected) {
	if (bytes == VMGL_NULL_ARRAY)
		return vmgl_fatal(ctx, "%s is NULL where %" PRIu64 " bytes are needed", name, expected);
	return vmgl_fatal(ctx, "%s has %" PRIu32 " bytes instead of %" PRIu64, name, bytes, expected);
}

/* Replies that a synchronous call failed; `return true` of a command that was understood but not executed. */
__attribute__((cold, noinline, unused)) static bool vmgl_refuse(struct vmgl_host_context *ctx, uint32_t opcode,
																bool sync) {
	if (sync) {
		vmgl_reply_begin(ctx, opcode, true);
		vmgl_reply_end(ctx);
	}
	return true;
}

/* The driver has no such function, or the call needs a buffer that is not bound (or is bound). */
__attribute__((cold, noinline, unused)) static bool vmgl_invalid_operation(struct vmgl_host_context *ctx,
																		   uint32_t opcode, bool sync) {
	vmgl_error_set(ctx, GL_INVALID_OPERATION);
	return vmgl_refuse(ctx, opcode, sync);
}

/* The bytes of an array argument, NULL for a NULL one. Clears *intact when the command does not hold them. */
static inline const void *vmgl_input(struct vmgl_reader *reader, uint32_t bytes, bool *intact) {
	if (bytes == VMGL_NULL_ARRAY)
		return NULL;
	const void *data = vmgl_read_array(reader, bytes);
	if (!data)
		*intact = false;
	return data;
}

static inline bool vmgl_array_fits(struct vmgl_host_context *ctx, const char *name, uint32_t bytes, uint64_t expected,
								   bool nullable) {
	if (bytes == VMGL_NULL_ARRAY ? nullable || expected == 0 : bytes == expected)
		return true;
	return vmgl_bad_array(ctx, name, bytes, expected);
}

static inline bool vmgl_text_fits(struct vmgl_host_context *ctx, const char *name, const char *text, uint32_t bytes,
								  bool nullable) {
	if (!text)
		return nullable || vmgl_fatal(ctx, "%s is NULL", name);
	if (bytes == 0 || text[bytes - 1] != 0)
		return vmgl_fatal(ctx, "%s (%" PRIu32 " bytes) does not end with a zero", name, bytes);
	return true;
}

/* Zeroed memory for an output of `bytes` bytes, never NULL but when the session ends. At least `room` bytes. */
static inline void *vmgl_output(struct vmgl_host_context *ctx, uint64_t bytes, uint64_t room) {
	return vmgl_scratch(ctx, bytes < room ? room : bytes);
}

/* The same for what a question is answered in. */
static inline void *vmgl_answer(struct vmgl_host_context *ctx, uint64_t bytes, uint64_t room) {
	void *memory = vmgl_output(ctx, bytes, room);
	if (__builtin_expect(ctx->unaskable, 0) && memory)
		vmgl_error_watch(ctx, memory, bytes);
	return memory;
}

/* Whether the driver would follow a NULL pixel pointer: nothing about the image makes it raise an error first. */
static inline bool vmgl_image_needed(int64_t width, int64_t height, int64_t depth, uint32_t format, uint32_t type) {
	return width > 0 && height > 0 && depth > 0 && vmgl_size_image(1, 1, 1, format, type) != VMGL_IMAGE_UNKNOWN;
}

/* A copy of an input with zeros behind it, for pnames that the driver knows to be longer than we do. */
static inline const void *vmgl_input_padded(struct vmgl_host_context *ctx, const void *data, uint64_t bytes,
											uint64_t room) {
	if (!data || bytes >= room)
		return data;
	void *copy = vmgl_scratch(ctx, room);
	if (copy)
		memcpy(copy, data, (size_t)bytes);
	return copy;
}

/* A copy of a text with a terminator behind it, for drivers that look for one. */
static inline const char *vmgl_input_terminated(struct vmgl_host_context *ctx, const char *text, uint64_t bytes) {
	char *copy = vmgl_scratch(ctx, bytes + 1);
	if (copy && text)
		memcpy(copy, text, (size_t)bytes);
	return copy;
}

/* A copy of an array that the driver both reads and writes. */
static inline void *vmgl_input_copied(struct vmgl_host_context *ctx, const void *data, uint64_t bytes) {
	void *copy = vmgl_scratch(ctx, bytes ? bytes : 8);
	if (copy && data)
		memcpy(copy, data, (size_t)bytes);
	return copy;
}

/* What travels back of a text that the driver wrote: up to its terminator. */
static inline uint64_t vmgl_written_text(const char *text, uint64_t room) {
	if (!text)
		return 0;
	size_t length = strnlen(text, (size_t)room);
	return length < room ? length + 1 : room;
}

static inline uint64_t vmgl_least(uint64_t a, uint64_t b) {
	return a < b ? a : b;
}

static inline uint64_t vmgl_reply_double(double value) {
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	return bits;
}

#endif
