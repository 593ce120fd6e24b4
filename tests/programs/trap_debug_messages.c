/* Messages of the driver arrive where the program can use them: in its own thread, from within a call of its own, not
 * after the call that asks for the error; with the callback and its argument of that moment; and never for another
 * context. */
#include <pthread.h>
#include <string.h>

#include "support/report.h"
#include "support/window.h"

struct listener {
	const char *name;
	unsigned errors, strangers, unterminated;
};

static pthread_t owner;
static struct listener first = {.name = "first"}, second = {.name = "second"}, other = {.name = "other"};
static bool in_call;

static void APIENTRY listen(GLenum source, GLenum type, GLuint id, GLenum severity, GLsizei length, const GLchar *text,
							const void *user) {
	(void)id, (void)severity;
	struct listener *listener = (struct listener *)(uintptr_t)user;
	if (source != GL_DEBUG_SOURCE_API || type != GL_DEBUG_TYPE_ERROR)
		return;
	listener->errors++;
	listener->strangers += !pthread_equal(pthread_self(), owner) || !in_call;
	listener->unterminated += length < 0 || strlen(text) != (size_t)length || length == 0;
}

static void tell(const char *step) {
	report("%s:", step);
	struct listener *const all[] = {&first, &second, &other};
	for (int i = 0; i < 3; i++)
		report("  %s: %u errors, %u in the wrong place, %u texts without an end", all[i]->name, all[i]->errors,
			   all[i]->strangers, all[i]->unterminated);
}

static void mistakes(int count) {
	in_call = true;
	for (int i = 0; i < count; i++) {
		glEnable(0xdead0000u + (GLenum)i);
		/* The message is there, at the latest, when the error is. */
		report("error: %d", glGetError() == GL_INVALID_ENUM);
	}
	in_call = false;
}

static void use(GLXContext context) {
	in_call = true;
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, context);
	in_call = false;
}

static void *elsewhere(void *context) {
	owner = pthread_self();
	use(context);
	mistakes(2);
	glXMakeContextCurrent(window.display, None, None, NULL);
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
	glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
	glDebugMessageCallback(listen, &first);
	mistakes(3);
	tell("three mistakes");
	glDebugMessageCallback(listen, &second);
	mistakes(2);
	tell("two for another listener");
	GLXContext context = window_new_context(window.context);
	use(context);
	glEnable(GL_DEBUG_OUTPUT);
	glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
	glDebugMessageCallback(listen, &other);
	mistakes(4);
	tell("four in another context");
	use(window.context);
	mistakes(1);
	tell("one in the first again");
	/* The context goes to another thread, and its messages with it. */
	glXMakeContextCurrent(window.display, None, None, NULL);
	pthread_t thread;
	pthread_create(&thread, NULL, elsewhere, window.context);
	pthread_join(thread, NULL);
	tell("two in another thread");
	owner = pthread_self();
	use(window.context);
	glDebugMessageControl(GL_DEBUG_SOURCE_API, GL_DEBUG_TYPE_ERROR, GL_DONT_CARE, 0, NULL, GL_FALSE);
	mistakes(1);
	tell("one that nobody wants to hear of");
	glDebugMessageControl(GL_DEBUG_SOURCE_API, GL_DEBUG_TYPE_ERROR, GL_DONT_CARE, 0, NULL, GL_TRUE);
	glDebugMessageCallback(NULL, NULL);
	mistakes(1);
	tell("one without a listener");
	GLint logged = 0;
	glGetIntegerv(GL_DEBUG_LOGGED_MESSAGES, &logged);
	report("in the log instead: %d", logged);
	glDisable(GL_DEBUG_OUTPUT);
	glXDestroyContext(window.display, context);
	return window_finish();
}
