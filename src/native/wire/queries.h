/* Reply to vmglGetQueryObject: the value asked for; and, with it or with GL_QUERY_RESULT_AVAILABLE once
 * that is true, the result, so that a program which polls pays for it only once. */
#ifndef VMGL_WIRE_QUERIES_H
#define VMGL_WIRE_QUERIES_H

#include <stdint.h>

enum vmgl_query_kind { VMGL_QUERY_INT, VMGL_QUERY_UINT, VMGL_QUERY_INT64, VMGL_QUERY_UINT64, VMGL_QUERY_KIND_COUNT };

struct vmgl_query_reply {
	uint64_t value;
	uint64_t result;  /* of the same kind as value */
	uint32_t final;   /* the result is there */
	uint32_t written; /* 0: GL wrote nothing (GL_QUERY_RESULT_NO_WAIT without a result) */
};

#endif
