/* Sync objects. A GLsync is the guest's name of it, as a pointer; the objects of a group are known here, so
 * that bad handles are found without asking, and a fence that was seen signalled is not asked for again. */
#ifndef VMGL_GUEST_SYNC_H
#define VMGL_GUEST_SYNC_H

struct vmgl_syncs;

struct vmgl_syncs *vmgl_syncs_create(void);
void vmgl_syncs_destroy(struct vmgl_syncs *syncs); /* NULL-safe */

#endif
