/* What is advertised is one list, whichever way it is asked for, in every context; everything on it is there, before
 * and after a context is current; the pointers are the same everywhere. */
#include <string.h>

#include "support/report.h"
#include "support/window.h"

static unsigned words_of(const char *list) {
	unsigned words = 0;
	for (; *list; list += strspn(list, " ")) {
		words++;
		list += strcspn(list, " ");
	}
	return words;
}

static bool listed(const char *list, const char *name) {
	size_t length = strlen(name);
	for (const char *at = list; (at = strstr(at, name)) != NULL; at += length)
		if ((at == list || at[-1] == ' ') && (at[length] == 0 || at[length] == ' '))
			return true;
	return false;
}

/* A function of the extension, for those that a program would try. */
static const struct {
	const char *extension, *function;
} some[] = {
	{"GL_ARB_vertex_buffer_object", "glBindBufferARB"},
	{"GL_ARB_map_buffer_range", "glMapBufferRange"},
	{"GL_ARB_buffer_storage", "glBufferStorage"},
	{"GL_ARB_sync", "glFenceSync"},
	{"GL_ARB_multi_draw_indirect", "glMultiDrawElementsIndirect"},
	{"GL_ARB_direct_state_access", "glNamedBufferStorage"},
	{"GL_ARB_compute_shader", "glDispatchCompute"},
	{"GL_ARB_robustness", "glGetGraphicsResetStatusARB"},
	{"GL_KHR_debug", "glDebugMessageCallback"},
	{"GL_EXT_framebuffer_object", "glGenFramebuffersEXT"},
	{"GL_EXT_direct_state_access", "glNamedBufferDataEXT"},
	{"GL_ARB_gl_spirv", "glSpecializeShaderARB"},
	{"GL_ARB_shader_objects", "glCreateProgramObjectARB"},
	{"GL_EXT_texture_array", "glFramebufferTextureLayerEXT"},
	{"GL_ARB_get_program_binary", "glProgramBinary"},
	{"GL_NV_conditional_render", "glBeginConditionalRenderNV"},
};
/* Handles and addresses of the driver, which a renderer cannot hand out: either not advertised, or whole. */
static const struct {
	const char *extension, *function;
} risky[] = {
	{"GL_ARB_bindless_texture", "glGetTextureHandleARB"}, {"GL_NV_shader_buffer_load", "glMakeBufferResidentNV"},
	{"GL_EXT_memory_object_fd", "glImportMemoryFdEXT"},   {"GL_EXT_semaphore_fd", "glImportSemaphoreFdEXT"},
	{"GL_INTEL_map_texture", "glMapTexture2DINTEL"},      {"GL_NV_vertex_array_range", "glVertexArrayRangeNV"},
};

static void *function(const char *name) {
	return (void *)(uintptr_t)glXGetProcAddressARB((const GLubyte *)name);
}

static void *before[sizeof(some) / sizeof(*some)];

static void lists(const char *when, bool has_string) {
	GLint count = 0;
	glGetIntegerv(GL_NUM_EXTENSIONS, &count);
	const char *string = has_string ? (const char *)glGetString(GL_EXTENSIONS) : NULL;
	unsigned missing = 0, doubled = 0, odd = 0;
	for (GLint i = 0; i < count; i++) {
		const char *name = (const char *)glGetStringi(GL_EXTENSIONS, (GLuint)i);
		odd += strncmp(name, "GL_", 3) != 0 || strchr(name, ' ') != NULL;
		missing += string && !listed(string, name);
		for (GLint j = 0; j < i; j++)
			doubled += strcmp(name, (const char *)glGetStringi(GL_EXTENSIONS, (GLuint)j)) == 0;
	}
	report("%s: some: %d, the same number: %d, missing %u, doubled %u, odd %u", when, count > 50,
		   !string || (unsigned)count == words_of(string), missing, doubled, odd);
	for (unsigned i = 0; i < sizeof(some) / sizeof(*some); i++) {
		bool has = window_has(some[i].extension);
		report("%s %d, %s: %s", some[i].extension, has, some[i].function,
			   !has                                      ? "not asked for"
			   : !function(some[i].function)             ? "missing"
			   : before[i] != function(some[i].function) ? "another one than before"
														 : "there");
	}
	for (unsigned i = 0; i < sizeof(risky) / sizeof(*risky); i++)
		if (window_has(risky[i].extension) && !function(risky[i].function))
			report("%s is advertised, but not there", risky[i].extension);
	report_error(when);
}

int main(void) {
	for (unsigned i = 0; i < sizeof(some) / sizeof(*some); i++)
		before[i] = function(some[i].function);
	window_open_compat();
	lists("compatibility", true);
	GLint major = 0, minor = 0;
	glGetIntegerv(GL_MAJOR_VERSION, &major);
	glGetIntegerv(GL_MINOR_VERSION, &minor);
	const char *version = (const char *)glGetString(GL_VERSION);
	report("version %.3s is %d.%d: %d", version, major, minor, version[0] - '0' == major && version[2] - '0' == minor);
	/* Every version that is claimed has its calls. */
	static const struct {
		int version;
		const char *function;
	} core[] = {{13, "glActiveTexture"},       {14, "glBlendFuncSeparate"},  {15, "glBeginQuery"},
				{20, "glUseProgram"},          {21, "glUniformMatrix2x3fv"}, {30, "glBindFramebuffer"},
				{31, "glUniformBlockBinding"}, {32, "glFenceSync"},          {33, "glBindSampler"},
				{40, "glPatchParameteri"},     {41, "glProgramUniform1i"},   {42, "glMemoryBarrier"},
				{43, "glDispatchCompute"},     {44, "glBindBuffersBase"},    {45, "glCreateBuffers"},
				{46, "glSpecializeShader"}};
	for (unsigned i = 0; i < sizeof(core) / sizeof(*core); i++)
		if (major * 10 + minor >= core[i].version)
			report("%d: %s", core[i].version, function(core[i].function) ? "there" : "missing");
	GLXContext other = window_new_context(NULL);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, other);
	lists("another context", true);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glXDestroyContext(window.display, other);

	PFNGLXCREATECONTEXTATTRIBSARBPROC create =
		(PFNGLXCREATECONTEXTATTRIBSARBPROC)function("glXCreateContextAttribsARB");
	GLXContext core_context =
		create(window.display, window.config, NULL, True,
			   (const int[]){GLX_CONTEXT_MAJOR_VERSION_ARB, 3, GLX_CONTEXT_MINOR_VERSION_ARB, 3,
							 GLX_CONTEXT_PROFILE_MASK_ARB, GLX_CONTEXT_CORE_PROFILE_BIT_ARB, None});
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, core_context);
	report("one string in a core profile: %s", glGetString(GL_EXTENSIONS) ? "some" : "NULL");
	report_error("core");
	lists("core", false);
	glXMakeContextCurrent(window.display, window.drawable, window.drawable, window.context);
	glXDestroyContext(window.display, core_context);
	return window_finish();
}
