/* GLX behind glvnd: what a libGLX_<vendor>.so.0 of ours (glvnd/) hands to libGLX when a stub answers. libGLX keeps the
 * program's GLX and GL symbols and calls ours; the ABI is glvnd/libglxabi.h. */
#include "guest/glx/glx.h"

#include <glvnd/libglxabi.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const __GLXapiExports *glvnd;

static Bool is_screen_supported(Display *x11, int screen) {
	const struct vmgl_display *display = vmgl_display_get(x11);
	return display && screen >= 0 && screen < display->screen_count;
}

static void *proc_address(const GLubyte *name) {
	return (void *)glXGetProcAddressARB(name);
}

/* ---- Functions of GLX extensions ----
 * A program gets one address for such a function, whichever vendors its displays have. These find the vendor, and
 * call the vendor's function by the index that libGLX gave the name. */

enum {
	BIND_TEX_IMAGE_EXT,
	COPY_SUB_BUFFER_MESA,
	GET_CONTEXT_ID_EXT,
	GET_FB_CONFIG_FROM_VISUAL_SGIX,
	GET_SWAP_INTERVAL_MESA,
	QUERY_CONTEXT_INFO_EXT,
	QUERY_CURRENT_RENDERER_INTEGER_MESA,
	QUERY_CURRENT_RENDERER_STRING_MESA,
	QUERY_GLX_PBUFFER_SGIX,
	QUERY_RENDERER_INTEGER_MESA,
	QUERY_RENDERER_STRING_MESA,
	RELEASE_TEX_IMAGE_EXT,
	SWAP_INTERVAL_EXT,
	SWAP_INTERVAL_MESA,
	SWAP_INTERVAL_SGI,
	DISPATCHED,
};
static int indices[DISPATCHED];

static void (*vendor_function(__GLXvendorInfo *vendor, int function))(void) {
	return vendor ? glvnd->fetchDispatchEntry(vendor, indices[function]) : NULL;
}

#define OF_SCREEN(function, screen) vendor_function(glvnd->getDynDispatch(x11, screen), function)
#define OF_DRAWABLE(function, drawable) vendor_function(glvnd->vendorFromDrawable(x11, drawable), function)
#define OF_CONTEXT(function, context) vendor_function(glvnd->vendorFromContext(context), function)
#define OF_CURRENT(function) vendor_function(glvnd->getCurrentDynDispatch(), function)

static void dispatch_BindTexImageEXT(Display *x11, GLXDrawable drawable, int buffer, const int *attributes) {
	PFNGLXBINDTEXIMAGEEXTPROC call = (PFNGLXBINDTEXIMAGEEXTPROC)OF_DRAWABLE(BIND_TEX_IMAGE_EXT, drawable);
	if (call)
		call(x11, drawable, buffer, attributes);
}

static void dispatch_CopySubBufferMESA(Display *x11, GLXDrawable drawable, int x, int y, int width, int height) {
	PFNGLXCOPYSUBBUFFERMESAPROC call = (PFNGLXCOPYSUBBUFFERMESAPROC)OF_DRAWABLE(COPY_SUB_BUFFER_MESA, drawable);
	if (call)
		call(x11, drawable, x, y, width, height);
}

static GLXContextID dispatch_GetContextIDEXT(const GLXContext context) {
	PFNGLXGETCONTEXTIDEXTPROC call = (PFNGLXGETCONTEXTIDEXTPROC)OF_CONTEXT(GET_CONTEXT_ID_EXT, context);
	return call ? call(context) : None;
}

static GLXFBConfigSGIX dispatch_GetFBConfigFromVisualSGIX(Display *x11, XVisualInfo *visual) {
	__GLXvendorInfo *vendor = visual ? glvnd->getDynDispatch(x11, visual->screen) : NULL;
	PFNGLXGETFBCONFIGFROMVISUALSGIXPROC call =
		(PFNGLXGETFBCONFIGFROMVISUALSGIXPROC)vendor_function(vendor, GET_FB_CONFIG_FROM_VISUAL_SGIX);
	GLXFBConfigSGIX config = call ? call(x11, visual) : NULL;
	return config && glvnd->addVendorFBConfigMapping(x11, config, vendor) == 0 ? config : NULL;
}

static int dispatch_GetSwapIntervalMESA(void) {
	PFNGLXGETSWAPINTERVALMESAPROC call = (PFNGLXGETSWAPINTERVALMESAPROC)OF_CURRENT(GET_SWAP_INTERVAL_MESA);
	return call ? call() : 0;
}

static int dispatch_QueryContextInfoEXT(Display *x11, GLXContext context, int attribute, int *value) {
	PFNGLXQUERYCONTEXTINFOEXTPROC call = (PFNGLXQUERYCONTEXTINFOEXTPROC)OF_CONTEXT(QUERY_CONTEXT_INFO_EXT, context);
	return call ? call(x11, context, attribute, value) : GLX_BAD_CONTEXT;
}

static Bool dispatch_QueryCurrentRendererIntegerMESA(int attribute, unsigned *value) {
	PFNGLXQUERYCURRENTRENDERERINTEGERMESAPROC call =
		(PFNGLXQUERYCURRENTRENDERERINTEGERMESAPROC)OF_CURRENT(QUERY_CURRENT_RENDERER_INTEGER_MESA);
	return call ? call(attribute, value) : False;
}

static const char *dispatch_QueryCurrentRendererStringMESA(int attribute) {
	PFNGLXQUERYCURRENTRENDERERSTRINGMESAPROC call =
		(PFNGLXQUERYCURRENTRENDERERSTRINGMESAPROC)OF_CURRENT(QUERY_CURRENT_RENDERER_STRING_MESA);
	return call ? call(attribute) : NULL;
}

typedef int (*query_pbuffer)(Display *, GLXPbufferSGIX, int, unsigned *);
static int dispatch_QueryGLXPbufferSGIX(Display *x11, GLXPbufferSGIX pbuffer, int attribute, unsigned *value) {
	query_pbuffer call = (query_pbuffer)OF_DRAWABLE(QUERY_GLX_PBUFFER_SGIX, pbuffer);
	return call ? call(x11, pbuffer, attribute, value) : 0;
}

static Bool dispatch_QueryRendererIntegerMESA(Display *x11, int screen, int renderer, int attribute, unsigned *value) {
	PFNGLXQUERYRENDERERINTEGERMESAPROC call =
		(PFNGLXQUERYRENDERERINTEGERMESAPROC)OF_SCREEN(QUERY_RENDERER_INTEGER_MESA, screen);
	return call ? call(x11, screen, renderer, attribute, value) : False;
}

static const char *dispatch_QueryRendererStringMESA(Display *x11, int screen, int renderer, int attribute) {
	PFNGLXQUERYRENDERERSTRINGMESAPROC call =
		(PFNGLXQUERYRENDERERSTRINGMESAPROC)OF_SCREEN(QUERY_RENDERER_STRING_MESA, screen);
	return call ? call(x11, screen, renderer, attribute) : NULL;
}

static void dispatch_ReleaseTexImageEXT(Display *x11, GLXDrawable drawable, int buffer) {
	PFNGLXRELEASETEXIMAGEEXTPROC call = (PFNGLXRELEASETEXIMAGEEXTPROC)OF_DRAWABLE(RELEASE_TEX_IMAGE_EXT, drawable);
	if (call)
		call(x11, drawable, buffer);
}

static void dispatch_SwapIntervalEXT(Display *x11, GLXDrawable drawable, int interval) {
	PFNGLXSWAPINTERVALEXTPROC call = (PFNGLXSWAPINTERVALEXTPROC)OF_DRAWABLE(SWAP_INTERVAL_EXT, drawable);
	if (call)
		call(x11, drawable, interval);
}

static int dispatch_SwapIntervalMESA(unsigned interval) {
	PFNGLXSWAPINTERVALMESAPROC call = (PFNGLXSWAPINTERVALMESAPROC)OF_CURRENT(SWAP_INTERVAL_MESA);
	return call ? call(interval) : GLX_BAD_CONTEXT;
}

static int dispatch_SwapIntervalSGI(int interval) {
	PFNGLXSWAPINTERVALSGIPROC call = (PFNGLXSWAPINTERVALSGIPROC)OF_CURRENT(SWAP_INTERVAL_SGI);
	return call ? call(interval) : GLX_BAD_CONTEXT;
}

/* What GLX 1.3 took over under another name, with the arguments that it had: libGLX's own functions do the mapping of
 * handles to vendors. */
static const struct {
	const char *extension, *core;
} renamed[] = {
	{"glXChooseFBConfigSGIX", "glXChooseFBConfig"},
	{"glXCreateContextWithConfigSGIX", "glXCreateNewContext"},
	{"glXDestroyGLXPbufferSGIX", "glXDestroyPbuffer"},
	{"glXGetCurrentDisplayEXT", "glXGetCurrentDisplay"},
	{"glXGetCurrentReadDrawableSGI", "glXGetCurrentReadDrawable"},
	{"glXGetFBConfigAttribSGIX", "glXGetFBConfigAttrib"},
	{"glXGetSelectedEventSGIX", "glXGetSelectedEvent"},
	{"glXGetVisualFromFBConfigSGIX", "glXGetVisualFromFBConfig"},
	{"glXMakeCurrentReadSGI", "glXMakeContextCurrent"},
	{"glXSelectEventSGIX", "glXSelectEvent"},
};

/* libGLX's function of that name, not ours. */
static void *libglx_function(const char *name) {
	static void *library;
	if (!library)
		library = dlopen("libGLX.so.0", RTLD_LAZY | RTLD_NOLOAD);
	return library ? dlsym(library, name) : NULL;
}

static GLXPixmap create_pixmap_with_config(Display *x11, GLXFBConfigSGIX config, Pixmap pixmap) {
	PFNGLXCREATEPIXMAPPROC call = (PFNGLXCREATEPIXMAPPROC)libglx_function("glXCreatePixmap");
	return call ? call(x11, config, pixmap, NULL) : None;
}

static GLXPbufferSGIX create_pbuffer(Display *x11, GLXFBConfigSGIX config, unsigned width, unsigned height,
									 int *attributes) {
	PFNGLXCREATEPBUFFERPROC call = (PFNGLXCREATEPBUFFERPROC)libglx_function("glXCreatePbuffer");
	int all[16] = {GLX_PBUFFER_WIDTH, (int)width, GLX_PBUFFER_HEIGHT, (int)height};
	int count = 4;
	/* The two attributes of SGIX_pbuffer have the numbers of GLX 1.3's. */
	for (const int *at = attributes; at && at[0] != None && count + 2 < 16; at += 2, count += 2) {
		all[count] = at[0];
		all[count + 1] = at[1];
	}
	return call ? call(x11, config, all) : None;
}

#define DISPATCH(name, index)                                                                                          \
	{ "glX" #name, (void (*)(void))dispatch_##name, index }
static const struct {
	const char *name;
	void (*function)(void);
	int index;
} dispatched[] = {
	DISPATCH(BindTexImageEXT, BIND_TEX_IMAGE_EXT),
	DISPATCH(CopySubBufferMESA, COPY_SUB_BUFFER_MESA),
	DISPATCH(GetContextIDEXT, GET_CONTEXT_ID_EXT),
	DISPATCH(GetFBConfigFromVisualSGIX, GET_FB_CONFIG_FROM_VISUAL_SGIX),
	DISPATCH(GetSwapIntervalMESA, GET_SWAP_INTERVAL_MESA),
	DISPATCH(QueryContextInfoEXT, QUERY_CONTEXT_INFO_EXT),
	DISPATCH(QueryCurrentRendererIntegerMESA, QUERY_CURRENT_RENDERER_INTEGER_MESA),
	DISPATCH(QueryCurrentRendererStringMESA, QUERY_CURRENT_RENDERER_STRING_MESA),
	DISPATCH(QueryGLXPbufferSGIX, QUERY_GLX_PBUFFER_SGIX),
	DISPATCH(QueryRendererIntegerMESA, QUERY_RENDERER_INTEGER_MESA),
	DISPATCH(QueryRendererStringMESA, QUERY_RENDERER_STRING_MESA),
	DISPATCH(ReleaseTexImageEXT, RELEASE_TEX_IMAGE_EXT),
	DISPATCH(SwapIntervalEXT, SWAP_INTERVAL_EXT),
	DISPATCH(SwapIntervalMESA, SWAP_INTERVAL_MESA),
	DISPATCH(SwapIntervalSGI, SWAP_INTERVAL_SGI),
};

static void *dispatch_address(const GLubyte *text) {
	const char *name = (const char *)text;
	for (size_t i = 0; i < sizeof dispatched / sizeof *dispatched; i++)
		if (strcmp(name, dispatched[i].name) == 0)
			return (void *)dispatched[i].function;
	for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
		if (strcmp(name, renamed[i].extension) == 0)
			return libglx_function(renamed[i].core);
	if (strcmp(name, "glXCreateGLXPixmapWithConfigSGIX") == 0)
		return (void *)create_pixmap_with_config;
	if (strcmp(name, "glXCreateGLXPbufferSGIX") == 0)
		return (void *)create_pbuffer;
	return NULL;
}

static void set_dispatch_index(const GLubyte *name, int index) {
	for (size_t i = 0; i < sizeof dispatched / sizeof *dispatched; i++)
		if (strcmp((const char *)name, dispatched[i].name) == 0)
			indices[dispatched[i].index] = index;
}

/* Called once for each vendor name that X servers of this process have. False: no stub answers, which is said once. */
__attribute__((visibility("default"))) Bool vmgl_glvnd_glx_main(uint32_t version, const __GLXapiExports *exports,
																__GLXvendorInfo *vendor, __GLXapiImports *imports) {
	(void)vendor;
	if (GLX_VENDOR_ABI_GET_MAJOR_VERSION(version) != GLX_VENDOR_ABI_MAJOR_VERSION) {
		fprintf(stderr, "vmgl: warning: This glvnd (ABI version %u) is newer than vmgl, which cannot serve it.\n",
				GLX_VENDOR_ABI_GET_MAJOR_VERSION(version));
		return False;
	}
	if (!vmgl_display_connect(NULL))
		return False;
	glvnd = exports;
	imports->isScreenSupported = is_screen_supported;
	imports->getProcAddress = proc_address;
	imports->getDispatchAddress = dispatch_address;
	imports->setDispatchIndex = set_dispatch_index;
	return True;
}
