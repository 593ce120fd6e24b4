/* EGL configurations: one for each set of the host's framebuffer configurations that differ only in what EGL does not
 * tell apart (double buffering, swap method, sRGB). Choosing follows EGL 1.5, section 3.4.1.2. */
#include "guest/egl/egl.h"

#include <stdlib.h>
#include <string.h>

#define GLX_RGBA_BIT_VALUE 1
#define GLX_FLOAT_BIT_VALUE 4
#define GLX_WINDOW_BIT_VALUE 1
#define GLX_PIXMAP_BIT_VALUE 2
#define GLX_PBUFFER_BIT_VALUE 4
#define GLX_NONE_VALUE 0x8000
#define GLX_SLOW_VALUE 0x8001

static bool is_float(const struct vmgl_config *config) {
	return config->render_type & GLX_FLOAT_BIT_VALUE;
}

/* ES has no accumulation, auxiliary or right buffers, no overlays. */
static bool is_plain(const struct vmgl_config *config) {
	return (config->render_type & (GLX_RGBA_BIT_VALUE | GLX_FLOAT_BIT_VALUE)) &&
		   config->accum_red + config->accum_green + config->accum_blue + config->accum_alpha == 0 &&
		   config->aux_buffers == 0 && !config->stereo && config->level == 0 &&
		   (config->transparent_type == GLX_NONE_VALUE || config->transparent_type == 0);
}

static bool same_but_visual(const struct vmgl_config *a, const struct vmgl_config *b) {
	return a->red == b->red && a->green == b->green && a->blue == b->blue && a->alpha == b->alpha &&
		   a->depth == b->depth && a->stencil == b->stencil && a->samples == b->samples && is_float(a) == is_float(b) &&
		   a->caveat == b->caveat;
}

static EGLint surface_type(const struct vmgl_fbconfig *config) {
	uint32_t type = config->config.drawable_type;
	EGLint result = type & GLX_PBUFFER_BIT_VALUE ? EGL_PBUFFER_BIT : 0;
	if (config->visual && (type & GLX_WINDOW_BIT_VALUE) && (config->config.egl & VMGL_CONFIG_PRESERVES))
		result |= EGL_SWAP_BEHAVIOR_PRESERVED_BIT;
	if (config->visual)
		result |=
			(type & GLX_WINDOW_BIT_VALUE ? EGL_WINDOW_BIT : 0) | (type & GLX_PIXMAP_BIT_VALUE ? EGL_PIXMAP_BIT : 0);
	return result;
}

bool vmgl_egl_configs_load(struct vmgl_egl_display *display) {
	if (display->configs_of == display->core)
		return true;
	const struct vmgl_screen *screen = &display->core->screens[display->screen];
	/* An older list stays: surfaces that are still current may point into it. */
	display->configs = calloc(screen->count ? (size_t)screen->count : 1, sizeof *display->configs);
	display->config_count = 0;
	if (!display->configs)
		return false;
	VisualID usual_visual = display->x11 ? XVisualIDFromVisual(DefaultVisual(display->x11, display->screen)) : 0;
	for (int i = 0; i < screen->count; i++) {
		const struct vmgl_fbconfig *fbconfig = &screen->configs[i];
		/* On X11 all are for windows, as with EGL's drivers: programs take the first one. */
		if (!is_plain(&fbconfig->config) || !surface_type(fbconfig) || (display->x11 && !fbconfig->visual))
			continue;
		struct vmgl_egl_config *config = display->configs, *end = config + display->config_count;
		while (config < end && !(same_but_visual(&config->twin->config, &fbconfig->config) &&
								 config->twin->visual_class == fbconfig->visual_class &&
								 config->twin->visual_depth == fbconfig->visual_depth))
			config++;
		if (config == end)
			*config = (struct vmgl_egl_config){
				.id = ++display->config_count, .twin = fbconfig, .surface_type = surface_type(fbconfig)};
		bool usual = fbconfig->visual && fbconfig->visual == usual_visual;
		if (fbconfig->config.double_buffered && (!config->twin->config.double_buffered || usual))
			config->twin = fbconfig;
		if (!fbconfig->config.double_buffered && !config->single)
			config->single = fbconfig;
	}
	for (int i = 0; i < display->config_count; i++)
		if (!display->configs[i].single)
			display->configs[i].single = display->configs[i].twin;
	display->configs_of = display->core;
	return true;
}

const struct vmgl_egl_config *vmgl_egl_config(const struct vmgl_egl_display *display, EGLConfig handle) {
	const struct vmgl_egl_config *config = handle;
	uintptr_t offset = (uintptr_t)config - (uintptr_t)display->configs;
	return config >= display->configs && offset % sizeof *config == 0 &&
				   offset / sizeof *config < (uintptr_t)display->config_count
			   ? config
			   : NULL;
}

const struct vmgl_fbconfig *vmgl_egl_config_for_visual(const struct vmgl_egl_display *display,
													   const struct vmgl_egl_config *config, const Visual *visual,
													   int depth) {
	const struct vmgl_fbconfig *twin = config->twin;
	/* Frames that are brought back are converted to whatever the window has. */
	if (twin->visual == visual->visualid || display->core->presentation != VMGL_PRESENT_DIRECT)
		return twin;
	const struct vmgl_screen *screen = &display->core->screens[display->screen];
	for (int i = 0; i < screen->count; i++)
		if (screen->configs[i].visual == visual->visualid && is_plain(&screen->configs[i].config) &&
			screen->configs[i].config.double_buffered == twin->config.double_buffered &&
			same_but_visual(&screen->configs[i].config, &twin->config))
			return &screen->configs[i];
	return twin->visual_depth == depth ? twin : NULL;
}

/* ---- Attributes ---- */

enum comparison { IGNORED, EXACT, AT_LEAST, MASK };

static const struct rule {
	EGLint attribute;
	enum comparison comparison;
	EGLint initial;
} rules[] = {
	{EGL_BUFFER_SIZE, AT_LEAST, 0},
	{EGL_ALPHA_SIZE, AT_LEAST, 0},
	{EGL_BLUE_SIZE, AT_LEAST, 0},
	{EGL_GREEN_SIZE, AT_LEAST, 0},
	{EGL_RED_SIZE, AT_LEAST, 0},
	{EGL_DEPTH_SIZE, AT_LEAST, 0},
	{EGL_STENCIL_SIZE, AT_LEAST, 0},
	{EGL_CONFIG_CAVEAT, EXACT, EGL_DONT_CARE},
	{EGL_CONFIG_ID, EXACT, EGL_DONT_CARE},
	{EGL_LEVEL, EXACT, 0},
	{EGL_MAX_PBUFFER_HEIGHT, IGNORED, 0},
	{EGL_MAX_PBUFFER_PIXELS, IGNORED, 0},
	{EGL_MAX_PBUFFER_WIDTH, IGNORED, 0},
	{EGL_NATIVE_RENDERABLE, EXACT, EGL_DONT_CARE},
	{EGL_NATIVE_VISUAL_ID, IGNORED, 0},
	{EGL_NATIVE_VISUAL_TYPE, EXACT, EGL_DONT_CARE},
	{EGL_SAMPLES, AT_LEAST, 0},
	{EGL_SAMPLE_BUFFERS, AT_LEAST, 0},
	{EGL_SURFACE_TYPE, MASK, EGL_WINDOW_BIT},
	{EGL_TRANSPARENT_TYPE, EXACT, EGL_NONE},
	{EGL_TRANSPARENT_BLUE_VALUE, EXACT, EGL_DONT_CARE},
	{EGL_TRANSPARENT_GREEN_VALUE, EXACT, EGL_DONT_CARE},
	{EGL_TRANSPARENT_RED_VALUE, EXACT, EGL_DONT_CARE},
	{EGL_BIND_TO_TEXTURE_RGB, EXACT, EGL_DONT_CARE},
	{EGL_BIND_TO_TEXTURE_RGBA, EXACT, EGL_DONT_CARE},
	{EGL_MIN_SWAP_INTERVAL, EXACT, EGL_DONT_CARE},
	{EGL_MAX_SWAP_INTERVAL, EXACT, EGL_DONT_CARE},
	{EGL_LUMINANCE_SIZE, AT_LEAST, 0},
	{EGL_ALPHA_MASK_SIZE, AT_LEAST, 0},
	{EGL_COLOR_BUFFER_TYPE, EXACT, EGL_RGB_BUFFER},
	{EGL_RENDERABLE_TYPE, MASK, EGL_OPENGL_ES_BIT},
	{EGL_CONFORMANT, MASK, 0},
	{EGL_COLOR_COMPONENT_TYPE_EXT, EXACT, EGL_COLOR_COMPONENT_TYPE_FIXED_EXT},
};
#define RULES (sizeof rules / sizeof *rules)

/* false: no such attribute. */
static bool value_of(const struct vmgl_egl_display *display, const struct vmgl_egl_config *egl, EGLint attribute,
					 EGLint *value) {
	const struct vmgl_config *config = &egl->twin->config;
	uint32_t result = 0;
	switch (attribute) {
	case EGL_BUFFER_SIZE:
		result = config->red + config->green + config->blue + config->alpha;
		break;
	case EGL_ALPHA_SIZE:
		result = config->alpha;
		break;
	case EGL_BLUE_SIZE:
		result = config->blue;
		break;
	case EGL_GREEN_SIZE:
		result = config->green;
		break;
	case EGL_RED_SIZE:
		result = config->red;
		break;
	case EGL_DEPTH_SIZE:
		result = config->depth;
		break;
	case EGL_STENCIL_SIZE:
		result = config->stencil;
		break;
	case EGL_CONFIG_CAVEAT:
		result = config->caveat == GLX_SLOW_VALUE                          ? EGL_SLOW_CONFIG
				 : config->caveat == GLX_NONE_VALUE || config->caveat == 0 ? EGL_NONE
																		   : EGL_NON_CONFORMANT_CONFIG;
		break;
	case EGL_CONFIG_ID:
		result = (uint32_t)egl->id;
		break;
	case EGL_MAX_PBUFFER_WIDTH:
		result = config->max_pbuffer_width ? config->max_pbuffer_width : 4096;
		break;
	case EGL_MAX_PBUFFER_HEIGHT:
		result = config->max_pbuffer_height ? config->max_pbuffer_height : 4096;
		break;
	case EGL_MAX_PBUFFER_PIXELS:
		result = config->max_pbuffer_pixels;
		break;
	case EGL_NATIVE_RENDERABLE:
		result = egl->twin->visual != 0;
		break;
	case EGL_NATIVE_VISUAL_ID:
		result = (uint32_t)egl->twin->visual;
		break;
	case EGL_NATIVE_VISUAL_TYPE:
		result = egl->twin->visual ? (uint32_t)egl->twin->visual_class : EGL_NONE;
		break;
	case EGL_SAMPLES:
		result = config->samples;
		break;
	case EGL_SAMPLE_BUFFERS:
		result = config->sample_buffers;
		break;
	case EGL_SURFACE_TYPE:
		result = (uint32_t)egl->surface_type;
		break;
	case EGL_TRANSPARENT_TYPE:
		result = EGL_NONE;
		break;
	case EGL_BIND_TO_TEXTURE_RGB:
		result = (egl->surface_type & EGL_PBUFFER_BIT) != 0;
		break;
	case EGL_BIND_TO_TEXTURE_RGBA:
		result = (egl->surface_type & EGL_PBUFFER_BIT) && config->alpha;
		break;
	case EGL_MIN_SWAP_INTERVAL:
		result = display->core->capabilities & VMGL_CAN_SWAP_CONTROL ? 0 : 1;
		break;
	case EGL_MAX_SWAP_INTERVAL:
		result = display->core->capabilities & VMGL_CAN_SWAP_CONTROL ? 1000 : 1;
		break;
	case EGL_COLOR_BUFFER_TYPE:
		result = EGL_RGB_BUFFER;
		break;
	case EGL_RENDERABLE_TYPE:
	case EGL_CONFORMANT:
		result = EGL_OPENGL_BIT;
		if (display->core->capabilities & VMGL_CAN_GLES)
			result |= EGL_OPENGL_ES_BIT | EGL_OPENGL_ES2_BIT | EGL_OPENGL_ES3_BIT;
		break;
	case EGL_COLOR_COMPONENT_TYPE_EXT:
		result = is_float(config) ? EGL_COLOR_COMPONENT_TYPE_FLOAT_EXT : EGL_COLOR_COMPONENT_TYPE_FIXED_EXT;
		break;
	case EGL_LEVEL:
	case EGL_TRANSPARENT_BLUE_VALUE:
	case EGL_TRANSPARENT_GREEN_VALUE:
	case EGL_TRANSPARENT_RED_VALUE:
	case EGL_LUMINANCE_SIZE:
	case EGL_ALPHA_MASK_SIZE:
		break;
	default:
		return false;
	}
	*value = (EGLint)result;
	return true;
}

EGLBoolean eglGetConfigAttrib(EGLDisplay dpy, EGLConfig handle, EGLint attribute, EGLint *value) {
	struct vmgl_egl_display *display = vmgl_egl_look(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	const struct vmgl_egl_config *config = vmgl_egl_config(display, handle);
	if (!config)
		return VMGL_EGL_FAIL(EGL_BAD_CONFIG);
	if (!value)
		return VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	return value_of(display, config, attribute, value) ? vmgl_egl_succeed() : VMGL_EGL_FAIL(EGL_BAD_ATTRIBUTE);
}

EGLBoolean eglGetConfigs(EGLDisplay dpy, EGLConfig *configs, EGLint room, EGLint *count) {
	struct vmgl_egl_display *display = vmgl_egl_look(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	if (!count)
		return VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	*count = display->config_count;
	if (configs) {
		*count = room < 0 ? 0 : room < display->config_count ? room : display->config_count;
		for (EGLint i = 0; i < *count; i++)
			configs[i] = &display->configs[i];
	}
	return vmgl_egl_succeed();
}

/* ---- Choosing ---- */

struct criteria {
	EGLint values[RULES]; /* by rule */
	bool asked[RULES];    /* the application named it */
	bool native_pixmap;
	Pixmap pixmap;
};

static int rule_of(EGLint attribute) {
	for (size_t i = 0; i < RULES; i++)
		if (rules[i].attribute == attribute)
			return (int)i;
	return -1;
}

static EGLint wanted(const struct criteria *criteria, EGLint attribute) {
	return criteria->values[rule_of(attribute)];
}

/* Whether the value is one that the attribute can have. */
static bool valid(EGLint attribute, EGLint value) {
	const EGLint surfaces = EGL_PBUFFER_BIT | EGL_PIXMAP_BIT | EGL_WINDOW_BIT | EGL_VG_COLORSPACE_LINEAR_BIT |
							EGL_VG_ALPHA_FORMAT_PRE_BIT | EGL_MULTISAMPLE_RESOLVE_BOX_BIT |
							EGL_SWAP_BEHAVIOR_PRESERVED_BIT;
	const EGLint apis = EGL_OPENGL_ES_BIT | EGL_OPENVG_BIT | EGL_OPENGL_ES2_BIT | EGL_OPENGL_BIT | EGL_OPENGL_ES3_BIT;
	if (value == EGL_DONT_CARE)
		return attribute != EGL_LEVEL;
	switch (attribute) {
	case EGL_LEVEL:
	case EGL_NATIVE_VISUAL_TYPE:
	case EGL_NATIVE_VISUAL_ID:
		return true;
	case EGL_CONFIG_ID:
		return value > 0;
	case EGL_SURFACE_TYPE:
		return (value & ~surfaces) == 0;
	case EGL_RENDERABLE_TYPE:
	case EGL_CONFORMANT:
		return (value & ~apis) == 0;
	case EGL_SAMPLE_BUFFERS:
		return value == 0 || value == 1;
	case EGL_CONFIG_CAVEAT:
		return value == EGL_NONE || value == EGL_SLOW_CONFIG || value == EGL_NON_CONFORMANT_CONFIG;
	case EGL_NATIVE_RENDERABLE:
	case EGL_BIND_TO_TEXTURE_RGB:
	case EGL_BIND_TO_TEXTURE_RGBA:
		return value == EGL_TRUE || value == EGL_FALSE;
	case EGL_TRANSPARENT_TYPE:
		return value == EGL_NONE || value == EGL_TRANSPARENT_RGB;
	case EGL_COLOR_BUFFER_TYPE:
		return value == EGL_RGB_BUFFER || value == EGL_LUMINANCE_BUFFER;
	case EGL_COLOR_COMPONENT_TYPE_EXT:
		return value == EGL_COLOR_COMPONENT_TYPE_FIXED_EXT || value == EGL_COLOR_COMPONENT_TYPE_FLOAT_EXT;
	default:
		return value >= 0;
	}
}

static bool read_criteria(struct criteria *criteria, const EGLint *attributes) {
	*criteria = (struct criteria){.native_pixmap = false};
	for (size_t i = 0; i < RULES; i++)
		criteria->values[i] = rules[i].initial;
	for (const EGLint *at = attributes; at && at[0] != EGL_NONE; at += 2) {
		int rule = rule_of(at[0]);
		if (at[0] == EGL_MATCH_NATIVE_PIXMAP) {
			criteria->native_pixmap = at[1] != EGL_NONE;
			criteria->pixmap = (Pixmap)(unsigned)at[1];
			continue;
		}
		if (rule < 0 || !valid(at[0], at[1]))
			return false;
		criteria->values[rule] = at[1];
		criteria->asked[rule] = true;
	}
	/* The type of a visual means nothing without windows, transparent colours nothing without transparency. */
	if (!(wanted(criteria, EGL_SURFACE_TYPE) & EGL_WINDOW_BIT))
		criteria->values[rule_of(EGL_NATIVE_VISUAL_TYPE)] = EGL_DONT_CARE;
	if (wanted(criteria, EGL_TRANSPARENT_TYPE) == EGL_NONE) {
		criteria->values[rule_of(EGL_TRANSPARENT_RED_VALUE)] = EGL_DONT_CARE;
		criteria->values[rule_of(EGL_TRANSPARENT_GREEN_VALUE)] = EGL_DONT_CARE;
		criteria->values[rule_of(EGL_TRANSPARENT_BLUE_VALUE)] = EGL_DONT_CARE;
	}
	return true;
}

static bool matches(const struct vmgl_egl_display *display, const struct vmgl_egl_config *config,
					const struct criteria *criteria, unsigned pixmap_depth) {
	bool by_id = wanted(criteria, EGL_CONFIG_ID) != EGL_DONT_CARE;
	for (size_t i = 0; i < RULES; i++) {
		EGLint wish = criteria->values[i], value = 0;
		/* With an id all other attributes are ignored. */
		if (wish == EGL_DONT_CARE || (by_id && rules[i].attribute != EGL_CONFIG_ID))
			continue;
		value_of(display, config, rules[i].attribute, &value);
		if ((rules[i].comparison == EXACT && value != wish) || (rules[i].comparison == AT_LEAST && value < wish) ||
			(rules[i].comparison == MASK && (value & wish) != wish))
			return false;
	}
	return by_id || !criteria->native_pixmap ||
		   ((config->surface_type & EGL_PIXMAP_BIT) && (unsigned)config->twin->visual_depth == pixmap_depth);
}

/* Bits of the colour components that were asked for. */
static EGLint wanted_bits(const struct vmgl_config *config, const struct criteria *criteria) {
	const struct {
		EGLint attribute;
		uint32_t bits;
	} components[] = {{EGL_RED_SIZE, config->red},
					  {EGL_GREEN_SIZE, config->green},
					  {EGL_BLUE_SIZE, config->blue},
					  {EGL_ALPHA_SIZE, config->alpha}};
	EGLint sum = 0;
	for (int i = 0; i < 4; i++) {
		EGLint wish = wanted(criteria, components[i].attribute);
		if (wish != 0 && wish != EGL_DONT_CARE)
			sum += (EGLint)components[i].bits;
	}
	return sum;
}

/* The order of table 3.1's last column: negative when `a` comes first. */
static EGLint compare(const struct vmgl_egl_display *display, const struct vmgl_egl_config *a,
					  const struct vmgl_egl_config *b, const struct criteria *criteria) {
	static const EGLint smaller[] = {EGL_COLOR_COMPONENT_TYPE_EXT, EGL_CONFIG_CAVEAT};
	static const EGLint then_smaller[] = {EGL_BUFFER_SIZE,        EGL_SAMPLE_BUFFERS, EGL_SAMPLES,
										  EGL_DEPTH_SIZE,         EGL_STENCIL_SIZE,   EGL_ALPHA_MASK_SIZE,
										  EGL_NATIVE_VISUAL_TYPE, EGL_CONFIG_ID};
	EGLint left = 0, right = 0;
	/* The values of EGL_NONE, EGL_SLOW_CONFIG and EGL_NON_CONFORMANT_CONFIG ascend in their order. */
	for (size_t i = 0; i < sizeof smaller / sizeof *smaller; i++) {
		value_of(display, a, smaller[i], &left);
		value_of(display, b, smaller[i], &right);
		if (left != right)
			return left - right;
	}
	left = wanted_bits(&a->twin->config, criteria);
	right = wanted_bits(&b->twin->config, criteria);
	if (left != right)
		return right - left;
	for (size_t i = 0; i < sizeof then_smaller / sizeof *then_smaller; i++) {
		value_of(display, a, then_smaller[i], &left);
		value_of(display, b, then_smaller[i], &right);
		if (left != right)
			return left - right;
	}
	return 0;
}

EGLBoolean eglChooseConfig(EGLDisplay dpy, const EGLint *attributes, EGLConfig *configs, EGLint room, EGLint *count) {
	struct vmgl_egl_display *display = vmgl_egl_look(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	if (!count)
		return VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	struct criteria criteria;
	if (!read_criteria(&criteria, attributes))
		return VMGL_EGL_FAIL(EGL_BAD_ATTRIBUTE);
	unsigned depth = 0;
	if (criteria.native_pixmap) {
		Window root;
		int x, y;
		unsigned width, height, border;
		struct vmgl_trap trap;
		bool found = false;
		if (display->x11) {
			vmgl_trap_begin(display->x11, &trap);
			found = XGetGeometry(display->x11, criteria.pixmap, &root, &x, &y, &width, &height, &border, &depth);
			vmgl_trap_end(display->x11, &trap);
		}
		if (!found)
			return VMGL_EGL_FAIL(EGL_BAD_NATIVE_PIXMAP);
	}
	const struct vmgl_egl_config **chosen = calloc((size_t)display->config_count + 1, sizeof *chosen);
	if (!chosen)
		return VMGL_EGL_FAIL(EGL_BAD_ALLOC);
	EGLint found = 0;
	for (EGLint i = 0; i < display->config_count; i++) {
		const struct vmgl_egl_config *config = &display->configs[i];
		if (!matches(display, config, &criteria, depth))
			continue;
		EGLint at = found++;
		for (; at > 0 && compare(display, config, chosen[at - 1], &criteria) < 0; at--)
			chosen[at] = chosen[at - 1];
		chosen[at] = config;
	}
	if (configs) {
		found = room < 0 ? 0 : room < found ? room : found;
		for (EGLint i = 0; i < found; i++)
			configs[i] = (EGLConfig)chosen[i];
	}
	*count = found;
	free(chosen);
	return vmgl_egl_succeed();
}
