/* What no comparison with native GL can show; the first argument says which:
 *   unknown  glXGetProcAddress of names that nobody has. Prints them and whether there is a function.
 *   swaps    swaps without ever waiting for an answer. Prints "swap N" after each, until it is killed.
 *   lost     waits until its context is lost, then asks everything that programs wait for in loops, and ends.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../programs/support/report.h"
#include "../programs/support/window.h"

static void rest(void) {
	nanosleep(&(struct timespec){0, 2 * 1000 * 1000}, NULL);
}

static void unknown(void) {
	static const char *const names[] = {"glNoSuchCall",
										"glNoSuchCallARB",
										"glXNoSuchCall",
										"gl",
										"",
										"glTexImage2DX",
										"glTexImage2",
										"malloc",
										"vmgl_guest_main",
										"glMakeBufferResidentNV",
										"glMapTexture2DINTEL",
										"glTexImage2D",
										"glBindBufferARB",
										"glXSwapBuffers"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		report("\"%s\": %s", names[i], glXGetProcAddressARB((const GLubyte *)names[i]) ? "a function" : "NULL");
}

static void swaps(void) {
	for (unsigned frame = 1;; frame++) {
		glClear(GL_COLOR_BUFFER_BIT);
		glXSwapBuffers(window.display, window.drawable);
		report("swap %u", frame);
		fflush(stdout);
		rest();
	}
}

static void lost(void) {
	GLuint buffer, query;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glBufferData(GL_ARRAY_BUFFER, 4096, NULL, GL_STATIC_DRAW);
	glGenQueries(1, &query);
	glBeginQuery(GL_SAMPLES_PASSED, query);
	glEndQuery(GL_SAMPLES_PASSED);
	GLsync fence = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
	report("ready");
	fflush(stdout);
	while (glGetError() != GL_CONTEXT_LOST)
		rest();
	/* GL 4.6, 2.3.2: nothing waits for ever, nothing crashes. */
	GLint status = 0;
	GLuint available = 0, result = 0;
	while (status != GL_SIGNALED)
		glGetSynciv(fence, GL_SYNC_STATUS, 1, NULL, &status);
	report("the fence is signalled");
	GLenum waited;
	do
		waited = glClientWaitSync(fence, GL_SYNC_FLUSH_COMMANDS_BIT, 1000);
	while (waited == GL_TIMEOUT_EXPIRED);
	report("the wait is over");
	while (!available)
		glGetQueryObjectuiv(query, GL_QUERY_RESULT_AVAILABLE, &available);
	glGetQueryObjectuiv(query, GL_QUERY_RESULT, &result);
	report("the query is available");
	GLubyte *map = glMapBuffer(GL_ARRAY_BUFFER, GL_WRITE_ONLY);
	if (map)
		memset(map, 1, 4096);
	glUnmapBuffer(GL_ARRAY_BUFFER);
	report("the map is over");
	GLubyte pixels[64] = {0};
	glReadPixels(0, 0, 4, 4, GL_RGBA, GL_UNSIGNED_BYTE, pixels);
	GLuint shader = glCreateShader(GL_VERTEX_SHADER), program = glCreateProgram();
	glCompileShader(shader);
	glLinkProgram(program);
	glGetUniformLocation(program, "x");
	for (int i = 0; i < 20; i++)
		glXSwapBuffers(window.display, window.drawable);
	glFinish();
	glXWaitGL();
	report("string: %s", glGetString(GL_VERSION) ? "some" : "NULL");
	glDeleteSync(fence);
	glXMakeContextCurrent(window.display, None, None, NULL);
	glXDestroyContext(window.display, window.context);
	report("done");
}

int main(int argc, char **argv) {
	const char *what = argc > 1 ? argv[1] : "";
	window_open_compat();
	if (strcmp(what, "unknown") == 0)
		unknown();
	else if (strcmp(what, "swaps") == 0)
		swaps();
	else if (strcmp(what, "lost") == 0)
		lost();
	else
		return 2;
	return 0;
}
