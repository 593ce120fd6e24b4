/* GLX_MESA_query_renderer: what the host says of its GPU. */
#include "guest/glx/glx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/guest/encode.h"
#include "guest/link/connection.h"

static GLuint query_renderer(Display *x11, int screen, int renderer, int attribute, GLuint *values, char **text) {
	struct vmgl_display *display = vmgl_display_get(x11);
	if (!display || screen < 0 || screen >= display->screen_count || !(display->capabilities & VMGL_CAN_QUERY_RENDERER))
		return 0;
	struct vmgl_stream *control = vmgl_control_lock(display->connection);
	struct vmgl_blob blob = {0};
	GLuint count = vmgl_enc_vmglQueryRenderer(control, display->id, (GLuint)screen, (GLuint)renderer, (GLuint)attribute,
											  values, &blob);
	if (text && blob.bytes && blob.bytes < 4096)
		*text = strndup(blob.data, blob.bytes);
	vmgl_control_unlock(display->connection);
	return count;
}

Bool glXQueryRendererIntegerMESA(Display *x11, int screen, int renderer, int attribute, unsigned *value) {
	GLuint values[4];
	GLuint count = query_renderer(x11, screen, renderer, attribute, values, NULL);
	if (count > 0 && count <= 4)
		memcpy(value, values, count * sizeof *values);
	return count > 0;
}

/* The answers live as long as the process; there are two per GPU. */
const char *glXQueryRendererStringMESA(Display *x11, int screen, int renderer, int attribute) {
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static struct {
		Display *x11;
		int screen, renderer, attribute;
		char *text;
	} answers[16];
	static unsigned used;
	const char *result = NULL;
	pthread_mutex_lock(&lock);
	for (unsigned i = 0; i < used; i++)
		if (answers[i].x11 == x11 && answers[i].screen == screen && answers[i].renderer == renderer &&
			answers[i].attribute == attribute)
			result = answers[i].text;
	if (!result && used < sizeof answers / sizeof *answers) {
		GLuint values[4];
		char *text = NULL, *tagged = NULL;
		query_renderer(x11, screen, renderer, attribute, values, &text);
		if (text && attribute == GLX_RENDERER_DEVICE_ID_MESA && asprintf(&tagged, "VMGL (%s)", text) >= 0) {
			free(text);
			text = tagged;
		}
		if (text) {
			answers[used].x11 = x11;
			answers[used].screen = screen;
			answers[used].renderer = renderer;
			answers[used].attribute = attribute;
			answers[used++].text = text;
		}
		result = text;
	}
	pthread_mutex_unlock(&lock);
	return result;
}

Bool glXQueryCurrentRendererIntegerMESA(int attribute, unsigned *value) {
	struct vmgl_context *ctx = vmgl_current;
	return !ctx->none && ctx->display->x11 &&
		   glXQueryRendererIntegerMESA(ctx->display->x11, vmgl_glx_context(ctx)->screen, 0, attribute, value);
}

const char *glXQueryCurrentRendererStringMESA(int attribute) {
	struct vmgl_context *ctx = vmgl_current;
	return ctx->none || !ctx->display->x11
			   ? NULL
			   : glXQueryRendererStringMESA(ctx->display->x11, vmgl_glx_context(ctx)->screen, 0, attribute);
}
