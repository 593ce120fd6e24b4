/* Generated from gl.xml by `npm run generate`; do not edit. */
#ifndef VMGL_GEN_OPCODES_H
#define VMGL_GEN_OPCODES_H

#include "wire/command.h"

/* Opcodes are for ever (src/gl/opcodes.lock); those of commands that are gone have no decoder. */
enum {
	VMGL_OP_glFinish = 16,
	VMGL_OP_glOfYesterday = 17,
	VMGL_OP_glBindAttribLocation = 18,
	VMGL_OP_glBindBuffer = 19,
	VMGL_OP_glBindBuffersRange = 20,
	VMGL_OP_glBufferSubData = 21,
	VMGL_OP_glCreateShader = 22,
	VMGL_OP_glDeleteBuffers = 23,
	VMGL_OP_glDrawArrays = 24,
	VMGL_OP_glGenBuffers = 25,
	VMGL_OP_glGetAttachedShaders = 26,
	VMGL_OP_glGetIntegerv = 27,
	VMGL_OP_glGetShaderInfoLog = 28,
	VMGL_OP_glGetTextureHandleARB = 29,
	VMGL_OP_glReadPixels = 30,
	VMGL_OP_glReadPixels_offset = 31,
	VMGL_OP_glTexParameterfv = 32,
	VMGL_OP_glTexSubImage2D = 33,
	VMGL_OP_glTexSubImage2D_offset = 34,
	VMGL_OP_glUniform4fv = 35,
	VMGL_OP_glVertex2f = 36,
	VMGL_OP_glWaitSync = 37,
	VMGL_OP_vmglOpen = 38,
	VMGL_OP_vmglProgram = 39,
	VMGL_OP_COUNT = 40
};

/* Differs whenever guest and host would misunderstand each other. */
#define VMGL_PROTOCOL_HASH 0xa7a30224236b1809ull

/* "glBindBuffer"; "unknown" for numbers without a command. Never NULL. */
const char *vmgl_opcode_name(unsigned opcode);

#endif
