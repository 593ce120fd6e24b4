/* The state that the guest answers for: pixel store, client attributes, strings, constants and errors. The renderer is
 * a few functions below, which count how often they are asked. */
#include <string.h>

#include "check.h"
#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "gen/guest/proctable.h"
#include "guest/gl/buffers.h"
#include "guest/gl/get.h"
#include "guest/gl/lists.h"
#include "guest/gl/pixels.h"
#include "guest/gl/vertex_arrays.h"
#include "guest/window/display.h"
#include "wire/context_info.h"

static GLenum error;
static unsigned asked, info_asked, pushed;
static GLuint bound[2];
static bool fail;

void vmgl_enc_vmglSetError(struct vmgl_context *ctx, GLenum code) {
	(void)ctx;
	if (!error)
		error = code;
}

void vmgl_raise_in_begin(struct vmgl_context *ctx) {
	vmgl_enc_vmglSetError(ctx, GL_INVALID_OPERATION);
}

GLenum vmgl_enc_glGetError(struct vmgl_context *ctx) {
	(void)ctx;
	GLenum result = error;
	error = GL_NO_ERROR;
	return result;
}

bool vmgl_enc_vmglContextInfo(struct vmgl_context *ctx, struct vmgl_blob *blob) {
	(void)ctx;
	static struct {
		struct vmgl_context_info info;
		struct vmgl_context_limit limits[2];
		char text[256];
	} reply = {
		{.version = 46, .limits = 2, .extensions = 3, .shading_languages = 1},
		{{GL_MAX_TEXTURE_SIZE, 4096}, {GL_MAX_LIGHTS, 8}},
		"Vendor\0Renderer 1\0"
		"4.6 (Compatibility Profile) Driver 9\0"
		"4.60\0"
		"GL_ARB_carried\0GL_ARB_unknown\0GL_MESA_pack_invert\0"
		"460\0",
	};
	info_asked++;
	*blob = (struct vmgl_blob){&reply, sizeof reply};
	return true;
}

bool vmgl_enc_vmglGetString(struct vmgl_context *ctx, GLenum name, struct vmgl_blob *blob) {
	(void)ctx;
	(void)name;
	*blob = (struct vmgl_blob){"line 3", 6};
	return true;
}

bool vmgl_enc_vmglGetList(struct vmgl_context *ctx, GLenum pname, struct vmgl_blob *blob) {
	static const GLint formats[] = {GL_COMPRESSED_RGB_S3TC_DXT1_EXT, GL_COMPRESSED_RGBA_S3TC_DXT5_EXT};
	(void)ctx;
	(void)pname;
	*blob = (struct vmgl_blob){formats, sizeof formats};
	return true;
}

static GLint driver[2]; /* what the driver says of the program, and of the active texture unit */

#define ASK(name, type, ...)                                                                                           \
	bool vmgl_enc_gl##name(struct vmgl_context *ctx, GLenum pname, type *data) {                                       \
		static const type values[] = {__VA_ARGS__};                                                                    \
		(void)ctx;                                                                                                     \
		asked++;                                                                                                       \
		if (fail)                                                                                                      \
			return false;                                                                                              \
		memcpy(data, values, (pname == GL_VIEWPORT ? 4 : pname == GL_ACTIVE_TEXTURE ? 1 : 2) * sizeof *data);          \
		if (pname == GL_CURRENT_PROGRAM || pname == GL_ACTIVE_TEXTURE)                                                 \
			*data = (type)driver[pname == GL_ACTIVE_TEXTURE];                                                          \
		if (pname == GL_TEXTURE_BINDING_2D)                                                                            \
			*data = 30;                                                                                                \
		return true;                                                                                                   \
	}
ASK(GetBooleanv, GLboolean, 1, 1, 1, 1)
ASK(GetIntegerv, GLint, 1, 2, 3, 4)
ASK(GetInteger64v, GLint64, 1, 2, 3, 4)
ASK(GetFloatv, GLfloat, 1.5f, 2.5f, 3.5f, 4.5f)
ASK(GetDoublev, GLdouble, 1.5, 2.5, 3.5, 4.5)
ASK(GetFixedv, GLfixed, 1, 2, 3, 4)

#define ASK_INDEXED(name, type)                                                                                        \
	bool vmgl_enc_gl##name(struct vmgl_context *ctx, GLenum pname, GLuint index, type *data) {                         \
		(void)ctx;                                                                                                     \
		(void)pname;                                                                                                   \
		asked++;                                                                                                       \
		*data = (type)index;                                                                                           \
		return true;                                                                                                   \
	}
ASK_INDEXED(GetBooleani_v, GLboolean)
ASK_INDEXED(GetIntegeri_v, GLint)
ASK_INDEXED(GetIntegeri_vEXT, GLint)
ASK_INDEXED(GetInteger64i_v, GLint64)
ASK_INDEXED(GetFloati_v, GLfloat)
ASK_INDEXED(GetDoublei_v, GLdouble)

static bool enabled[2]; /* the driver's blending, and everything else */
static unsigned enables_asked;

GLboolean vmgl_enc_glIsEnabled(struct vmgl_context *ctx, GLenum cap) {
	enables_asked++;
	ctx->stream.failed = fail;
	return !fail && enabled[cap != GL_BLEND];
}

void vmgl_enc_glEnable(struct vmgl_context *ctx, GLenum cap) {
	(void)ctx, (void)cap;
}

void vmgl_enc_glDisable(struct vmgl_context *ctx, GLenum cap) {
	(void)ctx, (void)cap;
}

void vmgl_enc_glPopAttrib(struct vmgl_context *ctx) {
	(void)ctx;
}

void vmgl_restart_enable(struct vmgl_context *ctx, GLenum cap, bool enable) {
	(void)ctx, (void)cap, (void)enable;
}

bool vmgl_arrays_enable(struct vmgl_context *ctx, GLenum array, bool enable) {
	(void)ctx, (void)array, (void)enable;
	return true;
}

void vmgl_debug_synchronous(struct vmgl_context *ctx, bool on) {
	(void)ctx, (void)on;
}

void vmgl_enc_glEnablei(struct vmgl_context *ctx, GLenum target, GLuint index) {
	(void)ctx, (void)target, (void)index;
}

void vmgl_enc_glDisablei(struct vmgl_context *ctx, GLenum target, GLuint index) {
	(void)ctx, (void)target, (void)index;
}

void vmgl_enc_glCallList(struct vmgl_context *ctx, GLuint list) {
	(void)ctx, (void)list;
}

void vmgl_enc_glCallLists(struct vmgl_context *ctx, GLsizei n, GLenum type, const void *names) {
	(void)ctx, (void)n, (void)type, (void)names;
}

GLboolean vmgl_enc_glIsEnabledi(struct vmgl_context *ctx, GLenum cap, GLuint index) {
	(void)ctx;
	(void)cap;
	return index == 1;
}

static GLint sent[VMGL_PIXEL_STORE_COUNT];
static unsigned sends;

void vmgl_enc_vmglPixelStore(struct vmgl_context *ctx, GLuint pack, const GLint *values) {
	(void)ctx;
	(void)pack;
	memcpy(sent, values, sizeof sent);
	sends++;
}

/* The other families. */

bool vmgl_extension_marshalled(const char *name) {
	return strcmp(name, "GL_ARB_unknown") != 0;
}

int vmgl_marshalled_version(enum vmgl_api api) {
	(void)api;
	return 45;
}

void vmgl_maps_commit(struct vmgl_context *ctx) {
	(void)ctx;
}

bool vmgl_buffers_get(struct vmgl_context *ctx, GLenum pname, GLint64 *value) {
	(void)ctx;
	*value = bound[0];
	return pname == GL_PIXEL_UNPACK_BUFFER_BINDING;
}

bool vmgl_vertex_get(struct vmgl_context *ctx, GLenum pname, GLint64 *values, int *count) {
	(void)ctx;
	values[0] = *count = 1;
	return pname == GL_VERTEX_ARRAY;
}

bool vmgl_vertex_get_indexed(struct vmgl_context *ctx, GLenum pname, GLuint index, GLint64 *value) {
	(void)ctx;
	if (pname != GL_VERTEX_BINDING_OFFSET)
		return false;
	if (index < 16)
		*value = 7;
	else
		vmgl_error(ctx, GL_INVALID_VALUE);
	return true;
}

bool vmgl_vertex_push(struct vmgl_context *ctx) {
	(void)ctx;
	pushed++;
	return true;
}

void vmgl_vertex_pop(struct vmgl_context *ctx) {
	(void)ctx;
	pushed--;
}

void vmgl_vertex_default(struct vmgl_context *ctx) {
	(void)ctx;
}

GLuint vmgl_buffer_binding(const struct vmgl_context *ctx, GLenum target) {
	(void)ctx;
	return bound[target == GL_PIXEL_PACK_BUFFER];
}

void vmgl_guest_glBindBuffer(struct vmgl_context *ctx, GLenum target, GLuint buffer) {
	(void)ctx;
	bound[target == GL_PIXEL_PACK_BUFFER] = buffer;
}

bool vmgl_names_known(struct vmgl_context *ctx, enum vmgl_class class, GLuint name) {
	(void)ctx;
	return class == VMGL_CLASS_BUFFER && name == 5;
}

static struct vmgl_list_state lists;
static struct vmgl_display display;
static struct vmgl_share_group group;
static struct vmgl_vertex_state vertex;
static struct vmgl_context context = {.lists = &lists, .display = &display, .group = &group, .vertex = &vertex};

static void expect_error(GLenum expected) {
	CHECK_EQUAL(vmgl_guest_glGetError(&context), expected);
}

static void test_strings(void) {
	CHECK(strcmp((const char *)vmgl_guest_glGetString(&context, GL_RENDERER), "VMGL (Renderer 1)") == 0);
	CHECK(strcmp((const char *)vmgl_guest_glGetString(&context, GL_VERSION), "4.5 (Compatibility Profile) Driver 9") ==
		  0);
	CHECK(strcmp((const char *)vmgl_guest_glGetString(&context, GL_EXTENSIONS), "GL_ARB_carried GL_MESA_pack_invert") ==
		  0);
	CHECK(strcmp((const char *)vmgl_guest_glGetStringi(&context, GL_EXTENSIONS, 1), "GL_MESA_pack_invert") == 0);
	CHECK(vmgl_guest_glGetStringi(&context, GL_EXTENSIONS, 2) == NULL);
	expect_error(GL_INVALID_VALUE);
	CHECK(vmgl_guest_glGetString(&context, GL_BLEND) == NULL);
	expect_error(GL_INVALID_ENUM);
	CHECK(strcmp((const char *)vmgl_guest_glGetString(&context, GL_PROGRAM_ERROR_STRING_ARB), "line 3") == 0);
	CHECK_EQUAL(info_asked, 1);
	context.api = VMGL_API_GL_CORE;
	CHECK(vmgl_guest_glGetString(&context, GL_EXTENSIONS) == NULL);
	expect_error(GL_INVALID_ENUM);
	context.api = VMGL_API_GL_COMPAT;
}

static void test_gets(void) {
	GLint value = -1, range[4] = {0};
	GLfloat real = 0;
	GLboolean truth = 9;
	vmgl_guest_glGetIntegerv(&context, GL_NUM_EXTENSIONS, &value);
	CHECK_EQUAL(value, 2);
	vmgl_guest_glGetIntegerv(&context, GL_MINOR_VERSION, &value);
	CHECK_EQUAL(value, 5);
	vmgl_guest_glGetFloatv(&context, GL_MAX_TEXTURE_SIZE, &real);
	CHECK(real == 4096);
	vmgl_guest_glGetBooleanv(&context, GL_MAX_LIGHTS, &truth);
	CHECK_EQUAL(truth, 1);
	CHECK_EQUAL(asked, 0);
	/* A constant is asked for once for each kind of glGet, and an error is not kept. */
	fail = true;
	vmgl_guest_glGetIntegerv(&context, GL_MAX_VIEWPORT_DIMS, range);
	CHECK_EQUAL(range[0], 0);
	fail = false;
	for (int i = 0; i < 3; i++)
		vmgl_guest_glGetIntegerv(&context, GL_MAX_VIEWPORT_DIMS, range);
	CHECK(range[0] == 1 && range[1] == 2 && range[2] == 0);
	CHECK_EQUAL(asked, 2);
	for (int i = 0; i < 3; i++)
		vmgl_guest_glGetIntegerv(&context, GL_VIEWPORT, range);
	/* Once for it, and once for how large one may be. */
	CHECK_EQUAL(asked, 4);
	vmgl_guest_glGetIntegerv(&context, GL_COMPRESSED_TEXTURE_FORMATS, range);
	CHECK_EQUAL(range[1], GL_COMPRESSED_RGBA_S3TC_DXT5_EXT);
	CHECK_EQUAL(vmgl_guest_glIsEnabled(&context, GL_VERTEX_ARRAY), 1);
	CHECK_EQUAL(vmgl_guest_glIsEnabled(&context, GL_DEPTH_TEST), 0);
	GLint64 offset = 3;
	vmgl_guest_glGetInteger64i_v(&context, GL_VERTEX_BINDING_OFFSET, 1, &offset);
	CHECK_EQUAL(offset, 7);
	offset = 3;
	vmgl_guest_glGetInteger64i_v(&context, GL_VERTEX_BINDING_OFFSET, 99, &offset);
	CHECK_EQUAL(offset, 3);
	expect_error(GL_INVALID_VALUE);
}

static void test_pixel_store(void) {
	GLint value;
	vmgl_guest_glGetIntegerv(&context, GL_UNPACK_ALIGNMENT, &value);
	CHECK_EQUAL(value, 4);
	vmgl_guest_glPixelStorei(&context, GL_UNPACK_ALIGNMENT, 3);
	expect_error(GL_INVALID_VALUE);
	vmgl_guest_glPixelStorei(&context, GL_PACK_ROW_LENGTH, -1);
	expect_error(GL_INVALID_VALUE);
	vmgl_guest_glPixelStorei(&context, GL_BLEND, 1);
	expect_error(GL_INVALID_ENUM);
	vmgl_guest_glPixelStoref(&context, GL_UNPACK_SWAP_BYTES, 0.25f);
	vmgl_guest_glPixelStoref(&context, GL_UNPACK_ROW_LENGTH, 6.6f);
	vmgl_guest_glPixelStorei(&context, GL_PACK_INVERT_MESA, 1);
	CHECK_EQUAL(context.pixels->store[VMGL_UNPACK].swap_bytes, 1);
	CHECK_EQUAL(context.pixels->store[VMGL_UNPACK].row_length, 7);
	CHECK_EQUAL(context.pixels->store[VMGL_PACK].invert, 1);
	expect_error(GL_NO_ERROR);
	/* The renderer hears of it once, and only when a buffer needs it. */
	CHECK_EQUAL(sends, 0);
	vmgl_pixel_store_send(&context, false);
	vmgl_pixel_store_send(&context, false);
	CHECK_EQUAL(sends, 1);
	CHECK_EQUAL(sent[2], 7);
	context.api = VMGL_API_GLES1;
	vmgl_guest_glPixelStorei(&context, GL_UNPACK_ROW_LENGTH, 1);
	expect_error(GL_INVALID_ENUM);
	context.api = VMGL_API_GL_COMPAT;
}

static void test_client_attrib(void) {
	bound[0] = 5;
	bound[1] = 6;
	vmgl_guest_glPopClientAttrib(&context);
	expect_error(GL_STACK_UNDERFLOW);
	vmgl_guest_glPushClientAttribDefaultEXT(&context, GL_CLIENT_PIXEL_STORE_BIT | GL_CLIENT_VERTEX_ARRAY_BIT);
	CHECK_EQUAL(context.pixels->store[VMGL_UNPACK].row_length, 0);
	CHECK(bound[0] == 0 && bound[1] == 0 && pushed == 1);
	GLint depth;
	vmgl_guest_glGetIntegerv(&context, GL_CLIENT_ATTRIB_STACK_DEPTH, &depth);
	CHECK_EQUAL(depth, 1);
	vmgl_guest_glPopClientAttrib(&context);
	CHECK_EQUAL(context.pixels->store[VMGL_UNPACK].row_length, 7);
	CHECK(bound[0] == 5 && bound[1] == 0 && pushed == 0); /* 6 was deleted meanwhile */
	for (int i = 0; i < VMGL_CLIENT_ATTRIB_DEPTH; i++)
		vmgl_guest_glPushClientAttrib(&context, 0);
	expect_error(GL_NO_ERROR);
	vmgl_guest_glPushClientAttrib(&context, 0);
	expect_error(GL_STACK_OVERFLOW);
}

static void test_images(void) {
	uint8_t pixels[4];
	struct vmgl_image image = {64, 64, 1, GL_RGBA, GL_UNSIGNED_BYTE, 2, GL_TEXTURE_2D};
	CHECK_EQUAL(vmgl_image_bytes(&context, &image, pixels), 64 * 64 * 4);
	CHECK_EQUAL(vmgl_image_bytes(&context, &image, NULL), VMGL_NULL_ARRAY);
	image.target = GL_PROXY_TEXTURE_2D;
	CHECK_EQUAL(vmgl_image_bytes(&context, &image, pixels), VMGL_NULL_ARRAY);
	image.target = GL_TEXTURE_2D;
	image.width = 4200; /* the host has 4096 */
	CHECK_EQUAL(vmgl_image_bytes(&context, &image, pixels), VMGL_NULL_ARRAY);
	image.width = -1;
	CHECK_EQUAL(vmgl_image_bytes(&context, &image, pixels), VMGL_NULL_ARRAY);
	image = (struct vmgl_image){64, 64, 1, GL_RGBA, GL_BITMAP, 2, 0};
	CHECK_EQUAL(vmgl_image_bytes(&context, &image, pixels), VMGL_NULL_ARRAY);
	expect_error(GL_NO_ERROR);
	image = (struct vmgl_image){65536, 65536, 1, GL_RGBA, GL_UNSIGNED_BYTE, 2, 0};
	CHECK_EQUAL(vmgl_image_bytes(&context, &image, pixels), VMGL_NULL_ARRAY);
	expect_error(GL_OUT_OF_MEMORY);
}

static void test_lost(void) {
	context.stream.lost = true;
	expect_error(GL_CONTEXT_LOST);
	expect_error(GL_NO_ERROR);
	GLint value = 77;
	vmgl_guest_glGetIntegerv(&context, GL_VIEWPORT, &value);
	vmgl_guest_glGetIntegerv(&context, GL_ACTIVE_TEXTURE, &value);
	CHECK_EQUAL(value, 77);
}

/* What glIsEnabled(GL_BLEND) says now, and whether the driver was asked. */
static void expect_blend(bool on, bool ask) {
	unsigned before = enables_asked;
	CHECK_EQUAL(vmgl_guest_glIsEnabled(&context, GL_BLEND), on);
	CHECK_EQUAL(enables_asked - before, ask);
}

static void set(GLenum cap, bool on) {
	if (on)
		vmgl_guest_glEnable(&context, cap);
	else
		vmgl_guest_glDisable(&context, cap);
}

/* The driver executes it, and the guest is told. */
static void blend(bool on) {
	enabled[0] = on;
	set(GL_BLEND, on);
}

static void enables_are_remembered_while_certain(void) {
	expect_blend(false, true);
	expect_blend(false, false);
	blend(true);
	expect_blend(true, false);
	GLint value = 7;
	unsigned before = asked;
	vmgl_guest_glGetIntegerv(&context, GL_BLEND, &value);
	CHECK_EQUAL(value, 1);
	CHECK_EQUAL(asked, before);

	/* What may change it otherwise. */
	vmgl_guest_glEnablei(&context, GL_BLEND, 0);
	expect_blend(true, true);
	set(GL_DEPTH_CLAMP, true);
	expect_blend(true, true);
	set(GL_TEXTURE_2D, true);
	expect_blend(true, false);
	vmgl_guest_glDisablei(&context, GL_BLEND, 1);
	expect_blend(true, true);

	/* Nothing is remembered of an error. */
	vmgl_guest_glPopAttrib(&context);
	fail = true;
	expect_blend(false, true);
	fail = false;
	expect_blend(true, true);

	/* A compiled command is not executed. */
	lists.compiling = 1;
	lists.mode = GL_COMPILE;
	set(GL_BLEND, false);
	expect_blend(true, false);
	/* Of one that is executed too the driver answers; it may refuse. */
	lists.mode = GL_COMPILE_AND_EXECUTE;
	blend(false);
	expect_blend(false, true);
	lists.compiling = 0;

	/* After a list we may be between glBegin and glEnd, where glEnable fails: an answer shows that we are not. */
	vmgl_guest_glCallList(&context, 1);
	set(GL_BLEND, true);
	expect_blend(false, true);
	blend(true);
	expect_blend(true, false);
	vmgl_guest_glCallLists(&context, 0, GL_BYTE, NULL);
	lists.compiling = 1;
	expect_blend(true, true);
	set(GL_BLEND, false); /* was the list begun? */
	lists.compiling = 0;
	expect_blend(true, true);

	lists.in_begin = true;
	expect_blend(true, true);
	set(GL_BLEND, false);
	lists.in_begin = false;
	expect_blend(true, true);

	/* A list begun or ended where the guest does not know whether that is allowed. */
	lists.in_begin = true;
	vmgl_enables_list(&context);
	lists.in_begin = false;
	blend(false);
	expect_blend(false, true);
}

/* What the guest says, and how often the driver was asked for it. */
static void expect(GLenum pname, GLint value, unsigned asks) {
	GLint got[4] = {-1};
	unsigned before = asked;
	vmgl_guest_glGetIntegerv(&context, pname, got);
	CHECK_EQUAL(got[0], value);
	CHECK_EQUAL(asked - before, asks);
}

/* The driver executes it, and the guest is told as entry points do. */
static void use_program(GLuint program) {
	driver[0] = (GLint)program;
	if (context.remembers & VMGL_REMEMBERS(PROGRAM))
		vmgl_follow_glUseProgram(&context, program);
}

static void state_is_remembered_while_certain(void) {
	context.get->enables = (struct vmgl_enables){0};
	use_program(3);
	expect(GL_CURRENT_PROGRAM, 3, 1);
	expect(GL_CURRENT_PROGRAM, 3, 0);
	/* A name that was never seen bound may be refused. */
	use_program(4);
	expect(GL_CURRENT_PROGRAM, 4, 1);
	/* Nor did this one have to be bound: it was current, which a deleted one is too. */
	use_program(3);
	expect(GL_CURRENT_PROGRAM, 3, 1);
	for (int i = 0; i < 3; i++) {
		use_program(3);
		expect(GL_CURRENT_PROGRAM, 3, 0);
		use_program(4);
		expect(GL_CURRENT_PROGRAM, 4, 0);
	}
	GLfloat real = 0;
	vmgl_guest_glGetFloatv(&context, GL_CURRENT_PROGRAM, &real);
	CHECK(real == 4);
	/* Something was deleted or linked again, here or in another context. */
	vmgl_remembered_expire(&context);
	use_program(3);
	expect(GL_CURRENT_PROGRAM, 3, 1);
	use_program(3);
	expect(GL_CURRENT_PROGRAM, 3, 1);
	/* What is compiled is not executed, or fails later. */
	lists.compiling = 1;
	lists.mode = GL_COMPILE;
	vmgl_follow_glUseProgram(&context, 3);
	lists.compiling = 0;
	expect(GL_CURRENT_PROGRAM, 3, 1);
	vmgl_guest_glCallList(&context, 1);
	vmgl_follow_glUseProgram(&context, 3);
	expect(GL_CURRENT_PROGRAM, 3, 1);
	lists.in_begin = true;
	expect(GL_CURRENT_PROGRAM, 3, 1);
	vmgl_follow_glUseProgram(&context, 3);
	lists.in_begin = false;
	expect(GL_CURRENT_PROGRAM, 3, 1);

	/* Arguments that cannot fail, and others. */
	expect(GL_BLEND_SRC_RGB, 1, 1);
	vmgl_follow_glBlendFunc(&context, GL_SRC_ALPHA, GL_ONE);
	expect(GL_BLEND_SRC_RGB, GL_SRC_ALPHA, 0);
	expect(GL_BLEND_DST_ALPHA, GL_ONE, 0);
	vmgl_follow_glBlendFunc(&context, GL_SRC_ALPHA, GL_BLEND);
	expect(GL_BLEND_SRC_RGB, 1, 1);
	expect(GL_VIEWPORT, 1, 1); /* the list may have changed it */
	vmgl_follow_glViewport(&context, 5, 0, 2, 1);
	expect(GL_VIEWPORT, 1, 1); /* wider than the driver's 1 x 2 */
	vmgl_follow_glViewport(&context, 5, 0, 1, 1);
	expect(GL_VIEWPORT, 5, 0);
	vmgl_remembered_forget(&context, context.remembers);
	expect(GL_VIEWPORT, 1, 1);

	/* Bindings of the active unit, which is asked for once. */
	driver[1] = GL_TEXTURE0 + 1;
	expect(GL_TEXTURE_BINDING_2D, 30, 2);
	expect(GL_TEXTURE_BINDING_2D, 30, 0);
	vmgl_follow_glBindTexture(&context, GL_TEXTURE_3D, 31);
	vmgl_follow_glBindTexture(&context, GL_TEXTURE_2D, 0);
	expect(GL_TEXTURE_BINDING_2D, 0, 0);
	vmgl_follow_glBindTexture(&context, GL_TEXTURE_2D, 31);
	expect(GL_TEXTURE_BINDING_2D, 30, 1);
	context.get->remembered.unit_limit = 4;
	vmgl_follow_glActiveTexture(&context, GL_TEXTURE2);
	expect(GL_TEXTURE_BINDING_2D, 30, 1);
	vmgl_follow_glActiveTexture(&context, GL_TEXTURE1);
	expect(GL_TEXTURE_BINDING_2D, 30, 0);
	vmgl_follow_glActiveTexture(&context, GL_TEXTURE4);
	expect(GL_TEXTURE_BINDING_2D, 30, 2);
}

int main(void) {
	CHECK(vmgl_pixels_init(&context) && vmgl_get_init(&context));
	test_strings();
	test_gets();
	enables_are_remembered_while_certain();
	state_is_remembered_while_certain();
	test_pixel_store();
	test_client_attrib();
	test_images();
	test_lost();
	vmgl_pixels_finish(&context);
	vmgl_get_finish(&context);
	return 0;
}
