/* Object names: generated, bound, deleted, used again; made up by the application; of every class. */
#include <stdbool.h>

#include "support/report.h"
#include "support/window.h"

static bool distinct(const GLuint *names, int count) {
	for (int i = 0; i < count; i++)
		for (int j = 0; j < i; j++)
			if (names[i] == names[j] || names[i] == 0)
				return false;
	return true;
}

int main(void) {
	window_open_compat();
	GLuint names[300];
	glGenTextures(300, names);
	report("300 textures: %s, is a texture: %d", distinct(names, 300) ? "distinct" : "not distinct",
		   glIsTexture(names[0]));
	glBindTexture(GL_TEXTURE_2D, names[7]);
	report("bound: %d, its neighbour: %d", glIsTexture(names[7]), glIsTexture(names[8]));
	glDeleteTextures(300, names);
	report("deleted: %d", glIsTexture(names[7]));
	GET(GL_TEXTURE_BINDING_2D);
	/* Deleting nothing, 0, and what does not exist is silent. */
	glDeleteTextures(3, (const GLuint[]){0, 987654, names[7]});
	report_error("delete");

	report("-- made up");
	static const GLuint own[] = {5, 1000000, 0xfffffff0u, 77};
	for (int i = 0; i < 4; i++) {
		glBindTexture(GL_TEXTURE_2D, own[i]);
		GLubyte texel[4] = {(GLubyte)i, 2, 3, 4};
		glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 1, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, texel);
		glBindBuffer(GL_ARRAY_BUFFER, own[i]);
		glBufferData(GL_ARRAY_BUFFER, 4 + i, "abcdefg", GL_STATIC_DRAW);
	}
	glGenTextures(50, names);
	bool clash = false;
	for (int i = 0; i < 50; i++)
		clash |= names[i] == 5 || names[i] == 77 || names[i] == 1000000;
	report("generated beside them: %s, %s", distinct(names, 50) ? "distinct" : "not distinct",
		   clash ? "clash" : "no clash");
	for (int i = 0; i < 4; i++) {
		glBindTexture(GL_TEXTURE_2D, own[i]);
		glBindBuffer(GL_ARRAY_BUFFER, own[i]);
		GLubyte texel[4];
		glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, texel);
		GLint size, bound;
		glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_SIZE, &size);
		glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
		report("%u: texel %u, buffer size %d, bound %u, is %d %d", own[i], texel[0], size, (GLuint)bound,
			   glIsTexture(own[i]), glIsBuffer(own[i]));
	}
	/* A deleted name of one's own can be made up again, and is empty then. */
	glDeleteTextures(1, &own[3]);
	glBindTexture(GL_TEXTURE_2D, own[3]);
	GLint width = -1;
	glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_WIDTH, &width);
	report("made up again: width %d", width);
	report_error("made up");

	GLuint one;
	if (window_has("GL_EXT_direct_state_access") && window_has("GL_ARB_direct_state_access")) {
		/* One call makes an object of a name that nobody has; all other such names stay nobody's. */
		report("-- first used by name");
		glGenBuffers(4, names);
		glDeleteBuffers(4, names);
		GLubyte byte[4] = {0};
		glGetNamedBufferSubDataEXT(names[0], 0, 4, byte);
		report_error("read a buffer");
		report("buffer %d, others %d %d %d", glIsBuffer(names[0]), glIsBuffer(names[1]), glIsBuffer(names[2]),
			   glIsBuffer(4321));
		glInvalidateBufferData(names[1]);
		report_error("invalidate another");
		glNamedCopyBufferSubDataEXT(names[1], names[2], 0, 0, 4);
		report_error("copy between two");
		report("buffers %d %d, another %d", glIsBuffer(names[1]), glIsBuffer(names[2]), glIsBuffer(names[3]));
		glClearNamedBufferSubDataEXT(names[3], GL_R8, 4, 4, GL_RED, GL_UNSIGNED_BYTE, byte);
		report_error("clear");
		report("buffer %d", glIsBuffer(names[3]));
		glDeleteBuffers(4, names);
		glGenFramebuffers(3, names);
		glDeleteFramebuffers(3, names);
		glClearNamedFramebufferfi(names[0], GL_DEPTH_STENCIL, 0, 1.f, 0);
		report_error("clear a framebuffer");
		report("other framebuffers %d %d", glIsFramebuffer(names[1]), glIsFramebuffer(4321));
		glNamedFramebufferParameteri(names[1], GL_FRAMEBUFFER_DEFAULT_WIDTH, 8);
		report_error("parameter of another");
		glDeleteFramebuffers(3, names);
		glBindTexture(GL_ARRAY_BUFFER, 600);
		glTextureParameteriEXT(601, GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_ARRAY_BUFFER);
		for (int i = 0; i < 3; i++)
			report_error("refused");
		report("textures %d %d", glIsTexture(600), glIsTexture(601));
		glInvalidateTexImage(600, 0);
		report_error("invalidate one that is none");
		glInvalidateTexImage(601, 0);
		report_error("invalidate one that is");
		glNewList(1, GL_COMPILE);
		glBindTexture(GL_TEXTURE_2D, 602);
		glTextureParameteriEXT(603, GL_TEXTURE_3D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
		glEndList();
		report("compiled: textures %d %d", glIsTexture(602), glIsTexture(603));
		for (GLuint i = 0; i < 600; i++)
			glBindTexture(GL_ARRAY_BUFFER, 10000 + i);
		while (glGetError())
			;
		glCallList(1);
		GLint bound;
		glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound);
		report("called: textures %d %d, bound %d", glIsTexture(602), glIsTexture(603), bound);
		glBindTexture(GL_TEXTURE_2D, 0);
		glDeleteLists(1, 1);
		report_error("first used by name");
	}

	if (window_has("GL_EXT_direct_state_access") && window_has("GL_ARB_direct_state_access")) {
		/* A name that was only generated has no buffer; calls by name of EXT_direct_state_access make it. */
		report("-- generated, not used");
		GLint size = -1, usage = -1;
		glGenBuffers(4, names);
		glGetNamedBufferParameteriv(names[0], GL_BUFFER_SIZE, &size);
		report_error("size");
		glNamedBufferData(names[0], 8, "abcdefg", GL_STREAM_READ);
		report_error("data");
		glNamedBufferStorage(names[1], 8, "abcdefg", GL_DYNAMIC_STORAGE_BIT);
		report_error("storage");
		glGetNamedBufferParameteriv(names[0], GL_BUFFER_USAGE, &usage);
		report_error("usage");
		report("unasked: %d %d, buffers %d %d", size, usage, glIsBuffer(names[0]), glIsBuffer(names[1]));
		for (int i = 0; i < 2; i++) {
			glBindBuffer(GL_ARRAY_BUFFER, names[i]);
			glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_SIZE, &size);
			glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_USAGE, &usage);
			report("bound: size %d, usage 0x%x", size, usage);
		}
		glNamedBufferData(names[0], 8, "abcdefg", GL_STREAM_READ);
		glGetNamedBufferParameteriv(names[0], GL_BUFFER_SIZE, &size);
		glGetNamedBufferParameteriv(names[0], GL_BUFFER_USAGE, &usage);
		report("then by name: size %d, usage 0x%x", size, usage);
		report_error("then");
		glNamedBufferSubDataEXT(names[2], 0, 4, "abc");
		report_error("part of a new one");
		glNamedBufferStorageEXT(4444, 8, "abcdefg", GL_DYNAMIC_STORAGE_BIT);
		report_error("storage of a new one");
		glNamedBufferSubDataEXT(4444, 2, 2, "xy");
		GLubyte text[8] = {0};
		glGetNamedBufferSubData(4444, 0, 8, text);
		glGetNamedBufferParameteriv(4444, GL_BUFFER_SIZE, &size);
		report("buffers %d %d %d, size %d, %.8s", glIsBuffer(names[2]), glIsBuffer(names[3]), glIsBuffer(4444), size,
			   text);
		report("map of a new one: %d", glMapNamedBufferRangeEXT(names[3], 0, 4, GL_MAP_READ_BIT) != NULL);
		report_error("map of a new one");
		report("buffer %d", glIsBuffer(names[3]));
		glCreateBuffers(2, names + 4);
		glNamedBufferData(names[4], 12, NULL, GL_DYNAMIC_COPY);
		glGetNamedBufferParameteriv(names[4], GL_BUFFER_SIZE, &size);
		glGetNamedBufferParameteriv(names[4], GL_BUFFER_USAGE, &usage);
		report("created: size %d, usage 0x%x", size, usage);
		glGetNamedBufferParameteriv(names[5], GL_BUFFER_SIZE, &size);
		glGetNamedBufferParameteriv(names[5], GL_BUFFER_USAGE, &usage);
		report("created: size %d, usage 0x%x", size, usage);
		glDeleteBuffers(6, names);
		glDeleteBuffers(1, &(GLuint){4444});
		report_error("generated, not used");
	}

	report("-- classes");
	glGenBuffers(1, &one);
	report("buffer %d", glIsBuffer(one));
	glBindBuffer(GL_UNIFORM_BUFFER, one);
	report("buffer %d", glIsBuffer(one));
	glDeleteBuffers(1, &one);
	report("buffer %d", glIsBuffer(one));
	glGenRenderbuffers(1, &one);
	report("renderbuffer %d", glIsRenderbuffer(one));
	glBindRenderbuffer(GL_RENDERBUFFER, one);
	report("renderbuffer %d", glIsRenderbuffer(one));
	glDeleteRenderbuffers(1, &one);
	glGenFramebuffers(1, &one);
	report("framebuffer %d", glIsFramebuffer(one));
	glBindFramebuffer(GL_FRAMEBUFFER, one);
	report("framebuffer %d", glIsFramebuffer(one));
	glDeleteFramebuffers(1, &one);
	GET(GL_FRAMEBUFFER_BINDING);
	glGenVertexArrays(1, &one);
	report("vertex array %d", glIsVertexArray(one));
	glBindVertexArray(one);
	report("vertex array %d", glIsVertexArray(one));
	glDeleteVertexArrays(1, &one);
	GET(GL_VERTEX_ARRAY_BINDING);
	one = glCreateShader(GL_VERTEX_SHADER);
	GLuint program = glCreateProgram();
	report("shader %d %d, program %d %d", glIsShader(one), glIsProgram(one), glIsShader(program), glIsProgram(program));
	glAttachShader(program, one);
	glDeleteShader(one);
	report("attached and deleted: %d", glIsShader(one));
	glDeleteProgram(program);
	report("program deleted: %d %d", glIsShader(one), glIsProgram(program));
	glDeleteShader(0);
	glDeleteProgram(0);
	report_error("zero");
	if (window_has("GL_ARB_direct_state_access")) {
		glCreateBuffers(1, &one);
		report("created buffer %d", glIsBuffer(one));
		glCreateTextures(GL_TEXTURE_2D, 1, &one);
		report("created texture %d", glIsTexture(one));
		glCreateQueries(GL_SAMPLES_PASSED, 1, &one);
		report("created query %d", glIsQuery(one));
		glCreateProgramPipelines(1, &one);
		report("created pipeline %d", glIsProgramPipeline(one));
		glGenProgramPipelines(1, &one);
		report("generated pipeline %d", glIsProgramPipeline(one));
	}
	/* Many objects, made and deleted again and again: names are used again, nothing leaks into others. */
	for (int round = 0; round < 50; round++) {
		glGenBuffers(100, names);
		for (int i = 0; i < 100; i++) {
			glBindBuffer(GL_ARRAY_BUFFER, names[i]);
			glBufferData(GL_ARRAY_BUFFER, 4, &i, GL_STATIC_DRAW);
		}
		if (round == 49) {
			unsigned wrong = 0;
			for (int i = 0; i < 100; i++) {
				int value;
				glBindBuffer(GL_ARRAY_BUFFER, names[i]);
				glGetBufferSubData(GL_ARRAY_BUFFER, 0, 4, &value);
				wrong += value != i;
			}
			report("wrong: %u", wrong);
		}
		glDeleteBuffers(100, names);
	}
	report_error("end");
	return window_finish();
}
