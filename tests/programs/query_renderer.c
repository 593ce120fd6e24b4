/* GLX_MESA_query_renderer: what the GPU, which is the host's, says of itself. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

int main(void) {
	window_open_compat();
	PFNGLXQUERYRENDERERINTEGERMESAPROC integer =
		(PFNGLXQUERYRENDERERINTEGERMESAPROC)glXGetProcAddressARB((const GLubyte *)"glXQueryRendererIntegerMESA");
	PFNGLXQUERYCURRENTRENDERERINTEGERMESAPROC current = (PFNGLXQUERYCURRENTRENDERERINTEGERMESAPROC)glXGetProcAddressARB(
		(const GLubyte *)"glXQueryCurrentRendererIntegerMESA");
	const char *extensions = glXQueryExtensionsString(window.display, DefaultScreen(window.display));
	if (!strstr(extensions, "GLX_MESA_query_renderer") || !integer || !current)
		report_skip("no GLX_MESA_query_renderer");
	static const int attributes[] = {GLX_RENDERER_VENDOR_ID_MESA,
									 GLX_RENDERER_DEVICE_ID_MESA,
									 GLX_RENDERER_VERSION_MESA,
									 GLX_RENDERER_ACCELERATED_MESA,
									 GLX_RENDERER_UNIFIED_MEMORY_ARCHITECTURE_MESA,
									 GLX_RENDERER_PREFERRED_PROFILE_MESA,
									 GLX_RENDERER_OPENGL_CORE_PROFILE_VERSION_MESA,
									 GLX_RENDERER_OPENGL_COMPATIBILITY_PROFILE_VERSION_MESA,
									 GLX_RENDERER_OPENGL_ES2_PROFILE_VERSION_MESA,
									 0xdead};
	for (unsigned i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
		GLuint values[3] = {77, 77, 77};
		int result = integer(window.display, DefaultScreen(window.display), 0, attributes[i], values);
		report("0x%x: %d", (unsigned)attributes[i], result);
		report_uints("values", 3, values);
	}
	GLuint value = 77;
	report("of the context: %d", current(GLX_RENDERER_ACCELERATED_MESA, &value));
	report("accelerated: %u", value);
	report("no such renderer: %d",
		   integer(window.display, DefaultScreen(window.display), 7, GLX_RENDERER_ACCELERATED_MESA, &value));
	glClear(GL_COLOR_BUFFER_BIT);
	return window_finish();
}
