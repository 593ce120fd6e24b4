/* What a link told about a program, and the answers that can be given from it. Immutable once parsed,
 * but for the remembered locations. */
#ifndef VMGL_GUEST_PROGRAM_INTERFACE_H
#define VMGL_GUEST_PROGRAM_INTERFACE_H

#include <stdbool.h>
#include <stddef.h>

#include "wire/programs.h"

struct vmgl_name_text {
	const char *text; /* not terminated */
	uint32_t bytes;
};

struct vmgl_variable {
	struct vmgl_report_variable report;
	struct vmgl_name_text name;
};

struct vmgl_block {
	struct vmgl_report_block report;
	struct vmgl_name_text name;
	const int32_t *uniforms;
};

struct vmgl_remembered; /* an answer that the renderer gave once */

struct vmgl_interface {
	struct vmgl_program_report report;
	struct vmgl_name_text info_log;
	struct vmgl_variable *attribs, *uniforms;
	struct vmgl_block *blocks;
	uint32_t *buckets; /* uniforms by name without a last "[0]": index + 1, 0 for free */
	uint32_t bucket_count;
	struct vmgl_remembered *remembered;
	void *bytes; /* what the names point into */
};

/* Parses a reply to vmglProgramReport. NULL when it is malformed, or out of memory. */
struct vmgl_interface *vmgl_interface_parse(const void *data, size_t bytes);
void vmgl_interface_free(struct vmgl_interface *interface);

enum vmgl_lookup {
	VMGL_LOOKUP_FOUND,  /* *value is the answer */
	VMGL_LOOKUP_ABSENT, /* nothing active has this name: the answer is -1 or GL_INVALID_INDEX */
	VMGL_LOOKUP_ASK,    /* only the driver can tell */
};

/* Index of the uniform or attribute `name`, as glGetUniformIndices and glGet*Location match names (OpenGL 4.6,
 * section 7.3.1.1). Elements of arrays other than the first are VMGL_LOOKUP_ASK. */
enum vmgl_lookup vmgl_interface_uniform(const struct vmgl_interface *interface, const char *name, uint32_t *index);
enum vmgl_lookup vmgl_interface_attrib(const struct vmgl_interface *interface, const char *name, uint32_t *index);
enum vmgl_lookup vmgl_interface_block(const struct vmgl_interface *interface, const char *name, uint32_t *index);

/* Remembered answers; `question` tells the calls apart. */
bool vmgl_interface_recall(const struct vmgl_interface *interface, int question, const char *name, int32_t *value);
void vmgl_interface_remember(struct vmgl_interface *interface, int question, const char *name, int32_t value);

#endif
