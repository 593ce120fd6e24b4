/* Debug output: messages of the application through the callback and the log, groups, filters, labels. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

static int calls;

static void APIENTRY on_message(GLenum source, GLenum type, GLuint id, GLenum severity, GLsizei length,
								const GLchar *text, const void *user) {
	/* The driver's own messages differ from driver to driver, or from run to run. */
	if (source != GL_DEBUG_SOURCE_APPLICATION && source != GL_DEBUG_SOURCE_THIRD_PARTY)
		return;
	calls++;
	report("message: source 0x%x type 0x%x id %u severity 0x%x length %d \"%s\", user %s", source, type, id, severity,
		   length, text, user == &calls ? "ours" : "?");
}

static void insert(GLenum type, GLuint id, GLenum severity, const char *text) {
	glDebugMessageInsert(GL_DEBUG_SOURCE_APPLICATION, type, id, severity, -1, text);
}

int main(void) {
	window_open((struct window_request){.major = 3, .minor = 0, .flags = GLX_CONTEXT_DEBUG_BIT_ARB, .depth = 24});
	window_require("GL_KHR_debug");
	GET(GL_DEBUG_OUTPUT);
	glEnable(GL_DEBUG_OUTPUT);
	glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
	glDebugMessageControl(GL_DEBUG_SOURCE_API, GL_DONT_CARE, GL_DONT_CARE, 0, NULL, GL_FALSE);
	glDebugMessageControl(GL_DEBUG_SOURCE_SHADER_COMPILER, GL_DONT_CARE, GL_DONT_CARE, 0, NULL, GL_FALSE);
	glDebugMessageCallback(on_message, &calls);
	void *pointer = NULL;
	glGetPointerv(GL_DEBUG_CALLBACK_FUNCTION, &pointer);
	report("callback is ours: %d", pointer == (void *)on_message);
	glGetPointerv(GL_DEBUG_CALLBACK_USER_PARAM, &pointer);
	report("user is ours: %d", pointer == &calls);
	insert(GL_DEBUG_TYPE_MARKER, 1, GL_DEBUG_SEVERITY_HIGH, "one");
	glDebugMessageInsert(GL_DEBUG_SOURCE_THIRD_PARTY, GL_DEBUG_TYPE_OTHER, 2, GL_DEBUG_SEVERITY_LOW, 3, "twothree");
	glFinish();
	report("calls: %d", calls);
	glDebugMessageControl(GL_DEBUG_SOURCE_APPLICATION, GL_DEBUG_TYPE_MARKER, GL_DONT_CARE, 1, (const GLuint[]){1},
						  GL_FALSE);
	insert(GL_DEBUG_TYPE_MARKER, 1, GL_DEBUG_SEVERITY_HIGH, "filtered");
	insert(GL_DEBUG_TYPE_MARKER, 3, GL_DEBUG_SEVERITY_HIGH, "three");
	glPushDebugGroup(GL_DEBUG_SOURCE_APPLICATION, 9, -1, "group");
	GET(GL_DEBUG_GROUP_STACK_DEPTH);
	glDebugMessageControl(GL_DONT_CARE, GL_DONT_CARE, GL_DEBUG_SEVERITY_NOTIFICATION, 0, NULL, GL_FALSE);
	insert(GL_DEBUG_TYPE_MARKER, 4, GL_DEBUG_SEVERITY_NOTIFICATION, "filtered in the group");
	glPopDebugGroup();
	insert(GL_DEBUG_TYPE_MARKER, 4, GL_DEBUG_SEVERITY_NOTIFICATION, "after the group");
	STEP(glPopDebugGroup());
	glFinish();
	report("calls: %d", calls);

	/* Without a callback messages go into the log. */
	glDebugMessageCallback(NULL, NULL);
	insert(GL_DEBUG_TYPE_PERFORMANCE, 11, GL_DEBUG_SEVERITY_MEDIUM, "first in the log");
	insert(GL_DEBUG_TYPE_PORTABILITY, 12, GL_DEBUG_SEVERITY_LOW, "second");
	insert(GL_DEBUG_TYPE_ERROR, 13, GL_DEBUG_SEVERITY_HIGH, "third");
	GET(GL_DEBUG_LOGGED_MESSAGES);
	GET(GL_DEBUG_NEXT_LOGGED_MESSAGE_LENGTH);
	GLenum sources[4] = {0}, types[4] = {0}, severities[4] = {0};
	GLuint ids[4] = {0};
	GLsizei lengths[4] = {0};
	char text[64];
	memset(text, '#', sizeof(text));
	report("small: %u", glGetDebugMessageLog(4, 20, sources, types, ids, severities, lengths, text));
	report("first: 0x%x 0x%x %u 0x%x %d \"%s\"", sources[0], types[0], ids[0], severities[0], lengths[0], text);
	report("rest: %u", glGetDebugMessageLog(4, sizeof(text), sources, types, ids, severities, lengths, text));
	report("second: 0x%x %u %d, third: 0x%x %u %d", types[0], ids[0], lengths[0], types[1], ids[1], lengths[1]);
	report_bytes("texts", text, (size_t)(lengths[0] + lengths[1]));
	report("empty: %u", glGetDebugMessageLog(4, 0, NULL, NULL, NULL, NULL, NULL, NULL));

	/* Labels. */
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glObjectLabel(GL_BUFFER, buffer, -1, "vertices of the house");
	GLsizei length = -1;
	memset(text, '#', sizeof(text));
	glGetObjectLabel(GL_BUFFER, buffer, sizeof(text), &length, text);
	report("label \"%s\" (%d)", text, length);
	glGetObjectLabel(GL_BUFFER, buffer, 9, &length, text);
	report("cut \"%s\" (%d)", text, length);
	glObjectLabel(GL_BUFFER, buffer, 0, NULL);
	glGetObjectLabel(GL_BUFFER, buffer, sizeof(text), &length, text);
	report("removed \"%s\" (%d)", text, length);
	GLsync sync = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
	glObjectPtrLabel(sync, -1, "a fence");
	glGetObjectPtrLabel(sync, sizeof(text), &length, text);
	report("fence \"%s\" (%d)", text, length);
	STEP(glObjectLabel(GL_BUFFER, 98765, -1, "nothing"));
	STEP(glObjectLabel(GL_TEXTURE_2D, buffer, -1, "nothing"));
	STEP(glDebugMessageInsert(GL_DEBUG_SOURCE_API, GL_DEBUG_TYPE_MARKER, 1, GL_DEBUG_SEVERITY_LOW, -1, "not ours"));
	static char huge[70000];
	memset(huge, 'x', sizeof(huge) - 1);
	STEP(glDebugMessageInsert(GL_DEBUG_SOURCE_APPLICATION, GL_DEBUG_TYPE_MARKER, 1, GL_DEBUG_SEVERITY_LOW, -1, huge));
	glColor3f(0.5f, 1, 0);
	glRectf(-0.5f, -0.5f, 0.5f, 0.5f);
	report_pixels("end");
	return window_finish();
}
