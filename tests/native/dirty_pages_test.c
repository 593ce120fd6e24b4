/* Pages that were written to: by the program, by system calls, by other threads; not those that were only read. Where
 * the kernel keeps no such record there is nothing to test but that it says so. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "guest/gl/dirty_pages.h"

enum { PAGE = 4096, PAGES = 300 };

static uint8_t *memory;

/* The pages that are dirty, as "3 7-9", taken `most` at a time. */
static const char *taken(unsigned most) {
	static char text[4096];
	uintptr_t cursor = (uintptr_t)memory, end = cursor + (size_t)PAGES * PAGE;
	text[0] = 0;
	size_t last = 0, first = 0;
	bool open = false;
	while (cursor < end) {
		struct vmgl_dirty_range ranges[64];
		int count = vmgl_dirty_take(&cursor, end, ranges, most);
		if (count < 0)
			return "nothing is known";
		for (int i = 0; i < count; i++) {
			size_t from = (ranges[i].start - (uintptr_t)memory) / PAGE, to = (ranges[i].end - (uintptr_t)memory) / PAGE;
			if (open && from == last) {
				last = to;
				continue;
			}
			if (open)
				sprintf(text + strlen(text), last - first > 1 ? "%zu-%zu " : "%zu ", first, last - 1);
			open = true;
			first = from;
			last = to;
		}
	}
	if (open)
		sprintf(text + strlen(text), last - first > 1 ? "%zu-%zu " : "%zu ", first, last - 1);
	return text;
}

static void *writer(void *page) {
	memset((uint8_t *)page + 100, 5, 4);
	return NULL;
}

int main(void) {
	memory = mmap(NULL, (size_t)PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(memory != MAP_FAILED);
	memset(memory + 10 * PAGE, 1, 100 * PAGE); /* the others were never touched */
	if (!vmgl_dirty_track(memory, (size_t)PAGES * PAGE)) {
		printf("this kernel, or its sandbox, has no record of written pages\n");
		return 0;
	}
	CHECK(strcmp(taken(64), "") == 0);
	volatile uint8_t sum = 0;
	for (int i = 0; i < PAGES; i++)
		sum = (uint8_t)(sum + memory[i * PAGE]);
	CHECK(strcmp(taken(64), "") == 0);
	memory[3 * PAGE] = 1;
	memory[20 * PAGE + 7] = 1;
	memory[21 * PAGE - 1] = 1;
	memory[299 * PAGE + PAGE - 1] = 1;
	CHECK(strcmp(taken(64), "3 20 299 ") == 0);
	CHECK(strcmp(taken(64), "") == 0);
	/* Written again, and across pages. */
	memset(memory + 20 * PAGE, 9, 3 * PAGE);
	CHECK(strcmp(taken(64), "20-22 ") == 0);
	/* More ranges than are asked for at once. */
	for (int i = 0; i < PAGES; i += 2)
		memory[i * PAGE] = 3;
	unsigned count = 0;
	for (const char *at = taken(7); (at = strchr(at, ' ')) != NULL; at++)
		count++;
	CHECK(count == PAGES / 2);
	CHECK(strcmp(taken(64), "") == 0);
	/* By the kernel, and by another thread. */
	int ends[2];
	CHECK(pipe(ends) == 0 && write(ends[1], "hello", 5) == 5);
	CHECK(read(ends[0], memory + 50 * PAGE - 2, 5) == 5 && memcmp(memory + 50 * PAGE - 2, "hello", 5) == 0);
	pthread_t thread;
	CHECK(pthread_create(&thread, NULL, writer, memory + 60 * PAGE) == 0 && pthread_join(thread, NULL) == 0);
	CHECK(strcmp(taken(64), "49-50 60 ") == 0);
	/* A child's writes are its own, and it has a record of its own. */
	pid_t child = fork();
	if (child == 0) {
		memory[70 * PAGE] = 1;
		bool right = strcmp(taken(64), "nothing is known") == 0 && vmgl_dirty_track(memory, (size_t)PAGES * PAGE);
		memory[71 * PAGE] = 1;
		_exit(right && strcmp(taken(64), "71 ") == 0 ? 0 : 1);
	}
	int status = -1;
	CHECK(waitpid(child, &status, 0) == child && status == 0);
	memory[80 * PAGE] = 1;
	CHECK(strcmp(taken(64), "80 ") == 0);
	/* Half of it is no longer looked at: the record says nothing about that. */
	vmgl_dirty_forget(memory, (size_t)PAGES * PAGE);
	memory[90 * PAGE] = 1;
	CHECK(strcmp(taken(64), "nothing is known") == 0);
	munmap(memory, (size_t)PAGES * PAGE);
	return 0;
}
