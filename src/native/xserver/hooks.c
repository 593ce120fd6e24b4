#include "xserver/hooks.h"

#include <stdlib.h>

struct hooks {
	bool changed;
	/* What the screen had before, and again after CloseScreen. */
	CloseScreenProcPtr CloseScreen;
	ClipNotifyProcPtr ClipNotify;
	PositionWindowProcPtr PositionWindow;
	DestroyWindowProcPtr DestroyWindow;
	RealizeWindowProcPtr RealizeWindow;
	UnrealizeWindowProcPtr UnrealizeWindow;
	RestackWindowProcPtr RestackWindow;
	ReparentWindowProcPtr ReparentWindow;
	SetShapeProcPtr SetShape;
	ChangeBorderWidthProcPtr ChangeBorderWidth;
};

static DevPrivateKeyRec key;
static void (*window_destroyed)(WindowPtr window);

static struct hooks *hooks_of(ScreenPtr screen) {
	return dixLookupPrivate(&screen->devPrivates, &key);
}

/* Calls what `function` was before, in a function that the screen calls for it. What was there may put itself back or
 * hook anew, so it is read again afterwards. */
#define CALL_BEFORE(screen, function, call)                                                                            \
	do {                                                                                                               \
		(screen)->function = hooks_of(screen)->function;                                                               \
		call;                                                                                                          \
		hooks_of(screen)->function = (screen)->function;                                                               \
		(screen)->function = hook_##function;                                                                          \
	} while (0)

static void hook_ClipNotify(WindowPtr window, int dx, int dy) {
	ScreenPtr screen = window->drawable.pScreen;
	hooks_of(screen)->changed = true;
	CALL_BEFORE(screen, ClipNotify, if (screen->ClipNotify) screen->ClipNotify(window, dx, dy));
}

static Bool hook_PositionWindow(WindowPtr window, int x, int y) {
	ScreenPtr screen = window->drawable.pScreen;
	Bool result = TRUE;
	hooks_of(screen)->changed = true;
	CALL_BEFORE(screen, PositionWindow, if (screen->PositionWindow) result = screen->PositionWindow(window, x, y));
	return result;
}

static Bool hook_DestroyWindow(WindowPtr window) {
	ScreenPtr screen = window->drawable.pScreen;
	Bool result = TRUE;
	hooks_of(screen)->changed = true;
	window_destroyed(window);
	CALL_BEFORE(screen, DestroyWindow, if (screen->DestroyWindow) result = screen->DestroyWindow(window));
	return result;
}

static Bool hook_RealizeWindow(WindowPtr window) {
	ScreenPtr screen = window->drawable.pScreen;
	Bool result = TRUE;
	hooks_of(screen)->changed = true;
	CALL_BEFORE(screen, RealizeWindow, if (screen->RealizeWindow) result = screen->RealizeWindow(window));
	return result;
}

static Bool hook_UnrealizeWindow(WindowPtr window) {
	ScreenPtr screen = window->drawable.pScreen;
	Bool result = TRUE;
	hooks_of(screen)->changed = true;
	CALL_BEFORE(screen, UnrealizeWindow, if (screen->UnrealizeWindow) result = screen->UnrealizeWindow(window));
	return result;
}

static void hook_RestackWindow(WindowPtr window, WindowPtr old_next_sibling) {
	ScreenPtr screen = window->drawable.pScreen;
	hooks_of(screen)->changed = true;
	CALL_BEFORE(screen, RestackWindow, if (screen->RestackWindow) screen->RestackWindow(window, old_next_sibling));
}

static void hook_ReparentWindow(WindowPtr window, WindowPtr old_parent) {
	ScreenPtr screen = window->drawable.pScreen;
	hooks_of(screen)->changed = true;
	CALL_BEFORE(screen, ReparentWindow, if (screen->ReparentWindow) screen->ReparentWindow(window, old_parent));
}

static void hook_SetShape(WindowPtr window, int kind) {
	ScreenPtr screen = window->drawable.pScreen;
	hooks_of(screen)->changed = true;
	CALL_BEFORE(screen, SetShape, if (screen->SetShape) screen->SetShape(window, kind));
}

static void hook_ChangeBorderWidth(WindowPtr window, unsigned width) {
	ScreenPtr screen = window->drawable.pScreen;
	hooks_of(screen)->changed = true;
	CALL_BEFORE(screen, ChangeBorderWidth, if (screen->ChangeBorderWidth) screen->ChangeBorderWidth(window, width));
}

#undef CALL_BEFORE

#define EACH_HOOK(DO)                                                                                                  \
	DO(ClipNotify)                                                                                                     \
	DO(PositionWindow)                                                                                                 \
	DO(DestroyWindow)                                                                                                  \
	DO(RealizeWindow)                                                                                                  \
	DO(UnrealizeWindow)                                                                                                \
	DO(RestackWindow)                                                                                                  \
	DO(ReparentWindow)                                                                                                 \
	DO(SetShape)                                                                                                       \
	DO(ChangeBorderWidth)

static Bool hook_CloseScreen(ScreenPtr screen) {
	struct hooks *hooks = hooks_of(screen);
#define RESTORE(function) screen->function = hooks->function;
	EACH_HOOK(RESTORE)
#undef RESTORE
	screen->CloseScreen = hooks->CloseScreen;
	dixSetPrivate(&screen->devPrivates, &key, NULL);
	free(hooks);
	return screen->CloseScreen(screen);
}

static bool hook_screen(ScreenPtr screen) {
	struct hooks *hooks = calloc(1, sizeof *hooks);
	if (!hooks)
		return false;
	dixSetPrivate(&screen->devPrivates, &key, hooks);
#define HOOK(function)                                                                                                 \
	hooks->function = screen->function;                                                                                \
	screen->function = hook_##function;
	EACH_HOOK(HOOK)
	HOOK(CloseScreen)
#undef HOOK
	return true;
}

bool vmgl_hooks_init(void (*destroyed)(WindowPtr window)) {
	window_destroyed = destroyed;
	if (!dixRegisterPrivateKey(&key, PRIVATE_SCREEN, 0))
		return false;
	for (int i = 0; i < screenInfo.numScreens; i++)
		if (!hook_screen(screenInfo.screens[i]))
			return false;
	return true;
}

bool vmgl_hooks_changed(ScreenPtr screen) {
	struct hooks *hooks = hooks_of(screen);
	bool changed = hooks->changed;
	hooks->changed = false;
	return changed;
}

void vmgl_hooks_touch(ScreenPtr screen) {
	hooks_of(screen)->changed = true;
}
