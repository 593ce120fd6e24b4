#include "edge.h"

#include <sys/mman.h>
#include <unistd.h>

#include "report.h"

static unsigned char *pages_for(size_t bytes, size_t *length) {
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	*length = (bytes + page - 1) / page * page;
	unsigned char *memory = mmap(NULL, *length + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED || mprotect(memory + page, *length, PROT_READ | PROT_WRITE) != 0)
		report_skip("no memory");
	return memory + page;
}

void *edge_memory(size_t bytes) {
	size_t length;
	unsigned char *memory = pages_for(bytes, &length);
	return memory + length - bytes;
}

void *edge_memory_start(size_t bytes) {
	size_t length;
	return pages_for(bytes, &length);
}
