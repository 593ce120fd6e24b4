/* Desktop OpenGL by EGL: compatibility and core contexts, versions, sharing between them, sharing refused between APIs.
 */
#include "support/egl.h"
#include "support/shader.h"

static void profile(const char *name, EGLint major, EGLint minor, EGLint mask) {
	const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION,
								 major,
								 EGL_CONTEXT_MINOR_VERSION,
								 minor,
								 EGL_CONTEXT_OPENGL_PROFILE_MASK,
								 mask,
								 EGL_NONE};
	EGLContext context = eglCreateContext(egl.display, egl.config, EGL_NO_CONTEXT, attributes);
	if (!context) {
		report("%s: %s", name, egl_error());
		return;
	}
	eglMakeCurrent(egl.display, egl.surface, egl.surface, context);
	GLint profile_mask = 0, version[2] = {0, 0}, flags = 0;
	glGetIntegerv(GL_MAJOR_VERSION, &version[0]);
	glGetIntegerv(GL_MINOR_VERSION, &version[1]);
	glGetIntegerv(GL_CONTEXT_PROFILE_MASK, &profile_mask);
	glGetIntegerv(GL_CONTEXT_FLAGS, &flags);
	report("%s: %d.%d, profile %d, flags %d", name, version[0], version[1], profile_mask, flags);
	while (glGetError() != GL_NO_ERROR)
		;
	GLuint list = glGenLists(1);
	report_error("GenLists");
	if (list)
		glDeleteLists(list, 1);
	eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context);
	eglDestroyContext(egl.display, context);
}

int main(void) {
	egl_open(EGL_OPENGL_API, 1, 0);
	EGLint value = 0;
	eglQueryContext(egl.display, egl.context, EGL_CONTEXT_CLIENT_TYPE, &value);
	report("client type 0x%x", value);
	eglQueryContext(egl.display, egl.context, EGL_CONTEXT_CLIENT_VERSION, &value);
	report("client version %d", value);
	glClearColor(0.1f, 0.2f, 0.3f, 1);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	GLuint list = glGenLists(1);
	glNewList(list, GL_COMPILE);
	glBegin(GL_TRIANGLES);
	glColor3f(1, 0, 0);
	glVertex2f(-0.9f, -0.8f);
	glColor3f(0, 1, 0);
	glVertex2f(0.9f, -0.7f);
	glColor3f(0, 0, 1);
	glVertex2f(0.1f, 0.9f);
	glEnd();
	glEndList();
	glCallList(list);
	report_pixels("immediate mode");
	report_integer("draw buffer", GL_DRAW_BUFFER, 1);
	report_integer("double buffered", GL_DOUBLEBUFFER, 1);
	egl_show("frame", WINDOW_SIZE, WINDOW_SIZE);

	profile("no version", 1, 0, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT);
	profile("2.1", 2, 1, EGL_CONTEXT_OPENGL_COMPATIBILITY_PROFILE_BIT);
	profile("3.1", 3, 1, EGL_CONTEXT_OPENGL_COMPATIBILITY_PROFILE_BIT);
	profile("3.3 core", 3, 3, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT);
	profile("4.5 compatibility", 4, 5, EGL_CONTEXT_OPENGL_COMPATIBILITY_PROFILE_BIT);
	profile("4.6 core", 4, 6, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT);

	const EGLint core[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 3, EGL_NONE};
	EGLContext sharing = eglCreateContext(egl.display, egl.config, egl.context, core);
	report("sharing: %d %s", sharing != EGL_NO_CONTEXT, egl_error());
	GLuint buffer;
	glGenBuffers(1, &buffer);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	static const GLfloat corners[] = {-0.5f, -0.5f, 0.5f, -0.5f, 0, 0.5f};
	glBufferData(GL_ARRAY_BUFFER, sizeof(corners), corners, GL_STATIC_DRAW);
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, sharing));
	GLuint array;
	glGenVertexArrays(1, &array);
	glBindVertexArray(array);
	glBindBuffer(GL_ARRAY_BUFFER, buffer);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, NULL);
	glEnableVertexAttribArray(0);
	glUseProgram(shader_program(
		"core", "#version 330\nlayout(location = 0) in vec2 at; void main() { gl_Position = vec4(at, 0, 1); }",
		"#version 330\nout vec4 c; void main() { c = vec4(1, 1, 0, 1); }"));
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArrays(GL_TRIANGLES, 0, 3);
	report_pixels("a core context with a shared buffer");
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context));
	EGL_STEP(eglDestroyContext(egl.display, sharing));
	glCallList(list);
	return egl_finish();
}
