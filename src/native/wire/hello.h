/* The greeting's numbers (docs/wire-format.md, "Connections"). */
#ifndef VMGL_WIRE_HELLO_H
#define VMGL_WIRE_HELLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define VMGL_WIRE_VERSION 1u
#define VMGL_HELLO_MAX 4096u
#define VMGL_HELLO_FIXED 56u /* bytes before the strings, in the hello and in its reply */
#define VMGL_COOKIE_BYTES 16u

enum vmgl_hello_kind { VMGL_HELLO_NEW = 0, VMGL_HELLO_JOIN = 1 };
enum vmgl_hello_flags { VMGL_HELLO_SOCKET = 1 << 0 /* no shared memory, please */ };

enum vmgl_hello_status {
	VMGL_HELLO_STATUS_OK,
	VMGL_HELLO_STATUS_VERSION,
	VMGL_HELLO_STATUS_TOKEN,
	VMGL_HELLO_STATUS_SESSIONS,
	VMGL_HELLO_STATUS_UNKNOWN_SESSION,
	VMGL_HELLO_STATUS_NO_RENDERER,
	VMGL_HELLO_STATUS_REFUSED,
};

enum vmgl_transport_kind { VMGL_TRANSPORT_SOCKET = 0, VMGL_TRANSPORT_SHARED = 1 };

/* The common layout of hello and reply: three words, then fields of either. */
struct vmgl_hello {
	uint8_t magic[4];
	uint32_t size, version, kind;
	uint64_t hash;
	uint8_t cookie[VMGL_COOKIE_BYTES];
	uint32_t stream, flags, pid, features;
};

struct vmgl_hello_reply {
	uint8_t magic[4];
	uint32_t size, version, status;
	uint64_t hash;
	uint8_t cookie[VMGL_COOKIE_BYTES];
	uint32_t transport, control_bytes, command_bytes, reply_bytes;
};

_Static_assert(sizeof(struct vmgl_hello) == VMGL_HELLO_FIXED, "the layout is wire format");
_Static_assert(sizeof(struct vmgl_hello_reply) == VMGL_HELLO_FIXED, "the layout is wire format");

/* What the stub hands over with each socket; the hello follows. */
struct vmgl_handover {
	uint32_t kind; /* VMGL_HANDOVER_STREAM */
	uint32_t stream;
	uint8_t cookie[VMGL_COOKIE_BYTES];
	uint32_t hello_bytes;
	uint32_t reserved;
};

enum { VMGL_HANDOVER_STREAM = 1 };
enum { VMGL_REPORT_READY = 1, VMGL_REPORT_FAILED = 2, VMGL_REPORT_FAULT = 3 };

_Static_assert(sizeof(struct vmgl_handover) == 32, "the layout is wire format");

/* Appends a length-prefixed string; nothing (and *at past the end) when it does not fit. */
static inline void vmgl_hello_put(uint8_t *buffer, size_t size, size_t *at, const char *text, size_t length) {
	uint32_t prefix = (uint32_t)length;
	if (*at > size || length > size || *at + sizeof(prefix) + length > size) {
		*at = size + 1;
		return;
	}
	memcpy(buffer + *at, &prefix, sizeof(prefix));
	memcpy(buffer + *at + sizeof(prefix), text, length);
	*at += sizeof(prefix) + length;
}

/* Reads the next string into `text`, cut to fit and terminated; false when the message ends before. */
static inline bool vmgl_hello_get(const uint8_t *buffer, size_t size, size_t *at, char *text, size_t text_size) {
	uint32_t length;
	if (size - *at < sizeof(length))
		return false;
	memcpy(&length, buffer + *at, sizeof(length));
	*at += sizeof(length);
	if (size - *at < length)
		return false;
	size_t kept = length < text_size ? length : text_size - 1;
	memcpy(text, buffer + *at, kept);
	text[kept] = '\0';
	*at += length;
	return true;
}

#endif
