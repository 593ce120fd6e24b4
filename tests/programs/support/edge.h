/* Memory with unreadable pages before and after it: one byte too many read or written is a crash. */
#ifndef PROGRAMS_EDGE_H
#define PROGRAMS_EDGE_H

#include <stddef.h>

/* Zeroed memory that ends where the mapping ends, never freed. Aligned as `bytes` is. Exits with 77 where there is
 * none. */
void *edge_memory(size_t bytes);
/* The same that begins where the mapping begins. */
void *edge_memory_start(size_t bytes);

#endif
