/* GLSL 1.30: integers, texelFetch, textureSize, gl_VertexID, several outputs bound by the application, flat and
 * noperspective interpolation, transform of integer textures, clip distances. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

int main(void) {
	window_open((struct window_request){.major = 3, .minor = 0, .depth = 24});
	GLuint vs = shader_make(GL_VERTEX_SHADER,
							"#version 130\nin vec2 at; in int kind; flat out int picked; noperspective out vec2 st; "
							"out float gl_ClipDistance[1];\n"
							"void main() { picked = kind ^ gl_VertexID; st = at * 0.5 + 0.5; gl_ClipDistance[0] = at.x "
							"+ at.y + 1.2; gl_Position = vec4(at, 0, 1.0 + 0.5 * st.x); }");
	GLuint fs = shader_make(GL_FRAGMENT_SHADER,
							"#version 130\nflat in int picked; noperspective in vec2 st; uniform isampler2D numbers; "
							"uniform usampler2D bits; uniform uint mask; out vec4 first; out vec4 second;\n"
							"void main() { ivec2 size = textureSize(numbers, 0); ivec4 n = texelFetch(numbers, "
							"ivec2(st * vec2(size)), 0); uvec4 b = texture(bits, st);\n"
							"first = vec4(float(n.x & 255) / 255.0, float((b.x >> 3u) & mask) / 31.0, float(picked & "
							"15) / 15.0, 1); second = vec4(trunc(st * 4.0) / 4.0, float(n.y % 7) / 7.0, 1); }");
	GLuint program = glCreateProgram();
	glAttachShader(program, vs);
	glAttachShader(program, fs);
	glBindFragDataLocation(program, 1, "first");
	glBindFragDataLocation(program, 0, "second");
	glBindAttribLocation(program, 0, "at");
	glBindAttribLocation(program, 3, "kind");
	glLinkProgram(program);
	report("outputs at %d %d %d", glGetFragDataLocation(program, "first"), glGetFragDataLocation(program, "second"),
		   glGetFragDataLocation(program, "third"));
	report("attributes at %d %d", glGetAttribLocation(program, "at"), glGetAttribLocation(program, "kind"));
	glUseProgram(program);
	GLint numbers[8 * 8 * 2];
	GLushort bits[16 * 16];
	for (int i = 0; i < 128; i++)
		numbers[i] = i * i * 77 - 4000;
	for (int i = 0; i < 256; i++)
		bits[i] = (GLushort)(i * 259);
	GLuint textures[2];
	glGenTextures(2, textures);
	glBindTexture(GL_TEXTURE_2D, textures[0]);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RG32I, 8, 8, 0, GL_RG_INTEGER, GL_INT, numbers);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glActiveTexture(GL_TEXTURE3);
	glBindTexture(GL_TEXTURE_2D, textures[1]);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_R16UI, 16, 16, 0, GL_RED_INTEGER, GL_UNSIGNED_SHORT, bits);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glUniform1i(glGetUniformLocation(program, "bits"), 3);
	glUniform1ui(glGetUniformLocation(program, "mask"), 31);
	GLuint value;
	glGetUniformuiv(program, glGetUniformLocation(program, "mask"), &value);
	report("mask %u", value);
	const GLfloat at[] = {-1, -1, 1, -1, -1, 1, 1, 1};
	const GLint kinds[] = {3, 5, 9, 14};
	glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, at);
	glVertexAttribIPointer(3, 1, GL_INT, 0, kinds);
	glEnableVertexAttribArray(0);
	glEnableVertexAttribArray(3);
	glEnable(GL_CLIP_DISTANCE0);
	glClearColor(0.3f, 0, 0, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
	report_pixels("clipped");
	glDisable(GL_CLIP_DISTANCE0);
	glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
	report_pixels("second output");
	glBeginConditionalRender(0, GL_QUERY_WAIT);
	report_error("conditional render without a query");

	/* Integer framebuffer: clears and read back of integers. */
	GLuint framebuffer, target;
	glGenFramebuffers(1, &framebuffer);
	glGenTextures(1, &target);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
	glBindTexture(GL_TEXTURE_2D, target);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32I, 32, 32, 0, GL_RGBA_INTEGER, GL_INT, NULL);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target, 0);
	report("status 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	glClearBufferiv(GL_COLOR, 0, (const GLint[]){-5, 77, 1 << 30, -(1 << 30)});
	GLint back[32 * 32 * 4];
	glReadPixels(0, 0, 32, 32, GL_RGBA_INTEGER, GL_INT, back);
	report_ints("cleared to", 4, back);
	GLuint writer =
		shader_program("integer writer", "#version 130\nin vec2 at; void main() { gl_Position = vec4(at, 0, 1); }",
					   "#version 130\nout ivec4 result; void main() { ivec2 p = ivec2(gl_FragCoord.xy); result = "
					   "ivec4(p, p.x * p.y, -p.x); }");
	glUseProgram(writer);
	glViewport(0, 0, 32, 32);
	GLuint location = (GLuint)glGetAttribLocation(writer, "at");
	glVertexAttribPointer(location, 2, GL_FLOAT, GL_FALSE, 0, at);
	glEnableVertexAttribArray(location);
	glDrawArrays(GL_TRIANGLES, 0, 3);
	glReadPixels(0, 0, 32, 32, GL_RGBA_INTEGER, GL_INT, back);
	report_bytes("written", back, sizeof(back));
	STEP(glReadPixels(0, 0, 32, 32, GL_RGBA, GL_FLOAT, back));
	glGetTexImage(GL_TEXTURE_2D, 0, GL_RED_INTEGER, GL_INT, back);
	report_bytes("one channel", back, 32 * 32 * 4);
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	report_error("end");
	return window_finish();
}
