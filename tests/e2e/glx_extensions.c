/* Functions of GLX extensions, by glXGetProcAddress as every program has to call them: behind glvnd each is found by
 * the display, the drawable, the configuration or the current context that it is called with. Not one of
 * tests/programs: Mesa's software driver has no swap intervals, and glvnd ends a program for some of the old names. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <string.h>

#include "../programs/support/report.h"
#include "../programs/support/window.h"

#define FIND(type, name) type name = (type)glXGetProcAddressARB((const GLubyte *)"glX" #name)

static void swap_control(void) {
	FIND(PFNGLXSWAPINTERVALEXTPROC, SwapIntervalEXT);
	FIND(PFNGLXSWAPINTERVALSGIPROC, SwapIntervalSGI);
	FIND(PFNGLXSWAPINTERVALMESAPROC, SwapIntervalMESA);
	FIND(PFNGLXGETSWAPINTERVALMESAPROC, GetSwapIntervalMESA);
	report("MESA: %d", SwapIntervalMESA(2));
	report("interval %d", GetSwapIntervalMESA());
	report("SGI: %d", SwapIntervalSGI(1));
	report("interval %d", GetSwapIntervalMESA());
	report("SGI, none: %d", SwapIntervalSGI(0));
	SwapIntervalEXT(window.display, window.drawable, 0);
	report("interval %d", GetSwapIntervalMESA());
}

static void old_configurations(void) {
	FIND(PFNGLXCHOOSEFBCONFIGSGIXPROC, ChooseFBConfigSGIX);
	FIND(PFNGLXGETFBCONFIGATTRIBSGIXPROC, GetFBConfigAttribSGIX);
	FIND(PFNGLXGETFBCONFIGFROMVISUALSGIXPROC, GetFBConfigFromVisualSGIX);
	FIND(PFNGLXGETVISUALFROMFBCONFIGSGIXPROC, GetVisualFromFBConfigSGIX);
	FIND(PFNGLXCREATECONTEXTWITHCONFIGSGIXPROC, CreateContextWithConfigSGIX);
	FIND(PFNGLXMAKECURRENTREADSGIPROC, MakeCurrentReadSGI);
	FIND(PFNGLXGETCURRENTREADDRAWABLESGIPROC, GetCurrentReadDrawableSGI);
	int count = 0, value = -1;
	int wish[] = {GLX_RED_SIZE, 8, GLX_DEPTH_SIZE, 24, None};
	GLXFBConfigSGIX *configs = ChooseFBConfigSGIX(window.display, DefaultScreen(window.display), wish, &count);
	report("configurations: %d", configs && count > 0);
	report("red: %d %d", GetFBConfigAttribSGIX(window.display, configs[0], GLX_RED_SIZE, &value), value);
	XVisualInfo *visual = GetVisualFromFBConfigSGIX(window.display, window.config);
	GLXFBConfigSGIX config = GetFBConfigFromVisualSGIX(window.display, visual);
	report("back from the visual: %d", config != NULL);
	report("red: %d %d", GetFBConfigAttribSGIX(window.display, config, GLX_RED_SIZE, &value), value);
	XFree(configs);

	GLXContext context = CreateContextWithConfigSGIX(window.display, window.config, GLX_RGBA_TYPE, NULL, True);
	report("context: %d", context != NULL);
	report("current: %d", MakeCurrentReadSGI(window.display, window.drawable, window.drawable, context));
	report("it is current: %d, reads the window: %d", glXGetCurrentContext() == context,
		   GetCurrentReadDrawableSGI() == window.drawable);
	glClearColor(0.25f, 0.5f, 0.75f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels("old context");
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glXDestroyContext(window.display, context);
	XFree(visual);
}

static void pbuffer(void) {
	FIND(PFNGLXCREATEGLXPBUFFERSGIXPROC, CreateGLXPbufferSGIX);
	FIND(PFNGLXDESTROYGLXPBUFFERSGIXPROC, DestroyGLXPbufferSGIX);
	GLXPbufferSGIX drawable = CreateGLXPbufferSGIX(window.display, window.config, WINDOW_SIZE, WINDOW_SIZE,
												   (int[]){GLX_PRESERVED_CONTENTS_SGIX, True, None});
	report("pbuffer: %d", drawable != None);
	report("current: %d", glXMakeContextCurrent(window.display, drawable, drawable, window.context));
	glClearColor(1, 0.5f, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels("pbuffer");
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	DestroyGLXPbufferSGIX(window.display, drawable);
}

static void renderer(void) {
	FIND(PFNGLXQUERYRENDERERINTEGERMESAPROC, QueryRendererIntegerMESA);
	FIND(PFNGLXQUERYRENDERERSTRINGMESAPROC, QueryRendererStringMESA);
	FIND(PFNGLXQUERYCURRENTRENDERERINTEGERMESAPROC, QueryCurrentRendererIntegerMESA);
	FIND(PFNGLXQUERYCURRENTRENDERERSTRINGMESAPROC, QueryCurrentRendererStringMESA);
	const char *list = glXQueryExtensionsString(window.display, DefaultScreen(window.display));
	if (!strstr(list, "GLX_MESA_query_renderer"))
		return;
	unsigned of_screen[3] = {0}, of_context[3] = {0};
	report("known: %d %d",
		   QueryRendererIntegerMESA(window.display, DefaultScreen(window.display), 0,
									GLX_RENDERER_OPENGL_COMPATIBILITY_PROFILE_VERSION_MESA, of_screen),
		   QueryCurrentRendererIntegerMESA(GLX_RENDERER_OPENGL_COMPATIBILITY_PROFILE_VERSION_MESA, of_context));
	report("the same: %d", of_screen[0] == of_context[0] && of_screen[1] == of_context[1]);
	const char *vendor =
		QueryRendererStringMESA(window.display, DefaultScreen(window.display), 0, GLX_RENDERER_VENDOR_ID_MESA);
	const char *current = QueryCurrentRendererStringMESA(GLX_RENDERER_VENDOR_ID_MESA);
	report("vendor: %d", vendor && current && strcmp(vendor, current) == 0);
}

static void copy_sub_buffer(void) {
	FIND(PFNGLXCOPYSUBBUFFERMESAPROC, CopySubBufferMESA);
	glClearColor(0, 0, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glXSwapBuffers(window.display, window.drawable);
	glClearColor(1, 1, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	if (CopySubBufferMESA)
		CopySubBufferMESA(window.display, window.drawable, 16, 16, 32, 32);
	glFinish();
	XSync(window.display, False);
	XImage *image = XGetImage(window.display, window.window, 0, 0, WINDOW_SIZE, WINDOW_SIZE, AllPlanes, ZPixmap);
	int yellow = 0;
	for (int y = 0; y < WINDOW_SIZE; y++)
		for (int x = 0; x < WINDOW_SIZE; x++)
			yellow += (XGetPixel(image, x, y) & 0xffffff) == 0xffff00;
	report("copied: %d pixels", yellow);
	XDestroyImage(image);
}

int main(void) {
	window_open_compat();
	swap_control();
	old_configurations();
	pbuffer();
	renderer();
	copy_sub_buffer();
	return window_finish();
}
