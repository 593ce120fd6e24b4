#include "guest/procedures.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *name, const void *procedure) {
	return strcmp(name, ((const struct vmgl_procedure *)procedure)->name);
}

void (*vmgl_find_procedure(const struct vmgl_procedure *table, size_t count, const char *name))(void) {
	const struct vmgl_procedure *procedure = bsearch(name, table, count, sizeof *table, compare);
	return procedure ? procedure->address : NULL;
}
