#include "hostile_attacks.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "gen/host/handlers.h"
#include "gen/opcodes.h"
#include "host/gl/names.h"
#include "host/platform/default_framebuffer.h"
#include "host/platform/tables.h"
#include "hostile_driver.h"
#include "wire/arrays.h"
#include "wire/image_read.h"
#include "wire/platform.h"
#include "wire/programs.h"

/* Where nobody asks for errors, after a glEnd in a list that is executed too, a refused buffer must not take the place
 * of the one that the driver goes on to write to. */
static void feedback_in_list(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	vmgl_host_vmglFeedbackBuffer(ctx, 1000, GL_2D, GL_TRUE);
	CHECK_EQUAL(ctx->gl->RenderMode(GL_FEEDBACK), 0);
	vmgl_host_vmglSelectBuffer(ctx, 1000, GL_TRUE);
	vmgl_host_glNewList(ctx, 1, GL_COMPILE_AND_EXECUTE);
	vmgl_host_glBegin(ctx, GL_TRIANGLES);
	vmgl_host_glEnd(ctx);
	vmgl_host_vmglFeedbackBuffer(ctx, 8, GL_2D, GL_TRUE);
	vmgl_host_glEndList(ctx);
	ctx->gl->RenderMode(GL_SELECT);
	vmgl_host_glNewList(ctx, 1, GL_COMPILE_AND_EXECUTE);
	vmgl_host_glEnd(ctx);
	vmgl_host_vmglSelectBuffer(ctx, 8, GL_TRUE);
	vmgl_host_glEndList(ctx);
	ctx->gl->RenderMode(GL_RENDER);
	CHECK(!ctx->fatal);
}

/* A map of whatever is bound, under a name that no buffer has, would outlive its buffer. */
static void map_without_name(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	static const GLuint name = 4711, none;
	static const GLubyte bytes[64];
	GLuint buffer = vmgl_name_bind(ctx, VMGL_CLASS_BUFFER, name);
	vmgl_host_glBindBuffer(ctx, GL_COPY_WRITE_BUFFER, buffer);
	vmgl_host_vmglBufferMap(ctx, GL_COPY_WRITE_BUFFER, none, 0, sizeof(bytes), GL_MAP_WRITE_BIT);
	vmgl_host_glBindBuffer(ctx, GL_ARRAY_BUFFER, buffer);
	vmgl_host_vmglBufferMap(ctx, GL_ARRAY_BUFFER, none, 0, sizeof(bytes), GL_MAP_WRITE_BIT);
	vmgl_host_vmglDeleteBuffers(ctx, 1, &name, sizeof(name));
	vmgl_host_vmglBufferWrite(ctx, none, 0, sizeof(bytes), 0, bytes, sizeof(bytes));
	CHECK(!ctx->fatal);
}

/* The same for a target that the renderer does not know of: a driver may. */
static void storage_of_unknown_target(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	static const GLuint name = 4712;
	static const GLubyte bytes[64];
	const GLenum unknown = 0x8DA2;
	GLuint buffer = vmgl_name_bind(ctx, VMGL_CLASS_BUFFER, name);
	vmgl_host_glBindBuffer(ctx, GL_ARRAY_BUFFER, buffer);
	vmgl_host_vmglBufferMap(ctx, GL_ARRAY_BUFFER, name, 0, sizeof(bytes), GL_MAP_WRITE_BIT);
	vmgl_host_glBindBuffer(ctx, unknown, buffer);
	vmgl_host_glBufferData(ctx, unknown, sizeof(bytes), bytes, sizeof(bytes), GL_STATIC_DRAW);
	vmgl_host_vmglBufferWrite(ctx, name, 0, sizeof(bytes), 0, bytes, sizeof(bytes));
	vmgl_host_vmglDeleteBuffers(ctx, 1, &name, sizeof(name));
	vmgl_host_glBindBuffer(ctx, GL_ARRAY_BUFFER, 0);
	CHECK(!ctx->fatal);
}

/* Draws that claim to draw nothing, in a call that does not know of instances. */
static void indices_that_did_not_come(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	static const GLuint calls[] = {0, VMGL_DRAW_RANGE + 1, VMGL_DRAW_BASE_VERTEX + 1, VMGL_DRAW_INSTANCED + 1};
	static const GLuint nothing;
	vmgl_host_glBindBuffer(ctx, GL_ELEMENT_ARRAY_BUFFER, 0);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		for (GLsizei instances = -1; instances <= 0; instances++)
			vmgl_host_vmglDrawClient(ctx, GL_POINTS, 4096, GL_UNSIGNED_INT, calls[i], instances, 0, 0, 0, 0, 0, 0, 0, 0,
									 &nothing, 0, NULL, 0, NULL, 0);
	CHECK(!ctx->fatal);
}

/* Vertices whose numbers, or whose places in memory, go beyond 32 bits begin again at 0 in the driver, far before the
 * data. */
static void vertices_that_wrap(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	static const struct vmgl_client_array array = {
		.slot = VMGL_ARRAY_GENERIC, .size = 1, .type = GL_UNSIGNED_BYTE, .stride = 1};
	static const GLuint index = 0xffffffff;
	GLuint words[sizeof(array) / 4];
	GLubyte *data = calloc(1, 64);
	memcpy(words, &array, sizeof(array));
	vmgl_host_glVertexAttribDivisor(ctx, 0, 0);
	hostile_driver_draws();
	vmgl_host_vmglDrawClient(ctx, GL_POINTS, 1, GL_UNSIGNED_INT, VMGL_DRAW_BASE_VERTEX + 1, 1, 5, 0, -16, 64,
							 VMGL_ARRAY_BIT(VMGL_ARRAY_GENERIC), 4, 4, 64, words, sizeof(words),
							 (const GLubyte *)&index, sizeof(index), data, 64);
	words[2] = 16; /* the stride */
	vmgl_host_vmglDrawClient(ctx, GL_POINTS, 1, 0, 0, 1, 0, 0, 0x08000000, 1, VMGL_ARRAY_BIT(VMGL_ARRAY_GENERIC), 4, 0,
							 64, words, sizeof(words), NULL, 0, data, 64);
	CHECK_EQUAL(hostile_driver_draws(), 0);
	CHECK(!ctx->fatal);
	free(data);
}

/* So many vertices in ranges that their place in the data is one of the first bytes again. */
static void ranges_that_wrap(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	enum { RANGES = 257, VERTICES = 1 << 26 };
	static const struct vmgl_client_array array = {
		.slot = VMGL_ARRAY_GENERIC, .size = 1, .type = GL_UNSIGNED_BYTE, .stride = 1 << 30};
	static const GLsizei count = 1;
	static const GLint start;
	static GLuint ranges[2 * RANGES];
	GLuint words[sizeof(array) / 4];
	GLubyte *data = calloc(1, 64);
	memcpy(words, &array, sizeof(array));
	for (int i = 0; i < RANGES; i++)
		ranges[2 * i + 1] = i == 0 ? 1 : VERTICES;
	vmgl_host_glVertexAttribDivisor(ctx, 0, 0);
	vmgl_host_vmglMultiDrawClient(ctx, GL_POINTS, 0, 1, 0, VERTICES, VMGL_ARRAY_BIT(VMGL_ARRAY_GENERIC), 2 * RANGES,
								  sizeof(words) / 4, 0, 64, &count, sizeof(count), &start, sizeof(start), NULL, 0, NULL,
								  0, ranges, sizeof(ranges), words, sizeof(words), NULL, 0, data, 64);
	CHECK(ctx->fatal);
	ctx->fatal = false;
	free(data);
}

/* A divisor that the driver does not take, as in contexts without instances, would let an array come with one element.
 */
static void divisor_that_was_refused(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	static const struct vmgl_client_array array = {
		.slot = VMGL_ARRAY_GENERIC, .size = 4, .type = GL_FLOAT, .stride = 16};
	GLuint words[sizeof(array) / 4];
	GLubyte *data = calloc(1, 16);
	memcpy(words, &array, sizeof(array));
	vmgl_host_glVertexAttribDivisor(ctx, 0, 0);
	hostile_driver_refuse_divisors(true);
	vmgl_host_glVertexAttribDivisor(ctx, 0, 1000);
	vmgl_host_glVertexBindingDivisor(ctx, 0, 1000);
	hostile_driver_refuse_divisors(false);
	vmgl_host_vmglDrawClient(ctx, GL_POINTS, 1000, 0, 0, 1, 0, 0, 0, 1000, VMGL_ARRAY_BIT(VMGL_ARRAY_GENERIC), 4, 0, 16,
							 words, sizeof(words), NULL, 0, data, 16);
	CHECK(ctx->fatal);
	ctx->fatal = false;
	free(data);
}

/* A texture of one dimension has no height that could make its size 0. */
static void pixels_without_height(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	GLubyte *pixels = calloc(1, 1);
	vmgl_host_vmglTexImagePixels(ctx, VMGL_DRAWABLE_1D | VMGL_DRAWABLE_RGBA, 4096, 0, 0, pixels, 0);
	vmgl_host_vmglTexImagePixels(ctx, VMGL_DRAWABLE_2D | VMGL_DRAWABLE_RGBA, 0x80000000, 0x80000000, 0, pixels, 0);
	free(pixels);
	CHECK(!ctx->fatal);
}

/* Another context makes a texture, or a program, larger between the question for its size and the answer. */
static void objects_that_grow(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	vmgl_reply_begin(ctx, VMGL_OP_vmglReadImage, false);
	vmgl_host_vmglReadImage(ctx, VMGL_READ_TEXTURE_IMAGE_EXT, 1, GL_TEXTURE_2D, 0, NULL, 0, GL_RGBA, GL_UNSIGNED_BYTE);
	vmgl_reply_end(ctx);
	vmgl_reply_begin(ctx, VMGL_OP_vmglProgramValues, false);
	vmgl_host_vmglProgramValues(ctx, VMGL_VALUES_UNIFORM_BLOCK, 1, 0, 0, GL_UNIFORM_BLOCK_ACTIVE_UNIFORM_INDICES);
	vmgl_reply_end(ctx);
	CHECK(!ctx->fatal);
}

/* Targets of eglCreateImage whose object is no texture: an X pixmap, a wl_buffer by its address, a dma-buf. */
static void images_of_other_things(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	static const GLuint targets[] = {0x30B0, 0x31D5, 0x3270, 0x30BA};
	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++)
		CHECK(vmgl_host_vmglImageCreate(ctx, 501, targets[i], 1, 0, 0, 0) != 0);
	CHECK_EQUAL(vmgl_host_vmglImageCreate(ctx, 501, 0x30B1, 1, 0, 0, 0), 0);
	vmgl_host_vmglImageDestroy(ctx, 501);
}

#define ABANDONED 77
static pthread_barrier_t barrier;

static void *open_abandoned(void *argument) {
	(void)argument;
	for (int i = 0; i < 2000; i++) {
		struct vmgl_host_context ctx = {.id = ABANDONED};
		pthread_barrier_wait(&barrier);
		if (vmgl_platform_stream_start(&ctx))
			vmgl_platform_stream_end(&ctx);
		pthread_barrier_wait(&barrier);
	}
	return NULL;
}

/* A context that is given up at the moment at which its stream comes. */
static void stream_of_abandoned_context(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)other;
	pthread_t thread;
	CHECK(pthread_barrier_init(&barrier, NULL, 2) == 0);
	CHECK(pthread_create(&thread, NULL, open_abandoned, NULL) == 0);
	for (int i = 0; i < 2000; i++) {
		CHECK_EQUAL(vmgl_host_vmglContextCreate(ctx, 1, 0, ABANDONED, 1, 0, 0, NULL, 0), VMGL_STATUS_OK);
		pthread_barrier_wait(&barrier);
		vmgl_host_vmglContextAbandon(ctx, ABANDONED);
		pthread_barrier_wait(&barrier);
	}
	CHECK(pthread_join(thread, NULL) == 0);
	pthread_barrier_destroy(&barrier);
}

/* Of the sanitizers, whose headers are not everywhere. */
size_t __sanitizer_get_current_allocated_bytes(void);

/* Contexts with a drawable of their own, over and over: what is left of a share group is not more than one. */
static void groups_that_ended(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	(void)ctx, (void)other;
	static struct vmgl_platform_ops ops;
	static struct vmgl_platform platform = {.ops = &ops, .emulated = true};
	ops = *vmgl_tables.primary->ops;
	platform.gl = vmgl_tables.primary->gl;
	vmgl_default_framebuffer_install(&platform.gl);
	const struct vmgl_surface_format format = {.red = 8, .green = 8, .blue = 8, .double_buffered = true};
	size_t before = 0;
	for (int i = 0; i < 30; i++) {
		struct vmgl_platform_context *context = calloc(1, sizeof(*context));
		struct vmgl_host_drawable drawable = {.width = 8, .height = 8, .surface = vmgl_surface_create(&format)};
		*context = (struct vmgl_platform_context){
			.platform = &platform, .id = 600, .group = vmgl_host_group_create(), .next = vmgl_tables.contexts};
		vmgl_tables.contexts = context;
		vmgl_tables.context_count++;
		CHECK(vmgl_default_framebuffer_bind(context, &drawable, &drawable));
		/* Drawable and context end in either order. */
		if (i % 2) {
			CHECK(vmgl_default_framebuffer_bind(context, NULL, NULL));
			vmgl_surface_destroy(drawable.surface);
		}
		vmgl_default_framebuffer_destroy(context);
		vmgl_platform_context_destroy(context);
		if (i % 2 == 0)
			vmgl_surface_destroy(drawable.surface);
		if (i == 9)
			before = __sanitizer_get_current_allocated_bytes();
	}
	CHECK(__sanitizer_get_current_allocated_bytes() - before < 65536);
}

/* Swaps a window that the other stream has current, too, and gives it another size each time. */
static void *swap_often(void *argument) {
	struct vmgl_host_context *ctx = argument;
	for (GLuint i = 0; i < 20000; i++) {
		GLuint size[VMGL_FRAME_INFO_COUNT] = {0}, side = 4 + i % 12;
		vmgl_reply_begin(ctx, VMGL_OP_vmglSwapReadback, false);
		vmgl_host_vmglSwapReadback(ctx, 9001, side, side, i, size, sizeof(size));
		vmgl_reply_end(ctx);
	}
	return NULL;
}

static void one_window_in_two_streams(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	GLuint size[2];
	CHECK_EQUAL(
		vmgl_host_vmglDrawableCreate(ctx, 1, 0, 9001, VMGL_DRAWABLE_WINDOW, 1, 0, 16, 16, 0, size, sizeof(size)),
		VMGL_STATUS_OK);
	CHECK_EQUAL(vmgl_host_vmglMakeCurrent(ctx, 9001, 9001, 16, 16, 16, 16), VMGL_STATUS_OK);
	CHECK_EQUAL(vmgl_host_vmglMakeCurrent(other, 9001, 9001, 16, 16, 16, 16), VMGL_STATUS_OK);
	pthread_t thread;
	CHECK(pthread_create(&thread, NULL, swap_often, other) == 0);
	swap_often(ctx);
	CHECK(pthread_join(thread, NULL) == 0);
	vmgl_host_vmglMakeCurrent(ctx, 0, 0, 0, 0, 0, 0);
	vmgl_host_vmglMakeCurrent(other, 0, 0, 0, 0, 0, 0);
	vmgl_host_vmglDrawableDestroy(ctx, 9001);
	/* Everyone frees what is theirs. */
	vmgl_platform_stream_end(ctx);
	vmgl_platform_stream_end(other);
}

void hostile_attacks(struct vmgl_host_context *ctx, struct vmgl_host_context *other) {
	static const struct {
		const char *name;
		void (*run)(struct vmgl_host_context *ctx, struct vmgl_host_context *other);
	} attacks[] = {
		{"feedback_in_list", feedback_in_list},
		{"map_without_name", map_without_name},
		{"storage_of_unknown_target", storage_of_unknown_target},
		{"indices_that_did_not_come", indices_that_did_not_come},
		{"vertices_that_wrap", vertices_that_wrap},
		{"ranges_that_wrap", ranges_that_wrap},
		{"divisor_that_was_refused", divisor_that_was_refused},
		{"pixels_without_height", pixels_without_height},
		{"objects_that_grow", objects_that_grow},
		{"images_of_other_things", images_of_other_things},
		{"stream_of_abandoned_context", stream_of_abandoned_context},
		{"groups_that_ended", groups_that_ended},
		{"one_window_in_two_streams", one_window_in_two_streams},
	};
	for (size_t i = 0; i < sizeof(attacks) / sizeof(*attacks); i++) {
		const char *only = getenv("HOSTILE_ATTACK");
		if (only && strcmp(only, attacks[i].name) != 0)
			continue;
		if (getenv("HOSTILE_VERBOSE"))
			fprintf(stderr, "%s\n", attacks[i].name);
		attacks[i].run(ctx, other);
	}
}
