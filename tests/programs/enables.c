/* glEnable and everything else that changes what glIsEnabled and glGet say of it: lists, the attribute stack, indexed
 * capabilities, errors between glBegin and glEnd. Each answer is asked for twice, the second one may be a remembered
 * one. */
#include "support/report.h"
#include "support/window.h"

static const struct {
	const char *name;
	GLenum cap;
} caps[] = {
	{"blend", GL_BLEND},
	{"depth test", GL_DEPTH_TEST},
	{"lighting", GL_LIGHTING},
	{"light 3", GL_LIGHT0 + 3},
	{"clip plane 1", GL_CLIP_PLANE1},
	{"scissor test", GL_SCISSOR_TEST},
	{"dither", GL_DITHER},
	{"multisample", GL_MULTISAMPLE},
	{"texture 2D", GL_TEXTURE_2D},
	{"depth clamp", GL_DEPTH_CLAMP},
	{"logic op", GL_COLOR_LOGIC_OP},
};
#define CAPS (sizeof caps / sizeof *caps)

static void state(const char *when) {
	char first[CAPS + 1] = "", second[CAPS + 1] = "", got[CAPS + 1] = "";
	for (unsigned i = 0; i < CAPS; i++)
		first[i] = (char)('0' + glIsEnabled(caps[i].cap));
	for (unsigned i = 0; i < CAPS; i++)
		second[i] = (char)('0' + glIsEnabled(caps[i].cap));
	for (unsigned i = 0; i < CAPS; i++) {
		GLint value = 7;
		glGetIntegerv(caps[i].cap, &value);
		got[i] = (char)('0' + value);
	}
	report("%s: %s %s %s", when, first, second, got);
	report_error(when);
}

static void set(GLenum cap, bool on) {
	if (on)
		glEnable(cap);
	else
		glDisable(cap);
}

static void all(const char *when, bool on) {
	for (unsigned i = 0; i < CAPS; i++)
		set(caps[i].cap, on);
	state(when);
}

static void lists(void) {
	glNewList(1, GL_COMPILE);
	all("while a list is compiled", true);
	glEndList();
	state("a list was compiled");
	glNewList(2, GL_COMPILE_AND_EXECUTE);
	glEnable(GL_LIGHTING);
	state("compiled and executed");
	glDisable(GL_LIGHTING);
	glEndList();
	state("a list was compiled and executed");
	glCallList(1);
	state("the list was called");
	all("disabled", false);
	const GLubyte names[] = {2, 1};
	glCallLists(2, GL_UNSIGNED_BYTE, names);
	state("lists were called");
	all("disabled after lists", false);
	glNewList(3, GL_COMPILE);
	glCallList(1);
	glEndList();
	state("a list with a list was compiled");
	glCallList(3);
	glDisable(GL_BLEND);
	state("it was called, and something disabled at once");
	glNewList(4, GL_COMPILE_AND_EXECUTE);
	glCallList(1);
	glDisable(GL_DEPTH_TEST);
	state("called while compiling");
	glEndList();
	all("disabled after that", false);
}

static void between_begin_and_end(void) {
	glBegin(GL_TRIANGLES);
	glEnable(GL_BLEND);
	report("between: %d", glIsEnabled(GL_BLEND));
	glEnd();
	report_error("between glBegin and glEnd");
	state("after glEnd");

	/* A list that leaves us there, and one that gets us out again. */
	glNewList(5, GL_COMPILE);
	glBegin(GL_TRIANGLES);
	glEndList();
	glNewList(6, GL_COMPILE);
	glEnd();
	glEndList();
	report_error("lists of halves");
	state("before the halves");
	glCallList(5);
	glEnable(GL_BLEND);
	report("inside by a list: %d", glIsEnabled(GL_BLEND));
	glCallList(6);
	report_error("inside by a list");
	state("out again by a list");
	glBegin(GL_TRIANGLES);
	glCallList(6);
	glEnable(GL_DEPTH_TEST);
	report("out by a list: %d %d", glIsEnabled(GL_DEPTH_TEST), glIsEnabled(GL_DEPTH_TEST));
	glNewList(7, GL_COMPILE);
	glDisable(GL_DEPTH_TEST);
	report("compiling after that: %d", glIsEnabled(GL_DEPTH_TEST));
	glEndList();
	state("compiled after that");
	glCallList(5);
	glNewList(8, GL_COMPILE);
	glEnd();
	glDisable(GL_DEPTH_TEST);
	report("glNewList was refused: %d", glIsEnabled(GL_DEPTH_TEST));
	glEndList();
	report_error("glNewList was refused");
	state("after the refused list");
	all("all on", true);
	all("all off", false);
}

int main(void) {
	window_open_compat();
	state("start");
	all("enabled", true);
	all("disabled at first", false);
	glEnable(GL_SCISSOR_TEST);
	state("one");
	STEP(glEnable(0x1234));
	STEP(glIsEnabled(0x1234));
	GLboolean byte = 9;
	GLfloat real = 9;
	GLdouble wide = 9;
	glGetBooleanv(GL_SCISSOR_TEST, &byte);
	glGetFloatv(GL_SCISSOR_TEST, &real);
	glGetDoublev(GL_SCISSOR_TEST, &wide);
	report("as other types: %d %g %g", byte, (double)real, wide);

	glPushAttrib(GL_ENABLE_BIT);
	all("pushed", true);
	glPopAttrib();
	state("popped");
	glPushAttrib(GL_SCISSOR_BIT);
	all("scissor pushed", false);
	glPopAttrib();
	state("scissor popped");

	glEnablei(GL_BLEND, 1);
	state("blend 1");
	glEnablei(GL_BLEND, 0);
	state("blend 0");
	glDisablei(GL_BLEND, 0);
	state("not blend 0");
	glEnable(GL_BLEND);
	state("blend");
	STEP(glEnablei(GL_BLEND, 1000));
	state("blend 1000");
	glActiveTexture(GL_TEXTURE1);
	state("another unit");
	glEnable(GL_TEXTURE_2D);
	state("a texture there");
	glActiveTexture(GL_TEXTURE0 + 20);
	STEP(glEnable(GL_TEXTURE_2D));
	state("where the old pipeline has no textures");
	glActiveTexture(GL_TEXTURE0);
	state("back");
	all("all off before lists", false);
	lists();
	between_begin_and_end();
	return window_finish();
}
