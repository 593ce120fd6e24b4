/* EGL surfaces: windows, pixmaps and pbuffers; swaps; pbuffers as textures. */
#include "guest/egl/egl.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "guest/gl/debug.h"
#include "guest/link/connection.h"
#include "guest/window/present.h"

struct vmgl_egl_surface *vmgl_egl_surface(const struct vmgl_egl_display *display, EGLSurface handle) {
	struct vmgl_egl_surface *surface = display->surfaces;
	while (surface && surface != handle)
		surface = surface->next;
	return surface;
}

/* What the attributes of a new surface ask for. */
static struct vmgl_egl_surface initial(struct vmgl_egl_display *display, const struct vmgl_egl_config *config,
									   EGLint type) {
	return (struct vmgl_egl_surface){
		.display = display,
		.config = config,
		.type = type,
		.render_buffer = type == EGL_PIXMAP_BIT ? EGL_SINGLE_BUFFER : EGL_BACK_BUFFER,
		.swap_behavior = type == EGL_WINDOW_BIT ? EGL_BUFFER_DESTROYED : EGL_BUFFER_PRESERVED,
		.color_space = EGL_GL_COLORSPACE_LINEAR,
		.multisample_resolve = EGL_MULTISAMPLE_RESOLVE_DEFAULT,
		.texture_format = EGL_NO_TEXTURE,
		.texture_target = EGL_NO_TEXTURE,
	};
}

/* EGL 1.5, sections 3.5.1, 3.5.2 and 3.5.4. EGL_SUCCESS or the error. */
static EGLint read_attribute(struct vmgl_egl_surface *surface, EGLint name, EGLint value) {
	bool pbuffer = surface->type == EGL_PBUFFER_BIT;
	switch (name) {
	case EGL_GL_COLORSPACE:
		surface->color_space = value;
		if (value == EGL_GL_COLORSPACE_SRGB)
			return surface->config->twin->config.egl & VMGL_CONFIG_COLOR_SPACE ? EGL_SUCCESS : EGL_BAD_MATCH;
		return value == EGL_GL_COLORSPACE_LINEAR ? EGL_SUCCESS : EGL_BAD_ATTRIBUTE;
	case EGL_VG_COLORSPACE:
		return value == EGL_VG_COLORSPACE_sRGB     ? EGL_SUCCESS
			   : value == EGL_VG_COLORSPACE_LINEAR ? EGL_BAD_MATCH
												   : EGL_BAD_ATTRIBUTE;
	case EGL_VG_ALPHA_FORMAT:
		return value == EGL_VG_ALPHA_FORMAT_NONPRE ? EGL_SUCCESS
			   : value == EGL_VG_ALPHA_FORMAT_PRE  ? EGL_BAD_MATCH
												   : EGL_BAD_ATTRIBUTE;
	case EGL_RENDER_BUFFER:
		if (surface->type != EGL_WINDOW_BIT || (value != EGL_BACK_BUFFER && value != EGL_SINGLE_BUFFER))
			return EGL_BAD_ATTRIBUTE;
		/* A wish, says EGL; rendering goes to the back buffer all the same. */
		surface->render_buffer = value;
		return EGL_SUCCESS;
	case EGL_WIDTH:
	case EGL_HEIGHT:
		if (!pbuffer)
			return EGL_BAD_ATTRIBUTE;
		if (value < 0)
			return EGL_BAD_PARAMETER;
		*(name == EGL_WIDTH ? &surface->width : &surface->height) = value;
		return EGL_SUCCESS;
	case EGL_LARGEST_PBUFFER:
		surface->largest = value;
		return pbuffer ? EGL_SUCCESS : EGL_BAD_ATTRIBUTE;
	case EGL_TEXTURE_FORMAT:
		surface->texture_format = value;
		return pbuffer && (value == EGL_TEXTURE_RGB || value == EGL_TEXTURE_RGBA || value == EGL_NO_TEXTURE)
				   ? EGL_SUCCESS
				   : EGL_BAD_ATTRIBUTE;
	case EGL_TEXTURE_TARGET:
		surface->texture_target = value;
		return pbuffer && (value == EGL_TEXTURE_2D || value == EGL_NO_TEXTURE) ? EGL_SUCCESS : EGL_BAD_ATTRIBUTE;
	case EGL_MIPMAP_TEXTURE:
		surface->mipmap_texture = value != 0;
		return pbuffer ? EGL_SUCCESS : EGL_BAD_ATTRIBUTE;
	default:
		return EGL_BAD_ATTRIBUTE;
	}
}

/* `narrow` or `wide` is the list; the other is NULL. */
static EGLint read_attributes(struct vmgl_egl_surface *surface, const EGLint *narrow, const EGLAttrib *wide) {
	EGLint error = EGL_SUCCESS;
	for (; narrow && narrow[0] != EGL_NONE && error == EGL_SUCCESS; narrow += 2)
		error = read_attribute(surface, narrow[0], narrow[1]);
	for (; wide && wide[0] != EGL_NONE && error == EGL_SUCCESS; wide += 2)
		error = read_attribute(surface, (EGLint)wide[0], (EGLint)wide[1]);
	if (error != EGL_SUCCESS)
		return error;
	if ((surface->texture_format == EGL_NO_TEXTURE) != (surface->texture_target == EGL_NO_TEXTURE))
		return EGL_BAD_MATCH;
	return EGL_SUCCESS;
}

/* Makes the surface that `wish` describes, of the X window or pixmap `xid`. With the lock held. */
static struct vmgl_egl_surface *create(const struct vmgl_egl_surface *wish, const struct vmgl_fbconfig *fbconfig,
									   XID xid, unsigned width, unsigned height, EGLint *error) {
	struct vmgl_egl_display *display = wish->display;
	struct vmgl_egl_surface *surface = malloc(sizeof *surface);
	enum vmgl_status status = VMGL_STATUS_BAD_ALLOC;
	struct vmgl_drawable *core = NULL;
	enum vmgl_drawable_kind kind = wish->type == EGL_WINDOW_BIT   ? VMGL_DRAWABLE_WINDOW
								   : wish->type == EGL_PIXMAP_BIT ? VMGL_DRAWABLE_PIXMAP
																  : VMGL_DRAWABLE_PBUFFER;
	if (surface)
		core = vmgl_drawable_create(
			display->core, kind, None, xid, fbconfig, width ? width : 1, height ? height : 1,
			VMGL_DRAWABLE_PRESERVED | (wish->color_space == EGL_GL_COLORSPACE_SRGB ? VMGL_DRAWABLE_SRGB : 0u), &status);
	if (!core) {
		free(surface);
		*error =
			vmgl_egl_error_of(status, wish->type == EGL_PIXMAP_BIT ? EGL_BAD_NATIVE_PIXMAP : EGL_BAD_NATIVE_WINDOW);
		return NULL;
	}
	*surface = *wish;
	surface->core = core;
	core->swap_interval = 1;
	core->frontend = surface;
	surface->next = display->surfaces;
	display->surfaces = surface;
	return surface;
}

static EGLSurface create_native(EGLDisplay dpy, EGLConfig config_handle, EGLint type, XID xid, const EGLint *narrow,
								const EGLAttrib *wide, const char *function) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, function);
	if (!display)
		return EGL_NO_SURFACE;
	const EGLint bad_native = type == EGL_WINDOW_BIT ? EGL_BAD_NATIVE_WINDOW : EGL_BAD_NATIVE_PIXMAP;
	const struct vmgl_egl_config *config = vmgl_egl_config(display, config_handle);
	struct vmgl_egl_surface wish = initial(display, config, type), *surface = NULL;
	EGLint error = EGL_SUCCESS;
	vmgl_egl_settle(display);
	/* EGL_MESA_platform_surfaceless: there are no native windows, whatever the configuration. */
	if (!display->x11)
		error = bad_native;
	else if (!config)
		error = EGL_BAD_CONFIG;
	else if (xid == None)
		error = bad_native;
	else if (!(config->surface_type & type))
		error = EGL_BAD_MATCH;
	else
		error = read_attributes(&wish, narrow, wide);
	for (surface = display->surfaces; surface && error == EGL_SUCCESS; surface = surface->next)
		if (surface->type != EGL_PBUFFER_BIT && surface->core->x11 == xid)
			error = EGL_BAD_ALLOC; /* one surface per window */
	if (error == EGL_SUCCESS) {
		const struct vmgl_fbconfig *fbconfig = config->single;
		XWindowAttributes window;
		Window root;
		int x, y;
		unsigned width = 0, height = 0, border, depth = 0;
		struct vmgl_trap trap;
		vmgl_trap_begin(display->x11, &trap);
		bool found = XGetGeometry(display->x11, xid, &root, &x, &y, &width, &height, &border, &depth);
		if (found && type == EGL_WINDOW_BIT) {
			found = XGetWindowAttributes(display->x11, xid, &window);
			fbconfig = found ? vmgl_egl_config_for_visual(display, config, window.visual, window.depth) : NULL;
		}
		vmgl_trap_end(display->x11, &trap);
		if (!found)
			error = bad_native;
		else if (!fbconfig || (type == EGL_PIXMAP_BIT && (int)depth != fbconfig->visual_depth))
			error = EGL_BAD_MATCH;
		else
			surface = create(&wish, fbconfig, xid, width, height, &error);
	}
	vmgl_egl_leave();
	if (error != EGL_SUCCESS) {
		vmgl_egl_fail(error, function);
		return EGL_NO_SURFACE;
	}
	vmgl_egl_succeed();
	return surface;
}

EGLSurface eglCreateWindowSurface(EGLDisplay dpy, EGLConfig config, EGLNativeWindowType window,
								  const EGLint *attributes) {
	return create_native(dpy, config, EGL_WINDOW_BIT, (XID)window, attributes, NULL, __func__);
}

EGLSurface eglCreatePixmapSurface(EGLDisplay dpy, EGLConfig config, EGLNativePixmapType pixmap,
								  const EGLint *attributes) {
	return create_native(dpy, config, EGL_PIXMAP_BIT, (XID)pixmap, attributes, NULL, __func__);
}

/* Platform surfaces come by address: an Xlib Window (a long) or an xcb_window_t (32 bits). */
static XID native_xid(EGLDisplay dpy, const void *native) {
	pthread_mutex_lock(&vmgl_egl_lock);
	const struct vmgl_egl_display *display = vmgl_egl_display(dpy);
	EGLenum platform = display ? display->platform : EGL_NONE;
	pthread_mutex_unlock(&vmgl_egl_lock);
	if (!native)
		return None;
	return platform == EGL_PLATFORM_X11_EXT   ? *(const XID *)native
		   : platform == EGL_PLATFORM_XCB_EXT ? *(const uint32_t *)native
											  : None;
}

EGLSurface eglCreatePlatformWindowSurface(EGLDisplay dpy, EGLConfig config, void *window, const EGLAttrib *attributes) {
	return create_native(dpy, config, EGL_WINDOW_BIT, native_xid(dpy, window), NULL, attributes, __func__);
}

EGLSurface eglCreatePlatformWindowSurfaceEXT(EGLDisplay dpy, EGLConfig config, void *window, const EGLint *attributes) {
	return create_native(dpy, config, EGL_WINDOW_BIT, native_xid(dpy, window), attributes, NULL, __func__);
}

EGLSurface eglCreatePlatformPixmapSurface(EGLDisplay dpy, EGLConfig config, void *pixmap, const EGLAttrib *attributes) {
	return create_native(dpy, config, EGL_PIXMAP_BIT, native_xid(dpy, pixmap), NULL, attributes, __func__);
}

EGLSurface eglCreatePlatformPixmapSurfaceEXT(EGLDisplay dpy, EGLConfig config, void *pixmap, const EGLint *attributes) {
	return create_native(dpy, config, EGL_PIXMAP_BIT, native_xid(dpy, pixmap), attributes, NULL, __func__);
}

EGLSurface eglCreatePbufferSurface(EGLDisplay dpy, EGLConfig config_handle, const EGLint *attributes) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_NO_SURFACE;
	const struct vmgl_egl_config *config = vmgl_egl_config(display, config_handle);
	struct vmgl_egl_surface wish = initial(display, config, EGL_PBUFFER_BIT), *surface = NULL;
	EGLint error = !config                                     ? EGL_BAD_CONFIG
				   : !(config->surface_type & EGL_PBUFFER_BIT) ? EGL_BAD_MATCH
															   : read_attributes(&wish, attributes, NULL);
	if (error == EGL_SUCCESS) {
		const struct vmgl_config *host = &config->twin->config;
		EGLint most_width = host->max_pbuffer_width ? (EGLint)host->max_pbuffer_width : 4096;
		EGLint most_height = host->max_pbuffer_height ? (EGLint)host->max_pbuffer_height : 4096;
		if (wish.largest && wish.width > most_width)
			wish.width = most_width;
		if (wish.largest && wish.height > most_height)
			wish.height = most_height;
		surface = create(&wish, config->twin, None, (unsigned)wish.width, (unsigned)wish.height, &error);
	}
	vmgl_egl_leave();
	if (!surface)
		VMGL_EGL_FAIL(error);
	else
		vmgl_egl_succeed();
	return surface;
}

/* Client buffers are OpenVG's. */
EGLSurface eglCreatePbufferFromClientBuffer(EGLDisplay dpy, EGLenum type, EGLClientBuffer buffer, EGLConfig config,
											const EGLint *attributes) {
	(void)buffer, (void)config, (void)attributes;
	if (vmgl_egl_look(dpy, __func__))
		VMGL_EGL_FAIL(type == EGL_OPENVG_IMAGE ? EGL_BAD_ALLOC : EGL_BAD_PARAMETER);
	return EGL_NO_SURFACE;
}

/* ---- Ending ---- */

static void end(struct vmgl_egl_surface *surface) {
	struct vmgl_egl_surface **link = &surface->display->surfaces;
	while (*link != surface)
		link = &(*link)->next;
	*link = surface->next;
	surface->next = NULL;
	vmgl_drawable_unref(surface->core);
}

EGLBoolean eglDestroySurface(EGLDisplay dpy, EGLSurface handle) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_surface *surface = vmgl_egl_surface(display, handle);
	vmgl_egl_about(surface ? surface->label : NULL);
	if (surface)
		end(surface);
	vmgl_egl_leave();
	return surface ? vmgl_egl_succeed() : VMGL_EGL_FAIL(EGL_BAD_SURFACE);
}

void vmgl_egl_surfaces_end(struct vmgl_egl_display *display) {
	while (display->surfaces)
		end(display->surfaces);
}

/* ---- Attributes ---- */

static EGLint size_of(struct vmgl_egl_surface *surface, EGLint attribute) {
	if (surface->type == EGL_PBUFFER_BIT)
		return attribute == EGL_WIDTH ? surface->width : surface->height;
	/* With readback the renderer follows at the next swap; the window's size is what counts for EGL. */
	vmgl_egl_settle(surface->display);
	Window root;
	int x, y;
	unsigned width = surface->core->width, height = surface->core->height, border, depth;
	struct vmgl_trap trap;
	vmgl_trap_begin(surface->display->x11, &trap);
	XGetGeometry(surface->display->x11, surface->core->x11, &root, &x, &y, &width, &height, &border, &depth);
	vmgl_trap_end(surface->display->x11, &trap);
	return (EGLint)(attribute == EGL_WIDTH ? width : height);
}

/* EGL_EXT_buffer_age: of a window that the host presents, the driver knows. Otherwise two buffers are exchanged, or one
 * stays what it is. */
static EGLint age_of(const struct vmgl_egl_surface *surface) {
	const struct vmgl_display *core = surface->display->core;
	if (surface->type != EGL_WINDOW_BIT || !surface->core->config->config.double_buffered)
		return 0;
	if (core->presentation == VMGL_PRESENT_DIRECT)
		return core->capabilities & VMGL_CAN_BUFFER_AGE ? vmgl_enc_vmglBufferAge(vmgl_current, surface->core->id) : 0;
	if (surface->drawn_by != vmgl_current->group)
		return 0;
	if (surface->swap_behavior == EGL_BUFFER_PRESERVED)
		return surface->frames >= 1;
	return surface->frames >= 2 ? 2 : 0;
}

/* A frame is done: what the next back buffer holds follows. */
static void count_frame(struct vmgl_egl_surface *surface, unsigned width, unsigned height) {
	bool same = surface->core->width == width && surface->core->height == height;
	surface->frames = !same ? 0 : surface->drawn_by == vmgl_current->group ? surface->frames + 1 : 1;
	surface->drawn_by = vmgl_current->group;
}

/* EGL_SWAP_BEHAVIOR of a window. Swaps that were sent before are not to be executed with it. */
static EGLint preserve(struct vmgl_egl_surface *surface, bool wanted) {
	if (surface->type != EGL_WINDOW_BIT || !(surface->config->twin->config.egl & VMGL_CONFIG_PRESERVES))
		return wanted ? EGL_BAD_MATCH : EGL_SUCCESS;
	if (vmgl_egl_current() && vmgl_current->draw == surface->core)
		vmgl_stream_acks(&vmgl_current->stream, vmgl_glx_context(vmgl_current)->swaps);
	struct vmgl_display *core = surface->display->core;
	struct vmgl_stream *control = vmgl_control_lock(core->connection);
	enum vmgl_status status = vmgl_enc_vmglPreserve(control, surface->core->id, wanted);
	vmgl_control_unlock(core->connection);
	surface->frames = 0;
	return status == VMGL_STATUS_OK ? EGL_SUCCESS : EGL_BAD_MATCH;
}

EGLBoolean eglQuerySurface(EGLDisplay dpy, EGLSurface handle, EGLint attribute, EGLint *value) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_surface *surface = vmgl_egl_surface(display, handle);
	vmgl_egl_about(surface ? surface->label : NULL);
	EGLint error = !surface ? EGL_BAD_SURFACE : !value ? EGL_BAD_PARAMETER : EGL_SUCCESS;
	if (error != EGL_SUCCESS) {
		vmgl_egl_leave();
		return VMGL_EGL_FAIL(error);
	}
	bool pbuffer = surface->type == EGL_PBUFFER_BIT;
	switch (attribute) {
	case EGL_WIDTH:
	case EGL_HEIGHT:
		*value = size_of(surface, attribute);
		break;
	case EGL_CONFIG_ID:
		*value = surface->config->id;
		break;
	/* What only pbuffers have leaves the value of others alone. */
	case EGL_LARGEST_PBUFFER:
		*value = pbuffer ? surface->largest : *value;
		break;
	case EGL_TEXTURE_FORMAT:
		*value = pbuffer ? surface->texture_format : *value;
		break;
	case EGL_TEXTURE_TARGET:
		*value = pbuffer ? surface->texture_target : *value;
		break;
	case EGL_MIPMAP_TEXTURE:
		*value = pbuffer ? surface->mipmap_texture : *value;
		break;
	case EGL_MIPMAP_LEVEL:
		*value = pbuffer ? surface->mipmap_level : *value;
		break;
	case EGL_SWAP_BEHAVIOR:
		*value = surface->swap_behavior;
		break;
	case EGL_RENDER_BUFFER:
		*value = surface->render_buffer;
		break;
	case EGL_HORIZONTAL_RESOLUTION:
	case EGL_VERTICAL_RESOLUTION:
	case EGL_PIXEL_ASPECT_RATIO:
		*value = EGL_UNKNOWN;
		break;
	case EGL_MULTISAMPLE_RESOLVE:
		*value = surface->multisample_resolve;
		break;
	case EGL_VG_COLORSPACE:
		*value = EGL_VG_COLORSPACE_sRGB;
		break;
	case EGL_VG_ALPHA_FORMAT:
		*value = EGL_VG_ALPHA_FORMAT_NONPRE;
		break;
	case EGL_GL_COLORSPACE:
		*value = surface->color_space;
		break;
	case EGL_BUFFER_AGE_EXT:
		if (vmgl_current->draw != surface->core)
			error = EGL_BAD_SURFACE;
		else
			*value = age_of(surface);
		break;
	default:
		error = EGL_BAD_ATTRIBUTE;
	}
	vmgl_egl_leave();
	return error == EGL_SUCCESS ? vmgl_egl_succeed() : VMGL_EGL_FAIL(error);
}

EGLBoolean eglSurfaceAttrib(EGLDisplay dpy, EGLSurface handle, EGLint attribute, EGLint value) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_surface *surface = vmgl_egl_surface(display, handle);
	vmgl_egl_about(surface ? surface->label : NULL);
	EGLint error = surface ? EGL_SUCCESS : EGL_BAD_SURFACE;
	if (surface)
		switch (attribute) {
		case EGL_MIPMAP_LEVEL:
			surface->mipmap_level = value;
			break;
		case EGL_MULTISAMPLE_RESOLVE:
			error = value == EGL_MULTISAMPLE_RESOLVE_DEFAULT ? EGL_SUCCESS
					: value == EGL_MULTISAMPLE_RESOLVE_BOX   ? EGL_BAD_MATCH
															 : EGL_BAD_ATTRIBUTE;
			break;
		case EGL_SWAP_BEHAVIOR:
			error = value != EGL_BUFFER_DESTROYED && value != EGL_BUFFER_PRESERVED ? EGL_BAD_ATTRIBUTE
					: value != surface->swap_behavior ? preserve(surface, value == EGL_BUFFER_PRESERVED)
													  : EGL_SUCCESS;
			if (error == EGL_SUCCESS)
				surface->swap_behavior = value;
			break;
		default:
			error = EGL_BAD_ATTRIBUTE;
		}
	vmgl_egl_leave();
	return error == EGL_SUCCESS ? vmgl_egl_succeed() : VMGL_EGL_FAIL(error);
}

/* ---- Frames ---- */

/* The surface behind a handle, which must be what the calling thread's context draws to (EGL 1.5, 3.10.1). It cannot go
 * while it is current, so no lock is needed after this. */
static struct vmgl_egl_surface *current_surface(EGLDisplay dpy, EGLSurface handle, EGLint error, const char *function) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, function);
	if (!display)
		return NULL;
	struct vmgl_egl_surface *surface = vmgl_egl_surface(display, handle);
	vmgl_egl_about(surface ? surface->label : NULL);
	vmgl_egl_leave();
	if (surface && vmgl_egl_current() && vmgl_current->draw == surface->core)
		return surface;
	vmgl_egl_fail(surface ? error : EGL_BAD_SURFACE, function);
	return NULL;
}

static EGLBoolean swap(EGLDisplay dpy, EGLSurface handle, const char *function) {
	struct vmgl_egl_surface *surface = current_surface(dpy, handle, EGL_BAD_SURFACE, function);
	if (!surface)
		return EGL_FALSE;
	/* Swapping has no effect on others. */
	if (surface->type == EGL_WINDOW_BIT) {
		struct vmgl_context *ctx = vmgl_current;
		unsigned width = surface->core->width, height = surface->core->height;
		if (surface->core->config->config.double_buffered)
			vmgl_present_swap(ctx, surface->core);
		else
			vmgl_present_front(ctx);
		vmgl_debug_poll(ctx);
		count_frame(surface, width, height);
		if (ctx->stream.lost)
			return vmgl_egl_fail(EGL_CONTEXT_LOST, function);
	}
	return vmgl_egl_succeed();
}

EGLBoolean eglSwapBuffers(EGLDisplay dpy, EGLSurface surface) {
	return swap(dpy, surface, __func__);
}

/* Damage is a hint: whole frames are presented. */
EGLBoolean eglSwapBuffersWithDamageKHR(EGLDisplay dpy, EGLSurface surface, const EGLint *rectangles, EGLint count) {
	if (count < 0 || (count > 0 && !rectangles))
		return VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	return swap(dpy, surface, __func__);
}

EGLBoolean eglSwapBuffersWithDamageEXT(EGLDisplay dpy, EGLSurface surface, const EGLint *rectangles, EGLint count) {
	if (count < 0 || (count > 0 && !rectangles))
		return VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
	return swap(dpy, surface, __func__);
}

EGLBoolean eglSetDamageRegionKHR(EGLDisplay dpy, EGLSurface handle, EGLint *rectangles, EGLint count) {
	const struct vmgl_egl_surface *surface = current_surface(dpy, handle, EGL_BAD_MATCH, __func__);
	if (!surface)
		return EGL_FALSE;
	if (surface->type != EGL_WINDOW_BIT || surface->swap_behavior != EGL_BUFFER_DESTROYED)
		return VMGL_EGL_FAIL(EGL_BAD_MATCH);
	return count < 0 || (count > 0 && !rectangles) ? VMGL_EGL_FAIL(EGL_BAD_PARAMETER) : vmgl_egl_succeed();
}

EGLBoolean eglSwapInterval(EGLDisplay dpy, EGLint interval) {
	struct vmgl_egl_display *display = vmgl_egl_look(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	if (!vmgl_egl_current())
		return VMGL_EGL_FAIL(EGL_BAD_CONTEXT);
	struct vmgl_drawable *drawable = vmgl_current->draw;
	if (!drawable)
		return VMGL_EGL_FAIL(EGL_BAD_SURFACE);
	int most = display->core->capabilities & VMGL_CAN_SWAP_CONTROL ? 1000 : 1;
	int least = display->core->capabilities & VMGL_CAN_SWAP_CONTROL ? 0 : 1;
	interval = interval < least ? least : interval > most ? most : interval;
	if (drawable->kind == VMGL_DRAWABLE_WINDOW && interval != drawable->swap_interval) {
		drawable->swap_interval = interval;
		vmgl_enc_vmglSwapInterval(vmgl_current, drawable->id, interval);
	}
	return vmgl_egl_succeed();
}

EGLBoolean eglCopyBuffers(EGLDisplay dpy, EGLSurface handle, EGLNativePixmapType pixmap) {
	struct vmgl_egl_surface *surface = current_surface(dpy, handle, EGL_BAD_SURFACE, __func__);
	if (!surface)
		return EGL_FALSE;
	if (!surface->display->x11)
		return VMGL_EGL_FAIL(EGL_BAD_NATIVE_PIXMAP);
	return vmgl_present_copy_to(vmgl_current, surface->core, (Pixmap)pixmap) ? vmgl_egl_succeed()
																			 : VMGL_EGL_FAIL(EGL_BAD_NATIVE_PIXMAP);
}

/* ---- Pbuffers as textures ---- */

/* Copies the pbuffer to the texture that the current context has bound. */
static enum vmgl_status copy_to_texture(struct vmgl_drawable *core, GLuint components) {
	vmgl_drawable_settle(core, vmgl_current);
	return vmgl_enc_vmglBindTexImage(vmgl_current, core->id, components);
}

/* Buffer and texture share memory while they are bound. Drawing to the buffer then is undefined, says EGL; drivers let
 * the texture show it, and so does a copy made now, and made anew whenever the buffer was drawn to. */
EGLBoolean eglBindTexImage(EGLDisplay dpy, EGLSurface handle, EGLint buffer) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_surface *surface = vmgl_egl_surface(display, handle);
	vmgl_egl_about(surface ? surface->label : NULL);
	EGLint error = !surface || surface->type != EGL_PBUFFER_BIT ? EGL_BAD_SURFACE
				   : surface->texture_format == EGL_NO_TEXTURE  ? EGL_BAD_MATCH
				   : buffer != EGL_BACK_BUFFER                  ? EGL_BAD_PARAMETER
				   : surface->bound                             ? EGL_BAD_ACCESS
																: EGL_SUCCESS;
	/* Without a current context the call is ignored. */
	if (error == EGL_SUCCESS && vmgl_egl_current()) {
		bool alpha = surface->texture_format == EGL_TEXTURE_RGBA && surface->config->twin->config.alpha;
		GLint texture = 0;
		glGetIntegerv(GL_TEXTURE_BINDING_2D, &texture);
		surface->bound = true;
		surface->texture = (GLuint)texture;
		surface->texture_components = alpha ? GL_RGBA : GL_RGB;
		surface->texture_group = vmgl_current->group;
		enum vmgl_status status = copy_to_texture(surface->core, surface->texture_components);
		if (status != VMGL_STATUS_OK || vmgl_current->stream.lost)
			error = vmgl_egl_error_of(status, EGL_BAD_SURFACE);
	}
	vmgl_egl_leave();
	return error == EGL_SUCCESS ? vmgl_egl_succeed() : VMGL_EGL_FAIL(error);
}

void vmgl_egl_surface_left(struct vmgl_drawable *drawable) {
	const struct vmgl_egl_surface *surface = drawable->frontend;
	if (!surface || !surface->bound || surface->texture_group != vmgl_current->group)
		return;
	GLint texture = 0;
	glGetIntegerv(GL_TEXTURE_BINDING_2D, &texture);
	glBindTexture(GL_TEXTURE_2D, surface->texture);
	copy_to_texture(drawable, surface->texture_components);
	glBindTexture(GL_TEXTURE_2D, (GLuint)texture);
}

EGLBoolean eglReleaseTexImage(EGLDisplay dpy, EGLSurface handle, EGLint buffer) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_surface *surface = vmgl_egl_surface(display, handle);
	vmgl_egl_about(surface ? surface->label : NULL);
	/* Releasing what is not bound has no effect. */
	EGLint error = !surface                                      ? EGL_BAD_SURFACE
				   : surface->bound && buffer != EGL_BACK_BUFFER ? EGL_BAD_PARAMETER
																 : EGL_SUCCESS;
	if (error == EGL_SUCCESS)
		surface->bound = false;
	vmgl_egl_leave();
	return error == EGL_SUCCESS ? vmgl_egl_succeed() : VMGL_EGL_FAIL(error);
}
