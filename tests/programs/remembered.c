/* State that programs ask for each frame, changed in every way that there is: by its own calls, right and wrong ones,
 * relatives of them, lists, the attribute stack, deleted objects, other contexts. Each answer is asked for twice, the
 * second one may be a remembered one. */
#include <stdio.h>
#include <string.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static const struct {
	const char *name;
	GLenum pname;
	int count;
} values[] = {
	{"active", GL_ACTIVE_TEXTURE, 1},
	{"viewport", GL_VIEWPORT, 4},
	{"scissor", GL_SCISSOR_BOX, 4},
	{"source", GL_BLEND_SRC_RGB, 1},
	{"destination", GL_BLEND_DST_RGB, 1},
	{"source alpha", GL_BLEND_SRC_ALPHA, 1},
	{"destination alpha", GL_BLEND_DST_ALPHA, 1},
	{"old source", GL_BLEND_SRC, 1},
	{"equation", GL_BLEND_EQUATION_RGB, 1},
	{"equation alpha", GL_BLEND_EQUATION_ALPHA, 1},
	{"depth", GL_DEPTH_FUNC, 1},
	{"depth mask", GL_DEPTH_WRITEMASK, 1},
	{"cull", GL_CULL_FACE_MODE, 1},
	{"front", GL_FRONT_FACE, 1},
	{"matrix", GL_MATRIX_MODE, 1},
	{"colour mask", GL_COLOR_WRITEMASK, 4},
	{"polygon", GL_POLYGON_MODE, 2},
};

/* Names are told by what the program calls them. */
static GLuint programs[2], framebuffers[2], renderbuffers[2], textures[3], samplers[2];

static char letter(GLuint name, const GLuint *names, int count) {
	for (int i = 0; i < count; i++)
		if (name == names[i])
			return (char)('a' + i);
	return name == 0 ? '-' : '?';
}

static const struct {
	GLenum pname;
	const GLuint *names;
	int count;
} bindings[] = {
	{GL_CURRENT_PROGRAM, programs, 2},
	{GL_DRAW_FRAMEBUFFER_BINDING, framebuffers, 2},
	{GL_READ_FRAMEBUFFER_BINDING, framebuffers, 2},
	{GL_RENDERBUFFER_BINDING, renderbuffers, 2},
	{GL_TEXTURE_BINDING_2D, textures, 3},
	{GL_TEXTURE_BINDING_3D, textures, 3},
	{GL_TEXTURE_BINDING_CUBE_MAP, textures, 3},
	{GL_TEXTURE_BINDING_2D_ARRAY, textures, 3},
	{GL_SAMPLER_BINDING, samplers, 2},
};
static const GLenum caps[] = {GL_TEXTURE_2D, GL_TEXTURE_3D, GL_TEXTURE_CUBE_MAP, GL_TEXTURE_GEN_S, GL_TEXTURE_GEN_Q};

static void ask(char *line, size_t room) {
	size_t at = 0;
	for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
		GLint got[4] = {-7, -7, -7, -7};
		glGetIntegerv(values[i].pname, got);
		for (int j = 0; j < values[i].count; j++)
			at += (size_t)snprintf(line + at, room - at, "%s%x", j ? "," : " ", (unsigned)got[j]);
	}
	for (unsigned i = 0; i < sizeof bindings / sizeof *bindings; i++) {
		GLint got = -7;
		glGetIntegerv(bindings[i].pname, &got);
		at += (size_t)snprintf(line + at, room - at, "%s%c", i ? "" : " ",
							   letter((GLuint)got, bindings[i].names, bindings[i].count));
	}
	at += (size_t)snprintf(line + at, room - at, " ");
	for (unsigned i = 0; i < sizeof caps / sizeof *caps; i++)
		at += (size_t)snprintf(line + at, room - at, "%d", glIsEnabled(caps[i]));
}

static void state(const char *when) {
	char first[600], second[600];
	GLfloat viewport[4] = {-7, -7, -7, -7}, factor = -7;
	GLboolean mask[4] = {7, 7, 7, 7};
	ask(first, sizeof first);
	ask(second, sizeof second);
	glGetFloatv(GL_VIEWPORT, viewport);
	glGetFloatv(GL_BLEND_SRC_RGB, &factor);
	glGetBooleanv(GL_COLOR_WRITEMASK, mask);
	report("%s:%s | %g %g %g %g, %g, %d%d%d%d", when, first, (double)viewport[0], (double)viewport[1],
		   (double)viewport[2], (double)viewport[3], (double)factor, mask[0], mask[1], mask[2], mask[3]);
	if (strcmp(first, second) != 0)
		report("  then%s", second);
	report_error(when);
}

/* One call, and the state after it; and once more, when the guest may know more. */
#define TRY(...)                                                                                                       \
	do {                                                                                                               \
		__VA_ARGS__;                                                                                                   \
		state(#__VA_ARGS__);                                                                                           \
	} while (0)

static void twice(void) {
	TRY(glActiveTexture(GL_TEXTURE3));
	TRY(glActiveTexture(GL_TEXTURE0 + 1000));
	TRY(glActiveTexture(GL_TEXTURE0));
	TRY(glViewport(3, -4, 50, 60));
	TRY(glViewport(3, -4, 100000, 60));
	TRY(glViewport(-100000, 0, 5, 6));
	TRY(glViewport(1, 1, -1, 6));
	TRY(glViewportIndexedf(0, 0.25f, 1.5f, 20.75f, 30.5f));
	TRY(glViewportIndexedf(1, 0, 0, 1, 1));
	TRY(glViewport(0, 0, 128, 128));
	TRY(glScissor(1, 2, 3, 4));
	TRY(glScissor(1, 2, -3, 4));
	TRY(glScissorIndexed(0, 5, 6, 7, 8));
	TRY(glScissor(-1, -2, 300000, 4));
	TRY(glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
	TRY(glBlendFunc(GL_SRC_ALPHA, GL_BLEND));
	TRY(glBlendFuncSeparate(GL_ONE, GL_ZERO, GL_SRC_ALPHA_SATURATE, GL_CONSTANT_COLOR));
	TRY(glBlendFunc(GL_SRC1_COLOR, GL_SRC_ALPHA_SATURATE));
	TRY(glBlendFunci(0, GL_DST_COLOR, GL_ONE));
	TRY(glBlendFunci(1, GL_ONE, GL_ONE));
	TRY(glBlendFunc(GL_ONE, GL_ZERO));
	TRY(glBlendEquation(GL_FUNC_SUBTRACT));
	TRY(glBlendEquation(GL_BLEND));
	TRY(glBlendEquationSeparate(GL_MAX, GL_FUNC_ADD));
	TRY(glBlendEquationi(0, GL_FUNC_REVERSE_SUBTRACT));
	TRY(glBlendEquation(GL_FUNC_ADD));
	TRY(glDepthFunc(GL_GEQUAL));
	TRY(glDepthFunc(GL_BLEND));
	TRY(glDepthFunc(GL_LESS));
	TRY(glDepthMask(GL_FALSE));
	TRY(glDepthMask(7));
	TRY(glCullFace(GL_FRONT));
	TRY(glCullFace(GL_BLEND));
	TRY(glCullFace(GL_BACK));
	TRY(glFrontFace(GL_CW));
	TRY(glFrontFace(GL_BACK));
	TRY(glFrontFace(GL_CCW));
	TRY(glMatrixMode(GL_PROJECTION));
	TRY(glMatrixMode(GL_TEXTURE));
	TRY(glMatrixMode(GL_COLOR));
	TRY(glMatrixMode(GL_BLEND));
	TRY(glMatrixMode(GL_MODELVIEW));
	TRY(glColorMask(0, 1, 0, 4));
	TRY(glColorMaski(0, 1, 0, 0, 1));
	TRY(glColorMaski(1, 0, 0, 0, 0));
	TRY(glColorMask(1, 1, 1, 1));
	TRY(glPolygonMode(GL_FRONT, GL_LINE));
	TRY(glPolygonMode(GL_FRONT_AND_BACK, GL_POINT));
	TRY(glPolygonMode(GL_FRONT_AND_BACK, GL_BLEND));
	TRY(glPolygonMode(GL_FRONT_AND_BACK, GL_FILL));
}

static void objects(void) {
	TRY(glUseProgram(programs[0]));
	TRY(glUseProgram(programs[1]));
	TRY(glUseProgram(98765));
	TRY(glUseProgram(programs[0]));
	TRY(glUseProgram(0));
	TRY(glBindFramebuffer(GL_FRAMEBUFFER, framebuffers[0]));
	TRY(glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffers[1]));
	TRY(glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffers[1]));
	TRY(glBindFramebuffer(GL_BLEND, 0));
	TRY(glBindFramebufferEXT(GL_READ_FRAMEBUFFER, framebuffers[0]));
	TRY(glBindFramebuffer(GL_FRAMEBUFFER, 0));
	TRY(glBindRenderbuffer(GL_RENDERBUFFER, renderbuffers[0]));
	TRY(glBindRenderbuffer(GL_RENDERBUFFER, renderbuffers[1]));
	TRY(glBindRenderbuffer(GL_BLEND, 0));
	TRY(glBindRenderbuffer(GL_RENDERBUFFER, renderbuffers[0]));
	TRY(glBindRenderbuffer(GL_RENDERBUFFER, 0));
	TRY(glBindTexture(GL_TEXTURE_2D, textures[0]));
	TRY(glBindTexture(GL_TEXTURE_CUBE_MAP, textures[1]));
	TRY(glBindTexture(GL_TEXTURE_2D, textures[1]));
	TRY(glBindTexture(GL_TEXTURE_BINDING_2D, textures[2]));
	TRY(glActiveTexture(GL_TEXTURE5));
	TRY(glBindTexture(GL_TEXTURE_2D, textures[2]));
	TRY(glBindTexture(GL_TEXTURE_2D_ARRAY, textures[2]));
	TRY(glActiveTexture(GL_TEXTURE0));
	TRY(glBindTextureUnit(5, textures[0]));
	TRY(glBindTextureUnit(0, 0));
	TRY(glBindTextures(0, 2, textures));
	TRY(glBindMultiTextureEXT(GL_TEXTURE5, GL_TEXTURE_2D, textures[2]));
	TRY(glActiveTexture(GL_TEXTURE5));
	TRY(glActiveTexture(GL_TEXTURE0));
	TRY(glBindTexture(GL_TEXTURE_2D, textures[2]));
	TRY(glBindTexture(GL_TEXTURE_2D, textures[0]));
	TRY(glBindTexture(GL_TEXTURE_2D, 0));
	TRY(glBindSampler(0, samplers[0]));
	TRY(glBindSampler(3, samplers[1]));
	TRY(glActiveTexture(GL_TEXTURE3));
	TRY(glBindSamplers(2, 2, samplers));
	TRY(glBindSampler(1000, samplers[0]));
	TRY(glBindSampler(3, samplers[0]));
	TRY(glBindSampler(3, 0));
	TRY(glActiveTexture(GL_TEXTURE0));
	TRY(glEnable(GL_TEXTURE_2D));
	TRY(glEnable(GL_TEXTURE_GEN_Q));
	TRY(glActiveTexture(GL_TEXTURE1));
	TRY(glEnable(GL_TEXTURE_CUBE_MAP));
	TRY(glEnable(GL_TEXTURE_GEN_S));
	TRY(glActiveTexture(GL_TEXTURE0 + 20));
	TRY(glEnable(GL_TEXTURE_2D));
	TRY(glActiveTexture(GL_TEXTURE0));
	TRY(glDisable(GL_TEXTURE_2D));
	TRY(glEnableIndexedEXT(GL_TEXTURE_3D, 0));
	TRY(glDisableIndexedEXT(GL_TEXTURE_3D, 0));
	TRY(glDisable(GL_TEXTURE_GEN_Q));
}

static void some_changes(void) {
	glActiveTexture(GL_TEXTURE1);
	glViewport(1, 2, 30, 40);
	glUseProgram(programs[1]);
	glBlendFunc(GL_ONE, GL_ONE);
	glDepthMask(GL_FALSE);
	glBindTexture(GL_TEXTURE_2D, textures[2]);
	glEnable(GL_TEXTURE_3D);
	glMatrixMode(GL_PROJECTION);
	glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffers[0]);
}

static void back(void) {
	glDisable(GL_TEXTURE_3D);
	glBindTexture(GL_TEXTURE_2D, 0);
	glActiveTexture(GL_TEXTURE0);
	glViewport(0, 0, 128, 128);
	glUseProgram(0);
	glBlendFunc(GL_ONE, GL_ZERO);
	glDepthMask(GL_TRUE);
	glMatrixMode(GL_MODELVIEW);
	glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
}

static void lists_and_stacks(void) {
	TRY(glPushAttrib(GL_ALL_ATTRIB_BITS); some_changes());
	TRY(glPopAttrib());
	TRY(back());
	TRY(glNewList(1, GL_COMPILE); some_changes());
	TRY(glEndList());
	TRY(back());
	TRY(glCallList(1));
	TRY(back());
	TRY(glNewList(2, GL_COMPILE_AND_EXECUTE); some_changes());
	TRY(glEndList());
	TRY(back());
	TRY(glCallLists(2, GL_UNSIGNED_BYTE, (const GLubyte[]){2, 1}));
	TRY(back());
	TRY(glBegin(GL_POINTS); some_changes());
	TRY(glEnd());
	TRY(back());
	glNewList(3, GL_COMPILE);
	glBegin(GL_POINTS);
	glEndList();
	TRY(glCallList(3); some_changes());
	TRY(glEnd());
	TRY(back());
}

static void removed(void) {
	GLuint spare;
	some_changes();
	glGenTextures(1, &spare);
	TRY(glBindTexture(GL_TEXTURE_2D, spare));
	TRY(glDeleteTextures(1, &spare));
	TRY(glBindTexture(GL_TEXTURE_3D, spare));
	TRY(glBindTexture(GL_TEXTURE_2D, spare));
	TRY(glDeleteTextures(1, &spare));
	glGenSamplers(1, &spare);
	TRY(glBindSampler(1, spare));
	TRY(glDeleteSamplers(1, &spare));
	TRY(glBindSampler(1, spare));
	glGenRenderbuffers(1, &spare);
	TRY(glBindRenderbuffer(GL_RENDERBUFFER, spare));
	TRY(glDeleteRenderbuffers(1, &spare));
	glGenFramebuffers(1, &spare);
	TRY(glBindFramebuffer(GL_FRAMEBUFFER, spare));
	TRY(glDeleteFramebuffers(1, &spare));
	spare = glCreateProgram();
	TRY(glUseProgram(spare));
	TRY(glLinkProgram(spare));
	TRY(glUseProgram(spare));
	GLuint wrong = glCreateShader(GL_VERTEX_SHADER);
	glShaderSource(wrong, 1, (const GLchar *const[]){"void main() { nothing(); }"}, NULL);
	glCompileShader(wrong);
	glAttachShader(spare, wrong);
	TRY(glLinkProgram(spare));
	TRY(glUseProgram(programs[0]));
	TRY(glUseProgram(spare));
	TRY(glUseProgram(programs[0]));
	TRY(glDeleteProgram(spare));
	TRY(glUseProgram(spare));
	glDeleteShader(wrong);
	back();
}

static void feedback(void) {
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBufferBase(GL_TRANSFORM_FEEDBACK_BUFFER, 0, buffer);
	glBufferData(GL_TRANSFORM_FEEDBACK_BUFFER, 4096, NULL, GL_STREAM_DRAW);
	GLuint shader = shader_make(GL_VERTEX_SHADER, "#version 130\nout vec4 kept; void main() { kept = vec4(1); }");
	GLuint captured = glCreateProgram();
	glAttachShader(captured, shader);
	glTransformFeedbackVaryings(captured, 1, (const GLchar *const[]){"kept"}, GL_INTERLEAVED_ATTRIBS);
	glLinkProgram(captured);
	programs[1] = captured;
	TRY(glUseProgram(programs[0]));
	TRY(glUseProgram(captured));
	TRY(glBeginTransformFeedback(GL_POINTS));
	TRY(glUseProgram(programs[0]));
	TRY(glUseProgram(0));
	TRY(glPauseTransformFeedback());
	TRY(glUseProgram(programs[0]));
	TRY(glUseProgram(captured));
	TRY(glResumeTransformFeedback());
	TRY(glUseProgram(programs[0]));
	TRY(glEndTransformFeedback());
	TRY(glUseProgram(programs[0]));
	glDeleteProgram(captured);
	glDeleteBuffers(1, &buffer);
	programs[1] = 0;
	glUseProgram(0);
}

static void other_context(void) {
	GLXContext first = window.context, second = window_new_context(first);
	some_changes();
	state("before the other context");
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, second);
	state("in the other context");
	TRY(some_changes());
	glDeleteTextures(1, &textures[2]);
	glDeleteSamplers(1, &samplers[0]);
	state("deleted in the other context");
	glFinish();
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, first);
	state("in the first again");
	TRY(glBindTexture(GL_TEXTURE_2D, textures[0]));
	TRY(glBindSampler(0, samplers[0]));
	glXDestroyContext(window.display, second);
}

int main(void) {
	window_open_compat();
	for (int i = 0; i < 2; i++)
		programs[i] = shader_program("program", "void main() { gl_Position = ftransform(); }\n",
									 "void main() { gl_FragColor = vec4(1); }\n");
	glGenFramebuffers(2, framebuffers);
	glGenRenderbuffers(2, renderbuffers);
	glGenTextures(3, textures);
	glGenSamplers(2, samplers);
	state("start");
	for (int round = 0; round < 2; round++)
		twice();
	for (int round = 0; round < 2; round++)
		objects();
	lists_and_stacks();
	removed();
	other_context();
	feedback();
	return window_finish();
}
