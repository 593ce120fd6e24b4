/* Stencil, depth, blending, logic operations, masks, polygon offset: the fixed functions behind the fragment. */
#include "support/report.h"
#include "support/window.h"

static void stencil_values(const char *name) {
	static GLubyte values[WINDOW_SIZE * WINDOW_SIZE];
	glReadPixels(0, 0, WINDOW_SIZE, WINDOW_SIZE, GL_STENCIL_INDEX, GL_UNSIGNED_BYTE, values);
	report_bytes(name, values, sizeof(values));
}

int main(void) {
	window_open_compat();
	GET(GL_STENCIL_BITS);
	GET(GL_DEPTH_BITS);
	glEnable(GL_STENCIL_TEST);
	static const GLenum ops[] = {GL_KEEP, GL_ZERO, GL_REPLACE, GL_INCR, GL_DECR, GL_INVERT, GL_INCR_WRAP, GL_DECR_WRAP};
	for (int i = 0; i < 8; i++) {
		glClearStencil(0xa0 + i);
		glClear(GL_COLOR_BUFFER_BIT | GL_STENCIL_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
		glStencilFunc(GL_ALWAYS, 0x55, 0xff);
		glStencilOp(GL_KEEP, ops[i], ops[7 - i]);
		for (int n = 0; n < 4; n++)
			glRectf(-0.9f + 0.3f * (float)n, -0.9f, 0.2f * (float)n, 0.2f * (float)n);
		stencil_values("stencil operation");
		glStencilFunc(GL_LESS, 0x50 + i * 8, 0x7e);
		glStencilOp(GL_KEEP, GL_KEEP, GL_KEEP);
		glColor3f(1, 0.1f * (float)i, 0);
		glRectf(-1, -1, 1, 1);
		report_pixels("stencil function");
	}
	glStencilOpSeparate(GL_FRONT, GL_REPLACE, GL_REPLACE, GL_REPLACE);
	glStencilFuncSeparate(GL_BACK, GL_NEVER, 3, 0xf);
	glStencilMaskSeparate(GL_FRONT, 0x3c);
	glBegin(GL_TRIANGLES);
	glVertex2f(-1, -1), glVertex2f(1, -1), glVertex2f(0, 1);
	glVertex2f(-1, 1), glVertex2f(0, -1), glVertex2f(1, 1);
	glEnd();
	stencil_values("two sides");
	GET(GL_STENCIL_BACK_FUNC);
	GET(GL_STENCIL_WRITEMASK);
	glStencilMask(~0u);
	glDisable(GL_STENCIL_TEST);

	glEnable(GL_DEPTH_TEST);
	static const GLenum functions[] = {GL_NEVER,   GL_LESS,     GL_EQUAL,  GL_LEQUAL,
									   GL_GREATER, GL_NOTEQUAL, GL_GEQUAL, GL_ALWAYS};
	for (int i = 0; i < 8; i++) {
		glClearDepth(0.6);
		glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
		glDepthRange(0.1, 0.9);
		glDepthFunc(functions[i]);
		glDepthMask(i & 1 ? GL_TRUE : GL_FALSE);
		for (int n = 0; n < 3; n++) {
			glColor3f(1, 0.4f * (float)n, 0.1f * (float)i);
			glBegin(GL_TRIANGLES);
			glVertex3f(-0.9f + 0.2f * (float)n, -0.9f, -1), glVertex3f(0.9f, -0.4f * (float)n, 1),
				glVertex3f(-0.2f, 0.9f, 0.4f * (float)n);
			glEnd();
		}
		report_pixels("depth function");
		glDepthMask(GL_TRUE);
		static GLfloat depth[WINDOW_SIZE * WINDOW_SIZE];
		glReadPixels(0, 0, WINDOW_SIZE, WINDOW_SIZE, GL_DEPTH_COMPONENT, GL_FLOAT, depth);
		report_bytes("depth", depth, sizeof(depth));
	}
	glDepthFunc(GL_LEQUAL);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glEnable(GL_POLYGON_OFFSET_FILL);
	glPolygonOffset(1.5f, -40);
	glRectf(-0.5f, -0.5f, 0.5f, 0.5f);
	glDisable(GL_POLYGON_OFFSET_FILL);
	glColor3f(0, 1, 0);
	glRectf(-0.9f, -0.9f, 0.2f, 0.2f);
	report_pixels("polygon offset");
	glDisable(GL_DEPTH_TEST);

	static const GLenum factors[] = {GL_ZERO,           GL_ONE,
									 GL_SRC_COLOR,      GL_ONE_MINUS_DST_COLOR,
									 GL_SRC_ALPHA,      GL_ONE_MINUS_SRC_ALPHA,
									 GL_CONSTANT_COLOR, GL_SRC_ALPHA_SATURATE};
	static const GLenum equations[] = {GL_FUNC_ADD, GL_FUNC_SUBTRACT, GL_FUNC_REVERSE_SUBTRACT, GL_MIN, GL_MAX};
	glEnable(GL_BLEND);
	glBlendColor(0.2f, 0.7f, 0.4f, 0.5f);
	for (int i = 0; i < 8; i++) {
		glClearColor(0.3f, 0.5f, 0.7f, 0.5f);
		glClear(GL_COLOR_BUFFER_BIT);
		glBlendEquationSeparate(equations[i % 5], equations[(i + 2) % 5]);
		glBlendFuncSeparate(factors[i], factors[7 - i], GL_ONE, factors[(i + 3) % 7]);
		for (int n = 0; n < 5; n++) {
			glColor4f(0.2f * (float)n, 1 - 0.2f * (float)n, 0.5f, 0.15f * (float)(n + 1));
			glRectf(-0.9f + 0.3f * (float)n, -0.9f + 0.1f * (float)n, 0.2f * (float)n, 0.9f);
		}
		report_pixels("blend");
	}
	glDisable(GL_BLEND);
	glEnable(GL_COLOR_LOGIC_OP);
	for (GLenum op = GL_CLEAR; op <= GL_SET; op++) {
		glClear(GL_COLOR_BUFFER_BIT);
		glLogicOp(op);
		glColor3ub(0x5a, 0x3c, 0xf0);
		glRectf(-0.8f, -0.8f, 0.5f, 0.5f);
		glRectf(-0.2f, -0.2f, 0.9f, 0.9f);
		report_pixels("logic");
	}
	glDisable(GL_COLOR_LOGIC_OP);
	glColorMask(1, 0, 1, 0);
	glColor3f(1, 1, 1);
	glRectf(-1, -1, 0, 1);
	GETN(GL_COLOR_WRITEMASK, 4);
	glColorMask(1, 1, 1, 1);
	glEnable(GL_ALPHA_TEST);
	glAlphaFunc(GL_GREATER, 0.5f);
	for (int i = 0; i < 8; i++) {
		glColor4f(0, 0.5f, 1, 0.125f * (float)i + 0.05f);
		glRectf(-1 + 0.25f * (float)i, -0.2f, -0.8f + 0.25f * (float)i, 0.2f);
	}
	report_pixels("masks and alpha test");
	report_error("end");
	return window_finish();
}
