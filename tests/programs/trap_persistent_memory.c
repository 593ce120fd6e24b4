/* Persistent coherent maps are ordinary memory: the kernel writes into them, other threads do, the program has a
 * SIGSEGV handler of its own, and every kind of command sees what was written before it without being told. */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

#define WRITES (GL_MAP_WRITE_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT)

static GLubyte *guarded;
static volatile sig_atomic_t faults;

static void on_fault(int signal, siginfo_t *info, void *context) {
	(void)signal, (void)context;
	/* The program's own page, and nothing else. */
	if ((GLubyte *)info->si_addr < guarded || (GLubyte *)info->si_addr >= guarded + 4096)
		_exit(3);
	faults++;
	mprotect(guarded, 4096, PROT_READ | PROT_WRITE);
}

static void fault(const char *when) {
	mprotect(guarded, 4096, PROT_NONE);
	guarded[5] = 1;
	report("%s: the program's handler ran %d times", when, (int)faults);
}

static void *write_there(void *to) {
	memset(to, 0x77, 5000);
	return NULL;
}

static void contents(const char *step, GLsizeiptr size) {
	static GLubyte back[1 << 20];
	glGetBufferSubData(GL_COPY_WRITE_BUFFER, 0, size, back);
	report_bytes(step, back, (size_t)size);
}

/* Small ones and large ones are watched by different means. */
static void writes(GLsizeiptr size) {
	report("-- %d bytes", (int)size);
	GLuint buffers[2];
	glGenBuffers(2, buffers);
	glBindBuffer(GL_COPY_READ_BUFFER, buffers[0]);
	glBufferStorage(GL_COPY_READ_BUFFER, size, NULL, WRITES);
	GLubyte *map = glMapBufferRange(GL_COPY_READ_BUFFER, 0, size, WRITES);
	glBindBuffer(GL_COPY_WRITE_BUFFER, buffers[1]);
	glBufferData(GL_COPY_WRITE_BUFFER, size, NULL, GL_STREAM_READ);
	memset(map, 0, (size_t)size);
	fault("mapped");

	report("-- copies");
	for (int round = 0; round < 4; round++) {
		map[round * 9000 + 1] = (GLubyte)(round + 1);
		map[size - 1 - round] = 0xcd;
		glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_COPY_WRITE_BUFFER, 0, 0, size);
		contents("copied", size);
	}
	/* read(2) fails with EFAULT where the library protects pages. */
	int ends[2];
	if (pipe(ends) == 0) {
		static GLubyte bytes[3000];
		memset(bytes, 0x5e, sizeof(bytes));
		report("written: %d", (int)write(ends[1], bytes, sizeof(bytes)));
		report("read by the kernel into the map: %d", (int)read(ends[0], map + 20000, sizeof(bytes)));
		close(ends[0]), close(ends[1]);
	}
	glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_COPY_WRITE_BUFFER, 0, 0, size);
	contents("by the kernel", size);
	pthread_t thread;
	pthread_create(&thread, NULL, write_there, map + 30000);
	pthread_join(thread, NULL);
	glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_COPY_WRITE_BUFFER, 0, 0, size);
	contents("by another thread", size);
	fault("copied");

	report("-- texels");
	GLuint texture;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	GLubyte back[1024];
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffers[0]);
	for (int round = 0; round < 3; round++) {
		memset(map + 40000, 0x20 + round, 1024);
		if (round == 0)
			glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 16, 16, 0, GL_RGBA, GL_UNSIGNED_BYTE, (void *)40000);
		else
			glTexSubImage2D(GL_TEXTURE_2D, 0, 8, 0, 8, 16, GL_RGBA, GL_UNSIGNED_BYTE, (void *)40000);
		glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, back);
		report_bytes("texels", back, sizeof(back));
	}
	glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
	glDeleteTextures(1, &texture);

	report("-- vertices, indices, commands, uniforms, storage");
	GLuint program =
		shader_program("drawn",
					   "#version 430\nlayout(location = 0) in vec2 at; layout(std140, binding = 1) uniform Where "
					   "{ vec4 shift; }; void main() { gl_Position = vec4(at + shift.xy, 0, 1); }",
					   "#version 430\nlayout(std430, binding = 2) buffer Tint { vec4 tint[]; }; out vec4 result; "
					   "void main() { result = tint[0]; }");
	glUseProgram(program);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[0]);
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, buffers[0]);
	glBindBufferRange(GL_UNIFORM_BUFFER, 1, buffers[0], 4096, 16);
	glBindBufferRange(GL_SHADER_STORAGE_BUFFER, 2, buffers[0], 8192, 16);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, (void *)1024);
	glEnableVertexAttribArray(0);
	memcpy(map + 1024, (const GLfloat[]){-0.9f, -0.9f, 0, -0.9f, -0.9f, 0.3f, 0.9f, 0.9f}, 32);
	memcpy(map + 2048, (const GLushort[]){0, 1, 2}, 6);
	memcpy(map + 3072, (const GLuint[]){3, 1, 1024, 0, 0}, 20);
	for (int round = 0; round < 6; round++) {
		/* One thing at a time. */
		GLfloat value = 0.15f * (float)round;
		memcpy(map + 4096, (const GLfloat[]){round == 2 ? 0.3f : 0, value}, 8);
		memcpy(map + 8192, (const GLfloat[]){1, value, 0, 1}, 16);
		if (round == 3)
			memcpy(map + 2048, (const GLushort[]){1, 2, 3}, 6);
		if (round == 4)
			memcpy(map + 1024, (const GLfloat[]){-0.2f, -0.5f}, 8);
		if (round == 5)
			memcpy(map + 3072, (const GLuint[]){0}, 4);
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawElementsIndirect(GL_TRIANGLES, GL_UNSIGNED_SHORT, (void *)3072);
		/* The draw has to be over before its memory changes: that is the program's duty. */
		glFinish();
		report_pixels("round");
	}
	glDisableVertexAttribArray(0);
	glUseProgram(0);
	glDeleteProgram(program);
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, 0);
	glUnmapBuffer(GL_COPY_READ_BUFFER);
	glDeleteBuffers(2, buffers);
	fault("unmapped");
	report_error("writes");
}

/* What the GPU wrote is in the memory when the program learned that it is done, by whatever call. */
static void reads(void) {
	report("-- read");
	const GLbitfield flags = GL_MAP_READ_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
	GLuint buffers[2];
	glGenBuffers(2, buffers);
	glBindBuffer(GL_COPY_WRITE_BUFFER, buffers[0]);
	glBufferStorage(GL_COPY_WRITE_BUFFER, 1024, NULL, flags);
	const GLubyte *map = glMapBufferRange(GL_COPY_WRITE_BUFFER, 0, 1024, flags);
	glBindBuffer(GL_COPY_READ_BUFFER, buffers[1]);
	for (int way = 0; way < 4; way++) {
		GLubyte bytes[1024];
		memset(bytes, 0x30 + way, sizeof(bytes));
		glBufferData(GL_COPY_READ_BUFFER, 1024, bytes, GL_STREAM_COPY);
		glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_COPY_WRITE_BUFFER, 0, 0, 1024);
		glMemoryBarrier(GL_CLIENT_MAPPED_BUFFER_BARRIER_BIT);
		GLsync sync = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
		GLint status = 0;
		if (way == 0)
			glFinish();
		else if (way == 1)
			glClientWaitSync(sync, GL_SYNC_FLUSH_COMMANDS_BIT, GL_TIMEOUT_IGNORED);
		else if (way == 2)
			for (glFlush(); status != GL_SIGNALED;)
				glGetSynciv(sync, GL_SYNC_STATUS, 1, NULL, &status);
		else
			for (glFlush(); status != GL_ALREADY_SIGNALED && status != GL_CONDITION_SATISFIED;)
				status = (GLint)glClientWaitSync(sync, 0, 0);
		report_bytes("read", map, 1024);
		glDeleteSync(sync);
	}
	glDeleteBuffers(2, buffers);
	report_error("reads");
}

int main(void) {
	guarded = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	window_open_compat();
	window_require("GL_ARB_buffer_storage");
	window_require("GL_ARB_shader_storage_buffer_object");
	/* After GL began: a handler of the library would be gone now. */
	struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
	sigaction(SIGSEGV, &action, NULL);
	writes(64 << 10);
	writes(1 << 20);
	reads();
	struct sigaction now;
	sigaction(SIGSEGV, NULL, &now);
	report("the handler is still ours: %d", now.sa_sigaction == on_fault);
	return window_finish();
}
