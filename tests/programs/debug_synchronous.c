/* With GL_DEBUG_OUTPUT_SYNCHRONOUS every message arrives within the call that caused it, in the thread that made it. */
#include <pthread.h>
#include <string.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static pthread_t owner;
static const char *call; /* the one that is being made */
static unsigned errors, others, strangers;

static void APIENTRY listen(GLenum source, GLenum type, GLuint id, GLenum severity, GLsizei length, const GLchar *text,
							const void *user) {
	(void)id;
	if (source == GL_DEBUG_SOURCE_APPLICATION) {
		report("  inserted within %s: type 0x%x id %u \"%.*s\"", call, type, id, (int)length, text);
	} else if (source == GL_DEBUG_SOURCE_API && type == GL_DEBUG_TYPE_ERROR) {
		report("  error within %s: severity 0x%x", call, severity);
		errors++;
	} else {
		others++;
	}
	strangers += call == NULL || user != &owner || !pthread_equal(pthread_self(), owner);
	if (strcmp(text, "ask") == 0)
		report("  a question of the callback: %d", glIsEnabled(GL_DEBUG_OUTPUT_SYNCHRONOUS));
}

#define CALL(...)                                                                                                      \
	do {                                                                                                               \
		call = #__VA_ARGS__;                                                                                           \
		report("%s", call);                                                                                            \
		__VA_ARGS__;                                                                                                   \
		call = NULL;                                                                                                   \
	} while (0)

static void insert(const char *text) {
	glDebugMessageInsert(GL_DEBUG_SOURCE_APPLICATION, GL_DEBUG_TYPE_MARKER, 7, GL_DEBUG_SEVERITY_HIGH, -1, text);
}

/* Calls that the guest encodes and does not wait for, in all the ways that there are. */
static void mistakes(void) {
	static const GLfloat floats[16];
	GLuint name = 0;
	CALL(glEnable(0xdead));
	CALL(glBlendFunc(GL_ONE, 0xdead));
	CALL(glBlendFunc(GL_ONE, GL_ZERO));
	CALL(glVertex3f(0, 0, 0));
	CALL(glLightfv(GL_LIGHT0, 0xdead, floats));
	CALL(glUniform4fv(100, 1, floats));
	CALL(glUseProgram(12345));
	CALL(glBindTexture(0xdead, 0));
	CALL(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 4, 4, 3, GL_RGBA, GL_FLOAT, NULL));
	CALL(glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, 0xdead));
	CALL(glDrawArrays(0xdead, 0, 3));
	CALL(glDrawElements(GL_TRIANGLES, -1, GL_UNSIGNED_INT, floats));
	CALL(glGenBuffers(1, &name));
	CALL(glBindBuffer(GL_ARRAY_BUFFER, name));
	CALL(glBufferData(GL_ARRAY_BUFFER, -1, NULL, GL_STATIC_DRAW));
	CALL(glBufferSubData(GL_ARRAY_BUFFER, 10, 10, floats));
	CALL(glBindBuffer(GL_ARRAY_BUFFER, 0));
	CALL(glDeleteBuffers(-1, &name));
	CALL(glBegin(0xdead));
	CALL(glBegin(GL_POINTS));
	CALL(glBegin(GL_POINTS));
	CALL(glEnable(GL_BLEND));
	CALL(glVertex3f(0, 0, 0));
	CALL(glEnd());
	CALL(glEnd());
	CALL(glPopMatrix());
	CALL(glPopAttrib());
	CALL(glEnableVertexAttribArray(10000));
	CALL(glVertexPointer(7, GL_FLOAT, 0, NULL));
	CALL(glPixelStorei(GL_UNPACK_ALIGNMENT, 3));
	CALL(glMapBuffer(GL_ARRAY_BUFFER, GL_READ_ONLY));
	CALL(glGenTextures(-1, &name));
	CALL(glFlush());
	CALL(glGetError());
	CALL(glGetIntegerv(0xdead, (GLint[1]){0}));
	CALL(glDeleteBuffers(1, &name));
}

static void lists(void) {
	CALL(glNewList(1, GL_COMPILE));
	CALL(glEnable(0xdead));
	CALL(glEndList());
	CALL(glCallList(1));
	CALL(glNewList(2, GL_COMPILE_AND_EXECUTE));
	CALL(glBlendFunc(GL_ONE, 0xdead));
	CALL(glEndList());
	CALL(glCallLists(2, GL_UNSIGNED_BYTE, (const GLubyte[]){1, 2}));
}

static void *elsewhere(void *context) {
	owner = pthread_self();
	CALL(glXMakeContextCurrent(window.display, window.drawable, window.drawable, context));
	CALL(glEnable(0xdead));
	CALL(glXMakeContextCurrent(window.display, None, None, NULL));
	return NULL;
}

int main(void) {
	window_open((struct window_request){.major = 4,
										.minor = 3,
										.profile = GLX_CONTEXT_COMPATIBILITY_PROFILE_BIT_ARB,
										.flags = GLX_CONTEXT_DEBUG_BIT_ARB,
										.depth = 24});
	owner = pthread_self();
	glEnable(GL_DEBUG_OUTPUT);
	CALL(glDebugMessageCallback(listen, &owner));
	CALL(glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS));
	mistakes();
	lists();

	CALL(insert("one"));
	CALL(insert("ask"));
	CALL(glPushDebugGroup(GL_DEBUG_SOURCE_APPLICATION, 8, -1, "a group"));
	CALL(glEnable(0xdead));
	CALL(glPopDebugGroup());

	/* What is off stays silent; a list can turn it on. */
	CALL(glDebugMessageControl(GL_DEBUG_SOURCE_API, GL_DEBUG_TYPE_ERROR, GL_DONT_CARE, 0, NULL, GL_FALSE));
	CALL(glEnable(0xdead));
	CALL(glDebugMessageControl(GL_DEBUG_SOURCE_API, GL_DEBUG_TYPE_ERROR, GL_DONT_CARE, 0, NULL, GL_TRUE));
	CALL(glNewList(3, GL_COMPILE));
	CALL(glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS));
	CALL(glEndList());
	CALL(glDisable(GL_DEBUG_OUTPUT_SYNCHRONOUS));
	CALL(glCallList(3));
	CALL(glEnable(0xdead));
	CALL(glDebugMessageCallback(NULL, NULL));
	CALL(glEnable(0xdead));
	CALL(glDebugMessageCallback(listen, &owner));
	CALL(glEnable(0xdead));

	GLXContext context = window.context;
	glXMakeContextCurrent(window.display, None, None, NULL);
	pthread_t thread;
	pthread_create(&thread, NULL, elsewhere, context);
	pthread_join(thread, NULL);
	owner = pthread_self();
	CALL(glXMakeContextCurrent(window.display, window.drawable, window.drawable, context));
	CALL(glEnable(0xdead));
	report("%u errors, %u messages in the wrong place", errors, strangers);
	while (glGetError() != GL_NO_ERROR)
		continue;
	glDebugMessageCallback(NULL, NULL);
	return window_finish();
}
