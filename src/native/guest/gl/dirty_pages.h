/* Which pages of a piece of memory were written to. The kernel keeps the record (userfaultfd in its asynchronous
 * write-protect mode, and the PAGEMAP_SCAN ioctl: Linux 6.7 and later): no signal handler of the program is in the
 * way, and what system calls write counts too. Where there is no such kernel, or a sandbox forbids it, nothing is
 * tracked and the caller compares. */
#ifndef VMGL_GUEST_DIRTY_PAGES_H
#define VMGL_GUEST_DIRTY_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vmgl_dirty_range {
	uintptr_t start, end;
};

/* From now on writes to the whole pages [memory, memory + bytes) are recorded; false: they cannot be. `memory` is
 * page-aligned private anonymous memory. */
bool vmgl_dirty_track(void *memory, size_t bytes);
/* No longer. Unmapping the memory does the same. */
void vmgl_dirty_forget(void *memory, size_t bytes);

/* Pages written since they were last taken, at or after *cursor, up to `most` ranges of them; each counts as clean
 * again from the moment that it is taken. *cursor moves on; it is the memory's end when all were looked at. Returns the
 * number of ranges, or -1 when nothing is known (the record is gone: take every page to be written). */
int vmgl_dirty_take(uintptr_t *cursor, uintptr_t end, struct vmgl_dirty_range *ranges, unsigned most);

#endif
