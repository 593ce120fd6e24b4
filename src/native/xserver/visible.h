/* The visible part of a window. */
#ifndef VMGL_XSERVER_VISIBLE_H
#define VMGL_XSERVER_VISIBLE_H

#include "xserver/server.h"

#include <stdbool.h>

/* Whether Composite keeps `window` or an ancestor off the screen. */
bool vmgl_visible_redirected(WindowPtr window);

/* Sets `region`, which the caller has initialised and finishes, to what is seen of the viewable `window`: without
 * border, mapped children, and what lies over it, with its shapes; from its inner upper left corner. For a redirected
 * window it is what its place leaves of it when every window is opaque. False when memory ran out. */
bool vmgl_visible_region(RegionPtr region, WindowPtr window);

#endif
