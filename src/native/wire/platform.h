/* What the platform's wire commands (src/gl/overlay/platform.ts) carry in numbers and records: framebuffer
 * configurations, kinds of drawables, context attributes, status codes. Used by both sides. */
#ifndef VMGL_WIRE_PLATFORM_H
#define VMGL_WIRE_PLATFORM_H

#include <stdint.h>

/* How frames reach the window (design D8). */
enum vmgl_presentation { VMGL_PRESENT_DIRECT = 1, VMGL_PRESENT_READBACK = 2 };

/* Flags of vmglDisplayOpen. */
enum vmgl_open_flags {
	VMGL_OPEN_DIRECT = 1 << 0, /* look for the proof property, and present directly when it is there */
	VMGL_OPEN_INSIST = 1 << 1, /* the user wants direct: also with another GPU, or a display of another machine */
	VMGL_OPEN_EGL = 1 << 2,    /* for EGL: the driver's EGL, where the host has one, also if it renders with GLX */
};

enum vmgl_drawable_kind { VMGL_DRAWABLE_WINDOW = 1, VMGL_DRAWABLE_PIXMAP = 2, VMGL_DRAWABLE_PBUFFER = 3 };

/* Flags of vmglDrawableCreate. The last ones are of pixmaps that are textures (EXT_texture_from_pixmap). */
enum vmgl_drawable_flags {
	VMGL_DRAWABLE_PRESERVED = 1 << 0, /* GLX_PRESERVED_CONTENTS */
	VMGL_DRAWABLE_RGB = 1 << 1,
	VMGL_DRAWABLE_RGBA = 1 << 2,
	VMGL_DRAWABLE_1D = 1 << 3,
	VMGL_DRAWABLE_2D = 1 << 4,
	VMGL_DRAWABLE_RECTANGLE = 1 << 5,
	VMGL_DRAWABLE_MIPMAPS = 1 << 6,
	VMGL_DRAWABLE_SRGB = 1 << 7, /* EGL_GL_COLORSPACE_SRGB */
};

/* What creating or binding something answered; GLX and EGL translate it to their own errors. */
enum vmgl_status {
	VMGL_STATUS_OK = 0,
	VMGL_STATUS_BAD_ALLOC,
	VMGL_STATUS_BAD_MATCH,
	VMGL_STATUS_BAD_VALUE,
	VMGL_STATUS_BAD_CONFIG,   /* GLXBadFBConfig: no such version, or no such profile of it */
	VMGL_STATUS_BAD_PROFILE,  /* GLXBadProfileARB */
	VMGL_STATUS_BAD_DRAWABLE, /* the window or pixmap is gone */
	VMGL_STATUS_BAD_CONTEXT,
};

/* Attributes of vmglContextCreate: key and value pairs, zero-terminated by the array's end. */
enum vmgl_context_attribute {
	VMGL_CONTEXT_API = 1,   /* enum vmgl_context_api */
	VMGL_CONTEXT_MAJOR = 2, /* absent: the newest compatible with 1.0, as glXCreateNewContext gives */
	VMGL_CONTEXT_MINOR = 3,
	VMGL_CONTEXT_PROFILE = 4,      /* enum vmgl_context_profile */
	VMGL_CONTEXT_FLAGS = 5,        /* GLX_CONTEXT_FLAGS_ARB bits: debug 1, forward compatible 2, robust access 4 */
	VMGL_CONTEXT_RESET = 6,        /* 1: lose context on reset */
	VMGL_CONTEXT_NO_ERROR = 7,     /* 1: ARB_create_context_no_error */
	VMGL_CONTEXT_RELEASE_NONE = 8, /* 1: no flush at release (ARB_context_flush_control) */
	VMGL_CONTEXT_RENDER_TYPE = 9,  /* GLX_RENDER_TYPE, if not GLX_RGBA_TYPE */
};
enum vmgl_context_api { VMGL_CONTEXT_GL = 0, VMGL_CONTEXT_GLES = 1 };
enum vmgl_context_profile { VMGL_CONTEXT_COMPATIBILITY = 0, VMGL_CONTEXT_CORE = 1 };

/* Capabilities of a display: info[1] of vmglDisplayOpen. */
enum vmgl_display_capability {
	VMGL_CAN_CREATE_CONTEXT = 1 << 0, /* ARB_create_context and its profiles */
	VMGL_CAN_GLES = 1 << 1,
	VMGL_CAN_ROBUSTNESS = 1 << 2,
	VMGL_CAN_NO_ERROR = 1 << 3,
	VMGL_CAN_SWAP_CONTROL = 1 << 4,
	VMGL_CAN_COPY_SUB_BUFFER = 1 << 5,
	VMGL_CAN_SURFACELESS = 1 << 6, /* a context may be current without drawables */
	VMGL_CAN_SRGB = 1 << 7,
	VMGL_CAN_FLOAT = 1 << 8,
	VMGL_CAN_SWAP_TEAR = 1 << 9,
	VMGL_CAN_FLUSH_CONTROL = 1 << 10,
	VMGL_CAN_QUERY_RENDERER = 1 << 11,
	VMGL_CAN_PACKED_FLOAT = 1 << 12, /* configurations of EXT_fbconfig_packed_float */
	VMGL_CAN_BIND_PIXMAP = 1 << 13,  /* vmglBindPixmap; else the guest uploads what is in the pixmap */
	VMGL_CAN_NO_CONFIG = 1 << 23,    /* contexts with configuration 0 fit every drawable */
	VMGL_CAN_IMAGES = 1 << 24,       /* EGL images of textures and renderbuffers */
	VMGL_CAN_COLOR_SPACE = 1 << 25,  /* configurations may have VMGL_CONFIG_COLOR_SPACE */
	VMGL_CAN_QUERY_DRIVER = 1 << 26, /* vmglDriverText */
	VMGL_CAN_BUFFER_AGE = 1 << 27,   /* vmglBufferAge of windows that are presented directly */
	VMGL_IS_SOFTWARE = 1 << 28,      /* GL runs on the host's processor */
};

/* Words of vmglDisplayOpen's `info`. */
enum vmgl_open_info {
	VMGL_OPEN_INFO_PRESENTATION, /* enum vmgl_presentation */
	VMGL_OPEN_INFO_CAPABILITIES, /* enum vmgl_display_capability */
	VMGL_OPEN_INFO_COUNT = 8
};

/* What only EGL tells of a configuration. */
enum vmgl_config_egl {
	VMGL_CONFIG_PRESERVES = 1 << 0,   /* EGL_SWAP_BEHAVIOR_PRESERVED_BIT */
	VMGL_CONFIG_COLOR_SPACE = 1 << 1, /* VMGL_DRAWABLE_SRGB */
};

/* What vmglDriverText asks for (EGL_MESA_query_driver). */
enum vmgl_driver_text { VMGL_DRIVER_NAME = 1, VMGL_DRIVER_CONFIG = 2 };

/* One framebuffer configuration. Words only: it travels as it is. Values are GLX's (glxext.h); EGL's
 * guest side translates. Fields that a platform does not know are GLX's "don't care" defaults. */
struct vmgl_config {
	uint32_t id;           /* the renderer's own number for it, in vmglContextCreate and vmglDrawableCreate */
	uint32_t fbconfig_id;  /* GLX_FBCONFIG_ID where the host has one */
	uint32_t visual_id;    /* of the host's X server; 0 without one */
	uint32_t visual_class; /* X11's TrueColor, DirectColor ... */
	uint32_t visual_depth;
	uint32_t caveat, level;
	uint32_t render_type, drawable_type, x_renderable;
	uint32_t double_buffered, stereo, aux_buffers;
	uint32_t buffer_size, red, green, blue, alpha;
	uint32_t depth, stencil;
	uint32_t accum_red, accum_green, accum_blue, accum_alpha;
	uint32_t sample_buffers, samples;
	uint32_t srgb;
	uint32_t transparent_type, transparent_index;
	uint32_t transparent_red, transparent_green, transparent_blue, transparent_alpha;
	uint32_t max_pbuffer_width, max_pbuffer_height, max_pbuffer_pixels;
	uint32_t swap_method, visual_select_group;
	uint32_t texture; /* enum vmgl_drawable_flags: what pixmaps of it can be bound as */
	uint32_t egl;     /* enum vmgl_config_egl */
};
_Static_assert(sizeof(struct vmgl_config) == 40 * 4, "configurations travel as 40 words");

/* Frames travel as tight rows from bottom to top, as GL reads them; whoever copies them next turns them over.
 * vmglSwapReadback and vmglFrontReadback say in `size`: */
#define VMGL_FRAME_PIXEL_BYTES 4
enum vmgl_frame_info {
	VMGL_FRAME_WIDTH,
	VMGL_FRAME_HEIGHT,
	VMGL_FRAME_ORDER,  /* enum vmgl_frame_order */
	VMGL_FRAME_FIRST,  /* the first row that travels, counted as GL does; as many as fit the bytes */
	VMGL_FRAME_NUMBER, /* of a swap's frame, for `held` of the next one; 0: it has none */
	VMGL_FRAME_INFO_COUNT = 6
};
/* Bytes of a pixel in memory. OpenGL ES reads RGBA only. */
enum vmgl_frame_order { VMGL_FRAME_BGRA = 0, VMGL_FRAME_RGBA = 1 };

#endif
