/* EGL images of textures and renderbuffers: handles of real images in the renderer, which only hosts that render with
 * EGL have. */
#include "guest/egl/egl.h"

#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/link/connection.h"

struct vmgl_egl_image {
	uint32_t id; /* the renderer's name of it */
	struct vmgl_egl_display *display;
	void *label; /* EGL_KHR_debug */
	struct vmgl_egl_image *next;
};

static uint32_t last_id;

static struct vmgl_egl_image *find(const struct vmgl_egl_display *display, EGLImage handle) {
	struct vmgl_egl_image *image = display->images;
	while (image && image != handle)
		image = image->next;
	return image;
}

static bool is_texture(EGLenum target) {
	return target == EGL_GL_TEXTURE_2D_KHR || target == EGL_GL_TEXTURE_3D_KHR ||
		   (target >= EGL_GL_TEXTURE_CUBE_MAP_POSITIVE_X_KHR && target <= EGL_GL_TEXTURE_CUBE_MAP_NEGATIVE_Z_KHR);
}

struct wish {
	EGLAttrib level, zoffset, preserved;
};

static bool read_attribute(struct wish *wish, EGLenum target, EGLAttrib name, EGLAttrib value) {
	switch (name) {
	case EGL_GL_TEXTURE_LEVEL_KHR:
		wish->level = value;
		return is_texture(target);
	case EGL_GL_TEXTURE_ZOFFSET_KHR:
		wish->zoffset = value;
		return target == EGL_GL_TEXTURE_3D_KHR;
	case EGL_IMAGE_PRESERVED_KHR:
		wish->preserved = value;
		return value == EGL_TRUE || value == EGL_FALSE;
	case EGL_WIDTH:
	case EGL_HEIGHT:
		/* Drivers with EGL_MESA_drm_image take sizes of every image, and do nothing with them. */
		return true;
	default:
		return false;
	}
}

static EGLImage create(EGLDisplay dpy, EGLContext context_handle, EGLenum target, EGLClientBuffer buffer,
					   const EGLint *narrow, const EGLAttrib *wide, const char *function) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, function);
	if (!display)
		return EGL_NO_IMAGE;
	EGLint error = EGL_SUCCESS;
	struct wish wish = {0};
	struct vmgl_egl_context *context = vmgl_egl_context(display, context_handle);
	for (; narrow && narrow[0] != EGL_NONE; narrow += 2)
		if (!read_attribute(&wish, target, narrow[0], narrow[1]))
			error = EGL_BAD_PARAMETER;
	for (; wide && wide[0] != EGL_NONE; wide += 2)
		if (!read_attribute(&wish, target, wide[0], wide[1]))
			error = EGL_BAD_PARAMETER;
	if (!(display->core->capabilities & VMGL_CAN_IMAGES))
		error = EGL_BAD_DISPLAY;
	else if (!context && context_handle != EGL_NO_CONTEXT)
		error = EGL_BAD_CONTEXT;
	else if (!is_texture(target) && target != EGL_GL_RENDERBUFFER_KHR)
		error = EGL_BAD_PARAMETER;
	else if (!context)
		error = EGL_BAD_CONTEXT;
	else if ((uintptr_t)buffer == 0 || (uintptr_t)buffer > UINT32_MAX)
		error = EGL_BAD_PARAMETER;
	struct vmgl_egl_image *image = error == EGL_SUCCESS ? calloc(1, sizeof *image) : NULL;
	if (image) {
		image->id = ++last_id;
		image->display = display;
		struct vmgl_context *ctx = vmgl_egl_borrow(display, context->core);
		error = EGL_BAD_ALLOC;
		if (ctx) {
			vmgl_order(ctx);
			error = (EGLint)vmgl_enc_vmglImageCreate(ctx, image->id, target, (GLuint)(uintptr_t)buffer,
													 (GLint)wish.level, (GLint)wish.zoffset, wish.preserved != 0);
			if (error == 0)
				error = ctx->stream.lost ? EGL_CONTEXT_LOST : EGL_SUCCESS;
			vmgl_egl_return(ctx);
		}
		if (error == EGL_SUCCESS) {
			image->next = display->images;
			display->images = image;
		} else {
			free(image);
		}
	} else if (error == EGL_SUCCESS) {
		error = EGL_BAD_ALLOC;
	}
	vmgl_egl_leave();
	if (error == EGL_SUCCESS) {
		vmgl_egl_succeed();
		return image;
	}
	vmgl_egl_fail(error, function);
	return EGL_NO_IMAGE;
}

EGLImage eglCreateImage(EGLDisplay dpy, EGLContext context, EGLenum target, EGLClientBuffer buffer,
						const EGLAttrib *attributes) {
	return create(dpy, context, target, buffer, NULL, attributes, __func__);
}

EGLImageKHR eglCreateImageKHR(EGLDisplay dpy, EGLContext context, EGLenum target, EGLClientBuffer buffer,
							  const EGLint *attributes) {
	return create(dpy, context, target, buffer, attributes, NULL, __func__);
}

static void destroy(struct vmgl_egl_image *image) {
	struct vmgl_egl_image **link = &image->display->images;
	while (*link != image)
		link = &(*link)->next;
	*link = image->next;
	struct vmgl_display *core = image->display->core;
	if (!core->dead) {
		struct vmgl_stream *control = vmgl_control_lock(core->connection);
		vmgl_enc_vmglImageDestroy(control, image->id);
		vmgl_stream_flush(control);
		vmgl_control_unlock(core->connection);
	}
	free(image);
}

EGLBoolean eglDestroyImage(EGLDisplay dpy, EGLImage handle) {
	struct vmgl_egl_display *display = vmgl_egl_enter(dpy, __func__);
	if (!display)
		return EGL_FALSE;
	struct vmgl_egl_image *image = find(display, handle);
	vmgl_egl_about(image ? image->label : NULL);
	if (image)
		destroy(image);
	vmgl_egl_leave();
	return image ? vmgl_egl_succeed() : VMGL_EGL_FAIL(EGL_BAD_PARAMETER);
}

EGLBoolean eglDestroyImageKHR(EGLDisplay dpy, EGLImageKHR image) {
	return eglDestroyImage(dpy, image);
}

void **vmgl_egl_image_label(const struct vmgl_egl_display *display, EGLImage handle) {
	struct vmgl_egl_image *image = find(display, handle);
	return image ? &image->label : NULL;
}

void vmgl_egl_images_end(struct vmgl_egl_display *display) {
	while (display->images)
		destroy(display->images);
}

/* ---- GL_OES_EGL_image ---- */

/* 0 for what is no image: the renderer knows none, and lets the driver say what is wrong first. */
static uint32_t id_of(GLeglImageOES handle) {
	struct vmgl_egl_context *context = vmgl_egl_current();
	pthread_mutex_lock(&vmgl_egl_lock);
	const struct vmgl_egl_image *image = context ? find(context->display, handle) : NULL;
	uint32_t id = image ? image->id : 0;
	pthread_mutex_unlock(&vmgl_egl_lock);
	return id;
}

static void target_image(struct vmgl_context *ctx, bool renderbuffer, GLenum target, GLeglImageOES handle) {
	vmgl_order(ctx);
	vmgl_enc_vmglImageTarget(ctx, renderbuffer, target, id_of(handle));
}

void vmgl_guest_glEGLImageTargetTexture2DOES(struct vmgl_context *ctx, GLenum target, GLeglImageOES image) {
	target_image(ctx, false, target, image);
}

void vmgl_guest_glEGLImageTargetRenderbufferStorageOES(struct vmgl_context *ctx, GLenum target, GLeglImageOES image) {
	target_image(ctx, true, target, image);
}

/* GL_EXT_EGL_image_storage: no attributes are defined. */

static bool wrong(const GLint *attributes) {
	return attributes && attributes[0] != GL_NONE;
}

void vmgl_guest_glEGLImageTargetTexStorageEXT(struct vmgl_context *ctx, GLenum target, GLeglImageOES image,
											  const GLint *attributes) {
	vmgl_order(ctx);
	vmgl_enc_vmglImageStorage(ctx, target, 0, id_of(image), wrong(attributes));
}

void vmgl_guest_glEGLImageTargetTextureStorageEXT(struct vmgl_context *ctx, GLuint texture, GLeglImageOES image,
												  const GLint *attributes) {
	vmgl_order(ctx);
	vmgl_enc_vmglImageStorage(ctx, 0, texture, id_of(image), wrong(attributes));
}
