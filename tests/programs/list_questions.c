/* Questions while a list is compiled and executed. Mesa takes what comes after a glEnd there for the inside of it, and
 * raises errors natively too; nothing may be raised, or answered, that native GL does not. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static GLuint program;

static void primitive(void) {
	glBegin(GL_TRIANGLES);
	glVertex2f(-0.5f, -0.5f);
	glVertex2f(0.5f, -0.5f);
	glVertex2f(0, 0.5f);
	glEnd();
}

/* With attributes that each vertex has anew, one that the first vertex lacks, and state between primitives. */
static void coloured(void) {
	for (int i = 0; i < 2; i++) {
		glColor3f(1, 0, (GLfloat)i);
		glBegin(GL_QUADS);
		glVertex2f(-0.5f, -0.5f);
		glColor3f(0, 1, 0);
		glNormal3f(0, 0, 1);
		glVertex2f(0.5f, -0.5f);
		glTexCoord2f(1, 1);
		glVertex2f(0.5f, 0.5f);
		glEnd();
		glTranslatef(0.1f, 0, 0);
		glEnable(GL_BLEND);
		glDisable(GL_BLEND);
	}
}

/* Attributes after the end. */
static void attributes(void) {
	glBegin(GL_POINTS);
	for (int i = 0; i < 4; i++) {
		glColor3f(1, 0, 0);
		glTexCoord2f(0.5f, 0.5f);
		glVertex3f(0, 0.1f * (GLfloat)i, 0);
	}
	glEnd();
	glNormal3f(0, 1, 0);
	glNormal3b(0, 1, 0);
}

static void unended(void) {
	glBegin(GL_TRIANGLES);
	glVertex2f(-0.5f, -0.5f);
}

static void nested(void) {
	primitive();
	glCallList(2);
	glBegin(GL_TRIANGLES);
	glCallList(3);
	glEnd();
}

static void integer(void) {
	GLint value = 77, four[4] = {77, 77, 77, 77};
	glGetIntegerv(GL_MATRIX_MODE, &value);
	glGetIntegerv(GL_SCISSOR_BOX, four);
	GLint formats[256] = {0};
	glGetIntegerv(GL_COMPRESSED_TEXTURE_FORMATS, formats);
	report("  integers: %d, %d %d %d %d", value, four[0], four[1], four[2], four[3]);
}

static void real(void) {
	GLfloat value[16] = {77};
	glGetFloatv(GL_MODELVIEW_MATRIX, value);
	report("  matrix: %g", (double)value[0]);
}

static void capability(void) {
	report("  enabled: %d %d", glIsEnabled(GL_DITHER), glIsEnabled(GL_BLEND));
}

static void location(void) {
	report("  location: %d", glGetUniformLocation(program, "shade") >= 0);
}

static void status(void) {
	GLint value = 77;
	glGetProgramiv(program, GL_LINK_STATUS, &value);
	report("  status: %d", value);
}

static void object(void) {
	report("  program: %d, buffer: %d, texture %d, list %d", glIsProgram(program), glIsBuffer(12345),
		   glIsTexture(12345), glIsList(12345));
}

static void text(void) {
	report("  text: %d", glGetString(GL_VENDOR) != NULL);
}

static void error(void) {
	report("  error: 0x%x", glGetError());
}

static void level(void) {
	GLint value = 77;
	glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_WIDTH, &value);
	report("  level: %d", value);
}

static void pixels(void) {
	GLubyte pixel[4] = {77, 77, 77, 77};
	glReadPixels(1, 1, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel);
	report("  pixel: %d", pixel[0]);
}

static void framebuffer(void) {
	report("  framebuffer: 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
}

/* Refused where Mesa takes itself for inside a primitive: the values stay. */
static void environment(void) {
	GLfloat values[4] = {77, 77, 77, 77};
	GLint value = 77;
	glColor3f(0, 0, 1);
	glGetTexEnvfv(GL_TEXTURE_ENV, GL_SRC2_ALPHA, values);
	glGetTexEnviv(GL_TEXTURE_ENV, GL_SRC0_RGB, &value);
	report("  environment: %g %g %d, culling %d", (double)values[0], (double)values[1], value,
		   glIsEnabled(GL_CULL_FACE));
}

/* Of several mistakes the first is the one that is told. */
static void mistakes(void) {
	glBegin(GL_POINTS);
	glColor3f(0, 0, 1);
	glMatrixMode(GL_MODELVIEW);
	glEnd();
	glPixelStorei(0xada7, 2);
	glPixelStorei(GL_PACK_ALIGNMENT, 3);
}

static void again(void) {
	primitive();
}

static void arrays(void) {
	static const GLfloat corners[6] = {-0.5f, -0.5f, 0.5f, -0.5f, 0, 0.5f};
	glEnableClientState(GL_VERTEX_ARRAY);
	glVertexPointer(2, GL_FLOAT, 0, corners);
	glDrawArrays(GL_TRIANGLES, 0, 3);
	glDrawElements(GL_TRIANGLES, 3, GL_UNSIGNED_BYTE, (const GLubyte[]){0, 1, 2});
	glDisableClientState(GL_VERTEX_ARRAY);
}

static const struct {
	const char *name;
	void (*ask)(void);
} questions[] = {{"nothing", NULL},          {"integer", integer},   {"real", real},
				 {"capability", capability}, {"location", location}, {"status", status},
				 {"object", object},         {"text", text},         {"error", error},
				 {"level", level},           {"pixels", pixels},     {"framebuffer", framebuffer},
				 {"primitive", again},       {"arrays", arrays},     {"environment", environment},
				 {"mistakes", mistakes}};

static void ask_all(const char *when, GLenum mode, void (*first)(void)) {
	for (unsigned i = 0; i < sizeof questions / sizeof *questions; i++) {
		report("%s: %s", when, questions[i].name);
		glNewList(1, mode);
		if (first != NULL)
			first();
		if (questions[i].ask != NULL)
			questions[i].ask();
		if (first == unended)
			glEnd();
		glEndList();
		report_error("  after the list");
		report("  culling after the list: %d", glIsEnabled(GL_CULL_FACE));
		integer();
		report_error("  and a question");
	}
}

int main(void) {
	window_open_compat();
	program = shader_program("program", "void main() { gl_Position = ftransform(); }\n",
							 "uniform float shade;\nvoid main() { gl_FragColor = vec4(shade); }\n");
	glEnable(GL_CULL_FACE);
	ask_all("compiled", GL_COMPILE, primitive);
	ask_all("executed", GL_COMPILE_AND_EXECUTE, NULL);
	ask_all("executed after glEnd", GL_COMPILE_AND_EXECUTE, primitive);
	ask_all("executed after several primitives", GL_COMPILE_AND_EXECUTE, coloured);
	ask_all("executed after attributes", GL_COMPILE_AND_EXECUTE, attributes);
	ask_all("executed before glEnd", GL_COMPILE_AND_EXECUTE, unended);
	glNewList(2, GL_COMPILE);
	primitive();
	glEndList();
	glNewList(3, GL_COMPILE);
	glVertex2f(0, 0);
	glEndList();
	ask_all("executed after lists in the list", GL_COMPILE_AND_EXECUTE, nested);
	ask_all("compiled with lists in the list", GL_COMPILE, nested);
	glEnable(GL_PRIMITIVE_RESTART);
	glPrimitiveRestartIndex(7);
	glPushAttrib(GL_ENABLE_BIT);
	glPopAttrib();
	ask_all("with primitive restart", GL_COMPILE_AND_EXECUTE, primitive);
	glDisable(GL_PRIMITIVE_RESTART);
	return window_finish();
}
