/* Compute shaders: storage buffers, shared memory, image load and store, indirect dispatch, atomics, arrays
 * of structures and their reflection. */
#include "support/report.h"
#include "support/shader.h"
#include "support/window.h"

int main(void) {
	window_open_core(4, 3);
	GETN(GL_MAX_COMPUTE_WORK_GROUP_INVOCATIONS, 1);
	GLint limits[3];
	for (GLuint i = 0; i < 3; i++)
		glGetIntegeri_v(GL_MAX_COMPUTE_WORK_GROUP_COUNT, i, &limits[i]);
	report_ints("work groups", 3, limits);
	GLuint sum = shader_link(
		"prefix sum",
		(GLuint[]){shader_make(GL_COMPUTE_SHADER,
							   "#version 430\nlayout(local_size_x = 64) in; shared uint part[64]; struct Item { uint "
							   "value; uint key; };\n"
							   "layout(std430, binding = 1) buffer Items { uint count; Item items[]; }; layout(std430, "
							   "binding = 4) writeonly buffer Sums { uint sums[]; }; uniform uint scale;\n"
							   "void main() { uint i = gl_LocalInvocationIndex, g = gl_GlobalInvocationID.x; part[i] = "
							   "items[g].value * scale; barrier(); for (uint s = 1u; s < 64u; s *= 2u) { uint v = i >= "
							   "s ? part[i - s] : 0u; barrier(); part[i] += v; barrier(); }\n"
							   "sums[g] = part[i]; items[g].key = g ^ 5u; atomicAdd(count, 1u); }"),
				   0});
	GLint group[3];
	glGetProgramiv(sum, GL_COMPUTE_WORK_GROUP_SIZE, group);
	report_ints("group size", 3, group);
	GLuint index = glGetProgramResourceIndex(sum, GL_SHADER_STORAGE_BLOCK, "Items");
	const GLenum properties[] = {GL_BUFFER_BINDING, GL_BUFFER_DATA_SIZE, GL_NUM_ACTIVE_VARIABLES,
								 GL_REFERENCED_BY_COMPUTE_SHADER};
	GLint values[8];
	GLsizei length;
	glGetProgramResourceiv(sum, GL_SHADER_STORAGE_BLOCK, index, 4, properties, 8, &length, values);
	report_ints("block", length, values);
	index = glGetProgramResourceIndex(sum, GL_BUFFER_VARIABLE, "Items.items[0].key");
	report("items[0].key: %s", index == GL_INVALID_INDEX ? "not there" : "there");
	index = glGetProgramResourceIndex(sum, GL_BUFFER_VARIABLE, "items[0].key");
	const GLenum offsets[] = {GL_OFFSET, GL_TOP_LEVEL_ARRAY_STRIDE, GL_TYPE, GL_ARRAY_SIZE};
	glGetProgramResourceiv(sum, GL_BUFFER_VARIABLE, index, 4, offsets, 8, &length, values);
	report_ints("items[0].key", length, values);

	GLuint buffers[3];
	glGenBuffers(3, buffers);
	GLuint items[1 + 2 * 256] = {0};
	uint32_t state = 9;
	for (int i = 0; i < 256; i++)
		items[1 + 2 * i] = report_noise(&state) % 1000;
	glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffers[0]);
	glBufferData(GL_SHADER_STORAGE_BUFFER, sizeof(items), items, GL_DYNAMIC_COPY);
	glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 1, buffers[0]);
	glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffers[1]);
	glBufferData(GL_SHADER_STORAGE_BUFFER, 256 * 4 + 256, NULL, GL_DYNAMIC_READ);
	glBindBufferRange(GL_SHADER_STORAGE_BUFFER, 4, buffers[1], 256, 1024);
	glUseProgram(sum);
	glUniform1ui(glGetUniformLocation(sum, "scale"), 3);
	glDispatchCompute(2, 1, 1);
	glBindBuffer(GL_DISPATCH_INDIRECT_BUFFER, buffers[2]);
	glBufferData(GL_DISPATCH_INDIRECT_BUFFER, 20, (const GLuint[]){0, 0, 4, 1, 1}, GL_STATIC_DRAW);
	glMemoryBarrier(GL_SHADER_STORAGE_BARRIER_BIT);
	glDispatchComputeIndirect(8);
	glMemoryBarrier(GL_BUFFER_UPDATE_BARRIER_BIT);
	GLuint sums[256];
	glGetBufferSubData(GL_SHADER_STORAGE_BUFFER, 256, sizeof(sums), sums);
	report_bytes("sums", sums, sizeof(sums));
	report_uints("last of each group", 4, (const GLuint[]){sums[63], sums[127], sums[191], sums[255]});
	glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffers[0]);
	GLuint *mapped = glMapBufferRange(GL_SHADER_STORAGE_BUFFER, 0, sizeof(items), GL_MAP_READ_BIT);
	if (mapped) {
		report("count %u", mapped[0]);
		report_bytes("items", mapped, sizeof(items));
	}
	glUnmapBuffer(GL_SHADER_STORAGE_BUFFER);
	STEP(glDispatchComputeIndirect(10));
	STEP(glDispatchComputeIndirect(12));
	STEP(glDispatchCompute(100000, 1, 1));
	STEP(glDispatchCompute(0, 1, 1));

	/* An image that a shader writes, on the screen. */
	GLuint paint = shader_link(
		"paint",
		(GLuint[]){
			shader_make(GL_COMPUTE_SHADER,
						"#version 430\nlayout(local_size_x = 8, local_size_y = 8) in; layout(rgba8, binding = 2) "
						"uniform writeonly image2D picture; layout(r32i, binding = 0) uniform iimage2DArray layers;\n"
						"void main() { ivec2 p = ivec2(gl_GlobalInvocationID.xy); int c = (p.x * p.x + p.y * 3) & 63; "
						"imageStore(picture, p, vec4(float(c) / 63.0, vec2(p) / 128.0, 1)); imageAtomicMax(layers, "
						"ivec3(p / 16, p.x & 1), c); }"),
			0});
	GLuint textures[2], framebuffer;
	glGenTextures(2, textures);
	glBindTexture(GL_TEXTURE_2D, textures[0]);
	glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, WINDOW_SIZE, WINDOW_SIZE);
	glBindTexture(GL_TEXTURE_2D_ARRAY, textures[1]);
	glTexStorage3D(GL_TEXTURE_2D_ARRAY, 1, GL_R32I, 8, 8, 2);
	static GLint zero[128];
	glTexSubImage3D(GL_TEXTURE_2D_ARRAY, 0, 0, 0, 0, 8, 8, 2, GL_RED_INTEGER, GL_INT, zero);
	glBindImageTexture(2, textures[0], 0, GL_FALSE, 0, GL_WRITE_ONLY, GL_RGBA8);
	glBindImageTexture(0, textures[1], 0, GL_TRUE, 0, GL_READ_WRITE, GL_R32I);
	glGetIntegeri_v(GL_IMAGE_BINDING_NAME, 2, values);
	report("image 2 is ours: %d", values[0] == (GLint)textures[0]);
	glGetIntegeri_v(GL_IMAGE_BINDING_FORMAT, 0, values);
	report("format 0x%x", values[0]);
	glUseProgram(paint);
	glDispatchCompute(WINDOW_SIZE / 8, WINDOW_SIZE / 8, 1);
	glMemoryBarrier(GL_FRAMEBUFFER_BARRIER_BIT | GL_TEXTURE_UPDATE_BARRIER_BIT);
	GLint maxima[128];
	glGetTexImage(GL_TEXTURE_2D_ARRAY, 0, GL_RED_INTEGER, GL_INT, maxima);
	report_ints("maxima", 128, maxima);
	glGenFramebuffers(1, &framebuffer);
	glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer);
	glFramebufferTexture(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, textures[0], 0);
	glBlitFramebuffer(0, 0, WINDOW_SIZE, WINDOW_SIZE, 0, 0, WINDOW_SIZE, WINDOW_SIZE, GL_COLOR_BUFFER_BIT, GL_NEAREST);
	report_pixels("painted");
	glUseProgram(0);
	STEP(glDispatchCompute(1, 1, 1));
	return window_finish();
}
