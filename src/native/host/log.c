#include "host/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static char client[96];

void vmgl_log_client(const char *program, unsigned pid) {
	snprintf(client, sizeof(client), "%s[%u]: ", program, pid);
	/* The name comes from the guest: it must not forge lines or move the cursor of whoever reads them. */
	for (char *at = client; *at != '\0'; at++)
		if ((unsigned char)*at < 32 || *at == 127)
			*at = '?';
}

void vmgl_log(const char *format, ...) {
	char line[512];
	va_list args;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	fprintf(stderr, "vmgl-renderer: %s%s\n", client, line);
}
