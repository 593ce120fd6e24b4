/* Textures of all targets sampled in shaders: 1D, 3D, cube, arrays, cube arrays, rectangles, buffers, shadow,
 * views, immutable storage; coordinates made and units chosen every which way. */
#include <stdio.h>

#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static GLubyte noise[65536];

int main(void) {
	window_open_compat();
	window_require("GL_ARB_texture_storage");
	uint32_t state = 17;
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (GLubyte)report_noise(&state);
	static const struct {
		const char *name, *sampler, *expression;
		GLenum target;
	} targets[] = {
		{"1D", "sampler1D", "texture(image, p.x)", GL_TEXTURE_1D},
		{"2D", "sampler2D", "textureLod(image, p * 2.0, 1.0)", GL_TEXTURE_2D},
		{"3D", "sampler3D", "texture(image, vec3(p, p.x * p.y))", GL_TEXTURE_3D},
		{"cube", "samplerCube", "texture(image, vec3(p * 2.0 - 1.0, sin(p.x * 9.0)))", GL_TEXTURE_CUBE_MAP},
		{"1D array", "sampler1DArray", "texture(image, vec2(p.x, floor(p.y * 4.0)))", GL_TEXTURE_1D_ARRAY},
		{"2D array", "sampler2DArray", "texture(image, vec3(p * 2.0, floor(p.x * 4.0)))", GL_TEXTURE_2D_ARRAY},
		{"cube array", "samplerCubeArray", "texture(image, vec4(p * 2.0 - 1.0, 0.5, floor(p.y * 2.0)))",
		 GL_TEXTURE_CUBE_MAP_ARRAY},
		{"rectangle", "sampler2DRect", "texture(image, p * 16.0)", GL_TEXTURE_RECTANGLE},
		{"buffer", "samplerBuffer", "texelFetch(image, int(p.x * 16.0) + 16 * int(p.y * 16.0))", GL_TEXTURE_BUFFER},
		{"shadow", "sampler2DShadow", "vec4(texture(image, vec3(p, 0.5)))", GL_TEXTURE_2D}};
	GLuint textures[10], buffer;
	glGenTextures(10, textures);
	glGenBuffers(1, &buffer);
	for (int t = 0; t < 10; t++) {
		GLenum target = targets[t].target;
		glActiveTexture(GL_TEXTURE0 + (GLenum)t);
		glBindTexture(target, textures[t]);
		switch (t) {
		case 0:
			glTexStorage1D(target, 3, GL_RGBA8, 16);
			glTexSubImage1D(target, 0, 0, 16, GL_RGBA, GL_UNSIGNED_BYTE, noise);
			glGenerateMipmap(target);
			break;
		case 1:
		case 7:
			glTexStorage2D(target, t == 1 ? 5 : 1, GL_RGBA8, 16, 16);
			glTexSubImage2D(target, 0, 0, 0, 16, 16, GL_RGBA, GL_UNSIGNED_BYTE, noise + 512);
			if (t == 1)
				glGenerateMipmap(target);
			break;
		case 3:
			glTexStorage2D(target, 1, GL_RGBA8, 8, 8);
			for (GLenum face = 0; face < 6; face++)
				glTexSubImage2D(GL_TEXTURE_CUBE_MAP_POSITIVE_X + face, 0, 0, 0, 8, 8, GL_RGBA, GL_UNSIGNED_BYTE,
								noise + 700 * face);
			break;
		case 4:
			glTexStorage2D(target, 1, GL_RGBA8, 16, 4);
			glTexSubImage2D(target, 0, 0, 0, 16, 4, GL_RGBA, GL_UNSIGNED_BYTE, noise + 900);
			break;
		case 2:
		case 5:
		case 6:
			glTexStorage3D(target, 1, GL_RGBA8, 8, 8, t == 6 ? 12 : 4);
			glTexSubImage3D(target, 0, 0, 0, 0, 8, 8, t == 6 ? 12 : 4, GL_RGBA, GL_UNSIGNED_BYTE, noise + 3000);
			break;
		case 8:
			glBindBuffer(GL_TEXTURE_BUFFER, buffer);
			glBufferData(GL_TEXTURE_BUFFER, 2048, noise, GL_STATIC_DRAW);
			glTexBuffer(target, GL_RGBA8, buffer);
			if (window_has("GL_ARB_texture_buffer_range"))
				glTexBufferRange(target, GL_RGBA8, buffer, 1024, 1024);
			break;
		default:
			glTexImage2D(target, 0, GL_DEPTH_COMPONENT24, 16, 16, 0, GL_DEPTH_COMPONENT, GL_UNSIGNED_SHORT,
						 noise + 5000);
			glTexParameteri(target, GL_TEXTURE_COMPARE_MODE, GL_COMPARE_REF_TO_TEXTURE);
			glTexParameteri(target, GL_TEXTURE_COMPARE_FUNC, GL_GREATER);
		}
		report_error(targets[t].name);
		if (target != GL_TEXTURE_BUFFER) {
			if (t != 0 && t != 1)
				glTexParameteri(target, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
			glTexParameteri(target, GL_TEXTURE_MAG_FILTER, t & 1 ? GL_LINEAR : GL_NEAREST);
		}
		char source[512];
		snprintf(source, sizeof(source),
				 "#version 400 compatibility\nuniform %s image; in vec2 p; out vec4 color; void main() { color = %s; }",
				 targets[t].sampler, targets[t].expression);
		GLuint program = shader_program(targets[t].name,
										"#version 400 compatibility\nout vec2 p; void main() { p = gl_Vertex.xy * 0.5 "
										"+ 0.5; gl_Position = gl_Vertex; }",
										source);
		glUseProgram(program);
		glUniform1i(glGetUniformLocation(program, "image"), t);
		glRectf(-1, -1, 1, 1);
		report_pixels(targets[t].name);
		glUseProgram(0);
		GLint type, size;
		char name[32];
		glGetActiveUniform(program, 0, sizeof(name), NULL, &size, (GLenum *)&type, name);
		report("%s: type 0x%x, size %d", name, (unsigned)type, size);
	}
	if (window_has("GL_EXT_direct_state_access")) {
		/* Reads that say no size, into a pixel store with gaps. */
		static GLubyte read[8192];
		GLuint pack;
		glPixelStorei(GL_PACK_ROW_LENGTH, 20);
		glPixelStorei(GL_PACK_SKIP_ROWS, 1);
		glGetTextureImageEXT(textures[1], GL_TEXTURE_2D, 1, GL_RGB, GL_UNSIGNED_SHORT, read);
		report_bytes("by name", read, sizeof(read));
		glGetTextureImageEXT(textures[3], GL_TEXTURE_CUBE_MAP_NEGATIVE_Y, 0, GL_BGRA, GL_UNSIGNED_BYTE, read);
		report_bytes("a face", read, sizeof(read));
		glGetMultiTexImageEXT(GL_TEXTURE2, GL_TEXTURE_3D, 0, GL_RED, GL_FLOAT, read);
		report_bytes("by unit", read, sizeof(read));
		STEP(glGetTextureImageEXT(textures[1], GL_TEXTURE_2D, 9, GL_RGB, GL_UNSIGNED_BYTE, read));
		STEP(glGetTextureImageEXT(textures[1], GL_TEXTURE_2D, 0, GL_RGB, 0xdead, read));
		STEP(glGetTextureImageEXT(textures[1], GL_TEXTURE_2D, 0, GL_DEPTH_COMPONENT, GL_FLOAT, read));
		report_bytes("untouched", read, sizeof(read));
		/* The program's own buffer stays bound. */
		glGenBuffers(1, &pack);
		glBindBuffer(GL_PIXEL_PACK_BUFFER, pack);
		glBufferData(GL_PIXEL_PACK_BUFFER, sizeof(read), noise, GL_STREAM_READ);
		glGetTextureImageEXT(textures[1], GL_TEXTURE_2D, 2, GL_RGBA, GL_UNSIGNED_BYTE, (void *)64);
		report_error("into a buffer");
		glGetBufferSubData(GL_PIXEL_PACK_BUFFER, 0, sizeof(read), read);
		report_bytes("buffer", read, sizeof(read));
		glDeleteBuffers(1, &pack);
		glPixelStorei(GL_PACK_ROW_LENGTH, 0);
		glPixelStorei(GL_PACK_SKIP_ROWS, 0);
	}
	GET(GL_ACTIVE_TEXTURE);
	GLint immutable;
	glActiveTexture(GL_TEXTURE1);
	glGetTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_IMMUTABLE_FORMAT, &immutable);
	report("immutable: %d", immutable);
	STEP(glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 4, 4, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL));
	STEP(glBindTexture(GL_TEXTURE_3D, textures[1]));
	STEP(glActiveTexture(GL_TEXTURE0 + 5000));
	if (window_has("GL_ARB_texture_view")) {
		GLuint view;
		glGenTextures(1, &view);
		glTextureView(view, GL_TEXTURE_2D, textures[5], GL_RGBA8UI, 0, 1, 2, 1);
		report_error("view");
		glBindTexture(GL_TEXTURE_2D, view);
		GLubyte back[256];
		glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA_INTEGER, GL_UNSIGNED_BYTE, back);
		report_bytes("layer 2 as integers", back, sizeof(back));
		STEP(glTextureView(view, GL_TEXTURE_2D, textures[5], GL_RGBA8UI, 0, 1, 2, 1));
	}
	GLint bound[3];
	glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound[0]);
	glActiveTexture(GL_TEXTURE3);
	glGetIntegerv(GL_TEXTURE_BINDING_CUBE_MAP, &bound[1]);
	glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound[2]);
	report("cube at 3 is ours: %d, 2D at 3: %d", bound[1] == (GLint)textures[3], bound[2]);
	glDeleteTextures(10, textures);
	glGetIntegerv(GL_TEXTURE_BINDING_CUBE_MAP, &bound[1]);
	report("after delete: %d", bound[1]);
	/* Residence and priorities of GL 1.1. */
	GLboolean resident[2] = {7, 7};
	GLuint two[2];
	glGenTextures(2, two);
	glBindTexture(GL_TEXTURE_2D, two[0]);
	glBindTexture(GL_TEXTURE_2D, two[1]);
	glPrioritizeTextures(2, two, (const GLfloat[]){0.25f, 0.75f});
	report("resident: %d", glAreTexturesResident(2, two, resident));
	GLfloat priority;
	glGetTexParameterfv(GL_TEXTURE_2D, GL_TEXTURE_PRIORITY, &priority);
	report_floats("priority", 1, &priority);
	STEP(glAreTexturesResident(1, (const GLuint[]){99999}, resident));
	report_error("end");
	return window_finish();
}
