/* Tables of the functions that programs ask for by name. */
#ifndef VMGL_GUEST_PROCEDURES_H
#define VMGL_GUEST_PROCEDURES_H

#include <stddef.h>

struct vmgl_procedure {
	const char *name;
	void (*address)(void);
};

#define VMGL_PROCEDURE(name)                                                                                           \
	{ #name, (void (*)(void))name }

/* The address of the function called name in a table of count entries, sorted by name as strcmp does; or NULL. */
void (*vmgl_find_procedure(const struct vmgl_procedure *table, size_t count, const char *name))(void);

#endif
