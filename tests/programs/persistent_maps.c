/* Persistent maps, coherent and not: what is written without any call is there at the next draw; what the
 * GPU writes is there after a fence. Immutable storage and its rules. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

int main(void) {
	window_open_compat();
	window_require("GL_ARB_buffer_storage");
	GLuint buffers[4];
	glGenBuffers(4, buffers);
	const GLbitfield both = GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
	glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
	glBufferStorage(GL_ARRAY_BUFFER, 65536, NULL, GL_MAP_WRITE_BIT | both);
	GLfloat *at = glMapBufferRange(GL_ARRAY_BUFFER, 0, 65536, GL_MAP_WRITE_BIT | both);
	report("mapped: %d", at != NULL);
	GLint values[4];
	glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_IMMUTABLE_STORAGE, &values[0]);
	glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_STORAGE_FLAGS, &values[1]);
	glGetBufferParameteriv(GL_ARRAY_BUFFER, GL_BUFFER_MAPPED, &values[2]);
	report_ints("immutable, flags, mapped", 3, values);
	STEP(glBufferData(GL_ARRAY_BUFFER, 16, NULL, GL_STATIC_DRAW));
	STEP(glBufferSubData(GL_ARRAY_BUFFER, 0, 4, "abc"));
	STEP(glBufferStorage(GL_ARRAY_BUFFER, 16, NULL, 0));

	/* Coherent: one region after the other, drawn while mapped, rewritten after a fence. */
	glEnableClientState(GL_VERTEX_ARRAY);
	glEnableClientState(GL_COLOR_ARRAY);
	for (int round = 0; round < 3; round++) {
		glClear(GL_COLOR_BUFFER_BIT);
		for (int i = 0; i < 20; i++) {
			GLfloat *region = at + (i % 3) * 4096;
			for (int v = 0; v < 3; v++) {
				region[v * 5] = -0.9f + 0.09f * (float)i + (v == 1 ? 0.07f : 0);
				region[v * 5 + 1] = v == 2 ? 0.9f - 0.1f * (float)round : -0.8f + 0.05f * (float)(i * round);
				region[v * 5 + 2] = 0.05f * (float)i, region[v * 5 + 3] = 1 - 0.3f * (float)round,
							   region[v * 5 + 4] = v == 1;
			}
			const char *offset = (const char *)(intptr_t)((i % 3) * 16384);
			glVertexPointer(2, GL_FLOAT, 20, offset);
			glColorPointer(3, GL_FLOAT, 20, offset + 8);
			glDrawArrays(GL_TRIANGLES, 0, 3);
			GLsync sync = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
			glClientWaitSync(sync, GL_SYNC_FLUSH_COMMANDS_BIT, GL_TIMEOUT_IGNORED);
			glDeleteSync(sync);
		}
		report_pixels("coherent");
	}
	glUnmapBuffer(GL_ARRAY_BUFFER);

	/* Not coherent: flushed ranges only. */
	glBindBuffer(GL_ARRAY_BUFFER, buffers[1]);
	glBufferStorage(GL_ARRAY_BUFFER, 256, NULL,
					GL_MAP_WRITE_BIT | GL_MAP_READ_BIT | GL_MAP_PERSISTENT_BIT | GL_DYNAMIC_STORAGE_BIT);
	at =
		glMapBufferRange(GL_ARRAY_BUFFER, 0, 256, GL_MAP_WRITE_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_FLUSH_EXPLICIT_BIT);
	const GLfloat quad[] = {-0.9f, -0.9f, 0.9f, -0.9f, 0.9f, 0.9f, -0.9f, 0.9f};
	memcpy(at + 8, quad, sizeof(quad));
	glFlushMappedBufferRange(GL_ARRAY_BUFFER, 32, sizeof(quad));
	glDisableClientState(GL_COLOR_ARRAY);
	glVertexPointer(2, GL_FLOAT, 0, (void *)32);
	glColor3f(0, 0.5f, 1);
	glDrawArrays(GL_QUADS, 0, 4);
	report_pixels("flushed");
	glBufferSubData(GL_ARRAY_BUFFER, 32, 8, (const GLfloat[]){0, 0});
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArrays(GL_QUADS, 0, 4);
	report_pixels("sub data into a mapped buffer");
	glUnmapBuffer(GL_ARRAY_BUFFER);

	/* The GPU writes, the program reads through a map that stays. */
	glBindBuffer(GL_PIXEL_PACK_BUFFER, buffers[2]);
	glBufferStorage(GL_PIXEL_PACK_BUFFER, 4096, NULL, GL_MAP_READ_BIT | both);
	const GLubyte *pixels = glMapBufferRange(GL_PIXEL_PACK_BUFFER, 0, 4096, GL_MAP_READ_BIT | both);
	for (int round = 0; round < 3; round++) {
		glClearColor(0.3f * (float)round, 0.5f, 1, 1);
		glClear(GL_COLOR_BUFFER_BIT);
		glReadPixels(0, 0, 32, 32, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
		if (round == 1) {
			glFinish();
		} else {
			GLsync sync = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
			report("waited: %d",
				   glClientWaitSync(sync, GL_SYNC_FLUSH_COMMANDS_BIT, GL_TIMEOUT_IGNORED) != GL_TIMEOUT_EXPIRED);
			glDeleteSync(sync);
		}
		report_bytes("read through the map", pixels, 4096);
	}
	STEP(glReadPixels(0, 0, 64, 64, GL_RGBA, GL_UNSIGNED_BYTE, NULL));
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);

	/* Uploads from a persistent map. */
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffers[3]);
	glBufferStorage(GL_PIXEL_UNPACK_BUFFER, 8192, NULL, GL_MAP_WRITE_BIT | both);
	GLubyte *texels = glMapBufferRange(GL_PIXEL_UNPACK_BUFFER, 0, 8192, GL_MAP_WRITE_BIT | both);
	GLubyte back[1024];
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 1024; i++)
			texels[4096 + i] = (GLubyte)(i * (round + 5));
		glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 16, 16, 0, GL_RGBA, GL_UNSIGNED_BYTE, (void *)4096);
		glFinish();
		glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, back);
		report_bytes("uploaded", back, sizeof(back));
	}
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
	glDeleteBuffers(4, buffers);
	report_error("end");

	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	STEP(glBufferStorage(GL_ARRAY_BUFFER, 0, NULL, 0));
	STEP(glBufferStorage(GL_ARRAY_BUFFER, 16, NULL, GL_MAP_COHERENT_BIT));
	STEP(glBufferStorage(GL_ARRAY_BUFFER, 16, NULL, GL_MAP_PERSISTENT_BIT));
	STEP(glBufferStorage(GL_ARRAY_BUFFER, 16, NULL, GL_MAP_WRITE_BIT | GL_SPARSE_STORAGE_BIT_ARB));
	STEP(glBufferStorage(GL_ARRAY_BUFFER, 16, "fifteen letters", GL_MAP_READ_BIT));
	STEP(glMapBufferRange(GL_ARRAY_BUFFER, 0, 16, GL_MAP_WRITE_BIT));
	STEP(glMapBufferRange(GL_ARRAY_BUFFER, 0, 16, GL_MAP_READ_BIT | GL_MAP_PERSISTENT_BIT));
	return window_finish();
}
