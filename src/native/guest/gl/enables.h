/* Capabilities (glEnable) whose state is known from an answer of the driver, so that asking again costs nothing.
 *
 * No second tracker of state: an entry is made by an answer only, is changed only by a glEnable or glDisable that
 * certainly succeeds (the answer has shown that the capability is valid here), and is dropped by whatever else may
 * change it. */
#ifndef VMGL_GUEST_ENABLES_H
#define VMGL_GUEST_ENABLES_H

#include "guest/context.h"

/* Units of the fixed pipeline. Those above refuse glEnable. */
#define VMGL_ENABLE_UNITS 8

struct vmgl_enables {
	uint64_t known, on; /* one bit for each capability of enables.c */
	/* Those of a texture unit: bits of enables.c */
	uint16_t unit_known[VMGL_ENABLE_UNITS], unit_on[VMGL_ENABLE_UNITS];
	bool units;  /* some are known */
	bool unsure; /* a list was called: it may have left us between glBegin and glEnd */
	bool never;  /* guest and driver may disagree on whether a list is being compiled */
};

/* false: the driver must be asked. Then vmgl_enables_learn() takes its answer, if it was no error. */
bool vmgl_enables_get(struct vmgl_context *ctx, GLenum cap, bool *on);
void vmgl_enables_learn(struct vmgl_context *ctx, GLenum cap, bool on);
/* glNewList and glEndList, which are errors between glBegin and glEnd. Called before the guest's own view changes. */
void vmgl_enables_list(struct vmgl_context *ctx);

#endif
