#include "guest/gl/enables.h"

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/debug.h"
#include "guest/gl/get.h"
#include "guest/gl/lists.h"
#include "guest/gl/vertex_arrays.h"

/* The bit of a capability, or -1. Not here: what depends on other state (textures on the active unit), what other
 * capabilities change too (GL_DEPTH_CLAMP), and what the guest keeps anyway (arrays, primitive restart). */
static int bit_of(GLenum cap) {
	if (cap >= GL_LIGHT0 && cap <= GL_LIGHT7)
		return (int)(cap - GL_LIGHT0);
	if (cap >= GL_CLIP_PLANE0 && cap < GL_CLIP_PLANE0 + 8)
		return 8 + (int)(cap - GL_CLIP_PLANE0);
	switch (cap) {
	case GL_ALPHA_TEST:
		return 16;
	case GL_BLEND:
		return 17;
	case GL_COLOR_LOGIC_OP:
		return 18;
	case GL_COLOR_MATERIAL:
		return 19;
	case GL_CULL_FACE:
		return 20;
	case GL_DEPTH_TEST:
		return 21;
	case GL_DITHER:
		return 22;
	case GL_FOG:
		return 23;
	case GL_FRAMEBUFFER_SRGB:
		return 24;
	case GL_LIGHTING:
		return 25;
	case GL_LINE_SMOOTH:
		return 26;
	case GL_LINE_STIPPLE:
		return 27;
	case GL_MULTISAMPLE:
		return 28;
	case GL_NORMALIZE:
		return 29;
	case GL_POINT_SMOOTH:
		return 30;
	case GL_POLYGON_OFFSET_FILL:
		return 31;
	case GL_POLYGON_OFFSET_LINE:
		return 32;
	case GL_POLYGON_OFFSET_POINT:
		return 33;
	case GL_POLYGON_SMOOTH:
		return 34;
	case GL_POLYGON_STIPPLE:
		return 35;
	case GL_PROGRAM_POINT_SIZE:
		return 36;
	case GL_RASTERIZER_DISCARD:
		return 37;
	case GL_RESCALE_NORMAL:
		return 38;
	case GL_SAMPLE_ALPHA_TO_COVERAGE:
		return 39;
	case GL_SAMPLE_ALPHA_TO_ONE:
		return 40;
	case GL_SAMPLE_COVERAGE:
		return 41;
	case GL_SCISSOR_TEST:
		return 42;
	case GL_STENCIL_TEST:
		return 43;
	case GL_TEXTURE_CUBE_MAP_SEAMLESS:
		return 44;
	default:
		return -1;
	}
}

/* The bit of a capability that each texture unit has, or -1. */
static int unit_bit_of(GLenum cap) {
	switch (cap) {
	case GL_TEXTURE_1D:
	case GL_TEXTURE_2D:
		return (int)(cap - GL_TEXTURE_1D);
	case GL_TEXTURE_3D:
		return 2;
	case GL_TEXTURE_CUBE_MAP:
		return 3;
	case GL_TEXTURE_RECTANGLE:
		return 4;
	case GL_TEXTURE_GEN_S:
	case GL_TEXTURE_GEN_T:
	case GL_TEXTURE_GEN_R:
	case GL_TEXTURE_GEN_Q:
		return 5 + (int)(cap - GL_TEXTURE_GEN_S);
	default:
		return -1;
	}
}

/* The active unit where glEnable is as good as glIsEnabled, or -1. */
static int unit(struct vmgl_context *ctx) {
	if (ctx->api != VMGL_API_GL_COMPAT)
		return -1;
	const int active = vmgl_remembered_unit(ctx);
	return active < VMGL_ENABLE_UNITS && active < vmgl_limit(ctx, GL_MAX_TEXTURE_UNITS) ? active : -1;
}

bool vmgl_enables_get(struct vmgl_context *ctx, GLenum cap, bool *on) {
	const struct vmgl_enables *enables = &ctx->get->enables;
	if ((enables->known == 0 && !enables->units) || !vmgl_questions_answered(ctx) || ctx->stream.lost)
		return false;
	int bit = bit_of(cap);
	if (bit >= 0) {
		*on = enables->on >> bit & 1;
		return enables->known >> bit & 1;
	}
	bit = unit_bit_of(cap);
	const int active = bit < 0 || !enables->units ? -1 : unit(ctx);
	if (active < 0 || (enables->unit_known[active] >> bit & 1) == 0)
		return false;
	*on = enables->unit_on[active] >> bit & 1;
	return true;
}

void vmgl_enables_learn(struct vmgl_context *ctx, GLenum cap, bool on) {
	struct vmgl_enables *enables = &ctx->get->enables;
	const int bit = bit_of(cap), unit_bit = unit_bit_of(cap);
	if ((bit < 0 && unit_bit < 0) || !vmgl_questions_answered(ctx))
		return;
	/* The question was no error, so we are outside of glBegin and glEnd. While a list is said to be compiled, that
	 * may be wrong: glNewList may have been refused. */
	if (vmgl_list_compiling(ctx) == 0)
		enables->unsure = false;
	if (bit >= 0) {
		enables->known |= UINT64_C(1) << bit;
		enables->on = (enables->on & ~(UINT64_C(1) << bit)) | (uint64_t)on << bit;
		return;
	}
	ctx->remembers |= VMGL_REMEMBERS(ACTIVE_TEXTURE);
	const int active = unit(ctx);
	if (active < 0)
		return;
	enables->units = true;
	enables->unit_known[active] |= (uint16_t)(1u << unit_bit);
	enables->unit_on[active] = (uint16_t)((enables->unit_on[active] & ~(1u << unit_bit)) | (unsigned)on << unit_bit);
}

/* Of a texture unit. Nothing else depends on these. */
static void set_unit(struct vmgl_context *ctx, int bit, bool on) {
	struct vmgl_enables *enables = &ctx->get->enables;
	const uint16_t mask = (uint16_t)(1u << bit);
	if (!enables->units)
		return;
	const bool certain = !enables->unsure && !enables->never && !ctx->lists->in_begin && vmgl_list_compiling(ctx) == 0;
	const int active = certain ? unit(ctx) : -1;
	if (active < 0)
		for (unsigned i = 0; i < VMGL_ENABLE_UNITS; i++)
			enables->unit_known[i] &= (uint16_t)~mask;
	else if (enables->unit_known[active] & mask)
		enables->unit_on[active] = (uint16_t)(on ? enables->unit_on[active] | mask : enables->unit_on[active] & ~mask);
}

/* Something else may have changed capabilities. */
static void forget(struct vmgl_context *ctx) {
	struct vmgl_enables *enables = &ctx->get->enables;
	enables->known = 0;
	if (enables->units)
		memset(enables->unit_known, 0, sizeof enables->unit_known);
	enables->units = false;
}

/* What is known follows glEnable and glDisable. */
static void follow(struct vmgl_context *ctx, GLenum cap, bool on) {
	struct vmgl_enables *enables = &ctx->get->enables;
	if (enables->known == 0 && !enables->units)
		return;
	int bit = bit_of(cap);
	if (bit < 0) {
		bit = unit_bit_of(cap);
		if (bit >= 0)
			set_unit(ctx, bit, on);
		else /* It may be another name for one of ours, or concern several. */
			forget(ctx);
		return;
	}
	uint64_t mask = UINT64_C(1) << bit;
	if (enables->unsure || enables->never || !vmgl_questions_answered(ctx))
		enables->known &= ~mask;
	else if (vmgl_list_compiling(ctx) != GL_COMPILE)
		enables->on = on ? enables->on | mask : enables->on & ~mask;
}

void vmgl_enables_list(struct vmgl_context *ctx) {
	ctx->get->enables.never |= ctx->lists->in_begin;
}

/* True when the driver need not hear of the call. */
static bool told(struct vmgl_context *ctx, GLenum cap, bool on) {
	follow(ctx, cap, on);
	switch (cap) {
	case GL_PRIMITIVE_RESTART:
	case GL_PRIMITIVE_RESTART_FIXED_INDEX:
		vmgl_restart_enable(ctx, cap, on);
		return false;
	case GL_VERTEX_ARRAY:
	case GL_NORMAL_ARRAY:
	case GL_COLOR_ARRAY:
	case GL_INDEX_ARRAY:
	case GL_TEXTURE_COORD_ARRAY:
	case GL_EDGE_FLAG_ARRAY:
	case GL_FOG_COORD_ARRAY:
	case GL_SECONDARY_COLOR_ARRAY:
	case GL_POINT_SIZE_ARRAY_OES:
		return vmgl_arrays_enable(ctx, cap, on);
	default:
		return false;
	}
}

void vmgl_guest_glEnable(struct vmgl_context *ctx, GLenum cap) {
	if (!told(ctx, cap, true))
		vmgl_enc_glEnable(ctx, cap);
	if (__builtin_expect(cap == GL_DEBUG_OUTPUT_SYNCHRONOUS, 0))
		vmgl_debug_synchronous(ctx, true);
}

void vmgl_guest_glDisable(struct vmgl_context *ctx, GLenum cap) {
	if (!told(ctx, cap, false))
		vmgl_enc_glDisable(ctx, cap);
	if (__builtin_expect(cap == GL_DEBUG_OUTPUT_SYNCHRONOUS, 0))
		vmgl_debug_synchronous(ctx, false);
}

void vmgl_guest_glPopAttrib(struct vmgl_context *ctx) {
	ctx->vertex->restart.unknown = true;
	forget(ctx);
	vmgl_remembered_forget(ctx, ctx->remembers);
	vmgl_enc_glPopAttrib(ctx);
}

void vmgl_guest_glEnablei(struct vmgl_context *ctx, GLenum target, GLuint index) {
	forget(ctx);
	vmgl_enc_glEnablei(ctx, target, index);
}

void vmgl_guest_glDisablei(struct vmgl_context *ctx, GLenum target, GLuint index) {
	forget(ctx);
	vmgl_enc_glDisablei(ctx, target, index);
}

/* A list may have changed everything. */
static void after_list(struct vmgl_context *ctx) {
	forget(ctx);
	vmgl_remembered_forget(ctx, ctx->remembers);
	ctx->get->enables.unsure = true;
}

void vmgl_guest_glCallList(struct vmgl_context *ctx, GLuint list) {
	after_list(ctx);
	vmgl_enc_glCallList(ctx, list);
}

void vmgl_guest_glCallLists(struct vmgl_context *ctx, GLsizei n, GLenum type, const void *lists) {
	after_list(ctx);
	vmgl_enc_glCallLists(ctx, n, type, lists);
}
