/* Framebuffer objects: textures, layers, renderbuffers, several draw buffers, blits, completeness,
 * attachment gets, copies to textures, invalidation, clears of one buffer. */
#include <string.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static void triangle(float z) {
	glBegin(GL_TRIANGLES);
	glVertex3f(-0.9f, -0.9f, z), glVertex3f(0.9f, -0.7f, -z), glVertex3f(0, 0.9f, z);
	glEnd();
}

int main(void) {
	window_open_compat();
	GLuint framebuffers[3], textures[4], renderbuffers[3];
	glGenFramebuffers(3, framebuffers);
	glGenTextures(4, textures);
	glGenRenderbuffers(3, renderbuffers);
	for (int i = 0; i < 3; i++) {
		glBindTexture(GL_TEXTURE_2D, textures[i]);
		glTexImage2D(GL_TEXTURE_2D, 0, i == 1 ? GL_RGBA16F : GL_RGBA8, 64, 64, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
		glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	}
	glBindTexture(GL_TEXTURE_3D, textures[3]);
	glTexParameteri(GL_TEXTURE_3D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
	glTexImage3D(GL_TEXTURE_3D, 0, GL_RGBA8, 64, 64, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffers[0]);
	report("empty: 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	STEP(glClear(GL_COLOR_BUFFER_BIT));
	for (GLuint i = 0; i < 3; i++)
		glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0 + i, GL_TEXTURE_2D, textures[i], 0);
	glFramebufferTexture3D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT3, GL_TEXTURE_3D, textures[3], 0, 2);
	glBindRenderbuffer(GL_RENDERBUFFER, renderbuffers[0]);
	glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH24_STENCIL8, 64, 64);
	glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_STENCIL_ATTACHMENT, GL_RENDERBUFFER, renderbuffers[0]);
	report("complete: 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	GLint value;
	static const GLenum pnames[] = {GL_RENDERBUFFER_WIDTH,           GL_RENDERBUFFER_HEIGHT,
									GL_RENDERBUFFER_INTERNAL_FORMAT, GL_RENDERBUFFER_DEPTH_SIZE,
									GL_RENDERBUFFER_STENCIL_SIZE,    GL_RENDERBUFFER_SAMPLES};
	for (int i = 0; i < 6; i++) {
		glGetRenderbufferParameteriv(GL_RENDERBUFFER, pnames[i], &value);
		report("renderbuffer 0x%x: %d", pnames[i], value);
	}
	glGetFramebufferAttachmentParameteriv(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT3, GL_FRAMEBUFFER_ATTACHMENT_OBJECT_NAME,
										  &value);
	report("attachment 3 is ours: %d", value == (GLint)textures[3]);
	glGetFramebufferAttachmentParameteriv(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT3, GL_FRAMEBUFFER_ATTACHMENT_TEXTURE_LAYER,
										  &value);
	report("attachment 3 layer: %d", value);
	glGetFramebufferAttachmentParameteriv(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT1,
										  GL_FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE, &value);
	report("attachment 1 type: 0x%x", value);
	glGetFramebufferAttachmentParameteriv(GL_FRAMEBUFFER, GL_STENCIL_ATTACHMENT, GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE,
										  &value);
	report("stencil type: 0x%x", value);

	const GLenum draw[] = {GL_COLOR_ATTACHMENT2, GL_NONE, GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1};
	glDrawBuffers(4, draw);
	GET(GL_DRAW_BUFFER0);
	GET(GL_DRAW_BUFFER1);
	GET(GL_DRAW_BUFFER3);
	glViewport(0, 0, 64, 64);
	GLuint program =
		shader_program("targets", "#version 130\nout vec4 p; void main() { p = gl_Vertex; gl_Position = gl_Vertex; }",
					   "#version 130\nin vec4 p; out vec4 targets[4]; void main() { targets[0] = abs(p); targets[1] = "
					   "vec4(1); targets[2] = vec4(1.0 - p.xyz, 1); targets[3] = vec4(p.xy * 9.0, 3, 1); }");
	glUseProgram(program);
	glClearColor(0.25f, 0.5f, 0.75f, 1);
	glEnable(GL_DEPTH_TEST);
	glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT | GL_STENCIL_BUFFER_BIT);
	triangle(0.5f);
	triangle(-0.2f);
	for (GLenum i = 0; i < 4; i++) {
		glReadBuffer(GL_COLOR_ATTACHMENT0 + i);
		if (i == 3)
			glClearBufferfv(GL_COLOR, 1, (const GLfloat[]){1, 1, 1, 1}); /* GL_NONE: nothing happens */
		report_pixels_of("attachment", 64, 64);
		if (i == 1) {
			static GLfloat floats[64 * 64 * 4];
			glReadPixels(0, 0, 64, 64, GL_RGBA, GL_FLOAT, floats);
			report_bytes("floats", floats, sizeof(floats));
		}
	}
	glClearBufferfv(GL_COLOR, 3, (const GLfloat[]){5, 6, 7, 8});
	glClearBufferfi(GL_DEPTH_STENCIL, 0, 0.25f, 99);
	GLubyte stencil;
	GLfloat depth;
	glReadPixels(5, 5, 1, 1, GL_STENCIL_INDEX, GL_UNSIGNED_BYTE, &stencil);
	glReadPixels(5, 5, 1, 1, GL_DEPTH_COMPONENT, GL_FLOAT, &depth);
	report("depth %g, stencil %d", (double)depth, stencil);
	STEP(glClearBufferfv(GL_COLOR, 99, (const GLfloat[]){5, 6, 7, 8}));
	STEP(glClearBufferiv(GL_DEPTH, 0, (const GLint[]){5}));

	/* Blits, also flipped and scaled, to the window; copies into textures. */
	glUseProgram(0);
	glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
	glReadBuffer(GL_COLOR_ATTACHMENT0);
	glDisable(GL_DEPTH_TEST);
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	glClear(GL_COLOR_BUFFER_BIT);
	glBlitFramebuffer(0, 0, 64, 64, 0, 0, 64, 64, GL_COLOR_BUFFER_BIT, GL_NEAREST);
	glBlitFramebuffer(0, 0, 64, 64, 128, 64, 64, 0, GL_COLOR_BUFFER_BIT, GL_NEAREST);
	glReadBuffer(GL_COLOR_ATTACHMENT2);
	glBlitFramebuffer(10, 10, 50, 50, 0, 64, 128, 128, GL_COLOR_BUFFER_BIT, GL_LINEAR);
	STEP(glBlitFramebuffer(0, 0, 64, 64, 0, 0, 64, 64, GL_DEPTH_BUFFER_BIT, GL_LINEAR));
	GLint bound[2];
	glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &bound[0]);
	glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &bound[1]);
	report("draw %d, read is ours: %d", bound[0], bound[1] == (GLint)framebuffers[0]);
	glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
	report_pixels("blits");
	GET(GL_DRAW_BUFFER);
	GET(GL_READ_BUFFER);
	glBindTexture(GL_TEXTURE_2D, textures[0]);
	glCopyTexSubImage2D(GL_TEXTURE_2D, 0, 3, 4, 20, 20, 50, 50);
	static GLubyte texels[64 * 64 * 4];
	glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
	report_bytes("copied", texels, sizeof(texels));
	glCopyTexImage2D(GL_TEXTURE_2D, 0, GL_RGB, 8, 8, 64, 64, 0);
	glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
	report_bytes("copied image", texels, sizeof(texels));
	glCopyImageSubData(textures[2], GL_TEXTURE_2D, 0, 0, 0, 0, textures[3], GL_TEXTURE_3D, 0, 5, 5, 1, 30, 30, 1);
	report_error("CopyImageSubData");

	/* Default framebuffer facts, incompleteness, deletion of what is attached and bound. */
	glGetFramebufferAttachmentParameteriv(GL_FRAMEBUFFER, GL_BACK_LEFT, GL_FRAMEBUFFER_ATTACHMENT_OBJECT_TYPE, &value);
	report("default: 0x%x", value);
	glGetFramebufferAttachmentParameteriv(GL_FRAMEBUFFER, GL_BACK_LEFT, GL_FRAMEBUFFER_ATTACHMENT_RED_SIZE, &value);
	report("default red: %d", value);
	glGetFramebufferAttachmentParameteriv(GL_FRAMEBUFFER, GL_DEPTH, GL_FRAMEBUFFER_ATTACHMENT_DEPTH_SIZE, &value);
	report("default depth: %d", value);
	report("default status 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	STEP(glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, textures[0], 0));
	STEP(glReadBuffer(GL_COLOR_ATTACHMENT0));
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffers[1]);
	STEP(glReadBuffer(GL_BACK));
	STEP(glDrawBuffer(GL_FRONT));
	glBindRenderbuffer(GL_RENDERBUFFER, renderbuffers[1]);
	glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, 32, 16);
	glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, renderbuffers[1]);
	report("renderbuffer: 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	glDrawBuffer(GL_COLOR_ATTACHMENT0);
	glClearColor(1, 0.5f, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels_of("renderbuffer", 32, 16);
	glInvalidateFramebuffer(GL_FRAMEBUFFER, 1, (const GLenum[]){GL_DEPTH_ATTACHMENT});
	glDeleteRenderbuffers(1, &renderbuffers[1]);
	report("after delete: 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	glDeleteFramebuffers(3, framebuffers);
	GET(GL_FRAMEBUFFER_BINDING);
	GET(GL_RENDERBUFFER_BINDING);
	report("is a framebuffer: %d %d", glIsFramebuffer(framebuffers[0]), glIsRenderbuffer(renderbuffers[2]));
	report_error("end");
	return window_finish();
}
