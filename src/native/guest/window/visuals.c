/* The host's framebuffer configurations, as configurations of the application's X server. That server needs no
 * GLX: with direct presentation it is the host's own and visuals are the same; otherwise a configuration goes
 * with every visual of the same colour depths. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "guest/glx/glx.h" /* configurations are in its terms, EGL's too */
#include "guest/link/connection.h"

/* Ids of configurations on X servers that are not the host's; above those of visuals by habit only. */
#define VMGL_FBCONFIG_ID_BASE 0x1000

/* Everything but colour index: ARB_fbconfig_float, EXT_fbconfig_packed_float. */
#define COLOUR_BITS (GLX_RGBA_BIT | GLX_RGBA_FLOAT_BIT_ARB | GLX_RGBA_UNSIGNED_FLOAT_BIT_EXT)

static int bits(unsigned long mask) {
	return __builtin_popcountl(mask);
}

/* The same to the application: only the host's visual differs. */
static bool same(const struct vmgl_config *a, const struct vmgl_config *b) {
	struct vmgl_config x = *a, y = *b;
	x.id = y.id = x.fbconfig_id = y.fbconfig_id = 0;
	x.visual_id = y.visual_id = x.visual_class = y.visual_class = x.visual_depth = y.visual_depth = 0;
	x.drawable_type = y.drawable_type = x.visual_select_group = y.visual_select_group = 0;
	x.texture = y.texture = 0;
	return memcmp(&x, &y, sizeof x) == 0;
}

static void add(struct vmgl_screen *screen, const struct vmgl_config *config, int number, const XVisualInfo *visual) {
	struct vmgl_fbconfig *fbconfig = &screen->configs[screen->count];
	*fbconfig = (struct vmgl_fbconfig){.config = *config, .screen = number};
	fbconfig->fbconfig_id = VMGL_FBCONFIG_ID_BASE + screen->count;
	if (visual) {
		fbconfig->visual = visual->visualid;
		fbconfig->visual_class = visual->class;
		fbconfig->visual_depth = visual->depth;
	}
	screen->count++;
}

/* What pixmaps can be bound as when the guest itself uploads what is in them (glx/texture.c). */
static uint32_t uploaded(const struct vmgl_config *config) {
	if (!(config->drawable_type & GLX_PIXMAP_BIT))
		return 0;
	return VMGL_DRAWABLE_1D | VMGL_DRAWABLE_2D | VMGL_DRAWABLE_RECTANGLE | VMGL_DRAWABLE_RGB |
		   (config->alpha ? VMGL_DRAWABLE_RGBA : 0u);
}

static void match_direct(const struct vmgl_display *display, struct vmgl_screen *screen, int number,
						 const struct vmgl_config *configs, unsigned count, const XVisualInfo *visuals,
						 int visual_count) {
	for (unsigned i = 0; i < count; i++) {
		if (!(configs[i].render_type & COLOUR_BITS))
			continue;
		const XVisualInfo *visual = NULL;
		for (int v = 0; v < visual_count && configs[i].visual_id; v++)
			if (visuals[v].visualid == configs[i].visual_id)
				visual = &visuals[v];
		add(screen, &configs[i], number, visual);
		struct vmgl_fbconfig *added = &screen->configs[screen->count - 1];
		if (configs[i].fbconfig_id)
			added->fbconfig_id = (int)configs[i].fbconfig_id;
		if (!(display->capabilities & VMGL_CAN_BIND_PIXMAP))
			added->config.texture = uploaded(&configs[i]);
	}
}

/* Without an X server there are only pbuffers. */
static void match_headless(struct vmgl_screen *screen, const struct vmgl_config *configs, unsigned count) {
	for (unsigned i = 0; i < count; i++) {
		if (!(configs[i].drawable_type & GLX_PBUFFER_BIT) || !(configs[i].render_type & COLOUR_BITS))
			continue;
		struct vmgl_config shown = configs[i];
		shown.drawable_type = GLX_PBUFFER_BIT;
		shown.x_renderable = False;
		add(screen, &shown, 0, NULL);
	}
}

/* How far a configuration is from the usual one: that goes with the default visual. */
static int unusual(const struct vmgl_config *config) {
	return (config->double_buffered ? 0 : 32) + (config->depth >= 24 ? 0 : 16) + (config->stencil == 8 ? 0 : 8) +
		   (config->samples ? 4 : 0) + (config->accum_red ? 2 : 0) + (config->caveat != GLX_NONE ? 64 : 0) +
		   (config->srgb ? 0 : 1) + (config->red == 8 ? 0 : 128);
}

static void match_readback(struct vmgl_display *display, struct vmgl_screen *screen, int number,
						   const struct vmgl_config *configs, unsigned count, const XVisualInfo *visuals,
						   int visual_count) {
	VisualID default_visual = XVisualIDFromVisual(DefaultVisual(display->x11, number));
	/* Opaque visuals first: a program that takes the first configuration does not want to be translucent. */
	for (int pass = 0; pass < 3; pass++) {
		/* Visuals are dealt out in turn, so that a visual says as much as it can about its configuration. */
		int used = 0;
		for (int want_usual = 1; want_usual >= 0; want_usual--) {
			int least = 1 << 30;
			for (unsigned i = 0; i < count; i++)
				least = unusual(&configs[i]) < least ? unusual(&configs[i]) : least;
			bool usual_done = false;
			for (unsigned i = 0; i < count; i++) {
				const struct vmgl_config *config = &configs[i];
				if (!(config->drawable_type & GLX_PBUFFER_BIT) || !(config->render_type & COLOUR_BITS))
					continue;
				bool duplicate = false;
				for (unsigned j = 0; j < i && !duplicate; j++)
					duplicate = same(config, &configs[j]) && (configs[j].drawable_type & GLX_PBUFFER_BIT);
				if (duplicate)
					continue;
				bool usual = unusual(config) == least && !usual_done;
				usual_done |= usual;
				if (usual != (want_usual == 1))
					continue;
				const XVisualInfo *fit = NULL, *first = NULL;
				int nth = 0;
				/* Pass 0: visuals without alpha; 1: with; 2: configurations that fit no visual. */
				bool fits_any = false;
				for (int v = -1; v < visual_count; v++) {
					/* The default visual is the first one dealt out. */
					const XVisualInfo *visual = NULL;
					if (v < 0) {
						for (int d = 0; d < visual_count; d++)
							if (visuals[d].visualid == default_visual)
								visual = &visuals[d];
					} else if (visuals[v].visualid != default_visual) {
						visual = &visuals[v];
					}
					if (!visual || visual->class != TrueColor || bits(visual->red_mask) != (int)config->red ||
						bits(visual->green_mask) != (int)config->green || bits(visual->blue_mask) != (int)config->blue)
						continue;
					int colour = (int)(config->red + config->green + config->blue);
					bool alpha = visual->depth > colour;
					if (alpha && (config->alpha == 0 || visual->depth != colour + (int)config->alpha))
						continue;
					fits_any = true;
					if (alpha != (pass == 1))
						continue;
					if (!first)
						first = visual;
					if (nth++ == used)
						fit = visual;
				}
				struct vmgl_config shown = *config;
				shown.drawable_type = GLX_PBUFFER_BIT;
				shown.visual_select_group = 0;
				shown.texture = 0;
				if (pass == 2) {
					/* For pbuffers. Deeper colours would be the first choice for whoever asks for at least 8 bits. */
					if (fits_any || config->red != 8)
						continue;
					shown.x_renderable = False;
					add(screen, &shown, number, NULL);
				} else if (first) {
					shown.drawable_type |= GLX_WINDOW_BIT | GLX_PIXMAP_BIT;
					shown.texture = uploaded(&shown);
					shown.x_renderable = True;
					add(screen, &shown, number, fit ? fit : first);
					used++;
				}
			}
		}
	}
}

bool vmgl_visuals_load(struct vmgl_display *display) {
	display->screens = calloc((size_t)display->screen_count, sizeof *display->screens);
	if (!display->screens)
		return false;
	for (int number = 0; number < display->screen_count; number++) {
		struct vmgl_screen *screen = &display->screens[number];
		XVisualInfo template = {.screen = number};
		int visual_count = 0;
		XVisualInfo *visuals =
			display->x11 ? XGetVisualInfo(display->x11, VisualScreenMask, &template, &visual_count) : NULL;
		struct vmgl_stream *control = vmgl_control_lock(display->connection);
		struct vmgl_blob blob = {0};
		vmgl_enc_vmglDisplayConfigs(control, display->id, (GLuint)number, &blob);
		unsigned count = (unsigned)(blob.bytes / sizeof(struct vmgl_config));
		struct vmgl_config *configs = calloc(count ? count : 1, sizeof *configs);
		if (configs && count)
			memcpy(configs, blob.data, count * sizeof *configs);
		vmgl_control_unlock(display->connection);
		/* A configuration appears at most with an opaque and a translucent visual. */
		screen->configs = calloc(count ? 2 * count : 1, sizeof *screen->configs);
		screen->visuals = calloc(visual_count ? (size_t)visual_count : 1, sizeof *screen->visuals);
		screen->visual_configs = calloc(visual_count ? (size_t)visual_count : 1, sizeof(struct vmgl_fbconfig *));
		screen->extensions = vmgl_glx_extensions(display->capabilities);
		if (configs && screen->configs && screen->visuals && screen->visual_configs) {
			if (!display->x11)
				match_headless(screen, configs, count);
			else if (display->presentation == VMGL_PRESENT_DIRECT)
				match_direct(display, screen, number, configs, count, visuals, visual_count);
			else
				match_readback(display, screen, number, configs, count, visuals, visual_count);
			screen->visual_count = visual_count;
			for (int v = 0; v < visual_count; v++) {
				screen->visuals[v] = visuals[v].visualid;
				for (int c = 0; c < screen->count && !screen->visual_configs[v]; c++)
					if (screen->configs[c].visual == visuals[v].visualid)
						screen->visual_configs[v] = &screen->configs[c];
			}
		}
		free(configs);
		if (visuals)
			XFree(visuals);
	}
	return true;
}

struct vmgl_fbconfig *vmgl_visuals_config(struct vmgl_display *display, int number, VisualID visual) {
	if (number < 0 || number >= display->screen_count)
		return NULL;
	struct vmgl_screen *screen = &display->screens[number];
	for (int v = 0; v < screen->visual_count; v++)
		if (screen->visuals[v] == visual)
			return screen->visual_configs[v];
	return NULL;
}
