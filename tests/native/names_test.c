/* Object names: what the guest hands out is new, what the application chose stays its own, and the renderer
 * finds the driver's object of each, however names are spread, deleted and reused. */
#include <string.h>

#include "check.h"
#include "guest/context.h"
#include "guest/gl/names.h"
#include "host/gl/names.h"
#include "wire/map.h"

/* ---- the map, against an array ---- */

static void map(void) {
	enum { KEYS = 5000 };
	static uintptr_t expected[KEYS];
	struct vmgl_map map = {0};
	CHECK(vmgl_map_find(&map, 7) == NULL);
	CHECK(!vmgl_map_remove(&map, 7));
	uint32_t random = 12345;
	for (int i = 0; i < 400000; i++) {
		random = random * 1664525 + 1013904223;
		uint32_t slot = (random >> 8) % KEYS, key = slot * 0x10001;
		if (random >> 30 == 0) {
			CHECK_EQUAL(vmgl_map_remove(&map, key), expected[slot] != 0);
			expected[slot] = 0;
		} else {
			expected[slot] = random | 1;
			CHECK(vmgl_map_put(&map, key, expected[slot]));
		}
	}
	size_t count = 0;
	for (uint32_t slot = 0; slot < KEYS; slot++) {
		const uintptr_t *found = vmgl_map_find(&map, slot * 0x10001);
		CHECK_EQUAL(found == NULL ? 0 : *found, expected[slot]);
		count += found != NULL;
	}
	CHECK_EQUAL(map.count, count);
	/* Adding and deleting for ever must not grow it. */
	for (uint32_t i = 0; i < 1000000; i++) {
		CHECK(vmgl_map_put(&map, 0xf0000000u + i, 1));
		CHECK(vmgl_map_remove(&map, 0xf0000000u + i));
	}
	CHECK(map.capacity <= 32768);
	vmgl_map_free(&map);
}

/* ---- the guest's side ---- */

static struct vmgl_context guest_context;

static GLuint take(void) {
	GLuint name = 0;
	vmgl_names_take(&guest_context, VMGL_CLASS_BUFFER, 1, &name);
	return name;
}

static bool known(GLuint name) {
	return vmgl_names_known(&guest_context, VMGL_CLASS_BUFFER, name);
}

static void guest(void) {
	static struct vmgl_share_group group;
	guest_context.group = &group;
	guest_context.names[VMGL_CLASS_BUFFER] = vmgl_names_create();
	CHECK_EQUAL(take(), 1);
	vmgl_names_use(&guest_context, VMGL_CLASS_BUFFER, 3);
	CHECK_EQUAL(take(), 2);
	CHECK_EQUAL(take(), 4); /* 3 is the application's */
	CHECK(known(3) && known(4) && !known(5));
	vmgl_names_release(&guest_context, VMGL_CLASS_BUFFER, 1, &(GLuint){4});
	CHECK(!known(4));
	/* Bound again, a deleted name is the application's own. */
	vmgl_names_use(&guest_context, VMGL_CLASS_BUFFER, 3);
	vmgl_names_release(&guest_context, VMGL_CLASS_BUFFER, 1, &(GLuint){3});
	CHECK(!known(3));
	vmgl_names_use(&guest_context, VMGL_CLASS_BUFFER, 3);
	CHECK(known(3));
	CHECK_EQUAL(take(), 5); /* not 4 again */
	CHECK(!known(0));
	vmgl_names_use(&guest_context, VMGL_CLASS_BUFFER, 0);
	CHECK(!known(0));
	vmgl_names_destroy(guest_context.names[VMGL_CLASS_BUFFER]);
	/* A class that a context has not got knows nothing. */
	guest_context.names[VMGL_CLASS_BUFFER] = NULL;
	CHECK(take() == 0 && !known(1));
}

/* ---- the renderer's side, on a driver that counts ---- */

static GLuint next_driver_name = 1000;
static bool program_lives;
static const char *fatal;

static void gen(GLsizei count, GLuint *names) {
	for (GLsizei i = 0; i < count; i++)
		names[i] = next_driver_name++;
}

static bool outside = true;

bool vmgl_host_outside(struct vmgl_host_context *ctx) {
	(void)ctx;
	return outside;
}

/* What was deleted, as a driver that uses names again would have it. */
static bool reuses;
static GLuint last_deleted, existing;

static void gen_textures(GLsizei count, GLuint *names) {
	if (reuses && last_deleted) {
		names[0] = last_deleted;
		last_deleted = 0;
	} else
		gen(count, names);
}

static GLboolean is_texture(GLuint name) {
	return name == existing;
}

static void delete_textures(GLsizei count, const GLuint *names) {
	CHECK_EQUAL(count, 1);
	last_deleted = names[0];
}

static GLuint program_from;

static GLboolean is_program(GLuint name) {
	return program_lives && name >= program_from;
}

static GLboolean is_shader(GLuint name) {
	(void)name;
	return GL_FALSE;
}

void *vmgl_scratch(struct vmgl_host_context *ctx, uint64_t bytes) {
	(void)ctx;
	static uint64_t memory[1024];
	CHECK(bytes <= sizeof(memory));
	memset(memory, 0, sizeof(memory));
	return memory;
}

bool vmgl_fatal(struct vmgl_host_context *ctx, const char *message, ...) {
	ctx->fatal = true;
	fatal = message;
	return false;
}

static void host(void) {
	struct vmgl_gl gl = {.GenTextures = gen_textures,
						 .DeleteTextures = delete_textures,
						 .IsTexture = is_texture,
						 .GenBuffers = gen,
						 .IsProgram = is_program,
						 .IsShader = is_shader};
	struct vmgl_host_context ctx = {.gl = &gl, .compat = true};
	ctx.group = vmgl_host_group_create();
	ctx.names = vmgl_host_names_create();

	static const GLuint names[] = {1, 4095, 4096, 5000000, 0xffffffff, 0};
	static const GLuint drivers[] = {11, 12, 13, 14, 15, 0};
	CHECK(vmgl_names_add(&ctx, VMGL_CLASS_TEXTURE, 6, names, drivers));
	for (int i = 0; i < 6; i++) {
		CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, names[i]), drivers[i]);
		CHECK_EQUAL(vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, names[i]), drivers[i]);
		CHECK_EQUAL(vmgl_name_reverse(&ctx, VMGL_CLASS_TEXTURE, drivers[i]), names[i]);
	}
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 2), VMGL_NAME_UNKNOWN);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_BUFFER, 1), VMGL_NAME_UNKNOWN); /* classes are apart */
	CHECK_EQUAL(vmgl_name_reverse(&ctx, VMGL_CLASS_TEXTURE, 99), 0);
	const GLuint *translated = vmgl_names_translate(&ctx, VMGL_CLASS_TEXTURE, 6, names);
	CHECK(memcmp(translated, drivers, sizeof(drivers)) == 0);

	/* Compatibility profile: a name that is used gets one that the driver has generated and deleted, and keeps it. */
	GLuint bound = vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 77);
	CHECK_EQUAL(bound, last_deleted);
	CHECK_EQUAL(vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 77), bound);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 77), bound);
	CHECK_EQUAL(vmgl_name_reverse(&ctx, VMGL_CLASS_TEXTURE, bound), 77);
	existing = bound;
	/* What the driver refused is forgotten before there is much of it, what a list will make is not. */
	ctx.compiles = true;
	GLuint listed = vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 79);
	ctx.compiles = false;
	GLuint refused = vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 80);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 80), refused);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 81), VMGL_NAME_UNKNOWN);
	for (GLuint i = 0; i < 300; i++)
		vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 1000 + i);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 77), bound);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 79), listed);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 80), VMGL_NAME_UNKNOWN);
	CHECK(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 1299) != VMGL_NAME_UNKNOWN);
	/* Every name is apart from all others, also of what the driver generates next. */
	CHECK(vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 80) != vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 1299));
	outside = false;
	CHECK_EQUAL(vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 82), VMGL_NAME_UNKNOWN);
	outside = true;
	/* A driver that generates deleted names again must not have this one deleted. */
	struct vmgl_host_group *steady = ctx.group;
	ctx.group = vmgl_host_group_create();
	reuses = true;
	last_deleted = 0;
	bound = vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 77);
	CHECK(bound != last_deleted);
	GLuint another = vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 78);
	CHECK(another != bound && another != last_deleted);
	vmgl_host_group_unref(ctx.group);
	ctx.group = steady;
	reuses = false;
	CHECK_EQUAL(vmgl_name_bind(&ctx, VMGL_CLASS_SAMPLER, 77), VMGL_NAME_UNKNOWN);
	CHECK_EQUAL(vmgl_name_bind(&ctx, VMGL_CLASS_VERTEX_ARRAY, 77), VMGL_NAME_UNKNOWN);
	ctx.compat = false;
	CHECK_EQUAL(vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 78), VMGL_NAME_UNKNOWN);
	CHECK_EQUAL(vmgl_name_bind(&ctx, VMGL_CLASS_TEXTURE, 0), 0);

	/* Deleted: unknown, but what still refers to the object can say its name, until the driver reuses it. */
	vmgl_names_remove(&ctx, VMGL_CLASS_TEXTURE, 6, names);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 1), VMGL_NAME_UNKNOWN);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_TEXTURE, 0xffffffff), VMGL_NAME_UNKNOWN);
	CHECK_EQUAL(vmgl_name_reverse(&ctx, VMGL_CLASS_TEXTURE, 11), 1);
	static const GLuint again = 200, reused = 11;
	CHECK(vmgl_names_add(&ctx, VMGL_CLASS_TEXTURE, 1, &again, &reused));
	CHECK_EQUAL(vmgl_name_reverse(&ctx, VMGL_CLASS_TEXTURE, 11), 200);

	/* Of many that are deleted, under a driver that never reuses names, the way back goes, too. */
	for (GLuint i = 1; i < 100000; i++) {
		GLuint name = i, driver = 1000000 + i;
		CHECK(vmgl_names_add(&ctx, VMGL_CLASS_BUFFER, 1, &name, &driver));
		vmgl_names_remove(&ctx, VMGL_CLASS_BUFFER, 1, &name);
	}
	CHECK_EQUAL(vmgl_name_reverse(&ctx, VMGL_CLASS_BUFFER, 1000001), 1);
	CHECK_EQUAL(vmgl_name_reverse(&ctx, VMGL_CLASS_BUFFER, 1099999), 0);

	/* A program that is deleted while in use keeps its name, until the driver gives it to another one. */
	static const GLuint program = 5, driver_program = 50, other = 6;
	CHECK(vmgl_names_add(&ctx, VMGL_CLASS_PROGRAM, 1, &program, &driver_program));
	program_lives = true;
	vmgl_names_remove(&ctx, VMGL_CLASS_PROGRAM, 1, &program);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_PROGRAM, 5), 50);
	CHECK(vmgl_names_add(&ctx, VMGL_CLASS_PROGRAM, 1, &other, &driver_program));
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_PROGRAM, 5), VMGL_NAME_UNKNOWN);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_PROGRAM, 6), 50);
	/* Those that are gone meanwhile do not fill the table. */
	for (GLuint i = 1000; i < 1600; i++) {
		GLuint name = i, driver = i;
		program_from = i < 1300 ? 0 : 1300;
		CHECK(vmgl_names_add(&ctx, VMGL_CLASS_PROGRAM, 1, &name, &driver));
		vmgl_names_remove(&ctx, VMGL_CLASS_PROGRAM, 1, &name);
		CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_PROGRAM, i), i);
	}
	unsigned left = 0;
	for (GLuint i = 1000; i < 1300; i++)
		left += vmgl_name(&ctx, VMGL_CLASS_PROGRAM, i) != VMGL_NAME_UNKNOWN;
	CHECK(left < 60);
	program_from = 0;
	program_lives = false;
	vmgl_names_remove(&ctx, VMGL_CLASS_PROGRAM, 1, &other);
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_PROGRAM, 6), VMGL_NAME_UNKNOWN);

	/* Lists are the same on both sides; sync objects are pointers. */
	CHECK_EQUAL(vmgl_name(&ctx, VMGL_CLASS_LIST, 42), 42);
	int object;
	CHECK(vmgl_sync_object(&ctx, 9) == NULL);
	CHECK(vmgl_sync_add(&ctx, 9, (GLsync)(void *)&object));
	CHECK(vmgl_sync_object(&ctx, 9) == (GLsync)(void *)&object);
	vmgl_sync_remove(&ctx, 9);
	CHECK(vmgl_sync_object(&ctx, 9) == NULL);

	/* A guest that never stops is stopped. */
	for (GLuint i = 0; i <= VMGL_NAMES_MAX && !ctx.fatal; i++) {
		GLuint name = i + 1, driver = i + 1;
		vmgl_names_add(&ctx, VMGL_CLASS_QUERY, 1, &name, &driver);
	}
	CHECK(ctx.fatal && fatal != NULL);
	vmgl_host_names_destroy(ctx.names);
	vmgl_host_group_unref(vmgl_host_group_ref(ctx.group));
	vmgl_host_group_unref(ctx.group);
}

int main(void) {
	map();
	guest();
	host();
	return 0;
}
