/* Memory of the application that is not there: calls that GL refuses before it reads may come with any address, and the
 * guest, which does not know that they will be refused, reads first. Zeros are sent for each such page, so that the
 * command stays whole and the driver can refuse it. */
#ifndef VMGL_WIRE_READABLE_H
#define VMGL_WIRE_READABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Largest part that is there or not as a whole: a page of every processor has a multiple of it. */
#define VMGL_READABLE_STEP 4096u

/* Bytes from `data` to the next multiple of VMGL_READABLE_STEP, at most `bytes`. */
static inline size_t vmgl_readable_step(const void *data, size_t bytes) {
	size_t step = VMGL_READABLE_STEP - (uintptr_t)data % VMGL_READABLE_STEP;
	return step < bytes ? step : bytes;
}

/* False when a page of the memory is not mapped; true for one that is, but may not be read. One system call, whose time
 * does not grow with `bytes`. */
bool vmgl_readable(const void *data, size_t bytes);

/* The same, and false for one that may not be read. A system call for each page. */
bool vmgl_readable_pages(const void *data, size_t bytes);

#endif
