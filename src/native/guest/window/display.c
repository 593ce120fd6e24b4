/* Displays: finding the renderer, choosing the presentation, X errors. */
#include "guest/window/display.h"

#include <X11/Xatom.h>
#include <X11/Xlibint.h>
#include <X11/Xproto.h>
#include <X11/Xutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "gen/guest/encode.h"
#include "guest/glx/glx.h"
#include "guest/link/connection.h"
#include "guest/link/discover.h"
#include "guest/setting.h"
#include "wire/diagnose.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct vmgl_display *displays;
static struct vmgl_display *headless;      /* without X */
static struct vmgl_connection *connection; /* one session per process */
static uint32_t last_display_id;
static bool complained;

static void after_fork(void) {
	/* The child owns nothing of the parent's session, and other threads that held the lock do not exist. */
	pthread_mutex_init(&lock, NULL);
	connection = NULL;
	last_display_id = 0;
	for (struct vmgl_display *display = displays; display; display = display->next)
		display->dead = true;
	if (headless)
		headless->dead = true;
	headless = NULL;
}

__attribute__((constructor)) static void register_fork_handler(void) {
	pthread_atfork(NULL, NULL, after_fork);
}

static void complain(const char *message) {
	if (!complained)
		fprintf(stderr, "vmgl: error: %s\n", message);
	complained = true;
}

/* ---- Errors ---- */

struct trap {
	_XAsyncHandler async;
	_XAsyncErrorState state;
};
_Static_assert(sizeof(struct trap) <= sizeof(struct vmgl_trap), "struct vmgl_trap is too small");

void vmgl_trap_begin(Display *dpy, struct vmgl_trap *memory) {
	struct trap *trap = (struct trap *)memory;
	memset(trap, 0, sizeof *trap);
	LockDisplay(dpy);
	trap->state.min_sequence_number = NextRequest(dpy);
	trap->async.next = dpy->async_handlers;
	trap->async.handler = _XAsyncErrorHandler;
	trap->async.data = (XPointer)&trap->state;
	dpy->async_handlers = &trap->async;
	UnlockDisplay(dpy);
}

int vmgl_trap_end(Display *dpy, struct vmgl_trap *memory) {
	struct trap *trap = (struct trap *)memory;
	XSync(dpy, False);
	LockDisplay(dpy);
	DeqAsyncHandler(dpy, &trap->async);
	UnlockDisplay(dpy);
	return trap->state.error_count;
}

void vmgl_display_error(struct vmgl_display *display, Display *dpy, int code, int minor, XID resource) {
	xError error;
	memset(&error, 0, sizeof error);
	LockDisplay(dpy);
	error.type = X_Error;
	error.errorCode = (CARD8)code;
	error.sequenceNumber = (CARD16)dpy->request;
	error.resourceID = (CARD32)resource;
	error.minorCode = (CARD16)minor;
	error.majorCode = (CARD8)(display ? display->major_opcode : 0);
	_XError(dpy, &error);
	UnlockDisplay(dpy);
}

/* With the lock held: the display of GLX or EGL for `x11`; NULL when nobody has asked for it. */
static struct vmgl_display *find(Display *x11, bool egl) {
	struct vmgl_display *display = displays;
	while (display && (display->x11 != x11 || display->egl != egl))
		display = display->next;
	return display;
}

static char *error_string(Display *x11, int code, XExtCodes *codes, char *buffer, int bytes) {
	static const char *const names[VMGL_GLX_ERRORS] = {
		"GLXBadContext",       "GLXBadContextState", "GLXBadDrawable",
		"GLXBadPixmap",        "GLXBadContextTag",   "GLXBadCurrentWindow",
		"GLXBadRenderRequest", "GLXBadLargeRequest", "GLXUnsupportedPrivateRequest",
		"GLXBadFBConfig",      "GLXBadPbuffer",      "GLXBadCurrentDrawable",
		"GLXBadWindow",        "GLXBadProfileARB",
	};
	(void)codes;
	pthread_mutex_lock(&lock);
	const struct vmgl_display *display = find(x11, false);
	pthread_mutex_unlock(&lock);
	if (display && code >= display->error_base && code < display->error_base + VMGL_GLX_ERRORS && bytes > 0) {
		snprintf(buffer, (size_t)bytes, "%s", names[code - display->error_base]);
		return buffer;
	}
	return NULL;
}

/* ---- The session ---- */

/* What the root window says about stubs (guest/link/discover.h). Freed with XFree(); NULL when it says nothing. */
static unsigned char *read_announcement(Display *x11, unsigned long *bytes) {
	Atom property = XInternAtom(x11, VMGL_ANNOUNCEMENT, True), type = None;
	unsigned char *value = NULL;
	unsigned long left;
	int format = 0;
	*bytes = 0;
	if (property == None)
		return NULL;
	struct vmgl_trap trap;
	vmgl_trap_begin(x11, &trap); /* clients that the X server does not trust may not look */
	int status = XGetWindowProperty(x11, DefaultRootWindow(x11), property, 0, VMGL_ANNOUNCEMENT_MAX / 4, False,
									AnyPropertyType, &type, &format, bytes, &left, &value);
	int errors = vmgl_trap_end(x11, &trap);
	if (status == Success && errors == 0 && format == 8 && value != NULL)
		return value;
	if (value != NULL)
		XFree(value);
	*bytes = 0;
	return NULL;
}

/* `x11`, if it is one, is asked what it announces. */
static struct vmgl_connection *discover(Display *x11, char *error, size_t error_size) {
	unsigned long bytes = 0;
	unsigned char *announced = x11 ? read_announcement(x11, &bytes) : NULL;
	struct vmgl_connection *found = vmgl_discover((const char *)announced, bytes, error, error_size);
	if (announced)
		XFree(announced);
	return found;
}

static struct vmgl_connection *connect_once(Display *x11) {
	if (connection)
		return vmgl_connection_lost(connection) ? NULL : connection;
	if (complained)
		return NULL;
	char error[1200];
	connection = discover(x11, error, sizeof error);
	if (!connection)
		complain(error);
	return connection;
}

static bool is_set(const char *name) {
	const char *value = getenv(name);
	return value && value[0] != '\0';
}

bool vmgl_display_connect(Display *given) {
	static bool tried;
	pthread_mutex_lock(&lock);
	if (!connection && !tried) {
		tried = true;
		/* Asking what it announces takes round trips. */
		bool named = is_set("VMGL_STUB") || is_set("GLSTUB");
		Display *x11 = named ? NULL : given ? given : XOpenDisplay(NULL);
		char error[1200];
		connection = discover(x11, error, sizeof error);
		if (x11 && x11 != given)
			XCloseDisplay(x11);
		if (!connection && !vmgl_setting("VMGL_QUIET"))
			fprintf(stderr, "vmgl: %s This machine's own OpenGL is used.\n", error);
	}
	bool connected = connection && !vmgl_connection_lost(connection);
	pthread_mutex_unlock(&lock);
	return connected;
}

/* ---- Displays ---- */

static int on_close(Display *x11, XExtCodes *codes) {
	(void)codes;
	pthread_mutex_lock(&lock);
	struct vmgl_display **link = &displays;
	while (*link && (*link)->x11 != x11)
		link = &(*link)->next;
	struct vmgl_display *display = *link;
	if (display)
		*link = display->next;
	pthread_mutex_unlock(&lock);
	if (!display)
		return 0;
	/* Contexts may outlive the display that they were made on (a program that forgets to destroy them, then
	 * exits): they keep their pointer to it, so its memory stays. */
	vmgl_drawables_forget(display);
	display->x11 = NULL;
	display->dead = true;
	return 0;
}

/* Our own window on the application's X server with a value that nobody can guess: the renderer that finds it on a
 * display is on the same X server. */
static Window show_proof(Display *x11, char *proof, size_t proof_bytes) {
	unsigned char random[24];
	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		return None;
	for (size_t i = 0; i < sizeof random && 2 * i + 2 < proof_bytes; i++)
		snprintf(proof + 2 * i, 3, "%02x", random[i]);
	Atom property = XInternAtom(x11, "_VMGL_PROOF", False);
	Window window = XCreateWindow(x11, DefaultRootWindow(x11), -1, -1, 1, 1, 0, 0, InputOnly, CopyFromParent, 0, NULL);
	XChangeProperty(x11, window, property, XA_STRING, 8, PropModeReplace, (const unsigned char *)proof,
					(int)strlen(proof));
	XSync(x11, False);
	return window;
}

/* Fills what the renderer says of a display; false, said on stderr, when it does not open it. */
static bool open_in_renderer(struct vmgl_display *display, struct vmgl_connection *session, GLuint flags, Window window,
							 const char *proof) {
	Display *x11 = display->x11;
	GLuint info[VMGL_OPEN_INFO_COUNT] = {0};
	display->id = ++last_display_id;
	display->connection = session;
	struct vmgl_stream *control = vmgl_control_lock(session);
	GLuint status =
		vmgl_enc_vmglDisplayOpen(control, display->id, flags, (GLuint)window, x11 ? (GLuint)DefaultScreen(x11) : 0,
								 x11 ? DisplayString(x11) : "", proof, info);
	bool answered = !control->lost;
	vmgl_control_unlock(session);
	if (!answered) {
		complain("The renderer went away before it had opened a display. The stub's log says why.");
		return false;
	}
	if (status != VMGL_STATUS_OK || (info[0] != VMGL_PRESENT_DIRECT && info[0] != VMGL_PRESENT_READBACK)) {
		complain("The renderer opens no further displays for this program.");
		return false;
	}
	display->presentation = info[VMGL_OPEN_INFO_PRESENTATION];
	display->capabilities = info[VMGL_OPEN_INFO_CAPABILITIES];
	return true;
}

static bool open_display(struct vmgl_display *display) {
	Display *x11 = display->x11;
	struct vmgl_connection *session = connect_once(x11);
	if (!session)
		return false;
	const char *present = getenv("VMGL_PRESENT");
	bool direct = !present || !*present || strcmp(present, "auto") == 0 || strcmp(present, "direct") == 0;
	bool insist = present && strcmp(present, "direct") == 0;
	if (!direct && strcmp(present, "readback") != 0)
		fprintf(stderr, "vmgl: warning: VMGL_PRESENT (%s) is none of auto, direct, readback. Taking readback.\n",
				present);
	char proof[64] = "";
	Window window = direct ? show_proof(x11, proof, sizeof proof) : None;
	GLuint flags =
		(window ? VMGL_OPEN_DIRECT : 0) | (insist ? VMGL_OPEN_INSIST : 0) | (display->egl ? (GLuint)VMGL_OPEN_EGL : 0);
	bool opened = open_in_renderer(display, session, flags, window, proof);
	if (window) {
		XDestroyWindow(x11, window);
		XFlush(x11);
	}
	if (!opened)
		return false;
	if (insist && display->presentation != VMGL_PRESENT_DIRECT)
		fprintf(stderr,
				"vmgl: warning: The renderer cannot open this X display (%s), so frames come back to the program "
				"(readback).\n",
				DisplayString(x11));
	vmgl_diagnose("display %s: %s", DisplayString(x11),
				  display->presentation == VMGL_PRESENT_DIRECT ? "direct" : "readback");
	return vmgl_visuals_load(display);
}

static struct vmgl_display *get(Display *x11, bool egl) {
	if (!x11)
		return NULL;
	pthread_mutex_lock(&lock);
	struct vmgl_display *display = find(x11, egl);
	if (!display && (display = calloc(1, sizeof *display)) != NULL) {
		display->x11 = x11;
		display->egl = egl;
		display->screen_count = ScreenCount(x11);
		/* Where the X server has no GLX, codes that Xorg's GLX usually has. */
		if (!XQueryExtension(x11, "GLX", &display->major_opcode, &display->event_base, &display->error_base)) {
			display->major_opcode = 152;
			display->event_base = 95;
			display->error_base = 158;
		}
		XExtCodes *codes = XAddExtension(x11);
		if (codes) {
			XESetCloseDisplay(x11, codes->extension, on_close);
			XESetErrorString(x11, codes->extension, error_string);
		}
		display->dead = !open_display(display);
		display->next = displays;
		displays = display;
	}
	pthread_mutex_unlock(&lock);
	return display && !display->dead ? display : NULL;
}

struct vmgl_display *vmgl_display_get(Display *x11) {
	return get(x11, false);
}

struct vmgl_display *vmgl_display_get_egl(Display *x11) {
	return get(x11, true);
}

struct vmgl_display *vmgl_display_headless(void) {
	pthread_mutex_lock(&lock);
	if (!headless && (headless = calloc(1, sizeof *headless)) != NULL) {
		headless->screen_count = 1;
		headless->egl = true;
		struct vmgl_connection *session = connect_once(NULL);
		headless->dead =
			!session || !open_in_renderer(headless, session, VMGL_OPEN_EGL, None, "") || !vmgl_visuals_load(headless);
	}
	struct vmgl_display *display = headless;
	pthread_mutex_unlock(&lock);
	return display && !display->dead ? display : NULL;
}

/* What the system's libraries do not have: the renderer recognises, and refuses, this library by it. */
__attribute__((visibility("default"))) const char vmgl_guest_library[] = "vmgl";

XID vmgl_display_xid(Display *dpy) {
	LockDisplay(dpy);
	const XID xid = XAllocID(dpy);
	UnlockDisplay(dpy);
	SyncHandle(); /* Xlib fetches the next id here; without it the second call fails */
	return xid;
}
