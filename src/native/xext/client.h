/* Client of the X extension VMGL (docs/x-extension.md), for the guest library and the renderer. It has a connection of
 * its own, on xcb: the application's event queue, error handler and locks have no part in it, and a server that goes
 * away is a return value here, where Xlib would end the process. One thread at a time. */
#ifndef VMGL_XEXT_CLIENT_H
#define VMGL_XEXT_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "xext/proto.h"

struct vmgl_xext;

/* What happened, for people; valid until the next call. */
struct vmgl_xext_window {
	struct vmgl_xext_report report; /* sequence numbers and length mean nothing any more */
	const struct vmgl_xext_rectangle *rectangles;
	size_t count;
};

/* Connects to the X server `display` (NULL: $DISPLAY) and asks for the extension. NULL when there is none; `*reason`
 * then says why. Waits for the server's answers. */
struct vmgl_xext *vmgl_xext_open(const char *display, const char **reason);
/* Ends the connection, and with it all watches. NULL is fine. */
void vmgl_xext_close(struct vmgl_xext *ext);

/* Starts to report about `window`, or sets another limit: where more than `limit` rectangles are visible, their extents
 * are reported. NULL, or why the server refuses. Waits for the server's answer. */
const char *vmgl_xext_watch(struct vmgl_xext *ext, uint32_t window, uint32_t limit);
/* No more reports about `window`; those that are under way still come. */
void vmgl_xext_unwatch(struct vmgl_xext *ext, uint32_t window);

/* Readable when reports may have come: for poll(), once vmgl_xext_next() said that there are none. -1 when the
 * connection is lost. */
int vmgl_xext_fd(const struct vmgl_xext *ext);

enum vmgl_xext_next {
	VMGL_XEXT_NONE,  /* nothing has come; poll */
	VMGL_XEXT_GIVEN, /* `window` is set, until the next call */
	VMGL_XEXT_LOST,  /* the server is gone */
};
/* The next report, which it acknowledges. Never waits. */
enum vmgl_xext_next vmgl_xext_next(struct vmgl_xext *ext, struct vmgl_xext_window *window);

#endif
