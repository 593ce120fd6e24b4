/* VMGL_STATS: counts of this process, for `vmgl run --stats`, `vmgl demo` and `vmgl bench`.
 *
 * VMGL_STATS=1 prints them on stderr when the process ends. Any other value is the name of a file, which is
 * mapped and kept up to date (struct vmgl_stats_record), so that a process that is killed has told them too. */
#ifndef VMGL_GUEST_STATS_H
#define VMGL_GUEST_STATS_H

#include <stdint.h>

#include "wire/command.h"

#define VMGL_STATS_MAGIC 0x3154534c474d56ull /* "VMGLST1" */

/* Read by src/stats.ts. */
struct vmgl_stats_record {
	vmgl_u64 magic;
	vmgl_u64 frames;            /* buffer swaps */
	vmgl_u64 round_trips;       /* synchronous commands, at the time of the last swap */
	vmgl_u64 first_round_trips; /* the same at the first swap: what loading took */
	vmgl_u64 first_ns, last_ns; /* times of the first and the last swap, CLOCK_MONOTONIC */
};

/* One buffer swap. Any thread. Nothing but a test while VMGL_STATS is not set. */
void vmgl_stats_frame(void);

#endif
