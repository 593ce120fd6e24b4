/* GLES 1.1: fixed function and fixed point, client arrays and buffers, matrix stacks, light, fog, texture environment,
 * point sprites, OES_draw_texture, OES_framebuffer_object, queries and errors. */
#include "support/egl.h"

#define GL_GLEXT_PROTOTYPES
#include <GLES/gl.h>
#include <GLES/glext.h>
#include <string.h>

#define X(value) ((GLfixed)((value)*65536.0))

static PFNGLDRAWTEXIOESPROC draw_tex_i;

static const GLfixed triangle[] = {X(-0.8), X(-0.8), 0, X(0.8), X(-0.8), 0, 0, X(0.8), X(0.5)};
static const GLubyte colors[] = {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 128};

static void has(const char *name) {
	const char *list = (const char *)glGetString(GL_EXTENSIONS);
	report("%s: %d", name, list && strstr(list, name) != NULL);
}

static void arrays(void) {
	glClearColorx(X(0.1), X(0.2), X(0.3), X(1));
	glClearDepthx(X(1));
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT | GL_STENCIL_BUFFER_BIT);
	glEnableClientState(GL_VERTEX_ARRAY);
	glEnableClientState(GL_COLOR_ARRAY);
	glVertexPointer(3, GL_FIXED, 0, triangle);
	glColorPointer(4, GL_UNSIGNED_BYTE, 0, colors);
	glDrawArrays(GL_TRIANGLES, 0, 3);
	report_pixels("fixed-point arrays");
	static const GLubyte order[] = {2, 1, 0};
	GLuint buffers[2];
	glGenBuffers(2, buffers);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(triangle), triangle, GL_STATIC_DRAW);
	glVertexPointer(3, GL_FIXED, 0, NULL);
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[1]);
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof(order), order, GL_STATIC_DRAW);
	glMatrixMode(GL_MODELVIEW);
	glPushMatrix();
	glTranslatex(X(0.1), X(-0.1), 0);
	glRotatex(X(30), 0, 0, X(1));
	glScalex(X(0.75), X(0.5), X(1));
	glDrawElements(GL_TRIANGLES, 3, GL_UNSIGNED_BYTE, NULL);
	GLfixed fixed[16];
	GLfloat floats[16];
	glGetFixedv(GL_MODELVIEW_MATRIX, fixed);
	glGetFloatv(GL_MODELVIEW_MATRIX, floats);
	report_ints("modelview", 16, fixed);
	report_floats("modelview", 16, floats);
	glPopMatrix();
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	report_pixels("buffers, matrices");
	GLvoid *pointer = NULL;
	glGetPointerv(GL_COLOR_ARRAY_POINTER, &pointer);
	report("colour pointer: %d", pointer == colors);
	glGetPointerv(GL_VERTEX_ARRAY_POINTER, &pointer);
	report("vertex pointer: %d", pointer == NULL);
	glDeleteBuffers(2, buffers);
	glVertexPointer(3, GL_FIXED, 0, triangle);
	report_error("arrays");
}

static void light_and_fog(void) {
	static const GLfixed direction[] = {X(0.3), X(0.5), X(1), 0}, red[] = {X(0.9), X(0.1), X(0.1), X(1)};
	static const GLfloat white[] = {1, 1, 1, 1};
	glDisableClientState(GL_COLOR_ARRAY);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glEnable(GL_LIGHTING);
	glEnable(GL_LIGHT0);
	glLightxv(GL_LIGHT0, GL_POSITION, direction);
	glLightfv(GL_LIGHT0, GL_DIFFUSE, white);
	glLightModelx(GL_LIGHT_MODEL_TWO_SIDE, 1);
	glMaterialxv(GL_FRONT_AND_BACK, GL_DIFFUSE, red);
	glMaterialx(GL_FRONT_AND_BACK, GL_SHININESS, X(16));
	glNormal3x(0, X(0.6), X(0.8));
	glDrawArrays(GL_TRIANGLES, 0, 3);
	GLfixed got[4];
	glGetMaterialxv(GL_FRONT, GL_DIFFUSE, got);
	report_ints("material", 4, got);
	glGetLightxv(GL_LIGHT0, GL_DIFFUSE, got);
	report_ints("light", 4, got);
	glDisable(GL_LIGHTING);
	glFogx(GL_FOG_MODE, GL_LINEAR);
	glFogx(GL_FOG_START, 0);
	glFogx(GL_FOG_END, X(1));
	glFogxv(GL_FOG_COLOR, red);
	glEnable(GL_FOG);
	glColor4x(0, X(1), X(1), X(1));
	glPushMatrix();
	glTranslatex(X(0.2), X(0.3), X(-0.3));
	glDrawArrays(GL_TRIANGLES, 0, 3);
	glPopMatrix();
	glDisable(GL_FOG);
	report_pixels("light and fog");
	report_error("light and fog");
}

static void textures(void) {
	static GLubyte texels[8 * 8 * 4];
	for (int i = 0; i < 8 * 8 * 4; i++)
		texels[i] = (GLubyte)(i * 5 + (i & 3) * 60);
	GLuint names[2];
	glGenTextures(2, names);
	glBindTexture(GL_TEXTURE_2D, names[0]);
	glTexParameterx(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glTexParameterx(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glTexParameteri(GL_TEXTURE_2D, GL_GENERATE_MIPMAP, GL_TRUE);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 8, 8, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
	static const GLbyte coordinates[] = {0, 0, 2, 0, 1, 2};
	glEnableClientState(GL_TEXTURE_COORD_ARRAY);
	glTexCoordPointer(2, GL_BYTE, 0, coordinates);
	glEnable(GL_TEXTURE_2D);
	glTexEnvx(GL_TEXTURE_ENV, GL_TEXTURE_ENV_MODE, GL_COMBINE);
	glTexEnvi(GL_TEXTURE_ENV, GL_COMBINE_RGB, GL_ADD_SIGNED);
	glTexEnvi(GL_TEXTURE_ENV, GL_SRC0_RGB, GL_TEXTURE);
	glTexEnvi(GL_TEXTURE_ENV, GL_SRC1_RGB, GL_PRIMARY_COLOR);
	glColor4f(0.6f, 0.5f, 0.4f, 1);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glDrawArrays(GL_TRIANGLES, 0, 3);
	report_pixels("texture environment");
	glTexEnvx(GL_TEXTURE_ENV, GL_TEXTURE_ENV_MODE, GL_REPLACE);
	draw_tex_i = (PFNGLDRAWTEXIOESPROC)eglGetProcAddress("glDrawTexiOES");
	if (draw_tex_i && strstr((const char *)glGetString(GL_EXTENSIONS), "GL_OES_draw_texture")) {
		glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_CROP_RECT_OES, (const GLint[]){0, 0, 8, 8});
		draw_tex_i(10, 20, 0, 64, 48);
		report_pixels("OES_draw_texture");
		report_error("OES_draw_texture");
	}
	glDisable(GL_TEXTURE_2D);
	glDisableClientState(GL_TEXTURE_COORD_ARRAY);
	static const GLfloat sizes[] = {4, 12, 24};
	glEnable(GL_POINT_SPRITE_OES);
	glTexEnvi(GL_POINT_SPRITE_OES, GL_COORD_REPLACE_OES, GL_TRUE);
	glEnable(GL_TEXTURE_2D);
	glEnableClientState(GL_POINT_SIZE_ARRAY_OES);
	glPointSizePointerOES(GL_FLOAT, 0, sizes);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glDrawArrays(GL_POINTS, 0, 3);
	glDisableClientState(GL_POINT_SIZE_ARRAY_OES);
	glDisable(GL_TEXTURE_2D);
	report_pixels("point sprites");
	GLint value = 0;
	glGetTexEnviv(GL_TEXTURE_ENV, GL_TEXTURE_ENV_MODE, &value);
	report("environment 0x%x", value);
	glGetTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, &value);
	report("filter 0x%x", value);
	glDeleteTextures(2, names);
	report_error("textures");
}

static void rest(void) {
	glDisableClientState(GL_COLOR_ARRAY);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glEnable(GL_SCISSOR_TEST);
	glScissor(20, 20, 60, 80);
	glEnable(GL_BLEND);
	glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
	glColor4ub(200, 100, 50, 127);
	glDrawArrays(GL_TRIANGLES, 0, 3);
	glDisable(GL_SCISSOR_TEST);
	glEnable(GL_CLIP_PLANE0);
	glClipPlanex(GL_CLIP_PLANE0, (const GLfixed[]){X(1), 0, 0, 0});
	GLfixed plane[4];
	glGetClipPlanex(GL_CLIP_PLANE0, plane);
	report_ints("clip plane", 4, plane);
	glDrawArrays(GL_TRIANGLES, 0, 3);
	glDisable(GL_CLIP_PLANE0);
	glDisable(GL_BLEND);
	glMatrixMode(GL_PROJECTION);
	glOrthox(X(-2), X(2), X(-2), X(2), X(-1), X(1));
	glEnable(GL_ALPHA_TEST);
	glAlphaFuncx(GL_GREATER, X(0.4));
	glLineWidthx(X(2));
	glDrawArrays(GL_LINE_LOOP, 0, 3);
	glLoadIdentity();
	glDisable(GL_ALPHA_TEST);
	glLogicOp(GL_XOR);
	glEnable(GL_COLOR_LOGIC_OP);
	glPointSizex(X(9));
	glDrawArrays(GL_POINTS, 0, 3);
	glDisable(GL_COLOR_LOGIC_OP);
	report_pixels("clip, blend, lines, logic");
	report_integer("MAX_LIGHTS", GL_MAX_LIGHTS, 1);
	report_integer("MAX_TEXTURE_UNITS", GL_MAX_TEXTURE_UNITS, 1);
	report_integer("MAX_CLIP_PLANES", GL_MAX_CLIP_PLANES, 1);
	report_integer("MATRIX_MODE", GL_MATRIX_MODE, 1);
	report_integer("ALPHA_TEST_FUNC", GL_ALPHA_TEST_FUNC, 1);
	report_integer("VERTEX_ARRAY_SIZE", GL_VERTEX_ARRAY_SIZE, 1);
	report_integer("SMOOTH_LINE_WIDTH_RANGE", GL_SMOOTH_LINE_WIDTH_RANGE, 2);
	report("enabled: %d %d", glIsEnabled(GL_VERTEX_ARRAY), glIsEnabled(GL_COLOR_ARRAY));
	STEP(glEnable(GL_TEXTURE_3D));
	STEP(glMatrixMode(GL_COLOR));
	STEP(glVertexPointer(5, GL_FIXED, 0, NULL));
	STEP(glDrawElements(GL_TRIANGLES, 3, GL_FLOAT, triangle));
	STEP(glPopMatrix());
}

static void framebuffers(void) {
	PFNGLGENFRAMEBUFFERSOESPROC gen = (PFNGLGENFRAMEBUFFERSOESPROC)eglGetProcAddress("glGenFramebuffersOES");
	PFNGLBINDFRAMEBUFFEROESPROC bind = (PFNGLBINDFRAMEBUFFEROESPROC)eglGetProcAddress("glBindFramebufferOES");
	PFNGLFRAMEBUFFERTEXTURE2DOESPROC attach =
		(PFNGLFRAMEBUFFERTEXTURE2DOESPROC)eglGetProcAddress("glFramebufferTexture2DOES");
	PFNGLCHECKFRAMEBUFFERSTATUSOESPROC check =
		(PFNGLCHECKFRAMEBUFFERSTATUSOESPROC)eglGetProcAddress("glCheckFramebufferStatusOES");
	PFNGLDELETEFRAMEBUFFERSOESPROC delete =
		(PFNGLDELETEFRAMEBUFFERSOESPROC)eglGetProcAddress("glDeleteFramebuffersOES");
	if (!strstr((const char *)glGetString(GL_EXTENSIONS), "GL_OES_framebuffer_object"))
		return;
	GLuint texture, framebuffer;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 32, 32, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	gen(1, &framebuffer);
	bind(GL_FRAMEBUFFER_OES, framebuffer);
	attach(GL_FRAMEBUFFER_OES, GL_COLOR_ATTACHMENT0_OES, GL_TEXTURE_2D, texture, 0);
	report("framebuffer 0x%x", check(GL_FRAMEBUFFER_OES));
	glViewport(0, 0, 32, 32);
	glClearColor(0.5f, 0.25f, 0.75f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArrays(GL_TRIANGLES, 0, 3);
	report_pixels_of("framebuffer object", 32, 32);
	report_integer("bound", GL_FRAMEBUFFER_BINDING_OES, 1);
	bind(GL_FRAMEBUFFER_OES, 0);
	report_integer("bound", GL_FRAMEBUFFER_BINDING_OES, 1);
	delete (1, &framebuffer);
	glDeleteTextures(1, &texture);
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	report_pixels("the window again");
	report_error("framebuffers");
}

int main(void) {
	egl_open(EGL_OPENGL_ES_API, 1, 0);
	report_text("version", (const char *)glGetString(GL_VERSION));
	has("GL_OES_draw_texture");
	has("GL_OES_framebuffer_object");
	has("GL_OES_point_sprite");
	has("GL_OES_matrix_palette");
	has("GL_ARB_vertex_shader");
	arrays();
	light_and_fog();
	textures();
	rest();
	framebuffers();
	return egl_finish();
}
