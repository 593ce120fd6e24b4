/* Shaders and programs, as the guest knows them: their names, which it hands out itself, and what
 * compiling and linking them told (wire/programs.h), fetched in one message at the first question.
 *
 * One table per share group. Its lock guards everything in it and is never held while a reply is awaited. */
#ifndef VMGL_GUEST_PROGRAMS_H
#define VMGL_GUEST_PROGRAMS_H

#include "guest/context.h"
#include "wire/map.h"

struct vmgl_lists; /* guest/gl/list_names.h: display list names of the group */
struct vmgl_syncs; /* guest/gl/sync.c: sync objects of the group */

struct vmgl_program_table {
	pthread_mutex_t lock;
	struct vmgl_map objects; /* name to what is known of a shader or program, struct object of guest/gl/programs.c */
	struct vmgl_map shaders; /* names of shaders that were not deleted */
	struct vmgl_lists *lists;
	struct vmgl_syncs *syncs;
};

/* vmgl_programs_init() makes the table with the group's first context. When the last one leaves
 * (vmgl_group_leave()), the table is freed with this. NULL-safe. */
void vmgl_program_table_free(struct vmgl_program_table *table);

#endif
