/* glXUseXFont: display lists of an X font's glyphs. */
#ifndef VMGL_GUEST_XFONT_H
#define VMGL_GUEST_XFONT_H

#include <X11/Xlib.h>
#include <stdbool.h>

/* Makes lists list_base .. list_base + count - 1 of the current context, from characters first .. first + count - 1.
 * false: `font` is none (the caller reports BadFont), or there is no memory. */
bool vmgl_use_x_font(Display *x11, Font font, int first, int count, int list_base);

#endif
