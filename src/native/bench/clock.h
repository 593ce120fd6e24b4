#ifndef VMGL_BENCH_CLOCK_H
#define VMGL_BENCH_CLOCK_H

#include <time.h>

static inline double bench_now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* The best of `rounds` runs of `call`, in nanoseconds for one of its `count` repetitions. The best, because
 * what disturbs a measurement only ever makes it longer. */
#define BENCH_BEST(rounds, count, call)                                                                                \
	({                                                                                                                 \
		double best_ = 1e30;                                                                                           \
		for (int round_ = 0; round_ < (rounds); round_++) {                                                            \
			double begun_ = bench_now();                                                                               \
			call;                                                                                                      \
			double took_ = (bench_now() - begun_) / (count);                                                           \
			best_ = took_ < best_ ? took_ : best_;                                                                     \
		}                                                                                                              \
		best_;                                                                                                         \
	})

#endif
