#include "xserver/extension.h"

#include "xserver/watch.h"

/* Of the server: REQUEST() casts the request to its structure, REQUEST_SIZE_MATCH() returns BadLength when the request
 * is longer or shorter. Both see the length in the server's byte order; the rest is swapped after the check. */

static int query_version(ClientPtr client) {
	REQUEST_SIZE_MATCH(struct vmgl_xext_query_version);
	struct vmgl_xext_query_version_reply reply = {
		.type = X_Reply, .sequence = (uint16_t)client->sequence, .major = VMGL_XEXT_MAJOR, .minor = VMGL_XEXT_MINOR};
	if (client->swapped) {
		swaps(&reply.sequence);
		swapl(&reply.major);
		swapl(&reply.minor);
	}
	WriteToClient(client, sizeof reply, &reply);
	return Success;
}

static int watch(ClientPtr client) {
	REQUEST(struct vmgl_xext_watch);
	REQUEST_SIZE_MATCH(struct vmgl_xext_watch);
	if (client->swapped) {
		swapl(&stuff->window);
		swapl(&stuff->limit);
	}
	/* What a client needs for GetWindowAttributes, and to be sent the window's events. */
	WindowPtr window;
	int refused = dixLookupWindow(&window, stuff->window, client, DixGetAttrAccess | DixReceiveAccess);
	if (refused != Success)
		return refused;
	if (stuff->limit == 0) {
		client->errorValue = stuff->limit;
		return BadValue;
	}
	return vmgl_watch_add(client, window, stuff->limit);
}

/* A window that the client may have watched. Whether it may look at it does not matter: the client learns nothing. NULL
 * when it is gone, which the client cannot know yet. */
static WindowPtr watched_window(XID id) {
	void *window;
	return dixLookupResourceByType(&window, id, RT_WINDOW, NullClient, DixUnknownAccess) == Success ? window : NULL;
}

static int unwatch(ClientPtr client) {
	REQUEST(struct vmgl_xext_unwatch);
	REQUEST_SIZE_MATCH(struct vmgl_xext_unwatch);
	if (client->swapped)
		swapl(&stuff->window);
	WindowPtr window = watched_window(stuff->window);
	if (window)
		vmgl_watch_remove(client, window);
	return Success;
}

static int acknowledge(ClientPtr client) {
	REQUEST(struct vmgl_xext_acknowledge);
	REQUEST_SIZE_MATCH(struct vmgl_xext_acknowledge);
	if (client->swapped) {
		swapl(&stuff->window);
		swapl(&stuff->serial);
	}
	WindowPtr window = watched_window(stuff->window);
	if (window)
		vmgl_watch_acknowledge(client, window, stuff->serial);
	return Success;
}

static int sync_reports(ClientPtr client) {
	REQUEST_SIZE_MATCH(struct vmgl_xext_sync);
	vmgl_watch_report_all();
	struct vmgl_xext_sync_reply reply = {.type = X_Reply, .sequence = (uint16_t)client->sequence};
	if (client->swapped)
		swaps(&reply.sequence);
	WriteToClient(client, sizeof reply, &reply);
	return Success;
}

static int dispatch(ClientPtr client) {
	static int (*const requests[])(ClientPtr) = {
		[VMGL_XEXT_QUERY_VERSION] = query_version, [VMGL_XEXT_WATCH] = watch,       [VMGL_XEXT_UNWATCH] = unwatch,
		[VMGL_XEXT_ACKNOWLEDGE] = acknowledge,     [VMGL_XEXT_SYNC] = sync_reports,
	};
	REQUEST(xReq);
	return stuff->data < ARRAY_SIZE(requests) ? requests[stuff->data](client) : BadRequest;
}

/* For clients of the other byte order. */
static void swap_report(xGenericEvent *from, xGenericEvent *to) {
	struct vmgl_xext_report *report = (struct vmgl_xext_report *)to;
	memcpy(to, from, sizeof(xEvent) + (size_t)from->length * 4);
	struct vmgl_xext_rectangle *rectangle = (struct vmgl_xext_rectangle *)(report + 1);
	for (uint32_t i = 0; i < report->rectangles; i++) {
		swaps(&rectangle[i].x);
		swaps(&rectangle[i].y);
		swaps(&rectangle[i].width);
		swaps(&rectangle[i].height);
	}
	swaps(&report->sequence);
	swapl(&report->length);
	swaps(&report->event);
	swaps(&report->flags);
	swapl(&report->window);
	swapl(&report->serial);
	swaps(&report->x);
	swaps(&report->y);
	swaps(&report->width);
	swaps(&report->height);
	swapl(&report->root);
	swapl(&report->parent);
	swapl(&report->above);
	swapl(&report->toplevel);
	swapl(&report->toplevel_above);
	swaps(&report->border);
	swapl(&report->rectangles);
}

static void close_down(ExtensionEntry *extension) {
	(void)extension;
	vmgl_watch_finish();
}

void vmgl_xserver_init(void) {
	ExtensionEntry *extension = NULL;
	if (vmgl_watch_init())
		extension = AddExtension(VMGL_XEXT_NAME, 0, 0, dispatch, dispatch, close_down, StandardMinorOpcode);
	if (!extension) {
		LogMessage(X_ERROR, "%s: The extension cannot be added to this server.\n", VMGL_XEXT_NAME);
		return;
	}
	vmgl_watch_opcode(extension->base);
	GERegisterExtension(extension->base, swap_report);
	LogMessage(X_INFO, "%s: extension %d.%d is ready.\n", VMGL_XEXT_NAME, VMGL_XEXT_MAJOR, VMGL_XEXT_MINOR);
}
