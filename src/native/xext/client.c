#include "xext/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xcb/xcb.h>
#include <xcb/xcbext.h>

static xcb_extension_t extension = {VMGL_XEXT_NAME, 0};

struct vmgl_xext {
	xcb_connection_t *connection;
	uint8_t major_opcode;
	xcb_generic_event_t *event; /* what the last report was read from */
	char reason[80];
};

/* Sends `bytes` of `request`, whose first four bytes xcb fills in. xcb wants two free places before the parts. */
static unsigned send_request(struct vmgl_xext *ext, uint8_t minor_opcode, void *request, size_t bytes, bool reply,
							 int flags) {
	struct iovec parts[3] = {[2] = {.iov_base = request, .iov_len = bytes}};
	xcb_protocol_request_t protocol = {.count = 1, .ext = &extension, .opcode = minor_opcode, .isvoid = !reply};
	return xcb_send_request(ext->connection, flags, parts + 2, &protocol);
}

static const char *connection_reason(xcb_connection_t *connection) {
	switch (xcb_connection_has_error(connection)) {
	case 0:
		return NULL;
	case XCB_CONN_CLOSED_PARSE_ERR:
		return "the display's name is wrong";
	case XCB_CONN_CLOSED_INVALID_SCREEN:
		return "the X server has no such screen";
	default:
		return "there is no connection to the X server";
	}
}

/* NULL, or why the extension cannot be used. */
static const char *query_version(struct vmgl_xext *ext) {
	const xcb_query_extension_reply_t *found = xcb_get_extension_data(ext->connection, &extension);
	if (!found)
		return "there is no connection to the X server";
	if (!found->present)
		return "the X server does not have the extension " VMGL_XEXT_NAME;
	ext->major_opcode = found->major_opcode;
	struct vmgl_xext_query_version request = {.major = VMGL_XEXT_MAJOR, .minor = VMGL_XEXT_MINOR};
	xcb_generic_error_t *error = NULL;
	unsigned sent = send_request(ext, VMGL_XEXT_QUERY_VERSION, &request, sizeof request, true, XCB_REQUEST_CHECKED);
	struct vmgl_xext_query_version_reply *reply = xcb_wait_for_reply(ext->connection, sent, &error);
	const char *reason = NULL;
	if (!reply)
		reason = error ? "the X server refuses the extension " VMGL_XEXT_NAME : "the X server closed the connection";
	else if (reply->major != VMGL_XEXT_MAJOR)
		reason = "the X server has another version of the extension " VMGL_XEXT_NAME;
	free(reply);
	free(error);
	return reason;
}

struct vmgl_xext *vmgl_xext_open(const char *display, const char **reason) {
	struct vmgl_xext *ext = calloc(1, sizeof *ext);
	if (!ext) {
		*reason = "no memory";
		return NULL;
	}
	ext->connection = xcb_connect(display, NULL); /* never NULL: a failed connection is an object, too */
	*reason = connection_reason(ext->connection);
	if (!*reason)
		*reason = query_version(ext);
	if (!*reason)
		return ext;
	vmgl_xext_close(ext);
	return NULL;
}

void vmgl_xext_close(struct vmgl_xext *ext) {
	if (!ext)
		return;
	free(ext->event);
	xcb_disconnect(ext->connection);
	free(ext);
}

const char *vmgl_xext_watch(struct vmgl_xext *ext, uint32_t window, uint32_t limit) {
	struct vmgl_xext_watch request = {.window = window, .limit = limit};
	xcb_void_cookie_t sent = {send_request(ext, VMGL_XEXT_WATCH, &request, sizeof request, false, XCB_REQUEST_CHECKED)};
	xcb_generic_error_t *error = xcb_request_check(ext->connection, sent);
	if (!error)
		return connection_reason(ext->connection);
	static const char *const names[] = {
		[XCB_VALUE] = "BadValue", [XCB_WINDOW] = "BadWindow", [XCB_ACCESS] = "BadAccess", [XCB_ALLOC] = "BadAlloc"};
	const char *name = error->error_code < sizeof names / sizeof names[0] ? names[error->error_code] : NULL;
	snprintf(ext->reason, sizeof ext->reason, "the X server refuses it: %s (%d)", name ? name : "X error",
			 error->error_code);
	free(error);
	return ext->reason;
}

void vmgl_xext_unwatch(struct vmgl_xext *ext, uint32_t window) {
	struct vmgl_xext_unwatch request = {.window = window};
	send_request(ext, VMGL_XEXT_UNWATCH, &request, sizeof request, false, 0);
	xcb_flush(ext->connection);
}

int vmgl_xext_fd(const struct vmgl_xext *ext) {
	return xcb_connection_has_error(ext->connection) ? -1 : xcb_get_file_descriptor(ext->connection);
}

static void acknowledge(struct vmgl_xext *ext, const struct vmgl_xext_report *report) {
	struct vmgl_xext_acknowledge request = {.window = report->window, .serial = report->serial};
	send_request(ext, VMGL_XEXT_ACKNOWLEDGE, &request, sizeof request, false, 0);
	xcb_flush(ext->connection);
}

/* False for events that are something else. xcb puts 4 bytes of its own after the first 32 of a generic event. */
static bool read_report(const struct vmgl_xext *ext, const xcb_generic_event_t *event,
						struct vmgl_xext_window *window) {
	const xcb_ge_generic_event_t *generic = (const xcb_ge_generic_event_t *)event;
	const size_t first = 32, rest = sizeof window->report - first;
	if ((event->response_type & 0x7f) != XCB_GE_GENERIC || generic->extension != ext->major_opcode ||
		generic->event_type != VMGL_XEXT_REPORT || generic->length < rest / 4)
		return false;
	const uint8_t *after = (const uint8_t *)event + first + sizeof generic->full_sequence;
	memcpy(&window->report, event, first);
	memcpy((uint8_t *)&window->report + first, after, rest);
	window->rectangles = (const struct vmgl_xext_rectangle *)(after + rest);
	size_t room = (generic->length - rest / 4) / 2;
	window->count = window->report.rectangles < room ? window->report.rectangles : room;
	return true;
}

enum vmgl_xext_next vmgl_xext_next(struct vmgl_xext *ext, struct vmgl_xext_window *window) {
	for (;;) {
		free(ext->event);
		ext->event = xcb_poll_for_event(ext->connection);
		if (!ext->event)
			return xcb_connection_has_error(ext->connection) ? VMGL_XEXT_LOST : VMGL_XEXT_NONE;
		if (!read_report(ext, ext->event, window))
			continue;
		if (!(window->report.flags & VMGL_XEXT_DESTROYED))
			acknowledge(ext, &window->report);
		return VMGL_XEXT_GIVEN;
	}
}
