/* Query objects: what the renderer answered once is final until the query begins again. */
#ifndef VMGL_GUEST_QUERIES_H
#define VMGL_GUEST_QUERIES_H

#include "guest/context.h"
#include "wire/map.h"

struct vmgl_query_state {
	struct vmgl_map results; /* query name to struct vmgl_query_result *; only finished ones that were asked for */
};

#endif
