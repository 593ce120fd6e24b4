/* Pbuffers: sizes, contents, several of them, no context configuration, multisampling, as textures. */
#include "support/egl.h"
#include "support/shader.h"

static EGLSurface pbuffer(EGLConfig config, EGLint width, EGLint height, bool texture) {
	const EGLint attributes[] = {EGL_WIDTH,
								 width,
								 EGL_HEIGHT,
								 height,
								 EGL_TEXTURE_FORMAT,
								 texture ? EGL_TEXTURE_RGB : EGL_NO_TEXTURE,
								 EGL_TEXTURE_TARGET,
								 texture ? EGL_TEXTURE_2D : EGL_NO_TEXTURE,
								 EGL_NONE};
	return eglCreatePbufferSurface(egl.display, config, attributes);
}

static void query(const char *name, EGLSurface surface) {
	static const EGLint attributes[] = {EGL_WIDTH,
										EGL_HEIGHT,
										EGL_LARGEST_PBUFFER,
										EGL_TEXTURE_FORMAT,
										EGL_TEXTURE_TARGET,
										EGL_MIPMAP_TEXTURE,
										EGL_SWAP_BEHAVIOR,
										EGL_RENDER_BUFFER,
										EGL_MULTISAMPLE_RESOLVE,
										EGL_VG_COLORSPACE,
										EGL_PIXEL_ASPECT_RATIO};
	EGLint values[11];
	for (int i = 0; i < 11; i++)
		if (!eglQuerySurface(egl.display, surface, attributes[i], &values[i]))
			values[i] = -7;
	report_ints(name, 11, values);
}

static void triangle(GLuint program, float shade) {
	static const GLfloat corners[] = {-0.8f, -0.9f, 0.9f, -0.6f, 0.1f, 0.8f};
	glUseProgram(program);
	glUniform1f(glGetUniformLocation(program, "shade"), shade);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, corners);
	glEnableVertexAttribArray(0);
	glClearColor(shade * 0.5f, 0.3f, 0.1f, 1);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glDrawArrays(GL_TRIANGLES, 0, 3);
}

int main(void) {
	egl_open_display();
	egl.config = egl_config(EGL_PBUFFER_BIT, EGL_OPENGL_ES_API, 2);
	egl.context = egl_context(egl.config, EGL_NO_CONTEXT, EGL_OPENGL_ES_API, 2, 0);
	EGLSurface small = pbuffer(egl.config, 64, 32, true);
	egl.surface = pbuffer(egl.config, WINDOW_SIZE, WINDOW_SIZE, false);
	query("small", small);
	query("large", egl.surface);
	EGL_STEP(eglMakeCurrent(egl.display, small, small, egl.context));
	report_integer("viewport", GL_VIEWPORT, 4);
	report_integer("scissor", GL_SCISSOR_BOX, 4);
	GLuint program =
		shader_program("flat", "#version 100\nattribute vec2 at; void main() { gl_Position = vec4(at, 0.0, 1.0); }",
					   "#version 100\nprecision mediump float; uniform float shade;\n"
					   "void main() { gl_FragColor = vec4(shade, 1.0 - shade, 0.5, 1.0); }");
	glBindAttribLocation(program, 0, "at");
	glLinkProgram(program);
	triangle(program, 0.75f);
	report_pixels_of("small", 64, 32);
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context));
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	triangle(program, 0.25f);
	report_pixels("large");
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, small, egl.context));
	report_pixels_of("read from small, draw to large", 64, 32);
	EGL_STEP(eglSwapBuffers(egl.display, egl.surface));
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context));
	report_pixels("large again, after a swap without effect");

	/* What the texture of a pbuffer shows is looked at in tests/e2e/egl.test.ts: Mesa's software driver leaves it
	 * empty. */
	GLuint texture;
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	EGL_STEP(eglBindTexImage(egl.display, small, EGL_BACK_BUFFER));
	EGL_STEP(eglReleaseTexImage(egl.display, small, EGL_BACK_BUFFER));
	EGL_STEP(eglReleaseTexImage(egl.display, small, EGL_BACK_BUFFER));
	EGL_STEP(eglBindTexImage(egl.display, egl.surface, EGL_BACK_BUFFER));
	EGL_STEP(eglBindTexImage(egl.display, small, 0x1234));
	report_error("textures");

	/* A second context draws to the same pbuffer. */
	EGLContext other = egl_context(egl.config, egl.context, EGL_OPENGL_ES_API, 2, 0);
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, other));
	report_pixels("seen by another context");
	triangle(program, 0.5f);
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context));
	report_pixels("seen by the first one");
	eglDestroyContext(egl.display, other);

	/* A context without a configuration. */
	other = egl_context(EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, EGL_OPENGL_ES_API, 2, 0);
	EGLint id = -1;
	eglQueryContext(egl.display, other, EGL_CONFIG_ID, &id);
	report("context without configuration: %d, its id %d", other != EGL_NO_CONTEXT, id);
	EGL_STEP(eglMakeCurrent(egl.display, small, small, other));
	glClearColor(0, 1, 1, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels_of("cleared without configuration", 64, 32);
	EGL_STEP(eglMakeCurrent(egl.display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT));
	eglDestroyContext(egl.display, other);
	EGL_STEP(eglDestroySurface(egl.display, small));
	return egl_finish();
}
