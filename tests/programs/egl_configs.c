/* eglChooseConfig and eglGetConfigs: which configurations there are is the driver's affair, but what is chosen obeys
 * the rules of EGL 1.5, section 3.4.1.2, and the first choice for what programs ask for looks the same everywhere. */
#include "support/egl.h"

static EGLint value(EGLConfig config, EGLint attribute) {
	EGLint result = -1;
	eglGetConfigAttrib(egl.display, config, attribute, &result);
	return result;
}

static void first(const char *name, const EGLint *attributes) {
	EGLConfig config;
	EGLint count = 0;
	EGLBoolean done = eglChooseConfig(egl.display, attributes, &config, 1, &count);
	if (!done || count == 0) {
		report("%s: %d, %d, %s", name, done, count, egl_error());
		return;
	}
	report("%s: rgba %d %d %d %d, buffer %d, depth %d, stencil %d, samples %d/%d, caveat 0x%x, type 0x%x", name,
		   value(config, EGL_RED_SIZE), value(config, EGL_GREEN_SIZE), value(config, EGL_BLUE_SIZE),
		   value(config, EGL_ALPHA_SIZE), value(config, EGL_BUFFER_SIZE), value(config, EGL_DEPTH_SIZE),
		   value(config, EGL_STENCIL_SIZE), value(config, EGL_SAMPLES), value(config, EGL_SAMPLE_BUFFERS),
		   value(config, EGL_CONFIG_CAVEAT), value(config, EGL_COLOR_BUFFER_TYPE));
}

/* Each configuration of a list comes no earlier than the one before it. */
static bool ordered(const EGLConfig *configs, EGLint count, bool rgb_asked) {
	static const EGLint keys[] = {EGL_BUFFER_SIZE, EGL_SAMPLE_BUFFERS, EGL_SAMPLES, EGL_DEPTH_SIZE, EGL_STENCIL_SIZE};
	for (EGLint i = 1; i < count; i++) {
		EGLConfig a = configs[i - 1], b = configs[i];
		EGLint order = value(a, EGL_CONFIG_CAVEAT) - value(b, EGL_CONFIG_CAVEAT);
		if (order == 0 && rgb_asked)
			order = value(b, EGL_RED_SIZE) + value(b, EGL_GREEN_SIZE) + value(b, EGL_BLUE_SIZE) -
					value(a, EGL_RED_SIZE) - value(a, EGL_GREEN_SIZE) - value(a, EGL_BLUE_SIZE);
		for (int k = 0; k < 5 && order == 0; k++)
			order = value(a, keys[k]) - value(b, keys[k]);
		if (order > 0)
			return false;
	}
	return true;
}

static void rules(const char *name, const EGLint *attributes, bool rgb_asked) {
	EGLConfig configs[512];
	EGLint count = 0, total = 0;
	eglChooseConfig(egl.display, attributes, NULL, 0, &total);
	EGLBoolean done = eglChooseConfig(egl.display, attributes, configs, 512, &count);
	bool fits = true;
	for (EGLint i = 0; i < count; i++)
		for (const EGLint *at = attributes; at[0] != EGL_NONE; at += 2) {
			EGLint has = value(configs[i], at[0]);
			bool mask = at[0] == EGL_SURFACE_TYPE || at[0] == EGL_RENDERABLE_TYPE || at[0] == EGL_CONFORMANT;
			fits = fits && (mask ? (has & at[1]) == at[1] : has >= at[1]);
		}
	report("%s: done %d, some %d, all counted %d, fits %d, ordered %d", name, done, count > 0, total == count, fits,
		   ordered(configs, count, rgb_asked));
}

int main(void) {
	egl_open_display();
	EGLint count = 0, some = 0;
	EGLConfig configs[512];
	EGL_STEP(eglGetConfigs(egl.display, NULL, 0, &count));
	eglGetConfigs(egl.display, configs, 512, &some);
	report("there are some: %d, all of them: %d", count > 0, some == count);
	eglGetConfigs(egl.display, configs, 2, &some);
	report("two of them: %d", some);
	EGL_STEP(eglGetConfigs(egl.display, configs, 0, &some));
	report("none of them: %d", some);
	EGL_STEP(eglGetConfigs(egl.display, configs, 2, NULL));
	EGL_STEP(eglGetConfigAttrib(egl.display, configs[0], EGL_NONE, &some));
	EGL_STEP(eglGetConfigAttrib(egl.display, configs[0], EGL_MATCH_NATIVE_PIXMAP, &some));
	EGL_STEP(eglGetConfigAttrib(egl.display, configs[0], 0x1234, &some));
	EGL_STEP(eglGetConfigAttrib(egl.display, (EGLConfig)&some, EGL_RED_SIZE, &some));
	eglGetConfigs(egl.display, configs, 512, &some);
	bool ids = true, sums = true, renderable = true;
	for (EGLint i = 0; i < some; i++) {
		EGLConfig found = NULL;
		EGLint found_count = 0;
		/* With an id everything else is ignored. */
		const EGLint by_id[] = {EGL_RED_SIZE, 20, EGL_CONFIG_ID, value(configs[i], EGL_CONFIG_ID), EGL_NONE};
		eglChooseConfig(egl.display, by_id, &found, 1, &found_count);
		ids = ids && found_count == 1 && found == configs[i];
		sums = sums && value(configs[i], EGL_RED_SIZE) + value(configs[i], EGL_GREEN_SIZE) +
							   value(configs[i], EGL_BLUE_SIZE) + value(configs[i], EGL_ALPHA_SIZE) ==
						   value(configs[i], EGL_BUFFER_SIZE);
		renderable = renderable && value(configs[i], EGL_RENDERABLE_TYPE) ==
									   (EGL_OPENGL_ES_BIT | EGL_OPENGL_ES2_BIT | EGL_OPENGL_BIT | EGL_OPENGL_ES3_BIT);
	}
	report("ids %d, sums %d, renderable %d", ids, sums, renderable);

	first("nothing asked", NULL);
	first("es2", (const EGLint[]){EGL_RENDERABLE_TYPE, EGL_OPENGL_ES2_BIT, EGL_NONE});
	first("rgb 1", (const EGLint[]){EGL_RED_SIZE, 1, EGL_GREEN_SIZE, 1, EGL_BLUE_SIZE, 1, EGL_DEPTH_SIZE, 24,
									EGL_STENCIL_SIZE, 8, EGL_NONE});
	first("rgba 8",
		  (const EGLint[]){EGL_RED_SIZE, 8, EGL_GREEN_SIZE, 8, EGL_BLUE_SIZE, 8, EGL_ALPHA_SIZE, 8, EGL_DEPTH_SIZE, 24,
						   EGL_STENCIL_SIZE, 8, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE});
	first("depth", (const EGLint[]){EGL_RED_SIZE, 8, EGL_DEPTH_SIZE, 1, EGL_RENDERABLE_TYPE, EGL_OPENGL_ES3_BIT,
									EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_NONE});
	first("samples", (const EGLint[]){EGL_RED_SIZE, 8, EGL_SAMPLES, 2, EGL_SAMPLE_BUFFERS, 1, EGL_DEPTH_SIZE, 24,
									  EGL_STENCIL_SIZE, 8, EGL_NONE});
	first("too much", (const EGLint[]){EGL_RED_SIZE, 64, EGL_NONE});
	first("luminance", (const EGLint[]){EGL_COLOR_BUFFER_TYPE, EGL_LUMINANCE_BUFFER, EGL_NONE});
	first("transparent", (const EGLint[]){EGL_TRANSPARENT_TYPE, EGL_TRANSPARENT_RGB, EGL_NONE});
	first("no such id", (const EGLint[]){EGL_CONFIG_ID, 54321, EGL_NONE});
	first("OpenVG", (const EGLint[]){EGL_RENDERABLE_TYPE, EGL_OPENVG_BIT, EGL_NONE});
	first("unknown attribute", (const EGLint[]){0x1234, 1, EGL_NONE});
	first("bad caveat", (const EGLint[]){EGL_CONFIG_CAVEAT, 77, EGL_NONE});
	first("bad size", (const EGLint[]){EGL_RED_SIZE, -5, EGL_NONE});
	first("bad level", (const EGLint[]){EGL_LEVEL, EGL_DONT_CARE, EGL_NONE});
	first("bad surface", (const EGLint[]){EGL_SURFACE_TYPE, 0x8000, EGL_NONE});
	first("ignored",
		  (const EGLint[]){EGL_MAX_PBUFFER_WIDTH, 1 << 30, EGL_DEPTH_SIZE, 24, EGL_STENCIL_SIZE, 8, EGL_NONE});

	rules("all windows", (const EGLint[]){EGL_SURFACE_TYPE, EGL_WINDOW_BIT, EGL_NONE}, false);
	rules("all pbuffers", (const EGLint[]){EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_NONE}, false);
	rules("rgb", (const EGLint[]){EGL_RED_SIZE, 1, EGL_GREEN_SIZE, 1, EGL_BLUE_SIZE, 1, EGL_NONE}, true);
	rules("depth and stencil", (const EGLint[]){EGL_DEPTH_SIZE, 16, EGL_STENCIL_SIZE, 1, EGL_NONE}, false);
	rules("samples", (const EGLint[]){EGL_SAMPLES, 4, EGL_RENDERABLE_TYPE, EGL_OPENGL_ES2_BIT, EGL_NONE}, false);
	EGL_STEP(eglChooseConfig(egl.display, NULL, configs, 512, NULL));
	EGL_STEP(eglTerminate(egl.display));
	return 0;
}
