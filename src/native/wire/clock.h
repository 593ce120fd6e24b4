/* Time that only goes forward, for deadlines. */
#ifndef VMGL_WIRE_CLOCK_H
#define VMGL_WIRE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Milliseconds since some moment before the machine started. */
static inline int64_t vmgl_now_ms(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

#endif
