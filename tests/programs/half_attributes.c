/* GL_NV_half_float: arrays of several attributes at once, of every size. The registry counts them, not their values. */
#include "support/window.h"

static const GLushort halves[16] = {0x3c00, 0xb800, 0x4000, 0x3800, 0x9028, 0x3555, 0x3a00, 0xbc00,
									0x4200, 0x3400, 0xc000, 0x2e66, 0x3b00, 0x3c00, 0x3000, 0xb400};

/* The attributes of GL_NV_vertex_program: 2 is the normal, 3 and 4 are the colours, 5 is the fog coordinate. */
static void show(const char *step) {
	static const GLenum names[] = {GL_CURRENT_NORMAL, GL_CURRENT_COLOR, GL_CURRENT_SECONDARY_COLOR,
								   GL_CURRENT_FOG_COORD};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		GLfloat values[4] = {0};
		glGetFloatv(names[i], values);
		report("%s 0x%x: %g %g %g %g", step, names[i], (double)values[0], (double)values[1], (double)values[2],
			   (double)values[3]);
	}
}

int main(void) {
	window_open_compat();
	window_require("GL_NV_half_float");
	glVertexAttribs4hvNV(2, 4, halves);
	show("4");
	glVertexAttribs3hvNV(2, 3, halves + 1);
	show("3");
	glVertexAttribs2hvNV(2, 4, halves + 2);
	show("2");
	glVertexAttribs1hvNV(2, 4, halves + 3);
	show("1");
	report_error("all");
	return window_finish();
}
