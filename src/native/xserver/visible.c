#include "xserver/visible.h"

bool vmgl_visible_redirected(WindowPtr window) {
	for (; window; window = window->parent)
		if (window->redirectDraw != RedirectDrawNone)
			return true;
	return false;
}

/* Composite's overlay window lies over all others while a compositing manager draws the screen in it, and hides none
 * of them. It is the server's own; so is the screen saver's window, which does hide them. */
static bool covers(WindowPtr window) {
	if (!window->viewable)
		return false;
	ScreenPtr screen = window->drawable.pScreen;
	return window->parent != screen->root || CLIENT_ID(window->drawable.id) != 0 ||
		   window == screen->screensaver.pWindow;
}

/* The clip list of a redirected window says what is seen in its own pixmap. What would be seen on the screen follows
 * from the tree: its inside, less its children, less what lies over it and over each ancestor, inside the ancestors. */
static bool region_from_tree(RegionPtr region, WindowPtr window) {
	if (!RegionCopy(region, &window->winSize))
		return false;
	for (WindowPtr child = window->firstChild; child; child = child->nextSib)
		if (child->viewable && !RegionSubtract(region, region, &child->borderSize))
			return false;
	for (; window->parent; window = window->parent) {
		for (WindowPtr over = window->prevSib; over; over = over->prevSib)
			if (covers(over) && !RegionSubtract(region, region, &over->borderSize))
				return false;
		if (!RegionIntersect(region, region, &window->parent->winSize))
			return false;
	}
	return true;
}

bool vmgl_visible_region(RegionPtr region, WindowPtr window) {
	bool done =
		vmgl_visible_redirected(window) ? region_from_tree(region, window) : RegionCopy(region, &window->clipList);
	if (!done || RegionNar(region))
		return false;
	RegionTranslate(region, -window->drawable.x, -window->drawable.y);
	return true;
}
