/* Display list names: the lowest free range, whatever the application invented and deleted in between. */
#include "guest/gl/list_names.h"

#include "check.h"

static void test_ranges(void) {
	struct vmgl_lists *lists = vmgl_list_names_create();
	CHECK(lists != NULL);
	CHECK_EQUAL(vmgl_lists_take(lists, 0), 0);
	CHECK_EQUAL(vmgl_lists_take(lists, 10), 1);
	CHECK_EQUAL(vmgl_lists_take(lists, 1), 11);
	vmgl_lists_use(lists, 14); /* invented by the application */
	CHECK_EQUAL(vmgl_lists_take(lists, 3), 15);
	CHECK_EQUAL(vmgl_lists_take(lists, 2), 12);
	CHECK(vmgl_lists_has(lists, 17) && !vmgl_lists_has(lists, 18) && !vmgl_lists_has(lists, 0));
	vmgl_lists_release(lists, 3, 4);
	CHECK(vmgl_lists_has(lists, 2) && !vmgl_lists_has(lists, 3) && !vmgl_lists_has(lists, 6));
	CHECK(vmgl_lists_has(lists, 7));
	CHECK_EQUAL(vmgl_lists_take(lists, 5), 18);
	CHECK_EQUAL(vmgl_lists_take(lists, 4), 3);
	vmgl_lists_release(lists, 0, 0x7fffffff);
	CHECK(!vmgl_lists_has(lists, 1) && !vmgl_lists_has(lists, 22));
	CHECK_EQUAL(vmgl_lists_take(lists, 0x7fffffff), 1);
	vmgl_list_names_destroy(lists);
}

static void test_end_of_names(void) {
	struct vmgl_lists *lists = vmgl_list_names_create();
	CHECK(lists != NULL);
	vmgl_lists_use(lists, UINT32_MAX);
	vmgl_lists_use(lists, 1);
	vmgl_lists_use(lists, 1);
	CHECK_EQUAL(vmgl_lists_take(lists, UINT32_MAX), 0);
	CHECK_EQUAL(vmgl_lists_take(lists, UINT32_MAX - 2), 2);
	CHECK_EQUAL(vmgl_lists_take(lists, 1), 0);
	vmgl_lists_release(lists, UINT32_MAX, 5);
	CHECK_EQUAL(vmgl_lists_take(lists, 1), UINT32_MAX);
	vmgl_list_names_destroy(lists);
}

/* The same calls against one flag per name. */
static void test_random(void) {
	enum { NAMES = 200 };
	bool taken[NAMES + 64] = {0};
	struct vmgl_lists *lists = vmgl_list_names_create();
	CHECK(lists != NULL);
	srand(7);
	for (int step = 0; step < 20000; step++) {
		uint32_t name = 1 + (uint32_t)rand() % (NAMES - 1), count = 1 + (uint32_t)rand() % 6;
		switch (rand() % 3) {
		case 0: {
			uint32_t first = 1, run = 0;
			for (uint32_t i = 1; run < count; i++) {
				run = i < NAMES + 64 && taken[i] ? 0 : run + 1;
				first = i + 1 - run;
			}
			if (first + count > NAMES)
				break;
			CHECK_EQUAL(vmgl_lists_take(lists, count), first);
			for (uint32_t i = 0; i < count; i++)
				taken[first + i] = true;
			break;
		}
		case 1:
			vmgl_lists_use(lists, name);
			taken[name] = true;
			break;
		default:
			vmgl_lists_release(lists, name, count);
			for (uint32_t i = name; i < name + count; i++)
				taken[i] = false;
		}
		for (uint32_t i = 0; i < NAMES; i++)
			CHECK_EQUAL(vmgl_lists_has(lists, i), taken[i]);
	}
	vmgl_list_names_destroy(lists);
}

int main(void) {
	test_ranges();
	test_end_of_names();
	test_random();
	return 0;
}
