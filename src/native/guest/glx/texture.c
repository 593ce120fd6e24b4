/* GLX_EXT_texture_from_pixmap. With direct presentation the driver has the pixmap, and binds it. Otherwise only the
 * guest can read it: its pixels are fetched and uploaded whenever they are bound. Rows are in the order of X, from the
 * top, as drivers have them. */
#include "guest/glx/glx.h"

#include <X11/Xutil.h>
#include <stdlib.h>

#include "gen/guest/encode.h"

/* The value of the bits of `mask` in 8 bits. */
static unsigned channel(unsigned long pixel, unsigned long mask) {
	if (!mask)
		return 255;
	int shift = __builtin_ctzl(mask);
	unsigned long most = mask >> shift;
	unsigned long value = (pixel & mask) >> shift;
	return (unsigned)(most == 255 ? value : (value * 255 + most / 2) / most);
}

/* The pixels of an image as tight RGB or RGBA. */
static void convert(XImage *image, const XVisualInfo *visual, unsigned components, uint8_t *to) {
	unsigned long colours = visual->red_mask | visual->green_mask | visual->blue_mask;
	unsigned long alpha = image->depth == 32 ? 0xfffffffful & ~colours : 0;
	static const uint16_t one = 1;
	bool little = *(const uint8_t *)&one == 1;
	bool words = image->bits_per_pixel == 32 && image->byte_order == (little ? LSBFirst : MSBFirst);
	for (int y = 0; y < image->height; y++) {
		const uint32_t *row = (const uint32_t *)(const void *)(image->data + (size_t)y * (size_t)image->bytes_per_line);
		for (int x = 0; x < image->width; x++, to += components) {
			unsigned long pixel = words ? row[x] : XGetPixel(image, x, y);
			to[0] = (uint8_t)channel(pixel, visual->red_mask);
			to[1] = (uint8_t)channel(pixel, visual->green_mask);
			to[2] = (uint8_t)channel(pixel, visual->blue_mask);
			if (components == 4)
				to[3] = (uint8_t)channel(pixel, alpha);
		}
	}
}

static void upload(struct vmgl_context *ctx, const struct vmgl_drawable *drawable) {
	Display *x11 = drawable->display->x11;
	XVisualInfo template = {.visualid = drawable->config->visual};
	int count = 0;
	XVisualInfo *visual = XGetVisualInfo(x11, VisualIDMask, &template, &count);
	struct vmgl_trap trap;
	vmgl_trap_begin(x11, &trap);
	XImage *image =
		visual ? XGetImage(x11, drawable->x11, 0, 0, drawable->width, drawable->height, AllPlanes, ZPixmap) : NULL;
	vmgl_trap_end(x11, &trap);
	unsigned components = drawable->flags & VMGL_DRAWABLE_RGBA ? 4 : 3;
	uint64_t bytes = image ? (uint64_t)image->width * (uint64_t)image->height * components : 0;
	uint8_t *pixels = bytes && bytes <= UINT32_MAX ? malloc((size_t)bytes) : NULL;
	if (pixels) {
		convert(image, visual, components, pixels);
		vmgl_enc_vmglTexImagePixels(ctx, drawable->flags, drawable->width, drawable->height, (GLuint)bytes, pixels);
		free(pixels);
	}
	if (image)
		XDestroyImage(image);
	if (visual)
		XFree(visual);
}

/* The pixmap with a reference, after the errors of the extension; NULL after one. */
static struct vmgl_drawable *pixmap(Display *x11, GLXDrawable xid, int buffer) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display)
		return NULL;
	if (!glXGetCurrentContext()) {
		vmgl_glx_error(display, VMGL_GLX_BAD_CONTEXT, VMGL_X_VENDOR_PRIVATE, None);
		return NULL;
	}
	struct vmgl_drawable *drawable = vmgl_drawable_find(display, xid);
	if (!drawable || drawable->kind != VMGL_DRAWABLE_PIXMAP) {
		vmgl_glx_error(display, VMGL_GLX_BAD_PIXMAP, VMGL_X_VENDOR_PRIVATE, xid);
	} else if (!(drawable->flags & (VMGL_DRAWABLE_RGB | VMGL_DRAWABLE_RGBA))) {
		vmgl_glx_x_error(display, BadMatch, VMGL_X_VENDOR_PRIVATE, xid);
	} else if (buffer < GLX_FRONT_LEFT_EXT || buffer > GLX_AUX9_EXT) {
		vmgl_glx_x_error(display, BadValue, VMGL_X_VENDOR_PRIVATE, (XID)buffer);
	} else {
		return drawable;
	}
	vmgl_drawable_unref(drawable);
	return NULL;
}

static bool driver_binds(const struct vmgl_display *display) {
	return display->presentation == VMGL_PRESENT_DIRECT && (display->capabilities & VMGL_CAN_BIND_PIXMAP);
}

void glXBindTexImageEXT(Display *x11, GLXDrawable xid, int buffer, const int *attributes) {
	(void)attributes; /* none are defined */
	struct vmgl_drawable *drawable = pixmap(x11, xid, buffer);
	if (!drawable)
		return;
	if (driver_binds(drawable->display)) {
		/* The renderer's own X connection must see what this one has drawn. */
		XSync(x11, False);
		vmgl_enc_vmglBindPixmap(vmgl_current, drawable->id, (GLuint)buffer, True);
	} else {
		upload(vmgl_current, drawable);
	}
	vmgl_drawable_unref(drawable);
}

void glXReleaseTexImageEXT(Display *x11, GLXDrawable xid, int buffer) {
	struct vmgl_drawable *drawable = pixmap(x11, xid, buffer);
	if (drawable && driver_binds(drawable->display))
		vmgl_enc_vmglBindPixmap(vmgl_current, drawable->id, (GLuint)buffer, False);
	vmgl_drawable_unref(drawable);
}
