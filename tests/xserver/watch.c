/* watch DISPLAY LIMIT WINDOW...: prints the reports about windows through the C client, as JSON in the words of
 * src/x11/extension.ts, until all windows are destroyed. Exits 3 when the server is gone, 1 when it refuses. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "xext/client.h"

static const char *json_bool(const struct vmgl_xext_report *report, int flag) {
	return report->flags & flag ? "true" : "false";
}

static void print(const struct vmgl_xext_window *window) {
	static const char *const visibilities[] = {"unobscured", "partially-obscured", "fully-obscured", "not-viewable"};
	const struct vmgl_xext_report *report = &window->report;
	printf("{\"window\":%u,\"serial\":%u,\"destroyed\":%s,\"mapped\":%s,\"viewable\":%s,\"redirected\":%s,"
		   "\"simplified\":%s,\"visibility\":\"%s\",\"x\":%d,\"y\":%d,\"width\":%u,\"height\":%u,\"border\":%u,"
		   "\"root\":%u,\"parent\":%u,\"above\":%u,\"toplevel\":%u,\"toplevelAbove\":%u,\"rectangles\":[",
		   report->window, report->serial, json_bool(report, VMGL_XEXT_DESTROYED), json_bool(report, VMGL_XEXT_MAPPED),
		   json_bool(report, VMGL_XEXT_VIEWABLE), json_bool(report, VMGL_XEXT_REDIRECTED),
		   json_bool(report, VMGL_XEXT_SIMPLIFIED), visibilities[report->visibility & 3], report->x, report->y,
		   report->width, report->height, report->border, report->root, report->parent, report->above, report->toplevel,
		   report->toplevel_above);
	for (size_t i = 0; i < window->count; i++)
		printf("%s{\"x\":%d,\"y\":%d,\"width\":%u,\"height\":%u}", i ? "," : "", window->rectangles[i].x,
			   window->rectangles[i].y, window->rectangles[i].width, window->rectangles[i].height);
	puts("]}");
	fflush(stdout);
}

int main(int argc, char **argv) {
	if (argc < 4)
		return 2;
	const char *reason;
	struct vmgl_xext *ext = vmgl_xext_open(argv[1], &reason);
	int left = argc - 3;
	for (int i = 3; ext && i < argc; i++)
		if ((reason = vmgl_xext_watch(ext, (uint32_t)strtoul(argv[i], NULL, 0), (uint32_t)atoi(argv[2])))) {
			vmgl_xext_close(ext);
			ext = NULL;
		}
	if (!ext) {
		fprintf(stderr, "%s\n", reason);
		return 1;
	}
	enum vmgl_xext_next next = VMGL_XEXT_NONE;
	while (left > 0 && next != VMGL_XEXT_LOST) {
		struct vmgl_xext_window window;
		next = vmgl_xext_next(ext, &window);
		if (next == VMGL_XEXT_GIVEN) {
			print(&window);
			left -= !!(window.report.flags & VMGL_XEXT_DESTROYED);
		} else if (next == VMGL_XEXT_NONE) {
			poll(&(struct pollfd){.fd = vmgl_xext_fd(ext), .events = POLLIN}, 1, -1);
		}
	}
	vmgl_xext_close(ext);
	return next == VMGL_XEXT_LOST ? 3 : 0;
}
