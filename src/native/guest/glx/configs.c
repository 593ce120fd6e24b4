/* Configurations as GLX shows them: which are chosen, in which order, what their attributes are, and the extensions of
 * a screen (GLX 1.4, section 3.3). */
#include "guest/glx/glx.h"

#include <X11/Xutil.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	uint32_t needs;
} extensions[] = {
	{"GLX_ARB_create_context", VMGL_CAN_CREATE_CONTEXT},
	{"GLX_ARB_create_context_no_error", VMGL_CAN_NO_ERROR},
	{"GLX_ARB_create_context_profile", VMGL_CAN_CREATE_CONTEXT},
	{"GLX_ARB_create_context_robustness", VMGL_CAN_ROBUSTNESS},
	{"GLX_ARB_context_flush_control", VMGL_CAN_FLUSH_CONTROL},
	{"GLX_ARB_fbconfig_float", VMGL_CAN_FLOAT},
	{"GLX_ARB_framebuffer_sRGB", VMGL_CAN_SRGB},
	{"GLX_ARB_get_proc_address", 0},
	{"GLX_ARB_multisample", 0},
	{"GLX_EXT_create_context_es2_profile", VMGL_CAN_GLES},
	{"GLX_EXT_create_context_es_profile", VMGL_CAN_GLES},
	{"GLX_EXT_fbconfig_packed_float", VMGL_CAN_PACKED_FLOAT},
	{"GLX_EXT_framebuffer_sRGB", VMGL_CAN_SRGB},
	{"GLX_EXT_get_drawable_type", 0},
	{"GLX_EXT_no_config_context", VMGL_CAN_NO_CONFIG},
	{"GLX_EXT_swap_control", VMGL_CAN_SWAP_CONTROL},
	{"GLX_EXT_swap_control_tear", VMGL_CAN_SWAP_TEAR},
	{"GLX_EXT_texture_from_pixmap", 0},
	{"GLX_EXT_visual_info", 0},
	{"GLX_EXT_visual_rating", 0},
	{"GLX_MESA_copy_sub_buffer", VMGL_CAN_COPY_SUB_BUFFER},
	{"GLX_MESA_query_renderer", VMGL_CAN_QUERY_RENDERER},
	{"GLX_MESA_swap_control", VMGL_CAN_SWAP_CONTROL},
	{"GLX_OML_swap_method", 0},
	{"GLX_SGIS_multisample", 0},
	{"GLX_SGIX_fbconfig", 0},
	{"GLX_SGIX_pbuffer", 0},
	{"GLX_SGIX_visual_select_group", 0},
	{"GLX_SGI_make_current_read", 0},
	{"GLX_SGI_swap_control", VMGL_CAN_SWAP_CONTROL},
};

char *vmgl_glx_extensions(uint32_t capabilities) {
	char *text = calloc(1, 2048);
	for (size_t i = 0; text && i < sizeof extensions / sizeof *extensions; i++) {
		if ((capabilities & extensions[i].needs) != extensions[i].needs)
			continue;
		if (*text)
			strcat(text, " ");
		strcat(text, extensions[i].name);
	}
	return text;
}

/* ---- Choosing ---- */

struct criterion {
	int attribute;
	int value; /* GLX_DONT_CARE: anything */
};

enum comparison { EXACT, AT_LEAST, MASK };

static int value_of(const struct vmgl_fbconfig *fbconfig, int attribute, int *value);

/* Which of the attributes are chosen how; GLX 1.4 table 3.4. */
static enum comparison comparison_of(int attribute) {
	switch (attribute) {
	case GLX_BUFFER_SIZE:
	case GLX_AUX_BUFFERS:
	case GLX_RED_SIZE:
	case GLX_GREEN_SIZE:
	case GLX_BLUE_SIZE:
	case GLX_ALPHA_SIZE:
	case GLX_DEPTH_SIZE:
	case GLX_STENCIL_SIZE:
	case GLX_ACCUM_RED_SIZE:
	case GLX_ACCUM_GREEN_SIZE:
	case GLX_ACCUM_BLUE_SIZE:
	case GLX_ACCUM_ALPHA_SIZE:
	case GLX_SAMPLE_BUFFERS:
	case GLX_SAMPLES:
	case GLX_MAX_PBUFFER_WIDTH:
	case GLX_MAX_PBUFFER_HEIGHT:
	case GLX_MAX_PBUFFER_PIXELS:
		return AT_LEAST;
	case GLX_RENDER_TYPE:
	case GLX_DRAWABLE_TYPE:
		return MASK;
	default:
		return EXACT;
	}
}

#define MAX_CRITERIA 48

struct criteria {
	struct criterion list[MAX_CRITERIA];
	int count;
};

static void set(struct criteria *criteria, int attribute, int value) {
	for (int i = 0; i < criteria->count; i++)
		if (criteria->list[i].attribute == attribute) {
			criteria->list[i].value = value;
			return;
		}
	if (criteria->count < MAX_CRITERIA)
		criteria->list[criteria->count++] = (struct criterion){attribute, value};
}

static int asked(const struct criteria *criteria, int attribute) {
	for (int i = 0; i < criteria->count; i++)
		if (criteria->list[i].attribute == attribute && (unsigned)criteria->list[i].value != GLX_DONT_CARE)
			return criteria->list[i].value;
	return 0;
}

static bool matches(const struct vmgl_fbconfig *fbconfig, const struct criteria *criteria) {
	for (int i = 0; i < criteria->count; i++) {
		const struct criterion *criterion = &criteria->list[i];
		int value = 0;
		if ((unsigned)criterion->value == GLX_DONT_CARE)
			continue;
		if (value_of(fbconfig, criterion->attribute, &value) != Success)
			return false;
		switch (comparison_of(criterion->attribute)) {
		case EXACT:
			if (value != criterion->value)
				return false;
			break;
		case AT_LEAST:
			if (value < criterion->value)
				return false;
			break;
		case MASK:
			if ((value & criterion->value) != criterion->value)
				return false;
			break;
		}
	}
	return true;
}

static int caveat_rank(unsigned caveat) {
	return caveat == GLX_SLOW_CONFIG ? 1 : caveat == GLX_NON_CONFORMANT_CONFIG ? 2 : 0;
}

static int class_rank(int class) {
	switch (class) {
	case TrueColor:
		return 0;
	case DirectColor:
		return 1;
	default:
		return 2;
	}
}

/* Sum of the sizes that were asked for. */
static unsigned wanted_bits(const struct vmgl_config *config, const struct criteria *criteria) {
	return (asked(criteria, GLX_RED_SIZE) ? config->red : 0) + (asked(criteria, GLX_GREEN_SIZE) ? config->green : 0) +
		   (asked(criteria, GLX_BLUE_SIZE) ? config->blue : 0) + (asked(criteria, GLX_ALPHA_SIZE) ? config->alpha : 0);
}

static unsigned wanted_accum(const struct vmgl_config *config, const struct criteria *criteria) {
	return (asked(criteria, GLX_ACCUM_RED_SIZE) ? config->accum_red : 0) +
		   (asked(criteria, GLX_ACCUM_GREEN_SIZE) ? config->accum_green : 0) +
		   (asked(criteria, GLX_ACCUM_BLUE_SIZE) ? config->accum_blue : 0) +
		   (asked(criteria, GLX_ACCUM_ALPHA_SIZE) ? config->accum_alpha : 0);
}

/* Negative when none is better than some and less than more, as drivers order depth and stencil in practice: what
 * was not asked for is best absent, what was is best large. */
static int zero_then_larger(unsigned a, unsigned b) {
	if (a == b)
		return 0;
	if (a == 0 || b == 0)
		return a == 0 ? -1 : 1;
	return a > b ? -1 : 1;
}

static int smaller(long a, long b) {
	return a < b ? -1 : a > b;
}

/* The order of GLX 1.4, section 3.3.3. */
static int compare(const struct vmgl_fbconfig *left, const struct vmgl_fbconfig *right,
				   const struct criteria *criteria) {
	const struct vmgl_config *a = &left->config, *b = &right->config;
	int order;
	if ((order = smaller(a->visual_select_group, b->visual_select_group)) != 0)
		return order;
	if ((order = smaller(caveat_rank(a->caveat), caveat_rank(b->caveat))) != 0)
		return order;
	if ((order = smaller(wanted_bits(b, criteria), wanted_bits(a, criteria))) != 0)
		return order;
	if ((order = smaller(a->buffer_size, b->buffer_size)) != 0)
		return order;
	if ((order = smaller(a->double_buffered, b->double_buffered)) != 0)
		return order;
	if ((order = smaller(a->aux_buffers, b->aux_buffers)) != 0)
		return order;
	if ((order = smaller(a->sample_buffers, b->sample_buffers)) != 0)
		return order;
	if ((order = smaller(a->samples, b->samples)) != 0)
		return order;
	if ((order = zero_then_larger(a->depth, b->depth)) != 0)
		return order;
	if ((order = zero_then_larger(a->stencil, b->stencil)) != 0)
		return order;
	if ((order = smaller(wanted_accum(b, criteria), wanted_accum(a, criteria))) != 0)
		return order;
	if ((order = smaller(a->accum_red + a->accum_alpha, b->accum_red + b->accum_alpha)) != 0)
		return order;
	if ((order = smaller(class_rank(left->visual_class), class_rank(right->visual_class))) != 0)
		return order;
	/* GLX leaves the rest open; an opaque visual is what a program expects that did not ask for another. */
	if (left->visual && right->visual && (order = smaller(left->visual_depth, right->visual_depth)) != 0)
		return order;
	return smaller(left->fbconfig_id, right->fbconfig_id);
}

static int value_of(const struct vmgl_fbconfig *fbconfig, int attribute, int *value) {
	const struct vmgl_config *config = &fbconfig->config;
	uint32_t result;
	switch (attribute) {
	case GLX_FBCONFIG_ID:
		result = (uint32_t)fbconfig->fbconfig_id;
		break;
	case GLX_VISUAL_ID:
		result = (uint32_t)fbconfig->visual;
		break;
	case GLX_X_VISUAL_TYPE:
		switch (fbconfig->visual ? fbconfig->visual_class : -1) {
		case TrueColor:
			result = GLX_TRUE_COLOR;
			break;
		case DirectColor:
			result = GLX_DIRECT_COLOR;
			break;
		default:
			result = GLX_NONE;
		}
		break;
	case GLX_USE_GL:
	case GLX_RGBA:
		result = True;
		break;
	case GLX_SCREEN:
		result = (uint32_t)fbconfig->screen;
		break;
	case GLX_BUFFER_SIZE:
		result = config->buffer_size;
		break;
	case GLX_LEVEL:
		result = config->level;
		break;
	case GLX_DOUBLEBUFFER:
		result = config->double_buffered;
		break;
	case GLX_STEREO:
		result = config->stereo;
		break;
	case GLX_AUX_BUFFERS:
		result = config->aux_buffers;
		break;
	case GLX_RED_SIZE:
		result = config->red;
		break;
	case GLX_GREEN_SIZE:
		result = config->green;
		break;
	case GLX_BLUE_SIZE:
		result = config->blue;
		break;
	case GLX_ALPHA_SIZE:
		result = config->alpha;
		break;
	case GLX_DEPTH_SIZE:
		result = config->depth;
		break;
	case GLX_STENCIL_SIZE:
		result = config->stencil;
		break;
	case GLX_ACCUM_RED_SIZE:
		result = config->accum_red;
		break;
	case GLX_ACCUM_GREEN_SIZE:
		result = config->accum_green;
		break;
	case GLX_ACCUM_BLUE_SIZE:
		result = config->accum_blue;
		break;
	case GLX_ACCUM_ALPHA_SIZE:
		result = config->accum_alpha;
		break;
	case GLX_RENDER_TYPE:
		result = config->render_type;
		break;
	case GLX_DRAWABLE_TYPE:
		result = config->drawable_type;
		break;
	case GLX_X_RENDERABLE:
		result = config->x_renderable;
		break;
	case GLX_CONFIG_CAVEAT:
		result = config->caveat;
		break;
	case GLX_TRANSPARENT_TYPE:
		result = config->transparent_type ? config->transparent_type : GLX_NONE;
		break;
	case GLX_TRANSPARENT_INDEX_VALUE:
		result = config->transparent_index;
		break;
	case GLX_TRANSPARENT_RED_VALUE:
		result = config->transparent_red;
		break;
	case GLX_TRANSPARENT_GREEN_VALUE:
		result = config->transparent_green;
		break;
	case GLX_TRANSPARENT_BLUE_VALUE:
		result = config->transparent_blue;
		break;
	case GLX_TRANSPARENT_ALPHA_VALUE:
		result = config->transparent_alpha;
		break;
	case GLX_MAX_PBUFFER_WIDTH:
		result = config->max_pbuffer_width;
		break;
	case GLX_MAX_PBUFFER_HEIGHT:
		result = config->max_pbuffer_height;
		break;
	case GLX_MAX_PBUFFER_PIXELS:
		result = config->max_pbuffer_pixels;
		break;
	case GLX_OPTIMAL_PBUFFER_WIDTH_SGIX:
	case GLX_OPTIMAL_PBUFFER_HEIGHT_SGIX:
		result = 0;
		break;
	case GLX_SAMPLE_BUFFERS:
		result = config->sample_buffers;
		break;
	case GLX_SAMPLES:
		result = config->samples;
		break;
	case GLX_FRAMEBUFFER_SRGB_CAPABLE_ARB:
		result = config->srgb;
		break;
	case GLX_SWAP_METHOD_OML:
		result = config->swap_method ? config->swap_method : GLX_SWAP_UNDEFINED_OML;
		break;
	case GLX_VISUAL_SELECT_GROUP_SGIX:
		result = config->visual_select_group;
		break;
	case GLX_BIND_TO_TEXTURE_RGB_EXT:
		result = (config->texture & VMGL_DRAWABLE_RGB) != 0;
		break;
	case GLX_BIND_TO_TEXTURE_RGBA_EXT:
		result = (config->texture & VMGL_DRAWABLE_RGBA) != 0;
		break;
	case GLX_BIND_TO_MIPMAP_TEXTURE_EXT:
		result = (config->texture & VMGL_DRAWABLE_MIPMAPS) != 0;
		break;
	case GLX_BIND_TO_TEXTURE_TARGETS_EXT:
		result = (config->texture & VMGL_DRAWABLE_1D ? GLX_TEXTURE_1D_BIT_EXT : 0u) |
				 (config->texture & VMGL_DRAWABLE_2D ? GLX_TEXTURE_2D_BIT_EXT : 0u) |
				 (config->texture & VMGL_DRAWABLE_RECTANGLE ? GLX_TEXTURE_RECTANGLE_BIT_EXT : 0u);
		break;
	case GLX_Y_INVERTED_EXT:
		/* Rows of pixmaps go down; to say so would be true, and is what no driver of Mesa's does. */
		result = GLX_DONT_CARE;
		break;
	default:
		return GLX_BAD_ATTRIBUTE;
	}
	*value = (int)result;
	return Success;
}

/* Fills `chosen` (as many as the screen has) in the order of preference. */
static int choose(const struct vmgl_screen *screen, const struct criteria *criteria, struct vmgl_fbconfig **chosen) {
	int count = 0;
	for (int i = 0; i < screen->count; i++) {
		if (!matches(&screen->configs[i], criteria))
			continue;
		int at = count++;
		for (; at > 0 && compare(&screen->configs[i], chosen[at - 1], criteria) < 0; at--)
			chosen[at] = chosen[at - 1];
		chosen[at] = &screen->configs[i];
	}
	return count;
}

static struct vmgl_screen *screen_of(Display *x11, int number) {
	struct vmgl_display *display = vmgl_display_get(x11);
	return display && number >= 0 && number < display->screen_count ? &display->screens[number] : NULL;
}

GLXFBConfig *glXGetFBConfigs(Display *x11, int number, int *elements) {
	struct vmgl_screen *screen = screen_of(x11, number);
	*elements = 0;
	if (!screen || screen->count == 0)
		return NULL;
	/* The application frees it with XFree, which is free(). */
	GLXFBConfig *list = calloc((size_t)screen->count, sizeof *list);
	for (int i = 0; list && i < screen->count; i++)
		list[i] = (GLXFBConfig)&screen->configs[i];
	*elements = list ? screen->count : 0;
	return list;
}

GLXFBConfig *glXChooseFBConfig(Display *x11, int number, const int *attributes, int *elements) {
	struct vmgl_screen *screen = screen_of(x11, number);
	*elements = 0;
	if (!screen)
		return NULL;
	struct criteria criteria = {.count = 0};
	/* Defaults of table 3.4 that restrict anything. */
	set(&criteria, GLX_LEVEL, 0);
	set(&criteria, GLX_STEREO, False);
	set(&criteria, GLX_RENDER_TYPE, GLX_RGBA_BIT);
	set(&criteria, GLX_DRAWABLE_TYPE, GLX_WINDOW_BIT);
	for (const int *at = attributes; at && at[0] != None; at += 2) {
		int unused;
		struct vmgl_fbconfig any = {.screen = number};
		switch (at[0]) {
		case GLX_FBCONFIG_ID: {
			/* All other attributes are ignored. */
			criteria.count = 0;
			set(&criteria, GLX_FBCONFIG_ID, at[1]);
			goto chosen;
		}
		case GLX_MAX_PBUFFER_WIDTH:
		case GLX_MAX_PBUFFER_HEIGHT:
		case GLX_MAX_PBUFFER_PIXELS:
		case GLX_VISUAL_ID:
			/* Ignored, says GLX. */
			break;
		case GLX_CONFIG_CAVEAT:
		case GLX_TRANSPARENT_TYPE:
			set(&criteria, at[0], at[1]);
			break;
		default:
			if (value_of(&any, at[0], &unused) != Success)
				return NULL;
			set(&criteria, at[0], at[1]);
		}
	}
	/* Values of the transparent colour only count with a transparent type. */
	if (asked(&criteria, GLX_TRANSPARENT_TYPE) == 0 || asked(&criteria, GLX_TRANSPARENT_TYPE) == GLX_NONE)
		for (int a = GLX_TRANSPARENT_INDEX_VALUE; a <= GLX_TRANSPARENT_ALPHA_VALUE; a++)
			set(&criteria, a, (int)GLX_DONT_CARE);
chosen:;
	struct vmgl_fbconfig **list = calloc((size_t)screen->count + 1, sizeof *list);
	int count = list ? choose(screen, &criteria, list) : 0;
	if (count == 0) {
		free(list);
		return NULL;
	}
	*elements = count;
	return (GLXFBConfig *)list;
}

XVisualInfo *glXChooseVisual(Display *x11, int number, int *attributes) {
	struct vmgl_screen *screen = screen_of(x11, number);
	if (!screen)
		return NULL;
	struct criteria criteria = {.count = 0};
	bool rgba = false;
	set(&criteria, GLX_DOUBLEBUFFER, False);
	set(&criteria, GLX_STEREO, False);
	set(&criteria, GLX_LEVEL, 0);
	set(&criteria, GLX_DRAWABLE_TYPE, GLX_WINDOW_BIT);
	for (const int *at = attributes; at && at[0] != None;) {
		int unused;
		struct vmgl_fbconfig any = {.screen = number};
		switch (at[0]) {
		case GLX_USE_GL:
			at++;
			break;
		case GLX_RGBA:
			rgba = true;
			at++;
			break;
		case GLX_DOUBLEBUFFER:
		case GLX_STEREO:
			set(&criteria, at[0], True);
			at++;
			break;
		default:
			if (value_of(&any, at[0], &unused) != Success)
				return NULL;
			set(&criteria, at[0], at[1]);
			at += 2;
		}
	}
	if (!rgba) /* there are no colour index visuals */
		return NULL;
	struct vmgl_fbconfig **list = calloc((size_t)screen->count + 1, sizeof *list);
	int count = list ? choose(screen, &criteria, list) : 0;
	struct vmgl_fbconfig *chosen = NULL;
	for (int i = 0; i < count && !chosen; i++)
		if (list[i]->visual)
			chosen = list[i];
	free(list);
	if (!chosen)
		return NULL;
	/* Where one visual stands for several configurations, it now stands for this one. */
	for (int v = 0; v < screen->visual_count; v++)
		if (screen->visuals[v] == chosen->visual)
			screen->visual_configs[v] = chosen;
	return glXGetVisualFromFBConfig(x11, (GLXFBConfig)chosen);
}

int glXGetConfig(Display *x11, XVisualInfo *visual, int attribute, int *value) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return GLX_NO_EXTENSION;
	if (!visual || visual->screen < 0 || visual->screen >= display->screen_count)
		return GLX_BAD_SCREEN;
	const struct vmgl_fbconfig *config = vmgl_visuals_config(display, visual->screen, visual->visualid);
	if (!config) {
		*value = 0;
		return attribute == GLX_USE_GL ? Success : GLX_BAD_VISUAL;
	}
	if (attribute == GLX_RGBA) {
		*value = (config->config.render_type & GLX_RGBA_BIT) != 0;
		return Success;
	}
	return value_of(config, attribute, value);
}

int glXGetFBConfigAttrib(Display *x11, GLXFBConfig config, int attribute, int *value) {
	if (!vmgl_display_get(x11))
		return GLX_NO_EXTENSION;
	if (!config)
		return VMGL_GLX_BAD_FBCONFIG;
	return value_of((const struct vmgl_fbconfig *)config, attribute, value);
}

XVisualInfo *glXGetVisualFromFBConfig(Display *x11, GLXFBConfig fbconfig) {
	const struct vmgl_fbconfig *config = (const struct vmgl_fbconfig *)fbconfig;
	if (!config || !config->visual)
		return NULL;
	XVisualInfo template = {.visualid = config->visual, .screen = config->screen};
	int count;
	return XGetVisualInfo(x11, VisualIDMask | VisualScreenMask, &template, &count);
}

const char *glXQueryExtensionsString(Display *x11, int number) {
	struct vmgl_screen *screen = screen_of(x11, number);
	return screen ? screen->extensions : NULL;
}

/* ---- GLX_SGIX_fbconfig ---- */

int glXGetFBConfigAttribSGIX(Display *x11, GLXFBConfigSGIX config, int attribute, int *value) {
	return glXGetFBConfigAttrib(x11, config, attribute, value);
}

GLXFBConfigSGIX *glXChooseFBConfigSGIX(Display *x11, int number, int *attributes, int *elements) {
	return glXChooseFBConfig(x11, number, attributes, elements);
}

XVisualInfo *glXGetVisualFromFBConfigSGIX(Display *x11, GLXFBConfigSGIX config) {
	return glXGetVisualFromFBConfig(x11, config);
}

GLXFBConfigSGIX glXGetFBConfigFromVisualSGIX(Display *x11, XVisualInfo *visual) {
	struct vmgl_display *display = vmgl_display_get(x11);
	return display && visual ? (GLXFBConfigSGIX)vmgl_visuals_config(display, visual->screen, visual->visualid) : NULL;
}
