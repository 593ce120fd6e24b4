/* Display lists. The lists themselves live in the driver under the application's own names; the guest
 * knows which names are taken, so that glGenLists and glIsList cost nothing, and whether a list is being
 * compiled. OpenGL 4.6 compatibility profile, section 21.4. */
#ifndef VMGL_GUEST_LISTS_H
#define VMGL_GUEST_LISTS_H

#include "guest/context.h"
#include "guest/gl/feedback.h"

struct vmgl_list_state {
	GLuint compiling; /* the list being compiled, or 0 */
	GLenum mode;      /* of it */
	bool in_begin;    /* glBegin was called, and glEnd was not (a list may have) */
	struct vmgl_feedback feedback;
};

/* GL_COMPILE, GL_COMPILE_AND_EXECUTE, or 0 when no list is being compiled. A shadow of state that a
 * compiled command would change must not change under GL_COMPILE. */
static inline GLenum vmgl_list_compiling(const struct vmgl_context *ctx) {
	return ctx->lists->compiling == 0 ? 0 : ctx->lists->mode;
}

/* Whether the driver certainly answers a question, so that the guest may. Between glBegin and glEnd it is an error; and
 * in a list that is executed too, Mesa (22.3) may take itself for there (host/gl/error.c). */
static inline bool vmgl_questions_answered(const struct vmgl_context *ctx) {
	return !ctx->lists->in_begin && vmgl_list_compiling(ctx) != GL_COMPILE_AND_EXECUTE;
}

/* For calls that only the guest sees: most are errors between glBegin and glEnd (OpenGL 4.6 compatibility, section
 * 10.7.5), which the driver itself raises. The call goes on, as the guest may be wrong about where it is: a list
 * can hold the glEnd. */
void vmgl_raise_in_begin(struct vmgl_context *ctx);
static inline void vmgl_check_begin(struct vmgl_context *ctx) {
	if (__builtin_expect(ctx->lists->in_begin, 0))
		vmgl_raise_in_begin(ctx);
}

#endif
