/* What the program family's own wire commands carry (src/gl/overlay/programs.ts). Every word of a reply is a
 * 32-bit little-endian one; a text is a word with its length, then its bytes without terminator,
 * padded to 4. */
#ifndef VMGL_WIRE_PROGRAMS_H
#define VMGL_WIRE_PROGRAMS_H

#include <stdint.h>

/* glGet*iv calls whose number of values only the driver knows. Reply: the values that it wrote. */
enum vmgl_values_kind {
	VMGL_VALUES_UNIFORM_BLOCK,      /* a: index */
	VMGL_VALUES_ATOMIC_BUFFER,      /* a: index */
	VMGL_VALUES_SUBROUTINE_UNIFORM, /* a: shader type, b: index */
};

/* glGet[n]Uniform*v. Reply: the bytes that the driver wrote. */
enum vmgl_uniform_kind {
	VMGL_UNIFORM_FLOAT,
	VMGL_UNIFORM_INT,
	VMGL_UNIFORM_UINT,
	VMGL_UNIFORM_DOUBLE,
	VMGL_UNIFORM_INT64,
	VMGL_UNIFORM_UINT64,
};
/* In place of bufSize: the call has no such parameter. */
#define VMGL_NO_BUFFER_SIZE INT32_MIN

/* glCreateShaderProgramv and its two EXT forms. */
enum vmgl_shader_program_form { VMGL_SHADER_PROGRAM_V, VMGL_SHADER_PROGRAM_V_EXT, VMGL_SHADER_PROGRAM_EXT };

/* Reply to vmglProgramReport: this, the info log, then the attributes, uniforms and blocks. */
struct vmgl_program_report {
	int32_t link_status;
	int32_t info_log_length; /* as GL_INFO_LOG_LENGTH says */
	int32_t attribs, attrib_max_length;
	int32_t uniforms, uniform_max_length;
	int32_t blocks, block_max_length; /* -1: this context has no uniform blocks */
};

/* One attribute or uniform; its name follows. */
struct vmgl_report_variable {
	uint32_t type;
	int32_t size, location;
	int32_t block, offset, array_stride, matrix_stride, row_major; /* uniforms, where there are uniform blocks */
};

/* One uniform block; its name follows, then `uniforms` words with the indices of its uniforms. */
struct vmgl_report_block {
	int32_t data_size, uniforms;
	int32_t name_length; /* as GL_UNIFORM_BLOCK_NAME_LENGTH says */
	int32_t by_vertex, by_fragment;
};

/* Reply to vmglShaderReport: this, then the info log. */
struct vmgl_shader_report {
	int32_t compile_status, type;
	int32_t info_log_length;
};

#endif
