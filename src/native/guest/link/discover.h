/* Where is the stub, when the program was not started by `vmgl run`? The same order as src/net/discover.ts: VMGL_STUB,
 * GLSTUB, the root window of the program's X display, the sockets of this machine, the machine that ssh came from. */
#ifndef VMGL_GUEST_DISCOVER_H
#define VMGL_GUEST_DISCOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "guest/link/connection.h"

/* The property of the root window that announces stubs: endpoints, each ended or separated by a zero byte, as
 * UTF8_STRING or STRING of format 8. */
#define VMGL_ANNOUNCEMENT "_VMGL_STUB"
#define VMGL_ANNOUNCEMENT_MAX 4096 /* bytes that are looked at */

#define VMGL_PLACES_MAX 16

struct vmgl_place {
	char endpoint[300];
	const char *from; /* "GLSTUB", "/run/vmgl": a name, for messages */
	bool named;       /* by the person: if it does not answer, that is an error and no reason to look elsewhere */
	int connect_ms;
};

/* Fills `places` in the order in which they are to be tried, and returns how many there are. `announced` is the
 * property's value, NULL when there is none. */
size_t vmgl_places(const char *announced, size_t announced_bytes, struct vmgl_place places[VMGL_PLACES_MAX]);

/* Connects to the first place that serves us. NULL, and one sentence in `error`, when none does. */
struct vmgl_connection *vmgl_discover(const char *announced, size_t announced_bytes, char *error, size_t error_size);

#endif
