/* The screen functions of the server that say when windows change. */
#ifndef VMGL_XSERVER_HOOKS_H
#define VMGL_XSERVER_HOOKS_H

#include "xserver/server.h"

#include <stdbool.h>

/* Hooks every screen, until its CloseScreen. False when memory ran out. */
bool vmgl_hooks_init(void (*destroyed)(WindowPtr window));
/* Whether any window of `screen` may look different since the last call: moved, resized, mapped, restacked,
 * reparented, shaped, covered or gone. */
bool vmgl_hooks_changed(ScreenPtr screen);
/* As if something had changed. */
void vmgl_hooks_touch(ScreenPtr screen);

#endif
