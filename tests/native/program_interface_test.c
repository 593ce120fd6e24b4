/* What a link told, and the questions answered from it: names as GL matches them (OpenGL 4.6, 7.3.1.1), and replies
 * that are cut short or lie. */
#include "guest/gl/program_interface.h"

#include <string.h>

#include "check.h"
#include "gen/gl.h"

static uint8_t bytes[4096];
static size_t count;

static void put(const void *data, size_t size) {
	memcpy(bytes + count, data, size);
	count += (size + 3) & ~(size_t)3;
}

static void put_text(const char *text) {
	uint32_t size = (uint32_t)strlen(text);
	put(&size, sizeof size);
	put(text, size);
}

static void put_variable(const char *name, GLint size, GLint location) {
	struct vmgl_report_variable variable = {.type = GL_FLOAT, .size = size, .location = location, .block = -1};
	put(&variable, sizeof variable);
	put_text(name);
}

/* Two attributes, six uniforms, a block with two members. */
static void build(void) {
	count = 0;
	memset(bytes, 0, sizeof bytes);
	struct vmgl_program_report report = {
		.link_status = 1, .info_log_length = 6, .attribs = 2, .attrib_max_length = 9, .uniforms = 6, .blocks = 1};
	put(&report, sizeof report);
	put_text("hello");
	put_variable("position", 1, 0);
	put_variable("weight[0]", 2, 3);
	put_variable("color", 1, 0);
	put_variable("lights[0].at", 1, 1);
	put_variable("lights[1].at", 1, 2);
	put_variable("bones[0]", 8, 10);
	put_variable("grid[0][0]", 4, 20);
	put_variable("grid[1][0]", 4, 24);
	struct vmgl_report_block block = {.data_size = 64, .uniforms = 2, .name_length = 6};
	put(&block, sizeof block);
	put_text("Block");
	static const int32_t members[] = {4, 5};
	put(members, sizeof members);
}

static GLint uniform(const struct vmgl_interface *interface, const char *name) {
	uint32_t index = 0;
	switch (vmgl_interface_uniform(interface, name, &index)) {
	case VMGL_LOOKUP_FOUND:
		return interface->uniforms[index].report.location;
	case VMGL_LOOKUP_ABSENT:
		return -1;
	default:
		return -2;
	}
}

static void test_names(void) {
	build();
	struct vmgl_interface *interface = vmgl_interface_parse(bytes, count);
	CHECK(interface != NULL);
	CHECK_EQUAL(interface->info_log.bytes, 5);
	CHECK_EQUAL(uniform(interface, "color"), 0);
	CHECK_EQUAL(uniform(interface, "lights[1].at"), 2);
	CHECK_EQUAL(uniform(interface, "lights[2].at"), -1);
	CHECK_EQUAL(uniform(interface, "lights"), -1);
	CHECK_EQUAL(uniform(interface, "bones"), 10);
	CHECK_EQUAL(uniform(interface, "bones[0]"), 10);
	CHECK_EQUAL(uniform(interface, "grid[1]"), 24);
	CHECK_EQUAL(uniform(interface, "grid[1][0]"), 24);
	/* Only the driver knows where other elements are, and what it thinks of odd spellings. */
	CHECK_EQUAL(uniform(interface, "bones[3]"), -2);
	CHECK_EQUAL(uniform(interface, "bones[00]"), -2);
	CHECK_EQUAL(uniform(interface, "grid[1][2]"), -2);
	CHECK_EQUAL(uniform(interface, "color[0]"), -2);
	CHECK_EQUAL(uniform(interface, ""), -1);
	CHECK_EQUAL(uniform(interface, "]"), -1);
	CHECK_EQUAL(uniform(interface, "colors"), -1);

	uint32_t index;
	CHECK(vmgl_interface_attrib(interface, "weight", &index) == VMGL_LOOKUP_FOUND && index == 1);
	CHECK(vmgl_interface_attrib(interface, "weight[1]", &index) == VMGL_LOOKUP_ASK);
	CHECK(vmgl_interface_attrib(interface, "normal", &index) == VMGL_LOOKUP_ABSENT);
	CHECK(vmgl_interface_block(interface, "Block", &index) == VMGL_LOOKUP_FOUND && index == 0);
	CHECK(vmgl_interface_block(interface, "Block[0]", &index) == VMGL_LOOKUP_ASK);
	CHECK_EQUAL(interface->blocks[0].uniforms[1], 5);

	int32_t value = 0;
	CHECK(!vmgl_interface_recall(interface, 0, "bones[3]", &value));
	vmgl_interface_remember(interface, 0, "bones[3]", 13);
	CHECK(vmgl_interface_recall(interface, 0, "bones[3]", &value) && value == 13);
	CHECK(!vmgl_interface_recall(interface, 1, "bones[3]", &value));
	vmgl_interface_free(interface);
}

static void test_hostile(void) {
	build();
	for (size_t cut = 0; cut < count; cut++) {
		uint8_t *exact = malloc(cut + 1);
		memcpy(exact, bytes, cut);
		CHECK(vmgl_interface_parse(exact, cut) == NULL);
		free(exact);
	}
	for (size_t at = 0; at < count; at++) {
		for (int bit = 0; bit < 8; bit++) {
			uint8_t *exact = malloc(count);
			memcpy(exact, bytes, count);
			exact[at] ^= (uint8_t)(1 << bit);
			vmgl_interface_free(vmgl_interface_parse(exact, count));
			free(exact);
		}
	}
}

int main(void) {
	test_names();
	test_hostile();
	return 0;
}
