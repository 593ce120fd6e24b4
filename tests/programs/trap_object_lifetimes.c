/* Deleted objects that others still use live on, while their names already belong to new objects; lists come in a row;
 * shaders and programs share their names. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static void texel(const char *step, GLuint texture) {
	GLubyte back[4] = {0};
	GLint width = 0;
	glBindTexture(GL_TEXTURE_2D, texture);
	glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_WIDTH, &width);
	if (width == 1)
		glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, back);
	report("%s: width %d, texel %d %d %d %d", step, width, back[0], back[1], back[2], back[3]);
}

static GLuint one_texel(GLubyte value) {
	GLuint texture;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 1, 1, 0, GL_RGBA, GL_UNSIGNED_BYTE, (GLubyte[]){value, value, value, 255});
	return texture;
}

int main(void) {
	window_open_compat();
	report("-- attached to a framebuffer");
	GLuint framebuffer, texture = one_texel(10);
	glGenFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	glDeleteTextures(1, &texture); /* attached to what is not bound: it stays attached */
	GLuint others[40];
	for (int i = 0; i < 40; i++)
		others[i] = one_texel((GLubyte)(100 + i));
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	report("complete: %d", glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE);
	GLubyte pixel[4];
	glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel);
	report("the old texel: %d", pixel[0]);
	glClearColor(1, 0.5f, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel);
	report("drawn to: %d %d %d", pixel[0], pixel[1], pixel[2]);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	unsigned wrong = 0;
	for (int i = 0; i < 40; i++) {
		glBindTexture(GL_TEXTURE_2D, others[i]);
		glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixel);
		wrong += pixel[0] != 100 + i;
	}
	report("new textures that are not what they were: %u", wrong);
	/* One that was bound where it was deleted is detached and unbound. */
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, others[0], 0);
	glDeleteTextures(1, others);
	report("deleted while bound: %d", glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	report_error("framebuffer");

	report("-- bound to a vertex array");
	GLuint array, buffers[2];
	const GLfloat old[] = {-1, -1, 1, -1, 1, 1, -1, 1}, small[] = {0, 0, 0.5f, 0, 0.5f, 0.5f, 0, 0.5f};
	glGenVertexArrays(1, &array);
	glBindVertexArray(array);
	glGenBuffers(1, buffers);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(old), old, GL_STATIC_DRAW);
	glVertexPointer(2, GL_FLOAT, 0, NULL);
	glEnableClientState(GL_VERTEX_ARRAY);
	glBindVertexArray(0);
	glDeleteBuffers(1, buffers);
	glGenBuffers(2, buffers);
	for (int i = 0; i < 2; i++) {
		glBindBuffer(GL_ARRAY_BUFFER, buffers[i]);
		glBufferData(GL_ARRAY_BUFFER, sizeof(small), small, GL_STATIC_DRAW);
	}
	glBindVertexArray(array);
	glClearColor(0, 0, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glColor3f(0, 1, 0.5f);
	glDrawArrays(GL_QUADS, 0, 4);
	report_pixels("the old buffer");
	glBindVertexArray(0);

	report("-- shaders and programs");
	GLuint vertex = shader_make(GL_VERTEX_SHADER, "void main() { gl_Position = gl_Vertex; }"),
		   fragment = shader_make(GL_FRAGMENT_SHADER, "void main() { gl_FragColor = vec4(0, 0, 1, 1); }"),
		   program = glCreateProgram();
	glAttachShader(program, vertex);
	glAttachShader(program, fragment);
	glDeleteShader(vertex);
	glDeleteShader(fragment);
	GLuint later[20];
	bool clash = false;
	for (int i = 0; i < 20; i++) {
		later[i] = i & 1 ? glCreateProgram() : glCreateShader(GL_VERTEX_SHADER);
		clash |= later[i] == vertex || later[i] == fragment || later[i] == program;
		report("shader %d, program %d", glIsShader(later[i]), glIsProgram(later[i]));
	}
	report("names in use were given away: %d", clash);
	glLinkProgram(program);
	glUseProgram(program);
	glDeleteProgram(program);
	glClear(GL_COLOR_BUFFER_BIT);
	glRectf(-0.7f, -0.7f, 0.7f, 0.7f);
	report_pixels("by deleted shaders in a deleted program");
	GLuint attached[4] = {0};
	GLsizei count = -1;
	glGetAttachedShaders(program, 4, &count, attached);
	report("attached: %d, %d", count,
		   (attached[0] == vertex && attached[1] == fragment) || (attached[1] == vertex && attached[0] == fragment));
	glUseProgram(0);
	report("gone: %d %d %d", glIsProgram(program), glIsShader(vertex), glIsShader(fragment));
	STEP(glDeleteShader(later[1]));
	STEP(glDeleteProgram(later[0]));
	STEP(glUseProgram(later[0]));
	STEP(glCompileShader(later[1]));

	report("-- lists");
	/* A row of lists has no place where the program put its own. */
	GLuint first = glGenLists(3);
	glNewList(first + 6, GL_COMPILE);
	glRectf(-0.1f, -0.1f, 0.1f, 0.1f);
	glEndList();
	GLuint row = glGenLists(50);
	report("in a row: %d, beside ours: %d", glIsList(row) && glIsList(row + 49),
		   row > first + 6 || row + 49 < first + 6);
	glDeleteLists(first + 1, 1);
	GLuint two = glGenLists(2);
	report("two more: %d, apart from others: %d", glIsList(two) && glIsList(two + 1),
		   two != first && two != first + 2 && two + 1 != first && two + 1 != first + 2);
	glClear(GL_COLOR_BUFFER_BIT);
	glCallList(first + 6);
	report_pixels("our own list");

	report("-- used again");
	for (int round = 0; round < 200; round++) {
		GLuint again = one_texel((GLubyte)round);
		if (round % 50 == 49)
			texel("used again", again);
		glDeleteTextures(1, &again);
	}
	GLuint empty;
	glGenTextures(1, &empty);
	texel("a new one is empty", empty);
	report_error("end");
	return window_finish();
}
