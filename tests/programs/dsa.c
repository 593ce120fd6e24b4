/* Direct state access (GL 4.5): every class of objects without binding it. */
#include <string.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

int main(void) {
	window_open_core(4, 5);
	GLuint buffers[3];
	glCreateBuffers(3, buffers);
	GLfloat at[] = {-0.8f, -0.8f, 0.8f, -0.8f, -0.8f, 0.8f, 0.8f, 0.8f};
	GLubyte tints[] = {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255};
	glNamedBufferStorage(buffers[0], sizeof(at), at, GL_MAP_READ_BIT | GL_MAP_WRITE_BIT);
	glNamedBufferData(buffers[1], 64, NULL, GL_STATIC_DRAW);
	glNamedBufferSubData(buffers[1], 16, sizeof(tints), tints);
	glNamedBufferData(buffers[2], 12, (const GLushort[]){0, 1, 2, 2, 1, 3}, GL_STATIC_DRAW);
	GLfloat *mapped = glMapNamedBufferRange(buffers[0], 0, sizeof(at), GL_MAP_READ_BIT | GL_MAP_WRITE_BIT);
	report_floats("mapped", 8, mapped);
	mapped[0] = -0.9f;
	GLint value;
	glGetNamedBufferParameteriv(buffers[0], GL_BUFFER_MAPPED, &value);
	report("mapped: %d", value);
	void *pointer;
	glGetNamedBufferPointerv(buffers[0], GL_BUFFER_MAP_POINTER, &pointer);
	report("pointer is ours: %d", pointer == mapped);
	report("unmap: %d", glUnmapNamedBuffer(buffers[0]));
	glCopyNamedBufferSubData(buffers[1], buffers[1], 16, 32, 16);
	glClearNamedBufferSubData(buffers[1], GL_R8, 48, 16, GL_RED, GL_UNSIGNED_BYTE, (const GLubyte[]){0x40});
	GLubyte back[64];
	glGetNamedBufferSubData(buffers[1], 0, 64, back);
	report_bytes("named", back + 16, 48);

	GLuint vertex_array;
	glCreateVertexArrays(1, &vertex_array);
	glVertexArrayVertexBuffer(vertex_array, 3, buffers[0], 0, 8);
	glVertexArrayVertexBuffers(vertex_array, 4, 1, &buffers[1], (const GLintptr[]){16}, (const GLsizei[]){4});
	glVertexArrayElementBuffer(vertex_array, buffers[2]);
	glVertexArrayAttribFormat(vertex_array, 0, 2, GL_FLOAT, GL_FALSE, 0);
	glVertexArrayAttribFormat(vertex_array, 1, 4, GL_UNSIGNED_BYTE, GL_TRUE, 0);
	glVertexArrayAttribBinding(vertex_array, 0, 3);
	glVertexArrayAttribBinding(vertex_array, 1, 4);
	glVertexArrayBindingDivisor(vertex_array, 4, 0);
	glEnableVertexArrayAttrib(vertex_array, 0);
	glEnableVertexArrayAttrib(vertex_array, 1);
	glGetVertexArrayIndexediv(vertex_array, 1, GL_VERTEX_ATTRIB_ARRAY_ENABLED, &value);
	report("enabled: %d", value);
	GLint64 offset;
	glGetVertexArrayIndexed64iv(vertex_array, 4, GL_VERTEX_BINDING_OFFSET, &offset);
	report("offset: %lld", (long long)offset);
	glGetVertexArrayiv(vertex_array, GL_ELEMENT_ARRAY_BUFFER_BINDING, &value);
	report("index buffer is ours: %d", value == (GLint)buffers[2]);

	GLuint textures[3];
	glCreateTextures(GL_TEXTURE_2D, 1, &textures[0]);
	glCreateTextures(GL_TEXTURE_CUBE_MAP, 1, &textures[1]);
	glCreateTextures(GL_TEXTURE_2D, 1, &textures[2]);
	GLubyte texels[16 * 16 * 4];
	uint32_t state = 29;
	for (size_t i = 0; i < sizeof(texels); i++)
		texels[i] = (GLubyte)report_noise(&state);
	glTextureStorage2D(textures[0], 3, GL_RGBA8, 16, 16);
	glPixelStorei(GL_UNPACK_ROW_LENGTH, 16);
	glTextureSubImage2D(textures[0], 0, 2, 3, 9, 8, GL_RGBA, GL_UNSIGNED_BYTE, texels);
	glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
	glClearTexSubImage(textures[0], 0, 0, 0, 0, 2, 16, 1, GL_RGBA, GL_UNSIGNED_BYTE, (const GLubyte[]){9, 8, 7, 255});
	glClearTexSubImage(textures[0], 0, 2, 11, 0, 14, 5, 1, GL_RGBA, GL_FLOAT, (const GLfloat[]){1, 0.5f, 0, 1});
	glClearTexSubImage(textures[0], 0, 2, 0, 0, 14, 3, 1, GL_RGBA, GL_FLOAT, NULL);
	glClearTexSubImage(textures[0], 0, 11, 3, 0, 5, 8, 1, GL_RGBA, GL_FLOAT, NULL);
	glGenerateTextureMipmap(textures[0]);
	glTextureParameteri(textures[0], GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_NEAREST);
	glTextureParameterfv(textures[0], GL_TEXTURE_BORDER_COLOR, (const GLfloat[]){1, 2, 3, 4});
	static GLubyte image[16 * 16 * 4 * 6];
	glGetTextureImage(textures[0], 0, GL_RGBA, GL_UNSIGNED_BYTE, 1024, image);
	report_bytes("texture", image, 1024);
	glGetTextureImage(textures[0], 1, GL_BGRA, GL_UNSIGNED_INT_8_8_8_8_REV, 256, image);
	report_bytes("level 1", image, 256);
	STEP(glGetTextureImage(textures[0], 0, GL_RGBA, GL_UNSIGNED_BYTE, 1023, image));
	memset(image, 0x77, sizeof(image));
	glPixelStorei(GL_PACK_ROW_LENGTH, 9);
	glPixelStorei(GL_PACK_SKIP_ROWS, 1);
	glGetTextureSubImage(textures[0], 0, 3, 4, 0, 5, 6, 1, GL_RGB, GL_UNSIGNED_BYTE, 400, image);
	report_bytes("sub image", image, 400);
	glPixelStorei(GL_PACK_ROW_LENGTH, 0);
	glPixelStorei(GL_PACK_SKIP_ROWS, 0);
	STEP(glGetTextureSubImage(textures[0], 0, 3, 4, 0, 15, 6, 1, GL_RGB, GL_UNSIGNED_BYTE, 4000, image));
	glGetTextureLevelParameteriv(textures[0], 1, GL_TEXTURE_WIDTH, &value);
	report("width of level 1: %d", value);
	glTextureStorage2D(textures[1], 1, GL_RGBA8, 8, 8);
	glTextureSubImage3D(textures[1], 0, 0, 0, 1, 8, 8, 4, GL_RGBA, GL_UNSIGNED_BYTE, texels);
	glClearTexSubImage(textures[1], 0, 0, 0, 0, 8, 8, 1, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	glClearTexSubImage(textures[1], 0, 0, 0, 5, 8, 8, 1, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	glGetTextureImage(textures[1], 0, GL_RGBA, GL_UNSIGNED_BYTE, 1536, image);
	report_bytes("cube", image, 1536);
	report_error("textures");

	GLuint framebuffer, renderbuffer, sampler, query;
	glCreateFramebuffers(1, &framebuffer);
	glCreateRenderbuffers(1, &renderbuffer);
	glCreateSamplers(1, &sampler);
	glCreateQueries(GL_SAMPLES_PASSED, 1, &query);
	glTextureStorage2D(textures[2], 1, GL_RGBA8, WINDOW_SIZE, WINDOW_SIZE);
	glNamedRenderbufferStorage(renderbuffer, GL_DEPTH_COMPONENT24, WINDOW_SIZE, WINDOW_SIZE);
	glNamedFramebufferTexture(framebuffer, GL_COLOR_ATTACHMENT0, textures[2], 0);
	glNamedFramebufferRenderbuffer(framebuffer, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, renderbuffer);
	glNamedFramebufferDrawBuffers(framebuffer, 1, (const GLenum[]){GL_COLOR_ATTACHMENT0});
	glNamedFramebufferReadBuffer(framebuffer, GL_COLOR_ATTACHMENT0);
	report("status 0x%x", glCheckNamedFramebufferStatus(framebuffer, GL_FRAMEBUFFER));
	report("default 0x%x", glCheckNamedFramebufferStatus(0, GL_FRAMEBUFFER));
	glGetNamedRenderbufferParameteriv(renderbuffer, GL_RENDERBUFFER_WIDTH, &value);
	report("renderbuffer %d", value);
	glGetNamedFramebufferAttachmentParameteriv(framebuffer, GL_COLOR_ATTACHMENT0, GL_FRAMEBUFFER_ATTACHMENT_OBJECT_NAME,
											   &value);
	report("attachment is ours: %d", value == (GLint)textures[2]);
	glClearNamedFramebufferfv(framebuffer, GL_COLOR, 0, (const GLfloat[]){0.1f, 0.2f, 0.4f, 1});
	glClearNamedFramebufferfv(framebuffer, GL_DEPTH, 0, (const GLfloat[]){1});
	GLuint program =
		shader_program("plain",
					   "#version 450\nlayout(location = 0) in vec2 at; layout(location = 1) in vec4 tint; out vec4 "
					   "color; out vec2 st; void main() { color = tint; st = at; gl_Position = vec4(at, 0, 1); }",
					   "#version 450\nin vec4 color; in vec2 st; out vec4 result; layout(binding = 4) uniform "
					   "sampler2D image; void main() { result = color * 0.5 + texture(image, st); }");
	glBindTextureUnit(4, textures[0]);
	glSamplerParameteri(sampler, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glBindSampler(4, sampler);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	glUseProgram(program);
	glBindVertexArray(vertex_array);
	glBeginQuery(GL_SAMPLES_PASSED, query);
	glDrawElements(GL_TRIANGLES, 6, GL_UNSIGNED_SHORT, NULL);
	glEndQuery(GL_SAMPLES_PASSED);
	GLuint samples;
	glGetQueryObjectuiv(query, GL_QUERY_RESULT, &samples);
	report("samples %u", samples);
	glGetQueryBufferObjectuiv(query, buffers[1], GL_QUERY_RESULT, 4);
	glGetNamedBufferSubData(buffers[1], 4, 4, &samples);
	report("in the buffer %u", samples);
	report_pixels("framebuffer");
	glBlitNamedFramebuffer(framebuffer, 0, 0, 0, WINDOW_SIZE, WINDOW_SIZE, 0, WINDOW_SIZE, WINDOW_SIZE, 0,
						   GL_COLOR_BUFFER_BIT, GL_NEAREST);
	STEP(glNamedBufferData(98765, 4, NULL, GL_STATIC_DRAW));
	STEP(glTextureParameteri(98765, GL_TEXTURE_MIN_FILTER, GL_LINEAR));
	STEP(glVertexArrayAttribBinding(98765, 0, 0));
	STEP(glBindTextureUnit(0, 98765));
	STEP(glCreateTextures(0xdead, 1, textures));
	STEP(glMapNamedBuffer(98765, GL_READ_ONLY));
	report_error("end");
	return window_finish();
}
