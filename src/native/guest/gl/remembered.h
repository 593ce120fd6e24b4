/* State that programs ask for again and again, remembered from answers of the driver.
 *
 * No second tracker of state: an entry is made by an answer only. It then follows the program's own calls as long as
 * these certainly succeed, because of their arguments or because an answer has shown the same name bound there before;
 * any other call that may change it (src/gl/overlay/states.ts), lists and attribute stacks make it unknown again. */
#ifndef VMGL_GUEST_REMEMBERED_H
#define VMGL_GUEST_REMEMBERED_H

#include "guest/context.h"

enum vmgl_remembered {
	VMGL_REMEMBERED_ACTIVE_TEXTURE,
	VMGL_REMEMBERED_VIEWPORT,
	VMGL_REMEMBERED_SCISSOR,
	VMGL_REMEMBERED_PROGRAM,
	VMGL_REMEMBERED_FRAMEBUFFERS, /* draw, read */
	VMGL_REMEMBERED_RENDERBUFFER,
	VMGL_REMEMBERED_BLEND_FUNC, /* source and destination, colour; the same, alpha */
	VMGL_REMEMBERED_BLEND_EQUATION,
	VMGL_REMEMBERED_DEPTH_FUNC,
	VMGL_REMEMBERED_DEPTH_MASK,
	VMGL_REMEMBERED_CULL_FACE,
	VMGL_REMEMBERED_FRONT_FACE,
	VMGL_REMEMBERED_MATRIX_MODE,
	VMGL_REMEMBERED_COLOR_MASK,
	VMGL_REMEMBERED_POLYGON_MODE,
	VMGL_REMEMBERED_VALUES,                            /* end of those that are a few integers of the context */
	VMGL_REMEMBERED_TEXTURES = VMGL_REMEMBERED_VALUES, /* of each unit */
	VMGL_REMEMBERED_SAMPLERS,
	VMGL_REMEMBERED_COUNT
};

#define VMGL_REMEMBERS(state) (1u << VMGL_REMEMBERED_##state)

#define VMGL_REMEMBERED_UNITS 32
#define VMGL_REMEMBERED_TARGETS 4
#define VMGL_REMEMBERED_PROOFS 64
#define VMGL_REMEMBERED_SEEN 4 /* program, renderbuffer, framebuffers */

struct vmgl_remembered_state {
	struct {
		GLint value[4];
		uint8_t known; /* a bit for each value */
	} states[VMGL_REMEMBERED_VALUES];
	struct {
		GLuint texture[VMGL_REMEMBERED_TARGETS], sampler;
		uint8_t known; /* a bit for each target, and one for the sampler */
	} units[VMGL_REMEMBERED_UNITS];
	uint8_t asked;        /* targets whose binding the driver has answered once */
	GLuint unit_limit;    /* texture units there are; 0: not known */
	GLint viewport_limit; /* no larger viewport is taken as it is given; 0: not known */
	unsigned expired;     /* the group's counter, when `proofs` were made */
	/* Names that were certainly bound since then, and so can be bound again: a table that forgets. */
	struct {
		GLenum where;
		GLuint name;
	} proofs[VMGL_REMEMBERED_PROOFS];
	/* What was bound at some time since then: what is bound later, and is another name, was bound by a call. A name
	 * alone may be bound and yet be refused, if it was deleted or linked again meanwhile. */
	struct vmgl_seen {
		GLuint name;
		bool any;
	} seen[VMGL_REMEMBERED_SEEN], seen_units[VMGL_REMEMBERED_UNITS][VMGL_REMEMBERED_TARGETS + 1];
};

/* How many values the guest knows of `pname`, and wrote to `values`; 0: ask. `integers`: they will be integers. */
int vmgl_remembered_get(struct vmgl_context *ctx, GLenum pname, bool integers, GLint64 *values);
/* The driver's answer to glGetIntegerv, and to glGetBooleanv of masks. */
void vmgl_remembered_learn(struct vmgl_context *ctx, GLenum pname, const GLint *values);
void vmgl_remembered_learn_mask(struct vmgl_context *ctx, GLenum pname, const GLboolean *values);
/* Something may have changed these states (bits of ctx->remembers). */
void vmgl_remembered_forget(struct vmgl_context *ctx, uint32_t states);
/* The active texture unit; -1 when it is not known. Asks for it where that makes it known. */
int vmgl_remembered_unit(struct vmgl_context *ctx);

/* Names of objects are deleted, or may be refused from now on; by any context of the group. */
static inline void vmgl_remembered_expire(struct vmgl_context *ctx) {
	atomic_fetch_add_explicit(&ctx->group->expired, 1, memory_order_relaxed);
}

/* What entry points tell after they have sent their command. */
void vmgl_follow_glActiveTexture(struct vmgl_context *ctx, GLenum texture);
void vmgl_follow_glViewport(struct vmgl_context *ctx, GLint x, GLint y, GLsizei width, GLsizei height);
void vmgl_follow_glScissor(struct vmgl_context *ctx, GLint x, GLint y, GLsizei width, GLsizei height);
void vmgl_follow_glUseProgram(struct vmgl_context *ctx, GLuint program);
void vmgl_follow_glBindFramebuffer(struct vmgl_context *ctx, GLenum target, GLuint framebuffer);
void vmgl_follow_glBindRenderbuffer(struct vmgl_context *ctx, GLenum target, GLuint renderbuffer);
void vmgl_follow_glBlendFunc(struct vmgl_context *ctx, GLenum sfactor, GLenum dfactor);
void vmgl_follow_glBlendFuncSeparate(struct vmgl_context *ctx, GLenum source, GLenum destination, GLenum source_alpha,
									 GLenum destination_alpha);
void vmgl_follow_glBlendEquation(struct vmgl_context *ctx, GLenum mode);
void vmgl_follow_glBlendEquationSeparate(struct vmgl_context *ctx, GLenum color, GLenum alpha);
void vmgl_follow_glDepthFunc(struct vmgl_context *ctx, GLenum func);
void vmgl_follow_glDepthMask(struct vmgl_context *ctx, GLboolean flag);
void vmgl_follow_glCullFace(struct vmgl_context *ctx, GLenum mode);
void vmgl_follow_glFrontFace(struct vmgl_context *ctx, GLenum mode);
void vmgl_follow_glMatrixMode(struct vmgl_context *ctx, GLenum mode);
void vmgl_follow_glColorMask(struct vmgl_context *ctx, GLboolean red, GLboolean green, GLboolean blue, GLboolean alpha);
void vmgl_follow_glPolygonMode(struct vmgl_context *ctx, GLenum face, GLenum mode);
void vmgl_follow_glBindTexture(struct vmgl_context *ctx, GLenum target, GLuint texture);
void vmgl_follow_glBindSampler(struct vmgl_context *ctx, GLuint unit, GLuint sampler);

#endif
