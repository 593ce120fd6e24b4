/* EGL images: a texture of one context is seen, and drawn to, by contexts that share nothing; renderbuffers; mipmap
 * levels and cube map faces; images that outlive what they were made of. */
#include "support/egl.h"

#include <GLES2/gl2ext.h>
#include <string.h>

static PFNGLEGLIMAGETARGETTEXTURE2DOESPROC texture_of;
static PFNGLEGLIMAGETARGETRENDERBUFFERSTORAGEOESPROC renderbuffer_of;
static PFNGLEGLIMAGETARGETTEXSTORAGEEXTPROC storage_of;

static GLuint framebuffer_of(GLuint texture, GLuint renderbuffer) {
	GLuint framebuffer;
	glGenFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	if (texture)
		glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
	else
		glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, renderbuffer);
	report("framebuffer 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	return framebuffer;
}

static EGLImage image(EGLContext context, EGLenum target, GLuint name, EGLint level) {
	const EGLAttrib attributes[] = {EGL_GL_TEXTURE_LEVEL, level, EGL_NONE};
	EGLImage made = eglCreateImage(egl.display, context, target, (EGLClientBuffer)(uintptr_t)name,
								   target == EGL_GL_RENDERBUFFER ? NULL : attributes);
	report("image of 0x%x: %d %s", target, made != EGL_NO_IMAGE, egl_error());
	return made;
}

int main(void) {
	egl_open(EGL_OPENGL_ES_API, 2, 0);
	if (!strstr(eglQueryString(egl.display, EGL_EXTENSIONS), "EGL_KHR_gl_texture_cubemap_image"))
		report_skip("no EGL images");
	texture_of = (PFNGLEGLIMAGETARGETTEXTURE2DOESPROC)eglGetProcAddress("glEGLImageTargetTexture2DOES");
	renderbuffer_of =
		(PFNGLEGLIMAGETARGETRENDERBUFFERSTORAGEOESPROC)eglGetProcAddress("glEGLImageTargetRenderbufferStorageOES");
	storage_of = (PFNGLEGLIMAGETARGETTEXSTORAGEEXTPROC)eglGetProcAddress("glEGLImageTargetTexStorageEXT");
	GLuint texture, copy, cube, renderbuffer;
	static GLubyte texels[16 * 16 * 4];
	for (int i = 0; i < 16 * 16 * 4; i++)
		texels[i] = (GLubyte)(i * 3 ^ i >> 4);
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 16, 16, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	EGLImage of_texture = image(egl.context, EGL_GL_TEXTURE_2D, texture, 0);
	glGenTextures(1, &cube);
	glBindTexture(GL_TEXTURE_CUBE_MAP, cube);
	for (GLenum face = 0; face < 6; face++)
		glTexImage2D(GL_TEXTURE_CUBE_MAP_POSITIVE_X + face, 0, GL_RGBA, 8, 8, 0, GL_RGBA, GL_UNSIGNED_BYTE,
					 texels + 64 * face);
	glTexParameteri(GL_TEXTURE_CUBE_MAP, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	EGLImage of_face = image(egl.context, EGL_GL_TEXTURE_CUBE_MAP_NEGATIVE_Y, cube, 0);
	glGenRenderbuffers(1, &renderbuffer);
	glBindRenderbuffer(GL_RENDERBUFFER, renderbuffer);
	glRenderbufferStorage(GL_RENDERBUFFER, GL_RGB565, 12, 12);
	EGLImage of_renderbuffer = image(egl.context, EGL_GL_RENDERBUFFER, renderbuffer, 0);
	image(egl.context, EGL_GL_TEXTURE_2D, 4711, 0);
	image(egl.context, EGL_GL_RENDERBUFFER, 0, 0);
	image(egl.context, 0x1234, texture, 0);
	glFinish();

	EGLContext stranger = egl_context(egl.config, EGL_NO_CONTEXT, EGL_OPENGL_ES_API, 2, 0);
	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, stranger));
	GLuint textures[2], theirs;
	glGenTextures(2, textures);
	glBindTexture(GL_TEXTURE_2D, textures[0]);
	STEP(texture_of(GL_TEXTURE_2D, of_texture));
	framebuffer_of(textures[0], 0);
	report_pixels_of("a stranger reads the texture", 16, 16);
	glBindTexture(GL_TEXTURE_2D, textures[1]);
	STEP(texture_of(GL_TEXTURE_2D, of_face));
	GLuint face = framebuffer_of(textures[1], 0);
	report_pixels_of("a stranger reads the face", 8, 8);
	glDeleteFramebuffers(1, &face);
	glGenRenderbuffers(1, &theirs);
	glBindRenderbuffer(GL_RENDERBUFFER, theirs);
	STEP(renderbuffer_of(GL_RENDERBUFFER, of_renderbuffer));
	framebuffer_of(0, theirs);
	glClearColor(1, 0.5f, 0.25f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	report_pixels_of("a stranger's renderbuffer", 12, 12);
	framebuffer_of(textures[0], 0);
	glEnable(GL_SCISSOR_TEST);
	glScissor(4, 4, 8, 6);
	glClearColor(0, 1, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glDisable(GL_SCISSOR_TEST);
	glFinish();
	if (storage_of && strstr((const char *)glGetString(GL_EXTENSIONS), "GL_EXT_EGL_image_storage")) {
		const GLint none[] = {GL_NONE}, some[] = {1, 1, GL_NONE};
		GLuint stored, framebuffer;
		glGenTextures(1, &stored);
		glBindTexture(GL_TEXTURE_2D, stored);
		STEP(storage_of(GL_TEXTURE_2D, of_texture, some));
		STEP(storage_of(GL_TEXTURE_2D, NULL, none));
		STEP(storage_of(GL_TEXTURE_2D, of_texture, none));
		STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, 4, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL));
		framebuffer = framebuffer_of(stored, 0);
		report_pixels_of("storage of an image", 16, 16);
		glDeleteFramebuffers(1, &framebuffer);
		glDeleteTextures(1, &stored);
		glBindTexture(GL_TEXTURE_2D, textures[0]);
	}
	STEP(texture_of(GL_TEXTURE_2D, NULL));
	STEP(texture_of(GL_TEXTURE_3D_OES, of_texture));
	STEP(renderbuffer_of(GL_TEXTURE_2D, of_renderbuffer));

	EGL_STEP(eglMakeCurrent(egl.display, egl.surface, egl.surface, egl.context));
	GLuint mine = framebuffer_of(texture, 0);
	report_pixels_of("what the stranger drew", 16, 16);
	glDeleteFramebuffers(1, &mine);
	mine = framebuffer_of(0, renderbuffer);
	report_pixels_of("what the stranger cleared", 12, 12);
	glDeleteFramebuffers(1, &mine);
	/* The image keeps the pixels when the texture is gone. */
	glDeleteTextures(1, &texture);
	glGenTextures(1, &copy);
	glBindTexture(GL_TEXTURE_2D, copy);
	STEP(texture_of(GL_TEXTURE_2D, of_texture));
	EGL_STEP(eglDestroyImage(egl.display, of_texture));
	EGL_STEP(eglDestroyImage(egl.display, of_texture));
	mine = framebuffer_of(copy, 0);
	report_pixels_of("the image outlives its texture", 16, 16);
	glDeleteFramebuffers(1, &mine);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	EGL_STEP(eglDestroyImage(egl.display, of_face));
	eglDestroyContext(egl.display, stranger);
	glClearColor(0, 0, 1, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	return egl_finish(); /* with an image left */
}
