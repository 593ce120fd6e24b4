/* Which display list names of a share group are taken, as ranges: glGenLists promises a range, and glDeleteLists may
 * name one of 2^31. Not locked. */
#ifndef VMGL_GUEST_LIST_NAMES_H
#define VMGL_GUEST_LIST_NAMES_H

#include <stdbool.h>
#include <stdint.h>

struct vmgl_lists;

struct vmgl_lists *vmgl_list_names_create(void);        /* NULL when out of memory */
void vmgl_list_names_destroy(struct vmgl_lists *lists); /* NULL-safe */

/* Takes the lowest free range of `count` names; 0 when there is none. */
uint32_t vmgl_lists_take(struct vmgl_lists *lists, uint32_t count);
void vmgl_lists_use(struct vmgl_lists *lists, uint32_t name);
void vmgl_lists_release(struct vmgl_lists *lists, uint32_t first, uint32_t count);
bool vmgl_lists_has(const struct vmgl_lists *lists, uint32_t name);

#endif
