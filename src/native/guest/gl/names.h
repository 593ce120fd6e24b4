/* Which object names of one class are in use, as the application knows them (display lists: list_names.h). The guest
 * hands names out itself, so that glGen* needs no round trip; the renderer translates them (host/gl/names.h). Names are
 * handed out in ascending order and not reused before 32 bits are used up: a stale name of a buggy program then stays
 * stale instead of hitting somebody else's object. */
#ifndef VMGL_GUEST_NAMES_H
#define VMGL_GUEST_NAMES_H

struct vmgl_names;

/* NULL when out of memory. Thread-safe from then on; guest/context.h has what is done with them. */
struct vmgl_names *vmgl_names_create(void);
void vmgl_names_destroy(struct vmgl_names *names);

#endif
