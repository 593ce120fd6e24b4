/* Frames from the renderer to the application's windows (design D8). */
#include "guest/window/present.h"
#include "guest/gl/lists.h"
#include "guest/link/stats.h"

#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <time.h>

#include "gen/guest/encode.h"

/* How a frame gets into one window or pixmap. Used by the thread that has the drawable current. */
struct vmgl_present {
	GC gc;
	XImage *image;
	XShmSegmentInfo segment;
	bool shared; /* the image lives in `segment` */
	GLuint held; /* number of the swap's frame that is in the image; 0: something else is */
	bool no_shm; /* the X server refused (it is another machine, or does not let this client) */
	unsigned depth;
	Visual *visual;
	unsigned long red, green, blue;
};

static void free_image(Display *x11, struct vmgl_present *present) {
	if (!present->image)
		return;
	if (present->shared) {
		if (x11) {
			XShmDetach(x11, &present->segment);
			XSync(x11, False);
		}
		shmdt(present->segment.shmaddr);
		present->image->data = NULL;
	}
	XDestroyImage(present->image);
	present->image = NULL;
	present->shared = false;
	present->held = 0;
}

void vmgl_present_free(struct vmgl_drawable *drawable) {
	struct vmgl_present *present = drawable->present;
	if (!present)
		return;
	Display *x11 = drawable->display->x11;
	free_image(x11, present);
	if (x11 && present->gc)
		XFreeGC(x11, present->gc);
	free(present);
	drawable->present = NULL;
}

static struct vmgl_present *prepare(struct vmgl_drawable *drawable) {
	if (drawable->present)
		return drawable->present;
	Display *x11 = drawable->display->x11;
	struct vmgl_present *present = calloc(1, sizeof *present);
	if (!present)
		return NULL;
	XVisualInfo template = {.visualid = drawable->config->visual}, *visual;
	Window root;
	int x, y;
	unsigned width, height, border;
	struct vmgl_trap trap;
	vmgl_trap_begin(x11, &trap);
	bool exists = XGetGeometry(x11, drawable->x11, &root, &x, &y, &width, &height, &border, &present->depth);
	if (exists && drawable->kind == VMGL_DRAWABLE_WINDOW) {
		/* EGL applications need not give their windows the configuration's visual. */
		XWindowAttributes window;
		exists = XGetWindowAttributes(x11, drawable->x11, &window);
		if (exists)
			template.visualid = window.visual->visualid;
	}
	if (exists)
		present->gc = XCreateGC(x11, drawable->x11, 0, NULL);
	int errors = vmgl_trap_end(x11, &trap), count = 0;
	visual = XGetVisualInfo(x11, VisualIDMask, &template, &count);
	if (errors || !exists || !visual) {
		if (visual)
			XFree(visual);
		free(present);
		return NULL;
	}
	XSetGraphicsExposures(x11, present->gc, False);
	present->visual = visual->visual;
	present->red = visual->red_mask;
	present->green = visual->green_mask;
	present->blue = visual->blue_mask;
	XFree(visual);
	present->no_shm = !XShmQueryExtension(x11);
	drawable->present = present;
	return present;
}

/* An image of the wanted size, shared with the X server where it can. */
static bool prepare_image(Display *x11, struct vmgl_present *present, unsigned width, unsigned height) {
	if (present->image && present->image->width == (int)width && present->image->height == (int)height)
		return true;
	free_image(x11, present);
	if (!present->no_shm) {
		present->image =
			XShmCreateImage(x11, present->visual, present->depth, ZPixmap, NULL, &present->segment, width, height);
		if (present->image) {
			size_t bytes = (size_t)present->image->bytes_per_line * height;
			present->segment.shmid = shmget(IPC_PRIVATE, bytes, IPC_CREAT | 0600);
			void *memory = present->segment.shmid < 0 ? (void *)-1 : shmat(present->segment.shmid, NULL, 0);
			present->segment.readOnly = True;
			bool attached = false;
			if (memory != (void *)-1) {
				present->segment.shmaddr = present->image->data = memory;
				struct vmgl_trap trap;
				vmgl_trap_begin(x11, &trap);
				XShmAttach(x11, &present->segment);
				attached = vmgl_trap_end(x11, &trap) == 0;
			}
			/* Gone from the system as soon as both sides detach, whatever happens to either. */
			if (present->segment.shmid >= 0)
				shmctl(present->segment.shmid, IPC_RMID, NULL);
			if (attached) {
				present->shared = true;
				return true;
			}
			if (memory != (void *)-1)
				shmdt(memory);
			present->image->data = NULL;
			XDestroyImage(present->image);
			present->image = NULL;
		}
		present->no_shm = true;
	}
	present->image = XCreateImage(x11, present->visual, present->depth, ZPixmap, 0, NULL, width, height, 32, 0);
	if (!present->image)
		return false;
	present->image->data = malloc((size_t)present->image->bytes_per_line * height);
	if (!present->image->data) {
		XDestroyImage(present->image);
		present->image = NULL;
		return false;
	}
	return true;
}

static unsigned long scale(unsigned value, unsigned long mask) {
	if (!mask)
		return 0;
	int shift = __builtin_ctzl(mask);
	unsigned long most = mask >> shift;
	return (most == 255 ? value : (value * most + 127) / 255) << shift;
}

/* One row of 4-byte pixels into the X server's format. */
static void convert_row(const struct vmgl_present *present, const uint8_t *row, XImage *image, int y, unsigned width,
						bool rgba) {
	static const uint16_t one = 1;
	bool little = *(const uint8_t *)&one == 1;
	bool plain = present->red == 0xff0000 && present->green == 0xff00 && present->blue == 0xff;
	uint8_t *to = (uint8_t *)image->data + (size_t)y * (size_t)image->bytes_per_line;
	bool host_order = image->byte_order == (little ? LSBFirst : MSBFirst);
	if (plain && image->bits_per_pixel == 32 && host_order && !rgba) {
		memcpy(to, row, (size_t)width * 4);
		return;
	}
	int r = rgba ? 0 : 2, b = rgba ? 2 : 0;
	unsigned long alpha_mask =
		present->depth == 32 ? 0xfffffffful & ~(present->red | present->green | present->blue) : 0;
	for (unsigned x = 0; x < width; x++, row += 4) {
		unsigned long pixel = scale(row[r], present->red) | scale(row[1], present->green) |
							  scale(row[b], present->blue) | scale(row[3], alpha_mask);
		if (image->bits_per_pixel == 32 && host_order)
			((uint32_t *)(void *)to)[x] = (uint32_t)pixel;
		else if (image->bits_per_pixel == 16 && host_order)
			((uint16_t *)(void *)to)[x] = (uint16_t)pixel;
		else
			XPutPixel(image, (int)x, y, pixel);
	}
}

/* Puts `area` (X's coordinates) of a frame into the drawable. */
static void put_frame(struct vmgl_drawable *drawable, const struct vmgl_blob *frame, const GLuint *info,
					  XRectangle area) {
	Display *x11 = drawable->display->x11;
	unsigned width = info[VMGL_FRAME_WIDTH], height = info[VMGL_FRAME_HEIGHT], first = info[VMGL_FRAME_FIRST];
	if (!x11 || drawable->kind == VMGL_DRAWABLE_PBUFFER || width == 0 || height == 0 || width > 32767 || height > 32767)
		return;
	size_t row = (size_t)width * VMGL_FRAME_PIXEL_BYTES, rows = frame->bytes / row;
	if (frame->bytes % row != 0 || first > height || rows > height - first)
		return;
	struct vmgl_present *present = prepare(drawable);
	if (!present || !prepare_image(x11, present, width, height))
		return;
	/* Rows that do not come are those of the frame before. */
	if (rows != height && present->held == 0)
		return;
	present->held = info[VMGL_FRAME_NUMBER];
	const uint8_t *pixels = frame->data;
	/* GL's rows go up, X's go down. */
	for (unsigned y = area.y > 0 ? (unsigned)area.y : 0; y < height && (int)y < area.y + area.height; y++) {
		size_t from = height - 1 - y;
		if (from >= first && from - first < rows)
			convert_row(present, pixels + (from - first) * row, present->image, (int)y, width,
						info[VMGL_FRAME_ORDER] == VMGL_FRAME_RGBA);
	}
	/* All of it, changed or not: X may have lost what other windows covered. The window may be gone by now; that is its
	 * owner's business, not an error of this program's. */
	struct vmgl_trap trap;
	vmgl_trap_begin(x11, &trap);
	if (present->shared)
		XShmPutImage(x11, drawable->x11, present->gc, present->image, area.x, area.y, area.x, area.y, area.width,
					 area.height, False);
	else
		XPutImage(x11, drawable->x11, present->gc, present->image, area.x, area.y, area.x, area.y, area.width,
				  area.height);
	/* This also waits until the X server has read the shared image. */
	vmgl_trap_end(x11, &trap);
}

static XRectangle whole(const GLuint *info) {
	return (XRectangle){0, 0, (unsigned short)info[VMGL_FRAME_WIDTH], (unsigned short)info[VMGL_FRAME_HEIGHT]};
}

/* Brings the front (1) or back (0) buffer into the window or pixmap as it is. */
static void show(struct vmgl_context *ctx, struct vmgl_drawable *drawable, GLuint front) {
	GLuint info[VMGL_FRAME_INFO_COUNT] = {0};
	struct vmgl_blob frame = {0};
	if (vmgl_enc_vmglFrontReadback(ctx, drawable->id, front, drawable->width, drawable->height, info, &frame))
		put_frame(drawable, &frame, info, whole(info));
}

/* VMGL_FPS: no more frames per second than that. */
static void limit_rate(void) {
	static double interval = -1;
	static double next;
	if (interval < 0) {
		const char *text = getenv("VMGL_FPS");
		double rate = text ? atof(text) : 0;
		interval = rate > 0 ? 1 / rate : 0;
	}
	if (interval == 0)
		return;
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	double now = (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
	if (next > now && next < now + 2 * interval) {
		double pause = next - now;
		struct timespec rest = {.tv_sec = (time_t)pause, .tv_nsec = (long)((pause - (double)(time_t)pause) * 1e9)};
		nanosleep(&rest, NULL);
		next += interval;
	} else {
		next = now + interval;
	}
}

void vmgl_present_swap(struct vmgl_context *ctx, struct vmgl_drawable *drawable) {
	struct __GLXcontextRec *context = vmgl_glx_context(ctx);
	if (ctx->stream.lost) {
		/* Nothing paces a program whose renderer is gone; it should not burn a processor for it. */
		const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
		nanosleep(&pause, NULL);
		return;
	}
	vmgl_maps_commit(ctx);
	vmgl_stats_frame();
	limit_rate();
	bool direct = drawable->display->presentation == VMGL_PRESENT_DIRECT;
	if (!direct && drawable->kind == VMGL_DRAWABLE_PIXMAP) {
		/* A pixmap is one buffer to X: swapping shows it and exchanges nothing. */
		show(ctx, drawable, 0);
		return;
	}
	if (direct || drawable->kind == VMGL_DRAWABLE_PBUFFER) {
		vmgl_order_publish_swap(ctx);
		vmgl_enc_vmglSwapBuffers(ctx, drawable->id);
		vmgl_stream_flush(&ctx->stream);
		context->swaps++;
		vmgl_stream_acks(&ctx->stream, context->swaps - VMGL_SWAPS_IN_FLIGHT);
		return;
	}
	vmgl_order_publish_swap(ctx);
	vmgl_drawable_measure(drawable);
	GLuint info[VMGL_FRAME_INFO_COUNT] = {0};
	struct vmgl_blob frame = {0};
	GLuint held = drawable->present ? drawable->present->held : 0;
	if (vmgl_enc_vmglSwapReadback(ctx, drawable->id, drawable->width, drawable->height, held, info, &frame))
		put_frame(drawable, &frame, info, whole(info));
}

void vmgl_present_copy(struct vmgl_context *ctx, struct vmgl_drawable *drawable, int x, int y, int width, int height) {
	vmgl_maps_commit(ctx);
	if (drawable->display->presentation == VMGL_PRESENT_DIRECT) {
		vmgl_enc_vmglCopySubBuffer(ctx, drawable->id, x, y, width, height);
		vmgl_stream_flush(&ctx->stream);
		return;
	}
	GLuint info[VMGL_FRAME_INFO_COUNT] = {0};
	struct vmgl_blob frame = {0};
	vmgl_enc_vmglCopySubBuffer(ctx, drawable->id, x, y, width, height);
	if (!vmgl_enc_vmglFrontReadback(ctx, drawable->id, 0, drawable->width, drawable->height, info, &frame))
		return;
	int left = x < 0 ? 0 : x, right = x + width, bottom = y < 0 ? 0 : y, top = y + height;
	int frame_width = (int)info[VMGL_FRAME_WIDTH], frame_height = (int)info[VMGL_FRAME_HEIGHT];
	right = right > frame_width ? frame_width : right;
	top = top > frame_height ? frame_height : top;
	if (left < right && bottom < top)
		put_frame(drawable, &frame, info,
				  (XRectangle){(short)left, (short)(frame_height - top), (unsigned short)(right - left),
							   (unsigned short)(top - bottom)});
}

bool vmgl_present_copy_to(struct vmgl_context *ctx, struct vmgl_drawable *drawable, Pixmap pixmap) {
	struct vmgl_drawable target = {
		.display = drawable->display, .x11 = pixmap, .kind = VMGL_DRAWABLE_PIXMAP, .config = drawable->config};
	if (!prepare(&target))
		return false;
	GLuint info[VMGL_FRAME_INFO_COUNT] = {0};
	struct vmgl_blob frame = {0};
	vmgl_maps_commit(ctx);
	if (vmgl_enc_vmglFrontReadback(ctx, drawable->id, 0, drawable->width, drawable->height, info, &frame))
		put_frame(&target, &frame, info, whole(info));
	vmgl_present_free(&target);
	return true;
}

void vmgl_present_front(struct vmgl_context *ctx) {
	struct vmgl_drawable *drawable = ctx->draw;
	if (!drawable || drawable->display->presentation == VMGL_PRESENT_DIRECT || drawable->kind == VMGL_DRAWABLE_PBUFFER)
		return;
	/* The renderer does not read then (host/platform/present.c). */
	if (vmgl_list_compiling(ctx))
		return;
	struct __GLXcontextRec *context = vmgl_glx_context(ctx);
	/* To EGL a pixmap is one buffer (EGL 1.5, 2.2.2), whatever stands for it in the renderer. */
	bool double_buffered = drawable->config->config.double_buffered;
	bool one_buffer = !double_buffered || (drawable->kind == VMGL_DRAWABLE_PIXMAP && drawable->frontend);
	if (!one_buffer && !context->front)
		return;
	/* Once the application draws to the back buffer again, one more time shows what it had drawn before. */
	if (context->front == VMGL_FRONT_ENDS)
		context->front = VMGL_FRONT_NOT;
	if (vmgl_drawable_measure(drawable))
		show(ctx, drawable, !double_buffered || !one_buffer);
}

/* ---- Which buffer is drawn to ---- */

static bool is_front(GLenum buffer) {
	return buffer == GL_FRONT || buffer == GL_FRONT_LEFT || buffer == GL_FRONT_AND_BACK || buffer == GL_LEFT ||
		   buffer == GL_FRONT_RIGHT || buffer == GL_RIGHT;
}

static void draws_to(struct vmgl_context *ctx, bool front) {
	struct __GLXcontextRec *context = vmgl_glx_context(ctx);
	if (front)
		context->front = VMGL_FRONT_DRAWN;
	else if (context->front == VMGL_FRONT_DRAWN)
		context->front = VMGL_FRONT_ENDS;
}

void vmgl_guest_glDrawBuffer(struct vmgl_context *ctx, GLenum buffer) {
	draws_to(ctx, is_front(buffer));
	vmgl_enc_glDrawBuffer(ctx, buffer);
}

void vmgl_guest_glDrawBuffers(struct vmgl_context *ctx, GLsizei count, const GLenum *buffers) {
	bool front = false;
	for (GLsizei i = 0; buffers && i < count && i < 64; i++)
		front = front || is_front(buffers[i]);
	draws_to(ctx, front);
	vmgl_enc_glDrawBuffers(ctx, count, buffers);
}
