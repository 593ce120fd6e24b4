/* The symbols of libX11 that the programs use, for a linker that has no 32-bit libX11. Never loaded. */
#define SYMBOL(name)                                                                                                   \
	void name(void);                                                                                                   \
	void name(void) {}
SYMBOL(XCloseDisplay)
SYMBOL(XCreateColormap)
SYMBOL(XCreateGC)
SYMBOL(XCreatePixmap)
SYMBOL(XCreateWindow)
SYMBOL(XDestroyWindow)
SYMBOL(XDrawLine)
SYMBOL(XFillRectangle)
SYMBOL(XFree)
SYMBOL(XFreeGC)
SYMBOL(XFreePixmap)
SYMBOL(XGetImage)
SYMBOL(XGetVisualInfo)
SYMBOL(XInitThreads)
SYMBOL(XMapRaised)
SYMBOL(XOpenDisplay)
SYMBOL(XSetErrorHandler)
SYMBOL(XSetForeground)
SYMBOL(XSync)
SYMBOL(XWindowEvent)
