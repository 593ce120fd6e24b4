/* Texture residence (OpenGL 4.6 compatibility profile, section 8.1). */
#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "gen/guest/handlers.h"
#include "guest/context.h"

/* Where all textures are resident, and where the call fails, `residences` stays as it was. */
#define RESIDENT(name)                                                                                                 \
	GLboolean vmgl_guest_##name(struct vmgl_context *ctx, GLsizei n, const GLuint *textures, GLboolean *residences) {  \
		GLboolean *answers = n > 0 && residences ? malloc((size_t)n) : NULL;                                           \
		if (answers)                                                                                                   \
			memcpy(answers, residences, (size_t)n);                                                                    \
		const GLboolean all = vmgl_enc_##name(ctx, n, textures, answers);                                              \
		if (!all && answers)                                                                                           \
			memcpy(residences, answers, (size_t)n);                                                                    \
		free(answers);                                                                                                 \
		return all;                                                                                                    \
	}
RESIDENT(glAreTexturesResident)
RESIDENT(glAreTexturesResidentEXT)
#undef RESIDENT
