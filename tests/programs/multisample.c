/* Multisampled renderbuffers and textures, resolve by blit, sample mask, coverage, texelFetch of samples. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

int main(void) {
	window_open_compat();
	GET(GL_MAX_SAMPLES);
	GLint samples = 0;
	glGetIntegerv(GL_MAX_SAMPLES, &samples);
	if (samples < 4)
		report_skip("no 4 samples");
	GLuint framebuffers[3], renderbuffer, resolved, texture;
	glGenFramebuffers(3, framebuffers);
	glGenRenderbuffers(1, &renderbuffer);
	glGenTextures(1, &resolved);
	glGenTextures(1, &texture);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffers[0]);
	glBindRenderbuffer(GL_RENDERBUFFER, renderbuffer);
	glRenderbufferStorageMultisample(GL_RENDERBUFFER, 4, GL_RGBA8, WINDOW_SIZE, WINDOW_SIZE);
	glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, renderbuffer);
	report("status 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	GET(GL_SAMPLES);
	GET(GL_SAMPLE_BUFFERS);
	GLfloat position[2];
	for (GLuint i = 0; i < 4; i++) {
		glGetMultisamplefv(GL_SAMPLE_POSITION, i, position);
		report_floats("sample", 2, position);
	}
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffers[1]);
	glBindTexture(GL_TEXTURE_2D, resolved);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, WINDOW_SIZE, WINDOW_SIZE, 0, GL_RGBA, GL_UNSIGNED_BYTE, NULL);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, resolved, 0);
	static const char *const names[] = {"plain", "sample mask", "alpha to coverage", "sample coverage"};
	for (int mode = 0; mode < 4; mode++) {
		glBindFramebuffer(GL_FRAMEBUFFER, framebuffers[0]);
		glClearColor(0, 0, 0.2f, 1);
		glDisable(GL_SAMPLE_MASK);
		glClear(GL_COLOR_BUFFER_BIT);
		if (mode == 1) {
			glEnable(GL_SAMPLE_MASK);
			glSampleMaski(0, 0x5);
		} else if (mode == 2) {
			glEnable(GL_SAMPLE_ALPHA_TO_COVERAGE);
		} else if (mode == 3) {
			glDisable(GL_SAMPLE_ALPHA_TO_COVERAGE);
			glEnable(GL_SAMPLE_COVERAGE);
			glSampleCoverage(0.5f, GL_TRUE);
		}
		glBegin(GL_TRIANGLE_FAN);
		for (int i = 0; i < 7; i++) {
			glColor4f(1, 0.15f * (float)i, 0.3f, 0.15f * (float)i);
			glVertex2f((float)(i * i % 7) / 3.3f - 1, (float)(i * 3 % 7) / 3.5f - 0.9f);
		}
		glEnd();
		STEP(glReadPixels(0, 0, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, position));
		glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffers[0]);
		glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffers[1]);
		glBlitFramebuffer(0, 0, WINDOW_SIZE, WINDOW_SIZE, 0, 0, WINDOW_SIZE, WINDOW_SIZE, GL_COLOR_BUFFER_BIT,
						  GL_NEAREST);
		glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffers[1]);
		report_pixels(names[mode]);
	}
	glDisable(GL_SAMPLE_COVERAGE);
	GLint mask = 0;
	glGetIntegeri_v(GL_SAMPLE_MASK_VALUE, 0, &mask);
	report("mask 0x%x", (unsigned)mask);

	/* A multisampled texture, read sample by sample. */
	glBindTexture(GL_TEXTURE_2D_MULTISAMPLE, texture);
	glTexImage2DMultisample(GL_TEXTURE_2D_MULTISAMPLE, 4, GL_RGBA8, 64, 64, GL_TRUE);
	glBindFramebuffer(GL_FRAMEBUFFER, framebuffers[2]);
	glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D_MULTISAMPLE, texture, 0);
	report("status 0x%x", glCheckFramebufferStatus(GL_FRAMEBUFFER));
	glViewport(0, 0, 64, 64);
	glClear(GL_COLOR_BUFFER_BIT);
	glBegin(GL_TRIANGLES);
	glColor3f(0, 1, 0), glVertex2f(-1, -1), glColor3f(1, 0, 0), glVertex2f(0.9f, -0.6f), glColor3f(1, 1, 1),
		glVertex2f(-0.3f, 0.9f);
	glEnd();
	glBindFramebuffer(GL_FRAMEBUFFER, 0);
	glViewport(0, 0, WINDOW_SIZE, WINDOW_SIZE);
	GLuint program =
		shader_program("samples", "#version 150 compatibility\nvoid main() { gl_Position = gl_Vertex; }",
					   "#version 150 compatibility\nuniform sampler2DMS image; void main() { ivec2 p = "
					   "ivec2(gl_FragCoord.xy); gl_FragColor = texelFetch(image, p / 2, (p.x & 1) + 2 * (p.y & 1)); }");
	glUseProgram(program);
	glRectf(-1, -1, 1, 1);
	report_pixels("samples");
	STEP(glTexImage2DMultisample(GL_TEXTURE_2D_MULTISAMPLE, 1000, GL_RGBA8, 64, 64, GL_TRUE));
	STEP(glTexParameteri(GL_TEXTURE_2D_MULTISAMPLE, GL_TEXTURE_MIN_FILTER, GL_NEAREST));
	return window_finish();
}
