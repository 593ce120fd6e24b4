/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/opcodes.h"

static const char *const names[VMGL_OP_COUNT] = {
	[VMGL_OP_large] = "large",
	[VMGL_OP_glFinish] = "glFinish",
	[VMGL_OP_glOfYesterday] = "glOfYesterday",
	[VMGL_OP_glBindAttribLocation] = "glBindAttribLocation",
	[VMGL_OP_glBindBuffer] = "glBindBuffer",
	[VMGL_OP_glBindBuffersRange] = "glBindBuffersRange",
	[VMGL_OP_glBufferSubData] = "glBufferSubData",
	[VMGL_OP_glCreateShader] = "glCreateShader",
	[VMGL_OP_glDeleteBuffers] = "glDeleteBuffers",
	[VMGL_OP_glDrawArrays] = "glDrawArrays",
	[VMGL_OP_glGenBuffers] = "glGenBuffers",
	[VMGL_OP_glGetAttachedShaders] = "glGetAttachedShaders",
	[VMGL_OP_glGetIntegerv] = "glGetIntegerv",
	[VMGL_OP_glGetShaderInfoLog] = "glGetShaderInfoLog",
	[VMGL_OP_glGetTextureHandleARB] = "glGetTextureHandleARB",
	[VMGL_OP_glReadPixels] = "glReadPixels",
	[VMGL_OP_glReadPixels_offset] = "glReadPixels_offset",
	[VMGL_OP_glTexParameterfv] = "glTexParameterfv",
	[VMGL_OP_glTexSubImage2D] = "glTexSubImage2D",
	[VMGL_OP_glTexSubImage2D_offset] = "glTexSubImage2D_offset",
	[VMGL_OP_glUniform4fv] = "glUniform4fv",
	[VMGL_OP_glVertex2f] = "glVertex2f",
	[VMGL_OP_glWaitSync] = "glWaitSync",
	[VMGL_OP_vmglOpen] = "vmglOpen",
	[VMGL_OP_vmglProgram] = "vmglProgram",
};

const char *vmgl_opcode_name(unsigned opcode) {
	return opcode < VMGL_OP_COUNT && names[opcode] ? names[opcode] : "unknown";
}
