#include "wire/readable.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

bool vmgl_readable(const void *data, size_t bytes) {
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	const uintptr_t begin = (uintptr_t)data & ~(page - 1);
	const int before = errno;
	/* With MS_ASYNC, Linux does nothing but look whether all of it is mapped. */
	bool mapped = bytes == 0 || msync((void *)begin, (uintptr_t)data - begin + bytes, MS_ASYNC) == 0 || errno != ENOMEM;
	errno = before;
	return mapped;
}
