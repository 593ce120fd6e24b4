/* What a real driver does with memory that it was given earlier, on top of the null GL: it draws from the arrays that
 * it was pointed to, keeps buffers mapped until they end, and writes to the feedback and selection buffers. Its
 * textures and programs are shared with a context that changes them between any two calls. */
#ifndef VMGL_HOSTILE_DRIVER_H
#define VMGL_HOSTILE_DRIVER_H

#include <stdbool.h>

#include "gen/host/dispatch.h"

/* Replaces the entry points of `gl`, which has those of the null GL. */
void hostile_driver_install(struct vmgl_gl *gl);

/* From now on the driver is one without instances, or is none. */
void hostile_driver_refuse_divisors(bool refuse);

/* Draws that were made since the last question. */
unsigned hostile_driver_draws(void);

#endif
