#include "guest/gl/enables.h"

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/gl/get.h"
#include "guest/gl/lists.h"

/* The bit of a capability, or -1. Not here: what depends on other state (textures on the active unit, and glEnable
 * is refused there where glIsEnabled is not), what other capabilities change too (GL_DEPTH_CLAMP), and what the guest
 * keeps anyway (arrays, primitive restart). */
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

bool vmgl_enables_get(const struct vmgl_context *ctx, GLenum cap, bool *on) {
	const struct vmgl_enables *enables = &ctx->get->enables;
	/* Between glBegin and glEnd the question is an error. */
	if (enables->known == 0 || ctx->lists->in_begin || ctx->stream.lost)
		return false;
	int bit = bit_of(cap);
	if (bit < 0 || (enables->known >> bit & 1) == 0)
		return false;
	*on = enables->on >> bit & 1;
	return true;
}

void vmgl_enables_learn(struct vmgl_context *ctx, GLenum cap, bool on) {
	struct vmgl_enables *enables = &ctx->get->enables;
	int bit = bit_of(cap);
	if (bit < 0)
		return;
	enables->known |= UINT64_C(1) << bit;
	enables->on = (enables->on & ~(UINT64_C(1) << bit)) | (uint64_t)on << bit;
	/* The question was no error, so we are outside of glBegin and glEnd. While a list is said to be compiled, that
	 * may be wrong: glNewList may have been refused. */
	if (vmgl_list_compiling(ctx) == 0)
		enables->unsure = false;
}

void vmgl_enables_set(struct vmgl_context *ctx, GLenum cap, bool on) {
	struct vmgl_enables *enables = &ctx->get->enables;
	if (enables->known == 0)
		return;
	int bit = bit_of(cap);
	if (bit < 0) {
		/* It may be another name for one of ours, or concern several. */
		enables->known = 0;
		return;
	}
	uint64_t mask = UINT64_C(1) << bit;
	if (enables->unsure || enables->never || ctx->lists->in_begin)
		enables->known &= ~mask;
	else if (vmgl_list_compiling(ctx) != GL_COMPILE)
		enables->on = on ? enables->on | mask : enables->on & ~mask;
}

void vmgl_enables_forget(struct vmgl_context *ctx) {
	ctx->get->enables.known = 0;
}

void vmgl_enables_list(struct vmgl_context *ctx) {
	ctx->get->enables.never |= ctx->lists->in_begin;
}

void vmgl_guest_glEnablei(struct vmgl_context *ctx, GLenum target, GLuint index) {
	vmgl_enables_forget(ctx);
	vmgl_enc_glEnablei(ctx, target, index);
}

void vmgl_guest_glDisablei(struct vmgl_context *ctx, GLenum target, GLuint index) {
	vmgl_enables_forget(ctx);
	vmgl_enc_glDisablei(ctx, target, index);
}

void vmgl_guest_glCallList(struct vmgl_context *ctx, GLuint list) {
	vmgl_enables_forget(ctx);
	ctx->get->enables.unsure = true;
	vmgl_enc_glCallList(ctx, list);
}

void vmgl_guest_glCallLists(struct vmgl_context *ctx, GLsizei n, GLenum type, const void *lists) {
	vmgl_enables_forget(ctx);
	ctx->get->enables.unsure = true;
	vmgl_enc_glCallLists(ctx, n, type, lists);
}
