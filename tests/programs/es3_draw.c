/* GLES 3: instances, uniform blocks, transform feedback, several render targets, vertex arrays, buffer maps, pixel
 * buffers, integer textures, queries, draw buffers and invalidation of the window, geometry and tessellation of 3.2. */
#include "support/egl.h"
#include "support/shader.h"

#include <string.h>

static void instances(void) {
	GLuint program = shader_program(
		"instances",
		"#version 300 es\nlayout(location = 0) in vec2 at; layout(location = 1) in vec2 shift; flat out int index;\n"
		"layout(std140) uniform Shape { vec4 scale; vec4 tints[4]; };\nout vec3 color;\n"
		"void main() { index = gl_InstanceID; color = tints[gl_InstanceID & 3].rgb;\n"
		"gl_Position = vec4(at * scale.xy + shift, 0.0, 1.0); }",
		"#version 300 es\nprecision highp float; in vec3 color; flat in int index; out vec4 result;\n"
		"void main() { result = vec4(color * (1.0 - 0.05 * float(index)), 1.0); }");
	glUseProgram(program);
	static const GLfloat shape[] = {0.1f, 0.12f, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0};
	static const GLfloat corners[] = {-1, -1, 1, -1, -1, 1, 1, 1};
	GLfloat shifts[16][2];
	for (int i = 0; i < 16; i++)
		shifts[i][0] = -0.75f + 0.5f * (float)(i % 4), shifts[i][1] = -0.75f + 0.5f * (float)(i / 4);
	GLuint buffers[3], array;
	glGenBuffers(3, buffers);
	glGenVertexArrays(1, &array);
	glBindVertexArray(array);
	GLuint block = glGetUniformBlockIndex(program, "Shape");
	GLint bytes = 0;
	glGetActiveUniformBlockiv(program, block, GL_UNIFORM_BLOCK_DATA_SIZE, &bytes);
	report("block %u of %d bytes", block, bytes);
	glUniformBlockBinding(program, block, 2);
	glBindBufferBase(GL_UNIFORM_BUFFER, 2, buffers[0]);
	glBufferData(GL_UNIFORM_BUFFER, sizeof(shape), shape, GL_STATIC_DRAW);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[1]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(corners), corners, GL_STATIC_DRAW);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, NULL);
	glEnableVertexAttribArray(0);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[2]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(shifts), NULL, GL_DYNAMIC_DRAW);
	void *map = glMapBufferRange(GL_ARRAY_BUFFER, 0, sizeof(shifts), GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT);
	if (map)
		memcpy(map, shifts, sizeof(shifts));
	report("unmap %d", glUnmapBuffer(GL_ARRAY_BUFFER));
	glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, 0, NULL);
	glEnableVertexAttribArray(1);
	glVertexAttribDivisor(1, 1);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	GLuint query, passed = 0;
	glGenQueries(1, &query);
	glBeginQuery(GL_ANY_SAMPLES_PASSED, query);
	glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, 16);
	glEndQuery(GL_ANY_SAMPLES_PASSED);
	glGetQueryObjectuiv(query, GL_QUERY_RESULT, &passed);
	report("samples passed: %u", passed);
	report_pixels("instances");
	glBindVertexArray(0);
	glDeleteVertexArrays(1, &array);
	glDeleteBuffers(3, buffers);
	report_error("instances");
}

static void feedback(void) {
	GLuint program = glCreateProgram();
	glAttachShader(program,
				   shader_make(GL_VERTEX_SHADER, "#version 300 es\nlayout(location = 0) in vec2 at; out vec3 sum;\n"
												 "void main() { sum = vec3(at, at.x + at.y); }"));
	glAttachShader(program, shader_make(GL_FRAGMENT_SHADER,
										"#version 300 es\nprecision mediump float; in vec3 sum; out vec4 c;\n"
										"void main() { c = vec4(sum, 1.0); }"));
	static const GLchar *const names[] = {"sum"};
	glTransformFeedbackVaryings(program, 1, names, GL_INTERLEAVED_ATTRIBS);
	glLinkProgram(program);
	glUseProgram(program);
	static const GLfloat values[] = {1, 2, 3, 4, 5, 6};
	GLuint buffer, object;
	glGenBuffers(1, &buffer);
	glGenTransformFeedbacks(1, &object);
	glBindTransformFeedback(GL_TRANSFORM_FEEDBACK, object);
	glBindBufferBase(GL_TRANSFORM_FEEDBACK_BUFFER, 0, buffer);
	glBufferData(GL_TRANSFORM_FEEDBACK_BUFFER, 9 * sizeof(GLfloat), NULL, GL_STREAM_READ);
	glEnableVertexAttribArray(0);
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, values);
	glEnable(GL_RASTERIZER_DISCARD);
	glBeginTransformFeedback(GL_POINTS);
	glDrawArrays(GL_POINTS, 0, 3);
	glEndTransformFeedback();
	glDisable(GL_RASTERIZER_DISCARD);
	glDisableVertexAttribArray(0);
	const GLfloat *result = glMapBufferRange(GL_TRANSFORM_FEEDBACK_BUFFER, 0, 9 * sizeof(GLfloat), GL_MAP_READ_BIT);
	if (result)
		report_floats("transform feedback", 9, result);
	glUnmapBuffer(GL_TRANSFORM_FEEDBACK_BUFFER);
	glBindTransformFeedback(GL_TRANSFORM_FEEDBACK, 0);
	glDeleteTransformFeedbacks(1, &object);
	glDeleteBuffers(1, &buffer);
	report_error("transform feedback");
}

static void targets(void) {
	GLuint program =
		shader_program("targets",
					   "#version 300 es\nvoid main() { vec2 at = vec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
					   "gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0); }",
					   "#version 300 es\nprecision highp float; precision highp int;\n"
					   "layout(location = 0) out vec4 a; layout(location = 1) out uvec4 b;\n"
					   "void main() { a = vec4(gl_FragCoord.xy / 32.0, 0.5, 1.0);\n"
					   "b = uvec4(gl_FragCoord.x, gl_FragCoord.y, 7u, 9u); }");
	glUseProgram(program);
	GLuint textures[2], framebuffer, pixels;
	glGenTextures(2, textures);
	glBindTexture(GL_TEXTURE_2D, textures[0]);
	glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, 32, 32);
	glBindTexture(GL_TEXTURE_2D, textures[1]);
	glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA32UI, 32, 32);
	glGenFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, textures[0], 0);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT1, GL_TEXTURE_2D, textures[1], 0);
	glDrawBuffers(2, (const GLenum[]){GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1});
	report("framebuffer 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	glViewport(0, 0, 32, 32);
	glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
	report_pixels_of("first target", 32, 32);
	glReadBuffer(GL_COLOR_ATTACHMENT1);
	glGenBuffers(1, &pixels);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, pixels);
	glBufferData(GL_PIXEL_PACK_BUFFER, 32 * 32 * 16, NULL, GL_STREAM_READ);
	glReadPixels(0, 0, 32, 32, GL_RGBA_INTEGER, GL_UNSIGNED_INT, NULL);
	const void *map = glMapBufferRange(GL_PIXEL_PACK_BUFFER, 0, 32 * 32 * 16, GL_MAP_READ_BIT);
	if (map)
		report_bytes("second target", map, 32 * 32 * 16);
	glUnmapBuffer(GL_PIXEL_PACK_BUFFER);
	glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
	glReadBuffer(GL_COLOR_ATTACHMENT0);
	glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
	glBlitFramebuffer(0, 0, 32, 32, 0, 0, WINDOW_SIZE, WINDOW_SIZE, GL_COLOR_BUFFER_BIT, GL_NEAREST);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	report_pixels("blitted to the window");
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	glDeleteFramebuffers(1, &framebuffer);
	glDeleteTextures(2, textures);
	glDeleteBuffers(1, &pixels);
	report_error("targets");
}

static void default_framebuffer(void) {
	STEP(glDrawBuffers(1, (const GLenum[]){GL_COLOR_ATTACHMENT0}));
	STEP(glDrawBuffers(1, (const GLenum[]){GL_NONE}));
	glClearColor(1, 1, 1, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	STEP(glDrawBuffers(1, (const GLenum[]){GL_BACK}));
	STEP(glDrawBuffers(2, (const GLenum[]){GL_BACK, GL_NONE}));
	STEP(glReadBuffer(GL_FRONT));
	STEP(glReadBuffer(GL_BACK));
	report_pixels("draw buffer none");
	report_integer("DRAW_BUFFER0", GL_DRAW_BUFFER0, 1);
	report_integer("READ_BUFFER", GL_READ_BUFFER, 1);
	GLint value = 0;
	glGetFramebufferAttachmentParameteriv(GL_FRAMEBUFFER, GL_BACK, GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE, &value);
	report("back is 0x%x", value);
	glGetFramebufferAttachmentParameteriv(GL_FRAMEBUFFER, GL_DEPTH, GL_FRAMEBUFFER_ATTACHMENT_DEPTH_SIZE, &value);
	report("depth has %d bits", value);
	STEP(glInvalidateFramebuffer(GL_FRAMEBUFFER, 1, (const GLenum[]){GL_DEPTH}));
	STEP(glInvalidateFramebuffer(GL_FRAMEBUFFER, 1, (const GLenum[]){GL_DEPTH_ATTACHMENT}));
	glClearBufferfv(GL_COLOR, 0, (const GLfloat[]){0.2f, 0.4f, 0.6f, 1});
	glClearBufferfi(GL_DEPTH_STENCIL, 0, 0.5f, 3);
	report_pixels("cleared by ClearBuffer");
	report_error("default framebuffer");
}

static void newest(void) {
	GLint major = 0, minor = 0;
	glGetIntegerv(GL_MAJOR_VERSION, &major);
	glGetIntegerv(GL_MINOR_VERSION, &minor);
	report("version %d.%d", major, minor);
	if (major * 10 + minor < 32)
		return;
	GLuint shaders[] = {
		shader_make(GL_VERTEX_SHADER, "#version 320 es\nvoid main() { gl_Position = vec4(float(gl_VertexID & 1) - 0.5, "
									  "float(gl_VertexID >> 1) - 0.5, 0.0, 1.0); }"),
		shader_make(GL_TESS_CONTROL_SHADER,
					"#version 320 es\nlayout(vertices = 4) out; void main() {\n"
					"gl_out[gl_InvocationID].gl_Position = gl_in[gl_InvocationID].gl_Position;\n"
					"gl_TessLevelOuter[0] = gl_TessLevelOuter[1] = gl_TessLevelOuter[2] = gl_TessLevelOuter[3] = 3.0;\n"
					"gl_TessLevelInner[0] = gl_TessLevelInner[1] = 3.0; }"),
		shader_make(GL_TESS_EVALUATION_SHADER,
					"#version 320 es\nlayout(quads, equal_spacing, ccw) in; void main() {\n"
					"gl_Position = mix(mix(gl_in[0].gl_Position, gl_in[1].gl_Position, gl_TessCoord.x),\n"
					"mix(gl_in[2].gl_Position, gl_in[3].gl_Position, gl_TessCoord.x), gl_TessCoord.y); }"),
		shader_make(
			GL_GEOMETRY_SHADER,
			"#version 320 es\nlayout(triangles) in; layout(triangle_strip, max_vertices = 3) out;\n"
			"void main() { for (int i = 0; i < 3; i++) { gl_Position = gl_in[i].gl_Position * vec4(1.5, 1.5, 1.0, "
			"1.0) + vec4(0.02 * float(gl_PrimitiveIDIn & 3), 0.0, 0.0, 0.0); EmitVertex(); } }"),
		shader_make(GL_FRAGMENT_SHADER, "#version 320 es\nprecision mediump float; out vec4 c;\n"
										"void main() { c = vec4(1.0, 0.5, 0.25, 1.0); }"),
		0,
	};
	glUseProgram(shader_link("tessellation and geometry", shaders));
	glPatchParameteri(GL_PATCH_VERTICES, 4);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glDrawArrays(GL_PATCHES, 0, 4);
	report_pixels("tessellation and geometry");
	report_error("newest");
}

/* Where samples lie depends on which way up the driver draws. (Mesa reads one sample of each pixel back, and the
 * picture is left to that.) */
static void multisampled(void) {
	const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_WINDOW_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_ES3_BIT, EGL_SAMPLES, 4,
							 EGL_NONE};
	EGLConfig config;
	EGLint count = 0;
	if (!eglChooseConfig(egl.display, wanted, &config, 1, &count) || count == 0) {
		report("no configuration with 4 samples");
		return;
	}
	Window window = egl_window(config, 2 * WINDOW_SIZE, WINDOW_SIZE);
	EGLSurface surface = eglCreateWindowSurface(egl.display, config, window, NULL);
	EGLContext context = egl_context(config, EGL_NO_CONTEXT, EGL_OPENGL_ES_API, 3, 1);
	EGL_STEP(eglMakeCurrent(egl.display, surface, surface, context));
	GLint samples = 0;
	glGetIntegerv(GL_SAMPLES, &samples);
	report("%d samples", samples);
	for (GLint i = 0; i < samples; i++) {
		GLfloat at[2] = {-1, -1};
		glGetMultisamplefv(GL_SAMPLE_POSITION, (GLuint)i, at);
		report_floats("sample", 2, at);
	}
	report_error("multisampled");
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context));
	EGL_STEP(eglDestroyContext(egl.display, context));
	EGL_STEP(eglDestroySurface(egl.display, surface));
	XDestroyWindow(egl.x11, window);
}

int main(void) {
	egl_open(EGL_OPENGL_ES_API, 3, 0);
	report_text("version", (const char *)glGetString(GL_VERSION));
	instances();
	feedback();
	targets();
	default_framebuffer();
	newest();
	multisampled();
	return egl_finish();
}
