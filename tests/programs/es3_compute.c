/* GLES 3.1: compute, shader storage, images, atomic counters, indirect draws and dispatches, program pipelines,
 * reflection. */
#include "support/egl.h"
#include "support/shader.h"

int main(void) {
	egl_open(EGL_OPENGL_ES_API, 3, 1);
	GLuint compute = shader_link(
		"compute",
		(GLuint[]){shader_make(GL_COMPUTE_SHADER,
							   "#version 310 es\nlayout(local_size_x = 8) in;\n"
							   "layout(std430, binding = 1) buffer Data { uint values[]; };\n"
							   "layout(binding = 0, offset = 4) uniform atomic_uint odd;\n"
							   "layout(rgba8, binding = 2) writeonly uniform highp image2D picture;\n"
							   "uniform uint factor;\n"
							   "void main() { uint i = gl_GlobalInvocationID.x; values[i] = values[i] * "
							   "factor + i; if ((values[i] & 1u) == 1u) atomicCounterIncrement(odd);\n"
							   "imageStore(picture, ivec2(i & 7u, i >> 3), vec4(float(i) / 64.0, 0.5, 0, 1)); }"),
				   0});
	GLuint values[64], buffers[3], counters[2] = {0, 100}, texture;
	for (GLuint i = 0; i < 64; i++)
		values[i] = i * i;
	const GLuint groups[] = {8, 1, 1};
	glGenBuffers(3, buffers);
	glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 1, buffers[0]);
	glBufferData(GL_SHADER_STORAGE_BUFFER, sizeof(values), values, GL_DYNAMIC_COPY);
	glBindBufferBase(GL_ATOMIC_COUNTER_BUFFER, 0, buffers[1]);
	glBufferData(GL_ATOMIC_COUNTER_BUFFER, sizeof(counters), counters, GL_DYNAMIC_COPY);
	glBindBuffer(GL_DISPATCH_INDIRECT_BUFFER, buffers[2]);
	glBufferData(GL_DISPATCH_INDIRECT_BUFFER, sizeof(groups), groups, GL_STATIC_DRAW);
	glGenTextures(1, &texture);
	glBindTexture(GL_TEXTURE_2D, texture);
	glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, 8, 8);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
	glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
	glBindImageTexture(2, texture, 0, GL_FALSE, 0, GL_WRITE_ONLY, GL_RGBA8);
	glUseProgram(compute);
	glProgramUniform1ui(compute, glGetUniformLocation(compute, "factor"), 3);
	glDispatchCompute(4, 1, 1);
	glMemoryBarrier(GL_ALL_BARRIER_BITS);
	glDispatchComputeIndirect(0);
	glMemoryBarrier(GL_ALL_BARRIER_BITS);
	const GLuint *map = glMapBufferRange(GL_SHADER_STORAGE_BUFFER, 0, sizeof(values), GL_MAP_READ_BIT);
	if (map)
		report_uints("values", 64, map);
	glUnmapBuffer(GL_SHADER_STORAGE_BUFFER);
	map = glMapBufferRange(GL_ATOMIC_COUNTER_BUFFER, 0, sizeof(counters), GL_MAP_READ_BIT);
	if (map)
		report_uints("counters", 2, map);
	glUnmapBuffer(GL_ATOMIC_COUNTER_BUFFER);
	report_error("compute");

	static const char *const vertex =
		"#version 310 es\nout gl_PerVertex { vec4 gl_Position; }; layout(location = 0) out "
		"vec2 place;\nvoid main() { place = vec2(gl_VertexID & 1, gl_VertexID >> 1);\n"
		"gl_Position = vec4(place * 1.8 - 0.9, 0.0, 1.0); }";
	static const char *const fragment =
		"#version 310 es\nprecision mediump float; layout(location = 0) in vec2 place; uniform sampler2D image;\n"
		"layout(location = 0) out vec4 c; void main() { c = texture(image, place); }";
	GLuint pipeline, stages[] = {glCreateShaderProgramv(GL_VERTEX_SHADER, 1, &vertex),
								 glCreateShaderProgramv(GL_FRAGMENT_SHADER, 1, &fragment)};
	for (int i = 0; i < 2; i++) {
		char log[1024] = "";
		GLint linked = 0;
		glGetProgramiv(stages[i], GL_LINK_STATUS, &linked);
		glGetProgramInfoLog(stages[i], sizeof(log), NULL, log);
		report("stage %d: %d %s", i, linked, log);
	}
	glGenProgramPipelines(1, &pipeline);
	glUseProgramStages(pipeline, GL_VERTEX_SHADER_BIT, stages[0]);
	glUseProgramStages(pipeline, GL_FRAGMENT_SHADER_BIT, stages[1]);
	glUseProgram(0);
	glBindProgramPipeline(pipeline);
	const GLuint draw[] = {4, 1, 0, 0};
	GLuint array;
	glGenVertexArrays(1, &array); /* indirect draws need one that is not 0 */
	glBindVertexArray(array);
	glBindBuffer(GL_DRAW_INDIRECT_BUFFER, buffers[2]);
	glBufferData(GL_DRAW_INDIRECT_BUFFER, sizeof(draw), draw, GL_STATIC_DRAW);
	glClearColor(0.1f, 0.1f, 0.1f, 1);
	glClear(GL_COLOR_BUFFER_BIT);
	glDrawArraysIndirect(GL_TRIANGLE_STRIP, NULL);
	report_pixels("pipeline, indirect");
	report_error("pipeline");
	GLint count = 0, length = 0;
	glGetProgramInterfaceiv(compute, GL_SHADER_STORAGE_BLOCK, GL_ACTIVE_RESOURCES, &count);
	report("storage blocks: %d", count);
	char name[64] = "";
	glGetProgramResourceName(compute, GL_UNIFORM, glGetProgramResourceIndex(compute, GL_UNIFORM, "factor"),
							 sizeof(name), &length, name);
	report("uniform %s (%d)", name, length);
	GLint size[3] = {0};
	glGetProgramiv(compute, GL_COMPUTE_WORK_GROUP_SIZE, size);
	report_ints("work group", 3, size);
	report_integer("MAX_COMPUTE_WORK_GROUP_INVOCATIONS", GL_MAX_COMPUTE_WORK_GROUP_INVOCATIONS, 1);
	GLint width = 0;
	glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_WIDTH, &width);
	report("texture width %d", width);
	STEP(glDispatchCompute(1, 1, 1));
	return egl_finish();
}
