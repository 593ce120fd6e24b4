/* A failed check says where and ends the test. */
#ifndef VMGL_TESTS_CHECK_H
#define VMGL_TESTS_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                                                               \
	do {                                                                                                               \
		if (!(condition)) {                                                                                            \
			fprintf(stderr, "%s:%d: check failed: %s\n", __FILE__, __LINE__, #condition);                              \
			abort();                                                                                                   \
		}                                                                                                              \
	} while (0)

#define CHECK_EQUAL(found, expected)                                                                                   \
	do {                                                                                                               \
		long long found_ = (long long)(found), expected_ = (long long)(expected);                                      \
		if (found_ != expected_) {                                                                                     \
			fprintf(stderr, "%s:%d: %s is %lld, expected %lld\n", __FILE__, __LINE__, #found, found_, expected_);      \
			abort();                                                                                                   \
		}                                                                                                              \
	} while (0)

#endif
