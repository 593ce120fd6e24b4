#include "wire/readable.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
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

bool vmgl_readable_pages(const void *data, size_t bytes) {
	/* Linux reads the set of signals before it looks at what to do with it, which is nothing known. */
	enum { NOTHING = -1, SET_BYTES = 8 };
	const int before = errno;
	bool readable = true;
	for (size_t step; readable && bytes > 0; bytes -= step, data = (const uint8_t *)data + step) {
		step = vmgl_readable_step(data, bytes);
		const void *set = (const void *)((uintptr_t)data & ~(uintptr_t)(SET_BYTES - 1));
		readable = syscall(SYS_rt_sigprocmask, NOTHING, set, NULL, SET_BYTES) == 0 || errno != EFAULT;
	}
	errno = before;
	return readable;
}
