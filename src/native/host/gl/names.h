/* The guest's object names and the driver's. One table per class; shared classes belong to a share
 * group and are locked, the others belong to one context. The calls that decoders make are in
 * host/context.h; this is for whoever creates contexts.
 *
 * A name of VMGL_CLASS_LIST is the same on both sides. VMGL_CLASS_SYNC holds pointers. */
#ifndef VMGL_HOST_NAMES_H
#define VMGL_HOST_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "host/context.h"

/* Objects of one class that one session may have; a guest that wants more is broken or hostile. */
#define VMGL_NAMES_MAX (4u * 1024 * 1024)

/* The name that no driver object has: what unknown guest names become. */
#define VMGL_NAME_UNKNOWN 0xfffffff0u

/* Reference-counted by the contexts of the group; NULL when out of memory. */
struct vmgl_host_group *vmgl_host_group_create(void);
struct vmgl_host_group *vmgl_host_group_ref(struct vmgl_host_group *group);
void vmgl_host_group_unref(struct vmgl_host_group *group);

struct vmgl_host_names *vmgl_host_names_create(void);
void vmgl_host_names_destroy(struct vmgl_host_names *names);

/* Sync objects: the guest's name of a GLsync that the driver made, and the end of it. */
bool vmgl_sync_add(struct vmgl_host_context *ctx, GLuint name, GLsync sync);
void vmgl_sync_remove(struct vmgl_host_context *ctx, GLuint name);

#endif
