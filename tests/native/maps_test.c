/* Buffer maps without a renderer: what travels and when, which maps wait for content, what is an error; and what is
 * known of bindings. A recorder stands in for the encoders; "content" is what the renderer has in its buffers. */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/buffers.h"
#include "guest/gl/get.h"
#include "guest/gl/vertex_arrays.h"

static char record[4096];
static GLenum last_error;
static uint8_t content[1 << 22];
static bool refuse;

static void note(const char *format, ...) {
	va_list arguments;
	va_start(arguments, format);
	size_t at = strlen(record);
	vsnprintf(record + at, sizeof record - at, format, arguments);
	va_end(arguments);
}

static bool recorded(const char *expected) {
	bool same = strcmp(record, expected) == 0;
	if (!same)
		fprintf(stderr, "recorded \"%s\", expected \"%s\"\n", record, expected);
	record[0] = 0;
	return same;
}

static GLenum error(void) {
	GLenum was = last_error;
	last_error = GL_NO_ERROR;
	return was;
}

/* What the tested files need of the rest. */
void vmgl_error(struct vmgl_context *ctx, GLenum code) {
	(void)ctx;
	if (last_error == GL_NO_ERROR)
		last_error = code;
}
bool vmgl_names_known(struct vmgl_context *ctx, enum vmgl_class class, GLuint name) {
	(void)ctx, (void)class;
	return name != 0 && name < 100;
}
void vmgl_names_take(struct vmgl_context *ctx, enum vmgl_class class, GLsizei count, GLuint *names) {
	(void)ctx, (void)class, (void)count, (void)names;
}
void vmgl_names_release(struct vmgl_context *ctx, enum vmgl_class class, GLsizei count, const GLuint *names) {
	(void)ctx, (void)class, (void)count, (void)names;
}
void vmgl_order_wait(struct vmgl_context *ctx) {
	(void)ctx;
}
void vmgl_order_publish(struct vmgl_context *ctx) {
	(void)ctx;
}
GLint vmgl_limit(struct vmgl_context *ctx, GLenum pname) {
	(void)ctx, (void)pname;
	return 16;
}
void vmgl_vertex_buffer_deleted(struct vmgl_context *ctx, GLuint buffer) {
	(void)ctx, (void)buffer;
}

void vmgl_enc_vmglBufferMap(struct vmgl_context *ctx, GLenum target, GLuint buffer, GLint64 offset, GLint64 length,
							GLbitfield access) {
	(void)ctx, (void)target, (void)access;
	note("map %u %d+%d; ", buffer, (int)offset, (int)length);
}
GLboolean vmgl_enc_vmglBufferMapContent(struct vmgl_context *ctx, GLenum target, GLuint buffer, GLint64 offset,
										GLint64 length, GLbitfield access, GLint64 wanted, struct vmgl_blob *blob) {
	(void)ctx, (void)target, (void)access;
	note("%s %u %d+%d; ", wanted ? "fetch" : "ask", buffer, (int)offset, (int)length);
	*blob = (struct vmgl_blob){content + offset, (size_t)wanted};
	return wanted && !refuse;
}
GLboolean vmgl_enc_vmglBufferRead(struct vmgl_context *ctx, GLuint buffer, GLint64 offset, GLint64 size,
								  struct vmgl_blob *blob) {
	(void)ctx;
	note("read %u %d+%d; ", buffer, (int)offset, (int)size);
	*blob = (struct vmgl_blob){content + offset, (size_t)size};
	return GL_TRUE;
}
void vmgl_enc_vmglBufferUnmap(struct vmgl_context *ctx, GLenum target, GLuint buffer) {
	(void)ctx, (void)target;
	note("unmap %u; ", buffer);
}
void vmgl_enc_vmglBufferWrite(struct vmgl_context *ctx, GLuint buffer, GLint64 offset, GLuint size, GLuint flush,
							  const GLubyte *data) {
	(void)ctx;
	note("%s %u %d+%u; ", flush ? "flush" : "write", buffer, (int)offset, size);
	memcpy(content + offset, data, size);
}
void vmgl_enc_glMemoryBarrier(struct vmgl_context *ctx, GLbitfield barriers) {
	(void)ctx, (void)barriers;
	note("barrier; ");
}

/* Encoders that the tests do not look at. */
#define QUIET(name, ...)                                                                                               \
	void vmgl_enc_##name(struct vmgl_context *ctx, __VA_ARGS__) {                                                      \
		(void)ctx;                                                                                                     \
	}
#define ANSWER(name, ...)                                                                                              \
	bool vmgl_enc_##name(struct vmgl_context *ctx, __VA_ARGS__) {                                                      \
		(void)ctx;                                                                                                     \
		return false;                                                                                                  \
	}
#pragma GCC diagnostic ignored "-Wunused-parameter"
QUIET(glBindBuffer, GLenum target, GLuint buffer)
QUIET(glBindBufferBase, GLenum target, GLuint index, GLuint buffer)
QUIET(glBindBufferRange, GLenum target, GLuint index, GLuint buffer, GLintptr offset, GLsizeiptr size)
QUIET(glBindBufferOffsetEXT, GLenum target, GLuint index, GLuint buffer, GLintptr offset)
QUIET(glTransformFeedbackBufferBase, GLuint xfb, GLuint index, GLuint buffer)
QUIET(glTransformFeedbackBufferRange, GLuint xfb, GLuint index, GLuint buffer, GLintptr offset, GLsizeiptr size)
QUIET(glBindBuffersBase, GLenum target, GLuint first, GLsizei count, const GLuint *buffers)
QUIET(glBindBuffersRange, GLenum target, GLuint first, GLsizei count, const GLuint *buffers, const GLintptr *offsets,
	  const GLsizeiptr *sizes)
QUIET(glBufferData, GLenum target, GLsizeiptr size, const void *data, GLenum usage)
QUIET(glNamedBufferData, GLuint buffer, GLsizeiptr size, const void *data, GLenum usage)
QUIET(glNamedBufferDataEXT, GLuint buffer, GLsizeiptr size, const void *data, GLenum usage)
QUIET(glBufferStorage, GLenum target, GLsizeiptr size, const void *data, GLbitfield flags)
QUIET(glNamedBufferStorage, GLuint buffer, GLsizeiptr size, const void *data, GLbitfield flags)
QUIET(glNamedBufferStorageEXT, GLuint buffer, GLsizeiptr size, const void *data, GLbitfield flags)
QUIET(glCreateBuffers, GLsizei n, const GLuint *buffers)
QUIET(glBufferSubData, GLenum target, GLintptr offset, GLsizeiptr size, const void *data)
QUIET(glNamedBufferSubData, GLuint buffer, GLintptr offset, GLsizeiptr size, const void *data)
QUIET(glNamedBufferSubDataEXT, GLuint buffer, GLintptr offset, GLsizeiptr size, const void *data)
QUIET(glCopyBufferSubData, GLenum read, GLenum write, GLintptr from, GLintptr to, GLsizeiptr size)
QUIET(glCopyNamedBufferSubData, GLuint read, GLuint write, GLintptr from, GLintptr to, GLsizeiptr size)
QUIET(glNamedCopyBufferSubDataEXT, GLuint read, GLuint write, GLintptr from, GLintptr to, GLsizeiptr size)
QUIET(glClearBufferData, GLenum target, GLenum internalformat, GLenum format, GLenum type, const void *data)
QUIET(glClearBufferSubData, GLenum target, GLenum internalformat, GLintptr offset, GLsizeiptr size, GLenum format,
	  GLenum type, const void *data)
QUIET(glClearNamedBufferData, GLuint buffer, GLenum internalformat, GLenum format, GLenum type, const void *data)
QUIET(glClearNamedBufferSubData, GLuint buffer, GLenum internalformat, GLintptr offset, GLsizeiptr size, GLenum format,
	  GLenum type, const void *data)
QUIET(glClearNamedBufferDataEXT, GLuint buffer, GLenum internalformat, GLenum format, GLenum type, const void *data)
QUIET(glClearNamedBufferSubDataEXT, GLuint buffer, GLenum internalformat, GLsizeiptr offset, GLsizeiptr size,
	  GLenum format, GLenum type, const void *data)
QUIET(glInvalidateBufferData, GLuint buffer)
QUIET(glInvalidateBufferSubData, GLuint buffer, GLintptr offset, GLsizeiptr length)
QUIET(vmglDeleteBuffers, GLsizei n, const GLuint *buffers)
ANSWER(glGetBufferSubData, GLenum target, GLintptr offset, GLsizeiptr size, void *data)
ANSWER(glGetNamedBufferSubData, GLuint buffer, GLintptr offset, GLsizeiptr size, void *data)
ANSWER(glGetNamedBufferSubDataEXT, GLuint buffer, GLintptr offset, GLsizeiptr size, void *data)
ANSWER(glGetBufferParameteriv, GLenum target, GLenum pname, GLint *params)
ANSWER(glGetBufferParameteri64v, GLenum target, GLenum pname, GLint64 *params)
ANSWER(glGetNamedBufferParameteriv, GLuint buffer, GLenum pname, GLint *params)
ANSWER(glGetNamedBufferParameteri64v, GLuint buffer, GLenum pname, GLint64 *params)
ANSWER(glGetNamedBufferParameterivEXT, GLuint buffer, GLenum pname, GLint *params)

/* What the driver says is bound, to any target. */
static GLint driver_binding;

bool vmgl_enc_glGetIntegerv(struct vmgl_context *ctx, GLenum pname, GLint *params) {
	*params = driver_binding;
	note("binding %#x; ", pname);
	return true;
}

GLboolean vmgl_enc_glIsBuffer(struct vmgl_context *ctx, GLuint buffer) {
	return vmgl_names_known(ctx, VMGL_CLASS_BUFFER, buffer);
}

static struct vmgl_context ctx;
#define ARRAY GL_ARRAY_BUFFER
#define WRITE GL_MAP_WRITE_BIT
#define READ GL_MAP_READ_BIT

static void fresh(GLuint name, GLsizeiptr size, const void *data) {
	vmgl_guest_glBindBuffer(&ctx, ARRAY, name);
	vmgl_guest_glBufferData(&ctx, ARRAY, size, data, GL_STREAM_DRAW);
	record[0] = 0;
}

/* Content that is undefined, replaced or known costs no round trip. */
static void write_without_waiting(void) {
	fresh(1, 1000, NULL);
	uint8_t *at = vmgl_guest_glMapBuffer(&ctx, ARRAY, GL_WRITE_ONLY);
	CHECK(at && (uintptr_t)at % 64 == 0);
	memset(at, 5, 1000);
	CHECK(vmgl_guest_glUnmapBuffer(&ctx, ARRAY));
	CHECK(recorded("map 1 0+1000; write 1 0+1000; unmap 1; ") && content[999] == 5);
	/* The shadow is what the renderer has: still no need to ask, and what is not written stays. */
	at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 100, 50, WRITE);
	CHECK(at && at[0] == 5);
	at[1] = 6;
	CHECK(vmgl_guest_glUnmapBuffer(&ctx, ARRAY));
	CHECK(recorded("map 1 100+50; write 1 100+50; unmap 1; ") && content[100] == 5 && content[101] == 6);
	at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, 10, READ);
	CHECK(at && at[0] == 5 && vmgl_guest_glUnmapBuffer(&ctx, ARRAY));
	CHECK(recorded("map 1 0+10; unmap 1; "));
}

static void fetch_what_counts(void) {
	static uint8_t data[1000];
	fresh(2, 1000, data);
	memset(content, 7, 1000);
	uint8_t *at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 10, 20, WRITE);
	CHECK(at && at[5] == 7 && vmgl_guest_glUnmapBuffer(&ctx, ARRAY));
	CHECK(recorded("fetch 2 10+20; write 2 10+20; unmap 2; "));
	at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 100, 20, WRITE | GL_MAP_INVALIDATE_RANGE_BIT);
	CHECK(at && vmgl_guest_glUnmapBuffer(&ctx, ARRAY));
	CHECK(recorded("map 2 100+20; write 2 100+20; unmap 2; "));
	at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 200, 20,
									 WRITE | GL_MAP_UNSYNCHRONIZED_BIT | GL_MAP_FLUSH_EXPLICIT_BIT);
	CHECK(at);
	vmgl_guest_glFlushMappedBufferRange(&ctx, ARRAY, 4, 8);
	CHECK(vmgl_guest_glUnmapBuffer(&ctx, ARRAY));
	CHECK(recorded("map 2 200+20; flush 2 204+8; unmap 2; "));
	/* What another call wrote is not known any more, unless the guest saw it. */
	at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, 1000, READ);
	CHECK(at && vmgl_guest_glUnmapBuffer(&ctx, ARRAY) && recorded("fetch 2 0+1000; unmap 2; "));
	vmgl_guest_glBufferSubData(&ctx, ARRAY, 500, 4, "abcd");
	at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 500, 4, READ);
	CHECK(at && !memcmp(at, "abcd", 4) && vmgl_guest_glUnmapBuffer(&ctx, ARRAY) && recorded("map 2 500+4; unmap 2; "));
	vmgl_guest_glCopyBufferSubData(&ctx, GL_COPY_READ_BUFFER, ARRAY, 0, 500, 4);
	at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 490, 20, READ);
	CHECK(at && vmgl_guest_glUnmapBuffer(&ctx, ARRAY) && recorded("fetch 2 490+20; unmap 2; "));
	/* The GPU may write at any time to what is bound for it. */
	vmgl_guest_glBindBufferBase(&ctx, GL_SHADER_STORAGE_BUFFER, 0, 2);
	at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 490, 20, READ);
	CHECK(at && vmgl_guest_glUnmapBuffer(&ctx, ARRAY) && recorded("fetch 2 490+20; unmap 2; "));
	refuse = true;
	CHECK(!vmgl_guest_glMapBufferRange(&ctx, ARRAY, 490, 20, READ));
	refuse = false;
	CHECK(recorded("fetch 2 490+20; ") && !vmgl_guest_glUnmapBuffer(&ctx, ARRAY) && error() == GL_INVALID_OPERATION);
}

/* A large map whose old content counts sends what changed in it. */
static void large_maps_compare(void) {
	fresh(3, 3 << 20, NULL);
	uint8_t *at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, 3 << 20, WRITE | GL_MAP_UNSYNCHRONIZED_BIT);
	CHECK(at);
	at[1000000] = 1;
	at[2000000] = 1;
	CHECK(vmgl_guest_glUnmapBuffer(&ctx, ARRAY));
	CHECK(recorded("map 3 0+3145728; write 3 1000000+64; write 3 2000000+64; unmap 3; "));
	CHECK(content[1000000] == 1 && content[2000000] == 1);
}

static void wrong_maps(void) {
	fresh(4, 100, NULL);
	/* These the driver has to judge: it is asked, and refuses. */
	CHECK(!vmgl_guest_glMapBufferRange(&ctx, ARRAY, -1, 10, READ));
	CHECK(!vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, 0, READ));
	CHECK(!vmgl_guest_glMapBufferRange(&ctx, ARRAY, 96, 5, READ));
	CHECK(!vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, 10, 0));
	CHECK(!vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, 10, READ | GL_MAP_UNSYNCHRONIZED_BIT));
	CHECK(!vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, 10, READ | GL_MAP_FLUSH_EXPLICIT_BIT));
	CHECK(!vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, 10, READ | 0x8000));
	CHECK(!vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, 10, WRITE | GL_MAP_PERSISTENT_BIT));
	CHECK(recorded("ask 4 -1+10; ask 4 0+0; ask 4 96+5; ask 4 0+10; ask 4 0+10; ask 4 0+10; ask 4 0+10; ask 4 0+10; "));
	CHECK(!vmgl_guest_glMapBuffer(&ctx, ARRAY, GL_RGBA) && error() == GL_INVALID_ENUM);
	CHECK(!vmgl_guest_glUnmapBuffer(&ctx, ARRAY) && error() == GL_INVALID_OPERATION);
	CHECK(!vmgl_guest_glUnmapBuffer(&ctx, GL_RGBA) && error() == GL_INVALID_ENUM);
	CHECK(vmgl_guest_glMapBuffer(&ctx, ARRAY, GL_WRITE_ONLY));
	record[0] = 0;
	CHECK(!vmgl_guest_glMapBuffer(&ctx, ARRAY, GL_WRITE_ONLY) && recorded("ask 4 0+100; "));
	vmgl_guest_glFlushMappedBufferRange(&ctx, ARRAY, 0, 1);
	CHECK(error() == GL_INVALID_OPERATION);
	vmgl_guest_glFlushMappedBufferRange(&ctx, ARRAY, -1, 1);
	CHECK(error() == GL_INVALID_VALUE);
	/* New storage and deletion end a map. */
	vmgl_guest_glBufferData(&ctx, ARRAY, 50, NULL, GL_STATIC_DRAW);
	CHECK(!vmgl_guest_glUnmapBuffer(&ctx, ARRAY) && error() == GL_INVALID_OPERATION);
	void *pointer;
	CHECK(vmgl_guest_glMapBuffer(&ctx, ARRAY, GL_WRITE_ONLY));
	vmgl_guest_glGetBufferPointerv(&ctx, ARRAY, GL_BUFFER_MAP_POINTER, &pointer);
	CHECK(pointer);
	const GLuint name = 4;
	vmgl_guest_glDeleteBuffers(&ctx, 1, &name);
	CHECK(vmgl_buffer_binding(&ctx, ARRAY) == 0);
	record[0] = 0;
}

static void persistent(void) {
	const GLbitfield coherent = WRITE | READ | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
	vmgl_guest_glBindBuffer(&ctx, ARRAY, 5);
	vmgl_guest_glBufferStorage(&ctx, ARRAY, 65536, NULL, coherent);
	memset(content, 0, 65536);
	uint8_t *at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 4096, 8192, coherent);
	CHECK(at && recorded("map 5 4096+8192; "));
	vmgl_maps_commit(&ctx);
	CHECK(recorded(""));
	at[100] = 1;
	vmgl_maps_commit(&ctx);
	CHECK(content[4196] == 1);
	record[0] = 0;
	vmgl_maps_commit(&ctx);
	CHECK(recorded(""));
	/* What the GPU wrote arrives; what the application wrote meanwhile is not lost. */
	vmgl_guest_glBindBufferBase(&ctx, GL_SHADER_STORAGE_BUFFER, 0, 5);
	at[200] = 2;
	content[4096 + 4000] = 3;
	vmgl_maps_refresh(&ctx);
	CHECK(at[200] == 2 && content[4296] == 2 && at[4000] == 3);
	record[0] = 0;
	vmgl_maps_commit(&ctx);
	CHECK(recorded(""));
	at[300] = 4;
	CHECK(vmgl_guest_glUnmapBuffer(&ctx, ARRAY) && content[4396] == 4);
	record[0] = 0;

	/* Not coherent: a barrier or the unmapping sends it. */
	at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, 4096, WRITE | GL_MAP_PERSISTENT_BIT);
	CHECK(at);
	record[0] = 0;
	at[0] = 9;
	vmgl_maps_commit(&ctx);
	CHECK(recorded("") && content[0] == 0);
	vmgl_guest_glMemoryBarrier(&ctx, GL_CLIENT_MAPPED_BUFFER_BARRIER_BIT);
	CHECK(content[0] == 9);
	record[0] = 0;
	/* A call that fails because the buffer is immutable ends no map. */
	vmgl_guest_glBufferData(&ctx, ARRAY, 50, NULL, GL_STATIC_DRAW);
	CHECK(vmgl_guest_glUnmapBuffer(&ctx, ARRAY));
	record[0] = 0;
}

/* So large that pages are tracked, where the kernel can: the same bytes travel. */
static void persistent_large(void) {
	const GLbitfield coherent = WRITE | READ | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
	const GLint64 size = 1 << 20, offset = 5000;
	vmgl_guest_glBindBuffer(&ctx, ARRAY, 7);
	vmgl_guest_glBufferStorage(&ctx, ARRAY, size, NULL, coherent);
	memset(content, 0, (size_t)size);
	uint8_t *at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, offset, size - offset, coherent);
	CHECK(at);
	record[0] = 0;
	vmgl_maps_commit(&ctx);
	CHECK(recorded(""));
	srand(5);
	for (int round = 0; round < 50; round++) {
		for (int i = rand() % 20; i > 0; i--) {
			GLint64 from = rand() % (int)(size - offset), bytes = rand() % 9000;
			bytes = bytes < size - offset - from ? bytes : size - offset - from;
			memset(at + from, rand() % 255, (size_t)bytes);
		}
		at[0] = at[size - offset - 1] = (uint8_t)round;
		vmgl_maps_commit(&ctx);
		CHECK(memcmp(content + offset, at, (size_t)(size - offset)) == 0);
		record[0] = 0;
		vmgl_maps_commit(&ctx);
		CHECK(recorded(""));
	}
	/* What the GPU wrote is no change of the application's. */
	vmgl_guest_glBindBufferBase(&ctx, GL_SHADER_STORAGE_BUFFER, 0, 7);
	content[offset + 300000] = 77;
	at[400000] = 88;
	vmgl_maps_refresh(&ctx);
	CHECK(at[300000] == 77 && content[offset + 400000] == 88);
	record[0] = 0;
	vmgl_maps_commit(&ctx);
	CHECK(recorded(""));
	at[500000] ^= 1;
	CHECK(vmgl_guest_glUnmapBuffer(&ctx, ARRAY) && content[offset + 500000] == at[500000]);
	/* Mapped again, tracking starts anew. */
	at = vmgl_guest_glMapBufferRange(&ctx, ARRAY, 0, size, coherent);
	CHECK(at);
	at[size / 2] ^= 1;
	vmgl_maps_commit(&ctx);
	CHECK(content[size / 2] == at[size / 2]);
	CHECK(vmgl_guest_glUnmapBuffer(&ctx, ARRAY));
	record[0] = 0;
}

/* Every stretch that is reported differs at its start, all differing bytes are in some stretch. */
static void differences(void) {
	static uint8_t a[20000], b[20000];
	srand(3);
	for (int round = 0; round < 300; round++) {
		GLint64 length = rand() % (int)sizeof a;
		memcpy(b, a, sizeof a);
		for (int i = rand() % 6; i > 0 && length; i--)
			a[rand() % length] ^= 1;
		GLint64 from = 0, to, done = 0;
		for (; vmgl_map_difference(a, b, length, &from, &to); done = from = to) {
			CHECK(from >= done && to > from && to <= length);
			CHECK(!memcmp(a + done, b + done, (size_t)(from - done)));
		}
		CHECK(!memcmp(a + done, b + done, (size_t)(length - done)));
	}
}

/* Ranges whose end is no number are beyond every buffer; offsets of draws and updates may be anything. */
static void ends_of_no_number(void) {
	fresh(9, 1000, NULL);
	CHECK(vmgl_guest_glMapBuffer(&ctx, ARRAY, GL_WRITE_ONLY) && vmgl_guest_glUnmapBuffer(&ctx, ARRAY));
	CHECK(vmgl_buffer_known(&ctx, 9, 0, 1000) && !vmgl_buffer_known(&ctx, 9, 1, 1000));
	CHECK(!vmgl_buffer_known(&ctx, 9, INT64_MAX - 3, 8));
	vmgl_guest_glBufferSubData(&ctx, ARRAY, INTPTR_MAX - 3, 8, "too far!");
	CHECK(vmgl_buffer_known(&ctx, 9, 0, 1000));
	record[0] = 0;
}

/* Where a deleted buffer may have been bound to an index, the driver's word on the target's own binding counts,
 * whichever it is; nothing is asked before somebody wants to know, nor twice. */
static void deleted_at_an_index(void) {
	const GLuint deleted = 10, other = 11;
	for (driver_binding = 0; driver_binding <= (GLint)other; driver_binding += (GLint)other) {
		GLint64 bound = -1;
		vmgl_guest_glBindBufferBase(&ctx, GL_UNIFORM_BUFFER, 0, deleted);
		vmgl_guest_glBindBuffer(&ctx, GL_UNIFORM_BUFFER, other);
		vmgl_guest_glBindBuffer(&ctx, ARRAY, other);
		record[0] = 0;
		vmgl_guest_glDeleteBuffers(&ctx, 1, &deleted);
		CHECK(recorded("") && !vmgl_buffers_get(&ctx, GL_UNIFORM_BUFFER_BINDING, &bound));
		CHECK(vmgl_buffer_binding(&ctx, GL_UNIFORM_BUFFER) == (GLuint)driver_binding);
		CHECK(recorded("binding 0x8a28; ") && vmgl_buffers_get(&ctx, GL_UNIFORM_BUFFER_BINDING, &bound));
		CHECK(bound == driver_binding && vmgl_buffer_binding(&ctx, ARRAY) == other && recorded(""));
		vmgl_guest_glDeleteBuffers(&ctx, 1, &deleted);
		vmgl_guest_glBindBuffer(&ctx, GL_UNIFORM_BUFFER, other);
		CHECK(vmgl_buffer_binding(&ctx, GL_UNIFORM_BUFFER) == other && recorded(""));
	}
}

int main(void) {
	static struct vmgl_vertex_state vertex;
	struct vmgl_share_group group = {.contexts = 1};
	pthread_mutex_init(&group.lock, NULL);
	vertex.vao = &vertex.zero;
	ctx = (struct vmgl_context){.api = VMGL_API_GL_COMPAT, .version = 45, .group = &group, .vertex = &vertex};
	CHECK(vmgl_buffers_init(&ctx));
	write_without_waiting();
	fetch_what_counts();
	large_maps_compare();
	wrong_maps();
	persistent();
	persistent_large();
	differences();
	ends_of_no_number();
	deleted_at_an_index();
	vmgl_buffers_finish(&ctx);
	vmgl_buffer_table_free(group.buffers);
	return 0;
}
