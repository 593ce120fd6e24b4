/* Primitive restart, as far as the guest needs it: which indices of a draw are no vertices. */
#ifndef VMGL_GUEST_PRIMITIVE_RESTART_H
#define VMGL_GUEST_PRIMITIVE_RESTART_H

#include <stdbool.h>

#include "gen/gl.h"

struct vmgl_context;

struct vmgl_restart {
	bool used;    /* some call switched it on; before that nothing needs to be known */
	bool unknown; /* glPopAttrib may have changed it: ask */
	bool listed;  /* a display list changes it, so that every glCallList may: always ask */
	bool on, fixed;
	GLuint index;
};

/* Is an index of draws with indices of `type` (GL_UNSIGNED_...) primitive restart's? `*index` is it when the result is
 * true. */
bool vmgl_restart_index(struct vmgl_context *ctx, GLenum type, GLuint *index);
/* glEnable or glDisable of `cap`, GL_PRIMITIVE_RESTART or GL_PRIMITIVE_RESTART_FIXED_INDEX. */
void vmgl_restart_enable(struct vmgl_context *ctx, GLenum cap, bool enable);
/* glEnableClientState or glDisableClientState of GL_PRIMITIVE_RESTART_NV; the renderer hears of it. */
void vmgl_restart_client_state(struct vmgl_context *ctx, bool enable);

#endif
