#include "wire/diagnose.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static atomic_int output = -1; /* a descriptor; -1: nothing is written */

/* The value of the first variable that is set and not empty. */
static const char *either(const char *name, const char *old_name) {
	const char *value = getenv(name);
	if (value == NULL || value[0] == '\0')
		value = getenv(old_name);
	return value == NULL || value[0] == '\0' ? NULL : value;
}

static bool is_no(const char *value) {
	static const char *const no[] = {"0", "no", "false", "off"};
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (strcasecmp(value, no[i]) == 0)
			return true;
	return false;
}

/* false: it does not fit. */
static bool with_pid(const char *name, char *path, size_t size) {
	size_t at = 0;
	for (; *name != '\0' && at + 1 < size; name++) {
		if (strncmp(name, "%p", 2) == 0) {
			at += (size_t)snprintf(path + at, size - at, "%ld", (long)getpid());
			name++;
		} else {
			path[at++] = *name;
		}
	}
	if (at >= size)
		return false;
	path[at] = '\0';
	return *name == '\0';
}

static void start(void) {
	const char *wanted = either("VMGL_DEBUG", "CR_DEBUG"), *file = either("VMGL_DEBUG_FILE", "CR_DEBUG_FILE");
	if (wanted != NULL ? is_no(wanted) : file == NULL)
		return;
	int fd = STDERR_FILENO;
	char path[4096];
	if (file != NULL) {
		errno = ENAMETOOLONG;
		fd = with_pid(file, path, sizeof(path)) ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
		if (fd < 0) {
			fprintf(stderr, "vmgl: warning: The file (%s) of VMGL_DEBUG_FILE or CR_DEBUG_FILE cannot be written: %s.\n",
					file, strerror(errno));
			fd = STDERR_FILENO;
		}
	}
	atomic_store(&output, fd);
}

void vmgl_diagnose_open(void) {
	pthread_once(&once, start);
}

void vmgl_diagnose(const char *format, ...) {
	pthread_once(&once, start);
	int fd = atomic_load_explicit(&output, memory_order_relaxed);
	if (fd < 0)
		return;
	char line[1024];
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	struct tm utc;
	gmtime_r(&now.tv_sec, &utc);
	size_t at = strftime(line, sizeof(line), "%Y-%m-%dT%H:%M:%S", &utc);
	at += (size_t)snprintf(line + at, sizeof(line) - at, ".%03ldZ vmgl: debug: [%ld] ", now.tv_nsec / 1000000,
						   (long)getpid());
	va_list arguments;
	va_start(arguments, format);
	int added = vsnprintf(line + at, sizeof(line) - at - 1, format, arguments);
	va_end(arguments);
	at += added < 0 ? 0 : (size_t)added;
	if (at > sizeof(line) - 2)
		at = sizeof(line) - 2;
	/* What a guest calls itself must not make lines of its own. */
	for (size_t i = 0; i < at; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	line[at++] = '\n';
	if (write(fd, line, at) < 0)
		return; /* nobody reads it */
}
