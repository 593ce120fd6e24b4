/* Hundreds of gets, in a compatibility and in a core context: values at the start (constants and defaults), values
 * after changes, every type of get and its conversions. Left out: what is the driver's name or changes by itself. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

static const struct {
	const char *name;
	GLenum pname;
	int count;
} pnames[] = {
#define P(name, count)                                                                                                 \
	{ #name, GL_##name, count }
	P(ACTIVE_TEXTURE, 1),
	P(ALIASED_LINE_WIDTH_RANGE, 2),
	P(ALIASED_POINT_SIZE_RANGE, 2),
	P(ALPHA_BITS, 1),
	P(ARRAY_BUFFER_BINDING, 1),
	P(BLEND, 1),
	P(BLEND_COLOR, 4),
	P(BLEND_DST_ALPHA, 1),
	P(BLEND_DST_RGB, 1),
	P(BLEND_EQUATION_ALPHA, 1),
	P(BLEND_EQUATION_RGB, 1),
	P(BLEND_SRC_ALPHA, 1),
	P(BLEND_SRC_RGB, 1),
	P(COLOR_CLEAR_VALUE, 4),
	P(COLOR_LOGIC_OP, 1),
	P(COLOR_WRITEMASK, 4),
	P(COPY_READ_BUFFER_BINDING, 1),
	P(CULL_FACE, 1),
	P(CULL_FACE_MODE, 1),
	P(CURRENT_PROGRAM, 1),
	P(DEPTH_CLEAR_VALUE, 1),
	P(DEPTH_FUNC, 1),
	P(DEPTH_RANGE, 2),
	P(DEPTH_TEST, 1),
	P(DEPTH_WRITEMASK, 1),
	P(DITHER, 1),
	P(DOUBLEBUFFER, 1),
	P(DRAW_BUFFER, 1),
	P(DRAW_BUFFER0, 1),
	P(DRAW_BUFFER1, 1),
	P(DRAW_FRAMEBUFFER_BINDING, 1),
	P(ELEMENT_ARRAY_BUFFER_BINDING, 1),
	P(FRAGMENT_SHADER_DERIVATIVE_HINT, 1),
	P(FRONT_FACE, 1),
	P(LINE_SMOOTH, 1),
	P(LINE_SMOOTH_HINT, 1),
	P(LINE_WIDTH, 1),
	P(LOGIC_OP_MODE, 1),
	P(MAJOR_VERSION, 1),
	P(MINOR_VERSION, 1),
	P(MAX_3D_TEXTURE_SIZE, 1),
	P(MAX_ARRAY_TEXTURE_LAYERS, 1),
	P(MAX_CLIP_DISTANCES, 1),
	P(MAX_COLOR_ATTACHMENTS, 1),
	P(MAX_COLOR_TEXTURE_SAMPLES, 1),
	P(MAX_COMBINED_TEXTURE_IMAGE_UNITS, 1),
	P(MAX_COMBINED_UNIFORM_BLOCKS, 1),
	P(MAX_CUBE_MAP_TEXTURE_SIZE, 1),
	P(MAX_DEPTH_TEXTURE_SAMPLES, 1),
	P(MAX_DRAW_BUFFERS, 1),
	P(MAX_DUAL_SOURCE_DRAW_BUFFERS, 1),
	P(MAX_ELEMENTS_INDICES, 1),
	P(MAX_ELEMENTS_VERTICES, 1),
	P(MAX_FRAGMENT_INPUT_COMPONENTS, 1),
	P(MAX_FRAGMENT_UNIFORM_BLOCKS, 1),
	P(MAX_FRAGMENT_UNIFORM_COMPONENTS, 1),
	P(MAX_FRAGMENT_UNIFORM_VECTORS, 1),
	P(MAX_GEOMETRY_INPUT_COMPONENTS, 1),
	P(MAX_GEOMETRY_OUTPUT_VERTICES, 1),
	P(MAX_INTEGER_SAMPLES, 1),
	P(MAX_PROGRAM_TEXEL_OFFSET, 1),
	P(MIN_PROGRAM_TEXEL_OFFSET, 1),
	P(MAX_RECTANGLE_TEXTURE_SIZE, 1),
	P(MAX_RENDERBUFFER_SIZE, 1),
	P(MAX_SAMPLES, 1),
	P(MAX_SAMPLE_MASK_WORDS, 1),
	P(MAX_SERVER_WAIT_TIMEOUT, 1),
	P(MAX_TEXTURE_BUFFER_SIZE, 1),
	P(MAX_TEXTURE_IMAGE_UNITS, 1),
	P(MAX_TEXTURE_LOD_BIAS, 1),
	P(MAX_TEXTURE_SIZE, 1),
	P(MAX_TRANSFORM_FEEDBACK_INTERLEAVED_COMPONENTS, 1),
	P(MAX_TRANSFORM_FEEDBACK_SEPARATE_ATTRIBS, 1),
	P(MAX_TRANSFORM_FEEDBACK_BUFFERS, 1),
	P(MAX_UNIFORM_BLOCK_SIZE, 1),
	P(MAX_UNIFORM_BUFFER_BINDINGS, 1),
	P(MAX_UNIFORM_LOCATIONS, 1),
	P(MAX_VARYING_COMPONENTS, 1),
	P(MAX_VARYING_VECTORS, 1),
	P(MAX_VERTEX_ATTRIBS, 1),
	P(MAX_VERTEX_ATTRIB_BINDINGS, 1),
	P(MAX_VERTEX_ATTRIB_RELATIVE_OFFSET, 1),
	P(MAX_VERTEX_OUTPUT_COMPONENTS, 1),
	P(MAX_VERTEX_TEXTURE_IMAGE_UNITS, 1),
	P(MAX_VERTEX_UNIFORM_BLOCKS, 1),
	P(MAX_VERTEX_UNIFORM_COMPONENTS, 1),
	P(MAX_VERTEX_UNIFORM_VECTORS, 1),
	P(MAX_VIEWPORTS, 1),
	P(MAX_VIEWPORT_DIMS, 2),
	P(MAX_PATCH_VERTICES, 1),
	P(MAX_TESS_GEN_LEVEL, 1),
	P(MAX_IMAGE_UNITS, 1),
	P(MAX_SHADER_STORAGE_BUFFER_BINDINGS, 1),
	P(MAX_ATOMIC_COUNTER_BUFFER_BINDINGS, 1),
	P(MAX_COMPUTE_SHARED_MEMORY_SIZE, 1),
	P(MAX_FRAMEBUFFER_WIDTH, 1),
	P(MAX_FRAMEBUFFER_SAMPLES, 1),
	P(MIN_MAP_BUFFER_ALIGNMENT, 1),
	P(NUM_COMPRESSED_TEXTURE_FORMATS, 1),
	P(NUM_SHADER_BINARY_FORMATS, 1),
	P(PACK_ALIGNMENT, 1),
	P(PACK_IMAGE_HEIGHT, 1),
	P(PACK_LSB_FIRST, 1),
	P(PACK_ROW_LENGTH, 1),
	P(PACK_SKIP_IMAGES, 1),
	P(PACK_SKIP_PIXELS, 1),
	P(PACK_SKIP_ROWS, 1),
	P(PACK_SWAP_BYTES, 1),
	P(PIXEL_PACK_BUFFER_BINDING, 1),
	P(PIXEL_UNPACK_BUFFER_BINDING, 1),
	P(POINT_FADE_THRESHOLD_SIZE, 1),
	P(POINT_SIZE, 1),
	P(POINT_SIZE_GRANULARITY, 1),
	P(POINT_SIZE_RANGE, 2),
	P(POLYGON_MODE, 2),
	P(POLYGON_OFFSET_FACTOR, 1),
	P(POLYGON_OFFSET_FILL, 1),
	P(POLYGON_OFFSET_UNITS, 1),
	P(POLYGON_SMOOTH, 1),
	P(POLYGON_SMOOTH_HINT, 1),
	P(PRIMITIVE_RESTART_INDEX, 1),
	P(PROGRAM_POINT_SIZE, 1),
	P(PROVOKING_VERTEX, 1),
	P(READ_BUFFER, 1),
	P(READ_FRAMEBUFFER_BINDING, 1),
	P(RENDERBUFFER_BINDING, 1),
	P(SAMPLER_BINDING, 1),
	P(SAMPLES, 1),
	P(SAMPLE_BUFFERS, 1),
	P(SAMPLE_COVERAGE_INVERT, 1),
	P(SAMPLE_COVERAGE_VALUE, 1),
	P(SCISSOR_BOX, 4),
	P(SCISSOR_TEST, 1),
	P(SMOOTH_LINE_WIDTH_RANGE, 2),
	P(STENCIL_BACK_FAIL, 1),
	P(STENCIL_BACK_FUNC, 1),
	P(STENCIL_BACK_REF, 1),
	P(STENCIL_BACK_VALUE_MASK, 1),
	P(STENCIL_BACK_WRITEMASK, 1),
	P(STENCIL_CLEAR_VALUE, 1),
	P(STENCIL_FAIL, 1),
	P(STENCIL_FUNC, 1),
	P(STENCIL_PASS_DEPTH_FAIL, 1),
	P(STENCIL_PASS_DEPTH_PASS, 1),
	P(STENCIL_REF, 1),
	P(STENCIL_TEST, 1),
	P(STENCIL_VALUE_MASK, 1),
	P(STENCIL_WRITEMASK, 1),
	P(STEREO, 1),
	P(SUBPIXEL_BITS, 1),
	P(TEXTURE_BINDING_1D, 1),
	P(TEXTURE_BINDING_1D_ARRAY, 1),
	P(TEXTURE_BINDING_2D, 1),
	P(TEXTURE_BINDING_2D_ARRAY, 1),
	P(TEXTURE_BINDING_2D_MULTISAMPLE, 1),
	P(TEXTURE_BINDING_3D, 1),
	P(TEXTURE_BINDING_BUFFER, 1),
	P(TEXTURE_BINDING_CUBE_MAP, 1),
	P(TEXTURE_BINDING_RECTANGLE, 1),
	P(TEXTURE_COMPRESSION_HINT, 1),
	P(TRANSFORM_FEEDBACK_BUFFER_BINDING, 1),
	P(TRANSFORM_FEEDBACK_BINDING, 1),
	P(UNIFORM_BUFFER_BINDING, 1),
	P(UNIFORM_BUFFER_OFFSET_ALIGNMENT, 1),
	P(UNPACK_ALIGNMENT, 1),
	P(UNPACK_IMAGE_HEIGHT, 1),
	P(UNPACK_LSB_FIRST, 1),
	P(UNPACK_ROW_LENGTH, 1),
	P(UNPACK_SKIP_IMAGES, 1),
	P(UNPACK_SKIP_PIXELS, 1),
	P(UNPACK_SKIP_ROWS, 1),
	P(UNPACK_SWAP_BYTES, 1),
	P(VERTEX_ARRAY_BINDING, 1),
	P(VIEWPORT, 4),
	P(VIEWPORT_BOUNDS_RANGE, 2),
	P(VIEWPORT_SUBPIXEL_BITS, 1),
	P(PROGRAM_PIPELINE_BINDING, 1),
	P(PATCH_VERTICES, 1),
	P(IMPLEMENTATION_COLOR_READ_FORMAT, 1),
	P(IMPLEMENTATION_COLOR_READ_TYPE, 1),
	P(CLIP_ORIGIN, 1),
	P(CLIP_DEPTH_MODE, 1),
	P(RESET_NOTIFICATION_STRATEGY, 1),
	P(CONTEXT_FLAGS, 1),
	P(CONTEXT_PROFILE_MASK, 1),
	P(TEXTURE_BUFFER_OFFSET_ALIGNMENT, 1),
	P(SHADER_STORAGE_BUFFER_OFFSET_ALIGNMENT, 1),
	/* the compatibility profile */
	P(ACCUM_CLEAR_VALUE, 4),
	P(ALPHA_SCALE, 1),
	P(ALPHA_TEST, 1),
	P(ALPHA_TEST_FUNC, 1),
	P(ALPHA_TEST_REF, 1),
	P(ATTRIB_STACK_DEPTH, 1),
	P(AUTO_NORMAL, 1),
	P(BLUE_BIAS, 1),
	P(CLIENT_ACTIVE_TEXTURE, 1),
	P(CLIENT_ATTRIB_STACK_DEPTH, 1),
	P(COLOR_ARRAY, 1),
	P(COLOR_ARRAY_SIZE, 1),
	P(COLOR_ARRAY_STRIDE, 1),
	P(COLOR_ARRAY_TYPE, 1),
	P(COLOR_MATERIAL, 1),
	P(COLOR_MATERIAL_FACE, 1),
	P(COLOR_SUM, 1),
	P(CURRENT_COLOR, 4),
	P(CURRENT_FOG_COORD, 1),
	P(CURRENT_NORMAL, 3),
	P(CURRENT_RASTER_COLOR, 4),
	P(CURRENT_RASTER_DISTANCE, 1),
	P(CURRENT_RASTER_POSITION, 4),
	P(CURRENT_RASTER_POSITION_VALID, 1),
	P(CURRENT_SECONDARY_COLOR, 4),
	P(CURRENT_TEXTURE_COORDS, 4),
	P(DEPTH_BIAS, 1),
	P(DEPTH_BITS, 1),
	P(EDGE_FLAG, 1),
	P(EDGE_FLAG_ARRAY, 1),
	P(FEEDBACK_BUFFER_SIZE, 1),
	P(FOG, 1),
	P(FOG_COLOR, 4),
	P(FOG_DENSITY, 1),
	P(FOG_END, 1),
	P(FOG_MODE, 1),
	P(FOG_COORD_SRC, 1),
	P(INDEX_BITS, 1),
	P(LIGHTING, 1),
	P(LIGHT0, 1),
	P(LIGHT_MODEL_AMBIENT, 4),
	P(LIGHT_MODEL_TWO_SIDE, 1),
	P(LINE_STIPPLE, 1),
	P(LINE_STIPPLE_PATTERN, 1),
	P(LIST_BASE, 1),
	P(LIST_INDEX, 1),
	P(LIST_MODE, 1),
	P(MAP1_GRID_DOMAIN, 2),
	P(MAP_COLOR, 1),
	P(MATRIX_MODE, 1),
	P(MAX_ATTRIB_STACK_DEPTH, 1),
	P(MAX_CLIENT_ATTRIB_STACK_DEPTH, 1),
	P(MAX_CLIP_PLANES, 1),
	P(MAX_EVAL_ORDER, 1),
	P(MAX_LIGHTS, 1),
	P(MAX_LIST_NESTING, 1),
	P(MAX_MODELVIEW_STACK_DEPTH, 1),
	P(MAX_NAME_STACK_DEPTH, 1),
	P(MAX_PIXEL_MAP_TABLE, 1),
	P(MAX_PROJECTION_STACK_DEPTH, 1),
	P(MAX_TEXTURE_COORDS, 1),
	P(MAX_TEXTURE_STACK_DEPTH, 1),
	P(MAX_TEXTURE_UNITS, 1),
	P(MODELVIEW_MATRIX, 16),
	P(MODELVIEW_STACK_DEPTH, 1),
	P(NAME_STACK_DEPTH, 1),
	P(NORMALIZE, 1),
	P(NORMAL_ARRAY, 1),
	P(PIXEL_MAP_I_TO_R_SIZE, 1),
	P(POINT_DISTANCE_ATTENUATION, 3),
	P(POINT_SIZE_MAX, 1),
	P(POINT_SPRITE, 1),
	P(PROJECTION_MATRIX, 16),
	P(PROJECTION_STACK_DEPTH, 1),
	P(RED_BITS, 1),
	P(RED_SCALE, 1),
	P(RENDER_MODE, 1),
	P(RGBA_MODE, 1),
	P(SELECTION_BUFFER_SIZE, 1),
	P(SHADE_MODEL, 1),
	P(STENCIL_BITS, 1),
	P(TEXTURE_2D, 1),
	P(TEXTURE_COORD_ARRAY, 1),
	P(TEXTURE_GEN_S, 1),
	P(TEXTURE_MATRIX, 16),
	P(TEXTURE_STACK_DEPTH, 1),
	P(TRANSPOSE_MODELVIEW_MATRIX, 16),
	P(VERTEX_ARRAY, 1),
	P(VERTEX_ARRAY_SIZE, 1),
	P(VERTEX_ARRAY_STRIDE, 1),
	P(VERTEX_ARRAY_TYPE, 1),
	P(VERTEX_PROGRAM_TWO_SIDE, 1),
	P(ZOOM_X, 1),
	P(GENERATE_MIPMAP_HINT, 1),
	P(PERSPECTIVE_CORRECTION_HINT, 1),
#undef P
};

#define COUNT (sizeof(pnames) / sizeof(*pnames))

static void all(const char *when) {
	report("-- %s", when);
	for (size_t i = 0; i < COUNT; i++) {
		report_integer(pnames[i].name, pnames[i].pname, pnames[i].count);
		GLfloat floats[17];
		glGetFloatv(pnames[i].pname, floats);
		if (glGetError() == GL_NO_ERROR)
			report_floats(" floats", pnames[i].count, floats);
	}
}

/* The same values by every type of get. */
static void conversions(void) {
	report("-- conversions");
	static const size_t some[] = {6, 13, 15, 16, 20, 22, 37, 66, 123, 126, 145, 187};
	for (size_t s = 0; s < sizeof(some) / sizeof(*some); s++) {
		size_t i = some[s];
		GLdouble doubles[16] = {0};
		GLboolean booleans[16] = {0};
		GLint64 longs[16] = {0};
		glGetDoublev(pnames[i].pname, doubles);
		glGetBooleanv(pnames[i].pname, booleans);
		glGetInteger64v(pnames[i].pname, longs);
		for (int n = 0; n < pnames[i].count; n++)
			report("%s[%d]: %.17g, %d, %lld", pnames[i].name, n, doubles[n], booleans[n], (long long)longs[n]);
		report_error(pnames[i].name);
	}
}

static void change(bool compat) {
	glBlendColor(0.1f, 0.2f, 1.5f, -1);
	glClearColor(0.5f, 1, 0.25f, 0.75f);
	glClearDepth(0.3);
	glClearStencil(0x1ff);
	glColorMask(1, 0, 1, 0);
	glDepthRange(0.2, 0.7);
	glDepthFunc(GL_GEQUAL);
	glStencilFunc(GL_NOTEQUAL, 3, 0xf0);
	glStencilMask(0x3c);
	glCullFace(GL_FRONT);
	glFrontFace(GL_CW);
	glEnable(GL_CULL_FACE);
	glEnable(GL_SCISSOR_TEST);
	glScissor(1, 2, 30, 40);
	glViewport(5, 6, 70, 80);
	glLogicOp(GL_XOR);
	glPointSize(2.5f);
	glPolygonOffset(1.25f, 3);
	glPolygonMode(GL_FRONT_AND_BACK, GL_LINE);
	glSampleCoverage(0.25f, GL_TRUE);
	glActiveTexture(GL_TEXTURE4);
	glHint(GL_TEXTURE_COMPRESSION_HINT, GL_NICEST);
	glPixelStorei(GL_UNPACK_ROW_LENGTH, 33);
	glPixelStorei(GL_PACK_ALIGNMENT, 8);
	glPrimitiveRestartIndex(0xfffffffeu);
	if (!compat)
		return;
	glMatrixMode(GL_PROJECTION);
	glFrustum(-1, 2, -1, 3, 1, 10);
	glPushMatrix();
	glMatrixMode(GL_MODELVIEW);
	glRotatef(33, 1, 2, 3);
	glMatrixMode(GL_TEXTURE);
	glScalef(2, 3, 4);
	glColor4f(0.5f, 0.25f, 2, -1);
	glNormal3f(0.1f, -0.2f, 0.3f);
	glTexCoord3f(1, 2, 3);
	glMultiTexCoord2f(GL_TEXTURE4, 7, 8);
	glSecondaryColor3f(0.1f, 0.6f, 0.7f);
	glFogfv(GL_FOG_COLOR, (const GLfloat[]){0.1f, 0.5f, 0.9f, 2});
	glFogf(GL_FOG_END, 12.5f);
	glAlphaFunc(GL_LESS, 0.4f);
	glLineStipple(3, 0xa5c3);
	glLightModelfv(GL_LIGHT_MODEL_AMBIENT, (const GLfloat[]){0.3f, 0.4f, 0.5f, 1});
	glRasterPos2f(0.1f, 0.2f);
	glListBase(321);
	glShadeModel(GL_FLAT);
	glPixelZoom(2, -1.5f);
	glPixelTransferf(GL_RED_SCALE, 0.5f);
	glPixelTransferi(GL_BLUE_BIAS, 2);
	glEdgeFlag(GL_FALSE);
	glClearAccum(0.1f, 0.2f, 0.3f, 0.4f);
}

/* A parameter of an image is one value, also by a name that has four elsewhere. */
static void image_parameters(void) {
	static const GLenum targets[] = {GL_TEXTURE_2D, GL_TEXTURE_BUFFER};
	static const GLenum names[] = {GL_TEXTURE_WIDTH, GL_TEXTURE_BORDER_COLOR};
	for (size_t t = 0; t < sizeof(targets) / sizeof *targets; t++)
		for (size_t n = 0; n < sizeof(names) / sizeof *names; n++) {
			GLint values[4] = {-7, -7, -7, -7};
			glGetTexLevelParameteriv(targets[t], 0, names[n], values);
			report_ints("image", 4, values);
			report_error("image");
		}
}

int main(void) {
	window_open_compat();
	all("compatibility, start");
	change(true);
	all("compatibility, changed");
	conversions();
	image_parameters();
	window.request = (struct window_request){.major = 4, .minor = 5, .profile = GLX_CONTEXT_CORE_PROFILE_BIT_ARB};
	GLXContext core = window_new_context(NULL);
	report("core context: %d", core != NULL);
	if (core) {
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, core);
		all("core, start");
		change(false);
		all("core, changed");
		GLint samples[4] = {0};
		glGetInternalformativ(GL_RENDERBUFFER, GL_RGBA8, GL_NUM_SAMPLE_COUNTS, 1, samples);
		report_ints("sample counts", 1, samples);
		glGetInternalformativ(GL_RENDERBUFFER, GL_RGBA8, GL_SAMPLES, 4, samples);
		report_ints("samples", 4, samples);
		GLint range[2], precision;
		glGetShaderPrecisionFormat(GL_FRAGMENT_SHADER, GL_HIGH_FLOAT, range, &precision);
		report("precision: %d %d %d", range[0], range[1], precision);
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
		glXDestroyContext(window.display, core);
	}
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	return window_finish();
}
