/* Assembly programs: ARB_vertex_program and ARB_fragment_program, their parameters, strings and errors. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

static void program_string(GLenum target, const char *text) {
	glProgramStringARB(target, GL_PROGRAM_FORMAT_ASCII_ARB, (GLsizei)strlen(text), text);
	GLint position;
	glGetIntegerv(GL_PROGRAM_ERROR_POSITION_ARB, &position);
	report("error position %d", position);
	report_error("program string");
}

/* EXT_direct_state_access: the first use of a name makes a program, whichever call it is. */
static void new_names(void) {
	if (!window_has("GL_EXT_direct_state_access"))
		return;
	const char text[] = "!!ARBvp1.0\nMOV result.position, program.local[0]; END\n";
	STEP(glNamedProgramLocalParameter4fEXT(501, GL_VERTEX_PROGRAM_ARB, 3, 1, 2, 3, 4));
	report("is a program: %d", glIsProgramARB(501));
	GLfloat floats[4] = {0};
	STEP(glGetNamedProgramLocalParameterfvEXT(501, GL_VERTEX_PROGRAM_ARB, 3, floats));
	report_floats("local of a new name", 4, floats);
	STEP(glNamedProgramStringEXT(502, GL_VERTEX_PROGRAM_ARB, GL_PROGRAM_FORMAT_ASCII_ARB, (GLsizei)strlen(text), text));
	GLint value = -1;
	STEP(glGetNamedProgramivEXT(502, GL_VERTEX_PROGRAM_ARB, GL_PROGRAM_LENGTH_ARB, &value));
	report("length %d, is a program: %d", value, glIsProgramARB(502));
	value = -1;
	STEP(glGetNamedProgramivEXT(503, GL_FRAGMENT_PROGRAM_ARB, GL_PROGRAM_LENGTH_ARB, &value));
	report("length %d, is a program: %d", value, glIsProgramARB(503));
	char back[64] = ""; /* Mesa ends even an empty string with a 0 */
	STEP(glGetNamedProgramStringEXT(504, GL_FRAGMENT_PROGRAM_ARB, GL_PROGRAM_STRING_ARB, back));
	report("string [%s], is a program: %d", back, glIsProgramARB(504));
	/* What was made so can be bound, and is a program of its target. */
	STEP(glBindProgramARB(GL_VERTEX_PROGRAM_ARB, 501));
	floats[0] = 0;
	glGetProgramLocalParameterfvARB(GL_VERTEX_PROGRAM_ARB, 3, floats);
	report_floats("bound", 4, floats);
	STEP(glBindProgramARB(GL_VERTEX_PROGRAM_ARB, 503));
	glBindProgramARB(GL_VERTEX_PROGRAM_ARB, 0);
}

int main(void) {
	window_open_compat();
	window_require("GL_ARB_vertex_program");
	window_require("GL_ARB_fragment_program");
	GLuint programs[3];
	glGenProgramsARB(3, programs);
	report("is a program: %d", glIsProgramARB(programs[0]));
	glBindProgramARB(GL_VERTEX_PROGRAM_ARB, programs[0]);
	report("is a program: %d", glIsProgramARB(programs[0]));
	static const char vertex[] = "!!ARBvp1.0\nATTRIB at = vertex.position; PARAM shift = program.env[2]; PARAM scale = "
								 "program.local[1]; TEMP r;\n"
								 "MAD r, at, scale, shift; MOV result.position, r; MOV result.color, vertex.attrib[3]; "
								 "MUL result.texcoord[0], r, 2.0; END\n";
	program_string(GL_VERTEX_PROGRAM_ARB, vertex);
	glBindProgramARB(GL_FRAGMENT_PROGRAM_ARB, programs[1]);
	program_string(GL_FRAGMENT_PROGRAM_ARB,
				   "!!ARBfp1.0\nTEMP t, u; TEX t, fragment.texcoord[0], texture[0], 2D; FRC u, fragment.texcoord[0]; "
				   "MUL t, t, program.local[0]; LRP result.color, u.x, t, fragment.color; END\n");
	glProgramEnvParameter4fARB(GL_VERTEX_PROGRAM_ARB, 2, 0.1f, -0.1f, 0, 0);
	glProgramLocalParameter4fvARB(GL_VERTEX_PROGRAM_ARB, 1, (const GLfloat[]){0.8f, 0.7f, 1, 1});
	glProgramLocalParameter4dARB(GL_FRAGMENT_PROGRAM_ARB, 0, 1, 0.5, 0.25, 1);
	GLubyte texels[64];
	for (int i = 0; i < 64; i++)
		texels[i] = (GLubyte)(i * 53);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 4, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
	glEnable(GL_VERTEX_PROGRAM_ARB);
	glEnable(GL_FRAGMENT_PROGRAM_ARB);
	glClear(GL_COLOR_BUFFER_BIT);
	glBegin(GL_QUADS);
	glVertexAttrib4fARB(3, 1, 0, 0, 1), glVertex2f(-1, -1);
	glVertexAttrib4NubARB(3, 0, 255, 0, 255), glVertex2f(1, -1);
	glVertexAttrib3svARB(3, (const GLshort[]){0, 0, 1}), glVertexAttrib4fARB(0, 1, 1, 0, 1);
	glVertexAttrib4dARB(3, 1, 1, 0, 1), glVertex2f(-1, 1);
	glEnd();
	report_pixels("immediate");
	const GLfloat at[] = {-0.9f, -0.9f, 0.9f, -0.9f, 0.9f, 0.9f, -0.9f, 0.9f};
	const GLubyte colors[] = {255, 0, 0, 255, 0, 0, 255, 255, 0, 255, 255, 255, 255, 255, 0, 255};
	glVertexAttribPointerARB(0, 2, GL_FLOAT, GL_FALSE, 0, at);
	glVertexAttribPointerARB(3, 4, GL_UNSIGNED_BYTE, GL_TRUE, 0, colors);
	glEnableVertexAttribArrayARB(0);
	glEnableVertexAttribArrayARB(3);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArrays(GL_QUADS, 0, 4);
	report_pixels("arrays");
	glDisable(GL_VERTEX_PROGRAM_ARB);
	glDisable(GL_FRAGMENT_PROGRAM_ARB);

	static const struct {
		const char *name;
		GLenum pname;
	} values[] = {{"LENGTH", GL_PROGRAM_LENGTH_ARB},
				  {"FORMAT", GL_PROGRAM_FORMAT_ARB},
				  {"INSTRUCTIONS", GL_PROGRAM_INSTRUCTIONS_ARB},
				  {"TEMPORARIES", GL_PROGRAM_TEMPORARIES_ARB},
				  {"PARAMETERS", GL_PROGRAM_PARAMETERS_ARB},
				  {"ATTRIBS", GL_PROGRAM_ATTRIBS_ARB},
				  {"MAX_LOCAL_PARAMETERS", GL_MAX_PROGRAM_LOCAL_PARAMETERS_ARB},
				  {"MAX_ENV_PARAMETERS", GL_MAX_PROGRAM_ENV_PARAMETERS_ARB},
				  {"UNDER_NATIVE_LIMITS", GL_PROGRAM_UNDER_NATIVE_LIMITS_ARB}};
	for (unsigned i = 0; i < sizeof(values) / sizeof(*values); i++) {
		GLint value = -1;
		glGetProgramivARB(GL_VERTEX_PROGRAM_ARB, values[i].pname, &value);
		report("%s: %d", values[i].name, value);
	}
	GLint bound;
	glGetProgramivARB(GL_FRAGMENT_PROGRAM_ARB, GL_PROGRAM_BINDING_ARB, &bound);
	report("bound is ours: %d", bound == (GLint)programs[1]);
	char text[512];
	memset(text, 0, sizeof(text));
	glGetProgramStringARB(GL_VERTEX_PROGRAM_ARB, GL_PROGRAM_STRING_ARB, text);
	report("string is ours: %d", strcmp(text, vertex) == 0);
	GLfloat floats[4];
	GLdouble doubles[4];
	glGetProgramEnvParameterfvARB(GL_VERTEX_PROGRAM_ARB, 2, floats);
	report_floats("env", 4, floats);
	glGetProgramLocalParameterdvARB(GL_FRAGMENT_PROGRAM_ARB, 0, doubles);
	report("local: %g %g %g %g", doubles[0], doubles[1], doubles[2], doubles[3]);
	glGetVertexAttribfvARB(3, GL_CURRENT_VERTEX_ATTRIB_ARB, floats);
	report_floats("current", 4, floats);
	if (window_has("GL_EXT_gpu_program_parameters")) {
		GLfloat many[8] = {1, 2, 3, 4, 5, 6, 7, 8};
		glProgramEnvParameters4fvEXT(GL_VERTEX_PROGRAM_ARB, 10, 2, many);
		glGetProgramEnvParameterfvARB(GL_VERTEX_PROGRAM_ARB, 11, floats);
		report_floats("env 11", 4, floats);
	}
	glBindProgramARB(GL_VERTEX_PROGRAM_ARB, programs[2]);
	program_string(GL_VERTEX_PROGRAM_ARB, "!!ARBvp1.0\nMOV result.position, nonsense; END\n");
	report_text("error", (const char *)glGetString(GL_PROGRAM_ERROR_STRING_ARB));
	STEP(glProgramEnvParameter4fARB(GL_VERTEX_PROGRAM_ARB, 100000, 0, 0, 0, 0));
	STEP(glBindProgramARB(GL_VERTEX_PROGRAM_ARB, programs[1]));
	STEP(glBindProgramARB(GL_TEXTURE_2D, programs[1]));
	/* A name that the program made up, and a deleted one that is bound. */
	glBindProgramARB(GL_VERTEX_PROGRAM_ARB, 4242);
	report("made up: %d", glIsProgramARB(4242));
	glBindProgramARB(GL_VERTEX_PROGRAM_ARB, programs[0]);
	glDeleteProgramsARB(3, programs);
	glGetProgramivARB(GL_VERTEX_PROGRAM_ARB, GL_PROGRAM_BINDING_ARB, &bound);
	report("bound after delete: %d", bound);
	new_names();
	report_error("end");
	return window_finish();
}
