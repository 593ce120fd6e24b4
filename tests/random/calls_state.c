/* Calls that set state: the fragment pipeline, rasterisation, pixel transfer, attribute stacks. */
#include "random.h"

#include "support/window.h"

static const GLenum caps[] = {GL_ALPHA_TEST,
							  GL_AUTO_NORMAL,
							  GL_BLEND,
							  GL_CLIP_PLANE0,
							  GL_CLIP_PLANE3,
							  GL_COLOR_LOGIC_OP,
							  GL_COLOR_MATERIAL,
							  GL_COLOR_SUM,
							  GL_CULL_FACE,
							  GL_DEPTH_CLAMP,
							  GL_DEPTH_TEST,
							  GL_DITHER,
							  GL_FOG,
							  GL_FRAMEBUFFER_SRGB,
							  GL_LIGHT0,
							  GL_LIGHT5,
							  GL_LIGHTING,
							  GL_LINE_SMOOTH,
							  GL_LINE_STIPPLE,
							  GL_MAP1_VERTEX_3,
							  GL_MAP2_VERTEX_3,
							  GL_MAP2_COLOR_4,
							  GL_MULTISAMPLE,
							  GL_NORMALIZE,
							  GL_POINT_SMOOTH,
							  GL_POINT_SPRITE,
							  GL_POLYGON_OFFSET_FILL,
							  GL_POLYGON_OFFSET_LINE,
							  GL_POLYGON_SMOOTH,
							  GL_POLYGON_STIPPLE,
							  GL_PROGRAM_POINT_SIZE,
							  GL_RASTERIZER_DISCARD,
							  GL_RESCALE_NORMAL,
							  GL_SAMPLE_ALPHA_TO_COVERAGE,
							  GL_SAMPLE_COVERAGE,
							  GL_SAMPLE_MASK,
							  GL_SCISSOR_TEST,
							  GL_STENCIL_TEST,
							  GL_TEXTURE_1D,
							  GL_TEXTURE_2D,
							  GL_TEXTURE_3D,
							  GL_TEXTURE_CUBE_MAP,
							  GL_TEXTURE_CUBE_MAP_SEAMLESS,
							  GL_TEXTURE_GEN_S,
							  GL_TEXTURE_GEN_T,
							  GL_VERTEX_PROGRAM_TWO_SIDE};
static const GLenum compares[] = {GL_NEVER,   GL_LESS,     GL_EQUAL,  GL_LEQUAL,
								  GL_GREATER, GL_NOTEQUAL, GL_GEQUAL, GL_ALWAYS};
static const GLenum factors[] = {GL_ZERO,
								 GL_ONE,
								 GL_SRC_COLOR,
								 GL_ONE_MINUS_SRC_COLOR,
								 GL_DST_COLOR,
								 GL_SRC_ALPHA,
								 GL_ONE_MINUS_SRC_ALPHA,
								 GL_DST_ALPHA,
								 GL_ONE_MINUS_DST_ALPHA,
								 GL_CONSTANT_COLOR,
								 GL_SRC_ALPHA_SATURATE};
static const GLenum equations[] = {GL_FUNC_ADD, GL_FUNC_SUBTRACT, GL_FUNC_REVERSE_SUBTRACT, GL_MIN, GL_MAX};
static const GLenum faces[] = {GL_FRONT, GL_BACK, GL_FRONT_AND_BACK};

static void enable(void) {
	GLenum cap = draw_bad(PICK(caps));
	/* Discarding everything for long would leave nothing to compare. */
	bool on = cap == GL_RASTERIZER_DISCARD ? one_in(10) : !one_in(3);
	say("%s(0x%x)", on ? "glEnable" : "glDisable", cap);
	if (on)
		glEnable(cap);
	else
		glDisable(cap);
}

static void enable_indexed(void) {
	GLenum cap = draw_bad(one_in(2) ? GL_BLEND : GL_SCISSOR_TEST);
	GLuint index = draw_below(9);
	bool on = one_in(2);
	say("%s(0x%x, %u)", on ? "glEnablei" : "glDisablei", cap, index);
	if (on)
		glEnablei(cap, index);
	else
		glDisablei(cap, index);
}

static void blend(void) {
	GLenum a = draw_bad(PICK(factors)), b = PICK(factors), c = PICK(factors), d = PICK(factors), e = PICK(equations);
	say("blend 0x%x 0x%x 0x%x 0x%x 0x%x", a, b, c, d, e);
	switch (draw_below(5)) {
	case 0:
		glBlendFunc(a, b);
		return;
	case 1:
		glBlendFuncSeparate(a, b, c, d);
		return;
	case 2:
		glBlendEquation(draw_bad(e));
		return;
	case 3:
		glBlendEquationSeparate(e, PICK(equations));
		return;
	default:
		glBlendColor(draw_unit(), draw_unit(), draw_unit(), draw_float());
	}
}

static void depth_and_stencil(void) {
	GLenum compare = draw_bad(PICK(compares)), face = draw_bad(PICK(faces));
	static const GLenum operations[] = {GL_KEEP, GL_ZERO,   GL_REPLACE,   GL_INCR,
										GL_DECR, GL_INVERT, GL_INCR_WRAP, GL_DECR_WRAP};
	say("depth or stencil 0x%x 0x%x", compare, face);
	switch (draw_below(8)) {
	case 0:
		glDepthFunc(compare);
		return;
	case 1:
		glDepthMask((GLboolean)one_in(2));
		return;
	case 2:
		glDepthRange((GLdouble)draw_float(), (GLdouble)draw_float());
		return;
	case 3:
		glStencilFunc(compare, draw_int(-2, 260), draw());
		return;
	case 4:
		glStencilFuncSeparate(face, compare, draw_int(0, 255), draw());
		return;
	case 5:
		glStencilMask(draw());
		return;
	case 6:
		glStencilOp(PICK(operations), draw_bad(PICK(operations)), PICK(operations));
		return;
	default:
		glStencilOpSeparate(face, PICK(operations), PICK(operations), PICK(operations));
	}
}

static void raster(void) {
	static const GLenum modes[] = {GL_POINT, GL_LINE, GL_FILL, GL_FILL};
	unsigned which = draw_below(13);
	say("raster %u", which);
	switch (which) {
	case 0:
		glPolygonMode(draw_bad(PICK(faces)), PICK(modes));
		return;
	case 1:
		glCullFace(draw_bad(PICK(faces)));
		return;
	case 2:
		glFrontFace(one_in(2) ? GL_CW : draw_bad(GL_CCW));
		return;
	case 3:
		glPolygonOffset(draw_float(), draw_float());
		return;
	case 4:
		glLineWidth((GLfloat)draw_int(0, 6));
		return;
	case 5:
		glPointSize((GLfloat)draw_int(0, 9));
		return;
	case 6:
		glLineStipple(draw_int(0, 9), (GLushort)draw());
		return;
	case 7:
		/* The noise behind it covers the pixel store state. */
		glPolygonStipple(noise + draw_below(1000));
		return;
	case 8:
		glShadeModel(one_in(2) ? GL_FLAT : draw_bad(GL_SMOOTH));
		return;
	case 9:
		glProvokingVertex(one_in(2) ? GL_FIRST_VERTEX_CONVENTION : draw_bad(GL_LAST_VERTEX_CONVENTION));
		return;
	case 10:
		glPointParameterf(one_in(2) ? GL_POINT_FADE_THRESHOLD_SIZE : draw_bad(GL_POINT_SIZE_MAX), draw_float());
		return;
	case 11:
		glSampleCoverage(draw_unit(), (GLboolean)one_in(2));
		return;
	default:
		glClipPlane(GL_CLIP_PLANE0 + draw_below(4),
					(const GLdouble[]){(GLdouble)draw_float(), (GLdouble)draw_float(), (GLdouble)draw_float(), 1});
	}
}

static void fragments(void) {
	unsigned which = draw_below(9);
	say("fragments %u", which);
	switch (which) {
	case 0:
		glAlphaFunc(draw_bad(PICK(compares)), draw_float());
		return;
	case 1:
		glLogicOp(draw_bad(GL_CLEAR + draw_below(16)));
		return;
	case 2:
		glColorMask(!one_in(4), !one_in(4), !one_in(4), !one_in(4));
		return;
	case 3:
		glColorMaski(draw_below(9), !one_in(4), !one_in(4), !one_in(4), !one_in(4));
		return;
	case 4:
		glScissor(draw_int(-10, 60), draw_int(-10, 60), draw_int(-1, 130), draw_int(0, 130));
		return;
	case 5:
		glViewport(draw_int(-20, 20), draw_int(-20, 20), draw_int(-1, 160), draw_int(0, 160));
		return;
	case 6:
		glClampColor(GL_CLAMP_READ_COLOR, one_in(2) ? GL_FIXED_ONLY : draw_bad(GL_TRUE));
		return;
	case 7:
		glHint(one_in(2) ? GL_FOG_HINT : draw_bad(GL_LINE_SMOOTH_HINT), one_in(2) ? GL_NICEST : GL_FASTEST);
		return;
	default:
		glLogicOp(GL_COPY);
	}
}

static void clears(void) {
	static const GLbitfield masks[] = {GL_COLOR_BUFFER_BIT, GL_DEPTH_BUFFER_BIT, GL_STENCIL_BUFFER_BIT,
									   GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT, 1};
	unsigned which = draw_below(6);
	say("clear %u", which);
	switch (which) {
	case 0:
		glClearColor(draw_unit(), draw_unit(), draw_float(), draw_unit());
		return;
	case 1:
		glClearDepth((GLdouble)draw_float());
		return;
	case 2:
		glClearStencil(draw_int(-5, 300));
		return;
	case 3:
		glClearBufferfv(draw_bad(GL_COLOR), draw_int(0, 1),
						(const GLfloat[]){draw_unit(), draw_unit(), draw_unit(), draw_unit()});
		return;
	case 4:
		glClearBufferfi(GL_DEPTH_STENCIL, draw_int(0, 1), draw_unit(), draw_int(0, 255));
		return;
	default:
		glClear(PICK(masks));
	}
}

static void pixel_transfer(void) {
	static const GLenum names[] = {GL_RED_SCALE,  GL_GREEN_BIAS, GL_BLUE_SCALE,   GL_ALPHA_BIAS,  GL_DEPTH_SCALE,
								   GL_DEPTH_BIAS, GL_MAP_COLOR,  GL_INDEX_OFFSET, GL_INDEX_SHIFT, GL_MAP_STENCIL};
	static const GLenum maps[] = {GL_PIXEL_MAP_I_TO_R, GL_PIXEL_MAP_R_TO_R, GL_PIXEL_MAP_G_TO_G, GL_PIXEL_MAP_A_TO_A,
								  GL_PIXEL_MAP_S_TO_S};
	unsigned which = draw_below(4);
	GLenum name = draw_bad(PICK(names));
	int value = draw_int(-1, 2);
	say("pixel transfer %u 0x%x %d", which, name, value);
	if (which == 0)
		glPixelTransferf(name, (GLfloat)value);
	else if (which == 1)
		glPixelTransferi(name, value);
	else if (which == 2)
		glPixelZoom(PICK(((const float[]){1, 1, 2, -1, 0.5f})), PICK(((const float[]){1, 1, 2, -1})));
	else {
		GLfloat values[8];
		for (int i = 0; i < 8; i++)
			values[i] = draw_unit();
		glPixelMapfv(draw_bad(PICK(maps)), 1 << draw_below(4), values);
	}
}

static void pixel_store(void) {
	static const GLenum names[] = {GL_UNPACK_ALIGNMENT,   GL_PACK_ALIGNMENT,   GL_UNPACK_ROW_LENGTH,
								   GL_PACK_ROW_LENGTH,    GL_UNPACK_SKIP_ROWS, GL_PACK_SKIP_ROWS,
								   GL_UNPACK_SKIP_PIXELS, GL_PACK_SKIP_PIXELS, GL_UNPACK_SWAP_BYTES,
								   GL_PACK_SWAP_BYTES,    GL_UNPACK_LSB_FIRST, GL_UNPACK_SKIP_IMAGES};
	GLenum name = draw_bad(PICK(names));
	int value;
	switch (name) {
	case GL_UNPACK_ALIGNMENT:
	case GL_PACK_ALIGNMENT:
		value = one_in(8) ? 3 : 1 << draw_below(4);
		break;
	case GL_UNPACK_ROW_LENGTH:
	case GL_PACK_ROW_LENGTH:
		value = one_in(2) ? 0 : draw_int(30, 140);
		break;
	default:
		value = draw_int(one_in(10) ? -1 : 0, 3);
	}
	say("glPixelStorei(0x%x, %d)", name, value);
	if (one_in(4))
		glPixelStoref(name, (GLfloat)value);
	else
		glPixelStorei(name, value);
}

static void stacks(void) {
	static const GLbitfield bits[] = {GL_CURRENT_BIT,     GL_ENABLE_BIT,        GL_LIGHTING_BIT,  GL_TEXTURE_BIT,
									  GL_ALL_ATTRIB_BITS, GL_PIXEL_MODE_BIT,    GL_TRANSFORM_BIT, GL_COLOR_BUFFER_BIT,
									  GL_POLYGON_BIT,     GL_STENCIL_BUFFER_BIT};
	unsigned which = draw_below(4);
	GLbitfield mask = PICK(bits) | PICK(bits);
	/* Of what an inner glPopAttrib does not restore Mesa (22.3) forgets that it changed. So inner ones restore all. */
	GLint depth = 0, list = 0;
	glGetIntegerv(GL_ATTRIB_STACK_DEPTH, &depth);
	glGetIntegerv(GL_LIST_INDEX, &list);
	if (depth || list)
		mask = GL_ALL_ATTRIB_BITS;
	say("stack %u 0x%x", which, mask);
	if (which == 0)
		glPushAttrib(mask);
	else if (which == 1)
		glPopAttrib();
	else if (which == 2)
		glPushClientAttrib(GL_CLIENT_PIXEL_STORE_BIT);
	else
		glPopClientAttrib();
}

static const struct call calls[] = {{enable, 10},     {enable_indexed, 1}, {blend, 4},  {depth_and_stencil, 4},
									{raster, 5},      {fragments, 4},      {clears, 3}, {pixel_transfer, 1},
									{pixel_store, 2}, {stacks, 3}};
const struct calls state_calls = {calls, COUNT(calls)};
