/* Generated from gl.xml by `npm run generate`; do not edit. */
#include "gen/host/decoders.h"

#include "gen/commands.h"

const vmgl_decode_fn vmgl_decode_table[VMGL_OP_COUNT] = {
	[VMGL_OP_glBindAttribLocation] = vmgl_dec_glBindAttribLocation,
	[VMGL_OP_glBindBuffer] = vmgl_dec_glBindBuffer,
	[VMGL_OP_glBindBuffersRange] = vmgl_dec_glBindBuffersRange,
	[VMGL_OP_glBufferSubData] = vmgl_dec_glBufferSubData,
	[VMGL_OP_glCreateShader] = vmgl_dec_glCreateShader,
	[VMGL_OP_glDeleteBuffers] = vmgl_dec_glDeleteBuffers,
	[VMGL_OP_glDrawArrays] = vmgl_dec_glDrawArrays,
	[VMGL_OP_glFinish] = vmgl_dec_glFinish,
	[VMGL_OP_glGenBuffers] = vmgl_dec_glGenBuffers,
	[VMGL_OP_glGetAttachedShaders] = vmgl_dec_glGetAttachedShaders,
	[VMGL_OP_glGetIntegerv] = vmgl_dec_glGetIntegerv,
	[VMGL_OP_glGetShaderInfoLog] = vmgl_dec_glGetShaderInfoLog,
	[VMGL_OP_glGetTextureHandleARB] = vmgl_dec_glGetTextureHandleARB,
	[VMGL_OP_glReadPixels] = vmgl_dec_glReadPixels,
	[VMGL_OP_glReadPixels_offset] = vmgl_dec_glReadPixels_offset,
	[VMGL_OP_glTexParameterfv] = vmgl_dec_glTexParameterfv,
	[VMGL_OP_glTexSubImage2D] = vmgl_dec_glTexSubImage2D,
	[VMGL_OP_glTexSubImage2D_offset] = vmgl_dec_glTexSubImage2D_offset,
	[VMGL_OP_glUniform4fv] = vmgl_dec_glUniform4fv,
	[VMGL_OP_glVertex2f] = vmgl_dec_glVertex2f,
	[VMGL_OP_glWaitSync] = vmgl_dec_glWaitSync,
	[VMGL_OP_vmglOpen] = vmgl_dec_vmglOpen,
	[VMGL_OP_vmglProgram] = vmgl_dec_vmglProgram,
};

unsigned vmgl_decode_in_place(unsigned opcode) {
	switch (opcode) {

	default:
		return 0;
	}
}

const uint8_t vmgl_decode_scopes[VMGL_OP_COUNT] = {
	[VMGL_OP_glBindAttribLocation] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glBindBuffer] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glBindBuffersRange] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glBufferSubData] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glCreateShader] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glDeleteBuffers] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glDrawArrays] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glFinish] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glGenBuffers] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glGetAttachedShaders] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glGetIntegerv] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glGetShaderInfoLog] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glGetTextureHandleARB] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glReadPixels] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glReadPixels_offset] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glTexParameterfv] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glTexSubImage2D] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glTexSubImage2D_offset] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glUniform4fv] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glVertex2f] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_glWaitSync] = VMGL_SCOPE_CONTEXT,
	[VMGL_OP_vmglOpen] = VMGL_SCOPE_SESSION,
	[VMGL_OP_vmglProgram] = VMGL_SCOPE_CONTEXT,
};
