/* Guards the decoders against a hostile guest: one valid command of every kind, cut off at every word and overwritten
 * word by word, given to the decoder in a buffer of exactly its size, with scratch memory of exactly the size
 * that the decoder asked for, and with a GL that touches every byte that it is promised. Built with ASan and UBSan:
 * whatever reads or writes beyond, or crashes, fails. The only answers are success and one fatal error. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "gen/commands.h"
#include "gen/host/decode.h"
#include "gen/host/handlers.h"
#include "gen/nullgl.h"
#include "gen/opcodes.h"
#include "gen/tests/samples.h"
#include "host/gl/names.h"
#include "host/log.h"
#include "host/platform/ops.h"
#include "host/platform/tables.h"
#include "host/session/session.h"
#include "host/session/stream_end.h"
#include "hostile_attacks.h"
#include "hostile_driver.h"
#include "wire/arrays.h"
#include "wire/command.h"

/* Enough for every sample; small, so that counts of billions are refused and not tried. */
#define SCRATCH_LIMIT (1u << 20)
#define SAMPLE_BYTES (64u * 1024)

/* Words of a sample that are corrupted one by one; the tail of a long array is only data. */
#define CORRUPTED_WORDS 96

/* Objects outlive their commands on purpose; what is at stake here is not memory. */
const char *__asan_default_options(void);
__attribute__((visibility("default"))) const char *__asan_default_options(void) {
	return "detect_leaks=0";
}

/* ---- what stands in for the stream ---- */

#define BLOCKS_MAX 4096

struct vmgl_stream_end {
	void *blocks[BLOCKS_MAX];
	unsigned count;
	uint64_t bytes;
	bool replying;
	unsigned sum;
};

static struct vmgl_stream_end stream, second_stream;

void *vmgl_stream_end_scratch(struct vmgl_stream_end *end, uint64_t bytes) {
	if (end->count == BLOCKS_MAX || bytes > SCRATCH_LIMIT || end->bytes + bytes > SCRATCH_LIMIT)
		return NULL;
	end->bytes += bytes;
	/* malloc gives 16 bytes of alignment, and ASan stops at the very byte behind. */
	return end->blocks[end->count++] = calloc(1, bytes ? (size_t)bytes : 1);
}

static void release_scratch(struct vmgl_stream_end *end) {
	for (unsigned i = 0; i < end->count; i++)
		free(end->blocks[i]);
	end->count = 0;
	end->bytes = 0;
}

void vmgl_stream_end_reply_begin(struct vmgl_stream_end *end, uint32_t opcode, uint32_t flags) {
	(void)opcode, (void)flags;
	CHECK(!end->replying);
	end->replying = true;
}

void vmgl_stream_end_reply_bytes(struct vmgl_stream_end *end, const void *data, uint64_t bytes) {
	CHECK(end->replying);
	for (uint64_t i = 0; i < bytes; i++)
		end->sum += ((const unsigned char *)data)[i];
}

bool vmgl_stream_end_reply_send(struct vmgl_stream_end *end) {
	CHECK(end->replying);
	end->replying = false;
	return true;
}

/* ---- the session, the log ---- */

static unsigned reports;

void vmgl_session_report(struct vmgl_session *session, const char *message) {
	(void)session;
	CHECK(message[0] != 0);
	reports++;
}

bool vmgl_session_over(struct vmgl_session *session) {
	(void)session;
	return true; /* a wait for a fence ends at once */
}

void vmgl_session_publish(struct vmgl_session *session, uint32_t id, uint32_t sequence) {
	(void)session, (void)id, (void)sequence;
}

bool vmgl_session_wait(struct vmgl_session *session, uint32_t id, uint32_t sequence) {
	(void)session, (void)id, (void)sequence;
	return true;
}

void vmgl_log(const char *format, ...) {
	(void)format;
}

/* ---- the platform: contexts and drawables that are only numbers ---- */

static void close_platform(struct vmgl_platform *platform) {
	(void)platform;
}

static bool no_proof(struct vmgl_platform *platform, uint32_t window, const char *proof) {
	(void)platform, (void)window;
	return strlen(proof) > 100000; /* reads it to its end */
}

static unsigned one_config(struct vmgl_platform *platform, unsigned screen, const struct vmgl_config **configs) {
	(void)platform, (void)screen;
	static const struct vmgl_config one = {.id = 1};
	*configs = &one;
	return 1;
}

static enum vmgl_status create_context(struct vmgl_platform *platform, struct vmgl_platform_context *context,
									   const struct vmgl_platform_context *share,
									   const struct vmgl_context_attributes *attributes) {
	(void)platform, (void)context, (void)share, (void)attributes;
	return VMGL_STATUS_OK;
}

static void destroy_context(struct vmgl_platform *platform, struct vmgl_platform_context *context) {
	(void)platform, (void)context;
}

static enum vmgl_status make_current(struct vmgl_platform *platform, struct vmgl_platform_context *context,
									 struct vmgl_host_drawable *draw, struct vmgl_host_drawable *read) {
	(void)platform, (void)context, (void)draw, (void)read;
	return VMGL_STATUS_OK;
}

static enum vmgl_status create_drawable(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	(void)platform;
	/* What is read back of it must fit into the scratch memory. */
	drawable->width = drawable->height = 16;
	return VMGL_STATUS_OK;
}

static void destroy_drawable(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	(void)platform, (void)drawable;
}

static bool resize_drawable(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, unsigned width,
							unsigned height) {
	(void)platform;
	/* What is read back of it must fit into memory. */
	drawable->width = width % 64 ? width % 64 : 1;
	drawable->height = height % 64 ? height % 64 : 1;
	return false;
}

static void swap(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable) {
	(void)ctx, (void)drawable;
}

static void swap_interval(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, int interval) {
	(void)platform, (void)drawable, (void)interval;
}

static void copy_sub_buffer(struct vmgl_host_context *ctx, struct vmgl_host_drawable *drawable, int x, int y, int width,
							int height) {
	(void)ctx, (void)drawable, (void)x, (void)y, (void)width, (void)height;
}

static bool preserve(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable, bool wanted) {
	(void)platform, (void)drawable;
	return wanted;
}

static int buffer_age(struct vmgl_platform *platform, struct vmgl_host_drawable *drawable) {
	(void)platform;
	return (int)drawable->width;
}

static unsigned create_image(struct vmgl_platform *platform, struct vmgl_platform_context *owner, unsigned target,
							 GLuint object, GLint level, GLint zoffset, bool preserved, void **image) {
	(void)platform, (void)owner, (void)target, (void)object, (void)level, (void)zoffset, (void)preserved;
	static int one;
	*image = &one;
	return 0;
}

static void destroy_image(struct vmgl_platform *platform, void *image) {
	(void)platform, (void)image;
}

static char *driver_text(struct vmgl_platform *platform, enum vmgl_driver_text which) {
	(void)platform;
	return strdup(which == VMGL_DRIVER_NAME ? "null" : "");
}

static const struct vmgl_platform_ops ops = {
	.close = close_platform,
	.proof = no_proof,
	.configs = one_config,
	.context_create = create_context,
	.context_destroy = destroy_context,
	.make_current = make_current,
	.release = close_platform,
	.drawable_create = create_drawable,
	.drawable_destroy = destroy_drawable,
	.drawable_resize = resize_drawable,
	.swap = swap,
	.swap_interval = swap_interval,
	.copy_sub_buffer = copy_sub_buffer,
	.image_create = create_image,
	.image_destroy = destroy_image,
	.preserve = preserve,
	.buffer_age = buffer_age,
	.driver_text = driver_text,
	.wait = close_platform,
};

struct vmgl_platform *vmgl_platform_egl_open(const char *gpu, const char *driver_path, char *error,
											 size_t error_bytes) {
	(void)gpu, (void)driver_path, (void)error, (void)error_bytes;
	static struct vmgl_platform platform = {.ops = &ops, .capabilities = VMGL_CAN_QUERY_DRIVER};
	vmgl_gl_load(&platform.gl, true, vmgl_nullgl_proc);
	hostile_driver_install(&platform.gl);
	return &platform;
}

struct vmgl_platform *vmgl_platform_glx_open(const char *display, const char *driver_path, char *error,
											 size_t error_bytes) {
	(void)display, (void)driver_path;
	snprintf(error, error_bytes, "there is no X here");
	return NULL;
}

struct vmgl_platform *vmgl_platform_egl_x11_open(struct vmgl_platform *glx, const char *driver_path, bool windows,
												 char *error, size_t error_bytes) {
	(void)glx, (void)windows;
	return vmgl_platform_glx_open(NULL, driver_path, error, error_bytes);
}

bool vmgl_glx_has_one_screen(const struct vmgl_platform *platform) {
	return platform != NULL;
}

/* ---- the test ---- */

static struct vmgl_session session;
static struct vmgl_host_context control = {.session = &session, .control = true, .stream = &stream};
static struct vmgl_host_context context = {.session = &session, .id = 1, .stream = &stream};
static struct vmgl_host_context second = {.session = &session, .id = 2, .stream = &second_stream};
static unsigned long fed, refused;

/* One command in memory of exactly its size, cut in two where its array may lie elsewhere. True when it was executed.
 */
static bool feed(const void *command, size_t bytes) {
	uint32_t opcode = VMGL_HEADER_OPCODE(*(const uint32_t *)command);
	size_t fixed = bytes;
	if (opcode < VMGL_OP_COUNT && vmgl_decode_in_place(opcode) && vmgl_decode_in_place(opcode) < bytes)
		fixed = vmgl_decode_in_place(opcode);
	uint8_t *exact = malloc(fixed), *array = fixed < bytes ? malloc(bytes - fixed) : NULL;
	memcpy(exact, command, fixed);
	if (array)
		memcpy(array, (const uint8_t *)command + fixed, bytes - fixed);
	bool executed = false;
	if (opcode < VMGL_OP_COUNT && vmgl_decode_table[opcode]) {
		struct vmgl_host_context *ctx = vmgl_decode_scopes[opcode] == VMGL_SCOPE_SESSION ? &control : &context;
		struct vmgl_reader reader = {.at = exact, .end = exact + fixed, .shared = array, .shared_bytes = bytes - fixed};
		ctx->opcode = opcode;
		executed = vmgl_decode_table[opcode](ctx, &reader) && !ctx->fatal;
		/* A fatal error ends the session: nothing follows it, so its reply need not be whole. */
		if (executed)
			CHECK(!stream.replying);
		stream.replying = false;
		ctx->fatal = false;
	}
	release_scratch(&stream);
	free(exact);
	free(array);
	fed++;
	refused += !executed;
	return executed;
}

static uint32_t noise(void) {
	static uint32_t state = 20020611;
	state = state * 1664525u + 1013904223u;
	return state >> 7 | state << 25;
}

static void set_size(void *command, size_t bytes) {
	uint32_t header;
	memcpy(&header, command, sizeof(header));
	header = VMGL_COMMAND_HEADER(VMGL_HEADER_OPCODE(header), bytes);
	memcpy(command, &header, sizeof(header));
}

/* True when the valid sample was executed. */
static bool torment(uint32_t opcode, uint8_t *sample, size_t bytes) {
	static uint64_t copy[SAMPLE_BYTES / 8 + 1];
	bool valid = feed(sample, bytes);
	for (size_t cut = 8; cut<bytes; cut += bytes> 4096 && cut > 1024 ? 512 : 8) {
		memcpy(copy, sample, cut);
		set_size(copy, cut);
		if (feed(copy, cut)) {
			fprintf(stderr, "%s: executed although cut off after %zu of %zu bytes\n", vmgl_opcode_name(opcode), cut,
					bytes);
			abort();
		}
	}
	memcpy(copy, sample, bytes);
	copy[bytes / 8] = 0;
	set_size(copy, bytes + 8);
	if (feed(copy, bytes + 8)) {
		fprintf(stderr, "%s: executed although 8 bytes were left over\n", vmgl_opcode_name(opcode));
		abort();
	}
	size_t words = bytes / 4 < CORRUPTED_WORDS ? bytes / 4 : CORRUPTED_WORDS;
	for (size_t word = 1; word < words; word++) {
		const uint32_t values[] = {0xffffffffu, 0, 0x7fffffffu, 0x80000000u, 0x40000001u, 1, noise(), noise() & 0xffff};
		for (size_t v = 0; v < sizeof(values) / sizeof(*values); v++) {
			memcpy(copy, sample, bytes);
			memcpy((uint8_t *)copy + 4 * word, &values[v], 4);
			feed(copy, bytes);
		}
	}
	/* All of it noise, and noise in all but one of its words. */
	for (int round = 0; round < 4; round++) {
		memcpy(copy, sample, bytes);
		for (size_t word = 1; word < bytes / 4; word++)
			if (round & 1 ? noise() & 1 : true) {
				uint32_t value = round & 2 ? noise() & 0xff : noise();
				memcpy((uint8_t *)copy + 4 * word, &value, 4);
			}
		feed(copy, bytes);
	}
	return valid;
}

/* Commands whose arrays have a structure of their own, which the generator's samples do not: appended to `at`. */
static size_t append(uint8_t *at, size_t bytes, const void *data, size_t more) {
	memcpy(at + bytes, data, more);
	return bytes + (size_t)VMGL_PAD8(more);
}

static size_t draw_sample(uint8_t *at, GLenum type) {
	static const GLubyte indices[] = {0, 2, 1};
	static const struct vmgl_client_array arrays[] = {
		{.slot = VMGL_ARRAY_GENERIC, .size = 2, .type = GL_FLOAT, .stride = 8},
		{.slot = VMGL_ARRAY_COLOR, .size = 4, .type = GL_UNSIGNED_BYTE, .stride = 4, .offset = 24},
	};
	static const uint8_t data[36];
	struct vmgl_cmd_vmglDrawClient cmd = {
		.mode = GL_TRIANGLES,
		.count = 3,
		.type = type,
		.instances = 1,
		.vertices = 3,
		.arrayWords = sizeof(arrays) / 4,
		.indexBytes = type ? sizeof(indices) : 0,
		.dataBytes = sizeof(data),
		.arrays_bytes = sizeof(arrays),
		.indices_bytes = type ? sizeof(indices) : VMGL_NULL_ARRAY,
		.data_bytes = sizeof(data),
		.enabled = VMGL_ARRAY_BIT(VMGL_ARRAY_GENERIC) | VMGL_ARRAY_BIT(VMGL_ARRAY_COLOR),
	};
	size_t bytes = append(at, 0, &cmd, sizeof(cmd));
	bytes = append(at, bytes, arrays, sizeof(arrays));
	if (type)
		bytes = append(at, bytes, indices, sizeof(indices));
	bytes = append(at, bytes, data, sizeof(data));
	((struct vmgl_cmd_vmglDrawClient *)at)->header = VMGL_COMMAND_HEADER(VMGL_OP_vmglDrawClient, bytes);
	return bytes;
}

/* `apart`: the vertices are in two ranges; `indirect`: the draws have instances. */
static size_t multi_draw_sample(uint8_t *at, GLenum type, bool apart, bool indirect) {
	static const GLubyte indices[] = {0, 2, 1, 0, 0, 0, 0, 0, 2, 1};
	static const GLsizei counts[] = {3, 2};
	static const GLint starts[] = {0, 1}, index_starts[] = {0, 8}, bases[] = {0, 0};
	static const struct vmgl_client_array arrays[] = {
		{.slot = VMGL_ARRAY_GENERIC, .size = 2, .type = GL_FLOAT, .stride = 8}};
	static const GLuint ranges[] = {0, 1, 40, 2}, per_draw[] = {2, 0, 3, 1};
	static const uint8_t data[24];
	struct vmgl_cmd_vmglMultiDrawClient cmd = {
		.mode = GL_TRIANGLES,
		.type = type,
		.drawcount = 2,
		.vertices = apart ? 42 : 3,
		.rangeWords = apart ? sizeof(ranges) / 4 : 0,
		.arrayWords = sizeof(arrays) / 4,
		.indexBytes = type ? sizeof(indices) : 0,
		.dataBytes = sizeof(data),
		.counts_bytes = sizeof(counts),
		.starts_bytes = sizeof(starts),
		.basevertices_bytes = type ? sizeof(bases) : VMGL_NULL_ARRAY,
		.perDraw_bytes = indirect ? sizeof(per_draw) : VMGL_NULL_ARRAY,
		.ranges_bytes = apart ? sizeof(ranges) : VMGL_NULL_ARRAY,
		.arrays_bytes = sizeof(arrays),
		.indices_bytes = type ? sizeof(indices) : VMGL_NULL_ARRAY,
		.data_bytes = sizeof(data),
		.enabled = VMGL_ARRAY_BIT(VMGL_ARRAY_GENERIC),
	};
	size_t bytes = append(at, 0, &cmd, sizeof(cmd));
	bytes = append(at, bytes, counts, sizeof(counts));
	bytes = append(at, bytes, type ? index_starts : starts, sizeof(starts));
	if (type)
		bytes = append(at, bytes, bases, sizeof(bases));
	if (indirect)
		bytes = append(at, bytes, per_draw, sizeof(per_draw));
	if (apart)
		bytes = append(at, bytes, ranges, sizeof(ranges));
	bytes = append(at, bytes, arrays, sizeof(arrays));
	if (type)
		bytes = append(at, bytes, indices, sizeof(indices));
	bytes = append(at, bytes, data, sizeof(data));
	((struct vmgl_cmd_vmglMultiDrawClient *)at)->header = VMGL_COMMAND_HEADER(VMGL_OP_vmglMultiDrawClient, bytes);
	return bytes;
}

static size_t multi_indirect_sample(uint8_t *at) {
	static const GLuint parameters[2][4] = {{3, 1, 0, 0}, {3, 1, 0, 0}};
	struct vmgl_cmd_vmglMultiDrawIndirect cmd = {
		.mode = GL_TRIANGLES,
		.drawcount = 2,
		.words = sizeof(parameters) / 4,
		.parameters_bytes = sizeof(parameters),
	};
	size_t bytes = append(at, append(at, 0, &cmd, sizeof(cmd)), parameters, sizeof(parameters));
	((struct vmgl_cmd_vmglMultiDrawIndirect *)at)->header = VMGL_COMMAND_HEADER(VMGL_OP_vmglMultiDrawIndirect, bytes);
	return bytes;
}

/* Two texts in one array. */
#define TEXTS_SAMPLE(name, field, ...)                                                                                 \
	static size_t name##_sample(uint8_t *at) {                                                                         \
		static const char texts[] = "first\0second";                                                                   \
		struct vmgl_cmd_##name cmd = {.count = 2, .bytes = sizeof(texts), .field = sizeof(texts), __VA_ARGS__};        \
		size_t bytes = append(at, append(at, 0, &cmd, sizeof(cmd)), texts, sizeof(texts));                             \
		((struct vmgl_cmd_##name *)at)->header = VMGL_COMMAND_HEADER(VMGL_OP_##name, bytes);                           \
		return bytes;                                                                                                  \
	}
TEXTS_SAMPLE(vmglCompileShaderInclude, paths_bytes, .shader = 1)
TEXTS_SAMPLE(vmglCreateShaderProgram, strings_bytes, .type = GL_VERTEX_SHADER, .name = 77)
TEXTS_SAMPLE(vmglTransformFeedbackVaryings, varyings_bytes, .program = 1)
TEXTS_SAMPLE(vmglUniformIndices, uniformNames_bytes, .program = 1)
#undef TEXTS_SAMPLE

static void structured(void) {
	static uint64_t sample[64];
	uint8_t *at = (uint8_t *)sample;
	CHECK(torment(VMGL_OP_vmglDrawClient, at, draw_sample(at, 0)));
	memset(sample, 0, sizeof(sample));
	CHECK(torment(VMGL_OP_vmglDrawClient, at, draw_sample(at, GL_UNSIGNED_BYTE)));
	for (int kind = 0; kind < 8; kind++) {
		memset(sample, 0, sizeof(sample));
		CHECK(torment(VMGL_OP_vmglMultiDrawClient, at,
					  multi_draw_sample(at, kind & 1 ? GL_UNSIGNED_BYTE : 0, kind & 2, kind & 4)));
		CHECK(hostile_driver_draws() > 0);
	}
	memset(sample, 0, sizeof(sample));
	CHECK(torment(VMGL_OP_vmglMultiDrawIndirect, at, multi_indirect_sample(at)));
	CHECK(hostile_driver_draws() > 0);
	memset(sample, 0, sizeof(sample));
	CHECK(torment(VMGL_OP_vmglCompileShaderInclude, at, vmglCompileShaderInclude_sample(at)));
	memset(sample, 0, sizeof(sample));
	CHECK(torment(VMGL_OP_vmglCreateShaderProgram, at, vmglCreateShaderProgram_sample(at)));
	memset(sample, 0, sizeof(sample));
	CHECK(torment(VMGL_OP_vmglTransformFeedbackVaryings, at, vmglTransformFeedbackVaryings_sample(at)));
	memset(sample, 0, sizeof(sample));
	CHECK(torment(VMGL_OP_vmglUniformIndices, at, vmglUniformIndices_sample(at)));
}

static void open_context(void) {
	char error[256];
	CHECK(vmgl_platform_start(&(struct vmgl_platform_options){0}, error, sizeof(error)));
	GLuint info[VMGL_OPEN_INFO_COUNT] = {0};
	CHECK_EQUAL(vmgl_host_vmglDisplayOpen(&control, 1, 0, 0, 0, "", 1, "", 1, info, sizeof(info)), VMGL_STATUS_OK);
	struct vmgl_host_context *const contexts[] = {&context, &second};
	for (GLuint i = 0; i < 2; i++) {
		CHECK_EQUAL(vmgl_host_vmglContextCreate(&control, 1, 0, i + 1, 1, 0, 0, NULL, 0), VMGL_STATUS_OK);
		contexts[i]->names = vmgl_host_names_create();
		CHECK(contexts[i]->names && vmgl_platform_stream_start(contexts[i]));
	}
}

int main(int argc, char **argv) {
	static const struct vmgl_gl no_gl;
	control.gl = &no_gl;
	pthread_mutex_init(&session.lock, NULL);
	open_context();
	static uint64_t sample[SAMPLE_BYTES / 8];
	unsigned commands = 0, valid = 0;
	for (uint32_t opcode = 0; opcode < VMGL_OP_COUNT; opcode++) {
		/* Words after the program's name choose commands. */
		if (argc > 1) {
			bool chosen = false;
			for (int i = 1; i < argc; i++)
				chosen |= vmgl_opcode_name(opcode) && strcmp(vmgl_opcode_name(opcode), argv[i]) == 0;
			if (!chosen)
				continue;
		}
		memset(sample, 0, sizeof(sample));
		size_t bytes = vmgl_sample(opcode, sample, sizeof(sample));
		CHECK(bytes <= sizeof(sample) && bytes % 8 == 0);
		CHECK((bytes != 0) == (vmgl_decode_table[opcode] != NULL));
		if (bytes == 0)
			continue;
		/* Says which command it was when a sanitizer ends it. */
		if (getenv("HOSTILE_VERBOSE"))
			fprintf(stderr, "%s\n", vmgl_opcode_name(opcode));
		commands++;
		if (torment(opcode, (uint8_t *)sample, bytes))
			valid++;
		else if (getenv("HOSTILE_VERBOSE"))
			fprintf(stderr, "%s: the sample itself is refused\n", vmgl_opcode_name(opcode));
	}
	structured();
	hostile_attacks(&context, &second);
	release_scratch(&stream);
	printf("%u commands, %u samples executed, %lu variants fed, %lu refused, %u reports\n", commands, valid, fed,
		   refused, reports);
	CHECK(reports > 0 || argc > 1);
	/* Samples are made to be valid; some need objects that are not there. */
	CHECK(argc > 1 || valid * 10 > commands * 9);
	return 0;
}
