/* GLES 2: shaders, client arrays, buffers, textures, framebuffer objects, what ES gets tell and refuse. */
#include "support/egl.h"
#include "support/shader.h"

static const char vertex[] = "attribute vec2 at; attribute vec3 tint; varying vec3 color; varying vec2 place;\n"
							 "void main() { color = tint; place = at * 0.5 + 0.5; gl_Position = vec4(at, 0.0, 1.0); }";
static const char fragment[] =
	"precision mediump float; varying vec3 color; varying vec2 place; uniform sampler2D image; uniform float mixed;\n"
	"void main() { gl_FragColor = vec4(mix(color, texture2D(image, place).rgb, mixed), 1.0); }";

static const GLfloat corners[] = {-0.9f, -0.7f, 0.8f, -0.9f, 0.9f, 0.8f, -0.7f, 0.9f};
static const GLubyte tints[] = {255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 255, 255, 255, 0};
static const GLushort order[] = {0, 1, 2, 0, 2, 3};

static void strings(void) {
	report_text("version", (const char *)glGetString(GL_VERSION));
	report_text("shading language", (const char *)glGetString(GL_SHADING_LANGUAGE_VERSION));
	report_integer("MAX_VERTEX_UNIFORM_VECTORS", GL_MAX_VERTEX_UNIFORM_VECTORS, 1);
	report_integer("MAX_VARYING_VECTORS", GL_MAX_VARYING_VECTORS, 1);
	report_integer("SHADER_COMPILER", GL_SHADER_COMPILER, 1);
	report_integer("IMPLEMENTATION_COLOR_READ_FORMAT", GL_IMPLEMENTATION_COLOR_READ_FORMAT, 1);
	report_integer("IMPLEMENTATION_COLOR_READ_TYPE", GL_IMPLEMENTATION_COLOR_READ_TYPE, 1);
	report_integer("MAX_LIGHTS is not of ES 2", 0x0D31, 1);
	GLint range[2] = {0, 0}, precision = 0;
	glGetShaderPrecisionFormat(GL_FRAGMENT_SHADER, GL_MEDIUM_FLOAT, range, &precision);
	report("mediump: %d %d %d", range[0], range[1], precision);
	STEP(glReleaseShaderCompiler());
	STEP(glEnable(0x0B50 /* GL_LIGHTING */));
	STEP(glHint(GL_GENERATE_MIPMAP_HINT, GL_NICEST));
	STEP(glGetString(0x1234));
}

int main(void) {
	egl_open(EGL_OPENGL_ES_API, 2, 0);
	strings();
	GLuint program = shader_program("es2", vertex, fragment);
	glUseProgram(program);
	GLuint at = (GLuint)glGetAttribLocation(program, "at"), tint = (GLuint)glGetAttribLocation(program, "tint");
	static GLubyte texels[16 * 16 * 3];
	for (int i = 0; i < 16 * 16 * 3; i++)
		texels[i] = (GLubyte)(i * 7 ^ i >> 3);
	GLuint textures[2];
	glGenTextures(2, textures);
	glBindTexture(GL_TEXTURE_2D, textures[0]);
	glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB, 16, 16, 0, GL_RGB, GL_UNSIGNED_BYTE, texels);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST_MIPMAP_NEAREST);
	glGenerateMipmap(GL_TEXTURE_2D);
	glUniform1f(glGetUniformLocation(program, "mixed"), 0.25f);
	glEnableVertexAttribArray(at);
	glEnableVertexAttribArray(tint);
	glVertexAttribPointer(at, 2, GL_FLOAT, GL_FALSE, 0, corners);
	glVertexAttribPointer(tint, 3, GL_UNSIGNED_BYTE, GL_TRUE, 4, tints);
	glClearColor(0.1f, 0.1f, 0.2f, 1);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glDrawArrays(GL_TRIANGLE_FAN, 0, 4);
	report_pixels("client arrays");
	GLuint buffers[2];
	glGenBuffers(2, buffers);
	glBindBuffer(GL_ARRAY_BUFFER, buffers[0]);
	glBufferData(GL_ARRAY_BUFFER, sizeof(corners), NULL, GL_DYNAMIC_DRAW);
	glBufferSubData(GL_ARRAY_BUFFER, 0, sizeof(corners), corners);
	glVertexAttribPointer(at, 2, GL_FLOAT, GL_FALSE, 0, NULL);
	glBindBuffer(GL_ARRAY_BUFFER, 0);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, buffers[1]);
	glBufferData(GL_ELEMENT_ARRAY_BUFFER, sizeof(order), order, GL_STATIC_DRAW);
	glUniform1f(glGetUniformLocation(program, "mixed"), 0.8f);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawElements(GL_TRIANGLES, 6, GL_UNSIGNED_SHORT, NULL);
	glDisableVertexAttribArray(tint);
	glVertexAttrib3f(tint, 1, 0.5f, 0);
	glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, 0);
	glDrawElements(GL_TRIANGLES, 3, GL_UNSIGNED_SHORT, order);
	report_pixels("buffers");
	GLuint framebuffer, renderbuffer;
	glBindTexture(GL_TEXTURE_2D, textures[1]);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 64, 64, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glGenFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, textures[1], 0);
	glGenRenderbuffers(1, &renderbuffer);
	glBindRenderbuffer(GL_RENDERBUFFER, renderbuffer);
	glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH_COMPONENT16, 64, 64);
	glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, renderbuffer);
	report("framebuffer 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	glViewport(0, 0, 64, 64);
	glBindTexture(GL_TEXTURE_2D, textures[0]);
	glClearColor(1, 0, 1, 1);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
	glDrawElements(GL_TRIANGLES, 6, GL_UNSIGNED_SHORT, order);
	report_pixels_of("framebuffer object", 64, 64);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	glBindTexture(GL_TEXTURE_2D, textures[1]);
	glDrawElements(GL_TRIANGLES, 6, GL_UNSIGNED_SHORT, order);
	report_pixels("drawn with it");
	glBindTexture(GL_TEXTURE_2D, textures[0]);
	glCopyTexImage2D(GL_TEXTURE_2D, 0, GL_RGB, 0, 0, 64, 64, 0);
	report_error("CopyTexImage2D from the window");
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 4, 4, 0, GL_RGB, GL_UNSIGNED_BYTE, NULL));
	STEP(glDrawElements(0x0007 /* GL_QUADS */, 4, GL_UNSIGNED_SHORT, order));
	STEP(glVertexAttribPointer(99, 2, GL_FLOAT, GL_FALSE, 0, NULL));
	GLubyte pixel[8] = {0};
	STEP(glReadPixels(0, 0, 1, 1, GL_RGBA, GL_INT, pixel));
	report_integer("FRAMEBUFFER_BINDING", GL_FRAMEBUFFER_BINDING, 1);
	report_integer("RED_BITS", GL_RED_BITS, 1);
	report_integer("DEPTH_BITS", GL_DEPTH_BITS, 1);
	report_integer("STENCIL_BITS", GL_STENCIL_BITS, 1);
	report_integer("SAMPLE_BUFFERS", GL_SAMPLE_BUFFERS, 1);
	return egl_finish();
}
