#include "hostile_attacks.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "gen/host/handlers.h"
#include "hostile_driver.h"
#include "wire/arrays.h"
#include "wire/platform.h"

/* Where nobody asks for errors, after a glEnd in a list that is executed too, a refused buffer must not take the place
 * of the one that the driver goes on to write to. */
static void feedback_in_list(struct vmgl_host_context *ctx) {
	vmgl_host_vmglFeedbackBuffer(ctx, 1000, GL_2D, GL_TRUE);
	CHECK_EQUAL(ctx->gl->RenderMode(GL_FEEDBACK), 0);
	vmgl_host_vmglSelectBuffer(ctx, 1000, GL_TRUE);
	vmgl_host_glNewList(ctx, 1, GL_COMPILE_AND_EXECUTE);
	vmgl_host_glBegin(ctx, GL_TRIANGLES);
	vmgl_host_glEnd(ctx);
	vmgl_host_vmglFeedbackBuffer(ctx, 8, GL_2D, GL_TRUE);
	vmgl_host_glEndList(ctx);
	ctx->gl->RenderMode(GL_SELECT);
	vmgl_host_glNewList(ctx, 1, GL_COMPILE_AND_EXECUTE);
	vmgl_host_glEnd(ctx);
	vmgl_host_vmglSelectBuffer(ctx, 8, GL_TRUE);
	vmgl_host_glEndList(ctx);
	ctx->gl->RenderMode(GL_RENDER);
	CHECK(!ctx->fatal);
}

void hostile_attacks(struct vmgl_host_context *ctx) {
	static const struct {
		const char *name;
		void (*run)(struct vmgl_host_context *ctx);
	} attacks[] = {
		{"feedback_in_list", feedback_in_list},
	};
	for (size_t i = 0; i < sizeof(attacks) / sizeof(*attacks); i++) {
		const char *only = getenv("HOSTILE_ATTACK");
		if (only && strcmp(only, attacks[i].name) != 0)
			continue;
		if (getenv("HOSTILE_VERBOSE"))
			fprintf(stderr, "%s\n", attacks[i].name);
		attacks[i].run(ctx);
	}
}
