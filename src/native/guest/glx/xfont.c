/* Everything happens in the guest: each glyph is drawn into a bitmap of the application's X server, read back, and
 * becomes a list with one glBitmap, whose origin is that of the glXUseXFont(3) manual page. */
#include "guest/glx/xfont.h"

#include <X11/Xutil.h>
#include <stdlib.h>
#include <string.h>

#include "guest/context.h"

/* Metrics of one character, NULL when it is outside the font. Absent ones inside have zeros (Xlib, section 8.5). */
static const XCharStruct *metrics(const XFontStruct *font, unsigned character) {
	unsigned byte1 = character >> 8, byte2 = character & 0xff;
	const XCharStruct *found;
	if (font->min_byte1 == 0 && font->max_byte1 == 0) {
		/* One row: the character's number counts, also above 255. */
		if (character < font->min_char_or_byte2 || character > font->max_char_or_byte2)
			return NULL;
		found = font->per_char == NULL ? &font->min_bounds : &font->per_char[character - font->min_char_or_byte2];
	} else {
		if (byte1 < font->min_byte1 || byte1 > font->max_byte1 || byte2 < font->min_char_or_byte2 ||
			byte2 > font->max_char_or_byte2)
			return NULL;
		unsigned columns = font->max_char_or_byte2 - font->min_char_or_byte2 + 1;
		found = font->per_char == NULL
					? &font->min_bounds
					: &font->per_char[(byte1 - font->min_byte1) * columns + byte2 - font->min_char_or_byte2];
	}
	return found;
}

/* Draws one character and returns it as glBitmap wants it: rows from the bottom up, most significant bit first,
 * padded to bytes. NULL when there is no memory. */
static GLubyte *glyph(Display *x11, Font font, unsigned character, const XCharStruct *size, unsigned width,
					  unsigned height) {
	size_t stride = (width + 7) / 8;
	GLubyte *bits = calloc(height, stride);
	if (bits == NULL)
		return NULL;
	Pixmap pixmap = XCreatePixmap(x11, DefaultRootWindow(x11), width, height, 1);
	XGCValues values = {.foreground = 0, .background = 0, .font = font};
	GC gc = XCreateGC(x11, pixmap, GCForeground | GCBackground | GCFont, &values);
	XFillRectangle(x11, pixmap, gc, 0, 0, width, height);
	XSetForeground(x11, gc, 1);
	XChar2b text = {.byte1 = (unsigned char)(character >> 8), .byte2 = (unsigned char)character};
	XDrawString16(x11, pixmap, gc, -size->lbearing, size->ascent, &text, 1);
	XImage *image = XGetImage(x11, pixmap, 0, 0, width, height, 1, XYPixmap);
	for (unsigned y = 0; image != NULL && y < height; y++)
		for (unsigned x = 0; x < width; x++)
			if (XGetPixel(image, (int)x, (int)y))
				bits[(height - 1 - y) * stride + x / 8] |= (GLubyte)(0x80 >> x % 8);
	if (image != NULL)
		XDestroyImage(image);
	XFreeGC(x11, gc);
	XFreePixmap(x11, pixmap);
	return bits;
}

bool vmgl_use_x_font(Display *x11, Font font_id, int first, int count, int list_base) {
	XFontStruct *font = XQueryFont(x11, font_id);
	if (font == NULL)
		return false;

	static const struct {
		GLenum pname;
		GLint value;
	} store[] = {
		{GL_UNPACK_SWAP_BYTES, GL_FALSE}, {GL_UNPACK_LSB_FIRST, GL_FALSE}, {GL_UNPACK_ROW_LENGTH, 0},
		{GL_UNPACK_SKIP_ROWS, 0},         {GL_UNPACK_SKIP_PIXELS, 0},      {GL_UNPACK_ALIGNMENT, 1},
	};
	enum { STORED = sizeof store / sizeof *store };
	GLint saved[STORED];
	for (int i = 0; i < STORED; i++) {
		glGetIntegerv(store[i].pname, &saved[i]);
		glPixelStorei(store[i].pname, store[i].value);
	}
	GLuint unpack_buffer = vmgl_buffer_binding(vmgl_current, GL_PIXEL_UNPACK_BUFFER);
	if (unpack_buffer != 0)
		glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);

	bool done = true;
	for (int i = 0; i < count && done; i++) {
		unsigned character = (unsigned)(first + i);
		const XCharStruct *size = metrics(font, character);
		glNewList((GLuint)(list_base + i), GL_COMPILE);
		if (size == NULL) {
			/* Such characters have no picture, but the libraries that came before agreed that they have a width. */
			glBitmap(0, 0, 0.0F, 0.0F, (GLfloat)font->max_bounds.width, 0.0F, NULL);
		} else {
			int width = size->rbearing - size->lbearing, height = size->ascent + size->descent;
			if (width > 0 && height > 0) {
				GLubyte *bits = glyph(x11, font_id, character, size, (unsigned)width, (unsigned)height);
				done = bits != NULL;
				if (done)
					glBitmap(width, height, (GLfloat)-size->lbearing, (GLfloat)(size->descent - 1),
							 (GLfloat)size->width, 0.0F, bits);
				free(bits);
			} else {
				glBitmap(0, 0, 0.0F, 0.0F, (GLfloat)size->width, 0.0F, NULL);
			}
		}
		glEndList();
	}

	if (unpack_buffer != 0)
		glBindBuffer(GL_PIXEL_UNPACK_BUFFER, unpack_buffer);
	for (int i = 0; i < STORED; i++)
		glPixelStorei(store[i].pname, saved[i]);
	XFreeFontInfo(NULL, font, 1);
	return done;
}
