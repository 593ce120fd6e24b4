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
	VMGL_OP_glReadPixels = 29,
	VMGL_OP_glReadPixels_offset = 30,
	VMGL_OP_glTexParameterfv = 31,
	VMGL_OP_glTexSubImage2D = 32,
	VMGL_OP_glTexSubImage2D_offset = 33,
	VMGL_OP_glVertex2f = 34,
	VMGL_OP_glWaitSync = 35,
	VMGL_OP_vmglOpen = 36,
	VMGL_OP_vmglProgram = 37,
	VMGL_OP_COUNT = 38
};

/* Differs whenever guest and host would misunderstand each other. */
#define VMGL_PROTOCOL_HASH 0x6b9b05866298b9e1ull

/* "glBindBuffer"; "unknown" for numbers without a command. Never NULL. */
const char *vmgl_opcode_name(unsigned opcode);

#endif
