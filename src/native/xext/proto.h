/* The X extension VMGL as it is on the wire: what the server module (src/native/xserver) and the C client (client.c)
 * share. docs/x-extension.md says what each message means; src/x11/extension.ts is the other client. */
#ifndef VMGL_XEXT_PROTO_H
#define VMGL_XEXT_PROTO_H

#include <assert.h>
#include <stdint.h>

#define VMGL_XEXT_NAME "VMGL"
/* Another major number is another protocol; a minor number only adds. */
#define VMGL_XEXT_MAJOR 1
#define VMGL_XEXT_MINOR 0

/* Minor opcodes. */
enum {
	VMGL_XEXT_QUERY_VERSION = 0,
	VMGL_XEXT_WATCH = 1,
	VMGL_XEXT_UNWATCH = 2,
	VMGL_XEXT_ACKNOWLEDGE = 3,
	VMGL_XEXT_SYNC = 4,
};

/* Reports of one window that the server sends ahead of their acknowledgement. Fewer would show on a network as a window
 * that is moved in jumps; more is memory that a client which does not read holds in the server. */
#define VMGL_XEXT_AHEAD 4
/* Windows that one client may watch. */
#define VMGL_XEXT_WATCHES 1024
/* Most rectangles in a report, whatever the client asks for. */
#define VMGL_XEXT_RECTANGLES 65535

struct vmgl_xext_query_version {
	uint8_t major_opcode, minor_opcode;
	uint16_t length;
	uint32_t major, minor; /* the client's */
};

struct vmgl_xext_query_version_reply {
	uint8_t type, pad0;
	uint16_t sequence;
	uint32_t length;
	uint32_t major, minor; /* the server's */
	uint32_t pad[4];
};

struct vmgl_xext_watch {
	uint8_t major_opcode, minor_opcode;
	uint16_t length;
	uint32_t window;
	uint32_t limit; /* most rectangles in one report, at least 1 */
};

struct vmgl_xext_unwatch {
	uint8_t major_opcode, minor_opcode;
	uint16_t length;
	uint32_t window;
};

struct vmgl_xext_acknowledge {
	uint8_t major_opcode, minor_opcode;
	uint16_t length;
	uint32_t window;
	uint32_t serial; /* of this report and of those before it */
};

struct vmgl_xext_sync {
	uint8_t major_opcode, minor_opcode;
	uint16_t length;
};

struct vmgl_xext_sync_reply {
	uint8_t type, pad0;
	uint16_t sequence;
	uint32_t length;
	uint32_t pad[6];
};

/* The extension's only event, a GenericEvent. */
#define VMGL_XEXT_REPORT 0

enum vmgl_xext_flag {
	VMGL_XEXT_MAPPED = 1,     /* the window itself; it is seen only if its ancestors are, too */
	VMGL_XEXT_VIEWABLE = 2,   /* mapped, all ancestors too, and InputOutput */
	VMGL_XEXT_REDIRECTED = 4, /* Composite keeps it, or an ancestor, off the screen */
	VMGL_XEXT_SIMPLIFIED = 8, /* the one rectangle is the extents of more than the limit allows */
	VMGL_XEXT_DESTROYED = 16, /* the last report about this window; only `window` and `serial` mean something */
};

/* `visibility`, the core protocol's values and one more. */
enum vmgl_xext_visibility {
	VMGL_XEXT_UNOBSCURED = 0,
	VMGL_XEXT_PARTIALLY_OBSCURED = 1,
	VMGL_XEXT_FULLY_OBSCURED = 2,
	VMGL_XEXT_NOT_VIEWABLE = 3,
};

struct vmgl_xext_rectangle {
	int16_t x, y; /* from the window's inner upper left corner */
	uint16_t width, height;
};

struct vmgl_xext_report {
	uint8_t type;      /* GenericEvent */
	uint8_t extension; /* major opcode */
	uint16_t sequence;
	uint32_t length; /* 4-byte units after the first 32 bytes */
	uint16_t event;  /* VMGL_XEXT_REPORT */
	uint16_t flags;
	uint32_t window;
	uint32_t serial;
	int16_t x, y; /* of the inner upper left corner, from the root's */
	uint16_t width, height;
	uint32_t root;
	/* byte 32 */
	uint32_t parent;
	uint32_t above;          /* the sibling right beneath it, 0 for the lowest */
	uint32_t toplevel;       /* the ancestor that is the root's child, or the window itself */
	uint32_t toplevel_above; /* the sibling right beneath that one */
	uint16_t border;
	uint8_t visibility;
	uint8_t pad0;
	uint32_t rectangles; /* how many struct vmgl_xext_rectangle follow */
	uint32_t pad[2];
};

static_assert(sizeof(struct vmgl_xext_query_version) == 12, "QueryVersion");
static_assert(sizeof(struct vmgl_xext_query_version_reply) == 32, "QueryVersion's reply");
static_assert(sizeof(struct vmgl_xext_watch) == 12, "Watch");
static_assert(sizeof(struct vmgl_xext_unwatch) == 8, "Unwatch");
static_assert(sizeof(struct vmgl_xext_acknowledge) == 12, "Acknowledge");
static_assert(sizeof(struct vmgl_xext_sync) == 4, "Sync");
static_assert(sizeof(struct vmgl_xext_sync_reply) == 32, "Sync's reply");
static_assert(sizeof(struct vmgl_xext_rectangle) == 8, "rectangle");
static_assert(sizeof(struct vmgl_xext_report) == 64, "Report");

#endif
