#include "guest/link/stats.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "wire/stream.h"

static struct vmgl_stats_record local;
static struct vmgl_stats_record *record; /* NULL: not asked for */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void start(void) {
	const char *where = getenv("VMGL_STATS");
	if (where == NULL || where[0] == '\0' || strcmp(where, "0") == 0)
		return;
	record = &local;
	if (strcmp(where, "1") != 0) {
		int fd = open(where, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		void *mapped = MAP_FAILED;
		if (fd >= 0 && ftruncate(fd, sizeof(*record)) == 0)
			mapped = mmap(NULL, sizeof(*record), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		if (fd >= 0)
			close(fd);
		if (mapped == MAP_FAILED) {
			fprintf(stderr, "vmgl: error: The file (%s) of VMGL_STATS cannot be written: %m. Give another one, or 1.\n",
					where);
			record = NULL;
			return;
		}
		record = mapped;
	}
	/* A launcher script's children inherit the variable; those that draw nothing leave the record alone. */
}

void vmgl_stats_frame(void) {
	if (__builtin_expect(record == NULL, 1))
		return;
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	pthread_mutex_lock(&lock);
	record->magic = VMGL_STATS_MAGIC;
	record->last_ns = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
	record->round_trips = vmgl_stream_total_round_trips();
	if (record->frames++ == 0) {
		record->first_ns = record->last_ns;
		record->first_round_trips = record->round_trips;
	}
	pthread_mutex_unlock(&lock);
}

__attribute__((destructor)) static void finish(void) {
	if (record != &local || local.frames == 0)
		return;
	double seconds = (double)(local.last_ns - local.first_ns) / 1e9;
	uint64_t frames = local.frames - 1;
	fprintf(stderr, "vmgl: %llu frames", (unsigned long long)local.frames);
	if (frames > 0 && seconds > 0)
		fprintf(stderr, " in %.1f s, %.1f per second, %.2f round trips per frame", seconds, (double)frames / seconds,
				(double)(local.round_trips - local.first_round_trips) / (double)frames);
	fputc('\n', stderr);
}
