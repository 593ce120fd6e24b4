/* GLSL 4.50: separable programs and pipelines, tessellation, storage buffers, atomic counters, image load and
 * store in fragments, doubles, subroutines, explicit uniform locations, DSA set-up. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

static GLuint stage(GLenum type, const char *source) {
	GLuint program = glCreateShaderProgramv(type, 1, &source);
	GLint ok = 0;
	glGetProgramiv(program, GL_LINK_STATUS, &ok);
	char log[1000] = "";
	glGetProgramInfoLog(program, sizeof(log), NULL, log);
	report("stage 0x%x: %d %s", type, ok, log);
	return program;
}

int main(void) {
	window_open_core(4, 5);
	GLuint vs = stage(GL_VERTEX_SHADER, "#version 450\nlayout(location = 0) uniform vec2 shift; out gl_PerVertex { "
										"vec4 gl_Position; }; layout(location = 0) out vec3 color;\n"
										"void main() { vec2 p = vec2(gl_VertexID & 1, gl_VertexID >> 1); color = "
										"vec3(p, 0.5); gl_Position = vec4(p * 1.6 - 0.8 + shift, 0, 1); }");
	GLuint tcs = stage(
		GL_TESS_CONTROL_SHADER,
		"#version 450\nlayout(vertices = 4) out; in gl_PerVertex { vec4 gl_Position; } gl_in[]; out gl_PerVertex { "
		"vec4 gl_Position; } gl_out[]; layout(location = 0) in vec3 color[]; layout(location = 0) out vec3 next[];\n"
		"layout(location = 5) uniform float level; void main() { gl_out[gl_InvocationID].gl_Position = "
		"gl_in[gl_InvocationID].gl_Position; next[gl_InvocationID] = color[gl_InvocationID];\n"
		"gl_TessLevelOuter[0] = gl_TessLevelOuter[1] = gl_TessLevelOuter[2] = gl_TessLevelOuter[3] = level; "
		"gl_TessLevelInner[0] = gl_TessLevelInner[1] = level; }");
	GLuint tes = stage(GL_TESS_EVALUATION_SHADER,
					   "#version 450\nlayout(quads, equal_spacing) in; in gl_PerVertex { vec4 gl_Position; } gl_in[]; "
					   "out gl_PerVertex { vec4 gl_Position; }; layout(location = 0) in vec3 next[]; layout(location = "
					   "0) out vec3 color;\n"
					   "void main() { vec2 t = gl_TessCoord.xy; vec4 a = mix(gl_in[0].gl_Position, "
					   "gl_in[1].gl_Position, t.x), b = mix(gl_in[2].gl_Position, gl_in[3].gl_Position, t.x);\n"
					   "gl_Position = mix(a, b, t.y); gl_Position.xy += 0.1 * sin(t.yx * 9.0); color = mix(next[0], "
					   "next[3], t.x * t.y); }");
	GLuint fs =
		stage(GL_FRAGMENT_SHADER,
			  "#version 450\nlayout(location = 0) in vec3 color; layout(location = 0) out vec4 result; layout(binding "
			  "= 1, r32ui) uniform uimage2D hits; layout(binding = 2, offset = 4) uniform atomic_uint count;\n"
			  "layout(std430, binding = 3) buffer Rows { uint total; double exact; uint rows[]; };\n"
			  "subroutine vec3 Style(vec3 c); layout(index = 0) subroutine(Style) vec3 plain(vec3 c) { return c; } "
			  "layout(index = 1) subroutine(Style) vec3 stripes(vec3 c) { return (int(gl_FragCoord.x) & 8) != 0 ? c : "
			  "c.zyx; }\n"
			  "layout(location = 0) subroutine uniform Style style; layout(location = 7) uniform dvec2 scale;\n"
			  "void main() { imageAtomicAdd(hits, ivec2(gl_FragCoord.xy) / 16, 1u); atomicCounterIncrement(count); "
			  "atomicAdd(total, 1u); atomicMax(rows[int(gl_FragCoord.y)], uint(gl_FragCoord.x));\n"
			  "result = vec4(style(color) * vec3(scale.xyx), 1); }");
	GLuint pipeline, vertex_array, buffers[2], image;
	glCreateProgramPipelines(1, &pipeline);
	glUseProgramStages(pipeline, GL_VERTEX_SHADER_BIT, vs);
	glUseProgramStages(pipeline, GL_TESS_CONTROL_SHADER_BIT, tcs);
	glUseProgramStages(pipeline, GL_TESS_EVALUATION_SHADER_BIT, tes);
	glUseProgramStages(pipeline, GL_FRAGMENT_SHADER_BIT, fs);
	glBindProgramPipeline(pipeline);
	glValidateProgramPipeline(pipeline);
	GLint value;
	glGetProgramPipelineiv(pipeline, GL_VALIDATE_STATUS, &value);
	report("pipeline valid: %d", value);
	glGetProgramPipelineiv(pipeline, GL_FRAGMENT_SHADER, &value);
	report("fragment stage is ours: %d", value == (GLint)fs);
	glCreateVertexArrays(1, &vertex_array);
	glBindVertexArray(vertex_array);
	glCreateBuffers(2, buffers);
	glNamedBufferStorage(buffers[0], 16, (const GLuint[]){5, 6, 7, 8}, 0);
	static GLuint rows[4 + WINDOW_SIZE];
	glNamedBufferData(buffers[1], sizeof(rows), rows, GL_DYNAMIC_COPY);
	glBindBufferBase(GL_ATOMIC_COUNTER_BUFFER, 2, buffers[0]);
	glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 3, buffers[1]);
	glCreateTextures(GL_TEXTURE_2D, 1, &image);
	glTextureStorage2D(image, 1, GL_R32UI, 8, 8);
	glClearTexImage(image, 0, GL_RED_INTEGER, GL_UNSIGNED_INT, NULL);
	glBindImageTexture(1, image, 0, GL_FALSE, 0, GL_READ_WRITE, GL_R32UI);
	glProgramUniform2f(vs, 0, 0.05f, -0.1f);
	glProgramUniform1f(tcs, 5, 7);
	glProgramUniform2d(fs, 7, 1.0, 0.5);
	glPatchParameteri(GL_PATCH_VERTICES, 4);
	for (GLuint style = 0; style < 2; style++) {
		if (style) {
			/* Subroutine uniforms go through the active program of a pipeline, and are lost at each bind. */
			glActiveShaderProgram(pipeline, fs);
			glUniformSubroutinesuiv(GL_FRAGMENT_SHADER, 1, &style);
			report_error("subroutines");
		}
		glClear(GL_COLOR_BUFFER_BIT);
		glDrawArrays(GL_PATCHES, 0, 4);
		report_pixels(style ? "stripes" : "plain");
	}
	glMemoryBarrier(GL_ALL_BARRIER_BITS);
	GLuint counters[4], grid[64];
	glGetNamedBufferSubData(buffers[0], 0, 16, counters);
	report_uints("counters", 4, counters);
	glGetNamedBufferSubData(buffers[1], 0, sizeof(rows), rows);
	report_bytes("rows", rows, sizeof(rows));
	report_uints("total", 1, rows);
	glGetTextureImage(image, 0, GL_RED_INTEGER, GL_UNSIGNED_INT, sizeof(grid), grid);
	report_uints("grid", 64, grid);
	report("subroutine index %u, uniform location %d", glGetSubroutineIndex(fs, GL_FRAGMENT_SHADER, "stripes"),
		   glGetSubroutineUniformLocation(fs, GL_FRAGMENT_SHADER, "style"));
	char name[32];
	GLsizei length;
	glGetActiveSubroutineName(fs, GL_FRAGMENT_SHADER, 0, sizeof(name), &length, name);
	report("subroutine 0: %s (%d)", name, length);
	GLdouble scale[2];
	glGetUniformdv(fs, 7, scale);
	report("scale %g %g", scale[0], scale[1]);
	GLfloat shift[2];
	glGetnUniformfv(vs, 0, 8, shift);
	report_floats("shift", 2, shift);
	STEP(glGetnUniformfv(vs, 0, 4, shift));
	report_error("end");
	return window_finish();
}
