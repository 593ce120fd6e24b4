#include "guest/gl/remembered.h"

#include "gen/guest/encode.h"
#include "guest/gl/get.h"
#include "guest/gl/lists.h"

/* Which values of which state `pname` asks for. false: none. */
static bool place(const struct vmgl_context *ctx, GLenum pname, enum vmgl_remembered *state, int *first, int *count) {
	const bool compat = ctx->api == VMGL_API_GL_COMPAT, es2 = ctx->api == VMGL_API_GLES2 && ctx->version < 30;
	*first = 0;
	*count = 1;
	switch (pname) {
	case GL_ACTIVE_TEXTURE:
		*state = VMGL_REMEMBERED_ACTIVE_TEXTURE;
		return true;
	case GL_VIEWPORT:
		*state = VMGL_REMEMBERED_VIEWPORT;
		*count = 4;
		return true;
	case GL_SCISSOR_BOX:
		*state = VMGL_REMEMBERED_SCISSOR;
		*count = 4;
		return true;
	case GL_CURRENT_PROGRAM:
		*state = VMGL_REMEMBERED_PROGRAM;
		return true;
	case GL_DRAW_FRAMEBUFFER_BINDING: /* also GL_FRAMEBUFFER_BINDING */
		*state = VMGL_REMEMBERED_FRAMEBUFFERS;
		return true;
	case GL_READ_FRAMEBUFFER_BINDING:
		*state = VMGL_REMEMBERED_FRAMEBUFFERS;
		*first = 1;
		return !es2;
	case GL_RENDERBUFFER_BINDING:
		*state = VMGL_REMEMBERED_RENDERBUFFER;
		return true;
	case GL_BLEND_SRC:
	case GL_BLEND_SRC_RGB:
		*state = VMGL_REMEMBERED_BLEND_FUNC;
		return pname != GL_BLEND_SRC || compat;
	case GL_BLEND_DST:
	case GL_BLEND_DST_RGB:
		*state = VMGL_REMEMBERED_BLEND_FUNC;
		*first = 1;
		return pname != GL_BLEND_DST || compat;
	case GL_BLEND_SRC_ALPHA:
		*state = VMGL_REMEMBERED_BLEND_FUNC;
		*first = 2;
		return true;
	case GL_BLEND_DST_ALPHA:
		*state = VMGL_REMEMBERED_BLEND_FUNC;
		*first = 3;
		return true;
	case GL_BLEND_EQUATION_RGB:
		*state = VMGL_REMEMBERED_BLEND_EQUATION;
		return true;
	case GL_BLEND_EQUATION_ALPHA:
		*state = VMGL_REMEMBERED_BLEND_EQUATION;
		*first = 1;
		return true;
	case GL_DEPTH_FUNC:
		*state = VMGL_REMEMBERED_DEPTH_FUNC;
		return true;
	case GL_DEPTH_WRITEMASK:
		*state = VMGL_REMEMBERED_DEPTH_MASK;
		return true;
	case GL_CULL_FACE_MODE:
		*state = VMGL_REMEMBERED_CULL_FACE;
		return true;
	case GL_FRONT_FACE:
		*state = VMGL_REMEMBERED_FRONT_FACE;
		return true;
	case GL_MATRIX_MODE:
		*state = VMGL_REMEMBERED_MATRIX_MODE;
		return compat;
	case GL_COLOR_WRITEMASK:
		*state = VMGL_REMEMBERED_COLOR_MASK;
		*count = 4;
		return true;
	case GL_POLYGON_MODE:
		*state = VMGL_REMEMBERED_POLYGON_MODE;
		*count = 2;
		return ctx->api != VMGL_API_GLES2;
	default:
		return false;
	}
}

static const GLenum targets[VMGL_REMEMBERED_TARGETS] = {GL_TEXTURE_2D, GL_TEXTURE_3D, GL_TEXTURE_CUBE_MAP,
														GL_TEXTURE_2D_ARRAY};
static const GLenum bindings[VMGL_REMEMBERED_TARGETS] = {GL_TEXTURE_BINDING_2D, GL_TEXTURE_BINDING_3D,
														 GL_TEXTURE_BINDING_CUBE_MAP, GL_TEXTURE_BINDING_2D_ARRAY};

static int index_of(const GLenum *list, GLenum value) {
	for (int i = 0; i < VMGL_REMEMBERED_TARGETS; i++)
		if (list[i] == value)
			return i;
	return -1;
}

#define SAMPLER_BIT (1u << VMGL_REMEMBERED_TARGETS)

/* Where a question is an error, so are the calls that are followed. */
static bool answers(const struct vmgl_context *ctx) {
	return vmgl_questions_answered(ctx) && !ctx->stream.lost && ctx->api != VMGL_API_GLES1;
}

/* Are calls executed, and at once? */
static bool certain(const struct vmgl_context *ctx) {
	const struct vmgl_enables *lists = &ctx->get->enables;
	return answers(ctx) && !lists->unsure && !lists->never && vmgl_list_compiling(ctx) == 0;
}

/* Names may have gone, and bindings with them. */
static struct vmgl_remembered_state *current(struct vmgl_context *ctx) {
	struct vmgl_remembered_state *all = &ctx->get->remembered;
	const unsigned expired = atomic_load_explicit(&ctx->group->expired, memory_order_relaxed);
	if (__builtin_expect(expired == all->expired, 1))
		return all;
	all->expired = expired;
	memset(all->proofs, 0, sizeof all->proofs);
	memset(all->seen, 0, sizeof all->seen);
	memset(all->seen_units, 0, sizeof all->seen_units);
	vmgl_remembered_forget(ctx, VMGL_REMEMBERS(PROGRAM) | VMGL_REMEMBERS(FRAMEBUFFERS) | VMGL_REMEMBERS(RENDERBUFFER) |
									VMGL_REMEMBERS(TEXTURES) | VMGL_REMEMBERS(SAMPLERS));
	return all;
}

static unsigned slot(GLenum where, GLuint name) {
	return (where * 31u + name) % VMGL_REMEMBERED_PROOFS;
}

/* The driver says that `name` is bound. */
static void prove(struct vmgl_remembered_state *all, struct vmgl_seen *seen, GLenum where, GLuint name) {
	if (seen->any && seen->name != name) {
		all->proofs[slot(where, name)].where = where;
		all->proofs[slot(where, name)].name = name;
	}
	*seen = (struct vmgl_seen){name, true};
}

/* `where` is the binding's pname. */
static bool proven(const struct vmgl_remembered_state *all, GLenum where, GLuint name) {
	return all->proofs[slot(where, name)].where == where && all->proofs[slot(where, name)].name == name;
}

void vmgl_remembered_forget(struct vmgl_context *ctx, uint32_t states) {
	struct vmgl_remembered_state *all = &ctx->get->remembered;
	for (unsigned state = 0; state < VMGL_REMEMBERED_VALUES; state++)
		if (states >> state & 1)
			all->states[state].known = 0;
	const unsigned gone = (states & VMGL_REMEMBERS(TEXTURES) ? SAMPLER_BIT - 1 : 0) |
						  (states & VMGL_REMEMBERS(SAMPLERS) ? SAMPLER_BIT : 0);
	for (unsigned unit = 0; gone && unit < VMGL_REMEMBERED_UNITS; unit++)
		all->units[unit].known &= (uint8_t)~gone;
}

static int known_unit(const struct vmgl_context *ctx) {
	const struct vmgl_remembered_state *all = &ctx->get->remembered;
	if (!all->states[VMGL_REMEMBERED_ACTIVE_TEXTURE].known)
		return -1;
	const unsigned unit = (unsigned)all->states[VMGL_REMEMBERED_ACTIVE_TEXTURE].value[0] - GL_TEXTURE0;
	return unit < VMGL_REMEMBERED_UNITS ? (int)unit : -1;
}

int vmgl_remembered_unit(struct vmgl_context *ctx) {
	if (!answers(ctx))
		return -1;
	const int unit = known_unit(ctx);
	GLint value;
	if (unit >= 0 || ctx->get->remembered.states[VMGL_REMEMBERED_ACTIVE_TEXTURE].known || !certain(ctx) ||
		!vmgl_enc_glGetIntegerv(ctx, GL_ACTIVE_TEXTURE, &value))
		return unit;
	vmgl_remembered_learn(ctx, GL_ACTIVE_TEXTURE, &value);
	return known_unit(ctx);
}

int vmgl_remembered_get(struct vmgl_context *ctx, GLenum pname, bool integers, GLint64 *values) {
	if (!ctx->remembers || !answers(ctx))
		return 0;
	struct vmgl_remembered_state *all = current(ctx);
	const int target = index_of(bindings, pname);
	if (target >= 0 || pname == GL_SAMPLER_BINDING) {
		const int unit = known_unit(ctx);
		const unsigned bit = target >= 0 ? 1u << target : SAMPLER_BIT;
		if (unit < 0 || !(all->units[unit].known & bit))
			return 0;
		values[0] = (GLint)(target >= 0 ? all->units[unit].texture[target] : all->units[unit].sampler);
		return 1;
	}
	enum vmgl_remembered state;
	int first, count;
	if (!place(ctx, pname, &state, &first, &count) || (pname == GL_VIEWPORT && !integers))
		return 0;
	const unsigned bits = ((1u << count) - 1) << first;
	if ((all->states[state].known & bits) != bits)
		return 0;
	for (int i = 0; i < count; i++)
		values[i] = all->states[state].value[first + i];
	return count;
}

void vmgl_remembered_learn(struct vmgl_context *ctx, GLenum pname, const GLint *values) {
	if (!answers(ctx))
		return;
	/* As in vmgl_enables_learn(): the question was no error. */
	if (vmgl_list_compiling(ctx) == 0)
		ctx->get->enables.unsure = false;
	struct vmgl_remembered_state *all = current(ctx);
	const int target = index_of(bindings, pname);
	if (target >= 0 || pname == GL_SAMPLER_BINDING) {
		ctx->remembers |= target >= 0 ? VMGL_REMEMBERS(TEXTURES) : VMGL_REMEMBERS(SAMPLERS);
		const int unit = vmgl_remembered_unit(ctx);
		if (unit < 0)
			return;
		prove(all, &all->seen_units[unit][target >= 0 ? target : VMGL_REMEMBERED_TARGETS], pname, (GLuint)values[0]);
		if (target >= 0) {
			all->asked |= (uint8_t)(1u << target);
			all->units[unit].texture[target] = (GLuint)values[0];
			all->units[unit].known |= (uint8_t)(1u << target);
		} else {
			all->units[unit].sampler = (GLuint)values[0];
			all->units[unit].known |= SAMPLER_BIT;
		}
		return;
	}
	enum vmgl_remembered state;
	int first, count;
	if (!place(ctx, pname, &state, &first, &count))
		return;
	ctx->remembers |= 1u << state;
	for (int i = 0; i < count; i++)
		all->states[state].value[first + i] = values[i];
	all->states[state].known |= (uint8_t)(((1u << count) - 1) << first);
	if (state == VMGL_REMEMBERED_PROGRAM)
		prove(all, &all->seen[0], pname, (GLuint)values[0]);
	else if (state == VMGL_REMEMBERED_RENDERBUFFER)
		prove(all, &all->seen[1], pname, (GLuint)values[0]);
	else if (state == VMGL_REMEMBERED_FRAMEBUFFERS)
		prove(all, &all->seen[2 + first], GL_FRAMEBUFFER, (GLuint)values[0]);
	else if (state == VMGL_REMEMBERED_VIEWPORT && all->viewport_limit == 0) {
		GLint limit[2] = {0};
		all->viewport_limit = -1;
		if (vmgl_enc_glGetIntegerv(ctx, GL_MAX_VIEWPORT_DIMS, limit))
			all->viewport_limit = limit[0] < limit[1] ? limit[0] : limit[1];
	}
}

void vmgl_remembered_learn_mask(struct vmgl_context *ctx, GLenum pname, const GLboolean *values) {
	if (pname == GL_DEPTH_WRITEMASK)
		vmgl_remembered_learn(ctx, pname, (const GLint[]){values[0] != 0});
	else if (pname == GL_COLOR_WRITEMASK)
		vmgl_remembered_learn(ctx, pname,
							  (const GLint[]){values[0] != 0, values[1] != 0, values[2] != 0, values[3] != 0});
}

/* The state becomes these values if `valid`, and unknown otherwise. */
static void follow(struct vmgl_context *ctx, enum vmgl_remembered state, bool valid, int count, const GLint *values) {
	struct vmgl_remembered_state *all = current(ctx);
	if (!valid || !certain(ctx)) {
		all->states[state].known = 0;
		return;
	}
	for (int i = 0; i < count; i++)
		all->states[state].value[i] = values[i];
	all->states[state].known = (uint8_t)((1u << count) - 1);
}

void vmgl_follow_glActiveTexture(struct vmgl_context *ctx, GLenum texture) {
	GLuint *limit = &ctx->get->remembered.unit_limit;
	if (*limit == 0)
		*limit = (GLuint)vmgl_limit(ctx, GL_MAX_COMBINED_TEXTURE_IMAGE_UNITS);
	follow(ctx, VMGL_REMEMBERED_ACTIVE_TEXTURE, texture - GL_TEXTURE0 < *limit, 1, (const GLint[]){(GLint)texture});
}

/* Drivers may bring the corner within GL_VIEWPORT_BOUNDS_RANGE, which is at least 32768 either way (OpenGL 4.6, table
 * 23.61). */
void vmgl_follow_glViewport(struct vmgl_context *ctx, GLint x, GLint y, GLsizei width, GLsizei height) {
	const GLint limit = ctx->get->remembered.viewport_limit, bounds = 16384;
	const bool valid = x >= -bounds && x <= bounds && y >= -bounds && y <= bounds && width >= 0 && width <= limit &&
					   height >= 0 && height <= limit;
	follow(ctx, VMGL_REMEMBERED_VIEWPORT, valid, 4, (const GLint[]){x, y, width, height});
}

void vmgl_follow_glScissor(struct vmgl_context *ctx, GLint x, GLint y, GLsizei width, GLsizei height) {
	follow(ctx, VMGL_REMEMBERED_SCISSOR, width >= 0 && height >= 0, 4, (const GLint[]){x, y, width, height});
}

/* Also 0 needs a proof: transform feedback may forbid any change. */
void vmgl_follow_glUseProgram(struct vmgl_context *ctx, GLuint program) {
	follow(ctx, VMGL_REMEMBERED_PROGRAM, proven(current(ctx), GL_CURRENT_PROGRAM, program), 1,
		   (const GLint[]){(GLint)program});
}

void vmgl_follow_glBindFramebuffer(struct vmgl_context *ctx, GLenum target, GLuint framebuffer) {
	struct vmgl_remembered_state *all = current(ctx);
	const bool draw = target == GL_FRAMEBUFFER || target == GL_DRAW_FRAMEBUFFER;
	const bool read = target == GL_FRAMEBUFFER || target == GL_READ_FRAMEBUFFER;
	const bool separate = ctx->api != VMGL_API_GLES2 || ctx->version >= 30;
	if (!certain(ctx) || (!draw && !read) || (target != GL_FRAMEBUFFER && !separate) ||
		!proven(all, GL_FRAMEBUFFER, framebuffer)) {
		all->states[VMGL_REMEMBERED_FRAMEBUFFERS].known = 0;
		return;
	}
	for (int i = 0; i < 2; i++)
		if (i == 0 ? draw : read) {
			all->states[VMGL_REMEMBERED_FRAMEBUFFERS].value[i] = (GLint)framebuffer;
			all->states[VMGL_REMEMBERED_FRAMEBUFFERS].known |= (uint8_t)(1u << i);
		}
}

void vmgl_follow_glBindRenderbuffer(struct vmgl_context *ctx, GLenum target, GLuint renderbuffer) {
	const bool valid = target == GL_RENDERBUFFER && proven(current(ctx), GL_RENDERBUFFER_BINDING, renderbuffer);
	follow(ctx, VMGL_REMEMBERED_RENDERBUFFER, valid, 1, (const GLint[]){(GLint)renderbuffer});
}

/* Factors that every context has. */
static bool factor(GLenum value, bool source) {
	return value <= GL_ONE || (value >= GL_SRC_COLOR && value <= GL_ONE_MINUS_DST_COLOR) ||
		   (value >= GL_CONSTANT_COLOR && value <= GL_ONE_MINUS_CONSTANT_ALPHA) ||
		   (source && value == GL_SRC_ALPHA_SATURATE);
}

void vmgl_follow_glBlendFunc(struct vmgl_context *ctx, GLenum source, GLenum destination) {
	vmgl_follow_glBlendFuncSeparate(ctx, source, destination, source, destination);
}

void vmgl_follow_glBlendFuncSeparate(struct vmgl_context *ctx, GLenum source, GLenum destination, GLenum source_alpha,
									 GLenum destination_alpha) {
	const bool valid = factor(source, true) && factor(destination, false) && factor(source_alpha, true) &&
					   factor(destination_alpha, false);
	follow(ctx, VMGL_REMEMBERED_BLEND_FUNC, valid, 4,
		   (const GLint[]){(GLint)source, (GLint)destination, (GLint)source_alpha, (GLint)destination_alpha});
}

static bool equation(GLenum mode) {
	return mode == GL_FUNC_ADD || mode == GL_FUNC_SUBTRACT || mode == GL_FUNC_REVERSE_SUBTRACT;
}

void vmgl_follow_glBlendEquation(struct vmgl_context *ctx, GLenum mode) {
	vmgl_follow_glBlendEquationSeparate(ctx, mode, mode);
}

void vmgl_follow_glBlendEquationSeparate(struct vmgl_context *ctx, GLenum color, GLenum alpha) {
	follow(ctx, VMGL_REMEMBERED_BLEND_EQUATION, equation(color) && equation(alpha), 2,
		   (const GLint[]){(GLint)color, (GLint)alpha});
}

void vmgl_follow_glDepthFunc(struct vmgl_context *ctx, GLenum func) {
	follow(ctx, VMGL_REMEMBERED_DEPTH_FUNC, func >= GL_NEVER && func <= GL_ALWAYS, 1, (const GLint[]){(GLint)func});
}

void vmgl_follow_glDepthMask(struct vmgl_context *ctx, GLboolean flag) {
	follow(ctx, VMGL_REMEMBERED_DEPTH_MASK, flag <= GL_TRUE, 1,
		   (const GLint[]){flag}); /* Mesa keeps others as they are */
}

void vmgl_follow_glCullFace(struct vmgl_context *ctx, GLenum mode) {
	follow(ctx, VMGL_REMEMBERED_CULL_FACE, mode == GL_FRONT || mode == GL_BACK || mode == GL_FRONT_AND_BACK, 1,
		   (const GLint[]){(GLint)mode});
}

void vmgl_follow_glFrontFace(struct vmgl_context *ctx, GLenum mode) {
	follow(ctx, VMGL_REMEMBERED_FRONT_FACE, mode == GL_CW || mode == GL_CCW, 1, (const GLint[]){(GLint)mode});
}

/* GL_TEXTURE is refused on units without a matrix. */
void vmgl_follow_glMatrixMode(struct vmgl_context *ctx, GLenum mode) {
	follow(ctx, VMGL_REMEMBERED_MATRIX_MODE, mode == GL_MODELVIEW || mode == GL_PROJECTION, 1,
		   (const GLint[]){(GLint)mode});
}

void vmgl_follow_glColorMask(struct vmgl_context *ctx, GLboolean red, GLboolean green, GLboolean blue,
							 GLboolean alpha) {
	follow(ctx, VMGL_REMEMBERED_COLOR_MASK, true, 4, (const GLint[]){red != 0, green != 0, blue != 0, alpha != 0});
}

void vmgl_follow_glPolygonMode(struct vmgl_context *ctx, GLenum face, GLenum mode) {
	const bool valid = face == GL_FRONT_AND_BACK && mode >= GL_POINT && mode <= GL_FILL;
	follow(ctx, VMGL_REMEMBERED_POLYGON_MODE, valid, 2, (const GLint[]){(GLint)mode, (GLint)mode});
}

void vmgl_follow_glBindTexture(struct vmgl_context *ctx, GLenum target, GLuint texture) {
	const int index = index_of(targets, target), unit = known_unit(ctx);
	if (index < 0) /* another target of this unit, or none: a texture has one target for all its life */
		return;
	struct vmgl_remembered_state *all = current(ctx);
	if (unit < 0 || !certain(ctx)) {
		vmgl_remembered_forget(ctx, VMGL_REMEMBERS(TEXTURES));
		return;
	}
	const uint8_t bit = (uint8_t)(1u << index);
	all->units[unit].known &= (uint8_t)~bit;
	if (texture == 0 ? all->asked & bit : proven(all, bindings[index], texture)) {
		all->units[unit].texture[index] = texture;
		all->units[unit].known |= bit;
	}
}

void vmgl_follow_glBindSampler(struct vmgl_context *ctx, GLuint unit, GLuint sampler) {
	struct vmgl_remembered_state *all = current(ctx);
	if (unit >= VMGL_REMEMBERED_UNITS)
		return;
	all->units[unit].known &= (uint8_t)~SAMPLER_BIT;
	if (certain(ctx) && proven(all, GL_SAMPLER_BINDING, sampler)) {
		all->units[unit].sampler = sampler;
		all->units[unit].known |= SAMPLER_BIT;
	}
}
