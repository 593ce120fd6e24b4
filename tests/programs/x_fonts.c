/* Bitmap fonts of the X server: glXUseXFont. */
#include <X11/Xlib.h>
#include <string.h>

#include "support/report.h"
#include "support/window.h"

int main(void) {
	window_open_compat();
	XFontStruct *font = XLoadQueryFont(window.display, "fixed");
	if (!font)
		report_skip("no font \"fixed\"");
	GLuint base = glGenLists(256);
	glXUseXFont(font->fid, 0, 256, (int)base);
	/* Mesa reports GL_OUT_OF_MEMORY for characters without pixels; the lists are fine. */
	while (glGetError() != GL_NO_ERROR)
		;
	report("lists: %d %d", glIsList(base + 'A'), glIsList(base + 255));
	glListBase(base);
	glColor3f(1, 0.8f, 0.2f);
	static const char *const lines[] = {"The quick brown", "fox jumps over", "0123456789 !?", "\303\304\326\334 @{}[]"};
	glPixelStorei(GL_UNPACK_ALIGNMENT, 8); /* neither used nor changed by the fonts */
	glPixelStorei(GL_UNPACK_SKIP_ROWS, 3);
	for (int i = 0; i < 4; i++) {
		glRasterPos2f(-0.95f, 0.7f - 0.4f * (float)i);
		glCallLists((GLsizei)strlen(lines[i]), GL_UNSIGNED_BYTE, lines[i]);
	}
	report_pixels("text");
	GET(GL_UNPACK_ALIGNMENT);
	GET(GL_UNPACK_SKIP_ROWS);
	GLfloat at[4];
	glGetFloatv(GL_CURRENT_RASTER_POSITION, at);
	report_floats("raster position", 4, at);
	glXUseXFont(font->fid, 'a', 3, 5000);
	report("lists of our own numbers: %d %d %d", glIsList(5000), glIsList(5002), glIsList(5003));
	glListBase(5000 - 'a');
	glRasterPos2f(0, -0.9f);
	glCallLists(3, GL_UNSIGNED_BYTE, "abc");
	report_pixels("own numbers");
	XFreeFont(window.display, font);
	while (glGetError() != GL_NO_ERROR)
		;
	return window_finish();
}
