/* Calls that fail: the error, the order of errors, and that nothing of the application's is touched. */
#include <string.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static GLint untouched[16];

static void reset(void) {
	for (int i = 0; i < 16; i++)
		untouched[i] = 0x5ca1ab1e;
}

static void check(const char *step) {
	bool same = true;
	for (int i = 0; i < 16; i++)
		same &= untouched[i] == 0x5ca1ab1e;
	report("%s: memory %s", step, same ? "untouched" : "touched");
	reset();
}
#define OUT(call) (call, report_error(#call), check(#call))

int main(void) {
	window_open_compat();
	reset();
	report("-- gets");
	OUT(glGetIntegerv(0xdead, untouched));
	OUT(glGetFloatv(0xdead, (GLfloat *)untouched));
	OUT(glGetDoublev(0xdead, (GLdouble *)untouched));
	OUT(glGetBooleanv(0xdead, (GLboolean *)untouched));
	OUT(glGetTexParameteriv(GL_TEXTURE_2D, 0xdead, untouched));
	OUT(glGetTexParameteriv(0xdead, GL_TEXTURE_WRAP_S, untouched));
	OUT(glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, 0xdead, untouched));
	OUT(glGetTexLevelParameteriv(GL_TEXTURE_2D, 1000, GL_TEXTURE_WIDTH, untouched));
	OUT(glGetTexEnviv(GL_TEXTURE_ENV, 0xdead, untouched));
	OUT(glGetTexGeniv(GL_S, 0xdead, untouched));
	OUT(glGetLightiv(GL_LIGHT0 + 100, GL_AMBIENT, untouched));
	OUT(glGetMaterialiv(GL_FRONT, 0xdead, untouched));
	OUT(glGetMaterialiv(GL_FRONT_AND_BACK, GL_AMBIENT, untouched));
	OUT(glGetPixelMapuiv(0xdead, (GLuint *)untouched));
	OUT(glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_SIZE, untouched));
	OUT(glGetBufferParameteriv(0xdead, GL_BUFFER_SIZE, untouched));
	OUT(glGetBufferSubData(GL_ARRAY_BUFFER, 0, 4, untouched));
	OUT(glGetShaderiv(777, GL_COMPILE_STATUS, untouched));
	OUT(glGetProgramiv(777, GL_LINK_STATUS, untouched));
	OUT(glGetShaderInfoLog(777, 16, untouched, (char *)(untouched + 1)));
	OUT(glGetProgramInfoLog(777, 16, untouched, (char *)(untouched + 1)));
	OUT(glGetAttachedShaders(777, 4, untouched, (GLuint *)(untouched + 1)));
	OUT(glGetActiveAttrib(777, 0, 10, untouched, untouched + 1, (GLenum *)(untouched + 2), (char *)(untouched + 3)));
	OUT(glGetQueryiv(0xdead, GL_CURRENT_QUERY, untouched));
	OUT(glGetQueryObjectiv(777, GL_QUERY_RESULT, untouched));
	OUT(glGetRenderbufferParameteriv(GL_RENDERBUFFER, GL_RENDERBUFFER_WIDTH, untouched));
	OUT(glGetFramebufferAttachmentParameteriv(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0,
											  GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE, untouched));
	/* (Mesa writes a 0 in these two.) */
	STEP(glGetVertexAttribiv(1000, GL_VERTEX_ATTRIB_ARRAY_SIZE, untouched));
	STEP(glGetVertexAttribiv(1, 0xdead, untouched));
	reset();
	OUT(glGetMultisamplefv(GL_SAMPLE_POSITION, 1000, (GLfloat *)untouched));
	OUT(glGetIntegeri_v(GL_UNIFORM_BUFFER_BINDING, 100000, untouched));
	OUT(glGetInteger64v(0xdead, (GLint64 *)untouched));
	OUT(glGetClipPlane(GL_CLIP_PLANE0 + 100, (GLdouble *)untouched));
	OUT(glReadPixels(0, 0, 1, 1, 0xdead, GL_UNSIGNED_BYTE, untouched));
	OUT(glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, 0xdead, untouched));
	OUT(glGetCompressedTexImage(GL_TEXTURE_2D, 0, untouched));
	OUT(glGetPointerv(0xdead, (void **)untouched));
	OUT(glGetInternalformativ(GL_TEXTURE_2D, GL_RGBA8, GL_SAMPLES, -1, untouched));
	OUT(glGetUniformIndices(777, 1, (const GLchar *const[]){"x"}, (GLuint *)untouched));
	OUT(glGenTextures(-1, (GLuint *)untouched));
	OUT(glGenBuffers(-1, (GLuint *)untouched));
	OUT(glGenQueries(-1, (GLuint *)untouched));
	OUT(glGenFramebuffers(-1, (GLuint *)untouched));
	OUT(glGenVertexArrays(-1, (GLuint *)untouched));
	report_text("string", (const char *)glGetString(0xdead));
	report_error("string");
	report_text("indexed string", (const char *)glGetStringi(GL_EXTENSIONS, 100000));
	report_error("indexed string");

	report("-- state");
	STEP(glEnable(0xdead));
	STEP(glDisable(0xdead));
	STEP(glIsEnabled(0xdead));
	STEP(glEnablei(GL_BLEND, 1000));
	STEP(glBlendFunc(0xdead, GL_ONE));
	STEP(glBlendEquation(0xdead));
	STEP(glDepthFunc(0xdead));
	STEP(glStencilOp(GL_KEEP, 0xdead, GL_KEEP));
	STEP(glCullFace(0xdead));
	STEP(glFrontFace(0xdead));
	STEP(glPolygonMode(GL_FRONT, 0xdead));
	STEP(glHint(0xdead, GL_NICEST));
	STEP(glLineWidth(-1));
	STEP(glPointSize(0));
	STEP(glViewport(0, 0, -1, 5));
	STEP(glScissor(0, 0, 5, -1));
	STEP(glLogicOp(0xdead));
	STEP(glClear(0x80000000u));
	STEP(glDrawBuffer(0xdead));
	STEP(glDrawBuffer(GL_FRONT_RIGHT));
	STEP(glReadBuffer(0xdead));
	STEP(glShadeModel(0xdead));
	STEP(glAlphaFunc(0xdead, 0));
	STEP(glFogi(GL_FOG_MODE, 0xdead));
	STEP(glFogf(GL_FOG_DENSITY, -1));
	STEP(glLightf(GL_LIGHT0, GL_SPOT_CUTOFF, 91));
	STEP(glLightModeli(0xdead, 1));
	STEP(glMaterialf(GL_FRONT, GL_SHININESS, 129));
	STEP(glColorMaterial(GL_FRONT, 0xdead));
	STEP(glTexEnvi(GL_TEXTURE_ENV, GL_TEXTURE_ENV_MODE, 0xdead));
	STEP(glTexGeni(GL_S, GL_TEXTURE_GEN_MODE, 0xdead));
	STEP(glMatrixMode(0xdead));
	STEP(glFrustum(-1, 1, -1, 1, -1, 5));
	STEP(glOrtho(1, 1, -1, 1, -1, 1));
	STEP(glClipPlane(GL_CLIP_PLANE0 + 100, (const GLdouble[]){0, 0, 0, 0}));
	STEP(glPixelTransferi(0xdead, 1));
	STEP(glPixelMapuiv(GL_PIXEL_MAP_I_TO_R, 3, (const GLuint[]){0, 1, 2}));
	STEP(glPixelMapuiv(GL_PIXEL_MAP_I_TO_R, -1, (const GLuint[]){0, 1, 2}));
	STEP(glPointParameterf(GL_POINT_SIZE_MIN, -1));

	report("-- stacks");
	STEP(glPopMatrix());
	STEP(glPopAttrib());
	STEP(glPopClientAttrib());
	for (int i = 0; i < 40; i++)
		glPushMatrix();
	report_error("40 matrices");
	for (int i = 0; i < 40; i++)
		glPopMatrix();
	report_error("40 back");
	for (int i = 0; i < 20; i++)
		glPushAttrib(GL_ENABLE_BIT);
	report_error("20 attributes");
	for (int i = 0; i < 16; i++)
		glPopAttrib();
	for (int i = 0; i < 20; i++)
		glPushClientAttrib(GL_CLIENT_ALL_ATTRIB_BITS);
	report_error("20 client attributes");
	for (int i = 0; i < 16; i++)
		glPopClientAttrib();
	report_error("back");

	report("-- begin and end");
	STEP(glEnd());
	STEP(glBegin(0xdead));
	glBegin(GL_TRIANGLES);
	glEnable(GL_BLEND);
	glBegin(GL_LINES);
	glMatrixMode(GL_PROJECTION);
	glBindTexture(GL_TEXTURE_2D, 3);
	GLenum inside = glGetError();
	glEnd();
	report("GetError inside: %s", inside == 0 ? "0" : "an error");
	report_error("inside begin and end");
	report("blend: %d", glIsEnabled(GL_BLEND));
	GET(GL_MATRIX_MODE);
	glBegin(GL_POINTS);
	glGetIntegerv(GL_MATRIX_MODE, untouched);
	glEnd();
	report_error("get inside begin and end");
	check("get inside begin and end");

	report("-- objects and draws");
	STEP(glDrawArrays(0xdead, 0, 3));
	STEP(glDrawArrays(GL_TRIANGLES, 0, -1));
	STEP(glDrawArrays(GL_TRIANGLES, -1, 3));
	STEP(glDrawElements(GL_TRIANGLES, -1, GL_UNSIGNED_BYTE, untouched));
	STEP(glDrawElements(GL_TRIANGLES, 3, GL_FLOAT, untouched));
	/* Nothing is drawn from beyond the end of a buffer, but what else is wrong counts. */
	GLuint indices;
	glGenBuffers(1, &indices);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices);
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, 16, untouched, GL_STATIC_DRAW);
	glVertexPointer(2, GL_FLOAT, 0, untouched);
	glEnableClientState(GL_VERTEX_ARRAY);
	STEP(glDrawElements(GL_TRIANGLES, 3, GL_UNSIGNED_INT, (const void *)4096));
	STEP(glDrawElements(0xdead, 3, GL_UNSIGNED_INT, (const void *)4096));
	glDisableClientState(GL_VERTEX_ARRAY);
	STEP(glDeleteBuffers(1, &indices));
	STEP(glDrawRangeElements(GL_TRIANGLES, 5, 2, 3, GL_UNSIGNED_BYTE, untouched));
	STEP(glMultiDrawArrays(GL_TRIANGLES, (const GLint[]){0}, (const GLsizei[]){-1}, 1));
	STEP(glMultiDrawArrays(GL_TRIANGLES, (const GLint[]){0}, (const GLsizei[]){1}, -1));
	STEP(glVertexPointer(5, GL_FLOAT, 0, untouched));
	STEP(glVertexPointer(2, GL_UNSIGNED_BYTE, 0, untouched));
	STEP(glVertexPointer(2, GL_FLOAT, -1, untouched));
	STEP(glColorPointer(2, GL_FLOAT, 0, untouched));
	STEP(glNormalPointer(GL_UNSIGNED_BYTE, 0, untouched));
	STEP(glTexCoordPointer(0, GL_FLOAT, 0, untouched));
	STEP(glInterleavedArrays(0xdead, 0, untouched));
	STEP(glEnableClientState(0xdead));
	STEP(glClientActiveTexture(GL_TEXTURE0 + 1000));
	STEP(glVertexAttribPointer(1000, 4, GL_FLOAT, 0, 0, untouched));
	STEP(glVertexAttribPointer(1, 5, GL_FLOAT, 0, 0, untouched));
	STEP(glVertexAttribPointer(1, 4, 0xdead, 0, 0, untouched));
	STEP(glVertexAttribPointer(1, 3, GL_INT_2_10_10_10_REV, 0, 0, untouched));
	STEP(glVertexAttrib4f(1000, 0, 0, 0, 0));
	STEP(glEnableVertexAttribArray(1000));
	STEP(glArrayElement(-1));
	STEP(glBindBuffer(0xdead, 0));
	STEP(glBufferData(GL_ARRAY_BUFFER, 4, NULL, GL_STATIC_DRAW));
	STEP(glDeleteBuffers(-1, (GLuint *)untouched));
	STEP(glDeleteTextures(-1, (GLuint *)untouched));
	STEP(glBindTexture(0xdead, 1));
	STEP(glDeleteShader(777));
	STEP(glDeleteProgram(777));
	STEP(glCompileShader(777));
	STEP(glLinkProgram(777));
	STEP(glValidateProgram(777));
	STEP(glAttachShader(777, 778));
	STEP(glCreateShader(0xdead));
	STEP(glShaderSource(777, 1, (const GLchar *const[]){"x"}, NULL));
	STEP(glBindAttribLocation(777, 0, "x"));
	GLuint program = glCreateProgram();
	STEP(glBindAttribLocation(program, 0, "gl_Vertex"));
	STEP(glBindAttribLocation(program, 1000, "x"));
	STEP(glGetAttribLocation(program, "x"));
	STEP(glUseProgram(program));
	STEP(glBindFramebuffer(0xdead, 0));
	STEP(glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, 0));
	STEP(glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, 4, 4));
	STEP(glGenerateMipmap(0xdead));
	STEP(glBindBufferBase(GL_UNIFORM_BUFFER, 100000, 0));
	STEP(glBindBufferRange(GL_UNIFORM_BUFFER, 0, 0, 0, 0));
	STEP(glCopyTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 0, 0, -1, 4, 0));
	STEP(glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 4, 4, GL_RGBA, GL_UNSIGNED_BYTE, untouched));
	STEP(glCopyPixels(0, 0, 4, -4, GL_COLOR));
	STEP(glDrawPixels(-4, 4, GL_RGBA, GL_UNSIGNED_BYTE, untouched));
	STEP(glDrawPixels(1, 1, GL_RGBA, GL_BITMAP, untouched));
	STEP(glBitmap(-1, 1, 0, 0, 0, 0, NULL));
	STEP(glAccum(GL_ACCUM, 1));
	STEP(glMapGrid2f(0, 0, 1, 3, 0, 1));
	STEP(glPatchParameteri(GL_PATCH_VERTICES, 0));
	STEP(glPatchParameteri(0xdead, 3));
	STEP(glTexBuffer(GL_TEXTURE_BUFFER, 0xdead, 0));
	STEP(glBlitFramebuffer(0, 0, 1, 1, 0, 0, 1, 1, GL_COLOR_BUFFER_BIT, 0xdead));
	STEP(glPrimitiveRestartIndex(5));
	STEP(glProvokingVertex(0xdead));
	STEP(glDispatchCompute(1, 1, 1));
	STEP(glMemoryBarrier(0x80000000u));

	/* What a pixel has no size for is the driver's to refuse; what is refused binds nothing. */
	GLuint texture, buffer;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 4, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	STEP(glClearTexImage(texture, 0, GL_RGBA, 0xdead, "pixel"));
	STEP(glClearTexImage(texture, 0, GL_LINES, GL_FLOAT, "pixel"));
	STEP(glClearTexSubImage(texture, 0, 0, 0, 0, 9, 9, 1, GL_STENCIL_INDEX, GL_DOUBLE, "pixel"));
	glGenBuffers(1, &buffer);
	if (window_has("GL_EXT_transform_feedback")) {
		STEP(glBindBufferOffsetEXT(GL_ATOMIC_COUNTER_BUFFER, 0, buffer, 0));
		GET(GL_ATOMIC_COUNTER_BUFFER_BINDING);
		STEP(glBindBufferOffsetEXT(GL_TRANSFORM_FEEDBACK_BUFFER, 0, 4711, 0));
		GET(GL_TRANSFORM_FEEDBACK_BUFFER_BINDING);
		glBindBuffer(GL_ARRAY_BUFFER, buffer);
		STEP(glBindBufferOffsetEXT(GL_TRANSFORM_FEEDBACK_BUFFER, 0, buffer, 8));
		GLint bound;
		glGetIntegerv(GL_TRANSFORM_FEEDBACK_BUFFER_BINDING, &bound);
		report("bound: %d", (GLuint)bound == buffer);
	}

	/* Answers for each texture are for where one is not resident. */
	const GLuint textures[2] = {5, 6};
	reset();
	glBindTexture(GL_TEXTURE_2D, 5);
	OUT(report("resident: %d", glAreTexturesResident(1, textures, (GLboolean *)untouched)));
	OUT(report("resident: %d", glAreTexturesResident(2, textures, (GLboolean *)untouched)));
	glBindTexture(GL_TEXTURE_2D, 0);

	/* Several errors at once, and the first one of a kind is kept. */
	glEnable(0xdead);
	glViewport(0, 0, -1, -1);
	glPopAttrib();
	report_error("three errors");
	glColor3f(0.3f, 0.3f, 1);
	glRectf(-0.5f, -0.5f, 0.5f, 0.5f);
	report_pixels("still drawing");
	return window_finish();
}
