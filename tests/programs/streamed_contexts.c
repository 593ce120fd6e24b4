/* Vertices streamed through maps of one buffer, as Blender draws its interface: unsynchronized, flushed by hand, at
 * ever larger offsets, orphaned when full; in a second context that draws into a texture, and in the window's own. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

#define BUFFER_BYTES 4096

struct stream {
	GLuint buffer, array, program;
	GLintptr at;
};

static const char vertex[] = "#version 330\nuniform mat4 matrix; in vec2 pos; in vec4 color; out vec4 tint;\n"
							 "void main() { gl_Position = matrix * vec4(pos, 0, 1); tint = color; }";
static const char fragment[] = "#version 330\nin vec4 tint; out vec4 result;\nvoid main() { result = tint; }";

static void begin(struct stream *stream) {
	stream->program = shader_program("stream", vertex, fragment);
	glGenVertexArrays(1, &stream->array);
	glBindVertexArray(stream->array);
	glGenBuffers(1, &stream->buffer);
	glBindBuffer(GL_ARRAY_BUFFER, stream->buffer);
	glBufferData(GL_ARRAY_BUFFER, BUFFER_BYTES, NULL, GL_DYNAMIC_DRAW);
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glBindVertexArray(0);
}

static void fan(struct stream *stream, int vertices, float x, float y, float size, GLuint color) {
	struct {
		GLfloat pos[2];
		GLuint color;
	} * out;
	const GLsizeiptr room = (GLsizeiptr)sizeof(*out) * (vertices + 3); /* more than is used */
	glUseProgram(stream->program);
	glBindBuffer(GL_ARRAY_BUFFER, stream->buffer);
	if (stream->at + room > BUFFER_BYTES) {
		glBufferData(GL_ARRAY_BUFFER, BUFFER_BYTES, NULL, GL_DYNAMIC_DRAW);
		stream->at = 0;
	}
	out = glMapBufferRange(GL_ARRAY_BUFFER, stream->at, room,
						   GL_MAP_WRITE_BIT | GL_MAP_UNSYNCHRONIZED_BIT | GL_MAP_FLUSH_EXPLICIT_BIT);
	for (int i = 0; out && i < vertices; i++) {
		out[i].pos[0] = x + (i & 1 ? size : 0);
		out[i].pos[1] = y + (i & 2 ? size : 0);
		out[i].color = color ^ (GLuint)i * 0x203040;
	}
	glFlushMappedBufferRange(GL_ARRAY_BUFFER, 0, (GLsizeiptr)sizeof(*out) * vertices);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	glBindVertexArray(stream->array);
	for (GLuint i = 0; i < 4; i++)
		glDisableVertexAttribArray(i);
	GLuint pos = (GLuint)glGetAttribLocation(stream->program, "pos");
	GLuint tint = (GLuint)glGetAttribLocation(stream->program, "color");
	glEnableVertexAttribArray(pos);
	glVertexAttribPointer(pos, 2, GL_FLOAT, GL_FALSE, sizeof(*out), (const void *)stream->at);
	glEnableVertexAttribArray(tint);
	glVertexAttribPointer(tint, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(*out), (const void *)(stream->at + 8));
	static const GLfloat matrix[16] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
	glUniformMatrix4fv(glGetUniformLocation(stream->program, "matrix"), 1, GL_FALSE, matrix);
	glDrawArrays(GL_TRIANGLE_STRIP, 0, vertices);
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glBindVertexArray(0);
	glUseProgram(0);
	stream->at += (GLsizeiptr)sizeof(*out) * vertices;
}

int main(void) {
	window_open_core(3, 3);
	struct stream own = {0}, other = {0};
	begin(&own);
	GLuint texture, framebuffer, reader;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, WINDOW_SIZE, WINDOW_SIZE, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glGenFramebuffers(1, &reader);
	GLXContext second = window_new_context(window.context);
	for (int frame = 0; frame < 3; frame++) {
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, second);
		if (frame == 0) {
			begin(&other);
			glGenFramebuffers(1, &framebuffer);
			glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
			glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
		}
		glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
		glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
		glClearColor(0.1f, 0.1f, 0.2f, 1);
		glClear(GL_COLOR_BUFFER_BIT);
		for (int i = 0; i < 60; i++)
			fan(&other, 3 + i % 4, -1 + 0.03f * (float)i, -1 + 0.025f * (float)(i * (frame + 1) % 60), 0.4f,
				0xff204060u + (GLuint)i * 77);
		glFlush();
		glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
		glBindFramebuffer(GL_FRAMEBUFFER, reader);
		glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
		report_pixels("texture");
		glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
		glBlitFramebuffer(0, 0, WINDOW_SIZE, WINDOW_SIZE, 0, 0, WINDOW_SIZE, WINDOW_SIZE, GL_COLOR_BUFFER_BIT,
						  GL_NEAREST);
		glBindFramebuffer(GL_FRAMEBUFFER, 0);
		for (int i = 0; i < 20; i++)
			fan(&own, 4, -1 + 0.09f * (float)i, 0.2f, 0.1f, 0xff00ff00u + (GLuint)i);
		report_pixels("window");
		window_show("frame");
	}
	report_error("end");
	glClear(GL_COLOR_BUFFER_BIT);
	glXDestroyContext(window.display, second);
	return window_finish();
}
