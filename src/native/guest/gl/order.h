/* The order between the contexts of one share group (docs/wire-format.md, "Order between streams").
 *
 * A context publishes where OpenGL says that others can see its work from then on; a context that goes
 * on after that in program order first waits, in the renderer, for what was published. The guest
 * itself never waits. vmgl_order() and vmgl_order_publish() are in guest/context.h. */
#ifndef VMGL_GUEST_ORDER_H
#define VMGL_GUEST_ORDER_H

#include <stdbool.h>

struct vmgl_context;
struct vmgl_share_group;

/* A new, empty group, or NULL when out of memory. Also sets up the shared name tables. */
struct vmgl_share_group *vmgl_group_create(void);

/* Adds ctx to the group: counts it, sets ctx->group and the shared ctx->names. What the other contexts
 * did so far becomes visible to it. */
void vmgl_group_join(struct vmgl_share_group *group, struct vmgl_context *ctx);

/* Takes ctx out, before its stream is closed. True when it was the last one: the caller then frees the
 * families' tables and calls vmgl_group_destroy(). */
bool vmgl_group_leave(struct vmgl_context *ctx);
void vmgl_group_destroy(struct vmgl_share_group *group);

#endif
