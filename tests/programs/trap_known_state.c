/* State that a library likes to remember, changed behind its back: by lists, of another context too, by the attribute
 * stacks, by the driver's own limits, by what else a call does; and its conversion to other types. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static void state(const char *when) {
	static const struct {
		const char *name;
		GLenum pname;
		int count;
	} all[] = {
		{"matrix mode", GL_MATRIX_MODE, 1},
		{"active texture", GL_ACTIVE_TEXTURE, 1},
		{"program", GL_CURRENT_PROGRAM, 1},
		{"texture", GL_TEXTURE_BINDING_2D, 1},
		{"list base", GL_LIST_BASE, 1},
		{"viewport", GL_VIEWPORT, 4},
		{"scissor", GL_SCISSOR_BOX, 4},
		{"depth of attributes", GL_ATTRIB_STACK_DEPTH, 1},
		{"depth of matrices", GL_MODELVIEW_STACK_DEPTH, 1},
		{"blending", GL_BLEND_SRC_RGB, 1},
		{"draw buffer", GL_DRAW_BUFFER, 1},
		{"shade model", GL_SHADE_MODEL, 1},
		{"mask", GL_COLOR_WRITEMASK, 4},
		{"colour", GL_CURRENT_COLOR, 4},
		{"alignment", GL_UNPACK_ALIGNMENT, 1},
	};
	report("-- %s", when);
	for (int twice = 0; twice < 2; twice++)
		for (unsigned i = 0; i < sizeof(all) / sizeof(*all); i++) {
			GLint values[4] = {-7, -7, -7, -7};
			GLfloat floats[4] = {-7, -7, -7, -7};
			glGetIntegerv(all[i].pname, values);
			glGetFloatv(all[i].pname, floats);
			report_ints(all[i].name, all[i].count, values);
			report_floats(all[i].name, all[i].count, floats);
		}
	report("enabled: %d %d %d %d", glIsEnabled(GL_BLEND), glIsEnabled(GL_TEXTURE_2D), glIsEnabled(GL_SCISSOR_TEST),
		   glIsEnabled(GL_LIGHT0));
	report_error(when);
}

static void changes(GLuint texture, GLuint program) {
	glMatrixMode(GL_TEXTURE);
	glActiveTexture(GL_TEXTURE2);
	glEnable(GL_TEXTURE_2D);
	glBindTexture(GL_TEXTURE_2D, texture);
	glUseProgram(program);
	glListBase(77);
	glViewport(3, 4, 50, 60);
	glScissor(1, 2, 30, 40);
	glEnable(GL_SCISSOR_TEST);
	glEnable(GL_LIGHT0);
	glBlendFunc(GL_SRC_ALPHA, GL_ONE);
	glEnable(GL_BLEND);
	glShadeModel(GL_FLAT);
	glColorMask(1, 0, 1, 0);
	glColor4f(0.1f, 0.5f, 1, 2.5f);
	glPixelStorei(GL_UNPACK_ALIGNMENT, 2); /* at once, in a list too */
}

int main(void) {
	window_open_compat();
	GLuint texture, program = shader_program("some", "void main() { gl_Position = gl_Vertex; }",
											 "void main() { gl_FragColor = vec4(1); }");
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glBindTexture(GL_TEXTURE_2D, 0);
	state("at first");
	GLuint lists = glGenLists(4);
	glNewList(lists, GL_COMPILE);
	changes(texture, program);
	glEndList();
	state("compiled");
	glPixelStorei(GL_UNPACK_ALIGNMENT, 4);

	glPushAttrib(GL_ALL_ATTRIB_BITS);
	glCallList(lists);
	state("called");
	glPopAttrib();
	state("popped");
	glUseProgram(0);

	glNewList(lists + 1, GL_COMPILE);
	glPushAttrib(GL_ALL_ATTRIB_BITS);
	glCallList(lists);
	glEndList();
	glCallList(lists + 1);
	state("pushed by a list");
	glNewList(lists + 2, GL_COMPILE);
	glPopAttrib();
	glEndList();
	glCallList(lists + 2);
	state("popped by a list");
	glUseProgram(0);

	/* The other context calls the list that this one made; then this one makes another of the same name. */
	GLXContext second = window_new_context(window.context);
	glFinish();
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, second);
	state("in the other context");
	glCallList(lists);
	state("called there");
	glNewList(lists, GL_COMPILE);
	glMatrixMode(GL_PROJECTION);
	glDisable(GL_BLEND);
	glEndList();
	glFinish();
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	state("back");
	glEnable(GL_BLEND);
	glCallList(lists);
	state("the list is another one now");
	glXDestroyContext(window.display, second);

	report("-- what drivers do to values");
	glViewport(-100000, 5, 1000000, 1000000);
	GETN(GL_VIEWPORT, 4);
	glDepthRange(-1, 2);
	GETN(GL_DEPTH_RANGE, 2);
	glClearColor(-1, 0.5f, 3, 1);
	GETN(GL_COLOR_CLEAR_VALUE, 4);
	glClearDepth(7);
	GETN(GL_DEPTH_CLEAR_VALUE, 1);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_BASE_LEVEL, 2);
	glTexParameterf(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 3.7f);
	GLint level;
	glGetTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, &level);
	report("largest level: %d", level);
	glLineWidth(2.6f);
	GETN(GL_LINE_WIDTH, 1);
	GLboolean truth = 9;
	GLdouble exact = -1;
	GLint64 wide = -1;
	glGetBooleanv(GL_LINE_WIDTH, &truth);
	glGetDoublev(GL_MAX_TEXTURE_SIZE, &exact);
	glGetInteger64v(GL_MAX_TEXTURE_SIZE, &wide);
	report("as other types: %d %g %lld", truth, exact, (long long)wide);
	glGetBooleanv(GL_MAX_TEXTURE_SIZE, &truth);
	report("a size as a boolean: %d", truth);

	report("-- what else a call does");
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glBindBufferBase(GL_UNIFORM_BUFFER, 0, buffer);
	glVertexPointer(2, GL_FLOAT, 0, NULL);
	glDeleteBuffers(1, &buffer);
	GET(GL_ARRAY_BUFFER_BINDING);
	GET(GL_UNIFORM_BUFFER_BINDING);
	GET(GL_VERTEX_ARRAY_BUFFER_BINDING);
	/* A deleted buffer may take the binding of another one with it, where it was bound to an index of the target. */
	static const GLenum indexed[][2] = {
		{GL_UNIFORM_BUFFER, GL_UNIFORM_BUFFER_BINDING},
		{GL_TRANSFORM_FEEDBACK_BUFFER, GL_TRANSFORM_FEEDBACK_BUFFER_BINDING},
		{GL_SHADER_STORAGE_BUFFER, GL_SHADER_STORAGE_BUFFER_BINDING},
		{GL_ATOMIC_COUNTER_BUFFER, GL_ATOMIC_COUNTER_BUFFER_BINDING},
	};
	for (int several = 0; several < 2; several++)
		for (size_t i = 0; i < sizeof(indexed) / sizeof(*indexed); i++) {
			const GLenum target = indexed[i][0], binding = indexed[i][1];
			GLuint pair[2];
			GLint bound = -1, size = -1;
			glGenBuffers(2, pair);
			glBindBuffer(target, pair[0]);
			if (several)
				glBindBuffersBase(target, 1, 1, pair);
			else
				glBindBufferBase(target, 1, pair[0]);
			glBindBuffer(target, pair[1]);
			glBufferData(target, 64, NULL, GL_STATIC_DRAW);
			glDeleteBuffers(1, pair);
			glGetBufferParameteriv(target, GL_BUFFER_SIZE, &size);
			report_error("parameter");
			glGetIntegerv(binding, &bound);
			report("target %#x: another is bound %d, its size %d", target, bound == (GLint)pair[1], size);
			glBindBuffer(target, pair[1]);
			glGetIntegerv(binding, &bound);
			report("bound again: %d", bound == (GLint)pair[1]);
			glDeleteBuffers(1, pair + 1);
			GET(binding);
			report_error("indexed");
		}
	/* Unbinding with an offset that binding would not take. */
	for (size_t i = 0; i < sizeof(indexed) / sizeof(*indexed); i++)
		for (GLintptr offset = 0; offset < 2; offset++) {
			GLint bound = -1;
			GLuint one;
			glGenBuffers(1, &one);
			glBindBuffer(indexed[i][0], one);
			STEP(glBindBufferRange(indexed[i][0], 1, 0, offset, 64));
			glGetIntegerv(indexed[i][1], &bound);
			report("target %#x, offset %d: still bound %d", indexed[i][0], (int)offset, bound == (GLint)one);
			glDeleteBuffers(1, &one);
		}
	glActiveTexture(GL_TEXTURE3);
	glBindTexture(GL_TEXTURE_2D, texture);
	glActiveTexture(GL_TEXTURE0);
	glBindTexture(GL_TEXTURE_2D, texture);
	glDeleteTextures(1, &texture);
	GET(GL_TEXTURE_BINDING_2D);
	glActiveTexture(GL_TEXTURE3);
	GET(GL_TEXTURE_BINDING_2D);
	glUseProgram(program);
	glDeleteProgram(program);
	GLint deleted = -1;
	glGetProgramiv(program, GL_DELETE_STATUS, &deleted);
	report("the program in use is deleted: %d, and still a program: %d", deleted, glIsProgram(program));
	glUseProgram(0);
	report("not in use any more: %d", glIsProgram(program));
	glColorMask(1, 1, 1, 1);
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	glDisable(GL_SCISSOR_TEST);
	glClear(GL_COLOR_BUFFER_BIT);
	return window_finish();
}
