/* Maps of buffers: read, write, both, invalidating, flushed explicitly, unsynchronized; their errors and states. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

static GLubyte noise[4096];

static void contents(const char *name) {
	GLubyte back[4096];
	glGetBufferSubData(GL_ARRAY_BUFFER, 0, sizeof(back), back);
	report_bytes(name, back, sizeof(back));
}

static void mapped_state(void) {
	GLint values[4];
	void *pointer = (void *)1;
	glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_MAPPED, &values[0]);
	glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_ACCESS_FLAGS, &values[1]);
	glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_MAP_OFFSET, &values[2]);
	glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_MAP_LENGTH, &values[3]);
	glGetBufferPointerv(GL_ARRAY_BUFFER, GL_BUFFER_MAP_POINTER, &pointer);
	report_ints("mapped, flags, offset, length", 4, values);
	report("pointer: %s", pointer ? "set" : "NULL");
}

int main(void) {
	window_open_compat();
	uint32_t state = 31;
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (GLubyte)report_noise(&state);
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glBufferData(GL_ARRAY_BUFFER, sizeof(noise), noise, GL_STATIC_DRAW);
	mapped_state();

	GLubyte *map = glMapBuffer(GL_ARRAY_BUFFER, GL_READ_ONLY);
	report_bytes("read only", map, sizeof(noise));
	mapped_state();
	STEP(glMapBuffer(GL_ARRAY_BUFFER, GL_WRITE_ONLY));
	STEP(glBufferSubData(GL_ARRAY_BUFFER, 0, 4, noise));
	STEP(glGetBufferSubData(GL_ARRAY_BUFFER, 0, 4, (GLubyte[4]){0}));
	report("unmap: %d", glUnmapBuffer(GL_ARRAY_BUFFER));
	STEP(glUnmapBuffer(GL_ARRAY_BUFFER));
	mapped_state();

	/* Written in part: the rest keeps its content. */
	map = glMapBuffer(GL_ARRAY_BUFFER, GL_WRITE_ONLY);
	memset(map + 100, 0xab, 50);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	contents("written in part");
	map = glMapBuffer(GL_ARRAY_BUFFER, GL_READ_WRITE);
	for (int i = 0; i < 4096; i++)
		map[i] = (GLubyte)(map[i] ^ (i >> 3));
	glUnmapBuffer(GL_ARRAY_BUFFER);
	contents("read and written");

	map = glMapBufferRange(GL_ARRAY_BUFFER, 512, 256, GL_MAP_WRITE_BIT);
	mapped_state();
	memset(map, 1, 3);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	contents("range written");
	map = glMapBufferRange(GL_ARRAY_BUFFER, 1000, 24, GL_MAP_READ_BIT);
	report_bytes("range read", map, 24);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	map = glMapBufferRange(GL_ARRAY_BUFFER, 1024, 512, GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_RANGE_BIT);
	memcpy(map, noise, 512);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	contents("range invalidated");
	map = glMapBufferRange(GL_ARRAY_BUFFER, 0, 4096, GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT);
	for (int i = 0; i < 4096; i++)
		map[i] = noise[4095 - i];
	glUnmapBuffer(GL_ARRAY_BUFFER);
	contents("buffer invalidated");
	map = glMapBufferRange(GL_ARRAY_BUFFER, 100, 200, GL_MAP_WRITE_BIT | GL_MAP_UNSYNCHRONIZED_BIT);
	memset(map, 0x42, 200);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	contents("unsynchronized");
	map = glMapBufferRange(GL_ARRAY_BUFFER, 2000, 1000, GL_MAP_WRITE_BIT | GL_MAP_FLUSH_EXPLICIT_BIT);
	for (int i = 0; i < 1000; i++)
		map[i] = (GLubyte)i;
	glFlushMappedBufferRange(GL_ARRAY_BUFFER, 0, 1000);
	STEP(glFlushMappedBufferRange(GL_ARRAY_BUFFER, 990, 11));
	STEP(glFlushMappedBufferRange(GL_ARRAY_BUFFER, -1, 1));
	glUnmapBuffer(GL_ARRAY_BUFFER);
	contents("flushed");
	STEP(glFlushMappedBufferRange(GL_ARRAY_BUFFER, 0, 1));

	STEP(glMapBufferRange(GL_ARRAY_BUFFER, 0, 0, GL_MAP_READ_BIT));
	STEP(glMapBufferRange(GL_ARRAY_BUFFER, -1, 10, GL_MAP_READ_BIT));
	STEP(glMapBufferRange(GL_ARRAY_BUFFER, 4090, 10, GL_MAP_READ_BIT));
	STEP(glMapBufferRange(GL_ARRAY_BUFFER, 0, 10, 0));
	STEP(glMapBufferRange(GL_ARRAY_BUFFER, 0, 10, GL_MAP_READ_BIT | GL_MAP_INVALIDATE_BUFFER_BIT));
	STEP(glMapBufferRange(GL_ARRAY_BUFFER, 0, 10, GL_MAP_READ_BIT | GL_MAP_FLUSH_EXPLICIT_BIT));
	STEP(glMapBufferRange(GL_ARRAY_BUFFER, 0, 10, GL_MAP_WRITE_BIT | 0x8000));
	STEP(glMapBufferRange(GL_ARRAY_BUFFER, 0, 10, GL_MAP_WRITE_BIT | GL_MAP_PERSISTENT_BIT));
	STEP(glMapBuffer(GL_ARRAY_BUFFER, GL_TEXTURE_2D));
	STEP(glMapBuffer(GL_TEXTURE_2D, GL_READ_ONLY));
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	STEP(glMapBuffer(GL_ARRAY_BUFFER, GL_READ_ONLY));
	STEP(glUnmapBuffer(GL_ARRAY_BUFFER));
	STEP(glGetBufferPointerv(GL_ARRAY_BUFFER, GL_BUFFER_MAP_POINTER, (void *[1]){0}));
	glBindBuffer(GL_ARRAY_BUFFER, buffer);

	/* Two maps at once; a map that ends by new data or by deleting the buffer. */
	GLuint second;
	glGenBuffers(1, &second);
	glBindBuffer(GL_COPY_READ_BUFFER, second);
	glBufferData(GL_COPY_READ_BUFFER, 64, noise, GL_STREAM_DRAW);
	GLubyte *one = glMapBuffer(GL_ARRAY_BUFFER, GL_READ_WRITE), *two = glMapBuffer(GL_COPY_READ_BUFFER, GL_READ_WRITE);
	memcpy(one, two, 64);
	two[0] = 0;
	glUnmapBuffer(GL_COPY_READ_BUFFER);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	contents("two maps");
	glMapBuffer(GL_ARRAY_BUFFER, GL_WRITE_ONLY);
	STEP(glBufferData(GL_ARRAY_BUFFER, 4096, noise, GL_STREAM_DRAW));
	mapped_state();
	contents("data while mapped");
	glMapBuffer(GL_COPY_READ_BUFFER, GL_READ_ONLY);
	glDeleteBuffers(1, &second);
	report_error("deleted while mapped");

	/* What the GPU wrote is seen by the next map. */
	glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
	glClearColor(0.5f, 0.25f, 1, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glReadPixels(0, 0, 16, 16, GL_RGBA, GL_UNSIGNED_BYTE, (void *)1024);
	map = glMapBuffer(GL_PIXEL_PACK_BUFFER, GL_READ_ONLY);
	report_bytes("after a read of pixels", map, 4096);
	glUnmapBuffer(GL_PIXEL_PACK_BUFFER);
	/* Drawing from a buffer that was filled through a map, in a loop as streaming programs do it. */
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	glEnableClientState(GL_VERTEX_ARRAY);
	glVertexPointer(2, GL_FLOAT, 0, NULL);
	glClear(GL_COLOR_BUFFER_BIT);
	for (int i = 0; i < 30; i++) {
		GLfloat *at =
			glMapBufferRange(GL_ARRAY_BUFFER, 24 * i, 24,
							 GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_RANGE_BIT | (i & 1 ? GL_MAP_UNSYNCHRONIZED_BIT : 0u));
		float x = -0.95f + 0.06f * (float)i;
		at[0] = x, at[1] = -0.9f, at[2] = x + 0.05f, at[3] = -0.9f + 0.05f * (float)i, at[4] = x, at[5] = 0.9f;
		glUnmapBuffer(GL_ARRAY_BUFFER);
		glColor3f((float)i / 30, 1 - (float)i / 30, 0);
		glDrawArrays(GL_TRIANGLES, 3 * i, 3);
	}
	report_pixels("streamed");
	/* Large: beyond what one command carries. */
	glBufferData(GL_ARRAY_BUFFER, 3 << 20, NULL, GL_STREAM_DRAW);
	map = glMapBuffer(GL_ARRAY_BUFFER, GL_WRITE_ONLY);
	for (int i = 0; i < 3 << 20; i++)
		map[i] = (GLubyte)(i * 7 >> 4);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	map = glMapBuffer(GL_ARRAY_BUFFER, GL_READ_ONLY);
	report_bytes("3 MiB", map, 3 << 20);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	report_error("end");
	return window_finish();
}
