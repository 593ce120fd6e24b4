#include "xserver/watch.h"

#include <stdlib.h>
#include <string.h>

#include "xserver/hooks.h"
#include "xserver/visible.h"

struct watch {
	struct xorg_list of_window, of_all;
	WindowPtr window;
	ClientPtr client;
	XID resource; /* its death is the client's, or ours */
	uint32_t limit;
	struct vmgl_xext_report sent; /* the last one, without what names the event */
	RegionRec region;             /* the visible region in it */
	bool reported;                /* there was one */
	uint32_t unacknowledged[VMGL_XEXT_AHEAD];
	unsigned unacknowledged_count;
	bool due; /* it changed when no more might be sent */
};

/* The client's private: how many watches it has. */
struct client_watches {
	unsigned count;
};

static RESTYPE watch_type;
static DevPrivateKeyRec window_key; /* struct xorg_list: the window's watches; all zero until it has one */
static DevPrivateKeyRec client_key; /* struct client_watches */
static struct xorg_list watches;    /* all, in the order in which they began */
static uint32_t last_serial;        /* one sequence for all windows: an old acknowledgement never means a new report */
static uint8_t major;

static struct xorg_list *watches_of(WindowPtr window) {
	struct xorg_list *list = dixLookupPrivate(&window->devPrivates, &window_key);
	if (!list->next)
		xorg_list_init(list);
	return list;
}

static unsigned *count_of(ClientPtr client) {
	struct client_watches *counted = dixLookupPrivate(&client->devPrivates, &client_key);
	return &counted->count;
}

static struct watch *find(ClientPtr client, WindowPtr window) {
	struct watch *watch;
	xorg_list_for_each_entry(watch, watches_of(window), of_window) if (watch->client == client) return watch;
	return NULL;
}

static int delete_watch(void *value, XID id) {
	struct watch *watch = value;
	(void)id;
	xorg_list_del(&watch->of_window);
	xorg_list_del(&watch->of_all);
	--*count_of(watch->client);
	RegionUninit(&watch->region);
	free(watch);
	return Success;
}

static uint32_t id_or_none(WindowPtr window) {
	return window ? window->drawable.id : None;
}

static void describe(struct vmgl_xext_report *report, WindowPtr window) {
	ScreenPtr screen = window->drawable.pScreen;
	WindowPtr toplevel = window;
	while (toplevel->parent && toplevel->parent->parent)
		toplevel = toplevel->parent;
	*report = (struct vmgl_xext_report){
		.window = window->drawable.id,
		.flags = (window->mapped ? VMGL_XEXT_MAPPED : 0) | (window->viewable ? VMGL_XEXT_VIEWABLE : 0) |
				 (vmgl_visible_redirected(window) ? VMGL_XEXT_REDIRECTED : 0),
		.x = window->drawable.x,
		.y = window->drawable.y,
		.width = window->drawable.width,
		.height = window->drawable.height,
		.root = screen->root->drawable.id,
		.parent = id_or_none(window->parent),
		.above = id_or_none(window->nextSib),
		.toplevel = toplevel->drawable.id,
		.toplevel_above = id_or_none(toplevel->nextSib),
		.border = window->borderWidth,
		.visibility = VMGL_XEXT_NOT_VIEWABLE,
	};
}

/* Sets the rest of the report by the visible region, and `region` to what goes into the report. */
static void describe_region(struct vmgl_xext_report *report, RegionPtr region, WindowPtr window, uint32_t limit) {
	if (!window->viewable)
		return;
	BoxRec all = {0, 0, (short)window->drawable.width, (short)window->drawable.height};
	bool known = vmgl_visible_region(region, window);
	if (!known) { /* memory ran out */
		RegionUninit(region);
		RegionInit(region, &all, 0);
	}
	if (!known || (uint32_t)RegionNumRects(region) > limit) {
		BoxRec extents = *RegionExtents(region);
		RegionReset(region, &extents);
		report->flags |= VMGL_XEXT_SIMPLIFIED;
	}
	BoxPtr extents = RegionExtents(region);
	bool whole = RegionNumRects(region) == 1 && !memcmp(extents, &all, sizeof all);
	report->visibility = !RegionNotEmpty(region)                            ? VMGL_XEXT_FULLY_OBSCURED
						 : whole && !(report->flags & VMGL_XEXT_SIMPLIFIED) ? VMGL_XEXT_UNOBSCURED
																			: VMGL_XEXT_PARTIALLY_OBSCURED;
	report->rectangles = (uint32_t)RegionNumRects(region);
}

/* Sends `report` with the watch's region. False when there is no memory for it. */
static bool send_report(struct watch *watch, const struct vmgl_xext_report *report) {
	size_t bytes = sizeof *report + report->rectangles * sizeof(struct vmgl_xext_rectangle);
	struct vmgl_xext_report *event = malloc(bytes);
	if (!event)
		return false;
	*event = *report;
	GEInitEvent((xGenericEvent *)event, major);
	event->event = VMGL_XEXT_REPORT;
	event->length = (uint32_t)((bytes - sizeof(xEvent)) / 4);
	event->serial = ++last_serial;
	struct vmgl_xext_rectangle *to = (struct vmgl_xext_rectangle *)(event + 1);
	const BoxRec *box = RegionRects(&watch->region);
	for (uint32_t i = 0; i < report->rectangles; i++, box++)
		to[i] = (struct vmgl_xext_rectangle){box->x1, box->y1, (uint16_t)(box->x2 - box->x1),
											 (uint16_t)(box->y2 - box->y1)};
	WriteEventsToClient(watch->client, 1, (xEvent *)event);
	free(event);
	return true;
}

/* Reports the window if it is not as it was in the last report. */
static void report(struct watch *watch) {
	if (watch->client->clientGone)
		return;
	if (watch->unacknowledged_count == VMGL_XEXT_AHEAD) {
		watch->due = true;
		return;
	}
	struct vmgl_xext_report now;
	RegionRec region;
	RegionNull(&region);
	describe(&now, watch->window);
	describe_region(&now, &region, watch->window, watch->limit);
	watch->due = false;
	if (watch->reported && !memcmp(&now, &watch->sent, sizeof now) && RegionEqual(&region, &watch->region)) {
		RegionUninit(&region);
		return;
	}
	RegionUninit(&watch->region);
	watch->region = region;
	watch->sent = now;
	watch->reported = true;
	if (send_report(watch, &now))
		watch->unacknowledged[watch->unacknowledged_count++] = last_serial;
	else
		watch->reported = false; /* tried again with the next change */
}

void vmgl_watch_report_all(void) {
	bool changed[MAXSCREENS] = {false};
	for (int i = 0; i < screenInfo.numScreens; i++)
		changed[i] = vmgl_hooks_changed(screenInfo.screens[i]);
	struct watch *watch;
	xorg_list_for_each_entry(watch, &watches, of_all) {
		/* No hook tells of a window that is mapped or unmapped while its parent is not realized. */
		bool mapped = watch->sent.flags & VMGL_XEXT_MAPPED;
		if (changed[watch->window->drawable.pScreen->myNum] || mapped != watch->window->mapped)
			report(watch);
	}
}

static void before_waiting(void *data, void *timeout) {
	(void)data;
	(void)timeout;
	vmgl_watch_report_all();
}

static void after_waiting(void *data, int result) {
	(void)data;
	(void)result;
}

int vmgl_watch_add(ClientPtr client, WindowPtr window, uint32_t limit) {
	struct watch *watch = find(client, window);
	if (watch) {
		watch->reported = false;
	} else {
		if (*count_of(client) >= VMGL_XEXT_WATCHES || !(watch = calloc(1, sizeof *watch)))
			return BadAlloc;
		watch->window = window;
		watch->client = client;
		watch->resource = FakeClientID(client->index);
		RegionNull(&watch->region);
		xorg_list_append(&watch->of_window, watches_of(window));
		xorg_list_append(&watch->of_all, &watches);
		++*count_of(client);
		/* A resource that cannot be added is deleted by AddResource. */
		if (!AddResource(watch->resource, watch_type, watch))
			return BadAlloc;
	}
	watch->limit = limit < VMGL_XEXT_RECTANGLES ? limit : VMGL_XEXT_RECTANGLES;
	vmgl_hooks_touch(window->drawable.pScreen);
	return Success;
}

void vmgl_watch_remove(ClientPtr client, WindowPtr window) {
	struct watch *watch = find(client, window);
	if (watch)
		FreeResource(watch->resource, RT_NONE);
}

void vmgl_watch_acknowledge(ClientPtr client, WindowPtr window, uint32_t serial) {
	struct watch *watch = find(client, window);
	if (!watch)
		return;
	unsigned read = 0; /* serials wrap around: compared by their distance */
	while (read < watch->unacknowledged_count && (int32_t)(serial - watch->unacknowledged[read]) >= 0)
		read++;
	watch->unacknowledged_count -= read;
	memmove(watch->unacknowledged, watch->unacknowledged + read,
			watch->unacknowledged_count * sizeof watch->unacknowledged[0]);
	if (read && watch->due)
		report(watch);
}

static void window_destroyed(WindowPtr window) {
	struct watch *watch, *next;
	xorg_list_for_each_entry_safe(watch, next, watches_of(window), of_window) {
		struct vmgl_xext_report gone = {.window = window->drawable.id, .flags = VMGL_XEXT_DESTROYED};
		/* Without memory for these 64 bytes the server has other troubles than a report that is missing. */
		if (!watch->client->clientGone)
			send_report(watch, &gone);
		FreeResource(watch->resource, RT_NONE);
	}
}

void vmgl_watch_opcode(int major_opcode) {
	major = (uint8_t)major_opcode;
}

bool vmgl_watch_init(void) {
	xorg_list_init(&watches);
	watch_type = CreateNewResourceType(delete_watch, "VMGLWatch");
	if (!watch_type)
		return false;
	watch_type |= RC_NEVERRETAIN;
	return dixRegisterPrivateKey(&window_key, PRIVATE_WINDOW, sizeof(struct xorg_list)) &&
		   dixRegisterPrivateKey(&client_key, PRIVATE_CLIENT, sizeof(struct client_watches)) &&
		   RegisterBlockAndWakeupHandlers(before_waiting, after_waiting, NULL) && vmgl_hooks_init(window_destroyed);
}

void vmgl_watch_finish(void) {
	RemoveBlockAndWakeupHandlers(before_waiting, after_waiting, NULL);
}
