/* Sampler objects: their state, precedence over the texture's, bindings of many at once. */
#include "support/report.h"
#include "support/window.h"

int main(void) {
	window_open_compat();
	window_require("GL_ARB_sampler_objects");
	GLubyte texels[8 * 8 * 4];
	uint32_t state = 23;
	for (size_t i = 0; i < sizeof(texels); i++)
		texels[i] = (GLubyte)report_noise(&state);
	glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 8, 8, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels);
	glEnable(GL_TEXTURE_2D);
	GLuint samplers[4];
	glGenSamplers(4, samplers);
	report("sampler before binding: %d", glIsSampler(samplers[0]));
	static const GLint filters[] = {GL_NEAREST, GL_LINEAR, GL_NEAREST, GL_LINEAR},
					   wraps[] = {GL_REPEAT, GL_CLAMP_TO_EDGE, GL_MIRRORED_REPEAT, GL_CLAMP_TO_BORDER};
	for (int i = 0; i < 4; i++) {
		glSamplerParameteri(samplers[i], GL_TEXTURE_MIN_FILTER, filters[i]);
		glSamplerParameteri(samplers[i], GL_TEXTURE_MAG_FILTER, filters[i]);
		glSamplerParameteri(samplers[i], GL_TEXTURE_WRAP_S, wraps[i]);
		glSamplerParameterf(samplers[i], GL_TEXTURE_WRAP_T, (float)wraps[3 - i]);
		glSamplerParameterfv(samplers[i], GL_TEXTURE_BORDER_COLOR, (const GLfloat[]){1, 0.5f, 0.2f * (float)i, 1});
		glBindSampler(0, samplers[i]);
		glBegin(GL_QUADS);
		glTexCoord2f(-1, -1), glVertex2f(-1, -1), glTexCoord2f(2, -1), glVertex2f(1, -1), glTexCoord2f(2, 2),
			glVertex2f(1, 1), glTexCoord2f(-1, 2), glVertex2f(-1, 1);
		glEnd();
		report_pixels("sampled");
		GLint bound;
		glGetIntegerv(GL_SAMPLER_BINDING, &bound);
		report("bound is ours: %d", bound == (GLint)samplers[i]);
	}
	glBindSampler(0, 0);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glRectf(-1, -1, 0, 0);
	report_pixels("texture's own");
	GLint ints[4];
	GLfloat floats[4];
	GLuint uints[4];
	glGetSamplerParameteriv(samplers[2], GL_TEXTURE_WRAP_S, ints);
	report("wrap 0x%x", ints[0]);
	glGetSamplerParameterfv(samplers[2], GL_TEXTURE_BORDER_COLOR, floats);
	report_floats("border", 4, floats);
	glSamplerParameterIiv(samplers[2], GL_TEXTURE_BORDER_COLOR, (const GLint[]){-1, 2, -3, 4});
	glGetSamplerParameterIiv(samplers[2], GL_TEXTURE_BORDER_COLOR, ints);
	report_ints("integer border", 4, ints);
	glSamplerParameterIuiv(samplers[3], GL_TEXTURE_BORDER_COLOR, (const GLuint[]){1, ~0u, 3, 4});
	glGetSamplerParameterIuiv(samplers[3], GL_TEXTURE_BORDER_COLOR, uints);
	report_uints("unsigned border", 4, uints);
	glGetSamplerParameterfv(samplers[3], GL_TEXTURE_MAX_LOD, floats);
	report_floats("max lod", 1, floats);
	if (window_has("GL_ARB_multi_bind")) {
		glBindSamplers(2, 3, samplers + 1);
		glGetIntegeri_v(GL_SAMPLER_BINDING, 3, ints);
		report_error("indexed");
		glActiveTexture(GL_TEXTURE3);
		glGetIntegerv(GL_SAMPLER_BINDING, ints);
		report("at 3 is ours: %d", ints[0] == (GLint)samplers[2]);
		glBindSamplers(2, 3, NULL);
		glGetIntegerv(GL_SAMPLER_BINDING, ints);
		report("at 3 after NULL: %d", ints[0]);
	}
	STEP(glSamplerParameteri(samplers[0], GL_TEXTURE_WRAP_S, GL_LINEAR));
	STEP(glSamplerParameteri(samplers[0], GL_TEXTURE_SWIZZLE_R, GL_RED));
	STEP(glSamplerParameteri(12345, GL_TEXTURE_WRAP_S, GL_REPEAT));
	STEP(glBindSampler(0, 12345));
	STEP(glBindSampler(10000, samplers[0]));
	STEP(glGetSamplerParameteriv(12345, GL_TEXTURE_WRAP_S, ints));
	glDeleteSamplers(4, samplers);
	report("sampler after delete: %d", glIsSampler(samplers[0]));
	return window_finish();
}
