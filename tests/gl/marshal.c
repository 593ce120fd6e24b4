/* Client to server in memory: the generated code of the golden registry, with a GL at the end that writes down how it
 * is called. Pins the bytes of one call of each kind, what reaches the driver, what comes back, and that no damaged
 * command gets past its decoder. Compiled and run by marshal.test.ts under the sanitizers. */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "gen/guest/proctable.h"
#include "gen/host/decode.h"
#include "gen/host/handlers.h"
#include "gen/nullgl.h"
#include "gen/tests/samples.h"
#include "wire/sizes.h"

/* What was called, one line per call. */
static char calls[4096];
__attribute__((format(printf, 1, 2))) static void note(const char *format, ...) {
	va_list args;
	va_start(args, format);
	size_t used = strlen(calls);
	vsnprintf(calls + used, sizeof calls - used, format, args);
	va_end(args);
}

static void expect_calls(const char *expected, int line) {
	if (strcmp(calls, expected) != 0) {
		fprintf(stderr, "marshal.c:%d: expected\n%s\nbut got\n%s\n", line, expected, calls);
		exit(1);
	}
	calls[0] = 0;
}
#define EXPECT(text) (run(), expect_calls(text, __LINE__))

/* ---- Sizes: one format is enough here; wire/sizes.c has a test of its own. */

uint32_t vmgl_size_pixel(uint32_t format, uint32_t type) {
	return format == GL_RGBA && type == GL_UNSIGNED_BYTE ? 4 : 0;
}
uint64_t vmgl_size_image(int64_t width, int64_t height, int64_t depth, uint32_t format, uint32_t type) {
	if (width < 0 || height < 0 || depth < 0 || !vmgl_size_pixel(format, type) || width > 4096 || height > 4096 ||
		depth > 4096)
		return VMGL_IMAGE_UNKNOWN;
	uint64_t bytes = (uint64_t)width * (uint64_t)height * (uint64_t)depth * 4;
	return bytes > VMGL_COMMAND_MAX ? VMGL_IMAGE_UNKNOWN : bytes;
}

/* ---- The wire: a block of memory that the host executes when an answer is wanted, or run() is called. */

static _Alignas(8) uint8_t wire[1 << 20];
static struct vmgl_context guest;
static struct vmgl_host_context host;
static _Alignas(8) uint8_t reply[1 << 20];
static size_t reply_bytes;
static GLenum host_error, guest_error;
static bool host_fatal;

struct vmgl_context vmgl_no_context = {.none = true};
__thread struct vmgl_context *vmgl_current __attribute__((tls_model("initial-exec"))) = &guest;

static void run(void) {
	uint8_t *at = wire;
	while (at < guest.stream.cur) {
		uint32_t header = *(uint32_t *)(void *)at;
		size_t bytes = VMGL_HEADER_BYTES(header);
		assert(bytes && bytes <= (size_t)(guest.stream.cur - at) && vmgl_decode_table[VMGL_HEADER_OPCODE(header)]);
		struct vmgl_reader reader = {.at = at, .end = at + bytes};
		assert(vmgl_decode_table[VMGL_HEADER_OPCODE(header)](&host, &reader));
		at += bytes;
	}
	guest.stream.cur = wire;
}

uint8_t *vmgl_stream_room(struct vmgl_stream *stream, size_t bytes) {
	(void)bytes;
	run();
	return stream->cur;
}
void *vmgl_stream_begin_large(struct vmgl_stream *stream, uint32_t opcode, size_t fixed, uint64_t total) {
	(void)stream, (void)opcode, (void)fixed, (void)total;
	abort();
}
void vmgl_stream_append_large(struct vmgl_stream *stream, const void *data, size_t bytes) {
	(void)stream, (void)data, (void)bytes;
	abort();
}
const struct vmgl_reply_header *vmgl_stream_reply(struct vmgl_stream *stream, uint32_t opcode) {
	reply_bytes = 0;
	host.control = stream != &guest.stream;
	if (host.control) { /* a stream of its own, which holds this one command */
		guest.stream.cur = stream->cur;
	}
	run();
	stream->cur = wire;
	host.control = false;
	struct vmgl_reply_header *header = (void *)reply;
	if (!reply_bytes)
		return NULL;
	assert(header->opcode == opcode && header->bytes == reply_bytes);
	return header;
}

/* ---- The guest's families. */

void vmgl_error(struct vmgl_context *ctx, GLenum error) {
	(void)ctx;
	guest_error = error;
}
void vmgl_order_wait(struct vmgl_context *ctx) {
	ctx->seen = atomic_load(&ctx->group->published);
	note("wait ");
}
void vmgl_order_publish(struct vmgl_context *ctx) {
	(void)ctx;
	note("publish ");
}
void vmgl_maps_commit(struct vmgl_context *ctx) {
	(void)ctx;
	note("commit ");
}
void vmgl_debug_fetch(struct vmgl_context *ctx) {
	(void)ctx;
	note("debug ");
}

void vmgl_debug_settle(struct vmgl_context *ctx) {
	vmgl_debug_fetch(ctx);
}
void vmgl_remembered_forget(struct vmgl_context *ctx, uint32_t states) {
	(void)ctx;
	note("forget %x ", states);
}
void vmgl_names_take(struct vmgl_context *ctx, enum vmgl_class class, GLsizei count, GLuint *names) {
	(void)ctx, (void)class;
	for (GLsizei i = 0; i < count; i++)
		names[i] = 7 + (GLuint)i;
}
void vmgl_names_use(struct vmgl_context *ctx, enum vmgl_class class, GLuint name) {
	(void)ctx, (void)class;
	note("use %u ", name);
}
void vmgl_names_release(struct vmgl_context *ctx, enum vmgl_class class, GLsizei count, const GLuint *names) {
	(void)ctx, (void)class, (void)names;
	note("release %d ", count);
}
const void *vmgl_uniform_values(struct vmgl_context *ctx, GLuint program, GLint location, const void *values,
								GLsizei *count) {
	(void)ctx;
	note("has %u %d ", program, location);
	*count = 2;
	return values;
}
static GLenum bound_target;
bool vmgl_buffer_bound(const struct vmgl_context *ctx, GLenum target) {
	(void)ctx;
	return target == bound_target;
}
void vmgl_pixel_store_send(struct vmgl_context *ctx, bool pack) {
	(void)ctx;
	note("%s state ", pack ? "pack" : "unpack");
}
uint32_t vmgl_image_bytes(struct vmgl_context *ctx, const struct vmgl_image *image, const void *pixels) {
	(void)ctx;
	uint64_t bytes = vmgl_size_image(image->width, image->height, image->depth, image->format, image->type);
	return pixels && bytes < VMGL_NULL_ARRAY ? (uint32_t)bytes : VMGL_NULL_ARRAY;
}
void vmgl_image_send(struct vmgl_context *ctx, const struct vmgl_image *image, const void *pixels, uint32_t bytes) {
	(void)image;
	vmgl_stream_array(&ctx->stream, pixels, bytes);
}
void vmgl_image_receive(struct vmgl_context *ctx, const struct vmgl_image *image, const void *tight, size_t bytes,
						void *pixels) {
	(void)ctx, (void)image;
	memcpy(pixels, tight, bytes);
}
void vmgl_guest_glBindBuffer(struct vmgl_context *ctx, GLenum target, GLuint buffer) {
	vmgl_enc_glBindBuffer(ctx, target, buffer);
}
void vmgl_guest_glGetIntegerv(struct vmgl_context *ctx, GLenum pname, GLint *data) {
	note("%d ", vmgl_enc_glGetIntegerv(ctx, pname, data));
}
GLboolean vmgl_guest_glIsEnabled(struct vmgl_context *ctx, GLenum cap) {
	(void)ctx;
	return cap == 3;
}

/* ---- The host. The driver's name of the guest's name n is n + 1000. */

bool vmgl_fatal(struct vmgl_host_context *ctx, const char *message, ...) {
	(void)message;
	ctx->fatal = host_fatal = true;
	return false;
}
static void *scratches[64];
static size_t scratch_count;
static void scratch_free(void) {
	while (scratch_count)
		free(scratches[--scratch_count]);
}
void *vmgl_scratch(struct vmgl_host_context *ctx, uint64_t bytes) {
	if (scratch_count == 64 || bytes > sizeof wire) {
		vmgl_fatal(ctx, "scratch");
		return NULL;
	}
	return scratches[scratch_count++] = calloc(1, bytes ? bytes : 1);
}
void vmgl_error_watch(struct vmgl_host_context *ctx, void *answer, uint64_t bytes) {
	(void)ctx, (void)answer, (void)bytes;
}

void vmgl_error_begin(struct vmgl_host_context *ctx) {
	(void)ctx;
	host_error = GL_NO_ERROR;
}
bool vmgl_error_end(struct vmgl_host_context *ctx) {
	(void)ctx;
	return host_error == GL_NO_ERROR;
}
void vmgl_error_set(struct vmgl_host_context *ctx, GLenum error) {
	(void)ctx;
	host_error = error;
}
static void put(const void *data, uint64_t bytes) {
	assert(reply_bytes + bytes <= sizeof reply);
	if (bytes)
		memcpy(reply + reply_bytes, data, bytes);
	reply_bytes += VMGL_PAD8(bytes);
}
void vmgl_reply_begin(struct vmgl_host_context *ctx, uint32_t opcode, bool failed) {
	(void)ctx;
	struct vmgl_reply_header header = {.opcode = opcode, .flags = failed ? VMGL_REPLY_FAILED : 0};
	reply_bytes = 0;
	put(&header, sizeof header);
}
void vmgl_reply_value(struct vmgl_host_context *ctx, uint64_t value) {
	(void)ctx;
	put(&value, sizeof value);
}
void vmgl_reply_array(struct vmgl_host_context *ctx, const void *data, uint64_t bytes) {
	(void)ctx;
	put(&bytes, sizeof bytes);
	put(data, bytes);
}
void vmgl_reply_end(struct vmgl_host_context *ctx) {
	(void)ctx;
	((struct vmgl_reply_header *)(void *)reply)->bytes = reply_bytes;
	scratch_free();
}
GLuint vmgl_name(struct vmgl_host_context *ctx, enum vmgl_class class, GLuint name) {
	(void)ctx, (void)class;
	return name ? name + 1000 : 0;
}
GLuint vmgl_name_bind(struct vmgl_host_context *ctx, enum vmgl_class class, GLuint name) {
	return vmgl_name(ctx, class, name);
}
GLuint vmgl_name_reverse(struct vmgl_host_context *ctx, enum vmgl_class class, GLuint name) {
	(void)ctx, (void)class;
	return name ? name - 1000 : 0;
}
const GLuint *vmgl_names_translate(struct vmgl_host_context *ctx, enum vmgl_class class, GLsizei count,
								   const GLuint *names) {
	GLuint *translated = vmgl_scratch(ctx, (uint64_t)count * 4);
	for (GLsizei i = 0; translated && i < count; i++)
		translated[i] = vmgl_name(ctx, class, names[i]);
	return translated;
}
bool vmgl_names_add(struct vmgl_host_context *ctx, enum vmgl_class class, GLsizei count, const GLuint *names,
					const GLuint *driver_names) {
	(void)ctx, (void)class;
	for (GLsizei i = 0; i < count; i++)
		note("add %u=%u ", names[i], driver_names[i]);
	return true;
}
void vmgl_names_remove(struct vmgl_host_context *ctx, enum vmgl_class class, GLsizei count, const GLuint *names) {
	(void)ctx, (void)class;
	for (GLsizei i = 0; i < count; i++)
		note("remove %u ", names[i]);
}
GLsync vmgl_sync_object(struct vmgl_host_context *ctx, GLuint name) {
	(void)ctx;
	return (GLsync)(uintptr_t)(name + 1000);
}
void vmgl_unpack_data(struct vmgl_host_context *ctx) {
	(void)ctx;
	note("data ");
}
bool vmgl_unpack_offset(struct vmgl_host_context *ctx) {
	(void)ctx;
	return bound_target == GL_PIXEL_UNPACK_BUFFER;
}
void vmgl_pack_data(struct vmgl_host_context *ctx) {
	(void)ctx;
	note("data ");
}
bool vmgl_pack_offset(struct vmgl_host_context *ctx) {
	(void)ctx;
	return bound_target == GL_PIXEL_PACK_BUFFER;
}
void vmgl_pixels_done(struct vmgl_host_context *ctx) {
	(void)ctx;
	note("done ");
}
void vmgl_host_glDrawArrays(struct vmgl_host_context *ctx, GLenum mode, GLint first, GLsizei count) {
	(void)ctx;
	note("draw %u %d %d", mode, first, count);
}
uint32_t vmgl_host_vmglOpen(struct vmgl_host_context *ctx, const char *name, size_t name_bytes, const uint32_t *modes,
							size_t modes_bytes, uint32_t count) {
	(void)ctx;
	note("open %s %zu, %zu bytes, %u modes, the last %u", name ? name : "NULL", name_bytes, modes_bytes, count,
		 count ? modes[count - 1] : 0);
	return 42;
}
bool vmgl_host_vmglProgram(struct vmgl_host_context *ctx, GLuint program) {
	note("program %u ", program);
	vmgl_reply_array(ctx, "interface", 9);
	return true;
}

/* ---- The driver. */

static void gl_bind_attrib_location(GLuint program, GLuint index, const GLchar *name) {
	note("attrib %u %u %s", program, index, name);
}
static void gl_bind_buffer(GLenum target, GLuint buffer) {
	note("bind %x %u", target, buffer);
}
static void gl_bind_buffers_range(GLenum target, GLuint first, GLsizei count, const GLuint *buffers,
								  const GLintptr *offsets) {
	(void)target;
	note("range %u %d", first, count);
	for (GLsizei i = 0; i < count; i++)
		note(" %u+%ld", buffers ? buffers[i] : 0, offsets ? (long)offsets[i] : -1);
}
static void gl_buffer_sub_data(GLenum target, GLintptr offset, GLsizeiptr size, const void *data) {
	(void)target;
	note("sub %ld %ld %.*s", (long)offset, (long)size, size > 0 ? (int)size : 0, size > 0 ? (const char *)data : "");
}
static GLuint gl_create_shader(GLenum type) {
	return type == 1 ? 501 : 0;
}
static void gl_delete_buffers(GLsizei n, const GLuint *buffers) {
	note("delete %d", n);
	for (GLsizei i = 0; i < n; i++)
		note(" %u", buffers[i]);
	note(" ");
}
static void gl_finish(void) {
	note("finish");
}
static void gl_gen_buffers(GLsizei n, GLuint *buffers) {
	note("gen %d ", n);
	for (GLsizei i = 0; i < n; i++)
		buffers[i] = 100 + (GLuint)i;
}
static void gl_get_attached_shaders(GLuint program, GLsizei max, GLsizei *count, GLuint *shaders) {
	note("attached %u %d", program, max);
	*count = 2;
	for (GLsizei i = 0; i < 2 && i < max; i++)
		shaders[i] = 1020 + (GLuint)i;
}
static void gl_get_integerv(GLenum pname, GLint *data) {
	note("integer %x", pname);
	if (pname == 1)
		host_error = GL_INVALID_ENUM;
	else if (pname == GL_TEXTURE_BINDING_2D)
		data[0] = 1009;
	else
		for (int i = 0; i < 64; i++) /* more than our table knows of */
			data[i] = i;
}
static void gl_get_shader_info_log(GLuint shader, GLsizei room, GLsizei *length, GLchar *log) {
	note("log %u %d", shader, room);
	if (room > 0) {
		*length = snprintf(log, (size_t)room, "oops");
		if (*length >= room)
			*length = room - 1;
	}
}
static void gl_read_pixels(GLint x, GLint y, GLsizei width, GLsizei height, GLenum format, GLenum type, void *pixels) {
	(void)x, (void)y;
	if (bound_target) {
		note("read to %lx", (unsigned long)(uintptr_t)pixels);
		return;
	}
	note("read ");
	memset(pixels, 5, vmgl_size_image(width, height, 1, format, type));
}
static void gl_tex_parameterfv(GLenum target, GLenum pname, const GLfloat *params) {
	note("parameter %x %x %g %g", target, pname, (double)params[0], (double)params[3]);
}
static void gl_tex_sub_image(GLenum target, GLint level, GLint x, GLint y, GLsizei width, GLsizei height, GLenum format,
							 GLenum type, const void *pixels) {
	(void)target, (void)level, (void)x, (void)y, (void)format, (void)type;
	if (bound_target)
		note("image at %lx", (unsigned long)(uintptr_t)pixels);
	else
		note("image %dx%d %d ", width, height, pixels ? ((const uint8_t *)pixels)[0] : -1);
}
static GLuint64 gl_get_texture_handle(GLuint texture) {
	note("handle %u", texture);
	return 1ull << 40;
}
static void gl_uniform(GLint location, GLsizei count, const GLfloat *value) {
	note("uniform %d %d %g", location, count, (double)(count > 0 ? value[count * 4 - 1] : 0));
}
static void gl_vertex(GLfloat x, GLfloat y) {
	note("vertex %g %g ", (double)x, (double)y);
}
static void gl_wait_sync(GLsync sync, GLbitfield flags, GLuint64 timeout) {
	note("sync %lu %u %llx", (unsigned long)(uintptr_t)sync, flags, (unsigned long long)timeout);
}

static const struct vmgl_gl driver = {
	.BindAttribLocation = gl_bind_attrib_location,
	.BindBuffer = gl_bind_buffer,
	.BindBuffersRange = gl_bind_buffers_range,
	.BufferSubData = gl_buffer_sub_data,
	.CreateShader = gl_create_shader,
	.DeleteBuffers = gl_delete_buffers,
	.Finish = gl_finish,
	.GenBuffers = gl_gen_buffers,
	.GetAttachedShaders = gl_get_attached_shaders,
	.GetIntegerv = gl_get_integerv,
	.GetShaderInfoLog = gl_get_shader_info_log,
	.GetTextureHandleARB = gl_get_texture_handle,
	.ReadPixels = gl_read_pixels,
	.TexParameterfv = gl_tex_parameterfv,
	.TexSubImage2D = gl_tex_sub_image,
	.Uniform4fv = gl_uniform,
	.Vertex2f = gl_vertex,
	.WaitSync = gl_wait_sync,
};

/* ---- The tests. */

static void expect_words(const uint32_t *words, size_t count) {
	assert((size_t)(guest.stream.cur - wire) == count * 4);
	for (size_t i = 0; i < count; i++)
		if (((uint32_t *)(void *)wire)[i] != words[i]) {
			fprintf(stderr, "word %zu is %08x, not %08x\n", i, ((uint32_t *)(void *)wire)[i], words[i]);
			exit(1);
		}
	guest.stream.cur = wire;
}
#define WORDS(...) expect_words((const uint32_t[]){__VA_ARGS__}, sizeof((const uint32_t[]){__VA_ARGS__}) / 4)

static void test_bytes(void) {
	memset(wire, 0, sizeof wire);
	glVertex2f(1, -2);
	glVertex2fv((const GLfloat[]){3, 4});
	WORDS(2u << 16 | VMGL_OP_glVertex2f, 0x3f800000, 0xc0000000, 0, 2u << 16 | VMGL_OP_glVertex2f, 0x40400000,
		  0x40800000, 0);
	memset(wire, 0, sizeof wire);
	glBufferSubData(0x8892, 0x100000002, 5, "hello");
	WORDS(5u << 16 | VMGL_OP_glBufferSubData, 0x8892, 5, 0, 2, 1, 5, 0, 0x6c6c6568, 'o');
	memset(wire, 0, sizeof wire);
	glTexParameterfv(1, GL_TEXTURE_BORDER_COLOR, (const GLfloat[]){0, 1, 2, 3});
	WORDS(4u << 16 | VMGL_OP_glTexParameterfv, 1, GL_TEXTURE_BORDER_COLOR, 16, 0, 0x3f800000, 0x40000000, 0x40400000);
	memset(wire, 0, sizeof wire);
	glBindAttribLocation(3, 4, "tangents");
	WORDS(4u << 16 | VMGL_OP_glBindAttribLocation, 3, 4, 9, 0x676e6174, 0x73746e65, 0, 0);
	calls[0] = 0;
}

static void test_inputs(void) {
	glBindAttribLocation(3, 4, "tangent");
	EXPECT("attrib 1003 4 tangent");
	glBindAttribLocation(3, 4, NULL);
	EXPECT("");
	glBindBufferARB(0x8892, 7);
	EXPECT("use 7 bind 8892 1007");
	glBindBuffersRange(0x8A11, 2, 2, (const GLuint[]){5, 0}, (const GLintptr[]){256, 512});
	EXPECT("range 2 2 1005+256 0+512");
	glBindBuffersRange(0x8A11, 2, 1, NULL, NULL);
	EXPECT("range 2 1 0+-1");
	glBufferSubData(0x8892, 4, 3, "abc");
	EXPECT("sub 4 3 abc");
	glBufferSubData(0x8892, 4, -1, NULL);
	EXPECT("sub 4 -1 ");
	glBufferSubData(0x8892, 4, 3, NULL);
	EXPECT("");
	glBufferSubData(0x8892, 0, (GLsizeiptr)1 << 40, "");
	assert(guest_error == GL_OUT_OF_MEMORY);
	EXPECT("");
	glTexParameterfv(1, 2, (const GLfloat[]){9});
	EXPECT("parameter 1 2 9 0"); /* unknown names have one value; what drivers read beyond are zeros */
	glWaitSync((GLsync)(uintptr_t)12, 0, GL_TIMEOUT_IGNORED);
	EXPECT("sync 1012 0 ffffffffffffffff");
	guest.group->published++;
	glDrawArrays(4, 0, 3);
	EXPECT("commit wait draw 4 0 3");
}

static void test_names(void) {
	GLuint names[2];
	glGenBuffers(2, names);
	EXPECT("publish gen 2 add 7=100 add 8=101 ");
	assert(names[0] == 7 && names[1] == 8);
	glDeleteBuffers(2, names);
	EXPECT("release 2 publish delete 2 1007 1008 remove 7 remove 8 ");
	glGenBuffers(-1, names);
	EXPECT("publish gen -1 ");
	assert(glCreateShader(1) == 7);
	EXPECT("publish add 7=501 ");
	assert(glCreateShader(2) == 7); /* the driver refuses: the name stays without an object */
	EXPECT("publish ");
	vmgl_current = &vmgl_no_context;
	glGenBuffers(1, names);
	assert(glCreateShader(1) == 0 && glIsEnabled(3) == 0);
	vmgl_current = &guest;
	EXPECT("");
}

static void test_uniforms(void) {
	/* Two values, and a count that no uniform has: nothing behind them is read. */
	GLfloat *values = calloc(8, sizeof *values);
	values[3] = 3, values[7] = 7;
	glUniform4fv(5, 1, values);
	EXPECT("uniform 5 1 3");
	glUniform4fv(5, 0x7fffffff, values);
	EXPECT("has 0 5 uniform 5 2 7");
	glUniform4fv(5, -1, values);
	EXPECT("uniform 5 -1 0");
	free(values);
}

static void test_outputs(void) {
	GLint values[6] = {-1, -1, -1, -1, -1, -1};
	glGetIntegerv(GL_ACCUM_CLEAR_VALUE, values);
	EXPECT("integer b801 ");
	assert(values[0] == 0 && values[3] == 3 && values[4] == -1);
	glGetIntegerv(1, values);
	EXPECT("integer 10 ");
	assert(values[0] == 0);
	glGetIntegerv(GL_TEXTURE_BINDING_2D, values);
	assert(values[0] == 9);
	calls[0] = 0;
	char log[8] = "-------";
	GLsizei length = 0;
	glGetShaderInfoLog(3, sizeof log, &length, log);
	EXPECT("log 1003 8");
	assert(length == 4 && memcmp(log, "oops\0--", 7) == 0);
	glGetShaderInfoLog(3, 3, NULL, log);
	EXPECT("log 1003 3");
	assert(memcmp(log, "oo\0s", 4) == 0);
	GLuint shaders[4] = {9, 9, 9, 9};
	GLsizei count = 0;
	glGetAttachedShaders(3, 4, &count, shaders);
	EXPECT("attached 1003 4");
	assert(count == 2 && shaders[0] == 20 && shaders[1] == 21 && shaders[2] == 9);
	glGetAttachedShaders(3, 4, NULL, shaders);
	EXPECT("attached 1003 4");
	glFinish();
	EXPECT("finish");
	assert(glIsEnabled(3) == 1);
}

static void test_images(void) {
	uint8_t pixels[2 * 2 * 4 + 1] = {3};
	glTexSubImage2D(1, 0, 0, 0, 2, 2, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
	EXPECT("data image 2x2 3 done ");
	glTexSubImage2D(1, 0, 0, 0, 2, 2, 1, 1, pixels);
	EXPECT("data image 2x2 -1 done "); /* unknown to us: the driver says what is wrong */
	memset(pixels, 0, sizeof pixels);
	glReadPixels(0, 0, 2, 2, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
	EXPECT("data read done ");
	assert(pixels[0] == 5 && pixels[15] == 5 && pixels[16] == 0);
	host_error = 0;
	glReadPixels(0, 0, 2, 2, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	EXPECT("");
	assert(host_error == GL_INVALID_OPERATION);
	bound_target = GL_PIXEL_UNPACK_BUFFER;
	glTexSubImage2D(1, 0, 0, 0, 2, 2, GL_RGBA, GL_UNSIGNED_BYTE, (const void *)64);
	EXPECT("commit unpack state image at 40");
	bound_target = GL_PIXEL_PACK_BUFFER;
	glReadPixels(0, 0, 2, 2, GL_RGBA, GL_UNSIGNED_BYTE, (void *)32);
	EXPECT("commit pack state read to 20");
	vmgl_enc_glTexSubImage2D_offset(&guest, 1, 0, 0, 0, 2, 2, GL_RGBA, GL_UNSIGNED_BYTE, 64);
	EXPECT("commit unpack state "); /* no such buffer is bound on the host: nothing is called */
	bound_target = 0;
}

static void test_wire_commands(void) {
	struct vmgl_stream control = {.cur = wire, .end = wire + sizeof wire};
	assert(vmgl_enc_vmglOpen(&control, "screen", (const uint32_t[]){1, 2, 3}, 3) == 42);
	EXPECT("open screen 7, 12 bytes, 3 modes, the last 3");
	control.cur = wire;
	assert(vmgl_enc_vmglOpen(&control, NULL, NULL, 0) == 42);
	EXPECT("open NULL 0, 0 bytes, 0 modes, the last 0");
	struct vmgl_blob info;
	assert(vmgl_enc_vmglProgram(&guest, 5, &info));
	assert(info.bytes == 9 && memcmp(info.data, "interface", 9) == 0);
	EXPECT("program 1005 ");
}

static void test_proctable(void) {
	assert(vmgl_gl_proc("glVertex2f") == (void (*)(void))glVertex2f);
	assert(vmgl_gl_proc("glBindBufferARB") && !vmgl_gl_proc("glDebugMessageCallback") && !vmgl_gl_proc("glNothing"));
	assert(vmgl_extension_marshalled("GL_ARB_vertex_buffer_object") && !vmgl_extension_marshalled("GL_KHR_debug"));
	assert(vmgl_marshalled_version(VMGL_API_GL_COMPAT) == 20 && vmgl_marshalled_version(VMGL_API_GLES2) == 0);
	assert(strcmp(vmgl_opcode_name(VMGL_OP_glVertex2f), "glVertex2f") == 0);
	assert(strcmp(vmgl_opcode_name(0xffff), "unknown") == 0);
}

static void test_trust(void) {
	assert(glGetTextureHandleARB(3) == 1ull << 40);
	EXPECT("handle 1003");
	struct vmgl_gl untrusting;
	vmgl_gl_load(&untrusting, false, vmgl_nullgl_proc);
	assert(!untrusting.GetTextureHandleARB && untrusting.Finish);
	host.gl = &untrusting;
	host_error = 0;
	assert(glGetTextureHandleARB(3) == 0 && host_error == GL_INVALID_OPERATION);
	host.gl = &driver;
	EXPECT("");
	assert(vmgl_extension_needs_trust("GL_ARB_bindless_texture") && !vmgl_extension_needs_trust("GL_KHR_debug"));
	assert(vmgl_extension_marshalled("GL_ARB_bindless_texture"));
}

/* Decodes a copy that ends where the heap block ends, so that a sanitizer sees every byte too much. */
static bool decode(const void *command, size_t bytes, uint32_t opcode) {
	uint8_t *copy = malloc(bytes ? bytes : 1);
	memcpy(copy, command, bytes);
	struct vmgl_reader reader = {.at = copy, .end = copy + bytes};
	host.fatal = false;
	host.control = vmgl_decode_scopes[opcode] == VMGL_SCOPE_SESSION;
	bool ok = vmgl_decode_table[opcode](&host, &reader);
	assert(ok != host.fatal);
	scratch_free();
	free(copy);
	calls[0] = 0;
	return ok;
}

static void test_hostile(void) {
	struct vmgl_gl null = {0};
	vmgl_gl_load(&null, true, vmgl_nullgl_proc);
	host.gl = &null;
	unsigned samples = 0;
	for (uint32_t opcode = 0; opcode < VMGL_OP_COUNT; opcode++) {
		static _Alignas(8) uint8_t command[65536], broken[65536 + 8];
		memset(command, 0, sizeof command);
		size_t bytes = vmgl_sample(opcode, command, sizeof command);
		assert((bytes != 0) == (vmgl_decode_table[opcode] != NULL));
		if (!bytes)
			continue;
		samples++;
		assert(bytes % 8 == 0 && decode(command, bytes, opcode));
		for (size_t prefix = 0; prefix < bytes; prefix++)
			assert(!decode(command, prefix, opcode));
		memcpy(broken, command, bytes);
		memset(broken + bytes, 0, 8);
		assert(!decode(broken, bytes + 8, opcode));
		static const uint32_t noise[] = {0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe, 0x1000000};
		for (size_t word = 4; word < bytes; word += 4)
			for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
				memcpy(broken, command, bytes);
				memcpy(broken + word, &noise[i], 4);
				decode(broken, bytes, opcode);
			}
	}
	assert(samples == 23);
	host.gl = &driver;
	host.fatal = host.control = false;
}

int main(void) {
	static struct vmgl_share_group group;
	guest.group = vmgl_no_context.group = &group;
	guest.stream.cur = wire;
	guest.stream.end = wire + sizeof wire;
	host.gl = &driver;
	test_bytes();
	test_inputs();
	test_names();
	test_uniforms();
	test_outputs();
	test_images();
	test_wire_commands();
	test_proctable();
	test_trust();
	test_hostile();
	puts("ok");
	return 0;
}
