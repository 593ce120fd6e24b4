/* Sequences of well-formed commands that are meant to make the renderer read or write memory that it should not; part
 * of hostile_test.c, whose null GL and sanitizers notice when one gets through. */
#ifndef VMGL_HOSTILE_ATTACKS_H
#define VMGL_HOSTILE_ATTACKS_H

#include "host/context.h"

/* `other` is the context of another stream of the same session. Both are on display 1. */
void hostile_attacks(struct vmgl_host_context *ctx, struct vmgl_host_context *other);

#endif
